package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"jiedui/schema"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func place(start int, quote string, cell *schema.CellRef) Place {
	return Place{Document: "plan-a", URI: "pages/plan a.html", Evidence: schema.Evidence{Start: start, End: start + utf8.RuneCountInString(quote), Quote: quote, Cell: cell}}
}

// behind cites a place behind a byte of the text.
func behind(n int, p Place) Place {
	p.After = n
	return p
}

// example has something of each kind.
func example() []Sheet {
	n := 45.0
	return []Sheet{
		{
			Title:    "Plans | compared",
			Heads:    []string{"", "A: 云桥区", "B: <东屏县> & Co"},
			RowHeads: true,
			Rows: [][]Cell{
				{Text("pairs"), {Number: &n, Evidence: []Place{place(10, "一览表", &schema.CellRef{Table: 1, Row: 2, Column: 3})}}, {Text: "not stated", Tone: Faint}},
				{Text("forms"), {Text: "结对帮扶、联合教研、送教下乡、教师交流轮岗", Lang: "zh-Hans", Evidence: []Place{place(20, "结对\n帮扶", nil), behind(len("结对帮扶、联合教研、送教下乡"), place(30, "送教", nil)), place(32, "下乡", nil)}}, {Text: "=1+1 *star* `x` \x1b[31mred", Tone: Changed}},
				{Text("hit"), {Text: "每学期送教两次", Marks: [][2]int{{9, 15}}}},
			},
			Notes: []string{"A cell that says \"not stated\" is no zero."},
		},
		{Title: "Second", Heads: []string{"n", "name"}, Rows: [][]Cell{{Number(1), Text("甲")}, {Number(22.5), Text("乙\tb")}}},
	}
}

func write(t testing.TB, format string, opt Options, sheets ...Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, opt, sheets...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	for _, c := range []struct {
		name, format string
		opt          Options
	}{
		{"tsv.txt", "text", Options{}},
		{"tsv.evidence.txt", "text", Options{Evidence: true}},
		{"wide.txt", "text", Options{Terminal: true, Evidence: true}},
		{"narrow.txt", "text", Options{Terminal: true, Width: 50}},
		{"colour.txt", "text", Options{Terminal: true, Color: true, Evidence: true, Lang: "zh"}},
		{"plain.md", "markdown", Options{}},
		{"evidence.md", "markdown", Options{Evidence: true}},
		{"page.html", "html", Options{Lang: "zh"}},
	} {
		got := write(t, c.format, c.opt, example()...)
		name := filepath.Join("testdata", c.name)
		if *update {
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s (-update rewrites it):\n%s", name, d)
		}
	}
}

func TestRefused(t *testing.T) {
	if err := Write(io.Discard, "pdf", Options{}); err == nil || !strings.Contains(err.Error(), "text, markdown, html, xlsx") {
		t.Errorf("unknown format: %v", err)
	}
	if err := Write(io.Discard, "text", Options{}, Sheet{Heads: []string{"a"}, Rows: [][]Cell{{Text("1"), Text("2")}}}); err == nil {
		t.Error("a row longer than the heads was written")
	}
}

