package pairings

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// A sentence is also read by its grammar: it is cut into schools, forms of
// pairing and the words of telling.txt, each of which becomes one letter, and
// the patterns below say which of its schools helps.
//
//	作为甲小学的受援学校,乙小学主动对接   B S e H , S …
//	甲小学承担乙小学、丙小学的帮扶任务    S r S e F d
//
// A letter stands for one piece of the sentence:
//
//	S schools    F form of pairing   e 的      , comma   x any other character
//	b by         a as                B being   t to      u under    v below
//	r bear       d deed              p send    w how     n noun   s set
//	G, H a word for the helping and for the helped school (帮扶学校, 受援学校)

// letters are the letters of the classes of telling.txt that the patterns use.
var letters = map[string]byte{
	"by": 'b', "as": 'a', "being": 'B', "to": 't', "under": 'u', "below": 'v', "bear": 'r',
	"deed": 'd', "send": 'p', "how": 'w', "noun": 'n', "set": 's',
}

// patterns say who helps: the groups named a and b are the helping and the
// helped school, f is the form or the word that holds it.
var patterns = func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, p := range []string{
		`(?P<a>S)w+(?P<f>F)(?P<b>S)`,                // 由甲整体托管乙
		`(?P<b>S)w*b(?P<a>S)w*e?(?P<f>F)(?:[^S]|$)`, // 乙由甲整体托管
		`b(?P<a>S)w*e?(?P<f>F)e(?P<b>S)`,            // 原由甲帮扶的乙
		`u(?P<a>S)e?(?P<f>F)(?:[dn]?v),?(?P<b>S)`,   // 在甲的帮扶下,乙
		`B(?P<a>S)e?(?P<f>H),?(?P<b>S)`,             // 作为甲的受援学校,乙
		`B(?P<a>S)e?(?P<f>F)e?n,?(?P<b>S)`,          // 作为甲结对帮扶的学校,乙
		`B(?P<b>S)e?(?P<f>G),?(?P<a>S)`,             // 作为乙的帮扶学校,甲
		`(?P<a>S)w*r(?:t|w)*(?P<b>S)e?(?P<f>F)e?d`,  // 甲承担乙的帮扶任务
		`(?P<a>S)w*r(?P<f>F)(?P<b>S)`,               // 甲承担帮扶乙的任务
		`(?P<a>S)w*px{1,12}t(?P<b>S)(?P<f>V)`,       // 甲选派教师到乙支教
		`(?P<a>S)w*a(?P<b>S)e?(?P<f>G)`,             // 甲是乙的帮扶学校
		`(?P<b>S)w*a(?P<a>S)e?(?P<f>H)`,             // 乙是甲的受援学校
		`(?P<b>S)e?(?P<f>G)a(?P<a>S)`,               // 乙的帮扶学校是甲
		`(?P<a>S)e?(?P<f>H)a(?P<b>S)`,               // 甲的受援学校是乙
	} {
		out = append(out, regexp.MustCompile(p))
	}
	return out
}()

// bit is a piece of a sentence: its letter stands at the same place of another
// string.
type bit struct {
	text.Span             // within the sentence
	schools   []text.Span // within the sentence
}

// grammar reads the pairs that the patterns find in the sentence s.
func (x *state) grammar(s text.Span) {
	kinds, bits := x.bits(x.Str(s))
	if strings.Count(kinds, "S") < 2 {
		return
	}
	for _, re := range patterns {
		for from := 0; from < len(kinds); {
			m := re.FindStringSubmatchIndex(kinds[from:])
			if m == nil {
				break
			}
			part := func(name string) (int, bit) { i := from + m[2*re.SubexpIndex(name)]; return i, bits[i] }
			ia, a := part("a")
			ib, b := part("b")
			_, f := part("f")
			p := pair{form: f.Shift(s.Start)}
			if w := x.formIn(p.form); !w.Empty() {
				p.form = w
			} else if w := x.firmForm(); !w.Empty() {
				p.form = w // 受援学校 says no form; the document does
			} else if tail := sideEnd.FindString(x.Str(p.form)); tail != "" {
				p.form.End -= len(tail) // nor does the document: 受援
			}
			first, last := bits[min(ia, ib)], bits[max(ia, ib)]
			if e := from + m[1] - 1; bits[e].End > last.End {
				last = bits[e]
			}
			x.status(&p, s, s.Start+first.Start, first.End+trail(kinds, bits, min(ia, ib), first.End), s.Start+last.End)
			x.tell(p, x.Spans(a.schools, s.Start), x.Spans(b.schools, s.Start), false)
			from += m[0] + 1
		}
	}
}

