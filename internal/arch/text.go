package arch

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// operands are the parts of a sum, from left to right.
func operands(e ast.Expr) []ast.Expr {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return append(operands(e.X), operands(e.Y)...)
		}
	case *ast.ParenExpr:
		return operands(e.X)
	}
	return []ast.Expr{e}
}

// flat is the text of an expression, with computed for what is no literal; not
// ok if no string literal is in it.
func flat(e ast.Expr) (said string, ok bool) {
	var b strings.Builder
	for _, part := range operands(e) {
		if s, is := literal(part); is {
			b.WriteString(s)
			ok = true
		} else {
			b.WriteString(computed)
		}
	}
	return b.String(), ok
}

// literal is the value of a string literal.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
