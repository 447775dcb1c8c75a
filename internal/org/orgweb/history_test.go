package orgweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/org/orgweb"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"
)

// reforms ends Ba Đình and Long Biên for three wards on a day.
func reforms(t *testing.T, k *testkit.Kit, on day.Date) org.Reorg {
	t.Helper()
	r, err := k.Org.Reorganise(k.System(), org.Plan{
		Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: on, Signer: "Trần Văn An",
		Lines: []org.Line{
			{Op: org.OpFound, Unit: "P-BADINH", Name: "Công đoàn phường Ba Đình", Kind: "ward", Parent: "HN"},
			{Op: org.OpFound, Unit: "P-NGOCHA", Name: "Công đoàn phường Ngọc Hà", Kind: "ward", Parent: "HN"},
			{Op: org.OpFound, Unit: "P-BODE", Name: "Công đoàn phường Bồ Đề", Kind: "ward", Parent: "HN"},
			{Op: org.OpMove, Unit: "HN-BADINH-0001", Parent: "P-BADINH"},
			{Op: org.OpMove, Unit: "HN-BADINH-0002", Parent: "P-NGOCHA"},
			{Op: org.OpMove, Unit: "HN-LONGBIEN-0001", Parent: "P-BODE"},
			{Op: org.OpEnd, Unit: "HN-BADINH", Heirs: "P-BADINH, P-NGOCHA"},
			{Op: org.OpEnd, Unit: "HN-LONGBIEN", Heirs: "P-BODE"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheTreeOfADayIsShown(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		r := reforms(t, k, "2023-10-01")
		an := k.As(t, "officer", "HN")
		an.Get("/tree").Must(t, http.StatusOK).Has(t, "Công đoàn phường Ba Đình", "01/10/2023 · Sắp xếp (61/QĐ-LĐLĐ)", "01/10/2023 (+3 −2)").
			Lacks(t, "LĐLĐ quận Ba Đình")
		for _, typed := range []string{"2023-09-30", "30/09/2023"} {
			past := an.Get("/tree?on="+url.QueryEscape(typed)).Must(t, http.StatusOK).
				Has(t, "Cây tổ chức ngày 30/09/2023", "LĐLĐ quận Ba Đình", "đến 30/09/2023", "Về cây hôm nay").Lacks(t, "Công đoàn phường Ba Đình")
			if !strings.Contains(past.Body, `hx-get="/tree/HN-BADINH/children?on=2023-09-30"`) {
				t.Error("a branch of the past opens today's")
			}
		}
		an.Get("/tree/HN-BADINH/children?on=2023-09-30").Must(t, http.StatusOK).Has(t, "Xe ôm Phúc Xá")
		an.Get("/tree?on=2023-10-01&open=HN-BADINH").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Ba Đình đã kết thúc 30/09/2023", "Cây ngày cuối, 30/09/2023")
		an.Get("/tree?on=31/02/2023").Must(t, http.StatusOK).Has(t, "Ngày này không có trên lịch")
		an.Get("/tree?q=quan").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Ba Đình", "đã kết thúc 30/09/2023")
		an.Get("/units/HN-BADINH-0002").Must(t, http.StatusOK).Has(t, "Quá trình", "01/10/2023 · Chuyển cấp trên", "Từ LĐLĐ quận Ba Đình sang Công đoàn phường Ngọc Hà")
		closed := an.Get("/units/HN-BADINH").Must(t, http.StatusOK).Has(t, "theo Quyết định 61/QĐ-LĐLĐ, ngày cuối 30/09/2023",
			"Từ 01/10/2023 kế thừa bởi: Công đoàn phường Ba Đình , Công đoàn phường Ngọc Hà")
		if !strings.Contains(closed.Body, `href="/reorgs/`+r.ID+`"`) {
			t.Error("the life line does not lead to the decision")
		}
		an.Get("/units/P-BODE").Must(t, http.StatusOK).Has(t, "Từ 01/10/2023 kế thừa: LĐLĐ quận Long Biên")
	})
}

func TestAnEndAheadTakesNoButtonAway(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		reforms(t, k, "2024-01-01")
		an := k.As(t, "officer", "HN")
		an.Get("/units/HN-BADINH").Must(t, http.StatusOK).
			Has(t, "Đơn vị sẽ kết thúc hoạt động theo Quyết định 61/QĐ-LĐLĐ, ngày cuối 31/12/2023", "Sửa thông tin", "Thêm cán bộ", "Thành lập đơn vị mới", "Rút quyết định").
			Lacks(t, "kế thừa bởi: C")
		an.Get("/tree").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Ba Đình đến 31/12/2023").Lacks(t, "Công đoàn phường")
		an.Get("/tree?q=phuong+ngoc").Must(t, http.StatusOK).Lacks(t, "Công đoàn phường Ngọc Hà")
		an.Get("/tree?q=P-NGOCHA").Must(t, http.StatusOK).Has(t, "Công đoàn phường Ngọc Hà", "thành lập từ 01/01/2024")
		an.Get("/units/P-NGOCHA").Must(t, http.StatusOK).Has(t, "Đơn vị thành lập từ 01/01/2024")
		an.Get("/tree?on=2024-01-01").Must(t, http.StatusOK).Has(t, "Công đoàn phường Ngọc Hà", "Ngày này chưa tới").Lacks(t, "quận Ba Đình")
		k.As(t, "officer", "HN-BADINH").Get("/units/HN-BADINH/details").Must(t, http.StatusOK)
	})
}

func TestTwoDaysAreShownSideBySide(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		reforms(t, k, "2023-10-01")
		an := k.As(t, "officer", "HN")
		an.Get("/tree/compare?unit=HN").Must(t, http.StatusOK).Has(t, // on its own the eve and the first day of the last decision
			"Giữa hai ngày: 2 đơn vị kết thúc, 0 chuyển đi, 3 thành lập, 0 chuyển đến, 0 giữ nguyên chỗ", "Ngày 30/09/2023", "Ngày 01/10/2023",
			"Kết thúc (2) 3 117", "Thành lập (3) 3 117", "Kế thừa bởi: Công đoàn phường Ba Đình, Công đoàn phường Ngọc Hà", "Kế thừa từ: LĐLĐ quận Ba Đình",
			"LĐLĐ quận Ba Đình 2 CĐCS", "Tổng cộng 3 117")
		an.Get("/tree/compare/flow?unit=HN&from=2023-09-30&to=2023-10-01&old=HN-BADINH&new=P-NGOCHA").Must(t, http.StatusOK).
			Has(t, "LĐLĐ quận Ba Đình → Công đoàn phường Ngọc Hà", "Xe ôm Phúc Xá", "1–1 trong 1")
		k.As(t, "officer", "P-BODE").Get("/tree/compare?unit=HN").Must(t, http.StatusNotFound)
	})
}

