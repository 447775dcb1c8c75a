package demo

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
)

// siteForms are the further sites an employer has, by its VSIC section.
var siteForms = map[string][2]string{
	"A": {"Chi nhánh Ba Đình", "Cửa hàng {ward}"},
	"C": {"Chi nhánh Ba Đình", "Cửa hàng {ward}"},
	"D": {"Đội Quản lý điện {ward}", "Trung tâm Chăm sóc khách hàng"},
	"E": {"Xí nghiệp số 1", "Xí nghiệp số 2"},
	"F": {"Đội Thi công số 1", "Đội Thi công số 2"},
	"G": {"Siêu thị {ward}", "Cửa hàng {ward}"},
	"H": {"Đội xe số 1", "Trạm {ward}"},
	"I": {"Cơ sở {ward}", "Nhà hàng {ward}"},
	"J": {"Văn phòng {ward}", "Trung tâm Đào tạo"},
	"L": {"Xí nghiệp số 1", "Xí nghiệp số 2"},
	"N": {"Đội {ward}", "Đội số 2"},
	"P": {"Cơ sở 2", "Cơ sở 3"},
	"Q": {"Cơ sở 2", "Phòng khám {ward}"},
}

// sites makes n units at further sites: one of each enterprise first, then the
// second sites of schools, then second ones of the largest enterprises.
func sites(mains []unit, wards []ward, n int, rng *rand.Rand) (out []unit) {
	for _, u := range mains {
		_, known := siteForms[u.section]
		school := u.Sector == "public_service_unit" && (strings.Contains(u.Name, "Mầm non") || strings.Contains(u.Name, "Tiểu học"))
		switch {
		case !known:
		case school:
			out = append(out, siteOf(u, 1, wards, rng))
		case strings.HasSuffix(u.Sector, "_enterprise"):
			out = append(out, siteOf(u, 1, wards, rng), siteOf(u, 2, wards, rng))
		}
	}
	slices.SortStableFunc(out, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.site, b.site), cmp.Compare(b.size, a.size))
	})
	return out[:n]
}

// siteOf is the unit at the first or second further site of an employer.
func siteOf(u unit, no int, wards []ward, rng *rand.Rand) unit {
	w := wards[rng.IntN(len(wards))]
	form := strings.ReplaceAll(siteForms[u.section][no-1], "{ward}", w.name)
	u.Name += " - " + form
	u.Employer += " - " + form
	u.Ward, u.site = w.code, no
	u.size = min(max(8, u.size*int64(15+rng.IntN(30))/100), 60)
	return u
}
