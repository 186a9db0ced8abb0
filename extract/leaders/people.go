package leaders

import (
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/schema"
	"jiedui/text"
)

// sure is the value of segment.IsName from which a word counts as a name.
const sure = 0.5

// isName reports whether the clean text at s is a person's name.
func (x *state) isName(s text.Span) bool {
	n := extract.Squeeze(x.Str(s))
	return x.d.Names[n] || segment.IsName(n) >= sure
}

// mayBe reports whether s can be a name where its surroundings already say
// that one stands there, before a bracket or before a post: two to four
// characters that begin with a surname, even if they are a word as well (陶然).
func (x *state) mayBe(s text.Span) bool {
	n := extract.Squeeze(x.Str(s))
	if x.isName(s) {
		return true
	}
	if strings.ContainsRune(n, extract.Lost) {
		return utf8.RuneCountInString(n) <= 5
	}
	if c := utf8.RuneCountInString(n); c < 2 || c > 4 || words().surnames.Prefix(n) == "" || blank(n) {
		return false
	}
	switch r, _ := utf8.DecodeLastRuneInString(n); r { // 党支部, 安全办
	case '办', '部', '处', '科', '室', '会', '院', '站', '学': // 小学; 文学达 is a name
		return false
	}
	if words().sides.Has(n) || strings.ContainsAny(n, "校员组局区县镇") {
		return false
	}
	return words().posts.Suffix(n) == "" && !words().subjects.Has(n) && !words().stages.Has(n) && words().roles.Suffix(n) == "" && words().bodies.Suffix(n) == ""
}

// isPost reports whether s reads like a post: it ends with a word of posts.txt.
func (x *state) isPost(s text.Span) bool {
	str := extract.Squeeze(x.Str(s))
	if i := strings.LastIndexByte(str, '('); i > 0 && strings.HasSuffix(str, ")") {
		if words().posts.Suffix(str[:i]) != "" {
			return true // 副局长(主持工作)
		}
		str = strings.TrimRight(str[i+1:], ")")
	}
	return words().posts.Suffix(str) != "" || strings.HasSuffix(str, string(extract.Lost))
}

// people reads whoever is listed in s, a stretch of one line behind a role.
// ok is false when s is no list of persons (running text, a blank).
func (x *state) people(s text.Span) (list []member, ok bool) {
	s = x.trimList(s)
	if s.Empty() {
		return nil, true
	}
	str := x.Str(s)
	if blank(str) {
		if x.doubt {
			x.d.Doubt(schema.CodeBlank, "a blank stands where members of a body were to be named", s)
		}
		return nil, true
	}
	lost := strings.ContainsRune(str, extract.Lost) || x.IsDamaged(s) // ? and ! may be of what was lost
	if strings.Contains(str, "。") || !lost && strings.ContainsAny(str, "!?") {
		return nil, false
	}
	if strings.IndexByte(str, '(') > 0 {
		if list, ok := x.bracketed(s); ok {
			return list, true
		}
	}
	if list, ok := x.withPosts(s); ok {
		return list, true
	}
	if list, ok := x.padded(s); ok {
		return list, true
	}
	if list, ok := x.byComma(s); ok {
		return list, true
	}
	return x.listed(s)
}

// byComma reads persons whose posts stand behind a comma, which may hold 、: 王菁,区教育
// 局股长、区电教馆馆长;李明,区教研室主任.
func (x *state) byComma(s text.Span) (list []member, ok bool) {
	var name text.Span
	at := s.Start
	for _, piece := range strings.FieldsFunc(x.Str(s), func(r rune) bool { return r == ',' || r == ';' }) {
		at += strings.Index(x.Str(text.Span{Start: at, End: s.End}), piece)
		it := x.Trim(text.Span{Start: at, End: at + len(piece)})
		at += len(piece)
		switch {
		case name.Empty() && x.mayBe(it) && !x.isPost(it):
			name = it
		case !name.Empty() && x.isPost(it) && !collective(x.Str(it)) && !x.headed(it):
			list = append(list, member{name: name, posts: []text.Span{it}})
			name = text.Span{}
		default:
			return nil, false
		}
	}
	return list, name.Empty() && len(list) > 0
}

