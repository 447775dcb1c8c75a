package gameshowweb

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/sound"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// everyKind is a show with a question of each kind.
func everyKind() gameshow.Show {
	options := func(texts ...string) (out []gameshow.Option) {
		for _, text := range texts {
			text, right := strings.CutPrefix(text, "+")
			out = append(out, gameshow.Option{Text: text, Right: right})
		}
		return out
	}
	q := func(kind gameshow.AskKind, ask string, o ...string) gameshow.Question {
		return gameshow.Question{Kind: kind, Ask: ask, Options: options(o...), Seconds: 60, Points: 1000}
	}
	song, title := q(gameshow.One, "Đây là bài hát nào?", "Lý con sáo", "+Lý cây bông", "Bắc kim thang", "Cò lả"), q(gameshow.Text, "Bài này tên là gì?")
	song.Tune, title.Tune, title.Titles = "ly-cay-bong", "co-la", []string{"Cò lả", "Con cò"}
	yes := q(gameshow.Yes, "Người lao động có quyền từ chối làm việc khi thấy rõ nguy cơ đe dọa tính mạng, sức khỏe mà vẫn được trả đủ lương?", "+Đúng", "Sai")
	yes.Why, yes.Law = "Người lao động phải báo ngay với người quản lý trực tiếp.", "điểm d khoản 1 Điều 5 Bộ luật Lao động 45/2019/QH14"
	many := q(gameshow.Many, "Những ngày nào người lao động được nghỉ làm việc, hưởng nguyên lương?", "+Tết Dương lịch", "+Quốc khánh",
		"Ngày 20 tháng 11, ngày Nhà giáo Việt Nam mà học trò tặng hoa thầy cô", "+Giỗ Tổ Hùng Vương", "Lễ Giáng sinh")
	order := q(gameshow.Order, "Xếp các bước bầu ban chấp hành công đoàn cơ sở", "Thông qua đề án", "Ứng cử, đề cử", "Bầu ban kiểm phiếu", "Bỏ phiếu")
	year := q(gameshow.Number, "Công đoàn Việt Nam thành lập năm nào?")
	year.Exact, year.Within = "1929", "10"
	picture, clip := q(gameshow.One, "Ai trong ảnh?", "+Nguyễn Đức Cảnh", "Tôn Đức Thắng"), q(gameshow.One, "Tiếng gì đây?", "+Còi tan ca", "Trống trường")
	picture.Picture, clip.Clip = "a", "b"
	return gameshow.Show{Title: "Âm nhạc và công nhân", Scoring: gameshow.ByAccuracy, Teams: gameshow.FreeTeams, Rounds: []gameshow.Round{
		{Kind: gameshow.Songs, Title: "Nghe nhạc đoán tên", Questions: []gameshow.Question{song, title}},
		{Kind: gameshow.Law, Title: "Hiểu luật", Questions: []gameshow.Question{yes, many, order, year}},
		{Kind: gameshow.Pictures, Title: "Nhìn và nghe", Questions: []gameshow.Question{picture, clip}},
	}}
}

// exhibit uploads what questions of a show play and show, under the names they
// have there.
func (h *hall) exhibit(show string, of gameshow.Show) {
	h.t.Helper()
	for _, q := range of.Questions() {
		var err error
		switch {
		case q.Picture != "":
			var c *blob.Content
			if c, err = blob.ReadPhoto(h.t.Context(), "x.png", strings.NewReader(pngOf(h.t, 600, 400))); err == nil {
				_, err = h.show.AddPicture(h.host(), show, gameshow.NewPicture{ID: q.Picture, Title: "Ảnh", Rights: "Ảnh của công đoàn", Image: c})
			}
		case q.Clip != "":
			var s sound.Sound
			if s, err = sound.Sniff(gameshow.WAV(make([]int16, gameshow.SampleRate))); err == nil {
				_, err = h.show.AddClip(h.host(), show, gameshow.NewClip{ID: q.Clip, Title: "Còi", Rights: "Tự thu", Sound: s})
			}
		}
		if err != nil {
			h.t.Fatal(err)
		}
	}
}

// wifi is a way to the server that can be cut.
type wifi struct {
	net.Listener
	to    string
	mu    sync.Mutex
	lines []net.Conn
	off   bool
}

func newWifi(t testing.TB, url string) *wifi {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wifi{Listener: l, to: strings.TrimPrefix(url, "http://")}
	go w.serve()
	t.Cleanup(func() { _ = l.Close(); w.cut(true) })
	return w
}

