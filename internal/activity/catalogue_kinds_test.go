package activity_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/search"
	"donghanh/internal/testkit"

	"github.com/BurntSushi/toml"
)

func theCatalogue(t *testing.T, fsys fs.FS) (*ledger.Catalogue, *activity.Kinds) {
	t.Helper()
	c, err := ledger.LoadCatalogue(fsys)
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := activity.LoadKinds(fsys, c)
	if err != nil {
		t.Fatal(err)
	}
	return c, kinds
}

// eachWith is each with the kinds of a catalogue.
func eachWith(t *testing.T, fsys fs.FS, fn func(t *testing.T, w world)) {
	t.Helper()
	_, kinds := theCatalogue(t, fsys)
	each(t, func(t *testing.T, w world) {
		w.activity.Kinds = kinds
		fn(t, w)
	})
}

// example fills in a kind's fields: numbers the least they may be but at least
// 2, the first of each choice. Files are left out: no kind asks for them.
func example(k *activity.Kind) activity.Fields {
	out := activity.Fields{}
	for _, f := range k.Fields {
		switch f.Type {
		case activity.Number, activity.Money:
			out[f.Name] = fmt.Sprint(max(f.Min, 2))
		case activity.DateField:
			out[f.Name] = "2023-12-01"
		case activity.ChoiceType:
			out[f.Name] = f.Choices[0].Value
		case activity.Text, activity.EmployerField:
			out[f.Name] = "Ví dụ"
		case activity.UnitField:
			out[f.Name] = "A1"
		}
	}
	return out
}

// TestEveryKindCountsAsItSays records every kind of the catalogue and asks every
// indicator before and after.
func TestEveryKindCountsAsItSays(t *testing.T) {
	eachWith(t, catalogue.FS, func(t *testing.T, w world) {
		for _, k := range w.activity.Kinds.List {
			d := activity.Draft{Kind: k.Code, Unit: "A1", Day: "2023-12-19", Fields: example(k)}
			if !slices.Contains(k.Units, "base") {
				d.Unit = "HN-A"
			}
			if len(k.Under) > 0 {
				whole := w.activity.Kinds.Find(k.Under[0])
				d.Under = w.recorded(activity.Draft{Kind: whole.Code, Unit: d.Unit, Day: d.Day, Fields: example(whole)}).ID
			}
			before := w.all(d.Unit)
			rec := w.recorded(d)
			if strings.ContainsAny(rec.Title, "{}") {
				t.Errorf("%s: its title is %q", k.Code, rec.Title)
			}
			moved := w.moves(k, before, w.all(d.Unit), d.Fields)
			for _, p := range k.Posts {
				if p.Measure != "member.women" && !slices.ContainsFunc(moved, func(i *ledger.Indicator) bool { return asks(i, p.Measure) }) {
					t.Errorf("%s: no indicator moves by %s", k.Code, p.Measure)
				}
			}
		}
		w.partsAddUp("A1", "HN-A")
		w.Verify()
	})
}

// partsAddUp asks every figure by everything it can be asked by.
func (w world) partsAddUp(units ...string) {
	w.t.Helper()
	for n := range w.Ledger.Catalogue.Indicators {
		i := &w.Ledger.Catalogue.Indicators[n]
		for _, dim := range i.Dimensions() {
			for _, unit := range units {
				whole, sum := w.ask(unit, "", i), int64(0)
				for _, part := range w.ask(unit, dim, i) {
					sum += part.Numerator
				}
				if sum != whole[0].Numerator {
					w.t.Errorf("%s of %s by %s adds up to %d, not to %d", i.Code, unit, dim, sum, whole[0].Numerator)
				}
			}
		}
	}
}

func (w world) recorded(d activity.Draft) activity.Record {
	w.t.Helper()
	rec, err := w.activity.Record(w.Ctx("officer", "HN"), d)
	if err != nil {
		w.t.Fatalf("%s: %v", d.Kind, err)
	}
	return rec
}

// all is every figure of a unit in 2023.
func (w world) all(unit string) []ledger.Figure {
	w.t.Helper()
	var all []*ledger.Indicator
	for i := range w.Ledger.Catalogue.Indicators {
		all = append(all, &w.Ledger.Catalogue.Indicators[i])
	}
	return w.ask(unit, "", all...)
}

func (w world) ask(unit, by string, indicators ...*ledger.Indicator) (out []ledger.Figure) {
	w.t.Helper()
	q := ledger.Query{Units: []string{w.UnitID(unit)}, Indicators: indicators, Tree: ledger.Then, Period: ledger.Year(2023), By: by}
	testkit.Read(w.t, w.DB, func(tx *db.Tx) (err error) {
		out, err = w.Ledger.Figures(w.t.Context(), tx, q)
		return err
	})
	return out
}

