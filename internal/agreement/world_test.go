package agreement_test

import (
	"context"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// kit is, today being 25/12/2023:
//
//	HN  LĐLĐ TP Hà Nội
//	├ BD  LĐLĐ quận Ba Đình, with BD-1 CĐCS Điện lực
//	└ LB  LĐLĐ quận Long Biên
//	HCM LĐLĐ TP Hồ Chí Minh
//	└ BT  LĐLĐ quận Bình Tân
type kit struct {
	*testkit.Kit
	*agreement.Service
	t        testing.TB
	activity *activity.Service
}

func newKit(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := testkit.NewSite(t, d)
	kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: "CĐCS Điện lực", Kind: "base", Parent: "BD", Members: 30},
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
	)
	templates, err := agreement.LoadTemplates(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	work := &activity.Service{DB: d, Org: k.Org, Kinds: kinds}
	s := &agreement.Service{DB: d, Org: k.Org, Activity: work, Templates: templates}
	s.Report = reports(t, k, s)
	return &kit{k, s, t, work}
}

// officer of Ba Đình, who keeps the tests' agreements.
func (k *kit) officer() context.Context { return k.Ctx("officer", "BD") }

// head is a programme of Ba Đình with its People's Committee, 2023 to 2025.
func head() agreement.Head {
	return agreement.Head{
		Unit: "BD", Kind: agreement.Programme, Title: "Chương trình phối hợp UBND - LĐLĐ quận", From: "2023-01-01", To: "2025-12-31", Notice: -1, Review: -1,
		Opposite: []agreement.Opposite{{Name: "UBND quận Ba Đình", Kind: agreement.People}},
	}
}

// begin keeps a draft of a head with one field.
func (k *kit) begin(h agreement.Head) (agreement.Agreement, agreement.Field) {
	k.t.Helper()
	a, err := k.Begin(k.officer(), h)
	if err != nil {
		k.t.Fatal(err)
	}
	f, err := k.SaveField(k.officer(), a.ID, agreement.Field{Heading: "Phát triển đoàn viên"})
	if err != nil {
		k.t.Fatal(err)
	}
	return a, f
}

// promise adds a commitment.
func (k *kit) promise(f agreement.Field, c agreement.Commitment) agreement.Commitment {
	k.t.Helper()
	c.Field = f.ID
	out, err := k.SaveCommitment(k.officer(), f.Agreement, agreement.Promise{Commitment: c})
	if err != nil {
		k.t.Fatal(err)
	}
	return out
}

// sign records that a draft was signed on a day.
func (k *kit) sign(a agreement.Agreement, on day.Date) agreement.Agreement {
	k.t.Helper()
	out, err := k.Sign(k.officer(), a.ID, a.Version, agreement.Signing{On: on, Place: "Hà Nội", Number: "05/CTr-LĐLĐ-UBND"})
	if err != nil {
		k.t.Fatal(err)
	}
	return out
}

// open reads the card of an agreement as its keeper sees it.
func (k *kit) open(id string) agreement.Card {
	k.t.Helper()
	c, err := k.Open(k.officer(), id)
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

// admit books members newly admitted.
func (k *kit) admit(unit string, on day.Date, n int64) {
	k.t.Helper()
	testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member.admitted", Unit: k.UnitID(unit), Day: on, Quantity: n})
	})
}

// memorandum is a draft of Ba Đình with a federation abroad, in two languages.
func (k *kit) memorandum() agreement.Agreement {
	k.t.Helper()
	a, err := k.Begin(k.officer(), agreement.Head{
		Unit: "BD", Kind: agreement.Memorandum, Title: "Bản ghi nhớ quan hệ hợp tác hữu nghị, giai đoạn 2022-2027", From: "2022-08-05", To: "2027-12-31",
		Notice: -1, Review: 0, Visits: true, FirstHost: agreement.A,
		Opposite: []agreement.Opposite{{Name: "LHCĐ thành phố Seoul", Kind: agreement.Foreign, Country: "KR"}},
	})
	if err != nil {
		k.t.Fatal(err)
	}
	for i, lang := range []string{"vi", "en"} {
		if err := k.FromTemplate(k.officer(), a.ID, "memorandum", lang, a.Version+i); err != nil {
			k.t.Fatal(err)
		}
	}
	a.Version += 2
	return a
}
