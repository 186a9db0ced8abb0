package read

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

var xlsxFormat = format{
	name:      "xlsx",
	mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	sniff: func(b []byte) bool {
		return (zipWith("xl/workbook.xml")(b) || isParcel(b, "xl/")) && !zipWith("xl/workbook.bin")(b)
	},
	read: readXlsx,
}

const anXlsx = "an Excel workbook (.xlsx)"

const (
	maxSheetRows = 1 << 20
	maxTags      = 12 << 20 // elements of a workbook's parts
	maxStyles    = 4 << 20  // bytes of the parts that are no cells
	maxSlots     = 8 << 20  // positions of all sheets, empty ones included
)

// readXlsx reads the sheets that are shown, one after the other. What a cell
// shows, the library says; which cells are hidden or merged is read here.
func readXlsx(ctx context.Context, _ corpus.Page, body []byte, doc *corpus.Document) error {
	doc.Charset, doc.CharsetBy = utf8Charset.name, "utf-8"
	x := &xlsx{parcel: openParcel(body), ctx: ctx, page: newPage(doc)}
	x.main = "xl/workbook.xml"
	for _, r := range x.relations("") {
		if r.kind == "officeDocument" && x.has(r.target) {
			x.main = r.target
		}
	}
	if !x.has(x.main) {
		return damaged(anXlsx, "its part "+x.main+" is missing")
	}
	sheets := x.sheets()
	if len(sheets) == 0 {
		return damaged(anXlsx, "its part "+x.main+" names no sheet")
	}
	file, err := x.workbook(sheets)
	if err != nil {
		return err
	}
	defer file.Close()
	for i, s := range sheets {
		if s.hidden {
			continue
		}
		if err := x.sheet(file, s, strconv.Itoa(i+1)); err != nil {
			return err
		}
	}
	if len(x.out) == 0 && x.why != "" {
		return damaged(anXlsx, x.why)
	}
	for name := range x.members {
		if strings.HasPrefix(name, "xl/media/") {
			x.pictures++
		}
	}
	switch {
	case x.parcel.cut, x.full:
		x.note(schema.CodeTruncated, text.Span{}, "the workbook is larger than what is read of one; it was read in part")
	case x.why != "":
		x.note(schema.CodeTruncated, text.Span{}, "the workbook is damaged and was read in part: "+x.why)
	case x.salvaged:
		x.note(schema.CodeTruncated, text.Span{}, "the file is cut off or damaged (its directory is missing); its cells were found all the same")
	}
	x.finish(0)
	return nil
}

type xlsx struct {
	*parcel
	*page
	ctx      context.Context
	main     string
	date1904 bool // days are counted from 1904
	slots    int
	full     bool   // there is more than is read
	why      string // a part could not be read to its end
}

// xlsxSheet is a sheet as the workbook names it.
type xlsxSheet struct {
	name, part string
	hidden     bool
}

func (x *xlsx) sheets() []xlsxSheet {
	parts := map[string]string{}
	for _, r := range x.relations(x.main) {
		if r.kind == "worksheet" {
			parts[r.id] = r.target
		}
	}
	var list []xlsxSheet
	w := newXMLReader(x.parcel.open(x.main))
	w.each(func(xml.StartElement) {
		w.each(func(e xml.StartElement) {
			if e.Name.Local == "workbookPr" {
				x.date1904 = yes(e, "date1904")
			}
			if e.Name.Local != "sheets" {
				w.skip()
				return
			}
			w.each(func(e xml.StartElement) {
				s := xlsxSheet{name: attribute(e, "name"), hidden: strings.Contains(strings.ToLower(attribute(e, "state")), "hidden")}
				for _, a := range e.Attr { // r:id; sheetId has another name
					if part, ok := parts[a.Value]; ok && a.Name.Local == "id" {
						s.part = part
					}
				}
				if s.part != "" { // charts and macros have sheets, too
					list = append(list, s)
				}
				w.skip()
			})
		})
	})
	return list
}

