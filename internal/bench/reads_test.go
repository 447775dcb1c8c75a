package bench

import (
	"fmt"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
)

// reads measures what pages ask for.
func (w *town) reads() []measurement {
	year := func(i int) ledger.Period { return ledger.Year(2021 + i%5) }
	wards := make([]string, w.wards)
	for i := range wards {
		wards[i] = w.ward(i)
	}
	board := w.indicators("I", measures)
	figures := func(units func(i int) []string, of func(i int) []*ledger.Indicator, p func(i int) ledger.Period) func(int) error {
		return func(i int) error {
			return w.d.Read(w.Context(), func(tx *db.Tx) error {
				_, err := w.l.Figures(w.Context(), tx, ledger.Query{Units: units(i), Indicators: of(i), Period: p(i), Tree: ledger.Then})
				return err
			})
		}
	}
	one := func(unit string) func(int) []string { return func(int) []string { return []string{unit} } }
	ward := func(i int) []string { return []string{w.ward(i)} }
	single := func(kind string) func(int) []*ledger.Indicator {
		return func(i int) []*ledger.Indicator { return []*ledger.Indicator{w.indicator(fmt.Sprint(kind, i%measures))} }
	}
	all := func(int) []*ledger.Indicator { return board }
	some := func(i int) ledger.Period { return ledger.Days("2024-02-12", "2024-11-20") }
	return []measurement{
		w.timed(figureOfCity, 10, figures(one("city"), single("I"), year)),
		w.timed("một con số của thành phố, từ ngày đến ngày · one figure, city, custom days", 0, figures(one("city"), single("I"), some)),
		w.timed("số dư cuối năm của thành phố · stock at a year's end, city", 10, figures(one("city"), single("S"), year)),
		w.timed("tỷ lệ của một phường, năm · percentage of a ward, year", 0, figures(ward, func(int) []*ledger.Indicator { return []*ledger.Indicator{w.indicator("R")} }, year)),
		w.timed("tỷ lệ của thành phố, năm · percentage of the city, year", 0, figures(one("city"), func(int) []*ledger.Indicator { return []*ledger.Indicator{w.indicator("R")} }, year)),
		w.timed("số đơn vị khác nhau của thành phố, năm · distinct units, city, year", 0, figures(one("city"), single("D"), year)),
		w.timed("tỷ lệ đơn vị của thành phố, năm · percentage of units, city, year", 0, figures(one("city"), single("U"), year)),
		w.timed("tỷ lệ đơn vị của một phường, năm · percentage of units, ward, year", 0, figures(ward, single("U"), year)),
		w.timed("số nhỏ nhất của thành phố, năm · least fact, city, year", 0, figures(one("city"), func(int) []*ledger.Indicator { return []*ledger.Indicator{w.indicator("P")} }, year)),
		w.timed("bảng mọi phường × 10 số đơn vị, năm · board of distinct units, all wards × 10, year", 0, figures(func(int) []string { return wards }, func(int) []*ledger.Indicator { return w.indicators("D", measures) }, year)),
		w.timed("bảng mọi phường × 10 tỷ lệ đơn vị, năm · board of percentages of units, all wards × 10, year", 0, figures(func(int) []string { return wards }, func(int) []*ledger.Indicator { return w.indicators("U", measures) }, year)),
		w.timed(monthsOfCity, 10, w.months),
		w.timed(boardOfWards, 0, figures(func(int) []string { return wards }, all, year)),
		w.timed(tableOfWard, 20, figures(w.below, all, year)),
		w.timed(sourcesOfWard, 0, w.sources(ward, year)),
		w.timed(sourcesOfCity, 0, w.sources(one("city"), year)),
	}
}

const (
	figureOfCity  = "một con số của thành phố, năm · one figure, city, year"
	monthsOfCity  = "12 tháng của thành phố · 12-month series, city"
	boardOfWards  = "bảng mọi phường × 10 chỉ tiêu, năm · board, all wards × 10, year"
	tableOfWard   = "bảng cơ sở của một phường × 10, năm · children table of a ward × 10, year"
	sourcesOfWard = "trang nguồn, phường, năm · page of 50 sources, ward, year"
	sourcesOfCity = "trang nguồn, thành phố, năm · page of 50 sources, city, year"
)

