package activity

import (
	"context"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Purpose is what work may be done for: a promise of a higher domain.
type Purpose struct {
	ID    string
	Text  string
	Group string // what it stands in
	Href  string
}

// Purposes are what a higher domain knows of them; all is read and kept in the
// transaction of the record.
type Purposes interface {
	// Offer lists what a record of a unit on a day may be done for, as far as
	// the actor may know of it.
	Offer(ctx context.Context, tx *db.Tx, u org.Unit, on day.Date) ([]Purpose, error)
	// Keep says what a record is done for, "" for nothing. It is Invalid when
	// the record's unit and day do not fit.
	Keep(ctx context.Context, tx *db.Tx, rec Record, purpose string) error
	// Of is what a record is done for; the zero Purpose when for nothing, or
	// nothing the actor may know of.
	Of(ctx context.Context, tx *db.Tx, record string) (Purpose, error)
	// Kept is the id of what a record is done for, whoever asks; "" for nothing.
	Kept(ctx context.Context, tx *db.Tx, record string) (string, error)
}

// Offered lists what a record of a unit, by its code, on a day may be done for;
// of no unit yet, those of the unit one acts for.
func (s *Service) Offered(ctx context.Context, code string, on day.Date) (out []Purpose, err error) {
	defer errs.Wrap(&err, "activity.Offered(%s)", code)
	if s.Purposes == nil {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		u, err := s.Org.Find(ctx, tx, code)
		if errs.Is(err, errs.NotFound) {
			u, err = s.Org.Acting(ctx, tx)
		}
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		out, err = s.Purposes.Offer(ctx, tx, u, on)
		return err
	})
	return out, err
}

// aim keeps what a record is done for. Of a correction that does not tell, what
// was kept is kept, as far as it still fits.
func (s *Service) aim(ctx context.Context, tx *db.Tx, rec Record, purpose *string) error {
	if s.Purposes == nil {
		return nil
	}
	kept, err := s.Purposes.Kept(ctx, tx, rec.ID)
	if err != nil {
		return err
	}
	if purpose != nil && *purpose == "" && kept != "" { // who did not see it has not taken it away
		if p, err := s.Purposes.Of(ctx, tx, rec.ID); err != nil || p.ID == "" {
			return err
		}
	}
	if purpose == nil {
		purpose = &kept
	}
	if *purpose == "" && kept == "" {
		return nil
	}
	return s.Purposes.Keep(ctx, tx, rec, *purpose)
}

// aimsAt tells whether a record is done for what a draft tells, if it does.
func (s *Service) aimsAt(ctx context.Context, tx *db.Tx, record string, purpose *string) (bool, error) {
	if s.Purposes == nil || purpose == nil {
		return true, nil
	}
	kept, err := s.Purposes.Kept(ctx, tx, record)
	return kept == *purpose, err
}
