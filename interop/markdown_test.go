package interop

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"jiedui/schema"
	"jiedui/schema/export"
)

// grids reads the headings and the cells of tables with goldmark: a reader with
// all that commonly means something in Markdown.
func grids(t interface{ Fatalf(string, ...any) }, source []byte) (headings []string, cells [][]string) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	root := md.Parser().Parse(text.NewReader(source))
	var plain func(ast.Node) string
	plain = func(n ast.Node) string {
		var b strings.Builder
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Text:
				b.Write(c.Value(source))
				if c.SoftLineBreak() || c.HardLineBreak() {
					b.WriteByte('\n')
				}
			case *ast.String:
				b.Write(c.Value)
			case *ast.RawHTML:
				for i := range c.Segments.Len() {
					at := c.Segments.At(i)
					if s := string(at.Value(source)); s == "<br>" {
						b.WriteByte('\n')
					} else {
						t.Fatalf("markup in a text: %s", s)
					}
				}
			default:
				t.Fatalf("%s in a text of %q", c.Kind(), source)
			}
		}
		// What is escaped is text behind the parser, too.
		return unescape(b.String())
	}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			headings = append(headings, plain(n))
		case *extast.Table:
			for r := n.FirstChild(); r != nil; r = r.NextSibling() {
				var row []string
				for c := r.FirstChild(); c != nil; c = c.NextSibling() {
					row = append(row, plain(c))
				}
				cells = append(cells, row)
			}
		case *ast.Paragraph:
			plain(n)
		default:
			t.Fatalf("%s in %q", n.Kind(), source)
		}
	}
	return headings, cells
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(b.String())
}

// TestMarkdown: whatever a page says, its report is headings and tables, and the
// cells say what the page says.
func TestMarkdown(t *testing.T) {
	tricks := []string{"", "|", "\\", "\\|", "`|`", "**", "# ", "1. x", "- x", "```\n", "<b>", "<!--", "[a](b)", "![a](b)", "[^1]", "[^1]: x", "&lt;", "http://a.example", "www.a.example",
		"a@b.example", "@who", "~~x~~", "$x$", "---", "===", "> x", "\n\n# x", "\n", ":-:", "<https://a.example>", "\\\\|", "\u2028", "\x1b[31m", "\u202e"}
	rapid.Check(t, func(t *rapid.T) {
		trick := rapid.SampledFrom(tricks)
		s := trick.Draw(t, "head") + rapid.StringMatching("[ -~\n\t东]{0,8}").Draw(t, "body") + trick.Draw(t, "tail")
		if strings.TrimSpace(s) == "" {
			s = "x"
		}
		v := func() schema.Value {
			return schema.Value{Value: s, Evidence: []schema.Evidence{{Start: 0, End: 1, Quote: s}}}
		}
		doc := &schema.Document{ID: "doc-0123456789abcdef", Part: 1, Parts: 1, Source: schema.Source{URI: s}}
		title := v()
		doc.Title = &title
		doc.Metadata.Extra = []schema.NamedValue{{Name: s, Value: v()}}
		doc.Pairings = []schema.Pairing{{From: v(), To: v(), Directed: true}}
		doc.Sections = []schema.Section{{Number: s, Heading: s, Level: 1, Evidence: title.Evidence}}
		doc.Doubts = []schema.Doubt{{Code: schema.CodeRow, Message: s, Evidence: title.Evidence}}
		var b bytes.Buffer
		w, err := export.New("markdown", &b, export.Options{Phones: export.Full})
		if err == nil {
			err = w.Document(doc)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		headings, cells := grids(t, b.Bytes())
		if want := "[Metadata Outline Pairings Doubts]"; len(headings) != 5 || fmt.Sprint(headings[1:]) != want {
			t.Fatalf("headings %q in\n%s", headings, b.Bytes())
		}
		// Blanks at the border of a cell and double ones are none in Markdown, and
		// what steers a terminal is shown as an escape.
		folded := func(s string) string { return strings.Join(strings.Fields(s), " ") }
		escape := strings.NewReplacer("\x1b", "\\u001b", "\u202e", "\\u202e", "\u2028", "\\u2028", "\t", " ")
		want := folded(escape.Replace(s))
		if folded(headings[0]) != want {
			t.Fatalf("title %q, want %q, in\n%s", headings[0], want, b.Bytes())
		}
		found := 0
		for _, row := range cells {
			for _, c := range row {
				if folded(c) == want {
					found++
				}
			}
		}
		if found < 7 && want != "" { // title, extra (2), page, pair (2), doubt
			t.Fatalf("%q stands in %d cells, in\n%s\n%q", want, found, b.Bytes(), cells)
		}
	})
}
