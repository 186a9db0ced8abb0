package segment

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Person is a person named in a phrase, and the posts that stand beside the
// name. Posts joined by 、 or 兼 are one post (党支部书记、校长), as is everything in
// one bracket.
type Person struct {
	Name  Span
	Posts []Span
}

// Persons finds the persons named in s, a phrase, a line or a sentence, with
// their posts, in the order of their names. A name is taken only where
// something says that a person is meant: a post or role beside it (校长张三,
// 张三副校长, 组长张三), words that introduce or assign (由张三任组长), a bracketed post
// (张三(某校校长)), a list that a known or confirmed name stands in, a place in known
// (names without blanks that the page uses elsewhere), or that s holds nothing
// else. A post before several names joined by 、 belongs to all of them; a post
// behind a name belongs to that name. The office before a post is part of it
// (县教育局副局长). What 任, 担任, 为 and 兼 assign is no post of the person here: it is a
// role in the group, or news, and remains for the caller. Nil when there is
// nobody.
func Persons(s string, known map[string]bool) []Person {
	if utf8.RuneCountInString(s) > maxRunes {
		return nil
	}
	p := parser{m: loaded(), v: dictionary(), known: known, knownHead: map[rune]bool{}, s: s}
	for k := range known {
		p.reach = max(p.reach, utf8.RuneCountInString(k))
		r, _ := utf8.DecodeRuneInString(k)
		p.knownHead[r] = true
	}
	p.reach = min(max(p.reach, 8), 20)
	clauses := p.clauses()
	before := false // the clause before named somebody
	all := make([][]token, len(clauses))
	here := map[string]bool{} // confirmed names
	for i, c := range clauses {
		all[i] = p.parse(c.items)
		p.license(all[i], len(clauses) == 1 || before, c.afterColon)
		before = false
		for _, t := range all[i] {
			if t.person {
				before = true
				here[p.plain(t.span)] = true
			}
		}
	}
	var out []Person
	for _, toks := range all {
		for j, t := range toks {
			toks[j].person = t.person || t.kind == name && here[p.plain(t.span)]
		}
		out = append(out, p.attach(toks)...)
	}
	return out
}

type parser struct {
	m     *model
	v     *vocabulary
	s     string
	known map[string]bool

	knownHead map[rune]bool // first characters of known names
	reach     int           // runes of the longest name looked for
}

// item is one character of a clause, or one whole bracketed remark.
type item struct {
	letter
	kind itemKind
}

type itemKind uint8

const (
	han itemKind = iota
	other
	enumeration // 、
	bracketed
)

type clause struct {
	items      []item
	afterColon bool
}

// clauses cuts the string at punctuation other than 、 and brackets.
func (p *parser) clauses() []clause {
	var out []clause
	var c clause
	flush := func(colon bool) {
		if len(c.items) > 0 {
			out = append(out, c)
		}
		c = clause{afterColon: colon}
	}
	gap := false
	add := func(r rune, start, end int, k itemKind) {
		c.items = append(c.items, item{letter{r, start, end, gap && len(c.items) > 0}, k})
		gap = false
	}
	for i := 0; i < len(p.s); {
		r, n := utf8.DecodeRuneInString(p.s[i:])
		switch {
		case r == '\n' || r == '\t':
			flush(false)
			gap = false
		case unicode.IsSpace(r):
			gap = true
		case r == '(' || r == '（':
			if end := closing(p.s, i); end > 0 {
				add(r, i, end, bracketed)
				i = end
				continue
			}
			flush(false)
		case r == '、' || r == '/':
			add(r, i, i+n, enumeration)
		case r == ':' || r == '：':
			flush(true)
			gap = false
		case r == '·' || r == '•' || r == '・' || r == '‧':
			add('·', i, i+n, han)
		case isHan(r):
			add(r, i, i+n, han)
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_':
			add(r, i, i+n, other)
		default:
			flush(false)
			gap = false
		}
		i += n
	}
	flush(false)
	return out
}

