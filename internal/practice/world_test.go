package practice_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/practice"
	"donghanh/internal/testkit"
)

// kit is, today being 25/12/2023:
//
//	TLD confederation
//	├ HN  LĐLĐ TP Hà Nội
//	│ ├ BD  LĐLĐ quận Ba Đình, with BD-1 CĐCS Điện lực
//	│ └ LB  LĐLĐ quận Long Biên
//	└ HCM LĐLĐ TP Hồ Chí Minh
//	  ├ BT  LĐLĐ quận Bình Tân
//	  └ Q1  LĐLĐ Quận 1, which ended on 30/06/2023
type kit struct {
	*testkit.Kit
	*practice.Service
	t    testing.TB
	news []string // what owners were told: "practice.told.adopted BT LB"
	work *activity.Service
}

func newKit(t testing.TB, d *db.DB) *kit {
	t.Helper()
	k := &kit{Kit: testkit.NewSite(t, d), t: t}
	kinds, err := activity.LoadKinds(catalogue.FS, k.Ledger.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	fields, err := practice.LoadFields(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	k.work = &activity.Service{DB: d, Org: k.Kit.Org, Kinds: kinds}
	k.Service = &practice.Service{DB: d, Org: k.Kit.Org, Activity: k.work, Fields: fields, Tell: k.told}
	k.Found(
		org.Founding{Code: "TLD", Name: "Tổng LĐLĐ Việt Nam", Kind: "confederation"},
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial", Parent: "TLD"},
		org.Founding{Code: "BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "BD-1", Name: "CĐCS Điện lực", Kind: "base", Parent: "BD", Members: 30},
		org.Founding{Code: "HCM", Name: "LĐLĐ TP Hồ Chí Minh", Kind: "provincial", Parent: "TLD"},
		org.Founding{Code: "BT", Name: "LĐLĐ quận Bình Tân", Kind: "district", Parent: "HCM"},
		org.Founding{Code: "Q1", Name: "LĐLĐ Quận 1", Kind: "district", Parent: "HCM"},
		org.Founding{Code: "BT-1", Name: "CĐCS Tươi Mart", Kind: "base", Parent: "BT", Members: 10},
	)
	if _, err := k.Kit.Org.Dissolve(k.System(), org.Dissolution{Unit: "Q1", LastDay: "2023-06-30", DecisionNo: "1/QĐ"}); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *kit) told(ctx context.Context, tx *db.Tx, n practice.News) error {
	owner, err := k.Kit.Org.UnitByID(ctx, tx, n.Practice.Unit)
	if err != nil {
		return err
	}
	taker, err := k.Kit.Org.UnitByID(ctx, tx, n.Adoption.Unit)
	k.news = append(k.news, n.Key+" "+owner.Code+" "+taker.Code)
	return err
}

// writing is "1+1" of Bình Tân (seeds/000), changed by set.
func writing(set ...func(*practice.Writing)) practice.Writing {
	cost := int64(488_000_000)
	w := practice.Writing{
		Unit: "BT", Title: "Mô hình 1+1", Fields: []string{"care"}, Aim: "Mỗi CĐCS nhận chăm lo ít nhất một người lao động bị bệnh hiểm nghèo",
		Steps: "Rà soát\nVận động\nChăm lo hằng tháng", Cost: &cost, Results: "34 đoàn viên được chăm lo",
	}
	for _, f := range set {
		f(&w)
	}
	return w
}

// begin keeps the practice of Bình Tân.
func (k *kit) begin(set ...func(*practice.Writing)) practice.Practice {
	k.t.Helper()
	p, err := k.Begin(k.Ctx("officer", "BT"), writing(set...))
	if err != nil {
		k.t.Fatal(err)
	}
	return p
}

// share shares it.
func (k *kit) share(p practice.Practice, with practice.Sharing, on day.Date) practice.Practice {
	k.t.Helper()
	p, err := k.Share(k.Ctx("officer", "BT"), p.ID, p.Version, with, on)
	if err != nil {
		k.t.Fatal(err)
	}
	return p
}

// visible are the titles that somebody's list of all has.
func (k *kit) visible(role, unit string) string {
	k.t.Helper()
	lines, _, err := k.List(k.Ctx(auth.Role(role), unit), practice.Filter{})
	if err != nil {
		k.t.Fatal(err)
	}
	var titles []string
	for _, l := range lines {
		titles = append(titles, l.Title)
	}
	slices.Sort(titles)
	return strings.Join(titles, ", ")
}

// admit books members newly admitted, and how many of them are women.
func (k *kit) admit(unit string, on day.Date, n, women int64) {
	k.t.Helper()
	testkit.Write(k.t, k.Kit.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member.admitted", Unit: k.UnitID(unit), Day: on, Quantity: n},
			ledger.Fact{Measure: "member.admitted.women", Unit: k.UnitID(unit), Day: on, Quantity: women})
	})
}
