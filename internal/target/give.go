package target

import (
	"context"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// Giving is what somebody types to give or revise a target.
type Giving struct {
	Indicator  string
	Unit       string // code
	Period     string
	Comparison string // empty is ">="
	Value      string // as typed: "1.500", "55,5"
	Document   string
	IssuedOn   day.Date
	Reason     string
}

// Give gives a target to a unit, or revises the one it has by a later
// document. The same again changes nothing.
func (s *Service) Give(ctx context.Context, g Giving) (t Target, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		t, err = s.GiveIn(ctx, tx, g)
		return err
	})
	return t, err
}

// GiveIn is Give inside the caller's transaction.
func (s *Service) GiveIn(ctx context.Context, tx *db.Tx, g Giving) (t Target, err error) {
	defer errs.Wrap(&err, "target.Give(%s to %s)", g.Indicator, g.Unit)
	t, u, err := s.read(ctx, tx, g)
	if err != nil {
		return t, err
	}
	giver, err := s.giver(ctx, tx, u, t.IssuedOn)
	if err != nil {
		return t, err
	}
	if err := s.mayGive(ctx, tx, giver, u); err != nil {
		return t, err
	}
	t.Giver = giver.ID
	if err := checkNotClosed(ctx, tx, t, u); err != nil {
		return t, err
	}
	if err := tx.LockExclusive(ctx, "target."+giver.ID); err != nil { // two revisions at once come one after the other
		return t, err
	}
	if same, err := s.revises(ctx, tx, &t); err != nil || same {
		return t, err
	}
	t.ID, t.Recorder, t.RecordedAt = db.NewID(), auth.From(ctx).Account, tx.Now()
	if err := insertTarget(ctx, tx, t); err != nil {
		return t, err
	}
	return t, audit.Add(ctx, tx, audit.Entry{
		Account: t.Recorder, Action: "target.give", Target: t.ID, TargetKind: "target", Unit: u.ID,
	})
}

// checkNotClosed refuses a target for a unit whose end has closed it, and one
// given after the unit's last day for more than its life.
func checkNotClosed(ctx context.Context, tx *db.Tx, t Target, u org.Unit) error {
	x, err := oneClosing(ctx, tx, closedKey{t.Unit, t.Indicator, t.Period})
	if err != nil {
		return err
	}
	p, err := ledger.ParsePeriod(t.Period)
	if err != nil {
		return err
	}
	if x != nil || (u.EndedBy(t.IssuedOn) && p.To > u.DissolvedOn) {
		return errs.At("unit", "target.closed", errs.Args{"name": u.Name, "date": u.DissolvedOn})
	}
	return nil
}

// giver is the superior of the unit on a day; of a unit not yet founded then,
// its first superior. A root gives to itself.
func (s *Service) giver(ctx context.Context, tx *db.Tx, u org.Unit, on day.Date) (org.Unit, error) {
	p, err := s.Org.ParentOn(ctx, tx, u.ID, day.Max(on, u.FoundedOn))
	if errs.Is(err, errs.NotFound) {
		return u, nil
	}
	return p, err
}

// mayGive refuses whoever may not give in the giver's name. The unit itself can
// be read by them already, so its superior is no secret.
func (s *Service) mayGive(ctx context.Context, tx *db.Tx, giver, u org.Unit) error {
	err := s.Org.Guard.Need(ctx, tx, Give, Read, giver.ID)
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.Denied, "target.superior", errs.Args{"name": u.Name, "superior": giver.Name})
	}
	return err
}

// revises compares with what was given before: the same is no change, an
// earlier document cannot replace a later one.
func (s *Service) revises(ctx context.Context, tx *db.Tx, t *Target) (same bool, err error) {
	old, err := newest(ctx, tx, t.Indicator, t.Unit, t.Period)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if t.same(old) {
		*t = old
		return true, nil
	}
	if t.IssuedOn < old.IssuedOn {
		return false, errs.At("issued_on", "target.earlier", errs.Args{"document": old.Document, "date": old.IssuedOn})
	}
	if t.IssuedOn == old.IssuedOn && t.Reason == "" {
		return false, errs.At("reason", "target.sameday", errs.Args{"document": old.Document, "value": old.Text()})
	}
	return false, nil
}

// same tells that two givings say the same.
func (t *Target) same(o Target) bool {
	return t.Indicator == o.Indicator && t.Unit == o.Unit && t.Period == o.Period &&
		t.Amount == o.Amount && t.Comparison == o.Comparison && t.Document == o.Document && t.IssuedOn == o.IssuedOn
}