func (w *wifi) serve() {
	for {
		from, err := w.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", w.to)
		w.mu.Lock()
		if err != nil || w.off {
			_ = from.Close()
		} else {
			w.lines = append(w.lines, from, to)
			go func() { _, _ = io.Copy(to, from); _ = to.Close() }()
			go func() { _, _ = io.Copy(from, to); _ = from.Close() }()
		}
		w.mu.Unlock()
	}
}

// cut breaks all lines, and lets nobody through until it is called with false.
func (w *wifi) cut(off bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.off = off
	for _, c := range w.lines {
		_ = c.Close()
	}
	w.lines = nil
}

// onlooker looks at every state of a page, at some width.
type onlooker struct {
	*browser.Page
	t     *testing.T
	width int
	plain bool // the same states were looked at for accessibility at another width
}

func (o *onlooker) look(name string) {
	o.t.Helper()
	o.NoSidewaysScroll(o.t)
	if !o.plain {
		for _, v := range o.Axe(o.t) {
			o.t.Errorf("%s: %v", name, v)
		}
	}
	if dir := os.Getenv("DONGHANH_SHOTS"); filepath.IsAbs(dir) {
		o.Shot(filepath.Join(dir, fmt.Sprintf("play-%s-%d.png", name, o.width)))
	}
}

// hears waits until an element says something.
func (o *onlooker) hears(selector, want string) {
	o.t.Helper()
	got := ""
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		if all := o.Texts(selector); len(all) > 0 {
			if got = all[0]; strings.Contains(got, want) {
				return
			}
		}
	}
	o.t.Fatalf("%s says %q, not %q", selector, got, want)
}

// focused is the id of what has the focus.
func (o *onlooker) focused() (id string) {
	o.t.Helper()
	o.Eval("document.activeElement.id", &id)
	return id
}

func (h *hall) ask(question int) {
	h.t.Helper()
	h.do(gameshow.Event{Kind: gameshow.Asked, Question: question})
}
func (h *hall) shut(question int) {
	h.t.Helper()
	h.do(gameshow.Event{Kind: gameshow.Shut, Question: question})
}

// rival is Chi of another team, who answers from the second question to the fourth.
type rival struct{ *phone }

func (h *hall) rival() rival {
	h.t.Helper()
	var s seated
	if _, body := h.post("/play/join", entrance{wish: wish{PIN: h.game.PIN}, Name: "Chi", Team: "Tổ kho"}); json.Unmarshal([]byte(body), &s) != nil {
		h.t.Fatal(body)
	}
	r := rival{h.phone(s)}
	r.hear("state")
	return r
}

func (r rival) answers(question int, a gameshow.Answer) {
	r.t.Helper()
	for r.hear("ask").Question != question { // who answers before being asked is timed from the question before
	}
	r.say(said{Type: "answer", Question: question, Answer: a})
	if f := r.hear("kept"); f.Kept != "stored" {
		r.t.Errorf("Chi, question %d: %s", question, f.Kept)
	}
}

