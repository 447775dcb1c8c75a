package activity_test

import (
	"strings"
	"sync"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func authRole(s string) auth.Role { return auth.Role(s) }

func TestARecordCountsAtOnceAtEveryLevel(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.is("A1: 10 members, 0 new, nodenominator women; HN-A: 10 members, 0 new, nodenominator women", "A1", "HN-A")
		rec := w.record()
		if rec.Title != "Kết nạp 5 đoàn viên" || rec.Version != 1 {
			t.Errorf("recorded %q, version %d", rec.Title, rec.Version)
		}
		w.is("A1: 15 members, 5 new, 3/5 women; HN-A: 15 members, 5 new, 3/5 women; HN: 15 members, 5 new, 3/5 women; HN-B: 0 members, 0 new, nodenominator women",
			"A1", "HN-A", "HN", "HN-B")
	})
}

func TestWomenAreThoseTold(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.record("count", "1.000", "women", "")
		w.record("count", "7", "women", "7", "day", "1/2/2023")
		w.is("HN-A: 1017 members, 1007 new, 7/1007 women", "HN-A")
	})
}

func TestAChangeReversesAndBooksAnew(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		rec := w.record("note", "lần đầu")
		ctx := w.Ctx("officer", "A1")
		fresh, err := w.activity.Change(ctx, rec.ID, 1, draft("count", "8", "women", "2", "day", "05/11/2023"), " Đếm sót ")
		if err != nil {
			t.Fatal(err)
		}
		if fresh.Version != 2 || fresh.Title != "Kết nạp 8 đoàn viên" || fresh.Recorder != rec.Recorder {
			t.Errorf("changed to %+v", fresh)
		}
		w.is("A1: 18 members, 8 new, 2/8 women; HN-A: 18 members, 8 new, 2/8 women", "A1", "HN-A")
		if got := w.Figure("HN-A", "ORG.DV.NEW", "2023-12"); got != "0" {
			t.Errorf("December still has %s", got)
		}
		v, err := w.activity.Show(ctx, rec.ID)
		if err != nil {
			t.Fatal(err)
		}
		left := []activity.Change{{
			Record: rec.ID, Version: 1, Unit: rec.Unit, Day: "2023-12-19", Title: "Kết nạp 5 đoàn viên", Note: "lần đầu",
			Fields: activity.Fields{"count": "5", "women": "3"}, Reason: "Đếm sót", By: v.Changes[0].By, At: v.Changes[0].At,
		}}
		if diff := cmp.Diff(left, v.Changes); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAWithdrawnRecordCountsNoMore(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		rec := w.record()
		ctx := w.Ctx("officer", "A1")
		for range 2 { // the second is a second click
			if _, err := w.activity.Withdraw(ctx, rec.ID, 1, "Ghi nhầm đơn vị"); err != nil {
				t.Fatal(err)
			}
		}
		w.is("A1: 10 members, 0 new, nodenominator women; HN-A: 10 members, 0 new, nodenominator women", "A1", "HN-A")
		v, err := w.activity.Show(ctx, rec.ID)
		if err != nil || v.WithdrawnAt == nil || v.MayWrite || len(v.Changes) != 1 {
			t.Errorf("shown %+v, %v", v, err)
		}
		_, err = w.activity.Change(ctx, rec.ID, 2, draft("count", "6"), "Thử lại")
		if got := testkit.Refused(err); got != "activity.withdrawn" {
			t.Errorf("changing a withdrawn record: %q", got)
		}
	})
}

func TestWhatCountsTwiceAndWhatDoesNot(t *testing.T) {
	id := db.NewID()
	for name, c := range map[string]struct {
		first, second []string
		refused       string
		count         int
	}{
		"a double click":               {[]string{"id", id}, []string{"id", id}, "", 1},
		"a click with other values":    {[]string{"id", id}, []string{"id", id, "count", "6"}, "activity.done", 1},
		"a click with another partner": {[]string{"id", id}, []string{"id", id, "partner", "Đoàn phường"}, "activity.done", 1},
		"the same ref again":           {[]string{"ref", "KN-1"}, []string{"ref", "KN-1"}, "", 1},
		"the ref with other values":    {[]string{"ref", "KN-1"}, []string{"ref", "KN-1", "women", "2"}, "ref: activity.ref.taken", 1},
		"the ref with another note":    {[]string{"ref", "KN-1"}, []string{"ref", "KN-1", "note", "x"}, "ref: activity.ref.taken", 1},
		"the ref in another unit":      {[]string{"ref", "KN-1"}, []string{"ref", "KN-1", "unit", "B1"}, "", 2},
		"the ref under another id":     {[]string{"ref", "KN-1", "id", id}, []string{"ref", "KN-1", "id", db.NewID()}, "", 1},
		"two records alike":            {nil, nil, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w world) {
				w.record(c.first...)
				_, err := w.activity.Record(w.Ctx("officer", "HN"), draft(c.second...))
				if got := testkit.Refused(err); got != c.refused {
					t.Errorf("refused %q, want %q", got, c.refused)
				}
				if got := w.count(); got != c.count {
					t.Errorf("%d records, want %d", got, c.count)
				}
				w.Verify()
			})
		})
	}
}

