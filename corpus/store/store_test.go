package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jiedui/corpus"
	"jiedui/internal/warc"
	"jiedui/schema"
)

var ctx = context.Background()

// clock gives every moment once.
type clock struct{ t time.Time }

func (c *clock) now() time.Time {
	c.t = c.t.Add(time.Second)
	return c.t
}

// opened opens the corpus in dir, made when it is not there, and collects what
// it says.
func opened(t testing.TB, dir string, opt Options) (*Store, *[]string) {
	t.Helper()
	var said []string
	opt.Create = true
	opt.Software = "test/1"
	if opt.Now == nil {
		opt.Now = (&clock{time.Date(2031, 9, 1, 8, 0, 0, 0, time.UTC)}).now
	}
	opt.Say = func(s string) { said = append(said, s) }
	s, err := Open(ctx, dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, &said
}

// answer is an exchange that brought body.
func answer(address string, code int, body string, header ...string) corpus.Exchange {
	h := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	x := corpus.Exchange{
		Address: address,
		At:      time.Date(2031, 9, 1, 9, 0, 0, 0, time.UTC),
		IP:      "203.0.113.9",
		Request: []byte("GET / HTTP/1.1\r\nHost: school.example\r\n\r\n"),
		Status:  fmt.Sprintf("HTTP/1.1 %d %s", code, http.StatusText(code)),
		Code:    code,
		Header:  h,
		Body:    []byte(body),
	}
	if code == http.StatusNotModified {
		x.Body = nil
	}
	return x
}

func keep(t testing.TB, s *Store, address string, state corpus.State, xs ...corpus.Exchange) corpus.Outcome {
	t.Helper()
	o := corpus.Outcome{Address: address, State: state, Tries: 1}
	if n := len(xs); n > 0 {
		o.Code = xs[n-1].Code
		if xs[n-1].Address != address {
			o.Final = xs[n-1].Address
		}
	}
	o, err := s.Keep(ctx, xs, o)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func body(t testing.TB, s *Store, address string) string {
	t.Helper()
	p, err := s.Page(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		return "<none>"
	}
	return string(p.Body)
}

// What a run keeps is there for the next, and a page that did not change is kept
// once.
func TestKeep(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{})
	const a, b, c = "https://school.example/a", "https://school.example/b", "https://school.example/c"
	if resumed, err := s.Begin(ctx, "fetch", "a b", false); resumed || err != nil {
		t.Fatal(resumed, err)
	}
	keep(t, s, a, corpus.Fetched, answer("https://school.example/robots.txt", 404, ""), answer(a, 200, "第一版", "ETag", `"1"`))
	keep(t, s, b, corpus.Fetched, answer(b, 302, "", "Location", c), answer(c, 200, "目标"))
	keep(t, s, c+"?gone", corpus.Gone, answer(c+"?gone", 404, "没有"))
	if got := body(t, s, a) + body(t, s, b) + body(t, s, c) + body(t, s, c+"?gone"); got != "第一版目标目标<none>" {
		t.Errorf("pages %q", got)
	}
	if v, err := s.Validators(ctx, a); err != nil || v.ETag != `"1"` {
		t.Errorf("validators %+v, %v", v, err)
	}
	if o, err := s.Ended(ctx, b); err != nil || o == nil || o.Final != c || o.State != corpus.Fetched {
		t.Errorf("outcome %+v, %v", o, err)
	}
	s.Close()

	// The run did not end: the same command goes on with it.
	s, said := opened(t, dir, Options{Now: (&clock{time.Date(2031, 9, 2, 8, 0, 0, 0, time.UTC)}).now})
	if resumed, err := s.Begin(ctx, "fetch", "a b", false); !resumed || err != nil || len(*said) > 0 {
		t.Fatal(resumed, err, *said)
	}
	if o, err := s.Ended(ctx, a); err != nil || o == nil {
		t.Errorf("outcome %+v, %v", o, err)
	}
	if err := s.End(ctx); err != nil {
		t.Fatal(err)
	}
	// It ended: the next one asks again.
	if resumed, err := s.Begin(ctx, "fetch", "a b", false); resumed || err != nil {
		t.Fatal(resumed, err)
	}
	if o, err := s.Ended(ctx, a); err != nil || o != nil {
		t.Errorf("outcome %+v, %v", o, err)
	}
	later := func(x corpus.Exchange, hours int) corpus.Exchange {
		x.At = x.At.Add(time.Duration(hours) * time.Hour)
		return x
	}
	if o := keep(t, s, a, corpus.Unchanged, later(answer(a, 304, "", "ETag", `"2"`), 1)); o.State != corpus.Unchanged {
		t.Errorf("304: %s", o.State)
	}
	if v, err := s.Validators(ctx, a); err != nil || v.ETag != `"2"` {
		t.Errorf("validators after a 304: %+v, %v", v, err)
	}
	if o := keep(t, s, a, corpus.Fetched, later(answer(a, 200, "第一版"), 2)); o.State != corpus.Unchanged {
		t.Errorf("the same bytes: %s", o.State)
	}
	if o := keep(t, s, a, corpus.Fetched, later(answer(a, 200, zip("第一版"), "Content-Encoding", "gzip"), 3)); o.State != corpus.Unchanged {
		t.Errorf("the same content in a coding: %s", o.State)
	}
	if o := keep(t, s, a, corpus.Fetched, later(answer(a, 200, "第二版"), 4)); o.State != corpus.Fetched || body(t, s, a) != "第二版" {
		t.Errorf("new content: %s, %q", o.State, body(t, s, a))
	}
	if st, err := s.Status(ctx); err != nil || st.Pages != 3 || st.Addresses != 2 {
		t.Errorf("status %+v, %v", st, err)
	}
	checkRebuilt(t, s)
}

func zip(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

// dump is all that a catalogue says of the archive.
func dump(t testing.TB, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"archives", "records", "captures", "loose", "outcomes", "runs", "forgotten"} {
		rows, err := s.db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		cols, _ := rows.Columns()
		for rows.Next() {
			row := make([]any, len(cols))
			for i := range row {
				row[i] = new(any)
			}
			if err := rows.Scan(row...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(&b, table)
			for _, v := range row {
				fmt.Fprintf(&b, "|%v", *v.(*any))
			}
			b.WriteByte('\n')
		}
		rows.Close()
	}
	return b.String()
}

// checkRebuilt holds the store to its law: the archive alone gives the catalogue.
func checkRebuilt(t testing.TB, s *Store) {
	t.Helper()
	before := dump(t, s)
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if after := dump(t, s); after != before {
		t.Errorf("the catalogue made anew differs:\n%s\nwas:\n%s", after, before)
	}
}

// A power cut leaves any beginning of what was being written. Whatever it is,
// what was reported is there, what was not is gone, and the corpus goes on.
func TestTornEnd(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{})
	const a, b = "https://school.example/a", "https://school.example/b"
	s.Begin(ctx, "fetch", "x", false)
	keep(t, s, a, corpus.Fetched, answer(a, 200, "甲"))
	s.Close()
	whole := snapshot(t, dir)
	file := filepath.Join(archives, "jiedui-00001.warc.gz")
	s, _ = opened(t, dir, Options{})
	s.Begin(ctx, "fetch", "x", false)
	keep(t, s, b, corpus.Fetched, answer(b, 301, "", "Location", a), answer(a, 200, "乙"))
	s.Close()
	after, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	// With the catalogue as it was before, as it was lost, or of the new state
	// though the archive's last bytes never reached the disk.
	steps := 31
	if testing.Short() {
		steps = 5
	}
	for _, state := range []string{"old", "none", "new"} {
		for n := len(whole[file]); n <= len(after); n += 1 + (len(after)-len(whole[file]))/steps {
			d := t.TempDir()
			switch state {
			case "old":
				restore(t, d, whole)
			case "new":
				restore(t, d, snapshot(t, dir))
			default:
				restore(t, d, map[string][]byte{marker: whole[marker]})
			}
			write(t, filepath.Join(d, file), after[:n])
			s, said := opened(t, d, Options{})
			if got := body(t, s, a); got != "甲" && !(n == len(after) && got == "乙") {
				t.Fatalf("%s, %d of %d bytes: %q", state, n, len(after), got)
			}
			s.Begin(ctx, "fetch", "x", false)
			o, err := s.Ended(ctx, b)
			if err != nil || (o != nil) != (n == len(after)) {
				t.Fatalf("%s, %d of %d bytes: outcome %+v, %v; %q", state, n, len(after), o, err, *said)
			}
			if o == nil {
				if n > len(whole[file]) && len(*said) == 0 {
					t.Fatalf("%s, %d of %d bytes: cut off without a word", state, n, len(after))
				}
				keep(t, s, b, corpus.Fetched, answer(b, 301, "", "Location", a), answer(a, 200, "乙"))
			}
			checkRebuilt(t, s)
			s.Close()
			if state == "new" && n == len(after) {
				continue
			}
			checkArchive(t, filepath.Join(d, file))
		}
	}
}

func snapshot(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		files[rel], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func restore(t testing.TB, dir string, files map[string][]byte) {
	t.Helper()
	for name, b := range files {
		write(t, filepath.Join(dir, name), b)
	}
}

func write(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// checkArchive holds an archive file to what readers expect: no damage, one
// record a member, digests that are true.
func checkArchive(t testing.TB, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	r := warc.NewReader(f, info.Size(), 0, func(g warc.Gap) { t.Errorf("gap %+v", g) })
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil || rec.Damage != "" || rec.Length == 0 {
			t.Fatalf("%v, %+v", err, rec)
		}
		if d := rec.Header.Get("WARC-Block-Digest"); d != warc.Digest(rec.Block) {
			t.Errorf("block digest %s, want %s", d, warc.Digest(rec.Block))
		}
		if d := rec.Header.Get("WARC-Payload-Digest"); d != "" && rec.Type() != warc.Revisit {
			if p, err := warc.PayloadOf(rec, 1<<20); err != nil || d != warc.Digest(p.Entity) {
				t.Errorf("payload digest %s, %v", d, err)
			}
		}
	}
}

// A catalogue that is lost, spoilt or of another archive is made anew.
func TestCatalogueLost(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{ArchiveSize: 600}) // a file a group
	for i := range 5 {
		a := fmt.Sprintf("https://school.example/%d", i)
		keep(t, s, a, corpus.Fetched, answer(a, 200, strings.Repeat("页", i+1)))
	}
	want := dump(t, s)
	s.Close()
	if names, _ := s.archiveFiles(); len(names) < 3 {
		t.Fatalf("archive files %v", names)
	}
	db := filepath.Join(dir, catalogue)
	for name, spoil := range map[string]func(){
		"lost":   func() { os.Remove(db) },
		"spoilt": func() { write(t, db, []byte("this is no database, whatever its name says")) },
		"empty":  func() { write(t, db, nil) },
		"halved": func() { b, _ := os.ReadFile(db); write(t, db, b[:len(b)/2]) },
	} {
		for _, suffix := range []string{"-wal", "-shm"} {
			os.Remove(db + suffix)
		}
		spoil()
		s, said := opened(t, dir, Options{ArchiveSize: 600})
		if got := dump(t, s); got != want {
			t.Errorf("%s: %s\nwant %s\n(%q)", name, got, want, *said)
		}
		s.Close()
	}
	// A file in the middle was cut: what is left of it counts, and it is said.
	if err := os.Truncate(filepath.Join(dir, archives, "jiedui-00002.warc.gz"), 10); err != nil {
		t.Fatal(err)
	}
	s, said := opened(t, dir, Options{ArchiveSize: 600})
	if len(*said) == 0 {
		t.Error("an archive file was cut, and nobody said so")
	}
	if got := dump(t, s); strings.Count(got, "captures|") != strings.Count(want, "captures|")-1 {
		t.Errorf("%s\nwas %s", got, want)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "other", "notes.txt"), []byte("x"))
	write(t, filepath.Join(dir, "newer", marker), []byte(`{"format":99}`))
	write(t, filepath.Join(dir, "spoilt", marker), []byte(`?`))
	for name, c := range map[string]struct {
		opt  Options
		kind error
	}{
		"other":   {Options{Create: true}, ErrNoCorpus},
		"newer":   {Options{Create: true}, ErrNoCorpus},
		"spoilt":  {Options{Create: true}, ErrNoCorpus},
		"missing": {Options{}, ErrNoCorpus},
	} {
		_, err := Open(ctx, filepath.Join(dir, name), c.opt)
		var e *Error
		if !errors.Is(err, c.kind) || !errors.As(err, &e) || e.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	used, _ := opened(t, filepath.Join(dir, "used"), Options{})
	if _, err := Open(ctx, used.Dir(), Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("in use: %v", err)
	}
	r, err := Open(ctx, used.Dir(), Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	keep(t, used, "https://school.example/", corpus.Fetched, answer("https://school.example/", 200, "x"))
	if st, err := r.Status(ctx); err != nil || st.Pages != 1 {
		t.Errorf("while another writes: %+v, %v", st, err)
	}
	if _, err := r.AddPage(ctx, &corpus.Page{Identity: "x", Body: []byte("y")}, time.Now()); err == nil {
		t.Error("a store for reading was written to")
	}
	for name, b := range snapshot(t, used.Dir()) {
		info, err := os.Stat(filepath.Join(used.Dir(), name))
		if err != nil {
			continue
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s (%d bytes) can be read by others: %v", name, len(b), info.Mode())
		}
	}
}

// made reads a page into a document for each of its lines.
func made(_ context.Context, p *corpus.Page) (Made, error) {
	if string(p.Body) == "bad" {
		return Made{Failure: &schema.Failure{Code: schema.CodeUnknownKind, Message: "no page"}}, nil
	}
	var m Made
	for i, line := range strings.Split(string(p.Body), "\n") {
		var d schema.Document
		d.ID = fmt.Sprintf("doc-%016x", len(p.Identity)*100+i)
		d.Title = &schema.Value{Value: line}
		d.Part, d.Parts = i+1, strings.Count(string(p.Body), "\n")+1
		d.Source.URI = p.URI
		d.Name, d.Line = p.Name, 7
		d.Private = []schema.Private{{Start: 1, End: 2, Digits: "10012345678"}}
		m.Documents = append(m.Documents, d)
		m.Facts = append(m.Facts, []Fact{{"part", []byte(`{"type":"part"}`)}})
		m.Findings = append(m.Findings, []schema.Finding{{Code: "x", Severity: "note"}})
	}
	return m, nil
}

// dataset is what the corpus's documents are, a line each.
func dataset(t testing.TB, s *Store, sel Selection) string {
	t.Helper()
	var b strings.Builder
	err := s.Documents(ctx, sel, func(d *schema.Document) error {
		fmt.Fprintf(&b, "%s %s %d %s %d %v\n", d.Source.URI, d.Title.Value, d.Part, d.Name, d.Line, d.Private)
		return nil
	}, func(f schema.Failure) error {
		fmt.Fprintf(&b, "%s failed: %s\n", f.Input, f.Code)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A build reads what is new, once; the order of arrival does not decide the
// dataset.
func TestBuild(t *testing.T) {
	rules := Building{Rules: "1", Process: made, Jobs: 3}
	var want string
	pages := map[string]string{"b.html": "乙", "a.html": "甲\n第二篇", "c.html": "bad", "文件/d.html": "丁"}
	names := []string{"b.html", "a.html", "c.html", "文件/d.html"}
	for n := range 3 {
		s, _ := opened(t, t.TempDir(), Options{})
		slices.Reverse(names[n:])
		for _, name := range names {
			added, err := s.AddPage(ctx, &corpus.Page{Identity: name, Body: []byte(pages[name])}, time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC))
			if !added || err != nil {
				t.Fatal(added, err)
			}
			if added, err := s.AddPage(ctx, &corpus.Page{Identity: name, Body: []byte(pages[name])}, time.Now()); added || err != nil {
				t.Fatal("the same again", added, err)
			}
		}
		got, err := s.Build(ctx, rules)
		if err != nil || got.Pages != 4 || got.Read != 4 || got.Documents != 4 || got.Failed != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		d := dataset(t, s, Selection{})
		if want == "" {
			want = d
			if strings.Count(d, "\n") != 5 || !strings.Contains(d, "文件/d.html 丁 1 d.html 7 [{1 2 10012345678") {
				t.Errorf("dataset %s", d)
			}
		}
		if d != want {
			t.Errorf("dataset %s\nwant %s", d, want)
		}
		if got, err := s.Build(ctx, rules); err != nil || got.Read != 0 {
			t.Errorf("nothing new: %+v, %v", got, err)
		}
		if got, err := s.Build(ctx, Building{Rules: "2", Process: made, Jobs: 1}); err != nil || got.Read != 4 {
			t.Errorf("other rules: %+v, %v", got, err)
		}
		if _, err := s.AddPage(ctx, &corpus.Page{Identity: "b.html", Body: []byte("乙,新")}, time.Date(2032, 1, 2, 3, 4, 5, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		rules := rules
		rules.Rules = "2"
		if got, err := s.Build(ctx, rules); err != nil || got.Read != 1 {
			t.Errorf("one is new: %+v, %v", got, err)
		}
		if d := dataset(t, s, Selection{}); strings.Contains(d, "乙 1") || !strings.Contains(d, "乙,新") {
			t.Errorf("dataset %s", d)
		}
		if d := dataset(t, s, Selection{History: true}); strings.Index(d, "乙 1") > strings.Index(d, "乙,新") || strings.Count(d, "乙") != 2 {
			t.Errorf("history %s", d)
		}
		before := dataset(t, s, Selection{History: true})
		checkRebuilt(t, s)
		if _, err := s.Build(ctx, rules); err != nil {
			t.Fatal(err)
		}
		if after := dataset(t, s, Selection{History: true}); after != before {
			t.Errorf("dataset after the catalogue was made anew: %s\nwas %s", after, before)
		}
	}
}

// An error of the program ends a build, and what was read before stays.
func TestBuildStops(t *testing.T) {
	s, _ := opened(t, t.TempDir(), Options{})
	for i := range 20 {
		s.AddPage(ctx, &corpus.Page{Identity: fmt.Sprint(i), Body: fmt.Appendf(nil, "%d", i)}, time.Now())
	}
	n := 0
	_, err := s.Build(ctx, Building{Rules: "1", Jobs: 1, Process: func(ctx context.Context, p *corpus.Page) (Made, error) {
		if n++; n == 8 {
			return Made{}, errors.New("stop")
		}
		return made(ctx, p)
	}})
	if err == nil {
		t.Fatal("no error")
	}
	got, err := s.Build(ctx, Building{Rules: "1", Jobs: 2, Process: made})
	if err != nil || got.Read != 13 {
		t.Errorf("%+v, %v", got, err)
	}
	canceled, cancel := context.WithCancel(ctx)
	_, err = s.Build(canceled, Building{Rules: "2", Jobs: 2, Process: func(ctx context.Context, p *corpus.Page) (Made, error) {
		cancel()
		return made(ctx, p)
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// Archives of other tools, whole and damaged, come in as far as they can be
// read, once, with the damage said.
func TestAddArchive(t *testing.T) {
	foreign := func(n int, kind, block string, more ...string) *warc.Record {
		r := &warc.Record{Block: []byte(block)}
		r.Header.Add("WARC-Type", kind)
		r.Header.Add("WARC-Record-ID", fmt.Sprintf("<urn:other:%d>", n))
		r.Header.Add("WARC-Date", fmt.Sprintf("2030-01-0%dT00:00:00Z", n))
		r.Header.Add("WARC-Target-URI", fmt.Sprintf("<http://other.example/%d>", n))
		r.Header.Add("Content-Type", "application/http; msgtype="+kind)
		for i := 0; i+1 < len(more); i += 2 {
			r.Header.Add(more[i], more[i+1])
		}
		return r
	}
	rs := []*warc.Record{
		foreign(1, warc.Response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n甲乙\r\n0\r\n\r\n"),
		foreign(2, warc.Request, "GET /2 HTTP/1.1\r\n\r\n"),
		foreign(3, warc.Response, "HTTP/1.1 404 Not Found\r\n\r\nno"),
		foreign(4, warc.Response, "HTTP/1.1 200 OK\r\n\r\n"+strings.Repeat("丁", 3000)),
		foreign(5, warc.Revisit, "HTTP/1.1 304 Not Modified\r\n\r\n", "WARC-Refers-To-Target-URI", "http://other.example/1", "WARC-Refers-To-Date", "2030-01-01T00:00:00Z"),
	}
	var file bytes.Buffer
	w := warc.NewWriter(&file)
	var ends []int
	for _, r := range rs {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, file.Len())
	}
	s, said := opened(t, t.TempDir(), Options{})
	add := func(b []byte) Added {
		t.Helper()
		n, err := s.AddArchive(ctx, "other.warc.gz", bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	whole := file.Bytes()
	if n := add(whole); n.Records != 5 || n.Pages != 2 || n.Gaps+n.Damaged+n.Bare > 0 || len(*said) > 0 {
		t.Errorf("%+v, %q", n, *said)
	}
	if n := add(whole); n.Records != 0 || n.Known != 5 {
		t.Errorf("again: %+v", n)
	}
	if got := body(t, s, "http://other.example/1") + body(t, s, "http://other.example/5"); got != "甲乙甲乙" {
		t.Errorf("pages %q", got)
	}
	if got, err := s.Build(ctx, Building{Rules: "1", Process: made, Jobs: 1}); err != nil || got.Pages != 3 || got.Documents != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	checkRebuilt(t, s)

	s, said = opened(t, t.TempDir(), Options{})
	damaged := slices.Concat(whole[:ends[2]], whole[ends[2]:ends[3]-20], whole[ends[3]:])
	if n := add(damaged); n.Records != 5 || n.Damaged != 1 || len(*said) == 0 {
		t.Errorf("damaged: %+v, %q", n, *said)
	}
	p, err := s.Page(ctx, "http://other.example/4")
	if err != nil || p == nil || !p.Truncated || len(p.Body) == 0 {
		t.Errorf("damaged page: %+v, %v", p, err)
	}
	if n := add([]byte("no archive at all")); n.Records != 0 || n.Gaps != 1 {
		t.Errorf("no archive: %+v", n)
	}
	checkRebuilt(t, s)
}

// Copies of a document are linked to the earliest.
func TestCopies(t *testing.T) {
	s, _ := opened(t, t.TempDir(), Options{})
	for i, text := range []string{"same", "other", "same", "same"} {
		s.AddPage(ctx, &corpus.Page{Identity: strings.Repeat("x", i+1), Body: []byte(text)}, time.Date(2031, 1, 1+i, 0, 0, 0, 0, time.UTC))
	}
	_, err := s.Build(ctx, Building{Rules: "1", Jobs: 1,
		Process: func(ctx context.Context, p *corpus.Page) (Made, error) {
			m, err := made(ctx, p)
			m.Prints = [][]byte{p.Body}
			return m, err
		},
		Alike: func(a, b []byte) float64 {
			if bytes.Equal(a, b) {
				return 1
			}
			return 0
		},
		AlikeFrom: 0.8,
		Bands:     func(p []byte) []uint64 { return []uint64{uint64(p[0])} },
	})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.db.Query("SELECT document, copy_of FROM copies ORDER BY document")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			t.Fatal(err)
		}
		got = append(got, a[len(a)-3:]+"="+b[len(b)-3:])
	}
	if want := fmt.Sprintf("[%03x=%03x %03x=%03x]", 300, 100, 400, 100); fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestIndex(t *testing.T) {
	s, _ := opened(t, t.TempDir(), Options{})
	for _, a := range []string{"https://www.edu.example.cn:443/B?b=2&a=1", "http://edu.example.cn/a", "http://edu.example.cn:8080/"} {
		keep(t, s, a, corpus.Fetched, answer(a, 200, a))
	}
	if err := s.WriteIndex(ctx); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(s.path(index))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	var keys []string
	for _, l := range lines[1:] {
		f := strings.SplitN(l, " ", 3)
		keys = append(keys, f[0])
		var e struct{ Offset, Length, Filename string }
		if err := json.Unmarshal([]byte(f[2]), &e); err != nil {
			t.Fatal(err)
		}
		var offset, length int64
		fmt.Sscan(e.Offset, &offset)
		fmt.Sscan(e.Length, &length)
		rec, err := s.read(e.Filename, offset, length)
		if err != nil || SURT(rec.Target()) != f[0] {
			t.Errorf("%s: %v, %v", l, rec, err)
		}
	}
	if want := []string{"cn,example,edu)/a", "cn,example,edu)/b?a=1&b=2", "cn,example,edu:8080)/"}; !slices.Equal(keys, want) {
		t.Errorf("keys %q, want %q", keys, want)
	}
}
