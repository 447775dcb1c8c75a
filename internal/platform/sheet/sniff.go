package sheet

import (
	"bytes"
	"unicode/utf8"

	"donghanh/internal/platform/errs"
)

// sniffBytes is how much of a file is looked at before it is believed.
const sniffBytes = 64 << 10

const utf8BOM = "\xef\xbb\xbf"

// sniff tells an XLSX from a CSV in UTF-8 by the first bytes, and refuses
// whatever is neither by the name the person needs to mend it.
func sniff(head []byte) (packed bool, _ error) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return true, nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return false, refuse("sheet.old_xls", nil)
	}
	if name := utf16(head); name != "" {
		return false, refuse("sheet.utf16", errs.Args{"encoding": name})
	}
	return false, sniffText(bytes.TrimPrefix(head, []byte(utf8BOM)))
}

func sniffText(text []byte) error {
	start := bytes.TrimSpace(text)
	switch {
	case len(start) == 0:
		return refuse("sheet.empty", nil)
	case bytes.IndexByte(text, 0) >= 0 || controls(text) > len(text)/100:
		return refuse("sheet.binary", nil)
	case start[0] == '<': // pages saved under the name of a table
		return refuse("sheet.markup", nil)
	case !utf8.Valid(wholeRunes(text)):
		return refuse("sheet.eight_bit", nil)
	}
	return nil
}

// utf16 names the byte order of UTF-16, by its mark or because nearly all of
// many NUL bytes stand in every second place; empty for anything else.
func utf16(head []byte) string {
	var nul [2]int
	for i, b := range head {
		if b == 0 {
			nul[i%2]++
		}
	}
	enough := len(head) / 10
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), nul[1] > enough && nul[0] <= nul[1]/20:
		return "UTF-16LE"
	case bytes.HasPrefix(head, []byte("\xfe\xff")), nul[0] > enough && nul[1] <= nul[0]/20:
		return "UTF-16BE"
	}
	return ""
}

func controls(text []byte) int {
	n := 0
	for _, b := range text {
		if isControl(b) {
			n++
		}
	}
	return n
}

// isControl reports bytes that no table in text has.
func isControl(b byte) bool {
	return b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f
}

// wholeRunes drops the rune that the end of the window may have cut.
func wholeRunes(text []byte) []byte {
	if len(text) < sniffBytes-len(utf8BOM) {
		return text
	}
	for i := 1; i < utf8.UTFMax; i++ {
		if tail := text[len(text)-i:]; utf8.RuneStart(tail[0]) && !utf8.FullRune(tail) {
			return text[:len(text)-i]
		}
	}
	return text
}

// separator is the one of comma, semicolon and tab the header line has most
// of, outside quotes. Excel writes what the machine's region asks for.
func separator(head []byte) rune {
	quoted, count := false, map[rune]int{}
	for _, r := range string(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(utf8BOM)))) {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			count[r]++
		}
	}
	best := ','
	for _, r := range ";\t" {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}
