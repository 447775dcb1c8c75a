package agreement

import (
	"context"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// longest texts, in characters.
const maxTitle, maxName, maxNumber, maxText, maxBody, maxReason = 300, 200, 60, 2000, 20_000, 500

// longest is for how many days an agreement may run: no seed nor law knows a
// longer stage than ten years.
const longest = 20*365 + 5

// Usual is what a new agreement begins with: 90 days of notice (domain.md §5,
// "stage ending in 90 days") and a review each half year.
const usualNotice, usualReview = 90, 6

// Head is what somebody writes of an agreement as a whole.
type Head struct {
	ID          string // made by the form, so that a double click begins one
	Unit        string // code
	Kind        Kind
	Number      string
	Title       string
	Place       string
	From, To    day.Date
	Notice      int // days; negative: the usual 90
	Review      int // months; negative: the usual 6
	Visits      bool
	FirstHost   Side
	Lang        string // empty: vi
	Source      string
	SourceURL   string
	Predecessor string // id; empty: it follows none
	Opposite    []Opposite
}

// Opposite is somebody to sign with: a unit by code or name, or a partner.
type Opposite struct {
	ID      string // made by the form, so that a double click adds one; empty: a new one
	Side    Side   // empty: B
	At      string // field of the form its faults are told at; empty: opposite
	Unit    string // as typed; empty: a partner
	Name    string // of the partner
	Kind    PartnerKind
	Country string
}

// Begin keeps a new draft. The same again returns what there is.
func (s *Service) Begin(ctx context.Context, h Head) (a Agreement, err error) {
	defer errs.Wrap(&err, "agreement.Begin")
	begin := func(tx *db.Tx) error {
		a, err = s.BeginIn(ctx, tx, h)
		return err
	}
	err = s.DB.Write(ctx, begin)
	if errs.Is(err, errs.Conflict) && errs.Of(err).Key == "error.exists" {
		err = s.DB.Write(ctx, begin) // the other click was faster, or another has named the partner
	}
	return a, err
}

// BeginIn is Begin inside the caller's transaction.
func (s *Service) BeginIn(ctx context.Context, tx *db.Tx, h Head) (a Agreement, err error) {
	if h.ID != "" {
		if old, err := s.readable(ctx, tx, h.ID); !errs.Is(err, errs.NotFound) {
			return old, err
		}
	}
	var faults errs.List
	u, err := s.keeper(ctx, tx, h.Unit, &faults)
	if err != nil {
		return a, err
	}
	a = h.agreement(Agreement{ID: h.ID, Unit: u.ID, Version: 1, Recorder: actor(ctx), RecordedAt: tx.Now()})
	if a.ID == "" {
		a.ID = db.NewID()
	}
	if err := s.checkHead(ctx, tx, &a, h, &faults); err != nil {
		return a, err
	}
	parties, err := s.bound(ctx, tx, a, u, h.Opposite, &faults)
	if err != nil {
		return a, err
	}
	if err := faults.Err(); err != nil {
		return a, err
	}
	if err := insertAgreement(ctx, tx, a); err != nil {
		return a, err
	}
	for _, b := range parties {
		if err := insertParty(ctx, tx, b); err != nil {
			return a, err
		}
	}
	return a, s.note(ctx, tx, "agreement.begin", a, "")
}

// agreement takes what was written over into an agreement.
func (h Head) agreement(a Agreement) Agreement {
	a.Kind, a.Number, a.Title, a.Place = h.Kind, line(h.Number), line(h.Title), line(h.Place)
	a.From, a.To, a.Notice, a.Review = h.From, h.To, h.Notice, h.Review
	a.Visits, a.FirstHost, a.Lang, a.Source, a.SourceURL = h.Visits, h.FirstHost, h.Lang, line(h.Source), strings.TrimSpace(h.SourceURL)
	if a.Notice < 0 {
		a.Notice = usualNotice
	}
	if a.Review < 0 {
		a.Review = usualReview
	}
	if a.Lang == "" {
		a.Lang = "vi"
	}
	switch {
	case !a.Visits:
		a.FirstHost = ""
	case a.FirstHost == "":
		a.FirstHost = A
	}
	a.Predecessor = nil
	if h.Predecessor != "" {
		a.Predecessor = &h.Predecessor
	}
	return a
}

// keeper finds the unit that is to keep an agreement; one that has ended keeps
// no new one.
func (s *Service) keeper(ctx context.Context, tx *db.Tx, code string, faults *errs.List) (u org.Unit, err error) {
	if strings.TrimSpace(code) == "" {
		faults.Add(errs.At("unit", "error.required"))
		return u, nil
	}
	u, err = s.Org.Find(ctx, tx, code)
	if errs.Is(err, errs.NotFound) {
		faults.Add(errs.At("unit", "error.unit.unknown", errs.Args{"code": strings.TrimSpace(code)}))
		return org.Unit{}, nil
	}
	if err == nil && u.EndedBy(tx.Today()) {
		faults.Add(errs.At("unit", "agreement.unit.ended", errs.Args{"name": u.Name, "date": u.DissolvedOn}))
		return u, nil
	}
	if err != nil {
		return u, err
	}
	return u, s.Org.Guard.Need(ctx, tx, Write, Read, u.ID)
}

func (s *Service) checkHead(ctx context.Context, tx *db.Tx, a *Agreement, h Head, faults *errs.List) error {
	if !slices.Contains(Kinds(), a.Kind) {
		faults.Add(errs.At("kind", "error.choice"))
	}
	need(faults, "title", a.Title, maxTitle)
	atMost(faults, "number", a.Number, maxNumber)
	atMost(faults, "place", a.Place, maxName)
	atMost(faults, "source", a.Source, maxTitle)
	checkStage(faults, *a)
	if a.Notice > 730 {
		faults.Add(errs.At("notice", "error.number.range", errs.Args{"min": 0, "max": 730}))
	}
	if a.Review > 24 {
		faults.Add(errs.At("review", "error.number.range", errs.Args{"min": 0, "max": 24}))
	}
	if !slices.Contains(Langs(), a.Lang) {
		faults.Add(errs.At("lang", "error.choice"))
	}
	if a.Visits && a.FirstHost != A && a.FirstHost != B {
		faults.Add(errs.At("first_host", "error.choice"))
	}
	if u, err := url.Parse(a.SourceURL); a.SourceURL != "" && (err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(a.SourceURL) > 500) {
		faults.Add(errs.At("source_url", "agreement.source.url"))
	}
	return s.checkPredecessor(ctx, tx, *a, faults)
}

// Langs are the languages a text may be kept in.
func Langs() []string { return []string{"vi", "en", "ko", "zh", "ja", "lo", "km", "ru", "fr"} }

// checkStage wants a stage that ends after it begins.
func checkStage(faults *errs.List, a Agreement) {
	switch {
	case a.From == "":
		faults.Add(errs.At("from", "error.required"))
	case a.To == "":
		faults.Add(errs.At("to", "error.required"))
	case a.To < a.From:
		faults.Add(errs.At("to", "agreement.stage.backwards", errs.Args{"from": a.From, "to": a.To}))
	case a.From.Days(a.To) > longest:
		faults.Add(errs.At("to", "agreement.stage.long"))
	}
}

// checkPredecessor lets an agreement follow one that nothing follows yet; where a
// unit of it has ended, each of those who have to sign it anew may.
func (s *Service) checkPredecessor(ctx context.Context, tx *db.Tx, a Agreement, faults *errs.List) error {
	if a.Predecessor == nil {
		return nil
	}
	old, err := s.readable(ctx, tx, *a.Predecessor)
	if errs.Is(err, errs.NotFound) || (err == nil && old.SignedOn == "") {
		faults.Add(errs.At("predecessor", "agreement.predecessor.unknown"))
		return nil
	}
	if err != nil {
		return err
	}
	next, err := rivalsOf(ctx, tx, old.ID, a.Unit)
	for _, n := range next {
		if n.ID != a.ID {
			faults.Add(errs.At("predecessor", "agreement.predecessor.taken", errs.Args{"title": n.Title}))
			break
		}
	}
	if a.To != "" && a.To <= old.Last() {
		faults.Add(errs.At("to", "agreement.predecessor.later", errs.Args{"to": old.Last()}))
	}
	return err
}

// Change corrects what was written of an agreement as a whole; of one that is
// signed a reason is asked for. Conflict when somebody changed it since version.
func (s *Service) Change(ctx context.Context, id string, version int, h Head, reason string) (a Agreement, err error) {
	defer errs.Wrap(&err, "agreement.Change(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id)
		if err != nil {
			return err
		}
		var faults errs.List
		if a = h.agreement(old); old.Version == version+1 && reflect.DeepEqual(a, old) {
			return nil // a double click
		}
		if err := s.checkHead(ctx, tx, &a, h, &faults); err != nil {
			return err
		}
		checkReason(&faults, old.SignedOn != "", reason)
		if err := faults.Err(); err != nil {
			return err
		}
		return s.replace(ctx, tx, old, version, &a, "agreement.change", reason)
	})
	return a, err
}

