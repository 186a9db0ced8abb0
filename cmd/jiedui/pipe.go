package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"runtime"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/fetch"
	"jiedui/schema"
	"jiedui/schema/export"
)

// piping is one run of "jiedui pipe".
type piping struct {
	*env
	wordFlags
	maxSize  size
	phones   string
	findings bool
	jobs     int

	opt    jiedui.Options // of every page
	shown  export.Phones
	longer int     // bytes of the longest line
	files  *budget // of pages that are named by their path
	open   func(ctx context.Context, path string) (page corpus.Page, giveBack func(), err error)
}

func newPipe(e *env) *cobra.Command {
	x := &piping{env: e, maxSize: fetch.DefaultMaxSize, files: newBudget(inFlight)}
	x.open = x.file
	cmd := &cobra.Command{
		Use:   "pipe",
		Short: "Answer pages line by line, for programs in other languages",
		Long: `Read pages from standard input, one JSON object a line, and write for each of
them one JSON object a line to standard output: its documents, or why it gave
none. Answers come in the order of the pages, each as soon as it is there, so that
a program may send one page and wait, or send many and read along.

A line of the input:
  {"uri": "https://school.example/notice.html", "body_base64": "PGh0bWw+…"}
  {"uri": "plan.txt", "text": "关于开展结对帮扶的通知…"}
  {"id": "7", "path": "pages/notice.docx"}
One of body_base64 (the bytes, of any kind that is read), text (decoded already)
and path (of a file). uri says where the page came from, and the ids of documents
are made of it. id comes back with the answer. name, media_type (the Content-Type)
and captured_at (RFC 3339) may be given. Any other key is a failure of that line.

A line of the output:
  {"schema_version": …, "generator": …, "line": 1, "documents": [ … ]}
  {"schema_version": …, "generator": …, "line": 2, "failure": {"input": …, "code": …, "message": …}}
A page has one document at least. "jiedui schema --pipe" prints the JSON Schema of
both. Empty lines are passed over.

Nothing else goes to standard output, and messages to standard error. What is
wrong with a line is its answer, and the next line is read; at the end the exit
code is 1 when a line failed, else 0. Pages are read up to --max-size, as by
"jiedui extract"; a line may be a third longer than that, and a megabyte. At most
48 MiB of pages are worked on at once, a larger one alone. Addresses are not
fetched, and archives not unpacked.`,
		Example: `  jiedui pipe < pages.jsonl > answers.jsonl
  echo '{"path": "notice.html"}' | jiedui pipe
  jq -c '{uri: .url, text: .html}' crawl.jsonl | jiedui pipe --findings`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return x.run(cmd) },
	}
	fl := cmd.Flags()
	fl.BoolVar(&x.findings, "findings", false, "add what is wrong with what the documents say, as 'jiedui check' does")
	fl.StringVar(&x.phones, "phones", string(export.Masked), "phone and identity-card numbers: masked (100****6595), full, or none")
	fl.Var(&x.maxSize, "max-size", "read at most this much of a page (64MiB, 10M, 500k); the rest is reported as a doubt")
	x.wordFlags.add(cmd)
	fl.IntVarP(&x.jobs, "jobs", "j", runtime.NumCPU(), "pages worked on at once")
	complete(cmd, "phones", string(export.Masked), string(export.Full), string(export.None))
	return cmd
}

