package arch

import (
	"slices"
	"strconv"
	"strings"
)

// domains in their order: each imports only those before it.
func domains() []string {
	return []string{
		"ledger", "org", "target", "activity", "report", "member", "practice", "agreement", "bargaining",
		"welfare", "legal", "training", "emulation", "portal", "gameshow",
	}
}

func rank(domain string) int { return slices.Index(domains(), domain) }

// layer is a kind of package.
type layer string

const (
	cmd      layer = "cmd"
	app      layer = "app"
	platform layer = "platform"
	domain   layer = "domain"
	web      layer = "web"  // the pages of a domain
	demo     layer = "demo" // the demo's world
	data     layer = "data" // files embedded: catalogue, migrations, assets
	test     layer = "test" // imported by tests, or made of tests
	arch     layer = "arch"
	stranger layer = ""
)

// place is where a package stands in the house.
type place struct {
	layer  layer
	domain string // of a domain and its pages
}

func placeOf(dir string) place {
	parts := strings.Split(dir, "/")
	switch parts[0] {
	case "cmd":
		return place{layer: cmd}
	case "demo":
		return place{layer: demo}
	case "catalogue", "migrations", "assets":
		return place{layer: data}
	case "internal":
		if len(parts) > 1 {
			return inside(parts[1:])
		}
	}
	return place{}
}

// inside places a package below internal.
func inside(parts []string) place {
	first := parts[0]
	switch {
	case first == "app":
		return place{layer: app}
	case first == "arch":
		return place{layer: arch}
	case first == "platform" && len(parts) > 1:
		return place{layer: platform}
	case first == "testkit" || first == "bench" || first == "journeys":
		return place{layer: test}
	case rank(first) >= 0 && len(parts) == 1:
		return place{domain, first}
	case rank(first) >= 0 && parts[1] == first+"web":
		return place{web, first}
	}
	return place{}
}

// imports holds every package to the layers of design.md §2.
func imports(t *Tree) []string {
	var out faults
	for _, f := range t.Go {
		if placeOf(f.Dir).layer == stranger {
			out.add("%s is no place of the house (design.md §2)", f.Dir)
		}
		for _, spec := range f.AST.Imports {
			name, _ := strconv.Unquote(spec.Path.Value) // the parser has read it already
			if why := refuse(f, name); why != "" {
				out.add("%s imports %s: %s", f.Dir, strings.TrimPrefix(name, module+"/"), why)
			}
		}
	}
	return out.sorted()
}

// refuse is why a file may not import a package; empty if it may.
func refuse(f *File, name string) string {
	if dir, ours := strings.CutPrefix(name, module+"/"); ours {
		return refuseOwn(f, dir)
	}
	switch from := placeOf(f.Dir).layer; {
	case isDriver(name) && f.Dir != "internal/platform/db" && f.Dir != "internal/testkit/pgtest":
		return "only platform/db knows a driver"
	case from == domain && below(name, "net/http"):
		return "a domain knows no HTTP"
	case from == domain && below(name, "github.com/a-h/templ"):
		return "a domain has no pages"
	}
	return ""
}

func isDriver(name string) bool {
	for _, d := range []string{"github.com/jackc/pgx", "modernc.org/sqlite", "github.com/mattn/go-sqlite3", "github.com/lib/pq"} {
		if below(name, d) {
			return true
		}
	}
	return false
}

// refuseOwn is why a file may not import a package of the module.
func refuseOwn(f *File, dir string) string {
	from, to := placeOf(f.Dir), placeOf(dir)
	switch {
	case f.Dir == dir:
		return "" // the outer test of a package
	case to.layer == cmd || to.layer == arch || below(dir, "internal/bench") || below(dir, "internal/journeys"):
		return "nobody imports it"
	case to.layer == test && !f.Test:
		return "only tests import it"
	case to.layer == app && !mayImportApp(f.Dir):
		return "only cmd imports the app"
	case to.layer == test || from.layer == test || from.layer == app:
		return ""
	case to.layer == demo:
		return "only the app imports the demo"
	}
	if f.Test && to.layer == data {
		return ""
	}
	return refuseLayer(f, from, to, dir)
}

// mayImportApp: the tests that run the whole program may, beside cmd.
func mayImportApp(dir string) bool {
	from := placeOf(dir).layer
	return from == cmd || from == app || below(dir, "internal/bench") || below(dir, "internal/journeys")
}

func refuseLayer(f *File, from, to place, dir string) string {
	switch from.layer {
	case cmd:
		if to.layer != app {
			return "cmd imports only the app"
		}
	case data, arch:
		return "it imports nothing of the module"
	case platform:
		if to.layer != platform && to.layer != data && !outerTest(f) {
			return "platform imports no domain"
		}
	case demo:
		if to.layer != platform && to.layer != domain {
			return "the demo imports domains and platform"
		}
	case domain:
		return refuseDomain(from, to, dir)
	case web:
		return refuseWeb(from, to, dir)
	}
	return ""
}

// outerTest: testkit's world has domains in it, and a test on it may name them.
func outerTest(f *File) bool { return f.Test && strings.HasSuffix(f.AST.Name.Name, "_test") }

func refuseDomain(from, to place, dir string) string {
	switch {
	case dir == "internal/platform/web" || dir == "internal/platform/ui" || to.layer == web:
		return "a domain has no pages"
	case to.layer == domain && rank(to.domain) > rank(from.domain):
		return "a domain imports only lower ones"
	case to.layer == data:
		return "a domain is given its rules by the app"
	}
	return ""
}

func refuseWeb(from, to place, dir string) string {
	switch {
	case to.layer == web && to != from:
		return "pages import no other pages"
	case to.layer == domain && rank(to.domain) > rank(from.domain):
		return "pages import their own domain and lower ones"
	case to.layer == data && dir != "assets": // where a page's own script is
		return "pages ask their Service"
	}
	return ""
}
