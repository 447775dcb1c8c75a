package sheet

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Kind is a sort of table that can be imported.
type Kind struct {
	Name    string // "units": as on the command line and in addresses
	Columns []Column
	// Row books one row in the import's transaction. Refusals name the column
	// as their field; the same row again should change nothing.
	Row func(ctx context.Context, tx *db.Tx, row Row) error
}

// Options of an import.
type Options struct {
	DryRun      bool                     // only check; nothing is written
	AcceptValid bool                     // write the good rows although others are refused
	Words       func(*errs.Error) string // what a person reads of a refusal
}

// Message is what is wrong with one cell of one row, or with the row as a whole
// when Column is empty.
type Message struct {
	Line    int    // as a spreadsheet numbers it
	Column  string // its name in the program
	Heading string // its name in the file; Column where the file has none
	Text    string
}

// Result is what became of a file.
type Result struct {
	Rows     int // all rows, refused ones included
	Refused  int
	Messages []Message // in the order of lines, one for each wrong column
	Written  bool
}

// errDrop undoes a transaction that went as it should.
var errDrop = errors.New("sheet: nothing is kept")

// Run imports a file in one transaction: all its rows, the good ones, or none
// (see Options). A refused row undoes its own writes only, so that one run
// finds every refusal. Refused rows go to refusals, which may be nil; progress,
// which may be nil, is called after each row.
//
// The error is why the file as a whole could not be read or a fault of ours;
// nothing is written then.
func Run(ctx context.Context, d *db.DB, k Kind, r *Reader, opt Options, refusals *Refusals, progress func(done, refused int)) (Result, error) {
	if err := r.Bind(k.Columns); err != nil {
		return Result{}, err
	}
	rows, err := r.all()
	if err != nil {
		return Result{}, err
	}
	var i *importer
	err = d.Write(ctx, func(tx *db.Tx) error {
		// Begun anew each time: PostgreSQL may have a transaction run again.
		i = &importer{kind: k, reader: r, words: opt.Words, progress: progress, result: Result{Rows: len(rows)}}
		if err := i.book(ctx, tx, rows); err != nil {
			return err
		}
		if opt.DryRun || len(rows) == i.result.Refused || (i.result.Refused > 0 && !opt.AcceptValid) {
			return errDrop
		}
		i.result.Written = true
		return nil
	})
	if err != nil && !errors.Is(err, errDrop) {
		return Result{}, err
	}
	return i.result, i.refuse(refusals)
}

// all reads the file to its end: a fault on its last line must not be found
// when the rows before it are written.
func (r *Reader) all() (rows []Row, err error) {
	for {
		row, err := r.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
}

// importer is one run over the rows.
type importer struct {
	kind     Kind
	reader   *Reader
	words    func(*errs.Error) string
	progress func(done, refused int)
	result   Result
	refused  []refusedRow
}

type refusedRow struct {
	row    Row
	reason string
}

func (i *importer) book(ctx context.Context, tx *db.Tx, rows []Row) error {
	for n, row := range rows {
		refused := row.Err
		if refused == nil {
			var err error
			refused, err = tx.Try(ctx, func() error { return i.kind.Row(ctx, tx, row) })
			if err != nil {
				return err
			}
		}
		if refused != nil {
			if !ofTheRow(refused) {
				return refused
			}
			i.note(row, refused)
		}
		if i.progress != nil {
			i.progress(n+1, i.result.Refused)
		}
	}
	return nil
}

// ofTheRow tells a refusal of the row from what ends the import.
func ofTheRow(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.NotFound, errs.Conflict, errs.Denied:
		return true
	}
	return false
}

func (i *importer) note(row Row, refused error) {
	i.result.Refused++
	var reasons []string
	for _, m := range i.messages(row, refused) {
		i.result.Messages = append(i.result.Messages, m)
		if m.Heading != "" {
			m.Text = m.Heading + ": " + m.Text
		}
		reasons = append(reasons, m.Text)
	}
	i.refused = append(i.refused, refusedRow{row, strings.Join(reasons, " · ")})
}

// messages says what is wrong with a row, once for each column, in the order of
// the columns.
func (i *importer) messages(row Row, refused error) (out []Message) {
	for _, e := range errs.All(refused) {
		if slices.ContainsFunc(out, func(m Message) bool { return m.Column == e.Field }) {
			continue
		}
		out = append(out, Message{Line: row.Line, Column: e.Field, Heading: i.reader.heading(e.Field), Text: i.say(e)})
	}
	order := func(m Message) int {
		return slices.IndexFunc(i.kind.Columns, func(c Column) bool { return c.Name == m.Column })
	}
	slices.SortStableFunc(out, func(a, b Message) int { return order(a) - order(b) })
	return out
}

func (i *importer) say(e *errs.Error) string {
	if i.words == nil {
		return e.Error()
	}
	return i.words(e)
}

// heading is what the file calls a bound column.
func (r *Reader) heading(column string) string {
	if n, bound := r.index[column]; bound && n >= 0 {
		return r.header[n]
	}
	return column
}

func (i *importer) refuse(to *Refusals) error {
	if to == nil {
		return nil
	}
	for _, r := range i.refused {
		if err := to.Add(r.row, r.reason); err != nil {
			return err
		}
	}
	return to.Flush()
}
