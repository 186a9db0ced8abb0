package extract

import (
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/internal/lexicon"
	"jiedui/text"
)

var tableWords = sync.OnceValue(func() (w struct{ headers, sides *lexicon.Terms }) {
	w.headers = lexicon.Load("headers.txt")
	w.sides = lexicon.Load("sides.txt")
	return w
})

// HeaderClass says what a column with this heading holds: a class of
// headers.txt, or a side of sides.txt (from-help, to-member …); "" when the
// words are not known. A heading may carry a side's name before what it says
// (受援学校校长 is a principal).
func HeaderClass(s string) string {
	s = Squeeze(s)
	if c := headerClass(s); c != "" {
		return c
	}
	// Without a remark in brackets: 学校(盖章), 受援学校(乙方).
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		return headerClass(s[:i])
	}
	return ""
}

func headerClass(s string) string {
	w := tableWords()
	if s == "" || utf8.RuneCountInString(s) > 16 {
		return ""
	}
	if c, ok := w.headers.Class(s); ok {
		return c
	}
	if c := SideClass(s); c != "" {
		return c
	}
	if t := w.headers.Suffix(s); utf8.RuneCountInString(t) >= 2 {
		c, _ := w.headers.Class(t)
		return c
	}
	return ""
}

// sideEnds are the words that may follow a side's word in a heading.
var sideEnds = []string{"学校名称", "学校名单", "单位名称", "校名称", "学校", "单位", "校名", "校", "方", "园", "幼儿园", "小学", "中学", ""}

// SideClass returns the class of sides.txt that the whole of s names (帮扶学校,
// 核心校, 成员单位), "" if none.
func SideClass(s string) string {
	for _, e := range sideEnds {
		t, ok := strings.CutSuffix(s, e)
		if !ok {
			continue
		}
		for _, again := range []string{t, strings.TrimSuffix(t, "的"), strings.TrimSuffix(t, "义务教育")} {
			if c, ok := tableWords().sides.Class(again); ok && (e != "" || utf8.RuneCountInString(again) >= 4) {
				return c
			}
		}
	}
	return ""
}

// Side returns "from" or "to" for a class of sides.txt, "" for others.
func Side(class string) string {
	side, _, ok := strings.Cut(class, "-")
	if !ok || side != "from" && side != "to" {
		return ""
	}
	return side
}

// Grid is a table as the extractors read it: a heading for each column, and
// rows below. A table whose headings stand in the first column is turned.
type Grid struct {
	*Table
	turned bool
	// Class is, by column, what the column holds; "" where not known.
	Class []string
	// Heading is, by column, the header cell (the lowest), -1 if none.
	Heading []int
	// First is the first row below the header.
	First int
	// Title is a row that spans the table above the header, or empty.
	Title text.Span
	page  *Page
}

// maxColumns bounds the columns that a grid looks at.
const maxColumns = 64

// NewGrid finds the header of a table. First is 0 when it has none that is
// understood.
func NewGrid(p *Page, t *Table) *Grid {
	g := &Grid{Table: t, page: p}
	g.header()
	if g.known() < 2 {
		turned := &Grid{Table: t, turned: true, page: p}
		turned.header()
		if turned.known() >= 2 && turned.known() > g.known() {
			return turned
		}
	}
	return g
}

// NRows and NCols are the grid's size as it is read.
func (g *Grid) NRows() int {
	if g.turned {
		return g.Columns
	}
	return g.Rows
}

// NCols is the number of columns that are looked at.
func (g *Grid) NCols() int {
	if g.turned {
		return min(g.Rows, maxColumns)
	}
	return min(g.Columns, maxColumns)
}

// Cell returns the index of the cell at a row and column of the grid as it is
// read, -1 if none.
func (g *Grid) Cell(row, col int) int {
	if g.turned {
		return g.At(col, row)
	}
	return g.At(row, col)
}

// Starts reports whether the cell's first row is row.
func (g *Grid) Starts(cell, row int) bool {
	if g.turned {
		return g.Cells[cell].Col == row
	}
	return g.Cells[cell].Row == row
}

func (g *Grid) str(cell int) string {
	if cell < 0 {
		return ""
	}
	return Squeeze(g.page.Str(g.Cells[cell].Span))
}

func (g *Grid) known() int {
	n := 0
	for _, c := range g.Class {
		if c != "" {
			n++
		}
	}
	return n
}

// maxHeader is how many rows a header may have, title row left out.
const maxHeader = 3

