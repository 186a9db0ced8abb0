package house

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
)

const module = "jiedui"

// root is the folder of go.mod as seen from this test.
const root = "../.."

// source is one Go file of the module.
type source struct {
	name string // below the module's root, with slashes
	dir  string // its folder; "." for the root
	test bool
	ast  *ast.File
}

// sources reads every Go file of the module, those of other platforms included.
// Folders with a go.mod of their own are modules of their own: nested holds
// their files.
func sources(t *testing.T, fset *token.FileSet) (own, nested []source) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatalf("the module is not at %s: %v", root, err)
	}
	other := "" // the nested module that the walk is in
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			base := path.Base(name)
			if name != "." && (base == "testdata" || base[0] == '.' || base[0] == '_') {
				return fs.SkipDir
			}
			if _, err := os.Stat(filepath.Join(root, name, "go.mod")); err == nil && name != "." {
				other = name + "/"
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(fset, filepath.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s := source{name, path.Dir(name), strings.HasSuffix(name, "_test.go"), f}
		if other != "" && strings.HasPrefix(name, other) {
			nested = append(nested, s)
		} else {
			own = append(own, s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(own) == 0 {
		t.Fatalf("no Go files below %s", root)
	}
	return own, nested
}

func (s source) imports() []string {
	var list []string
	for _, i := range s.ast.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			panic(err) // the parser has read it
		}
		list = append(list, p)
	}
	return list
}

// fits reports whether a folder is one that the pattern names.
func fits(pattern, dir string) bool {
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return strings.HasPrefix(dir, below+"/")
	}
	return pattern == "*" || pattern == dir
}

func fitsAny(patterns []string, dir string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return fits(p, dir) })
}

// rowOf returns the row of the import table for a folder.
func rowOf(dir string) (room, bool) {
	i := slices.IndexFunc(rooms, func(r room) bool { return fits(r.pattern, dir) })
	if i < 0 {
		return room{}, false
	}
	return rooms[i], true
}

// guestOf returns the row of the table of guests for an import path.
func guestOf(imp string) (guest, bool) {
	var found guest
	for _, g := range guests {
		if (imp == g.path || strings.HasPrefix(imp, g.path+"/")) && len(g.path) > len(found.path) {
			found = g
		}
	}
	return found, found.path != ""
}

// objection says what is wrong with a file of the folder dir importing imp, or
// returns "".
func objection(dir, imp string, test bool) string {
	row, ok := rowOf(dir)
	if !ok {
		return fmt.Sprintf("package %s is missing from the table of rooms (table_test.go)", dir)
	}
	what := dir
	if test {
		what = "a test of " + dir
	}
	if imp == module || strings.HasPrefix(imp, module+"/") {
		to := strings.TrimPrefix(strings.TrimPrefix(imp, module), "/")
		if to == "" {
			to = "."
		}
		switch {
		case test && to == dir: // an external test of its own package
		case fitsAny(row.may, to):
		case test && (fitsAny(row.tests, to) || fitsAny(fixtures, to)):
		default:
			return fmt.Sprintf("%s may not import %s; its row is %q: %q, in tests also %q", what, to, row.pattern, row.may, row.tests)
		}
		return ""
	}
	g, ok := guestOf(imp)
	if !ok {
		if first, _, _ := strings.Cut(imp, "/"); strings.Contains(first, ".") {
			return fmt.Sprintf("%s imports %s, which is missing from the table of guests (table_test.go)", what, imp)
		}
		return "" // the standard library, where no row says otherwise
	}
	if fitsAny(g.rooms, dir) || test && fitsAny(g.tests, dir) {
		return ""
	}
	return fmt.Sprintf("%s may not import %s (%s); only %q, in tests also %q", what, imp, g.why, g.rooms, g.tests)
}

