package arch

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

const documentedShare = 95 // of a hundred

// exported is a name other packages can use, and its comment.
type exported struct {
	name, doc string
	list      bool // a name of a group: the group's comment may speak for it
}

// documented: nearly all exported names of platform and domains say what they
// are, beginning with the name or with an article before it.
func documented(t *Tree) []string {
	var silent []string
	all := 0
	for _, f := range t.code() {
		if l := placeOf(f.Dir).layer; l != platform && l != domain && l != web {
			continue
		}
		for _, e := range exportedOf(f) {
			all++
			if !e.spoken() {
				silent = append(silent, f.AST.Name.Name+"."+e.name)
			}
		}
	}
	if all == 0 || len(silent)*100 <= all*(100-documentedShare) {
		return nil
	}
	var out faults
	slices.Sort(silent)
	out.add("%d of %d exported names are documented, less than %d in a hundred: not %s",
		all-len(silent), all, documentedShare, strings.Join(silent, ", "))
	return out
}

func (e exported) spoken() bool {
	doc := strings.TrimSpace(e.doc)
	if e.list {
		return doc != ""
	}
	for _, article := range []string{"A ", "An ", "The "} {
		doc = strings.TrimPrefix(doc, article)
	}
	_, name, method := strings.Cut(e.name, ".")
	if !method {
		name = e.name
	}
	return strings.HasPrefix(doc, name)
}

func exportedOf(f *File) (out []exported) {
	for _, d := range f.AST.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if name, ok := funcName(d); ok {
				out = append(out, exported{name: name, doc: d.Doc.Text()})
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				out = append(out, specNames(d, spec)...)
			}
		}
	}
	return out
}

// funcName is the name of an exported function, or of a method others can call.
func funcName(d *ast.FuncDecl) (string, bool) {
	if !d.Name.IsExported() {
		return "", false
	}
	if d.Recv == nil {
		return d.Name.Name, true
	}
	on := receiver(d.Recv.List[0].Type)
	return on + "." + d.Name.Name, ast.IsExported(on)
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func specNames(d *ast.GenDecl, spec ast.Spec) (out []exported) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() {
			doc := s.Doc.Text()
			if d.Lparen == token.NoPos {
				doc = d.Doc.Text()
			}
			out = append(out, exported{name: s.Name.Name, doc: doc})
		}
	case *ast.ValueSpec:
		list := d.Lparen != token.NoPos
		for _, name := range s.Names {
			if name.IsExported() {
				out = append(out, exported{name.Name, d.Doc.Text() + s.Doc.Text() + s.Comment.Text(), list || len(s.Names) > 1})
			}
		}
	}
	return out
}
