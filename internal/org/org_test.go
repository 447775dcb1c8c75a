package org_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestEachSeesExactlyTheirUnits(t *testing.T) {
	// HN > HN-BADINH > -0001, -0002; HN > HN-LONGBIEN > -0001 (see world).
	all := []string{"HN", "HN-BADINH", "HN-BADINH-0001", "HN-BADINH-0002", "HN-LONGBIEN", "HN-LONGBIEN-0001"}
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		for unit, want := range map[string][]string{
			"HN": all, "HN-BADINH": {"HN-BADINH", "HN-BADINH-0001", "HN-BADINH-0002"}, "HN-BADINH-0001": {"HN-BADINH-0001"},
		} {
			ctx := k.Ctx("viewer", unit)
			var cards, found []string
			for _, code := range all {
				switch _, err := k.Org.Card(ctx, code); {
				case err == nil:
					cards = append(cards, code)
				default:
					is(t, err, errs.NotFound)
				}
			}
			units, err := k.Org.Look(ctx, "hn", 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range units {
				found = append(found, u.Code)
			}
			slices.Sort(found)
			if !cmp.Equal(cards, want) || !cmp.Equal(found, want) {
				t.Errorf("viewer of %s opens %v and finds %v, want %v", unit, cards, found, want)
			}
			tops, err := k.Org.Tops(ctx)
			if err != nil || len(tops) != 1 || tops[0].Code != unit {
				t.Errorf("the tree of %s begins at %v, %v", unit, tops, err)
			}
			if _, err := k.Org.Branch(ctx, "HN-LONGBIEN", org.View{}); (err == nil) != (unit == "HN") {
				t.Errorf("viewer of %s and the branch of HN-LONGBIEN: %v", unit, err)
			}
		}
	})
}

func TestAViewerChangesNothing(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	ctx, code := k.Ctx("viewer", "HN"), "HN-BADINH-0002"
	_, err := k.Org.Found(ctx, founding())
	is(t, err, errs.Denied)
	_, err = k.Org.Dissolve(ctx, org.Dissolution{Unit: code, LastDay: "2023-12-01"})
	is(t, err, errs.Denied)
	_, err = k.Org.SetDetails(ctx, org.Details{Unit: code, Version: 1, Bloc: "enterprise"})
	is(t, err, errs.Denied)
	is(t, k.Org.Count(ctx, code, org.Headcount{Day: "2023-12-01", Workers: 5}), errs.Denied)
	is(t, k.Org.AddTerm(ctx, code, org.Term{Number: "I", From: "2023-01-01", To: "2027-12-31"}), errs.Denied)
	is(t, k.Org.AddOfficer(ctx, code, org.Officer{Committee: "executive", Post: "chair", Name: "An", From: "2023-01-01"}), errs.Denied)
	if c := card(t, k, code); c.Unit.Bloc != "occupational" || c.Headcount.ID != "" || len(c.Terms)+len(c.Officers) > 0 || c.Unit.DissolvedOn != "" {
		t.Errorf("something was changed: %+v", c)
	}
}

func TestSuperiorsOutOfScopeAreNamedAndClosed(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	c, err := k.Org.Card(k.Ctx("viewer", "HN-BADINH"), "HN-BADINH-0001")
	if err != nil || len(c.Path) != 2 || c.Path[0].Code != "HN" || c.Path[0].MayRead || !c.Path[1].MayRead {
		t.Errorf("path %+v, %v", c.Path, err)
	}
}

func TestSearchTakesWordsWithAndWithoutMarksTheExactOnesFirst(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		k.Found(
			org.Founding{Code: "HN-BADINH-0011", Name: "CĐCS Bình Định", Kind: "base", Parent: "HN-BADINH"},
			org.Founding{Code: "HN-BADINH-0012", Name: "CĐCS Chợ Ba Dinh", Kind: "base", Parent: "HN-BADINH"},
			org.Founding{Code: "HN-BADINH-0013", Name: "CĐCS Hoà Bình", Kind: "base", Parent: "HN-BADINH"},
		)
		for query, want := range map[string]string{
			"ba dinh": "HN-BADINH-0012 HN-BADINH HN-BADINH-0011", "Ba Đình": "HN-BADINH HN-BADINH-0012 HN-BADINH-0011", "hòa bình": "HN-BADINH-0013", "xe om": "HN-BADINH-0002",
			"hn-badinh-0001": "HN-BADINH-0001", "dinh binh": "HN-BADINH-0011", "không có": "", "%": "", "_": "", "": "",
		} {
			got, err := k.Org.Look(k.System(), query, 10)
			if err != nil {
				t.Fatal(err)
			}
			var codes []string
			for _, u := range got {
				codes = append(codes, u.Code)
			}
			if s := strings.Join(codes, " "); s != want {
				t.Errorf("%q finds %q, want %q", query, s, want)
			}
		}
		got, err := k.Org.Look(k.System(), "xe ôm", 10)
		if err != nil || got[0].Superior != "LĐLĐ quận Ba Đình" {
			t.Errorf("superior %v, %v", got, err)
		}
	})
}

