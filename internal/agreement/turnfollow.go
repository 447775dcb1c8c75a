package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// foresee tells what an act does to agreements: the same for its preview and its
// signature.
func (s *Service) foresee(ctx context.Context, tx *db.Tx, t org.Turn) (out [][]Turned, err error) {
	all, err := s.bereft(ctx, tx, t)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	choices, err := choicesOf(ctx, tx, t.Reorg.ID)
	if err != nil {
		return nil, err
	}
	for _, part := range byAgreement(all) {
		parties, err := partiesOf(ctx, tx, part[0].Agreement.ID)
		if err != nil {
			return nil, err
		}
		for i, x := range part {
			part[i] = x.chosen(choices[[2]string{x.Agreement.ID, x.Unit.ID}])
		}
		out = append(out, judged(part, parties))
	}
	slices.SortStableFunc(out, func(x, y []Turned) int { return strings.Compare(x[0].Unit.Code, y[0].Unit.Code) })
	return out, nil
}

// bereft finds the agreements that are still to be fulfilled on the first day of
// the new order and of which a party is a unit that ends.
func (s *Service) bereft(ctx context.Context, tx *db.Tx, t org.Turn) (out []Turned, err error) {
	var gone, before []string
	units := map[string]leaving{}
	for _, l := range leavings(t) {
		units[l.unit.ID] = l
		if l.gap {
			before = append(before, l.unit.ID)
		} else {
			gone = append(gone, l.unit.ID)
		}
	}
	rows, err := boundFrom(ctx, tx, gone, t.Reorg.EffectiveOn)
	if err != nil {
		return nil, err
	}
	waiting, err := awaited(ctx, tx, before)
	if err != nil {
		return nil, err
	}
	at := map[[2]string]int{}
	for _, b := range append(rows, waiting...) {
		a, err := agreementByID(ctx, tx, b.Agreement)
		if err != nil {
			return nil, err
		}
		if !a.PhaseOn(day.Max(t.Reorg.EffectiveOn, a.SignedOn)).Holds() {
			continue
		}
		l, key := units[*b.Unit], [2]string{a.ID, *b.Unit}
		i, there := at[key]
		if !there {
			i, at[key] = len(out), len(out)
			out = append(out, Turned{Agreement: a, Unit: l.unit, Offer: l.heirs, Last: t.Reorg.Last(), gap: l.gap})
		}
		out[i].rows = append(out[i].rows, b)
	}
	return out, nil
}

// Follow does with the agreements of the units that an act ends what its preview
// said.
func (s *Service) Follow(ctx context.Context, tx *db.Tx, t org.Turn) (err error) {
	defer errs.Wrap(&err, "agreement.Follow(%s)", t.Reorg.ID)
	all, err := s.foresee(ctx, tx, t)
	for _, part := range all {
		if err != nil {
			return err
		}
		err = s.turn(ctx, tx, t, part)
	}
	if err != nil {
		return err
	}
	return s.moveRenewals(ctx, tx, t)
}

// turn does what is foreseen for one agreement.
func (s *Service) turn(ctx context.Context, tx *db.Tx, t org.Turn, part []Turned) error {
	old := part[0].Agreement
	fresh := endedBy(t, part)
	parties, err := partiesOf(ctx, tx, old.ID)
	if err != nil {
		return err
	}
	for _, x := range part {
		for _, row := range x.rows {
			if err := insertTurn(ctx, tx, t.Reorg.ID, x, row, fresh); err != nil {
				return err
			}
			if err := s.handOver(ctx, tx, t, x, row, parties); err != nil {
				return err
			}
		}
		if x.Fate == Succeed && len(x.Heirs) > 0 && old.Unit == x.Unit.ID {
			fresh.Unit = x.Heirs[0].ID
		}
		if x.Fate == Renew {
			if err := s.askAnew(ctx, tx, t, x.Agreement.ID, x.Unit.ID, x.Heirs); err != nil {
				return err
			}
		}
	}
	reason := endReason(t, part[0])
	if fresh == old {
		if err := s.note(ctx, tx, "agreement.turn", old, reason); err != nil {
			return err
		}
		return s.settle(ctx, tx, old)
	}
	return s.replace(ctx, tx, old, old.Version, &fresh, "agreement.turn", reason)
}

