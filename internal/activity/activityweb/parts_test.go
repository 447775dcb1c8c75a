package activityweb_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/testkit"
)

// letter records a letter that is to be answered by 20/12/2023.
func letter(c *testkit.Client, t *testing.T, change ...string) string {
	t.Helper()
	a := c.Get("/activities/new?kind=letter").Must(t, http.StatusOK)
	f := url.Values{"once": {a.Value(t, "once")}, "unit": {"A1"}, "day": {"1/12/2023"}, "sent": {"1/12/2023"}, "due": {"20/12/2023"}}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return c.Post("/activities/new?kind=letter", f).Must(t, http.StatusSeeOther).Location
}

func TestPartsAreAddedFromTheirWhole(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		at := letter(c, t)
		id := strings.TrimPrefix(at, "/activities/")
		c.Get(at).Has(t, "Trả lời của nơi nhận", "Chưa ghi lần nào", "Quá hạn 5 ngày", "Đã xong")
		c.Get("/activities/new").Lacks(t, "Trả lời của nơi nhận")
		c.Get("/activities/new?kind=answer").Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy mở việc đó rồi thêm")
		address := "/activities/new?kind=answer&under=" + id
		form := c.Get(address).Must(t, http.StatusOK).Has(t, "Thuộc việc Công văn ngày 01/12/2023", "CĐCS Trường mầm non Hoa Hồng (A1)", "Lưu và thêm tiếp")
		f := url.Values{"once": {form.Value(t, "once")}, "unit": {"A1"}, "under": {id}, "day": {"10/12/2023"}, "view": {"no"}, "from": {"cđcs trường mầm non hoa hồng"}, "next": {"1"}}
		next := c.Post("/activities/new?kind=answer", f).Must(t, http.StatusSeeOther).Location
		c.Get(next).Must(t, http.StatusOK).Has(t, "Đã ghi: Trả lời: Không đồng ý", "Thuộc việc Công văn")
		c.Get(at).Has(t, "Trả lời của nơi nhận (1)", "Trả lời: Không đồng ý")
		a := c.Get(at + "/withdraw")
		c.Post(at+"/withdraw", url.Values{"version": {a.Value(t, "version")}, "reason": {"Nhầm"}}).Must(t, http.StatusConflict).
			Has(t, "còn 1 việc con: “Trả lời: Không đồng ý”")
		k.As(t, "officer", "HN-B").Get(address).Must(t, http.StatusNotFound)
	})
}

func TestOpenWorkIsListedUntilItIsDone(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "HN-A")
		c.Get("/activities/open").Must(t, http.StatusOK).Has(t, "Không có việc nào đang mở")
		at := letter(c, t)
		letter(c, t, "due", "28/12/2023", "sent", "2/12/2023")
		letter(c, t, "due", "", "sent", "3/12/2023")
		c.Get("/activities") // takes what is said of the last one
		a := c.Get("/activities/open").Has(t, "Quá hạn 5 ngày", "Còn 3 ngày", "Hạn 20/12/2023").Lacks(t, "03/12/2023")
		if strings.Index(a.Text(), "Quá hạn") > strings.Index(a.Text(), "Còn 3") {
			t.Error("the overdue is not first")
		}
		c.Get("/activities/open?unit=A2").Has(t, "Không có việc nào đang mở")
		k.As(t, "leader", "HN-B").Get("/activities/open").Has(t, "Không có việc nào đang mở")
		form := c.Get(at+"/done").Must(t, http.StatusOK).Has(t, "Ngày xong", "Lưu ngày xong")
		f := url.Values{"version": {form.Value(t, "version")}, "done": {"26/12/2023"}}
		c.Post(at+"/done", f).Must(t, http.StatusUnprocessableEntity).Has(t, "chưa tới")
		f.Set("done", "")
		c.Post(at+"/done", f).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
		f.Set("done", "22/12/2023")
		c.Get(c.Post(at+"/done", f).Must(t, http.StatusSeeOther).Location).Has(t, "Đã xong: Công văn ngày 01/12/2023, ngày 22/12/2023").Lacks(t, "Quá hạn")
		c.Get(at).Has(t, "Xong ngày 22/12/2023", "Lý do: Đánh dấu đã xong")
		c.Post(at+"/done", f).Must(t, http.StatusSeeOther) // a double click
		c.Get(at+"/done").Must(t, http.StatusConflict).Has(t, "không còn mở")
		k.As(t, "leader", "HN-A").Get("/activities/open").Has(t, "Còn 3 ngày").Lacks(t, "Đã xong")
	})
}

