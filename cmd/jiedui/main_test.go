package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/fetch"
	"jiedui/corpus/read"
	"jiedui/schema"
)

// process is a run of the program inside the test.
type process struct {
	env
	out, err bytes.Buffer
}

// newProcess returns a process whose pages are lines: each line of a page
// becomes a document with the line as its title, and a line of a few words does
// what they say.
func newProcess() *process {
	p := &process{}
	p.streams = streams{
		in:     strings.NewReader(""),
		out:    &p.out,
		err:    &p.err,
		getenv: func(string) string { return "" },
		now:    func() time.Time { return time.Date(2020, 3, 1, 0, 0, 0, 0, time.UTC) },
	}
	p.lib = library{
		process: func(ctx context.Context, page corpus.Page, _ jiedui.Options) ([]schema.Document, error) {
			var docs []schema.Document
			lines := strings.Split(strings.TrimSpace(string(page.Body)), "\n")
			for i, line := range lines {
				switch line {
				case "":
					return nil, &read.Error{Code: schema.CodeEmpty, Message: "the input is empty; fill it"}
				case "panic":
					panic("number 10012345678 on the page")
				case "out of range":
					_ = lines[len(lines)+i]
				case "fail":
					return nil, errors.New("no luck")
				case "hang":
					<-ctx.Done()
					return nil, ctx.Err()
				case "stubborn":
					select {}
				}
				docs = append(docs, schema.Document{
					ID: fmt.Sprintf("%s#%d", page.Identity, i+1), Part: i + 1, Parts: len(lines), Name: page.Name,
					Source: schema.Source{URI: page.URI}, Title: &schema.Value{Value: line},
				})
			}
			return docs, nil
		},
		readText: func(_ context.Context, page corpus.Page, _ jiedui.Options) (string, error) {
			return string(page.Body), nil
		},
	}
	p.client = func(fetch.Options) fetcher { return nil }
	return p
}

// run runs the program with args.
func (p *process) run(ctx context.Context, args ...string) (code int) {
	p.out.Reset()
	p.err.Reset()
	return run(ctx, &p.env, args)
}

// folder makes a folder of files from "name: content" lines and enters it.
func folder(t *testing.T, files ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range files {
		name, content, _ := strings.Cut(f, ": ")
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// Every command has its file, is in the table, and shows examples.
func TestCommands(t *testing.T) {
	var inFiles []string
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(fn.Name.Name, "new") || fn.Type.Results == nil || len(fn.Type.Params.List) != 1 {
				continue
			}
			star, ok := fn.Type.Results.List[0].Type.(*ast.StarExpr)
			if !ok {
				continue
			}
			if sel, ok := star.X.(*ast.SelectorExpr); ok && sel.Sel.Name == "Command" && fn.Name.Name != "newRoot" {
				command := strings.TrimSuffix(name, ".go")
				if strings.ToLower(fn.Name.Name) != "new"+command {
					t.Errorf("%s makes the command %s", name, fn.Name.Name)
				}
				inFiles = append(inFiles, command)
			}
		}
	}
	var inTable []string
	for _, c := range commands {
		inTable = append(inTable, c.name)
		cmd := c.make(&newProcess().env)
		if cmd.Name() != c.name {
			t.Errorf("the command %q is in the table as %q", cmd.Name(), c.name)
		}
		if cmd.Short == "" || cmd.Long == "" || !strings.Contains(cmd.Example, "jiedui "+c.name) {
			t.Errorf("the help of %s lacks a short or long text or an example", c.name)
		}
	}
	slices.Sort(inFiles)
	slices.Sort(inTable)
	if !slices.Equal(inFiles, inTable) {
		t.Errorf("files hold the commands %v, the table %v", inFiles, inTable)
	}
}

// A panic in one page is its failure; the rest goes on.
func TestPanic(t *testing.T) {
	folder(t, "a.txt: 甲", "b.txt: panic", "c.txt: out of range", "d.txt: fail", "e.txt: 乙")
	p := newProcess()
	if code := p.run(t.Context(), "extract", "--format", "facts", "."); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if n := strings.Count(p.out.String(), `"type":"part"`); n != 2 || !strings.Contains(p.out.String(), "乙") {
		t.Errorf("%d parts:\n%s", n, &p.out)
	}
	for _, want := range []string{
		"failed: b.txt: the program failed on it (it stopped on purpose, at jiedui/cmd/jiedui.",
		"failed: c.txt: the program failed on it (runtime error: index out of range [1] with length 1, at jiedui/cmd/jiedui.",
		"failed: d.txt: the program failed on it (no luck); please report this with the page [internal-error]",
		"2 read, 3 failures",
	} {
		if !strings.Contains(p.err.String(), want) {
			t.Errorf("standard error does not say %q:\n%s", want, &p.err)
		}
	}
	if strings.Contains(p.err.String(), "10012345678") {
		t.Errorf("the panic's words are printed:\n%s", &p.err)
	}
}

