package diff

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"jiedui/schema"
)

// Text is the running text of one section, for [Input.Sections].
type Text struct {
	// The heading that it stands under, as [schema.Section.Heading]; empty before
	// the first one.
	Heading string
	// Its sentences in order.
	Sentences []Sentence
}

// Sentence is a sentence of the running text.
type Sentence struct {
	// Clean text with its places.
	Text schema.Value
	// Told: facts say most of what is in it, so that it is compared, but what
	// changed in it is left to them.
	Told bool
}

// compareSections compares the outlines. The numbers of headings do not count,
// nor does their order.
func (w *work) compareSections() {
	var lists [2][]*section
	for i, s := range w.sides {
		var above []*section
		for j := range s.doc.Sections {
			h := &s.doc.Sections[j]
			x := &section{h: h, words: plain(h.Heading), own: own(plain(h.Heading), words().headings), told: s.tells(h.Evidence)}
			for len(above) > 0 && above[len(above)-1].h.Level >= h.Level {
				above = above[:len(above)-1]
			}
			if len(above) > 0 {
				x.parent = above[len(above)-1].words
			}
			above = append(above, x)
			if x.words != "" { // else its bytes were lost, which a doubt says
				lists[i] = append(lists[i], x)
			}
		}
	}
	pass := func(score func(x, y *section) int, found func(x, y *section)) {
		matchUp(&lists, func(x *section) string { return x.parent + "\n" + x.words + "\n" + where(x.h.Evidence) }, score, found)
	}
	pass(func(x, y *section) int {
		return boolScore(x.words == y.words, 1+boolScore(x.parent == y.parent, 2))
	}, func(x, y *section) { w.pins.add(x.h.Evidence, y.h.Evidence) })
	pass(func(x, y *section) int {
		s := alike(x.own, y.own)
		if x.parent == y.parent && x.h.Level == y.h.Level {
			s += 100
		}
		if s < likeWords {
			return 0
		}
		return s
	}, func(x, y *section) {
		if x.told || y.told {
			return
		}
		w.tell(SectionRenamed, Subject{Name: y.h.Heading}, w.sayHeading(0, x.h, x.h.Heading), w.sayHeading(1, y.h, y.h.Heading), ReasonWords)
	})
	for i, list := range lists {
		for _, x := range list {
			if x.told || w.sides[1-i].lists(x.words) {
				continue
			}
			w.tellOne(i, SectionAdded, Subject{Name: x.h.Heading}, w.sayHeading(i, x.h, ""))
		}
	}
}

// section is a heading as it is compared, with the one above it.
type section struct {
	h                  *schema.Section
	words, own, parent string
	told               bool // facts say what is in it: a pair, a promise, something due
}

// lists reports whether the document lists an attachment of these words.
func (s *side) lists(words string) bool {
	return slices.ContainsFunc(s.doc.Metadata.Extra, func(v schema.NamedValue) bool {
		return v.Name == attachment && plain(v.Value.Value) == words
	})
}

