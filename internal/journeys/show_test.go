package journeys

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/testkit/browser"

	"github.com/chromedp/chromedp/kb"
)

// eveningShow is two rounds whose points anybody can add up: accuracy counts and
// a row of right answers adds a tenth for each one before.
func eveningShow() gameshow.Show {
	song := gameshow.Question{
		Kind: gameshow.One, Ask: "Đây là bài hát nào?", Seconds: 120, Points: 1000, Tune: "ly-cay-bong",
		Options: []gameshow.Option{{Text: "Cò lả"}, {Text: "Lý cây bông", Right: true}, {Text: "Trống cơm"}, {Text: "Lý kéo chài"}},
	}
	title := gameshow.Question{
		Kind: gameshow.Text, Ask: "Gõ tên bài bạn đang nghe", Seconds: 120, Points: 1000, Titles: []string{"Bèo dạt mây trôi"}, Why: "Dân ca quan họ Bắc Ninh.",
	}
	law := gameshow.Question{
		Kind: gameshow.Many, Ask: "Những ngày nào người lao động được nghỉ hưởng nguyên lương?", Seconds: 120, Points: 1000,
		Options: []gameshow.Option{{Text: "Ngày Quốc khánh", Right: true}, {Text: "Ngày Nhà giáo Việt Nam"}, {Text: "Ngày Quốc tế lao động", Right: true}},
		Law:     "khoản 1 Điều 112 Bộ luật Lao động 45/2019/QH14", Article: "Điều 112 Bộ luật Lao động 45/2019/QH14",
	}
	return gameshow.Show{
		Title: "Âm nhạc và công nhân, hội trường Bình Tân", Scoring: gameshow.ByAccuracy, Streaks: true, Teams: gameshow.FreeTeams,
		Rounds: []gameshow.Round{
			{Kind: gameshow.Songs, Title: "Nghe nhạc đoán tên", Questions: []gameshow.Question{song, title}},
			{Kind: gameshow.Law, Title: "Hỏi đáp pháp luật", Questions: []gameshow.Question{law}},
		},
	}
}

// hall is an evening with its host, its big screen and five phones.
type hall struct {
	t            *testing.T
	w            *world
	host, screen *browser.Page
	join, pin    string
}

// TestAHallPlaysAnEveningInABrowser: a song to choose, a song to name, a question
// of law. Dũng's phone dies and Dũng goes on on another with the code; Em comes
// late; a near answer of Bình's is taken by the host. The scores are those of a
// pencil:
//
//	An    1000 + 1000·1.1 + 1000·1.2 = 3300
//	Bình  1000 + 1000·1.1 (taken) + 500·1.2 (one of two) = 2700
//	Chi   0 + 1000 + 0 (one right, one wrong) = 1000
//	Dũng  1000 + 1000·1.1 + 1000·1.2 = 3300
//	Em    – + 1000 + 0 (nothing) = 1000
//
// and of teams, by points a question and player: Tổ một (An, Chi) 4300/6 =
// 716,66, Tổ hai (Bình, Dũng, Em) 7000/8 = 875.
func TestAHallPlaysAnEveningInABrowser(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		h := openHall(t, w)
		an, binh := h.phone("An", "Tổ một"), h.phone("Bình", "Tổ hai")
		chi, dung := h.phone("Chi", "Tổ một"), h.phone("Dũng", "Tổ hai")
		h.hears(h.screen, "#came", "4")
		h.hears(h.screen, "#names", "Dũng")
		h.hears(h.host, "#count", "4")

		h.lead("Bắt đầu")
		h.hears(h.screen, "#ask", "Đây là bài hát nào?")
		for p, pick := range map[*browser.Page]int{an: 1, binh: 1, chi: 0, dung: 1} {
			p.Click(fmt.Sprintf(".tile.a-%d", pick))
		}
		h.hears(h.screen, "#told", "Lý cây bông") // all have answered: it shuts itself
		h.hears(an, "#points", "1.000")
		h.hears(chi, "h1", "Chưa đúng")

		code := h.codeOf(dung)
		dung.Go("about:blank") // the battery is empty
		em := h.phone("Em", "Tổ hai")
		dung = h.returned(code)
		h.hears(dung, "#points", "1.000")

		h.lead("Câu tiếp theo")
		for _, one := range []struct {
			p     *browser.Page
			title string
		}{{an, "beo dat may troi"}, {binh, "mây trôi"}, {chi, "Bèo dạt mây chôi"}, {dung, "BÈO DẠT MÂY TRÔI"}, {em, "mây trôi bèo dạt"}} {
			one.p.Wait("#typed")
			one.p.Fill("#typed", one.title)
			one.p.Press(kb.Enter)
			if one.p != em { // with the last answer the question shuts itself
				h.hears(one.p, "#status", "Đã nhận")
			}
		}
		h.hears(binh, "h1", "Chưa đúng")
		h.hears(h.host, "#near-list", "mây trôi")
		h.host.Click("#near-list button")
		h.hears(binh, "#points", "2.100")
		h.hears(em, "#points", "1.000")

		h.lead("Câu tiếp theo")
		for p, picks := range map[*browser.Page][]int{an: {0, 2}, binh: {0}, chi: {0, 1}, dung: {0, 2}} {
			for _, n := range picks {
				p.Click(fmt.Sprintf(".tile.a-%d", n))
			}
			p.Click(".way .go")
			h.hears(p, "#status", "Đã nhận")
		}
		h.lead("Đóng câu này") // Em thinks still
		h.hears(h.screen, "#told", "Điều 112")
		h.hears(em, "h1", "Bạn chưa trả lời")
		h.lead("Kết thúc")

		for p, points := range map[*browser.Page]string{an: "3.300", binh: "2.700", chi: "1.000", dung: "3.300", em: "1.000"} {
			h.hears(p, "h1", "Cảm ơn")
			h.hears(p, "#points", points)
		}
		h.hears(h.screen, "#over", "3.300")
		h.hears(h.screen, "#over", "875")
		h.results()
	})
}

