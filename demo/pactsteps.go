package demo

import (
	"cmp"
	"context"
	"slices"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

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
