package eval

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Report is how right facts are.
type Report struct {
	// Rows are by name; a type that neither gold nor the facts have has none.
	Rows []Row `json:"rows"`
	// Micro is the F1 over all keys, Core the F1 over those that a dataset of
	// pairings is made for: leaders, groups, contacts, pairings, metadata,
	// citations. Rows beside them count in neither.
	Micro float64 `json:"micro"`
	Core  float64 `json:"core"`
}

// Row is how right the keys of one type are.
type Row struct {
	Type      string   `json:"type"`
	Fields    []string `json:"fields"` // what the values of its keys are
	Gold      int      `json:"gold"`
	Pred      int      `json:"pred"`
	Hit       int      `json:"hit"`
	Precision float64  `json:"precision"`
	Recall    float64  `json:"recall"`
	F1        float64  `json:"f1"`
	Beside    bool     `json:"beside,omitempty"` // counts neither in Micro nor in Core
	Missed    []Key    `json:"missed,omitempty"` // what only gold has, by place
	Wrong     []Key    `json:"wrong,omitempty"`  // what only the facts have, by place
}

// Key is what of a fact must be right, as it is compared: blanks, widths and
// brackets folded.
type Key struct {
	Doc    string   `json:"doc"`
	Part   int      `json:"part"`
	Values []string `json:"values"`
}

// Row returns the row of a type, a row of zeros where there is none.
func (r *Report) Row(kind string) Row {
	for _, row := range r.Rows {
		if row.Type == kind {
			return row
		}
	}
	return Row{Type: kind}
}

// names gives every document of some facts the name by which it is compared:
// the base name without extension, or all of the name where that is the base
// name of two.
type names map[string]string

var extension = regexp.MustCompile(`\.(txt|html?|json)$`)

func (f *Facts) docs() map[string]bool {
	out := map[string]bool{}
	for _, set := range f.keys {
		for k := range set {
			out[k.doc] = true
		}
	}
	return out
}

func namesOf(all ...*Facts) names {
	short := func(doc string) string { return path.Base(extension.ReplaceAllString(doc, "")) }
	twice := map[string]bool{}
	for _, f := range all {
		whole := map[string]string{}
		for doc := range f.docs() {
			w := extension.ReplaceAllString(doc, "")
			if other, ok := whole[short(doc)]; ok && other != w {
				twice[short(doc)] = true
			}
			whole[short(doc)] = w
		}
	}
	out := names{}
	for _, f := range all {
		for doc := range f.docs() {
			if out[doc] = short(doc); twice[short(doc)] {
				out[doc] = extension.ReplaceAllString(doc, "")
			}
		}
	}
	return out
}

func (n names) of(k key) key {
	if name, ok := n[k.doc]; ok {
		k.doc = name
	}
	return k
}

// fits reports whether doc begins with one of the prefixes; none fit all.
func fits(doc string, prefixes []string) bool {
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(doc, p) })
}

