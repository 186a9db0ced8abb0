package pairings

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/text"
)

// link matches what stands between the two schools of a pair in a list.
var link = regexp.MustCompile(`\s*(?:—+|-{1,3}>?|–+|→|⇒|=>|⟶|↔|<-+>|~|(?:结对帮扶|对口帮扶|对口支援|帮扶|帮联|结对|对接|牵手)|[与和]|:)\s*`)

var undirected = regexp.MustCompile(`[与和↔]|<-+>`)

// lists reads lines that are nothing but pairs: 1.甲小学—乙小学; 甲小学与乙小学、丙小学;
// the sides of pairs as cards; and trees: a school on a line of its own, and
// below it, each behind a word, those that hang on it. A line counts when both
// sides are schools and a line before it names a form of pairing.
func (x *state) lists() {
	var form text.Span
	formEnd := 0       // where the line ends that said it
	running := false   // the line is running text about something else
	var root text.Span // the school of the tree being read
	inList := false
	turned := false      // the helped school stands first in the list
	var lead []text.Span // the helping schools of the card being read
	left := 0            // lines for which they hold
	below := ""          // the side whose schools stand on the lines below its word
	var style extract.Style
	prose := x.Prose()
	for i, l := range prose {
		next := text.Span{}
		if i+1 < len(prose) {
			next = prose[i+1].Span
		}
		if side := x.openCard(l.Span, next); side != "" {
			if below, style = side, extract.NoStyle; side == "from" {
				lead = nil
			}
			left, root = maxApart, text.Span{}
			continue
		}
		if below != "" {
			if _, list, s := x.SchoolLine(l.Span); len(list) > 0 && (style == extract.NoStyle || s == style) && !x.rooted(l.Span, next) {
				style, left = s, maxApart
				if below == "from" {
					lead = append(lead, list...)
					continue
				}
				p := pair{form: form}
				if p.form.Empty() {
					p.form = x.docForm()
				}
				for _, p.from = range lead {
					for _, p.to = range list {
						x.add(p)
					}
				}
				continue
			}
			below = ""
		}
		if cards := x.cards(l.Span); len(cards) > 0 {
			p := pair{form: form}
			if p.form.Empty() {
				p.form = x.docForm()
			}
			if !root.Empty() && x.hang(p, root, cards) {
				continue
			}
			for _, c := range cards {
				if c.weak {
					continue
				}
				if c.side == "from" {
					lead, left = c.schools, maxApart
					continue
				}
				for _, p.from = range lead {
					for _, p.to = range c.schools {
						x.add(p)
					}
				}
				if len(lead) > 0 { // the list may go on
					below, style = "to", extract.NoStyle
				}
			}
			continue
		}
		if left--; left <= 0 {
			lead = nil
		}
		root = x.alone(l.Span)
		captioned := !form.Empty() && !running && l.Span.Start-formEnd <= maxCaption && x.colonPair(l.Span)
		if pairs := x.pairLine(l.Span, form, inList || captioned); len(pairs) > 0 {
			inList = true
			for _, p := range pairs {
				if turned {
					p.from, p.to = p.to, p.from
				}
				x.add(p)
			}
			continue
		}
		first := x.sidesLine(l.Span) // 核心校:成员校 heads what follows
		if x.lostEntry(l.Span, inList) {
			continue
		}
		if f := x.formIn(l.Span); !f.Empty() && (first == "" || form.Empty() || inFront.MatchString(x.Str(l.Span))) {
			above := form
			if l.Span.Start-formEnd > maxCaption || running { // not of the caption of this list
				above = text.Span{}
			}
			form, inList, turned = f, false, false
			running = strings.HasSuffix(x.Str(l.Span), "。")
			if formEnd = l.Span.End; x.Str(f) == bare && !above.Empty() {
				form = above // 联研学校名单, and below it: 全县结对学校如下
			} else if whole := x.firmForm(); !whole.Empty() && x.Str(f) == bare {
				form = whole // 结对学校如下 says less than the document
			} else if whole := x.docForm(); !whole.Empty() && x.cited(l.Span, f) {
				form = whole
			}
		}
		if first != "" {
			inList, turned = true, first == "to"
			// The form of another list, a table or a section above is not that of this one.
			if whole := x.docForm(); form.Empty() || (running || l.Span.Start-formEnd > maxCaption) && !whole.Empty() {
				form = whole
			}
		}
	}
}

