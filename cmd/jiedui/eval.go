package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/internal/eval"
	"jiedui/schema"
	"jiedui/schema/export"
)

// evaluation is one run of "jiedui eval".
type evaluation struct {
	extraction
	gold, facts, floors string
	only, misses        []string
}

// everything is the value of --misses that stands for all types.
const everything = "all"

func newEval(e *env) *cobra.Command {
	x := &evaluation{extraction: extraction{env: e}}
	cmd := &cobra.Command{
		Use:   "eval --gold FILE {[PATH|URL|-]... | --facts FILE}",
		Short: "Score what is extracted against gold",
		Long: `Compare facts with gold, facts that people have found on the same pages, and
print precision, recall and F1 by type of fact. The facts are extracted from the
pages that are named, as "jiedui extract" reads them, or taken from a file that
"jiedui extract --format facts --phones=full" wrote.

Gold is one JSON object a line, in the facts format, and may say more: "alt",
"from_alt", "to_alt" and "body_alt" are other spellings that count as right,
"optional": true marks what is neither a miss nor wrong. Pages are known by their
base name without extension, the "doc" of gold. Values are compared without
blanks and whatever their width; numbers of persons are compared in full.

micro is the F1 over all types, core that over leaders, groups, contacts,
pairings, metadata and citations. The rows below them count in neither.

A file of floors holds pages (all, or how their names begin) and the lowest F1
of types, micro and core for them, a line each:

  all      pairing=1,pairing.form=0.98
  000,001  contact=1

The exit code is 3 when a floor is not reached; each is named on standard error.
It is 1 when all are reached but some inputs failed.`,
		Example: `  jiedui eval --gold gold.facts.jsonl pages/
  jiedui eval --gold gold.facts.jsonl --misses=pairing pages/
  jiedui eval --gold gold.facts.jsonl --facts facts.jsonl --floors floors`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case x.gold == "":
				return usagef(cmd, "nothing to compare with: name a file of facts with --gold")
			case x.facts == "" && len(args) == 0:
				return usagef(cmd, "nothing to score: name pages, or extracted facts with --facts")
			case x.facts != "" && len(args) > 0:
				return usagef(cmd, "both pages and --facts are named: name one of them")
			case slices.Contains(args, ""):
				return usagef(cmd, "an input is the empty string")
			case x.gold == "-" && (x.facts == "-" || slices.Contains(args, "-")):
				return usagef(cmd, "standard input cannot be both gold and what is scored")
			case x.floors != "" && x.only != nil:
				return usagef(cmd, "--floors names its pages itself: leave out --only")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			// The conveyor lets Ctrl-C through while standard input is waited for.
			work := func(int) error { return x.run(cmd, args) }
			return convey(cmd.Context(), 1, 1, 1, work, func(_ int, err error) error { return err })
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&x.gold, "gold", "", "the facts that are right, one JSON object a line")
	fl.StringVar(&x.facts, "facts", "", "score the facts of this file instead of extracting them from pages")
	fl.StringVar(&x.floors, "floors", "", "check the floors of this file; exit code 3 when one is not reached")
	fl.StringSliceVar(&x.only, "only", nil, "score the documents whose names begin so (000,001)")
	fl.StringSliceVar(&x.misses, "misses", nil, "list what was missed and what is wrong, of all types or of some (--misses=pairing,meta)")
	fl.Lookup("misses").NoOptDefVal = everything
	fl.StringVarP(&x.format, "format", "f", "table", "format of the output: table, json")
	x.pageFlags.add(cmd)
	x.wordFlags.add(cmd)
	fl.IntVarP(&x.jobs, "jobs", "j", runtime.NumCPU(), "pages worked on at once")
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no notes and no progress; failures and floors are still named")
	complete(cmd, "format", "table", "json")
	complete(cmd, "misses", append([]string{everything}, eval.Types()...)...)
	return cmd
}

