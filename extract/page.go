// Package extract reads facts from clean text.
//
// The road of one row: read tells that a cell of the page stands at bytes
// 812:830 of the read text; [NewPage] carries that span forward to the clean
// text, where the cell says 城东小学; an extractor (pairings) takes the span,
// and [Page.Value] follows it back to the read text, so that the record holds
// the value, its place and its quote.
//
// Every place inside this package is a span of the page's clean text.
package extract

import (
	"sort"
	"strings"
	"unicode"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

// Page is one page as the extractors see it.
type Page struct {
	Doc    *corpus.Document
	Clean  text.Text // the normalised read text
	Script string    // ISO 15924: Hans, Hant or Zyyy
	Lines  []Line    // of Clean in order; empty lines left out
	Tables []Table   // in the order of Doc.Tables
	// Repairs counts what normalising did; Damage is what it saw and left, by Start.
	Repairs []schema.Repair
	Damage  []Damage

	ruler *text.Ruler // of the read text
	cells []cellPlace // cells by place in the read text
}

// Damage is damaged text that normalising saw and could not repair.
type Damage struct {
	Span    text.Span
	Message string
}

// Line is one line of the clean text, blanks at both ends left out.
type Line struct {
	Span   text.Span
	Table  int32 // index into Page.Tables for a line of a table, else -1
	Kind   corpus.BlockKind
	Chrome bool
}

// Table is a data table with its cells in the coordinates of the clean text.
type Table struct {
	*corpus.Table
	Index   int
	Span    text.Span
	Caption text.Span
	Cells   []Cell
	Chrome  bool
	// rows lists, by row, the indexes of the cells that cover it, by column.
	rows [][]int32
}

// Cell is one cell; Span is its clean text.
type Cell struct {
	*corpus.Cell
	Span text.Span
}

type cellPlace struct {
	span             text.Span // read text
	table, row, colm int
}

// maxCovered bounds the grid positions that one table may unfold to; a table
// beyond it keeps only its anchor cells per row.
const maxCovered = 4 << 20

// NewPage prepares a page: doc as it was read, clean as it was normalised
// from doc.Text.
func NewPage(doc *corpus.Document, clean text.Text, script string) *Page {
	p := &Page{Doc: doc, Clean: clean, Script: script, ruler: text.NewRuler(doc.Text.String())}
	fwd := func(s text.Span) text.Span {
		c, _ := clean.ForwardFrom(s, doc.Text)
		return c
	}
	for ti := range doc.Tables {
		t := &doc.Tables[ti]
		pt := Table{Table: t, Index: ti, Span: fwd(t.Span), Caption: fwd(t.Caption)}
		pt.Cells = make([]Cell, len(t.Cells))
		for ci := range t.Cells {
			c := &t.Cells[ci]
			pt.Cells[ci] = Cell{c, p.trim(fwd(c.Span))}
			if !c.Span.Empty() {
				p.cells = append(p.cells, cellPlace{c.Span, ti, c.Row, c.Col})
			}
		}
		pt.cover()
		p.Tables = append(p.Tables, pt)
	}
	sort.Slice(p.cells, func(i, j int) bool { return p.cells[i].span.Start < p.cells[j].span.Start })
	for _, b := range doc.Blocks {
		if b.Table >= 0 {
			p.Tables[b.Table].Chrome = b.Chrome
		}
		s := fwd(b.Span)
		for at := s.Start; at < s.End; {
			end := s.End
			if i := strings.IndexByte(clean.String()[at:s.End], '\n'); i >= 0 {
				end = at + i
			}
			if l := p.trim(text.Span{Start: at, End: end}); !l.Empty() {
				p.Lines = append(p.Lines, Line{l, int32(b.Table), b.Kind, b.Chrome})
			}
			at = end + 1
		}
	}
	return p
}

// cover fills rows.
func (t *Table) cover() {
	t.rows = make([][]int32, t.Rows)
	budget := maxCovered
	for i := range t.Cells {
		c := &t.Cells[i]
		for r := c.Row; r < min(c.Row+c.RowSpan, t.Rows); r++ {
			if budget--; budget < 0 && r > c.Row {
				break
			}
			t.rows[r] = append(t.rows[r], int32(i))
		}
	}
	for _, row := range t.rows {
		sort.SliceStable(row, func(i, j int) bool { return t.Cells[row[i]].Col < t.Cells[row[j]].Col })
	}
}

// Row returns the indexes of the cells that cover row r, by column; a cell
// that spans several rows is in each of them.
func (t *Table) Row(r int) []int32 { return t.rows[r] }

// At returns the index of the cell that covers a position, -1 if none.
func (t *Table) At(row, col int) int {
	if row < 0 || row >= len(t.rows) {
		return -1
	}
	r := t.rows[row]
	i := sort.Search(len(r), func(i int) bool { return t.Cells[r[i]].Col > col }) - 1
	if i >= 0 && col < t.Cells[r[i]].Col+t.Cells[r[i]].ColSpan {
		return int(r[i])
	}
	return -1
}

// Str returns the clean text of s.
func (p *Page) Str(s text.Span) string { return p.Clean.At(s) }

// Trim returns s without the blanks at both ends.
func (p *Page) Trim(s text.Span) text.Span { return p.trim(s) }

func (p *Page) trim(s text.Span) text.Span {
	str := p.Clean.At(s)
	l := strings.TrimLeft(str, " \t\n")
	s.Start += len(str) - len(l)
	s.End = s.Start + len(strings.TrimRight(l, " \t\n"))
	return s
}

// Evidence returns the places of the read text that the clean spans were made
// from; invented text gives none.
func (p *Page) Evidence(spans ...text.Span) []schema.Evidence {
	out := make([]schema.Evidence, 0, len(spans))
	for _, s := range spans {
		o, ok := p.Clean.Trace(s, p.Doc.Text)
		if !ok || o.Empty() {
			continue
		}
		e := schema.Evidence{
			Start: p.ruler.CodePoint(o.Start),
			End:   p.ruler.CodePoint(o.End),
			Quote: p.Doc.Text.At(o),
			Cell:  p.cellAt(o),

			Damaged: p.IsDamaged(s),
		}
		if old := sameEvidence(out, e); old != nil {
			old.Damaged = old.Damaged || e.Damaged
			continue
		}
		out = append(out, e)
	}
	return out
}

func sameEvidence(list []schema.Evidence, e schema.Evidence) *schema.Evidence {
	for i := range list {
		if list[i].Start == e.Start && list[i].End == e.End {
			return &list[i]
		}
	}
	return nil
}

func (p *Page) cellAt(o text.Span) *schema.CellRef {
	i := sort.Search(len(p.cells), func(i int) bool { return p.cells[i].span.Start > o.Start }) - 1
	if i < 0 || !p.cells[i].span.Contains(o) {
		return nil
	}
	c := p.cells[i]
	return &schema.CellRef{Table: c.table + 1, Row: c.row + 1, Column: c.colm + 1}
}

// Value is the value that stands at the spans: their clean text one after the
// other, all blanks removed.
func (p *Page) Value(spans ...text.Span) schema.Value {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(Squeeze(p.Str(s)))
	}
	return schema.Value{Value: b.String(), Evidence: p.Evidence(spans...)}
}

