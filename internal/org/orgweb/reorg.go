package orgweb

import (
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/org"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

const reorgsHref = "/reorgs"

// reorgPage is how many reorganisations, or rows of one, a page shows.
const reorgPage = 50

// reorgRoutes are the lines of the route table about reorganisations.
func (p *Pages) reorgRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /reorgs", Need: org.Read, Do: p.reorgs},
		{Pattern: "GET /reorgs/new", Need: org.Manage, Do: p.wishForm},
		{Pattern: "POST /reorgs/new", Need: org.Manage, Do: p.wish},
		{Pattern: "GET /reorgs/sample.csv", Need: org.Manage, Do: p.sampleList},
		{Pattern: "GET /reorgs/{id}", Need: org.Read, Do: p.reorg},
		{Pattern: "GET /reorgs/{id}/picture", Need: org.Read, Do: p.picture},
		{Pattern: "GET /reorgs/{id}/rows", Need: org.Read, Do: p.lines},
		{Pattern: "GET /reorgs/{id}/rows.xlsx", Need: org.Read, Do: p.linesXLSX},
		{Pattern: "GET /reorgs/{id}/refused.csv", Need: org.Manage, Do: p.refusedCSV},
		{Pattern: "GET /reorgs/{id}/rows/{row}", Need: org.Manage, Do: p.lineForm},
		{Pattern: "POST /reorgs/{id}/rows/{row}", Need: org.Manage, Do: p.line},
		{Pattern: "GET /reorgs/{id}/head", Need: org.Manage, Do: p.headForm},
		{Pattern: "POST /reorgs/{id}/head", Need: org.Manage, Do: p.head},
		{Pattern: "GET /reorgs/{id}/list", Need: org.Manage, Do: p.listForm},
		{Pattern: "POST /reorgs/{id}/list", Need: org.Manage, Do: p.list},
		{Pattern: "GET /reorgs/{id}/rule", Need: org.Manage, Do: p.ruleForm},
		{Pattern: "POST /reorgs/{id}/rule", Need: org.Manage, Do: p.rule},
		{Pattern: "GET /reorgs/{id}/wards", Need: org.Manage, Do: p.doubtsForm},
		{Pattern: "POST /reorgs/{id}/wards", Need: org.Manage, Do: p.settle},
		{Pattern: "GET /reorgs/{id}/sign", Need: org.Manage, Do: p.signForm},
		{Pattern: "POST /reorgs/{id}/sign", Need: org.Manage, Do: p.sign},
		{Pattern: "GET /reorgs/{id}/undo", Need: org.Manage, Do: p.undoForm},
		{Pattern: "POST /reorgs/{id}/undo", Need: org.Manage, Do: p.undo},
		{Pattern: "GET /reorgs/{id}/drop", Need: org.Manage, Do: p.dropForm},
		{Pattern: "POST /reorgs/{id}/drop", Need: org.Manage, Do: p.drop},
	}
}

// reorgsView is the list of reorganisations.
type reorgsView struct {
	Rows    []org.ReorgHead
	Of      org.Unit // whose they are; the zero Unit: everybody's
	Crumbs  []ui.Link
	MayMake bool
	NewHref string
	Pager   ui.PagerView
	First   bool // of the pages
}

