package report

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// longest texts, in characters.
const maxBody, maxReason = 20_000, 500

// Beginning is what somebody chooses to begin a report.
type Beginning struct {
	ID          string // made by the form, so that a double click begins one
	Unit        string // code
	Template    string
	Period      string
	Supplements string // id of the signed report to complete; empty for a first one

	// Of a report about something, begun by the domain that knows it.
	Subject string
	About   string             // its name in a sentence
	Sent    string             // who gets the paper beside the superior, a line each
	Fill    map[string]Filling // what goes into the template's sections, by their Fill
}

// Filling is what somebody has to say in a section of a template, and sections
// that stand below it.
type Filling struct {
	Lines []Line
	Below []Part
}

// Begin makes a draft with the template's sentences whose figures have
// something to tell. The same again returns the draft there is.
func (s *Service) Begin(ctx context.Context, b Beginning) (rep Report, err error) {
	begin := func(tx *db.Tx) error {
		rep, err = s.BeginIn(ctx, tx, b)
		return err
	}
	err = s.DB.Write(ctx, begin)
	if errs.Is(err, errs.Conflict) && errs.Of(err).Key == "error.exists" {
		err = s.DB.Write(ctx, begin) // the other click was faster: find what it began
	}
	return rep, err
}

// BeginIn is Begin inside the caller's transaction.
func (s *Service) BeginIn(ctx context.Context, tx *db.Tx, b Beginning) (rep Report, err error) {
	defer errs.Wrap(&err, "report.Begin(%s %s)", b.Template, b.Period)
	rep, tpl, err := s.readBeginning(ctx, tx, b)
	if err != nil {
		return rep, err
	}
	if old, err := oneReport(ctx, tx, rep); !errs.Is(err, errs.NotFound) {
		return old, err
	}
	sections, err := s.firstWords(ctx, tx, rep, tpl, b.Fill)
	if err != nil {
		return rep, err
	}
	if err := insertReport(ctx, tx, rep); err != nil {
		return rep, err
	}
	if err := insertSections(ctx, tx, sections); err != nil {
		return rep, err
	}
	return rep, s.step(ctx, tx, rep, "created", "")
}

func (s *Service) readBeginning(ctx context.Context, tx *db.Tx, b Beginning) (rep Report, tpl *Template, err error) {
	var faults errs.List
	u, err := s.unitFor(ctx, tx, b.Unit, &faults)
	if err != nil {
		return rep, nil, err
	}
	if tpl = s.Templates.Find(b.Template); tpl == nil {
		faults.Add(errs.At("template", "error.choice"))
		return rep, nil, faults.Err()
	}
	if b.Supplements == "" && (tpl.About == "") != (b.Subject == "") {
		faults.Add(errs.At("template", "error.choice")) // it is begun where its subject is
	}
	if u.ID != "" && !slices.Contains(tpl.Units, u.Kind) {
		faults.Add(errs.At("template", "report.template.kind", errs.Args{"template": tpl.Name, "unit": u.Name}))
	}
	p, err := tpl.period(strings.TrimSpace(b.Period))
	if err != nil {
		faults.Add(errs.Of(err))
	} else if p.From > tx.Today() {
		faults.Add(errs.At("period", "report.period.ahead"))
	} else if u.ID != "" && (u.FoundedOn > p.To || (u.DissolvedOn != "" && u.DissolvedOn < p.From)) {
		faults.Add(errs.At("period", "report.period.notalive", errs.Args{"name": u.Name}))
	}
	if err := faults.Err(); err != nil {
		return rep, tpl, err
	}
	rep = Report{
		ID: b.ID, Unit: u.ID, Template: tpl.Code, Period: p.Text, From: p.From, To: p.To, Supplements: b.Supplements, Title: tpl.Title,
		Subject: b.Subject, About: b.About, Sent: b.Sent, State: Draft, Version: 1, CreatedBy: actor(ctx), CreatedAt: tx.Now(),
	}
	if rep.ID == "" {
		rep.ID = db.NewID()
	}
	return rep, tpl, s.checkSupplement(ctx, tx, &rep)
}

// checkSupplement lets only a signed report of the same unit be completed. What
// completes it is about the same.
func (s *Service) checkSupplement(ctx context.Context, tx *db.Tx, rep *Report) error {
	if rep.Supplements == "" {
		return nil
	}
	old, err := reportByID(ctx, tx, rep.Supplements)
	rep.Subject, rep.About, rep.Sent = old.Subject, old.About, old.Sent
	if err == nil && (old.Unit != rep.Unit || old.Template != rep.Template || old.Period != rep.Period || old.State != Signed) {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	return err
}

// unitFor finds a unit the actor writes reports for.
func (s *Service) unitFor(ctx context.Context, tx *db.Tx, code string, faults *errs.List) (u org.Unit, err error) {
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
	return u, s.Org.Guard.Need(ctx, tx, Write, Read, u.ID)
}

// Words is what an officer wrote in one section.
type Words struct {
	Position int
	Body     string
}

// Save keeps words; figures cannot be changed here, for they are no words. A
// figure that is unknown or has no value is refused at its section ("body_3").
// Several may write at once, each at other sections: what was not touched since
// version stays as somebody else has saved it. Conflict when somebody has saved
// a section that was changed here as well; [Service.Clash] tells which.
func (s *Service) Save(ctx context.Context, id string, version int, words []Words) (rep Report, err error) {
	defer errs.Wrap(&err, "report.Save(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		if rep, err = s.writable(ctx, tx, id); err != nil {
			return err
		}
		changed, clash, err := s.changedWords(ctx, tx, rep, version, words)
		if err != nil || len(changed) == 0 {
			return err // nothing to do, or a double click
		}
		if len(clash) > 0 {
			return errs.New(errs.Conflict, "error.conflict")
		}
		if err := s.checkWords(ctx, tx, rep, changed); err != nil {
			return err
		}
		if err := keepWords(ctx, tx, rep, changed); err != nil {
			return err
		}
		rep.Version++
		return s.note(ctx, tx, rep, "report.save", nil)
	})
	return rep, err
}

