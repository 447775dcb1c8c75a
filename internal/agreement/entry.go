package agreement

import (
	"context"

	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// mostFiles is how many files one entry may have.
const mostFiles = 10

// promise is a commitment with its agreement, for whoever acts on it.
type promise struct {
	Agreement
	parties    []Binds
	commitment Commitment
	unit       org.Unit // for whom the actor writes; of a partner the zero Unit
}

// dutyOf reads what a duty belongs to, for an actor who writes for one of those
// who promised it, or for the keeper.
func (s *Service) dutyOf(ctx context.Context, tx *db.Tx, d Duty) (p promise, err error) {
	if p, err = s.promiseOf(ctx, tx, d.Agreement, d.Commitment); err != nil {
		return p, err
	}
	if _, err := s.readable(ctx, tx, d.Agreement); err != nil {
		return p, err
	}
	if p.WithdrawnAt != nil {
		return p, errs.New(errs.Conflict, "agreement.withdrawn")
	}
	units := append(unitsOf(p.parties, p.commitment, tx.Today()), keeperOn(p.Agreement, p.parties, tx.Today()))
	p.unit, err = s.writesFor(ctx, tx, units)
	return p, err
}

func (s *Service) promiseOf(ctx context.Context, tx *db.Tx, agreement, commitment string) (p promise, err error) {
	if p.Agreement, err = agreementByID(ctx, tx, agreement); err != nil {
		return p, err
	}
	if p.parties, err = partiesOf(ctx, tx, agreement); err != nil {
		return p, err
	}
	all, err := commitmentsOf(ctx, tx, agreement)
	for _, c := range all {
		if c.ID == commitment {
			p.commitment = c
			return p, err
		}
	}
	if err == nil {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	return p, err
}

// writesFor is the first of some units the actor may write for; when it is none,
// the refusal of the last.
func (s *Service) writesFor(ctx context.Context, tx *db.Tx, units []string) (u org.Unit, err error) {
	for _, id := range units {
		if err = s.Org.Guard.Need(ctx, tx, Write, Read, id); err == nil {
			return s.Org.UnitByID(ctx, tx, id)
		}
		if !errs.Is(err, errs.Denied) && !errs.Is(err, errs.NotFound) {
			return u, err
		}
	}
	return u, errs.New(errs.Denied, "error.denied")
}

// Saying is something to be said of an agreement.
type Saying struct {
	Once       string // id of the entry, made by the form, so that a double click says it once
	Commitment string // id; empty: of the whole
	Duty       string // id; empty: of none in particular
	Text       string
	Files      []string // ids of files
	Shared     bool     // partners read it as well
}

// Say adds to the journal of an agreement: progress of a commitment, or a
// message. Whoever writes for one of its units may.
func (s *Service) Say(ctx context.Context, agreement string, y Saying) (err error) {
	defer errs.Wrap(&err, "agreement.Say(%s)", agreement)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		a, err := s.readable(ctx, tx, agreement)
		if err != nil {
			return err
		}
		parties, err := partiesOf(ctx, tx, agreement)
		if err != nil {
			return err
		}
		units := []string{keeperOn(a, parties, tx.Today())}
		for _, b := range parties {
			if b.Unit != nil && b.On(tx.Today()) {
				units = append(units, *b.Unit)
			}
		}
		u, err := s.writesFor(ctx, tx, units)
		if err != nil {
			return err
		}
		return s.say(ctx, tx, a, y, Entry{Account: actor(ctx), Unit: &u.ID, Writer: display(ctx)})
	})
}

// say checks and writes what is said, whoever says it.
func (s *Service) say(ctx context.Context, tx *db.Tx, a Agreement, y Saying, by Entry) error {
	if a.WithdrawnAt != nil {
		return errs.New(errs.Conflict, "agreement.withdrawn")
	}
	var faults errs.List
	by.ID, by.Kind, by.Text, by.Files, by.Shared = y.Once, Message, lines(y.Text), y.Files, y.Shared
	if said, err := hasEntry(ctx, tx, a.ID, y.Once); said || err != nil {
		return err
	}
	if by.Text == "" && len(by.Files) == 0 {
		faults.Add(errs.At("text", "error.required"))
	}
	atMost(&faults, "text", by.Text, maxText)
	if err := faults.Err(); err != nil {
		return err
	}
	if y.Commitment != "" {
		if _, err := s.promiseOf(ctx, tx, a.ID, y.Commitment); err != nil {
			return err
		}
		by.Kind, by.Commitment = Progress, &y.Commitment
	}
	if y.Duty != "" {
		d, err := dutyByID(ctx, tx, y.Duty)
		if err == nil && (by.Commitment == nil || d.Commitment != *by.Commitment) {
			err = errs.New(errs.NotFound, "error.notfound")
		}
		if err != nil {
			return err
		}
		by.Duty = &y.Duty
	}
	return s.enter(ctx, tx, a, by)
}

