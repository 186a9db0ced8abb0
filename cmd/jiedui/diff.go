package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/schema/diff"
	"jiedui/schema/export"
	"jiedui/schema/sheet"
)

// diffing is one run of "jiedui diff".
type diffing struct {
	*env
	documentFlags
	format, out     string
	only, skip      []string
	exitCode, kinds bool
	facts           bool
	phones          export.Phones
}

func newDiff(e *env) *cobra.Command {
	x := &diffing{env: e}
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Say what changed from one version of a plan to the next",
		Long: `Compare two versions of a plan, A the earlier one, and say what changed: pairs
added, ended and re-assigned, schools that joined, left or moved between groups,
new heads, leaders and contact persons, dates moved, promises raised or lowered,
measures taken up or dropped, cited policies, headings, and sentences. Every line
leads to its places on both sides. Datasets hold no text: sentences are compared
between pages and documents of a corpus, which keeps the pages, and where they
could not be, the output says so.

Things are matched by what they are, not by order, spelling or script; a school
that was renamed is said to be one. Where one version could not be surely read,
what differs is told apart as open: it may be a change or not.

With --corpus and two years, the earlier one is A. Of several documents a side,
those that are most alike are versions of each other.`,
		Example: `  jiedui diff plan-2019.html plan-2020.html
  jiedui diff --lang zh old/ new/
  jiedui diff dataset.json#doc-0123456789abcdef dataset.json#doc-fedcba9876543210
  jiedui diff --corpus plans --district 青澜区 --year 2022 --year 2023
  jiedui diff --exit-code --format json a.html b.html > changes.json
  jiedui diff --kinds`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case x.kinds:
				return noArgs(cmd, args)
			case len(args) == 2 || len(args) == 0 && (x.where(e) != "" || len(x.years) > 0):
				return nil
			}
			return usagef(cmd, "name two versions, the earlier one first, or a corpus with --district and two --year")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := x.settle(cmd); err != nil {
				return err
			}
			if x.kinds {
				return x.listKinds()
			}
			return x.run(cmd, args)
		},
	}
	fl := cmd.Flags()
	fl.StringVarP(&x.format, "format", "f", "text", "format of the output: "+strings.Join(diffFormats(), ", "))
	fl.StringVarP(&x.out, "output", "o", "", "write to this file (default: standard output)")
	fl.BoolVar(&x.exitCode, "exit-code", false, "exit with 3 when something changed")
	fl.StringSliceVar(&x.only, "only", nil, "tell only these kinds of changes")
	fl.StringSliceVar(&x.skip, "skip", nil, "do not tell these kinds of changes")
	fl.BoolVar(&x.facts, "facts-only", false, "do not compare sentences")
	fl.BoolVar(&x.kinds, "kinds", false, "print all kinds of changes with their meaning, and read nothing")
	x.documentFlags.add(cmd)
	complete(cmd, "format", diffFormats()...)
	complete(cmd, "only", diffKinds()...)
	complete(cmd, "skip", diffKinds()...)
	return cmd
}

// diffFormats are the formats of diff: text for people first.
func diffFormats() []string {
	f := sheet.Formats()
	return slices.Concat(f[:1], []string{"json"}, f[1:])
}

func diffKinds() (codes []string) {
	for _, k := range diff.Kinds {
		codes = append(codes, k.Code)
	}
	return codes
}

// settle checks the flags and fills in what they leave open.
func (x *diffing) settle(cmd *cobra.Command) (err error) {
	if !slices.Contains(diffFormats(), x.format) {
		return unknownFormat(cmd, x.format, diffFormats())
	}
	for _, k := range slices.Concat(x.only, x.skip) {
		if !slices.Contains(diffKinds(), k) {
			return &usageError{fmt.Sprintf("there is no kind %q", k), didYouMean(k, diffKinds(), "see 'jiedui diff --kinds'")}
		}
	}
	x.phones, err = x.pageFlags.check(cmd)
	return err
}