// A phone plays a show with every kind of question. Bình is there and answers
// nothing, so that questions stay open until the host shuts them.
func TestAPhonePlaysEveryKindOfQuestionInABrowser(t *testing.T) {
	for _, width := range []int{360, 320} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			d := testkit.SQLite(t)
			h := node(t, d)
			h.begin(everyKind())
			h.phone(h.join("Bình")).hear("state")
			chi := h.rival()
			o := &onlooker{browser.Open(t, width, 740), t, width, width < 360}

			o.Go(h.URL + "/play")
			o.look("door")
			o.Fill("#pin", h.game.PIN[:3]+" "+h.game.PIN[3:])
			o.Click("form[action='/play'] .go")
			o.look("name")
			o.AllowProblem("422")
			o.Click("#enter .go")
			o.hears("#name-fault", "Hãy viết tên của bạn")
			if o.focused() != "name" {
				t.Errorf("the focus is on %q", o.focused())
			}
			o.look("noname")
			o.Fill("#name", "Mơ 🎵 عامل Nguyễn Thị Rất Dài")
			o.Fill("#team", "Tổ may 3 Công ty Cổ phần Hoà Bình")
			o.Click("#enter .go")
			o.hears("h1", "Chào Mơ")
			o.look("lobby")
			o.Click("#seat summary")
			o.look("lobby-seat")

			h.ask(0)
			o.hears("h1", "Đây là bài hát nào?")
			o.hears("#live", "Câu 1/8, Nghe nhạc đoán tên. Đây là bài hát nào?")
			if o.focused() != "stage" {
				t.Errorf("the focus is on %q", o.focused())
			}
			o.look("one")
			o.Click(".listen")
			o.hears(".listen", "Dừng")
			o.Click(".listen")
			o.hears(".listen", "Nghe trên máy này")
			o.Click(".tile.a-1")
			o.hears("#status", "Đã nhận câu trả lời")
			o.look("one-sent")
			h.shut(0)
			o.hears("h1", "Đúng rồi!")
			o.hears("#live", "Đúng rồi! +1.000 điểm câu này. Tổng 1.000 điểm, hạng 1 trên 3. Đáp án: B. Lý cây bông")
			o.look("right")

			h.ask(1)
			chi.answers(1, gameshow.Answer{Text: "Cò lả"})
			o.Wait("#typed")
			o.Click(".way .go")
			o.hears("#wrong", "Hãy viết câu trả lời.")
			o.look("text")
			o.Fill("#typed", "con co")
			o.Press(kb.Enter)
			o.hears("#status", "Đã nhận")
			o.look("text-sent")
			h.shut(1)
			o.hears("#points", "2.000")
			o.look("right-text")

			h.ask(2)
			o.hears("h1", "Người lao động có quyền")
			o.look("true")
			chi.answers(2, gameshow.Answer{Picks: []int{0}})
			o.Press("b")
			o.hears("#status", "Đã nhận")
			h.shut(2)
			o.hears("h1", "Chưa đúng")
			o.hears(".answer", "điểm d khoản 1 Điều 5")
			o.hears(".move", "xuống 1 bậc") // as many points as Chi, who was quicker
			o.look("wrong")

			h.ask(3)
			chi.answers(3, gameshow.Answer{Picks: []int{0, 1, 3}})
			o.hears("h1", "Những ngày nào")
			o.Click(".way .go")
			o.hears("#wrong", "ít nhất một ô")
			o.Press("1")
			o.Press("2")
			o.Press("5")
			o.Press("5")
			o.look("several")
			o.Press(kb.Enter)
			o.hears("#status", "Đã nhận")
			o.look("several-sent")
			h.shut(3)
			o.hears("h1", "Đúng một phần")
			o.hears("#points", "2.666")
			o.hears(".crew", "Tổ may 3 Công ty Cổ phần đang thứ 2/2 Kém đội đầu 83,5 điểm mỗi câu") // 3000/4 and 2666/4
			o.look("part")

			h.ask(4)
			o.hears("h1", "Xếp các bước")
			o.look("order")
			o.sortRows("Thông qua đề án", "Ứng cử, đề cử", "Bầu ban kiểm phiếu", "Bỏ phiếu")
			o.Click(".way .go")
			o.hears("#status", "Đã nhận")
			o.look("order-sent")
			h.shut(4)
			o.hears("#points", "3.666")
			o.hears("dd.up", "lên 1 bậc")
			o.hears(".crew", "Đội của bạn đang dẫn đầu")
			o.look("right-order")

			h.ask(5)
			o.hears("h1", "thành lập năm nào")
			o.Fill("#typed", "không biết")
			o.Press(kb.Enter)
			o.hears("#wrong", "Hãy viết một số")
			o.look("number")
			o.reads(map[string]string{
				"0,5": "0.5", "0.5": "0.5", "1929": "1929", "1.929": "1929", "1.929,5": "1929.5", "1 929": "1929", "−3": "-3", "+3,25": "3.25", "0.516": "0.516",
				"1.92": "1.92", "": "undefined", "1e5": "undefined", "1,2,3": "undefined", "mười": "undefined",
			})
			o.Fill("#typed", "1.930")
			o.Press(kb.Enter)
			o.hears("#status", "Đã nhận")
			h.shut(5)
			o.hears("#points", "4.566") // a year off of ten
			o.look("part-number")

			h.ask(6)
			o.hears("h1", "Ai trong ảnh?")
			o.Wait("img.picture")
			o.look("picture")
			h.shut(6)
			o.hears("h1", "Bạn chưa trả lời")
			o.look("none")

			h.ask(7)
			o.Wait("audio[src$='/sound/7']")
			o.look("clip")
			h.do(gameshow.Event{Kind: gameshow.Over})
			o.hears("h1", "Cảm ơn Mơ")
			o.hears("dl", "1/3")
			o.look("over")
		})
	}
}

