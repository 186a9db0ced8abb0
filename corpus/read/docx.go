package read

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

var docxFormat = format{
	name:      "docx",
	mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	sniff:     func(b []byte) bool { return zipWith("word/document")(b) || isParcel(b, "word/") },
	read:      readDocx,
}

const aDocx = "a Word document (.docx)"

// readDocx reads a Word document: the body from front to back, then its notes;
// headers and footers of pages stand around it as furniture.
func readDocx(ctx context.Context, _ corpus.Page, body []byte, doc *corpus.Document) error {
	doc.Charset, doc.CharsetBy = utf8Charset.name, "utf-8"
	x := &docx{parcel: openParcel(body), ctx: ctx}
	for _, r := range x.relations("") {
		if r.kind == "officeDocument" && x.has(r.target) {
			x.main = r.target
		}
	}
	if x.main == "" {
		x.main = "word/document.xml"
	}
	if !x.has(x.main) {
		return damaged(aDocx, "its part "+x.main+" is missing")
	}
	x.rels = map[string]relation{}
	for _, r := range x.relations(x.main) {
		x.rels[r.id] = r
	}
	x.readStyles()
	x.readNumbering()
	blocks := x.part(x.main, "body")
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(blocks) == 0 && x.broken != "" {
		return damaged(aDocx, x.broken)
	}
	p := newPage(doc)
	// What stands on every page is read once.
	seen := map[string]bool{}
	margins := func(ids []string, kind string) {
		p.chrome = true
		for _, id := range ids {
			if target := x.rels[id].target; target != "" && !seen[target] {
				seen[target] = true
				p.story(x.part(target, kind))
			}
		}
		p.chrome = false
	}
	notes := func(kind string, ids []string) {
		all := x.notes(kind)
		for _, id := range ids {
			p.story(all[id])
		}
	}
	margins(x.headers, "hdr")
	p.story(blocks)
	notes("footnote", x.footnotes)
	notes("endnote", x.endnotes)
	margins(x.footers, "ftr")
	p.pictures = x.pictures
	for _, name := range x.embedded {
		p.note(schema.CodeAttachment, text.Span{}, fmt.Sprintf("an object that is embedded in the document (%s) was not read", name))
	}
	x.parcelNotes(p)
	p.finish(0)
	return nil
}

// parcelNotes says what of the parcel was not read.
func (x *docx) parcelNotes(p *page) {
	switch {
	case x.parcel.cut:
		p.note(schema.CodeTruncated, text.Span{}, fmt.Sprintf("the document unpacks to more than %d bytes; it was read up to there", maxUnpacked))
	case x.full:
		p.note(schema.CodeTruncated, text.Span{}, "the document has more paragraphs and cells than are read")
	case x.broken != "":
		p.note(schema.CodeTruncated, text.Span{}, "the document is damaged and was read in part: "+x.broken)
	case x.salvaged:
		p.note(schema.CodeTruncated, text.Span{}, "the file is cut off or damaged (its directory is missing); its text was found all the same")
	}
}

// docx reads the parts of a Word document.
type docx struct {
	*parcel
	ctx     context.Context
	main    string
	rels    map[string]relation // of the main part, by id
	styles  map[string]*docxStyle
	numbers numbering
	headers []string // ids in their order
	footers []string

	*xmlReader // of the part that is being read
	nodes      int
	full       bool     // more nodes than are read
	broken     string   // why a part could not be read to its end
	pictures   int      // shown so far
	footnotes  []string // ids in the order of their marks
	endnotes   []string
	embedded   []string // names of objects that are not read
}

// docxStyle is a style of paragraphs or characters, with what it has from those
// that it is based on.
type docxStyle struct {
	based  string
	level  int // of a heading, from 1; 0 of none, -1 where it does not say
	hidden bool
	num    string
	numLvl int
	done   bool
}

func (x *docx) readStyles() {
	x.styles = map[string]*docxStyle{}
	r := x.open(x.target("styles", "styles.xml"))
	if r == nil {
		return
	}
	s := newXMLReader(r)
	s.each(func(e xml.StartElement) {
		s.each(func(e xml.StartElement) { // w:style
			if e.Name.Local != "style" {
				s.skip()
				return
			}
			st := &docxStyle{level: -1}
			x.styles[attribute(e, "styleId")] = st
			s.each(func(e xml.StartElement) {
				switch e.Name.Local {
				case "name":
					name := strings.ToLower(attribute(e, "val"))
					for _, word := range []string{"heading ", "标题 ", "標題 "} {
						if n, err := strconv.Atoi(strings.TrimPrefix(name, word)); err == nil && strings.HasPrefix(name, word) && n >= 1 && n <= 9 && st.level < 0 {
							st.level = n
						}
					}
				case "basedOn":
					st.based = attribute(e, "val")
				case "pPr":
					s.each(func(e xml.StartElement) {
						switch e.Name.Local {
						case "outlineLvl":
							st.level = outlineLevel(e)
						case "numPr":
							st.num, st.numLvl = s.numPr(st.num, st.numLvl)
							return
						}
						s.skip()
					})
					return
				case "rPr":
					s.each(func(e xml.StartElement) {
						if e.Name.Local == "vanish" && on(e) {
							st.hidden = true
						}
						s.skip()
					})
					return
				}
				s.skip()
			})
		})
	})
}

