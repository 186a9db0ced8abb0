package synth

import "strings"

// leaderLayouts are the ways to set a leading group.
var leaderLayouts = []Layout{
	{Name: "leader-lines", Slot: Leaders, Set: leaderLines, Can: always},
	{Name: "leader-columns", Slot: Leaders, Set: leaderColumns, Can: func(g *given) bool { return g.posts }},
	{Name: "leader-table", Slot: Leaders, Set: leaderTable, Can: func(g *given) bool { return g.posts }},
	{Name: "leader-inline", Slot: Leaders, Set: leaderInline, Can: func(g *given) bool { return !g.posts }},
	{Name: "leader-brackets", Slot: Leaders, Set: leaderBrackets, Can: (*given).onePostEach},
	{Name: "leader-sentence", Slot: Leaders, Set: leaderSentence, InText: true},
	{Name: "leader-experts", Slot: Leaders, Set: leaderExperts},
}

// ranks are the roles of a body, highest first; the last one is held by many.
type ranks struct{ suffix, head, deputy, member string }

var allRanks = []ranks{
	{"领导小组", "组长", "副组长", "成员"},
	{"领导小组", "组长", "副组长", "成员"},
	{"领导小组", "组长", "副组长", "组员"},
	{"工作小组", "组长", "副组长", "成员"},
	{"工作专班", "组长", "副组长", "成员"},
	{"管理委员会", "主任", "副主任", "委员"},
	{"指挥部", "总指挥", "副总指挥", "成员"},
	{"理事会", "理事长", "副理事长", "理事"},
}

// NewBody invents a leading group for the plan: of officials, or of the staff
// of the plan's school.
func (d *Draw) NewBody() *Body {
	if d.given != nil {
		return d.given.handBody()
	}
	r := Pick(d, allRanks...)
	b := &Body{}
	p := d.Plan
	if p.School != nil {
		b.Name = d.S("[{form}工作|结对帮扶工作|校际交流工作|]")
		if b.Name == "" || d.Chance(0.5) {
			b.Name = p.School.Name + b.Name
		}
	} else {
		b.Name = d.S("[{U}|{B}|{U}|]{name}")
		if b.Name == p.Name {
			b.Name = d.S("[{u}|]{name}")
		}
	}
	if strings.HasSuffix(b.Name, "工作") {
		r.suffix = strings.TrimPrefix(r.suffix, "工作")
	}
	b.Name += r.suffix
	add := func(role string, people ...*Person) {
		for _, x := range people {
			b.Members = append(b.Members, Member{role, x})
		}
	}
	if s := p.School; s != nil {
		add(r.head, &Person{Name: s.Principal.Name, Posts: []string{"校长"}, Phone: s.Principal.Phone})
		for range d.Between(1, 3) {
			add(r.deputy, d.NewPerson("副校长"))
		}
		for _, post := range d.some(split("教导主任 德育主任 总务主任 工会主席 团委书记 教科室主任 办公室主任 语文教研组长 数学教研组长 教导处副主任 年级组长"), d.Between(2, 6)) {
			add(r.member, d.NewPerson(post))
		}
		p.Bodies = append(p.Bodies, b)
		return b
	}
	o := d.District.Officials
	deputies := d.Between(1, min(4, len(o)-4))
	add(r.head, o[0])
	add(r.deputy, o[1:1+deputies]...)
	rest := o[1+deputies:]
	n := d.Between(3, min(len(rest), 14))
	add(r.member, rest[:n]...)
	if d.Chance(0.5) { // heads of schools sit in it as well
		for _, s := range Shuffled(d, d.District.Schools)[:d.Between(2, 6)] {
			add(r.member, s.Principal)
		}
	}
	p.Bodies = append(p.Bodies, b)
	return b
}

// lead registers a member with the posts that the page shows.
func (d *Draw) lead(b *Body, role, name string, posts ...string) *Fact {
	f := d.Fact("leader", F{"body": b.Name, "role": role, "name": name, "posts": append([]string{}, posts...)})
	d.bodies[b.Name] = append(d.bodies[b.Name], f)
	return f
}

// leadAll registers all members with the posts that the page shows; ofRole has
// the facts of each role, which the word for the role says.
func (d *Draw) leadAll(b *Body, posts func(Member) []string) (facts []*Fact, ofRole map[string][]*Fact) {
	ofRole = map[string][]*Fact{}
	for _, m := range b.Members {
		f := d.lead(b, m.Role, m.Name, posts(m)...)
		facts = append(facts, f)
		ofRole[m.Role] = append(ofRole[m.Role], f)
	}
	return facts, ofRole
}

