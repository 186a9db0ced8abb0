package read

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/text"
)

// A text dump flattens a table into a stream of cells. Each cell ends with a
// bar; a row's last cell is followed by one more bar for each position of the
// grid that the row has no cell of its own for, because a cell from above or
// a wide cell of the row fills it, or because it is empty. So every row has as
// many bars as the table has columns, but for the last row of a table, which
// may lack the bars after its last cell. Rows end at line ends, and some dumps
// write each cell on a line of its own; then the number of columns, and with
// it the ends of the rows, must be inferred. Some set a bar before each row as
// well, on its line or on a line of its own, or a rule of dashes under the
// header.
//
// The road of a dumped table: pieces cuts the text into the stream of cells,
// tables cuts the stream where prose stands between two tables, solve finds
// the rows and the column of each cell, lay spreads the cells over the
// positions that rows lack.
//
// What no dump can say, and so no reading of one can know:
//   - whether an empty position at the end of a row is an empty cell, or whose
//     cell fills it, other than by what stands around it;
//   - whether the right half of the last row is missing or empty;
//   - whether a header label stands over the column to its left or to its
//     right, other than by what stands below;
//   - whether two tables of the same shape, with nothing between, are one.

// piece is one cell of the stream: the text lines since the bar before, and
// the bar that ends it.
type piece struct {
	frags []frag
	bar   int  // place of the bar
	eol   bool // the bar is the last thing on its line
	same  bool // the first line of text began on the line of the bar before
	lead  bool // the bar stands at the start of a line, before a text
	alone bool // the bar is all there is on its line
}

// frag is one line of a piece's text, or the part of it between bars.
type frag struct {
	text.Span
	line int  // start of its line
	gap  bool // a blank line stands before it
}

// flat is a table found in a dump, and the whole lines that it takes.
type flat struct {
	table corpus.Table
	lines text.Span
}

const (
	maxFrags = 64  // lines that a cell may have
	maxCarry = 24  // lines of a cell that a row of one line may be broken over
	maxTests = 256 // places in one text at which two tables are weighed against one
)

// flats finds the tables of a dump in reading order.
func flats(s string) []flat {
	if !strings.Contains(s, "|") {
		return nil
	}
	var out []flat
	for _, seg := range tables(s, pieces(s)) {
		if len(out) == maxTables {
			break
		}
		if f, ok := build(s, seg); ok {
			out = append(out, f)
		}
	}
	return out
}

// bars appends the places in s[from:to], a line without the blanks at its
// ends, of the bars that end cells: a bar with blanks, bars or the line's ends
// on both sides.
func bars(to []int, s string, p text.Span) []int {
	for at := p.Start; ; at++ {
		i := strings.IndexByte(s[at:p.End], '|')
		if i < 0 {
			return to
		}
		if len(to) > maxColSpan { // no row of a table
			return to[:0]
		}
		at += i
		before := at == p.Start || s[at-1] == '|' || blankEnd(s[:at])
		after := at+1 == p.End || s[at+1] == '|' || blankStart(s[at+1:])
		if before && after {
			to = append(to, at)
		}
	}
}

func blankEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isBlank(r)
}

func blankStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isBlank(r)
}

// lineAt returns the line that starts at at without the blanks at its ends,
// and the start of the next.
func lineAt(s string, at int) (line text.Span, next int) {
	end := len(s)
	next = end
	if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
		end = at + i
		next = end + 1
	}
	return trimString(s, text.Span{Start: at, End: end}), next
}

