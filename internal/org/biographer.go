package org

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// biographer puts a unit's life together from its places, the acts about it and
// the lines of reorganisations that name it.
type biographer struct {
	unit   Unit
	today  day.Date // what is signed later is not told
	places []stay
	acts   []Act
	lines  []deed          // that do something to it
	kin    []deed          // that end others in it, or found others out of it
	units  map[string]Unit // by code: all that is named
	codes  map[string]string
	events []told
}

// told is an event that names units by their codes.
type told struct {
	Event
	below, others []string
}

// stay is a time under one superior.
type stay struct {
	Parent string   `db:"parent"` // id; empty of a root
	From   day.Date `db:"valid_from"`
	To     day.Date `db:"valid_to"`
}

// deed is a line of a reorganisation with its head.
type deed struct {
	Line
	Act       ReorgKind  `db:"act"`
	No        string     `db:"decision_no"`
	DecidedOn day.Date   `db:"decided_on"`
	On        day.Date   `db:"effective_on"`
	Signer    string     `db:"signer"`
	State     ReorgState `db:"state"`
}

func (d deed) decision() Decision {
	return Decision{Reorg: d.Reorg, Act: d.Act, No: d.No, DecidedOn: d.DecidedOn, Signer: d.Signer}
}

func (d deed) undone() bool { return d.State == ReorgUndone }

func (b *biographer) read(ctx context.Context, tx *db.Tx) (err error) {
	if b.places, err = staysOf(ctx, tx, b.unit.ID); err != nil {
		return err
	}
	b.today = tx.Today()
	if b.acts, err = actsOf(ctx, tx, b.unit.ID); err != nil {
		return err
	}
	b.acts = slices.DeleteFunc(b.acts, func(a Act) bool { return a.RecordedAt >= tx.Tomorrow() })
	if b.lines, err = deedsOn(ctx, tx, b.unit.Code); err != nil {
		return err
	}
	if b.kin, err = deedsInto(ctx, tx, b.unit); err != nil {
		return err
	}
	return b.readUnits(ctx, tx)
}

// readUnits reads all units that are named, and the codes of superiors.
func (b *biographer) readUnits(ctx context.Context, tx *db.Tx) (err error) {
	var lines []Line
	for _, d := range slices.Concat(b.lines, b.kin) {
		lines = append(lines, d.Line)
	}
	if b.units, err = unitsByCode(ctx, tx, codesOf(lines)); err != nil {
		return err
	}
	b.codes = map[string]string{}
	for _, p := range b.places {
		if p.Parent == "" || b.codes[p.Parent] != "" {
			continue
		}
		u, err := unitByID(ctx, tx, p.Parent)
		if err != nil {
			return err
		}
		b.units[u.Code], b.codes[p.Parent] = u, u.Code
	}
	return nil
}

// superior is the code of the superior of one stay, as a list.
func (b *biographer) superior(i int) []string {
	if i < len(b.places) && b.places[i].Parent != "" {
		return []string{b.codes[b.places[i].Parent]}
	}
	return nil
}

func (b *biographer) add(on day.Date, kind EventKind, e told) {
	e.Day, e.Kind = on, kind
	b.events = append(b.events, e)
}

func (b *biographer) tell() {
	for _, a := range b.acts {
		b.tellAct(a)
	}
	for _, d := range b.lines {
		b.tellDeed(d)
	}
	b.tellMoves()
	b.tellKin()
}

func (b *biographer) tellAct(a Act) {
	e := told{Event: Event{Decision: Decision{No: a.DecisionNo, DecidedOn: a.DecidedOn, Signer: a.Signer}, Undone: a.WithdrawnAt != nil}}
	switch {
	case a.Kind == DissolutionAct:
		b.add(a.EffectiveOn, EventEnded, e)
	case a.EffectiveOn == "":
		e.below = b.superior(0)
		b.add("", EventStood, e)
	default:
		e.below = b.superior(0)
		b.add(a.EffectiveOn, EventFounded, e)
	}
}

func (b *biographer) tellDeed(d deed) {
	e := told{Event: Event{Decision: d.decision(), Undone: d.undone()}}
	switch d.Op {
	case OpFound:
		e.below, e.others = []string{d.Parent}, d.FollowedCodes()
		for _, k := range b.kin { // those it follows by lines that end them
			if k.Op == OpEnd && k.Reorg == d.Reorg && !slices.Contains(e.others, k.Unit) {
				e.others = append(e.others, k.Unit)
			}
		}
		b.add(d.On, EventBegan, e)
	case OpEnd:
		e.others = d.HeirCodes()
		b.add(d.On.Add(-1), EventEnded, e)
	case OpRename, OpRecast:
		b.tellChange(d, e)
	case OpMove:
		if d.undone() { // of one in force the places tell
			e.below = []string{d.Parent}
			b.add(d.On, EventMoved, e)
		}
	}
}

