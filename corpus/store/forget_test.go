package store

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiedui/corpus"
	"jiedui/internal/warc"
)

// everything is all bytes of a corpus, its archive unpacked.
func everything(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	for name, data := range snapshot(t, dir) {
		b.Write(data)
		if filepath.Dir(name) != archives {
			continue
		}
		r := warc.NewReader(bytes.NewReader(data), int64(len(data)), 0, nil)
		for {
			rec, err := r.Next()
			if err != nil {
				break
			}
			for _, f := range rec.Header {
				b.WriteString(f.Value + "\n")
			}
			b.Write(rec.Block)
		}
	}
	return b.String()
}

// What is forgotten is nowhere any more, and everything else is where it was.
func TestForget(t *testing.T) {
	const secret, other, via = "https://school.example/secret", "https://school.example/other", "https://school.example/via"
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{ArchiveSize: 900}) // several files
	s.Begin(ctx, "fetch", "x", false)
	robots := answer("https://school.example/robots.txt", http.StatusNotFound, "")
	keep(t, s, secret, corpus.Fetched, robots, answer(secret, 200, "SECRETWORD"))
	keep(t, s, other, corpus.Fetched, answer(other, 200, "OTHERWORD"))
	keep(t, s, via, corpus.Fetched, answer(via, 302, "", "Location", secret), answer(secret, 200, "SECRETWORD again"))
	s.AddPage(ctx, &corpus.Page{Identity: "a/b.html", Body: []byte("FILEWORD")}, time.Now())
	build := Building{Rules: "1", Process: made, Jobs: 1}
	if _, err := s.Build(ctx, build); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Forget(ctx, []string{"https://school.example/never"}, ""); err == nil {
		t.Error("forgot what was not there")
	}
	n, err := s.Forget(ctx, []string{secret, "a/b.html"}, "asked")
	if err != nil || n.Pages != 2 || n.Records < 6 {
		t.Fatalf("%+v, %v", n, err)
	}
	if err := s.WriteIndex(ctx); err != nil {
		t.Fatal(err)
	}
	check := func(s *Store) {
		t.Helper()
		if got := body(t, s, other) + body(t, s, secret) + body(t, s, "file:///a/b.html"); got != "OTHERWORD<none><none>" {
			t.Errorf("pages %q", got)
		}
		if o, err := s.Ended(ctx, secret); err != nil || o == nil || o.State != corpus.Forgotten || o.Reason != "asked" {
			t.Errorf("%+v, %v", o, err)
		}
		if o, err := s.Ended(ctx, via); err != nil || o == nil {
			t.Errorf("%+v, %v", o, err)
		}
	}
	check(s)
	if d := dataset(t, s, Selection{}); d != "https://school.example/other OTHERWORD 1 https://school.example/other 7 [{1 2 10012345678  }]\n" {
		t.Errorf("dataset %q", d)
	}
	if got, err := s.Build(ctx, build); err != nil || got.Read != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.AddPage(ctx, &corpus.Page{Identity: "a/b.html", Body: []byte("FILEWORD")}, time.Now()); !errors.Is(err, ErrForgotten) {
		t.Errorf("added again: %v", err)
	}
	s.Close()
	all := everything(t, dir)
	for _, word := range []string{"SECRETWORD", "FILEWORD"} {
		if strings.Contains(all, word) {
			t.Errorf("%s is still there", word)
		}
	}
	for name := range snapshot(t, dir) {
		if filepath.Dir(name) == archives {
			checkArchive(t, filepath.Join(dir, name))
		}
	}
	s, said := opened(t, dir, Options{ArchiveSize: 900})
	if len(*said) > 0 {
		t.Errorf("said %q", *said)
	}
	s.Begin(ctx, "fetch", "x", false)
	check(s)
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	check(s)
	keep(t, s, "https://school.example/new", corpus.Fetched, answer("https://school.example/new", 200, "NEW"))
	check(s)
}