// openHall keeps the show, lets its host begin it and opens the big screen.
func openHall(t *testing.T, w *world) *hall {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.Bus.Run(ctx, w.DB) }()
	t.Cleanup(func() { stop(); <-done })
	l := &lived{w, map[string]string{}}
	saved, err := w.Gameshow.SaveShow(l.ctx(t, "binhtan"), "", "HCM-BINHTAN", 0, eveningShow())
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{t: t, w: w, host: w.as(t, "binhtan", 1440)}
	h.host.Go(w.url + "/shows/" + saved.ID)
	h.host.Click("text=Bắt đầu")
	h.join = h.host.Value("#f-address")
	game := h.host.URL()
	h.screen = browser.Open(t, 1920, 1080)
	h.screen.Go(strings.Replace(game, "/games/", "/screen/", 1))
	h.pin = strings.ReplaceAll(h.screen.Text(".pin"), "\u00a0", " ")
	return h
}

// phone lets somebody in by the address of the QR code.
func (h *hall) phone(name, team string) *browser.Page {
	h.t.Helper()
	p := browser.Open(h.t, 360, 740)
	p.Go(h.join)
	p.Fill("#name", name)
	p.Fill("#team", team)
	p.Click("#enter .go")
	p.Wait("#stage")
	h.hears(p, "#who", name)
	return p
}

// codeOf is what somebody wrote down to come back with.
func (h *hall) codeOf(p *browser.Page) (code string) {
	h.t.Helper()
	p.Eval(`document.getElementById("code").textContent`, &code)
	return code
}

// returned comes back on another phone, with the number of the big screen and
// the code.
func (h *hall) returned(code string) *browser.Page {
	h.t.Helper()
	p := browser.Open(h.t, 360, 740)
	p.Go(h.w.url + "/play")
	p.Click("#again summary")
	p.Fill("#backpin", h.pin)
	p.Fill("#seat", strings.ToLower(code))
	p.Click("#return .go")
	p.Wait("#stage")
	return p
}

// lead presses the host's main button once it means that; it is deaf for a moment
// after it has changed.
func (h *hall) lead(means string) {
	h.t.Helper()
	h.hears(h.host, "#lead:not([disabled])", means)
	time.Sleep(800 * time.Millisecond)
	h.host.Click("#lead")
}

// hears waits until a part of a page has some words.
func (h *hall) hears(p *browser.Page, selector, want string) {
	h.t.Helper()
	last := ""
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		p.Eval(fmt.Sprintf(`(document.querySelector(%q) || {innerText: ""}).innerText`, selector), &last)
		if strings.Contains(last, want) {
			return
		}
	}
	h.t.Fatalf("%s says %q, not %q", selector, last, want)
}

// results are what the host reads when all is over.
func (h *hall) results() {
	h.t.Helper()
	h.host.Click("#results")
	text := h.host.Text("main")
	for _, want := range []string{"5 người chơi", "An", "Dũng", "3.300", "2.700", "Tổ hai", "875", "Điều 112"} {
		contains(h.t, "the results", text, want)
	}
	h.host.NoSidewaysScroll(h.t)
}