// workbook opens the sheets that are shown with the library: in a parcel of
// our own that holds what they need and nothing else, so that no bomb hides in
// the rest. In it a sheet has its part's number as its name.
func (x *xlsx) workbook(sheets []xlsxSheet) (file *excelize.File, err error) {
	x.left = maxUnpacked // what was read to get here is read again
	var b, list, rels bytes.Buffer
	w := zip.NewWriter(&b)
	tags, small := 0, int64(0)
	add := func(name string, r io.Reader) error {
		if r == nil {
			return nil
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return err
		}
		c := &tagCounter{w: f}
		n, err := io.Copy(c, &tagLimiter{r: r})
		if err != nil && err != errLimit && x.why == "" {
			x.why = "its part " + name + " breaks off (" + err.Error() + ")"
		}
		tags += c.n
		if name == "xl/styles.xml" {
			small += n
		}
		if tags > maxTags || small > maxStyles {
			return errors.New("it has far more styles or elements than cells")
		}
		return nil
	}
	const ns = `xmlns="http://schemas.openxmlformats.org/`
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	target := map[string]string{"styles": "", "sharedStrings": ""}
	for _, r := range x.relations(x.main) {
		if _, ok := target[r.kind]; ok {
			target[r.kind] = r.target
			fmt.Fprintf(&rels, `<Relationship Id="%s" Type="%s/%[1]s" Target="%[1]s.xml"/>`, r.kind, office)
		}
	}
	err = errors.Join(add("xl/styles.xml", x.parcel.open(target["styles"])), add("xl/sharedStrings.xml", x.parcel.open(target["sharedStrings"])))
	for i, s := range sheets {
		if s.hidden || err != nil {
			continue
		}
		fmt.Fprintf(&list, `<sheet name="%d" sheetId="%[1]d" r:id="r%[1]d"/>`, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet%[1]d.xml"/>`, i+1, office)
		err = add(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), x.parcel.open(s.part))
	}
	for _, p := range [][2]string{
		{"[Content_Types].xml", `<Types ` + ns + `package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`},
		{"_rels/.rels", `<Relationships ` + ns + `package/2006/relationships"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", fmt.Sprintf(`<workbook `+ns+`spreadsheetml/2006/main" xmlns:r="`+office+`"><workbookPr date1904="%t"/><sheets>%s</sheets></workbook>`, x.date1904, list.Bytes())},
		{"xl/_rels/workbook.xml.rels", `<Relationships ` + ns + `package/2006/relationships">` + rels.String() + `</Relationships>`},
	} {
		err = errors.Join(err, add(p[0], strings.NewReader(p[1])))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, damaged(anXlsx, err.Error())
	}
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, damaged(anXlsx, "its parts contradict each other")
		}
	}()
	file, err = excelize.OpenReader(&b, excelize.Options{
		UnzipSizeLimit:    2 * maxUnpacked,
		UnzipXMLSizeLimit: 2 * maxUnpacked,
		ShortDatePattern:  "yyyy/m/d",
		LongDatePattern:   `yyyy"年"m"月"d"日"`,
		LongTimePattern:   "h:mm:ss",
		CultureInfo:       excelize.CultureNameZhCN,
	})
	if err != nil {
		return nil, damaged(anXlsx, err.Error())
	}
	return file, nil
}

// tagCounter counts what may become an element.
type tagCounter struct {
	w io.Writer
	n int
}

func (t *tagCounter) Write(b []byte) (int, error) {
	t.n += bytes.Count(b, []byte("<"))
	return t.w.Write(b)
}

// sheetShape is what a sheet hides and merges. Rows and columns count from 0.
type sheetShape struct {
	hiddenRows map[int]bool
	hiddenCols []stretch // start and end
	merges     []merge
}

type merge struct{ row, col, rows, cols int }

// shape reads what the library would need the whole sheet for.
func (x *xlsx) shape(part string) sheetShape {
	s := sheetShape{hiddenRows: map[int]bool{}}
	x.left = maxUnpacked
	r := newXMLReader(x.parcel.open(part))
	hiddenByDefault, next := false, 0
	r.each(func(xml.StartElement) {
		r.each(func(e xml.StartElement) {
			switch e.Name.Local {
			case "sheetFormatPr":
				hiddenByDefault = attribute(e, "zeroHeight") == "1" || attribute(e, "zeroHeight") == "true"
			case "cols":
				r.each(func(e xml.StartElement) {
					from, _ := strconv.Atoi(attribute(e, "min"))
					to, _ := strconv.Atoi(attribute(e, "max"))
					width, err := strconv.ParseFloat(attribute(e, "width"), 64)
					if (yes(e, "hidden") || err == nil && width == 0) && from >= 1 && to >= from {
						s.hiddenCols = append(s.hiddenCols, stretch{start: from - 1, end: to})
					}
					r.skip()
				})
				return
			case "sheetData":
				r.each(func(e xml.StartElement) {
					if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n > 0 {
						next = n - 1
					}
					height, err := strconv.ParseFloat(attribute(e, "ht"), 64)
					if yes(e, "hidden") || err == nil && height == 0 || hiddenByDefault && attribute(e, "hidden") == "" {
						s.hiddenRows[next] = true
					}
					next++
					r.skip()
				})
				return
			case "mergeCells":
				r.each(func(e xml.StartElement) {
					if m, ok := mergeOf(attribute(e, "ref")); ok && len(s.merges) < maxCells {
						s.merges = append(s.merges, m)
					}
					r.skip()
				})
				return
			}
			r.skip()
		})
	})
	return s
}

