package commitments

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/internal/numeral"
	"jiedui/text"
)

// Rules that make a value which does not stand in the text.
const (
	rulePercent  = "percent-words"   // 百分之八十: the unit %
	ruleFraction = "fraction"        // 三分之二: 66.7
	ruleApprox   = "approximate"     // 十七八: 17 to 18
	ruleScanned  = "scanned-digits"  // 30O元: 300
	ruleHalf     = "and-a-half"      // 两年半: 2.5
	rulePeriod   = "period-synonym"  // 每期: 学期
	ruleShare    = "share-of-person" // 每位教师: 人
)

// marker is a word of a sentence that says per what, or how exactly.
type marker struct {
	at    text.Span // the whole: 每个学期
	name  string    // 学期, 次; of a limit its sign
	word  text.Span // where the name, or what it stands for, is written
	scale int       // of a period, 0 for a share
	event bool      // 每次, 每场
	where string    // of bare periods and limits
	// base is added to at and word when the marker is of another sentence.
	from int
}

// quantity is a number with its unit.
type quantity struct {
	num  text.Span // the number: 2-3
	end  int       // behind the unit and what limits it: 次以上
	unit text.Span
	// parts are the pieces of a unit that something interrupts: 万余元.
	parts     []text.Span
	name      string // of the unit
	unitRule  string
	class     string
	scale     int
	low, high value
	ranged    bool
	arabic    bool
	one       bool // 一, not 1
	sign      string
	loose     bool // the sign stands before a verb and counts for what follows
	signed    bool // the sign is written, not taken over
	per       *marker
	ownPer    bool // the period or share stands in the clause, or in one before it that says nothing else
	clause    text.Span
	doing     text.Span // the verb in the clause before the number
}

// value is one end of a quantity.
type value struct {
	n    float64
	at   text.Span
	rule string
}

// sentence is one sentence with what was found in it; all places are bytes of
// str.
type sentence struct {
	str        string
	body       int // behind the number of an item: 1. or (一)
	v          *vocabulary
	quantities []quantity
	periods    []marker // periods and shares, by place
	limits     []marker
	doings     []text.Span
	cuts       []int       // bytes of the commas and colons
	closed     []text.Span // titles, quoted labels and idioms
}

// read finds the quantities of a sentence and all that says how they are meant.
func read(str string) *sentence {
	c := &sentence{str: str, v: words()}
	_, _, c.body = extract.Numbering(str)
	for at := 0; at < len(str); {
		n, span, ok := numeral.Next(str, at)
		if !ok {
			break
		}
		at = span.End
		if c.named(n, span.Start) {
			continue
		}
		q, ok := c.quantity(n, span.Start)
		if ok && span.Start == 0 && n.Arabic && n.Low != math.Trunc(n.Low) && q.class != "percent" && q.class != "money" && q.class != "rate" {
			// 3.2所学校… is the second item, and two schools.
			c.body = strings.IndexByte(str, '.') + 1
			if n, ok = numeral.Parse(str[c.body:]); ok {
				q, ok = c.quantity(n, c.body)
			}
			at = c.body + n.Length
		}
		if ok {
			c.quantities = append(c.quantities, q)
			at = max(at, q.unit.End)
		}
	}
	if len(c.quantities) == 0 {
		return c
	}
	c.scan()
	c.recurring()
	return c
}

// roundly are the characters before a round number that has no figure of its own:
// 上万名, 近千所. Elsewhere 万, 千 and 百 begin names (万兆泽) and words (百年).
const roundly = "上近过超达逾数几成约满"

// named reports whether the number at byte at is more likely the beginning of a
// name or a word.
func (c *sentence) named(n numeral.Number, at int) bool {
	first, _ := utf8.DecodeRuneInString(c.str[at:])
	before, size := utf8.DecodeLastRuneInString(c.str[:at])
	return !n.Arabic && !n.Percent && !n.Over && strings.ContainsRune("百千万亿", first) && (size == 0 || !strings.ContainsRune(roundly, before))
}

