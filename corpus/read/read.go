// Package read turns bytes into a [corpus.Document].
//
// The road of one page: [Read] cuts the body at the limit, hashes it, and asks
// each format of the list below whether the bytes are of its kind. The first
// that says yes reads them: it decides the charset (charset.go), decodes, and
// builds the read text from front to back together with its blocks and tables
// (page.go), so that every place is known when the text is written and is
// never searched for afterwards.
//
// # The read text
//
// The read text is the page without its markup, script and noise intact; what
// it holds is fixed by these rules, whose version is [Rules].
//
// All formats: UTF-8, no BOM, LF line ends. Each byte that could not be
// decoded is one U+FFFD. NUL, DEL and the other C0 controls except TAB and LF
// become one blank each, so the count of characters stays the same.
//
// Text: the decoded file itself. Each line is a block, blank lines belong to
// the block before; the lines of a dumped table (dump.go) are one block, and
// what ends a cell, a bar, is in the text but in no cell.
//
// HTML:
//   - Blocks end with LF. A block that shows nothing but blanks is left out,
//     and so is a line of nothing but blanks within a block. <br> is LF; two
//     of them in a row end the block.
//   - White space collapses as in a browser; U+00A0 and U+3000 stay as
//     written. pre keeps its lines and blanks (a TAB is one blank).
//   - Left out: script, style, template, noscript, iframe, comments, and what
//     the page hides: the attribute hidden, inline display:none,
//     visibility:hidden, font-size:0, input type=hidden. Of a hidden inline
//     element that the page never ends only its first line of the source.
//   - The page's <title> is the first block. Texts of attributes (alt, title,
//     value) are not in the read text.
//   - Tables: rows end with LF, cells are separated by TAB; LF, TAB and block
//     borders inside a cell are one blank, noted in Cell.Breaks. A caption is
//     a line before the rows. The rows of a table that stands in a cell follow
//     the cell's own text after LF.
//   - In a dl a dt and its dd stand on one line with TAB between them, one
//     ListItem a pair, as long as they hold no blocks of their own.
//   - Boxes of furniture (navigation, footers, see chrome.go) stay in the text
//     and are marked Chrome.
//   - A layout table (see layout.go) is read as blocks, not as a table.
//
// All other formats follow the rules of HTML for blocks, blanks and tables;
// what is a block there:
//
// Word (docx): a paragraph, with the number that Word counts for it before it
// (no bullets). A line break is LF, a TAB a blank. Deleted and hidden text and
// the codes of fields are left out, inserted text is in. A text box follows the
// paragraph that it hangs on; foot- and endnotes follow the body in the order
// of their marks, which are left out. Headers stand before all, footers behind,
// each once, as furniture. A table of one cell is read as its content.
//
// Word 97 to 2003 (doc): as docx, but for this: the numbers that Word counts are
// not there; text boxes follow the notes; a header or footer that says the same
// as one before is left out. Columns are what the edges of all cells make.
//
// Excel (xlsx): each sheet that is shown begins with its name, as furniture. A
// row that shows one cell is a line; rows that show more are a table, up to a
// blank row that a line follows; a line directly below a table, merged or long,
// is none of it. Hidden rows and columns are left out and not counted. Values
// are as a Chinese Excel shows them.
//
// PDF: characters make lines, lines that reach the right margin go on in the
// next, tables are what stands in ruled lines that cross, or in columns of blank
// space; a table with the same columns at the top of the next page goes on.
// Blanks between characters are made from the gaps between them. What stands
// above and below all pages, page numbers and turned words follow at the end, as
// furniture.
//
// Pictures have no text.
package read

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"jiedui/corpus"
	"jiedui/schema"
)

// Rules is the version of the rules by which the read text is made. Offsets
// into a read text hold for one version only.
const Rules = "read/5"

// DefaultMaxSize is the number of bytes of a page that are read when
// Options.MaxSize is 0: 64 MiB.
const DefaultMaxSize = 64 << 20

// Options bound the reading. The zero value is ready for use.
type Options struct {
	// MaxSize is the number of bytes of the body that are read; what lies
	// beyond is cut and noted as schema.CodeTruncated. 0 means DefaultMaxSize.
	MaxSize int64
}

// Error says why a page could not be read at all.
type Error struct {
	Code    string // schema.CodeEmpty or schema.CodeUnknownKind
	Message string // what the input is, and what to do about it
}

func (e *Error) Error() string { return e.Message }

// format is one kind of input.
type format struct {
	// name is the name of the format's file in this folder, without .go.
	name string
	// mediaType is what Document.MediaType says.
	mediaType string
	// sniff reports whether body is of this kind, by its content alone.
	sniff func(body []byte) bool
	// loose: nothing marks the kind for sure, so the foreign kinds are asked before.
	loose bool
	// read fills doc, which already has its names, digest and media type.
	read func(ctx context.Context, p corpus.Page, body []byte, doc *corpus.Document) error
}

// formats is the list of formats in the order in which they are asked.
var formats = []format{
	pdfFormat,
	docFormat,
	docxFormat,
	xlsxFormat,
	pictureFormat,
	htmlFormat,
	plainFormat,
}

// Read turns p into a document. It returns an *[Error] when p.Body is empty or
// of no kind that is read, and the context's error when ctx ends first; every
// other shortcoming is a note of the document. Read does not keep p.Body and
// does not change it. The same page gives the same document every time.
func Read(ctx context.Context, p corpus.Page, opt Options) (*corpus.Document, error) {
	limit := opt.MaxSize
	if limit <= 0 {
		limit = DefaultMaxSize
	}
	body, cut := p.Body, p.Truncated
	if int64(len(body)) > limit {
		body, cut = body[:limit], true
	}
	if blank(body) {
		return nil, &Error{schema.CodeEmpty, "the input is empty; check that the download or conversion that made it was complete"}
	}
	for _, f := range formats {
		if f.loose {
			if err := refuse(body); err != nil {
				return nil, err
			}
		}
		if !f.sniff(body) {
			continue
		}
		sum := sha256.Sum256(p.Body)
		doc := &corpus.Document{
			Name:       p.Name,
			URI:        p.URI,
			Identity:   p.Identity,
			MediaType:  f.mediaType,
			SHA256:     hex.EncodeToString(sum[:]),
			CapturedAt: p.CapturedAt,
		}
		if err := f.read(ctx, p, body, doc); err != nil {
			return nil, err
		}
		if cut {
			doc.Notes = append(doc.Notes, corpus.Note{
				Code:    schema.CodeTruncated,
				Span:    doc.Text.All(),
				Message: fmt.Sprintf("only the first %d bytes of the page were read", len(body)),
			})
		}
		return doc, nil
	}
	return nil, unknown("data of no known kind")
}