// withPosts reads persons that commas part, each a name, a blank and the post,
// which may hold 、: 王菁 区教育局股长、区电教馆馆长,李明 区教研室主任.
func (x *state) withPosts(s text.Span) (list []member, ok bool) {
	str := x.Str(s)
	if !strings.ContainsAny(str, ",;") || !strings.Contains(str, " ") {
		return nil, false
	}
	at := 0
	var lost []text.Span
	for _, piece := range strings.FieldsFunc(str, func(r rune) bool { return r == ',' || r == ';' }) {
		i := at + strings.Index(str[at:], piece)
		at = i + len(piece)
		toks := x.tokens(text.Span{Start: s.Start + i, End: s.Start + at})
		switch fits := len(toks) == 2 && x.mayBe(toks[0]) && x.isPost(toks[1]); {
		case fits:
			list = append(list, member{name: toks[0], posts: toks[1:2]})
		case strings.ContainsRune(piece, extract.Lost):
			lost = append(lost, text.Span{Start: s.Start + i, End: s.Start + at})
		default:
			return nil, false
		}
	}
	if len(list) > 0 {
		for _, l := range lost {
			x.unread(l)
		}
	}
	return list, len(list)+len(lost) > 1 && len(list) > 0
}

// trimList takes blanks and the separators of lists off both ends.
func (x *state) trimList(s text.Span) text.Span {
	for {
		s = x.Trim(s)
		str := x.Str(s)
		t := strings.TrimRight(strings.TrimLeft(str, "、,;:"), "、,;")
		if strings.HasSuffix(t, "。") && strings.Count(t, "。") == 1 {
			t = strings.TrimSuffix(t, "。")
		}
		if len(t) == len(str) {
			return s
		}
		at := strings.Index(str, t)
		s = text.Span{Start: s.Start + at, End: s.Start + at + len(t)}
	}
}

// withoutPhone takes a telephone number off the end of s.
func (x *state) withoutPhone(s text.Span) text.Span {
	str := x.Str(s)
	t := strings.TrimRight(str, "0123456789-*")
	if len(str)-len(t) < 7 {
		return s
	}
	s.End = s.Start + len(strings.TrimRight(t, " ,、;:"))
	return s
}

// duty reports whether an entry of a list says what the member before it does.
func (x *state) duty(s text.Span) bool {
	return words().duties.Prefix(x.Str(s)) != "" && !x.isPost(s)
}

// blank reports whether s is an unfilled blank.
func blank(s string) bool {
	return s != "" && strings.Trim(s, "_xX×*…/ 、,") == ""
}

