package gameshow_test

import (
	"strings"
	"sync"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/gameshow"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// newPostKit is the kit with records of work.
func newPostKit(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := newKit(t, d)
	kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	k.Activity = &activity.Service{DB: d, Org: k.Kit.Org, Kinds: kinds}
	return k
}

// play plays a game to its end: An has the song right, Bình nearly, Chi says
// nothing.
func (k *kit) play(rehearsal bool) gameshow.Game {
	k.t.Helper()
	g, err := k.Start(k.host(), k.show.ID, rehearsal)
	if err != nil {
		k.t.Fatal(err)
	}
	an, binh := k.join(g, "An"), k.join(g, "Bình")
	k.join(g, "Chi")
	k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 0})
	for _, said := range []struct {
		who  gameshow.Ticket
		text string
	}{{an, "Bèo dạt mây trôi"}, {binh, "mây trôi"}} {
		sub := gameshow.Submission{Game: g.ID, Player: said.who.Player, Took: 2_000_000, Answer: gameshow.Answer{Text: said.text}}
		if _, err := k.Store(k.t.Context(), g.ID, []gameshow.Submission{sub}); err != nil {
			k.t.Fatal(err)
		}
	}
	k.do(g, gameshow.Event{Kind: gameshow.Shut, Question: 0})
	k.do(g, gameshow.Event{Kind: gameshow.Asked, Question: 1})
	k.answer(an, 1, 1)
	k.do(g, gameshow.Event{Kind: gameshow.Shut, Question: 1})
	k.do(g, gameshow.Event{Kind: gameshow.Over})
	return g
}

func posting() gameshow.Posting {
	return gameshow.Posting{ID: db.NewID(), Invited: 5, Address: "https://donghanh.example.vn/games/1/results"}
}

// outreachOf is what the figures say of Bình Tân and of the city above it.
func (k *kit) outreachOf() (out []string) {
	for _, unit := range []string{"BT", "HCM"} {
		out = append(out, k.Figure(unit, "PROP.N", "2023"), k.Figure(unit, "PROP.CNLD.N", "2023"), k.Figure(unit, "PROP.CNLD.PCT", "2023"))
	}
	return out
}

// sources are the acts behind a figure of 2023.
func (k *kit) sources(unit, indicator string) (out []string) {
	k.t.Helper()
	ind, err := k.Ledger.Catalogue.Indicator(indicator)
	if err != nil {
		k.t.Fatal(err)
	}
	q := ledger.Query{Units: []string{k.UnitID(unit)}, Indicators: []*ledger.Indicator{ind}, Tree: ledger.Then}
	if q.Period, err = ledger.ParsePeriod("2023"); err != nil {
		k.t.Fatal(err)
	}
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		page, err := k.Ledger.Sources(k.t.Context(), tx, q, "", 10)
		for _, s := range page.Sources {
			out = append(out, s.Record)
		}
		return err
	})
	return out
}

func TestAGameCountsInOutreachOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newPostKit(t, d)
		g := k.play(false)
		before := k.outreachOf()
		p := posting()
		record, err := k.Post(k.host(), g.ID, p)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"1", "2", "2/5", "1", "2", "2/5"}
		if diff := cmp.Diff(want, k.outreachOf()); diff != "" {
			t.Errorf("figures were %v (-want +got):\n%s", before, diff)
		}
		if again, err := k.Post(k.host(), g.ID, p); err != nil || again != record {
			t.Errorf("a double click: %s, %v; want %s", again, err, record)
		}
		if _, err := k.Post(k.host(), g.ID, posting()); !errs.Is(err, errs.Conflict) {
			t.Errorf("a second record: %v", err)
		}
		if diff := cmp.Diff(want, k.outreachOf()); diff != "" {
			t.Errorf("after more clicks (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{record}, k.sources("BT", "PROP.CNLD.N")); diff != "" {
			t.Errorf("what the figure opens to (-want +got):\n%s", diff)
		}
		v, err := k.Activity.Show(k.host(), record)
		if err != nil {
			t.Fatal(err)
		}
		r, err := k.Results(k.host(), g.ID)
		if err != nil || r.Posted != record {
			t.Errorf("the game leads to %q, %v", r.Posted, err)
		}
		if v.Day != r.On || v.Fields["channel"] != "gameshow" || v.Fields["subject"] != "Âm nhạc và công nhân" || v.Note != "Kết quả trò chơi: "+p.Address {
			t.Errorf("the record: %+v", v.Record)
		}
		k.Verify()
	})
}

