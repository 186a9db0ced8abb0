package search

import (
	"fmt"
	"hash/fnv"
	"strings"
	"unicode/utf8"

	"jiedui/extract/segment"
	"jiedui/schema"
)

// Entry is what a document is found by: what the index holds of it, column by
// column, and what a hit needs of it. The columns hold tokens with blanks between
// them, for a tokenizer that divides at blanks and changes nothing.
type Entry struct {
	Title, Body                string // what stands there, by pairs of hanzi
	TitleWords, Words          string // the words of the dictionary in them
	Issuer, Region             string
	Schools, Measures, Persons string
	Facets                     string // its year, and what the code of its district begins with
	Year                       int    // 0: not known
	District, Code             string // the district; "": not known
	Cut                        int64  // which words the dictionary has, see Cut
	Text                       []byte // see [Decode]
}

// longWord is the number of hanzi from which the index holds a word of the
// dictionary as such; shorter ones are a pair of hanzi.
const longWord = 3

// facetAll is a facet of every document.
const facetAll = "all"

func facetYear(y int) string { return fmt.Sprintf("y%d", y) }

func facetCode(prefix string) string { return "c" + prefix }

// Cut names the words that an index was made with: digest is that of the lexicon
// in use.
func Cut(digest string) int64 {
	h := fnv.New64a()
	h.Write([]byte("1 " + digest)) // the first number rises when tokens change
	return int64(h.Sum64() >> 1)
}

// Page gives the documents of one page their entries; texts are those of the
// documents and digest that of the lexicon in use. A part that states no district
// or year has those of the first part that does.
func Page(docs []schema.Document, texts []*Text, digest string) []Entry {
	out := make([]Entry, len(docs))
	var year int
	var district, code string
	for i := range docs {
		e := &out[i]
		if e.Year = docs[i].Year(); year == 0 {
			year = e.Year
		}
		m := &docs[i].Metadata
		e.District, e.Code = valueOf(m.Region), valueOf(m.RegionCode)
		if district == "" {
			district, code = e.District, e.Code
		}
	}
	for i := range docs {
		e := &out[i]
		if e.Year == 0 {
			e.Year = year
		}
		if e.District == "" {
			e.District, e.Code = district, code
		}
		e.Cut = Cut(digest)
		e.fill(&docs[i], texts[i])
	}
	return out
}

func (e *Entry) fill(d *schema.Document, t *Text) {
	facets := []string{facetAll}
	if e.Year != 0 {
		facets = append(facets, facetYear(e.Year))
	}
	for n := 2; n <= len(e.Code); n++ {
		facets = append(facets, facetCode(e.Code[:n]))
	}
	e.Facets = strings.Join(facets, " ")
	e.Region = column(marks["region"], e.District)
	var body strings.Builder
	lines := make([]string, len(t.Lines))
	for i := range t.Lines {
		lines[i] = t.Lines[i].Clean
		marked(&body, marks["body"], lines[i])
	}
	e.Body, e.Words = body.String(), inside(marks["words"], lines...)
	title := valueOf(d.Title)
	e.Title, e.TitleWords = column(marks["title"], title), inside(marks["title_words"], title)
	e.Issuer = values(d, Issuer, marks["issuer"])
	e.Schools, e.Measures, e.Persons = values(d, School, marks["schools"]), values(d, Measure, marks["measures"]), values(d, Person, marks["persons"])
	e.Text = t.Encode()
}

// inside writes the long words of the dictionary that stand in lines, wherever
// they begin: also those within others. Then it writes each hanzi of the lines
// once, for those who ask for a single one.
func inside(mark string, lines ...string) string {
	var b strings.Builder
	put := func(w string) {
		b.WriteString(mark)
		b.WriteString(w)
		b.WriteByte(' ')
	}
	seen := map[rune]bool{}
	var hanzi []rune
	for _, line := range lines {
		stretches(line, func(s string) {
			for _, w := range segment.All(s) {
				if utf8.RuneCountInString(w) >= longWord {
					put(w)
				}
			}
			for _, r := range s {
				if !seen[r] {
					seen[r] = true
					hanzi = append(hanzi, r)
				}
			}
		})
	}
	for _, r := range hanzi {
		put(string(r))
	}
	return b.String()
}

// divider stands between the values of a column, so that no phrase goes from one
// to the next.
const divider = "0x0 "

func values(d *schema.Document, f Field, mark string) string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, v := range facts(d, f) {
		if !seen[v.Value] {
			seen[v.Value] = true
			marked(&b, mark, v.Value)
			b.WriteString(divider)
		}
	}
	return b.String()
}

// members are the members of the JSON of a document that facts looks into.
var members = map[Field][]string{
	Title:    {"title"},
	Issuer:   {"metadata"},
	District: {"metadata"},
	Year:     {"metadata"},
	School:   {"schools"},
	Measure:  {"measures"},
	Person:   {"leading_groups", "school_groups", "schools"},
}

// facts returns the values of a document that a field looks into.
func facts(d *schema.Document, f Field) []*schema.Value {
	var out []*schema.Value
	add := func(vs ...*schema.Value) {
		for _, v := range vs {
			if v != nil {
				out = append(out, v)
			}
		}
	}
	switch f {
	case Title:
		add(d.Title)
	case Issuer:
		add(d.Metadata.Issuer, d.Metadata.SignedBy)
	case District:
		add(d.Metadata.Region, d.Metadata.RegionCode)
	case Year:
		for _, v := range []*schema.Date{d.Metadata.WrittenOn, d.Metadata.SignedOn, d.Metadata.PublishedOn} {
			if v != nil {
				return append(out, v)
			}
		}
	case School:
		for i := range d.Schools {
			s := &d.Schools[i]
			add(&s.Name)
			for j := range s.Forms {
				add(&s.Forms[j])
			}
		}
	case Measure:
		for i := range d.Measures {
			add(&d.Measures[i].Name)
		}
	case Person:
		for i := range d.LeadingGroups {
			for j := range d.LeadingGroups[i].Members {
				add(d.LeadingGroups[i].Members[j].Name)
			}
		}
		for i := range d.SchoolGroups {
			g := &d.SchoolGroups[i]
			for j := range g.Members {
				add(g.Members[j].Principal)
			}
			for j := range g.Contacts {
				add(&g.Contacts[j].Name)
			}
		}
		for i := range d.Schools {
			add(d.Schools[i].Principal)
		}
	}
	return out
}

func valueOf(v *schema.Value) string {
	if v == nil {
		return ""
	}
	return v.Value
}
