package agreement_test

import (
	"context"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// workKit is the small world whose records may be done under commitments: one of
// Ba Đình, one of its People's Committee, one of both sides that is done.
func workKit(t testing.TB, d *db.DB) (k *kit, a agreement.Agreement, own, theirs agreement.Commitment) {
	k = newKit(t, d)
	k.activity.Purposes = agreement.Purposes{Service: k.Service}
	a, f := k.begin(head())
	own = k.promise(f, agreement.Commitment{Text: "Tập huấn", Side: agreement.A, Due: "2023-06-30", Every: 6})
	theirs = k.promise(f, agreement.Commitment{Text: "Cấp kinh phí", Side: agreement.B, Due: "2024-06-30"})
	done := k.promise(f, agreement.Commitment{Text: "Ký kế hoạch", Side: agreement.Both, Due: "2023-06-30"})
	a = k.sign(a, "2023-02-01")
	for _, m := range k.open(a.ID).Fields[0].Commitments {
		if m.ID == done.ID {
			_, err := k.Conclude(k.officer(), m.Duties[0].ID, m.Duties[0].Version, agreement.Coming{Outcome: agreement.Done, Text: "Đã ký"})
			k.must(err)
		}
	}
	return k, a, own, theirs
}

// draft is a piece of work of a unit, for a purpose unless it is nil.
func workDraft(unit, day string, purpose *string) activity.Draft {
	return activity.Draft{ID: db.NewID(), Kind: "briefing", Unit: unit, DayText: day, Purpose: purpose, Fields: activity.Fields{"briefing_for": "quý II năm 2023"}}
}

func TestWorkIsOfferedOpenCommitmentsOfItsUnits(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, a, own, _ := workKit(t, d)
		want := []activity.Purpose{{ID: own.ID, Text: "Tập huấn", Group: a.Title, Href: agreement.Href(a.ID)}}
		for name, c := range map[string]struct {
			ctx  context.Context
			unit string
			want []activity.Purpose
		}{
			"the unit that promised":           {k.officer(), "BD", want},
			"one below it, for who reads it":   {k.officer(), "BD-1", want},
			"one below it, for who reads less": {k.Ctx("officer", "BD-1"), "BD-1", nil},
			"another":                          {k.Ctx("officer", "LB"), "LB", nil},
		} {
			got, err := k.activity.Offered(c.ctx, c.unit, "2023-12-25")
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%s: %v\n%s", name, err, diff)
			}
		}
		if got, err := k.activity.Offered(k.officer(), "BD", "2022-12-25"); len(got) != 0 || err != nil {
			t.Errorf("before the stage %v is offered: %v", got, err)
		}
	})
}

func TestWorkUnderACommitment(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, a, own, theirs := workKit(t, d)
		ctx, none := k.officer(), ""
		rec, err := k.activity.Record(ctx, workDraft("BD-1", "05/05/2023", &own.ID))
		k.must(err)
		_, err = k.activity.Record(ctx, workDraft("BD-1", "05/05/2023", nil))
		k.must(err)
		work := func(ctx context.Context) (out []string) {
			testkit.Read(t, d, func(tx *db.Tx) error {
				rows, _, err := k.Work(ctx, tx, a.ID, agreement.WorkFilter{Commitment: own.ID})
				for _, r := range rows {
					out = append(out, r.UnitName+" "+string(r.Day))
				}
				return err
			})
			return out
		}
		if diff := cmp.Diff([]string{"CĐCS Điện lực 2023-05-05"}, work(ctx)); diff != "" {
			t.Error(diff)
		}
		if v, err := k.activity.Show(ctx, rec.ID); err != nil || v.Purpose.ID != own.ID {
			t.Errorf("the record is done for %v: %v", v.Purpose, err)
		}
		if v, err := k.activity.Show(k.Ctx("viewer", "BD-1"), rec.ID); err != nil || v.Purpose.ID != "" {
			t.Errorf("who may not read the agreement sees %v: %v", v.Purpose, err)
		}
		// It is proof enough that the duty was done.
		duty := k.open(a.ID).Fields[0].Commitments[0].Duties[0]
		_, err = k.Conclude(ctx, duty.ID, duty.Version, agreement.Coming{Outcome: agreement.Done, On: "2023-06-01"})
		k.must(err)

		// A correction that does not tell keeps it; one that fits no more is refused.
		change := workDraft("BD-1", "06/05/2023", nil)
		rec, err = k.activity.Change(ctx, rec.ID, rec.Version, change, "Sai ngày")
		k.must(err)
		if diff := cmp.Diff([]string{"CĐCS Điện lực 2023-05-06"}, work(ctx)); diff != "" {
			t.Error(diff)
		}
		change.DayText = "06/05/2022"
		if _, err := k.activity.Change(ctx, rec.ID, rec.Version, change, "Sai năm"); !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != "purpose" {
			t.Errorf("a day before the stage: %v", err)
		}
		change.DayText, change.Purpose = "06/05/2023", &none
		rec, err = k.activity.Change(ctx, rec.ID, rec.Version, change, "Không theo cam kết này")
		k.must(err)
		if got := work(ctx); len(got) != 0 || rec.Version != 3 {
			t.Errorf("taken away, %v is left in version %d", got, rec.Version)
		}
		change.Purpose = &own.ID
		rec, err = k.activity.Change(ctx, rec.ID, rec.Version, change, "Có theo")
		k.must(err)
		if _, err := k.activity.Withdraw(ctx, rec.ID, rec.Version, "Ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		if got := work(ctx); len(got) != 0 {
			t.Errorf("withdrawn, %v is left", got)
		}
		_ = theirs
		k.Verify()
	})
}

func TestWorkThatFitsNoCommitmentIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, _, own, theirs := workKit(t, d)
		nobody := db.NewID()
		for name, c := range map[string]struct {
			ctx       context.Context
			unit, day string
			purpose   *string
		}{
			"the other side promised it":   {k.officer(), "BD-1", "05/05/2023", &theirs.ID},
			"nobody promised it":           {k.officer(), "BD-1", "05/05/2023", &nobody},
			"before the stage":             {k.officer(), "BD-1", "31/12/2022", &own.ID},
			"who may not read it":          {k.Ctx("officer", "BD-1"), "BD-1", "05/05/2023", &own.ID},
			"another unit, by who sees it": {k.Ctx("officer", "HN"), "LB", "05/05/2023", &own.ID},
		} {
			_, err := k.activity.Record(c.ctx, workDraft(c.unit, c.day, c.purpose))
			if !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != "purpose" {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
