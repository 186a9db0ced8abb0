package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
)

// pipeSchemaOf compiles a definition of the schema of pipe; "": that of answers.
func pipeSchemaOf(t testing.TB, definition string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.PipeJSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("pipe.json", doc); err != nil {
		t.Fatal(err)
	}
	at := "pipe.json"
	if definition != "" {
		at += "#/$defs/" + definition
	}
	s, err := c.Compile(at)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// echo is a library that makes of each page one document with its text as title.
var echo = library{process: func(_ context.Context, p corpus.Page, _ jiedui.Options) ([]schema.Document, error) {
	switch text := string(p.Body); text {
	case "panic":
		panic("on purpose")
	case "slow":
		time.Sleep(50 * time.Millisecond)
	}
	d := schema.Document{Part: 1, Parts: 1, Source: schema.Source{
		URI: p.URI, MediaType: "text/plain", Charset: "utf-8", Script: "Hans", SHA256: strings.Repeat("0", 64), TextSHA256: strings.Repeat("0", 64),
	}}
	if len(p.Body) > 0 {
		text := strings.ToValidUTF8(string(p.Body), "\ufffd")
		d.Title = &schema.Value{Value: text, Evidence: []schema.Evidence{{Start: 0, End: max(1, len([]rune(text))), Quote: text}}}
	}
	schema.AssignIDs(&d, p.Identity)
	return []schema.Document{d}, nil
}}

func newPiping() *piping {
	x := &piping{env: &env{lib: echo}, maxSize: 1 << 10, longer: 4 << 10, shown: "masked"}
	x.open = func(_ context.Context, path string) (corpus.Page, func(), error) {
		return corpus.Page{URI: path, Body: []byte("file " + path)}, func() {}, nil
	}
	return x
}

// FuzzPipeLine: whatever a line says, its answer is one line of JSON after the
// schema, with documents or a failure.
func FuzzPipeLine(f *testing.F) {
	for _, s := range []string{
		`{"text":"关于结对帮扶的通知"}`, `{"uri":"https://a.example/1","body_base64":"PGI+"}`, `{"path":"a.html","id":"7"}`, `{}`, `[]`, `null`, `{"text":"a","path":"b"}`,
		`{"text":"panic"}`, `{"text":null,"path":""}`, `{"text":"a"} x`, `{"captured_at":"2031-09-01T00:00:00Z","text":"a"}`, `{"captured_at":"soon","text":"a"}`,
		`{"body_base64":"!"}`, `{"media_type":"text/html; charset=gbk","text":"a"}`, `{"bdoy":"a"}`, "{\"text\":\"\xff\"}", `{"text":"\ud800"}`, `{"uri":"https://u:p@a.example","text":""}`,
	} {
		f.Add([]byte(s))
	}
	answers := pipeSchemaOf(f, "")
	x := newPiping()
	f.Fuzz(func(t *testing.T, line []byte) {
		a := x.answer(t.Context(), &pipeLine{n: 3, text: line})
		b := encodeAnswer(a)
		if bytes.Count(b, []byte("\n")) != 1 || b[len(b)-1] != '\n' {
			t.Fatalf("not one line: %q", b)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := answers.Validate(v); err != nil {
			t.Fatalf("%s\n%v", b, err)
		}
		if a.Line != 3 || (a.Failure == nil) != (len(a.Documents) > 0) {
			t.Fatalf("%s", b)
		}
	})
}

// TestPipePages: what the schema of pages takes is taken, and nothing else.
func TestPipePages(t *testing.T) {
	pages, x := pipeSchemaOf(t, "PipePage"), newPiping()
	for _, c := range []struct {
		line string
		uri  string // of the document; "": a failure
	}{
		{`{"text":"a"}`, "sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
		{`{"text":"a","name":"plan"}`, "plan"},
		{`{"text":"","uri":"https://a.example/1"}`, "https://a.example/1"},
		{`{"body_base64":"YQ==","uri":"p/1.html","media_type":"text/html"}`, "p/1.html"},
		{`{"path":"p/2.html","captured_at":"2031-09-01T08:00:00+08:00"}`, "p/2.html"},
		{`{"path":"p/2.html","uri":"https://a.example/2"}`, "https://a.example/2"},
		{`{"uri":"https://a.example/2"}`, ""},
		{`{"text":"a","path":"b"}`, ""},
		{`{"text":"a","body_base64":""}`, ""},
		{`{"text":1}`, ""},
		{`{"text":"a","body":"b"}`, ""},
		{`"text"`, ""},
	} {
		a := x.answer(t.Context(), &pipeLine{n: 1, text: []byte(c.line)})
		switch {
		case a.Failure == nil && a.Documents[0].Source.URI != c.uri:
			t.Errorf("%s: %s, want %s", c.line, a.Documents[0].Source.URI, c.uri)
		case a.Failure != nil && c.uri != "":
			t.Errorf("%s: %s", c.line, a.Failure.Message)
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(c.line))
		if err != nil {
			t.Fatal(err)
		}
		if err := pages.Validate(v); (err == nil) != (c.uri != "") {
			t.Errorf("%s: the schema says %v", c.line, err)
		}
	}
}

// TestPipeIDs: the address of a page decides the ids, however it reaches the program.
func TestPipeIDs(t *testing.T) {
	x := newPiping()
	id := func(line string) string {
		a := x.answer(t.Context(), &pipeLine{n: 1, text: []byte(line)})
		if a.Failure != nil {
			t.Fatal(a.Failure)
		}
		return a.Documents[0].ID
	}
	want := id(`{"uri":"https://a.example/1","text":"a"}`)
	for _, same := range []string{
		`{"uri":"HTTPS://A.example:443/1","text":"b","name":"x","id":"7"}`,
		`{"uri":"https://a.example/1","body_base64":"` + base64.StdEncoding.EncodeToString([]byte("c")) + `"}`,
		`{"uri":"https://a.example/1","path":"z"}`,
	} {
		if got := id(same); got != want {
			t.Errorf("%s: %s, want %s", same, got, want)
		}
	}
	if id(`{"uri":"https://a.example/2","text":"a"}`) == want {
		t.Error("two addresses have one id")
	}
}

// TestPipeLongPage: of a page that is too large the beginning is read, as from a
// file; a line that is too long is a failure, and the next one is read.
func TestPipeLongPage(t *testing.T) {
	var truncated bool
	lib := echo
	lib.process = func(ctx context.Context, p corpus.Page, o jiedui.Options) ([]schema.Document, error) {
		truncated = p.Truncated
		return echo.process(ctx, p, o)
	}
	x := newPiping()
	x.lib = lib
	a := x.answer(t.Context(), &pipeLine{n: 1, text: []byte(`{"text":"` + strings.Repeat("a", 2000) + `"}`)})
	if a.Failure != nil || !truncated || len(a.Documents[0].Title.Value) != 1024 {
		t.Errorf("%+v, cut %v", a.Failure, truncated)
	}
	long := strings.Repeat("x", 100)
	r := bufio.NewReaderSize(strings.NewReader(long+"\nshort\n\n"+long), 16)
	var got []string
	for {
		line, cut, err := readLine(r, 20)
		got = append(got, fmt.Sprintf("%s %v", line, cut))
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	cutTo := strings.Repeat("x", 20)
	if want := []string{cutTo + " true", "short false", " false", cutTo + " true"}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q, want %q", got, want)
	}
	exact := strings.Repeat("y", 20)
	if line, cut, err := readLine(bufio.NewReaderSize(strings.NewReader(exact+"\n"), 16), 20); string(line) != exact || cut || err != nil {
		t.Errorf("a line of the limit: %q %v %v", line, cut, err)
	}
}

// TestPipeAnswersAtOnce: a caller that waits for each answer before it sends the
// next page gets it.
func TestPipeAnswersAtOnce(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	e := &env{streams: streams{in: inR, out: outW, err: io.Discard, getenv: func(string) string { return "" }, now: time.Now}, lib: echo}
	code := make(chan int, 1)
	go func() {
		c := run(t.Context(), e, []string{"pipe", "--jobs", "3"})
		outW.Close()
		code <- c
	}()
	answers := bufio.NewReader(outR)
	for i := range 5 {
		text := []string{"slow", "a"}[i%2]
		if _, err := fmt.Fprintf(inW, "\n{\"id\":\"%d\",\"text\":%q}\n", i, text); err != nil {
			t.Fatal(err)
		}
		line, err := answers.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var a schema.PipeAnswer
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		if a.ID != fmt.Sprint(i) || a.Line != 2*i+2 || a.Documents[0].Title.Value != text {
			t.Fatalf("%s", line)
		}
	}
	inW.Close()
	if rest, err := io.ReadAll(answers); err != nil || len(rest) > 0 {
		t.Errorf("%q %v", rest, err)
	}
	if c := <-code; c != 0 {
		t.Errorf("exit code %d", c)
	}
}

// TestPipeInterrupted: a signal ends the program also while it waits for a page.
func TestPipeInterrupted(t *testing.T) {
	inR, inW := io.Pipe()
	defer inW.Close()
	ctx, cancel := context.WithCancel(t.Context())
	e := &env{streams: streams{in: inR, out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }, now: time.Now}, lib: echo}
	code := make(chan int, 1)
	go func() { code <- run(ctx, e, []string{"pipe"}) }()
	cancel()
	if c := <-code; c != 130 {
		t.Errorf("exit code %d", c)
	}
}

// TestPipeInOrder: many pages, answers in their order, failures among them.
func TestPipeInOrder(t *testing.T) {
	var in, out bytes.Buffer
	const n = 200
	for i := range n {
		switch {
		case i%7 == 0:
			fmt.Fprintf(&in, "{\"text\":\"panic\"}\n")
		case i%11 == 0:
			in.WriteString("nonsense\n")
		default:
			fmt.Fprintf(&in, "{\"text\":\"t%d\"}\n", i)
		}
	}
	e := &env{streams: streams{in: &in, out: &out, err: io.Discard, getenv: func(string) string { return "" }, now: time.Now}, lib: echo}
	if c := run(t.Context(), e, []string{"pipe", "-j", "4"}); c != 1 {
		t.Errorf("exit code %d", c)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != n {
		t.Fatalf("%d answers", len(lines))
	}
	for i, l := range lines {
		var a schema.PipeAnswer
		if err := json.Unmarshal([]byte(l), &a); err != nil {
			t.Fatal(err)
		}
		if a.Line != i+1 || (a.Failure != nil) != (i%7 == 0 || i%11 == 0) || a.Failure == nil && a.Documents[0].Title.Value != fmt.Sprint("t", i) {
			t.Fatalf("%d: %s", i, l)
		}
		if a.Failure != nil && i%7 == 0 && a.Failure.Code != schema.CodeInternal {
			t.Errorf("%s", l)
		}
	}
}
