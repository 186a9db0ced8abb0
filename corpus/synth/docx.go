package synth

import (
	"fmt"
	"strings"
)

// ---- Word documents ----

// docxWriter writes the blocks of a page as a Word document.
type docxWriter struct {
	*Draw
	b       strings.Builder
	styled  bool // headings have a style
	counted bool // their numbers are counted, not written
	lists   int  // of numbered headings, so far
	next    int  // number of the next heading in the list
	ids     int  // of revisions
}

func writeDocx(d *Draw, blocks []Block) ([]byte, error) {
	w := &docxWriter{Draw: d, styled: d.Chance(0.5), counted: d.Chance(0.5)}
	for _, bl := range shown(blocks) {
		s := bl.Text.String()
		switch bl.Kind {
		case Title:
			w.para(`<w:jc w:val="center"/>`, "<w:b/>", s)
		case Heading:
			w.heading(bl.Level, s)
		case Centred:
			w.para(`<w:jc w:val="center"/>`, "", s)
		case Signature:
			w.para(`<w:jc w:val="right"/>`, "", s)
		case List:
			for _, t := range bl.Items {
				w.para(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`, "", t.String())
			}
		case Definition:
			for k := 0; k+1 < len(bl.Items); k += 2 {
				w.para("", "", pair(bl.Items[k], bl.Items[k+1]))
			}
		case TableOf:
			if bl.Table.Caption != nil {
				w.para(`<w:jc w:val="center"/>`, "", bl.Table.Caption.String())
			}
			w.table(bl.Table)
		case PageBreak:
			w.b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		case Hidden:
			w.para("", "<w:vanish/>", s)
		default:
			w.para(`<w:ind w:firstLineChars="200" w:firstLine="640"/>`, "", s)
			if d.Chance(0.05) {
				w.b.WriteString("<w:p/>")
			}
		}
	}
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	var numbers strings.Builder
	numbers.WriteString(`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>`)
	for i := range w.lists {
		fmt.Fprintf(&numbers, `<w:abstractNum w:abstractNumId="%d"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%%1、"/></w:lvl></w:abstractNum>`, i+1)
	}
	for i := range w.lists + 1 {
		fmt.Fprintf(&numbers, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i)
	}
	return parcel([]part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + word + `styles+xml"/><Override PartName="/word/numbering.xml" ContentType="` + word + `numbering+xml"/></Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + office + `/numbering" Target="numbering.xml"/></Relationships>`},
		{"word/styles.xml", xmlHead + `<w:styles ` + ns + `><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>`},
		{"word/numbering.xml", xmlHead + `<w:numbering ` + ns + `>` + numbers.String() + `</w:numbering>`},
		{"word/document.xml", xmlHead + `<w:document ` + ns + `><w:body>` + w.b.String() + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`},
	})
}

// para writes a paragraph with its properties and those of its runs.
func (w *docxWriter) para(ppr, rpr, s string) {
	w.b.WriteString("<w:p>")
	if ppr != "" {
		w.b.WriteString("<w:pPr>" + ppr + "</w:pPr>")
	}
	w.runs(rpr, s)
	w.b.WriteString("</w:p>")
}

// heading writes a heading; its number may be left to a list.
func (w *docxWriter) heading(level int, s string) {
	ppr := ""
	if w.styled {
		ppr = fmt.Sprintf(`<w:pStyle w:val="%d"/>`, min(level, 2))
	}
	if w.counted && level == 1 {
		rest, first := strings.CutPrefix(s, "一、")
		if first {
			w.lists++
			w.next = 1
		} else {
			rest = strings.TrimPrefix(s, han(w.next)+"、")
		}
		if w.next > 0 && rest != s && rest != "" {
			w.next++
			s = rest
			ppr += fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, w.lists+1)
		} else {
			w.next = 0
		}
	}
	w.para(ppr, "", s)
}

// runs writes text as Word leaves it after many hands: cut into runs anywhere,
// with marks of checking and revisions between them.
func (w *docxWriter) runs(rpr, s string) {
	if rpr != "" {
		rpr = "<w:rPr>" + rpr + "</w:rPr>"
	}
	r := []rune(s)
	for i := 0; i < len(r); {
		j := i + 1
		for j < len(r) && !w.Chance(0.06) {
			j++
		}
		run := "<w:r>" + rpr + `<w:t xml:space="preserve">` + escapeXML(string(r[i:j])) + "</w:t></w:r>"
		w.ids++
		switch {
		case w.Chance(0.03):
			run = fmt.Sprintf(`<w:ins w:id="%d" w:author="审校">%s</w:ins>`, w.ids, run)
		case w.Chance(0.03):
			run += fmt.Sprintf(`<w:del w:id="%d" w:author="审校"><w:r><w:delText>删去的话</w:delText></w:r></w:del>`, w.ids)
		case w.Chance(0.03):
			run += `<w:proofErr w:type="spellStart"/>`
		case w.Chance(0.02):
			run += fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="_Toc%d"/><w:bookmarkEnd w:id="%d"/>`, w.ids, w.ids, w.ids)
		}
		w.b.WriteString(run)
		i = j
	}
}

func (w *docxWriter) table(t *Table) {
	cells, columns := t.places()
	w.b.WriteString(`<w:tbl><w:tblPr><w:tblBorders/></w:tblPr><w:tblGrid>` + strings.Repeat(`<w:gridCol w:w="1500"/>`, columns) + "</w:tblGrid>")
	breaks := w.Chance(0.5) // lines of a cell are divided by breaks, not paragraphs
	for r := range t.Rows {
		w.b.WriteString("<w:tr>")
		if r < t.Head {
			w.b.WriteString("<w:trPr><w:tblHeader/></w:trPr>")
		}
		for col := 0; col < columns; {
			var at *placed
			for i := range cells {
				if c := &cells[i]; c.col == col && c.row <= r && r < c.row+c.rows {
					at = c
				}
			}
			if at == nil {
				w.b.WriteString("<w:tc><w:tcPr/><w:p/></w:tc>")
				col++
				continue
			}
			w.b.WriteString("<w:tc><w:tcPr>")
			if at.cols > 1 {
				fmt.Fprintf(&w.b, `<w:gridSpan w:val="%d"/>`, at.cols)
			}
			switch {
			case at.row < r:
				w.b.WriteString("<w:vMerge/></w:tcPr><w:p/></w:tc>")
				col += at.cols
				continue
			case at.rows > 1:
				w.b.WriteString(`<w:vMerge w:val="restart"/>`)
			}
			w.b.WriteString("</w:tcPr>")
			if lines := at.lines(); breaks && len(lines) > 1 {
				w.b.WriteString("<w:p>")
				for i, l := range lines {
					if i > 0 {
						w.b.WriteString("<w:r><w:br/></w:r>")
					}
					w.runs("", l)
				}
				w.b.WriteString("</w:p>")
			} else {
				for _, l := range lines {
					w.para("", "", l)
				}
				if len(lines) == 0 {
					w.b.WriteString("<w:p/>")
				}
			}
			w.b.WriteString("</w:tc>")
			col += at.cols
		}
		w.b.WriteString("</w:tr>")
	}
	w.b.WriteString("</w:tbl>")
}
