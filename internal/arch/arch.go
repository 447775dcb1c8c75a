// Package arch holds the shape of the program: which package may import which,
// who owns a table, what no code may do. Each rule is a function over the
// sources that returns its faults, one sentence each; the tests of this package
// hold the repository to all of them and prove each one red on a tiny tree that
// breaks it. Rules read syntax, not types: they are fast, and a few are
// heuristics that say so. What is let through stands in excuses.go with its
// reason, and an excuse that nothing needs any more is a fault as well.
package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// Rule is one property of the sources.
type Rule struct {
	Name  string
	Check func(*Tree) []string // the faults, sorted
}

// Rules are all rules.
func Rules() []Rule {
	return []Rule{
		{"imports", imports},
		{"table owners", tableOwners},
		{"backup has every table", backup},
		{"append-only tables", appendOnly},
		{"statements", statements},
		{"message keys", messageKeys},
		{"no message unused", unusedKeys},
		{"errors are keys", rawErrors},
		{"clocks", clocks},
		{"globals", globals},
		{"lengths", lengths},
		{"documented", documented},
		{"plain sources", plainSources},
	}
}

// faults gathers sentences.
type faults []string

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// sorted are the faults without repetitions.
func (f faults) sorted() []string {
	slices.Sort(f)
	return slices.Compact(f)
}

// at is where a node stands: path and line.
func (t *Tree) at(p token.Pos) string {
	where := t.fset.Position(p)
	return fmt.Sprintf("%s:%d", where.Filename, where.Line)
}

// excused tells whether excuses.go lets something through, and remembers that
// the excuse was needed.
func (t *Tree) excused(what string) bool {
	_, ok := t.excuses[what]
	if ok {
		t.needed[what] = true
	}
	return ok
}

// Idle lists the excuses no rule has needed; ask after all rules have run.
func (t *Tree) Idle() []string {
	var f faults
	for what := range t.excuses {
		if !t.needed[what] {
			f.add("excuses.go lets through %q, and nothing needs that", what)
		}
	}
	return f.sorted()
}

// called is the name of a called function as it is written: "errs.New", "p.T".
func called(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			return x.Name + "." + fun.Sel.Name
		}
		return "." + fun.Sel.Name
	}
	return ""
}

// below tells whether a folder is another or lies in it.
func below(dir, root string) bool { return dir == root || strings.HasPrefix(dir, root+"/") }
