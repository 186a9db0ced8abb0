package normalize

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/internal/lexicon"
	"jiedui/text"
)

// ocr puts digits where a program that read the picture of a page took 0 for O
// and 1 for l or I, in numbers that nothing else can be: a year, a month, a day,
// the year and the ordinal of a document, a telephone number, a count with its
// unit. At least half of the number must be digits, no letter or digit may touch
// it, and what it reads as must be possible (no month 19), so O2O教学, H2O, A10 and
// 第1O1中学 stay as they are.
//
//	2O20年l0月l5日  ->  2020年10月15日
//	某教字2O2012号  ->  某教字202012号
//	某教〔2O20〕1l号，电话1O200012345，不少于3O课时  ->  某教〔2020〕11号，电话10200012345，不少于30课时
//
// The edit takes in the words that tell what the number is, so whoever quotes the
// number quotes them as well.
func ocr(t text.Text, _ *job) text.Text {
	s := t.String()
	var edits []text.Span
	for i := 0; i < len(s); i++ {
		if !lookAlike(s[i]) || !besideDigit(s, i) {
			continue
		}
		start, end := numberAround(s, i)
		if from, to, ok := surely(s, start, end); ok {
			if n := len(edits); n > 0 && from <= edits[n-1].End {
				edits[n-1].End = to // 〔2O20〕1l号: the year tells what the ordinal is
			} else {
				edits = append(edits, text.Span{Start: from, End: to})
			}
		}
		i = end - 1
	}
	if edits == nil {
		return t
	}
	w := t.Rewrite("ocr")
	for _, e := range edits {
		w.KeepTo(e.Start)
		w.Replace(e.Len(), digits(s[e.Start:e.End]))
	}
	return w.Done()
}

// lookAlike reports whether c is a letter that a digit is taken for.
func lookAlike(c byte) bool { return c == 'O' || c == 'o' || c == 'l' || c == 'I' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// besideDigit reports whether a digit stands in the run of digits and
// look-alikes that byte i of s stands in: next to it, in all that can be repaired
// but for 1l1 and the like.
func besideDigit(s string, i int) bool {
	for k := i - 1; k >= 0 && (digit(s[k]) || lookAlike(s[k])); k-- {
		if digit(s[k]) {
			return true
		}
	}
	for k := i + 1; k < len(s) && (digit(s[k]) || lookAlike(s[k])); k++ {
		if digit(s[k]) {
			return true
		}
	}
	return false
}

// numberAround returns the run of digits and look-alikes around byte i of s.
func numberAround(s string, i int) (start, end int) {
	start, end = i, i+1
	for start > 0 && (digit(s[start-1]) || lookAlike(s[start-1])) {
		start--
	}
	for end < len(s) && (digit(s[end]) || lookAlike(s[end])) {
		end++
	}
	return start, end
}

// digits puts digits for the letters of a run.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'O', 'o':
			return '0'
		case 'l', 'I':
			return '1'
		}
		return r
	}, s)
}

// surely reports whether the run s[start:end] is a number, and from where to
// where the words stand that tell.
func surely(s string, start, end int) (from, to int, ok bool) {
	run := digits(s[start:end])
	n, letters := len(run), 0
	for i := range run {
		if !digit(s[start+i]) {
			letters++
		}
	}
	if letters*2 > n || n > 11 {
		return
	}
	if from, to, ok = dated(s, start, end); ok {
		return from, to, true
	}
	before, behind := s[:start], s[end:]
	if latinEnd(before) || latinStart(behind) {
		return
	}
	value := 0
	for i := range run {
		value = value*10 + int(run[i]-'0')
	}
	year := n == 4 && value >= 1900 && value < 2100
	unit := func(words ...string) bool {
		for _, u := range words {
			if strings.HasPrefix(behind, u) {
				from, to, ok = start, end+len(u), true
				return true
			}
		}
		return false
	}
	switch {
	case n == 11 && run[0] == '1' && letters <= 5:
		return start, end, true // a mobile
	case year && unit("年", "学年", "—", "-", "~", "～", "至"):
		if strings.HasSuffix(s[:to], "年") {
			return
		}
		// 2O19—2020学年: what follows is the other year.
		rest := s[to:]
		if k := leading(rest); k == 4 && (strings.HasPrefix(rest[k:], "年") || strings.HasPrefix(rest[k:], "学年")) {
			return start, to + k, true
		}
		return 0, 0, false
	case year && bracketed(before, behind):
		_, open := utf8.DecodeLastRuneInString(before)
		_, shut := utf8.DecodeRuneInString(behind)
		return start - open, end + shut, true
	case n <= 2 && value >= 1 && value <= 12 && unit("月"):
		return
	case n <= 2 && value >= 1 && value <= 31 && unit("日"):
		return
	case n <= 4 && strings.HasPrefix(behind, "号"):
		// The ordinal of a document, behind its year.
		if r, size := utf8.DecodeLastRuneInString(before); size > 0 && strings.ContainsRune("〕])】﹞第", r) {
			return start - size, end + len("号"), true
		}
		return
	case ran(before, run) && strings.HasPrefix(behind, "号"):
		return start, end + len("号"), true
	case n >= 2 && run[0] != '0':
		if u := counters().Prefix(behind); u != "" {
			return start, end + len(u), true
		}
		if unit("%") {
			return
		}
	}
	if from, to, ok = landline(s, start, end); ok {
		return from, to, true
	}
	return 0, 0, false
}

