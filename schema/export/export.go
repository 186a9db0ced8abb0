// Package export writes documents in the formats of the command line.
//
// The road of one document: [Mask] copies it with its phone and identity-card
// numbers starred (unless they are wanted in full), every list made non-nil;
// the format's writer encodes the copy into a buffer and hands the buffer to
// the output in one Write. Documents leave in the order in which they come and
// nothing but the input decides the bytes: no clock, no map order. What a check
// found goes the same road in findings.go.
//
// To add a format: write its file, with a function that returns its [Writer],
// and add one line to formats.
package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"jiedui/schema"
)

// Writer writes the documents of one run, in the order of the calls. After an
// error that came from the output every further call returns it.
type Writer interface {
	// Document writes one document. It does not change doc and keeps nothing
	// of it after it returns.
	Document(doc *schema.Document) error
	// Failure takes note of an input that gave no document. Formats that have
	// no place for it drop it: whoever runs the export reports it elsewhere.
	Failure(f schema.Failure) error
	// Close writes what the format needs at its end. It does not close the
	// output. A run without any document still gives a valid file.
	Close() error
}

// Options decide what is written beside the documents themselves.
type Options struct {
	Generator schema.Generator
	Phones    Phones // "": Masked
}

// formats is the list of all formats, each in a file of its own.
var formats = []struct {
	name string
	open func(io.Writer, Options) Writer
}{
	{"json", newJSON},
	{"jsonl", newJSONLines},
	{"facts", newFacts},
}

// Formats returns the names of all formats; the first is the usual one.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// New returns a writer of the named format that writes to w. It fails only
// when there is no such format, or no such way to show phone numbers.
func New(format string, w io.Writer, opt Options) (Writer, error) {
	phones, err := ParsePhones(string(opt.Phones))
	if err != nil {
		return nil, err
	}
	opt.Phones = phones
	for _, f := range formats {
		if f.name == format {
			return f.open(w, opt), nil
		}
	}
	return nil, fmt.Errorf("unknown format %q: want %s", format, strings.Join(Formats(), ", "))
}

// output is what the writers share: a buffer, its encoder, and the first error
// of the stream below.
type output struct {
	w   io.Writer
	buf bytes.Buffer
	enc *json.Encoder
	err error
}

func newOutput(w io.Writer) *output {
	o := &output{w: w}
	o.enc = json.NewEncoder(&o.buf)
	o.enc.SetEscapeHTML(false)
	return o
}

// encode adds v as JSON, and a line break, to the buffer.
func (o *output) encode(v any) {
	if err := o.enc.Encode(v); err != nil && o.err == nil {
		o.err = err
	}
}

// flush writes the buffer out and returns the first error so far.
func (o *output) flush() error {
	if o.err == nil {
		_, o.err = o.w.Write(o.buf.Bytes())
	}
	o.buf.Reset()
	return o.err
}
