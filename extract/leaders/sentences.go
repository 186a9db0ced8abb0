package leaders

import (
	"regexp"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/text"
)

// made matches the words that make somebody something: 任组长, 为副组长,
// 担任办公室主任, 兼办公室主任.
var made = sync.OnceValue(func() *regexp.Regexp {
	terms := append([]string{}, words().roles.List()...)
	sort.Slice(terms, func(i, j int) bool { return len(terms[i]) > len(terms[j]) })
	for i, t := range terms {
		terms[i] = regexp.QuoteMeta(t)
	}
	return regexp.MustCompile(`(?:担任|兼任|出任|任|为|兼)(?:领导小组|工作小组|小组|领导小组下设)?(` + strings.Join(terms, "|") + `)`)
})

// sentences reads 由校长张三任组长,副校长李四、王五为副组长. A clause that
// names no person (分管领导任副组长) says who will lead, not who leads.
func (x *state) sentences(c *context, l text.Span) {
	x.heldBy(c, l)
	str := x.Str(l)
	if !strings.ContainsAny(str, "任为兼") {
		return
	}
	ms := made().FindAllStringSubmatchIndex(str, -1)
	from := 0
	for _, m := range ms {
		// The role must end there: 为组长单位 makes no one anything.
		if rest := str[m[1]:]; rest != "" {
			r, _ := utf8.DecodeRuneInString(rest)
			if extract.HasHan(string(r)) && !strings.HasPrefix(rest, "的") {
				continue
			}
		}
		subject := text.Span{Start: l.Start + from, End: l.Start + m[0]}
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
		for _, w := range []string{"同志", "具体", "分别", "为", "将"} {
			if t := strings.TrimSuffix(x.Str(who), w); t != x.Str(who) {
				who.End = who.Start + len(t)
			}
		}
		if who.Empty() || utf8.RuneCountInString(x.Str(who)) > 60 {
			continue
		}
		ps := x.persons(who)
		if len(ps) == 0 {
			continue
		}
		x.sentenceBody(c, l, head)
		role := text.Span{Start: l.Start + m[2], End: l.Start + m[3]}
		for _, p := range ps {
			p.role = role
			x.add(c.body, p)
		}
	}
}

// held matches 组长由…担任 and 成员由…组成.
var held = sync.OnceValue(func() *regexp.Regexp {
	terms := append([]string{}, words().roles.List()...)
	sort.Slice(terms, func(i, j int) bool { return len(terms[i]) > len(terms[j]) })
	for i, t := range terms {
		terms[i] = regexp.QuoteMeta(t)
	}
	return regexp.MustCompile(`(` + strings.Join(terms, "|") + `)(?:分别)?由([^。;:,由]{2,80}?)(?:担任|组成|兼任)`)
})

// heldBy reads 组长由局长张三担任. Whoever is no person by name (各校校长) is a
// member without a name.
func (x *state) heldBy(c *context, l text.Span) {
	str := x.Str(l)
	if !strings.Contains(str, "由") {
		return
	}
	for _, m := range held().FindAllStringSubmatchIndex(str, -1) {
		who := text.Span{Start: l.Start + m[4], End: l.Start + m[5]}
		list := x.persons(who)
		if len(list) == 0 && strings.HasSuffix(str[:m[1]], "组成") {
			for _, it := range x.items(who) {
				for _, part := range x.conjoined(it) {
					if x.isPost(part) {
						list = append(list, member{posts: []text.Span{part}})
					}
				}
			}
		}
		if len(list) == 0 {
			continue
		}
		x.sentenceBody(c, l, text.Span{Start: l.Start, End: l.Start + m[0]})
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

// sentenceBody sets the body that a sentence speaks of before its role.
func (x *state) sentenceBody(c *context, l, head text.Span) {
	b := x.bodyIn(head)
	if b.Empty() {
		b = x.bodyIn(text.Span{Start: l.Start, End: head.End})
	}
	if !b.Empty() && !(bare(extract.Squeeze(x.Str(b))) && !c.body.Empty()) {
		x.end(c)
		c.body = b
	}
	c.open = true
}

// persons reads the subject of a sentence: names with the posts before or
// behind them.
func (x *state) persons(s text.Span) []member {
	var out []member
	for _, p := range segment.Persons(x.Str(s), x.d.Names) {
		out = append(out, x.person(p, s.Start))
	}
	if len(out) > 0 {
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
		}
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

// postName splits 总务主任平川 and 平川校长 where the rest can be a name.
func (x *state) postName(s text.Span) (member, bool) {
	str := x.Str(s)
	if someOf(str) {
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
