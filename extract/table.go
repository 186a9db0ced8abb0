package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiedui/internal/lexicon"
	"jiedui/text"
)

var tableWords = lexicon.Of(func(l *lexicon.Lexicon) (w struct{ headers, sides, kinds, stages, rows, forms *lexicon.Terms }) {
	w.headers = l.Load("headers.txt")
	w.sides = l.Load("sides.txt")
	w.kinds = l.Load("kinds.txt")
	w.stages = l.Load("stages.txt")
	w.rows = l.Load("rows.txt")
	w.forms = l.Load("forms.txt")
	return w
})

// HeaderClass says what a column with this heading holds: a class of
// headers.txt, or a side of sides.txt (from-help, to-member …); "" when the
// words are not known. A heading may carry words before what it says (受援学校校长
// is a principal, 教联体成员学校 a member) and a number behind it (成员校2). The
// name of a school is no heading, whatever it ends with.
func HeaderClass(s string) string {
	s = Squeeze(s)
	if s == "" || len(s) > 3*24 {
		return ""
	}
	if c := headerClass(s); c != "" {
		return c
	}
	// Without a remark in brackets: 学校(盖章), 受援学校(乙方); the bracket may also
	// stand inside: 帮扶园(校)名称.
	if i := strings.IndexByte(s, '('); i > 0 {
		if k := strings.IndexByte(s[i:], ')'); k > 0 {
			return headerClass(s[:i] + s[i+k+1:])
		}
	}
	return ""
}

func headerClass(s string) string {
	w := tableWords()
	s = strings.TrimRight(s, "0123456789:")
	if s == "" || utf8.RuneCountInString(s) > 16 {
		return ""
	}
	if c, ok := w.headers.Class(s); ok {
		return c
	}
	if c := SideClass(s); c != "" {
		return c
	}
	// 教育联盟名称, 协作区: the name of a kind of group.
	for _, end := range []string{"", "名称", "名", "组别"} {
		if k, ok := strings.CutSuffix(s, end); ok {
			if c, has := w.kinds.Class(k); !has || c == "no" {
				continue
			}
			return "group"
		}
	}
	// 联络员及电话 holds what the first word says, and more.
	for _, and := range []string{"及", "、", "和", "/"} {
		if a, b, ok := strings.Cut(s, and); ok && a != "" && headerClass(b) != "" {
			return headerClass(a)
		}
	}
	// 教联体成员学校, 小学牵头校, 牵头帮扶学校: words for kinds, stages and other
	// sides stand before it.
	first := "" // the side that the first word names
	for rest := s; ; {
		t := w.kinds.Prefix(rest)
		for _, words := range []*lexicon.Terms{w.stages, w.sides} {
			if t == "" {
				t = words.Prefix(rest)
			}
		}
		if t == "" || t == rest {
			break
		}
		if c, _ := w.sides.Class(t); first == "" && strings.HasSuffix(c, "-help") {
			first = c
		}
		rest = strings.TrimPrefix(rest[len(t):], "的")
		if c, ok := w.headers.Class(rest); ok {
			return c
		}
		if c := SideClass(rest); c != "" {
			if mutual := strings.HasPrefix(rest, "结对") || strings.HasPrefix(rest, "对口"); mutual && first != "" {
				return first // 城区结对学校 beside 乡村结对学校
			}
			return c
		}
	}
	t := w.headers.Suffix(s)
	if utf8.RuneCountInString(t) < 2 {
		return ""
	}
	c, _ := w.headers.Class(t)
	before := strings.TrimSuffix(s, t)
	switch c {
	case "school", "group", "tier", "stage":
		// 石桥学校, 城东教育集团 are names; 所在学校, 县直单位 headings.
		if !w.headers.Has(before) && !w.sides.Has(before) {
			return ""
		}
	default:
		if IsSchool(before) || w.rows.Prefix(s) != "" {
			return "" // 城东小学校长 is a post, 填报单位 a line above the table
		}
	}
	return c
}

// sideEnds are the words that may follow a side's word in a heading.
var sideEnds = []string{"学校名称", "学校名单", "单位名称", "校名称", "园名称", "学校", "单位", "校名", "园名", "校园", "园校", "校", "方", "园", "幼儿园", "小学", "中学", "初中", "高中", ""}

