package synth

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// ---- PDF ----

// Measures of a page, in points.
const (
	pdfWidth, pdfHeight = 595.0, 842.0
	pdfMargin           = 72.0
	pdfSize             = 12.0 // of the text
	pdfLeading          = 22.0
	pdfCellSize         = 10.0 // of the text of tables
	pdfCellLeading      = 14.0
	pdfPad              = 4.0
)

// pdfWriter sets the blocks of a page as the pages of a PDF, with a text layer
// and tables in ruled lines, or in columns of blank space where a table has no
// spans and its cells fit on one line.
type pdfWriter struct {
	*Draw
	pages   []string
	b       strings.Builder
	y       float64 // of the next line's upper edge, from above
	numbers bool    // pages have numbers
	running string  // and a line above them
	glyphs  map[rune]int
	runes   []rune
}

func writePDF(d *Draw, blocks []Block) ([]byte, error) {
	w := &pdfWriter{Draw: d, glyphs: map[rune]int{}, y: pdfMargin, numbers: d.Chance(0.6)}
	if d.Chance(0.3) {
		w.running = d.District.Name + "人民政府办公室"
	}
	bare := d.Chance(0.5) // tables without ruled lines, where that can be
	for _, bl := range shown(blocks) {
		s := bl.Text.String()
		switch bl.Kind {
		case Title, Centred:
			w.line(s, 0.5)
		case Signature:
			w.line(s, 1)
		case List:
			for _, t := range bl.Items {
				w.para(t.String(), 2)
			}
		case Definition:
			for k := 0; k+1 < len(bl.Items); k += 2 {
				w.para(pair(bl.Items[k], bl.Items[k+1]), 0)
			}
		case TableOf:
			if bl.Table.Caption != nil {
				w.line(bl.Table.Caption.String(), 0.5)
			}
			w.setTable(bl.Table, bare)
		case PageBreak:
			w.endPage()
		case Hidden:
		default:
			w.para(s, 2)
		}
	}
	w.endPage()
	return w.file(), nil
}

// runeWidth is how wide a character is, in its size.
func runeWidth(r rune) float64 {
	if r < 0x80 {
		return 0.5
	}
	return 1
}

func textWidth(s string) float64 {
	sum := 0.0
	for _, r := range s {
		sum += runeWidth(r)
	}
	return sum
}

// put sets a line of text; y is its upper edge.
func (w *pdfWriter) put(x, y, size float64, s string) {
	if strings.TrimSpace(s) == "" {
		return
	}
	if len([]rune(s)) == 1 { // a font without outlines gives one character alone no width
		s += " "
	}
	fmt.Fprintf(&w.b, "BT /F1 %.1f Tf %.2f %.2f Td <", size, x, pdfHeight-y-0.88*size)
	for _, r := range s {
		g, ok := w.glyphs[r]
		if !ok {
			g = len(w.runes) + 1
			w.glyphs[r] = g
			w.runes = append(w.runes, r)
		}
		fmt.Fprintf(&w.b, "%04X", g)
	}
	w.b.WriteString("> Tj ET\n")
}

func (w *pdfWriter) rule(x0, y0, x1, y1 float64) {
	fmt.Fprintf(&w.b, "%.2f %.2f m %.2f %.2f l S\n", x0, pdfHeight-y0, x1, pdfHeight-y1)
}

// room begins a new page when there is none for so much.
func (w *pdfWriter) room(height float64) {
	if w.y+height > pdfHeight-pdfMargin {
		w.endPage()
	}
}

func (w *pdfWriter) endPage() {
	if w.b.Len() == 0 {
		return
	}
	if w.running != "" {
		w.put(pdfMargin, 40, 9, w.running)
	}
	if w.numbers {
		w.put(pdfWidth/2-10, pdfHeight-50, 9, "- "+itoa(len(w.pages)+1)+" -")
	}
	w.pages = append(w.pages, w.b.String())
	w.b.Reset()
	w.y = pdfMargin
}

// wrap breaks a text to lines of a width, the first narrower by indent; runs of
// digits and Latin letters stay whole where they can.
func wrap(s string, width, indent float64) []string {
	var lines []string
	line, used := "", indent
	r := []rune(s)
	for i := 0; i < len(r); {
		j := i + 1
		for j < len(r) && r[i] < 0x80 && r[i] != ' ' && r[j] < 0x80 && r[j] != ' ' {
			j++
		}
		word := string(r[i:j])
		if textWidth(word) > width {
			j = i + 1
			word = string(r[i:j])
		}
		if used+textWidth(word) > width+1e-9 && line != "" {
			lines = append(lines, line)
			line, used = "", 0
		}
		line += word
		used += textWidth(word)
		i = j
	}
	return append(lines, line)
}

func (w *pdfWriter) para(s string, indent float64) {
	s = strings.TrimLeft(s, " 　\u00a0")
	for i, l := range wrap(s, (pdfWidth-2*pdfMargin)/pdfSize, indent) {
		x := pdfMargin
		if i == 0 {
			x += indent * pdfSize
		}
		w.room(pdfLeading)
		w.put(x, w.y, pdfSize, l)
		w.y += pdfLeading
	}
}

