package org

import (
	"context"

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
			args = append(args, r.ID, l.Position, l.Op, l.Unit, l.Parent, l.Name, l.Kind, l.Sector, l.Bloc, l.Ward, l.Heirs)
		}
		if _, err := tx.Exec(ctx, `/* org.insertReorg lines */
			INSERT INTO org_reorg_line (reorg, position, op, unit, parent, name, kind, sector, bloc, ward, heirs) VALUES `+db.Values(n, 11), args...); err != nil {
			return err
		}
		lines = lines[n:]
	}
	return nil
}

func reorgByID(ctx context.Context, tx *db.Tx, id string) (r Reorg, err error) {
	err = tx.Get(ctx, &r, `/* org.reorgByID */ SELECT `+reorgColumns+` FROM org_reorg WHERE id = $1`, id)
	return r, err
}

func linesOf(ctx context.Context, tx *db.Tx, reorg string) (out []Line, err error) {
	err = tx.Select(ctx, &out, `/* org.linesOf */
		SELECT reorg, position, op, unit, parent, name, was, kind, sector, bloc, ward, heirs FROM org_reorg_line WHERE reorg = $1 ORDER BY position`, reorg)
	return out, err
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

func setWas(ctx context.Context, tx *db.Tx, l Line, was string) error {
	_, err := tx.Exec(ctx, `/* org.setWas */ UPDATE org_reorg_line SET was = $3 WHERE reorg = $1 AND position = $2`, l.Reorg, l.Position, was)
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

// standingBelow tells which of some units stand below another on a day or on
// the one before it.
func standingBelow(ctx context.Context, tx *db.Tx, top string, on day.Date, units map[string]Unit) (map[string]bool, error) {
	out := map[string]bool{}
	var ids []string
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	for len(ids) > 0 {
		n := min(500, len(ids))
		err := tx.Each(ctx, `/* org.standingBelow */
			SELECT DISTINCT l.unit FROM ledger_leaf l JOIN ledger_roll r ON r.atom = l.atom
			WHERE r.ancestor = $1 AND r.valid_from <= $2 AND r.valid_to >= $3 AND l.unit IN (`+db.In(4, n)+`)`,
			append([]any{top, on, on.Add(-1)}, db.Anys(ids[:n])...), func(scan func(...any) error) error {
				var unit string
				err := scan(&unit)
				out[unit] = true
				return err
			})
		if err != nil {
			return nil, err
		}
		ids = ids[n:]
	}
	return out, nil
}

// livingBelowOn counts the units that stand directly below another on a day.
func livingBelowOn(ctx context.Context, tx *db.Tx, unit string, on day.Date) (n int64, err error) {
	err = tx.Get(ctx, &n, `/* org.livingBelowOn */
		SELECT COUNT(*) FROM ledger_place p JOIN org_unit u ON u.id = p.unit
		WHERE p.parent = $1 AND p.valid_from <= $2 AND p.valid_to >= $2 AND (u.dissolved_on = '' OR u.dissolved_on >= $2)`, unit, on)
	return n, err
}
