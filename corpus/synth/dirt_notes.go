package synth

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// notes sets the reading behind hanzi, as mirror sites do: 聯(lián)動(dòng). They
// stand inside names and numbers as anywhere else, and on blanks of forms, where
// the site took a character away that its note outlived: 到_(dá)_小学.
func (m *mess) notes(rate float64, blocks []Block) []Block {
	full := m.chance(.3) // the site's brackets
	// Some sites write ɡ and ń, which look right in their font.
	odd := m.chance(.5)
	note := func(reading string) string {
		if odd {
			reading = strings.NewReplacer("g", "ɡ").Replace(reading)
		}
		if full {
			return "（" + reading + "）"
		}
		return "(" + reading + ")"
	}
	eachText(blocks, func(t *Text) {
		var out []glyph
		list := glyphs(*t)
		for i, g := range list {
			out = append(out, g)
			reading := ""
			switch {
			case isHan(g.r):
				reading = readingOf(g.r)
			case g.r == '_' && i+1 < len(list) && list[i+1].r == '_':
				reading = one(m, "dá", "yī", "shì", "gāo", "ér")
			}
			if reading == "" || !m.chance(rate) {
				continue
			}
			for _, r := range note(reading) {
				out = append(out, glyph{r, g.piece})
			}
		}
		*t = gather(*t, out)
	})
	return blocks
}

// readingOf is the first reading that the dictionary has for r, "" for none.
func readingOf(r rune) string {
	s, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
	return s
}

// hasReading reports whether the dictionary has the reading for r.
func hasReading(r rune, reading string) bool {
	for s := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if s == reading {
			return r != 0
		}
	}
	return false
}