func (p *Pages) reorgs(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, code, after := r.Context(), r.URL.Query().Get("unit"), afterOf(r)
	v := reorgsView{MayMake: p.Org.Guard.May(ctx, org.Manage), NewHref: with("/reorgs/new", "of", code), First: after == 0}
	if code != "" {
		if v.Of, err = p.Org.Open(ctx, code); err != nil {
			return err
		}
	}
	if v.Rows, err = p.Org.Reorgs(ctx, code, reorgPage+1, after); err != nil {
		return err
	}
	href := func(n int) string { return with(reorgsHref, "unit", code, "after", page(n)) }
	if len(v.Rows) > reorgPage {
		v.Rows, v.Pager.Next = v.Rows[:reorgPage], href(after+reorgPage)
	}
	if after > 0 {
		v.Pager.Prev = href(max(after-reorgPage, 0))
	}
	v.Pager.Text = i18n.T(ctx, "org.reorg.page", i18n.Args{"first": after + 1, "last": after + len(v.Rows)})
	v.Crumbs = []ui.Link{{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"}}
	if code != "" {
		v.Crumbs = append(v.Crumbs, ui.Link{Text: v.Of.Name, Href: unitHref(code)})
	}
	v.Crumbs = append(v.Crumbs, ui.Link{Text: i18n.T(ctx, "org.reorg.title")})
	return p.render(w, r, http.StatusOK, i18n.T(ctx, "org.reorg.title"), reorgsPage(v))
}

func (v reorgsView) lead(ctx context.Context) string {
	if v.Of.Code != "" {
		return i18n.T(ctx, "org.reorg.lead_of", i18n.Args{"name": v.Of.Name})
	}
	return i18n.T(ctx, "org.reorg.lead")
}

// reorgKind is what a kind of reorganisation is called.
func reorgKind(ctx context.Context, k org.ReorgKind) string {
	return i18n.T(ctx, "org.reorg.kind."+string(k))
}

// reorgName names a reorganisation: what it is, and its number as soon as it has one.
func reorgName(ctx context.Context, r org.Reorg) string {
	if r.DecisionNo == "" {
		return reorgKind(ctx, r.Kind)
	}
	return reorgKind(ctx, r.Kind) + org.Apart + r.DecisionNo
}

// reorgTag is how far a reorganisation has come.
type reorgTag struct {
	State ui.State
	Icon  string
	Text  string
}

func tagOf(ctx context.Context, r org.Reorg) reorgTag {
	switch r.State {
	case org.ReorgDraft:
		return reorgTag{ui.None, "edit", i18n.T(ctx, "org.reorg.state.draft")}
	case org.ReorgUndone:
		return reorgTag{ui.Slow, "undo", i18n.T(ctx, "org.reorg.state.undone")}
	}
	return reorgTag{ui.OK, "check", i18n.T(ctx, "org.reorg.state.signed")}
}

// reorgCrumbs lead to a part of a reorganisation; title is empty on its own page.
func reorgCrumbs(ctx context.Context, c org.ReorgCard, title string) []ui.Link {
	out := []ui.Link{{Text: i18n.T(ctx, "org.tree.title"), Href: "/tree"}, {Text: i18n.T(ctx, "org.reorg.title"), Href: reorgsHref}}
	if title == "" {
		return append(out, ui.Link{Text: reorgName(ctx, c.Reorg)})
	}
	return append(out, ui.Link{Text: reorgName(ctx, c.Reorg), Href: org.ReorgHref(c.Reorg.ID)}, ui.Link{Text: title})
}

// draft is a reorganisation that may still be changed.
func (p *Pages) draft(r *http.Request) (org.ReorgCard, error) {
	c, err := p.Org.OpenReorg(r.Context(), r.PathValue("id"))
	switch {
	case err != nil:
		return c, err
	case !c.MayEdit:
		return c, errs.New(errs.Denied, "error.denied")
	case c.Reorg.State != org.ReorgDraft:
		return c, errs.New(errs.Conflict, "org.reorg.signed", errs.Args{"no": c.Reorg.DecisionNo})
	}
	return c, nil
}

// amend changes a draft as a form that saw one version wants it. Where somebody
// else was faster the form comes back with the newest version, to be sent again;
// a change that is made already, as by a double click, is no conflict.
func (p *Pages) amend(r *http.Request, f *web.Form, change func(org.ReorgCard, org.Plan) (org.Plan, error)) error {
	c, err := p.draft(r)
	if err != nil {
		return err
	}
	plan, err := change(c, c.Plan())
	if err != nil {
		return err
	}
	seen, _ := strconv.Atoi(f.Text("version")) // junk is an old version
	if seen != c.Reorg.Version {
		if plan.Same(c.Plan()) {
			return nil
		}
		f.Values.Set("version", strconv.Itoa(c.Reorg.Version))
		return errs.New(errs.Conflict, "org.reorg.conflict")
	}
	_, err = p.Org.SaveDraft(r.Context(), plan, seen)
	return err
}

func versionOf(c org.ReorgCard) string { return strconv.Itoa(c.Reorg.Version) }