// TestImports holds every import of every file against the tables.
func TestImports(t *testing.T) {
	fset := token.NewFileSet()
	own, nested := sources(t, fset)
	rows, met := map[string]bool{}, map[string]bool{}
	for _, s := range own {
		if row, ok := rowOf(s.dir); ok {
			rows[row.pattern] = true
		} else {
			t.Errorf("%s: package %s is missing from the table of rooms (table_test.go)", s.name, s.dir)
			continue
		}
		for _, imp := range s.imports() {
			if g, ok := guestOf(imp); ok {
				met[g.path] = true
			}
			if o := objection(s.dir, imp, s.test); o != "" {
				t.Errorf("%s: %s", s.name, o)
			}
		}
	}
	for _, s := range nested {
		for _, imp := range s.imports() {
			if imp != module && !strings.HasPrefix(imp, module+"/") {
				continue
			}
			to := cmp.Or(strings.TrimPrefix(strings.TrimPrefix(imp, module), "/"), ".")
			if !slices.ContainsFunc(outside, func(r room) bool { return fits(r.pattern, s.dir) && fitsAny(r.tests, to) }) {
				t.Errorf("%s: a nested module may not import %s, but for those in the table of modules outside (table_test.go)", s.name, imp)
			}
		}
	}
	// A row for nobody is a row to strike out. Guests who stay out have no rooms.
	for _, r := range rooms {
		if !rows[r.pattern] {
			t.Errorf("no package fits the row %q of the table of rooms", r.pattern)
		}
	}
	for _, g := range guests {
		if !met[g.path] && len(g.rooms)+len(g.tests) > 0 && strings.Contains(g.path, ".") {
			t.Errorf("nobody imports %q: its row in the table of guests can go", g.path)
		}
	}
}

// TestOneWay checks that the table itself goes one way: a row names rows above
// it only, and none names cmd.
func TestOneWay(t *testing.T) {
	for i, r := range rooms {
		for _, m := range slices.Concat(r.may, r.tests) {
			if fits("cmd/...", m) {
				t.Errorf("row %q names %q, which nobody imports", r.pattern, m)
			}
			j := slices.IndexFunc(rooms, func(o room) bool { return o.pattern == m })
			if j < 0 {
				t.Errorf("row %q names %q, which is no row", r.pattern, m)
			}
		}
		for _, m := range r.may {
			j := slices.IndexFunc(rooms, func(o room) bool { return o.pattern == m })
			// extract/all is before extract/... only because the first fit counts.
			if j >= i && !(r.pattern == "extract/all" && m == "extract/...") {
				t.Errorf("row %q names %q, which is not above it", r.pattern, m)
			}
		}
	}
}

// TestTableBites shows for each kind of rule that breaking it is seen.
func TestTableBites(t *testing.T) {
	for _, c := range []struct {
		dir, imp string
		test     bool
		want     string // part of the objection; "" for none
	}{
		{"normalize", "jiedui/text", false, ""},
		{"normalize", "jiedui/corpus", false, "may not import corpus"},
		{"normalize", "jiedui/corpus", true, "may not import corpus"},
		{"text", "jiedui/schema", false, "may not import schema"},
		{"text", "jiedui/text", true, ""},
		{"corpus", "jiedui/corpus/read", false, "may not import corpus/read"},
		{"extract/leaders", "jiedui/extract", false, ""},
		{"extract/leaders", "jiedui/extract/groups", false, "may not import extract/groups"},
		{"extract/leaders", "jiedui/normalize", false, "may not import normalize"},
		{"extract/leaders", "jiedui/normalize", true, ""},
		{"extract/all", "jiedui/extract/leaders", false, ""},
		{"schema/export", "jiedui/corpus", false, "may not import corpus"},
		{"extract", "jiedui", false, "may not import ."},
		{".", "jiedui/cmd/jiedui", true, "may not import cmd/jiedui"},
		{"cmd/jiedui", "jiedui", false, ""},
		{"cmd/jiedui", "jiedui/normalize", false, "may not import normalize"},
		{"brandnew", "strings", false, "missing from the table of rooms"},
		{"corpus/fetch", "net/http", false, ""},
		{"corpus/read", "net/http", false, "may not import net/http"},
		{"corpus/read", "net/http/httptest", true, "may not import net/http"},
		{"corpus/read", "net/url", false, ""},
		{"cmd/jiedui", "net/http", false, "may not import net/http"},
		{"cmd/jiedui", "net/http/httptest", true, ""},
		{"extract/leaders", "github.com/go-ego/gse", false, "may not import github.com/go-ego/gse"},
		{"extract/segment", "github.com/go-ego/gse/hmm", false, ""},
		{"normalize", "github.com/liuzl/gocc", false, ""},
		{"extract", "github.com/liuzl/gocc", true, "may not import github.com/liuzl/gocc"},
		{"text", "example.org/new", false, "missing from the table of guests"},
		{"text", "example.org/new", true, "missing from the table of guests"},
		{"text", "pgregory.net/rapid", false, "may not import pgregory.net/rapid"},
		{"text", "strings", false, ""},
	} {
		got := objection(c.dir, c.imp, c.test)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s importing %s (test %v): %q, want %q", c.dir, c.imp, c.test, got, c.want)
		}
	}
}

