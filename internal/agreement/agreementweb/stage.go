package agreementweb

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
)

// The stage bar is drawn in a box of 1000 units from barLeft to barRight.
const (
	barLeft, barRight = 12.0, 988.0
	letter            = 8.4 // about how wide a letter of a label is
	mostYears         = 12  // more years than these are not all named
)

// stageView is the way of an agreement through its years.
type stageView struct {
	Lead   string
	Label  string // what the drawing says, for ears
	Filled [2]float64
	Years  []yearMark
	Marks  []mark
	Steps  []step
}

// yearMark is the name of a year in its middle.
type yearMark struct {
	Text string
	X    float64
	Now  bool
}

// markKind is what a mark stands for.
type markKind string

const (
	markSigned markKind = "signed"
	markReview markKind = "review"
	markFinal  markKind = "final"
	markEnded  markKind = "ended"
	markToday  markKind = "today"
)

// mark is a day on the bar. Its label is left out where another stands already.
type mark struct {
	Kind   markKind
	Day    day.Date
	Done   bool
	X      float64
	Text   string
	TextX  float64
	Anchor string // of the label: start, middle or end
	Stem   bool   // of today: nothing stands between its label and the bar
}

// step is a day in the list that phones show instead of the bar.
type step struct {
	Text, Day string
	Done, Now bool
}

// stageOf draws an agreement as it stands on a day.
func stageOf(ctx context.Context, a agreement.Agreement, on day.Date) stageView {
	first, last := years(a)
	x := func(d day.Date) float64 {
		return barLeft + (barRight-barLeft)*float64(first.Days(d)-1)/float64(first.Days(last))
	}
	v := stageView{Lead: stageLead(ctx, a, on), Years: yearMarks(first, last, on, x)}
	v.Marks = place(marks(ctx, a, on, first, last, x))
	if begins := begun(a); a.PhaseOn(on) != agreement.Draft && begins <= on {
		v.Filled = [2]float64{x(begins), x(day.Min(on, a.Last()))}
	}
	v.Steps = steps(ctx, a, on)
	v.Label = v.Lead
	for _, m := range slices.SortedFunc(slices.Values(v.Marks), func(a, b mark) int { return cmp.Compare(a.Day, b.Day) }) {
		v.Label += ". " + say(ctx, "page.mark."+string(m.Kind)) + " " + i18n.Date(m.Day)
	}
	return v
}

// begun is the first day of the stage, or of the signature where that was before.
func begun(a agreement.Agreement) day.Date {
	if a.SignedOn != "" {
		return day.Min(a.From, a.SignedOn)
	}
	return a.From
}

// years are the whole years an agreement runs in.
func years(a agreement.Agreement) (first, last day.Date) {
	return day.New(begun(a).Year(), 1, 1), day.New(a.To.Year(), 12, 31)
}

func yearMarks(first, last, on day.Date, x func(day.Date) float64) (out []yearMark) {
	each := (last.Year() - first.Year() + mostYears) / mostYears
	for y := first.Year(); y <= last.Year(); y += each {
		out = append(out, yearMark{Text: strconv.Itoa(y), X: x(day.New(y, 7, 1)), Now: y == on.Year()})
	}
	return out
}

// marks are the days worth a mark, those that matter most first.
func marks(ctx context.Context, a agreement.Agreement, on, first, last day.Date, x func(day.Date) float64) (out []mark) {
	add := func(kind markKind, d day.Date, done bool, text string) {
		if d >= first && d <= last {
			out = append(out, mark{Kind: kind, Day: d, Done: done, X: x(d), Text: text})
		}
	}
	phase := a.PhaseOn(on)
	if phase != agreement.Draft {
		add(markSigned, a.SignedOn, true, say(ctx, "page.mark.signed_on", i18n.Args{"day": i18n.Date(a.SignedOn)[:5]}))
	}
	if a.Last() < a.To {
		add(markEnded, a.Last(), phase == agreement.Ended, say(ctx, "page.mark.ended"))
	} else {
		add(markFinal, a.To, phase == agreement.Closed, say(ctx, "page.mark.final"))
	}
	add(markToday, on, false, say(ctx, "page.mark.today"))
	for _, d := range a.ReviewDays() {
		add(markReview, d, false, say(ctx, "page.mark.review"))
	}
	return out
}

