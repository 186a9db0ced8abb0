package pairings

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/text"
)

// A sentence is clear when it names one school, a word that ties it (与, 对,
// 向, 帮扶), the other school or schools, and a form of pairing as its verb.
//
//	甲小学与乙小学结成“对子”         with
//	甲小学对口支援乙小学             direct
//	我校自2015年3月开始,与乙小学结成  with, the comma between
//	甲小学与乙小学互派教师           exchange: no side helps
//	丙、丁等2所学校定为甲小学支教基地  base

// tie matches the verb phrase of a pair told with 与, within one sentence
// behind the second school.
var tie = regexp.MustCompile(`^(?:进行|开展|实行|建立|实施|签订|签署|正式|长期|首批|共同|形成|达成|确立|互为|为期|期|校际|之间|长期性|的)*(?:(结对帮扶|对口帮扶|对口支援|结对共建|结对互助|结成|结为|结对|帮扶|手拉手|共建|互派|交流|轮岗|联动))`)

// strong matches a form that ties two schools even with words between:
// 与乙小学开展为期三年的对口帮扶.
var strong = regexp.MustCompile(`^(?:进行|开展|实行|实施|建立|签订|形成|结成|的)[^,。;:、]{0,10}?(结对帮扶|对口帮扶|对口支援|结对共建|结对互助|帮扶结对)|^的(手拉手|结对帮扶|对口帮扶|结对|帮扶)关系`)

// ended matches the words that end a pairing.
var ended = regexp.MustCompile(`终止|解除|取消|不再(?:结对|帮扶)|自动结束`)

// direct matches the verbs that tie the school before them to the one behind.
var direct = regexp.MustCompile(`(结对帮扶|对口帮扶|对口支援|对口帮联|结对帮联|结对共建|托管帮扶|委托管理|帮扶|帮联|支援|托管)`)

// helps matches what 甲对乙 does.
var helps = regexp.MustCompile(`^(?:进行|开展|实施|实行)?(结对帮扶|对口帮扶|对口支援|帮扶|支援|托管)`)

// base matches schools that are made another school's base.
var base = regexp.MustCompile(`(?:等[\d一二三四五六七八九十两]*所?(?:学校)?)?(?:被)?(?:定为|确定为|作为|列为|设为)(.{2,30}?)(支教|帮扶|送教|交流|实践)(?:基地)`)

func (x *state) sentences() {
	for _, l := range x.Prose() {
		str := x.Str(l.Span)
		if !words().forms.Contained(str) && !strings.Contains(str, "结") && !strings.Contains(str, "对子") {
			continue
		}
		from := 0
		for i, r := range str {
			if r == '。' || r == ';' || r == '!' || r == '?' {
				x.sentence(text.Span{Start: l.Span.Start + from, End: l.Span.Start + i})
				from = i + utf8.RuneLen(r)
			}
		}
		x.sentence(text.Span{Start: l.Span.Start + from, End: l.Span.End})
	}
}

func (x *state) sentence(s text.Span) {
	if s.Len() == 0 {
		return
	}
	x.bases(s)
	x.with(s)
	x.directly(s)
}

// bases reads 丙、丁等2所学校定为甲小学支教基地.
func (x *state) bases(s text.Span) {
	str := x.Str(s)
	x.points(s)
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
	if owner.Empty() || len(tos) == 0 {
		return
	}
	form := text.Span{Start: s.Start + m[4], End: s.Start + m[5]}
	for _, t := range tos {
		x.pairs = append(x.pairs, pair{form: form, from: owner, to: t, narrative: true})
	}
}

// point matches 确定丙小学、丁小学两所村小为甲小学的支教点.
var point = regexp.MustCompile(`(?:确定|将|把|以|明确)([^,。;:]{2,80}?)(?:等?[\d一二三四五六七八九十两]+所[^,。;:为]{0,6})?(?:定为|作为|列为|设为|为)([^,。;:]{2,24}?)的?(支教|帮扶|送教|交流|实践|对口帮扶|对口支援)(?:基地|点|学校|对象)`)

