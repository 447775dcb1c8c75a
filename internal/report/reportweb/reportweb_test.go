package reportweb_test

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

func TestTheWholeJourney(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		officer, chair, city := k.As(t, "officer", "BD"), k.As(t, "chair", "BD"), k.As(t, "officer", "HN")
		officer.Get("/reports").Must(t, http.StatusOK).Has(t, "Chưa có báo cáo nào", "Lập báo cáo")
		at := begin(t, officer, "BD")
		officer.Get(at).Must(t, http.StatusOK).Has(t, "Đã lập bản nháp Báo cáo năm 2023.", "DỰ THẢO", "2/2 CĐCS (đạt 100% kế hoạch Thành phố giao), kết nạp 1.516/1.500",
			"Nộp lên LĐLĐ TP Hà Nội; muốn sửa sau đó thì rút về trước.")
		f := words(t, officer, at, "Hạn chế, nguyên nhân", "Mới có {TRAIN.CLASS} lớp.\n- Kinh phí hạn hẹp")
		officer.Post(at+"/edit", f).Must(t, http.StatusSeeOther)
		officer.Get(at).Has(t, "Mới có 3 lớp.", "Đã lưu lời văn.", "HẠN CHẾ, NGUYÊN NHÂN").Lacks(t, "Tham gia xây dựng Đảng")
		press(t, officer, at, "submit").Must(t, http.StatusSeeOther)
		officer.Get(at).Has(t, "Đã nộp Báo cáo năm 2023.", "Rút về để sửa").Lacks(t, "Sửa lời văn", "Nhận báo cáo")
		city.Get(at).Must(t, http.StatusOK).Has(t, "Nhận báo cáo", "Trả lại để sửa")
		press(t, city, at, "return").Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
		press(t, city, at, "return", "reason", "Thiếu số lao động nữ").Must(t, http.StatusSeeOther)
		officer.Get(at).Has(t, "Trả lại", "Thiếu số lao động nữ", "Sửa lời văn")
		press(t, officer, at, "submit").Must(t, http.StatusSeeOther)
		press(t, city, at, "accept").Must(t, http.StatusSeeOther)
		chair.Get(at).Has(t, "Ký báo cáo", "Ký là chốt lời và số")
		officer.Get(at+"/sign").Must(t, http.StatusForbidden)
		sign(t, chair, at, "number", "118").Must(t, http.StatusSeeOther)
		page := chair.Get(at).Must(t, http.StatusOK).Has(t, "Đã ký, số 118/BC-LĐLĐ. Dấu vân bản ký:", "khớp", "Mọi số vẫn đúng như khi ký", "Số: 118/BC-LĐLĐ")
		check := regexp.MustCompile(`/xac-thuc/[0-9a-f]{64}`).FindString(page.Body)
		k.Nobody(t).Get(check).Must(t, http.StatusOK).Has(t, "Đúng bản đã ký", "118/BC-LĐLĐ", "Đặng Minh Châu", "LĐLĐ quận Ba Đình", "Năm 2023", "không số nào khác")
		k.admit("BD-2", "28/11/2023", "3", "Quyết định chuyển đến muộn")
		k.give("ORG.CDCS.NEW", "2023", "3", "2023-12-20")
		page = officer.Get(at).Has(t, "Khác từ khi ký: 4 chỗ", "Đoàn viên kết nạp mới 1.516", "1.519", "+3", "28/11/2023", "CĐCS Khách sạn Vạn Phúc",
			"Lý do: Quyết định chuyển đến muộn", "Kết nạp 3 đoàn viên", "Chỉ tiêu đã điều chỉnh", "1.516/1.500 đoàn viên")
		if !regexp.MustCompile(`href="/activities/[0-9a-f-]{36}"`).MatchString(page.Body) {
			t.Error("no link to the record behind the difference")
		}
		k.Nobody(t).Get(check).Has(t, "Đúng bản đã ký", "đến hôm nay 4 số đã khác")
		officer.Get("/reports?state=signed").Has(t, "118/BC-LĐLĐ", "Đã ký")
		officer.Get("/reports/register").Has(t, "118/BC-LĐLĐ", "Kết quả phong trào công nhân", "LĐLĐ TP Hà Nội; Lưu: VT")

		s := url.Values{}
		for _, name := range []string{"once", "unit", "template", "period", "supplements"} {
			s.Set(name, page.Value(t, name))
		}
		more := officer.Post("/reports/new", s).Must(t, http.StatusSeeOther).Location
		officer.Get(more).Must(t, http.StatusOK).Has(t, "Báo cáo năm 2023, bổ sung", "Bổ sung Báo cáo số 118/BC-LĐLĐ", "kết nạp 1.519/1.500", "Mới có 3 lớp.")
		officer.Get(at).Has(t, "Báo cáo bổ sung").Lacks(t, "Lập báo cáo bổ sung")
	})
}

