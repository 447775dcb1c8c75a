package target_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// rearranged is, before anything is rearranged, all before the register:
//
//	HN        LĐLĐ thành phố
//	├ D1      LĐLĐ quận Một: D1-1 (30 members), D1-2 (10), D1-3; 3 admitted by itself in May 2023
//	└ D2      LĐLĐ quận Hai: D2-1 (5)
func rearranged(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := testkit.NewSite(t, d)
	rules, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ thành phố", Kind: "provincial"},
		org.Founding{Code: "D1", Name: "LĐLĐ quận Một", Kind: "district", Parent: "HN"},
		org.Founding{Code: "D2", Name: "LĐLĐ quận Hai", Kind: "district", Parent: "HN"},
		org.Founding{Code: "D1-1", Name: "CĐCS Một Một", Kind: "base", Parent: "D1", Members: 30},
		org.Founding{Code: "D1-2", Name: "CĐCS Một Hai", Kind: "base", Parent: "D1", Members: 10},
		org.Founding{Code: "D1-3", Name: "CĐCS Một Ba", Kind: "base", Parent: "D1"},
		org.Founding{Code: "D2-1", Name: "CĐCS Hai Một", Kind: "base", Parent: "D2", Members: 5},
	)
	r := &kit{k, &target.Service{DB: d, Org: k.Org, Rules: rules}, t}
	r.admit("D1", "2023-05-05", 3)
	return r
}

// work admits people everywhere in each month from 2022 to the middle of 2024, in
// numbers that are easily told apart.
func (k *kit) work() {
	n := int64(1)
	k.admit("D1-3", "2023-02-02", 17) // nobody of them stayed
	for _, unit := range []string{"D1-1", "D1-2", "D2-1"} {
		for m := range 30 {
			n = n*3%1_000_003 + 7
			k.join(unit, day.New(2022, 1+m, 1+int(n%28)), n)
		}
	}
}

func (k *kit) join(unit string, on day.Date, n int64) {
	k.t.Helper()
	testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error {
		id := k.UnitID(unit)
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member", Dims: map[string]string{"kind": "base"}, Unit: id, Day: on, Quantity: n},
			ledger.Fact{Measure: "member.admitted", Unit: id, Day: on, Quantity: n})
	})
}

// decision is signed by the city with effect from a day on.
func decision(on day.Date, lines ...org.Line) org.Plan {
	return org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: on, Signer: "Trần Văn An", Lines: lines,
	}
}

func wards() []org.Line {
	return []org.Line{
		{Op: org.OpFound, Unit: "W1", Name: "Công đoàn phường Một", Kind: "ward", Parent: "HN"},
		{Op: org.OpFound, Unit: "W2", Name: "Công đoàn phường Hai", Kind: "ward", Parent: "HN"},
		{Op: org.OpMove, Unit: "D1-1", Parent: "W1"},
		{Op: org.OpMove, Unit: "D1-2", Parent: "W2"},
		{Op: org.OpMove, Unit: "D1-3", Parent: "W1"},
		{Op: org.OpMove, Unit: "D2-1", Parent: "W2"},
		{Op: org.OpEnd, Unit: "D1", Heirs: "W1, W2"},
		{Op: org.OpEnd, Unit: "D2", Heirs: "W2"},
	}
}

func ends(unit, heirs string) org.Line { return org.Line{Op: org.OpEnd, Unit: unit, Heirs: heirs} }

func moves(unit, parent string) org.Line { return org.Line{Op: org.OpMove, Unit: unit, Parent: parent} }

func (k *kit) decide(plans ...org.Plan) (out []org.Reorg) {
	k.t.Helper()
	for _, p := range plans {
		r, err := k.Kit.Org.Reorganise(k.Ctx("officer", "HN"), p)
		if err != nil {
			k.t.Fatalf("%s: %v", p.EffectiveOn, err)
		}
		out = append(out, r)
	}
	return out
}

