package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus/store"
	"jiedui/internal/private"
	"jiedui/schema"
	"jiedui/schema/export"
)

func newText(e *env) *cobra.Command {
	var (
		flags pageFlags
		in    corpusFlag
	)
	cmd := &cobra.Command{
		Use:   "text PAGE",
		Short: "Print the text of a page that evidence points into",
		Long: `Print the read text of a page: the decoded page without markup, its script and
its noise intact, nothing added. Places in a dataset ("start", "end") count the
code points of this text. Phone and identity-card numbers are masked digit for
digit as they are in the dataset, so every place stays true.

PAGE is a file, an http or https address, or "-" for standard input; with
--corpus, a page that the corpus keeps: its address, the path that it was added
under, or the id of a document made of it.`,
		Example: `  jiedui text notice.html
  jiedui text notice.html | head -c 300
  curl https://school.example/plan | jiedui text -
  jiedui text --corpus district-plans https://school.example/plan`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usagef(cmd, "name one page: a file, an address, or - for standard input")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			phones, err := flags.check(cmd)
			if err != nil {
				return err
			}
			ctx, open := cmd.Context(), flags.opener(e)
			if in.dir == "" {
				return printText(ctx, e, open, args, phones)
			}
			return e.withStore(ctx, in.dir, store.Options{ReadOnly: true, MaxSize: int64(flags.maxSize)}, func(s *store.Store) error {
				open.corpus = s
				return printText(ctx, e, open, args, phones)
			})
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&in.dir, "corpus", "", "the page is one that this corpus keeps")
	flags.add(cmd)
	return cmd
}

// printText prints the read text of the one page that args name.
func printText(ctx context.Context, e *env, open *opener, args []string, phones export.Phones) error {
	in := input{kind: kept, named: args[0], address: args[0], folder: -1}
	if open.corpus == nil {
		l, err := list(ctx, args)
		if err != nil {
			return err
		}
		if in = l.inputs[0]; in.kind == taped && len(l.inputs) > 1 {
			return &hinted{fmt.Errorf("%s is a web archive with %s", args[0], count(len(l.inputs), "page")),
				"keep it in a corpus with jiedui add, then name the address: jiedui text --corpus DIR ADDRESS"}
		}
		if in.kind == packed && len(l.inputs) > 1 {
			return &hinted{fmt.Errorf("%s is an archive with %s", args[0], count(len(l.inputs), "member")), "unpack it and name one of the pages"}
		}
	}
	if in.kind == folderEnd || in.folder >= 0 {
		return &hinted{fmt.Errorf("%s is a folder", args[0]), "name one of the pages in it"}
	}
	type result struct {
		text    string
		failure *schema.Failure
	}
	work := func(int) result {
		if in.kind == broken {
			return result{failure: in.failure}
		}
		text, failure := readText(ctx, e, open, in)
		return result{text, failure}
	}
	// The conveyor lets Ctrl-C through while standard input is waited for.
	return convey(ctx, 1, 1, 1, work, func(_ int, r result) error {
		if r.failure != nil {
			e.streams.failed(e.streams.err, r.failure)
			return errSomeFailed
		}
		_, err := io.WriteString(e.streams.out, maskText(r.text, phones))
		return err
	})
}

// readText opens in and returns its read text, unmasked.
func readText(ctx context.Context, e *env, open *opener, in input) (text string, failure *schema.Failure) {
	defer func() {
		if r := recover(); r != nil {
			failure = failureOf(in, panicked(r))
		}
	}()
	page, failure, err := open.open(ctx, in)
	if err == nil && failure == nil {
		text, err = e.lib.readText(ctx, page, jiedui.Options{MaxSize: open.maxSize})
	}
	if err != nil {
		return "", failureOf(in, err)
	}
	return text, failure
}

// maskText masks the private numbers of a read text as the export does.
func maskText(text string, phones export.Phones) string {
	switch phones {
	case export.Masked:
		return private.Mask(text, private.Find(text))
	case export.None:
		return private.Hide(text, private.Find(text))
	}
	return text
}
