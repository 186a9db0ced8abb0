package read

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

var docFormat = format{
	name:      "doc",
	mediaType: "application/msword",
	sniff: func(b []byte) bool {
		return isCompound(b) && (bytes.Contains(b, utf16ASCII(docMain)) || bytes.Contains(b, utf16ASCII(docLocked)) || wordHead(b[min(len(b), 512):]))
	},
	read: readDoc,
}

const (
	aDoc      = "a Word document (.doc)"
	docMain   = "WordDocument"     // the stream of the text
	docLocked = "EncryptedPackage" // in which a newer document is kept that has a password
	unlock    = "open it, save it without the password, and pass that"
)

// utf16ASCII writes ASCII as UTF-16.
func utf16ASCII(s string) []byte {
	var b []byte
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}

// wordHead reports whether b begins as the stream of a Word document does.
func wordHead(b []byte) bool {
	return len(b) >= 34 && b[0] == 0xec && b[1] == 0xa5
}

// readDoc reads a Word document as Word 97 to 2003 keeps it ([MS-DOC]): the
// head of the text's stream says where the list of pieces is, the pieces where
// the characters are; tables, headings and what is hidden come from the
// properties of paragraphs and characters.
func readDoc(ctx context.Context, _ corpus.Page, body []byte, doc *corpus.Document) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = damaged(aDoc, "its parts do not fit together")
		}
	}()
	doc.Charset, doc.CharsetBy = utf8Charset.name, "utf-8"
	c, err := openCompound(body)
	if err != nil {
		return damaged(aDoc, err.Error())
	}
	if _, ok := c.streams[docLocked]; ok {
		return &Error{schema.CodeEncrypted, "the input is an Office document (.docx, .xlsx, .pptx) that is encrypted with a password; " + unlock}
	}
	if _, ok := c.streams[docMain]; !ok {
		if err := refuse(body); err != nil && len(c.streams) > 0 {
			return err
		}
		return damaged(aDoc, "its text is missing")
	}
	x := &docReader{ctx: ctx}
	if err := x.open(c); err != nil {
		return err
	}
	p := newPage(doc)
	p.chrome = true
	for _, b := range x.margins(true) {
		p.story(b)
	}
	p.chrome = false
	from := 0
	for i, n := range x.lengths {
		switch i {
		case docText, docFootnotes, docEndnotes, docBoxes:
			p.story(x.story(from, from+n))
		}
		from += n
	}
	p.chrome = true
	for _, b := range x.margins(false) {
		p.story(b)
	}
	p.chrome = false
	if err := ctx.Err(); err != nil {
		return err
	}
	p.pictures = x.pictures
	for _, name := range x.embedded {
		p.note(schema.CodeAttachment, text.Span{}, fmt.Sprintf("an object that is embedded in the document (%s) was not read", name))
	}
	switch {
	case x.full:
		p.note(schema.CodeTruncated, text.Span{}, "the document has more paragraphs and cells than are read")
	case x.broken != "":
		p.note(schema.CodeTruncated, text.Span{}, "the document is damaged and was read in part: "+x.broken)
	case x.bare > 0:
		p.note(schema.CodeTruncated, text.Span{}, fmt.Sprintf("the properties of %d cells are missing; they are read as lines", x.bare))
	}
	p.finish(0)
	return nil
}

// The stories of a document in the order in which their characters stand.
const (
	docText = iota
	docFootnotes
	docMargins
	docMacros
	docComments
	docEndnotes
	docBoxes
	docMarginBoxes
	docStories
)

// docReader reads the streams of a document.
type docReader struct {
	ctx        context.Context
	main       []byte
	table      []byte
	data       []byte // properties that are too long for their page
	lengths    [docStories]int
	pieces     []docPiece
	headings   []int    // where the headers and footers begin, in their story
	paragraphs docPages // properties of paragraphs
	characters docPages

	nodes    int
	full     bool
	broken   string // why not all was read
	bare     int    // cells without properties
	pictures int
	embedded []string
}

// docPiece is a run of characters that lie together in the stream.
type docPiece struct {
	from, to int // characters
	at       int // the byte of the first
	width    int // bytes of each
}

