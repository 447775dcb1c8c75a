package agreement

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// mostPeople is how large a delegation may be, mostMembers how many of it are
// named, mostSides how many receive it or come.
const mostPeople, mostMembers, mostSides = 1000, 100, 20

// VisitPlan is what somebody writes of a visit.
type VisitPlan struct {
	ID          string // made by the form, so that a double click keeps one
	Agreement   string // id; empty: under none
	Unit        string // code of the one that keeps it; empty: the first host or guest the actor writes for
	Title       string
	Hosts       []Opposite // Side is not read
	Guests      []Opposite
	PlannedFrom day.Date // empty: as it was held
	PlannedTo   day.Date // empty: PlannedFrom
	HeldFrom    day.Date // empty: not held yet
	HeldTo      day.Date
	Place       string
	Head        string
	HeadPost    string
	Members     []VisitMember
	People      int // 0: the head and those named
	Items       []VisitItem
	Files       []string
	Lessons     string
	Source      string
	SourceURL   string
}

// PlanVisit keeps a new visit, planned or held. The same again returns what there
// is.
func (s *Service) PlanVisit(ctx context.Context, p VisitPlan) (v Visit, err error) {
	defer errs.Wrap(&err, "agreement.PlanVisit")
	plan := func(tx *db.Tx) error {
		v, err = s.PlanVisitIn(ctx, tx, p)
		return err
	}
	err = s.DB.Write(ctx, plan)
	if err != nil && errs.Of(err).Key == "error.exists" {
		err = s.DB.Write(ctx, plan) // the other click was faster, or another has named the partner
	}
	return v, err
}

// PlanVisitIn is PlanVisit inside the caller's transaction.
func (s *Service) PlanVisitIn(ctx context.Context, tx *db.Tx, p VisitPlan) (v Visit, err error) {
	if p.ID != "" {
		if old, err := s.readableVisit(ctx, tx, p.ID); !errs.Is(err, errs.NotFound) {
			return old, err
		}
	}
	v = p.visit(Visit{ID: p.ID, Version: 1, Recorder: actor(ctx), RecordedAt: tx.Now()})
	if v.ID == "" {
		v.ID = db.NewID()
	}
	if p.Agreement != "" {
		v.Agreement = &p.Agreement
	}
	var faults errs.List
	if err := s.checkVisit(ctx, tx, &v, p, nil, &faults); err != nil {
		return v, err
	}
	if err := s.visitKeeper(ctx, tx, &v, p.Unit, &faults); err != nil {
		return v, err
	}
	if err := faults.Err(); err != nil {
		return v, err
	}
	if err := insertVisit(ctx, tx, v); err != nil {
		return v, err
	}
	return v, s.visited(ctx, tx, v, "agreement.visit.plan", "")
}

// visit takes what was written over into a visit, without its sides.
func (p VisitPlan) visit(v Visit) Visit {
	v.Title, v.Place, v.Head, v.HeadPost, v.Lessons = line(p.Title), line(p.Place), line(p.Head), line(p.HeadPost), lines(p.Lessons)
	v.PlannedFrom, v.PlannedTo, v.HeldFrom, v.HeldTo = p.PlannedFrom, p.PlannedTo, p.HeldFrom, p.HeldTo
	v.Source, v.SourceURL, v.Files, v.People = line(p.Source), strings.TrimSpace(p.SourceURL), slices.Clone(p.Files), p.People
	if v.PlannedFrom == "" {
		v.PlannedFrom, v.PlannedTo = v.HeldFrom, v.HeldTo
	}
	if v.PlannedTo == "" {
		v.PlannedTo = v.PlannedFrom
	}
	v.Members, v.Items = nil, nil
	for _, m := range p.Members {
		if m.Name = line(m.Name); m.Name != "" {
			v.Members = append(v.Members, VisitMember{m.Name, line(m.Post)})
		}
	}
	for _, i := range p.Items {
		if i.Text = lines(i.Text); i.Text != "" {
			v.Items = append(v.Items, i)
		}
	}
	known := len(v.Members)
	if v.Head != "" {
		known++
	}
	if v.People == 0 {
		v.People = known
	}
	return v
}

