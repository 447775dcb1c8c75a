package activity

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// View is a record with what its page shows around it.
type View struct {
	Record
	KindRule *Kind
	UnitRow  org.Unit
	Changes  []Change            // oldest first
	Names    map[string]string   // of accounts: who recorded, who changed
	MayWrite bool                // and there is something to change: it was not withdrawn
	Units    map[string]org.Unit // the record's and those it stood in before
}

// Show reads a record; out of scope it is not found.
func (s *Service) Show(ctx context.Context, id string) (v View, err error) {
	defer errs.Wrap(&err, "activity.Show(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if v.Record, err = recordByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Org.Guard.Read(ctx, tx, Read, v.Unit); err != nil {
			return err
		}
		v.KindRule = s.Kinds.Find(v.Kind)
		if v.Changes, err = changesOf(ctx, tx, id); err != nil {
			return err
		}
		if err := s.addUnits(ctx, tx, &v); err != nil {
			return err
		}
		if v.Names, err = s.names(ctx, tx, v); err != nil {
			return err
		}
		v.MayWrite, err = s.mayWrite(ctx, tx, v.UnitRow)
		v.MayWrite = v.MayWrite && v.WithdrawnAt == nil
		return err
	})
	return v, err
}

func (s *Service) addUnits(ctx context.Context, tx *db.Tx, v *View) (err error) {
	v.Units = map[string]org.Unit{}
	for _, id := range append(formerUnits(v.Changes), v.Unit) {
		if v.Units[id], err = s.Org.UnitByID(ctx, tx, id); err != nil {
			return err
		}
	}
	v.UnitRow = v.Units[v.Unit]
	return nil
}

func formerUnits(changes []Change) (ids []string) {
	for _, c := range changes {
		ids = append(ids, c.Unit)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (s *Service) names(ctx context.Context, tx *db.Tx, v View) (map[string]string, error) {
	ids := []string{v.Recorder}
	for _, c := range v.Changes {
		ids = append(ids, c.By)
	}
	return auth.Names(ctx, tx, ids)
}

// Filter narrows a list of records.
type Filter struct {
	Unit   string // id: it and all below it
	Kind   string
	From   day.Date
	To     day.Date
	Cursor string // where the page before ended
	Limit  int    // 0 is PageSize
}

// PageSize is how many records a list shows at once.
const PageSize = 50

// Line is a record in a list.
type Line struct {
	Record
	UnitCode string `db:"unit_code"`
	UnitName string `db:"unit_name"`
	By       string `db:"by_name"`
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
	cond, args := ledger.Under("r.unit", 1, s.Org.Guard.Scope(ctx, Read))
	add := func(sql string, v any) {
		args = append(args, v)
		cond += " AND " + strings.ReplaceAll(sql, "$n", db.In(len(args), 1))
	}
	if f.Unit != "" {
		add(`(r.unit = $n OR EXISTS (SELECT 1 FROM ledger_leaf fl JOIN ledger_roll fr ON fr.atom = fl.atom WHERE fl.unit = r.unit AND fr.ancestor = $n))`, f.Unit)
	}
	if f.Kind != "" {
		add(`r.kind = $n`, f.Kind)
	}
	if f.From != "" {
		add(`r.day >= $n`, f.From)
	}
	if f.To != "" {
		add(`r.day <= $n`, f.To)
	}
	if d, id, ok := strings.Cut(f.Cursor, ","); ok {
		add(`r.day <= $n`, d)
		args = append(args, d, id)
		n := len(args)
		cond += ` AND (r.day < ` + db.In(n-1, 1) + ` OR r.id < ` + db.In(n, 1) + `)`
	}
	if out, err = selectLines(ctx, tx, cond, args, f.Limit+1); err != nil {
		return nil, "", err
	}
	if len(out) > f.Limit {
		out = out[:f.Limit]
		next = string(out[f.Limit-1].Day) + "," + out[f.Limit-1].ID
	}
	return out, next, err
}

// Sources names the records behind facts.
func (s *Service) Sources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	return sourceNames(ctx, tx, ids)
}
