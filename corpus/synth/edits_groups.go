package synth

import (
	"slices"
	"strings"
)

// ---- groups ----

// groupOf is the group of a school, nil for none.
func (e *editor) groupOf(s *School) *Group {
	for _, g := range e.groups {
		if slices.Contains(g.Schools(), s) {
			return g
		}
	}
	return nil
}

// ungrouped draws schools that are in no group.
func (e *editor) ungrouped(town bool, stage string, n int) []*School {
	free := Shuffled(e.Draw, e.district.SchoolsWhere(func(s *School) bool {
		return s.Town == town && s.Stage == stage && s.Of == nil && e.groupOf(s) == nil && !e.touched[[2]any{"group", s}]
	}))
	return free[:min(n, len(free))]
}

func (e *editor) groupAdded() bool {
	if len(e.groups) == 0 {
		return false
	}
	like := Pick(e.Draw, e.groups...)
	stage := like.Lead.Stage
	lead, members := e.ungrouped(true, stage, 1), e.ungrouped(false, stage, e.Between(2, 4))
	if len(lead) == 0 || len(members) < 2 {
		return false
	}
	g := &Group{Kind: like.Kind, Lead: lead[0], Members: members, Name: lead[0].Name + like.Kind, Parent: like.Parent, Stage: like.Stage}
	if strings.HasPrefix(like.Name, "第") {
		_, tail, _ := strings.Cut(like.Name, han(e.ordinalOf(like)))
		g.Name = "第" + han(e.lastOrdinal()+1) + tail
	}
	for range len(like.Contacts) {
		g.Contacts = append(g.Contacts, e.NewPerson())
	}
	e.touch("name", g)
	for _, s := range g.Schools() {
		e.touch("group", s)
	}
	if others := slices.DeleteFunc(slices.Clone(e.groups), func(o *Group) bool { return o.Lead.Stage != stage || len(o.Members) < 3 }); len(others) > 0 && e.Chance(0.4) {
		o := Pick(e.Draw, others...) // one comes from another group
		if s := Pick(e.Draw, o.Members...); e.touch("group", s) {
			o.Members = without(o.Members, s)
			g.Members = append(g.Members, s)
		}
	}
	e.groups = append(slices.Clone(e.groups), g)
	return true
}

// ordinalOf is the number in the name of a group: 3 of 第三组.
func (e *editor) ordinalOf(g *Group) int {
	for n := 40; n > 0; n-- {
		if strings.HasPrefix(g.Name, "第"+han(n)) {
			return n
		}
	}
	return 0
}

// lastOrdinal is the highest number that a group has or had: one of the number of
// another would be taken for that.
func (e *editor) lastOrdinal() int {
	n := 0
	for _, g := range e.groups {
		n = max(n, e.ordinalOf(g))
	}
	for x := range e.was {
		if g, ok := x.(*Group); ok {
			n = max(n, e.ordinalOf(g))
		}
	}
	return n
}

func without[T comparable](list []T, x T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(y T) bool { return x == y })
}

// whole reports whether none of the group's schools has been moved yet, and
// notes that they have.
func (e *editor) whole(g *Group) bool {
	things := []any{}
	for _, s := range g.Schools() {
		things = append(things, s)
	}
	return e.touch("group", things...)
}

func (e *editor) groupEnded() bool {
	if len(e.groups) < 3 {
		return false
	}
	g := e.groups[len(e.groups)-1]
	if e.was[g] == nil || e.touched[[2]any{"name", g}] || !e.whole(g) || !e.touch("name", g) {
		return false
	}
	e.groups = without(e.groups, g)
	if o, ok := oneWhere(e.Draw, e.groups, func(o *Group) bool { return o.Lead.Stage == g.Lead.Stage }); ok && e.Chance(0.6) && e.touch("name", o) {
		n := e.Between(1, len(g.Members)) // go to another one
		o.Members = append(slices.Clone(o.Members), g.Members[:n]...)
	}
	return true
}