func TestPanicInText(t *testing.T) {
	folder(t, "a.txt: 甲")
	p := newProcess()
	p.lib.readText = func(context.Context, corpus.Page, jiedui.Options) (string, error) { panic("no") }
	if code := p.run(t.Context(), "text", "a.txt"); code != 1 || p.out.Len() > 0 || !strings.Contains(p.err.String(), "[internal-error]") {
		t.Errorf("exit code %d, %q, %q", code, &p.out, &p.err)
	}
}

// The output is the same for any number of jobs, whatever finishes first.
func TestOrder(t *testing.T) {
	var files []string
	for i := range 60 {
		files = append(files, fmt.Sprintf("%02d.txt: %d", i, i))
	}
	folder(t, files...)
	p := newProcess()
	process := p.lib.process
	p.lib.process = func(ctx context.Context, page corpus.Page, opt jiedui.Options) ([]schema.Document, error) {
		if b := page.Body[len(page.Body)-1]; b%3 == 0 {
			time.Sleep(time.Millisecond)
		}
		return process(ctx, page, opt)
	}
	var want string
	for _, jobs := range []string{"1", "2", "8", "100"} {
		if code := p.run(t.Context(), "extract", "--quiet", "--jobs", jobs, "."); code != 0 {
			t.Fatalf("exit code %d: %s", code, &p.err)
		}
		if want == "" {
			want = p.out.String()
		}
		if p.out.String() != want {
			t.Errorf("--jobs %s gives other bytes than --jobs 1", jobs)
		}
	}
}

// An interrupt ends the run even when a page does not listen, and leaves no
// output file.
func TestInterrupted(t *testing.T) {
	for _, word := range []string{"hang", "stubborn"} {
		folder(t, "a.txt: 甲", "b.txt: "+word, "c.txt: 乙")
		ctx, cancel := context.WithCancel(t.Context())
		p := newProcess()
		process := p.lib.process
		p.lib.process = func(ctx context.Context, page corpus.Page, opt jiedui.Options) ([]schema.Document, error) {
			if string(page.Body) == word {
				cancel()
			}
			return process(ctx, page, opt)
		}
		if code := p.run(ctx, "extract", "--jobs", "1", "-o", "out.json", "a.txt", "b.txt", "c.txt"); code != 130 {
			t.Errorf("%s: exit code %d, want 130", word, code)
		}
		if got := p.err.String(); got != "interrupted: the output is not complete\n" {
			t.Errorf("%s: standard error %q", word, got)
		}
		left, err := filepath.Glob("*out.json*")
		hidden, err2 := filepath.Glob(".*")
		if len(left)+len(hidden) > 0 || err != nil || err2 != nil {
			t.Errorf("%s: files left: %v %v", word, left, hidden)
		}
		cancel()
	}
}

// brokenPipe is a stream whose reader goes away after n bytes.
type brokenPipe struct{ n int }

func (b *brokenPipe) Write(p []byte) (int, error) {
	if b.n -= len(p); b.n < 0 {
		return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
	}
	return len(p), nil
}

