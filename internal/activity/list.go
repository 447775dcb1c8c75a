package activity

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Filter narrows a list of records.
type Filter struct {
	Unit   string // id: it and all below it
	Kind   string
	From   day.Date
	To     day.Date
	Query  string // words of title, ref or partner begin with these
	Cursor string // where the page before ended
	Limit  int    // 0 is PageSize
}

// until is the last day of the list. Nothing is of a day after today, but where
// the demo's day was moved back (design.md §8).
func (f Filter) until(today day.Date) day.Date {
	if f.To == "" {
		return today
	}
	return day.Min(f.To, today)
}

// PageSize is how many records a list shows at once.
const PageSize = 50

// Line is a record in a list. What is private is masked.
type Line struct {
	Record
	UnitCode string `db:"unit_code"`
	UnitName string `db:"unit_name"`
	// UnitEnded is the unit's last day; empty while it lives.
	UnitEnded day.Date `db:"unit_ended"`
	By        string   `db:"by_name"`
}

// List lists records the actor may read, newest day first. next is the cursor
// of the page that follows, empty on the last.
func (s *Service) List(ctx context.Context, f Filter) (out []Line, next string, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, next, err = s.ListIn(ctx, tx, f)
		return err
	})
	return out, next, err
}

// ListIn is List on the caller's snapshot.
func (s *Service) ListIn(ctx context.Context, tx *db.Tx, f Filter) (out []Line, next string, err error) {
	defer errs.Wrap(&err, "activity.List")
	if f.Limit <= 0 {
		f.Limit = PageSize
	}
	q, err := s.listed(ctx, tx, f)
	if err != nil {
		return nil, "", err
	}
	ids, args := q.newest(f.Limit + 1)
	if out, err = selectLines(ctx, tx, ids, args); err != nil {
		return nil, "", err
	}
	s.maskLines(out)
	if len(out) > f.Limit {
		out = out[:f.Limit]
		next = string(out[f.Limit-1].Day) + "," + out[f.Limit-1].ID
	}
	return out, next, err
}

func (s *Service) maskLines(lines []Line) {
	for i := range lines {
		if k := s.Kinds.ByCode(lines[i].Kind); k != nil {
			lines[i].Fields = k.masked(lines[i].Fields)
		}
	}
}

// query is which records are asked for: SQL over activity_record r.
type query struct {
	conds []string
	args  []any
	units []string // the few units in which all of them stand; nil for many
}

// and narrows the query; "$n" in the condition stands for the value.
func (q *query) and(cond string, v any) {
	q.args = append(q.args, v)
	q.conds = append(q.conds, strings.ReplaceAll(cond, "$n", db.In(len(q.args), 1)))
}

// after goes on where the page before ended; a cursor of nonsense is none.
func (q *query) after(compare, cursor string) {
	if d, id, ok := strings.Cut(cursor, ","); ok {
		q.args = append(q.args, d, id)
		q.conds = append(q.conds, compare+`(`+db.In(len(q.args)-1, 2)+`)`)
	}
}

func (q *query) where() string {
	if len(q.conds) == 0 {
		return "TRUE"
	}
	return strings.Join(q.conds, " AND ")
}

// few is up to how many units each is asked by itself.
const few = 24

// listed is the query of a filter in the scope of the actor. A list can never
// leak: the scope is in it.
func (s *Service) listed(ctx context.Context, tx *db.Tx, f Filter) (*query, error) {
	q := &query{}
	if f.Kind != "" {
		q.and(`r.kind = $n`, f.Kind)
	}
	if f.From != "" {
		q.and(`r.day >= $n`, f.From)
	}
	q.and(`r.day <= $n`, f.until(tx.Today()))
	for _, w := range strings.Fields(search.Fold(f.Query)) {
		q.and(`' ' || r.search LIKE $n`, "% "+w+"%") // folded words hold letters and digits only
	}
	q.after(`(r.day, r.id) < `, f.Cursor)
	return q, s.scoped(ctx, tx, q, f.Unit)
}

