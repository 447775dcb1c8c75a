package agreement

import (
	"context"
	"math/big"
	"slices"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// readable reads an agreement for an actor who may read in one of its units,
// now or before.
func (s *Service) readable(ctx context.Context, tx *db.Tx, id string) (a Agreement, err error) {
	if a, err = agreementByID(ctx, tx, id); err != nil {
		return a, err
	}
	if a.RecordedAt >= tx.Tomorrow() { // on a day the demo was moved back to it is not there yet
		return Agreement{}, errs.New(errs.NotFound, "error.notfound")
	}
	units, err := concerned(ctx, tx, a)
	if err != nil {
		return a, err
	}
	for _, u := range units {
		if err := s.Org.Guard.Read(ctx, tx, Read, u); !errs.Is(err, errs.NotFound) {
			return a, err
		}
	}
	return Agreement{}, errs.New(errs.NotFound, "error.notfound")
}

// concerned are the ids of the units an agreement is one of: its keeper, its
// parties, those who have to sign it anew.
func concerned(ctx context.Context, tx *db.Tx, a Agreement) (out []string, err error) {
	parties, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	out = []string{a.Unit}
	for _, b := range parties {
		if b.Unit != nil {
			out = append(out, *b.Unit)
		}
	}
	heirs, err := renewersOf(ctx, tx, a.ID)
	return append(out, heirs...), err
}

// keeperNow is the id of the unit that keeps an agreement today.
func (s *Service) keeperNow(ctx context.Context, tx *db.Tx, a Agreement) (string, error) {
	parties, err := partiesOf(ctx, tx, a.ID)
	return keeperOn(a, parties, tx.Today()), err
}

// own reads an agreement that the actor keeps; one that was withdrawn is a
// Conflict.
func (s *Service) own(ctx context.Context, tx *db.Tx, id string) (a Agreement, err error) {
	if a, err = s.readable(ctx, tx, id); err != nil {
		return a, err
	}
	keeper, err := s.keeperNow(ctx, tx, a)
	if err != nil {
		return a, err
	}
	if err := s.Org.Guard.Need(ctx, tx, Write, Read, keeper); err != nil {
		if errs.Is(err, errs.NotFound) { // who reads it for another party is told no
			err = errs.New(errs.Denied, "agreement.keeper")
		}
		return a, err
	}
	if a.WithdrawnAt != nil {
		return a, errs.New(errs.Conflict, "agreement.withdrawn")
	}
	return a, nil
}

// Card is all there is to know of an agreement on a day.
type Card struct {
	Agreement
	On        day.Date // today
	Phase     Phase
	Keeper    org.Unit
	Parties   []Binds  // those who were ever bound, side by side
	Fields    []Field  // with commitments and their duties
	Files     []string // ids, without those withdrawn
	Attached  []File   // with what they are, and those withdrawn
	Langs     []string // in which there is a text
	Entries   []Entry  // the newest
	Before    *Agreement
	After     []Agreement
	MayWrite  bool            // the text, and all that hangs on it
	MayReport map[string]bool // by commitment: how its duties came out
	MaySay    bool
	Counts    map[string]Count // by duty, of those that are counted and begun
	Proofs    map[string]Entry // by duty: what its outcome was said with
}

// journal is how many entries a card shows.
const journal = 50

// Open reads an agreement for a page; out of scope it is not found.
func (s *Service) Open(ctx context.Context, id string) (c Card, err error) {
	defer errs.Wrap(&err, "agreement.Open(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err = s.OpenIn(ctx, tx, id)
		return err
	})
	return c, err
}

// OpenIn is Open on the caller's snapshot.
func (s *Service) OpenIn(ctx context.Context, tx *db.Tx, id string) (c Card, err error) {
	if c.Agreement, err = s.readable(ctx, tx, id); err != nil {
		return c, err
	}
	return s.card(ctx, tx, c.Agreement)
}

// card reads all that hangs on an agreement, for whoever may read it.
func (s *Service) card(ctx context.Context, tx *db.Tx, a Agreement) (c Card, err error) {
	k, err := knownOf(ctx, tx, a.ID)
	if err != nil {
		return c, err
	}
	a = k.agreement(a)
	c = Card{Agreement: a, On: tx.Today(), Phase: a.PhaseOn(tx.Today()), MayReport: map[string]bool{}, Counts: map[string]Count{}}
	for _, read := range []func() error{
		func() error { c.Parties, err = partiesOf(ctx, tx, a.ID); c.Parties = k.parties(c.Parties); return err },
		func() error { c.Keeper, err = s.Org.UnitByID(ctx, tx, keeperOn(a, c.Parties, c.On)); return err },
		func() error { c.Fields, err = s.fields(ctx, tx, a); return err },
		func() error { c.Attached, err = s.filesIn(ctx, tx, a.ID); return err },
		func() error { c.Langs, err = langsOf(ctx, tx, a.ID); return err },
		func() error { c.Entries, err = entriesOf(ctx, tx, a.ID, tx.Tomorrow(), false, journal); return err },
		func() error { c.Proofs, err = proofsOf(ctx, tx, a.ID, tx.Tomorrow()); return err },
		func() error { c.Before, c.After, err = s.chain(ctx, tx, a); return err },
		func() error { c.Files = standingFiles(c.Attached); return nil },
		func() error { return s.rights(ctx, tx, &c) },
		func() error { return s.counts(ctx, tx, &c) },
	} {
		if err := read(); err != nil {
			return c, err
		}
	}
	return c, nil
}

