package read

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"jiedui/corpus"
	"jiedui/schema"
)

func pdfOf(t testing.TB, name string) []byte {
	t.Helper()
	a, err := txtar.ParseFile("testdata/pdf/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	return a.Files[0].Data
}

// TestPDFDamaged: what can be read is; where nothing can be, the failure says
// what to do.
func TestPDFDamaged(t *testing.T) {
	whole := pdfOf(t, "columns")
	locked := bytes.Replace(whole, []byte("/Root 1 0 R"), []byte("/Root 1 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"+strings.Repeat("AB", 32)+"> /U <"+strings.Repeat("CD", 32)+"> >>"), 1)
	for _, c := range []struct {
		name string
		body []byte
		code string // "" for what is read
		says string
	}{
		{"without its table of objects", whole[:bytes.Index(whole, []byte("xref"))+2], "", "青岚小学"},
		{"only a head", []byte("%PDF-1.7\n"), schema.CodeDamaged, "get it again"},
		{"cut early", whole[:300], schema.CodeDamaged, "get it again"},
		{"noise", append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("\x00\xff obj<<"), 1000)...), schema.CodeDamaged, "get it again"},
		{"encrypted", locked, schema.CodeEncrypted, "remove the password"},
	} {
		d, err := Read(context.Background(), corpus.Page{Body: c.body}, Options{})
		var e *Error
		switch {
		case c.code == "" && (err != nil || !strings.Contains(d.Text.String(), c.says)):
			t.Errorf("%s: %v", c.name, err)
		case c.code == "":
			laws(t, d)
		case !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.says):
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// FuzzPDF reads any PDF: no panic, the laws hold.
func FuzzPDF(f *testing.F) {
	names, _ := filepath.Glob("testdata/pdf/*.txtar")
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(txtar.Parse(b).Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		d, err := Read(t.Context(), corpus.Page{Body: append([]byte("%PDF-1.4\n"), body...)}, Options{})
		if err == nil {
			laws(t, d)
		} else if _, ok := err.(*Error); !ok {
			t.Fatal(err)
		}
	})
}

// FuzzPDFPage lays out characters and ruled lines that stand anywhere: no
// panic, the laws hold.
func FuzzPDFPage(f *testing.F) {
	f.Add([]byte("\x10\x10\x14\x14\x20\x10\x14\x14"), []byte("\x01\x10\x00\xff\x00\x10\x00\xff\x01\x40\x00\xff\x00\x80\x00\xff\x01\x80\x00\xff\x00\xf0\x00\xff"))
	f.Fuzz(func(t *testing.T, chars, rules []byte) {
		pg := &pdfPage{}
		for ; len(chars) >= 4 && len(pg.chars) < 500; chars = chars[4:] {
			x, y := float64(chars[0])*2, float64(chars[1])*3
			size := float64(chars[2]%20) + 1
			pg.chars = append(pg.chars, pdfChar{r: '一' + rune(chars[3]), x0: x, x1: x + size, y0: y, y1: y + size, size: size})
		}
		for ; len(rules) >= 4 && len(pg.lines) < 200; rules = rules[4:] {
			a, b := float64(rules[2])*2, float64(rules[3])*2
			pg.lines = append(pg.lines, pdfRule{level: rules[0]%2 == 1, at: float64(rules[1]) * 2, from: min(a, b), to: max(a, b)})
		}
		d := &corpus.Document{MediaType: pdfFormat.mediaType}
		p := newPage(d)
		s := pdfStory{page: p}
		s.write([]*pdfPage{pg, pg})
		p.finish(0)
		laws(t, d)
	})
}
