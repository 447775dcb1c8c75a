package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// mostPositions is how many fields, or commitments of one, there may be.
const mostPositions = 100

// SaveField writes a field of cooperation: a new one when f has no id.
func (s *Service) SaveField(ctx context.Context, agreement string, f Field) (_ Field, err error) {
	defer errs.Wrap(&err, "agreement.SaveField(%s)", agreement)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		f, err = s.SaveFieldIn(ctx, tx, agreement, f)
		return err
	})
	return f, err
}

// SaveFieldIn is SaveField inside the caller's transaction.
func (s *Service) SaveFieldIn(ctx context.Context, tx *db.Tx, agreement string, f Field) (Field, error) {
	a, err := s.own(ctx, tx, agreement)
	if err != nil {
		return f, err
	}
	var faults errs.List
	f.Heading, f.Agreement = line(f.Heading), agreement
	need(&faults, "heading", f.Heading, maxTitle)
	fields, err := fieldsOf(ctx, tx, agreement)
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(fields, func(o Field) bool { return o.ID == f.ID })
	if made := slices.IndexFunc(fields, func(o Field) bool { return f.Once != "" && o.ID == f.Once }); f.ID == "" && made >= 0 {
		return fields[made], nil
	}
	switch {
	case f.ID != "" && i < 0:
		return f, errs.New(errs.NotFound, "error.notfound")
	case f.ID == "" && len(fields) >= mostPositions:
		faults.Add(errs.At("heading", "agreement.many", errs.Args{"max": mostPositions}))
	}
	if err := faults.Err(); err != nil {
		return f, err
	}
	if i >= 0 {
		f.Position = fields[i].Position
		err = renameField(ctx, tx, f)
	} else {
		if f.ID = f.Once; f.ID == "" {
			f.ID = db.NewID()
		}
		f.Position = nextField(fields)
		err = insertField(ctx, tx, f)
	}
	if err != nil {
		return f, err
	}
	return f, s.note(ctx, tx, "agreement.field", a, "")
}

// nextField is the place behind the last field: one between may have been
// dropped.
func nextField(fields []Field) int {
	if len(fields) == 0 {
		return 1
	}
	return fields[len(fields)-1].Position + 1
}

// Promise is a commitment as somebody writes it.
type Promise struct {
	Commitment
	Counted string // unit whose figure it is, as typed; empty: the side's own
	Once    string // id of a new one, made by the form, so that a double click makes one
	Was     string // stamp of it as the form showed it; empty: whatever it is now
}

// SaveCommitment writes a commitment: a new one when it has no id. Its duties
// follow; those that have come out stay as they are.
func (s *Service) SaveCommitment(ctx context.Context, agreement string, p Promise) (c Commitment, err error) {
	defer errs.Wrap(&err, "agreement.SaveCommitment(%s)", agreement)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		c, err = s.SaveCommitmentIn(ctx, tx, agreement, p)
		return err
	})
	return c, err
}

// SaveCommitmentIn is SaveCommitment inside the caller's transaction.
func (s *Service) SaveCommitmentIn(ctx context.Context, tx *db.Tx, agreement string, p Promise) (c Commitment, err error) {
	a, err := s.own(ctx, tx, agreement)
	if err != nil {
		return c, err
	}
	there, err := commitmentsOf(ctx, tx, agreement)
	if err != nil {
		return c, err
	}
	if i := slices.IndexFunc(there, func(o Commitment) bool { return o.ID == p.Once }); p.ID == "" && i >= 0 {
		return there[i], nil
	}
	if c, err = s.promised(ctx, tx, a, p, there); err != nil {
		return c, err
	}
	if p.ID != "" {
		old := there[slices.IndexFunc(there, func(o Commitment) bool { return o.ID == p.ID })]
		switch {
		case c.Stamp() == old.Stamp():
			return c, nil // a double click
		case p.Was != "" && p.Was != old.Stamp():
			return c, errs.New(errs.Conflict, "error.conflict")
		}
		err = updateCommitment(ctx, tx, c)
	} else {
		if c.ID = p.Once; c.ID == "" {
			c.ID = db.NewID()
		}
		err = insertCommitment(ctx, tx, c)
	}
	if err != nil {
		return c, err
	}
	if err := s.note(ctx, tx, "agreement.commitment", a, ""); err != nil {
		return c, err
	}
	return c, s.settle(ctx, tx, a)
}

// DropCommitment ends a commitment for a reason. In a draft it is gone; of a
// signed agreement what is open of it is waived.
func (s *Service) DropCommitment(ctx context.Context, agreement, id, reason string) (err error) {
	defer errs.Wrap(&err, "agreement.DropCommitment(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.own(ctx, tx, agreement)
		if err != nil {
			return err
		}
		there, err := commitmentsOf(ctx, tx, agreement)
		i := slices.IndexFunc(there, func(o Commitment) bool { return o.ID == id })
		if err == nil && i < 0 {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		if a.SignedOn == "" {
			if err := deleteCommitment(ctx, tx, id); err != nil {
				return err
			}
			return s.note(ctx, tx, "agreement.commitment.drop", a, "")
		}
		c := there[i]
		if c.DroppedOn != "" {
			return nil // a double click
		}
		var faults errs.List
		checkReason(&faults, true, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		c.DroppedOn, c.DropReason = tx.Today(), line(reason)
		if err := updateCommitment(ctx, tx, c); err != nil {
			return err
		}
		if err := s.note(ctx, tx, "agreement.commitment.drop", a, line(reason)); err != nil {
			return err
		}
		return s.settle(ctx, tx, a)
	})
}

// DropField takes an empty field of a draft away.
func (s *Service) DropField(ctx context.Context, agreement, id string) (err error) {
	defer errs.Wrap(&err, "agreement.DropField(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.own(ctx, tx, agreement)
		if err != nil {
			return err
		}
		there, err := commitmentsOf(ctx, tx, agreement)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(there, func(c Commitment) bool { return c.Field == id }) {
			return errs.New(errs.Conflict, "agreement.field.used")
		}
		n, err := deleteField(ctx, tx, agreement, id)
		if err == nil && n == 0 {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		return s.note(ctx, tx, "agreement.field.drop", a, "")
	})
}