// sheets draws small grids of awkward texts.
var sheets = rapid.Custom(func(t *rapid.T) Sheet {
	word := rapid.OneOf(
		rapid.StringMatching(`[a-z]{1,20}`),
		rapid.SampledFrom([]string{"云桥区实验小学", "，", "。", "“三联”——", "…", "|", "\\", "*", "<b>", "&amp;", "=1", "+1", "-1", "@x", "_x0041_", " ", "\n", "\t", "\x1b[0m", "\u202e", "é", "e\u0301", "👩‍👧", "ｱ", "𠮷", "\xff", "[^1]", "~~", "`"}),
	)
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "words"), "")
	})
	cell := rapid.Custom(func(t *rapid.T) Cell {
		c := Cell{Text: text.Draw(t, "text"), Tone: Tone(rapid.IntRange(0, 4).Draw(t, "tone"))}
		if rapid.IntRange(0, 4).Draw(t, "number") == 0 {
			c = Number(float64(rapid.IntRange(-1000, 1000).Draw(t, "n")) / 8)
		} else if i := strings.Index(c.Text, "实验"); i >= 0 {
			c.Marks = [][2]int{{i, i + len("实验")}}
		}
		for range rapid.IntRange(0, 2).Draw(t, "places") {
			c.Evidence = append(c.Evidence, place(rapid.IntRange(0, 5).Draw(t, "start"), "“引”|*"+word.Draw(t, "quote")+".", nil))
		}
		return c
	})
	n := rapid.IntRange(1, 5).Draw(t, "columns")
	s := Sheet{Title: text.Draw(t, "title"), RowHeads: rapid.Bool().Draw(t, "rowheads")}
	for range n {
		s.Heads = append(s.Heads, text.Draw(t, "head"))
	}
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		s.Rows = append(s.Rows, rapid.SliceOfN(cell, 0, n).Draw(t, "row"))
	}
	return s
})

// TestAligned: all lines of a grid are equally wide on a terminal, none is
// wider than the terminal unless the narrowest columns are, colours take no
// room, and no text of a cell is lost.
func TestAligned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheets.Draw(t, "sheet")
		opt := Options{Width: rapid.IntRange(0, 120).Draw(t, "width"), Evidence: rapid.Bool().Draw(t, "evidence")}
		lines := layout(&s, opt, new(register))
		most := 0
		for i, l := range lines {
			got := terminal.StringWidth(l.String(opt))
			if i == 0 {
				most = got
			}
			if got != most {
				t.Fatalf("line %d is %d wide, the first %d:\n%s\n%s", i, got, most, lines[0].String(opt), l.String(opt))
			}
		}
		if least := len(s.Heads)*(narrowest+gap) - gap; opt.Width > 0 && most > max(opt.Width, least) {
			t.Fatalf("%d wide on a terminal of %d (%d columns)", most, opt.Width, len(s.Heads))
		}
		painted := opt
		painted.Color = true
		for i, l := range layout(&s, painted, new(register)) {
			if got := uncolor(l.String(painted)); got != lines[i].String(opt) {
				t.Fatalf("with colour %q, without %q", got, lines[i].String(opt))
			}
		}
		if opt.Evidence {
			return
		}
		var want, got strings.Builder
		for j := range s.Heads { // column by column, as they stand below each other
			want.WriteString(squeeze(s.Heads[j]))
			for _, r := range s.Rows {
				want.WriteString(squeeze(at(r, j).show()))
			}
			for i, l := range lines {
				if i > 0 && strings.Trim(textLine(l[j].pieces).String(), "─") == "" {
					continue // the rule, or the gap between rows
				}
				got.WriteString(squeeze(textLine(l[j].pieces).String()))
			}
		}
		if want.String() != got.String() {
			t.Fatalf("cells say\n%q, the grid\n%q", want.String(), got.String())
		}
	})
}