// pieces cuts s into the stream of its cells. The lines of text before a cell
// are with it: whether they belong to it is for tables to say.
func pieces(s string) []piece {
	var (
		out   []piece
		frags []frag
		bs    []int
		gap   bool // a blank line was the last
		width int  // bars of the last row that had several cells on its line
		open  int  // the end of the row that is broken over lines, if one is
		same  bool // frags began on the line of the bar before
	)
	for at := 0; at < len(s) && len(out) < maxCells; {
		line, next := lineAt(s, at)
		if line.Empty() {
			gap = true
			at = next
			continue
		}
		if at >= open && rule(s, line) {
			at, gap = next, false
			continue
		}
		bs = bars(bs[:0], s, line)
		n := len(bs)
		whole := n > 0 && bs[n-1] == line.End-1
		inside := at < open // a row that began on a line before
		if n > 0 && !whole && !inside {
			open = carries(s, next, n, width, len(out) > 0 && len(frags) == 0 && !gap)
		}
		if n == 0 || !whole && at >= open {
			if len(frags) >= 2*maxFrags && !inside { // prose; only its end can be a cell's
				frags = frags[:copy(frags, frags[maxFrags:])]
			}
			frags = append(frags, frag{line, at, gap})
			gap = false
			at = next
			continue
		}
		from, texts := line.Start, 0
		for i, b := range bs {
			cell := trimString(s, text.Span{Start: from, End: b})
			if i == 0 && cell.Empty() && !inside && strings.Trim(s[line.Start:line.End], "| \t") != "" {
				out = append(out, piece{bar: b, lead: true}) // the lines before stay with the first text
				from = b + 1
				continue
			}
			if !cell.Empty() {
				frags = append(frags, frag{cell, at, gap})
				same = same || i > 1 || i == 1 && !out[len(out)-1].lead
				texts++
			}
			gap = false
			out = append(out, piece{
				frags: frags,
				bar:   b,
				eol:   whole && i == n-1,
				same:  same,
				alone: line.Len() == 1 && !inside,
			})
			frags, same = nil, false
			from = b + 1
		}
		if whole && texts > 1 && !inside {
			width = n
		}
		if rest := trimString(s, text.Span{Start: from, End: line.End}); !rest.Empty() {
			frags, same = append(frags, frag{rest, at, false}), true
		}
		at = next
	}
	return out
}

// carries reports whether a line with n bars that does not end with one is the
// beginning of a row that goes on, and returns the end of that row, else 0:
// some lines further a line ends with a bar, and the row then has as many bars
// as the one before it (width), or, where the table begins here, as the one
// after it. Rows that menus are written in (首页 | 新闻 | 公告) do not.
func carries(s string, next, n, width int, begun bool) int {
	for i := 0; i < maxCarry && next < len(s); i++ {
		line, after := lineAt(s, next)
		if line.Empty() {
			return 0
		}
		bs := bars(nil, s, line)
		n += len(bs)
		next = after
		if len(bs) == 0 || bs[len(bs)-1] != line.End-1 {
			continue
		}
		if !begun {
			if after >= len(s) {
				return 0
			}
			line, _ = lineAt(s, after)
			bs = bars(nil, s, line)
			width = len(bs)
			if width != n {
				return 0
			}
		}
		if width > 0 && n > width {
			return 0
		}
		return after
	}
	return 0
}

// rule reports whether a line is the rule under a header: |---|:-:|
func rule(s string, line text.Span) bool {
	dashes, bars := 0, 0
	for _, c := range []byte(s[line.Start:line.End]) {
		switch c {
		case '-':
			dashes++
		case '|':
			bars++
		case ' ', ':', '\t':
		default:
			return false
		}
	}
	return dashes >= 2 && bars >= 1
}

// tables cuts the stream into tables, and takes the prose before each off its
// first piece.
func tables(s string, ps []piece) [][]piece {
	var out [][]piece
	tests := maxTests
	for len(ps) > 0 {
		n := 1
		if ps[0].lead {
			n = 2
		}
		spaced := doubleSpaced(ps)
		for n < len(ps) && parts(s, ps[n], spaced) != surely && !again(s, ps, n) {
			n++
		}
		if n < len(ps) && ps[n-1].lead {
			n--
		}
		seg := unframe(slices.Clone(ps[:n]))
		ps = ps[n:]
		if !framed(seg) {
			for len(seg) > 0 && len(seg[0].frags) == 0 { // bars before any text
				seg = seg[1:]
			}
		}
		for len(seg) > 0 {
			cut(s, &seg[0], several(seg))
			k := 1
			for k < len(seg) && !again(s, seg, k) {
				k++
			}
			k = first(s, seg[:k], spaced, &tests)
			out = append(out, seg[:k:k])
			seg = seg[k:]
		}
	}
	return out
}

