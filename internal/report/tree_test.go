package report_test

import (
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
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
