package export

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"jiedui/internal/chinese"
	"jiedui/schema"
	"jiedui/schema/tables"
)

// xlsxSink writes a workbook (ECMA-376): a sheet of notes, then one sheet a
// table, with headings for people in a row that stays. Each sheet is packed into
// a temporary file as its rows come, so that a workbook needs no memory for its
// rows; a table that is longer than a sheet may be goes on in a further one, and
// the notes say so.
//
// The format is written here and not by a library: those that there are keep the
// sheets of a streamed workbook in a map, so that equal runs give unequal bytes,
// and hold megabytes of each.
type xlsxSink struct {
	w      io.Writer
	opt    Options
	dir    string // of the temporary files
	layout []laid
	views  []view // of each table
	of     about  // what comes now
	shown  []any  // a row as its sheet has it
	limit  int    // rows of a sheet, the heading included
	rows   []int
	cut    []int      // cells that were longer than a cell may be
	sheets [][]*sheet // of each table; rows go to its last one
	buf    []byte
}

// Limits of the format.
const (
	xlsxRows  = 1 << 20 // rows of a sheet
	xlsxUnits = 32767   // UTF-16 code units of a cell
)

func newXLSX(w io.Writer, opt Options) Writer { return newWorkbook(w, opt, xlsxRows) }

func newWorkbook(w io.Writer, opt Options, limit int) Writer {
	layout := newLayout(opt)
	s := &xlsxSink{
		w: w, opt: opt, layout: layout, limit: limit, views: make([]view, len(layout)),
		rows: make([]int, len(layout)), cut: make([]int, len(layout)), sheets: make([][]*sheet, len(layout)),
	}
	for i := range layout {
		s.views[i] = newView(&layout[i])
	}
	rows, err := newRows(s, layout, opt)
	if err != nil {
		return &failed{err}
	}
	return rows
}

// view is how a sheet shows a table: for reading. What is said comes first, with
// the district, year and title of the document that says it; then the places that
// it was read from; and last what only programs need, positions and ids.
type view struct {
	columns []tables.Column
	from    []int // places in the cells of a row, or fromRegion …; below fromOwner that of an id
	label   int   // of the column that names a row, or -1
}

// about is what sheets say of the document that a row belongs to.
type about struct {
	uri, page           any
	region, year, title any
	names               map[string]any // of rows, by id
}

// labels are the columns that name the rows which others belong to.
var labels = map[string]string{"school_groups": "name", "leading_groups": "body", "leaders": "name", "schools": "name"}

// Columns that sheets have besides those of the tables, so that rows can be
// sorted and counted by district and year without looking into another sheet.
var (
	ofRegion = tables.Column{Name: "document_region", Type: tables.Text, Label: tables.Words{English: "District of the document", Chinese: "文件地区"},
		About: tables.Words{English: "the district that the document governs, or that an earlier part of its page names", Chinese: "文件所辖地区；文件未写明时取同一页面前面部分所写"}}
	ofYear = tables.Column{Name: "document_year", Type: tables.Integer, Label: tables.Words{English: "Year of the document", Chinese: "文件年份"},
		About: tables.Words{English: "the year of the document, or of an earlier part of its page", Chinese: "文件的年份；文件未写明时取同一页面前面部分所写"}}
	ofTitle = tables.Column{Name: "document_title", Type: tables.Text, Label: tables.Words{English: "Title of the document", Chinese: "文件标题"},
		About: tables.Words{English: "the title of the document that says so", Chinese: "所出自文件的标题"}}
)

// Places of what a row does not have itself, in view.from.
const (
	fromRegion = -1 - iota
	fromYear
	fromTitle
	fromOwner // and below: the name of the row whose id is in the cell of this distance
)

func newView(l *laid) view {
	var v view
	add := func(c tables.Column, from int) {
		v.columns = append(v.columns, c)
		v.from = append(v.from, from)
	}
	places := map[int]bool{} // columns that say where a value stands
	for _, first := range l.cited {
		if first > 0 {
			for i := range beside {
				places[first+i] = true
			}
		}
	}
	key := func(c *tables.Column) bool {
		return c.Name == "id" || c.Name == "n" || c.Name == "part" || c.Name == "parts" || c.Name == "row_id" || c.Refers != "" || strings.HasSuffix(c.Name, "_id")
	}
	linked := l.Column("document_id") >= 0
	if linked {
		add(ofRegion, fromRegion)
		add(ofYear, fromYear)
	}
	for i := range l.Columns {
		c := &l.Columns[i]
		switch owned := labels[c.Refers] != "" && c.Required; {
		case owned:
			add(tables.Column{Name: strings.TrimSuffix(c.Name, "_id") + "_name", Type: tables.Text,
				Label: tables.Words{English: c.Label.English + " (name)", Chinese: c.Label.Chinese + "（名称）"},
				About: tables.Words{English: c.About.English + ", by name", Chinese: c.About.Chinese + "，以名称表示"}}, fromOwner-i)
		case !places[i] && !key(c):
			add(*c, i)
		}
	}
	v.label = l.Column(labels[l.Name])
	if linked {
		add(ofTitle, fromTitle)
	}
	for i := range l.Columns {
		if places[i] {
			add(l.Columns[i], i)
		}
	}
	for i := range l.Columns {
		if key(&l.Columns[i]) {
			add(l.Columns[i], i)
		}
	}
	return v
}

