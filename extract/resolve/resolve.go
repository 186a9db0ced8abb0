// Package resolve finds what depends on all other facts of a document.
//
// 我校 is the school that signed or issued, the one that the title begins with,
// the one other school that helps the same partner, or the one that acts; the
// schools that facts name are listed, each once, with all its written forms:
// 12小 is 某市第12小学 where that is the one full name that fits (see package
// schools, which decides it for the names of a document and of the other
// documents of its page that are about the same district). What cannot be
// resolved is a doubt. Near-namesakes are never merged.
package resolve

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor resolves references.
type Extractor struct{}

// Name returns "resolve".
func (Extractor) Name() string { return "resolve" }

// Wants is true for every part.
func (Extractor) Wants(*extract.Part) bool { return true }

// Extract resolves what the draft left open.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	x := &state{Part: p, d: d, longer: map[string]*schema.Value{}}
	x.gather()
	x.own()
	x.identify()
	x.whoHelps()
	x.samePair()
	x.sides()
	x.full()
	x.list()
}

type state struct {
	*extract.Part
	d *extract.Draft

	// What scans of the whole text found: see actor and longest.
	acting      *schema.Value
	actorLooked bool
	longer      map[string]*schema.Value

	names
}

// own resolves 我校 in pairings.
func (x *state) own() {
	school, rule := x.self()
	open := map[string][]schema.Evidence{} // unresolved words with their places
	var order []string
	for i := range x.d.Pairings {
		p := &x.d.Pairings[i]
		for _, side := range []*schema.Value{&p.From, &p.To} {
			if !extract.IsOwn(side.Value) {
				continue
			}
			s, r := school, rule
			if c := x.called(side.Value); c != nil {
				s, r = c, "own-school-called"
			}
			if s == nil {
				s, r = x.partnerOf(p, side), "own-school-partner"
			}
			if s == nil {
				s, r = x.actor(), "own-school-actor"
			}
			if s == nil {
				if open[side.Value] == nil {
					order = append(order, side.Value)
				}
				open[side.Value] = append(open[side.Value], side.Evidence...)
				continue
			}
			x.ownForm(*side, *s)
			*side = schema.Value{
				Value:    s.Value,
				Evidence: append(append([]schema.Evidence{}, side.Evidence...), s.Evidence...),
				Derived:  r,
			}
		}
	}
	slices.Sort(order)
	for _, w := range order {
		x.d.Doubts = append(x.d.Doubts, schema.Doubt{
			Code:     schema.CodeUnresolved,
			Message:  "the document does not say which school " + w + " is",
			Evidence: sorted(open[w]),
		})
	}
}

// self returns the school whose document it is: the one that signed or issued
// it, or the one that its title begins with.
func (x *state) self() (school *schema.Value, rule string) {
	school, rule = x.selfOf(false)
	if school == nil {
		school, rule = x.selfOf(true)
	}
	return school, rule
}

// selfOf is self of what lost bytes, or of what did not.
func (x *state) selfOf(damaged bool) (school *schema.Value, rule string) {
	m := x.d.Metadata
	if m.SignedBy != nil && extract.Damaged(m.SignedBy.Evidence) == damaged && extract.IsSchool(m.SignedBy.Value) {
		return m.SignedBy, "own-school-signature"
	}
	if m.Issuer != nil && extract.Damaged(m.Issuer.Evidence) == damaged && extract.IsSchool(m.Issuer.Value) {
		return m.Issuer, "own-school-signature"
	}
	if x.d.Title == nil || extract.Damaged(x.d.Title.Evidence) != damaged {
		return nil, ""
	}
	title := x.d.Title.Value
	n := extract.SchoolStarting(title)
	if n == 0 || extract.IsOwn(title[:n]) {
		return nil, ""
	}
	for _, w := range []string{"与", "和", "、"} {
		if strings.HasPrefix(title[n:], w) {
			return nil, "" // a title that names several
		}
	}
	return &schema.Value{Value: title[:n], Evidence: x.d.Title.Evidence}, "own-school-title"
}

// called returns the one school of which the text says that it is called by the
// word for one's own: 甲小学(以下简称“我校”); nil if there is none or several.
func (x *state) called(word string) *schema.Value {
	var found *schema.Value
	str := x.Str(x.Span)
	for _, m := range shortCalled.FindAllStringSubmatchIndex(str, -1) {
		s := extract.SchoolEnding(str, m[0])
		if str[m[2]:m[3]] != word || s.Empty() {
			continue
		}
		v := x.Value(s.Shift(x.Span.Start))
		if found != nil && found.Value != v.Value {
			return nil
		}
		found = &v
	}
	return found
}

