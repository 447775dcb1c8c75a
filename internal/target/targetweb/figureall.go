package targetweb

import (
	"context"
	"fmt"
	"iter"
	"math/big"
	"net/http"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
)

// figures is the page of all indicators of a unit.
func (p *Pages) figures(w http.ResponseWriter, r *http.Request) error {
	var a allData
	var today day.Date
	err := p.Org.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if a.figureAsk, err = p.figureAsk(r, tx); err != nil {
			return err
		}
		today = tx.Today()
		a.dimLabel = p.Org.Ledger.Catalogue.DimLabel
		list := p.Org.Ledger.Catalogue.Indicators
		all := make([]*ledger.Indicator, len(list))
		for i := range list {
			all[i] = &list[i]
		}
		if a.figures, err = p.Target.Figures(r.Context(), tx, a.query(all...)); err != nil {
			return err
		}
		a.changes, err = p.treeChanges(r.Context(), tx, a.unit, a.period)
		return err
	})
	if err != nil {
		return err
	}
	v := a.view(r.Context(), today)
	return p.Site.Render(w, r, http.StatusOK, web.Page{Title: i18n.T(r.Context(), "figure.all"), Nav: "figures"}, figuresPage(v))
}

func (a allData) view(ctx context.Context, today day.Date) allView {
	v := allView{
		Lead: a.unit.Name + ", " + periodName(ctx, a.period), Custom: a.custom(ctx), Groups: a.groups(ctx),
		Periods: chipsAround(ctx, a.period, today, func(p string) string { return a.href("period", p) }),
	}
	v.Told = Tell(ctx, a.tree, a.unit, a.changes, day.Min(a.period.To, today), today, func(t ledger.Tree) string { return a.href("tree", string(t)) })
	return v
}

// maxExport bounds the records of one file.
const maxExport = 100_000

// figureSources writes the records behind a figure as a workbook.
func (p *Pages) figureSources(w http.ResponseWriter, r *http.Request) error {
	var a figureAsk
	var f ledger.Figure
	var total int64
	var rows []sourceRow
	var list []ledger.Source
	ctx := r.Context()
	err := p.Org.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if a, err = p.figureAsk(r, tx); err != nil {
			return err
		}
		if f, err = p.opened(ctx, tx, a); err != nil {
			return err
		}
		list, rows, total, err = p.allSources(ctx, tx, a)
		return err
	})
	if err != nil {
		return err
	}
	s := a.sheet(ctx, f, total)
	if a.opened {
		s.Title += ": " + p.partName(ctx, a.by, a.part)
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s-%s.xlsx"`, a.ind.Code, a.unit.Code, fileName(a.period)))
	return document.WriteXLSX(w, s, cells(list, rows))
}

// opened is the figure that is asked, or its opened part.
func (p *Pages) opened(ctx context.Context, tx *db.Tx, a figureAsk) (ledger.Figure, error) {
	q := a.sourcesQuery()
	all, err := p.Org.Ledger.Figures(ctx, tx, q)
	for _, f := range all {
		if f.Part == q.Part {
			return f, nil
		}
	}
	return ledger.Figure{Indicator: a.ind}, err // its sources are refused
}

// fileName is a period without what file names cannot have.
func fileName(p ledger.Period) string {
	if p.Text == string(p.From)+"/"+string(p.To) || len(p.Text) > 10 {
		return string(p.From) + "_" + string(p.To)
	}
	return p.Text
}

func (p *Pages) allSources(ctx context.Context, tx *db.Tx, a figureAsk) (list []ledger.Source, rows []sourceRow, total int64, err error) {
	for cursor := ""; ; {
		page, err := p.Org.Ledger.Sources(ctx, tx, a.sourcesQuery(), cursor, ledger.MaxPage)
		if err != nil {
			return nil, nil, 0, err
		}
		words, err := p.nameSources(ctx, tx, page.Sources)
		if err != nil {
			return nil, nil, 0, err
		}
		for _, s := range page.Sources {
			rows = append(rows, words.row(ctx, s))
		}
		list = append(list, page.Sources...)
		if cursor = page.Next; cursor == "" || len(list) >= maxExport {
			return list, rows, page.Total, nil
		}
	}
}

func (a figureAsk) sheet(ctx context.Context, f ledger.Figure, total int64) document.Sheet {
	t := func(key string, args ...i18n.Args) string { return i18n.T(ctx, "figure."+key, args...) }
	s := document.Sheet{
		Name: t("source.sheet"), Title: a.ind.Name,
		Subtitle: a.unit.Name + ", " + periodName(ctx, a.period) + ", " + i18n.Lower(t("tree."+string(a.tree))),
		Columns: []document.Column{
			{Title: t("source.day"), Kind: document.Date},
			{Title: t("source.code"), Width: 20},
			{Title: t("source.unit"), Width: 40},
			{Title: t("source.record"), Width: 50},
			{Title: t("source.part"), Width: 12},
			{Title: t("source.quantity"), Kind: document.Integer},
			{Title: t("source.by"), Width: 24},
			{Title: t("source.reason"), Width: 40},
		},
		Notes: []string{t("source.value", i18n.Args{"value": Value(f)})},
	}
	if total > maxExport {
		s.Notes = append(s.Notes, t("source.cut", i18n.Args{"max": maxExport, "count": total}))
	}
	return s
}

func cells(list []ledger.Source, rows []sourceRow) iter.Seq[[]document.Cell] {
	return func(yield func([]document.Cell) bool) {
		for i, r := range rows {
			day := document.Cell{Text: string(list[i].Day)}
			if dayText(list[i].Day) == "" {
				day = document.Cell{Text: r.Day, Kind: document.Text}
			}
			if !yield([]document.Cell{
				day,
				{Text: r.Code},
				{Text: r.Unit},
				{Text: r.Title},
				{Text: r.Part},
				{Number: new(big.Rat).SetInt64(list[i].Quantity)},
				{Text: r.By},
				{Text: r.Reason},
			}) {
				return
			}
		}
	}
}