// show returns the cells of a row as its sheet has them.
func (x *xlsxSink) show(t int, cells []any) []any {
	l, v := &x.layout[t], &x.views[t]
	if l.Name == "documents" {
		of := about{
			uri: cells[l.Column("uri")], page: cells[l.Column("sha256")],
			region: cells[l.Column("region")], year: cells[l.Column("year")], title: cells[l.Column("title")],
		}
		if of.uri == x.of.uri && of.page == x.of.page { // a further part of the page
			if of.region == nil {
				of.region = x.of.region
			}
			if of.year == nil {
				of.year = x.of.year
			}
		}
		of.names = map[string]any{}
		x.of = of
	}
	if id, ok := cells[max(l.Column("id"), 0)].(string); ok && v.label >= 0 {
		x.of.names[id] = cells[v.label]
	}
	x.shown = x.shown[:0]
	for i, from := range v.from {
		var cell any
		switch {
		case from == fromRegion:
			cell = x.of.region
		case from == fromYear:
			cell = x.of.year
		case from == fromTitle:
			cell = x.of.title
		case from <= fromOwner:
			if id, ok := cells[fromOwner-from].(string); ok {
				cell = x.of.names[id]
			}
		default:
			cell = cells[from]
		}
		if text, ok := cell.(string); ok && x.opt.Language == "zh" {
			cell = inChinese(l.Name, &v.columns[i], text)
		}
		x.shown = append(x.shown, cell)
	}
	return x.shown
}

// inChinese says a cell for readers of Chinese: codes that have words, and what
// the program says itself.
func inChinese(table string, c *tables.Column, text string) string {
	if words, known := c.Said[text]; known {
		return words.Chinese
	}
	if c.Name == "message" && (table == "doubts" || table == "failures") {
		return chinese.Of(text)
	}
	return text
}

// failed is a writer that could not be opened.
type failed struct{ err error }

func (f *failed) Document(*schema.Document) error { return f.err }
func (f *failed) Failure(schema.Failure) error    { return f.err }
func (f *failed) Close() error                    { return f.err }

// sheet is a sheet on its way: packed XML in a temporary file.
type sheet struct {
	file   *os.File
	packed *bufio.Writer // what flate makes, on its way to file
	flate  *flate.Writer
	plain  *bufio.Writer // what goes into flate
	sum    hash.Hash32
	size   int64 // of the XML
	rows   int
}

// Write takes XML on its way to flate.
func (s *sheet) Write(p []byte) (int, error) {
	s.sum.Write(p)
	s.size += int64(len(p))
	return s.flate.Write(p)
}

