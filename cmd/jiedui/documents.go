package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/store"
	"jiedui/internal/divisions"
	"jiedui/internal/private"
	"jiedui/schema"
)

// documentFlags are the flags of commands that take documents, wherever these
// are: on pages, in datasets, in a corpus.
type documentFlags struct {
	pageFlags
	wordFlags
	corpusFlag
	districts []string
	years     []string
	history   bool
	jobs      int
	quiet     bool
}

// add gives cmd the flags, and its help the paragraph on inputs.
func (f *documentFlags) add(cmd *cobra.Command) {
	cmd.Long += "\n\n" + documentHelp
	fl := cmd.Flags()
	f.corpusFlag.add(cmd, "take the documents of this corpus; the arguments name some of them by id, address or path")
	fl.StringArrayVar(&f.districts, "district", nil, "only documents of this district: a name, or a GB/T 2260 code or its beginning: 370405, or 3704 or 370400 for all of a prefecture, 37 or 370000 for all of a province (may be repeated)")
	fl.StringArrayVar(&f.years, "year", nil, "only documents of this year, or of years such as 2018-2020 (may be repeated)")
	fl.BoolVar(&f.history, "history", false, "of a corpus, what every address held at any time, not only last")
	f.pageFlags.add(cmd)
	f.wordFlags.add(cmd)
	fl.IntVarP(&f.jobs, "jobs", "j", runtime.NumCPU(), "pages worked on at once")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no summary and no progress; failures are still named")
}

// documentHelp says what the commands with documentFlags take.
const documentHelp = `An input is what "jiedui extract" takes (a file, a folder, an address, - for standard
input), a dataset that it wrote (json, jsonl), or a corpus. Behind a dataset or a
corpus, #doc-0123456789abcdef names one of its documents. With --corpus, the
inputs are ids, addresses or paths of that corpus; without any, all of it. A
document's year is that in which it was written, else signed, else published;
its parts (attachments) that state no year or district have those of their page.`

// documents is where the documents of one run come from.
type documents struct {
	*env
	*documentFlags
	opt      jiedui.Options
	years    []span
	args     []string
	toStdout bool // the output goes to standard output: no progress there
}

// span is a stretch of years, both included.
type span struct{ from, to int }

// found is a document that a command asked for.
type found struct {
	*schema.Document
	// District is the district that the document governs and Year that of
	// [schema.Document.Year]; of a part that states none, those of its page. ""
	// and 0 where they are not known.
	District, Code string
	Year           int

	corpus *store.Store // that it was taken from, or nil; valid during the call
}

var yearsWritten = regexp.MustCompile(`^([0-9]{4})(?:[-–—]([0-9]{4}))?$`)

// open checks flags and arguments.
func (f *documentFlags) open(e *env, cmd *cobra.Command, args []string) (*documents, error) {
	d := &documents{env: e, documentFlags: f, args: args}
	if len(args) == 0 && f.where(e) == "" {
		return nil, usagef(cmd, "nothing to read: name a page, a dataset, or a corpus (--corpus DIR or the variable %s)", corpusVariable)
	}
	if slices.Contains(args, "") {
		return nil, usagef(cmd, "an input is the empty string")
	}
	if f.jobs < 1 {
		return nil, usagef(cmd, "--jobs %d: want at least 1", f.jobs)
	}
	for _, y := range f.years {
		m := yearsWritten.FindStringSubmatch(y)
		if m == nil {
			return nil, usagef(cmd, "--year %q: want a year such as 2019, or years such as 2018-2020", y)
		}
		s := span{}
		s.from, _ = strconv.Atoi(m[1])
		if s.to = s.from; m[2] != "" {
			s.to, _ = strconv.Atoi(m[2])
		}
		if s.to < s.from {
			return nil, usagef(cmd, "--year %q ends before it begins", y)
		}
		d.years = append(d.years, s)
	}
	for _, x := range f.districts {
		if strings.TrimSpace(x) == "" {
			return nil, usagef(cmd, "--district: want a name such as 青岚区, or the first digits of a code")
		}
	}
	if _, err := f.pageFlags.check(cmd); err != nil {
		return nil, err
	}
	words, err := f.words(e, cmd)
	if err != nil {
		return nil, err
	}
	d.opt = jiedui.Options{MaxSize: int64(f.maxSize), Lexicon: words}
	return d, nil
}

