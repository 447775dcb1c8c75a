package org

import (
	"context"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// BlocSource is the kind under which the blocs of units post facts.
const BlocSource = "org.bloc"

// blocFrom is the bloc of a unit from a day on.
type blocFrom struct {
	From day.Date `db:"from_day"` // empty: always
	Bloc string   `db:"bloc"`
}

// bookBloc books in which bloc a unit counts, and when: as long as it lives as a
// base union, in the bloc it had on the day. It follows from what is kept and
// from unit.alive, so it is asked again after whatever changes either; what is
// right stays.
func (s *Service) bookBloc(ctx context.Context, tx *db.Tx, unit string) error {
	blocs, err := blocsOf(ctx, tx, unit)
	if err != nil || len(blocs) == 0 {
		return err
	}
	alive, err := s.Ledger.Steps(ctx, tx, unit, "unit.alive")
	if err != nil {
		return err
	}
	act := ledger.Act{Kind: BlocSource, ID: unit, Recorder: auth.From(ctx).Account}
	facts := blocFacts(unit, blocs, alive)
	same, err := s.Ledger.Booked(ctx, tx, act, facts...)
	if err == nil && !same {
		err = s.Ledger.Replace(ctx, tx, act, facts...)
	}
	if err != nil {
		return err
	}
	return setBlocBooked(ctx, tx, unit)
}

// blocFacts goes through the days on which a unit begins, ends or changes its
// bloc, and takes it out of one bloc and into the next.
func blocFacts(unit string, blocs []blocFrom, alive []ledger.Step) (out []ledger.Fact) {
	count, now, is, n := func(bloc string, on day.Date, n int64) {
		if bloc != "" {
			out = append(out, ledger.Fact{Measure: "unit.bloc", Dims: map[string]string{"bloc": bloc}, Unit: unit, Day: on, Quantity: n})
		}
	}, "", "", int64(0)
	for len(alive) > 0 || len(blocs) > 0 {
		var on day.Date
		switch {
		case len(alive) == 0:
			on = blocs[0].From
		case len(blocs) == 0:
			on = alive[0].Day
		default:
			on = day.Min(blocs[0].From, alive[0].Day)
		}
		for len(blocs) > 0 && blocs[0].From <= on {
			is, blocs = blocs[0].Bloc, blocs[1:]
		}
		for len(alive) > 0 && alive[0].Day <= on {
			n, alive = n+alive[0].Quantity, alive[1:]
		}
		next := ""
		if n > 0 {
			next = is
		}
		if next != now {
			count(now, on, -1)
			count(next, on, 1)
			now = next
		}
	}
	return out
}

// setBloc keeps the bloc of a unit from a day on; the first of a unit is always.
func (s *Service) setBloc(ctx context.Context, tx *db.Tx, unit, bloc string, from day.Date) error {
	if err := keepBloc(ctx, tx, unit, bloc, from); err != nil {
		return err
	}
	return s.bookBloc(ctx, tx, unit)
}

// changeBloc keeps that a unit is in another bloc from today on, if it is.
func (s *Service) changeBloc(ctx context.Context, tx *db.Tx, u Unit, was string) error {
	if u.Bloc == was {
		return nil
	}
	return s.setBloc(ctx, tx, u.ID, u.Bloc, tx.Today())
}

// blocsAtOnce is how many units one transaction of BookBlocs books.
const blocsAtOnce = 500

// BookBlocs books the blocs that were kept before blocs counted: once, when a
// database of an earlier version is opened. Interrupted, it goes on.
func (s *Service) BookBlocs(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "org.BookBlocs")
	for {
		var units []string
		if err := s.DB.Read(ctx, func(tx *db.Tx) error {
			units, err = blocsUnbooked(ctx, tx, blocsAtOnce)
			return err
		}); err != nil || len(units) == 0 {
			return err
		}
		if err := s.DB.Write(ctx, func(tx *db.Tx) error {
			for _, u := range units {
				if err := s.bookBloc(ctx, tx, u); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
}

// BlocSources names the units whose blocs are behind figures, for whoever was
// allowed to learn the ids.
func (s *Service) BlocSources(ctx context.Context, tx *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	units, err := s.UnitsByID(ctx, tx, ids)
	out := make(map[string]ledger.SourceName, len(units))
	for id, u := range units {
		out[id] = ledger.SourceName{Title: u.Name, URL: "/units/" + u.Code}
	}
	return out, err
}

func blocsOf(ctx context.Context, tx *db.Tx, unit string) (out []blocFrom, err error) {
	err = tx.Select(ctx, &out, `/* org.blocsOf */ SELECT from_day, bloc FROM org_bloc WHERE unit = $1 ORDER BY from_day`, unit)
	return out, err
}

func keepBloc(ctx context.Context, tx *db.Tx, unit, bloc string, from day.Date) error {
	_, err := tx.Exec(ctx, `/* org.keepBloc */
		INSERT INTO org_bloc (unit, from_day, bloc, booked) VALUES ($1, $2, $3, FALSE)
		ON CONFLICT (unit, from_day) DO UPDATE SET bloc = excluded.bloc, booked = FALSE`, unit, from, bloc)
	return err
}

func setBlocBooked(ctx context.Context, tx *db.Tx, unit string) error {
	_, err := tx.Exec(ctx, `/* org.setBlocBooked */ UPDATE org_bloc SET booked = TRUE WHERE unit = $1 AND NOT booked`, unit)
	return err
}

func blocsUnbooked(ctx context.Context, tx *db.Tx, limit int) (out []string, err error) {
	err = tx.Select(ctx, &out, `/* org.blocsUnbooked */ SELECT DISTINCT unit FROM org_bloc WHERE NOT booked ORDER BY unit LIMIT $1`, limit)
	return out, err
}
