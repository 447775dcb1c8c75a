package gameshowweb

import (
	"bytes"
	"context"
	"math/big"
	"net/http"
	"slices"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/document"
	"donghanh/internal/platform/sheet"
)

// bankExport writes what the list shows as a workbook that can be imported again.
func (p *Pages) bankExport(w http.ResponseWriter, r *http.Request) error {
	f, filter, err := p.bankFilter(w, r)
	if err == nil {
		err = f.Err()
	}
	if err != nil {
		return err
	}
	var all []gameshow.BankQuestion
	if err := p.Show.EachQuestion(r.Context(), filter, func(q gameshow.BankQuestion) error {
		all = append(all, q)
		return nil
	}); err != nil {
		return err
	}
	var accounts []string
	for _, q := range all {
		accounts = append(accounts, q.Reviewer)
	}
	slices.Sort(accounts)
	names, err := p.Org.Names(r.Context(), slices.Compact(accounts)...)
	if err != nil {
		return err
	}
	return sendBank(w, "ngan-hang-cau-hoi.xlsx", all, names)
}

// bankSample is a workbook to begin with: its columns, the words they take, and
// one question as an example.
func (p *Pages) bankSample(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.actingCode(r.Context())
	if err != nil {
		return err
	}
	q := gameshow.BankQuestion{
		Question: gameshow.Question{
			Kind: gameshow.One, Ask: "Làm thêm giờ vào ngày nghỉ hằng tuần được trả ít nhất bao nhiêu?", Seconds: 20, Points: 1000,
			Options: []gameshow.Option{{Text: "150% tiền lương"}, {Text: "200% tiền lương", Right: true}, {Text: "300% tiền lương"}},
			Why:     "Ngày nghỉ hằng tuần, ít nhất bằng 200%.",
		},
		LawName: "Bộ luật Lao động 45/2019/QH14", ArticleNo: "98", Clause: "1", Topic: "tiền lương", Difficulty: 2, ValidFrom: "2021-01-01",
		State: gameshow.BankDraft, UnitCode: unit,
	}
	return sendBank(w, "mau-cau-hoi.xlsx", []gameshow.BankQuestion{q}, nil)
}

// sendBank sends questions as a workbook; names are those of reviewers, nil: the
// file is to be filled in.
func sendBank(w http.ResponseWriter, file string, all []gameshow.BankQuestion, names map[string]string) error {
	book := document.Sheet{Name: "Câu hỏi"}
	for _, c := range gameshow.BankColumns() {
		book.Columns = append(book.Columns, document.Column{Title: c.Names[0], Kind: document.Text, Width: bankWidth(c.Name), Choices: gameshow.BankChoices(c.Name)})
	}
	if names != nil {
		book.Columns = append(book.Columns, document.Column{Title: "Người duyệt", Width: 24}, document.Column{Title: "Ngày duyệt", Kind: document.Date})
	}
	var b bytes.Buffer
	if err := document.WriteXLSX(&b, book, func(yield func([]document.Cell) bool) {
		for _, q := range all {
			if !yield(bankCells(q, names)) {
				return
			}
		}
	}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="`+file+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(b.Bytes()) // the reader is gone; there is nobody to tell
	return nil
}

func bankWidth(column string) float64 {
	switch column {
	case "ask", "why":
		return 48
	case "law", "source", "option_1", "option_2", "option_3", "option_4":
		return 28
	case "kind", "state", "topic":
		return 20
	}
	return 0
}

func bankCells(q gameshow.BankQuestion, names map[string]string) (out []document.Cell) {
	for _, c := range gameshow.BankColumns() {
		out = append(out, bankCell(q, c))
	}
	if names != nil {
		out = append(out, document.Cell{Text: names[q.Reviewer]}, document.Cell{Text: string(q.ReviewedOn), Kind: document.Date})
	}
	return out
}

func bankCell(q gameshow.BankQuestion, c sheet.Column) document.Cell {
	text := q.Cell(c.Name)
	switch c.Name {
	case "seconds", "points":
		if n, ok := new(big.Rat).SetString(text); ok {
			return document.Cell{Number: n, Kind: document.Integer}
		}
	case "valid_from", "valid_to":
		return document.Cell{Text: text, Kind: document.Date}
	}
	return document.Cell{Text: text}
}

// actingCode is the code of the unit somebody acts for; empty when there is none.
func (p *Pages) actingCode(ctx context.Context) (code string, err error) {
	u, err := p.acting(ctx)
	return u.Code, err
}
