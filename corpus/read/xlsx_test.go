package read

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"jiedui/corpus"
	"jiedui/schema"
)

const (
	workbookXML = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`
	workbookRel = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	sheetHead   = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail   = `</sheetData></worksheet>`
)

func xlsxOf(t testing.TB, sheet string, more ...string) []byte {
	return parcelOf(t, append([]string{"[Content_Types].xml", "<Types/>", "xl/workbook.xml", workbookXML,
		"xl/_rels/workbook.xml.rels", workbookRel, "xl/worksheets/sheet1.xml", sheet}, more...)...)
}

// TestXlsxDamaged: what is there is read, and what is not is said; where
// nothing is, the failure says what to do.
func TestXlsxDamaged(t *testing.T) {
	row := `<row r="%d"><c r="A%[1]d" t="inlineStr"><is><t>云岭县</t></is></c><c r="B%[1]d"><v>%[1]d</v></c></row>`
	rows := fmt.Sprintf(row, 1) + fmt.Sprintf(row, 2)
	whole := xlsxOf(t, sheetHead+rows+sheetTail)
	for _, c := range []struct {
		name string
		body []byte
		want string // of the text; "" for a failure
		note string
	}{
		{"whole", whole, "名单\n云岭县\t1\n云岭县\t2\n", ""},
		{"without directory", whole[:len(whole)-30], "名单\n云岭县\t1\n云岭县\t2\n", "cut off"},
		{"no sheets", parcelOf(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>"), "", "names no sheet"},
		{"no workbook", parcelOf(t, "[Content_Types].xml", "<Types/>", "xl/styles.xml", "<a/>"), "", "xl/workbook.xml is missing"},
	} {
		d, err := Read(context.Background(), corpus.Page{Body: c.body}, Options{})
		var e *Error
		switch {
		case c.want == "" && (!errors.As(err, &e) || e.Code != schema.CodeDamaged || !strings.Contains(e.Message, c.note) || !strings.Contains(e.Message, "save it anew")):
			t.Errorf("%s: %v", c.name, err)
		case c.want == "":
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		case d.Text.String() != c.want || codes(d)[schema.CodeTruncated] != min(len(c.note), 1) || c.note != "" && !strings.Contains(d.Notes[0].Message, c.note):
			t.Errorf("%s: %q %v", c.name, d.Text.String(), d.Notes)
		default:
			laws(t, d)
		}
	}
}

// TestXlsxBombs: no workbook takes more than a bounded effort, and what of it
// was not read is said.
func TestXlsxBombs(t *testing.T) {
	defer func(n int64) { maxUnpacked = n }(maxUnpacked)
	maxUnpacked = 1 << 20
	var far strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&far, `<row r="%d"><c r="XFD%[1]d"><v>1</v></c></row>`, i+1)
	}
	for _, c := range []struct {
		name, sheet, code string
	}{
		{"large", sheetHead + strings.Repeat(`<row><c t="inlineStr"><is><t>云岭县</t></is></c></row>`, 100000) + sheetTail, schema.CodeTruncated},
		{"far", sheetHead + far.String() + sheetTail, schema.CodeTruncated},
		{"last row", sheetHead + `<row r="1048576"><c r="A1048576"><v>1</v></c></row>` + sheetTail, ""},
		{"merged", sheetHead + `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row></sheetData><mergeCells>` + strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 10000) + `</mergeCells></worksheet>`, schema.CodeTruncated},
	} {
		d := read(t, c.name, xlsxOf(t, c.sheet), "")
		if n := codes(d)[schema.CodeTruncated]; (n > 0) != (c.code != "") {
			t.Errorf("%s: %v", c.name, d.Notes)
		}
	}
}

// FuzzXlsx reads any sheet, strings and styles: no panic, the laws hold.
func FuzzXlsx(f *testing.F) {
	f.Add([]byte(sheetHead+`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>45000.5</v></c></row><row r="3" hidden="1"/></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`),
		[]byte(`<sst><si><t>组别</t></si></sst>`), []byte(`<styleSheet><cellXfs><xf/><xf numFmtId="22"/></cellXfs></styleSheet>`))
	rels := strings.Replace(workbookRel, "</Relationships>", `<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`, 1)
	f.Fuzz(func(t *testing.T, sheet, strs, styles []byte) {
		d, err := Read(t.Context(), corpus.Page{Body: parcelOf(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", workbookXML, "xl/_rels/workbook.xml.rels", rels,
			"xl/worksheets/sheet1.xml", string(sheet), "xl/sharedStrings.xml", string(strs), "xl/styles.xml", string(styles))}, Options{})
		if err == nil {
			laws(t, d)
		} else if _, ok := err.(*Error); !ok {
			t.Fatal(err)
		}
	})
}
