package extract

import (
	"jiedui/corpus"
)

// A dump that writes each cell on a line of its own shows the number of columns
// only by the bars of rows that lack cells. Where all rows are full, corpus/read
// infers it from what the cells look like; two columns of schools look like one.
// Words tell more: fold takes the cells of such a table anew, as rows as wide as
// the headings that it begins with.

// minFolded is the fewest rows, the header among them, that a fold may give.
const minFolded = 2

// fold returns the table of a text dump with the cells of one column set in as
// many columns as it begins with headings, or nil when it is no such table. The
// cells keep their places in the text; evidence names them as they were read.
func (p *Page) fold(t *Table) *Table {
	if p.Doc.MediaType != "text/plain" || t.Columns != 1 || len(t.Cells) != t.Rows {
		return nil
	}
	width := 0
	classes := map[string]bool{}
	for width < len(t.Cells) {
		class := HeaderClass(Squeeze(p.Str(t.Cells[width].Span)))
		if class == "" {
			break
		}
		classes[class] = true
		width++
	}
	if width < 2 || len(classes) < 2 || len(t.Cells)%width != 0 || len(t.Cells)/width < minFolded {
		return nil
	}
	shape := *t.Table
	shape.Rows, shape.Columns, shape.HeaderRows = len(t.Cells)/width, width, 1
	shape.Cells = make([]corpus.Cell, len(t.Cells))
	folded := *t
	folded.Table = &shape
	folded.Cells = make([]Cell, len(t.Cells))
	for i, c := range t.Cells {
		shape.Cells[i] = *c.Cell
		shape.Cells[i].Row, shape.Cells[i].Col = i/width, i%width
		shape.Cells[i].RowSpan, shape.Cells[i].ColSpan = 1, 1
		folded.Cells[i] = Cell{&shape.Cells[i], c.Span}
	}
	folded.cover()
	return &folded
}
