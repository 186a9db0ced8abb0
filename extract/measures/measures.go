// Package measures finds what a plan does, in the words of a closed vocabulary.
//
// The road of one measure: the clause 选派骨干教师到受援学校任教 holds the words
// 选派…教师…任教 of the file measures.txt, whose class is the measure's name; no
// word before them says that it is not done. The record is {"name":"教师交流轮岗"},
// derived by the rule "measure-words", with the places of 选派, 教师 and 任教. Where a
// place writes the name itself (教师交流轮岗), it is read and not derived. One
// record a name a part has all the places.
//
// The vocabulary is internal/lexicon/data/measures.txt: each name with what it
// means and its written variants. Where several variants stand at one place the
// longest counts: 捆绑考核 is no 考核.
//
// A measure is taken where the running text says so: in headings, items and
// sentences, whether planned, demanded or reported. It is none
//
//   - in a title 《…》, in tables, in the site's own lines;
//   - where the clause says before it that it is not done (不再实行, 严禁, 取消, 不得,
//     未; no-measures.txt), or right behind it that it is not or badly done (不再, 停止,
//     不够, 难以; no-measures-behind.txt);
//   - in a clause that only mentions another paper, from 根据, 按照, 贯彻 … to 精神, 要求,
//     通知 … (mentions.txt).
package measures

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// rule is the code of the rule that takes a measure from its variants.
const rule = "measure-words"

// Extractor finds measures.
type Extractor struct{}

// Name returns "measures".
func (Extractor) Name() string { return "measures" }

// Wants is true of every part that has text outside tables.
func (Extractor) Wants(p *extract.Part) bool { return len(p.Prose()) > 0 }

// pattern is a variant of several pieces: 选派…教师…任教.
type pattern struct {
	pieces []string
	name   string
}

type vocabulary struct {
	plain    *lexicon.Terms     // variants of one piece; their class is the name
	patterns map[rune][]pattern // the others, by their first character
	names    []string           // in the order of the file

	before, behind, open, end *lexicon.Terms
}

var words = lexicon.Of(func(l *lexicon.Lexicon) *vocabulary {
	v := &vocabulary{patterns: map[rune][]pattern{}, before: l.Load("no-measures.txt"), behind: l.Load("no-measures-behind.txt")}
	mentions := l.Load("mentions.txt")
	v.open, v.end = mentions.Of("open"), mentions.Of("end")
	v.plain = l.Load("measures.txt")
	known := map[string]bool{"no": true}
	for _, t := range v.plain.List() {
		name, _ := v.plain.Class(t)
		if !known[name] {
			known[name] = true
			v.names = append(v.names, name)
		}
		if pieces := strings.Split(t, gap); len(pieces) > 1 {
			first, _ := utf8.DecodeRuneInString(t)
			v.patterns[first] = append(v.patterns[first], pattern{pieces, name})
		}
	}
	return v
})

// gap stands in a variant for other words of the same clause.
const gap = "…"

// maxGap is how many characters a gap stands for.
const maxGap = 30

type state struct {
	*extract.Part
	v     *vocabulary
	found map[string][]text.Span // name → places
	hurt  map[string][]text.Span // the same, in damaged text
}

// Extract fills Measures, in the order of the vocabulary.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	x := &state{Part: p, v: words(), found: map[string][]text.Span{}, hurt: map[string][]text.Span{}}
	for _, l := range p.Prose() {
		x.line(l.Span)
	}
	for _, name := range x.v.names {
		places := x.found[name]
		if len(places) == 0 { // what is sure says it, where anything does
			places = x.hurt[name]
		}
		if len(places) == 0 {
			continue
		}
		v := p.Derived(name, rule, outermost(places)...)
		if slices.ContainsFunc(places, func(s text.Span) bool { return p.Str(s) == name }) {
			v.Derived = "" // a place writes the name itself
		}
		d.Measures = append(d.Measures, schema.Measure{Name: v})
	}
}

// outermost returns the places in order, without those that lie in another.
func outermost(places []text.Span) []text.Span {
	sort.Slice(places, func(i, j int) bool {
		a, b := places[i], places[j]
		return a.Start < b.Start || a.Start == b.Start && a.End > b.End
	})
	out := places[:0]
	for _, p := range places {
		if n := len(out); n == 0 || p.End > out[n-1].End {
			out = append(out, p)
		}
	}
	return out
}

