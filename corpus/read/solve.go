package read

import (
	"math"
	"strings"
	"unicode"

	"jiedui/corpus"
	"jiedui/text"
)

// cellInfo is what the search for a table's shape sees of one piece: not the
// words, only what kind of thing stands there.
type cellInfo struct {
	kind        kind
	first, last rune // of the text without blanks; 0 for an empty piece
	lines       int  // of text
	length      int  // in characters, without blanks
	number      int  // the value of a short number, else -1
	hash        uint64
	eol         bool
	phone       bool // a long number stands in the text
}

// kind is a coarse class of cell texts.
type kind uint8

const (
	kindEmpty  kind = iota
	kindSerial      // a number of at most four digits
	kindPhone       // a longer number
	kindName        // two to four hanzi
	kindShort       // five to nine characters
	kindMedium      // ten to twenty
	kindLong        // more
	kindMixed       // hanzi and a long number
	kindDigits      // a short text with digits in it
	kindOther       // no hanzi, no number
	kinds
)

func describe(s string, p piece) cellInfo {
	c := cellInfo{eol: p.eol, number: -1, lines: len(p.frags)}
	if len(p.frags) == 0 {
		return c
	}
	t := s[p.frags[0].Start:p.frags[len(p.frags)-1].End]
	digits, run, longRun, hanzi := 0, 0, 0, 0
	c.hash = 14695981039346656037
	for _, r := range t {
		if isBlank(r) {
			continue
		}
		c.hash = (c.hash ^ uint64(r)) * 1099511628211
		if c.first == 0 {
			c.first = r
		}
		c.last = r
		c.length++
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			digits++
			run++
			longRun = max(longRun, run)
			continue
		}
		if r != '-' && r != '*' {
			run = 0
		}
		if unicode.Is(unicode.Han, r) {
			hanzi++
		}
	}
	c.phone = longRun >= 7
	switch {
	case c.length == 0:
		c.kind = kindOther
	case digits == c.length && digits <= 4:
		c.kind = kindSerial
		c.number = 0
		for _, r := range squeeze(t) {
			if r >= '０' {
				r -= '０' - '0'
			}
			c.number = c.number*10 + int(r-'0')
		}
	case hanzi == 0 && longRun >= 7:
		c.kind = kindPhone
	case c.phone:
		c.kind = kindMixed
	case hanzi == 0:
		c.kind = kindOther
	case digits > 0 && c.length < 15:
		c.kind = kindDigits
	case c.length <= 4:
		c.kind = kindName
	case c.length <= 9:
		c.kind = kindShort
	case c.length <= 20:
		c.kind = kindMedium
	default:
		c.kind = kindLong
	}
	if c.kind == kindSerial || c.kind == kindPhone { // digits tell nothing at their ends
		c.first, c.last = '0', '0'
	}
	if c.first >= '0' && c.first <= '9' {
		c.first = '0'
	}
	if c.last >= '0' && c.last <= '9' {
		c.last = '0'
	}
	return c
}

// solution is a table's shape: its rows as ranges of pieces, and the column of
// each piece with text.
type solution struct {
	columns int
	rows    []run
	col     []int // by piece; -1 for a piece that is no cell
	cost    float64
	header  bool
	cells   []cellInfo
	models  []model
}

// run is a range of pieces.
type run struct{ from, to int }

const (
	maxColumns = 40   // of tables whose row ends must be inferred
	sampleSize = 1200 // pieces that the number of columns is inferred from
)

// solve finds the shape that explains the pieces best.
func solve(cells []cellInfo) solution {
	if rows, columns, ok := byLines(cells); ok {
		s := solution{columns: columns, rows: rows, cells: cells}
		s.fit(true)
		t := solution{columns: columns, rows: rows, cells: cells}
		t.fit(false)
		if t.cost < s.cost {
			return t
		}
		return s
	}
	sample := cells[:min(len(cells), sampleSize)]
	var best solution
	for columns := 1; columns <= min(maxColumns, len(sample)); columns++ {
		rows, holes, ok := chunk(sample, columns)
		if !ok {
			continue
		}
		for _, header := range []bool{true, false} {
			if header && len(rows) < 2 {
				continue
			}
			s := solution{columns: columns, rows: rows, cells: sample}
			s.fit(header)
			s.cost += 8 * float64(holes)
			if best.columns == 0 || s.cost < best.cost-1e-9 {
				best = s
			}
		}
	}
	if best.columns > 0 && len(sample) == len(cells) {
		return best
	}
	rows, _, ok := chunk(cells, best.columns)
	if !ok {
		best.columns, rows = 1, column(cells)
	}
	s := solution{columns: best.columns, rows: rows, cells: cells}
	s.fit(best.header)
	return s
}

