package targetweb_test

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
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

// figureWorld is a district with two unions that stood before the register, 23
// founded in 2023 with ten admitted each, and one that ended in 2022. 61
// records admit more people in the first union, one of them corrected from 5
// to 3. The city gave 20 unions and, in two documents, 250 members.
type figureWorld struct {
	*testkit.Kit
	target *target.Service
	t      *testing.T
}

const hostile = `CĐCS <b>May</b> & "Nắng"`

func newFigureWorld(t *testing.T, d *db.DB) figureWorld {
	t.Helper()
	w := figureWorld{t: t}
	w.Kit = testkit.NewSite(t, d, func(k *testkit.Kit) []web.Route {
		rules, err := target.LoadRules(catalogue.FS, k.Ledger.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		w.target = &target.Service{DB: d, Org: k.Org, Rules: rules}
		names := ledger.Namers{org.ActSource: k.Org.ActSources, org.HeadcountSource: k.Org.HeadcountSources, "work": nameWork}
		return (&targetweb.Pages{Site: k.Site, Org: k.Org, Target: w.target, Names: names}).Routes()
	})
	w.found()
	w.admit()
	w.give("ORG.CDCS.NEW", "20", "Kế hoạch 08/KH-LĐLĐ", "2023-01-30")
	w.give("ORG.DV.NEW", "240", "Kế hoạch 08/KH-LĐLĐ", "2023-01-30")
	w.give("ORG.DV.NEW", "250", "Công văn 31/LĐLĐ", "2023-06-15")
	return w
}

func nameWork(_ context.Context, _ *db.Tx, ids []string) (map[string]ledger.SourceName, error) {
	out := map[string]ledger.SourceName{}
	for _, id := range ids {
		out[id] = ledger.SourceName{Title: "Kết nạp <i>" + id + "</i>", URL: "/activities/" + id}
	}
	return out, nil
}

func (w figureWorld) found() {
	w.Found(
		org.Founding{Code: "HN", Name: "LĐLĐ TP Hà Nội", Kind: "provincial"},
		org.Founding{Code: "HN-BD", Name: "LĐLĐ quận Ba Đình", Kind: "district", Parent: "HN"},
		org.Founding{Code: "HN-LB", Name: "LĐLĐ quận Long Biên", Kind: "district", Parent: "HN"},
		org.Founding{Code: "OLD-1", Name: hostile, Kind: "base", Parent: "HN-BD", Sector: "private_enterprise", Members: 100, Women: 60, Workers: 120},
		org.Founding{Code: "OLD-2", Name: "CĐCS Trường Hoa Sen", Kind: "base", Parent: "HN-BD", Members: 50, Workers: 50},
		org.Founding{Code: "GONE", Name: "CĐCS Xưởng cũ", Kind: "base", Parent: "HN-BD", FoundedOn: "2020-01-01"},
	)
	if _, err := w.Org.Dissolve(w.System(), org.Dissolution{Unit: "GONE", LastDay: "2022-06-30"}); err != nil {
		w.t.Fatal(err)
	}
	for i := range 23 {
		w.Found(org.Founding{
			Code: fmt.Sprintf("NEW-%02d", i+1), Name: fmt.Sprintf("CĐCS Công ty số %d", i+1), Kind: "base", Parent: "HN-BD", Sector: "fdi_enterprise",
			FoundedOn: day.New(2023, i/2+1, 10), Members: 20, Women: 8, Admitted: 10, AdmittedWomen: 4, DecisionNo: fmt.Sprintf("%d/QĐ-LĐLĐ", i+1),
		})
	}
}

// admit posts 60 records of one person each, and one of 5 corrected to 3.
func (w figureWorld) admit() {
	unit := w.UnitID("OLD-1")
	testkit.Write(w.t, w.DB, func(tx *db.Tx) error {
		fact := func(on day.Date, n int64) []ledger.Fact {
			return []ledger.Fact{{Measure: "member.admitted", Unit: unit, Day: on, Quantity: n}}
		}
		for i := range 60 {
			act := ledger.Act{Kind: "work", ID: fmt.Sprintf("w%02d", i), Recorder: "system"}
			if err := w.Ledger.Post(w.t.Context(), tx, act, fact(day.Date("2023-03-01").Add(i), 1)...); err != nil {
				return err
			}
		}
		act := ledger.Act{Kind: "work", ID: "fixed", Recorder: "system"}
		if err := w.Ledger.Post(w.t.Context(), tx, act, fact("2023-12-20", 5)...); err != nil {
			return err
		}
		act.Reason = "ghi trùng hai <người>"
		return w.Ledger.Replace(w.t.Context(), tx, act, fact("2023-12-20", 3)...)
	})
}

func (w figureWorld) give(indicator, value, document string, on day.Date) {
	w.t.Helper()
	g := target.Giving{Indicator: indicator, Unit: "HN-BD", Period: "2023", Value: value, Document: document, IssuedOn: on}
	if _, err := w.target.Give(w.System(), g); err != nil {
		w.t.Fatal(err)
	}
}

// sumOf adds up the numbers the pattern's first group finds, each text that the
// whole pattern matches once.
func sumOf(t *testing.T, body, pattern string) (sum int64, n int) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(body, -1) {
		if seen[m[0]] {
			continue
		}
		seen[m[0]] = true
		sum, n = sum+numberOf(t, m[1]), n+1
	}
	return sum, n
}

func numberOf(t *testing.T, text string) int64 {
	t.Helper()
	v, err := strconv.ParseInt(strings.NewReplacer(".", "", "+", "", "−", "-").Replace(html.UnescapeString(text)), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
