package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jiedui/corpus"
	"jiedui/corpus/fetch"
	"jiedui/internal/testsite"
)

// attic is an archive that keeps outcomes and pages as long as the test lasts.
type attic struct {
	mu    sync.Mutex
	ended map[string]corpus.Outcome
	pages map[string]corpus.Page
	room  int // outcomes that still find room; negative: as many as there are
	run   runInfo
	ran   error // what the last run came to
}

func newAttic() *attic {
	return &attic{ended: map[string]corpus.Outcome{}, pages: map[string]corpus.Page{}, room: -1}
}

func (s *attic) open(_ context.Context, dir string, run runInfo) (corpus.Archive, bool, func(context.Context, error) error, error) {
	if dir == "broken" {
		return nil, false, nil, errors.New("the corpus is broken")
	}
	resumed := run.key == s.run.key && s.ran != nil && !run.fresh
	if !resumed {
		s.ended = map[string]corpus.Outcome{}
	}
	s.run = run
	return s, resumed, func(_ context.Context, err error) error { s.ran = err; return nil }, nil
}

func (s *attic) Ended(_ context.Context, address string) (*corpus.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o, ok := s.ended[address]; ok {
		return &o, nil
	}
	return nil, nil
}

func (s *attic) Validators(context.Context, string) (corpus.Validators, error) {
	return corpus.Validators{}, nil
}

func (s *attic) Page(_ context.Context, address string) (*corpus.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pages[address]
	return &p, nil
}

func (s *attic) Keep(_ context.Context, exchanges []corpus.Exchange, o corpus.Outcome) (corpus.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.room == 0 {
		return o, errors.New("the disk is full")
	}
	s.room--
	if o.State == corpus.Fetched {
		last := exchanges[len(exchanges)-1]
		body, _, err := corpus.Plain(last.Header, last.Body, 1<<20)
		if err != nil {
			return o, err
		}
		s.pages[last.Address] = corpus.Page{URI: last.Address, Body: body, MediaType: last.Header.Get("Content-Type")}
	}
	s.ended[o.Address] = o
	return o, nil
}

// fetch runs "jiedui fetch" with args.
func (p *process) fetch(ctx context.Context, args ...string) int {
	return p.run(ctx, append([]string{"fetch", "--corpus", "c", "--allow-private", "--delay", "0"}, args...)...)
}

// outcomes reads the lines of --format jsonl: path of the address to state.
func outcomes(t *testing.T, out *bytes.Buffer, site string) map[string]string {
	t.Helper()
	got := map[string]string{}
	for line := range strings.Lines(out.String()) {
		var o outcomeLine
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		path := strings.TrimPrefix(o.Address, site)
		if got[path] != "" {
			t.Errorf("%s has two outcomes", path)
		}
		got[path] = string(o.State)
	}
	return got
}

// A bureau's site is fetched whole from its home page, with the words of the
// lexicon and no others.
func TestFetchFollows(t *testing.T) {
	site := testsite.New(testsite.Options{Pages: 24, Now: time.Now})
	server := site.Serve()
	defer server.Close()
	p, s := newProcess(), newAttic()
	p.streams.now, p.openArchive = time.Now, s.open
	code := p.fetch(t.Context(), "--follow", "--depth", "2", "--format", "jsonl", "--user-agent", "survey/2", "--contact", "mailto:keeper@school.example", server.URL)
	if code != 0 || s.ran != nil {
		t.Fatalf("exit code %d, run %v:\n%s", code, s.ran, &p.err)
	}
	want := map[string]string{"/": "fetched"}
	attached := 0
	for _, w := range site.Want() {
		u, err := fetch.Normalize(server.URL + w.Path)
		if err != nil {
			t.Fatal(err)
		}
		want[u.RequestURI()] = w.End
		if w.Via != "" {
			attached++
		}
	}
	if d := cmp.Diff(want, outcomes(t, &p.out, server.URL)); d != "" {
		t.Errorf("ended otherwise than wanted (-want +got):\n%s", d)
	}
	if got := p.err.String(); got != "fetched    "+itoa(len(want))+"\nattached   "+itoa(attached)+" of these, to a page\n" {
		t.Errorf("standard error:\n%s", got)
	}
	for _, r := range site.Log() {
		if ua := r.Header.Get("User-Agent"); !strings.HasPrefix(ua, "jiedui/") || !strings.HasSuffix(ua, " (+mailto:keeper@school.example) survey/2") {
			t.Errorf("User-Agent %q", ua)
		}
	}
}

func itoa(n int) string {
	b, _ := json.Marshal(n)
	return string(b)
}

