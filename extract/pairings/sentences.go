package pairings

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/text"
)

// A sentence is clear when it names the schools of both sides, a word that ties
// them (与, 对, 由), and a form of pairing as its verb.
//
//	甲小学与乙小学结成“对子”          with
//	甲小学与乙小学、丙小学结对         with, one and several
//	甲、乙小学分别与丙、丁小学结对     with, each with its own
//	我校自2015年3月开始,与乙小学结成   with, the school earlier in the sentence
//	甲小学与乙小学互派教师            exchange: no side helps
//	甲小学对口支援乙小学              directly
//	乙小学由甲小学托管                by
//	丙、丁等2所学校定为甲小学支教基地  base
//
// Where several schools stand on both sides and no word says which belongs to
// which, the pairs are not said and none is read.

// tie matches the verb phrase of a pair told with 与, within one sentence
// behind the second school.
var tie = regexp.MustCompile(`^(?:进行|开展|实行|建立|实施|签订|签署|原有的|原有|原|还|也|又|均|正式|长期|首批|共同|分别|继续|了|形成|达成|确立|互为|举行|举办|为期|期|校际|之间|长期性)*(?:(结对帮扶|对口帮扶|对口支援|结对共建|结对互助|结成|结为|结对|帮扶|手拉手|共建|互派|交流|轮岗|联动))`)

// strong matches a form that ties two schools even with words between:
// 与乙小学开展为期三年的对口帮扶.
var strong = regexp.MustCompile(`^(?:进行|开展|实行|实施|建立|签订|形成|结成|的)[^,。;:、]{0,10}?(结对帮扶|对口帮扶|对口支援|结对共建|结对互助|帮扶结对)|^的(手拉手|结对帮扶|对口帮扶|结对|帮扶)关系`)

// direct matches the verbs that tie the schools before them to those behind.
var direct = regexp.MustCompile(`(结对帮扶|对口帮扶|对口支援|对口帮联|结对帮联|结对共建|托管帮扶|委托管理|帮扶|帮联|支援|托管|领办)`)

// managed also matches 管理, in 乙小学委托甲小学管理.
var managed = regexp.MustCompile(direct.String()[:len(direct.String())-1] + `|管理)`)

// adverbs may stand between a school and what it does.
var adverbs = regexp.MustCompile(`(?:不再|将|分别|负责|承担|继续|主动|长期|已|正式|共同|拟|计划|即将|停止|终止|进行|实行|具体)+$`)

// byWords stand before the school that helps, behind the helped one.
var byWords = []string{"交由", "由", "被", "委托给", "委托", "接受"}

// helps matches what 甲对乙 does.
var helps = regexp.MustCompile(`^(?:进行|开展|实施|实行)?(结对帮扶|对口帮扶|对口支援|帮扶|支援|托管)`)

// base matches schools that are made another school's base.
var base = regexp.MustCompile(`(?:等[\d一二三四五六七八九十两]*所?(?:学校)?)?(?:被)?(?:定为|确定为|作为|列为|设为)(.{2,30}?)(支教|帮扶|送教|交流|实践)(?:基地)`)

// point matches 确定丙小学、丁小学两所村小为甲小学的支教点.
var point = regexp.MustCompile(`(?:确定|将|把|以|明确)([^,。;:]{2,80}?)(?:等?[\d一二三四五六七八九十两]+所[^,。;:为]{0,6})?(?:定为|作为|列为|设为|为)([^,。;:]{2,24}?)的?(支教|帮扶|送教|交流|实践|结对帮扶|对口帮扶|对口支援)(?:基地|点|学校|对象)`)

// helper matches 确定甲小学为乙小学、丙小学的结对帮扶学校: the school that is named
// first is the one that helps.
var helper = regexp.MustCompile(`(?:确定|将|把|以|明确|选定|指定)([^,。;:]{2,40}?)(?:定为|作为|列为|设为|为)([^,。;:]{2,80}?)的?(结对帮扶|对口帮扶|对口支援|结对支援|托管帮扶|帮扶|支援|帮联)(?:学校|校|单位)$`)

