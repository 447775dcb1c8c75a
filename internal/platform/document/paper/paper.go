// Package paper writes official papers as Vietnamese administration lays them
// out: one model, and three writers of it (DOCX, PDF, HTML).
//
// The layout is that of NĐ 30/2020/NĐ-CP, phụ lục I, which QĐ 933/QĐ-TLĐ takes
// over for the unions (domain.md §9). The package knows no domain: whoever
// fills a Paper decides what is said, the writers how it stands on the page.
package paper

import (
	"donghanh/internal/platform/day"
)

// Paper is one official paper. Parts left empty take no room, except number
// and day, which leave room for the hand.
type Paper struct {
	Bodies     []Body   // who issues it; of a joint paper both, the one that leads first
	Number     int      // in the register; 0 is left to be written by hand
	Symbol     string   // what follows the number: "BC-LĐLĐ"
	Registered string   // number and symbol as they were given elsewhere; empty: Number and Symbol
	Place      string   // "Ba Đình"
	Day        day.Date // of issue; empty is left to be written by hand
	Type       string   // "Báo cáo", printed in capitals; empty for a Letter
	Abstract   string   // what it is about (trích yếu)
	Letter     bool     // a công văn: the abstract stands as "V/v …" under the number
	Authority  string   // who decides, above the grounds of a decision; printed in capitals
	Addressees []string // Kính gửi
	Grounds    []string // căn cứ
	Blocks     []Block
	Signatures []Signature // at most two stand side by side, in this order
	Recipients []string    // Nơi nhận, without dashes; the last is usually "Lưu: VT"
	Annexes    []Annex
	Seal       *Seal
	Draft      bool   // marked DỰ THẢO
	Lang       string // of the text: "en"; empty is Vietnamese. Another has no head: the nation's is for its own papers
	// Next are texts that follow in the same file, each on a page of its own: the
	// same in another language.
	Next []Paper
}

// Body is an organisation that issues a paper. A line break in a name breaks
// the line there; else names are broken into lines of like length.
type Body struct {
	Superior string // cơ quan chủ quản; may be empty
	Name     string
}

// Signature is one column of signing.
type Signature struct {
	Lines []string // "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"; printed in capitals
	Mark  string   // small, in the room for the hand: "Đã ký số 22/12/2023 16:05"
	Name  string   // without titles and degrees
}

// Annex begins on a page of its own.
type Annex struct {
	Number string // "I"; empty if there is only one
	Title  string // printed in capitals
	Blocks []Block
}

// Seal leads from the printed paper to what the system knows of it: a QR code
// of an address beside the recipients.
type Seal struct {
	URL     string
	Caption []string
}

// Block is a part of the text: Heading, Paragraph, List, Table, Note or Signs.
type Block interface{ block() }

// Level is the depth of a Heading.
type Level uint8

// Levels of headings, from the highest.
const (
	Part    Level = iota // "Phần I" and below it the title in capitals, centred; without a number: "QUYẾT ĐỊNH:"
	Section              // "I. …" bold
	Item                 // "1. …" bold
	Point                // "a) …" upright
)

// Heading is never the last line of a page.
type Heading struct {
	Level  Level
	Number string // "Phần I", "I.", "1.", "a)"; may be empty
	Text   string
}

// Paragraph is justified text with a first line set in.
type Paragraph struct{ Runs []Run }

// List is items behind dashes.
type List struct{ Items [][]Run }

// Note is a remark: smaller and in italics.
type Note struct{ Runs []Run }

// Table has lines around its cells; its head is repeated on every page.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]Cell
	Total   []Cell // a last row in bold; may be nil
}

// Column of a Table.
type Column struct {
	Title string
	Share float64 // of the width, beside the other shares; 0 counts as 1
	Align Align
}

// Align is where text stands in its column.
type Align uint8

// Places of text; Justify is for paragraphs.
const (
	Left Align = iota
	Right
	Centre
	Justify
)

// Cell is the text of a cell.
type Cell []Run

// Signs is who signs in an annex, two in a row: the many parties of one text.
type Signs struct{ Signatures []Signature }

// Run is text in one look. Line breaks in it count as blanks.
type Run struct {
	Text         string
	Bold, Italic bool
	Figure       *Figure // non-nil: Text is a number that is counted
}

// Figure is what stands behind a number. Only HTML shows it.
type Figure struct {
	Href  string // its sources; may be empty
	State State
	Hint  string // what a person should know of it: "khi ký 1.516, nay 1.519"
}

// State tells a number that may still change from one that was signed.
type State uint8

// States of figures.
const (
	Live    State = iota // counted anew each time
	Same                 // signed, and counted the same today
	Changed              // signed, and counted differently today
)

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}
func (Note) block()      {}
func (Signs) block()     {}

// Drawable tells whether PDF has every letter of the paper: it lacks those of
// Korean, Chinese or Thai. DOCX leaves letters to the reader's machine.
func (p Paper) Drawable() (bool, error) {
	pieces, _, err := compose(p)
	if err != nil {
		return false, err
	}
	s, err := newSetter()
	return err == nil && !s.lacks(pieces), err
}

// Text is plain text.
func Text(s string) Run { return Run{Text: s} }

// Bold is text in bold.
func Bold(s string) Run { return Run{Text: s, Bold: true} }

// Italic is text in italics.
func Italic(s string) Run { return Run{Text: s, Italic: true} }

// Number is a figure that opens its sources.
func Number(said, href string) Run { return Run{Text: said, Figure: &Figure{Href: href}} }

// Say is a paragraph of these runs.
func Say(runs ...Run) Paragraph { return Paragraph{runs} }

// Row is a row of plain cells.
func Row(said ...string) []Cell {
	row := make([]Cell, len(said))
	for i, s := range said {
		row[i] = Cell{Text(s)}
	}
	return row
}
