package gameshowweb

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/ledger"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// held is a show of a unit, with a game that is over and a rehearsal that is on.
func (o *office) held(t *testing.T, unit string) (show, over, on string) {
	t.Helper()
	saved, err := o.show.SaveShow(o.System(), "", unit, 0, gameshow.Ready("Chương trình "+unit, o.tunes, o.law, 1))
	if err != nil {
		t.Fatal(err)
	}
	var games [2]gameshow.Game
	for i := range games {
		if games[i], err = o.show.Start(o.System(), saved.ID, i == 1); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.show.Do(o.System(), games[0].ID, gameshow.Event{Kind: gameshow.Over}); err != nil {
		t.Fatal(err)
	}
	return showHref(saved.ID), "/games/" + games[0].ID + "/results", "/games/" + games[1].ID
}

// The world: each of three units has one show, one game that is over, one
// rehearsal that is on. Listed is exactly what lies in one's units; who only
// reads is led to results and not to the host's page.
func TestWhoSeesWhichShows(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		type place struct{ show, over, on string }
		at := map[string]place{}
		for _, unit := range []string{"HCM", "BT", "Q1"} {
			show, over, on := o.held(t, unit)
			at[unit] = place{show, over, on}
		}
		for _, c := range []struct {
			role  auth.Role
			unit  string
			sees  []string
			hosts bool
		}{
			{"officer", "HCM", []string{"Q1", "BT", "HCM"}, true}, {"viewer", "HCM", []string{"Q1", "BT", "HCM"}, false},
			{"officer", "BT", []string{"BT"}, true}, {"viewer", "BT", []string{"BT"}, false}, {"officer", "Q1", []string{"Q1"}, true},
			{"officer", auth.Everywhere, []string{"Q1", "BT", "HCM"}, true},
		} {
			var shows, games []string
			for _, unit := range c.sees {
				shows = append(shows, at[unit].show)
				if c.hosts {
					games = append(games, at[unit].on)
				}
				games = append(games, at[unit].over)
			}
			client := o.As(t, c.role, c.unit)
			page := client.Get("/shows").Must(t, http.StatusOK).Has(t, "Diễn thử", "Sẵn sàng", "3 vòng, 15 câu hỏi")
			got := links(page, "/shows/")
			if c.hosts {
				got = got[1:] // to build another
			}
			if diff := cmp.Diff([][]string{shows, games}, [][]string{got, links(page, "/games/")}); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", c.role, c.unit, diff)
			}
			for unit, where := range at {
				sees := strings.Contains(strings.Join(c.sees, " "), unit)
				status := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}
				client.Get(where.show).Must(t, status[sees])
				switch {
				case !c.hosts: // nowhere
					client.Get(where.show+"/settings").Must(t, http.StatusForbidden)
					client.Post(where.show, url.Values{"do": {"add"}}).Must(t, http.StatusForbidden)
					client.Post(where.show+"/start", url.Values{}).Must(t, http.StatusForbidden)
				default:
					client.Get(where.show+"/settings").Must(t, status[sees])
				}
			}
		}
		o.Nobody(t).Get("/shows").Must(t, http.StatusSeeOther)
	})
}

// Somebody who reads one unit and builds for another changes nothing of the one.
func TestWhoReadsOneUnitAndBuildsForAnother(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		at, _, on := o.held(t, "BT")
		c := o.As(t, "officer", "Q1")
		accounts, err := o.Auth.Accounts(o.System(), ledger.Under)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range accounts {
			if a.Name == c.Name {
				if err := o.Auth.Grant(o.System(), a.ID, "viewer", o.UnitID("BT")); err != nil {
					t.Fatal(err)
				}
			}
		}
		page := c.Get(at).Must(t, http.StatusOK).Has(t, "Chương trình BT").Lacks(t, "Bắt đầu", "Sắp xếp", "Rút chương trình", "Thêm vòng")
		if got := links(page, at); len(got) > 0 {
			t.Errorf("led to %v", got)
		}
		if got := links(c.Get("/shows"), "/games/"); len(got) != 1 || got[0] == on {
			t.Errorf("led to %v", got)
		}
		before := o.data(t, at)
		round, question := before.Rounds[0].ID, before.Rounds[0].Questions[0].ID
		for _, where := range []string{
			"/settings", "/withdraw", "/bank?round=" + round, "/rounds/" + round, "/rounds/" + round + "/songs", "/rounds/" + round + "/drop",
			"/rounds/" + round + "/questions/new", "/rounds/" + round + "/questions/" + question, "/rounds/" + round + "/questions/" + question + "/drop",
		} {
			c.Get(at+where).Must(t, http.StatusForbidden)
			c.Post(at+where, url.Values{"version": {"1"}, "title": {"Của tôi"}, "pick": {"co-la"}}).Must(t, http.StatusForbidden)
		}
		c.Post(at, url.Values{"version": {"1"}, "do": {"round " + round + " 2"}}).Must(t, http.StatusForbidden)
		c.Post(at+"/start", url.Values{}).Must(t, http.StatusForbidden)
		if diff := cmp.Diff(before, o.data(t, at)); diff != "" {
			t.Errorf("changed: %s", diff)
		}
	})
}

func TestTheListBeginsWithWhatToDo(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.As(t, "officer", "BT")
		c.Get("/shows").Must(t, http.StatusOK).Has(t, "Chưa có chương trình nào", "Soạn chương trình", "15 câu hỏi")
		o.As(t, "viewer", "BT").Get("/shows").Must(t, http.StatusOK).Has(t, "Chưa có chương trình nào").Lacks(t, "Bấm")
		begun(t, c)
		c.Get("/shows").Must(t, http.StatusOK).Has(t, "Tháng Công nhân", "LĐLĐ quận Bình Tân", "0 vòng, 0 câu hỏi", "Còn 1 chỗ cần sửa")
	})
}

