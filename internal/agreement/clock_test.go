package agreement_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
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

// reminded is what the model and the program are compared by: somebody was told
// of something on a day.
type reminded struct{ Day, What, Due, Act, Unit string }

func (r reminded) String() string {
	return strings.Join([]string{r.Day, r.What, r.Due, r.Act, r.Unit}, " ")
}

// modelled is a deadline as the test knows it, with all that people will do about
// it. The model of the rules is written here once more, from the words of issue 5
// and not from the program.
type modelled struct {
	what     string
	due      day.Date
	lead     int
	chain    []string // who is told, the unit first, its superiors after it
	people   map[string]bool
	opens    day.Date
	resolves day.Date   // after that day's reminders; empty: never
	takes    []day.Date // after that day's reminders, each for takeFor days
}

const takeFor = 20

// told works out what is told on the days the program is up, and how often who
// has taken it is told of the day they named.
func (m modelled) told(up []day.Date) (out []reminded, taker int) {
	level, next, phase := 0, day.Max(m.due.Add(-m.lead), m.opens), "before"
	say := func(on day.Date, act string) {
		out = append(out, reminded{string(on), m.what, string(m.due), act, m.chain[level]})
	}
	last := day.Date("")
	for _, on := range up {
		next, phase = m.taken(last, on, next, phase)
		if last = on; on < m.opens || (m.resolves != "" && on > m.resolves) || phase == "over" || next > on {
			continue
		}
		switch {
		case phase == "before" && on < m.due:
			say(on, "ahead")
			phase, next = "wait", m.due
			continue
		case phase != "ignored":
			say(on, "due")
			if phase == "taken" && m.chain[level] != "HN" {
				taker++
			}
			if next = on.Add(7); phase != "taken" && !m.people[m.chain[level]] {
				next = on.Add(1)
			}
			phase = "ignored"
			continue
		case level+1 < len(m.chain):
			level++
			say(on, "climb")
		default:
			phase = "over"
		}
		next = on.Add(1)
		if m.people[m.chain[level]] {
			next = on.Add(7)
		}
	}
	return out, taker
}

// taken lets somebody take it on days before on.
func (m modelled) taken(last, on, next day.Date, phase string) (day.Date, string) {
	for _, d := range m.takes {
		if d >= last && d < on {
			next, phase = day.Max(d.Add(takeFor), m.due), "taken"
		}
	}
	return next, phase
}

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

// script is five years of two agreements: some duties are done, some taken, some
// ignored to the end. The second agreement follows the first.
func (w *clockworld) script() {
	w.t.Helper()
	day0 := day.Date("2024-01-01")
	w.Kit.DB.Clock.Set(day0)
	h := head()
	h.From, h.To = "2024-01-01", "2026-12-31"
	h.Opposite = append(h.Opposite, agreement.Opposite{Side: agreement.A, Unit: "BD-1"})
	a, f := w.begin(h)
	union := w.party(a.ID, "BD-1")
	half := w.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Party: w.party(a.ID, "BD"), Due: "2024-06-30", Every: 6})
	quarter := w.promise(f, agreement.Commitment{Text: "Đối thoại", Side: agreement.A, Party: union, Due: "2024-03-31", Every: 3})
	w.promise(f, agreement.Commitment{Text: "Bố trí địa điểm", Side: agreement.B, Due: "2025-03-31"})
	a = w.sign(a, day0)
	w.duties(a.ID, half.ID, []string{"BD", "HN"}, day0)
	w.duties(a.ID, quarter.ID, []string{"BD-1", "BD", "HN"}, day0)
	w.models = append(w.models,
		w.model("Bố trí địa điểm", "2025-03-31", 14, []string{"BD", "HN"}, day0, "2027-01-20"),
		w.model("notice", "2026-10-02", 0, []string{"BD", "HN"}, day0, "2026-12-20"),
		w.model("end", "2026-12-31", 30, []string{"BD", "HN"}, day0, "2027-01-20"))
	w.acts["2026-12-20"] = append(w.acts["2026-12-20"], func() { w.follow(a.ID) })
	w.acts["2027-01-20"] = append(w.acts["2027-01-20"], func() { w.close(a.ID) })
}

func (w *clockworld) model(what string, due day.Date, lead int, chain []string, opens, resolves day.Date) modelled {
	return modelled{what: what, due: due, lead: lead, chain: chain, people: map[string]bool{"BD": true, "HN": true}, opens: opens, resolves: resolves}
}

