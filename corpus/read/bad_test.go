package read

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"jiedui/corpus"
	"jiedui/schema"
)

// codes counts the notes of a document by their codes.
func codes(d *corpus.Document) map[string]int {
	m := map[string]int{}
	for _, n := range d.Notes {
		m[n.Code]++
	}
	return m
}

// TestRefused: what is of no kind that is read is refused by name, with the
// code and a remedy.
func TestRefused(t *testing.T) {
	zip := func(name string) string {
		return "PK\x03\x04\x14\x00\x08\x00\x08\x00" + strings.Repeat("\x00", 16) + string(rune(len(name))) + "\x00\x00\x00" + name + "\x03\x00"
	}
	for _, c := range []struct{ name, body, code, says, remedy string }{
		{"empty", "", schema.CodeEmpty, "empty", "complete"},
		{"blank", " \n\t\r\n　\u00a0", schema.CodeEmpty, "empty", "complete"},
		{"only a mark", "\xef\xbb\xbf\n", schema.CodeEmpty, "empty", "complete"},
		{"UTF-16 blank", "\xff\xfe \x00\n\x00", schema.CodeEmpty, "empty", "complete"},
		{"zip", zip("a.txt"), schema.CodeUnknownKind, "zip archive", "unpack"},
		{"odt", "PK\x03\x04" + strings.Repeat("\x00", 26) + "mimetypeapplication/vnd.oasis", schema.CodeUnknownKind, "OpenDocument", "convert"},
		{"doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", schema.CodeUnknownKind, ".doc", "convert"},
		{"rtf", `{\rtf1\ansi`, schema.CodeUnknownKind, "RTF", "convert"},
		{"gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00", schema.CodeUnknownKind, "gzip", "unpack"},
		{"rar", "Rar!\x1a\x07\x00", schema.CodeUnknownKind, "rar", "unpack"},
		{"exe", "MZ\x90\x00" + strings.Repeat("\x00", 100), schema.CodeUnknownKind, "program", "convert"},
		{"elf", "\x7fELF\x02\x01\x01", schema.CodeUnknownKind, "program", "convert"},
		{"mht", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", schema.CodeUnknownKind, "MIME", "convert"},
		{"noise", strings.Repeat("\x00\x01\x02\x03\xfe\x9a", 500), schema.CodeUnknownKind, "no known kind", "convert"},
	} {
		_, err := Read(context.Background(), corpus.Page{Name: c.name + ".html", Body: []byte(c.body), MediaType: "text/html"}, Options{})
		var e *Error
		switch {
		case !errors.As(err, &e):
			t.Errorf("%s: error %v, want *Error", c.name, err)
		case e.Code != c.code || !strings.Contains(e.Message, c.says) || !strings.Contains(e.Message, c.remedy):
			t.Errorf("%s: %s: %s; want code %s, %q and %q", c.name, e.Code, e.Message, c.code, c.says, c.remedy)
		}
	}
}

// TestKind: the content decides, whatever the transport says.
func TestKind(t *testing.T) {
	for body, want := range map[string]string{
		"<p>一段": "text/html",
		"\xef\xbb\xbf<!-- 注 --> <!DOCTYPE html><p>一段":      "text/html",
		"<?xml version='1.0'?><html><body>一</body></html>": "text/html",
		"片段<p>一</p><p>二</p><p>三</p>":                       "text/html",
		"\xff\xfe<\x00p\x00>\x00\x00N":                     "text/html",
		"第一行\n第二行":                                         "text/plain",
		"标签写作<p>，如<br>":                                    "text/plain",
		"a < b":                                            "text/plain",
		"组别 | 学校 |\n第一组 | 青岚小学 |":                          "text/plain",
	} {
		d := read(t, "page", []byte(body), "application/octet-stream")
		if d.MediaType != want {
			t.Errorf("%q is read as %s", body, d.MediaType)
		}
	}
}

// TestFlat: a page that the parser refuses because it is nested too deep is
// read all the same; where no table holds another and nothing is furniture the
// text and the tables are those of the page without the nesting.
func TestFlat(t *testing.T) {
	names, _ := filepath.Glob("testdata/html/*.txtar")
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in := a.Files[0].Data
		at := bytes.Index(in, []byte("<body"))
		if at < 0 {
			at = bytes.Index(in, []byte("charset=utf-8>")) + len("charset=utf-8>")
		} else {
			at += bytes.IndexByte(in[at:], '>') + 1
		}
		deep := append([]byte{}, in[:at]...)
		deep = append(deep, strings.Repeat("<div>", 5000)...)
		deep = append(deep, in[at:]...)
		want, got := read(t, name, in, ""), read(t, name+", deep", deep, "")
		if codes(got)[schema.CodeTooDeep] != 1 {
			t.Errorf("%s: notes %v", name, got.Notes)
		}
		switch strings.TrimSuffix(filepath.Base(name), ".txtar") {
		case "nested", "page-in-table", "layout-sides", "index-and-body", "unclosed", // layout is not told from data, nor text in a table from text before it
			"index-dl",    // only the first dd joins its dt
			"table-parts": // a tfoot stays where it is
			continue
		}
		if diff := cmp.Diff(want.Text.String(), got.Text.String()); diff != "" {
			t.Errorf("%s (-page +deep page):\n%s", name, diff)
		}
		if diff := cmp.Diff(want.Tables, got.Tables); diff != "" {
			t.Errorf("%s: tables (-page +deep page):\n%s", name, diff)
		}
	}
}

