package read

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiedui/schema"
	"jiedui/text"
)

// Chinese government pages often lay the whole page out in tables. A table is
// layout, and its cells are read as ordinary blocks, when
//   - its role says so (presentation, none);
//   - it has no more than one cell;
//   - one of its cells holds a heading (h1 … h6) beside other text;
//   - one of its cells holds a data table beside prose;
//   - one of its cells holds a data table of some size that has more text than
//     all the rest, and no row of its own looks like data;
//   - one of its cells holds two paragraphs of prose or more that make up more
//     than half of the table's text, and the cell has its row to itself or the
//     table is not regular: no three rows have the same number of filled
//     cells, two at least;
//   - each row has one cell and one of them holds prose.
//
// Everything else is a data table. Within a layout table, two rows or more one
// after the other that each have two filled cells or more, none of them with
// prose, headings, tables or mostly links, are a data table of their own: the
// index block above the body of a page that is all one table.

// proseLen is the number of hanzi that make a paragraph with a full stop prose.
const proseLen = 40

// manyHanzi is the size of a data table that can be the content of a page.
const manyHanzi = 100

// measure is how much an element shows. Measures of neighbours add up.
type measure struct {
	hanzi  int // in all
	links  int // in links
	heads  int // in headings
	prose  int // paragraphs of prose outside data tables
	tables int // data tables
	inside int // hanzi in data tables
	rich   int // data tables with two rows of two cells with words, not links
	text   int // text nodes that are not blank
}

func (m measure) minus(n measure) measure {
	return measure{m.hanzi - n.hanzi, m.links - n.links, m.heads - n.heads, m.prose - n.prose, m.tables - n.tables,
		m.inside - n.inside, m.rich - n.rich, m.text - n.text}
}

// tableForm is what survey finds out about a table.
type tableForm struct {
	layout bool
	menu   bool   // a data table of links in one row or two, or one column: navigation
	data   []bool // of a layout table: the rows that look like data

	role    bool
	absurd  bool // a cell has a span past the limits
	cells   int
	rows    []rowForm
	heading bool // a cell with a heading beside text
	prose   bool // a cell with a data table beside prose
	most    cellForm
}

type rowForm struct {
	tr     *html.Node
	cells  int
	filled int
	wordy  int  // cells with two hanzi or more, not mostly links
	plain  bool // no cell with prose, headings or tables; not mostly links
	prose  bool
}

type cellForm struct{ row, hanzi, prose, inside int }

// surveyor measures a page in one walk, from the leaves up.
type surveyor struct {
	w    *walker
	sum  measure
	para int  // hanzi of the paragraph so far
	stop bool // it has a full stop
	link int  // depth of links
	head int  // depth of headings
}

// survey measures the page and decides for each table whether it is layout.
func (w *walker) survey(body *html.Node) {
	w.tables = map[*html.Node]*tableForm{}
	w.boxes = map[*html.Node]measure{}
	s := &surveyor{w: w}
	s.children(body, nil)
	s.flush()
	w.whole = s.sum
}

func (s *surveyor) flush() {
	if s.stop && s.para >= proseLen {
		s.sum.prose++
	}
	s.para, s.stop = 0, false
}

func (s *surveyor) children(n *html.Node, t *tableForm) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			s.text(c.Data)
		case html.ElementNode:
			if !left(c) {
				s.element(c, t)
			}
		}
	}
}

func (s *surveyor) text(t string) {
	k := hanzi(t)
	s.sum.hanzi += k
	if k > 0 || !blankString(t) {
		s.sum.text++
	}
	if s.head > 0 {
		s.sum.heads += k
	}
	if s.link > 0 {
		s.sum.links += k
		return
	}
	s.para += k
	s.stop = s.stop || k > 0 && strings.ContainsAny(t, "。；")
}

// element measures n; t is the table that n is a part of, if any.
func (s *surveyor) element(n *html.Node, t *tableForm) {
	block := isBlock(n) || n.DataAtom == atom.Br
	if block {
		s.flush()
	}
	switch n.DataAtom {
	case atom.A:
		s.link++
		defer func() { s.link-- }()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		s.head++
		defer func() { s.head-- }()
	}
	before := s.sum
	switch n.DataAtom {
	case atom.Table:
		s.table(n)
	case atom.Tr:
		if t != nil {
			t.rows = append(t.rows, rowForm{tr: n, plain: true})
		}
		s.children(n, t)
		s.flush()
		if t != nil {
			m := s.sum.minus(before)
			r := &t.rows[len(t.rows)-1]
			r.plain = r.plain && m.links*2 <= m.hanzi
		}
	case atom.Td, atom.Th:
		s.children(n, nil)
		s.flush()
		if t != nil && len(t.rows) > 0 {
			s.cell(t, s.sum.minus(before))
			t.absurd = t.absurd || span(n, "colspan", 1) > maxColSpan || span(n, "rowspan", 1) > maxRowSpan
		}
	case atom.Tbody, atom.Thead, atom.Tfoot:
		s.children(n, t)
	default:
		s.children(n, nil)
	}
	if block {
		s.flush()
	}
	if maybeFurniture(n) {
		s.w.boxes[n] = s.sum.minus(before)
	}
}

