package arch

import (
	"regexp"
	"slices"
	"strings"
)

var (
	word        = regexp.MustCompile(`\b[a-z]+_[a-z_]+\b`)
	asksTable   = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z]+_[a-z_]+)\b`)
	writesTable = regexp.MustCompile(`\b(?:INTO|UPDATE|DELETE\s+FROM)\s+([a-z]+_[a-z_]+)\b`)
	writesAny   = regexp.MustCompile(`\b(?:INTO|UPDATE|DELETE\s+FROM)\s+"?` + computed)
)

// ownerOf is the package a table belongs to, by its prefix.
func ownerOf(table string) string {
	prefix, _, _ := strings.Cut(table, "_")
	switch {
	case prefix == "app":
		return "internal/app"
	case prefix == "import":
		return "internal/app/importweb"
	case rank(prefix) >= 0:
		return "internal/" + prefix
	}
	return "internal/platform/" + prefix
}

// tableOwners: a table is written by its owner only, and read by others only
// where an excuse "read <table>" says why, and then only from above. A word that
// is a table's name counts as a read wherever code says it.
func tableOwners(t *Tree) []string {
	var out faults
	for _, table := range t.tables {
		if owner := ownerOf(table); !t.has(owner) {
			out.add("table %s belongs to %s, which there is not", table, owner)
		}
	}
	for _, x := range t.said() {
		t.unknownTables(&out, x)
		if t.foreign(x) && !t.excused("tables "+x.file.Path) {
			t.foreignTables(&out, x)
		}
	}
	return out.sorted()
}

func (t *Tree) has(dir string) bool {
	return slices.ContainsFunc(t.Go, func(f *File) bool { return f.Dir == dir })
}

// unknownTables: a name with the prefix of some table must be one.
func (t *Tree) unknownTables(out *faults, x text) {
	for _, m := range asksTable.FindAllStringSubmatch(x.text, -1) {
		prefix, _, _ := strings.Cut(m[1], "_")
		ours := slices.ContainsFunc(t.tables, func(table string) bool { return strings.HasPrefix(table, prefix+"_") })
		if ours && !slices.Contains(t.tables, m[1]) {
			out.add("%s names table %s, which no migration makes", t.at(x.pos), m[1])
		}
	}
}

// foreign tells whether a text names a table of another package, or writes to
// one whose name is computed.
func (t *Tree) foreign(x text) bool {
	return writesAny.MatchString(x.text) || len(t.foreignIn(x)) > 0
}

func (t *Tree) foreignIn(x text) (tables []string) {
	for _, name := range word.FindAllString(x.text, -1) {
		if slices.Contains(t.tables, name) && ownerOf(name) != x.file.Dir {
			tables = append(tables, name)
		}
	}
	return tables
}

func (t *Tree) foreignTables(out *faults, x text) {
	if writesAny.MatchString(x.text) {
		out.add("%s writes to a table whose name is computed: nobody can see whose it is", t.at(x.pos))
	}
	var written []string
	for _, m := range writesTable.FindAllStringSubmatch(x.text, -1) {
		written = append(written, m[1])
	}
	for _, table := range t.foreignIn(x) {
		switch owner := ownerOf(table); {
		case slices.Contains(written, table):
			out.add("%s writes %s: only %s does", t.at(x.pos), table, owner)
		case !above(x.file.Dir, owner):
			out.add("%s reads %s of %s, which does not stand below it", t.at(x.pos), table, owner)
		case !t.excused("read " + table):
			out.add("%s reads %s of %s: ask its Service, or give the reason in excuses.go", t.at(x.pos), table, owner)
		}
	}
}

// above tells whether a package may know the tables of another at all: the app
// of all, a domain of the platform and of lower domains. Pages know no table.
func above(dir, owner string) bool {
	from, to := placeOf(dir), placeOf(owner)
	switch from.layer {
	case app:
		return true
	case domain:
		return to.layer == platform || rank(to.domain) < rank(from.domain)
	}
	return false
}
