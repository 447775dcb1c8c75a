package gameshowweb

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// after is LĐLĐ quận Bình Tân after a game of its CĐCS.
type after struct {
	*testkit.Kit
	show *gameshow.Service
	t    testing.TB
	game gameshow.Game
}

// contest has every kind of question; the hall knows Điều 90 well and Điều 6 not.
func contest() gameshow.Show {
	one := func(ask, article string, texts ...string) gameshow.Question {
		q := gameshow.Question{Kind: gameshow.One, Ask: ask, Seconds: 20, Points: 1000, Article: article, Law: "khoản 1 " + article, Why: "Luật nói rõ như vậy."}
		for i, text := range texts {
			q.Options = append(q.Options, gameshow.Option{Text: text, Right: i == 0})
		}
		return q
	}
	order := gameshow.Question{Kind: gameshow.Order, Ask: "Xếp các bước tổ chức hội nghị người lao động", Seconds: 30, Points: 1000, Options: []gameshow.Option{{Text: "Lập kế hoạch"}, {Text: "Họp tổ"}, {Text: "Họp toàn thể"}}}
	return gameshow.Show{Title: "Âm nhạc và công nhân", Scoring: gameshow.BySpeed, Streaks: true, Teams: gameshow.UnitTeams, Rounds: []gameshow.Round{
		{Kind: gameshow.Songs, Title: "Nghe nhạc đoán tên", Questions: []gameshow.Question{
			{Kind: gameshow.Text, Ask: "Đây là bài gì?", Titles: []string{"Bèo dạt mây trôi"}, Seconds: 20, Points: 1000},
		}},
		{Kind: gameshow.Law, Title: "Hỏi đáp pháp luật", Questions: []gameshow.Question{
			one("Thấy rõ nguy cơ tai nạn đe dọa tính mạng, người lao động từ chối làm việc thì sao?", "Điều 6 Luật An toàn, vệ sinh lao động 84/2015/QH13", "Vẫn được trả đủ lương", "Bị coi là bỏ việc"),
			one("Mức lương theo công việc không được thấp hơn mức nào?", "Điều 90 Bộ luật Lao động 45/2019/QH14", "Mức lương tối thiểu", "Mức công ty muốn"),
			order,
			{Kind: gameshow.Number, Ask: "Công đoàn Việt Nam thành lập năm nào?", Exact: "1929", Within: "10", Seconds: 20, Points: 1000},
		}},
	}}
}

func newAfter(t testing.TB, d *db.DB) *after {
	t.Helper()
	h := &after{t: t}
	h.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
		h.ok(err)
		h.show = &gameshow.Service{DB: d, Org: k.Org, Activity: &activity.Service{DB: d, Org: k.Org, Kinds: kinds}}
		p := &Pages{Site: k.Site, Show: h.show, Org: k.Org, Log: slog.New(slog.DiscardHandler), Base: func(*http.Request) string { return "https://donghanh.example.vn" }}
		return p.Routes()
	})
	h.Org.Guard.Roles["reader"] = []auth.Action{org.Read, gameshow.Read}
	h.Org.Guard.Roles["host"] = []auth.Action{org.Read, gameshow.Read, gameshow.Host}
	h.Found(org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"}, org.Founding{Code: "BT", Parent: "HCM", Name: "LĐLĐ quận Bình Tân", Kind: "district"})
	h.Found(org.Founding{Code: "Q1", Parent: "HCM", Name: "LĐLĐ Quận 1", Kind: "district"})
	for i, name := range []string{"CĐCS Công ty TNHH Giày Thông Xanh", "CĐCS Công ty TNHH May Mặc Hoàng Yến", "CĐCS Công ty TNHH Một thành viên Nhựa Kỹ thuật Bình Minh Sáng"} {
		h.Found(org.Founding{Code: fmt.Sprintf("BT-%d", i+1), Parent: "BT", Name: name, Kind: "base"})
	}
	h.ok(h.Org.AddOfficer(h.System(), "BT", org.Officer{Committee: "executive", Post: "chair", Name: "Trần Văn Khánh", From: "2022-03-01"}))
	h.game = h.begin(false)
	return h
}

func (h *after) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *after) host() context.Context { return h.Ctx("officer", "BT") }

