package check

import (
	"regexp"
	"strings"

	"jiedui/extract"
	"jiedui/text"
)

// sentence is one sentence of the running text.
type sentence struct {
	str string
	at  int // byte of the clean text at which it starts
}

func (t sentence) span(from, to int) text.Span {
	return text.Span{Start: t.at + from, End: t.at + to}
}

// sentences returns the sentences of the part's running text.
func (s *subject) sentences() (out []sentence) {
	for _, l := range s.part.Prose() {
		str := s.part.Str(l.Span)
		for _, c := range extract.Sentences(str) {
			out = append(out, sentence{str[c.Start:c.End], l.Span.Start + c.Start})
		}
	}
	return out
}

// counted is a number with its unit in a sentence: 30所.
type counted struct {
	n        float64
	unit     string
	from, to int
}

var numeral = regexp.MustCompile(`\d+(?:\.\d+)?|[一二三四五六七八九十百两]+`)

// counted returns the numbers with units of a sentence in order.
func (t sentence) counted() (out []counted) {
	for _, m := range numeral.FindAllStringIndex(t.str, -1) {
		unit := words().units.Prefix(strings.TrimLeft(t.str[m[1]:], " "))
		if unit == "" || strings.HasSuffix(t.str[:m[0]], "第") {
			continue
		}
		n, ok := value(t.str[m[0]:m[1]])
		if !ok {
			continue
		}
		to := m[1] + strings.Index(t.str[m[1]:], unit) + len(unit)
		out = append(out, counted{n, unit, m[0], to})
	}
	return out
}

// value is the value of a numeral in digits or Chinese characters.
func value(s string) (float64, bool) {
	if s[0] >= '0' && s[0] <= '9' {
		return float(s), true
	}
	n, l := extract.HanOrdinal(s)
	return float64(n), l == len(s) && n > 0
}
