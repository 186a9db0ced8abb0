package check

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// outline follows the numbers of the headings: behind 一、 and 二、 the heading 四、 leaves
// one out, unless the number stands somewhere in between, at the end of another
// line or as a heading that was not taken for one, or before it, in a list that
// came between (一、二、三、 一、二、 四、). An attachment counts anew.
func outline(s *subject) {
	type level struct {
		style extract.Style
		n     int // the last number
		at    text.Span
		seen  map[int]bool // all numbers since the level was opened
	}
	var open []level // the outermost first
	for _, l := range s.part.Prose() {
		str := s.part.Str(l.Span)
		if attachment.MatchString(extract.Squeeze(str)) {
			open = nil
		}
		style, n, _ := extract.Numbering(str)
		if style == extract.NoStyle || style == extract.Circle {
			continue
		}
		k := len(open)
		for i, o := range open {
			if o.style >= style {
				k = i
				break
			}
		}
		here := level{style: style, n: n, at: l.Span}
		if k < len(open) && open[k].style == style {
			last := open[k]
			here.seen = last.seen
			if missing := last.n + 1; n > missing && n <= missing+maxMissing && !last.seen[n-1] && !s.numbered(last.at, here.at, missing) {
				s.find(schema.CodeOutlineGap,
					say("heading no. %d is missing between %q and %q", missing, excerpt(s.part.Str(last.at)), excerpt(str)),
					say("“%s”与“%s”之间缺少第%d项", excerpt(s.part.Str(last.at)), excerpt(str), missing),
					s.part.Evidence(numberOf(s.part, here.at), numberOf(s.part, last.at)))
			}
		} else {
			here.seen = map[int]bool{}
		}
		here.seen[n] = true
		open = append(open[:k], here)
	}
}

// maxMissing is how many headings in a row may be missing; a larger step is no
// numbering of one list.
const maxMissing = 2

// numberOf is the number that a heading begins with.
func numberOf(p *extract.Part, l text.Span) text.Span {
	_, _, n := extract.Numbering(p.Str(l))
	return p.Trim(text.Span{Start: l.Start, End: l.Start + n})
}

// numbered reports whether the text between two headings holds the number n in a
// way in which headings are numbered, or lost text in which it may have stood. A
// number that follows the one before it in a list of its own is that list's.
func (s *subject) numbered(from, to text.Span, n int) bool {
	start := from.Start
	if _, _, l := extract.Numbering(s.part.Str(from)); l > 0 {
		start += l
	}
	between := s.part.Str(text.Span{Start: start, End: to.Start})
	for _, write := range []func(int) string{func(n int) string { return say("%d", n) }, han} {
		if asHeading(between, write(n)) && !(n > 1 && asHeading(between, write(n-1))) {
			return true
		}
	}
	for _, one := range "⑴①⒈" {
		sign := func(n int) string { return string(one + rune(n) - 1) }
		if n <= 20 && strings.Contains(between, sign(n)) && !(n > 1 && strings.Contains(between, sign(n-1))) {
			return true
		}
	}
	for _, d := range s.part.Damage {
		if from.Start <= d.Span.Start && d.Span.End <= to.End {
			return true
		}
	}
	return strings.ContainsRune(between, '\uFFFD')
}

// asHeading reports whether a number stands in str as in front of a heading: at
// the beginning of a line or sentence, with a mark behind it.
func asHeading(str, number string) bool {
	for at := 0; ; {
		i := strings.Index(str[at:], number)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(number)
		before, _ := utf8.DecodeLastRuneInString(str[:i])
		after, _ := utf8.DecodeRuneInString(strings.TrimLeft(str[at:], " "))
		if (i == 0 || strings.ContainsRune("\n\t 。;!?:,)(", before)) && strings.ContainsRune("、.．):,", after) {
			return true
		}
	}
}

// han writes a number below 100 in Chinese.
func han(n int) string {
	const digits = "一二三四五六七八九"
	digit := func(d int) string {
		if d == 0 {
			return ""
		}
		return digits[3*(d-1) : 3*d]
	}
	switch {
	case n < 10:
		return digit(n)
	case n < 20:
		return "十" + digit(n-10)
	}
	return digit(n/10) + "十" + digit(n%10)
}
