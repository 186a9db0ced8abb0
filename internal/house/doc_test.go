package house

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	quoted = regexp.MustCompile("`([^`\n]+)`")
	name   = regexp.MustCompile(`^\w+\.[A-Z]\w*$`)
	file   = regexp.MustCompile(`^[\w./-]+\.(go|txt|md|mod)$|^[\w.-]+(/[\w.-]+)+$`)
)

// TestContributing checks that what CONTRIBUTING.md names is there: names
// written as package.Name or Type.Method, and files and folders by their path
// or, for a file, by its name alone. x stands for what the reader will write.
func TestContributing(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	own, _ := sources(t, token.NewFileSet())
	declared, files := map[string]bool{}, map[string]bool{}
	for _, s := range own {
		files[path.Base(s.name)] = true
		for _, d := range s.ast.Decls {
			pkg := s.ast.Name.Name
			switch d := d.(type) {
			case *ast.FuncDecl:
				declared[pkg+"."+d.Name.Name] = true
				if d.Recv != nil {
					declared[receiver(d)+"."+d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						declared[pkg+"."+spec.Name.Name] = true
					}
				}
			}
		}
	}
	seen := 0
	for _, m := range quoted.FindAllStringSubmatch(string(b), -1) {
		word := m[1]
		switch {
		case name.MatchString(word):
			seen++
			if !declared[word] {
				t.Errorf("CONTRIBUTING.md names %s, which is not declared", word)
			}
		case file.MatchString(word) && !newcomer(word) && !strings.Contains(strings.Split(word, "/")[0], ".com"):
			seen++
			_, err := os.Stat(filepath.Join(root, word))
			if err != nil && !files[word] {
				t.Errorf("CONTRIBUTING.md names %s, which is not there", word)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d names found in CONTRIBUTING.md", seen)
	}
}

// newcomer reports whether a path is one that the reader will make.
func newcomer(p string) bool {
	for _, part := range strings.Split(p, "/") {
		if stem, _, _ := strings.Cut(part, "."); stem == "x" || strings.HasSuffix(stem, "_x") {
			return true
		}
	}
	return false
}
