package targetweb_test

import (
	"bytes"
	"compress/gzip"
	"math/big"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

var (
	tableRow = regexp.MustCompile(`(?s)<tr[^>]*>\s*<th scope="row".*?</tr>`)
	rowHead  = regexp.MustCompile(`(?s)<th scope="row".*?</th>`)
	cell     = regexp.MustCompile(`(?s)<td>.*?</td>`)
)

// rows are the lines of the board's table: name, then value and achievement of
// each figure.
func rows(a testkit.Answer) (out []string) {
	for i, tr := range tableRow.FindAllString(a.Body, -1) {
		name := words(rowHead.FindString(tr))
		if i == 0 { // below its name stands a count, not the code
			name = regexp.MustCompile(`[\d.]+ đơn vị$`).ReplaceAllString(name, "HN-BD")
		}
		line := []string{name}
		for _, td := range cell.FindAllString(tr, -1) {
			line = append(line, words(td))
		}
		out = append(out, strings.Join(line, " | "))
	}
	return out
}

func words(html string) string { return testkit.Answer{Body: html}.Text() }

func TestTheFileSaysWhatThePageSays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, s := boardSite(t, d)
		boardWorld(t, k, s, 12)
		officer := k.As(t, "officer", "HN-BD")
		for _, q := range []string{"", "?sort=-ORG.DV.NEW", "?bloc=education&sort=name", "?q=ngoc+ha", "?tree=today", "?period=2022"} {
			page := rows(officer.Get("/board"+q).Must(t, http.StatusOK))
			file := officer.Get("/board.xlsx"+q).Must(t, http.StatusOK)
			want := `attachment; filename="bang-chi-tieu_HN-BD_2023.xlsx"`
			if q == "?period=2022" {
				want = strings.Replace(want, "2023", "2022", 1)
			}
			if got := file.Header.Get("Content-Disposition"); got != want {
				t.Errorf("%s: %s", q, got)
			}
			if diff := cmp.Diff(page, fileRows(t, file.Body)); diff != "" || len(page) < 2 {
				t.Errorf("%q (-page +file):\n%s", q, diff)
			}
		}
	})
}

// fileRows are the lines of the file, as those of the page.
func fileRows(t *testing.T, body string) (out []string) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	all, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all[3:] {
		if len(r) < 4 {
			break // the notes
		}
		line := []string{strings.TrimSpace(r[0] + " " + r[1])}
		for i := 2; i < len(all[2]); i += 2 {
			value, reached := at(r, i), at(r, i+1)
			if strings.Contains(all[2][i], "%") {
				value = percent(value, 2)
			} else {
				value = number(value)
			}
			_, bound, _ := strings.Cut(reached, " ") // after its sign
			if n := percent(reached, 1); n != reached {
				bound = n
			}
			line = append(line, strings.TrimSpace(value+" "+bound))
		}
		out = append(out, strings.Join(line, " | "))
	}
	return out
}

func at(row []string, i int) string {
	if i >= len(row) {
		return ""
	}
	return row[i]
}

func percent(cell string, decimals int) string {
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return cell
	}
	return i18n.Percent(new(big.Rat).SetFloat64(n*100), decimals)
}

func number(cell string) string {
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		return cell
	}
	return i18n.Number(n)
}

func TestTheBoardNarrowsAndSorts(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 12)
	officer := k.As(t, "officer", "HN-BD")
	all := officer.Get("/board").Must(t, http.StatusOK).Has(t, "Tính đến 25/12/2023, LĐLĐ quận Ba Đình đã đạt", "12 đơn vị bên dưới đã đạt",
		"Cấp LĐLĐ quận Ba Đình trực tiếp", "Theo cây lúc đó", "Đang hiện cả 12 đơn vị bên dưới.", "Kỳ này đã qua 98% thời gian")
	if n := len(rows(all)); n != 14 {
		t.Errorf("%d lines", n)
	}
	officer.Get("/board?q=khong+co+ai").Must(t, http.StatusOK).Has(t, "Không có đơn vị nào khớp")
	officer.Get("/board?bloc=education").Has(t, "Đang hiện 4 trong 12 đơn vị")
	if a := officer.Get("/board?sort=ORG.DV.NEW"); !strings.Contains(a.Body, `aria-sort="ascending"`) {
		t.Error("the sorted head does not say so")
	}
	part := officer.Get("/board?sort=name", "HX-Request", "true").Must(t, http.StatusOK)
	if strings.Contains(part.Body, "<html") || len(rows(part)) != 14 || !strings.Contains(part.Body, "sort=name") {
		t.Errorf("the fragment: %.300s", part.Body)
	}
	officer.Get("/board?tree=today").Has(t, "đơn vị đang ở bên dưới hôm nay (25/12/2023)")
	officer.Get("/board?period=2024").Has(t, "Kỳ này chưa bắt đầu", "Chưa giao chỉ tiêu nào cho năm 2024")
}

