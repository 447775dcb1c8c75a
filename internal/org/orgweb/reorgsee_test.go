package orgweb_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/places"
	"donghanh/internal/testkit"
)

func TestWhoSeesWhatOfAReorganisation(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		draft := made(t, an, "/reorgs/new?kind=reform", head())
		an.Post(draft+"/list", url.Values{"version": {"1"}, "paste": {"chuyển\tHN-BADINH-0001\t\tHN-LONGBIEN\nđổi tên\tHN-LONGBIEN-0001\tCĐCS Hoa Sen Mới"}}).Must(t, http.StatusSeeOther)
		far, viewer, district := k.As(t, "officer", "HN-LONGBIEN-0001"), k.As(t, "viewer", "HN"), k.As(t, "officer", "HN-BADINH")
		pages := []string{"", "/rows", "/rows.xlsx", "/picture"}
		forms := []string{"/head", "/list", "/rule", "/wards", "/sign", "/drop", "/rows/1", "/rows/new"}
		for _, page := range pages {
			for _, c := range []*testkit.Client{far, viewer, district} {
				c.Get(draft+page).Must(t, http.StatusNotFound)
			}
		}
		for _, form := range append(forms, "/undo", "/refused.csv") {
			viewer.Get(draft+form).Must(t, http.StatusForbidden)
			district.Get(draft+form).Must(t, http.StatusNotFound)
			if form != "/refused.csv" && form != "/drop" { // dropping what is not there is done already
				district.Post(draft+form, head("version", "2", "sure", "1", "reason", "x", "op", "end")).Must(t, http.StatusNotFound)
			}
		}
		district.Post(draft+"/drop", url.Values{})
		an.Get(draft).Must(t, http.StatusOK)
		district.Get("/reorgs").Lacks(t, "61/QĐ-LĐLĐ")
		viewer.Get("/reorgs").Lacks(t, "61/QĐ-LĐLĐ", "Lập quyết định sắp xếp")
		sign(t, an, draft).Must(t, http.StatusSeeOther)
		district.Get("/reorgs").Has(t, "61/QĐ-LĐLĐ")
		district.Get(draft).Must(t, http.StatusOK).Has(t, "Bạn xem được các dòng về đơn vị trong phạm vi của mình").Lacks(t, "Hoàn lại quyết định")
		district.Get(draft+"/rows").Must(t, http.StatusOK).Has(t, "CĐCS Trường THCS Hoàng Diệu").Lacks(t, "Hoa Sen Mới")
		far.Get(draft+"/rows").Must(t, http.StatusOK).Has(t, "Hoa Sen Mới").Lacks(t, "Hoàng Diệu")
		district.Get(draft+"/undo").Must(t, http.StatusForbidden)
		district.Post(draft+"/undo", url.Values{"reason": {"x"}}).Must(t, http.StatusForbidden)
		an.Get("/reorgs?unit=HN-LONGBIEN-0001").Has(t, "61/QĐ-LĐLĐ")
		an.Get("/reorgs?unit=HN-BADINH-0002").Lacks(t, "61/QĐ-LĐLĐ")
		an.Get("/reorgs?unit=HN-NO").Must(t, http.StatusNotFound)
		an.Get("/reorgs/"+db.NewID()).Must(t, http.StatusNotFound)
		// A district writes about its own units, and about no others.
		path := "/reorgs/new?kind=transfer"
		district.Post(path, head("units", "HN-LONGBIEN-0001", "into", "HN-BADINH")).Must(t, http.StatusUnprocessableEntity).Has(t, "Không có đơn vị mang mã HN-LONGBIEN-0001")
		viewer.Get("/reorgs/new").Must(t, http.StatusForbidden)
	})
}

