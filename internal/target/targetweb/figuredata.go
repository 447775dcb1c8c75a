package targetweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/ui"
	"donghanh/internal/target"
)

// figureData is all a figure's page is drawn from, read on one snapshot.
type figureData struct {
	figureAsk
	today    day.Date
	path     []org.Unit // superiors the reader may open, the highest first
	superior string     // name of the last one, whoever reads
	main     target.Figure
	year     *target.Figure // that of the chart's year, when the period is another
	before   *ledger.Figure // the same period one year earlier
	history  []target.Target
	givers   map[string]org.Unit
	months   [12]*ledger.Figure
	parts    []ledger.Figure
	below    []target.Row
	own      *ledger.Figure   // what the unit booked itself; nil when nothing is below it
	acts     []org.TreeChange // decisions that took effect in the period
	changes  []org.TreeChange // after its first day
	pieces   []ledger.Figure  // of a flow, between the changes of the tree
	left     *ledger.Figure   // what of it counts above, where it has no figure itself
	heirs    []ui.Link        // who goes on with it, where it has no figure
	origins  []ui.Link        // whom it goes on with
	stock    *ledger.Change   // how a stock became what it is
	crossers map[string]org.Unit
	sources  ledger.Page
	total    int64 // records of the whole figure, where a part is opened too
	records  sourceWords
	partName func(ctx context.Context, dim, value string) string
	dimLabel func(dim string) string
	measures map[string]string // names of measures by code
}

// sourceWords name what sources refer to by id.
type sourceWords struct {
	titles map[string]ledger.SourceName
	units  map[string]org.Unit
	people map[string]string
}

func (p *Pages) readFigure(r *http.Request, tx *db.Tx) (d figureData, err error) {
	ctx := r.Context()
	d.today, d.partName, d.dimLabel = tx.Today(), p.partName, p.Org.Ledger.Catalogue.DimLabel
	if d.figureAsk, err = p.figureAsk(r, tx); err != nil {
		return d, err
	}
	d.measures = map[string]string{}
	for _, m := range p.Org.Ledger.Catalogue.Measures {
		d.measures[m.Code] = m.Name
	}
	for _, read := range []func(context.Context, *db.Tx, *figureData) error{
		p.readPath, p.readValue, p.readNone, p.readTarget, p.readMonths, p.readParts, p.readPieces, p.readStock, p.readBelow, p.readSources,
	} {
		if err := read(ctx, tx, &d); err != nil {
			return d, err
		}
	}
	return d, nil
}

func (p *Pages) readPath(ctx context.Context, tx *db.Tx, d *figureData) error {
	path, err := p.Org.PathTo(ctx, tx, d.unit.ID, d.today)
	if err != nil {
		return err
	}
	for _, u := range path {
		d.superior = u.Name
		err := p.Org.Guard.Read(ctx, tx, target.Read, u.ID)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err == nil {
			d.path = append(d.path, u)
		}
	}
	return nil
}

// readValue reads the figure, that of the whole year when a part of it is
// asked, and that of the year before up to the same day.
func (p *Pages) readValue(ctx context.Context, tx *db.Tx, d *figureData) error {
	all, err := p.Target.Figures(ctx, tx, d.query(d.ind))
	if err != nil {
		return err
	}
	d.main = all[0]
	q := d.query(d.ind)
	if q.Period = ledger.Year(d.chartYear()); q.Period.Text != d.period.Text {
		if all, err = p.Target.Figures(ctx, tx, q); err != nil {
			return err
		}
		d.year = &all[0]
	}
	if d.main.Value == nil {
		return nil
	}
	q.Period = ledger.Days(d.period.From, d.last(d.today)).Before()
	old, err := p.Org.Ledger.Figures(ctx, tx, q)
	if err == nil && old[0].Value != nil && old[0].Numerator != 0 {
		d.before = &old[0]
	}
	return err
}

// chartYear is the year whose months are drawn: that of the last day asked.
func (d *figureData) chartYear() int {
	return day.Max(d.period.From, day.Min(d.period.To, d.today)).Year()
}

func (p *Pages) readTarget(ctx context.Context, tx *db.Tx, d *figureData) (err error) {
	if d.main.Target == nil {
		return nil
	}
	if d.history, err = p.Target.History(ctx, tx, d.unit.ID, d.ind.Code, target.PeriodText(d.period)); err != nil {
		return err
	}
	var ids []string
	for _, t := range d.history {
		ids = append(ids, t.Giver)
	}
	d.givers, err = p.Org.UnitsByID(ctx, tx, distinct(ids))
	return err
}