// bracketed reads 张三(某校校长)李四(语文): names with their post or subject in
// brackets behind them. In a list that lost bytes what is not understood is left
// out, with a doubt.
func (x *state) bracketed(s text.Span) ([]member, bool) {
	str := x.Str(s)
	lost := strings.ContainsRune(str, extract.Lost)
	var list []member
	for at := 0; at < len(str); {
		open := strings.IndexByte(str[at:], '(')
		if open < 0 {
			rest := x.trimList(text.Span{Start: s.Start + at, End: s.End})
			if rest.Empty() {
				break
			}
			names, ok := segment.Names(x.Str(rest), x.d.Names)
			if !ok && lost {
				x.unread(rest)
				break
			}
			if !ok {
				return nil, false
			}
			for _, n := range names {
				list = append(list, member{name: n.Shift(rest.Start)})
			}
			break
		}
		open += at
		close, next := closing(str, open)
		if close < 0 {
			return nil, false
		}
		who := x.trimList(text.Span{Start: s.Start + at, End: s.Start + open})
		in := x.withoutPhone(x.Trim(text.Span{Start: s.Start + open + 1, End: s.Start + close}))
		before := len(list)
		if who.Empty() { // a second bracket: 张三(女)(校长)
			if before == 0 && lost {
				at = next
				continue
			}
			if before == 0 {
				return nil, false
			}
			before--
		} else if x.isName(who) {
			list = append(list, member{name: who})
		} else if x.mayBe(who) {
			list = append(list, member{name: who})
		} else if ps := segment.Persons(x.Str(who), x.d.Names); len(ps) > 0 && !onlyNames(x.Str(who)) {
			for _, p := range ps {
				list = append(list, x.person(p, who.Start))
			}
		} else if names, ok := segment.Names(x.Str(who), x.d.Names); ok && len(names) > 0 {
			for _, n := range names {
				list = append(list, member{name: n.Shift(who.Start)})
			}
		} else if lost {
			x.unread(who)
			at = next
			continue
		} else {
			return nil, false
		}
		if len(list) == before {
			return nil, false
		}
		last := &list[len(list)-1]
		switch {
		case !extract.HasHan(x.Str(in)): // a number, a reading
		case words().subjects.Has(extract.Squeeze(x.Str(in))):
			last.subject = in
		case gender(x.Str(in)):
		case x.isRole(in):
			last.said = in
		default:
			last.posts = append(last.posts, in)
		}
		at = next
	}
	return list, len(list) > 0
}

// unread tells that an entry of a list gave nobody.
func (x *state) unread(it text.Span) {
	if x.doubt {
		x.d.Doubt(schema.CodeName, "this entry of the list was not understood", it)
	}
}

func onlyNames(s string) bool { return strings.ContainsAny(s, "、 ") }

// gender reports whether a bracket says 女 or a people's name and no post.
func gender(s string) bool {
	s = extract.Squeeze(s)
	return s == "女" || s == "男" || s == "兼" || strings.HasSuffix(s, "族") && utf8.RuneCountInString(s) <= 4
}

// closing returns the place of the bracket that closes the one at open, and where
// what follows begins; -1 when none does. Where the closing one may be among what
// was lost, the bracket ends with that, before another opens.
func closing(s string, open int) (at, next int) {
	depth, lost := 0, -1
	for i, r := range s[open:] {
		switch r {
		case '(':
			if depth > 0 && lost > 0 {
				return lost, lost
			}
			depth++
		case ')':
			if depth--; depth == 0 {
				return open + i, open + i + 1
			}
		case extract.Lost:
			lost = open + i + utf8.RuneLen(r)
		}
	}
	if lost > 0 {
		return len(s), len(s)
	}
	return -1, 0
}

// tokens cuts s at blanks; a name that is padded with a blank (王 菁) is one.
func (x *state) tokens(s text.Span) []text.Span {
	var out []text.Span
	str := x.Str(s)
	for at := 0; at < len(str); {
		for at < len(str) && (str[at] == ' ' || str[at] == '\t') {
			at++
		}
		end := at
		for end < len(str) && str[end] != ' ' && str[end] != '\t' {
			end++
		}
		if t := x.withoutPhone(text.Span{Start: s.Start + at, End: s.Start + end}); !t.Empty() {
			out = append(out, t)
		}
		at = end
	}
	// Join 王 + 菁, and 欧 阳 + 菁.
	joined := out[:0]
	for i := 0; i < len(out); i++ {
		t := out[i]
		if one(x.Str(t)) && i+1 < len(out) && utf8.RuneCountInString(x.Str(out[i+1])) <= 2 {
			if w := (text.Span{Start: t.Start, End: out[i+1].End}); (x.isName(w) || one(x.Str(out[i+1])) && x.mayBe(w)) && (one(x.Str(out[i+1])) || !x.isName(out[i+1])) {
				t = w
				i++
			}
		}
		joined = append(joined, t)
	}
	return joined
}

func one(s string) bool { return utf8.RuneCountInString(s) == 1 }

