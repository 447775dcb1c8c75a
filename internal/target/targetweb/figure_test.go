package targetweb_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/xuri/excelize/v2"
)

func TestAFigureSaysHowItCameAbout(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newFigureWorld(t, d)
		officer := w.As(t, "officer", "HN-BD")
		for path, words := range map[string][]string{
			"/figures/ORG.CDCS.NEW": {
				"CĐCS thành lập mới", "LĐLĐ quận Ba Đình, năm 2023", "23 / 20 đơn vị", "Đạt 115% kế hoạch LĐLĐ TP Hà Nội giao", "vượt 3 đơn vị",
				"23 ÷ 20 = 115%", "Kế hoạch 08/KH-LĐLĐ ngày 30/01/2023", "1,7 đơn vị/tháng", "25 đơn vị", "10 trong 23 bản ghi",
			},
			"/figures/ORG.DV.NEW?unit=HN-BD&period=2023": {
				"293 / 250 người", "293 ÷ 250 = 117,2%, in ra 117%", "250 người: Công văn 31/LĐLĐ ngày 15/06/2023",
				"Các lần giao trước", "240 người: Kế hoạch 08/KH-LĐLĐ ngày 30/01/2023", "Cộng tất cả lại được đúng 293 người", "Đính chính ghi trùng hai <người>",
			},
			"/figures/ORG.DV.NEW?period=2023-03":            {"tháng 3 năm 2023", "Cả năm 2023", "293 trên 250 người"},
			"/figures/ORG.CDCS.TOTAL?tree=today":            {"25 đơn vị", "Tại ngày 25/12/2023", "đang ở bên dưới hôm nay (25/12/2023)", "Cùng kỳ 2022 2 đơn vị, tăng 23 (1.150%)"},
			"/figures/ORG.DV.PCT":                           {"Tử số 150 đoàn viên", "Mẫu số 170 người lao động", "150 ÷ 170 = 88,2353%, in ra 88,24%", "Tính chung"},
			"/figures/ORG.CDCS.NEW?by=sector":               {"Doanh nghiệp có vốn đầu tư nước ngoài 23", "100%"},
			"/figures/ORG.DV.NEW?by=sex":                    {"Nam 201", "Nữ 92"},
			"/figures/ORG.DV.NEW?by=sex&value=female":       {"Giới tính: Nữ. Cộng tất cả lại được đúng 92 người", "Xem bản ghi của mọi phần", "cộng từ 86 bản ghi"},
			"/figures/ORG.CDCS.TOTAL?by=sector&value=-":     {"Khu vực: Chưa ghi. Cộng tất cả lại được đúng 1 đơn vị"},
			"/figures/ORG.DV.NEW?from=1/3/2023&to=3/3/2023": {"Từ 01/03/2023 đến 03/03/2023", "3 người", "giai đoạn 01/03/2023 – 03/03/2023", "293 trên 250 người"},
			"/figures/ORG.DV.NEW?period=2025":               {"Kỳ này chưa bắt đầu"},
			"/figures/ORG.DV.TOTAL?unit=GONE":               {"CĐCS Xưởng cũ kết thúc hoạt động ngày 30/06/2022", "Xem năm 2022, năm cuối của đơn vị"},
			"/figures/ORG.DV.NEW?unit=NEW-01&period=2022":   {"CĐCS Công ty số 1 thành lập ngày 10/01/2023"},
			"/figures": {"Số liệu", "Tổ chức", "23 đơn vị", "115%", "293 người", "117%", "Chia theo khu vực"},
		} {
			t.Run(path, func(t *testing.T) {
				officer.Get(path).Must(t, http.StatusOK).Has(t, words...)
			})
		}
	})
}

func TestWhatAFigureIsTheSumOfAddsUp(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newFigureWorld(t, d)
		officer := w.As(t, "officer", "HN-BD")
		t.Run("months", func(t *testing.T) {
			body := officer.Get("/figures/ORG.DV.NEW").Must(t, http.StatusOK).Body
			if sum, n := sumOf(t, body, `aria-label="Tháng \d+: ([\d.]+) người"`); sum != 293 || n != 12 {
				t.Errorf("%d months make %d", n, sum)
			}
		})
		t.Run("units below", func(t *testing.T) {
			body := officer.Get("/figures/ORG.DV.NEW?rows=1").Must(t, http.StatusOK).Body
			if sum, n := sumOf(t, body, `aria-label="CĐCS [^:]*: (\d+)"`); sum != 293 || n != 25 {
				t.Errorf("%d units make %d", n, sum)
			}
		})
		t.Run("sources", func(t *testing.T) { walkSources(t, officer, "/figures/ORG.DV.NEW", 293, 86) })
		t.Run("sources of a month", func(t *testing.T) { walkSources(t, officer, "/figures/ORG.DV.NEW?period=2023-12", 13, 4) })
		t.Run("sources of a part", func(t *testing.T) { walkSources(t, officer, "/figures/ORG.DV.NEW?by=sex&value=female", 92, 23) })
		t.Run("sources of the rest", func(t *testing.T) { walkSources(t, officer, "/figures/ORG.DV.NEW?by=sex&value=male", 201, 109) })
		t.Run("links to the parts", func(t *testing.T) {
			body := officer.Get("/figures/ORG.DV.NEW?by=sex").Must(t, http.StatusOK).Body
			for _, part := range []string{`value=female#ban-ghi" aria-label="Nữ: 92"`, `value=male#ban-ghi" aria-label="Nam: 201"`} {
				if !strings.Contains(body, part) {
					t.Errorf("no %s", part)
				}
			}
		})
		t.Run("sources of a stock", func(t *testing.T) { walkSources(t, officer, "/figures/ORG.DV.TOTAL", 610, 25) })
	})
}

