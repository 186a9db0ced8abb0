package synth

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// editor turns a plan into its next version.
type editor struct {
	*Draw
	*given
	was map[any]any
	// touched are the things that an edit has changed already, by aspect: no other
	// edit changes them in the same respect, so that each change is one to tell.
	touched map[any]bool
}

// edits are the ways in which plans change. do makes one such change, or returns
// false where the plan has nothing to change so.
var edits = []struct {
	name   string
	weight int
	do     func(e *editor) bool
}{
	{"edit-pair-added", 3, (*editor).pairAdded},
	{"edit-pair-ended", 3, (*editor).pairEnded},
	{"edit-pair-other-helper", 3, (*editor).otherHelper},
	{"edit-pair-other-helped", 2, (*editor).otherHelped},
	{"edit-pair-form", 3, (*editor).otherForm},
	{"edit-group-added", 2, (*editor).groupAdded},
	{"edit-group-ended", 2, (*editor).groupEnded},
	{"edit-group-renamed", 2, (*editor).groupRenamed},
	{"edit-member-joined", 2, (*editor).memberJoined},
	{"edit-member-left", 2, (*editor).memberLeft},
	{"edit-member-moved", 3, (*editor).memberMoved},
	{"edit-member-leads", 2, (*editor).memberLeads},
	{"edit-school-renamed", 2, (*editor).schoolRenamed},
	{"edit-principal", 3, (*editor).otherPrincipal},
	{"edit-phone", 2, (*editor).otherPhone},
	{"edit-contact", 2, (*editor).otherContact},
	{"edit-contact-phone", 2, (*editor).contactPhone},
	{"edit-leader-joined", 2, (*editor).leaderJoined},
	{"edit-leader-left", 2, (*editor).leaderLeft},
	{"edit-leader-succeeded", 2, (*editor).leaderSucceeded},
	{"edit-leader-promoted", 2, (*editor).leaderPromoted},
	{"edit-leader-post", 2, (*editor).leaderPost},
	{"edit-body-added", 1, (*editor).bodyAdded},
	{"edit-milestone-moved", 3, (*editor).milestoneMoved},
	{"edit-milestone-added", 2, (*editor).milestoneAdded},
	{"edit-milestone-dropped", 2, (*editor).milestoneDropped},
	{"edit-promise-number", 4, (*editor).promiseNumber},
	{"edit-promise-period", 2, (*editor).promisePeriod},
	{"edit-promise-added", 2, (*editor).promiseAdded},
	{"edit-promise-dropped", 2, (*editor).promiseDropped},
	{"edit-sentence-added", 3, (*editor).sentenceAdded},
	{"edit-sentence-dropped", 3, (*editor).sentenceDropped},
	{"edit-sentence-reworded", 2, (*editor).sentenceReworded},
	{"edit-note", 1, (*editor).otherNote},
	{"edit-citation-added", 2, (*editor).citationAdded},
	{"edit-citation-dropped", 2, (*editor).citationDropped},
	{"edit-citation-number", 1, (*editor).citationNumber},
	{"edit-body-renamed", 2, (*editor).bodyRenamed},
	{"edit-body-ended", 1, (*editor).bodyEnded},
	{"edit-chapter-renamed", 2, (*editor).chapterRenamed},
	{"edit-chapter-added", 1, (*editor).chapterAdded},
	{"edit-chapter-dropped", 1, (*editor).chapterDropped},
}

// maxEdits is how many edits at most are combined on one plan.
const maxEdits = 12

// edit makes g, a copy, the next version of its plan: one of the next year, or a
// later one of the same year, or the same plan once more. It returns the names of
// the edits.
func (d *Draw) edit(g *given, was map[any]any) []string {
	d.District, d.Plan = g.district, g.plan
	e := &editor{d, g, was, map[any]bool{}}
	var made []string
	switch k := d.Float64(); {
	case k < 0.12:
		return []string{"edit-nothing"}
	case k < 0.7 || !e.laterThisYear():
		e.nextYear()
		made = append(made, "edit-next-year")
	default:
		made = append(made, "edit-same-year")
	}
	if d.Chance(0.12) {
		return made
	}
	sum := 0
	for _, x := range edits {
		sum += x.weight
	}
	for range d.Between(1, maxEdits) {
		k := d.IntN(sum)
		for _, x := range edits {
			if k -= x.weight; k < 0 {
				if x.do(e) {
					made = append(made, x.name)
				}
				break
			}
		}
	}
	return made
}

