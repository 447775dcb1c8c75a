package journeys

import (
	"strings"
	"testing"

	"donghanh/internal/testkit/browser"
)

// limits is the section of a report the journey writes in.
const limits = "Hạn chế, nguyên nhân"

// TestAQuarterComesBackInABrowser: an officer writes words with figures that
// come by themselves, is told where one has nothing to stand on, hands the
// report in, gets it back with a reason and mends it.
func TestAQuarterComesBackInABrowser(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		officer := w.as(t, "badinh", 768)
		officer.AllowProblem("422")
		at := w.writeQuarter(t, officer)
		officer.Click("text=Nộp báo cáo")
		contains(t, "after handing in", officer.Text("main"), "Đã nộp")

		city := w.as(t, "hn", 1440)
		city.Click(".rail .bell")
		city.Click("text=LĐLĐ quận Ba Đình đã nộp Báo cáo quý III năm 2023.")
		if city.URL() != at {
			t.Errorf("the notice leads to %s, not to %s", city.URL(), at)
		}
		city.Click("text=Trả lại để sửa")
		city.Fill("#f-reason", "Nêu thêm nguyên nhân chủ quan")
		city.Click(saved)

		officer.Go(w.url + "/")
		if told := officer.Text("header .bell"); told != "3" {
			t.Errorf("the bell says %q", told)
		}
		officer.Click("header .bell")
		officer.NoSidewaysScroll(t)
		officer.Click("text=Báo cáo quý III năm 2023 của LĐLĐ quận Ba Đình được trả lại: Nêu thêm nguyên nhân chủ quan")
		contains(t, "the report that came back", officer.Text("main"), "“Nêu thêm nguyên nhân chủ quan”")
		w.mendQuarter(t, officer)
		officer.Click("text=Nộp báo cáo")

		city.Go(at)
		city.Click("text=Nhận báo cáo")
		contains(t, "after accepting", city.Text("main"), "Chờ ký")
		officer.Go(w.url + "/reports")
		contains(t, "the officer's list", officer.Text("main"), "Chờ ký")
	})
}

// writeQuarter begins the report of a quarter and puts a figure into its words.
func (w *world) writeQuarter(t *testing.T, p *browser.Page) (at string) {
	t.Helper()
	p.Go(w.url + "/reports/new?template=quarter&period=2023-Q3")
	p.Click(saved)
	at = strings.SplitN(p.URL(), "?", 2)[0]
	p.Click("text=Sửa lời văn")
	area := `textarea[aria-label="` + limits + `"]`
	p.Click(area)
	p.Fill(area, "Mới kết nạp được")
	p.Click("text=Chèn số liệu")
	p.Fill("#find-offer", "ket nap moi")
	p.Click(`[data-token="{ORG.DV.NEW}"]`)
	if got := p.Value(area); got != "Mới kết nạp được {ORG.DV.NEW}" {
		t.Errorf("the picker made %q", got)
	}
	refused := "Mới kết nạp được {ORG.DV.NEW} người; {PROP.CNLD.PCT|2022} người lao động được tuyên truyền."
	p.Fill(area, refused)
	p.Click(saved)
	if got := p.Value(area); got != refused {
		t.Errorf("the words came back as %q", got)
	}
	contains(t, "the refused section", p.Text(`section[aria-label="`+limits+`"] .er`), "{PROP.CNLD.PCT|2022}: chưa có mẫu số nên không ghi được tỷ lệ")
	p.NoSidewaysScroll(t)
	p.Fill(area, "Mới kết nạp được {ORG.DV.NEW} người.")
	p.Click(saved)
	contains(t, "the paper", p.Text(".paper"), "Mới kết nạp được 396 người")
	return at
}

// mendQuarter adds what the superior asked for.
func (w *world) mendQuarter(t *testing.T, p *browser.Page) {
	t.Helper()
	p.Click("text=Sửa lời văn")
	area := `textarea[aria-label="` + limits + `"]`
	p.Fill(area, p.Value(area)+"\nNguyên nhân chủ quan: chưa bám sát cơ sở.")
	p.Click(saved)
	contains(t, "the mended paper", p.Text(".paper"), "Nguyên nhân chủ quan: chưa bám sát cơ sở.")
}