// say is the sentence in the language of the output.
func (x *diffing) say(english, chinese string) string {
	if x.streams.language() == "zh" {
		return chinese
	}
	return english
}

func (x *diffing) run(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	texts := x.listen()
	var sides [2][]found
	var failures []schema.Failure
	failed := func(f schema.Failure) error { failures = append(failures, f); return nil }
	if len(args) == 2 {
		for i, a := range args {
			d, err := x.documentFlags.open(x.env, cmd, []string{a})
			if err != nil {
				return err
			}
			d.toStdout = x.out == "" || x.out == "-"
			_, err = d.each(ctx, func(f found) error {
				sides[i] = append(sides[i], f)
				return x.fetch(ctx, texts, f, d.opt)
			}, failed)
			if err != nil {
				return err
			}
		}
	} else {
		d, err := x.documentFlags.open(x.env, cmd, nil)
		if err != nil {
			return err
		}
		d.toStdout = x.out == "" || x.out == "-"
		years := map[int][]found{}
		if _, err := d.each(ctx, func(f found) error {
			years[f.Year] = append(years[f.Year], f)
			return x.fetch(ctx, texts, f, d.opt)
		}, failed); err != nil {
			return err
		}
		delete(years, 0) // of no year that is known
		known := slices.Sorted(maps.Keys(years))
		if len(known) != 2 {
			var names []string
			for _, y := range known {
				names = append(names, fmt.Sprint(y))
			}
			have := strings.Join(names, ", ")
			if have == "" {
				have = "none"
			}
			return &usageError{fmt.Sprintf("two years are to be compared, and there are documents of %s", have), "name two with --year, and the district with --district"}
		}
		sides = [2][]found{years[known[0]], years[known[1]]}
	}
	for i := range sides {
		if len(sides[i]) == 0 {
			if len(failures) > 0 {
				return errSomeFailed
			}
			name := "A"
			if i == 1 {
				name = "B"
			}
			return &usageError{name + " holds no document that is asked for", seeHelp(cmd)}
		}
	}
	var inputs [2][]diff.Input
	for i := range sides {
		for _, f := range sides[i] {
			inputs[i] = append(inputs[i], texts.of(f.Document))
		}
	}
	r := diff.Compare(inputs[0], inputs[1])
	r.Generator = x.generator()
	r.Failures = append(r.Failures, failures...)
	r.Changes, r.Open = x.wanted(r.Changes), x.wanted(r.Open)
	x.mask(r, inputs)
	if err := x.write(r); err != nil {
		return err
	}
	x.remarks(r)
	switch {
	case x.exitCode && len(r.Changes) > 0:
		return &findingsError{len(r.Changes)}
	case len(failures) > 0:
		return errSomeFailed
	}
	return nil
}

// pageTexts are the words of the pages that were read in a run.
type pageTexts struct {
	mu    sync.Mutex
	parts map[string]diff.Input // by pageTexts.key
}

// key is the same for all documents that are that part of pages of the same bytes.
func (p *pageTexts) key(d *schema.Document) string {
	return fmt.Sprint(d.Source.SHA256, d.Source.TextSHA256, d.Part)
}

// of is the document with its words, if its page was read.
func (p *pageTexts) of(d *schema.Document) diff.Input {
	p.mu.Lock()
	defer p.mu.Unlock()
	in := p.parts[p.key(d)]
	in.Document = d
	return in
}

// add keeps the words of documents, sentences only where they are to be compared.
func (p *pageTexts) add(inputs []diff.Input, sentences bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, in := range inputs {
		if !sentences {
			in.Sections = nil
		} else if in.Sections == nil {
			in.Sections = []diff.Text{}
		}
		p.parts[p.key(in.Document)] = in
	}
}

// listen makes the pages of the run leave their words.
func (x *diffing) listen() *pageTexts {
	p := &pageTexts{parts: map[string]diff.Input{}}
	own := *x.env
	x.env = &own
	versions := x.lib.versions
	x.lib.process = func(ctx context.Context, page corpus.Page, opt jiedui.Options) ([]schema.Document, error) {
		inputs, err := versions(ctx, page, opt)
		if err != nil {
			return nil, err
		}
		p.add(inputs, !x.facts)
		docs := make([]schema.Document, len(inputs))
		for i, in := range inputs {
			docs[i] = *in.Document
		}
		return docs, nil
	}
	return p
}