func (p *Pages) readMonths(ctx context.Context, tx *db.Tx, d *figureData) (err error) {
	d.months, err = p.Org.Ledger.Months(ctx, tx, d.unit.ID, d.ind, d.chartYear(), d.tree)
	return err
}

func (p *Pages) readParts(ctx context.Context, tx *db.Tx, d *figureData) (err error) {
	if d.by == "" {
		return nil
	}
	q := d.query(d.ind)
	q.By = d.by
	d.parts, err = p.Org.Ledger.Figures(ctx, tx, q)
	return err
}

// readBelow reads the units below and all their figures at once.
func (p *Pages) readBelow(ctx context.Context, tx *db.Tx, d *figureData) (err error) {
	if d.main.Value == nil && d.left == nil {
		return nil
	}
	q := d.query(d.ind)
	if last := d.last(d.today); d.ind.Stocky() && last < day.Min(d.period.To, d.today) {
		q.Period = ledger.Days(day.Min(d.period.From, last), last) // as they stood when it ended
	}
	from, to := d.spanBelow()
	if d.below, err = p.Target.Rows(ctx, tx, q, from, to); err != nil || len(d.below) == 0 {
		return err
	}
	slices.SortStableFunc(d.below, func(a, b target.Row) int { return worse(a.Figures[0], b.Figures[0]) })
	q = d.sharedQuery(d.ind)
	q.Own = true
	own, err := p.Org.Ledger.Figures(ctx, tx, q)
	if err == nil {
		d.own = &own[0]
	}
	return err
}

// spanBelow is the days on which a unit must have stood below to be listed: a
// flow counts whoever was there on some day, a stock, and a count of units, who
// is there on the last.
func (d *figureData) spanBelow() (from, to day.Date) {
	last := day.Min(d.period.To, d.today)
	if d.ind.Stocky() || d.ind.CountsUnits() {
		last = day.Min(last, d.last(d.today))
		return last, last
	}
	return d.period.From, last
}

// worse puts the lower achievement first, then the larger value; of
// percentages without targets the lower, where more is better.
func worse(a, b target.Figure) int {
	switch {
	case a.Achievement != nil && b.Achievement != nil:
		return a.Achievement.Value.Cmp(b.Achievement.Value)
	case a.Achievement != nil || b.Achievement != nil:
		return cmp.Compare(order(a.Achievement != nil), order(b.Achievement != nil))
	case a.Value == nil || b.Value == nil:
		return cmp.Compare(order(a.Value != nil), order(b.Value != nil))
	}
	if a.Indicator.Type == ledger.Ratio && a.Indicator.Better == "more" {
		return a.Value.Cmp(b.Value)
	}
	return b.Value.Cmp(a.Value)
}

func order(first bool) int {
	if first {
		return 0
	}
	return 1
}

func (p *Pages) readSources(ctx context.Context, tx *db.Tx, d *figureData) (err error) {
	limit := pageRows
	if d.cursor == "" {
		limit = firstRows
	}
	if d.sources, err = p.Org.Ledger.Sources(ctx, tx, d.shared(d.sourcesQuery()), d.cursor, limit); err != nil {
		return err
	}
	if d.total = d.sources.Total; d.opened {
		whole, err := p.Org.Ledger.Sources(ctx, tx, d.sharedQuery(d.ind), "", 1)
		if err != nil {
			return err
		}
		d.total = whole.Total
	}
	d.records, err = p.nameSources(ctx, tx, d.sources.Sources)
	return err
}

// nameSources finds the words for a page of sources.
func (p *Pages) nameSources(ctx context.Context, tx *db.Tx, list []ledger.Source) (w sourceWords, err error) {
	if w.titles, err = p.Names.Name(ctx, tx, list); err != nil {
		return w, err
	}
	units, people := make([]string, len(list)), make([]string, len(list))
	for i, s := range list {
		units[i], people[i] = s.Unit, s.Recorder
	}
	if w.units, err = p.Org.UnitsByID(ctx, tx, distinct(units)); err != nil {
		return w, err
	}
	w.people, err = p.people(ctx, tx, distinct(people))
	return w, err
}

func distinct(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
