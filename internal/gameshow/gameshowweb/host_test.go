package gameshowweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/google/go-cmp/cmp"
)

func TestWhoMayLeadAGame(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := hallOf(t, d, gala())
		h.Found(org.Founding{Code: "Q1", Parent: "HCM", Name: "LĐLĐ Quận 1", Kind: "district"})
		at := "/games/" + h.game.ID
		for _, c := range []struct {
			role   auth.Role
			unit   string
			page   int
			pushed int
		}{
			{"officer", "BT", http.StatusOK, http.StatusNoContent},
			{"chair", "BT", http.StatusOK, http.StatusNoContent},
			{"officer", "HCM", http.StatusOK, http.StatusNoContent},
			{"officer", "Q1", http.StatusNotFound, http.StatusNotFound},
			{"leader", "BT", http.StatusForbidden, http.StatusForbidden},
			{"viewer", "HCM", http.StatusForbidden, http.StatusForbidden},
		} {
			t.Run(string(c.role)+"@"+c.unit, func(t *testing.T) {
				who := h.As(t, c.role, c.unit)
				a := who.Get(at).Must(t, c.page)
				who.Post(at+"/do", url.Values{"act": {"lock"}}).Must(t, c.pushed)
				if shows := strings.Contains(a.Body, "khoản 1 Điều 105"); shows != (c.page == http.StatusOK) {
					t.Errorf("the page shows answers: %t", shows)
				}
			})
		}
		if a := h.Nobody(t).Get(at); a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/login") {
			t.Errorf("somebody not signed in: %d %s", a.Status, a.Location)
		}
		h.Nobody(t).Post(at+"/do", url.Values{"act": {"next"}}).Must(t, http.StatusUnauthorized)
		h.do(gameshow.Event{Kind: gameshow.Over})
		if a := h.As(t, "officer", "BT").Get(at).Must(t, http.StatusSeeOther); a.Location != at+"/results" {
			t.Errorf("a game that is over leads to %s", a.Location)
		}
	})
}

// What a host's button asks for is refused in a sentence, at its field, and
// changes nothing.
func TestButtonsAreRefusedInSentences(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := hallOf(t, d, gala())
		an := h.crowd(1)[0]
		who, at := h.As(t, "officer", "BT"), "/games/"+h.game.ID+"/do"
		h.do(gameshow.Event{Kind: gameshow.Asked})
		for name, c := range map[string]struct {
			form   string
			status int
			field  string
			says   string
		}{
			"no act":                       {"", 422, "act", "Hãy chọn"},
			"an act there is not":          {"act=dance", 422, "act", "Hãy chọn"},
			"a question that is no number": {"act=next&question=x", 422, "question", "số"},
			"the next while one is open":   {"act=next&question=1", 409, "", "Chưa đến lượt"},
			"one that is open already":     {"act=next&question=0", 409, "", "Chưa đến lượt"},
			"to shut what was not asked":   {"act=shut&question=3", 409, "", "Chưa đến lượt"},
			"the board while one is open":  {"act=show&text=board", 409, "", "Chưa đến lượt"},
			"an empty name":                {"act=rename&name=+%E2%80%8F+&player=" + an.Player, 422, "name", "Chưa nhập"},
			"a name for nobody":            {"act=rename&name=An&player=x", 404, "", "Không có người chơi"},
			"nobody sent out":              {"act=remove", 404, "", "Không có người chơi"},
			"nothing accepted":             {"act=accept&question=1&text=+", 422, "text", "Chưa nhập"},
			"a choice accepted":            {"act=accept&question=0&text=A", 409, "", "Chưa đến lượt"},
		} {
			t.Run(name, func(t *testing.T) {
				form, err := url.ParseQuery(c.form)
				if err != nil {
					t.Fatal(err)
				}
				a := who.Post(at, form).Must(t, c.status)
				var said struct {
					Detail string
					Errors []struct{ Location, Message string }
				}
				if err := json.Unmarshal([]byte(a.Body), &said); err != nil {
					t.Fatalf("%v: %s", err, a.Body)
				}
				text, field := said.Detail, ""
				if len(said.Errors) > 0 {
					text, field = said.Errors[0].Message, said.Errors[0].Location
				}
				if field != c.field || !strings.Contains(text, c.says) {
					t.Errorf("at %q: %q", field, text)
				}
			})
		}
		_, live, err := h.show.Load(h.host(), h.game.ID)
		if err != nil {
			t.Fatal(err)
		}
		if live.No != 1 || live.Players()[0].Name != an.Name {
			t.Errorf("something changed: event %d, %+v", live.No, live.Players())
		}
	})
}

