package read

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A page of a PDF says where each character stands and no more. Read it is thus:
// ruled lines that cross make a grid, and what stands in it a table; the other
// characters make lines, lines that share columns of blank space over several
// rows a table as well; the lines that remain are joined to paragraphs where
// one ends at the right margin and the next begins at the left.

// pdfLine is a line of text, or of a cell.
type pdfLine struct {
	chars          []pdfChar
	x0, y0, x1, y1 float64
	size           float64 // of its characters, the middle one
	chrome         bool
}

// pdfTable is a table by its edges; cells are the anchors in order.
type pdfTable struct {
	xs    []float64
	rows  int
	cells []pdfCell
	edges []float64 // of the rows, where they are ruled
	y0    float64
	y1    float64
}

type pdfCell struct {
	row, col, rows, cols int
	x0, x1               float64
	text                 string // LF is a break of the line
}

// pdfItem is a line or a table of a page.
type pdfItem struct {
	y     float64
	line  *pdfLine
	table *pdfTable
}

const snap = 3 // points that ruled lines may miss each other by

// items takes a page apart, from above.
func (pg *pdfPage) items() []pdfItem {
	var items []pdfItem
	chars := pg.chars
	for _, t := range ruledTables(pg.lines) {
		var in []pdfChar
		var out []pdfChar
		x0, x1 := t.xs[0]-1, t.xs[len(t.xs)-1]+1
		for _, c := range chars {
			if cx, cy := (c.x0+c.x1)/2, (c.y0+c.y1)/2; cx > x0 && cx < x1 && cy > t.y0-1 && cy < t.y1+1 {
				in = append(in, c)
			} else {
				out = append(out, c)
			}
		}
		if len(in) == 0 {
			continue
		}
		chars = out
		items = append(items, pdfItem{y: t.y0, table: t.fill(in)})
	}
	lines := linesOf(chars)
	lines, spaced := spacedTables(lines)
	items = append(items, spaced...)
	for i := range lines {
		items = append(items, pdfItem{y: lines[i].y0, line: &lines[i]})
	}
	slices.SortStableFunc(items, func(a, b pdfItem) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	return items
}

// linesOf groups characters to lines, from above and from the left.
func linesOf(chars []pdfChar) []pdfLine {
	chars = slices.Clone(chars)
	slices.SortStableFunc(chars, func(a, b pdfChar) int {
		if d := (a.y0 + a.y1) - (b.y0 + b.y1); d < 0 {
			return -1
		} else if d > 0 {
			return 1
		}
		return 0
	})
	var lines []pdfLine
	for _, c := range chars {
		mid := (c.y0 + c.y1) / 2
		if n := len(lines) - 1; n >= 0 && mid < lines[n].y1 && (mid-(lines[n].y0+lines[n].y1)/2) < 0.5*min(c.size, lines[n].size) {
			l := &lines[n]
			l.chars = append(l.chars, c)
			continue
		}
		lines = append(lines, pdfLine{chars: []pdfChar{c}, y0: c.y0, y1: c.y1, size: c.size})
	}
	for i := range lines {
		lines[i].settle()
	}
	return lines
}

// settle sorts the characters of a line and measures it. A character that is
// printed twice for boldness counts once.
func (l *pdfLine) settle() {
	slices.SortStableFunc(l.chars, func(a, b pdfChar) int {
		switch {
		case a.x0 < b.x0:
			return -1
		case a.x0 > b.x0:
			return 1
		}
		return 0
	})
	l.chars = slices.CompactFunc(l.chars, func(a, b pdfChar) bool {
		return a.r == b.r && math.Abs(a.x0-b.x0) < 0.2*a.size && math.Abs(a.y0-b.y0) < 0.2*a.size
	})
	sizes := make([]float64, len(l.chars))
	l.x0, l.x1, l.y0, l.y1 = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for i, c := range l.chars {
		sizes[i] = c.size
		l.x0, l.x1, l.y0, l.y1 = min(l.x0, c.x0), max(l.x1, c.x1), min(l.y0, c.y0), max(l.y1, c.y1)
	}
	slices.Sort(sizes)
	l.size = sizes[len(sizes)/2]
}

// text is the line with blanks where there are gaps.
func (l *pdfLine) text() string {
	var b strings.Builder
	for i, c := range l.chars {
		if i > 0 {
			gap := c.x0 - l.chars[i-1].x1
			switch {
			case gap > 0.75*l.size:
				b.WriteString("　")
			case gap > 0.18*l.size:
				b.WriteByte(' ')
			}
		}
		b.WriteRune(c.r)
	}
	return b.String()
}

// firstWord is the width of what a line could not be broken within at its
// beginning: a character, or a run of digits and Latin letters.
func (l *pdfLine) firstWord() float64 {
	i := 1
	for i < len(l.chars) && l.chars[i-1].r < 0x80 && l.chars[i].r < 0x80 && l.chars[i].x0-l.chars[i-1].x1 < 0.18*l.size {
		i++
	}
	return l.chars[i-1].x1 - l.x0
}

// joint is what stands between two parts of a line that was broken: a blank
// between words in Latin letters, else nothing.
func joint(a, b *pdfLine) string {
	x, y := a.chars[len(a.chars)-1].r, b.chars[0].r
	if x < 0x80 && y < 0x80 && (unicode.IsLetter(x) || unicode.IsLetter(y)) {
		return " "
	}
	return ""
}

// ---- ruled tables ----

// ruledTables finds the grids that ruled lines make.
func ruledTables(rules []pdfRule) []*pdfTable {
	rules = joinRules(rules)
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	if len(rules) > 3000 { // a drawing; all pairs would take too long
		return nil
	}
	for i, a := range rules {
		for j := i + 1; j < len(rules); j++ {
			b := rules[j]
			if a.level != b.level && a.at >= b.from-snap && a.at <= b.to+snap && b.at >= a.from-snap && b.at <= a.to+snap {
				group[root(i)] = root(j)
			}
		}
	}
	byRoot := map[int][]pdfRule{}
	var roots []int
	for i, r := range rules {
		g := root(i)
		if byRoot[g] == nil {
			roots = append(roots, g)
		}
		byRoot[g] = append(byRoot[g], r)
	}
	var tables []*pdfTable
	for _, g := range roots {
		if t := gridOf(byRoot[g]); t != nil {
			tables = append(tables, t)
		}
	}
	return tables
}

// joinRules joins pieces of one line, and the two edges of a thin box.
func joinRules(rules []pdfRule) []pdfRule {
	rules = slices.Clone(rules)
	slices.SortStableFunc(rules, func(a, b pdfRule) int {
		switch {
		case a.level != b.level && a.level:
			return -1
		case a.level != b.level:
			return 1
		case math.Abs(a.at-b.at) > 0.01 && a.at < b.at:
			return -1
		case math.Abs(a.at-b.at) > 0.01:
			return 1
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		}
		return 0
	})
	var out []pdfRule
	for _, r := range rules {
		joined := false
		for k := len(out) - 1; k >= 0 && out[k].level == r.level && r.at-out[k].at <= snap/2; k-- {
			if o := &out[k]; r.from <= o.to+snap && r.to >= o.from-snap {
				o.from, o.to = min(o.from, r.from), max(o.to, r.to)
				joined = true
				break
			}
		}
		if !joined {
			out = append(out, r)
		}
	}
	return out
}

// edges returns the different places of lines, in order.
func edges(at []float64) []float64 {
	slices.Sort(at)
	var out []float64
	for _, v := range at {
		if n := len(out); n == 0 || v-out[n-1] > snap {
			out = append(out, v)
		}
	}
	return out
}

// gridOf makes a table of lines that cross, nil when they frame one cell.
func gridOf(rules []pdfRule) *pdfTable {
	var x, y []float64
	for _, r := range rules {
		if r.level {
			y = append(y, r.at)
		} else {
			x = append(x, r.at)
		}
	}
	xs, ys := edges(x), edges(y)
	w, h := len(xs)-1, len(ys)-1
	if w < 1 || h < 1 || w*h < 2 || w > 200 || h > 2000 {
		return nil
	}
	// covered reports whether a line stands at a place over most of a stretch.
	covered := func(level bool, at, from, to float64) bool {
		sum := 0.0
		for _, r := range rules {
			if r.level == level && math.Abs(r.at-at) <= snap {
				sum += max(0, min(to, r.to)-max(from, r.from))
			}
		}
		return sum >= 0.6*(to-from)
	}
	t := &pdfTable{xs: xs, rows: h, y0: ys[0], y1: ys[h]}
	taken := make([]bool, w*h)
	for r := range h {
		for c := range w {
			if taken[r*w+c] {
				continue
			}
			cols, rows := 1, 1
			for c+cols < w && !taken[r*w+c+cols] && !covered(false, xs[c+cols], ys[r], ys[r+1]) {
				cols++
			}
		down:
			for r+rows < h {
				for k := c; k < c+cols; k++ {
					if taken[(r+rows)*w+k] || covered(true, ys[r+rows], xs[k], xs[k+1]) {
						break down
					}
				}
				rows++
			}
			for y := r; y < r+rows; y++ {
				for k := c; k < c+cols; k++ {
					taken[y*w+k] = true
				}
			}
			t.cells = append(t.cells, pdfCell{row: r, col: c, rows: rows, cols: cols, x0: xs[c], x1: xs[c+cols]})
		}
	}
	if len(t.cells) < 2 {
		return nil
	}
	t.edges = ys
	return t
}

// fill gives the cells of a table their characters.
func (t *pdfTable) fill(chars []pdfChar) *pdfTable {
	in := make([][]pdfChar, len(t.cells))
	for _, c := range chars {
		cx, cy := (c.x0+c.x1)/2, (c.y0+c.y1)/2
		best, dist := -1, math.Inf(1)
		for i, cell := range t.cells {
			y0, y1 := t.edges[cell.row], t.edges[cell.row+cell.rows]
			d := max(cell.x0-cx, cx-cell.x1, 0) + max(y0-cy, cy-y1, 0)
			if d < dist {
				best, dist = i, d
			}
		}
		in[best] = append(in[best], c)
	}
	for i := range t.cells {
		if len(in[i]) > 0 {
			t.cells[i].text = cellText(linesOf(in[i]), t.cells[i].x0, t.cells[i].x1)
		}
	}
	return t
}

// cellText joins the lines of a cell: a line that leaves room for what the next
// begins with was broken by its writer.
func cellText(lines []pdfLine, x0, x1 float64) string {
	pad := 8.0
	for _, l := range lines {
		pad = min(pad, max(l.x0-x0, 0), max(x1-l.x1, 0)+l.size)
	}
	var b strings.Builder
	for i := range lines {
		if i > 0 {
			before := &lines[i-1]
			if x1-pad-before.x1 > lines[i].firstWord()+0.1*lines[i].size {
				b.WriteByte('\n')
			} else {
				b.WriteString(joint(before, &lines[i]))
			}
		}
		b.WriteString(lines[i].text())
	}
	return b.String()
}

// ---- tables by blank space ----

// wideGap is the gap between two columns, in sizes of characters.
const wideGap = 1.4

// segments cuts a line at its wide gaps.
func (l *pdfLine) segments() []pdfLine {
	var out []pdfLine
	start := 0
	for i := 1; i <= len(l.chars); i++ {
		if i == len(l.chars) || l.chars[i].x0-l.chars[i-1].x1 > wideGap*l.size {
			s := pdfLine{chars: slices.Clone(l.chars[start:i])}
			s.settle()
			out = append(out, s)
			start = i
		}
	}
	return out
}

// spacedTables takes the tables without ruled lines out of lines: three or more
// lines in a row that have two or more stretches each, whose gaps stand above
// each other.
func spacedTables(lines []pdfLine) (rest []pdfLine, tables []pdfItem) {
	for i := 0; i < len(lines); {
		j := i
		for j < len(lines) && len(lines[j].segments()) >= 2 && (j == i || lines[j].y0-lines[j-1].y1 < 2.5*lines[j].size) {
			j++
		}
		if j-i >= 3 {
			if t := columnsOf(lines[i:j]); t != nil {
				tables = append(tables, pdfItem{y: lines[i].y0, table: t})
				i = j
				continue
			}
		}
		rest = append(rest, lines[i])
		i++
	}
	return rest, tables
}

// columnsOf makes a table of lines, nil where no blank space runs through them.
func columnsOf(lines []pdfLine) *pdfTable {
	type stretch struct{ x0, x1 float64 }
	var all []stretch
	var rows [][]pdfLine
	for i := range lines {
		s := lines[i].segments()
		rows = append(rows, s)
		for _, seg := range s {
			all = append(all, stretch{seg.x0, seg.x1})
		}
	}
	slices.SortFunc(all, func(a, b stretch) int {
		if a.x0 < b.x0 {
			return -1
		}
		return 1
	})
	var cols []stretch
	for _, s := range all {
		if n := len(cols) - 1; n >= 0 && s.x0 < cols[n].x1+0.3*lines[0].size {
			cols[n].x1 = max(cols[n].x1, s.x1)
			continue
		}
		cols = append(cols, s)
	}
	if len(cols) < 2 {
		return nil
	}
	t := &pdfTable{rows: len(rows), y0: lines[0].y0, y1: lines[len(lines)-1].y1}
	for _, c := range cols {
		t.xs = append(t.xs, c.x0)
	}
	t.xs = append(t.xs, cols[len(cols)-1].x1)
	for r, row := range rows {
		text := make([]string, len(cols))
		for i := range row {
			for k, c := range cols {
				if row[i].x0 >= c.x0-0.5 && row[i].x0 <= c.x1 {
					if text[k] != "" {
						text[k] += " "
					}
					text[k] += row[i].text()
					break
				}
			}
		}
		for k, s := range text {
			t.cells = append(t.cells, pdfCell{row: r, col: k, rows: 1, cols: 1, text: s})
		}
	}
	return t
}

// ---- the story of all pages ----

// pdfStory writes pages one after the other.
type pdfStory struct {
	*page
	para   strings.Builder
	last   *pdfLine // of para
	left   float64  // margins of the text
	right  float64
	table  *pdfTable
	margin []string // what stands above and below pages, and across them
}

var pageNumber = regexp.MustCompile(`^(第\s*)?[-—–－·\s]*(\d{1,4}|[ivx]{1,6})[-—–－·\s]*(页)?(\s*[,，/共]+\s*(共)?\s*\d{1,4}\s*页?)?$`)

func (s *pdfStory) write(pages []*pdfPage) {
	items := make([][]pdfItem, len(pages))
	for i, pg := range pages {
		items[i] = pg.items()
	}
	s.furniture(items)
	for i, pg := range pages {
		s.margins(items[i])
		for _, it := range items[i] {
			switch {
			case it.line != nil && it.line.chrome:
				s.margin = append(s.margin, it.line.text())
			case it.line != nil:
				s.flushTable()
				s.line(it.line)
			default:
				s.flush()
				s.add(it.table)
			}
		}
		if len(pg.turned) > 0 {
			s.margin = append(s.margin, string(pg.turned))
		}
	}
	s.flush()
	s.flushTable()
	s.page.chrome = true
	seen := map[string]bool{}
	for _, c := range s.margin {
		if !seen[c] {
			seen[c] = true
			s.wordParagraph(wordBlock{text: c})
		}
	}
	s.page.chrome = false
}

// furniture marks page numbers, and the first and last lines of pages that are
// the same on several.
func (s *pdfStory) furniture(items [][]pdfItem) {
	plain := func(l *pdfLine) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return '0'
			}
			return r
		}, l.text())
	}
	for _, top := range []bool{true, false} {
		var count map[string]int
		edge := func(page []pdfItem) *pdfLine {
			i := 0
			if !top {
				i = len(page) - 1
			}
			for i >= 0 && i < len(page) && page[i].line != nil && page[i].line.chrome {
				if top {
					i++
				} else {
					i--
				}
			}
			if i < 0 || i >= len(page) {
				return nil
			}
			return page[i].line
		}
		for range 2 { // a running title may stand above a page number
			count = map[string]int{}
			for _, page := range items {
				if l := edge(page); l != nil {
					count[plain(l)]++
				}
			}
			for _, page := range items {
				l := edge(page)
				if l == nil {
					continue
				}
				n := count[plain(l)]
				if pageNumber.MatchString(strings.TrimSpace(l.text())) || n >= 3 && n*2 > len(items) || l.size < 0.85*usualSize(page) {
					l.chrome = true
				}
			}
		}
	}
}

