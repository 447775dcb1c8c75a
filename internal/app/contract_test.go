package app

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

func foundingOf(code, name, kind, parent string) org.Founding {
	return org.Founding{Code: code, Name: name, Kind: kind, Parent: parent}
}

// TestTheSentence is the reason of the program (seeds/001): 503 CĐCS, 26.412
// members, 23/20 = 115 %, 1.516/1.500 = 101 %, exactly as design.md §7 says it.
func TestTheSentence(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		key := w.token(t, "badinh")
		status, body := w.call(t, key, "GET", "/api/v1/figures?unit=HN-BADINH&period=2023&tree=then&indicator=ORG.CDCS.TOTAL,ORG.DV.TOTAL,ORG.CDCS.NEW,ORG.DV.NEW", "")
		if status != http.StatusOK {
			t.Fatalf("status %d: %s", status, body)
		}
		want := `{"figures":[
			{"indicator":"ORG.CDCS.TOTAL","unit":"HN-BADINH","period":"2023","tree":"then","by":null,"numerator":"503","denominator":null,"value":"503","text":"503","reason":null,"successors":[],"target":null,"achievement":null},
			{"indicator":"ORG.DV.TOTAL","unit":"HN-BADINH","period":"2023","tree":"then","by":null,"numerator":"26412","denominator":null,"value":"26412","text":"26.412","reason":null,"successors":[],"target":null,"achievement":null},
			{"indicator":"ORG.CDCS.NEW","unit":"HN-BADINH","period":"2023","tree":"then","by":null,"numerator":"23","denominator":null,"value":"23","text":"23","reason":null,"successors":[],"target":{"value":"20","comparison":">=","met":true},"achievement":{"value":"115.000000","text":"115%"}},
			{"indicator":"ORG.DV.NEW","unit":"HN-BADINH","period":"2023","tree":"then","by":null,"numerator":"1516","denominator":null,"value":"1516","text":"1.516","reason":null,"successors":[],"target":{"value":"1500","comparison":">=","met":true},"achievement":{"value":"101.066667","text":"101%"}}]}`
		if diff := cmp.Diff(decode(t, want), decode(t, body)); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
		for code, n := range map[string]int64{"ORG.CDCS.TOTAL": 503, "ORG.DV.TOTAL": 26412, "ORG.CDCS.NEW": 23, "ORG.DV.NEW": 1516} {
			if got := w.sumOfSources(t, key, code); got != n {
				t.Errorf("sources of %s add up to %d, want %d", code, got, n)
			}
		}
		w.stripMoves(t)
		w.refusals(t, key)
		w.othersSeeNothing(t)
	})
}

func decode(t *testing.T, s string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	return v
}

