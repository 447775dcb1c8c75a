package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// mostTopics is how many topics one visit may have.
const mostTopics = 60

// Topic is what a host or guest wants to hear of at a visit.
type Topic struct {
	ID     string `db:"id"`
	Visit  string `db:"visit"`
	Text   string `db:"text"`
	Side   string `db:"side"`   // id of the host or guest who asks
	Person string `db:"person"` // who asks there; may be empty
	At     int64  `db:"at"`

	Answers []Answer `db:"-"`
}

// Answer is what one of the visit says to a topic.
type Answer struct {
	ID      string `db:"id"`
	Topic   string `db:"topic"`
	Side    string `db:"side"` // id of the host or guest who answers
	Person  string `db:"person"`
	Text    string `db:"text"`
	Version int    `db:"version"`
	At      int64  `db:"at"`

	Files     []string          `db:"-"` // ids
	Practices []string          `db:"-"` // ids
	Infos     []blob.Info       `db:"-"`
	Titles    map[string]string `db:"-"` // of the practices the reader may open, by id
}

// Ask adds a topic to a visit. Whoever writes for a host or guest may. The same
// id again changes nothing.
func (s *Service) Ask(ctx context.Context, visit string, t Topic) (out Topic, err error) {
	defer errs.Wrap(&err, "agreement.Ask(%s)", visit)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		out, err = s.AskIn(ctx, tx, visit, t)
		return err
	})
	return out, err
}