func (h *after) begin(rehearsal bool) gameshow.Game {
	h.t.Helper()
	saved, err := h.show.SaveShow(h.host(), "", "BT", 0, contest())
	h.ok(err)
	g, err := h.show.Start(h.host(), saved.ID, rehearsal)
	h.ok(err)
	return g
}

func (h *after) do(g gameshow.Game, e gameshow.Event) {
	h.t.Helper()
	_, err := h.show.Do(h.host(), g.ID, e)
	h.ok(err)
}

// play plays a game of so many players to its end, the same way every time. The
// last player answers nothing.
func (h *after) play(g gameshow.Game, players int) {
	h.t.Helper()
	rng := rand.New(rand.NewPCG(6, 1))
	var seats []gameshow.Ticket
	for i := range players {
		name := fmt.Sprintf("Nguyễn Thị Ánh %d", i+1)
		if i == 1 {
			name = "Lan 🌸"
		}
		seat, err := h.show.Join(h.t.Context(), g.ID, gameshow.Entrance{Name: name, Unit: fmt.Sprintf("BT-%d", 1+i%3)})
		h.ok(err)
		seats = append(seats, seat)
	}
	for q := range 5 {
		h.do(g, gameshow.Event{Kind: gameshow.Asked, Question: q})
		var all []gameshow.Submission
		for i, s := range seats[:players-1] {
			all = append(all, gameshow.Submission{Game: g.ID, Question: q, Player: s.Player, At: int64(i), Took: 1_000_000 + rng.Int64N(15_000_000), Answer: answerOf(q, i, rng)})
		}
		_, err := h.show.Store(h.t.Context(), g.ID, all)
		h.ok(err)
		h.do(g, gameshow.Event{Kind: gameshow.Shut, Question: q})
	}
	h.do(g, gameshow.Event{Kind: gameshow.Over})
}

func answerOf(question, player int, rng *rand.Rand) gameshow.Answer {
	switch question {
	case 0:
		return gameshow.Answer{Text: []string{"Bèo dạt mây trôi", "beo dat may troi", "mây trôi", "Lý cây bông"}[player%4]}
	case 3:
		return gameshow.Answer{Picks: [][]int{{0, 1, 2}, {0, 2, 1}, {1, 2, 0}}[rng.IntN(3)]}
	case 4:
		return gameshow.Answer{Text: fmt.Sprint(1929 + rng.IntN(3))}
	}
	wrong := 0
	if rng.IntN(10) < map[int]int{1: 7, 2: 1}[question] {
		wrong = 1
	}
	return gameshow.Answer{Picks: []int{wrong}}
}

func (h *after) at(more string) string { return "/games/" + h.game.ID + more }

func TestResultsSayWhatTheGameHasShown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newAfter(t, d)
		officer := h.As(t, "officer", "BT")
		officer.Get(h.at("/results")).Must(t, http.StatusOK).Has(t, "Trò chơi đang diễn ra", "Về trang điều khiển")
		officer.Get(h.at("/results.xlsx")).Must(t, http.StatusConflict)
		h.play(h.game, 61)
		page := officer.Get(h.at("/results")).Must(t, http.StatusOK)
		page.Has(t, "60 người chơi của 3 đơn vị trả lời 5 câu;", "61 người vào chơi; 1 người không trả lời câu nào.",
			"Nên đưa vào lớp tập huấn tới: Điều 6 Luật An toàn, vệ sinh lao động 84/2015/QH13", "Dẫn đầu", "Xem cả 61", "CĐCS Công ty TNHH Giày Thông Xanh",
			"Lập kế hoạch → Họp tổ → Họp toàn thể", "1929", "Câu trả lời gần đúng chưa quyết định", "15 người viết", "giây")
		_, live, err := h.show.Load(h.host(), h.game.ID)
		h.ok(err)
		first := live.Standings()[0]
		page.Has(t, first.Name, fmt.Sprintf("%d/%d", first.Right, first.Asked))
		for _, a := range live.Articles() {
			page.Has(t, a.Article, fmt.Sprintf("%d/%d", a.Right, a.Asked))
		}
		if strings.Contains(strings.Split(page.Text(), "Nên đưa")[1][:200], "Điều 90") {
			t.Error("what the hall knows is to be taught")
		}
		if !strings.Contains(page.Body, `href="/units/BT-1"`) {
			t.Error("units do not lead to their pages")
		}
		if n := len(page.Body); n > 120_000 {
			t.Errorf("the page weighs %d bytes", n)
		}
	})
}