// line reads the measures of one line.
func (x *state) line(s text.Span) {
	str := x.Str(s)
	clause, passed := 0, 0
	for i, r := range str {
		if i < passed {
			continue
		}
		switch r {
		case ',', '。', ';', ':', '!', '?', '(', '\t':
			clause = i + 1
			continue
		case '《':
			if k := strings.Index(str[i:min(len(str), i+maxTitle)], "》"); k >= 0 {
				passed = i + k
			}
			continue
		}
		if r < utf8.RuneSelf {
			continue
		}
		rest := str[i:]
		for _, p := range x.v.patterns[r] {
			x.spread(s, i, p, clause)
		}
		t := x.v.plain.Prefix(rest)
		if t == "" {
			continue
		}
		passed = i + len(t)
		if name, _ := x.v.plain.Class(t); name != "no" {
			x.take(s, name, clause, text.Span{Start: i, End: i + len(t)})
		}
	}
}

// maxTitle is the length in bytes of the longest title 《…》.
const maxTitle = 400

// spread reads a variant of several pieces where its first stands at byte i.
func (x *state) spread(s text.Span, i int, p pattern, clause int) {
	str := x.Str(s)
	at := i
	places := make([]text.Span, 0, len(p.pieces))
	for n, piece := range p.pieces {
		window := str[at:min(len(str), at+len(piece))]
		if n > 0 {
			window = str[at:min(len(str), at+3*maxGap+len(piece))]
			if k := strings.IndexAny(window, ",。;:!?《"); k >= 0 {
				window = window[:k]
			}
		}
		k := strings.Index(window, piece)
		if k < 0 {
			return
		}
		places = append(places, text.Span{Start: at + k, End: at + k + len(piece)})
		at += k + len(piece)
	}
	x.take(s, p.name, clause, places...)
}

// take adds the places of a measure in the line at s, unless the clause, which
// begins at byte clause, says that it is not taken.
func (x *state) take(s text.Span, name string, clause int, places ...text.Span) {
	str := x.Str(s)
	first, last := places[0], places[len(places)-1]
	if x.negated(str[max(clause, first.Start-maxNegation):first.Start]) || x.failing(str[last.End:]) || x.mention(str, clause, last.End) {
		return
	}
	into := x.found
	if slices.ContainsFunc(places, func(p text.Span) bool { return x.IsDamaged(p.Shift(s.Start)) }) {
		into = x.hurt
	}
	for _, p := range places {
		if len(into[name]) >= maxPlaces {
			break
		}
		into[name] = append(into[name], p.Shift(s.Start))
	}
}

// failing reports whether the words behind a measure say that it is not, or badly,
// done: the longest of them decides (教研薄弱, but 补助薄弱学校).
func (x *state) failing(s string) bool {
	w := x.v.behind.Prefix(s)
	class, _ := x.v.behind.Class(w)
	return w != "" && class != "no"
}

// maxPlaces is how many places are cited for a measure: the first ones, where a
// page says it more often.
const maxPlaces = 500

// maxNegation is how far, in bytes, a word like 不再 reaches.
const maxNegation = 36

// negated reports whether the words before a measure deny it.
func (x *state) negated(s string) bool {
	for s != "" && !utf8.RuneStart(s[0]) {
		s = s[1:]
	}
	for {
		i, j := x.v.before.Find(s)
		if i < 0 {
			return false
		}
		if class, _ := x.v.before.Class(s[i:j]); class == "" {
			return true
		}
		s = s[j:]
	}
}

// mention reports whether the clause that begins at byte start only mentions
// another paper; the measure in it ends at byte end.
func (x *state) mention(str string, start, end int) bool {
	clause := str[start:end]
	if x.v.open.Prefix(strings.TrimLeft(clause, " ")) == "" {
		return false
	}
	tail := str[end:min(len(str), end+maxTitle)]
	if k := strings.IndexAny(tail, ",。;:!?\n"); k >= 0 {
		tail = tail[:k]
	}
	return x.v.end.Suffix(tail) != ""
}
