package jiedui_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"jiedui/schema"
)

var update = flag.Bool("update", false, "write what the tests get as what they want")

// Cases of the extractors: each file beside an extractor says in its comment
// what it protects, holds a page (page.txt or page.html), its address if that
// counts (uri), and the facts of that extractor's kind. The page goes the whole
// road, and the laws of evidence are checked on it.
func TestExtractorCases(t *testing.T) {
	files, err := filepath.Glob("extract/*/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases found: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(file, "extract/"), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var body, want []byte
			name, uri := "", ""
			at := -1
			for i, f := range ar.Files {
				switch {
				case strings.HasPrefix(f.Name, "page."):
					name, body = f.Name, f.Data
				case f.Name == "uri":
					uri = strings.TrimSpace(string(f.Data))
				case f.Name == "want":
					want, at = f.Data, i
				}
			}
			if name == "" || len(strings.TrimSpace(string(ar.Comment))) == 0 {
				t.Fatal("a case needs a comment and a page")
			}
			p := page(name, bytes.TrimSuffix(body, []byte("\n")))
			if uri != "" {
				p.URI = uri
			}
			checkLaws(t, p)
			got := describe(process(t, p), filepath.Base(filepath.Dir(filepath.Dir(file))))
			if *update {
				f := txtar.File{Name: "want", Data: []byte(got)}
				if at < 0 {
					ar.Files = append(ar.Files, f)
				} else {
					ar.Files[at] = f
				}
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// describe writes the facts that one extractor is about, a line each, and all
// doubts.
func describe(docs []schema.Document, extractor string) string {
	var b strings.Builder
	v := func(v *schema.Value) string {
		if v == nil {
			return "-"
		}
		if v.Derived != "" {
			return v.Value + "<" + v.Derived + ">"
		}
		return v.Value
	}
	line := func(cells ...string) { b.WriteString(strings.Join(cells, " | ") + "\n") }
	for i := range docs {
		d := &docs[i]
		if len(docs) > 1 || extractor == "parts" {
			fmt.Fprintf(&b, "part %d of %d, line %d: %s\n", d.Part, d.Parts, d.Line, v(d.Title))
		}
		switch extractor {
		case "outline":
			for _, s := range d.Sections {
				line("section", strings.Repeat("  ", s.Level-1)+s.Number, s.Heading)
			}
		case "metadata":
			m := d.Metadata
			line("title", v(d.Title))
			for _, f := range []struct {
				name  string
				value *schema.Value
			}{
				{"index_number", m.IndexNumber}, {"doc_number", m.DocNumber}, {"issuer", m.Issuer}, {"written_on", m.WrittenOn},
				{"published_on", m.PublishedOn}, {"subject_category", m.SubjectCategory}, {"validity", m.Validity},
				{"abstract", m.Abstract}, {"region", m.Region}, {"region_code", m.RegionCode}, {"signed_by", m.SignedBy}, {"signed_on", m.SignedOn},
			} {
				if f.value != nil {
					line(f.name, v(f.value))
				}
			}
			for _, e := range m.Extra {
				line("extra "+e.Name, v(&e.Value))
			}
		case "leaders":
			for _, g := range d.LeadingGroups {
				line("body", v(g.Body))
				for _, l := range g.Members {
					var posts []string
					for _, p := range l.Posts {
						posts = append(posts, v(&p))
					}
					cells := []string{"  " + v(&l.Role), v(l.Name), strings.Join(posts, "; ")}
					if l.Subject != nil || l.Stage != nil {
						cells = append(cells, v(l.Subject), v(l.Stage))
					}
					line(cells...)
				}
			}
		case "groups", "resolve":
			for _, g := range d.SchoolGroups {
				cells := []string{"group", v(&g.Name), v(g.Kind), "parent " + v(g.Parent), "stage " + v(g.Stage), "level " + v(g.Level)}
				if g.Narrative {
					cells = append(cells, "told")
				}
				line(cells...)
				for _, m := range g.Members {
					cells := []string{"  " + v(&m.School), v(m.Role), v(m.Principal), v(m.Phone)}
					if extractor == "resolve" {
						cells = append(cells, "full "+v(m.Full))
					}
					line(cells...)
				}
				for _, c := range g.Contacts {
					line("  contact", v(&c.Name), v(c.Phone))
				}
			}
		case "commitments":
			for _, c := range d.Commitments {
				n := fmt.Sprintf("%s %g", c.Comparator, c.Amount.Value)
				if c.AmountMax != nil {
					n += fmt.Sprintf("-%g", c.AmountMax.Value)
				}
				if c.Amount.Derived != "" {
					n += "<" + c.Amount.Derived + ">"
				}
				line(n+" "+v(&c.Unit), "per "+v(c.Per), v(c.Actor)+" / "+v(c.Action)+" / "+v(c.Object), v(&c.Quote))
			}
		case "milestones":
			for _, m := range d.Milestones {
				when := m.When.From + ".." + m.When.To
				if m.When.Recurs != "" {
					when = fmt.Sprintf("%s %d-%d", m.When.Recurs, m.When.Month, m.When.Day)
				}
				if m.When.Derived != "" {
					when += "<" + m.When.Derived + ">"
				}
				var places []string
				for _, e := range m.When.Evidence {
					places = append(places, e.Quote)
				}
				line("due", when, v(&m.Text), "at "+strings.Join(places, "; "))
			}
		case "measures":
			for _, m := range d.Measures {
				var quotes []string
				for _, e := range m.Name.Evidence {
					quotes = append(quotes, e.Quote)
				}
				line("measure", v(&m.Name), strings.Join(quotes, "; "))
			}
		case "citations":
			for _, c := range d.Citations {
				line("citation", v(&c.Title), v(c.Number))
			}
		}
		if extractor == "pairings" || extractor == "resolve" {
			for _, p := range d.Pairings {
				arrow := "->"
				if !p.Directed {
					arrow = "<->"
				}
				cells := []string{"pair", v(p.Form), v(&p.From) + " " + arrow + " " + v(&p.To)}
				if p.Seq != nil {
					cells = append(cells, fmt.Sprintf("no. %g", p.Seq.Value))
				}
				if p.Status != nil {
					cells = append(cells, v(p.Status))
				}
				if p.Narrative {
					cells = append(cells, "told")
				}
				line(cells...)
			}
			for _, s := range d.Schools {
				if extractor == "resolve" && (len(s.Forms) > 0 || s.Parent != nil) {
					cells := []string{"school", v(&s.Name)}
					for _, f := range s.Forms {
						cells = append(cells, "= "+v(&f))
					}
					if s.Parent != nil {
						cells = append(cells, "part of "+v(s.Parent))
					}
					line(cells...)
				}
				if s.Principal != nil || s.Phone != nil {
					line("school", v(&s.Name), v(s.Principal), v(s.Phone))
				}
			}
		}
		for _, x := range d.Doubts {
			var quotes []string
			for _, e := range x.Evidence {
				quotes = append(quotes, strings.ReplaceAll(e.Quote, "\n", "⏎"))
			}
			line("doubt", x.Code, strings.Join(quotes, "; "))
		}
	}
	return b.String()
}
