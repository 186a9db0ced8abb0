package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
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

// inputArgs is the Args of a command that reads pages; doing is what it does.
func inputArgs(doing string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef(cmd, "nothing to %s: name a file, a folder, an address, or - for standard input", doing)
		}
		for _, a := range args {
			if a == "" {
				return usagef(cmd, "an input is the empty string")
			}
		}
		return nil
	}
}

// road is the way that every command goes which takes many pages: each input
// is opened and worked on, a bounded number at once, and what became of it is
// handed on in the order of the inputs.
type road struct {
	*env
	flags    *pageFlags
	jobs     int  // pages worked on at once
	quiet    bool // no progress
	toStdout bool // the output goes to standard output
}

// carriage is what a command does on the road: R is what it makes of a page.
type carriage[R any] struct {
	// divert, unless it is nil, is asked first, and takes inputs that are no
	// pages; they are not counted as pages.
	divert func(context.Context, *opener, input) (result R, took bool, err error)
	// process takes a page to its result; several at once.
	process func(context.Context, corpus.Page) (R, error)
	// deliver takes a result, in the order of the inputs. A *failureError makes the
	// input a failure; every other error ends the run.
	deliver func(R) error
	// failed takes note of an input without result, which travel has named on
	// standard error; in the same order.
	failed func(schema.Failure) error
}

// outcome is what became of one input.
type outcome[R any] struct {
	result   R
	failure  *schema.Failure
	diverted bool
}

// travel takes every input of l along the road and counts pages and failures in
// t. Errors are those of ctx and of the carriage's deliver and failed.
func travel[R any](ctx context.Context, r *road, l *listing, t *tally, c carriage[R]) error {
	t.hidden = l.hidden
	bar := newProgress(&r.streams, len(l.inputs)-len(l.folders), !r.quiet && r.streams.progress(r.toStdout))
	defer bar.done(r.streams.err)
	for _, n := range l.notes {
		r.streams.noteTo(bar, "%s", n)
	}
	var (
		open     = r.flags.opener(r.env)
		room     = newBudget(inFlight)
		readable = make([]bool, len(l.folders)) // the folder holds a page, or something that may be one
	)
	work := func(i int) outcome[R] { return visit(ctx, open, room, l.inputs[i], &c) }
	fail := func(f *schema.Failure) error {
		t.failures++
		r.streams.failed(bar, f)
		return c.failed(*f)
	}
	deliver := func(i int, o outcome[R]) error {
		in := l.inputs[i]
		if in.kind == folderEnd {
			if readable[in.folder] {
				return nil
			}
			return fail(&schema.Failure{Input: in.named, Code: schema.CodeNoPages,
				Message: "no pages in " + in.named + "; name a folder that holds pages or documents"})
		}
		defer bar.step()
		if in.folder >= 0 && (o.failure == nil || o.failure.Code != schema.CodeUnknownKind && o.failure.Code != schema.CodeEmpty) {
			readable[in.folder] = true
		}
		if o.failure != nil {
			return fail(o.failure)
		}
		if o.diverted {
			t.datasets++
		} else {
			t.pages++
		}
		err := c.deliver(o.result)
		if said := (*failureError)(nil); errors.As(err, &said) {
			return fail(failureOf(in, err))
		}
		return err
	}
	return convey(ctx, len(l.inputs), r.jobs, 4*r.jobs, work, deliver)
}

// visit opens one input and processes it.
func visit[R any](ctx context.Context, open *opener, room *budget, in input, c *carriage[R]) (o outcome[R]) {
	failed := func(err error) outcome[R] { return outcome[R]{failure: failureOf(in, err)} }
	if in.kind == broken || in.kind == folderEnd {
		return outcome[R]{failure: in.failure}
	}
	defer func() {
		if r := recover(); r != nil {
			o = failed(panicked(r))
		}
	}()
	if c.divert != nil {
		result, took, err := c.divert(ctx, open, in)
		switch {
		case took && err != nil:
			return failed(err)
		case took:
			return outcome[R]{result: result, diverted: true}
		}
	}
	expected := in.size
	if expected < 0 {
		expected = unknownSize
	}
	giveBack, err := room.take(ctx, min(expected, open.maxSize))
	if err != nil {
		return failed(err)
	}
	defer func() { giveBack() }()
	page, failure, err := open.open(ctx, in)
	switch {
	case err != nil:
		return failed(err)
	case failure != nil:
		return outcome[R]{failure: failure}
	}
	if n := int64(len(page.Body)); n > expected { // more than was expected: queue again for all of it
		giveBack()
		again, err := room.take(ctx, n)
		if err != nil {
			return failed(err)
		}
		giveBack = again
	}
	result, err := c.process(ctx, page)
	if err != nil {
		return failed(err)
	}
	return outcome[R]{result: result}
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