// namedDocument is an input with the id of one of its documents behind it.
var namedDocument = regexp.MustCompile(`^(.+)#(doc-[0-9a-f]{16})$`)

// each hands every wanted document to take, in the order of the inputs, and
// failures, which are named on standard error, to failed (or nil). Of a dataset
// or corpus one page's documents are in memory at a time. Errors are those of
// ctx, take and failed, and that of a corpus that cannot be opened.
func (d *documents) each(ctx context.Context, take func(found) error, failed func(schema.Failure) error) (*tally, error) {
	t := newTally()
	if failed == nil {
		failed = func(schema.Failure) error { return nil }
	}
	if d.dir != "" || len(d.args) == 0 {
		return t, d.kept(ctx, d.where(d.env), d.args, t, take, failed)
	}
	for i := 0; i < len(d.args); {
		arg := d.args[i]
		path, id := arg, ""
		if _, err := os.Lstat(arg); err != nil { // a file may have such a name
			if m := namedDocument.FindStringSubmatch(arg); m != nil {
				path, id = m[1], m[2]
			}
		}
		if isCorpus(path) {
			var names []string
			if id != "" {
				names = []string{id}
			}
			if err := d.kept(ctx, path, names, t, take, failed); err != nil {
				return t, err
			}
			i++
			continue
		}
		n := 1
		if id == "" { // what follows and is read in the same way goes with it
			for i+n < len(d.args) && !isCorpus(d.args[i+n]) && !namedDocument.MatchString(d.args[i+n]) {
				n++
			}
		}
		inputs := slices.Clone(d.args[i : i+n])
		inputs[0] = path
		if err := d.read(ctx, inputs, id, t, take, failed); err != nil {
			return t, err
		}
		i += n
	}
	return t, nil
}

// isCorpus reports whether path is the folder of a corpus.
func isCorpus(path string) bool {
	for _, name := range []string{"archive", "catalogue.db"} {
		if _, err := os.Stat(filepath.Join(path, name)); err != nil {
			return false
		}
	}
	return true
}

// kept takes documents of a corpus: those that names name, or all.
func (d *documents) kept(ctx context.Context, dir string, names []string, t *tally, take func(found) error, failed func(schema.Failure) error) error {
	return d.withStore(ctx, dir, store.Options{ReadOnly: true, MaxSize: int64(d.maxSize)}, func(s *store.Store) error {
		selections := []store.Selection{{History: d.history}}
		if len(names) > 0 {
			selections = selections[:0]
		}
		for _, name := range names {
			sel := store.Selection{History: d.history, Document: name}
			if !strings.HasPrefix(name, "doc-") {
				sel.Document, sel.Address = "", keptAs(name)
			}
			selections = append(selections, sel)
		}
		for i, sel := range selections {
			before := t.documents
			p := bundle{documents: d, t: t, take: take, corpus: s}
			lost := 0
			err := s.Documents(ctx, sel, p.document, func(f schema.Failure) error {
				lost++
				return failed(f)
			})
			if err == nil {
				err = p.flush()
			}
			if err != nil {
				return err
			}
			if len(names) > 0 && p.seen == 0 && lost == 0 {
				f := schema.Failure{Input: dir + "#" + names[i], Code: schema.CodeUnreadable,
					Message: "the corpus holds no such document; jiedui build reads pages that are new, jiedui status says what there is"}
				if err := d.fail(t, f, failed); err != nil {
					return err
				}
			}
			if t.documents > before {
				t.pages += p.pages
			}
		}
		return nil
	})
}

// fail names a failure on standard error.
func (d *documents) fail(t *tally, f schema.Failure, failed func(schema.Failure) error) error {
	t.failures++
	d.streams.failed(d.streams.err, &f)
	return failed(f)
}

