package bench

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"donghanh/internal/platform/db"
)

// measurement is one line of a table: how long something takes, or how often a
// second it can be done, beside a baseline when there is one.
type measurement struct {
	name      string
	p50, p99  time.Duration
	reps      int
	perSecond float64
	base      float64       // the baseline's transactions a second
	naive     time.Duration // the baseline's p50
	target    float64       // p99 in ms that is promised; 0: nothing
}

// timed repeats something until its time is over, 20 times at least.
func (w *town) timed(name string, target float64, fn func(i int) error) measurement {
	w.Helper()
	var took []time.Duration
	for i, began := 0, time.Now(); i < 2000 && (i < 20 || time.Since(began) < w.size.reads); i++ {
		at := time.Now()
		if err := fn(i); err != nil {
			w.Fatalf("%s: %v", name, err)
		}
		if i >= 5 { // the first ones warm up
			took = append(took, time.Since(at))
		}
	}
	slices.Sort(took)
	return measurement{name: name, p50: took[len(took)/2], p99: took[len(took)*99/100], reps: len(took), target: target}
}

// beside puts the baseline into the lines it belongs to.
func (w *town) beside(all []measurement, naive map[string]measurement) []measurement {
	for i := range all {
		all[i].naive = naive[all[i].name].p50
	}
	return all
}

// report is what docs/benchmarks.md says. Whoever measures something else, the
// pages for one, gives section a title and the named measurements.
type report struct{ b strings.Builder }

func newReport(s size) *report {
	r := &report{}
	fmt.Fprintf(&r.b, `# Measured

Made by `+"`DONGHANH_BENCH=1 go test ./internal/bench -run TestBench -count=1 -v -timeout 60m`"+` on %s.

* Machine: %s, %d cores, Go %s. It is shared: p99 has other people's work in it (load average before: %s).
* City: %d grassroots unions under %d middle units, %d facts of five years in 10 measures (rollup.md §4.6), one in a hundred a reversal.
* Baseline of reads: the same sum by a recursive query down the tree over the facts, with covering indexes made for it. Ratio: of the p50.
* Baseline of writes: the same rows in transactions of the same size into a table with nothing but its key.
`, time.Now().Format(time.DateOnly), cpu(), runtime.NumCPU(), strings.TrimPrefix(runtime.Version(), "go"), loadAverage(), s.leaves, s.wards, s.facts)
	return r
}

func (r *report) String() string { return r.b.String() }

func cpu() string {
	text, _ := os.ReadFile("/proc/cpuinfo") // elsewhere than on Linux it has no name
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// loadAverage is how many wanted a core over the last 1, 5 and 15 minutes.
func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg") // nothing elsewhere than on Linux
	words := strings.Fields(string(text))
	return strings.Join(words[:min(3, len(words))], " · ")
}

// section writes a table of measurements of one sort.
func (r *report) section(title string, all []measurement) {
	fmt.Fprintf(&r.b, "\n## %s\n\n", title)
	if all[0].perSecond > 0 {
		fmt.Fprint(&r.b, "| what | ledger | baseline | share of the baseline |\n|---|--:|--:|--:|\n")
		for _, m := range all {
			fmt.Fprintf(&r.b, "| %s | %.0f | %.0f | %.0f %% |\n", m.name, m.perSecond, m.base, 100*m.perSecond/m.base)
		}
		return
	}
	fmt.Fprint(&r.b, "| what | p50 ms | p99 ms | times | baseline p50 ms | ratio | promised p99 |\n|---|--:|--:|--:|--:|--:|---|\n")
	for _, m := range all {
		fmt.Fprintf(&r.b, "| %s | %.2f | %.2f | %d | %s | %s |\n", m.name, ms(m.p50), ms(m.p99), m.reps, m.beside(), m.promised())
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (m measurement) beside() string {
	if m.naive == 0 {
		return "| "
	}
	return fmt.Sprintf("%.1f | %.0f×", ms(m.naive), float64(m.naive)/float64(m.p50))
}

func (m measurement) promised() string {
	switch {
	case m.target == 0:
		return ""
	case ms(m.p99) <= m.target:
		return fmt.Sprintf("≤ %.0f: kept", m.target)
	}
	return fmt.Sprintf("≤ %.0f: **missed**", m.target)
}

// engine names the engine's version and what it may cache.
func (r *report) engine(name string, w *town) {
	version, settings := "", []string{}
	queries := []string{"cache_size", "synchronous", "journal_mode", "page_size"}
	if w.d.Dialect == db.Postgres {
		queries = []string{"shared_buffers", "effective_cache_size", "work_mem", "fsync", "synchronous_commit", "full_page_writes"}
	}
	w.read(func(tx *db.Tx) error {
		text := "SELECT sqlite_version()"
		if w.d.Dialect == db.Postgres {
			text = "SHOW server_version"
		}
		if err := tx.Get(w.Context(), &version, text); err != nil {
			return err
		}
		for _, q := range queries {
			var v string
			command := "PRAGMA " + q
			if w.d.Dialect == db.Postgres {
				command = "SHOW " + q
			}
			if err := tx.Get(w.Context(), &v, command); err != nil {
				return err
			}
			settings = append(settings, q+" "+v)
		}
		return nil
	})
	fmt.Fprintf(&r.b, "\n# %s %s\n\nSettings: %s. Loaded in %s; load average then: %s.\n",
		name, version, strings.Join(settings, ", "), w.loaded.Round(time.Second), loadAverage())
}

// memory says what is resident after all of that.
func (r *report) memory(name string, w *town) {
	fmt.Fprintf(&r.b, "\n%s: this process has %d MB resident", name, resident("self", "VmRSS:"))
	if w.d.Dialect == db.SQLite {
		fmt.Fprint(&r.b, ": the page caches of the writer and of up to 8 readers, at most cache_size each, and Go itself.\n")
		return
	}
	var pids []int
	w.read(func(tx *db.Tx) error {
		return tx.Select(w.Context(), &pids, `SELECT pid FROM pg_stat_activity WHERE datname = current_database()`)
	})
	sum := 0
	for _, pid := range pids {
		sum += resident(fmt.Sprint(pid), "RssAnon:")
	}
	fmt.Fprintf(&r.b, "; its %d sessions have %d MB of their own in the server beside shared_buffers.\n", len(pids), sum)
}

// resident reads a line of /proc/…/status, in MB; 0 where there is none.
func resident(process, field string) (mb int) {
	text, _ := os.ReadFile("/proc/" + process + "/status")
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			_, _ = fmt.Sscan(rest, &mb)
		}
	}
	return mb / 1024
}