// ValueAs is a value in the extractor's own spelling (a date, a title with its
// line breaks removed) that the clean text at the spans contains.
func (p *Page) ValueAs(value string, spans ...text.Span) schema.Value {
	return schema.Value{Value: value, Evidence: p.Evidence(spans...)}
}

// Derived is a value that does not stand in the text: rule is the code of the
// rule that made it, the spans are its cause.
func (p *Page) Derived(value, rule string, spans ...text.Span) schema.Value {
	return schema.Value{Value: value, Evidence: p.Evidence(spans...), Derived: rule}
}

// LineColumn returns the 1-based line and column of the read text at which
// the clean span starts, for messages.
func (p *Page) LineColumn(s text.Span) (line, column int) {
	o, _ := p.Clean.Trace(s, p.Doc.Text)
	return p.ruler.LineColumn(o.Start)
}

// CutSpaced returns what stands behind the word that s begins with, perhaps
// spaced out (附 件:), and whether it does.
func CutSpaced(s, word string) (rest string, ok bool) {
	rest = s
	for i, r := range word {
		if i > 0 {
			rest = strings.TrimLeft(rest, " ")
		}
		if rest, ok = strings.CutPrefix(rest, string(r)); !ok {
			return s, false
		}
	}
	return rest, true
}

// Squeeze removes all blanks from s.
func Squeeze(s string) string {
	if !strings.ContainsAny(s, " \t\n") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' {
			return -1
		}
		return r
	}, s)
}

// Lost stands in clean text for characters whose bytes were lost; whatever is
// read with one in it, or beside one, is withheld in the end. Until then it passes
// for a Chinese character, so that one lost character does not hide a whole list.
const Lost = '\uFFFD'

// HasHan reports whether s holds a Chinese character.
func HasHan(s string) bool {
	for _, r := range s {
		if r >= 0x3400 && unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}
