package metadata

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/text"
)

// place matches the name of a county-level or prefecture-level division.
var place = regexp.MustCompile(`\p{Han}{2,7}?(?:自治州|自治县|自治旗|新区|县|区|市|旗|盟)`)

// region finds the district that the document governs: the finest division
// named by the signature, the title or the issuer; else, where the text says
// 我县 (我区, 我市), the one county it names.
func (x *state) region() {
	for _, list := range [][]text.Span{x.signed, x.title, x.issuer} {
		for _, s := range list {
			if r := x.division(s); !r.Empty() {
				x.setRegion(r)
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
			if strings.LastIndex(str[:j], "《") > strings.LastIndex(str[:j], "》") {
				continue // who issued a document that is named may be the city above
			}
			if n := countyName(str[:j]); n != "" && !noDivision(n+unit) {
				names[n] = append(names[n], text.Span{Start: x.Span.Start + j - len(n), End: x.Span.Start + i})
			}
		}
		if len(names) == 1 {
			for _, spans := range names {
				x.setRegion(spans[0])
			}
			return
		}
	}
}

func (x *state) setRegion(s text.Span) {
	v := x.Value(s)
	x.d.Metadata.Region = &v
	x.regionAt = s
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
		// 新市区, 北城区, 泰山区 and 桂林区 are names, 主城区 and 贫困山区 are not.
		named := w == "市区" || w == "城区" || w == "山区" || w == "林区"
		return w == s || !named || utf8.RuneCountInString(s) != 3
	}
	return strings.Contains(s, "学校") || strings.Contains(s, "小学") || strings.Contains(s, "教育") || banner.MatchString(s)
}

// banner matches what ends like a banner and stands below a town: 柳溪乡红旗 of
// 柳溪乡红旗小学.
var banner = regexp.MustCompile(`(?:乡|镇|街道)\p{Han}+[旗盟]$`)

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