// TestNothingIsKnownBeforeItsDay: where the demo's day was moved back, what was
// entered, moved or ended later is not yet so.
func TestNothingIsKnownBeforeItsDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		d.Clock.Set("2024-03-01")
		k.Found(
			org.Founding{Code: "HN-BADINH-0003", Name: "CĐCS Xe ôm điện", Kind: "base", Parent: "HN-BADINH", FoundedOn: "2024-03-01"},
			org.Founding{Code: "HN-BADINH-0004", Name: "CĐCS Chợ Đồng Xa", Kind: "base", Parent: "HN-BADINH", FoundedOn: "2024-03-01"},
		)
		post := org.Officer{Committee: "executive", Post: "chair", Name: "Vũ Thu An", From: "2023-01-01"}
		if err := k.Org.AddOfficer(k.System(), "HN-BADINH-0001", post); err != nil {
			t.Fatal(err)
		}
		move := org.Plan{
			Unit: "HN", Kind: org.Transfer, DecisionNo: "1/QĐ", DecidedOn: "2024-03-01", EffectiveOn: "2024-03-01", Signer: "Ai",
			Lines: []org.Line{{Op: org.OpMove, Unit: "HN-BADINH-0002", Parent: "HN-LONGBIEN"}, {Op: org.OpEnd, Unit: "HN-BADINH-0001", Heirs: "HN-LONGBIEN-0001"}},
		}
		if _, err := k.Org.Reorganise(k.System(), move); err != nil {
			t.Fatal(err)
		}
		for on, want := range map[day.Date]string{
			"2023-12-25": `2 below, 0001 ends "" and its chair "", HN-BADINH-0002 of LĐLĐ quận Ba Đình`,
			"2024-02-28": `2 below, 0001 ends "" and its chair "", HN-BADINH-0002 of LĐLĐ quận Ba Đình`,
			"2024-03-01": `2 below, 0001 ends "2024-02-29" and its chair "2024-02-29", HN-BADINH-0003 of LĐLĐ quận Ba Đình, HN-BADINH-0002 of LĐLĐ quận Long Biên`,
		} {
			d.Clock.Set(on)
			c, err := k.Org.Card(k.System(), "HN-BADINH")
			if err != nil {
				t.Fatal(err)
			}
			found, err := k.Org.Look(k.System(), "xe ôm", 10)
			if err != nil {
				t.Fatal(err)
			}
			ends, err := k.Org.Card(k.System(), "HN-BADINH-0001")
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%d below, 0001 ends %q and its chair %q", c.Below, ends.Unit.DissolvedOn, ends.Officers[0].To)
			for _, u := range found {
				got += ", " + u.Code + " of " + u.Superior
			}
			if got != want {
				t.Errorf("on %s: %s, want %s", on, got, want)
			}
		}
	})
}

func TestTwoWhoEditDetailsDoNotOverwriteEachOther(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		edit := org.Details{Unit: "HN-BADINH-0001", Version: 1, Bloc: "education", Ward: "00004", Employer: "Trường THCS Hoàng Diệu", TaxCode: "0101", Industry: "Giáo dục"}
		if _, err := k.Org.SetDetails(k.System(), edit); err != nil {
			t.Fatal(err)
		}
		edit.Bloc = "enterprise"
		_, err := k.Org.SetDetails(k.System(), edit)
		is(t, err, errs.Conflict)
		if c := card(t, k, "HN-BADINH-0001"); c.Unit.Bloc != "education" || c.Unit.Version != 2 || c.Employer.TaxCode != "0101" {
			t.Errorf("card %+v", c)
		}
	})
}