// open reads the head of the text's stream, and the list of pieces.
func (x *docReader) open(c *compound) error {
	var whole bool
	if x.main, whole = c.stream(docMain); !whole {
		x.broken = "its text is cut off"
	}
	le := binary.LittleEndian
	if !wordHead(x.main) || le.Uint16(x.main[2:]) < 101 {
		if len(x.main) >= 34 && (x.main[0] == 0xdc || x.main[0] == 0xec) && x.main[1] == 0xa5 {
			return &Error{schema.CodeUnknownKind, "the input is a Word document older than Word 97, which is not read; " + toText}
		}
		return damaged(aDoc, "its text does not begin as it should")
	}
	flags := le.Uint16(x.main[10:])
	if flags&0x100 != 0 {
		return &Error{schema.CodeEncrypted, "the input is " + aDoc + " that is encrypted with a password; " + unlock}
	}
	name := "0Table"
	if flags&0x200 != 0 {
		name = "1Table"
	}
	if x.table, whole = c.stream(name); !whole && x.broken == "" {
		x.broken = "its stream " + name + " is cut off"
	}
	x.data, _ = c.stream("Data")
	// Three arrays follow the head, each after its length.
	longs := 34 + 2*int(le.Uint16(x.main[32:])) + 2
	if longs > len(x.main) {
		return damaged(aDoc, "its head is cut off")
	}
	pairs := longs + 4*int(le.Uint16(x.main[longs-2:])) + 2
	if pairs > len(x.main) || pairs < longs+11*4 {
		return damaged(aDoc, "its head is cut off")
	}
	for i := range x.lengths {
		if n := le.Uint32(x.main[longs+12+4*i:]); n <= uint32(len(x.main)) {
			x.lengths[i] = int(n)
		} else if n < 1<<31 {
			x.lengths[i] = len(x.main)
		}
	}
	// part returns what a pair of the last array names in the table's stream.
	count := int(le.Uint16(x.main[pairs-2:]))
	part := func(i int) []byte {
		at := pairs + 8*i
		if i >= count || at+8 > len(x.main) {
			return nil
		}
		from, n := int64(le.Uint32(x.main[at:])), int64(le.Uint32(x.main[at+4:]))
		if from > int64(len(x.table)) {
			return nil
		}
		return x.table[from:min(from+n, int64(len(x.table)))]
	}
	if !x.readPieces(part(33)) {
		return damaged(aDoc, "the list of its pieces is missing")
	}
	x.characters = docPages{main: x.main, list: part(12), entry: 1}
	x.paragraphs = docPages{main: x.main, list: part(13), entry: 13}
	for b := part(11); len(b) >= 4; b = b[4:] {
		x.headings = append(x.headings, int(le.Uint32(b)))
	}
	return nil
}

// readPieces reads the list of pieces, which follows properties for some.
func (x *docReader) readPieces(b []byte) bool {
	le := binary.LittleEndian
	for len(b) >= 3 && b[0] == 1 {
		b = b[min(len(b), 3+int(le.Uint16(b[1:]))):]
	}
	if len(b) < 5 || b[0] != 2 {
		return false
	}
	size := int64(le.Uint32(b[1:]))
	b = b[5:]
	if size > int64(len(b)) || size < 16 {
		return false
	}
	n := int(size-4) / 12
	total := 0
	for i := range n {
		from, to := int64(le.Uint32(b[4*i:])), int64(le.Uint32(b[4*i+4:]))
		at := int64(le.Uint32(b[4*(n+1)+8*i+2:]))
		p := docPiece{from: int(from), width: 2, at: int(at & 0x3fffffff)}
		if at&0x40000000 != 0 {
			p.width, p.at = 1, p.at/2
		}
		room := max(0, len(x.main)-p.at) / p.width
		if to < from || to > 1<<31 || i > 0 && from < int64(x.pieces[i-1].to) {
			x.lost("the list of its pieces makes no sense")
			break
		}
		if to-from > int64(room) {
			x.lost("its text is cut off")
		}
		p.to = p.from + min(int(to-from), room)
		// No document shows its characters many times over.
		if total += p.to - p.from; total > 2*len(x.main) {
			x.lost("its pieces are longer than its text")
			break
		}
		x.pieces = append(x.pieces, p)
	}
	return true
}

