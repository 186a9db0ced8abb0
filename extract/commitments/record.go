package commitments

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/internal/numeral"
	"jiedui/schema"
	"jiedui/text"
)

// sentence adds the commitments of the sentence at s, and the doubts.
func (x *state) sentence(s text.Span) {
	str := x.Str(s)
	c := read(str)
	if s.Start > 0 && len(c.quantities) > 0 && c.quantities[0].num.Start == 0 && x.Str(text.Span{Start: s.Start - 1, End: s.Start}) == "?" {
		c.quantities = c.quantities[1:] // 不低于?5%: a byte slip took the first digit
	}
	x.limits(s, c)
	if len(c.quantities) == 0 {
		x.heading(s, c)
		return
	}
	lead := x.lead
	if lead != nil {
		// Its places count from the sentence that it was read in.
		m := *lead
		lead = &m
	}
	c.judge(lead)
	for i := range c.quantities {
		x.add(x.commitment(s, c, i))
	}
	x.heading(s, c)
}

// maxCard is how many bytes of words a number alone in its line may have below it.
const maxCard = 120

// card reads a number that stands alone in its line over the words that say
// what it is, as in posters: 8节 over 每学期送课不少于. It reports whether it did.
func (x *state) card(line, words text.Span) bool {
	str := x.Str(line)
	if len(str) > maxCard || words.Len() > maxCard {
		return false
	}
	c := read(str)
	if len(c.quantities) != 1 || strings.TrimSpace(str[:c.quantities[0].num.Start]+str[c.quantities[0].end:]) != "" {
		return false
	}
	w := read(x.Str(words))
	if len(w.quantities) > 0 {
		return false
	}
	w.scan()
	end := len(strings.TrimRight(w.str, " :"))
	it := &c.quantities[0]
	q := quantity{num: text.Span{Start: end, End: end}, end: end, class: it.class, scale: it.scale}
	q.clause = w.clauseOf(q.num)
	for _, m := range w.limits {
		if m.at.End == end {
			it.sign = m.name
		}
	}
	if m := w.period(&q, 0); m != nil {
		at := *m
		at.at, at.word, at.from = m.at.Shift(words.Start), m.word.Shift(words.Start), words.Start
		it.per = &at
	}
	if it.per == nil && it.sign == "" {
		return false
	}
	it.clause = text.Span{Start: 0, End: len(str)}
	out := x.commitment(line, c, 0)
	out.Quote = x.Value(line, words)
	actor, ok := w.actor(&q)
	x.set(&out.Actor, words.Start, actor, ok)
	action, ok := w.action(&q)
	x.set(&out.Action, words.Start, action, ok)
	x.add(out)
	return true
}

// limits reports the limits of the sentence at s that stand before a blank or
// before a number whose unit is not known.
func (x *state) limits(s text.Span, c *sentence) {
	if !strings.ContainsAny(c.str, "_xX×0123456789") {
		return
	}
	for at := 0; at < len(c.str); {
		i, j := c.v.comparators.Find(c.str[at:])
		if i < 0 {
			return
		}
		term := text.Span{Start: at + i, End: at + j}
		at = term.End
		if c.v.limit[c.str[term.Start:term.End]].where != "" {
			continue
		}
		rest := strings.TrimLeft(c.str[at:], " ")
		start := len(c.str) - len(rest)
		blank := len(rest) - len(strings.TrimLeft(rest, "_xX×"))
		if blank >= 2 {
			x.d.Doubt(schema.CodeBlank, "the amount is not filled in", text.Span{Start: term.Start, End: start + blank}.Shift(s.Start))
			continue
		}
		n, ok := numeral.Parse(rest)
		if ok && n.Arabic && !c.unitOf(&quantity{arabic: true}, start+n.Length) && !n.Percent {
			x.d.Doubt(schema.CodeAmount, "the unit of the amount is not known", text.Span{Start: term.Start, End: start + n.Length}.Shift(s.Start))
		}
	}
}

// heading keeps the period of a sentence that sets one for the items behind
// its colon.
func (x *state) heading(s text.Span, c *sentence) {
	colon := strings.IndexByte(c.str, ':')
	if colon < 0 || !strings.Contains(c.str[:colon], "每") {
		return
	}
	if len(c.periods) == 0 {
		c.scan()
	}
	for i := range c.periods {
		m := c.periods[i]
		if m.scale > 0 && m.at.End <= colon && c.empty(text.Span{Start: 0, End: colon}, c.quantities) {
			m.from = s.Start
			m.at, m.word = m.at.Shift(s.Start), m.word.Shift(s.Start)
			x.lead = &m
		}
	}
}

