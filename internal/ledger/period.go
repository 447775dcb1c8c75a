package ledger

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
)

// Period is a span of days, both ends included, with the text that names it
// (design.md §7).
type Period struct {
	Text     string
	From, To day.Date
}

var (
	yearForm  = regexp.MustCompile(`^(\d{4})$`)
	partForm  = regexp.MustCompile(`^(\d{4})-(H1|H2|9M|Q1|Q2|Q3|Q4)$`)
	monthForm = regexp.MustCompile(`^(\d{4})-(\d{2})$`)
	dayForm   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// parts gives first and last month of the named parts of a year.
var parts = map[string][2]int{
	"H1": {1, 6}, "H2": {7, 12}, "9M": {1, 9},
	"Q1": {1, 3}, "Q2": {4, 6}, "Q3": {7, 9}, "Q4": {10, 12},
}

// ParsePeriod reads 2023 · 2023-H1 · 2023-9M · 2023-Q2 · 2023-05 ·
// 2023-01/2023-09 · 2016/2020 · 2023-05-01/2024-04-30. Anything else, and a
// span that ends before it begins, is Invalid at field "period".
func ParsePeriod(s string) (Period, error) {
	first, last, two := strings.Cut(s, "/")
	a, ok := parseSimple(first)
	b := a
	if two && ok {
		b, ok = parseSimple(last)
	}
	if !ok || b.To < a.From || (two && (sort(first) != sort(last))) {
		return Period{}, errs.At("period", "ledger.period.unknown", errs.Args{"period": s})
	}
	return Period{s, a.From, b.To}, nil
}

// sort tells year, month and day apart, so that ends of a span are alike.
func sort(s string) int { return len(s) }

func parseSimple(s string) (Period, bool) {
	if m := yearForm.FindStringSubmatch(s); m != nil {
		return months(s, m[1], 1, 12)
	}
	if m := partForm.FindStringSubmatch(s); m != nil {
		return months(s, m[1], parts[m[2]][0], parts[m[2]][1])
	}
	if m := monthForm.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[2])
		return months(s, m[1], n, n)
	}
	d, err := day.Parse(s)
	return Period{s, d, d}, dayForm.MatchString(s) && err == nil && inYears(d.Year())
}

func months(text, year string, first, last int) (Period, bool) {
	y, _ := strconv.Atoi(year)
	if !inYears(y) || first < 1 || first > 12 {
		return Period{}, false
	}
	return Period{text, day.New(y, first, 1), day.New(y, last, 1).LastOfMonth()}, true
}

// inYears bounds what is asked: trade unions of Vietnam began in 1929.
func inYears(y int) bool { return y >= 1900 && y <= 2199 }

// Year is the period of a calendar year.
func Year(y int) Period {
	return Period{fmt.Sprintf("%04d", y), day.New(y, 1, 1), day.New(y, 12, 31)}
}

// Month is the period of a month, 1 to 12.
func Month(y, m int) Period {
	d := day.New(y, m, 1)
	return Period{fmt.Sprintf("%04d-%02d", y, m), d, d.LastOfMonth()}
}

// Days is the period of any two days.
func Days(from, to day.Date) Period { return Period{string(from) + "/" + string(to), from, to} }

// Gone is the share of the period that has passed at the end of a day, from 0
// to 1.
func (p Period) Gone(today day.Date) float64 {
	if today < p.From {
		return 0
	}
	if today >= p.To {
		return 1
	}
	return float64(p.From.Days(today)) / float64(p.From.Days(p.To))
}

// Before is the same span one year earlier.
func (p Period) Before() Period {
	back := func(d day.Date) day.Date {
		last := d == d.LastOfMonth()
		b := day.New(d.Year()-1, d.Month(), 1)
		if last {
			return b.LastOfMonth()
		}
		return b.Add(d.Time().Day() - 1)
	}
	return Days(back(p.From), back(p.To))
}
