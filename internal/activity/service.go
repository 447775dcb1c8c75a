package activity

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Record records a piece of work and books its figures. The same draft again
// (a double click, the same ref of the unit) returns what was recorded.
func (s *Service) Record(ctx context.Context, d Draft) (rec Record, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		rec, err = s.RecordIn(ctx, tx, d)
		return err
	})
	return rec, err
}

// RecordIn is Record inside the caller's transaction, for imports.
func (s *Service) RecordIn(ctx context.Context, tx *db.Tx, d Draft) (rec Record, err error) {
	defer errs.Wrap(&err, "activity.Record(%s)", d.Kind)
	k, u, rec, err := s.check(ctx, tx, d)
	if err != nil {
		return rec, err
	}
	if old, found, err := recordedBefore(ctx, tx, rec); err != nil || found {
		return sameOr(old, rec, err)
	}
	if rec.ID == "" {
		rec.ID = db.NewID()
	}
	if err := insertRecord(ctx, tx, rec); err != nil {
		return rec, err
	}
	act := ledger.Act{Kind: Source, ID: rec.ID, Recorder: rec.Recorder}
	if err := s.Org.Ledger.Post(ctx, tx, act, k.facts(s.Org, u, rec.Day, rec.Fields)...); err != nil {
		return rec, err
	}
	return rec, note(ctx, tx, "activity.record", rec)
}

// check reads a draft by its kind and gathers all that is wrong.
func (s *Service) check(ctx context.Context, tx *db.Tx, d Draft) (k *Kind, u org.Unit, rec Record, err error) {
	var faults errs.List
	if k = s.Kinds.Find(d.Kind); k == nil {
		return nil, u, rec, errs.At("kind", "activity.kind.unknown", errs.Args{"kind": d.Kind})
	}
	if u, err = s.unitFor(ctx, tx, d.Unit, k, &faults); err != nil {
		return nil, u, rec, err
	}
	rec = Record{
		ID: d.ID, Kind: k.Code, Unit: u.ID, Ref: strings.TrimSpace(d.Ref), Day: d.Day, Title: clean(d.Title), Partner: clean(d.Partner),
		Note: strings.TrimSpace(d.Note), Version: 1, Recorder: auth.From(ctx).Account, RecordedAt: tx.Now(),
	}
	rec.Fields = k.read(d.Fields, &faults)
	if rec.Title == "" {
		rec.Title = k.titleOf(rec.Fields)
	}
	checkDay(&faults, rec, u, tx)
	for field, v := range map[string]string{"ref": rec.Ref, "title": rec.Title, "partner": rec.Partner, "note": rec.Note} {
		if limit := map[string]int{"ref": 100, "title": 200, "partner": 200, "note": 2000}[field]; utf8.RuneCountInString(v) > limit {
			faults.Add(errs.At(field, "error.text.long", errs.Args{"max": limit}))
		}
	}
	return k, u, rec, faults.Err()
}

func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// unitFor finds the unit and asks for the right to record there.
func (s *Service) unitFor(ctx context.Context, tx *db.Tx, code string, k *Kind, faults *errs.List) (org.Unit, error) {
	if strings.TrimSpace(code) == "" {
		faults.Add(errs.At("unit", "error.required"))
		return org.Unit{}, nil
	}
	u, err := s.Org.Find(ctx, tx, code)
	if errs.Is(err, errs.NotFound) {
		faults.Add(errs.At("unit", "error.unit.unknown", errs.Args{"code": code}))
		return org.Unit{}, nil
	}
	if err != nil {
		return u, err
	}
	if !slices.Contains(k.Units, u.Kind) {
		faults.Add(errs.At("unit", "activity.unit.kind", errs.Args{"kind": k.Name, "unit": s.Org.Rules.Kind(u.Kind).Name}))
	}
	return u, s.Org.Guard.Need(ctx, tx, Write, Read, u.ID)
}

func checkDay(faults *errs.List, rec Record, u org.Unit, tx *db.Tx) {
	switch {
	case rec.Day == "":
		faults.Add(errs.At("day", "error.required"))
	case rec.Day > tx.Today():
		faults.Add(errs.At("day", "error.date.future", errs.Args{"date": rec.Day, "today": tx.Today()}))
	case u.ID != "" && !u.AliveOn(rec.Day):
		faults.Add(errs.At("day", "org.notalive", errs.Args{"date": rec.Day}))
	}
}