// read checks all that was typed, each refusal at its field.
func (s *Service) read(ctx context.Context, tx *db.Tx, g Giving) (t Target, u org.Unit, err error) {
	var faults errs.List
	t = Target{
		Indicator: g.Indicator, Comparison: AtLeast, Document: strings.Join(strings.Fields(g.Document), " "),
		IssuedOn: g.IssuedOn, Reason: strings.TrimSpace(g.Reason),
	}
	ind, err := s.ledger().Catalogue.Indicator(g.Indicator)
	if err != nil {
		faults.Add(errs.Of(err))
	}
	period, err := ledger.ParsePeriod(strings.TrimSpace(g.Period))
	if err != nil {
		faults.Add(errs.Of(err))
	} else {
		t.Period = PeriodText(period)
	}
	if g.Comparison != "" {
		t.Comparison = readComparison(g.Comparison, &faults)
	}
	t.Amount = readValue(g.Value, ind, &faults)
	checkDocument(&faults, t, tx.Today())
	if u, err = s.unitFor(ctx, tx, g.Unit, period, &faults); err != nil {
		return t, u, err
	}
	t.Unit = u.ID
	return t, u, faults.Err()
}

// unitFor finds the unit and refuses one that lives on no day of the period.
func (s *Service) unitFor(ctx context.Context, tx *db.Tx, code string, p ledger.Period, faults *errs.List) (org.Unit, error) {
	if strings.TrimSpace(code) == "" {
		faults.Add(errs.At("unit", "error.required"))
		return org.Unit{}, nil
	}
	u, err := s.Org.Find(ctx, tx, code)
	switch {
	case errs.Is(err, errs.NotFound):
		faults.Add(errs.At("unit", "error.unit.unknown", errs.Args{"code": code}))
		return org.Unit{}, nil
	case err == nil && p.Text != "" && (u.FoundedOn > p.To || (u.DissolvedOn != "" && u.DissolvedOn < p.From)):
		faults.Add(errs.At("unit", "target.notalive", errs.Args{"name": u.Name}))
	}
	return u, err
}

func readComparison(s string, faults *errs.List) Comparison {
	c := Comparison(strings.NewReplacer("≥", ">=", "≤", "<=").Replace(strings.TrimSpace(s)))
	for _, known := range Comparisons() {
		if c == known {
			return c
		}
	}
	faults.Add(errs.At("comparison", "error.choice"))
	return AtLeast
}

func checkDocument(faults *errs.List, t Target, today day.Date) {
	if t.Document == "" {
		faults.Add(errs.At("document", "error.required"))
	}
	if utf8.RuneCountInString(t.Document) > 200 {
		faults.Add(errs.At("document", "error.text.long", errs.Args{"max": 200}))
	}
	if utf8.RuneCountInString(t.Reason) > 500 {
		faults.Add(errs.At("reason", "error.text.long", errs.Args{"max": 500}))
	}
	if t.IssuedOn == "" {
		faults.Add(errs.At("issued_on", "error.required"))
	} else if t.IssuedOn > today {
		faults.Add(errs.At("issued_on", "error.date.future", errs.Args{"date": t.IssuedOn, "today": today}))
	}
}

var decimalForm = regexp.MustCompile(`^\d{1,16}([.,]\d{1,6})?$`)

// readValue is ReadAmount with the fault among others.
func readValue(typed string, ind *ledger.Indicator, faults *errs.List) string {
	value, fault := ReadAmount("value", typed, ind)
	if fault != nil {
		faults.Add(fault)
	}
	return value
}

// ReadAmount reads how much of an indicator is aimed at, as officers type it: a
// whole number, of percentages also with decimals. It gives plain decimal text;
// what cannot be read is Invalid at the field, and comes as 0.
func ReadAmount(field, typed string, ind *ledger.Indicator) (string, *errs.Error) {
	typed = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(typed), "%"))
	switch {
	case typed == "":
		return "0", errs.At(field, "error.required")
	case ind != nil && ind.Type == ledger.Ratio:
		return readPercent(field, typed)
	}
	n, err := i18n.ParseNumber(typed)
	if err != nil {
		e := *errs.Of(err)
		e.Field = field
		return "0", &e
	}
	if n < 0 || n > ledger.MaxQuantity {
		return fmt.Sprint(n), errs.At(field, "error.number.range", errs.Args{"min": 0, "max": ledger.MaxQuantity})
	}
	return fmt.Sprint(n), nil
}

func readPercent(field, typed string) (string, *errs.Error) {
	if !decimalForm.MatchString(typed) {
		return "0", errs.At(field, "target.percent")
	}
	v, _ := new(big.Rat).SetString(strings.ReplaceAll(typed, ",", ".")) // the form lets numbers through only
	if v.Cmp(big.NewRat(100, 1)) > 0 {
		return plainDecimal(v), errs.At(field, "error.number.range", errs.Args{"min": 0, "max": 100})
	}
	return plainDecimal(v), nil
}

// plainDecimal is the shortest decimal text: 75, not 75.00.
func plainDecimal(v *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(v.FloatString(6), "0"), ".")
}
