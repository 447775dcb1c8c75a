package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

const module = "donghanh"

// File is one source file.
type File struct {
	Path string
	Dir  string
	Test bool      // its name ends in _test.go, or only tests import its package
	Made bool      // written by templ
	Text string    // all of it
	AST  *ast.File // of Go files
}

// Tree is all sources, read once.
type Tree struct {
	Go, Templ, SQL []*File
	vi, en         map[string]string // messages by key
	texts          []text            // what the Go files write
	tables         []string          // of the migrations, in their order
	fset           *token.FileSet
	excuses        map[string]string
	needed         map[string]bool
}

// text is a string the code writes: a literal, or literals and computed parts
// joined by +; computed stands in place of the latter.
type text struct {
	file *File
	pos  token.Pos
	text string
}

const computed = "‹›"

var createTable = regexp.MustCompile(`CREATE TABLE (?:IF NOT EXISTS )?(\w+)`)

// Load reads the sources of a repository.
func Load(from fs.FS, excuses map[string]string) (*Tree, error) {
	t := &Tree{fset: token.NewFileSet(), excuses: excuses, needed: map[string]bool{}}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return skip(name, d.Name())
		}
		return t.read(from, name)
	})
	if err != nil {
		return nil, err
	}
	for _, f := range t.SQL {
		for _, m := range createTable.FindAllStringSubmatch(f.Text, -1) {
			t.tables = append(t.tables, m[1])
		}
	}
	return t, nil
}

func skip(name, base string) error {
	if name != "." && (base[0] == '.' || base == "node_modules" || base == "testdata" || base == "tmp") {
		return fs.SkipDir
	}
	return nil
}

func (t *Tree) read(from fs.FS, name string) error {
	switch path.Ext(name) {
	case ".go", ".templ", ".sql", ".toml":
	default:
		return nil
	}
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	f := &File{Path: name, Dir: path.Dir(name), Text: string(data), Made: strings.HasSuffix(name, "_templ.go")}
	f.Test = strings.HasSuffix(name, "_test.go") || placeOf(f.Dir).layer == test
	switch path.Ext(name) {
	case ".go":
		return t.parse(f)
	case ".templ":
		t.Templ = append(t.Templ, f)
	case ".sql":
		t.SQL = append(t.SQL, f)
	case ".toml":
		return t.messages(f)
	}
	return nil
}

func (t *Tree) parse(f *File) (err error) {
	if f.AST, err = parser.ParseFile(t.fset, f.Path, f.Text, parser.ParseComments); err != nil {
		return err
	}
	t.Go = append(t.Go, f)
	t.gather(f, f.AST)
	return nil
}

// gather collects the strings written below a node.
func (t *Tree) gather(f *File, n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			t.gather(f, n.Type)
			return false // no tags
		case *ast.BinaryExpr:
			if n.Op != token.ADD {
				return true
			}
			return !t.join(f, n)
		case *ast.BasicLit:
			t.join(f, n)
		}
		return true
	})
}

// join adds an expression as one text if a literal is in it.
func (t *Tree) join(f *File, e ast.Expr) bool {
	said, ok := flat(e)
	if !ok {
		return false
	}
	t.texts = append(t.texts, text{f, e.Pos(), said})
	for _, part := range operands(e) {
		if _, lit := part.(*ast.BasicLit); !lit {
			t.gather(f, part)
		}
	}
	return true
}

// messages reads a catalogue of messages, told from other TOML by its place.
func (t *Tree) messages(f *File) error {
	var tables map[string]any
	into := map[string]string{}
	switch f.Path {
	case "internal/platform/i18n/vi.toml":
		t.vi = into
	case "internal/platform/i18n/en.toml":
		t.en = into
	default:
		return nil
	}
	if _, err := toml.Decode(f.Text, &tables); err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	flatten(into, "", tables)
	return nil
}

func flatten(into map[string]string, prefix string, tables map[string]any) {
	for key, value := range tables {
		switch v := value.(type) {
		case string:
			into[prefix+key] = v
		case map[string]any:
			flatten(into, prefix+key+".", v)
		}
	}
}

// code are the Go files that are part of the program and written by hand.
func (t *Tree) code() (out []*File) {
	for _, f := range t.Go {
		if !f.Test && !f.Made && placeOf(f.Dir).layer != arch {
			out = append(out, f)
		}
	}
	return out
}

// said are the strings of code.
func (t *Tree) said() (out []text) {
	for _, x := range t.texts {
		if !x.file.Test && !x.file.Made && placeOf(x.file.Dir).layer != arch {
			out = append(out, x)
		}
	}
	return out
}
