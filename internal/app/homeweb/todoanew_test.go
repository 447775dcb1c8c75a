package homeweb_test

import (
	"testing"

	"donghanh/internal/agreement"
	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// Whoever has to sign an agreement of a unit that ended anew finds it among what
// there is to do, until it is signed.
func TestWhatIsToBeSignedAnewWaits(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		w := site(t, d)
		w.Found(
			org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
			org.Founding{Code: "HN-BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
			org.Founding{Code: "HN-LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
			org.Founding{Code: "HN-TH", Name: "LĐLĐ quận Tây Hồ", Kind: "district", Parent: "HN"},
		)
		w.Kit.Org.Followers = []org.Follower{w.agreed}
		signed := func(unit, follows string) agreement.Agreement {
			a, err := w.agreed.Begin(w.System(), agreement.Head{
				Unit: unit, Kind: agreement.Regulation, Title: "Quy chế phối hợp UBND quận", From: "2023-01-01", To: "2025-12-31", Notice: -1, Review: -1,
				Predecessor: follows, Opposite: []agreement.Opposite{{Name: "UBND quận", Kind: agreement.People}},
			})
			if err == nil {
				a, err = w.agreed.Sign(w.System(), a.ID, a.Version, agreement.Signing{On: "2023-12-01", Place: "Hà Nội"})
			}
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		a := signed("HN-BD", "")
		if _, err := w.Kit.Org.Reorganise(w.System(), org.Plan{
			Unit: "HN", Kind: org.Reforming, DecisionNo: "61/QĐ-LĐLĐ", DecidedOn: "2023-12-10", EffectiveOn: "2023-12-20", Signer: "Trần Văn An", Reason: "Sắp xếp",
			Lines: []org.Line{{Op: org.OpEnd, Unit: "HN-BD", Heirs: "HN-TH, HN-LB"}},
		}); err != nil {
			t.Fatal(err)
		}
		c, other := w.As(t, "officer", "HN-TH"), w.As(t, "officer", "HN-LB")
		c.Get("/todo").Must(t, 200).Has(t, "Phải ký lại", "Quy chế phối hợp UBND quận", "LĐLĐ quận Ba Đình đã kết thúc hoạt động")
		other.Get("/todo").Must(t, 200).Lacks(t, "Phải ký lại")
		c.Get(agreement.Href(a.ID)).Must(t, 200).Has(t, "Phải ký lại")
		signed("HN-TH", a.ID)
		c.Get("/todo").Must(t, 200).Lacks(t, "Phải ký lại")
	})
}