func TestTwoClicksAtTheSameMoment(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		d, ctx := draft("id", db.NewID()), w.Ctx("officer", "A1")
		errors := make([]error, 8)
		var all sync.WaitGroup
		for i := range errors {
			all.Go(func() { _, errors[i] = w.activity.Record(ctx, d) })
		}
		all.Wait()
		for _, err := range errors {
			if err != nil {
				t.Error(err)
			}
		}
		w.is("HN-A: 15 members, 5 new, 3/5 women", "HN-A")
	})
}

func TestSomebodyWasFaster(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		rec := w.record()
		ctx := w.Ctx("officer", "A1")
		change := func(version int, reason string, d activity.Draft) string {
			_, err := w.activity.Change(ctx, rec.ID, version, d, reason)
			return testkit.Refused(err)
		}
		for _, step := range []struct {
			name      string
			got, want string
		}{
			{"without a reason", change(1, " ", draft("count", "6")), "reason: activity.reason.required"},
			{"without a reason, and wrong", change(1, "", draft("count", "0")), "count: error.number.range\nreason: activity.reason.required"},
			{"the first", change(1, "Sửa", draft("count", "6")), ""},
			{"its second click", change(1, "Sửa", draft("count", "6")), ""},
			{"the slower", change(1, "Sửa", draft("count", "7")), "error.conflict"},
			{"one from the future", change(9, "Sửa", draft("count", "7")), "error.conflict"},
			{"with the fresh version", change(2, "Sửa", draft("count", "7")), ""},
			{"nothing to do", change(3, "Sửa", draft("count", "7")), ""},
		} {
			if step.got != step.want {
				t.Errorf("%s: %q, want %q", step.name, step.got, step.want)
			}
		}
		if _, err := w.activity.Withdraw(ctx, rec.ID, 1, "Rút"); testkit.Refused(err) != "error.conflict" {
			t.Errorf("withdrawing an old version: %v", err)
		}
		w.is("A1: 17 members, 7 new, 3/7 women", "A1")
		if v, err := w.activity.Show(ctx, rec.ID); err != nil || v.Version != 3 || len(v.Changes) != 2 {
			t.Errorf("version %d after %d changes, %v", v.Version, len(v.Changes), err)
		}
	})
}

func TestATitleOfItsOwnStays(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		rec := w.record("title", "Lễ kết nạp lớp công nhân mới")
		fresh, err := w.activity.Change(w.Ctx("officer", "A1"), rec.ID, 1, draft("count", "9"), "Thêm bốn người")
		if err != nil || fresh.Title != rec.Title {
			t.Errorf("title %q, %v", fresh.Title, err)
		}
	})
}

func TestWhatIsRefusedAndWhere(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ư", n) }
	cases := map[string]struct{ change, want string }{
		"more women than people":     {"women|6", "women: activity.atmost"},
		"nobody":                     {"count|0|women|", "count: error.number.range"},
		"fewer than nobody":          {"count|-3|women|", "count: error.number.range"},
		"fewer women than none":      {"women|−1", "women: error.number.range"},
		"more than a kind allows":    {"count|10.001", "count: error.number.range"},
		"a billion":                  {"count|1000000000", "count: error.number.range"},
		"more than a number holds":   {"count|99999999999999999999", "count: error.number.overflow"},
		"exponents":                  {"count|1e9", "count: error.number.form"},
		"junk":                       {"count|năm người", "count: error.number.form"},
		"half a person":              {"count|2,5", "count: error.number.form"},
		"no number":                  {"count| |women|", "count: error.required"},
		"a decision too long":        {"decision|" + long(61), "decision: error.text.long"},
		"no day":                     {"day|", "day: error.required"},
		"30 February":                {"day|30/02/2023", "day: error.date.impossible"},
		"a day in words":             {"day|hôm qua", "day: error.date.form"},
		"tomorrow":                   {"day|26/12/2023", "day: error.date.future"},
		"before the founding":        {"day|29/02/2020", "day: org.notalive"},
		"after the end":              {"unit|A2|day|01/07/2023", "day: org.notalive"},
		"no unit":                    {"unit| ", "unit: error.required"},
		"an unknown unit":            {"unit|A9", "unit: error.unit.unknown"},
		"a unit that does not admit": {"unit|HN-A", "unit: activity.unit.kind"},
		"an unknown kind":            {"kind|sing", "kind: activity.kind.unknown"},
		"a ref too long":             {"ref|" + long(101), "ref: error.text.long"},
		"a title too long":           {"title|" + long(201), "title: error.text.long"},
		"a partner too long":         {"partner|" + long(201), "partner: error.text.long"},
		"a note too long":            {"note|" + long(2001), "note: error.text.long"},
		"all that is wrong":          {"unit|A9|day|31/4/2023|count|x|women|y", "unit: error.unit.unknown\nday: error.date.impossible\ncount: error.number.form\nwomen: error.number.form"},

		"as many as the kind allows":    {"count|10.000|women|10.000", ""},
		"no women":                      {"women|", ""},
		"today":                         {"day|25/12/2023", ""},
		"the day of the founding":       {"day|1/3/2020", ""},
		"the last day of life":          {"unit|A2|day|30/06/2023", ""},
		"a unit from before all":        {"unit|B1|day|1/1/1950", ""},
		"a section":                     {"unit|a1-s", ""},
		"texts of the longest":          {"note|" + long(2000) + "|title|" + long(200) + "|partner|" + long(200) + "|decision|" + long(60), ""},
		"characters nobody can see":     {"note|a\x00b|partner|c\x00\xff", ""},
		"the kind by its other names":   {"kind|KẾT NẠP", ""},
		"a number with blanks and dots": {"count| 1 200 |women|1,100", ""},
	}
	each(t, func(t *testing.T, w world) {
		for name, c := range cases {
			before := w.count()
			_, err := w.activity.Record(w.Ctx("officer", "HN"), draft(strings.Split(c.change, "|")...))
			if got := testkit.Refused(err); got != c.want {
				t.Errorf("%s: refused %q, want %q", name, got, c.want)
			}
			if recorded := w.count() > before; recorded != (c.want == "") {
				t.Errorf("%s: recorded is %v", name, recorded)
			}
		}
		w.Verify()
	})
}