func yes(e xml.StartElement, name string) bool {
	v := attribute(e, name)
	return v == "1" || v == "true"
}

func mergeOf(ref string) (merge, bool) {
	a, b, ok := strings.Cut(ref, ":")
	c0, r0, err := excelize.CellNameToCoordinates(strings.ReplaceAll(a, "$", ""))
	if !ok || err != nil {
		return merge{}, false
	}
	c1, r1, err := excelize.CellNameToCoordinates(strings.ReplaceAll(b, "$", ""))
	if err != nil || r1 < r0 || c1 < c0 {
		return merge{}, false
	}
	return merge{r0 - 1, c0 - 1, r1 - r0 + 1, c1 - c0 + 1}, true
}

func (s *sheetShape) hidesColumn(c int) bool {
	for _, h := range s.hiddenCols {
		if c >= h.start && c < h.end {
			return true
		}
	}
	return false
}

// sheetCell is a cell that shows something, in what the sheet shows: hidden
// rows and columns are not counted.
type sheetCell struct {
	col, rows, cols int
	s               string
}

// sheetRow is a row that is shown. below says that a cell from above that shows
// something reaches into it.
type sheetRow struct {
	cells []sheetCell
	below bool
}

func (r *sheetRow) blank() bool { return len(r.cells) == 0 && !r.below }
func (r *sheetRow) sole() bool  { return len(r.cells) == 1 && !r.below && r.cells[0].rows == 1 }

// sheet writes a sheet: its name, then lines and tables. key is what the library
// knows it by.
func (x *xlsx) sheet(file *excelize.File, s xlsxSheet, key string) error {
	shape := x.shape(s.part)
	rows, err := x.rows(file, s, key, &shape)
	if err != nil {
		return err
	}
	x.chrome = true
	x.text(s.name)
	x.end()
	x.chrome = false
	for i := 0; i < len(rows); {
		switch r := &rows[i]; {
		case r.blank():
			i++
		case r.sole():
			x.wordParagraph(wordBlock{text: r.cells[0].s})
			i++
		default:
			end := tableEnd(rows, i)
			lines := end
			for lines-1 > i && remark(rows[i:lines]) {
				lines--
			}
			x.sheetTable(rows[i:lines])
			for _, r := range rows[lines:end] {
				for _, c := range r.cells {
					x.wordParagraph(wordBlock{text: c.s})
				}
			}
			i = end
		}
	}
	return nil
}

// tableEnd is where the table that starts at row i ends: at the last row that
// shows something, or before a blank row that a line of its own follows.
func tableEnd(rows []sheetRow, i int) int {
	end := i + 1
	for k := i + 1; k < len(rows); k++ {
		if rows[k].blank() {
			continue
		}
		if k > end && rows[k].sole() {
			break
		}
		end = k + 1
	}
	return end
}

// longRemark is how many characters make a sole cell under a table a remark.
const longRemark = 16

// remark reports whether the last of the rows of a table is none of it but a
// line under it: one cell, merged over half of the table or long.
func remark(rows []sheetRow) bool {
	r := &rows[len(rows)-1]
	if !r.sole() {
		return false
	}
	width := 0
	for i := range rows[:len(rows)-1] {
		for _, c := range rows[i].cells {
			width = max(width, c.col+c.cols)
		}
	}
	c := r.cells[0]
	return c.cols > 1 && c.cols*2 >= width || c.col == 0 && utf8.RuneCountInString(c.s) > longRemark
}

// sheetTable writes rows of a sheet as a table, without the columns that are
// left free before it and behind it.
func (x *xlsx) sheetTable(rows []sheetRow) {
	if len(x.doc.Tables) >= maxTables || x.page.cells >= maxCells {
		for _, r := range rows {
			for _, c := range r.cells {
				x.wordParagraph(wordBlock{text: c.s})
			}
		}
		return
	}
	left, right := 1<<30, 0
	for _, r := range rows {
		for _, c := range r.cells {
			left, right = min(left, c.col), max(right, c.col+c.cols)
		}
	}
	fill := (right-left)*len(rows) <= maxSlots/8
	until := make([]int, right-left) // the row up to which a cell fills a column
	t := x.newRows(-1, -1)
	for i, r := range rows {
		t.startRow()
		col := 0
		// gap enters the empty cells before a column.
		gap := func(to int) {
			for ; col < to; col++ {
				if fill && until[col] <= i {
					t.putCell(col, 1, 1, false)
					t.endCell()
				}
			}
		}
		for _, c := range r.cells {
			gap(c.col - left)
			t.putCell(col, c.rows, c.cols, false)
			for k := range c.cols {
				until[col+k] = i + c.rows
			}
			x.wordParagraph(wordBlock{text: c.s})
			t.endCell()
			col += c.cols
		}
		if !r.blank() {
			gap(right - left)
		}
	}
	t.close()
}

