package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// csvSink writes one file a table: UTF-8, commas, LF, a row of column names. A
// null is an empty cell; text is never empty. true and false are words.
//
// A spreadsheet takes a cell that begins with = + - @ for a formula, whoever
// wrote it. Text that begins so is written behind an apostrophe (see [defuse]);
// numbers are not touched.
type csvSink struct {
	files []*csvFile
	cells []string
}

type csvFile struct {
	f    *os.File
	size *measured
	b    *bufio.Writer
	w    *csv.Writer
}

// measured counts and digests what is written through it.
type measured struct {
	w   io.Writer
	n   int64
	sum hash.Hash
}

func (m *measured) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.n += int64(n)
	m.sum.Write(p[:n])
	return n, err
}

func (m *measured) digest() string { return hex.EncodeToString(m.sum.Sum(nil)) }

func newCSV(dir string, opt Options) (Writer, error) {
	layout := newLayout(opt)
	s, err := openCSV(dir, layout, opt)
	if err != nil {
		return nil, err
	}
	return newRows(s, layout, opt)
}

func openCSV(dir string, layout []laid, opt Options) (*csvSink, error) {
	s := &csvSink{}
	for _, t := range layout {
		f, err := createFile(filepath.Join(dir, t.Name+".csv"), opt)
		if err != nil {
			s.discard()
			return nil, err
		}
		size := &measured{w: f, sum: sha256.New()}
		b := bufio.NewWriterSize(size, 1<<16)
		s.files = append(s.files, &csvFile{f, size, b, csv.NewWriter(b)})
		if opt.BOM {
			b.WriteString("\ufeff")
		}
		s.cells = s.cells[:0]
		for _, c := range t.Columns {
			s.cells = append(s.cells, c.Name)
		}
		if err := s.files[len(s.files)-1].w.Write(s.cells); err != nil {
			s.discard()
			return nil, err
		}
	}
	return s, nil
}

func (s *csvSink) row(t int, cells []any) error {
	s.cells = s.cells[:0]
	for _, cell := range cells {
		var text string
		switch v := cell.(type) {
		case string:
			text = defuse(v)
		case int64:
			text = strconv.FormatInt(v, 10)
		case float64:
			text = strconv.FormatFloat(v, 'f', -1, 64)
		case bool:
			text = strconv.FormatBool(v)
		}
		s.cells = append(s.cells, text)
	}
	return s.files[t].w.Write(s.cells)
}

func (s *csvSink) close() error {
	var errs []error
	for _, f := range s.files {
		f.w.Flush()
		errs = append(errs, f.w.Error(), f.b.Flush(), f.f.Close())
	}
	return errors.Join(errs...)
}

func (s *csvSink) discard() {
	for _, f := range s.files {
		f.f.Close()
	}
}

// formulaSigns are what a spreadsheet may take for the beginning of a formula, in
// both widths, or passes over on the way to it.
const formulaSigns = "=+-@＝＋－＠\t\r\n"

// defuse puts an apostrophe before text that begins with one of formulaSigns,
// and before text that begins with apostrophes and then one of them, so that
// [RestoreCSV] can tell what was there.
func defuse(s string) string {
	if dangerous(s) {
		return "'" + s
	}
	return s
}

// RestoreCSV returns the text of a CSV cell of package export: when the cell
// begins with apostrophes and then one of = + - @ (in both widths), a tab or a
// line break, the first apostrophe was put there and goes.
func RestoreCSV(s string) string {
	if strings.HasPrefix(s, "'") && dangerous(s) {
		return s[1:]
	}
	return s
}

func dangerous(s string) bool {
	rest := strings.TrimLeft(s, "'")
	for _, sign := range formulaSigns {
		if strings.HasPrefix(rest, string(sign)) {
			return true
		}
	}
	return false
}
