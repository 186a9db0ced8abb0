package read

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

// A page that is nested too deep for the parser, or whose tree would take too
// much memory, is read flat: tag after tag, without a tree. Blocks, hidden
// elements and tables are read as far as that goes. A table that holds another
// is layout; nothing is taken for furniture.

// flat reads the tokens of r into p. open are the spans without an end.
func (p *page) flat(r io.Reader, open []int) error {
	f := &flatReader{page: p, z: html.NewTokenizer(&trimmer{r: r}), open: open}
	for {
		switch f.z.Next() {
		case html.ErrorToken:
			for len(f.tables) > 0 {
				f.endTable()
			}
			p.end()
			if err := f.z.Err(); err != io.EOF {
				return err
			}
			return nil
		case html.TextToken:
			f.characters()
		case html.StartTagToken, html.SelfClosingTagToken:
			f.startTag()
		case html.EndTagToken:
			name, _ := f.z.TagName()
			f.endTag(atom.Lookup(name), string(name))
		}
	}
}

type flatReader struct {
	*page
	z      *html.Tokenizer
	raw    bool   // the next text is that of a left-out or raw element
	title  bool   // … of the title
	titled bool   // the title has been read
	skip   string // the hidden element that is being skipped
	depth  int    // how many of its name are open in it
	line   bool   // it is a span without an end: only its line of the source is hidden
	open   []int  // spans without an end, see gauge
	spans  int    // met so far
	pres   int
	tables []*flatTable
	item   bool   // a dt waits for its dd
	href   string // of the link that is being written
	link   int    // where its text starts
}

// flatTable is an open table: rows is nil once it turned out to be layout.
type flatTable struct {
	rows    *rows
	cell    bool
	caption bool
	head    bool
	stray   string // text between the cells; it follows the table
}

func (f *flatReader) top() *flatTable {
	if n := len(f.tables); n > 0 {
		return f.tables[n-1]
	}
	return nil
}

// between reports whether the reading stands between the cells of a table,
// where nothing but cells is read.
func (f *flatReader) between() bool {
	t := f.top()
	return t != nil && t.rows != nil && !t.cell && !t.caption
}

func (f *flatReader) end() {
	if !f.between() {
		f.page.end()
	}
}

func (f *flatReader) lineBreak() {
	if !f.between() {
		f.page.lineBreak()
	}
}

func (f *flatReader) characters() {
	switch {
	case f.title:
		f.title, f.raw = false, false
		if !f.titled && len(f.out) == 0 && len(f.tables) == 0 {
			f.titled = true
			f.kind = corpus.Title
			f.page.text(string(f.z.Text()))
			f.page.end()
			f.kind = corpus.Paragraph
		}
	case f.raw:
		f.raw = false
	case f.skip != "" && !f.line:
	default:
		s := string(f.z.Text())
		if f.line {
			i := strings.IndexByte(strings.TrimLeft(s, " \t\n\r\f"), '\n')
			if i < 0 {
				return
			}
			s = strings.TrimLeft(s, " \t\n\r\f")[i+1:]
			f.skip, f.line = "", false
		}
		if f.between() {
			if t := f.top(); !blankString(s) {
				t.stray += s + " "
			}
			return
		}
		if f.pres > 0 {
			f.pre(s)
		} else {
			f.page.text(s)
		}
	}
}

