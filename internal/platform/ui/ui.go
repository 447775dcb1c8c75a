// Package ui draws pages: the frame around every page and the parts inside it. It knows no domain and no
// database: it takes plain view structs whose texts and numbers are already written for the reader.
//
// The few words of its own (skip link, "không bắt buộc", names of the states) are Vietnamese and can be
// replaced for a request by [WithWords].
//
// Pages run under `default-src 'self'`: no style attribute, no inline script, no data: address.
package ui

import (
	"context"
	"strconv"
	"strings"

	"donghanh/assets"

	"github.com/a-h/templ"
)

// Link is a text that goes somewhere; with an empty Href it is only text.
type Link struct{ Text, Href string }

// Choice is one of several: an option, a radio, a unit to act for, a day of the demo.
type Choice struct {
	Value, Text string
	Current     bool
	Group       string // heading it stands under in a select; neighbours of one group stand together
}

// Chip is one of a row of choices that are links: periods, filters, views.
type Chip struct {
	Text, Href string
	Current    bool
}

// Words gives the text of a message key of [WordKeys], or "" to keep the built-in Vietnamese.
type Words func(key string) string

type wordsKey struct{}

// WithWords makes the components rendered with the returned context take their own words from w.
func WithWords(ctx context.Context, w Words) context.Context {
	return context.WithValue(ctx, wordsKey{}, w)
}

// word is the text of a key; pairs of name and value replace {name} in it.
func word(ctx context.Context, key string, pairs ...string) string {
	text := ""
	if w, ok := ctx.Value(wordsKey{}).(Words); ok && w != nil {
		text = w(key)
	}
	if text == "" {
		text = words[key]
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// or is text, or the word of key where text is empty.
func or(ctx context.Context, text, key string) string {
	if text != "" {
		return text
	}
	return word(ctx, key)
}

// count writes a whole number with the reader's thousands mark and a true minus.
func count(ctx context.Context, n int64) string {
	s := strconv.FormatInt(n, 10)
	digits, sign := strings.TrimPrefix(s, "-"), ""
	if len(digits) < len(s) {
		sign = "−"
	}
	return sign + grouped(digits, word(ctx, "ui.thousands"))
}

// grouped puts a mark between thousands.
func grouped(digits, mark string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// icon is the address of one drawing of the sprite.
func icon(id string) string { return assets.URL("icons.svg") + "#" + id }

// current marks the chosen one of several for eye and ear; kind is "page" or "true".
func current(kind string, yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"aria-current": kind}
}
