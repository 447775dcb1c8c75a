package gameshowweb

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// post sends JSON as a phone does and gives the status and what came back.
func (h *hall) post(path string, what any, cookies ...*http.Cookie) (int, string) {
	h.t.Helper()
	body, ok := what.([]byte)
	if !ok {
		body, _ = json.Marshal(what)
	}
	req, err := http.NewRequest(http.MethodPost, h.URL+path, bytes.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	for _, c := range cookies {
		req.AddCookie(c)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// refused is what a phone is told is wrong, "field: sentence" one a line.
func (h *hall) refused(e entrance, want int) string {
	h.t.Helper()
	status, body := h.post("/play/join", e)
	var p web.Problem
	if err := json.Unmarshal([]byte(body), &p); err != nil || status != want {
		h.t.Fatalf("%d, want %d: %s", status, want, body)
	}
	if len(p.Errors) == 0 {
		return p.Detail
	}
	var out []string
	for _, e := range p.Errors {
		out = append(out, e.Location+": "+e.Message)
	}
	return strings.Join(out, "\n")
}

func TestWhoMayNotComeInIsToldWhyAtTheField(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		wrong := "111111"
		if wrong == h.game.PIN {
			wrong = "222222"
		}
		const noName = "name: Hãy viết tên của bạn, ví dụ: Mơ, Hùng tổ 3."
		for name, c := range map[string]struct {
			e      entrance
			status int
			want   string
		}{
			"wrong number":        {entrance{wish: wish{PIN: wrong}, Name: "An"}, 404, "pin: Không có trò chơi nào đang mở với mã này. Hãy xem lại mã trên màn hình lớn."},
			"no number":           {entrance{Name: "An"}, 422, "pin: Mã trò chơi gồm 6 chữ số, ví dụ 482 713."},
			"words for a number":  {entrance{wish: wish{PIN: "abc\x00"}, Name: "An"}, 422, "pin: Mã trò chơi gồm 6 chữ số, ví dụ 482 713."},
			"no name":             {entrance{wish: wish{PIN: h.game.PIN}}, 422, noName},
			"blanks for a name":   {entrance{wish: wish{PIN: h.game.PIN}, Name: " \u2003\t"}, 422, noName},
			"only marks":          {entrance{wish: wish{PIN: h.game.PIN}, Name: "\u0301\u0323\ufe0f"}, 422, noName},
			"letters like blanks": {entrance{wish: wish{PIN: h.game.PIN}, Name: "\u3164\u2800"}, 422, noName},
			"only turning marks":  {entrance{wish: wish{PIN: h.game.PIN}, Name: "\u202e\u200f"}, 422, noName},
			"wrong seat":          {entrance{wish: wish{PIN: h.game.PIN}, Seat: "AAAA"}, 404, "seat: Không có chỗ chơi nào mang mã này. Hãy xem lại từng chữ trên máy cũ."},
		} {
			t.Run(name, func(t *testing.T) {
				if diff := cmp.Diff(c.want, h.refused(c.e, c.status)); diff != "" {
					t.Error(diff)
				}
			})
		}
		if err := h.show.Lock(h.host(), h.game.ID, true); err != nil {
			t.Fatal(err)
		}
		if got := h.refused(entrance{wish: wish{PIN: h.game.PIN}, Name: "An"}, 403); got != "Người dẫn đã khóa cửa: không nhận thêm người chơi." {
			t.Errorf("locked: %s", got)
		}
		h.do(gameshow.Event{Kind: gameshow.Over})
		if got := h.refused(entrance{wish: wish{PIN: h.game.PIN}, Game: h.game.ID, Name: "An"}, 409); got != "Trò chơi đã kết thúc." {
			t.Errorf("over: %s", got)
		}
		if _, live, err := h.show.Load(h.host(), h.game.ID); err != nil || live.Count() != 0 {
			t.Errorf("%d are seated, %v", live.Count(), err)
		}
	})
}

func TestTheDoorKnowsTheGameByItsNumber(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		c := h.Nobody(t)
		c.Get("/play").Must(t, 200).Has(t, "Vào chơi", "Mã trò chơi", "Tôi đã vào rồi", "Trang này cần JavaScript")
		typed := h.game.PIN[:3] + " " + h.game.PIN[3:]
		a := c.Get("/play?pin="+url.QueryEscape(typed)).Must(t, 200).Has(t, "Âm nhạc và công nhân", "Mã trò chơi "+typed, "Tên của bạn").Lacks(t, "Tên đội", "đơn vị")
		if !strings.Contains(a.Body, `data-game="`+h.game.ID+`"`) {
			t.Error("the page does not know the game")
		}
		a = c.Get("/play?pin=48271").Must(t, 422).Has(t, "gồm 6 chữ số")
		if a.Value(t, "pin") != "48271" {
			t.Error("what was typed is gone")
		}
		c.Get("/play?pin=000000").Must(t, 404).Has(t, "Không có trò chơi nào đang mở với mã này")
		c.Get("/play/nogame").Must(t, 404).Has(t, "Không có trò chơi nào ở địa chỉ này", "Mã trò chơi")
		if err := h.show.Lock(h.host(), h.game.ID, true); err != nil {
			t.Fatal(err)
		}
		c.Get("/play?pin="+h.game.PIN).Must(t, 200).Has(t, "Người dẫn đã khóa cửa", "Tôi đã vào rồi")
		free := everyKind()
		free.Rounds = free.Rounds[:2]
		saved, err := h.show.SaveShow(h.host(), "", "BT", 0, free)
		if err != nil {
			t.Fatal(err)
		}
		g, err := h.show.Start(h.host(), saved.ID, false)
		if err != nil {
			t.Fatal(err)
		}
		c.Get("/play?pin="+g.PIN).Must(t, 200).Has(t, "Tên đội (không bắt buộc)")
	})
}