// rows reads what the rows of a sheet show.
func (x *xlsx) rows(file *excelize.File, s xlsxSheet, key string, shape *sheetShape) ([]sheetRow, error) {
	values, err := x.values(file, s, key)
	if err != nil || len(values) == 0 {
		return nil, err
	}
	last := values[len(values)-1].row + 1
	width := 0
	byRow := map[int][]merge{}
	for _, m := range shape.merges {
		byRow[m.row] = append(byRow[m.row], m)
	}
	for _, v := range values {
		width = max(width, v.col+1)
	}
	for _, m := range shape.merges {
		width = max(width, min(m.col+m.cols, excelize.MaxColumns))
	}
	// seenRow and seenCol count what is shown before a row and a column.
	seenRow, seenCol := make([]int32, last+1), make([]int32, width+1)
	for r := range last {
		seenRow[r+1] = seenRow[r]
		if !shape.hiddenRows[r] {
			seenRow[r+1]++
		}
	}
	for c := range width {
		seenCol[c+1] = seenCol[c]
		if !shape.hidesColumn(c) {
			seenCol[c+1]++
		}
	}
	out := make([]sheetRow, seenRow[last])
	until := make([]int, width) // the row up to which a column is filled
	reach := 0                  // the row up to which cells that show something go
	at := 0
	for r := range last {
		areas := byRow[r]
		start := at
		for at < len(values) && values[at].row == r {
			at++
		}
		shows := map[int]string{}
		for _, v := range values[start:at] {
			shows[v.col] = v.s
		}
		// Merged cells of the row first: what stands in them beside their first
		// cell does not show.
		for _, m := range areas {
			m.cols = min(m.cols, width-m.col)
			m.rows = min(m.rows, last-m.row)
			if x.slots += m.cols; x.slots > maxSlots {
				x.full = true
				break
			}
			free := true
			for c := m.col; c < m.col+m.cols; c++ {
				free = free && until[c] <= r
			}
			if !free || m.rows < 1 { // the workbook contradicts itself
				continue
			}
			for c := m.col; c < m.col+m.cols; c++ {
				until[c] = r + m.rows
			}
			cell := sheetCell{s: shows[m.col], col: int(seenCol[m.col]),
				rows: int(seenRow[r+m.rows] - seenRow[r]), cols: int(seenCol[m.col+m.cols] - seenCol[m.col])}
			if cell.s != "" && cell.rows > 0 && cell.cols > 0 {
				i := int(seenRow[r])
				out[i].cells = append(out[i].cells, cell)
			}
		}
		for _, v := range values[start:at] {
			if until[v.col] <= r && !shape.hiddenRows[r] && seenCol[v.col+1] > seenCol[v.col] {
				i := int(seenRow[r])
				out[i].cells = append(out[i].cells, sheetCell{s: v.s, col: int(seenCol[v.col]), rows: 1, cols: 1})
			}
		}
		if shape.hiddenRows[r] {
			continue
		}
		i := int(seenRow[r])
		slices.SortFunc(out[i].cells, func(a, b sheetCell) int { return a.col - b.col })
		out[i].below = i < reach
		for _, c := range out[i].cells {
			reach = max(reach, i+c.rows)
		}
	}
	return out, nil
}

// sheetValue is what a cell shows, hidden or not.
type sheetValue struct {
	row, col int
	s        string
}

// values asks the library for what the cells of a sheet show, row by row.
func (x *xlsx) values(file *excelize.File, s xlsxSheet, key string) (out []sheetValue, err error) {
	row := 0
	fail := func(what string) {
		if x.why == "" {
			x.why = fmt.Sprintf("its part %s, row %d: %s", s.part, row+1, what)
		}
	}
	defer func() {
		if r := recover(); r != nil {
			fail("it contradicts itself")
			err = nil
		}
	}()
	it, err := file.Rows(key)
	if err != nil {
		fail(err.Error())
		return nil, nil
	}
	defer it.Close()
	for ; it.Next(); row++ {
		if row%256 == 0 && x.ctx.Err() != nil {
			return nil, x.ctx.Err()
		}
		shown, err := it.Columns()
		if err != nil {
			fail(err.Error())
			break
		}
		if x.slots += len(shown) + 1; x.slots > maxSlots || row > maxSheetRows || len(out) > maxCells {
			x.full = true
			break
		}
		for c, v := range shown {
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, sheetValue{row, c, v})
			}
		}
	}
	if it.Error() != nil {
		fail(it.Error().Error())
	}
	return out, nil
}