// again reports whether a table begins with piece n of the stream as the stream
// itself began: a line stands before its cell, and it and the next cells say
// the same as the first cells do. So begin tables of one form, each under a
// line that names it.
func again(s string, ps []piece, n int) bool {
	if len(ps[n].frags) < 2 || ps[n].same || ps[n].alone || ps[0].lead {
		return false
	}
	same := func(i int) bool {
		if n+i >= len(ps) || i >= n || len(ps[i].frags) == 0 || len(ps[n+i].frags) == 0 || i > 0 && len(ps[n+i].frags) > 1 {
			return false
		}
		a, b := ps[i].frags[len(ps[i].frags)-1], ps[n+i].frags[len(ps[n+i].frags)-1]
		return plain(s[a.Start:a.End]) == plain(s[b.Start:b.End])
	}
	broken := func(i int) bool { // bytes of the label were lost
		for _, p := range []int{i, n + i} {
			if p < len(ps) && len(ps[p].frags) > 0 {
				f := ps[p].frags[len(ps[p].frags)-1]
				if strings.Contains(s[f.Start:f.End], "?") {
					return true
				}
			}
		}
		return false
	}
	if same(0) && !same(1) && !broken(1) { // a card: each label is followed by what it says
		return same(2) && same(4)
	}
	damaged := 0
	for i := range sameCells {
		if !same(i) {
			if damaged++; damaged > 1 || !broken(i) {
				return false
			}
		}
	}
	return true
}

// sameCells is how many cells make a header that is known again.
const sameCells = 3

// doubleSpaced reports whether a blank line stands before nearly every cell,
// so that blank lines say nothing.
func doubleSpaced(ps []piece) bool {
	n, gaps := 0, 0
	for _, p := range ps[min(1, len(ps)):min(len(ps), 200)] {
		if len(p.frags) > 0 && !p.same {
			n++
			if p.frags[len(p.frags)-1].gap {
				gaps++
			}
		}
	}
	return n >= 3 && gaps*4 >= n*3
}

// several reports whether the first row of a table has several cells on its
// line.
func several(ps []piece) bool { return len(ps) > 1 && !ps[0].eol }

// cut leaves a table's first piece only the lines that are its cell: the last,
// and lines before it that it is a part of.
func cut(s string, p *piece, several bool) {
	n := len(p.frags)
	if p.alone {
		p.frags = nil
	}
	if n < 2 || p.same || p.alone {
		return
	}
	keep := 1
	for keep < n && joins(s, p.frags[n-keep-1], p.frags[n-keep], several) {
		keep++
	}
	p.frags = p.frags[n-keep:]
}

// joins reports whether two lines before the first bar of a table look like
// one label broken over lines: a remark in brackets after a word, or, where
// each cell has its own line, two short words.
func joins(s string, a, b frag, several bool) bool {
	if b.gap {
		return false
	}
	x, y := plain(s[a.Start:a.End]), plain(s[b.Start:b.End])
	if counts(y) {
		return false // 第一组 above it is a title
	}
	nx, ny := utf8.RuneCountInString(x), utf8.RuneCountInString(y)
	if strings.HasPrefix(y, "(") || strings.HasPrefix(y, "（") {
		return nx <= 8 && allHan(x) && !titled(x)
	}
	return !several && allHan(x) && allHan(y) && nx <= 3 && ny <= 3 && !titled(x)
}

// counts reports whether a label heads the numbers of rows: it is one by itself.
func counts(label string) bool {
	return label == "序号" || label == "序號" || label == "编号" || label == "編號"
}

// titled reports whether a line is the kind of line that stands above a table.
func titled(x string) bool {
	r, _ := utf8.DecodeLastRuneInString(x)
	return strings.HasPrefix(x, "附") || strings.ContainsRune("表單单册冊录錄", r)
}

// doubt says how surely a table ends before a piece.
type doubt uint8

