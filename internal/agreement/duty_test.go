package agreement

import (
	"testing"

	"donghanh/internal/platform/day"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWhenACommitmentIsDue(t *testing.T) {
	stage := Agreement{From: "2023-01-31", To: "2023-12-31"}
	for name, c := range map[string]struct {
		a    Agreement
		c    Commitment
		want []span
	}{
		"once": {stage, Commitment{Due: "2023-06-30"}, []span{{"2023-01-31", "2023-06-30"}}},
		"each quarter, at its last day": {
			stage,
			Commitment{Due: "2023-03-31", Every: 3},
			[]span{{"2023-01-31", "2023-03-31"}, {"2023-04-01", "2023-06-30"}, {"2023-07-01", "2023-09-30"}, {"2023-10-01", "2023-12-31"}},
		},
		"a day February has not": {
			Agreement{From: "2023-01-01", To: "2023-03-31"},
			Commitment{Due: "2023-01-30", Every: 1},
			[]span{{"2023-01-01", "2023-01-30"}, {"2023-01-31", "2023-02-28"}, {"2023-03-01", "2023-03-30"}},
		},
		"not after an early end": {
			Agreement{From: "2023-01-01", To: "2024-12-31", EndedOn: "2023-07-01"},
			Commitment{Due: "2023-06-30", Every: 6},
			[]span{{"2023-01-01", "2023-06-30"}},
		},
		"not after it was dropped": {stage, Commitment{Due: "2023-06-30", DroppedOn: "2023-05-01"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, spans(c.a, c.c), cmp.AllowUnexported(span{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever the rhythm, the times a commitment is due lie one behind the other
// from the beginning of the stage on, without a gap.
func TestTimesOfACommitmentFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := day.Date("2020-01-01").Add(rapid.IntRange(0, 1500).Draw(t, "from"))
		a := Agreement{From: from, To: from.Add(rapid.IntRange(0, 4000).Draw(t, "length"))}
		c := Commitment{Due: from.Add(rapid.IntRange(0, from.Days(a.To)-1).Draw(t, "due")), Every: rapid.SampledFrom(Rhythms()).Draw(t, "every")}
		next := from
		for _, s := range spans(a, c) {
			if s.from != next || s.due < s.from || s.due > a.To {
				t.Fatalf("%s after %s, stage %s to %s", s, next, a.From, a.To)
			}
			next = s.due.Add(1)
		}
	})
}

func TestWhereAnAgreementIs(t *testing.T) {
	a := Agreement{SignedOn: "2023-01-10", From: "2023-02-01", To: "2025-12-31", Notice: 90}
	closed, ended, draft := a, a, a
	closed.ClosedOn, ended.EndedOn, draft.SignedOn = "2025-12-20", "2024-06-30", ""
	for name, c := range map[string]struct {
		a    Agreement
		on   day.Date
		want Phase
	}{
		"before it was signed":        {a, "2023-01-09", Draft},
		"never signed":                {draft, "2024-01-01", Draft},
		"signed, not begun":           {a, "2023-01-10", Ahead},
		"its first day":               {a, "2023-02-01", Running},
		"the day before notice":       {a, "2025-10-01", Running},
		"the first day of notice":     {a, "2025-10-02", Ending},
		"its last day":                {a, "2025-12-31", Ending},
		"over and not reviewed":       {a, "2026-01-01", Overdue},
		"before its review":           {closed, "2025-12-19", Ending},
		"reviewed at the end":         {closed, "2025-12-20", Closed},
		"the last day of a short one": {ended, "2024-06-30", Running},
		"ended early":                 {ended, "2024-07-01", Ended},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.a.PhaseOn(c.on); got != c.want {
				t.Errorf("on %s: %q, want %q", c.on, got, c.want)
			}
		})
	}
}
