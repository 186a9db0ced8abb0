package metadata

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/internal/divisions"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// Rules that give the region's code.
const (
	byName  = "region-code-name"  // one division bore the name at the time
	byPlace = "region-code-place" // several did; the page says in which city or province
	bySite  = "region-code-site"  // the site's number, or its address, says in which
	byIndex = "region-code-index" // the index number decides, or is all there is
)

// regionCode finds the code of the region as of the document's date: that of
// the one division which bore the name then. Where several did (鼓楼区), the
// page must say which: by the city or province before the name, by the code in
// the index number, by the city or province of the issuing body. What the page
// leaves open is a doubt.
func (x *state) regionCode() {
	when := x.when()
	index := x.indexCode(when)
	region := x.d.Metadata.Region
	if region == nil {
		if index.alone {
			v := x.Derived(index.code, byIndex, index.at)
			x.d.Metadata.RegionCode = &v
		}
		return
	}
	list := slices.DeleteFunc(divisions.Named(region.Value, when), func(d divisions.Division) bool { return d.Level == divisions.Zone })
	if len(list) == 0 {
		x.doubtPast(region.Value, when)
		return
	}
	rule, places := byName, []text.Span{x.regionAt}
	before, named := x.before(x.regionAt, list)
	if named && before == nil {
		x.d.Doubt(schema.CodeRegion, "no "+region.Value+" is known in the place that the page names before it", x.regionAt)
		return
	}
	if len(list) > 1 {
		var cause []text.Span
		if list, rule, cause = x.narrowed(list, before, index); len(list) != 1 {
			x.d.Doubt(schema.CodeRegion, region.Value+" may be "+several(list)+"; the page does not say which", x.regionAt)
			return
		}
		places = append(places, cause...)
	}
	code := list[0].Code
	switch {
	case index.code == "" || rule == byIndex:
	case agree(code, index.code):
		places = append(places, index.at)
	case index.sure:
		x.d.Doubt(schema.CodeRegion, fmt.Sprintf("the index number speaks of %s, the name of %s (%s)", index.code, region.Value, code), index.at)
	}
	v := x.Derived(code, rule, places...)
	x.d.Metadata.RegionCode = &v
}

// when is the document's date: when it was written, signed or published,
// whichever the page gives first; "" if it gives none.
func (x *state) when() string {
	m := x.d.Metadata
	for _, v := range []*schema.Date{m.WrittenOn, m.SignedOn, m.PublishedOn} {
		if v != nil {
			return v.Value
		}
	}
	return ""
}

// doubtPast reports a name that divisions bore at another time only.
func (x *state) doubtPast(name, when string) {
	past := slices.DeleteFunc(divisions.Ever(name), func(d divisions.Division) bool { return d.Level == divisions.Zone })
	if len(past) > 0 {
		x.d.Doubt(schema.CodeRegion, fmt.Sprintf("no division was called %s at the time (%s); at another it was %s", name, cmp.Or(when, "today"), several(past)), x.regionAt)
	}
}

// maxNamed is how many divisions a doubt names.
const maxNamed = 6

// several names divisions for a message.
func several(list []divisions.Division) string {
	var b strings.Builder
	for i, d := range list {
		if i == maxNamed {
			b.WriteString(" …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(d.Code)
		for _, up := range divisions.Parents(d.Code)[:1] {
			for _, p := range divisions.Of(up)[:1] {
				b.WriteString(" (" + p.Name + ")")
			}
		}
	}
	return b.String()
}

// narrowed keeps those of several divisions that the page speaks of: the
// first source that decides for one is the rule. It returns the list as it was
// when none does.
func (x *state) narrowed(list []divisions.Division, before []divisions.Division, index indexed) (one []divisions.Division, rule string, cause []text.Span) {
	if len(before) == 1 {
		return before, byPlace, []text.Span{x.parentBefore(x.regionAt)}
	}
	if before != nil {
		list = before // a province that has two of the name
	}
	// 徐州市鼓楼区 elsewhere in the document, then in the lines of its site.
	for _, site := range []bool{false, true} {
		var named []divisions.Division
		for _, s := range x.mentions(x.d.Metadata.Region.Value, site) {
			if found, _ := x.before(s, list); len(found) == 1 && !slices.Contains(named, found[0]) {
				named = append(named, found[0])
				cause = []text.Span{{Start: x.parentBefore(s).Start, End: s.End}}
			}
		}
		if len(named) == 1 {
			return named, byPlace, cause
		}
		if len(named) > 1 {
			return list, "", nil
		}
	}
	if index.code != "" {
		if one := filter(list, func(d divisions.Division) bool { return agree(d.Code, index.code) }); len(one) == 1 {
			return one, byIndex, []text.Span{index.at}
		}
	}
	// The numbers of the site: that of a government site, that of the police.
	for _, at := range x.siteCodes() {
		if one := filter(list, func(d divisions.Division) bool { return agree(d.Code, x.Str(at)) }); len(one) == 1 {
			return one, bySite, []text.Span{at}
		}
	}
	// The city or province of the issuing body.
	for _, spans := range [][]text.Span{x.signed, x.issuer, x.title, x.siteLines()} {
		cause = nil
		one := filter(list, func(d divisions.Division) bool {
			for _, s := range spans {
				for _, form := range x.parents(d, true) {
					if i := strings.Index(x.Str(s), form); i >= 0 {
						cause = []text.Span{{Start: s.Start + i, End: s.Start + i + len(form)}}
						return true
					}
				}
			}
			return false
		})
		if len(one) == 1 {
			return one, byPlace, cause
		}
	}
	labels := x.site()
	one = filter(list, func(d divisions.Division) bool {
		return slices.ContainsFunc(labels, func(l string) bool { return divisions.Spelled(l, d) })
	})
	if len(one) == 1 {
		return one, bySite, nil
	}
	return x.abbreviated(list)
}

var siteNumbers = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("site-codes.txt") })

