package demo

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	"donghanh/internal/platform/places"
	"donghanh/internal/platform/search"
)

//go:embed data/*.tsv
var files embed.FS

// enterprise is a made-up employer; of the informal sector, the trade of a
// nghiệp đoàn.
type enterprise struct {
	name, sector string
	section      string // letter of VSIC
	workers      int64
	female       int64 // women of a hundred workers
}

// ward is a phường with its official code of 2024.
type ward struct{ code, name string }

// part is one word of names, and how many people of the north and of the south
// have it.
type part struct {
	value  string
	weight [2]int
}

// sources is what the world is made of.
type sources struct {
	places      *places.Gazetteer
	enterprises []enterprise
	wards       []ward            // of Ba Đình
	southWards  []ward            // of Bình Tân
	parts       map[string][]part // "family any", "middle female", …
	avoid       map[string]bool   // folded names of real people
}

func readSources() (s sources, err error) {
	s = sources{parts: map[string][]part{}, avoid: map[string]bool{}}
	if s.places, err = places.Load(); err != nil {
		return s, err
	}
	s.wards, s.southWards = wardsOf(s.places, "001"), wardsOf(s.places, "777")
	for file, take := range map[string]func(row []string) error{
		"enterprises.tsv": s.enterprise, "names.tsv": s.part,
		"names-avoid.tsv": func(row []string) error { s.avoid[search.Fold(row[0])] = true; return nil },
	} {
		if err := each(file, take); err != nil {
			return s, fmt.Errorf("demo: %s: %w", file, err)
		}
	}
	return s, nil
}

// each calls take for each line below the head.
func each(file string, take func(row []string) error) error {
	text, err := files.ReadFile("data/" + file)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for _, line := range lines[1:] {
		if err := take(strings.Split(line, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// enterprise reads id, name, name_ascii, sector, sector_vi, industry,
// vsic_section, unit_kind, workers, female_pct.
func (s *sources) enterprise(row []string) error {
	workers, err := strconv.ParseInt(row[8], 10, 64)
	if err != nil {
		return err
	}
	female, err := strconv.ParseInt(row[9], 10, 64)
	name, _, _ := strings.Cut(row[1], " (")
	s.enterprises = append(s.enterprises, enterprise{name, row[3], row[6], workers, female})
	return err
}

// part reads part, sex, value, value_ascii, weight_north, weight_south.
func (s *sources) part(row []string) error {
	north, err := strconv.Atoi(row[4])
	if err != nil {
		return err
	}
	south, err := strconv.Atoi(row[5])
	key := row[0] + " " + row[1]
	s.parts[key] = append(s.parts[key], part{strings.TrimPrefix(row[2], "-"), [2]int{north, south}})
	return err
}

// communesOf are the communes districts had, their names with the tone marks
// where the names of today have them: Hòa, not Hoà.
func communesOf(g *places.Gazetteer, districts ...string) (out []places.Place) {
	for _, d := range districts {
		for _, c := range g.CommunesOfDistrict(d) {
			c.Name, c.FullName = spelled(c.Name), spelled(c.FullName)
			out = append(out, c)
		}
	}
	return out
}

// spelled moves the marks that the names of the communes of before have on the
// second vowel.
func spelled(name string) string {
	return strings.NewReplacer("Hoà", "Hòa", "Hoá", "Hóa", "Thuỵ", "Thụy", "Thuỷ", "Thủy").Replace(name)
}

func wardsOf(g *places.Gazetteer, district string) (out []ward) {
	for _, c := range communesOf(g, district) {
		out = append(out, ward{c.Code, c.Name})
	}
	return out
}
