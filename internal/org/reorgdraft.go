package org

import (
	"context"
	"slices"
	"strings"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// ReorgHref is the address of a reorganisation's page.
func ReorgHref(id string) string { return "/reorgs/" + id }

// reorgOf is the reorganisation of an id under which it posts facts.
func reorgOf(id string) string {
	act, _, _ := strings.Cut(id, ".")
	return act
}

// SaveDraft keeps a plan as it is, with whatever is still wrong in it; nothing
// happens before it is signed. version is the one that was read, 0 of a new one.
func (s *Service) SaveDraft(ctx context.Context, p Plan, version int) (r Reorg, err error) {
	defer errs.Wrap(&err, "org.SaveDraft(%s)", p.Unit)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err = s.saveDraft(ctx, tx, p, version)
		return err
	})
	return r, err
}

func (s *Service) saveDraft(ctx context.Context, tx *db.Tx, p Plan, version int) (r Reorg, err error) {
	if err := lockAct(ctx, tx, p.ID); err != nil {
		return r, err
	}
	decider, err := s.manage(ctx, tx, p.Unit)
	if err != nil {
		return r, err
	}
	if err := p.checkSizes(); err != nil {
		return r, err
	}
	r = p.draft(ctx, tx, decider)
	old, err := s.draftToChange(ctx, tx, p.ID, version)
	switch {
	case err == nil:
		r.Version, r.Recorder, r.RecordedAt = old.Version+1, old.Recorder, old.RecordedAt
	case !errs.Is(err, errs.NotFound) || version > 0:
		return r, err
	}
	if err := dropReorg(ctx, tx, r.ID); err != nil {
		return r, err
	}
	if err := insertReorg(ctx, tx, r, p.rows()); err != nil {
		return r, err
	}
	return r, s.noteReorg(ctx, tx, "org.reorg.draft", r)
}

// checkSizes refuses what no column could hold; all else may stay wrong for now.
func (p Plan) checkSizes() error {
	var faults errs.List
	checkText(&faults, "decision_no", p.DecisionNo, 60, false)
	checkText(&faults, "signer", p.Signer, 100, false)
	checkText(&faults, "reason", p.Reason, 500, false)
	if !slices.Contains(ReorgKinds(), p.Kind) {
		faults.Add(errs.At("kind", "error.choice"))
	}
	if len(p.Lines) > MaxLines {
		faults.Add(errs.At("lines", "org.reorg.long", errs.Args{"max": MaxLines}))
	}
	return faults.Err()
}

// MaxLines is how many lines one reorganisation may have.
const MaxLines = 50_000

// draftToChange finds a draft whose writer has seen its newest version.
func (s *Service) draftToChange(ctx context.Context, tx *db.Tx, id string, version int) (r Reorg, err error) {
	if r, err = reorgByID(ctx, tx, id); err != nil {
		return r, err
	}
	if err := s.Guard.Need(ctx, tx, Manage, Read, r.Unit); err != nil {
		return r, err
	}
	switch {
	case r.State != ReorgDraft:
		return r, errs.New(errs.Conflict, "org.reorg.signed", errs.Args{"no": r.DecisionNo})
	case version > 0 && r.Version != version:
		return r, errs.New(errs.Conflict, "error.conflict")
	}
	return r, nil
}

// DropDraft takes a draft away.
func (s *Service) DropDraft(ctx context.Context, id string, version int) (err error) {
	defer errs.Wrap(&err, "org.DropDraft(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		r, err := s.draftToChange(ctx, tx, id, version)
		if err != nil {
			return err
		}
		if err := dropReorg(ctx, tx, id); err != nil {
			return err
		}
		return s.noteReorg(ctx, tx, "org.reorg.drop", r)
	})
}

// SignDraft signs a draft as it was last saved: all of it or nothing. Signing
// it twice is signing it once.
func (s *Service) SignDraft(ctx context.Context, id string, version int) (r Reorg, err error) {
	defer errs.Wrap(&err, "org.SignDraft(%s)", id)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		c, err := s.reorgCard(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case c.Reorg.State == ReorgSigned:
			r = c.Reorg
			return nil
		case c.Reorg.State == ReorgDraft && version > 0 && c.Reorg.Version != version:
			return errs.New(errs.Conflict, "error.conflict")
		case c.Reorg.State == ReorgUndone:
			return errs.New(errs.Conflict, "org.reorg.undone")
		}
		r, err = s.ReorganiseIn(ctx, tx, c.Plan())
		return err
	})
	return r, err
}

// ReorgCard is all a reorganisation's page tells.
type ReorgCard struct {
	Reorg   Reorg
	Unit    Unit            // who decides
	Lines   []Line          // those about units the actor may read
	Units   map[string]Unit // by code, as far as they exist
	MayEdit bool            // write, sign, undo
}

