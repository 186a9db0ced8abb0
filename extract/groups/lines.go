package groups

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// sideLabel matches a side's word with its school word before a list: 核心校:,
// 基地校 12小, 成员学校有:; or, between bars, the word alone: |牵头:. What stands
// around the word may be lost.
var sideLabel = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	sides := sideAlternatives(l)
	return regexp.MustCompile(`(?:^|[\s:;,。()、|｜\x{FFFD}])(((?:` + sides + `)(?:学校|校|单位|园)))(?:名单)?(?:\([^()]{1,12}\))?(?:\x{FFFD}?[:为是有] *:?|[ \t]+|,?\x{FFFD})|[|｜] *(((?:` + sides + `))): *`)
})

// memberLabel matches the word for members alone at the start of a line, which the
// members of a body may stand behind as well as schools: 集团主要成员:, 成员名单:.
var memberLabel = regexp.MustCompile(`^ *((?:集团|联盟|共同体|联合体|教联体|片区|学区)?(?:主要|首批|现有|其他|其它)?成员)(?:名单)?(?:\([^()]{1,12}\))?(?:有|为|包括)?: *`)

// openList is a list of schools that may go on in the lines below.
type openList struct {
	group *group
	word  text.Span     // the side that they are on; empty: none is said
	style extract.Style // of the numbers of the lines, as the first of them has it
	lines int           // that were taken
	empty bool          // nothing stood behind the word on its own line
}

// goesOn reads line l, of which neither a label nor a group's name is known, as more
// of the list, and reports whether it is: each on a line of its own behind a label
// that nothing stands behind, numbered or not, or the rest of a list that was too
// long for its line.
func (x *state) goesOn(o *openList, l text.Span) bool {
	list, _, style := x.SchoolLine(l)
	if list.Empty() || o.lines > 0 && style != o.style || !o.empty && style != extract.NoStyle {
		return false
	}
	o.style = style
	if o.lines++; o.word.Empty() {
		x.plainList(o.group, list)
	} else {
		x.side(o.group, o.word, list)
	}
	return true
}

// sideLabels are the places of the words for sides in line l, in the form of
// [sideLabel]'s matches: of the whole label, and as the second pair of the word.
// next is the line below.
func (x *state) sideLabels(l, next text.Span) [][]int {
	labels := sideLabel().FindAllStringSubmatchIndex(x.Str(l), -1)
	for _, m := range labels {
		if m[2] < 0 { // the word alone
			m[2], m[3] = m[6], m[7]
		}
	}
	if len(labels) > 0 {
		return labels
	}
	m := memberLabel.FindStringSubmatchIndex(x.Str(l))
	if m == nil {
		return nil
	}
	list := text.Span{Start: l.Start + m[1], End: l.End}
	if list.Empty() {
		list = next
	}
	if s, _, _ := x.SchoolLine(list); s.Empty() {
		return nil // 成员:张三、李四
	}
	return [][]int{m}
}

// sideAlternatives is the words of sides.txt as a regular expression.
func sideAlternatives(l *lexicon.Lexicon) string {
	terms := slices.Clone(l.Load("sides.txt").List())
	sort.Slice(terms, func(i, j int) bool { return len(terms[i]) > len(terms[j]) })
	for i, t := range terms {
		terms[i] = regexp.QuoteMeta(t)
	}
	return strings.Join(terms, "|")
}

