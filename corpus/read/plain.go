package read

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

var plainFormat = format{
	name:      "plain",
	mediaType: "text/plain",
	sniff:     sniffText,
	loose:     true,
	read:      readPlain,
}

// readPlain reads a text: the read text is the decoded file, each line a
// block, and the tables that the dump flattened are built up again (dump.go).
func readPlain(ctx context.Context, src corpus.Page, body []byte, doc *corpus.Document) error {
	v := decide(body, src.MediaType, false)
	doc.Charset, doc.CharsetBy = v.charset.name, v.by
	if n, ok := v.note(); ok {
		doc.Notes = append(doc.Notes, n)
	}
	d := newDecoder(body, v)
	s := d.all()
	if d.damaged*3 > len(body) {
		return unknown("data that is no text in any charset")
	}
	doc.Text = text.Source(s)
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.damaged > 0 {
		doc.Notes = append(doc.Notes, corpus.Note{
			Code:    schema.CodeUndecodable,
			Span:    firstDamage(s),
			Message: fmt.Sprintf("%d bytes are not valid %s; each is shown as U+FFFD", d.damaged, doc.Charset),
		})
	}
	at := 0
	for _, f := range flats(s) {
		lines(doc, s, at, f.lines.Start)
		if len(doc.Blocks) == 0 { // blank lines at the very start
			f.lines.Start = 0
		}
		doc.Tables = append(doc.Tables, f.table)
		doc.Blocks = append(doc.Blocks, corpus.Block{Kind: corpus.TableBlock, Table: len(doc.Tables) - 1, Span: f.lines})
		at = f.lines.End
	}
	lines(doc, s, at, len(s))
	return nil
}

// lines adds a block for each line of s between from and to; a blank line
// belongs to the block before it, or to the first block of the text.
func lines(doc *corpus.Document, s string, from, to int) {
	start := from
	for at := from; at < to; {
		end := to
		if i := strings.IndexByte(s[at:to], '\n'); i >= 0 {
			end = at + i + 1
		}
		if blankString(s[at:end]) {
			if n := len(doc.Blocks); n > 0 && doc.Blocks[n-1].Span.End == at {
				doc.Blocks[n-1].Span.End = end
				start = end
			}
			at = end
			continue
		}
		doc.Blocks = addBlock(doc.Blocks, corpus.Block{Kind: corpus.Paragraph, Table: -1, Span: text.Span{Start: start, End: end}})
		at, start = end, end
	}
	if start < to && len(doc.Blocks) > 0 { // blank lines at the very end of a text of one block
		doc.Blocks[len(doc.Blocks)-1].Span.End = to
	}
}

func blankString(s string) bool {
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if !isBlank(r) {
			return false
		}
		s = s[n:]
	}
	return true
}
