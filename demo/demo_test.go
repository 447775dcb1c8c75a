package demo

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/gameshow"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
	"donghanh/internal/practice"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// place is a database with the world in it.
type place struct {
	*testkit.Kit
	Target    *target.Service
	Activity  *activity.Service
	Report    *report.Service
	Practice  *practice.Service
	Agreement *agreement.Service
	Gameshow  *gameshow.Service
}

func build(t *testing.T, d *db.DB) *place {
	t.Helper()
	k := testkit.NewSite(t, d)
	k.Org.Guard.Roles["leader"] = k.Org.Guard.Roles["chair"] // as in the program
	limits, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
	must(t, err)
	kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
	must(t, err)
	p := &place{k, &target.Service{DB: d, Org: k.Org, Rules: limits}, &activity.Service{DB: d, Org: k.Org, Kinds: kinds}, nil, nil, nil, nil}
	templates, err := report.LoadTemplates(catalogue.FS, k.Ledger.Catalogue)
	must(t, err)
	p.Report = &report.Service{DB: d, Org: k.Org, Target: p.Target, Templates: templates}
	fields, err := practice.LoadFields(catalogue.FS)
	must(t, err)
	p.Practice = &practice.Service{DB: d, Org: k.Org, Activity: p.Activity, Fields: fields}
	p.Agreement = &agreement.Service{DB: d, Org: k.Org, Activity: p.Activity, Report: p.Report, Practice: p.Practice}
	p.Report.Signed, p.Report.Counted = append(p.Report.Signed, p.Agreement.ReportSigned), p.Agreement.CountReview
	p.Activity.Purposes = agreement.Purposes{Service: p.Agreement}
	k.Org.Followers = append(k.Org.Followers, p.Target, p.Report, p.Agreement)
	s := Services{DB: d, Auth: k.Auth, Org: k.Org, Target: p.Target, Activity: p.Activity, Report: p.Report, Practice: p.Practice, Agreement: p.Agreement}
	s.Gameshow = &gameshow.Service{DB: d, Org: k.Org, Activity: p.Activity}
	s.Tunes, err = gameshow.LoadTunes(catalogue.FS)
	must(t, err)
	s.Bank, err = gameshow.LoadBank(catalogue.FS)
	must(t, err)
	p.Gameshow = s.Gameshow
	last := 0
	must(t, Build(t.Context(), s, testkit.Password, func(done, total int, what string) {
		if done != last+1 || done > total || what == "" {
			t.Errorf("progress %d of %d %q after %d", done, total, what, last)
		}
		last = done
	}))
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheWorldIsThatOfTheArticle builds it on both engines and once more: the
// figures are the article's, and the worlds differ in ids only. With
// DONGHANH_QUICK it is built once.
func TestTheWorldIsThatOfTheArticle(t *testing.T) {
	var first []string
	for _, engine := range []struct {
		name string
		open func(testing.TB) *db.DB
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}, {"sqlite again", testkit.SQLite}} {
		if engine.name != "sqlite" && os.Getenv("DONGHANH_QUICK") != "" {
			continue
		}
		t.Run(engine.name, func(t *testing.T) {
			p := build(t, engine.open(t))
			p.check(t)
			told := p.told(t)
			if first == nil {
				first = told
			}
			if diff := cmp.Diff(first, told); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func (p *place) check(t *testing.T) {
	if today := p.DB.Clock.Today(); today != "2023-12-25" {
		t.Errorf("the clock ends on %s", today)
	}
	p.figures(t)
	p.months(t)
	p.sums(t)
	p.records(t)
	p.units(t)
	p.shares(t)
	p.accounts(t)
	p.year(t)
	p.south(t)
	p.next(t)
	p.reports(t)
	p.open(t)
	p.cities(t)
	p.agreements(t)
	p.reform(t)
	p.shows(t)
	p.Verify()
}

func (p *place) figures(t *testing.T) {
	for indicator, want := range map[string]string{
		"ORG.CDCS.TOTAL": "503", "ORG.DV.TOTAL": "26412", "ORG.CDCS.NEW": "23", "ORG.DV.NEW": "1516", "ORG.CDCS.CLOSED": "0", "ORG.ND.TOTAL": "22",
	} {
		if got := p.Figure("HN-BADINH", indicator, "2023"); got != want {
			t.Errorf("%s is %s, want %s", indicator, got, want)
		}
	}
	if got := p.Figure("HN-BADINH", "ORG.DV.TOTAL", "2022"); got != "24896" {
		t.Errorf("members before the year: %s", got)
	}
	got := map[string]string{}
	for _, f := range p.achieved(t, []string{p.UnitID("HN-BADINH")}, newUnits, newMembers) {
		got[f.Indicator.Code] = fmt.Sprintf("%d/%s %s %s", f.Numerator, f.Target.Amount, f.Achievement.Text, f.State)
	}
	if diff := cmp.Diff(map[string]string{newUnits: "23/20 115% ok", newMembers: "1516/1500 101% ok"}, got); diff != "" {
		t.Error(diff)
	}
}

// achieved asks for the year's figures of units, by their ids.
func (p *place) achieved(t *testing.T, units []string, indicators ...string) (out []target.Figure) {
	q := ledger.Query{Units: units, Tree: ledger.Then}
	for _, code := range indicators {
		ind, err := p.Ledger.Catalogue.Indicator(code)
		must(t, err)
		q.Indicators = append(q.Indicators, ind)
	}
	var err error
	q.Period, err = ledger.ParsePeriod("2023")
	must(t, err)
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		out, err = p.Target.Figures(p.System(), tx, q)
		return err
	})
	return out
}

// below are the ids of the district's units.
func (p *place) below(t *testing.T) (ids []string) {
	testkit.Read(t, p.DB, func(tx *db.Tx) error {
		units, err := p.Org.Children(p.System(), tx, p.UnitID("HN-BADINH"), reported, reported, org.ChildFilter{})
		for _, u := range units {
			ids = append(ids, u.ID)
		}
		return err
	})
	return ids
}

// counts are an indicator's figures of the district's units, by their ids.
func (p *place) counts(t *testing.T, indicator string) map[string]int64 {
	out := map[string]int64{}
	for _, f := range p.achieved(t, p.below(t), indicator) {
		out[f.Unit] = f.Numerator
	}
	return out
}

func (p *place) months(t *testing.T) {
	for m, want := range admittedIn {
		if got := p.Figure("HN-BADINH", newMembers, fmt.Sprintf("2023-%02d", m+1)); got != fmt.Sprint(want) {
			t.Errorf("admitted in month %d: %s, want %d", m+1, got, want)
		}
	}
}

// sums adds up what stands behind the figures.
func (p *place) sums(t *testing.T) {
	for code, want := range map[string]int64{"ORG.CDCS.TOTAL": 503, "ORG.DV.TOTAL": 26412, "ORG.CDCS.NEW": 23, "ORG.DV.NEW": 1516} {
		ind, err := p.Ledger.Catalogue.Indicator(code)
		must(t, err)
		q := ledger.Query{Units: []string{p.UnitID("HN-BADINH")}, Indicators: []*ledger.Indicator{ind}, Tree: ledger.Then}
		q.Period, err = ledger.ParsePeriod("2023")
		must(t, err)
		var sum int64
		testkit.Read(t, p.DB, func(tx *db.Tx) error {
			page, err := p.Ledger.Sources(p.System(), tx, q, "", ledger.MaxPage)
			for _, s := range page.Sources {
				sum += s.Quantity
			}
			return err
		})
		if sum != want {
			t.Errorf("the sources of %s add up to %d", code, sum)
		}
	}
}

// records tells what was recorded, changed and withdrawn.
func (p *place) records(t *testing.T) {
	lines, _, err := p.Activity.List(p.System(), activity.Filter{Unit: p.UnitID("HN-BADINH"), Kind: "admission", Limit: 1000})
	must(t, err)
	changed, withdrawn, first := 0, 0, 0
	for _, l := range lines {
		switch {
		case l.WithdrawnAt != nil:
			withdrawn++
		case l.Version > 1:
			changed++
		}
		if l.UnitCode == "HN-BADINH-0001" {
			first++
		}
		if w := l.Day.Time().Weekday(); w == 0 || w == 6 {
			t.Errorf("%s was decided on a %s", l.Title, w)
		}
	}
	if n := len(lines); n < 190 || n > 214 || changed != 3 || withdrawn != 1 || first < 6 {
		t.Errorf("%d records, %d of them of the first unit, %d changed, %d withdrawn", n, first, changed, withdrawn)
	}
}

// units looks at the register: codes, names, people.
func (p *place) units(t *testing.T) {
	names, avoid, members := map[string]bool{}, realNames(t), p.counts(t, "ORG.DV.TOTAL")
	for i := range unitsInAll {
		c, err := p.Org.Card(p.System(), fmt.Sprintf("HN-BADINH-%04d", i+1))
		must(t, err)
		if names[search.Fold(c.Unit.Name)] || c.Unit.Sector == "" || c.Unit.Bloc == "" || c.Unit.Ward == "" {
			t.Errorf("%s is a double or lacks something: %+v", c.Unit.Name, c.Unit)
		}
		names[search.Fold(c.Unit.Name)] = true
		if h := c.Headcount; c.Acts[0].Members < fewest || members[c.Unit.ID] > h.Workers || h.Women > h.Workers {
			t.Errorf("%s: %d workers, %d of them women, %d members at first", c.Unit.Code, h.Workers, h.Women, c.Acts[0].Members)
		}
		if len(c.Officers) != 1 || avoid[search.Fold(c.Officers[0].Name)] {
			t.Errorf("%s has chairs %v", c.Unit.Code, c.Officers)
		}
	}
	c, err := p.Org.Card(p.System(), "HN-BADINH")
	must(t, err)
	for _, o := range c.Officers {
		if avoid[search.Fold(o.Name)] {
			t.Errorf("%s is somebody's name", o.Name)
		}
	}
	if len(c.Officers) != executives+standing+inspections || len(c.Terms) != 1 || c.Below != unitsInAll {
		t.Errorf("%d officers, %d terms, %d units", len(c.Officers), len(c.Terms), c.Below)
	}
}

func realNames(t *testing.T) map[string]bool {
	s, err := readSources()
	must(t, err)
	if len(s.avoid) != 54 {
		t.Fatalf("%d names to avoid", len(s.avoid))
	}
	return s.avoid
}

// shares adds up what the district gave its units, before and after the revision.
func (p *place) shares(t *testing.T) {
	sums, states := map[string]int64{}, map[target.State]int{}
	for _, f := range p.achieved(t, p.below(t), newMembers) {
		if f.Target != nil {
			sums["now"] += f.Target.Value().Num().Int64()
			states[f.State]++
		}
	}
	for _, id := range p.below(t) {
		testkit.Read(t, p.DB, func(tx *db.Tx) error {
			list, err := p.Target.History(p.System(), tx, id, newMembers, "2023")
			if len(list) > 0 {
				sums["first"] += list[len(list)-1].Value().Num().Int64()
				sums["revised"] += int64(len(list) - 1)
			}
			return err
		})
	}
	if diff := cmp.Diff(map[string]int64{"now": 1500, "first": 1500, "revised": 2}, sums); diff != "" {
		t.Error(diff)
	}
	if states[target.OK] < 50 || states[target.Behind] < 10 || states[target.Far] < 10 || states[target.Far] > 40 {
		t.Errorf("achievements: %v", states)
	}
}

func (p *place) accounts(t *testing.T) {
	avoid := realNames(t)
	for _, name := range []string{
		"admin", "hn", "badinh", "badinh-chair", "badinh-0001", "badinh-0002", "hn-chair", "hcm", "binhtan", "binhtan-chair", "binhtan-0001",
	} {
		_, err := p.Auth.SignIn(t.Context(), name, testkit.Password, auth.Device{})
		must(t, err)
		a, err := p.Auth.ActorByName(t.Context(), name)
		must(t, err)
		if avoid[search.Fold(a.Display)] {
			t.Errorf("%s is called %s", name, a.Display)
		}
	}
}

// told is all that can be read of the world, a line for each thing.
func (p *place) told(t *testing.T) (out []string) {
	pictures := 0
	for _, l := range p.lines(t) {
		if l.Fields["photos"] != "" {
			pictures++
			delete(l.Fields, "photos") // ids
		}
		out = append(out, fmt.Sprint(l.Day, l.UnitCode, l.Title, l.Fields, l.Version, l.By, l.WithdrawnAt != nil))
	}
	if pictures != 3 || len(out) < 4000 {
		t.Errorf("%d records, %d with pictures", len(out), pictures)
	}
	members, admitted := p.counts(t, "ORG.DV.TOTAL"), p.counts(t, newMembers)
	for _, code := range codes() {
		c, err := p.Org.Card(p.System(), code)
		must(t, err)
		u, a := c.Unit, c.Acts[0]
		out = append(out, fmt.Sprint(u.Code, u.Name, u.Kind, u.Sector, u.Bloc, u.Ward, u.FoundedOn, c.Employer.Name, c.Headcount.Workers, c.Headcount.Women),
			fmt.Sprint(u.Code, a.DecisionNo, a.DecidedOn, a.Signer, a.Members, a.Women, a.Admitted, a.AdmittedWomen, c.Officers[0].Name, c.Officers[0].From),
			fmt.Sprint(u.Code, members[u.ID], admitted[u.ID]))
	}
	slices.Sort(out) // records of one day come by their ids
	return out
}