// trail returns how far the words of manner reach that follow the schools at
// piece i, which end at byte end.
func trail(kinds string, bits []bit, i, end int) int {
	at := end
	for i++; i < len(kinds) && kinds[i] == 'w'; i++ {
		at = bits[i].End
	}
	return at - end
}

// bits cuts str into pieces, and returns a letter for each.
func (x *state) bits(str string) (kinds string, bits []bit) {
	var b strings.Builder
	put := func(k byte, bt bit) {
		b.WriteByte(k)
		bits = append(bits, bt)
	}
	clean := true // a name may begin here
	_, _, at := extract.Numbering(str)
	for at < len(str) {
		rest := str[at:]
		k, size := x.letter(rest)
		// 承担乙小学: no name begins with a longer word of these; 和平小学 does with 和.
		if clean && (k == 'x' || utf8.RuneCountInString(rest[:size]) == 1) {
			if n := extract.SchoolStarting(rest); n > 0 && extract.NameStart(rest, n) == 0 {
				list, n := extract.SchoolsStarting(rest)
				if len(list) == 0 { // 甲小学、各村小
					return "", nil
				}
				for i := range list {
					list[i] = list[i].Shift(at)
				}
				put('S', bit{text.Span{Start: at, End: at + n}, list})
				at += n
				continue
			}
		}
		clean = k != 'x' && k != 'p' // 选派教师到乙小学
		put(k, bit{Span: text.Span{Start: at, End: at + size}})
		at += size
	}
	return b.String(), bits
}

// sideTails are what makes a word for a side one for its schools.
var sideTails = regexp.MustCompile(`^(?:学校|校|单位|幼儿园|园)`)

// sideEnd is such a tail at the end of a word.
var sideEnd = regexp.MustCompile(`(?:学校|校|单位|幼儿园|园)$`)

// letter returns the letter of the piece that s begins with, and its length.
func (x *state) letter(s string) (byte, int) {
	w := words()
	if side := w.sides.Prefix(s); side != "" && !strings.HasSuffix(side, "结对") && side != "对口" {
		c, _ := w.sides.Class(side)
		n := len(side)
		tail := sideTails.FindString(s[n:])
		switch {
		case c == "to-help" && strings.HasSuffix(side, "对象"):
			return 'H', n
		case tail == "":
		case c == "to-help":
			return 'H', n + len(tail)
		case c == "from-help" && w.forms.Has(side):
			return 'G', n + len(tail)
		}
	}
	word := w.telling.Prefix(s)
	if f := w.forms.Prefix(s); len(f) >= len(word) && f != "" {
		if c, _ := w.telling.Class(f); c == "visit" {
			return 'V', len(f)
		}
		n := len(f)
		for g := w.forms.Prefix(s[n:]); g != ""; g = w.forms.Prefix(s[n:]) {
			n += len(g)
		}
		return 'F', n
	}
	if c, ok := w.telling.Class(word); ok && letters[c] != 0 {
		return letters[c], len(word)
	}
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '的':
		return 'e', n
	case ',':
		return ',', n
	case ' ', ':', '“', '”':
		return '-', n
	}
	return 'x', n
}

// when matches what may stand between a word that plans and what it plans, at
// the end of a string.
var when = regexp.MustCompile(`(?:[于在从自]?(?:今年|明年|[本下新上]一?个?(?:学期|学年|年度|阶段)|\d{4}年(?:[\d春秋]+[月季])?)(?:起|开始|内|初|底)?|正式|分别|逐步|[与和同跟对由])$`)