// words is the form of the words with one section changed.
func words(t *testing.T, c *testkit.Client, at, heading, body string) url.Values {
	t.Helper()
	page := c.Get(at+"/edit").Must(t, http.StatusOK)
	f := url.Values{"version": {page.Value(t, "version")}}
	for _, m := range regexp.MustCompile(`(?s)<textarea id="f-(body_\d+)"[^>]*aria-label="([^"]*)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(page.Body, -1) {
		f.Set(m[1], m[3])
		if m[2] == heading {
			f.Set(m[1], body)
		}
	}
	if len(f) < 5 {
		t.Fatalf("the form has %d fields", len(f))
	}
	return f
}

// sign signs by the form as it is filled in beforehand, changed by pairs.
func sign(t *testing.T, c *testkit.Client, at string, change ...string) testkit.Answer {
	t.Helper()
	page := c.Get(at+"/sign").Must(t, http.StatusOK)
	f := url.Values{"recipients": {"LĐLĐ TP Hà Nội\nLưu: VT"}}
	for _, name := range []string{"version", "number", "day", "place", "authority", "post", "signer"} {
		f.Set(name, page.Value(t, name))
	}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return c.Post(at+"/sign", f)
}

func TestWhoMeetsWhat(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		draft, err := k.Report.Begin(k.Ctx("officer", "LB"), report.Beginning{Unit: "LB", Template: "year", Period: "2023"})
		k.ok(err)
		handed, err := k.Report.Begin(k.Ctx("officer", "BD"), report.Beginning{Unit: "BD", Template: "year", Period: "2023"})
		k.ok(err)
		_, err = k.Report.Submit(k.Ctx("officer", "BD"), handed.ID, handed.Version)
		k.ok(err)
		c, err := k.Report.CallFor(k.Ctx("officer", "HN"), report.Calling{Unit: "HN", Template: "year", Period: "2023", Due: "2023-12-20"})
		k.ok(err)
		own, other := "/reports/"+handed.ID, "/reports/"+draft.ID
		for _, who := range []struct {
			role, unit string
			want       map[string]int
		}{
			{"officer", "BD", map[string]int{
				"/reports": 200, "/reports/new": 200, "/reports/new?unit=LB": 404, "/reports/register": 200, "/reports/register?unit=LB": 404,
				"/reports/calls/new": 200, "/reports/calls/" + c.ID: 404, own: 200, other: 404, own + "/edit": 409, own + "/sign": 403, own + "/return": 403, own + "/accept": 403,
				own + "/take-back": 200, own + ".docx": 200, other + ".pdf": 404, other + "/edit": 404, own + "/no": 404, own + "/preview": 404, "/reports/new/x": 404,
			}},
			{"chair", "BD", map[string]int{own: 200, own + "/accept": 200, own + "/return": 200, own + "/sign": 409, other + "/sign": 404}},
			{"officer", "HN", map[string]int{
				"/reports": 200, own: 200, other: 200, own + "/accept": 200, own + "/edit": 409, other + "/edit": 200, own + "/sign": 403, "/reports/calls/" + c.ID: 200,
				"/reports/calls/" + c.ID + ".xlsx": 200, "/reports/register?unit=LB": 200, "/reports/register.xlsx": 200, "/reports/nobody": 404, "/reports/register?year=x": 404,
				"/reports?state=x": 404,
			}},
			{"officer", "BD-1", map[string]int{"/reports": 200, own: 404, "/reports/new": 200, "/reports/calls/new": 200, "/reports/calls/" + c.ID: 404}},
			{"viewer", "BD", map[string]int{"/reports": 403, own: 403, "/reports/new": 403, "/reports/calls/new": 403, "/xac-thuc": 200}},
		} {
			client := k.As(t, auth.Role(who.role), who.unit)
			for path, status := range who.want {
				same(t, who.role+" of "+who.unit+" at "+path, client.Get(path).Status, status)
			}
		}
		same(t, "a visitor", k.Nobody(t).Get(own).Status, http.StatusSeeOther)
		k.As(t, "officer", "HN").Get("/reports").Has(t, "LĐLĐ quận Ba Đình", "LĐLĐ quận Long Biên", "1/3 đã nộp", "3 chậm")
		k.As(t, "officer", "BD").Get("/reports").Has(t, "LĐLĐ quận Ba Đình").Lacks(t, "Long Biên")
		k.As(t, "officer", "LB").Get("/reports").Has(t, "Đến hạn", "Quá hạn 5 ngày", "Viết tiếp").Lacks(t, "Ba Đình")
		k.As(t, "officer", "ST").Get("/reports").Has(t, "Đến hạn", "Lập báo cáo").Lacks(t, "Viết tiếp")
	})
}

func TestTwiceIsOnce(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		officer, city, chair := k.As(t, "officer", "BD"), k.As(t, "officer", "HN"), k.As(t, "chair", "BD")
		f := url.Values{"once": {officer.Get("/reports/new").Value(t, "once")}, "unit": {"BD"}, "template": {"year"}, "period": {"2023"}}
		at := officer.Post("/reports/new", f).Must(t, http.StatusSeeOther).Location
		same(t, "the same form again", officer.Post("/reports/new", f).Must(t, http.StatusSeeOther).Location, at)
		f.Set("period", "2022")
		if again := officer.Post("/reports/new", f).Must(t, http.StatusSeeOther).Location; again == at {
			t.Error("another period is the same report")
		}
		twice := func(c *testkit.Client, act, version string) {
			t.Helper()
			f := url.Values{"version": {version}, "reason": {"thiếu"}}
			same(t, act, c.Post(at+"/"+act, f).Must(t, http.StatusSeeOther).Location, at)
			same(t, act+" again", c.Post(at+"/"+act, f).Must(t, http.StatusSeeOther).Location, at)
		}
		twice(officer, "submit", "1")
		twice(city, "return", "2")
		twice(officer, "submit", "3")
		twice(officer, "take-back", "4")
		twice(officer, "submit", "5")
		twice(city, "accept", "6")
		g := url.Values{"version": {"7"}, "number": {"1"}, "day": {"25/12/2023"}, "place": {"Ba Đình"}, "post": {"CHỦ TỊCH"}, "signer": {"Đặng Minh Châu"}}
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() { same(t, "sign", chair.Post(at+"/sign", g).Status, http.StatusSeeOther) })
		}
		wg.Wait()
		same(t, "signed", k.told("report.signed"), 1)
		city.Post(at+"/return", url.Values{"version": {"8"}, "reason": {"muộn"}}).Must(t, http.StatusConflict).Has(t, "Báo cáo đã ký")
	})
}

func TestWhatWasTypedStays(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		officer := k.As(t, "officer", "BD")
		at := begin(t, officer, "BD")
		f := words(t, officer, at, "Hạn chế, nguyên nhân", "Còn {KHONG.CO} việc")
		officer.Post(at+"/edit", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có số liệu nào mang mã KHONG.CO", "Còn {KHONG.CO} việc")
		f = words(t, officer, at, "Hạn chế, nguyên nhân", "Lời người chậm")
		other := words(t, officer, at, "Hạn chế, nguyên nhân", "Lời người nhanh")
		for name := range other {
			if strings.Contains(other.Get(name), "{đơn vị} đang quản lý") {
				other.Set(name, "Câu mở đầu mới.")
			}
		}
		officer.Post(at+"/edit", other).Must(t, http.StatusSeeOther)
		page := officer.Post(at+"/edit", f).Must(t, http.StatusConflict).Has(t, "đã lưu lời văn lúc", "Bản đang lưu của mục này: Lời người nhanh", "Lời người chậm", "Câu mở đầu mới.")
		same(t, "boxes", strings.Count(page.Text(), "Bản đang lưu của mục này"), 1)
		same(t, "version to go on from", page.Value(t, "version"), "2")
		apart := words(t, officer, at, "Phong trào thi đua", "Của tôi, mục khác")
		apart.Set("version", "1")
		officer.Post(at+"/edit", apart).Must(t, http.StatusSeeOther)
		officer.Get(at).Has(t, "Lời người nhanh", "Của tôi, mục khác", "Câu mở đầu mới.")

		r := k.accepted("LB")
		lb := k.As(t, "chair", "LB")
		page = sign(t, lb, "/reports/"+r.ID, "day", "31/02/2023", "signer", "", "place", "Long Biên").Must(t, http.StatusUnprocessableEntity)
		page.Has(t, "không có trên lịch")
		same(t, "day as typed", page.Value(t, "day"), "31/02/2023")
		sign(t, lb, "/reports/"+r.ID, "signer", "", "place", "Long Biên").Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
		sign(t, lb, "/reports/"+r.ID, "number", "7", "signer", "Lê Văn Long").Must(t, http.StatusSeeOther)
		same(t, "signed", k.told("report.signed"), 1)
	})
}

func TestASubmissionWithoutFiguresIsMendedAtItsSection(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		officer := k.As(t, "officer", "BD")
		at := begin(t, officer, "BD")
		officer.Post(at+"/edit", words(t, officer, at, "Hạn chế, nguyên nhân", "Năm sau {ORG.DV.NEW|giao|kỳ sau}.")).Must(t, http.StatusSeeOther)
		testkit.Write(t, k.Kit.DB, func(tx *db.Tx) error { // a figure that has no value by now
			_, err := tx.Exec(context.WithoutCancel(t.Context()), `UPDATE report_section SET body = '{ORG.DV.TOTAL|đạt}' WHERE body LIKE 'Năm sau%'`)
			return err
		})
		officer.Get(at).Must(t, http.StatusOK).Has(t, "Còn 1 chỗ chưa nộp được", "chưa được giao chỉ tiêu")
		press(t, officer, at, "submit").Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nộp được", "chưa được giao chỉ tiêu", "Lưu lời văn")
	})
}

func TestDownloads(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		r := k.signed("BD")
		c := k.As(t, "officer", "BD")
		at := "/reports/" + r.ID
		for _, f := range []struct{ path, media, name, begins string }{
			{at + ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "BC-118-LDLD-quan-Ba-Dinh-nam-2023.docx", "PK"},
			{at + ".pdf", "application/pdf", "BC-118-LDLD-quan-Ba-Dinh-nam-2023.pdf", "%PDF-"},
			{"/reports/register.xlsx?year=2023", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "so-van-ban-di-BD-2023.xlsx", "PK"},
		} {
			a := c.Get(f.path).Must(t, http.StatusOK)
			same(t, f.path, a.Header.Get("Content-Type"), f.media)
			same(t, f.path, a.Header.Get("Content-Disposition"), `attachment; filename="`+f.name+`"`)
			if !strings.HasPrefix(a.Body, f.begins) {
				t.Errorf("%s begins with %q", f.path, a.Body[:min(8, len(a.Body))])
			}
		}
		same(t, "told", k.told("report.download"), 2)
		z, err := zip.NewReader(bytes.NewReader([]byte(c.Get(at+".docx").Body)), int64(len(c.Get(at+".docx").Body)))
		k.ok(err)
		if len(z.File) < 3 {
			t.Errorf("the document has %d parts", len(z.File))
		}
		d, err := k.Report.Begin(k.Ctx("officer", "BD"), report.Beginning{Unit: "BD", Template: "quarter", Period: "2023-Q1"})
		k.ok(err)
		same(t, "a draft", c.Get("/reports/"+d.ID+".pdf").Header.Get("Content-Disposition"), `attachment; filename="BC-du-thao-LDLD-quan-Ba-Dinh-quy-I-nam-2023.pdf"`)
	})
}

func TestWordsAreOnlyWords(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		c := k.As(t, "officer", "BD")
		at := begin(t, c, "BD")
		evil := `<script>alert(1)</script><img src=x onerror=alert(2)> " ' & {TRAIN.CLASS}</textarea>`
		c.Post(at+"/edit", words(t, c, at, "Hạn chế, nguyên nhân", evil)).Must(t, http.StatusSeeOther)
		f := words(t, c, at, "Hạn chế, nguyên nhân", evil+"{<b>}")
		for _, page := range []testkit.Answer{c.Get(at), c.Get(at + "/edit"), c.Post(at+"/edit", f)} {
			for _, bad := range []string{"<script>alert", "<img src=x", "</textarea>\""} {
				if strings.Contains(page.Body, bad) {
					t.Errorf("status %d: the page has %s", page.Status, bad)
				}
			}
		}
		c.Get(at).Has(t, `<script>alert(1)</script>`)
		city := k.As(t, "officer", "HN")
		press(t, c, at, "submit").Must(t, http.StatusSeeOther)
		press(t, city, at, "return", "reason", `<b onclick="x">lý do</b>`).Must(t, http.StatusSeeOther)
		if page := c.Get(at); strings.Contains(page.Body, "<b onclick") {
			t.Error("a reason is markup")
		}
		a := c.Post(at+"/preview", url.Values{"body_1": {"<i>{TRAIN.CLASS}</i> {<u>}"}}, "HX-Request", "true").Must(t, http.StatusOK)
		if strings.Contains(a.Body, "<i>") || strings.Contains(a.Body, "<u>") || !strings.Contains(a.Body, `href="/figures/TRAIN.CLASS?`) {
			t.Errorf("the preview: %s", a.Body)
		}
	})
}