// scoped narrows a query to the actor's scope and to a unit and all below it.
// Where that is a few units they are named: each has its own end of an index.
func (s *Service) scoped(ctx context.Context, tx *db.Tx, q *query, unit string) error {
	scope := s.Org.Guard.Scope(ctx, Read)
	if unit != "" {
		asked := auth.Scope{Roots: []string{unit}}
		units, err := unitsOf(ctx, tx, []auth.Scope{scope, asked}, few+1)
		if err != nil {
			return err
		}
		if len(units) <= few {
			q.units = append([]string{}, units...)
			return nil
		}
		q.under(asked)
	} else if !scope.All {
		units, err := unitsOf(ctx, tx, []auth.Scope{scope}, few+1)
		if err != nil {
			return err
		}
		if len(units) <= few {
			q.units = append([]string{}, units...)
			return nil
		}
	}
	q.under(scope)
	return nil
}

// under narrows to the units that stand, or ever stood, at or below the roots.
// They are made once for the whole query, not looked up for each record.
func (q *query) under(scope auth.Scope) {
	if scope.All {
		return
	}
	sql, args := unitsUnder(len(q.args)+1, scope)
	q.args = append(q.args, args...)
	q.conds = append(q.conds, `r.unit || '' IN (`+sql+`)`) // an expression: no plan begins with all the units
}

// newest makes the query of the first lines, newest day first.
func (q *query) newest(limit int) (string, []any) {
	args := append(slices.Clone(q.args), limit)
	top := ` ORDER BY r.day DESC, r.id DESC LIMIT ` + db.In(len(args), 1)
	if q.units == nil {
		return `/* activity.newest */ SELECT r.id FROM activity_record r WHERE ` + q.where() + top, args
	}
	var each []string
	for _, u := range q.units {
		args = append(args, u)
		each = append(each, `/* activity.newest unit */ SELECT * FROM (SELECT r.day, r.id FROM activity_record r WHERE r.unit = `+db.In(len(args), 1)+` AND `+q.where()+top+`) o`)
	}
	if len(each) == 0 {
		return `/* activity.newest none */ SELECT r.id FROM activity_record r WHERE FALSE AND ` + q.where() + top, args
	}
	return `/* activity.newest few */ SELECT r.id FROM (` + strings.Join(each, ` UNION ALL `) + `) r` + top, args
}

// everywhere makes the condition for reading all of the records.
func (q *query) everywhere() (string, []any) {
	if q.units == nil {
		return q.where(), q.args
	}
	args := append(slices.Clone(q.args), db.Anys(q.units)...)
	return q.where() + ` AND r.unit IN (` + db.In(len(q.args)+1, len(q.units)) + `)`, args
}

// unitsUnder is the SQL of the ids of units in a scope that does not hold all:
// those ledger.Under tells one by one.
func unitsUnder(first int, scope auth.Scope) (string, []any) {
	in := db.In(first, len(scope.Roots))
	return `/* activity.unitsUnder */ SELECT ru.id FROM org_unit ru WHERE ru.id IN (` + in + `) UNION ALL
		SELECT sl.unit FROM ledger_roll sr JOIN ledger_leaf sl ON sl.atom = sr.atom WHERE sr.ancestor IN (` + in + `)`, db.Anys(scope.Roots)
}

// unitsOf lists units that are in all of some scopes.
func unitsOf(ctx context.Context, tx *db.Tx, scopes []auth.Scope, limit int) (ids []string, err error) {
	var conds []string
	var args []any
	for _, scope := range scopes {
		if scope.All {
			continue
		}
		sql, more := unitsUnder(len(args)+1, scope)
		conds, args = append(conds, `u.id IN (`+sql+`)`), append(args, more...)
	}
	err = tx.Select(ctx, &ids, `/* activity.unitsOf */ SELECT u.id FROM org_unit u WHERE `+strings.Join(conds, " AND ")+
		` LIMIT `+db.In(len(args)+1, 1), append(args, limit)...)
	return ids, err
}

// Sources names the records behind facts.
func (s *Service) Sources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return sourceNames(ctx, tx, ids)
}
