package agreement

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
)

// TurnHref is the page on which somebody chooses what becomes of the agreements
// an act touches.
func TurnHref(reorg string) string { return org.ReorgHref(reorg) + "/agreements" }

// Touched tells what an act does to agreements, before it is signed.
func (s *Service) Touched(ctx context.Context, tx *db.Tx, t org.Turn) (out []org.Hanging, err error) {
	defer errs.Wrap(&err, "agreement.Touched(%s)", t.Reorg.ID)
	all, err := s.foresee(ctx, tx, t)
	for _, part := range all {
		for _, x := range part {
			out = append(out, org.Hanging{
				What: "agreement.turn.touched", Unit: x.Unit.Code, Name: x.Unit.Name, Text: x.Says(ctx), Href: TurnHref(t.Reorg.ID) + "#" + x.Key(),
			})
		}
	}
	if err != nil {
		return nil, err
	}
	moves, err := s.movedRenewals(ctx, tx, t)
	for _, m := range moves {
		if err != nil {
			return nil, err
		}
		var h org.Hanging
		h, err = movedSays(ctx, tx, m)
		out = append(out, h)
	}
	return out, err
}

func movedSays(ctx context.Context, tx *db.Tx, m moved) (org.Hanging, error) {
	a, err := agreementByID(ctx, tx, m.Agreement)
	key := "agreement.turn.moved"
	if len(m.to) == 0 {
		key = "agreement.turn.moved_up"
	}
	return org.Hanging{
		What: "agreement.turn.touched", Unit: m.from.Code, Name: m.from.Name, Href: Href(a.ID),
		Text: i18n.T(ctx, key, i18n.Args{"title": a.Title, "heirs": namesOf(m.to)}),
	}, err
}

// Key tells apart what is done to several agreements, in a form and in a page.
func (t Turned) Key() string { return t.Agreement.ID + "_" + t.Unit.ID }

// Says is one sentence on what becomes of an agreement, with why where it is not
// what was chosen.
func (t Turned) Says(ctx context.Context) string {
	key := "agreement.turn.says." + string(t.Fate)
	if t.Fate != Stop && len(t.Heirs) == 0 {
		key = "agreement.turn.waits." + string(t.Fate)
	}
	out := i18n.T(ctx, key, i18n.Args{"title": t.Agreement.Title, "heirs": namesOf(t.Heirs), "last": t.Last, "from": t.Last.Add(1)})
	if t.Why != "" {
		out += " " + i18n.T(ctx, "agreement.turn.why."+t.Why)
	}
	return out
}

func namesOf(heirs []Heir) string {
	names := make([]string, len(heirs))
	for i, h := range heirs {
		names[i] = h.Name
	}
	return strings.Join(names, ", ")
}

// Became tells what a signed act did to agreements of the units it ended, as far
// as the actor may read agreements.
func (s *Service) Became(ctx context.Context, tx *db.Tx, t org.Turn) (out []org.Hanging, err error) {
	defer errs.Wrap(&err, "agreement.Became(%s)", t.Reorg.ID)
	if !s.Org.Guard.May(ctx, Read) {
		return nil, nil
	}
	rows, err := turnsOf(ctx, tx, t.Reorg.ID)
	gone, seen := leavings(t), map[[2]string]bool{}
	for _, r := range rows {
		if err != nil {
			return nil, err
		}
		key := [2]string{r.Agreement, r.Unit}
		i := slices.IndexFunc(gone, func(l leaving) bool { return l.unit.ID == r.Unit }) // of a part only, its lines
		if seen[key] || i < 0 {
			continue
		}
		seen[key] = true
		var h org.Hanging
		h, err = s.became(ctx, tx, t, r, gone[i].unit)
		out = append(out, h)
	}
	return out, err
}

