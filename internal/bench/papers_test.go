package bench

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	rules "donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/document/paper"
	reports "donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
	"donghanh/migrations"
)

// desk is a city whose report of a year is written.
type desk struct {
	*town
	k *testkit.Kit
	s *reports.Service
}

// papers measures the report of a city with all its middle units, by the real
// catalogue: drafting it, showing it, and twenty pages of it as files.
func papers(t *testing.T, s size, source string) []measurement {
	d, err := db.Open(t.Context(), source, day.Fixed(today))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // the database goes with the test
	if err := d.Migrate(t.Context(), migrations.FS); err != nil {
		t.Fatal(err)
	}
	k := testkit.NewSite(t, d)
	templates, err := reports.LoadTemplates(rules.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	targets, err := target.LoadRules(rules.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	o := &desk{town: &town{T: t, size: s, d: d}, k: k}
	o.s = &reports.Service{DB: d, Org: k.Org, Target: &target.Service{DB: d, Org: k.Org, Rules: targets}, Templates: templates}
	o.found()
	o.book()
	return o.measure()
}

// found is the city, its middle units and a tenth of its unions: a report asks
// how many facts there are, not how many units.
func (o *desk) found() {
	o.k.Found(org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"})
	o.write(func(tx *db.Tx) error {
		for i := range o.wards {
			f := org.Founding{Code: fmt.Sprintf("W%03d", i), Name: fmt.Sprintf("Công đoàn phường %d", i), Kind: "ward", Parent: "HN"}
			if _, err := o.k.Org.FoundIn(o.k.System(), tx, f); err != nil {
				return err
			}
		}
		return nil
	})
	o.write(func(tx *db.Tx) error {
		for i := range o.leaves / 10 {
			f := org.Founding{
				Code: fmt.Sprintf("U%04d", i), Name: fmt.Sprintf("CĐCS Công ty %d", i), Kind: "base", Parent: fmt.Sprintf("W%03d", i%o.wards),
				Sector: "private_enterprise", Members: 50,
			}
			if _, err := o.k.Org.FoundIn(o.k.System(), tx, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// book posts facts of every measure that has no dimensions or whose first
// values will do, over the year.
func (o *desk) book() {
	units := make([]string, o.leaves/10)
	for i := range units {
		units[i] = o.k.UnitID(fmt.Sprintf("U%04d", i))
	}
	const batch = 50
	for from := 0; from < o.facts/10; from += batch {
		o.write(func(tx *db.Tx) error {
			var facts []ledger.Fact
			for i := from; i < from+batch; i++ {
				facts = append(facts, o.fact(i, units[i*31%len(units)]))
			}
			return o.k.Ledger.Post(o.Context(), tx, ledger.Act{Kind: "bench", ID: db.NewID(), Recorder: "x"}, facts...)
		})
	}
	o.write(func(tx *db.Tx) error {
		_, err := tx.Exec(o.Context(), "ANALYZE")
		return err
	})
}

func (o *desk) fact(i int, unit string) ledger.Fact {
	all := o.k.Ledger.Catalogue.Measures
	m := all[i%len(all)]
	dims := map[string]string{}
	for _, d := range m.Dims {
		dims[d.Name] = d.Values[i%len(d.Values)]
	}
	return ledger.Fact{Measure: m.Code, Dims: dims, Unit: unit, Day: day.Date("2025-01-01").Add(i % 360), Quantity: int64(1 + i%9)}
}

func (o *desk) measure() []measurement {
	ctx := o.k.System()
	rep, err := o.s.Begin(ctx, reports.Beginning{Unit: "HN", Template: "year", Period: "2025"})
	if err != nil {
		o.Fatal(err)
	}
	view, err := o.s.Show(ctx, rep.ID)
	if err != nil {
		o.Fatal(err)
	}
	twenty := pagesOf(o.T, view.Paper("https://donghanh.example", false), 20)
	file := func(write func(io.Writer, paper.Paper) error) func(int) error {
		return func(int) error { return write(&bytes.Buffer{}, twenty) }
	}
	return []measurement{
		o.timed(fmt.Sprintf("lập báo cáo năm của thành phố %d đơn vị · report of a city with %d units drafted", o.wards, o.wards), 1000, func(int) error {
			r, err := o.s.Begin(ctx, reports.Beginning{Unit: "HN", Template: "year", Period: "2025"})
			if err != nil {
				return err
			}
			return o.drop(r)
		}),
		o.timed("xem báo cáo ấy, mọi số sống · the same shown, all figures live", 1000, func(int) error {
			_, err := o.s.Show(ctx, rep.ID)
			return err
		}),
		o.timed("20 trang thành Word · 20 pages as DOCX", 100, file(paper.WriteDOCX)),
		o.timed("20 trang thành PDF · 20 pages as PDF", 100, file(paper.WritePDF)),
	}
}

// drop makes room for the same report to be begun again.
func (o *desk) drop(r reports.Report) error {
	_, err := o.s.Drop(o.k.System(), r.ID, r.Version)
	return err
}

// pagesOf says a paper's parts again until it has so many pages.
func pagesOf(t *testing.T, p paper.Paper, pages int) paper.Paper {
	once := p.Blocks
	for {
		var file bytes.Buffer
		if err := paper.WritePDF(&file, p); err != nil {
			t.Fatal(err)
		}
		if bytes.Count(file.Bytes(), []byte("/Type /Page\n")) >= pages {
			return p
		}
		p.Blocks = append(p.Blocks, once...)
	}
}
