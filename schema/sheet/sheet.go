// Package sheet shows small grids of what documents say: to a person at a
// terminal, and as tab-separated values, Markdown, a web page and a workbook.
//
// The road of one cell: whoever compares, searches or asks puts a text or a
// number into a [Cell], with the places of the documents that speak for it →
// [Write] makes the text harmless ([clean]: what comes from pages may not steer
// a terminal) → the rendering of the format lays the grid out. A cell never
// loses its evidence: a web page and a workbook always carry it, the other
// formats on request, in a numbered list below the grid.
//
// Nothing but the sheets and the options decides the bytes: no clock, no
// locale, no map order, no variables of the environment.
//
// Numbers of persons are none of its business: mask documents first
// (schema/export.Mask).
package sheet

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"jiedui/schema"
)

// Sheet is a grid with a heading.
type Sheet struct {
	// Title stands above the grid and names the sheet of a workbook; in
	// tab-separated values it is left out.
	Title string
	// Level is that of the title as a heading of Markdown, from 1; 0: 2.
	Level int
	// Heads are the heads of the columns. A row may be shorter, never longer.
	Heads []string
	Rows  [][]Cell
	// Notes are sentences below the grid; tab-separated values have none.
	Notes []string
	// RowHeads says that the first cell of each row is its head.
	RowHeads bool
	// Repeat is how many of the first columns stand again beside each part of a
	// grid that a terminal is too narrow for; 0: the head of the row. A grid that
	// has neither is never parted.
	Repeat int
}

// Cell is one field of a grid.
type Cell struct {
	// Text is what is shown; line breaks in it are kept where the format has
	// them. Empty where Number says it all.
	Text string
	// Number makes the cell a number for programs: a workbook holds it as one,
	// whatever Text says.
	Number *float64
	// Lang is the language of Text (BCP 47), where it is not that of the sheet.
	Lang string
	Tone Tone
	// Marks are the stretches of Text to be stressed, such as the hits of a
	// search: bytes, half-open, in order, disjoint, on borders of characters.
	Marks [][2]int
	// Evidence are the places that speak for the cell, in order.
	Evidence []Place
}

// Tone says how a cell is meant; a terminal may colour it.
type Tone int

const (
	Plain   Tone = iota // as all else
	Faint               // less than the rest: not stated
	Added               // only in the new
	Removed             // only in the old
	Changed             // in both, and not the same
)

// Place is a piece of evidence and the document that it lies in.
type Place struct {
	// Document is the name of the document as the reader of the sheet knows it.
	Document string
	// URI is where its page came from; a web page links it where it is an
	// address (http, https) or a path.
	URI string
	// After is the byte of the cell's Text behind which the place is cited; 0: at
	// the end. It must be on the border of a character.
	After int
	schema.Evidence
}

// Text returns a cell with a text.
func Text(s string) Cell { return Cell{Text: s} }

// Number returns a cell with a number.
func Number(n float64) Cell { return Cell{Number: &n} }

// Places returns the places of ev in one document.
func Places(document, uri string, ev []schema.Evidence) []Place {
	out := make([]Place, len(ev))
	for i, e := range ev {
		out[i] = Place{Document: document, URI: uri, Evidence: e}
	}
	return out
}

// Options decide how sheets are written.
type Options struct {
	// Lang is the language of titles and heads (BCP 47: "en", "zh-Hans") and of
	// the few words that the renderings add; "": English.
	Lang string
	// Terminal lets the format "text" draw aligned columns for a person. Without
	// it "text" gives tab-separated values: a line of heads, and a line for each
	// row; several sheets are divided by an empty line.
	Terminal bool
	// Width is how many columns the terminal has; 0: as many as are needed.
	Width int
	// Color lets a terminal be coloured.
	Color bool
	// Evidence adds the list of places below the grid in "text" and "markdown".
	Evidence bool
}

// formats is the list of all formats, each in a file of its own.
var formats = []struct {
	name  string
	write func(io.Writer, Options, []Sheet) error
}{
	{"text", writeText},
	{"markdown", writeMarkdown},
	{"html", writeHTML},
	{"xlsx", writeXLSX},
}

// Formats returns the names of all formats; the first is the usual one.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Write writes the sheets to w in the named format. It fails when there is no
// such format, when a sheet does not fit the format (rows of a workbook), when
// a row is longer than the heads, and when w fails.
func Write(w io.Writer, format string, opt Options, sheets ...Sheet) error {
	for i := range sheets {
		for _, r := range sheets[i].Rows {
			if len(r) > len(sheets[i].Heads) {
				return fmt.Errorf("sheet %q: a row of %d cells below %d heads", sheets[i].Title, len(r), len(sheets[i].Heads))
			}
		}
	}
	for _, f := range formats {
		if f.name == format {
			return f.write(w, opt, sheets)
		}
	}
	return fmt.Errorf("unknown format %q: want %s", format, strings.Join(Formats(), ", "))
}

// show is the text of a cell as it is shown.
func (c *Cell) show() string {
	if c.Text == "" && c.Number != nil {
		return strconv.FormatFloat(*c.Number, 'f', -1, 64)
	}
	return c.Text
}

