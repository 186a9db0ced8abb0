package read

import (
	"context"
	"fmt"
	"os"
	"testing"

	"jiedui/corpus"
)

// TestShow prints how the page named by READ_SHOW was read.
func TestShow(t *testing.T) {
	name := os.Getenv("READ_SHOW")
	if name == "" {
		t.Skip("READ_SHOW names no page")
	}
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Read(context.Background(), corpus.Page{Name: name, Body: body}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(doc.MediaType, doc.Charset, doc.CharsetBy)
	for _, n := range doc.Notes {
		fmt.Printf("note %s %v %s\n", n.Code, n.Span, n.Message)
	}
	for _, b := range doc.Blocks {
		if b.Table < 0 {
			fmt.Printf("%d/%d chrome=%v %q\n", b.Kind, b.Level, b.Chrome, short(doc.Text.At(b.Span)))
			continue
		}
		fmt.Printf("table %d\n", b.Table)
	}
	for i, tb := range doc.Tables {
		fmt.Printf("TABLE %d %dx%d heads=%d outer=%d/%d caption=%q\n", i, tb.Rows, tb.Columns, tb.HeaderRows, tb.Outer, tb.OuterCell, doc.Text.At(tb.Caption))
		for _, c := range tb.Cells {
			fmt.Printf("  %d,%d %dx%d %v %q %v\n", c.Row, c.Col, c.RowSpan, c.ColSpan, c.Header, short(doc.Text.At(c.Span)), c.Breaks)
		}
	}
}

func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
