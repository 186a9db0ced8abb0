package leaders

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// anyRole is the alternation of all roles, the longest first; between the
// characters of a role stands gap.
func anyRole(l *lexicon.Lexicon, gap string) string {
	terms := slices.Clone(l.Load("roles.txt").List())
	sort.SliceStable(terms, func(i, j int) bool { return len(terms[i]) > len(terms[j]) })
	for i, t := range terms {
		chars := strings.Split(t, "")
		for k, c := range chars {
			chars[k] = regexp.QuoteMeta(c)
		}
		terms[i] = strings.Join(chars, gap)
	}
	return "(" + strings.Join(terms, "|") + ")"
}

// roleLabel matches a role with its colon, blanks between its characters
// allowed (组 长:), and a remark in brackets behind it.
var roleLabel = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(anyRole(l, " *") + labelEnd)
})

// leadingLabel is roleLabel at the start of a string.
var leadingLabel = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile("^" + anyRole(l, " *") + labelEnd)
})

// labelEnd is what makes a role a label; something may be lost before the colon.
const labelEnd = `(?:\([^()]{1,16}\))?\x{FFFD}? *:`

// lostLabel matches a role in a line of roles whose colon is lost: ;成员�张三.
var lostLabel = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(`[;。\x{FFFD}]` + anyRole(l, "") + `\x{FFFD}`)
})

// lostLabels adds to the labels of a line, of which there is one at least, those
// that lost their colons.
func (x *state) lostLabels(str string, labels [][]int) [][]int {
	if !strings.ContainsRune(str, extract.Lost) {
		return labels
	}
	for _, m := range lostLabel().FindAllStringSubmatchIndex(str, -1) {
		if !slices.ContainsFunc(labels, func(l []int) bool { return m[2] < l[1] && l[0] < m[3] }) {
			labels = append(labels, []int{m[2], m[1], m[2], m[3]})
		}
	}
	slices.SortFunc(labels, func(a, b []int) int { return a[0] - b[0] })
	return labels
}

// unhurtRole reports whether a role that bytes were lost beside can be no other.
// 办公室成员 are named only behind others of the office.
func (x *state) unhurtRole(s text.Span) bool {
	role := extract.Squeeze(x.Str(s))
	if strings.ContainsRune(role, extract.Lost) {
		return false
	}
	lost := string(extract.Lost)
	before, after := strings.HasSuffix(x.Clean.String()[:s.Start], lost), strings.HasPrefix(x.Clean.String()[s.End:], lost)
	many := x.many(s)
	line := x.Clean.String()[strings.LastIndexByte(x.Clean.String()[:s.Start], '\n')+1 : s.Start]
	return !slices.ContainsFunc(words().roles.List(), func(r string) bool {
		if c, _ := words().roles.Class(r); many && (c != "many" || !strings.HasSuffix(r, role) || !strings.Contains(line, strings.TrimSuffix(r, role))) {
			return false
		}
		return before && extract.MayBe(lost+role, r) || after && extract.MayBe(role+lost, r) || before && after && extract.MayBe(lost+role+lost, r)
	})
}

// otherLabel matches the start of what stands behind the list of a role on its
// line: a blank and a label that is no role (成员学校:).
var otherLabel = regexp.MustCompile(`[ ;。]\p{Han}{2,8}:`)

// paddedRole matches a role that blanks set apart, at the start of a line or
// behind a blank or colon.
var paddedRole = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile("(?:^|[ :])" + anyRole(l, " *") + " +")
})

