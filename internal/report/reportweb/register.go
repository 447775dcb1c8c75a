package reportweb

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/report"
)

const xlsxMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// registerView is a unit's register of outgoing documents in a year.
type registerView struct {
	Title, Lead string
	Crumbs      []ui.Link
	Years       []ui.Chip
	File        string
	Lines       []registerLine
}

type registerLine struct{ Number, Day, Abstract, Signer, Recipients, Href string }

// registerAsk is whose register of which year.
type registerAsk struct {
	unit org.Unit
	year int
	now  int
}

func (p *Pages) registerAsk(r *http.Request) (a registerAsk, err error) {
	err = p.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		a.now = tx.Today().Year()
		a.unit, err = p.asked(r.Context(), tx, r.URL.Query().Get("unit"))
		return err
	})
	a.year = a.now
	if text := r.URL.Query().Get("year"); err == nil && text != "" {
		if a.year, err = strconv.Atoi(text); err != nil || a.year < 1000 || a.year > 9999 {
			return a, errs.New(errs.NotFound, "error.notfound")
		}
	}
	return a, err
}

func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := p.registerAsk(r)
	if err != nil {
		return err
	}
	list, err := p.Report.Register(ctx, a.unit.Code, a.year)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "report.register.title")
	v := registerView{
		Title: title, Lead: i18n.T(ctx, "report.register.lead", i18n.Args{"unit": a.unit.Name, "year": strconv.Itoa(a.year)}), Crumbs: crumbs(ctx, title),
		File: address("/reports/register.xlsx", "unit", a.unit.Code, "year", text(a.year)),
	}
	for y := a.now; y > a.now-4; y-- {
		v.Years = append(v.Years, ui.Chip{Text: text(y), Href: address("/reports/register", "unit", a.unit.Code, "year", text(y)), Current: y == a.year})
	}
	for _, o := range list {
		v.Lines = append(v.Lines, registerLine{o.Number, i18n.Date(o.Day), o.Abstract, o.Signer, o.Recipients, reportHref(o.Source)})
	}
	return p.Site.Render(w, r, http.StatusOK, wide(title), registerPage(v))
}

func (p *Pages) registerXLSX(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := p.registerAsk(r)
	if err != nil {
		return err
	}
	list, err := p.Report.Register(ctx, a.unit.Code, a.year)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := document.WriteXLSX(&file, registerSheet(ctx, a), func(yield func([]document.Cell) bool) {
		for _, o := range list {
			if !yield(registerRow(o)) {
				return
			}
		}
	}); err != nil {
		return err
	}
	return attach(w, xlsxMedia, plainName("so-van-ban-di-"+a.unit.Code+"-"+text(a.year))+".xlsx", &file)
}

func registerSheet(ctx context.Context, a registerAsk) document.Sheet {
	col := func(key string, width float64) document.Column {
		return document.Column{Title: i18n.T(ctx, "report.register."+key), Width: width}
	}
	return document.Sheet{
		Name: i18n.T(ctx, "report.register.title"), Title: i18n.T(ctx, "report.register.title"),
		Subtitle: i18n.T(ctx, "report.register.lead", i18n.Args{"unit": a.unit.Name, "year": strconv.Itoa(a.year)}),
		Columns:  []document.Column{col("number", 18), {Title: i18n.T(ctx, "report.register.day"), Kind: document.Date}, col("abstract", 60), col("signer", 24), col("recipients", 40)},
	}
}

func registerRow(o report.Outgoing) []document.Cell {
	return []document.Cell{{Text: o.Number}, {Text: string(o.Day)}, {Text: o.Abstract}, {Text: o.Signer}, {Text: o.Recipients}}
}
