package document

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"math/big"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
)

// maxLinks on one sheet: adding one takes excelize longer the more there are.
// Cells after that are written without their link.
const maxLinks = 5_000

// WriteXLSX writes the table as a workbook of one sheet: header frozen and
// with filters, printed on A4 across. The same input gives the same bytes.
// Nothing is written to w on error. More rows than a sheet holds (1,048,576
// with titles and notes) are refused as errs.Invalid.
func WriteXLSX(w io.Writer, s Sheet, rows iter.Seq[[]Cell]) error {
	return WriteBook(w, Tab{s, rows})
}

// Tab is a sheet of a workbook with its rows.
type Tab struct {
	Sheet
	Rows iter.Seq[[]Cell]
}

// WriteBook is [WriteXLSX] for several sheets; the first one's title is the
// book's.
func WriteBook(w io.Writer, tabs ...Tab) error { return writeBook(w, excelize.TotalRows, tabs) }

func writeXLSX(w io.Writer, s Sheet, rows iter.Seq[[]Cell], maxRows int) error {
	return writeBook(w, maxRows, []Tab{{s, rows}})
}

func writeBook(w io.Writer, maxRows int, tabs []Tab) (err error) {
	if len(tabs) == 0 {
		return errors.New("document: a book without sheets")
	}
	defer errs.Wrap(&err, "document.WriteXLSX(%q)", tabs[0].Name)
	file := excelize.NewFile()
	defer file.Close()
	looks := styles{file: file, ids: map[look]int{}}
	for i, t := range tabs {
		x := &xlsx{sheet: t.Sheet, name: tabName(t.Name), first: i == 0, max: maxRows, file: file, styles: looks}
		if err := x.writeTab(t.Rows); err != nil {
			return err
		}
	}
	return file.Write(w)
}

func (x *xlsx) writeTab(rows iter.Seq[[]Cell]) error {
	for _, step := range []func() error{x.begin, x.prepare, x.head, func() error { return x.body(rows) }, x.foot} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// xlsx is a sheet being written from top to bottom.
type xlsx struct {
	sheet  Sheet
	name   string
	first  bool // of its book
	max    int
	file   *excelize.File
	out    *excelize.StreamWriter
	styles styles
	row    int // the last one written
	header int
	links  int
}

// begin adds the sheet to its book; an empty book has one already.
func (x *xlsx) begin() error {
	if x.first {
		return x.describe()
	}
	if slices.ContainsFunc(x.file.GetSheetList(), func(other string) bool { return strings.EqualFold(other, x.name) }) {
		return fmt.Errorf("two sheets %q", x.name)
	}
	_, err := x.file.NewSheet(x.name)
	return err
}

// describe says what the book is. The moments are fixed: when a file was made
// says the system it lies in.
func (x *xlsx) describe() error {
	const moment = "2000-01-01T00:00:00Z"
	return errors.Join(
		x.file.SetSheetName("Sheet1", x.name),
		x.file.SetDefaultFont(face),
		x.file.SetDocProps(&excelize.DocProperties{
			Title: clean(x.sheet.Title), Creator: "Đồng Hành", Language: "vi-VN", Created: moment, Modified: moment,
		}),
	)
}

// prepare sets what the stream writes before the first row.
func (x *xlsx) prepare() (err error) {
	x.header = 1
	for _, above := range []string{x.sheet.Title, x.sheet.Subtitle} {
		if above != "" {
			x.header++
		}
	}
	if err := x.properties(); err != nil {
		return err
	}
	if x.out, err = x.file.NewStreamWriter(x.name); err != nil {
		return err
	}
	// From the last to the first: excelize puts each before those it has, and
	// Excel wants them in order.
	for i, c := range slices.Backward(x.sheet.Columns) {
		if err := x.out.SetColWidth(i+1, i+1, width(c)); err != nil {
			return err
		}
	}
	return x.out.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: x.header, TopLeftCell: fmt.Sprintf("A%d", x.header+1), ActivePane: "bottomLeft",
	})
}

// properties of the printed page.
func (x *xlsx) properties() error {
	const a4 = 9
	across, yes, one, any := "landscape", true, 1, 0
	return errors.Join(
		x.file.SetSheetProps(x.name, &excelize.SheetPropsOptions{FitToPage: &yes}),
		x.file.SetPageLayout(x.name, &excelize.PageLayoutOptions{
			Size: new(a4), Orientation: &across, FitToWidth: &one, FitToHeight: &any,
		}),
		x.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", x.name, x.header, x.header), Scope: x.name,
		}),
	)
}

func (x *xlsx) head() error {
	if err := x.line(x.sheet.Title, titleLook); err != nil {
		return err
	}
	if err := x.line(x.sheet.Subtitle, noteLook); err != nil {
		return err
	}
	cells := make([]any, len(x.sheet.Columns))
	for i, c := range x.sheet.Columns {
		style, err := x.styles.id(headLook)
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{Value: clean(c.Title), StyleID: style}
	}
	return x.write(cells)
}

// line writes one text across the table; an empty one takes no row.
func (x *xlsx) line(text string, l look) error {
	if text == "" {
		return nil
	}
	style, err := x.styles.id(l)
	if err != nil {
		return err
	}
	return x.write([]any{excelize.Cell{Value: clean(text), StyleID: style}})
}