// TestBands: a grid that the terminal is too narrow for comes in parts that fit,
// each with the first columns, and all other columns are there once, in order.
func TestBands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheets.Draw(t, "sheet")
		s.Repeat = rapid.IntRange(0, 2).Draw(t, "repeat")
		fixed := s.Repeat
		if fixed == 0 && s.RowHeads {
			fixed = 1
		}
		opt := Options{Width: rapid.IntRange(0, 100).Draw(t, "width")}
		parts := bands(&s, opt)
		if len(parts) == 1 {
			if d := cmp.Diff(s, parts[0]); d != "" {
				t.Fatal(d)
			}
			return
		}
		whole := Sheet{Heads: slices.Clone(s.Heads[:fixed]), Rows: make([][]Cell, len(s.Rows))}
		for i := range s.Rows {
			for j := range fixed {
				whole.Rows[i] = append(whole.Rows[i], *at(s.Rows[i], j))
			}
		}
		for _, p := range parts {
			if !slices.Equal(p.Heads[:fixed], s.Heads[:fixed]) {
				t.Fatalf("first heads %q, want %q", p.Heads[:fixed], s.Heads[:fixed])
			}
			if n := (readable+gap)*len(p.Heads) - gap; len(p.Heads) > fixed+1 && n > opt.Width {
				for _, l := range layout(&p, opt, new(register)) {
					if w := terminal.StringWidth(l.String(opt)); w > opt.Width {
						t.Fatalf("a part of %d columns is %d wide on a terminal of %d", len(p.Heads), w, opt.Width)
					}
				}
			}
			whole.Heads = append(whole.Heads, p.Heads[fixed:]...)
			for i := range p.Rows {
				whole.Rows[i] = append(whole.Rows[i], p.Rows[i][fixed:]...)
			}
		}
		if d := cmp.Diff(texts(&s), texts(&whole)); d != "" {
			t.Fatal(d)
		}
	})
}

// squeeze is s, clean and without blanks.
func squeeze(s string) string { return strings.Join(strings.Fields(clean(s)), "") }

func uncolor(s string) string {
	var b strings.Builder
	for s != "" {
		if strings.HasPrefix(s, "\x1b[") {
			s = s[strings.IndexByte(s, 'm')+1:]
			continue
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}

// TestHarmless: nothing that a page says steers the terminal.
func TestHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheets.Draw(t, "sheet")
		for _, opt := range []Options{{}, {Evidence: true}, {Terminal: true, Evidence: true}} {
			var b bytes.Buffer
			if err := Write(&b, "text", opt, s); err != nil {
				t.Fatal(err)
			}
			for _, r := range b.String() {
				if steers(r) && r != '\n' && !(r == '\t' && !opt.Terminal) {
					t.Fatalf("%q in %q", r, b.String())
				}
			}
		}
	})
}

// TestTSV: each line has as many fields as there are heads.
func TestTSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheets.Draw(t, "sheet")
		var b bytes.Buffer
		if err := Write(&b, "text", Options{}, s); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(lines) != len(s.Rows)+1 {
			t.Fatalf("%d lines for %d rows", len(lines), len(s.Rows))
		}
		for i, l := range lines {
			fields := strings.Split(l, "\t")
			if len(fields) != len(s.Heads) {
				t.Fatalf("line %d has %d fields: %q", i, len(fields), l)
			}
			for j, f := range fields {
				want := s.Heads[j]
				if i > 0 {
					want = at(s.Rows[i-1], j).show()
				}
				if i > 0 {
					want = listed(want)
				}
				if f != oneLine(want) {
					t.Fatalf("field %q, cell %q", f, want)
				}
			}
		}
	})
}

// texts are the texts of a sheet as a reader sees them, heads first.
func texts(s *Sheet) [][]string {
	out := [][]string{{}}
	for _, h := range s.Heads {
		out[0] = append(out[0], clean(h))
	}
	for _, r := range s.Rows {
		row := make([]string, len(s.Heads))
		for j := range row {
			row[j] = clean(at(r, j).show())
		}
		out = append(out, row)
	}
	return out
}

