package agreement

import (
	"fmt"
	"regexp"
	"strings"

	"donghanh/internal/platform/search"
)

// word is what stands between braces in a template.
type word string

// The words templates may have, as they are found: without marks.
const (
	wordA        word = "ben a"          // who signs on side A
	wordB        word = "ben b"          // who signs on side B
	wordTitle    word = "ten van ban"    // the agreement's title
	wordStage    word = "giai doan"      // 2024 - 2028
	wordFrom     word = "tu ngay"        // first day of the stage
	wordTo       word = "den ngay"       // last day
	wordPlace    word = "noi ky"         // where it is signed
	wordReview   word = "che do so ket"  // how often it is reviewed
	wordNotice   word = "bao truoc"      // days before its end
	wordFields   word = "cac linh vuc"   // all fields, one a line
	wordField    word = "linh vuc"       // a field, in a part for each
	wordPromises word = "cam ket"        // its commitments, one a line
	wordHost     word = "don doan truoc" // who receives the first delegation
)

func knownWords() []word {
	return []word{
		wordA, wordB, wordTitle, wordStage, wordFrom, wordTo, wordPlace, wordReview, wordNotice, wordFields, wordField, wordPromises, wordHost,
	}
}

var token = regexp.MustCompile(`\{([^{}\n]*)\}`)

// piece is a part of a text: as it stands, or a word in braces.
type piece struct {
	text string // with its braces
	word word   // empty: text
}

// cut cuts a text at its words in braces. The pieces in a row are the text.
func cut(text string) (out []piece) {
	last := 0
	for _, at := range token.FindAllStringSubmatchIndex(text, -1) {
		if at[0] > last {
			out = append(out, piece{text: text[last:at[0]]})
		}
		out = append(out, piece{text: text[at[0]:at[1]], word: word(search.Fold(strings.TrimSpace(text[at[2]:at[3]])))})
		last = at[1]
	}
	if last < len(text) {
		out = append(out, piece{text: text[last:]})
	}
	return out
}

// checkTokens refuses braces that mean nothing.
func checkTokens(text string) error {
	for _, p := range cut(text) {
		if p.word == "" && strings.ContainsAny(p.text, "{}") {
			return fmt.Errorf("a brace without its other one")
		}
		if p.word != "" && !p.word.known() {
			return fmt.Errorf("nobody knows the word %s", p.text)
		}
	}
	return nil
}

func (w word) known() bool {
	for _, k := range knownWords() {
		if k == w {
			return true
		}
	}
	return false
}

// fill puts values into a text. A line that says nothing but words without a
// value is left out.
func fill(text string, values map[word]string) string {
	var out []string
	for l := range strings.SplitSeq(text, "\n") {
		var b strings.Builder
		for _, p := range cut(l) {
			if p.word == "" {
				b.WriteString(p.text)
			} else {
				b.WriteString(values[p.word])
			}
		}
		if filled := strings.TrimSpace(b.String()); filled != "" || strings.TrimSpace(l) == "" {
			out = append(out, filled)
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}
