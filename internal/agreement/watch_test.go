package agreement_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// open tasks of an agreement as "kind unit due", the first first.
func (k *kit) watched(id string) (out []string) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		list, _, err := k.ListDueIn(k.System(), tx, agreement.DueFilter{Agreement: id})
		for _, r := range list {
			out = append(out, fmt.Sprint(r.Kind, " ", r.UnitCode, " ", r.Due))
		}
		return err
	})
	slices.SortStableFunc(out, func(a, b string) int { return strings.Compare(a[len(a)-10:]+a, b[len(b)-10:]+b) })
	return out
}

// told are the steps of an agreement's tasks: "day act unit level".
func (k *kit) told(id string) (out []string) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		return tx.Each(k.t.Context(), `SELECT t.on_day || ' ' || t.act || ' ' || u.code || ' ' || t.level FROM agreement_watch_step t
			JOIN agreement_watch w ON w.id = t.watch JOIN org_unit u ON u.id = t.unit WHERE w.agreement = $1 ORDER BY t.at, t.id`, []any{id},
			func(scan func(...any) error) error {
				var s string
				err := scan(&s)
				out = append(out, s)
				return err
			})
	})
	return out
}

// days lives some days, the daily job at each.
func (k *kit) days(from, to day.Date) {
	k.t.Helper()
	for d := from; d <= to; d = d.Add(1) {
		k.Kit.DB.Clock.Set(d)
		testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error { return k.Due(k.t.Context(), tx, agreement.DueArgs{}) })
	}
}

func (k *kit) task(id string, kind agreement.WatchKind) (w agreement.Watch) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		list, _, err := k.ListDueIn(k.System(), tx, agreement.DueFilter{Agreement: id})
		i := slices.IndexFunc(list, func(r agreement.Reminder) bool { return r.Kind == kind })
		if err == nil && i >= 0 {
			w = list[i].Watch
		}
		return err
	})
	return w
}

// staffed adds an account that is told at some units.
func (k *kit) staffed(codes ...string) {
	k.t.Helper()
	for _, code := range codes {
		n := auth.NewAccount{Name: "staff-" + strings.ToLower(code), Display: "Lê Văn " + code, Password: testkit.Password, Role: "officer", Unit: k.UnitID(code)}
		if err := k.Kit.Auth.Create(k.System(), n); err != nil {
			k.t.Fatal(err)
		}
	}
}

func (k *kit) is(what string, got []string, want ...string) {
	k.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		k.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestWatchesFollowTheAgreement(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.From, h.To = "2024-01-01", "2024-12-31"
		a, f := k.begin(h)
		half := k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.Both, Due: "2024-06-30", Every: 6})
		k.promise(f, agreement.Commitment{Text: "Bố trí địa điểm", Side: agreement.B, Due: "2024-05-31"})
		k.is("a draft", k.watched(a.ID))
		a = k.sign(a, "2023-12-20")
		all := []string{"duty BD 2024-05-31", "duty BD 2024-06-30", "notice BD 2024-10-02", "duty BD 2024-12-31", "end BD 2024-12-31"}
		k.is("signed: what only the partner promised is the keeper's to ask for", k.watched(a.ID), all...)

		once := k.open(a.ID).Fields[0].Commitments[0].Duties[0]
		done, err := k.Conclude(k.officer(), once.ID, once.Version, agreement.Coming{Outcome: agreement.Done, Text: "Đã họp"})
		if err != nil {
			t.Fatal(err)
		}
		k.is("one is done", k.watched(a.ID), "duty BD 2024-05-31", "notice BD 2024-10-02", "duty BD 2024-12-31", "end BD 2024-12-31")
		if err := k.Reopen(k.officer(), once.ID, done.Version, "Nhầm"); err != nil {
			t.Fatal(err)
		}
		k.is("and was not", k.watched(a.ID), all...)

		h.To = "2025-06-30"
		if a, err = k.Change(k.officer(), a.ID, a.Version, h, "Gia hạn nửa năm"); err != nil {
			t.Fatal(err)
		}
		k.is("it is prolonged", k.watched(a.ID), "duty BD 2024-05-31", "duty BD 2024-06-30", "duty BD 2024-12-31", "notice BD 2025-04-01", "duty BD 2025-06-30", "end BD 2025-06-30")
		if err := k.DropCommitment(k.officer(), a.ID, half.ID, "Không còn cần"); err != nil {
			t.Fatal(err)
		}
		k.is("a commitment is dropped", k.watched(a.ID), "duty BD 2024-05-31", "notice BD 2025-04-01", "end BD 2025-06-30")
		if a, err = k.End(k.officer(), a.ID, a.Version, "2024-12-31", "Sắp xếp"); err != nil {
			t.Fatal(err)
		}
		k.is("it ends early", k.watched(a.ID), "duty BD 2024-05-31", "end BD 2024-12-31")
		if err := k.Drop(k.officer(), a.ID, a.Version, "Ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		k.is("it is withdrawn", k.watched(a.ID))
	})
}

