package agreement

import (
	"context"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
	"donghanh/internal/practice"
)

// scopedVisits narrows to visits with a host or guest in the actor's scope, and
// those under agreements the actor may read.
func (s *Service) scopedVisits(ctx context.Context, q *query) {
	scope := s.Org.Guard.Scope(ctx, Read)
	switch {
	case scope.All:
		return
	case scope.Empty():
		q.And(`1 = 0`)
		return
	}
	side, args := ledger.Under("g.unit", len(q.Args)+1, scope)
	q.Args = append(q.Args, args...)
	party, args := ledger.Under("p.unit", len(q.Args)+1, scope)
	q.Args = append(q.Args, args...)
	q.Conds = append(q.Conds, `(EXISTS (SELECT 1 FROM agreement_visit_side g WHERE g.visit = v.id AND g.unit IS NOT NULL AND `+side+`)
		OR EXISTS (SELECT 1 FROM agreement_party p WHERE p.agreement = v.agreement AND p.unit IS NOT NULL AND `+party+`))`)
}

// readableVisit reads a visit the actor may read; others are not found.
func (s *Service) readableVisit(ctx context.Context, tx *db.Tx, id string) (v Visit, err error) {
	q := &query{}
	q.And(`v.id = $n`, id)
	s.scopedVisits(ctx, q)
	var there bool
	if err := tx.Get(ctx, &there, `/* agreement.readableVisit */
		SELECT EXISTS (SELECT 1 FROM agreement_visit v WHERE `+q.Text()+`)`, q.Args...); err != nil {
		return v, err
	}
	if !there {
		return v, errs.New(errs.NotFound, "error.notfound")
	}
	return visitByID(ctx, tx, id)
}

// ownVisit reads a visit the actor keeps; one that was withdrawn is a Conflict.
func (s *Service) ownVisit(ctx context.Context, tx *db.Tx, id string) (v Visit, err error) {
	if v, err = s.readableVisit(ctx, tx, id); err != nil {
		return v, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Write, Read, v.Unit); err != nil {
		if errs.Is(err, errs.NotFound) { // who reads it for another side is told no
			err = errs.New(errs.Denied, "agreement.visit.kept")
		}
		return v, err
	}
	if v.WithdrawnAt != nil {
		return v, errs.New(errs.Conflict, "agreement.visit.withdrawn")
	}
	return v, nil
}

// sharedVisit reads a visit for whoever writes for one of its hosts or guests:
// they ask and answer.
func (s *Service) sharedVisit(ctx context.Context, tx *db.Tx, id string) (v Visit, err error) {
	if v, err = s.readableVisit(ctx, tx, id); err != nil {
		return v, err
	}
	if _, err := s.writesFor(ctx, tx, v.units()); err != nil {
		return v, err
	}
	if v.WithdrawnAt != nil {
		return v, errs.New(errs.Conflict, "agreement.visit.withdrawn")
	}
	return v, nil
}

// VisitFilter narrows a list of visits.
type VisitFilter struct {
	Unit   string // id: with it or a unit below it, as they stand today, as host or guest; empty: all in scope
	Role   VisitRole
	Query  string // words of title, place or a side's name begin with these
	Cursor string
	Limit  int // 0 is 30
}

// VisitLine is a visit in a list.
type VisitLine struct {
	Visit
	State      VisitState
	Topics     int
	Unanswered int
}

// Visits lists visits the actor may read, the newest first. next is the cursor of
// the page that follows, empty on the last.
func (s *Service) Visits(ctx context.Context, f VisitFilter) (out []VisitLine, next string, err error) {
	defer errs.Wrap(&err, "agreement.Visits")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, next, err = s.VisitsIn(ctx, tx, f)
		return err
	})
	return out, next, err
}

// VisitsIn is Visits on the caller's snapshot.
func (s *Service) VisitsIn(ctx context.Context, tx *db.Tx, f VisitFilter) (out []VisitLine, next string, err error) {
	if f.Limit <= 0 {
		f.Limit = 30
	}
	q := s.listedVisits(ctx, tx, f)
	q.Args = append(q.Args, f.Limit+1)
	var visits []Visit
	if err := tx.Select(ctx, &visits, `/* agreement.Visits */
		SELECT `+visitColumns+` FROM agreement_visit v WHERE `+q.Text()+`
		ORDER BY v.on_day DESC, v.id DESC LIMIT `+db.In(len(q.Args), 1), q.Args...); err != nil {
		return nil, "", err
	}
	if len(visits) > f.Limit {
		visits = visits[:f.Limit]
		next = string(visits[f.Limit-1].First()) + "," + visits[f.Limit-1].ID
	}
	if err := sidesOf(ctx, tx, visits); err != nil {
		return nil, "", err
	}
	for _, v := range visits {
		out = append(out, VisitLine{Visit: v, State: v.StateOn(tx.Today())})
	}
	return out, next, countTopics(ctx, tx, out)
}