// paddedRoles returns the roles of a line without colons (组长 张三 成员 李四), in
// the form of roleLabel's matches: each must have a name right behind it.
func (x *state) paddedRoles(l text.Span) [][]int {
	str := x.Str(l)
	if !strings.Contains(str, " ") {
		return nil
	}
	var out [][]int
	for at := 0; at < len(str); {
		m := paddedRole().FindStringSubmatchIndex(str[at:])
		if m == nil {
			break
		}
		rest := text.Span{Start: l.Start + at + m[1], End: l.End}
		rest.End = min(rest.End, rest.Start+maxNear)
		if toks := x.tokens(rest); len(toks) > 0 && (x.mayBe(toks[0]) || x.postThenName(toks)) && (at+m[2] == 0 || len(out) > 0 || str[at+m[0]] == ':') {
			out = append(out, []int{at + m[2], at + m[1], at + m[2], at + m[3]})
		}
		at += m[3] // a blank may end one role and begin the next
	}
	return out
}

// postThenName reports whether a post comes first and a name, or a list of names,
// behind it: 副校长 张三、李四.
func (x *state) postThenName(toks []text.Span) bool {
	if x.headed(toks[0]) {
		return true
	}
	if len(toks) < 2 || !x.isPost(toks[0]) {
		return false
	}
	items := x.items(toks[1])
	return len(items) > 0 && x.mayBe(items[0])
}

// headed reports whether a list begins with a post and, right behind it, a name:
// 副校长张三、李四; 书记、校长张三.
func (x *state) headed(s text.Span) bool {
	for _, it := range x.items(s) {
		if m, ok := x.postName(it); ok {
			return m.name.Start > m.posts[0].Start && x.mayBe(m.name)
		}
		if !x.isPost(it) {
			return false
		}
	}
	return false
}

// spokenOf reports whether the lines above line i say enough for a role to name a
// member there: a role that is a post elsewhere (主任) needs a body that was
// named, one that is in every notice (联系人) a list of members.
func (c *context) spokenOf(role string, i int) bool {
	near := i-c.bodyLine <= maxGap
	switch class, _ := words().roles.Class(role); class {
	case "generic":
		return near && (c.open || !c.body.Empty())
	case "contact":
		return near && c.open
	}
	return true
}

// maxGap is how many lines may lie between the words that name a body and its
// first role.
const maxGap = 4

// context is what the lines so far say about who is being listed.
type context struct {
	body     text.Span // the words that name the body
	bodyLine int
	open     bool // a role of the body has been read
	role     text.Span
	stage    text.Span
	subject  text.Span // of the members of this line (语文:组长:张三)
	pending  []member
}

// lines reads the part's prose line by line.
func (x *state) lines() {
	prose := x.Prose()
	var c context
	c.bodyLine = -1 << 20
	for i, l := range prose {
		next := text.Span{}
		if i+1 < len(prose) {
			next = prose[i+1].Span
		}
		x.line(&c, i, l, next)
		before := c.body
		if x.sentences(&c, l.Span); c.body != before {
			c.bodyLine = i
		}
	}
	x.end(&c)
}

// end closes the list being read.
func (x *state) end(c *context) {
	for _, m := range c.pending {
		x.add(c.body, m)
	}
	c.pending = nil
	c.role = text.Span{}
}

