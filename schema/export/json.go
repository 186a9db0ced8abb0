package export

import (
	"bytes"
	"io"

	"jiedui/schema"
)

// jsonWriter writes one indented JSON value, a [schema.Dataset], as it comes:
// only the failures wait for the end.
type jsonWriter struct {
	*output
	opt      Options
	began    bool
	any      bool // a document was written
	closed   bool
	failures []schema.Failure
}

func newJSON(w io.Writer, opt Options) Writer {
	return &jsonWriter{output: newOutput(w), opt: opt, failures: []schema.Failure{}}
}

const indent = "  "

// begin writes everything before the first document.
func (j *jsonWriter) begin() {
	if j.began {
		return
	}
	j.began = true
	j.buf.WriteString("{\n" + indent + `"schema_version": `)
	j.value(schema.Version)
	j.buf.WriteString(",\n" + indent + `"generator": `)
	j.value(j.opt.Generator)
	j.buf.WriteString(",\n" + indent + `"documents": [`)
}

// value adds v, without a line break, as a member of the dataset.
func (j *jsonWriter) value(v any) {
	j.enc.SetIndent(indent, indent)
	j.encode(v)
	j.buf.Truncate(len(bytes.TrimRight(j.buf.Bytes(), "\n")))
}

func (j *jsonWriter) Document(doc *schema.Document) error {
	j.begin()
	if j.any {
		j.buf.WriteByte(',')
	}
	j.any = true
	j.buf.WriteString("\n" + indent + indent)
	j.enc.SetIndent(indent+indent, indent)
	j.encode(Mask(doc, j.opt.Phones))
	j.buf.Truncate(len(bytes.TrimRight(j.buf.Bytes(), "\n")))
	return j.flush()
}

func (j *jsonWriter) Failure(f schema.Failure) error {
	j.failures = append(j.failures, f)
	return j.err
}

func (j *jsonWriter) Close() error {
	if j.closed {
		return j.err
	}
	j.closed = true
	j.begin()
	if j.any {
		j.buf.WriteString("\n" + indent)
	}
	j.buf.WriteString("],\n" + indent + `"failures": `)
	j.value(j.failures)
	j.buf.WriteString("\n}\n")
	return j.flush()
}
