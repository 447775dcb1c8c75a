package practice_test

import (
	"slices"
	"sync"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/practice"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func each(t *testing.T, fn func(t *testing.T, k *kit)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		fn(t, newKit(t, d))
	})
}

func TestWhoSeesAPractice(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		own := func(title string) func(*practice.Writing) {
			return func(w *practice.Writing) { w.Title = title }
		}
		k.begin(own("1 own"))
		k.share(k.begin(own("2 federation")), practice.Federation, "")
		k.share(k.begin(own("3 everyone")), practice.Everyone, "")
		gone := k.share(k.begin(own("4 withdrawn")), practice.Everyone, "")
		if _, err := k.Withdraw(k.Ctx("officer", "BT"), gone.ID, gone.Version, "Ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		const all, near, far = "1 own, 2 federation, 3 everyone", "2 federation, 3 everyone", "3 everyone"
		for who, want := range map[[2]string]string{
			{"officer", "BT"}: all, {"viewer", "BT"}: all, {"officer", "HCM"}: all, {"officer", "TLD"}: all, {"chair", auth.Everywhere}: all,
			{"officer", "BT-1"}: near, {"viewer", "Q1"}: near, {"officer", "HN"}: far, {"viewer", "BD-1"}: far, {"nothing", "BT"}: "",
		} {
			if got := k.visible(who[0], who[1]); got != want {
				t.Errorf("%s sees %q, want %q", who, got, want)
			}
		}
	})
}

func TestAPracticeOutOfReachIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		p := k.begin()
		stranger, below, owner := k.Ctx("officer", "LB"), k.Ctx("officer", "BT-1"), k.Ctx("officer", "BT")
		_, read := k.Open(stranger, p.ID)
		_, changed := k.Change(stranger, p.ID, 1, writing(), "Phá")
		_, adopted := k.Adopt(stranger, practice.Taking{Practice: p.ID, Unit: "LB"})
		_, early := k.Adopt(k.Ctx("officer", "HCM"), practice.Taking{Practice: p.ID, Unit: "HCM"})
		p = k.share(p, practice.Federation, "")
		_, denied := k.Change(below, p.ID, p.Version, writing(), "Sửa hộ")
		_, share := k.Share(below, p.ID, p.Version, practice.Everyone, "")
		_, slow := k.Change(owner, p.ID, 1, writing(), "Sửa")
		_, leader := k.Begin(k.Ctx("leader", "BT"), writing())
		_, guessed := k.Begin(stranger, writing(func(w *practice.Writing) { w.Unit = "LB"; w.ID = p.ID }))
		for name, c := range map[string]struct {
			err  error
			want string
		}{
			"reading": {read, "error.notfound"}, "changing": {changed, "error.notfound"}, "taking over": {adopted, "error.notfound"},
			"taking over what is not shared": {early, "practice.unshared"}, "changing what is shared with one": {denied, "error.denied"},
			"sharing it on": {share, "error.denied"}, "an old version": {slow, "error.conflict"}, "a leader writing": {leader, "error.denied"},
			"the id of another's": {guessed, "error.exists"},
		} {
			if got := testkit.Refused(c.err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

func TestWhatIsRefusedOfAPractice(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		for name, c := range map[string]struct {
			set  func(*practice.Writing)
			want string
		}{
			"nothing":              {func(w *practice.Writing) { *w = practice.Writing{Unit: "BT"} }, "title: error.required\naim: error.required\nsteps: error.required\nfields: error.required"},
			"an unknown field":     {func(w *practice.Writing) { w.Fields = []string{"sport"} }, "fields: error.choice"},
			"a cost below nothing": {func(w *practice.Writing) { n := int64(-1); w.Cost = &n }, "cost: error.number.range"},
			"an ended unit":        {func(w *practice.Writing) { w.Unit = "Q1" }, "unit: practice.unit.ended"},
			"an unknown unit":      {func(w *practice.Writing) { w.Unit = "X" }, "unit: error.unit.unknown"},
			"another's unit":       {func(w *practice.Writing) { w.Unit = "LB" }, "unit: error.unit.unknown"},
			"an unknown indicator": {func(w *practice.Writing) { w.Figures = []practice.Asked{{Indicator: "X", Period: "2023"}} }, "figure_1: practice.figure.unknown"},
			"a period backwards": {func(w *practice.Writing) {
				w.Figures = []practice.Asked{{Indicator: "ORG.DV.NEW", Period: "2023-05-02/2023-05-01"}}
			}, "period_1: ledger.period.unknown"},
			"a part it has not": {func(w *practice.Writing) {
				w.Figures = []practice.Asked{{Indicator: "ORG.DV.NEW", Period: "2023", Dim: "title", Part: "x"}}
			}, "part_1: practice.figure.part"},
			"the same figure twice": {func(w *practice.Writing) {
				a := practice.Asked{Indicator: "ORG.DV.NEW", Period: "2023"}
				w.Figures = []practice.Asked{a, a}
			}, "figure_2: practice.figure.twice"},
			"a file of nobody":   {func(w *practice.Writing) { w.Files = []string{db.NewID()} }, "files: activity.files.gone"},
			"a record of nobody": {func(w *practice.Writing) { w.Record = db.NewID() }, "record: practice.record.unknown"},
			"a script as source": {func(w *practice.Writing) { w.SourceURL = "javascript:alert(1)" }, "source_url: agreement.source.url"},
		} {
			_, err := k.Begin(k.Ctx("officer", "HCM"), writing(c.set))
			if got := testkit.Refused(err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

func TestAPracticeGrowsFromARecord(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		draft := activity.Draft{Kind: "good_practice", Unit: "BT", Day: "2023-05-01", Fields: activity.Fields{"practice": "1+1"}}
		rec, err := k.work.Record(k.Ctx("officer", "BT"), draft)
		if err != nil {
			t.Fatal(err)
		}
		p := k.share(k.begin(func(w *practice.Writing) { w.Record = rec.ID }), practice.Everyone, "")
		c, err := k.Open(k.Ctx("viewer", "BT"), p.ID)
		if err != nil || c.Record != rec.Title {
			t.Errorf("the owner's card names %q, %v", c.Record, err)
		}
		if c, err = k.Open(k.Ctx("officer", "LB"), p.ID); err != nil || c.Record != "" {
			t.Errorf("a stranger's card names %q, %v", c.Record, err)
		}
		if _, err = k.Begin(k.Ctx("officer", "BT-1"), writing(func(w *practice.Writing) { w.Unit, w.Record = "BT-1", rec.ID })); testkit.Refused(err) != "record: practice.record.unknown" {
			t.Errorf("another's record: %v", err)
		}
	})
}

func TestResultsAreTheLedgers(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		k.admit("BT-1", "2023-03-01", 12, 5)
		asked := []practice.Asked{{Indicator: "ORG.DV.NEW", Period: "2023"}, {Indicator: "ORG.DV.NEW", Period: "2023", Dim: "sex", Part: "female"}, {Indicator: "ORG.DV.NEW", Period: "2022"}}
		p := k.share(k.begin(func(w *practice.Writing) { w.Figures = asked }), practice.Everyone, "")
		values := func(role auth.Role, unit string) (out []string) {
			c, err := k.Open(k.Ctx(role, unit), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range c.Figures {
				if (f.Href != "") != (unit != "LB") {
					t.Errorf("%s opens %q", unit, f.Href)
				}
				out = append(out, f.Value)
			}
			return out
		}
		for _, n := range []int64{12, 1_012} {
			if n > 12 {
				k.admit("BT-1", "2023-04-01", n-12, 0)
			}
			for _, unit := range []string{"BT", "LB"} { // a stranger sees the numbers, and opens nothing
				if got := values("officer", unit); got[0] != shown(k.Figure("BT", "ORG.DV.NEW", "2023")) || got[1] != "5" || got[2] != "0" {
					t.Errorf("%s is shown %v", unit, got)
				}
			}
		}
	})
}

// shown is a figure as people read it.
func shown(figure string) string {
	if len(figure) > 3 {
		return figure[:len(figure)-3] + "." + figure[len(figure)-3:]
	}
	return figure
}

func TestTakingOverTwiceIsOne(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		p := k.share(k.begin(), practice.Everyone, "2023-04-01")
		ctx := k.Ctx("officer", "LB")
		ids := make([]string, 6)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				a, err := k.Adopt(ctx, practice.Taking{Practice: p.ID, Unit: "LB", Since: "2023-06-01"})
				if err != nil {
					t.Error(err)
				}
				ids[i] = a.ID
			})
		}
		all.Wait()
		if len(slices.Compact(ids)) != 1 {
			t.Errorf("taken over as %v", ids)
		}
		if diff := cmp.Diff([]string{"practice.told.adopted BT LB"}, k.news); diff != "" {
			t.Errorf("the owner was told (-want +got):\n%s", diff)
		}
		for _, want := range [][3]string{
			{"HCM", "PRACTICE.SHARED", "1"}, {"LB", "PRACTICE.ADOPTED", "1"}, {"HN", "PRACTICE.ADOPTED", "1"}, {"HCM", "PRACTICE.ADOPTED", "0"}, {"BT", "PRACTICE.SPREAD.PCT", "1/1"},
		} {
			if got := k.Figure(want[0], want[1], "2023"); got != want[2] {
				t.Errorf("%s of %s = %s, want %s", want[1], want[0], got, want[2])
			}
		}
		k.Verify()
	})
}

