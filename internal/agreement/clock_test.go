package agreement_test

import (
	"context"
	"log/slog"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/notify"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// clockworld is two nodes on one database, and the people at it.
type clockworld struct {
	*kit
	source string
	other  *db.DB
	done   chan day.Date
	stop   func()
	models []modelled
	acts   map[day.Date][]func()
	ids    map[string]string // accounts by unit
}

func newClockworld(t *testing.T, source string) *clockworld {
	t.Helper()
	w := &clockworld{kit: newKit(t, testkit.Open(t, source)), source: source, done: make(chan day.Date, 100), acts: map[day.Date][]func(){}, ids: map[string]string{}}
	for _, code := range []string{"BD", "HN"} { // nobody is at BD-1
		n := auth.NewAccount{ID: db.NewID(), Name: strings.ToLower("c-" + code), Display: "Lê " + code, Password: testkit.Password, Role: "officer", Unit: w.UnitID(code)}
		if err := w.Kit.Auth.Create(w.System(), n); err != nil {
			t.Fatal(err)
		}
		w.ids[code] = n.ID
	}
	return w
}

// start brings two nodes up, each with its own handle, service and runner.
func (w *clockworld) start() {
	ctx, cancel := context.WithCancel(w.t.Context())
	var all sync.WaitGroup
	w.other = testkit.Open(w.t, w.source)
	w.other.Clock.Set(w.Kit.DB.Clock.Today())
	for _, d := range []*db.DB{w.Kit.DB, w.other} {
		all.Go(func() { w.runner(d).Run(ctx) })
	}
	w.stop = func() { cancel(); all.Wait() }
}

func (w *clockworld) service(d *db.DB) *agreement.Service {
	return &agreement.Service{DB: d, Org: w.Kit.Org, Activity: w.activity, Tell: tellAll}
}

// tellAll is how the program tells: a notice, once each.
func tellAll(ctx context.Context, tx *db.Tx, n agreement.News) error {
	args := i18n.Args{"what": n.What, "title": n.Title, "unit": n.UnitName, "due": string(n.Due)}
	return notify.Add(ctx, tx, notify.Notice{To: n.To, Key: n.Key, Href: n.Href, Once: n.Once, Args: args})
}

func (w *clockworld) runner(d *db.DB) *job.Runner {
	workers, s := job.NewWorkers(), w.service(d)
	job.Register(workers, func(ctx context.Context, tx *db.Tx, args agreement.DueArgs) error {
		today := tx.Today()
		tx.After(func() { w.done <- today })
		return s.Due(ctx, tx, args)
	})
	workers.Daily("agreement.due", 5*time.Hour, agreement.DueArgs{})
	return &job.Runner{DB: d, Workers: workers, Log: slog.New(slog.DiscardHandler), Every: 2 * time.Millisecond}
}

// pass lets a day come on both nodes and waits until its job was done. On some
// days both nodes do it besides, at the same moment: the queue would let only one.
func (w *clockworld) pass(on day.Date, crowd bool) {
	w.t.Helper()
	w.Kit.DB.Clock.Set(on)
	w.other.Clock.Set(on)
	if crowd {
		w.crowd()
	}
	for late := time.After(30 * time.Second); ; {
		select {
		case d := <-w.done:
			if d != on {
				continue
			}
		case <-late:
			w.t.Fatalf("no job on %s", on)
		}
		return
	}
}

func (w *clockworld) crowd() {
	var both sync.WaitGroup
	for _, d := range []*db.DB{w.Kit.DB, w.other} {
		s := w.service(d)
		both.Go(func() {
			if err := d.Write(w.t.Context(), func(tx *db.Tx) error { return s.Due(w.t.Context(), tx, agreement.DueArgs{}) }); err != nil {
				w.t.Error(err)
			}
		})
	}
	both.Wait()
}

// TestClock lives five years, day by day, with the daily job of two nodes:
// restarts, days and two months without the program, people who act, take and
// ignore. What was told is what the model says, no more and no less.
func TestClock(t *testing.T) {
	testkit.EachSource(t, func(t *testing.T, source string) {
		w := newClockworld(t, source)
		w.script()
		var up []day.Date
		first, last := day.Date("2024-01-02"), day.Date("2028-12-31")
		w.Kit.DB.Clock.Set(first.Add(-1))
		w.start()
		for on := first; on <= last; on = on.Add(1) {
			n := first.Days(on)
			switch {
			case on >= "2025-05-01" && on <= "2025-06-30" || n%53 == 0: // nobody is up
				if w.stop != nil {
					w.stop()
					w.stop = nil
				}
			default:
				if w.stop == nil {
					w.Kit.DB.Clock.Set(on.Add(-1))
					w.start()
				}
				w.pass(on, n%2 == 0)
				up = append(up, on)
			}
			w.Kit.DB.Clock.Set(on)
			for _, do := range w.acts[on] {
				do()
			}
		}
		w.stop()
		w.compare(up)
	})
}

// compare sets what was told beside the model: the history of each deadline, and
// the notices people have.
func (w *clockworld) compare(up []day.Date) {
	w.t.Helper()
	var want, got []reminded
	notices := map[string]int{}
	for _, m := range w.models {
		told, taker := m.told(up)
		want = append(want, told...)
		for _, r := range told {
			notices[r.Unit]++
		}
		notices["HN"] += taker
	}
	testkit.Read(w.t, w.Kit.DB, func(tx *db.Tx) error {
		return tx.Each(w.t.Context(), `SELECT t.on_day, CASE WHEN w.text = '' THEN w.kind ELSE w.text END, w.due, t.act, u.code
			FROM agreement_watch_step t JOIN agreement_watch w ON w.id = t.watch JOIN org_unit u ON u.id = t.unit WHERE t.act <> 'take'`, nil,
			func(scan func(...any) error) error {
				var r reminded
				err := scan(&r.Day, &r.What, &r.Due, &r.Act, &r.Unit)
				got = append(got, r)
				return err
			})
	})
	for _, list := range [][]reminded{want, got} {
		sort.Slice(list, func(i, j int) bool { return list[i].String() < list[j].String() })
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("who was told what (-model +program):\n%s", diff)
	}
	if len(want) < 60 {
		w.t.Errorf("the model tells %d times only", len(want))
	}
	for code, id := range w.ids {
		testkit.Read(w.t, w.Kit.DB, func(tx *db.Tx) error {
			n, err := notify.Count(w.t.Context(), tx, id)
			if n != notices[code] {
				w.t.Errorf("%s has %d notices, want %d", code, n, notices[code])
			}
			return err
		})
	}
}
