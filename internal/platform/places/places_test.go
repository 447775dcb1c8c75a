package places

import (
	"strings"
	"testing"

	"donghanh/internal/platform/day"
)

const (
	before day.Date = "2025-06-30"
	now    day.Date = "2026-11-01"
)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// kinds counts the communes of all provinces on a day by their kinds.
func (g *Gazetteer) kinds(on day.Date) map[string]int {
	n := map[string]int{}
	for _, p := range g.Provinces(on) {
		n[p.Kind]++
		for _, c := range g.Communes(p.Code, on) {
			n[c.Kind]++
		}
	}
	return n
}

func TestPublishedCounts(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		on   day.Date
		want map[string]int
	}{
		{before, map[string]int{CentralCity: 6, Province: 57, Commune: 7692, Ward: 1726, Township: 617}},
		{Reform, map[string]int{CentralCity: 6, Province: 28, Commune: 2621, Ward: 687, SpecialZone: 13}},
		{"2026-04-29", map[string]int{CentralCity: 6, Province: 28, Commune: 2621, Ward: 687, SpecialZone: 13}},
		{"2026-04-30", map[string]int{CentralCity: 7, Province: 27, Commune: 2611, Ward: 697, SpecialZone: 13}},
		{now, map[string]int{CentralCity: 9, Province: 25, Commune: 2599, Ward: 709, SpecialZone: 13}},
	} {
		got := g.kinds(c.on)
		for kind, n := range c.want {
			if got[kind] != n {
				t.Errorf("%s: %d %s, want %d", c.on, got[kind], kind, n)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: kinds %v", c.on, got)
		}
	}
}

func TestCountsOfTheTwoCities(t *testing.T) {
	g := load(t)
	districts := 0
	for _, p := range g.Provinces(before) {
		districts += len(g.Districts(p.Code))
	}
	for name, c := range map[string][2]int{
		"districts of the country": {districts, 696},
		"new communes of Hà Nội":   {len(g.Communes("01", now)), 126},
		"new communes of HCM":      {len(g.Communes("79", now)), 168},
		"old communes of Hà Nội":   {len(g.Communes("01", before)), 526},
		"old communes of HCM":      {len(g.Communes("79", before)), 273},
		"old districts of Hà Nội":  {len(g.Districts("01")), 30},
		"old districts of HCM":     {len(g.Districts("79")), 22},
		"old wards of Ba Đình":     {len(g.CommunesOfDistrict("001")), 13},
		"of a province that ended": {len(g.Communes("02", now)), 0},
		"of no province":           {len(g.Communes("99", now)), 0},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %d, want %d", name, c[0], c[1])
		}
	}
}

func TestNamesSayTheKindOfTheirDay(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		code string
		on   day.Date
		want string
	}{
		{"01", now, "Thành phố Hà Nội"},
		{"19333", before, "Phường 1"},
		{"00004", before, "Phường Trúc Bạch"},
		{"00004", now, "Phường Ba Đình"},
		{"769", before, "Thành phố Thủ Đức"},
		{"75", "2026-04-29", "Tỉnh Đồng Nai"},
		{"75", "2026-04-30", "Thành phố Đồng Nai"},
		{"26368", "2025-07-01", "Xã Long Thành"},
		{"26368", now, "Phường Long Thành"},
		{"D755", before, "Huyện Côn Đảo"},
	} {
		p, ok := g.Find(c.code, c.on)
		if !ok || p.FullName != c.want {
			t.Errorf("%s on %s: %q %v, want %q", c.code, c.on, p.FullName, ok, c.want)
		}
	}
	for _, code := range []string{"", "1", "99999", "001"} {
		if p, ok := g.Find(code, now); ok {
			t.Errorf("%q is no code of today and was found: %v", code, p)
		}
	}
	if p, _ := g.Find("00004", now); p.In() != "phường Ba Đình" || p.Parent != "01" || p.Province != "01" {
		t.Errorf("Ba Đình: %+v", p)
	}
	if p, _ := g.Find("00004", before); p.Parent != "001" || p.Province != "01" {
		t.Errorf("Trúc Bạch: %+v", p)
	}
}

// The files that write full names out agree with how they are made here, but
// for capitals: five districts are "Thành Phố" or "Thị Xã" there.
func TestFullNamesAreThoseOfTheSource(t *testing.T) {
	for _, file := range []string{"provinces-2024", "provinces-2025", "districts-2024", "communes-2025"} {
		rows := 0
		err := table{file, "name kind full_name", func(r []string) {
			if rows++; !strings.EqualFold(full(r[1], r[0]), r[2]) {
				t.Errorf("%s: %q, the source says %q", file, full(r[1], r[0]), r[2])
			}
		}}.read()
		if err != nil || rows == 0 {
			t.Errorf("%s: %d rows, %v", file, rows, err)
		}
	}
}

func TestEveryOldPlaceHasOneHeirToPropose(t *testing.T) {
	g := load(t)
	for code, old := range g.old.byCode {
		if len(code) == 3 {
			continue // a district: its communes have heirs; one without is asked as "D" and its code
		}
		primary := 0
		for _, p := range g.Into(code) {
			heir, ok := g.Find(p.Code, Reform)
			if !ok || p.Relation == "" {
				t.Errorf("%s goes into %q, which is not there", code, p.Code)
			}
			if up, _ := g.Find(g.Into(old.Province)[0].Code, Reform); up.Code != heir.Province {
				t.Errorf("%s goes to %s of province %s, its province to %s", code, heir.Code, heir.Province, up.Code)
			}
			if p.Primary {
				primary++
			}
		}
		if primary != 1 {
			t.Errorf("%s %s has %d heirs to propose", code, old.FullName, primary)
		}
	}
}

func TestEveryNewPlaceIsReached(t *testing.T) {
	g := load(t)
	lines := 0
	for code, place := range g.now.byCode {
		from := g.From(code)
		if len(from) == 0 {
			t.Errorf("nothing went into %s %s", code, place.FullName)
		}
		for _, p := range from {
			lines++
			if _, ok := g.Find(p.Code, before); !ok {
				t.Errorf("%s comes from %q, which was not there", code, p.Code)
			}
		}
	}
	if lines != 10570+63 {
		t.Errorf("%d lines of the merge", lines)
	}
}

func TestWhatIsReturnedIsTheCallers(t *testing.T) {
	g := load(t)
	g.Provinces(now)[0].Name = "changed"
	g.Into("00001")[0].Code = "changed"
	if g.Provinces(now)[0].Name != "Hà Nội" || g.Into("00001")[0].Code == "changed" {
		t.Error("a caller changed the gazetteer")
	}
}

func TestTablesSayWhatTheyLack(t *testing.T) {
	for name, c := range map[string]struct {
		table table
		want  string
	}{
		"a file":   {table{file: "nowhere"}, "nowhere"},
		"a column": {table{file: "provinces-2025", columns: "code sea"}, "no column sea"},
	} {
		if err := c.table.read(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(b)
	}
}
