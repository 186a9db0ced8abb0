package synth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Versions are two versions of one plan, with the list of what changed from one
// to the other.
type Versions struct {
	// Name is that of the pair: 000017.
	Name string
	// Before is the earlier version, After the later one; Mirror is what a mirror
	// site made of the earlier one: the same page, with dirt.
	Before, After, Mirror Page
	// Changes are what a reader of Before and After is to be told; from Before to
	// Mirror nothing changed.
	Changes []Change
}

// GenerateVersions invents opt.Pages plans in two versions each, one after the
// other, and hands each to yield, until yield returns an error. opt.Clean is not
// heeded: of the three pages, the mirror's alone has dirt.
func GenerateVersions(opt Options, yield func(Versions) error) error {
	for i := range opt.Pages {
		v, err := MakeVersions(opt, i)
		if err != nil {
			return fmt.Errorf("synth: pair %d of seed %d: %w", i, opt.Seed, err)
		}
		if err := yield(v); err != nil {
			return err
		}
	}
	return nil
}

// MakeVersions invents pair i (from 0) of the options; it is the same whatever
// the number of pairs.
func MakeVersions(opt Options, i int) (Versions, error) {
	var err error
	if opt.format, err = opt.formatOf(i); err != nil {
		return Versions{}, err
	}
	v := Versions{Name: fmt.Sprintf("%06d", i)}
	chance := func(what uint64) *rand.Rand { return rand.New(rand.NewPCG(opt.Seed, uint64(i)<<3|what|1<<63)) }
	d := &Draw{Rand: chance(0), seen: map[string]bool{}}
	d.Digits = d.Chance(0.3)
	before := d.newGiven()
	if d.Chance(0.12) {
		before.several = true
		for range d.Between(1, 3) {
			before.further = append(before.further, d.newGiven())
		}
		d.District, d.Plan = before.district, before.plan
	}
	after := before.clone()
	for i, x := range after.further {
		after.further[i] = x.clone()
	}
	made := d.edit(after)
	for _, x := range after.further {
		if x.source != nil && made[0] != still && d.Chance(0.5) {
			made = append(made, slices.DeleteFunc(d.edit(x), func(name string) bool { return name == still })...)
		}
	}
	page := func(what uint64, g *given, clean bool) (Page, error) {
		o := opt
		o.Clean = clean
		o.set = func(d *Draw) []Block {
			blocks := g.set(d)
			for _, x := range g.plans() {
				if clean {
					x.shown = read(x.own)
				}
			}
			return blocks
		}
		return compose(chance(what), v.Name, o)
	}
	if v.Before, err = page(1, before, true); err != nil {
		return v, err
	}
	if v.After, err = page(2, after, true); err != nil {
		return v, err
	}
	if v.Mirror, err = page(1, before, false); err != nil {
		return v, err
	}
	v.After.Layouts = append(v.After.Layouts, made...)
	v.Changes = changes(before, after, [2]Page{v.Before, v.After})
	return v, nil
}

// shownText is the running text of a page, and all its text.
type shownText struct{ prose, all string }

func read(blocks []Block) shownText {
	var prose, all strings.Builder
	for i := range blocks {
		b := &blocks[i]
		if b.Kind == Furniture {
			continue
		}
		eachText(blocks[i:i+1], func(t *Text) {
			all.WriteString(t.String() + "\n")
			if b.Kind != TableOf {
				prose.WriteString(t.String() + "\n")
			}
		})
	}
	return shownText{prose.String(), all.String()}
}

