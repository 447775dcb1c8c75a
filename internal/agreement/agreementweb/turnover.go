package agreementweb

import (
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
)

// turning is a stage that ends with the draft that follows and the report of its
// final review.
type turning struct {
	agreement.Card
	next   agreement.Card
	report report.View
	final  agreement.Review
}

func (p *Pages) turning(ctx context.Context, id string) (t turning, err error) {
	err = p.Org.DB.Read(ctx, func(tx *db.Tx) error {
		if t.Card, err = p.Agreement.OpenIn(ctx, tx, id); err != nil {
			return err
		}
		if len(t.After) == 0 {
			return errs.New(errs.Conflict, "agreement.review.nonext")
		}
		if t.next, err = p.Agreement.OpenIn(ctx, tx, t.After[0].ID); err != nil {
			return err
		}
		all, err := p.Agreement.ReviewsIn(ctx, tx, id)
		if final := finalOf(all); final != nil {
			t.final = *final
		}
		return err
	})
	if err == nil && t.final.Paper == nil {
		err = errs.New(errs.Conflict, "agreement.review.undrafted")
	}
	if err == nil {
		t.report, err = p.Agreement.Report.Show(ctx, t.final.Paper.ID)
	}
	return t, err
}

// over tells that both papers are signed.
func (t turning) over() bool { return t.ClosedOn != "" && t.next.SignedOn != "" }

func (p *Pages) turnoverForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	t, err := p.turning(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	switch {
	case !t.report.MaySign || !t.MayWrite:
		return errs.New(errs.Denied, "error.denied")
	case t.ClosedOn != "":
		return errs.New(errs.Conflict, "agreement.review.closed", errs.Args{"date": t.ClosedOn})
	}
	g, err := p.Agreement.Report.Proposal(ctx, t.report.ID)
	if err != nil {
		return err
	}
	begin := map[string]string{
		"version": strconv.Itoa(t.report.Version), "next_version": strconv.Itoa(t.next.Version), "day": string(g.Day), "place": g.Place, "authority": g.Authority,
		"post": g.Post, "signer": g.Signer, "recipients": g.Recipients, "next_number": t.next.Number,
	}
	for _, b := range t.next.Parties {
		begin["signer_"+b.ID], begin["post_"+b.ID] = b.Signer, b.Post
	}
	f, err := p.Site.NewForm(w, r, begin)
	if err != nil {
		return err
	}
	return p.renderTurnover(w, r, f, t)
}

// turnover signs both papers; the second click of a double one finds them signed.
func (p *Pages) turnover(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	t, err := p.turning(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if t.over() {
		return p.turned(w, r, t)
	}
	if err = f.Err(); err == nil {
		u := turnoverOf(f, t)
		if err = f.Err(); err == nil {
			if _, err = p.Agreement.CloseAndSign(ctx, u); err == nil {
				return p.turned(w, r, t)
			}
		}
	}
	if !f.Take(err) {
		return err
	}
	return p.renderTurnover(w, r, f, t)
}

func (p *Pages) turned(w http.ResponseWriter, r *http.Request, t turning) error {
	return p.Site.Done(w, r, agreement.Href(t.next.ID), say(r.Context(), "review.said.turned"))
}

// turnoverOf is the form as it was filled in.
func turnoverOf(f *web.Form, t turning) agreement.Turnover {
	u := agreement.Turnover{
		Agreement: t.ID, Version: int(f.Number("version")), Next: t.next.ID, NextVersion: int(f.Number("next_version")), On: f.Day("day"),
		Paper: report.Signing{
			Place: f.Text("place"), Authority: f.Text("authority"), Post: f.Text("post"), Signer: f.Text("signer"), Recipients: f.Values.Get("recipients"),
		},
		Signing: agreement.Signing{Number: f.Text("next_number"), Details: map[string]agreement.Details{}},
	}
	for _, b := range t.next.Parties {
		if !f.Values.Has("signer_" + b.ID) {
			continue
		}
		u.Signing.Details[b.ID] = agreement.Details{Signer: f.Text("signer_" + b.ID), Post: f.Text("post_" + b.ID)}
	}
	return u
}

func (p *Pages) renderTurnover(w http.ResponseWriter, r *http.Request, f *web.Form, t turning) error {
	ctx := r.Context()
	return p.reviewPage(w, r, t.Agreement, reviewFormView{
		Form: f, Title: say(ctx, "review.turnover.title"), Lead: say(ctx, "review.turnover.lead"), Action: agreement.Href(t.ID) + "/turnover",
		Hidden: []string{"version", "next_version"}, What: say(ctx, "review.turnover.what"), Save: say(ctx, "review.turnover.save"),
		Groups: []reviewGroup{
			{Title: reviewName(ctx, t.final), Help: t.Title, Rows: finalRows(ctx)},
			{Title: say(ctx, "review.turnover.next"), Help: say(ctx, "review.turnover.who", args("title", t.next.Title)), Rows: nextRows(ctx, t.next)},
		},
	})
}

func finalRows(ctx context.Context) [][]ui.FieldView {
	label := func(name string) string { return i18n.T(ctx, "report.sign."+name) }
	return [][]ui.FieldView{
		{
			{Name: "day", Label: label("day"), Type: "date", Required: true},
			{Name: "place", Label: label("place"), Required: true, Max: 100},
		},
		{
			{Name: "authority", Label: label("authority"), Optional: true, Max: 100},
			{Name: "post", Label: label("post"), Required: true, Max: 100},
		},
		{{Name: "signer", Label: label("signer"), Help: label("signer_help"), Required: true, Max: 100, Autocomplete: "off"}},
		{{Name: "recipients", Label: label("recipients"), Help: label("recipients_help"), Type: "textarea", Rows: 4, Max: 2000}},
	}
}

// mostSigners is for up to how many parties the form asks who signs; of more
// each is written on its own form.
const mostSigners = 8

// nextRows ask for the number of the new text and who signs it on each side.
func nextRows(ctx context.Context, c agreement.Card) [][]ui.FieldView {
	out := [][]ui.FieldView{{{Name: "next_number", Label: say(ctx, "review.label.number"), Optional: true, Max: 60}}}
	if len(c.Parties) > mostSigners {
		return out
	}
	for _, b := range c.Parties {
		out = append(out, []ui.FieldView{
			{Name: "signer_" + b.ID, Label: say(ctx, "review.label.signer", args("name", b.Name)), Max: 200, Autocomplete: "off"},
			{Name: "post_" + b.ID, Label: say(ctx, "review.label.post"), Max: 200},
		})
	}
	return out
}
