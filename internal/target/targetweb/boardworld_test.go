package targetweb_test

import (
	"fmt"
	"testing"

	"donghanh/catalogue"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
	"donghanh/internal/target/targetweb"
	"donghanh/internal/testkit"
)

// boardSite is a server with the pages of targets.
func boardSite(tb testing.TB, d *db.DB) (*testkit.Kit, *target.Service) {
	tb.Helper()
	var service *target.Service
	k := testkit.NewSite(tb, d, func(k *testkit.Kit) []web.Route {
		rules, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			tb.Fatal(err)
		}
		service = &target.Service{DB: d, Org: k.Org, Rules: rules}
		pages := &targetweb.Pages{Site: k.Site, Org: k.Org, Target: service, Names: ledger.Namers{}}
		return pages.Routes()
	})
	return k, service
}

// boardWorld founds a city with two districts; Ba Đình has n CĐCS with members,
// admissions over the months of 2023 and targets.
func boardWorld(tb testing.TB, k *testkit.Kit, s *target.Service, n int) {
	tb.Helper()
	k.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
	)
	blocs := []string{"enterprise", "education", "administration"}
	kinds := []string{"Công ty TNHH Thương mại", "Trường Tiểu học", "Phòng"}
	names := []string{"Hoàng Hoa Thám", "Ngọc Hà", "Đội Cấn", "Kim Mã", "Giảng Võ", "Liễu Giai", "Thành Công", "Cống Vị"}
	var units []org.Founding
	for i := range n {
		f := org.Founding{
			Code: boardUnit(i), Name: fmt.Sprintf("CĐCS %s %s %d", kinds[i%3], names[i%len(names)], i+1), Kind: "base", Parent: "HN-BD",
			Bloc: blocs[i%3], Members: int64(20 + i*7%180), Workers: int64(40 + i*7%180),
		}
		if i%5 == 0 {
			f.FoundedOn, f.Admitted = day.New(2023, 1+i%12, 5), f.Members
		}
		units = append(units, f)
	}
	k.Found(units...)
	for i := range n {
		for m := 1 + i%4; m <= 12; m += 3 {
			boardAdmit(tb, k, boardUnit(i), day.New(2023, m, 10), int64((i*13+m)%9))
		}
	}
	boardAdmit(tb, k, "HN-BD", "2023-03-10", 4)
	boardGive(tb, k, s, "HN", "ORG.DV.NEW", "HN-BD", ">=", "1.500")
	boardGive(tb, k, s, "HN", "ORG.CDCS.NEW", "HN-BD", ">=", "20")
	boardGive(tb, k, s, "HN", "ORG.DV.PCT", "HN-BD", ">=", "75")
	boardGive(tb, k, s, "HN", "ORG.CDCS.CLOSED", "HN-BD", "<=", "3")
	for i := range n {
		if i%7 != 0 {
			boardGive(tb, k, s, "HN-BD", "ORG.DV.NEW", boardUnit(i), ">=", fmt.Sprint(8+i%20))
		}
		boardGive(tb, k, s, "HN-BD", "ORG.DV.PCT", boardUnit(i), ">=", "55,5")
	}
}

func boardUnit(i int) string { return fmt.Sprintf("HN-BD-%04d", i+1) }

func boardAdmit(tb testing.TB, k *testkit.Kit, unit string, on day.Date, n int64) {
	tb.Helper()
	id := k.UnitID(unit)
	kind := "base"
	if unit == "HN-BD" {
		kind = "other"
	}
	if n == 0 || on > testkit.Today {
		return
	}
	testkit.Write(tb, k.DB, func(tx *db.Tx) error {
		life, _, err := k.Ledger.Life(k.System(), tx, id)
		if err != nil {
			return err
		}
		on := day.Max(on, life)
		return k.Ledger.Post(k.System(), tx, ledger.Act{Kind: "test", ID: db.NewID(), Recorder: "test"},
			ledger.Fact{Measure: "member", Dims: map[string]string{"kind": kind}, Unit: id, Day: on, Quantity: n},
			ledger.Fact{Measure: "member.admitted", Unit: id, Day: on, Quantity: n})
	})
}

func boardGive(tb testing.TB, k *testkit.Kit, s *target.Service, giver, indicator, unit, comparison, value string) {
	tb.Helper()
	_, err := s.Give(k.Ctx("officer", giver), target.Giving{
		Indicator: indicator, Unit: unit, Period: "2023", Comparison: comparison, Value: value, Document: "Kế hoạch 08/KH-LĐLĐ", IssuedOn: "2023-01-30",
	})
	if err != nil {
		tb.Fatalf("give %s to %s: %v", indicator, unit, err)
	}
}
