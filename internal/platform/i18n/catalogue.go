// Package i18n holds every word a person sees: the message catalogues, and the
// Vietnamese forms of numbers, money, days and moments, both ways.
//
// Vietnamese is the source language. Messages live in vi.toml and en.toml and
// are named by their place there: form under [error] is "error.form". Numbers
// and dates have their Vietnamese form in both languages, as on paper.
package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Args are the values of a message's {placeholders}; errs.Args fits as well.
type Args = map[string]any

//go:embed vi.toml en.toml
var files embed.FS

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// Catalogue has the messages of both languages. It never changes once loaded
// and is safe for concurrent use; a nil Catalogue has no messages.
type Catalogue struct {
	vi, en map[string]string
}

// Load reads the built-in catalogues. It fails, naming every fault, unless both
// languages have the same keys with the same placeholders.
func Load() (*Catalogue, error) { return load(files) }

func load(from fs.FS) (*Catalogue, error) {
	vi, errVi := read(from, "vi.toml")
	en, errEn := read(from, "en.toml")
	if err := errors.Join(errVi, errEn); err != nil {
		return nil, err
	}
	c := &Catalogue{vi: vi, en: en}
	if err := c.check(); err != nil {
		return nil, err
	}
	return c, nil
}

func read(from fs.FS, name string) (map[string]string, error) {
	var tables map[string]any
	if _, err := toml.DecodeFS(from, name, &tables); err != nil {
		return nil, fmt.Errorf("i18n: %s: %w", name, err)
	}
	texts := map[string]string{}
	if err := flatten(texts, "", tables); err != nil {
		return nil, fmt.Errorf("i18n: %s: %w", name, err)
	}
	return texts, nil
}

// flatten writes nested tables as dotted keys.
func flatten(texts map[string]string, prefix string, tables map[string]any) error {
	for key, value := range tables {
		switch v := value.(type) {
		case string:
			texts[prefix+key] = v
		case map[string]any:
			if err := flatten(texts, prefix+key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s%s is not text", prefix, key)
		}
	}
	return nil
}

// check compares the languages key by key.
func (c *Catalogue) check() error {
	all := maps.Clone(c.vi)
	maps.Copy(all, c.en)
	var faults []error
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if err := compare(c.vi[key], c.en[key]); err != nil {
			faults = append(faults, fmt.Errorf("i18n: %s: %w", key, err))
		}
	}
	return errors.Join(faults...)
}

func compare(vi, en string) error {
	switch {
	case strings.TrimSpace(vi) == "":
		return errors.New("no text in vi.toml")
	case strings.TrimSpace(en) == "":
		return errors.New("no text in en.toml")
	case strings.ContainsAny(placeholder.ReplaceAllString(vi+en, ""), "{}"):
		return errors.New("a brace that is no {placeholder}")
	case !slices.Equal(placeholders(vi), placeholders(en)):
		return fmt.Errorf("placeholders differ: %v in vi.toml, %v in en.toml", placeholders(vi), placeholders(en))
	}
	return nil
}

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// T is the message of a key with its placeholders filled. Integers appear as by
// Number and ISO days as by Date; everything else, years and ratios among them,
// is passed as the text to appear. An unknown key gives ⟦key⟧ and a missing
// value ⟦name⟧: tests look for the brackets.
func (c *Catalogue) T(lang Lang, key string, args ...Args) string {
	text, ok := c.texts(lang)[key]
	if !ok {
		return missing(key)
	}
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		return value(strings.Trim(found, "{}"), args)
	})
}

// Has reports whether there is a message of the key.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.texts(Vi)[key]
	return ok
}

// Keys are the keys of all messages, sorted.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.texts(Vi))) }

// Printer prints the catalogue's messages in a language.
func (c *Catalogue) Printer(lang Lang) P { return P{catalogue: c, lang: lang} }

// texts are those of a language; Vietnamese for every unknown one.
func (c *Catalogue) texts(lang Lang) map[string]string {
	switch {
	case c == nil:
		return nil
	case lang == En:
		return c.en
	}
	return c.vi
}

// value prints the argument of a placeholder.
func value(name string, args []Args) string {
	for _, a := range args {
		if v, ok := a[name]; ok {
			return show(v)
		}
	}
	return missing(name)
}

func missing(name string) string { return "⟦" + name + "⟧" }
