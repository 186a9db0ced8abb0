package metadata

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// maxNumberLine is the length in bytes of the longest document number.
const maxNumberLine = 120

// numberLine returns the document number of a line that holds one and no more
// (brackets around it left out), else an empty span.
func (x *state) numberLine(l text.Span) text.Span {
	str := x.Str(l)
	if strings.HasPrefix(str, "(") && strings.HasSuffix(str, ")") {
		l = text.Span{Start: l.Start + 1, End: l.End - 1}
		str = x.Str(l)
	}
	if !strings.HasSuffix(str, "号") || len(str) > maxNumberLine {
		return text.Span{}
	}
	if start, end := extract.DocNumber(str); end == 0 || start != 0 || end != len(str) {
		return text.Span{}
	}
	return l
}

// maxSigners is how many lines of bodies above a date are looked at.
const maxSigners = 6

// signature finds the signing bodies and the date under the text: the first
// line after the head that is a date, with a body's name before it on the same
// line or on the lines above.
func (x *state) signature() {
	for i := x.body; i < len(x.Body); i++ {
		l := x.Body[i]
		if l.Kind == corpus.TableBlock || utf8.RuneCountInString(x.Str(l.Span)) > 60 {
			continue
		}
		date, org, next := x.signatureDate(i)
		if date.Start < 0 {
			continue
		}
		var orgs []text.Span
		if !org.Empty() {
			orgs = []text.Span{x.unsealed(org)}
		}
		for j := i - 1; j >= x.body && i-j <= maxSigners; j-- {
			prev := x.Body[j]
			s := x.Str(prev.Span)
			if words().seals.Has(extract.Squeeze(s)) {
				continue
			}
			// Several bodies sign; a school above another is an entry of a list.
			if prev.Kind == corpus.TableBlock || !signs(s) || len(orgs) > 0 && extract.IsSchool(extract.Squeeze(s)) {
				break
			}
			orgs = append([]text.Span{x.unsealed(prev.Span)}, orgs...)
		}
		if len(orgs) == 0 {
			continue
		}
		v := x.Value(orgs...)
		x.d.Metadata.SignedBy = &v
		x.signed = append(x.signed, orgs...)
		if date.Year == 0 {
			x.d.Doubt(schema.CodeBlank, "the date under the text is not filled in", l.Span)
			return
		}
		val := x.Date(date, l.Span.Start)
		if next {
			val = x.Date(date, 0)
			val.Evidence = x.Evidence(text.Span{Start: l.Span.Start + date.Start, End: l.Span.End}, x.Body[i+1].Span)
		}
		x.d.Metadata.SignedOn = &val
		return
	}
	x.gluedSignature()
}

// unsealed returns the name of a body without the remark that it is sealed.
func (x *state) unsealed(org text.Span) text.Span {
	org.End -= len(words().seals.Suffix(x.Str(org)))
	return x.Trim(org)
}

// blankDate matches a date whose year was blanked out.
var blankDate = regexp.MustCompile(`(?:(?:19|20)?_{2,}|[xX×]{2,4}|20[xX×]{2})年(?:[\d_xX×]{1,2}月(?:[\d_xX×]{1,2}日)?)?$`)

// signatureDate parses a line as 机关 日期 or 日期; the date may run on into
// the next line (某某教研室 2010 / 年7月), then next is true.
func (x *state) signatureDate(i int) (d extract.Date, org text.Span, next bool) {
	d.Start = -1
	l := x.Body[i]
	s := x.Str(l.Span)
	try := func(s string) bool {
		ds := extract.FindDates(s)
		if len(ds) == 0 || ds[len(ds)-1].End != len(s) {
			return false
		}
		d = ds[len(ds)-1]
		return true
	}
	ok := try(s)
	if m := blankDate.FindStringIndex(s); !ok && m != nil { // 某中学20__年8月28日
		before := x.Trim(text.Span{Start: l.Span.Start, End: l.Span.Start + m[0]})
		if before.Empty() || signs(x.Str(before)) {
			d.Start = m[0]
			return d, before, false
		}
	}
	if !ok && i+1 < len(x.Body) && strings.HasPrefix(x.Str(x.Body[i+1].Span), "年") && len(s) >= 4 {
		ok = try(s + x.Str(x.Body[i+1].Span))
		next = ok
	}
	if !ok {
		d.Start = -1
		return
	}
	before := x.Trim(text.Span{Start: l.Span.Start, End: l.Span.Start + d.Start})
	if before.Empty() {
		return
	}
	if !signs(x.Str(before)) {
		d.Start = -1
		return
	}
	return d, before, next
}

// signs reports whether a line is the name of a body that signs, or several.
func signs(s string) bool {
	s = extract.Squeeze(s)
	s = strings.TrimSuffix(s, words().seals.Suffix(s))
	n := utf8.RuneCountInString(s)
	if n < 3 || n > 40 || strings.ContainsAny(s, "。,;:、?!|") {
		return false
	}
	if words().orgs.Suffix(s) != "" {
		return true
	}
	if k := words().kinds.Suffix(s); k != "" && utf8.RuneCountInString(s) > utf8.RuneCountInString(k)+2 {
		c, _ := words().kinds.Class(k)
		return c == "name"
	}
	return shortSchool.MatchString(s)
}

// shortSchool matches the short name of a numbered school: 某市十七中.
var shortSchool = regexp.MustCompile(`(?:\d+|[一二三四五六七八九十]+)[中小]$`)