// TestHTMLReadBack: an HTML parser finds the cells, their quotes and nothing
// that runs or is fetched.
func TestHTMLReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheets.Draw(t, "sheet")
		var b bytes.Buffer
		if err := Write(&b, "html", Options{Lang: "zh"}, s); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		var got [][]string
		var quotes []string
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "html":
				if lang := attribute(n, "lang"); lang != "zh-Hans" {
					t.Fatalf("lang %q", lang)
				}
			case "tr":
				got = append(got, []string{})
			case "th":
				if attribute(n, "scope") == "col" {
					got[len(got)-1] = append(got[len(got)-1], textOf(n))
				}
			case "span":
				got[len(got)-1] = append(got[len(got)-1], textOf(n))
			case "q":
				quotes = append(quotes, textOf(n))
			case "a":
				u, err := url.Parse(attribute(n, "href"))
				if err != nil || u.Path != "./pages/plan a.html" {
					t.Fatalf("link %q: %v", attribute(n, "href"), err)
				}
			case "script", "img", "link", "iframe", "base", "form":
				t.Fatalf("a %s", n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Fatalf("attribute %s of %s", a.Key, n.Data)
				}
			}
		}
		want := texts(&s)
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
		var wantQuotes []string
		for _, r := range s.Rows {
			for _, c := range r {
				for _, p := range c.Evidence {
					wantQuotes = append(wantQuotes, clean(p.Quote))
				}
			}
		}
		if d := cmp.Diff(wantQuotes, quotes); d != "" {
			t.Fatal(d)
		}
	})
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func TestLink(t *testing.T) {
	for _, c := range []struct{ uri, quote, want string }{
		{"https://a.example/x?y=1#z", "第一 组-a", "https://a.example/x?y=1#:~:text=%E7%AC%AC%E4%B8%80%20%E7%BB%84%2Da"},
		{"https://a.example/x", "电话 100****0001", "https://a.example/x"},
		{"javascript:alert(1)", "x", "./javascript:alert%281%29#:~:text=x"},
		{"ftp://a.example/x", "x", ""},
		{"pages/计划 a.html", "甲\t乙", "./pages/%E8%AE%A1%E5%88%92%20a.html#:~:text=%E7%94%B2"},
		{"/srv/a.txt", "", "/srv/a.txt"},
		{"-", "x", ""},
	} {
		p := Place{URI: c.uri, Evidence: schema.Evidence{Quote: c.quote}}
		got := link(p)
		if c.uri == "javascript:alert(1)" {
			if u, err := url.Parse(got); err != nil || u.Scheme != "" {
				t.Errorf("%q leads to %q", c.uri, got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("link of %q: %q, want %q", c.uri, got, c.want)
		}
	}
}

// TestMarkdownReadBack: who reads the table by the rules of GFM (cells part at
// bars that no backslash is before, then escapes are undone) finds the cells.
func TestMarkdownReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheets.Draw(t, "sheet")
		for i := range s.Rows {
			for j := range s.Rows[i] {
				s.Rows[i][j].Marks = nil
			}
		}
		s.Title = ""
		var b bytes.Buffer
		if err := Write(&b, "markdown", Options{}, s); err != nil {
			t.Fatal(err)
		}
		var got [][]string
		for i, l := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
			cells := gfmRow(t, l)
			if i == 1 {
				if len(cells) != len(s.Heads) {
					t.Fatalf("the rule has %d cells: %q", len(cells), l)
				}
				continue
			}
			got = append(got, cells)
		}
		want := texts(&s)
		for _, r := range want {
			for j := range r {
				r[j] = strings.Trim(r[j], " ") // blanks around a cell are no part of it
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	})
}

func gfmRow(t *rapid.T, l string) (cells []string) {
	if !strings.HasPrefix(l, "|") || !strings.HasSuffix(l, "|") {
		t.Fatalf("no row of a table: %q", l)
	}
	var b strings.Builder
	for i := 1; i < len(l); i++ {
		switch c := l[i]; {
		case c == '\\' && i+1 < len(l) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", l[i+1]) >= 0:
			i++
			b.WriteByte(l[i])
		case c == '|':
			cells = append(cells, html.UnescapeString(strings.ReplaceAll(strings.Trim(b.String(), " "), "<br>", "\n")))
			b.Reset()
		case c == '*' || c == '`' || c == '[' || c == '~' || c == '<' && !strings.HasPrefix(l[i:], "<br>"):
			t.Fatalf("%q means something in %q", c, l)
		default:
			b.WriteByte(c)
		}
	}
	return cells
}

