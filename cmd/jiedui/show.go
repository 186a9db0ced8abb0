package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus/store"
	"jiedui/schema"
	"jiedui/schema/export"
)

func newShow(e *env) *cobra.Command {
	var (
		in             corpusFlag
		phones, format string
	)
	cmd := &cobra.Command{
		Use:   "show DOCUMENT",
		Short: "Show a document of a corpus as a person reads it",
		Long: `Show a document that "jiedui build" made: its title and metadata, its outline,
its facts, and what was doubted. Behind every value stands the place it was read
from, in code points of the text that "jiedui text" prints, and the cell (t2 r3
c1 is table 2, row 3, column 1). A value that does not stand in the text has the
code of the rule that made it in its place.

DOCUMENT is the id of a document, or the address or path of a page, all of whose
documents are shown.`,
		Example: `  jiedui show --corpus district-plans https://school.example/notice.html
  jiedui show --corpus district-plans --format json doc-0123456789abcdef`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usagef(cmd, "name one document: its id, or the address or path of its page")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := in.must(e, cmd)
			if err != nil {
				return err
			}
			p, err := export.ParsePhones(phones)
			if err != nil {
				return usagef(cmd, "%v", err)
			}
			if format != "text" && format != "json" {
				return usagef(cmd, "unknown format %q: want text or json", format)
			}
			ctx := cmd.Context()
			return e.withStore(ctx, dir, store.Options{ReadOnly: true}, func(s *store.Store) error {
				return e.show(ctx, s, args[0], format, p)
			})
		},
	}
	in.add(cmd, "the corpus")
	cmd.Flags().StringVarP(&format, "format", "f", "text", "format of the output: text, json")
	cmd.Flags().StringVar(&phones, "phones", string(export.Masked), "phone and identity-card numbers: masked (100****6595), full, or none")
	complete(cmd, "format", "text", "json")
	complete(cmd, "phones", string(export.Masked), string(export.Full), string(export.None))
	return cmd
}

func (e *env) show(ctx context.Context, s *store.Store, name, format string, phones export.Phones) error {
	sel := store.Selection{Document: name}
	if !strings.HasPrefix(name, "doc-") {
		sel = store.Selection{Address: keptAs(name)}
	}
	w := bufio.NewWriter(e.streams.out)
	out, err := export.New("json", w, export.Options{Generator: jiedui.Generator(), Phones: phones})
	if err != nil {
		return err
	}
	n := 0
	err = s.Documents(ctx, sel, func(d *schema.Document) error {
		n++
		if format == "json" {
			return out.Document(d)
		}
		if n > 1 {
			fmt.Fprint(w, "\n")
		}
		return showDocument(w, export.Mask(d, phones))
	}, nil)
	switch {
	case err != nil:
		return err
	case n == 0:
		return &hinted{fmt.Errorf("the corpus has no document %q", name), "jiedui build reads pages that are new; jiedui status says what there is"}
	case format == "json":
		if err := out.Close(); err != nil {
			return err
		}
	}
	return w.Flush()
}