// checkVisit reads who receives and who comes, and refuses what cannot be; old is
// the visit as it was.
func (s *Service) checkVisit(ctx context.Context, tx *db.Tx, v *Visit, p VisitPlan, old *Visit, faults *errs.List) error {
	need(faults, "title", v.Title, maxTitle)
	for _, f := range []struct{ field, text string }{{"place", v.Place}, {"head", v.Head}, {"head_post", v.HeadPost}} {
		atMost(faults, f.field, f.text, maxName)
	}
	atMost(faults, "source", v.Source, maxTitle)
	atMost(faults, "lessons", v.Lessons, maxBody)
	if u, err := url.Parse(v.SourceURL); v.SourceURL != "" && (err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(v.SourceURL) > 500) {
		faults.Add(errs.At("source_url", "agreement.source.url"))
	}
	v.checkDays(tx.Today(), faults)
	v.checkPeople(faults)
	if err := s.checkSides(ctx, tx, v, p, old, faults); err != nil {
		return err
	}
	var had []string
	if old != nil {
		had = old.Files
	}
	if err := s.checkVisitFiles(ctx, tx, v.Files, had, faults); err != nil {
		return err
	}
	return s.checkUnder(ctx, tx, v, faults)
}

// checkDays wants days in their order, and none to come among those held.
func (v *Visit) checkDays(today day.Date, faults *errs.List) {
	switch {
	case v.PlannedFrom == "":
		faults.Add(errs.At("planned_from", "error.required"))
	case v.PlannedTo < v.PlannedFrom:
		faults.Add(errs.At("planned_to", "agreement.visit.backwards", errs.Args{"from": v.PlannedFrom, "to": v.PlannedTo}))
	}
	switch {
	case v.HeldFrom == "" && v.HeldTo != "":
		faults.Add(errs.At("held_from", "error.required"))
	case v.HeldFrom > today:
		faults.Add(errs.At("held_from", "error.date.future", errs.Args{"date": v.HeldFrom, "today": today}))
	case v.HeldTo != "" && v.HeldTo < v.HeldFrom:
		faults.Add(errs.At("held_to", "agreement.visit.backwards", errs.Args{"from": v.HeldFrom, "to": v.HeldTo}))
	case v.HeldTo > today:
		faults.Add(errs.At("held_to", "error.date.future", errs.Args{"date": v.HeldTo, "today": today}))
	}
	for _, i := range v.Items {
		atMost(faults, "programme", i.Text, maxText)
		if i.Day < v.First() || i.Day > v.End() {
			faults.Add(errs.At("programme", "agreement.visit.item", errs.Args{"date": i.Day, "from": v.First(), "to": v.End()}))
			break
		}
	}
}

// checkPeople wants a delegation that has at least those who are named.
func (v *Visit) checkPeople(faults *errs.List) {
	known := len(v.Members)
	if v.Head != "" {
		known++
	}
	switch {
	case v.HeldFrom != "" && v.People == 0:
		faults.Add(errs.At("people", "error.required"))
	case v.People < known:
		faults.Add(errs.At("people", "agreement.visit.more_named", errs.Args{"named": known, "said": v.People}))
	case v.People > mostPeople:
		faults.Add(errs.At("people", "error.number.range", errs.Args{"min": 1, "max": mostPeople}))
	}
	if len(v.Members) > mostMembers {
		faults.Add(errs.At("members", "agreement.many", errs.Args{"max": mostMembers}))
	}
	for _, m := range v.Members {
		atMost(faults, "members", m.Name, maxName)
		atMost(faults, "members", m.Post, maxName)
	}
}

// checkVisitFiles wants files that hang on the visit already or are the actor's
// own.
func (s *Service) checkVisitFiles(ctx context.Context, tx *db.Tx, ids, old []string, faults *errs.List) error {
	if len(ids) > mostFiles {
		faults.Add(errs.At("files", "agreement.many", errs.Args{"max": mostFiles}))
	}
	infos, err := blob.Infos(ctx, tx, ids...)
	for _, id := range ids {
		if i, there := infos[id]; err == nil && (!there || (i.Account != actor(ctx) && !slices.Contains(old, id))) {
			faults.Add(errs.At("files", "activity.files.gone"))
			break
		}
	}
	return err
}

// checkUnder wants an agreement the actor may read and that somebody of the visit
// has signed.
func (s *Service) checkUnder(ctx context.Context, tx *db.Tx, v *Visit, faults *errs.List) error {
	if v.Agreement == nil {
		return nil
	}
	a, err := s.readable(ctx, tx, *v.Agreement)
	if errs.Is(err, errs.NotFound) || (err == nil && a.WithdrawnAt != nil) {
		faults.Add(errs.At("agreement", "agreement.visit.unknown"))
		return nil
	}
	if err != nil {
		return err
	}
	parties, err := partiesOf(ctx, tx, a.ID)
	for _, b := range parties {
		if slices.ContainsFunc(v.Sides, func(x VisitSide) bool { return b.sameBody(x.body()) }) {
			return nil
		}
	}
	if err == nil && len(v.Sides) > 0 {
		faults.Add(errs.At("agreement", "agreement.visit.stranger", errs.Args{"title": a.Title}))
	}
	return err
}

