// Package resolve finds what depends on all other facts of a document.
//
// 我校 is the school that signed or issued, the one that the title begins with,
// the one other school that helps the same partner, or the one that acts; 12小 is 某市第12小学 where one full name on the page, and only one,
// fits; the schools that facts name are listed with their written forms. What
// cannot be resolved is a doubt. Near-namesakes are never merged.
package resolve

import (
	"sort"
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
	x.own()
	x.samePair()
	x.sides()
	x.full()
	x.schools()
}

type state struct {
	*extract.Part
	d *extract.Draft

	// What scans of the whole text found: see actor and longest.
	acting      *schema.Value
	actorLooked bool
	longer      map[string]*schema.Value
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
			*side = schema.Value{
				Value:    s.Value,
				Evidence: append(append([]schema.Evidence{}, side.Evidence...), s.Evidence...),
				Derived:  r,
			}
		}
	}
	for _, w := range order {
		x.d.Doubts = append(x.d.Doubts, schema.Doubt{
			Code:     schema.CodeUnresolved,
			Message:  "the document does not say which school " + w + " is",
			Evidence: open[w],
		})
	}
}

// self returns the school whose document it is: the one that signed or issued
// it, or the one that its title begins with.
func (x *state) self() (school *schema.Value, rule string) {
	m := x.d.Metadata
	if m.SignedBy != nil && extract.IsSchool(m.SignedBy.Value) {
		return m.SignedBy, "own-school-signature"
	}
	if m.Issuer != nil && extract.IsSchool(m.Issuer.Value) {
		return m.Issuer, "own-school-signature"
	}
	if x.d.Title == nil {
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

// partnerOf returns the one other school that a pairing of the document ties
// to the same partner: 我校与乙结对 and 甲对乙帮扶 make 我校 甲.
func (x *state) partnerOf(p *schema.Pairing, side *schema.Value) *schema.Value {
	other := p.To.Value
	if side == &p.To {
		other = p.From.Value
	}
	var found *schema.Value
	for i := range x.d.Pairings {
		q := &x.d.Pairings[i]
		var v *schema.Value
		switch {
		case same(q.To.Value, other) && !extract.IsOwn(q.From.Value):
			v = &q.From
		case same(q.From.Value, other) && !extract.IsOwn(q.To.Value):
			v = &q.To
		default:
			continue
		}
		if found != nil && !same(found.Value, v.Value) {
			return nil
		}
		if found == nil || utf8.RuneCountInString(v.Value) > utf8.RuneCountInString(found.Value) {
			found = v
		}
	}
	if found == nil {
		return nil
	}
	return x.longest(found)
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
		if found != nil && !same(found.Value, v.Value) {
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

// same reports whether two written forms can mean the same school within one
// document: equal, or one is the other with a place before it, or they differ
// by the unit 镇 or 县 of the place. Similar names are not the same.
func same(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	if strings.HasSuffix(a, b) && utf8.RuneCountInString(b) >= 2 {
		rest := strings.TrimSuffix(a, b)
		for _, u := range []string{"县", "市", "区", "镇", "乡", "街道"} {
			if strings.HasSuffix(rest, u) {
				return true
			}
		}
		// 云峰一中 and 一中: a numbered short form behind a place.
		return utf8.RuneCountInString(b) <= 3 && utf8.RuneCountInString(rest) == 2
	}
	for _, u := range []string{"镇", "县", "乡"} {
		if strings.Replace(a, u, "", 1) == b {
			return true
		}
	}
	return false
}

// samePair joins pairings told in sentences whose sides are the same schools
// in other forms; what a table says stays, and of two told the first.
func (x *state) samePair() {
	out := make([]schema.Pairing, 0, len(x.d.Pairings))
	at := map[string][]int{} // in out, by the tails of both sides
	add := func(p schema.Pairing) {
		k := tail(p.From.Value) + "|" + tail(p.To.Value)
		at[k] = append(at[k], len(out))
		if k[0] == '|' || strings.HasSuffix(k, "|") {
			at["short"] = append(at["short"], len(out))
		}
		out = append(out, p)
	}
	joined := func(p *schema.Pairing, list []int) bool {
		for _, i := range list {
			q := &out[i]
			if status(q) != status(p) ||
				!(same(q.From.Value, p.From.Value) && same(q.To.Value, p.To.Value)) &&
					!(!p.Directed && same(q.From.Value, p.To.Value) && same(q.To.Value, p.From.Value)) {
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
	var all []int
	for _, p := range x.d.Pairings {
		if p.Narrative {
			f, t := tail(p.From.Value), tail(p.To.Value)
			lists := [][]int{at[f+"|"+t], at[t+"|"+f], at["short"]}
			if f == "" || t == "" {
				for len(all) < len(out) {
					all = append(all, len(all))
				}
				lists = [][]int{all}
			}
			if joined(&p, lists[0]) || len(lists) > 1 && (joined(&p, lists[1]) || joined(&p, lists[2])) {
				continue
			}
		}
		add(p)
	}
	x.d.Pairings = out
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

// full finds the full names of short forms among group members: 12小 is
// 某市第12小学 when exactly one school on the page bears that number and stage.
func (x *state) full() {
	names := x.fullNames()
	for i := range x.d.SchoolGroups {
		for k := range x.d.SchoolGroups[i].Members {
			m := &x.d.SchoolGroups[i].Members[k]
			num, stage := short(m.School.Value)
			if num == "" {
				continue
			}
			var found []schema.Value
			for _, n := range names {
				if n.num == num && n.stage == stage && !hasValue(found, n.value.Value) {
					found = append(found, n.value)
				}
			}
			if len(found) == 1 {
				v := found[0]
				v.Evidence = append(append([]schema.Evidence{}, m.School.Evidence...), v.Evidence...)
				v.Derived = "short-name"
				m.Full = &v
			}
		}
	}
}

func hasValue(list []schema.Value, v string) bool {
	for _, o := range list {
		if o.Value == v {
			return true
		}
	}
	return false
}

type fullName struct {
	num, stage string
	value      schema.Value
}

// fullNames lists the numbered schools that the part names in full: 第12小学.
func (x *state) fullNames() []fullName {
	var out []fullName
	str := x.Str(x.Span)
	seen := map[string]bool{}
	for at := 0; ; {
		i := strings.Index(str[at:], "第")
		if i < 0 {
			break
		}
		i += at
		at = i + len("第")
		n, l := extract.HanOrdinal(str[at:])
		if l == 0 {
			continue
		}
		rest := str[at+l:]
		stage := ""
		for _, s := range []string{"小学", "中学", "初级中学", "高级中学"} {
			if strings.HasPrefix(rest, s) {
				stage = s
				break
			}
		}
		if stage == "" {
			continue
		}
		end := at + l + len(stage)
		start := extract.NameStart(str, end)
		name := str[start:end]
		if start >= i || seen[name] {
			continue
		}
		seen[name] = true
		last := stage[len(stage)-len("小学"):]
		out = append(out, fullName{itoa(n), string([]rune(last)[0]), x.Value(text.Span{Start: x.Span.Start + start, End: x.Span.Start + end})})
	}
	return out
}

// short splits a numbered short form: 12小 is 35 and 小; 46中(小学部) 37 and 中.
func short(s string) (num, stage string) {
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	n, l := extract.HanOrdinal(s)
	if l == 0 {
		return "", ""
	}
	switch rest := s[l:]; rest {
	case "小", "中":
		return itoa(n), rest
	}
	return "", ""
}

func itoa(n int) string {
	if n == 0 {
		return "0"
	}
	var b []byte
	for ; n > 0; n /= 10 {
		b = append([]byte{byte('0' + n%10)}, b...)
	}
	return string(b)
}

// schools lists the schools that groups and pairings name.
func (x *state) schools() {
	type entry struct {
		school schema.School
		first  int
	}
	byName := map[string]*entry{}
	for _, s := range x.d.Schools { // heads that tables of pairs gave
		if byName[s.Name.Value] == nil {
			byName[s.Name.Value] = &entry{school: s, first: len(byName)}
		}
	}
	x.d.Schools = nil
	add := func(name schema.Value, forms ...schema.Value) {
		if name.Value == "" || extract.IsOwn(name.Value) {
			return
		}
		e := byName[name.Value]
		if e == nil {
			e = &entry{first: len(byName)}
			e.school.Name = schema.Value{Value: name.Value, Derived: name.Derived, Evidence: append([]schema.Evidence{}, name.Evidence...)}
			byName[name.Value] = e
		}
		for _, f := range forms {
			if f.Value != name.Value && !hasValue(e.school.Forms, f.Value) {
				e.school.Forms = append(e.school.Forms, f)
			}
		}
	}
	for _, g := range x.d.SchoolGroups {
		for _, m := range g.Members {
			if m.Full != nil && m.Division == nil {
				add(*m.Full, m.School)
			} else {
				add(m.School)
			}
		}
	}
	for _, p := range x.d.Pairings {
		add(p.From)
		add(p.To)
	}
	list := make([]*entry, 0, len(byName))
	for _, e := range byName {
		list = append(list, e)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].first < list[j].first })
	for _, e := range list {
		x.d.Schools = append(x.d.Schools, e.school)
	}
}
