package org_test

import (
	"errors"
	"testing"

	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"
)

// world is, all before the register (no founding day) but the last two:
//
//	HN  LĐLĐ TP Hà Nội
//	├ HN-BADINH  LĐLĐ quận Ba Đình
//	│ ├ HN-BADINH-0001  CĐCS Trường THCS Hoàng Diệu, 60 members, 41 of them women
//	│ └ HN-BADINH-0002  Nghiệp đoàn Xe ôm Phúc Xá, founded 01/03/2022, 47 members
//	└ HN-LONGBIEN  LĐLĐ quận Long Biên
//	  └ HN-LONGBIEN-0001  CĐCS Công ty TNHH Hoa Sen, founded 10/05/2021, 200 members
//
// Today is 25/12/2023.
func world(t *testing.T, d *db.DB) *testkit.Kit {
	t.Helper()
	k := testkit.NewSite(t, d)
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-BADINH", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-LONGBIEN", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{
			Code: "HN-BADINH-0001", Name: "CĐCS Trường THCS Hoàng Diệu", Kind: "base", Parent: "HN-BADINH",
			Sector: "public_service_unit", Bloc: "education", Members: 60, Women: 41,
		},
		org.Founding{
			Code: "HN-BADINH-0002", Name: "Nghiệp đoàn Xe ôm Phúc Xá", Kind: "occupational", Parent: "HN-BADINH",
			Sector: "informal", Bloc: "occupational", FoundedOn: "2022-03-01", Members: 47, Admitted: 47,
		},
		org.Founding{
			Code: "HN-LONGBIEN-0001", Name: "CĐCS Công ty TNHH Hoa Sen", Kind: "base", Parent: "HN-LONGBIEN",
			Sector: "private_enterprise", Bloc: "enterprise", FoundedOn: "2021-05-10", Members: 200, Women: 120, Admitted: 200, AdmittedWomen: 120,
		},
	)
	return k
}

// figures compares many figures at once: "UNIT INDICATOR PERIOD" → want.
func figures(t *testing.T, k *testkit.Kit, want map[[3]string]string) {
	t.Helper()
	for q, w := range want {
		if got := k.Figure(q[0], q[1], q[2]); got != w {
			t.Errorf("%s %s %s: %s, want %s", q[0], q[1], q[2], got, w)
		}
	}
	k.Verify()
}

// fact posts one fact as if another domain had recorded it.
func fact(t *testing.T, k *testkit.Kit, id string, f ledger.Fact) {
	t.Helper()
	f.Unit = k.UnitID(f.Unit)
	testkit.Write(t, k.DB, func(tx *db.Tx) error {
		return k.Ledger.Post(t.Context(), tx, ledger.Act{Kind: "test", ID: id, Recorder: "an"}, f)
	})
}

func refused(t *testing.T, err error, want string) {
	t.Helper()
	if got := testkit.Refused(err); got != want {
		t.Errorf("refused %q, want %q (%v)", got, want, err)
	}
}

func is(t *testing.T, err error, k errs.Kind) {
	t.Helper()
	if !errs.Is(err, k) {
		t.Errorf("kind %v of %v, want %v", errs.KindOf(errors.Join(err)), err, k)
	}
}

func card(t *testing.T, k *testkit.Kit, code string) org.Card {
	t.Helper()
	c, err := k.Org.Card(k.System(), code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func dayOf(s string) day.Date { return day.Date(s) }