// newGiven invents a district, and what a plan of it says.
func (d *Draw) newGiven() *given {
	x := d.NewDistrict()
	for _, s := range x.Schools {
		s.Phone = s.Principal.Phone // one number, whatever column it stands in
	}
	p := d.NewPlan()
	g := &given{divisions: map[*School]string{},
		words: d.Uint64(), district: x, plan: p, addressed: d.Chance(0.5),
		led: d.Chance(0.6), heads: d.Chance(0.5), phones: d.Chance(0.6), contacts: d.Chance(0.5),
		posts: d.Chance(0.75), forms: d.Chance(0.2), pairHeads: d.Chance(0.25),
		headed: d.Chance(0.7), phased: d.Chance(0.25),
	}
	g.phones = g.phones && g.heads
	g.contacts = g.contacts && !(g.led && g.heads)
	g.pairHeads = g.pairHeads && !g.forms
	switch d.IntN(6) {
	case 0:
		g.tiered = true
		g.led, g.heads, g.phones, g.contacts = false, false, false, false
	case 1:
		g.bracketed, g.led = true, true
		g.heads, g.phones, g.contacts = false, false, false
	}
	switch {
	case d.Chance(0.5):
		p.Title = strings.ReplaceAll(d.S("{B}关于[开展|做好|推进]{name}的[通知|实施意见]"), "工作工作", "工作")
	default:
		p.Title = d.planTitle()
	}
	if d.Chance(0.85) {
		p.Number = d.Number(x.Mark, p.Year)
		g.letterhead = d.Chance(0.3)
	}
	if d.Chance(0.5) {
		g.index = d.IndexNumber()
	}
	for range d.Between(0, 2) {
		g.cites = append(g.cites, d.newCite())
	}
	text := func(p float64, heading string) {
		if d.Chance(p) {
			c := &chapter{heading: d.S(heading)}
			for range d.Between(1, 3) {
				c.text = append(c.text, d.newFiller())
			}
			g.chapters = append(g.chapters, c)
		}
	}
	add := func(slot Slot, heading string, attached float64) {
		g.chapters = append(g.chapters, &chapter{heading: d.S(heading), slot: slot, attached: d.Chance(attached)})
	}
	text(0.7, "指导思想")
	text(0.5, "[工作目标|总体目标|目标任务]")
	hasGroups, hasPairs := d.Chance(0.55), d.Chance(0.65)
	if hasGroups || !hasPairs {
		g.groups = d.NewGroups(d.Between(2, 5), g.led)
		if g.contacts {
			for _, x := range g.groups {
				x.Contacts = x.Contacts[:d.Between(1, len(x.Contacts))]
			}
		}
		g.place(d)
		add(Groups, "[分组安排|分组情况]", 0.5)
	}
	if hasPairs {
		forms := Shuffled(d, someForms)[:d.Between(2, 3)]
		clusters := d.NewClusters(d.Between(5, 16), 1, 3)
		for len(rowPairs(clusters)) < 4 { // of a stage that the district has few schools of
			clusters = append(clusters, d.NewClusters(d.Between(5, 16), 1, 3)...)
		}
		for _, c := range clusters {
			form := p.Form
			if g.forms {
				form = Pick(d, forms...)
			}
			for _, s := range c.To {
				g.pairs = append(g.pairs, &Pair{form, c.From, s})
			}
		}
		add(Pairings, "{form}[安排|学校]", 0.5)
		if d.Chance(0.4) {
			g.note = d.newNote()
		}
	}
	if d.Chance(0.25) {
		for range d.Between(1, 3) {
			d.newTale(g)
		}
		if g.told != nil {
			add(Told, "[结对调整|结对关系调整]", 0)
		}
	}
	if d.Chance(0.8) {
		for _, h := range d.some(measureHeads, d.Between(2, 5)) {
			x := &point{head: h}
			for range d.Between(1, 3) {
				if d.Chance(0.5) {
					x.sentences = append(x.sentences, d.newPromise())
				} else {
					x.sentences = append(x.sentences, d.newFiller())
				}
			}
			g.points = append(g.points, x)
		}
		add(Measures, "[主要任务|工作措施|主要内容|重点工作|工作内容]", 0)
	}
	if d.Chance(0.65) {
		c := d.clock()
		c.month++ // nothing is due before the plan is out
		deadlines := d.Chance(0.3)
		for range d.Between(3, 7) {
			g.agenda = append(g.agenda, d.newMilestone(g, c, deadlines))
		}
		add(Calendar, "[实施步骤|时间安排|工作步骤|工作安排]", 0)
	}
	if d.Chance(0.65) {
		b := d.NewBody()
		if d.Chance(0.5) {
			b.office = b.Members[d.Between(1, len(b.Members)-1)].Person
		}
		g.bodies = append(g.bodies, b)
		add(Leaders, "[组织领导|组织机构|组织保障]", 0.45)
	}
	if d.Chance(0.2) {
		for _, stage := range split("小学 初中") {
			for _, subject := range d.some(subjects, d.Between(3, 6)) {
				for range d.Between(1, 3) {
					g.experts = append(g.experts, &expert{d.NewPerson(), stage, subject})
				}
			}
		}
		add(experts, "[专家团队|专业支持]", 0.5)
	}
	text(0.5, "[保障措施|工作要求|有关要求|保障机制]")
	return g
}

