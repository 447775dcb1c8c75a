// Package search turns Vietnamese text into the forms a database can compare
// byte by byte: a folded form to find by, a key to sort by, and the exact test
// that puts hits with the right marks first.
//
// Both databases store these forms as plain columns, so neither needs to know
// any Vietnamese and both give the same answers. All functions are pure and
// safe for concurrent use.
package search

import (
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Fold is the form text is found by: no marks, đ as d, lower case, and one
// blank for every run of what is neither letter nor digit. Folding twice
// changes nothing, and the result is valid UTF-8 whatever comes in.
//
// Compatibility forms fold as well (NFKD): posts copied from social networks
// arrive in "fancy" letters such as 𝗖𝗼̂𝗻𝗴 đ𝗼𝗮̀𝗻.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	// A broken byte would keep norm from decomposing the letter after it.
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		switch {
		case unicode.IsMark(r):
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = true
		default:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(base(unicode.ToLower(r)))
		}
	}
	return b.String()
}

// base takes the bar off đ, which Unicode does not decompose. Old fonts and
// keyboards write it as one of its two look-alikes, eth and African d.
func base(r rune) rune {
	switch r {
	case 'đ', 'ð', 'ɖ':
		return 'd'
	}
	return r
}

// maxSortKey bounds a key's raw bytes: PostgreSQL refuses index rows beyond
// about 2,700 bytes. It keeps the order of the first 250 or so letters.
const maxSortKey = 512

// SortKey is the form text is sorted by: bytewise order of keys is the
// Vietnamese order of the texts (a ă â … d đ e ê … o ô ơ … u ư; tones ngang
// huyền hỏi ngã sắc nặng decide last), with numbers in order of their value:
// Phường 2 before Phường 10. Case, blanks and the place of the tone mark make
// no difference, so order by a second column where ties matter.
//
// The key is hexadecimal because every collation of every database agrees on
// the order of 0–9 and a–f. It has at most 1,024 characters.
func SortKey(s string) string {
	// A collator may not be shared; a new one costs some 3 µs.
	c := collate.New(language.Vietnamese, collate.Numeric)
	key := c.KeyFromString(&collate.Buffer{}, plain(s))
	return hex.EncodeToString(key[:min(len(key), maxSortKey)])
}

// Order compares texts by their sort keys and works each key out once: the zero
// value is ready to sort one list.
type Order struct{ keys map[string]string }

// Compare is below zero when a comes before b in the Vietnamese order.
func (o *Order) Compare(a, b string) int { return strings.Compare(o.key(a), o.key(b)) }

func (o *Order) key(s string) string {
	key, known := o.keys[s]
	if !known {
		if o.keys == nil {
			o.keys = map[string]string{}
		}
		key = SortKey(s)
		o.keys[s] = key
	}
	return key
}

// Exact reports whether s contains query with its marks; case, blanks, the
// Unicode form and the place of the tone mark (hòa, hoà) make no difference.
// An empty query is contained in everything.
func Exact(s, query string) bool {
	return strings.Contains(plain(s), plain(query))
}

// plain is s with its marks, in the one spelling used to compare.
func plain(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, " ")), " ")
	return newStyle.Replace(norm.NFC.String(strings.ToLower(norm.NFC.String(s))))
}

// newStyle moves the tone mark from the first vowel to the second in the three
// pairs whose spelling is disputed; every other pair has one spelling.
var newStyle = strings.NewReplacer(
	"òa", "oà", "ỏa", "oả", "õa", "oã", "óa", "oá", "ọa", "oạ",
	"òe", "oè", "ỏe", "oẻ", "õe", "oẽ", "óe", "oé", "ọe", "oẹ",
	"ùy", "uỳ", "ủy", "uỷ", "ũy", "uỹ", "úy", "uý", "ụy", "uỵ",
)