// SideClass returns the class of sides.txt that the whole of s names (帮扶学校,
// 核心校, 成员单位), "" if none.
func SideClass(s string) string {
	for _, e := range sideEnds {
		t, ok := strings.CutSuffix(s, e)
		if !ok {
			continue
		}
		for _, again := range []string{t, strings.TrimSuffix(t, "的"), strings.TrimSuffix(t, "义务教育")} {
			if strings.HasSuffix(again, "直") && strings.HasSuffix(e, "园") {
				continue // 县直幼儿园 is one, as a rule
			}
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
	// Heading is, by column, the header cell, of several the lowest that says
	// what the column holds; -1 if none, and in a table without its own header.
	Heading []int
	// First is the first row below the table's own header, 0 when it has none.
	First int
	// Title is the first row above the header that says what the table is, or
	// empty.
	Title text.Span
	// Continues is the table before it that this one goes on from, over a page:
	// it repeats that table's header, or has none and takes it over.
	Continues *Grid

	page     *Page
	headings []text.Span // the text of Heading, also of a header taken over
}

// maxColumns bounds the columns that a grid looks at.
const maxColumns = 64

// NewGrid finds the header of a table. First is 0 when it has none that is
// understood.
func NewGrid(p *Page, t *Table) *Grid {
	if folded := p.fold(t); folded != nil {
		t = folded
	}
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

// Grids returns the part's tables in order as grids; a table that goes on from
// the one before it has that one's columns. It is the same list at each call.
func (p *Part) Grids() []*Grid {
	if p.grids == nil && len(p.Own) > 0 {
		var last *Grid
		for _, ti := range p.Own {
			g := NewGrid(p.Page, &p.Tables[ti])
			p.goesOn(last, g)
			p.grids = append(p.grids, g)
			if g.Outer < 0 {
				last = g
			}
		}
	}
	return p.grids
}

// goesOn makes g a continuation of last where it is one.
func (p *Part) goesOn(last, g *Grid) {
	if last == nil || g.Outer >= 0 || last.turned || last.known() < 2 || last.NCols() != g.NCols() || !g.Title.Empty() || !g.Caption.Empty() {
		return
	}
	same := g.First > 0 && !g.turned
	for c := 0; c < g.NCols() && same; c++ {
		same = Squeeze(p.Str(g.headings[c])) == Squeeze(p.Str(last.headings[c]))
	}
	if !same && (g.First > 0 && g.known() >= 2 || g.NRows() == 0) {
		return
	}
	from, to := p.LineAt(last.Span.End-1), p.LineAt(g.Span.Start)
	for i := from + 1; i < to; i++ {
		if l := p.Body[i]; int(l.Table) != last.Index && int(l.Table) != g.Index && !betweenPages(p.Str(l.Span)) {
			return
		}
	}
	if !same {
		g.turned, g.First, g.Title = false, 0, text.Span{}
		g.Class, g.headings = last.Class, last.headings
		for c := range g.Heading {
			g.Heading[c] = -1
		}
	}
	g.Continues = last
}

var pageNumber = regexp.MustCompile(`^[-—–\s·/第共页]*\d{1,4}[-—–\s·/第共页\d]*$`)

// betweenPages reports whether a line stands between two pages of one table:
// a page number, 续表.
func betweenPages(s string) bool {
	if pageNumber.MatchString(s) {
		return true
	}
	c, ok := tableWords().rows.Class(strings.Trim(Squeeze(s), "()0123456789:"))
	return ok && c == "continued"
}

// HeadingText returns the text of a column's heading, empty if none; of a
// table that takes a header over it is that of the page before.
func (g *Grid) HeadingText(col int) text.Span {
	if col < 0 || col >= len(g.headings) {
		return text.Span{}
	}
	return g.headings[col]
}

// Headed reports whether the grid has a header, its own or the one of the
// table it goes on from.
func (g *Grid) Headed() bool { return g.First > 0 || g.Continues != nil }

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

// In returns the text of the cell at a row and column, empty when there is none
// or it holds no letter and no digit (/, ——).
func (g *Grid) In(row, col int) text.Span {
	i := g.Cell(row, col)
	if i < 0 || !Filled(g.page.Str(g.Cells[i].Span)) {
		return text.Span{}
	}
	return g.Cells[i].Span
}

// Fresh reports whether the cell at a row and column begins in that row and is
// not carried down from above.
func (g *Grid) Fresh(row, col int) bool {
	i := g.Cell(row, col)
	return i >= 0 && g.Starts(i, row)
}

// RowSpan covers the cells of some columns that begin in a row; it is empty
// when none of them says anything.
func (g *Grid) RowSpan(row int, cols []int) (out text.Span) {
	filled := false
	for _, c := range cols {
		if g.Fresh(row, c) {
			filled = filled || !g.In(row, c).Empty()
			out = out.Cover(g.Cells[g.Cell(row, c)].Span)
		}
	}
	if !filled {
		return text.Span{}
	}
	return
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

const (
	maxHeader = 3 // rows of a header, title rows left out
	maxTitle  = 6 // rows above it
)

// header finds the header: the first row most of whose cells are headings,
// with nothing above it but rows of one or two cells that are none (a title,
// the unit and the date).
func (g *Grid) header() {
	cols := g.NCols()
	g.Class = make([]string, cols)
	g.Heading = make([]int, cols)
	row := 0
	for ; row < g.NRows() && row < maxTitle; row++ {
		known, filled := g.headerRow(row)
		if known > 0 || filled > 2 || filled == 2 && cols <= 2 || cols == 1 {
			break
		}
		if g.Title.Empty() {
			g.Title = g.Across(row)
		}
	}
	at := make([]int, cols) // the header cell by column
	for c := range at {
		at[c], g.Heading[c] = -1, -1
	}
	over := make([]string, cols) // the side that a heading over several columns gives
	for n := 0; n < maxHeader && row < g.NRows(); n++ {
		known, filled := g.headerRow(row)
		if (known == 0 || known*2 < filled) && !g.stageRow(row) && !g.namesColumns(row) {
			break
		}
		for c := range g.Class {
			i := g.Cell(row, c)
			if i < 0 || i == at[c] {
				continue
			}
			class := HeaderClass(g.str(i))
			if above := g.Class[c]; at[c] >= 0 && Side(above) != "" && Side(class) == "" {
				over[c] = above
				if class == "school" {
					class = above // 受援学校 over 学校 stays the side
				} else {
					g.Heading[c] = i
				}
			} else if class != "" || above == "" {
				g.Heading[c] = i
			} else {
				class = above
			}
			g.Class[c] = class
			at[c] = i
		}
		row++
		g.First = row
		if !g.spansDown(row, at) {
			break
		}
	}
	g.headings = make([]text.Span, cols)
	for c, i := range g.Heading {
		if i >= 0 {
			g.headings[c] = g.Cells[i].Span
		}
	}
	g.underSides(over)
	g.damaged()
	g.contents()
}

// underSides gives a side to a column below each heading over several columns
// that none of them took: 帮扶学校 over 名称 | 校长.
func (g *Grid) underSides(over []string) {
	for c := 0; c < len(over); {
		if over[c] == "" {
			c++
			continue
		}
		end, first, taken := c, -1, false
		for ; end < len(over) && over[end] == over[c]; end++ {
			if tableWords().stages.Has(Squeeze(g.page.Str(g.headings[end]))) {
				g.Class[end] = over[c] // 受援学校 over 小学 | 初中
			}
			taken = taken || g.Class[end] == over[c]
			if first < 0 && (g.Class[end] == "" || g.Class[end] == "name") {
				first = end
			}
		}
		if !taken && first >= 0 {
			g.Class[first] = over[c]
		}
		c = end
	}
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
		s := g.page.Str(g.Cells[i].Span)
		if s == "" {
			continue
		}
		filled++
		if HeaderClass(s) != "" || len(lostClasses(Squeeze(s))) > 0 {
			known++
		}
	}
	return
}

// namesColumns reports whether a row, though most of its cells are not known,
// names what is looked for: both sides, or groups and their schools.
func (g *Grid) namesColumns(row int) bool {
	from, to, group, school := false, false, false, false
	for c := 0; c < g.NCols(); c++ {
		switch class := HeaderClass(g.str(g.Cell(row, c))); {
		case class == "group":
			group = true
		case class == "school":
			school = true
		case Side(class) == "from":
			from = true
		case Side(class) == "to":
			to = true
		}
	}
	return from && to || group && (school || from || to)
}

// stageRow reports whether the cells that begin in a row below the first name
// stages and nothing else: 受援学校 over 小学 | 初中.
func (g *Grid) stageRow(row int) bool {
	n := 0
	for c := 0; c < g.NCols() && row > 0; c++ {
		if !g.Fresh(row, c) {
			continue
		}
		if !tableWords().stages.Has(g.str(g.Cell(row, c))) {
			return false
		}
		n++
	}
	return n > 1
}

// spansDown reports whether the header goes on: a heading spans into the row,
// or a heading above covers several columns whose own headings follow.
func (g *Grid) spansDown(row int, at []int) bool {
	if row >= g.NRows() {
		return false
	}
	known, filled := g.headerRow(row)
	if (known*2 <= filled || known == 0) && !g.stageRow(row) {
		return false
	}
	for c, i := range at {
		if i >= 0 && (g.Cell(row, c) == i || c > 0 && at[c-1] == i) {
			return true
		}
	}
	return false
}

// contents corrects classes by what the columns hold: a heading 校长 over two
// columns names the person in one and the number in the other; a column of
// groups that says 小学组, 初中组 says stages, one of 类别 may say forms.
func (g *Grid) contents() {
	if g.First == 0 {
		return
	}
	for c, class := range g.Class {
		phones, stages, forms, filled := 0, 0, 0, 0
		switch class {
		case "principal", "contact", "", "name", "group", "stage":
		default:
			continue
		}
		for r := g.First; r < g.NRows() && r < g.First+40; r++ {
			s := g.str(g.Cell(r, c))
			if s == "" {
				continue
			}
			filled++
			if n := strings.Trim(s, "0123456789-*"); n == "" && len(s) >= 7 {
				phones++
			}
			if tableWords().stages.Has(s) {
				stages++
			}
			if tableWords().forms.Has(s) {
				forms++
			}
		}
		switch {
		case class == "stage":
			if forms > 0 && forms*2 > filled && stages == 0 { // 类别: 城乡共建, 托管帮扶
				g.Class[c] = "form"
			}
		case class == "group" && stages > 0 && stages*2 > filled:
			g.Class[c] = "stage"
		case class != "group" && phones > 0 && phones*2 > filled:
			g.Class[c] = "phone"
		}
	}
}

// IsHeader reports whether row repeats the header, as tables do that go on
// over a page.
func (g *Grid) IsHeader(row int) bool {
	same, cells := 0, 0
	for c := range g.headings {
		if s := g.In(row, c); !s.Empty() {
			cells++
			if h := g.headings[c]; !h.Empty() && h != s && Squeeze(g.page.Str(h)) == Squeeze(g.page.Str(s)) {
				same++
			}
		}
	}
	if same >= 2 && same*2 >= cells {
		return true
	}
	known, filled := g.headerRow(row)
	return filled >= 2 && known*2 > filled
}

// IsRemark reports whether row is a total or a note: 合计, 说明:….
func (g *Grid) IsRemark(row int) bool {
	s := ""
	for c := 0; c < g.NCols() && s == ""; c++ {
		s = g.str(g.Cell(row, c))
	}
	t := tableWords().rows.Prefix(s)
	c, _ := tableWords().rows.Class(t)
	return c == "remark" && t != ""
}

// Across returns the text of a row that is one cell over all columns: a
// heading within the table. It is empty for other rows.
func (g *Grid) Across(row int) text.Span {
	if g.NCols() < 2 {
		return text.Span{}
	}
	first := g.Cell(row, 0)
	if first < 0 {
		return text.Span{}
	}
	for c := 1; c < g.NCols(); c++ {
		if i := g.Cell(row, c); i >= 0 && i != first {
			return text.Span{}
		}
	}
	return g.In(row, 0)
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
		} else if class != "" && class == first && len(cur) > 1 && g.headings[c] != g.headings[c-1] {
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

// OfPersons reports whether the rows of a panel are persons or results and not
// schools: a name before the first school, a subject beside a name, a score.
func (g *Grid) OfPersons(panel []int) bool {
	name, school, subject, score := -1, -1, false, false
	sides := map[string]bool{}
	for _, c := range panel {
		if class := g.Class[c]; Side(class) != "" {
			sides[Side(class)] = true
		}
		switch class := g.Class[c]; {
		case class == "score":
			score = true
		case class == "name" && name < 0:
			name = c
		case class == "subject":
			subject = true
		case school < 0 && (class == "school" || class == "unit" || Side(class) != ""):
			school = c
		}
	}
	// A grade beside two sides is that of the schools.
	return score && len(sides) < 2 || name >= 0 && (subject || school < 0 || name < school)
}

// Above returns the lines of running text above the table, the nearest first,
// up to n, stopping at another table; the table's own caption and title row
// come before them. Of a table that goes on from another they are the other's.
func (p *Part) Above(g *Grid, n int) []text.Span {
	for g.Continues != nil {
		g = g.Continues
	}
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
			if int(p.Body[i].Table) == g.Index {
				continue
			}
			break
		}
		out = append(out, p.Body[i].Span)
		n--
	}
	return out
}

// Filled reports whether a cell's text holds a letter or digit, or did before it
// was lost: —— and / stand for nothing.
func Filled(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == Lost }) >= 0
}

