package orgweb

import (
	"net/http"
	"strconv"

	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// show draws a form about a unit, typed or not.
type show func(http.ResponseWriter, *http.Request, org.Card, *web.Form) error

// begin shows a form about a unit with first values.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request, s show, values func(org.Card) map[string]string) error {
	c, err := p.managed(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, values(c))
	if err != nil {
		return err
	}
	return s(w, r, c, f)
}

// take takes a form about a unit: what cannot be read or is refused comes back
// on the form, what is done is said on the unit's page. do reads the fields
// before it does anything.
func (p *Pages) take(w http.ResponseWriter, r *http.Request, s show, said string, do func(org.Card, *web.Form) (act func() error)) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	c, err := p.managed(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	act := do(c, f)
	if f.Err() != nil {
		return s(w, r, c, f)
	}
	if err = act(); f.Take(err) {
		return s(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return p.said(w, r, c.Unit, said)
}

func nothing(org.Card) map[string]string { return nil }

// --- details ---

func (p *Pages) detailsForm(w http.ResponseWriter, r *http.Request) error {
	return p.begin(w, r, p.showDetails, func(c org.Card) map[string]string {
		return map[string]string{
			"version": strconv.Itoa(c.Unit.Version), "bloc": c.Unit.Bloc, "ward": p.wardTyped(c.Unit.Ward, p.wardDay(c.Unit)),
			"employer": c.Employer.Name, "tax_code": c.Employer.TaxCode, "industry": c.Employer.Industry,
		}
	})
}

func (p *Pages) showDetails(w http.ResponseWriter, r *http.Request, c org.Card, f *web.Form) error {
	ctx := r.Context()
	v := unitFrame(ctx, c.Unit, f, "details", "/details")
	v.Groups = []group{{Fields: append(fields(ctx,
		ui.FieldView{Name: "bloc", Type: "select", Optional: true, Choices: choices(p.Org.Rules.Blocs)},
		p.wardField(c),
		ui.FieldView{Name: "employer", Optional: true, Max: 200, Autocomplete: "off"},
		ui.FieldView{Name: "tax_code", Optional: true, Max: 20, Autocomplete: "off"},
		ui.FieldView{Name: "industry", Optional: true, Max: 100, Autocomplete: "off"},
	), ui.FieldView{Name: "version", Type: "hidden"})}}
	return p.form(w, r, v)
}

func (p *Pages) details(w http.ResponseWriter, r *http.Request) error {
	return p.take(w, r, p.showDetails, "details", func(c org.Card, f *web.Form) func() error {
		version, _ := strconv.Atoi(f.Text("version")) // junk is an old version
		d := org.Details{
			Unit: c.Unit.Code, Version: version, Bloc: f.Text("bloc"), Ward: p.changedWard(c, f),
			Employer: f.Text("employer"), TaxCode: f.Text("tax_code"), Industry: f.Text("industry"),
		}
		return func() error {
			_, err := p.Org.SetDetails(r.Context(), d)
			if errs.Is(err, errs.Conflict) {
				return p.conflict(r, f)
			}
			return err
		}
	})
}

// conflict lets the form be sent again over what somebody else saved meanwhile,
// and says what that was.
func (p *Pages) conflict(r *http.Request, f *web.Form) error {
	c, err := p.Org.Card(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	f.Values.Set("version", strconv.Itoa(c.Unit.Version))
	or := func(s string) string {
		if s == "" {
			return "–"
		}
		return s
	}
	return errs.New(errs.Conflict, "org.details.conflict", errs.Args{
		"bloc": or(org.NameOf(p.Org.Rules.Blocs, c.Unit.Bloc)), "ward": or(p.wardTyped(c.Unit.Ward, p.wardDay(c.Unit))), "employer": or(c.Employer.Name),
	})
}

// --- head counts ---

func (p *Pages) countForm(w http.ResponseWriter, r *http.Request) error {
	return p.begin(w, r, p.showCount, nothing)
}

func (p *Pages) showCount(w http.ResponseWriter, r *http.Request, c org.Card, f *web.Form) error {
	ctx := r.Context()
	v := unitFrame(ctx, c.Unit, f, "count", "/count")
	if now := (unitView{Card: c}).workers(ctx); now != "" {
		v.Notice = i18n.T(ctx, "org.count.now", i18n.Args{"now": now})
	}
	workers, women := people(ctx, "workers"), people(ctx, "women")
	workers.Optional, workers.Required = false, true
	women.Help = i18n.T(ctx, "org.count.women")
	v.Groups = append([]group{{Fields: fields(ctx, workers, women, ui.FieldView{Name: "day", Type: "date", Required: true})}}, lateGroup(ctx, f)...)
	return p.form(w, r, v)
}

func (p *Pages) count(w http.ResponseWriter, r *http.Request) error {
	return p.take(w, r, p.showCount, "count", func(c org.Card, f *web.Form) func() error {
		h := org.Headcount{ID: f.Once(), Workers: f.Number("workers"), Women: f.Number("women"), Day: f.Day("day"), Reason: f.Text("reason")}
		if f.Text("workers") == "" {
			f.Take(errs.At("workers", "error.required"))
		}
		return func() error { return p.Org.Count(r.Context(), c.Unit.Code, h) }
	})
}

// --- terms and officers ---

func (p *Pages) termForm(w http.ResponseWriter, r *http.Request) error {
	return p.begin(w, r, p.showTerm, nothing)
}

func (p *Pages) showTerm(w http.ResponseWriter, r *http.Request, c org.Card, f *web.Form) error {
	ctx := r.Context()
	v := unitFrame(ctx, c.Unit, f, "term", "/terms/new")
	v.Groups = []group{{Fields: fields(ctx,
		ui.FieldView{Name: "number", Required: true, Max: 20, Autocomplete: "off"},
		ui.FieldView{Name: "from", Type: "date", Required: true}, ui.FieldView{Name: "to", Type: "date", Required: true},
	)}}
	return p.form(w, r, v)
}

func (p *Pages) term(w http.ResponseWriter, r *http.Request) error {
	return p.take(w, r, p.showTerm, "term", func(c org.Card, f *web.Form) func() error {
		t := org.Term{ID: f.Once(), Number: f.Text("number"), From: f.Day("from"), To: f.Day("to")}
		return func() error { return p.Org.AddTerm(r.Context(), c.Unit.Code, t) }
	})
}

func (p *Pages) officerForm(w http.ResponseWriter, r *http.Request) error {
	return p.begin(w, r, p.showOfficer, func(org.Card) map[string]string {
		return map[string]string{"committee": p.Org.Rules.Committees[0].Code}
	})
}

func (p *Pages) showOfficer(w http.ResponseWriter, r *http.Request, c org.Card, f *web.Form) error {
	ctx := r.Context()
	v := unitFrame(ctx, c.Unit, f, "officer", "/officers/new")
	v.Groups = []group{{Fields: fields(ctx,
		ui.FieldView{Name: "person", Required: true, Max: 100, Autocomplete: "off"},
		ui.FieldView{Name: "committee", Type: radios, Required: true, Choices: choices(p.Org.Rules.Committees)},
		ui.FieldView{Name: "post", Type: "select", Required: true, Choices: choices(p.Org.Rules.Posts)},
		ui.FieldView{Name: "from", Type: "date", Required: true},
		ui.FieldView{Name: "decision_no", Optional: true, Max: 60, Autocomplete: "off"},
	)}}
	return p.form(w, r, v)
}

func (p *Pages) officer(w http.ResponseWriter, r *http.Request) error {
	return p.take(w, r, p.showOfficer, "officer", func(c org.Card, f *web.Form) func() error {
		o := org.Officer{
			ID: f.Once(), Name: f.Text("person"), Committee: f.Text("committee"), Post: f.Text("post"),
			From: f.Day("from"), DecisionNo: f.Text("decision_no"),
		}
		return func() error { return rename(p.Org.AddOfficer(r.Context(), c.Unit.Code, o), "name", "person") }
	})
}

// rename moves refusals to the field as the form calls it.
func rename(err error, from, to string) error {
	if errs.Is(err, errs.Invalid) {
		for _, e := range errs.All(err) {
			if e.Field == from {
				e.Field = to
			}
		}
	}
	return err
}

func (p *Pages) endOfficerForm(w http.ResponseWriter, r *http.Request) error {
	return p.begin(w, r, p.showEndOfficer, nothing)
}

func (p *Pages) showEndOfficer(w http.ResponseWriter, r *http.Request, c org.Card, f *web.Form) error {
	ctx := r.Context()
	o, err := p.Org.OfficerOf(ctx, c.Unit.Code, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := unitFrame(ctx, c.Unit, f, "end", "/officers/"+o.ID+"/end")
	v.Lead = i18n.T(ctx, "org.end.who", i18n.Args{"name": o.Name, "post": org.NameOf(p.Org.Rules.Posts, o.Post), "day": o.From})
	v.Groups = []group{{Fields: fields(ctx, ui.FieldView{Name: "last", Type: "date", Required: true})}}
	return p.form(w, r, v)
}

func (p *Pages) endOfficer(w http.ResponseWriter, r *http.Request) error {
	return p.take(w, r, p.showEndOfficer, "end", func(c org.Card, f *web.Form) func() error {
		last := f.Day("last")
		return func() error {
			o, err := p.Org.OfficerOf(r.Context(), c.Unit.Code, r.PathValue("id"))
			if err != nil {
				return err
			}
			return rename(p.Org.EndOfficer(r.Context(), o.ID, last), "to", "last")
		}
	})
}