func TestNoticeIsAnsweredBySuccessorOrDecision(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.From, h.To = "2023-01-01", "2023-12-31"
		a, _ := k.begin(h)
		k.sign(a, "2023-01-01")
		k.is("in its days of notice", k.watched(a.ID), "notice BD 2023-10-02", "end BD 2023-12-31")

		h.From, h.To, h.Predecessor = "2024-01-01", "2024-12-31", a.ID
		b, _ := k.begin(h)
		k.is("a draft answers nothing", k.watched(a.ID), "notice BD 2023-10-02", "end BD 2023-12-31")
		b = k.sign(b, "2023-12-25")
		k.is("the next is signed", k.watched(a.ID), "end BD 2023-12-31")
		h.Predecessor = ""
		if _, err := k.Change(k.officer(), b.ID, b.Version, h, "Không nối tiếp"); err != nil {
			t.Fatal(err)
		}
		k.is("it does not follow after all", k.watched(a.ID), "notice BD 2023-10-02", "end BD 2023-12-31")

		bad := agreement.Decision{Choice: "perhaps"}
		if err := k.Decide(k.officer(), a.ID, bad); !errs.Is(err, errs.Invalid) || len(errs.All(err)) != 2 {
			t.Errorf("a decision of no choice and no words: %v", err)
		}
		good := agreement.Decision{ID: db.NewID(), Choice: agreement.NextLapse, Note: "Hai bên thống nhất"}
		for _, who := range []context.Context{k.Ctx("officer", "LB"), k.Ctx("viewer", "BD"), k.Ctx("officer", "BD-1")} {
			if err := k.Decide(who, a.ID, good); !errs.Is(err, errs.Denied) && !errs.Is(err, errs.NotFound) {
				t.Errorf("%s decides: %v", auth.From(who).Name, err)
			}
		}
		for range 2 { // a double click
			if err := k.Decide(k.Ctx("officer", "HN"), a.ID, good); err != nil {
				t.Fatal(err)
			}
		}
		k.is("it was decided", k.watched(a.ID), "end BD 2023-12-31")
	})
}

func TestIgnoredClimbsTakenWaitsDoneIsSilent(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.staffed("BD", "HN")
		h := head()
		h.From, h.To = "2024-01-01", "2025-12-31"
		a, f := k.begin(h)
		k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Due: "2024-03-31"})
		k.sign(a, "2023-12-20")
		k.days("2024-01-01", "2024-04-03")
		k.is("before and on its day", k.told(a.ID), "2024-03-17 ahead BD 0", "2024-03-31 due BD 0")

		w := k.task(a.ID, agreement.OfDuty)
		g := agreement.Taking{ID: db.NewID(), Round: w.Round, Note: "Đang chờ lịch của UBND", Until: "2024-04-20"}
		for range 2 { // a double click
			if err := k.Take(k.officer(), a.ID, w.ID, g); err != nil {
				t.Fatal(err)
			}
		}
		g.ID = db.NewID()
		if err := k.Take(k.Ctx("officer", "HN"), a.ID, w.ID, g); !errs.Is(err, errs.Conflict) {
			t.Errorf("another takes what was taken meanwhile: %v", err)
		}
		k.days("2024-04-04", "2024-06-30")
		k.is("taken, told on the day named, then it climbs to the root and rests", k.told(a.ID),
			"2024-03-17 ahead BD 0", "2024-03-31 due BD 0", "2024-04-03 take BD 0", "2024-04-20 due BD 0", "2024-04-27 climb HN 1")

		once := k.open(a.ID).Fields[0].Commitments[0].Duties[0]
		if _, err := k.Conclude(k.officer(), once.ID, once.Version, agreement.Coming{Outcome: agreement.Done, Text: "Đã họp"}); err != nil {
			t.Fatal(err)
		}
		k.days("2024-07-01", "2024-08-31")
		if got := k.told(a.ID); len(got) != 5 {
			t.Errorf("what is done is told of: %v", got[5:])
		}
	})
}

