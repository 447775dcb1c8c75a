package arch

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// messageKeys: every key that code names is in both catalogues, and every value
// its text wants is given.
func messageKeys(t *Tree) []string {
	var out faults
	for _, u := range t.uses() {
		if strings.Contains(u.key, computed) {
			if !t.someKey(u.key) {
				out.add("%s builds message keys %q, and there are none such", u.where, u.key)
			}
			continue
		}
		if lacking := t.lacking(u.key); len(lacking) > 0 {
			out.add("%s: message %q is not in %s", u.where, u.key, strings.Join(lacking, " and "))
		}
		for _, value := range u.missing(t.vi[u.key]) {
			out.add("%s: message %q wants {%s}, which is not given", u.where, u.key, value)
		}
	}
	return out.sorted()
}

func (t *Tree) lacking(key string) (files []string) {
	if _, ok := t.vi[key]; !ok {
		files = append(files, "vi.toml")
	}
	if _, ok := t.en[key]; !ok {
		files = append(files, "en.toml")
	}
	return files
}

func (t *Tree) someKey(pattern string) bool {
	form := formOf(pattern)
	for key := range t.vi {
		if form.MatchString(key) {
			return true
		}
	}
	return false
}

// formOf matches the keys a computed key can be; its groups are the computed parts.
func formOf(pattern string) *regexp.Regexp {
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), computed, "(.+)") + "$")
}

var placeholder = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// missing are the values a text wants and a use does not give.
func (u use) missing(said string) (names []string) {
	for _, m := range placeholder.FindAllStringSubmatch(said, -1) {
		if u.readable && !slices.Contains(u.values, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// unusedKeys: every message is named by code; or code computes its key and
// names the rest of it as a literal; or an excuse says why it does neither.
func unusedKeys(t *Tree) []string {
	named, forms := t.named()
	var out faults
	for key := range t.vi {
		if !named[key] && !computes(forms, named, key) && !t.excusedKey(key) {
			out.add("message %q is used nowhere", key)
		}
	}
	return out.sorted()
}

// named are the strings code and templates write, and the forms of keys among
// those with computed parts.
func (t *Tree) named() (whole map[string]bool, forms []*regexp.Regexp) {
	whole = map[string]bool{}
	for _, x := range t.texts {
		switch {
		case x.file.Test || placeOf(x.file.Dir).layer == arch:
		case !strings.Contains(x.text, computed):
			whole[x.text] = true
		case keyForm.MatchString(x.text) && t.someKey(x.text):
			forms = append(forms, formOf(x.text))
		}
	}
	for _, u := range t.uses() {
		whole[u.key] = true
		if strings.Contains(u.key, computed) {
			forms = append(forms, formOf(u.key))
		}
	}
	return whole, forms
}

var keyForm = regexp.MustCompile(`^[a-z]+\.[a-z0-9_.‹›]*$`)

func computes(forms []*regexp.Regexp, named map[string]bool, key string) bool {
	for _, form := range forms {
		parts := form.FindStringSubmatch(key)
		if parts != nil && !slices.ContainsFunc(parts[1:], func(part string) bool { return !named[part] }) {
			return true
		}
	}
	return false
}

func (t *Tree) excusedKey(key string) bool {
	found := false
	for what := range t.excuses {
		if prefix, ok := strings.CutPrefix(what, "keys "); ok && strings.HasPrefix(key, prefix) {
			found = t.excused(what)
		}
	}
	return found
}

var vietnamese = regexp.MustCompile(`(?i)[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]`)

// rawErrors: what a person reads is a message; errors made of text are for
// logs and in English.
func rawErrors(t *Tree) []string {
	var out faults
	for _, f := range t.code() {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 || (called(call) != "errors.New" && called(call) != "fmt.Errorf") {
				return true
			}
			said, _ := flat(call.Args[0])
			if vietnamese.MatchString(strings.ReplaceAll(said, "Đồng Hành", "")) {
				out.add("%s: an error in raw Vietnamese: make it a message of the catalogue", t.at(call.Pos()))
			}
			return true
		})
	}
	return out.sorted()
}
