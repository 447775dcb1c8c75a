package arch

import (
	"go/ast"
	"regexp"
	"strings"
)

var (
	styled  = regexp.MustCompile(`\sstyle\s*=\s*["'{]`)
	script  = regexp.MustCompile(`<script\b[^>]*>`)
	handler = regexp.MustCompile(`\son[a-z]+\s*=\s*["'{]`)
	later   = regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME|XX` + `X)\b`) // in two parts: this file obeys as well
)

// plainSources: markup obeys the Content-Security-Policy, nothing is put off to
// later, and only the program's outermost packages print.
func plainSources(t *Tree) []string {
	var out faults
	for _, f := range t.Templ {
		t.markup(&out, f.Path, f.Text)
		if m := later.FindString(f.Text); m != "" {
			out.add("%s says %s: do it, or write it down in docs/", f.Path, m)
		}
	}
	for _, x := range t.said() {
		t.markup(&out, t.at(x.pos), x.text)
	}
	for _, f := range t.Go {
		for _, group := range f.AST.Comments {
			if m := later.FindString(group.Text()); m != "" && !f.Made {
				out.add("%s says %s: do it, or write it down in docs/", t.at(group.Pos()), m)
			}
		}
	}
	t.prints(&out)
	return out.sorted()
}

func (t *Tree) markup(out *faults, where, text string) {
	if styled.MatchString(text) {
		out.add("%s has a style attribute: make it a class", where)
	}
	if handler.MatchString(text) && strings.Contains(text, "<") {
		out.add("%s has an inline handler: listen from a script of assets/", where)
	}
	for _, tag := range script.FindAllString(text, -1) {
		if !strings.Contains(tag, " src=") {
			out.add("%s has an inline script: put it into assets/", where)
		}
	}
}

// prints finds code that writes to the terminal.
func (t *Tree) prints(out *faults) {
	for _, f := range t.code() {
		if l := placeOf(f.Dir).layer; l == cmd || l == app {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				switch name := called(call); name {
				case "fmt.Print", "fmt.Printf", "fmt.Println", "print", "println":
					out.add("%s calls %s: only cmd and the app print", t.at(call.Pos()), name)
				}
			}
			return true
		})
	}
}
