package gameshowweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/coder/websocket"
)

// gala is a show with a question of every kind, and of the longest there may be.
func gala() gameshow.Show {
	long := func(n int) string {
		s := strings.Repeat("Người sử dụng lao động không bố trí đủ thời giờ nghỉ ngơi cho người lao động làm việc theo ca liên tục thì bị xử lý thế nào, ", 6)
		return strings.TrimSpace(string([]rune(s)[:n-1])) + "?"
	}
	options := func(right int, texts ...string) (out []gameshow.Option) {
		for i, text := range texts {
			out = append(out, gameshow.Option{Text: text, Right: i == right})
		}
		return out
	}
	q := func(kind gameshow.AskKind, ask string) gameshow.Question {
		return gameshow.Question{Kind: kind, Ask: ask, Seconds: 60, Points: 1000}
	}
	song, title := q(gameshow.One, "Đây là bài hát nào?"), q(gameshow.Text, "Bài dân ca này tên là gì?")
	song.Options, song.Tune = options(1, "Tôi là người thợ lò", "Bèo dạt mây trôi", "Đường chúng ta đi", "Bài ca hy vọng"), "bac-kim-thang"
	title.Titles, title.Tune = []string{"Bèo dạt mây trôi", "Mây trôi bèo dạt"}, "bac-kim-thang"
	law := q(gameshow.One, "Thời giờ làm việc bình thường không quá bao nhiêu giờ trong một ngày?")
	law.Options = options(1, "6 giờ", "8 giờ", "10 giờ", "12 giờ")
	law.Law, law.Why = "khoản 1 Điều 105 Bộ luật Lao động 45/2019/QH14", "Thời giờ làm việc bình thường không quá 08 giờ trong 01 ngày và không quá 48 giờ trong 01 tuần."
	order := q(gameshow.Order, "Xếp các bước giải quyết tranh chấp lao động tập thể về quyền theo đúng thứ tự")
	order.Options = options(-1, "Hòa giải viên lao động", "Hội đồng trọng tài lao động", "Tòa án nhân dân")
	far := q(gameshow.Number, "Công đoàn Việt Nam được thành lập năm nào?")
	far.Exact, far.Why = "1929", "Ngày 28/7/1929, tại Hà Nội, Tổng Công hội Đỏ Bắc Kỳ được thành lập."
	worst := q(gameshow.Many, long(500))
	for i := range 8 {
		worst.Options = append(worst.Options, gameshow.Option{Text: fmt.Sprint(i+1, ". ", long(195)), Right: i%3 == 0})
	}
	worst.Law, worst.Why = "Căn cứ: "+long(180), "Vì "+long(500)
	yes := q(gameshow.Yes, "Công đoàn cơ sở được thương lượng tập thể thay mặt người lao động.")
	yes.Options = options(0, "Đúng", "Sai")
	return gameshow.Show{Title: "Âm nhạc và công nhân", Scoring: gameshow.ByAccuracy, Teams: gameshow.FreeTeams, Rounds: []gameshow.Round{
		{Kind: gameshow.Songs, Title: "Vòng 1: nghe nhạc đoán tên bài hát", Questions: []gameshow.Question{song, title}},
		{Kind: gameshow.Law, Title: "Vòng 2: hỏi đáp Bộ luật Lao động", Questions: []gameshow.Question{law, order, far, worst, yes}},
	}}
}

// crowd seats as many as a hall has, in teams.
func (h *hall) crowd(n int) (out []gameshow.Ticket) {
	h.t.Helper()
	first, last := []string{"Trịnh Văn", "Lê Thị", "Phan Ngọc", "Đinh Công", "Võ Thuỳ", "Huỳnh Tấn", "Mai Thị"}, []string{"Khoa", "Mơ", "Diệp", "Sơn", "Trang", "Đạt", "Hậu", "Huy", "Ngưỡng"}
	teams := []string{"CĐCS May Hoà Bình", "CĐCS Cơ khí An Lạc", "Nghiệp đoàn Bán hàng", "CĐCS Giày Bình Trị"}
	for i := range n {
		t, err := h.show.Join(h.t.Context(), h.game.ID, gameshow.Entrance{Name: first[i%7] + " " + last[i*5%9], Team: teams[i%4]})
		if err != nil {
			h.t.Fatal(err)
		}
		out = append(out, t)
	}
	return out
}