func (x *state) sentences() {
	for _, l := range x.Prose() {
		str := x.Str(l.Span)
		told := words().forms.Contained(str) || strings.Contains(str, "结") || strings.Contains(str, "管理") ||
			words().exchanges.Contained(str) || strings.Count(str, "派") > 1 // each sends teachers to the other
		if !told && !words().helped.Contained(str) {
			continue
		}
		for _, c := range extract.Sentences(str) {
			if c = c.Shift(l.Span.Start); told {
				x.sentence(c)
			} else {
				x.grammar(c)
			}
		}
	}
}

func (x *state) sentence(s text.Span) {
	x.bases(s)
	x.points(s)
	if !x.listedPairs(s) {
		x.with(s)
	}
	x.directly(s)
	if !x.exchanges(s) {
		x.grammar(s)
	}
}

// bases reads 丙、丁等2所学校定为甲小学支教基地.
func (x *state) bases(s text.Span) {
	str := x.Str(s)
	if !strings.Contains(str, "基地") {
		return
	}
	m := base.FindStringSubmatchIndex(str)
	if m == nil {
		return
	}
	list := text.Span{Start: s.Start, End: s.Start + m[0]}
	// Only the last clause before the verb lists the schools.
	if i := strings.LastIndexAny(x.Str(list), ",:"); i >= 0 {
		list.Start += i + 1
	}
	var tos []text.Span
	for _, it := range splitList(x.Str(list)) {
		w := x.Trim(it.Shift(list.Start))
		if n := utf8.RuneCountInString(x.Str(w)); n >= 2 && n <= 16 {
			tos = append(tos, w)
		}
	}
	owner := x.schoolAt(text.Span{Start: s.Start + m[2], End: s.Start + m[3]})
	if owner.Empty() {
		return
	}
	x.tell(pair{form: text.Span{Start: s.Start + m[4], End: s.Start + m[5]}}, []text.Span{owner}, tos, false)
}

// points reads the schools that are made another school's point of support.
func (x *state) points(s text.Span) {
	str := x.Str(s)
	for from := 0; from < len(str); {
		to := len(str)
		if i := strings.Index(str[from:], ","); i >= 0 {
			to = from + i
		}
		if m := helper.FindStringSubmatchIndex(str[from:to]); m != nil {
			at := s.Start + from
			owner := x.schoolAt(text.Span{Start: at + m[2], End: at + m[3]})
			tos, ok := x.onlySchools(text.Span{Start: at + m[4], End: at + m[5]})
			if ok && owner.End == at+m[3] {
				p := pair{form: text.Span{Start: at + m[6], End: at + m[7]}}
				x.status(&p, s, owner.Start, m[2], at+m[1])
				x.tell(p, []text.Span{owner}, tos, false)
				return
			}
		}
		from = to + 1
	}
	for _, m := range point.FindAllStringSubmatchIndex(str, -1) {
		owner := x.schoolAt(text.Span{Start: s.Start + m[4], End: s.Start + m[5]})
		tos, ok := x.onlySchools(text.Span{Start: s.Start + m[2], End: s.Start + m[3]})
		if owner.Empty() || !ok {
			continue
		}
		p := pair{form: text.Span{Start: s.Start + m[6], End: s.Start + m[7]}}
		x.status(&p, s, s.Start+m[2], m[2], s.Start+m[1])
		x.tell(p, []text.Span{owner}, tos, false)
	}
}

func splitList(s string) []text.Span {
	var out []text.Span
	from := 0
	for i, r := range s {
		if r == '、' {
			out = append(out, text.Span{Start: from, End: i})
			from = i + utf8.RuneLen(r)
		}
	}
	return append(out, text.Span{Start: from, End: len(s)})
}