func (e *editor) groupRenamed() bool {
	if len(e.groups) == 0 {
		return false
	}
	g := Pick(e.Draw, e.groups...)
	if e.tiered && (g.Kind == "学区" || g.Kind == "协作区") {
		return false // 培英学区 among areas reads as one more area
	}
	if !e.touch("name", g) {
		return false
	}
	name, ok := e.fresh("group", func() string { return Pick(e.Draw, virtue...) + g.Kind })
	if !ok || !e.whole(g) {
		return false
	}
	g.Name = name
	return true
}

// groupMoved makes a group a part of another area.
func (e *editor) groupMoved() bool {
	if !e.tiered || len(e.groups) == 0 {
		return false
	}
	g := Pick(e.Draw, e.groups...)
	to, ok := oneWhere(e.Draw, areas, func(a string) bool { return a != g.Parent })
	if !ok || e.was[g] == nil || !e.touch("parent", g) {
		return false
	}
	g.Parent = to
	return true
}

// groupStage tells another stage of a group.
func (e *editor) groupStage() bool {
	if !e.bracketed || len(e.groups) == 0 {
		return false
	}
	g := Pick(e.Draw, e.groups...)
	if e.was[g] == nil || !e.touch("name", g) {
		return false
	}
	g.Stage = map[string]string{"小学": "中小学", "初中": "中小学"}[g.Stage]
	return g.Stage != ""
}

// memberDivision makes a school take part with another of its divisions.
func (e *editor) memberDivision() bool {
	for _, g := range Shuffled(e.Draw, e.groups) {
		for _, s := range Shuffled(e.Draw, g.Members) {
			if in := e.divisions[s]; in != "" && e.was[s] != nil && e.touch("group", s) {
				e.divisions[s] = parts[(slices.Index(parts, in)+1)%len(parts)]
				return true
			}
		}
	}
	return false
}

func (e *editor) memberJoined() bool {
	if len(e.groups) == 0 {
		return false
	}
	g := Pick(e.Draw, e.groups...)
	s := e.ungrouped(false, g.Lead.Stage, 1)
	if len(s) == 0 || e.was[g] == nil || !e.touch("group", s[0]) {
		return false
	}
	g.Members = append(slices.Clone(g.Members), s[0])
	return true
}

func (e *editor) memberLeft() bool {
	g, ok := oneWhere(e.Draw, e.groups, func(g *Group) bool { return len(g.Members) > 2 })
	if !ok {
		return false
	}
	s := Pick(e.Draw, g.Members...)
	if !e.touch("group", s) {
		return false
	}
	g.Members = without(g.Members, s)
	return true
}

func (e *editor) memberMoved() bool {
	g, ok := oneWhere(e.Draw, e.groups, func(g *Group) bool { return len(g.Members) > 2 })
	if !ok {
		return false
	}
	s := Pick(e.Draw, g.Members...)
	o, ok := oneWhere(e.Draw, e.groups, func(o *Group) bool { return o != g && o.Lead.Stage == g.Lead.Stage && e.was[o] != nil })
	if !ok || !e.touch("group", s) {
		return false
	}
	g.Members, o.Members = without(g.Members, s), append(slices.Clone(o.Members), s)
	return true
}

func (e *editor) memberLeads() bool {
	if len(e.groups) == 0 || !e.led {
		return false
	}
	g := Pick(e.Draw, e.groups...)
	s := Pick(e.Draw, g.Members...)
	if e.was[g] == nil || e.divisions[s] != "" || !e.touch("group", s, g.Lead) {
		return false
	}
	g.Members = append(without(g.Members, s), g.Lead)
	g.Lead = s
	return true
}

// ---- schools, heads, contacts ----

// listed are the schools that the plan's lists name.
func (e *editor) listed() []*School {
	var out []*School
	for _, p := range e.pairs {
		out = append(out, p.From, p.To)
	}
	for _, g := range e.groups {
		out = append(out, g.Schools()...)
	}
	slices.SortStableFunc(out, func(a, b *School) int { return strings.Compare(a.Name, b.Name) })
	return slices.Compact(out)
}

