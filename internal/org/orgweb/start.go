package orgweb

import (
	"context"
	"net/http"
	"net/url"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// nation in the address of a start is the whole country; else it is the official
// code of a province.
const nation = "nation"

// startRoutes are those of a guided start. They are for whoever manages
// everything; others find nothing there.
func (p *Pages) startRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /start", Need: org.Manage, Do: p.startScope},
		{Pattern: "GET /start/done", Need: org.Manage, Do: p.startDone},
		{Pattern: "GET /start/{code}", Need: org.Manage, Do: p.start},
		{Pattern: "POST /start/{code}", Need: org.Manage, Do: p.begun},
	}
}

// startDay is the day the places offered are those of: today, but not before the
// provinces that are founded.
func (p *Pages) startDay() day.Date { return day.Max(p.Org.DB.Clock.Today(), places.Reform) }

func (p *Pages) mayStart(ctx context.Context) error {
	if !p.Org.MayStart(ctx) {
		return errs.New(errs.NotFound, "error.notfound")
	}
	return nil
}

// startScope lets choose the nation or one province.
func (p *Pages) startScope(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.mayStart(ctx); err != nil {
		return err
	}
	if code := r.URL.Query().Get("province"); code != "" {
		http.Redirect(w, r, startHref(code), http.StatusSeeOther)
		return nil
	}
	v := ui.FieldView{Name: "province", Type: "select", Label: i18n.T(ctx, "org.start.province"), Placeholder: i18n.T(ctx, "org.start.choose")}
	for _, place := range places.ByName(p.Org.Places.Provinces(p.startDay())) {
		v.Choices = append(v.Choices, ui.Choice{Value: place.Code, Text: place.FullName})
	}
	return p.render(w, r, http.StatusOK, i18n.T(ctx, "org.start.title"), startScopePage(v, len(v.Choices)))
}

func startHref(code string) string { return "/start/" + url.PathEscape(code) }

// startedPlace is the province of the address; the zero Place is the nation.
func (p *Pages) startedPlace(r *http.Request) (place places.Place, err error) {
	if err := p.mayStart(r.Context()); err != nil {
		return place, err
	}
	code := r.PathValue("code")
	if code == nation {
		return place, nil
	}
	place, ok := p.Org.Places.Find(code, p.startDay())
	if !ok || place.Parent != "" {
		return place, errs.New(errs.NotFound, "error.notfound")
	}
	return place, nil
}

// start asks what to found; once ?see is said, it shows what that would be. All
// that was chosen is in the address, so that one can go back and forth.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	place, err := p.startedPlace(r)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"wards": org.NoWards, "before": "1"})
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if len(q) > 0 {
		f.Values = q
	}
	p.tick(f, place)
	if web.IsFragment(r) {
		return p.Site.Fragment(w, r, startWards(p.wardList(f, place)))
	}
	// Who chooses to choose is shown the list before anything is called wrong.
	if q.Has("see") && (f.Text("wards") != org.ChosenWards || q.Has("listed")) {
		return p.preview(w, r, f, place)
	}
	return p.askStart(w, r, f, place)
}

// readStart reads the form. As at every founding, a day or the word that the
// units stood before the register is wanted.
func readStart(f *web.Form, place places.Place) org.Skeleton {
	sk := org.Skeleton{
		Province: place.Code, Wards: f.Text("wards"), Chosen: f.Values["ward"],
		FoundedOn: f.Day("founded_on"), DecisionNo: f.Text("decision_no"), Reason: f.Text("reason"),
	}
	checkBefore(f)
	return sk
}

func (p *Pages) preview(w http.ResponseWriter, r *http.Request, f *web.Form, place places.Place) error {
	sk := readStart(f, place)
	var rows []org.Planned
	err := f.Err()
	if err == nil {
		rows, err = p.Org.PlanStart(r.Context(), sk)
	}
	if f.Err() != nil || f.Take(err) {
		return p.askStart(w, r, f, place)
	}
	if err != nil {
		return err
	}
	return p.showPlan(w, r, f, place, rows)
}

// begun founds what was shown. What came into the way meanwhile is shown at its
// row, with nothing written.
func (p *Pages) begun(w http.ResponseWriter, r *http.Request) error {
	place, err := p.startedPlace(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	sk := readStart(f, place)
	if f.Err() != nil {
		return p.askStart(w, r, f, place)
	}
	n, err := p.Org.Start(r.Context(), sk)
	if errs.Is(err, errs.Conflict) || errs.Is(err, errs.Invalid) {
		f.Note = web.Message(r.Context(), errs.Of(err))
		return p.preview(w, r, f, place)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, "/start/done", startSaid(r.Context(), n))
}

func startSaid(ctx context.Context, n int) string {
	if n == 0 {
		return i18n.T(ctx, "org.start.said_none")
	}
	return i18n.T(ctx, "org.start.said", i18n.Args{"count": n})
}

// startDone says what to do next.
func (p *Pages) startDone(w http.ResponseWriter, r *http.Request) error {
	if err := p.mayStart(r.Context()); err != nil {
		return err
	}
	return p.render(w, r, http.StatusOK, i18n.T(r.Context(), "org.start.next"), startDonePage())
}
