// Package export writes documents in the formats of the command line.
//
// The road of one document: [Mask] copies it with its phone and identity-card
// numbers starred (unless they are wanted in full), every list made non-nil;
// the format's writer encodes the copy into a buffer and hands the buffer to
// the output in one Write. Formats of tables (csv, xlsx, parquet, sqlite,
// datapackage) take the copy's rows from package schema/tables instead (rows.go)
// and give each to the file of its table. Documents leave in the order in which
// they come and nothing but the input decides the bytes: no clock, no map order.
// What a check found goes the same road in findings.go.
//
// A format is a stream, a file or a folder (see [Format]). [Create] writes any
// of them under a path; [New] writes any of them to an [io.Writer], a folder as a
// zip archive of it.
//
// To add a format: write its file, with a function that returns its [Writer],
// and add one line to formats.
package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
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
	// output of [New]. A run without any document still gives a valid file.
	// A further call returns what the first one did.
	Close() error
}

// Options decide what is written beside the documents themselves.
type Options struct {
	Generator schema.Generator
	// Phones rules every format. What shows them in full is made readable by its
	// owner only where [Create] makes it.
	Phones Phones // "": Masked
	// Evidence is where formats of tables put it.
	Evidence Evidence // "": EvidenceTable; of xlsx EvidenceColumns
	// Language is that of headings made for people, those of xlsx: "zh" or "en".
	Language string // "": en
	// BOM begins every CSV file with a byte order mark, which old spreadsheets
	// need to see UTF-8.
	BOM bool
	// Temp is the folder for what waits until it can be written in one piece.
	Temp string // "": that of the system
}

// Evidence says where formats of tables put the places that values were read
// from.
type Evidence string

const (
	EvidenceTable   Evidence = "table"   // all places, in a table of their own
	EvidenceColumns Evidence = "columns" // the first place and the rule, in columns beside each value
	EvidenceBoth    Evidence = "both"    // both of these
	EvidenceNone    Evidence = "none"    // nowhere
)

// Format is one way to write documents.
type Format struct {
	Name  string
	About string // what it is, in a phrase
	// Ending is how names of its files usually end; of a folder "".
	Ending string
	// Text formats are written as the documents come and can be shown by a
	// terminal. Others are bytes, and may need room for temporary files.
	Text bool
	// Folder formats are several files in a folder.
	Folder bool

	// One of three: a stream, a file that needs a path, a folder that is there
	// and empty.
	stream func(io.Writer, Options) Writer
	file   func(path string, opt Options) (Writer, error)
	folder func(path string, opt Options) (Writer, error)
}

// Seeks reports whether the format makes its file or folder itself: [Create] then
// needs no more room than the output, [New] twice as much.
func (f Format) Seeks() bool { return f.stream == nil }

// formats is the list of all formats, each in a file of its own.
var formats = []Format{
	{Name: "json", Ending: ".json", Text: true, stream: newJSON, About: "one dataset: documents and failures"},
	{Name: "jsonl", Ending: ".jsonl", Text: true, stream: newJSONLines, About: "one document a line"},
	{Name: "facts", Ending: ".jsonl", Text: true, stream: newFacts, About: "one flat fact a line, for spreadsheets and scoring"},
	{Name: "csv", Folder: true, folder: newCSV, About: "one CSV file a table"},
	{Name: "xlsx", Ending: ".xlsx", stream: newXLSX, About: "a workbook, one sheet a table"},
	{Name: "parquet", Folder: true, folder: newParquet, About: "one Parquet file a table, packed by zstd"},
	{Name: "sqlite", Ending: ".db", file: newSQLite, About: "a database with keys, views and full-text search, ready for Datasette"},
	{Name: "datapackage", Folder: true, folder: newDataPackage, About: "a Frictionless Data Package: the CSV files and what is in them"},
	{Name: "graphml", Ending: ".graphml", stream: newGraphML, About: "the network of schools, for networkx, igraph, yEd …"},
	{Name: "gexf", Ending: ".gexf", stream: newGEXF, About: "the network of schools with the dates of the documents, for Gephi"},
	{Name: "markdown", Ending: ".md", Text: true, stream: newMarkdown, About: "a report of each document, for notes"},
}