// Two hosts have the page open, screens hang on two nodes: what one puts up, all
// show, and a screen that comes later as well.
func TestWhatAHostPutsUpStandsOnEveryScreen(t *testing.T) {
	source := testkit.Postgres(t)
	h := hallOf(t, source, gala())
	other := node(t, source)
	other.game = h.game
	here, there := h.screen(), other.screen()
	here.hear("state")
	there.hear("state")
	an := h.join("Thằng ngốc")
	h.do(gameshow.Event{Kind: gameshow.Asked})
	h.do(gameshow.Event{Kind: gameshow.Shut})
	other.do(gameshow.Event{Kind: gameshow.Showed, Text: "board"})
	shows := func(p *phone, view string) {
		t.Helper()
		for f := p.hear("state"); f.View != view; f = p.hear("state") {
		}
	}
	shows(here, "board")
	shows(there, "board")
	if f := other.screen().hear("state"); f.View != "board" || f.Board[0].Name != "Thằng ngốc" || f.Board[0].ID != "" {
		t.Errorf("a screen that comes later: %+v", f)
	}
	who := h.As(t, "officer", "BT")
	_, live, err := h.show.Load(h.host(), h.game.ID)
	if err != nil {
		t.Fatal(err)
	}
	player := live.Players()[0].ID
	who.Post("/games/"+h.game.ID+"/do", url.Values{"act": {"rename"}, "player": {player}, "name": {"An \u202eB"}}).Must(t, http.StatusNoContent)
	for f := there.hear("state"); f.Board[0].Name != "An B"; f = there.hear("state") {
	}
	phone := other.phone(an)
	if f := phone.hear("state"); f.Me.Name != "An B" {
		t.Errorf("the phone says %q", f.Me.Name)
	}
	who.Post("/games/"+h.game.ID+"/do", url.Values{"act": {"remove"}, "player": {player}}).Must(t, http.StatusNoContent)
	phone.hear("out")
	for f := here.hear("state"); f.Players != 0 || len(f.Board) != 0; f = here.hear("state") {
	}
	h.do(gameshow.Event{Kind: gameshow.Asked, Question: 1})
	here.hear("ask")
	if f := h.screen().hear("state"); f.View != "" {
		t.Errorf("the view outlives its question: %q", f.View)
	}
}

// Who judged whom stands in the audit list.
func TestJudgementsAreAudited(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := hallOf(t, d, gala())
		an := h.crowd(1)[0]
		h.do(gameshow.Event{Kind: gameshow.Renamed, Player: an.Player, Name: "An"})
		h.do(gameshow.Event{Kind: gameshow.Asked})
		h.do(gameshow.Event{Kind: gameshow.Removed, Player: an.Player})
		h.do(gameshow.Event{Kind: gameshow.Over})
		var got []string
		testkit.Read(t, d, func(tx *db.Tx) error {
			return tx.Select(t.Context(), &got, `/* test */ SELECT action FROM audit_entry WHERE target = $1 ORDER BY id`, h.game.ID)
		})
		if diff := cmp.Diff([]string{"gameshow.start", "gameshow.rename", "gameshow.remove", "gameshow.end"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestAHostLeadsAnEveningInABrowser leads one on a phone and on a desk, while
// somebody else leads as well. With DONGHANH_SHOTS as a folder it leaves
// pictures there.
func TestAHostLeadsAnEveningInABrowser(t *testing.T) {
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			leadEvening(t, width)
		})
	}
}