func TestHowAnAdoptionGoesOn(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		p := k.share(k.begin(), practice.Everyone, "")
		ctx, owner := k.Ctx("officer", "LB"), k.Ctx("officer", "BT")
		_, own := k.Adopt(owner, practice.Taking{Practice: p.ID, Unit: "BT"})
		_, ended := k.Adopt(k.Ctx("officer", "HCM"), practice.Taking{Practice: p.ID, Unit: "Q1"})
		_, late := k.Adopt(ctx, practice.Taking{Practice: p.ID, Unit: "LB", Since: "2024-01-01"})
		a, err := k.Adopt(ctx, practice.Taking{Practice: p.ID, Unit: "LB", Since: "2023-12-01", Changed: "Nhận theo cụm"})
		if err != nil {
			t.Fatal(err)
		}
		k.admit("LB", "2023-12-02", 7, 1)
		_, other := k.Report(owner, a.ID, a.Version, practice.Telling{State: practice.Works, Outcome: "Tốt"})
		_, wordless := k.Report(ctx, a.ID, a.Version, practice.Telling{State: practice.Works})
		told := practice.Telling{State: practice.Works, Changed: a.Changed, Outcome: "Chạy tốt", Figures: []practice.Asked{{Indicator: "ORG.DV.NEW", Period: "2023"}}}
		b, err := k.Report(ctx, a.ID, a.Version, told)
		if err != nil {
			t.Fatal(err)
		}
		_, slow := k.Report(ctx, a.ID, a.Version, told)
		for name, c := range map[string]struct {
			err  error
			want string
		}{
			"one's own": {own, "unit: practice.own"}, "an ended unit": {ended, "unit: practice.unit.ended"}, "tomorrow": {late, "since: error.date.future"},
			"the owner reporting": {other, "error.denied"}, "without words": {wordless, "outcome: error.required"}, "an old version": {slow, "error.conflict"},
		} {
			if got := testkit.Refused(c.err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		c, err := k.Open(owner, p.ID)
		if err != nil || len(c.Adoptions) != 1 {
			t.Fatalf("%d adoptions, %v", len(c.Adoptions), err)
		}
		if got := c.Adoptions[0]; got.StateOn("2023-12-25") != practice.Works || got.StateOn("2023-12-24") != practice.Tries || got.Figures[0].Value != "7" || got.Figures[0].Href != "" {
			t.Errorf("the owner sees %+v", got)
		}
		if err := k.DropAdoption(ctx, a.ID, b.Version, "Ghi nhầm đơn vị"); err != nil {
			t.Fatal(err)
		}
		if got := k.Figure("LB", "PRACTICE.ADOPTED", "2023") + " " + k.Figure("BT", "PRACTICE.SPREAD.PCT", "2023"); got != "0 0/1" {
			t.Errorf("taken back, there is %s", got)
		}
		again, err := k.Adopt(ctx, practice.Taking{Practice: p.ID, Unit: "LB", Since: "2023-12-10"})
		if err != nil || again.ID != a.ID || k.Figure("LB", "PRACTICE.ADOPTED", "2023") != "1" {
			t.Errorf("taken over again: %v, %v", again.ID == a.ID, err)
		}
		k.Verify()
	})
}

