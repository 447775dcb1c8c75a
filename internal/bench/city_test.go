package bench

import (
	"fmt"
	"hash/fnv"
	"math"
	"testing"
	"testing/fstest"
	"time"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
)

// measures is how many the catalogue of the bench has, each with a flow of its
// own, a stock, units counted by it, and a percentage of units: m0 … m9, I0 … I9,
// S0 … S9, D0 … D9, U0 … U9.
const measures = 10

func catalogue(t *testing.T) *ledger.Catalogue {
	t.Helper()
	m, i := "measure = [\n", "indicator = [\n"
	for n := range measures {
		m += fmt.Sprintf("  { code = \"m%d\" },\n", n)
		i += fmt.Sprintf("  { code = \"I%d\", type = \"flow\", of = \"m%d\" },\n  { code = \"S%d\", type = \"stock\", of = \"m%d\" },\n", n, n, n, n)
		i += fmt.Sprintf("  { code = \"D%d\", type = \"distinct\", basis = \"flow\", of = \"m%d\" },\n", n, n)
		i += fmt.Sprintf("  { code = \"U%d\", type = \"ratio\", basis = \"units\", of = \"m%d\", per = \"m%d\" },\n", n, n, (n+1)%measures)
	}
	i += "  { code = \"P\", type = \"flow\", pick = \"least\", of = \"m1\" },\n"
	i += "  { code = \"R\", type = \"ratio\", basis = \"flow\", of = \"m1\", per = \"m2\" },\n"
	m += "  { code = \"held\", levelled = true },\n"
	c, err := ledger.LoadCatalogue(fstest.MapFS{"measures.toml": {Data: []byte(m + "]")}, "indicators.toml": {Data: []byte(i + "]")}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// town is a loaded database.
type town struct {
	*testing.T
	size
	d      *db.DB
	l      *ledger.Ledger
	loaded time.Duration
	acts   int
}

func (w *town) ward(i int) string { return fmt.Sprintf("ward-%d", i%w.wards) }
func (w *town) leaf(i int) string { return fmt.Sprintf("leaf-%d", i%w.leaves) }

// above is the superior of a ward, root the unit above all.
func (w *town) above(i int) string {
	if w.provinces == 0 {
		return w.root()
	}
	return fmt.Sprintf("province-%d", i%w.wards%w.provinces)
}

func (w *town) root() string { return "city" }

func load(t *testing.T, d *db.DB, s size) *town {
	w := &town{T: t, size: s, d: d, l: &ledger.Ledger{Catalogue: catalogue(t)}}
	began := time.Now()
	w.write(w.place)
	const batch = 20_000
	for from := 0; from < s.facts; from += batch {
		w.write(func(tx *db.Tx) error { return w.insert(tx, from, min(from+batch, s.facts)) })
	}
	w.write(w.count)
	w.loaded = time.Since(began)
	w.read(func(tx *db.Tx) error {
		faults, err := w.l.Verify(t.Context(), tx)
		for _, f := range faults {
			t.Error(f)
		}
		return err
	})
	return w
}

func (w *town) write(fn func(*db.Tx) error) {
	w.Helper()
	if err := w.d.Write(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

func (w *town) read(fn func(*db.Tx) error) {
	w.Helper()
	if err := w.d.Read(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

func (w *town) exec(text string, args ...any) {
	w.Helper()
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(w.Context(), text, args...)
		return err
	})
}

func (w *town) place(tx *db.Tx) error {
	if err := w.l.Place(w.Context(), tx, "city", "", "2021-01-01"); err != nil {
		return err
	}
	for i := range w.provinces {
		if err := w.l.Place(w.Context(), tx, w.above(i), w.root(), "2021-01-01"); err != nil {
			return err
		}
	}
	for i := range w.wards {
		if err := w.l.Place(w.Context(), tx, w.ward(i), w.above(i), "2021-01-01"); err != nil {
			return err
		}
	}
	for i := range w.leaves {
		if err := w.l.Place(w.Context(), tx, w.leaf(i), w.ward(i), "2021-01-01"); err != nil {
			return err
		}
	}
	return nil
}

// columns of a fact, in the order of fact.args.
const columns = `(id, series, unit, day, quantity, source_kind, source_id, reverses, reason, recorded_at, recorder)`

// insert writes facts past the ledger, which would move cells one by one.
func (w *town) insert(tx *db.Tx, from, to int) error {
	return insertInto(w, tx, "ledger_fact", from, to)
}

func insertInto(w *town, tx *db.Tx, table string, from, to int) error {
	const rows = 24 // see maxRows of the ledger
	for ; from < to; from += rows {
		n := min(rows, to-from)
		args := make([]any, 0, 11*n)
		for i := range n {
			args = append(args, w.fact(from+i).args(from+i)...)
		}
		if _, err := tx.Exec(w.Context(), `INSERT INTO `+table+` `+columns+` VALUES `+db.Values(n, 11), args...); err != nil {
			return err
		}
	}
	return nil
}

// count makes all cells at once.
func (w *town) count(tx *db.Tx) error {
	months := ""
	for m := 1; m <= 12; m++ {
		months += fmt.Sprintf(", CAST(SUM(CASE substr(f.day, 6, 2) WHEN '%02d' THEN f.quantity ELSE 0 END) AS BIGINT)", m)
	}
	if _, err := tx.Exec(w.Context(), `INSERT INTO ledger_cell (series, atom, year, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12)
		SELECT f.series, l.atom, CAST(substr(f.day, 1, 4) AS INTEGER)`+months+`
		FROM ledger_fact f JOIN ledger_leaf l ON l.unit = f.unit GROUP BY 1, 2, 3`); err != nil {
		return err
	}
	_, err := tx.Exec(w.Context(), "ANALYZE")
	return err
}

// fact is a fact by number.
type fact struct {
	measure, unit int
	on            day.Date
	n             int64
	reverses      *string
}

// fact i is a function of i alone (rollup.md §4.6): one in a hundred reverses an
// earlier one, big reporters are few and scattered, each quarter's last month
// has double weight, every tenth measure is money.
func (w *town) fact(i int) fact {
	h := splitmix(uint64(i))
	if h%100 == 0 && i > 1000 {
		of := i - 1 - int(h>>8%997)
		f, id := w.fact(of), factID(of)
		f.n, f.reverses = -f.n, &id
		return f
	}
	f := fact{measure: int(h >> 8 % measures), unit: w.skewed(h >> 16), on: dayOf(splitmix(h)), n: int64(1 + h>>40%20)}
	if f.measure == 0 {
		f.n *= 100_000 * int64(1+h>>48%500)
	}
	return f
}

// skewed picks u^1.5 of the leaves, scattered over the wards.
func (w *town) skewed(h uint64) int {
	u := float64(h%1_000_000) / 1_000_000
	return int(u*math.Sqrt(u)*float64(w.leaves)) * 48271 % w.leaves
}

func dayOf(h uint64) day.Date {
	months := []int{1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11, 12, 12}
	return day.Date(fmt.Sprintf("%d-%02d-%02d", 2021+h%5, months[h>>8%16], 1+h>>16%28))
}

func (f fact) args(i int) []any {
	return []any{factID(i), series(f.measure), fmt.Sprintf("leaf-%d", f.unit), f.on, f.n, "activity", fmt.Sprintf("act-%d", i), f.reverses, "", int64(i), "an"}
}

func factID(i int) string { return fmt.Sprintf("activity/act-%d/1/0", i) }

// series is the number the ledger gives measure n.
func series(n int) int64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "m%d", n) // a hash never fails
	return int64(h.Sum64() >> 1)
}

func splitmix(i uint64) uint64 {
	z := (i + 1) * 0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}