// replace writes a new version, and what follows from it: its duties, figures
// and reminders. The caller holds the agreement as old.
func (s *Service) replace(ctx context.Context, tx *db.Tx, old Agreement, version int, fresh *Agreement, action, reason string) error {
	if old.Version != version {
		return errs.New(errs.Conflict, "error.conflict")
	}
	if err := replaceAgreement(ctx, tx, old, *fresh, line(reason)); err != nil {
		return err
	}
	fresh.Version = old.Version + 1
	if err := s.note(ctx, tx, action, *fresh, line(reason)); err != nil {
		return err
	}
	return s.settleFrom(ctx, tx, old, *fresh)
}

// settle brings all that follows from an agreement to what it says now.
func (s *Service) settle(ctx context.Context, tx *db.Tx, a Agreement) error {
	if err := s.schedule(ctx, tx, a); err != nil {
		return err
	}
	if err := s.plan(ctx, tx, a); err != nil {
		return err
	}
	if err := s.book(ctx, tx, a); err != nil {
		return err
	}
	return s.watch(ctx, tx, a)
}

// Drop takes a draft away, or withdraws one that was recorded as signed by
// mistake: its figures are reversed. A reason is asked for.
func (s *Service) Drop(ctx context.Context, id string, version int, reason string) (err error) {
	defer errs.Wrap(&err, "agreement.Drop(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id)
		if old.WithdrawnAt != nil && old.Version == version+1 {
			return nil // a double click
		}
		if err != nil {
			return err
		}
		var faults errs.List
		checkReason(&faults, true, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		next, err := successorsOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if len(next) > 0 {
			return errs.New(errs.Conflict, "agreement.predecessor.taken", errs.Args{"title": next[0].Title})
		}
		fresh, now := old, tx.Now()
		fresh.WithdrawnAt = &now
		return s.replace(ctx, tx, old, version, &fresh, "agreement.withdraw", reason)
	})
}

// folded is what it is found by.
func (a Agreement) folded() string { return search.Fold(a.Title + " " + a.Number) }

// note adds an entry to the audit log.
func (s *Service) note(ctx context.Context, tx *db.Tx, action string, a Agreement, reason string) error {
	e := audit.Entry{Account: actor(ctx), Action: action, Target: a.ID, TargetKind: "agreement", Unit: a.Unit}
	if reason != "" {
		e.Detail = map[string]string{"reason": reason}
	}
	return audit.Add(ctx, tx, e)
}