func (x *evaluation) run(cmd *cobra.Command, args []string) error {
	phones, err := x.check(cmd)
	switch {
	case err != nil:
		return err
	case x.jobs < 1:
		return usagef(cmd, "--jobs %d: want at least 1", x.jobs)
	case x.format != "table" && x.format != "json":
		return unknownFormat(cmd, x.format, []string{"table", "json"})
	}
	for _, kind := range x.misses {
		if kind != everything && !slices.Contains(eval.Types(), kind) {
			return usagef(cmd, "--misses: there is no type %q: want %s, %s", kind, everything, strings.Join(eval.Types(), ", "))
		}
	}
	words, err := x.words(x.env, cmd)
	if err != nil {
		return err
	}
	x.opt = jiedui.Options{MaxSize: int64(x.maxSize), Lexicon: words}
	ctx := cmd.Context()
	var gold, facts eval.Facts
	if err := x.read(ctx, x.gold, "gold", gold.Read); err != nil {
		return err
	}
	var floors eval.Floors
	if x.floors != "" {
		read := func(r io.Reader) (err error) { floors, err = eval.ReadFloors(r); return err }
		if err := x.read(ctx, x.floors, "floors", read); err != nil {
			return err
		}
	}
	t := newTally()
	if x.facts != "" {
		err = x.read(ctx, x.facts, "facts", facts.Read)
	} else {
		t, err = x.extract(ctx, args, &facts)
	}
	if err != nil {
		return err
	}
	switch {
	case len(eval.Documents(&gold, &facts, nil)) == 0:
		return &hinted{fmt.Errorf("%s: it holds no facts that are scored", x.gold), "name a file of facts, one JSON object a line"}
	case len(eval.Documents(&gold, &facts, x.only)) == 0:
		return &hinted{fmt.Errorf("%s: no document's name begins with %s", x.gold, strings.Join(x.only, " or ")),
			"name the pages as the doc of the facts does"}
	}
	reached, err := floors.Check(&gold, &facts)
	if err != nil {
		return x.badLines(x.floors, err)
	}
	x.notes(&gold, &facts)
	report := eval.Score(&gold, &facts, x.only)
	x.maskMisses(report, phones)
	if err := x.write(report, reached); err != nil {
		return err
	}
	short := 0
	for _, r := range reached {
		if !r.OK {
			short++
			x.streams.tell(x.streams.err, x.streams.red, "short:", r.String(), fmt.Sprintf("%s:%d", printable(x.floors), r.Line))
		}
	}
	switch {
	case short > 0:
		return &findingsError{short}
	case t.failures > 0:
		return errSomeFailed
	}
	return nil
}

// read reads the named file, or standard input where it is "-".
func (x *evaluation) read(ctx context.Context, name, what string, read func(io.Reader) error) error {
	in := x.streams.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return &hinted{fmt.Errorf("%s: %s", name, openMessage(name, err)), "name a file of " + what}
		}
		defer f.Close()
		in = f
	}
	err := read(&untilDone{ctx, in})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case eval.Problems(err) != nil:
		return x.badLines(name, err)
	case err != nil:
		return fmt.Errorf("%s: %s", name, openMessage(name, err))
	}
	return nil
}

// badLines names each line of a file that cannot be read.
func (x *evaluation) badLines(name string, err error) error {
	for _, p := range eval.Problems(err) {
		x.streams.tellOf(x.streams.err, x.streams.red, "error:", fmt.Sprintf("%s:%d", name, p.Line), p.Message, "")
	}
	return errSomeFailed
}

// extract takes the inputs that args name to facts.
func (x *evaluation) extract(ctx context.Context, args []string, facts *eval.Facts) (*tally, error) {
	l, err := list(ctx, args)
	if err != nil {
		return nil, err
	}
	sink, err := x.newFactSink(facts)
	if err != nil {
		return nil, err
	}
	return x.convey(ctx, l, sink)
}

// factSink makes facts of documents as the facts format does, numbers in full.
type factSink struct {
	export.Writer
	buf   *bytes.Buffer
	facts *eval.Facts
}

func (x *evaluation) newFactSink(facts *eval.Facts) (*factSink, error) {
	var buf bytes.Buffer
	w, err := export.New("facts", &buf, export.Options{Generator: x.opt.Generator(), Phones: export.Full})
	return &factSink{w, &buf, facts}, err
}