// A ready show can be started at once; a second click makes neither another show
// nor another game.
func TestAReadyShowInTwoPresses(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.As(t, "officer", "BT")
		f := url.Values{
			"once": {c.Get("/shows/new").Value(t, "once")}, "unit": {"bt"}, "scoring": {"accuracy"}, "teams": {"units"}, "do": {"ready"},
		}
		at := c.Post("/shows/new", f).Must(t, http.StatusSeeOther).Location
		if again := c.Post("/shows/new", f).Must(t, http.StatusSeeOther).Location; again != at {
			t.Errorf("a double click made %s and %s", at, again)
		}
		show := o.data(t, at)
		if show.Title != "Âm nhạc và công nhân" || show.Scoring != gameshow.ByAccuracy || show.Teams != gameshow.UnitTeams || show.Streaks || len(show.Questions()) != 15 {
			t.Errorf("%+v", show)
		}
		page := c.Get(at).Must(t, http.StatusOK).Has(t, "3 vòng, 15 câu hỏi", "Theo độ chính xác", "Theo đơn vị", "khoảng 11 phút", "Điều", "♪").Lacks(t, "chưa sẵn sàng")
		start := url.Values{"once": {page.Value(t, "once")}, "rehearsal": {"1"}}
		game := c.Post(at+"/start", start).Must(t, http.StatusSeeOther).Location
		if again := c.Post(at+"/start", start).Must(t, http.StatusSeeOther).Location; again != game || !strings.HasPrefix(game, "/games/") {
			t.Errorf("a double click began %s and %s", game, again)
		}
		g, _, err := o.show.Load(o.System(), strings.TrimPrefix(game, "/games/"))
		if err != nil || !g.Rehearsal {
			t.Errorf("%+v, %v", g, err)
		}
		if got := links(c.Get(at).Has(t, "Đang diễn", g.PIN), "/games/"); len(got) != 1 || got[0] != game {
			t.Errorf("led to %v", got)
		}
	})
}

func TestANewShowIsRefusedAtItsField(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.As(t, "officer", "BT")
		good := func(change ...string) url.Values {
			return with(url.Values{"once": {db.NewID()}, "title": {"A"}, "unit": {"BT"}, "scoring": {"speed"}, "teams": {"none"}}, change...)
		}
		for name, change := range map[string][]string{
			"Chưa nhập ô này":              {"title", " "},
			"Không có đơn vị mang mã ABC":  {"unit", "ABC"},
			"Không có đơn vị mang mã Q1 ":  {"unit", "Q1"},
			"Hãy viết gọn lại, tối đa 150": {"title", strings.Repeat("ă", 151)},
			"Hãy chọn một trong":           {"scoring", "luck"},
			"Hãy chọn một trong các":       {"teams", "two"},
		} {
			a := c.Post("/shows/new", good(change...)).Must(t, http.StatusUnprocessableEntity).Has(t, "Còn một chỗ cần sửa", name)
			if change[0] == "title" || change[0] == "unit" {
				if got := a.Value(t, change[0]); got != change[1] {
					t.Errorf("%s: typed %q came back as %q", name, change[1], got)
				}
			}
		}
		if shows, err := o.show.Shows(o.System()); err != nil || len(shows) > 0 {
			t.Errorf("kept: %v, %v", shows, err)
		}
	})
}

func TestAWithdrawnShow(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		c := o.As(t, "officer", "BT")
		at, over, on := o.held(t, "BT")
		c.Get("/shows").Lacks(t, "chương trình đã rút")
		ask := c.Get(at+"/withdraw").Must(t, http.StatusOK).Has(t, "Chương trình BT", "kết quả vẫn còn")
		c.Post(at+"/withdraw", url.Values{"version": {"9"}}).Must(t, http.StatusConflict).Has(t, "Người khác vừa sửa")
		c.Post(at+"/withdraw", url.Values{"version": {ask.Value(t, "version")}}).Must(t, http.StatusSeeOther)
		c.Get(at).Must(t, http.StatusNotFound)
		c.Post(at+"/start", url.Values{}).Must(t, http.StatusNotFound)
		page := c.Get("/shows").Must(t, http.StatusOK).Has(t, "Kết quả của chương trình đã rút", "Chương trình BT: ", "Chưa có chương trình nào")
		if diff := cmp.Diff([]string{on, over}, links(page, "/games/")); diff != "" {
			t.Error(diff)
		}
	})
}

// A game that is on goes on as it began, whatever is done to its show.
func TestAGameStaysAsItBegan(t *testing.T) {
	d := testkit.SQLite(t)
	o := newOffice(t, d)
	c := o.As(t, "officer", "BT")
	at, _, on := o.held(t, "BT")
	page := c.Get(at)
	round := o.data(t, at).Rounds[0].ID
	c.Post(at+"/rounds/"+round+"/drop", url.Values{"version": {page.Value(t, "version")}}).Must(t, http.StatusSeeOther)
	if n := len(o.data(t, at).Questions()); n != 10 {
		t.Errorf("%d questions are left", n)
	}
	f, err := o.show.Follow(o.System(), strings.TrimPrefix(on, "/games/"))
	if err != nil || len(f.Show.Questions()) != 15 {
		t.Errorf("the game has %d questions, %v", len(f.Show.Questions()), err)
	}
}