// padded reads names and posts that blanks set apart: 王 菁 区教育局副局长 李明
// 教研员 各校校长, 局长 王菁 副局长 李明, 王菁 李明 张越.
func (x *state) padded(s text.Span) ([]member, bool) {
	toks := x.tokens(s)
	if len(toks) < 2 {
		return nil, false
	}
	names := 0
	isName := make([]bool, len(toks))
	for i, t := range toks {
		// A name that is a word as well is one before its post, where the list
		// begins or the post before has ended, or padded itself.
		isName[i] = x.isName(t) || x.mayBe(t) && !x.isPost(t) &&
			((i == 0 || x.isPost(toks[i-1])) && i+1 < len(toks) && x.isPost(toks[i+1]) || strings.Contains(x.Str(t), " "))
		if isName[i] {
			names++
		}
	}
	if names == 0 {
		return nil, false
	}
	var list []member
	if names == len(toks) || x.allMayBe(toks) {
		for _, t := range toks {
			list = append(list, member{name: t})
		}
		return list, true
	}
	var posts []text.Span // stated before the next name, or behind the last
	before := !isName[0]
	for i, t := range toks {
		switch {
		case isName[i] && before:
			list = append(list, member{name: t, posts: x.joinPosts(posts)})
			posts = nil
		case isName[i]:
			list = append(list, member{name: t})
		case !before && collective(x.Str(t)) && x.isPost(t):
			list = append(list, member{posts: []text.Span{t}})
		case before:
			posts = append(posts, t)
		default:
			last := &list[len(list)-1]
			last.posts = append(last.posts, t)
		}
	}
	if len(posts) > 0 { // 局长 王菁 教研员: whose is the last?
		return nil, false
	}
	for i := range list {
		list[i].posts = x.joinPosts(list[i].posts)
		for _, p := range list[i].posts {
			if !x.isPost(p) {
				return nil, false
			}
		}
	}
	return list, true
}

// allMayBe reports whether every token can be a name: beside names that are sure
// an ordinary word (秦岭) is one too.
func (x *state) allMayBe(toks []text.Span) bool {
	for _, t := range toks {
		if !x.mayBe(t) {
			return false
		}
	}
	return true
}

// joinPosts joins pieces of one post that a blank broke (区教育局 副局长): a
// piece that is no post by itself belongs to the one behind it.
func (x *state) joinPosts(posts []text.Span) []text.Span {
	var out []text.Span
	for i := 0; i < len(posts); i++ {
		p := posts[i]
		for !x.isPost(p) && i+1 < len(posts) {
			i++
			p.End = posts[i].End
		}
		out = append(out, p)
	}
	return out
}