func TestWhoMayTakeAndForHowLong(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		h := head()
		h.Opposite = append(h.Opposite, agreement.Opposite{Unit: "BT"})
		a, f := k.begin(h)
		k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Due: "2023-12-20"})
		k.sign(a, "2023-02-01")
		w := k.task(a.ID, agreement.OfDuty)
		good := agreement.Taking{Round: w.Round, Note: "Tuần sau", Until: "2024-02-23"}
		for _, c := range []struct {
			role auth.Role
			unit string
			want errs.Kind
		}{
			{"officer", "LB", errs.NotFound}, {"officer", "BT", errs.Denied}, {"officer", "BD-1", errs.NotFound}, {"viewer", "BD", errs.Denied}, {"leader", "HN", errs.Denied},
		} {
			if err := k.Take(k.Ctx(c.role, c.unit), a.ID, w.ID, good); !errs.Is(err, c.want) {
				t.Errorf("%s of %s: %v, want %v", c.role, c.unit, err, c.want)
			}
		}
		for name, c := range map[string]struct {
			change func(*agreement.Taking)
			field  string
		}{
			"no words":             {func(g *agreement.Taking) { g.Note = " " }, "note"},
			"too long":             {func(g *agreement.Taking) { g.Until = "2024-02-24" }, "until"},
			"a day that is past":   {func(g *agreement.Taking) { g.Until = "2023-12-25" }, "until"},
			"no day":               {func(g *agreement.Taking) { g.Until = "" }, "until"},
			"words without an end": {func(g *agreement.Taking) { g.Note = strings.Repeat("a", 501) }, "note"},
		} {
			g := good
			c.change(&g)
			if err := k.Take(k.officer(), a.ID, w.ID, g); !errs.Is(err, errs.Invalid) || errs.All(err)[0].Field != c.field {
				t.Errorf("%s: %v, want a fault at %s", name, err, c.field)
			}
		}
		if err := k.Take(k.officer(), a.ID, k.task(a.ID, agreement.OfEnd).ID, good); !errs.Is(err, errs.Conflict) {
			t.Errorf("one that is two years off is taken: %v", err)
		}
		if err := k.Take(k.Ctx("officer", "HN"), a.ID, w.ID, good); err != nil {
			t.Errorf("who writes for a unit above: %v", err)
		}
	})
}

// TestOfAUnitThatEndedTheHeirIsTold: an end without an heir leaves it to the
// superior.
func TestOfAUnitThatEndedTheHeirIsTold(t *testing.T) {
	for name, c := range map[string]struct{ heirs, told string }{
		"one heir": {"LB", "2024-04-07 heir LB 0"}, "no heir": {"", "2024-04-07 heir HN 0"}, "two heirs": {"LB, BD2", "2024-04-07 heir HN 0"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := newKit(t, d)
				k.staffed("BD", "HN", "LB")
				k.Found(org.Founding{Code: "BD2", Name: "LĐLĐ quận Hoàn Kiếm", Kind: "district", Parent: "HN"})
				h := head()
				h.From, h.To = "2024-01-01", "2025-12-31"
				a, f := k.begin(h)
				k.promise(f, agreement.Commitment{Text: "Giao ban", Side: agreement.A, Due: "2024-03-31"})
				k.sign(a, "2023-12-20")
				k.days("2024-03-01", "2024-04-01")
				k.ends("BD", c.heirs, "2024-04-02")
				k.days("2024-04-02", "2024-04-13")
				k.is("told", k.told(a.ID), "2024-03-17 ahead BD 0", "2024-03-31 due BD 0", c.told)
			})
		})
	}
}

// ends ends a unit by an act of the city.
func (k *kit) ends(unit, heirs string, from day.Date) {
	k.t.Helper()
	_, err := k.Kit.Org.Reorganise(k.Ctx("officer", "HN"), org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: k.Kit.DB.Clock.Today(), EffectiveOn: from, Signer: "Trần Văn An",
		Lines: []org.Line{{Op: org.OpMove, Unit: "BD-1", Parent: "HN"}, {Op: org.OpEnd, Unit: unit, Heirs: heirs}},
	})
	if err != nil {
		k.t.Fatal(err)
	}
}
