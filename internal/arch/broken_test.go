package arch

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// importing is a file of a package that imports another.
func importing(dir, other, want string) broken {
	from := strings.ReplaceAll(dir[strings.LastIndex(dir, "/")+1:], "-", "")
	return broken{"imports", dir + "/broken.go", fmt.Sprintf("package %s\nimport _ %q", from, other), want}
}

func importsBroken() map[string]broken {
	own := "donghanh/internal/"
	return map[string]broken{
		"cmd past the app":   importing("cmd/donghanh", own+"org", "cmd/donghanh imports internal/org: cmd imports only the app"),
		"platform a domain":  importing("internal/platform/web", own+"org", "internal/platform/web imports internal/org: platform imports no domain"),
		"platform the app":   importing("internal/platform/web", own+"app", "internal/platform/web imports internal/app: only cmd imports the app"),
		"a domain a higher":  importing("internal/ledger", own+"org", "internal/ledger imports internal/org: a domain imports only lower ones"),
		"a domain pages":     importing("internal/target", own+"org/orgweb", "internal/target imports internal/org/orgweb: a domain has no pages"),
		"a domain the kit":   importing("internal/org", own+"platform/ui", "internal/org imports internal/platform/ui: a domain has no pages"),
		"a domain HTTP":      importing("internal/org", "net/http", "internal/org imports net/http: a domain knows no HTTP"),
		"a domain templ":     importing("internal/org", "github.com/a-h/templ", "internal/org imports github.com/a-h/templ: a domain has no pages"),
		"a domain its rules": importing("internal/org", "donghanh/catalogue", "internal/org imports catalogue: a domain is given its rules by the app"),
		"a driver": importing("internal/platform/web", "modernc.org/sqlite",
			"internal/platform/web imports modernc.org/sqlite: only platform/db knows a driver"),
		"pages other pages": importing("internal/target/targetweb", own+"org/orgweb",
			"internal/target/targetweb imports internal/org/orgweb: pages import no other pages"),
		"pages a higher domain": importing("internal/org/orgweb", own+"target",
			"internal/org/orgweb imports internal/target: pages import their own domain and lower ones"),
		"pages the rules":   importing("internal/org/orgweb", "donghanh/catalogue", "internal/org/orgweb imports catalogue: pages ask their Service"),
		"pages the app":     importing("internal/org/orgweb", own+"app", "internal/org/orgweb imports internal/app: only cmd imports the app"),
		"the demo the app":  importing("demo", own+"app", "demo imports internal/app: only cmd imports the app"),
		"the demo pages":    importing("demo", own+"org/orgweb", "demo imports internal/org/orgweb: the demo imports domains and platform"),
		"a domain the demo": importing("internal/org", "donghanh/demo", "internal/org imports demo: only the app imports the demo"),
		"code the testkit":  importing("internal/org", own+"testkit", "internal/org imports internal/testkit: only tests import it"),
		"testkit the app":   importing("internal/testkit", own+"app", "internal/testkit imports internal/app: only cmd imports the app"),
		"code the journeys": importing("internal/app", own+"journeys", "internal/app imports internal/journeys: nobody imports it"),
		"data the module":   importing("migrations", own+"platform/db", "migrations imports internal/platform/db: it imports nothing of the module"),
		"a stranger": {
			"imports", "internal/utils/x.go", "package utils", "internal/utils is no place of the house (design.md §2)",
		},
	}
}

// code is Go source of a package with one function.
func code(pkg, body string) string { return "package " + pkg + "\n\nfunc f() {\n" + body + "\n}\n" }

func tablesBroken() map[string]broken {
	const file = "internal/org/broken.go"
	say := func(sql string) string { return code("org", "exec(`/* org.f */ "+sql+"`)") }
	return map[string]broken{
		"writes a lower domain's": {"table owners", file, say("INSERT INTO ledger_fact (unit) VALUES ($1)"), file + ":4 writes ledger_fact: only internal/ledger does"},
		"reads a higher domain's": {
			"table owners", "internal/ledger/broken.go", code("ledger", "get(`/* ledger.f */ SELECT 1 FROM org_unit`)"),
			"internal/ledger/broken.go:4 reads org_unit of internal/org, which does not stand below it",
		},
		"reads without a reason": {
			"table owners", "internal/target/broken.go", code("target", "get(`/* target.f */ SELECT 1 FROM org_unit`)"),
			"internal/target/broken.go:4 reads org_unit of internal/org: ask its Service, or give the reason in excuses.go",
		},
		"reads its name apart": {
			"table owners", "internal/ledger/broken.go", code("ledger", `get("/* ledger.f */ SELECT 1 FROM " + table("org_unit"))`),
			"internal/ledger/broken.go:4 reads org_unit of internal/org, which does not stand below it",
		},
		"pages read": {
			"table owners", "internal/org/orgweb/broken.go", code("orgweb", "get(`/* orgweb.f */ SELECT 1 FROM org_unit`)"),
			"internal/org/orgweb/broken.go:4 reads org_unit of internal/org, which does not stand below it",
		},
		"no such table":         {"table owners", file, say("SELECT 1 FROM org_ghost"), file + ":4 names table org_ghost, which no migration makes"},
		"computed table":        {"table owners", file, code("org", `exec("/* org.f */ DELETE FROM " + x)`), file + ":4 writes to a table whose name is computed: nobody can see whose it is"},
		"not backed up":         {"backup has every table", "internal/app/backup.go", `package app; var backupTables = []string{"ledger_fact", "org_unit"}`, "backupTables lacks org_act"},
		"backs a stranger up":   {"backup has every table", "internal/app/backup.go", `package app; var backupTables = []string{"ledger_fact", "org_unit", "org_act", "x"}`, "backupTables has x, which no migration makes"},
		"restored out of order": {"backup has every table", "internal/app/backup.go", `package app; var backupTables = []string{"ledger_fact", "org_act", "org_unit"}`, "backupTables has org_act before org_unit, which it refers to"},
	}
}

