package extract

import (
	"strings"
	"unicode/utf8"
)

// Style is a style of numbering headings and list items, from the outermost
// to the innermost (GB/T 9704-2012, 7.3.3: 一、 (一) 1. (1); chapters before,
// circled digits and letters behind).
type Style int

const (
	NoStyle  Style = iota // the line has no number
	Chapter               // 第一章, 第二部分
	Article               // 第三条
	Han                   // 一、 一.
	HanParen              // (一)
	Digit                 // 1. 1、
	DigParen              // (1) ⑴ 1)
	Circle                // ① a) A.
)

// Bullets are the marks that stand before the items of a list without numbers.
const Bullets = "◆◇●○■□▲△▶►★☆※•·➢➤✦ "

// Numbering parses the number that a line starts with: its style, its ordinal
// (一 is 1), and its length in bytes with the punctuation behind it. A line
// that starts with none has NoStyle.
func Numbering(s string) (style Style, ordinal, length int) {
	if s == "" {
		return
	}
	if strings.HasPrefix(s, "第") {
		n, l := HanOrdinal(s[len("第"):])
		rest := s[len("第")+l:]
		if l > 0 {
			for _, u := range []struct {
				unit  string
				style Style
			}{{"章", Chapter}, {"部分", Chapter}, {"编", Chapter}, {"条", Article}} {
				if strings.HasPrefix(rest, u.unit) {
					l += len("第") + len(u.unit)
					return u.style, n, l + punct(s[l:], "、.:． ")
				}
			}
		}
		return
	}
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r >= '⑴' && r <= '⒇':
		return DigParen, int(r-'⑴') + 1, size
	case r >= '①' && r <= '⑳':
		return Circle, int(r-'①') + 1, size
	case r >= '⒈' && r <= '⒛':
		return Digit, int(r-'⒈') + 1, size
	case r == '(':
		close := strings.IndexByte(s, ')')
		if close < 0 || close > 16 {
			return
		}
		in := Squeeze(s[1:close])
		if n, l := digits(in); l == len(in) && l > 0 && l <= 3 {
			return DigParen, n, close + 1 + punct(s[close+1:], "、.")
		}
		if n, l := HanOrdinal(in); l == len(in) && l > 0 {
			return HanParen, n, close + 1 + punct(s[close+1:], "、.")
		}
		return
	}
	if n, l := digits(s); l > 0 && l <= 2 {
		rest := s[l:]
		switch {
		case strings.HasPrefix(rest, ")"):
			return DigParen, n, l + 1
		case strings.HasPrefix(rest, "."), strings.HasPrefix(rest, "、"), strings.HasPrefix(rest, "．"):
			p := punct(rest, "、.．")
			if c := rest[p:]; c != "" && c[0] >= '0' && c[0] <= '9' && rest[0] == '.' && !dated(c) {
				return // 2.5, 2013.3.25
			}
			return Digit, n, l + p
		}
		return
	}
	if n, l := HanOrdinal(s); l > 0 && s[0] >= utf8.RuneSelf {
		if p := punct(s[l:], "、.．"); p > 0 {
			return Han, n, l + p
		}
		return
	}
	if len(s) > 1 && s[1] == ')' && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z') {
		return Circle, int(s[0]|0x20-'a') + 1, 2
	}
	return
}

// dated reports whether s begins with a year or a month: 2013年3月, 9月.
func dated(s string) bool {
	_, l := digits(s)
	return l <= 4 && (strings.HasPrefix(s[l:], "年") || strings.HasPrefix(s[l:], "月"))
}

// punct returns the length of the run of characters of set that s starts with.
func punct(s, set string) int {
	return len(s) - len(strings.TrimLeft(s, set))
}

func digits(s string) (n, length int) {
	for length < len(s) && length < 9 && s[length] >= '0' && s[length] <= '9' {
		n = n*10 + int(s[length]-'0')
		length++
	}
	return
}

var hanDigit = map[rune]int{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// HanOrdinal parses the number that s starts with, in Chinese or Arabic
// digits (十二, 二十, 12); length is 0 when there is none.
func HanOrdinal(s string) (n, length int) {
	if n, l := digits(s); l > 0 {
		return n, l
	}
	total, cur, seen := 0, 0, false
	for i, r := range s {
		d, ok := hanDigit[r]
		switch {
		case ok:
			cur, seen = d, true
		case r == '十':
			if !seen || cur == 0 {
				cur = 1
			}
			total, cur, seen = total+cur*10, 0, true
		case r == '百':
			if cur == 0 {
				return total, i
			}
			total, cur = total+cur*100, 0
		default:
			return total + cur, i
		}
		length = i + utf8.RuneLen(r)
	}
	return total + cur, length
}