func (x *piping) run(cmd *cobra.Command) error {
	var err error
	if x.shown, err = export.ParsePhones(x.phones); err != nil {
		return usagef(cmd, "%v", err)
	}
	if x.jobs < 1 {
		return usagef(cmd, "--jobs %d: want at least 1", x.jobs)
	}
	words, err := x.words(x.env, cmd)
	if err != nil {
		return err
	}
	x.opt = jiedui.Options{MaxSize: int64(x.maxSize), Lexicon: words}
	x.longer = base64.StdEncoding.EncodedLen(int(x.maxSize)) + 1<<20
	ctx := cmd.Context()
	in, room := bufio.NewReaderSize(x.streams.in, 64<<10), newBudget(inFlight)
	out := bufio.NewWriter(x.streams.out)
	n, failed := 0, false
	var broken error // of standard input
	next := func() (*pipeLine, bool) {
		for ctx.Err() == nil {
			n++
			text, cut, err := readLine(in, x.longer)
			if err != nil && err != io.EOF {
				broken = err
				return nil, false
			}
			if text = bytes.TrimSpace(text); len(text) > 0 || cut {
				giveBack, terr := room.take(ctx, int64(len(text)))
				return &pipeLine{n, text, cut, giveBack}, terr == nil
			}
			if err == io.EOF {
				return nil, false
			}
		}
		return nil, false
	}
	type reply struct {
		answer   []byte
		failed   bool
		giveBack func()
	}
	err = conveyAll(ctx, next, x.jobs, 4*x.jobs,
		func(l *pipeLine) reply {
			a := x.answer(ctx, l)
			return reply{encodeAnswer(a), a.Failure != nil, l.giveBack}
		},
		func(r reply) error {
			failed = failed || r.failed
			_, err := out.Write(r.answer)
			if err == nil {
				err = out.Flush()
			}
			r.giveBack()
			return err
		})
	switch {
	case errors.Is(err, syscall.EPIPE): // the reader has seen enough; what failed so far still counts
	case err != nil:
		return err
	case broken != nil:
		return &hinted{fmt.Errorf("standard input cannot be read: %w", broken), "check the program before the pipe"}
	}
	if failed {
		return errSomeFailed
	}
	return nil
}

// pipeLine is a line of the input.
type pipeLine struct {
	n        int // from 1
	text     []byte
	cut      bool   // it was longer than allowed
	giveBack func() // its room
}

// readLine reads a line up to limit bytes, without its end; the rest of a longer
// one is passed over. With io.EOF comes what stands behind the last line break.
func readLine(r *bufio.Reader, limit int) (line []byte, cut bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if room := limit - len(line); len(part) > room+1 {
			cut = true
			part = part[:room]
		}
		if !cut || len(line) < limit {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return bytes.TrimSuffix(line, []byte("\n")), cut, err
		}
	}
}

// answer processes one line. What goes wrong is in the answer.
func (x *piping) answer(ctx context.Context, l *pipeLine) (a schema.PipeAnswer) {
	a = schema.PipeAnswer{SchemaVersion: schema.PipeVersion, Generator: x.opt.Generator(), Line: l.n}
	in := input{kind: stdin, named: fmt.Sprintf("line %d", l.n)}
	fail := func(f *schema.Failure) schema.PipeAnswer {
		a.Documents, a.Findings, a.Failure = nil, nil, f
		return a
	}
	defer func() {
		if r := recover(); r != nil {
			a = fail(failureOf(in, panicked(r)))
		}
	}()
	if l.cut {
		return fail(&schema.Failure{Input: in.named, Code: schema.CodeUnreadable,
			Message: fmt.Sprintf("the line is longer than %d bytes; send the page as a path, or raise --max-size", x.longer)})
	}
	page, named, giveBack, err := x.page(ctx, &a, l.text)
	defer giveBack()
	l.text = nil // it may be large, and its answer may have to wait for others
	if named != "" {
		in.named = named
	}
	if err != nil {
		return fail(failureOf(in, err))
	}
	if !x.findings {
		docs, err := x.lib.process(ctx, page, x.opt)
		if err != nil {
			return fail(failureOf(in, err))
		}
		for i := range docs {
			a.Documents = append(a.Documents, *export.Mask(&docs[i], x.shown))
		}
		return a
	}
	docs, found, err := x.lib.check(ctx, page, x.opt)
	if err != nil {
		return fail(failureOf(in, err))
	}
	for i := range docs {
		var own []schema.Finding
		for _, f := range found {
			if f.Document == docs[i].ID {
				own = append(own, f)
			}
		}
		a.Findings = append(a.Findings, export.MaskFindings(&docs[i], own, x.shown)...)
		a.Documents = append(a.Documents, *export.Mask(&docs[i], x.shown))
	}
	return a
}

