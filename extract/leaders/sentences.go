package leaders

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/internal/lexicon"
	"jiedui/text"
)

// made matches the words that make somebody something: 任组长, 为副组长,
// 担任办公室主任, 兼办公室主任.
var made = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(`(?:担任|兼任|出任|任|为|兼)(?:领导小组|工作小组|小组|领导小组下设)?` + anyRole(l, ""))
})

// maxSubject is the length in characters of the longest subject of a clause
// that makes somebody something.
const maxSubject = 60

// maxListed is the length of the longest that lists several.
const maxListed = 240

// sentences reads 由校长张三任组长,副校长李四、王五为副组长. A clause that
// names no person (分管领导任副组长) says who will lead, not who leads; but
// beside persons of the same sentence 各年级组长为成员 names members.
func (x *state) sentences(c *context, l text.Span) {
	x.heldBy(c, l)
	x.composed(c, l)
	x.titled(c, l)
	str := x.Str(l)
	if !strings.ContainsAny(str, "任为兼") {
		return
	}
	from, named := 0, -1 // named: the sentence's end behind which nobody is named yet
	for _, m := range made().FindAllStringSubmatchIndex(str, -1) {
		// The role must end there: 为组长单位 makes no one anything.
		if r := first(str[m[1]:]); r != '的' && extract.HasHan(string(r)) {
			continue
		}
		subject := x.near(text.Span{Start: l.Start + from, End: l.Start + m[0]})
		// The clause begins behind the last stop or 由 before the verb.
		s := x.Str(subject)
		cut := 0
		for _, w := range []string{"。", ";", ":", ",", "由", "("} {
			if k := strings.LastIndex(s, w); k >= 0 {
				cut = max(cut, k+len(w))
			}
		}
		head := text.Span{Start: subject.Start, End: subject.Start + cut}
		who := x.trimList(text.Span{Start: subject.Start + cut, End: subject.End})
		from = m[1]
		one := strings.HasPrefix(str[m[0]:], "兼") // who holds another post is one person
		for _, w := range []string{"同志", "具体", "分别", "为", "将"} {
			if t := strings.TrimSuffix(x.Str(who), w); t != x.Str(who) {
				who.End = who.Start + len(t)
				one = one || w == "同志"
			}
		}
		if n := utf8.RuneCountInString(x.Str(who)); n == 0 || n > maxListed || n > maxSubject && !strings.Contains(x.Str(who), "、") {
			continue
		}
		role := text.Span{Start: l.Start + m[2], End: l.Start + m[3]}
		ps := x.persons(who)
		if len(ps) == 0 && one && !x.many(role) && !someOf(x.Str(who)) && x.mayBe(who) {
			ps = []member{{name: who}} // 高峰同志任组长: a name, though a word as well
		}
		if len(ps) == 0 && m[0] < named && x.many(role) {
			ps = x.collectives(who)
		}
		if len(ps) == 0 {
			continue
		}
		end := sentenceEnd(str, m[1])
		if m[0] >= named {
			x.sentenceBody(c, l, head, text.Span{Start: l.Start + m[1], End: l.Start + end})
		}
		named = end
		for _, p := range ps {
			p.role = role
			x.add(c.body, p)
		}
	}
}

// maxTitled is how many bytes behind a role a post and a name are looked for.
const maxTitled = 150

// titled reads a role of a body directly before a name, 专班联络员张三, or before a
// post and a name, 领导小组组长、局长张三.
func (x *state) titled(c *context, l text.Span) {
	str := x.Str(l)
	for at := 0; at < len(str); {
		i, j := words().bodies.Find(str[at:])
		if i < 0 {
			return
		}
		at += j
		role := words().roles.Prefix(str[at:])
		if role == "" || words().roles.Has(words().bodies.Suffix(str[:at])+role) {
			continue
		}
		rest := text.Span{Start: l.Start + at + len(role), End: l.End}
		rest.End = min(rest.End, rest.Start+maxTitled)
		for rest.End < l.End && !utf8.RuneStart(str[rest.End-l.Start]) {
			rest.End--
		}
		if k := strings.IndexAny(x.Str(rest), "。,;:!?"); k >= 0 {
			rest.End = rest.Start + k
		}
		rest = x.trimList(rest)
		ps := segment.Persons(x.Str(rest), x.d.Names)
		if len(ps) == 0 {
			continue
		}
		m := x.person(ps[0], rest.Start)
		if m.name.Start != rest.Start && (len(m.posts) == 0 || m.posts[0].Start != rest.Start) || m.name.Start == rest.Start && !x.isName(m.name) {
			continue
		}
		m.role = text.Span{Start: l.Start + at, End: l.Start + at + len(role)}
		x.add(c.body, m)
	}
}