// enter writes an entry of the journal with its files.
func (s *Service) enter(ctx context.Context, tx *db.Tx, a Agreement, e Entry) error {
	if len(e.Files) > mostFiles {
		return errs.At("files", "agreement.many", errs.Args{"max": mostFiles})
	}
	infos, err := blob.Infos(ctx, tx, e.Files...)
	if err != nil {
		return err
	}
	if e.ID == "" {
		e.ID = db.NewID()
	}
	e.Agreement, e.At = a.ID, tx.Now()
	if err := insertEntry(ctx, tx, e); err != nil {
		return err
	}
	for i, id := range e.Files {
		if info, there := infos[id]; !there || info.Account != e.owner() { // another's file is nobody's proof
			return errs.At("files", "error.notfound")
		}
		if err := insertEvidence(ctx, tx, e.ID, id, i+1); err != nil {
			return err
		}
	}
	return s.note(ctx, tx, e.Kind.action(), a, "")
}

// owner is by what name the files of an entry were sent.
func (e Entry) owner() string {
	if e.Party != nil {
		return partyAccount(*e.Party)
	}
	return e.Account
}

// action is how an entry of a kind is called in the audit log.
func (k EntryKind) action() string {
	return map[EntryKind]string{
		Message: "agreement.message", Progress: "agreement.progress", Came: "agreement.outcome", Reopened: "agreement.reopened",
	}[k]
}

func display(ctx context.Context) string {
	if a := auth.From(ctx); a != nil {
		return a.Display
	}
	return ""
}

const entryColumns = `e.id, e.agreement, e.commitment, e.duty, e.kind, e.account, e.party, e.unit, e.writer, e.text, e.shared, e.at`

func hasEntry(ctx context.Context, tx *db.Tx, agreement, id string) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* agreement.hasEntry */ SELECT EXISTS (SELECT 1 FROM agreement_entry WHERE id = $1 AND agreement = $2)`, id, agreement)
	return yes, err
}

func insertEntry(ctx context.Context, tx *db.Tx, e Entry) error {
	_, err := tx.Exec(ctx, `/* agreement.insertEntry */
		INSERT INTO agreement_entry (id, agreement, commitment, duty, kind, account, party, unit, writer, text, shared, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		e.ID, e.Agreement, e.Commitment, e.Duty, e.Kind, e.Account, e.Party, e.Unit, e.Writer, e.Text, e.Shared, e.At)
	return err
}

func insertEvidence(ctx context.Context, tx *db.Tx, entry, blob string, position int) error {
	_, err := tx.Exec(ctx, `/* agreement.insertEvidence */
		INSERT INTO agreement_evidence (entry, blob, position) VALUES ($1, $2, $3)`, entry, blob, position)
	return err
}

// entriesOf are the entries of an agreement that were made before a moment, the
// newest first, with their files. Partners see what is shared only.
func entriesOf(ctx context.Context, tx *db.Tx, agreement string, before int64, sharedOnly bool, limit int) (out []Entry, err error) {
	cond := ""
	if sharedOnly {
		cond = " AND e.shared"
	}
	if err := tx.Select(ctx, &out, `/* agreement.entriesOf */
		SELECT `+entryColumns+` FROM agreement_entry e WHERE e.agreement = $1 AND e.at < $2`+cond+` ORDER BY e.at DESC, e.id DESC LIMIT $3`,
		agreement, before, limit); err != nil {
		return nil, err
	}
	return out, withFiles(ctx, tx, out)
}

// withFiles reads the files of some entries.
func withFiles(ctx context.Context, tx *db.Tx, out []Entry) error {
	if len(out) == 0 {
		return nil
	}
	at, ids := map[string]int{}, make([]string, len(out))
	for i, e := range out {
		at[e.ID], ids[i] = i, e.ID
	}
	return tx.Each(ctx, `/* agreement.withFiles */
		SELECT entry, blob FROM agreement_evidence WHERE entry IN (`+db.In(1, len(ids))+`) ORDER BY entry, position`, db.Anys(ids),
		func(scan func(...any) error) error {
			var entry, file string
			err := scan(&entry, &file)
			out[at[entry]].Files = append(out[at[entry]].Files, file)
			return err
		})
}

// UsedFiles lists which of some files hang on an agreement or an entry.
func (s *Service) UsedFiles(ctx context.Context, tx *db.Tx, ids []string) (out []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	in := db.In(1, len(ids))
	err = tx.Select(ctx, &out, `/* agreement.UsedFiles */
		SELECT blob FROM agreement_file WHERE blob IN (`+in+`) UNION SELECT blob FROM agreement_evidence WHERE blob IN (`+in+`)
		UNION SELECT blob FROM agreement_visit_file WHERE blob IN (`+in+`) UNION SELECT blob FROM agreement_answer_file WHERE blob IN (`+in+`)`, db.Anys(ids)...)
	return out, err
}
