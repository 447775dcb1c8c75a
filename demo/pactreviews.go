package demo

import (
	"cmp"
	"context"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
)

// review is one look back on an agreement: drafted by whoever keeps it, signed by
// the chair.
type review struct {
	kind        agreement.ReviewKind
	from, to    day.Date // of a final one empty: the whole stage
	begun, held day.Date // not held yet: empty
	chair       string   // account
	words       map[string]string
	next        string // key of the next stage, which is signed on the same day
}

// interim is a review of a year.
func interim(year int, begun, held day.Date, chair string) review {
	return review{kind: agreement.InterimReview, from: day.New(year, 1, 1), to: day.New(year, 12, 31), begun: begun, held: held, chair: chair}
}

// reviewSteps are the days of the reviews of a pact.
func (b *builder) reviewSteps(p pact) (out []step) {
	for _, r := range p.reviews {
		id, what := db.NewID(), "Sơ kết: "
		if r.kind == agreement.FinalReview {
			what = "Tổng kết: "
		}
		out = append(out, step{r.begun, "Dự thảo. " + what + p.Title, func(ctx context.Context) error { return b.lookingBack(ctx, p, b.kept[p.key], r, id) }})
		if r.held != "" {
			out = append(out, step{r.held, what + p.Title, func(ctx context.Context) error { return b.holding(ctx, p, r, id) }})
		}
	}
	return out
}

// lookingBack drafts the report of a review and adds what only people can say.
func (b *builder) lookingBack(ctx context.Context, p pact, k *kept, r review, id string) error {
	ctx = b.as(ctx, p.by)
	begun := agreement.ReviewBeginning{ID: id, Agreement: k.id, Kind: r.kind, From: r.from, To: r.to}
	if _, err := b.Agreement.BeginReview(ctx, begun); err != nil || len(r.words) == 0 {
		return err
	}
	v, err := b.Report.Show(ctx, id)
	if err != nil {
		return err
	}
	words, err := addWords(v.Sections, r.words)
	if err != nil {
		return err
	}
	_, err = b.Report.Save(ctx, id, v.Version, words)
	return err
}

// holding signs the report of a review; with a next stage, that as well.
func (b *builder) holding(ctx context.Context, p pact, r review, id string) error {
	v, err := b.Report.Show(b.as(ctx, p.by), id)
	if err != nil {
		return err
	}
	if r.next != "" {
		return b.turningOver(b.as(ctx, r.chair), b.kept[p.key], b.kept[r.next], v.Report, b.pact(r.next))
	}
	rep, err := b.Report.Submit(b.as(ctx, p.by), id, v.Version)
	if err != nil {
		return err
	}
	g, err := b.paper(b.as(ctx, r.chair), id)
	if err != nil {
		return err
	}
	_, err = b.Report.Sign(b.as(ctx, r.chair), id, rep.Version, g)
	return err
}

// paper is how a report is signed by whoever does it: before the chairs of 2023
// are known, in the signer's own name.
func (b *builder) paper(ctx context.Context, id string) (report.Signing, error) {
	g, err := b.Report.Proposal(ctx, id)
	g.Signer = cmp.Or(g.Signer, auth.From(ctx).Display)
	return g, err
}

// turningOver closes a stage and signs the next one.
func (b *builder) turningOver(ctx context.Context, old, next *kept, rep report.Report, p pact) error {
	paper, err := b.paper(ctx, rep.ID)
	if err != nil {
		return err
	}
	c, err := b.Agreement.Open(ctx, next.id)
	if err != nil {
		return err
	}
	t := agreement.Turnover{Agreement: old.id, Version: rep.Version, Next: next.id, NextVersion: c.Version, On: p.signing.On, Paper: paper, Signing: p.signatures(c)}
	_, err = b.Agreement.CloseAndSign(ctx, t)
	return err
}

// pact is the one of a key.
func (b *builder) pact(key string) pact {
	for _, p := range b.pacts {
		if p.key == key {
			return p
		}
	}
	return pact{}
}
