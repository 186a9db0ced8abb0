package read

import "jiedui/corpus"

// Limits of the HTML standard (section "Attributes common to td and th
// elements"), and our own on how many stretches of a row may be taken by cells
// from above, which bounds the time a row takes.
const (
	maxColSpan = 1000
	maxRowSpan = 65534
	maxTaken   = 256
)

// grid gives cells their places by the table-forming algorithm of the HTML
// standard, row by row. It holds no slots, only the stretches of columns that
// cells from rows above still fill.
type grid struct {
	row     int // of the cells being placed; -1 before the first
	x       int // the first column that may be free
	next    int // index into taken
	taken   []stretch
	fresh   []stretch // spans begun in this row, by column
	columns int
	group   int // index of the first cell of the row group
	cells   []corpus.Cell
	clamped bool // a span was absurd, and was cut
}

// stretch is a range of columns that are filled up to, not including, row until.
type stretch struct{ start, end, until int }

func newGrid() *grid { return &grid{row: -1} }

// startRow begins the next row.
func (g *grid) startRow() {
	if g.row >= 0 {
		g.settle()
	}
	g.row++
	g.x, g.next = 0, 0
}

// place gives the next cell of the row its column. Spans are as the page says
// them: 0 rows means the rest of the row group.
func (g *grid) place(rows, cols int, header bool) *corpus.Cell {
	if cols > maxColSpan {
		cols, g.clamped = maxColSpan, true
	}
	if rows > maxRowSpan {
		rows, g.clamped = maxRowSpan, true
	}
	if cols < 1 {
		cols = 1
	}
	if rows < 0 {
		rows = 1
	}
	for g.next < len(g.taken) && g.taken[g.next].start <= g.x {
		if t := g.taken[g.next]; t.until > g.row {
			g.x = max(g.x, t.end)
		}
		g.next++
	}
	if rows != 1 {
		until := g.row + rows
		if rows == 0 {
			until = 1 << 40
		}
		if len(g.taken)+len(g.fresh) >= maxTaken {
			if n := len(g.fresh); n == 0 || g.fresh[n-1].end != g.x || g.fresh[n-1].until != until {
				rows, g.clamped = 1, true
			}
		}
		if rows != 1 {
			g.fresh = add(g.fresh, stretch{g.x, g.x + cols, until})
		}
	}
	if rows == 0 {
		rows = 1 << 40
	}
	g.cells = append(g.cells, corpus.Cell{Row: g.row, Col: g.x, RowSpan: rows, ColSpan: cols, Header: header})
	g.x += cols
	g.columns = max(g.columns, g.x)
	return &g.cells[len(g.cells)-1]
}

// add appends s, joined to the last stretch when that is its neighbour and
// ends with it.
func add(to []stretch, s stretch) []stretch {
	if n := len(to); n > 0 && to[n-1].end == s.start && to[n-1].until == s.until {
		to[n-1].end = s.end
		return to
	}
	return append(to, s)
}

// settle brings taken up to date after a row: ended stretches go, new ones
// come in.
func (g *grid) settle() {
	ended := false
	for _, t := range g.taken {
		ended = ended || t.until <= g.row+1
	}
	if !ended && len(g.fresh) == 0 {
		return
	}
	g.taken, g.fresh = union(g.taken, g.fresh, g.row+1), g.fresh[:0]
}

// union joins two lists of disjoint stretches, without those that end at row
// or before. Where two overlap, the later end holds.
func union(a, b []stretch, row int) []stretch {
	var out []stretch
	x := 0
	for {
		for len(a) > 0 && a[0].end <= x {
			a = a[1:]
		}
		for len(b) > 0 && b[0].end <= x {
			b = b[1:]
		}
		if len(a) == 0 && len(b) == 0 {
			return out
		}
		s := stretch{start: x, end: 1 << 60}
		for _, l := range [][]stretch{a, b} {
			switch {
			case len(l) == 0:
			case l[0].start > x:
				s.end = min(s.end, l[0].start)
			default:
				s.end, s.until = min(s.end, l[0].end), max(s.until, l[0].until)
			}
		}
		if s.until > row {
			out = add(out, s)
		}
		x = s.end
	}
}

// endGroup ends a row group (thead, tbody, tfoot): no cell reaches past it.
func (g *grid) endGroup() {
	for i := g.group; i < len(g.cells); i++ {
		c := &g.cells[i]
		if c.Row+c.RowSpan > g.row+1 {
			c.RowSpan = g.row + 1 - c.Row
		}
	}
	g.group = len(g.cells)
	g.taken, g.fresh = nil, nil
}

// put enters a cell whose place is known; the caller sees to it that no cells
// overlap.
func (g *grid) put(col, rows, cols int, header bool) {
	g.cells = append(g.cells, corpus.Cell{Row: g.row, Col: col, RowSpan: rows, ColSpan: cols, Header: header})
	g.columns = max(g.columns, col+cols)
}
