// Package org knows the units of the union, their employers, the acts that
// found and end them, and who holds which post. Where a unit stands in the
// tree, and since when, is kept by package ledger.
package org

import (
	"context"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/places"
)

// Actions of this domain.
const (
	Read   auth.Action = "org.read"
	Manage auth.Action = "org.manage" // acts, details, officers
)

// Unit is a union body of any kind.
type Unit struct {
	ID          string   `db:"id"`
	Code        string   `db:"code"`
	Name        string   `db:"name"`
	Kind        string   `db:"kind"`
	Sector      string   `db:"sector"`
	Bloc        string   `db:"bloc"`
	Ward        string   `db:"ward"`
	Employer    *string  `db:"employer"`
	FoundedOn   day.Date `db:"founded_on"`   // empty: stood before the register
	DissolvedOn day.Date `db:"dissolved_on"` // last day of life; empty while it lives
	Version     int      `db:"version"`
	CreatedAt   int64    `db:"created_at"`
}

// AliveOn tells whether the unit lived on a day.
func (u Unit) AliveOn(d day.Date) bool {
	return u.FoundedOn <= d && (u.DissolvedOn == "" || d <= u.DissolvedOn)
}

// Withdrawn tells that the founding was withdrawn: the unit never lived. It
// is kept by a last day before the first, so that its code stays taken and no
// day is one of its life.
func (u Unit) Withdrawn() bool {
	return u.DissolvedOn != "" && u.DissolvedOn < u.firstDay()
}

// Ended tells that the unit lived and was dissolved.
func (u Unit) Ended() bool { return u.DissolvedOn != "" && !u.Withdrawn() }

// EndedBy tells that the unit lived and its last day was before a day: an end
// that was signed ahead has not come yet.
func (u Unit) EndedBy(d day.Date) bool { return u.Ended() && u.DissolvedOn < d }

func (u Unit) firstDay() day.Date { return max(u.FoundedOn, day.Opening) }

// Employer is where the members of a unit work.
type Employer struct {
	ID       string `db:"id"`
	Name     string `db:"name"`
	TaxCode  string `db:"tax_code"`
	Industry string `db:"industry"`
}

// ActKind is what a signed act does.
type ActKind string

const (
	FoundingAct    ActKind = "founding"
	DissolutionAct ActKind = "dissolution"
)

// Act is a signed decision about a unit.
type Act struct {
	ID            string   `db:"id"`
	Kind          ActKind  `db:"kind"`
	Unit          string   `db:"unit"`
	DecisionNo    string   `db:"decision_no"`
	DecidedOn     day.Date `db:"decided_on"`
	EffectiveOn   day.Date `db:"effective_on"` // founding: first day; dissolution: last day of life
	Signer        string   `db:"signer"`
	Reason        string   `db:"reason"`
	Members       int64    `db:"members"` // people on the first day
	Women         int64    `db:"women"`
	Admitted      int64    `db:"admitted"` // of them newly admitted
	AdmittedWomen int64    `db:"admitted_women"`
	Recorder      string   `db:"recorder"`
	RecordedAt    int64    `db:"recorded_at"`
	WithdrawnAt   *int64   `db:"withdrawn_at"`
	WithdrawnFor  string   `db:"withdrawn_for"`
}

// Headcount is how many people work where a unit is, on a day.
type Headcount struct {
	ID      string   `db:"id"`
	Unit    string   `db:"unit"`
	Day     day.Date `db:"day"`
	Workers int64    `db:"workers"`
	Women   int64    `db:"women"`
	Reason  string   `db:"-"` // asked for when the day lies in a signed period; kept with the facts
}

// Term is a term of office.
type Term struct {
	ID     string   `db:"id"`
	Unit   string   `db:"unit"`
	Number string   `db:"number"` // "XI"
	From   day.Date `db:"from_day"`
	To     day.Date `db:"to_day"`
}

// Officer is a person in a post.
type Officer struct {
	ID         string   `db:"id"`
	Unit       string   `db:"unit"`
	Committee  string   `db:"committee"`
	Post       string   `db:"post"`
	Name       string   `db:"name"`
	From       day.Date `db:"from_day"`
	To         day.Date `db:"to_day"` // empty while in the post
	DecisionNo string   `db:"decision_no"`
}

// Service is what can be done with units.
type Service struct {
	DB     *db.DB
	Guard  *auth.Guard
	Ledger *ledger.Ledger
	Rules  *Rules
	Places *places.Gazetteer
	// InUse are asked before a founding is withdrawn whether something of a
	// higher domain hangs on the unit (targets, records); package app fills it.
	InUse []func(ctx context.Context, tx *db.Tx, unit string) (bool, error)
	// Followers are the higher domains that reorganisations tell on, lowest first;
	// package app fills it.
	Followers []Follower
	// Dissolved are those of them that are told as well when one unit is dissolved
	// without an heir, as of a turn that ends it.
	Dissolved []Follower
	// Signed are asked for the names of signed reports of a unit or a superior
	// whose period has a day between from and to; package app fills it.
	Signed []func(ctx context.Context, tx *db.Tx, unit string, from, to day.Date) ([]string, error)
}

// lateReason asks for a reason when what is recorded changes a figure of a
// signed report.
func (s *Service) lateReason(ctx context.Context, tx *db.Tx, unit string, on day.Date, reason string) (*errs.Error, error) {
	if unit == "" || on == "" || strings.TrimSpace(reason) != "" {
		return nil, nil
	}
	reports, err := s.signedReports(ctx, tx, unit, on, on)
	if err != nil || len(reports) == 0 {
		return nil, err
	}
	return errs.At("reason", "org.signed", errs.Args{"reports": strings.Join(reports, "; "), "date": on}), nil
}

// signedReports names the signed reports of a unit or a superior whose period
// has a day between two.
func (s *Service) signedReports(ctx context.Context, tx *db.Tx, unit string, from, to day.Date) (out []string, err error) {
	for _, ask := range s.Signed {
		more, err := ask(ctx, tx, unit, from, to)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// ActSource is the kind under which acts post facts.
const ActSource = "org.act"

// HeadcountSource is the kind under which head counts post facts.
const HeadcountSource = "org.headcount"

// facts of a unit's members are told by its kind.
func (s *Service) memberKind(kind string) map[string]string {
	if !s.Rules.Kind(kind).Counted {
		kind = "other"
	}
	return map[string]string{"kind": kind}
}

// MemberDims is the value of each of a measure's dimensions that the unit
// itself decides: its kind and sector.
func (s *Service) MemberDims(measure string, u Unit) map[string]string {
	out := map[string]string{}
	for _, d := range s.Ledger.Catalogue.MeasureDims(measure) {
		switch d {
		case "kind":
			out[d] = s.memberKind(u.Kind)["kind"]
		case "sector":
			out[d] = u.Sector
		}
	}
	return out
}

// UnitByID reads a unit without asking who wants it, for other domains that
// have checked the permission themselves.
func (s *Service) UnitByID(ctx context.Context, tx *db.Tx, id string) (Unit, error) {
	return unitByID(ctx, tx, id)
}

// UnitByCode is UnitByID by the code.
func (s *Service) UnitByCode(ctx context.Context, tx *db.Tx, code string) (Unit, error) {
	return unitByCode(ctx, tx, code)
}
