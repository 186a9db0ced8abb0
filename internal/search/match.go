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

// marks stand before the tokens of a column. SQLite keeps one list for a token,
// whatever columns it is in: without marks, whoever asks for a title would have it
// read where the same words stand in texts.
var marks = map[string]string{"body": "", "words": "", "title": "t", "title_words": "t", "issuer": "i", "region": "r", "schools": "s", "measures": "m", "persons": "p"}

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
		for i, p := range t.patterns {
			any = append(any, w.free(p, t.known[i])...)
		}
		if w.loose && t.words != nil {
			var together []string
			for _, word := range t.words {
				together = append(together, joined(w.free(phrase(word, false), word), " OR "))
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

// free asks for a phrase anywhere; word is what it is in the dictionary, or "".
func (w *writer) free(pattern []string, word string) []string {
	columns := []string{"title", "body"}
	one, open := cutPrefix(pattern[0])
	switch {
	case w.known && utf8.RuneCountInString(word) >= longWord:
		columns, pattern = []string{"title_words", "words"}, []string{word}
	case open && len(pattern) == 1 && isHanzi([]rune(one)[0]) && utf8.RuneCountInString(one) == 1:
		columns, pattern = []string{"title_words", "words"}, []string{one}
	}
	if w.title {
		columns = columns[:1]
	}
	var out []string
	for _, c := range columns {
		out = append(out, in(c, pattern))
	}
	return out
}

// in asks for a phrase in a column. Tokens are letters and digits, so nothing in
// them means anything to FTS5 between quotation marks.
func in(column string, phrase []string) string {
	s := marks[column] + strings.Join(phrase, " "+marks[column])
	open := strings.HasSuffix(s, prefix)
	s = column + ` : "` + strings.TrimSuffix(s, prefix) + `"`
	if open {
		s += " *"
	}
	return s
}
