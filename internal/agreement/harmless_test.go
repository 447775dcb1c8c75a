package agreement_test

import (
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// Whatever a form does, its second click finds it done and changes nothing.
func TestASecondClickChangesNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, f := k.begin(head())
		ctx := k.officer()
		twice := func(name string, do func() error) {
			t.Helper()
			for _, click := range []string{"first", "second"} {
				if err := do(); err != nil {
					t.Errorf("%s, %s click: %v", name, click, err)
				}
			}
		}
		changed, party, field, promised, said := head(), db.NewID(), db.NewID(), db.NewID(), db.NewID()
		changed.Title = "Chương trình phối hợp, tên mới"
		version := a.Version
		twice("change", func() error { _, err := k.Change(ctx, a.ID, version, changed, ""); return err })
		twice("add parties", func() error {
			return k.AddParties(ctx, a.ID, agreement.Opposite{ID: party, Name: "Quận ủy Ba Đình", Kind: agreement.Party}, agreement.Opposite{Unit: "BT"})
		})
		twice("add a field", func() error {
			_, err := k.SaveField(ctx, a.ID, agreement.Field{Once: field, Heading: "Tuyên truyền"})
			return err
		})
		twice("promise", func() error {
			_, err := k.SaveCommitment(ctx, a.ID, agreement.Promise{Once: promised, Commitment: agreement.Commitment{Field: f.ID, Text: "Giao ban", Side: agreement.Both, Due: "2023-06-30", Every: 6}})
			return err
		})
		twice("say", func() error { return k.Say(ctx, a.ID, agreement.Saying{Once: said, Text: "Đã gửi dự thảo."}) })
		c := k.open(a.ID)
		if len(c.Parties) != 4 || len(c.Fields) != 2 || len(c.Fields[0].Commitments) != 1 || len(c.Entries) != 1 {
			t.Errorf("%d parties, %d fields, %d commitments, %d entries; want 4, 2, 1, 1", len(c.Parties), len(c.Fields), len(c.Fields[0].Commitments), len(c.Entries))
		}
		a = k.sign(c.Agreement, "2023-02-01")
		duty := k.open(a.ID).Fields[0].Commitments[0].Duties[0]
		done := agreement.Coming{Outcome: agreement.Done, On: "2023-06-20", Text: "Đã giao ban ngày 20/06."}
		twice("conclude", func() error { _, err := k.Conclude(ctx, duty.ID, duty.Version, done); return err })
		if got := k.open(a.ID).Proofs[duty.ID].Text; got != done.Text {
			t.Errorf("the proof says %q", got)
		}
		twice("reopen", func() error { return k.Reopen(ctx, duty.ID, duty.Version+1, "Ghi nhầm kỳ") })
		twice("drop a commitment", func() error { return k.DropCommitment(ctx, a.ID, promised, "Hai bên thôi làm") })
		version = k.open(a.ID).Version
		twice("end", func() error {
			_, err := k.End(ctx, a.ID, version, "2023-12-01", "Đơn vị bạn kết thúc")
			return err
		})
		twice("withdraw", func() error { return k.Drop(ctx, a.ID, version+1, "Ghi nhầm") })
		if got := len(k.open(a.ID).Entries); got != 3 {
			t.Errorf("%d entries, want 3: said, done, reopened", got)
		}
	})
}

// A field's place is behind the last one, also when one before it was dropped.
func TestAFieldComesLast(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, first := k.begin(head())
		for _, heading := range []string{"Hai", "Ba"} {
			if _, err := k.SaveField(k.officer(), a.ID, agreement.Field{Heading: heading}); err != nil {
				t.Fatal(err)
			}
		}
		if err := k.DropField(k.officer(), a.ID, first.ID); err != nil {
			t.Fatal(err)
		}
		last, err := k.SaveField(k.officer(), a.ID, agreement.Field{Heading: "Bốn"})
		if err != nil || last.Position != 4 {
			t.Errorf("the new field stands at %d: %v", last.Position, err)
		}
	})
}

func TestNobodySignsWithFiveHundred(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.Opposite = make([]agreement.Opposite, 500)
		if _, err := k.Begin(k.officer(), h); !errs.Is(err, errs.Invalid) {
			t.Errorf("got %v", err)
		}
	})
}
