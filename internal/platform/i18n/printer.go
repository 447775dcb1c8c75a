package i18n

import (
	"context"

	"golang.org/x/text/language"
)

// Lang is a language of the program.
type Lang string

// The languages. Whatever is neither counts as Vietnamese.
const (
	Vi Lang = "vi"
	En Lang = "en"
)

var matcher = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// FromAcceptLanguage picks the language of a browser's Accept-Language header;
// Vietnamese when the header asks for neither or cannot be read.
func FromAcceptLanguage(header string) Lang {
	_, i := language.MatchStrings(matcher, header)
	return [...]Lang{Vi, En}[i]
}

// P prints messages in one language. The zero P prints every key as ⟦key⟧.
type P struct {
	catalogue *Catalogue
	lang      Lang
}

// T is the message of a key, as by Catalogue.T.
func (p P) T(key string, args ...Args) string { return p.catalogue.T(p.lang, key, args...) }

// Has reports whether there is a message of the key.
func (p P) Has(key string) bool { return p.catalogue.Has(key) }

// Lang is the language printed in.
func (p P) Lang() Lang {
	if p.lang == En {
		return En
	}
	return Vi
}

type contextKey struct{}

// With is ctx carrying the printer of a request.
func With(ctx context.Context, p P) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From is the printer ctx carries; without one, the zero P.
func From(ctx context.Context) P {
	p, _ := ctx.Value(contextKey{}).(P)
	return p
}

// T is the message of a key by the printer ctx carries.
func T(ctx context.Context, key string, args ...Args) string { return From(ctx).T(key, args...) }
