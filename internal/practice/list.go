package practice

import (
	"context"
	"strconv"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Filter narrows a list of practices.
type Filter struct {
	Unit   string // id: owned or taken over by it or a unit below it, as they stand today; empty: all one may read
	Field  string // code
	Query  string // words of title or aim begin with these
	Owner  string // words of the owner's name, or its code
	Shared bool   // only those that are shared
	Cursor string // where the page before ended
	Limit  int    // 0 is 30
}

// Line is a practice in a list.
type Line struct {
	Practice
	UnitName string `db:"unit_name"`
	UnitCode string `db:"unit_code"`
	Adopted  int    `db:"adopted"` // units that have taken it over
	Works    int    `db:"works"`   // where it is said to work
}

// List lists practices the actor may read, the newest first. next is the cursor
// of the page that follows, empty on the last.
func (s *Service) List(ctx context.Context, f Filter) (out []Line, next string, err error) {
	defer errs.Wrap(&err, "practice.List")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, next, err = s.ListIn(ctx, tx, f)
		return err
	})
	return out, next, err
}

// ListIn is List on the caller's snapshot.
func (s *Service) ListIn(ctx context.Context, tx *db.Tx, f Filter) (out []Line, next string, err error) {
	if f.Limit <= 0 {
		f.Limit = 30
	}
	q := &query{}
	q.And(`p.withdrawn_at IS NULL AND p.recorded_at < $n`, tx.Tomorrow())
	if err := s.scoped(ctx, tx, q); err != nil {
		return nil, "", err
	}
	q.filter(tx, f)
	conds := q.Text()
	q.Args = append(q.Args, tx.Tomorrow(), tx.Today(), f.Limit+1)
	n := len(q.Args)
	taken := `FROM practice_adoption t WHERE t.practice = p.id AND t.withdrawn_at IS NULL AND t.recorded_at < ` + db.In(n-2, 1)
	if err := tx.Select(ctx, &out, `/* practice.List */
		SELECT `+practiceColumns+`, u.name AS unit_name, u.code AS unit_code, (SELECT COUNT(*) `+taken+`) AS adopted,
			(SELECT COUNT(*) `+taken+` AND t.state = 'works' AND t.told_on <= `+db.In(n-1, 1)+`) AS works
		FROM practice_practice p JOIN org_unit u ON u.id = p.unit WHERE `+conds+`
		ORDER BY p.recorded_at DESC, p.id DESC LIMIT `+db.In(n, 1), q.Args...); err != nil {
		return nil, "", err
	}
	if len(out) > f.Limit {
		out = out[:f.Limit]
		next = strconv.FormatInt(out[f.Limit-1].RecordedAt, 10) + "," + out[f.Limit-1].ID
	}
	for i := range out {
		if err := complete(ctx, tx, &out[i].Practice); err != nil {
			return nil, "", err
		}
	}
	return out, next, nil
}

// filter narrows to what is asked.
func (q *query) filter(tx *db.Tx, f Filter) {
	if f.Unit != "" {
		const below = `EXISTS (SELECT 1 FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom WHERE l.unit = %s AND r.ancestor = $n AND r.valid_from <= $n)`
		q.And(`(p.unit = $n OR `+strings.Replace(below, "%s", "p.unit", 1)+` OR EXISTS (
			SELECT 1 FROM practice_adoption o WHERE o.practice = p.id AND o.withdrawn_at IS NULL AND (o.unit = $n OR `+strings.Replace(below, "%s", "o.unit", 1)+`)))`,
			f.Unit, f.Unit, tx.Today(), f.Unit, f.Unit, tx.Today())
	}
	if f.Field != "" {
		q.And(`EXISTS (SELECT 1 FROM practice_field k WHERE k.practice = p.id AND k.field = $n)`, f.Field)
	}
	if f.Shared {
		q.And(`p.shared_on <> '' AND p.shared_on <= $n`, tx.Today())
	}
	for _, w := range strings.Fields(search.Fold(f.Query)) {
		q.And(`' ' || p.folded LIKE $n`, "% "+w+"%")
	}
	for _, w := range strings.Fields(search.Fold(f.Owner)) {
		q.And(`EXISTS (SELECT 1 FROM org_unit v WHERE v.id = p.unit AND (' ' || v.folded LIKE $n OR LOWER(v.code) = $n))`, "% "+w+"%", strings.ToLower(strings.TrimSpace(f.Owner)))
	}
	if at, id, ok := strings.Cut(f.Cursor, ","); ok {
		if moment, err := strconv.ParseInt(at, 10, 64); err == nil {
			q.And(`(p.recorded_at, p.id) < ($n, $n)`, moment, id)
		}
	}
}

// AdoptionsOf lists what some units have taken over, of practices the actor may
// read: for the page of a visit after which they did.
func (s *Service) AdoptionsOf(ctx context.Context, tx *db.Tx, units []string) (out []Adoption, err error) {
	if len(units) == 0 {
		return nil, nil
	}
	return s.adoptions(ctx, tx, "a.unit", units)
}

// AdoptionsByID reads adoptions of practices the actor may read.
func (s *Service) AdoptionsByID(ctx context.Context, tx *db.Tx, ids []string) (out []Adoption, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.adoptions(ctx, tx, "a.id", ids)
}

func (s *Service) adoptions(ctx context.Context, tx *db.Tx, column string, values []string) (out []Adoption, err error) {
	q := &query{}
	q.And(`a.withdrawn_at IS NULL AND a.recorded_at < $n`, tx.Tomorrow())
	if err := s.scoped(ctx, tx, q); err != nil {
		return nil, err
	}
	first := len(q.Args) + 1
	q.Args = append(q.Args, db.Anys(values)...)
	err = tx.Select(ctx, &out, `/* practice.adoptions */
		SELECT `+adoptionColumns+` FROM `+adoptionTables+` WHERE `+q.Text()+` AND `+column+` IN (`+db.In(first, len(values))+`)
		ORDER BY a.since DESC, a.id DESC`, q.Args...)
	return out, err
}

// Titles names practices the actor may read, by id.
func (s *Service) Titles(ctx context.Context, tx *db.Tx, ids []string) (map[string]string, error) {
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	q := &query{}
	if err := s.scoped(ctx, tx, q); err != nil {
		return nil, err
	}
	first := len(q.Args) + 1
	q.Conds = append(q.Conds, `p.id IN (`+db.In(first, len(ids))+`)`)
	q.Args = append(q.Args, db.Anys(ids)...)
	return out, tx.Each(ctx, `/* practice.Titles */ SELECT p.id, p.title FROM practice_practice p WHERE `+q.Text(), q.Args,
		func(scan func(...any) error) error {
			var id, title string
			err := scan(&id, &title)
			out[id] = title
			return err
		})
}
