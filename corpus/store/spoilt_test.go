package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jiedui/corpus"
	"jiedui/internal/warc"
)

// A server is asked with the validators of what it sent last, and with none
// where that had none or was cut: it would speak of something else.
func TestValidatorsOfTheLast(t *testing.T) {
	const a = "https://school.example/a"
	plain, cut := answer(a, 200, "乙"), answer(a, 200, "甲甲", "Etag", `"2"`)
	cut.Cut = "length"
	for name, c := range map[string]struct {
		then corpus.Exchange
		want string
	}{
		"none":      {plain, ""},
		"cut":       {cut, ""},
		"unchanged": {answer(a, 304, "", "Etag", `"3"`), `"3"`},
		"silent":    {answer(a, 304, ""), `"1"`},
	} {
		s, _ := opened(t, t.TempDir(), Options{})
		first := answer(a, 200, "甲", "Etag", `"1"`)
		keep(t, s, a, corpus.Fetched, first)
		c.then.At = first.At.AddDate(0, 0, 1)
		keep(t, s, a, corpus.Fetched, c.then)
		v, err := s.Validators(ctx, a)
		if err != nil || v.ETag != c.want {
			t.Errorf("%s: %q, %v; want %q", name, v.ETag, err, c.want)
		}
	}
}

// One record that is damaged on the disk takes nothing else with it: neither
// the build of the other pages nor, when the catalogue is made anew, bytes that
// were reported as kept.
func TestSpoiltRecord(t *testing.T) {
	for _, spoilt := range []int{0, 1, 2} {
		dir := t.TempDir()
		s, _ := opened(t, dir, Options{})
		var at []int64
		for i := range 3 {
			a := fmt.Sprintf("https://school.example/%d", i)
			keep(t, s, a, corpus.Fetched, answer(a, 200, "石桥小学 "+a))
			var offset int64
			if err := s.db.QueryRow("SELECT r.offset FROM records r JOIN captures c ON c.record = r.record WHERE c.address = ?", a).Scan(&offset); err != nil {
				t.Fatal(err)
			}
			at = append(at, offset)
		}
		s.Close()
		path := filepath.Join(dir, archives, "jiedui-00001.warc.gz")
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		copy(b[at[spoilt]:], "\x00\x00\x00")
		if spoilt == 2 { // all of the last group
			clear(b[at[spoilt]:])
		}
		write(t, path, b)
		s, said := opened(t, dir, Options{})
		n, err := s.Build(ctx, Building{Rules: "1", Process: made, Jobs: 2})
		if err != nil || n.Read != 3 || n.Documents != 2 || n.Failed != 1 {
			t.Fatalf("%d: %+v, %v", spoilt, n, err)
		}
		f := n.Failures[0]
		if f.Input != fmt.Sprintf("https://school.example/%d", spoilt) || strings.Contains(f.Message, dir) {
			t.Errorf("%d: %+v", spoilt, f)
		}
		seen := 0
		m, err := s.Redact(ctx, "", func(_ context.Context, p *corpus.Page) ([]byte, bool, error) {
			seen++
			return nil, false, nil
		})
		if err != nil || m != (Forgetting{}) || seen != 2 || !strings.Contains(strings.Join(*said, "\n"), f.Input) {
			t.Errorf("%d: blotted %+v of %d, %v, %q", spoilt, m, seen, err, *said)
		}
		if err := s.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, b) {
			t.Errorf("%d: the archive has %d bytes, %v, and had %d", spoilt, len(after), err, len(b))
		}
		const last = "https://school.example/9"
		keep(t, s, last, corpus.Fetched, answer(last, 200, "丁"))
		checkRebuilt(t, s)
		if got := body(t, s, last); got != "丁" {
			t.Errorf("%d: kept behind the damage: %q", spoilt, got)
		}
	}
}

// A revisit may come before what it points at, in an archive of its own: the
// dataset is the same.
func TestRevisitComesFirst(t *testing.T) {
	record := func(n int, kind, address, block string, more ...string) []byte {
		r := &warc.Record{Block: []byte(block)}
		r.Header.Add("WARC-Type", kind)
		r.Header.Add("WARC-Record-ID", fmt.Sprintf("<urn:other:%d>", n))
		r.Header.Add("WARC-Date", fmt.Sprintf("2030-01-0%dT00:00:00Z", n))
		r.Header.Add("WARC-Target-URI", "http://other.example/"+address)
		r.Header.Add("Content-Type", "application/http; msgtype=response")
		for i := 0; i+1 < len(more); i += 2 {
			r.Header.Add(more[i], more[i+1])
		}
		var b bytes.Buffer
		if err := warc.NewWriter(&b).Write(r); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	files := [][]byte{
		record(1, warc.Response, "1", "HTTP/1.1 200 OK\r\n\r\n甲"),
		record(2, warc.Response, "1", "HTTP/1.1 200 OK\r\n\r\n乙"),
		record(3, warc.Revisit, "1", "HTTP/1.1 200 OK\r\n\r\n", "WARC-Refers-To", "<urn:other:1>"),
		record(4, warc.Revisit, "4", "HTTP/1.1 200 OK\r\n\r\n", "WARC-Refers-To-Target-URI", "http://other.example/1", "WARC-Refers-To-Date", "2030-01-02T00:00:00Z"),
	}
	var want string
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}} {
		s, _ := opened(t, t.TempDir(), Options{})
		for _, i := range order {
			if _, err := s.AddArchive(ctx, "x", bytes.NewReader(files[i]), int64(len(files[i]))); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Build(ctx, Building{Rules: "1", Process: made, Jobs: 1}); err != nil {
			t.Fatal(err)
		}
		got := dataset(t, s, Selection{}) + dataset(t, s, Selection{History: true})
		if want == "" {
			want = got
			if body(t, s, "http://other.example/1")+body(t, s, "http://other.example/4") != "甲乙" {
				t.Errorf("in order: %s", got)
			}
		}
		if got != want {
			t.Errorf("in the order %v:\n%s\nwant\n%s", order, got, want)
		}
		checkRebuilt(t, s)
	}
}

// A corpus on a medium that cannot be written to can be read.
func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{})
	const a = "https://school.example/"
	keep(t, s, a, corpus.Fetched, answer(a, 200, "甲"))
	s.Close()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	if f, err := os.Create(filepath.Join(dir, "probe")); err == nil {
		f.Close()
		os.Remove(f.Name())
		t.Skip("nothing keeps this user from writing")
	} else if !errors.Is(err, fs.ErrPermission) {
		t.Skip(err)
	}
	os.Chmod(filepath.Join(dir, catalogue), 0o400)
	r, err := Open(ctx, dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := body(t, r, a); got != "甲" {
		t.Errorf("%q", got)
	}
}

// What the catalogue says is the archive's alone, whatever a command may have
// read of a page.
func TestMaxSizeIsNotKept(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{MaxSize: 10})
	const a = "https://school.example/"
	keep(t, s, a, corpus.Fetched, answer(a, 200, zip(strings.Repeat("甲", 100)), "Content-Encoding", "gzip"))
	if got := body(t, s, a); len(got) != 10 {
		t.Errorf("%q of at most ten bytes", got)
	}
	want := dump(t, s)
	s.Close()
	s, _ = opened(t, dir, Options{})
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, s); got != want {
		t.Errorf("%s\nwas\n%s", got, want)
	}
}
