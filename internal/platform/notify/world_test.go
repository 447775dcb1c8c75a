package notify_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/notify"
	"donghanh/internal/testkit"
)

// The messages of these tests are those of the program that have values.
const (
	oneValue  = "auth.account.unknown" // {name}
	twoValues = "account.list.part"    // {from}–{to} trong {n}
)

// world is a database with accounts: an and binh have addresses and want
// letters, chi has switched them off, dung has no address, em is disabled.
type world struct {
	*db.DB
	t      *testing.T
	mailer *notify.Mailer
	runner *job.Runner
	log    *bytes.Buffer
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		words, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		w := &world{DB: d, t: t, log: &bytes.Buffer{}}
		log := slog.New(slog.NewTextHandler(w.log, nil))
		w.mailer = &notify.Mailer{DB: d, Words: words, Log: log}
		workers := job.NewWorkers()
		job.RegisterOutside(workers, w.mailer.Mail)
		w.runner = &job.Runner{DB: d, Workers: workers, Log: log}
		w.exec(`INSERT INTO auth_account (id, name, display, password, created_at, lang, email, mail, disabled_at) VALUES
			('an', 'an', 'Trần Thị An', '', 0, 'vi', 'an@congdoan.vn', TRUE, NULL), ('binh', 'binh', 'Bình', '', 0, 'en', 'binh@congdoan.vn', TRUE, NULL),
			('chi', 'chi', 'Chi', '', 0, 'vi', 'chi@congdoan.vn', FALSE, NULL), ('dung', 'dung', 'Dung', '', 0, 'vi', '', TRUE, NULL),
			('em', 'em', 'Em', '', 0, 'vi', 'em@congdoan.vn', TRUE, 1)`)
		fn(w)
	})
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	testkit.Write(w.t, w.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(w.t.Context(), query, args...)
		return err
	})
}

func (w *world) number(query string) (n int) {
	w.t.Helper()
	testkit.Read(w.t, w.DB, func(tx *db.Tx) error { return tx.Get(w.t.Context(), &n, query) })
	return n
}

func (w *world) add(n notify.Notice) {
	w.t.Helper()
	testkit.Write(w.t, w.DB, func(tx *db.Tx) error { return notify.Add(w.t.Context(), tx, n) })
}

// name is a notice with one value.
func name(value, once string, to ...string) notify.Notice {
	return notify.Notice{To: to, Key: oneValue, Args: i18n.Args{"name": value}, Href: "/units/HN", Once: once}
}

// in is a context that reads in a language.
func (w *world) in(lang i18n.Lang) context.Context {
	return i18n.With(w.t.Context(), w.mailer.Words.Printer(lang))
}

// texts are an account's notices as they are read.
func (w *world) texts(lang i18n.Lang, account string, f notify.Filter) (out []string) {
	w.t.Helper()
	testkit.Read(w.t, w.DB, func(tx *db.Tx) error {
		all, err := notify.List(w.t.Context(), tx, account, f)
		for _, n := range all {
			out = append(out, n.Text(w.in(lang)))
		}
		return err
	})
	return out
}

func (w *world) unread(account string) (n int) {
	w.t.Helper()
	testkit.Read(w.t, w.DB, func(tx *db.Tx) (err error) {
		n, err = notify.Count(w.t.Context(), tx, account)
		return err
	})
	return n
}

// work does all that is due now.
func (w *world) work() {
	w.t.Helper()
	ctx, stop := context.WithCancel(w.t.Context())
	var done sync.WaitGroup
	done.Go(func() { w.runner.Run(ctx) })
	for left := 1; left > 0; time.Sleep(5 * time.Millisecond) {
		testkit.Read(w.t, w.DB, func(tx *db.Tx) error {
			return tx.Get(w.t.Context(), &left, `SELECT COUNT(*) FROM job_job WHERE state = 'running' OR (state = 'waiting' AND due <= $1)`, tx.Now())
		})
	}
	stop()
	done.Wait()
}

// tomorrow moves the clock past every wait.
func (w *world) tomorrow() { w.Clock.Set(w.Clock.Today().Add(1)) }
