package gameshow

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// FromProgram stands for a unit in a filter: questions that come with the program.
const FromProgram = "program"

// BankFilter narrows the bank; its zero value is all of it.
type BankFilter struct {
	Text       string // words of the question, an option, its law, topic or code begin with these
	Law        string
	Topic      string
	Difficulty int
	State      BankState
	ValidOn    day.Date // in force on this day
	Unit       string   // id, or FromProgram
	Page       int      // from 1; 0 is 1
	Size       int      // of a page; 0 is 30
}

// BankPage is a page of the bank, and how many questions there are by each thing
// that narrows it: for the choices of one filter all others hold.
type BankPage struct {
	On        day.Date // today
	Questions []BankQuestion
	Total     int
	States    map[BankState]int
	Laws      map[string]int
	Topics    map[string]int
	Units     map[string]int // by id or FromProgram
	Names     map[string]string
}

// Bank lists the questions the actor may read, in the order of laws and articles,
// and tells how many there are.
func (s *Service) Bank(ctx context.Context, f BankFilter) (out []BankQuestion, total int, err error) {
	page, err := s.BankPage(ctx, f)
	return page.Questions, page.Total, err
}

// BankPage is Bank with what its filters offer.
func (s *Service) BankPage(ctx context.Context, f BankFilter) (out BankPage, err error) {
	defer errs.Wrap(&err, "gameshow.BankPage")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out.On = tx.Today()
		counts, err := s.countBank(ctx, tx, f)
		if err != nil {
			return err
		}
		out.count(counts, f)
		q := s.bankListed(ctx, tx, f)
		f.narrow(q, tx.Today())
		size := f.Size
		if size <= 0 {
			size = 30
		}
		if out.Questions, err = selectBank(ctx, tx, q, size, (max(f.Page, 1)-1)*size); err != nil {
			return err
		}
		return s.nameUnits(ctx, tx, &out)
	})
	return out, err
}

// count sums the counted up: all, and what each choice of a filter would leave.
func (p *BankPage) count(all []bankCount, f BankFilter) {
	p.States, p.Laws, p.Topics, p.Units = map[BankState]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, c := range all {
		state, law := f.State == "" || f.State == c.State, f.Law == "" || f.Law == c.Law
		topic, unit := f.Topic == "" || f.Topic == c.Topic, f.Unit == "" || f.Unit == c.Unit
		if state && law && topic && unit {
			p.Total += c.N
		}
		if law && topic && unit {
			p.States[c.State] += c.N
		}
		if state && topic && unit {
			p.Laws[c.Law] += c.N
		}
		if state && law && unit {
			p.Topics[c.Topic] += c.N
		}
		if state && law && topic {
			p.Units[c.Unit] += c.N
		}
	}
}

// nameUnits names the units of a page.
func (s *Service) nameUnits(ctx context.Context, tx *db.Tx, p *BankPage) error {
	var ids []string
	for id := range p.Units {
		ids = append(ids, id)
	}
	for _, q := range p.Questions {
		ids = append(ids, q.Unit)
	}
	slices.Sort(ids)
	units, err := s.Org.UnitsByID(ctx, tx, slices.Compact(ids))
	p.Names = map[string]string{}
	for id, u := range units {
		p.Names[id] = u.Name
	}
	for i, q := range p.Questions {
		p.Questions[i].UnitName, p.Questions[i].UnitCode = units[q.Unit].Name, units[q.Unit].Code
	}
	return err
}

// EachQuestion gives all questions of a filter one by one, as they are at one
// moment, whatever its page.
func (s *Service) EachQuestion(ctx context.Context, f BankFilter, each func(BankQuestion) error) (err error) {
	defer errs.Wrap(&err, "gameshow.EachQuestion")
	var p BankPage
	if err := s.DB.Read(ctx, func(tx *db.Tx) error {
		q := s.bankListed(ctx, tx, f)
		f.narrow(q, tx.Today())
		if p.Questions, err = selectBank(ctx, tx, q, -1, 0); err != nil {
			return err
		}
		return s.nameUnits(ctx, tx, &p)
	}); err != nil {
		return err
	}
	for _, q := range p.Questions {
		if err := each(q); err != nil {
			return err
		}
	}
	return nil
}

// Usable lists what a show may be built of today: questions that were reviewed
// and those that come with the program, as long as their answer is law.
func (s *Service) Usable(ctx context.Context) (out []BankQuestion, err error) {
	defer errs.Wrap(&err, "gameshow.Usable")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		q := s.bankListed(ctx, tx, BankFilter{ValidOn: tx.Today()})
		q.And(`(b.unit = '' OR `+q.Say(bankStateOn, tx.Today(), tx.Today())+` = $n)`, BankReviewed)
		out, err = selectBank(ctx, tx, q, -1, 0)
		return err
	})
	return out, err
}

