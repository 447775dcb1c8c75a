package org_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// The tree of a day is read along the indexes, however many units there are
// elsewhere: of a ward with 20 unions among 126, neither all places nor all
// units nor all lines of decisions are walked through.
func TestTheTreeOfADaySeeks(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := city(t, d)
		var ward org.Unit
		testkit.Read(t, d, func(tx *db.Tx) (err error) {
			ward, err = k.Org.UnitByCode(t.Context(), tx, "W007")
			return err
		})
		for name, q := range k.Org.HotQueries(ward, ward.ID, "2023-11-05") {
			plan := explain(t, d, q)
			for _, line := range plan {
				if walks(d, line) {
					t.Errorf("%s: %s\n%s", name, line, strings.Join(plan, "\n"))
				}
			}
		}
	})
}

// walks tells whether a line of a plan goes through a whole large table; the
// lines with predecessors are few and have an index of their own.
func walks(d *db.DB, line string) bool {
	if d.Dialect == db.Postgres {
		for _, table := range []string{"ledger_place", "ledger_leaf", "org_unit", "org_reorg_line"} {
			if strings.Contains(line, "Seq Scan on "+table) {
				return true
			}
		}
		return false
	}
	name, scan := strings.CutPrefix(line, "SCAN ")
	alias, _, _ := strings.Cut(name, " ")
	return scan && strings.Contains(" p u c cu f sl sp l n o x ", " "+alias+" ") && !strings.Contains(line, "org_reorg_line_follows")
}

// city is 126 wards with 20 unions each, moved by one decision out of six
// districts.
func city(t *testing.T, d *db.DB) *testkit.Kit {
	t.Helper()
	k := testkit.NewSite(t, d)
	p := org.Plan{Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ", DecidedOn: "2023-09-20", EffectiveOn: "2023-10-01", Signer: "An"}
	k.Found(org.Founding{Code: "HN", Name: "LĐLĐ thành phố", Kind: "provincial"})
	testkit.Write(t, d, func(tx *db.Tx) error {
		for i := range 6 {
			if _, err := k.Org.FoundIn(k.System(), tx, org.Founding{Code: fmt.Sprintf("D%d", i), Name: fmt.Sprintf("LĐLĐ quận %d", i), Kind: "district", Parent: "HN"}); err != nil {
				return err
			}
		}
		for w := range 126 {
			ward := fmt.Sprintf("W%03d", w)
			p.Lines = append(p.Lines, org.Line{Op: org.OpFound, Unit: ward, Name: "Công đoàn phường " + ward, Kind: "ward", Parent: "HN"})
			for i := range 20 {
				f := org.Founding{Code: fmt.Sprintf("%s-%02d", ward, i), Name: fmt.Sprintf("CĐCS %s %d", ward, i), Kind: "base", Parent: fmt.Sprintf("D%d", w%6)}
				if _, err := k.Org.FoundIn(k.System(), tx, f); err != nil {
					return err
				}
				p.Lines = append(p.Lines, org.Line{Op: org.OpMove, Unit: f.Code, Parent: ward})
			}
		}
		return nil
	})
	sign(t, k, p)
	testkit.Write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "ANALYZE")
		return err
	})
	return k
}

func explain(t *testing.T, d *db.DB, q org.HotQuery) (plan []string) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error {
		if d.Dialect == db.Postgres {
			// It would rather read a table as small as these in one go: asked is whether it must.
			if _, err := tx.Exec(t.Context(), "SET LOCAL enable_seqscan = off"); err != nil {
				return err
			}
			return tx.Select(t.Context(), &plan, "EXPLAIN "+q.Text, q.Args...)
		}
		return tx.Each(t.Context(), "EXPLAIN QUERY PLAN "+q.Text, q.Args, func(scan func(...any) error) error {
			var id, parent, unused int
			var detail string
			err := scan(&id, &parent, &unused, &detail)
			plan = append(plan, detail)
			return err
		})
	})
	return plan
}