// siteNumber matches the number behind its word; its first six digits are the
// code of the division that the site belongs to, or is registered in.
var siteNumber = regexp.MustCompile(`^[^\d\n]{0,8}(\d{6})(?:\d{4}|\d{8})(?:\D|$)`)

// siteCodes returns the places of the codes of divisions in the numbers of the
// site.
func (x *state) siteCodes() []text.Span {
	var out []text.Span
	for _, l := range x.siteLines() {
		str := x.Str(l)
		for at := 0; ; {
			start, end := siteNumbers().Find(str[at:])
			if start < 0 {
				break
			}
			at += end
			if m := siteNumber.FindStringSubmatchIndex(str[at:]); m != nil {
				s := text.Span{Start: l.Start + at + m[2], End: l.Start + at + m[3]}
				if len(divisions.Of(x.Str(s))) > 0 {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// site returns the labels of the host that the page is from, if that is known.
func (x *state) site() []string {
	u, err := url.Parse(x.Doc.URI)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return strings.Split(u.Hostname(), ".")
}

// minAbbreviated is how often the short name of a city must stand in a text
// before it counts.
const minAbbreviated = 2

// abbreviated decides by the short name of a city, its first character and 市,
// where it opens names throughout the text (甘市第12小学校长): among cities that
// have a district of the name, one begins with that character.
func (x *state) abbreviated(list []divisions.Division) (one []divisions.Division, rule string, cause []text.Span) {
	str := x.Str(x.Span)
	one = filter(list, func(d divisions.Division) bool {
		n := 0
		for _, p := range x.parents(d, true) {
			if !strings.HasSuffix(p, "市") {
				continue
			}
			r, _ := utf8.DecodeRuneInString(p)
			short := string(r) + "市"
			for at := 0; ; {
				i := strings.Index(str[at:], short)
				if i < 0 {
					break
				}
				i += at
				at = i + len(short)
				if r, _ := utf8.DecodeLastRuneInString(str[:i]); i > 0 && extract.HasHan(string(r)) {
					continue // 某甘市
				}
				if n++; n == 1 {
					cause = append(cause, text.Span{Start: x.Span.Start + i, End: x.Span.Start + at})
				}
			}
		}
		return n >= minAbbreviated
	})
	if len(one) != 1 || len(cause) != 1 {
		return list, "", nil
	}
	return one, byPlace, cause
}

func filter(list []divisions.Division, keep func(divisions.Division) bool) []divisions.Division {
	var out []divisions.Division
	for _, d := range list {
		if keep(d) {
			out = append(out, d)
		}
	}
	return out
}

// parents returns the forms of the names that the divisions above d bore at any
// time, longest first; with only those that carry their unit.
func (x *state) parents(d divisions.Division, unit bool) []string {
	k := d.Code
	if unit {
		k += "u"
	}
	if out, ok := x.above[k]; ok {
		return out
	}
	var out []string
	for _, up := range divisions.Parents(d.Code) {
		for _, p := range divisions.Of(up) {
			forms := divisions.Forms(p.Name)
			if unit && len(forms) > 1 {
				forms = forms[:len(forms)-1]
			}
			out = append(out, forms...)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	if x.above == nil {
		x.above = map[string][]string{}
	}
	x.above[k] = out
	return out
}

// before keeps the divisions of list whose city or province stands directly
// before s; named reports whether any place does, known or not.
func (x *state) before(s text.Span, list []divisions.Division) (kept []divisions.Division, named bool) {
	str := x.lineBefore(s)
	kept = filter(list, func(d divisions.Division) bool {
		return slices.ContainsFunc(x.parents(d, false), func(f string) bool { return strings.HasSuffix(str, f) })
	})
	return kept, len(kept) > 0 || endsPlace(str)
}

// parentBefore returns the place of the city or province that stands directly
// before s.
func (x *state) parentBefore(s text.Span) text.Span {
	str := x.lineBefore(s)
	for _, d := range divisions.Named(x.d.Metadata.Region.Value, x.when()) {
		for _, f := range x.parents(d, false) {
			if strings.HasSuffix(str, f) {
				return text.Span{Start: s.Start - len(f), End: s.Start}
			}
		}
	}
	return text.Span{}
}

// lineBefore is what stands before s on its line.
func (x *state) lineBefore(s text.Span) string {
	str := x.Clean.String()[:s.Start]
	if i := strings.LastIndexAny(str, "\n\t"); i >= 0 {
		str = str[i+1:]
	}
	return str
}

var whose = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("whose-units.txt") })

// placeEnd matches the name of a city, province or league at the end.
var placeEnd = regexp.MustCompile(`(\p{Han}{1,8})(?:省|市|自治区|自治州|州|地区|盟)$`)

// maxPlace is the length in characters of the longest name that is taken for
// one of a place where it is not known.
const maxPlace = 5

// endsPlace reports whether s ends with the name of a place: one that is known, or
// where s is nothing else, any that has the form of one; not 全市, nor the end of
// other words (文明城市).
func endsPlace(s string) bool {
	m := placeEnd.FindStringSubmatch(s)
	if m == nil || whose().Suffix(m[1]) != "" {
		return false
	}
	if m[0] == s && utf8.RuneCountInString(s) <= maxPlace {
		return true
	}
	for i := range m[0] {
		if len(divisions.Ever(m[0][i:])) > 0 {
			return true
		}
	}
	return false
}

// mentions returns the places where a name stands in the document, or else in
// the lines of its site.
func (x *state) mentions(name string, site bool) []text.Span {
	var out []text.Span
	find := func(s text.Span) {
		str := x.Str(s)
		for at := 0; ; {
			i := strings.Index(str[at:], name)
			if i < 0 {
				return
			}
			at += i + len(name)
			out = append(out, text.Span{Start: s.Start + at - len(name), End: s.Start + at})
		}
	}
	if !site {
		find(x.Span)
		return out
	}
	for _, s := range x.siteLines() {
		find(s)
	}
	return out
}

// siteLines are the lines of the page that are the site's own.
func (x *state) siteLines() []text.Span {
	var out []text.Span
	for _, l := range x.Lines {
		if l.Chrome || x.Of == 1 && !x.Span.Overlaps(l.Span) {
			out = append(out, l.Span)
		}
	}
	return out
}

// agree reports whether a code and that of an index number may speak of one
// place: one lies within the other, or took it over.
func agree(code, index string) bool {
	if divisions.Within(code, index) || divisions.Within(index, code) {
		return true
	}
	for _, pair := range [][2]string{{index, code}, {code, index}} {
		for _, d := range divisions.Of(pair[0]) {
			if slices.Contains(divisions.Next(d), pair[1]) {
				return true
			}
		}
	}
	return false
}

// indexed is the code of a division in an index number.
type indexed struct {
	code string
	at   text.Span // its digits
	// sure: in a unified social credit code whose check digit is right; alone: in
	// a form that carries a code by rule, and the code was in use at the time.
	sure, alone bool
}

var (
	// creditForm is the form of the unified social credit code of a body (GB
	// 32100-2015): who registered it and what it is, the division, its organisation
	// code, a check digit. Sites cut it short, or fill it with numbers of their own.
	creditForm = regexp.MustCompile(`^(1[1239]|[5-9A-Y]\d)(\d{6})([0-9A-Z]{2,10})(?:[^0-9A-Z]|$)`)
	// codeAndYear is a code with a year behind it: 990011/2031-00017.
	codeAndYear = regexp.MustCompile(`^(\d{6})[-/_—](?:19|20)\d\d`)
	// codeFirst is a number that begins with six digits.
	codeFirst = regexp.MustCompile(`^(\d{6})(?:\D|\d{4})`)
	// organisation is the code of a body (GB 11714), which holds no division.
	organisation = regexp.MustCompile(`^[0-9A-Z]{8}-?[0-9X](?:[^0-9A-Z]|$)`)
)

// indexCode reads the division's code out of the index number, if it holds one
// that ever was in use.
func (x *state) indexCode(when string) (found indexed) {
	if x.indexAt.Empty() {
		return
	}
	str := x.Str(x.indexAt)
	up := strings.ToUpper(str)
	from := 0
	if m := creditForm.FindStringSubmatch(up); m != nil {
		found.code, from = m[2], len(m[1])
		found.sure = len(m[3]) == 10 && creditCode(up[:18])
		found.alone = true
	} else if organisation.MatchString(up) {
		return
	} else if m := codeAndYear.FindStringSubmatch(up); m != nil {
		found.code, found.alone = m[1], true
	} else if m := codeFirst.FindStringSubmatch(up); m != nil {
		found.code = m[1]
	} else {
		return
	}
	if len(divisions.Of(found.code)) == 0 {
		return indexed{}
	}
	if d, ok := divisions.At(found.code, when); !ok || d.Level == divisions.Zone {
		found.alone = false
	}
	found.at = text.Span{Start: x.indexAt.Start + from, End: x.indexAt.Start + from + len(found.code)}
	return found
}

// creditDigits are the digits of a unified social credit code, in the order of
// their values (GB 32100-2015).
const creditDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// creditCode reports whether s is a unified social credit code: eighteen digits
// of which the last checks the others (GB 32100-2015, 5).
func creditCode(s string) bool {
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(creditDigits, s[i])
		if v < 0 {
			return false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return strings.IndexByte(creditDigits, s[17]) == (31-sum%31)%31
}