func TestARuleEmptiesDistricts(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		draft := made(t, an, "/reorgs/new?kind=reform", head())
		v := url.Values{"version": {"1"}, "rule": {"below"}, "units": {"HN-BADINH\nHN-LONGBIEN"}, "into": {"HN"}}
		for range 2 {
			an.Post(draft+"/rule", v).Must(t, http.StatusSeeOther)
		}
		an.Get(draft).Has(t, "kết thúc 2 đơn vị, chuyển 3 CĐCS với 117 đoàn viên", "Ký quyết định")
		an.Post(draft+"/rule", url.Values{"version": {"2"}, "rule": {"below"}, "units": {"Nowhere"}, "into": {"HN"}}).Must(t, http.StatusUnprocessableEntity).Has(t, "Nowhere")
		sign(t, an, draft).Must(t, http.StatusSeeOther)
		k.Verify()
	})
}

// TestTheRuleOfCommunesAsksWhereItIsInDoubt: Phúc Xá (00001) went into one ward,
// Cống Vị (00007) was split, 99999 is nowhere.
func TestTheRuleOfCommunesAsksWhereItIsInDoubt(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		d.Clock.Set("2025-12-01")
		k := site(t, d)
		var err error
		if k.Org.Places, err = places.Load(); err != nil {
			t.Fatal(err)
		}
		k.Found(
			org.Founding{Code: "A1", Name: "CĐCS Phúc Xá", Kind: "base", Parent: "HN-BADINH", Ward: "00001", Members: 5},
			org.Founding{Code: "A2", Name: "CĐCS Cống Vị", Kind: "base", Parent: "HN-BADINH", Ward: "00007", Members: 6},
			org.Founding{Code: "A3", Name: "CĐCS Không rõ", Kind: "base", Parent: "HN-BADINH", Ward: "99999", Members: 7},
		)
		an := k.As(t, "officer", "HN")
		draft := made(t, an, "/reorgs/new?kind=reform", head("decided_on", "20/09/2025", "effective_on", ""))
		rule := url.Values{"version": {"1"}, "rule": {"wards"}, "found": {"1"}, "end": {"1"}}
		an.Get(draft+"/rule").Must(t, http.StatusOK).Has(t, "Hãy ghi ngày hiệu lực của quyết định trước")
		an.Post(draft+"/rule", rule).Must(t, http.StatusUnprocessableEntity).Has(t, "Hãy ghi ngày hiệu lực của quyết định trước")
		an.Post(draft+"/head", head("version", "1", "decided_on", "20/09/2025", "effective_on", "01/10/2025")).Must(t, http.StatusSeeOther)
		rule.Set("version", "2")
		if to := an.Post(draft+"/rule", rule).Must(t, http.StatusSeeOther).Location; to != draft+"/wards" {
			t.Errorf("sent to %s", to)
		}
		an.Get(draft).Has(t, "mã cấp trên: Chưa nhập ô này")
		doubts := an.Get(draft+"/wards").Must(t, http.StatusOK).Has(t, "CĐCS Cống Vị (A2)", "Mã cũ 00007 được chia", "CĐCS Không rõ (A3)", "Bản thảo đang để về").Lacks(t, "CĐCS Phúc Xá")
		if strings.Index(doubts.Text(), "A3") > strings.Index(doubts.Text(), "A2") {
			t.Error("who has no place yet does not come first")
		}
		v := url.Values{"version": {doubts.Value(t, "version")}, "ward.A3": {"00004"}}
		for _, unit := range []string{"HN-BADINH-0001", "HN-BADINH-0002", "HN-LONGBIEN-0001"} { // these have no commune at all
			v.Set("ward."+unit, "00004")
		}
		for range 2 {
			an.Post(draft+"/wards", v).Must(t, http.StatusSeeOther)
		}
		c, err := k.Org.OpenReorg(k.System(), strings.TrimPrefix(draft, "/reorgs/"))
		if err != nil {
			t.Fatal(err)
		}
		founded := 0
		for _, l := range c.Lines {
			if l.Op == org.OpFound && l.Ward == "00004" {
				founded++
			}
			if l.Unit == "A3" && l.Parent != "HN-P00004" {
				t.Errorf("A3 goes to %q", l.Parent)
			}
		}
		if founded != 1 {
			t.Errorf("the ward is founded %d times", founded)
		}
		// The districts end by the rule of the lead only where they are left with nothing; here what was placed by hand empties them too.
		an.Get(draft).Must(t, http.StatusOK)
	})
}

