package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// reform moves the demo's day through 2025 and back, as its strip does.
func (p *place) reform(t *testing.T) {
	defer p.DB.Clock.Set(reported)
	p.orders(t)
	p.heirs(t)
	p.DB.Clock.Set(last)
	p.figuresAfter(t)
	p.baDinhAfter(t)
	p.wholes(t)
	p.inWards(t)
	p.successors(t)
	p.rests(t)
}

// rests: of what the city's federations were given for 2025 all is reached, or
// handed down to those who go on; nothing is lost and nothing twice.
func (p *place) rests(t *testing.T) {
	for _, indicator := range []string{newUnits, newMembers} {
		var given, reached, handed int64
		testkit.Read(t, p.DB, func(tx *db.Tx) error {
			return tx.Each(p.System(), `SELECT value, rest, (SELECT COALESCE(SUM(h.amount), 0) FROM target_handing h WHERE h.closing = c.id)
				FROM target_closing c JOIN org_unit u ON u.id = c.unit WHERE c.indicator = $1 AND u.code LIKE 'HN-%'`, []any{indicator}, func(scan func(...any) error) error {
				var value string
				var rest, down int64
				err := scan(&value, &rest, &down)
				n, _ := strconv.ParseInt(value, 10, 64)
				given, reached, handed = given+n, reached+n-rest, handed+down
				return err
			})
		})
		plan, err := p.Target.RestPlan(p.System(), "HN", indicator, "2025")
		must(t, err)
		if given == 0 || handed == 0 || given != reached+handed || plan.Open != 0 {
			t.Errorf("%s: of %d given %d are reached, %d handed down, %d open", indicator, given, reached, handed, plan.Open)
		}
	}
}

// orders counts who stands directly under Hà Nội on the days of the strip.
func (p *place) orders(t *testing.T) {
	got := map[day.Date]map[string]int{}
	for _, on := range []day.Date{reported, "2025-06-30", "2025-07-01", "2025-09-30", "2025-10-01"} {
		p.DB.Clock.Set(on)
		got[on] = p.standing(t, "HN")
	}
	old := map[string]int{"district": 30, "local_sector": 9, "zone": 1}
	want := map[day.Date]map[string]int{
		reported: old, "2025-06-30": old,
		"2025-07-01": {"CĐCS": 3129}, "2025-09-30": {"CĐCS": 3141}, "2025-10-01": {"ward": 126},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// standing counts the kinds directly below a unit today.
func (p *place) standing(t *testing.T, unit string) map[string]int {
	out := map[string]int{}
	today := p.DB.Clock.Today()
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		below, err := p.Org.Children(p.System(), tx, p.UnitID(unit), today, today, org.ChildFilter{})
		for _, u := range below {
			kind := u.Kind
			if kind == "base" || kind == "occupational" {
				kind = "CĐCS"
			}
			out[kind]++
		}
		return err
	})
	return out
}

// figuresAfter are the city's over the break: the year is the sum of its pieces.
func (p *place) figuresAfter(t *testing.T) {
	p.expect(t, map[[2]string][4]string{
		{"HN", "2022-H1"}:     {"306", "24396", "2451", "333691"},
		{"HN", "2024"}:        {"226", "20914", "3032", "385248"},
		{"HN", "2025-H1"}:     {"97", "9268", "3129", "394516"},
		{"HN", "2025-Q3"}:     {"12", "1905", "3141", "396421"},
		{"HN", "2025-10"}:     {"14", "2200", "3155", "398621"},
		{"HN", "2025"}:        {"123", "13373", "3155", "398621"},
		{"HN-SONTAY", "2020"}: {"0", "0", "203", "6943"},
	})
}

// baDinhAfter: its year is what it was, its accounts still read it, and nobody
// asks for it after its last day.
func (p *place) baDinhAfter(t *testing.T) {
	a, err := p.Auth.ActorByName(t.Context(), "badinh")
	must(t, err)
	for name, ctx := range map[string]context.Context{"the system": p.System(), "its officer": auth.With(t.Context(), a)} {
		b, err := p.Target.Board(ctx, target.BoardQuery{Unit: "HN-BADINH", Period: parsed(t, "2023"), Tree: ledger.Then})
		must(t, err)
		got := map[string]string{}
		for _, f := range b.Total.Figures {
			if f.Target != nil {
				got[f.Indicator.Code] = fmt.Sprintf("%d/%s %s %s", f.Numerator, f.Target.Amount, f.Achievement.Text, f.State)
			}
		}
		if diff := cmp.Diff(map[string]string{newUnits: "23/20 115% ok", newMembers: "1516/1500 101% ok"}, got); diff != "" || b.Units != 503 {
			t.Errorf("%s reads of %d units: %s", name, b.Units, diff)
		}
	}
	p.year(t)
	for period, want := range map[string]string{"2025-H1": "3", "2025": "3", "2025-Q3": "notalive"} {
		if got := p.Figure("HN-BADINH", newUnits, period); got != want {
			t.Errorf("in %s: %s, want %s", period, got, want)
		}
	}
}

