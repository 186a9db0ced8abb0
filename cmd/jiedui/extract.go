package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus/fetch"
	"jiedui/schema"
	"jiedui/schema/export"
)

const (
	// memoryGoal is the process's soft memory limit.
	memoryGoal = 800 << 20
	// inFlight is the number of bytes of pages that are worked on at once; a
	// larger page is worked on alone.
	inFlight = 48 << 20
	// unknownSize stands for the size of a page before it is there.
	unknownSize = 1 << 20
)

// slashed is how paths stand in the output, on every system.
func slashed(path string) string { return filepath.ToSlash(path) }

// pageFlags are the flags of commands that open pages.
type pageFlags struct {
	maxSize      size
	phones       string
	timeout      time.Duration
	contact      string
	allowPrivate bool
}

func (f *pageFlags) add(cmd *cobra.Command) {
	f.maxSize = fetch.DefaultMaxSize
	fl := cmd.Flags()
	fl.StringVar(&f.phones, "phones", string(export.Masked), "phone and identity-card numbers: masked (100****6595), full, or none")
	fl.Var(&f.maxSize, "max-size", "read at most this much of a page (64MiB, 10M, 500k); the rest is reported as a doubt")
	fl.DurationVar(&f.timeout, "timeout", fetch.DefaultTimeout, "give an address up after this time")
	fl.StringVar(&f.contact, "contact", "", "address or mailbox for the keepers of sites, sent in the User-Agent")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "fetch from loopback and private networks too")
	complete(cmd, "phones", string(export.Masked), string(export.Full), string(export.None))
}

// check returns the parsed --phones.
func (f *pageFlags) check(cmd *cobra.Command) (export.Phones, error) {
	p, err := export.ParsePhones(f.phones)
	switch {
	case err != nil:
		return "", usagef(cmd, "%v", err)
	case f.timeout <= 0:
		return "", usagef(cmd, "--timeout %v: want a time such as 60s", f.timeout)
	}
	return p, nil
}

func (f *pageFlags) opener(e *env) *opener {
	return &opener{
		stdin:   e.streams.in,
		maxSize: int64(f.maxSize),
		client: e.client(fetch.Options{
			Version:      jiedui.Version,
			Contact:      f.contact,
			Timeout:      f.timeout,
			MaxSize:      int64(f.maxSize),
			AllowPrivate: f.allowPrivate,
			Now:          e.streams.now,
		}),
	}
}

// complete registers the values of a flag for shell completion.
func complete(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // a flag that this file does not define
	}
}

// extraction is one run of "jiedui extract".
type extraction struct {
	*env
	pageFlags
	format, out string
	jobs        int
	quiet       bool
}

func newExtract(e *env) *cobra.Command {
	x := &extraction{env: e}
	cmd := &cobra.Command{
		Use:   "extract [PATH|URL|-]...",
		Short: "Read pages and write what they say as a dataset",
		Long: `Read policy pages and write their metadata, leadership lists, school groups,
pairings and citations as a dataset in which every value carries its evidence.

An input is a file, a folder (read with all that lies below it, in the order of
the names; hidden files are passed over and links to folders are not followed),
"-" for standard input, or an http or https address. What kind a file is, its
content decides, not its name. Addresses are fetched one by one: robots.txt is
asked first, private networks and unusual ports are refused, and proxies are
not used.

Documents come out in the order of the inputs, the same bytes for any --jobs.
An input that gives no document is a failure: it is named on standard error
and in the dataset, the rest goes on, and the exit code is 1. A page that could
only be read in part is no failure; the dataset holds a doubt that says so.

Formats:
  json   one dataset: documents and failures
  jsonl  one document a line
  facts  one flat fact a line, for spreadsheets and scoring`,
		Example: `  jiedui extract pages/ -o dataset.json
  jiedui extract --format facts notice.html plan.txt
  jiedui extract https://school.example/notice.html
  curl https://school.example/plan | jiedui extract --format jsonl -`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef(cmd, "nothing to extract: name a file, a folder, an address, or - for standard input")
			}
			for _, a := range args {
				if a == "" {
					return usagef(cmd, "an input is the empty string")
				}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return x.run(cmd, args) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&x.format, "format", "f", export.Formats()[0], "format of the output: "+strings.Join(export.Formats(), ", "))
	fl.StringVarP(&x.out, "output", "o", "", "write to this file, which appears only when it is whole (default standard output)")
	x.pageFlags.add(cmd)
	fl.IntVarP(&x.jobs, "jobs", "j", runtime.NumCPU(), "pages worked on at once")
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no summary and no progress; failures are still named")
	complete(cmd, "format", export.Formats()...)
	return cmd
}

// outcome is what became of one input.
type outcome struct {
	docs    []schema.Document
	failure *schema.Failure
}