func TestCallingAndReminding(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		city := k.As(t, "officer", "HN")
		f := url.Values{"unit": {"HN"}, "template": {"year"}, "period": {"2023"}, "due": {"20/12/2023"}, "note": {"Gửi kèm phụ lục"}}
		at := city.Post("/reports/calls/new", f).Must(t, http.StatusSeeOther).Location
		same(t, "the day moved", city.Post("/reports/calls/new", f).Must(t, http.StatusSeeOther).Location, at)
		k.accepted("BD")
		page := city.Get(at).Must(t, http.StatusOK).Has(t, "1/3 đã nộp", "Chậm 5 ngày", "Chưa lập", "Gửi kèm phụ lục")
		same(t, "ticked", strings.Count(page.Body, " checked"), 2)
		city.Post(at, url.Values{"unit": {"LB", "ST", "BD", "BD-1"}}).Must(t, http.StatusSeeOther)
		city.Get(at).Has(t, "Đã nhắc 2 đơn vị.", "Nhắc lần cuối 25/12/2023").Lacks(t, "Nhắc đơn vị đã chọn")
		city.Post(at, url.Values{"unit": {"LB"}}).Must(t, http.StatusSeeOther)
		city.Get(at).Has(t, "Chưa nhắc đơn vị nào")
		same(t, "the list as a file", city.Get(at+".xlsx").Must(t, http.StatusOK).Header.Get("Content-Disposition"), `attachment; filename="nop-bao-cao-HN-year-2023.xlsx"`)
		for name, change := range map[string][]string{"due": {"", "Chưa nhập ô này"}, "template": {"x", "Hãy chọn một trong"}, "period": {"2023-Q1", "không phải kỳ"}} {
			g := url.Values{"unit": {"HN"}, "template": {"year"}, "period": {"2023"}, "due": {"20/12/2023"}}
			g.Set(name, change[0])
			city.Post("/reports/calls/new", g).Must(t, http.StatusUnprocessableEntity).Has(t, change[1])
		}
		k.As(t, "officer", "LB").Post(at, url.Values{"unit": {"ST"}}).Must(t, http.StatusNotFound)
	})
}