// column makes each text a row, for streams that no number of columns fits.
func column(cells []cellInfo) []run {
	var rows []run
	for i, c := range cells {
		if n := len(rows); c.kind == kindEmpty && n > 0 {
			rows[n-1].to = i + 1
		} else {
			rows = append(rows, run{i, i + 1})
		}
	}
	return rows
}

// byLines finds the rows of a dump that writes a row a line: at least one line
// has several cells. It fails when some row is spread over lines.
func byLines(cells []cellInfo) (rows []run, columns int, ok bool) {
	from, several := 0, false
	texts := 0
	for i, c := range cells {
		if c.kind != kindEmpty {
			texts++
		}
		if !c.eol && i < len(cells)-1 {
			continue
		}
		n := len(rows)
		if texts == 0 && n > 0 { // bars alone on a line belong to the row before
			rows[n-1].to = i + 1
		} else {
			rows = append(rows, run{from, i + 1})
		}
		several = several || texts > 1
		from, texts = i+1, 0
	}
	if !several {
		return nil, 0, false
	}
	for _, r := range rows {
		columns = max(columns, r.to-r.from)
	}
	// When every row but the last has as many bars as the widest, or when the
	// stream cut at that width breaks at line ends, that is the table.
	if chunked, holes, fits := chunk(cells, columns); fits && holes == 0 {
		return chunked, columns, true
	}
	return rows, columns, true
}

// chunk cuts the stream into rows of as many bars as there are columns. It
// fails when a row would end within a line. holes counts the pieces without
// text that stand before a text of their row.
func chunk(cells []cellInfo, columns int) (rows []run, holes int, ok bool) {
	if columns < 1 {
		return nil, 0, false
	}
	for from := 0; from < len(cells); from += columns {
		to := min(from+columns, len(cells))
		if !cells[to-1].eol && to < len(cells) {
			return nil, 0, false
		}
		empty := 0
		for i := from; i < to; i++ {
			if cells[i].kind == kindEmpty {
				empty++
			} else {
				holes += empty
				empty = 0
			}
		}
		if empty == to-from { // no row is without a cell of its own
			return nil, 0, false
		}
		rows = append(rows, run{from, to})
	}
	return rows, holes, true
}

// model counts what stands in one column.
type model struct {
	n           int
	kind        [kinds]int
	first, last map[rune]int
	miss        int // rows without a cell of their own here
}

func (m *model) add(c cellInfo) {
	if m.first == nil {
		m.first, m.last = map[rune]int{}, map[rune]int{}
	}
	m.n++
	m.kind[c.kind]++
	m.first[c.first]++
	m.last[c.last]++
}

// bits is what the cell costs in the column: little where it looks like what
// else stands there.
func (m *model) bits(c cellInfo) float64 {
	n := float64(m.n)
	k := float64(m.kind[c.kind])
	if c.kind >= kindName && c.kind <= kindLong { // lengths shade into each other
		if c.kind > kindName {
			k += 0.3 * float64(m.kind[c.kind-1])
		}
		if c.kind < kindLong {
			k += 0.3 * float64(m.kind[c.kind+1])
		}
	}
	b := math.Log2((1.6*n + 0.5*float64(kinds)) / (k + 0.5))
	b += 0.5 * math.Log2((n+8)/(float64(m.first[c.first])+0.25))
	b += math.Log2((n + 8) / (float64(m.last[c.last]) + 0.25))
	return b
}