// usualSize is the size of most lines of a page.
func usualSize(items []pdfItem) float64 {
	var sizes []float64
	for _, it := range items {
		if it.line != nil {
			sizes = append(sizes, it.line.size)
		}
	}
	if len(sizes) < 4 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// margins measures where the text of a page begins and ends.
func (s *pdfStory) margins(items []pdfItem) {
	left, right := math.Inf(1), math.Inf(-1)
	for _, it := range items {
		if it.line != nil && !it.line.chrome {
			left, right = min(left, it.line.x0), max(right, it.line.x1)
		}
		if it.table != nil {
			left, right = min(left, it.table.xs[0]), max(right, it.table.xs[len(it.table.xs)-1])
		}
	}
	if s.last == nil {
		s.left, s.right = left, right
	}
	s.left, s.right = min(left, s.left), max(right, s.right)
}

// line adds a line to the paragraph, or begins the next.
func (s *pdfStory) line(l *pdfLine) {
	if p := s.last; p != nil {
		full := s.right-p.x1 < l.firstWord()+1.05*l.size
		if full && l.x0-s.left < 0.8*l.size && math.Abs(p.size-l.size) < 0.2*l.size {
			s.para.WriteString(joint(p, l))
			s.para.WriteString(l.text())
			s.last = l
			return
		}
	}
	s.flush()
	s.para.WriteString(l.text())
	s.last = l
}

func (s *pdfStory) flush() {
	if s.last != nil {
		s.wordParagraph(wordBlock{text: s.para.String()})
		s.para.Reset()
		s.last = nil
	}
}

// add takes a table; one with the same columns as the one before, with nothing
// between them, is its continuation on the next page.
func (s *pdfStory) add(t *pdfTable) {
	if o := s.table; o != nil && len(o.xs) == len(t.xs) {
		same := true
		for i := range o.xs {
			same = same && math.Abs(o.xs[i]-t.xs[i]) <= 2*snap
		}
		if same {
			o.append(t)
			return
		}
	}
	s.flushTable()
	s.table = t
}

// append adds the rows of a table. A cell that was cut by the end of the page
// goes on in an empty one.
func (t *pdfTable) append(n *pdfTable) {
	last := map[int]int{} // cells that reach the last row, by column
	for i, c := range t.cells {
		if c.row+c.rows == t.rows {
			last[c.col] = i
		}
	}
	for _, c := range n.cells {
		if i, ok := last[c.col]; ok && c.row == 0 && c.text == "" && t.cells[i].cols == c.cols && (t.cells[i].rows > 1 || c.rows > 1) {
			t.cells[i].rows += c.rows
			continue
		}
		c.row += t.rows
		t.cells = append(t.cells, c)
	}
	t.rows += n.rows
}

func (s *pdfStory) flushTable() {
	t := s.table
	if t == nil {
		return
	}
	s.table = nil
	if len(s.doc.Tables) >= maxTables || s.page.cells >= maxCells {
		for _, c := range t.cells {
			s.wordParagraph(wordBlock{text: c.text})
		}
		return
	}
	w := s.newRows(-1, -1)
	row := -1
	for _, c := range t.cells {
		for row < c.row {
			w.startRow()
			row++
		}
		w.putCell(c.col, c.rows, c.cols, false)
		s.wordParagraph(wordBlock{text: c.text})
		w.endCell()
	}
	for row < t.rows-1 {
		w.startRow()
		row++
	}
	w.close()
}