func (s *Service) became(ctx context.Context, tx *db.Tx, t org.Turn, r turnRow, u org.Unit) (h org.Hanging, err error) {
	x := Turned{Unit: u, Fate: r.Fate, Why: r.Why, Last: t.Reorg.Last()}
	if x.Agreement, err = agreementByID(ctx, tx, r.Agreement); err != nil {
		return h, err
	}
	units, err := s.Org.UnitsByID(ctx, tx, codes(r.Heirs))
	for _, id := range codes(r.Heirs) {
		x.Heirs = append(x.Heirs, Heir{id, units[id].Code, units[id].Name})
	}
	h = org.Hanging{What: "agreement.turn.became", Unit: u.Code, Name: u.Name, Text: x.Says(ctx)}
	if _, e := s.readable(ctx, tx, r.Agreement); e == nil {
		h.Href = Href(r.Agreement)
	}
	return h, err
}

// Turns are what the draft of an act would do to agreements, for who may sign it.
type Turns struct {
	Card org.ReorgCard
	All  []Turned
}

// Foresee lists the agreements a draft touches, with what becomes of each as
// things stand.
func (s *Service) Foresee(ctx context.Context, reorg string) (out Turns, err error) {
	defer errs.Wrap(&err, "agreement.Foresee(%s)", reorg)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		out, err = s.foreseen(ctx, tx, reorg)
		return err
	})
	return out, err
}

func (s *Service) foreseen(ctx context.Context, tx *db.Tx, reorg string) (out Turns, err error) {
	if out.Card, err = s.Org.OpenReorgIn(ctx, tx, reorg); err != nil {
		return out, err
	}
	switch r := out.Card.Reorg; {
	case !out.Card.MayEdit:
		return out, errs.New(errs.Denied, "error.denied")
	case r.State != org.ReorgDraft:
		return out, errs.New(errs.Conflict, "org.reorg.signed", errs.Args{"no": r.DecisionNo})
	case r.EffectiveOn == "":
		return out, nil
	}
	all, err := s.foresee(ctx, tx, org.Turn{Reorg: out.Card.Reorg, Lines: out.Card.Lines, Units: out.Card.Units})
	for _, part := range all {
		out.All = append(out.All, part...)
	}
	return out, err
}

// Choose keeps what somebody wants for the agreements an act touches, with the
// draft of the act. What is not named is done as usual; what does not fit is
// refused at "fate_<key>" or "heirs_<key>".
func (s *Service) Choose(ctx context.Context, reorg string, choices []Choice) (err error) {
	defer errs.Wrap(&err, "agreement.Choose(%s)", reorg)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		seen, err := s.foreseen(ctx, tx, reorg)
		if err != nil {
			return err
		}
		var faults errs.List
		for _, c := range choices {
			i := slices.IndexFunc(seen.All, func(t Turned) bool { return t.Agreement.ID == c.Agreement && t.Unit.ID == c.Unit })
			if i < 0 {
				return errs.New(errs.Conflict, "agreement.turn.changed")
			}
			c.check(&faults, seen.All[i])
		}
		if err := faults.Err(); err != nil {
			return err
		}
		if err := replaceChoices(ctx, tx, reorg, choices); err != nil {
			return err
		}
		return audit.Add(ctx, tx, audit.Entry{Account: actor(ctx), Action: "agreement.turn.choose", Target: reorg, TargetKind: "org.reorg", Unit: seen.Card.Unit.ID})
	})
}

// check refuses a choice nobody can carry out.
func (c Choice) check(faults *errs.List, t Turned) {
	if !slices.Contains(Fates(), c.Fate) {
		faults.Add(errs.At("fate_"+t.Key(), "error.choice"))
	}
	for _, code := range codes(c.Heirs) {
		if !slices.ContainsFunc(t.Offer, func(h Heir) bool { return h.Code == code }) {
			faults.Add(errs.At("heirs_"+t.Key(), "error.choice"))
			return
		}
	}
	if len(t.Offer) > 0 && c.Fate != Stop && len(codes(c.Heirs)) == 0 {
		faults.Add(errs.At("heirs_"+t.Key(), "agreement.turn.whom"))
	}
}