// line reads line i; next is the line below it.
func (x *state) line(c *context, i int, l extract.Line, next text.Span) {
	str := x.Str(l.Span)
	var labels [][]int
	if strings.Contains(str, ":") {
		labels = roleLabel().FindAllStringSubmatchIndex(str, -1)
	}
	if len(labels) > 0 {
		labels = x.lostLabels(str, labels)
	}
	if len(labels) == 0 {
		labels = x.paddedRoles(l.Span)
	}
	labels = x.genuine(c, i, l, labels)
	if len(labels) == 0 {
		if role := x.lostRole(l.Span); !c.role.Empty() && !role.Empty() {
			x.end(c)
			c.role, c.bodyLine = role, i
			if list, ok := x.people(text.Span{Start: role.End, End: l.Span.End}); ok {
				c.take(list)
			}
			return
		}
		if !c.role.Empty() && x.continues(c, l) {
			c.bodyLine = i
			return
		}
		if x.roleLast(c, i, l.Span) {
			return
		}
		x.end(c)
		if extract.EndNote(str) { // 抄送:某某办公室 names no body
			return
		}
		if b := x.bodyIn(l.Span); !b.Empty() {
			x.setBody(c, b, i)
			c.bodyLine, c.open, c.stage = i, false, text.Span{}
			c.role = text.Span{}
			return
		}
		if b := x.lostBody(c, i, l.Span); !b.Empty() {
			c.body, c.bodyLine, c.open, c.stage = b, i, false, text.Span{}
			return
		}
		if b := x.teamHeading(l.Span, next); !b.Empty() {
			c.body, c.bodyLine, c.open, c.stage = b, i, false, text.Span{}
			return
		}
		if g := groupLabel(str); g > 0 {
			c.body, c.open, c.stage = text.Span{Start: l.Span.Start, End: l.Span.Start + g}, false, text.Span{}
			c.bodyLine = i
			return
		}
		x.experts(c, i, l)
		return
	}
	first := labels[0]
	head := text.Span{Start: l.Span.Start, End: l.Span.Start + first[0]}
	x.headOf(c, i, head)
	c.subject = text.Span{}
	if s := x.roleIn(x.Trim(head)); words().subjects.Has(extract.Squeeze(x.Str(s))) {
		c.subject = s
	}
	for k, m := range labels {
		x.end(c)
		c.role = text.Span{Start: l.Span.Start + m[2], End: l.Span.Start + m[3]}
		end := len(str)
		if k+1 < len(labels) {
			end = labels[k+1][0]
		}
		c.open = true
		c.bodyLine = i
		rest := text.Span{Start: l.Span.Start + m[1], End: l.Span.Start + end}
		if k := otherLabel.FindStringIndex(x.Str(rest)); k != nil {
			rest.End = rest.Start + k[0]
		}
		list, ok := x.people(rest)
		if !ok {
			// A sentence may follow the list: 组长:张三。办公室设在…
			if j := strings.Index(x.Str(rest), "。"); j > 0 {
				list, ok = x.people(text.Span{Start: rest.Start, End: rest.Start + j})
			}
		}
		if !ok {
			if x.doubt {
				x.d.Doubt(schema.CodeList, "the list behind "+extract.Squeeze(x.Str(c.role))+" was not understood", rest)
			}
			c.role = text.Span{}
			continue
		}
		c.take(list)
	}
}

func (c *context) take(list []member) {
	for _, m := range list {
		m.role = c.role
		if m.subject.Empty() && !c.subject.Empty() {
			m.subject, m.stage = c.subject, c.stage
		}
		if !m.said.Empty() { // (执行校长): what is a role elsewhere is a post here
			m.posts = append(m.posts, m.said)
		}
		c.pending = append(c.pending, m)
	}
}