// An answer that got lost on the way makes a phone ask again: there is one player.
func TestAskingTwiceSeatsOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		e := entrance{wish: wish{PIN: h.game.PIN}, Name: "Mơ", New: "ABCDEFGHIJKLMNOP"}
		_, first := h.post("/play/join", e)
		e.Name = "Mơ lần hai"
		_, second := h.post("/play/join", e)
		if diff := cmp.Diff(first, second); diff != "" || !strings.Contains(first, `"seat":"ABCDEFGHIJKLMNOP"`) {
			t.Errorf("%s%s", first, diff)
		}
		e.New = "too short"
		if _, third := h.post("/play/join", e); !strings.Contains(third, "Mơ lần hai") || strings.Contains(third, "too short") {
			t.Error(third)
		}
		if _, live, err := h.show.Load(h.host(), h.game.ID); err != nil || live.Count() != 2 {
			t.Errorf("%d are seated, %v", live.Count(), err)
		}
	})
}

func TestAPlayerComesBackWithTheCode(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		h.join("An")
		s := h.join("Mơ")
		for name, typed := range map[string]string{
			"as given": s.Seat, "in groups": s.Seat[:4] + " " + s.Seat[4:8] + "-" + s.Seat[8:], "small": strings.ToLower(s.Seat),
			"digits for letters": strings.NewReplacer("O", "0", "I", "1", "B", "8").Replace(s.Seat), "blanks around": "  " + s.Seat + "\n",
		} {
			status, body := h.post("/play/join", entrance{wish: wish{PIN: h.game.PIN}, Seat: typed})
			var got seated
			if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 {
				t.Errorf("%s: %d %s", name, status, body)
			}
			if diff := cmp.Diff(s, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if status, body := h.post("/play/"+h.game.ID+"/seat", entrance{Seat: s.Seat}); status != 200 || strings.Contains(body, "over") {
			t.Errorf("a seat: %d %s", status, body)
		}
		if status, _ := h.post("/play/"+h.game.ID+"/seat", entrance{Seat: "AAAABBBBCCCCDDDD"}); status != 404 {
			t.Errorf("no seat: %d", status)
		}
		if status, _ := h.post("/play/nogame/seat", entrance{Seat: s.Seat}); status != 404 {
			t.Errorf("no game: %d", status)
		}
		h.do(gameshow.Event{Kind: gameshow.Over})
		if status, body := h.post("/play/"+h.game.ID+"/seat", entrance{Seat: s.Seat}); status != 200 || !strings.Contains(body, `"over":true`) {
			t.Errorf("a seat of a game that is over: %d %s", status, body)
		}
	})
}

