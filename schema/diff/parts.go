package diff

import (
	"slices"
	"strconv"
	"strings"

	"jiedui/schema"
)

// Input is one document of a version.
type Input struct {
	Document *schema.Document
	// Its running text by section; nil where the text is not at hand: sentences
	// are then not compared.
	Sections []Text
	// Its words in order, as clean text with their places: every line outside
	// tables and every cell, those of the site left out; nil as for Sections: facts
	// that were read in two ways from the same words are then told as changes.
	Passages []schema.Value
}

// Result is what changed from one version to the other.
type Result struct {
	// Version of the JSON shape.
	SchemaVersion string           `json:"schema_version"`
	Generator     schema.Generator `json:"generator"`
	// The documents that were compared with each other, by their place in the later
	// version.
	Pairs []Pair `json:"pairs"`
	// By kind in the order of Kinds, then by place in the later version.
	Changes []Change `json:"changes"`
	// What differs, or is missing on one side, where that side was not surely read:
	// it may be a change or not.
	Open []Change `json:"open"`
	// The inputs that could not be read; whoever reads them fills it in.
	Failures []schema.Failure `json:"failures"`
}

// Pair is two documents that were compared.
type Pair struct {
	Old Ref `json:"old"` // of the earlier version
	New Ref `json:"new"` // of the later version
	// How much of what they say is the same, from 0 to 1: of titles, headings,
	// schools, people, measures and promises.
	Likeness float64 `json:"likeness" jsonschema:"minimum=0,maximum=1"`
	// What the two are to each other: versions of one plan, plans of different
	// districts, or nothing that shows.
	Relation string `json:"relation" jsonschema:"enum=versions,enum=districts,enum=unlike"`
	// Sentences were compared, too: the text of both was at hand.
	Sentences bool `json:"sentences,omitempty"`
}

// Relations of two documents, for [Pair.Relation].
const (
	RelationVersions  = "versions"  // versions of one plan
	RelationDistricts = "districts" // plans of different districts
	RelationUnlike    = "unlike"    // they have hardly anything in common
)

// Ref names a document.
type Ref struct {
	Document string `json:"document" jsonschema:"pattern=^doc-[0-9a-f]{16}$"` // its id
	URI      string `json:"uri"`                                              // of its source
	Part     int    `json:"part" jsonschema:"minimum=1"`                      // its place among the parts of its page
	Title    string `json:"title,omitempty"`                                  // its title, if it has one
}

// Documents compares two documents.
func Documents(old, new *schema.Document) *Result {
	return Compare([]Input{{Document: old}}, []Input{{Document: new}})
}

// Compare compares two versions of a plan, each one document or several parts.
// One document each is compared whatever they are; of several, those that are
// most alike are versions of each other, and what is left was added or removed.
// It changes nothing in the documents. Numbers of persons should not be masked
// yet; where they are, a star stands for any digit.
func Compare(old, new []Input) *Result {
	r := &Result{SchemaVersion: Version, Pairs: []Pair{}, Changes: []Change{}, Open: []Change{}, Failures: []schema.Failure{}}
	var things [2][]map[string]bool
	var keys [2][]string
	for i, list := range [][]Input{old, new} {
		for _, in := range list {
			things[i] = append(things[i], thingsOf(in.Document))
			keys[i] = append(keys[i], in.Document.ID)
		}
	}
	single := len(old) == 1 && len(new) == 1
	matches := assign(keys[0], keys[1], func(i, j int) int {
		l := likeness(things[0][i], things[1][j])
		s := 10 * int(1000*l)
		x, y := old[i].Document, new[j].Document
		if !single && relation(x, y, l) != RelationVersions {
			return 0 // one plan went and another came in its place
		}
		s += boolScore(x.Title != nil && plainOf(x.Title) == plainOf(y.Title), 3000) + boolScore(x.Part == y.Part, 300)
		if single {
			return s + 1
		}
		return boolScore(s >= 1000, s)
	})
	slices.SortFunc(matches, func(a, b match) int { return a.j - b.j })
	taken := [2]map[int]bool{{}, {}}
	for _, m := range matches {
		taken[0][m.i], taken[1][m.j] = true, true
	}
	inPart := map[*schema.Document]bool{} // see strayed
	for _, m := range matches {
		x, y := old[m.i], new[m.j]
		l := likeness(things[0][m.i], things[1][m.j])
		r.Pairs = append(r.Pairs, Pair{refOf(x.Document), refOf(y.Document), float64(int(l*1000+0.5)) / 1000, relation(x.Document, y.Document, l), x.Sections != nil && y.Sections != nil})
		w := &work{sides: [2]*side{sideOf(x), sideOf(y)}}
		for i, list := range [][]Input{old, new} {
			for j, in := range list {
				if !taken[i][j] && strayed(in, []Input{x, y}[1-i], []Input{x, y}[i]) {
					w.strayed[i] = withWords(w.strayed[i], in)
					inPart[in.Document] = true
				}
			}
		}
		changes, open := w.run()
		r.Changes = append(r.Changes, changes...)
		r.Open = append(r.Open, open...)
	}
	for i, list := range [][]Input{old, new} {
		for j, in := range list {
			if taken[i][j] {
				continue
			}
			c := part(i, in.Document)
			if inPart[in.Document] {
				c.Doubt = SameWords
				r.Open = append(r.Open, c)
			} else {
				r.Changes = append(r.Changes, c)
			}
		}
	}
	for _, list := range [][]Change{r.Changes, r.Open} {
		if len(matches) > 1 || len(taken[0]) < len(old) || len(taken[1]) < len(new) {
			order(list)
		}
		name(list)
	}
	return r
}

