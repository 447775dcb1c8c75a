package gameshowweb

import (
	"fmt"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/chromedp/chromedp/kb"
)

// Somebody finds their unit, plays in English, comes in the middle of a question,
// and their phone's line dies without a word.
func TestAPlayerOfAUnitComesLateInABrowser(t *testing.T) {
	h := node(t, testkit.SQLite(t))
	show := everyKind()
	show.Teams = gameshow.UnitTeams
	h.begin(show)
	h.Found(
		org.Founding{Code: "BT-1", Parent: "BT", Name: "CĐCS Công ty TNHH May mặc Hoà Bình Đông Á", Kind: "base", Sector: "private_enterprise", Bloc: "enterprise"},
		org.Founding{Code: "BT-2", Parent: "BT", Name: "CĐCS Giày Hoà Bình", Kind: "base", Sector: "private_enterprise", Bloc: "enterprise"},
	)
	h.phone(h.join("Bình")).hear("state")
	o := &onlooker{browser.Open(t, 320, 740), t, 320, false}
	o.Go(h.URL + "/play?pin=" + h.game.PIN)
	o.Fill("#name", "Mơ")
	o.Click("#enter .go")
	o.hears("#unit-fault", "Hãy tìm rồi chọn đơn vị")
	o.Fill("#q", "xyz")
	o.hears("#units", "Không có đơn vị nào tên như vậy")
	o.Fill("#q", "hoa binh")
	o.hears("#found", "Tìm thấy 2 đơn vị")
	o.look("units")
	o.Click("input[value='BT-1']")
	o.Fill("#q", "giay")
	o.hears("#found", "Tìm thấy 1 đơn vị")
	if !o.Exists("input[value='BT-1']:checked") {
		t.Error("the unit that was chosen is gone from the list")
	}
	o.Click("text=English")
	o.hears("h1", "Âm nhạc và công nhân")
	if o.Value("#name") != "Mơ" {
		t.Error("what was typed is gone with the language")
	}
	o.look("units-en")
	o.Fill("#q", "may mac")
	o.Wait("input[value='BT-1']")
	o.Click("input[value='BT-1']")

	h.ask(0)
	o.Click("#enter .go")
	o.hears("h1", "Wait for the next one")
	o.look("between")
	h.shut(0)
	o.hears("h1", "You came after this question")
	o.look("after")

	// The phone's clock leaps as over a sleep: for the page, the server has been silent for long.
	o.Eval(`(() => { const now = performance.now.bind(performance); performance.now = () => now() + 60000; window.lines = 0;
		const Old = WebSocket; window.WebSocket = function (a) { window.lines++; return new Old(a); }; Object.assign(window.WebSocket, {OPEN: 1}); })()`, nil)
	for lines := 0; lines == 0; {
		o.Eval("new Promise((done) => setTimeout(() => done(window.lines), 100))", &lines)
	}

	h.ask(1)
	o.Wait("#typed")
	o.Fill("#typed", "co la")
	o.Press(kb.Enter)
	o.hears("#status", "Your answer has arrived")
	h.shut(1)
	o.hears("h1", "Right!")
	o.look("right-en")
	o.reads(map[string]string{"1,929": "1929", "0.5": "0.5", "1.929": "1.929", "1,929.5": "1929.5"})

	// Its time seems to be up; the server, asked anew, says that it is not.
	h.ask(2)
	o.Wait(".tile.a-0")
	o.Eval(`(() => { const now = performance.now; performance.now = () => now() + 90000; })()`, nil)
	o.hears("#left", "Time is up")
	o.hears("#left", "seconds left")
	o.Click(".tile.a-0")
	o.hears("#status", "Your answer has arrived")
	h.shut(2)
	h.ask(3)
	h.shut(3)
	h.ask(4)
	o.Wait(".order")
	var third string // each game mixes them anew
	o.Eval(`document.querySelector(".row.a-2").dataset.text`, &third)
	o.drag(`.row.a-2 .grip`, `.row.a-0`)
	o.hears("#live", third+": number 1")
	o.sortRows("Thông qua đề án", "Ứng cử, đề cử", "Bầu ban kiểm phiếu", "Bỏ phiếu")
	o.Click(".way .go")
	o.hears("#status", "Your answer has arrived")
	o.look("order-en")
	h.do(gameshow.Event{Kind: gameshow.Over})
	o.hears("h1", "Thank you, Mơ!")
	o.look("over-en")
	o.Click("text=Tiếng Việt")
	o.hears("h1", "Cảm ơn Mơ!")
	if points := o.Text("#points"); points != "Tổng điểm 3.000" {
		t.Errorf("points: %q", points)
	}
}

// reads looks at how numbers are read that people type: what is sent of each.
func (o *onlooker) reads(want map[string]string) {
	o.t.Helper()
	for typed, sent := range want {
		var got string
		o.Eval(fmt.Sprintf("String(Answers.decimal(%q))", typed), &got)
		if got != sent {
			o.t.Errorf("%q is read as %s, not %s", typed, got, sent)
		}
	}
}

// drag moves a finger from one thing to another. The events are made by hand, for
// a browser gives no capture to a finger that is not there.
func (o *onlooker) drag(from, to string) {
	o.t.Helper()
	o.Eval(`((from, to) => {
		const at = (el) => { const b = el.getBoundingClientRect(); return b.top + b.height / 2; };
		from.setPointerCapture = () => {};
		const send = (type, y) => from.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerId: 7, clientX: 60, clientY: y }));
		send("pointerdown", at(from));
		send("pointermove", at(to));
		send("pointerup", at(to));
	})(document.querySelector("`+from+`"), document.querySelector("`+to+`"))`, nil)
}