// commitment is what the i-th quantity of c, the sentence at s, says.
func (x *state) commitment(s text.Span, c *sentence, i int) schema.Commitment {
	q := &c.quantities[i]
	out := schema.Commitment{
		Quote:      x.Value(x.Trim(c.quote(i).Shift(s.Start))),
		Amount:     x.number(q.low, s.Start),
		Comparator: q.sign,
	}
	if out.Comparator == "" {
		out.Comparator = "="
	}
	if q.ranged {
		n := x.number(q.high, s.Start)
		out.AmountMax = &n
	}
	out.Unit = x.unit(q, s.Start)
	if m := q.per; m != nil {
		at := m.word
		if m.from == 0 {
			at = at.Shift(s.Start)
		}
		v := x.Value(at)
		if v.Value != m.name {
			rule := rulePeriod
			if m.scale == 0 {
				rule = ruleShare
			}
			v = x.Derived(m.name, rule, at)
		}
		out.Per = &v
	}
	actor, ok := c.actor(q)
	x.set(&out.Actor, s.Start, actor, ok)
	action, ok := c.action(q)
	x.set(&out.Action, s.Start, action, ok)
	object, ok := c.object(i, action)
	x.set(&out.Object, s.Start, object, ok)
	return out
}

// maxPlaces is how many places are cited for a commitment that a page tells again
// and again in the same words: the first ones.
const maxPlaces = 500

// add adds a commitment to the draft. One that was told before in the same
// words gives its places to the first.
func (x *state) add(c schema.Commitment) {
	key := fmt.Sprintf("%q %g %q %s", c.Quote.Value, c.Amount.Value, c.Unit.Value, c.Comparator)
	if c.AmountMax != nil {
		key += fmt.Sprintf(" to %g", c.AmountMax.Value)
	}
	for _, v := range []*schema.Value{c.Per, c.Actor, c.Action, c.Object} {
		if v == nil {
			key += " -"
		} else {
			key += fmt.Sprintf(" %q", v.Value)
		}
	}
	i, ok := x.at[key]
	if !ok {
		x.at[key] = len(x.d.Commitments)
		x.d.Commitments = append(x.d.Commitments, c)
		return
	}
	o := &x.d.Commitments[i]
	// Sentences are read in order: what is not behind the last place is known.
	more := func(to *[]schema.Evidence, list []schema.Evidence) {
		for _, e := range list {
			if n := len(*to); n < maxPlaces && (n == 0 || e.Start > (*to)[n-1].Start) {
				*to = append(*to, e)
			}
		}
	}
	more(&o.Quote.Evidence, c.Quote.Evidence)
	more(&o.Amount.Evidence, c.Amount.Evidence)
	more(&o.Unit.Evidence, c.Unit.Evidence)
	if o.AmountMax != nil {
		more(&o.AmountMax.Evidence, c.AmountMax.Evidence)
	}
	for _, v := range []struct{ to, from *schema.Value }{{o.Per, c.Per}, {o.Actor, c.Actor}, {o.Action, c.Action}, {o.Object, c.Object}} {
		if v.to != nil {
			more(&v.to.Evidence, v.from.Evidence)
		}
	}
}

// set puts the value at a place of a sentence that starts at byte from.
func (x *state) set(to **schema.Value, from int, at text.Span, ok bool) {
	if !ok {
		return
	}
	if at = x.Trim(at.Shift(from)); !at.Empty() {
		v := x.Value(at)
		*to = &v
	}
}

func (x *state) number(v value, at int) schema.Number {
	return schema.Number{Value: v.n, Evidence: x.Evidence(v.at.Shift(at)), Derived: v.rule}
}

func (x *state) unit(q *quantity, at int) schema.Value {
	if q.unitRule != "" {
		return x.Derived(q.name, q.unitRule, q.unit.Shift(at))
	}
	if len(q.parts) > 0 {
		return x.Value(x.Spans(q.parts, at)...)
	}
	return x.Value(q.unit.Shift(at))
}

// maxLabel is how many bytes a label before a colon may have to be quoted.
const maxLabel = 45

// maxQuote is how many bytes of a clause without commas are quoted on each side
// of the number.
const maxQuote = 240

