package agreementweb

import (
	"context"
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// reviewFormView is the page of one form about reviews and stages.
type reviewFormView struct {
	Form        *web.Form
	Crumbs      []ui.Link
	Title, Lead string
	Action      string
	Back        string
	Hidden      []string
	Groups      []reviewGroup
	What        string // what saving does
	Save        string
}

// reviewGroup is rows of fields, those of one row beside each other.
type reviewGroup struct {
	Title, Help string
	Rows        [][]ui.FieldView
}

func args(name string, value any) i18n.Args { return i18n.Args{name: value} }

// reviewPage renders a form of an agreement, its fields with what was typed.
func (p *Pages) reviewPage(w http.ResponseWriter, r *http.Request, a agreement.Agreement, v reviewFormView) error {
	ctx := r.Context()
	v.Back = agreement.Href(a.ID)
	v.Crumbs = []ui.Link{{Text: say(ctx, "page.title"), Href: "/agreements"}, {Text: a.Title, Href: v.Back}, {Text: v.Title}}
	if v.Lead == "" {
		v.Lead = a.Title
	}
	for _, g := range v.Groups {
		for _, row := range g.Rows {
			for i := range row {
				row[i] = v.Form.Field(row[i])
			}
		}
	}
	return p.render(w, r, v.Form.Status(), v.Title, reviewFormPage(v))
}

func (p *Pages) reviewForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Agreement.Open(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := reviewable(c); err != nil {
		return err
	}
	q := r.URL.Query()
	f, err := p.Site.NewForm(w, r, map[string]string{"kind": q.Get("kind"), "from": q.Get("from"), "to": q.Get("to")})
	if err != nil {
		return err
	}
	return p.renderReview(w, r, f, c)
}

// reviewable refuses a form that nobody could send.
func reviewable(c agreement.Card) error {
	switch {
	case !c.MayWrite:
		return errs.New(errs.Denied, "agreement.keeper")
	case c.SignedOn == "":
		return errs.New(errs.Conflict, "agreement.draft")
	case c.ClosedOn != "":
		return errs.New(errs.Conflict, "agreement.review.closed", errs.Args{"date": c.ClosedOn})
	}
	return nil
}

// beginReview drafts the review and leads to its report.
func (p *Pages) beginReview(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	b := agreement.ReviewBeginning{
		ID: f.Once(), Agreement: r.PathValue("id"), Kind: agreement.ReviewKind(f.Text("kind")), From: f.Day("from"), To: f.Day("to"), Unmet: f.Text("unmet") != "",
	}
	if err = f.Err(); err == nil {
		var made agreement.Review
		made, err = p.Agreement.BeginReview(ctx, b)
		if errs.Is(err, errs.Conflict) && errs.Of(err).Key == "error.exists" { // the form has begun a review already, of another period
			b.ID = ""
			made, err = p.Agreement.BeginReview(ctx, b)
		}
		if err == nil {
			return p.Site.Done(w, r, "/reports/"+made.Report, say(ctx, "review.said.begun", args("name", i18n.Lower(reviewName(ctx, made)))))
		}
	}
	c, failed := p.Agreement.Open(ctx, b.Agreement)
	if failed != nil {
		return failed
	}
	if !f.Take(err) {
		return err
	}
	return p.renderReview(w, r, f, c)
}

func (p *Pages) renderReview(w http.ResponseWriter, r *http.Request, f *web.Form, c agreement.Card) error {
	ctx := r.Context()
	kind := ui.FieldView{Name: "kind", Label: say(ctx, "review.label.kind")}
	for _, k := range agreement.ReviewKinds() {
		kind.Choices = append(kind.Choices, ui.Choice{Value: string(k), Text: say(ctx, "review.choice."+string(k))})
	}
	rows := [][]ui.FieldView{
		{kind},
		{
			{Name: "from", Label: say(ctx, "review.label.from"), Type: "date", Required: true},
			{Name: "to", Label: say(ctx, "review.label.to"), Type: "date", Required: true},
		},
	}
	if k := f.Text("kind"); k == "" || k == string(agreement.FinalReview) {
		rows = append(rows, []ui.FieldView{{Name: "unmet", Label: say(ctx, "review.label.unmet"), Type: "checkbox"}})
	}
	return p.reviewPage(w, r, c.Agreement, reviewFormView{
		Form: f, Title: say(ctx, "review.new.title"), Action: agreement.Href(c.ID) + "/reviews/new", Groups: []reviewGroup{{Rows: rows}},
		What: say(ctx, "review.new.what"), Save: say(ctx, "review.new.save"),
	})
}

func (p *Pages) renewForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.Agreement.Open(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	switch {
	case !c.MayWrite:
		return errs.New(errs.Denied, "agreement.keeper")
	case c.SignedOn == "":
		return errs.New(errs.Conflict, "agreement.draft")
	case len(c.After) > 0:
		return errs.New(errs.Conflict, "agreement.predecessor.taken", errs.Args{"title": c.After[0].Title})
	}
	from, to := c.NextStage()
	f, err := p.Site.NewForm(w, r, map[string]string{"title": c.NextTitle(from, to), "from": string(from), "to": string(to)})
	if err != nil {
		return err
	}
	return p.renderRenew(w, r, f, c)
}

// renew drafts the next stage and leads to it.
func (p *Pages) renew(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	n := agreement.Renewal{ID: f.Once(), Of: id, Title: f.Text("title"), From: f.Day("from"), To: f.Day("to")}
	for _, name := range []string{"title", "from", "to"} {
		if f.Text(name) == "" {
			f.Take(errs.At(name, "error.required"))
		}
	}
	if err = f.Err(); err == nil {
		var next agreement.Agreement
		if next, err = p.Agreement.Renew(ctx, n); err == nil {
			return p.Site.Done(w, r, agreement.Href(next.ID), say(ctx, "review.said.renewed"))
		}
	}
	c, failed := p.Agreement.Open(ctx, id)
	if failed != nil {
		return failed
	}
	if !f.Take(err) {
		return err
	}
	return p.renderRenew(w, r, f, c)
}

func (p *Pages) renderRenew(w http.ResponseWriter, r *http.Request, f *web.Form, c agreement.Card) error {
	ctx := r.Context()
	return p.reviewPage(w, r, c.Agreement, reviewFormView{
		Form: f, Title: say(ctx, "review.renew.title"), Action: agreement.Href(c.ID) + "/renew", What: say(ctx, "review.renew.what"), Save: say(ctx, "review.renew.save"),
		Groups: []reviewGroup{{Rows: renewRows(ctx)}},
	})
}

func renewRows(ctx context.Context) [][]ui.FieldView {
	return [][]ui.FieldView{
		{{Name: "title", Label: say(ctx, "review.label.title"), Type: "textarea", Rows: 3, Required: true, Max: 300}},
		{
			{Name: "from", Label: say(ctx, "review.label.from"), Type: "date", Required: true},
			{Name: "to", Label: say(ctx, "review.label.to"), Type: "date", Required: true},
		},
	}
}
