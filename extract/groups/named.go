package groups

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/internal/lexicon"
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
		for _, c := range extract.Sentences(str) {
			x.clause(c.Shift(l.Span.Start))
		}
	}
}

// clause finds the groups named in one sentence.
func (x *state) clause(s text.Span) {
	str := x.Str(s)
	for at := 0; at < len(str); {
		i, j := kindAfter(str, at)
		if i < 0 {
			return
		}
		at = j
		if c, _ := words().kinds.Class(str[i:j]); c != "name" || words().kinds.Prefix(str[j:]) != "" {
			continue // 片区 of 第一片区教研共同体
		}
		if side := words().sides.Prefix(str[i:]); len(side) > j-i && extract.SideClass(side+"校") != "" {
			continue // 任集团总校
		}
		name := x.schoolBefore(s, i)
		if name.Empty() {
			// 城北发展圈由…: a name without a school in it must be told what it is made of.
			start := behindJoin(str, extract.NameStart(str, i), i)
			for _, f := range formers {
				if strings.HasPrefix(str[start:i], f) && !street(str[start+len(f):i]) {
					start += len(f)
				}
			}
			if n := utf8.RuneCountInString(str[start:i]); n < 2 || n > 8 {
				continue
			}
			name = text.Span{Start: s.Start + start, End: s.Start + j}
			if probe := (&group{}); !x.told(probe, s, name) {
				continue
			}
		}
		name.End = s.Start + j
		if sb := x.d.Metadata.SignedBy; sb != nil && sb.Value == extract.Squeeze(x.Str(name)) {
			continue // the document's own issuer
		}
		g := x.called(name)
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
		if len(g.members) == 0 || g.joined {
			x.told(g, s, name)
			continue
		}
		// A list has the group; the sentence may name others that are in it.
		if more := (&group{}); x.told(more, s, name) {
			for _, m := range more.members {
				if old := x.in(g, m.school); old == nil {
					g.members = append(g.members, m)
				} else if old.role == "" {
					old.role, old.cause = m.role, m.cause
				}
			}
		}
	}
}

// called returns the one group of that name, whatever stands above it; nil if there
// is none.
func (x *state) called(name text.Span) *group {
	str := extract.Squeeze(x.Str(name))
	if g := x.byName["/"+str]; g != nil {
		return g
	}
	var found *group
	for _, g := range x.order {
		if extract.Squeeze(x.Str(g.name)) == str {
			if found != nil {
				return nil
			}
			found = g
		}
	}
	return found
}

// in returns the member of the group that a school is or may be, nil if none.
func (x *state) in(g *group, school text.Span) *member {
	str := extract.Squeeze(x.Str(school))
	for i := range g.members {
		m := &g.members[i]
		if o := extract.Squeeze(x.Str(m.school)); o == str || extract.MayBe(o, str) || extract.MayBe(str, o) || strings.HasSuffix(o, str) || strings.HasSuffix(str, o) {
			return m
		}
	}
	return nil
}

// told adds the schools that the sentence s says are in the group, and reports
// whether it says any.
func (x *state) told(g *group, s, name text.Span) bool {
	n := len(g.members)
	for _, way := range []func(*group, text.Span, text.Span){x.formed, x.composed, x.joining, x.listedBehind} {
		if way(g, s, name); len(g.members) > n {
			return true
		}
	}
	return false
}

// joining reads 甲小学和乙小学加入丙教育集团: the schools before the verb are members.
func (x *state) joining(g *group, s, name text.Span) {
	before := x.Str(text.Span{Start: s.Start, End: name.Start})
	for _, verb := range joins {
		head, ok := strings.CutSuffix(before, verb)
		if !ok {
			continue
		}
		at := len(head) // 正式加入, 先后加入
		if m := joinAdverb.FindStringIndex(head); m != nil {
			at = m[0]
		}
		cause := text.Span{Start: s.Start + len(head), End: name.Start}
		for _, sc := range x.Spans(extract.SchoolsEnding(before, at, "和", "及", "与", "以及"), s.Start) {
			g.members = append(g.members, member{school: sc, role: "member", cause: cause})
		}
		g.joined = true
		return
	}
}

