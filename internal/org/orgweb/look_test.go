package orgweb_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
	"donghanh/internal/testkit/browser"
)

// TestPagesInABrowser opens every page as a person does, on a phone and on a
// desk. With DONGHANH_SHOTS set it keeps pictures there.
func TestPagesInABrowser(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	fill(t, k)
	an := k.As(t, "officer", "HN")
	for _, width := range []int{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := browser.Open(t, width, 800)
			p.Go(k.URL + "/login")
			p.Fill("#f-name", an.Name)
			p.Fill("#f-password", testkit.Password)
			p.Click("main button")
			for name, path := range map[string]string{
				"tree": "/tree", "open": "/tree?open=HN-BADINH", "search": "/tree?q=xe+om", "district": "/units/HN-BADINH", "unit": "/units/HN-BADINH-0002",
				"ended": "/units/HN-BADINH-0003", "found": "/units/new?parent=HN-BADINH", "parent": "/units/new?q=ba", "dissolve": "/units/HN-BADINH-0002/dissolve",
				"withdraw": forms[len(forms)-1], "details": "/units/HN-BADINH-0001/details", "count": "/units/HN-BADINH-0001/count",
				"officer": "/units/HN-BADINH-0001/officers/new", "switch": "/switch",
			} {
				p.Go(k.URL + path)
				check(t, p, fmt.Sprintf("%s-%d", name, width))
			}
			p.Go(k.URL + "/units/new?parent=HN-BADINH")
			p.Fill("#f-members", "5")
			p.Fill("#f-women", "7")
			p.Click(".savebar button")
			p.Wait(".errs")
			check(t, p, fmt.Sprintf("refused-%d", width))
		})
	}
}

func check(t *testing.T, p *browser.Page, name string) {
	t.Helper()
	p.NoSidewaysScroll(t)
	for _, v := range p.Axe(t) {
		t.Errorf("%s: %s (%s): %v", name, v.ID, v.Help, v.Nodes)
	}
	if dir := os.Getenv("DONGHANH_SHOTS"); dir != "" {
		p.Shot(filepath.Join(dir, name+".png"))
	}
}

// fill adds what a unit looks like after some years.
func fill(t *testing.T, k *testkit.Kit) {
	t.Helper()
	ctx := k.System()
	testkit.Write(t, k.DB, func(tx *db.Tx) error {
		for i := range 70 {
			f := org.Founding{Name: fmt.Sprintf("CĐCS Công ty TNHH Thương mại và Dịch vụ Hồng Hà %d", i+1), Kind: "base", Parent: "HN-BADINH", Bloc: "enterprise", Members: int64(30 + i)}
			if _, err := k.Org.FoundIn(ctx, tx, f); err != nil {
				return err
			}
		}
		return nil
	})
	for _, o := range []org.Officer{
		{Committee: "executive", Post: "member", Name: "Trần Thị Bích Hằng", From: "2022-03-01"},
		{Committee: "executive", Post: "chair", Name: "Phạm Văn Lộc", From: "2022-03-01"},
		{Committee: "executive", Post: "vice_chair", Name: "Lê Hải Yến", From: "2022-03-01", To: "2023-05-31"},
		{Committee: "inspection", Post: "head", Name: "Nguyễn Đức Thắng", From: "2022-04-01"},
	} {
		if err := k.Org.AddOfficer(ctx, "HN-BADINH-0002", o); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.Org.AddTerm(ctx, "HN-BADINH-0002", org.Term{Number: "I", From: "2022-03-01", To: "2027-02-28"}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Org.Dissolve(ctx, org.Dissolution{Unit: "HN-BADINH-0003", LastDay: "2023-06-30", DecisionNo: "09/QĐ-LĐLĐ", DecidedOn: "2023-06-20", Reason: "Công ty giải thể"}); err != nil {
		t.Fatal(err)
	}
}

func TestTheTreeOpensInPlaceInABrowser(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	fill(t, k)
	an := k.As(t, "officer", "HN")
	p := browser.Open(t, 360, 800)
	p.Go(k.URL + "/login?next=" + url.QueryEscape("/tree"))
	p.Fill("#f-name", an.Name)
	p.Fill("#f-password", testkit.Password)
	p.Click("main button")
	p.Click("#u-HN-BADINH > details > summary > span")
	p.Wait("#u-HN-BADINH-0004")
	if n := len(p.Texts("#u-HN-BADINH li[id]")); n != 50 {
		t.Errorf("%d units are shown", n)
	}
	p.Click("text=21 đơn vị nữa")
	p.Wait("#u-HN-BADINH-0001")
	if n := len(p.Texts("#u-HN-BADINH li[id]")); n != 71 {
		t.Errorf("%d units are shown after the second page", n)
	}
	p.Fill("#f-q", "xe om")
	p.Wait("#tree li:not([id]) > a[href='/units/HN-BADINH-0002']")
	if p.Exists("#u-HN-BADINH") {
		t.Error("the tree stays beside what was found")
	}
	p.Fill("#f-q", "")
	p.Wait("#u-HN-BADINH")
}

func TestTheTreeWithoutScriptsInABrowser(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	fill(t, k)
	an := k.As(t, "officer", "HN")
	p := browser.Open(t, 360, 800)
	p.NoScript()
	p.Go(k.URL + "/login?next=" + url.QueryEscape("/tree"))
	p.Fill("#f-name", an.Name)
	p.Fill("#f-password", testkit.Password)
	p.Click("main button")
	p.Click("#u-HN-BADINH > details > summary > span")
	p.Click("text=Xem 71 đơn vị bên dưới")
	p.Wait("#u-HN-BADINH-0004")
	p.Click("text=21 đơn vị nữa")
	p.Wait("#u-HN-BADINH-0001")
	p.Fill("#f-q", "xe om")
	p.Click("text=Tìm")
	p.Wait("#tree li:not([id]) > a[href='/units/HN-BADINH-0002']")
}

func TestTheSliderGoesThroughTheDaysInABrowser(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	reforms(t, k, "2023-10-01")
	an := k.As(t, "officer", "HN")
	for _, width := range []int{360, 1440} {
		p := browser.Open(t, width, 800)
		p.Go(k.URL + "/login?next=" + url.QueryEscape("/tree"))
		p.Fill("#f-name", an.Name)
		p.Fill("#f-password", testkit.Password)
		p.Click("main button")
		check(t, p, fmt.Sprintf("today-%d", width))
		p.Eval(`(() => {
			const s = document.getElementById("f-stop");
			s.value = 0;
			for (const type of ["input", "change"]) s.dispatchEvent(new Event(type, { bubbles: true }));
			return true;
		})()`, nil)
		p.Wait("text=Về cây hôm nay")
		if got := p.Text("h1"); got != "Cây tổ chức ngày 01/10/2023" {
			t.Errorf("the slider leads to %q", got)
		}
		p.Fill("#f-on", "30/09/2023")
		p.Click("#day button")
		p.Wait("#u-HN-BADINH")
		check(t, p, fmt.Sprintf("past-%d", width))
		p.Click("a[rel=next]")
		p.Wait("#u-P-BODE")
		p.Click("text=Về cây hôm nay")
		p.Wait("#u-P-BODE")
		for name, path := range map[string]string{"compare": "/tree/compare?unit=HN", "life": "/units/HN-BADINH-0002", "closed": "/units/HN-BADINH"} {
			p.Go(k.URL + path)
			check(t, p, fmt.Sprintf("%s-%d", name, width))
		}
	}
}