// openCard returns the side that a line names with nothing behind its colon: its
// schools stand below, each on a line. 受援学校:, 二、帮扶学校名单:.
func (x *state) openCard(l, next text.Span) string {
	label, ok := strings.CutSuffix(x.Str(l), ":")
	if !ok || utf8.RuneCountInString(label) > maxCard/3 {
		return ""
	}
	_, _, n := extract.Numbering(label)
	side := helpSide(strings.TrimSuffix(extract.Squeeze(label[n:]), "名单"))
	if side == "" {
		return ""
	}
	if _, list, _ := x.SchoolLine(next); len(list) == 0 {
		return ""
	}
	return side
}

// rooted reports whether line l is a school that the card on the line below hangs
// on, as in trees: then it is none of the list above.
func (x *state) rooted(l, next text.Span) bool {
	if next.Empty() || x.alone(l).Empty() {
		return false
	}
	cards := x.cards(next)
	return len(cards) == 1 && (cards[0].side == "to" || cards[0].weak)
}

// lostEntry reports whether a line is an entry of a list of pairs that lost bytes:
// what it says is not the form of the others. The first of a list is known by the
// school that it begins with and by its arrow.
func (x *state) lostEntry(l text.Span, inList bool) bool {
	str := x.Str(l)
	if !strings.ContainsRune(str, extract.Lost) || strings.HasSuffix(str, ":") {
		return false
	}
	style, _, n := extract.Numbering(str)
	if inList {
		return style != extract.NoStyle || link.MatchString(str)
	}
	return extract.SchoolStarting(str[n:]) > 0 && arrow.MatchString(str)
}

// alone returns the one school that a line holds and nothing else but its
// number or mark and, in brackets, its head; empty if there is none.
func (x *state) alone(l text.Span) text.Span {
	if l.Len() > 3*maxCard {
		return text.Span{}
	}
	_, _, n := extract.Numbering(x.Str(l))
	s := x.headOff(x.Trim(text.Span{Start: l.Start + n, End: l.End}))
	if !x.isSchool(s) {
		return text.Span{}
	}
	if list, ok := x.onlySchools(s); ok && len(list) == 1 {
		return list[0]
	}
	return text.Span{}
}

// headOff returns s without the head of the school in brackets at its end:
// 甲小学(校长:张三).
func (x *state) headOff(s text.Span) text.Span {
	str := x.Str(s)
	if i := strings.LastIndexByte(str, '('); i > 0 && strings.HasSuffix(str, ")") {
		if head, _, ok := strings.Cut(str[i+1:], ":"); ok && words().heads.Has(extract.Squeeze(head)) {
			return x.Trim(text.Span{Start: s.Start, End: s.Start + i})
		}
	}
	return s
}

// hang adds the pairs of a tree's root with the schools of a line below it,
// and reports whether the line is one of the tree. A word for what the root
// does (帮扶:乙小学, 带:丙小学) and one for the helped side stand before those that
// it helps, a word for the helping side (帮扶学校:丁小学) before those that help it.
func (x *state) hang(p pair, root text.Span, cards []sided) bool {
	if len(cards) != 1 {
		return false
	}
	for _, s := range cards[0].schools {
		if p.from, p.to = root, s; cards[0].side == "from" && !cards[0].verb {
			p.from, p.to = s, root
		}
		x.add(p)
	}
	return true
}

// inFront matches what tells the order of the sides in the lines below: 冒号前为
// 帮扶学校,冒号后为受援学校.
var inFront = regexp.MustCompile(`前(?:面|者)?(?:的)?[为是]([^,;。()]{2,10})[,;]?[^,;。()]{0,6}后(?:面|者)?(?:的)?[为是]([^,;。()]{2,10})`)