func (x *extraction) run(cmd *cobra.Command, args []string) error {
	phones, err := x.check(cmd)
	if err != nil {
		return err
	}
	if x.jobs < 1 {
		return usagef(cmd, "--jobs %d: want at least 1", x.jobs)
	}
	opt := export.Options{Generator: jiedui.Generator(), Phones: phones}
	if _, err := export.New(x.format, io.Discard, opt); err != nil {
		return usagef(cmd, "%v", err)
	}
	ctx := cmd.Context()
	l, err := list(ctx, args)
	if err != nil {
		return err
	}
	if err := x.notAnInput(cmd, l); err != nil {
		return err
	}
	out, err := openOutput(x.out, x.streams.out, phones == export.Full)
	if err != nil {
		return err
	}
	defer out.abort()
	writer, err := export.New(x.format, out, opt)
	if err != nil {
		return err
	}
	t, err := x.convey(ctx, l, writer)
	if errors.Is(err, syscall.EPIPE) && (x.out == "" || x.out == "-") {
		err = nil // the reader has seen enough; what failed so far still counts
	} else if err == nil {
		err = out.commit()
	}
	if err != nil {
		return err
	}
	if !x.quiet {
		t.write(x.streams.err)
	}
	if t.failures > 0 {
		return errSomeFailed
	}
	return nil
}

// notAnInput refuses an output file that is among the inputs.
func (x *extraction) notAnInput(cmd *cobra.Command, l *listing) error {
	out, err := os.Stat(x.out)
	if x.out == "" || x.out == "-" || err != nil || !out.Mode().IsRegular() {
		return nil
	}
	for _, in := range l.inputs {
		if in.kind != file {
			continue
		}
		if info, err := os.Stat(in.named); err == nil && os.SameFile(out, info) {
			return usagef(cmd, "the output %s is also an input (%s): write it to another place", x.out, in.named)
		}
	}
	return nil
}

// convey takes every input through the library to the writer. Errors are those
// of ctx and of the writer.
func (x *extraction) convey(ctx context.Context, l *listing, writer export.Writer) (*tally, error) {
	t := newTally()
	t.hidden = l.hidden
	show := !x.quiet && x.streams.progress(x.out == "" || x.out == "-")
	bar := newProgress(x.streams.err, len(l.inputs)-len(l.folders), show)
	defer bar.done(x.streams.err)
	for _, n := range l.notes {
		fmt.Fprintln(bar, x.streams.yellow("note:"), printable(n))
	}
	var (
		open     = x.opener(x.env)
		room     = newBudget(inFlight)
		readable = make([]bool, len(l.folders)) // the folder holds a page, or something that may be one
	)
	work := func(i int) outcome { return x.page(ctx, open, room, l.inputs[i]) }
	fail := func(in input, f *schema.Failure) error {
		t.failures++
		fmt.Fprintf(bar, "%s %s: %s [%s]\n", x.streams.red("failed:"), printable(f.Input), printable(f.Message), f.Code)
		return writer.Failure(*f)
	}
	deliver := func(i int, o outcome) error {
		in := l.inputs[i]
		if in.kind == folderEnd {
			if readable[in.folder] {
				return nil
			}
			return fail(in, &schema.Failure{Input: in.named, Code: schema.CodeNoPages,
				Message: "no pages in " + in.named + "; name a folder that holds HTML or text files"})
		}
		defer bar.step()
		if in.folder >= 0 && (o.failure == nil || o.failure.Code != schema.CodeUnknownKind && o.failure.Code != schema.CodeEmpty) {
			readable[in.folder] = true
		}
		if o.failure != nil {
			return fail(in, o.failure)
		}
		t.pages++
		for i := range o.docs {
			t.document(&o.docs[i])
			if err := writer.Document(&o.docs[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if err := convey(ctx, len(l.inputs), x.jobs, 4*x.jobs, work, deliver); err != nil {
		return t, err
	}
	return t, writer.Close()
}

// page takes one input to its documents.
func (x *extraction) page(ctx context.Context, open *opener, room *budget, in input) (o outcome) {
	if in.kind == broken || in.kind == folderEnd {
		return outcome{failure: in.failure}
	}
	defer func() {
		if r := recover(); r != nil {
			o = outcome{failure: failureOf(in, panicked(r))}
		}
	}()
	expected := in.size
	if expected < 0 {
		expected = unknownSize
	}
	giveBack, err := room.take(ctx, min(expected, int64(x.maxSize)))
	if err != nil {
		return outcome{failure: failureOf(in, err)}
	}
	defer func() { giveBack() }()
	page, failure, err := open.open(ctx, in)
	switch {
	case err != nil:
		return outcome{failure: failureOf(in, err)}
	case failure != nil:
		return outcome{failure: failure}
	}
	if n := int64(len(page.Body)); n > expected { // more than was expected: queue again for all of it
		giveBack()
		again, err := room.take(ctx, n)
		if err != nil {
			return outcome{failure: failureOf(in, err)}
		}
		giveBack = again
	}
	docs, err := x.lib.process(ctx, page, jiedui.Options{MaxSize: int64(x.maxSize)})
	if err != nil {
		return outcome{failure: failureOf(in, err)}
	}
	return outcome{docs: docs}
}

// panicked makes an error of what recover returned: what happened and the
// first place of this program's own code.
func panicked(r any) error {
	what := "it stopped on purpose" // with words that may quote the page
	if err, ok := r.(runtime.Error); ok {
		what = err.Error()
	}
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	thrown := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			thrown = true
		case thrown && strings.HasPrefix(f.Function, "jiedui"):
			return fmt.Errorf("%s, at %s, line %d", what, f.Function, f.Line)
		}
		if !more {
			return errors.New(what)
		}
	}
}

// goVersion returns the Go version that built the program.
func goVersion() string {
	if b, ok := debug.ReadBuildInfo(); ok {
		return b.GoVersion
	}
	return runtime.Version()
}