// Units that were reached twice count once; a picked figure is one record's.
func TestAFigureOfUnitsAndAPickedOneOpen(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newFigureWorld(t, d)
		fact := func(measure, unit string, on day.Date, n int64) ledger.Fact {
			f := ledger.Fact{Measure: measure, Unit: w.UnitID(unit), Day: on, Quantity: n}
			if measure == "outreach.at" {
				f.Dims = map[string]string{"kind": "base"}
			}
			return f
		}
		testkit.Write(t, d, func(tx *db.Tx) error {
			return w.Ledger.Post(t.Context(), tx, ledger.Act{Kind: "work", ID: "reached", Recorder: "system"},
				fact("outreach.at", "OLD-1", "2023-03-05", 1), fact("outreach.at", "OLD-1", "2023-04-05", 1), fact("outreach.at", "NEW-01", "2023-05-05", 1),
				fact("point.discount_min", "OLD-1", "2023-03-05", 5), fact("point.discount_min", "NEW-01", "2023-03-05", 30))
		})
		officer := w.As(t, "officer", "HN-BD")
		for path, words := range map[string][]string{
			"/figures/PROP.CDCS.PCT":                 {"8%", "Tử số 2 đơn vị, xét theo: đơn vị có tuyên truyền", "Mẫu số 25", "Mỗi đơn vị tính một lần"},
			"/figures/PROP.CDCS.PCT?unit=OLD-2":      {"0%", "Tử số 0 đơn vị", "Mẫu số 1 "},
			"/figures/PROP.CDCS.N":                   {"2 đơn vị", "mỗi đơn vị tính một lần, xét từ 3 bản ghi", "Tính các đơn vị bên dưới như ngày 25/12/2023"},
			"/figures/WEL.DISC.MIN":                  {"5%, ở 1 bản ghi", "Những bản ghi mang đúng con số 5%"},
			"/figures/WEL.DISC.MIN?unit=OLD-2":       {"Chưa có bản ghi nào để lấy số nhỏ nhất, lớn nhất"},
			"/board?unit=HN-BD&sort=-PROP.CDCS.PCT":  {},
			"/figures/PROP.CDCS.N/sources.xlsx":      {},
			"/figures?unit=HN-BD&period=2023":        {"2 đơn vị", "5%"},
			"/figures/PROP.CDCS.N?tree=today&rows=1": {"Cộng 2"},
		} {
			officer.Get(path).Must(t, http.StatusOK).Has(t, words...)
		}
		walkSources(t, officer, "/figures/PROP.CDCS.N", 2, 3)
	})
}

var nextPage = regexp.MustCompile(`href="([^"]*)"[^>]*rel="next"`)

// walkSources goes from page to page and adds up what the records say.
func walkSources(t *testing.T, c *testkit.Client, path string, want int64, records int) {
	t.Helper()
	var sum int64
	n := 0
	for path != "" {
		body := c.Get(path).Must(t, http.StatusOK).Body
		_, table, _ := strings.Cut(body, `id="ban-ghi"`)
		for _, m := range regexp.MustCompile(`whitespace-nowrap">([+−]?[\d.]+)</td>`).FindAllStringSubmatch(table, -1) {
			sum, n = sum+numberOf(t, m[1]), n+1
		}
		if links := strings.Count(table, `href="/activities/`) + strings.Count(table, `href="/units/`); links < n%50 {
			t.Errorf("%d records, %d links", n, links)
		}
		path = ""
		if m := nextPage.FindStringSubmatch(table); m != nil {
			path = html.UnescapeString(m[1])
		}
	}
	if sum != want || n != records {
		t.Errorf("%d records make %d, want %d and %d", n, sum, records, want)
	}
}