// outlineLevel reads w:outlineLvl: 0 is the highest, 9 is running text.
func outlineLevel(e xml.StartElement) int {
	n, err := strconv.Atoi(attribute(e, "val"))
	if err != nil || n < 0 || n > 8 {
		return 0
	}
	return n + 1
}

// numPr reads w:numPr: the list of a paragraph and its level in it.
func (x *xmlReader) numPr(id string, level int) (string, int) {
	x.each(func(e xml.StartElement) {
		switch e.Name.Local {
		case "numId":
			id = attribute(e, "val")
		case "ilvl":
			if n, err := strconv.Atoi(attribute(e, "val")); err == nil && n >= 0 && n < maxListLevels {
				level = n
			}
		}
		x.skip()
	})
	return id, level
}

// style returns a style with what it inherits.
func (x *docx) style(id string) *docxStyle {
	s := x.styles[id]
	if s == nil {
		return &docxStyle{}
	}
	if !s.done {
		s.done = true // whoever is based on himself finds what he has
		b := &docxStyle{}
		if s.based != "" {
			b = x.style(s.based)
		}
		if s.level < 0 {
			s.level = max(b.level, 0)
		}
		if s.num == "" {
			s.num, s.numLvl = b.num, b.numLvl
		}
		s.hidden = s.hidden || b.hidden
	}
	return s
}

// target names the part of a kind, or the usual name.
func (x *docx) target(kind, usual string) string {
	for _, r := range x.rels {
		if r.kind == kind {
			return r.target
		}
	}
	return path.Join(path.Dir(x.main), usual)
}

// part reads the blocks of a part; in is the element that holds them.
func (x *docx) part(name, in string) []wordBlock {
	var out []wordBlock
	x.read(name, func(e xml.StartElement) {
		if e.Name.Local == in {
			x.blocks(&out, nil)
			return
		}
		x.each(func(e xml.StartElement) {
			if e.Name.Local == in {
				x.blocks(&out, nil)
			} else {
				x.skip()
			}
		})
	})
	return out
}

// read reads a part; f gets its outermost element.
func (x *docx) read(name string, f func(xml.StartElement)) {
	r := x.open(name)
	if r == nil {
		return
	}
	x.xmlReader = newXMLReader(r)
	x.each(f)
	if x.err != nil && x.err != errLimit && x.broken == "" && !x.full {
		why := x.err.Error()
		if x.err == io.ErrUnexpectedEOF || strings.HasSuffix(why, "unexpected EOF") {
			why = "it ends too early"
		}
		x.broken = fmt.Sprintf("its part %s, byte %d: %s", name, x.d.InputOffset(), why)
	}
}

// notes returns the notes of a kind by their ids, without the lines that
// divide them from the text.
func (x *docx) notes(kind string) map[string][]wordBlock {
	m := map[string][]wordBlock{}
	x.read(x.target(kind+"s", kind+"s.xml"), func(xml.StartElement) {
		x.each(func(e xml.StartElement) {
			if t := attribute(e, "type"); e.Name.Local != kind || t != "" && t != "normal" {
				x.skip()
				return
			}
			var out []wordBlock
			x.blocks(&out, nil)
			m[attribute(e, "id")] = out
		})
	})
	return m
}

// node counts a paragraph or cell, and ends the reading when there are too many.
func (x *docx) node() {
	if x.nodes++; x.nodes > maxCells {
		x.full, x.err = true, io.ErrShortBuffer
	}
	if x.nodes%1024 == 0 && x.ctx.Err() != nil {
		x.err = x.ctx.Err()
	}
}

