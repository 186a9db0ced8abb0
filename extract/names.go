package extract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract/segment"
	"jiedui/internal/lexicon"
)

var (
	leadIns = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("lead-ins.txt") })
	schools = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("schools.txt") })
	noName  = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("no-school-words.txt") })
	general = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("general-schools.txt") })
)

// maxName is the length in characters of the longest name that is looked for
// in running text.
const maxName = 24

var datePiece = regexp.MustCompile(`\d+(?:年|月|日)(?:份|度|初|底|秋季|春季|上半年|下半年|以来|起|开始)?`)

// NameStart returns the byte at which the name begins that ends at byte end of
// a sentence: behind the nearest punctuation, blank or bracket, or behind a
// word that leads into a name (由, 要求, 与; lead-ins.txt).
func NameStart(s string, end int) int {
	start, n := end, 0
	for start > 0 && n < maxName {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !nameRune(r) && !(r == '?' && strings.HasPrefix(s[start:], string(Lost))) {
			break
		}
		start -= size
		n++
	}
	// 2023年3月城东小学: a date is no part of a name.
	if strings.ContainsAny(s[start:end], "0123456789") {
		if ms := datePiece.FindAllStringIndex(s[start:end], -1); len(ms) > 0 {
			start += ms[len(ms)-1][1]
		}
	}
	run := start
	var words []segment.Word // of s[run:end], cut when first asked
	for i := start; i < end; {
		t := leadIns().Prefix(s[i:end])
		one := utf8.RuneCountInString(t) == 1
		if one && words == nil {
			words = segment.Words(s[run:end])
		}
		switch c, _ := leadIns().Class(t); {
		case t == "":
			_, size := utf8.DecodeRuneInString(s[i:end])
			i += size
		case c == "no", c == "" && i != start, one && (!nameLeft(s[i+len(t):end]) || throughWord(words, i+len(t)-run)):
			i += len(t)
		default:
			i += len(t)
			start = i
		}
	}
	return start
}

// throughWord reports whether a cut at byte b goes through a word of the
// dictionary: 和 is a joint in 甲小学和乙小学 and none in 和平小学.
func throughWord(words []segment.Word, b int) bool {
	for _, w := range words {
		if w.Span.Start < b && b < w.Span.End {
			return w.Tag != segment.TagGuess && w.Tag != segment.TagOther
		}
	}
	return false
}

// nameLeft reports whether s is still a whole name: one that a user knows, an
// ending that is a name by itself (实验小学), or an ending with at least two characters before it.
func nameLeft(s string) bool {
	suffix := schools().Suffix(s)
	if c, _ := schools().Class(suffix); c == lexicon.SchoolName {
		return true
	}
	stem := utf8.RuneCountInString(s) - utf8.RuneCountInString(suffix)
	return stem >= 2 || suffix != "" && utf8.RuneCountInString(s) >= 4 || stem == 1 && utf8.RuneCountInString(s) == 2
}

func nameRune(r rune) bool {
	return r >= 0x3400 && HasHan(string(r)) || r == Lost || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '·'
}

// saysNoName reports whether a word of no-school-words.txt stands in the words
// before a school's ending. A single character counts only as a word of its
// own: 等 in 甲、乙等小学, not in 平等路小学.
func saysNoName(stem string) bool {
	var words []segment.Word
	for i := range stem {
		t := noName().Prefix(stem[i:])
		if t == "" {
			continue
		}
		if utf8.RuneCountInString(t) > 1 {
			return true
		}
		if words == nil {
			words = segment.Words(stem)
		}
		for _, w := range words {
			if w.Span.Start == i && w.Span.End == i+len(t) {
				return true
			}
		}
	}
	return false
}

// IsSchool reports whether s, without blanks, has the form of a school's name:
// the ending of one with a name before it (石桥小学, 一中, 12小), or is known to a
// user, and is not a word for schools in general (各小学, 薄弱学校, 两所学校).
func IsSchool(s string) bool {
	if strings.ContainsRune(s, Lost) { // 柳溪镇?心小学, 文昌街?
		return utf8.RuneCountInString(s) >= 2 && (schools().Suffix(s) != "" || strings.HasSuffix(s, string(Lost)))
	}
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	suffix := schools().Suffix(s)
	if suffix == "" {
		return false
	}
	stem := strings.TrimSuffix(s, suffix)
	if noName().Contained(stem) && saysNoName(stem) {
		return false
	}
	n := utf8.RuneCountInString(stem)
	switch c, _ := schools().Class(suffix); c {
	case lexicon.SchoolName:
		return n <= maxName
	case "short":
		if n == 0 || n > 10 {
			return false
		}
		r, _ := utf8.DecodeLastRuneInString(stem)
		digit := r >= '0' && r <= '9' || strings.ContainsRune("一二三四五六七八九十", r)
		return digit || suffix == "附小" || suffix == "附中"
	}
	if n == 0 {
		return utf8.RuneCountInString(s) >= 4 && !general().Has(s) // 实验小学, 中心小学
	}
	// 云峰县小学 are all the schools of a county; its kindergarten is one, as a rule.
	switch suffix {
	case "小学", "中学", "学校", "初中", "高中":
		for _, u := range []string{"县", "市", "区"} {
			if strings.HasSuffix(stem, u) {
				return false
			}
		}
	}
	return n <= maxName && !General(s)
}

// General reports whether words that end like the name of a school mean schools
// in general: 全区中小学, 云峰县义务教育学校.
func General(s string) bool {
	if general().Has(s) || strings.HasSuffix(s, "校") && SideClass(s) != "" { // 被托管学校
		return true
	}
	g := general().Suffix(s)
	if g == "" {
		return false
	}
	switch c, _ := general().Class(g); c {
	case "whole":
		return false
	case "county":
		before := strings.TrimSuffix(s, g)
		return strings.HasSuffix(before, "县") || strings.HasSuffix(before, "市") || strings.HasSuffix(before, "区")
	}
	return true
}