func (s *Service) listedVisits(ctx context.Context, tx *db.Tx, f VisitFilter) *query {
	q := &query{}
	q.And(`v.withdrawn_at IS NULL AND v.recorded_at < $n`, tx.Tomorrow())
	s.scopedVisits(ctx, q)
	if f.Unit != "" {
		q.And(`EXISTS (SELECT 1 FROM agreement_visit_side g WHERE g.visit = v.id AND ($n = '' OR g.role = $n) AND (g.unit = $n OR EXISTS (
			SELECT 1 FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom WHERE l.unit = g.unit AND r.ancestor = $n AND r.valid_from <= $n)))`,
			string(f.Role), string(f.Role), f.Unit, f.Unit, tx.Today())
	}
	for _, w := range strings.Fields(search.Fold(f.Query)) {
		w = "% " + w + "%"
		q.And(`(' ' || v.folded LIKE $n OR EXISTS (
			SELECT 1 FROM agreement_visit_side g LEFT JOIN agreement_partner o ON o.id = g.partner LEFT JOIN org_unit u ON u.id = g.unit
			WHERE g.visit = v.id AND (' ' || o.folded LIKE $n OR ' ' || u.folded LIKE $n)))`, w, w, w)
	}
	if on, id, ok := strings.Cut(f.Cursor, ","); ok {
		q.And(`(v.on_day, v.id) < ($n, $n)`, on, id)
	}
	return q
}

// VisitCard is all there is to know of a visit.
type VisitCard struct {
	Visit
	On        day.Date // today
	State     VisitState
	Keeper    org.Unit
	Under     *Agreement // the agreement, for whoever may read it
	Topics    []Topic
	Files     []blob.Info
	Adoptions []practice.Adoption // taken over after it
	Offers    []practice.Adoption // of its units, that could be named
	Changes   []VisitChange       // newest first
	MayWrite  bool                // the whole
	MayTalk   bool                // topics and answers
}

// VisitChange is a version that was left, and why.
type VisitChange struct {
	Version int    `db:"version"`
	Reason  string `db:"reason"`
	By      string `db:"by"`
	At      int64  `db:"at"`
}

// OpenVisit reads a visit for a page; out of scope it is not found.
func (s *Service) OpenVisit(ctx context.Context, id string) (c VisitCard, err error) {
	defer errs.Wrap(&err, "agreement.OpenVisit(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err = s.OpenVisitIn(ctx, tx, id)
		return err
	})
	return c, err
}

// OpenVisitIn is OpenVisit on the caller's snapshot.
func (s *Service) OpenVisitIn(ctx context.Context, tx *db.Tx, id string) (c VisitCard, err error) {
	if c.Visit, err = s.readableVisit(ctx, tx, id); err != nil {
		return c, err
	}
	c.On, c.State = tx.Today(), c.StateOn(tx.Today())
	for _, read := range []func() error{
		func() error { c.Keeper, err = s.Org.UnitByID(ctx, tx, c.Unit); return err },
		func() error { return s.visitAgreement(ctx, tx, &c) },
		func() error { c.Topics, err = s.topics(ctx, tx, c.Visit); return err },
		func() error { c.Files, err = infosOf(ctx, tx, c.Visit.Files); return err },
		func() error { return s.visitAdoptions(ctx, tx, &c) },
		func() error { return s.visitRights(ctx, tx, &c) },
		func() error {
			return tx.Select(ctx, &c.Changes, `/* agreement.OpenVisit changes */
				SELECT version, reason, by, at FROM agreement_visit_change WHERE visit = $1 AND at < $2 ORDER BY version DESC`, id, tx.Tomorrow())
		},
	} {
		if err := read(); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (s *Service) visitAgreement(ctx context.Context, tx *db.Tx, c *VisitCard) error {
	if c.Agreement == nil {
		return nil
	}
	a, err := s.readable(ctx, tx, *c.Agreement)
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	c.Under = &a
	return err
}

func (s *Service) visitRights(ctx context.Context, tx *db.Tx, c *VisitCard) (err error) {
	if c.WithdrawnAt != nil {
		return nil
	}
	if c.MayWrite, err = s.Org.Guard.Can(ctx, tx, Write, c.Unit); err != nil {
		return err
	}
	_, err = s.writesFor(ctx, tx, c.units())
	c.MayTalk = err == nil
	if errs.Is(err, errs.Denied) {
		err = nil
	}
	return err
}

// visitAdoptions are the practices that were taken over after the visit, and
// those its units have taken over at all.
func (s *Service) visitAdoptions(ctx context.Context, tx *db.Tx, c *VisitCard) error {
	if s.Practice == nil {
		return nil
	}
	var ids []string
	err := tx.Select(ctx, &ids, `/* agreement.visitAdoptions */ SELECT adoption FROM agreement_visit_adoption WHERE visit = $1 ORDER BY adoption`, c.ID)
	if err != nil {
		return err
	}
	if c.Adoptions, err = s.Practice.AdoptionsByID(ctx, tx, ids); err != nil {
		return err
	}
	c.Offers, err = s.Practice.AdoptionsOf(ctx, tx, c.units())
	return err
}

// WritesFor tells whether the actor writes for a unit.
func (s *Service) WritesFor(ctx context.Context, unit string) (yes bool, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		yes, err = s.Org.Guard.Can(ctx, tx, Write, unit)
		return err
	})
	return yes, err
}