// touch reports whether the things are as they were in some respect, and notes
// that they are no longer.
func (e *editor) touch(aspect string, things ...any) bool {
	for _, x := range things {
		if e.touched[[2]any{aspect, x}] {
			return false
		}
	}
	for _, x := range things {
		e.touched[[2]any{aspect, x}] = true
	}
	return true
}

// anew gives the plan another number.
func (e *editor) anew() {
	p := e.plan
	if p.Number != "" {
		for old := p.Number; p.Number == old; {
			p.Number = e.Number(e.district.Mark, p.Year)
		}
	}
	if e.given.index != "" {
		for old := e.given.index; e.given.index == old; {
			e.given.index = e.IndexNumber()
		}
	}
	p.published = min(28, p.Day+e.IntN(4))
}

// nextYear makes the plan one of the next year: what is due, is due a year later.
func (e *editor) nextYear() {
	p := e.plan
	years := []string{}
	for i := 2; i >= 0; i-- { // of a plan for three years
		years = append(years, strconv.Itoa(p.Year+i), strconv.Itoa(p.Year+i+1))
	}
	p.Title = strings.NewReplacer(years...).Replace(p.Title)
	p.Year++
	p.Day = e.Between(1, 28)
	if e.Chance(0.5) {
		p.Month = e.Between(max(1, p.Month-3), p.Month)
	}
	for _, m := range e.given.agenda {
		m.when = m.when.later(12)
	}
	e.anew()
}

// laterThisYear makes the plan a later one of the same year.
func (e *editor) laterThisYear() bool {
	p := e.plan
	last := 12
	for _, m := range e.given.agenda { // all of it is still to come
		if m.when.year == p.Year {
			last = min(last, m.when.month-1)
		}
	}
	if last <= p.Month {
		return false
	}
	p.Month = e.Between(p.Month+1, last)
	p.Day = e.Between(1, 28)
	e.anew()
	return true
}

// oneWhere returns one of the values that pass; ok is false when there is none.
func oneWhere[T any](d *Draw, values []T, pass func(T) bool) (x T, ok bool) {
	for _, v := range Shuffled(d, values) {
		if pass(v) {
			return v, true
		}
	}
	return x, false
}

// ---- pairs ----

// helps and helped count the pairs of a school.
func (e *editor) helps(s *School) (n int) {
	for _, p := range e.pairs {
		if p.From == s {
			n++
		}
	}
	return n
}

func (e *editor) helped(s *School) (n int) {
	for _, p := range e.pairs {
		if p.To == s {
			n++
		}
	}
	return n
}

// rePair reports whether the schools' part in pairs, and what they are called, is
// as it was, and notes that it is no longer.
func (e *editor) rePair(schools ...*School) bool {
	things := make([]any, len(schools))
	for i, s := range schools {
		things[i] = s
	}
	return e.touch("pair", things...)
}

func (e *editor) pairAdded() bool {
	if len(e.pairs) == 0 {
		return false
	}
	like := Pick(e.Draw, e.pairs...)
	to, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return !s.Town && s.Stage == like.To.Stage && e.helped(s) == 0 })
	if !ok {
		return false
	}
	from := like.From
	if e.Chance(0.5) {
		if s, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return s.Town && s.Stage == like.From.Stage && e.helps(s) == 0 }); ok {
			from = s
		}
	}
	if !e.rePair(from, to) {
		return false
	}
	e.pairs = append(e.pairs, &Pair{like.Form, from, to})
	return true
}

func (e *editor) pairEnded() bool {
	if len(e.pairs) < 4 {
		return false
	}
	i := e.IntN(len(e.pairs))
	if !e.rePair(e.pairs[i].From, e.pairs[i].To) {
		return false
	}
	e.pairs = slices.Delete(slices.Clone(e.pairs), i, i+1)
	return true
}

// otherHelper gives a helped school another helper.
func (e *editor) otherHelper() bool {
	if len(e.pairs) == 0 {
		return false
	}
	p := Pick(e.Draw, e.pairs...)
	from, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return s.Town && s != p.From && s.Stage == p.From.Stage })
	if !ok || !e.rePair(p.To, p.From, from) {
		return false
	}
	e.exchange(p, &Pair{p.Form, from, p.To})
	return true
}

