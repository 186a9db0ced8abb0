package diff

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// Every constant of a kind has its row in Kinds and every row a constant; rows
// are whole, and the mirror of a mirror is the kind itself.
func TestKindsAreListed(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "kinds.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var made []string
	ast.Inspect(f, func(n ast.Node) bool {
		if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
			for _, s := range d.Specs {
				for _, v := range s.(*ast.ValueSpec).Values {
					code, err := strconv.Unquote(v.(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					made = append(made, code)
				}
			}
		}
		return true
	})
	listed := slices.Clone(Types)
	for _, k := range Kinds {
		listed = append(listed, k.Code)
		if !regexp.MustCompile(`^[a-z]+(-[a-z]+)+$`).MatchString(k.Code) || k.English == "" || k.Chinese == "" {
			t.Errorf("the row of %q is not whole", k.Code)
		}
		if !slices.Contains(Types, k.Type) {
			t.Errorf("%s is about %q, which is no type", k.Code, k.Type)
		}
		if m, ok := KindOf(k.Mirror); !ok || m.Mirror != k.Code || m.Type != k.Type {
			t.Errorf("the mirror of %s is %s, and that of it is %q", k.Code, k.Mirror, m.Mirror)
		}
	}
	slices.Sort(made)
	slices.Sort(listed)
	if !slices.Equal(made, listed) {
		t.Errorf("constants and lists differ:\n%q\n%q", made, listed)
	}
}
