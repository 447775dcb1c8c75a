package agreement_test

import (
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestAChainOfTwoActs(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := turnKit(t, d)
		a := k.twoSided("")
		begun := k.world(a.ID)
		first := k.decided(k.act("2023-10-01", moves("BD-1", "TH"), ends("BD", "TH")))
		between := k.world(a.ID)
		second := k.decided(k.act("2023-11-01", moves("BD-1", "LB"), ends("TH", "LB")))
		for on, want := range map[day.Date]string{"2023-09-30": "A BD", "2023-10-01": "A TH", "2023-10-31": "A TH", "2023-11-01": "A LB"} {
			if got := k.bound(a.ID, on); got[0] != want || len(got) != 2 {
				t.Errorf("bound on %s: %v, want %s", on, got, want)
			}
		}
		k.must(k.undo(second))
		if diff := cmp.Diff(between, k.world(a.ID)); diff != "" {
			t.Errorf("the second undone:\n%s", diff)
		}
		k.must(k.undo(first))
		if diff := cmp.Diff(begun, k.world(a.ID)); diff != "" {
			t.Errorf("both undone:\n%s", diff)
		}
		k.Verify()
	})
}

// Between 30/06 and 01/10/2025 there was nobody: what a unit left waits for who
// is founded later.
func TestWhoIsFoundedLaterGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		fate   agreement.Fate
		after  []string // bound after the second act
		before string   // who has to sign anew before it
		anew   string   // and after
	}{
		"it waits":             {agreement.Succeed, []string{"A W1", "B "}, "", ""},
		"it is signed anew":    {agreement.Renew, nil, "HN", "W1"},
		"it ended, for always": {agreement.Stop, nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := turnKit(t, d)
				a := k.twoSided("")
				k.decided(k.act("2023-10-01", moves("BD-1", "HN"), ends("BD", "")), agreement.Choice{Agreement: a.ID, Unit: k.UnitID("BD"), Fate: c.fate})
				if got := k.anew("HN"); (len(got) == 1) != (c.before == "HN") {
					t.Errorf("between the acts, Hà Nội has to see to %v", got)
				}
				between := k.world(a.ID)
				ward := founds("W1", "Công đoàn phường Một")
				ward.Follows = "BD"
				second := k.decided(k.act("2023-11-01", ward, moves("BD-1", "W1")))
				if got := k.bound(a.ID, "2023-11-01"); c.after != nil && !cmp.Equal(got, c.after) {
					t.Errorf("bound: %v, want %v", got, c.after)
				}
				if got := k.anew("W1"); (len(got) == 1) != (c.anew == "W1") || len(k.anew("HN")) != 0 {
					t.Errorf("to be signed anew by the ward: %v, still by Hà Nội: %v", got, k.anew("HN"))
				}
				k.must(k.undo(second))
				if diff := cmp.Diff(between, k.world(a.ID)); diff != "" {
					t.Errorf("the second undone:\n%s", diff)
				}
				if got := k.anew("HN"); (len(got) == 1) != (c.before == "HN") {
					t.Errorf("the second undone, Hà Nội has to see to %v", got)
				}
			})
		})
	}
}

func TestWhatIsToBeSignedAnewIsDoneWhenItIs(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := turnKit(t, d)
		a := k.twoSided("")
		k.decided(k.act("2023-10-01", moves("BD-1", "TH"), ends("BD", "TH, LB")),
			agreement.Choice{Agreement: a.ID, Unit: k.UnitID("BD"), Fate: agreement.Renew, Heirs: "TH,LB"})
		for _, code := range []string{"TH", "LB"} {
			ctx := k.Ctx("officer", code)
			if list, _, err := k.List(ctx, agreement.Filter{}); err != nil || len(list) != 1 {
				t.Fatalf("%s sees %d of what it has to sign anew: %v", code, len(list), err)
			}
			h := head()
			h.Unit, h.Predecessor, h.From = code, a.ID, "2023-10-01"
			n, err := k.Begin(ctx, h)
			k.must(err)
			if got := k.anew(code); len(got) != 1 {
				t.Errorf("a draft is enough: %v", got)
			}
			_, err = k.Sign(ctx, n.ID, n.Version, agreement.Signing{On: "2023-12-01", Place: "Hà Nội"})
			k.must(err)
			if got := k.anew(code); len(got) != 0 {
				t.Errorf("signed, %s still has to: %v", code, got)
			}
		}
	})
}

