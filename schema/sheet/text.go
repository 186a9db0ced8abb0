package sheet

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// terminal measures text as terminals show it. Characters whose width depends
// on the locale (“”…—) are narrow, whatever the locale says: the same sheet
// gives the same bytes everywhere.
var terminal = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

const (
	gap       = 2  // blanks between columns
	narrowest = 8  // no column is made narrower than this to fit the terminal
	readable  = 16 // where wider columns would get less than this, the grid is parted
)

func writeText(w io.Writer, opt Options, sheets []Sheet) error {
	b := bufio.NewWriter(w)
	if !opt.Terminal {
		writeTSV(b, opt, sheets)
		return b.Flush()
	}
	var refs register
	for i := range sheets {
		if i > 0 {
			b.WriteByte('\n')
		}
		s := &sheets[i]
		if t := oneLine(s.Title); t != "" {
			b.WriteString(paint(opt, "1", t) + "\n")
			if len(s.Heads) > 0 {
				b.WriteByte('\n')
			}
		}
		for k, band := range bands(s, opt) {
			if k > 0 {
				b.WriteByte('\n')
			}
			for _, l := range layout(&band, opt, &refs) {
				b.WriteString(strings.TrimRight(l.String(opt), " ") + "\n")
			}
		}
		for j, n := range s.Notes {
			if j == 0 {
				b.WriteByte('\n')
			}
			for _, l := range wrap([]piece{{clean(n), false}}, opt.Width) {
				b.WriteString(l.String() + "\n")
			}
		}
	}
	if opt.Evidence && len(refs.places) > 0 {
		words := wordsOf(opt.Lang)
		fmt.Fprintf(b, "\n%s\n", paint(opt, "1", words.evidence))
		for i, p := range refs.places {
			fmt.Fprintf(b, "%s %s  %s  %s\n", paint(opt, "2", fmt.Sprintf("[%d]", i+1)), oneLine(p.Document), words.where(p), oneLine(p.Quote))
		}
	}
	return b.Flush()
}

// writeTSV writes tab-separated values (IANA text/tab-separated-values): a
// field holds no TAB and no line break. Evidence is one more table.
func writeTSV(b *bufio.Writer, opt Options, sheets []Sheet) {
	line := func(fields ...string) { b.WriteString(strings.Join(fields, "\t") + "\n") }
	var refs register
	for i := range sheets {
		if i > 0 {
			b.WriteByte('\n')
		}
		s := &sheets[i]
		fields := make([]string, len(s.Heads))
		for j, h := range s.Heads {
			fields[j] = oneLine(h)
		}
		line(fields...)
		for _, r := range s.Rows {
			for j := range s.Heads {
				c := at(r, j)
				fields[j] = listed(c.show())
				if opt.Evidence {
					fields[j] = ""
					for _, x := range c.citations(&refs) {
						fields[j] += textLine(x.pieces).String() + mark(x.numbers)
					}
					fields[j] = listed(fields[j])
				}
			}
			line(fields...)
		}
	}
	if opt.Evidence && len(refs.places) > 0 {
		words := wordsOf(opt.Lang)
		b.WriteByte('\n')
		line(words.evidence, words.source, words.place, words.quote)
		for i, p := range refs.places {
			line(fmt.Sprintf("[%d]", i+1), oneLine(p.Document), words.where(p), oneLine(p.Quote))
		}
	}
}

// mark cites places behind a text.
func mark(numbers []int) string {
	if numbers == nil {
		return ""
	}
	return " [" + ranges(numbers) + "]"
}