// recordedBefore finds the record of the same id, or of the same ref of the unit.
func recordedBefore(ctx context.Context, tx *db.Tx, rec Record) (old Record, found bool, err error) {
	if rec.ID != "" {
		old, err = recordByID(ctx, tx, rec.ID)
	}
	if rec.Ref != "" && (rec.ID == "" || errs.Is(err, errs.NotFound)) {
		old, err = recordByRef(ctx, tx, rec.Unit, rec.Ref)
	}
	if errs.Is(err, errs.NotFound) {
		return old, false, nil
	}
	return old, err == nil && old.ID != "", err
}

// sameOr returns the old record when the new one says the same, else refuses.
func sameOr(old, fresh Record, err error) (Record, error) {
	if err != nil {
		return old, err
	}
	if old.Kind == fresh.Kind && old.Unit == fresh.Unit && old.Day == fresh.Day && maps.Equal(old.Fields, fresh.Fields) && old.WithdrawnAt == nil {
		return old, nil
	}
	e := errs.New(errs.Conflict, "activity.done", errs.Args{"title": old.Title})
	if fresh.Ref != "" {
		e = errs.New(errs.Conflict, "activity.ref.taken", errs.Args{"ref": fresh.Ref, "title": old.Title})
		e.Field = "ref"
	}
	return old, e
}

// Change corrects a record: its figures are reversed and booked anew, the
// version that was left is kept with the reason. Conflict when somebody
// changed it since version.
func (s *Service) Change(ctx context.Context, id string, version int, d Draft, reason string) (rec Record, err error) {
	defer errs.Wrap(&err, "activity.Change(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id, version, reason)
		if err != nil {
			return err
		}
		d.Kind, d.Ref = old.Kind, old.Ref
		k, u, fresh, err := s.check(ctx, tx, d)
		if err != nil {
			return err
		}
		fresh.ID, fresh.Version, fresh.Recorder, fresh.RecordedAt = old.ID, version+1, old.Recorder, old.RecordedAt
		if err := replaceRecord(ctx, tx, old, fresh, reason); err != nil {
			return err
		}
		act := ledger.Act{Kind: Source, ID: id, Recorder: auth.From(ctx).Account, Reason: reason}
		if err := s.Org.Ledger.Replace(ctx, tx, act, k.facts(s.Org, u, fresh.Day, fresh.Fields)...); err != nil {
			return err
		}
		rec = fresh
		return note(ctx, tx, "activity.change", fresh)
	})
	return rec, err
}

// Withdraw takes a record back; nothing of it counts any more.
func (s *Service) Withdraw(ctx context.Context, id string, version int, reason string) (rec Record, err error) {
	defer errs.Wrap(&err, "activity.Withdraw(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id, version, reason)
		if err != nil {
			return err
		}
		now := tx.Now()
		rec = old
		rec.Version, rec.WithdrawnAt = version+1, &now
		if err := replaceRecord(ctx, tx, old, rec, reason); err != nil {
			return err
		}
		act := ledger.Act{Kind: Source, ID: id, Recorder: auth.From(ctx).Account, Reason: reason}
		if err := s.Org.Ledger.Replace(ctx, tx, act); err != nil {
			return err
		}
		return note(ctx, tx, "activity.withdraw", rec)
	})
	return rec, err
}

// own reads a record that the actor may change, at the version they saw.
func (s *Service) own(ctx context.Context, tx *db.Tx, id string, version int, reason string) (Record, error) {
	old, err := recordByID(ctx, tx, id)
	if err != nil {
		return old, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Write, Read, old.Unit); err != nil {
		return old, err
	}
	if strings.TrimSpace(reason) == "" {
		return old, errs.At("reason", "activity.reason.required")
	}
	if old.WithdrawnAt != nil {
		return old, errs.New(errs.Conflict, "activity.withdrawn")
	}
	if old.Version != version {
		return old, errs.New(errs.Conflict, "error.conflict")
	}
	return old, nil
}

func note(ctx context.Context, tx *db.Tx, action string, rec Record) error {
	return audit.Add(ctx, tx, audit.Entry{
		Account: auth.From(ctx).Account, Action: action, Target: rec.ID, TargetKind: "activity", Unit: rec.Unit,
	})
}

func changer(ctx context.Context) string { return auth.From(ctx).Account }