// cell enters a measured cell into the form of its table.
func (s *surveyor) cell(t *tableForm, m measure) {
	r := &t.rows[len(t.rows)-1]
	t.cells++
	r.cells++
	if m.text > 0 {
		r.filled++
	}
	if m.hanzi >= 2 && m.links*2 <= m.hanzi {
		r.wordy++
	}
	heading := m.heads > 0 && m.hanzi > m.heads
	t.heading = t.heading || heading
	t.prose = t.prose || m.tables > 0 && m.prose > 0
	r.prose = r.prose || m.prose > 0
	if heading || m.prose > 0 || m.tables > 0 {
		r.plain = false
	}
	if m.hanzi > t.most.hanzi {
		t.most = cellForm{len(t.rows) - 1, m.hanzi, m.prose, m.inside}
	}
}

func (s *surveyor) table(n *html.Node) {
	t := &tableForm{}
	switch strings.ToLower(strings.TrimSpace(attr(n, "role"))) {
	case "presentation", "none":
		t.role = true
	}
	before := s.sum
	s.children(n, t)
	s.flush()
	m := s.sum.minus(before)
	t.decide(m)
	t.menu = !t.layout && (len(t.rows) <= 2 || t.cells <= len(t.rows)) && m.hanzi <= shortBox && m.links*10 >= m.hanzi*7 && m.links > 0
	s.w.tables[n] = t
	if t.layout {
		if t.absurd {
			s.w.note(schema.CodeTable, text.Span{}, "a table that lays out the page has absurd spans; they have no effect")
		}
		return
	}
	s.sum.tables++
	s.sum.inside += m.hanzi - m.inside
	s.sum.prose = before.prose
	rich := 0
	for _, r := range t.rows {
		if r.wordy >= 2 {
			rich++
		}
	}
	if rich >= 2 {
		s.sum.rich++
	}
}

// decide applies the rules above to a table that shows m in all.
func (t *tableForm) decide(m measure) {
	alike := map[int]int{}
	regular, single, prose, plain := false, true, false, false
	for _, r := range t.rows {
		plain = plain || r.plain && r.filled >= 2
		single = single && r.cells <= 1
		prose = prose || r.prose
		if r.filled >= 2 {
			alike[r.filled]++
			regular = regular || alike[r.filled] >= 3
		}
	}
	alone := len(t.rows) > 0 && t.rows[t.most.row].filled == 1
	t.layout = t.role || t.cells <= 1 || m.text == 0 || t.heading || t.prose ||
		t.most.inside >= manyHanzi && t.most.inside*2 > m.hanzi && !plain ||
		t.most.prose >= 2 && t.most.hanzi*2 > m.hanzi && (alone || !regular) ||
		single && prose
	if !t.layout || t.role {
		t.rows = t.rows[:len(t.rows):len(t.rows)]
		return
	}
	t.data = make([]bool, len(t.rows))
	found := false
	for i := range t.rows {
		t.data[i] = t.rows[i].plain && t.rows[i].filled >= 2
	}
	for i := range t.data {
		alone := (i == 0 || !t.data[i-1]) && (i+1 == len(t.data) || !t.data[i+1])
		t.data[i] = t.data[i] && !alone
		found = found || t.data[i]
	}
	if !found {
		t.data = nil
	}
}

// layoutRows writes a layout table some of whose rows are data.
func (w *walker) layoutRows(n *html.Node, f *tableForm) {
	w.end()
	data := map[*html.Node]bool{}
	for i, r := range f.rows {
		data[r.tr] = f.data[i]
	}
	if c := captionOf(n); c != nil {
		w.element(c)
	}
	var run []tableRow
	flush := func() {
		if len(run) > 0 {
			w.table(run, nil, -1, -1)
			run = nil
		}
	}
	for _, r := range rowsOf(n) {
		if data[r.tr] {
			run = append(run, r)
			continue
		}
		flush()
		w.element(r.tr)
	}
	flush()
	w.end()
}

// hanzi counts the hanzi in s.
func hanzi(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x2e80 && (r >= 0x4e00 && r <= 0x9fff || unicode.Is(unicode.Han, r)) {
			n++
		}
	}
	return n
}