// A process that ends while it forgets leaves the rest to the next.
func TestForgetGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("opens many corpora")
	}
	const a, b = "https://school.example/a", "https://school.example/b"
	base := t.TempDir()
	s, _ := opened(t, base, Options{ArchiveSize: 700})
	keep(t, s, a, corpus.Fetched, answer(a, 200, "SECRETWORD"))
	keep(t, s, b, corpus.Fetched, answer(b, 200, "b"))
	keep(t, s, a, corpus.Fetched, answer(a, 200, "SECRETWORD two"))
	keep(t, s, b, corpus.Fetched, answer(b, 200, "bb"))
	s.Close()
	before := snapshot(t, base)
	s, _ = opened(t, base, Options{ArchiveSize: 700})
	if _, err := s.Forget(ctx, []string{a}, ""); err != nil {
		t.Fatal(err)
	}
	s.Close()
	after := snapshot(t, base)
	// The wish is recorded in the last file; any number of the files before it
	// may have been written anew.
	var names []string
	for name := range after {
		if filepath.Dir(name) == archives {
			names = append(names, name)
		}
	}
	for _, lost := range []bool{false, true} {
		for mask := range 1 << len(names) {
			d := t.TempDir()
			restore(t, d, before)
			for i, name := range names {
				if mask>>i&1 == 1 || before[name] == nil {
					write(t, filepath.Join(d, name), after[name])
				}
			}
			if lost {
				os.Remove(filepath.Join(d, catalogue))
			}
			s, _ := opened(t, d, Options{ArchiveSize: 700})
			if got := body(t, s, b); got != "bb" {
				t.Fatalf("%b: %q", mask, got)
			}
			got := body(t, s, a)
			s.Close()
			// Only where the wish itself was not yet on the disk may the page be there.
			all := everything(t, d)
			if strings.Contains(all, "forgotten: page") && (got != "<none>" || strings.Contains(all, "SECRETWORD")) {
				t.Fatalf("%b, catalogue lost %v: the page is still there: %q", mask, lost, got)
			}
		}
	}
}

func TestRedact(t *testing.T) {
	const a, b, c = "https://school.example/a", "https://school.example/b", "https://school.example/c"
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{})
	keep(t, s, a, corpus.Fetched, answer(a, 200, zip("one NAME two"), "Content-Encoding", "gzip", "Etag", `"1"`))
	keep(t, s, a, corpus.Unchanged, answer(a, 304, ""))
	keep(t, s, b, corpus.Fetched, answer(b, 200, "nobody"))
	keep(t, s, c, corpus.Fetched, answer(c, 200, "PACKED NAME"))
	const d, told = "https://school.example/d", "what NAME is to do"
	if _, err := s.Keep(ctx, []corpus.Exchange{answer(d, 200, "nobody, either")}, corpus.Outcome{Address: d, State: corpus.Fetched, Via: b, Link: told}); err != nil {
		t.Fatal(err)
	}
	build := Building{Rules: "1", Process: made, Jobs: 1}
	if _, err := s.Build(ctx, build); err != nil {
		t.Fatal(err)
	}
	n, err := s.Redact(ctx, "asked", func(_ context.Context, p *corpus.Page) ([]byte, bool, error) {
		switch {
		case !bytes.Contains(p.Body, []byte("NAME")):
			return p.Body, false, nil
		case bytes.Contains(p.Body, []byte("PACKED")):
			return nil, true, nil
		}
		return bytes.ReplaceAll(p.Body, []byte("NAME"), []byte("....")), true, nil
	})
	if err != nil || n.Redacted != 1 || n.Pages != 1 {
		t.Fatalf("%+v, %v", n, err)
	}
	if got := body(t, s, a) + "," + body(t, s, b) + "," + body(t, s, c); got != "one .... two,nobody,<none>" {
		t.Errorf("pages %q", got)
	}
	if v, err := s.Validators(ctx, a); err != nil || v.ETag != "" {
		t.Errorf("validators of a page that is no longer the site's: %+v, %v", v, err)
	}
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if got := body(t, s, a); got != "one .... two" {
		t.Errorf("after the catalogue was made anew: %q", got)
	}
	if got, err := s.Build(ctx, build); err != nil || got.Pages != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	var link string
	if err := s.Outcomes(ctx, func(o *corpus.Outcome) error { link += o.Link; return nil }); err != nil || link != strings.ReplaceAll(told, "NAME", "....") {
		t.Errorf("words of links %q, %v", link, err)
	}
	s.Close()
	if strings.Contains(everything(t, dir), "NAME") {
		t.Error("the name is still there")
	}
	checkArchive(t, filepath.Join(dir, archives, "jiedui-00001.warc.gz"))
}
