// Package pairings finds which school helps which.
//
// The row 1 | 城东小学 | 石桥镇中心小学 of a table headed 序号 | 帮扶学校 |
// 受援学校 becomes {"form":"帮扶","seq":1,"from":"城东小学","to":"石桥镇中心小学"}
// (tables.go). Lists of pairs (甲小学—乙小学) and clear sentences
// (甲小学与乙小学结对) are read in lists.go and sentences.go.
package pairings

import (
	"strings"
	"sync"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor finds pairings.
type Extractor struct{}

// Name returns "pairings".
func (Extractor) Name() string { return "pairings" }

var words = sync.OnceValue(func() (w struct{ forms, schools, sides, stages *lexicon.Terms }) {
	w.forms = lexicon.Load("forms.txt")
	w.schools = lexicon.Load("schools.txt")
	w.sides = lexicon.Load("sides.txt")
	w.stages = lexicon.Load("stages.txt")
	return w
})

// Wants is true when the part names a form of pairing or has tables.
func (Extractor) Wants(p *extract.Part) bool {
	return len(p.Own) > 0 || words().forms.Contained(p.Str(p.Span))
}

// pair is a pairing before it becomes a record.
type pair struct {
	form, seq, from, to text.Span
	undirected          bool
	ended               text.Span // the words that end it
	narrative           bool
}

type state struct {
	*extract.Part
	d     *extract.Draft
	pairs []pair
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
		r := schema.Pairing{
			From:      x.Value(p.from),
			To:        x.Value(p.to),
			Directed:  !p.undirected,
			Narrative: p.narrative,
		}
		if !p.ended.Empty() {
			v := x.Derived("ended", "ended-words", p.ended)
			r.Status = &v
		}
		if !p.form.Empty() {
			v := x.Value(p.form)
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

// formIn returns the place of the longest form of pairing in s, the first of
// equals.
func (x *state) formIn(s text.Span) text.Span {
	str := x.Str(s)
	var best text.Span
	for at := 0; at < len(str); {
		i, j := words().forms.Find(str[at:])
		if i < 0 {
			break
		}
		for { // 送教帮扶: terms that follow each other are one
			k, e := words().forms.Find(str[at+j:])
			if k != 0 {
				break
			}
			j += e
		}
		if j-i > best.Len() {
			best = text.Span{Start: s.Start + at + i, End: s.Start + at + j}
		}
		at += j
	}
	return best
}

// schools splits the schools of one cell or list.
func (x *state) schools(s text.Span) ([]text.Span, bool) {
	list, ok := segment.Schools(x.Str(s))
	out := make([]text.Span, len(list))
	for i, l := range list {
		out[i] = x.Trim(l.Shift(s.Start))
	}
	return out, ok
}