// noNames are names of packages that say nothing about the subject.
var noNames = []string{"util", "common", "helper", "shared", "manager"}

// hands are the streams, arguments, environment and clock of the process. They
// reach the rooms as values: only programs touch them, and the room with a
// window where its options name no other clock.
var hands = []struct {
	pkg   string
	names []string
	rooms []string
}{
	{"os", []string{"Stdin", "Stdout", "Stderr", "Args", "Exit", "Getenv", "LookupEnv", "Environ", "Getwd"}, nil},
	{"time", []string{"Now", "Since", "Until"}, []string{"corpus/fetch"}},
}

// known are methods whose contract is that of the interface they are written for.
var known = []string{"Error", "Unwrap", "String", "Len", "Less", "Swap"}

// TestHabits checks every file and package for the habits that a parser can see.
func TestHabits(t *testing.T) {
	fset := token.NewFileSet()
	own, nested := sources(t, fset)
	comment := map[string]bool{} // by folder
	for _, s := range slices.Concat(own, nested) {
		if s.test {
			continue
		}
		comment[s.dir] = comment[s.dir] || s.ast.Doc != nil
		for _, o := range habits(s) {
			t.Errorf("%s: %s", fset.Position(o.pos), o.what)
		}
	}
	for _, s := range own {
		if s.test {
			if _, ok := comment[s.dir]; !ok {
				t.Errorf("%s: the folder has tests and no package", s.name)
			}
		}
	}
	dirs := make([]string, 0, len(comment))
	for d := range comment {
		dirs = append(dirs, d)
	}
	sort.Strings(dirs)
	for _, d := range dirs {
		if !comment[d] {
			t.Errorf("package %s has no package comment", d)
		}
	}
}

// fault is one place where a file breaks a habit.
type fault struct {
	pos  token.Pos
	what string
}