// duties model those of a commitment. One after the other is done in time, done
// late, taken and done, taken and left, ignored until the agreement is closed.
func (w *clockworld) duties(id, commitment string, chain []string, opens day.Date) {
	w.t.Helper()
	for _, f := range w.open(id).Fields {
		for _, c := range f.Commitments {
			if c.ID != commitment {
				continue
			}
			for i, d := range c.Duties {
				m := w.model(c.Text, d.Due, 14, chain, opens, "2027-01-20")
				switch i % 5 {
				case 0:
					m.resolves = d.Due.Add(-3)
				case 1:
					m.resolves = d.Due.Add(9)
				case 2:
					m.takes, m.resolves = []day.Date{d.Due.Add(2)}, d.Due.Add(15)
				case 3:
					m.takes = []day.Date{d.Due.Add(-5), d.Due.Add(30)}
				}
				w.plan(d.ID, &m)
				w.models = append(w.models, m)
			}
		}
	}
}

// plan lets people do what a model says of a duty.
func (w *clockworld) plan(duty string, m *modelled) {
	if m.resolves != "2027-01-20" {
		w.acts[m.resolves] = append(w.acts[m.resolves], func() { w.conclude(duty) })
	}
	for _, on := range m.takes {
		w.acts[on] = append(w.acts[on], func() { w.take(duty, on) })
	}
}

func (w *clockworld) party(id, code string) *string {
	w.t.Helper()
	parties := w.open(id).Parties
	i := slices.IndexFunc(parties, func(b agreement.Binds) bool { return b.Code == code })
	return &parties[i].ID
}

func (w *clockworld) conclude(duty string) {
	w.t.Helper()
	version := 0
	testkit.Read(w.t, w.Kit.DB, func(tx *db.Tx) error {
		return tx.Get(w.t.Context(), &version, `SELECT version FROM agreement_duty WHERE id = $1`, duty)
	})
	if _, err := w.Conclude(w.officer(), duty, version, agreement.Coming{Outcome: agreement.Done, Text: "Đã làm"}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *clockworld) take(duty string, on day.Date) {
	w.t.Helper()
	id, of, round := "", "", 0
	testkit.Read(w.t, w.Kit.DB, func(tx *db.Tx) error {
		return tx.Each(w.t.Context(), `SELECT id, agreement, round FROM agreement_watch WHERE subject = $1`, []any{duty}, func(scan func(...any) error) error {
			return scan(&id, &of, &round)
		})
	})
	me := auth.Actor{Account: w.ids["HN"], Grants: []auth.Grant{{Account: w.ids["HN"], Role: "officer", Unit: w.UnitID("HN")}}}
	err := w.Take(auth.With(w.t.Context(), &me), of, id, agreement.Taking{Round: round, Note: "Tuần sau làm", Until: on.Add(takeFor)})
	if err != nil {
		w.t.Fatal(fmt.Errorf("on %s: %w", on, err))
	}
}

// follow signs the next stage; the notice of the first is answered by it.
func (w *clockworld) follow(old string) {
	w.t.Helper()
	h := head()
	h.From, h.To, h.Predecessor = "2027-01-01", "2028-10-31", old
	a, f := w.begin(h)
	c := w.promise(f, agreement.Commitment{Text: "Tuyên truyền", Side: agreement.Both, Due: "2027-06-30", Every: 12})
	w.sign(a, "2026-12-20")
	w.duties(a.ID, c.ID, []string{"BD", "HN"}, "2026-12-20")
	w.models = append(w.models,
		w.model("notice", "2028-08-02", 0, []string{"BD", "HN"}, "2026-12-20", "2028-08-05"),
		w.model("end", "2028-10-31", 30, []string{"BD", "HN"}, "2026-12-20", ""))
	w.acts["2028-08-05"] = append(w.acts["2028-08-05"], func() {
		if err := w.Decide(w.officer(), a.ID, agreement.Decision{Choice: agreement.Lapse, Note: "Hai bên thống nhất"}); err != nil {
			w.t.Fatal(err)
		}
	})
}

// close holds the final review: the agreement holds no more.
func (w *clockworld) close(id string) {
	w.t.Helper()
	testkit.Write(w.t, w.Kit.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(w.t.Context(), `UPDATE agreement_agreement SET closed_on = $2 WHERE id = $1`, id, tx.Today())
		return err
	})
}