// otherHelped gives a helper another school to help.
func (e *editor) otherHelped() bool {
	if len(e.pairs) == 0 {
		return false
	}
	p := Pick(e.Draw, e.pairs...)
	to, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return !s.Town && s.Stage == p.To.Stage && e.helped(s) == 0 })
	if !ok || !e.rePair(p.To, p.From, to) {
		return false
	}
	e.exchange(p, &Pair{p.Form, p.From, to})
	return true
}

func (e *editor) exchange(old, new *Pair) {
	e.pairs = slices.Clone(e.pairs)
	e.pairs[slices.Index(e.pairs, old)] = new
}

func (e *editor) otherForm() bool {
	if !e.forms || len(e.pairs) == 0 {
		return false
	}
	p := Pick(e.Draw, e.pairs...)
	form := Pick(e.Draw, someForms...)
	if form == p.Form || e.was[p] == nil || !e.touch("form", p) || !e.rePair(p.To) {
		return false
	}
	p.Form = form
	return true
}

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
	g := &Group{Kind: like.Kind, Lead: lead[0], Members: members, Name: lead[0].Name + like.Kind}
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
	if o, ok := oneWhere(e.Draw, e.groups, func(o *Group) bool { return o.Lead.Stage == g.Lead.Stage }); ok && e.Chance(0.6) {
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
	if e.was[g] == nil || !e.touch("group", s, g.Lead) {
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
	s, ok := oneWhere(e.Draw, e.listed(), func(s *School) bool { return !s.Town && s.Of == nil })
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
	name, _ := e.fresh("school", func() string { return s.Seat.Name + Pick(e.Draw, virtue...) + tail })
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

// ---- leaders ----

// someMember draws a member of a body, not its head, whom no edit has touched.
func (e *editor) someMember() (b *Body, i int, ok bool) {
	if len(e.given.bodies) == 0 {
		return nil, 0, false
	}
	b = Pick(e.Draw, e.given.bodies...)
	i = e.Between(1, len(b.Members)-1)
	m := b.Members[i]
	if e.was[b] == nil || m.Person == b.office || !e.touch("leader", m.Person) {
		return nil, 0, false
	}
	b.Members = slices.Clone(b.Members)
	return b, i, true
}

// newcomer is an official who was not there before, with a post that nobody has.
func (e *editor) newcomer() *Person {
	post, _ := e.fresh("post", func() string {
		return e.district.BureauShort + Pick(e.Draw, split("民办教育 法规 审计 教育督导 校园安全 项目 信息 招生 资助 语委 外事 统战 宣传 后勤")...) + "科" + Pick(e.Draw, "科长", "副科长")
	})
	return e.NewPerson(post)
}

func (e *editor) leaderJoined() bool {
	if len(e.given.bodies) == 0 {
		return false
	}
	b := Pick(e.Draw, e.given.bodies...)
	if e.was[b] == nil {
		return false
	}
	p := e.newcomer()
	e.touch("leader", p)
	b.Members = append(slices.Clone(b.Members), Member{b.Members[len(b.Members)-1].Role, p})
	return true
}

func (e *editor) leaderLeft() bool {
	b, i, ok := e.someMember()
	if !ok || len(b.Members) < 5 || b.alone(i) {
		return false
	}
	b.Members = slices.Delete(b.Members, i, i+1)
	return true
}

// alone reports whether no other member has the role of member i.
func (b *Body) alone(i int) bool {
	n := 0
	for _, m := range b.Members {
		if m.Role == b.Members[i].Role {
			n++
		}
	}
	return n == 1
}

func (e *editor) leaderSucceeded() bool {
	b, i, ok := e.someMember()
	if !ok {
		return false
	}
	old := b.Members[i].Person
	if slices.ContainsFunc(e.district.Schools, func(s *School) bool { return s.Principal == old }) {
		return false
	}
	p := e.NewPerson(old.Posts...)
	e.touch("leader", p)
	b.Members[i].Person = p
	return true
}

func (e *editor) leaderPromoted() bool {
	b, i, ok := e.someMember()
	if !ok {
		return false
	}
	last, second := b.Members[len(b.Members)-1].Role, b.Members[1].Role
	m := b.Members[i]
	if m.Role != last || second == last || b.alone(i) {
		return false
	}
	k := 1
	for b.Members[k].Role == second {
		k++
	}
	b.Members = slices.Delete(b.Members, i, i+1)
	b.Members = slices.Insert(b.Members, k, Member{second, m.Person})
	return true
}

func (e *editor) leaderPost() bool {
	b, i, ok := e.someMember()
	if !ok || !e.posts || slices.ContainsFunc(e.district.Schools, func(s *School) bool { return s.Principal == b.Members[i].Person }) {
		return false
	}
	p := b.Members[i].Person
	p.Posts = slices.Clone(p.Posts)
	p.Posts[len(p.Posts)-1] = e.newcomer().Posts[0]
	return true
}

func (e *editor) bodyAdded() bool {
	if len(e.given.bodies) != 1 {
		return false
	}
	b := &Body{Name: e.S("[{u}|]{form}工作") + Pick(e.Draw, "专班", "督导小组", "专家指导小组")}
	if strings.TrimPrefix(b.Name, e.district.Unit) == e.given.bodies[0].Name {
		return false
	}
	b.Members = append(b.Members, Member{"组长", e.newcomer()})
	for range e.Between(2, 4) {
		b.Members = append(b.Members, Member{"成员", e.newcomer()})
	}
	e.touch("name", b)
	e.given.bodies = append(slices.Clone(e.given.bodies), b)
	i := slices.IndexFunc(e.given.chapters, func(c *chapter) bool { return c.slot == Leaders })
	c := *e.given.chapters[i]
	c.heading = Pick(e.Draw, "专门力量", "工作力量")
	e.given.chapters = slices.Insert(slices.Clone(e.given.chapters), i+1, &c)
	return true
}

// bodyRenamed makes a leading group a task force.
func (e *editor) bodyRenamed() bool {
	if len(e.given.bodies) == 0 {
		return false
	}
	b := e.given.bodies[0]
	stem, ok := strings.CutSuffix(b.Name, "领导小组")
	if !ok || e.was[b] == nil || !e.touch("name", b) {
		return false
	}
	b.Name = strings.TrimSuffix(stem, "工作") + "工作专班"
	return true
}

func (e *editor) bodyEnded() bool {
	if len(e.given.bodies) != 1 || len(e.given.chapters) < 3 || e.was[e.given.bodies[0]] == nil {
		return false
	}
	e.given.bodies = nil
	e.given.chapters = slices.DeleteFunc(slices.Clone(e.given.chapters), func(c *chapter) bool { return c.slot == Leaders })
	return true
}

// ---- what is due ----

func (e *editor) milestoneMoved() bool {
	if len(e.given.agenda) == 0 {
		return false
	}
	m := Pick(e.Draw, e.given.agenda...)
	if e.was[m] == nil || !e.touch("due", m) {
		return false
	}
	m.when = m.when.later(e.Between(1, 2))
	e.given.agenda = slices.Clone(e.given.agenda)
	slices.SortStableFunc(e.given.agenda, func(a, b *milestone) int {
		return cmp.Or(a.when.year-b.when.year, a.when.month-b.when.month)
	})
	return true
}

func (e *editor) milestoneAdded() bool {
	if len(e.given.agenda) == 0 {
		return false
	}
	last := e.given.agenda[len(e.given.agenda)-1].when
	c := &clock{max(last.year, last.year2), max(last.month, last.month2)}
	m := e.newMilestone(e.given, c, e.deadlines())
	e.touch("due", m)
	e.given.agenda = append(slices.Clone(e.given.agenda), m)
	return true
}

func (e *editor) milestoneDropped() bool {
	if len(e.given.agenda) < 3 {
		return false
	}
	m := Pick(e.Draw, e.given.agenda...)
	if e.was[m] == nil || !e.touch("due", m) {
		return false
	}
	e.given.agenda = without(e.given.agenda, m)
	return true
}

// ---- measures and promises ----

// promised draws a sentence that promises something and that no edit has touched.
func (e *editor) promised() (*point, *sentence, bool) {
	for _, p := range Shuffled(e.Draw, e.given.points) {
		for _, s := range Shuffled(e.Draw, p.sentences) {
			if s.promise != nil && e.was[s] != nil && e.touch("said", s) {
				return p, s, true
			}
		}
	}
	return nil, nil, false
}

// promiseNumber raises or lowers what is promised.
func (e *editor) promiseNumber() bool {
	_, s, ok := e.promised()
	if !ok {
		return false
	}
	f := s.promise.f
	value, unit := f["value"].(float64), f["unit"].(string)
	if value != math.Trunc(value) || f["value_max"] != nil {
		return false
	}
	step := Pick(e.Draw, -1, 1, 1, 2)
	switch {
	case unit == "元":
		step *= 50
	case unit == "%":
		step *= 5
	}
	n := int(value) + step
	if n <= 0 {
		n = int(value) + 1
	}
	for _, old := range []string{itoa(int(value)), han99(int(value)), "两", "二"} {
		if strings.Count(s.promise.quote, old+unit) != 1 {
			continue
		}
		new := itoa(n)
		if old != itoa(int(value)) {
			if new = han99(n); n == 2 {
				new = "两"
			}
		}
		s.reword(strings.Replace(s.promise.quote, old+unit, new+unit, 1))
		f["value"] = float64(n)
		return true
	}
	return false
}

// han99 is han for numbers that it can write.
func han99(n int) string {
	if n < 1 || n > 99 {
		return "\x00"
	}
	return han(n)
}

// reword gives the promise of a sentence other words.
func (s *sentence) reword(quote string) {
	s.s = strings.Replace(s.s, s.promise.quote, quote, 1)
	s.promise.quote = quote
	s.promise.f["quote"] = quote
}

// promisePeriod changes the period of what is promised.
func (e *editor) promisePeriod() bool {
	_, s, ok := e.promised()
	if !ok {
		return false
	}
	per, _ := s.promise.f["per"].(string)
	other := map[string]string{"学期": "学年", "学年": "学期", "月": "学期", "年": "学期"}[per]
	if other == "" || strings.Count(s.promise.quote, "每"+per) != 1 {
		return false
	}
	s.reword(strings.Replace(s.promise.quote, "每"+per, "每"+other, 1))
	s.promise.f["per"] = other
	return true
}

func (e *editor) promiseAdded() bool {
	if len(e.given.points) == 0 {
		return false
	}
	p := Pick(e.Draw, e.given.points...)
	s := e.newPromise()
	e.touch("said", s)
	p.sentences = append(slices.Clone(p.sentences), s)
	return true
}

func (e *editor) promiseDropped() bool {
	p, s, ok := e.promised()
	if !ok || len(p.sentences) < 2 {
		return false
	}
	p.sentences = without(p.sentences, s)
	return true
}

// ---- sentences ----

// passage is a run of sentences that edits may change.
func (e *editor) passage() *[]*sentence {
	var all []*[]*sentence
	for _, c := range e.given.chapters {
		if c.slot == "" && e.was[c] != nil {
			all = append(all, &c.text)
		}
	}
	for _, p := range e.given.points {
		all = append(all, &p.sentences)
	}
	if len(all) == 0 {
		return nil
	}
	return Pick(e.Draw, all...)
}

func (e *editor) sentenceAdded() bool {
	p := e.passage()
	if p == nil {
		return false
	}
	s, ok := e.newSentence()
	if !ok {
		return false
	}
	*p = append(slices.Clone(*p), s)
	return true
}

// newSentence invents a sentence that is not like any of the plan, before or now:
// else it might be taken for what became of that one.
func (e *editor) newSentence() (*sentence, bool) {
	known, _ := e.given.sentences()
	for x := range e.was {
		if s, ok := e.was[x].(*sentence); ok {
			known = append(known, s)
		}
	}
	for range 40 {
		s := e.newFiller()
		if !slices.ContainsFunc(known, func(o *sentence) bool { return like(o.s, s.s) }) {
			e.touch("said", s)
			return s, true
		}
	}
	return nil, false
}

// like reports whether two sentences share a third of their pairs of characters.
func like(a, b string) bool {
	count := map[[2]rune]int{}
	x, y := []rune(a), []rune(b)
	for i := range len(x) - 1 {
		count[[2]rune{x[i], x[i+1]}]++
	}
	shared := 0
	for i := range len(y) - 1 {
		if k := [2]rune{y[i], y[i+1]}; count[k] > 0 {
			count[k]--
			shared++
		}
	}
	return 6*shared >= len(x)+len(y)
}

func (e *editor) sentenceDropped() bool {
	p := e.passage()
	if p == nil || len(*p) < 2 {
		return false
	}
	s := Pick(e.Draw, *p...)
	if s.promise != nil || e.was[s] == nil || !e.touch("said", s) {
		return false
	}
	*p = without(*p, s)
	return true
}

// sentenceReworded exchanges some words of a sentence.
func (e *editor) sentenceReworded() bool {
	p := e.passage()
	if p == nil {
		return false
	}
	s := Pick(e.Draw, *p...)
	if s.promise != nil || e.was[s] == nil || !e.touch("said", s) {
		return false
	}
	old := s.s
	for _, w := range [][2]string{{"充分", "切实"}, {"促进", "推动"}, {"推动", "促进"}, {"提高", "提升"}, {"提升", "提高"}, {"形成", "打造"}, {"探索", "形成"}, {"及时", "定期"}, {"建立", "健全"}, {"健全", "完善"}, {"完善", "健全"}, {"确保", "保证"}, {"保证", "确保"}, {"着力", "努力"}, {"努力", "着力"}, {"双方", "两校"}, {"围绕", "聚焦"}, {"聚焦", "围绕"}} {
		if strings.Contains(s.s, w[0]) {
			s.s = strings.Replace(s.s, w[0], w[1], 1)
			break
		}
	}
	return s.s != old
}

// otherNote sets a note below the list of pairs, or takes it away.
func (e *editor) otherNote() bool {
	if len(e.pairs) == 0 || !e.touch("note", e.given) {
		return false
	}
	if e.given.note != nil {
		e.given.note = nil
	} else {
		e.given.note = e.newNote()
	}
	return true
}

// ---- citations and chapters ----

func (e *editor) citationAdded() bool {
	if len(e.given.cites) > 3 {
		return false
	}
	c := e.newCite()
	e.touch("cite", c)
	e.given.cites = append(slices.Clone(e.given.cites), c)
	return true
}

func (e *editor) citationDropped() bool {
	if len(e.given.cites) == 0 {
		return false
	}
	c := Pick(e.Draw, e.given.cites...)
	if e.was[c] == nil || !e.touch("cite", c) {
		return false
	}
	e.given.cites = without(e.given.cites, c)
	return true
}

func (e *editor) citationNumber() bool {
	c, ok := oneWhere(e.Draw, e.given.cites, func(c *cite) bool { return c.number != "" && e.was[c] != nil })
	if !ok || !e.touch("cite", c) {
		return false
	}
	year, _, _ := strings.Cut(c.number, "〕")
	for old := c.number; c.number == old; {
		c.number = year + "〕" + itoa(e.Between(1, 200)) + "号"
	}
	return true
}

// chapterRenamed gives a chapter of sentences a heading that means the same.
func (e *editor) chapterRenamed() bool {
	c, ok := oneWhere(e.Draw, e.given.chapters, func(c *chapter) bool { return c.slot == "" && e.was[c] != nil })
	if !ok {
		return false
	}
	other := map[string]string{"保障措施": "保障机制", "保障机制": "保障措施", "工作要求": "有关要求", "有关要求": "工作要求",
		"工作目标": "目标任务", "总体目标": "工作目标", "目标任务": "总体目标"}[c.heading]
	taken := func(o *chapter) bool { return o.heading == other }
	if other == "" || slices.ContainsFunc(e.given.chapters, taken) || !e.touch("name", c) {
		return false
	}
	for _, old := range e.was {
		if o, ok := old.(*chapter); ok && taken(o) {
			return false
		}
	}
	c.heading = other
	return true
}

func (e *editor) chapterAdded() bool {
	heading, ok := e.fresh("chapter", func() string {
		return Pick(e.Draw, "宣传引导", "经费管理", "监督问责", "基本原则", "预期成效", "档案管理", "工作纪律")
	})
	if !ok {
		return false
	}
	c := &chapter{heading: heading}
	for range e.Between(1, 2) {
		s, ok := e.newSentence()
		if !ok {
			return false
		}
		c.text = append(c.text, s)
	}
	e.given.chapters = slices.Insert(slices.Clone(e.given.chapters), e.IntN(len(e.given.chapters)+1), c)
	return true
}

func (e *editor) chapterDropped() bool {
	c, ok := oneWhere(e.Draw, e.given.chapters, func(c *chapter) bool { return c.slot == "" && e.was[c] != nil })
	if !ok || len(e.given.chapters) < 3 || slices.ContainsFunc(c.text, func(s *sentence) bool { return !e.touch("said", s) }) {
		return false
	}
	e.given.chapters = without(e.given.chapters, c)
	return true
}
