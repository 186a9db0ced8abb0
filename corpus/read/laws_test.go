package read

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"jiedui/corpus"

	"pgregory.net/rapid"
)

// laws checks what holds for every document, whatever the page.
func laws(t rapid.TB, d *corpus.Document) {
	t.Helper()
	s := d.Text.String()
	switch {
	case !utf8.ValidString(s):
		t.Fatalf("the text is not valid UTF-8")
	case strings.HasPrefix(s, "\ufeff"):
		t.Fatalf("the text begins with a byte-order mark")
	case strings.Contains(s, "\r"):
		t.Fatalf("the text holds CR")
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\t' && c != '\n' || c == 0x7f {
			t.Fatalf("control character %q at %d", c, i)
		}
	}
	lined := d.MediaType != "text/plain"  // the reader makes the lines
	overlap := d.MediaType == "text/html" // cells may, by the page's error
	at := 0
	for i, b := range d.Blocks {
		if b.Span.Start != at || b.Span.End <= b.Span.Start {
			t.Fatalf("block %d is %v, the one before ends at %d", i, b.Span, at)
		}
		at = b.Span.End
		if lined && s[at-1] != '\n' {
			t.Fatalf("block %d does not end with LF", i)
		}
		if (b.Kind == corpus.TableBlock) != (b.Table >= 0) {
			t.Fatalf("block %d of kind %d names table %d", i, b.Kind, b.Table)
		}
		if b.Table >= 0 && (b.Table >= len(d.Tables) || !b.Span.Contains(d.Tables[b.Table].Span)) {
			t.Fatalf("block %d %v does not hold its table %d", i, b.Span, b.Table)
		}
	}
	if at != len(s) && strings.TrimSpace(s) != "" {
		t.Fatalf("blocks end at %d of %d", at, len(s))
	}
	for i, tb := range d.Tables {
		tableLaws(t, d, i, tb, lined, overlap)
	}
	for _, n := range d.Notes {
		if n.Code == "" || n.Message == "" || n.Span.Start < 0 || n.Span.End > len(s) || n.Span.Start > n.Span.End {
			t.Fatalf("bad note %+v", n)
		}
	}
}

func tableLaws(t rapid.TB, d *corpus.Document, i int, tb corpus.Table, lined, overlap bool) {
	t.Helper()
	s := d.Text.String()
	b := []byte(s[tb.Span.Start:tb.Span.End])
	end := tb.Span.Start
	taken := map[[2]int]int{}
	small := tb.Rows*tb.Columns <= 10000
	for j, c := range tb.Cells {
		switch {
		case c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0 || c.Row+c.RowSpan > tb.Rows || c.Col+c.ColSpan > tb.Columns:
			t.Fatalf("table %d (%dx%d): cell %+v is outside", i, tb.Rows, tb.Columns, c)
		case j > 0 && (tb.Cells[j-1].Row > c.Row || tb.Cells[j-1].Row == c.Row && tb.Cells[j-1].Col >= c.Col):
			t.Fatalf("table %d: cells %+v and %+v are out of order", i, tb.Cells[j-1], c)
		case c.Span.Start < end || c.Span.End > tb.Span.End || c.Span.End < c.Span.Start:
			t.Fatalf("table %d %v: cell %+v lies outside or before %d", i, tb.Span, c, end)
		case lined && strings.ContainsAny(d.Text.At(c.Span), "\n\t"):
			t.Fatalf("table %d: cell %q holds LF or TAB", i, d.Text.At(c.Span))
		case trim(b, c.Span.Shift(-tb.Span.Start)) != c.Span.Shift(-tb.Span.Start):
			t.Fatalf("table %d: cell %q has blanks at its ends", i, d.Text.At(c.Span))
		}
		end = c.Span.End
		last := c.Span.Start
		for _, b := range c.Breaks {
			if b <= last || b >= c.Span.End || !strings.ContainsRune(" \n", rune(s[b])) {
				t.Fatalf("table %d: break at %d of cell %+v (%q)", i, b, c, d.Text.At(c.Span))
			}
			last = b
		}
		if small && !overlap {
			for y := c.Row; y < c.Row+c.RowSpan; y++ {
				for x := c.Col; x < c.Col+c.ColSpan; x++ {
					if k, ok := taken[[2]int{y, x}]; ok {
						t.Fatalf("table %d: cells %+v and %+v overlap", i, tb.Cells[k], c)
					}
					taken[[2]int{y, x}] = j
				}
			}
		}
	}
	if tb.Outer >= 0 {
		if tb.Outer >= i || tb.OuterCell < 0 || tb.OuterCell >= len(d.Tables[tb.Outer].Cells) {
			t.Fatalf("table %d stands in cell %d of table %d", i, tb.OuterCell, tb.Outer)
		}
		o := d.Tables[tb.Outer]
		if !o.Span.Contains(tb.Span) || tb.Span.Overlaps(o.Cells[tb.OuterCell].Span) {
			t.Fatalf("table %d %v is not after its cell in %v", i, tb.Span, o.Span)
		}
	}
}

func read(t rapid.TB, name string, body []byte, mediaType string) *corpus.Document {
	t.Helper()
	d, err := Read(context.Background(), corpus.Page{Name: name, Body: body, MediaType: mediaType}, Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	laws(t, d)
	return d
}

// TestSamples reads every sample page of the repository.
func TestSamples(t *testing.T) {
	names, _ := filepath.Glob("../../samples/pages/*")
	n := 0
	for _, name := range names {
		if ext := filepath.Ext(name); ext != ".html" && ext != ".txt" {
			continue
		}
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d := read(t, name, body, "")
		for _, note := range d.Notes {
			t.Logf("%s: %s %s", name, note.Code, note.Message)
		}
		n++
	}
	if n == 0 {
		t.Fatal("no samples")
	}
}
