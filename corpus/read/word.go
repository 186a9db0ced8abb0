package read

import (
	"fmt"
	"strings"

	"jiedui/corpus"
	"jiedui/schema"
)

// What the readers of Word's formats find, in reading order; written by
// [page.story].

// wordBlock is a paragraph or a table.
type wordBlock struct {
	// text is the paragraph; LF is a line break in it.
	text  string
	level int  // of a heading
	item  bool // of a list
	table *wordTable
}

type wordTable struct{ rows []wordRow }

type wordRow struct {
	header bool // it comes again on each page
	before int  // grid columns left free before the first cell
	cells  []wordCell
}

type wordCell struct {
	span     int  // grid columns; 0 is 1
	goesOn   bool // the cell of the row above goes on here
	left     bool // … or that to the left
	pictures int
	blocks   []wordBlock
}

// story writes blocks in their order.
func (p *page) story(blocks []wordBlock) {
	for _, b := range blocks {
		switch {
		case b.table == nil:
			p.wordParagraph(b)
		case b.table.single() != nil:
			p.story(b.table.single())
		case len(p.doc.Tables) >= maxTables || p.cells >= maxCells:
			for _, r := range b.table.rows {
				for _, c := range r.cells {
					p.story(c.blocks)
				}
			}
		default:
			p.wordTable(b.table, -1, -1)
		}
	}
}

// single returns the content of a table of one cell, which frames a text.
func (t *wordTable) single() []wordBlock {
	if len(t.rows) != 1 || len(t.rows[0].cells) != 1 {
		return nil
	}
	if b := t.rows[0].cells[0].blocks; b != nil {
		return b
	}
	return []wordBlock{}
}

func (p *page) wordParagraph(b wordBlock) {
	p.end()
	if !p.inCell {
		p.kind, p.level = corpus.Paragraph, 0
		switch {
		case b.level > 0:
			p.kind, p.level = corpus.Heading, min(b.level, 6)
		case b.item:
			p.kind = corpus.ListItem
		}
	}
	for i, line := range strings.Split(b.text, "\n") {
		if i > 0 {
			p.lineBreak()
		}
		p.text(line)
	}
	p.end()
	if !p.inCell {
		p.kind, p.level = corpus.Paragraph, 0
	}
}

func (p *page) wordTable(w *wordTable, outer, outerCell int) {
	t := p.newRows(outer, outerCell)
	above := map[int]int{} // cells of the row above, by their first column
	for _, r := range w.rows {
		t.startRow()
		col, here := min(max(r.before, 0), maxColSpan), map[int]int{}
		for _, c := range r.cells {
			span := max(c.span, 1)
			if span > maxColSpan {
				span, t.g.clamped = maxColSpan, true
			}
			if i, ok := above[col]; c.goesOn && ok && t.g.cells[i].ColSpan == span {
				t.g.cells[i].RowSpan++
				here[col] = i
				col += span
				continue
			}
			if n := len(t.g.cells); c.left && n > 0 && t.g.cells[n-1].Row == t.g.row && t.g.cells[n-1].Col+t.g.cells[n-1].ColSpan == col {
				t.g.cells[n-1].ColSpan += span
				col += span
				t.g.columns = max(t.g.columns, col)
				continue
			}
			t.putCell(col, 1, span, r.header)
			here[col] = len(t.g.cells) - 1
			nested := p.cellBlocks(c.blocks, nil)
			ci := t.endCell()
			if cell := t.g.cells[ci]; cell.Span.Empty() && len(nested) == 0 && c.pictures > 0 {
				p.note(schema.CodePicture, cell.Span, fmt.Sprintf("table %d, row %d, column %d holds only a picture", t.index+1, cell.Row+1, cell.Col+1))
			}
			if len(nested) > 0 {
				p.out = append(p.out, '\n')
				for _, n := range nested {
					p.wordTable(n, t.index, ci)
				}
				t.fresh = true
			}
			col += span
		}
		above = here
	}
	t.close()
}

// cellBlocks writes the paragraphs of a cell and returns its tables.
func (p *page) cellBlocks(blocks []wordBlock, nested []*wordTable) []*wordTable {
	for _, b := range blocks {
		switch {
		case b.table == nil:
			p.wordParagraph(b)
		case b.table.single() != nil:
			nested = p.cellBlocks(b.table.single(), nested)
		case len(p.doc.Tables)+len(nested) >= maxTables || p.cells >= maxCells:
			for _, r := range b.table.rows {
				for _, c := range r.cells {
					nested = p.cellBlocks(c.blocks, nested)
				}
			}
		default:
			nested = append(nested, b.table)
		}
	}
	return nested
}
