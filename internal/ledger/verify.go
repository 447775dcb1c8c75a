package ledger

import (
	"context"
	"fmt"

	"donghanh/internal/platform/db"
)

// Verify compares the cells with the facts they were moved by, the typed levels
// with the stocks they fix, and where atoms stand with the places of all units
// in them. It returns one line for each thing that does not agree.
func (l *Ledger) Verify(ctx context.Context, tx *db.Tx) (faults []string, err error) {
	for _, check := range []func(context.Context, *db.Tx) ([]string, error){verifyCells, verifyLevels, verifyPlaces, verifyTree} {
		f, err := check(ctx, tx)
		if err != nil {
			return nil, err
		}
		faults = append(faults, f...)
	}
	return faults, nil
}

// verifyCells sums all facts anew by cell and month, in the database: both
// sides as rows with opposite sign must cancel out.
func verifyCells(ctx context.Context, tx *db.Tx) (faults []string, err error) {
	counted := ""
	for m := 1; m <= 12; m++ {
		counted += fmt.Sprintf(" UNION ALL SELECT series, atom, year, %d, -m%d FROM ledger_cell WHERE m%d <> 0", m, m, m)
	}
	err = tx.Each(ctx, `/* ledger.verifyCells */
		SELECT series, atom, year, month, CAST(SUM(n) AS BIGINT) FROM (
			SELECT f.series, l.atom, CAST(substr(f.day, 1, 4) AS INTEGER) AS year, CAST(substr(f.day, 6, 2) AS INTEGER) AS month, f.quantity AS n
			FROM ledger_fact f JOIN ledger_leaf l ON l.unit = f.unit`+counted+`
		) AS both_sides GROUP BY series, atom, year, month HAVING SUM(n) <> 0`, nil,
		func(scan func(...any) error) error {
			var series, year, month, diff int64
			var atom string
			if err := scan(&series, &atom, &year, &month, &diff); err != nil {
				return err
			}
			faults = append(faults, fmt.Sprintf("ledger: cell series=%d atom=%s %04d-%02d lacks %d against its facts", series, atom, year, month, diff))
			return nil
		})
	return faults, err
}

func verifyLevels(ctx context.Context, tx *db.Tx) (faults []string, err error) {
	err = tx.Each(ctx, `/* ledger.verifyLevels */
		SELECT v.unit, v.series, v.day, v.value, CAST(COALESCE(SUM(f.quantity), 0) AS BIGINT)
		FROM ledger_level v LEFT JOIN ledger_fact f ON f.unit = v.unit AND f.series = v.series AND f.day <= v.day
		GROUP BY v.unit, v.series, v.day, v.value HAVING COALESCE(SUM(f.quantity), 0) <> v.value`, nil,
		func(scan func(...any) error) error {
			var unit, on string
			var series, value, stock int64
			if err := scan(&unit, &series, &on, &value, &stock); err != nil {
				return err
			}
			faults = append(faults, fmt.Sprintf("ledger: level unit=%s series=%d %s is %d, its facts say %d", unit, series, on, value, stock))
			return nil
		})
	return faults, err
}

// verifyPlaces finds cells and places of atoms that no unit is in.
func verifyPlaces(ctx context.Context, tx *db.Tx) (faults []string, err error) {
	err = tx.Select(ctx, &faults, `/* ledger.verifyPlaces */
		SELECT DISTINCT 'ledger: cells of atom ' || c.atom || ', which no unit is in'
		FROM ledger_cell c WHERE NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.atom = c.atom)
		UNION ALL
		SELECT DISTINCT 'ledger: place of atom ' || r.atom || ', which no unit is in'
		FROM ledger_roll r WHERE NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.atom = r.atom)`)
	return faults, err
}
