package normalize

import (
	"strings"

	"jiedui/text"
)

// invisible removes characters that leave no mark on the page: zero-width
// blanks and joiners, marks of writing direction, soft hyphens, variation
// selectors and the byte order mark.
//
//	王<U+200B>小明  ->  王小明
//	结对<U+00AD>帮扶  ->  结对帮扶
func invisible(t text.Text, _ *job) text.Text {
	s := t.String()
	var w *text.Rewriter
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c < 0x80:
			i++
			continue
		case c >= 0xE3 && c <= 0xED, // hanzi, kana, hangul
			c == 0xEF && s[i+1] != 0xBB && s[i+1] != 0xB8, // full-width forms
			c == 0xE2 && s[i+1] > 0x81:
			i += 3
			continue
		}
		n := unseen(s[i:])
		if n == 0 {
			i += size(c)
			continue
		}
		if w == nil {
			w = t.Rewrite("invisible")
		}
		w.KeepTo(i)
		w.Replace(n, "")
		i += n
	}
	if w == nil {
		return t
	}
	return w.Done()
}

// unseen returns the length of the invisible character that s starts with, or 0.
func unseen(s string) int {
	switch s[0] {
	case 0xC2:
		if strings.HasPrefix(s, "\u00AD") {
			return 2
		}
	case 0xCD:
		if strings.HasPrefix(s, "\u034F") { // combining grapheme joiner
			return 2
		}
	case 0xE1:
		if strings.HasPrefix(s, "\u180E") || s >= "\u180B" && s < "\u180E" {
			return 3
		}
	case 0xE2:
		switch {
		case s >= "\u200B" && s < "\u2010", s >= "\u202A" && s < "\u202F", s >= "\u2060" && s < "\u2070":
			return 3
		}
	case 0xEF:
		if strings.HasPrefix(s, "\uFEFF") || s >= "\uFE00" && s < "\uFE10" {
			return 3
		}
	case 0xF3:
		if s >= "\U000E0100" && s < "\U000E01F0" {
			return 4
		}
	}
	return 0
}

// size returns the length of the character that starts with byte c.
func size(c byte) int {
	switch {
	case c < 0xC0:
		return 1
	case c < 0xE0:
		return 2
	case c < 0xF0:
		return 3
	}
	return 4
}