// wholes: every flow of a city is the same in both trees, and in the tree of
// the day the sum of what stood below.
func (p *place) wholes(t *testing.T) {
	for _, period := range []string{"2022-H1", "2023", "2024", "2025-H1", "2025-10", "2025"} {
		for _, unit := range []string{"TLD", "HN", "HCM"} {
			then, now := p.flowsIn(t, unit, period, ledger.Then), p.flowsIn(t, unit, period, ledger.Today)
			if diff := cmp.Diff(then, now); diff != "" || then[newMembers] == 0 && unit != "HCM" {
				t.Errorf("%s in %s (-then +today):\n%s", unit, period, diff)
			}
		}
	}
	p.addUp(t, "HN", "2025-H1")
	p.addUp(t, "HN", "2025-10")
	p.addUp(t, "HCM", "2025-10")
}

// inWards: in today's tree all that CĐCS brought stands under unions of wards,
// also in years before these were founded; in the tree of the days only what
// October did.
func (p *place) inWards(t *testing.T) {
	type asked struct {
		period string
		tree   ledger.Tree
	}
	got := map[asked][2]int64{}
	for _, period := range []string{"2023", "2025"} {
		for _, in := range []ledger.Tree{ledger.Then, ledger.Today} {
			got[asked{period, in}] = p.sumOfWards(t, period, in)
		}
	}
	want := map[asked][2]int64{
		{"2023", ledger.Then}: {0, 0}, {"2023", ledger.Today}: {237, 20901},
		{"2025", ledger.Then}: {14, 2200}, {"2025", ledger.Today}: {123, 13373},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func (p *place) sumOfWards(t *testing.T, period string, in ledger.Tree) (sum [2]int64) {
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		below, err := p.Org.Children(p.System(), tx, p.UnitID("HN"), last, last, org.ChildFilter{})
		for _, u := range below {
			flows := p.flowsIn(t, u.Code, period, in)
			sum[0], sum[1] = sum[0]+flows[newUnits], sum[1]+flows[newMembers]
		}
		return err
	})
	return sum
}

// flowsIn are the additive figures of a unit that are flows.
func (p *place) flowsIn(t *testing.T, unit, period string, in ledger.Tree) map[string]int64 {
	q := ledger.Query{Units: []string{p.UnitID(unit)}, Period: parsed(t, period), Tree: in}
	for i := range p.Ledger.Catalogue.Indicators {
		if ind := &p.Ledger.Catalogue.Indicators[i]; ind.Adds() && !ind.Stocky() && !ind.CountsUnits() {
			q.Indicators = append(q.Indicators, ind)
		}
	}
	out := map[string]int64{}
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		figures, err := p.Ledger.Figures(p.System(), tx, q)
		for _, f := range figures {
			out[f.Indicator.Code] = f.Numerator
		}
		return err
	})
	return out
}

// successors: four decisions, and who goes on from Ba Đình.
func (p *place) successors(t *testing.T) {
	heads, err := p.Org.Reorgs(p.System(), "", 10, 0)
	must(t, err)
	got, heirs := map[string]map[org.LineOp]int{}, []string(nil)
	for _, h := range heads {
		c, err := p.Org.OpenReorg(p.System(), h.ID)
		must(t, err)
		ops := map[org.LineOp]int{}
		for _, l := range c.Lines {
			ops[l.Op]++
			if slices.Contains(l.FollowedCodes(), "HN-BADINH") {
				heirs = append(heirs, l.Name)
			}
		}
		got[fmt.Sprint(c.Unit.Code, " ", h.EffectiveOn, " ", h.State)] = ops
		if ops[org.OpFound] == 126 && !strings.Contains(h.Reason, "giả định") {
			t.Errorf("nobody is told that the unions are made up: %s", h.Reason)
		}
	}
	want := map[string]map[org.LineOp]int{
		"HN 2025-07-01 signed":  {org.OpMove: 3129, org.OpEnd: 40},
		"HN 2025-10-01 signed":  {org.OpFound: 126, org.OpMove: 3141},
		"HCM 2025-07-01 signed": {org.OpMove: 257, org.OpEnd: 2},
		"HCM 2025-10-01 signed": {org.OpFound: 9, org.OpMove: 259},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c, err := p.Org.Card(p.System(), "HN-P00004")
	must(t, err)
	if c.Unit.Name != "Công đoàn phường Ba Đình" || len(c.Officers) != 1 || c.Below != 161 || realNames(t)[search.Fold(c.Officers[0].Name)] {
		t.Errorf("%s: %d below, officers %v", c.Unit.Name, c.Below, c.Officers)
	}
	if diff := cmp.Diff(baDinhHeirs, heirs); diff != "" {
		t.Errorf("who goes on from Ba Đình (-want +got):\n%s", diff)
	}
}

// baDinhHeirs are the wards of today that have a part of a ward of Ba Đình.
var baDinhHeirs = []string{
	"Công đoàn phường Ba Đình", "Công đoàn phường Ngọc Hà", "Công đoàn phường Giảng Võ", "Công đoàn phường Hoàn Kiếm", "Công đoàn phường Hồng Hà",
	"Công đoàn phường Ô Chợ Dừa", "Công đoàn phường Láng", "Công đoàn phường Văn Miếu - Quốc Tử Giám",
}
