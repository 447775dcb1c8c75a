// Package sheet reads the tables officers send, CSV or XLSX, and writes back
// the rows that were refused.
//
// A file that cannot be read right is refused whole and plainly, never guessed
// at: a name decoded wrong or a row lost without a word would be believed. A
// fault of one row is that row's own ([Row.Err]) and reading goes on.
package sheet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"

	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/search"
)

// Limits of one file.
const (
	MaxRows     = 200_000   // rows under the header
	MaxRowBytes = 64 << 10  // bytes of one row
	maxPacked   = 64 << 20  // bytes of an XLSX as sent
	maxUnpacked = 200 << 20 // bytes of an XLSX unpacked
)

// source gives the records of one format, blank ones included or not.
// An error ends the file; a fault of one record is in the record.
type source interface {
	next() (record, error)
	Close() error
}

type record struct {
	line  int // as a spreadsheet numbers it
	cells []string
	fault error
}

// Reader reads one table from top to bottom. It is not safe for concurrent use.
type Reader struct {
	src     source
	name    string
	comma   rune // the separator of a CSV; a comma for XLSX
	ragged  bool // short rows are as they should be: XLSX leaves trailing blanks out
	header  []string
	index   map[string]int // bound column → cell, -1 when the file lacks it
	ignored []string
	rows    int
	err     error
}

// Open reads as far as the header. What the file is, is found from its bytes;
// name is only for messages. Refusals are errs.Invalid. Close the reader.
func Open(r io.Reader, name string) (*Reader, error) {
	reader := &Reader{name: name, comma: ','}
	err := reader.open(bufio.NewReaderSize(r, sniffBytes))
	if err == nil {
		err = reader.readHeader()
	}
	if err != nil {
		return nil, errors.Join(reader.named(err), reader.Close())
	}
	return reader, nil
}

func (r *Reader) open(in *bufio.Reader) error {
	head, err := in.Peek(sniffBytes)
	if err != nil && err != io.EOF {
		return fmt.Errorf("sheet: %w", err)
	}
	packed, err := sniff(head)
	if err != nil {
		return err
	}
	if packed {
		r.ragged = true
		src, err := openXLSX(in)
		if err == nil {
			r.src = src
		}
		return err
	}
	r.comma = separator(head)
	r.src = openCSV(in, r.comma)
	return nil
}

// Close frees what reading holds, temporary files among it.
func (r *Reader) Close() error {
	if r.src == nil {
		return nil
	}
	return r.src.Close()
}

// readHeader takes the first row that is not blank.
func (r *Reader) readHeader() error {
	rec, err := r.record()
	if err == io.EOF {
		return refuse("sheet.empty", nil)
	}
	if err = errors.Join(err, rec.fault); err != nil {
		return err
	}
	seen := map[string]bool{"": true}
	for _, cell := range trimBlank(rec.cells, 0) {
		name := clean(cell)
		key := search.Fold(name)
		if key != "" && seen[key] {
			return refuse("sheet.column_twice", errs.Args{"column": name})
		}
		seen[key] = true
		r.header = append(r.header, name)
	}
	return nil
}

// Header is the names of the columns as the file has them.
func (r *Reader) Header() []string { return r.header }

// Next is the next row that is not blank; io.EOF after the last. Any other
// error ends the file, and nothing of it should be kept.
func (r *Reader) Next() (Row, error) {
	if r.err != nil {
		return Row{}, r.err
	}
	rec, err := r.record()
	if r.rows++; err == nil && r.rows > MaxRows {
		err = refuse("sheet.too_many_rows", errs.Args{"max": MaxRows})
	}
	if err != nil {
		r.err = r.named(err)
		return Row{}, r.err
	}
	return r.row(rec), nil
}

func (r *Reader) record() (record, error) {
	for {
		rec, err := r.src.next()
		if err != nil {
			return record{}, err
		}
		if rec.fault == nil && len(trimBlank(rec.cells, 0)) == 0 {
			continue
		}
		for i, cell := range rec.cells {
			rec.cells[i] = unguard(cell)
		}
		return rec, nil
	}
}

func (r *Reader) row(rec record) Row {
	want := len(r.header)
	cells := trimBlank(rec.cells, want)
	for r.ragged && len(cells) < want {
		cells = append(cells, "")
	}
	if rec.fault == nil && len(cells) != want {
		rec.fault = refuse("sheet.row_cells", errs.Args{"want": want, "got": len(cells)})
	}
	return Row{Line: rec.line, Err: rec.fault, cells: cells, index: r.index}
}

// named tells the message which file it is about.
func (r *Reader) named(err error) error {
	var e *errs.Error
	if errors.As(err, &e) {
		if e.Args == nil {
			e.Args = errs.Args{}
		}
		e.Args["file"] = r.name
	}
	return err
}

// Row is one row of the table.
type Row struct {
	Line  int   // its number as a spreadsheet shows it: the header is usually 1
	Err   error // why the row as a whole cannot be read, else nil
	cells []string
	index map[string]int
}

// Get is the cell of a bound column, trimmed and in NFC; empty when the file
// has no such column. Asking for a column that was not bound is a fault of the
// program and panics.
func (r Row) Get(name string) string {
	i, bound := r.index[name]
	if !bound {
		panic(fmt.Sprintf("sheet: column %q was not bound", name))
	}
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return clean(r.cells[i])
}

// Raw is the cells as they were written. Do not change them.
func (r Row) Raw() []string { return r.cells }

// clean makes what two people typed alike equal.
func clean(cell string) string {
	const zeroWidth = "\u200b\ufeff"
	s := strings.Trim(strings.TrimSpace(cell), zeroWidth)
	return norm.NFC.String(strings.TrimSpace(s))
}

// trimBlank drops blank cells from the end while more than keep are left.
func trimBlank(cells []string, keep int) []string {
	n := len(cells)
	for n > keep && clean(cells[n-1]) == "" {
		n--
	}
	return cells[:n]
}

func refuse(key string, args errs.Args) *errs.Error {
	return errs.New(errs.Invalid, key, args)
}
