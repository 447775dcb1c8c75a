// Package homeweb shows the page one arrives on: how the unit one acts for
// stands; all that waits there for a person; and the search over units and
// indicators.
package homeweb

import (
	"context"
	"net/http"

	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
	"donghanh/internal/target"

	"github.com/a-h/templ"
)

// Pages are the overview, what there is to do, and the search.
type Pages struct {
	Site      *web.Site
	Org       *org.Service
	Target    *target.Service
	Activity  *activity.Service
	Report    *report.Service
	Agreement *agreement.Service
}

// Routes of the pages. Who has no grant yet may come in and is told whom to ask.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Need: web.SignedIn, Do: p.overview},
		{Pattern: "GET /todo", Need: web.SignedIn, Do: p.todo},
		{Pattern: "GET /search", Need: web.SignedIn, Do: p.search},
	}
}

func word(ctx context.Context, key string, args ...i18n.Args) string {
	return i18n.T(ctx, "home."+key, args...)
}

func (p *Pages) overview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var o overview
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		o, err = p.read(ctx, tx, r.URL.Query().Get("tree"))
		return err
	})
	page := web.Page{Title: word(ctx, "title"), Nav: "home"}
	if errs.Is(err, errs.NotFound) {
		return p.Site.Render(w, r, http.StatusOK, page, p.nothing(r))
	}
	if err != nil {
		return err
	}
	return p.Site.Render(w, r, http.StatusOK, page, overviewPage(o.view(ctx)))
}

// overview is what the page is drawn from, read on one snapshot.
type overview struct {
	todo
	tree    ledger.Tree
	changes []org.TreeChange         // of the tree below the unit, this year
	values  map[string]target.Figure // by code
	tiles   []string                 // codes, in their order
	months  [12]*ledger.Figure
	recent  []activity.Line
	mayAdd  bool // records, here or below
	mayRead bool // records
}

// Figures the page is about; the tiles besides them are the catalogue's.
const (
	founded  = "ORG.CDCS.NEW"
	admitted = "ORG.DV.NEW"
	unions   = "ORG.CDCS.TOTAL"
	members  = "ORG.DV.TOTAL"
)

// recentRecords is how many records the page lists.
const recentRecords = 6

func (p *Pages) read(ctx context.Context, tx *db.Tx, tree string) (o overview, err error) {
	if o.tree, err = ledger.ParseTree(tree); err != nil {
		return o, err
	}
	if o.todo, err = p.readTodo(ctx, tx); err != nil {
		return o, err
	}
	if err := p.readFigures(ctx, tx, &o); err != nil {
		return o, err
	}
	if o.changes, err = p.Org.TreeChanges(ctx, tx, o.unit.ID, o.period.From.Add(1), tx.Today()); err != nil {
		return o, err
	}
	if o.months, err = p.Org.Ledger.Months(ctx, tx, o.unit.ID, o.values[admitted].Indicator, o.period.From.Year(), o.tree); err != nil {
		return o, err
	}
	o.mayAdd, o.mayRead = p.Org.Guard.May(ctx, activity.Write), p.Org.Guard.May(ctx, activity.Read)
	if o.mayRead {
		o.recent, _, err = p.Activity.ListIn(ctx, tx, activity.Filter{Unit: o.unit.ID, Limit: recentRecords})
	}
	return o, err
}

// readFigures reads the tiles' figures and those of the sentence at once. A
// base union has none of founding: it founds no unions.
func (p *Pages) readFigures(ctx context.Context, tx *db.Tx, o *overview) error {
	for _, code := range p.Target.Rules.Overview.Figures {
		if o.above() || (code != founded && code != unions) {
			o.tiles = append(o.tiles, code)
		}
	}
	var indicators []*ledger.Indicator
	seen := map[string]bool{}
	for _, code := range append([]string{founded, admitted, unions, members}, o.tiles...) {
		ind, err := p.Org.Ledger.Catalogue.Indicator(code)
		if err != nil {
			return err
		}
		if !seen[code] {
			seen[code], indicators = true, append(indicators, ind)
		}
	}
	q := ledger.Query{Units: []string{o.unit.ID}, Indicators: indicators, Period: o.period, Tree: o.tree}
	all, err := p.Target.Figures(ctx, tx, q)
	o.values = map[string]target.Figure{}
	for _, f := range all {
		o.values[f.Indicator.Code] = f
	}
	return err
}

// above tells that base unions stand below the unit, by its kind.
func (t todo) above() bool {
	switch t.unit.Kind {
	case "base_member", "section", "group":
		return false
	}
	return !t.kind.Counted
}

// nothing greets whoever has no unit: one who may found the first is led
// there, others are told whom to ask.
func (p *Pages) nothing(r *http.Request) templ.Component {
	ctx := r.Context()
	if p.Org.MayStart(ctx) {
		return ui.Empty(word(ctx, "empty.title"), word(ctx, "empty.text"), ui.Link{Text: word(ctx, "empty.do"), Href: "/start"})
	}
	return ui.Empty(word(ctx, "nogrant.title"), word(ctx, "nogrant.text", i18n.Args{"name": web.Me(r).Name}), ui.Link{})
}
