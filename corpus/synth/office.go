package synth

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// The formats that [Options.Formats] may name.
var formats = []struct {
	name string
	ext  string
	// write returns the page; nil: the renderers write it.
	write func(d *Draw, blocks []Block) ([]byte, error)
}{
	{"html", ".html", nil},
	{"text", ".txt", nil},
	{"docx", ".docx", writeDocx},
	{"xlsx", ".xlsx", writeXlsx},
	{"pdf", ".pdf", writePDF},
}

// Formats are the names that [Options.Formats] takes.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// formatOf is the index into formats of what page i is to be, -1 for what
// chance decides.
func (o Options) formatOf(i int) (int, error) {
	if len(o.Formats) == 0 {
		return -1, nil
	}
	name := o.Formats[i%len(o.Formats)]
	for k, f := range formats {
		if f.name == name {
			return k, nil
		}
	}
	return 0, fmt.Errorf("no format %q; there are %s", name, strings.Join(Formats(), ", "))
}

// shown are the blocks of a document that stands for itself: what the site sets
// around it is left out.
func shown(blocks []Block) []Block {
	return slices.DeleteFunc(slices.Clone(blocks), func(b Block) bool { return b.Kind == Furniture })
}

// part is a file in a parcel.
type part struct{ name, body string }

// parcel writes parts as a zip file; equal parts give equal bytes.
func parcel(parts []part) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write([]byte(p.body)); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// escapeXML writes text for XML, quotes included. Characters that XML does not
// know, which dirt may leave, become blanks.
func escapeXML(s string) string {
	return xmlSigns.Replace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}

var xmlSigns = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// placed is a cell and where it stands in the grid of its table.
type placed struct {
	*Cell
	row, col, rows, cols int
}

// places gives each cell of a table its place.
func (t *Table) places() (cells []placed, columns int) {
	for _, c := range t.Rows[0] {
		columns += span(c.ColSpan)
	}
	until := make([]int, columns) // the row up to which a cell above fills a column
	for r, row := range t.Rows {
		col := 0
		for i := range row {
			for col < columns && until[col] > r {
				col++
			}
			c := placed{&row[i], r, col, span(row[i].RowSpan), span(row[i].ColSpan)}
			c.rows = min(c.rows, len(t.Rows)-r)
			for k := col; k < col+c.cols; k++ {
				if k == columns {
					until, columns = append(until, 0), columns+1
				}
				until[k] = r + c.rows
			}
			cells = append(cells, c)
			col += c.cols
		}
	}
	return cells, columns
}

// lines are the lines of a cell as text.
func (c *Cell) lines() []string {
	var out []string
	for _, l := range c.Lines {
		out = append(out, l.String())
	}
	return out
}

// pair is how a label and what it says stand on one line.
func pair(label, value Text) string { return label.String() + "：" + value.String() }