// listed reads a list without padding: 张三、李四, 王五校长, 各校教研室主任.
func (x *state) listed(s text.Span) ([]member, bool) {
	items := x.items(s)
	if x.allOf(items) {
		return []member{{posts: []text.Span{{Start: items[0].Start, End: items[len(items)-1].End}}}}, true
	}
	var list []member
	var carried []text.Span // 党组书记、 of 党组书记、局长张三
	var shared []text.Span  // the posts before a name, which the names behind it share: 副校长甲、乙
	mostlyNames := sync.OnceValue(func() bool { return x.mostlyNames(items) })
	heads := 0 // items up to this one are offices whose heads are members
	for i, it := range items {
		str := x.Str(it)
		if i < heads {
			continue
		}
		if n := x.offices(items[i:]); n > 0 {
			heads = i + n
			list = append(list, member{posts: []text.Span{{Start: it.Start, End: items[heads-1].End}}})
			shared, carried = nil, nil
			continue
		}
		if i > 0 && strings.ContainsAny(x.Str(text.Span{Start: items[i-1].End, End: it.Start}), ",;") {
			shared = nil // 教务主任甲,乙、丙
		}
		switch {
		case blank(str):
			if x.doubt {
				x.d.Doubt(schema.CodeBlank, "a blank stands where a member of a body was to be named", it)
			}
		case len(list) > 0 && x.duty(it):
		case x.isName(it), x.mayBe(it) && (len(items) > 1 || !x.isPost(it)):
			if len(carried) > 0 {
				shared = nil
			}
			list = append(list, member{name: it, posts: append(carried, shared...)})
			carried = nil
		case len(list) == 0 && i+1 < len(items) && words().posts.Has(extract.Squeeze(str)): // 党支部书记、校长张三
			carried = append(carried, it)
		case mostlyNames() && x.foreign(it):
			list = append(list, member{name: it})
		default:
			if strings.IndexByte(str, '(') > 0 && len(carried) == 0 {
				if ms, ok := x.bracketed(it); ok {
					list = append(list, ms...)
					continue
				}
			}
			if ms, ok := x.each(x.tokens(it)); ok {
				list = append(list, ms...)
				continue
			}
			var ps []segment.Person
			if !words().posts.Has(extract.Squeeze(str)) { // 党支部书记 is no 党支
				ps = segment.Persons(str, x.d.Names)
			}
			if len(ps) > 0 {
				for _, p := range ps {
					m := x.person(p, it.Start)
					if len(ps) == 1 {
						x.withUnit(&m, it)
					}
					if len(carried) > 0 && len(m.posts) > 0 && m.posts[0].Start == it.Start {
						m.posts[0].Start = carried[0].Start
						carried = nil
					}
					list = append(list, m)
					shared = before(m)
				}
				continue
			}
			if m, ok := x.postName(it); ok {
				list = append(list, m)
				shared = before(m)
				continue
			}
			if ns, ok := segment.Names(str, x.d.Names); ok && len(ns) > 0 {
				for _, n := range ns {
					list = append(list, member{name: n.Shift(it.Start)})
				}
				continue
			} else if len(ns) > 1 && x.doubt && !x.isPost(it) {
				x.d.Doubt(schema.CodeName, "names without a separator could not be told apart", it)
				continue
			}
			if !x.isPost(it) && !collective(str) {
				if len(list) == 0 {
					return nil, false
				}
				x.unread(it)
				continue
			}
			// Where posts stand before the names, so does this one.
			if !collective(str) && (len(list) == 0 || i+1 < len(items) && before(list[len(list)-1]) != nil) {
				carried = append(carried, it)
				continue
			}
			list = append(list, member{posts: []text.Span{it}})
		}
	}
	for _, c := range carried {
		list = append(list, member{posts: []text.Span{c}})
	}
	return list, len(list) > 0 || len(items) == 0
}

// withUnit widens the post before a member's name, the only one in the entry it
// of a list, to the unit before it: 区电化教育馆主任 and not 主任.
func (x *state) withUnit(m *member, it text.Span) {
	str := x.Str(it)
	if len(before(*m)) != 1 || m.posts[0].Start <= it.Start || strings.Contains(str, " ") {
		return
	}
	at := extract.NameStart(str, m.posts[0].Start-it.Start)
	if utf8.RuneCountInString(str[at:m.posts[0].Start-it.Start]) > 1 { // 以校长张三
		m.posts[0].Start = it.Start + at
	}
}

// before returns the posts of a member that stand before the name.
func before(m member) []text.Span {
	if len(m.posts) > 0 && m.posts[len(m.posts)-1].End <= m.name.Start {
		return m.posts
	}
	return nil
}

// allOf reports whether a list is units and then all of their people: 教导处、
// 教科室全体人员 are members of one kind.
func (x *state) allOf(items []text.Span) bool {
	if len(items) < 2 || !collective(x.Str(items[len(items)-1])) {
		return false
	}
	for _, it := range items[:len(items)-1] {
		if x.isPost(it) || x.mayBe(it) || someOf(x.Str(it)) || blank(x.Str(it)) || len(segment.Persons(x.Str(it), x.d.Names)) > 0 {
			return false
		}
	}
	return true
}

