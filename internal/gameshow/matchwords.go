package gameshow

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"donghanh/internal/platform/search"

	"golang.org/x/text/unicode/norm"
)

// brackets hold what is no part of a title: (live), [remix].
var brackets = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}`)

// guests begin what follows a title: with whom it was sung.
var guests = regexp.MustCompile(`(?i)\s(feat\.?|ft\.?|featuring|prod\.?( by)?)\s.*$`)

// markedWords cuts a name into words in small letters with their marks, the
// tone mark where older spelling has it.
func markedWords(name string) []string {
	name = norm.NFC.String(strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(name, " "))))
	if strings.ContainsAny(name, "([{") {
		name = without(brackets, name)
	}
	if strings.ContainsAny(name, "fp") {
		name = without(guests, name)
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	for i, w := range words {
		words[i] = oldStyle(w)
	}
	return slices.DeleteFunc(words, func(w string) bool { return !saysSomething(w) })
}

// without cuts a pattern out of a name, unless nothing would be left.
func without(what *regexp.Regexp, name string) string {
	if bare := what.ReplaceAllString(name, " "); saysSomething(bare) {
		return bare
	}
	return name
}

func saysSomething(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// oldStyle puts the tone mark of a word's end where older spelling has it: hòa,
// not hoà. In the middle of a word there is one spelling only.
func oldStyle(word string) string {
	for _, pair := range [][2]string{
		{"oà", "òa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oá", "óa"}, {"oạ", "ọa"}, {"oè", "òe"}, {"oẻ", "ỏe"}, {"oẽ", "õe"}, {"oé", "óe"}, {"oẹ", "ọe"},
		{"uỳ", "ùy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uý", "úy"}, {"uỵ", "ụy"},
	} {
		if stem, ends := strings.CutSuffix(word, pair[0]); ends && !strings.HasSuffix(stem, "q") {
			return stem + pair[1]
		}
	}
	return word
}

// noise are words around a title that are no part of it; before and after.
var (
	noiseBefore = [][]string{
		{"ten", "bai", "hat", "la"}, {"ten", "bai", "la"}, {"bai", "hat", "la"}, {"bai", "hat"}, {"ca", "khuc"}, {"nhac", "pham"}, {"bai", "la"}, {"bai"}, {"day", "la"}, {"em", "nghi", "la"}, {"chac", "la"}, {"hinh", "nhu", "la"},
	}
	noiseAfter = [][]string{
		{"official", "music", "video"}, {"official", "mv"}, {"official", "audio"}, {"official"}, {"mv"}, {"live"}, {"remix"}, {"cover"}, {"karaoke"}, {"beat"}, {"acoustic"}, {"lyrics"}, {"lyric", "video"}, {"version"}, {"ver"}, {"audio"}, {"a"}, {"nhe"}, {"phai", "khong"}, {"dung", "khong"},
	}
)

// trimNoise tells from where to where words are left when those around a title
// are taken away; something is always left.
func trimNoise(words []string) (from, to int) {
	to = len(words)
	for again := true; again; {
		again = false
		for _, n := range noiseBefore {
			if to-from > len(n)+1 && slices.Equal(words[from:from+len(n)], n) {
				from, again = from+len(n), true
				break
			}
		}
		for _, n := range noiseAfter {
			if to-from > len(n)+1 && slices.Equal(words[to-len(n):to], n) {
				to, again = to-len(n), true
				break
			}
		}
	}
	return from, to
}

func foldWords(words []string) []string {
	out := strings.Fields(search.Fold(strings.Join(words, " ")))
	if len(out) != len(words) { // a letter that folds into two words
		out = out[:0]
		for _, w := range words {
			out = append(out, strings.ReplaceAll(search.Fold(w), " ", ""))
		}
	}
	return out
}

// digits are the numbers among words.
func digits(words []string) string {
	var b strings.Builder
	for _, w := range words {
		for _, r := range w {
			if unicode.IsDigit(r) {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// soundsOf is how words are heard, roughly, in any part of the country: letters
// that are one sound somewhere are one here.
func soundsOf(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(soundOf(w))
	}
	return b.String()
}

// begins are beginnings of syllables and how they are heard, the longer first;
// one that stands for itself keeps a shorter one from being taken for it.
var begins = [][2]string{
	{"ngh", "ng"}, {"ng", "ng"}, {"nh", "nh"}, {"gh", "g"}, {"gi", "d"}, {"tr", "ch"}, {"qu", "cu"}, {"kh", "kh"}, {"k", "c"}, {"r", "d"}, {"x", "s"}, {"n", "l"},
}

// ends are endings that are heard alike in the South.
var ends = [][2]string{{"ng", "n"}, {"nh", "n"}, {"ch", "t"}, {"c", "t"}}

func soundOf(word string) string {
	for _, p := range begins {
		if rest, is := strings.CutPrefix(word, p[0]); is && rest != "" {
			word = p[1] + rest
			break
		}
	}
	for _, p := range ends {
		if stem, is := strings.CutSuffix(word, p[0]); is && stem != "" {
			word = stem + p[1]
			break
		}
	}
	return strings.ReplaceAll(word, "y", "i")
}

// untyped reads words as they come from a keyboard whose Vietnamese was off:
// Telex (beof datj) or VNI (beo2 dat5).
func untyped(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = untype(w)
	}
	return out
}

// twice are the doubled letters of Telex, and what they stand for without marks.
var twice = strings.NewReplacer("aa", "a", "ee", "e", "oo", "o", "dd", "d", "uw", "u", "ow", "o", "aw", "a", "w", "u")

func untype(word string) string {
	if strings.ContainsAny(word, "0123456789") {
		word = strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return -1
			}
			return r
		}, word)
	}
	bare := twice.Replace(word)
	if last := len(bare) - 1; last > 0 && strings.IndexByte("sfrxj", bare[last]) >= 0 {
		return bare[:last]
	}
	return bare
}

// byNumbers tells that words may come from VNI: digits among their letters.
func (f form) byNumbers() bool {
	for i, w := range f.words {
		if f.untyped[i] != "" && f.untyped[i] != w && strings.ContainsAny(w, "0123456789") {
			return true
		}
	}
	return false
}