const (
	hardly doubt = iota
	perhaps
	surely
)

// parts says whether p, in the middle of a stream, begins a table: prose or a
// blank line stands before its cell.
func parts(s string, p piece, spaced bool) doubt {
	n := len(p.frags)
	if n == 0 || p.same {
		return hardly
	}
	if n >= maxFrags || p.alone {
		return surely
	}
	d := hardly
	for i, f := range p.frags {
		if f.gap && !spaced {
			return surely
		}
		if i == n-1 {
			if i > 0 && counts(plain(s[f.Start:f.End])) {
				return surely
			}
			break
		}
		t := plain(s[f.Start:f.End])
		switch {
		case strings.HasPrefix(t, "附件") || strings.HasPrefix(t, "附表") || strings.HasSuffix(t, ":") || strings.HasSuffix(t, "："):
			return surely
		case closes(t) || numberedHeading(t) || utf8.RuneCountInString(t) > 40:
			d = perhaps
		}
	}
	if d == hardly && overTitle(s, p) {
		d = perhaps
	}
	return d
}

// numberedHeading reports whether t is a short line with the number of a chapter:
// 三、时间安排.
func numberedHeading(t string) bool {
	i := strings.Index(t, "、")
	return i > 0 && utf8.RuneCountInString(t) <= 20 && strings.Trim(t[:i], "一二三四五六七八九十") == ""
}

// closes reports whether t ends as sentences and headings end, not cells.
func closes(t string) bool {
	r, _ := utf8.DecodeLastRuneInString(t)
	return strings.ContainsRune("。：:!！?？", r)
}

// unframe drops the bars that some dumps set before each row: all lines of the
// table begin with one, the first among them. In other tables such a bar ends
// the cell whose text stands on the lines before.
func unframe(seg []piece) []piece {
	if len(seg) == 0 {
		return nil
	}
	if seg[0].lead {
		return slices.DeleteFunc(seg, func(p piece) bool { return p.lead })
	}
	for i := range seg {
		p := &seg[i]
		if !p.lead || i+1 == len(seg) {
			continue
		}
		next := &seg[i+1]
		n := 0
		for n < len(next.frags) && next.frags[n].Start < p.bar {
			n++
		}
		p.frags, next.frags = next.frags[:n], next.frags[n:]
	}
	return seg
}

// framed reports whether a dump that writes each cell on a line of its own
// sets a bar on a line before each row: the first bar has a line to itself. No
// cell ends with such a bar, for its text would stand on the same line.
func framed(seg []piece) bool { return len(seg) > 2 && seg[0].alone }

// first returns how many pieces of seg are its first table. Where lines before
// a cell may be prose, or lines of the cell, the shape of the whole tells: one
// table or two, whichever explains the stream better.
func first(s string, seg []piece, spaced bool, tests *int) int {
	if i := titleAgain(s, seg); i > 0 {
		return i
	}
	if len(seg) > sampleSize {
		for i := 1; i < len(seg); i++ {
			if parts(s, seg[i], spaced) == perhaps && !overTitle(s, seg[i]) {
				return i
			}
		}
		return len(seg)
	}
	var one float64 // the cost of one table
	for i := 1; i < len(seg); i++ {
		if parts(s, seg[i], spaced) != perhaps {
			continue
		}
		if *tests--; *tests < 0 {
			return i
		}
		if one == 0 {
			one = solve(infos(s, seg)).cost
		}
		after := slices.Clone(seg[i:])
		cut(s, &after[0], several(after))
		two := solve(infos(s, seg[:i])).cost + costs(s, after)
		prose := false
		for _, f := range seg[i].frags[:len(seg[i].frags)-1] { // prose is rare in cells
			if t := plain(s[f.Start:f.End]); closes(t) || titled(t) || numberedHeading(t) {
				two -= 6
				prose = true
			}
		}
		if headed(s, seg[i]) {
			two -= 60
		}
		if after := infos(s, after[:min(len(after), 2)]); len(after) == 2 && after[0].label && after[1].label {
			if two -= 8; prose { // so begins a table
				two -= 40
			}
		}
		if two+6 < one {
			return i
		}
	}
	return len(seg)
}