func TestDetailsOfAnEmployerAreNotCarriedToAnother(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	set := func(unit string, version int, employer, tax string) {
		t.Helper()
		if _, err := k.Org.SetDetails(k.System(), org.Details{Unit: unit, Version: version, Employer: employer, TaxCode: tax}); err != nil {
			t.Fatal(err)
		}
	}
	set("HN-BADINH-0001", 1, "Công ty A", "111")
	set("HN-BADINH-0002", 1, "Công ty B", "222")
	set("HN-BADINH-0001", 2, "cong ty b", "111") // moved to B, the form still says A's number
	if c := card(t, k, "HN-BADINH-0001"); c.Employer.Name != "Công ty B" || c.Employer.TaxCode != "222" {
		t.Errorf("employer %+v", c.Employer)
	}
	set("HN-BADINH-0001", 3, "", "")
	if c := card(t, k, "HN-BADINH-0001"); c.Unit.Employer != nil {
		t.Errorf("employer %+v", c.Employer)
	}
	_, err := k.Org.SetDetails(k.System(), org.Details{Unit: "HN-BADINH-0001", Version: 4, TaxCode: "333", Bloc: "moon", Ward: strings.Repeat("1", 11)})
	refused(t, err, "bloc: error.choice\nemployer: error.required\nward: error.text.long")
}

func TestPeopleAreRefusedAtTheirFields(t *testing.T) {
	k := world(t, testkit.SQLite(t))
	ctx, code := k.System(), "HN-BADINH-0002" // founded 01/03/2022
	count := func(h org.Headcount) error { return k.Org.Count(ctx, code, h) }
	refused(t, count(org.Headcount{Workers: -1, Day: "2023-12-26"}), "workers: error.number.range\nday: error.date.future")
	refused(t, count(org.Headcount{Workers: 10, Women: 11}), "women: org.more.workers\nday: error.required")
	refused(t, count(org.Headcount{Workers: org.MaxPeople + 1, Day: "2022-02-28"}), "workers: error.number.range\nday: org.notalive")

	term := func(number string, from, to string) error {
		return k.Org.AddTerm(ctx, code, org.Term{Number: number, From: dayOf(from), To: dayOf(to)})
	}
	refused(t, term("", "", ""), "number: error.required\nfrom: error.required\nto: error.required")
	refused(t, term("I", "2023-05-01", "2023-04-30"), "to: org.span.backwards")
	refused(t, term("I", "2022-03-01", "2027-02-28"), "")
	refused(t, term("II", "2027-02-28", "2032-02-28"), "from: org.term.overlaps")
	refused(t, term("II", "2027-03-01", "2032-02-28"), "")

	chair := org.Officer{Committee: "executive", Post: "chair", Name: "Phạm  Văn Lộc", From: "2022-03-01"}
	bad := chair
	bad.Committee, bad.Post, bad.Name, bad.From = "x", "y", " ", ""
	refused(t, k.Org.AddOfficer(ctx, code, bad), "name: error.required\ncommittee: error.choice\npost: error.choice\nfrom: error.required")
	bad = chair
	bad.From = "2021-01-01"
	refused(t, k.Org.AddOfficer(ctx, code, bad), "from: org.notalive")
	refused(t, k.Org.AddOfficer(ctx, code, chair), "")
	o := card(t, k, code).Officers[0]
	if o.Name != "Phạm Văn Lộc" {
		t.Errorf("name %q", o.Name)
	}
	refused(t, k.Org.EndOfficer(ctx, o.ID, "2022-02-01"), "to: org.span.backwards")
	refused(t, k.Org.EndOfficer(ctx, o.ID, ""), "to: error.required")
	refused(t, k.Org.EndOfficer(ctx, o.ID, "2023-06-30"), "")
}

func TestASecondClickRecordsPeopleOnce(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		ctx, code := k.Ctx("officer", "HN-BADINH"), "HN-BADINH-0002"
		ids := []string{db.NewID(), db.NewID(), db.NewID()}
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				for _, err := range []error{
					k.Org.Count(ctx, code, org.Headcount{ID: ids[0], Day: "2023-12-01", Workers: 50, Women: 5}),
					k.Org.AddTerm(ctx, code, org.Term{ID: ids[1], Number: "I", From: "2022-03-01", To: "2027-02-28"}),
					k.Org.AddOfficer(ctx, code, org.Officer{ID: ids[2], Committee: "executive", Post: "chair", Name: "An", From: "2022-03-01"}),
				} {
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		if c := card(t, k, code); len(c.Terms) != 1 || len(c.Officers) != 1 || c.Headcount.Workers != 50 {
			t.Errorf("card %+v", c)
		}
		k.Verify()
	})
}