func TestOfficersOfOtherUnitsFindNothing(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		a, b := w.record("count", "5"), w.record("unit", "B1", "count", "6")
		w.record("unit", "A1-S", "count", "7")
		w.record("unit", "A2", "count", "8", "day", "1/6/2023")
		const a1, as, a2, b1 = "A1 Kết nạp 5 đoàn viên", "A1-S Kết nạp 7 đoàn viên", "A2 Kết nạp 8 đoàn viên", "B1 Kết nạp 6 đoàn viên"
		for actor, want := range map[string]string{
			"officer HN": strings.Join([]string{a1, as, a2, b1}, ", "), "leader HN-A": strings.Join([]string{a1, as, a2}, ", "),
			"officer HN-B": b1, "viewer B1": b1, "officer A1": a1 + ", " + as, "officer A1-S": as, "officer A2": a2,
		} {
			role, unit, _ := strings.Cut(actor, " ")
			if got := w.visible(role, unit, activity.Filter{}); got != want {
				t.Errorf("%s sees %q, want %q", actor, got, want)
			}
		}
		stranger := w.Ctx("officer", "HN-B")
		_, shown := w.activity.Show(stranger, a.ID)
		_, changed := w.activity.Change(stranger, a.ID, 1, draft("count", "1"), "Phá")
		_, withdrawn := w.activity.Withdraw(stranger, a.ID, 1, "Phá")
		_, recorded := w.activity.Record(stranger, draft("unit", "A1"))
		_, moved := w.activity.Change(stranger, b.ID, 1, draft("unit", "A1"), "Chuyển sang đơn vị khác")
		_, guessed := w.activity.Record(stranger, draft("unit", "B1", "id", a.ID))
		for name, c := range map[string]struct {
			err  error
			want string
		}{
			"reading": {shown, "error.notfound"}, "changing": {changed, "error.notfound"}, "withdrawing": {withdrawn, "error.notfound"},
			"recording": {recorded, "unit: error.unit.unknown"}, "moving one there": {moved, "unit: error.unit.unknown"},
			"guessing an id": {guessed, "error.notfound"},
		} {
			if got := testkit.Refused(c.err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		_, err := w.activity.Record(w.Ctx("leader", "A1"), draft())
		if !errs.Is(err, errs.Denied) {
			t.Errorf("a leader records: %v", err)
		}
		// Those admitted in A2 left again with its end.
		w.is("HN: 28 members, 26 new, 12/26 women", "HN")
	})
}

func TestAnEndedUnitIsToldOfByItsSuperior(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		late := draft("unit", "A2", "day", "1/6/2023")
		_, err := w.activity.Record(w.Ctx("officer", "A2"), late)
		if got := testkit.Refused(err); got != "activity.unit.ended" || !errs.Is(err, errs.Denied) {
			t.Errorf("its own officer: %q", got)
		}
		rec, err := w.activity.Record(w.Ctx("officer", "HN-A"), late)
		if err != nil {
			t.Fatal(err)
		}
		v, err := w.activity.Show(w.Ctx("officer", "A2"), rec.ID)
		if err != nil || v.MayWrite {
			t.Errorf("its own officer reads on and writes nothing: %v, %v", v.MayWrite, err)
		}
		w.is("HN-A: 10 members, 5 new, 3/5 women", "HN-A")
	})
}

func TestAUnitIsInUseWhileARecordCountsThere(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		inUse := func() (yes bool) {
			testkit.Read(t, w.DB, func(tx *db.Tx) (err error) {
				yes, err = w.activity.InUse(t.Context(), tx, w.UnitID("A1"))
				return err
			})
			return yes
		}
		before := inUse()
		rec := w.record()
		during := inUse()
		if _, err := w.activity.Withdraw(w.Ctx("officer", "A1"), rec.ID, 1, "Ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		if before || !during || inUse() {
			t.Errorf("in use: before %v, during %v, after %v", before, during, inUse())
		}
	})
}
