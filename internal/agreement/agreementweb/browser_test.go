package agreementweb_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// look checks a page as a person meets it; DONGHANH_LOOK is a folder to keep
// pictures in.
func look(t *testing.T, b *browser.Page, name string) {
	t.Helper()
	b.NoSidewaysScroll(t)
	for _, v := range b.Axe(t) {
		if v.Impact == "serious" || v.Impact == "critical" {
			t.Errorf("%s: %s %s", name, v.Help, strings.Join(v.Nodes, "\n"))
		}
	}
	if dir := os.Getenv("DONGHANH_LOOK"); dir != "" {
		b.Shot(filepath.Join(dir, name+".png"))
	}
}

func signIn(b *browser.Page, k *kit, c *testkit.Client) {
	b.Go(k.URL + "/login")
	b.Fill("#f-name", c.Name)
	b.Fill("#f-password", testkit.Password)
	b.Click("main button")
}

// TestAnAgreementInABrowser draws one up and follows it on a phone, and looks at
// it on a wide screen.
func TestAnAgreementInABrowser(t *testing.T) {
	k := newKit(t, testkit.SQLite(t))
	c := k.As(t, "officer", "BD")
	at, card := agreed(t, k, c, "title", "Chương trình phối hợp công tác giữa Ủy ban nhân dân quận và Liên đoàn Lao động quận Ba Đình")
	send(t, c, at+"/commitments/new", "field", card.Fields[0].ID, "text", "Kết nạp 20 đoàn viên mới ở các doanh nghiệp ngoài Nhà nước", "side", "A", "due", "31/12/2024",
		"every", "0", "indicator", "ORG.DV.NEW", "target", "20", "lead", "Ban Tổ chức")
	duty := card.Fields[0].Commitments[0].Duties[0]
	phone := browser.Open(t, 360, 740)
	signIn(phone, k, c)
	for name, path := range map[string]string{
		"list": "/agreements", "new": "/agreements/new", "sign-many": drawn(t, c) + "/sign", "commitment": at + "/commitments/new", "party": at + "/parties/" + card.Parties[0].ID,
		"withdraw": at + "/withdraw",
	} {
		phone.Go(k.URL + path)
		look(t, phone, name+"-360")
	}
	phone.Go(k.URL + at + "/duties/" + duty.ID + "/conclude")
	phone.AllowProblem("422")
	phone.Click(".savebar button")
	look(t, phone, "conclude-error-360")
	phone.Fill("#f-text", "Đã giao ban tại trụ sở UBND quận, giải quyết 7 kiến nghị.")
	phone.Click(".savebar button")
	phone.Click("main li details summary")
	phone.Click("main section details summary")
	look(t, phone, "show-360")
	if !strings.Contains(phone.Text("main"), "giải quyết 7 kiến nghị") {
		t.Error("the outcome is not shown")
	}
	wide := browser.Open(t, 1440, 900)
	signIn(wide, k, c)
	wide.Go(k.URL + at)
	look(t, wide, "show-1440")
	wide.NoScript()
	wide.Go(k.URL + at)
	wide.Fill("#say-text", "Đề nghị các phòng gửi nội dung trước ngày 28/12.")
	wide.Click("form[action$='/say'] button")
	if !strings.Contains(wide.Text("main"), "trước ngày 28/12") {
		t.Error("the message was not sent without script")
	}
}
