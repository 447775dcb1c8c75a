package places

import (
	"strings"
	"testing"

	"donghanh/internal/platform/day"
)

func titles(g *Gazetteer, list []Place) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Code+" "+g.Title(p))
	}
	return strings.Join(out, "; ")
}

func TestNamedUnderstandsWhatPeopleType(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		province, text string
		on             day.Date
		want           string
	}{
		{"01", "00004", now, "00004 Phường Ba Đình"},
		{"01", "ba dinh", now, "00004 Phường Ba Đình"},
		{"01", "  PHƯỜNG  Ba Đình ", now, "00004 Phường Ba Đình"},
		{"01", "Phường Trúc Bạch", now, ""},
		{"01", "Phường Trúc Bạch", before, "00004 Phường Trúc Bạch, Quận Ba Đình"},
		{"01", "Long Thành", now, ""},
		{"75", "xã Long Thành", now, ""},
		{"75", "xã Long Thành", Reform, "26368 Xã Long Thành"},
		{"79", "Phường 1, Quận 3", before, "27160 Phường 1, Quận 3"},
		{"01", "", now, ""},
		{"01", "...", now, ""},
		{"99", "Ba Đình", now, ""},
	} {
		if got := titles(g, g.Named(c.province, c.text, c.on)); got != c.want {
			t.Errorf("%q in %s on %s: %q, want %q", c.text, c.province, c.on, got, c.want)
		}
	}
	if n := len(g.Named("79", "phường 1", before)); n < 5 {
		t.Errorf("%d districts of HCM had a Phường 1", n)
	}
	if got := titles(g, g.Named("38", "Hoà Lộc", before)); !strings.Contains(got, "Hòa Lộc") {
		t.Errorf("the newer place of the tone mark: %q", got)
	}
}

func TestSuggestPutsThePhraseFirstAndStops(t *testing.T) {
	g := load(t)
	if got := titles(g, g.Suggest("01", "ba d", now, 5)); !strings.HasPrefix(got, "00004 Phường Ba Đình") {
		t.Errorf("ba d: %s", got)
	}
	if got := titles(g, g.Suggest("79", "quan 3 phuong 1", before, 1)); !strings.Contains(got, "Phường 1") {
		t.Errorf("quan 3 phuong 1: %s", got)
	}
	if n := len(g.Suggest("01", "", now, 20)); n != 20 {
		t.Errorf("nothing typed suggests %d", n)
	}
	if n := len(g.Suggest("01", "zzz", now, 20)) + len(g.Suggest("99", "", now, 20)); n != 0 {
		t.Errorf("%d suggestions of nothing", n)
	}
}

func TestByNameIsVietnameseOrder(t *testing.T) {
	g := load(t)
	list := ByName(g.CommunesOfDistrict("001"))
	if got := list[0].Name + " … " + list[len(list)-1].Name; got != "Cống Vị … Vĩnh Phúc" {
		t.Error(got)
	}
	old := ByName(g.CommunesOfDistrict("770")) // district 3 of HCM: Phường 2 before Phường 10
	if got := old[0].Name + old[1].Name; got != "12" {
		t.Errorf("the first of Quận 3: %s", got)
	}
}

func TestKnownLooksAcrossTheReform(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		code  string
		on    day.Date
		want  string
		there bool
	}{
		{"00004", now, "Phường Ba Đình", true},
		{"00001", now, "Phường Phúc Xá, Quận Ba Đình", false},
		{"00001", before, "Phường Phúc Xá, Quận Ba Đình", true},
		{"99999", now, "", false},
	} {
		p, there, known := g.Known(c.code, c.on)
		if known != (c.want != "") || there != c.there || known && g.Title(p) != c.want {
			t.Errorf("%s on %s: %q there %v known %v", c.code, c.on, g.Title(p), there, known)
		}
	}
}

// What Known's comment promises: a code of both sides means on the new one what
// the old one went into.
func TestACodeOfBothSidesIsOneOfItsHeirs(t *testing.T) {
	g := load(t)
	both := 0
	for code := range g.now.byCode {
		if _, old := g.old.byCode[code]; !old || len(code) != 5 {
			continue
		}
		both++
		found := false
		for _, p := range g.Into(code) {
			found = found || p.Code == code
		}
		if !found {
			t.Errorf("%s went elsewhere", code)
		}
	}
	if both == 0 {
		t.Error("no code is on both sides")
	}
}