func (x *docReader) lost(why string) {
	if x.broken == "" {
		x.broken = why
	}
}

// margins returns the headers or the footers, each once. Six stories of each
// section, for even, odd and first pages, follow the six of notes.
func (x *docReader) margins(headers bool) (out [][]wordBlock) {
	begin := x.lengths[docText] + x.lengths[docFootnotes]
	end := begin + x.lengths[docMargins]
	seen := map[string]bool{}
	last := begin
	for i := 6; i+1 < len(x.headings); i++ {
		from, to := begin+x.headings[i], begin+x.headings[i+1]
		if from < last || from >= to || to > end {
			continue
		}
		last = to
		if kind := (i - 6) % 6; (kind == 0 || kind == 1 || kind == 4) != headers {
			continue
		}
		if raw := x.raw(from, to); !seen[raw] {
			seen[raw] = true
			out = append(out, x.story(from, to))
		}
	}
	return out
}

// raw returns the bytes of characters, to be compared.
func (x *docReader) raw(from, to int) string {
	var b strings.Builder
	for _, p := range x.pieces[x.pieceOf(from):] {
		if p.from >= to {
			break
		}
		if f, t := max(from, p.from), min(to, p.to); f < t {
			b.Write(x.main[p.at+(f-p.from)*p.width : p.at+(t-p.from)*p.width])
		}
	}
	return b.String()
}

// pieceOf returns the piece that a character lies in, or the next.
func (x *docReader) pieceOf(at int) int {
	return sort.Search(len(x.pieces), func(i int) bool { return x.pieces[i].to > at })
}

// docStory builds the blocks of a story.
type docStory struct {
	*docReader
	out    []wordBlock
	open   []*docTable // the tables that are open, each in a cell of the one before
	b      strings.Builder
	fields []docField
	high   uint16 // the first half of a pair
}

// maxDocFields is how deep fields are taken to stand in fields.
const maxDocFields = 32

// docField is an open field.
type docField struct {
	code []byte
	done bool // the code is read, the result follows
}

type docTable struct {
	rows     []docRow
	cells    []wordCell
	blocks   []wordBlock // of the cell that is open
	pictures int         // when it was opened
}

type docRow struct {
	wordRow
	edges []int // the left edges of the cells and the last right one, in twentieths of a point
}

// maxDocDepth is how deep tables are taken to stand in tables.
const maxDocDepth = 32

// story reads the characters of a story.
func (x *docReader) story(from, to int) []wordBlock {
	s := &docStory{docReader: x}
	for _, p := range x.pieces[x.pieceOf(from):] {
		if p.from >= to || x.full || x.ctx.Err() != nil {
			break
		}
		s.piece(p.at+(max(from, p.from)-p.from)*p.width, p.at+(min(to, p.to)-p.from)*p.width, p.width)
	}
	s.mark('\r', docParagraphProps{known: true})
	s.closeTo(0)
	return s.out
}

// piece reads the bytes from at up to end.
func (s *docStory) piece(at, end, width int) {
	var run docCharacterProps
	until := at
	for ; at < end && !s.full; at += width {
		if at >= until {
			var b []byte
			b, until, _ = s.characters.find(at)
			run = characterProps(b)
		}
		c := uint16(s.main[at])
		if width == 2 {
			c = binary.LittleEndian.Uint16(s.main[at:])
		} else if c >= 0x80 {
			c = uint16(charmap.Windows1252.DecodeByte(byte(c)))
		}
		switch {
		case c == '\r' && run.deleted && len(s.open) == 0: // the next paragraph goes on
		case c == '\r' || c == 7 || c == '\f':
			b, _, known := s.paragraphs.find(at)
			s.mark(rune(c), s.paragraphProps(b, known))
		case c >= 0x13 && c <= 0x15:
			s.character(c)
		case run.hidden || run.deleted:
		case run.symbol != 0 && c == '(':
			s.write(symbols[fmt.Sprintf("%02X", run.symbol&0xff)])
		default:
			s.character(c)
		}
	}
}

