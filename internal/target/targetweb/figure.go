package targetweb

import (
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// figureRoutes are the pages of figures.
func (p *Pages) figureRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /figures", Need: target.Read, Do: p.figures},
		{Pattern: "GET /figures/{indicator}", Need: target.Read, Do: p.figure},
		{Pattern: "GET /figures/{indicator}/sources.xlsx", Need: target.Read, Do: p.figureSources},
	}
}

// pageRows is how many units or records a page lists, firstRows how many the
// figure's own page begins with: on a phone the way to its end must be short.
const (
	pageRows  = 50
	firstRows = 10
)

// figureAsk is what somebody asks about figures.
type figureAsk struct {
	ind    *ledger.Indicator // nil for the list of all
	unit   org.Unit
	period ledger.Period
	tree   ledger.Tree
	by     string
	part   string // the value of by whose sources are asked, when opened
	opened bool
	cursor string // of the sources
	rows   int    // page of the units below, from 1; 0 is the first few
}

// figureAsk reads the address: the unit acted for and this year where nothing
// is said. A unit out of scope is not found; what is no indicator, period or
// tree is Invalid.
func (p *Pages) figureAsk(r *http.Request, tx *db.Tx) (a figureAsk, err error) {
	ctx, q := r.Context(), r.URL.Query()
	if code := r.PathValue("indicator"); code != "" {
		if a.ind, err = p.Org.Ledger.Catalogue.Indicator(code); err != nil {
			return a, err
		}
	}
	if a.period, err = askedPeriod(r, tx.Today()); err != nil {
		return a, err
	}
	if a.tree, err = ledger.ParseTree(q.Get("tree")); err != nil {
		return a, err
	}
	a.by, a.cursor, a.rows = q.Get("by"), q.Get("page"), pageNumber(q.Get("rows"))
	if a.part, a.opened = q.Get("value"), a.by != "" && q.Get("value") != ""; a.part == unsaid {
		a.part = ""
	}
	if a.unit, err = p.askedUnit(ctx, tx, q.Get("unit")); err != nil {
		return a, err
	}
	return a, p.Org.Guard.Read(ctx, tx, target.Read, a.unit.ID)
}

func (p *Pages) askedUnit(ctx context.Context, tx *db.Tx, code string) (org.Unit, error) {
	if code == "" {
		return p.Org.Acting(ctx, tx)
	}
	return p.Org.Find(ctx, tx, code)
}

// askedPeriod reads a period, or the two days of "Tuỳ chọn"; this year when
// neither is given.
func askedPeriod(r *http.Request, today day.Date) (ledger.Period, error) {
	q := r.URL.Query()
	from, to := q.Get("from"), q.Get("to")
	switch {
	case from != "" || to != "":
		return spanOfDays(from, to)
	case q.Get("period") == "":
		return ledger.Year(today.Year()), nil
	}
	return ledger.ParsePeriod(q.Get("period"))
}

func spanOfDays(from, to string) (ledger.Period, error) {
	first, err := i18n.ParseDate(from)
	if err != nil {
		return ledger.Period{}, err
	}
	last, err := i18n.ParseDate(to)
	if err != nil {
		return ledger.Period{}, err
	}
	if last < first {
		return ledger.Period{}, errs.At("to", "org.span.backwards")
	}
	return ledger.ParsePeriod(first + "/" + last)
}

// pageNumber reads a count or page from an address; 0 when there is none.
func pageNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// unsaid is the value of those whose value is not recorded, in addresses.
const unsaid = "-"

// value is the opened part as addresses name it.
func (a figureAsk) value() string {
	switch {
	case !a.opened:
		return ""
	case a.part == "":
		return unsaid
	}
	return a.part
}

// sourcesQuery asks for the records of the figure, or of its opened part.
func (a figureAsk) sourcesQuery() ledger.Query {
	q := a.query(a.ind)
	if a.opened {
		q.By, q.Part = a.by, a.part
	}
	return q
}

func (a figureAsk) query(indicators ...*ledger.Indicator) ledger.Query {
	return ledger.Query{Units: []string{a.unit.ID}, Indicators: indicators, Period: a.period, Tree: a.tree}
}

// href is the address of this page, with parts changed: pairs of name and value.
func (a figureAsk) href(pairs ...string) string {
	unit, period, tree, more := a.unit.Code, a.period.Text, a.tree, []string{"by", a.by, "value", a.value()}
	for i := 0; i+1 < len(pairs); i += 2 {
		switch v := pairs[i+1]; pairs[i] {
		case "unit":
			unit = v
		case "period":
			period = v
		case "tree":
			tree = ledger.Tree(v)
		case "by":
			more[1], more[3] = v, ""
		case "value":
			more[3] = v
		default:
			more = append(more, pairs[i], v)
		}
	}
	path := "/figures"
	if a.ind != nil {
		path += "/" + a.ind.Code
	}
	return path + "?" + query(append([]string{"unit", unit, "period", period, "tree", treeText(tree)}, more...)...)
}

// last is the last day that counts.
func (a figureAsk) last(today day.Date) day.Date {
	last := day.Min(a.period.To, today)
	if a.unit.DissolvedOn != "" {
		last = day.Min(last, a.unit.DissolvedOn)
	}
	return last
}

func (p *Pages) figure(w http.ResponseWriter, r *http.Request) error {
	var d figureData
	err := p.Org.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		d, err = p.readFigure(r, tx)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: d.ind.Name, Nav: "figures"}
	return p.Site.Render(w, r, http.StatusOK, page, figurePage(d.view(r.Context())))
}

// partName is the name of a dimension's value: kinds and sectors are named by
// the rules of units, the others by the catalogue.
func (p *Pages) partName(ctx context.Context, dim, value string) string {
	switch {
	case value == "":
		return i18n.T(ctx, "figure.part.unsaid")
	case dim == "sector":
		return org.NameOf(p.Org.Rules.Sectors, value)
	case dim == "kind" && p.Org.Rules.Kind(value).Code != "":
		return p.Org.Rules.Kind(value).Name
	}
	return p.Org.Ledger.Catalogue.ValueLabel(dim, value)
}

// people are the names of accounts; the program's own work has its name.
func (p *Pages) people(ctx context.Context, tx *db.Tx, ids []string) (map[string]string, error) {
	names, err := auth.Names(ctx, tx, ids)
	if err == nil {
		names[auth.System().Account] = auth.System().Display
	}
	return names, err
}

// figureWord is a message of the section "figure".
func figureWord(ctx context.Context, key string) string { return i18n.T(ctx, "figure."+key) }
