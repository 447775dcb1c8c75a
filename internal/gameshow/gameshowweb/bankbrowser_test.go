package gameshowweb

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// lookBank checks a page as a person meets it; DONGHANH_LOOK is a folder to keep
// pictures in.
func lookBank(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		t.Errorf("%s: %s (%s) %s", name, v.Help, v.Impact, strings.Join(v.Nodes, "\n"))
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

func signIn(h *hall, b *browser.Page, name string) {
	b.Go(h.URL + "/login")
	b.Fill("#f-name", name)
	b.Fill("#f-password", testkit.Password)
	b.Click("main button")
}

func TestTheBankInABrowser(t *testing.T) {
	h := library(t, testkit.SQLite(t))
	writer, second := h.As(t, "officer", "BT"), h.As(t, "officer", "BT")
	phone, desk := browser.Open(t, 360, 740), browser.Open(t, 1440, 900)
	signIn(h, phone, writer.Name)
	signIn(h, desk, second.Name)
	both := func(path, name string) {
		t.Helper()
		for width, b := range map[string]*browser.Page{"360": phone, "1440": desk} {
			b.Go(h.URL + path)
			lookBank(t, b, "bank-"+name+"-"+width)
		}
	}
	both("/bank", "list")
	both("/bank?q=thu+viec&law="+strings.ReplaceAll("Bộ luật Lao động 45/2019/QH14", " ", "+"), "filtered")
	both("/bank?q=xyz", "none")
	both("/bank/ATVSLD-001", "program")
	both("/bank/BHXH-001", "coming")
	both("/bank/ATVSLD-001/copy", "copy")
	both("/bank/new", "new")

	phone.Click("main form [type=submit]")
	phone.Wait(".errs")
	lookBank(t, phone, "bank-refused-360")
	phone.Fill("#f-ask", "Người lao động làm thêm giờ vào ngày nghỉ hằng tuần được trả lương ít nhất bằng bao nhiêu so với ngày làm việc bình thường?")
	for i, option := range []string{"150%", "200%", "300%"} {
		phone.Fill("#f-option_"+string(rune('1'+i)), option)
	}
	phone.Click("input[name=right][value='2']")
	phone.Fill("#f-law", "Bộ luật Lao động 45/2019/QH14")
	phone.Fill("#f-article", "98")
	phone.Fill("#f-clause", "1")
	phone.Fill("#f-why", "Điểm b khoản 1 Điều 98: vào ngày nghỉ hằng tuần, ít nhất bằng 200%.")
	phone.Click("main form [type=submit]")
	phone.Wait("#h-ask")
	lookBank(t, phone, "bank-draft-360")
	at := strings.TrimPrefix(phone.URL(), h.URL)
	phone.Click("form[action$='/send'] button")
	phone.Wait(".notice")
	lookBank(t, phone, "bank-own-360")
	both(at, "waiting")

	desk.Go(h.URL + at + "/review")
	lookBank(t, desk, "bank-review-1440")
	desk.Fill("#f-source", "https://vanban.chinhphu.vn/?docid=198540")
	desk.Click("main form button")
	desk.Wait("#h-ask")
	both(at, "reviewed")
	both("/bank?state=reviewed", "reviewed-list")
	second.Get(at).Must(t, http.StatusOK).Has(t, "Đã duyệt")
	phone.Go(h.URL + at + "/change")
	lookBank(t, phone, "bank-change-360")
}
