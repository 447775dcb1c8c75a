package targetweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// restWorld is a city whose district Long Biên ended on 30/06/2023 with 8 of its
// 20 reached, and of 2022 with 23 of 20; Bồ Đề goes on from it.
func restWorld(t testing.TB, k *testkit.Kit, s *target.Service) (end org.Reorg) {
	t.Helper()
	k.Org.Followers = append(k.Org.Followers, s)
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-LB-0001", Name: "CĐCS Công ty Hoa Sen", Kind: "base", Parent: "HN-LB", Members: 30},
	)
	for period, on := range map[string]string{"2022": "2022-02-01", "2023": "2023-02-01"} {
		g := target.Giving{Indicator: "ORG.DV.NEW", Unit: "HN-LB", Period: period, Value: "20", Document: "Kế hoạch 08/KH-LĐLĐ", IssuedOn: day.Date(on)}
		if _, err := s.Give(k.System(), g); err != nil {
			t.Fatal(err)
		}
	}
	boardAdmit(t, k, "HN-LB-0001", "2022-05-05", 23)
	boardAdmit(t, k, "HN-LB-0001", "2023-06-30", 8)
	for _, p := range []org.Plan{
		{DecidedOn: "2023-06-20", EffectiveOn: "2023-07-01", Lines: []org.Line{
			{Op: org.OpMove, Unit: "HN-LB-0001", Parent: "HN"}, {Op: org.OpEnd, Unit: "HN-LB"},
		}},
		{DecidedOn: "2023-09-20", EffectiveOn: "2023-10-01", Lines: []org.Line{
			{Op: org.OpFound, Unit: "HN-BODE", Name: "Công đoàn phường Bồ Đề", Kind: "ward", Parent: "HN", Follows: "HN-LB"},
			{Op: org.OpMove, Unit: "HN-LB-0001", Parent: "HN-BODE"},
		}},
	} {
		p.Unit, p.Kind, p.DecisionNo, p.Signer = "HN", org.Reforming, "61/QĐ-LĐLĐ", "Trần Văn An"
		r, err := k.Org.Reorganise(k.System(), p)
		if err != nil {
			t.Fatal(err)
		}
		if end.ID == "" {
			end = r
		}
	}
	return end
}

// TestATargetOfAnAbolishedUnitAsPeopleSeeIt: closed with what was reached, its
// rest at the city, one click to who goes on; the year before as it was.
func TestATargetOfAnAbolishedUnitAsPeopleSeeIt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, s := boardSite(t, d)
		restWorld(t, k, s)
		officer := k.As(t, "officer", "HN")
		closed := "Giao 20 người, đạt 8 người đến 30/06/2023. Phần còn lại 12 người chuyển LĐLĐ TP Hà Nội."
		officer.Get("/targets?unit=HN").Must(t, http.StatusOK).Has(t, closed, "Phần còn lại của 1 đơn vị đã kết thúc: 12 người",
			"Giao 20 = đạt 8 + đã giao lại 0 + còn 12", "Giao phần còn lại").Lacks(t, "có nguy cơ không đạt")
		officer.Get("/figures/ORG.DV.NEW?unit=HN-LB&period=2023").Must(t, http.StatusOK).Has(t, closed).Lacks(t, "còn thiếu", "LĐLĐ TP Hà Nội giao")
		officer.Get("/figures/ORG.DV.NEW?unit=HN-LB&period=2022").Must(t, http.StatusOK).Has(t, "23", "115%").Lacks(t, "Phần còn lại")
		own := k.As(t, "officer", "HN-LB")
		own.Get("/figures/ORG.DV.NEW?unit=HN-LB&period=2022").Must(t, http.StatusOK).Has(t, "115%")
		at := "/targets/rest?unit=HN&indicator=ORG.DV.NEW&period=2023"
		own.Get(at).Must(t, http.StatusNotFound)
		a := officer.Get(at).Must(t, http.StatusOK).Has(t, "12 người", "LĐLĐ quận Long Biên: giao 20, đạt 8 người đến 30/06/2023; còn 12 người", "Giao hết 12.")
		for field, want := range map[string]string{"share-HN-BODE": "12", "document": "61/QĐ-LĐLĐ", "issued_on": "20/09/2023"} { // one click
			if got := a.Value(t, field); got != want {
				t.Errorf("proposed %s %q, want %q", field, got, want)
			}
		}
		form := url.Values{
			"once": {a.Value(t, "once")}, "document": {"Kế hoạch 120/KH-LĐLĐ"}, "issued_on": {"05/10/2023"},
			"share-HN-BODE": {"12"}, "share-HN-BD": {"1"},
		}
		officer.Post(at, form).Must(t, http.StatusUnprocessableEntity).Has(t, "Tổng giao là 13, nhiều hơn phần còn lại là 12. Hãy bớt 1.")
		form.Del("share-HN-BD")
		for range 2 { // a double click
			officer.Post(at, form).Must(t, http.StatusSeeOther)
		}
		officer.Get("/targets?unit=HN").Has(t, "Đã giao lại hết 12 người.", "Phần còn lại của 1 đơn vị đã kết thúc: đã giao hết", "Giao 20 = đạt 8 + đã giao lại 12 + còn 0")
		officer.Get(at).Must(t, http.StatusOK).Has(t, "Không còn phần nào chờ giao")
		officer.Get("/board?unit=HN&period=2023").Must(t, http.StatusOK).Has(t, "đã giao hết")
	})
}