// joins are the verbs of a school that becomes one of a group.
var joins = []string{"加入了", "加入", "加盟", "并入", "融入"}

// behindJoin returns where the name in s[start:end] begins when a school joins
// it: 丙教育 of 甲小学并入丙教育.
func behindJoin(s string, start, end int) int {
	for _, verb := range joins {
		k := strings.LastIndex(s[start:end], verb)
		if k <= 0 {
			continue
		}
		at := start + k
		if m := joinAdverb.FindStringIndex(s[start:at]); m != nil {
			at = start + m[0]
		}
		if !extract.SchoolEnding(s, at).Empty() {
			return start + k + len(verb)
		}
	}
	return start
}

var joinAdverb = regexp.MustCompile(`(?:正式|先后|新近|也|已|分别|申请|同时)+$`)

// listedBehind reads the ranks dealt behind a group's name in the same
// sentence: …正式成立,甲小学为核心校,乙小学为成员校; 组建…,龙头校为甲小学,成员校有乙小学.
func (x *state) listedBehind(g *group, s, name text.Span) {
	x.byRank(g, text.Span{Start: name.End, End: s.End})
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
	start := behindJoin(str, extract.NameStart(str, i), i)
	for _, f := range formers {
		if rest, ok := strings.CutPrefix(str[start:i], f); ok && extract.IsSchool(rest) && !street(rest) {
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
		if rest, ok := strings.CutPrefix(str[start:i], u); ok && x.alone(rest, u) {
			start += len(u)
		}
	}
	return text.Span{Start: s.Start + start, End: s.Start + i}
}

// street reports whether a name lacks the name of its street: 路小学 is left of
// 建设路小学.
func street(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("路街巷", r)
}

// alone reports whether the part also writes name without the unit before it.
func (x *state) alone(name, unit string) bool {
	if utf8.RuneCountInString(name) < 4 {
		return false
	}
	if known, ok := x.aloneBy[unit+name]; ok {
		return known
	}
	found := x.writtenAlone(name, unit)
	x.aloneBy[unit+name] = found
	return found
}

func (x *state) writtenAlone(name, unit string) bool {
	str := x.Str(x.Span)
	for at := 0; ; {
		i := strings.Index(str[at:], name)
		if i < 0 {
			return false
		}
		i += at
		line := strings.LastIndexByte(str[:i], '\n') + 1
		if !strings.HasSuffix(str[:i], unit) && extract.NameStart(str[line:], i+len(name)-line) == i-line {
			return true
		}
		i -= at
		at += i + len(name)
	}
}

// level reads 省级 in 获评省级教联体试点 behind the group's name.
func (x *state) level(s text.Span, at int) text.Span {
	str := x.Str(s)[at:]
	for _, verb := range []string{"获评", "被评定为", "被认定为", "入选", "被评为", "被确定为", "列为", "荣获", "成为", "获批"} {
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
// group: 将…纳入…,组建, 由…组成, 以…为龙头,…为成员组建, 由…牵头,联合…成立.
func (x *state) formed(g *group, s, name text.Span) {
	before := x.Str(text.Span{Start: s.Start, End: name.Start})
	verb := ""
	for _, f := range formers {
		for _, w := range []string{f, f + "了", f + "为"} {
			if strings.HasSuffix(before, w) {
				verb = w
			}
		}
	}
	if verb == "" {
		if head, ok := strings.CutSuffix(before, "的"); ok { // 组建以甲小学为核心校、乙小学为成员校的丙教育集团
			for _, f := range formers {
				for _, w := range []string{"以", "由"} {
					if k := strings.LastIndex(head, f+w); k >= 0 {
						x.byRank(g, text.Span{Start: s.Start + k + len(f), End: s.Start + len(head)})
						return
					}
				}
			}
		}
		return
	}
	ranked := x.byRank(g, text.Span{Start: s.Start, End: name.Start})
	if list := x.objects(strings.TrimSuffix(before, verb), ranked); len(list) > 0 {
		for _, sc := range x.Spans(list, s.Start) {
			g.members = append(g.members, member{school: sc})
		}
		g.rankRest()
	}
}

// enders stand behind the schools that a sentence puts together, joiners before
// those that a lead takes in.
var (
	enders  = []string{"纳入", "组成", "联合", "共同", "合并", "整合", "组合", "抱团", "捆绑"}
	joiners = []string{"联合", "携手", "吸纳", "带动", "带领", "引领", "辐射", "牵手", "联手", "会同", "与", "和"}
)

// objects returns the schools that stand before a verb that forms a group, in
// the string before it. Behind a lead (ranked) only those that it takes in.
func (x *state) objects(before string, ranked bool) []text.Span {
	// The list ends at the verb, or at a word that puts the schools together.
	ends := []int{len(strings.TrimRight(before, " ,"))}
	for _, w := range enders {
		if k := strings.LastIndex(before, w); k > 0 {
			ends = append(ends, k)
		}
	}
	for _, end := range ends {
		list := extract.SchoolsEnding(before, end, "和", "及", "与", "以及")
		if len(list) == 0 {
			continue
		}
		head := before[:list[0].Start]
		for _, w := range joiners {
			if ranked && strings.HasSuffix(head, w) {
				return list
			}
		}
		if ranked && strings.ContainsRune(before[list[0].Start:list[0].End], extract.Lost) {
			return list // the word before it may be lost, too
		}
		for _, w := range []string{"与", "和", "同", "联合", "携手"} { // 甲小学与乙小学、丙小学组建
			rest, ok := strings.CutSuffix(head, w)
			if first := extract.SchoolEnding(rest, len(rest)); ok && !ranked && !first.Empty() {
				return append([]text.Span{first}, list...)
			}
		}
		if ranked || len(list) < 2 {
			continue
		}
		for _, w := range []string{"将", "把", "由", "以", "整合", "组织"} {
			if strings.HasSuffix(head, w) || strings.HasSuffix(head, w+"原") {
				return list
			}
		}
	}
	return nil
}

// rankTail matches what deals a rank behind a list of schools: 为核心校, 牵头, 跟进.
var rankTail = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(`(?:(?:作为|成为|担任|任|为)(` + sideAlternatives(l) + `)(?:学校|校|单位|园)?|(牵头|领头|领衔|引领|领航|主导)|(跟进|参与|加入|参加|协同|加盟))(?:组成|组建|成立)?$`)
})

// rankVerb matches what stands before the word for a rank at the end of a clause.
var rankVerb = regexp.MustCompile(`(?:作为|成为|担任|任|为)([^为任]{1,6})$`)

// lostRank is rankTail where the word for the rank lost bytes and can have been
// one alone: 为龙� . It returns the role, too.
func lostRank(clause string) (m []int, rank string) {
	if !strings.ContainsRune(clause, extract.Lost) {
		return nil, ""
	}
	if m = rankVerb.FindStringSubmatchIndex(clause); m == nil {
		return nil, ""
	}
	word := clause[m[2]:m[3]]
	if !strings.ContainsRune(word, extract.Lost) {
		return nil, ""
	}
	if rank = role(extract.LostSide(word + "校")); rank == "" {
		rank = role(extract.LostSide(word))
	}
	if rank == "" {
		return nil, ""
	}
	return m, rank
}

// takenIn returns the schools that a clause says a lead takes in as members:
// 辐射带动甲小学、乙小学两所成员校.
func (x *state) takenIn(clause string) []text.Span {
	m := memberTail.FindStringIndex(clause)
	if m == nil {
		return nil
	}
	list := extract.SchoolsEnding(clause, m[0], "和", "及", "与", "以及")
	if len(list) == 0 {
		return nil
	}
	for _, w := range joiners {
		if strings.HasSuffix(clause[:list[0].Start], w) {
			return list
		}
	}
	return nil
}

// memberTail matches the word for members behind their list.
var memberTail = regexp.MustCompile(`(?:等?[\d一二三四五六七八九十两]+所|等)?(?:成员|联盟|加盟|协作|共建)(?:学校|校|单位|园)$`)

// rankHead matches what deals a rank before a list of schools: 成员校包括, 龙头学校为.
var rankHead = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(`^(?:其中|正式成立|成立|以及|并|首批|第一批|现有|主要)*(` + sideAlternatives(l) + `)(?:学校|校|单位|园)(?:包括|包含|分别是|分别为|有|为|是|由|:)[—:]*`)
})

