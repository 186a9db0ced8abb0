package pairings

import (
	"regexp"
	"strings"

	"jiedui/extract"
	"jiedui/text"
)

// Two schools that lend each other teachers are a pair in which neither helps:
//
//	甲小学与乙小学开展教师双向交流          the verb is one of exchanges.txt
//	甲小学、乙小学两校互派骨干教师          a list of two
//	甲小学选派2名教师到乙小学任教,乙小学选派2名教师到甲小学跟岗    each to the other
//
// Schools that only meet (开展交流活动) or teach each other's pupils are none.

// maxExchange is how many bytes may stand between the schools and the verb.
const maxExchange = 60

// exchanges reads the exchanges of teachers that the sentence s tells, and
// reports whether it tells one of the last kind.
func (x *state) exchanges(s text.Span) bool {
	str := x.Str(s)
	w := words().exchanges
	for at := 0; at < len(str); {
		i, joint := firstOf(str[at:], "与", "和", "同", "跟", "、")
		if i < 0 {
			break
		}
		i += at
		at = i + len(joint)
		to, end := x.following(text.Span{Start: s.Start + at, End: s.End})
		if len(to) != 1 {
			continue
		}
		rest := str[end-s.Start:]
		if k := strings.IndexAny(rest, ",:("); k >= 0 {
			rest = rest[:k]
		}
		if len(rest) > maxExchange {
			rest = rest[:maxExchange]
		}
		if strings.HasPrefix(rest, "的") {
			continue // 甲小学与乙小学的教师参加轮岗培训
		}
		both := w.Prefix(rest)
		c, _ := w.Class(both)
		if joint == "、" && c != "both" {
			continue // 甲小学、乙小学互派教师: perhaps with a third
		}
		verb := exchangeIn(rest)
		if verb.Empty() {
			continue
		}
		from := extract.SchoolsEnding(str, i)
		if joint != "、" {
			from = nil
			for _, f := range x.before(s, i) {
				from = append(from, f.Shift(-s.Start))
			}
		}
		if len(from) != 1 {
			continue
		}
		p := pair{form: verb.Shift(end), undirected: true}
		if f := x.formIn(p.form); !f.Empty() {
			p.form = f
		}
		x.status(&p, s, s.Start+from[0].Start, i, end)
		x.tell(p, x.Spans(from, s.Start), to, false)
	}
	return x.eachOther(s)
}

// exchangeIn returns the place of the first verb of exchange in s.
func exchangeIn(s string) text.Span {
	w := words().exchanges
	for at := 0; at < len(s); {
		i, j := w.Find(s[at:])
		if i < 0 {
			break
		}
		v := text.Span{Start: at + i, End: at + j}
		if c, _ := w.Class(s[v.Start:v.End]); c == "" {
			return v
		}
		at = v.End
	}
	return text.Span{}
}

// sends matches 甲选派教师到乙 in the letters of [letters].
var sends = regexp.MustCompile(`(S)w*px{1,24}t(S)`)

// eachOther reads two schools of which each sends teachers to the other.
func (x *state) eachOther(s text.Span) bool {
	str := x.Str(s)
	if strings.Count(str, "到")+strings.Count(str, "赴") < 2 {
		return false
	}
	kinds, bits := x.bits(str)
	type way struct{ a, b bit }
	var ways []way
	for _, m := range sends.FindAllStringSubmatchIndex(kinds, -1) {
		if a, b := bits[m[2]], bits[m[4]]; len(a.schools) == 1 && len(b.schools) == 1 {
			ways = append(ways, way{a, b})
		}
	}
	name := func(b bit) string { return extract.Squeeze(x.Str(b.schools[0].Shift(s.Start))) }
	found := false
	for i, there := range ways {
		for _, back := range ways[i+1:] {
			if name(there.a) != name(back.b) || name(there.b) != name(back.a) || name(there.a) == name(there.b) {
				continue
			}
			p := pair{form: x.formIn(text.Span{Start: s.Start + there.a.Start, End: s.End}), undirected: true}
			if p.form.Empty() {
				p.form = x.docForm()
			}
			x.status(&p, s, s.Start+there.a.Start, there.a.End, s.Start+there.b.End)
			x.tell(p, x.Spans(there.a.schools, s.Start), x.Spans(there.b.schools, s.Start), false)
			found = true
		}
	}
	return found
}
