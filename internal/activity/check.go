package activity

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// checked is a draft that was read by its kind.
type checked struct {
	kind *Kind
	unit org.Unit
	rec  Record
}

// check reads a draft by its kind and gathers all that is wrong.
func (s *Service) check(ctx context.Context, tx *db.Tx, d Draft) (c checked, err error) {
	var faults errs.List
	if c.kind = s.Kinds.Find(d.Kind); c.kind == nil {
		return c, errs.At("kind", "activity.kind.unknown", errs.Args{"kind": d.Kind})
	}
	if c.unit, err = s.unitFor(ctx, tx, d.Unit, c.kind, &faults); err != nil {
		return c, err
	}
	c.rec = Record{
		ID: d.ID, Kind: c.kind.Code, Unit: c.unit.ID, Ref: clean(d.Ref), Day: readDay(d, &faults), Title: clean(d.Title),
		Partner: clean(d.Partner), Note: visible(d.Note), Version: 1, Recorder: changer(ctx), RecordedAt: tx.Now(),
	}
	checkDay(&faults, c.rec.Day, c.unit, tx.Today())
	c.rec.Fields = c.kind.read(d.Fields, &faults)
	if c.rec.Title == "" {
		c.rec.Title = c.kind.titleOf(c.rec.Fields)
	}
	faults.Add(checkLength("ref", c.rec.Ref, maxRef))
	faults.Add(checkLength("title", c.rec.Title, maxTitle))
	faults.Add(checkLength("partner", c.rec.Partner, maxPartner))
	faults.Add(checkLength("note", c.rec.Note, maxNote))
	return c, faults.Err()
}

// clean is visible on one line.
func clean(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// readDay is the draft's day; "" when there is none or it is told wrong.
func readDay(d Draft, faults *errs.List) day.Date {
	if d.Day != "" {
		return d.Day
	}
	if strings.TrimSpace(d.DayText) == "" {
		faults.Add(errs.At("day", "error.required"))
		return ""
	}
	iso, err := i18n.ParseDate(d.DayText)
	if err != nil {
		e := *errs.Of(err)
		e.Field = "day"
		faults.Add(&e)
	}
	return day.Date(iso)
}

func checkDay(faults *errs.List, on day.Date, u org.Unit, today day.Date) {
	switch {
	case on == "":
	case on > today:
		faults.Add(errs.At("day", "error.date.future", errs.Args{"date": on, "today": today}))
	case u.ID != "" && !u.AliveOn(on):
		faults.Add(errs.At("day", "org.notalive", errs.Args{"date": on}))
	}
}

func checkLength(field, s string, limit int) *errs.Error {
	if utf8.RuneCountInString(s) > limit {
		return errs.At(field, "error.text.long", errs.Args{"max": limit})
	}
	return nil
}

func checkReason(reason string) *errs.Error {
	if visible(reason) == "" {
		return errs.At("reason", "activity.reason.required")
	}
	return checkLength("reason", visible(reason), maxReason)
}

// unitFor finds the unit, asks for the right to record there and keeps it from
// being ended meanwhile.
func (s *Service) unitFor(ctx context.Context, tx *db.Tx, code string, k *Kind, faults *errs.List) (u org.Unit, err error) {
	if strings.TrimSpace(code) == "" {
		faults.Add(errs.At("unit", "error.required"))
		return u, nil
	}
	u, err = s.Org.Find(ctx, tx, code)
	if errs.Is(err, errs.NotFound) {
		faults.Add(errs.At("unit", "error.unit.unknown", errs.Args{"code": strings.TrimSpace(code)}))
		return org.Unit{}, nil
	}
	if err != nil {
		return u, err
	}
	if !slices.Contains(k.Units, u.Kind) {
		faults.Add(errs.At("unit", "activity.unit.kind", errs.Args{"kind": k.Name, "unit": s.Org.Rules.Kind(u.Kind).Name}))
	}
	if err := s.needWrite(ctx, tx, u); err != nil {
		return u, err
	}
	return s.Org.HoldLife(ctx, tx, u.ID)
}

// needWrite asks for the right to record in a unit. What an ended unit still
// has to tell is recorded by its superiors, not by its own officers (design.md
// §3).
func (s *Service) needWrite(ctx context.Context, tx *db.Tx, u org.Unit) error {
	may, err := s.mayWrite(ctx, tx, u)
	if err != nil || may {
		return err
	}
	if err := s.Org.Guard.Need(ctx, tx, Write, Read, u.ID); err != nil {
		return err
	}
	return errs.New(errs.Denied, "activity.unit.ended", errs.Args{"name": u.Name})
}

func (s *Service) mayWrite(ctx context.Context, tx *db.Tx, u org.Unit) (bool, error) {
	scope := s.Org.Guard.Scope(ctx, Write)
	if scope.All || u.DissolvedOn == "" || u.DissolvedOn >= tx.Today() {
		return s.Org.Guard.Can(ctx, tx, Write, u.ID)
	}
	above := slices.DeleteFunc(scope.Roots, func(root string) bool { return root == u.ID })
	if len(above) == 0 {
		return false, nil
	}
	return s.Org.Ledger.Within(ctx, tx, u.ID, above, false)
}
