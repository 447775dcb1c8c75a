package org

import (
	"slices"
	"strings"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/places"
	"donghanh/internal/platform/search"
)

// Kinds of units that official administrative units have.
const (
	confederation = "confederation"
	provincial    = "provincial"
	wardUnion     = "ward"
)

// confederationCode is the code of the nation's body (design.md §7).
const confederationCode = "TLD"

// Which communes of a skeleton get a union.
const (
	NoWards     = "none"
	AllWards    = "all"
	ChosenWards = "chosen"
)

// Skeleton is what a guided start asks for: the federation of a province, or
// those of all provinces under the confederation, with the unions of communes.
type Skeleton struct {
	Province   string   // official code; empty: the nation
	Wards      string   // NoWards, AllWards or, of one province, ChosenWards
	Chosen     []string // official codes of communes
	FoundedOn  day.Date // of all that is new; empty: it stood before the register
	DecisionNo string
	Reason     string // asked for when the day lies in a signed period
}

// Planned is a unit of a skeleton: to be founded, or standing already.
type Planned struct {
	Founding
	Place places.Place // zero for the confederation
	Have  *Unit        // the unit that stands already, or that is in the way
	Fault *errs.Error  // why it can be neither founded nor left as it stands
}

// New tells that the unit is yet to be founded.
func (p Planned) New() bool { return p.Have == nil && p.Fault == nil }

// ProvinceCode is the code of the federation of a province, the same every
// time: HN and HCM as they are known, else the name in plain letters. No two of
// the 34 are alike; a test says so.
func ProvinceCode(p places.Place) string {
	switch p.Code {
	case "01":
		return "HN"
	case "79":
		return "HCM"
	}
	return strings.ToUpper(strings.ReplaceAll(search.Fold(p.Name), " ", ""))
}

// ProvinceOf is the official code of the province a unit works in on a day, by
// the nearest of its superiors (the highest first, itself last) that has a
// commune or is the federation of a province; empty when nothing tells.
func ProvinceOf(path []Unit, g *places.Gazetteer, on day.Date) string {
	for _, u := range slices.Backward(path) {
		if p, there, known := g.Known(u.Ward, on); known {
			if into := g.Into(p.Province); !there && on >= places.Reform && len(into) == 1 {
				return into[0].Code
			}
			return p.Province
		}
		for _, p := range g.Provinces(on) {
			if u.Kind == provincial && (u.Code == ProvinceCode(p) || isOf(u.Name, p)) {
				return p.Code
			}
		}
	}
	return ""
}

// wardCode is a ward union's code: that of its federation and, for it must say
// nothing of what may change, the commune's official one (design.md §7).
func wardCode(federation string, commune places.Place) string {
	return federation + "-P" + commune.Code
}

// titled is how the union of a place is called.
func (r *Rules) titled(kind string, p places.Place) string {
	in := strings.Replace(p.In(), "thành phố ", "TP ", 1)
	return strings.ReplaceAll(r.Kind(kind).Title, "{place}", in)
}

// skeletonDay is the day the places of a skeleton are those of: today, but never
// before the provinces and communes that are founded there.
func skeletonDay(today day.Date) day.Date { return day.Max(today, places.Reform) }

// draft lists the units of a skeleton, superiors first, as if nothing stood yet.
func (s *Skeleton) draft(rules *Rules, g *places.Gazetteer, on day.Date) ([]Planned, error) {
	out := []Planned{s.planned(rules, confederation, confederationCode, "", places.Place{})}
	if s.Province != "" {
		p, ok := g.Find(s.Province, on)
		if !ok || p.Parent != "" {
			return nil, errs.At("province", "error.choice")
		}
		return append(out, s.draftProvince(rules, g, on, p)...), nil
	}
	for _, p := range g.Provinces(on) {
		out = append(out, s.draftProvince(rules, g, on, p)...)
	}
	return out, nil
}

func (s *Skeleton) draftProvince(rules *Rules, g *places.Gazetteer, on day.Date, p places.Place) []Planned {
	code := ProvinceCode(p)
	out := []Planned{s.planned(rules, provincial, code, confederationCode, p)}
	for _, c := range s.communes(g, on, p) {
		row := s.planned(rules, wardUnion, wardCode(code, c), code, c)
		if c.Province != p.Code {
			row.Fault = errs.At("ward", "org.start.stranger", errs.Args{"ward": c.Code, "province": p.FullName})
		}
		out = append(out, row)
	}
	return out
}

// communes are those that get a union; one that is not of the province is a row
// all the same, so that it can be named.
func (s *Skeleton) communes(g *places.Gazetteer, on day.Date, p places.Place) (out []places.Place) {
	switch s.Wards {
	case AllWards:
		return places.ByName(g.Communes(p.Code, on))
	case ChosenWards:
		chosen := slices.Compact(slices.Sorted(slices.Values(s.Chosen)))
		for _, code := range chosen {
			c, ok := g.Find(code, on)
			if !ok || len(c.Code) != communeDigits {
				c = places.Place{Code: code, Name: code, FullName: code}
			}
			out = append(out, c)
		}
	}
	return places.ByName(out)
}

// communeDigits is the length of a commune's code; those of provinces are shorter.
const communeDigits = 5

func (s *Skeleton) planned(rules *Rules, kind, code, parent string, p places.Place) Planned {
	f := Founding{
		Code: code, Name: rules.titled(kind, p), Kind: kind, Parent: parent,
		FoundedOn: s.FoundedOn, DecisionNo: s.DecisionNo, Reason: s.Reason,
	}
	if kind == wardUnion {
		f.Ward = p.Code
	}
	return Planned{Founding: f, Place: p}
}

// check finds what is wrong with the skeleton as a whole, each at its field.
func (s *Skeleton) check(today day.Date) error {
	var faults errs.List
	switch {
	case s.Wards != NoWards && s.Wards != AllWards && (s.Wards != ChosenWards || s.Province == ""):
		faults.Add(errs.At("wards", "error.choice"))
	case s.Wards == ChosenWards && len(s.Chosen) == 0:
		faults.Add(errs.At("wards", "org.start.nowards"))
	}
	if s.FoundedOn > today {
		faults.Add(errs.At("founded_on", "error.date.future", errs.Args{"date": s.FoundedOn, "today": today}))
	} else if s.FoundedOn != "" && s.FoundedOn < places.Reform && s.Wards != NoWards {
		faults.Add(errs.At("founded_on", "org.start.early", errs.Args{"date": places.Reform}))
	}
	checkText(&faults, "decision_no", s.DecisionNo, 60, false)
	checkText(&faults, "reason", s.Reason, 500, false)
	return faults.Err()
}