func TestBranchesComeInPagesByNameAndBloc(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		testkit.Write(t, d, func(tx *db.Tx) error {
			for i := range 60 {
				f := org.Founding{Name: fmt.Sprintf("CĐCS Số %d", i+1), Kind: "base", Parent: "HN-LONGBIEN", Bloc: "education"}
				if _, err := k.Org.FoundIn(k.System(), tx, f); err != nil {
					return err
				}
			}
			return nil
		})
		b, err := k.Org.Branch(k.System(), "HN-LONGBIEN", org.View{After: 50})
		if err != nil || len(b.Nodes) != 11 || b.Total != 61 || b.Left() != 0 || b.Nodes[10].Name != "CĐCS Số 60" {
			t.Errorf("branch %+v, %v", b, err)
		}
		b, err = k.Org.Branch(k.System(), "HN-LONGBIEN", org.View{Bloc: "enterprise"})
		if err != nil || len(b.Nodes) != 1 || b.Total != 1 {
			t.Errorf("branch of a bloc %+v, %v", b, err)
		}
		// Districts have no bloc and stay; what is counted below them is what opens.
		b, err = k.Org.Branch(k.System(), "HN", org.View{Bloc: "education"})
		if err != nil || len(b.Nodes) != 2 || b.Nodes[0].Below != 1 || b.Nodes[1].Below != 60 {
			t.Errorf("branch of a bloc above %+v, %v", b, err)
		}
		o, err := k.Org.Outline(k.Ctx("viewer", "HN"), "hn-longbien-0040", org.View{})
		if err != nil || len(o.Open) != 3 {
			t.Fatalf("outline %+v, %v", o, err)
		}
		if nodes := o.Open[k.UnitID("HN-LONGBIEN")].Nodes; !slices.ContainsFunc(nodes, func(n org.Node) bool { return n.Code == "HN-LONGBIEN-0040" }) {
			t.Error("the way leads to a unit that is not shown")
		}
	})
}

const units = `Mã,Tên đơn vị,Cấp,Cấp trên,Khối,Khu vực,Ngày thành lập,Số quyết định,Ngày giải thể,Đoàn viên
HN-BADINH-0101,"CĐCS Công ty ""Sao, Mai""",CĐCS,HN-BADINH,Doanh nghiệp,Doanh nghiệp ngoài Nhà nước,05/09/2022,7/QĐ,,1.250
HN-BADINH-0102,Nghiệp đoàn Chợ Hôm,nghiep doan,HN-BADINH,,HTX,,,30/6/2023,33
HN-BADINH-0103,=cmd|x,CĐCS,HN-BADINH,,,,,,0
,Không mã,CĐCS,HN-BADINH,,,,,,
HN-BADINH-0104,Sai khối,CĐCS,HN-BADINH,Khối lạ,,31/02/2023,,,-4
HN-BADINH-0105,Ngoài phạm vi,CĐCS,HN-LONGBIEN,,,,,,
HN-BADINH-0106,Giải thể trước,CĐCS,HN-BADINH,,,2023-05-01,,2023-04-01,5
`

func TestImportReadsVietnameseHeadersAndRefusesByColumn(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := world(t, d)
		ctx := k.Ctx("officer", "HN-BADINH")
		want := []string{"", "", "", "code: error.required", "bloc: org.import.unknown\nfounded_on: error.date.impossible", "parent: error.unit.unknown", "dissolved_on: org.dissolved.before"}
		for round := range 2 { // the same file again changes nothing
			r, err := sheet.Open(strings.NewReader(units), "don-vi.csv")
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Bind(org.Columns()); err != nil {
				t.Fatal(err)
			}
			var got []string
			for {
				row, err := r.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, testkit.Refused(d.Write(ctx, func(tx *db.Tx) error { return k.Org.ImportRow(ctx, tx, row) })))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("round %d: %s", round, diff)
			}
		}
		figures(t, k, map[[3]string]string{
			{"HN-BADINH", "ORG.CDCS.TOTAL", "2023"}: "4", {"HN-BADINH", "ORG.CDCS.NEW", "2022"}: "2", {"HN-BADINH", "ORG.DV.TOTAL", "2023"}: "1357",
			{"HN-BADINH", "ORG.DV.TOTAL", "2023-06"}: "1390", {"HN-BADINH", "ORG.CDCS.CLOSED", "2023-06"}: "1", {"HN-BADINH", "ORG.DV.NEW", "2022"}: "47",
		})
		if c := card(t, k, "HN-BADINH-0101"); c.Unit.Name != `CĐCS Công ty "Sao, Mai"` || c.Unit.Bloc != "enterprise" || c.Acts[0].DecisionNo != "7/QĐ" {
			t.Errorf("card %+v", c)
		}
	})
}