// shortCalled matches what says how a name is written below.
var shortCalled = regexp.MustCompile(`\((?:以下|下|后文)?(?:统一)?简?称:?["“”「『]*([^"“”「」『』()]{2,6})["“”」』]*\)`)

// partnerOf returns the one other school that a pairing of the document ties
// to the same partner: 我校与乙结对 and 甲对乙帮扶 make 我校 甲.
func (x *state) partnerOf(p *schema.Pairing, side *schema.Value) *schema.Value {
	other := p.To.Value
	if side == &p.To {
		other = p.From.Value
	}
	var found []*schema.Value
	for i := range x.d.Pairings {
		q := &x.d.Pairings[i]
		if q == p {
			continue
		}
		switch {
		case x.same(q.To.Value, other) && !x.isOwn(&q.From):
			found = append(found, &q.From)
		case x.same(q.From.Value, other) && !x.isOwn(&q.To):
			found = append(found, &q.To)
		}
	}
	var best *schema.Value
	for i, v := range found {
		for _, o := range found[:i] {
			if !x.same(o.Value, v.Value) {
				return nil
			}
		}
		n := utf8.RuneCountInString(v.Value)
		if best == nil || n > utf8.RuneCountInString(best.Value) || n == utf8.RuneCountInString(best.Value) && start(*v) < start(*best) {
			best = v
		}
	}
	if best == nil {
		return nil
	}
	return x.longest(best)
}

// isOwn reports whether a side is a word for the document's own school, or was
// one before it was resolved.
func (x *state) isOwn(side *schema.Value) bool {
	return extract.IsOwn(side.Value) || strings.HasPrefix(side.Derived, "own-school-")
}

// actor returns the one school that the text makes act towards another with
// 将向 (甲中学将向乙中学选派…), as a plan does that speaks of its own school.
func (x *state) actor() *schema.Value {
	if !x.actorLooked {
		x.actorLooked = true
		x.acting = x.findActor()
	}
	return x.acting
}

func (x *state) findActor() *schema.Value {
	var found *schema.Value
	str := x.Str(x.Span)
	for at := 0; ; {
		i := strings.Index(str[at:], "将向")
		if i < 0 {
			break
		}
		i += at
		at = i + len("将向")
		start := extract.NameStart(str, i)
		if !extract.IsSchool(str[start:i]) {
			continue
		}
		v := x.Value(text.Span{Start: x.Span.Start + start, End: x.Span.Start + i})
		if found != nil && !x.same(found.Value, v.Value) {
			return nil
		}
		if found == nil {
			found = &v
		}
	}
	return found
}

// longest returns the longer form under which the text names the school that
// it also calls by a short one: 一中 is 云峰一中 where that is the longer form
// written most often, and at least twice. Words that happen to stand before
// 一中 (课时津贴一中) come once.
func (x *state) longest(v *schema.Value) *schema.Value {
	if utf8.RuneCountInString(v.Value) > 4 {
		return v
	}
	l, ok := x.longer[v.Value]
	if !ok {
		l = x.longerForm(v.Value)
		x.longer[v.Value] = l
	}
	if l == nil {
		return v
	}
	return l
}

func (x *state) longerForm(name string) *schema.Value {
	str := x.Str(x.Span)
	count := map[string]int{}
	first := map[string]text.Span{}
	for at := 0; ; {
		i := strings.Index(str[at:], name)
		if i < 0 {
			break
		}
		i += at
		end := i + len(name)
		at = end
		start := extract.NameStart(str, end)
		form := str[start:end]
		if start >= i || utf8.RuneCountInString(form) > 10 || !extract.IsSchool(form) {
			continue
		}
		if count[form]++; count[form] == 1 {
			first[form] = text.Span{Start: x.Span.Start + start, End: x.Span.Start + end}
		}
	}
	best, tie := "", false
	for f, n := range count {
		switch {
		case best == "" || n > count[best]:
			best, tie = f, false
		case n == count[best]:
			tie = true
		}
	}
	if best == "" || tie || count[best] < 2 {
		return nil
	}
	l := x.Value(first[best])
	return &l
}

// same reports whether two written forms mean the same school: they are one by
// all the names of the document, or they are alike.
func (x *state) same(a, b string) bool {
	return a == b || x.schools != nil && x.schools.Same(a, b) || alike(a, b)
}