// AskIn is Ask inside the caller's transaction.
func (s *Service) AskIn(ctx context.Context, tx *db.Tx, visit string, t Topic) (Topic, error) {
	if err := tx.LockExclusive(ctx, "visit "+visit); err != nil {
		return t, err
	}
	v, err := s.sharedVisit(ctx, tx, visit)
	if err != nil {
		return t, err
	}
	there, err := topicsOf(ctx, tx, visit)
	if err != nil {
		return t, err
	}
	if i := slices.IndexFunc(there, func(o Topic) bool { return o.ID == t.ID }); i >= 0 {
		return there[i], nil
	}
	var faults errs.List
	t.Visit, t.Text, t.Person, t.At = visit, lines(t.Text), line(t.Person), tx.Now()
	if t.ID == "" {
		t.ID = db.NewID()
	}
	need(&faults, "text", t.Text, maxText)
	atMost(&faults, "person", t.Person, maxName)
	if v.Side(t.Side).ID == "" {
		faults.Add(errs.At("side", "error.choice"))
	}
	if len(there) >= mostTopics {
		faults.Add(errs.At("text", "agreement.many", errs.Args{"max": mostTopics}))
	}
	if err := faults.Err(); err != nil {
		return t, err
	}
	if _, err := tx.Exec(ctx, `/* agreement.Ask */
		INSERT INTO agreement_topic (id, visit, position, text, side, person, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.ID, visit, len(there)+1, t.Text, t.Side, t.Person, actor(ctx), t.At); err != nil {
		return t, err
	}
	return t, s.noteVisit(ctx, tx, "agreement.visit.ask", v)
}

// DropTopic takes a topic back that nobody has answered.
func (s *Service) DropTopic(ctx context.Context, visit, topic string) (err error) {
	defer errs.Wrap(&err, "agreement.DropTopic(%s)", topic)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		v, t, err := s.topicOf(ctx, tx, visit, topic)
		if err != nil {
			return err
		}
		if len(t.Answers) > 0 {
			return errs.New(errs.Conflict, "agreement.visit.answered")
		}
		if _, err := tx.Exec(ctx, `/* agreement.DropTopic */ UPDATE agreement_topic SET dropped_at = $2 WHERE id = $1`, topic, tx.Now()); err != nil {
			return err
		}
		return s.noteVisit(ctx, tx, "agreement.visit.unask", v)
	})
}

// Reply is an answer as somebody writes it.
type Reply struct {
	Side      string // id of the host or guest who answers
	Version   int    // of the answer this side has given already; 0: none
	Person    string
	Text      string
	Files     []string
	Practices []string // ids of practices of the library
}

// Answer keeps the answer of a host or guest to a topic; each side has one, which
// it may write anew. Conflict when somebody changed it since version.
func (s *Service) Answer(ctx context.Context, visit, topic string, r Reply) (err error) {
	defer errs.Wrap(&err, "agreement.Answer(%s)", topic)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.AnswerIn(ctx, tx, visit, topic, r) })
}

// AnswerIn is Answer inside the caller's transaction.
func (s *Service) AnswerIn(ctx context.Context, tx *db.Tx, visit, topic string, r Reply) error {
	if err := tx.LockExclusive(ctx, "visit "+visit); err != nil {
		return err
	}
	v, t, err := s.topicOf(ctx, tx, visit, topic)
	if err != nil {
		return err
	}
	var old Answer
	if i := slices.IndexFunc(t.Answers, func(a Answer) bool { return a.Side == r.Side }); i >= 0 {
		old = t.Answers[i]
	}
	a := old
	a.Topic, a.Side, a.Person, a.Text, a.Files, a.Practices, a.At = topic, r.Side, line(r.Person), lines(r.Text), r.Files, r.Practices, tx.Now()
	if r.Version == old.Version-1 && a.Text == old.Text && a.Person == old.Person && old.ID != "" {
		return nil // a double click
	}
	if err := s.checkAnswer(ctx, tx, v, t, a, old.Files); err != nil {
		return err
	}
	if r.Version != old.Version {
		return errs.New(errs.Conflict, "error.conflict")
	}
	if a.Version++; a.ID == "" {
		a.ID = db.NewID()
	}
	if err := writeAnswer(ctx, tx, a); err != nil {
		return err
	}
	return s.noteVisit(ctx, tx, "agreement.visit.answer", v)
}

func (s *Service) checkAnswer(ctx context.Context, tx *db.Tx, v Visit, t Topic, a Answer, old []string) error {
	var faults errs.List
	need(&faults, "text", a.Text, maxBody)
	atMost(&faults, "person", a.Person, maxName)
	switch side := v.Side(a.Side); {
	case side.ID == "":
		faults.Add(errs.At("side", "error.choice"))
	case a.Side == t.Side:
		faults.Add(errs.At("side", "agreement.visit.self", errs.Args{"name": side.Name}))
	}
	if err := s.checkVisitFiles(ctx, tx, a.Files, old, &faults); err != nil {
		return err
	}
	if len(a.Practices) > 0 {
		titles, err := s.Practice.Titles(ctx, tx, a.Practices)
		if err != nil {
			return err
		}
		if len(titles) < len(a.Practices) {
			faults.Add(errs.At("practices", "agreement.visit.practice_gone"))
		}
	}
	return faults.Err()
}

// topicOf reads a topic of a visit for whoever may answer it.
func (s *Service) topicOf(ctx context.Context, tx *db.Tx, visit, topic string) (v Visit, t Topic, err error) {
	if v, err = s.sharedVisit(ctx, tx, visit); err != nil {
		return v, t, err
	}
	all, err := topicsOf(ctx, tx, visit)
	if err != nil {
		return v, t, err
	}
	i := slices.IndexFunc(all, func(o Topic) bool { return o.ID == topic })
	if i < 0 {
		return v, t, errs.New(errs.NotFound, "error.notfound")
	}
	return v, all[i], nil
}

// topics reads the topics of a visit with what was answered, as the actor may
// see it.
func (s *Service) topics(ctx context.Context, tx *db.Tx, v Visit) (out []Topic, err error) {
	if out, err = topicsOf(ctx, tx, v.ID); err != nil {
		return nil, err
	}
	out = slices.DeleteFunc(out, func(t Topic) bool { return t.At >= tx.Tomorrow() })
	for i := range out {
		out[i].Answers = slices.DeleteFunc(out[i].Answers, func(a Answer) bool { return a.At >= tx.Tomorrow() })
		for j := range out[i].Answers {
			a := &out[i].Answers[j]
			if a.Infos, err = infosOf(ctx, tx, a.Files); err != nil {
				return nil, err
			}
			if len(a.Practices) == 0 {
				continue
			}
			if a.Titles, err = s.Practice.Titles(ctx, tx, a.Practices); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// Learned is what a visit has brought.
type Learned struct {
	Lessons   string
	Adoptions []string // ids of practices that were taken over
}

// Learn says what a visit has brought. Conflict when somebody changed the visit
// since version.
func (s *Service) Learn(ctx context.Context, visit string, version int, l Learned) (err error) {
	defer errs.Wrap(&err, "agreement.Learn(%s)", visit)
	return s.DB.Write(ctx, func(tx *db.Tx) error { return s.LearnIn(ctx, tx, visit, version, l) })
}

// LearnIn is Learn inside the caller's transaction.
func (s *Service) LearnIn(ctx context.Context, tx *db.Tx, visit string, version int, l Learned) error {
	old, err := s.sharedVisit(ctx, tx, visit)
	if err != nil {
		return err
	}
	var faults errs.List
	v := old
	v.Lessons = lines(l.Lessons)
	need(&faults, "lessons", v.Lessons, maxBody)
	if old.HeldFrom == "" || old.HeldFrom > tx.Today() {
		return errs.New(errs.Conflict, "agreement.visit.before")
	}
	if len(l.Adoptions) > 0 {
		there, err := s.Practice.AdoptionsByID(ctx, tx, l.Adoptions)
		if err != nil {
			return err
		}
		if len(there) < len(l.Adoptions) {
			faults.Add(errs.At("adoptions", "agreement.visit.practice_gone"))
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	if err := replaceAdoptions(ctx, tx, visit, l.Adoptions); err != nil {
		return err
	}
	return s.replaceVisit(ctx, tx, old, version, &v, "agreement.visit.learn", "")
}

func (s *Service) noteVisit(ctx context.Context, tx *db.Tx, action string, v Visit) error {
	return audit.Add(ctx, tx, audit.Entry{Account: actor(ctx), Action: action, Target: v.ID, TargetKind: "visit", Unit: v.Unit})
}
