package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"jiedui/corpus/store"
	"jiedui/schema"
	"jiedui/schema/export"
	"jiedui/schema/report"
	"jiedui/schema/sheet"
)

// showing is one run of "jiedui show".
type showing struct {
	*env
	documentFlags
	format, out string
	only        []string
	evidence    bool

	shown export.Phones
}

// showFormats are the formats of "jiedui show"; the first is the usual one.
var showFormats = []string{"text", "json", "markdown", "html"}

// documentID is an id of a document on the command line.
var documentID = regexp.MustCompile(`^doc-[0-9a-f]{16}$`)

// pipeWidth is how wide text is that goes to no terminal.
const pipeWidth = 100

func newShow(e *env) *cobra.Command {
	x := &showing{env: e}
	var names []string
	var parts strings.Builder
	for _, p := range report.Parts() {
		names = append(names, p.Name)
		fmt.Fprintf(&parts, "\n  %-12s %s, %s", p.Name, p.Label.English, p.Label.Chinese)
	}
	cmd := &cobra.Command{
		Use:   "show [INPUT]...",
		Short: "Show documents as a person reads them",
		Long: `Show documents: title and metadata, the outline, the facts in tables, and what was
doubted. ` + documentHelp + `
With the variable JIEDUI_CORPUS, ids and addresses are those of that corpus.

The last column of every table says where the values of a row stand, in code
points of the text that "jiedui text" prints ("3294–3307 t3 r7": in row 7 of table
3), with the quote where the page has other words than the value. A value with °
was made by a rule, whose name follows the places. --evidence=false leaves the
column out; in html every cell carries all of its places.

From a corpus also: other captures of the page, copies on other pages, and what
"jiedui check" found.

Parts, for --only:` + parts.String(),
		Example: `  jiedui show notice.html
  jiedui show --lang zh dataset.json#doc-0123456789abcdef
  jiedui show --corpus district-plans --district 青岚区 --year 2031 --only pairings,groups
  jiedui show --corpus district-plans https://school.example/notice.html
  jiedui show --format html -o plan.html notice.html`,
		RunE: func(cmd *cobra.Command, args []string) error { return x.run(cmd, args) },
	}
	fl := cmd.Flags()
	fl.StringVarP(&x.format, "format", "f", showFormats[0], "format of the output: "+strings.Join(showFormats, ", "))
	fl.StringVarP(&x.out, "output", "o", "", "write to this file, which appears only when it is whole (default standard output)")
	fl.StringSliceVar(&x.only, "only", nil, "show only these parts of a document")
	fl.BoolVar(&x.evidence, "evidence", true, "say where the values stand")
	x.documentFlags.add(cmd)
	complete(cmd, "format", showFormats...)
	complete(cmd, "only", names...)
	return cmd
}

func (x *showing) run(cmd *cobra.Command, args []string) error {
	if err := x.settle(cmd, args); err != nil {
		return err
	}
	docs, err := x.documentFlags.open(x.env, cmd, args)
	if err != nil {
		return err
	}
	if x.shown, err = x.pageFlags.check(cmd); err != nil {
		return err
	}
	docs.toStdout = x.toStdout()
	docs.quiet = true // what is shown is the summary
	out, err := openOutput(x.out, x.streams.out, x.shown == export.Full)
	if err != nil {
		return err
	}
	defer out.abort()
	w := x.writer(out, export.Options{Generator: docs.opt.Generator(), Phones: x.shown, Language: x.streams.language()})
	ctx := cmd.Context()
	t, err := docs.each(ctx, func(f found) error {
		var kin *store.Kin
		if f.corpus != nil {
			k, err := f.corpus.Kin(ctx, f.Document)
			if err != nil {
				return err
			}
			kin = &k
		}
		return w.document(f.Document, kin)
	}, nil)
	if err == nil {
		err = w.close()
	}
	if err == nil {
		err = out.commit()
	}
	switch {
	case errors.Is(err, syscall.EPIPE) && x.toStdout(): // the reader has seen enough
	case err != nil:
		return err
	}
	switch {
	case t.failures > 0:
		return errSomeFailed
	case t.documents == 0:
		return &hinted{errors.New("there is no such document"), "--district and --year may leave none; without them, all are shown"}
	}
	return nil
}