func (g *Grid) header() {
	cols := g.NCols()
	g.Class = make([]string, cols)
	g.Heading = make([]int, cols)
	for c := range g.Heading {
		g.Heading[c] = -1
	}
	row := 0
	for ; row < g.NRows() && row < 3; row++ { // title rows
		first := g.Cell(row, 0)
		if first < 0 || cols > 1 && g.Cell(row, cols-1) != first || HeaderClass(g.str(first)) != "" {
			break
		}
		if g.Title.Empty() {
			g.Title = g.Cells[first].Span
		}
	}
	for n := 0; n < maxHeader && row < g.NRows(); n++ {
		known, filled := g.headerRow(row)
		if known == 0 || known*2 < filled {
			break
		}
		for c := range g.Class {
			i := g.Cell(row, c)
			if i < 0 {
				continue
			}
			class := HeaderClass(g.str(i))
			if i == g.Heading[c] {
				continue
			}
			above := g.Class[c]
			switch {
			case Side(above) != "" && (class == "school" || class == "" || class == "name"):
				// 受援学校 over 学校 stays the side.
			case class == "" && above != "":
			default:
				g.Class[c] = class
			}
			g.Heading[c] = i
		}
		row++
		g.First = row
		if !g.spansDown(row) {
			break
		}
	}
	g.contents()
}

// headerRow counts the filled cells of a row and those that are headings.
func (g *Grid) headerRow(row int) (known, filled int) {
	last := -1
	for c := 0; c < g.NCols(); c++ {
		i := g.Cell(row, c)
		if i < 0 || i == last {
			continue
		}
		last = i
		s := g.str(i)
		if s == "" {
			continue
		}
		filled++
		if HeaderClass(s) != "" {
			known++
		}
	}
	return
}

// spansDown reports whether the header goes on: a heading spans into the row,
// or a heading above covers several columns whose own headings follow.
func (g *Grid) spansDown(row int) bool {
	if row >= g.NRows() {
		return false
	}
	known, filled := g.headerRow(row)
	if known*2 <= filled || known == 0 {
		return false
	}
	for c := range g.Heading {
		if i := g.Heading[c]; i >= 0 && (g.Cell(row, c) == i || c > 0 && g.Heading[c-1] == i) {
			return true
		}
	}
	return false
}

// contents corrects classes by what the columns hold: a heading 校长 over two
// columns names the person in one and the number in the other.
func (g *Grid) contents() {
	if g.First == 0 {
		return
	}
	for c, class := range g.Class {
		if class != "principal" && class != "contact" && class != "" && class != "name" {
			continue
		}
		phones, filled := 0, 0
		for r := g.First; r < g.NRows() && r < g.First+40; r++ {
			s := g.str(g.Cell(r, c))
			if s == "" {
				continue
			}
			filled++
			if n := strings.Trim(s, "0123456789-*"); n == "" && len(s) >= 7 {
				phones++
			}
		}
		if phones > 0 && phones*2 > filled {
			g.Class[c] = "phone"
		}
	}
}

// IsHeader reports whether row repeats the header, as tables do that go on
// over a page.
func (g *Grid) IsHeader(row int) bool {
	known, filled := g.headerRow(row)
	return filled >= 2 && known*2 > filled
}

// IsRemark reports whether row is a total or a note: 合计, 说明:….
func (g *Grid) IsRemark(row int) bool {
	s := ""
	for c := 0; c < g.NCols() && s == ""; c++ {
		s = g.str(g.Cell(row, c))
	}
	for _, w := range []string{"合计", "总计", "共计", "小计", "说明", "备注", "注:", "注：", "填表", "制表"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// Panels splits the columns of tables that stand side by side in one (序号 帮扶
// 受援 序号 帮扶 受援): a new panel begins where the first class comes again.
func (g *Grid) Panels() [][]int {
	var out [][]int
	var cur []int
	first := ""
	for c, class := range g.Class {
		if class != "" && first == "" {
			first = class
		} else if class != "" && class == first && len(cur) > 1 && g.Heading[c] != g.Heading[c-1] {
			out = append(out, cur)
			cur = nil
		}
		cur = append(cur, c)
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// Above returns the lines of running text above the table, the nearest first,
// up to n, stopping at another table; the table's own caption and title row
// come before them.
func (p *Part) Above(g *Grid, n int) []text.Span {
	var out []text.Span
	if !g.Caption.Empty() {
		out = append(out, g.Caption)
	}
	if !g.Title.Empty() {
		out = append(out, g.Title)
	}
	at := p.LineAt(g.Span.Start)
	for i := at - 1; i >= 0 && n > 0; i-- {
		if p.Body[i].Table >= 0 {
			if p.Body[i].Table == g.Index {
				continue
			}
			break
		}
		out = append(out, p.Body[i].Span)
		n--
	}
	return out
}
