package agreementweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/agreement/agreementweb"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/practice"
	"donghanh/internal/testkit"
)

// visits is a site with LĐLĐ TP Hà Nội above Long Biên, Hồ Chí Minh City above
// Bình Tân, and Đà Nẵng. Today is 25/12/2023.
func visits(t *testing.T, fn func(t *testing.T, k *testkit.Kit, s *agreement.Service)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		var s *agreement.Service
		k := testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
			kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
			if err != nil {
				t.Fatal(err)
			}
			work := &activity.Service{DB: k.DB, Org: k.Org, Kinds: kinds}
			s = &agreement.Service{DB: k.DB, Org: k.Org, Activity: work, Practice: &practice.Service{DB: k.DB, Org: k.Org, Activity: work}}
			return (&agreementweb.Pages{Site: k.Site, Org: k.Org, Agreement: s}).Routes()
		})
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
			org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
			org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
			org.Founding{Code: "DN", Name: "LĐLĐ TP Đà Nẵng", Kind: "provincial"},
		)
		fn(t, k, s)
	})
}

// trip is the form of a visit of Long Biên to Bình Tân, changed by pairs.
func trip(t *testing.T, c *testkit.Client, change ...string) url.Values {
	t.Helper()
	a := c.Get("/exchanges/new").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Long Biên (LB)", "không cần lập thêm phiếu")
	f := url.Values{
		"once": {a.Value(t, "once")}, "title": {"Trao đổi kinh nghiệm hoạt động"}, "hosts": {"LĐLĐ quận Bình Tân (BT)"}, "guests": {"LĐLĐ quận Long Biên (LB)"},
		"planned_from": {"5/4/2023"}, "planned_to": {"6/4/2023"}, "head": {"Nguyễn Trường Giang"}, "head_post": {"Chủ tịch"}, "people": {"10"},
		"members": {"Trần Văn A – Phó Chủ tịch\nLê Thị B, Trưởng ban"}, "programme": {"Đón đoàn\n6/4: Thăm cơ sở"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

func TestAVisitThroughItsPages(t *testing.T) {
	visits(t, func(t *testing.T, k *testkit.Kit, _ *agreement.Service) {
		guest, host, stranger := k.As(t, "officer", "LB"), k.As(t, "officer", "BT"), k.As(t, "officer", "DN")
		guest.Get("/exchanges").Must(t, http.StatusOK).Has(t, "Chưa có chuyến thăm, trao đổi nào", "Lập chuyến")
		f := trip(t, guest)
		at := guest.Post("/exchanges/new", f).Must(t, http.StatusSeeOther).Location
		if again := guest.Post("/exchanges/new", f).Must(t, http.StatusSeeOther).Location; again != at {
			t.Errorf("a double click made another: %s, %s", at, again)
		}
		guest.Get(at).Must(t, http.StatusOK).Has(t, "LĐLĐ quận Long Biên đến LĐLĐ quận Bình Tân", "05 – 06/04/2023", "Chưa ghi kết quả", "Nguyễn Trường Giang, Chủ tịch", "Trưởng ban", "06/04/2023 Thăm cơ sở")
		stranger.Get(at).Must(t, http.StatusNotFound)
		stranger.Get(at+"/plan").Must(t, http.StatusNotFound)
		host.Get("/exchanges?role=host").Must(t, http.StatusOK).Has(t, "Trao đổi kinh nghiệm hoạt động")
		host.Get("/exchanges?role=guest").Must(t, http.StatusOK).Has(t, "Không có chuyến nào khớp")
		host.Get(at+"/change").Must(t, http.StatusForbidden).Has(t, "Chỉ đơn vị lập chuyến này sửa được")
		k.As(t, "officer", "HCM").Get("/exchanges?q=long+bien").Must(t, http.StatusOK).Has(t, "Trao đổi kinh nghiệm hoạt động")

		ask := guest.Get(at+"/topics").Must(t, http.StatusOK)
		guest.Post(at+"/topics", url.Values{"once": {ask.Value(t, "once")}, "text": {"Phát triển đoàn viên"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Phát triển đoàn viên", "Hãy chọn một trong các giá trị")
		guest.Post(at+"/topics", url.Values{"once": {ask.Value(t, "once")}, "text": {"Phát triển đoàn viên"}, "side": {sideOf(t, ask, "LĐLĐ quận Long Biên")}}).Must(t, http.StatusSeeOther)
		page := host.Get(at).Must(t, http.StatusOK).Has(t, "1 nội dung trao đổi, 1 chưa trả lời", "1. Phát triển đoàn viên", "LĐLĐ quận Long Biên nêu")
		topic := at + "/topics/" + cutOut(t, page.Body, at+"/topics/", `"`)
		reply := host.Get(topic).Must(t, http.StatusOK)
		host.Post(topic, url.Values{"version": {"0"}, "text": {"Lập tổ công tác"}, "side": {sideOf(t, reply, "LĐLĐ quận Bình Tân")}}).Must(t, http.StatusSeeOther)
		guest.Get(at).Must(t, http.StatusOK).Has(t, "0 chưa trả lời", "LĐLĐ quận Bình Tân trả lời", "Lập tổ công tác")
		guest.Post(topic+"/drop", nil).Must(t, http.StatusConflict)

		guest.Get(at+"/learned").Must(t, http.StatusConflict)
		form := guest.Get(at+"/change").Must(t, http.StatusOK)
		f = trip(t, guest, "held_from", "05/04/2023", "held_to", "06/04/2023", "version", form.Value(t, "version"))
		guest.Post(at+"/change", f).Must(t, http.StatusSeeOther)
		guest.Get(at).Must(t, http.StatusOK).Has(t, "Đã tổ chức", "Chưa ghi điều học được")
		if got := k.Figure("LB", "VISIT.N", "2023") + k.Figure("BT", "DELEG.N", "2023"); got != "11" {
			t.Errorf("counted %s", got)
		}
		learn := guest.Get(at+"/learned").Must(t, http.StatusOK)
		guest.Post(at+"/learned", url.Values{"version": {learn.Value(t, "version")}, "lessons": {"Đến tận nhà trọ"}}).Must(t, http.StatusSeeOther)
		host.Get(at).Must(t, http.StatusOK).Has(t, "Đến tận nhà trọ")

		guest.Get(at+"/plan").Must(t, http.StatusOK).Has(t, "KẾ HOẠCH", "LIÊN ĐOÀN LAO ĐỘNG QUẬN LONG BIÊN", "Trưởng ban", "THÀNH PHẦN")
		for format, begins := range map[string]string{"docx": "PK", "pdf": "%PDF"} {
			if a := guest.Get(at+"/plan/"+format).Must(t, http.StatusOK); !strings.HasPrefix(a.Body, begins) {
				t.Errorf("%s begins with %q", format, a.Body[:8])
			}
		}
		guest.Get(at+"/plan/exe").Must(t, http.StatusNotFound)
	})
}

func TestAVisitIsRefusedAtItsFields(t *testing.T) {
	visits(t, func(t *testing.T, k *testkit.Kit, _ *agreement.Service) {
		c := k.As(t, "officer", "LB")
		for name, x := range map[string]struct {
			change []string
			want   string
		}{
			"it ends before it begins":  {[]string{"planned_to", "4/4/2023"}, "Ngày kết thúc (04/04/2023) đứng trước ngày bắt đầu (05/04/2023)"},
			"host and guest in one":     {[]string{"hosts", "LB"}, "không thể vừa đón vừa đi"},
			"nobody knows the host":     {[]string{"hosts", "LHCĐ Seoul"}, "Không thấy đơn vị hay tổ chức tên LHCĐ Seoul"},
			"a foreign host of no land": {[]string{"hosts", "LHCĐ Seoul", "partner_kind", "foreign"}, "Chưa nhập ô này"},
			"a day that is none":        {[]string{"programme", "31/4: họp"}, "không có trên lịch"},
			"a day of another visit":    {[]string{"programme", "7/4: họp"}, "Ngày 07/04/2023 không nằm trong chuyến"},
			"more named than came":      {[]string{"people", "2"}, "Đã ghi tên 3 người"},
			"others' visit":             {[]string{"guests", "DN"}, "Hãy ghi ít nhất một đơn vị"},
		} {
			a := c.Post("/exchanges/new", trip(t, c, x.change...)).Must(t, http.StatusUnprocessableEntity)
			if !strings.Contains(a.Text(), x.want) || !strings.Contains(a.Body, "Lê Thị B") {
				t.Errorf("%s: %s", name, a.Text())
			}
		}
		at := c.Post("/exchanges/new", trip(t, c, "hosts", "LHCĐ Seoul", "partner_kind", "foreign", "country", "kr")).Must(t, http.StatusSeeOther).Location
		c.Get(at).Must(t, http.StatusOK).Has(t, "LĐLĐ quận Long Biên đến LHCĐ Seoul")
		c.Post(at+"/cancel", url.Values{"version": {"1"}}).Must(t, http.StatusUnprocessableEntity)
		c.Post(at+"/cancel", url.Values{"version": {"1"}, "reason": {"Hoãn sang năm"}}).Must(t, http.StatusSeeOther)
		c.Get(at).Must(t, http.StatusOK).Has(t, "Không tổ chức", "Hoãn sang năm")
	})
}

func TestTheTurnsOfAMemorandum(t *testing.T) {
	visits(t, func(t *testing.T, k *testkit.Kit, s *agreement.Service) {
		ctx := k.Ctx("officer", "HN")
		a, err := s.Begin(ctx, agreement.Head{
			Unit: "HN", Kind: agreement.Memorandum, Title: "Bản ghi nhớ hợp tác hữu nghị", From: "2022-08-05", To: "2027-08-05", Notice: -1, Review: -1, Visits: true,
			Opposite: []agreement.Opposite{{Name: "LHCĐ thành phố Seoul", Kind: agreement.Foreign, Country: "KR"}},
		})
		if err == nil {
			a, err = s.Sign(ctx, a.ID, a.Version, agreement.Signing{On: "2022-08-05", Place: "Hà Nội"})
		}
		if err != nil {
			t.Fatal(err)
		}
		c, at := k.As(t, "officer", "HN"), agreement.Href(a.ID)
		c.Get(at).Must(t, http.StatusOK).Has(t, "Đã tổ chức 0 trên 5 lượt", "Lượt tới: năm 2023, LHCĐ thành phố Seoul đón, chậm nhất 31/12/2023", "Lỡ lượt")
		c.Get("/exchanges/new?agreement="+a.ID+"&year=2023").Must(t, http.StatusOK).Has(t, "Bản ghi nhớ hợp tác hữu nghị", "LHCĐ thành phố Seoul")
		c.Post(at+"/skip", url.Values{"year": {"2023"}}).Must(t, http.StatusUnprocessableEntity)
		c.Post(at+"/skip", url.Values{"year": {"2023"}, "reason": {"Hai bên thống nhất lùi"}}).Must(t, http.StatusSeeOther)
		c.Get(at).Must(t, http.StatusOK).Has(t, "Lượt tới: năm 2024, LĐLĐ TP Hà Nội đón", "Chuyến thăm năm 2023")
		k.As(t, "viewer", "HN").Get(at).Must(t, http.StatusOK).Has(t, "Đoàn thăm, trao đổi").Lacks(t, "Lập kế hoạch")
	})
}

// sideOf is the value of the choice beside a name.
func sideOf(t *testing.T, a testkit.Answer, name string) string {
	t.Helper()
	before, _, found := strings.Cut(a.Body, "<span>"+name)
	i := strings.LastIndex(before, `value="`)
	if !found || i < 0 {
		t.Fatalf("no choice %q", name)
	}
	value, _, _ := strings.Cut(before[i+len(`value="`):], `"`)
	return value
}

func cutOut(t *testing.T, s, after, before string) string {
	t.Helper()
	_, rest, found := strings.Cut(s, after)
	word, _, ended := strings.Cut(rest, before)
	for found && ended && len(word) != 36 { // the address of the list itself comes first
		if _, rest, found = strings.Cut(rest, after); found {
			word, _, ended = strings.Cut(rest, before)
		}
	}
	if !found || !ended {
		t.Fatalf("nothing between %q and %q", after, before)
	}
	return word
}