func (s *factSink) Document(doc *schema.Document) error {
	if err := s.Writer.Document(doc); err != nil {
		return err
	}
	defer s.buf.Reset()
	return s.facts.Read(s.buf)
}

// notes says what is not scored though somebody may think so.
func (x *evaluation) notes(gold, facts *eval.Facts) {
	if x.quiet {
		return
	}
	note := x.streams.note
	some := func(names []string) string {
		if len(names) > 5 {
			return strings.Join(names[:5], ", ") + " …"
		}
		return strings.Join(names, ", ")
	}
	for _, kind := range slices.Sorted(maps.Keys(gold.Unknown())) {
		note("gold: %s not scored: unknown %s", count(gold.Unknown()[kind], "fact"), kind)
	}
	missing, surplus := eval.Unmatched(gold, facts)
	missing = slices.DeleteFunc(missing, func(doc string) bool {
		return x.only != nil && !slices.ContainsFunc(x.only, func(o string) bool { return strings.HasPrefix(doc, o) })
	})
	if len(missing) > 0 {
		note("%s of gold without any fact, all of it missed: %s", count(len(missing), "document"), some(missing))
	}
	if len(surplus) > 0 {
		note("%s not in gold, not scored: %s", count(len(surplus), "document"), some(surplus))
	}
}

// maskMisses keeps the lists that are wanted and masks the numbers in them.
func (x *evaluation) maskMisses(report *eval.Report, phones export.Phones) {
	for i := range report.Rows {
		row := &report.Rows[i]
		if !slices.Contains(x.misses, everything) && !slices.Contains(x.misses, row.Type) {
			row.Missed, row.Wrong = nil, nil
		}
		for _, list := range [][]eval.Key{row.Missed, row.Wrong} {
			for _, k := range list {
				for j := range k.Values {
					k.Values[j] = maskValue(k.Values[j], row.Fields[j] == "phone", phones)
				}
			}
		}
	}
}

// maskValue masks the private numbers of a value that stands without its page.
func maskValue(v string, phone bool, phones export.Phones) string {
	if !phone {
		return maskText(v, phones)
	}
	const label = "电话:" // what tells a number of a phone from others
	masked := strings.TrimPrefix(maskText(label+v, phones), label)
	if phones != export.Full && masked == v { // written in an unusual way
		return strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return '*'
			}
			return r
		}, v)
	}
	return masked
}

func (x *evaluation) write(report *eval.Report, reached []eval.Reached) error {
	if x.format == "json" {
		return writeJSON(x.streams.out, struct {
			*eval.Report
			Floors []eval.Reached `json:"floors,omitempty"`
		}{report, reached})
	}
	var b strings.Builder
	if x.streams.language() == "zh" {
		b.WriteString("种类              标注  提取  命中    查准   查全     F1\n")
	} else {
		fmt.Fprintf(&b, "%-16s %5s %5s %5s  %6s %6s %6s\n", "type", "gold", "pred", "hit", "P", "R", "F1")
	}
	rows := func(beside bool) {
		for _, r := range report.Rows {
			if r.Beside != beside {
				continue
			}
			fmt.Fprintf(&b, "%-16s %5d %5d %5d  %6.3f %6.3f %6.3f\n", r.Type, r.Gold, r.Pred, r.Hit, r.Precision, r.Recall, r.F1)
			for _, list := range []struct {
				what string
				keys []eval.Key
			}{{x.streams.say("missed"), r.Missed}, {x.streams.say("wrong "), r.Wrong}} {
				for _, k := range list.keys {
					fmt.Fprintf(&b, "  %s  %s %d  %s\n", list.what, k.Doc, k.Part, printable(strings.Join(k.Values, " | ")))
				}
			}
		}
	}
	rows(false)
	fmt.Fprintf(&b, "micro F1=%.4f core F1=%.4f\n", report.Micro, report.Core)
	rows(true)
	_, err := io.WriteString(x.streams.out, b.String())
	return err
}
