package report_test

import (
	"testing"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/report"
	"donghanh/internal/target"
	"donghanh/internal/testkit"
)

// causes are the differences of a signed report: which figure, and why.
func (k *kit) causes(id string) (out []string) {
	k.t.Helper()
	for _, d := range k.show(id).Since {
		out = append(out, d.Signed.Indicator+" "+string(d.Cause))
	}
	return out
}

func TestAnotherRuleIsTheCause(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.signed()
		ind, err := k.Ledger.Catalogue.Indicator("ORG.DV.NEW")
		if err != nil {
			t.Fatal(err)
		}
		ind.Of += " " // a circular has written the rule anew: the number may be as it was
		same(t, "the same number by another rule", k.causes(r.ID), []string(nil))
		k.admit("BD-1", "2023-11-20", 3)
		same(t, "another number by another rule", k.causes(r.ID), []string{"ORG.DV.NEW definition"})
	})
}

func TestARevisedTargetIsTheCause(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		r := k.signed()
		g := target.Giving{Indicator: "ORG.DV.NEW", Unit: "BD", Period: "2023", Value: "26", Document: "Công văn 96/LĐLĐ", IssuedOn: "2023-12-20"}
		if _, err := k.Target.Give(k.System(), g); err != nil {
			t.Fatal(err)
		}
		same(t, "the number stands", k.causes(r.ID), []string{"ORG.DV.NEW target"})
		k.admit("BD-1", "2023-11-20", 1)
		same(t, "and changes", k.causes(r.ID), []string{"ORG.DV.NEW fact"})
	})
}

func TestASupplementCompletesWhatWasSigned(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		first := k.signed()
		k.admit("BD-1", "2023-11-20", 3)
		b := report.Beginning{Unit: "BD", Template: "year", Period: "2023", Supplements: first.ID}
		r, err := k.Begin(k.officer(), b)
		if err == nil {
			r, err = k.Submit(k.officer(), r.ID, r.Version)
		}
		if err == nil {
			r, err = k.Accept(k.Ctx("officer", "HN"), r.ID, r.Version)
		}
		if err == nil {
			r, err = k.Sign(k.Ctx("chair", "BD"), r.ID, r.Version, signing())
		}
		if err != nil {
			t.Fatal(err)
		}
		v := k.show(r.ID)
		same(t, "number and what it completes", []string{v.Number, v.Completes}, []string{"02/BC-LĐLĐ", "01/BC-LĐLĐ"})
		same(t, "its figures are of today", text(v.Content)[1],
			"Đã thành lập được 2/2 CĐCS (đạt 100% kế hoạch Thành phố giao), kết nạp 29/25 đoàn viên (đạt 116%).")
		c, err := k.Check(k.System(), first.Fingerprint)
		same(t, "the first one leads to it", []any{c.By, err}, []any{"02/BC-LĐLĐ", error(nil)})
	})
}

func TestWhatCannotBeCompleted(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		draft := k.begin()
		for name, id := range map[string]string{"a draft": draft.ID, "nothing": db.NewID()} {
			_, err := k.Begin(k.officer(), report.Beginning{Unit: "BD", Template: "year", Period: "2023", Supplements: id})
			same(t, name, errs.KindOf(err), errs.NotFound)
		}
	})
}