// fetch reads the page again that a corpus keeps of a document, for its words; a
// page that it keeps no more, or that is read otherwise now, gives none.
func (x *diffing) fetch(ctx context.Context, texts *pageTexts, f found, opt jiedui.Options) (err error) {
	if f.corpus == nil || texts.of(f.Document).Passages != nil {
		return nil
	}
	page, err := f.corpus.Content(ctx, f.Source.SHA256)
	if page == nil || err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			err = panicked(r)
		}
	}()
	inputs, err := x.lib.versions(ctx, *page, opt)
	if err != nil && ctx.Err() == nil {
		return nil
	}
	texts.add(inputs, !x.facts)
	return err
}

// generator names the program that compares.
func (x *diffing) generator() schema.Generator { return jiedui.Generator() }

// wanted are the changes of a list that --only and --skip leave.
func (x *diffing) wanted(list []diff.Change) []diff.Change {
	return slices.DeleteFunc(list, func(c diff.Change) bool {
		return x.only != nil && !slices.Contains(x.only, c.Kind) || slices.Contains(x.skip, c.Kind)
	})
}

// mask shows the private numbers of the result as --phones says.
func (x *diffing) mask(r *diff.Result, inputs [2][]diff.Input) {
	if x.phones == export.Full {
		return
	}
	docs := map[string]*schema.Document{}
	for _, side := range inputs {
		for _, in := range side {
			docs[in.Document.ID] = in.Document
		}
	}
	// A value goes to the mask as the message of a finding with the same evidence.
	hide := func(doc *schema.Document, kind string, ev []schema.Evidence, values ...*string) []schema.Evidence {
		out := ev
		for _, v := range values {
			f := schema.Finding{Message: schema.Message{English: *v}, Evidence: ev}
			if kind == diff.PhoneChanged {
				f.Code = schema.CodeBadPhone // a number, whatever its length
			}
			f = export.MaskFindings(doc, []schema.Finding{f}, x.phones)[0]
			*v, out = f.Message.English, f.Evidence
		}
		return out
	}
	for _, list := range [][]diff.Change{r.Changes, r.Open} {
		for i := range list {
			c := &list[i]
			for _, s := range []*diff.Side{c.Old, c.New} {
				if s != nil {
					s.Evidence = hide(docs[s.Document], c.Kind, s.Evidence, &s.Value)
					hide(docs[s.Document], "", nil, &c.Subject.Name, &c.Subject.In, &c.Subject.From, &c.Subject.To)
				}
			}
			c.Message = c.Sentence()
		}
	}
}

// write writes the result in the wanted format.
func (x *diffing) write(r *diff.Result) error {
	out, err := openOutput(x.out, x.streams.out, x.phones == export.Full)
	if err != nil {
		return err
	}
	defer out.abort()
	if x.format == "json" {
		err = writeJSON(out, r)
	} else {
		err = x.sheets(out, r)
	}
	if errors.Is(err, syscall.EPIPE) && (x.out == "" || x.out == "-") {
		return nil // the reader has seen enough
	}
	if err != nil {
		return err
	}
	return out.commit()
}

