// Package interop holds what is written here to readers and writers of others.
// It is a module of its own, so that nobody who imports jiedui pays for them.
package interop

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gowarc "github.com/internetarchive/gowarc"

	"jiedui/corpus"
	"jiedui/corpus/store"
	"jiedui/internal/warc"
)

var ctx = context.Background()

// archive makes a corpus with every kind of record and returns its archive files.
func archive(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	at := time.Date(2031, 9, 1, 8, 0, 0, 123456000, time.UTC)
	s, err := store.Open(ctx, dir, store.Options{Create: true, Software: "jiedui/test", ArchiveSize: 2 << 10, Now: func() time.Time { at = at.Add(time.Second); return at }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Begin(ctx, "fetch", "key", false); err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	io.WriteString(w, strings.Repeat("结对帮扶", 1000))
	w.Close()
	exchange := func(address string, code int, body []byte, header ...string) corpus.Exchange {
		h := http.Header{}
		for i := 0; i+1 < len(header); i += 2 {
			h.Add(header[i], header[i+1])
		}
		return corpus.Exchange{Address: address, At: at, IP: "203.0.113.7",
			Request: fmt.Appendf(nil, "GET / HTTP/1.1\r\nHost: school.example\r\nUser-Agent: jiedui\r\n\r\n"),
			Status:  fmt.Sprintf("HTTP/1.1 %d %s", code, http.StatusText(code)), Code: code, Header: h, Body: body}
	}
	keep := func(o corpus.Outcome, xs ...corpus.Exchange) {
		t.Helper()
		if _, err := s.Keep(ctx, xs, o); err != nil {
			t.Fatal(err)
		}
	}
	page := "https://school.example/%E9%80%9A%E7%9F%A5.html"
	keep(corpus.Outcome{Address: page, State: corpus.Fetched, Code: 200, Tries: 1},
		exchange("https://school.example/robots.txt", 404, []byte("none")),
		exchange(page, 200, []byte("<p>甲校与乙校结对</p>"), "Content-Type", "text/html; charset=utf-8", "ETag", `"1"`, "Set-Cookie", "a=b", "Set-Cookie", "c=d"))
	keep(corpus.Outcome{Address: page, State: corpus.Unchanged, Code: 304, Tries: 1}, exchange(page, 304, nil, "ETag", `"1"`))
	keep(corpus.Outcome{Address: page, State: corpus.Fetched, Code: 200, Tries: 1}, exchange(page, 200, []byte("<p>甲校与乙校结对</p>"), "Content-Type", "text/html"))
	keep(corpus.Outcome{Address: page + "?z", State: corpus.Fetched, Code: 200, Tries: 1, Via: page, Link: "附件：名单\n第二行", Attached: true},
		exchange(page+"?z", 200, zipped.Bytes(), "Content-Type", "text/html", "Content-Encoding", "gzip"))
	cut := exchange(page+"?long", 200, []byte(strings.Repeat("x", 30<<10)), "Content-Type", "text/html")
	cut.Cut = "length"
	keep(corpus.Outcome{Address: page + "?long", State: corpus.Fetched, Code: 200, Tries: 1}, cut)
	keep(corpus.Outcome{Address: page + "?no", State: corpus.Failed, Tries: 3, Reason: "no answer; try again later"})
	if _, err := s.AddPage(ctx, &corpus.Page{Identity: "文件夹/a b.html", Body: []byte("<p>丙</p>")}, at); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.End(ctx), s.WriteIndex(ctx), s.Close()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "archive", "*.warc.gz"))
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	return files
}

// records reads an archive with our own reader.
func records(t *testing.T, file string) (rs []*warc.Record) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := warc.NewReader(bytes.NewReader(b), int64(len(b)), 0, func(g warc.Gap) { t.Errorf("gap %+v", g) })
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return rs
		}
		if err != nil || rec.Damage != "" {
			t.Fatal(err, rec)
		}
		rs = append(rs, rec)
	}
}

// TestGowarcReadsOurs: the Internet Archive's library finds the same records.
func TestGowarcReadsOurs(t *testing.T) {
	for _, file := range archive(t) {
		want := records(t, file)
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := gowarc.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for ; ; n++ {
			rec, err := r.ReadRecord()
			if err == io.EOF || rec == nil && err == nil {
				break
			}
			if err != nil {
				t.Fatalf("%s: record %d: %v", file, n, err)
			}
			if n >= len(want) {
				t.Fatalf("%s: more than %d records", file, len(want))
			}
			body, err := io.ReadAll(rec.Content)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(body, want[n].Block) || rec.Header.Get("WARC-Record-ID") != want[n].Header.Get("WARC-Record-ID") || rec.Header.Get("WARC-Target-URI") != want[n].Target() {
				t.Errorf("%s: record %d: %q, %d bytes; want %q, %d", file, n, rec.Header.Get("WARC-Target-URI"), len(body), want[n].Target(), len(want[n].Block))
			}
		}
		if n != len(want) {
			t.Errorf("%s: %d records, want %d", file, n, len(want))
		}
	}
}

// TestWarcioReadsOurs: the Python library that pywb and others are built on
// finds the same records at the same places, and every digest true. WARCIO_PYTHON
// names an interpreter that has it; without one the test is left out.
func TestWarcioReadsOurs(t *testing.T) {
	python := os.Getenv("WARCIO_PYTHON")
	if python == "" {
		t.Skip("WARCIO_PYTHON names no Python interpreter with warcio")
	}
	for _, file := range archive(t) {
		if out, err := exec.Command(python, "-m", "warcio.cli", "check", "-v", file).CombinedOutput(); err != nil || strings.Contains(string(out), "fail") {
			t.Errorf("warcio check: %v\n%s", err, out)
		}
		out, err := exec.Command(python, "-c", `
import sys
from warcio.archiveiterator import ArchiveIterator
with open(sys.argv[1], "rb") as f:
    it = ArchiveIterator(f)
    for r in it:
        body = r.raw_stream.read()
        print(it.get_record_offset(), r.rec_type, r.rec_headers.get_header("WARC-Record-ID"), r.rec_headers.get_header("WARC-Target-URI"), len(body), sep="|")
`, file).Output()
		if err != nil {
			t.Fatalf("warcio: %v", err)
		}
		var want strings.Builder
		for _, r := range records(t, file) {
			n := len(r.Block)
			if strings.HasPrefix(r.Header.Get("Content-Type"), "application/http") { // warcio has taken the header off
				_, body, _ := bytes.Cut(r.Block, []byte("\r\n\r\n"))
				n = len(body)
			}
			target := r.Target()
			if target == "" {
				target = "None"
			}
			fmt.Fprintf(&want, "%d|%s|<%s>|%s|%d\n", r.Offset, r.Type(), r.ID(), target, n)
		}
		if string(out) != want.String() {
			t.Errorf("warcio reads\n%s\nwe read\n%s", out, want.String())
		}
	}
}