func TestBrokenPipe(t *testing.T) {
	folder(t, "a.txt: 甲", "b.txt: 乙", "empty.txt: ")
	for _, args := range [][]string{
		{"extract", "--quiet", "a.txt", "b.txt"}, {"extract", "--quiet", "--format", "facts", "a.txt"}, {"text", "a.txt"}, {"version"}, {"--help"},
	} {
		p := newProcess()
		p.streams.out = &brokenPipe{}
		if code := p.run(t.Context(), args...); code != 0 || p.err.Len() > 0 {
			t.Errorf("%v: exit code %d, %q", args, code, &p.err)
		}
	}
	p := newProcess()
	p.streams.out = &brokenPipe{n: 600}
	if code := p.run(t.Context(), "extract", "--quiet", "--jobs", "1", "empty.txt", "a.txt"); code != 1 {
		t.Errorf("exit code %d after a failure", code)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestFullDisk(t *testing.T) {
	folder(t, "a.txt: 甲")
	p := newProcess()
	p.streams.out = fullDisk{}
	if code := p.run(t.Context(), "extract", "a.txt"); code != 1 || !strings.Contains(p.err.String(), "no space left") {
		t.Errorf("exit code %d, %q", code, &p.err)
	}
}

// deadInput is a stream that breaks.
type deadInput struct{}

func (deadInput) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestStdinBroken(t *testing.T) {
	folder(t, "a.txt: 甲")
	p := newProcess()
	p.streams.in = deadInput{}
	if code := p.run(t.Context(), "extract", "-", "a.txt"); code != 1 || !strings.Contains(p.err.String(), "failed: -: standard input cannot be read") ||
		!strings.Contains(p.out.String(), "甲") {
		t.Errorf("exit code %d, %q", code, &p.err)
	}
}

// Colour is for terminals whose owner does not object.
func TestColor(t *testing.T) {
	folder(t)
	for _, c := range []struct {
		tty  bool
		env  string
		args []string
		want bool
	}{
		{true, "", nil, true},
		{false, "", nil, false},
		{true, "NO_COLOR=1", nil, false},
		{true, "TERM=dumb", nil, false},
		{true, "", []string{"--no-color"}, false},
	} {
		p := newProcess()
		p.streams.errTTY = c.tty
		p.streams.getenv = func(name string) string {
			v, _ := strings.CutPrefix(c.env, name+"=")
			if v == c.env {
				return ""
			}
			return v
		}
		p.run(t.Context(), append([]string{"extract", "missing"}, c.args...)...)
		if got := strings.Contains(p.err.String(), "\x1b["); got != c.want {
			t.Errorf("terminal %v, %s %v: coloured %v: %q", c.tty, c.env, c.args, got, &p.err)
		}
		if strings.Contains(p.out.String(), "\x1b") {
			t.Errorf("standard output is coloured: %q", &p.out)
		}
	}
}

// A name with control characters cannot steer the terminal.
func TestPrintable(t *testing.T) {
	p := newProcess()
	p.run(t.Context(), "extract", "--quiet", "a\x1b[2Jb\u202ec")
	if got := p.err.String(); !strings.HasPrefix(got, `failed: a\u001b[2Jb\u202ec: it does not exist`) {
		t.Errorf("standard error %q", got)
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[string]int64{
		"64MiB": 64 << 20, "10M": 10 << 20, "500k": 500 << 10, "1048576": 1 << 20, "1 KB": 1000, "2mb": 2e6, "7b": 7, "512M": 512 << 20,
	} {
		var s size
		if err := s.Set(in); err != nil || int64(s) != want {
			t.Errorf("%q: %d, %v, want %d", in, int64(s), err, want)
		}
		var again size
		if err := again.Set(s.String()); err != nil || again != s {
			t.Errorf("%q prints as %q, which reads as %d", in, s, int64(again))
		}
	}
	for _, in := range []string{"", "0", "-1", "x", "1.5M", "1T", "513M", "9223372036854775807G", "MiB", "1e6"} {
		var s size
		if err := s.Set(in); err == nil {
			t.Errorf("%q is taken as %d", in, int64(s))
		}
	}
}

func TestDidYouMean(t *testing.T) {
	names := []string{"extract", "text", "schema", "validate", "version"}
	for in, want := range map[string]string{
		"extarct": "extract", "extrac": "extract", "shcema": "schema", "valid": "validate", "verison": "version", "txt": "text",
		"zzz": "", "x": "", "help": "", "conjure": "",
	} {
		got := didYouMean(in, slices.Clone(names), "see help")
		if want == "" && got != "see help" || want != "" && !strings.HasPrefix(got, "did you mean "+want+"?") {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"ab", "", 2}, {"ab", "ba", 1}, {"abc", "axc", 1}, {"abcd", "acbd", 1}, {"kitten", "sitting", 3}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// The codes that the READMEs name in their sections on findings are codes, and
// those sections lead to the codebook, which a test of it holds to all.
func TestCodesOfTheReadme(t *testing.T) {
	for file, section := range map[string][2]string{
		"README.md":       {"\n## Findings\n", "CODEBOOK.md#codes"},
		"README.zh-CN.md": {"\n## 问题清单\n", "CODEBOOK.zh-CN.md#代码"},
	} {
		b, err := os.ReadFile(filepath.Join("..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(b), section[0])
		text, _, _ = strings.Cut(text, "\n## ")
		named := regexp.MustCompile("`([a-z]+(?:-[a-z]+)+)`").FindAllStringSubmatch(text, -1)
		for _, m := range named {
			if _, known := schema.CodeOf(m[1]); !known {
				t.Errorf("%s names %s, which is no code", file, m[1])
			}
		}
		if len(named) < 5 || !strings.Contains(text, section[1]) {
			t.Errorf("%s: %d codes, and a link %v", file, len(named), strings.Contains(text, section[1]))
		}
	}
}
