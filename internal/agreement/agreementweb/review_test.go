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
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// reviewWorld is, today being 25/12/2023: LĐLĐ TP Hà Nội over LĐLĐ quận Ba Đình,
// which keeps a programme of 2021 to 2023 with two commitments, one of them late.
type reviewWorld struct {
	*testkit.Kit
	agreements *agreement.Service
	reports    *report.Service
	signed     agreement.Agreement
	t          *testing.T
}

func newReviewWorld(t *testing.T, d *db.DB) *reviewWorld {
	t.Helper()
	k := &reviewWorld{t: t}
	k.Kit = testkit.NewSite(t, d, k.routes)
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: "CĐCS Điện lực", Kind: "base", Parent: "BD", Members: 30},
	)
	ctx := k.Ctx("officer", "BD")
	a, err := k.agreements.Begin(ctx, agreement.Head{
		Unit: "BD", Kind: agreement.Programme, Title: "Chương trình phối hợp UBND - LĐLĐ quận giai đoạn 2021 - 2023", From: "2021-01-01", To: "2023-12-31",
		Notice: -1, Review: 12, Opposite: []agreement.Opposite{{Name: "UBND quận Ba Đình", Kind: agreement.People}},
	})
	k.ok(err)
	f, err := k.agreements.SaveField(ctx, a.ID, agreement.Field{Heading: "Phát triển đoàn viên"})
	k.ok(err)
	for _, c := range []agreement.Commitment{
		{Field: f.ID, Text: "Kết nạp đoàn viên", Side: agreement.A, Indicator: "ORG.DV.NEW", Target: "20"},
		{Field: f.ID, Text: "Mở lớp tập huấn", Side: agreement.B, Due: "2022-06-30"},
	} {
		_, err = k.agreements.SaveCommitment(ctx, a.ID, agreement.Promise{Commitment: c})
		k.ok(err)
	}
	k.signed, err = k.agreements.Sign(ctx, a.ID, a.Version, agreement.Signing{On: "2021-01-15", Place: "Ba Đình"})
	k.ok(err)
	return k
}

func (k *reviewWorld) ok(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// routes are those of agreements and reports, hung on each other as package app
// does.
func (k *reviewWorld) routes(kit *testkit.Kit) []web.Route {
	rules, err := target.LoadRules(catalogue.FS, kit.Ledger.Catalogue)
	k.ok(err)
	templates, err := report.LoadTemplates(catalogue.FS, kit.Ledger.Catalogue)
	k.ok(err)
	kinds, err := activity.LoadKinds(catalogue.FS, kit.Ledger.Catalogue)
	k.ok(err)
	k.reports = &report.Service{DB: kit.DB, Org: kit.Org, Target: &target.Service{DB: kit.DB, Org: kit.Org, Rules: rules}, Templates: templates}
	k.agreements = &agreement.Service{DB: kit.DB, Org: kit.Org, Activity: &activity.Service{DB: kit.DB, Org: kit.Org, Kinds: kinds}, Report: k.reports}
	k.reports.Signed, k.reports.Counted = append(k.reports.Signed, k.agreements.ReportSigned), k.agreements.CountReview
	pages := &agreementweb.Pages{Site: kit.Site, Org: kit.Org, Agreement: k.agreements, Base: func(*http.Request) string { return kit.URL }}
	return pages.Routes()
}

func (k *reviewWorld) at(path string) string { return agreement.Href(k.signed.ID) + path }

func TestAReviewFromItsFormToItsNumber(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newReviewWorld(t, d)
		officer := k.As(t, "officer", "BD")
		officer.Get(k.at("")).Must(t, http.StatusOK).Has(t, "Sơ kết, tổng kết", "Sơ kết năm 2021", "Không tổ chức", "Sơ kết năm 2022", "Tổng kết giai đoạn 2021 - 2023", "Còn 6 ngày", "Lập báo cáo")
		form := officer.Get(k.at("/reviews/new?kind=final&from=2021-01-01&to=2023-12-31")).Must(t, http.StatusOK).Has(t, "Tổng kết cả giai đoạn", "không đạt")
		values := url.Values{"once": {form.Value(t, "once")}, "kind": {"final"}, "from": {"01/01/2021"}, "to": {"31/12/2030"}, "unmet": {"1"}}
		back := officer.Post(k.at("/reviews/new"), values).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy chọn ngày trong khoảng 01/01/2021 đến 31/12/2023")
		if got := back.Value(t, "to"); got != "31/12/2030" {
			t.Errorf("what was typed came back as %q", got)
		}
		values.Set("to", "31/12/2023")
		first := officer.Post(k.at("/reviews/new"), values).Must(t, http.StatusSeeOther).Location
		if again := officer.Post(k.at("/reviews/new"), values).Must(t, http.StatusSeeOther).Location; again != first || !strings.HasPrefix(first, "/reports/") {
			t.Errorf("a double click leads to %s, the first to %s", again, first)
		}
		leader := k.Ctx("chair", "BD")
		rep, err := k.reports.Submit(leader, strings.TrimPrefix(first, "/reports/"), 1)
		k.ok(err)
		officer.Get(k.at("")).Must(t, http.StatusOK).Has(t, "Chờ ký", "Mở báo cáo")
		_, err = k.reports.Sign(leader, rep.ID, rep.Version, report.Signing{Place: "Ba Đình", Post: "CHỦ TỊCH", Signer: "Trần Văn An"})
		k.ok(err)
		page := officer.Get(k.at("")).Must(t, http.StatusOK).Has(t, "Ngày 25/12/2023, báo cáo số 01/BC-LĐLĐ", "Soạn giai đoạn tiếp").Lacks(t, "Đánh giá ngoài kế hoạch", "Quá hạn 359 ngày")
		if !strings.Contains(page.Body, first+".pdf") {
			t.Error("no PDF of it")
		}
		officer.Get(k.at("/reviews/new")).Must(t, http.StatusConflict).Has(t, "Giai đoạn này đã tổng kết ngày 25/12/2023")
	})
}

