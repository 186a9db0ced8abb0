package segment

import (
	"slices"
	"unicode"
)

// IsName says how well s fits the name of one Chinese person: 0 is no, 1 is
// sure. Blanks do not count (舒 敏). It weighs s as a name, by surname and
// given-name characters, against s as a piece of running text; general words
// (高级, 成员, 方案), posts and words of schools are no names whatever their
// first character. From 0.5 up s is more likely a name than not, when nothing
// is known about the place it stands in. Names transcribed from other languages
// of China count, with or without interpunct. A name that a user knows is sure.
func IsName(s string) float64 {
	rs := make([]rune, 0, 8)
	for _, r := range s {
		if unicode.IsSpace(r) {
			continue
		}
		if r == '•' || r == '・' || r == '‧' {
			r = '·'
		}
		if rs = append(rs, r); len(rs) > 20 {
			return 0
		}
	}
	return loaded().isName(rs)
}

// lost stands for characters whose bytes were lost.
const lost = '\uFFFD'

func (m *model) isName(rs []rune) float64 {
	if m.person[string(rs)] {
		return 1
	}
	if slices.Contains(rs, lost) && len(rs) <= 4 {
		return .5 // it may be
	}
	if len(rs) < 2 || m.word[string(rs)] || dictionary().notName(rs) {
		return 0
	}
	return logistic(m.odds(rs))
}

// odds weighs rs as a name against rs as running text, by characters alone.
func (m *model) odds(rs []rune) float64 {
	w := m.name(rs)
	if w <= impossible/2 {
		return impossible
	}
	return m.against(w, rs)
}

// against weighs a name of weight w against rs as running text. A string that
// is looked at as a whole is a name more often than its text makes likely.
func (m *model) against(w float64, rs []rune) float64 { return w - m.prose(rs) + 1 }

// notName reports whether rs is, begins or ends with a post, a role or an
// ending of offices and schools of two characters or more (校长, 老校长).
func (v *vocabulary) notName(rs []rune) bool {
	if v.closed[string(rs)] {
		return true
	}
	return len(rs) >= 3 && (v.closed[string(rs[1:])] || v.closed[string(rs[:2])] || v.closed[string(rs[len(rs)-2:])])
}

// isHan reports whether r is a Chinese character, or stands for lost ones.
func isHan(r rune) bool { return unicode.Is(unicode.Han, r) || r == lost }
