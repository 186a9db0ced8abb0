package diff

import (
	"slices"

	"jiedui/schema"
)

// ofSite are the further elements that tell of the site on which a plan stands and
// not of the plan; copies of one plan differ in them.
var ofSite = []string{"source", "author", "editor", "views", "catalogue", "format", "language", "provided_on"}

// compareMetadata compares the title and the elements of the index block. The
// code of the region follows from the region and the date and is not compared.
func (w *work) compareMetadata() {
	a, b := w.sides[0].doc, w.sides[1].doc
	x, y := &a.Metadata, &b.Metadata
	w.compareFields(MetadataChanged, Subject{}, "", "",
		fieldOf{"title", a.Title, b.Title},
		fieldOf{"index_number", x.IndexNumber, y.IndexNumber},
		fieldOf{"doc_number", x.DocNumber, y.DocNumber},
		fieldOf{"issuer", x.Issuer, y.Issuer},
		fieldOf{"written_on", x.WrittenOn, y.WrittenOn},
		fieldOf{"published_on", x.PublishedOn, y.PublishedOn},
		fieldOf{"subject_category", x.SubjectCategory, y.SubjectCategory},
		fieldOf{"validity", x.Validity, y.Validity},
		fieldOf{"abstract", x.Abstract, y.Abstract},
		fieldOf{"region", x.Region, y.Region},
		fieldOf{"signed_by", x.SignedBy, y.SignedBy},
		fieldOf{"signed_on", x.SignedOn, y.SignedOn},
	)
	var names []string
	for _, m := range []*schema.Metadata{x, y} {
		for i := range m.Extra {
			note(&names, m.Extra[i].Name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if slices.Contains(ofSite, name) {
			continue
		}
		w.compareExtra(name, x.Extra, y.Extra)
	}
}

// compareExtra compares the values of one further element, which may have
// several: the equal ones, then those whose words are alike, or the only ones.
func (w *work) compareExtra(name string, old, new []schema.NamedValue) {
	var lists [2][]*schema.Value
	for i, all := range [][]schema.NamedValue{old, new} {
		for j := range all {
			if all[j].Name == name {
				lists[i] = append(lists[i], &all[j].Value)
			}
		}
	}
	single := len(lists[0]) == 1 && len(lists[1]) == 1
	keys := func(list []*schema.Value) (out []string) {
		for _, v := range list {
			out = append(out, plainOf(v))
		}
		return out
	}
	taken := map[*schema.Value]bool{}
	subject := Subject{Field: name}
	for _, m := range assign(keys(lists[0]), keys(lists[1]), func(i, j int) int {
		s := alike(plainOf(lists[0][i]), plainOf(lists[1][j]))
		switch {
		case s == same:
			return maxScore
		case s >= likeWords || single:
			return max(s, 1)
		}
		return 0
	}) {
		x, y := lists[0][m.i], lists[1][m.j]
		taken[x], taken[y] = true, true
		w.compareValue(MetadataChanged, subject, "", "", x, y)
	}
	for i, list := range lists {
		for _, v := range list {
			if taken[v] {
				continue
			}
			// An attachment that one page lists and the other only has.
			if name == attachment && w.sides[1-i].headed(plainOf(v)) {
				continue
			}
			w.tellOne(i, MetadataChanged, subject, w.value(i, "", v))
		}
	}
}

// attachment is the further element that names an attachment.
const attachment = "attachment"

// headed reports whether the document has a heading of these words.
func (s *side) headed(words string) bool {
	return slices.ContainsFunc(s.heads, func(h heading) bool { return h.words == words })
}

// compareMeasures compares what the plans do.
func (w *work) compareMeasures() {
	find := func(list []schema.Measure, name string) *schema.Measure {
		for i := range list {
			if plain(list[i].Name.Value) == name {
				return &list[i]
			}
		}
		return nil
	}
	a, b := w.sides[0].doc.Measures, w.sides[1].doc.Measures
	for i, list := range [][]schema.Measure{a, b} {
		for j := range list {
			m := &list[j]
			other := find([][]schema.Measure{b, a}[i], plain(m.Name.Value))
			switch {
			case other == nil:
				// One place may have decided that it is a measure here: where any of them
				// may be damaged in the other version, it may be one there, too.
				t := w.say(i, m.ID, "", &m.Name)
				t.needs = []need{{places: m.Name.Evidence, every: true}}
				w.tellOne(i, MeasureTakenUp, Subject{Name: m.Name.Value}, t)
			case i == 0:
				w.pin(&m.Name, &other.Name)
			}
		}
	}
}

// compareCitations compares the policies that the plans cite: by title, then by
// number.
func (w *work) compareCitations() {
	lists := [2][]*schema.Citation{}
	for i, s := range w.sides {
		for j := range s.doc.Citations {
			lists[i] = append(lists[i], &s.doc.Citations[j])
		}
	}
	matchUp(&lists, func(c *schema.Citation) string { return c.ID }, func(x, y *schema.Citation) int {
		title := plain(x.Title.Value) == plain(y.Title.Value)
		number := x.Number != nil && plainOf(x.Number) == plainOf(y.Number)
		return boolScore(title, 3) + boolScore(number, 2)
	}, func(x, y *schema.Citation) {
		subject := Subject{Name: y.Title.Value}
		if plain(x.Title.Value) != plain(y.Title.Value) {
			s := subject
			s.Field = "title"
			w.tell(CitationChanged, s, w.value(0, x.ID, &x.Title), w.value(1, y.ID, &y.Title), ReasonNumber)
		} else {
			w.pin(&x.Title, &y.Title)
		}
		w.compareFields(CitationChanged, subject, x.ID, y.ID, fieldOf{"number", x.Number, y.Number})
	})
	for i, list := range lists {
		for _, c := range list {
			w.tellOne(i, CitationAdded, Subject{Name: c.Title.Value}, w.say(i, c.ID, valueOf(c.Number), &c.Title))
		}
	}
}
