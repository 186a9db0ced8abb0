// Package corpus is the vocabulary of pages: what a page is before it is read
// ([Page]) and after ([Document]). It does no input or output; package read
// turns one into the other.
package corpus

import (
	"time"

	"jiedui/text"
)

// Page is one HTML page, text dump or attachment as it arrived: bytes and what
// is known about them.
type Page struct {
	// Name is the short name that stands for the page in the facts format: the
	// base name of a file, "-" for standard input, the address of a URL.
	Name string
	// URI is the address or path that the page came from.
	URI string
	// Identity is what the page's document ids are made from: the address, or
	// the file's path below the folder that the user named. Empty: URI.
	Identity string
	// Body is the content, already without transfer or content coding.
	Body []byte
	// MediaType is the Content-Type header of the transport, with parameters,
	// or empty. It is a label, believed only where the bytes allow it.
	MediaType string
	// CapturedAt is when the page was fetched; zero when not known.
	CapturedAt time.Time
	// Truncated says that Body is only the beginning: a limit cut it off.
	Truncated bool
}

// Document is one page as it was read. Every place in it is a span of Text.
type Document struct {
	Name       string
	URI        string
	Identity   string
	MediaType  string // what the bytes are, such as "text/html" or "text/plain"
	Charset    string // WHATWG name of the encoding that decoded the page, such as "gb18030"
	CharsetBy  string // what decided it: "bom", "transport", "meta", "utf-8" (valid as such), "detected"
	SHA256     string // of the bytes, lower-case hex
	CapturedAt time.Time

	// Text is the read text: the decoded page without markup, with script and
	// noise intact. It is a source: the end of every evidence chain.
	Text text.Text
	// Blocks tile the text between them in reading order; they do not overlap.
	// A table is one block.
	Blocks []Block
	// Tables are in document order, nested ones after the cell they stand in.
	Tables []Table
	// Notes say where the reading fell short of the page.
	Notes []Note
}

// BlockKind says what a block of the page is.
type BlockKind uint8

const (
	Paragraph  BlockKind = iota // running text; one or more lines
	Heading                     // a heading by the page's own markup (h1 … h6, title)
	ListItem                    // li, dt, dd
	TableBlock                  // a data table, see Block.Table
	Title                       // the page's <title>
)

// Block is a stretch of the read text that the page sets apart.
type Block struct {
	Kind BlockKind
	Span text.Span
	// Level is the level of a heading (1 … 6), else 0.
	Level int
	// Table is the index into Document.Tables for a TableBlock, else -1.
	Table int
	// Chrome marks the page's own furniture: navigation, header, footer,
	// sidebars, link lists. It is in the text but yields no facts.
	Chrome bool
}

// Table is a data table. Its grid has Rows × Columns positions; only real
// cells are stored, so a cell that spans a million columns costs one entry.
type Table struct {
	Span    text.Span // from the first cell to the last, nested tables included
	Caption text.Span // empty when there is none
	Rows    int
	Columns int
	// HeaderRows is the number of leading rows that are header cells by the
	// page's own markup (thead, th); 0 where the page does not say.
	HeaderRows int
	// Cells are the anchor cells, by row, then column.
	Cells []Cell
	// Outer and OuterCell name the table and cell that a nested table stands
	// in, by index; -1 when it stands in none.
	Outer, OuterCell int
}

// Cell is one cell of a table. Rows and columns count from 0.
type Cell struct {
	Row, Col         int
	RowSpan, ColSpan int // at least 1; clamped to the grid
	Header           bool
	// Span is the cell's own text, blanks at both ends left out. Cells never
	// overlap; the text of nested tables is outside.
	Span text.Span
	// Breaks are the bytes of the read text, inside Span, at which the page
	// breaks the line within the cell (br, p, a new line of a dump); the read
	// text has a blank there (a dump: a line break).
	Breaks []int
}

// Note is a shortcoming of the reading: what was not read, or not surely.
type Note struct {
	Code    string // one of schema.Codes
	Span    text.Span
	Message string
}
