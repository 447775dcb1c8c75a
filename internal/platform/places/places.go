// Package places knows the official administrative units of Vietnam: provinces,
// districts and communes as they stood until 30 June 2025, provinces and
// communes from 1 July 2025 with the changes of kind since, and which old
// commune went into which new one. It knows no domain.
//
// Codes are those of the National Statistics Office and are text: two digits
// for a province, three for a district, five for a commune. A code may mean one
// commune before the reform and a larger one after it, so reading takes a day.
package places

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"donghanh/internal/platform/day"
)

// Reform is the first day of the 34 provinces without districts.
const Reform day.Date = "2025-07-01"

// Kinds of units, in the official words.
const (
	Ward        = "phường"
	Commune     = "xã"
	Township    = "thị trấn" // until 30 June 2025
	SpecialZone = "đặc khu"  // from 1 July 2025
	CentralCity = "thành phố trực thuộc trung ương"
	Province    = "tỉnh"
)

// Place is one administrative unit on one day.
type Place struct {
	Code     string
	Name     string // without its kind: "Ba Đình", "1"
	Kind     string // the official words: "phường", "thành phố thuộc tỉnh"
	FullName string // "Phường 1", "Thành phố Thủ Đức"
	Parent   string // code of the unit it is a part of; empty for a province
	Province string // code of its province; its own if it is one
}

// In is the place as it is named inside a sentence or a longer name: "phường 1".
func (p Place) In() string {
	first, n := utf8.DecodeRuneInString(p.FullName)
	return string(unicode.ToLower(first)) + p.FullName[n:]
}

// Piece is one line of the merge of 2025, seen from one of its ends.
type Piece struct {
	Code     string // of the unit at the other end
	Relation string // "whole", "part", "part-area", … in the words of the source
	Primary  bool   // the one new unit to propose for the old one; ask where it was split
}

// Gazetteer answers from tables read once; it is never changed and safe for
// concurrent use. What it returns is the caller's.
type Gazetteer struct {
	old, now   edition
	changes    map[string][]change // changes of kind since the reform
	into, from map[string][]Piece
}

// edition is the country between two reforms.
type edition struct {
	provinces []Place
	districts map[string][]Place // by province; none after the reform
	communes  map[string][]Place // by province
	below     map[string][]Place // communes by district
	byCode    map[string]Place
}

type change struct {
	kind string
	from day.Date
}

// Provinces on a day, by code: 63 before the reform, 34 from it.
func (g *Gazetteer) Provinces(on day.Date) []Place { return g.onDay(g.edition(on).provinces, on) }

// Communes of a province on a day, by code: phường, xã, thị trấn, đặc khu. None
// if there is no such province on that day.
func (g *Gazetteer) Communes(province string, on day.Date) []Place {
	return g.onDay(g.edition(on).communes[province], on)
}

// Districts of a province as they were until 30 June 2025.
func (g *Gazetteer) Districts(province string) []Place { return g.onDay(g.old.districts[province], "") }

// CommunesOfDistrict are the communes of a district until 30 June 2025; five
// island districts had none.
func (g *Gazetteer) CommunesOfDistrict(district string) []Place {
	return g.onDay(g.old.below[district], "")
}

// Find is the unit of a code on a day. "D" and the code of a district without
// communes is that district, as in Into and From.
func (g *Gazetteer) Find(code string, on day.Date) (Place, bool) {
	p, ok := g.edition(on).byCode[code]
	return g.kinded(p, on), ok
}

// Into tells which new communes an old commune went into, or which new province
// an old province did. An old code is that of the day before the reform.
func (g *Gazetteer) Into(old string) []Piece { return append([]Piece(nil), g.into[old]...) }

// From tells what a new commune or province was made of.
func (g *Gazetteer) From(code string) []Piece { return append([]Piece(nil), g.from[code]...) }

func (g *Gazetteer) edition(on day.Date) *edition {
	if on < Reform {
		return &g.old
	}
	return &g.now
}

// onDay are copies of places with their kinds of a day.
func (g *Gazetteer) onDay(list []Place, on day.Date) []Place {
	out := make([]Place, len(list))
	for i, p := range list {
		out[i] = g.kinded(p, on)
	}
	return out
}

// kinded is a place with its kind of a day: since the reform only kinds changed.
func (g *Gazetteer) kinded(p Place, on day.Date) Place {
	if on < Reform {
		return p
	}
	for _, c := range g.changes[p.Code] {
		if c.from <= on {
			p.Kind, p.FullName = c.kind, full(c.kind, p.Name)
		}
	}
	return p
}

// full is a kind and a name as they are written on their own. The official kind
// of a city says what it belongs to; its name does not.
func full(kind, name string) string {
	kind, _, _ = strings.Cut(kind, " trực thuộc ")
	kind, _, _ = strings.Cut(kind, " thuộc ")
	first, n := utf8.DecodeRuneInString(kind)
	return string(unicode.ToUpper(first)) + kind[n:] + " " + name
}