// quantity reads the unit behind the number at byte at.
func (c *sentence) quantity(n numeral.Number, at int) (quantity, bool) {
	num := text.Span{Start: at, End: at + n.Length}
	q := quantity{
		num: num, arabic: n.Arabic, ranged: n.IsRange(),
		low: value{n.Low, n.LowAt.Shift(at), ""}, high: value{n.High, n.HighAt.Shift(at), ""},
		one: !n.Arabic && n.Low == 1 && !n.IsRange(),
	}
	if !n.Exact {
		switch {
		case n.Arabic:
			q.low.rule = ruleScanned
		case n.Percent:
			q.low.rule = ruleFraction
		default:
			q.low.rule = ruleApprox
		}
		q.high.rule = q.low.rule
	}
	if n.Over {
		q.sign, q.signed = ">=", true
	}
	end := num.End
	if n.Percent {
		q.class, q.name, q.unit = "percent", "%", num
		if i := strings.LastIndexByte(c.str[num.Start:num.End], '%'); i >= 0 {
			q.unit = text.Span{Start: num.Start + i, End: num.Start + i + 1}
		} else {
			q.unitRule = rulePercent
		}
		if n.Low < 0 || n.High > 1000 {
			return q, false
		}
	} else if !c.unitOf(&q, num.End) {
		return q, false
	} else {
		end = q.unit.End
	}
	// 一年半, 两个半月 is read by unitOf; 3名至5名, 1万元-2万元 here.
	if j := joint(c.str[end:]); j > 0 && !q.ranged && !n.Percent {
		if m, ok := numeral.Parse(c.str[end+j:]); ok && !m.IsRange() && m.Low > n.Low {
			o := q
			if c.unitOf(&o, end+j+m.Length) && o.name == q.name {
				q.high = value{m.Low, m.LowAt.Shift(end + j), ""}
				q.ranged, q.one = true, false
				q.num.End = end + j + m.Length
				end = o.unit.End
				q.unit.End, q.unit.Start = o.unit.End, o.unit.Start
				q.parts = o.parts
			}
		}
	}
	q.end = end
	if t := c.v.comparators.Prefix(c.str[end:]); t != "" {
		if l := c.v.limit[t]; l.where == "behind" && l.sign != "=" {
			q.sign, q.signed, q.end = l.sign, true, end+len(t)
		}
	}
	return q, true
}

