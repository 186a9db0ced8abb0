package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/store"
	"jiedui/schema"
	"jiedui/schema/export"
)

// never is the --fail-on that no finding reaches.
const never = "never"

// checking is one run of "jiedui check".
type checking struct {
	*env
	pageFlags
	wordFlags
	corpusFlag
	format, failOn    string
	only, skip, pages []string
	codes, quiet      bool
	jobs              int

	opt   jiedui.Options // of every page
	shelf *shelf         // of --pages
	mu    sync.Mutex
	// Pages of datasets whose text is not at hand: the rules that read the text
	// say nothing about them.
	unread int
}

func newCheck(e *env) *cobra.Command {
	x := &checking{env: e}
	cmd := &cobra.Command{
		Use:   "check [PATH|URL|CORPUS|-]...",
		Short: "Say what is wrong with what pages say",
		Long: `Read policy pages and report where they do not agree with themselves, leave
something open, or could not be read for sure: a principal with two phone
numbers, a school in two spellings, numbers left out of a list, a share that its
numbers do not give, text that breaks off. Every finding has a stable code, a
severity, a sentence in English and Chinese, and the places that speak for it.

An input is what "jiedui extract" takes, a dataset (json, jsonl) that it wrote, or
a corpus; with --corpus, an address, path or id of one, or all of it. Some rules read the text of the page and not only its facts: for a dataset
they need the pages it was made from (--pages).

Severities are the levels of SARIF:
  error    a contradiction: what is said cannot be so
  warning  most likely a mistake, or something missing
  note     worth a look, and may well be right

Findings alone do not make the command fail, as the pages are mostly somebody
else's. With --fail-on=warning the exit code is 3 when there is a warning or an
error. It is 1 when inputs failed and no finding reached that level.`,
		Example: `  jiedui check pages/
  jiedui check --lang zh notice.html
  jiedui check --fail-on warning --skip attachment-unread pages/
  jiedui check --format json pages/ > findings.json
  jiedui check dataset.json --pages pages/
  jiedui check --corpus district-plans
  jiedui check --codes`,
		Args: func(cmd *cobra.Command, args []string) error {
			if x.codes {
				return noArgs(cmd, args)
			}
			if len(args) == 0 && x.where(e) != "" {
				return nil
			}
			return inputArgs("check")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := x.settle(cmd); err != nil {
				return err
			}
			if x.codes {
				return x.listCodes()
			}
			return x.run(cmd, args)
		},
	}
	fl := cmd.Flags()
	fl.StringVarP(&x.format, "format", "f", "text", "format of the output: text, "+strings.Join(export.FindingFormats(), ", "))
	fl.StringVar(&x.failOn, "fail-on", never, "exit with 3 when a finding is as grave as this: error, warning, note, never")
	fl.StringSliceVar(&x.only, "only", nil, "report only these codes")
	fl.StringSliceVar(&x.skip, "skip", nil, "do not report these codes")
	fl.StringArrayVar(&x.pages, "pages", nil, "the file or folder of pages that a dataset was made from (may be repeated)")
	x.corpusFlag.add(cmd, "check the documents of this corpus; the arguments name some of them by id, address or path")
	fl.BoolVar(&x.codes, "codes", false, "print all codes with kind, severity and meaning, and read nothing")
	x.pageFlags.add(cmd)
	x.wordFlags.add(cmd)
	fl.IntVarP(&x.jobs, "jobs", "j", runtime.NumCPU(), "pages worked on at once")
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no summary, notes and progress; failures are still named")
	complete(cmd, "format", append([]string{"text"}, export.FindingFormats()...)...)
	complete(cmd, "fail-on", append(slices.Clone(schema.Severities), never)...)
	complete(cmd, "only", reported()...)
	complete(cmd, "skip", reported()...)
	return cmd
}

