package activity_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
)

// kind is a sound kind of work; the tests break it by replacing a part.
const kind = `code = "visit"
name = "Thăm hỏi"
title = "Thăm {count} người"
units = ["base"]
[[field]]
name = "count"
label = "Số người"
type = "number"
required = true
min = 1
max = 100
[[field]]
name = "women"
label = "Trong đó nữ"
type = "number"
max = 100
at_most = "count"
[[field]]
name = "tool"
label = "Hình thức"
type = "choice"
required = true
choices = [{ value = "a", text = "Đến nhà" }, { value = "b", text = "Gọi điện" }]
[[post]]
measure = "visits"
field = "count"
by = "tool"
[[post]]
measure = "visits.done"
`

const measures = `
[[measure]]
code = "visits"
name = "Lượt thăm"
dims = [{ name = "tool", values = ["a", "b"] }]
[[measure]]
code = "visits.done"
name = "Buổi thăm"
`

func load(t *testing.T, files map[string]string) error {
	t.Helper()
	fsys := fstest.MapFS{"measures.toml": {Data: []byte(measures)}, "indicators.toml": {Data: nil}}
	for name, text := range files {
		fsys["kinds/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := ledger.LoadCatalogue(fsys)
	if err != nil {
		t.Fatal(err)
	}
	_, err = activity.LoadKinds(fsys, c)
	return err
}

func TestBrokenKindsAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ old, with, want string }{
		"a sound one":                    {"", "", ""},
		"a key nobody knows":             {"min = 1", "least = 1", "unknown key field.least"},
		"no TOML":                        {`code = "visit"`, `code = visit`, "expected value"},
		"no code":                        {`"visit"`, `""`, "a kind has code"},
		"a code in capitals":             {`"visit"`, `"Visit"`, "a kind has code"},
		"no title":                       {`title = "Thăm {count} người"`, "", "a kind has code"},
		"no units":                       {`units = ["base"]`, "", "a kind has code"},
		"a title of what may be empty":   {"{count}", "{women}", `the title names "women"`},
		"a title of nothing":             {"{count}", "{people}", `the title names "people"`},
		"a field without label":          {`label = "Số người"`, "", "field count needs a name"},
		"two fields of one name":         {`name = "women"`, `name = "count"`, "two fields count"},
		"a field that hides the day":     {`name = "women"`, `name = "day"`, "field day has the name of a common one"},
		"an unknown type":                {`type = "choice"`, `type = "colour"`, `field tool is of unknown type "colour"`},
		"a number without bounds":        {"min = 1\nmax = 100", "", "field count is a number without bounds"},
		"bounds the wrong way round":     {"min = 1\nmax = 100", "min = 100\nmax = 1", "field count is a number without bounds"},
		"more than a fact holds":         {"min = 1\nmax = 100", "max = 1000000000000001", "field count is a number without bounds"},
		"a choice of nothing":            {`choices = [{ value = "a", text = "Đến nhà" }, { value = "b", text = "Gọi điện" }]`, "", "field tool is a choice of nothing"},
		"at most a choice":               {`at_most = "count"`, `at_most = "tool"`, `field women is at most "tool"`},
		"at most nothing":                {`at_most = "count"`, `at_most = "people"`, `field women is at most "people"`},
		"an unknown measure":             {`"visits.done"`, `"visits.gone"`, "post visits.gone is of no measure"},
		"a post from a choice":           {`field = "count"`, `field = "tool"`, `post visits is from "tool"`},
		"a post by a number":             {`by = "tool"`, `by = "women"`, `post visits is by "women"`},
		"a post by a choice, of nothing": {"field = \"count\"\nby", "by", `post visits is by "tool"`},
		"a choice that may stay open":    {"required = true\nchoices", "choices", `post visits is by "tool"`},
		"a post that tells no dimension": {"by = \"tool\"\n", "", "post visits tells no tool"},
		"a dimension it does not have":   {`measure = "visits.done"`, "measure = \"visits.done\"\nfield = \"count\"\nby = \"tool\"", "post visits.done is by tool"},
		"a choice the measure lacks":     {`value = "b"`, `value = "c"`, `post visits has no tool "c"`},
		"done without due":               {`units = ["base"]`, "units = [\"base\"]\ndone = \"count\"", "done needs a due"},
		"due that is no date":            {`units = ["base"]`, "units = [\"base\"]\ndue = \"count\"", "count is no date field"},
		"due that is nothing":            {`units = ["base"]`, "units = [\"base\"]\ndue = \"when\"", "when is no date field"},
		"at least one of nothing":        {`units = ["base"]`, "units = [\"base\"]\nat_least_one = [\"people\"]", `at_least_one names "people"`},
		"at least one of the required":   {`units = ["base"]`, "units = [\"base\"]\nat_least_one = [\"count\"]", `at_least_one names "count"`},
		"part of itself":                 {`units = ["base"]`, "units = [\"base\"]\nunder = [\"visit\"]", "visit is no other kind"},
		"part of no kind":                {`units = ["base"]`, "units = [\"base\"]\nunder = [\"trip\"]", "visit.toml:5: trip is no other kind"},
		"a private number":               {`at_most = "count"`, "private = true", "field women is private"},
		"after a number":                 {`at_most = "count"`, `after = "count"`, `field women is after "count"`},
		"files without end":              {"[[post]]", "[[field]]\nname = \"scan\"\nlabel = \"Bản quét\"\ntype = \"file\"\nmax = 51\n[[post]]", "field scan takes up to 50 files"},
		"a title of what is private":     {"title = \"Thăm {count} người\"", "title = \"Thăm {who}\"", `the title names "who"`},
		"a field that hides the whole":   {`name = "women"`, `name = "under"`, "field under has the name of a common one"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(kind, c.old, c.with, 1)
			if c.old != "" && text == kind {
				t.Fatal("nothing was broken")
			}
			err := load(t, map[string]string{"visit.toml": text})
			if got := fmt.Sprint(err); (c.want == "") != (err == nil) || !strings.Contains(got, c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if err := load(t, map[string]string{"a.toml": kind, "b.toml": strings.Replace(kind, `"visit"`, `"visit2"`, 1)}); err == nil {
		t.Error("two kinds of one name are taken")
	}
}

func TestKindsOfTheCatalogueAreRecordedByUnitsThereAre(t *testing.T) {
	c, err := ledger.LoadCatalogue(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := activity.LoadKinds(catalogue.FS, c)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := org.LoadRules(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds.List {
		for _, u := range k.Units {
			if rules.Kind(u).Code == "" {
				t.Errorf("%s is recorded by unknown units %q", k.Code, u)
			}
		}
	}
}