func TestOneFindsAPractice(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		p := k.share(k.begin(), practice.Everyone, "")
		k.share(k.begin(func(w *practice.Writing) {
			w.Title, w.Fields = "Âm nhạc và công nhân", []string{"digital", "outreach"}
		}), practice.Everyone, "")
		if _, err := k.Adopt(k.Ctx("officer", "LB"), practice.Taking{Practice: p.ID, Unit: "LB"}); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			f    practice.Filter
			want int
		}{
			"all": {practice.Filter{}, 2}, "by words": {practice.Filter{Query: "am nhac"}, 1}, "by words of the aim": {practice.Filter{Query: "hiểm nghèo"}, 2},
			"by field": {practice.Filter{Field: "outreach"}, 1}, "by owner": {practice.Filter{Owner: "bình tân"}, 2}, "by the owner's code": {practice.Filter{Owner: "bt"}, 2},
			"by another owner": {practice.Filter{Owner: "long biên"}, 0}, "the acting unit's": {practice.Filter{Unit: k.UnitID("HN")}, 1},
			"the owner's": {practice.Filter{Unit: k.UnitID("HCM")}, 2}, "a unit's without any": {practice.Filter{Unit: k.UnitID("BD")}, 0},
		} {
			lines, _, err := k.List(k.Ctx("officer", "HN"), c.f)
			if err != nil || len(lines) != c.want {
				t.Errorf("%s: %d found, want %d, %v", name, len(lines), c.want, err)
			}
		}
		first, next, err := k.List(k.Ctx("officer", "HN"), practice.Filter{Limit: 1})
		if err != nil || len(first) != 1 || next == "" {
			t.Fatalf("first page %d, %q, %v", len(first), next, err)
		}
		second, last, err := k.List(k.Ctx("officer", "HN"), practice.Filter{Limit: 1, Cursor: next})
		if err != nil || len(second) != 1 || last != "" || second[0].ID == first[0].ID {
			t.Errorf("second page %d, %q, %v", len(second), last, err)
		}
	})
}

func TestVersionsAreKept(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		p := k.begin()
		ctx := k.Ctx("officer", "BT")
		if _, err := k.Change(ctx, p.ID, 1, writing(), ""); testkit.Refused(err) != "reason: error.required" {
			t.Errorf("without a reason: %v", err)
		}
		if _, err := k.Change(ctx, p.ID, 1, writing(func(w *practice.Writing) { w.Fields = []string{"care", "women"}; w.Cost = nil }), "Bổ sung lĩnh vực"); err != nil {
			t.Fatal(err)
		}
		c, err := k.Open(ctx, p.ID)
		if err != nil || len(c.Changes) != 1 {
			t.Fatalf("%d changes, %v", len(c.Changes), err)
		}
		if was := c.Changes[0].Was; c.Changes[0].Reason != "Bổ sung lĩnh vực" || len(was.Fields) != 1 || *was.Cost != 488_000_000 || c.Cost != nil || len(c.Practice.Fields) != 2 {
			t.Errorf("kept %+v", c.Changes[0])
		}
	})
}