// genuine keeps the role labels that name members of a body.
func (x *state) genuine(c *context, i int, l extract.Line, labels [][]int) [][]int {
	str := x.Str(l.Span)
	out := labels[:0]
	for _, m := range labels {
		role := extract.Squeeze(str[m[2]:m[3]])
		if class, _ := words().roles.Class(role); class == "contact" && ofNotice.MatchString(str[m[1]:]) {
			continue // whom a notice asks to be called
		}
		if !c.spokenOf(role, i) && x.bodyIn(x.near(text.Span{Start: l.Span.Start, End: l.Span.Start + m[0]})).Empty() {
			continue
		}
		// 校 长: and 专家组组长: of running text: what stands before a role on
		// its line must not be part of the same word.
		if m[0] > 0 {
			before := strings.TrimRight(str[:m[0]], " ")
			r, _ := utf8.DecodeLastRuneInString(before)
			if len(before) == m[0] && r != extract.Lost && extract.HasHan(string(r)) && words().bodies.Suffix(before) == "" && !x.isName(lastToken(l.Span, before)) {
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// ofNotice matches what stands behind 联系人: where a notice says whom to call:
// 张三,联系电话:100….
var ofNotice = regexp.MustCompile(`^[^,;。]{2,12}[,;、 ]+(?:联系|咨询|办公)?(?:电话|方式|手机)[:是]?`)

// lostRole returns the place of the role that a line begins with and that lost
// bytes, with its colon or without; empty if there is none. Who is listed there has
// not the role of the list above.
func (x *state) lostRole(l text.Span) text.Span {
	str := x.Str(l)
	i := strings.IndexRune(str, extract.Lost)
	if i < 0 || utf8.RuneCountInString(str[:i]) > 5 {
		return text.Span{}
	}
	end := i + utf8.RuneLen(extract.Lost)
	if k := strings.IndexByte(str, ':'); k > end && utf8.RuneCountInString(str[:k]) <= 8 {
		end = k
	}
	label := extract.Squeeze(str[:end])
	for _, r := range words().roles.List() {
		if extract.MayBe(label, r) || i > 0 && end > i && extract.MayBe(label, r+":") {
			return text.Span{Start: l.Start, End: l.Start + end}
		}
	}
	return text.Span{}
}

func lastToken(l text.Span, before string) text.Span {
	i := strings.LastIndexAny(before, " 、,;)")
	start := 0
	if i >= 0 {
		_, n := utf8.DecodeRuneInString(before[i:])
		start = i + n
	}
	return text.Span{Start: l.Start + start, End: l.Start + len(before)}
}

// headOf reads what stands before the first role of a line: the name of the
// body, or the label of the group whose leaders follow.
func (x *state) headOf(c *context, i int, head text.Span) {
	if b := x.bodyIn(head); !b.Empty() {
		x.end(c)
		x.setBody(c, b, i)
		c.open, c.stage = false, text.Span{}
		return
	}
	if g := groupLabel(x.Str(head)); g > 0 {
		x.end(c)
		c.body, c.open = x.Trim(text.Span{Start: head.Start, End: head.Start + g}), false
		return
	}
	if !c.open && i-c.bodyLine > maxGap {
		c.body = text.Span{}
	}
}

// setBody makes b the body whose members follow. A bare 领导小组 or 组织机构
// does not replace a name that was spoken of just before.
func (x *state) setBody(c *context, b text.Span, line int) {
	if x.bare(b) && !x.bare(c.body) && !x.series(c.body) && line-c.bodyLine <= 12 {
		if half := x.halfOf(c.body, extract.Squeeze(x.Str(b))); !half.Empty() {
			c.body = half
		}
		return
	}
	c.body = b
}

// series reports whether a name is the heading of several bodies, of which those
// that follow may be named by their kind alone: 二、专项小组 1.工作小组 2.宣传小组.
func (x *state) series(name text.Span) bool {
	c, _ := words().bodies.Class(extract.Squeeze(x.Str(name)))
	return c == "series"
}

// teamHeading returns the name of a team that a short line is, whatever its task
// ((三)宣传报道组), where its leaders stand on the next line.
func (x *state) teamHeading(l, next text.Span) text.Span {
	_, _, n := extract.Numbering(x.Str(l))
	s := x.Trim(text.Span{Start: l.Start + n, End: l.End})
	str := strings.TrimRight(x.Str(s), ":。")
	s.End = s.Start + len(str)
	if k := utf8.RuneCountInString(str); k < 3 || k > 12 || !strings.HasSuffix(str, "组") || strings.ContainsAny(str, " ,。、(") {
		return text.Span{}
	}
	m := leadingLabel().FindStringSubmatch(x.Str(next))
	if m == nil || !strings.HasSuffix(extract.Squeeze(m[1]), "组长") || groupLabel(str) > 0 {
		return text.Span{}
	}
	return s
}

// halfOf returns the one of two bodies founded in one breath (某某领导小组和专家组)
// that ends with the word of a heading; empty when s names one body.
func (x *state) halfOf(s text.Span, word string) text.Span {
	str := x.Str(s)
	for _, joint := range []string{"和", "、", "及", "与", "以及"} {
		for at := 0; ; {
			i := strings.Index(str[at:], joint)
			if i < 0 {
				break
			}
			i += at
			at = i + len(joint)
			if words().bodies.Suffix(str[:i]) == "" || words().bodies.Suffix(str) == "" {
				continue
			}
			switch {
			case strings.HasSuffix(str[:i], word):
				return x.Trim(text.Span{Start: s.Start, End: s.Start + i})
			case strings.HasSuffix(str, word):
				return x.Trim(text.Span{Start: s.Start + at, End: s.End})
			}
		}
	}
	return text.Span{}
}

// groupLabel returns the length of the group's label that s starts with
// (第一组, 第2片区), 0 if none.
func groupLabel(s string) int {
	rest, ok := strings.CutPrefix(s, "第")
	if !ok {
		return 0
	}
	_, n := extract.HanOrdinal(rest)
	if n == 0 {
		return 0
	}
	for _, unit := range []string{"小组", "组", "片区", "协作区", "共同体", "联盟", "教联体", "集团"} {
		if strings.HasPrefix(rest[n:], unit) && !strings.HasPrefix(rest[n+len(unit):], "长") {
			return len("第") + n + len(unit)
		}
	}
	return 0
}

// roleLast reads a line of the list below the words that name a body which gives
// one person, with the role at its end: 王菁 区教育局副局长 副组长.
func (x *state) roleLast(c *context, i int, l text.Span) bool {
	if c.body.Empty() || i-c.bodyLine > maxGap {
		return false
	}
	toks := x.tokens(l)
	n := len(toks) - 1
	if n < 2 || !x.mayBe(toks[0]) || !words().roles.Has(extract.Squeeze(x.Str(toks[n]))) {
		return false
	}
	posts := x.joinPosts(toks[1:n])
	if slices.ContainsFunc(posts, func(p text.Span) bool { return !x.isPost(p) || x.isName(p) }) {
		return false
	}
	x.end(c)
	x.add(c.body, member{name: toks[0], posts: posts, role: toks[n]})
	c.bodyLine, c.open = i, true
	return true
}

// continues reads a line without a role as the continuation of the list above:
// further members, or a further post of the last one.
func (x *state) continues(c *context, l extract.Line) bool {
	s := x.Str(l.Span)
	if l.Kind == corpus.Heading || groupLabel(s) > 0 || utf8.RuneCountInString(s) > 120 {
		return false
	}
	if style, _, _ := extract.Numbering(s); style != extract.NoStyle || made().MatchString(s) {
		return false
	}
	if x.isPost(l.Span) && len(c.pending) > 0 && !strings.ContainsAny(s, " ,;。:()") && len(x.tokens(l.Span)) == 1 {
		if last := &c.pending[len(c.pending)-1]; !last.name.Empty() && len(last.posts) > 0 && !x.isName(l.Span) && !collective(s) {
			last.posts = append(last.posts, l.Span)
			return true
		}
	}
	if strings.ContainsAny(s, "。:") || !x.bodyIn(l.Span).Empty() && !strings.Contains(s, "(") && !strings.ContainsAny(s, "、 ") {
		return false
	}
	doubt := x.doubt // nothing says that the line belongs to the list
	x.doubt = false
	list, ok := x.people(l.Span)
	x.doubt = doubt
	if !ok || len(list) == 0 {
		return false
	}
	// A line of prose may end in a post by chance; a list names somebody.
	named := false
	for _, m := range list {
		named = named || !m.name.Empty()
	}
	if !named && !collective(s) {
		return false
	}
	c.take(list)
	return true
}

// stageOf returns the stage that a label names (小学, 小学组), and the subject
// behind it (小学语文), each empty where there is none.
func (x *state) stageOf(label text.Span) (stage, subject text.Span) {
	str := x.Str(label)
	if w := extract.Squeeze(str); words().stages.Has(w) {
		if s := strings.TrimSuffix(str, "组"); s != str && words().stages.Has(extract.Squeeze(s)) {
			label.End -= len("组")
		}
		return x.Trim(label), text.Span{}
	}
	p := words().stages.Prefix(str)
	rest := x.Trim(text.Span{Start: label.Start + len(p), End: label.End})
	if p == "" || !words().subjects.Has(extract.Squeeze(x.Str(rest))) {
		return text.Span{}, text.Span{}
	}
	return text.Span{Start: label.Start, End: label.Start + len(p)}, rest
}

// experts reads a list by stage and subject under the name of a body:
// 中学:林一(语文)张二(数学) … , or by subject: 语文:林一、张二; 小学语文:林一、张二.
func (x *state) experts(c *context, i int, l extract.Line) {
	str := x.Str(l.Span)
	if c.body.Empty() || i-c.bodyLine > maxGap+4 {
		return
	}
	if stage, subject := x.stageOf(l.Span); !stage.Empty() && subject.Empty() { // 小学组 above its lists
		c.stage, c.bodyLine = stage, i
		return
	}
	rest := l.Span
	var subject text.Span
	label := false
	_, _, n := extract.Numbering(str)
	if k := strings.IndexByte(str, ':'); k > n && k-n <= 24 {
		s := x.Trim(text.Span{Start: l.Span.Start + n, End: l.Span.Start + k})
		if stage, of := x.stageOf(s); !stage.Empty() {
			c.stage, subject, label = stage, of, true
		} else if words().subjects.Has(extract.Squeeze(x.Str(s))) {
			subject, label = s, true
		}
		if label {
			rest = text.Span{Start: l.Span.Start + k + 1, End: l.Span.End}
		}
	}
	if !label && c.stage.Empty() {
		return
	}
	doubt := x.doubt // 语文:周三下午 says nobody
	x.doubt = false
	list, ok := x.people(rest)
	x.doubt = doubt
	told := 0 // members with a subject
	for _, m := range list {
		if !m.subject.Empty() || !subject.Empty() && !m.name.Empty() {
			told++
		}
	}
	if !ok || told == 0 || told*2 < len(list) {
		return
	}
	for _, m := range list {
		m.derivedRole = "成员"
		m.role = c.body
		m.stage = c.stage
		if m.subject.Empty() {
			m.subject = subject
		}
		x.add(c.body, m)
	}
	c.bodyLine = i
}

// maxNear is how many bytes around a word are looked at: what names a body or
// says who is made something stands within some 200 characters.
const maxNear = 600

// near returns the last maxNear bytes of s, cut between characters.
func (x *state) near(s text.Span) text.Span {
	if s.Len() > maxNear {
		s.Start = s.End - maxNear
		for !utf8.RuneStart(x.Clean.String()[s.Start]) {
			s.Start++
		}
	}
	return s
}

// bodyIn returns the name of the body that s speaks of: a heading that ends
// with it, or 成立…领导小组 within a sentence. A bare 领导小组 is no name when
// a fuller one is known.
func (x *state) bodyIn(s text.Span) text.Span {
	str := x.Str(s)
	var found text.Span
	for at := 0; at < len(str); {
		i, j := words().bodies.Find(str[at:])
		if i < 0 {
			break
		}
		i, j = i+at, j+at
		for { // 领导小组 within 领导小组办公室: the longer name
			k, e := words().bodies.Find(str[j:])
			if k != 0 {
				break
			}
			j += e
		}
		if n := x.bodyName(s, i, j); !n.Empty() {
			if n.Len() > found.Len() {
				found = n
			}
			at = j
			continue
		}
		_, size := utf8.DecodeRuneInString(str[i:])
		at = i + size
	}
	return found
}

// bodyName widens the ending at bytes i:j of s to the body's whole name, and
// returns an empty span when the words there name no body.
func (x *state) bodyName(s text.Span, i, j int) text.Span {
	str := x.Str(s)
	rest := str[j:]
	closed := strings.HasPrefix(rest, "”")
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "”"), " ")
	// What may follow a body's name.
	tail := words().tails.Prefix(rest)
	follows := rest == "" || tail != "" || strings.ContainsRune(":,。;(", first(rest)) || lostTail(rest)
	if !follows && !x.roleFollows(s.Start+j, s.End) {
		return text.Span{}
	}
	start := i - x.near(text.Span{Start: s.Start, End: s.Start + i}).Len()
	if k := strings.LastIndexAny(str[start:i], "。;,:!?"); k >= 0 {
		_, size := utf8.DecodeRuneInString(str[start+k:])
		start += k + size
	}
	_, _, n := extract.Numbering(str[start:j])
	start += n
	founded := false
	for again := true; again; {
		again = false
		for _, m := range words().founding.List() {
			if k := strings.LastIndex(str[start:i], m); k >= 0 && !strings.Contains(str[start:start+k], "“") {
				start += k + len(m)
				founded, again = true, true
				break
			}
		}
	}
	if n := lostFounding(str[start:i]); n > 0 {
		start += n
		founded = true
	}
	name := str[start:j]
	if strings.HasPrefix(name, "以") || strings.HasPrefix(name, "由") {
		// 成立由主要负责同志任组长的某某领导小组: the name stands behind 的.
		k := strings.LastIndex(name, "的")
		if k < 0 || !made().MatchString(name[:k]) {
			return text.Span{}
		}
		start += k + len("的")
		if name = str[start:j]; x.bare(text.Span{Start: s.Start + start, End: s.Start + j}) {
			return text.Span{}
		}
	}
	if _, l := extract.HanOrdinal(name); l > 0 && strings.HasPrefix(name[l:], ":") {
		start += l + 1
	}
	if strings.HasPrefix(str[start:], "“") && closed && !strings.Contains(str[start+len("“"):j], "“") {
		start += len("“")
	} else if closed {
		return text.Span{}
	}
	out := x.Trim(text.Span{Start: s.Start + start, End: s.Start + j})
	if out.Len() > maxNear/2 || !founded && rest == "" && x.bare(out) && strings.HasSuffix(str[:start], ":") { // 责任单位:办公室
		return text.Span{}
	}
	if strings.HasPrefix(x.Str(out), "了") {
		out.Start += len("了")
	}
	n = utf8.RuneCountInString(extract.Squeeze(x.Str(out)))
	short := len(str) <= maxNear && utf8.RuneCountInString(str) <= 40
	heading := rest == "" || lostTail(rest) || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "名单") ||
		tail != "" && short && len(strings.TrimRight(rest[len(tail):], ":")) == 0 || strings.HasPrefix(rest, "。") && start > 0 && short
	if n < 3 || n > 50 || !founded && !heading && !x.roleFollows(s.Start+j, s.End) {
		return text.Span{}
	}
	return out
}

// lostTail reports whether what stands behind a body's name up to the end of the
// line may be one of the words that close a heading, and lost bytes: 成员�.
func lostTail(s string) bool {
	s = strings.TrimRight(s, ":。")
	return s == string(extract.Lost) || utf8.RuneCountInString(s) <= 10 &&
		slices.ContainsFunc(words().tails.List(), func(t string) bool { return extract.MayBe(s, t) })
}

// lostFounding returns the length of s up to the end of a word that founds a body
// and lost a byte (成�, �立), 0 where none stands in it or more is lost behind.
func lostFounding(s string) int {
	at := 0
	for _, m := range words().founding.List() {
		_, first := utf8.DecodeRuneInString(m)
		_, last := utf8.DecodeLastRuneInString(m)
		if first+last != len(m) {
			continue
		}
		for _, w := range []string{m[:first] + string(extract.Lost), string(extract.Lost) + m[first:]} {
			if k := strings.LastIndex(s, w); k >= 0 {
				at = max(at, k+len(w))
			}
		}
	}
	if strings.ContainsRune(s[at:], extract.Lost) {
		return 0
	}
	return at
}

// lostBody returns the place in line i of the name of a body that lost so many
// bytes that it cannot be read, where it is plain that one was named: what is told
// below it is not of the body that was spoken of before.
func (x *state) lostBody(c *context, i int, l text.Span) text.Span {
	str := x.Str(l)
	k := strings.IndexRune(str, extract.Lost)
	if k < 0 || utf8.RuneCountInString(str) > 120 {
		return text.Span{}
	}
	founded := !strings.ContainsAny(str, "。:") && slices.ContainsFunc(words().founding.OfClass("new"), func(w string) bool {
		i := strings.LastIndex(str[:k], w)
		return i >= 0 && !strings.ContainsAny(str[i:k], ",;、")
	}) // 成立某某联席会�
	if _, j := words().bodies.Find(str); !founded && j <= 0 && !(strings.HasSuffix(str, ":") && (c.open || i-c.bodyLine > 1)) {
		return text.Span{}
	}
	return text.Span{Start: l.Start + k, End: l.Start + k + utf8.RuneLen(extract.Lost)}
}

// whole returns where the part names the body whose name lost bytes at s, or
// beside it, in full; s itself when nothing is lost, or nothing tells.
func (x *state) whole(s text.Span) text.Span {
	if s.Empty() || !x.IsDamaged(s) {
		return s
	}
	if x.named == nil {
		x.named = map[string]text.Span{}
		for _, l := range x.Prose() {
			if b := x.bodyIn(l.Span); !b.Empty() && !x.bare(b) && !x.IsDamaged(b) {
				if k := extract.Squeeze(x.Str(b)); x.named[k].Empty() {
					x.named[k] = b
				}
			}
		}
	}
	str := extract.Squeeze(x.Str(s))
	if b, ok := x.named[str]; ok {
		return b
	}
	found := text.Span{}
	for name, b := range x.named {
		if !extract.MayBe(str, name) {
			continue
		}
		if !found.Empty() {
			return s
		}
		found = b
	}
	if found.Empty() {
		return s
	}
	return found
}

// unhurt reports whether the name of a body that bytes were lost beside has
// nonetheless both its ends: what was lost before it is of the word that founds it,
// and behind it of one that closes a heading.
func (x *state) unhurt(s text.Span) bool {
	if strings.ContainsRune(x.Str(s), extract.Lost) || x.bare(s) {
		return false
	}
	str := x.Clean.String()
	if x.IsDamaged(text.Span{Start: s.Start, End: s.Start}) {
		before := strings.LastIndexByte(str[:s.Start], '\n') + 1
		if b := x.near(text.Span{Start: before, End: s.Start}); lostFounding(x.Str(b)) != b.Len() {
			return false
		}
	}
	if x.IsDamaged(text.Span{Start: s.End, End: s.End}) {
		rest, _, _ := strings.Cut(str[s.End:], "\n")
		return lostTail(rest)
	}
	return true
}

// first returns the first character of s, 0 if there is none.
func first(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// bare reports whether a body's name says no more than its kind, or is empty.
func (x *state) bare(name text.Span) bool {
	s := extract.Squeeze(x.Str(name))
	c, _ := words().bodies.Class(strings.TrimPrefix(s, "相应的"))
	return s == "" || c == "bare"
}

// roleFollows reports whether a role with its colon begins at byte at.
func (x *state) roleFollows(at, end int) bool {
	s := x.Clean.String()[at:min(max(end, at), x.Span.End)]
	s = strings.TrimLeft(s[:min(len(s), maxNear)], "” ")
	return leadingLabel().MatchString(s)
}
