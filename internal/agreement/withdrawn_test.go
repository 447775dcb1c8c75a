package agreement_test

import (
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// What was withdrawn is read on, and nothing is said of it or done under it.
func TestNothingIsDoneUnderWhatWasWithdrawn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		a, f := k.begin(head())
		k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.Both, Due: "2023-06-30"})
		a = k.sign(a, "2023-02-01")
		duty := k.open(a.ID).Fields[0].Commitments[0].Duties[0]
		if err := k.Drop(k.officer(), a.ID, a.Version, "Ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		c := k.open(a.ID)
		duty.Version = c.Fields[0].Commitments[0].Duties[0].Version
		_, err := k.Conclude(k.officer(), duty.ID, duty.Version, agreement.Coming{Outcome: agreement.Done, Text: "Xong"})
		for what, err := range map[string]error{
			"conclude": err,
			"reopen":   k.Reopen(k.officer(), duty.ID, duty.Version, "Nhầm"),
			"say":      k.Say(k.officer(), a.ID, agreement.Saying{Text: "Còn ai đây?"}),
		} {
			if !errs.Is(err, errs.Conflict) {
				t.Errorf("%s: %v, want a conflict", what, err)
			}
		}
		if n := len(k.open(a.ID).Entries); n != 0 {
			t.Errorf("%d entries", n)
		}
	})
}

// An agreement that was recorded after the day the demo was moved back to is not
// there yet, neither in the list nor by its address.
func TestWhatCameLaterIsNotThereYet(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		d.Clock.Set("2025-06-30")
		a, _ := k.begin(head())
		d.Clock.Set("2023-12-25")
		if out, _, err := k.List(k.officer(), agreement.Filter{}); err != nil || len(out) != 0 {
			t.Errorf("listed %d, %v", len(out), err)
		}
		if _, err := k.Open(k.officer(), a.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("opened: %v", err)
		}
	})
}
