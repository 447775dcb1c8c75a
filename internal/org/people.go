package org

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Details are what may be changed about a unit without a signed act.
type Details struct {
	Unit     string // code
	Version  int    // the version that was shown, so that nobody overwrites another's change
	Sector   string
	Bloc     string
	Ward     string
	Employer string
	TaxCode  string
	Industry string
}

// SetDetails changes a unit's details; Conflict when somebody was faster.
// The sector of a counted unit stays: figures by sector follow from acts.
func (s *Service) SetDetails(ctx context.Context, d Details) (u Unit, err error) {
	defer errs.Wrap(&err, "org.SetDetails(%q)", d.Unit)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if u, err = s.manage(ctx, tx, d.Unit); err != nil {
			return err
		}
		if err := s.checkDetails(&d); err != nil {
			return err
		}
		was := u.Bloc
		u.Bloc, u.Ward = d.Bloc, d.Ward
		if u.Employer, err = s.employ(ctx, tx, u.Employer, d); err != nil {
			return err
		}
		if err := updateUnit(ctx, tx, u, d.Version); err != nil {
			return err
		}
		if err := s.changeBloc(ctx, tx, u, was); err != nil {
			return err
		}
		return note(ctx, tx, "unit.details", u.ID, u.ID)
	})
	return u, err
}

// employ is the employer the details name; nil when they name none. What the
// form still says of the old employer is not written to another one.
func (s *Service) employ(ctx context.Context, tx *db.Tx, old *string, d Details) (*string, error) {
	if d.Employer == "" {
		return nil, nil
	}
	id, err := employerNamed(ctx, tx, d.Employer)
	if err != nil {
		return nil, err
	}
	if old != nil && *old != id {
		was, err := employerByID(ctx, tx, *old)
		if err != nil {
			return nil, err
		}
		if d.TaxCode == was.TaxCode && d.Industry == was.Industry {
			return &id, nil
		}
	}
	return &id, describeEmployer(ctx, tx, id, d.TaxCode, d.Industry)
}

func (s *Service) checkDetails(d *Details) error {
	var faults errs.List
	d.Ward, d.TaxCode, d.Industry = strings.TrimSpace(d.Ward), strings.TrimSpace(d.TaxCode), strings.TrimSpace(d.Industry)
	if d.Bloc != "" && NameOf(s.Rules.Blocs, d.Bloc) == d.Bloc {
		faults.Add(errs.At("bloc", "error.choice"))
	}
	d.Employer = strings.Join(strings.Fields(d.Employer), " ")
	checkText(&faults, "employer", d.Employer, 200, d.TaxCode != "" || d.Industry != "")
	checkText(&faults, "tax_code", d.TaxCode, 20, false)
	checkText(&faults, "industry", d.Industry, 100, false)
	checkText(&faults, "ward", d.Ward, 10, false)
	return faults.Err()
}

// Count types how many people work where a unit is, on a day. What is typed
// stands on that day, whatever becomes known later. A count that is recorded
// already, by its ID, changes nothing; so do terms and officers.
func (s *Service) Count(ctx context.Context, code string, h Headcount) (err error) {
	defer errs.Wrap(&err, "org.Count(%q)", code)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := s.manage(ctx, tx, code)
		if err != nil {
			return err
		}
		if done, err := again(ctx, tx, "org_headcount", &h.ID, u.ID); err != nil || done {
			return err
		}
		late, err := s.lateReason(ctx, tx, u.ID, h.Day, h.Reason)
		if err != nil {
			return err
		}
		if err := checkHeadcount(h, u, tx.Today(), late); err != nil {
			return err
		}
		h.Unit = u.ID
		if err := s.headcount(ctx, tx, h); err != nil {
			return err
		}
		return note(ctx, tx, "unit.count", u.ID, h.ID)
	})
}

func checkHeadcount(h Headcount, u Unit, today day.Date, late *errs.Error) error {
	var faults errs.List
	faults.Add(late)
	checkText(&faults, "reason", h.Reason, 500, false)
	faults.Add(checkCount("workers", h.Workers))
	faults.Add(checkPart("women", h.Women, h.Workers, "org.more.workers"))
	switch {
	case h.Day == "":
		faults.Add(errs.At("day", "error.required"))
	case h.Day > today:
		faults.Add(errs.At("day", "error.date.future", errs.Args{"date": h.Day, "today": today}))
	case !u.AliveOn(h.Day):
		faults.Add(errs.At("day", "org.notalive", errs.Args{"date": h.Day}))
	}
	return faults.Err()
}