// byRank reads the clauses in s that deal ranks and reports whether any did.
func (x *state) byRank(g *group, s text.Span) bool {
	str := x.Str(s)
	for _, f := range formers {
		str = strings.TrimSuffix(str, f)
		str = strings.TrimSuffix(str, "共同")
	}
	at, found := 0, false
	for _, clause := range strings.Split(str, ",") {
		start := s.Start + at
		at += len(clause) + 1
		// 丙集团(牵头校:甲小学,成员校:乙小学)
		if in := strings.TrimLeft(clause, "("); len(in) < len(clause) {
			start += len(clause) - len(in)
			clause = in
		}
		m := rankTail().FindStringSubmatchIndex(clause)
		for i, r := range clause { // the comma may be lost: 以甲小学为核心校?联合乙小学
			if m != nil {
				break
			}
			if r == extract.Lost {
				m = rankTail().FindStringSubmatchIndex(clause[:i])
			}
		}
		lost := ""
		if m == nil {
			m, lost = lostRank(clause)
		}
		if m == nil {
			if list := x.takenIn(clause); list != nil {
				for _, sc := range x.Spans(list, start) {
					g.members = append(g.members, member{school: sc, role: "member", cause: text.Span{Start: start, End: start + len(clause)}})
					found = true
				}
				continue
			}
			if h := rankHead().FindStringSubmatchIndex(clause); h != nil {
				list, _ := extract.SchoolsStarting(clause[h[1]:])
				word := text.Span{Start: start + h[2], End: start + h[3]}
				for _, sc := range x.Spans(list, start+h[1]) {
					g.members = append(g.members, member{school: sc, role: role(extract.SideClass(clause[h[2]:h[3]] + "校")), cause: word})
					found = true
				}
			}
			continue
		}
		mem := member{}
		switch {
		case lost != "":
			mem.role, mem.cause = lost, text.Span{Start: start + m[2], End: start + m[3]}
		case m[2] >= 0:
			mem.role, mem.cause = role(extract.SideClass(clause[m[2]:m[3]]+"校")), text.Span{Start: start + m[2], End: start + m[3]}
		case m[4] >= 0:
			mem.role, mem.cause = "lead", text.Span{Start: start + m[4], End: start + m[5]}
		default:
			mem.role, mem.cause = "member", text.Span{Start: start + m[6], End: start + m[7]}
		}
		list := extract.SchoolsEnding(clause, len(strings.TrimRight(clause[:m[0]], " ")), "和", "及", "与", "以及")
		if len(list) == 0 && x.IsDamaged(text.Span{Start: start, End: start + m[0]}) {
			found = true // 以石桥?为核心校: a rank is dealt, to whom is lost
		}
		for _, sc := range x.Spans(list, start) {
			mem.school = sc
			g.members = append(g.members, mem)
			found = true
		}
	}
	return found
}

// composed reads what follows a group's name: 城北联盟由甲幼儿园牵头,乙幼儿园、
// 丙幼儿园参与; 由甲小学、乙小学和丙小学组成.
func (x *state) composed(g *group, s, name text.Span) {
	rest := text.Span{Start: name.End, End: s.End}
	str := x.Str(rest)
	if t := strings.TrimLeft(str, " ,:”"); len(t) < len(str) { // 成立甲小学教育集团,由…组成
		rest.Start = rest.End - len(t)
		str = t
	}
	if !strings.HasPrefix(str, "由") && !strings.HasPrefix(str, "以") {
		return
	}
	x.byRank(g, rest)
	if i := strings.Index(str, "组成"); i > 0 {
		list, ok := x.Schools(text.Span{Start: rest.Start + len("由"), End: rest.Start + i})
		if ok && len(list) > 1 {
			for _, sc := range list {
				if x.in(g, sc) == nil { // …组成,甲小学为牵头学校
					g.members = append(g.members, member{school: sc})
				}
			}
			g.rankRest()
		}
	}
}
