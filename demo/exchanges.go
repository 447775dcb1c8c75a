package demo

import (
	"context"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
)

// exchange is a visit as it comes to be: planned, what is asked and answered,
// held, what was learned.
type exchange struct {
	agreement.VisitPlan
	by      string // account of its keeper
	under   string // key of the agreement; empty: under none
	planned day.Date
	told    day.Date // when it is told that it was held; empty: it was told with the plan
	asked   []question
	learned lesson
}

// question is a topic of an exchange.
type question struct {
	by, side, person, text string // account, code of who asks, who there
	answers                []reply
}

// reply is what another side says to it.
type reply struct {
	by, side, person, text string
	models                 []string // keys of the library
}

// lesson is what an exchange has brought.
type lesson struct {
	on     day.Date
	by     string
	text   string
	models []string // that were taken over, by keys of takings
}

// exchangeSteps are the visits and exchanges, each on its day.
func (b *builder) exchangeSteps() (out []step) {
	for _, e := range exchanges() {
		v := &agreement.Visit{}
		out = append(out, step{e.planned, e.Title, func(ctx context.Context) error { return b.planning(ctx, e, v) }})
		if e.told != "" {
			out = append(out, step{e.told, e.Title, func(ctx context.Context) error { return b.visited(ctx, e, v) }})
		}
		if e.learned.on != "" {
			out = append(out, step{e.learned.on, "Kết quả trao đổi kinh nghiệm", func(ctx context.Context) error { return b.learning(ctx, e, v) }})
		}
	}
	return out
}

// planning keeps the visit as it is planned, with what the guests want to hear.
func (b *builder) planning(ctx context.Context, e exchange, v *agreement.Visit) (err error) {
	p := e.VisitPlan
	if e.under != "" {
		p.Agreement = b.kept[e.under].id
	}
	if e.told != "" {
		p.HeldFrom, p.HeldTo = "", ""
	}
	*v, err = b.Agreement.PlanVisit(b.as(ctx, e.by), p)
	return err
}

// visited tells that it was held, what was asked and what was answered.
func (b *builder) visited(ctx context.Context, e exchange, v *agreement.Visit) error {
	p := e.VisitPlan
	if v.Agreement != nil {
		p.Agreement = *v.Agreement
	}
	fresh, err := b.Agreement.ChangeVisit(b.as(ctx, e.by), v.ID, v.Version, p, "")
	if err != nil {
		return err
	}
	*v = fresh
	for _, q := range e.asked {
		if err := b.asking(ctx, *v, q); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) asking(ctx context.Context, v agreement.Visit, q question) error {
	t, err := b.Agreement.Ask(b.as(ctx, q.by), v.ID, agreement.Topic{Text: q.text, Side: sideOf(v, q.side), Person: q.person})
	if err != nil {
		return err
	}
	for _, a := range q.answers {
		r := agreement.Reply{Side: sideOf(v, a.side), Person: a.person, Text: a.text}
		for _, key := range a.models {
			r.Practices = append(r.Practices, b.models[key])
		}
		if err := b.Agreement.Answer(b.as(ctx, a.by), v.ID, t.ID, r); err != nil {
			return err
		}
	}
	return nil
}

// sideOf is the id of a host or guest by its code.
func sideOf(v agreement.Visit, code string) string {
	i := slices.IndexFunc(v.Sides, func(s agreement.VisitSide) bool { return s.Code == code })
	if i < 0 {
		return ""
	}
	return v.Sides[i].ID
}

func (b *builder) learning(ctx context.Context, e exchange, v *agreement.Visit) error {
	ctx = b.as(ctx, e.learned.by)
	l := agreement.Learned{Lessons: e.learned.text}
	for _, key := range e.learned.models {
		l.Adoptions = append(l.Adoptions, b.takings[key])
	}
	c, err := b.Agreement.OpenVisit(ctx, v.ID)
	if err != nil {
		return err
	}
	return b.Agreement.Learn(ctx, v.ID, c.Version, l)
}
