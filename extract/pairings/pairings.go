// Package pairings finds which school helps which.
//
// The row 1 | 城东小学 | 石桥镇中心小学 of a table headed 序号 | 帮扶学校 |
// 受援学校 becomes {"form":"帮扶","seq":1,"from":"城东小学","to":"石桥镇中心小学"}
// (tables.go). Lists of pairs (甲小学—乙小学) and clear sentences
// (甲小学与乙小学结对) are read in lists.go and sentences.go.
package pairings

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor finds pairings.
type Extractor struct{}

// Name returns "pairings".
func (Extractor) Name() string { return "pairings" }

var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct {
	forms, stages, orgs, own, sides, heads, pupils, helped, telling, times, later, exchanges, kinds *lexicon.Terms
}) {
	w.forms = l.Load("forms.txt")
	w.stages = l.Load("stages.txt")
	w.orgs = l.Load("orgs.txt")
	w.own = l.Load("own-schools.txt")
	w.sides = l.Load("sides.txt")
	w.helped = w.sides.Of("to-help")
	w.telling = l.Load("telling.txt")
	w.times = l.Load("tie-times.txt")
	w.later = w.times.Of("later")
	w.exchanges = l.Load("exchanges.txt")
	w.heads = l.Load("headers.txt").Of("principal")
	w.pupils = l.Load("pupils.txt")
	w.kinds = l.Load("kinds.txt")
	return w
})

// Wants is true when the part names a form of pairing, an exchange or a side that
// is helped, or has tables.
func (Extractor) Wants(p *extract.Part) bool {
	str := p.Str(p.Span)
	return len(p.Own) > 0 || words().forms.Contained(str) || words().helped.Contained(str) || words().exchanges.Contained(str)
}

// pair is a pairing before it becomes a record.
type pair struct {
	form, seq, from, to text.Span
	undirected          bool
	status              string    // one of schema's, or ""
	cause               text.Span // the words that give the status
	narrative           bool
	denied              bool // there is no such pair
}

type state struct {
	*extract.Part
	d     *extract.Draft
	pairs []pair
	told  map[[2]int]bool // where the sides of narrative pairs begin

	form       text.Span // see docForm
	formFirm   bool      // see firmForm
	formLooked bool
}

// add takes a pair up unless its two sides are the same school, and reports
// whether it did.
func (x *state) add(p pair) bool {
	if p.from.Empty() || p.to.Empty() || extract.Squeeze(x.Str(p.from)) == extract.Squeeze(x.Str(p.to)) {
		return false
	}
	if p.narrative {
		at := [2]int{p.from.Start, p.to.Start}
		if x.told[at] {
			return false // two rules read the same words
		}
		if x.told == nil {
			x.told = map[[2]int]bool{}
		}
		x.told[at] = true
	}
	x.pairs = append(x.pairs, p)
	return true
}

// Extract fills Pairings.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	x := &state{Part: p, d: d}
	x.tables()
	x.lists()
	x.sentences()
	x.records()
}

func (x *state) records() {
	type key struct{ form, from, to string }
	at := map[key]int{}
	for _, p := range x.pairs {
		p.from, p.to = x.TrimPlace(p.from), x.TrimPlace(p.to)
		r := schema.Pairing{
			From:      x.Value(p.from),
			To:        x.Value(p.to),
			Directed:  !p.undirected,
			Narrative: p.narrative,
		}
		if p.status != "" {
			v := x.Derived(p.status, p.status+"-words", p.cause)
			r.Status = &v
		}
		if !p.form.Empty() {
			v := x.Value(x.wholeForm(p.form))
			r.Form = &v
		}
		if !p.seq.Empty() {
			s := extract.Squeeze(x.Str(p.seq))
			if n, l := extract.HanOrdinal(strings.Trim(s, "().、第")); l > 0 {
				r.Seq = &schema.Number{Value: float64(n), Evidence: x.Evidence(p.seq)}
			}
		}
		k := key{from: r.From.Value, to: r.To.Value}
		if r.Form != nil && !p.narrative {
			k.form = r.Form.Value
		}
		if r.Status != nil {
			k.form += "|" + r.Status.Value
		}
		if i, ok := at[k]; ok {
			old := &x.d.Pairings[i]
			old.From.Evidence = append(old.From.Evidence, r.From.Evidence...)
			old.To.Evidence = append(old.To.Evidence, r.To.Evidence...)
			continue
		}
		at[k] = len(x.d.Pairings)
		x.d.Pairings = append(x.d.Pairings, r)
	}
}

// bare is the form that says least: schools are paired, but not for what.
const bare = "结对"

