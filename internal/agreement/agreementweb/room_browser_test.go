package agreementweb_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// TestARoomStandsOnPhonesAndDesksInABrowser looks at every page of a room and of
// those who open it. With DONGHANH_SHOTS as a folder it leaves pictures there.
func TestARoomStandsOnPhonesAndDesksInABrowser(t *testing.T) {
	o := newOffice(t, testkit.SQLite(t), false)
	o.said(agreement.Saying{Text: "Kính mời quý vị dự giao ban ngày 28/12, tại hội trường quận.", Shared: true})
	at := "/agreements/" + o.a.ID
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := browser.Open(t, width, 900)
			look := func(name string) {
				t.Helper()
				p.NoSidewaysScroll(t)
				for _, v := range p.Axe(t) {
					t.Errorf("%s: %v", name, v)
				}
				if dir := os.Getenv("DONGHANH_SHOTS"); filepath.IsAbs(dir) {
					p.Shot(filepath.Join(dir, fmt.Sprintf("room-%s-%d.png", name, width)))
				}
			}
			p.AllowProblem("422")
			p.AllowProblem("404")
			p.Go(o.URL + "/login")
			p.Fill("#f-name", o.officer.Name)
			p.Fill("#f-password", testkit.Password)
			p.Click("form[action='/login'] button")
			p.Go(o.URL + at + "/rooms/new?party=" + o.party[committee])
			look("open")
			p.Fill("#f-name", "Lâm Mỹ Dung, Chánh Văn phòng")
			p.Fill("#f-email", "dung")
			p.Click(".savebar .btn-primary")
			look("refused")
			p.Fill("#f-email", "vanphong@badinh.example.vn")
			p.Click(".savebar .btn-primary")
			look("made")
			link := p.Text("#room-link")
			p.Go(link)
			look("door")
			p.Click("text=Xin mã")
			look("code")
			p.Fill("#f-code", "1234567")
			p.Click("text=Vào phòng")
			look("wrong")
			p.Go(o.URL + at)
			look("office")
			p.Click("text=Xem mã đang chờ")
			look("readout")
			code := p.Text("#room-code")
			p.Go(link + "/enter")
			p.Fill("#f-code", code)
			p.Click("text=Vào phòng")
			look("room")
			p.Click("text=Đọc toàn văn")
			look("text")
			p.Go(link)
			p.Click("main a[href*='/duties/']")
			p.Click("text=Gửi kết quả")
			look("duty")
			p.Go(link + "/say")
			look("say")
			p.Go(link + "/duties/x")
			look("fault")
			p.Go(o.URL + "/room/x")
			look("closed")
		})
	}
}