// sortRows brings the rows of an order into order by their buttons.
func (o *onlooker) sortRows(want ...string) {
	o.t.Helper()
	texts := func() (out []string) {
		o.Eval(`[...document.querySelectorAll(".order .row")].map((r) => r.dataset.text)`, &out)
		return out
	}
	for range len(want) * len(want) {
		rows := texts()
		i := 0
		for i < len(want) && rows[i] == want[i] {
			i++
		}
		if i == len(want) {
			return
		}
		o.Click(fmt.Sprintf(`.row[data-text="%s"] button`, want[i]))
		o.hears("#live", want[i]+": ")
	}
	o.t.Fatalf("the rows are %v", texts())
}

// What a phone sends while its line is down arrives when the line is back, once;
// and a player goes on on another phone with the code of the seat.
func TestALineIsLostAndAPhoneChangedInABrowser(t *testing.T) {
	h := node(t, testkit.SQLite(t))
	h.begin(everyKind())
	h.phone(h.join("Bình")).hear("state")
	way := newWifi(t, h.URL)
	at := "http://" + way.Addr().String()
	o := &onlooker{browser.Open(t, 360, 740), t, 360, false}
	o.AllowProblem("WebSocket connection")
	o.Go(at + "/play?pin=" + h.game.PIN)
	o.Fill("#name", "Mơ")
	o.Click("#enter .go")
	o.hears("h1", "Chào Mơ")

	h.ask(0)
	o.hears("h1", "Đây là bài hát nào?")
	way.cut(true)
	o.hears("#link", "Mất kết nối")
	o.look("lost")
	o.Click(".tile.a-1")
	o.hears("#status", "Đang gửi")
	way.cut(false)
	o.hears("#status", "Đã nhận câu trả lời")
	if o.Exists("#link:not([hidden])") {
		t.Error("the page still says that the line is lost")
	}
	o.Go(at + "/play/" + h.game.ID) // a reload
	o.hears("#status", "Đã nhận câu trả lời")
	if !o.Exists(".tile.a-1[aria-pressed=true]") {
		t.Error("after a reload the phone does not show what it has sent")
	}
	o.Click(".tile.a-0")
	h.shut(0)
	o.hears("h1", "Đúng rồi!")
	o.Click("#seat summary")
	seat := o.Text("#code")

	o.Go(at + "/play") // the same phone goes straight in
	o.hears("h1", "Đúng rồi!")

	second := &onlooker{browser.Open(t, 360, 740), t, 360, false}
	second.AllowProblem("404")
	second.Go(at + "/play")
	second.Click("#again summary")
	second.Fill("#backpin", h.game.PIN)
	second.Fill("#seat", "abcd efgh")
	second.Click("#return .go")
	second.hears("#seat-fault", "Không có chỗ chơi nào mang mã này")
	second.look("back-wrong")
	second.Fill("#seat", strings.ToLower(seat))
	second.Click("#return .go")
	second.hears("h1", "Đúng rồi!")
	second.hears("#points", "1.000")

	h.ask(1)
	for _, phone := range []*onlooker{o, second} {
		phone.Wait("#typed")
	}
	second.Fill("#typed", "Cò lả")
	second.Press(kb.Enter)
	second.hears("#status", "Đã nhận")
	o.Fill("#typed", "Bắc kim thang")
	o.Press(kb.Enter)
	o.hears("#status", "trên một máy khác")
	h.shut(1)
	for _, phone := range []*onlooker{o, second} {
		phone.hears("#points", "2.000")
	}

	_, live, err := h.show.Load(h.host(), h.game.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, s := range live.Standings() {
		got[s.Name] = s.Points
	}
	if diff := cmp.Diff(map[string]int{"Mơ": 2000, "Bình": 0}, got); diff != "" {
		t.Error(diff)
	}
	h.do(gameshow.Event{Kind: gameshow.Removed, Player: live.Standings()[0].ID})
	o.hears("h1", "Bạn đã ra khỏi trò chơi")
	o.look("out")
	second.hears("h1", "Bạn đã ra khỏi trò chơi")
	second.Go(at + "/play/" + h.game.ID)
	second.Wait("#pin")
}
