package check

import (
	"regexp"
	"strconv"
	"strings"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

var (
	writtenDate = regexp.MustCompile(`(?:((?:19|20)\d\d)\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日`)
	writtenISO  = regexp.MustCompile(`((?:19|20)\d\d)-(\d\d)-(\d\d)`)
	years       = regexp.MustCompile(`((?:19|20)\d\d)\s*年?\s*(?:-{1,4}|—{1,2}|–|~|至|到)\s*((?:19|20)\d\d)\s*年`)
	amounts     = regexp.MustCompile(`(\d{1,4})\s*(?:-|—|–|~|至)\s*(\d{1,4})\s*(?:次|名|人|所|节|天|个|篇|万元|元)`)
)

// calendar looks in the text for days that the calendar does not have (2月30日)
// and for ranges that end before they begin (2020—2017年, 5-3次).
func calendar(s *subject) {
	for _, l := range s.part.Body {
		str := s.part.Str(l.Span)
		at := func(from, to int) text.Span { return text.Span{Start: l.Span.Start + from, End: l.Span.Start + to} }
		for _, form := range []*regexp.Regexp{writtenDate, writtenISO} {
			for _, m := range form.FindAllStringSubmatchIndex(str, -1) {
				if inNumber(str, m[0], m[1]) {
					continue
				}
				y, month, day := number(str, m[2], m[3]), number(str, m[4], m[5]), number(str, m[6], m[7])
				if month == 0 || day == 0 || exists(y, month, day) {
					continue // a zero is what is left of a number: 1O月9日 from a scan
				}
				ev := s.part.Evidence(at(m[0], m[1]))
				s.find(schema.CodeImpossible,
					say("there is no such day as %s", extract.Squeeze(str[m[0]:m[1]])),
					say("日历上没有%s这一天", extract.Squeeze(str[m[0]:m[1]])), ev)
			}
		}
		for _, form := range []*regexp.Regexp{years, amounts} {
			for _, m := range form.FindAllStringSubmatchIndex(str, -1) {
				if inNumber(str, m[0], m[1]) || number(str, m[2], m[3]) <= number(str, m[4], m[5]) {
					continue
				}
				s.find(schema.CodeRange,
					say("the range %s ends before it begins", extract.Squeeze(str[m[0]:m[1]])),
					say("区间%s的终点早于起点", extract.Squeeze(str[m[0]:m[1]])), s.part.Evidence(at(m[0], m[1])))
			}
		}
	}
}

// inNumber reports whether the stretch of str from i to j is a piece of a longer
// number (of a telephone number, an index number, a date) or stands beside a
// letter that may be a misread digit, or beside damage.
func inNumber(str string, i, j int) bool {
	piece := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("-/.*?", c) >= 0
	}
	return i > 0 && piece(str[i-1]) || j < len(str) && piece(str[j])
}

func number(s string, i, j int) int {
	if i < 0 {
		return 0
	}
	n, _ := strconv.Atoi(s[i:j])
	return n
}

// exists reports whether the calendar has a day; of an unknown year (0) whether
// any year has it.
func exists(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	length := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && (year == 0 || year%4 == 0 && (year%100 != 0 || year%400 == 0)) {
		length++
	}
	return day <= length
}
