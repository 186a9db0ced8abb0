package main

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/schema/export"
)

// extraction is one run of "jiedui extract".
type extraction struct {
	*env
	pageFlags
	wordFlags
	format, out string
	jobs        int
	quiet       bool

	opt jiedui.Options // of every page
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
content decides, not its name. Of a web archive (.warc, .warc.gz) every page is an
input, under its address. Addresses are fetched one by one: robots.txt is
asked first, private networks and unusual ports are refused, and proxies are
not used.

Documents come out in the order of the inputs, the same bytes for any --jobs.
An input that gives no document is a failure: it is named on standard error
and in the dataset, the rest goes on, and the exit code is 1. A page that could
only be read in part is no failure; the dataset holds a doubt that says so.

Pages that call things by names of their own need a file of words (--lexicon,
see 'jiedui help lexicon').

Formats:
  json      one dataset: documents and failures
  jsonl     one document a line
  facts     one flat fact a line, for spreadsheets and scoring
  markdown  a report of each document, for notes

"jiedui export" writes more formats, and takes datasets and corpora as well.`,
		Example: `  jiedui extract pages/ -o dataset.json
  jiedui extract --format facts notice.html plan.txt
  jiedui extract --lexicon ours.txt pages/
  jiedui extract https://school.example/notice.html
  curl https://school.example/plan | jiedui extract --format jsonl -`,
		Args: inputArgs("extract"),
		RunE: func(cmd *cobra.Command, args []string) error { return x.run(cmd, args) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&x.format, "format", "f", "", "format of the output: "+strings.Join(export.Formats(), ", ")+" (default what the ending of the output says, else json)")
	fl.StringVarP(&x.out, "output", "o", "", "write to this file, which appears only when it is whole (default standard output)")
	x.pageFlags.add(cmd)
	x.wordFlags.add(cmd)
	fl.IntVarP(&x.jobs, "jobs", "j", runtime.NumCPU(), "pages worked on at once")
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no summary and no progress; failures are still named")
	complete(cmd, "format", export.Formats()...)
	return cmd
}

func (x *extraction) run(cmd *cobra.Command, args []string) error {
	phones, err := x.check(cmd)
	if err != nil {
		return err
	}
	if x.jobs < 1 {
		return usagef(cmd, "--jobs %d: want at least 1", x.jobs)
	}
	words, err := x.words(x.env, cmd)
	if err != nil {
		return err
	}
	x.opt = jiedui.Options{MaxSize: int64(x.maxSize), Lexicon: words}
	opt := export.Options{Generator: x.opt.Generator(), Phones: phones}
	if x.format, err = textFormat(cmd, x.format, x.out); err != nil {
		return err
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
		t.write(&x.streams)
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
		path := in.named
		if in.kind == taped {
			path = in.tape.path
		} else if in.kind == packed {
			path = in.archive
		} else if in.kind != file {
			continue
		}
		if info, err := os.Stat(path); err == nil && os.SameFile(out, info) {
			return usagef(cmd, "the output %s is also an input (%s): write it to another place", x.out, in.named)
		}
	}
	return nil
}

// convey takes every input through the library to the writer. Errors are those
// of ctx and of the writer.
func (x *extraction) convey(ctx context.Context, l *listing, writer export.Writer) (*tally, error) {
	t := newTally()
	r := road{env: x.env, flags: &x.pageFlags, jobs: x.jobs, quiet: x.quiet, toStdout: x.out == "" || x.out == "-"}
	err := travel(ctx, &r, l, t, carriage[[]schema.Document]{
		process: func(ctx context.Context, page corpus.Page) ([]schema.Document, error) {
			return x.lib.process(ctx, page, x.opt)
		},
		deliver: func(docs []schema.Document) error {
			for i := range docs {
				t.document(&docs[i])
				if err := writer.Document(&docs[i]); err != nil {
					return err
				}
			}
			return nil
		},
		failed: writer.Failure,
	})
	if err != nil {
		return t, err
	}
	return t, writer.Close()
}
