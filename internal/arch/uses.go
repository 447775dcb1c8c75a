package arch

import (
	"go/ast"
	"slices"
	"strings"
)

// use is a place where code asks for a message.
type use struct {
	where    string
	key      string   // with computed parts
	values   []string // names of the values given
	readable bool     // the values can be read
}

// uses are all places where code and templates ask for a message, by the
// functions of errs and i18n and by helpers that put a prefix before a key.
func (t *Tree) uses() (out []use) {
	helpers := t.helpers()
	for _, f := range t.Go {
		if f.Test || placeOf(f.Dir).layer == arch {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, u := range usesOf(call, f, helpers) {
				u.where = t.at(call.Pos())
				if f.Made { // the template is what one edits
					u.where = strings.TrimSuffix(f.Path, "_templ.go") + ".templ"
				}
				out = append(out, u)
			}
			return true
		})
	}
	return out
}

// usesOf are the keys a call asks for. A helper may be called T as well.
func usesOf(call *ast.CallExpr, f *File, helpers []helper) []use {
	if called(call) != "i18n.T" {
		if helped := helpedIn(call, f, helpers); len(helped) > 0 {
			return helped
		}
	}
	return usesIn(call)
}

// keyAt is which argument of a call is a message key; -1 if none.
func keyAt(call *ast.CallExpr) int {
	switch name := called(call); {
	case name == "errs.New", name == "errs.At", name == "i18n.T", name == "word":
		return 1
	case strings.HasSuffix(name, ".T"):
		return 0
	}
	return -1
}

// keyOf is the key a call asks for, if any part of it is written there.
func keyOf(call *ast.CallExpr) (key string, ok bool) {
	n := keyAt(call)
	if n < 0 || n >= len(call.Args) {
		return "", false
	}
	key, ok = flat(call.Args[n])
	return key, ok && !strings.HasPrefix(key, computed)
}

func usesIn(call *ast.CallExpr) []use {
	key, ok := keyOf(call)
	if !ok {
		return nil
	}
	u := use{key: key}
	if called(call) != "word" { // whose values are pairs
		u.values, u.readable = valuesOf(call.Args[keyAt(call)+1:])
	}
	return []use{u}
}

// valuesOf are the names in the Args of a call, if they are written there.
func valuesOf(args []ast.Expr) (names []string, ok bool) {
	for _, arg := range args {
		lit, is := arg.(*ast.CompositeLit)
		if !is {
			return nil, false
		}
		for _, e := range lit.Elts {
			if pair, is := e.(*ast.KeyValueExpr); is {
				name, _ := literal(pair.Key)
				names = append(names, name)
			}
		}
	}
	return names, true
}

// helper is a function that makes a key of one of its parameters:
//
//	func said(ctx context.Context, key string) string { return i18n.T(ctx, "org.said."+key) }
type helper struct {
	dir, file     string // file of a closure, which only its own file calls
	name          string
	param         int
	before, after string
}

func (t *Tree) helpers() (out []helper) {
	for _, f := range t.Go {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Body != nil {
					out = append(out, helpersIn(n.Body, n.Type, helper{dir: f.Dir, name: n.Name.Name})...)
				}
			case *ast.AssignStmt:
				if fn, ok := n.Rhs[0].(*ast.FuncLit); ok && len(n.Lhs) == 1 {
					if name, ok := n.Lhs[0].(*ast.Ident); ok {
						out = append(out, helpersIn(fn.Body, fn.Type, helper{dir: f.Dir, file: f.Path, name: name.Name})...)
					}
				}
			}
			return true
		})
	}
	return out
}

// helpersIn finds the keys a body makes of a parameter alone.
func helpersIn(body ast.Node, fn *ast.FuncType, h helper) (out []helper) {
	names := params(fn)
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		key, ok := keyOf(call)
		if !ok || strings.Count(key, computed) != 1 {
			return true
		}
		for _, part := range operands(call.Args[keyAt(call)]) {
			if id, ok := part.(*ast.Ident); ok && slices.Contains(names, id.Name) {
				h.param = slices.Index(names, id.Name)
				h.before, h.after, _ = strings.Cut(key, computed)
				out = append(out, h)
			}
		}
		return true
	})
	return out
}

func params(fn *ast.FuncType) (names []string) {
	for _, field := range fn.Params.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// helpedIn are the keys a call asks for by a helper.
func helpedIn(call *ast.CallExpr, f *File, helpers []helper) (out []use) {
	_, name, ok := strings.Cut(called(call), ".")
	if !ok {
		name = called(call)
	}
	for _, h := range helpers {
		if h.name != name || h.dir != f.Dir || h.file != "" && h.file != f.Path || h.param >= len(call.Args) {
			continue
		}
		if said, ok := flat(call.Args[h.param]); ok && said != "" && !strings.HasPrefix(said, computed) {
			out = append(out, use{key: h.before + said + h.after})
		}
	}
	return out
}
