package check

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"jiedui/schema"
	"jiedui/text"
)

// shares computes the shares that the text states with both of their numbers:
// 30所…占…总数(45所)的66.7%, 45所学校中30所…,占66.7%; and looks for rates above 100 %.
// A share may be rounded or cut at its last digit; one that is only about right
// by its own words (约, 近, 超过) is measured by them.
func shares(s *subject) {
	for _, t := range s.sentences() {
		if !strings.Contains(t.str, "%") {
			continue
		}
		s.overWhole(t)
		numbers := t.counted()
		for _, m := range percent.FindAllStringSubmatchIndex(t.str, -1) {
			s.share(t, numbers, m)
		}
	}
}

var percent = regexp.MustCompile(`(\d+(?:\.(\d+))?)\s*%`)

// maxShare is how far a share may stand behind its 占, in bytes.
const maxShare = 180

func (s *subject) share(t sentence, numbers []counted, m []int) {
	of := strings.LastIndex(t.str[:m[0]], "占")
	if of < 0 || m[0]-of > maxShare || percent.MatchString(t.str[of:m[0]]) {
		return
	}
	var before, between []counted
	for _, c := range numbers {
		switch {
		case c.to <= of:
			before = append(before, c)
		case c.from > of && c.to <= m[0]:
			between = append(between, c)
		}
	}
	if len(before) == 0 {
		return
	}
	part := before[len(before)-1]
	var whole counted
	switch len(between) {
	case 1:
		whole = between[0]
	case 0: // 共有45所,其中30所…,占66.7%
		if len(before) < 2 {
			return
		}
		whole = before[len(before)-2]
		// Nothing else may have a share of its own in between, nor before the 占.
		subject := t.str[part.to:of]
		if i := strings.LastIndex(subject, ","); i >= 0 && strings.Trim(subject[i+1:], " 约则共仅") != "" {
			return
		}
		if !strings.Contains(t.str[whole.to:part.from], "中") || strings.Contains(subject, "占") {
			return
		}
	default:
		return
	}
	if part.unit != whole.unit || part.n > whole.n || whole.n == 0 {
		return
	}
	stated := float(t.str[m[2]:m[3]])
	is := 100 * part.n / whole.n
	if agrees(is, stated, m[5]-m[4], t.str[max(part.to, of-len("大约")):m[0]], t.str[m[1]:]) {
		return
	}
	a, b := t.str[part.from:part.to], t.str[whole.from:whole.to]
	p := strconv.FormatFloat(is, 'f', max(1, m[5]-m[4]), 64)
	place := func(c counted) []schema.Evidence { return s.part.Evidence(t.span(c.from, c.to)) }
	s.find(schema.CodeShare,
		say("%s of %s are %s %%, not %s", a, b, p, t.str[m[0]:m[1]]),
		say("%s占%s的%s%%，而不是%s", a, b, p, t.str[m[0]:m[1]]),
		s.part.Evidence(t.span(m[0], m[1])), place(part), place(whole))
}

// agrees reports whether a share as stated, with so many digits behind its
// point and with the words before and behind it, fits what it is.
func agrees(is, stated float64, decimals int, before, after string) bool {
	step := math.Pow10(-decimals)
	near := math.Abs(is-stated) < step+1e-9 && (is >= stated || stated-is <= step/2+1e-9)
	switch bound(before, after) {
	case ">=":
		return near || is >= stated
	case "<=":
		return near || is <= stated
	case "about":
		return math.Abs(is-stated) <= 5
	}
	return near
}

// bound is what the words around a number make of it: ">=" (超过, 以上), "<=" (不到),
// "about" (约, 左右), or "".
func bound(before, after string) string {
	before = strings.TrimRight(before, " ")
	for i := range before {
		if words().about.Prefix(before[i:]) != "" {
			return "about"
		}
	}
	if words().about.Prefix(after) != "" {
		return "about"
	}
	if c, _ := words().comparators.Class(words().comparators.Prefix(after)); strings.HasSuffix(c, " behind") {
		return strings.TrimSuffix(c, " behind")
	}
	if c, _ := words().comparators.Class(words().comparators.Suffix(before)); c != "" {
		c, how, _ := strings.Cut(c, " ")
		if how == "" || how == "close" {
			return c
		}
	}
	return ""
}

var rate = regexp.MustCompile(`^[^,。;\d]{0,15}?(\d+(?:\.\d+)?)\s*%`)

// overWhole reports rates above 100 %.
func (s *subject) overWhole(t sentence) {
	for i := range t.str {
		w := words().rates.Prefix(t.str[i:])
		if w == "" {
			continue
		}
		m := rate.FindStringSubmatchIndex(t.str[i+len(w):])
		if m == nil || float(t.str[i+len(w)+m[2]:i+len(w)+m[3]]) <= 100 {
			continue
		}
		at := t.span(i, i+len(w)+m[1])
		s.find(schema.CodeOverWhole,
			say("%s: no rate of this kind is more than 100 %%", s.part.Str(at)),
			say("%s：此类比率不可能超过100%%", s.part.Str(at)),
			s.part.Evidence(text.Span{Start: at.Start, End: at.End}))
	}
}

func float(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}
