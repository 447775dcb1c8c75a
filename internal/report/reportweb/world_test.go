package reportweb_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/report"
	"donghanh/internal/report/reportweb"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// world is, today being 25/12/2023 and all templates those of the catalogue:
//
//	HN  LĐLĐ TP Hà Nội
//	├ BD  LĐLĐ quận Ba Đình, chair Đặng Minh Châu: a year with targets and work of many kinds
//	│ ├ BD-1  CĐCS Điện lực
//	│ ├ BD-2  CĐCS Khách sạn Vạn Phúc, founded 01/06
//	│ └ BD-3  CĐCS Hoa Mai, founded 02/06
//	├ LB  LĐLĐ quận Long Biên
//	└ ST  LĐLĐ thị xã Sơn Tây
type world struct {
	*testkit.Kit
	Report   *report.Service
	Activity *activity.Service
	Target   *target.Service
	t        *testing.T
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	out := &world{t: t}
	out.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route { return out.routes(k) })
	out.found()
	out.year()
	return out
}

func (k *world) routes(kit *testkit.Kit) []web.Route {
	rules, err := target.LoadRules(catalogue.FS, kit.Ledger.Catalogue)
	k.ok(err)
	kinds, err := activity.LoadKinds(catalogue.FS, kit.Ledger.Catalogue)
	k.ok(err)
	templates, err := report.LoadTemplates(catalogue.FS, kit.Ledger.Catalogue)
	k.ok(err)
	k.Activity = &activity.Service{DB: kit.DB, Org: kit.Org, Kinds: kinds}
	k.Target = &target.Service{DB: kit.DB, Org: kit.Org, Rules: rules}
	k.Report = &report.Service{DB: kit.DB, Org: kit.Org, Target: k.Target, Templates: templates}
	k.Activity.Signed = append(k.Activity.Signed, k.Report.SignedOver)
	p := &reportweb.Pages{
		Site: kit.Site, Report: k.Report, Org: kit.Org, DB: kit.DB,
		Names: ledger.Namers{activity.Source: k.Activity.Sources, org.ActSource: kit.Org.ActSources},
		Base:  func(*http.Request) string { return "https://donghanh.example.vn" },
	}
	return p.Routes()
}

func (k *world) ok(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *world) found() {
	k.t.Helper()
	founded := func(code, name string, on day.Date) org.Founding {
		return org.Founding{Code: code, Name: name, Kind: "base", Parent: "BD", FoundedOn: on, Members: 60, Admitted: 40, DecisionNo: code + "/QĐ", DecidedOn: on, Signer: "Trần Văn An"}
	}
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "ST", Name: "LĐLĐ thị xã Sơn Tây", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: "CĐCS Điện lực", Kind: "base", Parent: "BD", Members: 1200},
		founded("BD-2", "CĐCS Khách sạn Vạn Phúc", "2023-06-01"),
		founded("BD-3", "CĐCS Hoa Mai", "2023-06-02"),
	)
	k.ok(k.Kit.Org.AddOfficer(k.System(), "BD", org.Officer{Committee: "executive", Post: "chair", Name: "Đặng Minh Châu", From: "2022-03-01"}))
}

// year is what Ba Đình did in 2023, and what it was asked to.
func (k *world) year() {
	k.t.Helper()
	for indicator, value := range map[string]string{"ORG.CDCS.NEW": "2", "ORG.DV.NEW": "1500"} {
		k.give(indicator, "2023", value, "2023-01-30")
	}
	k.give("ORG.DV.NEW", "2024", "1600", "2023-12-15")
	testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error {
		var facts []ledger.Fact
		for measure, n := range map[string]int64{
			"member.admitted": 1436, "training.class": 3, "training.chairs": 496, "initiative": 12, "cba.signed": 4, "supervision": 5, "supervision.unit": 9,
			"inspection.team": 2, "inspection.unit": 14, "dialogue": 31,
		} {
			facts = append(facts, ledger.Fact{Measure: measure, Unit: k.UnitID("BD-1"), Day: "2023-03-10", Quantity: n})
		}
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"}, facts...)
	})
}

func (k *world) give(indicator, period, value string, on day.Date) {
	k.t.Helper()
	g := target.Giving{Indicator: indicator, Unit: "BD", Period: period, Value: value, Document: "Kế hoạch 08/KH-LĐLĐ", IssuedOn: on}
	_, err := k.Target.Give(k.System(), g)
	k.ok(err)
}

