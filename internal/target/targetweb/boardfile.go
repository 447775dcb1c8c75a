package targetweb

import (
	"bytes"
	"context"
	"iter"
	"math/big"
	"net/http"
	"strings"

	"donghanh/internal/platform/document"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
)

// boardXLSX is the board as seen, all its pages, as an Excel file.
func (p *Pages) boardXLSX(w http.ResponseWriter, r *http.Request) error {
	a, err := p.boardAsk(r)
	if err != nil {
		return err
	}
	b, err := p.Target.Board(r.Context(), a.BoardQuery)
	if err != nil {
		return err
	}
	v := newBoardView(r.Context(), a, b, p.Org.Rules)
	var file bytes.Buffer
	if err := document.WriteXLSX(&file, v.sheet(r.Context()), v.lines(r.Context())); err != nil {
		return err
	}
	name := "bang-chi-tieu_" + b.Unit.Code + "_" + strings.ReplaceAll(a.Period.Text, "/", "_") + ".xlsx"
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err = file.WriteTo(w)
	return err
}

// sheet has two columns for an indicator: its value and how far it is reached.
func (v *boardView) sheet(ctx context.Context) document.Sheet {
	s := document.Sheet{
		Name: v.Title, Title: v.Title + ": " + v.Board.Unit.Name, Subtitle: v.Lead,
		Columns: []document.Column{{Title: i18n.T(ctx, "board.unit"), Width: 36}, {Title: i18n.T(ctx, "board.code"), Width: 18}},
		Notes:   append(v.told(ctx).notes(), v.Note),
	}
	for _, h := range v.Heads {
		s.Columns = append(s.Columns,
			document.Column{Title: h.Name + " (" + h.Under + ")", Kind: document.Integer},
			document.Column{Title: i18n.T(ctx, "board.reached", i18n.Args{"name": h.Short}), Kind: document.Percent})
	}
	if pace := v.pace(ctx); pace != "" {
		s.Notes = append(s.Notes, pace)
	}
	return s
}

// lines are the rows of the page and those of its other pages.
func (v *boardView) lines(ctx context.Context) iter.Seq[[]document.Cell] {
	return func(yield func([]document.Cell) bool) {
		for i, r := range v.first() {
			code := ""
			if i == 0 {
				code = v.Board.Unit.Code
			}
			if !yield(line(r, code)) {
				return
			}
		}
		for _, r := range v.All {
			name := r.Unit.Name
			if text := StandsHere(ctx, r, v.Today); text != "" {
				name += " (" + i18n.Lower(text) + ")"
			}
			if !yield(line(newRow(ctx, v.boardAsk, r, name, false), r.Unit.Code)) {
				return
			}
		}
	}
}

func line(r rowView, code string) []document.Cell {
	out := []document.Cell{{Text: r.Name}, {Text: code}}
	for _, c := range r.Cells {
		value := document.Cell{Number: c.Figure.Value, Text: c.Value}
		if c.Figure.Denominator != nil {
			value.Kind = document.Percent
		}
		reached := document.Cell{Text: c.Small}
		if c.Figure.Target != nil {
			reached.State = document.State(c.State)
		}
		if c.Figure.Achievement != nil {
			reached.Number = printed(c.Figure.Achievement)
		}
		out = append(out, value, reached)
	}
	return out
}

// printed is an achievement as it is printed, so that the file says what the
// page says.
func printed(a *target.Achievement) *big.Rat {
	text := strings.NewReplacer("%", "", ".", "", ",", ".", "−", "-").Replace(a.Text)
	if n, ok := new(big.Rat).SetString(text); ok {
		return n
	}
	return a.Value
}
