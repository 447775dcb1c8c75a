package rules_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"donghanh/internal/platform/rules"
)

const sound = `# code = "commented"
[[thing]]
code = "A.1"
size = 3

[[thing]]
code = "A.2"
of = ["A.1"]
`

type things struct {
	Thing []struct {
		Code string
		Size int
		Of   []string
	}
}

func TestWhatIsWrongIsNamedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"sound":            {sound, ""},
		"no TOML":          {sound + "x = \n", "catalogue: a.toml:9: expected value but found '\\n' instead"},
		"an unknown key":   {sound + "colour = 1\n", "catalogue: a.toml:9: unknown key thing.colour"},
		"an unknown table": {sound + "[other]\nx = 1\n", "catalogue: a.toml:9: unknown key other"},
	} {
		t.Run(name, func(t *testing.T) {
			err := rules.Decode(fstest.MapFS{"a.toml": {Data: []byte(c.text)}}, "a.toml", &things{})
			if c.want == "" && err == nil {
				return
			}
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	if err := rules.Decode(fstest.MapFS{"a.toml": {Data: []byte("\n[[thing]]\nsize = 'x'\n")}}, "a.toml", &things{}); err == nil {
		t.Error("a word was taken for a number")
	}
	if err := rules.Decode(fstest.MapFS{}, "a.toml", &things{}); err == nil {
		t.Error("no file, and no error")
	}
}

func TestAFaultStandsWhereItsFirstKnownWordIs(t *testing.T) {
	fsys := fstest.MapFS{"a.toml": {Data: []byte(sound)}}
	for text, want := range map[string]string{
		"thing A.2: is wrong": "catalogue: a.toml:7: thing A.2: is wrong",
		`names "A.1"`:         `catalogue: a.toml:3: names "A.1"`,
		"commented: no":       "catalogue: a.toml: commented: no",
		`"": no`:              `catalogue: a.toml: "": no`,
	} {
		if got := rules.Fault(fsys, "a.toml", errors.New(text)).Error(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