// line sets a line at the left (0), in the middle or at the right (1).
func (w *pdfWriter) line(s string, where float64) {
	for _, l := range wrap(strings.TrimSpace(s), (pdfWidth-2*pdfMargin)/pdfSize, 0) {
		w.room(pdfLeading)
		w.put(pdfMargin+where*(pdfWidth-2*pdfMargin-textWidth(l)*pdfSize), w.y, pdfSize, l)
		w.y += pdfLeading
	}
}

func (w *pdfWriter) setTable(t *Table, bare bool) {
	cells, columns := t.places()
	// Widths: what the widest line of a column wants, made to fit.
	want := make([]float64, columns)
	for _, c := range cells {
		for _, l := range c.lines() {
			want[c.col] = max(want[c.col], textWidth(l)*pdfCellSize/float64(c.cols)+2*pdfPad)
		}
	}
	sum, space := 0.0, pdfWidth-2*pdfMargin
	for i := range want {
		want[i] = min(max(want[i], 3*pdfCellSize+2*pdfPad), space/2)
		sum += want[i]
	}
	spans := false
	for _, c := range cells {
		spans = spans || c.rows > 1 || c.cols > 1 || len(c.Lines) > 1
	}
	bare = bare && !spans && len(t.Rows) >= 4 && columns >= 2 && !t.blank() && sum+float64(columns)*2*pdfCellSize < space
	xs := make([]float64, columns+1)
	xs[0] = pdfMargin
	for i := range want {
		if bare {
			want[i] += 2 * pdfCellSize
		} else {
			want[i] *= space / sum
		}
		xs[i+1] = xs[i] + want[i]
	}
	text := make([][]string, len(cells))
	height := make([]float64, len(t.Rows))
	for i, c := range cells {
		for _, l := range c.lines() {
			text[i] = append(text[i], wrap(strings.TrimSpace(l), (xs[c.col+c.cols]-xs[c.col]-2*pdfPad)/pdfCellSize, 0)...)
		}
		if c.rows == 1 {
			height[c.row] = max(height[c.row], float64(len(text[i]))*pdfCellLeading+2*pdfPad)
		}
	}
	for i, c := range cells {
		if c.rows > 1 {
			sum := 0.0
			for r := c.row; r < c.row+c.rows; r++ {
				height[r] = max(height[r], pdfCellLeading+2*pdfPad)
				sum += height[r]
			}
			if need := float64(len(text[i]))*pdfCellLeading + 2*pdfPad; need > sum {
				height[c.row] += need - sum // where its text stands, which no page break may cut
			}
		}
	}
	for r := range height {
		height[r] = max(height[r], pdfCellLeading+2*pdfPad)
	}
	for first := 0; first < len(t.Rows); {
		w.room(height[first])
		last, y := first, w.y // rows first to last stand on this page
		for last < len(t.Rows) && (last == first || y+height[last] <= pdfHeight-pdfMargin) {
			y += height[last]
			last++
		}
		tops := []float64{w.y}
		for r := first; r < last; r++ {
			tops = append(tops, tops[len(tops)-1]+height[r])
		}
		for i, c := range cells {
			from, to := max(c.row, first), min(c.row+c.rows, last)
			if from >= to {
				continue
			}
			x0, x1, y0, y1 := xs[c.col], xs[c.col+c.cols], tops[from-first], tops[to-first]
			if !bare {
				w.rule(x0, y0, x1, y0)
				w.rule(x0, y1, x1, y1)
				w.rule(x0, y0, x0, y1)
				w.rule(x1, y0, x1, y1)
			}
			if from == c.row {
				for k, l := range text[i] {
					w.put(x0+pdfPad, y0+pdfPad+float64(k)*pdfCellLeading, pdfCellSize, l)
				}
			}
		}
		w.y = y
		if first = last; first < len(t.Rows) {
			w.endPage()
		}
	}
	w.y += pdfLeading / 2
}

// file writes the pages as a PDF. The font has no outlines: what its characters
// are, its map to Unicode says, and how wide they are, its widths.
func (w *pdfWriter) file() []byte {
	var b bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	stream := func(s string) string { return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(s), s) }
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	var kids, widths, unicode strings.Builder
	for i := range w.pages {
		fmt.Fprintf(&kids, "%d 0 R ", 7+2*i)
	}
	for i, r := range w.runes {
		if r < 0x80 {
			fmt.Fprintf(&widths, "%d [500] ", i+1)
		}
	}
	for i := 0; i < len(w.runes); i += 100 {
		part := w.runes[i:min(i+100, len(w.runes))]
		fmt.Fprintf(&unicode, "%d beginbfchar\n", len(part))
		for k, r := range part {
			fmt.Fprintf(&unicode, "<%04X> <", i+k+1)
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&unicode, "%04X", u)
			}
			unicode.WriteString(">\n")
		}
		unicode.WriteString("endbfchar\n")
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(w.pages)))
	object("<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>")
	object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [" + widths.String() + "] /CIDToGIDMap /Identity >>")
	object("<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>")
	object(stream("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" + unicode.String() + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"))
	for i, p := range w.pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.0f %.0f] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", pdfWidth, pdfHeight, 8+2*i))
		object(stream("0.5 w\n" + p))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}