func (x *xlsxSink) open(name string, columns []tables.Column) (*sheet, error) {
	if x.dir == "" {
		dir, err := os.MkdirTemp(x.opt.Temp, "jiedui-")
		if err != nil {
			return nil, err
		}
		x.dir = dir
	}
	f, err := os.CreateTemp(x.dir, name)
	if err != nil {
		return nil, err
	}
	s := &sheet{file: f, packed: bufio.NewWriterSize(f, 1<<15), sum: crc32.NewIEEE()}
	if s.flate, err = flate.NewWriter(s.packed, flate.BestSpeed); err != nil {
		f.Close()
		return nil, err
	}
	s.plain = bufio.NewWriterSize(s, 1<<15)
	s.plain.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, c := range columns {
		fmt.Fprintf(s.plain, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width(c))
	}
	s.plain.WriteString(`</cols><sheetData>`)
	return s, nil
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func width(c tables.Column) int {
	switch {
	case c.Type != tables.Text:
		return 10
	case c.Name == "id" || c.Refers != "" || strings.HasSuffix(c.Name, "_id"):
		return 14
	}
	return 24
}

// heading is the style of headings, the second of styles.xml.
const heading = 1

func (x *xlsxSink) row(t int, cells []any) error {
	list := x.sheets[t]
	if len(list) == 0 || list[len(list)-1].rows == x.limit {
		if len(list) > 0 {
			if err := list[len(list)-1].end(len(x.views[t].columns)); err != nil {
				return err
			}
		}
		s, err := x.open(x.layout[t].Name, x.views[t].columns)
		if err != nil {
			return err
		}
		x.sheets[t] = append(list, s)
		if err := x.head(t, s); err != nil {
			return err
		}
	}
	x.rows[t]++
	cut, err := x.put(x.sheets[t][len(x.sheets[t])-1], 0, x.show(t, cells))
	x.cut[t] += cut
	return err
}

// head writes the row of headings.
func (x *xlsxSink) head(t int, s *sheet) error {
	names := make([]any, len(x.views[t].columns))
	for i, c := range x.views[t].columns {
		names[i] = c.Label.In(x.opt.Language)
	}
	_, err := x.put(s, heading, names)
	return err
}

// put writes a row and returns how many of its cells had to be cut.
func (x *xlsxSink) put(s *sheet, style int, cells []any) (cut int, err error) {
	s.rows++
	number := strconv.Itoa(s.rows)
	b := append(x.buf[:0], `<row r="`...)
	b = append(append(b, number...), `">`...)
	for i, cell := range cells {
		if cell == nil {
			continue
		}
		b = append(b, `<c r="`...)
		b = append(append(appendColumn(b, i), number...), '"')
		if style != 0 {
			b = append(strconv.AppendInt(append(b, ` s="`...), int64(style), 10), '"')
		}
		switch v := cell.(type) {
		case string:
			b = append(b, ` t="inlineStr"><is><t xml:space="preserve">`...)
			short := fit(v)
			if len(short) != len(v) {
				cut++
			}
			b = append(appendXML(b, short), `</t></is></c>`...)
		case int64:
			b = append(strconv.AppendInt(append(b, `><v>`...), v, 10), `</v></c>`...)
		case float64:
			b = append(strconv.AppendFloat(append(b, `><v>`...), v, 'g', -1, 64), `</v></c>`...)
		case bool:
			digit := byte('0')
			if v {
				digit = '1'
			}
			b = append(append(b, ` t="b"><v>`...), digit)
			b = append(b, `</v></c>`...)
		}
	}
	b = append(b, `</row>`...)
	x.buf = b
	_, err = s.plain.Write(b)
	return cut, err
}

// end writes what follows the rows of a sheet.
func (s *sheet) end(columns int) error {
	s.plain.WriteString(`</sheetData>`)
	if columns > 0 && s.rows > 1 {
		fmt.Fprintf(s.plain, `<autoFilter ref="A1:%s%d"/>`, appendColumn(nil, columns-1), s.rows)
	}
	s.plain.WriteString(`</worksheet>`)
	if err := s.plain.Flush(); err != nil {
		return err
	}
	if err := s.flate.Close(); err != nil {
		return err
	}
	s.flate, s.plain = nil, nil // their memory
	if err := s.packed.Flush(); err != nil {
		return err
	}
	s.packed = nil
	return nil
}

func (x *xlsxSink) close() error {
	defer x.discard()
	for t, l := range x.layout {
		if len(x.sheets[t]) == 0 { // a table without rows has its headings
			s, err := x.open(l.Name, x.views[t].columns)
			if err != nil {
				return err
			}
			x.sheets[t] = append(x.sheets[t], s)
			if err := x.head(t, s); err != nil {
				return err
			}
		}
		if err := x.sheets[t][len(x.sheets[t])-1].end(len(x.views[t].columns)); err != nil {
			return err
		}
	}
	names, notes, err := x.notes()
	if err != nil {
		return err
	}
	z := zip.NewWriter(x.w)
	part := func(name, content string) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		return err
	}
	var types, links, list strings.Builder
	for i, name := range names {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, appendXML(nil, name), i+1, i+1)
	}
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + links.String() + fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`, len(names)+1) + `</Relationships>`},
		{"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
	} {
		if err := part(p[0], xmlHead+p[1]); err != nil {
			return err
		}
	}
	n := 0
	for _, list := range append([][]*sheet{{notes}}, x.sheets[:len(x.layout)]...) {
		for _, s := range list {
			n++
			if err := s.copyTo(z, fmt.Sprintf("xl/worksheets/sheet%d.xml", n)); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// copyTo brings a sheet into the archive, packed as it is.
func (s *sheet) copyTo(z *zip.Writer, name string) error {
	packed, err := s.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: s.sum.Sum32(),
		CompressedSize64: uint64(packed), UncompressedSize64: uint64(s.size),
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, s.file)
	return err
}

// notes writes the sheet that says what is in the others, and names all sheets.
func (x *xlsxSink) notes() (names []string, notes *sheet, err error) {
	lang := x.opt.Language
	names = []string{pick(lang, "Notes", "说明")}
	text := make([]tables.Column, 5)
	for i := range text {
		text[i].Type = tables.Text
	}
	if notes, err = x.open("notes", text); err != nil {
		return nil, nil, err
	}
	x.sheets = append(x.sheets, []*sheet{notes}) // to be freed with the others
	line := func(style int, cells ...any) {
		if err == nil {
			_, err = x.put(notes, style, cells)
		}
	}
	line(heading, pick(lang, "Sheet", "工作表"), pick(lang, "Table", "表"), pick(lang, "Rows", "行数"), pick(lang, "What it holds", "内容"), pick(lang, "Notes", "备注"))
	for t, l := range x.layout {
		var remarks []string
		first := ""
		for i := range x.sheets[t] {
			name := l.Label.In(lang)
			if i > 0 {
				name += fmt.Sprintf(" %d", i+1)
			} else {
				first = name
			}
			names = append(names, name)
		}
		if n := len(x.sheets[t]); n > 1 {
			remarks = append(remarks, fmt.Sprintf(pick(lang,
				"A sheet holds at most %d rows: the table goes on in the sheets up to %q",
				"每个工作表至多 %d 行，本表续至工作表%q"), x.limit, names[len(names)-1]))
		}
		if n := x.cut[t]; n > 0 {
			remarks = append(remarks, fmt.Sprintf(pick(lang,
				"Cells that were cut to the %[2]d characters that a cell may hold, and end in …: %[1]d",
				"有 %d 个单元格超过 %d 个字符的上限，已截断并以……结尾"), n, xlsxUnits))
		}
		line(0, first, l.Name, int64(x.rows[t]), l.About.In(lang), some(strings.Join(remarks, pick(lang, ". ", "；"))))
	}
	line(0)
	line(heading, pick(lang, "Sheet", "工作表"), pick(lang, "Heading", "列标题"), pick(lang, "Column", "列名"), pick(lang, "What it holds", "内容"))
	for t, l := range x.layout {
		for _, c := range x.views[t].columns {
			line(0, l.Label.In(lang), c.Label.In(lang), c.Name, c.About.In(lang))
		}
	}
	line(0)
	line(0, pick(lang, "Places count the characters (code points) of the text that jiedui text prints, from 0.", "位置按 jiedui text 所输出文本的字符（码点）计数，自 0 起。"))
	if err == nil {
		err = notes.end(0)
	}
	return names, notes, err
}

func some(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// discard closes the temporary files and removes them.
func (x *xlsxSink) discard() {
	for _, list := range x.sheets {
		for _, s := range list {
			s.file.Close()
		}
	}
	x.sheets = make([][]*sheet, len(x.layout))
	if x.dir != "" {
		os.RemoveAll(filepath.Clean(x.dir))
		x.dir = ""
	}
}

// appendColumn adds the name of a column, counted from 0: A … Z, AA …
func appendColumn(b []byte, i int) []byte {
	if i >= 26 {
		b = appendColumn(b, i/26-1)
	}
	return append(b, byte('A'+i%26))
}

// fit cuts s to what a cell may hold.
func fit(s string) string {
	if len(s) <= xlsxUnits {
		return s
	}
	units := 0
	for i, r := range s {
		n := utf16.RuneLen(r)
		if units+n > xlsxUnits-1 {
			for _, rest := range s[i:] { // it may just fit
				units += utf16.RuneLen(rest)
			}
			if units <= xlsxUnits {
				return s
			}
			return s[:i] + "…"
		}
		units += n
	}
	return s
}

// appendXML adds s as XML text. What XML cannot hold is written _x0001_ as the
// format has it, and text that looks so is kept from being read so.
func appendXML(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r == '\r':
			b = append(b, "&#13;"...)
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			b = fmt.Appendf(b, "_x%04X_", r)
		case r == '_' && looksEscaped(s[i:]):
			b = append(b, "_x005F_"...)
		case r == utf8.RuneError && n == 1:
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return b
}

// looksEscaped reports whether s begins like _x000D_.
func looksEscaped(s string) bool {
	return len(s) >= 7 && s[0] == '_' && s[1] == 'x' && s[6] == '_' && strings.Trim(s[2:6], "0123456789abcdefABCDEF") == ""
}
