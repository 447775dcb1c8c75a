// Package rules reads rules that are data, TOML files of the catalogue, and
// says of whatever is wrong in them where it stands: "catalogue: file:line: why".
package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

// Decode reads a TOML file into a struct. A file that is no TOML, is not of the
// struct's types or has a key the struct does not know is an error with its line.
func Decode(fsys fs.FS, file string, into any) error {
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	md, err := toml.Decode(string(text), into)
	var wrong toml.ParseError
	switch {
	case errors.As(err, &wrong):
		return at(file, wrong.Position.Line, errors.New(wrong.Message))
	case err != nil:
		return Fault(fsys, file, err)
	}
	if extra := md.Undecoded(); len(extra) > 0 {
		return at(file, keyLine(string(text), extra[0]), fmt.Errorf("unknown key %s", extra[0]))
	}
	return nil
}

// Fault says where in the file an error of meaning stands: at the first word
// of its text that the file has as a value, best that of a code, a name or a
// measure. So an error begins with what it is about: "indicator ORG.DV.NEW: …".
// The line is left out when no word is found.
func Fault(fsys fs.FS, file string, why error) error {
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("catalogue: %s: %w", file, errors.Join(why, err))
	}
	for word := range strings.FieldsSeq(why.Error()) {
		quoted := `"` + regexp.QuoteMeta(strings.Trim(word, `"':;,.(){}`)) + `"`
		for _, form := range []string{`\b(?:code|name|measure)\s*=\s*` + quoted, quoted} {
			if n := lineOf(string(text), form); n > 0 && len(quoted) > 2 {
				return at(file, n, why)
			}
		}
	}
	return at(file, 0, why)
}

// keyLine finds a key as "key =" or in the head of a table.
func keyLine(text string, key toml.Key) int {
	last := regexp.QuoteMeta(key[len(key)-1])
	return max(lineOf(text, `(?:^|[\s{,.])"?`+last+`"?\s*=`), lineOf(text, `^\s*\[+(?:[^\]]*\.)?`+last+`\]`))
}

// lineOf is the number of the first line with the form outside comments, from
// 1; 0 when there is none.
func lineOf(text, form string) int {
	re := regexp.MustCompile(form)
	n := 0
	for line := range strings.Lines(text) {
		if n++; !strings.HasPrefix(strings.TrimSpace(line), "#") && re.MatchString(line) {
			return n
		}
	}
	return 0
}

func at(file string, line int, why error) error {
	if line == 0 {
		return fmt.Errorf("catalogue: %s: %w", file, why)
	}
	return fmt.Errorf("catalogue: %s:%d: %w", file, line, why)
}