// visitKeeper decides who keeps a new visit: the unit named, else the first host
// or guest that the actor writes for.
func (s *Service) visitKeeper(ctx context.Context, tx *db.Tx, v *Visit, code string, faults *errs.List) error {
	if len(v.units()) == 0 {
		if len(*faults) == 0 {
			faults.Add(errs.At("hosts", "agreement.visit.keeper"))
		}
		return nil
	}
	units := v.units()
	if strings.TrimSpace(code) != "" {
		i := slices.IndexFunc(v.Sides, func(x VisitSide) bool { return x.Unit != nil && x.Code == strings.TrimSpace(code) })
		if i < 0 {
			faults.Add(errs.At("hosts", "agreement.visit.keeper"))
			return nil
		}
		units = []string{*v.Sides[i].Unit}
	}
	u, err := s.writesFor(ctx, tx, units)
	if errs.Is(err, errs.Denied) {
		faults.Add(errs.At("hosts", "agreement.visit.keeper"))
		return nil
	}
	v.Unit = u.ID
	return err
}

// ChangeVisit corrects a visit, or says that it was held, for a reason where it
// had been held before. Conflict when somebody changed it since version.
func (s *Service) ChangeVisit(ctx context.Context, id string, version int, p VisitPlan, reason string) (v Visit, err error) {
	defer errs.Wrap(&err, "agreement.ChangeVisit(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		v, err = s.ChangeVisitIn(ctx, tx, id, version, p, reason)
		return err
	})
	return v, err
}

// ChangeVisitIn is ChangeVisit inside the caller's transaction.
func (s *Service) ChangeVisitIn(ctx context.Context, tx *db.Tx, id string, version int, p VisitPlan, reason string) (v Visit, err error) {
	old, err := s.ownVisit(ctx, tx, id)
	if err != nil {
		return v, err
	}
	if old.CancelledOn != "" {
		return v, errs.New(errs.Conflict, "agreement.visit.cancelled", errs.Args{"date": old.CancelledOn})
	}
	v = p.visit(old)
	if v.Agreement = nil; p.Agreement != "" {
		v.Agreement = &p.Agreement
	}
	var faults errs.List
	if err := s.checkVisit(ctx, tx, &v, p, &old, &faults); err != nil {
		return v, err
	}
	if !slices.Contains(v.units(), v.Unit) && len(v.Sides) > 0 {
		faults.Add(errs.At("hosts", "agreement.visit.keeper"))
	}
	checkReason(&faults, old.HeldFrom != "", reason)
	if err := faults.Err(); err != nil {
		return v, err
	}
	return v, s.replaceVisit(ctx, tx, old, version, &v, "agreement.visit.change", reason)
}

// replaceVisit writes a new version and what follows from it.
func (s *Service) replaceVisit(ctx context.Context, tx *db.Tx, old Visit, version int, fresh *Visit, action, reason string) error {
	if old.Version != version {
		return errs.New(errs.Conflict, "error.conflict")
	}
	if err := rewriteVisit(ctx, tx, old, *fresh, line(reason)); err != nil {
		return err
	}
	fresh.Version = old.Version + 1
	return s.visited(ctx, tx, *fresh, action, line(reason))
}

// visited does what follows from a visit: figures, the audit log, and the
// reminders of its agreement.
func (s *Service) visited(ctx context.Context, tx *db.Tx, v Visit, action, reason string) error {
	act := visitAct(ctx, v)
	if err := s.rebook(ctx, tx, act, visitFacts(v)); err != nil {
		return err
	}
	e := audit.Entry{Account: actor(ctx), Action: action, Target: v.ID, TargetKind: "visit", Unit: v.Unit}
	if reason != "" {
		e.Detail = map[string]string{"reason": reason}
	}
	if err := audit.Add(ctx, tx, e); err != nil || v.Agreement == nil {
		return err
	}
	a, err := agreementByID(ctx, tx, *v.Agreement)
	if err != nil {
		return err
	}
	return s.watch(ctx, tx, a)
}

// folded is what a visit is found by.
func (v Visit) folded() string { return search.Fold(v.Title + " " + v.Place + " " + v.Head) }
