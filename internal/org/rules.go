package org

import (
	"fmt"
	"io/fs"
	"slices"

	"donghanh/internal/platform/rules"
	"donghanh/internal/platform/search"
)

// Rules is catalogue/units.toml: what kinds of units, sectors, blocs,
// committees and posts there are.
type Rules struct {
	Kinds      []Kind      `toml:"kind"`
	Sectors    []NamedCode `toml:"sector"`
	Blocs      []NamedCode `toml:"bloc"`
	Committees []NamedCode `toml:"committee"`
	Posts      []NamedCode `toml:"post"`
}

// NamedCode is a code with its Vietnamese name and other names it is read by.
type NamedCode struct {
	Code  string
	Name  string
	Names []string
}

// Kind is a kind of unit.
type Kind struct {
	NamedCode
	Title     string   // how the unit of a place is called: "Công đoàn {place}"; empty: not one a place has
	Symbol    string   // of the numbers of its documents: "LĐLĐ"
	Authority string   // in whose name its chair signs: "TM. BAN THƯỜNG VỤ"
	Root      bool     // may stand at the top
	Counted   bool     // counts in ORG.CDCS.*
	Under     []string // kinds it may stand under
}

// LoadRules reads the rules and refuses kinds that stand under unknown ones.
func LoadRules(fsys fs.FS) (*Rules, error) {
	var r Rules
	if err := rules.Decode(fsys, "units.toml", &r); err != nil {
		return nil, err
	}
	for _, k := range r.Kinds {
		for _, u := range k.Under {
			if r.Kind(u).Code == "" {
				return nil, rules.Fault(fsys, "units.toml", fmt.Errorf("%s stands under unknown %s", k.Code, u))
			}
		}
	}
	return &r, nil
}

// Kind finds a kind by its code; the zero Kind when there is none.
func (r *Rules) Kind(code string) Kind {
	i := slices.IndexFunc(r.Kinds, func(k Kind) bool { return k.Code == code })
	if i < 0 {
		return Kind{}
	}
	return r.Kinds[i]
}

// Below lists the kinds that may stand under a kind.
func (r *Rules) Below(kind string) (out []Kind) {
	for _, k := range r.Kinds {
		if slices.Contains(k.Under, kind) {
			out = append(out, k)
		}
	}
	return out
}

// ReadKind finds the code of a kind by its code or one of its names, with or
// without marks; "" when there is none.
func (r *Rules) ReadKind(s string) string {
	names := make([]NamedCode, len(r.Kinds))
	for i, k := range r.Kinds {
		names[i] = k.NamedCode
	}
	return ReadCode(names, s)
}

// ReadCode finds the code meant by a code or name.
func ReadCode(list []NamedCode, s string) string {
	f := search.Fold(s)
	for _, n := range list {
		if n.Code == s || search.Fold(n.Name) == f {
			return n.Code
		}
		if slices.ContainsFunc(n.Names, func(x string) bool { return search.Fold(x) == f }) {
			return n.Code
		}
	}
	return ""
}

// NameOf is the name of a code, or the code itself.
func NameOf(list []NamedCode, code string) string {
	for _, n := range list {
		if n.Code == code {
			return n.Name
		}
	}
	return code
}