// moves compares figures before and after a record with what its kind posts,
// and lists the indicators that ask for it.
func (w world) moves(k *activity.Kind, before, after []ledger.Figure, fields activity.Fields) (asked []*ledger.Indicator) {
	w.t.Helper()
	for n, was := range before {
		i, is := was.Indicator, after[n]
		above, below := adds(i.Of, k, fields), adds(i.Per, k, fields)
		if above == 0 && below == 0 {
			continue
		}
		asked = append(asked, i)
		switch {
		case i.Type == ledger.Distinct && is.Numerator != 1:
			w.t.Errorf("%s: %s is %d, want 1 unit", k.Code, i.Code, is.Numerator)
		case i.CountsUnits(), i.Type == ledger.Ratio && !i.Part: // TestSharesOfUnits asks these
		case i.Pick != "" && is.Numerator != above:
			w.t.Errorf("%s: %s is %d, want %d", k.Code, i.Code, is.Numerator, above)
		case i.Pick != "":
		case is.Numerator-was.Numerator != above:
			w.t.Errorf("%s: %s moved by %d, want %d", k.Code, i.Code, is.Numerator-was.Numerator, above)
		case i.Type == ledger.Ratio && *is.Denominator-*was.Denominator != below:
			w.t.Errorf("%s: the denominator of %s moved by %d, want %d", k.Code, i.Code, *is.Denominator-*was.Denominator, below)
		}
	}
	return asked
}

var measureIn = regexp.MustCompile(`([+-]?) ?([a-z][a-z0-9_.]*)(?:\{(\w+)=(\w*)\})?`)

// asks tells whether an indicator is told by a measure, whole or by parts.
func asks(i *ledger.Indicator, measure string) bool {
	texts := []string{i.Of, i.Per}
	for _, parts := range i.By {
		texts = slices.AppendSeq(texts, maps.Values(parts))
	}
	return slices.ContainsFunc(measureIn.FindAllStringSubmatch(strings.Join(texts, " + "), -1), func(m []string) bool { return m[2] == measure })
}

// adds is what a record of a kind adds to an expression, read anew from its text
// so that the ledger's own reading is checked by it; where the measure tells the
// unit's kind, the unit is a base union.
func adds(text string, k *activity.Kind, fields activity.Fields) (total int64) {
	for _, m := range measureIn.FindAllStringSubmatch(text, -1) {
		for _, p := range k.Posts {
			n := int64(1)
			if p.Field != "" {
				_, _ = fmt.Sscan(fields[p.Field], &n) // no number is refused when it is recorded
			}
			if p.Measure != m[2] || (m[3] == p.By && m[4] != fields[p.By]) || (m[3] == "kind" && m[4] != "base") {
				continue
			}
			if m[1] == "-" {
				n = -n
			}
			total += n
		}
	}
	return total
}

