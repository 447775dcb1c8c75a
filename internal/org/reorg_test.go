package org_test

import (
	"context"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// reformed is, on 25/12/2023, a city whose two districts end and whose wards
// begin on 01/10/2023:
//
//	C        LĐLĐ thành phố
//	├ D1     LĐLĐ quận Một: D1-1 (30 members), D1-2 (10)
//	└ D2     LĐLĐ quận Hai: D2-1 (5)
func reformed(t *testing.T, d *db.DB) *testkit.Kit {
	k := testkit.NewSite(t, d)
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ thành phố", Kind: "provincial"},
		org.Founding{Code: "D1", Name: "LĐLĐ quận Một", Kind: "district", Parent: "HN"},
		org.Founding{Code: "D2", Name: "LĐLĐ quận Hai", Kind: "district", Parent: "HN"},
		org.Founding{Code: "D1-1", Name: "CĐCS Một Một", Kind: "base", Parent: "D1", Members: 30},
		org.Founding{Code: "D1-2", Name: "CĐCS Một Hai", Kind: "base", Parent: "D1", Members: 10},
		org.Founding{Code: "D2-1", Name: "CĐCS Hai Một", Kind: "base", Parent: "D2", Members: 5},
	)
	return k
}

// wards is the reform: two wards, three moves, two ends.
func wards() org.Plan {
	return org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: "2023-10-01", Signer: "Trần Văn An",
		Lines: []org.Line{
			{Op: org.OpFound, Unit: "W1", Name: "Công đoàn phường Một", Kind: "ward", Parent: "HN"},
			{Op: org.OpFound, Unit: "W2", Name: "Công đoàn phường Hai", Kind: "ward", Parent: "HN"},
			{Op: org.OpMove, Unit: "D1-1", Parent: "W1"},
			{Op: org.OpMove, Unit: "D1-2", Parent: "W2"},
			{Op: org.OpMove, Unit: "D2-1", Parent: "W2"},
			{Op: org.OpEnd, Unit: "D1", Heirs: "W1, W2"},
			{Op: org.OpEnd, Unit: "D2", Heirs: "W2"},
		},
	}
}

func admitted(k *testkit.Kit, t *testing.T, unit string, on day.Date, n int64) {
	t.Helper()
	testkit.Write(t, k.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member.admitted", Unit: k.UnitID(unit), Day: on, Quantity: n})
	})
}

func value(k *testkit.Kit, t *testing.T, tree ledger.Tree, unit, indicator, period string) (text string) {
	t.Helper()
	testkit.Read(t, k.DB, func(tx *db.Tx) error {
		ind, err := k.Ledger.Catalogue.Indicator(indicator)
		if err != nil {
			return err
		}
		p, err := ledger.ParsePeriod(period)
		if err != nil {
			return err
		}
		f, err := k.Ledger.Figures(k.System(), tx, ledger.Query{Units: []string{k.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Period: p, Tree: tree})
		if err == nil {
			text = ledger.Text(f[0])
		}
		return err
	})
	return text
}

func TestAReformChangesNoNumberOfBefore(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		admitted(k, t, "D1-1", "2023-03-10", 100)
		admitted(k, t, "D2-1", "2023-09-30", 20)
		admitted(k, t, "D1", "2023-05-05", 3) // the district's own
		r, err := k.Org.Reorganise(k.Ctx("officer", "HN"), wards())
		if err != nil {
			t.Fatal(err)
		}
		admitted(k, t, "D1-1", "2023-10-01", 4000)
		for _, c := range []struct {
			tree                     ledger.Tree
			unit, code, period, want string
		}{
			{ledger.Then, "D1", "ORG.DV.NEW", "2023", "103"},
			{ledger.Then, "D2", "ORG.DV.NEW", "2023", "20"},
			{ledger.Then, "W1", "ORG.DV.NEW", "2023", "4.000"},
			{ledger.Then, "HN", "ORG.DV.NEW", "2023", "4.123"},
			{ledger.Today, "HN", "ORG.DV.NEW", "2023", "4.123"},
			{ledger.Today, "W1", "ORG.DV.NEW", "2023", "4.100"},
			{ledger.Today, "W2", "ORG.DV.NEW", "2023", "20"},
			{ledger.Today, "D1", "ORG.DV.NEW", "2023", "–"},
			{ledger.Then, "D1", "ORG.CDCS.TOTAL", "2023", "2"}, // on its own last day
			{ledger.Then, "W2", "ORG.CDCS.TOTAL", "2023", "2"},
			{ledger.Then, "HN", "ORG.CDCS.TOTAL", "2023", "3"},
			{ledger.Then, "HN", "ORG.DV.TOTAL", "2023", "45"},
			{ledger.Then, "W2", "ORG.DV.TOTAL", "2023-09", "–"},
			{ledger.Then, "W2", "ORG.DV.TOTAL", "2023-10", "15"},
			{ledger.Then, "HN", "ORG.CDCS.NEW", "2023", "0"},
			{ledger.Then, "HN", "ORG.CDCS.CLOSED", "2023", "0"},
		} {
			if got := value(k, t, c.tree, c.unit, c.code, c.period); got != c.want {
				t.Errorf("%s %s %s, %s: %s, want %s", c.unit, c.code, c.period, c.tree, got, c.want)
			}
		}
		k.Verify()
		if _, err := k.Org.UndoReorg(k.Ctx("officer", "HN"), r.ID, "ký nhầm"); !errs.Is(err, errs.Conflict) && err != nil {
			t.Errorf("undo: %v", err)
		}
	})
}