// gluedName matches the full name of a school or body that starts with a
// place: 某某市第五初级中学.
var gluedName = regexp.MustCompile(`\p{Han}{2,4}(?:市|县|区|镇|乡)[\p{Han}\d]{2,16}$`)

// gluedSignature reads a signature that the page has run into the last
// sentence: the last line ends without a stop and with a body's full name, and
// what stands before the name is a body too (报市中心校|某某市第五中学).
func (x *state) gluedSignature() {
	if len(x.Body) == 0 {
		return
	}
	l := x.Body[len(x.Body)-1]
	s := x.Str(l.Span)
	if l.Kind == corpus.TableBlock || utf8.RuneCountInString(s) < 30 || !signs(lastRunes(s, 12)) && words().orgs.Suffix(s) == "" {
		return
	}
	w := words().orgs
	for i := len(s) - 1; i > 0 && len(s)-i < 3*26; i-- {
		if !utf8.RuneStart(s[i]) {
			continue
		}
		if m := gluedName.FindStringIndex(s[i:]); m != nil && m[0] == 0 && w.Suffix(s[:i]) != "" && w.Suffix(s[i:]) != "" {
			org := text.Span{Start: l.Span.Start + i, End: l.Span.End}
			v := x.Value(org)
			x.d.Metadata.SignedBy = &v
			x.signed = append(x.signed, org)
			return
		}
	}
}

func lastRunes(s string, n int) string {
	for i := len(s); i > 0; {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
		if n--; n == 0 {
			return s[i:]
		}
	}
	return s
}

// place matches the name of a county-level or prefecture-level division.
var place = regexp.MustCompile(`\p{Han}{2,7}?(?:自治州|自治县|自治旗|新区|县|区|市|旗|盟)`)

// region finds the district that the document governs: the finest division
// named by the signature, the title or the issuer; else, where the text says
// 我县 (我区, 我市), the one county it names.
func (x *state) region() {
	for _, list := range [][]text.Span{x.signed, x.title, x.issuer} {
		for _, s := range list {
			if r := x.division(s); !r.Empty() {
				v := x.Value(r)
				x.d.Metadata.Region = &v
				return
			}
		}
	}
	str := x.Str(x.Span)
	for _, unit := range []string{"县", "区", "市"} {
		own := strings.Index(str, "我"+unit)
		if own < 0 {
			continue
		}
		names := map[string][]text.Span{}
		for i := 0; ; {
			j := strings.Index(str[i:], unit)
			if j < 0 {
				break
			}
			j += i
			i = j + len(unit)
			if r, _ := utf8.DecodeRuneInString(str[i:]); strings.ContainsRune("局级域内里委", r) {
				continue // 响应县局, 本区域: the unit of another word
			}
			if n := countyName(str[:j]); n != "" {
				names[n] = append(names[n], text.Span{Start: x.Span.Start + j - len(n), End: x.Span.Start + i})
			}
		}
		if len(names) == 1 {
			for _, spans := range names {
				v := x.Value(spans[0])
				x.d.Metadata.Region = &v
			}
			return
		}
	}
}

// division returns the finest division that a name begins with or first
// mentions: of 某省甲市乙区教育局 it is 乙区.
func (x *state) division(s text.Span) text.Span {
	str := x.Str(s)
	var out text.Span
	for at := 0; at < len(str); {
		m := place.FindStringIndex(str[at:])
		if m == nil {
			break
		}
		// Behind the first one only what follows directly is the same name.
		if !out.Empty() && m[0] != 0 {
			break
		}
		name := str[at+m[0] : at+m[1]]
		if i := strings.LastIndexAny(name, "《“"); i >= 0 {
			break
		}
		if i := strings.LastIndex(name, "关于"); i >= 0 {
			at += m[1]
			continue
		}
		if i := strings.LastIndex(name, "省"); i > 0 && i+len("省") < len(name) {
			m[0] += i + len("省")
			name = name[i+len("省"):]
		}
		if noDivision(name) || utf8.RuneCountInString(name) < 3 {
			if !out.Empty() {
				break
			}
			at += m[1]
			continue
		}
		out = text.Span{Start: s.Start + at + m[0], End: s.Start + at + m[1]}
		at += m[1]
	}
	return out
}

// noDivision reports whether a word that ends like a division is none.
func noDivision(s string) bool {
	if w := words().noDivisions.Suffix(s); w != "" {
		// 新市区 and 北城区 are names, 主城区 is not.
		named := (w == "市区" || w == "城区") && utf8.RuneCountInString(s) == 3
		return !named
	}
	return strings.Contains(s, "学校") || strings.Contains(s, "小学") || strings.Contains(s, "教育")
}

// countyName returns the two characters before a unit when they can be the
// name of a county: what precedes them is no part of it.
func countyName(before string) string {
	r := []rune(lastRunes(before, 3))
	if len(r) < 2 {
		return ""
	}
	name := r[len(r)-2:]
	for _, c := range name {
		if !extract.HasHan(string(c)) || strings.ContainsRune("我全各本该跨在到的和与及为向由从对市县区省两同面给", c) {
			return ""
		}
	}
	if len(r) == 3 && extract.HasHan(string(r[0])) && !strings.ContainsRune("与和在到向从对由为及是省市的", r[0]) {
		return ""
	}
	return string(name)
}
