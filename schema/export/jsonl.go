package export

import (
	"io"

	"jiedui/schema"
)

// linesWriter writes one compact [schema.Document] a line. Failures have no
// place in it.
type linesWriter struct {
	*output
	opt Options
}

func newJSONLines(w io.Writer, opt Options) Writer { return &linesWriter{newOutput(w), opt} }

func (l *linesWriter) Document(doc *schema.Document) error {
	l.encode(Mask(doc, l.opt.Phones))
	return l.flush()
}

func (l *linesWriter) Failure(schema.Failure) error { return l.err }

func (l *linesWriter) Close() error { return l.err }
