package demo

import (
	"cmp"
	"slices"
	"strings"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/places"
)

// Days of the reform of 2025 (domain.md §0).
const (
	endSigned   day.Date = "2025-06-27" // the cities end their districts and sector unions
	endDay      day.Date = "2025-07-01" // from here on CĐCS stand directly under the city
	beginSigned day.Date = "2025-09-26" // the cities found unions of wards
	beginDay    day.Date = "2025-10-01" // from here on CĐCS stand under these
)

// madeUp is what users are told of the ward unions, on the page of the act.
const madeUp = "Trong bản dùng thử, mỗi xã, phường của Hà Nội có một công đoàn (126 đơn vị, giả định); danh sách 84 công đoàn xã, phường có thật không có trong nguồn dữ liệu."

// reform is one city's part in it.
type reform struct {
	city, by    string
	federations []*federation
	bases       []unit // all CĐCS ever
	communes    []places.Place
	chairs      []string // of the unions of these
	g           *places.Gazetteer
}

// reforms are those of both cities. In TP Hồ Chí Minh, of which the world has
// two districts, only those wards get a union that have CĐCS.
func (w *world) reforms(g *places.Gazetteer, who map[string]*people) []reform {
	north := slices.Clone(w.units)
	for _, f := range w.capital {
		north = append(north, f.units[f.entered():]...)
	}
	south := slices.Clone(w.south)
	for _, f := range w.others {
		south = append(south, f.units[f.entered():]...)
	}
	out := []reform{
		{"HN", "hn", w.capital, north, g.Communes(hanoi, beginDay), nil, g},
		{"HCM", "hcm", w.others, south, nil, nil, g},
	}
	into := map[string]bool{}
	for _, u := range south {
		into[out[1].wardOf(u)] = true
	}
	for _, c := range g.Communes(saigon, beginDay) {
		if into[c.Code] {
			out[1].communes = append(out[1].communes, c)
		}
	}
	for i, r := range out {
		for range r.communes {
			out[i].chairs = append(out[i].chairs, who[r.city].next())
		}
	}
	return out
}

// now is the commune that one of before went into.
func now(g *places.Gazetteer, commune string) string {
	for _, p := range g.Into(commune) {
		if p.Primary {
			return p.Code
		}
	}
	return ""
}

// wardOf is the commune of today a CĐCS is in.
func (r reform) wardOf(u unit) string {
	if u.FoundedOn >= endDay {
		return u.Ward
	}
	return now(r.g, u.Ward)
}

// living are the CĐCS there are on a day, by code.
func (r reform) living(on day.Date) (out []unit) {
	for _, u := range r.bases {
		if u.FoundedOn <= on {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b unit) int { return cmp.Compare(a.Code, b.Code) })
	return out
}

// end is the plan that ends the federations: their CĐCS stand directly under the
// city from then on, nobody goes on from them yet.
func (r reform) end(signer string) org.Plan {
	p := org.Plan{
		ID: db.NewID(), Unit: r.city, Kind: org.Reforming, DecisionNo: "1027/QĐ-LĐLĐ", DecidedOn: endSigned, EffectiveOn: endDay, Signer: signer,
		Reason: "Kết thúc hoạt động công đoàn cấp trên trực tiếp cơ sở theo mô hình chính quyền địa phương hai cấp; các CĐCS trực thuộc LĐLĐ Thành phố.",
	}
	for _, u := range r.living(endSigned) {
		p.Lines = append(p.Lines, org.Line{Op: org.OpMove, Unit: u.Code, Parent: r.city})
	}
	for _, f := range r.federations {
		p.Lines = append(p.Lines, org.Line{Op: org.OpEnd, Unit: f.Code})
	}
	return p
}

// begin is the plan that founds the unions of wards. Each goes on from the
// districts of whose communes it has a part, and each CĐCS goes to that of its
// commune.
func (r reform) begin(signer string) org.Plan {
	p := org.Plan{
		ID: db.NewID(), Unit: r.city, Kind: org.Reforming, DecisionNo: "1835/QĐ-LĐLĐ", DecidedOn: beginSigned, EffectiveOn: beginDay, Signer: signer,
		Reason: "Thành lập công đoàn xã, phường.",
	}
	if r.city == "HN" {
		p.Reason += " " + madeUp
	}
	for _, c := range r.communes {
		p.Lines = append(p.Lines, org.Line{
			Op: org.OpFound, Unit: wardUnion(r.city, c.Code), Name: "Công đoàn " + c.In(), Kind: "ward", Parent: r.city, Ward: c.Code, Follows: r.districtsOf(c.Code),
		})
	}
	for _, u := range r.living(beginSigned) {
		p.Lines = append(p.Lines, org.Line{Op: org.OpMove, Unit: u.Code, Parent: wardUnion(r.city, r.wardOf(u))})
	}
	return p
}

func wardUnion(city, commune string) string { return city + "-P" + commune }

// districtsOf are the codes of the federations of whose communes something went
// into one of today, in their order.
func (r reform) districtsOf(commune string) string {
	var codes []string
	for _, piece := range r.g.From(commune) {
		old, _ := r.g.Find(piece.Code, lastOld)
		for _, f := range r.federations {
			if f.Kind == "district" && f.official == old.Parent && !slices.Contains(codes, f.Code) {
				codes = append(codes, f.Code)
			}
		}
	}
	return strings.Join(codes, ",")
}
