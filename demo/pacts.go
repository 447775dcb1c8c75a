package demo

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// pact is an agreement as it comes to be: drafted, signed, kept or not.
type pact struct {
	agreement.Head
	key     string   // by which the one that follows it names it
	by      string   // account of its keeper
	begun   day.Date // the draft's day; empty: a week before it is signed
	signing agreement.Signing
	who     []agreement.Details // who signs, in the order of the parties
	follows string              // key of its predecessor
	fields  []area
	texts   []text
	said    []saying // of the whole
	reviews []review
	ended   saying // when it ends before its stage, and why
	closing bool   // it is signed with the final review of the one before it
}

// area is a field of cooperation.
type area struct {
	heading  string
	promises []promise
}

// promise is a commitment and what becomes of it.
type promise struct {
	agreement.Commitment
	counts string   // code of the unit whose figure it is; empty: its side's own
	came   []coming // of its duties, one by one; the zero coming leaves one open
	said   []saying
}

// coming is how a duty came out.
type coming struct {
	agreement.Coming
	by string // empty: the keeper
}

// saying is an entry of the journal.
type saying struct {
	on   day.Date
	by   string // empty: the keeper
	text string
}

// text is the agreement's own in one language.
type text struct {
	lang  string
	parts []agreement.Part
}

// kept is what is known of a pact once it is written down.
type kept struct {
	id       string
	version  int
	promised []string // ids of its commitments, in their order
}

// done is a duty that came out well on a day, with the words that prove it.
func done(on day.Date, words string) coming {
	return coming{Coming: agreement.Coming{Outcome: agreement.Done, On: on, Text: words, Shared: true}}
}

// unmet is a duty that was given up.
func unmet(on day.Date, words string) coming {
	c := done(on, words)
	c.Outcome = agreement.Unmet
	return c
}

// through says who tells of an outcome.
func (c coming) through(account string) coming {
	c.by = account
	return c
}

// both, ours and theirs are commitments of the two sides, of the keeper's, and of
// the other one: due on a day and, after so many months, again.
func both(words string, due day.Date, every int, came ...coming) promise {
	return of(agreement.Both, words, due, every, came)
}

func ours(words string, due day.Date, every int, came ...coming) promise {
	return of(agreement.A, words, due, every, came)
}

func theirs(words string, due day.Date, every int, came ...coming) promise {
	return of(agreement.B, words, due, every, came)
}

func of(side agreement.Side, words string, due day.Date, every int, came []coming) promise {
	return promise{Commitment: agreement.Commitment{Side: side, Text: words, Due: due, Every: every}, came: came}
}

// led names the department that sees to it.
func (p promise) led(lead string) promise {
	p.Lead = lead
	return p
}

// counted asks for a figure of a unit, maybe for a part of it.
func (p promise) counted(unit, indicator, dim, part, goal string) promise {
	p.counts, p.Indicator, p.Dim, p.Part, p.Target = unit, indicator, dim, part, goal
	return p
}

// told adds what was said of it.
func (p promise) told(on day.Date, by, words string) promise {
	p.said = append(p.said, saying{on, by, words})
	return p
}

// pactSteps are the agreements of all who keep some, each act on its own day.
func (b *builder) pactSteps() (out []step) {
	for _, p := range b.pacts {
		b.kept[p.key] = &kept{}
		out = append(out, b.stepsOf(p)...)
	}
	return out
}

func (b *builder) stepsOf(p pact) []step {
	k := b.kept[p.key]
	out := []step{{p.drafted(), "Dự thảo: " + p.Title, func(ctx context.Context) error { return b.drafting(ctx, p) }}}
	if !p.closing {
		out = append(out, step{p.signing.On, "Ký " + p.Title, func(ctx context.Context) error { return b.signing(ctx, p, k) }})
	}
	if p.ended.on != "" {
		out = append(out, step{p.ended.on, "Kết thúc " + p.Title, func(ctx context.Context) error { return b.ending(ctx, p, k) }})
	}
	out = append(out, b.reviewSteps(p)...)
	for _, y := range p.said {
		out = append(out, b.told(p, k, -1, y))
	}
	for i, promised := range p.promises() {
		for no, c := range promised.came {
			if c.Outcome != agreement.Open {
				out = append(out, step{c.On, "Thực hiện cam kết phối hợp", func(ctx context.Context) error { return b.concluding(ctx, p, k, i, no, c) }})
			}
		}
		for _, y := range promised.said {
			out = append(out, b.told(p, k, i, y))
		}
	}
	return out
}