// character reads one that ends no paragraph.
func (s *docStory) character(c uint16) {
	n := len(s.fields) - 1
	switch c {
	case 0x13:
		if len(s.fields) < maxDocFields {
			s.fields = append(s.fields, docField{})
		}
	case 0x14:
		if n >= 0 {
			s.codeRead(&s.fields[n])
		}
	case 0x15:
		if n >= 0 {
			s.codeRead(&s.fields[n])
			s.fields = s.fields[:n]
		}
	case 1:
		s.pictures++
	case '\t':
		s.write(" ")
	case 0x0b, 0x0e:
		s.write("\n")
	case 0x1e:
		s.write("-")
	default:
		switch {
		case c < ' ', c == 0x7f: // marks of notes and drawings, and what may be left out
		case utf16.IsSurrogate(rune(c)) && c < 0xdc00:
			s.high = c
			return
		case utf16.IsSurrogate(rune(c)):
			s.rune(utf16.DecodeRune(rune(s.high), rune(c)))
		default:
			s.rune(rune(c))
		}
	}
	s.high = 0
}

func (s *docStory) rune(r rune) {
	var b [utf8.UTFMax]byte
	s.write(string(b[:utf8.EncodeRune(b[:], r)]))
}

// write adds text to the paragraph, or to the code of a field.
func (s *docStory) write(t string) {
	for i := range s.fields {
		if f := &s.fields[i]; !f.done {
			if len(f.code) < 200 {
				f.code = append(f.code, t...)
			}
			return
		}
	}
	s.b.WriteString(t)
}

// codeRead ends the code of a field.
func (s *docStory) codeRead(f *docField) {
	if f.done {
		return
	}
	f.done = true
	w := strings.Fields(string(f.code))
	if len(w) > 1 && strings.EqualFold(w[0], "EMBED") && !strings.HasPrefix(w[1], "Equation") {
		s.embedded = append(s.embedded, w[1])
	}
}

// mark ends a paragraph, and with it a cell or row.
func (s *docStory) mark(c rune, props docParagraphProps) {
	if s.nodes++; s.nodes > maxCells {
		s.full = true
	}
	if s.nodes%1024 == 0 && s.ctx.Err() != nil {
		s.full = true
	}
	for i := range s.fields { // no code is longer than a paragraph
		s.codeRead(&s.fields[i])
	}
	b := wordBlock{text: s.b.String(), level: props.level, item: props.item}
	s.b.Reset()
	if c == 7 && !props.known {
		s.bare++
	}
	s.closeTo(props.depth)
	for len(s.open) < props.depth {
		s.open = append(s.open, &docTable{pictures: s.pictures})
	}
	if props.depth == 0 {
		s.out = append(s.out, b)
		return
	}
	t := s.open[props.depth-1]
	if props.rowEnd {
		if strings.TrimSpace(b.text) != "" {
			t.cells = append(t.cells, wordCell{blocks: []wordBlock{b}})
		}
		t.endRow(props)
		t.pictures = s.pictures
		return
	}
	t.blocks = append(t.blocks, b)
	if props.cellEnd || c == 7 {
		t.cells = append(t.cells, wordCell{blocks: t.blocks, pictures: s.pictures - t.pictures})
		t.blocks, t.pictures = nil, s.pictures
	}
}

// closeTo closes the tables that stand deeper than depth.
func (s *docStory) closeTo(depth int) {
	for n := len(s.open) - 1; n >= depth; n-- {
		t := s.open[n]
		s.open = s.open[:n]
		if len(t.blocks) > 0 {
			t.cells = append(t.cells, wordCell{blocks: t.blocks})
		}
		if len(t.cells) > 0 { // the end of the row is missing
			t.endRow(docParagraphProps{})
		}
		if len(t.rows) == 0 {
			continue
		}
		b := wordBlock{table: t.table()}
		if n > 0 {
			s.open[n-1].blocks = append(s.open[n-1].blocks, b)
		} else {
			s.out = append(s.out, b)
		}
	}
}