// ran reports whether a run of digits is the year and the ordinal of a document,
// without the brackets between them, behind the hanzi before: 某教字2O2012号.
func ran(before, run string) bool {
	r, size := utf8.DecodeLastRuneInString(before)
	return size > 0 && han(r) && len(run) > 4 && len(run) <= 8 && (run[:2] == "19" || run[:2] == "20") && run[4] != '0'
}

// leading is how many digits and look-alikes s begins with.
func leading(s string) (n int) {
	for n < len(s) && (digit(s[n]) || lookAlike(s[n])) {
		n++
	}
	return n
}

// bracketed reports whether a year stands in the brackets of a document number.
func bracketed(before, behind string) bool {
	a, size := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(behind)
	i := strings.IndexRune("〔[(【﹝", a)
	return size > 0 && i >= 0 && i == strings.IndexRune("〕])】﹞", b) // they are as long as one another
}

// day matches a date of which only digits and points are left.
var day = regexp.MustCompile(`^(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])([-./])(?:0?[1-9]|[12]\d|3[01])$`)

// dated reports whether the run is a part of such a date: 2O20-l1-05.
func dated(s string, start, end int) (from, to int, ok bool) {
	part := func(c byte) bool { return digit(c) || lookAlike(c) || c == '-' || c == '.' || c == '/' }
	from, to = start, end
	for from > 0 && end-from < 12 && part(s[from-1]) {
		from--
	}
	for to < len(s) && to-start < 12 && part(s[to]) {
		to++
	}
	m := day.FindStringSubmatch(digits(s[from:to]))
	return from, to, m != nil && m[1] == m[2] && !latinEnd(s[:from]) && !latinStart(s[to:])
}

// landline reports whether the run is one side of an area code and a number:
// 0lO0-2345678.
func landline(s string, start, end int) (from, to int, ok bool) {
	switch {
	case end < len(s) && s[end] == '-':
		to = end + 1
		for to < len(s) && (digit(s[to]) || lookAlike(s[to])) {
			to++
		}
		from = start
	case start > 0 && s[start-1] == '-':
		from, to = start-1, end
		for from > 0 && (digit(s[from-1]) || lookAlike(s[from-1])) {
			from--
		}
	default:
		return 0, 0, false
	}
	area, number, _ := strings.Cut(digits(s[from:to]), "-")
	letters := 0
	for i := from; i < to; i++ {
		if lookAlike(s[i]) {
			letters++
		}
	}
	if area == "" || area[0] != '0' || len(area) < 3 || len(area) > 4 || len(number) < 7 || len(number) > 8 || letters*2 > to-from ||
		latinEnd(s[:from]) || latinStart(s[to:]) {
		return 0, 0, false
	}
	return from, to, true
}

// latinEnd reports whether s ends with something that the number behind it is
// a part of: a letter, a digit, a sign of addresses and formulas.
func latinEnd(s string) bool {
	n := len(s)
	return n > 0 && (latinByte(s[n-1]) || s[n-1] == ':' && n > 1 && word(s[n-2]))
}

// latinStart is latinEnd for what stands behind a number.
func latinStart(s string) bool {
	return s != "" && (latinByte(s[0]) || s[0] == ':' && len(s) > 1 && word(s[1]))
}

func latinByte(c byte) bool { return word(c) || strings.IndexByte("./@#&=_$+*\\", c) >= 0 }

// counters are the units that a count stands before.
var counters = sync.OnceValue(func() *lexicon.Terms { return lexicon.BuiltIn().Load("units.txt") })
