package agreement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/practice"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// visits is the world with the library of good models.
func visits(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := newKit(t, d)
	fields, err := practice.LoadFields(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	k.Practice = &practice.Service{DB: d, Org: k.Kit.Org, Activity: k.activity, Fields: fields}
	return k
}

func eachVisits(t *testing.T, fn func(t *testing.T, k *kit)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		fn(t, visits(t, d))
	})
}

// visited is a visit under an agreement that was held or planned.
func visited(held bool, from, to day.Date) agreement.Visit {
	v := agreement.Visit{PlannedFrom: from, PlannedTo: to}
	if held {
		v.HeldFrom, v.HeldTo = from, to
	}
	return v
}

func TestWhoseTurnItIs(t *testing.T) {
	seoul := agreement.Agreement{Visits: true, FirstHost: agreement.A, From: "2022-08-05", To: "2027-08-05", SignedOn: "2022-08-05"}
	came := []agreement.Visit{visited(true, "2022-08-04", "2022-08-09"), visited(true, "2024-05-07", "2024-05-11")}
	gave := visited(false, "2023-01-01", "2023-12-31")
	gave.CancelledOn = "2023-11-01"
	for name, c := range map[string]struct {
		change func(*agreement.Agreement)
		visits []agreement.Visit
		on     day.Date
		want   string
	}{
		"Seoul on the demo's day":        {nil, came, "2023-12-25", "2022A held 2022-12-31, 2023B open 2023-12-31, 2024A planned 2024-05-11, 2025B ahead 2025-12-31, 2026A ahead 2026-12-31"},
		"Seoul in 2025":                  {nil, came, "2025-06-30", "2022A held 2022-12-31, 2023B missed 2023-12-31, 2024A held 2024-12-31, 2025B open 2025-12-31, 2026A ahead 2026-12-31"},
		"a year given up":                {nil, append([]agreement.Visit{gave}, came...), "2025-06-30", "2022A held 2022-12-31, 2023B skipped 2023-12-31, 2024A held 2024-12-31, 2025B open 2025-12-31, 2026A ahead 2026-12-31"},
		"not given up yet":               {nil, []agreement.Visit{gave}, "2023-10-31", "2022A missed 2022-12-31, 2023B planned 2023-12-31, 2024A ahead 2024-12-31, 2025B ahead 2025-12-31, 2026A ahead 2026-12-31"},
		"six whole years, B first":       {func(a *agreement.Agreement) { a.From, a.To, a.FirstHost = "2022-01-01", "2027-12-31", agreement.B }, nil, "2021-12-31", "2022B ahead 2022-12-31, 2023A ahead 2023-12-31, 2024B ahead 2024-12-31, 2025A ahead 2025-12-31, 2026B ahead 2026-12-31, 2027A ahead 2027-12-31"},
		"ended in its second year":       {func(a *agreement.Agreement) { a.EndedOn = "2023-10-01" }, nil, "2023-06-01", "2022A missed 2022-12-31, 2023B open 2023-10-01"},
		"a plan that nobody told of":     {func(a *agreement.Agreement) { a.To = "2023-08-01" }, []agreement.Visit{visited(false, "2022-09-01", "2022-09-05")}, "2022-10-01", "2022A missed 2022-09-05"},
		"a plan under way":               {func(a *agreement.Agreement) { a.To = "2023-08-01" }, []agreement.Visit{visited(false, "2022-09-01", "2022-09-05")}, "2022-09-05", "2022A planned 2022-09-05"},
		"an agreement without any turns": {func(a *agreement.Agreement) { a.Visits = false }, came, "2023-12-25", ""},
	} {
		a := seoul
		if c.change != nil {
			c.change(&a)
		}
		var got []string
		for _, turn := range agreement.TurnsOf(a, c.visits, c.on) {
			got = append(got, fmt.Sprintf("%d%s %s %s", turn.Year, turn.Host, turn.State, turn.Due))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func unit(codes ...string) (out []agreement.Opposite) {
	for _, c := range codes {
		out = append(out, agreement.Opposite{Unit: c})
	}
	return out
}

// trip is that of Ba Đình to Bình Tân and Hồ Chí Minh City, changed by set.
func trip(set ...func(*agreement.VisitPlan)) agreement.VisitPlan {
	p := agreement.VisitPlan{
		Title: "Học tập, trao đổi kinh nghiệm", Hosts: unit("BT", "HCM"), Guests: unit("BD"), PlannedFrom: "2023-03-28", PlannedTo: "2023-03-29",
		Head: "Nguyễn Thị Thu Thủy", HeadPost: "Phó Chủ tịch", People: 12,
	}
	for _, f := range set {
		f(&p)
	}
	return p
}

func held(p *agreement.VisitPlan) { p.HeldFrom, p.HeldTo = "2023-03-28", "2023-03-28" }

func (k *kit) plan(p agreement.VisitPlan) agreement.Visit {
	k.t.Helper()
	v, err := k.PlanVisit(k.officer(), p)
	if err != nil {
		k.t.Fatal(err)
	}
	return v
}

func TestAVisitCountsAtEachSideOnce(t *testing.T) {
	eachVisits(t, func(t *testing.T, k *kit) {
		figures := func() string {
			var out []string
			for _, unit := range []string{"BD", "BT", "HCM", "HN"} {
				out = append(out, fmt.Sprintf("%s %s %s %s", unit, k.Figure(unit, "VISIT.N", "2023"), k.Figure(unit, "DELEG.N", "2023"), k.Figure(unit, "DELEG.ATT", "2023")))
			}
			return strings.Join(out, ", ")
		}
		v := k.plan(trip())
		if got := figures(); got != "BD 0 0 0, BT 0 0 0, HCM 0 0 0, HN 0 0 0" {
			t.Errorf("planned: %s", got)
		}
		v, err := k.ChangeVisit(k.officer(), v.ID, v.Version, trip(held), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := figures(); got != "BD 1 1 12, BT 1 1 12, HCM 2 2 24, HN 1 1 12" {
			t.Errorf("held: %s", got)
		}
		if _, err := k.ChangeVisit(k.officer(), v.ID, v.Version, trip(held, func(p *agreement.VisitPlan) { p.People = 9 }), ""); testkit.Refused(err) != "reason: error.required" {
			t.Errorf("corrected without a reason: %v", err)
		}
		v, err = k.ChangeVisit(k.officer(), v.ID, v.Version, trip(held, func(p *agreement.VisitPlan) { p.People, p.Hosts = 9, unit("BT") }), "Đếm lại")
		if err != nil {
			t.Fatal(err)
		}
		if got := figures(); got != "BD 1 1 9, BT 1 1 9, HCM 1 1 9, HN 1 1 9" {
			t.Errorf("corrected: %s", got)
		}
		if err := k.CancelVisit(k.officer(), v.ID, v.Version, "Hoãn"); testkit.Refused(err) != "agreement.visit.was" {
			t.Errorf("a visit that was held is cancelled: %v", err)
		}
		if err := k.DropVisit(k.officer(), v.ID, v.Version, "Ghi trùng"); err != nil {
			t.Fatal(err)
		}
		if got := figures(); got != "BD 0 0 0, BT 0 0 0, HCM 0 0 0, HN 0 0 0" {
			t.Errorf("withdrawn: %s", got)
		}
		k.Verify()
	})
}

func TestWhoSeesAVisit(t *testing.T) {
	eachVisits(t, func(t *testing.T, k *kit) {
		k.Found(org.Founding{Code: "DN", Name: "LĐLĐ TP Đà Nẵng", Kind: "provincial"})
		a, _ := k.begin(agreement.Head{
			Unit: "BD", Kind: agreement.Memorandum, Title: "Bản ghi nhớ", From: "2023-01-01", To: "2025-12-31", Notice: -1, Review: -1, Visits: true,
			Opposite: []agreement.Opposite{{Unit: "BT"}, {Unit: "DN"}},
		})
		a = k.sign(a, "2023-01-01")
		k.plan(trip(func(p *agreement.VisitPlan) { p.Title = "1 alone" }))
		k.plan(trip(func(p *agreement.VisitPlan) { p.Title, p.Agreement, p.Hosts = "2 under", a.ID, unit("BT") }))
		gone := k.plan(trip(func(p *agreement.VisitPlan) { p.Title = "3 withdrawn" }))
		if err := k.DropVisit(k.officer(), gone.ID, gone.Version, "Ghi nhầm"); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[[2]string]string{
			{"officer", "BD"}: "1 alone, 2 under", {"viewer", "HN"}: "1 alone, 2 under", {"viewer", "BT"}: "1 alone, 2 under", {"officer", "HCM"}: "1 alone, 2 under",
			{"officer", "DN"}: "2 under", {"officer", "LB"}: "", {"officer", "BD-1"}: "", {"nothing", "BD"}: "", {"chair", auth.Everywhere}: "1 alone, 2 under",
		} {
			lines, _, err := k.Visits(k.Ctx(auth.Role(who[0]), who[1]), agreement.VisitFilter{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range lines {
				got = append(got, l.Title)
			}
			slices.Sort(got)
			if strings.Join(got, ", ") != want {
				t.Errorf("%s sees %q, want %q", who, got, want)
			}
		}
	})
}

func TestWhatIsRefusedOfAVisit(t *testing.T) {
	eachVisits(t, func(t *testing.T, k *kit) {
		k.Found(org.Founding{Code: "Q1", Name: "LĐLĐ Quận 1", Kind: "district", Parent: "HCM"})
		if _, err := k.Kit.Org.Dissolve(k.System(), org.Dissolution{Unit: "Q1", LastDay: "2023-12-24", DecisionNo: "1/QĐ"}); err != nil {
			t.Fatal(err)
		}
		other, _ := k.begin(head())
		type change = func(*agreement.VisitPlan)
		for name, c := range map[string]struct {
			set  change
			want string
		}{
			"nothing":                     {func(p *agreement.VisitPlan) { *p = agreement.VisitPlan{} }, "title: error.required\nplanned_from: error.required\nhosts: error.required\nguests: error.required"},
			"it ends before it begins":    {func(p *agreement.VisitPlan) { p.PlannedTo = "2023-03-27" }, "planned_to: agreement.visit.backwards"},
			"held backwards":              {func(p *agreement.VisitPlan) { p.HeldFrom, p.HeldTo = "2023-03-28", "2023-03-27" }, "held_to: agreement.visit.backwards"},
			"held tomorrow":               {func(p *agreement.VisitPlan) { p.HeldFrom = "2023-12-26" }, "held_from: error.date.future"},
			"left before they came":       {func(p *agreement.VisitPlan) { p.HeldTo = "2023-03-28" }, "held_from: error.required"},
			"host and guest in one":       {func(p *agreement.VisitPlan) { p.Guests = unit("BD", "BT") }, "guests: agreement.visit.both"},
			"a host twice":                {func(p *agreement.VisitPlan) { p.Hosts = unit("BT", "LĐLĐ quận Bình Tân") }, "hosts: agreement.visit.twice"},
			"a unit that ended yesterday": {func(p *agreement.VisitPlan) { p.Hosts, p.PlannedFrom, p.PlannedTo = unit("Q1"), "2023-12-25", "" }, "hosts: agreement.unit.ended"},
			"a unit that still lived":     {func(p *agreement.VisitPlan) { p.Hosts, p.PlannedFrom, p.PlannedTo = unit("Q1"), "2023-12-24", "" }, ""},
			"nobody knows the host":       {func(p *agreement.VisitPlan) { p.Hosts = unit("LHCĐ Seoul") }, "hosts: agreement.visit.who"},
			"a foreign host of no land": {func(p *agreement.VisitPlan) {
				p.Hosts = []agreement.Opposite{{Name: "LHCĐ Seoul", Kind: agreement.Foreign}}
			}, "country: error.required"},
			"others' visit":           {func(p *agreement.VisitPlan) { p.Guests = unit("LB") }, "hosts: agreement.visit.keeper"},
			"under a stranger's text": {func(p *agreement.VisitPlan) { p.Agreement, p.Guests = other.ID, unit("HN") }, "agreement: agreement.visit.stranger\nhosts: agreement.visit.keeper"},
			"more named than came":    {func(p *agreement.VisitPlan) { p.People = 1; p.Members = []agreement.VisitMember{{Name: "A"}} }, "people: agreement.visit.more_named"},
			"nobody came":             {func(p *agreement.VisitPlan) { held(p); p.Head, p.People = "", 0 }, "people: error.required"},
			"a programme of another day": {func(p *agreement.VisitPlan) {
				p.Items = []agreement.VisitItem{{Day: "2023-03-30", Text: "Hội đàm"}}
			}, "programme: agreement.visit.item"},
			"a file of nobody": {func(p *agreement.VisitPlan) { p.Files = []string{db.NewID()} }, "files: activity.files.gone"},
		} {
			_, err := k.PlanVisit(k.officer(), trip(c.set))
			if got := testkit.Refused(err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

func TestTheYearsOfAMemorandum(t *testing.T) {
	eachVisits(t, func(t *testing.T, k *kit) {
		a, _ := k.begin(agreement.Head{
			Unit: "BD", Kind: agreement.Memorandum, Title: "Bản ghi nhớ hợp tác hữu nghị", From: "2022-08-05", To: "2027-08-05", Notice: -1, Review: -1, Visits: true,
			Opposite: []agreement.Opposite{{Name: "LHCĐ Seoul", Kind: agreement.Foreign, Country: "KR"}},
		})
		a = k.sign(a, "2022-08-05")
		seoul := []agreement.Opposite{{Name: "LHCĐ Seoul", Kind: agreement.Foreign, Country: "KR"}}
		due := func() string {
			var all agreement.Visiting
			testkit.Read(t, k.Kit.DB, func(tx *db.Tx) (err error) {
				all, err = k.Visiting(k.officer(), tx, a)
				return err
			})
			next := "none"
			if all.Next != nil {
				next = fmt.Sprintf("%d%s %s", all.Next.Year, all.Next.Host, all.Next.Due)
			}
			return fmt.Sprintf("%d/%d, next %s", all.Held, len(all.Turns), next)
		}
		if got := due(); got != "0/5, next 2023B 2023-12-31" {
			t.Errorf("nothing held: %s", got)
		}
		first := agreement.VisitPlan{
			Agreement: a.ID, Title: "Thăm và hội đàm", Hosts: unit("BD"), Guests: seoul, HeldFrom: "2022-08-04", HeldTo: "2022-08-09", Head: "Kim Ki Chul", People: 7,
		}
		v := k.plan(first)
		if got := due(); got != "1/5, next 2023B 2023-12-31" {
			t.Errorf("one held: %s", got)
		}
		if got := k.Figure("BD", "DELEG.ATT", "2022") + " " + k.Figure("BD", "VISIT.N", "2022"); got != "7 1" {
			t.Errorf("received: %s", got)
		}
		for range 2 {
			if err := k.SkipYear(k.officer(), a.ID, 2023, "Chuyến thăm năm 2023", "Hai bên thống nhất lùi sang năm sau"); err != nil {
				t.Fatal(err)
			}
		}
		if got := due(); got != "1/5, next 2024A 2024-12-31" {
			t.Errorf("one given up: %s", got)
		}
		for year, want := range map[int]string{2022: "agreement.visit.turn.used", 2030: "year: agreement.visit.noturn"} {
			if err := k.SkipYear(k.officer(), a.ID, year, "x", "y"); testkit.Refused(err) != want {
				t.Errorf("giving up %d: %v", year, err)
			}
		}
		first.ID = v.ID
		if again, err := k.PlanVisit(k.officer(), first); err != nil || again.Version != 1 || due() != "1/5, next 2024A 2024-12-31" {
			t.Errorf("a double click: %v", err)
		}
		k.Verify()
	})
}

func TestTopicsAndAnswers(t *testing.T) {
	eachVisits(t, func(t *testing.T, k *kit) {
		v := k.plan(trip())
		c, err := k.OpenVisit(k.officer(), v.ID)
		if err != nil {
			t.Fatal(err)
		}
		host, guest := c.Of(agreement.HostRole)[0].ID, c.Of(agreement.GuestRole)[0].ID
		id := db.NewID()
		for range 2 {
			if _, err := k.Ask(k.officer(), v.ID, agreement.Topic{ID: id, Text: "Phát triển đoàn viên", Side: guest, Person: "đ/c Chủ tịch"}); err != nil {
				t.Fatal(err)
			}
		}
		open, err := k.Ask(k.officer(), v.ID, agreement.Topic{Text: "Chăm lo cho người lao động", Side: guest})
		if err != nil {
			t.Fatal(err)
		}
		bt := k.Ctx("officer", "BT")
		p, err := k.Practice.Begin(bt, practice.Writing{Unit: "BT", Title: "Tổ công tác", Fields: []string{"members"}, Aim: "a", Steps: "b"})
		if err != nil {
			t.Fatal(err)
		}
		reply := agreement.Reply{Side: host, Text: "Thành lập tổ công tác", Practices: []string{p.ID}}
		stranger := k.Ctx("officer", "LB")
		_, ask := k.Ask(stranger, v.ID, agreement.Topic{Text: "x", Side: guest})
		_, viewer := k.Ask(k.Ctx("viewer", "BT"), v.ID, agreement.Topic{Text: "x", Side: guest})
		for name, c := range map[string]struct {
			err  error
			want string
		}{
			"a stranger asks": {ask, "error.notfound"}, "a viewer asks": {viewer, "error.denied"},
			"oneself":             {k.Answer(bt, v.ID, id, agreement.Reply{Side: guest, Text: "x"}), "side: agreement.visit.self"},
			"a practice not seen": {k.Answer(k.officer(), v.ID, id, reply), "practices: agreement.visit.practice_gone"},
			"an answer":           {k.Answer(bt, v.ID, id, reply), ""},
			"its second click":    {k.Answer(bt, v.ID, id, reply), ""},
			"an old version":      {k.Answer(bt, v.ID, id, agreement.Reply{Side: host, Text: "Khác"}), "error.conflict"},
			"dropping it":         {k.DropTopic(k.officer(), v.ID, id), "agreement.visit.answered"},
			"learning beforehand": {k.Learn(k.officer(), v.ID, v.Version, agreement.Learned{Lessons: "x"}), "agreement.visit.before"},
		} {
			if got := testkit.Refused(c.err); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		lines, _, err := k.Visits(bt, agreement.VisitFilter{})
		if err != nil || len(lines) != 1 || lines[0].Topics != 2 || lines[0].Unanswered != 1 {
			t.Errorf("listed %+v, %v", lines, err)
		}
		if err := k.DropTopic(k.officer(), v.ID, open.ID); err != nil {
			t.Fatal(err)
		}
		if c, err = k.OpenVisit(bt, v.ID); err != nil || len(c.Topics) != 1 || c.Topics[0].Answers[0].Titles[p.ID] != "Tổ công tác" {
			t.Errorf("the host reads %+v, %v", c.Topics, err)
		}
		if c, err = k.OpenVisit(k.officer(), v.ID); err != nil || len(c.Topics[0].Answers[0].Titles) != 0 {
			t.Errorf("the guest is told of a practice not shared: %+v, %v", c.Topics, err)
		}
		// A side that has spoken stays.
		_, err = k.ChangeVisit(k.officer(), v.ID, v.Version, trip(func(p *agreement.VisitPlan) { p.Hosts = unit("HCM") }), "")
		if got := testkit.Refused(err); got != "hosts: agreement.visit.spoke" {
			t.Errorf("dropping a host: %q", got)
		}
	})
}

func TestWhatAVisitBrought(t *testing.T) {
	eachVisits(t, func(t *testing.T, k *kit) {
		v := k.plan(trip(held))
		bt := k.Ctx("officer", "BT")
		p, err := k.Practice.Begin(bt, practice.Writing{Unit: "BT", Title: "Tổ công tác", Fields: []string{"members"}, Aim: "a", Steps: "b"})
		if err == nil {
			_, err = k.Practice.Share(bt, p.ID, 1, practice.Everyone, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		a, err := k.Practice.Adopt(k.officer(), practice.Taking{Practice: p.ID, Unit: "BD"})
		if err != nil {
			t.Fatal(err)
		}
		if err := k.Learn(k.officer(), v.ID, v.Version, agreement.Learned{Lessons: "Đến tận nhà trọ", Adoptions: []string{a.ID}}); err != nil {
			t.Fatal(err)
		}
		c, err := k.OpenVisit(bt, v.ID)
		if err != nil || c.Lessons != "Đến tận nhà trọ" || len(c.Adoptions) != 1 || c.Adoptions[0].Title != "Tổ công tác" || c.Adoptions[0].UnitCode != "BD" {
			t.Errorf("brought %q, %+v, %v", c.Lessons, c.Adoptions, err)
		}
	})
}
