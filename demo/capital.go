package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/places"
)

// Official codes of the two cities.
const (
	hanoi  = "01"
	saigon = "79"
)

// lastOld is the last day of the districts and of the communes they had.
const lastOld = "2025-06-30"

// The register of Sơn Tây in 2020, as its article says (seeds/004).
const (
	sonTay        = "269"
	sonTayUnits   = 203
	sonTayMembers = 6943
	sonTayWeight  = 22 // it grows little: its CĐCS are small
)

// capitalBases is how many CĐCS stood in the districts of Hà Nội before the
// register, by the official code. Those but Ba Đình and Sơn Tây are made up.
var capitalBases = map[string]int{
	"002": 52, "003": 34, "004": 58, "005": 50, "006": 58, "007": 56, "008": 54, "009": 46, "016": 54, "017": 58,
	"018": 50, "019": 44, "020": 46, "021": 42, "250": 40, "268": 54, sonTay: sonTayUnits, "271": 48, "272": 34, "273": 34,
	"274": 42, "275": 38, "276": 44, "277": 52, "278": 38, "279": 46, "280": 38, "281": 34, "282": 34,
}

// capitalSectors are the unions of the city that gather by trade; their sizes are
// made up.
var capitalSectors = []struct {
	clerk, name string
	standing    int
	trade       trade
}{
	{"giaoduc", "Công đoàn ngành Giáo dục Hà Nội", 24, trade{"P", []string{"Trung học phổ thông", "Cao đẳng", "Trung cấp", "thường xuyên"}}},
	{"yte", "Công đoàn ngành Y tế Hà Nội", 18, trade{"Q", []string{"Bệnh viện", "Kiểm soát"}}},
	{"xaydung", "Công đoàn ngành Xây dựng Hà Nội", 16, trade{"F", nil}},
	{"congthuong", "Công đoàn ngành Công Thương Hà Nội", 18, trade{"CDG", nil}},
	{"gtvt", "Công đoàn ngành Giao thông vận tải Hà Nội", 14, trade{"H", nil}},
	{"vienchuc", "Công đoàn Viên chức thành phố Hà Nội", 20, trade{"O", nil}},
	{"detmay", "Công đoàn ngành Dệt May Hà Nội", 14, trade{"C", []string{" Dệt ", " May "}}},
	{"nongnghiep", "Công đoàn ngành Nông nghiệp và Phát triển nông thôn Hà Nội", 14, trade{"A", nil}},
	{"dothi", "Công đoàn ngành Dịch vụ đô thị Hà Nội", 16, trade{"ELN", nil}},
}

// zone is the union of the industrial zones, and the districts they lie in.
const zone = "Công đoàn các khu công nghiệp và chế xuất Hà Nội"

var zoneDistricts = []string{"016", "017", "250", "275", "277", "279"}

// planCapital makes the federations of Hà Nội but Ba Đình's, with the CĐCS that
// stood before the register.
func planCapital(g *places.Gazetteer, n *employers, rng *rand.Rand) (out []*federation) {
	for _, d := range g.Districts(hanoi) {
		if standing := capitalBases[d.Code]; standing > 0 {
			out = append(out, district("HN", d, communesOf(g, d.Code), standing))
			if d.Code == sonTay {
				out[len(out)-1].members, out[len(out)-1].weight = sonTayMembers, sonTayWeight
			}
		}
	}
	all := communesOf(g, codesOf(g.Districts(hanoi))...)
	for _, s := range capitalSectors {
		out = append(out, union("local_sector", s.clerk, s.name, all, s.standing, s.trade))
	}
	out = append(out, union("zone", "kcn", zone, communesOf(g, zoneDistricts...), 30, trade{"CH", []string{"Việt Nam"}}))
	for _, f := range out {
		f.settle(n, rng)
	}
	return out
}

// union is one that gathers by trade.
func union(kind, clerk, name string, communes []places.Place, standing int, t trade) *federation {
	word := "HN-" + strings.ToUpper(clerk)
	return &federation{
		Founding: org.Founding{Code: word, Name: name, Kind: kind, Parent: "HN"},
		mix:      standingMix, clerk: clerk, communes: communes, standing: standing, weight: int64(standing), trade: t,
	}
}

func codesOf(list []places.Place) (out []string) {
	for _, p := range list {
		out = append(out, p.Code)
	}
	return out
}

func codeOf(parent string, i int) string { return fmt.Sprintf("%s-%04d", parent, i+1) }