// All returns all formats; the first is the usual one.
func All() []Format { return append([]Format(nil), formats...) }

// Formats returns the names of the text formats, those that need nothing but a
// stream; the first is the usual one.
func Formats() []string {
	var names []string
	for _, f := range formats {
		if f.Text {
			names = append(names, f.Name)
		}
	}
	return names
}

// Lookup returns the format of that name.
func Lookup(name string) (Format, error) {
	var names []string
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q: want %s", name, strings.Join(names, ", "))
}

// check returns the options with their defaults.
func (o Options) check(f Format) (Options, error) {
	var err error
	if o.Phones, err = ParsePhones(string(o.Phones)); err != nil {
		return o, err
	}
	switch o.Evidence {
	case EvidenceTable, EvidenceColumns, EvidenceBoth, EvidenceNone:
	case "":
		if o.Evidence = EvidenceTable; f.Name == "xlsx" {
			o.Evidence = EvidenceColumns
		}
	default:
		return o, fmt.Errorf("unknown place for evidence %q: want table, columns, both or none", o.Evidence)
	}
	switch o.Language {
	case "en", "zh":
	case "":
		o.Language = "en"
	default:
		return o, fmt.Errorf("unknown language %q: want en or zh", o.Language)
	}
	return o, nil
}

// New returns a writer of the named format that writes to w: of a folder a zip
// archive, and what needs a path only when it is closed, from a temporary file.
// It fails when there is no such format, when an option has no such value, and
// when there is no room for temporary files. Close must be called, or [Discard].
func New(format string, w io.Writer, opt Options) (Writer, error) {
	f, opt, err := prepare(format, opt)
	if err != nil {
		return nil, err
	}
	if f.stream != nil {
		return f.stream(w, opt), nil
	}
	return newWaiting(f, w, opt)
}

// Create returns a writer of the named format that makes the file or the folder
// path, which must not exist. What is there after an error is not whole.
// Close must be called, or [Discard].
func Create(format, path string, opt Options) (Writer, error) {
	f, opt, err := prepare(format, opt)
	if err != nil {
		return nil, err
	}
	switch {
	case f.folder != nil:
		if err := os.Mkdir(path, opt.mode(0o777)); err != nil {
			return nil, err
		}
		w, err := f.folder(path, opt)
		if err != nil {
			return nil, err
		}
		return newCarded(w, f.Name, path, opt), nil
	case f.file != nil:
		return f.file(path, opt)
	}
	file, err := createFile(path, opt)
	if err != nil {
		return nil, err
	}
	return &fileWriter{Writer: f.stream(file, opt), file: file}, nil
}

func prepare(format string, opt Options) (Format, Options, error) {
	f, err := Lookup(format)
	if err == nil {
		opt, err = opt.check(f)
	}
	return f, opt, err
}

// Discard ends a writer whose output is not wanted any more: it frees what the
// writer holds and leaves no temporary file. After Close it does nothing.
func Discard(w Writer) {
	if d, ok := w.(interface{ discard() }); ok {
		d.discard()
	}
}

// mode takes from a mode what others may do, where the output shows numbers in
// full.
func (o Options) mode(m fs.FileMode) fs.FileMode {
	if o.Phones == Full {
		return m &^ 0o077
	}
	return m
}

func createFile(path string, opt Options) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, opt.mode(0o666))
}

// fileWriter is a stream that owns its file.
type fileWriter struct {
	Writer
	file *os.File // nil: closed
	err  error
}

func (f *fileWriter) Close() error {
	if f.file != nil {
		f.err = errors.Join(f.Writer.Close(), f.file.Close())
		f.file = nil
	}
	return f.err
}

func (f *fileWriter) discard() {
	if f.file != nil {
		Discard(f.Writer)
		f.file.Close()
		f.file = nil
	}
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

// fullBuffer is the size from which a writer of many small pieces flushes.
const fullBuffer = 64 << 10

// flushFull flushes a buffer that is full.
func (o *output) flushFull() error {
	if o.buf.Len() < fullBuffer {
		return o.err
	}
	return o.flush()
}