// token is a piece of a clause.
type token struct {
	kind     tokenKind
	from, to int  // items
	gap      bool // blanks before it
	span     Span
	weight   float64
	person   bool // a name that something confirms
	assigned bool // a post that 任 or 为 gives
	loose    bool // a post whose office must begin where something ends
}

type tokenKind uint8

const (
	edge tokenKind = iota // start or end of a clause
	char
	word
	name
	post
	role
	intro
	assign
	after
	honor
	comma // 、
	link  // 和
	stop  // 的, 在, 成立: nothing that names an office
	note  // a bracketed remark
	kinds
)

// affinity is added when a name stands behind (row 0) or before (row 1) a
// token of a kind. The numbers rank places where names stand; text without any
// of them gives no name.
var affinity = [2][kinds]float64{
	{edge: 1, char: -6, word: -4, name: -1, post: 4, role: 3, intro: 3, assign: -3, after: -2, honor: -2, comma: 1, link: 1, stop: -3, note: 1},
	{edge: 1, char: -5, word: -4, name: -1, post: 4, role: -1, intro: -3, assign: 3, after: 2, honor: 4, comma: 1, link: 1, stop: -3, note: 2},
}

// affine weighs two neighbours.
func affine(a, b tokenKind, gap bool) float64 {
	w := 0.0
	if a == assign && (b == honor || b == comma || b == edge) {
		w -= 6 // 李大为同志: 为 is part of the name
	}
	if a == assign && (b == role || b == post) {
		w += 4
	}
	if b == name {
		x := affinity[0][a]
		if gap {
			x = max(x, -0.5)
		}
		w += x
	}
	if a == name {
		x := affinity[1][b]
		if gap {
			x = max(x, -0.5)
		}
		w += x
	}
	return w
}