// bodyIntro sets what names the body above its members: in an attachment its
// title, in the text a sentence or a line.
func (d *Draw) bodyIntro(b *Body) []Block {
	if d.Attached {
		return []Block{{Kind: Title, Text: T(b.Name + Pick(d, "", "", "成员名单", "名单", "组成人员名单"))}}
	}
	if d.Chance(0.3) {
		return []Block{P(T(b.Name + Pick(d, "", "：", "成员名单：", "组成人员如下：")))}
	}
	return []Block{P(d.Set("[[为[加强对{name}的[组织领导|领导]|确保{name}[顺利开展|取得实效|有序推进]]，|][经研究决定，|经研究，|]成立{1}，[成员名单如下|成员如下|名单如下|组成人员如下|人员组成如下]：|成立{1}。|[决定|经研究，]成立{1}：]", T(b.Name)))}
}

// spaced pads a role of two characters as lists do: 组　长.
func (d *Draw) spaced(role, pad string) string {
	r := []rune(role)
	if len(r) != 2 {
		return role
	}
	return string(r[0]) + pad + string(r[1])
}

// office sets who heads the body's office, or nothing.
func (d *Draw) office(b *Body) []Block {
	if !d.Chance(0.5) && d.given == nil || d.given != nil && b.office == nil {
		return nil
	}
	who := Shuffled(d, b.Members[1:])[0]
	if d.given != nil {
		who = Member{Person: b.office}
	}
	f := d.lead(b, "办公室主任", who.Name)
	where := "{institute}"
	if d.Plan.School != nil {
		where = "[教导处|教科室|校长办公室]"
	}
	return []Block{P(d.Set("[领导小组|{2}]下设办公室，[办公室|]设在"+where+"，[由|]{1}[同志|]兼[任|]{3}[，具体负责日常工作|，负责统筹协调和督促落实|]。", Say(who.Name, f), T(b.Name), Say("办公室主任", f)))}
}

func leaderLines(d *Draw) []Block {
	b := d.NewBody()
	blocks := d.bodyIntro(b)
	pad := Pick(d, "　", "　", " ", "  ")
	gap := Pick(d, "　", "　　", "  ", " ")
	withPosts := d.Chance(0.85)
	if d.given != nil {
		withPosts = d.given.posts
	}
	colon := Pick(d, "：", "：", "： ")
	spacedRole := d.Chance(0.6)
	previous := ""
	shown := func(m Member) []string {
		if withPosts {
			return m.Posts
		}
		return nil
	}
	facts, ofRole := d.leadAll(b, shown)
	for i, m := range b.Members {
		posts, f := shown(m), facts[i]
		role := m.Role
		if spacedRole {
			role = d.spaced(role, pad)
		}
		var head Text
		if m.Role != previous || !withPosts {
			head = Say(role+colon, ofRole[m.Role]...)
		} else {
			head = T(strings.Repeat("　", len([]rune(role))+1))
		}
		previous = m.Role
		name := Say(m.Padded(pad), f)
		if len(posts) == 0 {
			blocks = append(blocks, P(Join(head, name)))
			continue
		}
		blocks = append(blocks, P(Join(head, name, T(gap), Say(posts[0], f))))
		for _, post := range posts[1:] {
			blocks = append(blocks, P(Join(T(strings.Repeat("　", 8)), Say(post, f))))
		}
	}
	return append(blocks, d.office(b)...)
}

func leaderColumns(d *Draw) []Block {
	b := d.NewBody()
	blocks := d.bodyIntro(b)
	gap := Pick(d, "　　", "    ", "　")
	previous := ""
	facts, ofRole := d.leadAll(b, func(m Member) []string { return m.Posts })
	for i, m := range b.Members {
		posts, f := m.Posts, facts[i]
		role := d.spaced(m.Role, "　")
		head := Say(role+gap, ofRole[m.Role]...)
		if m.Role == previous {
			head = T("　　　" + gap)
		}
		previous = m.Role
		blocks = append(blocks, P(Join(head, Say(m.Padded("　"), f), T(gap), Say(posts[0], f))))
		for _, post := range posts[1:] {
			blocks = append(blocks, P(Join(T("　　　"+gap+"　　　"+gap), Say(post, f))))
		}
	}
	return append(blocks, d.office(b)...)
}

