package orgweb

import (
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// found is how many units a search shows.
const foundMost = 30

// treeView is the tree's page: what was searched, or the tree.
type treeView struct {
	Query, Bloc string
	Blocs       []ui.Choice
	Outline     org.Outline
	Open        string   // code of the branch whose pages are turned
	On          day.Date // empty: today's tree
	Today       day.Date
	Fault       string // what is wrong with the day that was typed
	Found       []org.Found
	MayFound    bool
	MayStart    bool // found the skeleton of a federation
	FoundHref   string
}

func (v treeView) childrenHref(code string, after int) string {
	return with("/tree/"+code+"/children", "bloc", v.Bloc, "on", string(v.On), "after", page(after))
}

func (v treeView) openHref(code string, after int) string {
	return with("/tree", "open", code, "bloc", v.Bloc, "on", string(v.On), "after", page(after)) + "#u-" + code
}

func page(after int) string {
	if after == 0 {
		return ""
	}
	return strconv.Itoa(after)
}

// tree shows the tree, or what was searched in it. htmx asks for the list alone.
func (p *Pages) tree(w http.ResponseWriter, r *http.Request) (err error) {
	q := r.URL.Query()
	v := treeView{Query: strings.TrimSpace(q.Get("q")), Bloc: p.bloc(r), Blocs: choices(p.Org.Rules.Blocs), Open: q.Get("open"), Today: p.today()}
	v.askDay(r.Context(), q.Get("on"))
	if v.Query != "" {
		v.Found, err = p.Org.Look(r.Context(), v.Query, foundMost)
	} else {
		v.Outline, err = p.Org.Outline(r.Context(), v.Open, org.View{On: v.On, Bloc: v.Bloc, After: afterOf(r)})
	}
	if err != nil {
		return err
	}
	if web.IsFragment(r) {
		return p.Site.Fragment(w, r, treeList(v))
	}
	v.MayStart = p.Org.MayStart(r.Context())
	v.MayFound, v.FoundHref = p.Org.Guard.May(r.Context(), org.Manage), "/units/new"
	return p.render(w, r, http.StatusOK, v.title(r.Context()), treePage(v))
}

// bloc is the bloc asked for; an unknown one is none.
func (p *Pages) bloc(r *http.Request) string {
	b := r.URL.Query().Get("bloc")
	if org.NameOf(p.Org.Rules.Blocs, b) == b {
		return ""
	}
	return b
}

// children is one page of a branch, as a part of the tree.
func (p *Pages) children(w http.ResponseWriter, r *http.Request) error {
	v := treeView{Bloc: p.bloc(r), Today: p.today()}
	v.askDay(r.Context(), r.URL.Query().Get("on"))
	b, err := p.Org.Branch(r.Context(), r.PathValue("code"), org.View{On: v.On, Bloc: v.Bloc, After: afterOf(r)})
	if err != nil {
		return err
	}
	return p.Site.Fragment(w, r, branch(v, b))
}
