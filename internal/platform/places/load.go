package places

import (
	"embed"
	"fmt"
	"strings"

	"donghanh/internal/platform/day"
)

//go:embed data/*.tsv
var files embed.FS

// Load reads the tables that are part of the program. It takes some
// milliseconds: do it once and hand the Gazetteer on.
func Load() (*Gazetteer, error) {
	g := &Gazetteer{
		old: newEdition(), now: newEdition(),
		changes: map[string][]change{}, into: map[string][]Piece{}, from: map[string][]Piece{},
	}
	for _, t := range g.tables() {
		if err := t.read(); err != nil {
			return nil, fmt.Errorf("places: %w", err)
		}
	}
	g.old.islands()
	return g, nil
}

func newEdition() edition {
	return edition{
		districts: map[string][]Place{}, communes: map[string][]Place{},
		below: map[string][]Place{}, byCode: map[string]Place{},
	}
}

// table is a file, the columns asked of it, and who takes its rows.
type table struct {
	file, columns string
	take          func(row []string)
}

// tables of the data, each after those it refers to.
func (g *Gazetteer) tables() []table {
	return []table{
		{"provinces-2024", "code name kind province_2025", func(r []string) {
			g.old.province(r)
			g.piece(r[0], r[3], "whole", true)
		}},
		{"districts-2024", "code name kind province_code", g.old.district},
		{"communes-2024", "code name kind province_code district_code", g.old.commune},
		{"provinces-2025", "code name kind", g.now.province},
		{"communes-2025", "code name kind province_code", g.now.commune},
		{"changes-2026", "code kind_now effective", func(r []string) {
			g.changes[r[0]] = append(g.changes[r[0]], change{r[1], day.Date(r[2])})
		}},
		{"merge-2025", "old_code new_code relation primary", func(r []string) { g.piece(r[0], r[1], r[2], r[3] == "1") }},
	}
}

// read hands on the columns of each line below the head.
func (t table) read() error {
	text, err := files.ReadFile("data/" + t.file + ".tsv")
	if err != nil {
		return err
	}
	head, rest, _ := strings.Cut(string(text), "\n")
	at, err := t.places(strings.Split(head, "\t"))
	if err != nil {
		return err
	}
	row := make([]string, len(at))
	for line := range strings.Lines(rest) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != strings.Count(head, "\t")+1 {
			return fmt.Errorf("%s: line %q does not fit the head", t.file, line)
		}
		for i, c := range at {
			row[i] = cells[c]
		}
		t.take(row)
	}
	return nil
}

// places says where the columns asked for stand in a head.
func (t table) places(head []string) (at []int, err error) {
	index := map[string]int{}
	for i, name := range head {
		index[name] = i
	}
	for name := range strings.FieldsSeq(t.columns) {
		i, ok := index[name]
		if !ok {
			return nil, fmt.Errorf("%s has no column %s", t.file, name)
		}
		at = append(at, i)
	}
	return at, nil
}

// province takes code, name, kind.
func (e *edition) province(r []string) {
	p := Place{Code: r[0], Name: r[1], Kind: r[2], FullName: full(r[2], r[1]), Province: r[0]}
	e.provinces = append(e.provinces, p)
	e.byCode[p.Code] = p
}

// district takes code, name, kind, province.
func (e *edition) district(r []string) {
	p := Place{Code: r[0], Name: r[1], Kind: r[2], FullName: full(r[2], r[1]), Parent: r[3], Province: r[3]}
	e.districts[p.Province] = append(e.districts[p.Province], p)
	e.byCode[p.Code] = p
}

// commune takes code, name, kind, province and, before the reform, district.
func (e *edition) commune(r []string) {
	p := Place{Code: r[0], Name: r[1], Kind: r[2], FullName: full(r[2], r[1]), Parent: r[3], Province: r[3]}
	if len(r) > 4 {
		p.Parent = r[4]
		e.below[p.Parent] = append(e.below[p.Parent], p)
	}
	e.communes[p.Province] = append(e.communes[p.Province], p)
	e.byCode[p.Code] = p
}

// islands gives districts without communes the names the merge calls them by.
func (e *edition) islands() {
	for _, list := range e.districts {
		for _, d := range list {
			if len(e.below[d.Code]) == 0 {
				e.byCode["D"+d.Code] = d
			}
		}
	}
}

func (g *Gazetteer) piece(old, code, relation string, primary bool) {
	g.into[old] = append(g.into[old], Piece{code, relation, primary})
	g.from[code] = append(g.from[code], Piece{old, relation, primary})
}