// endRow ends a row with what its mark says of the cells.
func (t *docTable) endRow(props docParagraphProps) {
	cells := t.cells
	t.cells, t.blocks = nil, nil
	if len(cells) == 0 {
		return
	}
	r := docRow{wordRow: wordRow{header: props.header, cells: cells}}
	if len(props.edges) == len(cells)+1 {
		r.edges = props.edges
		first := uint16(0) // what marks the first cell of those that are joined
		for i, m := range props.merged[:min(len(cells), len(props.merged))] {
			cells[i].goesOn = m>>5&3 == 1
			// Which of two bits marks the first cell, and which the others, books and
			// programs do not agree on.
			switch m &= 3; {
			case m == 0 || first == 0:
				first = m
			case m != first:
				cells[i].left = true
			}
		}
	}
	t.rows = append(t.rows, r)
}

// docSlack is how far edges of rows may lie apart that are one line to the eye.
const docSlack = 40

// table puts the cells into the columns that all edges of the table make.
func (t *docTable) table() *wordTable {
	var edges []int
	for _, r := range t.rows {
		edges = append(edges, r.edges...)
	}
	slices.Sort(edges)
	lines := edges[:0]
	for _, e := range edges {
		if n := len(lines); n == 0 || e-lines[n-1] > docSlack {
			lines = append(lines, e)
		}
	}
	column := func(e int) int {
		return max(0, sort.Search(len(lines), func(i int) bool { return lines[i] > e })-1)
	}
	w := &wordTable{}
	for _, r := range t.rows {
		if len(r.edges) > 0 {
			r.before = column(r.edges[0])
			at := r.before
			for i := range r.cells {
				to := max(column(r.edges[i+1]), at+1)
				r.cells[i].span = to - at
				at = to
			}
		}
		w.rows = append(w.rows, r.wordRow)
	}
	return w
}

// docParagraphProps is what matters of the properties of a paragraph.
type docParagraphProps struct {
	known   bool
	level   int  // of a heading
	item    bool // of a list that Word numbers
	depth   int  // of the table that it stands in
	cellEnd bool
	rowEnd  bool
	header  bool // the row comes again on each page
	edges   []int
	merged  []uint16 // of the cells of the row: how they are joined to others
}

// paragraphProps reads the properties of a paragraph: the number of its style
// and then changes to it.
func (x *docReader) paragraphProps(b []byte, known bool) (p docParagraphProps) {
	p.known = known
	if len(b) < 2 {
		return p
	}
	if style := int(binary.LittleEndian.Uint16(b)); style >= 1 && style <= 9 {
		p.level = style // the first styles are those of headings
	}
	inTable := false
	change := func(code uint16, v []byte) {
		on := len(v) > 0 && v[0] != 0
		switch code {
		case 0x2416:
			inTable = on
		case 0x2417, 0x244c:
			p.rowEnd = p.rowEnd || on
		case 0x244b:
			p.cellEnd = on
		case 0x6649:
			p.depth = min(int(binary.LittleEndian.Uint32(v)), maxDocDepth)
		case 0x2640:
			p.level = int(v[0]) + 1
			if p.level > 9 {
				p.level = 0
			}
		case 0x460b:
			p.item = binary.LittleEndian.Uint16(v) != 0
		case 0x3404:
			p.header = on
		case 0xd608:
			p.edges, p.merged = rowEdges(v)
		case 0xd62b:
			if len(v) >= 2 && int(v[0]) < len(p.merged) {
				p.merged[v[0]] = p.merged[v[0]]&^0x60 | uint16(v[1]&3)<<5
			}
		}
	}
	changes(b[2:], func(code uint16, v []byte) {
		if code == 0x6646 || code == 0x6645 { // they lie elsewhere
			if at := int64(binary.LittleEndian.Uint32(v)); at+2 <= int64(len(x.data)) {
				d := x.data[at:]
				changes(d[2:min(len(d), 2+int(binary.LittleEndian.Uint16(d)))], change)
			}
			return
		}
		change(code, v)
	})
	if !inTable {
		p.depth, p.rowEnd, p.cellEnd = 0, false, false
		return p
	}
	p.depth = max(p.depth, 1)
	return p
}