// quote is the clause of the i-th quantity; of a list (开展两次甲、举办一次乙)
// only its own item.
func (c *sentence) quote(i int) text.Span {
	q := &c.quantities[i]
	s := q.clause
	if i > 0 {
		if p := &c.quantities[i-1]; p.clause == q.clause {
			if k := strings.LastIndex(c.str[p.end:q.num.Start], "、"); k >= 0 {
				s.Start = p.end + k + len("、")
			}
		}
	}
	if i+1 < len(c.quantities) {
		if n := &c.quantities[i+1]; n.clause == q.clause && n.num.Start >= q.end {
			if k := strings.Index(c.str[q.end:n.num.Start], "、"); k >= 0 {
				s.End = q.end + k
			}
		}
	}
	if q.num.Start-s.Start > maxQuote {
		s.Start = whole(c.str, q.num.Start-maxQuote)
	}
	if s.End-q.end > maxQuote {
		s.End = whole(c.str, q.end+maxQuote)
	}
	// 周期:3年 is quoted with its label.
	if strings.TrimSpace(c.str[s.Start:q.num.Start]) == "" && s.Start > 0 && c.str[s.Start-1] == ':' {
		if label := c.clauseOf(text.Span{Start: s.Start - 1, End: s.Start - 1}); label.Len() <= maxLabel {
			s.Start = label.Start
		}
	}
	// A bracket that the cuts left open is left out, the number stays in.
	if open := strings.LastIndexByte(c.str[s.Start:q.num.Start], '('); open >= 0 && !strings.Contains(c.str[s.Start+open:s.End], ")") {
		s.Start += open + 1
	}
	if close := strings.IndexByte(c.str[q.end:s.End], ')'); close >= 0 && strings.LastIndexByte(c.str[s.Start:q.num.Start], '(') <= strings.LastIndexByte(c.str[s.Start:q.num.Start], ')') && !strings.Contains(c.str[q.end:q.end+close], "(") {
		s.End = q.end + close
	}
	return s
}

