package activityweb

import (
	"context"
	"errors"
	"io"
	"iter"
	"math/big"
	"net/http"
	"slices"
	"strconv"

	"donghanh/internal/activity"
	"donghanh/internal/platform/document"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
)

// export writes the list as a workbook that can be imported again: its first
// row is the columns' names, as people read them.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, _, filter, err := p.filter(w, r)
	if err == nil {
		err = f.Err()
	}
	if err != nil {
		return err
	}
	columns, err := p.Activity.ExportColumns(ctx, filter)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="viec-da-ghi_`+string(p.Activity.Today())+`.xlsx"`)
	return WriteWorkbook(ctx, w, p.Activity, filter, columns)
}

// WriteWorkbook writes the records of a filter as a workbook. Nothing is
// written on an error.
func WriteWorkbook(ctx context.Context, w io.Writer, s *activity.Service, filter activity.Filter, columns []sheet.Column) error {
	book := document.Sheet{Name: i18n.T(ctx, "activity.list.title"), Columns: make([]document.Column, len(columns))}
	for i, c := range columns {
		book.Columns[i] = document.Column{Title: c.Name, Kind: document.Text}
		if len(c.Names) > 0 {
			book.Columns[i].Title = c.Names[0]
		}
		if c.Name == "title" || c.Name == "note" {
			book.Columns[i].Width = 40
		}
	}
	rows := &exportRows{columns: columns}
	err := document.WriteXLSX(&whole{w, rows}, book, rows.of(ctx, s, filter))
	return errors.Join(err, rows.err)
}

// exportRows are the rows of a workbook, with what broke them off.
type exportRows struct {
	columns []sheet.Column
	err     error
}

// whole writes a workbook only when all of its rows could be read.
type whole struct {
	io.Writer
	rows *exportRows
}

func (w *whole) Write(b []byte) (int, error) {
	if w.rows.err != nil {
		return 0, w.rows.err
	}
	return w.Writer.Write(b)
}

// errEnough ends an export whose reader wants no more.
var errEnough = errors.New("activityweb: the export was broken off")

func (x *exportRows) of(ctx context.Context, s *activity.Service, filter activity.Filter) iter.Seq[[]document.Cell] {
	return func(yield func([]document.Cell) bool) {
		cells := make([]document.Cell, len(x.columns))
		x.err = s.Export(ctx, filter, func(e activity.Exported) error {
			for i, c := range x.columns {
				cells[i] = exportCell(c.Name, e)
			}
			if !yield(trimmed(cells)) {
				return errEnough
			}
			return nil
		})
	}
}

// trimmed leaves the empty cells at the end out.
func trimmed(cells []document.Cell) []document.Cell {
	last := len(cells)
	for last > 0 && cells[last-1].Text == "" && cells[last-1].Number == nil {
		last--
	}
	return cells[:last]
}

func exportCell(column string, e activity.Exported) document.Cell {
	switch column {
	case "ref":
		return document.Cell{Text: e.Ref()}
	case "unit":
		return document.Cell{Text: e.UnitCode}
	case "kind":
		return document.Cell{Text: e.Record.Kind}
	case "date":
		return document.Cell{Text: string(e.Day), Kind: document.Date}
	case "title":
		return document.Cell{Text: e.Title}
	case "partner":
		return document.Cell{Text: e.Partner}
	case "note":
		return document.Cell{Text: e.Note}
	case "under":
		return document.Cell{Text: e.UnderRef}
	}
	v := e.Fields[column]
	if v == "" || e.Kind == nil {
		return document.Cell{}
	}
	return valueCell(e.Kind.Field(column), v)
}

// valueCell is a stored value as a workbook has it and the import reads it.
func valueCell(f activity.Field, v string) document.Cell {
	switch f.Type {
	case activity.Number, activity.Money:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return document.Cell{Number: big.NewRat(n, 1), Kind: document.Integer}
		}
	case activity.DateField:
		return document.Cell{Text: v, Kind: document.Date}
	case activity.ChoiceType:
		if i := slices.IndexFunc(f.Choices, func(c activity.Choice) bool { return c.Value == v }); i >= 0 {
			return document.Cell{Text: f.Choices[i].Text}
		}
	}
	return document.Cell{Text: v}
}