// headed reports whether the lines of p begin with the heading of a chapter, and
// what follows it is as short as the titles and labels of tables are: cells hold
// text behind such a heading.
func headed(s string, p piece) bool {
	if len(p.frags) < 2 || p.same || !numberedHeading(plain(s[p.frags[0].Start:p.frags[0].End])) {
		return false
	}
	for _, f := range p.frags[1:] {
		if t := plain(s[f.Start:f.End]); closes(t) || utf8.RuneCountInString(t) > 30 || numberedHeading(t) {
			return false
		}
	}
	return true
}

// costs is what the tables of seg cost that begin each with the same title.
func costs(s string, seg []piece) float64 {
	sum := 0.0
	for {
		n := titleAgain(s, seg)
		if n == 0 {
			return sum + solve(infos(s, seg)).cost
		}
		sum += solve(infos(s, seg[:n])).cost
		seg = seg[n:]
	}
}

// titleAgain returns the piece at which a title over all columns comes again
// that the stream began with, 0 if none: there the next table begins.
func titleAgain(s string, seg []piece) int {
	over := func(i int) (n int) { // positions that the cell of piece i fills besides
		for i++; i < len(seg) && len(seg[i].frags) == 0; i++ {
			n++
		}
		return n
	}
	said := func(i int) string {
		if len(seg[i].frags) == 0 {
			return ""
		}
		f := seg[i].frags[len(seg[i].frags)-1]
		return plain(s[f.Start:f.End])
	}
	title, wide := said(0), over(0)
	if title == "" || wide < 2 {
		return 0
	}
	for i := wide + 1; i < len(seg); i++ {
		if said(i) == title && over(i) == wide {
			return i
		}
	}
	return 0
}

// overTitle reports whether the lines of p may be a title above a table that
// begins with the last of them: that is as short as a label, the one before is
// longer, or says that it is a title.
func overTitle(s string, p piece) bool {
	n := len(p.frags)
	if n < 2 {
		return false
	}
	label := plain(s[p.frags[n-1].Start:p.frags[n-1].End])
	title := plain(s[p.frags[n-2].Start:p.frags[n-2].End])
	if titled(title) {
		return utf8.RuneCountInString(label) <= 8
	}
	return utf8.RuneCountInString(label) <= 4 && utf8.RuneCountInString(title) >= 8
}

func allHan(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return s != ""
}

func trimString(s string, p text.Span) text.Span {
	for p.Start < p.End {
		r, n := utf8.DecodeRuneInString(s[p.Start:p.End])
		if !isBlank(r) {
			break
		}
		p.Start += n
	}
	for p.Start < p.End {
		r, n := utf8.DecodeLastRuneInString(s[p.Start:p.End])
		if !isBlank(r) {
			break
		}
		p.End -= n
	}
	return p
}

func infos(s string, ps []piece) []cellInfo {
	out := make([]cellInfo, len(ps))
	for i, p := range ps {
		out[i] = describe(s, p)
	}
	return out
}

// build makes the table of a segment of the stream. One piece alone is no
// table, and bars without any text are none.
func build(s string, seg []piece) (flat, bool) {
	texts := 0
	for _, p := range seg {
		if len(p.frags) > 0 {
			texts++
		}
	}
	if texts == 0 || len(seg) == 1 {
		return flat{}, false
	}
	sol := solve(infos(s, seg))
	t := corpus.Table{Rows: len(sol.rows), Columns: sol.columns, Outer: -1, OuterCell: -1}
	t.Cells = sol.lay(seg)
	first := seg[0].bar
	if len(seg[0].frags) > 0 {
		first = seg[0].frags[0].Start
	}
	t.Span = text.Span{Start: first, End: seg[len(seg)-1].bar + 1}
	f := flat{table: t}
	f.lines.Start = strings.LastIndexByte(s[:first], '\n') + 1
	_, f.lines.End = lineAt(s, t.Span.End)
	return f, true
}
