package jiedui

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/extract"
	"jiedui/extract/all"
	"jiedui/schema"
	"jiedui/schema/diff"
	"jiedui/text"
)

// Versions takes a page to its documents as [Process] does, and adds what
// schema/diff compares besides the facts: the sentences of the running text by
// section or attachment, as clean text with their places, where tables and whatever
// ends without a mark are left out; and all its words.
func Versions(ctx context.Context, page corpus.Page, opt Options) ([]diff.Input, error) {
	var out []diff.Input
	err := extracted(ctx, page, opt, func(docs []schema.Document, parts []*extract.Part) {
		for i := range docs {
			out = append(out, diff.Input{Document: &docs[i], Sections: sentences(parts[i], &docs[i]), Passages: passages(parts[i])})
		}
	})
	return out, err
}

// passages are the lines and cells of a part.
func passages(p *extract.Part) []schema.Value {
	out := []schema.Value{}
	add := func(s text.Span) {
		if !s.Empty() {
			out = append(out, p.Value(s))
		}
	}
	table := int32(-1)
	for _, l := range p.Body {
		if l.Table < 0 {
			add(l.Span)
		} else if l.Table != table {
			for i := range p.Tables[l.Table].Cells {
				add(p.Tables[l.Table].Cells[i].Span)
			}
		}
		table = l.Table
	}
	return out
}

// told is a stretch of the read text that a fact or a heading was read from.
type told struct{ start, end int }

// sentences cuts the running text of a part into sentences, by section.
func sentences(p *extract.Part, doc *schema.Document) []diff.Text {
	// What facts say; of headings also where they begin.
	var facts []told
	note := func(ev []schema.Evidence) {
		for _, e := range ev {
			facts = append(facts, told{e.Start, e.End})
		}
	}
	schema.Walk(doc, func(path schema.Path, node any) {
		if s := path.String(); strings.HasPrefix(s, "evidence") || strings.HasPrefix(s, "doubts") || strings.HasPrefix(s, "measures") {
			return
		}
		switch n := node.(type) {
		case *schema.Value:
			note(n.Evidence)
		case *schema.When:
			note(n.Evidence)
		case *schema.Section:
			note(n.Evidence)
		}
	})
	slices.SortFunc(facts, func(a, b told) int { return cmp.Or(a.start-b.start, a.end-b.end) })
	// Disjoint, for counting.
	n := 0
	for _, f := range facts {
		if n > 0 && f.start <= facts[n-1].end {
			facts[n-1].end = max(facts[n-1].end, f.end)
			continue
		}
		facts[n] = f
		n++
	}
	facts = facts[:n]
	covered := func(from, to int) (n int) {
		i, _ := slices.BinarySearchFunc(facts, from, func(f told, at int) int { return f.end - at })
		for ; i < len(facts) && facts[i].start < to; i++ {
			n += max(0, min(to, facts[i].end)-max(from, facts[i].start))
		}
		return n
	}
	heads := slices.Clone(doc.Sections)
	slices.SortStableFunc(heads, func(a, b schema.Section) int { return start(a.Evidence) - start(b.Evidence) })
	out := []diff.Text{{}}
	next := 0
	// under goes on to the heading that a place stands under.
	under := func(place int) {
		for next < len(heads) && start(heads[next].Evidence) <= place {
			out = append(out, diff.Text{Heading: heads[next].Heading})
			next++
		}
	}
	prose := p.Prose()
	for i, l := range prose {
		if title, ok := all.Attached(p.Str(l.Span)); ok {
			if title == "" && i+1 < len(prose) {
				title = p.Str(prose[i+1].Span)
			}
			under(start(p.Evidence(l.Span)))
			out = append(out, diff.Text{Heading: extract.Squeeze(title)})
		}
		for _, span := range cut(p, l.Span) {
			v := p.Value(span)
			if len(v.Evidence) == 0 {
				continue
			}
			e := v.Evidence[0]
			under(e.Start)
			t := &out[len(out)-1]
			told := 3*covered(e.Start, e.End) >= 2*(e.End-e.Start)
			t.Sentences = append(t.Sentences, diff.Sentence{Text: v, Told: told})
		}
	}
	return slices.DeleteFunc(out, func(t diff.Text) bool { return len(t.Sentences) == 0 })
}

func start(ev []schema.Evidence) int {
	if len(ev) == 0 {
		return 0
	}
	return ev[0].Start
}

// enders end a sentence.
const enders = "。！？!?；;"

// cut cuts a line into its sentences, each with the mark at its end. What stands
// without such a mark is an item, a label or a line of the site.
func cut(p *extract.Part, line text.Span) (out []text.Span) {
	s := p.Str(line)
	from := 0
	add := func(to int) {
		span := p.Trim(text.Span{Start: line.Start + from, End: line.Start + to})
		if !span.Empty() && extract.HasHan(p.Str(span)) {
			out = append(out, span)
		}
		from = to
	}
	for i, r := range s {
		if strings.ContainsRune(enders, r) {
			add(i + utf8.RuneLen(r))
		}
	}
	return out
}
