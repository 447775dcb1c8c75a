package arch

import (
	"go/ast"
	"regexp"
	"slices"
)

var (
	refersTo     = regexp.MustCompile(`REFERENCES (\w+)`)
	tableDefined = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)
)

// backup: the list of tables the app backs up is the tables there are, those
// first that others refer to. (No list yet, no fault.)
func backup(t *Tree) []string {
	listed, found := t.backupTables()
	if !found {
		return nil
	}
	var out faults
	for _, table := range t.tables {
		if !slices.Contains(listed, table) {
			out.add("backupTables lacks %s", table)
		}
	}
	for _, table := range listed {
		if !slices.Contains(t.tables, table) {
			out.add("backupTables has %s, which no migration makes", table)
		}
	}
	for table, other := range t.references() {
		if at := slices.Index(listed, table); at >= 0 && at < slices.Index(listed, other) {
			out.add("backupTables has %s before %s, which it refers to", table, other)
		}
	}
	return out.sorted()
}

// references yields each table with each table it refers to.
func (t *Tree) references() func(func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for _, f := range t.SQL {
			for _, m := range tableDefined.FindAllStringSubmatch(f.Text, -1) {
				for _, to := range refersTo.FindAllStringSubmatch(m[2], -1) {
					if !yield(m[1], to[1]) {
						return
					}
				}
			}
		}
	}
}

// backupTables reads the list out of the app's sources.
func (t *Tree) backupTables() (tables []string, found bool) {
	for _, f := range t.Go {
		if f.Path != "internal/app/backup.go" {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || spec.Names[0].Name != "backupTables" {
				return true
			}
			found = true
			ast.Inspect(spec, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok {
					name, _ := literal(lit)
					tables = append(tables, name)
				}
				return true
			})
			return false
		})
	}
	return tables, found
}
