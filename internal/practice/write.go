package practice

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// longest texts, in characters; most files and figures of one practice.
const (
	maxTitle, maxText, maxContact, maxReason = 200, 5000, 300, 500
	mostFiles, mostFigures                   = 20, 10
)

// maxCost is the greatest sum the ledger knows as well, in đồng.
const maxCost = 1_000_000_000_000_000

// Writing is what somebody writes of a practice.
type Writing struct {
	ID        string // made by the form, so that a double click keeps one
	Unit      string // code or name
	Title     string
	Fields    []string // codes
	Aim       string
	Steps     string
	Cost      *int64 // đồng
	Results   string
	Lessons   string
	Contact   string
	Record    string // id of a record of kind good_practice; empty: none
	Figures   []Asked
	Files     []string
	Source    string
	SourceURL string
}

// Begin keeps a new practice, shared with nobody yet. The same again returns
// what there is.
func (s *Service) Begin(ctx context.Context, w Writing) (p Practice, err error) {
	defer errs.Wrap(&err, "practice.Begin")
	begin := func(tx *db.Tx) error {
		p, err = s.BeginIn(ctx, tx, w)
		return err
	}
	err = s.DB.Write(ctx, begin)
	if err != nil && errs.Of(err).Key == "error.exists" {
		err = s.DB.Write(ctx, begin) // the other click was faster
	}
	return p, err
}

// BeginIn is Begin inside the caller's transaction.
func (s *Service) BeginIn(ctx context.Context, tx *db.Tx, w Writing) (p Practice, err error) {
	if w.ID != "" {
		if old, err := s.readable(ctx, tx, w.ID); !errs.Is(err, errs.NotFound) {
			return old, err
		}
	}
	var faults errs.List
	u, err := s.unit(ctx, tx, w.Unit, &faults)
	if err != nil {
		return p, err
	}
	p = w.practice(Practice{ID: w.ID, Unit: u.ID, Version: 1, Recorder: actor(ctx), RecordedAt: tx.Now()})
	if p.ID == "" {
		p.ID = db.NewID()
	}
	if err := s.check(ctx, tx, p, nil, &faults); err != nil {
		return p, err
	}
	if err := faults.Err(); err != nil {
		return p, err
	}
	if err := insertPractice(ctx, tx, p); err != nil {
		return p, err
	}
	return p, s.note(ctx, tx, "practice.begin", p.ID, p.Unit, "")
}

// practice takes what was written over into a practice.
func (w Writing) practice(p Practice) Practice {
	p.Title, p.Aim, p.Steps, p.Results, p.Lessons = line(w.Title), lines(w.Aim), lines(w.Steps), lines(w.Results), lines(w.Lessons)
	p.Contact, p.Cost, p.Source, p.SourceURL = line(w.Contact), w.Cost, line(w.Source), strings.TrimSpace(w.SourceURL)
	p.Fields, p.Figures, p.Files = slices.Clone(w.Fields), slices.Clone(w.Figures), slices.Clone(w.Files)
	slices.Sort(p.Fields)
	p.Fields, p.Record = slices.Compact(p.Fields), nil
	if w.Record != "" {
		p.Record = &w.Record
	}
	return p
}

// unit finds the unit somebody writes for; one that has ended begins nothing.
func (s *Service) unit(ctx context.Context, tx *db.Tx, code string, faults *errs.List) (u org.Unit, err error) {
	if strings.TrimSpace(code) == "" {
		faults.Add(errs.At("unit", "error.required"))
		return u, nil
	}
	u, err = s.Org.Named(ctx, tx, code)
	switch {
	case errs.Is(err, errs.NotFound):
		faults.Add(errs.At("unit", "error.unit.unknown", errs.Args{"code": strings.TrimSpace(code)}))
		return org.Unit{}, nil
	case err != nil:
		return u, err
	case u.EndedBy(tx.Today()):
		faults.Add(errs.At("unit", "practice.unit.ended", errs.Args{"name": u.Name, "date": u.DissolvedOn}))
		return org.Unit{}, nil
	}
	return u, s.Org.Guard.Need(ctx, tx, Write, Read, u.ID)
}

// check refuses what cannot be; old are the files that hang on it already.
func (s *Service) check(ctx context.Context, tx *db.Tx, p Practice, old []string, faults *errs.List) error {
	need(faults, "title", p.Title, maxTitle)
	need(faults, "aim", p.Aim, maxText)
	need(faults, "steps", p.Steps, maxText)
	atMost(faults, "results", p.Results, maxText)
	atMost(faults, "lessons", p.Lessons, maxText)
	atMost(faults, "contact", p.Contact, maxContact)
	atMost(faults, "source", p.Source, maxTitle)
	if u, err := url.Parse(p.SourceURL); p.SourceURL != "" && (err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || len(p.SourceURL) > 500) {
		faults.Add(errs.At("source_url", "agreement.source.url"))
	}
	if p.Cost != nil && (*p.Cost < 0 || *p.Cost > maxCost) {
		faults.Add(errs.At("cost", "error.number.range", errs.Args{"min": 0, "max": int64(maxCost)}))
	}
	if len(p.Fields) == 0 {
		faults.Add(errs.At("fields", "error.required"))
	}
	for _, f := range p.Fields {
		if !slices.ContainsFunc(s.Fields, func(k Field) bool { return k.Code == f }) {
			faults.Add(errs.At("fields", "error.choice"))
		}
	}
	s.checkFigures(p.Figures, faults)
	if err := s.checkFiles(ctx, tx, p.Files, old, faults); err != nil {
		return err
	}
	return s.checkRecord(ctx, tx, p, faults)
}

