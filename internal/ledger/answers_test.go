package ledger_test

import (
	"fmt"
	"maps"
	"slices"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

func (p *prover) indicator(code string) *ledger.Indicator {
	ind, err := p.l.Catalogue.Indicator(code)
	if err != nil {
		p.Fatal(err)
	}
	return ind
}

// period is any of the forms design.md §7 knows, and any two days.
func (p *prover) period(d *dice) ledger.Period {
	y, m := d.in(2019, 2024), d.in(1, 12)
	a, b := pick(d, calendar), pick(d, calendar)
	forms := []string{
		fmt.Sprintf("%d", y), fmt.Sprintf("%d-%s", y, pick(d, []string{"H1", "H2", "9M", "Q1", "Q2", "Q3", "Q4"})),
		fmt.Sprintf("%d-%02d", y, m), fmt.Sprintf("2019/%d", y), fmt.Sprintf("2019-%02d/%d-%02d", m, y, d.in(m, 12)),
		string(min(a, b) + "/" + max(a, b)), string(a), string(min(a, b) + "/" + max(a, b)),
	}
	out, err := ledger.ParsePeriod(pick(d, forms))
	if err != nil {
		p.Fatal(err)
	}
	return out
}

// query asks for a few units at once, or for all children of one.
func (p *prover) query() ledger.Query {
	d := &p.dice
	q := ledger.Query{Period: p.period(d), Tree: pick(d, []ledger.Tree{ledger.Then, ledger.Today}), Own: d.oneIn(6)}
	if u := p.model.units[pick(d, p.order)]; d.oneIn(2) && len(u.below) > 0 {
		q.Units = u.below
	} else {
		for range d.in(1, 4) {
			q.Units = append(q.Units, p.order[d.n(1+d.n(len(p.order)))])
		}
	}
	if d.oneIn(5) && len(p.model.ends) > 0 { // around the last day of a unit that ended
		unit := pick(d, slices.Sorted(maps.Keys(p.model.ends)))
		last := p.model.ends[unit]
		if last == day.Never {
			last = testkit.Today
		}
		q.Units, q.Period = []string{unit, p.model.units[unit].parent}, ledger.Days(last.Add(-d.n(200)), last.Add(d.n(800)))
		p.d.Clock.Set(calendar[days-1])
	}
	codes := slices.Sorted(maps.Keys(meanings))
	if d.oneIn(3) {
		split := slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return len(meanings[c].by) == 0 })
		codes = []string{pick(d, split)}
		q.By = pick(d, slices.Sorted(maps.Keys(meanings[codes[0]].by)))
	}
	for range d.in(1, 3) {
		q.Indicators = append(q.Indicators, p.indicator(pick(d, codes)))
	}
	return q
}

// answers is invariant 4: whatever is asked, the model says the same.
func (p *prover) answers() {
	compared := 0
	for range 600 {
		p.d.Clock.Set(pick(&p.dice, calendar)) // running months and years
		q, today := p.query(), p.d.Clock.Today()
		var figures []ledger.Figure
		testkit.Read(p, p.d, func(tx *db.Tx) (err error) {
			figures, err = p.l.Figures(p.Context(), tx, q)
			return err
		})
		for _, f := range figures {
			ind := meanings[f.Indicator.Code]
			of := ind.of
			if q.By != "" {
				of = ind.by[q.By][f.Part]
			}
			p.same(q, f, p.model.figure(q, f.Unit, ind, of, today), today)
			compared++
		}
	}
	p.Logf("%d figures compared", compared)
}

func (p *prover) same(q ledger.Query, f ledger.Figure, want answer, today day.Date) {
	p.Helper()
	got := answer{n: f.Numerator, reason: f.Reason}
	if f.Denominator != nil {
		got.d = *f.Denominator
	}
	if got != want || (f.Value == nil) != (want.reason != "") {
		p.Errorf("%s %s=%s of %s in %s, tree %s, own %t, on %s: %+v, want %+v",
			f.Indicator.Code, f.Dim, f.Part, f.Unit, q.Period.Text, q.Tree, q.Own, today, got, want)
	}
}

func (p *prover) months(s size) {
	for range min(100, s.posts) {
		p.d.Clock.Set(pick(&p.dice, calendar))
		q, year, today := p.query(), p.dice.in(2019, 2024), p.d.Clock.Today()
		q.By, q.Own = "", false
		ind, unit := q.Indicators[0], q.Units[0]
		testkit.Read(p, p.d, func(tx *db.Tx) error {
			months, err := p.l.Months(p.Context(), tx, unit, ind, year, q.Tree)
			for m, f := range months {
				if q.Period = ledger.Month(year, m+1); f != nil {
					p.same(q, *f, p.model.figure(q, unit, meanings[ind.Code], meanings[ind.Code].of, today), today)
				} else if q.Period.From <= today {
					p.Errorf("%s of %s: no figure for %s, on %s", ind.Code, unit, q.Period.Text, today)
				}
			}
			return err
		})
	}
}

// sources are each fact exactly once, and sum up to the figure or to the part
// of it that is asked.
func (p *prover) sources(s size) {
	for range min(80, s.posts) {
		q := p.query()
		q.Units, q.Indicators = p.smallest(q.Units), q.Indicators[:1]
		f := p.onePart(&q)
		pages := max(1+p.dice.n(ledger.MaxPage), 10*len(p.model.reach(q.Units[0]))) // not thousands
		all, total := sources(p, p.l, p.d, q, pages)
		if int(total) != len(all) {
			p.Errorf("%d sources said to be %d", len(all), total)
		}
		if f.Indicator.Pick != "" {
			p.pickedSources(f, all)
			continue
		}
		sums, seen := answer{reason: f.Reason}, map[string]bool{}
		for _, src := range all {
			one := src.ID
			if f.Indicator.CountsUnits() && src.Quantity != 0 {
				one = src.Part + " " + src.Unit
			}
			if seen[src.ID] || seen[one] {
				p.Errorf("%s: %s counted twice", f.Indicator.Code, one)
			}
			if seen[src.ID], seen[one] = true, true; src.Part == "numerator" {
				sums.n += src.Quantity
			} else {
				sums.d += src.Quantity
			}
		}
		p.same(q, f, sums, p.d.Clock.Today())
	}
}

// onePart is the figure, or any part of it where the query splits it.
func (p *prover) onePart(q *ledger.Query) ledger.Figure {
	var all []ledger.Figure
	testkit.Read(p, p.d, func(tx *db.Tx) (err error) {
		all, err = p.l.Figures(p.Context(), tx, *q)
		return err
	})
	f := pick(&p.dice, all)
	q.Part = f.Part
	return f
}

func (p *prover) pickedSources(f ledger.Figure, all []ledger.Source) {
	if (f.Value != nil) != (len(all) > 0) {
		p.Errorf("%s has the reason %q and %d sources", f.Indicator.Code, f.Reason, len(all))
	}
	for _, src := range all {
		if src.Quantity != f.Numerator || src.Part != "numerator" {
			p.Errorf("%s is %d, a source %+v", f.Indicator.Code, f.Numerator, src)
		}
	}
}

// smallest keeps the unit with the least below it: pages of a few hundred facts.
func (p *prover) smallest(units []string) []string {
	return []string{slices.MinFunc(units, func(a, b string) int { return len(p.model.reach(a)) - len(p.model.reach(b)) })}
}
