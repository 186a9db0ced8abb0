package synth

import (
	"cmp"
	"slices"
	"strings"
)

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

// expertSubject gives an expert another subject that the team has.
func (e *editor) expertSubject() bool {
	x, ok := oneWhere(e.Draw, e.given.experts, func(x *expert) bool { return e.was[x] != nil })
	if !ok || !e.touch("expert", x) {
		return false
	}
	other, ok := oneWhere(e.Draw, e.given.experts, func(o *expert) bool { return o.stage == x.stage && o.subject != x.subject })
	if !ok {
		return false
	}
	x.subject = other.subject
	e.bySubject()
	return true
}

// bySubject sets the experts of a subject beside each other.
func (e *editor) bySubject() {
	list := slices.Clone(e.given.experts)
	slices.SortStableFunc(list, func(a, b *expert) int {
		return cmp.Or(-strings.Compare(a.stage, b.stage), slices.Index(subjects, a.subject)-slices.Index(subjects, b.subject))
	})
	e.given.experts = list
}

func (e *editor) expertJoined() bool {
	if len(e.given.experts) == 0 {
		return false
	}
	like := Pick(e.Draw, e.given.experts...)
	x := &expert{e.NewPerson(), like.stage, like.subject}
	e.touch("expert", x)
	e.given.experts = append(slices.Clone(e.given.experts), x)
	e.bySubject()
	return true
}

func (e *editor) expertLeft() bool {
	x, ok := oneWhere(e.Draw, e.given.experts, func(x *expert) bool { return e.was[x] != nil })
	if !ok || len(e.given.experts) < 5 || !e.touch("expert", x) {
		return false
	}
	e.given.experts = without(e.given.experts, x)
	return true
}

func (e *editor) bodyAdded() bool {
	if len(e.given.bodies) != 1 || e.given.experts != nil {
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