// reported are the codes that a finding may have.
func reported() (codes []string) {
	for _, c := range schema.Codes {
		if c.Kind != schema.KindFailure {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// settle checks the flags and fills in what they leave open.
func (x *checking) settle(cmd *cobra.Command) error {
	if x.jobs < 1 {
		return usagef(cmd, "--jobs %d: want at least 1", x.jobs)
	}
	if x.format != "text" && !slices.Contains(export.FindingFormats(), x.format) {
		return unknownFormat(cmd, x.format, append([]string{"text"}, export.FindingFormats()...))
	}
	if x.failOn != never && !slices.Contains(schema.Severities, x.failOn) {
		return usagef(cmd, "unknown severity %q: want %s or never", x.failOn, strings.Join(schema.Severities, ", "))
	}
	for _, c := range slices.Concat(x.only, x.skip) {
		if !slices.Contains(reported(), c) {
			return &usageError{fmt.Sprintf("there is no code %q", c), didYouMean(c, reported(), "see 'jiedui check --codes'")}
		}
	}
	return nil
}

// checked is what became of one input: its findings, masked.
type checked struct {
	documents int
	findings  []schema.Finding
}

func (x *checking) run(cmd *cobra.Command, args []string) error {
	phones, err := x.pageFlags.check(cmd)
	if err != nil {
		return err
	}
	words, err := x.words(x.env, cmd)
	if err != nil {
		return err
	}
	x.opt = jiedui.Options{MaxSize: int64(x.maxSize), Lexicon: words}
	ctx := cmd.Context()
	var corpora []string // all of whose documents are checked
	var names []string   // of documents of --corpus
	if dir := x.where(x.env); x.dir != "" || len(args) == 0 && dir != "" {
		corpora, names, args = []string{dir}, args, nil
	} else {
		args = slices.DeleteFunc(slices.Clone(args), func(a string) bool {
			is := isCorpus(a)
			if is {
				corpora = append(corpora, a)
			}
			return is
		})
	}
	l, err := list(ctx, args)
	if err != nil {
		return err
	}
	if x.pages != nil {
		if x.shelf, err = shelve(ctx, x.env, &opener{stdin: x.streams.in, maxSize: int64(x.maxSize)}, x.pages); err != nil {
			return err
		}
	}
	w := x.newWriter()
	t, n := newTally(), map[string]int{}
	r := road{env: x.env, flags: &x.pageFlags, jobs: x.jobs, quiet: x.quiet, toStdout: true}
	deliver := func(c checked) error {
		t.documents += c.documents
		for _, f := range c.findings {
			n[f.Severity]++
			n[f.Code]++
			if err := w.finding(f); err != nil {
				return err
			}
		}
		return nil
	}
	for _, dir := range corpora {
		if err = x.kept(ctx, dir, names, t, phones, deliver, w.failure); err != nil {
			break
		}
	}
	way := carriage[checked]{
		divert: func(ctx context.Context, open *opener, in input) (checked, bool, error) {
			return x.dataset(ctx, open, in, phones)
		},
		process: func(ctx context.Context, page corpus.Page) (checked, error) {
			docs, found, err := x.lib.check(ctx, page, x.opt)
			if err != nil {
				return checked{}, err
			}
			c := checked{documents: len(docs)}
			for i := range docs {
				c.findings = append(c.findings, x.mask(&docs[i], found, phones)...)
			}
			return c, nil
		},
		deliver: deliver,
		failed:  w.failure,
	}
	if err == nil {
		err = travel(ctx, &r, l, t, way)
	}
	if err == nil {
		err = w.close()
	}
	if err != nil && !errors.Is(err, syscall.EPIPE) { // with that, the reader has seen enough
		return err
	}
	if !x.quiet {
		x.summary(t, n)
	}
	return x.verdict(t, n)
}

// verdict is the error for findings that are grave enough, or for failures.
func (x *checking) verdict(t *tally, n map[string]int) error {
	grave := 0
	for _, s := range schema.Severities[:slices.Index(schema.Severities, x.failOn)+1] {
		grave += n[s]
	}
	switch {
	case grave > 0:
		return &findingsError{grave}
	case t.failures > 0:
		return errSomeFailed
	}
	return nil
}

// mask returns the findings about doc that are wanted, their numbers masked.
func (x *checking) mask(doc *schema.Document, found []schema.Finding, phones export.Phones) []schema.Finding {
	var own []schema.Finding
	for _, f := range found {
		if f.Document == doc.ID && (x.only == nil || slices.Contains(x.only, f.Code)) && !slices.Contains(x.skip, f.Code) {
			own = append(own, f)
		}
	}
	if own == nil {
		return nil
	}
	if doc.Private == nil { // of a dataset whose page is not at hand
		for _, f := range own {
			for _, e := range f.Evidence {
				doc.Private = append(doc.Private, privateIn(e)...)
			}
		}
	}
	return export.MaskFindings(doc, own, phones)
}

// dataset checks the documents of an input that is a dataset; took says whether
// it is one.
func (x *checking) dataset(ctx context.Context, open *opener, in input, phones export.Phones) (c checked, took bool, err error) {
	r := datasetIn(open, in)
	if r == nil {
		return c, false, nil
	}
	defer r.Close()
	var group []schema.Document // of one page
	flush := func() {
		if err == nil && len(group) > 0 {
			var found []schema.Finding
			if found, err = x.checkGroup(ctx, group); err == nil {
				for i := range group {
					c.findings = append(c.findings, x.mask(&group[i], found, phones)...)
				}
			}
		}
		group = group[:0]
	}
	problems, rerr := schema.Validate(&untilDone{ctx, r}, func(_ int, doc *schema.Document) {
		if len(group) > 0 && (group[0].Source.SHA256 != doc.Source.SHA256 || group[0].Source.URI != doc.Source.URI) {
			flush()
		}
		c.documents++
		group = append(group, *doc)
	})
	flush()
	switch {
	case err != nil:
		return c, true, err
	case ctx.Err() != nil:
		return c, true, ctx.Err()
	case rerr != nil:
		return c, true, &failureError{schema.CodeUnreadable, openMessage(in.named, rerr)}
	case len(problems) > 0:
		return c, true, &failureError{schema.CodeUnreadable,
			fmt.Sprintf("it is no valid dataset (%s); see 'jiedui validate'", problems[0])}
	}
	return c, true, nil
}

// kept checks documents of a corpus with the pages that it keeps: those that names
// name, or all.
func (x *checking) kept(ctx context.Context, dir string, names []string, t *tally, phones export.Phones, deliver func(checked) error, failed func(schema.Failure) error) error {
	d := documents{env: x.env, documentFlags: &documentFlags{pageFlags: x.pageFlags}, opt: x.opt}
	var group []schema.Document // of one page
	var from *store.Store
	flush := func() error {
		if len(group) == 0 {
			return nil
		}
		page, err := from.Content(ctx, group[0].Source.SHA256)
		if err != nil {
			return err
		}
		found, err := x.lib.checkDocuments(ctx, group, page, x.opt)
		if err != nil {
			return err
		}
		var c checked // the documents are counted already
		for i := range group {
			c.findings = append(c.findings, x.mask(&group[i], found, phones)...)
		}
		group = group[:0]
		return deliver(c)
	}
	err := d.kept(ctx, dir, names, t, func(f found) error {
		if len(group) > 0 && (group[0].Source.SHA256 != f.Source.SHA256 || group[0].Source.URI != f.Source.URI) {
			if err := flush(); err != nil {
				return err
			}
		}
		from = f.corpus
		group = append(group, *f.Document)
		if f.Part == f.Parts { // the page is whole, and the corpus open
			return flush()
		}
		return nil
	}, failed)
	if err == nil && len(group) > 0 { // of a page that was named in part
		err = d.withStore(ctx, dir, store.Options{ReadOnly: true, MaxSize: int64(x.maxSize)}, func(s *store.Store) error {
			from = s
			return flush()
		})
	}
	return err
}

// checkGroup checks the documents of one page, with its text where that is among
// --pages.
func (x *checking) checkGroup(ctx context.Context, docs []schema.Document) ([]schema.Finding, error) {
	if x.shelf != nil {
		if in, ok := x.shelf.byDigest[docs[0].Source.SHA256]; ok {
			page, failure, err := x.shelf.open.open(ctx, in)
			if err != nil {
				return nil, err
			}
			if failure == nil {
				found, err := x.lib.checkDocuments(ctx, docs, &page, x.opt)
				if err == nil || ctx.Err() != nil {
					return found, err
				}
			}
		}
	}
	x.mu.Lock()
	x.unread++
	x.mu.Unlock()
	return x.lib.checkDocuments(ctx, docs, nil, x.opt)
}

// summary says on standard error what was checked and what was found.
func (x *checking) summary(t *tally, n map[string]int) {
	if x.unread > 0 {
		x.streams.note("the text of %s is not at hand (--pages): the rules that read it were left out", count(x.unread, "page"))
	}
	t.writeRead(&x.streams)
	x.streams.row("findings", "%s", counts(n, schema.Severities))
	if codes := counts(n, slices.DeleteFunc(slices.Sorted(maps.Keys(n)), func(k string) bool { return slices.Contains(schema.Severities, k) })); codes != "none" {
		x.streams.row("codes", "%s", codes)
	}
}

// findingWriter writes findings in one of the formats.
type findingWriter struct {
	finding func(schema.Finding) error
	failure func(schema.Failure) error
	close   func() error
}

func (x *checking) newWriter() findingWriter {
	if x.format != "text" {
		w := export.NewFindings(x.format, x.streams.out, x.opt.Generator())
		return findingWriter{w.Finding, w.Failure, w.Close}
	}
	page := ""
	return findingWriter{
		finding: func(f schema.Finding) error {
			if f.URI != page {
				head := ""
				if page != "" {
					head = "\n"
				}
				if _, err := fmt.Fprintf(x.streams.out, "%s%s\n", head, printable(f.URI)); err != nil {
					return err
				}
				page = f.URI
			}
			message := f.Message.English
			if x.streams.language() == "zh" {
				message = f.Message.Chinese
			}
			grave := x.streams.say(f.Severity)
			grave += strings.Repeat(" ", max(7-wide(grave), 0))
			_, err := fmt.Fprintf(x.streams.out, "  %-8s %s  %s  %s\n", position(f), grave, f.Code, printable(oneLine(message)))
			return err
		},
		failure: func(schema.Failure) error { return nil },
		close:   func() error { return nil },
	}
}

// position is where a finding's first place stands: line:column of the read
// text; @N, its code points, where the text is not at hand; - without a place.
func position(f schema.Finding) string {
	switch {
	case f.Line > 0:
		return fmt.Sprintf("%d:%d", f.Line, f.Column)
	case len(f.Evidence) > 0:
		return fmt.Sprintf("@%d", f.Evidence[0].Start)
	}
	return "-"
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// listCodes prints all codes.
func (x *checking) listCodes() error {
	if x.format != "text" {
		type code struct {
			Code     string         `json:"code"`
			Kind     string         `json:"kind"`
			Severity string         `json:"severity"`
			Meaning  schema.Message `json:"meaning"`
		}
		all := []code{}
		for _, c := range schema.Codes {
			all = append(all, code{c.Code, c.Kind, c.Severity, schema.Message{English: c.English, Chinese: c.Chinese}})
		}
		if x.format == "json" {
			return writeJSON(x.streams.out, all)
		}
		enc := json.NewEncoder(x.streams.out)
		enc.SetEscapeHTML(false)
		for _, c := range all {
			if err := enc.Encode(c); err != nil {
				return err
			}
		}
		return nil
	}
	for _, c := range schema.Codes {
		if _, err := fmt.Fprintf(x.streams.out, "%-22s %-8s %-8s %s\n%41s%s\n", c.Code, c.Kind, c.Severity, c.English, "", c.Chinese); err != nil {
			return err
		}
	}
	return nil
}
