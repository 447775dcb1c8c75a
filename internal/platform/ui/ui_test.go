package ui

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"donghanh/assets"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden drawings anew")

const (
	evil    = `<script>alert("x")</script>`
	evilURL = "javascript:alert(1)"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	return renderWith(t, t.Context(), c)
}

func renderWith(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// spoil puts a script into every text of a view, however deep, and a script address into every address.
func spoil[T any](v T) T {
	fill(reflect.ValueOf(&v).Elem(), "")
	return v
}

func fill(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.String:
		if name == "Href" || name == "Action" || name == "Prev" || name == "Next" || strings.HasSuffix(name, "Href") {
			v.SetString(evilURL)
		} else {
			v.SetString(evil)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), name)
		fill(v.Index(1), name)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name)
		}
	}
}

func parts() map[string]templ.Component {
	field := func(kind string) FieldView { f := spoil(FieldView{}); f.Type = kind; return f }
	return map[string]templ.Component{
		"Shell": Shell(spoil(Chrome{})), "Bare": Bare(evil), "Icon": Icon(evil, evil), "Sign": Sign(evil), "SignText": SignText(evil, evil),
		"Shape": Shape(evil), "Tag": Tag(evil, evil, evil), "Goal": Goal(spoil(GoalView{})), "Figure": Figure(spoil(FigureTile{})),
		"Bars": Bars(spoil(BarsView{})), "Num": Num(evil, evilURL), "Field text": Field(field("text")), "Field odd type": Field(field(evil)),
		"Field number": Field(field("number")), "Field date": Field(field("date")), "Field textarea": Field(field("textarea")),
		"Field select": Field(field("select")), "Field search": Field(field("search")), "Field password": Field(field("password")),
		"Field hidden": Field(field("hidden")), "Field checkbox": Field(field("checkbox")), "Radios": Radios(field("")),
		"ErrorSummary": ErrorSummary(spoil([]FieldError{})), "SaveBar": SaveBar(evil), "Once": Once(evil), "Hidden": Hidden(evil, evil),
		"Chips": Chips(spoil([]Chip{}), evil), "Segment": Segment(spoil([]Chip{}), evil), "Crumbs": Crumbs(spoil([]Link{})), "Head": Head(evil, evil),
		"Pager": Pager(spoil(PagerView{})), "Empty": Empty(evil, evil, spoil(Link{})), "Notice": Notice(evil, evil),
		"Progress": Progress(spoil(ProgressView{})), "DataList": DataList([]Pair{{Term: evil, Text: evil}, {Term: evil, Body: Num(evil, evilURL)}}),
	}
}

func TestTextsAreEscaped(t *testing.T) {
	for name, c := range parts() {
		t.Run(name, func(t *testing.T) {
			html := render(t, c)
			if strings.Contains(html, "<script>") || strings.Contains(html, evilURL) {
				t.Errorf("a text came out as markup:\n%s", html)
			}
			if html == "" {
				t.Error("nothing was rendered")
			}
		})
	}
}

// The policy is `default-src 'self'`: what needs more must not be written by a component.
func TestPolicyIsKept(t *testing.T) {
	html := render(t, Tokens()) + render(t, Bare("x"))
	for _, bad := range []string{` style=`, `<style`, `javascript:`, `data:`, ` onclick`, ` hx-on`} {
		if strings.Contains(html, bad) {
			t.Errorf("page contains %q", bad)
		}
	}
	for _, tag := range regexp.MustCompile(`<script[^>]*>[^<]*</script>`).FindAllString(html, -1) {
		if !strings.Contains(tag, ` src="/assets/`) || !strings.HasSuffix(tag, "></script>") {
			t.Errorf("inline script: %s", tag)
		}
	}
}

func TestEveryIconIsInTheSprite(t *testing.T) {
	sprite, err := os.ReadFile("../../../assets/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(regexp.QuoteMeta(assets.URL("icons.svg")) + `#([^"]+)"`)
	found := address.FindAllStringSubmatch(render(t, Tokens()), -1)
	for _, m := range found {
		if !strings.Contains(string(sprite), `id="`+m[1]+`"`) {
			t.Errorf("no icon %q", m[1])
		}
	}
	if len(found) < 20 {
		t.Errorf("only %d icons on the page", len(found))
	}
}

func TestIdsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(render(t, Tokens()), -1) {
		if seen[m[1]] {
			t.Errorf("id %q twice", m[1])
		}
		seen[m[1]] = true
	}
}

// Every key the components ask for has its Vietnamese, and no text is left that nobody asks for.
func TestWordKeysAreTheUsedOnes(t *testing.T) {
	files, err := filepath.Glob("*.*")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, name := range files {
		if name == "words.go" || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(ui\.[a-z_]+)"`).FindAllStringSubmatch(string(body), -1) {
			used[m[1]] = true
		}
	}
	for _, s := range []State{OK, Go_, Slow, Low, None} {
		used["ui.state."+string(s)] = true
	}
	have := map[string]bool{}
	for _, k := range WordKeys() {
		have[k] = true
	}
	if diff := cmp.Diff(used, have); diff != "" {
		t.Errorf("used (-) and known (+) keys differ:\n%s", diff)
	}
}

func TestWordsOfTheRequest(t *testing.T) {
	english := func(key string) string { return map[string]string{"ui.state.ok": "Met", "ui.thousands": ","}[key] }
	ctx := WithWords(t.Context(), english)
	if got := renderWith(t, ctx, Sign(OK)); !strings.Contains(got, "Met") {
		t.Errorf("own words not used: %s", got)
	}
	if got := renderWith(t, ctx, Sign(Slow)); !strings.Contains(got, "Chậm") {
		t.Errorf("missing words must fall back to Vietnamese: %s", got)
	}
	if got := count(ctx, 1234567); got != "1,234,567" {
		t.Errorf("count: %s", got)
	}
}

func TestCount(t *testing.T) {
	for want, n := range map[string]int64{"0": 0, "999": 999, "1.516": 1516, "20.000.000": 20e6, "−1.200": -1200} {
		if got := count(t.Context(), n); got != want {
			t.Errorf("count(%d) = %s, want %s", n, got, want)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed (-want +got); look at it, then run with -update:\n%s", name, diff)
	}
}
