package read

import (
	"fmt"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

// rows writes one data table: its cells go into the text and the grid in the
// same step.
type rows struct {
	*page
	index   int // in Document.Tables
	begin   int // where its block starts
	g       *grid
	t       corpus.Table
	inRow   bool
	fresh   bool // at the start of a line
	cells   int  // in the row
	header  bool // all of them header cells
	heading bool // all rows so far are header rows
	heads   int
}

// newRows begins a table after the text written so far. Outermost tables are
// blocks: outer is -1.
func (p *page) newRows(outer, outerCell int) *rows {
	if outer < 0 {
		p.end()
	}
	t := &rows{page: p, index: len(p.doc.Tables), begin: len(p.out), g: newGrid(), fresh: true, heading: true}
	t.t = corpus.Table{Outer: outer, OuterCell: outerCell, Span: text.Span{Start: len(p.out), End: len(p.out)}}
	p.doc.Tables = append(p.doc.Tables, t.t)
	return t
}

// caption ends the caption, which was written between openCell and here.
func (t *rows) caption() {
	s, _ := t.closeCell()
	if s.Empty() {
		t.out = t.out[:t.cell]
	} else {
		t.t.Caption = s
		t.out = append(t.out, '\n')
	}
	t.t.Span.Start = len(t.out)
}

func (t *rows) startRow() {
	t.endRow()
	t.g.startRow()
	t.inRow, t.fresh, t.cells, t.header = true, true, 0, true
}

// startCell places a cell and begins its text.
func (t *rows) startCell(rows, cols int, th bool) {
	if !t.inRow {
		t.startRow()
	}
	if !t.fresh {
		t.out = append(t.out, '\t')
	}
	t.header = t.header && th
	t.g.place(rows, cols, th)
	t.cells++
	t.openCell()
}

// endCell ends the text of the cell, and returns the cell's index.
func (t *rows) endCell() int {
	i := len(t.g.cells) - 1
	t.g.cells[i].Span, t.g.cells[i].Breaks = t.closeCell()
	t.fresh = false
	return i
}

func (t *rows) endRow() {
	if !t.inRow {
		return
	}
	t.inRow = false
	if !t.fresh {
		t.out = append(t.out, '\n')
	}
	if t.heading = t.heading && t.cells > 0 && t.header; t.heading {
		t.heads++
	}
}

// endGroup ends a thead, tbody or tfoot.
func (t *rows) endGroup() {
	t.endRow()
	t.g.endGroup()
}

// close ends the table and enters it into the document.
func (t *rows) close() {
	t.endGroup()
	t.page.cells += len(t.g.cells)
	t.t.Rows, t.t.Columns, t.t.HeaderRows, t.t.Cells = t.g.row+1, t.g.columns, t.heads, t.g.cells
	t.t.Span.End = len(t.out)
	if t.t.Span.End > t.t.Span.Start && t.out[t.t.Span.End-1] == '\n' {
		t.t.Span.End--
	}
	t.doc.Tables[t.index] = t.t
	if t.g.clamped || t.g.columns > maxColSpan {
		t.note(schema.CodeTable, text.Span{Start: t.t.Span.Start, End: t.t.Span.Start},
			fmt.Sprintf("table %d has absurd spans or rows; it was read as %d rows of %d columns", t.index+1, t.t.Rows, t.t.Columns))
	}
	if t.t.Outer < 0 {
		if len(t.out) > t.begin {
			t.addBlock(corpus.Block{Kind: corpus.TableBlock, Table: t.index, Chrome: t.chrome, Span: text.Span{Start: t.begin, End: len(t.out)}})
		}
		t.restart()
	}
}

// dissolve takes the table back: what was written of it becomes blocks, one a
// cell. The table must be the last of the document and hold no other.
func (t *rows) dissolve() {
	if t.inCell {
		t.closeCell()
	}
	t.doc.Tables = t.doc.Tables[:t.index]
	for i := len(t.doc.Notes) - 1; i >= 0 && t.doc.Notes[i].Span.Start >= t.begin; i-- {
		t.doc.Notes[i].Span = text.Span{Start: t.begin, End: t.begin} // the text moves
	}
	written := t.out[t.begin:]
	t.out = t.out[:t.begin]
	t.restart()
	for len(written) > 0 {
		n := 0
		for n < len(written) && written[n] != '\t' && written[n] != '\n' {
			n++
		}
		// The blocks take no more room than the cells did.
		t.out = append(t.out, written[:n]...)
		written = written[min(n+1, len(written)):]
		t.end()
	}
}

// restart begins the next block here.
func (p *page) restart() {
	p.start, p.line, p.soft = len(p.out), len(p.out), len(p.out)
}

// putCell is startCell for a cell whose column is known.
func (t *rows) putCell(col, rows, cols int, th bool) {
	if !t.inRow {
		t.startRow()
	}
	if !t.fresh {
		t.out = append(t.out, '\t')
	}
	t.header = t.header && th
	t.g.put(col, rows, cols, th)
	t.cells++
	t.openCell()
}