// TestAKindOfItsOwn adds a kind as docs/kinds.md tells: one file, no program.
func TestAKindOfItsOwn(t *testing.T) {
	own, err := os.ReadFile("testdata/kinds/tree_planting.toml")
	if err != nil {
		t.Fatal(err)
	}
	beside := fstest.MapFS{"kinds/tree_planting.toml": {Data: own}}
	err = fs.WalkDir(catalogue.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(catalogue.FS, path)
		beside[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	eachWith(t, beside, func(t *testing.T, w world) {
		rec := w.recorded(activity.Draft{Kind: "Tết trồng cây", Unit: "A1", DayText: "19/12/2023", Fields: activity.Fields{"trees": "1.200", "planters": "85"}})
		if rec.Title != "Trồng 1.200 cây" {
			t.Errorf("its title is %q", rec.Title)
		}
		for _, unit := range []string{"A1", "HN-A", "HN"} {
			if n, att := w.Figure(unit, "EVENT.N", "2023"), w.Figure(unit, "EVENT.ATT", "2023-12"); n != "1" || att != "85" {
				t.Errorf("%s: %s events, %s people", unit, n, att)
			}
		}
		w.Verify()
	})
}

// TestSharesOfUnits asks the indicators that count units, each once.
func TestSharesOfUnits(t *testing.T) {
	eachWith(t, catalogue.FS, func(t *testing.T, w world) {
		w.Found(
			org.Founding{Code: "E1", Name: "CĐCS Công ty Một", Kind: "base", Parent: "HN-B", Sector: "private_enterprise"},
			org.Founding{Code: "E2", Name: "CĐCS Công ty Hai", Kind: "base", Parent: "HN-B", Sector: "fdi_enterprise"},
			org.Founding{Code: "E3", Name: "CĐCS Công ty Ba", Kind: "base", Parent: "HN-B", Sector: "state_enterprise"},
			org.Founding{Code: "S1", Name: "CĐCS Trường tư Bốn", Kind: "base", Parent: "HN-B", Sector: "non_public_service_unit"},
			org.Founding{Code: "G1", Name: "CĐCS Ủy ban nhân dân phường", Kind: "base", Parent: "HN-B", Sector: "state_agency"},
		)
		for _, did := range []string{
			"workers_conference E1", "workers_conference E1", "dialogue_rule E1", "dialogue E1", "workers_conference E2", "dialogue S1",
			"officials_conference G1", "cba_signed E1", "party_introduction E1", "party_introduction E2", "party_admission E1", "party_admission S1", "outreach E1", "outreach G1", "outreach HN-B", "congress E2", "congress HN-B",
		} {
			kind, unit, _ := strings.Cut(did, " ")
			k := w.activity.Kinds.Find(kind)
			d := activity.Draft{Kind: kind, Unit: unit, Day: "2023-11-01", Fields: example(k)}
			delete(d.Fields, "replaced") // the first agreement of E1
			w.recorded(d)
		}
		for code, want := range map[string]string{
			"CONF.NLD.N": "2", "CONF.NLD.PCT": "2/4", "CONF.CBCC.N": "1", "CONF.CBCC.PCT": "1/1", "DIA.N": "2", "DIA.PCT": "2/4",
			"DIA.RULE.PCT": "1/4", "DEM.ALL3.PCT": "1/4", "CBA.COVER.PCT": "1/3", "CBA.TOTAL": "1", "PROP.CDCS.N": "2",
			"PROP.CDCS.PCT": "2/6", "PROP.REACH.PCT": "2/6", "PROP.CNLD.PCT": "6/6", "CONGRESS.N": "2", "CONGRESS.PCT": "1/6",
			"PARTY.INTRO": "4", "PARTY.ADM": "4", "PARTY.ADM.PCT": "2/4",
		} {
			if got := w.Figure("HN-B", code, "2023"); got != want {
				t.Errorf("%s is %s, want %s", code, got, want)
			}
		}
	})
}

// TestTheCatalogueIsOneLanguage: every name means one thing, in files too, every
// measure is told by something and asked by something.
func TestTheCatalogueIsOneLanguage(t *testing.T) {
	c, kinds := theCatalogue(t, catalogue.FS)
	var order struct{ Groups []string }
	if _, err := toml.DecodeFS(catalogue.FS, "groups.toml", &order); err != nil {
		t.Fatal(err)
	}
	posted, kindNames := map[string]bool{}, map[string]string{}
	for _, k := range kinds.List {
		if !slices.Contains(order.Groups, k.Group) {
			t.Errorf("%s stands under the unknown heading %q", k.Code, k.Group)
		}
		for _, n := range append([]string{k.Name}, k.Names...) {
			once(t, kindNames, n, k.Code)
		}
		for _, p := range k.Posts {
			posted[p.Measure] = true
		}
	}
	headers(t, kinds)
	var groups []string
	for _, i := range c.Indicators {
		if groups = append(groups, i.Group); !slices.Contains(order.Groups, i.Group) || i.Short == "" || i.Unit == "" {
			t.Errorf("%s lacks a heading, a short name or a unit", i.Code)
		}
	}
	if groups = slices.Compact(groups); len(groups) != len(order.Groups) {
		t.Errorf("indicators of a heading do not stand together: %s", strings.Join(groups, ", "))
	}
	for _, m := range c.Measures {
		elsewhere := regexp.MustCompile(`^(unit|member|worker|agreement|commitment|visit)(\.|$)|^practice\.`).MatchString(m.Code)
		if !elsewhere && !posted[m.Code] {
			t.Errorf("no kind of work posts %s", m.Code)
		}
	}
}

// headers: a heading of activities.csv is of one field, and a field has one label.
func headers(t *testing.T, kinds *activity.Kinds) {
	t.Helper()
	heads, labels := map[string]string{}, map[string]string{}
	s := &activity.Service{Kinds: &activity.Kinds{}}
	for _, col := range s.Columns() {
		for _, n := range append([]string{col.Name}, col.Names...) {
			once(t, heads, n, col.Name)
		}
	}
	for _, k := range kinds.List {
		for _, f := range k.Fields {
			for _, n := range append([]string{f.Name, f.Label}, f.Names...) {
				once(t, heads, n, f.Name)
			}
			if was := labels[f.Name]; was != "" && was != f.Label {
				t.Errorf("%s: field %s is called %q here and %q elsewhere", k.Code, f.Name, f.Label, was)
			}
			labels[f.Name] = f.Label
		}
	}
}

func once(t *testing.T, of map[string]string, name, owner string) {
	t.Helper()
	folded := search.Fold(name)
	if was := of[folded]; was != "" && was != owner {
		t.Errorf("%q is %s and %s", name, was, owner)
	}
	of[folded] = owner
}