// parse cuts a clause into the likeliest tokens.
func (p *parser) parse(items []item) []token {
	n := len(items)
	type state struct {
		weight float64
		tok    int32 // in toks; -1 where nothing ends
		prev   tokenKind
	}
	best := make([][kinds]state, n+1)
	for i := range best {
		for k := range best[i] {
			best[i][k].tok = -1
		}
	}
	best[0][edge].tok = 0
	toks := make([]token, 0, 4*n)
	try := func(t token) {
		t.gap = items[t.from].gap
		id := int32(len(toks))
		toks = append(toks, t)
		for k := range kinds {
			b := &best[t.from][k]
			if b.tok < 0 {
				continue
			}
			w := b.weight + t.weight + affine(k, t.kind, t.gap)
			if t.loose && !t.gap && (k == char || k == word) {
				w -= 12
			}
			if t.to == n {
				w += affine(t.kind, edge, false)
			}
			if s := &best[t.to][t.kind]; s.tok < 0 || w > s.weight {
				*s = state{w, id, k}
			}
		}
	}
	rs := make([]rune, n)
	for i, it := range items {
		rs[i] = it.r
	}
	posts, cut := p.posts(items, rs)
	ends := make([]bool, n+1) // a post ends before the item
	for _, at := range posts {
		for _, t := range at {
			ends[t.to] = true
		}
	}
	before := func(i int) bool { return i == 0 || items[i-1].kind >= enumeration }
	behind := func(i int) bool { return i == n || items[i].kind >= enumeration }
	for from := range n {
		switch items[from].kind {
		case enumeration:
			try(token{kind: comma, from: from, to: from + 1})
			continue
		case bracketed:
			try(token{kind: note, from: from, to: from + 1})
			continue
		}
		try(token{kind: char, from: from, to: from + 1})
		for _, t := range posts[from] {
			try(t)
		}
		if items[from].kind == other {
			continue
		}
		longest := p.v.startLong[rs[from]]
		maybe := p.knownHead[rs[from]] || p.m.begins(rs[from]) // a name may begin here
		gaps := 0
		for to := from + 1; to <= n && (to-from <= longest || maybe && to-from <= p.reach) && items[to-1].kind == han; to++ {
			if to-1 > from && items[to-1].gap {
				if gaps++; gaps > 2 {
					break
				}
			}
			size := to - from
			if size >= 2 && size <= p.reach && maybe {
				if odds, ok := p.nameOdds(rs[from:to], gaps); ok {
					if (before(from) || ends[from]) && (behind(to) || cut[to] > to) {
						odds = max(odds, aPlace)
					}
					for i := from + 1; i < to; i++ {
						if cut[i] > to {
							odds -= 6 // 任班 of 任班主任
						}
					}
					try(token{kind: name, from: from, to: to, weight: odds})
				}
			}
			if size > longest {
				continue
			}
			c := p.v.words[string(rs[from:to])]
			if gaps > 0 {
				c &= isRole // 组 长
			}
			for bit := isIntro; c != 0 && bit != 0; bit <<= 1 {
				if c&bit != 0 {
					try(token{kind: kindOfWord[bit], from: from, to: to, weight: wordWeight(bit, size)})
				}
			}
		}
	}
	last, top := edge, math.Inf(-1)
	for k := range kinds {
		if b := best[n][k]; b.tok >= 0 && b.weight > top {
			last, top = k, b.weight
		}
	}
	var out []token
	for at, k := n, last; at > 0; {
		b := best[at][k]
		t := toks[b.tok]
		t.span = Span{Start: items[t.from].start, End: items[t.to-1].end}
		out = append(out, t)
		at, k = t.from, b.prev
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// Weights of a name against text: below leastOdds nothing is a name in a
// sentence, and below fairOdds only between words that leave no other reading
// (总务主任平川、).
const (
	leastOdds = -4.5
	fairOdds  = -1.5
	aPlace    = 1.5 // what fills the place of a name in a list is worth at least this
)

// logFrequent is the weight of a surname that one in a thousand bears.
const logFrequent = -6.9

// kindOfWord says what token a word of a class is.
var kindOfWord = map[class]tokenKind{isIntro: intro, isAssign: assign, isAfter: after,
	isHonor: honor, isStop: stop, isLink: link, isRole: role, isWord: word}

// wordWeight weighs a word against the same characters as text.
func wordWeight(c class, size int) float64 {
	switch c {
	case isRole:
		return 5
	case isWord:
		return 2 * float64(size-1)
	}
	return 1 + 2*float64(size-1)
}

// nameOdds weighs a stretch as a name against text.
func (p *parser) nameOdds(rs []rune, gaps int) (float64, bool) {
	pad := 0.0
	if gaps > 0 {
		if pad = -1; len(rs) > 2 {
			pad = -4 * float64(gaps)
		}
	}
	if len(p.known) > 0 && p.known[string(rs)] {
		return 12 + pad, true
	}
	w := p.m.listed(rs)
	if w <= impossible {
		return 0, false
	}
	odds := p.m.against(w, rs)
	if odds <= leastOdds || p.v.notName(rs) {
		return 0, false
	}
	switch c := p.v.words[string(rs)]; {
	case c&^(isWord|isLink) != 0:
		return 0, false
	case c&isWord != 0:
		odds = min(odds, 0) - 3
	}
	// 由, 和 and their like are surnames, and far more often words.
	if first := string(rs[:1]); p.v.words[first]&(isStop|isIntro) != 0 && p.m.surname[first] < logFrequent {
		odds -= 5
	}
	return min(odds, 9) + pad, true
}

// officeLong is the longest office before a post, in runes.
const officeLong = 26

// posts finds the posts of a clause, each with and without the office named
// before it, by the item they start at. cut holds for each item where the
// longest post that starts there ends, without its office.
func (p *parser) posts(items []item, rs []rune) (at [][]token, cut []int) {
	n := len(items)
	at, cut = make([][]token, n), make([]int, n+1)
	for core := range n {
		end := core // the first item that cannot be part of a post here
		for end < n && end-core < p.v.longPost && items[end].kind == han && (end == core || !items[end].gap) {
			end++
		}
		for to := core + 2; to <= end; to++ {
			if !p.v.post[string(rs[core:to])] {
				continue
			}
			cut[core] = to
			if p.longerWord(rs[core:], to-core) {
				continue
			}
			p.withOffice(items, rs, core, to, at)
		}
	}
	return at, cut
}

// withOffice adds the post that stands at items core to end, alone and with
// each stretch before it that may be its office.
func (p *parser) withOffice(items []item, rs []rune, core, end int, at [][]token) {
	alone := 4 + 2.2*float64(end-core)
	ending := 0 // runes of the office's last word
	for n := min(core, p.v.longOff); n > 0 && ending == 0; n-- {
		if p.v.office[string(rs[core-n:core])] {
			ending = n
		}
	}
	// words[i] is what general words would weigh from item core-i to the last
	// word: what an office holds weighs as much, and a little more for each
	// character, so that a name keeps its last one (郭明远|青桥小学校长).
	words := make([]float64, officeLong+1)
	for from := core; from >= 0 && core-from <= officeLong && items[from].kind <= other; from-- {
		n := core - from
		w := 2.1 * float64(n)
		if n > ending {
			words[n] = words[n-1]
			for size := 2; size <= n-ending && size <= p.v.startLong[rs[from]]; size++ {
				if p.v.words[string(rs[from:from+size])]&isWord != 0 {
					words[n] = max(words[n], words[n-size]+wordWeight(isWord, size))
				}
			}
			w = 2.1*float64(ending) + words[n] + 0.6*float64(n-ending)
		}
		if loose, ok := p.officeBefore(rs[from:core]); ok && p.office(rs[from:core]) {
			at[from] = append(at[from], token{kind: post, from: from, to: end, loose: loose, weight: alone + w})
		}
		if items[from].gap {
			break
		}
	}
}

// officeBefore reports whether rs ends as what stands before a post does: it is
// empty, or ends with the ending of an office or with a qualifier of posts.
// loose is true when it holds more than that word.
func (p *parser) officeBefore(rs []rune) (loose, ok bool) {
	if len(rs) == 0 {
		return false, true
	}
	switch string(rs) {
	case "学校", "我校", "本校", "该校":
		return false, false
	}
	for n := min(len(rs), p.v.longOff); n > 0; n-- {
		if p.v.office[string(rs[len(rs)-n:])] {
			return n < len(rs) || n == 1, true
		}
	}
	return false, false
}

// office reports whether rs holds no word that stands in no office, other than
// inside the name of one (教育和体育局).
func (p *parser) office(rs []rune) bool {
	open := 0
	for i := range rs {
		for n := min(len(rs)-i, p.v.longOff); n >= 3; n-- {
			if p.v.office[string(rs[i:i+n])] {
				open = max(open, i+n)
				break
			}
		}
		if i < open {
			continue
		}
		for n := min(4, len(rs)-i); n > 0; n-- {
			if p.v.words[string(rs[i:i+n])]&isStop != 0 {
				return false
			}
		}
	}
	return true
}

// longerWord reports whether a general word of more than n runes starts rs
// (教师队伍 for 教师).
func (p *parser) longerWord(rs []rune, n int) bool {
	for k := min(len(rs), p.v.startLong[rs[0]]); k > n; k-- {
		if p.v.words[string(rs[:k])]&isWord != 0 {
			return true
		}
	}
	return false
}

// license marks the names that something confirms. alone says that a clause
// that holds nothing but names names persons.
func (p *parser) license(toks []token, alone, afterColon bool) {
	names, only, sum := 0, true, 0.0
	for _, t := range toks {
		switch t.kind {
		case name:
			names++
			sum += t.weight
		case comma, link, note:
		default:
			only = false
		}
	}
	if names == 0 {
		return
	}
	if only && (alone || afterColon) && sum >= 2*float64(names) {
		for i := range toks {
			toks[i].person = toks[i].kind == name
		}
		return
	}
	at := func(i int) tokenKind {
		if i < 0 || i >= len(toks) {
			return edge
		}
		return toks[i].kind
	}
	for i := range toks {
		t := &toks[i]
		if t.kind != name {
			continue
		}
		if t.weight < fairOdds && !p.known[p.plain(t.span)] {
			closed := at(i+1) == comma || at(i+1) == link || at(i+1) == edge || at(i+1) == assign && p.gives(toks[i+2:])
			t.person = (at(i-1) == post || at(i-1) == role) && closed
			continue
		}
		switch before := at(i - 1); before {
		case post, role:
			t.person = true
		case intro:
			switch at(i + 1) {
			case after, honor, note:
				t.person = t.weight >= 2
			}
		}
		switch at(i + 1) {
		case post, honor:
			t.person = true
		case assign:
			t.person = t.person || p.gives(toks[i+2:])
		case note:
			t.person = t.person || p.postIn(toks[i+1]) || only
		}
		t.person = t.person || p.known[p.plain(t.span)]
	}
	// A list of names that look the part confirms itself.
	for i := 0; i < len(toks); i++ {
		n, sum, end := 0, 0.0, i
		for j := i; j >= 0 && toks[j].kind == name; j = p.nextInList(toks, j) {
			n, sum, end = n+1, sum+toks[j].weight, j
		}
		if n >= 3 && sum >= 3*float64(n) || n >= 2 && afterColon && i == 0 && sum >= 2*float64(n) {
			toks[i].person = true
		}
		i = end
	}
	// A list confirms its members, in both directions.
	join := func(i, j int) {
		if toks[i].person && toks[j].kind == name && toks[j].weight >= fairOdds {
			toks[j].person = true
		}
	}
	for range 2 {
		for i := range toks {
			if j := p.nextInList(toks, i); j > 0 {
				join(i, j)
			}
		}
		for i := len(toks) - 1; i >= 0; i-- {
			if j := p.nextInList(toks, i); j > 0 && toks[i].kind == name {
				join(j, i)
			}
		}
	}
}

// nextInList returns the index of the name that follows name i in a list: after
// 、 or 和, after blanks, or directly; -1 if there is none.
func (p *parser) nextInList(toks []token, i int) int {
	if toks[i].kind != name {
		return -1
	}
	j := i + 1
	for j < len(toks) && toks[j].kind == note {
		j++
	}
	if j < len(toks) && (toks[j].kind == comma || toks[j].kind == link) {
		j++
	}
	if j < len(toks) && toks[j].kind == name {
		return j
	}
	return -1
}

// gives reports whether what follows 任 or 为 is a role or a post.
func (p *parser) gives(toks []token) bool {
	for i, t := range toks {
		if t.kind == role || t.kind == post {
			return true
		}
		if i > 10 || t.kind == comma || t.kind == name && t.person {
			return false
		}
	}
	return false
}

// postIn reports whether a bracketed remark names a post.
func (p *parser) postIn(t token) bool {
	rs := []rune(strings.TrimSpace(p.s[t.span.Start+1 : t.span.End]))
	if n := len(rs); n > 0 && (rs[n-1] == ')' || rs[n-1] == '）') {
		rs = rs[:n-1]
	}
	for n := 2; n <= len(rs) && n <= p.v.longPost; n++ {
		if p.v.post[string(rs[len(rs)-n:])] {
			return true
		}
	}
	return false
}

// inside returns the span of what a bracketed remark holds.
func (p *parser) inside(t token) Span {
	_, a := utf8.DecodeRuneInString(p.s[t.span.Start:])
	_, b := utf8.DecodeLastRuneInString(p.s[:t.span.End])
	s := Span{Start: t.span.Start + a, End: t.span.End - b}
	body := p.s[s.Start:s.End]
	s.Start += len(body) - len(strings.TrimLeftFunc(body, unicode.IsSpace))
	s.End -= len(body) - len(strings.TrimRightFunc(body, unicode.IsSpace))
	return s
}

// plain returns what a span holds without blanks, and · for its variants.
func (p *parser) plain(s Span) string {
	var b strings.Builder
	for _, r := range p.s[s.Start:s.End] {
		switch {
		case unicode.IsSpace(r):
		case r == '•' || r == '・' || r == '‧':
			b.WriteRune('·')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// attach gives the confirmed names of a clause their posts.
func (p *parser) attach(toks []token) []Person {
	toks = p.chains(toks)
	var out []Person
	index := make([]int, len(toks)) // of the person, by token
	for i, t := range toks {
		index[i] = -1
		if t.kind == name && t.person {
			index[i] = len(out)
			out = append(out, Person{Name: t.span})
		}
	}
	if len(out) == 0 {
		return nil
	}
	isName := func(i int) bool { return i >= 0 && i < len(toks) && index[i] >= 0 }
	firstIsName := false
	for i, t := range toks {
		if isName(i) || t.kind == post {
			firstIsName = isName(i)
			break
		}
	}
	// behind: the post of token i belongs to the name before it.
	behind := func(i int) bool {
		r := i + 1
		left, right := isName(p.nameBefore(toks, i)), isName(r)
		switch {
		case left && right && toks[i].gap != toks[r].gap:
			return !toks[i].gap
		case left && right:
			return firstIsName
		}
		return left
	}
	owned := make([]bool, len(toks)) // the name has a post behind it
	for i, t := range toks {
		if t.kind == post && !t.assigned && behind(i) {
			owned[p.nameBefore(toks, i)] = true
		}
	}
	give := func(i int, s Span) { out[index[i]].Posts = append(out[index[i]].Posts, s) }
	for i, t := range toks {
		switch {
		case t.kind == note && i > 0 && p.postIn(t):
			if j := p.nameBefore(toks, i); isName(j) {
				give(j, p.inside(t))
			}
		case t.kind != post || t.assigned:
		case behind(i):
			give(p.nameBefore(toks, i), t.span)
			// 张三、李四两位副校长
			if j := p.nameBefore(toks, i); i > 1 && toks[i-1].kind == honor && isName(j) {
				for k := j; ; {
					prev := p.prevInList(toks, k)
					if prev < 0 || !isName(prev) || owned[prev] {
						break
					}
					give(prev, t.span)
					k = prev
				}
			}
		case isName(i + 1):
			for j := i + 1; ; {
				if !owned[j] || j == i+1 {
					give(j, t.span)
				}
				next := p.nextInList(toks, j)
				if next < 0 || !isName(next) || owned[next] {
					break
				}
				j = next
			}
		}
	}
	return out
}

// nameBefore returns the index of the name that token i follows, remarks and
// courtesy between them; -1 if there is none.
func (p *parser) nameBefore(toks []token, i int) int {
	for j := i - 1; j >= 0; j-- {
		switch toks[j].kind {
		case name:
			return j
		case note, honor:
		default:
			return -1
		}
	}
	return -1
}

func (p *parser) prevInList(toks []token, i int) int {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if p.nextInList(toks, j) == i {
			return j
		}
	}
	return -1
}

// chains joins posts that belong together (党支部书记、校长, 校长兼书记) into one token
// and marks the posts that 任, 为 and 兼 assign.
func (p *parser) chains(toks []token) []token {
	var out []token
	isName := func(i int) bool { return i >= 0 && i < len(toks) && toks[i].kind == name && toks[i].person }
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.kind != post {
			out = append(out, t)
			continue
		}
		if k := len(out) - 1; k >= 0 && out[k].kind == assign {
			t.assigned = true
		}
		first := i
		for i+1 < len(toks) {
			j := i + 1
			if toks[j].kind == comma || toks[j].kind == assign && strings.HasPrefix(p.s[toks[j].span.Start:], "兼") {
				j++
			}
			if j >= len(toks) || toks[j].kind != post || toks[j].gap && j == i+1 {
				break
			}
			if isName(first-1) && isName(j+1) && !toks[first].gap && !toks[j+1].gap {
				break // 张三书记、校长李四
			}
			t.to, t.span.End = toks[j].to, toks[j].span.End
			i = j
		}
		out = append(out, t)
	}
	return out
}
