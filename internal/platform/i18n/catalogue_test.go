package i18n

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"

	"github.com/google/go-cmp/cmp"
)

func TestLoad(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if keys := c.Keys(); !slices.IsSorted(keys) || !slices.Contains(keys, "error.form") {
		t.Errorf("keys are %q", keys)
	}
	if !c.Has("error.form") || c.Has("error") || c.Has("") {
		t.Error("Has finds error, or not error.form")
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, tc := range map[string]struct{ vi, en, want string }{
		"missing in English":    {"[a]\nb = 'x'", "", "a.b: no text in en.toml"},
		"missing in Vietnamese": {"", "[a]\nb.c = 'x'", "a.b.c: no text in vi.toml"},
		"empty":                 {"a = ' '", "a = 'x'", "a: no text in vi.toml"},
		"other placeholders":    {"a = '{x} {y}'", "a = '{x}'", "a: placeholders differ: [{x} {y}] in vi.toml, [{x}] in en.toml"},
		"stray brace":           {"a = '{X}'", "a = '{X}'", "a: a brace"},
		"number":                {"a = 1", "a = 'x'", "vi.toml: a is not text"},
		"no TOML":               {"a = 'x'", "a", "en.toml"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(fstest.MapFS{"vi.toml": {Data: []byte(tc.vi)}, "en.toml": {Data: []byte(tc.en)}})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func small() *Catalogue {
	texts := map[string]string{"plain": "Xin chào", "fill": "{a} và {b}, {a}"}
	return &Catalogue{vi: texts, en: map[string]string{"plain": "Hello", "fill": "{b}, {a}"}}
}

func TestT(t *testing.T) {
	type quantity int64
	for name, tc := range map[string]struct {
		lang Lang
		key  string
		args Args
		want string
	}{
		"Vietnamese":               {Vi, "plain", nil, "Xin chào"},
		"English":                  {En, "plain", nil, "Hello"},
		"unknown language":         {"fr", "plain", nil, "Xin chào"},
		"unknown key":              {Vi, "no.such", nil, "⟦no.such⟧"},
		"missing value":            {Vi, "fill", Args{"a": "x"}, "x và ⟦b⟧, x"},
		"whole numbers":            {Vi, "fill", Args{"a": 1516, "b": int64(-2)}, "1.516 và −2, 1.516"},
		"named numbers":            {Vi, "fill", Args{"a": quantity(1500), "b": uint8(3)}, "1.500 và 3, 1.500"},
		"days":                     {En, "fill", Args{"a": day.Date("2023-12-25"), "b": "2023-05-01"}, "01/05/2023, 25/12/2023"},
		"years are text":           {En, "fill", Args{"a": "2023", "b": "00004"}, "00004, 2023"},
		"values are not templates": {En, "fill", Args{"a": "{b}", "b": "{a}"}, "{a}, {b}"},
		"arguments of an error":    {En, "fill", errs.At("f", "fill", errs.Args{"a": 1, "b": 2}).Args, "2, 1"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := small().T(tc.lang, tc.key, tc.args); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestPrinterTravelsInContext(t *testing.T) {
	ctx := With(context.Background(), small().Printer(En))
	got := []string{T(ctx, "plain"), T(ctx, "fill", Args{"a": 1, "b": 2}), string(From(ctx).Lang())}
	if diff := cmp.Diff([]string{"Hello", "2, 1", "en"}, got); diff != "" {
		t.Error(diff)
	}
	if !From(ctx).Has("plain") {
		t.Error("the printer does not know its keys")
	}
}

func TestEmptyContextPrintsKeys(t *testing.T) {
	p := From(context.Background())
	if got := p.T("plain"); got != "⟦plain⟧" || p.Lang() != Vi || p.Has("plain") {
		t.Errorf("printed %q in %s", got, p.Lang())
	}
}

func TestFromAcceptLanguage(t *testing.T) {
	for header, want := range map[string]Lang{
		"": Vi, "vi": Vi, "vi-VN,vi;q=0.9,en-US;q=0.8": Vi, "en-US,en;q=0.9": En, "en;q=0.1, vi;q=0.9": Vi,
		"fr-FR,en;q=0.5": En, "fr": Vi, "zh-CN": Vi, "*": Vi, ";;q=x": Vi,
	} {
		if got := FromAcceptLanguage(header); got != want {
			t.Errorf("%q: got %s, want %s", header, got, want)
		}
	}
}
