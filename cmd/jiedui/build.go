package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/store"
	"jiedui/internal/likeness"
	"jiedui/schema"
	"jiedui/schema/export"
)

// building is one run of "jiedui build".
type building struct {
	*env
	corpusFlag
	wordFlags
	phones, format, out string
	all, history, quiet bool
	jobs                int
}

func newBuild(e *env) *cobra.Command {
	x := &building{env: e}
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Read the pages of a corpus that are new, and write its dataset",
		Long: `Read every page of a corpus that is new, or was read by older rules or other
words, into documents, facts and findings in the corpus's catalogue. What was
read already is not read again, so a build that was ended goes on where it was.

With -o, the dataset of the whole corpus is written then: of every address the
page as it was last; with --history as it was at every time. Equal archives give
equal datasets, byte for byte.`,
		Example: `  jiedui build --corpus district-plans
  jiedui build --corpus district-plans -o dataset.json
  jiedui build --corpus district-plans --format facts -o facts.jsonl`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return x.run(cmd) },
	}
	x.corpusFlag.add(cmd, "the corpus")
	fl := cmd.Flags()
	fl.BoolVar(&x.all, "all", false, "read every page again")
	fl.StringVarP(&x.out, "output", "o", "", "then write the dataset to this file, which appears only when it is whole (- is standard output)")
	fl.StringVarP(&x.format, "format", "f", "", "format of the dataset: "+strings.Join(export.Formats(), ", ")+" (default what the ending of the output says, else json)")
	fl.BoolVar(&x.history, "history", false, "write what every address held at any time, not only last")
	fl.StringVar(&x.phones, "phones", string(export.Masked), "phone and identity-card numbers in the dataset: masked (100****6595), full, or none")
	x.wordFlags.add(cmd)
	fl.IntVarP(&x.jobs, "jobs", "j", runtime.NumCPU(), "pages worked on at once")
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no summary and no progress; failures are still named")
	complete(cmd, "format", export.Formats()...)
	complete(cmd, "phones", string(export.Masked), string(export.Full), string(export.None))
	return cmd
}

func (x *building) run(cmd *cobra.Command) error {
	dir, err := x.must(x.env, cmd)
	if err != nil {
		return err
	}
	if x.jobs < 1 {
		return usagef(cmd, "--jobs %d: want at least 1", x.jobs)
	}
	phones, err := export.ParsePhones(x.phones)
	if err != nil {
		return usagef(cmd, "%v", err)
	}
	words, err := x.words(x.env, cmd)
	if err != nil {
		return err
	}
	opt := jiedui.Options{Lexicon: words}
	if x.format, err = textFormat(cmd, x.format, x.out); err != nil {
		return err
	}
	ctx := cmd.Context()
	return x.withStore(ctx, dir, store.Options{}, func(s *store.Store) error {
		failures, err := x.build(ctx, s, opt)
		if err != nil {
			return err
		}
		if x.out != "" {
			if err := x.write(ctx, s, export.Options{Generator: opt.Generator(), Phones: phones}); err != nil {
				return err
			}
		}
		if failures > 0 {
			return errSomeFailed
		}
		return nil
	})
}

// build reads what is new and returns how many pages failed.
func (x *building) build(ctx context.Context, s *store.Store, opt jiedui.Options) (int, error) {
	var bar *progress
	defer func() {
		if bar != nil {
			bar.done(x.streams.err)
		}
	}()
	g := opt.Generator()
	n, err := s.Build(ctx, store.Building{
		Rules:     g.Rules + " " + g.Lexicon,
		Jobs:      x.jobs,
		All:       x.all,
		Process:   func(ctx context.Context, page *corpus.Page) (store.Made, error) { return x.make(ctx, page, opt) },
		Alike:     likeness.Similarity,
		AlikeFrom: likeness.Alike,
		Bands:     likeness.Bands,
		Progress: func(done, of int) {
			if bar == nil {
				bar = newProgress(&x.streams, of, !x.quiet && x.streams.progress(x.out == "-"))
			}
			bar.step()
		},
	})
	if err != nil {
		return 0, err
	}
	if bar != nil {
		bar.done(x.streams.err)
		bar = nil
	}
	for _, f := range n.Failures {
		x.streams.failed(x.streams.err, &f)
	}
	if !x.quiet {
		x.streams.row("pages", "%d, %d read now", n.Pages, n.Read)
		x.streams.row("documents", "%d made now", n.Documents)
		if n.Failed > 0 {
			x.streams.row("failed", "%d", n.Failed)
		}
	}
	return n.Failed, nil
}

// make reads one page.
func (x *building) make(ctx context.Context, page *corpus.Page, opt jiedui.Options) (made store.Made, err error) {
	failed := func(err error) (store.Made, error) {
		if ctx.Err() != nil {
			return store.Made{}, ctx.Err()
		}
		return store.Made{Failure: failureOf(input{named: page.URI}, err)}, nil
	}
	defer func() {
		if r := recover(); r != nil {
			made, err = failed(panicked(r))
		}
	}()
	entries, err := x.lib.entries(ctx, *page, opt)
	if err != nil {
		return failed(err)
	}
	for i := range entries {
		e := &entries[i]
		facts, err := factsOf(&e.Document)
		if err != nil {
			return store.Made{}, err
		}
		made.Documents = append(made.Documents, e.Document)
		made.Findings = append(made.Findings, e.Findings)
		made.Facts = append(made.Facts, facts)
		made.Prints = append(made.Prints, e.Print)
		made.Entries = append(made.Entries, store.Entry(e.Found))
	}
	return made, nil
}

// factsOf returns the facts of a document, numbers not masked.
func factsOf(d *schema.Document) ([]store.Fact, error) {
	var b bytes.Buffer
	w, err := export.New("facts", &b, export.Options{Phones: export.Full})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(w.Document(d), w.Close()); err != nil {
		return nil, err
	}
	var out []store.Fact
	for line := range bytes.Lines(b.Bytes()) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		var head struct{ Type string }
		if err := json.Unmarshal(line, &head); err != nil {
			return nil, err
		}
		out = append(out, store.Fact{Type: head.Type, Line: line})
	}
	return out, nil
}

// write writes the dataset of the corpus.
func (x *building) write(ctx context.Context, s *store.Store, opt export.Options) error {
	out, err := openOutput(x.out, x.streams.out, opt.Phones == export.Full)
	if err != nil {
		return err
	}
	defer out.abort()
	w, err := export.New(x.format, out, opt)
	if err != nil {
		return err
	}
	if err := s.Documents(ctx, store.Selection{History: x.history}, w.Document, w.Failure); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return out.commit()
}
