package pairings

import (
	"regexp"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/text"
)

// link matches what stands between the two schools of a pair in a list.
var link = regexp.MustCompile(`\s*(?:—+|-{1,3}>?|–+|→|⇒|=>|⟶|↔|<-+>|~|(?:结对帮扶|对口帮扶|对口支援|帮扶|帮联|结对|对接|牵手)|[与和]|:)\s*`)

var undirected = regexp.MustCompile(`[与和↔]|<-+>`)

// lists reads lines that are nothing but a pair: 1.甲小学—乙小学; 甲小学与乙小学、丙小学.
// A line counts when both sides are schools and the lines around it speak of
// pairing.
func (x *state) lists() {
	var form text.Span
	run := 0
	for _, l := range x.Prose() {
		str := x.Str(l.Span)
		_, _, n := extract.Numbering(str)
		s := x.Trim(text.Span{Start: l.Span.Start + n, End: l.Span.End})
		for {
			t := x.Str(s)
			r, size := utf8.DecodeLastRuneInString(t)
			if r != ';' && r != '。' && r != ',' && r != '、' || s.Empty() {
				break
			}
			s.End -= size
		}
		if from, to, sep, ok := x.listed(s); ok && !form.Empty() {
			run++
			for _, f := range from {
				for _, t := range to {
					x.pairs = append(x.pairs, pair{form: form, from: f, to: t, undirected: undirected.MatchString(sep)})
				}
			}
			continue
		}
		if f := x.formIn(l.Span); !f.Empty() {
			form = f
			run = 0
		}
	}
	_ = run
}

// listed splits a line into the two sides of a pair.
func (x *state) listed(s text.Span) (from, to []text.Span, sep string, ok bool) {
	str := x.Str(s)
	if utf8.RuneCountInString(str) > 120 {
		return
	}
	for _, m := range link.FindAllStringIndex(str, -1) {
		if m[0] == 0 || m[1] == len(str) {
			continue
		}
		a := x.Trim(text.Span{Start: s.Start, End: s.Start + m[0]})
		b := x.Trim(text.Span{Start: s.Start + m[1], End: s.End})
		if from, ok = x.onlySchools(a); !ok || len(from) != 1 {
			continue
		}
		if to, ok = x.onlySchools(b); !ok {
			continue
		}
		if sep = str[m[0]:m[1]]; (sep == "和" || sep == ":") && len(to) > 1 {
			continue
		}
		return from, to, sep, true
	}
	return nil, nil, "", false
}

// onlySchools splits s into schools and reports whether it holds nothing else.
func (x *state) onlySchools(s text.Span) ([]text.Span, bool) {
	list, ok := x.schools(s)
	if !ok || len(list) == 0 {
		return nil, false
	}
	for _, l := range list {
		if !x.isSchool(l) {
			return nil, false
		}
	}
	return list, true
}

// isSchool reports whether a word is the name of a school: it has the ending
// of one and is no more than that ending needs (not 学校 alone, not 各小学).
func (x *state) isSchool(s text.Span) bool {
	return extract.IsSchool(extract.Squeeze(x.Str(s)))
}