func TestTheExportHoldsTheSameRecords(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newFigureWorld(t, d)
		a := w.As(t, "viewer", "HN-BD").Get("/figures/ORG.DV.NEW/sources.xlsx?unit=HN-BD&period=2023").Must(t, http.StatusOK)
		if got := a.Header.Get("Content-Disposition"); got != `attachment; filename="ORG.DV.NEW-HN-BD-2023.xlsx"` {
			t.Error(got)
		}
		x, err := excelize.OpenReader(bytes.NewReader([]byte(a.Body)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.GetRows("Bản ghi")
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		var title string
		for _, r := range rows[3:] {
			if len(r) > 5 {
				sum += numberOf(t, strings.ReplaceAll(r[5], "-", "−"))
				title = r[2]
			}
		}
		if sum != 293 || len(rows) < 3+86 || title == "" {
			t.Errorf("%d rows make %d", len(rows), sum)
		}
	})
}

func TestNamesCannotBecomeMarkup(t *testing.T) {
	w := newFigureWorld(t, testkit.SQLite(t))
	body := w.As(t, "officer", "HN-BD").Get("/figures/ORG.DV.NEW?rows=1").Must(t, http.StatusOK).Has(t, hostile, "Kết nạp <i>fixed</i>").Body
	for _, raw := range []string{"<b>May", "<i>fixed", "<người>"} {
		if strings.Contains(body, raw) {
			t.Errorf("the page holds %s", raw)
		}
	}
}

func TestFiguresRefuse(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := newFigureWorld(t, d)
		officer := w.As(t, "officer", "HN-BD")
		for path, want := range map[string]struct {
			status int
			says   string
		}{
			"/figures/NO.SUCH":                              {http.StatusUnprocessableEntity, "Không có chỉ tiêu mang mã NO.SUCH"},
			"/figures/ORG.DV.NEW?period=2023-13":            {http.StatusUnprocessableEntity, "Không đọc được kỳ “2023-13”"},
			"/figures/ORG.DV.NEW?from=1/2/2023":             {http.StatusUnprocessableEntity, "ngày/tháng/năm"},
			"/figures/ORG.DV.NEW?from=2/2/2023&to=1/2/2023": {http.StatusUnprocessableEntity, "Ngày kết thúc không thể trước ngày bắt đầu"},
			"/figures/ORG.DV.NEW?tree=oak":                  {http.StatusUnprocessableEntity, "Không có cây “oak”"},
			"/figures/ORG.DV.NEW?by=sex&value=other":        {http.StatusUnprocessableEntity, "không có phần “other”"},
			"/figures/ORG.DV.NEW?by=colour":                 {http.StatusUnprocessableEntity, "không chia theo “colour”"},
			"/figures/ORG.DV.NEW?page=junk":                 {http.StatusUnprocessableEntity, "chọn một trong các giá trị"},
			"/figures/ORG.DV.NEW?unit=HN-LB":                {http.StatusNotFound, "Không tìm thấy"},
			"/figures/ORG.DV.NEW?unit=NOWHERE":              {http.StatusNotFound, "Không tìm thấy"},
			"/figures/ORG.DV.NEW/sources.xlsx?unit=HN":      {http.StatusNotFound, "Không tìm thấy"},
			"/figures?unit=HN":                              {http.StatusNotFound, "Không tìm thấy"},
		} {
			t.Run(path, func(t *testing.T) {
				officer.Get(path).Must(t, want.status).Has(t, want.says)
			})
		}
	})
}

func TestFigurePagesFitEveryScreenInABrowser(t *testing.T) {
	w := newFigureWorld(t, testkit.SQLite(t))
	officer := w.As(t, "officer", "HN-BD")
	for _, size := range [][2]int{{360, 780}, {768, 1024}, {1440, 900}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			p := boardTab(t, w.Kit, officer, size[0], size[1])
			for _, path := range []string{"/figures", "/figures/ORG.DV.NEW?by=sex&rows=1", "/figures/ORG.DV.PCT", "/figures/ORG.DV.NEW?period=2025"} {
				p.Go(w.URL + path)
				p.NoSidewaysScroll(t)
				for _, v := range p.Axe(t) {
					t.Errorf("%s: %s (%s): %v", path, v.Help, v.ID, v.Nodes)
				}
			}
		})
	}
}

func TestABarLeadsToTheRecordsOfItsMonth(t *testing.T) {
	w := newFigureWorld(t, testkit.SQLite(t))
	p := boardTab(t, w.Kit, w.As(t, "officer", "HN-BD"), 1440, 900)
	p.Go(w.URL + "/figures/ORG.CDCS.NEW")
	p.Click(`svg.bars a[aria-label="Tháng 3: 2 đơn vị"]`)
	if !strings.Contains(p.URL(), "period=2023-03") || !strings.Contains(p.Text("#ban-ghi"), "2 trong 2 bản ghi") {
		t.Errorf("at %s: %s", p.URL(), p.Text("#ban-ghi"))
	}
	p.Go(w.URL + "/figures/ORG.CDCS.NEW")
	p.Click("summary.chip")
	p.Fill("[name=from]", "01/03/2023")
	p.Fill("[name=to]", "30/04/2023")
	p.Click("text=Xem kỳ này")
	if !strings.Contains(p.Text("main"), "Từ 01/03/2023 đến 30/04/2023") {
		t.Errorf("at %s", p.URL())
	}
}