// sidesLine reports which side stands first in a line that says nothing but
// what stands on the two sides of the pairs below (城区学校:乡村学校); "" when the
// line is no such heading.
func (x *state) sidesLine(l text.Span) string {
	if n := l.Len(); n > 3*maxSidesLine || !strings.ContainsAny(x.Str(l), "前:-—–→⇒=⟶↔~与和") {
		return "" // most lines
	}
	str := extract.Squeeze(x.Str(l))
	if m := inFront.FindStringSubmatch(str); m != nil {
		if a, b := extract.Side(extract.SideClass(m[1])), extract.Side(extract.SideClass(m[2])); a != "" && b != "" && a != b {
			return a
		}
	}
	if utf8.RuneCountInString(str) > maxCard {
		return ""
	}
	for _, m := range link.FindAllStringIndex(str, -1) { // 帮扶 of 帮扶学校 is one too
		a, b := extract.Side(extract.SideClass(str[:m[0]])), extract.Side(extract.SideClass(str[m[1]:]))
		if a != "" && b != "" && a != b {
			return a
		}
	}
	return ""
}

// maxSidesLine is the length in characters of the longest line that may head a
// list with words for its sides.
const maxSidesLine = 120

// maxCaption is how many bytes a list may begin behind its caption.
const maxCaption = 8

// maxApart is how many lines the two sides of a card may stand apart.
const maxApart = 3

