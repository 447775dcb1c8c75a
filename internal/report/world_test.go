package report_test

import (
	"context"
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// kit is, today being 25/12/2023:
//
//	HN  LĐLĐ TP Hà Nội
//	├ BD  LĐLĐ quận Ba Đình: 2 of 2 CĐCS founded, 26 of 25 members admitted in 2023
//	│ ├ BD-1  CĐCS Điện lực, 30 members, 20 admitted on 10/03
//	│ ├ BD-2  CĐCS Hoa Sen, founded 01/06 with 5 members, 4 of them admitted
//	│ └ BD-3  CĐCS Hoa Mai, founded 02/06 with 5 members, 2 of them admitted
//	└ LB  LĐLĐ quận Long Biên
type kit struct {
	*testkit.Kit
	*report.Service
	t testing.TB
}

// yearly is a template of the tests' own.
const yearly = `
code = "year"
name = "Báo cáo năm"
title = "Kết quả hoạt động {kỳ}; phương hướng {kỳ sau}"
type = "Báo cáo"
symbol = "BC"
cycle = "year"
due_days = -10
units = ["district", "base"]

[[section]]
level = 1
heading = "Đặc điểm tình hình"
[[section.line]]
text = "{đơn vị} quản lý {ORG.CDCS.TOTAL} CĐCS, {ORG.DV.TOTAL} đoàn viên."

[[section]]
level = 2
heading = "Phát triển đoàn viên"
[[section.line]]
text = "Đã thành lập được {ORG.CDCS.NEW|chỉ tiêu} CĐCS (đạt {ORG.CDCS.NEW|đạt} kế hoạch {bên giao} giao), kết nạp {ORG.DV.NEW|chỉ tiêu} đoàn viên (đạt {ORG.DV.NEW|đạt})."
else = "Kết nạp {ORG.DV.NEW} đoàn viên."
[[section.line]]
text = "Giải thể {ORG.CDCS.CLOSED} CĐCS."
[[section.line]]
text = "Sang năm: {ORG.DV.NEW|giao|kỳ sau} đoàn viên."
always = true

[[section]]
level = 1
heading = "Hạn chế"
hint = "Việc chưa làm được"

[[annex]]
title = "Số liệu"
indicators = ["ORG.DV.NEW", "ORG.CDCS.CLOSED"]
`

func newKit(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := testkit.NewSite(t, d)
	rules, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := report.LoadTemplates(fstest.MapFS{"reports/year.toml": {Data: []byte(yearly)}}, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	targets := &target.Service{DB: d, Org: k.Org, Rules: rules}
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: "CĐCS Điện lực", Kind: "base", Parent: "BD", Members: 30},
		org.Founding{Code: "BD-2", Name: "CĐCS Hoa Sen", Kind: "base", Parent: "BD", FoundedOn: "2023-06-01", Members: 5, Admitted: 4, DecisionNo: "7/QĐ", DecidedOn: "2023-06-01", Signer: "Trần Văn An"},
		org.Founding{Code: "BD-3", Name: "CĐCS Hoa Mai", Kind: "base", Parent: "BD", FoundedOn: "2023-06-02", Members: 5, Admitted: 2, DecisionNo: "8/QĐ", DecidedOn: "2023-06-02", Signer: "Trần Văn An"},
	)
	out := &kit{k, &report.Service{DB: d, Org: k.Org, Target: targets, Templates: templates}, t}
	out.admit("BD-1", "2023-03-10", 20)
	for indicator, value := range map[string]string{"ORG.CDCS.NEW": "2", "ORG.DV.NEW": "25"} {
		g := target.Giving{Indicator: indicator, Unit: "BD", Period: "2023", Value: value, Document: "Kế hoạch 08/KH-LĐLĐ", IssuedOn: "2023-01-30"}
		if _, err := targets.Give(k.System(), g); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// admit books members newly admitted.
func (k *kit) admit(unit string, on day.Date, n int64) {
	k.t.Helper()
	testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test", Reason: "ghi muộn"},
			ledger.Fact{Measure: "member.admitted", Unit: k.UnitID(unit), Day: on, Quantity: n})
	})
}

func (k *kit) officer() context.Context { return k.Ctx("officer", "BD") }

// begin begins the report of Ba Đình on 2023.
func (k *kit) begin() report.Report {
	k.t.Helper()
	r, err := k.Begin(k.officer(), report.Beginning{Unit: "BD", Template: "year", Period: "2023"})
	if err != nil {
		k.t.Fatal(err)
	}
	return r
}

// accepted brings a report as far as the signer's desk.
func (k *kit) accepted() report.Report {
	k.t.Helper()
	r := k.begin()
	r, err := k.Submit(k.officer(), r.ID, r.Version)
	if err == nil {
		r, err = k.Accept(k.Ctx("officer", "HN"), r.ID, r.Version)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return r
}

func signing() report.Signing {
	return report.Signing{Place: "Ba Đình", Authority: "TM. BAN THƯỜNG VỤ", Post: "CHỦ TỊCH", Signer: "Trần Văn An", Recipients: "LĐLĐ TP Hà Nội\nLưu: VT"}
}

func (k *kit) signed() report.Report {
	k.t.Helper()
	r := k.accepted()
	r, err := k.Sign(k.Ctx("chair", "BD"), r.ID, r.Version, signing())
	if err != nil {
		k.t.Fatal(err)
	}
	return r
}

func (k *kit) show(id string) report.View {
	k.t.Helper()
	v, err := k.Show(k.officer(), id)
	if err != nil {
		k.t.Fatal(err)
	}
	return v
}

// text is a report's words with their figures, a line each.
func text(c report.Content) (out []string) {
	for _, b := range c.Blocks {
		for _, p := range b.Paragraphs {
			line := ""
			for _, r := range p.Runs {
				line += r.Text
			}
			out = append(out, line)
		}
	}
	return out
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