func TestAnActSignedAheadFollowsByDays(t *testing.T) {
	for name, fate := range map[string]agreement.Fate{"succeeded": agreement.Succeed, "ended": agreement.Stop, "anew": agreement.Renew} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := turnKit(t, d)
				a := k.twoSided("")
				heirs := "TH"
				if fate == agreement.Stop {
					heirs = ""
				}
				before := k.world(a.ID)
				k.decided(k.act("2024-03-01", moves("BD-1", "TH"), ends("BD", "TH")), agreement.Choice{Agreement: a.ID, Unit: k.UnitID("BD"), Fate: fate, Heirs: heirs})
				c := k.open(a.ID)
				if c.Phase != agreement.Running || !c.MayWrite || c.Keeper.Code != "BD" || c.StandingOf(c.Fields[0].Commitments...).All != 6 {
					t.Errorf("before its day: %q, may write %v, kept by %s, %d duties", c.Phase, c.MayWrite, c.Keeper.Code, c.StandingOf(c.Fields[0].Commitments...).All)
				}
				if got := k.anew("TH"); len(got) != 0 {
					t.Errorf("before its day %v is to be signed anew", got)
				}
				_ = before
				k.Kit.DB.Clock.Set("2024-03-01")
				got, err := k.Open(k.Ctx("officer", "TH"), a.ID)
				switch fate {
				case agreement.Succeed:
					if err != nil || got.Keeper.Code != "TH" || !got.MayWrite {
						t.Errorf("on its day: kept by %s, %v", got.Keeper.Code, err)
					}
				case agreement.Renew:
					if err != nil || got.Phase != agreement.Ended || len(k.anew("TH")) != 1 {
						t.Errorf("on its day: %q, %v, %v", got.Phase, k.anew("TH"), err)
					}
				default:
					if got := k.read(a.ID); got.PhaseOn("2024-03-01") != agreement.Ended {
						t.Errorf("on its day: %q", got.PhaseOn("2024-03-01"))
					}
				}
			})
		})
	}
}

// What is counted of a commitment is what the unit did until its end and its
// heir since.
func TestACountedCommitmentCountsOnAtTheHeir(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := turnKit(t, d)
		a, f := k.begin(head())
		k.promise(f, agreement.Commitment{Text: "Kết nạp", Side: agreement.A, Due: "2023-12-31", Indicator: "ORG.DV.NEW", Target: "20"})
		k.sign(a, "2023-02-01")
		k.admit("BD-1", "2023-05-01", 12)
		k.decided(k.act("2023-10-01", moves("BD-1", "TH"), ends("BD", "TH")))
		k.admit("BD-1", "2023-11-01", 5)
		c, err := k.Open(k.Ctx("officer", "TH"), a.ID)
		k.must(err)
		duty := c.Fields[0].Commitments[0].Duties[0]
		if got := c.Counts[duty.ID]; got.Text != "17" || got.Unit != "TH" {
			t.Errorf("counted %s at %s, want 12 + 5 at TH", got.Text, got.Unit)
		}
	})
}

// A unit with promises ahead can be dissolved, and what it signed ends with it.
func TestADissolvedUnitEndsWhatItSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := turnKit(t, d)
		h := head()
		h.Unit, h.Opposite = "TH", []agreement.Opposite{{Name: "UBND quận Tây Hồ", Kind: agreement.People}}
		ctx := k.Ctx("officer", "TH")
		a, err := k.Begin(ctx, h)
		k.must(err)
		f, err := k.SaveField(ctx, a.ID, agreement.Field{Heading: "Giao ban"})
		k.must(err)
		_, err = k.SaveCommitment(ctx, a.ID, agreement.Promise{Commitment: agreement.Commitment{Field: f.ID, Text: "Họp", Side: agreement.A, Due: "2023-06-30", Every: 6}})
		k.must(err)
		_, err = k.Sign(ctx, a.ID, a.Version, agreement.Signing{On: "2023-02-01", Place: "Hà Nội"})
		k.must(err)
		before := k.world(a.ID)
		act := db.NewID()
		_, err = k.Kit.Org.Dissolve(k.Ctx("officer", "HN"), org.Dissolution{ID: act, Unit: "TH", LastDay: "2023-11-30", DecisionNo: "7/QĐ", Reason: "Không còn đoàn viên"})
		k.must(err)
		if got := k.read(a.ID); got.PhaseOn("2023-12-01") != agreement.Ended || got.Last() != "2023-11-30" {
			t.Errorf("%q, its last day %s", got.PhaseOn("2023-12-01"), got.Last())
		}
		var on day.Date
		testkit.Read(t, d, func(tx *db.Tx) (err error) {
			on, err = k.Ledger.LastBooked(k.System(), tx, k.UnitID("TH"), day.Never)
			return err
		})
		if on > "2023-12-01" {
			t.Errorf("something is due at a unit of the past on %s", on)
		}
		_, err = k.Kit.Org.WithdrawDissolution(k.Ctx("officer", "HN"), act, "Ký nhầm")
		k.must(err)
		if diff := cmp.Diff(before, k.world(a.ID)); diff != "" {
			t.Errorf("withdrawn, it is not as before:\n%s", diff)
		}
		k.Verify()
	})
}