func TestAnybodyChecksAPaper(t *testing.T) {
	each(t, func(t *testing.T, k *world) {
		r := k.signed("BD")
		v := k.Nobody(t)
		v.Get("/xac-thuc").Must(t, http.StatusOK).Has(t, "Dấu vân bản ký")
		same(t, "typed in groups", v.Get("/xac-thuc?fingerprint="+url.QueryEscape(strings.ToUpper(report.Grouped(r.Fingerprint)))).Must(t, http.StatusSeeOther).Location, "/xac-thuc/"+r.Fingerprint)
		v.Get("/xac-thuc/"+r.Fingerprint[:16]).Must(t, http.StatusOK).Has(t, "Đúng bản đã ký", "118/BC-LĐLĐ")
		v.Get("/xac-thuc?fingerprint=abc").Must(t, http.StatusUnprocessableEntity).Has(t, "ở đây có 3 ký tự")
		v.Get("/xac-thuc/xyz").Must(t, http.StatusUnprocessableEntity)
		v.Get("/xac-thuc/"+strings.Repeat("0", 64)).Must(t, http.StatusNotFound).Has(t, "Không có bản ký nào mang dấu vân này")
		testkit.Write(t, k.Kit.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(context.WithoutCancel(t.Context()), `UPDATE report_report SET snapshot = $1 WHERE id = $2`, strings.Replace(r.Snapshot, "1.516", "1.616", 1), r.ID)
			return err
		})
		v.Get("/xac-thuc/"+r.Fingerprint).Must(t, http.StatusOK).Has(t, "Bản lưu không còn đúng với bản đã ký").Lacks(t, "Đúng bản đã ký")
		k.As(t, "officer", "BD").Get("/reports/"+r.ID).Has(t, "không khớp", "Bản lưu đã bị đổi sau khi ký")
		for range 60 {
			v.Get("/xac-thuc/" + strings.Repeat("1", 64))
		}
		v.Get("/xac-thuc/"+r.Fingerprint).Must(t, http.StatusTooManyRequests)
	})
}
