package agreementweb

import (
	"context"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// words is a context in which texts are Vietnamese.
func words(t *testing.T) context.Context {
	t.Helper()
	all, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(t.Context(), all.Printer(i18n.Vi))
}

// seed is the regulation of the picture: 2024 to 2028, signed on 05/04/2024,
// reviewed each year.
func seed() agreement.Agreement {
	return agreement.Agreement{SignedOn: "2024-04-05", From: "2024-04-05", To: "2028-12-31", Notice: 90, Review: 12}
}

func TestTheStageBarStandsWhereTheDaysAre(t *testing.T) {
	v := stageOf(words(t), seed(), "2024-11-18")
	if want := "Hôm nay 18/11/2024, tháng thứ 8 trong 57 tháng"; v.Lead != want {
		t.Errorf("lead %q, want %q", v.Lead, want)
	}
	type at struct {
		Kind markKind
		Day  day.Date
		X    string
	}
	var got []at
	for _, m := range v.Marks {
		got = append(got, at{m.Kind, m.Day, px(m.X)})
	}
	want := []at{ // of 1827 days between 12 and 988
		{markSigned, "2024-04-05", "62.7"},
		{markFinal, "2028-12-31", "987.5"},
		{markToday, "2024-11-18", "184"},
		{markReview, "2024-12-31", "207"},
		{markReview, "2025-12-31", "402"},
		{markReview, "2026-12-31", "597"},
		{markReview, "2027-12-31", "791.9"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	if px(v.Filled[0]) != "62.7" || px(v.Filled[1]) != "184" {
		t.Errorf("filled %v", v.Filled)
	}
	if len(v.Years) != 5 || !v.Years[0].Now || v.Years[4].Text != "2028" {
		t.Errorf("years %+v", v.Years)
	}
}

func TestTheStageBarInEachPhase(t *testing.T) {
	draft, ended, closed := seed(), seed(), seed()
	draft.SignedOn, ended.EndedOn, closed.ClosedOn = "", "2026-06-30", "2028-12-20"
	for name, c := range map[string]struct {
		a      agreement.Agreement
		on     day.Date
		lead   string
		filled bool
		today  bool
		steps  []string
	}{
		"a draft":         {draft, "2024-01-10", "Dự kiến thực hiện từ 05/04/2024 đến 31/12/2028", false, true, []string{"Hôm nay", "Sơ kết", "3 kỳ sơ kết sau", "Tổng kết"}},
		"the last days":   {seed(), "2028-12-01", "Hôm nay 01/12/2028, còn 30 ngày đến hết giai đoạn (31/12/2028)", true, true, []string{"Ký", "Hôm nay", "Tổng kết"}},
		"over":            {seed(), "2029-01-10", "Hôm nay 10/01/2029, giai đoạn đã hết 10 ngày, chưa tổng kết", true, false, []string{"Ký", "Tổng kết", "Hôm nay"}},
		"reviewed":        {closed, "2028-12-25", "Tổng kết ngày 20/12/2028, giai đoạn 05/04/2024 – 31/12/2028", true, true, []string{"Ký", "Tổng kết", "Hôm nay"}},
		"ended early":     {ended, "2026-07-01", "Chấm dứt ngày 30/06/2026, trước hạn 31/12/2028", true, true, []string{"Ký", "Chấm dứt", "Hôm nay"}},
		"before it began": {agreement.Agreement{SignedOn: "2023-12-20", From: "2024-01-01", To: "2024-12-31", Notice: 90}, "2023-12-25", "Hôm nay 25/12/2023, giai đoạn bắt đầu ngày 01/01/2024", true, true, []string{"Ký", "Hôm nay", "Tổng kết"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := stageOf(words(t), c.a, c.on)
			today := false
			for _, m := range v.Marks {
				today = today || m.Kind == markToday
			}
			var steps []string
			for _, s := range v.Steps {
				steps = append(steps, s.Text)
			}
			if v.Lead != c.lead || (v.Filled[1] > v.Filled[0]) != c.filled || today != c.today || !cmp.Equal(steps, c.steps) {
				t.Errorf("%q, filled %v, today %v, steps %q", v.Lead, v.Filled, today, steps)
			}
		})
	}
}

// Whatever the stage and the day, everything is drawn inside the box and no two
// labels of a row touch.
func TestLabelsOfTheStageBarNeverTouch(t *testing.T) {
	ctx := words(t)
	rapid.Check(t, func(t *rapid.T) {
		from := day.Date("2015-01-01").Add(rapid.IntRange(0, 4000).Draw(t, "from"))
		a := agreement.Agreement{From: from, To: from.Add(rapid.IntRange(0, 7300).Draw(t, "length")), Review: rapid.IntRange(0, 24).Draw(t, "review"), Notice: 90}
		a.SignedOn = from.Add(rapid.IntRange(-400, 30).Draw(t, "signed"))
		on := a.SignedOn.Add(rapid.IntRange(0, 8000).Draw(t, "today"))
		v := stageOf(ctx, a, on)
		var taken [][2]float64
		for _, m := range v.Marks {
			if m.X < barLeft || m.X > barRight {
				t.Fatalf("%s at %f", m.Kind, m.X)
			}
			if m.Text == "" || m.Kind == markToday {
				continue
			}
			from, to := span(m)
			if from < 0 || to > 1000 {
				t.Fatalf("the label of %s runs from %f to %f", m.Kind, from, to)
			}
			for _, other := range taken {
				if from < other[1] && to > other[0] {
					t.Fatalf("%s runs into another label", m.Kind)
				}
			}
			taken = append(taken, [2]float64{from, to})
		}
		if v.Filled[0] > v.Filled[1] || v.Filled[1] > barRight {
			t.Fatalf("filled %v", v.Filled)
		}
		if len(v.Years) > mostYears+1 {
			t.Fatalf("%d years named", len(v.Years))
		}
	})
}

// span is from where to where a label runs.
func span(m mark) (from, to float64) {
	width := float64(len([]rune(m.Text))) * letter
	switch m.Anchor {
	case "start":
		return m.TextX, m.TextX + width
	case "end":
		return m.TextX - width, m.TextX
	}
	return m.TextX - width/2, m.TextX + width/2
}