func TestWhatIsPrivateIsShownOnceWhenAskedFor(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		at := c.Post(giftAddress, giftForm(c, t, "story", "Chồng mất, hai con nhỏ")).Must(t, http.StatusSeeOther).Location
		reader := k.As(t, "leader", "HN-A")
		reader.Get(at).Has(t, "••••", "Xem phần che").Lacks(t, "Chồng mất")
		reader.Post(at+"/reveal", nil).Must(t, http.StatusOK).Has(t, "Chồng mất").Lacks(t, "Xem phần che")
		reader.Get(at).Lacks(t, "Chồng mất")
		form := c.Get(at+"/change").Must(t, http.StatusOK)
		form.Has(t, "Chồng mất, hai con nhỏ")
		f := giftForm(c, t, "version", form.Value(t, "version"), "reason", "Sửa", "story", "Chồng ốm nặng")
		c.Post(at+"/change", f).Must(t, http.StatusSeeOther)
		c.Get(at).Lacks(t, "ốm nặng", "Chồng mất")
	})
}

func TestKindsAreFoundByTyping(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		a := c.Get("/activities/new").Must(t, http.StatusOK).Has(t, "Kết nạp đoàn viên", "Chăm lo", "Trao quà cho đoàn viên").Lacks(t, "Hay dùng")
		if strings.Index(a.Text(), "Kết nạp") > strings.Index(a.Text(), "Trao quà") {
			t.Error("headings are not in the order of groups.toml")
		}
		c.Get("/activities/new?q=tang+qua").Has(t, "Trao quà cho đoàn viên").Lacks(t, "Kết nạp đoàn viên")
		c.Get("/activities/new?q=hoan+canh+gift").Has(t, "Không có loại việc nào khớp")
		record(c, t)
		c.Get("/activities/new").Has(t, "Hay dùng Kết nạp đoàn viên Đoàn viên Kết nạp đoàn viên")
	})
}

func TestNamesAreNeverMarkup(t *testing.T) {
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		at := c.Post(giftAddress, giftForm(c, t, "firm", evil, "partner", evil, "note", evil)).Must(t, http.StatusSeeOther).Location
		for _, path := range []string{at, at + "/change", "/activities", "/activities/new?q=" + url.QueryEscape(evil), "/activities/suggest?kind=gift&field=firm&firm=script", "/activities?q=" + url.QueryEscape(evil)} {
			if a := c.Get(path).Must(t, http.StatusOK); strings.Contains(a.Body, "<script>alert") || strings.Contains(a.Body, "<img src=x") {
				t.Errorf("%s has markup of its own", path)
			}
		}
		c.Get("/activities/suggest?kind=gift&field=host&host=hoa").Must(t, http.StatusOK)
		c.Get("/activities/suggest?kind=gift&field=amount").Must(t, http.StatusNotFound)
	})
}

func TestTheListIsExportedAndCanBeImportedAgain(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, s *activity.Service) {
		c := k.As(t, "officer", "A1")
		record(c, t, "partner", "=HYPERLINK(\"http://x\")")
		at := letter(c, t)
		for _, d := range []activity.Draft{
			{Kind: "answer", Unit: "A1", Day: "2023-11-30", Under: strings.TrimPrefix(at, "/activities/"), Fields: activity.Fields{"view": "no", "from": "HN-A"}},
			{Kind: "gift", Unit: "A2", Ref: "Q-1", Day: "2023-12-02", Fields: activity.Fields{"amount": "18,2 triệu", "people": "3", "story": "Ốm nặng"}},
		} {
			if _, err := s.Record(k.System(), d); err != nil {
				t.Fatal(err)
			}
		}
		a := k.As(t, "officer", "HN-A").Get("/activities.xlsx").Must(t, http.StatusOK)
		if strings.Contains(a.Body, "Ốm nặng") {
			t.Error("what is private goes out")
		}
		r, err := sheet.Open(strings.NewReader(a.Body), "viec.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		kind := sheet.Kind{Name: "activities", Columns: s.Columns(), Row: s.ImportRow}
		var faults []string
		opt := sheet.Options{AcceptValid: true, Words: func(e *errs.Error) string { faults = append(faults, e.Field+" "+e.Key); return e.Key }}
		res, err := sheet.Run(k.Ctx("officer", "HN"), k.DB, kind, r, opt, nil, nil)
		// Only the record with the masked text is not what it was.
		if err != nil || res.Rows != 4 || len(faults) != 1 || faults[0] != "ref activity.ref.taken" {
			t.Errorf("%+v, %v, %v", res, faults, err)
		}
		if lines, _, err := s.List(k.System(), activity.Filter{}); err != nil || len(lines) != 4 {
			t.Errorf("%d records, %v", len(lines), err)
		}
		only := k.As(t, "officer", "HN-B").Get("/activities.xlsx").Must(t, http.StatusOK)
		if r, err = sheet.Open(strings.NewReader(only.Body), "viec.xlsx"); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("another district's: %v", err)
		}
	})
}
