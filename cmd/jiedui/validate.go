package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus/fetch"
	"jiedui/corpus/store"
	"jiedui/schema"
	"jiedui/schema/export"
)

// validation is one run of "jiedui validate".
type validation struct {
	*env
	corpusFlag
	pages   []string
	maxSize size
	quiet   bool
}

func newValidate(e *env) *cobra.Command {
	v := &validation{env: e, maxSize: fetch.DefaultMaxSize}
	cmd := &cobra.Command{
		Use:   "validate FILE",
		Short: "Check a dataset against the schema and its pages",
		Long: `Check a dataset (json or jsonl; "-" is standard input) against the JSON Schema
and against what a JSON Schema cannot say: ids are well-formed and unique, all
parts of a page are there, every value cites a place as long as its quote.

With --pages, the file or folder that the dataset was extracted from, every
quote is compared with its page's read text, and every value that is not
derived must be contained in its quotes. A page is found by the digest of its
bytes, wherever it lies now; give the --max-size of the extraction if that cut
pages. With --corpus the pages are those that a corpus keeps. Masked phone
numbers match the digits that they stand for.

What is wrong is printed on standard output, one problem a line: where in the
file, which document, which place in it, what. The exit code is 1 when there is
any problem, and 0 when there is none.`,
		Example: `  jiedui validate dataset.json
  jiedui validate dataset.json --pages pages/
  jiedui extract -f jsonl pages/ | jiedui validate - --pages pages/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usagef(cmd, "name one dataset: a file, or - for standard input")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			// The conveyor lets Ctrl-C through while standard input is waited for.
			work := func(int) error { return v.run(cmd.Context(), args[0]) }
			return convey(cmd.Context(), 1, 1, 1, work, func(_ int, err error) error { return err })
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&v.pages, "pages", nil, "check every quote against the pages in this file or folder (may be repeated)")
	fl.StringVar(&v.dir, "corpus", "", "check every quote against the pages that this corpus keeps")
	fl.Var(&v.maxSize, "max-size", "read at most this much of a page, as when it was extracted")
	fl.BoolVarP(&v.quiet, "quiet", "q", false, "no summary; problems are still printed")
	return cmd
}

func (v *validation) run(ctx context.Context, name string) error {
	in := v.streams.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return &hinted{fmt.Errorf("%s: %s", name, openMessage(name, err)), "name the output of jiedui extract"}
		}
		defer f.Close()
		in = f
	}
	var shelf *shelf
	if v.pages != nil || v.dir != "" {
		var err error
		open := &opener{stdin: v.streams.in, maxSize: int64(v.maxSize)}
		if v.dir != "" {
			if open.corpus, err = v.openStore(ctx, v.dir, store.Options{ReadOnly: true, MaxSize: int64(v.maxSize)}); err != nil {
				return err
			}
			defer open.corpus.Close()
		}
		if shelf, err = shelve(ctx, v.env, open, v.pages); err != nil {
			return err
		}
	}
	var (
		documents, quotes int
		found             []schema.Problem // against the pages
	)
	problems, err := schema.Validate(&untilDone{ctx, in}, func(line int, doc *schema.Document) {
		documents++
		if shelf == nil || len(found) > schema.MaxProblems {
			return
		}
		schema.WalkEvidence(doc, func(schema.Path, *schema.Evidence) { quotes++ })
		for _, p := range v.check(ctx, shelf, doc) {
			p.Line, p.Document = line, doc.ID
			found = append(found, p)
		}
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%s: %s", name, openMessage(name, err))
	}
	problems = append(problems, found...)
	slices.SortStableFunc(problems, func(a, b schema.Problem) int { return a.Line - b.Line })
	for _, p := range problems {
		if _, err := fmt.Fprintf(v.streams.out, "%s: %s\n", printable(name), printable(p.String())); err != nil {
			return err
		}
	}
	if !v.quiet {
		checked := "quotes not checked (that needs --pages or --corpus)"
		if shelf != nil {
			checked = count(quotes, "quote") + " checked"
		}
		fmt.Fprintln(v.streams.err, v.streams.say(fmt.Sprintf("%s, %s, %s", count(documents, "document"), checked, count(len(problems), "problem"))))
	}
	if len(problems) > 0 {
		if documents == 0 && strings.HasPrefix(problems[0].Message, "no JSON") {
			v.streams.note("name a dataset, the output of jiedui extract or build; what a page says is looked over by 'jiedui check'")
		}
		return errSomeFailed
	}
	return nil
}

// untilDone is a reader that ends with its context.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// shelf knows the pages that a dataset may be about.
type shelf struct {
	open     *opener
	byDigest map[string]input  // of the bytes, lower-case hex
	byName   map[string]string // base name → path, to say which page was changed

	// The page read last: the parts of a page follow each other.
	digest string
	text   page
}

// page is the read text of a page, or why there is none.
type page struct {
	text, masked, digest string
	failure              *schema.Failure
}

// shelve takes the digests of all pages, files and folders, that --pages names.
func shelve(ctx context.Context, e *env, open *opener, pages []string) (*shelf, error) {
	l, err := list(ctx, pages)
	if err != nil {
		return nil, err
	}
	s := &shelf{open: open, byDigest: map[string]input{}, byName: map[string]string{}}
	for _, in := range l.inputs {
		failure := in.failure
		switch in.kind {
		case folderEnd:
			continue
		case address, stdin:
			failure = &schema.Failure{Input: in.named, Message: "pages are files and folders; save the page and name the file"}
		case file, packed, taped:
			var body []byte
			p, f, err := s.open.open(ctx, in)
			if err != nil {
				return nil, err
			}
			body, failure = p.Body, f
			if failure == nil {
				sum := sha256.Sum256(body)
				s.byDigest[hex.EncodeToString(sum[:])] = in
				s.byName[path.Base(slashed(in.named))] = in.named
			}
		}
		if failure != nil {
			e.streams.tellOf(e.streams.err, e.streams.yellow, "note:", failure.Input, failure.Message, "")
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// check holds doc to its page.
func (v *validation) check(ctx context.Context, s *shelf, doc *schema.Document) []schema.Problem {
	digest := doc.Source.SHA256
	in, ok := s.byDigest[digest]
	if !ok && s.open.corpus != nil {
		in, ok = input{kind: kept, named: doc.Source.URI, digest: digest}, true
	}
	if !ok {
		msg := fmt.Sprintf("no page with the digest %.16s… is among the pages; the document is from %s", digest, doc.Source.URI)
		if changed, ok := s.byName[path.Base(doc.Source.URI)]; ok {
			msg = fmt.Sprintf("the page %s has other bytes than the document was made from", changed)
		}
		return []schema.Problem{{Path: "source.sha256", Message: msg}}
	}
	if s.digest != digest {
		text, failure := readText(ctx, v.env, s.open, in)
		sum := sha256.Sum256([]byte(text))
		s.digest, s.text = digest, page{text, maskText(text, export.Masked), hex.EncodeToString(sum[:]), failure}
	}
	if f := s.text.failure; f != nil {
		return []schema.Problem{{Path: "source", Message: fmt.Sprintf("its page %s gives no text: %s", f.Input, f.Message)}}
	}
	var problems []schema.Problem
	if s.text.digest != doc.Source.TextSHA256 {
		problems = append(problems, schema.Problem{Path: "source.text_sha256", Message: fmt.Sprintf(
			"the read text of %s is not the one that the document was made from; the rules of this program are %s", in.named, jiedui.Generator().Rules)})
	}
	return append(problems, against(doc, s.text)...)
}

// against returns what schema.Check finds beyond what schema.Validate has found
// already. Its messages quote the page: masked, unless the document itself has
// its numbers in full.
func against(doc *schema.Document, p page) []schema.Problem {
	fold := jiedui.Fold(doc.Source)
	known := map[schema.Problem]bool{}
	for _, k := range schema.CheckShape(doc) {
		known[k] = true
	}
	without := func(problems []schema.Problem) []schema.Problem {
		return slices.DeleteFunc(problems, func(p schema.Problem) bool { return known[p] })
	}
	open := without(schema.Check(doc, p.text, fold))
	if len(open) == 0 {
		return nil
	}
	masked := without(schema.Check(doc, p.masked, fold))
	samePlace := func(a, b schema.Problem) bool { return a.Path == b.Path }
	if slices.EqualFunc(open, masked, samePlace) {
		return masked
	}
	return open
}