func sideOf(in Input) *side {
	return &side{doc: inOrder(in.Document), texts: in.Sections, passages: in.Passages}
}

// strayed reports whether most of the words of a document without a partner stand
// in a document of the other version, and not in the partner of that: where one
// plan ends and the next begins was read otherwise there.
func strayed(in, other, partner Input) bool {
	there, here := withWords(nil, other), withWords(nil, partner)
	shared, all := 0, 0
	for words := range withWords(nil, in) {
		if !here[words] {
			all++
			shared += boolScore(there[words], 1)
		}
	}
	return 2*shared > all
}

// withWords adds the passages of a document to a set.
func withWords(set map[string]bool, in Input) map[string]bool {
	if set == nil {
		set = map[string]bool{}
	}
	for i := range in.Passages {
		set[plainOf(&in.Passages[i])] = true
	}
	return set
}

// part tells that a document has no other version.
func part(i int, doc *schema.Document) Change {
	w := &work{sides: [2]*side{{doc: doc}, {doc: doc}}}
	title := doc.Title
	shown := valueOf(title)
	if title == nil {
		title = &schema.Value{Evidence: doc.Evidence[:min(1, len(doc.Evidence))]}
	}
	subject := Subject{Name: shown, Field: "part " + strconv.Itoa(doc.Part)}
	w.tellOne(i, PartAdded, subject, w.say(i, doc.ID, shown, title))
	c := w.changes[0]
	out := Change{Kind: c.kind, Subject: c.subject}
	if c.old != nil {
		out.Old = &c.old.Side
	} else {
		out.New = &c.new.Side
	}
	out.Message = sentence(&out)
	return out
}

func refOf(d *schema.Document) Ref {
	return Ref{d.ID, d.Source.URI, d.Part, valueOf(d.Title)}
}

// thingsOf is what a document speaks of.
func thingsOf(d *schema.Document) map[string]bool {
	out := map[string]bool{}
	add := func(kind string, v *schema.Value) {
		if p := plainOf(v); p != "" {
			out[kind+p] = true
		}
	}
	for i := range d.Schools {
		add("s", &d.Schools[i].Name)
	}
	for i := range d.LeadingGroups {
		for j := range d.LeadingGroups[i].Members {
			add("p", d.LeadingGroups[i].Members[j].Name)
		}
	}
	for i := range d.SchoolGroups {
		add("g", &d.SchoolGroups[i].Name)
	}
	for i := range d.Measures {
		add("m", &d.Measures[i].Name)
	}
	for i := range d.Commitments {
		add("c", &schema.Value{Value: bare(d.Commitments[i].Quote.Value)})
	}
	for i := range d.Sections {
		add("h", &schema.Value{Value: d.Sections[i].Heading})
	}
	for i := range d.Citations {
		add("q", &d.Citations[i].Title)
	}
	return out
}

// likeness is how many of the things of both are in both, from 0 to 1: twice
// those over all of each.
func likeness(a, b map[string]bool) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return float64(2*n) / float64(len(a)+len(b))
}

// Bounds of relation: two versions of a plan share most of what they speak of; of
// two that share little, equal titles speak for it.
const (
	fewShared = 0.05
	likeTitle = 800
)

// relation judges what two documents are to each other. Different regions are
// different districts, unless nearly everything is the same (a district that was
// renamed).
func relation(x, y *schema.Document, likeness float64) string {
	a, b := x.Metadata.Region, y.Metadata.Region
	if a != nil && b != nil && likeness < 0.5 && !sameRegion(x, y) {
		return RelationDistricts
	}
	if likeness < fewShared && (x.Title == nil || y.Title == nil || alike(plainOf(x.Title), plainOf(y.Title)) < likeTitle) {
		return RelationUnlike
	}
	return RelationVersions
}

func sameRegion(x, y *schema.Document) bool {
	a, b := plainOf(x.Metadata.Region), plainOf(y.Metadata.Region)
	if strings.HasSuffix(a, b) || strings.HasSuffix(b, a) {
		return true
	}
	return x.Metadata.RegionCode != nil && plainOf(x.Metadata.RegionCode) == plainOf(y.Metadata.RegionCode)
}