func (s *Service) headcount(ctx context.Context, tx *db.Tx, h Headcount) error {
	if err := insertHeadcount(ctx, tx, h); err != nil {
		return err
	}
	act := ledger.Act{Kind: HeadcountSource, ID: h.ID, Recorder: auth.From(ctx).Account, Reason: strings.TrimSpace(h.Reason)}
	return s.Ledger.Level(ctx, tx, act,
		ledger.Fact{Measure: "worker", Unit: h.Unit, Day: h.Day, Quantity: h.Workers},
		ledger.Fact{Measure: "worker.women", Unit: h.Unit, Day: h.Day, Quantity: h.Women})
}

// AddTerm records a term of office; terms of a unit may not overlap.
func (s *Service) AddTerm(ctx context.Context, code string, t Term) (err error) {
	defer errs.Wrap(&err, "org.AddTerm(%q)", code)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := s.manage(ctx, tx, code)
		if err != nil {
			return err
		}
		if done, err := again(ctx, tx, "org_term", &t.ID, u.ID); err != nil || done {
			return err
		}
		var faults errs.List
		t.Number = strings.TrimSpace(t.Number)
		checkText(&faults, "number", t.Number, 20, true)
		checkSpan(&faults, t.From, t.To, true)
		if err := faults.Err(); err != nil {
			return err
		}
		if clash, err := termBetween(ctx, tx, u.ID, t.From, t.To); err != nil || clash {
			return first(err, errs.At("from", "org.term.overlaps"))
		}
		t.Unit = u.ID
		if err := insertTerm(ctx, tx, t); err != nil {
			return err
		}
		return note(ctx, tx, "term.add", u.ID, t.ID)
	})
}

func checkSpan(faults *errs.List, from, to day.Date, ends bool) {
	if from == "" {
		faults.Add(errs.At("from", "error.required"))
	}
	if to == "" && ends {
		faults.Add(errs.At("to", "error.required"))
	}
	if to != "" && to < from {
		faults.Add(errs.At("to", "org.span.backwards"))
	}
}

// AddOfficer records a person in a post.
func (s *Service) AddOfficer(ctx context.Context, code string, o Officer) (err error) {
	defer errs.Wrap(&err, "org.AddOfficer(%q)", code)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := s.manage(ctx, tx, code)
		if err != nil {
			return err
		}
		if done, err := again(ctx, tx, "org_officer", &o.ID, u.ID); err != nil || done {
			return err
		}
		var faults errs.List
		o.DecisionNo = strings.TrimSpace(o.DecisionNo)
		o.Name = strings.Join(strings.Fields(o.Name), " ")
		checkText(&faults, "name", o.Name, 100, true)
		checkText(&faults, "decision_no", o.DecisionNo, 60, false)
		if NameOf(s.Rules.Committees, o.Committee) == o.Committee {
			faults.Add(errs.At("committee", "error.choice"))
		}
		if NameOf(s.Rules.Posts, o.Post) == o.Post {
			faults.Add(errs.At("post", "error.choice"))
		}
		checkSpan(&faults, o.From, o.To, false)
		if o.From != "" && !u.AliveOn(o.From) {
			faults.Add(errs.At("from", "org.notalive", errs.Args{"date": o.From}))
		}
		if err := faults.Err(); err != nil {
			return err
		}
		o.Unit = u.ID
		if err := insertOfficer(ctx, tx, o, auth.From(ctx).Account); err != nil {
			return err
		}
		return note(ctx, tx, "officer.add", u.ID, o.ID)
	})
}

// EndOfficer records the last day in a post.
func (s *Service) EndOfficer(ctx context.Context, id string, last day.Date) (err error) {
	defer errs.Wrap(&err, "org.EndOfficer(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		o, err := officerByID(ctx, tx, id)
		if err != nil {
			return err
		}
		u, err := unitByID(ctx, tx, o.Unit)
		if err != nil {
			return err
		}
		if _, err := s.manage(ctx, tx, u.Code); err != nil {
			return err
		}
		var faults errs.List
		checkSpan(&faults, o.From, last, true)
		if err := faults.Err(); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `/* org.EndOfficer */ UPDATE org_officer SET to_day = $2 WHERE id = $1`, id, last); err != nil {
			return err
		}
		return note(ctx, tx, "officer.end", o.Unit, o.ID)
	})
}

