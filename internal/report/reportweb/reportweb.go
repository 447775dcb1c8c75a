// Package reportweb has the pages of reports: the list with what is due, the
// words with their figures, the way to the signature, the papers, the calls of
// a superior, the register, and the page on which anybody checks a paper.
package reportweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
)

// Pages has the handlers of this package.
type Pages struct {
	Site   *web.Site
	Report *report.Service
	Org    *org.Service
	DB     *db.DB
	Names  ledger.Namers                // of the records behind figures
	Base   func(r *http.Request) string // address of this site, without a slash at the end
	// About leads to what a report is about, for whoever reads the report;
	// package app fills it.
	About func(ctx context.Context, tx *db.Tx, rep report.Report) (ui.Link, error)
	gate  gate // before the page anybody may ask
}

// Routes are the pages' addresses. That of a call has the form of those of what
// is done to a report, so its pattern takes all that is none of them.
func (p *Pages) Routes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /reports", Need: report.Read, Do: p.list},
		{Pattern: "GET /reports/new", Need: report.Write, Do: p.beginForm},
		{Pattern: "POST /reports/new", Need: report.Write, Do: p.begin},
		{Pattern: "GET /reports/register", Need: report.Read, Do: p.register},
		{Pattern: "GET /reports/register.xlsx", Need: report.Read, Do: p.registerXLSX},
		{Pattern: "GET /reports/calls/new", Need: report.Review, Do: p.callForm},
		{Pattern: "POST /reports/calls/new", Need: report.Review, Do: p.call},
		{Pattern: "GET /reports/{calls}/{id}", Need: report.Read, Do: ofCalls(p.round)},
		{Pattern: "POST /reports/{calls}/{id}", Need: report.Review, Do: ofCalls(p.nudge)},
		{Pattern: "GET /reports/{id}", Need: report.Read, Do: p.show},
		{Pattern: "GET /reports/{id}/edit", Need: report.Write, Do: p.editForm},
		{Pattern: "POST /reports/{id}/edit", Need: report.Write, Do: p.edit},
		{Pattern: "POST /reports/{id}/preview", Need: report.Write, Do: p.preview},
		{Pattern: "GET /reports/{id}/sign", Need: report.Sign, Do: p.signForm},
		{Pattern: "POST /reports/{id}/sign", Need: report.Sign, Do: p.sign},
		{Pattern: "POST /reports/{id}/head", Need: report.Sign, Do: p.head},
		{Pattern: "GET /xac-thuc", Need: web.Public, Do: p.checkForm},
		{Pattern: "GET /xac-thuc/{fingerprint}", Need: web.Public, Do: p.check},
	}
	for _, d := range p.deeds() {
		out = append(out,
			web.Route{Pattern: "GET /reports/{id}/" + d.path, Need: d.need, Do: p.deedForm(d)},
			web.Route{Pattern: "POST /reports/{id}/" + d.path, Need: d.need, Do: p.deed(d)})
	}
	return out
}

// ofCalls lets only addresses below /reports/calls through.
func ofCalls(do web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if r.PathValue("calls") != "calls" {
			return errs.New(errs.NotFound, "error.notfound")
		}
		return do(w, r)
	}
}

// page is the frame of a page of reports.
func page(title string) web.Page { return web.Page{Title: title, Nav: "reports"} }

// wide is page for what needs room.
func wide(title string) web.Page { return web.Page{Title: title, Nav: "reports", Wide: true} }

func crumbs(ctx context.Context, last string, more ...ui.Link) []ui.Link {
	out := append([]ui.Link{{Text: i18n.T(ctx, "report.list.title"), Href: "/reports"}}, more...)
	return append(out, ui.Link{Text: last})
}

// address is a path with those of the pairs that have a value, in their order.
func address(path string, pairs ...string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			parts = append(parts, pairs[i]+"="+url.QueryEscape(pairs[i+1]))
		}
	}
	if len(parts) == 0 {
		return path
	}
	return path + "?" + strings.Join(parts, "&")
}

func reportHref(id string) string { return "/reports/" + id }

// called names a report, also one whose template is no more.
func (p *Pages) called(template, period string) string {
	if t := p.Report.Templates.Find(template); t != nil {
		return t.Called(period)
	}
	return template + " " + report.PeriodWords(period)
}

// names is called of a report that was begun, with what it is about.
func (p *Pages) names(r report.Report) string {
	if t := p.Report.Templates.Find(r.Template); t != nil {
		return t.Names(r)
	}
	return p.called(r.Template, r.Period)
}

// about leads to what a report is about; nil of an ordinary one.
func (p *Pages) about(ctx context.Context, rep report.Report) (link *ui.Link, err error) {
	if rep.Subject == "" || p.About == nil {
		return nil, nil
	}
	err = p.DB.Read(ctx, func(tx *db.Tx) error {
		l, err := p.About(ctx, tx, rep)
		if l.Href != "" {
			link = &l
		}
		return err
	})
	return link, err
}

// tagView is a state as a tag: colour, sign and word.
type tagView struct {
	State      ui.State
	Icon, Text string
}

func stateTag(ctx context.Context, s report.State) tagView {
	t := tagView{ui.None, "edit", i18n.T(ctx, "report.state."+string(s))}
	switch s {
	case report.Submitted:
		t.State, t.Icon = ui.Go_, "clock"
	case report.Returned:
		t.State, t.Icon = ui.Slow, "undo"
	case report.Accepted:
		t.State, t.Icon = ui.Go_, "check"
	case report.Signed:
		t.State, t.Icon = ui.OK, "lock"
	case report.Dropped:
		t.Icon = "x"
	}
	return t
}

// asked is the unit a page is asked for by code; without one, that the actor
// works for.
func (p *Pages) asked(ctx context.Context, tx *db.Tx, code string) (org.Unit, error) {
	if code = strings.TrimSpace(code); code != "" {
		return p.Org.Find(ctx, tx, code)
	}
	return p.Org.Acting(ctx, tx)
}

// version is that of the report a form was made of; none is no report's.
func version(f *web.Form) int {
	n, _ := strconv.Atoi(f.Text("version"))
	return n
}

func text(n int) string { return strconv.Itoa(n) }