// fields reads the fields with their commitments, and those with their duties.
func (s *Service) fields(ctx context.Context, tx *db.Tx, a Agreement) (out []Field, err error) {
	if out, err = fieldsOf(ctx, tx, a.ID); err != nil {
		return nil, err
	}
	commitments, err := commitmentsOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	duties, err := dutiesOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	work, err := workUnder(ctx, tx, a.ID, tx.Today())
	for _, c := range commitments {
		c.Work = work[c.ID]
		for _, d := range duties {
			if d.Commitment == c.ID {
				c.Duties = append(c.Duties, d)
			}
		}
		i := slices.IndexFunc(out, func(f Field) bool { return f.ID == c.Field })
		out[i].Commitments = append(out[i].Commitments, c)
	}
	return out, err
}

// chain is whom an agreement follows, and who follows it, as far as that was
// known today.
func (s *Service) chain(ctx context.Context, tx *db.Tx, a Agreement) (before *Agreement, after []Agreement, err error) {
	if a.Predecessor != nil {
		old, err := agreementByID(ctx, tx, *a.Predecessor)
		if err != nil {
			return nil, nil, err
		}
		before = &old
	}
	all, err := successorsOf(ctx, tx, a.ID)
	for _, n := range all {
		if n.RecordedAt < tx.Tomorrow() {
			after = append(after, n)
		}
	}
	return before, after, err
}

// rights tells what the actor may do.
func (s *Service) rights(ctx context.Context, tx *db.Tx, c *Card) (err error) {
	if c.WithdrawnAt != nil {
		return nil
	}
	may := map[string]bool{}
	for _, b := range c.Parties {
		if b.Unit == nil || !b.On(c.On) {
			continue
		}
		if may[*b.Unit], err = s.Org.Guard.Can(ctx, tx, Write, *b.Unit); err != nil {
			return err
		}
		c.MaySay = c.MaySay || may[*b.Unit]
	}
	if c.MayWrite, err = s.Org.Guard.Can(ctx, tx, Write, c.Keeper.ID); err != nil {
		return err
	}
	c.MaySay = c.MaySay || c.MayWrite
	for _, f := range c.Fields {
		for _, m := range f.Commitments {
			c.MayReport[m.ID] = c.MayWrite || slices.ContainsFunc(unitsOf(c.Parties, m, c.On), func(u string) bool { return may[u] })
		}
	}
	return nil
}

// counts reads the figures of duties that have begun and are not over.
func (s *Service) counts(ctx context.Context, tx *db.Tx, c *Card) (err error) {
	for _, f := range c.Fields {
		for _, m := range f.Commitments {
			for _, d := range m.Duties {
				if m.Indicator == "" || d.From > c.On || d.OutcomeOn(c.On) != Open {
					continue
				}
				if c.Counts[d.ID], err = s.count(ctx, tx, m, d, c.On); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Standing is how far a commitment, or a field of them, has come.
type Standing struct {
	Done  int // duties that came out well
	Begun int // duties whose time has begun, without those waived
	All   int // without those waived
	Late  int
	Share *big.Rat // of what has begun, 0 to 1, with what is counted of open ones; nil when nothing has begun
}

// StandingOf sums up some commitments of the card.
func (c Card) StandingOf(some ...Commitment) (st Standing) {
	sum := new(big.Rat)
	for _, m := range some {
		for _, d := range m.Duties {
			o := d.OutcomeOn(c.On)
			if o == Waived {
				continue
			}
			st.All++
			if d.From > c.On {
				continue
			}
			st.Begun++
			switch {
			case o == Done:
				st.Done++
				sum.Add(sum, big.NewRat(1, 1))
			case o == Open && c.Counts[d.ID].Share != nil:
				sum.Add(sum, c.Counts[d.ID].Share)
			}
			if d.Late(c.On) {
				st.Late++
			}
		}
	}
	if st.Begun > 0 {
		st.Share = sum.Quo(sum, big.NewRat(int64(st.Begun), 1))
	}
	return st
}

// Entries reads more of the journal: what was said before a moment.
func (s *Service) Entries(ctx context.Context, id string, before int64, limit int) (out []Entry, err error) {
	defer errs.Wrap(&err, "agreement.Entries(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.readable(ctx, tx, id); err != nil {
			return err
		}
		out, err = entriesOf(ctx, tx, id, min(before, tx.Tomorrow()), false, limit)
		return err
	})
	return out, err
}

// successorsOf are the agreements that follow one, without those withdrawn.
func successorsOf(ctx context.Context, tx *db.Tx, id string) (out []Agreement, err error) {
	err = tx.Select(ctx, &out, `/* agreement.successorsOf */
		SELECT `+agreementColumns+` FROM agreement_agreement a WHERE a.predecessor = $1 AND a.withdrawn_at IS NULL ORDER BY a.from_day, a.id`, id)
	return out, err
}
