package activity

import (
	"context"
	"errors"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Trial is a draft that is tried without being kept.
type Trial struct {
	Draft   Draft
	Record  string // id of the record it would change; empty for a new one
	Version int
	Unit    string // id of the unit whose figures are asked
}

// Effect is what saving a draft does to one figure.
type Effect struct {
	Before ledger.Figure
	After  *ledger.Figure // nil while the draft cannot be saved
}

// errDrop undoes a trial.
var errDrop = errors.New("activity: a trial is not kept")

// Preview tells what saving a draft would do to the figures of a unit for the
// year of its day. It is no estimate: the draft is saved, the figures are read
// and all is undone, so that levels, shares and distinct counts are right too.
// A draft that cannot be saved yet gives the figures as they stand.
func (s *Service) Preview(ctx context.Context, t Trial) (period ledger.Period, out []Effect, err error) {
	defer errs.Wrap(&err, "activity.Preview(%s)", t.Draft.Kind)
	t.Draft.trial = true
	var q ledger.Query
	ready := false
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if err := s.Org.Guard.Read(ctx, tx, Read, t.Unit); err != nil {
			return err
		}
		if q, ready, err = s.touched(ctx, tx, t); err != nil {
			return err
		}
		out, err = s.before(ctx, tx, q)
		return err
	})
	if err != nil || !ready || len(out) == 0 {
		return q.Period, out, err
	}
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if out, err = s.try(ctx, tx, t, q); err != nil {
			return err
		}
		return errDrop
	})
	if errors.Is(err, errDrop) {
		err = nil
	}
	return q.Period, out, err
}

// touched asks for the indicators the kind's posts count in, and tells whether
// the draft could be saved.
func (s *Service) touched(ctx context.Context, tx *db.Tx, t Trial) (q ledger.Query, ready bool, err error) {
	c, err := s.check(ctx, tx, t.Draft)
	if c.kind == nil || (err != nil && !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.Denied)) {
		return q, false, err
	}
	on := c.rec.Day
	if on == "" || on > tx.Today() {
		on = tx.Today()
	}
	q = ledger.Query{Units: []string{t.Unit}, Period: ledger.Year(on.Year()), Tree: ledger.Then}
	moves, e := s.Org.Ledger.Catalogue.Moves(c.kind.facts(s.Org, c.unit, on, c.kind.exemplary(c.rec.Fields))...)
	for _, m := range moves {
		q.Indicators = append(q.Indicators, m.Indicator)
	}
	return q, err == nil, e
}

// exemplary completes values so that facts can be made of them: what is not
// chosen yet is the first choice.
func (k *Kind) exemplary(f Fields) Fields {
	out := Fields{}
	for _, field := range k.Fields {
		out[field.Name] = f[field.Name]
		if field.Type == ChoiceType && out[field.Name] == "" {
			out[field.Name] = field.Choices[0].Value
		}
	}
	return out
}

func (s *Service) before(ctx context.Context, tx *db.Tx, q ledger.Query) (out []Effect, err error) {
	figures, err := s.Org.Ledger.Figures(ctx, tx, q)
	for _, f := range figures {
		out = append(out, Effect{Before: f})
	}
	return out, err
}

// try saves the draft inside a transaction that is to be undone.
func (s *Service) try(ctx context.Context, tx *db.Tx, t Trial, q ledger.Query) ([]Effect, error) {
	out, err := s.before(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	refused, err := tx.Try(ctx, func() error {
		if t.Record == "" {
			_, err := s.RecordIn(ctx, tx, t.Draft)
			return err
		}
		_, err := s.changeIn(ctx, tx, t.Record, t.Version, t.Draft, "–")
		return err
	})
	if refused != nil && errs.Is(refused, errs.Internal) {
		err = refused
	}
	if err != nil || refused != nil { // the form says why when it is sent
		return out, err
	}
	after, err := s.Org.Ledger.Figures(ctx, tx, q)
	for i := range after {
		out[i].After = &after[i]
	}
	return out, err
}

// Moved lists what a record did to the indicators it counts in: its own
// contribution. Of a withdrawn record there is none.
func (s *Service) Moved(k *Kind, u org.Unit, on day.Date, values Fields) ([]ledger.Move, error) {
	moves, err := s.Org.Ledger.Catalogue.Moves(k.facts(s.Org, u, on, values)...)
	return slices.DeleteFunc(moves, func(m ledger.Move) bool { return m.Numerator == 0 && m.Denominator == 0 }), err
}

// Today is the day on which forms begin.
func (s *Service) Today() day.Date { return s.DB.Clock.Today() }