func (x *xlsx) body(rows iter.Seq[[]Cell]) error {
	for row := range rows {
		if len(row) > len(x.sheet.Columns) {
			return fmt.Errorf("row %d has %d cells for %d columns", x.row+1, len(row), len(x.sheet.Columns))
		}
		cells := make([]any, len(row))
		for i, c := range row {
			cell, err := x.cell(i, c)
			if err != nil {
				return err
			}
			cells[i] = cell
		}
		if err := x.write(cells); err != nil {
			return err
		}
	}
	return nil
}

// foot closes the table with its filters and writes the notes.
func (x *xlsx) foot() error {
	if n := len(x.sheet.Columns); n > 0 {
		last, err := excelize.CoordinatesToCellName(n, x.row)
		if err != nil {
			return err
		}
		if err := x.file.AutoFilter(x.name, fmt.Sprintf("A%d:%s", x.header, last), nil); err != nil {
			return err
		}
	}
	if err := x.choices(); err != nil {
		return err
	}
	if len(x.sheet.Notes) > 0 {
		x.row++ // a blank row ends the table for filters and sorting
	}
	for _, note := range x.sheet.Notes {
		if err := x.line(note, noteLook); err != nil {
			return err
		}
	}
	return x.out.Flush()
}

// spareRows below the table offer their choices too, for what people add.
const spareRows = 500

// choices puts lists into columns that take certain words only. Whoever types
// another is warned; what is right says whoever reads the file.
func (x *xlsx) choices() error {
	for i, c := range x.sheet.Columns {
		if len(c.Choices) == 0 {
			continue
		}
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		list := excelize.NewDataValidation(true)
		list.Sqref = fmt.Sprintf("%s%d:%s%d", name, x.header+1, name, min(x.row+spareRows, x.max))
		if err := list.SetDropList(c.Choices); err != nil {
			return err
		}
		list.SetError(excelize.DataValidationErrorStyleWarning, clean(c.Title), strings.Join(c.Choices, "; "))
		if err := x.file.AddDataValidation(x.name, list); err != nil {
			return err
		}
	}
	return nil
}

func (x *xlsx) write(cells []any) error {
	if x.row++; x.row > x.max {
		return errs.New(errs.Invalid, "document.too_many_rows", errs.Args{"max": x.max})
	}
	return x.out.SetRow(fmt.Sprintf("A%d", x.row), cells)
}

// cell gives excelize a number, or text: a string it writes as an inline
// string, which is never a formula.
func (x *xlsx) cell(column int, c Cell) (excelize.Cell, error) {
	if c.Kind == 0 {
		c.Kind = x.sheet.Columns[column].Kind
	}
	if err := x.link(column, c.Link); err != nil {
		return excelize.Cell{}, err
	}
	value, l := valueOf(c)
	style, err := x.styles.id(l)
	return excelize.Cell{Value: value, StyleID: style}, err
}

func valueOf(c Cell) (any, look) {
	l := look{kind: c.Kind, right: c.Kind > Text, state: c.State, link: c.Link != ""}
	switch {
	case c.Number != nil && c.Kind == Percent:
		l.decimals = decimals(c.Number)
		return float(new(big.Rat).Quo(c.Number, big.NewRat(100, 1))), l
	case c.Number != nil && c.Number.IsInt() && c.Number.Num().IsInt64():
		return c.Number.Num().Int64(), l
	case c.Number != nil:
		l.decimals = decimals(c.Number)
		return float(c.Number), l
	case c.Kind == Date:
		if serial, ok := serialDay(c.Text); ok {
			return serial, l
		}
	}
	l.kind = Text
	if c.Text == "" {
		return signs[c.State].char, l
	}
	return clean(signs[c.State].before() + c.Text), l
}

func float(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

// decimals is how many of at most two decimals the value needs.
func decimals(r *big.Rat) int {
	_, fraction, _ := strings.Cut(strings.TrimRight(r.FloatString(2), "0"), ".")
	return len(fraction)
}

// serialDay is the number Excel has for a day; it knows none before 1900, and
// a wrong one before March of that year.
func serialDay(iso string) (int, bool) {
	d, err := day.Parse(iso)
	if err != nil || d < "1900-03-01" {
		return 0, false
	}
	return int(d.Time().Sub(day.Date("1899-12-30").Time()).Hours() / 24), true
}

func (x *xlsx) link(column int, to string) error {
	if to == "" || x.links == maxLinks {
		return nil
	}
	if !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") {
		return fmt.Errorf("link %q is no web address", to)
	}
	x.links++
	at, err := excelize.CoordinatesToCellName(column+1, x.row+1)
	if err != nil {
		return err
	}
	return x.file.SetCellHyperLink(x.name, at, clean(to), "External")
}

// clean drops the characters XML cannot have.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return r
		case r < ' ', r == 0xfffe, r == 0xffff, r == '\ufffd':
			return -1
		}
		return r
	}, s)
}

// tabName makes a name Excel takes for a tab.
func tabName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, clean(s))
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) == 0 {
		return "Bảng"
	}
	return strings.TrimSpace(string(runes[:min(len(runes), excelize.MaxSheetNameLength)]))
}