// alike reports whether two written forms can mean the same school within one
// document: equal, or one is the other with a place before it, or they differ
// by the unit 镇 or 县 of the place. Similar names are not the same.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	if strings.HasSuffix(a, b) && utf8.RuneCountInString(b) >= 2 {
		rest := strings.TrimSuffix(a, b)
		return placeBefore(rest, b)
	}
	for _, u := range leftOutUnits {
		if strings.Replace(a, u, "", 1) == b {
			return true
		}
	}
	return false
}

// leftOutUnits are those that some writings leave out.
var leftOutUnits = []string{"镇", "县", "乡"}

// placeBefore reports whether what stands before a form of two characters and
// more can be a place.
func placeBefore(rest, form string) bool {
	for _, u := range []string{"县", "市", "区", "镇", "乡", "街道"} {
		if strings.HasSuffix(rest, u) {
			return true
		}
	}
	// 云峰一中 and 一中: a numbered short form behind a place.
	return utf8.RuneCountInString(form) <= 3 && utf8.RuneCountInString(rest) == 2
}

// whoHelps gives a pair that is told without a helping side (甲与乙的结对帮扶协议) the
// side that the document names elsewhere.
func (x *state) whoHelps() {
	var known *sides // those of the pairs with a helping side
	list := x.d.Pairings
	for i := range list {
		p := &list[i]
		if p.Directed || !p.Narrative {
			continue
		}
		if known == nil {
			known = x.newSides()
			for j := range list {
				if list[j].Directed {
					known.add(list[j])
				}
			}
		}
		switch {
		case len(known.alike(p.From.Value, p.To.Value)) > 0:
			p.Directed = true
		case len(known.alike(p.To.Value, p.From.Value)) > 0:
			p.Directed, p.From, p.To = true, p.To, p.From
		}
	}
}

// samePair joins pairings told in sentences whose sides are the same schools
// in other forms; what a table says stays, and of two told the first.
func (x *state) samePair() {
	out := x.newSides()
	// joined joins p to one of those pairs, and reports whether one is the same.
	joined := func(p *schema.Pairing, which []int) bool {
		for _, i := range which {
			q := &out.pairs[i]
			if status(q) != status(p) {
				continue
			}
			if q.Narrative && q.From.Value == p.From.Value && q.To.Value == p.To.Value {
				q.From.Evidence = append(q.From.Evidence, p.From.Evidence...)
				q.To.Evidence = append(q.To.Evidence, p.To.Evidence...)
			}
			return true
		}
		return false
	}
	// Tables first, then what is told in the order of the text, wherever it
	// stands in the list.
	list := x.d.Pairings
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		p, q := &list[a], &list[b]
		if p.Narrative != q.Narrative {
			if p.Narrative {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(told(p), told(q)), cmp.Compare(p.From.Value, q.From.Value), cmp.Compare(p.To.Value, q.To.Value))
	})
	var kept []int
	for _, i := range order {
		p := list[i]
		if p.Narrative && joined(&p, out.near(&p)) {
			continue
		}
		kept = append(kept, i)
		out.add(p)
	}
	byPlace := make(map[int]schema.Pairing, len(kept)) // in the list's own order again
	for n, i := range kept {
		byPlace[i] = out.pairs[n]
	}
	slices.Sort(kept)
	x.d.Pairings = make([]schema.Pairing, 0, len(kept))
	for _, i := range kept {
		x.d.Pairings = append(x.d.Pairings, byPlace[i])
	}
}

// told is where a pairing is told: the first place of its sides, which is their
// own also where a rule resolved them.
func told(p *schema.Pairing) int {
	at := -1
	for _, v := range []schema.Value{p.From, p.To} {
		if len(v.Evidence) > 0 && (at < 0 || v.Evidence[0].Start < at) {
			at = v.Evidence[0].Start
		}
	}
	return at
}

func status(p *schema.Pairing) string {
	if p.Status == nil {
		return ""
	}
	return p.Status.Value
}

// tail returns the last three characters of a name, units of places left out:
// what all forms of a school share that are the same; "" for shorter names.
func tail(name string) string {
	r := []rune(withoutUnits.Replace(name))
	if len(r) < 3 {
		return ""
	}
	return string(r[len(r)-3:])
}

var withoutUnits = strings.NewReplacer("镇", "", "县", "", "乡", "")

// sides drops groups that the text only names as one side of a pair: there
// the group acts as a school.
func (x *state) sides() {
	side := map[string]bool{}
	for _, p := range x.d.Pairings {
		side[p.From.Value] = true
		side[p.To.Value] = true
	}
	out := x.d.SchoolGroups[:0]
	for _, g := range x.d.SchoolGroups {
		if len(g.Members) == 0 && side[g.Name.Value] {
			continue
		}
		out = append(out, g)
	}
	x.d.SchoolGroups = out
}
