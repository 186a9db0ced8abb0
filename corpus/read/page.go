package read

import (
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/text"
)

// Bounds of what one document may hold, so that no page of 64 MiB fills the
// memory. Text past them is read all the same, with less structure.
const (
	maxBlocks = 1 << 20 // later blocks are joined to the one before
	maxCells  = 1 << 20 // later tables are read as lines
	maxTables = 1 << 16 // likewise
	maxNotes  = 1 << 10 // notes of one code
)

// page builds a document of markup from front to back: the read text, its
// blocks and, through openCell and closeCell, the texts of table cells. White
// space collapses on the way in.
type page struct {
	doc *corpus.Document
	out []byte // the read text so far

	// The block that is being written, and what it is.
	start  int // its first byte
	kind   corpus.BlockKind
	level  int
	chrome bool

	pictures int // shown so far

	line   int  // start of the current line
	soft   int  // no collapsed blank is written at this place: line or cell start
	blank  bool // a collapsed blank waits for the next visible character
	inCell bool
	cell   int   // start of the current cell
	brk    bool  // the waiting blank stands for a break of the line in a cell
	breaks []int // of the current cell
	cells  int   // of all tables so far
	noted  map[string]int
}

func newPage(doc *corpus.Document) *page { return &page{doc: doc, noted: map[string]int{}} }

// collapsible reports whether c is white space that collapses. Control
// characters count as such: a character reference may have brought them in.
func collapsible(c byte) bool { return c <= ' ' || c == 0x7f }

// text writes running text: white space collapses to one blank.
func (p *page) text(s string) {
	for i := 0; i < len(s); {
		if collapsible(s[i]) {
			p.blank = true
			i++
			continue
		}
		j := i + 1
		for j < len(s) && !collapsible(s[j]) {
			j++
		}
		p.word(s[i:j])
		i = j
	}
}

// word writes characters that are no white space, after the waiting blank.
func (p *page) word(s string) {
	if len(p.out) == 0 {
		s = strings.TrimLeft(s, "\ufeff")
	}
	if s == "" {
		return
	}
	p.space()
	p.out = append(p.out, s...)
}

// space writes the waiting blank, if one waits and this is no place where
// blanks are dropped.
func (p *page) space() {
	if p.blank && len(p.out) > p.soft {
		if p.inCell && p.brk {
			p.breaks = append(p.breaks, len(p.out))
		}
		p.out = append(p.out, ' ')
	}
	p.blank, p.brk = false, false
}

// pre writes text whose blanks and lines count.
func (p *page) pre(s string) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			p.lineBreak()
		}
		if p.inCell {
			p.text(line)
			continue
		}
		for i := 0; i < len(line); {
			j := i
			for j < len(line) && !collapsible(line[j]) {
				j++
			}
			if j > i {
				p.word(line[i:j])
			}
			for ; j < len(line) && collapsible(line[j]); j++ {
				p.space()
				p.out = append(p.out, ' ')
			}
			i = j
		}
	}
}

// lineBreak is br: the end of a line in a block, a blank in a cell. A second
// break in a row ends the block.
func (p *page) lineBreak() {
	if p.inCell {
		p.blank, p.brk = true, true
		return
	}
	p.blank = false
	if blankText(p.out[p.line:]) {
		p.out = p.out[:p.line]
		if p.line > p.start {
			p.end()
		}
		return
	}
	p.out = append(p.out, '\n')
	p.line, p.soft = len(p.out), len(p.out)
}

// tab separates a label from its value on one line of a block.
func (p *page) tab() {
	p.blank = false
	p.out = append(p.out, '\t')
	p.soft = len(p.out)
}

// end ends the block that is being written; a block that shows nothing is
// dropped. In a cell the end of a block is a break.
func (p *page) end() {
	if p.inCell {
		p.lineBreak()
		return
	}
	p.blank = false
	if blankText(p.out[p.line:]) {
		p.out = p.out[:p.line]
	}
	if len(p.out) > p.start {
		if p.out[len(p.out)-1] != '\n' {
			p.out = append(p.out, '\n')
		}
		p.addBlock(corpus.Block{Kind: p.kind, Level: p.level, Table: -1, Chrome: p.chrome, Span: text.Span{Start: p.start, End: len(p.out)}})
	}
	p.start, p.line, p.soft = len(p.out), len(p.out), len(p.out)
}

func (p *page) addBlock(b corpus.Block) {
	p.doc.Blocks = addBlock(p.doc.Blocks, b)
}

func addBlock(bs []corpus.Block, b corpus.Block) []corpus.Block {
	if n := len(bs); n >= maxBlocks && bs[n-1].Kind != corpus.TableBlock && b.Kind != corpus.TableBlock && bs[n-1].Chrome == b.Chrome {
		bs[n-1].Span.End = b.Span.End
		return bs
	}
	return append(bs, b)
}

// openCell begins the text of a table cell (or caption).
func (p *page) openCell() {
	p.inCell, p.cell, p.soft = true, len(p.out), len(p.out)
	p.blank, p.brk, p.breaks = false, false, nil
}

// closeCell ends the cell and returns the span of its text without the blanks
// at its ends, and the breaks inside.
func (p *page) closeCell() (text.Span, []int) {
	p.inCell, p.blank, p.brk = false, false, false
	s := trim(p.out, text.Span{Start: p.cell, End: len(p.out)})
	b := p.breaks
	for len(b) > 0 && b[0] < s.Start {
		b = b[1:]
	}
	for len(b) > 0 && b[len(b)-1] >= s.End {
		b = b[:len(b)-1]
	}
	if len(b) == 0 {
		b = nil
	}
	p.breaks = nil
	p.soft, p.line = len(p.out), len(p.out)
	return s, b
}

// note adds a note; those past maxNotes of one code are counted by finish.
func (p *page) note(code string, s text.Span, message string) {
	p.noted[code]++
	if p.noted[code] <= maxNotes {
		p.doc.Notes = append(p.doc.Notes, corpus.Note{Code: code, Span: s, Message: message})
	}
}

// trim returns s without the blanks at its ends.
func trim(b []byte, s text.Span) text.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRune(b[s.Start:s.End])
		if !isBlank(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRune(b[s.Start:s.End])
		if !isBlank(r) {
			break
		}
		s.End -= n
	}
	return s
}

// isBlank reports whether r shows nothing: white space of any width, and the
// characters of no width.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', 0xa0, 0x3000, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x2028, 0x2029, 0x85, 0x1680, 0x202f, 0x205f:
		return true
	}
	return r >= 0x2000 && r <= 0x200a
}

func blankText(b []byte) bool {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if !isBlank(r) {
			return false
		}
		i += n
	}
	return true
}