// points reads the schools that are made another school's point of support.
func (x *state) points(s text.Span) {
	str := x.Str(s)
	for _, m := range point.FindAllStringSubmatchIndex(str, -1) {
		owner := x.schoolAt(text.Span{Start: s.Start + m[4], End: s.Start + m[5]})
		tos, ok := x.onlySchools(text.Span{Start: s.Start + m[2], End: s.Start + m[3]})
		if owner.Empty() || !ok {
			continue
		}
		for _, t := range tos {
			x.pairs = append(x.pairs, pair{form: text.Span{Start: s.Start + m[6], End: s.Start + m[7]}, from: owner, to: t, narrative: true})
		}
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

// schoolAt returns the name of the school that s begins with.
func (x *state) schoolAt(s text.Span) text.Span {
	str := x.Str(s)
	if i := strings.IndexAny(str, ",。;:、()《》“” "); i >= 0 {
		if str[i] == '(' {
			if k := strings.IndexByte(str[i:], ')'); k > 0 && i > 0 && extract.IsSchool(str[:i]) {
				return text.Span{Start: s.Start, End: s.Start + i + k + 1}
			}
		}
		str = str[:i]
	}
	for i := range str + " " {
		if i == 0 {
			continue
		}
		if suf := words().schools.Suffix(str[:i]); suf != "" && extract.IsSchool(str[:i]) {
			// The longest ending that begins here: 小学 before 小学部.
			end := i
			for j := i; j <= len(str) && j <= i+12; j++ {
				if j < len(str) && !utf8.RuneStart(str[j]) {
					continue
				}
				if extract.IsSchool(str[:j]) && words().schools.Suffix(str[:j]) != "" {
					end = j
				}
			}
			return text.Span{Start: s.Start, End: s.Start + end}
		}
	}
	return text.Span{}
}

// own matches the document's own school.
var own = regexp.MustCompile(`我校|本校`)

// before returns the one school that ends at byte i of s (我校 counts), or
// stands in the clause before the comma there.
func (x *state) before(s text.Span, i int) text.Span {
	str := x.Str(s)
	head := strings.TrimRight(str[:i], " ,")
	if w := x.endsInSchool(s, len(head)); !w.Empty() {
		return w
	}
	// 我校自2015年3月开始,与…
	if ms := own.FindAllStringIndex(head, -1); len(ms) > 0 {
		if last := ms[len(ms)-1]; !strings.HasPrefix(head[last[1]:], "的") {
			return text.Span{Start: s.Start + last[0], End: s.Start + last[1]}
		}
	}
	return text.Span{}
}

// endsInSchool returns the name of the school that ends at byte i of s.
func (x *state) endsInSchool(s text.Span, i int) text.Span {
	str := x.Str(s)
	if strings.HasSuffix(str[:i], "我校") || strings.HasSuffix(str[:i], "本校") {
		return text.Span{Start: s.Start + i - len("我校"), End: s.Start + i}
	}
	end := i
	if strings.HasSuffix(str[:i], ")") {
		if k := strings.LastIndexByte(str[:i], '('); k > 0 {
			end = k
		}
	}
	if words().schools.Suffix(str[:end]) == "" {
		return text.Span{}
	}
	start := extract.NameStart(str, end)
	// Only one school: 甲小学、乙小学与… is a list, whose pairs are not said.
	if start > 0 && strings.HasSuffix(str[:start], "、") {
		return text.Span{}
	}
	if !extract.IsSchool(str[start:end]) {
		return text.Span{}
	}
	return text.Span{Start: s.Start + start, End: s.Start + i}
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
		to := x.following(text.Span{Start: s.Start + i + len(w), End: s.End})
		if to.Empty() {
			continue
		}
		rest := str[to.End-s.Start:]
		m := tie.FindStringSubmatchIndex(rest)
		if m == nil {
			m = strong.FindStringSubmatchIndex(rest)
		}
		if m == nil {
			continue
		}
		from := x.before(s, i)
		if from.Empty() || x.Str(from) == x.Str(to) {
			continue
		}
		word := rest[m[2]:m[3]]
		p := pair{from: from, to: to, narrative: true}
		p.form = text.Span{Start: to.End + m[2], End: to.End + m[3]}
		if e := ended.FindStringIndex(rest); e != nil {
			p.ended = text.Span{Start: to.End + e[0], End: to.End + e[1]}
		}
		switch word {
		case "结成", "结为", "结对":
			// The form is what they tie into, else the document's word.
			tail := text.Span{Start: to.End + m[2], End: s.End}
			if f := x.formIn(text.Span{Start: tail.Start, End: min(tail.End, tail.Start+60)}); !f.Empty() && x.Str(f) != "结对" {
				p.form = f
			} else if f := x.docForm(); !f.Empty() {
				p.form = f
			}
		case "互派":
			p.undirected = true
			if f := exchange(rest); f >= 0 {
				p.form = text.Span{Start: to.End + f, End: to.End + f + len("交流")}
			}
		case "交流", "轮岗", "共建", "手拉手", "联动":
			p.undirected = true
		}
		if word == "共建" || word == "交流" || word == "联动" {
			// 与乙小学交流 within a sentence about something else ties nobody.
			if !strings.Contains(rest, "结对") && word != "共建" {
				continue
			}
		}
		x.pairs = append(x.pairs, p)
		at = to.End - s.Start
	}
}

// exchange returns the place of 交流 in the sentence behind 互派.
func exchange(s string) int { return strings.Index(s, "交流") }

func firstOf(s string, words ...string) (int, string) {
	best, word := -1, ""
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && (best < 0 || i < best) {
			best, word = i, w
		}
	}
	return best, word
}

