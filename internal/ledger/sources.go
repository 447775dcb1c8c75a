package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Source is one fact behind a figure.
type Source struct {
	ID         string   `db:"id"`
	Part       string   `db:"-"` // "numerator" or "denominator"
	Unit       string   `db:"unit"`
	Day        day.Date `db:"day"`
	Quantity   int64    `db:"quantity"` // as it counts in the part, with its sign
	Kind       string   `db:"source_kind"`
	Record     string   `db:"source_id"` // id of the record it follows from
	Reverses   *string  `db:"reverses"`
	Reason     string   `db:"reason"`
	RecordedAt int64    `db:"recorded_at"`
	Recorder   string   `db:"recorder"`
	Series     int64    `db:"series"`
}

// Page is one page of sources, newest day first.
type Page struct {
	Sources []Source
	Total   int64
	Next    string // cursor of the next page; empty on the last
}

// MaxPage is the largest page of sources.
const MaxPage = 1000

// Sources lists the facts a figure is the sum of; Σ quantity = numerator (and
// denominator, for a percentage). Where units are counted, one fact of each
// unit and part has the quantity 1, its newest, and the others 0, so that the
// sum holds. Of a figure that picks a fact only those of the picked quantity
// are listed, with their own quantities: they do not sum up to it. With By the
// sources are those of one part. A figure without a value has none.
func (l *Ledger) Sources(ctx context.Context, tx *db.Tx, q Query, cursor string, limit int) (page Page, err error) {
	defer errs.Wrap(&err, "ledger.Sources(%s)", q.Period.Text)
	unit, ind := q.Units[0], q.Indicators[0]
	p, err := ind.one(q.By, q.Part)
	if err != nil {
		return page, err
	}
	limit = min(max(limit, 1), MaxPage)
	lives, err := q.lives(ctx, tx)
	if err != nil || q.reason(lives[unit], q.today(tx)) != "" {
		return page, err
	}
	where, args, err := q.behind(ctx, tx, ind, p, q.last(lives[unit], q.today(tx)))
	if err != nil {
		return page, err
	}
	if err := tx.Get(ctx, &page.Total, `/* ledger.countSources */ SELECT COUNT(*) FROM `+where, args...); err != nil {
		return page, err
	}
	page.Sources, err = selectSources(ctx, tx, where, args, cursor, limit)
	if err != nil {
		return page, err
	}
	if len(page.Sources) > limit {
		page.Sources = page.Sources[:limit]
		last := page.Sources[limit-1]
		page.Next = string(last.Day) + "," + last.ID
	}
	for i := range page.Sources {
		page.Sources[i].count(ind, p)
	}
	return page, nil
}

// count gives a source its part and its sign.
func (s *Source) count(ind *Indicator, p part) {
	s.Part = "numerator"
	if !p.has(s.Series) {
		s.Part = "denominator"
	}
	switch {
	case ind.CountsUnits(): // 1 or 0 already
	case s.Part == "numerator":
		s.Quantity *= p.sum()[s.Series]
	default:
		s.Quantity *= ind.denominator[s.Series]
	}
}

// behind is FROM and WHERE of the facts f behind a figure whose last day is end.
func (q Query) behind(ctx context.Context, tx *db.Tx, ind *Indicator, p part, end day.Date) (string, []any, error) {
	if !ind.CountsUnits() && ind.Pick == "" {
		return whereSources(ctx, tx, q.Units[0], ind, p, q.spanOf(ind.spanType(), end, q.today(tx)), q.Own)
	}
	circles, err := q.circle(ind, end, q.today(tx)).around(ctx, tx, q.Units[:1])
	if err != nil {
		return "", nil, err
	}
	c := circles[0]
	c.narrow = true // no others' facts may be listed
	if ind.CountsUnits() {
		where, args := c.countedFacts(ind, p)
		return where, args, nil
	}
	found := pairs{}
	if err := found.ask(ctx, tx, ind, p, q.circle(ind, end, q.today(tx)), q.Units[:1]); err != nil {
		return "", nil, err
	}
	where, args := c.pickedFacts(ind, p, found[pairKey{ind, p.name, q.Units[0]}].n)
	return where, args, nil
}

