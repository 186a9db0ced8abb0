package read

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What mirror sites do to pages must not change the shape that a dump is seen to
// have: 序號 and 序(xù)號 are one label, （一） and (一) are of one kind.

// plain returns s without its blanks and without notes of the reading, full-width
// forms folded: what the words of a dump are compared and measured by.
func plain(s string) string {
	odd := strings.IndexFunc(s, func(r rune) bool { return r == '(' || r == '（' || isBlank(r) || folded(r) != r }) >= 0
	if !odd {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	before := rune(0)
	for i := 0; i < len(s); {
		if n := readingNote(s[i:]); n > 0 && unicode.Is(unicode.Han, before) {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if isBlank(r) {
			continue
		}
		before = folded(r)
		b.WriteRune(before)
	}
	return b.String()
}

// folded is the plain form of a full-width one.
func folded(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// maxSyllable is the number of letters of the longest syllable of pinyin: zhuang.
const maxSyllable = 6

// readingNote returns the length of the note of a reading that s starts with,
// (xiào) or （de）, 0 if none: small letters, of which one may be a vowel with its
// tone, in brackets. Words in capitals and longer ones are none.
func readingNote(s string) int {
	i := 0
	switch {
	case strings.HasPrefix(s, "("):
		i = len("(")
	case strings.HasPrefix(s, "（"):
		i = len("（")
	default:
		return 0
	}
	letters, vowels := 0, 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case r == ')' || r == '）':
			if letters == 0 || vowels == 0 {
				return 0
			}
			return i
		case strings.ContainsRune("aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿê", r):
			vowels++
		case r >= 'a' && r <= 'z' || r == 'ɡ' || r == 'ɑ':
			if r == 'ɑ' {
				vowels++
			}
		default:
			return 0
		}
		if letters++; letters > maxSyllable {
			return 0
		}
	}
	return 0
}