// offices returns how many of the items that a list goes on with are offices and
// the word for their heads behind the last: 基教股、人事股、计财股负责人. 0: none are.
func (x *state) offices(items []text.Span) int {
	for i, it := range items {
		s := extract.Squeeze(x.Str(it))
		if i > 0 && strings.ContainsAny(x.Str(text.Span{Start: items[i-1].End, End: it.Start}), ",;") {
			return 0
		}
		post := words().posts.Suffix(s)
		if i > 0 && post != "" && x.office(strings.TrimSuffix(s, post)) {
			return i + 1
		}
		if !x.office(s) || x.mayBe(it) {
			return 0
		}
	}
	return 0
}

// office reports whether s ends like the name of an office.
func (x *state) office(s string) bool {
	w := words().offices.Suffix(s)
	c, _ := words().offices.Class(w)
	return c == "end" && len(w) < len(s)
}

// each reads entries that blanks set apart, 教研室主任张三 各校校长; ok is false
// unless every one of them is understood.
func (x *state) each(toks []text.Span) ([]member, bool) {
	if len(toks) < 2 {
		return nil, false
	}
	var list []member
	for _, t := range toks {
		if x.isName(t) || x.mayBe(t) && !x.isPost(t) {
			list = append(list, member{name: t})
		} else if collective(x.Str(t)) && x.isPost(t) {
			list = append(list, member{posts: []text.Span{t}})
		} else if ps := segment.Persons(x.Str(t), x.d.Names); len(ps) == 1 && len(ps[0].Posts) > 0 {
			list = append(list, x.person(ps[0], t.Start))
		} else {
			return nil, false
		}
	}
	return list, true
}

// foreign reports whether an entry without a Chinese surname (扎西顿珠) can be a name
// where it stands among names: two to five characters that are nothing else.
func (x *state) foreign(it text.Span) bool {
	s := extract.Squeeze(x.Str(it))
	if n := utf8.RuneCountInString(s); n < 2 || n > 5 || x.isPost(it) || someOf(s) || extract.IsSchool(s) ||
		words().bodies.Suffix(s) != "" || words().subjects.Has(s) || words().stages.Has(s) || words().roles.Suffix(s) != "" {
		return false
	}
	for _, r := range s {
		if !extract.HasHan(string(r)) {
			return false
		}
	}
	return true
}

// mostlyNames reports whether at least two thirds of a list of three or more are
// names for sure.
func (x *state) mostlyNames(items []text.Span) bool {
	names := 0
	for _, o := range items {
		str := x.Str(o)
		if i := strings.IndexByte(str, '('); i > 0 {
			o = x.Trim(text.Span{Start: o.Start, End: o.Start + i})
		}
		if x.isName(o) {
			names++
		}
	}
	return len(items) > 2 && names*3 >= len(items)*2
}

// collective reports whether words name members that are no single person.
func collective(s string) bool {
	return someOf(s) && (words().posts.Suffix(extract.Squeeze(s)) != "" || strings.HasSuffix(s, "人员"))
}

// someOf reports whether words speak of several or of nobody in particular.
func someOf(s string) bool { return words().several.Contained(s) }

// items cuts s at the separators of lists, outside brackets and quotes.
func (x *state) items(s text.Span) []text.Span {
	str := x.Str(s)
	var out []text.Span
	depth, from := 0, 0
	put := func(to int) {
		if t := x.withoutPhone(x.trimList(text.Span{Start: s.Start + from, End: s.Start + to})); !t.Empty() {
			out = append(out, t)
		}
	}
	for i, r := range str {
		switch r {
		case '(', '“', '《':
			depth++
		case ')', '”', '》':
			depth--
		case '、', ',', ';':
			if depth <= 0 {
				put(i)
				from = i + utf8.RuneLen(r)
			}
		}
	}
	put(len(str))
	return out
}

func (x *state) person(p segment.Person, base int) member {
	m := member{name: p.Name.Shift(base)}
	for _, s := range p.Posts {
		m.posts = append(m.posts, s.Shift(base))
	}
	return m
}