// lines reads groups told in lines: a group's label, then its schools by side.
func (x *state) lines() {
	var cur *group
	var kind text.Span // from the nearest heading
	taken := map[*group]bool{}
	var open openList
	prose := x.Prose()
	at := func(i int) text.Span {
		if i < len(prose) {
			return prose[i].Span
		}
		return text.Span{}
	}
	below := x.sideLabels(at(0), at(1))
	for i, l := range prose {
		str := x.Str(l.Span)
		style, _, n := extract.Numbering(str)
		labels := below
		below = x.sideLabels(at(i+1), at(i+2))
		listed := len(below) > 0 && below[0][0] == 0 // the next line begins with a side's word
		if !listed && len(str) <= 3*maxLabel && words().kinds.Contained(str) {
			_, list, style := x.SchoolLine(at(i + 1))
			listed = len(list) > 1 && style == extract.NoStyle // or is the list
		}
		name := x.lineLabel(l.Span, n, labels, listed)
		if open.group != nil && open.group == cur && name.Empty() && len(labels) == 0 && x.goesOn(&open, l.Span) {
			continue
		}
		open = openList{}
		if style != extract.NoStyle && name.Empty() && len(labels) == 0 {
			cur = nil
			if k := x.kindIn(l.Span); !k.Empty() {
				kind = k
			}
			continue
		}
		if len(labels) > 0 && x.sentenceBefore(l.Span, n, name, labels[0][2]) {
			cur = nil // what the sentence says, named reads
			continue
		}
		if name.Empty() && len(labels) == 0 && leadsIn(str) { // 组建教联体,名单如下:
			if k := x.kindIn(l.Span); !k.Empty() {
				kind = k
			}
		}
		if !name.Empty() {
			cur = x.group(name, text.Span{})
			taken[cur] = true
			if cur.kind.Empty() {
				if cur.kind = x.ownKind(name); cur.kind.Empty() {
					cur.kind = kind
				}
				if cur.kind.Empty() {
					cur.kind = x.docKind()
				}
			}
			if len(labels) == 0 {
				rest := x.Trim(text.Span{Start: name.End, End: l.Span.End})
				x.plainList(cur, rest)
				if len(cur.members) == 0 {
					open = openList{group: cur, empty: true}
				}
				continue
			}
		}
		if len(labels) == 0 && name.Empty() && signedOn(str) {
			cur = nil // whom to ask below the signature is not of the last group
		}
		if len(labels) == 0 && cur != nil && taken[cur] {
			x.lineContacts(cur, l.Span)
		}
		if len(labels) == 0 || cur == nil {
			if cur != nil && len(labels) == 0 && (strings.Contains(str, "。") || strings.HasPrefix(str, "附")) {
				cur = nil
			}
			continue
		}
		if name.Empty() && i > 0 && !taken[cur] {
			continue
		}
		x.lineContacts(cur, l.Span)
		fresh := len(cur.members) == 0
		for k, m := range labels {
			end := len(str)
			if k+1 < len(labels) {
				end = labels[k+1][2]
			}
			word := text.Span{Start: l.Span.Start + m[2], End: l.Span.Start + m[3]}
			list := text.Span{Start: l.Span.Start + m[1], End: l.Span.Start + end}
			if k > 0 && strings.LastIndexByte(str[:m[2]], '(') > strings.LastIndexByte(str[:m[2]], ')') {
				// 丙集团(牵头校:甲小学,成员校:乙小学)定期…: what is behind the bracket is no list.
				if c := strings.IndexByte(x.Str(list), ')'); c >= 0 {
					cur.narrative = cur.narrative || fresh && strings.HasSuffix(str, "。") && c+1 < list.Len()
					list.End = list.Start + c
				}
			}
			if rest := x.inBrackets(l.Span.Start, str, m, &list); !rest.Empty() {
				x.side(cur, word, list)
				x.rest(cur, word, rest)
				continue
			}
			x.side(cur, word, list)
			if k+1 == len(labels) && !strings.ContainsAny(x.Str(list), "。;()|｜") {
				open = openList{group: cur, word: word, empty: x.Trim(list).Empty()}
			}
		}
	}
	// A label that no school followed is a heading of something else.
	kept := x.order[:0]
	for _, g := range x.order {
		if taken[g] && len(g.members) == 0 {
			delete(x.byName, "/"+extract.Squeeze(x.Str(g.name)))
			continue
		}
		kept = append(kept, g)
	}
	x.order = kept
}

// signedOn reports whether a line is the date under a signature, alone or behind
// who signed.
func signedOn(s string) bool {
	return utf8.RuneCountInString(s) <= 40 && extract.DateAtEnd(extract.Squeeze(s))
}

