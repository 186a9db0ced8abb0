package read

import (
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
// it the ends of the rows, must be inferred (solve.go).

// piece is one cell of the stream: the text lines since the bar before, and
// the bar that ends it.
type piece struct {
	frags    []frag
	bar      int  // place of the bar
	eol      bool // the bar is the last thing on its line
	sameLine bool // the first line of text began on the line of the bar before
}

// frag is one line of a piece's text, or the part of it between bars.
type frag struct {
	text.Span
	line   int  // start of its line
	gap    bool // a blank line stands before it
	number int  // of its line
}

// flat is a table found in a dump, and the whole lines that it takes.
type flat struct {
	table corpus.Table
	lines text.Span
}

// maxFrags is the number of lines that a cell may have.
const maxFrags = 64

// flats finds the tables of a dump in reading order.
func flats(s string) []flat {
	ps, ends := pieces(s)
	var out []flat
	for len(ps) > 0 && len(out) < maxTables {
		n := tableLen(s, ps)
		seg := ps[:n]
		if f, ok := build(s, seg, ends); ok {
			out = append(out, f)
		}
		ps = ps[n:]
	}
	return out
}

// bars returns the places in line (s[from:to]) of the bars that end cells: a
// bar with blanks, bars or the line's ends on both sides.
func bars(s string, from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		if s[i] != '|' {
			continue
		}
		before := i == from || s[i-1] == ' ' || s[i-1] == '\t' || s[i-1] == '|'
		after := i+1 == to || s[i+1] == ' ' || s[i+1] == '\t' || s[i+1] == '|'
		if before && after {
			out = append(out, i)
		}
	}
	return out
}

// pieces cuts s into the stream of its cells. Lines of text before a cell are
// with it: whether they belong to it is tableLen's question. The map gives the
// end of the line on which a line starts.
func pieces(s string) ([]piece, map[int]int) {
	if !strings.Contains(s, "|") {
		return nil, nil
	}
	var (
		out    []piece
		ends   = map[int]int{}
		frags  []frag
		gap    bool
		number int
	)
	for at := 0; at < len(s); number++ {
		end := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := trimString(s, text.Span{Start: at, End: end})
		next := min(end+1, len(s))
		if line.Empty() {
			gap = true
			at = next
			continue
		}
		bs := bars(s, line.Start, line.End)
		if len(bs) > 0 && (bs[len(bs)-1] == line.End-1 || carries(s, next, len(out) > 0 && len(frags) == 0 && !gap)) {
			ends[at] = next
			from, same := line.Start, false
			for i, b := range bs {
				if t := trimString(s, text.Span{Start: from, End: b}); !t.Empty() {
					frags = append(frags, frag{t, at, gap, number})
					gap = false
				}
				out = append(out, piece{frags: frags, bar: b, eol: i == len(bs)-1 && b == line.End-1, sameLine: same && len(frags) > 0})
				frags = nil
				from, same = b+1, true
				gap = false
			}
			if t := trimString(s, text.Span{Start: from, End: line.End}); !t.Empty() {
				frags = append(frags, frag{t, at, false, number})
			}
			at = next
			continue
		}
		ends[at] = next
		if len(frags) == maxFrags {
			copy(frags, frags[1:])
			frags = frags[:maxFrags-1]
		}
		frags = append(frags, frag{line, at, gap, number})
		gap = false
		at = next
	}
	return out, ends
}

// carries reports whether a line with bars that does not end with one goes on
// in the next: the next line, or the one after it, ends with a bar, and the
// stream has already begun.
func carries(s string, next int, begun bool) bool {
	if !begun {
		return false
	}
	for i := 0; i < 3 && next < len(s); i++ {
		end := len(s)
		if i := strings.IndexByte(s[next:], '\n'); i >= 0 {
			end = next + i
		}
		line := trimString(s, text.Span{Start: next, End: end})
		if line.Empty() {
			return false
		}
		if bs := bars(s, line.Start, line.End); len(bs) > 0 {
			return bs[len(bs)-1] == line.End-1
		}
		next = min(end+1, len(s))
	}
	return false
}

// tableLen returns how many pieces from the first on make one table, and takes
// the prose before the table off its first piece.
func tableLen(s string, ps []piece) int {
	cut(s, &ps[0])
	for i := 1; i < len(ps); i++ {
		if p := &ps[i]; len(p.frags) > 0 && !p.sameLine && parts(s, *p) {
			return i
		}
	}
	return len(ps)
}

// cut leaves a table's first piece only the lines that are its cell.
func cut(s string, p *piece) {
	n := len(p.frags)
	if n < 2 {
		return
	}
	keep := 1
	for keep < n && joins(s, p.frags[n-keep-1], p.frags[n-keep]) {
		keep++
	}
	p.frags = p.frags[n-keep:]
}

// joins reports whether two lines before the first bar of a table look like
// one label broken over lines: short words, or a remark in brackets after one.
func joins(s string, a, b frag) bool {
	if b.gap {
		return false
	}
	x, y := squeeze(s[a.Start:a.End]), squeeze(s[b.Start:b.End])
	if strings.HasPrefix(y, "(") || strings.HasPrefix(y, "（") {
		return utf8.RuneCountInString(x) <= 12 && !closesLine(x)
	}
	return allHan(x) && allHan(y) && utf8.RuneCountInString(x) <= 3 && utf8.RuneCountInString(y) <= 3 && !strings.HasPrefix(x, "附")
}

// parts reports whether the lines of p, in the middle of a stream, show that a
// table ends and another begins: there is prose among them.
func parts(s string, p piece) bool {
	if p.frags[0].gap {
		return true
	}
	for i, f := range p.frags {
		if f.gap {
			return true
		}
		if i == len(p.frags)-1 {
			break
		}
		t := squeeze(s[f.Start:f.End])
		if closesLine(t) || utf8.RuneCountInString(t) > 30 || strings.HasPrefix(t, "附件") || strings.HasPrefix(t, "附表") {
			return true
		}
	}
	return len(p.frags) >= maxFrags
}

// closesLine reports whether t ends as sentences and headings end, not cells.
func closesLine(t string) bool {
	r, _ := utf8.DecodeLastRuneInString(t)
	return strings.ContainsRune("。；：:;!！", r)
}

func allHan(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return s != ""
}

// squeeze returns s without its blanks.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if isBlank(r) {
			return -1
		}
		return r
	}, s)
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

// build makes the table of a segment of the stream.
func build(s string, seg []piece, ends map[int]int) (flat, bool) {
	texts := 0
	for _, p := range seg {
		if len(p.frags) > 0 {
			texts++
		}
	}
	if texts == 0 {
		return flat{}, false
	}
	cells := make([]cellInfo, len(seg))
	for i, p := range seg {
		cells[i] = describe(s, p)
	}
	sol := solve(cells)
	t := corpus.Table{Rows: len(sol.rows), Columns: sol.columns}
	t.Cells = sol.lay(seg)
	first := seg[0].bar
	if len(seg[0].frags) > 0 {
		first = seg[0].frags[0].Start
	}
	last := seg[len(seg)-1].bar + 1
	t.Span = text.Span{Start: first, End: last}
	f := flat{table: t}
	f.lines.Start = strings.LastIndexByte(s[:first], '\n') + 1
	f.lines.End = len(s)
	if i := strings.IndexByte(s[last:], '\n'); i >= 0 {
		f.lines.End = last + i + 1
	}
	return f, true
}