// answer keeps what each of a crowd answers.
func (h *hall) answer(crowd []gameshow.Ticket, question int, of func(i int) gameshow.Answer) {
	h.t.Helper()
	var some []gameshow.Submission
	for i, t := range crowd {
		some = append(some, gameshow.Submission{Game: h.game.ID, Question: question, Player: t.Player, Took: int64(i) * 1000, Answer: of(i)})
	}
	if _, err := h.show.Store(h.t.Context(), h.game.ID, some); err != nil {
		h.t.Fatal(err)
	}
}

// screen is the line of a big screen.
func (h *hall) screen() *phone {
	h.t.Helper()
	ws, _, err := websocket.Dial(h.t.Context(), strings.Replace(h.URL, "http", "ws", 1)+"/play/"+h.game.ID+"/live", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	ws.SetReadLimit(1 << 20)
	h.t.Cleanup(func() { _ = ws.CloseNow() })
	return &phone{ws, h.t}
}

func TestAnybodyMayLookAtTheScreen(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := hallOf(t, d, gala())
		a := h.Nobody(t).Get("/screen/"+h.game.ID).Must(t, http.StatusOK).Has(t, "Âm nhạc và công nhân", "LĐLĐ quận Bình Tân", h.game.PIN[:3]+" "+h.game.PIN[3:], strings.TrimPrefix(h.URL, "http://")+"/play")
		for _, secret := range []string{"Bèo dạt", "Bài dân ca", "8 giờ", "105", "1929", "Hòa giải"} {
			if strings.Contains(a.Body, secret) {
				t.Errorf("the page tells %q", secret)
			}
		}
		h.Nobody(t).Get("/screen/"+h.game.Show).Must(t, http.StatusNotFound)
		h.Nobody(t).Get("/screen/x").Must(t, http.StatusNotFound)
		h.do(gameshow.Event{Kind: gameshow.Over})
		if b := h.Nobody(t).Get("/screen/"+h.game.ID).Must(t, http.StatusOK); strings.Contains(b.Body, grouped(h.game.PIN, 3)) {
			t.Error("a game that is over gives a number that may be another's")
		}
	})
}

func TestTheScreenSpeaksEnglish(t *testing.T) {
	h := hallOf(t, testkit.SQLite(t), gala())
	h.Nobody(t).Get("/screen/"+h.game.ID, "Cookie", "dh_lang=en").Must(t, http.StatusOK).
		Has(t, "Scan with the camera of your phone", "The host is about to begin").Lacks(t, "Quét mã", "sắp bắt đầu")
}

// What a screen or a phone is sent before a question is shut tells nothing of its
// answer; what comes then does.
func TestNothingTellsTheAnswerBeforeItsTime(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := hallOf(t, d, gala())
		p := h.screen()
		p.hear("state")
		for no, q := range gala().Questions() {
			h.do(gameshow.Event{Kind: gameshow.Asked, Question: no})
			ask := p.hear("ask")
			again := h.screen().hear("state") // a screen that comes in the middle
			for _, f := range []frame{ask, again} {
				untold(t, q, f)
			}
			h.do(gameshow.Event{Kind: gameshow.Shut, Question: no})
			toldRightly(t, q, p.hear("state"))
		}
	})
}

func untold(t *testing.T, q gameshow.Question, f frame) {
	t.Helper()
	raw, _ := json.Marshal(f)
	for _, secret := range append([]string{q.Exact, q.Why, q.Law, `"right"`}, q.Titles...) {
		if secret != "" && strings.Contains(string(raw), secret) {
			t.Errorf("%s: %s tells %q", q.Ask, f.Type, secret)
		}
	}
	if f.Told != nil {
		t.Errorf("%s: %s tells %+v", q.Ask, f.Type, f.Told)
	}
	if q.Kind == gameshow.Order && strings.Join(f.Asked.Options, "|") == "Hòa giải viên lao động|Hội đồng trọng tài lao động|Tòa án nhân dân" {
		t.Errorf("%s: the options stand as they should", q.Ask)
	}
}

func toldRightly(t *testing.T, q gameshow.Question, f frame) {
	t.Helper()
	if f.Told == nil {
		t.Fatalf("%s: the answer is not told", q.Ask)
	}
	var want, got []string
	for _, o := range q.Options {
		if o.Right || q.Kind == gameshow.Order {
			want = append(want, o.Text)
		}
	}
	for _, i := range f.Told.Right {
		got = append(got, f.Asked.Options[i])
	}
	if strings.Join(want, "|") != strings.Join(got, "|") || f.Told.Exact != q.Exact {
		t.Errorf("%s: told %q, want %q", q.Ask, got, want)
	}
}

