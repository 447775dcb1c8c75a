package agreementweb

import (
	"math/big"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/ui"

	"donghanh/catalogue"
	"donghanh/internal/ledger"
)

// duty is one time due on a day, begun on the first of its year.
func duty(due day.Date, o agreement.Outcome) agreement.Duty {
	d := agreement.Duty{ID: string(due), From: day.New(due.Year(), 1, 1), Due: due, Outcome: o}
	if o != agreement.Open {
		d.DoneOn = day.Min(due, "2023-12-25")
	}
	return d
}

func TestHowACommitmentStands(t *testing.T) {
	cat, err := ledger.LoadCatalogue(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	p := &Pages{Org: &org.Service{Ledger: &ledger.Ledger{Catalogue: cat}}}
	const open, done, unmet, waived = agreement.Open, agreement.Done, agreement.Unmet, agreement.Waived
	for name, c := range map[string]struct {
		m     agreement.Commitment
		count agreement.Count
		state ui.State
		text  string
	}{
		"a draft's":                {m: agreement.Commitment{}},
		"dropped":                  {m: agreement.Commitment{DroppedOn: "2023-05-01", Duties: []agreement.Duty{duty("2023-06-30", waived)}}, state: ui.None, text: "Đã bỏ từ 01/05/2023"},
		"waived":                   {m: agreement.Commitment{Duties: []agreement.Duty{duty("2023-06-30", waived)}}, state: ui.None, text: "Hai bên thôi làm"},
		"not begun":                {m: agreement.Commitment{Duties: []agreement.Duty{duty("2024-06-30", open)}}, state: ui.None, text: "Chưa đến kỳ"},
		"late and not touched":     {m: agreement.Commitment{Duties: []agreement.Duty{duty("2023-12-06", open)}}, state: ui.Low, text: "Chưa làm, quá hạn 19 ngày"},
		"late and worked on":       {m: agreement.Commitment{Work: 1, Duties: []agreement.Duty{duty("2023-12-06", open)}}, state: ui.Slow, text: "Chậm 19 ngày"},
		"due today":                {m: agreement.Commitment{Duties: []agreement.Duty{duty("2023-12-25", open)}}, state: ui.Slow, text: "Hạn hôm nay"},
		"due soon":                 {m: agreement.Commitment{Duties: []agreement.Duty{duty("2023-12-31", open)}}, state: ui.Slow, text: "Còn 6 ngày"},
		"done":                     {m: agreement.Commitment{Duties: []agreement.Duty{duty("2023-06-30", done)}}, state: ui.OK, text: "Đã xong"},
		"given up":                 {m: agreement.Commitment{Duties: []agreement.Duty{duty("2023-06-30", unmet)}}, state: ui.Low, text: "Không đạt"},
		"done whenever it was due": {m: agreement.Commitment{Duties: []agreement.Duty{duty("2022-12-31", done), duty("2023-12-20", done), duty("2024-12-31", open)}}, state: ui.OK, text: "2/3 kỳ"},
		"done once, due soon":      {m: agreement.Commitment{Duties: []agreement.Duty{duty("2022-12-31", done), duty("2023-12-31", open)}}, state: ui.Slow, text: "1/2 kỳ, còn 6 ngày"},
		"missed once":              {m: agreement.Commitment{Duties: []agreement.Duty{duty("2022-12-31", unmet), duty("2023-12-20", done)}}, state: ui.Low, text: "1/2 kỳ đạt, 1 kỳ không đạt"},
		"late once, done later":    {m: agreement.Commitment{Duties: []agreement.Duty{duty("2022-12-31", open), duty("2023-12-20", done)}}, state: ui.Low, text: "Chưa làm, quá hạn 359 ngày"},
		"counted, under way": {
			m:     agreement.Commitment{Indicator: "ORG.DV.NEW", Duties: []agreement.Duty{{ID: "x", From: "2023-01-01", Due: "2024-12-31"}}},
			count: agreement.Count{Asked: true, Text: "12", Goal: "20"}, state: ui.Go_, text: "12/20 người",
		},
		"counted, reached": {
			m:     agreement.Commitment{Indicator: "ORG.DV.NEW", Duties: []agreement.Duty{{ID: "x", From: "2023-01-01", Due: "2023-12-31"}}},
			count: agreement.Count{Asked: true, Met: true, Text: "20", Goal: "20"}, state: ui.OK, text: "20/20 người",
		},
		"counted, late": {
			m:     agreement.Commitment{Indicator: "ORG.DV.NEW", Work: 3, Duties: []agreement.Duty{{ID: "x", From: "2023-01-01", Due: "2023-12-20"}}},
			count: agreement.Count{Asked: true, Text: "12", Goal: "20"}, state: ui.Slow, text: "12/20 người · Chậm 5 ngày",
		},
	} {
		t.Run(name, func(t *testing.T) {
			card := agreement.Card{On: "2023-12-25", Counts: map[string]agreement.Count{"x": c.count}}
			got := p.signOf(words(t), card, c.m)
			text := got.Text
			if got.Figure.Text != "" {
				text = got.Figure.Text + " " + text
			}
			if got.State != c.state || text != c.text {
				t.Errorf("%q %q, want %q %q", got.State, text, c.state, c.text)
			}
		})
	}
}

func TestAShareBelowTheWholeIsNeverAHundred(t *testing.T) {
	for want, share := range map[string]*big.Rat{
		"0%": big.NewRat(0, 1), "88%": big.NewRat(7, 8), "99,9%": big.NewRat(9999, 10000), "99,6%": big.NewRat(2499, 2508), "100%": big.NewRat(1, 1),
	} {
		if got := percentText(share); got != want {
			t.Errorf("%s: %s, want %s", share, got, want)
		}
	}
}

func TestStagesAreSaidAsPeopleSayThem(t *testing.T) {
	for want, a := range map[string]agreement.Agreement{
		"2022 – 2025":             {From: "2022-01-01", To: "2025-12-31"},
		"2023":                    {From: "2023-01-01", To: "2023-12-31"},
		"29/10/2020 – 31/12/2025": {From: "2020-10-29", To: "2025-12-31"},
	} {
		if got := stageText(a); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