// tell adds what a sentence says: each of the one side with each of the other,
// or, with each, the first with the first and so on. It reports whether the
// sentence says which belong together.
func (x *state) tell(p pair, from, to []text.Span, each bool) bool {
	p.narrative = true
	if p.denied {
		return false
	}
	if each && len(from) == len(to) {
		for i := range from {
			p.from, p.to = from[i], to[i]
			x.add(p)
		}
		return true
	}
	if len(from) == 0 || len(to) == 0 || len(from) > 1 && len(to) > 1 {
		return false
	}
	for _, p.from = range from {
		for _, p.to = range to {
			x.add(p)
		}
	}
	return true
}

// schoolAt returns the name of the school that s begins with.
func (x *state) schoolAt(s text.Span) text.Span {
	return text.Span{Start: s.Start, End: s.Start + extract.SchoolStarting(x.Str(s))}
}

// qualifiers stand before a school's name and are no part of it.
var qualifiers = []string{"薄弱学校", "结对学校", "受援学校", "被帮扶学校", "帮扶学校", "乡镇学校", "农村学校", "相对薄弱的", "结对", "县城", "同在县城的", "新建的", "新成立的", "新开办的", "新落成的"}

// following returns the schools that the string at s begins with, qualifiers
// left out, and the byte behind them.
func (x *state) following(s text.Span) (list []text.Span, end int) {
	for again := true; again; {
		again = false
		str := x.Str(s)
		for _, q := range qualifiers {
			if rest, ok := strings.CutPrefix(str, q); ok && extract.SchoolStarting(rest) > 0 {
				s.Start += len(q)
				again = true
				break
			}
		}
	}
	list, n := extract.SchoolsStarting(x.Str(s))
	return x.Spans(list, s.Start), s.Start + n
}

// since matches what may stand between the school that a sentence is about and
// the 与 of its verb: 自2015年3月开始, 已, 积极主动.
var since = regexp.MustCompile(`^(?:[自从于在]?\d{4}年[^,。;、]{0,12}|将|已|已经|先后|分别|正式|主动|积极|继续|长期|每年|共同|也|还|现|一直|(?:[于在自从]?(?:今年|明年|[本下新上]一?个?(?:学期|学年|年度|阶段))(?:起|开始|内)?)|拟|计划|即将|,| )*$`)

// before returns the schools that end at byte i of s, or the one that stands
// before an adverb or a date there (我校 anywhere before).
func (x *state) before(s text.Span, i int) []text.Span {
	head := strings.TrimRight(x.Str(s)[:i], " ,")
	if m := adverbs.FindStringIndex(head); m != nil {
		head = head[:m[0]]
	}
	if list := extract.SchoolsEnding(head, len(head)); len(list) > 0 {
		return x.Spans(list, s.Start)
	}
	for at := len(head) - 1; at > 0 && at > len(head)-60; at-- {
		if !utf8.RuneStart(head[at]) || !since.MatchString(head[at:]) {
			continue
		}
		if list := extract.SchoolsEnding(head, at); len(list) == 1 {
			return x.Spans(list, s.Start)
		}
	}
	best := -1
	var own text.Span
	for _, w := range words().own.List() {
		if k := strings.LastIndex(head, w); k > best && !strings.HasPrefix(head[k+len(w):], "的") {
			best, own = k, text.Span{Start: s.Start + k, End: s.Start + k + len(w)}
		}
	}
	if best < 0 {
		return nil
	}
	return []text.Span{own}
}