// settle checks the flags and fills in what they leave open.
func (x *showing) settle(cmd *cobra.Command, args []string) error {
	if !slices.Contains(showFormats, x.format) {
		return unknownFormat(cmd, x.format, showFormats)
	}
	var names []string
	for _, p := range report.Parts() {
		names = append(names, p.Name)
	}
	for _, name := range x.only {
		if !slices.Contains(names, name) {
			return &usageError{fmt.Sprintf("a document has no part %q", name), didYouMean(name, names, "want "+strings.Join(names, ", "))}
		}
	}
	if len(x.only) > 0 && x.format == "json" {
		return usagef(cmd, "--only is for the other formats: json is a dataset, and whole")
	}
	// An id says nothing without its corpus.
	of := func(a string) bool { return documentID.MatchString(a) || isAddress.MatchString(a) }
	if x.dir == "" && len(args) > 0 && !slices.ContainsFunc(args, func(a string) bool { return !of(a) }) {
		x.dir = x.where(x.env)
		if x.dir == "" && slices.ContainsFunc(args, documentID.MatchString) {
			return usagef(cmd, "whose document? Name the corpus with --corpus DIR or the variable %s, or write FILE#%s", corpusVariable, args[0])
		}
	}
	return nil
}

func (x *showing) toStdout() bool { return x.out == "" || x.out == "-" }

// showWriter writes documents in one of the formats.
type showWriter struct {
	document func(*schema.Document, *store.Kin) error
	close    func() error
}

func (x *showing) writer(w io.Writer, opt export.Options) showWriter {
	if x.format == "json" {
		out, err := export.New("json", w, opt)
		if err != nil {
			return showWriter{func(*schema.Document, *store.Kin) error { return err }, func() error { return err }}
		}
		return showWriter{func(d *schema.Document, _ *store.Kin) error { return out.Document(d) }, out.Close}
	}
	draw := sheet.Options{Lang: x.streams.language(), Terminal: true, Width: pipeWidth}
	if x.toStdout() && x.streams.outTTY || x.streams.getenv("COLUMNS") != "" {
		draw.Width = x.streams.width()
	}
	draw.Color = x.toStdout() && x.streams.outColor()
	var page []sheet.Sheet // of html, which is one page
	n := 0
	return showWriter{
		document: func(d *schema.Document, kin *store.Kin) error {
			sheets := x.sheets(d, kin)
			if x.format == "html" {
				page = append(page, sheets...)
				return nil
			}
			if n++; n > 1 {
				if _, err := io.WriteString(w, "\n"); err != nil {
					return err
				}
			}
			return sheet.Write(w, x.format, draw, sheets...)
		},
		close: func() error {
			legend := sheet.Sheet{Notes: []string{report.Legend(x.streams.language())}}
			switch {
			case n == 0 && page == nil: // nothing was shown
				return nil
			case x.format == "html":
				return sheet.Write(w, x.format, draw, append(page, legend)...)
			case !x.evidence:
				return nil
			}
			if x.format == "markdown" { // a table of text ends with a blank line
				if _, err := io.WriteString(w, "\n"); err != nil {
					return err
				}
			}
			return sheet.Write(w, x.format, draw, legend)
		},
	}
}

// sheets lays out a document, masked.
func (x *showing) sheets(d *schema.Document, kin *store.Kin) []sheet.Sheet {
	opt := report.Options{Language: x.streams.language(), Only: x.only, Places: x.evidence && x.format != "html"}
	if kin != nil {
		opt.Findings = export.MaskFindings(d, kin.Findings, x.shown)
		opt.About = x.about(d, kin)
	}
	d = export.Mask(d, x.shown)
	return append([]sheet.Sheet{{Title: report.Title(d, x.streams.language()), Level: 1}}, report.Of(d, opt)...)
}

// about says how a corpus keeps a document.
func (x *showing) about(d *schema.Document, kin *store.Kin) (lines [][2]string) {
	in := func(english, chinese string) string {
		if x.streams.language() == "zh" {
			return chinese
		}
		return english
	}
	if len(kin.Versions) > 1 {
		var all []string
		for _, v := range kin.Versions {
			at := v.At
			if v.Content == d.Source.SHA256 {
				at += in(" (this one)", "（本份）")
			}
			all = append(all, at)
		}
		lines = append(lines, [2]string{in("Versions", "历次内容"), strings.Join(all, "\n")})
	}
	if len(kin.Copies) > 0 {
		var all []string
		for _, c := range kin.Copies {
			first := ""
			if c.First {
				first = in(", the earliest", "，最早")
			}
			all = append(all, fmt.Sprintf("%s %s (%.0f %%%s)", c.Document, c.Address, 100*c.Similarity, first))
		}
		lines = append(lines, [2]string{in("Copies", "副本"), strings.Join(all, "\n")})
	}
	return lines
}
