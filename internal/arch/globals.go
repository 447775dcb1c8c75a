package arch

import (
	"go/ast"
	"go/token"
	"path"
	"strconv"
)

// clock is a function few may call.
type clock struct {
	names []string
	may   func(dir string) bool
	why   string
}

func guarded() []clock {
	day := func(dir string) bool { return dir == "internal/platform/day" }
	outer := func(dir string) bool { l := placeOf(dir).layer; return l == cmd || l == app }
	db := func(dir string) bool { return dir == "internal/platform/db" }
	return []clock{
		{[]string{"time.Now", "time.Since", "time.Until"}, day, "only platform/day reads the machine's clock"},
		{[]string{"context.Background", "context.TODO"}, outer, "a context comes from the caller"},
		{
			[]string{"sql.Open", "sql.OpenDB", "sqlx.Open", "sqlx.Connect", "sqlx.ConnectContext", "sqlx.MustConnect", "sqlx.MustOpen"},
			db, "only platform/db opens a database",
		},
	}
}

// clocks: time, contexts and connections begin in one package each. A function
// that is handed on and not called counts too.
func clocks(t *Tree) []string {
	var out faults
	for _, f := range t.code() {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			if why := refuseClock(f.Dir, x.Name+"."+sel.Sel.Name); why != "" && !t.excused(x.Name+"."+sel.Sel.Name+" "+f.Path) {
				out.add("%s uses %s.%s: %s", t.at(sel.Pos()), x.Name, sel.Sel.Name, why)
			}
			return true
		})
	}
	return out.sorted()
}

func refuseClock(dir, name string) string {
	for _, g := range guarded() {
		for _, n := range g.names {
			if n == name && !g.may(dir) {
				return g.why
			}
		}
	}
	return ""
}

// globals: nothing runs before main, and no variable of a package changes. (A
// heuristic: it sees assignments, ++, delete and clear, not pointers handed on.)
func globals(t *Tree) []string {
	var out faults
	vars := t.packageVars()
	for _, f := range t.Go {
		if f.Made {
			continue
		}
		for _, d := range f.AST.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if fn.Name.Name == "init" && fn.Recv == nil {
				out.add("%s: func init runs before main", t.at(fn.Pos()))
			}
			g := global{f, vars[key(f)]}
			for _, target := range targets(fn) {
				if name := g.name(target); name != "" && !f.Test {
					out.add("%s changes %s, a variable of a package", t.at(target.Pos()), name)
				}
			}
		}
	}
	return out.sorted()
}

// key names the package of a file: folder and name, for outer tests differ.
func key(f *File) string { return f.Dir + " " + f.AST.Name.Name }

// packageVars are the variables of each package.
func (t *Tree) packageVars() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, f := range t.Go {
		for _, d := range f.AST.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			if out[key(f)] == nil {
				out[key(f)] = map[string]bool{}
			}
			for _, spec := range gen.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					out[key(f)][name.Name] = true
				}
			}
		}
	}
	return out
}

// targets are the expressions a function writes to.
func targets(fn *ast.FuncDecl) (out []ast.Expr) {
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				out = append(out, n.Lhs...)
			}
		case *ast.IncDecStmt:
			out = append(out, n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				out = append(out, n.Key, n.Value)
			}
		case *ast.CallExpr:
			if name := called(n); (name == "delete" || name == "clear") && len(n.Args) > 0 {
				out = append(out, n.Args[0])
			}
		}
		return true
	})
	return out
}

// global knows the variables a file can see.
type global struct {
	file *File
	vars map[string]bool
}

// name is the package variable an expression writes to; empty if none.
func (g global) name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.IndexExpr:
		return g.name(e.X)
	case *ast.StarExpr:
		return g.name(e.X)
	case *ast.ParenExpr:
		return g.name(e.X)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && x.Obj == nil && g.imports(x.Name) {
			return x.Name + "." + e.Sel.Name
		}
		return g.name(e.X)
	case *ast.Ident:
		// Of a name of this file the parser knows where it was declared; of a
		// name of another file of the package it knows nothing.
		if e.Name != "_" && g.vars[e.Name] && (e.Obj == nil || g.file.AST.Scope.Lookup(e.Name) == e.Obj) {
			return e.Name
		}
	}
	return ""
}

// imports tells whether a name is that of an imported package.
func (g global) imports(name string) bool {
	for _, spec := range g.file.AST.Imports {
		p, _ := strconv.Unquote(spec.Path.Value) // the parser has read it already
		if spec.Name != nil && spec.Name.Name == name || spec.Name == nil && path.Base(p) == name {
			return true
		}
	}
	return false
}
