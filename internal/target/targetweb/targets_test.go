package targetweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// typed is the form of a target typed right; each test changes a part.
func typed(change ...string) url.Values {
	v := url.Values{
		"indicator": {"ORG.DV.NEW"}, "unit": {"HN-BD-0001"}, "period": {"2023"}, "comparison": {">="}, "value": {"1.250"},
		"document": {"Công văn 30/CV-LĐLĐ"}, "issued_on": {"01/07/2023"}, "once": {db.NewID()},
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

func TestGivingATarget(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, s := boardSite(t, d)
		boardWorld(t, k, s, 3)
		officer := k.As(t, "officer", "HN-BD")
		officer.Get("/targets/new?from=HN-BD").Must(t, http.StatusOK).Has(t, "Giao chỉ tiêu", "ít nhất (≥)", "Năm 2023", "CĐCS Công ty TNHH Thương mại Hoàng Hoa Thám 1")
		form := typed()
		a := officer.Post("/targets/new", form).Must(t, http.StatusSeeOther)
		if a.Location != "/targets?unit=HN-BD&period=2023" {
			t.Errorf("led to %s", a.Location)
		}
		officer.Post("/targets/new", form).Must(t, http.StatusSeeOther) // a double click
		officer.Get(a.Location).Has(t, "Đã giao CĐCS Công ty TNHH Thương mại Hoàng Hoa Thám 1: Đoàn viên kết nạp mới, 1.250 người.",
			"1.250 người. Công văn 30/CV-LĐLĐ, ngày 01/07/2023, LĐLĐ quận Ba Đình giao.")
		officer.Post("/targets/new", typed("value", "1.300", "reason", "bổ sung", "issued_on", "2/8/2023")).Must(t, http.StatusSeeOther)
		officer.Get("/targets").Has(t, "Các lần giao trước (1)", "Lý do sửa: bổ sung")
		officer.Get("/targets/new?unit=HN-BD-0001&indicator=ORG.DV.NEW").Has(t, "Điều chỉnh chỉ tiêu", "đang có: 1.300 người, Công văn 30/CV-LĐLĐ ngày 02/08/2023")
	})
}

func TestATargetTypedWrongComesBack(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 3)
	officer := k.As(t, "officer", "HN-BD")
	for _, c := range []struct {
		says   string
		change []string
	}{
		{"Hãy viết số nguyên", []string{"value", "nhiều"}},
		{"Không có đơn vị mang mã HN-LB.", []string{"unit", "HN-LB"}},
		{"không có trên lịch", []string{"issued_on", "31/02/2023"}},
		{"chưa tới; hôm nay là 25/12/2023", []string{"issued_on", "26/12/2023"}},
		{"Chưa nhập ô này", []string{"document", ""}},
	} {
		a := officer.Post("/targets/new", typed(c.change...)).Must(t, http.StatusUnprocessableEntity).Has(t, c.says, "Còn một chỗ cần sửa")
		if a.Value(t, "unit") != typed(c.change...).Get("unit") {
			t.Errorf("%s: what was typed is lost", c.says)
		}
	}
	officer.Post("/targets/new", typed("unit", "HN-BD-0002", "document", "Văn bản khác", "issued_on", "30/01/2023")).
		Must(t, http.StatusUnprocessableEntity).Has(t, "cùng ngày, giá trị 9. Muốn sửa, hãy ghi lý do.")
	k.As(t, "officer", "HN-BD-0001").Post("/targets/new", typed()).Must(t, http.StatusForbidden).Has(t, "do LĐLĐ quận Ba Đình giao")
}

func TestTheListSaysWhoIsLate(t *testing.T) {
	k, s := boardSite(t, testkit.SQLite(t))
	boardWorld(t, k, s, 12)
	officer := k.As(t, "officer", "HN-BD")
	officer.Get("/targets").Must(t, http.StatusOK).Has(t, "Chỉ tiêu giao cho LĐLĐ quận Ba Đình", "Đã qua 98% thời gian, mới đạt", "Phân bổ xuống")
	late := officer.Get("/targets?late=1").Must(t, http.StatusOK)
	_, list, _ := strings.Cut(late.Text(), "Đã giao cho các đơn vị bên dưới")
	if strings.Contains(list, "kế hoạch LĐLĐ") || strings.Count(list, "Đã qua 98% thời gian") != strings.Count(list, "Điều chỉnh") {
		t.Errorf("not only late ones: %s", list)
	}
	officer.Get("/targets?period=2022").Has(t, "chưa được giao và chưa giao chỉ tiêu nào cho năm 2022", "LĐLĐ TP Hà Nội chưa giao chỉ tiêu nào cho kỳ này.")
}

func TestHandingATargetDown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, s := boardSite(t, d)
		boardWorld(t, k, s, 3)
		officer := k.As(t, "officer", "HN-BD")
		const page = "/targets/distribute?unit=HN-BD&indicator=ORG.DV.NEW&period=2023"
		officer.Get(page).Must(t, http.StatusOK).Has(t, "1.500 người", "đang giao: 9 người", "chưa giao", "Đã chia 19 trên 1.500, còn thiếu 1.481.")
		even := officer.Get(page+"&by=even").Has(t, "Đã chia đủ 1.500 trên 1.500.")
		form := url.Values{"document": {"Kế hoạch 15/KH-LĐLĐ"}, "issued_on": {"10/02/2023"}}
		for _, code := range []string{"HN-BD-0001", "HN-BD-0002", "HN-BD-0003"} {
			form.Set("share-"+code, even.Value(t, "share-"+code))
		}
		form.Set("share-HN-BD-0001", "490")
		officer.Post(page, form).Must(t, http.StatusUnprocessableEntity).Has(t, "Tổng phân bổ là 1.490, còn thiếu 10 so với chỉ tiêu được giao là 1.500.")
		form.Set("share-HN-BD-0001", "nhiều")
		officer.Post(page, form).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy viết số nguyên")
		form.Set("share-HN-BD-0001", "520")
		officer.Post(page, form).Must(t, http.StatusUnprocessableEntity).Has(t, "thừa 20 so với chỉ tiêu được giao")
		form.Set("differs", "1")
		a := officer.Post(page, form).Must(t, http.StatusSeeOther)
		officer.Get(a.Location).Has(t, "Đã phân bổ Đoàn viên kết nạp mới cho 3 đơn vị.", "520 người. Kế hoạch 15/KH-LĐLĐ")
		officer.Get("/targets/distribute?indicator=ORG.CDCS.NEW&period=2022").Has(t, "Chưa có chỉ tiêu để phân bổ")
		officer.Get("/targets/distribute").Must(t, http.StatusUnprocessableEntity)
		officer.Get("/targets/distribute?indicator=ORG.DV.PCT").Has(t, "Giao như nhau").Lacks(t, "Chia theo số đoàn viên", "còn thiếu")
	})
}