// A table nobody owns is not backed up either, so it is no case of the above.
func TestTableWithoutOwner(t *testing.T) {
	files := clean()
	files["migrations/0002.sql"] = "CREATE TABLE ghost_x (\n  id TEXT\n);\n"
	want := []string{"table ghost_x belongs to internal/platform/ghost, which there is not"}
	if diff := cmp.Diff(want, tableOwners(load(t, files))); diff != "" {
		t.Error(diff)
	}
}

func sqlBroken() map[string]broken {
	const file, only = "internal/ledger/broken.go", "internal/ledger/broken.go:4"
	say := func(body string) string { return code("ledger", body) }
	return map[string]broken{
		"a fact updated":    {"append-only tables", file, say("exec(`/* ledger.f */ UPDATE ledger_fact SET unit = $1`)"), only + " changes ledger_fact, which is append-only"},
		"a fact deleted":    {"append-only tables", file, say("exec(`/* ledger.f */ DELETE FROM ledger_fact WHERE unit = $1`)"), only + " changes ledger_fact, which is append-only"},
		"a fact upserted":   {"append-only tables", file, say("exec(`/* ledger.f */ INSERT INTO ledger_fact VALUES ($1)\nON CONFLICT (id) DO UPDATE SET unit = $1`)"), only + " changes ledger_fact, which is append-only"},
		"a fact migrated":   {"append-only tables", "migrations/0002.sql", "DELETE FROM ledger_fact;", "migrations/0002.sql changes ledger_fact, which is append-only"},
		"without a name":    {"statements", file, say("get(`SELECT 1`)"), only + ": the statement has no name: begin it with /* ledger.name */"},
		"a bad name":        {"statements", file, say("get(`/* sum */ SELECT 1`)"), only + ": the statement has no name: begin it with /* ledger.name */"},
		"a foreign name":    {"statements", file, say("get(`/* org.f */ SELECT 1`)"), only + ": the statement is named after org and stands in ledger"},
		"question marks":    {"statements", file, say("get(`/* ledger.f */ SELECT 1 WHERE 1 = ?`)"), only + ": the statement has a ? where $1 belongs"},
		"a value quoted":    {"statements", file, say(`get("/* ledger.f */ SELECT 1 WHERE x = '" + v + "'")`), only + ": a value is quoted into SQL: give it as $1"},
		"a value formatted": {"statements", file, say(`get(fmt.Sprintf("/* ledger.f */ SELECT 1 WHERE x = %s", v))`), only + ": a value is formatted into SQL: give it as $1"},
	}
}