func TestAllPlayersAreOnPages(t *testing.T) {
	h := newAfter(t, testkit.SQLite(t))
	h.play(h.game, 61)
	c := h.As(t, "reader", "BT")
	page := c.Get(h.at("/results/players")).Must(t, http.StatusOK).Has(t, "1–50 trong 61")
	if strings.Contains(page.Body, "/results/players/") {
		t.Error("who only reads may correct names")
	}
	c.Get(h.at("/results/players?page=1")).Must(t, http.StatusOK).Has(t, "51–61 trong 61", "–")
	for _, junk := range []string{"-1", "2", "x", "99999999999999999999"} {
		c.Get(h.at("/results/players?page="+junk)).Must(t, http.StatusOK).Has(t, "1–50 trong 61")
	}
	found := c.Get(h.at("/results/players?q=anh+61")).Must(t, http.StatusOK).Has(t, "Nguyễn Thị Ánh 61")
	if strings.Contains(found.Text(), "Nguyễn Thị Ánh 11") {
		t.Error("others are found as well")
	}
	c.Get(h.at("/results/players?q=khong+co+ai")).Must(t, http.StatusOK).Has(t, "Không tìm thấy ai")
	c.Get(h.at("/results/teams")).Must(t, http.StatusOK).Has(t, "Điểm trung bình", "CĐCS Công ty TNHH May Mặc Hoàng Yến")
}

func TestANearAnswerIsTakenAfterTheEnd(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newAfter(t, d)
		h.play(h.game, 9)
		officer := h.As(t, "officer", "BT")
		before := officer.Get(h.at("/results"))
		officer.Post(h.at("/results/accept"), url.Values{"question": {"0"}, "text": {"mây trôi"}}).Must(t, http.StatusSeeOther)
		page := officer.Get(h.at("/results")).Has(t, "6 đúng trên 8 câu trả lời")
		if strings.Contains(page.Text(), "gần đúng chưa quyết định") || before.Text() == page.Text() {
			t.Error("nothing has changed")
		}
		officer.Post(h.at("/results/accept"), url.Values{"question": {"1"}, "text": {"x"}}).Must(t, http.StatusConflict)
		officer.Post(h.at("/results/accept"), url.Values{"question": {"99"}, "text": {"x"}}).Must(t, http.StatusConflict)
		h.As(t, "officer", "Q1").Post(h.at("/results/accept"), url.Values{"question": {"0"}, "text": {"x"}}).Must(t, http.StatusNotFound)
	})
}

func TestPostingAGameFromItsPage(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		h := newAfter(t, d)
		h.play(h.game, 9)
		officer := h.As(t, "officer", "BT")
		form := officer.Get(h.at("/post")).Must(t, http.StatusOK).Has(t, "8 người", "LĐLĐ quận Bình Tân")
		typed := url.Values{"once": {form.Value(t, "once")}, "subject": {"Trò chơi “Âm nhạc và công nhân”"}, "reach_invited": {"7"}}
		officer.Post(h.at("/post"), typed).Must(t, http.StatusUnprocessableEntity).Has(t, "ít nhất là 8")
		typed.Set("reach_invited", "nhiều")
		back := officer.Post(h.at("/post"), typed).Must(t, http.StatusUnprocessableEntity)
		if back.Value(t, "reach_invited") != "nhiều" {
			t.Error("what was typed is gone")
		}
		before := h.Figure("BT", "PROP.CNLD.PCT", "2023")
		typed.Set("reach_invited", "20")
		done := officer.Post(h.at("/post"), typed).Must(t, http.StatusSeeOther)
		if again := officer.Post(h.at("/post"), typed).Must(t, http.StatusSeeOther); again.Location != done.Location {
			t.Errorf("a double click leads to %s, not %s", again.Location, done.Location)
		}
		if diff := cmp.Diff([]string{"nodenominator", "8/20"}, []string{before, h.Figure("BT", "PROP.CNLD.PCT", "2023")}); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		page := officer.Get(h.at("/results")).Has(t, "Mở hoạt động đã ghi")
		if !strings.Contains(page.Body, strings.TrimPrefix(done.Location, h.URL)) {
			t.Errorf("the page does not lead to %s", done.Location)
		}
		officer.Get(h.at("/post")).Must(t, http.StatusSeeOther)
	})
}

