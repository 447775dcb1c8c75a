package i18n

import (
	"unicode"
	"unicode/utf8"
)

// Upper begins a text with a capital, as a sentence does.
func Upper(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}

// Lower begins a text without a capital, to go on in a sentence; a word in
// capitals ("CĐCS") stays.
func Lower(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if n == 0 || !unicode.IsLower(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}
