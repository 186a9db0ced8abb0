package synth

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ---- Excel workbooks ----

// xlsxWriter writes the blocks of a page as an Excel workbook: lines are cells
// merged over the width of the sheet, tables stand below them after a blank row.
type xlsxWriter struct {
	*Draw
	sheets  []string // their rows and what follows
	rows    strings.Builder
	row     int // of the next line, from 1
	merges  []string
	width   int
	left    int            // columns left free before tables
	shared  []string       // strings that cells share
	indexOf map[string]int // of shared
	inline  bool           // strings stand in their cells
	table   bool           // the last block was a table
}

func writeXlsx(d *Draw, blocks []Block) ([]byte, error) {
	w := &xlsxWriter{Draw: d, inline: d.Chance(0.3), indexOf: map[string]int{}, row: 1, width: d.Between(6, 10)}
	if d.Chance(0.3) {
		w.left = 1
	}
	for _, bl := range shown(blocks) {
		s := bl.Text.String()
		switch bl.Kind {
		case List:
			for _, t := range bl.Items {
				w.line(t.String())
			}
		case Definition:
			for k := 0; k+1 < len(bl.Items); k += 2 {
				w.line(pair(bl.Items[k], bl.Items[k+1]))
			}
		case TableOf:
			if bl.Table.Caption != nil {
				w.line(bl.Table.Caption.String())
			}
			w.setTable(bl.Table)
		case PageBreak:
			if d.Chance(0.7) {
				w.endSheet()
			}
		case Hidden:
			fmt.Fprintf(&w.rows, `<row r="%d" hidden="1">%s</row>`, w.row, w.cell(w.row, 0, s))
			w.row++
		default:
			w.line(s)
		}
	}
	w.endSheet()
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office + `"`
	var types, rels, list, strs strings.Builder
	parts := []part{}
	for i, s := range w.sheets {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, sheet)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, office, n)
		fmt.Fprintf(&list, `<sheet name="Sheet%d" sheetId="%d" r:id="rId%d"/>`, n, n, n)
		parts = append(parts, part{fmt.Sprintf("xl/worksheets/sheet%d.xml", n), xmlHead + `<worksheet ` + ns + `>` + s + `</worksheet>`})
	}
	for _, s := range w.shared {
		if d.Chance(0.1) { // a reading above the characters, which is no text
			fmt.Fprintf(&strs, `<si><r><t xml:space="preserve">%s</t></r><rPh sb="0" eb="1"><t>xx</t></rPh></si>`, escapeXML(s))
			continue
		}
		fmt.Fprintf(&strs, `<si><t xml:space="preserve">%s</t></si>`, escapeXML(s))
	}
	n := len(w.sheets)
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/><Relationship Id="rId%d" Type="%s/sharedStrings" Target="sharedStrings.xml"/>`, n+1, office, n+2, office)
	return parcel(append([]part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + sheet + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + sheet + `styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="` + sheet + `sharedStrings+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", xmlHead + `<workbook ` + ns + `><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `</Relationships>`},
		{"xl/styles.xml", xmlHead + `<styleSheet ` + ns + `><numFmts count="1"><numFmt numFmtId="180" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf numFmtId="180" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`},
		{"xl/sharedStrings.xml", xmlHead + `<sst ` + ns + `>` + strs.String() + `</sst>`},
	}, parts...))
}

// ref names a cell: rows count from 1, columns from 0.
func ref(row, col int) string { return string(rune('A'+col)) + itoa(row) }

// cell writes a cell: numbers as numbers, dates as days, all else as text.
func (w *xlsxWriter) cell(row, col int, s string) string {
	at := ref(row, col)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(n, 10) == s && n >= 0 && n < 1e11 {
		return fmt.Sprintf(`<c r="%s"><v>%s</v></c>`, at, s)
	}
	if t, err := time.Parse("2006年1月2日", s); err == nil && t.Format("2006年1月2日") == s && t.Year() > 1900 {
		days := int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
		return fmt.Sprintf(`<c r="%s" s="1"><v>%d</v></c>`, at, days)
	}
	if w.inline {
		return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, escapeXML(s))
	}
	i, ok := w.indexOf[s]
	if !ok {
		i = len(w.shared)
		w.indexOf[s] = i
		w.shared = append(w.shared, s)
	}
	return fmt.Sprintf(`<c r="%s" t="s"><v>%d</v></c>`, at, i)
}

// line writes a line as a cell merged over the width of the sheet.
func (w *xlsxWriter) line(s string) {
	if strings.TrimSpace(s) == "" {
		w.row++
		return
	}
	if w.table {
		w.row++
		w.table = false
	}
	fmt.Fprintf(&w.rows, `<row r="%d">%s</row>`, w.row, w.cell(w.row, 0, s))
	w.merges = append(w.merges, ref(w.row, 0)+":"+ref(w.row, w.width-1))
	w.row++
}

func (w *xlsxWriter) setTable(t *Table) {
	if w.table || w.row > 1 {
		w.row++
	}
	cells, _ := t.places()
	hide := -1 // a row of no account that is hidden behind this one
	if w.Chance(0.2) {
		hide = w.IntN(len(t.Rows))
	}
	extra := 0
	for r := range t.Rows {
		var b strings.Builder
		for _, c := range cells {
			if c.row != r {
				continue
			}
			b.WriteString(w.cell(w.row, c.col+w.left, strings.Join(c.lines(), "\n")))
			if c.rows > 1 || c.cols > 1 {
				down := c.rows - 1
				if extra == 0 && hide >= r && hide < r+down {
					down++
				}
				w.merges = append(w.merges, ref(w.row, c.col+w.left)+":"+ref(w.row+down, c.col+w.left+c.cols-1))
			}
		}
		fmt.Fprintf(&w.rows, `<row r="%d">%s</row>`, w.row, b.String())
		w.row++
		if r == hide {
			fmt.Fprintf(&w.rows, `<row r="%d" hidden="1">%s</row>`, w.row, w.cell(w.row, w.left, "停用"))
			w.row++
			extra = 1
		}
	}
	w.table = true
}

func (w *xlsxWriter) endSheet() {
	if w.rows.Len() == 0 {
		return
	}
	s := "<sheetData>" + w.rows.String() + "</sheetData>"
	if len(w.merges) > 0 {
		s += fmt.Sprintf(`<mergeCells count="%d">`, len(w.merges))
		for _, m := range w.merges {
			s += `<mergeCell ref="` + m + `"/>`
		}
		s += "</mergeCells>"
	}
	w.sheets = append(w.sheets, s)
	w.rows.Reset()
	w.merges, w.row, w.table = nil, 1, false
}