// sheets writes the result as tables for people.
func (x *diffing) sheets(w io.Writer, r *diff.Result) error {
	uris := map[string]diff.Ref{}
	for _, p := range r.Pairs {
		uris[p.Old.Document], uris[p.New.Document] = p.Old, p.New
	}
	for _, c := range r.Changes { // of parts that are alone
		for _, s := range []*diff.Side{c.Old, c.New} {
			if s != nil && uris[s.Document].Document == "" {
				uris[s.Document] = diff.Ref{Document: s.Document}
			}
		}
	}
	terminal := x.format == "text" && x.streams.outTTY && (x.out == "" || x.out == "-")
	heads := []string{x.say("change", "变化"), x.say("what", "对象"), x.say("before", "原"), x.say("after", "现")}
	tabular := x.format == "text" && !terminal
	if tabular {
		heads = append(heads, x.say("place before", "原处"), x.say("place after", "现处"))
	}
	side := func(c *diff.Change, s *diff.Side, value string, tone sheet.Tone) sheet.Cell {
		cell := sheet.Cell{Text: value, Tone: tone}
		if s != nil {
			cell.Lang = "zh-Hans"
			cell.Evidence = sheet.Places(uris[s.Document].URI, uris[s.Document].URI, s.Evidence)
		}
		return cell
	}
	table := func(title string, list []diff.Change, doubts bool) sheet.Sheet {
		t := sheet.Sheet{Title: title, Heads: heads}
		if doubts {
			t.Heads = append(slices.Clone(heads), x.say("in doubt", "存疑"))
		}
		for i := range list {
			c := &list[i]
			old, new := c.Shown(x.streams.language())
			tones := [2]sheet.Tone{sheet.Changed, sheet.Changed}
			switch {
			case c.Old == nil:
				tones = [2]sheet.Tone{sheet.Plain, sheet.Added}
			case c.New == nil:
				tones = [2]sheet.Tone{sheet.Removed, sheet.Plain}
			}
			about := sheet.Cell{Text: c.About(x.streams.language()), Lang: "zh-Hans"}
			if why := x.reason(c.Reason); why != "" {
				about.Text += "\n" + why
			}
			before, after := side(c, c.Old, old, tones[0]), side(c, c.New, new, tones[1])
			if c.Old != nil && c.New != nil {
				before.Marks, after.Marks = differ(old, new)
			}
			row := []sheet.Cell{sheet.Text(x.label(c.Kind)), about, before, after}
			if tabular {
				row = append(row, sheet.Text(where(c.Old)), sheet.Text(where(c.New)))
			}
			if doubts {
				row = append(row, sheet.Text(x.doubt(c.Doubt)))
			}
			t.Rows = append(t.Rows, row)
		}
		return t
	}
	title := x.say("Changes", "变化")
	if len(r.Pairs) == 1 && x.format != "xlsx" { // where it is the name of a sheet
		p := r.Pairs[0]
		title += x.say(": ", "：") + p.Old.URI + " → " + p.New.URI
	}
	first := table(title, r.Changes, false)
	if len(r.Changes) == 0 {
		first.Notes = append(first.Notes, x.say("Nothing changed.", "没有变化。"))
	}
	if !tabular && x.withoutSentences(r) {
		first.Notes = append(first.Notes, x.say("Sentences were not compared: datasets hold no text.", "未比较句子：数据集不含原文。"))
	}
	all := []sheet.Sheet{first}
	if len(r.Open) > 0 {
		t := table(x.say("Open: a change or not", "存疑：是否变化不能确定"), r.Open, true)
		t.Notes = append(t.Notes, x.say("One version was not surely read at these places.", "其中一个版本在这些地方未能可靠读出。"))
		all = append(all, t)
	}
	return sheet.Write(w, x.format, sheet.Options{
		Lang:     x.language(),
		Terminal: terminal,
		Width:    x.streams.width(),
		Color:    terminal && x.streams.outColor(),
		Evidence: !tabular, // which has columns for the places
	}, all...)
}

// withoutSentences reports whether sentences of some pair were to be compared and
// could not be.
func (x *diffing) withoutSentences(r *diff.Result) bool {
	return !x.facts && slices.ContainsFunc(r.Pairs, func(p diff.Pair) bool { return !p.Sentences })
}

func (x *diffing) language() string {
	if x.streams.language() == "zh" {
		return "zh-Hans"
	}
	return "en"
}