func leaderTable(d *Draw) []Block {
	b := d.NewBody()
	blocks := d.bodyIntro(b)
	pad := Pick(d, "", "", "　", " ")
	withSeq, withPhone, spanned := d.Chance(0.4), d.Chance(0.3), d.Chance(0.5)
	roleHead := Pick(d, "职务", "组内职务", "小组职务", "职 务")
	postHead := Pick(d, "单位及职务", "工作单位及职务", "现任职务", "所在单位及职务")
	t := &Table{Head: Pick(d, 0, 1)}
	head := []Cell{C(T(roleHead)), C(T(Pick(d, "姓名", "姓　名"))), C(T(postHead))}
	if withSeq {
		head = append([]Cell{C(T("序号"))}, head...)
	}
	if withPhone {
		head = append(head, C(T(Pick(d, "联系电话", "电话", "手机号码"))))
	}
	t.Rows = append(t.Rows, head)
	for i := 0; i < len(b.Members); {
		j := i
		for j < len(b.Members) && b.Members[j].Role == b.Members[i].Role {
			j++
		}
		var facts []*Fact
		for k := i; k < j; k++ {
			m := b.Members[k]
			facts = append(facts, d.lead(b, m.Role, m.Name, m.Posts...))
		}
		for k := i; k < j; k++ {
			m, f := b.Members[k], facts[k-i]
			var row []Cell
			if withSeq {
				row = append(row, C(T(itoa(k+1))))
			}
			switch {
			case spanned && k == i:
				row = append(row, Cell{Lines: []Text{Say(m.Role, facts...)}, RowSpan: j - i})
			case !spanned:
				row = append(row, C(Say(m.Role, f)))
			}
			row = append(row, C(Say(m.Padded(pad), f)))
			var lines []Text
			for _, post := range m.Posts {
				lines = append(lines, Say(post, f))
			}
			if len(lines) > 1 {
				// One line after the other in a cell is one post or two: a reader of the
				// page sees two, one of a dump cannot tell.
				f.Alt("posts", strings.Join(m.Posts, ""))
			}
			row = append(row, Cell{Lines: lines})
			if withPhone {
				row = append(row, C(T(m.Phone)))
			}
			t.Rows = append(t.Rows, row)
		}
		i = j
	}
	blocks = append(blocks, Block{Kind: TableOf, Table: t})
	return append(blocks, d.office(b)...)
}

// byRole walks the members role by role.
func (b *Body) byRole(visit func(role string, members []Member)) {
	for i := 0; i < len(b.Members); {
		j := i
		for j < len(b.Members) && b.Members[j].Role == b.Members[i].Role {
			j++
		}
		visit(b.Members[i].Role, b.Members[i:j])
		i = j
	}
}

func leaderInline(d *Draw) []Block {
	b := d.NewBody()
	blocks := d.bodyIntro(b)
	pad := Pick(d, "", "", " ", "　")
	sep := Pick(d, "、", "、", "　", "，")
	if pad != "" && sep == "　" {
		sep = "　　" // a wider gap than within the names
	}
	oneLine := d.Chance(0.25) && sep == "、"
	var line Text
	nameless := d.Chance(0.3) && d.given == nil
	b.byRole(func(role string, members []Member) {
		text := T(role + "：")
		var facts []*Fact
		for i, m := range members {
			f := d.lead(b, m.Role, m.Name)
			facts = append(facts, f)
			if i > 0 {
				text = append(text, T(sep)...)
			}
			text = append(text, Say(m.Padded(pad), f)...)
		}
		if nameless && sep == "、" && role == b.Members[len(b.Members)-1].Role {
			post := d.S("[各学校校长|各乡镇中心学校校长|局机关各科室负责人|各学校教务主任|各成员校教研组长|各中小学校负责人]")
			f := d.lead(b, role, "", post)
			facts = append(facts, f)
			text = append(append(text, T(sep)...), Say(post, f)...)
		}
		text[0].Says = facts
		if oneLine {
			if len(line) > 0 {
				line = append(line, T("；")...)
			}
			line = append(line, text...)
			return
		}
		blocks = append(blocks, P(text))
	})
	if oneLine {
		blocks = append(blocks, P(append(line, T("。")...)))
	}
	return append(blocks, d.office(b)...)
}

