package check

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/schema"
)

// units looks for a unit that is written twice (3所所学校, 2万元元, 50%%). Where the
// second one begins a word of its own (3所所属学校, 5名名师) there is nothing odd.
func units(s *subject) {
	for _, l := range s.part.Body {
		str := s.part.Str(l.Span)
		if !strings.ContainsAny(str, "0123456789") {
			continue
		}
		t := sentence{str, l.Span.Start}
		for _, m := range numeral.FindAllStringIndex(str, -1) {
			if c := str[m[0]]; c < '0' || c > '9' {
				continue
			}
			unit := words().units.Prefix(str[m[1]:])
			if strings.HasPrefix(str[m[1]:], "%%") {
				unit = "%"
			}
			to := m[1] + len(unit)
			again := ""
			for _, u := range []string{unit, lastRune(unit)} {
				if u != "" && strings.HasPrefix(str[to:], u) {
					again = u
					break
				}
			}
			if again == "" || !standsAlone(str, to, len(again)) {
				continue
			}
			at := t.span(m[0], to+len(again))
			s.find(schema.CodeUnit,
				say("%s: the unit is written twice", extract.Squeeze(s.part.Str(at))),
				say("%s：计量单位重复", extract.Squeeze(s.part.Str(at))),
				s.part.Evidence(at))
		}
	}
}

func lastRune(s string) string {
	_, size := utf8.DecodeLastRuneInString(s)
	return s[len(s)-size:]
}

// standsAlone reports whether the unit of a size at byte at of str is sure to be
// no beginning of a word: nothing of a word follows, or a word does that is whole
// without it (学校 in 3所所学校).
func standsAlone(str string, at, size int) bool {
	if words().beginnings.Prefix(str[at:]) != "" {
		return false
	}
	rest := str[at+size:]
	r, _ := utf8.DecodeRuneInString(rest)
	if !extract.HasHan(string(r)) {
		return true
	}
	end := min(len(rest), 24)
	for end < len(rest) && !utf8.RuneStart(rest[end]) {
		end++
	}
	next := segment.Words(rest[:end])
	return len(next) > 0 && next[0].Tag != segment.TagGuess && utf8.RuneCountInString(rest[next[0].Span.Start:next[0].Span.End]) > 1
}
