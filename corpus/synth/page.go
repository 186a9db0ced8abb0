package synth

import "strings"

// Piece is a stretch of text and the facts that it says. Whatever dirt
// destroys in it, it destroys for those facts.
type Piece struct {
	S    string
	Says []*Fact
	// Lost: dirt lost bytes of it that nothing on the page tells.
	Lost bool
}

// Text is a run of pieces within one line or cell.
type Text []Piece

// T is text that says no fact.
func T(s string) Text { return Text{{S: s}} }

// Say is text that says the facts.
func Say(s string, facts ...*Fact) Text { return Text{{S: s, Says: facts}} }

// Join is the texts one after the other.
func Join(texts ...Text) Text {
	var out Text
	for _, t := range texts {
		out = append(out, t...)
	}
	return out
}

// String is the text without its facts.
func (t Text) String() string {
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.S)
	}
	return b.String()
}

// Kind is what a block is.
type Kind int

// The kinds of blocks.
const (
	Paragraph  Kind = iota
	Heading         // of the outline; Level counts from 1
	Title           // of the document
	Centred         // a centred line under a title: document number, byline
	Signature       // a line at the right: who signs, when
	TableOf         // Table
	List            // Items
	Definition      // Items in pairs: a label and what it says (<dl>)
	PageBreak
	Hidden    // text that the page hides from its reader (HTML only)
	Furniture // the site's own lines: navigation, footer, boilerplate
)

// Block is one block of a page.
type Block struct {
	Kind  Kind
	Level int
	Text  Text
	Items []Text
	Table *Table
}

// Table is a table; Rows hold the anchor cells only, as <tr> does.
type Table struct {
	Caption Text
	Head    int // how many of the first rows are set as header cells
	Rows    [][]Cell
}

// Cell is a cell with its lines; spans of 0 are 1.
type Cell struct {
	Lines            []Text
	RowSpan, ColSpan int
}

// blank reports whether a cell of the table is empty.
func (t *Table) blank() bool {
	for _, row := range t.Rows {
		for _, c := range row {
			s := ""
			for _, l := range c.Lines {
				s += l.String()
			}
			if strings.TrimSpace(s) == "" {
				return true
			}
		}
	}
	return false
}

// C is a cell of one line.
func C(t Text) Cell { return Cell{Lines: []Text{t}} }

// P is a paragraph.
func P(t Text) Block { return Block{Kind: Paragraph, Text: t} }

// eachText calls visit for every text of the blocks, so that dirt can change
// it in place.
func eachText(blocks []Block, visit func(*Text)) {
	for i := range blocks {
		b := &blocks[i]
		if b.Text != nil {
			visit(&b.Text)
		}
		for j := range b.Items {
			visit(&b.Items[j])
		}
		if b.Table == nil {
			continue
		}
		if b.Table.Caption != nil {
			visit(&b.Table.Caption)
		}
		for _, row := range b.Table.Rows {
			for c := range row {
				for l := range row[c].Lines {
					visit(&row[c].Lines[l])
				}
			}
		}
	}
}