// ends returns the term of the classes that s ends with, and its place. Words
// for when may stand behind it, and words of deciding where skip says so.
func ends(s string, skip bool, classes ...string) (word string, at int) {
	for s != "" {
		t := words().times.Suffix(s)
		c, _ := words().times.Class(t)
		switch w := when.FindString(s); {
		case t != "" && slices.Contains(classes, c):
			return t, len(s) - len(t)
		case w != "":
			s = s[:len(s)-len(w)]
		case skip && (c == "decide" || c == "coming"):
			s = s[:len(s)-len(t)]
		default:
			return "", 0
		}
	}
	return "", 0
}

// later returns the word for a time to come that stands right before the first
// school or behind it, and its place: 从明年起,甲小学与乙小学结对.
func later(ahead, between string) (word string, at int) {
	t := words().later
	if w := t.Suffix(strings.TrimRight(ahead, ", ")); w != "" {
		return w, len(strings.TrimRight(ahead, ", ")) - len(w)
	}
	if i, j := t.Find(between); i >= 0 {
		return between[i:j], len(ahead) + i
	}
	return "", 0
}

// denied reports whether the words before the first school or behind the last
// say that there is no such pair: 未安排甲小学帮扶乙小学, …的申请未获批准.
func denied(ahead, behind string) bool {
	if w, _ := ends(ahead, true, "no"); w != "" {
		return true
	}
	for _, w := range words().times.OfClass("refused") {
		if strings.Contains(behind, w) {
			return true
		}
	}
	return false
}

// over returns the place of the words behind a pair that say it has ended.
func over(behind string) (text.Span, bool) {
	t := words().times
	for _, w := range t.OfClass("ended") {
		if i := strings.Index(behind, w); i >= 0 {
			return text.Span{Start: i, End: i + len(w)}, true
		}
	}
	// 甲小学与乙小学结对期满; not 结对三年期满后, 2025年期满.
	first, _, _ := strings.Cut(behind, ",")
	if w := t.Suffix(first); w != "" && !strings.ContainsAny(first, "0123456789") {
		if c, _ := t.Class(w); c == "over" {
			return text.Span{Start: len(first) - len(w), End: len(first)}, true
		}
	}
	from := 0
	for _, clause := range strings.SplitAfter(behind, ",") {
		if i := strings.Index(clause, "已"); i >= 0 {
			for _, w := range t.OfClass("over") {
				k := strings.Index(clause[i:], w)
				if k >= 0 && !strings.HasPrefix(clause[i+k+len(w):], "后") {
					return text.Span{Start: from + i + k, End: from + i + k + len(w)}, true
				}
			}
		}
		from += len(clause)
	}
	return text.Span{}, false
}

// status says whether the sentence denies, ends or plans the pair whose first
// school begins at from, whose tie stands at byte i of s, and whose last school
// ends at end.
func (x *state) status(p *pair, s text.Span, from, i, end int) {
	str := x.Str(s)
	ahead, behind := str[:from-s.Start], str[end-s.Start:]
	if denied(ahead, behind) {
		p.denied = true
		return
	}
	if at, ok := over(behind); ok {
		p.status, p.cause = schema.StatusEnded, at.Shift(end)
		return
	}
	if w, at := later(ahead, str[from-s.Start:i]); w != "" {
		p.status, p.cause = schema.StatusPlanned, text.Span{Start: s.Start + at, End: s.Start + at + len(w)}
	}
	if w, at := ends(ahead, false, "ended"); w != "" {
		p.status, p.cause = schema.StatusEnded, text.Span{Start: s.Start + at, End: s.Start + at + len(w)}
	} else if w, at := ends(str[:i], false, "ended"); w != "" && at >= from-s.Start {
		p.status, p.cause = schema.StatusEnded, text.Span{Start: s.Start + at, End: s.Start + at + len(w)}
	} else if w, at := ends(ahead, true, "planned"); w != "" {
		p.status, p.cause = schema.StatusPlanned, text.Span{Start: s.Start + at, End: s.Start + at + len(w)}
	} else if w, at := ends(str[:i], false, "planned", "coming"); w != "" && at >= from-s.Start {
		p.status, p.cause = schema.StatusPlanned, text.Span{Start: s.Start + at, End: s.Start + at + len(w)}
	}
}