// differ returns the stretch of each of two texts that lies between what both
// begin and end with, as marks; none where that is nearly all.
func differ(a, b string) (inA, inB [][2]int) {
	x, y := []rune(a), []rune(b)
	head, tail := 0, 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	if 2*(head+tail) < max(len(x), len(y)) {
		return nil, nil
	}
	mark := func(r []rune) [][2]int {
		from, to := len(string(r[:head])), len(string(r[:len(r)-tail]))
		if from == to {
			return nil
		}
		return [][2]int{{from, to}}
	}
	return mark(x), mark(y)
}

// reason says by which rule two things were taken for one; those that go without
// saying are not told.
func (x *diffing) reason(code string) string {
	if code == "" || code == diff.ReasonWords || code == diff.ReasonPartner {
		return ""
	}
	for _, r := range diff.Reasons {
		if r.Code == code {
			return x.say("("+r.English+")", "（"+r.Chinese+"）")
		}
	}
	return ""
}

func (x *diffing) doubt(code string) string {
	for _, d := range diff.Doubts {
		if d.Code == code {
			return x.say(d.English, d.Chinese)
		}
	}
	c, ok := schema.CodeOf(code)
	if !ok {
		return code
	}
	return x.say(c.English, c.Chinese)
}

// where writes the places of a side: code points of the read text, and cells.
func where(s *diff.Side) string {
	if s == nil {
		return ""
	}
	var out []string
	for _, e := range s.Evidence {
		place := fmt.Sprintf("%d-%d", e.Start, e.End)
		if c := e.Cell; c != nil {
			place += fmt.Sprintf(" (t%d r%d c%d)", c.Table, c.Row, c.Column)
		}
		out = append(out, place)
	}
	return strings.Join(out, ", ")
}

// remarks says on standard error what was compared, and when that makes no sense.
func (x *diffing) remarks(r *diff.Result) {
	for _, p := range r.Pairs {
		switch p.Relation {
		case diff.RelationVersions:
		case diff.RelationDistricts:
			x.streams.note("%s and %s are plans of different districts, no versions of one plan; 'jiedui compare' sets them side by side", p.Old.URI, p.New.URI)
		default:
			x.streams.note("%s and %s have hardly anything in common and seem to be no versions of one plan; 'jiedui compare' sets plans side by side", p.Old.URI, p.New.URI)
		}
	}
	if len(r.Pairs) == 0 {
		x.streams.note("no document of A is a version of one of B; 'jiedui compare' sets plans side by side")
	}
	if x.quiet {
		return
	}
	if x.withoutSentences(r) {
		x.streams.note("sentences were not compared: a dataset holds no text; name the pages, or a corpus that keeps them")
	}
	x.streams.row("compared", "%s", count(len(r.Pairs), "pair"))
	n := map[string]int{}
	for _, c := range r.Changes {
		n[x.label(c.Kind)]++
	}
	labels := diffKinds()
	for i := range labels {
		labels[i] = x.label(labels[i])
	}
	x.streams.row("changes", "%s", counts(n, labels))
	if len(r.Open) > 0 {
		x.streams.row("open", "%d", len(r.Open))
	}
}

// label is what a kind of change is called: in English its code.
func (x *diffing) label(kind string) string {
	if k, known := diff.KindOf(kind); known && x.streams.language() == "zh" {
		return k.Chinese
	}
	return kind
}

// listKinds prints all kinds.
func (x *diffing) listKinds() error {
	if x.format == "json" {
		type kind struct {
			Kind    string         `json:"kind"`
			Type    string         `json:"type"`
			Values  string         `json:"values"`
			Meaning schema.Message `json:"meaning"`
		}
		all := []kind{}
		for _, k := range diff.Kinds {
			all = append(all, kind{k.Code, k.Type, k.Values, schema.Message{English: k.English, Chinese: k.Chinese}})
		}
		return writeJSON(x.streams.out, all)
	}
	for _, k := range diff.Kinds {
		if _, err := fmt.Fprintf(x.streams.out, "%-20s %-11s %s\n%33s%s\n", k.Code, k.Type, k.English, "", k.Chinese); err != nil {
			return err
		}
	}
	return nil
}