// place puts each label over its mark, within the box, and leaves it out where
// it would touch another. Today has a row of its own.
func place(list []mark) []mark {
	var taken [][2]float64
	for i, m := range list {
		half := float64(utf8.RuneCountInString(m.Text)) * letter / 2
		from, to := m.X-half, m.X+half
		list[i].TextX, list[i].Anchor = m.X, "middle"
		switch {
		case from < 0:
			from, to = 0, 2*half
			list[i].TextX, list[i].Anchor = 0, "start"
		case to > 1000:
			from, to = 1000-2*half, 1000
			list[i].TextX, list[i].Anchor = 1000, "end"
		}
		switch {
		case m.Kind == markToday:
			list[i].Stem = free(taken, m.X, m.X)
			taken = append(taken, [2]float64{m.X, m.X})
		case free(taken, from, to):
			taken = append(taken, [2]float64{from, to})
		default:
			list[i].Text = ""
		}
	}
	return list
}

// free tells that nothing stands from one place to another, nor close by.
func free(taken [][2]float64, from, to float64) bool {
	for _, other := range taken {
		if from < other[1]+letter && to > other[0]-letter {
			return false
		}
	}
	return true
}

// stageLead says where today is.
func stageLead(ctx context.Context, a agreement.Agreement, on day.Date) string {
	args := i18n.Args{
		"today": on, "month": monthsTo(a.From, on), "months": monthsTo(a.From, a.To), "days": apart(a.From, on), "from": a.From, "to": a.To,
		"over": apart(a.To, on), "left": apart(on, a.To), "closed": a.ClosedOn, "ended": a.EndedOn,
	}
	return say(ctx, "page.stage."+string(a.PhaseOn(on)), args)
}

// monthsTo counts months from one day to another, those begun as whole ones.
func monthsTo(from, to day.Date) int {
	return max(0, (to.Year()-from.Year())*12+to.Month()-from.Month()+1)
}

// steps are the same days for a narrow page: what is past, today, the next
// review, and the end.
func steps(ctx context.Context, a agreement.Agreement, on day.Date) (out []step) {
	phase := a.PhaseOn(on)
	name := func(kind markKind) string { return say(ctx, "page.mark."+string(kind)) }
	if phase != agreement.Draft {
		out = append(out, step{Text: name(markSigned), Day: i18n.Date(a.SignedOn), Done: true})
	}
	now := step{Text: name(markToday), Day: i18n.Date(on), Now: true}
	over := phase == agreement.Closed || phase == agreement.Ended || phase == agreement.Overdue
	if !over {
		out = append(out, now)
		out = append(out, reviewSteps(ctx, a, on)...)
	}
	if a.Last() < a.To {
		out = append(out, step{Text: name(markEnded), Day: i18n.Date(a.Last()), Done: phase == agreement.Ended})
	} else {
		out = append(out, step{Text: name(markFinal), Day: i18n.Date(a.To), Done: phase == agreement.Closed})
	}
	if over {
		out = append(out, now)
	}
	return out
}

func reviewSteps(ctx context.Context, a agreement.Agreement, on day.Date) (out []step) {
	var ahead []day.Date
	for _, d := range a.ReviewDays() {
		if d >= on {
			ahead = append(ahead, d)
		}
	}
	if len(ahead) > 0 {
		out = append(out, step{Text: say(ctx, "page.mark.review"), Day: i18n.Date(ahead[0])})
	}
	if len(ahead) > 1 {
		out = append(out, step{Text: say(ctx, "page.mark.reviews", i18n.Args{"count": len(ahead) - 1}), Day: say(ctx, "page.mark.each", i18n.Args{"months": a.Review})})
	}
	return out
}

// px writes a length of the drawing.
func px(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
