package groups

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/text"
)

// named finds groups that running text forms (将甲小学、乙小学纳入…,组建甲小学教育集团)
// or only speaks of by name (甲小学教联体获评省级教联体试点).
func (x *state) named() {
	for _, l := range x.Prose() {
		str := x.Str(l.Span)
		if !words().kinds.Contained(str) {
			continue
		}
		for _, c := range clauses(str) {
			x.clause(text.Span{Start: l.Span.Start + c[0], End: l.Span.Start + c[1]})
		}
	}
}

// clauses cuts a paragraph at 。 and ;.
func clauses(s string) [][2]int {
	var out [][2]int
	from := 0
	for i, r := range s {
		if r == '。' || r == ';' {
			out = append(out, [2]int{from, i})
			from = i + utf8.RuneLen(r)
		}
	}
	return append(out, [2]int{from, len(s)})
}

// clause finds the groups named in one sentence.
func (x *state) clause(s text.Span) {
	str := x.Str(s)
	for at := 0; at < len(str); {
		i, j := words().kinds.Find(str[at:])
		if i < 0 {
			return
		}
		i, j = at+i, at+j
		at = j
		if c, _ := words().kinds.Class(str[i:j]); c != "name" {
			continue
		}
		name := x.schoolBefore(s, i)
		if name.Empty() {
			continue
		}
		name.End = s.Start + j
		if sb := x.d.Metadata.SignedBy; sb != nil && sb.Value == extract.Squeeze(x.Str(name)) {
			continue // the document's own issuer
		}
		g := x.byName["/"+extract.Squeeze(x.Str(name))]
		if g == nil {
			g = x.group(name, text.Span{})
			g.narrative = true
		}
		if g.kind.Empty() {
			g.kind = x.shortKind(text.Span{Start: s.Start + i, End: s.Start + j})
		}
		if lv := x.level(s, j); !lv.Empty() && g.level.Empty() {
			g.level = lv
		}
		if len(g.members) == 0 {
			x.formed(g, s, name)
		}
	}
}

// shortKind is the kind without 教育 where the page's word for it is longer
// than the kind itself: of 教育集团 it is 集团.
func (x *state) shortKind(k text.Span) text.Span {
	if t, ok := strings.CutPrefix(x.Str(k), "教育"); ok && words().kinds.Has(t) {
		k.Start = k.End - len(t)
	}
	return k
}

// schoolBefore returns the name of a school that ends at byte i of s.
func (x *state) schoolBefore(s text.Span, i int) text.Span {
	str := x.Str(s)
	suffix := words().schools.Suffix(str[:i])
	if suffix == "" {
		return text.Span{}
	}
	start := extract.NameStart(str, i)
	for _, f := range formers {
		if rest, ok := strings.CutPrefix(str[start:i], f); ok && extract.IsSchool(rest) {
			start += len(f)
		}
	}
	if !extract.IsSchool(str[start:i]) {
		return text.Span{}
	}
	if i-start <= len(suffix) && utf8.RuneCountInString(suffix) < 4 {
		return text.Span{}
	}
	// 区实验小学教联体: the unit before a name is no part of it.
	for _, u := range []string{"区", "县", "市", "镇"} {
		if rest, ok := strings.CutPrefix(str[start:i], u); ok && rest != "" && utf8.RuneCountInString(rest) >= 4 {
			start += len(u)
		}
	}
	return text.Span{Start: s.Start + start, End: s.Start + i}
}

// level reads 省级 in 获评省级教联体试点 behind the group's name.
func (x *state) level(s text.Span, at int) text.Span {
	str := x.Str(s)[at:]
	for _, verb := range []string{"获评", "入选", "被评为", "被确定为", "列为", "荣获", "成为", "获批"} {
		if i := strings.Index(str, verb); i >= 0 {
			if strings.ContainsAny(str[:i], ",。;") {
				continue
			}
			rest := str[i+len(verb):]
			for _, lv := range []string{"国家级", "省级", "市级", "区级", "县级"} {
				if strings.HasPrefix(rest, lv) {
					a := s.Start + at + i + len(verb)
					return text.Span{Start: a, End: a + len(lv)}
				}
			}
		}
	}
	return text.Span{}
}

// formers are the verbs that form a group.
var formers = []string{"组建", "建设", "成立", "组成", "建立", "构建", "打造", "创建"}

// formed adds the schools that the sentence s, before the name, puts into the
// group: 将…纳入…,组建, 由…组成, 以…为龙头,…为成员组建.
func (x *state) formed(g *group, s, name text.Span) {
	before := x.Str(text.Span{Start: s.Start, End: name.Start})
	verb := ""
	for _, f := range formers {
		if strings.HasSuffix(before, f) || strings.HasSuffix(before, f+"了") {
			verb = f
		}
	}
	if verb == "" {
		return
	}
	from := -1
	for _, w := range []string{"将", "把", "由", "以"} {
		if k := strings.LastIndex(before, w); k > from {
			from = k + len(w)
		}
	}
	if from < 0 {
		return
	}
	rest := before[from:]
	end := -1
	for _, w := range []string{"纳入", "组成", "联合", "共同", "合并", ",", "整合"} {
		if k := strings.Index(rest, w); k > 0 && (end < 0 || k < end) {
			end = k
		}
	}
	if end < 0 {
		end = len(strings.TrimSuffix(strings.TrimSuffix(rest, "了"), verb))
	}
	list, ok := x.schools(x.Trim(text.Span{Start: s.Start + from, End: s.Start + from + end}))
	if !ok || len(list) < 2 {
		return
	}
	for _, sc := range list {
		g.members = append(g.members, member{school: sc})
	}
}