// showDocument writes a document whose numbers are masked already.
func showDocument(to io.Writer, d *schema.Document) error {
	var w bytes.Buffer
	title := "(no title)"
	if d.Title != nil {
		title = d.Title.Value
	}
	fmt.Fprintf(&w, "%s\n%s, part %d of %d, %s", title, d.ID, d.Part, d.Parts, d.Source.URI)
	if d.Source.CapturedAt != "" {
		fmt.Fprintf(&w, ", captured %s", d.Source.CapturedAt)
	}
	fmt.Fprint(&w, "\n")

	head := heading(&w)
	m := &d.Metadata
	for _, f := range []struct {
		name string
		v    *schema.Value
	}{
		{"title", d.Title}, {"index_number", m.IndexNumber}, {"doc_number", m.DocNumber}, {"issuer", m.Issuer},
		{"written_on", m.WrittenOn}, {"published_on", m.PublishedOn}, {"subject_category", m.SubjectCategory},
		{"validity", m.Validity}, {"abstract", m.Abstract}, {"region", m.Region}, {"region_code", m.RegionCode},
		{"signed_by", m.SignedBy}, {"signed_on", m.SignedOn},
	} {
		if f.v != nil {
			head("Metadata")
			fmt.Fprintf(&w, "  %-16s  %s\n", f.name, shown(f.v))
		}
	}
	for _, x := range m.Extra {
		head("Metadata")
		fmt.Fprintf(&w, "  %-16s  %s\n", x.Name, shown(&x.Value))
	}
	for _, s := range d.Sections {
		head("Outline")
		fmt.Fprintf(&w, "  %s%s%s  %s\n", strings.Repeat("  ", s.Level-1), s.Number, s.Heading, placeOf(s.Evidence))
	}
	for i := range d.LeadingGroups {
		g := &d.LeadingGroups[i]
		head("Leading groups")
		fmt.Fprintf(&w, "  %s\n", orElse(g.Body, "(without a name)"))
		for _, l := range g.Members {
			fmt.Fprintf(&w, "    %s  %s%s%s%s\n", shown(&l.Role), orElse(l.Name, "(no person)"), following(l.Posts), labelled("subject", l.Subject), labelled("stage", l.Stage))
		}
	}
	for i := range d.SchoolGroups {
		g := &d.SchoolGroups[i]
		head("Groups of schools")
		fmt.Fprintf(&w, "  %s%s%s\n", shown(&g.Name), labelled("kind", g.Kind), labelled("parent", g.Parent))
		for _, s := range g.Members {
			fmt.Fprintf(&w, "    %s%s%s%s\n", shown(&s.School), labelled("role", s.Role), labelled("principal", s.Principal), labelled("phone", s.Phone))
		}
		for _, c := range g.Contacts {
			fmt.Fprintf(&w, "    contact %s%s\n", shown(&c.Name), labelled("phone", c.Phone))
		}
	}
	for i := range d.Pairings {
		p := &d.Pairings[i]
		head("Pairings")
		arrow := "→"
		if !p.Directed {
			arrow = "—"
		}
		fmt.Fprintf(&w, "  %s %s %s%s%s\n", shown(&p.From), arrow, shown(&p.To), labelled("form", p.Form), labelled("status", p.Status))
	}
	for i := range d.Milestones {
		head("Milestones")
		t := &d.Milestones[i]
		fmt.Fprintf(&w, "  %s  %s\n", whenOf(&t.When), shown(&t.Text))
	}
	for i := range d.Commitments {
		head("Commitments")
		fmt.Fprintf(&w, "  %s\n", shown(&d.Commitments[i].Quote))
	}
	for i := range d.Measures {
		head("Measures")
		fmt.Fprintf(&w, "  %s\n", shown(&d.Measures[i].Name))
	}
	for i := range d.Citations {
		head("Cites")
		fmt.Fprintf(&w, "  《%s》%s\n", shown(&d.Citations[i].Title), labelled("number", d.Citations[i].Number))
	}
	for i := range d.Schools {
		head("Schools")
		fmt.Fprintf(&w, "  %s%s\n", shown(&d.Schools[i].Name), following(d.Schools[i].Forms))
	}
	for i := range d.Doubts {
		head("Doubts")
		fmt.Fprintf(&w, "  %s: %s  %s\n", d.Doubts[i].Code, d.Doubts[i].Message, placeOf(d.Doubts[i].Evidence))
	}
	_, err := io.WriteString(to, printable(w.String()))
	return err
}

// heading writes each heading once.
func heading(w io.Writer) func(string) {
	last := ""
	return func(s string) {
		if s != last {
			fmt.Fprintf(w, "\n%s\n", s)
			last = s
		}
	}
}

func shown(v *schema.Value) string {
	if v.Derived != "" {
		return fmt.Sprintf("%s [%s]", v.Value, v.Derived)
	}
	return v.Value + " " + placeOf(v.Evidence)
}

func orElse(v *schema.Value, otherwise string) string {
	if v == nil {
		return otherwise
	}
	return shown(v)
}

func labelled(name string, v *schema.Value) string {
	if v == nil {
		return ""
	}
	return ", " + name + " " + shown(v)
}

func following(vs []schema.Value) string {
	var b strings.Builder
	for i := range vs {
		fmt.Fprintf(&b, ", %s", shown(&vs[i]))
	}
	return b.String()
}

// placeOf writes the first place of the evidence, and how many more there are.
func placeOf(ev []schema.Evidence) string {
	if len(ev) == 0 {
		return ""
	}
	s := fmt.Sprintf("[%d-%d", ev[0].Start, ev[0].End)
	if c := ev[0].Cell; c != nil {
		s += fmt.Sprintf(" t%d r%d c%d", c.Table, c.Row, c.Column)
	}
	if n := len(ev) - 1; n > 0 {
		s += fmt.Sprintf(" +%d", n)
	}
	return s + "]"
}

func whenOf(w *schema.When) string {
	s := w.From
	if w.To != w.From {
		s += " … " + w.To
	}
	if w.Recurs != "" {
		s = strings.TrimSpace(strings.Trim(s, " …") + " " + w.Recurs)
		if w.Month > 0 {
			s += fmt.Sprintf(" %02d", w.Month)
		}
		if w.Day > 0 {
			s += fmt.Sprintf("-%02d", w.Day)
		}
	}
	return s
}