// inBrackets cuts the list of a label that stands in brackets, 第一片区(牵头校:
// 甲小学):乙小学、丙小学, where they close, and returns what follows; empty when the
// label stands in none.
func (x *state) inBrackets(at int, str string, m []int, list *text.Span) text.Span {
	if !strings.HasSuffix(strings.TrimRight(str[:m[2]], " "), "(") {
		return text.Span{}
	}
	close := strings.IndexByte(str[m[1]:], ')')
	if close < 0 || at+m[1]+close >= list.End {
		return text.Span{}
	}
	rest := text.Span{Start: at + m[1] + close + 1, End: list.End}
	list.End = at + m[1] + close
	rest.Start += len(x.Str(rest)) - len(strings.TrimLeft(x.Str(rest), ":, "))
	return x.Trim(rest)
}

// rest adds the schools behind the bracket that says the lead: they are members.
func (x *state) rest(g *group, cause, s text.Span) {
	if i := strings.IndexAny(x.Str(s), "。;|｜"); i >= 0 {
		s.End = s.Start + i
	}
	list, ok := x.Schools(s)
	if !ok {
		return
	}
	for _, sc := range list {
		m := member{school: sc, role: "member", cause: cause}
		x.headIn(&m)
		g.members = append(g.members, m)
	}
}

// sentenceBefore reports whether the words of a line before its first label, at
// byte label, and behind the group's name are a sentence about a group: 组建城东学区,
// or 由甲小学任核心校.
func (x *state) sentenceBefore(l text.Span, n int, name text.Span, label int) bool {
	s := text.Span{Start: l.Start + n, End: l.Start + label}
	if name.Empty() {
		return !x.kindIn(s).Empty()
	}
	rest := strings.TrimLeft(x.Str(text.Span{Start: name.End, End: max(name.End, s.End)}), ":, ")
	return strings.HasPrefix(rest, "由") || strings.HasPrefix(rest, "以")
}

// leadsIn reports whether a line leads to a list below it: it ends with a colon,
// or is a heading without one.
func leadsIn(s string) bool {
	return strings.HasSuffix(s, ":") || utf8.RuneCountInString(s) <= 40 && !strings.ContainsAny(s, "。;,:")
}

// ownKind is the kind that ends the group's own name.
func (x *state) ownKind(name text.Span) text.Span {
	str := x.Str(name)
	if k := words().kinds.Suffix(str); k != "" {
		return text.Span{Start: name.End - len(k), End: name.End}
	}
	return text.Span{}
}

// maxLabel is the length in characters of the longest name of a group that a line
// begins with.
const maxLabel = 20

// howMany matches how many schools a group has, behind its name: (共3所).
var howMany = regexp.MustCompile(` *\([^()\d]{0,6}[\d一二三四五六七八九十]+(?:所|个|校|家)[^()\d]{0,6}\)$`)