// drafted is the day the draft is written down.
func (p pact) drafted() day.Date {
	if p.begun != "" {
		return p.begun
	}
	return p.signing.On.Add(-7)
}

// promises are all commitments in their order.
func (p pact) promises() (out []promise) {
	for _, f := range p.fields {
		out = append(out, f.promises...)
	}
	return out
}

// drafting writes the draft down: parties, fields, commitments, text.
func (b *builder) drafting(ctx context.Context, p pact) error {
	ctx = b.as(ctx, p.by)
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		k, h := b.kept[p.key], p.Head
		h.ID = db.NewID()
		if p.follows != "" {
			h.Predecessor = b.kept[p.follows].id
		}
		a, err := b.Agreement.BeginIn(ctx, tx, h)
		if err != nil {
			return err
		}
		k.id, k.version = a.ID, a.Version
		for _, f := range p.fields {
			if err := b.promising(ctx, tx, k, f); err != nil {
				return err
			}
		}
		for _, t := range p.texts {
			if err := b.Agreement.SetTextIn(ctx, tx, k.id, t.lang, k.version, t.parts); err != nil {
				return err
			}
			k.version++
		}
		return nil
	})
}

func (b *builder) promising(ctx context.Context, tx *db.Tx, k *kept, f area) error {
	field, err := b.Agreement.SaveFieldIn(ctx, tx, k.id, agreement.Field{Heading: f.heading})
	if err != nil {
		return err
	}
	for _, p := range f.promises {
		p.Field = field.ID
		c, err := b.Agreement.SaveCommitmentIn(ctx, tx, k.id, agreement.Promise{Commitment: p.Commitment, Counted: p.counts})
		if err != nil {
			return err
		}
		k.promised = append(k.promised, c.ID)
	}
	return nil
}

// signing records the signatures.
func (b *builder) signing(ctx context.Context, p pact, k *kept) error {
	ctx = b.as(ctx, p.by)
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		c, err := b.Agreement.OpenIn(ctx, tx, k.id)
		if err != nil {
			return err
		}
		_, err = b.Agreement.SignIn(ctx, tx, k.id, c.Version, p.signatures(c))
		return err
	})
}

// ending ends an agreement before its stage is over.
func (b *builder) ending(ctx context.Context, p pact, k *kept) error {
	ctx = b.as(ctx, p.by)
	c, err := b.Agreement.Open(ctx, k.id)
	if err != nil {
		return err
	}
	_, err = b.Agreement.End(ctx, k.id, c.Version, p.ended.on, p.ended.text)
	return err
}

// signatures are who signs what was drafted, and where.
func (p pact) signatures(c agreement.Card) agreement.Signing {
	g := p.signing
	g.Details = map[string]agreement.Details{}
	for i, who := range p.who {
		g.Details[c.Parties[i].ID] = who
	}
	return g
}

// concluding says how one duty of a commitment came out.
func (b *builder) concluding(ctx context.Context, p pact, k *kept, promised, no int, c coming) error {
	ctx = b.as(ctx, cmp.Or(c.by, p.by))
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		card, err := b.Agreement.OpenIn(ctx, tx, k.id)
		if err != nil {
			return err
		}
		d := dutyOf(card, k.promised[promised], no)
		_, err = b.Agreement.ConcludeIn(ctx, tx, d.ID, d.Version, c.Coming)
		return err
	})
}

// dutyOf is one duty of a commitment; the zero one when there is none.
func dutyOf(c agreement.Card, commitment string, no int) agreement.Duty {
	for _, f := range c.Fields {
		i := slices.IndexFunc(f.Commitments, func(m agreement.Commitment) bool { return m.ID == commitment })
		if i >= 0 && no < len(f.Commitments[i].Duties) {
			return f.Commitments[i].Duties[no]
		}
	}
	return agreement.Duty{}
}

// told adds to the journal, of one commitment or, with none, of the whole.
func (b *builder) told(p pact, k *kept, promised int, y saying) step {
	return step{y.on, "Trao đổi về phối hợp", func(ctx context.Context) error {
		s := agreement.Saying{Text: y.text, Shared: true}
		if promised >= 0 {
			s.Commitment = k.promised[promised]
		}
		return b.Agreement.Say(b.as(ctx, cmp.Or(y.by, p.by)), k.id, s)
	}}
}
