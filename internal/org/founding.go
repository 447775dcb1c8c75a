package org

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Founding is what a founding decision says. Parent is a code; a unit without
// FoundedOn stood before the register.
type Founding struct {
	ID            string // id of the act; made by the form, so that a double click founds once
	Code          string // empty: the next free one under the parent
	Name          string
	Kind          string
	Parent        string
	Sector        string
	Bloc          string
	Ward          string
	Employer      string // name
	Workers       int64  // people who work there; 0 is unknown
	WorkerWomen   int64
	FoundedOn     day.Date
	DecisionNo    string
	DecidedOn     day.Date
	Signer        string
	Members       int64
	Women         int64
	Admitted      int64
	AdmittedWomen int64
	Reason        string // asked for when the day lies in a signed period
}

// MaxPeople bounds one unit: more members than any enterprise of Vietnam has.
const MaxPeople = 1_000_000

var codeForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{0,38}[A-Z0-9]$`)

// Found founds a unit by a signed act. Sending the same act again returns the
// unit it founded.
func (s *Service) Found(ctx context.Context, f Founding) (u Unit, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		u, err = s.FoundIn(ctx, tx, f)
		return err
	})
	return u, err
}

// FoundIn is Found inside the caller's transaction, for imports.
func (s *Service) FoundIn(ctx context.Context, tx *db.Tx, f Founding) (u Unit, err error) {
	defer errs.Wrap(&err, "org.Found(%q)", f.Code)
	if err := lockAct(ctx, tx, f.ID); err != nil {
		return u, err
	}
	if done, ok, err := s.alreadyFounded(ctx, tx, f); err != nil || ok {
		return done, err
	}
	f.tidy(tx)
	parent, err := s.checkFounding(ctx, tx, &f)
	if err != nil {
		return u, err
	}
	if u, err = s.insert(ctx, tx, f); err != nil {
		return u, err
	}
	from := f.FoundedOn
	if from == "" {
		from = day.Opening
	}
	if err := s.Ledger.Place(ctx, tx, u.ID, parent.ID, from); err != nil {
		return u, err
	}
	return u, s.bookFounding(ctx, tx, f, u, from)
}

func (f *Founding) tidy(tx *db.Tx) {
	f.Code, f.Parent, f.Ward = tidyCode(f.Code), tidyCode(f.Parent), strings.TrimSpace(f.Ward)
	f.Name = strings.Join(strings.Fields(f.Name), " ")
	f.Employer = strings.Join(strings.Fields(f.Employer), " ")
	if f.ID == "" {
		f.ID = db.NewID()
	}
	if f.DecidedOn == "" {
		f.DecidedOn = f.FoundedOn
	}
}

// alreadyFounded finds the unit of an act that was recorded before.
func (s *Service) alreadyFounded(ctx context.Context, tx *db.Tx, f Founding) (u Unit, ok bool, err error) {
	if f.ID == "" {
		return u, false, nil
	}
	a, err := actByID(ctx, tx, f.ID)
	if errs.Is(err, errs.NotFound) {
		return u, false, nil
	}
	if err != nil {
		return u, false, err
	}
	if err := s.Guard.Read(ctx, tx, Read, a.Unit); err != nil {
		return u, false, err
	}
	if u, err = unitByID(ctx, tx, a.Unit); err != nil {
		return u, false, err
	}
	if !strings.EqualFold(u.Name, strings.Join(strings.Fields(f.Name), " ")) {
		return u, false, errs.New(errs.Conflict, "org.act.done", errs.Args{"name": u.Name})
	}
	return u, true, nil
}

// checkFounding gathers all that is wrong, each at its field.
func (s *Service) checkFounding(ctx context.Context, tx *db.Tx, f *Founding) (parent Unit, err error) {
	var faults errs.List
	kind := s.Rules.Kind(f.Kind)
	checkText(&faults, "name", f.Name, 200, true)
	checkText(&faults, "employer", f.Employer, 200, false)
	checkText(&faults, "decision_no", f.DecisionNo, 60, false)
	checkText(&faults, "signer", f.Signer, 100, false)
	checkText(&faults, "ward", f.Ward, 10, false)
	if kind.Code == "" {
		faults.Add(errs.At("kind", "error.choice"))
	}
	if f.Sector != "" && NameOf(s.Rules.Sectors, f.Sector) == f.Sector {
		faults.Add(errs.At("sector", "error.choice"))
	}
	if f.Bloc != "" && NameOf(s.Rules.Blocs, f.Bloc) == f.Bloc {
		faults.Add(errs.At("bloc", "error.choice"))
	}
	f.checkPeople(&faults)
	f.checkDays(&faults, tx.Today())
	parent, err = s.checkParent(ctx, tx, f, kind, &faults)
	if err != nil {
		return parent, err
	}
	if err := s.checkCode(ctx, tx, f, parent, &faults); err != nil {
		return parent, err
	}
	checkText(&faults, "reason", f.Reason, 500, false)
	late, err := s.lateReason(ctx, tx, parent.ID, f.FoundedOn, f.Reason)
	if err != nil {
		return parent, err
	}
	faults.Add(late)
	return parent, faults.Err()
}

func checkText(faults *errs.List, field, s string, limit int, required bool) {
	if s == "" && required {
		faults.Add(errs.At(field, "error.required"))
	}
	if utf8.RuneCountInString(s) > limit {
		faults.Add(errs.At(field, "error.text.long", errs.Args{"max": limit}))
	}
}

func (f *Founding) checkPeople(faults *errs.List) {
	faults.Add(checkCount("members", f.Members))
	faults.Add(checkPart("women", f.Women, f.Members, "org.more.members"))
	faults.Add(checkPart("admitted", f.Admitted, f.Members, "org.more.members"))
	faults.Add(checkPart("admitted_women", f.AdmittedWomen, min(f.Admitted, f.Women), "org.more.admitted"))
	faults.Add(checkCount("workers", f.Workers))
	faults.Add(checkPart("worker_women", f.WorkerWomen, f.Workers, "org.more.workers"))
}

func checkCount(field string, n int64) *errs.Error {
	if n < 0 || n > MaxPeople {
		return errs.At(field, "error.number.range", errs.Args{"min": 0, "max": MaxPeople})
	}
	return nil
}

// checkPart compares a part with its whole, unless the whole itself is wrong.
func checkPart(field string, n, whole int64, key string) *errs.Error {
	if n > whole && whole >= 0 && n <= MaxPeople {
		return errs.At(field, key, errs.Args{"max": whole})
	}
	return checkCount(field, n)
}

func (f *Founding) checkDays(faults *errs.List, today day.Date) {
	if f.FoundedOn > today {
		faults.Add(errs.At("founded_on", "error.date.future", errs.Args{"date": f.FoundedOn, "today": today}))
	}
	if f.DecidedOn > today {
		faults.Add(errs.At("decided_on", "error.date.future", errs.Args{"date": f.DecidedOn, "today": today}))
	}
}

// checkParent finds the superior and whether the founder may found there.
func (s *Service) checkParent(ctx context.Context, tx *db.Tx, f *Founding, kind Kind, faults *errs.List) (parent Unit, err error) {
	if f.Parent == "" {
		if !s.Guard.Scope(ctx, Manage).All {
			return parent, errs.New(errs.Denied, "error.denied")
		}
		if !kind.Root {
			faults.Add(errs.At("parent", "org.parent.required", errs.Args{"kind": kind.Name}))
		}
		return parent, nil
	}
	parent, err = unitByCode(ctx, tx, f.Parent)
	if err == nil {
		err = parent.why(s.Guard.Need(ctx, tx, Manage, Read, parent.ID), tx.Today())
	}
	if errs.Is(err, errs.NotFound) {
		faults.Add(errs.At("parent", "error.unit.unknown", errs.Args{"code": f.Parent}))
		return parent, nil
	}
	if err != nil {
		return parent, err
	}
	// Whoever ends the parent waits for this, and this for them.
	if err := tx.LockShared(ctx, "org.life."+parent.ID); err != nil {
		return parent, err
	}
	if parent, err = unitByID(ctx, tx, parent.ID); err != nil {
		return parent, err
	}
	f.checkPlace(parent, kind, s.Rules, faults)
	return parent, nil
}

func (f *Founding) checkPlace(parent Unit, kind Kind, rules *Rules, faults *errs.List) {
	if parent.Withdrawn() {
		faults.Add(errs.At("parent", "org.parent.withdrawn", errs.Args{"name": parent.Name}))
		return
	}
	if kind.Code != "" && !slices.Contains(kind.Under, parent.Kind) {
		faults.Add(errs.At("parent", "org.parent.kind", errs.Args{"kind": kind.Name, "parent": rules.Kind(parent.Kind).Name}))
	}
	first := f.FoundedOn
	if first == "" {
		first = day.Opening
	}
	if first < parent.FoundedOn {
		faults.Add(errs.At("founded_on", "org.founded.before", errs.Args{"name": parent.Name, "date": parent.FoundedOn}))
	}
	if parent.DissolvedOn != "" && (f.FoundedOn == "" || f.FoundedOn > parent.DissolvedOn) {
		faults.Add(errs.At("parent", "org.parent.ended", errs.Args{"name": parent.Name, "date": parent.DissolvedOn}))
	}
}

// checkCode gives the next free code when none is typed.
func (s *Service) checkCode(ctx context.Context, tx *db.Tx, f *Founding, parent Unit, faults *errs.List) error {
	if f.Code == "" && parent.Code != "" {
		if err := tx.LockExclusive(ctx, "org.code."+parent.ID); err != nil {
			return err
		}
		last, err := lastCode(ctx, tx, parent.Code)
		if err != nil {
			return err
		}
		f.Code = nextCode(parent.Code, last)
		return nil
	}
	if f.Code == "" && f.Parent != "" {
		return nil // the parent is wrong, and said to be
	}
	if !codeForm.MatchString(f.Code) {
		faults.Add(errs.At("code", "org.code.form"))
		return nil
	}
	taken, err := codeTaken(ctx, tx, f.Code)
	if taken {
		faults.Add(errs.At("code", "error.code.taken", errs.Args{"code": f.Code}))
	}
	return err
}

func nextCode(parent, last string) string {
	n, _ := strconv.Atoi(strings.TrimPrefix(last, parent+"-"))
	return fmt.Sprintf("%s-%04d", parent, n+1)
}

func (s *Service) insert(ctx context.Context, tx *db.Tx, f Founding) (Unit, error) {
	u := Unit{
		ID: db.NewID(), Code: f.Code, Name: f.Name, Kind: f.Kind, Sector: f.Sector, Bloc: f.Bloc, Ward: f.Ward,
		FoundedOn: f.FoundedOn, Version: 1, CreatedAt: tx.Now(),
	}
	if f.Employer != "" {
		id, err := employerNamed(ctx, tx, f.Employer)
		if err != nil {
			return u, err
		}
		u.Employer = &id
	}
	return u, insertUnit(ctx, tx, u, search.Fold(u.Code+" "+u.Name), search.SortKey(u.Name))
}

// bookFounding writes the act and posts what follows: the unit lives, it was
// founded (only when an act founds it), its first members, its workers.
func (s *Service) bookFounding(ctx context.Context, tx *db.Tx, f Founding, u Unit, from day.Date) error {
	a := Act{
		ID: f.ID, Kind: FoundingAct, Unit: u.ID, DecisionNo: strings.TrimSpace(f.DecisionNo), DecidedOn: f.DecidedOn, EffectiveOn: f.FoundedOn,
		Signer: strings.TrimSpace(f.Signer), Members: f.Members, Women: f.Women, Admitted: f.Admitted, AdmittedWomen: f.AdmittedWomen,
		Reason: strings.TrimSpace(f.Reason), Recorder: auth.From(ctx).Account, RecordedAt: tx.Now(),
	}
	if err := insertAct(ctx, tx, a); err != nil {
		return err
	}
	if err := s.Ledger.Post(ctx, tx, ledger.Act{Kind: ActSource, ID: a.ID, Recorder: a.Recorder, Reason: a.Reason}, s.foundingFacts(f, u, from)...); err != nil {
		return err
	}
	if u.Bloc != "" {
		if err := s.setBloc(ctx, tx, u.ID, u.Bloc, ""); err != nil {
			return err
		}
	}
	if f.Workers > 0 {
		if err := s.headcount(ctx, tx, Headcount{ID: a.ID, Unit: u.ID, Day: from, Workers: f.Workers, Women: f.WorkerWomen, Reason: a.Reason}); err != nil {
			return err
		}
	}
	return note(ctx, tx, "unit.found", u.ID, a.ID)
}

func (s *Service) foundingFacts(f Founding, u Unit, from day.Date) []ledger.Fact {
	facts := []ledger.Fact{
		{Measure: "member", Dims: s.memberKind(u.Kind), Quantity: f.Members},
		{Measure: "member.women", Quantity: f.Women},
		{Measure: "member.admitted", Quantity: f.Admitted},
		{Measure: "member.admitted.women", Quantity: f.AdmittedWomen},
	}
	if s.Rules.Kind(u.Kind).Counted {
		dims := map[string]string{"kind": u.Kind, "sector": u.Sector}
		facts = append(facts, ledger.Fact{Measure: "unit.alive", Dims: dims, Quantity: 1})
		if f.FoundedOn != "" {
			facts = append(facts, ledger.Fact{Measure: "unit.founded", Dims: dims, Quantity: 1})
		}
	}
	for i := range facts {
		facts[i].Unit, facts[i].Day = u.ID, from
	}
	return facts
}
