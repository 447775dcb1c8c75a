package agreement

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// deadline is what an agreement wants to be watched.
type deadline struct {
	kind    WatchKind
	subject string
	unit    string
	due     day.Date
	text    string
	over    day.Date // when it was done; empty: it is open
}

// deadlines are all of an agreement: none of one that holds no more.
func (s *Service) deadlines(ctx context.Context, tx *db.Tx, a Agreement) (out []deadline, err error) {
	if a.WithdrawnAt != nil || !a.PhaseOn(tx.Today()).Holds() {
		return nil, nil
	}
	for _, gather := range []func(context.Context, *db.Tx, Agreement) ([]deadline, error){s.dutyDeadlines, s.noticeDeadline, s.endDeadline} {
		more, err := gather(ctx, tx, a)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// dutyDeadlines are a duty's at each unit that promised it, and at the keeper
// what only partners promised: somebody has to ask them.
func (s *Service) dutyDeadlines(ctx context.Context, tx *db.Tx, a Agreement) (out []deadline, err error) {
	parties, err := partiesOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	commitments, err := commitmentsOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	duties, err := dutiesOf(ctx, tx, a.ID)
	for _, d := range duties {
		i := slices.IndexFunc(commitments, func(c Commitment) bool { return c.ID == d.Commitment })
		units := unitsOf(parties, commitments[i], d.Due)
		if len(units) == 0 {
			units = []string{a.Unit}
		}
		for _, u := range units {
			out = append(out, deadline{OfDuty, d.ID, u, d.Due, commitments[i].Text, d.DoneOn})
		}
	}
	return out, err
}

// noticeDeadline is the beginning of the days of notice, at the keeper: what
// comes next is said by a successor that was signed, or a decision. One who ends
// before its stage has said it.
func (s *Service) noticeDeadline(ctx context.Context, tx *db.Tx, a Agreement) ([]deadline, error) {
	if a.EndedOn != "" {
		return nil, nil
	}
	due := day.Max(a.NoticeOn(), day.Max(a.From, a.SignedOn))
	out := deadline{kind: OfNotice, subject: a.ID, unit: a.Unit, due: day.Min(due, a.To)}
	next, err := successorsOf(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	for _, n := range next {
		out.over = n.SignedOn
	}
	if out.over == "" {
		d, err := decisionOn(ctx, tx, a.ID, a.To, tx.Today())
		if err != nil {
			return nil, err
		}
		out.over = d.On
	}
	return []deadline{out}, nil
}

// endDeadline is its last day: whoever keeps it reviews it then. Agreements that
// were reviewed hold no more and have none.
func (s *Service) endDeadline(_ context.Context, _ *db.Tx, a Agreement) ([]deadline, error) {
	return []deadline{{kind: OfEnd, subject: a.ID, unit: a.Unit, due: a.Last()}}, nil
}