// endedBy is an agreement with the end an act gives it, if any does.
func endedBy(t org.Turn, part []Turned) Agreement {
	a := part[0].Agreement
	for _, x := range part {
		if x.Fate == Succeed {
			continue
		}
		a.EndedOn, a.EndReason = t.Reorg.Last(), endReason(t, x)
		break
	}
	return a
}

// endReason is why an agreement ends, as it is kept: like what people write
// there, in Vietnamese whoever signs the act.
func endReason(t org.Turn, x Turned) string {
	out := x.Unit.Name + " kết thúc hoạt động ngày " + i18n.Date(t.Reorg.Last())
	if t.Reorg.DecisionNo != "" {
		out += " theo " + t.Reorg.DecisionNo
	}
	switch {
	case x.Why == "sides":
		out += "; đơn vị kế tục đứng ở cả hai bên của văn bản"
	case x.Fate == Renew:
		out += "; đơn vị kế tục ký văn bản mới"
	}
	return out + "."
}

// handOver ends a party of an agreement that goes on and binds its heirs.
func (s *Service) handOver(ctx context.Context, tx *db.Tx, t org.Turn, x Turned, row Binds, parties []Binds) error {
	if x.Fate != Succeed {
		return nil
	}
	if !x.gap {
		if err := closeParty(ctx, tx, row.ID, t.Reorg.Last()); err != nil {
			return err
		}
	}
	alone, err := promises(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	for _, b := range x.heirsOf(row, parties, alone, t.Reorg.ID) {
		if err := insertParty(ctx, tx, b); err != nil {
			return err
		}
	}
	return nil
}

// askAnew leaves it to the heirs of a unit to sign an agreement anew; as long as
// nobody goes on from the unit, to the nearest above it that lives.
func (s *Service) askAnew(ctx context.Context, tx *db.Tx, t org.Turn, agreement, unit string, heirs []Heir) error {
	standin := len(heirs) == 0
	if standin {
		above, err := s.Org.LivingAbove(ctx, tx, unit, t.Reorg.Last(), t.Reorg.EffectiveOn)
		if err != nil || above.ID == "" {
			return err
		}
		heirs = []Heir{{above.ID, above.Code, above.Name}}
	}
	for _, h := range heirs {
		r := renewal{Reorg: t.Reorg.ID, Agreement: agreement, Unit: unit, Heir: h.ID, Standin: standin, From: t.Reorg.EffectiveOn}
		if err := insertRenewal(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// moveRenewals gives what an ending unit has to sign anew to those who go on from
// it, and what waited for somebody to go on, to whom an act founds.
func (s *Service) moveRenewals(ctx context.Context, tx *db.Tx, t org.Turn) error {
	moves, err := s.movedRenewals(ctx, tx, t)
	for _, m := range moves {
		if err != nil {
			return err
		}
		if err = closeRenewal(ctx, tx, m.renewal, t.Reorg); err == nil {
			err = s.askAnew(ctx, tx, t, m.Agreement, m.from.ID, m.to)
		}
	}
	return err
}

// moved is a renewal that others have to see to from now on.
type moved struct {
	renewal
	from org.Unit
	to   []Heir
}

func (s *Service) movedRenewals(ctx context.Context, tx *db.Tx, t org.Turn) (out []moved, err error) {
	for _, l := range leavings(t) {
		to := l.heirs
		if len(to) > 1 {
			to = to[:1]
		}
		open, err := openRenewals(ctx, tx, l.unit.ID, l.gap, t.Reorg)
		if err != nil {
			return nil, err
		}
		for _, r := range open {
			out = append(out, moved{r, l.unit, to})
		}
	}
	return out, nil
}
