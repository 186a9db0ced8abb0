package read

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"pgregory.net/rapid"

	"jiedui/corpus"
)

// TestFormats: the list names every format of the folder, each stands in the
// file of its name and has pages under testdata.
func TestFormats(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				for _, v := range s.(*ast.ValueSpec).Values {
					if lit, ok := v.(*ast.CompositeLit); ok {
						if id, ok := lit.Type.(*ast.Ident); ok && id.Name == "format" {
							declared = append(declared, strings.TrimSuffix(name, ".go"))
						}
					}
				}
			}
		}
	}
	var listed []string
	for _, f := range formats {
		listed = append(listed, f.name)
		if f.mediaType == "" || f.sniff == nil || f.read == nil {
			t.Errorf("format %q is not complete", f.name)
		}
		if pages, _ := filepath.Glob("testdata/" + f.name + "/*"); len(pages) == 0 {
			t.Errorf("format %q has no pages under testdata", f.name)
		}
	}
	slices.Sort(declared)
	slices.Sort(listed)
	if !slices.Equal(declared, listed) {
		t.Errorf("formats in the files: %v, in the list: %v", declared, listed)
	}
}

// TestDigest: the digest is that of all the bytes, the names are carried over.
func TestDigest(t *testing.T) {
	p := corpus.Page{Name: "甲.txt", URI: "/a/甲.txt", Identity: "甲.txt", Body: []byte("abc")}
	d, err := Read(t.Context(), p, Options{MaxSize: 2})
	if err != nil {
		t.Fatal(err)
	}
	if d.SHA256 != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || d.Name != p.Name || d.URI != p.URI || d.Identity != p.Identity {
		t.Errorf("%+v", d)
	}
}

// TestGrid compares the places of cells with those of the standard's
// algorithm, written down slot by slot.
func TestGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type place struct{ row, col, rows, cols int }
		var want, got []place
		g := newGrid()
		slots := map[[2]int]bool{}
		y, width := 0, 0
		for range rapid.IntRange(1, 3).Draw(t, "groups") {
			first := y
			height := rapid.IntRange(1, 6).Draw(t, "rows")
			for range height {
				g.startRow()
				x := 0
				for range rapid.IntRange(0, 5).Draw(t, "cells") {
					rows := rapid.IntRange(0, 4).Draw(t, "rowspan")
					cols := rapid.IntRange(1, 3).Draw(t, "colspan")
					g.place(rows, cols, false)
					for slots[[2]int{y, x}] {
						x++
					}
					if rows == 0 {
						rows = first + height - y
					}
					rows = min(rows, first+height-y)
					for dy := range rows {
						for dx := range cols {
							slots[[2]int{y + dy, x + dx}] = true
						}
					}
					want = append(want, place{y, x, rows, cols})
					x += cols
					width = max(width, x)
				}
				y++
			}
			g.endGroup()
		}
		for _, c := range g.cells {
			got = append(got, place{c.Row, c.Col, c.RowSpan, c.ColSpan})
		}
		if !reflect.DeepEqual(got, want) || g.columns != width || g.row+1 != y {
			t.Fatalf("got %v, %d columns; want %v, %d", got, g.columns, want, width)
		}
	})
}

// TestFurnitureNames: words of class, id and role count as a whole.
func TestFurnitureNames(t *testing.T) {
	for name, want := range map[string]bool{
		"nav": true, "leftNav": true, "nav-left": true, "nav_2": true, "main nav": true, "NAV": true, "bread-crumb": true, "breadcrumb": true,
		"canvas": false, "navy": false, "menuscript": false, "footnote": false, "shareholder": false, "content": false, "": false,
		"page-footer2": true, "relatedNews": true, "article-title": false, "unavailable": false, "SideBar": false, "sidebar": true,
	} {
		if got := namesFurniture(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// FuzzRead reads anything at all: no panic, the laws hold, and the same bytes
// give the same document.
func FuzzRead(f *testing.F) {
	for _, s := range []string{simplified, "组别 |\n学校 |\n第一组 |\n青岚小学 |\n白石小学 | |\n", "<table><tr><td rowspan=2>一<td>二<tr><td>三</table>"} {
		f.Add([]byte(s), "")
		for _, e := range []string{"gb18030", "big5", "utf-16le", "utf-16be"} {
			for _, cs := range testCharsets {
				if b, err := cs.enc.NewEncoder().Bytes([]byte(s)); err == nil && cs.name == e {
					f.Add(b, "text/html; charset="+e)
				}
			}
		}
	}
	for _, glob := range []string{"testdata/*/*.txtar", "../../samples/pages/*", "../../samples/variants/*.*"} {
		names, _ := filepath.Glob(glob)
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if _, in, ok := strings.Cut(string(b), "\n-- in."); ok {
				_, in, _ = strings.Cut(in, "\n")
				in, _, _ = strings.Cut(in, "\n-- outline --")
				b = []byte(in)
			}
			if len(b) > 8<<10 {
				b = b[:8<<10]
			}
			f.Add(b, "")
			if g, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b); err == nil {
				f.Add(g, "")
			}
			if g, err := traditionalchinese.Big5.NewEncoder().Bytes(b); err == nil {
				f.Add(g, "")
			}
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, mediaType string) {
		page := corpus.Page{Name: "fuzz", Body: body, MediaType: mediaType}
		d, err := Read(t.Context(), page, Options{})
		if err != nil {
			if _, ok := err.(*Error); !ok {
				t.Fatalf("error %v is no *Error", err)
			}
			return
		}
		laws(t, d)
		again, err := Read(t.Context(), page, Options{})
		if err != nil || again.Text.String() != d.Text.String() || !reflect.DeepEqual(again.Tables, d.Tables) ||
			!reflect.DeepEqual(again.Blocks, d.Blocks) || !reflect.DeepEqual(again.Notes, d.Notes) {
			t.Fatalf("read again, the page is another")
		}
		// The flat reading keeps the laws as well.
		if d.MediaType == "text/html" {
			v := decide(body, mediaType, true)
			flat := &corpus.Document{MediaType: "text/html"}
			p := newPage(flat)
			if err := p.flat(newDecoder(body, v), gaugeOf(body).open); err != nil {
				t.Fatal(err)
			}
			p.finish(0)
			laws(t, flat)
		}
	})
}
