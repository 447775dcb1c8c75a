package notify_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestANoticeIsReadInTheReadersLanguage(t *testing.T) {
	each(t, func(w *world) {
		w.add(notify.Notice{To: []string{"an"}, Key: twoValues, Args: i18n.Args{"from": 1516, "to": int64(1) << 53, "n": "2023-12-25"}, Href: "/x"})
		w.add(notify.Notice{To: []string{"an"}, Key: "gone.key", Href: "/x"})
		for lang, want := range map[i18n.Lang][]string{
			i18n.Vi: {"Có một việc mới. Hãy mở để xem.", "1.516–9.007.199.254.740.992 trong 25/12/2023"},
			i18n.En: {"Something is new. Open it to see.", "1.516–9.007.199.254.740.992 of 25/12/2023"},
		} {
			if diff := cmp.Diff(want, w.texts(lang, "an", notify.Filter{})); diff != "" {
				w.t.Error(diff)
			}
		}
	})
}

func TestAnEventIsToldOnceToEach(t *testing.T) {
	each(t, func(w *world) {
		w.add(name("một", "report:1", "an", "an"))
		w.add(name("một", "report:1", "an", "dung"))
		w.add(name("hai", "", "an"))
		w.add(name("hai", "", "an")) // no name: told every time
		w.add(name("không ai", "x", "em", "nobody"))
		if got := fmt.Sprint(w.unread("an"), w.unread("dung"), w.unread("em"), w.number("SELECT COUNT(*) FROM notify_notice")); got != "3 1 0 4" {
			w.t.Errorf("told: %s", got)
		}
	})
}

// TestNobodyIsToldBeforeTheDay: where the demo's day was moved back, notices of
// later days have not come yet.
func TestNobodyIsToldBeforeTheDay(t *testing.T) {
	each(t, func(w *world) {
		w.add(name("một", "", "an"))
		today := w.Clock.Today()
		for on, want := range map[day.Date]string{today.Add(-1): "0 0", today: "1 1", today.Add(1): "1 1"} {
			w.Clock.Set(on)
			if got := fmt.Sprint(w.unread("an"), len(w.texts(i18n.Vi, "an", notify.Filter{}))); got != want {
				w.t.Errorf("on %s: %s, want %s", on, got, want)
			}
		}
	})
}

func TestANoticeGoesWithItsAct(t *testing.T) {
	each(t, func(w *world) {
		no := errors.New("no")
		err := w.Write(w.t.Context(), func(tx *db.Tx) error {
			return errors.Join(notify.Add(w.t.Context(), tx, name("x", "", "an")), no)
		})
		if !errors.Is(err, no) || w.number("SELECT COUNT(*) FROM notify_notice") != 0 || w.number("SELECT COUNT(*) FROM job_job") != 0 {
			w.t.Errorf("%v, and a notice or letter of an act that was rolled back", err)
		}
	})
}

func TestWhatCouldNotBeShownIsRefused(t *testing.T) {
	each(t, func(w *world) {
		for why, n := range map[string]notify.Notice{
			"no key":          {To: []string{"an"}, Href: "/x"},
			"another site":    {To: []string{"an"}, Key: oneValue, Href: "//evil.example"},
			"a whole address": {To: []string{"an"}, Key: oneValue, Href: "https://evil.example"},
			"two lines":       {To: []string{"an"}, Key: oneValue, Href: "/x\r\nBcc: all"},
			"a fraction":      {To: []string{"an"}, Key: oneValue, Href: "/x", Args: i18n.Args{"name": 1.5}},
			"a list":          {To: []string{"an"}, Key: oneValue, Href: "/x", Args: i18n.Args{"name": []string{"a"}}},
		} {
			err := w.Write(w.t.Context(), func(tx *db.Tx) error { return notify.Add(w.t.Context(), tx, n) })
			if !errs.Is(err, errs.Internal) {
				w.t.Errorf("%s: %v", why, err)
			}
		}
	})
}

func TestReadingAndPaging(t *testing.T) {
	each(t, func(w *world) {
		for i := range 7 {
			w.add(name(fmt.Sprint("số ", i), "", "an", "binh"))
		}
		ids := func(f notify.Filter) (out []string) {
			testkit.Read(w.t, w.DB, func(tx *db.Tx) error {
				all, err := notify.List(w.t.Context(), tx, "an", f)
				for _, n := range all {
					out = append(out, n.ID)
				}
				return err
			})
			return out
		}
		all := ids(notify.Filter{})
		mark := func(account, id string) {
			testkit.Write(w.t, w.DB, func(tx *db.Tx) error { return notify.MarkRead(w.t.Context(), tx, account, id) })
		}
		mark("an", all[2])
		mark("an", all[2])
		mark("binh", all[3]) // another's: nothing
		if got := fmt.Sprint(w.unread("an"), w.unread("binh")); got != "6 7" {
			w.t.Errorf("unread after one: %s", got)
		}
		left := append(append([]string(nil), all[:2]...), all[3:]...)
		if diff := cmp.Diff(left, ids(notify.Filter{})); diff != "" {
			w.t.Error(diff)
		}
		if diff := cmp.Diff(left[2:4], ids(notify.Filter{Before: left[1], Limit: 2})); diff != "" {
			w.t.Errorf("the page after: %s", diff)
		}
		testkit.Write(w.t, w.DB, func(tx *db.Tx) error {
			seen, err := notify.Get(w.t.Context(), tx, "an", all[3])
			_, another := notify.Get(w.t.Context(), tx, "binh", all[3])
			if !errs.Is(another, errs.NotFound) {
				w.t.Errorf("another's notice: %v", another)
			}
			return errors.Join(err, notify.MarkAllRead(w.t.Context(), tx, "an", seen.At))
		})
		if diff := cmp.Diff(all[:2], ids(notify.Filter{})); diff != "" {
			w.t.Errorf("all up to the fourth: %s", diff)
		}
		if diff := cmp.Diff(all[2:], ids(notify.Filter{Read: true})); diff != "" {
			w.t.Errorf("those that have been read: %s", diff)
		}
		if got := w.unread("binh"); got != 7 {
			w.t.Errorf("another's unread: %d", got)
		}
	})
}

func TestOldNoticesAreForgotten(t *testing.T) {
	each(t, func(w *world) {
		w.add(name("cũ", "", "an"))
		w.Clock.Set(w.Clock.Today().Add(2*365 + 1))
		w.add(name("mới", "", "an"))
		testkit.Write(w.t, w.DB, func(tx *db.Tx) error { return notify.Purge(w.t.Context(), tx, notify.PurgeArgs{}) })
		if got := strings.Join(w.texts(i18n.Vi, "an", notify.Filter{}), "; "); strings.Contains(got, "cũ") || !strings.Contains(got, "mới") {
			w.t.Errorf("left: %s", got)
		}
	})
}