// Documents returns the names of the documents of gold that begin with one of
// the prefixes (all without prefixes), sorted.
func Documents(gold, facts *Facts, only []string) []string {
	n := namesOf(gold, facts)
	set := map[string]bool{}
	for doc := range gold.docs() {
		if fits(n[doc], only) {
			set[n[doc]] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// Unmatched returns the documents of gold that the facts do not have, and the
// documents of the facts that gold does not have, sorted. The facts of the
// latter are not scored.
func Unmatched(gold, facts *Facts) (missing, surplus []string) {
	n := namesOf(gold, facts)
	have := func(f *Facts) map[string]bool {
		set := map[string]bool{}
		for doc := range f.docs() {
			set[n[doc]] = true
		}
		return set
	}
	g, p := have(gold), have(facts)
	for doc := range g {
		if !p[doc] {
			missing = append(missing, doc)
		}
	}
	for doc := range p {
		if !g[doc] {
			surplus = append(surplus, doc)
		}
	}
	slices.Sort(missing)
	slices.Sort(surplus)
	return missing, surplus
}

// Score compares facts with gold, document by document of gold; with only, of
// those whose names begin with one of its strings.
//
// A document is known by its base name without extension. Optional facts of
// gold are no miss where they are absent and not wrong where they are present.
// Of the types and fields that gold annotates in part (metadata, citations,
// milestones, commitments, measures), facts count only for the documents for
// which gold has any; of leaders, groups, contacts, pairings and parts they
// count everywhere. Parents of groups and states of pairings count where gold
// has any at all.
func Score(gold, facts *Facts, only []string) *Report {
	n := namesOf(gold, facts)
	docs := map[string]bool{}
	for doc := range gold.docs() {
		if fits(n[doc], only) {
			docs[n[doc]] = true
		}
	}
	var report Report
	var micro, core Row
	for _, k := range kinds {
		row := k.score(gold, facts, n, docs)
		if row.Gold+row.Pred == 0 {
			continue
		}
		report.Rows = append(report.Rows, row)
		if !k.beside {
			micro.add(row)
		}
		if k.core {
			core.add(row)
		}
	}
	report.Micro, report.Core = f1(micro), f1(core)
	return &report
}

func (r *Row) add(other Row) { r.Gold += other.Gold; r.Pred += other.Pred; r.Hit += other.Hit }

// f1 is the harmonic mean of precision and recall; 0 where there is nothing.
func f1(r Row) float64 { return ratio(2*r.Hit, r.Gold+r.Pred) }

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func (k *kind) score(gold, facts *Facts, n names, docs map[string]bool) Row {
	want := map[key]state{}
	for x, s := range gold.keys[k.name] {
		at := want[n.of(x)]
		want[n.of(x)] = state{at.optional || s.optional, at.required || s.required}
	}
	got := k.match(want, gold, facts, n)
	inGold := map[key]bool{}
	annotated := map[string]bool{} // documents, or documents and fields
	for x, s := range want {
		if docs[x.doc] && (s.required || got[x]) {
			inGold[x] = true
			annotated[k.scope(x)] = true
		}
	}
	inFacts := map[key]bool{}
	for x := range got {
		if docs[x.doc] && (k.always || annotated[k.scope(x)]) {
			inFacts[x] = true
		}
	}
	row := Row{Type: k.name, Fields: k.fields, Beside: k.beside, Gold: len(inGold), Pred: len(inFacts)}
	for _, x := range sorted(inGold) {
		if inFacts[x] {
			row.Hit++
		} else {
			row.Missed = append(row.Missed, Key{x.doc, x.part, x.values()})
		}
	}
	for _, x := range sorted(inFacts) {
		if !inGold[x] {
			row.Wrong = append(row.Wrong, Key{x.doc, x.part, x.values()})
		}
	}
	row.Precision, row.Recall, row.F1 = ratio(row.Hit, row.Pred), ratio(row.Hit, row.Gold), f1(row)
	return row
}

// scope is that of which gold, if it has any key there, is taken to have all.
func (k *kind) scope(x key) string {
	switch k.name {
	case "metadata_extra": // nobody annotates all of them
		return x.doc + joint + x.values()[0]
	case "group.parent", "pairing.status":
		return ""
	}
	return x.doc
}

// match returns the keys of the facts, those that are another spelling of a
// key of gold as that key. A key of gold that would be hit anyway is left to
// those that can be no other.
func (k *kind) match(want map[key]state, gold, facts *Facts, n names) map[key]bool {
	alt := map[key][]key{}
	for x, list := range gold.alt[k.name] {
		for _, c := range list {
			alt[n.of(x)] = append(alt[n.of(x)], n.of(c))
		}
	}
	got := map[key]bool{}
	var rest []key
	seen := map[key]bool{}
	for x := range facts.keys[k.name] {
		x = n.of(x)
		_, exact := want[x]
		switch {
		case exact:
			got[x] = true
		case !seen[x]:
			rest = append(rest, x)
			seen[x] = true
		}
	}
	slices.SortFunc(rest, compare)
	for _, x := range rest {
		candidates := alt[x]
		if len(candidates) == 0 && k.name == "milestone.text" {
			candidates = sameHeading(x, want)
		}
		got[choose(x, candidates, got)] = true
	}
	return got
}

// choose returns the candidate that x stands for: the first in order that is
// not taken yet, else the first, else x itself.
func choose(x key, candidates []key, taken map[key]bool) key {
	if len(candidates) == 0 {
		return x
	}
	slices.SortFunc(candidates, compare)
	for _, c := range candidates {
		if !taken[c] {
			return c
		}
	}
	return candidates[0]
}

// sameHeading returns the milestones of gold at the time of x whose heading
// contains that of x or is contained in it: where a heading ends is a matter
// of taste.
func sameHeading(x key, want map[key]state) []key {
	cut := func(k key) (when, text string) {
		i := strings.LastIndex(k.rest, joint)
		return k.rest[:i], k.rest[i+1:]
	}
	when, text := cut(x)
	var out []key
	for c := range want {
		cWhen, cText := cut(c)
		if c.doc == x.doc && c.part == x.part && cWhen == when && (strings.Contains(text, cText) || strings.Contains(cText, text)) {
			out = append(out, c)
		}
	}
	return out
}

func compare(a, b key) int {
	return cmp.Or(strings.Compare(a.doc, b.doc), cmp.Compare(a.part, b.part), strings.Compare(a.rest, b.rest))
}

func sorted(set map[key]bool) []key { return slices.SortedFunc(maps.Keys(set), compare) }
