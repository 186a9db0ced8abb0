package warc

import (
	"fmt"
	"io"
	"strconv"

	"github.com/klauspost/compress/gzip"
)

// Writer writes records, each as one gzip member.
type Writer struct {
	w  io.Writer
	gz *gzip.Writer
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer {
	gz, err := gzip.NewWriterLevel(w, gzip.DefaultCompression)
	if err != nil {
		panic(err) // a level that this file names
	}
	return &Writer{w: w, gz: gz}
}

// Write writes one record as WARC 1.1. Content-Length and, unless r has it,
// WARC-Block-Digest are added to the fields of r; equal records give equal
// bytes. After an error what was written is no record.
func (w *Writer) Write(r *Record) error {
	w.gz.Reset(w.w)
	var head []byte
	head = append(head, "WARC/1.1\r\n"...)
	for _, f := range r.Header {
		head = fmt.Appendf(head, "%s: %s\r\n", f.Name, f.Value)
	}
	if r.Header.Get("WARC-Block-Digest") == "" {
		head = fmt.Appendf(head, "WARC-Block-Digest: %s\r\n", Digest(r.Block))
	}
	head = fmt.Appendf(head, "Content-Length: %s\r\n\r\n", strconv.Itoa(len(r.Block)))
	for _, part := range [][]byte{head, r.Block, []byte("\r\n\r\n")} {
		if _, err := w.gz.Write(part); err != nil {
			return err
		}
	}
	return w.gz.Close()
}