func TestBothPapersAreSignedFromOneForm(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newReviewWorld(t, d)
		chair := k.As(t, "chair", "BD")
		chair.Get(k.at("/turnover")).Must(t, http.StatusConflict).Has(t, "Chưa có dự thảo giai đoạn tiếp")
		renew := chair.Get(k.at("/renew")).Must(t, http.StatusOK).Has(t, "giai đoạn 2024 - 2026")
		draft := url.Values{"once": {renew.Value(t, "once")}, "title": {"Chương trình phối hợp mới"}, "from": {"01/01/2024"}, "to": {""}}
		chair.Post(k.at("/renew"), draft).Must(t, http.StatusUnprocessableEntity).Has(t, "Chương trình phối hợp mới")
		draft.Set("to", "31/12/2026")
		next := chair.Post(k.at("/renew"), draft).Must(t, http.StatusSeeOther).Location
		chair.Get(next).Must(t, http.StatusOK).Has(t, "Nối tiếp: Chương trình phối hợp UBND")
		chair.Get(k.at("/turnover")).Must(t, http.StatusConflict).Has(t, "Chưa có báo cáo tổng kết")
		chair.Post(k.at("/reviews/new"), url.Values{"kind": {"final"}, "from": {"2021-01-01"}, "to": {"2023-12-31"}}).Must(t, http.StatusSeeOther)
		chair.Get(k.at("")).Must(t, http.StatusOK).Has(t, "Tổng kết và ký giai đoạn mới cùng ngày")
		form := chair.Get(k.at("/turnover")).Must(t, http.StatusOK).Has(t, "Người ký của UBND quận Ba Đình")
		values := url.Values{
			"version": {form.Value(t, "version")}, "next_version": {form.Value(t, "next_version")}, "day": {"25/12/2023"}, "place": {""}, "post": {"CHỦ TỊCH"},
			"signer": {"Trần Văn An"}, "next_number": {"07/CTr-LĐLĐ-UBND"},
		}
		back := chair.Post(k.at("/turnover"), values).Must(t, http.StatusUnprocessableEntity).Has(t, "Chưa nhập ô này")
		if got := back.Value(t, "next_number"); got != "07/CTr-LĐLĐ-UBND" {
			t.Errorf("what was typed came back as %q", got)
		}
		values.Set("place", "Ba Đình")
		for range 2 { // a double click
			if to := chair.Post(k.at("/turnover"), values).Must(t, http.StatusSeeOther).Location; to != next {
				t.Errorf("it leads to %s, want %s", to, next)
			}
		}
		chair.Get(next).Must(t, http.StatusOK).Has(t, "đã tổng kết ngày 25/12/2023")
		chair.Get(k.at("")).Must(t, http.StatusOK).Has(t, "Giai đoạn sau: Chương trình phối hợp mới, ký ngày 25/12/2023")
		officer := k.As(t, "officer", "BD")
		officer.Get(k.at("/turnover")).Must(t, http.StatusForbidden)
	})
}