func keysBroken() map[string]broken {
	const file, only = "internal/org/orgweb/broken.go", "internal/org/orgweb/broken.go:4"
	say := func(body string) string { return code("orgweb", body) }
	vi, en := "internal/platform/i18n/vi.toml", "internal/platform/i18n/en.toml"
	return map[string]broken{
		"no such key":            {"message keys", file, say(`errs.New(errs.Invalid, "org.ghost")`), only + `: message "org.ghost" is not in vi.toml and en.toml`},
		"a sentence for a key":   {"message keys", file, say(`errs.At("code", "Mã sai")`), only + `: message "Mã sai" is not in vi.toml and en.toml`},
		"a printer's key":        {"message keys", file, say(`p.T("org.ghost")`), only + `: message "org.ghost" is not in vi.toml and en.toml`},
		"a helper's key":         {"message keys", file, say(`said(ctx, "ghost")`), only + `: message "org.said.ghost" is not in vi.toml and en.toml`},
		"a helper's part":        {"message keys", file, say(`said(ctx, "ghost."+x)`), only + ` builds message keys "org.said.ghost.‹›", and there are none such`},
		"a template's key":       {"message keys", "internal/org/orgweb/x_templ.go", say(`i18n.T(ctx, "org.ghost")`), `internal/org/orgweb/x.templ: message "org.ghost" is not in vi.toml and en.toml`},
		"one language":           {"message keys", en, strings.Replace(clean()[en], "title='Unit'\n", "", 1), `internal/org/orgweb/pages.templ: message "org.title" is not in en.toml`},
		"a computed key of none": {"message keys", file, say(`i18n.T(ctx, "org.ghost."+x)`), only + ` builds message keys "org.ghost.‹›", and there are none such`},
		"a value forgotten":      {"message keys", file, say(`errs.New(errs.Invalid, "error.code", errs.Args{"kod": 1})`), only + `: message "error.code" wants {code}, which is not given`},
		"an unused message":      {"no message unused", vi, clean()[vi] + "\nghost='?'", `message "org.ghost" is used nowhere`},
		"raw Vietnamese":         {"errors are keys", file, say(`errors.New("không được")`), only + ": an error in raw Vietnamese: make it a message of the catalogue"},
	}
}

func codeBroken() map[string]broken {
	const file, only = "internal/org/broken.go", "internal/org/broken.go:4"
	say := func(body string) string { return code("org", body) }
	global := func(body string) string { return say(body) + "var (m map[string]int; n int)\n" }
	changes := func(name string) string { return only + " changes " + name + ", a variable of a package" }
	return map[string]broken{
		"the machine's clock":  {"clocks", file, say("time.Now()"), only + " uses time.Now: only platform/day reads the machine's clock"},
		"a clock handed on":    {"clocks", file, say("give(time.Now)"), only + " uses time.Now: only platform/day reads the machine's clock"},
		"a context of its own": {"clocks", file, say("g(context.Background())"), only + " uses context.Background: a context comes from the caller"},
		"a connection":         {"clocks", file, say(`sql.Open("x", "y")`), only + " uses sql.Open: only platform/db opens a database"},
		"init":                 {"globals", file, "package org\n\nfunc init() {}", "internal/org/broken.go:3: func init runs before main"},
		"a variable assigned":  {"globals", file, global("n = 1"), changes("n")},
		"a variable counted":   {"globals", file, global("n++"), changes("n")},
		"a map written":        {"globals", file, global(`m["a"] = 1`), changes("m")},
		"a map emptied":        {"globals", file, global(`delete(m, "a")`), changes("m")},
		"another package's":    {"globals", file, "package org\nimport \"os\"\nfunc f() {\nos.Args = nil }", changes("os.Args")},
		"printing":             {"plain sources", file, say(`fmt.Println("x")`), only + " calls fmt.Println: only cmd and the app print"},
		"put off":              {"plain sources", file, "package org\n\n// TO" + "DO: later", "internal/org/broken.go:3 says TO" + "DO: do it, or write it down in docs/"},
		"a style attribute": {
			"plain sources", "internal/org/orgweb/x.templ", `<p style="x">`, "internal/org/orgweb/x.templ has a style attribute: make it a class",
		},
		"an inline script": {
			"plain sources", "internal/org/orgweb/x.templ", `<script>x()</script>`, "internal/org/orgweb/x.templ has an inline script: put it into assets/",
		},
		"an inline handler": {
			"plain sources", "internal/org/orgweb/x.templ", `<p onclick="x()">`, "internal/org/orgweb/x.templ has an inline handler: listen from a script of assets/",
		},
		"markup in Go": {
			"plain sources", "internal/org/orgweb/x.go", code("orgweb", "say(`<p style=\"x\">`)"), "internal/org/orgweb/x.go:4 has a style attribute: make it a class",
		},
	}
}

func sizeBroken() map[string]broken {
	const file = "internal/org/broken.go"
	long := func(lines int) string { return code("org", strings.Repeat("g()\n", lines)) }
	return map[string]broken{
		"a long function": {"lengths", file, long(98), file + ":3: f has 101 lines, more than 100"},
		"a long file":     {"lengths", file, "package org\n" + strings.Repeat("\n", 700), file + " has 701 lines, more than 700"},
		"long functions":  {"lengths", file, strings.Repeat(long(43), 1) + strings.ReplaceAll(long(43), "package org", ""), "one function in ten has 46 lines or more: 45 are enough"},
		"a silent name":   {"documented", file, "package org\n\nfunc Silent() {}", "4 of 5 exported names are documented, less than 95 in a hundred: not org.Silent"},
		"a stray comment": {"documented", file, "package org\n\n// Speaks of something else.\nfunc Silent() {}", "4 of 5 exported names are documented, less than 95 in a hundred: not org.Silent"},
	}
}
