package gameshowweb

import (
	"context"
	"hash/fnv"
	"net/http"
	"strconv"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// settingsView is the form of a show's settings, for a new one or one there is.
type settingsView struct {
	Crumbs                  []ui.Link
	Title, Lead, Save, Back string
	Draft                   string
	Form                    *web.Form
	Name                    ui.FieldView
	Unit                    *ui.FieldView // of a new one
	Scoring, Teams, Streaks ui.FieldView
	Version                 string
	Ready                   bool // a ready show is offered
}

// noTeams is how a form says that everybody plays alone.
const noTeams = "none"

func teamsValue(t gameshow.Teaming) string {
	if t == gameshow.Alone {
		return noTeams
	}
	return string(t)
}

func (p *Pages) newShow(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.actingCode(r.Context())
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{"unit": unit, "scoring": string(gameshow.BySpeed), "teams": noTeams, "streaks": "1"})
	if err != nil {
		return err
	}
	return p.renderNew(w, r, f)
}

// beginShow keeps a new show: without rounds, or the one the program composes.
func (p *Pages) beginShow(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	show, err := p.composed(ctx, f)
	var saved gameshow.Saved
	if err == nil {
		saved, err = p.Show.SaveShow(ctx, f.Once(), f.Text("unit"), 0, show)
	}
	if errs.Is(err, errs.NotFound) {
		err = errs.At("unit", "gameshow.show.nounit", errs.Args{"code": f.Text("unit")})
	}
	if f.Take(err) {
		return p.renderNew(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, showHref(saved.ID), say(ctx, "show.said.begun", i18n.Args{"title": saved.Title}))
}

// composed is the show a form asks for.
func (p *Pages) composed(ctx context.Context, f *web.Form) (show gameshow.Show, err error) {
	if f.Text("do") == "ready" {
		var bank []gameshow.BankQuestion
		if bank, err = p.Show.Usable(ctx); err != nil {
			return show, err
		}
		if f.Text("title") == "" {
			f.Values.Set("title", say(ctx, "show.ready.name"))
		}
		show = gameshow.Ready(f.Text("title"), p.Tunes, bank, seedOf(f.Once()))
	}
	return show, settle(f, &show)
}

// seedOf makes a number of an id: what is composed for one form is always the
// same.
func seedOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // never fails
	return h.Sum64()
}

// settle puts what a form says into the settings of a show.
func settle(f *web.Form, show *gameshow.Show) error {
	var faults errs.List
	show.Title, show.Scoring, show.Streaks = f.Text("title"), gameshow.Scoring(f.Text("scoring")), f.Text("streaks") != ""
	if show.Scoring != gameshow.BySpeed && show.Scoring != gameshow.ByAccuracy {
		faults.Add(errs.At("scoring", "error.choice"))
	}
	switch t := f.Text("teams"); t {
	case noTeams:
		show.Teams = gameshow.Alone
	case string(gameshow.FreeTeams), string(gameshow.UnitTeams):
		show.Teams = gameshow.Teaming(t)
	default:
		faults.Add(errs.At("teams", "error.choice"))
	}
	return faults.Err()
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	ctx := r.Context()
	unit := f.Field(ui.FieldView{Name: "unit", Label: say(ctx, "show.field.unit"), Help: say(ctx, "show.unit.help"), Required: true, Autocomplete: "off", Max: 40})
	v := settingsView{
		Title: say(ctx, "show.new.title"), Lead: say(ctx, "show.new.lead"), Save: say(ctx, "show.new.save"), Back: "/shows", Draft: "show-new", Unit: &unit,
		Ready: true,
	}
	v.Crumbs = p.crumbs(ctx, v.Title)
	return p.renderSettings(w, r, f, v)
}

func (p *Pages) renderSettings(w http.ResponseWriter, r *http.Request, f *web.Form, v settingsView) error {
	ctx := r.Context()
	v.Form, v.Version = f, f.Text("version")
	v.Name = f.Field(ui.FieldView{Name: "title", Label: say(ctx, "show.field.title"), Help: say(ctx, "show.title.help"), Required: true, Max: 150})
	v.Scoring = f.Field(ui.FieldView{Name: "scoring", Label: say(ctx, "show.field.scoring"), Choices: []ui.Choice{
		{Value: string(gameshow.BySpeed), Text: say(ctx, "show.scoring.speed_long")}, {Value: string(gameshow.ByAccuracy), Text: say(ctx, "show.scoring.accuracy_long")},
	}})
	v.Streaks = f.Field(ui.FieldView{Name: "streaks", Label: say(ctx, "show.streaks.label"), Type: "checkbox"})
	v.Teams = f.Field(ui.FieldView{Name: "teams", Label: say(ctx, "show.field.teams"), Choices: []ui.Choice{
		{Value: noTeams, Text: say(ctx, "show.teams.none_long")}, {Value: string(gameshow.FreeTeams), Text: say(ctx, "show.teams.free_long")},
		{Value: string(gameshow.UnitTeams), Text: say(ctx, "show.teams.units_long")},
	}})
	return p.render(w, r, f.Status(), v.Title, settingsPage(v))
}

func (p *Pages) settings(w http.ResponseWriter, r *http.Request) error {
	b, err := p.owned(r)
	if err != nil {
		return err
	}
	begin := map[string]string{"title": b.Data.Title, "scoring": string(b.Data.Scoring), "teams": teamsValue(b.Data.Teams), "version": strconv.Itoa(b.Version)}
	if b.Data.Streaks {
		begin["streaks"] = "1"
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.renderSet(w, r, f, b)
}

func (p *Pages) setSettings(w http.ResponseWriter, r *http.Request) error {
	b, err := p.owned(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	_, err = p.Show.EditShow(r.Context(), b.ID, version(f), func(s *gameshow.Show) error { return settle(f, s) })
	if f.Take(err) {
		slower(f, err, b)
		return p.renderSet(w, r, f, b)
	}
	if err != nil {
		return err
	}
	return p.Site.Done(w, r, showHref(b.ID), say(r.Context(), "show.said.settings"))
}

func (p *Pages) renderSet(w http.ResponseWriter, r *http.Request, f *web.Form, b built) error {
	ctx := r.Context()
	v := settingsView{Title: say(ctx, "show.settings.title"), Lead: b.Title, Save: say(ctx, "show.settings.save"), Back: showHref(b.ID), Draft: "show-" + b.ID}
	v.Crumbs = p.crumbs(ctx, v.Title, ui.Link{Text: b.Title, Href: v.Back})
	return p.renderSettings(w, r, f, v)
}