func leadEvening(t *testing.T, width int) {
	h := hallOf(t, testkit.SQLite(t), gala())
	who := h.As(t, "officer", "BT")
	p := browser.Open(t, width, 900)
	look := func(name string) {
		t.Helper()
		p.NoSidewaysScroll(t)
		for _, v := range p.Axe(t) {
			t.Errorf("%s: %v", name, v)
		}
		if dir := os.Getenv("DONGHANH_SHOTS"); filepath.IsAbs(dir) {
			p.Shot(filepath.Join(dir, fmt.Sprintf("host-%s-%d.png", name, width)))
		}
	}
	// main presses the one button once it says so, and is not deaf any more.
	main := func(words string) {
		t.Helper()
		p.Eval(`new Promise(done => { const see = () => document.getElementById("lead").textContent === `+fmt.Sprintf("%q", words)+` ? setTimeout(done, 800) : setTimeout(see, 50); see(); })`, nil)
		p.Click("#lead")
	}
	says := func(selector, words string) {
		t.Helper()
		p.Wait(selector)
		p.Eval(`new Promise(done => { const see = () => document.querySelector(`+fmt.Sprintf("%q", selector)+`).textContent.includes(`+fmt.Sprintf("%q", words)+`) ? done() : setTimeout(see, 50); see(); })`, nil)
	}
	p.Go(h.URL + "/login")
	p.Fill("#f-name", who.Name)
	p.Fill("#f-password", testkit.Password)
	p.Click("form[action='/login'] button")
	p.Go(h.URL + "/games/" + h.game.ID)
	says("#lead", "Bắt đầu")
	look("empty")
	crowd := h.crowd(63)
	says("#count", "63")
	look("lobby")
	p.Fill("#f-find", "ngu")
	p.Click("#players li:first-child button[aria-label^='Đổi tên']")
	p.Fill("#f-newname", " ")
	p.Click("#renaming [type=submit]")
	says("#newname-er", "Chưa nhập")
	look("rename")
	p.Fill("#f-newname", "Người chơi 1")
	p.Click("#renaming [type=submit]")
	p.Fill("#f-find", "nguoi choi 1")
	says("#players", "Người chơi 1")
	p.Click("#players li:first-child button[aria-label^='Mời']")
	look("remove")
	p.Click("#removing [type=submit]")
	says("#count", "62")
	p.Fill("#f-find", "")
	p.Click("#lock")
	says("#lock", "Mở cửa")
	p.Eval(`new Promise(done => setTimeout(() => { document.activeElement.blur(); done(); }, 800))`, nil)
	p.Press(" ") // the key instead of the button
	says("#step", "Câu 1/7")
	h.answer(crowd[10:40], 0, func(i int) gameshow.Answer { return gameshow.Answer{Picks: []int{i % 4}} })
	says("#answers", "30/62")
	look("asking")
	var seen struct{ Top, Bottom, Height float64 } // the one button lies in the window without scrolling
	p.Eval(`scrollTo(0, 0); (r => ({Top: r.top, Bottom: r.bottom, Height: innerHeight}))(document.getElementById("lead").getBoundingClientRect())`, &seen)
	if seen.Top < 0 || seen.Bottom > seen.Height {
		t.Errorf("the button stands at %+v", seen)
	}
	h.do(gameshow.Event{Kind: gameshow.Shut}) // another host was quicker
	says("#lead", "Câu tiếp theo")
	p.Eval(`document.getElementById("lead").click()`, nil) // a finger that meant to close
	says("#step", "đã đóng")
	p.Click("[data-view=board]")
	p.Wait("[data-view=board][aria-current]")
	look("told")
	main("Câu tiếp theo")
	h.answer(crowd[10:40], 1, func(i int) gameshow.Answer {
		return gameshow.Answer{Text: []string{"bèo dạt mây", "mây trôi", "Bèo dạt mây trôi"}[i%3]}
	})
	main("Đóng câu này")
	p.Wait("#near-list li")
	look("near")
	accepted := p.Text("#near-list bdi")
	p.Click("#near-list button")
	p.Eval(`new Promise(done => { const see = () => document.getElementById("near-list").textContent.includes(`+fmt.Sprintf("%q", accepted)+`) ? setTimeout(see, 50) : done(); see(); })`, nil)
	h.do(gameshow.Event{Kind: gameshow.Asked, Question: 2}) // another host asks, while this finger comes down on the board
	p.Eval(`document.querySelector("[data-view=board]").click()`, nil)
	says("#said", "Vừa có người khác dẫn")
	says("#step", "Câu 3/7")
	look("ahead")
	main("Đóng câu này")
	for range 4 {
		main("Câu tiếp theo")
		main("Đóng câu này")
	}
	main("Kết thúc")
	p.Wait("#results:not([hidden])")
	look("over")
	if !strings.HasSuffix(p.Text("#results"), "Xem kết quả") {
		t.Error(p.Text("#results"))
	}
}

func TestARehearsalSaysSo(t *testing.T) {
	h := hallOf(t, testkit.SQLite(t), gala())
	g, err := h.show.Start(h.host(), h.game.Show, true)
	if err != nil {
		t.Fatal(err)
	}
	who := h.As(t, "officer", "BT")
	who.Get("/games/"+g.ID).Must(t, http.StatusOK).Has(t, "Đây là buổi tập")
	who.Get("/games/"+h.game.ID).Must(t, http.StatusOK).Lacks(t, "Đây là buổi tập").Has(t, h.game.PIN[:3]+" "+h.game.PIN[3:])
}