// countedFacts is FROM and WHERE of the facts by which units are counted.
func (c circle) countedFacts(ind *Indicator, p part) (string, []any) {
	var b binds
	units := c.counted(&b, ind, p) + ` u WHERE ` + c.lived(&b, "u")
	facts := func(part string, of []terms, s span) string {
		return ` f.*, ` + part + ` AS part FROM counted CROSS JOIN ledger_fact f
			WHERE f.unit = counted.unit AND counted.above >= ` + part + ` AND f.series IN (` + numbers(of...) + `) AND f.day BETWEEN ` + b.add(s.from) + ` AND ` + b.add(s.to)
	}
	all := facts("1", p.all, c.span(ind))
	if ind.denominator != nil {
		all += ` UNION ALL SELECT` + facts("0", []terms{ind.below(p)}, c.stocks)
	}
	return `(WITH counted AS MATERIALIZED (SELECT u.unit, u.above FROM ` + units + `)
		SELECT f.id, f.unit, f.day, CASE ROW_NUMBER() OVER (PARTITION BY f.unit, f.part ORDER BY f.day DESC, f.id) WHEN 1 THEN 1 ELSE 0 END AS quantity,
			f.source_kind, f.source_id, f.reverses, f.reason, f.recorded_at, f.recorder, f.series
		FROM (SELECT` + all + `) f) f WHERE TRUE`, b
}

// standing leaves out what was reversed and what reverses. The id of a reversal
// is that of its fact with /R.
const standing = ` AND f.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_fact x WHERE x.id = f.id || '/R')`

// pickedFacts is FROM and WHERE of the facts with the picked quantity.
func (c circle) pickedFacts(ind *Indicator, p part, n int64) (string, []any) {
	var b binds
	where := c.facts(&b, numbers(p.sum()), c.span(ind)) + standing
	return where + ` AND f.quantity = ` + b.add(n) + ` AND ` + c.lived(&b, "f"), b
}

// whereSources is FROM and WHERE of the facts behind a sum. A percentage
// counts only units that are in its denominator, so only theirs are listed.
func whereSources(ctx context.Context, tx *db.Tx, unit string, ind *Indicator, p part, s span, own bool) (string, []any, error) {
	series := keysOf(p.sum(), ind.denominator)
	nodes, _, err := partition(ctx, tx, []string{unit})
	if err != nil {
		return "", nil, err
	}
	own = own || len(nodes) == 0
	from, args := s.below(own), []any{unit, s.from, s.to}
	if !own {
		args = append(args, s.treeFrom, s.treeTo)
	}
	where := from + ` AND f.series IN (` + db.In(len(args)+1, len(series)) + `)`
	if ind.Type == Ratio && !ind.Part {
		where += ` AND f.unit IN (SELECT f.unit FROM ` + from + ` AND f.series IN (` + numbers(ind.denominator) + `) GROUP BY f.unit HAVING SUM(` + factors(ind.denominator) + ` * f.quantity) <> 0)`
	}
	return where, append(args, db.Anys(series)...), nil
}

// below is FROM and WHERE of all facts of a unit ($1) between two days ($2,
// $3): its own, or those of all units below it in a tree ($4, $5).
func (s span) below(own bool) string {
	if own {
		return `ledger_fact f WHERE f.unit = $1 AND f.day BETWEEN $2 AND $3`
	}
	return `ledger_roll r CROSS JOIN ledger_leaf l CROSS JOIN ledger_fact f
		WHERE r.ancestor = $1 AND ` + s.standing("$4", "$5") + ` AND l.atom = r.atom AND f.unit = l.unit
		  AND f.day BETWEEN $2 AND $3`
}

