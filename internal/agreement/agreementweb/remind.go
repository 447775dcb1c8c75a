package agreementweb

import (
	"context"
	"net/http"
	"net/url"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

func (p *Pages) remindRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /agreements/due", Need: agreement.Read, Do: p.due},
		{Pattern: "GET /agreements/{id}/watches/{watch}/take", Need: agreement.Write, Do: p.takeForm},
		{Pattern: "POST /agreements/{id}/watches/{watch}/take", Need: agreement.Write, Do: p.take},
		{Pattern: "GET /agreements/{id}/next", Need: agreement.Write, Do: p.decideForm},
		{Pattern: "POST /agreements/{id}/next", Need: agreement.Write, Do: p.decide},
		{Pattern: "GET /agreements/calendar", Need: agreement.Read, Do: p.calendar},
		{Pattern: "POST /agreements/calendar", Need: agreement.Read, Do: p.newCalendar},
		{Pattern: "POST /agreements/calendar/revoke", Need: agreement.Read, Do: p.revokeCalendar},
		{Pattern: "GET /lich/{file}", Need: web.Public, Do: p.feed},
	}
}

// remind is a text of the reminders.
func remind(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "agreement.remind."+key, args...)
}

// remindSection is what there is to do about an agreement, and who was told.
func (p *Pages) remindSection(ctx context.Context, tx *db.Tx, c agreement.Card) (templ.Component, error) {
	all, err := p.Agreement.RemindersIn(ctx, tx, c.Agreement)
	if err != nil || (len(all.Shown) == 0 && all.Decision == nil && !all.MayDecide) {
		return nil, err
	}
	return remindPart(c, all), nil
}

// dueTag is how far off a day is: red when it is past, yellow when it is near.
func dueTag(ctx context.Context, w agreement.Watch, today day.Date) (ui.State, string, string) {
	left := today.Days(w.Due) - 1
	switch {
	case left < 0:
		return ui.Low, "warn", remind(ctx, "late", i18n.Args{"days": -left})
	case left == 0:
		return ui.Slow, "clock", remind(ctx, "today")
	case w.SpanOn(today) == agreement.Soon:
		return ui.Slow, "clock", remind(ctx, "left", i18n.Args{"days": left})
	}
	return ui.None, "clock", i18n.Date(w.Due)
}

// told says who was told when.
func told(ctx context.Context, t agreement.Step, unit string) string {
	if t.Act != agreement.Taken && t.People() == 0 {
		return remind(ctx, "step.nobody", i18n.Args{"unit": unit, "date": t.On})
	}
	return remind(ctx, "step."+string(t.Act), i18n.Args{"unit": unit, "date": t.On, "until": t.Until})
}

// taker says who has taken a task until when; the program itself has no name.
func taker(ctx context.Context, w agreement.Place) string {
	if w.Taker == "" {
		return remind(ctx, "taken", i18n.Args{"until": w.TookOn.Until})
	}
	return remind(ctx, "taker", i18n.Args{"name": w.Taker, "until": w.TookOn.Until, "note": w.TookOn.Note})
}

func takeText(ctx context.Context, w agreement.Place) string {
	if w.TookOn != nil {
		return remind(ctx, "take.again")
	}
	return remind(ctx, "take.do")
}

// takeForm asks who takes a task on for a word and a day.
func (p *Pages) takeForm(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.showTake(w, r, f)
}

func (p *Pages) showTake(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	v, err := p.Agreement.OpenTake(r.Context(), r.PathValue("id"), r.PathValue("watch"))
	if err != nil {
		return err
	}
	if f.Text("round") == "" {
		f.Values.Set("round", i18n.Number(int64(v.Round)))
	}
	return p.render(w, r, f.Status(), remind(r.Context(), "take.title"), takePage(v, f))
}

func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	g := agreement.Taking{ID: f.Once(), Round: int(f.Number("round")), Note: f.Text("note"), Until: f.Day("until")}
	if err = f.Err(); err == nil {
		err = p.Agreement.Take(r.Context(), id, r.PathValue("watch"), g)
	}
	if f.Take(err) {
		return p.showTake(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.Href(id)+"#w-"+url.PathEscape(r.PathValue("watch")), remind(r.Context(), "take.done", i18n.Args{"date": g.Until}))
}

// decideForm asks what comes after the stage.
func (p *Pages) decideForm(w http.ResponseWriter, r *http.Request) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.showDecide(w, r, f)
}

func (p *Pages) showDecide(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	c, err := p.Agreement.Open(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.render(w, r, f.Status(), remind(r.Context(), "next.title"), decidePage(c, f))
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	err = p.Agreement.Decide(r.Context(), id, agreement.Decision{ID: f.Once(), Choice: agreement.Next(f.Text("choice")), Note: f.Text("note")})
	if f.Take(err) {
		return p.showDecide(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.Href(id), remind(r.Context(), "next.done"))
}

func choices(ctx context.Context) (out []ui.Choice) {
	for _, c := range agreement.ChoicesNext() {
		out = append(out, ui.Choice{Value: string(c), Text: remind(ctx, "choice."+string(c))})
	}
	return out
}

// stand says where a task in a list stands.
func stand(ctx context.Context, r agreement.Reminder) string {
	last := r.Last()
	switch {
	case r.TookOn != nil:
		return remind(ctx, "taken", i18n.Args{"until": r.TookOn.Until})
	case last == nil:
		return ""
	case last.Level > 0:
		return remind(ctx, "climbed", i18n.Args{"date": last.On, "levels": last.Level})
	}
	return remind(ctx, "told", i18n.Args{"date": last.On})
}
