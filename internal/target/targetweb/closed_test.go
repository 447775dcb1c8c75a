package targetweb_test

import (
	"net/http"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// Officers of a unit that a reform has ended read its figures and board on, and
// the figures of what stood below it where it stands now; not the heir's.
func TestOfficersOfAClosedUnitReadItsFigures(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k, _ := boardSite(t, d)
		k.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "D1", Name: "LĐLĐ quận Một", Kind: "district", Parent: "HN"},
			org.Founding{Code: "D1-1", Name: "CĐCS Một Một", Kind: "base", Parent: "D1", Members: 30},
			org.Founding{Code: "D1-2", Name: "CĐCS Một Hai", Kind: "base", Parent: "D1", Members: 10},
		)
		if _, err := k.Org.Reorganise(k.System(), org.Plan{
			Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-09-20", EffectiveOn: "2023-10-01", Signer: "Trần Văn An",
			Lines: []org.Line{
				{Op: org.OpFound, Unit: "W1", Name: "Công đoàn phường Một", Kind: "ward", Parent: "HN"},
				{Op: org.OpFound, Unit: "W2", Name: "Công đoàn phường Hai", Kind: "ward", Parent: "HN"},
				{Op: org.OpMove, Unit: "D1-1", Parent: "W1"},
				{Op: org.OpMove, Unit: "D1-2", Parent: "W2"},
				{Op: org.OpEnd, Unit: "D1", Heirs: "W1, W2"},
			},
		}); err != nil {
			t.Fatal(err)
		}
		an := k.As(t, "officer", "D1")
		an.Get("/figures/ORG.DV.TOTAL?unit=D1&period=2023").Must(t, http.StatusOK).Has(t, "40")
		an.Get("/board?unit=D1&period=2023").Must(t, http.StatusOK).Has(t, "LĐLĐ quận Một", "CĐCS Một Một")
		an.Get("/figures/ORG.DV.TOTAL?unit=D1-1&period=2023").Must(t, http.StatusOK).Has(t, "30")
		an.Get("/figures/ORG.DV.TOTAL?unit=W1&period=2023").Must(t, http.StatusNotFound)
	})
}