// bankListed are the questions the actor may read, by all of a filter but what
// BankPage counts.
func (s *Service) bankListed(ctx context.Context, tx *db.Tx, f BankFilter) *db.Where {
	q := &db.Where{}
	q.And(`b.withdrawn_at IS NULL`)
	s.bankScope(ctx, tx, q)
	for _, w := range strings.Fields(search.Fold(f.Text)) {
		q.And(`' ' || b.folded LIKE $n`, "% "+w+"%")
	}
	if f.Difficulty != 0 {
		q.And(`b.difficulty = $n`, f.Difficulty)
	}
	if f.ValidOn != "" {
		q.And(`b.valid_from <= $n AND (b.valid_to = '' OR b.valid_to >= $n)`, f.ValidOn, f.ValidOn)
	}
	return q
}

// narrow adds the rest of a filter.
func (f BankFilter) narrow(q *db.Where, today day.Date) {
	if f.State != "" {
		q.And(bankStateOn+` = $n`, today, today, f.State)
	}
	if f.Law != "" {
		q.And(`b.law = $n`, f.Law)
	}
	if f.Topic != "" {
		q.And(`b.topic = $n`, f.Topic)
	}
	switch f.Unit {
	case "":
	case FromProgram:
		q.And(`b.unit = ''`)
	default:
		q.And(`b.unit = $n`, f.Unit)
	}
}

// bankScope narrows to what the actor may read: what comes with the program, the
// questions of units in scope, and those of the units above them today, which
// serve all below; who worked for a unit that is no more has none above. What was
// written after today is not known yet, on a day the demo was moved back to.
func (s *Service) bankScope(ctx context.Context, tx *db.Tx, q *db.Where) {
	q.And(`(b.unit = '' OR b.recorded_at < $n)`, tx.Tomorrow())
	scope := s.Org.Guard.Scope(ctx, Read)
	switch {
	case scope.All:
		return
	case scope.Empty():
		q.And(`1 = 0`)
		return
	}
	own, args := ledger.Under("b.unit", len(q.Args)+1, scope)
	q.Args = append(q.Args, args...)
	roots := db.In(len(q.Args)+1, len(scope.Roots))
	q.Args = append(q.Args, db.Anys(scope.Roots)...)
	q.And(`(b.unit = '' OR `+own+` OR EXISTS (
		SELECT 1 FROM ledger_place ap JOIN ledger_leaf al ON al.unit = ap.unit JOIN ledger_roll ar ON ar.atom = al.atom
		WHERE ap.unit IN (`+roots+`) AND ap.valid_from <= $n AND ap.valid_to >= $n
		  AND ar.ancestor = b.unit AND ar.valid_from <= $n AND ar.valid_to >= $n))`, tx.Today(), tx.Today(), tx.Today(), tx.Today())
}

// bankReadable reads a question the actor may read, withdrawn ones as well;
// others are not found.
func (s *Service) bankReadable(ctx context.Context, tx *db.Tx, id string) (BankQuestion, error) {
	q := &db.Where{}
	q.And(`b.id = $n`, id)
	s.bankScope(ctx, tx, q)
	found, err := selectBank(ctx, tx, q, 1, 0)
	if err == nil && len(found) == 0 {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	if err != nil {
		return BankQuestion{}, err
	}
	return found[0], nil
}

// BankCard is a question with what the actor may do with it.
type BankCard struct {
	BankQuestion
	On       day.Date          // today
	Names    map[string]string // of the accounts it tells of
	MayWrite bool              // change, send, withdraw
	MayCopy  bool
	NoReview error // why the actor may not review it, a Conflict; nil when they may
}

// OpenBank reads a question for its page; one that the actor may not read is not
// found.
func (s *Service) OpenBank(ctx context.Context, id string) (c BankCard, err error) {
	defer errs.Wrap(&err, "gameshow.OpenBank(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c.On = tx.Today()
		if c.BankQuestion, err = s.bankReadable(ctx, tx, id); err != nil {
			return err
		}
		c.MayCopy = s.Org.Guard.May(ctx, Host) && c.WithdrawnAt == nil
		if c.Shipped() {
			return nil
		}
		u, err := s.Org.UnitByID(ctx, tx, c.Unit)
		if err != nil {
			return err
		}
		c.UnitName, c.UnitCode = u.Name, u.Code
		if c.WithdrawnAt == nil {
			c.MayWrite, err = s.Org.Guard.Can(ctx, tx, Host, c.Unit)
		}
		c.NoReview = s.reviewable(ctx, c.BankQuestion, c.On)
		return err
	})
	if err != nil {
		return c, err
	}
	c.Names, err = s.Org.Names(ctx, c.Writer, c.Reviewer)
	return c, err
}