func TestARehearsalCountsForNothing(t *testing.T) {
	h := newAfter(t, testkit.SQLite(t))
	h.game = h.begin(true)
	h.play(h.game, 4)
	officer := h.As(t, "officer", "BT")
	page := officer.Get(h.at("/results")).Must(t, http.StatusOK).Has(t, "Đây là buổi tập dượt")
	for _, at := range []string{"/post", "/certificates"} {
		if strings.Contains(page.Body, h.at(at)) {
			t.Errorf("the page leads to %s", at)
		}
		officer.Get(h.at(at)).Must(t, http.StatusConflict)
	}
	officer.Post(h.at("/post"), url.Values{"reach_invited": {"9"}}).Must(t, http.StatusConflict)
	officer.Get(h.at("/certificates.pdf?first=3&place=x&post=x&signer=x")).Must(t, http.StatusConflict)
}

// pdfText is what poppler reads in a PDF.
func pdfText(t *testing.T, body string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, "certificates.pdf"), []byte(body), 0o600)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestCertificatesAreAFile(t *testing.T) {
	h := newAfter(t, testkit.SQLite(t))
	h.play(h.game, 9)
	officer := h.As(t, "officer", "BT")
	form := officer.Get(h.at("/certificates")).Must(t, http.StatusOK)
	for name, want := range map[string]string{"place": "Bình Tân", "post": "CHỦ TỊCH", "signer": "Trần Văn Khánh", "first": "3", "teams": "3"} {
		if got := form.Value(t, name); got != want {
			t.Errorf("%s begins as %q, want %q", name, got, want)
		}
	}
	ask := url.Values{"first": {"2"}, "teams": {"1"}, "place": {"Bình Tân"}, "day": {"25/12/2023"}, "authority": {"TM. BAN THƯỜNG VỤ"}, "post": {"CHỦ TỊCH"}, "signer": {"Trần Văn Khánh"}}
	file := officer.Get(h.at("/certificates.pdf?"+ask.Encode())).Must(t, http.StatusOK)
	said := pdfText(t, file.Body)
	_, live, err := h.show.Load(h.host(), h.game.ID)
	h.ok(err)
	if n := strings.Count(said, "GIẤY CHỨNG NHẬN"); n != 3 || !strings.Contains(said, "xếp thứ nhì trong 9 người chơi") || !strings.Contains(said, "trung bình") {
		t.Errorf("%d certificates of 3:\n%s", n, said)
	}
	if !strings.Contains(said, live.Teams()[0].Team) || strings.Contains(said, "🌸") {
		t.Errorf("names:\n%s", said)
	}
	for field, bad := range map[string]string{"first": "11", "signer": "", "day": "32/12/2023", "right": "nhiều"} {
		wrong := url.Values{}
		for name := range ask {
			wrong.Set(name, ask.Get(name))
		}
		wrong.Set(field, bad)
		back := officer.Get(h.at("/certificates.pdf?"+wrong.Encode())).Must(t, http.StatusUnprocessableEntity)
		if back.Value(t, field) != bad || !strings.Contains(back.Body, `id="f-`+field+`-er"`) {
			t.Errorf("%s %q comes back as %q", field, bad, back.Value(t, field))
		}
	}
}

func TestNamesAreCorrectedAfterTheEnd(t *testing.T) {
	h := newAfter(t, testkit.SQLite(t))
	h.play(h.game, 4)
	officer := h.As(t, "officer", "BT")
	_, live, err := h.show.Load(h.host(), h.game.ID)
	h.ok(err)
	at := h.at("/results/players/" + live.Players()[1].ID)
	if got := officer.Get(at).Must(t, http.StatusOK).Value(t, "name"); got != "Lan 🌸" {
		t.Errorf("the form begins with %q", got)
	}
	officer.Post(at, url.Values{"name": {" "}}).Must(t, http.StatusUnprocessableEntity)
	officer.Post(at, url.Values{"name": {"Nguyễn Thị Lan"}}).Must(t, http.StatusSeeOther)
	officer.Get(h.at("/results")).Has(t, "Nguyễn Thị Lan")
	officer.Get(h.at("/results/players/nobody")).Must(t, http.StatusNotFound)
}

