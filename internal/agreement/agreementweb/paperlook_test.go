package agreementweb_test

import (
	"strconv"
	"strings"
	"testing"

	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// TestTextsInABrowser writes a text without script and looks at its pages on a
// phone and on a wide screen.
func TestTextsInABrowser(t *testing.T) {
	k := newKit(t, testkit.SQLite(t))
	c := k.As(t, "officer", "BD")
	at := drawn(t, c, "kind", "memorandum", "title", "Bản ghi nhớ quan hệ hợp tác hữu nghị giữa Liên đoàn Lao động quận Ba Đình và các bạn, giai đoạn 2023 - 2025")
	text(t, c, at, "vi:memorandum")
	text(t, c, at, "en:memorandum")
	for width, height := range map[int]int{360: 740, 1440: 900} {
		b := browser.Open(t, width, height)
		signIn(b, k, c)
		for name, path := range map[string]string{
			"text-edit": "/text/vi", "text-translate": "/text/en", "text-read": "/text", "text-both": "/text?lang=vi,en", "text-beside": "/text?lang=all",
			"text-begin": "/text/begin", "minutes": "/minutes", "files": "/files", "show-texts": "",
		} {
			b.Go(k.URL + at + path)
			look(t, b, name+"-"+strconv.Itoa(width))
		}
	}
	b := browser.Open(t, 360, 740)
	signIn(b, k, c)
	b.NoScript()
	b.Go(k.URL + at + "/text/vi")
	b.Fill("#f-heading_1", "Mục đích mới")
	b.Click("button[value='add:1:article']")
	b.Fill("#f-heading_2", "Điều thêm vào")
	b.Click("button[value='up:2']")
	b.Click(".savebar button")
	if said := b.Text("main"); !strings.Contains(said, "Điều 1. Điều thêm vào") || !strings.Contains(said, "Điều 2. Mục đích mới") {
		t.Errorf("the text reads %.600s", said)
	}
}