// TestWorkbookReadBack takes the workbook apart without the library that wrote
// it: the cells are there, as texts and numbers, without any formula; the
// second sheet leads from each cell to its places; a second run gives the same
// bytes.
func TestWorkbookReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sheets.Draw(t, "sheet")
		var b, again bytes.Buffer
		for _, w := range []*bytes.Buffer{&b, &again} {
			if err := Write(w, "xlsx", Options{}, s); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Fatal("two runs differ")
		}
		got, kinds := workbook(t, b.Bytes(), "xl/worksheets/sheet1.xml")
		want := map[string]string{}
		for i, r := range texts(&s) {
			for j, text := range r {
				if text != "" {
					want[cellName(j, i)] = text
				}
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
		places := 0
		for i, r := range s.Rows {
			for j := range r {
				if isNumber := kinds[cellName(j, i+1)] != "inlineStr" && got[cellName(j, i+1)] != ""; isNumber != (r[j].Number != nil) {
					t.Fatalf("%s: a number %t, written as %q", cellName(j, i+1), r[j].Number != nil, kinds[cellName(j, i+1)])
				}
				places += len(r[j].Evidence)
			}
		}
		if places > 0 {
			evidence, _ := workbook(t, b.Bytes(), "xl/worksheets/sheet2.xml")
			i := 1
			for row, r := range s.Rows {
				for j := range r {
					for _, p := range r[j].Evidence {
						if got := []string{evidence[cellName(1, i)], evidence[cellName(3, i)]}; !slices.Equal(got, []string{cellName(j, row+1), clean(p.Quote)}) {
							t.Fatalf("place %d: %q", i, got)
						}
						i++
					}
				}
			}
		}
	})
}

// workbook returns the texts of the cells of a sheet, and their types.
func workbook(t *rapid.T, b []byte, name string) (values, kinds map[string]string) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var ws struct {
		Pane struct {
			State string `xml:"state,attr"`
			Rows  string `xml:"ySplit,attr"`
		} `xml:"sheetViews>sheetView>pane"`
		Cells []struct {
			Ref     string  `xml:"r,attr"`
			Type    string  `xml:"t,attr"`
			Value   string  `xml:"v"`
			Text    string  `xml:"is>t"`
			Formula *string `xml:"f"`
		} `xml:"sheetData>row>c"`
	}
	if err := xml.NewDecoder(f).Decode(&ws); err != nil {
		t.Fatal(err)
	}
	if ws.Pane.State != "frozen" || ws.Pane.Rows != "1" {
		t.Fatalf("the heads are not frozen: %+v", ws.Pane)
	}
	values, kinds = map[string]string{}, map[string]string{}
	for _, c := range ws.Cells {
		if c.Formula != nil {
			t.Fatalf("%s is a formula", c.Ref)
		}
		text := c.Value
		if c.Type == "inlineStr" {
			// ECMA-376 22.9.2.19: _xHHHH_ stands for a character; what looks so has its "_" escaped.
			text = strings.ReplaceAll(c.Text, "_x005F_", "_")
		}
		if text != "" {
			values[c.Ref], kinds[c.Ref] = text, c.Type
		}
	}
	return values, kinds
}

func TestSheetNames(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range []struct{ title, want string }{
		{"a/b:c", "a b c"}, {"A B C", "A B C (2)"}, {"", "sheet"}, {"'x'", "x"},
		{strings.Repeat("长", 40), strings.Repeat("长", 31)},
		{strings.Repeat("长", 41), strings.Repeat("长", 27) + " (2)"},
		{"History", "History (2)"},
	} {
		if got := sheetName(c.title, "sheet", taken); got != c.want {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
	}
}

func TestFit(t *testing.T) {
	long := strings.Repeat("𠮷", maxCellUnits)
	if got := fit(long); utf8.RuneCountInString(got) != (maxCellUnits-1)/2+1 || !strings.HasSuffix(got, "𠮷…") {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
	if s := strings.Repeat("长", maxCellUnits); fit(s) != s {
		t.Error("what fits was cut")
	}
}