// worlds are what may have happened; each leaves figures to be told.
func worlds() map[string]func(k *kit) {
	return map[string]func(k *kit){
		"nothing":                   func(*kit) {},
		"a reform":                  func(k *kit) { k.decide(decision("2023-10-01", wards()...)) },
		"a reform in mid-month":     func(k *kit) { k.decide(decision("2023-05-10", wards()...)) },
		"a reform signed ahead":     func(k *kit) { k.decide(decision("2024-03-15", wards()...)) },
		"a merger across districts": func(k *kit) { k.decide(decision("2023-07-01", ends("D1-2", "D2-1"))) },
		"a merger in mid-month":     func(k *kit) { k.decide(decision("2023-07-12", ends("D1-2", "D2-1"))) },
		"ended with two heirs":      func(k *kit) { k.decide(decision("2023-07-01", ends("D1-3", "D1-1, D2-1"))) },
		"ended without an heir":     func(k *kit) { k.decide(decision("2023-07-12", ends("D1-2", ""))) },
		"moved, then reformed": func(k *kit) {
			k.decide(decision("2023-03-16", moves("D1-1", "D2")), decision("2023-10-01", wards()...))
		},
		"merged, its heir moves later": func(k *kit) {
			k.decide(decision("2023-03-16", ends("D1-2", "D2-1")), decision("2023-10-01", moves("D2-1", "D1")))
		},
		"undone": func(k *kit) {
			r := k.decide(decision("2023-10-01", wards()...))
			if _, err := k.Kit.Org.UndoReorg(k.Ctx("officer", "HN"), r[0].ID, "ký nhầm"); err != nil {
				k.t.Fatal(err)
			}
		},
	}
}

// Whatever has happened, whichever tree and day: the rows of a board and what its
// unit booked itself are its total, in every column that counts what happened;
// in today's tree in every column that adds up.
func TestTheRowsOfABoardAreItsTotalInBothTreesWhateverWasRearranged(t *testing.T) {
	for name, happen := range worlds() {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := rearranged(t, d)
				k.work()
				happen(k)
				for _, today := range []day.Date{"2023-06-15", "2024-05-01"} {
					d.Clock.Set(today)
					for _, unit := range []string{"HN", "D1", "D2", "W1", "W2"} {
						k.tied(unit, today)
					}
				}
				d.Clock.Set(testkit.Today)
				k.Verify()
			})
		})
	}
}

// tied compares every board of a unit with its total.
func (k *kit) tied(unit string, today day.Date) {
	k.t.Helper()
	for _, period := range []string{"2022", "2023", "2023-03-10/2023-10-09", "2024"} {
		for _, tree := range []ledger.Tree{ledger.Then, ledger.Today} {
			b, err := k.Board(k.System(), target.BoardQuery{Unit: unit, Period: k.period(period), Tree: tree})
			if err != nil {
				continue // the unit was never founded, or its founding was taken back
			}
			for i, ind := range b.Indicators {
				fixed := tree == ledger.Today || ind.Type == ledger.Flow
				if b.Total.Figures[i].Value == nil || !ind.Adds() || !fixed {
					continue
				}
				sum := b.Own.Figures[i].Numerator
				for _, r := range b.Rows {
					sum += r.Figures[i].Numerator
				}
				if total := b.Total.Figures[i].Numerator; sum != total {
					k.t.Errorf("%s %s %s by %s on %s: %d, its rows %d: %s", unit, ind.Code, period, tree, today, total, sum, told(b.Rows, i))
				}
			}
		}
	}
}

func told(rows []target.Row, i int) (out string) {
	for _, r := range rows {
		out += fmt.Sprintf("%s[%s %s%s ended=%t] %d; ", r.Unit.Code, r.Period.Text, r.From, r.To, r.Ended, r.Figures[i].Numerator)
	}
	return out
}

// rows says a board's rows: code, since and until when, whether ended, and the
// admitted.
func (k *kit) rows(unit, period string, tree ledger.Tree) (out string) {
	k.t.Helper()
	b, err := k.Board(k.System(), target.BoardQuery{Unit: unit, Period: k.period(period), Tree: tree, Sort: "name"})
	if err != nil {
		k.t.Fatal(err)
	}
	for i, ind := range b.Indicators {
		if ind.Code != "ORG.DV.NEW" {
			continue
		}
		for _, r := range b.Rows {
			out += r.Unit.Code
			if r.From != "" {
				out += " from " + string(r.From)
			}
			if r.To != "" {
				out += " to " + string(r.To)
			}
			if r.Ended {
				out += " ended"
			}
			out += fmt.Sprintf(" %d; ", r.Figures[i].Numerator)
		}
		out += fmt.Sprintf("= %d", b.Total.Figures[i].Numerator)
	}
	return out
}

func join(codes []string) string { return strings.Join(codes, ",") }

func dayOf(s string) day.Date { return day.Date(s) }