// page makes a page of a line, and a name for messages. Into the answer goes the
// id of the caller. giveBack gives back the room that the page of a path takes.
func (x *piping) page(ctx context.Context, a *schema.PipeAnswer, line []byte) (page corpus.Page, named string, giveBack func(), err error) {
	giveBack = func() {}
	wrong := func(format string, args ...any) (corpus.Page, string, func(), error) {
		return page, named, giveBack, &failureError{schema.CodeUnreadable, fmt.Sprintf(format, args...) + "; see 'jiedui pipe --help'"}
	}
	if !utf8.Valid(line) {
		return wrong("the line is not UTF-8: bytes of another charset go into body_base64")
	}
	var p schema.PipePage
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return wrong("the line is no page (%v)", err)
	}
	a.ID = p.ID
	if p.ID != "" {
		named = p.ID
	}
	if p.URI != "" {
		named = fetch.Redact(p.URI)
	}
	if _, err := dec.Token(); err != io.EOF {
		return wrong("there is more on the line than one JSON object")
	}
	page = corpus.Page{Name: p.Name, URI: named, MediaType: p.MediaType}
	if p.URI == "" {
		page.URI = ""
	}
	if p.CapturedAt != "" {
		if page.CapturedAt, err = time.Parse(time.RFC3339, p.CapturedAt); err != nil {
			return wrong("captured_at %q is no time such as 2031-08-02T09:00:00Z", p.CapturedAt)
		}
	}
	switch {
	case p.Text != nil && p.BodyBase64 == nil && p.Path == nil:
		page.Body = []byte(*p.Text)
	case p.BodyBase64 != nil && p.Text == nil && p.Path == nil:
		if page.Body, err = base64.StdEncoding.DecodeString(*p.BodyBase64); err != nil {
			return wrong("body_base64 is no base64 (%v)", err)
		}
	case p.Path != nil && p.Text == nil && p.BodyBase64 == nil && *p.Path != "":
		named = cmp.Or(named, *p.Path)
		var opened corpus.Page
		if opened, giveBack, err = x.open(ctx, *p.Path); err != nil {
			return page, named, giveBack, err
		}
		page.Body, page.Truncated = opened.Body, opened.Truncated
		page.URI = cmp.Or(page.URI, opened.URI)
		page.Name = cmp.Or(page.Name, withoutExt(path.Base(opened.URI)))
	default:
		return wrong("want one of text, body_base64 and path")
	}
	if int64(len(page.Body)) > int64(x.maxSize) {
		page.Body, page.Truncated = page.Body[:x.maxSize:x.maxSize], true
	}
	if page.URI == "" {
		sum := sha256.Sum256(page.Body)
		page.URI = cmp.Or(p.Name, "sha256:"+hex.EncodeToString(sum[:]))
	}
	page.Identity = keptAs(page.URI)
	page.Name = cmp.Or(page.Name, page.URI)
	return page, cmp.Or(named, page.URI), giveBack, nil
}

// file opens the page of a path, when there is room for it.
func (x *piping) file(ctx context.Context, path string) (corpus.Page, func(), error) {
	expected := int64(x.maxSize)
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		expected = min(expected, info.Size())
	}
	giveBack, err := x.files.take(ctx, expected)
	if err != nil {
		return corpus.Page{}, func() {}, err
	}
	page, failure, err := (&opener{maxSize: int64(x.maxSize)}).open(ctx, input{kind: file, named: path, size: -1})
	if failure != nil {
		err = &failureError{failure.Code, failure.Message}
	}
	return page, giveBack, err
}

func encodeAnswer(a schema.PipeAnswer) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a); err != nil {
		panic(err) // of types that JSON has no words for, and there are none
	}
	return b.Bytes()
}
