package normalize

import (
	"strings"

	"jiedui/text"
)

// blanks turns every blank of a form that is drawn with low lines into exactly
// two: the length of the line says nothing, and notes that a mirror site set on
// it belong to a word that is no longer there. A single low line is left (it
// separates the parts of titles and file names), and so is one inside an
// identifier (letters or digits of ASCII on both sides).
//
//	20＿＿年_____月  ->  20__年__月
//	到_(dá)_小學  ->  到__小學
func blanks(t text.Text, _ *job) text.Text {
	s := t.String()
	var w *text.Rewriter
	for f := (finder{s: s, a: "_", b: "\uFE4D"[:2]}); f.next(); {
		end, lines, noted := blank(s, f.at)
		if end == f.at {
			continue
		}
		inside := f.at > 0 && word(s[f.at-1]) && end < len(s) && word(s[end])
		if (lines > 1 && !inside || noted) && s[f.at:end] != "__" {
			if w == nil {
				w = t.Rewrite("blanks")
			}
			w.KeepTo(f.at)
			w.Replace(end-f.at, "__")
		}
		f.from = end
	}
	if w == nil {
		return t
	}
	return w.Done()
}

// blank measures the blank that starts at byte i: where it ends (i: there is
// none), how many low lines it has and whether a note stands among them.
func blank(s string, i int) (end, lines int, noted bool) {
	end = i
	for end < len(s) {
		if n := lowLine(s[end:]); n > 0 {
			end += n
			lines++
			continue
		}
		if lines > 0 {
			if n := parseNote(s[end:]); n.len > 0 && n.tone > 0 {
				end += n.len
				noted = true
				continue
			}
		}
		break
	}
	return end, lines, noted
}

// lowLine returns the length of the low line that s starts with, or 0:
// _ ＿ ﹍ ﹎ ﹏.
func lowLine(s string) int {
	switch {
	case s[0] == '_':
		return 1
	case strings.HasPrefix(s, "＿"), strings.HasPrefix(s, "﹍"), strings.HasPrefix(s, "﹎"), strings.HasPrefix(s, "﹏"):
		return 3
	}
	return 0
}

func word(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