// qualifiers stand before a school's name and are no part of it.
var qualifiers = []string{"薄弱学校", "结对学校", "受援学校", "被帮扶学校", "帮扶学校", "乡镇学校", "农村学校", "相对薄弱的", "结对", "县城", "同在县城的"}

// following returns the one school that s begins with, qualifiers left out.
func (x *state) following(s text.Span) text.Span {
	for again := true; again; {
		again = false
		for _, q := range qualifiers {
			if rest, ok := strings.CutPrefix(x.Str(s), q); ok && rest != "" && words().schools.Contained(rest) {
				if r, _ := utf8.DecodeRuneInString(rest); extract.HasHan(string(r)) {
					s.Start += len(q)
					again = true
				}
			}
		}
	}
	to := x.schoolAt(s)
	if to.Empty() || strings.HasPrefix(x.Str(text.Span{Start: to.End, End: s.End}), "、") {
		return text.Span{}
	}
	return to
}

// directly reads 甲帮扶乙, and 甲对乙进行帮扶.
func (x *state) directly(s text.Span) {
	str := x.Str(s)
	for _, m := range direct.FindAllStringSubmatchIndex(str, -1) {
		from := x.endsInSchool(s, len(strings.TrimSuffix(strings.TrimRight(str[:m[0]], " "), "将")))
		if from.Empty() {
			continue
		}
		to := x.following(text.Span{Start: s.Start + m[1], End: s.End})
		if to.Empty() || x.Str(from) == x.Str(to) {
			continue
		}
		x.pairs = append(x.pairs, pair{form: text.Span{Start: s.Start + m[2], End: s.Start + m[3]}, from: from, to: to, narrative: true})
	}
	for at := 0; at < len(str); {
		i := strings.Index(str[at:], "对")
		if i < 0 {
			return
		}
		i += at
		at = i + len("对")
		from := x.endsInSchool(s, i)
		if from.Empty() {
			continue
		}
		to := x.following(text.Span{Start: s.Start + at, End: s.End})
		if to.Empty() {
			continue
		}
		rest := str[to.End-s.Start:]
		if m := helps.FindStringSubmatchIndex(rest); m != nil {
			x.pairs = append(x.pairs, pair{form: text.Span{Start: to.End + m[2], End: to.End + m[3]}, from: from, to: to, narrative: true})
		}
	}
}