func joint(s string) int {
	for _, w := range []string{"至", "到", "—", "–", "-", "~", "～"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// unitOf reads the unit at byte at into q.
func (c *sentence) unitOf(q *quantity, at int) bool {
	rest := c.str[at:]
	if q.arabic && strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "  ") {
		at++
		rest = rest[1:]
	}
	// 2万余元
	for _, big := range []string{"万", "亿"} {
		t, ok := strings.CutPrefix(rest, big)
		if !ok {
			continue
		}
		for _, over := range []string{"余", "多", "几"} {
			if strings.HasPrefix(t, over+"元") {
				end := at + len(big) + len(over) + len("元")
				q.unit = text.Span{Start: at, End: end}
				q.parts = []text.Span{{Start: at, End: at + len(big)}, {Start: end - len("元"), End: end}}
				q.name, q.class = big+"元", "money"
				q.sign, q.signed = ">=", true
				return true
			}
		}
	}
	// 两个半月, 3个半小时
	half := 0
	if t, ok := strings.CutPrefix(rest, "个半"); ok && !q.ranged {
		half = len("个半")
		rest = "个" + t
	}
	t := c.v.units.Prefix(rest)
	if letters(rest, len(t)) {
		return false // the M of 11250008MB466445/2010 is none of 1000M
	}
	if t == "" || len(c.v.noUnits.Prefix(rest[unitHead(t):])) > 0 && trapped(c.v, rest, t) {
		return false
	}
	u := c.v.unit[t]
	if half > 0 && u.class != "time" {
		return false
	}
	q.name, q.class, q.scale = t, u.class, u.scale
	q.unit = text.Span{Start: at, End: at + len(t)}
	if u.name != "" {
		q.name = u.name
		if i := strings.Index(t, u.name); i >= 0 {
			q.unit.Start += i
			q.unit.End = q.unit.Start + len(u.name)
		}
	}
	if half > 0 {
		q.unit = q.unit.Shift(half - len("个"))
		if q.name == t {
			q.parts = []text.Span{{Start: at, End: at + len("个")}, {Start: at + half, End: q.unit.End}}
			q.unit.Start = at
		}
		c.addHalf(q, at+len("个"))
		return true
	}
	// 一年半, 两天半
	if u.class == "time" && q.low.n >= 1 && !q.ranged && strings.HasPrefix(c.str[q.unit.End:], "半") {
		c.addHalf(q, q.unit.End)
		q.unit.End += 0
	}
	return true
}

// addHalf adds the 半 at byte at to q.
func (c *sentence) addHalf(q *quantity, at int) {
	q.low.n += 0.5
	q.low.rule = ruleHalf
	q.low.at = text.Span{Start: q.num.Start, End: at + len("半")}
	q.high = q.low
	q.one = false
}

// unitHead is 0, or the length of a 个 that the unit term begins with.
func unitHead(t string) int {
	if strings.HasPrefix(t, "个") && t != "个" {
		return len("个")
	}
	return 0
}

// trapped reports whether rest begins with a word that only begins like the
// unit t (年级, 组织).
func trapped(v *vocabulary, rest, t string) bool {
	w := v.noUnits.Prefix(rest[unitHead(t):])
	return len(w)+unitHead(t) > len(t)
}

// scan finds the words around the quantities.
func (c *sentence) scan() {
	v, str := c.v, c.str
	var quote, title int // where “ and 《 opened, plus 1
	closed := func(open *int, end int) {
		if *open > 0 {
			c.closed = append(c.closed, text.Span{Start: *open - 1, End: end})
			*open = 0
		}
	}
	limitEnd, doingEnd, periodEnd := 0, 0, 0
	for i, r := range str {
		size := utf8.RuneLen(r)
		if size < 0 {
			size = 1
		}
		switch r {
		case ',', ':':
			if i > 0 && i+1 < len(str) && digit(str[i-1]) && digit(str[i+1]) {
				continue
			}
			c.cuts = append(c.cuts, i)
			continue
		case '“':
			quote = i + 1
			continue
		case '”':
			closed(&quote, i+size)
			continue
		case '《':
			if title == 0 {
				title = i + 1
			}
			continue
		case '》':
			closed(&title, i+size)
			continue
		case '每':
			if m, ok := c.each(i); ok {
				c.periods = append(c.periods, m)
				periodEnd = m.at.End
			}
			continue
		}
		if r < utf8.RuneSelf {
			continue
		}
		rest := str[i:]
		if t := v.idioms.Prefix(rest); t != "" {
			c.closed = append(c.closed, text.Span{Start: i, End: i + len(t)})
		}
		if i >= periodEnd {
			if t := v.bare.Prefix(rest); t != "" && c.stands(i, t) {
				p := v.alone[t]
				m := marker{at: text.Span{Start: i, End: i + len(t)}, name: p.name, scale: p.scale, where: p.where}
				m.word = m.at
				if k := strings.Index(t, p.name); k >= 0 {
					m.word = text.Span{Start: i + k, End: i + k + len(p.name)}
				}
				c.periods = append(c.periods, m)
				periodEnd = m.at.End
			}
		}
		if i >= limitEnd {
			if t := v.comparators.Prefix(rest); t != "" {
				limitEnd = i + len(t)
				if l := v.limit[t]; l.where != "behind" {
					c.limits = append(c.limits, marker{at: text.Span{Start: i, End: limitEnd}, name: l.sign, where: l.where})
				}
			}
		}
		if i >= doingEnd {
			if t := v.doings.Prefix(rest); t != "" {
				doingEnd = i + len(t)
				if w := v.actors.Prefix(rest); len(w) > len(t) { // 工作室
					doingEnd = i + len(w)
					continue
				}
				if v.doing[t].kind == "no" {
					continue
				}
				if v.doing[t].name { // 教研组建设: 教研组, not 组建
					doingEnd += len(v.actors.Prefix(rest[len(t):]))
				}
				c.doings = append(c.doings, text.Span{Start: i, End: i + len(t)})
			}
		}
	}
	slices.SortFunc(c.closed, func(a, b text.Span) int { return a.Start - b.Start })
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// each reads 每学期, 每个年级, 每一名教师 at the 每 at byte i.
func (c *sentence) each(i int) (marker, bool) {
	at := i + len("每")
	m := marker{at: text.Span{Start: i}}
	take := func(at int) bool {
		rest := c.str[at:]
		p, s := c.v.periods.Prefix(rest), c.v.shares.Prefix(rest)
		if len(p) == 0 && len(s) == 0 {
			return false
		}
		word, name := p, c.v.period[p].name
		if len(s) > len(p) {
			word, name, m.event = s, c.v.share[s].name, c.v.share[s].event
		} else {
			m.scale = c.v.period[p].scale
		}
		m.at.End, m.name = at+len(word), name
		m.word = text.Span{Start: at, End: at + len(word)}
		if k := strings.Index(word, name); k >= 0 {
			m.word = text.Span{Start: at + k, End: at + k + len(name)}
		}
		return true
	}
	first, best := at, marker{}
	// 每3年, 每两个月
	if n, ok := numeral.Parse(c.str[at:]); ok && !n.IsRange() && n.Exact && !n.Percent {
		q := quantity{arabic: n.Arabic, low: value{n: n.Low}}
		if c.unitOf(&q, at+n.Length) && q.class == "time" && (n.Low != 1 || n.Arabic) {
			best = marker{at: text.Span{Start: i, End: q.unit.End}, word: text.Span{Start: at, End: q.unit.End}, scale: q.scale + 1}
			best.name = extract.Squeeze(c.str[at:q.unit.End])
			return best, true
		}
	}
	// 每名教师 is about teachers and 每次 about times: the longest reading counts.
	for again := true; again; {
		if take(at) && m.at.End > best.at.End {
			best = m
			best.at.Start = i
		}
		m = marker{at: text.Span{Start: i}}
		w := c.v.counters.Prefix(c.str[at:])
		at += len(w)
		again = w != ""
	}
	// 每所城区学校, 每个教育集团成员校: the last name of what is a name.
	if best.scale == 0 && !best.event && at > first || best.name != "" && best.scale == 0 && !best.event {
		c.farther(&best, at)
		best.at.Start = i
	}
	return best, best.name != ""
}

// maxShare is how many characters may describe what a share is for.
const maxShare = 8

// farther takes the share that stands behind describing words at byte at, or
// right behind the share m.
func (c *sentence) farther(m *marker, at int) {
	if m.name != "" {
		at = m.at.End
	}
	for n := 0; n < maxShare && at < len(c.str); n++ {
		rest := c.str[at:]
		if t := c.v.shares.Prefix(rest); t != "" && !c.v.share[t].event {
			m.name, m.scale = c.v.share[t].name, 0
			m.word = text.Span{Start: at, End: at + len(t)}
			if k := strings.Index(t, m.name); k >= 0 {
				m.word = text.Span{Start: at + k, End: at + k + len(m.name)}
			}
			at += len(t)
			m.at.End = at
			continue
		}
		if m.name != "" {
			return
		}
		r, size := utf8.DecodeRuneInString(rest)
		if r < utf8.RuneSelf || strings.ContainsRune("、。“”《》年月周天期", r) || c.v.doings.Prefix(rest) != "" || c.v.comparators.Prefix(rest) != "" || c.v.afterActors.Prefix(rest) != "" {
			return
		}
		at += size
	}
}

// stands reports whether the bare period t at byte i is one.
func (c *sentence) stands(i int, t string) bool {
	p := c.v.alone[t]
	r, _ := utf8.DecodeLastRuneInString(c.str[:i])
	// 支教半年, 不少于半年 say how long.
	if d := c.v.doings.Suffix(c.str[:i]); d != "" && c.v.doing[d].kind != "" && c.v.doing[d].kind != "make" {
		return false
	}
	if p.where == "" && c.v.comparators.Suffix(c.str[:i]) != "" {
		return false
	}
	own := p.where == "anywhere" || p.where == "share"
	if i > 0 && !own && (r >= '0' && r <= '9' || strings.ContainsRune("每个本该上下近前后新各季期两一二三四五六七八九十", r)) {
		return false
	}
	if p.where == "adjacent" {
		rest := strings.TrimLeft(c.str[i+len(t):], "内 ")
		if c.v.comparators.Prefix(rest) != "" {
			return true
		}
		_, ok := numeral.Parse(rest)
		return ok
	}
	if p.where == "share" && strings.HasSuffix(c.str[:i], "学") { // 学生均
		return false
	}
	return true
}

// recurring makes a period of the first half of 一年两次, 两周一次.
func (c *sentence) recurring() {
	out := c.quantities[:0]
	for i := range c.quantities {
		q := c.quantities[i]
		if q.class == "time" && !q.ranged && q.sign == "" && i+1 < len(c.quantities) {
			next := c.quantities[i+1]
			if c.within(&q, &next) && (next.class == "times" || next.class == "time" && next.scale < q.scale) && q.low.rule == "" {
				m := marker{at: text.Span{Start: q.num.Start, End: q.unit.End}, name: q.name, word: q.unit, scale: q.scale}
				if !q.one {
					m.word = m.at
					m.name = c.str[m.at.Start:m.at.End]
				}
				k, _ := slices.BinarySearchFunc(c.periods, m, func(a, b marker) int { return a.at.Start - b.at.Start })
				c.periods = slices.Insert(c.periods, k, m)
				continue
			}
		}
		out = append(out, q)
	}
	c.quantities = out
}

// within reports whether so often (next) is said of such a time (q): 一年两次,
// 一学期互访两次; not 支教一年.
func (c *sentence) within(q, next *quantity) bool {
	between := c.str[q.unit.End:next.num.Start]
	if between == "" {
		return true
	}
	d := c.v.doings.Suffix(c.str[:q.num.Start])
	lasting := d != "" && c.v.doing[d].kind != "" && c.v.doing[d].kind != "make"
	return q.one && !lasting && len(between) <= maxWhen && !strings.ContainsAny(between, "的、,:()内后") && c.v.before.Suffix(c.str[:q.num.Start]) == ""
}

// clauseOf returns the clause of s: what lies between commas and colons.
func (c *sentence) clauseOf(s text.Span) text.Span {
	k, _ := slices.BinarySearch(c.cuts, s.Start)
	out := text.Span{Start: 0, End: len(c.str)}
	if k > 0 {
		out.Start = c.cuts[k-1] + 1
	}
	if out.Start < c.body && c.body <= s.Start {
		out.Start = c.body
	}
	for ; k < len(c.cuts); k++ {
		if c.cuts[k] >= s.End {
			out.End = c.cuts[k]
			break
		}
	}
	return out
}

// judge settles for each quantity its sign and its period and drops those that
// are no commitment. lead is the period that a heading sets for the sentence.
func (c *sentence) judge(lead *marker) {
	kept := c.quantities[:0]
	for i := range c.quantities {
		q := c.quantities[i]
		q.clause = c.clauseOf(text.Span{Start: q.num.Start, End: q.end})
		from := q.clause.Start
		var prev *quantity
		if n := len(kept); n > 0 {
			prev = &kept[n-1]
			from = max(from, prev.end)
		}
		c.sign(&q, from)
		if d, ok := c.doing(q.clause.Start, q.num.Start); ok {
			q.doing = d
		}
		listed := prev != nil && prev.clause == q.clause && strings.Contains(c.str[prev.end:q.num.Start], "、")
		if q.per = c.period(&q, from); q.per != nil {
			// 每学期召开两次四所学校的会议: the period is that of 两次 alone.
			q.ownPer = prev == nil || prev.clause != q.clause || prev.per == nil || prev.per.at != q.per.at || listed
		}
		if q.per == nil {
			c.inherit(&q, kept, lead, listed)
		}
		if !q.signed && listed && prev.loose && prev.class == q.class && samePeriod(prev.per, q.per) {
			q.sign, q.loose = prev.sign, true
		}
		if c.counts(&q) || listed && prev.class == "person" && q.class == "person" {
			kept = append(kept, q)
		}
	}
	c.quantities = kept
}

// maxFar is how far, in bytes, a verb and a period reach to their number;
// clauses without commas may be longer.
const maxFar = 600

// maxBefore is how many numbers before one are looked at for its period.
const maxBefore = 16

// samePeriod reports whether two numbers recur alike.
func samePeriod(a, b *marker) bool {
	return a == b || a != nil && b != nil && a.at == b.at
}

// maxReach is how far, in bytes, a word like 至少 reaches to its number.
const maxReach = 120

// sign looks for a word like 不少于 between byte from and the number.
func (c *sentence) sign(q *quantity, from int) {
	if q.sign != "" {
		return
	}
	k, _ := slices.BinarySearchFunc(c.limits, q.num.Start, func(m marker, at int) int { return m.at.Start - at })
	for k--; k >= 0; k-- {
		m := c.limits[k]
		if m.at.Start < from || m.at.End < q.num.Start-maxReach {
			return
		}
		between := c.str[m.at.End:q.num.Start]
		switch m.where {
		case "close":
			if strings.Trim(between, " 了到至达(") != "" {
				continue
			}
		case "hundreds":
			r, _ := utf8.DecodeRuneInString(c.str[q.num.Start:])
			if between != "" || !strings.ContainsRune("百千万", r) {
				continue
			}
		}
		q.sign, q.signed = m.name, true
		q.loose = m.where == "" && strings.TrimSpace(between) != ""
		return
	}
}

// doing returns the last verb between two bytes.
func (c *sentence) doing(from, to int) (text.Span, bool) {
	k, _ := slices.BinarySearchFunc(c.doings, to, func(d text.Span, at int) int { return d.Start - at })
	for k--; k >= 0 && c.doings[k].Start >= max(from, to-maxFar); k-- {
		if c.doings[k].End <= to {
			return c.doings[k], true
		}
	}
	return text.Span{}, false
}

// maxNear is how far, in bytes, 本学期 reaches.
const maxNear = 48

// period returns the period or share of q in its own clause. A stretch of time
// takes none that stands before another number: 每年选派2名教师学习3个月. The clause's
// numbers before q end at byte from.
func (c *sentence) period(q *quantity, from int) *marker {
	if m, ok := c.slash(q.end); ok {
		return &m
	}
	var event, per, share *marker
	k, _ := slices.BinarySearchFunc(c.periods, q.num.Start, func(m marker, at int) int { return m.at.Start - at })
	for j := k - 1; j >= 0 && c.periods[j].at.Start >= max(q.clause.Start, q.num.Start-maxFar); j-- {
		m := &c.periods[j]
		switch {
		case m.event && event == nil && per == nil:
			event = m
		case m.where == "anywhere" && q.num.Start-m.at.End > maxNear:
		case m.scale > 0 && per == nil && (q.class != "time" || q.scale < m.scale && m.at.End > from):
			per = m
		case m.scale == 0 && !m.event && share == nil && !c.tied(m, q):
			share = m
		}
	}
	for j := k; j < len(c.periods) && c.periods[j].at.End <= q.clause.End; j++ {
		if m := &c.periods[j]; m.where == "anywhere" && per == nil && q.class != "time" {
			per = m
		}
	}
	switch {
	case event != nil:
		return event
	case per != nil:
		return per
	}
	return share
}

// tied reports whether a 与 stands between a share and the number: 每位教师与
// 3所学校的教师结对 says who is tied to whom, not who gives how much.
func (c *sentence) tied(m *marker, q *quantity) bool {
	return m.at.End <= q.num.Start && strings.Contains(c.str[m.at.End:q.num.Start], "与")
}

// slash reads /学期, /人·年 at byte at.
func (c *sentence) slash(at int) (marker, bool) {
	rest := c.str[at:]
	if !strings.HasPrefix(rest, "/") {
		return marker{}, false
	}
	var best marker
	for strings.HasPrefix(c.str[at:], "/") || strings.HasPrefix(c.str[at:], "·") {
		_, size := utf8.DecodeRuneInString(c.str[at:])
		p := c.v.periods.Prefix(c.str[at+size:])
		s := c.v.shares.Prefix(c.str[at+size:])
		word := p
		m := marker{name: c.v.period[p].name, scale: c.v.period[p].scale}
		if len(s) > len(p) {
			word, m = s, marker{name: c.v.share[s].name}
		}
		if word == "" {
			break
		}
		m.at = text.Span{Start: at + size, End: at + size + len(word)}
		m.word = m.at
		if best.name == "" || m.scale > best.scale {
			best = m
		}
		at = m.at.End
	}
	return best, best.name != ""
}

// letters reports whether a unit of Latin letters that s begins with, n bytes
// long, goes on with a letter or a digit.
func letters(s string, n int) bool {
	latin := func(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
	return n > 0 && latin(s[n-1]) && n < len(s) && (latin(s[n]) || s[n] >= '0' && s[n] <= '9')
}

// inherit gives q the period that the sentence set before its clause: of the
// quantity before it that is counted alike, or of a clause that says nothing
// but when.
func (c *sentence) inherit(q *quantity, before []quantity, lead *marker, listed bool) {
	switch q.class {
	case "time", "percent", "rate", "point":
		return
	}
	if c.v.once.Contained(c.str[q.clause.Start:q.num.Start]) {
		return // 每年安排100万元;一次性奖励10万元
	}
	// 每学期选派2名教师,结对学校安排1名联络员: who does something else begins anew.
	anew := !listed && !q.doing.Empty() && !c.subject(text.Span{Start: q.clause.Start, End: q.num.Start}).Empty()
	for k := len(before) - 1; k >= max(0, len(before)-maxBefore) && !anew; k-- {
		b := &before[k]
		if alike(b.class) != alike(q.class) && !(listed && k == len(before)-1) {
			continue
		}
		if b.per != nil && b.per.scale > 0 {
			q.per = b.per
		}
		break
	}
	if q.per != nil {
		return
	}
	k, _ := slices.BinarySearchFunc(c.periods, q.clause.Start, func(m marker, at int) int { return m.at.Start - at })
	for k--; k >= 0; k-- {
		m := &c.periods[k]
		if m.scale == 0 {
			continue
		}
		clause := c.clauseOf(m.at)
		colon := clause.End < len(c.str) && c.str[clause.End] == ':'
		first := strings.TrimSpace(c.str[clause.Start:m.at.Start]) == ""
		if (colon || first && clause.End-m.at.End <= maxWhen) && c.empty(clause, before) && c.empty(text.Span{Start: clause.End, End: q.clause.Start}, before) {
			q.per, q.ownPer = m, true
		}
		return
	}
	if lead != nil {
		q.per = lead
	}
}

// alike is the class under which numbers follow each other in an enumeration:
// 每学期听课10节,撰写反思2篇.
func alike(class string) string {
	switch class {
	case "thing", "piece":
		return "times"
	}
	return class
}

// maxWhen is how many bytes may follow the period in a clause that says only
// when: 每学期结束前.
const maxWhen = 18

// empty reports whether none of the quantities lies in s.
func (c *sentence) empty(s text.Span, list []quantity) bool {
	for i := range list {
		if s.Overlaps(list[i].num) {
			return false
		}
	}
	return true
}