// listedPairs reads 甲小学与乙小学、丙小学与丁小学结对: a list of pairs with one verb.
func (x *state) listedPairs(s text.Span) bool {
	str := x.Str(s)
	if strings.Count(str, "与")+strings.Count(str, "和") < 2 || !strings.Contains(str, "、") {
		return false
	}
	from := strings.LastIndexAny(str, ",:") + 1
	type both struct{ a, b text.Span }
	var pairs []both
	at := from
	for {
		piece := str[at:]
		a := extract.SchoolStarting(piece)
		if a == 0 {
			return false
		}
		_, w := firstOf(piece[a:], "与", "和")
		if w == "" || !strings.HasPrefix(piece[a:], w) {
			return false
		}
		b := extract.SchoolStarting(piece[a+len(w):])
		if b == 0 {
			return false
		}
		pairs = append(pairs, both{
			text.Span{Start: s.Start + at, End: s.Start + at + a},
			text.Span{Start: s.Start + at + a + len(w), End: s.Start + at + a + len(w) + b},
		})
		at += a + len(w) + b
		if !strings.HasPrefix(str[at:], "、") {
			break
		}
		at += len("、")
	}
	m := tie.FindStringSubmatchIndex(str[at:])
	if m == nil || len(pairs) < 2 {
		return false
	}
	p := pair{form: text.Span{Start: s.Start + at + m[2], End: s.Start + at + m[3]}}
	p.undirected = sideless("", str[at:], x.Str(p.form))
	for _, b := range pairs {
		x.tell(p, []text.Span{b.a}, []text.Span{b.b}, false)
	}
	return true
}

// mutual reports whether a verb names no helping side.
func mutual(verb string) bool {
	switch verb {
	case "互派", "交流", "轮岗", "共建", "手拉手", "联动", "结对共建", "结对互助":
		return true
	}
	return false
}

// aid matches words by which one side helps; ceremony, what both sides hold.
var (
	aid      = regexp.MustCompile(`帮|援|托管|领办`)
	ceremony = regexp.MustCompile(`^[^,。;:]*?(?:签约|仪式|签字|揭牌)`)
)

// sideless reports whether what follows 甲与乙, with the verb in it, names no
// helping side: they tie into something that is no help (结为友好学校, 结对), or
// hold a ceremony (举行结对帮扶签约仪式). 甲主动与乙 and 由甲选派教师 name one.
func sideless(before, rest, verb string) bool {
	if strings.HasSuffix(before, "主动") || strings.Contains(rest, ",由") {
		return mutual(verb)
	}
	clause, _, _ := strings.Cut(rest, ",")
	switch verb {
	case "结成", "结为", bare:
		return !aid.MatchString(clause)
	}
	// 甲与乙的结对帮扶协议: of both.
	return mutual(verb) || ceremony.MatchString(rest) || strings.HasPrefix(rest, "的")
}

// with reads 甲与乙结对.
func (x *state) with(s text.Span) {
	str := x.Str(s)
	for at := 0; at < len(str); {
		i, w := firstOf(str[at:], "与", "和", "同")
		if i < 0 {
			return
		}
		i += at
		at = i + len(w)
		if w == "和" && segment.BeginsName(str[i:]) && (i == 0 || strings.HasSuffix(str[:i], "、") || strings.HasSuffix(str[:i], ",")) {
			continue // 和平路小学
		}
		to, end := x.following(text.Span{Start: s.Start + at, End: s.End})
		if len(to) == 0 {
			continue
		}
		rest := str[end-s.Start:]
		m := tie.FindStringSubmatchIndex(rest)
		if m == nil {
			if m = strong.FindStringSubmatchIndex(rest); m != nil && m[2] < 0 {
				m = m[2:]
			}
		}
		if m == nil {
			continue
		}
		from := x.before(s, i)
		// 甲小学、乙小学与丙小学结对: who with whom is not said.
		each := strings.HasSuffix(str[:i], "分别") || strings.HasPrefix(rest, "分别")
		if len(from) == 0 || len(from) > 1 && !each {
			continue
		}
		word := rest[m[2]:m[3]]
		p := pair{form: text.Span{Start: end + m[2], End: end + m[3]}, undirected: sideless(str[:i], rest, word)}
		x.status(&p, s, from[0].Start, i, end)
		switch word {
		case "结成", "结为", bare:
			// The form is what they tie into, else the document's word.
			tail := text.Span{Start: end + m[2], End: min(s.End, end+m[2]+60)}
			if f := x.formIn(tail); !f.Empty() && x.Str(f) != bare {
				p.form = f
			} else if f := x.firmForm(); word == bare && f.Empty() {
				// 结对 it is.
			} else if f := x.docForm(); !f.Empty() && words().kinds.Prefix(x.Str(f)) == "" {
				p.form = f // 联盟 and 集团化办学 are no tie of two schools
			}
		case "互派":
			if f := strings.Index(rest, "交流"); f >= 0 {
				p.form = text.Span{Start: end + f, End: end + f + len("交流")}
			}
		case "交流", "联动":
			// 与乙小学交流 within a sentence about something else ties nobody.
			if !strings.Contains(rest, bare) {
				continue
			}
		}
		if x.tell(p, from, to, each) {
			at = end - s.Start
		}
	}
}

