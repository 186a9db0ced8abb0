package search

import (
	"strings"
	"unicode/utf8"
)

// Match is a query in the words of SQLite's FTS5, for the columns of [Columns].
type Match struct {
	All   string // what it matches
	Title string // the same, its free words in the title; "": it has none
}

// Columns are the columns of the index, in order, each with its weight.
var Columns = []struct {
	Name   string
	Weight float64
}{
	{"title", 8}, {"body", 1}, {"title_words", 8}, {"words", 1},
	{"issuer", 1}, {"region", 1}, {"schools", 1}, {"measures", 1}, {"persons", 1},
	{"facets", 0},
}

// Match returns q for an index that was made with the words that cut names, see
// [Entry].
func (q *Query) Match(cut int64) Match {
	w := writer{known: cut == q.cut, loose: q.loose}
	m := Match{All: w.node(q.root)}
	for _, t := range q.terms {
		if t.field == Anywhere {
			w.title = true
		}
	}
	if w.title {
		m.Title = w.node(q.root)
	}
	return m
}

type writer struct {
	known bool // the words of the dictionary are in the index
	loose bool // words are taken apart
	title bool // free words are looked for in the title
}

func (w *writer) node(n node) string {
	switch n := n.(type) {
	case *term:
		return w.term(n)
	case *anyOf:
		return w.list(n.of, " OR ")
	case *all:
		with := facet(facetAll)
		if len(n.with) > 0 {
			with = w.list(n.with, " AND ")
		}
		if len(n.without) == 0 {
			return with
		}
		title := w.title
		w.title = false // what must not be there must be nowhere
		without := w.list(n.without, " OR ")
		w.title = title
		return "(" + with + " NOT " + without + ")"
	}
	panic("search: a node of no kind")
}

func (w *writer) list(of []node, op string) string {
	var parts []string
	for _, n := range of {
		parts = append(parts, w.node(n))
	}
	return joined(parts, op)
}

func joined(parts []string, op string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, op) + ")"
}

func facet(name string) string { return `facets : "` + name + `"` }

func (w *writer) term(t *term) string {
	var any []string
	switch t.field {
	case Year:
		for y := t.from; y <= t.to; y++ {
			any = append(any, facet(facetYear(y)))
		}
	case District:
		for _, c := range t.code {
			any = append(any, facet(facetCode(c)))
		}
		for _, p := range t.patterns {
			any = append(any, in("region", p))
		}
	case Anywhere:
		whole, words := "{title body}", "{title_words words}"
		if w.title {
			whole, words = "title", "title_words"
		}
		one := func(pattern []string, word string) string {
			if w.known && utf8.RuneCountInString(word) >= longWord {
				return in(words, []string{word})
			}
			return in(whole, pattern)
		}
		for i, p := range t.patterns {
			any = append(any, one(p, t.known[i]))
		}
		if w.loose && t.words != nil {
			var together []string
			for _, word := range t.words {
				together = append(together, one(phrase(word, false), word))
			}
			any = append(any, joined(together, " AND "))
		}
	default:
		column := map[Field]string{Title: "title", Issuer: "issuer", School: "schools", Measure: "measures", Person: "persons"}[t.field]
		for _, p := range t.patterns {
			any = append(any, in(column, p))
		}
	}
	return joined(any, " OR ")
}

// in asks for a phrase in columns. Tokens are letters and digits, so nothing in
// them means anything to FTS5 between quotation marks.
func in(columns string, phrase []string) string {
	s := strings.Join(phrase, " ")
	open := strings.HasSuffix(s, prefix)
	s = columns + ` : "` + strings.TrimSuffix(s, prefix) + `"`
	if open {
		s += " *"
	}
	return s
}