// checkFigures wants indicators, periods and parts the catalogue knows; each
// once. Its refusals stand at "figure_1" and on.
func (s *Service) checkFigures(all []Asked, faults *errs.List) {
	if len(all) > mostFigures {
		faults.Add(errs.At("figure_1", "practice.many", errs.Args{"max": mostFigures}))
	}
	for i, a := range all {
		at := figureField(i)
		ind, err := s.catalogue().Indicator(a.Indicator)
		if err != nil {
			faults.Add(errs.At(at, "practice.figure.unknown", errs.Args{"said": a.Indicator}))
			continue
		}
		if _, err := ledger.ParsePeriod(a.Period); err != nil {
			faults.Add(errs.At("period_"+strings.TrimPrefix(at, "figure_"), errs.Of(err).Key, errs.Of(err).Args))
		}
		if (a.Dim == "") != (a.Part == "") || (a.Dim != "" && !slices.Contains(ind.Dimensions(), a.Dim)) {
			faults.Add(errs.At("part_"+strings.TrimPrefix(at, "figure_"), "practice.figure.part", errs.Args{"name": ind.Name}))
		}
		if slices.Contains(all[:i], a) {
			faults.Add(errs.At(at, "practice.figure.twice"))
		}
	}
}

// checkFiles wants files that hang on it already or are the actor's own.
func (s *Service) checkFiles(ctx context.Context, tx *db.Tx, ids, old []string, faults *errs.List) error {
	if len(ids) > mostFiles {
		faults.Add(errs.At("files", "practice.many", errs.Args{"max": mostFiles}))
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

// checkRecord wants a record of a good practice that stands and that the actor
// may read.
func (s *Service) checkRecord(ctx context.Context, tx *db.Tx, p Practice, faults *errs.List) error {
	if p.Record == nil {
		return nil
	}
	kind, unit, err := recordOf(ctx, tx, *p.Record)
	if err == nil {
		err = s.Org.Guard.Read(ctx, tx, activity.Read, unit)
	}
	if errs.Is(err, errs.NotFound) || (err == nil && kind != recordKind) {
		faults.Add(errs.At("record", "practice.record.unknown"))
		return nil
	}
	return err
}

// Change corrects a practice, for a reason. Conflict when somebody changed it
// since version.
func (s *Service) Change(ctx context.Context, id string, version int, w Writing, reason string) (p Practice, err error) {
	defer errs.Wrap(&err, "practice.Change(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		old, err := s.own(ctx, tx, id)
		if err != nil {
			return err
		}
		var faults errs.List
		p = w.practice(old)
		if err := s.check(ctx, tx, p, old.Files, &faults); err != nil {
			return err
		}
		checkReason(&faults, reason)
		if err := faults.Err(); err != nil {
			return err
		}
		return s.replace(ctx, tx, old, version, &p, "practice.change", reason)
	})
	return p, err
}

// replace writes a new version and brings its figures to what it says.
func (s *Service) replace(ctx context.Context, tx *db.Tx, old Practice, version int, fresh *Practice, action, reason string) error {
	if old.Version != version {
		return errs.New(errs.Conflict, "error.conflict")
	}
	if err := replacePractice(ctx, tx, old, *fresh, line(reason)); err != nil {
		return err
	}
	fresh.Version = old.Version + 1
	if err := s.book(ctx, tx, *fresh); err != nil {
		return err
	}
	return s.note(ctx, tx, action, fresh.ID, fresh.Unit, line(reason))
}

// note adds an entry to the audit log.
func (s *Service) note(ctx context.Context, tx *db.Tx, action, id, unit, reason string) error {
	e := audit.Entry{Account: actor(ctx), Action: action, Target: id, TargetKind: "practice", Unit: unit}
	if reason != "" {
		e.Detail = map[string]string{"reason": reason}
	}
	return audit.Add(ctx, tx, e)
}

// folded is what a practice is found by.
func (p Practice) folded() string { return search.Fold(p.Title + " " + p.Aim) }

// line is a text of one line, its blanks tidied.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// lines is a text of many lines, each tidied at its end.
func lines(text string) string {
	var out []string
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		out = append(out, strings.TrimRight(l, " \t"))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

func need(faults *errs.List, field, text string, most int) {
	if text == "" {
		faults.Add(errs.At(field, "error.required"))
		return
	}
	atMost(faults, field, text, most)
}

func atMost(faults *errs.List, field, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		faults.Add(errs.At(field, "error.text.long", errs.Args{"max": most}))
	}
}

func checkReason(faults *errs.List, reason string) { need(faults, "reason", line(reason), maxReason) }