// A phone speaks of options by where it was shown them.
func TestAnOrderIsMarkedByWhatWasShown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		show := gala()
		show.Rounds = []gameshow.Round{{Kind: gameshow.Law, Title: "Thứ tự", Questions: show.Questions()[3:4]}}
		h := hallOf(t, d, show)
		good, naive := h.phone(h.join("An")), h.phone(h.join("Bình"))
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		asked := good.hear("ask").Asked
		var picks []int
		for _, want := range show.Questions()[0].Options {
			for i, text := range asked.Options {
				if text == want.Text {
					picks = append(picks, i)
				}
			}
		}
		good.say(said{Type: "answer", Answer: gameshow.Answer{Picks: picks}})
		naive.say(said{Type: "answer", Answer: gameshow.Answer{Picks: asked.Order}})
		if f := good.hear("state"); f.Stage != "told" && good.hear("state").Me.Points != 1000 {
			t.Errorf("%+v", f.Me)
		}
		f := h.screen().hear("state")
		if f.Board[0].Name != "An" || f.Board[0].Points != 1000 || f.Board[1].Points == 1000 {
			t.Errorf("%+v", f.Board)
		}
	})
}

// TestTheScreenInABrowser looks at every state at the sizes of projectors. With
// DONGHANH_SHOTS as a folder it leaves pictures there.
func TestTheScreenInABrowser(t *testing.T) {
	for _, size := range [][2]int{{1920, 1080}, {1280, 720}, {1024, 768}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			t.Parallel()
			lookAtScreen(t, size[0], size[1])
		})
	}
}

func lookAtScreen(t *testing.T, width, height int) {
	h := hallOf(t, testkit.SQLite(t), gala())
	p := browser.Open(t, width, height)
	look := func(name string) {
		t.Helper()
		var over []string
		p.Eval(`Promise.all(document.getAnimations().filter(a => a.effect.getTiming().iterations !== Infinity).map(a => a.finished)).then(() =>
			[...document.querySelectorAll("html, body, .page:not([hidden]), .fit, .list, .half, .podium, .opts .t, .why, .arch")]
			.filter(e => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2).map(e => e.tagName + "." + e.className + " " + e.scrollWidth + "×" + e.scrollHeight + " in " + e.clientWidth + "×" + e.clientHeight))`, &over)
		for _, e := range over {
			t.Errorf("%s: %s does not fit", name, e)
		}
		for _, v := range p.Axe(t) {
			t.Errorf("%s: %v", name, v)
		}
		if dir := os.Getenv("DONGHANH_SHOTS"); filepath.IsAbs(dir) {
			p.Shot(filepath.Join(dir, fmt.Sprintf("screen-%s-%d.png", name, width)))
		}
	}
	p.Go(h.URL + "/screen/" + h.game.ID)
	look("empty")
	crowd := h.crowd(63)
	p.Wait("#names li:nth-child(60)")
	look("lobby")
	if err := h.show.Lock(h.host(), h.game.ID, true); err != nil {
		t.Fatal(err)
	}
	p.Wait("#shut:not([hidden])")
	look("locked")
	if err := h.show.Lock(h.host(), h.game.ID, false); err != nil {
		t.Fatal(err)
	}
	names := []string{"song", "title", "law", "order", "number", "worst", "yes"}
	for no, q := range gala().Questions() {
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: no})
		p.Wait("#ask:not([hidden])")
		if q.Tune != "" {
			p.Wait("#wave rect:nth-child(84)")
		}
		if no == 1 { // a touch, and it is heard
			p.Click("#sound")
			var state string
			p.Eval(`Hall.sound().resume().then(() => Hall.sound().state)`, &state)
			if state != "running" || p.Exists("#sound:not([hidden])") {
				t.Errorf("sound is %s", state)
			}
		}
		h.answer(crowd[:50], no, func(i int) gameshow.Answer {
			return gameshow.Answer{Picks: []int{i * i % max(1, len(q.Options))}, Text: []string{"bèo dạt mây trôi", "mây trôi", "1930"}[i%3]}
		})
		p.Wait("#answers:not(:empty)")
		look(names[no])
		h.do(gameshow.Event{Kind: gameshow.Shut, Question: no})
		p.Wait("#told:not([hidden])")
		look(names[no] + "-told")
		if no == 2 {
			h.do(gameshow.Event{Kind: gameshow.Showed, Text: string(gameshow.BoardView)})
			p.Wait("#board:not([hidden]) .podium")
			look("board")
		}
	}
	if width == 1920 { // left alone, the screen turns by itself
		p.Wait("#board:not([hidden]) .podium")
		look("turned")
	}
	h.do(gameshow.Event{Kind: gameshow.Over})
	p.Wait("#over:not([hidden]) .podium")
	look("over")
}
