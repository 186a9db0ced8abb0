package jiedui

import (
	"context"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/internal/search"
	"jiedui/schema"
	"jiedui/text"
)

// Ask reads a query to a corpus that was built with o's lexicon; with another
// one it finds the same, only slower. An error is that of ctx or a
// *search.QueryError, which says what is wrong with the query and where.
func Ask(ctx context.Context, query string, o Options) (*search.Query, error) {
	done, err := lexicon.Use(ctx, o.Lexicon.in())
	if err != nil {
		return nil, err
	}
	defer done()
	return search.Ask(query, o.Lexicon.in().Digest())
}

// entriesOf returns what the documents of a page are found by.
func entriesOf(docs []schema.Document, parts []*extract.Part, opt Options) []search.Entry {
	texts := make([]*search.Text, len(docs))
	if len(parts) > 0 {
		ruler := text.NewRuler(parts[0].Doc.Text.String())
		for i := range docs {
			texts[i] = searchText(&docs[i], parts[i], ruler)
		}
	}
	return search.Page(docs, texts, opt.Lexicon.in().Digest())
}

// searchable is the number of bytes of a document's text that can be searched: of
// a larger one, no more than the beginning. Plans have some thousands.
const searchable = 8 << 20

// searchText is the text of a part without the page's furniture, with the way
// back to the read text, which ruler measures.
func searchText(d *schema.Document, p *extract.Part, ruler *text.Ruler) *search.Text {
	t := &search.Text{}
	size := 0
	for _, l := range p.Body {
		if size += l.Span.Len(); size > searchable {
			break
		}
		if line, ok := searchLine(p, l.Span, ruler); ok {
			t.Lines = append(t.Lines, line)
		}
	}
	if len(t.Lines) == 0 {
		return t
	}
	t.Phones = otherPhones(d)
	last := &t.Lines[len(t.Lines)-1]
	from, to := t.Lines[0].Start, last.Start+len([]rune(last.Read))
	for _, n := range d.Private {
		if from < n.End && n.Start < to {
			t.Private = append(t.Private, n)
		}
	}
	return t
}

// otherPhones are the phones that the extractors saw and the page's own search did
// not.
func otherPhones(d *schema.Document) []string {
	known := map[string]bool{}
	for _, n := range d.Private {
		known[n.Digits] = true
	}
	var out []string
	add := func(v *schema.Value) {
		if v != nil && !known[v.Value] {
			known[v.Value] = true
			out = append(out, v.Value)
		}
	}
	for i := range d.SchoolGroups {
		g := &d.SchoolGroups[i]
		for j := range g.Members {
			add(g.Members[j].Phone)
		}
		for j := range g.Contacts {
			add(g.Contacts[j].Phone)
		}
	}
	for i := range d.Schools {
		add(d.Schools[i].Phone)
	}
	return out
}

// searchLine follows a line of the clean text back to the read text, character by
// character where the two differ.
func searchLine(p *extract.Part, span text.Span, ruler *text.Ruler) (search.Line, bool) {
	read := p.Doc.Text
	whole, ok := p.Clean.Trace(span, read)
	if !ok || whole.Empty() {
		return search.Line{}, false
	}
	l := search.Line{Clean: p.Clean.At(span), Start: ruler.CodePoint(whole.Start), Read: read.At(whole)}
	if l.Clean == l.Read {
		return l, true
	}
	points := map[int]int{} // of the bytes of the line at which characters begin, the code point
	n := 0
	for i := range l.Read {
		points[whole.Start+i] = n
		n++
	}
	points[whole.End] = n
	add := func(r search.Run) {
		if k := len(l.Runs) - 1; k >= 0 && l.Runs[k].Each && r.Each {
			l.Runs[k].Clean += r.Clean
			l.Runs[k].Read += r.Read
			return
		}
		l.Runs = append(l.Runs, r)
	}
	// Characters that were made from the same stretch, or from stretches that reach
	// into each other, are one run.
	at := 0 // code points of Read that have a run
	open := search.Run{}
	from, to := 0, 0 // of the open run
	flush := func() {
		if open.Clean == 0 {
			return
		}
		if from > at {
			add(search.Run{Read: from - at})
		}
		if to > from {
			at = to
		}
		open.Read = max(to-from, 0)
		open.Each = open.Clean == 1 && open.Read == 1
		add(open)
		open = search.Run{}
	}
	for i, r := range l.Clean {
		o, _ := p.Clean.Trace(text.Span{Start: span.Start + i, End: span.Start + i + len(string(r))}, read)
		a, b := at, at
		if !o.Empty() {
			var known, too bool
			a, known = points[o.Start]
			b, too = points[o.End]
			if !known || !too {
				return search.Line{}, false // not reached: text is valid UTF-8, and no step cuts a character
			}
		}
		switch {
		case open.Clean == 0:
			from, to = a, b
		case o.Empty() || from < to && a < to:
			to = max(to, b)
		default:
			flush()
			from, to = a, b
		}
		open.Clean++
	}
	flush()
	if at < n {
		add(search.Run{Read: n - at})
	}
	return l, true
}
