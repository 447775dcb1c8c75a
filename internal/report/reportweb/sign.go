package reportweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
)

// signView is the form of a signature, and the head of the paper as it will be.
type signView struct {
	Form          *web.Form
	Crumbs        []ui.Link
	Title, Lead   string
	Action, Back  string
	Draft         string
	Version, Head string // Head is the address of the paper's head
	Fields        [][]ui.FieldView
	Paper         paper.Paper
}

// signable reads a report that the actor may sign now.
func (p *Pages) signable(r *http.Request) (report.View, error) {
	v, err := p.Report.Show(r.Context(), r.PathValue("id"))
	if err != nil {
		return v, err
	}
	return v, refuse(v, v.MaySign, report.Accepted)
}

func (p *Pages) signForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.signable(r)
	if err != nil {
		return err
	}
	g, err := p.Report.Proposal(r.Context(), v.ID)
	if err != nil {
		return err
	}
	f, err := p.Site.NewForm(w, r, map[string]string{
		"version": text(v.Version), "number": text(g.Seq), "day": string(g.Day), "place": g.Place, "authority": g.Authority, "post": g.Post,
		"signer": g.Signer, "recipients": g.Recipients,
	})
	if err != nil {
		return err
	}
	return p.renderSign(w, r, f, v)
}

// signing is the form as it was filled in.
func signing(f *web.Form) report.Signing {
	return report.Signing{
		Seq: int(f.Number("number")), Day: f.Day("day"), Place: f.Text("place"), Authority: f.Text("authority"), Post: f.Text("post"),
		Signer: f.Text("signer"), Recipients: f.Values.Get("recipients"),
	}
}

// sign takes the form. The second click of a double one finds the paper signed.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	g := signing(f)
	if err = f.Err(); err == nil {
		var rep report.Report
		if rep, err = p.Report.Sign(ctx, id, version(f), g); err == nil {
			return p.signed(w, r, rep)
		}
	}
	v, failed := p.Report.Show(ctx, id)
	if failed != nil {
		return failed
	}
	if errs.Is(err, errs.Conflict) && v.State == report.Signed && v.Version == version(f)+1 && v.SignedBy == web.Me(r).Account {
		return p.signed(w, r, v.Report)
	}
	if !f.Take(err) || v.State != report.Accepted {
		return err
	}
	f.Values.Set("version", text(v.Version))
	return p.renderSign(w, r, f, v)
}

func (p *Pages) signed(w http.ResponseWriter, r *http.Request, rep report.Report) error {
	said := i18n.T(r.Context(), "report.said.signed", i18n.Args{"number": rep.Number, "fingerprint": report.Grouped(rep.Fingerprint[:16])})
	return p.Site.Done(w, r, reportHref(rep.ID), said)
}

func (p *Pages) renderSign(w http.ResponseWriter, r *http.Request, f *web.Form, v report.View) error {
	ctx := r.Context()
	name, title := p.called(v.Template, v.Period), i18n.T(ctx, "report.sign.title")
	view := signView{
		Form: f, Title: title, Lead: i18n.T(ctx, "report.sign.lead", i18n.Args{"name": name, "unit": v.UnitRow.Name}),
		Crumbs: crumbs(ctx, title, ui.Link{Text: name, Href: reportHref(v.ID)}), Action: reportHref(v.ID) + "/sign", Head: reportHref(v.ID) + "/head",
		Back: reportHref(v.ID), Draft: "sign-" + v.ID, Version: f.Text("version"), Fields: signFields(ctx, f, v), Paper: headOf(f, v),
	}
	return p.Site.Render(w, r, f.Status(), wide(title), signPage(view))
}

// signFields are the fields, those of one line together.
func signFields(ctx context.Context, f *web.Form, v report.View) [][]ui.FieldView {
	label := func(name string) string { return i18n.T(ctx, "report.sign."+name) }
	symbol := v.Paper("", false).Symbol
	rows := [][]ui.FieldView{
		{
			{Name: "number", Label: label("number"), Type: "number", Suffix: "/" + symbol, Required: true},
			{Name: "day", Label: label("day"), Type: "date", Required: true},
		},
		{{Name: "place", Label: label("place"), Required: true, Max: 100}},
		{
			{Name: "authority", Label: label("authority"), Optional: true, Max: 100},
			{Name: "post", Label: label("post"), Required: true, Max: 100},
		},
		{{Name: "signer", Label: label("signer"), Help: label("signer_help"), Required: true, Max: 100, Autocomplete: "off"}},
		{{Name: "recipients", Label: label("recipients"), Help: label("recipients_help"), Type: "textarea", Rows: 4, Max: 2000}},
	}
	for _, row := range rows {
		for i := range row {
			row[i] = f.Field(row[i])
		}
	}
	return rows
}

// headOf is the paper as it will be signed, without its text. What cannot be
// read of the form is left open as on a paper.
func headOf(f *web.Form, v report.View) paper.Paper {
	trial := &web.Form{Values: f.Values} // so that refusals of the trial are not shown
	g := signing(trial)
	out := v.Paper("", false)
	out.Draft, out.Number, out.Day, out.Blocks, out.Annexes = false, max(g.Seq, 0), g.Day, nil, nil
	if g.Place != "" {
		out.Place = g.Place
	}
	var lines []string
	for _, l := range []string{g.Authority, g.Post} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	out.Signatures = []paper.Signature{{Lines: lines, Name: g.Signer}}
	out.Recipients = nil
	for line := range strings.SplitSeq(g.Recipients, "\n") {
		if line = strings.Trim(line, " \r\t-;."); line != "" {
			out.Recipients = append(out.Recipients, line)
		}
	}
	return out
}

// head answers with the paper's head for what has been typed so far.
func (p *Pages) head(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	v, err := p.signable(r)
	if err != nil {
		return err
	}
	return p.Site.Fragment(w, r, paper.HTML(headOf(f, v)))
}