// rowEdges reads the definition of a row: the edges of its cells, then how each
// is joined to its neighbours.
func rowEdges(v []byte) (edges []int, merged []uint16) {
	if len(v) < 1 {
		return nil, nil
	}
	n := int(v[0])
	v = v[1:]
	if len(v) < 2*(n+1) {
		return nil, nil
	}
	for i := range n + 1 {
		edges = append(edges, int(int16(binary.LittleEndian.Uint16(v[2*i:]))))
	}
	merged = make([]uint16, n)
	for i, c := 0, v[2*(n+1):]; i < n && len(c) >= 20; i, c = i+1, c[20:] {
		merged[i] = binary.LittleEndian.Uint16(c)
	}
	return edges, merged
}

type docCharacterProps struct {
	hidden, deleted bool
	symbol          uint16
}

func characterProps(b []byte) (p docCharacterProps) {
	changes(b, func(code uint16, v []byte) {
		switch code {
		case 0x083c:
			p.hidden = v[0]&1 != 0 // 1, or 0x81: not as the style
		case 0x0800:
			p.deleted = v[0] != 0
		case 0x6a09:
			p.symbol = binary.LittleEndian.Uint16(v[2:])
		}
	})
	return p
}

// changes calls f for each change of properties: a code, of which three bits
// say how long the value is, and the value.
func changes(b []byte, f func(code uint16, v []byte)) {
	for len(b) > 2 {
		code := binary.LittleEndian.Uint16(b)
		b = b[2:]
		n, skip := 0, 0
		switch code >> 13 {
		case 0, 1:
			n = 1
		case 2, 4, 5:
			n = 2
		case 3:
			n = 4
		case 7:
			n = 3
		case 6:
			n, skip = int(b[0]), 1
			switch {
			case code == 0xd608 && len(b) >= 2:
				n, skip = max(int(binary.LittleEndian.Uint16(b))-1, 0), 2
			case code == 0xc615 && n == 255:
				return // the length must be counted; nothing of use comes after it
			}
		}
		if skip+n > len(b) {
			return
		}
		f(code, b[skip:skip+n])
		b = b[skip+n:]
	}
}

// docPages finds properties by the place of a character in the stream: a list
// names pages of 512 bytes, each of which holds the properties of some runs.
type docPages struct {
	main  []byte
	list  []byte
	entry int // bytes of what a page says of each run: 1 of characters, 13 of paragraphs
}

// find returns the properties of the run that at lies in, and where it ends;
// known says that there is such a run.
func (d docPages) find(at int) (props []byte, end int, known bool) {
	le := binary.LittleEndian
	n := (len(d.list) - 4) / 8
	if n < 1 {
		return nil, len(d.main), false
	}
	bound := func(i int) int { return int(le.Uint32(d.list[4*i:])) }
	i := sort.Search(n, func(i int) bool { return bound(i+1) > at })
	if i == n || at < bound(i) {
		return nil, at + 1, false
	}
	number := int(le.Uint32(d.list[4*(n+1)+4*i:]) & 0x3fffff)
	if (number+1)*512 > len(d.main) {
		return nil, max(bound(i+1), at+1), false
	}
	page := d.main[number*512:][:512]
	runs := int(page[511])
	if 4*(runs+1)+d.entry*runs > 511 {
		return nil, max(bound(i+1), at+1), false
	}
	k := sort.Search(runs, func(k int) bool { return int(le.Uint32(page[4*k+4:])) > at })
	if k == runs || int(le.Uint32(page[4*k:])) > at {
		return nil, at + 1, false
	}
	end = int(le.Uint32(page[4*k+4:]))
	from := 2 * int(page[4*(runs+1)+d.entry*k])
	if from == 0 || from >= 511 {
		return nil, end, true
	}
	size := int(page[from])
	from++
	if d.entry > 1 { // counted in twos
		if size == 0 {
			size = 2 * int(page[from])
			from++
		} else {
			size = 2*size - 1
		}
	}
	return page[min(from, 511):min(from+size, 511)], end, true
}