func firstOf(s string, words ...string) (int, string) {
	best, word := -1, ""
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && (best < 0 || i < best) {
			best, word = i, w
		}
	}
	return best, word
}

// directly reads 甲帮扶乙, 乙由甲托管, and 甲对乙进行帮扶.
func (x *state) directly(s text.Span) {
	str := x.Str(s)
	for _, m := range managed.FindAllStringSubmatchIndex(str, -1) {
		verb := text.Span{Start: s.Start + m[2], End: s.Start + m[3]}
		to, end := x.following(text.Span{Start: verb.End, End: s.End})
		if len(to) == 0 {
			x.by(s, verb)
			continue
		}
		if !direct.MatchString(x.Str(verb)) {
			continue
		}
		head := strings.TrimRight(str[:m[0]], " ")
		whole := head
		for {
			a := adverbs.FindStringIndex(head)
			if a == nil {
				a = when.FindStringIndex(head) // 甲小学明年起拟帮扶乙小学
			}
			if a == nil || a[0] == 0 {
				break
			}
			head = head[:a[0]]
		}
		adverb := whole[len(head):]
		from := x.Spans(extract.SchoolsEnding(head, len(head), "和", "及", "与"), s.Start)
		if len(from) == 0 {
			continue
		}
		p := pair{form: verb}
		x.status(&p, s, from[0].Start, m[0], end)
		x.tell(p, from, to, strings.Contains(adverb, "分别"))
	}
	for at := 0; at < len(str); {
		i := strings.Index(str[at:], "对")
		if i < 0 {
			return
		}
		i += at
		at = i + len("对")
		from := x.Spans(extract.SchoolsEnding(str, i), s.Start)
		if len(from) == 0 {
			continue
		}
		to, end := x.following(text.Span{Start: s.Start + at, End: s.End})
		if m := helps.FindStringSubmatchIndex(str[end-s.Start:]); m != nil {
			p := pair{form: text.Span{Start: end + m[2], End: end + m[3]}}
			x.status(&p, s, from[0].Start, i, end)
			x.tell(p, from, to, false)
		}
	}
}

// by reads 乙小学由甲小学托管, 乙小学接受甲小学的帮扶: the helping school stands
// before the verb, the helped before the word that leads to it.
func (x *state) by(s, verb text.Span) {
	head := strings.TrimSuffix(x.Str(text.Span{Start: s.Start, End: verb.Start}), "的")
	if m := adverbs.FindStringIndex(head); m != nil {
		head = head[:m[0]]
	}
	from := extract.SchoolsEnding(head, len(head))
	if len(from) != 1 {
		return
	}
	left := head[:from[0].Start]
	for _, w := range byWords {
		if t, ok := strings.CutSuffix(left, w); ok {
			to := extract.SchoolsEnding(t, len(t), "和", "及", "与")
			if len(to) > 0 {
				x.tell(pair{form: verb}, x.Spans(from, s.Start), x.Spans(to, s.Start), false)
			}
			return
		}
	}
}