// blocks reads paragraphs and tables up to the end of the current element;
// props reads the properties of a cell.
func (x *docx) blocks(out *[]wordBlock, props func(xml.StartElement)) {
	joined := false // the paragraph before ends in a mark that was deleted
	var block func(e xml.StartElement)
	block = func(e xml.StartElement) {
		switch e.Name.Local {
		case "p":
			b, boxes, deleted, shown := x.paragraph()
			switch n := len(*out) - 1; {
			case !shown:
			case joined && n >= 0 && (*out)[n].table == nil:
				(*out)[n].text += b.text
			default:
				*out = append(*out, b)
			}
			joined = deleted && shown
			if len(boxes) > 0 {
				*out = append(*out, boxes...)
				joined = false
			}
		case "tbl":
			joined = false
			if t := x.table(); len(t.rows) > 0 {
				*out = append(*out, wordBlock{table: t})
			}
		case "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag":
			x.each(block)
		case "AlternateContent":
			x.alternative(block)
		case "altChunk":
			x.embedded = append(x.embedded, path.Base(x.rels[attribute(e, "id")].target))
			x.skip()
		case "sectPr":
			x.section()
		case "tcPr":
			if props != nil {
				props(e)
				return
			}
			x.skip()
		default: // w:del and w:moveFrom with it
			x.skip()
		}
	}
	x.each(block)
}

// section reads w:sectPr for the headers and footers of its pages.
func (x *docx) section() {
	x.each(func(e xml.StartElement) {
		switch id := attribute(e, "id"); e.Name.Local {
		case "headerReference":
			x.headers = append(x.headers, id)
		case "footerReference":
			x.footers = append(x.footers, id)
		}
		x.skip()
	})
}

// alternative reads the first choice of mc:AlternateContent, or else its
// fallback.
func (x *docx) alternative(f func(xml.StartElement)) {
	done := false
	x.each(func(e xml.StartElement) {
		if done {
			x.skip()
			return
		}
		done = true
		x.each(f)
	})
}

// docxParagraph is a paragraph while it is read.
type docxParagraph struct {
	b      strings.Builder
	boxes  []wordBlock
	style  *docxStyle
	level  int // -1: as the style says
	num    string
	numLvl int
	fields []bool // open fields; true: their instruction is being read
	hidden bool   // its mark is hidden
	del    bool   // its mark is deleted
}

// paragraph reads w:p. Boxes are the blocks of text boxes that hang on it.
func (x *docx) paragraph() (b wordBlock, boxes []wordBlock, deleted, shown bool) {
	x.node()
	p := &docxParagraph{level: -1, style: x.style("")}
	x.inline(p)
	b.text = p.b.String()
	if b.level = p.level; b.level < 0 {
		b.level = p.style.level
	}
	num, lvl := p.num, p.numLvl
	if num == "" {
		num, lvl = p.style.num, p.style.numLvl
	}
	empty := strings.TrimSpace(b.text) == ""
	if num != "" && num != "0" && !(empty && p.hidden) {
		if mark := x.numbers.next(num, lvl); !empty {
			b.text = mark + b.text
			b.item = true
		}
	}
	return b, p.boxes, p.del, !(p.hidden && empty)
}

// inline reads what stands in a paragraph up to the end of the current element.
func (x *docx) inline(p *docxParagraph) {
	x.each(func(e xml.StartElement) { x.inlineElement(p, e) })
}

func (x *docx) inlineElement(p *docxParagraph, e xml.StartElement) {
	switch e.Name.Local {
	case "pPr":
		x.each(func(e xml.StartElement) {
			switch e.Name.Local {
			case "pStyle":
				p.style = x.style(attribute(e, "val"))
			case "outlineLvl":
				p.level = outlineLevel(e)
			case "numPr":
				p.num, p.numLvl = x.numPr(p.num, p.numLvl)
				return
			case "rPr":
				x.each(func(e xml.StartElement) {
					switch e.Name.Local {
					case "vanish":
						p.hidden = on(e)
					case "del", "moveFrom":
						p.del = true
					}
					x.skip()
				})
				return
			case "sectPr":
				x.section()
				return
			}
			x.skip()
		})
	case "r":
		x.run(p)
	case "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir", "customXml", "rubyBase",
		"oMath", "oMathPara", "e", "num", "den", "sup", "sub", "f", "sSup", "sSub", "d", "nary":
		x.inline(p)
	case "AlternateContent":
		x.alternative(func(e xml.StartElement) { x.inlineElement(p, e) })
	default:
		x.skip()
	}
}

// run reads w:r. The properties come first, so a hidden run is known as such
// before its text.
func (x *docx) run(p *docxParagraph) {
	hidden := false
	x.each(func(e xml.StartElement) { x.runElement(p, e, &hidden) })
}