// fit places the cells of each row in columns and counts the cost of it all.
func (s *solution) fit(header bool) {
	s.header = header
	s.col = make([]int, len(s.cells))
	first := 0
	if header {
		first = 1
	}
	place := func(r run, cols []int) {
		j := 0
		for i := r.from; i < r.to; i++ {
			s.col[i] = -1
			if j < len(cols) && s.isCell(r, i) {
				s.col[i] = cols[j]
				j++
			}
		}
	}
	left := make([]int, s.columns)
	for i := range left {
		left[i] = i
	}
	s.models = make([]model, s.columns)
	full, gaps := 0, false
	for i, r := range s.rows {
		place(r, left)
		gaps = gaps || i >= first && i < len(s.rows)-1 && s.count(r) < s.columns
		if i >= first && s.count(r) == s.columns {
			full++
			for k := r.from; k < r.to; k++ {
				s.models[s.col[k]].add(s.cells[k])
			}
		}
	}
	for pass := 0; pass < 3; pass++ {
		next := make([]model, s.columns)
		prev := make([]int, s.columns) // the last number in each column
		for i := range prev {
			prev[i] = -1
		}
		for i, r := range s.rows {
			if i < first {
				continue
			}
			if s.count(r) < s.columns && (full > 0 || pass > 0) {
				place(r, s.align(r, prev, gaps))
			}
			here := map[int]bool{}
			for k := r.from; k < r.to; k++ {
				if c := s.col[k]; c >= 0 {
					next[c].add(s.cells[k])
					here[c] = true
					if n := s.cells[k].number; n >= 0 {
						prev[c] = n
					}
				}
			}
			for c := range next {
				if !here[c] {
					next[c].miss++
				}
			}
		}
		s.models = next
	}
	s.weigh(first)
	if header {
		s.alignHeader()
	}
}

// isCell reports whether piece i of row r is a cell: it has text, or a text
// follows it in the row.
func (s *solution) isCell(r run, i int) bool {
	if s.cells[i].kind != kindEmpty {
		return true
	}
	for k := i + 1; k < r.to; k++ {
		if s.cells[k].kind != kindEmpty {
			return true
		}
	}
	return false
}

func (s *solution) count(r run) int {
	for k := r.to; k > r.from; k-- {
		if s.cells[k-1].kind != kindEmpty {
			return k - r.from
		}
	}
	return 0
}

// align finds the columns of a row that has fewer cells than the table has
// columns: in order, each cell where it fits.
func (s *solution) align(r run, prev []int, gaps bool) []int {
	k, c := s.count(r), s.columns
	inf := math.Inf(1)
	// cost[i][j]: the first i cells stand in the first j columns.
	cost := make([][]float64, k+1)
	take := make([][]bool, k+1)
	for i := range cost {
		cost[i] = make([]float64, c+1)
		take[i] = make([]bool, c+1)
		for j := range cost[i] {
			cost[i][j] = inf
		}
	}
	cost[0][0] = 0
	rows := float64(len(s.rows))
	for j := 1; j <= c; j++ {
		m := &s.models[j-1]
		skip := math.Log2((rows + 1) / (float64(m.miss) + 0.5))
		have := math.Log2((rows + 1) / (rows - float64(m.miss) + 0.5))
		for i := 0; i <= min(j, k); i++ {
			skip := skip
			switch {
			case i > 0 && i < k: // a gap between cells
				skip += 4
			case i == 0 && !(s.header && gaps): // no table of carried-down labels
				skip += 3
			case i == k && s.header && gaps:
				skip += 2
			}
			if v := cost[i][j-1] + skip; v < cost[i][j] {
				cost[i][j], take[i][j] = v, false
			}
			if i > 0 {
				fit := have + m.bits(s.cells[r.from+i-1])
				if n := s.cells[r.from+i-1].number; n >= 0 && prev[j-1] >= 0 {
					if fit += 3; n == prev[j-1]+1 {
						fit -= 6
					}
				}
				if v := cost[i-1][j-1] + fit; v < cost[i][j] {
					cost[i][j], take[i][j] = v, true
				}
			}
		}
	}
	out := make([]int, k)
	for i, j := k, c; i > 0; j-- {
		if take[i][j] {
			i--
			out[i] = j - 1
		}
	}
	return out
}

// weigh counts the cost of the shape: each cell in the light of those above
// it in its column, as an adaptive code would pay for it.
func (s *solution) weigh(first int) {
	models := make([]model, s.columns)
	serial := make([]int, s.columns)
	for i := range serial {
		serial[i] = -1
	}
	const fresh = 12.5 // bits of a header cell: somewhat more than the first cell of a column
	cost := 2 * float64(s.columns)
	patterns := map[string]int{}
	var head []uint64
	for i, r := range s.rows {
		same := i > 0
		for k := r.from; k < r.to; k++ {
			h := s.cells[k].hash
			if i == 0 {
				head = append(head, h)
			} else if k-r.from >= len(head) || head[k-r.from] != h {
				same = false
			}
		}
		same = same && r.to-r.from == len(head)
		if i < first {
			cost += fresh * float64(s.count(r))
			continue
		}
		if same && first > 0 {
			cost += 2
			if i == 1 { // a header is not said twice in a row
				cost += 40
			}
			continue
		}
		var pattern strings.Builder
		for k := r.from; k < r.to; k++ {
			c := s.col[k]
			if c < 0 {
				continue
			}
			pattern.WriteByte(byte(c))
			m := &models[c]
			cost += m.bits(s.cells[k])
			m.add(s.cells[k])
			if n := s.cells[k].number; n >= 0 {
				switch {
				case serial[c] < 0:
				case n == serial[c]+1:
					cost -= 2
				default:
					cost += 4
				}
				serial[c] = n
			}
		}
		p := pattern.String()
		cost += math.Log2(float64(i-first+4) / (float64(patterns[p]) + 1))
		patterns[p]++
	}
	s.cost = cost
}