// admit records members that were admitted.
func (k *world) admit(unit, on, count, reason string) {
	k.t.Helper()
	_, err := k.Activity.Record(k.System(), activity.Draft{
		ID: db.NewID(), Kind: "admission", Unit: unit, DayText: on, Fields: activity.Fields{"count": count}, Reason: reason,
	})
	k.ok(err)
}

func each(t *testing.T, fn func(t *testing.T, k *world)) {
	t.Helper()
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		fn(t, newWorld(t, d))
	})
}

// begin begins the report of a year over the form.
func begin(t *testing.T, c *testkit.Client, unit string) string {
	t.Helper()
	a := c.Get("/reports/new?unit="+unit+"&template=year&period=2023").Must(t, http.StatusOK)
	f := url.Values{"once": {a.Value(t, "once")}, "unit": {unit}, "template": {"year"}, "period": {"2023"}}
	return c.Post("/reports/new", f).Must(t, http.StatusSeeOther).Location
}

// press does a deed with the version the report's page has.
func press(t *testing.T, c *testkit.Client, at, act string, more ...string) testkit.Answer {
	t.Helper()
	f := url.Values{"version": {c.Get(at+"/"+act).Must(t, http.StatusOK).Value(t, "version")}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return c.Post(at+"/"+act, f)
}

// accepted is a report on its signer's desk, by the services.
func (k *world) accepted(unit string) report.Report {
	k.t.Helper()
	ctx := k.Ctx("officer", unit)
	r, err := k.Report.Begin(ctx, report.Beginning{Unit: unit, Template: "year", Period: "2023"})
	k.ok(err)
	r, err = k.Report.Submit(ctx, r.ID, r.Version)
	k.ok(err)
	r, err = k.Report.Accept(k.Ctx("officer", "HN"), r.ID, r.Version)
	k.ok(err)
	return r
}

func (k *world) signed(unit string) report.Report {
	k.t.Helper()
	r := k.accepted(unit)
	r, err := k.Report.Sign(k.Ctx("chair", unit), r.ID, r.Version, report.Signing{
		Seq: 118, Day: "2023-12-22", Place: "Ba Đình", Authority: "TM. BAN THƯỜNG VỤ", Post: "CHỦ TỊCH", Signer: "Đặng Minh Châu",
		Recipients: "LĐLĐ TP Hà Nội\nThường trực Quận ủy\nLưu: VT",
	})
	k.ok(err)
	return r
}

// words fills the sections nobody counts, as an officer does.
func (k *world) words(id string) {
	k.t.Helper()
	ctx := k.Ctx("officer", "BD")
	v, err := k.Report.Show(ctx, id)
	k.ok(err)
	said := map[string]string{
		"Kết quả hoạt động": "Dưới sự chỉ đạo của LĐLĐ TP Hà Nội và Quận ủy, các cấp công đoàn quận đã bám sát nhiệm vụ, hướng mạnh về cơ sở.",
		"Hạn chế, nguyên nhân": "Một số CĐCS khu vực ngoài nhà nước hoạt động chưa đều:\n- Cán bộ kiêm nhiệm, thay đổi nhiều trong năm;\n" +
			"- Việc tổ chức đối thoại còn hình thức, mới có {DIA.N} cuộc;\n- Nguồn kinh phí hạn hẹp.",
		"Công tác tài chính, nữ công, phối hợp": "Phối hợp với Trung tâm Chính trị quận tổ chức {TRAIN.CLASS} lớp bồi dưỡng cho {TRAIN.ATT} lượt cán bộ; duy trì 12 mô hình nữ công.",
	}
	var list []report.Words
	for _, s := range v.Sections {
		if body := said[s.Heading]; body != "" {
			list = append(list, report.Words{Position: s.Position, Body: body})
		}
	}
	_, err = k.Report.Save(ctx, id, v.Version, list)
	k.ok(err)
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// told counts audit rows of an action.
func (k *world) told(action string) (n int) {
	k.t.Helper()
	testkit.Read(k.t, k.Kit.DB, func(tx *db.Tx) error {
		return tx.Get(context.WithoutCancel(k.System()), &n, `/* audit.test */ SELECT COUNT(*) FROM audit_entry WHERE action = $1`, action)
	})
	return n
}
