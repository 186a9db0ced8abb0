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
	prose := x.Prose()
	for i, l := range prose {
		str := x.Str(l.Span)
		style, _, n := extract.Numbering(str)
		labels := sideLabel().FindAllStringSubmatchIndex(str, -1)
		for _, m := range labels {
			if m[2] < 0 { // the word alone
				m[2], m[3] = m[6], m[7]
			}
		}
		listed := false // the next line begins with a side's word
		if i+1 < len(prose) {
			m := sideLabel().FindStringSubmatchIndex(x.Str(prose[i+1].Span))
			listed = m != nil && m[0] == 0
		}
		name := x.lineLabel(l.Span, n, labels, listed)
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
					list.End = list.Start + c
				}
			}
			if rest := x.inBrackets(l.Span.Start, str, m, &list); !rest.Empty() {
				x.side(cur, word, list)
				x.rest(cur, word, rest)
				continue
			}
			x.side(cur, word, list)
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

// lineLabel returns the group's label that a line begins with, behind a
// number of n bytes: 第一组, or a name that ends with a kind (城东教联体) and
// is followed by a colon or a list by sides.
// Where its schools follow by sides on the next line (listed), it may stand alone.
func (x *state) lineLabel(l text.Span, n int, labels [][]int, listed bool) text.Span {
	s := text.Span{Start: l.Start + n, End: l.End}
	s.Start = s.End - len(strings.TrimLeft(x.Str(s), extract.Bullets))
	s = x.Trim(s)
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
	if k != "" && len(k) < len(head) && schoolOrPlace(strings.TrimSuffix(head, k)) && len(head) <= 3*20 {
		if whole && (n == 0 && !listed || !extract.IsSchool(strings.TrimSuffix(head, k)) && c != "name") {
			return text.Span{}
		}
		if !whole && len(labels) == 0 && !strings.HasPrefix(str[len(head):], ":") {
			return text.Span{}
		}
		if str[len(head):] == ":" && !listed && !extract.IsSchool(strings.TrimSuffix(head, k)) {
			return text.Span{} // 全县学校组成若干教联体: leads to them
		}
		return text.Span{Start: s.Start, End: s.Start + len(head)}
	}
	return text.Span{}
}

// plainList reads schools that follow a group's label without a side.
func (x *state) plainList(g *group, s text.Span) {
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
	if class == "" { // the word alone
		class, _ = words().sides.Class(x.Str(word))
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