// sumOfSources pages through all sources and checks that each comes once.
func (w *world) sumOfSources(t *testing.T, key, code string) (sum int64) {
	t.Helper()
	seen, cursor := map[string]bool{}, ""
	for {
		_, body := w.call(t, key, "GET", "/api/v1/figures/sources?unit=HN-BADINH&period=2023&limit=300&indicator="+code+"&cursor="+strings.ReplaceAll(cursor, ",", "%2C"), "")
		var page struct {
			Sources []struct{ ID, Part, Unit, Day, Quantity, Title, URL string }
			Total   int
			Next    *string
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		for _, s := range page.Sources {
			if seen[s.ID] || s.Title == "" || s.URL == "" || s.Unit == "" {
				t.Errorf("source %+v: twice, or without a name", s)
			}
			seen[s.ID] = true
			n, err := strconv.ParseInt(s.Quantity, 10, 64)
			if err != nil {
				t.Error(err)
			}
			sum += n
		}
		if page.Next == nil {
			if len(seen) != page.Total {
				t.Errorf("%s: %d sources came, total says %d", code, len(seen), page.Total)
			}
			return sum
		}
		cursor = *page.Next
	}
}

// refusals: 404 for units, 422 for indicators, periods, trees, in RFC 9457.
func (w *world) refusals(t *testing.T, key string) {
	t.Helper()
	for path, want := range map[string]int{
		"/api/v1/figures?unit=XX&period=2023&indicator=ORG.DV.NEW":                               404,
		"/api/v1/figures?unit=HN&period=2023&indicator=ORG.DV.NEW":                               404, // above one's own
		"/api/v1/figures?unit=HN-BADINH&period=2023&indicator=NO.SUCH":                           422,
		"/api/v1/figures?unit=HN-BADINH&period=2023-13&indicator=ORG.DV.NEW":                     422,
		"/api/v1/figures?unit=HN-BADINH&period=2023&tree=now&indicator=ORG.DV.NEW":               422,
		"/api/v1/figures?unit=HN-BADINH&period=2023&by=colour&indicator=ORG.DV.NEW":              422,
		"/api/v1/figures/sources?unit=HN-BADINH&period=2023&by=sex&value=x&indicator=ORG.DV.NEW": 422,
		"/api/v1/figures/sources?unit=HN-BADINH&period=2023&by=sex&indicator=ORG.DV.NEW":         422,
		"/api/v1/figures?unit=HN-BADINH&indicator=ORG.DV.NEW":                                    422,
		"/api/v1/figures/sources?unit=HN-BADINH&period=2023&indicator=ORG.DV.NEW&limit=1001":     422,
		"/api/v1/units/NOPE": 404,
		"/api/v1/nothing":    404,
	} {
		status, body := w.call(t, key, "GET", path, "")
		p, _ := decode(t, body).(map[string]any)
		if status != want || p["status"] != float64(want) || p["detail"] == "" || strings.Contains(body, "⟦") {
			t.Errorf("%s: %d %s, want %d", path, status, body, want)
		}
	}
}

// othersSeeNothing: what the officer of CĐCS 0002 can and cannot reach.
func (w *world) othersSeeNothing(t *testing.T) {
	t.Helper()
	mine, theirs := w.token(t, "badinh-0001"), w.token(t, "badinh-0002")
	draft := `{"ref":"T-1","unit":"HN-BADINH-0001","kind":"admission","date":"2023-12-25","fields":{"count":3,"women":1}}`
	if status, body := w.call(t, theirs, "POST", "/api/v1/activities", draft); status != 422 || !strings.Contains(body, "HN-BADINH-0001") {
		t.Errorf("recording for another unit: %d %s", status, body)
	}
	ahead := strings.Replace(draft, "2023-12-25", "2023-12-26", 1)
	if status, body := w.call(t, mine, "POST", "/api/v1/activities", ahead); status != 422 || !strings.Contains(body, `"location":"date"`) {
		t.Errorf("a day that has not come: %d %s", status, body)
	}
	status, body := w.call(t, mine, "POST", "/api/v1/activities", draft)
	if status != 201 {
		t.Fatalf("recording: %d %s", status, body)
	}
	rec, _ := decode(t, body).(map[string]any)
	if again, second := w.call(t, mine, "POST", "/api/v1/activities", draft); again != 201 || decode(t, second).(map[string]any)["id"] != rec["id"] {
		t.Errorf("the same ref again: %d %s", again, second)
	}
	if got := w.value(t, w.token(t, "badinh"), "HN-BADINH", "ORG.DV.NEW"); got != "1519" {
		t.Errorf("the district sees %s at once, want 1519", got)
	}
	id := fmt.Sprint(rec["id"])
	for key, want := range map[string]int{mine: 200, theirs: 404} {
		if status, _ := w.call(t, key, "GET", "/api/v1/activities/"+id, ""); status != want {
			t.Errorf("reading the record: %d, want %d", status, want)
		}
	}
}

func (w *world) value(t *testing.T, key, unit, code string) string {
	t.Helper()
	_, body := w.call(t, key, "GET", "/api/v1/figures?unit="+unit+"&period=2023&indicator="+code, "")
	var out struct{ Figures []struct{ Value string } }
	if err := json.Unmarshal([]byte(body), &out); err != nil || len(out.Figures) != 1 {
		t.Fatalf("%v in %s", err, body)
	}
	return out.Figures[0].Value
}

// TestTheContractIsReviewed compares OpenAPI with the golden file: a change of
// the contract is seen in the diff, and asks for a new apiweb.Version.
func TestTheContractIsReviewed(t *testing.T) {
	const golden = "testdata/openapi.golden.json"
	d := testkit.SQLite(t)
	a, err := New(d, slog.New(slog.DiscardHandler), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range a.API().Routes() {
		if r.Pattern != "GET /api/v1/openapi.json" {
			continue
		}
		got := indented(t, a, r.Pattern)
		if *update {
			if err := os.WriteFile(golden, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("the contract changed; look at it, raise apiweb.Version, run with -update:\n%s", diff)
		}
	}
}

func indented(t *testing.T, a *App, pattern string) []byte {
	t.Helper()
	_, path, _ := strings.Cut(pattern, " ")
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
	var out bytes.Buffer
	if err := json.Indent(&out, w.Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
