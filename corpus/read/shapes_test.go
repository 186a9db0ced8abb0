package read

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"jiedui/corpus"
)

var update = flag.Bool("update", false, "write the goldens anew")

// outline says how a document was read: its blocks in order, tables with their
// cells.
func outline(d *corpus.Document) string {
	var b strings.Builder
	kinds := map[corpus.BlockKind]string{corpus.Paragraph: "", corpus.Heading: "heading", corpus.ListItem: "item", corpus.Title: "title"}
	for _, bl := range d.Blocks {
		if bl.Table >= 0 {
			if bl.Chrome {
				b.WriteString("chrome ")
			}
			fmt.Fprintf(&b, "table %d\n", bl.Table+1)
			continue
		}
		var mark []string
		if k := kinds[bl.Kind]; k != "" {
			mark = append(mark, k)
		}
		if bl.Level > 0 {
			mark = append(mark, fmt.Sprint(bl.Level))
		}
		if bl.Chrome {
			mark = append(mark, "chrome")
		}
		if len(mark) > 0 {
			b.WriteString(strings.Join(mark, " ") + " ")
		}
		fmt.Fprintf(&b, "%q\n", d.Text.At(bl.Span))
	}
	for i, t := range d.Tables {
		fmt.Fprintf(&b, "\ntable %d: %d rows, %d columns", i+1, t.Rows, t.Columns)
		if t.HeaderRows > 0 {
			fmt.Fprintf(&b, ", %d of header", t.HeaderRows)
		}
		if !t.Caption.Empty() {
			fmt.Fprintf(&b, ", caption %q", d.Text.At(t.Caption))
		}
		if t.Outer >= 0 {
			fmt.Fprintf(&b, ", in cell %d of table %d", t.OuterCell+1, t.Outer+1)
		}
		b.WriteByte('\n')
		for _, c := range t.Cells {
			fmt.Fprintf(&b, "%d,%d", c.Row+1, c.Col+1)
			if c.RowSpan > 1 || c.ColSpan > 1 {
				fmt.Fprintf(&b, " %dx%d", c.RowSpan, c.ColSpan)
			}
			if c.Header {
				b.WriteString(" th")
			}
			s := []byte(d.Text.At(c.Span))
			for _, k := range c.Breaks {
				s[k-c.Span.Start] = '/'
			}
			fmt.Fprintf(&b, " %s\n", s)
		}
	}
	for _, n := range d.Notes {
		fmt.Fprintf(&b, "\nnote %s: %s", n.Code, n.Message)
		if !n.Span.Empty() {
			fmt.Fprintf(&b, " [%s]", d.Text.At(n.Span))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// mediaTypes are what formats call themselves, by the endings of files.
var mediaTypes = map[string]string{
	".html": "text/html",
	".txt":  "text/plain",
	".doc":  docFormat.mediaType,
	".docx": docxFormat.mediaType,
	".xlsx": xlsxFormat.mediaType,
	".pdf":  pdfFormat.mediaType,
}

// input is the page that an archive of testdata holds, and how many of its files
// make it: one, or the parts in.docx/… of a parcel. One of bytes, in.doc, is
// written in hexadecimal; 00*512 is 512 times one.
func input(t testing.TB, a *txtar.Archive) (in txtar.File, n int) {
	name, _, packed := strings.Cut(a.Files[0].Name, "/")
	if name == "in.doc" {
		for _, word := range strings.Fields(string(a.Files[0].Data)) {
			digits, times, ok := strings.Cut(word, "*")
			k := 1
			b, err := hex.DecodeString(digits)
			if ok && err == nil {
				k, err = strconv.Atoi(times)
			}
			if err != nil {
				t.Fatal(err)
			}
			in.Data = append(in.Data, bytes.Repeat(b, k)...)
		}
		in.Name = name
		return in, 1
	}
	if !packed {
		return a.Files[0], 1
	}
	for n < len(a.Files) && strings.HasPrefix(a.Files[n].Name, name+"/") {
		n++
	}
	var parts []string
	for _, f := range a.Files[:n] {
		parts = append(parts, strings.TrimPrefix(f.Name, name+"/"), string(f.Data))
	}
	return txtar.File{Name: name, Data: parcelOf(t, parts...)}, n
}

// parcelOf packs parts, each a name and its content.
func parcelOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPages reads the page in each archive under testdata ("in.html",
// "in.txt", "in.doc", or the parts of "in.docx" or "in.xlsx") and compares the outline and, where the archive has it, the text.
func TestPages(t *testing.T) {
	names, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(name, "testdata/"), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in, n := input(t, a)
			d := read(t, in.Name, in.Data, "")
			if want := mediaTypes[filepath.Ext(in.Name)]; d.MediaType != want {
				t.Errorf("read as %s, want %s", d.MediaType, want)
			}
			got := map[string]string{"outline": outline(d), "text": d.Text.String()}
			if *update {
				a.Files = a.Files[:n]
				for _, k := range []string{"outline", "text"} {
					if k == "outline" || d.MediaType != "text/plain" {
						a.Files = append(a.Files, txtar.File{Name: k, Data: []byte(got[k])})
					}
				}
				if err := os.WriteFile(name, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(a.Files) <= n {
				t.Fatal("no golden; run with -update")
			}
			for _, f := range a.Files[n:] {
				if diff := cmp.Diff(string(f.Data), got[f.Name]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
			}
		})
	}
}