// Exactly the units of the game's own tree that are still there are offered.
func TestAPlayerPlaysForAUnitOfTheHall(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := node(t, d)
		show := evening()
		show.Teams = gameshow.UnitTeams
		h.begin(show)
		h.Found(
			org.Founding{Code: "BT-1", Parent: "BT", Name: "CĐCS May Hoà Bình", Kind: "base", Sector: "private_enterprise", Bloc: "enterprise"},
			org.Founding{Code: "BT-2", Parent: "BT", Name: "CĐCS Giày Hoà Bình", Kind: "base", Sector: "private_enterprise", Bloc: "enterprise"},
			org.Founding{Code: "BT-3", Parent: "BT", Name: "CĐCS Trường Hoà Bình cũ", Kind: "base", Sector: "private_enterprise", Bloc: "enterprise"},
			org.Founding{Code: "Q1", Parent: "HCM", Name: "LĐLĐ Quận 1", Kind: "district"},
			org.Founding{Code: "Q1-1", Parent: "Q1", Name: "CĐCS Chợ Hoà Bình", Kind: "base", Sector: "private_enterprise", Bloc: "enterprise"},
		)
		if _, err := h.Org.Dissolve(h.System(), org.Dissolution{ID: db.NewID(), Unit: "BT-3", LastDay: "2023-12-20", DecisionNo: "12/QĐ", DecidedOn: "2023-12-01", Reason: "Giải thể"}); err != nil {
			t.Fatal(err)
		}
		c := h.Nobody(t)
		c.Get("/play?pin="+h.game.PIN).Must(t, 200).Has(t, "Bạn chơi cho đơn vị nào?", "Tôi không thuộc đơn vị nào")
		find := func(q string) (out []offered) {
			t.Helper()
			a := c.Get("/play/units?pin="+h.game.PIN+"&q="+url.QueryEscape(q)).Must(t, 200)
			if err := json.Unmarshal([]byte(a.Body), &out); err != nil {
				t.Fatal(err)
			}
			return out
		}
		want := []offered{{"BT-2", "CĐCS Giày Hoà Bình", "LĐLĐ quận Bình Tân"}, {"BT-1", "CĐCS May Hoà Bình", "LĐLĐ quận Bình Tân"}}
		if diff := cmp.Diff(want, find("hoa binh")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]offered{}, find("")); diff != "" {
			t.Error(diff)
		}
		c.Get("/play/units?pin=123&q=hoa").Must(t, 422)
		for code, want := range map[string]string{"Q1-1": "elsewhere", "BT-3": "ended", "x\x00": "no code", "HCM": "above"} {
			if got := h.refused(entrance{wish: wish{PIN: h.game.PIN}, Name: "An", Unit: code}, 422); got != "unit: Hãy chọn một đơn vị trong danh sách." {
				t.Errorf("%s: %s", want, got)
			}
		}
		_, body := h.post("/play/join", entrance{wish: wish{PIN: h.game.PIN}, Name: "An", Unit: "BT-1"})
		if !strings.Contains(body, `"team":"CĐCS May Hoà Bình"`) {
			t.Error(body)
		}
		if status, body := h.post("/play/join", entrance{wish: wish{PIN: h.game.PIN}, Name: "Bình"}); status != 200 || strings.Contains(body, "team") {
			t.Errorf("of no unit: %d %s", status, body)
		}
	})
}