// tellChange tells of a new name or kind. What is not in force does not know
// what was before.
func (b *biographer) tellChange(d deed, e told) {
	kind := EventRenamed
	e.From, e.To = d.Was, d.Name
	if d.Op == OpRecast {
		kind, e.To = EventRecast, d.Kind
	}
	b.add(d.On, kind, e)
}

// tellMoves tells of each change of the superior, with the decision of that day
// if one is known.
func (b *biographer) tellMoves() {
	for i := 1; i < len(b.places); i++ {
		e := told{below: append(b.superior(i-1), b.superior(i)...)}
		for _, d := range b.lines {
			if d.Op == OpMove && d.On == b.places[i].From && !d.undone() {
				e.Decision = d.decision()
			}
		}
		if e.Decision.No == "" && b.places[i].From > b.today {
			continue // not signed yet
		}
		b.add(b.places[i].From, EventMoved, e)
	}
}

// tellKin tells of others that go on in the unit, or go on from it, one event
// for each decision.
func (b *biographer) tellKin() {
	type key struct {
		reorg string
		kind  EventKind
	}
	at := map[key]int{}
	for _, d := range b.kin {
		kind := b.kinKind(d)
		if kind == "" {
			continue
		}
		k := key{d.Reorg, kind}
		if _, seen := at[k]; !seen {
			at[k] = len(b.events)
			b.add(d.On, kind, told{Event: Event{Decision: d.decision(), Undone: d.undone()}})
		}
		b.events[at[k]].others = append(b.events[at[k]].others, d.Unit)
	}
}

// kinKind is what a line about another unit is in the life of this one; empty
// where one of its own lines tells it.
func (b *biographer) kinKind(d deed) EventKind {
	switch own := b.ownOf(d.Reorg); {
	case d.Op == OpEnd && own != OpFound:
		return EventReceived
	case d.Op == OpFound && own == OpEnd:
		return ""
	case d.Op == OpFound && b.unit.EndedBy(d.On):
		return EventFollowed
	case d.Op == OpFound:
		return EventParted
	}
	return ""
}

// ownOf is what a reorganisation does to the unit itself.
func (b *biographer) ownOf(reorg string) LineOp {
	for _, d := range b.lines {
		if d.Reorg == reorg {
			return d.Op
		}
	}
	return ""
}

const deedColumns = lineColumns + `, r.kind AS act, r.decision_no, r.decided_on, r.effective_on, r.signer, r.state`

func staysOf(ctx context.Context, tx *db.Tx, unit string) (out []stay, err error) {
	err = tx.Select(ctx, &out, `/* org.staysOf */
		SELECT COALESCE(parent, '') AS parent, valid_from, valid_to FROM ledger_place WHERE unit = $1 ORDER BY valid_from`, unit)
	return out, err
}

// deedsOn lists the lines of signed and undone reorganisations about a unit.
func deedsOn(ctx context.Context, tx *db.Tx, code string) (out []deed, err error) {
	err = tx.Select(ctx, &out, `/* org.deedsOn */
		SELECT `+deedColumns+` FROM org_reorg_line l JOIN org_reorg r ON r.id = l.reorg
		WHERE l.unit = $1 AND r.state <> 'draft' AND r.signed_at < $2 ORDER BY r.effective_on, r.signed_at, l.position`, code, tx.Tomorrow())
	return out, err
}

// deedsInto lists the lines that end others in a unit, or found others out of
// it. Of what is undone nothing is kept but its own lines.
func deedsInto(ctx context.Context, tx *db.Tx, u Unit) (out []deed, err error) {
	q := intoQuery(u, tx.Tomorrow())
	err = tx.Select(ctx, &out, q.text, q.args...)
	return out, err
}

func intoQuery(u Unit, known int64) query {
	return query{`/* org.deedsInto */
		SELECT d.* FROM (
		SELECT ` + deedColumns + ` FROM org_successor s JOIN org_unit o ON o.id = s.unit
		JOIN org_reorg_line l ON l.unit = o.code AND l.reorg = s.reorg AND l.op = 'end' JOIN org_reorg r ON r.id = l.reorg
		WHERE s.heir = $1 AND r.signed_at < $3
		UNION ALL
		SELECT ` + deedColumns + ` FROM org_reorg_line l JOIN org_reorg r ON r.id = l.reorg
		WHERE l.follows <> '' AND ',' || l.follows || ',' LIKE '%,' || $2 || ',%' AND l.op = 'found' AND r.state = 'signed' AND r.signed_at < $3
		) d ORDER BY d.effective_on, d.unit`, []any{u.ID, u.Code, known}}
}