// alignHeader spreads a header of fewer cells over the columns: a column of
// phone numbers has no label of its own when the header is short of one.
func (s *solution) alignHeader() {
	r := s.rows[0]
	k := s.count(r)
	if k >= s.columns || k == 0 {
		return
	}
	short := s.columns - k
	over := make([]bool, s.columns) // columns without a label
	for c := 1; c < s.columns && short > 0; c++ {
		m := &s.models[c]
		if m.n > 0 && m.kind[kindPhone]*2 > m.n {
			over[c] = true
			short--
		}
	}
	for c := s.columns - 1; c > 0 && short > 0; c-- {
		if !over[c] {
			over[c] = true
			short--
		}
	}
	col := 0
	for i := r.from; i < r.to; i++ {
		if s.col[i] < 0 {
			continue
		}
		for over[col] {
			col++
		}
		s.col[i] = col
		col++
	}
}

// lay makes the cells of the grid: a cell with text for each piece that has
// some, spans for the positions that rows lack, empty cells for the rest.
func (s *solution) lay(ps []piece) []corpus.Cell {
	var out []corpus.Cell
	above := make([]int, s.columns) // index into out of the cell that fills the column, in the row above
	for i := range above {
		above[i] = -1
	}
	for ri, r := range s.rows {
		row := make([]int, s.columns)
		for i := range row {
			row[i] = -1
		}
		begin := len(out)
		for k := r.from; k < r.to; k++ {
			c := s.col[k]
			if c < 0 {
				continue
			}
			cell := corpus.Cell{Row: ri, Col: c, RowSpan: 1, ColSpan: 1}
			cell.Span, cell.Breaks = spanOf(ps[k])
			row[c] = len(out)
			out = append(out, cell)
		}
		isHead := ri == 0 && s.header
		carried := false // a column left of the row's first cell is carried down
		for c := 0; c < s.columns && row[c] < 0; c++ {
			carried = carried || above[c] >= 0 && !isHead
		}
		for c := 0; c < s.columns; c++ {
			if row[c] >= 0 {
				continue
			}
			up := above[c]
			down := up >= 0 && !isHead && !(s.header && out[up].Row == 0)
			if down && !carried && c > 0 && (!s.header || row[c-1] >= begin && s.wide(r, s.models[c])) {
				down = false
			}
			switch {
			case down:
				row[c] = up
				if last := &out[up]; last.Row+last.RowSpan == ri {
					last.RowSpan++
				}
			case c > 0 && row[c-1] >= begin && (isHead || s.long(r, c-1)):
				row[c] = row[c-1]
				out[row[c]].ColSpan++
			}
		}
		copy(above, row)
	}
	return out
}

// wide reports whether the columns right of a row's last cell are missing
// because that cell is wide, not because a cell from above fills them: the
// missing column has mostly cells of its own.
func (s *solution) wide(r run, m model) bool {
	return m.miss*2 < m.n || s.columns > 2 && s.count(r) == 1
}

// long reports whether the cell in column c of row r has more text than its
// column holds elsewhere, or is the only cell of the row.
func (s *solution) long(r run, c int) bool {
	for k := r.from; k < r.to; k++ {
		if s.col[k] <= c && s.col[k] >= 0 && k+1 < r.to && s.col[k+1] < 0 {
			return s.cells[k].length > 12 || s.count(r) == 1
		}
	}
	return false
}

// spanOf returns the span of a piece's text and the line breaks inside.
func spanOf(p piece) (text.Span, []int) {
	n := len(p.frags)
	if n == 0 {
		return text.Span{Start: p.bar, End: p.bar}, nil
	}
	var breaks []int
	for i := 1; i < n; i++ {
		breaks = append(breaks, p.frags[i].line-1)
	}
	return text.Span{Start: p.frags[0].Start, End: p.frags[n-1].End}, breaks
}