// tells reports whether facts of the document say most of what stands at a
// place: pairs, schools, people, promises and what is due.
func (s *side) tells(ev []schema.Evidence) bool {
	if len(ev) == 0 {
		return false
	}
	if s.facts == nil {
		s.facts = []schema.Evidence{}
		schema.Walk(s.doc, func(path schema.Path, node any) {
			var ev []schema.Evidence
			switch n := node.(type) {
			case *schema.Value:
				ev = n.Evidence
			case *schema.When:
				ev = n.Evidence
			default:
				return
			}
			for _, list := range []string{"pairings", "school_groups", "leading_groups", "commitments", "milestones"} {
				if strings.HasPrefix(path.String(), list) {
					s.facts = append(s.facts, ev...)
				}
			}
		})
		slices.SortFunc(s.facts, func(a, b schema.Evidence) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	}
	here, covered := ev[0], 0
	at := here.Start
	for _, f := range s.facts {
		if f.Start >= here.End {
			break
		}
		if from, to := max(f.Start, at), min(f.End, here.End); from < to {
			covered += to - from
			at = to
		}
	}
	return 3*covered >= 2*(here.End-here.Start)
}

func (w *work) sayHeading(i int, h *schema.Section, value string) *told {
	return w.say(i, "", value, &schema.Value{Value: value, Evidence: h.Evidence})
}

// compareTexts compares the sentences of the running text, where both sides have
// it. A sentence that went to another section as it was is no change.
func (w *work) compareTexts() {
	if w.sides[0].texts == nil || w.sides[1].texts == nil {
		return
	}
	type line struct {
		v              *schema.Value
		told           bool
		words, heading string
		title          string
		pairs          map[[2]rune]int // see bigrams
	}
	var lists [2][]*line
	for i, s := range w.sides {
		for _, t := range s.texts {
			for j := range t.Sentences {
				v := &t.Sentences[j].Text
				if p := plain(v.Value); p != "" {
					lists[i] = append(lists[i], &line{v: v, told: t.Sentences[j].Told, words: p, heading: plain(t.Heading), title: t.Heading})
				}
			}
		}
	}
	// The equal ones, those of the same section first; then those that differ in
	// what a school, group or body was called.
	for _, pass := range []struct{ inSection, renamed bool }{{inSection: true}, {}, {renamed: true}} {
		key := func(l *line) string {
			words := l.words
			if pass.renamed {
				words = w.later(words)
			}
			if pass.inSection {
				return l.heading + "\n" + words
			}
			return words
		}
		at := map[string][]*line{}
		for _, l := range lists[1] {
			at[key(l)] = append(at[key(l)], l)
		}
		taken := map[*line]bool{}
		for _, x := range lists[0] {
			if k := key(x); len(at[k]) > 0 {
				y := at[k][0]
				at[k] = at[k][1:]
				taken[x], taken[y] = true, true
				w.pin(x.v, y.v)
			}
		}
		for i := range lists {
			lists[i] = slices.DeleteFunc(slices.Clone(lists[i]), func(l *line) bool { return taken[l] })
		}
	}
	for _, list := range lists {
		for _, l := range list {
			l.pairs = bigrams(l.words)
		}
	}
	matchUp(&lists, func(l *line) string { return l.heading + "\n" + l.words + "\n" + where(l.v.Evidence) }, func(x, y *line) int {
		if !shareEnough(x.pairs, y.pairs) {
			return 0
		}
		s := alike(x.words, y.words)
		if s < likeWords {
			return 0
		}
		return s + boolScore(x.heading == y.heading, 200)
	}, func(x, y *line) {
		if !x.told && !y.told {
			w.tell(SectionText, Subject{Name: y.title}, w.sentence(0, x.v), w.sentence(1, y.v), ReasonWords)
		}
	})
	for i, list := range lists {
		for _, l := range list {
			if !l.told {
				w.tellOne(i, SectionText, Subject{Name: l.title}, w.sentence(i, l.v))
			}
		}
	}
}

// later is a plain text of the earlier version with the names that things have in
// the later one.
func (w *work) later(words string) string {
	var pairs []string
	for _, r := range w.renamed {
		pairs = append(pairs, r.old, r.new)
	}
	return strings.NewReplacer(pairs...).Replace(words)
}

// sentence is what side i says by a sentence. A narrow question mark, which
// Chinese text hardly has, may stand for a byte that was lost.
func (w *work) sentence(i int, v *schema.Value) *told {
	t := w.value(i, "", v)
	for _, e := range v.Evidence {
		if strings.Contains(e.Quote, "?") {
			t.doubt = schema.CodeDamage
		}
	}
	return t
}

func bigrams(s string) map[[2]rune]int {
	out := map[[2]rune]int{}
	var before rune
	for i, r := range s {
		if i > 0 {
			out[[2]rune{before, r}]++
		}
		before = r
	}
	return out
}

// shareEnough reports whether two texts share about a third of their pairs of
// characters; texts that do not are not worth a closer look.
func shareEnough(a, b map[[2]rune]int) bool {
	shared, all := 0, 0
	for k, n := range a {
		shared += min(n, b[k])
		all += n
	}
	for _, n := range b {
		all += n
	}
	return all > 0 && 6*shared >= all
}

// where sets things of one name apart, by their place.
func where(ev []schema.Evidence) string {
	if len(ev) == 0 {
		return ""
	}
	return strconv.Itoa(ev[0].Start)
}