// listed is s on one line; what stood on lines of its own is divided by ";".
func listed(s string) string {
	var lines []string
	for _, l := range strings.Split(clean(s), "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "; ")
}

// line is one line of a laid-out grid: its fields, each as wide as its column.
type line []field

type field struct {
	pieces      []piece
	left, right int // blanks around them
	paint       string
}

// String is the line as it is printed.
func (l line) String(opt Options) string {
	var b strings.Builder
	for i, f := range l {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		b.WriteString(strings.Repeat(" ", f.left))
		for _, p := range f.pieces {
			code := f.paint
			if p.marked {
				code = strings.TrimLeft(code+";1;4", ";")
			}
			b.WriteString(paint(opt, code, p.text))
		}
		b.WriteString(strings.Repeat(" ", f.right))
	}
	return b.String()
}

func paint(opt Options, code, s string) string {
	if !opt.Color || code == "" || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

var toneCodes = map[Tone]string{Faint: "2", Added: "32", Removed: "31", Changed: "33"}

// layout lays a sheet out in lines, all of the same width on a terminal: heads,
// a rule, and the rows. Cells that are wider than their column take several
// lines; where one does, an empty line divides the rows.
func layout(s *Sheet, opt Options, refs *register) []line {
	if len(s.Heads) == 0 {
		return nil
	}
	grid := make([][][]piece, 0, len(s.Rows)+1)
	head := make([][]piece, len(s.Heads))
	for j, h := range s.Heads {
		head[j] = []piece{{clean(h), false}}
	}
	grid = append(grid, head)
	numeric := make([]bool, len(s.Heads))
	for j := range numeric {
		numeric[j] = slices.ContainsFunc(s.Rows, func(r []Cell) bool { return at(r, j).Number != nil }) &&
			!slices.ContainsFunc(s.Rows, func(r []Cell) bool {
				c := at(r, j)
				return c.Number == nil && c.Text != "" && c.Tone != Faint
			})
	}
	for _, r := range s.Rows {
		row := make([][]piece, len(s.Heads))
		for j := range row {
			c := at(r, j)
			if !opt.Evidence {
				row[j] = c.pieces()
				continue
			}
			for _, x := range c.citations(refs) {
				row[j] = append(row[j], x.pieces...)
				if m := mark(x.numbers); m != "" {
					row[j] = append(row[j], piece{m, false})
				}
			}
		}
		grid = append(grid, row)
	}

	widths := columnWidths(grid, opt.Width)
	var out []line
	add := func(cells [][]piece, paint func(j int) string) (tall bool) {
		wrapped := make([][]textLine, len(cells))
		height := 1
		for j, c := range cells {
			wrapped[j] = wrap(c, widths[j])
			height = max(height, len(wrapped[j]))
		}
		for k := range height {
			l := make(line, len(cells))
			for j := range cells {
				f := field{paint: paint(j)}
				if k < len(wrapped[j]) {
					f.pieces = wrapped[j][k]
				}
				blank := widths[j] - textLine(f.pieces).width()
				if numeric[j] {
					f.left = blank
				} else {
					f.right = blank
				}
				l[j] = f
			}
			out = append(out, l)
		}
		return height > 1
	}
	add(grid[0], func(int) string { return "1" })
	rule := make(line, len(widths))
	for j, n := range widths {
		rule[j] = field{pieces: []piece{{strings.Repeat("─", n), false}}, paint: "2"}
	}
	out = append(out, rule)
	tall := false
	starts := []int{}
	for i, r := range grid[1:] {
		starts = append(starts, len(out))
		tall = add(r, func(j int) string {
			code := toneCodes[at(s.Rows[i], j).Tone]
			if code == "" && j == 0 && s.RowHeads {
				code = "1"
			}
			return code
		}) || tall
	}
	if tall {
		empty := make(line, len(widths))
		for j, n := range widths {
			empty[j] = field{right: n}
		}
		for _, at := range slices.Backward(starts[1:]) {
			out = slices.Insert(out, at, empty)
		}
	}
	return out
}

// bands parts a grid that the terminal is too narrow for: its first columns stand
// again beside each part of the others. A grid without such columns stays whole.
func bands(s *Sheet, opt Options) []Sheet {
	fixed := s.Repeat
	if fixed == 0 && s.RowHeads {
		fixed = 1
	}
	if opt.Width <= 0 || fixed == 0 || fixed >= len(s.Heads) {
		return []Sheet{*s}
	}
	wanted := make([]int, len(s.Heads))
	for j := range wanted {
		widest := terminal.StringWidth(clean(s.Heads[j]))
		for _, r := range s.Rows {
			for _, l := range wrap(at(r, j).pieces(), 0) {
				widest = max(widest, l.width())
			}
		}
		wanted[j] = min(widest, readable) + gap
	}
	room := opt.Width + gap
	for _, n := range wanted[:fixed] {
		room -= n
	}
	var out []Sheet
	for from := fixed; from < len(s.Heads); {
		to, used := from, 0
		for to < len(s.Heads) && (to == from || used+wanted[to] <= room) {
			used += wanted[to]
			to++
		}
		out = append(out, s.part(fixed, from, to))
		from = to
	}
	return out
}

// part is the grid with its first columns and those from one to before another.
func (s *Sheet) part(fixed, from, to int) Sheet {
	if from == fixed && to == len(s.Heads) {
		return *s
	}
	p := Sheet{Heads: slices.Concat(s.Heads[:fixed], s.Heads[from:to]), RowHeads: s.RowHeads}
	for _, r := range s.Rows {
		cells := make([]Cell, 0, len(p.Heads))
		for j := range s.Heads {
			if j < fixed || from <= j && j < to {
				cells = append(cells, *at(r, j))
			}
		}
		p.Rows = append(p.Rows, cells)
	}
	return p
}

// columnWidths gives each column what its widest line needs, and where the
// terminal is too narrow for that takes from the widest columns first.
func columnWidths(grid [][][]piece, total int) []int {
	widths := make([]int, len(grid[0]))
	for _, row := range grid {
		for j, c := range row {
			for _, l := range wrap(c, 0) {
				widths[j] = max(widths[j], l.width())
			}
		}
	}
	if total <= 0 {
		return widths
	}
	over := gap * (len(widths) - 1)
	for _, n := range widths {
		over += n
	}
	over -= total
	for over > 0 {
		// The widest columns come down to the next widest together.
		most := slices.Max(widths)
		if most <= narrowest {
			break
		}
		next, many := narrowest, 0
		for _, n := range widths {
			switch {
			case n == most:
				many++
			case n > next:
				next = n
			}
		}
		each := min(most-next, (over+many-1)/many)
		for j := range widths {
			if widths[j] == most && over > 0 {
				take := min(each, over)
				widths[j] -= take
				over -= take
			}
		}
	}
	return widths
}

// textLine is one line of a cell.
type textLine []piece

func (l textLine) String() string {
	var b strings.Builder
	for _, p := range l {
		b.WriteString(p.text)
	}
	return b.String()
}

// width is how many columns of a terminal the line takes.
func (l textLine) width() (n int) {
	for _, p := range l {
		n += terminal.StringWidth(p.text)
	}
	return n
}

// wrap cuts text into lines: at its line breaks and, where width is not 0, so
// that none is wider than that (but for a single character that is). Hanzi part
// anywhere, but no closing mark begins a line and no opening one ends it; Latin
// words part at blanks where they can.
func wrap(pieces []piece, width int) []textLine {
	var out []textLine
	var l textLine
	room := width
	flush := func() {
		if n := len(l); n > 0 {
			l[n-1].text = strings.TrimRight(l[n-1].text, " ")
		}
		out = append(out, l)
		l, room = nil, width
	}
	put := func(s string, marked bool) {
		if s != "" {
			l = append(l, piece{s, marked})
			room -= terminal.StringWidth(s)
		}
	}
	for _, p := range pieces {
		for i, part := range strings.Split(p.text, "\n") {
			if i > 0 {
				flush()
			}
			for part != "" {
				if width <= 0 || terminal.StringWidth(part) <= room {
					put(part, p.marked)
					break
				}
				head := breakAt(part, room, width, len(l) == 0)
				if head == "" { // nothing fits behind what stands there
					flush()
					part = strings.TrimLeft(part, " ")
					continue
				}
				put(head, p.marked)
				part = strings.TrimLeft(part[len(head):], " ")
				if part != "" {
					flush()
				}
			}
		}
	}
	flush()
	return out
}

// breakAt returns the beginning of s that goes on a line with room left of
// width. On an empty line it is never empty.
func breakAt(s string, room, width int, empty bool) string {
	head := terminal.Truncate(s, room, "")
	if head == "" {
		if !empty {
			return ""
		}
		_, n := utf8.DecodeRuneInString(s)
		return s[:n]
	}
	next, _ := utf8.DecodeRuneInString(s[len(head):])
	last, n := utf8.DecodeLastRuneInString(head)
	switch {
	case next == ' ':
	case latin(next) && latin(last):
		// In a word: before it, where something stands before it on the line, or
		// the word would fit a line of its own.
		k := strings.LastIndexFunc(head, func(r rune) bool { return !latin(r) })
		if k >= 0 {
			r, size := utf8.DecodeRuneInString(head[k:])
			if opens(r) && k > 0 {
				return head[:k]
			}
			return head[:k+size]
		}
		word := s
		if e := strings.IndexFunc(s, func(r rune) bool { return !latin(r) }); e >= 0 {
			word = s[:e]
		}
		if !empty && terminal.StringWidth(word) <= width {
			return ""
		}
	case closes(next) && n < len(head), opens(last) && n < len(head):
		return head[:len(head)-n]
	}
	return head
}

func latin(r rune) bool {
	return r < 0x3000 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '.' || r == '*' || r == '\'')
}

func opens(r rune) bool {
	return strings.ContainsRune("（《「【〔〈“‘([≥≤", r)
}

func closes(r rune) bool {
	return strings.ContainsRune("，。、；：？！）》」』】〕〉”’…,.;:?!)]%", r)
}