func TestTheBookHasAllSheets(t *testing.T) {
	h := newAfter(t, testkit.SQLite(t))
	h.play(h.game, 9)
	file := h.As(t, "reader", "BT").Get(h.at("/results.xlsx")).Must(t, http.StatusOK)
	f, err := excelize.OpenReader(bytes.NewReader([]byte(file.Body)))
	h.ok(err)
	if diff := cmp.Diff([]string{"Người chơi", "Đơn vị", "Câu hỏi", "Điều luật đã hỏi"}, f.GetSheetList()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rows, err := f.GetRows("Người chơi")
	h.ok(err)
	if len(rows) != 12 { // title, unit and day, head, nine players
		t.Errorf("%d rows", len(rows))
	}
	law, err := f.GetRows("Điều luật đã hỏi")
	h.ok(err)
	if len(law) != 5 || !strings.HasPrefix(law[3][0], "Điều 6 ") || law[3][1] != "Câu 2" {
		t.Errorf("%v", law)
	}
}

// Everybody and everything they may open, exactly.
func TestWhoMayOpenWhat(t *testing.T) {
	h := newAfter(t, testkit.SQLite(t))
	h.play(h.game, 4)
	_, live, err := h.show.Load(h.host(), h.game.ID)
	h.ok(err)
	pages := []string{
		"/results", "/results/players", "/results/teams", "/results.xlsx",
		"/results/players/" + live.Players()[0].ID, "/certificates", "/certificates.pdf?first=1&place=x&post=x&signer=x", "/post",
	}
	const ok, gone, denied = http.StatusOK, http.StatusNotFound, http.StatusForbidden
	for _, x := range []struct {
		role auth.Role
		unit string
		want []int
	}{
		{"officer", "BT", []int{ok, ok, ok, ok, ok, ok, ok, ok}},
		{"officer", "HCM", []int{ok, ok, ok, ok, ok, ok, ok, ok}},
		{"host", "BT", []int{ok, ok, ok, ok, ok, ok, ok, denied}},
		{"reader", "BT", []int{ok, ok, ok, ok, denied, denied, denied, denied}},
		{"officer", "Q1", []int{gone, gone, gone, gone, gone, gone, gone, gone}},
		{"officer", "BT-1", []int{gone, gone, gone, gone, gone, gone, gone, gone}},
		{"viewer", "BT", []int{denied, denied, denied, denied, denied, denied, denied, denied}},
	} {
		c := h.As(t, x.role, x.unit)
		var got []int
		for _, at := range pages {
			got = append(got, c.Get(h.at(at)).Status)
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", x.role, x.unit, diff)
		}
	}
	if a := h.Nobody(t).Get(h.at("/results")); a.Status != http.StatusSeeOther {
		t.Errorf("a stranger: %d", a.Status)
	}
}

func look(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		t.Errorf("%s: %s %s", name, v.Help, strings.Join(v.Nodes, "\n"))
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

func TestResultsInABrowser(t *testing.T) {
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			h := newAfter(t, testkit.SQLite(t))
			officer := h.As(t, "officer", "BT")
			b := browser.Open(t, width, 800)
			b.Go(h.URL + "/login")
			b.Fill("#f-name", officer.Name)
			b.Fill("#f-password", testkit.Password)
			b.Click("main button")
			name := func(s string) string { return fmt.Sprintf("results-%s-%d", s, width) }
			b.Go(h.URL + h.at("/results"))
			look(t, b, name("on"))
			h.play(h.game, 61)
			b.Go(h.URL + h.at("/results"))
			look(t, b, name("page"))
			b.Click("#q-2 summary")
			if !strings.Contains(b.Text("#q-2"), "Vẫn được trả đủ lương") {
				t.Errorf("the spread: %s", b.Text("#q-2"))
			}
			look(t, b, name("open"))
			b.Click(`[aria-label="Tính là đúng: “mây trôi” ở câu 1"]`)
			if b.Exists("#h-near") || !strings.Contains(b.Text("main"), "Điểm đã được tính lại") {
				t.Error("the near answer was not taken")
			}
			for _, page := range []string{"results/players", "results/teams", "certificates", "post"} {
				b.Go(h.URL + h.at("/"+page))
				look(t, b, name(filepath.Base(page)))
			}
			b.Fill("#f-reach_invited", "3")
			b.AllowProblem("422")
			b.Click("text=Ghi hoạt động")
			look(t, b, name("refused"))
			b.Go(h.URL + h.at("/results/players"))
			list := map[int]string{360: "main li.row", 1440: "main .tb"}[width]
			b.Click(list + ` [href*="/players/"]`)
			look(t, b, name("rename"))
		})
	}
}
