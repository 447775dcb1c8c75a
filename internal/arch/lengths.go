package arch

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

const (
	longestFunc = 100 // lines
	longestFile = 700 // lines
	usualFunc   = 45  // lines: nine of ten functions have no more
)

// lengths: nothing is too long to be read at once.
func lengths(t *Tree) []string {
	var out faults
	for _, f := range slices.Concat(t.Go, t.Templ) {
		if n := lines(f); n > longestFile && !f.Made {
			out.add("%s has %d lines, more than %d", f.Path, n, longestFile)
		}
	}
	var all []int
	for _, f := range t.code() {
		for _, fn := range functions(f) {
			n := t.height(fn)
			all = append(all, n)
			if n > longestFunc {
				out.add("%s: %s has %d lines, more than %d", t.at(fn.Pos()), fn.Name.Name, n, longestFunc)
			}
		}
	}
	if p := quantile(all, 90); p > usualFunc {
		out.add("one function in ten has %d lines or more: %d are enough", p, usualFunc)
	}
	return out.sorted()
}

// Lengths says how long functions and files are, for the log.
func (t *Tree) Lengths() string {
	var funcs, files []int
	for _, f := range t.code() {
		files = append(files, lines(f))
		for _, fn := range functions(f) {
			funcs = append(funcs, t.height(fn))
		}
	}
	return fmt.Sprintf("lines of %d functions: p50 %d, p90 %d, longest %d; of %d files: p50 %d, p90 %d, longest %d",
		len(funcs), quantile(funcs, 50), quantile(funcs, 90), quantile(funcs, 100),
		len(files), quantile(files, 50), quantile(files, 90), quantile(files, 100))
}

func lines(f *File) int { return strings.Count(f.Text, "\n") }

func (t *Tree) height(fn *ast.FuncDecl) int {
	return t.fset.Position(fn.End()).Line - t.fset.Position(fn.Pos()).Line + 1
}

func functions(f *File) (out []*ast.FuncDecl) {
	for _, d := range f.AST.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			out = append(out, fn)
		}
	}
	return out
}

// quantile is the value that p of a hundred do not exceed; 0 of none.
func quantile(all []int, p int) int {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[(len(sorted)-1)*p/100]
}
