package bench

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
)

// writes measures posting beside inserting the same rows into a table that has
// nothing but its key, in transactions of the same size.
func (w *town) writes() (out []measurement) {
	w.exec(`CREATE TABLE bench_raw (id TEXT NOT NULL PRIMARY KEY, series BIGINT NOT NULL, unit TEXT NOT NULL, day TEXT NOT NULL, quantity BIGINT NOT NULL,
		source_kind TEXT NOT NULL, source_id TEXT NOT NULL, reverses TEXT, reason TEXT NOT NULL, recorded_at BIGINT NOT NULL, recorder TEXT NOT NULL)`)
	defer w.exec(`DROP TABLE bench_raw`)
	w.acts = w.facts
	for _, facts := range []int{1, 50} {
		for _, writers := range []int{1, 8} {
			name := fmt.Sprintf("%d fact(s) a post, %d writer(s), posts/s", facts, writers)
			post := w.rate(writers, func(n int) func(*db.Tx) error { return w.post(n, facts) })
			raw := w.rate(writers, func(n int) func(*db.Tx) error {
				return func(tx *db.Tx) error { return insertInto(w, tx, "bench_raw", n*facts, (n+1)*facts) }
			})
			out = append(out, measurement{name: name, perSecond: post, base: raw})
		}
	}
	return out
}

// rate runs transactions from some goroutines and says how many a second were
// committed.
func (w *town) rate(writers int, act func(n int) func(*db.Tx) error) float64 {
	var group sync.WaitGroup
	var done atomic.Int64
	began := time.Now()
	first := w.acts
	var last atomic.Int64
	last.Store(int64(first))
	for range writers {
		group.Go(func() {
			for time.Since(began) < w.size.writes {
				if err := w.d.Write(w.Context(), act(int(last.Add(1)))); err != nil {
					w.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	group.Wait()
	w.acts = int(last.Load())
	return float64(done.Load()) / time.Since(began).Seconds()
}

// post is a report of one ward: its facts fall on the ward's leaves in one month.
func (w *town) post(n, facts int) func(*db.Tx) error {
	all := make([]ledger.Fact, facts)
	for i := range all {
		f := w.fact(n*50 + i)
		all[i] = ledger.Fact{Measure: fmt.Sprintf("m%d", f.measure), Unit: w.leaf(n%w.wards + w.wards*(f.unit%50)), Day: f.on, Quantity: max(f.n, 1)}
	}
	return func(tx *db.Tx) error {
		return w.l.Post(w.Context(), tx, ledger.Act{Kind: "bench", ID: fmt.Sprint(n), Recorder: "an"}, all...)
	}
}
