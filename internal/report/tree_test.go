package report_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

func TestAnActSignedAfterAReportLeavesItAsItIsAndTheCauseIsTheTree(t *testing.T) {
	for name, lines := range map[string][]org.Line{
		"moved":  {{Op: org.OpMove, Unit: "BD-1", Parent: "LB"}},
		"merged": {{Op: org.OpFound, Unit: "LB-1", Name: "CĐCS Bồ Đề", Kind: "base", Parent: "LB"}, {Op: org.OpEnd, Unit: "BD-1", Heirs: "LB-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachDB(t, func(t *testing.T, d *db.DB) {
				k := newKit(t, d)
				r := k.signed()
				before := k.show(r.ID)
				_, err := k.Kit.Org.Reorganise(k.Ctx("officer", "HN"), org.Plan{
					Unit: "HN", Kind: org.Transfer, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-02-20", EffectiveOn: "2023-03-01", Signer: "Trần Văn An",
					Reason: "ký muộn", Lines: lines,
				})
				if err != nil {
					t.Fatal(err)
				}
				v := k.show(r.ID)
				same(t, "what was signed", text(v.Content), text(before.Content))
				same(t, "its fingerprint holds", v.Intact, true)
				if len(v.Since) == 0 {
					t.Error("no number has changed")
				}
				for _, c := range k.causes(r.ID) {
					if !strings.HasSuffix(c, " tree") {
						t.Errorf("cause: %s", c)
					}
				}
				k.Kit.Verify()
			})
		})
	}
}

func TestTheAnnexTellsWhatCameAndWentByRearranging(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		stocks := strings.Replace(yearly, `"ORG.DV.NEW", "ORG.CDCS.CLOSED"`, `"ORG.CDCS.TOTAL", "ORG.DV.TOTAL"`, 1)
		var err error
		if k.Templates, err = report.LoadTemplates(fstest.MapFS{"reports/year.toml": {Data: []byte(stocks)}}, k.Ledger.Catalogue); err != nil {
			t.Fatal(err)
		}
		lines := func(unit string) (out []string) {
			r, err := k.Begin(k.System(), report.Beginning{Unit: unit, Template: "year", Period: "2023"})
			if err != nil {
				t.Fatal(err)
			}
			v, err := k.Show(k.System(), r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range v.Content.Annexes {
				for _, row := range a.Rows {
					if len(row) == 6 {
						out = append(out, row[0].Text+" "+row[1].Text+" "+row[4].Text)
					}
				}
			}
			return out
		}
		for _, l := range lines("BD") {
			if strings.Contains(l, "sắp xếp") {
				t.Errorf("nothing was rearranged, and yet: %s", l)
			}
		}
		_, err = k.Kit.Org.Reorganise(k.Ctx("officer", "HN"), org.Plan{
			Unit: "HN", Kind: org.Transfer, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-08-20", EffectiveOn: "2023-09-01", Signer: "Trần Văn An",
			Lines: []org.Line{{Op: org.OpMove, Unit: "BD-1", Parent: "LB"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "where it came", lines("LB"), []string{
			"1 Số CĐCS đang quản lý 1", " – Có đầu kỳ 0", " – Tăng trong kỳ 0", " – Giảm trong kỳ 0", " – Chuyển đến do sắp xếp 1", " – Chuyển đi do sắp xếp 0",
			"2 Tổng số đoàn viên 30", " – Có đầu kỳ 0", " – Tăng trong kỳ 0", " – Giảm trong kỳ 0", " – Chuyển đến do sắp xếp 30", " – Chuyển đi do sắp xếp 0",
		})
	})
}