func TestTheBoardTurnsPages(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 103)
	officer := k.As(t, "officer", "HN-BD")
	officer.Get("/board").Has(t, "1–25 trong 103 đơn vị", "Trang sau").Lacks(t, "Trang trước")
	last := officer.Get("/board?page=5").Has(t, "101–103 trong 103 đơn vị", "Trang trước").Lacks(t, "Trang sau")
	if n := len(rows(last)); n != 5 {
		t.Errorf("%d lines on the last page", n)
	}
	if n := len(rows(officer.Get("/board?page=99"))); n != 5 {
		t.Errorf("%d lines on a page past the last", n)
	}
}

func TestAPeriodByItsDays(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 3)
	officer := k.As(t, "officer", "HN-BD")
	a := officer.Get("/board?bloc=education&from=01%2F01%2F2023&to=31%2F12%2F2023").Must(t, http.StatusSeeOther)
	if a.Location != "/board?unit=HN-BD&period=2023&bloc=education" {
		t.Errorf("led to %s", a.Location)
	}
	officer.Get("/board?from=01%2F06%2F2023&to=31%2F02%2F2023").Must(t, http.StatusUnprocessableEntity).Has(t, "không có trên lịch")
	officer.Get("/board?from=01%2F06%2F2023&to=01%2F02%2F2023").Must(t, http.StatusUnprocessableEntity).Has(t, "không thể trước")
	officer.Get("/board?period=hôm+qua").Must(t, http.StatusUnprocessableEntity)
	officer.Get("/board?tree=x").Must(t, http.StatusUnprocessableEntity)
}

func TestWhoSeesWhat(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 3)
	stranger := k.As(t, "officer", "HN-LB")
	for _, path := range []string{"/board", "/board.xlsx", "/targets", "/targets/distribute"} {
		stranger.Get(path+"?unit=HN-BD&indicator=ORG.DV.NEW").Must(t, http.StatusNotFound)
	}
	viewer := k.As(t, "viewer", "HN-BD")
	viewer.Get("/board").Must(t, http.StatusOK)
	viewer.Get("/targets").Must(t, http.StatusOK).Lacks(t, "Điều chỉnh", "Phân bổ xuống")
	for _, path := range []string{"/targets/new", "/targets/distribute"} {
		viewer.Get(path).Must(t, http.StatusForbidden)
		viewer.Post(path, url.Values{}).Must(t, http.StatusForbidden)
	}
	k.Nobody(t).Get("/board").Must(t, http.StatusSeeOther)
}

func TestWhatPeopleTypedIsNoMarkup(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 2)
	k.Found(org.Founding{Code: "HN-BD-X", Name: `CĐCS <img src=x> "quote" & =1+1`, Kind: "base", Parent: "HN-BD"})
	_, err := s.Give(k.Ctx("officer", "HN-BD"), target.Giving{
		Indicator: "ORG.DV.NEW", Unit: "HN-BD-X", Period: "2023", Value: "5", Document: `<script>alert(1)</script>`, IssuedOn: "2023-02-01",
	})
	if err != nil {
		t.Fatal(err)
	}
	officer := k.As(t, "officer", "HN-BD")
	for _, path := range []string{"/board", "/targets", "/targets/new?unit=HN-BD-X&indicator=ORG.DV.NEW", "/targets/distribute?indicator=ORG.DV.NEW", "/board?q=%3Cscript%3E"} {
		a := officer.Get(path).Must(t, http.StatusOK)
		if strings.Contains(a.Body, "<img src=x") || strings.Contains(a.Body, "<script>") {
			t.Errorf("%s runs what was typed", path)
		}
	}
	if lines := fileRows(t, officer.Get("/board.xlsx?q=quote").Body); !strings.HasPrefix(lines[len(lines)-1], "CĐCS <img src=x> \"quote\" & =1+1 HN-BD-X") {
		t.Errorf("in the file: %s", lines[len(lines)-1])
	}
}

func TestAnEmptyBoardSaysWhatToDo(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 2)
	k.As(t, "officer", "HN-LB").Get("/board").Must(t, http.StatusOK).Has(t, "Thành lập đơn vị", "Bên dưới chưa có đơn vị nào.")
	k.As(t, "viewer", "HN-LB").Get("/board").Lacks(t, "Thành lập đơn vị")
	k.As(t, "officer", "HN-BD").Get("/board?period=2022").Has(t, "Chưa giao chỉ tiêu nào cho năm 2022", "Giao chỉ tiêu")
}

// The table and the cards of 60 units together; a board of 30 districts is half
// of it and keeps the first load under 45 KB.
func TestTheBoardIsLight(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 60)
	a := k.As(t, "officer", "HN-BD").Get("/board").Must(t, http.StatusOK)
	if n := packed(t, a.Body); n > 13<<10 {
		t.Errorf("60 units weigh %d bytes gzipped (%d plain)", n, len(a.Body))
	} else {
		t.Logf("60 units: %d bytes gzipped, %d plain", n, len(a.Body))
	}
}

func packed(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