// Head names the columns that hold the head of the school in a column and the
// head's phone, -1 where the table has none.
type Head struct{ Principal, Phone int }

// Heads returns, by column of schools (also of one side), the columns of their
// heads and phones in a panel. A phone belongs to the nearest person or school
// before it, a head to the school before it, or to the first one behind.
func (g *Grid) Heads(panel []int) map[int]Head {
	heads := map[int]Head{}
	school, principal, person := -1, -1, false
	for _, c := range panel {
		switch class := g.Class[c]; {
		case class == "contact":
			person = true // whose phone follows
		case class == "school" || Side(class) != "":
			heads[c] = Head{principal, -1}
			school, principal, person = c, -1, false
		case class == "principal" || class == "name":
			if school < 0 {
				principal = c
			} else if h := heads[school]; h.Principal < 0 {
				heads[school] = Head{c, h.Phone}
				person = false
			}
		case class == "phone":
			if h, ok := heads[school]; ok && !person && h.Phone < 0 {
				heads[school] = Head{h.Principal, c}
			}
		}
	}
	return heads
}

// Head returns head and phone of the school in a row; empty where the row gives
// none. One cell may hold both (王芳100…).
func (g *Grid) Head(row int, h Head) (principal, phone text.Span) {
	p := g.page
	if h.Principal >= 0 {
		if s := g.In(row, h.Principal); !IsBlank(Squeeze(p.Str(s))) {
			principal = s
			if m := Phone.FindStringIndex(p.Str(s)); m != nil {
				phone = text.Span{Start: s.Start + m[0], End: s.Start + m[1]}
				principal = p.TrimName(text.Span{Start: s.Start, End: phone.Start})
			}
		}
	}
	if h.Phone >= 0 && phone.Empty() {
		s := g.In(row, h.Phone)
		if m := Phone.FindStringIndex(p.Str(s)); m != nil {
			phone = text.Span{Start: s.Start + m[0], End: s.Start + m[1]}
		} else if s.Len() >= 7 && !HasHan(p.Str(s)) {
			phone = s
		}
	}
	return
}

// Phone matches a telephone number: a mobile number, or a landline with or
// without its area code.
var Phone = regexp.MustCompile(`1\d{2}[ -]?\d{4}[ -]?\d{4}|(?:\(0\d{2,3}\)|0\d{2,3}[- ]?)?\d{7,8}`)

// TrimName takes separators off a name that stands before or behind its number.
func (p *Page) TrimName(s text.Span) text.Span {
	str := p.Str(s)
	t := strings.Trim(str, " \t\n、,;:/-()|")
	if t == "" {
		return text.Span{}
	}
	at := strings.Index(str, t)
	return text.Span{Start: s.Start + at, End: s.Start + at + len(t)}
}