func (f *flatReader) startTag() {
	nameBytes, more := f.z.TagName()
	name := string(nameBytes)
	a := atom.Lookup(nameBytes)
	f.raw, f.title = false, false
	n := html.Node{Type: html.ElementNode, Data: name, DataAtom: a}
	for more {
		var k, v []byte
		k, v, more = f.z.TagAttr()
		switch key := string(k); key {
		case "hidden", "style", "rowspan", "colspan", "href", "width", "height":
			n.Attr = append(n.Attr, html.Attribute{Key: key, Val: string(v)})
		}
	}
	switch a {
	case atom.Script, atom.Style, atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript, atom.Xmp:
		f.raw = true
		return
	case atom.Title:
		f.raw, f.title = true, true
		return
	}
	open := false
	if a == atom.Span {
		_, open = slices.BinarySearch(f.open, f.spans)
		f.spans++
	}
	if f.line && (a == atom.Br || isBlock(&n)) {
		f.skip, f.line = "", false
	}
	if f.skip != "" {
		switch {
		case name == f.skip && !implied[a]:
			f.depth++
			return
		case ends(atom.Lookup([]byte(f.skip)), &n):
			f.skip, f.line = "", false
		default:
			return
		}
	}
	if void[a] {
		switch a {
		case atom.Br:
			f.lineBreak()
		case atom.Hr:
			f.end()
		case atom.Img:
			if !spacer(&n) {
				f.pictures++
			}
		}
		return
	}
	t := f.top()
	switch a {
	case atom.A:
		f.href, f.link = attr(&n, "href"), len(f.out)
	case atom.Table:
		f.startTable()
		return
	case atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot, atom.Td, atom.Th, atom.Caption:
		if t == nil || t.rows == nil {
			f.end()
			break
		}
		f.endCell(t)
		switch a {
		case atom.Caption:
			if len(t.rows.g.cells) == 0 && t.rows.t.Caption.Empty() {
				t.caption = true
				f.openCell()
			}
		case atom.Tr:
			if !left(&n) {
				t.rows.startRow()
			}
		case atom.Td, atom.Th:
			if left(&n) {
				break
			}
			if f.page.cells+len(t.rows.g.cells) >= maxCells {
				f.note(schema.CodeTable, text.Span{Start: t.rows.begin, End: t.rows.begin}, "the tables of the page hold more than "+strconv.Itoa(maxCells)+" cells; this one is read as lines")
				f.dissolve(t)
				break
			}
			t.rows.startCell(span(&n, "rowspan", 1), span(&n, "colspan", 1), a == atom.Th || t.head)
			t.cell = true
		default:
			t.rows.endGroup()
			t.head = a == atom.Thead
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		f.end()
		f.kind, f.level = corpus.Heading, int(name[1]-'0')
	case atom.Li, atom.Dt:
		f.end()
		f.kind, f.level = corpus.ListItem, 0
	case atom.Dd:
		if f.item && !f.inCell && !f.between() {
			f.tab()
		} else {
			f.end()
		}
		f.kind, f.level = corpus.ListItem, 0
	case atom.Pre, atom.Textarea, atom.Listing:
		f.end()
		f.pres++
	default:
		if isBlock(&n) {
			f.end()
			if f.kind != corpus.Heading {
				f.kind, f.level = corpus.Paragraph, 0
			}
		}
	}
	f.item = false
	if left(&n) {
		f.skip, f.depth, f.line = name, 1, open
	}
}

func (f *flatReader) endTag(a atom.Atom, name string) {
	f.raw, f.title = false, false
	if f.skip != "" {
		if name == f.skip {
			if f.depth--; f.depth <= 0 {
				f.skip, f.line = "", false
			}
			return
		}
		if !endsAt(atom.Lookup([]byte(f.skip)), a) {
			return
		}
		f.skip, f.line = "", false
	}
	t := f.top()
	f.item = false
	switch a {
	case atom.A:
		f.attached(f.href, f.link)
		f.href = ""
	case atom.Table:
		if t != nil {
			f.endTable()
		}
	case atom.Td, atom.Th, atom.Caption:
		if t != nil && t.rows != nil {
			f.endCell(t)
		} else {
			f.end()
		}
	case atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot:
		if t != nil && t.rows != nil {
			f.endCell(t)
			if t.rows.endRow(); a != atom.Tr {
				t.rows.endGroup()
				t.head = false
			}
		} else {
			f.end()
		}
	case atom.Pre, atom.Textarea, atom.Listing:
		f.pres = max(0, f.pres-1)
		f.end()
	case atom.Dt:
		f.item = !f.inCell
	case atom.P, atom.Br:
		f.end()
	default:
		if isBlock(&html.Node{DataAtom: a, Data: name}) {
			f.end()
			f.kind, f.level = corpus.Paragraph, 0
		}
	}
}

func (f *flatReader) startTable() {
	if t := f.top(); t != nil && t.rows != nil {
		f.endCell(t)
		f.dissolve(t)
	}
	f.end()
	f.kind, f.level = corpus.Paragraph, 0
	t := &flatTable{}
	if len(f.doc.Tables) < maxTables && f.page.cells < maxCells {
		t.rows = f.newRows(-1, -1)
	}
	f.tables = append(f.tables, t)
}

// endCell ends the cell or caption that is open, if one is.
func (f *flatReader) endCell(t *flatTable) {
	if t.caption {
		t.rows.caption()
	} else if t.cell {
		t.rows.endCell()
	}
	t.cell, t.caption = false, false
}

// dissolve makes an open table layout.
func (f *flatReader) dissolve(t *flatTable) {
	t.rows.dissolve()
	t.rows, t.cell, t.caption = nil, false, false
}

// endTable ends the innermost table.
func (f *flatReader) endTable() {
	t := f.top()
	f.tables = f.tables[:len(f.tables)-1]
	if t.rows == nil {
		f.end()
		return
	}
	f.endCell(t)
	if f.prosy(t.rows) {
		f.dissolve(t)
	} else {
		t.rows.close()
	}
	f.page.text(t.stray)
	f.end()
}

// prosy reports whether a table without a tree to judge it by is layout: it
// has one cell, or one cell holds most of its text, at length, in few rows.
func (f *flatReader) prosy(t *rows) bool {
	if len(t.g.cells) <= 1 || blankText(f.out[t.begin:]) {
		return true
	}
	for _, c := range t.g.cells {
		if n := c.Span.Len(); t.g.row < 3 && n > 900 && n*2 > len(f.out)-t.begin {
			return true
		}
	}
	return false
}

// ends reports whether the start of n ends an element whose end tag may be
// left out.
func ends(open atom.Atom, n *html.Node) bool {
	switch open {
	case atom.P:
		return isBlock(n)
	case atom.Tr:
		return n.DataAtom == atom.Tr || n.DataAtom == atom.Tbody || n.DataAtom == atom.Tfoot
	case atom.Td, atom.Th:
		return n.DataAtom == atom.Td || n.DataAtom == atom.Th || ends(atom.Tr, n)
	case atom.Dt, atom.Dd:
		return n.DataAtom == atom.Dt || n.DataAtom == atom.Dd
	case atom.Li, atom.Option:
		return n.DataAtom == open
	}
	return false
}

// endsAt reports whether the end tag of a ends an open element in it.
func endsAt(open, a atom.Atom) bool {
	switch a {
	case atom.Body, atom.Html:
		return true
	case atom.Table:
		return implied[open]
	case atom.Tr, atom.Tbody:
		return open == atom.Td || open == atom.Th || open == atom.Tr && a == atom.Tbody
	case atom.Ul, atom.Ol:
		return open == atom.Li
	case atom.Dl:
		return open == atom.Dt || open == atom.Dd
	case atom.Div, atom.Td, atom.Th:
		return open == atom.P
	}
	return false
}

// void are the elements without an end, implied those whose end tag may be
// left out.
var (
	void = map[atom.Atom]bool{atom.Area: true, atom.Base: true, atom.Br: true, atom.Col: true, atom.Embed: true, atom.Hr: true,
		atom.Img: true, atom.Input: true, atom.Link: true, atom.Meta: true, atom.Param: true, atom.Source: true, atom.Track: true, atom.Wbr: true}
	implied = map[atom.Atom]bool{atom.P: true, atom.Li: true, atom.Dt: true, atom.Dd: true, atom.Td: true, atom.Th: true,
		atom.Tr: true, atom.Option: true}
)

// maxTag is the length in bytes past which the rest of a tag is dropped, so
// that no tag, however many attributes it has, fills the memory.
const maxTag = 64 << 10

// trimmer passes a page on without the ends of overlong tags.
type trimmer struct {
	r    io.Reader
	buf  []byte
	open int  // bytes of the tag that is being read; 0 outside tags
	lt   bool // the last byte was <
}

func (t *trimmer) Read(b []byte) (int, error) {
	if t.buf == nil {
		t.buf = make([]byte, 32<<10)
	}
	for {
		// Each byte read gives at most two.
		n, err := t.r.Read(t.buf[:min(len(t.buf), max(len(b)/2, 16))])
		out := b[:0]
		for _, c := range t.buf[:n] {
			switch {
			case t.open == 0:
				if t.lt && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
					t.open = 1
				}
				t.lt = c == '<'
			case c == '>':
				t.open, t.lt = 0, false
			case c == '<' && t.open > maxTag: // the tag was no tag, or never ends
				out = append(out, '>')
				t.open, t.lt = 0, true
			default:
				if t.open++; t.open > maxTag {
					continue
				}
			}
			out = append(out, c)
		}
		if len(out) > 0 || err != nil {
			return len(out), err
		}
	}
}
