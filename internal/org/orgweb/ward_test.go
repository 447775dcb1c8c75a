package orgweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"
)

// details sends the form of a unit's details with a commune typed.
func details(t *testing.T, an *testkit.Client, unit, ward string) testkit.Answer {
	t.Helper()
	form := an.Get("/units/"+unit+"/details").Must(t, http.StatusOK)
	return an.Post("/units/"+unit+"/details", url.Values{"version": {form.Value(t, "version")}, "ward": {ward}})
}

func ward(t *testing.T, k *testkit.Kit, unit string) (code string) {
	t.Helper()
	testkit.Read(t, k.DB, func(tx *db.Tx) error {
		u, err := k.Org.UnitByCode(t.Context(), tx, unit)
		code = u.Ward
		return err
	})
	return code
}

func TestACommuneIsTypedByNameOrCodeAndShownByName(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		d.Clock.Set("2026-11-22")
		k := site(t, d)
		an := k.As(t, "officer", "HN")
		const unit = "HN-BADINH-0001"
		for _, c := range []struct{ typed, code, shown string }{
			{"00004", "00004", "Phường Ba Đình (00004)"},
			{"phuong giang vo", "00025", "Phường Giảng Võ (00025)"},
			{"Phúc Xá", "00097", "Phường Hồng Hà (00097)"}, // an old name means what it went into
			{"99999", "99999", "99999 (không có trong danh mục xã, phường)"},
			{"00001", "00001", "Phường Phúc Xá, Quận Ba Đình (00001, theo địa giới đến 30/06/2025)"},
			{"", "", ""},
		} {
			details(t, an, unit, c.typed).Must(t, http.StatusSeeOther)
			if got := ward(t, k, unit); got != c.code {
				t.Errorf("%q: the unit's commune is %q, want %q", c.typed, got, c.code)
			}
			an.Get("/units/"+unit).Has(t, c.shown)
		}
		for typed, says := range map[string]string{
			"Bến Nghé": "Không thấy xã, phường nào tên “Bến Nghé”", "La Phù": "Có hơn một nơi là “La Phù”: ",
		} {
			details(t, an, unit, typed).Must(t, http.StatusUnprocessableEntity).Has(t, says)
		}
		if got := ward(t, k, unit); got != "" {
			t.Errorf("a refused name was written: %q", got)
		}
	})
}

func TestACommuneThatIsNotTouchedStays(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN")
	details(t, an, "HN-BADINH-0001", "Phường Trúc Bạch, Quận Ba Đình").Must(t, http.StatusSeeOther)
	for _, today := range []day.Date{"2023-12-25", "2026-11-22"} {
		k.DB.Clock.Set(today)
		form := an.Get("/units/HN-BADINH-0001/details")
		details(t, an, "HN-BADINH-0001", form.Value(t, "ward")).Must(t, http.StatusSeeOther)
		if got := ward(t, k, "HN-BADINH-0001"); got != "00004" {
			t.Errorf("on %s the commune became %q", today, got)
		}
	}
}

func TestFoundingTakesACommuneByName(t *testing.T) {
	k := site(t, testkit.SQLite(t))
	an := k.As(t, "officer", "HN-BADINH")
	an.Post("/units/new?parent=HN-BADINH", founding("ward", "Trúc Bạch")).Must(t, http.StatusSeeOther)
	an.Get("/units/HN-BADINH-0003").Has(t, "Phường Trúc Bạch, Quận Ba Đình (00004)")
	an.Post("/units/new?parent=HN-BADINH", founding("ward", "Phường Lạ")).Must(t, http.StatusUnprocessableEntity).Has(t, "Không thấy xã, phường")
}

func TestCommunesAreSuggestedFromTheUnitsProvinceAlone(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		t.Helper()
		d.Clock.Set("2026-11-22")
		k := site(t, d)
		k.Found(
			org.Founding{Code: "LDDN", Name: "LĐLĐ TP Đồng Nai", Kind: "provincial"},
			org.Founding{Code: "XX", Name: "Công đoàn Dệt may", Kind: "central_sector"},
			org.Founding{Code: "XX-1", Name: "CĐCS May 10", Kind: "base", Parent: "XX", Ward: "00145"},
		)
		an := k.As(t, "officer", "*")
		for unit, province := range map[string]string{"HN-BADINH-0001": "01", "LDDN": "75", "XX-1": "01", "XX": ""} {
			a := an.Get("/units/"+unit+"/details").Must(t, http.StatusOK)
			_, rest, asked := strings.Cut(a.Body, "/places/communes?province=")
			if asked != (province != "") || !strings.HasPrefix(rest, province) {
				t.Errorf("%s is asked %v in %.2s, want %q", unit, asked, rest, province)
			}
			if n := strings.Count(a.Body, "<option"); n > 10 {
				t.Errorf("%s: the page carries %d options", unit, n)
			}
		}
		a := an.Get("/places/communes?province=01&ward=ba+d", "HX-Request", "true").Must(t, http.StatusOK)
		if !strings.Contains(a.Body, `<option value="Phường Ba Đình">`) || strings.Count(a.Body, "<option") > 12 {
			t.Errorf("suggestions: %s", a.Body)
		}
		if a := an.Get("/places/communes?province=99&ward=ba", "HX-Request", "true").Must(t, http.StatusOK); strings.Contains(a.Body, "<option") {
			t.Error("a province there is not has communes")
		}
		k.As(t, "viewer", "HN").Get("/places/communes?province=01").Must(t, http.StatusForbidden)
	})
}