// lineLabel returns the group's label that a line begins with, behind a
// number of n bytes: 第一组, or a name that ends with a kind (城东教联体) and
// is followed by a colon or a list by sides.
// Where its schools follow by sides on the next line (listed), it may stand alone.
func (x *state) lineLabel(l text.Span, n int, labels [][]int, listed bool) text.Span {
	s := text.Span{Start: l.Start + n, End: l.End}
	s.Start = s.End - len(strings.TrimLeft(x.Str(s), extract.Bullets))
	s = x.Trim(s)
	if label, _, ok := strings.Cut(x.Str(s), ":"); ok && extract.HeaderClass(label) == "group" { // 集团名称:甲小学教育集团
		s = x.Trim(text.Span{Start: s.Start + len(label) + 1, End: s.End})
	}
	if m := howMany.FindStringIndex(x.Str(s)); m != nil && len(labels) == 0 {
		s.End = s.Start + m[0]
	}
	str := x.Str(s)
	if g := groupLabel(str); g > 0 {
		rest := str[g:]
		// 第一组(城东教联体): … and 第一组 城东教联体: keep the label.
		if rest == "" || strings.ContainsRune(" :(,、;。|｜", []rune(rest)[0]) {
			return text.Span{Start: s.Start, End: s.Start + g}
		}
		return text.Span{}
	}
	head := str
	i := strings.IndexAny(str, ":(|｜。")
	if len(labels) > 0 {
		if at := max(0, labels[0][2]-(s.Start-l.Start)); i < 0 || at < i {
			i = at
		}
	}
	if i >= 0 {
		head = str[:i]
	}
	for _, f := range formers {
		if strings.HasPrefix(head, f) && !street(head[len(f):]) {
			return text.Span{} // 组建城东学区,… is a sentence
		}
	}
	whole := head == str && len(labels) == 0 // a heading that is a name: (一)城东小学发展联盟
	head = strings.TrimRight(head, " ,。;、")
	if head == "" || strings.ContainsAny(head, "。,;、 ") {
		return text.Span{}
	}
	k := words().kinds.Suffix(head)
	c, _ := words().kinds.Class(k)
	if k != "" && len(k) < len(head) && schoolOrPlace(strings.TrimSuffix(head, k)) && len(head) <= 3*maxLabel {
		if whole && (n == 0 && !listed || !extract.IsSchool(strings.TrimSuffix(head, k)) && c != "name") {
			return text.Span{}
		}
		if !whole && len(labels) == 0 && !strings.HasPrefix(str[len(head):], ":") && x.bracketed(text.Span{Start: s.Start + len(head), End: s.End}).Empty() {
			return text.Span{}
		}
		if str[len(head):] == ":" && !listed && !extract.IsSchool(strings.TrimSuffix(head, k)) {
			return text.Span{} // 全县学校组成若干教联体: leads to them
		}
		return text.Span{Start: s.Start, End: s.Start + len(head)}
	}
	return text.Span{}
}

// bracketed returns what stands in the brackets that s is, when it is several schools
// and nothing else: 甲教育集团(乙小学、丙小学).
func (x *state) bracketed(s text.Span) text.Span {
	str := strings.TrimRight(x.Str(s), "。; ")
	if !strings.HasPrefix(str, "(") || !strings.HasSuffix(str, ")") {
		return text.Span{}
	}
	in, list, style := x.SchoolLine(text.Span{Start: s.Start + 1, End: s.Start + len(str) - 1})
	if len(list) < 2 || style != extract.NoStyle {
		return text.Span{}
	}
	return in
}

// plainList reads schools that follow a group's label without a side.
func (x *state) plainList(g *group, s text.Span) {
	if in := x.bracketed(s); !in.Empty() {
		s = in
	}
	str := strings.TrimLeft(x.Str(s), ": ")
	s.Start = s.End - len(str)
	if i := strings.Index(str, "。"); i >= 0 {
		s.End = s.Start + i
	}
	if s.Empty() {
		return
	}
	list, ok := x.Schools(s)
	if !ok || len(list) < 2 {
		return
	}
	for _, sc := range list {
		m := member{school: sc}
		x.marked(&m)
		x.headIn(&m)
		g.members = append(g.members, m)
	}
	g.rankRest()
}

// side reads the schools behind a side's word. The list ends at a stop, or
// where the leaders of the group begin (组 长:).
func (x *state) side(g *group, word, s text.Span) {
	str := x.Str(s)
	for _, stop := range []string{"。", ";", "|", "｜", ",联络", ",联系", "组长", "组 长", "副组长", "副 组 长", "负责人", "联系人", "联络"} {
		if i := strings.Index(str, stop); i >= 0 {
			str = str[:i]
		}
	}
	s = x.Trim(text.Span{Start: s.Start, End: s.Start + len(str)})
	if s.Empty() {
		return
	}
	list, ok := x.Schools(s)
	if !ok {
		x.d.Doubt(schema.CodeRow, "the schools of the list could not be told apart", s)
	}
	class := extract.SideClass(x.Str(word))
	if class == "" { // the word alone: 成员, 集团主要成员
		class, _ = words().sides.Class(words().sides.Suffix(x.Str(word)))
	}
	for _, sc := range list {
		if extract.SideClass(extract.Squeeze(x.Str(sc))) != "" {
			continue // 优质学校:薄弱学校 heads a list of pairs
		}
		m := member{school: sc, role: role(class), cause: word}
		x.headIn(&m)
		// 12小(小学): the bracket says the stage of the group; 46中(小学部) is
		// a division of the school and stays in its name.
		name := x.Str(sc)
		if i := strings.IndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
			in := name[i+1 : len(name)-1]
			inner := text.Span{Start: sc.Start + i + 1, End: sc.End - 1}
			switch {
			case words().stages.Has(in):
				if m.role == "lead" && g.stage.Empty() {
					g.stage = inner
				}
				m.school.End = sc.Start + i
			case strings.HasSuffix(in, "部"):
				m.division = inner
			}
		}
		g.members = append(g.members, m)
	}
}