// A near answer that is taken later changes places, and nothing that was counted.
func TestWhatIsDecidedLaterLeavesTheRecordAlone(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newPostKit(t, d)
		g := k.play(false)
		if _, err := k.Post(k.host(), g.ID, posting()); err != nil {
			t.Fatal(err)
		}
		before := k.outreachOf()
		if diff := cmp.Diff([]string{"An 2000", "Bình 0", "Chi 0"}, k.scores(g)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		k.do(g, gameshow.Event{Kind: gameshow.Accepted, Question: 0, Text: "mây trôi"})
		if diff := cmp.Diff([]string{"An 2000", "Bình 1000", "Chi 0"}, k.scores(g)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(before, k.outreachOf()); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
	})
}

func TestWhatIsNoOutreachIsRefused(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newPostKit(t, d)
		before := k.outreachOf()
		over, rehearsal := k.play(false), k.play(true)
		on := k.start()
		silent := k.start()
		k.do(silent, gameshow.Event{Kind: gameshow.Over})
		few := posting()
		few.Invited = 1
		long := posting()
		long.Subject = strings.Repeat("x", 151)
		for name, x := range map[string]struct {
			game    gameshow.Game
			posting gameshow.Posting
			kind    errs.Kind
			field   string
		}{
			"rehearsal":        {rehearsal, posting(), errs.Conflict, ""},
			"still on":         {on, posting(), errs.Conflict, ""},
			"nobody answered":  {silent, posting(), errs.Conflict, ""},
			"fewer than came":  {over, few, errs.Invalid, "reach_invited"},
			"subject too long": {over, long, errs.Invalid, "subject"},
		} {
			_, err := k.Post(k.host(), x.game.ID, x.posting)
			if !errs.Is(err, x.kind) || errs.All(err)[0].Field != x.field {
				t.Errorf("%s: %v at %q", name, err, errs.All(err)[0].Field)
			}
		}
		if _, err := k.Post(k.Ctx("officer", "Q1"), over.ID, posting()); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit: %v", err)
		}
		k.Kit.Org.Guard.Roles["host"] = append(k.Kit.Org.Guard.Roles["viewer"], gameshow.Read, gameshow.Host)
		if _, err := k.Post(k.Ctx("host", "BT"), over.ID, posting()); !errs.Is(err, errs.Denied) {
			t.Errorf("a host who records nothing: %v", err)
		}
		if r, err := k.Results(k.host(), over.ID); err != nil || r.Posted != "" {
			t.Errorf("a refused game is marked %q, %v", r.Posted, err)
		}
		if diff := cmp.Diff(before, k.outreachOf()); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
	})
}

// However many post at once, one record is made.
func TestManyWhoPostAtOnceMakeOneRecord(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newPostKit(t, d)
		g := k.play(false)
		var all sync.WaitGroup
		made := make(chan string, 8)
		for range cap(made) {
			all.Go(func() {
				if id, err := k.Post(k.host(), g.ID, posting()); err == nil {
					made <- id
				} else if !errs.Is(err, errs.Conflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(made) != 1 || k.Figure("BT", "PROP.N", "2023") != "1" {
			t.Errorf("%d records, %s sessions", len(made), k.Figure("BT", "PROP.N", "2023"))
		}
	})
}
