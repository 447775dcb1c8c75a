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
	if err := s.checkFields(ctx, tx, &c, d, &faults); err != nil {
		return c, err
	}
	if err := s.checkUnder(ctx, tx, &c, d.Under, &faults); err != nil {
		return c, err
	}
	if c.rec.Title == "" {
		c.rec.Title = c.kind.titleOf(c.rec.Fields)
	}
	faults.Add(checkLength("ref", c.rec.Ref, maxRef))
	faults.Add(checkLength("title", c.rec.Title, maxTitle))
	faults.Add(checkLength("partner", c.rec.Partner, maxPartner))
	faults.Add(checkLength("note", c.rec.Note, maxNote))
	return c, faults.Err()
}

// checkFields reads the kind's own fields and what they name.
func (s *Service) checkFields(ctx context.Context, tx *db.Tx, c *checked, d Draft, faults *errs.List) error {
	c.rec.Fields = c.kind.read(d.Fields, d.trial, faults)
	for _, f := range c.kind.Fields {
		if c.rec.Fields[f.Name] == "" {
			continue
		}
		if err := s.checkNamed(ctx, tx, f, c.rec, faults); err != nil {
			return err
		}
	}
	if c.kind.Due != "" {
		c.rec.Due = day.Date(c.rec.Fields[c.kind.Due])
	}
	if c.kind.Done != "" {
		c.rec.Done = day.Date(c.rec.Fields[c.kind.Done])
	}
	if c.rec.Done > tx.Today() {
		faults.Add(errs.At(c.kind.Done, "error.date.future", errs.Args{"date": c.rec.Done, "today": tx.Today()}))
	}
	return nil
}

// checkNamed looks for what a field names: a unit, an employer, files.
func (s *Service) checkNamed(ctx context.Context, tx *db.Tx, f Field, rec Record, faults *errs.List) error {
	var err error
	switch f.Type {
	case UnitField:
		var u org.Unit
		if u, err = s.Org.Named(ctx, tx, rec.Fields[f.Name]); err == nil {
			rec.Fields[f.Name] = u.Code
		}
	case EmployerField:
		rec.Fields[f.Name], err = s.Org.EmployerCalled(ctx, tx, rec.Fields[f.Name])
	case FileField, PhotoField:
		err = s.checkFiles(ctx, tx, f, rec)
	}
	if errs.Is(err, errs.NotFound) {
		err = errs.New(errs.Invalid, "error.unit.unknown", errs.Args{"code": rec.Fields[f.Name]})
	}
	if errs.Is(err, errs.Invalid) {
		e := *errs.Of(err)
		e.Field = f.Name
		faults.Add(&e)
		return nil
	}
	return err
}

// checkUnder finds the record that this one is part of: its id or, from a
// file, its ref in the same unit.
func (s *Service) checkUnder(ctx context.Context, tx *db.Tx, c *checked, under string, faults *errs.List) error {
	under = clean(under)
	switch {
	case len(c.kind.Under) == 0 && under == "":
		return nil
	case len(c.kind.Under) == 0:
		faults.Add(errs.At("under", "activity.under.none", errs.Args{"kind": c.kind.Name}))
		return nil
	case under == "":
		faults.Add(errs.At("under", "activity.under.missing", errs.Args{"kind": c.kind.Name, "wholes": s.KindNames(c.kind.Under)}))
		return nil
	case c.unit.ID == "":
		return nil // that is told already
	}
	whole, err := wholeOf(ctx, tx, c.unit.ID, under)
	if errs.Is(err, errs.NotFound) || (err == nil && whole.Unit != c.unit.ID) { // whether it is another unit's nobody learns
		faults.Add(errs.At("under", "activity.under.unknown", errs.Args{"ref": under}))
		return nil
	}
	if err != nil {
		return err
	}
	switch {
	case !slices.Contains(c.kind.Under, whole.Kind):
		faults.Add(errs.At("under", "activity.under.kind", errs.Args{"kind": c.kind.Name, "wholes": s.KindNames(c.kind.Under), "title": whole.Title}))
	case whole.WithdrawnAt != nil:
		faults.Add(errs.At("under", "activity.under.withdrawn", errs.Args{"title": whole.Title}))
	}
	c.rec.Under = whole.ID
	return nil
}

// wholeOf reads the record a part belongs to and keeps it from being withdrawn
// meanwhile.
func wholeOf(ctx context.Context, tx *db.Tx, unit, under string) (whole Record, err error) {
	whole, err = recordByRef(ctx, tx, unit, under)
	if errs.Is(err, errs.NotFound) && db.ValidID(under) {
		whole, err = recordByID(ctx, tx, under)
	}
	if err != nil || whole.WithdrawnAt != nil {
		return whole, err
	}
	if err := tx.LockShared(ctx, "activity "+whole.ID); err != nil {
		return whole, err
	}
	return recordByID(ctx, tx, whole.ID)
}

// KindNames names kinds in a sentence.
func (s *Service) KindNames(codes []string) string {
	var names []string
	for _, code := range codes {
		if k := s.Kinds.ByCode(code); k != nil {
			names = append(names, "“"+k.Name+"”")
		}
	}
	return strings.Join(names, ", ")
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

// checkSigned asks for a reason when the record counts, or did, in a period
// for which its unit or a superior has signed a report.
func (s *Service) checkSigned(ctx context.Context, tx *db.Tx, unit string, on day.Date, reason string) (*errs.Error, error) {
	if unit == "" || on == "" || visible(reason) != "" {
		return nil, nil
	}
	reports, err := s.signed(ctx, tx, unit, on)
	if err != nil || len(reports) == 0 {
		return nil, err
	}
	return errs.At("reason", "activity.signed", errs.Args{"reports": strings.Join(reports, "; "), "date": on}), nil
}

// signed lists the signed reports that a fact of a unit on a day would differ from.
func (s *Service) signed(ctx context.Context, tx *db.Tx, unit string, on day.Date) (reports []string, err error) {
	for _, ask := range s.Signed {
		more, err := ask(ctx, tx, unit, on, on)
		if err != nil {
			return nil, err
		}
		reports = append(reports, more...)
	}
	return reports, nil
}

// adding adds a refusal to those there are; what is no refusal goes before.
func adding(err error, more *errs.Error) error {
	if err != nil && !errs.Is(err, errs.Invalid) {
		return err
	}
	var faults errs.List
	if err != nil {
		faults = append(faults, errs.All(err)...)
	}
	faults.Add(more)
	return faults.Err()
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
	err := s.Org.Guard.Need(ctx, tx, Write, Read, u.ID)
	if errs.Is(err, errs.Denied) && u.EndedBy(tx.Today()) {
		return errs.New(errs.Denied, "activity.unit.ended", errs.Args{"name": u.Name}).Because(err)
	}
	return err
}

func (s *Service) mayWrite(ctx context.Context, tx *db.Tx, u org.Unit) (bool, error) {
	return s.Org.Guard.Can(ctx, tx, Write, u.ID)
}