// cargo is what became of one input: the documents of a page, or a dataset that
// is still to be read.
type cargo struct {
	docs    []schema.Document
	dataset func() io.ReadCloser
	input   input
}

// read takes documents of pages and datasets; of one, where id is not empty.
func (d *documents) read(ctx context.Context, args []string, id string, t *tally, take func(found) error, failed func(schema.Failure) error) error {
	l, err := list(ctx, args)
	if err != nil {
		return err
	}
	seen := 0
	p := bundle{documents: d, t: t, take: take}
	document := func(doc *schema.Document) error {
		if id != "" && doc.ID != id {
			return nil
		}
		seen++
		return p.document(doc)
	}
	failures := t.failures
	r := road{env: d.env, flags: &d.pageFlags, jobs: d.jobs, quiet: d.quiet, toStdout: d.toStdout}
	err = travel(ctx, &r, l, t, carriage[cargo]{
		divert: func(ctx context.Context, open *opener, in input) (cargo, bool, error) {
			r := datasetIn(open, in)
			if r == nil {
				return cargo{}, false, nil
			}
			if in.kind == stdin {
				return cargo{dataset: func() io.ReadCloser { return r }, input: in}, true, nil
			}
			r.Close() // many may wait for their turn; it is opened again then
			return cargo{dataset: func() io.ReadCloser { return datasetIn(open, in) }, input: in}, true, nil
		},
		process: func(ctx context.Context, page corpus.Page) (cargo, error) {
			docs, err := d.lib.process(ctx, page, d.opt)
			return cargo{docs: docs}, err
		},
		deliver: func(c cargo) error {
			if c.dataset != nil {
				if err := readDataset(ctx, c, document, failed); err != nil {
					return err
				}
			}
			for i := range c.docs {
				if err := document(&c.docs[i]); err != nil {
					return err
				}
			}
			return p.flush()
		},
		failed: failed,
	})
	if err == nil && id != "" && seen == 0 && t.failures == failures {
		err = d.fail(t, schema.Failure{Input: args[0] + "#" + id, Code: schema.CodeUnreadable,
			Message: "it holds no such document; the ids stand in the json output of jiedui extract"}, failed)
	}
	return err
}

// readDataset reads the dataset of c.
func readDataset(ctx context.Context, c cargo, take func(*schema.Document) error, failed func(schema.Failure) error) error {
	r := c.dataset()
	if r == nil {
		return &failureError{schema.CodeUnreadable, "it was a dataset and is none any more; let nobody write it meanwhile"}
	}
	defer r.Close()
	n := 0
	err := schema.Read(&untilDone{ctx, r}, func(doc *schema.Document) error {
		n++
		fillIn(doc)
		return take(doc)
	}, failed)
	var re *schema.ReadError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &re):
		message := fmt.Sprintf("it is no valid dataset (%s); see 'jiedui validate'", re)
		if n > 0 {
			message += "; the " + count(n, "document") + " before that were taken"
		}
		return &failureError{schema.CodeUnreadable, message}
	}
	return err
}

// fillIn gives a document that was read from a dataset what is not written
// there: its short name, and the private numbers as far as its quotes show them.
func fillIn(doc *schema.Document) {
	base := doc.Source.URI
	if !isAddress.MatchString(base) {
		base = filepath.Base(base)
		base = strings.TrimSuffix(base, filepath.Ext(base))
	}
	doc.Name = base
	known := map[schema.Private]bool{}
	schema.WalkEvidence(doc, func(_ schema.Path, ev *schema.Evidence) {
		for _, p := range privateIn(*ev) {
			if !known[p] {
				known[p] = true
				doc.Private = append(doc.Private, p)
			}
		}
	})
	slices.SortFunc(doc.Private, func(a, b schema.Private) int { return a.Start - b.Start })
}

