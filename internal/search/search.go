// Package search says what documents are found by, what a query asks for, and
// where in a document it stands.
//
// The road of one document: the front door hands its text over ([Text]: each line
// as it was cleaned, with the way back to the read text) → [Page] makes its entry:
// pairs of neighbouring hanzi, so that whatever stretch of two hanzi and more a
// person types is a phrase of pairs and found wherever it stands; beside them the
// words of the dictionary that gse finds in the text, at every place, because a
// word that is one token is found faster than a phrase; each hanzi once; and the
// values of its facts → the store keeps the columns in an FTS5 table and the text beside it.
//
// The road of one query: [Ask] reads 教师交流 district:青岚区 -year:2018 into terms,
// each in the spellings that pages in simplified and in traditional script are
// indexed by → [Query.Match] writes them for FTS5: a word of the dictionary, and a
// single hanzi, as one token, everything else as a phrase of pairs → the store returns what
// matches → [Query.Look] finds the terms in the text of each hit and cites the
// read text.
//
// The package knows no file and no database.
package search

import (
	"slices"

	"jiedui/schema"
)

// Query is what somebody wants to find.
type Query struct {
	root  node
	terms []*term // in the order of the query; those behind a NOT, too
	cut   int64
	loose bool // see Loosen
}

// Ask reads a query; digest is that of the lexicon in use. Errors are
// [*QueryError]. Words stand for themselves wherever they are in the text, also
// within longer ones; all of them must be there (AND), but for those behind OR or
// NOT (also | and -). Quotation marks hold a phrase together, brackets a part of
// the query. A field and a colon before a word look into the facts. Every mark may
// be the Chinese one.
func Ask(query, digest string) (*Query, error) {
	n, terms, err := parse(query)
	if err != nil {
		return nil, err
	}
	return &Query{root: n, terms: terms, cut: Cut(digest)}, nil
}

// Loosen returns the query that asks for the same, but takes words apart: one that
// somebody typed without blanks, and that is made of several words of the
// dictionary, matches also where these stand anywhere. ok is false when it has no
// such word; what stands in quotation marks is none.
func (q *Query) Loosen() (loose *Query, ok bool) {
	for _, t := range q.wanted() {
		ok = ok || t.words != nil
	}
	c := *q
	c.loose = true
	return &c, ok
}

// Needs returns which members of the JSON of a document [Query.Look] wants it for;
// none: it does not look into facts.
func (q *Query) Needs() []string {
	var out []string
	for _, t := range q.wanted() {
		for _, m := range members[t.field] {
			if !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out
}

// wanted are the terms that a hit may have: not those behind a NOT.
func (q *Query) wanted() []*term {
	var out []*term
	var walk func(n node)
	walk = func(n node) {
		switch n := n.(type) {
		case *term:
			out = append(out, n)
		case *anyOf:
			for _, x := range n.of {
				walk(x)
			}
		case *all:
			for _, x := range n.with {
				walk(x)
			}
		}
	}
	walk(q.root)
	return out
}

// place is where a term stands in the text.
type place struct {
	line       int
	start, end int // code points of the read text
	from, to   int // the same of the line's Read
	term       int // which of the phrases
}

// Look finds q in a document that matches: its text, and the document itself where
// [Query.Needs] names members of it, else nil. It returns the places, at most limit and
// those of facts first, how many there are, and the parts of the text that show
// them best.
func (q *Query) Look(t *Text, d *schema.Document, limit int) (places []schema.HitPlace, total int, snippets []schema.Snippet) {
	free, phrases := q.places(t)
	places = []schema.HitPlace{}
	var marks []place // in the text, of facts
	seen := map[schema.HitPlace]bool{}
	for _, term := range q.wanted() {
		if d == nil || term.field == Anywhere {
			continue
		}
		for _, v := range facts(d, term.field) {
			if !term.is(v.Value) {
				continue
			}
			for _, e := range v.Evidence {
				p := schema.HitPlace{Field: string(term.field), Value: v.Value, Start: e.Start, End: e.End, Quote: e.Quote}
				if key := p; !seen[key] {
					seen[key] = true
					if p.Cell = e.Cell; total < limit {
						places = append(places, p)
					}
					total++
					if m, ok := t.at(e.Start, e.End); ok {
						m.term = phrases
						marks = append(marks, m)
					}
				}
			}
			phrases++
		}
	}
	for _, p := range free {
		if total++; len(places) < limit {
			l := &t.Lines[p.line]
			places = append(places, schema.HitPlace{Field: "text", Start: p.start, End: p.end, Quote: string([]rune(l.Read)[p.from:p.to])})
		}
	}
	if len(free) > 0 {
		marks = free
	}
	return places, total, t.show(marks)
}

// is reports whether a value of a fact is what t asks for.
func (t *term) is(value string) bool {
	switch t.field {
	case Year, District:
		return true // the document matched by it
	}
	var list []token
	tokens([]rune(value), func(tok token) { list = append(list, tok) })
	for _, p := range t.patterns {
		for i := range list {
			if stands(list[i:], p) {
				return true
			}
		}
	}
	return false
}

// stands reports whether list begins with a phrase.
func stands(list []token, phrase []string) bool {
	if len(phrase) > len(list) {
		return false
	}
	for i, want := range phrase {
		if w, open := cutPrefix(want); open && len(list[i].text) >= len(w) && list[i].text[:len(w)] == w {
			continue
		}
		if list[i].text != want {
			return false
		}
	}
	return true
}

func cutPrefix(s string) (string, bool) {
	if n := len(s) - len(prefix); n > 0 && s[n:] == prefix {
		return s[:n], true
	}
	return s, false
}
