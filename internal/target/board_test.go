package target_test

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

func (k *kit) board(change func(*target.BoardQuery)) target.Board {
	k.t.Helper()
	q := target.BoardQuery{Unit: "BD", Period: k.period("2023"), Tree: ledger.Then}
	if change != nil {
		change(&q)
	}
	b, err := k.Board(k.System(), q)
	if err != nil {
		k.t.Fatal(err)
	}
	return b
}

func codes(rows []target.Row) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Unit.Code)
	}
	return strings.Join(out, " ")
}

// targets and admissions: BD-1 far, BD-2 reached, BD-3 late, LB-1 without.
func (k *kit) played() *kit {
	district := k.Ctx("officer", "BD")
	for unit, value := range map[string]string{"BD-1": "100", "BD-2": "5", "BD-3": "10"} {
		k.give(district, func(g *target.Giving) { g.Unit, g.Value = unit, value })
	}
	k.give(k.Ctx("officer", "HN"), func(g *target.Giving) { g.Unit, g.Value, g.Indicator = "BD", "0", "ORG.CDCS.CLOSED" })
	k.admit("BD-1", "2023-03-01", 10)
	k.admit("BD-2", "2023-03-01", 5)
	k.admit("BD-3", "2023-07-01", 9)
	k.admit("BD", "2023-03-01", 4)
	return k
}

func TestBoardOrder(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d).played()
		for sort, want := range map[string]string{
			"":              "BD-1 BD-3 BD-2", // far, late, reached
			"name":          "BD-3 BD-1 BD-2",
			"-name":         "BD-2 BD-1 BD-3",
			"ORG.DV.NEW":    "BD-1 BD-3 BD-2",
			"-ORG.DV.NEW":   "BD-2 BD-3 BD-1",
			"ORG.DV.TOTAL":  "BD-3 BD-2 BD-1",
			"-ORG.DV.TOTAL": "BD-1 BD-2 BD-3",
			"nonsense":      "BD-1 BD-3 BD-2",
		} {
			same(t, "sorted by "+sort, codes(k.board(func(q *target.BoardQuery) { q.Sort = sort }).Rows), want)
		}
	})
}

func TestBoardFilters(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d).played()
		for want, change := range map[string]func(*target.BoardQuery){
			"BD-1 BD-3": func(q *target.BoardQuery) { q.Bloc = "enterprise" },
			"BD-2":      func(q *target.BoardQuery) { q.Name = "truong ngoc" },
			"BD-3":      func(q *target.BoardQuery) { q.Name = "Hoa Sen" },
			"BD-1":      func(q *target.BoardQuery) { q.Name = "bd-1" },
			"":          func(q *target.BoardQuery) { q.Name = "không có" },
		} {
			b := k.board(change)
			same(t, "rows", codes(b.Rows), want)
			same(t, "units, targets and blocs are those of all",
				[]any{b.Units, b.Met, b.All, fmt.Sprint(b.Blocs)}, []any{3, 1, 3, "[enterprise education]"})
		}
	})
}

// Whatever is shown, the first line is the sum of those below it.
func TestABoardAddsUp(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d).played()
		k.Found(org.Founding{Code: "BD-4", Name: "CĐCS Cũ", Kind: "base", Parent: "BD", FoundedOn: "2023-02-01", Members: 7, Admitted: 7})
		if _, err := k.Kit.Org.Dissolve(k.System(), org.Dissolution{Unit: "BD-4", LastDay: "2023-09-30", DecidedOn: "2023-09-30", DecisionNo: "1"}); err != nil {
			t.Fatal(err)
		}
		for _, tree := range []ledger.Tree{ledger.Then, ledger.Today} {
			b := k.board(func(q *target.BoardQuery) { q.Tree = tree })
			for i, ind := range b.Indicators {
				if ind.Type != ledger.Flow {
					continue
				}
				sum := b.Own.Figures[i].Numerator
				for _, r := range b.Rows {
					sum += r.Figures[i].Numerator
				}
				same(t, string(tree)+" "+ind.Code, sum, b.Total.Figures[i].Numerator)
			}
			same(t, string(tree)+": the unit's own", b.Own.Any(), true)
			last := b.Rows[len(b.Rows)-1]
			same(t, string(tree)+": what is left of one that ended, last", last.Ended && last.Unit.Code == "BD-4", tree == ledger.Today)
			same(t, string(tree)+": has a row of its own", strings.Contains(codes(b.Rows), "BD-4"), true)
			same(t, string(tree)+": those that have ended are not counted", b.Units, len(b.Rows)-map[ledger.Tree]int{ledger.Today: 1}[tree])
		}
	})
}

func TestColumnsAreWhatIsMeasured(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d).played()
		heads := func(change func(*target.BoardQuery)) (out []string) {
			for _, i := range k.board(change).Indicators {
				out = append(out, i.Code)
			}
			return out
		}
		same(t, "2023", heads(nil), []string{"ORG.CDCS.NEW", "ORG.DV.NEW", "ORG.CDCS.CLOSED", "ORG.CDCS.TOTAL", "ORG.DV.TOTAL"})
		same(t, "2022, without targets", heads(func(q *target.BoardQuery) { q.Period = k.period("2022") }),
			[]string{"ORG.CDCS.NEW", "ORG.DV.NEW", "ORG.CDCS.TOTAL", "ORG.DV.TOTAL"})
	})
}

func TestWhoReadsABoard(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d).played()
		for name, c := range map[string]struct {
			role auth.Role
			unit string
			kind errs.Kind
		}{"its officer": {"officer", "BD", 0}, "one above": {"viewer", "HN", 0}, "one below": {"officer", "BD-1", errs.NotFound}, "a sibling": {"officer", "LB", errs.NotFound}} {
			q := target.BoardQuery{Unit: "BD", Period: k.period("2023"), Tree: ledger.Then}
			_, err := k.Board(k.Ctx(c.role, c.unit), q)
			if err != nil {
				same(t, name, errs.KindOf(err), c.kind)
			}
			same(t, name+" is let in", err == nil, c.kind == 0)
			_, err = k.List(k.Ctx(c.role, c.unit), q)
			same(t, name+" is let into the list", err == nil, c.kind == 0)
		}
	})
}

func TestAtRisk(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d).played()
		rows, err := k.AtRisk(k.System(), target.BoardQuery{Unit: "BD", Period: k.period("2023"), Tree: ledger.Then})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the worst first", codes(rows), "BD-1 BD-3")
		same(t, "how far", rows[0].Figures[0].Achievement.Text, "10%")
	})
}

func TestListKeepsWhatWasGivenBefore(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d).played()
		k.give(k.Ctx("officer", "BD"), func(g *target.Giving) { g.Value, g.IssuedOn = "50", "2023-06-01" })
		l, err := k.List(k.Ctx("officer", "BD"), target.BoardQuery{Unit: "BD", Period: k.period("2023"), Tree: ledger.Then})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "own", len(l.Own), 1)
		same(t, "below", len(l.Below), 3)
		same(t, "first", []any{l.Below[0].Unit.Code, len(l.Below[0].History), l.Below[0].History[0].Text(), l.Units[l.Below[0].History[0].Giver].Code},
			[]any{"BD-1", 2, "50", "BD"})
		same(t, "superior", l.Superior.Code, "HN")
	})
}