// sentenceEnd returns the byte at which the sentence ends that byte at of s
// stands in.
func sentenceEnd(s string, at int) int {
	if i := strings.Index(s[at:], "。"); i >= 0 {
		return at + i
	}
	return len(s)
}

// many reports whether a role is one of those that lead nothing (成员).
func (x *state) many(role text.Span) bool {
	c, _ := words().roles.Class(x.Str(role))
	return c == "many"
}

// collectives reads members that are no persons: 各片区片长和各校校长.
func (x *state) collectives(s text.Span) []member {
	var out []member
	for _, it := range x.items(s) {
		for _, part := range x.conjoined(it) {
			if x.isPost(part) {
				out = append(out, member{posts: []text.Span{part}})
			}
		}
	}
	return out
}

// masked returns s, as long as it is, without the 组成 of 党组成员 and 小组成员.
func masked(s string) string { return strings.ReplaceAll(s, "组成员", "组某员") }

// composedOf matches 由…组成.
var composedOf = regexp.MustCompile(`由([^。;:由]{4,160}?)(?:共同)?组成`)

// composed reads 由张三(组长)、李四(副组长)、王五组成: members whose roles stand in
// brackets behind them.
func (x *state) composed(c *context, l text.Span) {
	str := x.Str(l)
	for _, m := range composedOf.FindAllStringSubmatchIndex(masked(str), -1) {
		if !strings.Contains(str[m[2]:m[3]], "(") {
			continue
		}
		list, ok := x.people(text.Span{Start: l.Start + m[2], End: l.Start + m[3]})
		if !ok || !slices.ContainsFunc(list, func(m member) bool { return !m.said.Empty() }) {
			continue
		}
		x.sentenceBody(c, l, text.Span{Start: l.Start, End: l.Start + m[0]}, text.Span{})
		for _, p := range list {
			if p.role = p.said; p.role.Empty() {
				p.role, p.derivedRole = c.body, "成员"
				if p.role.Empty() {
					p.role = p.name
				}
			}
			x.add(c.body, p)
		}
	}
}

// held matches 组长由…担任 and 成员由…组成.
var held = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(anyRole(l, "") + `(?:分别)?由([^。;:,由]{2,80}?)(?:担任|组成|兼任)`)
})

// heldBy reads 组长由局长张三担任. Whoever is no person by name (各校校长) is a
// member without a name, beside persons of the same sentence.
func (x *state) heldBy(c *context, l text.Span) {
	str := x.Str(l)
	if !strings.Contains(str, "由") {
		return
	}
	named := -1 // the end of the last sentence in which somebody was named
	for _, m := range held().FindAllStringSubmatchIndex(masked(str), -1) {
		who := text.Span{Start: l.Start + m[4], End: l.Start + m[5]}
		list := x.persons(who)
		if len(list) > 0 {
			named = sentenceEnd(str, m[1])
		} else if m[0] < named && strings.HasSuffix(str[:m[1]], "组成") {
			list = x.collectives(who)
		}
		if len(list) == 0 {
			continue
		}
		x.sentenceBody(c, l, text.Span{Start: l.Start, End: l.Start + m[0]}, text.Span{})
		for _, p := range list {
			p.role = text.Span{Start: l.Start + m[2], End: l.Start + m[3]}
			x.add(c.body, p)
		}
	}
}

// conjoined cuts 各片区片长和各校校长 at 和 and 及 between two posts.
func (x *state) conjoined(s text.Span) []text.Span {
	str := x.Str(s)
	for _, w := range []string{"以及", "和", "及", "与"} {
		if i := strings.Index(str, w); i > 0 {
			a := text.Span{Start: s.Start, End: s.Start + i}
			b := text.Span{Start: s.Start + i + len(w), End: s.End}
			if x.isPost(a) && x.isPost(b) {
				return []text.Span{a, b}
			}
		}
	}
	return []text.Span{s}
}