// areas are what groups are parts of.
var areas = split("东部片区 西部片区 南部片区 北部片区 城区片区 山区片区")

// parts are the parts of schools that brackets tell.
var parts = split("本部 分部")

// place says of groups of what they are parts, or what stands in brackets.
func (g *given) place(d *Draw) {
	over := Shuffled(d, areas)[:d.Between(2, 3)]
	for _, x := range g.groups {
		if g.tiered {
			x.Parent = Pick(d, over...)
		}
		if g.bracketed {
			x.Stage = x.Lead.Stage
			for _, s := range x.Members {
				if d.Chance(0.25) {
					g.divisions[s] = Pick(d, parts...)
				}
			}
		}
	}
}

// newTale invents a pair that a sentence tells, of schools that are in no other.
func (d *Draw) newTale(g *given) {
	free := func(town bool) *School {
		s, _ := oneWhere(d, g.district.Schools, func(s *School) bool {
			return s.Town == town && s.Of == nil && s.Stage == "小学" &&
				!slices.ContainsFunc(g.pairs, func(p *Pair) bool { return p.From == s || p.To == s }) &&
				!slices.ContainsFunc(g.told, func(t *tale) bool { return t.from == s || t.to == s })
		})
		return s
	}
	if from, to := free(true), free(false); from != nil && to != nil {
		g.told = append(g.told, &tale{from, to, Pick(d, "", "planned", "ended")})
	}
}

// newNote invents what stands below a list.
func (d *Draw) newNote() *sentence {
	return &sentence{s: d.S("[注|说明|备注]：[有教学点的学校，[组织教学点一并参加|教学点随中心校参加]|[如有人事变动，由接任者自然递补|未列入的学校由各学区自行安排]|[名单按学校所在乡镇排列|排名不分先后]]。")}
}

// newCite invents a policy that plans refer to.
func (d *Draw) newCite() *cite {
	for {
		t := d.Citation()
		if d.Chance(0.3) {
			t = d.PlainCitation()
		}
		f := t[1].Says[0].F
		c := &cite{f["title"].(string), f["number"].(string)}
		if k := "cite:" + c.title; !d.seen[k] {
			d.seen[k] = true
			return c
		}
	}
}

// newFiller invents a sentence that promises nothing countable, and that the plan
// does not have yet.
func (d *Draw) newFiller() *sentence {
	s, _ := d.fresh("filler", d.filler)
	return &sentence{s: s}
}

// themes are what promises are about: a plan makes one promise about each, so
// that each is the same promise in the next version, whatever its number.
var themes = split(`联合教研 集体备课 同课异构 送教 校际交流 课堂观摩 主题研讨 专题教研 教学观摩 师生互访 课题研讨
	推进会 经验交流会 联席 调度会 研讨会 讲座 论坛 开放日 培训 教学比武 主题教研 教学成果 质量分析 调研 联合检测 教学交流
	骨干教师 优秀教师 学科带头人 中层干部 教学能手 管理干部 万元 津贴 补贴 补助 年为一 每周 每次 联络 负责 对接 比例 占比`)

// newPromise invents a sentence that promises something.
func (d *Draw) newPromise() *sentence {
	lead := d.S("[||[加强|深化]校际合作，]")
	tail := d.S("[，[推动|促进]共同提高|，[不断提升|持续改进]教育教学质量|]。")
	for range 60 {
		t := d.promise()
		quote, f := t.String(), t[0].Says[0].F
		var about []string
		for _, theme := range themes {
			if strings.Contains(quote, theme) {
				about = append(about, "promise:"+theme)
			}
		}
		if slices.ContainsFunc(about, func(k string) bool { return d.seen[k] }) {
			continue
		}
		for _, k := range about {
			d.seen[k] = true
		}
		return &sentence{lead + quote + tail, &promise{quote, f}}
	}
	return d.newFiller()
}

