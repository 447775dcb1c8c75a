package targetweb

import (
	"net/http"
	"net/url"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// boardRows is how many units a page of the board has: its first load stays
// under 45 KB gzipped (design.md §6).
const boardRows = 25

// boardAsk is what somebody asks of a board.
type boardAsk struct {
	target.BoardQuery
	page int
}

func (p *Pages) boardAsk(r *http.Request) (a boardAsk, err error) {
	q := r.URL.Query()
	if a.Unit, err = p.unitCode(r); err != nil {
		return a, err
	}
	if a.Period, err = p.period(r); err != nil {
		return a, err
	}
	if a.Tree, err = ledger.ParseTree(q.Get("tree")); err != nil {
		return a, err
	}
	a.Bloc, a.Name, a.Sort = q.Get("bloc"), strings.TrimSpace(q.Get("q")), q.Get("sort")
	a.page = max(pageNumber(q.Get("page")), 1)
	return a, nil
}

// href is the address of the same board with parts changed: pairs of name and
// value.
func (a boardAsk) href(pairs ...string) string { return "/board?" + a.query(pairs...) }

func (a boardAsk) query(pairs ...string) string {
	v := url.Values{"unit": {a.Unit}, "period": {a.Period.Text}, "tree": {treeText(a.Tree)}, "bloc": {a.Bloc}, "q": {a.Name}, "sort": {a.Sort}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return query("unit", v.Get("unit"), "period", v.Get("period"), "tree", v.Get("tree"), "bloc", v.Get("bloc"), "q", v.Get("q"),
		"sort", v.Get("sort"), "page", v.Get("page"))
}

func (p *Pages) board(w http.ResponseWriter, r *http.Request) error {
	a, err := p.boardAsk(r)
	if err != nil {
		return err
	}
	days, to, err := p.days(w, r, a)
	if err != nil {
		return err
	}
	if to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	b, err := p.Target.Board(r.Context(), a.BoardQuery)
	if err != nil {
		return err
	}
	v := newBoardView(r.Context(), a, b, p.Org.Rules)
	if web.IsFragment(r) {
		return p.Site.Fragment(w, r, boardFragment(v))
	}
	v.Days = days
	return p.Site.Render(w, r, days.Status(), web.Page{Title: v.Title, Nav: "board", Wide: true}, boardPage(v))
}

// days is the form of "Tuỳ chọn"; two good days lead to the address of their
// period.
func (p *Pages) days(w http.ResponseWriter, r *http.Request, a boardAsk) (f *web.Form, to string, err error) {
	q := r.URL.Query()
	begin := map[string]string{"from": string(a.Period.From), "to": string(a.Period.To)}
	sent := q.Has("from") || q.Has("to")
	if sent {
		begin = map[string]string{"from": q.Get("from"), "to": q.Get("to")}
	}
	if f, err = p.Site.NewForm(w, r, begin); err != nil || !sent {
		return f, "", err
	}
	from, last := f.Day("from"), f.Day("to")
	if f.Err() != nil {
		return f, "", nil
	}
	period, err := spanOfDays(string(from), string(last))
	if f.Take(err) {
		return f, "", nil
	}
	return f, a.href("period", target.PeriodText(period)), err
}