// changedWords are the sections whose words were changed since a version, and
// the positions of those that somebody else has changed as well.
func (s *Service) changedWords(ctx context.Context, tx *db.Tx, rep Report, version int, words []Words) (out []Section, clash []int, err error) {
	stored, err := sectionsOf(ctx, tx, rep.ID)
	if err != nil {
		return nil, nil, err
	}
	before, err := wordsAt(ctx, tx, rep.ID, version)
	for _, w := range words {
		i := slices.IndexFunc(stored, func(x Section) bool { return x.Position == w.Position })
		if i < 0 || stored[i].Body == tidy(w.Body) {
			continue
		}
		was, others := before[w.Position]
		if others && was == tidy(w.Body) {
			continue // not touched here
		}
		if others {
			clash = append(clash, w.Position)
		}
		sec := stored[i]
		sec.Body = tidy(w.Body)
		out = append(out, sec)
	}
	return out, clash, err
}

// Clash tells, of words that were written on a version, in which sections
// somebody else has saved other ones since, and gives the words to go on with:
// what was not touched here as it is stored.
func (s *Service) Clash(ctx context.Context, id string, version int, words []Words) (out []Words, clash []int, err error) {
	defer errs.Wrap(&err, "report.Clash(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		rep, err := s.readable(ctx, tx, id)
		if err != nil {
			return err
		}
		var changed []Section
		if changed, clash, err = s.changedWords(ctx, tx, rep, version, words); err != nil {
			return err
		}
		stored, err := sectionsOf(ctx, tx, id)
		for _, sec := range stored {
			if i := slices.IndexFunc(changed, func(x Section) bool { return x.Position == sec.Position }); i >= 0 {
				sec = changed[i]
			}
			out = append(out, Words{sec.Position, sec.Body})
		}
		return err
	})
	return out, clash, err
}

// tidy is a text with one sort of line end, without what cannot be seen.
func tidy(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

func (s *Service) checkWords(ctx context.Context, tx *db.Tx, rep Report, changed []Section) error {
	c, err := s.composer(ctx, tx, rep)
	if err != nil {
		return err
	}
	var faults errs.List
	for _, sec := range changed {
		if e := c.checkSection(ctx, sec); e != nil {
			if errs.Is(e, errs.Internal) {
				return e
			}
			own := *errs.Of(e)
			own.Field = bodyField(sec.Position)
			faults.Add(&own)
		}
	}
	return faults.Err()
}

// checkSection refuses what cannot be printed: a reference that means nothing,
// a figure without a value.
func (c *composer) checkSection(ctx context.Context, sec Section) error {
	if utf8.RuneCountInString(sec.Body) > maxBody {
		return errs.At("body", "error.text.long", errs.Args{"max": maxBody})
	}
	if err := c.ask(ctx, sec.Body); err != nil {
		return err
	}
	pieces, err := parseTokens(c.catalogue(), sec.Body)
	for _, p := range pieces {
		if p.ref == nil {
			continue
		}
		if fault := c.wordless(p); fault != nil {
			return fault
		}
		if p.ref.Word != "" {
			continue
		}
		f := c.known[c.key(*p.ref)]
		if _, ok := shown(p.ref.Form, f); !ok {
			return errs.At("body", "report.figure."+missing(p.ref.Form, f), errs.Args{"token": p.text})
		}
	}
	return err
}

// bodyField is the name of a section's field in a form.
func bodyField(position int) string { return "body_" + plain(int64(position)) }

func actor(ctx context.Context) string { return auth.From(ctx).Account }

// Downloaded notes that somebody took a report away as a file.
func (s *Service) Downloaded(ctx context.Context, id, format string) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		rep, err := s.readable(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.note(ctx, tx, rep, "report.download", map[string]string{"format": format})
	})
}

func (s *Service) note(ctx context.Context, tx *db.Tx, rep Report, action string, detail map[string]string) error {
	return audit.Add(ctx, tx, audit.Entry{
		Account: actor(ctx), Action: action, Target: rep.ID, TargetKind: "report", Unit: rep.Unit, Detail: detail,
	})
}

// step keeps what happened to a report, for its page and for the audit.
func (s *Service) step(ctx context.Context, tx *db.Tx, rep Report, act, reason string) error {
	if err := insertStep(ctx, tx, Step{db.NewID(), rep.ID, act, reason, actor(ctx), tx.Now()}); err != nil {
		return err
	}
	var detail map[string]string
	if rep.Fingerprint != "" {
		detail = map[string]string{"fingerprint": rep.Fingerprint} // Verify compares it
	}
	return s.note(ctx, tx, rep, "report."+act, detail)
}
