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
		if b := x.bodyIn(head); !b.Empty() {
			x.end(c)
			c.body, c.open = b, true
		} else if b := x.bodyIn(text.Span{Start: l.Start, End: head.End}); !b.Empty() {
			c.body, c.open = b, true
		}
		role := text.Span{Start: l.Start + m[2], End: l.Start + m[3]}
		for _, p := range ps {
			p.role = role
			x.add(c.body, p)
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
	if len(out) == 0 {
		if ns, ok := segment.Names(x.Str(s), x.d.Names); ok {
			for _, n := range ns {
				out = append(out, member{name: n.Shift(s.Start)})
			}
		}
	}
	return out
}
