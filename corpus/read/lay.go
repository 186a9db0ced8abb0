package read

import (
	"jiedui/corpus"
	"jiedui/text"
)

// spreadHeader places the labels of the header over the columns they stand
// for: s.col of a label is the first of its columns, and it reaches to the
// next label.
func (s *solution) spreadHeader() {
	if s.heads == 0 {
		return
	}
	var cols []int
	if s.heads == 1 {
		cols = s.spread(s.rows[0])
	} else {
		cols = s.spreadTwo()
	}
	s.place(s.rows[0], cols)
	for i, again := range s.again {
		if again {
			s.place(s.rows[i], cols)
		}
	}
}

// spread finds the columns of a header row with fewer labels than there are
// columns. Where the columns repeat, each label stands over one turn (支援学校
// and 受援学校 over school, principal and phone). A column of phone numbers has
// no label of its own when labels are short (校长 over name and phone); what is
// short after that, the last labels reach over.
func (s *solution) spread(r run) []int {
	n := s.count(r)
	if cols := s.turns(n); cols != nil {
		return cols
	}
	short := s.columns - n
	over := make([]bool, s.columns) // columns without a label
	for c := 1; c < s.columns && short > 0; c++ {
		if m := &s.models[c]; m.n > 0 && m.kind[kindPhone]*2 > m.n {
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
	cols := make([]int, 0, n)
	for c := 0; c < s.columns && len(cols) < n; c++ {
		if !over[c] {
			cols = append(cols, c)
		}
	}
	return cols
}

// turns returns the columns of n labels that stand over equal turns of columns
// of the same kinds, after a column of numbers or from the first on; nil when
// the columns do not repeat so.
func (s *solution) turns(n int) []int {
	for own := range 2 { // columns before the first turn
		labels, wide := n-own, s.columns-own
		if own == 1 && !s.numbered() || labels < 2 || wide%labels != 0 || wide == labels {
			continue
		}
		turn := wide / labels
		alike := true
		for c := own; c+turn < s.columns && alike; c++ {
			a, b := &s.models[c], &s.models[c+turn]
			alike = a.n > 0 && b.n > 0 && a.class() == b.class()
		}
		if !alike {
			continue
		}
		var cols []int
		if own == 1 {
			cols = append(cols, 0)
		}
		for i := range labels {
			cols = append(cols, own+i*turn)
		}
		return cols
	}
	return nil
}

// class says what most cells of a column are: schools, numbers, phones, names
// and so on.
func (m *model) class() kind {
	if m.schools*2 > m.n {
		return kindNine
	}
	best := kindEmpty
	for k := range m.kind {
		if m.kind[k] > m.kind[best] {
			best = kind(k)
		}
	}
	if best == kindFour {
		best = kindName
	}
	return best
}

// spreadTwo finds the columns of the labels of a header of two rows. Labels
// of the first row reach down where the second row has none, the others stand
// over labels of the second row: over equal shares of them.
func (s *solution) spreadTwo() []int {
	upper, lower := s.rows[0], s.rows[1]
	n, k := s.count(upper), s.count(lower)
	deep := s.columns - k // columns whose label reaches down
	wide := n - deep      // labels that stand over others
	cols := make([]int, 0, n)
	low := make([]int, 0, k)
	if wide < 1 || deep < 0 {
		for c := 0; c < n; c++ {
			cols = append(cols, c)
		}
		return cols
	}
	// Which labels reach down: those at the left, unless the second row says the
	// same labels again for each wide one, and the columns tell where that begins.
	reach := make([]bool, n)
	for i, first := 0, s.turnsBegin(lower, wide, deep); i < n; i++ {
		reach[i] = i < first || i >= first+wide
	}
	c, given := 0, 0
	for i := 0; i < n; i++ {
		cols = append(cols, c)
		if reach[i] {
			c++
			continue
		}
		share := (k - given) / wide
		if (k-given)%wide > 0 {
			share++
		}
		wide--
		for j := 0; j < share; j++ {
			low = append(low, c+j)
		}
		given += share
		c += share
	}
	s.place(lower, low)
	return cols
}

// turnsBegin returns the column at which the labels of the second row of a
// header begin, of which deep columns have none: where its labels are wide times
// the same, the place where the columns repeat likewise, else deep.
func (s *solution) turnsBegin(lower run, wide, deep int) int {
	k := s.count(lower)
	if wide < 2 || k%wide != 0 || len(s.models) < s.columns {
		return deep
	}
	turn := k / wide
	labels := make([]cellInfo, 0, k)
	for _, c := range s.cells[lower.from:lower.to] {
		if c.length > 0 {
			labels = append(labels, c)
		}
	}
	broken := 0
	for i := turn; i < len(labels); i++ {
		if a, b := labels[i], labels[i-turn]; a.hash != b.hash {
			if broken++; broken > 1 || !a.broken && !b.broken { // bytes of one were lost
				return deep
			}
		}
	}
	best, at := 0, deep
	for first := deep; first >= 0; first-- {
		alike := 0
		for c := first; c+turn < first+k; c++ {
			if a, b := &s.models[c], &s.models[c+turn]; a.n > 0 && b.n > 0 && a.class() == b.class() {
				alike++
			}
		}
		if alike > best {
			best, at = alike, first
		}
	}
	return at
}

// layer turns a shape into the cells of a grid, row by row.
type layer struct {
	s     *solution
	ps    []piece
	out   []corpus.Cell
	above []int // by column: the cell that fills it in the row before, or -1
	row   []int // … in this row
	group int   // the first row of the group that the row belongs to
}

// lay makes the grid's cells: one for each piece with text, with spans over
// the positions that its row or the rows below lack, and empty cells where a
// position is empty.
func (s *solution) lay(ps []piece) []corpus.Cell {
	l := &layer{s: s, ps: ps, above: make([]int, s.columns), row: make([]int, s.columns)}
	for i := range l.above {
		l.above[i] = -1
	}
	for i := range s.rows {
		l.lay(i)
		l.above, l.row = l.row, l.above
	}
	return l.out
}

func (l *layer) lay(i int) {
	s, r := l.s, l.s.rows[i]
	begin := len(l.out)
	for c := range l.row {
		l.row[c] = -1
	}
	n := s.count(r)
	if n == 0 { // bars without a text before or among them: no row of a dump
		return
	}
	for k := r.from; k < r.from+n; k++ {
		cell := corpus.Cell{Row: i, Col: s.col[k], RowSpan: 1, ColSpan: 1}
		cell.Span, cell.Breaks = spanOf(l.ps[k])
		l.row[cell.Col] = len(l.out)
		l.out = append(l.out, cell)
	}
	head := i < s.heads || s.again[i]
	carried := false
	for c := 0; c < s.columns; {
		if l.row[c] >= 0 {
			c++
			continue
		}
		end := c + 1
		for end < s.columns && l.row[end] < 0 {
			end++
		}
		how := l.explain(i, c, end, head, carried)
		if how == down && c == 0 {
			carried = true
		}
		l.fill(i, begin, c, end, how)
		c = end
	}
	if l.row[0] >= 0 && l.out[l.row[0]].Row == i {
		l.group = i
	}
	// Cells that fill was asked for stand behind those of the row: sort them in.
	cells := l.out[begin:]
	for a := 1; a < len(cells); a++ {
		for b := a; b > 0 && cells[b].Col < cells[b-1].Col; b-- {
			cells[b], cells[b-1] = cells[b-1], cells[b]
		}
	}
	for k := range cells {
		for c := cells[k].Col; c < cells[k].Col+cells[k].ColSpan; c++ {
			l.row[c] = begin + k
		}
	}
}

// The ways in which a position comes to have no cell of its own.
type gap uint8

const (
	none gap = iota // it is empty
	down            // the cell above reaches down
	wide            // the cell to the left reaches over
)

// explain says how the positions from c to end of row i come to lack cells.
func (l *layer) explain(i, c, end int, head, carried bool) gap {
	s := l.s
	n := s.count(s.rows[i])
	above := l.canReach(c, end)
	if head {
		if i > 0 && i < s.heads && above {
			return down
		}
		return wide
	}
	switch {
	case n == 1 && c == 1 && s.columns > 2: // a title over the whole row
		return wide
	case c == 1 && s.numbered() && l.row[0] >= 0 && s.cells[s.rows[i].from].kind != kindSerial: // 合计 where others have numbers
		return wide
	case s.heads == 0: // label and value, or a table without a header
		if c > 0 && s.cells[s.rows[i].from+n-1].length > 12 && end == s.columns {
			return wide
		}
		m := s.models[c]
		named := m.schools*2 > m.n || m.kind[kindMixed]*2 > m.n
		if above && (c == 0 || named && m.miss > 1 && m.miss*2 >= m.n) {
			return down
		}
		return none
	case !above:
		return none
	case c == 0:
		return down
	case !carried && s.models[0].miss > 0: // a new group, and nothing of the one before
		return none
	case end < s.columns: // between cells
		// An empty cell would have its bar here; those of carried ones stand at the
		// row's end, or, in the last row, nowhere.
		if m := s.models[c]; m.miss*2 >= m.n || s.rows[i].to-s.rows[i].from > n || i == len(s.rows)-1 {
			return down
		}
		return none
	case carried: // the label's group ends where the label does
		if l.out[l.above[c]].Row >= l.group {
			return down
		}
		return none
	}
	// At the end of the row, with a label of its own: the column is one that
	// cells reach down in when rows without one are common in it.
	m := s.models[c]
	last := i == len(s.rows)-1 && m.miss == 1 // only the last row lacks it: it ends early
	if m.miss*2 < m.n || last || s.numbered() && !s.alike(c) {
		return none
	}
	return down
}

// canReach reports whether cells above can fill the positions: all of them are
// below cells of the body that reach over none but them, and not over the
// whole table.
func (l *layer) canReach(from, to int) bool {
	for c := from; c < to; c++ {
		if l.above[c] < 0 {
			return false
		}
		cell := l.out[l.above[c]]
		head := cell.Row < l.s.heads || l.s.again[cell.Row]
		if head && !(l.s.heads == 2 && cell.Row == 0 && l.row != nil) || cell.Col < from || cell.Col+cell.ColSpan > to || cell.ColSpan == l.s.columns && l.s.columns > 1 {
			return false
		}
	}
	return true
}

// fill fills the positions of row i from c to end. Cells of the row begin at
// begin in l.out.
func (l *layer) fill(i, begin, c, end int, how gap) {
	switch how {
	case down:
		for ; c < end; c++ {
			l.row[c] = l.above[c]
			if up := &l.out[l.above[c]]; up.Row+up.RowSpan == i {
				up.RowSpan++
			}
		}
	case wide:
		if c == 0 {
			return
		}
		if k := l.row[c-1]; k >= begin {
			l.out[k].ColSpan += end - c
			for ; c < end; c++ {
				l.row[c] = k
			}
		}
	case none:
		r := l.s.rows[i]
		bars := r.to - r.from - l.s.count(r) // without cells
		if bars == 0 {
			return
		}
		at := l.ps[r.from].bar // behind the cell to the left, or before the first
		if len(l.ps[r.from].frags) > 0 {
			at = l.ps[r.from].frags[0].Start
		}
		for left := c - 1; left >= 0; left-- {
			if k := l.row[left]; k >= begin {
				at = l.out[k].Span.End
				break
			}
		}
		for ; c < end; c++ {
			l.row[c] = len(l.out)
			l.out = append(l.out, corpus.Cell{Row: i, Col: c, RowSpan: 1, ColSpan: 1, Span: text.Span{Start: at, End: at}})
		}
	}
}

// numbered reports whether the first column counts the rows.
func (s *solution) numbered() bool {
	m := &s.models[0]
	return m.n > 0 && m.miss == 0 && m.kind[kindSerial]*5 >= m.n*3
}

// alike reports whether column c holds the same kind of thing as another.
func (s *solution) alike(c int) bool {
	m := &s.models[c]
	if m.kind[kindMixed]*2 > m.n {
		return true
	}
	for d := range s.models {
		o := &s.models[d]
		if d == c || o.n == 0 {
			continue
		}
		same := 0
		for _, t := range m.last {
			if o.last.of(t.r) > 0 {
				same += t.n
			}
		}
		if same*2 > m.n {
			return true
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