func (x *docx) runElement(p *docxParagraph, e xml.StartElement, hidden *bool) {
	if e.Name.Local == "rPr" {
		x.each(func(e xml.StartElement) {
			switch e.Name.Local {
			case "rStyle":
				*hidden = *hidden || x.style(attribute(e, "val")).hidden
			case "vanish":
				*hidden = on(e)
			}
			x.skip()
		})
		return
	}
	if e.Name.Local == "fldChar" {
		switch n := len(p.fields) - 1; attribute(e, "fldCharType") {
		case "begin":
			p.fields = append(p.fields, true)
		case "separate":
			if n >= 0 {
				p.fields[n] = false
			}
		case "end":
			if n >= 0 {
				p.fields = p.fields[:n]
			}
		}
		x.skip()
		return
	}
	if *hidden || p.style.hidden || slices.Contains(p.fields, true) {
		x.skip()
		return
	}
	switch e.Name.Local {
	case "t":
		p.b.WriteString(x.text())
		return
	case "tab", "ptab":
		p.b.WriteByte(' ')
	case "br", "cr":
		p.b.WriteByte('\n')
	case "noBreakHyphen":
		p.b.WriteByte('-')
	case "sym":
		p.b.WriteString(symbols[strings.TrimPrefix(strings.ToUpper(attribute(e, "char")), "F0")])
	case "footnoteReference":
		x.footnotes = append(x.footnotes, attribute(e, "id"))
	case "endnoteReference":
		x.endnotes = append(x.endnotes, attribute(e, "id"))
	case "ruby":
		x.inline(p) // w:rt, the reading, is no text of the line
		return
	case "drawing", "pict", "object":
		x.graphic(p)
		return
	case "AlternateContent":
		x.alternative(func(e xml.StartElement) { x.runElement(p, e, hidden) })
		return
	}
	x.skip()
}

// symbols are the boxes and ticks of the font Wingdings, by their codes.
var symbols = map[string]string{"A8": "□", "6F": "□", "FE": "☑", "FC": "✓", "52": "☑", "FB": "✗", "6E": "■", "6C": "●", "A1": "○"}

// graphic reads a drawing for text boxes and pictures.
func (x *docx) graphic(p *docxParagraph) {
	x.each(func(e xml.StartElement) {
		switch e.Name.Local {
		case "txbxContent":
			x.blocks(&p.boxes, nil)
			return
		case "blip", "imagedata":
			x.pictures++
		case "OLEObject":
			name := attribute(e, "ProgID")
			if !strings.HasPrefix(name, "Equation") {
				x.embedded = append(x.embedded, name)
			}
		case "AlternateContent":
			x.alternative(func(xml.StartElement) { x.graphic(p) })
			return
		}
		x.graphic(p)
	})
}

// table reads w:tbl.
func (x *docx) table() *wordTable {
	t := &wordTable{}
	var row func(e xml.StartElement)
	row = func(e xml.StartElement) {
		switch e.Name.Local {
		case "tr":
			if r, shown := x.row(); shown {
				t.rows = append(t.rows, r)
			}
		case "sdt", "sdtContent", "customXml", "ins", "moveTo":
			x.each(row)
		case "AlternateContent":
			x.alternative(row)
		default:
			x.skip()
		}
	}
	x.each(row)
	return t
}

func (x *docx) row() (r wordRow, shown bool) {
	x.node()
	shown = true
	var cell func(e xml.StartElement)
	cell = func(e xml.StartElement) {
		switch e.Name.Local {
		case "trPr":
			x.each(func(e xml.StartElement) {
				switch e.Name.Local {
				case "gridBefore":
					r.before, _ = strconv.Atoi(attribute(e, "val"))
				case "tblHeader":
					r.header = on(e)
				case "hidden":
					shown = shown && !on(e)
				case "del", "moveFrom":
					shown = false
				}
				x.skip()
			})
		case "tc":
			r.cells = append(r.cells, x.cell())
		case "sdt", "sdtContent", "customXml":
			x.each(cell)
		default:
			x.skip()
		}
	}
	x.each(cell)
	return r, shown && len(r.cells) > 0
}

func (x *docx) cell() (c wordCell) {
	x.node()
	pictures := x.pictures
	x.blocks(&c.blocks, func(e xml.StartElement) {
		x.each(func(e xml.StartElement) {
			switch e.Name.Local {
			case "gridSpan":
				c.span, _ = strconv.Atoi(attribute(e, "val"))
			case "vMerge":
				c.goesOn = attribute(e, "val") != "restart"
			case "hMerge":
				c.left = attribute(e, "val") != "restart"
			}
			x.skip()
		})
	})
	c.pictures = x.pictures - pictures
	return c
}