// habits returns what is wrong with one file that is no test.
func habits(s source) []fault {
	var list []fault
	add := func(n ast.Node, format string, args ...any) {
		list = append(list, fault{n.Pos(), fmt.Sprintf(format, args...)})
	}
	name := s.ast.Name.Name
	for _, no := range noNames {
		if name == no || name == no+"s" || path.Base(s.dir) == no || path.Base(s.dir) == no+"s" {
			add(s.ast.Name, "a package named %q says nothing about its subject", name)
		}
	}
	if s.ast.Doc != nil && name != "main" && !strings.HasPrefix(s.ast.Doc.Text(), "Package "+name+" ") {
		add(s.ast.Doc, "the package comment does not open with %q", "Package "+name)
	}
	local := map[string]string{} // name in this file → import path
	for i, imp := range s.imports() {
		spec := s.ast.Imports[i]
		switch {
		case spec.Name == nil:
			local[path.Base(imp)] = imp
		case spec.Name.Name == "_" && imp != "embed":
			add(spec, "a blank import of %s: what a package registers is not seen", imp)
		case spec.Name.Name == ".":
			add(spec, "a dot import of %s: nobody sees whose names they are", imp)
		default:
			local[spec.Name.Name] = imp
		}
	}
	for _, d := range s.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == "init" && d.Recv == nil {
				add(d, "func init: a list is a slice that can be read")
			}
			conventional := d.Recv != nil && slices.Contains(known, d.Name.Name)
			if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !conventional {
				add(d, "exported %s has no comment", d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
						add(spec, "exported type %s has no comment", spec.Name.Name)
					}
					if face, ok := spec.Type.(*ast.InterfaceType); ok && spec.Name.IsExported() {
						for _, m := range face.Methods.List {
							if len(m.Names) > 0 && m.Doc == nil && m.Comment == nil {
								add(m, "method %s of the interface %s has no comment", m.Names[0].Name, spec.Name.Name)
							}
						}
					}
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						if n.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
							add(n, "exported %s has no comment", n.Name)
						}
					}
				}
			}
		}
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		for _, h := range hands {
			if name != "main" && local[x.Name] == h.pkg && slices.Contains(h.names, sel.Sel.Name) && !fitsAny(h.rooms, s.dir) {
				add(sel, "%s.%s belongs to the program; a room is given it as a value", x.Name, sel.Sel.Name)
			}
		}
		return true
	})
	return list
}

// exportedReceiver reports whether d is a function, or a method of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	return d.Recv == nil || ast.IsExported(receiver(d))
}

// receiver returns the name of the type that d is a method of.
func receiver(d *ast.FuncDecl) string {
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.IndexListExpr:
			typ = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// TestHabitsBite shows for each habit that breaking it is seen.
func TestHabitsBite(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"// Package x is good.\npackage x\n\nimport _ \"embed\"\n\n// F does.\nfunc F() {}\n", ""},
		{"// Does things.\npackage x\n", `does not open with "Package x"`},
		{"package helpers\n", "says nothing about its subject"},
		{"package x\n\nimport _ \"image/png\"\n", "a blank import of image/png"},
		{"package x\n\nimport . \"strings\"\n", "a dot import of strings"},
		{"package x\n\nfunc init() {}\n", "func init"},
		{"package x\n\nfunc F() {}\n", "exported F has no comment"},
		{"package x\n\nfunc String() {}\n", "exported String has no comment"},
		{"package x\n\ntype t struct{}\n\nfunc (t) F() {}\n", ""},
		{"package x\n\n// T is.\ntype T[A any] struct{}\n\nfunc (*T[A]) F() {}\n", "exported F has no comment"},
		{"package x\n\ntype T int\n", "exported type T has no comment"},
		{"package x\n\n// T is.\ntype T interface{ M() }\n", "method M of the interface T has no comment"},
		{"package x\n\nvar V, w int\n", "exported V has no comment"},
		{"package x\n\nconst (\n\tA = 1 // first\n\tB = 2\n)\n", "exported B has no comment"},
		{"package x\n\nimport \"time\"\n\nvar t = time.Now()\n", "time.Now belongs to the program"},
		{"package x\n\nimport clock \"time\"\n\nvar t = clock.Now()\n", "clock.Now belongs to the program"},
		{"package x\n\nimport \"os\"\n\nfunc f() { os.Exit(1) }\n", "os.Exit belongs to the program"},
		{"package main\n\nimport \"os\"\n\nfunc main() { os.Exit(1) }\n", ""},
		{"// Package x is.\npackage x\n\ntype e int\n\nfunc (e) Error() string { return \"\" }\n", ""},
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", c.src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		list := habits(source{name: "x.go", dir: "x", ast: f})
		switch {
		case c.want == "" && len(list) > 0:
			t.Errorf("%q: %s", c.src, list[0].what)
		case c.want != "" && (len(list) != 1 || !strings.Contains(list[0].what, c.want)):
			t.Errorf("%q: %v, want %q", c.src, list, c.want)
		}
	}
}
