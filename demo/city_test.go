package demo

import (
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// cities is what seeds/003 and 004 tell, and that the whole is its parts.
func (p *place) cities(t *testing.T) {
	p.expect(t, map[[2]string][4]string{ // founded, admitted; CĐCS and members at the end
		{"HN", "2022-H1"}:        {"306", "24396", "2451", "333691"},
		{"HN-SONTAY", "2020"}:    {"0", "0", "203", "6943"},
		{"HN-SONTAY", "2023"}:    {"4", "327", "214", "7849"},
		{"HN-BADINH", "2022-H1"}: {"0", "0", "480", "24896"},
		{"HN-BADINH", "2023"}:    {"23", "1516", "503", "26412"},
	})
	p.compare(t, "HCM-Q1", map[string]string{"ORG.CDCS.TOTAL": "55", "ORG.ND.TOTAL": "10", "ORG.CDCS.NEW": "9", "ORG.DV.NEW": "842"})
	for _, period := range []string{"2020", "2022-H1", "2022-H2", "2023-Q1", "2023"} {
		for _, unit := range []string{"TLD", "HN", "HCM"} {
			p.addUp(t, unit, period)
		}
	}
	p.boards(t)
}

func (p *place) expect(t *testing.T, want map[[2]string][4]string) {
	t.Helper()
	got := map[[2]string][4]string{}
	for k := range want {
		var row [4]string
		for i, code := range []string{newUnits, newMembers, "ORG.CDCS.TOTAL", "ORG.DV.TOTAL"} {
			row[i] = p.Figure(k[0], code, k[1])
		}
		got[k] = row
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// addUp compares every figure that adds with those of the units below and what
// the unit booked itself.
func (p *place) addUp(t *testing.T, unit, period string) {
	t.Helper()
	q := ledger.Query{Tree: ledger.Then, Units: []string{p.UnitID(unit)}}
	for i := range p.Ledger.Catalogue.Indicators {
		ind := &p.Ledger.Catalogue.Indicators[i]
		if ind.Adds() {
			q.Indicators = append(q.Indicators, ind)
		}
	}
	var err error
	q.Period, err = ledger.ParsePeriod(period)
	must(t, err)
	whole, parts := map[string]int64{}, map[string]int64{}
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		below, err := p.Org.Children(p.System(), tx, q.Units[0], q.Period.From, q.Period.To, org.ChildFilter{})
		must(t, err)
		for _, u := range below {
			q.Units = append(q.Units, u.ID)
		}
		figures, err := p.Ledger.Figures(p.System(), tx, q)
		for _, f := range figures {
			to := parts
			if f.Unit == q.Units[0] {
				to = whole
			}
			to[f.Indicator.Code] += f.Numerator
		}
		must(t, err)
		q.Units, q.Own = q.Units[:1], true
		figures, err = p.Ledger.Figures(p.System(), tx, q)
		for _, f := range figures {
			parts[f.Indicator.Code] += f.Numerator
		}
		return err
	})
	if diff := cmp.Diff(parts, whole); diff != "" || whole["ORG.CDCS.TOTAL"] == 0 {
		t.Errorf("%s in %s is not its parts (-parts +whole):\n%s", unit, period, diff)
	}
}

// boards: the city's has a row for each federation, and it is alive.
func (p *place) boards(t *testing.T) {
	kinds, states, given := map[string]int{}, map[target.State]int{}, 0
	b, err := p.Target.Board(p.System(), target.BoardQuery{Unit: "HN", Period: parsed(t, "2023"), Tree: ledger.Then})
	must(t, err)
	for _, r := range b.Rows {
		kinds[r.Unit.Kind]++
		for _, f := range r.Figures {
			if f.Target != nil && (f.Indicator.Code == newUnits || f.Indicator.Code == newMembers) {
				states[f.State]++
				given++
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"district": 30, "local_sector": 9, "zone": 1}, kinds); diff != "" || given != 80 {
		t.Errorf("%d targets: %s", given, diff)
	}
	if states[target.OK] < 50 || states[target.Behind]+states[target.OnTrack] < 8 || states[target.Far] < 2 {
		t.Errorf("the board: %v", states)
	}
}

func parsed(t *testing.T, period string) ledger.Period {
	out, err := ledger.ParsePeriod(period)
	must(t, err)
	return out
}

// TestThePlanFits: nobody is called like somebody, no CĐCS like another of its
// federation, and nowhere are there more members than people who work there.
func TestThePlanFits(t *testing.T) {
	w, err := plan()
	must(t, err)
	avoid, chairs := realNames(t), map[string]bool{}
	codes := map[string]bool{}
	for _, f := range append(w.capital, w.others...) {
		names := map[string]bool{}
		for i, u := range f.units {
			if names[search.Fold(u.Name)] || u.Ward == "" || u.Sector == "" || codes[u.Code] || !strings.HasPrefix(u.Code, u.Parent+"-") {
				t.Errorf("%s %s is a double or lacks something", u.Code, u.Name)
			}
			names[search.Fold(u.Name)], codes[u.Code] = true, true
			who := search.Fold(u.chair)
			if avoid[who] || who == "" || chairs[who] {
				t.Errorf("%s is chaired by %q", u.Code, u.chair)
			}
			chairs[who] = true
			members := u.Members
			if i < f.standing {
				members += f.joined[i]
			}
			if members > u.Workers || u.Members < fewest || u.Women > u.Members {
				t.Errorf("%s: %d members, %d of them women, in the end %d of %d workers", u.Code, u.Members, u.Women, members, u.Workers)
			}
		}
	}
	if got := fmt.Sprint(len(w.capital), len(w.others)); got != "40 2" {
		t.Errorf("federations: %s", got)
	}
}