// formIn returns the place of the longest form of pairing in s, the first of
// equals.
func (x *state) formIn(s text.Span) text.Span {
	var best text.Span
	for _, f := range x.formsIn(s) {
		if f.Len() > best.Len() {
			best = f
		}
	}
	return best
}

// formsIn returns the places of the forms of pairing in s; terms that follow
// each other are one (送教帮扶).
func (x *state) formsIn(s text.Span) []text.Span {
	var out []text.Span
	str := x.Str(s)
	for at := 0; at < len(str); {
		i, j := words().forms.Find(str[at:])
		if i < 0 {
			break
		}
		if k := words().kinds.Prefix(str[at+i:]); len(k) > j-i {
			if c, _ := words().kinds.Class(k); c != "no" { // 联研共同体 is a group
				at += i + len(k)
				continue
			}
		}
		f := text.Span{Start: s.Start + at + i, End: s.Start + at + j}
		if n := len(out); n > 0 && out[n-1].End == f.Start {
			out[n-1].End = f.End
		} else {
			out = append(out, f)
		}
		at += j
	}
	return out
}

// wholeForm returns another place of the part that says the form which bytes were
// lost in or beside at f; f itself when none does.
func (x *state) wholeForm(f text.Span) text.Span {
	if !x.IsDamaged(f) {
		return f
	}
	if w := x.docForm(); extract.Squeeze(x.Str(w)) == extract.Squeeze(x.Str(f)) && !x.IsDamaged(w) {
		return w
	}
	for _, l := range x.Body {
		for _, w := range x.formsIn(l.Span) {
			if x.Str(w) == x.Str(f) && !x.IsDamaged(w) {
				return w
			}
		}
	}
	return f
}

// docForm is the form that the document is about: the one in its title, else
// of those with four characters or more the one that it names most often, else
// the first. What stands in the titles of other documents does not count.
func (x *state) docForm() text.Span {
	if x.formLooked {
		return x.form
	}
	x.formLooked = true
	if x.form = x.ownForm(x.Heading); !x.form.Empty() {
		x.formFirm = true
		return x.form
	}
	if t := x.d.Title; t != nil {
		for _, l := range x.Body[:min(len(x.Body), maxTop)] {
			if strings.Contains(t.Value, extract.Squeeze(x.Str(l.Span))) {
				if x.form = x.ownForm(l.Span); !x.form.Empty() {
					x.formFirm = true
					return x.form
				}
			}
		}
	}
	// 结对帮扶 says more than 帮扶, which also stands in other senses.
	count := map[string]int{}
	best := 0
	for _, l := range x.Body {
		for _, f := range x.formsIn(l.Span) {
			w := x.Str(f)
			if c, _ := words().forms.Class(w); c == "measure" || x.cited(l.Span, f) {
				continue
			}
			if x.form.Empty() {
				x.form = f
			}
			if utf8.RuneCountInString(w) < 4 {
				continue
			}
			if count[w]++; count[w] > best {
				best, x.form = count[w], f
				x.formFirm = best > 1
			}
		}
	}
	return x.form
}

// firmForm is docForm where the title says it, or the text in several places; empty
// where one sentence does, which may be about other schools.
func (x *state) firmForm() text.Span {
	if f := x.docForm(); x.formFirm {
		return f
	}
	return text.Span{}
}

// ownForm is the longest form in a line of the title, but for a part of a name that
// stands in quotation marks: “联盟互助”工程.
func (x *state) ownForm(l text.Span) text.Span {
	str := x.Str(l)
	var best text.Span
	for _, f := range x.formsIn(l) {
		ahead, behind := str[:f.Start-l.Start], str[f.End-l.Start:]
		within := strings.LastIndex(ahead, "“") > strings.LastIndex(ahead, "”")
		whole := strings.HasSuffix(ahead, "“") && strings.HasPrefix(behind, "”")
		if utf8.RuneCountInString(x.Str(f)) == 2 && campaign.MatchString(behind) {
			whole = false
		}
		if f.Len() > best.Len() && (!within || whole) {
			best = f
		}
	}
	return best
}

// campaign matches what makes two characters in quotation marks the name of a
// campaign: “牵手”行动.
var campaign = regexp.MustCompile(`^”(?:[^”《》]{0,6})(?:行动|工程|计划)`)

// cited reports whether what stands at f in a line is of the title of a document
// that is named there: 根据《教师交流轮岗办法》.
func (x *state) cited(line, f text.Span) bool {
	before := x.Str(text.Span{Start: line.Start, End: f.Start})
	return strings.Count(before, "《") > strings.Count(before, "》")
}

// maxTop is how many lines at the top of a document may be its title.
const maxTop = 40