func (w *town) indicator(code string) *ledger.Indicator {
	ind, err := w.l.Catalogue.Indicator(code)
	if err != nil {
		w.Fatal(err)
	}
	return ind
}

func (w *town) indicators(kind string, n int) (out []*ledger.Indicator) {
	for i := range n {
		out = append(out, w.indicator(fmt.Sprint(kind, i)))
	}
	return out
}

// below is the leaves of a ward.
func (w *town) below(i int) (out []string) {
	for n := i % w.wards; n < w.leaves; n += w.wards {
		out = append(out, w.leaf(n))
	}
	return out
}

func (w *town) months(i int) error {
	return w.d.Read(w.Context(), func(tx *db.Tx) error {
		_, err := w.l.Months(w.Context(), tx, "city", w.indicator(fmt.Sprint("I", i%measures)), 2021+i%5, ledger.Then)
		return err
	})
}

func (w *town) sources(units func(int) []string, p func(int) ledger.Period) func(int) error {
	return func(i int) error {
		q := ledger.Query{Units: units(i), Indicators: []*ledger.Indicator{w.indicator(fmt.Sprint("I", i%measures))}, Period: p(i), Tree: ledger.Then}
		return w.d.Read(w.Context(), func(tx *db.Tx) error {
			page, err := w.l.Sources(w.Context(), tx, q, "", 50)
			if err == nil && page.Next != "" {
				_, err = w.l.Sources(w.Context(), tx, q, page.Next, 50)
			}
			return err
		})
	}
}

// naive measures the same without cells: down the tree, sum up the facts. It
// has the best indexes there are for that.
func (w *town) naive() map[string]measurement {
	w.exec(`CREATE INDEX bench_unit ON ledger_fact (unit, series, day, quantity)`)
	w.exec(`CREATE INDEX bench_series ON ledger_fact (series, day, unit, quantity)`)
	w.exec(`ANALYZE`)
	defer w.exec(`DROP INDEX bench_series`)
	defer w.exec(`DROP INDEX bench_unit`)
	const below = `WITH RECURSIVE below (top, unit) AS (
		SELECT unit, unit FROM ledger_place WHERE %s UNION ALL
		SELECT b.top, p.unit FROM below b JOIN ledger_place p ON p.parent = b.unit) `
	of := func(top, what, group string) func(int) error {
		text := fmt.Sprintf(below, top) + `SELECT ` + what + `CAST(SUM(f.quantity) AS BIGINT) FROM below b JOIN ledger_fact f ON f.unit = b.unit
			WHERE f.series IN (%s) AND f.day BETWEEN $1 AND $2 ` + group
		return func(i int) error { return w.drain(text, i, group == boardGroup) }
	}
	return map[string]measurement{
		figureOfCity: w.timed("", 0, of(`unit = 'city'`, "", "")),
		monthsOfCity: w.timed("", 0, of(`unit = 'city'`, "substr(f.day, 6, 2), ", "GROUP BY 1")),
		boardOfWards: w.timed("", 0, of(`parent = 'city'`, "b.top, f.series, ", boardGroup)),
		tableOfWard:  w.timed("", 0, of(`parent = 'ward-3'`, "b.top, f.series, ", boardGroup)),
	}
}

const boardGroup = "GROUP BY 1, 2"

// drain reads all rows of a baseline query, of one measure or of all.
func (w *town) drain(text string, i int, all bool) error {
	list := fmt.Sprint(series(i % measures))
	if all {
		list = ""
		for n := range measures {
			list += fmt.Sprint(", ", series(n))
		}
		list = list[2:]
	}
	p := ledger.Year(2021 + i%5)
	return w.d.Read(w.Context(), func(tx *db.Tx) error {
		return tx.Each(w.Context(), fmt.Sprintf(text, list), []any{p.From, p.To}, func(func(...any) error) error { return nil })
	})
}