// numbers lists series; they are the catalogue's.
func numbers(some ...terms) string {
	var all []string
	for _, series := range keysOf(some...) {
		all = append(all, strconv.FormatInt(series, 10))
	}
	return strings.Join(all, ", ")
}

// factors is the factor of a fact's series.
func factors(t terms) string {
	s := "CASE f.series"
	for _, series := range keysOf(t) {
		s += fmt.Sprintf(" WHEN %d THEN %d", series, t[series])
	}
	if len(t) == 0 {
		return "0"
	}
	return s + " ELSE 0 END"
}

func selectSources(ctx context.Context, tx *db.Tx, where string, args []any, cursor string, limit int) (out []Source, err error) {
	q, err := sourcesQuery(where, args, cursor, limit)
	if err != nil {
		return nil, err
	}
	err = tx.Select(ctx, &out, q.text, q.args...)
	return out, err
}

// sourcesQuery reads one row more than the page has, to know of a next one.
func sourcesQuery(where string, args []any, cursor string, limit int) (query, error) {
	after := ""
	if d, id, ok := strings.Cut(cursor, ","); ok {
		after = ` AND (f.day < ` + db.In(len(args)+1, 1) + ` OR (f.day = ` + db.In(len(args)+1, 1) + ` AND f.id > ` + db.In(len(args)+2, 1) + `))`
		args = append(args, d, id)
	} else if cursor != "" {
		return query{}, errs.At("cursor", "error.choice")
	}
	return query{
		`/* ledger.sources */
		SELECT f.id, f.unit, f.day, f.quantity, f.source_kind, f.source_id, f.reverses, f.reason, f.recorded_at, f.recorder, f.series
		FROM ` + where + after + ` ORDER BY f.day DESC, f.id LIMIT ` + db.In(len(args)+1, 1),
		append(args, limit+1),
	}, nil
}

// factsAfter tells whether anything of the series is dated in (after, to].
func factsAfter(ctx context.Context, tx *db.Tx, series []int64, after, to day.Date) (yes bool, err error) {
	if after >= to {
		return false, nil
	}
	q := laterQuery(series, after, to)
	err = tx.Get(ctx, &yes, q.text, q.args...)
	return yes, err
}

// SourceName is how a record behind a fact is called and where it is shown.
type SourceName struct{ Title, URL string }

// Namer names records of one kind by their ids; the domains that post facts
// bring theirs.
type Namer func(ctx context.Context, tx *db.Tx, ids []string) (map[string]SourceName, error)

// Namers by the kind of record.
type Namers map[string]Namer

// Name names the record behind each source, by the source's id: records of two
// kinds may have one id.
func (n Namers) Name(ctx context.Context, tx *db.Tx, sources []Source) (map[string]SourceName, error) {
	facts := map[string]map[string][]string{} // kind, record, facts
	for _, s := range sources {
		if facts[s.Kind] == nil {
			facts[s.Kind] = map[string][]string{}
		}
		facts[s.Kind][s.Record] = append(facts[s.Kind][s.Record], s.ID)
	}
	out := map[string]SourceName{}
	for kind, records := range facts {
		if n[kind] == nil {
			continue
		}
		for _, part := range chunks(slices.Sorted(maps.Keys(records))) {
			named, err := n[kind](ctx, tx, part)
			if err != nil {
				return nil, err
			}
			for record, name := range named {
				for _, fact := range records[record] {
					out[fact] = name
				}
			}
		}
	}
	return out, nil
}

func laterQuery(series []int64, after, to day.Date) query {
	return query{
		`/* ledger.factsAfter */
		SELECT EXISTS (SELECT 1 FROM ledger_fact WHERE series IN (` + db.In(3, len(series)) + `) AND day > $1 AND day <= $2)`,
		append([]any{after, to}, db.Anys(series)...),
	}
}