// employerNamed finds an employer by its name, marks and case aside, or makes it.
func employerNamed(ctx context.Context, tx *db.Tx, name string) (id string, err error) {
	id, err = employerByFold(ctx, tx, search.Fold(name), name)
	if errs.Is(err, errs.NotFound) {
		id = db.NewID()
		err = insertEmployer(ctx, tx, Employer{ID: id, Name: name}, search.Fold(name))
	}
	return id, err
}

// again gives a record without an id a fresh one, makes a second sending of the
// same form wait for the first, and tells whether the first has come.
func again(ctx context.Context, tx *db.Tx, table string, id *string, unit string) (bool, error) {
	if *id == "" {
		*id = db.NewID()
		return false, nil
	}
	if err := lockAct(ctx, tx, *id); err != nil {
		return false, err
	}
	return recorded(ctx, tx, table, *id, unit)
}

func first(err error, e *errs.Error) error {
	if err != nil {
		return err
	}
	return e
}

// EmployerCalled is the name the register has for an employer, marks and case
// aside; a name it does not have stays as it is.
func (s *Service) EmployerCalled(ctx context.Context, tx *db.Tx, name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	id, err := employerByFold(ctx, tx, search.Fold(name), name)
	if errs.Is(err, errs.NotFound) {
		return name, nil
	}
	if err != nil {
		return name, err
	}
	e, err := employerByID(ctx, tx, id)
	return e.Name, err
}

// KeepEmployer takes a name into the register of employers unless it is there.
func (s *Service) KeepEmployer(ctx context.Context, tx *db.Tx, name string) error {
	_, err := employerNamed(ctx, tx, name)
	return err
}

// Employers lists names of the register in which words begin as typed.
func (s *Service) Employers(ctx context.Context, query string, limit int) (names []string, err error) {
	defer errs.Wrap(&err, "org.Employers")
	words := strings.Fields(search.Fold(query))
	if len(words) == 0 {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		names, err = employersLike(ctx, tx, words, limit)
		return err
	})
	return names, err
}

// inBrackets is a code behind a name, as forms offer units: "CĐCS May Hai (A2)".
var inBrackets = regexp.MustCompile(`\(([A-Za-z0-9-]+)\)$`)

// Named finds a unit by its code, alone or in brackets behind a name, else the
// one unit of that name, for the actor of the context; out of scope it is not
// found.
func (s *Service) Named(ctx context.Context, tx *db.Tx, typed string) (Unit, error) {
	return s.unitNamed(ctx, tx, typed, s.Guard.Scope(ctx, Read))
}

// Anywhere is Named among all units, in scope or not: whom one may sign with.
// That a unit is there, and its name, is no secret; nothing else is to be shown
// of it.
func (s *Service) Anywhere(ctx context.Context, tx *db.Tx, typed string) (Unit, error) {
	return s.unitNamed(ctx, tx, typed, auth.Scope{All: true})
}

func (s *Service) unitNamed(ctx context.Context, tx *db.Tx, typed string, scope auth.Scope) (Unit, error) {
	code := strings.TrimSpace(typed)
	if m := inBrackets.FindStringSubmatch(code); m != nil {
		code = m[1]
	}
	u, err := s.find(ctx, tx, code, scope)
	if !errs.Is(err, errs.NotFound) {
		return u, err
	}
	found, err := unitsCalled(ctx, tx, search.Fold(typed), scope)
	found = slices.DeleteFunc(found, func(u Unit) bool { return u.Withdrawn() || search.Fold(u.Name) != search.Fold(typed) })
	if err == nil && len(found) != 1 {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return Unit{}, err
	}
	return found[0], nil
}

// find is Find, or without a question when everything is in the scope.
func (s *Service) find(ctx context.Context, tx *db.Tx, code string, scope auth.Scope) (Unit, error) {
	if !scope.All {
		return s.Find(ctx, tx, code)
	}
	if code = tidyCode(code); !codeForm.MatchString(code) {
		return Unit{}, errs.New(errs.NotFound, "error.notfound")
	}
	return unitByCode(ctx, tx, code)
}
