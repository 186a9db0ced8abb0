package jiedui_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/synth"
	"jiedui/extract/segment"
	"jiedui/internal/search"
)

// searchable is a page with what is found in it.
type searchable struct {
	corpus.Page
	read    []rune // the read text
	entries []jiedui.Entry
	texts   []*search.Text // by entry
}

// searched are pages of all kinds: samples, and invented ones with their dirt.
func searched(t testing.TB) (out []searchable) {
	var pages []corpus.Page
	for i, p := range samplePages(t) {
		if i%4 == 0 {
			pages = append(pages, p)
		}
	}
	n := 20
	if testing.Short() {
		n = 5
	}
	for i := range n {
		p, err := synth.Make(synth.Options{Seed: 20261125}, i)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page(p.Name, p.Body))
	}
	ctx := context.Background()
	for _, p := range pages {
		read, err := jiedui.ReadText(ctx, p, jiedui.Options{})
		if err != nil {
			continue // cut off by its dirt before there was anything
		}
		one := searchable{Page: p, read: []rune(read)}
		if one.entries, err = jiedui.Entries(ctx, p, jiedui.Options{}); err != nil {
			t.Fatal(err)
		}
		for _, e := range one.entries {
			text, err := search.Decode(e.Found.Text)
			if err != nil {
				t.Fatal(err)
			}
			one.texts = append(one.texts, text)
		}
		out = append(out, one)
	}
	return out
}

// TestSearch holds what is found in documents to their pages.
func TestSearch(t *testing.T) {
	pages := searched(t)
	t.Run("cites the read text", func(t *testing.T) { searchCites(t, pages) })
	t.Run("whole", func(t *testing.T) { searchTextIsWhole(t, pages) })
	t.Run("recall", func(t *testing.T) { searchRecall(t, pages) })
}

// Whatever stretch of a document's text one asks for, it is found there, and what
// is found stands in the read text at the places that are named: in the characters
// that become those that were asked for when the page's own steps are applied.
func searchCites(t *testing.T, pages []searchable) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(1, 2))
	stretches, changed := 0, 0
	for _, p := range pages {
		whole := p.read
		for i, e := range p.entries {
			text := p.texts[i]
			fold := jiedui.Fold(e.Document.Source)
			for i := range text.Lines {
				l := &text.Lines[i]
				if got := string(whole[l.Start : l.Start+len([]rune(l.Read))]); got != l.Read {
					t.Fatalf("%s: line %q, the read text has %q there", p.Name, l.Read, got)
				}
			}
			for range 20 {
				if len(text.Lines) == 0 {
					break
				}
				l := text.Lines[r.IntN(len(text.Lines))]
				words := strings.FieldsFunc(l.Clean, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
				if len(words) == 0 {
					continue
				}
				word := []rune(words[r.IntN(len(words))])
				from := r.IntN(len(word))
				asked := string(word[from : from+1+r.IntN(len(word)-from)])
				q, err := jiedui.Ask(ctx, `"`+asked+`"`, jiedui.Options{})
				if err != nil {
					t.Fatalf("%s: %v", asked, err)
				}
				places, total, snippets := q.Look(text, nil, 1000)
				if total == 0 || len(snippets) == 0 {
					t.Errorf("%s: %q of %q is not found", p.Name, asked, l.Clean)
				}
				stretches++
				if l.Runs != nil {
					changed++
				}
				for _, at := range places {
					if got := string(whole[at.Start:at.End]); got != at.Quote {
						t.Errorf("%s: %q: quote %q, the read text has %q there", p.Name, asked, at.Quote, got)
					}
					if got := squeeze(fold(at.Quote)); !strings.Contains(got, asked) {
						t.Errorf("%s: %q is cited as %q, which folds to %q", p.Name, asked, at.Quote, got)
					}
				}
				for _, s := range snippets {
					if got := string(whole[s.Start:s.End]); got != s.Quote {
						t.Errorf("%s: snippet %q, the read text has %q there", p.Name, s.Quote, got)
					}
					end := s.Start
					for _, m := range s.Marks {
						if m.Start < end || m.End <= m.Start || m.End > s.End {
							t.Errorf("%s: marks %v of %d-%d", p.Name, s.Marks, s.Start, s.End)
						}
						end = m.End
					}
				}
			}
		}
	}
	t.Logf("%d stretches, %d of them in lines that were changed", stretches, changed)
	if changed == 0 {
		t.Error("no page was changed by cleaning")
	}
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// The text that is searched is the document's own, all of it.
func searchTextIsWhole(t *testing.T, pages []searchable) {
	for _, p := range pages {
		for i, e := range p.entries {
			text := p.texts[i]
			for _, s := range e.Document.Sections { // each heading is a part of it
				if h := squeeze(s.Heading); !strings.Contains(squeeze(text.String()), h) {
					t.Errorf("%s: the heading %q is not in the text", p.Name, h)
				}
			}
			if !slices.IsSortedFunc(text.Lines, func(a, b search.Line) int { return a.Start - b.Start }) {
				t.Errorf("%s: the lines are not in their order", p.Name)
			}
		}
	}
}

// searchRecall measures what an index would find that held the words of gse
// alone, against what stands in the text: of a word within a longer one nothing is
// known to it.
func searchRecall(t *testing.T, pages []searchable) {
	ctx := context.Background()
	var texts []*search.Text
	for _, p := range pages {
		texts = append(texts, p.texts...)
	}
	cut := func(s string) string { // words, each between two blanks
		b := " "
		for _, w := range segment.Words(s) {
			b += s[w.Span.Start:w.Span.End] + " "
		}
		return b
	}
	byWords := make([]string, len(texts))
	for i, text := range texts {
		byWords[i] = cut(text.String())
	}
	r := rand.New(rand.NewPCG(3, 4))
	standing, words := 0, 0
	for range 300 {
		line := texts[r.IntN(len(texts))].String()
		stretches := strings.FieldsFunc(line, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
		if len(stretches) == 0 {
			continue
		}
		s := []rune(stretches[r.IntN(len(stretches))])
		from := r.IntN(len(s))
		q := string(s[from : from+1+r.IntN(min(len(s)-from, 6))])
		query, err := jiedui.Ask(ctx, `"`+q+`"`, jiedui.Options{})
		if err != nil {
			t.Fatal(err)
		}
		asWords := cut(q)
		for i, text := range texts {
			if !strings.Contains(text.String(), q) {
				continue
			}
			standing++
			if strings.Contains(byWords[i], asWords) {
				words++
			}
			if _, n, _ := query.Look(text, nil, 1); n == 0 {
				t.Errorf("%q is not found", q)
			}
		}
	}
	t.Logf("of %d documents in which a stretch stands, the words of gse alone find %.0f %%, pairs of hanzi all", standing, 100*float64(words)/float64(standing))
}