// Plan is the card as a plan, to change or to sign.
func (c ReorgCard) Plan() Plan {
	r := c.Reorg
	return Plan{
		ID: r.ID, Unit: c.Unit.Code, Kind: r.Kind, DecisionNo: r.DecisionNo, DecidedOn: r.DecidedOn, EffectiveOn: r.EffectiveOn,
		Signer: r.Signer, Reason: r.Reason, Lines: c.Lines,
	}
}

// OpenReorg reads a reorganisation: a draft for those who may write it, a signed
// one for whoever may read a unit that it touches, and then only its lines.
func (s *Service) OpenReorg(ctx context.Context, id string) (c ReorgCard, err error) {
	defer errs.Wrap(&err, "org.OpenReorg(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		c, err = s.reorgCard(ctx, tx, id)
		return err
	})
	return c, err
}

// OpenReorgIn is OpenReorg on the caller's snapshot.
func (s *Service) OpenReorgIn(ctx context.Context, tx *db.Tx, id string) (ReorgCard, error) {
	return s.reorgCard(ctx, tx, id)
}

func (s *Service) reorgCard(ctx context.Context, tx *db.Tx, id string) (c ReorgCard, err error) {
	if c.Reorg, err = reorgByID(ctx, tx, id); err != nil {
		return c, err
	}
	if c.Unit, err = unitByID(ctx, tx, c.Reorg.Unit); err != nil {
		return c, err
	}
	if c.MayEdit, err = s.Guard.Can(ctx, tx, Manage, c.Unit.ID); err != nil {
		return c, err
	}
	switch {
	case c.MayEdit:
		c.Lines, err = linesOf(ctx, tx, id)
	case c.Reorg.State != ReorgDraft:
		c.Lines, err = linesSeen(ctx, tx, id, s.Guard.Scope(ctx, Read))
	}
	if err != nil {
		return c, err
	}
	if !c.MayEdit && len(c.Lines) == 0 {
		return c, errs.New(errs.NotFound, "error.notfound")
	}
	c.Units, err = unitsByCode(ctx, tx, codesOf(c.Lines))
	return c, err
}

// Reorgs lists reorganisations, the newest effect first: drafts of units the
// actor manages, others that touch a unit the actor may read. A unit's code
// narrows them to those that touch it or were decided by it.
func (s *Service) Reorgs(ctx context.Context, unit string, limit, after int) (out []ReorgHead, err error) {
	defer errs.Wrap(&err, "org.Reorgs")
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		var of Unit
		if unit != "" {
			if of, err = s.Find(ctx, tx, unit); err != nil {
				return err
			}
		}
		out, err = reorgHeads(ctx, tx, of, s.Guard.Scope(ctx, Read), s.Guard.Scope(ctx, Manage), limit, after)
		return err
	})
	return out, err
}

// ReorgHead is a reorganisation in a list.
type ReorgHead struct {
	Reorg
	Decider string `db:"decider"` // name of who decides
	Lines   int64  `db:"lines"`
}

// linesSeen are the lines about units of a scope.
func linesSeen(ctx context.Context, tx *db.Tx, reorg string, scope auth.Scope) (out []Line, err error) {
	cond, args := ledger.Under("u.id", 2, scope)
	err = tx.Select(ctx, &out, `/* org.linesSeen */
		SELECT `+lineColumns+` FROM org_reorg_line l JOIN org_unit u ON u.code = l.unit
		WHERE l.reorg = $1 AND `+cond+` ORDER BY l.position`, append([]any{reorg}, args...)...)
	return out, err
}

func reorgHeads(ctx context.Context, tx *db.Tx, of Unit, read, manage auth.Scope, limit, after int) (out []ReorgHead, err error) {
	seen, args := ledger.Under("u.id", 5, read)
	mine, more := ledger.Under("r.unit", 5+len(args), manage)
	args = append([]any{of.ID, of.Code, limit, after}, append(args, more...)...)
	err = tx.Select(ctx, &out, `/* org.reorgHeads */
		SELECT r.id, r.unit, r.kind, r.decision_no, r.decided_on, r.effective_on, r.signer, r.reason, r.state, r.version, r.recorder, r.recorded_at,
			r.signed_at, r.signed_by, r.undone_at, r.undone_for, '[]' AS moved, d.name AS decider,
			(SELECT COUNT(*) FROM org_reorg_line n WHERE n.reorg = r.id) AS lines
		FROM org_reorg r JOIN org_unit d ON d.id = r.unit
		WHERE ($1 = '' OR r.unit = $1 OR EXISTS (SELECT 1 FROM org_reorg_line t WHERE t.reorg = r.id AND (t.unit = $2 OR t.parent = $2)))
		  AND (`+mine+` OR (r.state <> 'draft' AND EXISTS (
			SELECT 1 FROM org_reorg_line l JOIN org_unit u ON u.code = l.unit WHERE l.reorg = r.id AND `+seen+`)))
		ORDER BY r.effective_on DESC, r.recorded_at DESC, r.id LIMIT $3 OFFSET $4`, args...)
	return out, err
}
