package house

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"testing"
)

// TestExtractorsAreListed checks that each folder of extract whose package
// declares an Extractor stands in the list of extract/all, once.
func TestExtractorsAreListed(t *testing.T) {
	own, _ := sources(t, token.NewFileSet())
	var made, listed []string
	for _, s := range own {
		if s.test || path.Dir(s.dir) != "extract" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if n.Name.Name == "Extractor" {
					made = append(made, path.Base(s.dir))
				}
			case *ast.CompositeLit:
				if sel, ok := n.Type.(*ast.SelectorExpr); ok && s.dir == "extract/all" && sel.Sel.Name == "Extractor" {
					listed = append(listed, sel.X.(*ast.Ident).Name)
				}
			}
			return true
		})
	}
	compareLists(t, "extractors", made, listed)
}

// TestFormatsAreListed checks that each format that corpus/read declares stands
// in its list, once.
func TestFormatsAreListed(t *testing.T) {
	own, _ := sources(t, token.NewFileSet())
	var made, listed []string
	for _, s := range own {
		if s.test || s.dir != "corpus/read" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 {
				return true
			}
			lit, ok := v.Values[0].(*ast.CompositeLit)
			if !ok {
				return true
			}
			switch typ := lit.Type.(type) {
			case *ast.Ident:
				if typ.Name == "format" {
					made = append(made, v.Names[0].Name)
				}
			case *ast.ArrayType:
				if of, ok := typ.Elt.(*ast.Ident); ok && of.Name == "format" {
					for _, e := range lit.Elts {
						listed = append(listed, e.(*ast.Ident).Name)
					}
				}
			}
			return true
		})
	}
	compareLists(t, "formats", made, listed)
}

// compareLists reports what was made and not listed, and the reverse.
func compareLists(t *testing.T, what string, made, listed []string) {
	t.Helper()
	if len(made) == 0 {
		t.Fatalf("no %s found", what)
	}
	slices.Sort(made)
	slices.Sort(listed)
	if !slices.Equal(made, listed) {
		t.Errorf("%s made: %q, listed: %q", what, made, listed)
	}
}