func TestOfficersOfAClosedUnitReadAndWriteNothing(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		reforms(t, k, "2023-10-01")
		an := k.As(t, "officer", "HN-BADINH")
		an.Get("/switch").Must(t, http.StatusOK).
			Has(t, "Đơn vị đã kết thúc, chỉ xem. Kế thừa bởi: Công đoàn phường Ba Đình, Công đoàn phường Ngọc Hà", "đã kết thúc 30/09/2023")
		an.Get("/tree").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Ba Đình đã kết thúc 30/09/2023", "Xe ôm Phúc Xá thuộc Công đoàn phường Ngọc Hà")
		an.Get("/tree?on=2023-09-30").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Ba Đình", "Xe ôm Phúc Xá")
		an.Get("/units/HN-BADINH").Must(t, http.StatusOK).Lacks(t, "Sửa thông tin", "Thêm cán bộ", "Ghi quyết định giải thể")
		an.Get("/units/HN-BADINH-0002").Must(t, http.StatusOK).Has(t, "Xe ôm Phúc Xá").Lacks(t, "Sửa thông tin")
		for _, r := range (&orgweb.Pages{Site: k.Site, Org: k.Org}).Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			if method != http.MethodPost || r.Need == web.SignedIn {
				continue
			}
			path = strings.NewReplacer("{code}", "HN-BADINH", "{id}", foundingAct).Replace(path)
			if path == "/units/new" {
				path += "?parent=HN-BADINH"
			}
			a := an.Post(path, founding("founded_on", "01/03/2023", "reason", "thử", "version", "1"))
			if a.Status != http.StatusForbidden && a.Status != http.StatusNotFound {
				t.Errorf("%s: %d %s", path, a.Status, a.Text())
			}
			if a.Status == http.StatusForbidden && !strings.Contains(a.Text(), "đã kết thúc hoạt động ngày 30/09/2023: chỉ xem") && !strings.Contains(path, "/acts/") {
				t.Errorf("%s does not say why: %s", path, a.Text())
			}
		}
	})
}
