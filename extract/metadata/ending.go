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
		lost := false
		if date.Start < 0 {
			if org, lost = x.lostDate(l.Span); !lost || org.Empty() && (i == x.body || !signs(x.Str(x.Body[i-1].Span))) {
				continue
			}
		}
		var orgs []text.Span
		if !org.Empty() {
			if signs(x.Str(org)) {
				orgs = []text.Span{x.unsealed(org)}
			}
		}
		for j := i - 1; j >= x.body && i-j <= maxSigners; j-- {
			prev := x.Body[j]
			s := x.Str(prev.Span)
			if words().seals.Has(extract.Squeeze(s)) {
				continue
			}
			// Several bodies sign; a numbered line or a school above another is an
			// entry of a list.
			if style, _, _ := extract.Numbering(s); style != extract.NoStyle {
				break
			}
			if prev.Kind == corpus.TableBlock || !signs(s) || len(orgs) > 0 && extract.IsSchool(extract.Squeeze(s)) {
				break
			}
			orgs = append([]text.Span{x.unsealed(prev.Span)}, orgs...)
		}
		switch {
		case len(orgs) > 0:
			v := x.Value(orgs...)
			x.d.Metadata.SignedBy = &v
			x.signed = append(x.signed, orgs...)
		case lost || !x.signedInDamage(i, org):
			continue
		}
		if lost { // who signed is known, and that the date is damaged is told
			return
		}
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

// lostForm matches what is left of a date that lost bytes, at the end of a line:
// the beginning of a year, and what else a date is made of; of that which was lost,
// up to three hanzi that were never there may show.
var lostForm = regexp.MustCompile(`(?:20|19|二[〇○零]|一九)[\d〇○零一二三四五六七八九十年月日?\x{FFFD}]*(?:[\p{Han}?\x{FFFD}]{0,3}[\d〇○零一二三四五六七八九十年月日?\x{FFFD}]*)$`)

// lostRest matches a date that lost its beginning, set apart from what stands
// before it.
var lostRest = regexp.MustCompile(` [?\x{FFFD}][\d〇○零一二三四五六七八九十?\x{FFFD}]*[年月日][\d〇○零一二三四五六七八九十年月日?\x{FFFD}]*$`)

// lostDate reports whether a line is a date that lost bytes, alone or behind the
// name of a body, which it returns.
func (x *state) lostDate(l text.Span) (org text.Span, ok bool) {
	str := x.Str(l)
	if !strings.ContainsAny(str, "?"+string(extract.Lost)) || utf8.RuneCountInString(str) > 40 {
		return text.Span{}, false
	}
	m := lostForm.FindStringIndex(str)
	if m == nil {
		m = lostRest.FindStringIndex(str) // behind the name only
	}
	if m == nil || !strings.ContainsAny(str[m[0]:], "?"+string(extract.Lost)) || m[0] == 0 && utf8.RuneCountInString(str) < 4 {
		return text.Span{}, false
	}
	org = x.Trim(text.Span{Start: l.Start, End: l.Start + m[0]})
	return org, org.Empty() || signs(x.Str(org)) && !x.IsDamaged(org)
}

// signedInDamage reports whether the name of who signs is what was lost: it
// should stand before the date in line i, or above it.
func (x *state) signedInDamage(i int, org text.Span) bool {
	if !org.Empty() {
		return x.IsDamaged(org)
	}
	if i == x.body {
		return false
	}
	prev := x.Body[i-1]
	return prev.Kind != corpus.TableBlock && x.IsDamaged(prev.Span) && utf8.RuneCountInString(x.Str(prev.Span)) <= 30 && !strings.Contains(x.Str(prev.Span), "。")
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
	if !signs(x.Str(before)) && !(x.IsDamaged(before) && utf8.RuneCountInString(x.Str(before)) <= 30) {
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
