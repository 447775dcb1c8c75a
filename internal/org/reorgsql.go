package org

import (
	"context"
	"slices"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
)

const reorgColumns = `id, unit, kind, decision_no, decided_on, effective_on, signer, reason, state, version, recorder, recorded_at,
	signed_at, signed_by, undone_at, undone_for, moved`

func insertReorg(ctx context.Context, tx *db.Tx, r Reorg, lines []Line) error {
	if _, err := tx.Exec(ctx, `/* org.insertReorg */
		INSERT INTO org_reorg (`+reorgColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL, '', $15)`,
		r.ID, r.Unit, r.Kind, r.DecisionNo, r.DecidedOn, r.EffectiveOn, r.Signer, r.Reason, r.State, r.Version, r.Recorder, r.RecordedAt,
		r.SignedAt, r.SignedBy, r.Moved); err != nil {
		return err
	}
	for len(lines) > 0 {
		n := min(len(lines), 20)
		var args []any
		for _, l := range lines[:n] {
			args = append(args, r.ID, l.Position, l.Op, l.Unit, l.Parent, l.Name, l.Kind, l.Sector, l.Bloc, l.Ward, l.Heirs, l.Follows, l.Members, l.Women)
		}
		if _, err := tx.Exec(ctx, `/* org.insertReorg lines */
			INSERT INTO org_reorg_line (reorg, position, op, unit, parent, name, kind, sector, bloc, ward, heirs, follows, members, women)
			VALUES `+db.Values(n, 14), args...); err != nil {
			return err
		}
		lines = lines[n:]
	}
	return nil
}

// dropReorg takes a draft out, to be written anew.
func dropReorg(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := tx.Exec(ctx, `/* org.dropReorg lines */
		DELETE FROM org_reorg_line WHERE reorg = $1 AND EXISTS (SELECT 1 FROM org_reorg r WHERE r.id = $1 AND r.state = 'draft')`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `/* org.dropReorg */ DELETE FROM org_reorg WHERE id = $1 AND state = 'draft'`, id)
	return err
}

func reorgByID(ctx context.Context, tx *db.Tx, id string) (r Reorg, err error) {
	err = tx.Get(ctx, &r, `/* org.reorgByID */ SELECT `+reorgColumns+` FROM org_reorg WHERE id = $1`, id)
	return r, err
}

const lineColumns = `l.reorg, l.position, l.op, l.unit, l.parent, l.name, l.was, l.kind, l.sector, l.bloc, l.ward, l.heirs, l.follows, l.members, l.women, l.in_force`

func linesOf(ctx context.Context, tx *db.Tx, reorg string) (out []Line, err error) {
	err = tx.Select(ctx, &out, `/* org.linesOf */ SELECT `+lineColumns+` FROM org_reorg_line l WHERE l.reorg = $1 ORDER BY l.position`, reorg)
	return out, err
}

// othersTouching lists the newest other acts on the units of lines that have
// effect on or after a day, drafts among them.
func othersTouching(ctx context.Context, tx *db.Tx, r Reorg, lines []Line) (out []Reorg, err error) {
	seen := map[string]bool{}
	units := make([]string, len(lines))
	for i, l := range lines {
		units[i] = l.Unit
	}
	for len(units) > 0 {
		n := min(500, len(units))
		var some []Reorg
		if err := tx.Select(ctx, &some, `/* org.othersTouching */
			SELECT `+reorgColumns+` FROM org_reorg WHERE id <> $1 AND state <> 'undone' AND effective_on >= $2 AND id IN (
				SELECT reorg FROM org_reorg_line WHERE unit IN (`+db.In(3, n)+`))
			ORDER BY effective_on, id`, append([]any{r.ID, r.EffectiveOn}, db.Anys(units[:n])...)...); err != nil {
			return nil, err
		}
		for _, x := range some {
			if !seen[x.ID] {
				seen[x.ID] = true
				out = append(out, x)
			}
		}
		units = units[n:]
	}
	return out, nil
}

func setMoved(ctx context.Context, tx *db.Tx, r Reorg) error {
	_, err := tx.Exec(ctx, `/* org.setMoved */ UPDATE org_reorg SET moved = $2 WHERE id = $1`, r.ID, r.Moved)
	return err
}

func setUndone(ctx context.Context, tx *db.Tx, id, reason string) error {
	_, err := tx.Exec(ctx, `/* org.setUndone */
		UPDATE org_reorg SET state = 'undone', undone_at = $2, undone_for = $3, version = version + 1 WHERE id = $1`, id, tx.Now(), reason)
	return err
}

// setInForce notes that a new name or kind is in force, and what was before.
func setInForce(ctx context.Context, tx *db.Tx, l Line, was string) error {
	_, err := tx.Exec(ctx, `/* org.setInForce */
		UPDATE org_reorg_line SET was = $3, in_force = TRUE WHERE reorg = $1 AND position = $2`, l.Reorg, l.Position, was)
	return err
}

// changedSince tells whether a unit was given a name, or kind, by an act that has
// effect later than a day.
func changedSince(ctx context.Context, tx *db.Tx, op LineOp, code string, on day.Date) (yes bool, err error) {
	err = tx.Get(ctx, &yes, `/* org.changedSince */
		SELECT EXISTS (SELECT 1 FROM org_reorg_line l JOIN org_reorg r ON r.id = l.reorg
		WHERE l.unit = $1 AND l.op = $2 AND l.in_force AND r.state = 'signed' AND r.effective_on > $3)`, code, op, on)
	return yes, err
}

// waitingLines lists the changes of signed acts whose day has come.
func waitingLines(ctx context.Context, tx *db.Tx) (out []Line, err error) {
	err = tx.Select(ctx, &out, `/* org.waitingLines */
		SELECT `+lineColumns+` FROM org_reorg_line l JOIN org_reorg r ON r.id = l.reorg
		WHERE l.op IN ('rename', 'kind') AND NOT l.in_force AND r.state = 'signed' AND r.effective_on <= $1
		ORDER BY r.effective_on, r.id, l.position`, tx.Today())
	return out, err
}

// kindsBelow lists the kinds of the units directly below one on a day.
func kindsBelow(ctx context.Context, tx *db.Tx, unit string, on day.Date) (out []string, err error) {
	err = tx.Select(ctx, &out, `/* org.kindsBelow */
		SELECT DISTINCT u.kind FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2`, unit, on)
	return out, err
}

func setKind(ctx context.Context, tx *db.Tx, id, kind string) error {
	_, err := tx.Exec(ctx, `/* org.setKind */ UPDATE org_unit SET kind = $2, version = version + 1 WHERE id = $1`, id, kind)
	return err
}

func setName(ctx context.Context, tx *db.Tx, u Unit, name string) error {
	_, err := tx.Exec(ctx, `/* org.setName */
		UPDATE org_unit SET name = $2, folded = $3, sort_key = $4, version = version + 1 WHERE id = $1`,
		u.ID, name, search.Fold(u.Code+" "+name), search.SortKey(name))
	return err
}

func insertSuccessor(ctx context.Context, tx *db.Tx, unit, heir, reorg string, from day.Date) error {
	_, err := tx.Exec(ctx, `/* org.insertSuccessor */
		INSERT INTO org_successor (unit, heir, reorg, from_day) VALUES ($1, $2, $3, $4)`, unit, heir, reorg, from)
	return err
}

func dropSuccessors(ctx context.Context, tx *db.Tx, reorg string) error {
	_, err := tx.Exec(ctx, `/* org.dropSuccessors */ DELETE FROM org_successor WHERE reorg = $1`, reorg)
	return err
}

// unitsByCode reads many units at once, by their codes.
func unitsByCode(ctx context.Context, tx *db.Tx, codes []string) (map[string]Unit, error) {
	out := map[string]Unit{}
	for len(codes) > 0 {
		n := min(500, len(codes))
		var rows []Unit
		if err := tx.Select(ctx, &rows, `/* org.unitsByCode */
			SELECT `+unitColumns+` FROM org_unit u WHERE u.code IN (`+db.In(1, n)+`)`, db.Anys(codes[:n])...); err != nil {
			return nil, err
		}
		for _, u := range rows {
			out[u.Code] = u
		}
		codes = codes[n:]
	}
	return out, nil
}

// haveHeirs tells which of some units others go on from already.
func haveHeirs(ctx context.Context, tx *db.Tx, units map[string]Unit) (map[string]bool, error) {
	return someOf(ctx, tx, units, func(n int) string {
		return `/* org.haveHeirs */ SELECT DISTINCT unit FROM org_successor WHERE unit IN (` + db.In(1, n) + `)`
	})
}

// someOf asks which of some units a statement gives; before are its arguments
// ahead of the ids.
func someOf(ctx context.Context, tx *db.Tx, units map[string]Unit, query func(n int) string, before ...any) (map[string]bool, error) {
	out := map[string]bool{}
	for some := range slices.Chunk(idsOf(units), 500) {
		err := tx.Each(ctx, query(len(some)), append(slices.Clone(before), db.Anys(some)...), func(scan func(...any) error) error {
			var unit string
			err := scan(&unit)
			out[unit] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func idsOf(units map[string]Unit) (out []string) {
	for _, u := range units {
		out = append(out, u.ID)
	}
	return out
}

// standingBelow tells which units stand below another on any day of a span, and
// which ever do: of some units, or, of many, of all there are, which is sooner
// read.
func standingBelow(ctx context.Context, tx *db.Tx, top string, from, to day.Date, units map[string]Unit) (stand, ever map[string]bool, err error) {
	stand, ever = map[string]bool{}, map[string]bool{}
	cond, args := "", []any{top, from, to}
	if len(units) <= 500 {
		cond = ` AND l.unit IN (` + db.In(4, len(units)) + `)`
		args = append(args, db.Anys(idsOf(units))...)
	}
	err = tx.Each(ctx, `/* org.standingBelow */
		SELECT l.unit, MAX(CASE WHEN r.valid_from <= $3 AND r.valid_to >= $2 THEN 1 ELSE 0 END)
		FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom WHERE r.ancestor = $1`+cond+` GROUP BY l.unit`,
		args, func(scan func(...any) error) error {
			var unit string
			var now int
			err := scan(&unit, &now)
			stand[unit], ever[unit] = now == 1, true
			return err
		})
	return stand, ever, err
}

// endPosts ends all posts in a unit with it.
func endPosts(ctx context.Context, tx *db.Tx, unit string, last day.Date, reorg string) error {
	_, err := tx.Exec(ctx, `/* org.endPosts */
		UPDATE org_officer SET to_day = $2, ended_by = $3 WHERE unit = $1 AND to_day = '' AND from_day <= $2`, unit, last, reorg)
	return err
}

// reopenPosts takes that back.
func reopenPosts(ctx context.Context, tx *db.Tx, unit, reorg string) error {
	_, err := tx.Exec(ctx, `/* org.reopenPosts */ UPDATE org_officer SET to_day = '', ended_by = '' WHERE unit = $1 AND ended_by = $2`, unit, reorg)
	return err
}
