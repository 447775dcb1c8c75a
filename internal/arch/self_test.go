package arch

import (
	"maps"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// clean is a small repository without a fault, by path.
func clean() map[string]string {
	return map[string]string{
		"cmd/donghanh/main.go": "package main\nimport \"donghanh/internal/app\"\nfunc main() { app.Run() }",
		"internal/app/app.go": `package app
import ("context"; "donghanh/demo"; "donghanh/internal/org/orgweb"; "donghanh/migrations")
func Run() { demo.Build(context.Background(), migrations.FS, orgweb.Show) }`,
		"internal/app/backup.go":     `package app; var backupTables = []string{"ledger_fact", "org_unit", "org_act"}`,
		"migrations/migrations.go":   "package migrations",
		"demo/demo.go":               "package demo\nimport _ \"donghanh/internal/org\"",
		"internal/ledger/ledger.go":  "// Package ledger counts.\npackage ledger\n\n// Sum adds.\nfunc Sum() {}",
		"internal/ledger/x_test.go":  "package ledger_test\nimport _ \"donghanh/internal/testkit\"",
		"internal/testkit/kit.go":    "package testkit\nimport (_ \"donghanh/internal/org\"; \"time\")\nfunc f() { time.Now() }",
		"internal/journeys/j.go":     "package journeys\nimport (_ \"donghanh/internal/app\"; _ \"donghanh/internal/testkit\")",
		"internal/platform/db/db.go": "package db\nimport _ \"github.com/jackc/pgx/v5/stdlib\"",
		"internal/platform/web/web.go": `package web
import ("net/http"; "donghanh/assets"; "donghanh/internal/platform/db")

// Serve answers.
func Serve() { http.Serve(db.X, assets.FS) }`,
		"internal/org/org.go": `package org
import ("donghanh/internal/ledger"; "donghanh/internal/platform/db"; "donghanh/internal/platform/errs")

// Find reads a unit and may refuse.
func Find(tx *db.Tx, code string) error {
	tx.Get("/* org.Find */ SELECT u.code FROM org_unit u JOIN ledger_fact f ON f.unit = u.id WHERE u.code IN (" + db.In(1) + ")", code)
	tx.Exec("/* org.Find act */ INSERT INTO org_act (unit) VALUES ($1)", ledger.Sum)
	return errs.At("code", "error.code", errs.Args{"code": code})
}`,
		"internal/org/orgweb/pages.go": `package orgweb
import ("donghanh/internal/org"; "donghanh/internal/platform/web"; "donghanh/internal/platform/i18n")

// Show shows.
func Show(ctx x, kind string) { web.Serve(org.Find, said(ctx, "saved"), i18n.T(ctx, "org.kind."+kind)) }

func said(ctx x, key string) string { return i18n.T(ctx, "org.said."+key) }`,
		"internal/org/orgweb/pages.templ":    `templ page() { <p class="x">{ i18n.T(ctx, "org.title") }</p><script src="/x.js"></script> }`,
		"internal/org/orgweb/pages_templ.go": `package orgweb; func page() { i18n.T(ctx, "org.title") }`,
		"migrations/0001.sql": "CREATE TABLE ledger_fact (\n  unit TEXT\n);\nCREATE TABLE org_unit (\n  id TEXT\n);\n" +
			"CREATE TABLE org_act (\n  unit TEXT REFERENCES org_unit (id)\n);\n",
		"internal/platform/i18n/vi.toml": "[error]\ncode='Mã {code}'\n[org]\ntitle='Đơn vị'\nsaid.saved='Đã ghi'\nkind.a='A'",
		"internal/platform/i18n/en.toml": "[error]\ncode='Code {code}'\n[org]\ntitle='Unit'\nsaid.saved='Saved'\nkind.a='A'",
	}
}

func cleanExcuses() map[string]string {
	return map[string]string{
		"read ledger_fact": "for this test", "keys org.kind.": "for this test", "tables internal/app/backup.go": "for this test",
	}
}

func load(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, err := Load(m, cleanExcuses())
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestCleanTreePasses(t *testing.T) {
	tree := load(t, clean())
	for _, rule := range Rules() {
		for _, fault := range rule.Check(tree) {
			t.Errorf("%s: %s", rule.Name, fault)
		}
	}
	if idle := tree.Idle(); len(idle) > 0 {
		t.Error(idle)
	}
}

// broken is one way to break one rule: a file in place of the clean tree's, or
// beside its files.
type broken struct {
	rule, file, text string
	want             string // the fault
}

// testBroken proves that a rule, and no other, goes red.
func testBroken(t *testing.T, cases map[string]broken) {
	for name, b := range cases {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(clean())
			files[b.file] = b.text
			tree := load(t, files)
			got := map[string][]string{}
			for _, rule := range Rules() {
				if f := rule.Check(tree); len(f) > 0 {
					got[rule.Name] = f
				}
			}
			if diff := cmp.Diff(map[string][]string{b.rule: {b.want}}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryRuleIsProvedRed(t *testing.T) {
	red := map[string]bool{}
	for _, cases := range []map[string]broken{importsBroken(), tablesBroken(), sqlBroken(), keysBroken(), codeBroken(), sizeBroken()} {
		for _, b := range cases {
			red[b.rule] = true
		}
	}
	for _, rule := range Rules() {
		if !red[rule.Name] {
			t.Errorf("nothing breaks the rule %q", rule.Name)
		}
	}
}

func TestIdleExcuse(t *testing.T) {
	tree, err := Load(fstest.MapFS{}, map[string]string{"read org_unit": "for this test"})
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range Rules() {
		rule.Check(tree)
	}
	want := []string{`excuses.go lets through "read org_unit", and nothing needs that`}
	if diff := cmp.Diff(want, tree.Idle()); diff != "" {
		t.Error(diff)
	}
}

func TestImportsBroken(t *testing.T) { testBroken(t, importsBroken()) }
func TestTablesBroken(t *testing.T)  { testBroken(t, tablesBroken()) }
func TestSQLBroken(t *testing.T)     { testBroken(t, sqlBroken()) }
func TestKeysBroken(t *testing.T)    { testBroken(t, keysBroken()) }
func TestCodeBroken(t *testing.T)    { testBroken(t, codeBroken()) }
func TestSizeBroken(t *testing.T)    { testBroken(t, sizeBroken()) }
