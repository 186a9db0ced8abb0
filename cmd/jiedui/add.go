package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"jiedui/corpus/fetch"
	"jiedui/corpus/store"
	"jiedui/internal/warc"
	"jiedui/schema"
)

// adding is one run of "jiedui add".
type adding struct {
	*env
	corpusFlag
	maxSize size
	quiet   bool

	added, known, records, damaged, forgotten, failures int
}

func newAdd(e *env) *cobra.Command {
	x := &adding{env: e, maxSize: fetch.DefaultMaxSize}
	cmd := &cobra.Command{
		Use:   "add PATH...",
		Short: "Keep files and web archives in a corpus",
		Long: `Copy what is already there into a corpus: files, folders with all that lies
below them, and web archives of other tools (.warc, .warc.gz), whose records are
kept as they are. Damaged archives are read up to the damage and behind it, and
what was damaged is said. Of a record, at most 1 MiB of the header and 256 MiB of
the block are kept.

A file is kept under its path below the folder that was named, with that
folder's name; two folders of one name are one to the corpus. The members of a
zip archive are kept one by one, under its path and their own. Adding the same again changes nothing; a file that has changed is
kept beside what it was.`,
		Example: `  jiedui add --corpus district-plans saved-pages/
  jiedui add --corpus district-plans crawl-00001.warc.gz`,
		Args: func(cmd *cobra.Command, args []string) error {
			if err := inputArgs("add")(cmd, args); err != nil {
				return err
			}
			for _, a := range args {
				switch {
				case isAddress.MatchString(a):
					return usagef(cmd, "%s is an address: use jiedui fetch", fetch.Redact(a))
				case a == "-":
					return usagef(cmd, "standard input has no name to be kept under: save it as a file")
				}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := x.must(e, cmd)
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return e.withStore(ctx, dir, store.Options{Create: true, MaxSize: int64(x.maxSize)}, func(s *store.Store) error {
				return x.run(ctx, s, args)
			})
		},
	}
	x.corpusFlag.add(cmd, "the corpus to add to; made when it does not exist")
	cmd.Flags().Var(&x.maxSize, "max-size", "keep at most this much of a file that is no web archive (64MiB, 10M, 500k)")
	cmd.Flags().BoolVarP(&x.quiet, "quiet", "q", false, "no summary and no progress; failures are still named")
	return cmd
}

func (x *adding) run(ctx context.Context, s *store.Store, args []string) error {
	l, err := listFiles(ctx, args)
	if err != nil {
		return err
	}
	if err := l.unpack(ctx, int64(x.maxSize)); err != nil { // members of zip archives are pages, web archives stay whole
		return err
	}
	bar := newProgress(&x.streams, len(l.inputs)-len(l.folders), !x.quiet && x.streams.progress(false))
	defer bar.done(x.streams.err)
	for _, n := range l.notes {
		x.streams.noteTo(bar, "%s", n)
	}
	open := &opener{stdin: x.streams.in, maxSize: int64(x.maxSize)}
	fail := func(f *schema.Failure) {
		x.failures++
		x.streams.failed(bar, f)
	}
	for _, in := range l.inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch in.kind {
		case folderEnd:
			continue
		case broken:
			fail(in.failure)
			continue
		}
		failure, err := x.one(ctx, s, open, l, in)
		if err != nil {
			return err
		}
		if failure != nil {
			fail(failure)
		}
		bar.step()
	}
	bar.done(x.streams.err)
	if err := s.WriteIndex(ctx); err != nil {
		return err
	}
	if !x.quiet {
		added := count(x.added, "page")
		if x.records > 0 {
			added += ", " + count(x.records, "record") + " of web archives"
		}
		if x.damaged > 0 {
			added += fmt.Sprintf(", %d of them damaged", x.damaged)
		}
		x.streams.row("added", "%s", added)
		x.streams.row("known", "%d", x.known)
		if x.forgotten > 0 {
			x.streams.row("forgotten", "%s of pages that were forgotten on purpose, not kept again", count(x.forgotten, "record"))
		}
		if x.failures > 0 {
			x.streams.row("failed", "%d", x.failures)
		}
	}
	if x.failures > 0 {
		return errSomeFailed
	}
	return nil
}

// one adds one file.
func (x *adding) one(ctx context.Context, s *store.Store, open *opener, l *listing, in input) (*schema.Failure, error) {
	path := in.named
	if in.kind == packed {
		path = in.archive
	}
	f, err := os.Open(path)
	if err != nil {
		return &schema.Failure{Input: in.named, Code: schema.CodeUnreadable, Message: openMessage(in.named, err)}, nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return &schema.Failure{Input: in.named, Code: schema.CodeUnreadable, Message: openMessage(in.named, err)}, nil
	}
	head := make([]byte, 1024)
	n, err := f.ReadAt(head, 0)
	if in.kind != packed && (err == nil || errors.Is(err, io.EOF)) {
		if warc.Is(head[:n]) {
			return x.archive(ctx, s, in, f, info.Size())
		}
	}
	page, failure, err := open.open(ctx, in)
	if failure != nil || err != nil {
		return failure, err
	}
	if len(page.Body) == 0 {
		return &schema.Failure{Input: in.named, Code: schema.CodeEmpty, Message: "the file is empty; there is nothing to keep"}, nil
	}
	if in.folder >= 0 { // the folder's own name tells it from others
		if abs, err := filepath.Abs(l.folders[in.folder]); err == nil {
			page.Identity = filepath.Base(abs) + "/" + page.Identity
		}
	}
	added, err := s.AddPage(ctx, &page, info.ModTime().UTC())
	var e *store.Error
	switch {
	case errors.Is(err, store.ErrForgotten) && errors.As(err, &e):
		return &schema.Failure{Input: in.named, Code: schema.CodeUnreadable, Message: e.Message + "; " + e.Hint}, nil
	case err != nil:
		return nil, err
	case added:
		x.added++
	default:
		x.known++
	}
	return nil, nil
}

func (x *adding) archive(ctx context.Context, s *store.Store, in input, f *os.File, size int64) (*schema.Failure, error) {
	n, err := s.AddArchive(ctx, in.named, f, size)
	if err != nil {
		return nil, err
	}
	x.added += n.Pages
	x.records += n.Records
	x.known += n.Known
	x.damaged += n.Damaged
	x.forgotten += n.Forgotten
	if n.Records+n.Known+n.Forgotten == 0 {
		return &schema.Failure{Input: in.named, Code: schema.CodeEmpty, Message: "no record of the web archive could be read; look at it with another tool, or fetch its pages anew"}, nil
	}
	return nil, nil
}