// TestCut: a body longer than the limit is read up to it, and so is one that
// came cut off; both are noted.
func TestCut(t *testing.T) {
	body := []byte("第一行\n第二行\n")
	d, err := Read(context.Background(), corpus.Page{Body: body}, Options{MaxSize: 14})
	if err != nil {
		t.Fatal(err)
	}
	laws(t, d)
	if got := d.Text.String(); !strings.HasPrefix(got, "第一行\n第") || len(got) > 14+4 || codes(d)[schema.CodeTruncated] != 1 {
		t.Errorf("%q %v", got, d.Notes)
	}
	d, err = Read(context.Background(), corpus.Page{Body: body, Truncated: true}, Options{})
	if err != nil || codes(d)[schema.CodeTruncated] != 1 || d.Text.String() != string(body) {
		t.Errorf("%v %v", err, d)
	}
}

// TestCancelled: the context ends the reading.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, body := range []string{"<p>一", "一"} {
		if _, err := Read(ctx, corpus.Page{Body: []byte(body)}, Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

var absurd = flag.Int("absurd", 2, "MiB of the absurd pages; 64 for the largest that are read")

// TestAbsurd reads pages that are all one mistake. None may fail, each says
// what is wrong with it, and the heap stays below the promised bound.
func TestAbsurd(t *testing.T) {
	size := *absurd << 20
	fill := func(before, unit string) []byte {
		b := append(make([]byte, 0, size), before...)
		for len(b)+len(unit) <= size {
			b = append(b, unit...)
		}
		return b
	}
	var bold strings.Builder
	for i := range 400 {
		fmt.Fprintf(&bold, "<b id=%d>", i)
	}
	for _, c := range []struct {
		name, before, unit, code string
	}{
		{"cells", "<table><tr>", "<td>格", schema.CodeTable},
		{"rows", "<table>", "<tr><td>格", schema.CodeTable},
		{"tables", "<p>", "<table><tr><td>甲<td>乙</table>", ""},
		{"nested tables", "<p>", "<table><tr><td>", schema.CodeTooDeep},
		{"boxes", "<p>", "<div>", schema.CodeTooDeep},
		{"attributes", "<p ", "a ", ""},
		{"formatting", bold.String(), "<p>段", ""},
		{"spans", "<table>", "<tr><td rowspan=2>甲<td rowspan=60000>乙", schema.CodeTable},
		{"wide", "<table>", "<tr><td colspan=99999999>甲", schema.CodeTable},
		{"undecodable", "<p>", "城乡学校结对\xff", schema.CodeUndecodable},
		{"links", "<p>", "<a href=x.doc>甲</a>", schema.CodeAttachment},
		{"bars", "甲 |\n", "乙 |\n", ""},
		{"one line of bars", "甲", " | 乙", ""},
		{"rows of bars", "甲 | 乙 | 丙 |\n", "甲 | 乙 | ||\n", ""},
		{"lines", "甲", "乙\n", ""},
	} {
		d, err := Read(context.Background(), corpus.Page{Name: c.name, Body: fill(c.before, c.unit)}, Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if c.code != "" && codes(d)[c.code] == 0 {
			t.Errorf("%s: no %s among %v", c.name, c.code, codes(d))
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapSys > 1<<30 {
			t.Fatalf("%s: a heap of %d MiB", c.name, m.HeapSys>>20)
		}
		laws(t, d)
	}
}