func TestTheLanguageIsChosenOnThePage(t *testing.T) {
	h := newHall(t, testkit.SQLite(t))
	c := h.Nobody(t)
	a := c.Post("/play/language", url.Values{"lang": {"en"}}, "Referer", h.URL+"/play?pin="+h.game.PIN).Must(t, http.StatusSeeOther)
	if a.Location != "/play?pin="+h.game.PIN {
		t.Errorf("back to %q", a.Location)
	}
	c.Get(a.Location).Must(t, 200).Has(t, "Join the game", "Your name", "Game number").Lacks(t, "Vào chơi", "Tên của bạn")
	c.Get("/nowhere").Must(t, 404).Has(t, "Không tìm thấy") // the office speaks its own
	c.Get("/play/"+h.game.ID).Must(t, 200).Has(t, "Connecting to the game…")
	if _, body := h.post("/play/join", entrance{wish: wish{PIN: h.game.PIN}}, &http.Cookie{Name: playLang, Value: "en"}); !strings.Contains(body, "Write your name") {
		t.Error(body)
	}
	c.Post("/play/language", url.Values{"lang": {"vi"}}).Must(t, http.StatusSeeOther)
	c.Get("/play").Has(t, "Vào chơi")
	c.Post("/play/language", url.Values{"lang": {"xx"}}).Must(t, http.StatusSeeOther)
	c.Get("/play").Has(t, "Vào chơi")
}

func TestTheLineMayBeOpenedToOurOwnHostOnly(t *testing.T) {
	h := newHall(t, testkit.SQLite(t))
	policy := h.Nobody(t).Get("/play/"+h.game.ID).Must(t, 200).Header.Get("Content-Security-Policy")
	host := strings.TrimPrefix(h.URL, "http://")
	if !strings.HasPrefix(policy, "default-src 'self'; ") || !strings.HasSuffix(policy, "; connect-src 'self' ws://"+host+" wss://"+host) {
		t.Errorf("policy: %s", policy)
	}
	for _, odd := range []string{"a.vn; script-src *", "a.vn'", "a,b", ""} {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = odd
		if (&Pages{}).allowLine(w, r); w.Header().Get("Content-Security-Policy") != "" {
			t.Errorf("%q is in the policy: %s", odd, w.Header().Get("Content-Security-Policy"))
		}
	}
}

// Who was sent out stays out, on whatever line.
func TestWhoWasSentOutStaysOut(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		s := h.join("Kẻ phá")
		p := h.phone(s)
		p.hear("state")
		_, live, err := h.show.Load(h.host(), h.game.ID)
		if err != nil {
			t.Fatal(err)
		}
		h.do(gameshow.Event{Kind: gameshow.Removed, Player: live.Players()[0].ID})
		p.hear("out")
		h.phone(s).hear("out")
	})
}

// FuzzEntrances sends anything to what strangers may send to.
func FuzzEntrances(f *testing.F) {
	h := newHall(f, testkit.SQLite(f))
	for _, seed := range []string{
		`{}`, `{"pin":"` + h.game.PIN + `","name":"\u0000a\ud800"}`, `{"pin":"` + h.game.PIN + `","seat":"\u0000"}`, `{"pin":"` + h.game.PIN + `","name":"a","new":"AAAAAAAAAAAAAAAA"}`,
		`{"pin":"` + h.game.PIN + `","name":"a","unit":"\u0000","team":"\u202e"}`, `[1]`, `{"pin":1}`, "\xff", strings.Repeat("[", 5000),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		h.t = t
		for _, path := range []string{"/play/join", "/play/" + h.game.ID + "/seat", "/play/language"} {
			if status, text := h.post(path, body); status >= 500 {
				t.Errorf("%s: %d %s", path, status, text)
			}
		}
	})
}
