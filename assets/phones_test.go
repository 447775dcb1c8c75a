package assets

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// phoneScripts are those that run on anybody's phone and on the machine of a
// hall: hall.js, and whatever uses it.
func phoneScripts() (names []string) {
	for name, f := range files() {
		if strings.HasPrefix(name, "js/") && bytes.Contains(f.plain, []byte("Hall")) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Phones in a hall are old: what runs there has no syntax after ES2017. A script
// that a compiler for ES2017 leaves as one for today's browsers does has none.
func TestPhonesNeedNothingNewerThanES2017(t *testing.T) {
	names := append(phoneScripts(), "js/seats.js")
	for _, must := range []string{"js/hall.js", "js/join.js", "js/answers.js", "js/play.js"} {
		if !slices.Contains(names, must) {
			t.Errorf("%s is not looked at", must)
		}
	}
	for _, name := range names {
		script := string(files()[name].plain)
		if !old(t, script) {
			t.Errorf("%s has syntax newer than ES2017", name)
		}
		if call := newer.FindString(script); call != "" {
			t.Errorf("%s calls %s, which browsers of 2017 do not have", name, call)
		}
	}
}

// newer are functions that came after 2017: no compiler sees them.
var newer = regexp.MustCompile(`\.(flat|flatMap|replaceAll|matchAll|at|finally|trimStart|trimEnd|replaceChildren|hasOwn|fromEntries|allSettled|any|findLast|toSorted|randomUUID)\(|\b(structuredClone|queueMicrotask|globalThis|BigInt|AbortController|ResizeObserver)\b`)

func old(t *testing.T, script string) bool {
	t.Helper()
	of := func(target api.Target) string {
		r := api.Transform(script, api.TransformOptions{Target: target, Loader: api.LoaderJS})
		if len(r.Errors) > 0 {
			t.Fatal(r.Errors[0].Text)
		}
		return string(r.Code)
	}
	return of(api.ES2017) == of(api.ESNext)
}

// What is served is the script that was written, without what is for its readers.
func TestLeanScriptsDoTheSame(t *testing.T) {
	for name, f := range files() {
		if !strings.HasPrefix(name, "js/") {
			continue
		}
		written, err := embedded.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if minified(t, string(written)) != minified(t, string(f.plain)) {
			t.Errorf("%s is served as another script", name)
		}
		if a, b := bytes.Count(written, []byte("\n")), bytes.Count(f.plain, []byte("\n")); a != b {
			t.Errorf("%s has %d lines and is served with %d", name, a, b)
		}
	}
}

func minified(t *testing.T, script string) string {
	t.Helper()
	r := api.Transform(script, api.TransformOptions{MinifyWhitespace: true, Loader: api.LoaderJS})
	if len(r.Errors) > 0 {
		t.Fatal(r.Errors[0].Text)
	}
	return string(r.Code)
}

func TestNewSyntaxIsSeen(t *testing.T) {
	for _, script := range []string{
		"a?.b", "a ?? b", "a ??= b", "try { f() } catch { g() }", "f({...a})", "const {a, ...b} = c", "class A { x = 1 }", "class A { #x }", "f(a,) ?? b",
		"for await (const a of b) f(a)", "async function* f() { yield 1 }", "/(?<year>\\d)/.exec(a)", "/a/s.test(b)", "10n",
	} {
		if script = "async function f() { " + script + " }"; old(t, script) {
			t.Errorf("%s passes for ES2017", script)
		}
	}
	if !old(t, "const f = async ({ a, b = 2 }) => `${a ** b}${[...a]}`;") {
		t.Error("ES2017 itself is refused")
	}
}
