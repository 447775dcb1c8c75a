package reportweb

import (
	"bytes"
	"context"
	"net/http"

	"donghanh/internal/platform/document"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/report"
)

// roundXLSX is who has answered a call, as an Excel file.
func roundXLSX(ctx context.Context, w http.ResponseWriter, c report.Round, v roundView) error {
	s := document.Sheet{Name: v.Title, Title: v.Title, Subtitle: v.Lead, Notes: []string{v.Text}}
	for _, key := range []string{"unit", "code", "state", "handed", "late", "nudged"} {
		s.Columns = append(s.Columns, document.Column{Title: i18n.T(ctx, "report.round.col_"+key), Width: 18})
	}
	s.Columns[0].Width = 40
	var file bytes.Buffer
	err := document.WriteXLSX(&file, s, func(yield func([]document.Cell) bool) {
		for _, l := range v.Lines {
			if !yield([]document.Cell{{Text: l.Name}, {Text: l.Code}, {Text: l.Tag.Text}, {Text: l.Handed}, {Text: l.Late}, {Text: l.Nudged}}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return attach(w, xlsxMedia, plainName("nop-bao-cao-"+c.UnitRow.Code+"-"+c.Template+"-"+c.Period)+".xlsx", &file)
}