// at is cell n of a row, an empty one where the row is shorter.
func at(row []Cell, n int) *Cell {
	if n < len(row) {
		return &row[n]
	}
	return &Cell{}
}

// clean makes what comes from pages harmless: characters that steer a terminal
// or turn the direction of writing are shown as escapes, TAB is a blank, and
// bytes that are no text are U+FFFD. Line breaks stay.
func clean(s string) string {
	if !strings.ContainsFunc(s, steers) {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == '\t':
			b.WriteByte(' ')
		case steers(r):
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func steers(r rune) bool {
	return r < ' ' || 0x7f <= r && r < 0xa0 || 0x200e <= r && r <= 0x200f ||
		0x2028 <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069
}

// oneLine is s, clean and without line breaks.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(clean(s), "\n", " ")), " ")
}

// piece is a stretch of a cell's text, clean.
type piece struct {
	text   string
	marked bool
}

// pieces is the text of a cell, cut at its marks.
func (c *Cell) pieces() []piece { return c.cut(0, len(c.show())) }

// cut is a stretch of the text of a cell, cut at its marks.
func (c *Cell) cut(from, to int) []piece {
	s := c.show()
	var out []piece
	add := func(a, b int, marked bool) {
		if a < b {
			out = append(out, piece{clean(s[a:b]), marked})
		}
	}
	last := from
	for _, m := range c.Marks {
		a, b := max(m[0], last), min(m[1], to)
		if a >= b {
			continue
		}
		add(last, a, false)
		add(a, b, true)
		last = b
	}
	add(last, to, false)
	return out
}

// cited is a stretch of a cell's text and the numbers of the places cited
// behind it.
type cited struct {
	pieces  []piece
	numbers []int
}

// citations cuts the text of a cell where places are cited.
func (c *Cell) citations(r *register) []cited {
	whole := len(c.show())
	at := map[int][]int{}
	for _, p := range c.Evidence {
		after := p.After
		if after <= 0 || after > whole {
			after = whole
		}
		at[after] = append(at[after], r.of(p))
	}
	var out []cited
	last := 0
	for _, after := range slices.Sorted(maps.Keys(at)) {
		n := at[after]
		slices.Sort(n)
		out = append(out, cited{c.cut(last, after), slices.Compact(n)})
		last = after
	}
	if last < whole || out == nil {
		out = append(out, cited{c.cut(last, whole), nil})
	}
	return out
}

// register numbers the places of a run of sheets from 1, in the order in which
// they are met; a place that is met again keeps its number.
type register struct {
	places []Place
	number map[placeKey]int
}

type placeKey struct {
	document, uri string
	start, end    int
}

func (r *register) of(p Place) int {
	key := placeKey{p.Document, p.URI, p.Start, p.End}
	if n, ok := r.number[key]; ok {
		return n
	}
	if r.number == nil {
		r.number = map[placeKey]int{}
	}
	r.places = append(r.places, p)
	r.number[key] = len(r.places)
	return len(r.places)
}

// ranges writes ascending numbers: 1–3, 7.
func ranges(n []int) string {
	var b strings.Builder
	for i := 0; i < len(n); {
		j := i
		for j+1 < len(n) && n[j+1] == n[j]+1 {
			j++
		}
		if b.Len() > 0 {
			b.WriteString(",")
		}
		b.WriteString(strconv.Itoa(n[i]))
		if j > i {
			b.WriteString("–" + strconv.Itoa(n[j]))
		}
		i = j + 1
	}
	return b.String()
}

// words are those that the renderings add themselves.
type words struct {
	evidence, source, place, quote, cell, sheet, tableCell, colon string
	places                                                        func(n int) string
}

// wordsOf returns the words in a language.
func wordsOf(lang string) words {
	if isChinese(lang) {
		return words{
			evidence: "出处", source: "来源", place: "位置", quote: "原文", cell: "单元格", sheet: "表", tableCell: "（表%d 第%d行 第%d列）", colon: "：",
			places: func(n int) string { return fmt.Sprintf("出处 %d 处", n) },
		}
	}
	return words{
		evidence: "Evidence", source: "source", place: "place", quote: "quote", cell: "cell", sheet: "sheet", tableCell: " (table %d, row %d, column %d)", colon: ": ",
		places: func(n int) string {
			if n == 1 {
				return "1 place"
			}
			return fmt.Sprintf("%d places", n)
		},
	}
}

func isChinese(lang string) bool { return lang == "zh" || strings.HasPrefix(lang, "zh-") }

// langOf is the language for an attribute of HTML.
func langOf(lang string) string {
	switch lang {
	case "":
		return "en"
	case "zh":
		return "zh-Hans"
	}
	return lang
}

// where writes the place of p in its document: code points of the read text,
// half-open, and the cell of a table.
func (w words) where(p Place) string {
	s := fmt.Sprintf("%d–%d", p.Start, p.End)
	if c := p.Cell; c != nil {
		s += fmt.Sprintf(w.tableCell, c.Table, c.Row, c.Column)
	}
	return s
}