func TestAReformIsUndone(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		ctx := k.Ctx("officer", "HN")
		r, err := k.Org.Reorganise(ctx, wards())
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := k.Org.UndoReorg(ctx, r.ID, "ký nhầm"); err != nil {
				t.Fatal(err)
			}
		}
		for unit, want := range map[string]string{"D1": "2", "D2": "1", "HN": "3", "W1": "–"} {
			if got := value(k, t, ledger.Then, unit, "ORG.CDCS.TOTAL", "2023"); got != want {
				t.Errorf("%s: %s, want %s", unit, got, want)
			}
		}
		k.Verify()
	})
}

func TestAForecastIsNotKept(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		f, err := k.Org.Forecast(k.Ctx("officer", "HN"), wards())
		if err != nil {
			t.Fatal(err)
		}
		if f.Founded != 2 || f.Moved != 3 || f.Ended != 2 || f.Members != 45 {
			t.Errorf("forecast: %+v", f)
		}
		for _, s := range f.Superiors {
			t.Logf("%s %+v %+v", s.Unit.Code, s.Before, s.After)
		}
		if got := value(k, t, ledger.Then, "D1", "ORG.CDCS.TOTAL", "2023"); got != "2" {
			t.Errorf("kept: %s", got)
		}
		k.Verify()
	})
}

func TestMergedCarriesItsMembers(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		ctx := k.Ctx("officer", "HN")
		admitted(k, t, "D1-2", "2023-02-01", 7)
		p := wards()
		p.Kind, p.Lines = org.Merging, []org.Line{{Op: org.OpEnd, Unit: "D1-2", Heirs: "D2-1"}}
		if _, err := k.Org.Reorganise(ctx, p); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			tree                     ledger.Tree
			unit, code, period, want string
		}{
			{ledger.Then, "D2-1", "ORG.DV.TOTAL", "2023", "15"},
			{ledger.Then, "D1", "ORG.DV.TOTAL", "2023", "30"},
			{ledger.Then, "HN", "ORG.DV.TOTAL", "2023", "45"},
			{ledger.Then, "HN", "ORG.CDCS.TOTAL", "2023", "2"},
			{ledger.Then, "HN", "ORG.CDCS.MOVED", "2023", "−1"},
			{ledger.Then, "D1", "ORG.DV.NEW", "2023", "7"},
			{ledger.Then, "D2-1", "ORG.DV.NEW", "2023", "0"},
			{ledger.Today, "D2-1", "ORG.DV.NEW", "2023", "7"},
		} {
			if got := value(k, t, c.tree, c.unit, c.code, c.period); got != c.want {
				t.Errorf("%s %s %s, %s: %s, want %s", c.unit, c.code, c.period, c.tree, got, c.want)
			}
		}
		k.Verify()
	})
}

func TestWhatAReformRefuses(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := reformed(t, d)
		for _, c := range []struct {
			name   string
			ctx    context.Context
			change func(*org.Plan)
			want   string
		}{
			{"nothing to do", nil, func(p *org.Plan) { p.Lines = nil }, "lines: org.reorg.empty"},
			{"no decision", nil, func(p *org.Plan) { p.DecisionNo = "" }, "decision_no: error.required"},
			{"a unit left behind", nil, func(p *org.Plan) {
				p.Lines = p.Lines[:3]
				p.Lines = append(p.Lines, org.Line{Op: org.OpEnd, Unit: "D1"})
			}, "unit: org.reorg.below"},
			{"twice", nil, func(p *org.Plan) { p.Lines = append(p.Lines, org.Line{Op: org.OpMove, Unit: "D1-1", Parent: "W2"}) }, "unit: org.reorg.twice"},
			{"a code that is taken", nil, func(p *org.Plan) { p.Lines = p.Lines[:1]; p.Lines[0].Unit = "D2" }, "unit: org.reorg.taken"},
			{"an unknown unit", nil, func(p *org.Plan) { p.Lines[2].Unit = "X" }, "unit: error.unit.unknown"},
			{"below a base union", nil, func(p *org.Plan) { p.Lines[2].Parent = "D2-1" }, "parent: org.parent.kind"},
			{"who may not", k.Ctx("officer", "D1"), nil, "error.notfound"},
		} {
			p := wards()
			if c.change != nil {
				c.change(&p)
			}
			ctx := c.ctx
			if ctx == nil {
				ctx = k.Ctx("officer", "HN")
			}
			_, err := k.Org.Reorganise(ctx, p)
			if got := testkit.Refused(err); got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		k.Verify()
	})
}