func (e *editor) schoolRenamed() bool {
	s, ok := oneWhere(e.Draw, e.listed(), func(s *School) bool {
		return !s.Town && s.Of == nil && e.divisions[s] == "" && !slices.ContainsFunc(e.given.told, func(t *tale) bool { return t.to == s })
	})
	if !ok || e.touched["renamed"] || e.touched[[2]any{"pair", s}] || e.touched[[2]any{"group", s}] {
		return false // one a plan: two may be taken for each other
	}
	if slices.ContainsFunc(e.district.Schools, func(o *School) bool { return o.Of == s }) || !e.touch("head", s) {
		return false
	}
	e.touch("pair", s)
	e.touch("group", s)
	for _, p := range e.pairs { // what is beside it stays, so that it can be known by that
		if p.To == s {
			e.touch("pair", p.From)
		}
	}
	e.touched["renamed"] = true
	old := s.Name
	tail := "小学"
	for _, t := range split("九年一贯制学校 中心学校 初级中学 中学 初中 幼儿园 学校") {
		if strings.HasSuffix(old, t) {
			tail = t
		}
	}
	v, ok := oneWhere(e.Draw, virtue, func(v string) bool { // 育才小学 may be short for 柳溪镇育才小学
		return !slices.ContainsFunc(e.district.Schools, func(o *School) bool { return strings.HasSuffix(o.Name, v+tail) })
	})
	if !ok {
		return false
	}
	name := s.Seat.Name + v + tail
	s.Name = name
	s.Full = e.district.Name + name
	for i, p := range s.Principal.Posts {
		s.Principal.Posts[i] = strings.Replace(p, old, name, 1)
	}
	if e.Chance(0.6) {
		e.former = map[*School]string{s: old}
	}
	return true
}

// schoolsWithHead are the schools whose heads the plan names.
func (e *editor) schoolsWithHead() []*School {
	var out []*School
	if e.pairHeads {
		for _, p := range e.pairs {
			out = append(out, p.From, p.To)
		}
	}
	if e.heads {
		for _, g := range e.groups {
			out = append(out, g.Schools()...)
		}
	}
	return out
}

func (e *editor) otherPrincipal() bool {
	s, ok := oneWhere(e.Draw, e.schoolsWithHead(), func(s *School) bool { return e.was[s] != nil })
	if !ok || !e.touch("head", s) || e.leads(s.Principal) {
		return false
	}
	s.Principal = e.NewPerson(s.Principal.Posts...)
	s.Phone = s.Principal.Phone
	return true
}

// leads reports whether a person sits in a body.
func (e *editor) leads(p *Person) bool {
	for _, b := range e.given.bodies {
		for _, m := range b.Members {
			if m.Person == p {
				return true
			}
		}
	}
	return false
}

func (e *editor) otherPhone() bool {
	s, ok := oneWhere(e.Draw, e.schoolsWithHead(), func(s *School) bool { return true })
	if !ok || !e.phones && !e.pairHeads || !e.touch("head", s) {
		return false
	}
	s.Principal.Phone = e.Mobile()
	s.Phone = s.Principal.Phone
	return true
}

func (e *editor) otherContact() bool {
	if !e.contacts || len(e.groups) == 0 {
		return false
	}
	g := Pick(e.Draw, e.groups...)
	i := e.IntN(len(g.Contacts))
	if e.was[g] == nil || !e.touch("contact", g.Contacts[i]) {
		return false
	}
	g.Contacts = slices.Clone(g.Contacts)
	g.Contacts[i] = e.NewPerson()
	e.touch("contact", g.Contacts[i])
	return true
}

func (e *editor) contactPhone() bool {
	if !e.contacts || len(e.groups) == 0 {
		return false
	}
	p := Pick(e.Draw, Pick(e.Draw, e.groups...).Contacts...)
	if e.was[p] == nil || !e.touch("contact", p) {
		return false
	}
	p.Phone = e.Mobile()
	return true
}
