package paper

import (
	"embed"
	"encoding/binary"
	"strings"
	"sync"
	"unicode"
)

// files are faces with the measures of Times New Roman, so that DOCX, which
// names that one, and PDF, which brings these along, break lines alike.
//
//go:embed fonts/*.ttf
var files embed.FS

// look is one of the four faces.
type look uint8

const (
	boldLook look = 1 << iota
	italicLook
	looks = 4
)

func lookOf(bold, italic bool) (l look) {
	if bold {
		l |= boldLook
	}
	if italic {
		l |= italicLook
	}
	return l
}

// fpdf is what the PDF library calls the look.
func (l look) fpdf() string { return [looks]string{"", "B", "I", "BI"}[l] }

func (l look) file() ([]byte, error) {
	name := [looks]string{"regular", "bold", "italic", "bolditalic"}[l]
	return files.ReadFile("fonts/dong-hanh-serif-" + name + ".ttf")
}

// face is the width of each character it has, in thousandths of its size.
type face map[rune]int

// faces are read once: they never change.
var faces = sync.OnceValues(func() (all [looks]face, err error) {
	for l := range all {
		data, err := look(l).file()
		if err != nil {
			return all, err
		}
		all[l] = readFace(data)
	}
	return all, nil
})

const missing = '□' // stands for a character no face has, such as an emoji

// width of a text in thousandths of the size.
func (f face) width(s string) (sum int) {
	for _, r := range s {
		sum += f[f.drawn(r)]
	}
	return sum
}

// drawable is s with the characters the face has.
func (f face) drawable(s string) string { return strings.Map(f.drawn, s) }

// drawn is the character that stands for r; negative if none does.
func (f face) drawn(r rune) rune {
	if _, ok := f[r]; ok {
		return r
	}
	if unicode.In(r, unicode.Mn, unicode.Cf, unicode.Me) {
		return -1 // it only changes the look of others
	}
	return missing
}

// readFace reads the widths of a TrueType file. The files are our own, cut by
// scripts/cut-fonts: one that does not follow the format is a fault of the
// build, and panics.
func readFace(data []byte) face {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(data[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(data[at:])) }
	table := map[string]int{}
	for i := range u16(4) {
		at := 12 + 16*i
		table[string(data[at:at+4])] = u32(at + 8)
	}
	em, metrics := u16(table["head"]+18), u16(table["hhea"]+34)
	out := face{}
	for r, glyph := range readCmap(u16, table["cmap"]+u32(table["cmap"]+8)) {
		at := table["hmtx"] + 4*min(glyph, metrics-1)
		out[r] = (u16(at)*1000 + em/2) / em
	}
	return out
}

// readCmap reads which glyph a character has from a table of format 4.
func readCmap(u16 func(int) int, at int) map[rune]int {
	out := map[rune]int{}
	n := u16(at + 6) // twice the segments
	for i := 0; i < n; i += 2 {
		last, first := u16(at+14+i), u16(at+16+n+i)
		delta, where := u16(at+16+2*n+i), at+16+3*n+i
		for c := first; c <= last && c != 0xffff; c++ {
			glyph := c
			if offset := u16(where); offset != 0 {
				if glyph = u16(where + offset + 2*(c-first)); glyph == 0 {
					continue
				}
			}
			out[rune(c)] = (glyph + delta) & 0xffff
		}
	}
	return out
}