// newMilestone invents what is due, later than what was due before.
func (d *Draw) newMilestone(g *given, c *clock, deadlines bool) *milestone {
	var task string
	if g.phased {
		task, _ = d.fresh("task", func() string { return Pick(d, phases...) })
	} else {
		// 报送阶段总结 and 上报阶段总结 are one task, and would be taken for one.
		tail := func(s string) string { r := []rune(s); return string(r[max(0, len(r)-4):]) }
		due := slices.Clone(g.agenda)
		if g.source != nil {
			due = append(due, g.source.agenda...)
		}
		for range 400 {
			task = d.task()
			if !slices.ContainsFunc(due, func(m *milestone) bool { return tail(m.task) == tail(task) }) {
				break
			}
		}
	}
	return &milestone{task, d.someday(c, deadlines)}
}

// clone copies the plan as its next version, the plans beside it left as they are.
func (g *given) clone() *given {
	was := map[any]any{}
	now := map[any]any{}
	c := *g
	c.source, c.was = g, was
	c.further = slices.Clone(g.further)
	x := *g.district
	plan := *g.plan
	c.district, c.plan = &x, &plan
	person := func(p *Person) *Person {
		return again(now, was, p, func(p *Person) { p.Posts = slices.Clone(p.Posts) })
	}
	school := func(s *School) *School {
		return again(now, was, s, func(s *School) { s.Principal = person(s.Principal) })
	}
	x.Schools = copyEach(x.Schools, school)
	for _, s := range x.Schools {
		if s.Of != nil {
			s.Of = school(s.Of)
		}
	}
	x.Officials = copyEach(x.Officials, person)
	c.groups = copyEach(g.groups, func(g *Group) *Group {
		return again(now, was, g, func(g *Group) {
			g.Lead, g.Members, g.Contacts = school(g.Lead), copyEach(g.Members, school), copyEach(g.Contacts, person)
		})
	})
	c.pairs = copyEach(g.pairs, func(p *Pair) *Pair {
		return again(now, was, p, func(p *Pair) { p.From, p.To = school(p.From), school(p.To) })
	})
	c.told = copyEach(g.told, func(t *tale) *tale {
		return again(now, was, t, func(t *tale) { t.from, t.to = school(t.from), school(t.to) })
	})
	c.experts = copyEach(g.experts, func(x *expert) *expert {
		return again(now, was, x, func(x *expert) { x.Person = person(x.Person) })
	})
	c.divisions = map[*School]string{}
	for s, in := range g.divisions {
		c.divisions[school(s)] = in
	}
	c.bodies = copyEach(g.bodies, func(b *Body) *Body {
		return again(now, was, b, func(b *Body) {
			b.Members = slices.Clone(b.Members)
			for i := range b.Members {
				b.Members[i].Person = person(b.Members[i].Person)
			}
			if b.office != nil {
				b.office = person(b.office)
			}
		})
	})
	sentences := func(list []*sentence) []*sentence {
		return copyEach(list, func(s *sentence) *sentence {
			return again(now, was, s, func(s *sentence) {
				if s.promise != nil {
					p := *s.promise
					p.f = F{}
					for k, v := range s.promise.f {
						p.f[k] = v
					}
					s.promise = &p
				}
			})
		})
	}
	c.chapters = copyEach(g.chapters, func(c *chapter) *chapter {
		return again(now, was, c, func(c *chapter) { c.text = sentences(c.text) })
	})
	if g.note != nil {
		c.note = sentences([]*sentence{g.note})[0]
	}
	c.points = copyEach(g.points, func(p *point) *point {
		return again(now, was, p, func(p *point) { p.sentences = sentences(p.sentences) })
	})
	c.agenda = copyEach(g.agenda, func(m *milestone) *milestone { return again(now, was, m, func(*milestone) {}) })
	c.cites = copyEach(g.cites, func(m *cite) *cite { return again(now, was, m, func(*cite) {}) })
	return &c
}

// again is the copy of a thing; it is made, and fill finishes it, when it is
// asked for first.
func again[T any](now, was map[any]any, x *T, fill func(*T)) *T {
	if c, ok := now[x]; ok {
		return c.(*T)
	}
	c := *x
	now[x], was[&c] = &c, x
	fill(&c)
	return &c
}

func copyEach[T any](list []*T, copy func(*T) *T) []*T {
	var out []*T
	for _, x := range list {
		out = append(out, copy(x))
	}
	return out
}
