package arch

import (
	"go/ast"
	"regexp"
	"strings"
)

// appendTables are those whose rows never change and never go.
const appendTables = `(ledger_fact|audit_entry|audit_seal|audit_sealed|activity_change|org_headcount|target_target)\b`

var (
	changes = regexp.MustCompile(`\b(?:UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|REPLACE\s+INTO)\s+(?:ONLY\s+)?` + appendTables)
	upserts = regexp.MustCompile(`(?s)\bINTO\s+` + appendTables + `.*\bDO\s+UPDATE\b`)
)

// appendOnly: facts, seals and their like are only ever added, by code and by
// migrations.
func appendOnly(t *Tree) []string {
	var out faults
	check := func(where, text string) {
		for _, found := range []*regexp.Regexp{changes, upserts} {
			for _, m := range found.FindAllStringSubmatch(text, -1) {
				out.add("%s changes %s, which is append-only", where, m[1])
			}
		}
	}
	for _, x := range t.said() {
		check(t.at(x.pos), x.text)
	}
	for _, f := range t.SQL {
		check(f.Path, f.Text)
	}
	return out.sorted()
}

var (
	begins  = regexp.MustCompile(`^\s*(?:WITH|SELECT|INSERT|UPDATE|DELETE)\s`)
	named   = regexp.MustCompile(`^/\* (\w+)\.[^*]+ \*/`)
	isSQL   = regexp.MustCompile(`\b(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|WHERE|FROM)\s`)
	quoted  = regexp.MustCompile(`'%?` + computed + `|` + computed + `%?'`)
	verbs   = regexp.MustCompile(`%[-+# 0-9.\[\]]*[sqvw]`)
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

// statements: each begins with its name, for logs and query plans, and takes
// its values by $n. (What is joined to a statement later is seen on its own.)
func statements(t *Tree) []string {
	var out faults
	for _, x := range t.said() {
		pkg := x.file.AST.Name.Name
		m := named.FindStringSubmatch(x.text)
		sql := isSQL.MatchString(x.text)
		switch {
		case begins.MatchString(x.text), sql && strings.HasPrefix(x.text, "/*") && m == nil:
			out.add("%s: the statement has no name: begin it with /* %s.name */", t.at(x.pos), pkg)
		case sql && m != nil && m[1] != pkg:
			out.add("%s: the statement is named after %s and stands in %s", t.at(x.pos), m[1], pkg)
		}
		if sql && strings.Contains(comment.ReplaceAllString(x.text, ""), "?") {
			out.add("%s: the statement has a ? where $1 belongs", t.at(x.pos))
		}
		if sql && quoted.MatchString(x.text) {
			out.add("%s: a value is quoted into SQL: give it as $1", t.at(x.pos))
		}
	}
	t.formatted(&out)
	return out.sorted()
}

// formatted finds SQL made by Sprintf and its like; numbers (%d) may be.
func (t *Tree) formatted(out *faults) {
	for _, f := range t.code() {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !strings.HasPrefix(called(call), "fmt.") {
				return true
			}
			for _, arg := range call.Args {
				if format, ok := flat(arg); ok && isSQL.MatchString(format) && verbs.MatchString(format) {
					out.add("%s: a value is formatted into SQL: give it as $1", t.at(call.Pos()))
				}
			}
			return true
		})
	}
}
