package activity

import (
	"context"
	"maps"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Record records a piece of work and books its figures. The same draft again
// (a double click, the same ref of the unit) returns what was recorded; a
// different one under the same id or ref is a Conflict.
func (s *Service) Record(ctx context.Context, d Draft) (rec Record, err error) {
	record := func(tx *db.Tx) error {
		rec, err = s.RecordIn(ctx, tx, d)
		return err
	}
	err = s.DB.Write(ctx, record)
	if e := errs.Of(err); err != nil && e.Key == "error.exists" {
		err = s.DB.Write(ctx, record) // the other click was faster by a hair: find what it recorded
	}
	return rec, err
}

// RecordIn is Record inside the caller's transaction, for imports.
func (s *Service) RecordIn(ctx context.Context, tx *db.Tx, d Draft) (rec Record, err error) {
	defer errs.Wrap(&err, "activity.Record(%s)", d.Kind)
	c, err := s.check(ctx, tx, d)
	rec = c.rec
	if err == nil {
		if old, found, err := recordedBefore(ctx, tx, rec); err != nil || found {
			return s.sameOr(ctx, tx, old, rec, err)
		}
	}
	if err = s.lateReason(ctx, tx, err, rec, d.Reason); err != nil {
		return rec, err
	}
	if rec.ID == "" {
		rec.ID = db.NewID()
	}
	if err := insertRecord(ctx, tx, rec); err != nil {
		return rec, err
	}
	if err := s.keepNamed(ctx, tx, c.kind, rec); err != nil {
		return rec, err
	}
	act := ledger.Act{Kind: Source, ID: rec.ID, Recorder: rec.Recorder, Reason: visible(d.Reason)}
	if err := s.Org.Ledger.Post(ctx, tx, act, c.kind.facts(s.Org, c.unit, rec.Day, rec.Fields)...); err != nil {
		return rec, err
	}
	if err := s.aim(ctx, tx, rec, d.Purpose); err != nil {
		return rec, err
	}
	return rec, note(ctx, tx, "activity.record", rec, d.Reason)
}

// lateReason adds what is wrong with the reason to what else is wrong with a
// new record.
func (s *Service) lateReason(ctx context.Context, tx *db.Tx, err error, rec Record, reason string) error {
	if err != nil && !errs.Is(err, errs.Invalid) {
		return err
	}
	fault, e := s.checkSigned(ctx, tx, rec.Unit, rec.Day, reason)
	if e != nil {
		return e
	}
	if fault == nil {
		fault = checkLength("reason", visible(reason), maxReason)
	}
	return adding(err, fault)
}

// keepNamed takes what a record names into its register: an employer nobody
// has named before, the files that hang on the record.
func (s *Service) keepNamed(ctx context.Context, tx *db.Tx, k *Kind, rec Record) error {
	for _, f := range k.Fields {
		switch v := rec.Fields[f.Name]; {
		case v == "":
		case f.Type == EmployerField:
			if err := s.Org.KeepEmployer(ctx, tx, v); err != nil {
				return err
			}
		case f.Attached():
			if err := attach(ctx, tx, rec.ID, rec.Fields.Files(f.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// recordedBefore finds the record of the same id, or of the same ref of the unit.
func recordedBefore(ctx context.Context, tx *db.Tx, rec Record) (old Record, found bool, err error) {
	err = errs.New(errs.NotFound, "error.notfound")
	if rec.ID != "" {
		old, err = recordByID(ctx, tx, rec.ID)
	}
	if rec.Ref != "" && errs.Is(err, errs.NotFound) {
		old, err = recordByRef(ctx, tx, rec.Unit, rec.Ref)
	}
	if errs.Is(err, errs.NotFound) && db.ValidID(rec.Ref) { // a record without a ref is exported by its id
		if old, err = recordByID(ctx, tx, rec.Ref); err == nil && old.Unit != rec.Unit {
			err = errs.New(errs.NotFound, "error.notfound")
		}
	}
	if errs.Is(err, errs.NotFound) {
		return old, false, nil
	}
	return old, err == nil, err
}

// sameOr returns the old record when the new one says the same, else refuses:
// at the ref when that is what they share. Whoever may not read the old one
// learns nothing of it.
func (s *Service) sameOr(ctx context.Context, tx *db.Tx, old, fresh Record, err error) (Record, error) {
	if err != nil {
		return old, err
	}
	if err := s.Org.Guard.Read(ctx, tx, Read, old.Unit); err != nil {
		return old, err
	}
	if old.WithdrawnAt == nil {
		if same, err := s.sameWork(ctx, tx, old, fresh); err != nil || same {
			return old, err
		}
	}
	if old.ID == fresh.ID {
		return old, errs.New(errs.Conflict, "activity.done", errs.Args{"title": old.Title, "id": old.ID})
	}
	e := errs.New(errs.Conflict, "activity.ref.taken", errs.Args{"ref": fresh.Ref, "title": old.Title, "id": old.ID})
	e.Field = "ref"
	return old, e
}

// sameWork tells that two records say the same. Files that were sent twice are
// the same by what is in them.
func (s *Service) sameWork(ctx context.Context, tx *db.Tx, old, fresh Record) (bool, error) {
	k := s.Kinds.Find(old.Kind)
	if old.Kind != fresh.Kind || old.Under != fresh.Under || k == nil {
		return false, nil
	}
	fresh.Fields = maps.Clone(fresh.Fields)
	for _, f := range k.Fields {
		if !f.Attached() || old.Fields[f.Name] == fresh.Fields[f.Name] {
			continue
		}
		if same, err := sameFiles(ctx, tx, old.Fields.Files(f.Name), fresh.Fields.Files(f.Name)); err != nil || !same {
			return false, err
		}
		fresh.Fields[f.Name] = old.Fields[f.Name]
	}
	return old.says(fresh), nil
}

// says tells that two versions of a record say the same.
func (r Record) says(other Record) bool {
	return r.Unit == other.Unit && r.Day == other.Day && r.Title == other.Title && r.Partner == other.Partner &&
		r.Note == other.Note && maps.Equal(r.Fields, other.Fields)
}

// Change corrects a record: its figures are reversed and booked anew, the
// version that was left is kept with the reason. Conflict when somebody changed
// it since version, unless it says by now what the draft says.
func (s *Service) Change(ctx context.Context, id string, version int, d Draft, reason string) (rec Record, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		rec, err = s.changeIn(ctx, tx, id, version, d, reason)
		return err
	})
	return rec, err
}

func (s *Service) changeIn(ctx context.Context, tx *db.Tx, id string, version int, d Draft, reason string) (fresh Record, err error) {
	defer errs.Wrap(&err, "activity.Change(%s)", id)
	old, err := s.own(ctx, tx, id)
	if err != nil {
		return old, err
	}
	d.ID, d.Kind, d.Ref, d.Under = old.ID, old.Kind, old.Ref, old.Under
	c, err := s.checkChange(ctx, tx, old, d, reason)
	if err != nil {
		return old, err
	}
	fresh = c.rec
	fresh.Version, fresh.Recorder, fresh.RecordedAt = version+1, old.Recorder, old.RecordedAt
	same, err := s.sameWork(ctx, tx, old, fresh)
	if same && err == nil {
		same, err = s.aimsAt(ctx, tx, id, d.Purpose)
	}
	if err != nil || (same && old.Version >= version) {
		return old, err // a double click, or nothing to do
	}
	if old.Version != version {
		return old, errs.New(errs.Conflict, "error.conflict")
	}
	if err := replaceRecord(ctx, tx, old, fresh, visible(reason)); err != nil {
		return old, err
	}
	if err := s.keepNamed(ctx, tx, c.kind, fresh); err != nil {
		return old, err
	}
	act := ledger.Act{Kind: Source, ID: id, Recorder: changer(ctx), Reason: visible(reason)}
	if err := s.Org.Ledger.Replace(ctx, tx, act, c.kind.facts(s.Org, c.unit, fresh.Day, fresh.Fields)...); err != nil {
		return old, err
	}
	if err := s.aim(ctx, tx, fresh, d.Purpose); err != nil {
		return old, err
	}
	return fresh, note(ctx, tx, "activity.change", fresh, reason)
}

// checkChange checks the draft and the reason together, so that all faults are
// told at once. A title of its own stays when the draft has none.
func (s *Service) checkChange(ctx context.Context, tx *db.Tx, old Record, d Draft, reason string) (checked, error) {
	if k := s.Kinds.Find(old.Kind); d.Title == "" && k != nil && old.Title != k.titleOf(old.Fields) {
		d.Title = old.Title
	}
	c, err := s.check(ctx, tx, d)
	if err == nil && c.rec.Unit != old.Unit {
		err = refuseMove(ctx, tx, old)
	}
	for _, on := range []day.Date{old.Day, c.rec.Day} {
		late, e := s.checkSigned(ctx, tx, old.Unit, on, reason)
		if e != nil {
			return c, e
		}
		if late != nil {
			return c, adding(err, late)
		}
	}
	return c, adding(err, checkReason(reason))
}

// refuseMove refuses to give a record with parts to another unit: they would
// stay behind.
func refuseMove(ctx context.Context, tx *db.Tx, old Record) error {
	if err := tx.LockExclusive(ctx, "activity "+old.ID); err != nil {
		return err
	}
	parts, err := partsOf(ctx, tx, old.ID, true)
	if err != nil || len(parts) == 0 {
		return err
	}
	return errs.At("unit", "activity.parts.unit", errs.Args{"parts": titles(parts)})
}

// own reads a record that the actor may change; a withdrawn one is a Conflict.
func (s *Service) own(ctx context.Context, tx *db.Tx, id string) (Record, error) {
	old, err := recordByID(ctx, tx, id)
	if err != nil {
		return old, err
	}
	if err := s.Org.Guard.Read(ctx, tx, Read, old.Unit); err != nil {
		return old, err
	}
	u, err := s.Org.UnitByID(ctx, tx, old.Unit)
	if err != nil {
		return old, err
	}
	if err := s.needWrite(ctx, tx, u); err != nil {
		return old, err
	}
	if old.WithdrawnAt != nil {
		return old, errs.New(errs.Conflict, "activity.withdrawn")
	}
	return old, nil
}

// InUse tells whether a record counts in a unit, so that its founding
// cannot be withdrawn.
func (s *Service) InUse(ctx context.Context, tx *db.Tx, unit string) (bool, error) {
	return usesUnit(ctx, tx, unit)
}

func note(ctx context.Context, tx *db.Tx, action string, rec Record, reason string) error {
	e := audit.Entry{Account: changer(ctx), Action: action, Target: rec.ID, TargetKind: "activity", Unit: rec.Unit}
	if reason = visible(reason); reason != "" {
		e.Detail = map[string]string{"reason": reason}
	}
	return audit.Add(ctx, tx, e)
}

func changer(ctx context.Context) string { return auth.From(ctx).Account }