// pairLine returns the pairs of a line that holds nothing else, parted by ;.
func (x *state) pairLine(l, form text.Span, inList bool) (pairs []pair) {
	str := x.Str(l)
	_, _, n := extract.Numbering(str)
	if k := pairLabel(str[n:]); k > 0 {
		if f := x.formIn(text.Span{Start: l.Start + n, End: l.Start + n + k}); form.Empty() {
			if form = f; x.Str(f) == bare && !x.docForm().Empty() {
				form = x.docForm()
			}
		}
		n += k
	}
	var pieces []text.Span
	for _, piece := range extract.Sentences(str[n:]) {
		pieces = append(pieces, x.several(piece.Shift(l.Start+n))...)
	}
	for _, s := range pieces {
		s = x.Trim(s)
		s.End = s.Start + len(strings.TrimRight(x.Str(s), ",、 "))
		from, to, sep, ok := x.listed(s, inList)
		if !ok {
			return nil
		}
		p := pair{form: form, undirected: undirected.MatchString(x.Str(sep))}
		if f := x.formIn(sep); !f.Empty() {
			p.form = f // 甲小学对口帮扶乙小学
			p.narrative = strings.HasSuffix(str, "。")
		}
		if p.form.Empty() {
			return nil
		}
		for _, p.from = range from {
			for _, p.to = range to {
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

// colonPair reports whether a line is one school, a colon and others: 实验小学:北关小
// 学、东坝小学. Right below the caption of a list it begins one.
func (x *state) colonPair(l text.Span) bool {
	str := x.Str(l)
	_, _, n := extract.Numbering(str)
	head, _, ok := strings.Cut(str[n:], ":")
	if !ok || words().kinds.Suffix(head) != "" {
		return false
	}
	from, one := x.onlySchools(text.Span{Start: l.Start + n, End: l.Start + n + len(head)})
	_, list, _ := x.SchoolLine(text.Span{Start: l.Start + n + len(head) + 1, End: l.End})
	return one && len(from) == 1 && len(list) > 0
}

// pairLabel returns the length of the word for pairs that stands before several of
// them: 结对学校:甲小学—乙小学,丙小学—丁小学.
func pairLabel(s string) int {
	label, rest, ok := strings.Cut(s, ":")
	if !ok || !words().forms.Contained(label) || utf8.RuneCountInString(label) > 12 || len(binding.FindAllStringIndex(bracketed.ReplaceAllString(rest, ""), 2)) < 2 {
		return 0
	}
	return len(label) + len(":")
}

// binding matches what ties two schools in a list of several pairs a line.
var binding = regexp.MustCompile(`—+|-{1,3}>?|–+|→|⇒|=>|⟶|↔|<-+>|~|结对帮扶|对口帮扶|对口支援|帮扶|帮联|结对|对接|牵手|与`)

var bracketed = regexp.MustCompile(`\([^()]*\)`)

// bound reports whether something outside brackets ties two schools in s.
func bound(s string) bool { return binding.MatchString(bracketed.ReplaceAllString(s, "")) }

// several cuts a piece of a line at the marks between pairs, where there are
// several: 甲小学—乙小学、丙小学,丁小学—戊小学. What has no tie of its own belongs to
// the pair before.
func (x *state) several(s text.Span) []text.Span {
	str := x.Str(s)
	var out []text.Span
	from := 0
	for at := 0; ; {
		end, size := len(str), 0
		if k := strings.IndexAny(str[at:], ",、"); k >= 0 {
			end = at + k
			_, size = utf8.DecodeRuneInString(str[end:])
		}
		part := text.Span{Start: s.Start + from, End: s.Start + end}
		if n := len(out); n > 0 && !bound(x.Str(part)) {
			out[n-1].End = part.End
		} else {
			out = append(out, part)
		}
		if size == 0 {
			break
		}
		from = end + size
		at = from
	}
	if len(out) < 2 || !bound(x.Str(out[0])) {
		return []text.Span{s}
	}
	return out
}

// sided are the schools of one side of a card.
type sided struct {
	side    string
	verb    bool // the label is a verb (帮扶), not a word for a side (帮扶学校)
	weak    bool // the label says a side only below the root of a tree (带:乙小学)
	schools []text.Span
}

// between matches what parts the two sides of a card in one line.
var between = regexp.MustCompile(`[;,。] *| {2,}`)

// cards reads a line that holds one side of a card, or both.
func (x *state) cards(l text.Span) []sided {
	if utf8.RuneCountInString(x.Str(l)) > maxCard {
		return nil
	}
	_, _, n := extract.Numbering(x.Str(l))
	l = x.Trim(text.Span{Start: l.Start + n, End: l.End})
	if c := x.card(l); c.side != "" {
		return []sided{c}
	}
	if i := strings.LastIndexByte(x.Str(l), '('); i > 0 { // 甲小学(帮扶校)
		if side := helpSide(strings.Trim(x.Str(l)[i:], "()")); side != "" && strings.HasSuffix(x.Str(l), ")") {
			if list, ok := x.onlySchools(x.Trim(text.Span{Start: l.Start, End: l.Start + i})); ok && len(list) == 1 && !binding.MatchString(x.Str(list[0])) {
				return []sided{{side: side, schools: list}}
			}
		}
	}
	var out []sided
	str := x.Str(l)
	at := 0
	for _, m := range append(between.FindAllStringIndex(str, -1), []int{len(str), len(str)}) {
		if m[0] > at {
			c := x.card(text.Span{Start: l.Start + at, End: l.Start + m[0]})
			if c.side == "" {
				return nil
			}
			out = append(out, c)
		}
		at = m[1]
	}
	return out
}

var arrow = regexp.MustCompile(`→|⇒|>|—|–`)

// card reads a line that is a side's word and its schools, as cards,
// definition lists and agreements have them: 帮扶学校:甲小学, 结对学校 乙小学、丙小学,
// 甲方(帮扶学校):丁小学. Its side is "" when it is none.
func (x *state) card(l text.Span) (c sided) {
	str := x.Str(l)
	n := 0 // length of the label
	if label, _, ok := strings.Cut(str, ":"); ok {
		n = len(label)
	} else if label, _, ok := strings.Cut(str, " "); ok {
		n = len(label)
	} else { // 结对学校甲小学, as the marks of a card run together
		for _, end := range []string{"学校", "校", "单位", "园"} {
			if i := strings.Index(str, end); n == 0 && i > 0 && helpSide(str[:i+len(end)]) != "" {
				n = i + len(end)
			}
		}
	}
	label := extract.Squeeze(str[:n])
	class, isVerb := words().sides.Class(label)
	if c.side = helpSide(label); c.side == "" && strings.HasSuffix(class, "-help") {
		c.side, c.weak = extract.Side(class), true
	}
	if c.side == "" {
		return
	}
	c.verb = isVerb
	rest := l.Start + n + len(str[n:]) - len(strings.TrimLeft(str[n:], ": "))
	list, ok := x.onlySchools(x.headOff(text.Span{Start: rest, End: l.End}))
	if !ok {
		return sided{}
	}
	c.schools = list
	return c
}

// maxCard is the length in characters of the longest line that is read as a
// card.
const maxCard = 60

// helpSide returns the side of a pair that a label names, before a bracket or
// in it; "" if none.
func helpSide(label string) string {
	words := []string{label}
	if i := strings.IndexByte(label, '('); i > 0 && strings.HasSuffix(label, ")") {
		words = []string{label[:i], label[i+1 : len(label)-1]}
	}
	for _, w := range words {
		if c := extract.SideClass(w); strings.HasSuffix(c, "-help") {
			return extract.Side(c)
		}
	}
	return ""
}

// listed splits a line into the two sides of a pair.
// Within a list (inList) one side of an arrow may be another kind of body, as
// in 青少年活动中心 → 乙小学.
func (x *state) listed(s text.Span, inList bool) (from, to []text.Span, sep text.Span, ok bool) {
	str := x.Str(s)
	if utf8.RuneCountInString(str) > 120 {
		return
	}
	for _, m := range link.FindAllStringIndex(str, -1) {
		if m[0] == 0 || m[1] == len(str) {
			continue
		}
		a, aSide := x.marked(x.Trim(text.Span{Start: s.Start, End: s.Start + m[0]}))
		b, bSide := x.marked(x.Trim(text.Span{Start: s.Start + m[1], End: s.End}))
		if from, ok = x.onlySchools(a); !ok || len(from) != 1 {
			if !inList || !arrow.MatchString(str[m[0]:m[1]]) || !extract.IsBody(extract.Squeeze(x.Str(a))) || words().orgs.Suffix(extract.Squeeze(x.Str(a))) != "" {
				continue
			}
			from = []text.Span{a}
		}
		if n := x.Str(from[0]); extract.NameStart(n, len(n)) > 0 {
			continue // 由甲小学帮扶乙小学 is a sentence
		}
		if to, ok = x.onlySchools(b); !ok {
			continue
		}
		if w := str[m[0]:m[1]]; w == "和" && len(to) > 1 || w == ":" && len(to) > 1 && !inList {
			continue
		}
		if aSide == "to" && bSide != "to" {
			from, to = to, from
		}
		return from, to, text.Span{Start: s.Start + m[0], End: s.Start + m[1]}, true
	}
	return nil, nil, text.Span{}, false
}

// marked takes the mark of its side off a school's name: 甲小学(受援).
func (x *state) marked(s text.Span) (text.Span, string) {
	str := x.Str(s)
	i := strings.LastIndexByte(str, '(')
	if lost := string(extract.Lost); i > 0 && strings.HasSuffix(str, lost) && !strings.Contains(str[i:], ")") { // 甲小学(受援�
		in := strings.TrimRight(extract.Squeeze(str[i+1:]), lost)
		side := extract.Side(extract.SideClass(in))
		if side == "" {
			side = extract.Side(extract.LostSide(in + lost))
		}
		if side != "" {
			return x.Trim(text.Span{Start: s.Start, End: s.Start + i}), side
		}
	}
	if i <= 0 || !strings.HasSuffix(str, ")") {
		return s, ""
	}
	in := strings.TrimSuffix(extract.Squeeze(str[i+1:len(str)-1]), "方")
	for _, w := range []string{in, in + "校"} {
		if side := extract.Side(extract.SideClass(w)); side != "" {
			return x.Trim(text.Span{Start: s.Start, End: s.Start + i}), side
		}
	}
	return s, ""
}

// onlySchools splits s into schools and reports whether it holds nothing else.
func (x *state) onlySchools(s text.Span) ([]text.Span, bool) {
	list, ok := x.Schools(s)
	if !ok || len(list) == 0 || arrow.MatchString(x.Str(s)) {
		return nil, false
	}
	for _, l := range list {
		if !x.isSchool(l) {
			return nil, false
		}
	}
	return list, true
}

// isSchool reports whether a word is the name of a school: it has the ending
// of one and is no more than that ending needs (not 学校 alone, not 各小学).
func (x *state) isSchool(s text.Span) bool {
	return extract.IsSchool(extract.Squeeze(x.Str(s)))
}