func TestSignedAheadItWaitsForItsDay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		draft := made(t, an, "/reorgs/new?kind=transfer", head("units", "HN-BADINH-0001", "into", "HN-LONGBIEN", "decided_on", "20/12/2023", "effective_on", "01/03/2024"))
		an.Get(draft).Has(t, "Khi ký, quyết định này sẽ chuyển 1 CĐCS với 60 đoàn viên, từ ngày 01/03/2024")
		an.Get(draft+"/sign").Has(t, "Ngày hiệu lực 01/03/2024 chưa đến")
		sign(t, an, draft).Must(t, http.StatusSeeOther)
		an.Get(draft).Has(t, "Đã ký trước. Tổ chức mới có hiệu lực từ ngày 01/03/2024", "quyết định này sẽ chuyển 1 CĐCS")
		an.Get("/units/HN-BADINH-0001").Has(t, "LĐLĐ quận Ba Đình")
		k.DB.Clock.Set("2024-03-01")
		an.Get(draft).Has(t, "Từ ngày 01/03/2024, quyết định này đã chuyển 1 CĐCS").Lacks(t, "Đã ký trước")
		if way := an.Get("/units/HN-BADINH-0001").Text(); !strings.Contains(way, "LĐLĐ quận Long Biên CĐCS Trường") {
			t.Errorf("after the day it stands under: %s", way)
		}
		// Another draft about the same unit is told of it.
		second := made(t, an, "/reorgs/new?kind=rename&of=HN-BADINH-0001", head("name", "CĐCS Mới", "effective_on", "01/12/2023"))
		an.Get(second).Has(t, "Quyết định khác cùng đụng đến các đơn vị này", "Chuyển cấp trên · 61/QĐ-LĐLĐ")
	})
}

// hangs is a higher domain on which reorganisations touch two things.
type hangs struct{}

func (hangs) Touched(_ context.Context, _ *db.Tx, t org.Turn) (out []org.Hanging, err error) {
	for _, l := range t.Lines {
		for i := range 14 {
			out = append(out, org.Hanging{What: "org.reorg.others", Unit: l.Unit, Name: t.Units[l.Unit].Name, Text: fmt.Sprintf("Chỉ tiêu %d <i>", i), Href: "/targets"})
		}
	}
	return out, nil
}
func (hangs) Follow(context.Context, *db.Tx, org.Turn) error { return nil }
func (hangs) Unfollow(_ context.Context, _ *db.Tx, t org.Turn) error {
	e := errs.New(errs.Conflict, "org.reorg.changed", errs.Args{"row": 1, "name": t.Units[t.Lines[0].Unit].Name})
	return e
}

func TestThePreviewTellsWhatHangsAndTheUndoingWhatDepends(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	k.Org.Followers = append(k.Org.Followers, hangs{})
	an := k.As(t, "officer", "HN")
	draft := made(t, an, "/reorgs/new?kind=transfer", head("units", "HN-BADINH-0001", "into", "HN-LONGBIEN"))
	an.Get(draft).Must(t, http.StatusOK).Has(t, "Chỉ tiêu 0 <i>", "… và 2 mục nữa").Lacks(t, "Chỉ tiêu 13")
	sign(t, an, draft).Must(t, http.StatusSeeOther)
	back := an.Post(draft+"/undo", url.Values{"reason": {"Ký nhầm"}}).Must(t, http.StatusConflict).Has(t, "Chưa làm được, vì:", "Dòng 1: CĐCS Trường THCS Hoàng Diệu đã thay đổi sau quyết định này")
	if !strings.Contains(back.Body, `href="/units/HN-BADINH-0001"`) || !strings.Contains(back.Body, ">Ký nhầm</textarea>") {
		t.Error("it does not lead to what depends on it, or forgets the reason")
	}
}