// sentenceBody sets the body that a sentence speaks of: before its first role,
// or behind its last (以张三为组长…的领导小组).
func (x *state) sentenceBody(c *context, l, head, tail text.Span) {
	b := x.bodyIn(x.near(head))
	if b.Empty() {
		b = x.bodyIn(x.near(text.Span{Start: l.Start, End: head.End}))
	}
	if b.Empty() {
		b = x.bodyBehind(tail)
	}
	if !b.Empty() && (!x.bare(b) || x.bare(c.body)) {
		x.end(c)
		c.body = b
	}
	c.open = true
}

// bodyBehind returns the body's name that 的 leads to at the end of a clause:
// 为成员的结对工作小组.
func (x *state) bodyBehind(s text.Span) text.Span {
	str := x.Str(s)
	for from := 0; ; {
		i := strings.Index(str[from:], "的")
		if i < 0 {
			return text.Span{}
		}
		from += i + len("的")
		to := len(str)
		if k := strings.IndexAny(str[from:], ",;:。"); k >= 0 {
			to = from + k
		}
		if words().bodies.Suffix(str[from:to]) != "" && utf8.RuneCountInString(str[from:to]) <= 30 {
			return text.Span{Start: s.Start + from, End: s.Start + to}
		}
	}
}

// persons reads the subject of a sentence: names with the posts before or
// behind them.
func (x *state) persons(s text.Span) []member {
	var out []member
	for _, p := range segment.Persons(x.Str(s), x.d.Names) {
		out = append(out, x.person(p, s.Start))
	}
	if len(out) > 0 {
		for _, it := range x.items(s) {
			only := -1
			for i := range out {
				if it.Contains(out[i].name) {
					if only >= 0 {
						only = -1
						break
					}
					only = i
				}
			}
			if only >= 0 {
				x.withUnit(&out[only], it)
			}
		}
		return x.beside(s, out)
	}
	if out = x.beside(s, nil); len(out) > 0 {
		return out
	}
	if len(out) == 0 {
		if ns, ok := segment.Names(x.Str(s), x.d.Names); ok {
			for _, n := range ns {
				out = append(out, member{name: n.Shift(s.Start)})
			}
			return out
		}
	}
	return x.listedNames(s)
}

// listedNames reads a list of which every entry may be a name and most are: 席心桥、
// 史雨鸿、涂承苗.
func (x *state) listedNames(s text.Span) []member {
	var out []member
	sure := 0
	for _, it := range x.items(s) {
		if !x.mayBe(it) {
			return nil
		}
		if x.isName(it) {
			sure++
		}
		out = append(out, member{name: it})
	}
	if len(out) < 2 || sure*2 < len(out) {
		return nil
	}
	return out
}

// beside adds the entries of a list that the segmenter missed because the name
// is an ordinary word as well: what stands beside a post (总务主任平川) or after
// a named entry of the same list (副局长张三、平川) is a name there.
func (x *state) beside(s text.Span, found []member) []member {
	items := x.items(s)
	if len(items) <= len(found) {
		return found
	}
	var out []member
	var shared []text.Span // the post before the list's first name
	for _, it := range items {
		had := false
		for _, m := range found {
			if it.Contains(m.name) {
				out = append(out, m)
				had = true
				if shared = nil; len(m.posts) > 0 && m.posts[0].End <= m.name.Start {
					shared = m.posts
				}
			}
		}
		if had {
			continue
		}
		if m, ok := x.postName(it); ok {
			out = append(out, m)
			if shared = nil; m.posts[0].End <= m.name.Start {
				shared = m.posts
			}
			continue
		}
		if x.mayBe(it) && len(out) > 0 {
			out = append(out, member{name: it, posts: shared})
		}
	}
	return out
}

// maxPostName is the length in bytes of the longest post with a name.
const maxPostName = 120

// postName splits 总务主任平川 and 平川校长 where the rest can be a name.
func (x *state) postName(s text.Span) (member, bool) {
	str := x.Str(s)
	if s.Len() > maxPostName || someOf(str) || words().posts.Has(extract.Squeeze(str)) { // 党支部书记 is no 党支
		return member{}, false
	}
	for i := range str {
		if i == 0 {
			continue
		}
		a, b := text.Span{Start: s.Start, End: s.Start + i}, text.Span{Start: s.Start + i, End: s.End}
		switch {
		case x.isPost(a) && x.mayBe(b):
			return member{name: b, posts: []text.Span{a}}, true
		case x.isPost(b) && x.mayBe(a):
			return member{name: a, posts: []text.Span{b}}, true
		}
	}
	return member{}, false
}
