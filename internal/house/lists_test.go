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

// TestWordsFollowTheLexicon checks that what extractors and checks make of words
// follows the lexicon in use: it is made by lexicon.Of, neither once for all
// lexicons nor of the built-in one.
func TestWordsFollowTheLexicon(t *testing.T) {
	fset := token.NewFileSet()
	own, _ := sources(t, fset)
	is := func(n ast.Node, pkg, name string) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != name {
			return false
		}
		x, ok := sel.X.(*ast.Ident)
		return ok && x.Name == pkg
	}
	made := 0
	for _, s := range own {
		if s.test || !slices.Contains([]string{"extract", "internal/check", "internal/schools"}, s.dir) && path.Dir(s.dir) != "extract" {
			continue
		}
		for _, d := range s.ast.Decls {
			vars, isVar := d.(*ast.GenDecl)
			isVar = isVar && vars.Tok == token.VAR
			ast.Inspect(d, func(n ast.Node) bool {
				switch {
				case is(n, "lexicon", "Of"):
					made++
				case is(n, "lexicon", "BuiltIn"):
					t.Errorf("%s: asks the built-in lexicon; a user's words are not in it: take the one that lexicon.Of gives", fset.Position(n.Pos()))
				case isVar && (is(n, "sync", "OnceValue") || is(n, "sync", "OnceValues")):
					t.Errorf("%s: made once for all lexicons; use lexicon.Of", fset.Position(n.Pos()))
				}
				return true
			})
		}
	}
	if made < 10 {
		t.Errorf("found only %d uses of lexicon.Of", made)
	}
}
