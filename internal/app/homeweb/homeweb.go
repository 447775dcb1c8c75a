// Package homeweb shows the page one arrives on: how the unit one acts for
// stands and what there is to do; and the search over units and indicators.
package homeweb

import (
	"context"
	"net/http"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"

	"github.com/a-h/templ"
)

// Pages are the overview and the search.
type Pages struct {
	Site     *web.Site
	Org      *org.Service
	Target   *target.Service
	Activity *activity.Service
}

// Routes of the pages. Who has no grant yet may come in and is told whom to ask.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Need: web.SignedIn, Do: p.overview},
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
		o, err = p.read(ctx, tx)
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
	unit    org.Unit
	kind    org.Kind
	period  ledger.Period // the year of today
	now     int64
	figures map[string]target.Figure // by code
	tiles   []string                 // codes, in their order
	outlook target.Outlook
	months  [12]*ledger.Figure
	recent  []activity.Line
	mayGive bool // targets to the units below
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

func (p *Pages) read(ctx context.Context, tx *db.Tx) (o overview, err error) {
	if o.unit, err = p.Org.Acting(ctx, tx); err != nil {
		return o, err
	}
	o.kind, o.now, o.period = p.Org.Rules.Kind(o.unit.Kind), tx.Now(), ledger.Year(tx.Today().Year())
	if err := p.readFigures(ctx, tx, &o); err != nil {
		return o, err
	}
	if o.outlook, err = p.Target.Outlook(ctx, tx, o.unit, o.period); err != nil {
		return o, err
	}
	if o.months, err = p.Org.Ledger.Months(ctx, tx, o.unit.ID, o.figures[admitted].Indicator, o.period.From.Year(), ledger.Then); err != nil {
		return o, err
	}
	o.mayAdd, o.mayRead = p.Org.Guard.May(ctx, activity.Write), p.Org.Guard.May(ctx, activity.Read)
	if o.mayRead {
		if o.recent, _, err = p.Activity.ListIn(ctx, tx, activity.Filter{Unit: o.unit.ID, Limit: recentRecords}); err != nil {
			return o, err
		}
	}
	o.mayGive, err = p.Org.Guard.Can(ctx, tx, target.Give, o.unit.ID)
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
	q := ledger.Query{Units: []string{o.unit.ID}, Indicators: indicators, Period: o.period, Tree: ledger.Then}
	all, err := p.Target.Figures(ctx, tx, q)
	o.figures = map[string]target.Figure{}
	for _, f := range all {
		o.figures[f.Indicator.Code] = f
	}
	return err
}

// above tells that base unions stand below the unit, by its kind.
func (o overview) above() bool {
	switch o.unit.Kind {
	case "base_member", "section", "group":
		return false
	}
	return !o.kind.Counted
}

// nothing greets whoever has no unit: one who may found the first is led
// there, others are told whom to ask.
func (p *Pages) nothing(r *http.Request) templ.Component {
	ctx := r.Context()
	if p.Org.Guard.Scope(ctx, org.Manage).All {
		return ui.Empty(word(ctx, "empty.title"), word(ctx, "empty.text"), ui.Link{Text: word(ctx, "empty.do"), Href: "/units/new"})
	}
	return ui.Empty(word(ctx, "nogrant.title"), word(ctx, "nogrant.text", i18n.Args{"name": web.Me(r).Name}), ui.Link{})
}
