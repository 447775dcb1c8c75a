package gameshowweb

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

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
		{"viewer", "BT", []int{ok, ok, ok, ok, denied, denied, denied, denied}},
		{"outsider", "BT", []int{denied, denied, denied, denied, denied, denied, denied, denied}},
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