func leaderBrackets(d *Draw) []Block {
	b := d.NewBody()
	blocks := d.bodyIntro(b)
	sep := Pick(d, "、", "、", "　", "，", "")
	b.byRole(func(role string, members []Member) {
		text := T(role + "：")
		var facts []*Fact
		for i, m := range members {
			f := d.lead(b, m.Role, m.Name, m.Posts[0])
			facts = append(facts, f)
			if i > 0 {
				text = append(text, T(sep)...)
			}
			text = append(text, Join(Say(m.Name, f), T("（"), Say(m.Posts[0], f), T("）"))...)
		}
		text[0].Says = facts
		blocks = append(blocks, P(text))
	})
	return append(blocks, d.office(b)...)
}

func leaderSentence(d *Draw) []Block {
	b := d.NewBody()
	head, rest := b.Members[0], b.Members[1:]
	deputies := rest[:0:0]
	for _, m := range rest {
		if m.Role == rest[0].Role && len(deputies) < 3 {
			deputies = append(deputies, m)
		}
	}
	post := head.Posts[len(head.Posts)-1]
	hf := d.lead(b, head.Role, head.Name, post)
	text := d.Set("[为[切实|]加强[组织|]领导，|][学校|]成立由{1}{2}[同志|]任{3}", Say(post, hf), Say(head.Name, hf), Say(head.Role, hf))
	if d.Plan.School == nil {
		text = d.Set("[为[切实|]加强[组织|]领导，|][{b}|{u}里|]成立由{1}{2}[同志|]任{3}", Say(post, hf), Say(head.Name, hf), Say(head.Role, hf))
	}
	text = append(text, T("，")...)
	// One post before several names is the post of all of them.
	shared := "副局长"
	if d.Plan.School != nil {
		shared = "副校长"
	}
	var names Text
	var facts []*Fact
	for i, m := range deputies {
		f := d.lead(b, m.Role, m.Name, shared)
		facts = append(facts, f)
		if i > 0 {
			names = append(names, T("、")...)
		}
		names = append(names, Say(m.Name, f)...)
	}
	text = append(text, Join(Say(shared, facts...), names, Say("任"+rest[0].Role, facts...))...)
	if d.Chance(0.6) {
		many := d.S("[相关科室负责人|各学校校长|有关人员|各部门负责人|骨干教师]")
		f := d.lead(b, b.Members[len(b.Members)-1].Role, "", many)
		f.Optional = true
		text = append(text, Join(T("，"), Say(many, f), Say("为"+b.Members[len(b.Members)-1].Role, f))...)
	}
	text = append(text, d.Set("的{1}[，[负责|统筹]{name}的[组织、协调和督导|组织实施|日常管理]|]。", T(b.Name))...)
	return append([]Block{P(text)}, d.office(b)...)
}

// NewExperts invents the experts of a stage, by subject.
func (d *Draw) NewExperts(stage string) []*expert {
	var out []*expert
	if d.given != nil {
		for _, x := range d.given.experts {
			if x.stage == stage {
				out = append(out, x)
			}
		}
		return out
	}
	for _, subject := range d.some(subjects, d.Between(3, 6)) {
		for range d.Between(1, 4) {
			out = append(out, &expert{d.NewPerson(), stage, subject})
		}
	}
	return out
}

// subjects are what experts are experts of.
var subjects = split("语文 数学 英语 科学 音乐 美术 体育 信息技术 道德与法治")

func leaderExperts(d *Draw) []Block {
	b := &Body{Name: d.S("[{U}|]{name}[专家指导组|专业指导小组|学科指导组]")}
	blocks := d.bodyIntro(b)
	for _, stage := range split("小学 初中") {
		lines := d.Chance(0.5)
		if lines {
			blocks = append(blocks, P(T(stage+Pick(d, "", "组")+"：")))
		}
		for rest := d.NewExperts(stage); len(rest) > 0; {
			subject := rest[0].subject
			label := subject
			if !lines {
				label = stage + subject
			}
			text := T(label + "：")
			var facts []*Fact
			for ; len(rest) > 0 && rest[0].subject == subject; rest = rest[1:] {
				f := d.lead(b, "成员", rest[0].Name)
				f.F["subject"], f.F["stage"] = subject, stage
				if len(facts) > 0 {
					text = append(text, T("、")...)
				}
				facts = append(facts, f)
				text = append(text, Say(rest[0].Name, f)...)
			}
			text[0].Says = facts
			blocks = append(blocks, P(text))
		}
	}
	return blocks
}