// whole moves byte i of s back to the start of a character.
func whole(s string, i int) int {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

// maxActor is the length in characters of the longest subject.
const maxActor = 20

// actor is the subject of the clause of q, or of the nearest clause before it
// that has one.
func (c *sentence) actor(q *quantity) (text.Span, bool) {
	clause := q.clause
	for range 6 {
		if a := c.subject(text.Span{Start: clause.Start, End: min(clause.End, q.num.Start)}); !a.Empty() {
			return a, true
		}
		if clause.Start <= c.body {
			break
		}
		clause = c.clauseOf(text.Span{Start: clause.Start - 1, End: clause.Start - 1})
	}
	return text.Span{}, false
}

// subject is the noun that a clause begins with, when it ends like one who can
// promise and what follows is what one can do.
func (c *sentence) subject(s text.Span) text.Span {
	for again := true; again && s.Start < s.End; {
		again = false
		str := c.str[s.Start:s.End]
		n := len(str) - len(strings.TrimLeft(str, " “"))
		if w := c.v.beforeActors.Prefix(str[n:]); w != "" {
			n += len(w)
		}
		// 每学期, 每次 before the subject are no part of it; 每个学科 is.
		if n == 0 && strings.HasPrefix(str, "每") {
			if m, ok := c.each(s.Start); ok && (m.scale > 0 || m.event) && m.at.End < s.End {
				n = m.at.Len()
			}
		}
		s.Start += n
		again = n > 0
	}
	if s.Start >= s.End || !c.empty(text.Span{Start: s.Start, End: s.Start + 1}, c.quantities) {
		return text.Span{}
	}
	str := c.str[s.Start:s.End]
	n, best, passed := 0, 0, 0
	for i, r := range str {
		if n++; n > maxActor || strings.ContainsRune("(“《、", r) {
			return text.Span{}
		}
		if i >= passed {
			if w := c.stop(str[i:], i); w > 0 {
				if best == i && i > 0 || i > 0 && extract.IsSchool(str[:i]) {
					return text.Span{Start: s.Start, End: s.Start + i}
				}
				return text.Span{}
			} else if w < 0 {
				passed = i - w
			}
		}
		if end := i + utf8.RuneLen(r); r >= utf8.RuneSelf && c.v.actors.Suffix(str[:end]) != "" {
			best = end
		}
	}
	if best == len(str) {
		return text.Span{Start: s.Start, End: s.Start + best}
	}
	return text.Span{}
}

// stop returns the length of the word that ends the subject where s begins, and
// a negative one where a doing is part of a name (教研组, 负责人).
func (c *sentence) stop(s string, at int) int {
	if w := c.v.actors.Prefix(s); len(w) > len(c.v.afterActors.Prefix(s)) && len(w) > len(c.v.doings.Prefix(s)) {
		return -len(w)
	}
	if w := c.v.doings.Prefix(s); w != "" {
		if who := c.v.actors.Prefix(s[len(w):]); c.v.doing[w].name && who != "" {
			return -len(w) - len(who)
		}
		return len(w)
	}
	for _, t := range []*lexicon.Terms{c.v.afterActors, c.v.comparators, c.v.bare} {
		if w := t.Prefix(s); w != "" && !(at == 0 && (w == "各" || w == "每")) {
			return len(w)
		}
	}
	if digit(s[0]) || s[0] == ' ' {
		return 1
	}
	if strings.HasPrefix(s, "每") && at > 0 {
		return len("每")
	}
	return 0
}

// action is the verb of q: the last one before the number in its clause, one
// that is no part of a name before others; else the first behind it.
func (c *sentence) action(q *quantity) (text.Span, bool) {
	var other text.Span
	k, _ := slices.BinarySearchFunc(c.doings, q.num.Start, func(d text.Span, at int) int { return d.Start - at })
	for j := k - 1; j >= 0 && c.doings[j].Start >= max(q.clause.Start, q.num.Start-maxFar); j-- {
		switch d := c.v.doing[c.str[c.doings[j].Start:c.doings[j].End]]; {
		case d.kind == "span":
		case !d.name:
			return c.doings[j], true
		case other.Empty():
			other = c.doings[j]
		}
	}
	if !other.Empty() {
		return other, true
	}
	for ; k < len(c.doings) && c.doings[k].End <= q.clause.End; k++ {
		if d := c.v.doing[c.str[c.doings[k].Start:c.doings[k].End]]; d.kind != "span" && c.doings[k].Start >= q.end {
			return c.doings[k], true
		}
	}
	return text.Span{}, false
}

// maxObject is the length in characters of the longest object.
const maxObject = 24

// object is what is counted: the words behind the unit up to a verb or a
// preposition, else those between the verb and the number.
func (c *sentence) object(i int, action text.Span) (text.Span, bool) {
	q := &c.quantities[i]
	end := c.quote(i).End
	if i+1 < len(c.quantities) {
		end = max(q.end, min(end, c.quantities[i+1].num.Start))
	}
	of := strings.HasPrefix(c.str[q.end:end], "的")
	behind := of
	switch q.class {
	case "times", "person", "thing", "piece":
		behind = true
	case "money":
		// 300元交通补贴, but not 300元提高到.
		behind = of || c.v.doings.Prefix(c.str[q.end:end]) == ""
	}
	if behind {
		if s := c.noun(text.Span{Start: q.end, End: end}, q.class == "person"); !s.Empty() {
			return s, true
		}
	}
	if action.Empty() || action.Start < q.clause.Start || q.class == "percent" || q.class == "rate" || q.class == "time" {
		return text.Span{}, false
	}
	if action.Start >= q.end {
		s := c.noun(text.Span{Start: action.End, End: end}, false)
		return s, !s.Empty()
	}
	to := q.num.Start
	if i > 0 && c.quantities[i-1].num.Start >= action.End {
		return text.Span{}, false // what is between is counted already
	}
	for _, list := range [][]marker{c.limits, c.periods} {
		k, _ := slices.BinarySearchFunc(list, action.End, func(m marker, at int) int { return m.at.Start - at })
		if k < len(list) {
			to = min(to, list[k].at.Start)
		}
	}
	s := c.noun(text.Span{Start: action.End, End: to}, false)
	return s, !s.Empty()
}

// noun is the stretch of s from its start to the first word that ends a noun;
// of persons what they do ends it too.
func (c *sentence) noun(s text.Span, person bool) text.Span {
	str := c.str[s.Start:s.End]
	for _, w := range []string{"的", "了", " "} {
		if t, ok := strings.CutPrefix(str, w); ok {
			s.Start += len(w)
			str = t
		}
	}
	n, passed := 0, 0
	if k := strings.Index(str, "”"); k > 0 && strings.HasPrefix(str, "“") {
		passed = k + len("”")
	}
	for i, r := range str {
		n++
		if i < passed && n <= maxObject {
			continue
		}
		w := c.v.afterNouns.Prefix(str[i:])
		switch class, _ := c.v.afterNouns.Class(w); {
		case class == "no":
			passed, w = i+len(w), ""
		case class == "first" && i > 0:
			w = ""
		}
		d := c.v.doings.Prefix(str[i:])
		if n > maxObject || strings.ContainsRune(",;:。、()《》”·/", r) || w != "" || i > 0 && d != "" && (person || c.v.actors.Suffix(str[:i]) != "") &&
			c.v.actors.Prefix(str[i+len(d):]) == "" && len(c.v.actors.Prefix(str[i:])) <= len(d) {
			s.End = s.Start + i
			break
		}
	}
	str = c.str[s.Start:s.End]
	for _, w := range []string{"和", "及", "以及", "或"} {
		if t, ok := strings.CutSuffix(str, w); ok {
			str, s.End = t, s.End-len(w)
		}
	}
	if utf8.RuneCountInString(str) < 2 {
		return text.Span{}
	}
	return s
}