// head matches the head of a school in a bracket behind its name: (校长:张三,
// 电话:100…).
var head = regexp.MustCompile(`\((?:校长|园长|负责人|校长姓名)[: ]*([^(),,、:]{2,8}?)(?:[,、; ]*(?:联系电话|电话|手机)?[: ]*([\d*-]{7,13}))?\)$`)

// headIn takes the head of the school out of the bracket behind its name.
func (x *state) headIn(m *member) {
	str := x.Str(m.school)
	h := head.FindStringSubmatchIndex(str)
	if h == nil {
		return
	}
	m.principal = x.Trim(text.Span{Start: m.school.Start + h[2], End: m.school.Start + h[3]})
	if h[4] >= 0 {
		m.phone = text.Span{Start: m.school.Start + h[4], End: m.school.Start + h[5]}
	}
	m.school = x.Trim(text.Span{Start: m.school.Start, End: m.school.Start + h[0]})
}

// contactLabel matches the contact persons of a group in a line.
var contactLabel = regexp.MustCompile(`(?:联络员|联络人|联系人|联系员|联络:)[: ]*([^,。;:()|｜]{2,40}?)(?:[,、; (]*(?:联系电话|联络电话|电话|手机|联系方式)?[: ]*([\d*-]{7,13}))?(?:[。;,)|｜]|$)`)

// lineContacts reads 联络员:张三,联系电话:100….
func (x *state) lineContacts(g *group, l text.Span) {
	str := x.Str(l)
	for _, m := range contactLabel.FindAllStringSubmatchIndex(str, -1) {
		who := text.Span{Start: l.Start + m[2], End: l.Start + m[3]}
		if extract.IsBlank(extract.Squeeze(x.Str(who))) {
			x.d.Doubt(schema.CodeBlank, "no contact person is named", who)
			continue
		}
		names, ok := segment.Names(x.Str(who), x.d.Names)
		if list := splitNames(x.Str(who)); !ok && list != nil {
			names, ok = list, true
		}
		if !ok && utf8.RuneCountInString(extract.Squeeze(x.Str(who))) > 4 {
			x.d.Doubt(schema.CodeName, "the contact persons could not be told apart", who)
			continue
		}
		if !ok {
			names = []text.Span{{Start: 0, End: who.Len()}}
		}
		for _, n := range names {
			c := contact{name: x.Trim(n.Shift(who.Start))}
			if m[4] >= 0 && len(names) == 1 {
				c.phone = text.Span{Start: l.Start + m[4], End: l.Start + m[5]}
			}
			g.contacts = append(g.contacts, c)
		}
	}
}

// splitNames cuts at 、 what stands where names are wanted: of two to four
// characters each, else nil.
func splitNames(s string) []text.Span {
	if !strings.Contains(s, "、") {
		return nil
	}
	var out []text.Span
	at := 0
	for _, piece := range strings.SplitAfter(s, "、") {
		name := strings.TrimSuffix(piece, "、")
		if n := utf8.RuneCountInString(extract.Squeeze(name)); n < 2 || n > 4 || !extract.IsBody(extract.Squeeze(name)) {
			return nil
		}
		out = append(out, text.Span{Start: at, End: at + len(name)})
		at += len(piece)
	}
	return out
}