// Each address that gave no page is named with the reason and a remedy.
func TestFetchNamesFailures(t *testing.T) {
	site := testsite.New(testsite.Options{Trouble: true, Robots: "User-agent: *\nDisallow: /private/", Now: time.Now})
	server := site.Serve()
	defer server.Close()
	folder(t, "list.txt: \ufeff# ours\n\n "+server.URL+"/trouble/gone.html \r\n"+server.URL+"/trouble/forbidden.html\nbureau.example\n"+server.URL+"/private/x.html\n"+server.URL+"/trouble/cookie.html#top")
	p, s := newProcess(), newAttic()
	p.streams.now, p.openArchive = time.Now, s.open
	if code := p.fetch(t.Context(), "-f", "list.txt", "ftp://me:secret-word@bureau.example/"); code != 1 || s.ran != nil {
		t.Errorf("exit code %d, run %v", code, s.ran)
	}
	for _, want := range []string{
		"failed: ftp://…@bureau.example/: not an address that can be fetched",
		"failed: list.txt:5: bureau.example: not an address that can be fetched",
		"failed: " + server.URL + "/trouble/forbidden.html: the server answered 403 Forbidden: the site does not hand the page out; if you may read it in a browser, save it and pass the file [fetch-failed]\n",
		"gone: " + server.URL + "/trouble/gone.html: the site says that there is no such page (410); check the address\n",
		"robots: " + server.URL + "/private/x.html: the site's robots.txt asks programs not to fetch it",
		"note: the keepers of sites see no contact; --contact names one\n",
		"fetched    1\nrobots     1, kept out by robots.txt\ngone       1\nfailed     3\n",
	} {
		if !strings.Contains(p.err.String(), want) {
			t.Errorf("standard error does not say %q:\n%s", want, &p.err)
		}
	}
	if p.out.Len() > 0 || strings.Contains(p.err.String(), "secret-word") {
		t.Errorf("%s%s", &p.out, &p.err)
	}
	// Quiet, only failures are named; without any, nothing is said.
	if code := p.fetch(t.Context(), "--quiet", server.URL+"/trouble/forbidden.html"); code != 1 || strings.Count(p.err.String(), "\n") != 1 {
		t.Errorf("exit code %d:\n%s", code, &p.err)
	}
	if code := p.fetch(t.Context(), "--quiet", server.URL+"/trouble/cookie.html"); code != 0 || p.err.Len() > 0 {
		t.Errorf("exit code %d:\n%s", code, &p.err)
	}
	p.streams.in = strings.NewReader(server.URL + "/trouble/cookie.html\n")
	if code := p.fetch(t.Context(), "--quiet", "-f", "-"); code != 0 || len(s.ended) != 1 {
		t.Errorf("exit code %d, %d ended:\n%s", code, len(s.ended), &p.err)
	}
}

// A run that was cut short goes on with the same command, and tells the whole.
func TestFetchGoesOn(t *testing.T) {
	site := testsite.New(testsite.Options{Now: time.Now})
	server := site.Serve()
	defer server.Close()
	p, s := newProcess(), newAttic()
	p.streams.now, p.openArchive = time.Now, s.open
	s.room = 7
	args := []string{"--follow", "--format", "jsonl", "--contact", "x", server.URL + testsite.Notices}
	if code := p.fetch(t.Context(), args...); code != 1 || s.ran == nil || !strings.Contains(p.err.String(), "error: the disk is full") {
		t.Fatalf("exit code %d:\n%s", code, &p.err)
	}
	first := outcomes(t, &p.out, server.URL)
	site.Forget()
	s.room = -1
	if code := p.fetch(t.Context(), args...); code != 0 || s.ran != nil || !strings.Contains(p.err.String(), "note: going on with the run that was cut short") || !strings.Contains(p.err.String(), "before     7 of all") {
		t.Fatalf("exit code %d:\n%s", code, &p.err)
	}
	whole := outcomes(t, &p.out, server.URL)
	for path := range first {
		if whole[path] == "" || slices.ContainsFunc(site.Log(), func(r testsite.Request) bool { return r.URI == path }) {
			t.Errorf("%s was asked for again, or is not told", path)
		}
	}
	if len(first) != 7 || len(whole) <= 7 {
		t.Errorf("%d outcomes, then %d", len(first), len(whole))
	}
	// An interrupt keeps what is there and says so.
	ctx, cancel := context.WithCancel(t.Context())
	site.Handle(testsite.Papers, nil)
	cancel()
	if code := p.fetch(ctx, "--follow", server.URL+testsite.Papers); code != 130 || s.ran == nil || !strings.Contains(p.err.String(), "the same command goes on") {
		t.Errorf("exit code %d:\n%s", code, &p.err)
	}
}

func TestFetchUsage(t *testing.T) {
	folder(t, "a.txt: x")
	p := newProcess()
	p.openArchive = newAttic().open
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{nil, 2, "nothing to fetch"},
		{[]string{"--corpus", "", "http://a.example/"}, 2, "name the corpus with --corpus DIR"},
		{[]string{"--depth", "0", "http://a.example/"}, 2, "--depth 0: want at least 1"},
		{[]string{"--delay", "-1s", "http://a.example/"}, 2, "--delay -1s"},
		{[]string{"--timeout", "0s", "http://a.example/"}, 2, "--timeout 0s"},
		{[]string{"--format", "csv", "http://a.example/"}, 2, "--format csv: want none or jsonl"},
		{[]string{"-f", "missing.txt"}, 2, "-f missing.txt: it does not exist"},
		{[]string{"--lexicon", "a.txt", "http://a.example/"}, 2, "it stands in no list"},
		{[]string{"--corpus", "broken", "http://a.example/"}, 1, "the corpus is broken"},
		{[]string{"a.example"}, 1, "write it as https://host/path"},
	} {
		if code := p.fetch(t.Context(), c.args...); code != c.code || !strings.Contains(p.err.String(), c.says) || p.out.Len() > 0 {
			t.Errorf("%q: exit code %d, want %d:\n%s", c.args, code, c.code, &p.err)
		}
	}
	if _, err := os.Stat("c"); err == nil {
		t.Error("a corpus was made")
	}
}
