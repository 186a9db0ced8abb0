package search

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jiedui/extract/segment"
	"jiedui/internal/divisions"
	"jiedui/normalize"
)

// settle finds out what a term looks for; start is where its value begins.
func (p *parser) settle(t *term, start int) error {
	switch t.field {
	case Year:
		return p.years(t, start)
	case District:
		if code := normalize.Fold(t.value, normalize.Hans, false, false); digits(code) {
			if len(code) < 2 || len(code) > 6 {
				return p.wrong(start, "%q is no code of a district: want two to six digits, such as 37 or 370405", t.value)
			}
			t.code = []string{divisions.Beginning(code)}
			return nil
		}
		t.code = codesOf(t.value)
	}
	forms := spellings(t.value)
	for _, f := range forms {
		pattern := phrase(f, t.open)
		if pattern == nil {
			continue
		}
		t.patterns = append(t.patterns, pattern)
		known := ""
		if w := squeezed(f); utf8.RuneCountInString(w) >= longWord && segment.Known(w) {
			known = w
		}
		t.known = append(t.known, known)
	}
	if len(t.patterns) == 0 {
		return p.wrong(start, "%q has neither hanzi nor letters nor digits to look for", t.value)
	}
	if t.field == Anywhere && !t.quoted && !t.open {
		t.words = pieces(forms[len(forms)-1])
	}
	return nil
}

// years reads 2019, 2018-2020, 2018- and -2020.
func (p *parser) years(t *term, start int) error {
	s := normalize.Fold(t.value, normalize.Hans, false, false)
	for _, dash := range []string{"..", "–", "—", "至", "~"} {
		s = strings.ReplaceAll(s, dash, "-")
	}
	from, to, isRange := strings.Cut(s, "-")
	if !isRange {
		to = from
	}
	year := func(s string, otherwise int) (int, bool) {
		s = strings.TrimSuffix(strings.TrimSpace(s), "年")
		if s == "" && isRange {
			return otherwise, true
		}
		n, err := strconv.Atoi(s)
		return n, err == nil && len(s) == 4 && firstYear <= n && n <= lastYear
	}
	a, ok := year(from, firstYear)
	b, ok2 := year(to, lastYear)
	if !ok || !ok2 || isRange && from == "" && to == "" {
		return p.wrong(start, "%q is no year from %d to %d, and no stretch of years such as 2018-2020", t.value, firstYear, lastYear)
	}
	if a > b {
		return p.wrong(start, "the years %q end before they begin", t.value)
	}
	t.from, t.to = a, b
	return nil
}

// codesOf returns what the codes begin with of the divisions that bear or bore a
// name, and of what lies in them.
func codesOf(name string) []string {
	var out []string
	seen := map[string]bool{}
	name = squeezed(normalize.Fold(name, normalize.Hant, false, false))
	for _, d := range divisions.Ever(name) {
		code := d.Code
		switch d.Level {
		case divisions.Province:
			code = code[:2]
		case divisions.Prefecture:
			code = code[:4]
		}
		if !seen[code] {
			seen[code] = true
			out = append(out, code)
		}
	}
	return out
}

// spellings returns a value as the index may have it: pages in traditional script
// are indexed in simplified, others as they are written.
func spellings(s string) []string {
	as := normalize.Fold(s, normalize.Hans, false, false)
	if simplified := normalize.Fold(s, normalize.Hant, false, false); simplified != as {
		return []string{as, simplified}
	}
	return []string{as}
}

// prefix marks the last word of a phrase, of which only the beginning is given.
const prefix = "*"

// phrase returns the tokens that stand one behind the other wherever s stands;
// the last may be a beginning, a [prefix] then stands behind it.
func phrase(s string, open bool) []string {
	var list []token
	for line := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		tokens([]rune(line), func(t token) { list = append(list, t) })
	}
	if len(list) == 0 {
		return nil
	}
	last := &list[len(list)-1]
	switch {
	case last.lone && !last.alone: // what follows it in the text may be another hanzi
		list = list[:len(list)-1]
	case last.lone, open:
		last.text += prefix
	}
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.text
	}
	return out
}

// pieces cuts a word that somebody typed without blanks into the words of the
// dictionary that it is made of, two at least; nil when there is more to it, such
// as a name.
func pieces(s string) []string {
	if strings.IndexFunc(s, func(r rune) bool { return !isHanzi(r) }) >= 0 {
		return nil
	}
	var out []string
	for _, w := range segment.Words(s) {
		v := s[w.Span.Start:w.Span.End]
		if utf8.RuneCountInString(v) < 2 || !segment.Known(v) {
			return nil
		}
		out = append(out, v)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// squeezed is s without blanks if it is one stretch of hanzi, else "".
func squeezed(s string) string {
	n, out := 0, ""
	stretches(s, func(h string) { n, out = n+1, h })
	whole := strings.IndexFunc(s, func(r rune) bool { return !isHanzi(r) && !isBlank(r) }) < 0
	if n != 1 || !whole {
		return ""
	}
	return out
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