// privateIn finds the private numbers of a quote.
func privateIn(e schema.Evidence) (out []schema.Private) {
	at := func(b int) int { return e.Start + utf8.RuneCountInString(e.Quote[:b]) }
	for _, p := range private.Places(e.Quote) {
		out = append(out, schema.Private{
			Start:  at(p.Span.Start),
			End:    at(p.Span.End),
			Digits: p.Digits, Kind: p.Kind, Shown: p.Masked,
		})
	}
	return out
}

// bundle gathers the documents of one page, the parts of which share what only
// one of them states, and hands on those that are wanted.
type bundle struct {
	*documents
	t      *tally
	take   func(found) error
	corpus *store.Store // where they are from, or nil
	parts  []schema.Document
	seen   int // documents
	pages  int
}

func (p *bundle) document(doc *schema.Document) error {
	if len(p.parts) > 0 {
		if last := &p.parts[len(p.parts)-1]; last.Source.URI != doc.Source.URI || last.Source.SHA256 != doc.Source.SHA256 || last.Part >= doc.Part {
			if err := p.flush(); err != nil {
				return err
			}
		}
	}
	p.seen++
	p.parts = append(p.parts, *doc)
	return nil
}

func (p *bundle) flush() error {
	parts := p.parts
	p.parts = nil
	if len(parts) == 0 {
		return nil
	}
	p.pages++
	var page found
	for i := range parts {
		one := statedBy(&parts[i])
		if page.District == "" {
			page.District, page.Code = one.District, one.Code
		}
		if page.Year == 0 {
			page.Year = one.Year
		}
	}
	for i := range parts {
		one := statedBy(&parts[i])
		if one.District == "" {
			one.District, one.Code = page.District, page.Code
		}
		if one.Year == 0 {
			one.Year = page.Year
		}
		if !p.wanted(one) {
			continue
		}
		one.corpus = p.corpus
		p.t.document(one.Document)
		if err := p.take(one); err != nil {
			return err
		}
	}
	return nil
}

// statedBy is what a document says of itself.
func statedBy(doc *schema.Document) found {
	f := found{Document: doc, Year: doc.Year()}
	if r := doc.Metadata.Region; r != nil {
		f.District = r.Value
	}
	if c := doc.Metadata.RegionCode; c != nil {
		f.Code = c.Value
	}
	return f
}

// wanted reports whether --district and --year let f pass.
func (d *documents) wanted(f found) bool {
	in := func(s span) bool { return s.from <= f.Year && f.Year <= s.to }
	if len(d.years) > 0 && !slices.ContainsFunc(d.years, in) {
		return false
	}
	// 青岚区 is asked for, 云川市青岚区 is written, or the other way round.
	is := func(name string) bool {
		if strings.Trim(name, "0123456789") == "" {
			return strings.HasPrefix(f.Code, divisions.Beginning(name))
		}
		return f.District != "" && (strings.HasSuffix(f.District, name) || strings.HasSuffix(name, f.District))
	}
	return len(d.districts) == 0 || slices.ContainsFunc(d.districts, is)
}

// datasetIn returns a reader of an input that is a dataset, or nil. Whoever
// reads standard input next finds what was looked at.
func datasetIn(open *opener, in input) io.ReadCloser {
	var r *bufio.Reader
	var c io.Closer
	switch in.kind {
	case stdin:
		r = bufio.NewReader(open.stdin)
		open.stdin, c = r, io.NopCloser(r)
	case file:
		f, err := os.Open(in.named)
		if err != nil {
			return nil // the opener will say so
		}
		r, c = bufio.NewReader(f), f
	default:
		return nil
	}
	if head, _ := r.Peek(256); !isJSON(head) {
		c.Close()
		return nil
	}
	return &struct {
		io.Reader
		io.Closer
	}{r, c}
}

// isJSON reports whether a file that begins so holds JSON objects, as no page
// does.
func isJSON(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\uFEFF")), " \t\r\n")
	rest, ok := bytes.CutPrefix(head, []byte("{"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return ok && (len(rest) == 0 || rest[0] == '"' || rest[0] == '}')
}
