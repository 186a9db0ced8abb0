package synth

import (
	"fmt"
	"strings"
)

// eyesGroups are layouts of groups of schools.
var eyesGroups = []Layout{
	{Name: "eyes/groups-lead-column", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsLeadColumn), Can: untiered((*given).bareLed)},
	{Name: "eyes/groups-paragraphs", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsParagraphs)},
	{Name: "eyes/groups-contacts", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsContacts), Can: untiered(func(g *given) bool { return g.led && g.contacts })},
	{Name: "eyes/groups-two-header-rows", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsTwoHeaderRows), Can: untiered(func(g *given) bool { return g.led && g.heads && g.phones })},
	{Name: "eyes/groups-role-column", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsRoleColumn), Can: untiered(func(g *given) bool { return g.led && g.heads && !g.phones })},
	{Name: "eyes/groups-label-lines", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsLabelLines)},
	{Name: "eyes/groups-title-rows", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsTitleRows)},
	{Name: "eyes/groups-kindergartens", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsKindergartens)},
	{Name: "eyes/groups-branches", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsBranches)},
	{Name: "eyes/groups-columns", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsColumns), NoDump: true},
	{Name: "eyes/groups-plus", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsPlus)},
	{Name: "eyes/groups-areas", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsAreas)},
	{Name: "eyes/groups-one-sentence", Slot: Groups, Set: withCaption(eyes.groupsCaption, eyes.groupsOneSentence)},
}

// groupKind is the page's word for its groups.
func (d eyes) groupKind() string {
	if k := d.Plan.Kind; k != "" {
		return k
	}
	return "教联体"
}

// leadNames are what pages call the lead and the other schools of a group.
var leadNames = [][2]string{
	{"龙头校", "成员校"}, {"牵头学校", "成员学校"}, {"牵头校", "成员校"}, {"核心校", "成员校"}, {"核心学校", "成员学校"},
	{"龙头学校", "成员学校"}, {"总校", "分校"}, {"领航校", "成员校"}, {"组长学校", "成员学校"}, {"基地校", "联动校"},
	{"集团总校", "成员校"}, {"盟主校", "成员校"}, {"牵头单位", "成员单位"},
}

// newGroups founds n groups of a stage with up to most members each; named says
// what each is called.
func (d eyes) newGroups(n, most int, stage string) []*Group {
	if d.given != nil {
		return d.given.handGroups(d.Draw)
	}
	hs := d.helping(n, most, stage)
	kind := d.groupKind()
	style := d.IntN(4)
	var out []*Group
	for i, h := range hs {
		g := &Group{Kind: kind, Lead: h.from, Members: h.to}
		switch style {
		case 0: // 实验小学教联体
			g.Name = h.from.Name + kind
		case 1: // 第一教联体
			g.Name = "第" + han(i+1) + kind
		case 2: // 小学第一教联体
			g.Name = stage + "第" + han(i+1) + kind
		default: // 启明教联体
			s, _ := d.fresh("group", func() string { return Pick(d.Draw, virtue...) + kind })
			g.Name = s
		}
		for range d.Between(1, 2) {
			g.Contacts = append(g.Contacts, d.NewPerson())
		}
		out = append(out, g)
	}
	d.Plan.Groups = append(d.Plan.Groups, out...)
	return out
}

// enrolled are the facts of a group's schools, the lead's first.
func (d eyes) enrolled(g *Group) []*Fact {
	var out []*Fact
	if g.Lead != nil {
		out = append(out, d.joined(g.Name, g.Kind, g.Lead, "lead"))
	}
	for _, s := range g.Members {
		role := "member"
		if g.Lead == nil {
			role = ""
		}
		out = append(out, d.joined(g.Name, g.Kind, s, role))
	}
	return out
}

// listed are the members, each saying its fact (facts without the lead's).
func listed(g *Group, facts []*Fact) []Text {
	var out []Text
	for i, s := range g.Members {
		out = append(out, Say(s.Name, facts[i]))
	}
	return out
}

// groupCaption is a line over the groups.
func (d eyes) groupCaption(kind string) Text {
	whose := Pick(d.Draw, "", d.District.Name, fmt.Sprintf("%s%d年", d.District.Name, d.Plan.Year), "全"+d.District.Unit)
	return T(whose + Pick(d.Draw, "义务教育", "", "中小学", "城乡") + kind + Pick(d.Draw, "一览表", "名单", "划分表", "组建情况一览表", "结构表", "分组安排表"))
}

// groupsCaption is the title of an attachment of groups.
func (d eyes) groupsCaption([]*Fact) Text { return d.groupCaption(d.groupKind()) }

// The lead in a column of its own, the members in one cell.
func (d eyes) groupsLeadColumn() []Block {
	gs := d.newGroups(d.Between(3, 6), Pick(d.Draw, 3, 4, 5), Pick(d.Draw, "小学", "小学", "初中"))
	w := Pick(d.Draw, leadNames...)
	lines := d.Chance(0.3)
	t := &Table{Head: 1}
	var all []*Fact
	number := d.Chance(0.7)
	for i, g := range gs {
		facts := d.enrolled(g)
		all = append(all, facts...)
		members := C(between(Pick(d.Draw, "、", "、", " "), listed(g, facts[1:])))
		if lines {
			members = Cell{Lines: listed(g, facts[1:])}
		}
		row := []Cell{C(Say(g.Name, facts...)), C(Say(g.Lead.Name, facts[0])), members}
		if number {
			row = append([]Cell{C(T(fmt.Sprint(i + 1)))}, row...)
		}
		t.Rows = append(t.Rows, row)
	}
	head := cells(T(d.groupHeader()), Say(w[0], all...), Say(w[1], all...))
	if number {
		head = append(cells(T("序号")), head...)
	}
	t.Rows = append([][]Cell{head}, t.Rows...)
	return d.captioned(d.groupCaption(gs[0].Kind), t)
}

// groupHeader is the header over the names of the groups.
func (d eyes) groupHeader() string {
	k := d.groupKind()
	return Pick(d.Draw, k+"名称", k, "名称", k+"名称")
}

// A paragraph a group: (一)青岚一小教育集团:龙头校…,成员校….
func (d eyes) groupsParagraphs() []Block {
	gs := d.newGroups(d.Between(3, 6), 4, Pick(d.Draw, "小学", "初中"))
	w := Pick(d.Draw, leadNames...)
	style := d.IntN(5)
	number := Pick(d.Draw, "（%s）", "（%s）", "%s、", "")
	out := []Block{P(T(Pick(d.Draw, "", "全"+d.District.Unit) + Pick(d.Draw, "组建", "共组建", "划分为") + fmt.Sprintf("%d个", len(gs)) + gs[0].Kind + Pick(d.Draw, "，具体如下：", "，名单如下：", "。")))}
	var count *Fact
	if s := out[0].Text.String(); s != "" {
		count = d.promised(fmt.Sprintf("%d个%s", len(gs), gs[0].Kind), float64(len(gs)), 0, "个", "=", "")
		count.Optional = true
		out[0].Text = Say(s, count)
	}
	for i, g := range gs {
		facts := d.enrolled(g)
		lead, members := Say(g.Lead.Name, facts[0]), between("、", listed(g, facts[1:]))
		n := ""
		if number != "" {
			n = fmt.Sprintf(number, han(i+1))
		}
		var t Text
		switch style {
		case 0:
			t = words(n, Say(g.Name, facts...), "：", saying(T(w[0]), facts[0]), " ", lead, "，", saying(T(w[1]), facts[1:]...), " ", members, "。")
		case 1:
			t = words(n, Say(g.Name, facts...), "。", saying(T(w[0]+"："), facts[0]), lead, "；", saying(T(w[1]+"："), facts[1:]...), members, "。")
		case 2:
			t = words(n, Say(g.Name, facts...), "：由", lead, "任", saying(T(w[0]), facts[0]), "，", saying(T(w[1]+"为"), facts[1:]...), members, "。")
		case 3:
			t = words(n, Say(g.Name, facts...), "（"+w[0]+"：", lead, "；"+w[1]+"：", members, "）")
		default:
			t = words(n, Say(g.Name, facts...), "：", lead, "（", saying(T(w[0]), facts[0]), "）、", members)
		}
		out = append(out, P(t))
	}
	return out
}

// Lead, members, contact person and telephone.
func (d eyes) groupsContacts() []Block {
	gs := d.newGroups(d.Between(3, 6), 4, Pick(d.Draw, "小学", "初中"))
	w := Pick(d.Draw, [2]string{"牵头学校", "成员学校"}, [2]string{"牵头校", "成员校"}, [2]string{"组长学校", "成员学校"}, [2]string{"核心校", "成员校"})
	who := Pick(d.Draw, "联络员", "联系人", "联络人")
	glued := d.Chance(0.3) // name and number in one cell
	t := &Table{Head: 1}
	var all, people []*Fact
	for _, g := range gs {
		facts := d.enrolled(g)
		all = append(all, facts...)
		var names, phones []Text
		named := append([]*Fact(nil), facts...)
		for _, p := range g.Contacts {
			f := d.reached(g.Name, p, p.Phone)
			people, named = append(people, f), append(named, f)
			if glued {
				names = append(names, words(Say(p.Padded(" "), f), Say(Pick(d.Draw, "", " ")+p.Phone, f)))
			} else {
				names = append(names, Say(p.Padded(" "), f))
				phones = append(phones, Say(p.Phone, f))
			}
		}
		row := []Cell{C(Say(g.Name, named...)), C(Say(g.Lead.Name, facts[0])), C(between("、", listed(g, facts[1:]))), {Lines: names}}
		if !glued {
			row = append(row, Cell{Lines: phones})
		}
		t.Rows = append(t.Rows, row)
	}
	head := cells(T(Pick(d.Draw, d.groupHeader(), "组别", "片区")), Say(w[0], all...), Say(w[1], all...))
	if glued {
		head = append(head, C(Say(who+"及电话", people...)))
	} else {
		head = append(head, C(Say(who, people...)), C(Say(Pick(d.Draw, "联系电话", "电话", "手机号码"), people...)))
	}
	t.Rows = append([][]Cell{head}, t.Rows...)
	return d.captioned(d.groupCaption(gs[0].Kind), t)
}

// Two header rows over school, head and telephone of lead and members.
func (d eyes) groupsTwoHeaderRows() []Block {
	gs := d.newGroups(d.Between(2, 5), 4, Pick(d.Draw, "小学", "初中"))
	w := Pick(d.Draw, leadNames[1], leadNames[3], leadNames[5], leadNames[2])
	sub := Pick(d.Draw, split("学校 校长 电话"), split("学校名称 负责人 联系电话"))
	t := &Table{Head: 2}
	var all, leads []*Fact
	for _, g := range gs {
		facts := d.enrolled(g)
		all, leads = append(all, facts[1:]...), append(leads, facts[0])
		named := func(f *Fact, s *School) []Cell {
			f.F["principal"], f.F["phone"] = s.Principal.Name, s.Phone
			return cells(Say(s.Name, f), Say(s.Principal.Padded(" "), f), Say(s.Phone, f))
		}
		n := len(g.Members)
		for i, s := range g.Members {
			var row []Cell
			if i == 0 {
				row = append(row, tall(n, Say(g.Name, facts...)))
				for _, c := range named(facts[0], g.Lead) {
					c.RowSpan = n
					row = append(row, c)
				}
			}
			t.Rows = append(t.Rows, append(row, named(facts[i+1], s)...))
		}
	}
	t.Rows = append([][]Cell{
		{tall(2, T(d.groupHeader())), wide(3, Say(w[0], leads...)), wide(3, Say(w[1], all...))},
		cells(T(sub[0]), T(sub[1]), T(sub[2]), T(sub[0]), T(sub[1]), T(sub[2])),
	}, t.Rows...)
	return d.captioned(d.groupCaption(gs[0].Kind), t)
}

// The role of each school in a column: 龙头校, 成员校.
func (d eyes) groupsRoleColumn() []Block {
	gs := d.newGroups(d.Between(2, 5), 4, Pick(d.Draw, "小学", "初中"))
	w := Pick(d.Draw, leadNames[:8]...)
	t := &Table{Head: 1, Rows: [][]Cell{cells(T(d.groupHeader()), T(Pick(d.Draw, "学校", "学校名称", "集团成员")), T(Pick(d.Draw, "学校类别", "类型", "角色", "承担任务")), T("校长"))}}
	for _, g := range gs {
		facts := d.enrolled(g)
		for i, s := range append([]*School{g.Lead}, g.Members...) {
			f := facts[i]
			f.F["principal"] = s.Principal.Name
			role := w[1]
			if i == 0 {
				role = w[0]
			}
			row := cells(Say(s.Name, f), Say(role, f), Say(s.Principal.Padded(" "), f))
			if i == 0 {
				row = append([]Cell{tall(len(facts), Say(g.Name, facts...))}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return d.captioned(d.groupCaption(gs[0].Kind), t)
}

// A heading a group, then a line a label.
func (d eyes) groupsLabelLines() []Block {
	gs := d.newGroups(d.Between(2, 5), 5, Pick(d.Draw, "小学", "初中"))
	w := Pick(d.Draw, leadNames...)
	var out []Block
	number := Pick(d.Draw, "%d.", "%d.", "（%d）", "")
	as := d.IntN(3)
	who := Pick(d.Draw, "联络员", "联系人", "")
	for i, g := range gs {
		facts := d.enrolled(g)
		n := ""
		if number != "" {
			n = fmt.Sprintf(number, i+1)
		}
		named := append([]*Fact(nil), facts...)
		at := len(out)
		out = append(out, Block{})
		lead, members := Say(g.Lead.Name, facts[0]), between("、", listed(g, facts[1:]))
		labels := []Text{saying(T(w[0]), facts[0]), saying(T(w[1]), facts[1:]...)}
		values := []Text{lead, members}
		if who != "" {
			p := g.Contacts[0]
			f := d.reached(g.Name, p, p.Phone)
			named = append(named, f)
			labels = append(labels, Say(who, f))
			values = append(values, words(Say(p.Name, f), Pick(d.Draw, " ", "（", "，", "　"), Say(p.Phone, f)))
			if s := values[2]; s[1].S == "（" {
				values[2] = append(s, Piece{S: "）"})
			}
		}
		out[at] = P(words(n, Say(g.Name, named...)))
		if as == 0 {
			b := Block{Kind: Definition}
			for j := range labels {
				b.Items = append(b.Items, labels[j], values[j])
			}
			out = append(out, b)
			continue
		}
		for j := range labels {
			out = append(out, P(words(labels[j], "：", values[j])))
		}
	}
	return out
}

// A row over the whole table names the group and its lead, its schools follow.
func (d eyes) groupsTitleRows() []Block {
	gs := d.newGroups(d.Between(2, 4), 5, Pick(d.Draw, "小学", "初中"))
	w := Pick(d.Draw, leadNames[1], leadNames[2], leadNames[3], leadNames[8])
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("序号"), T(Pick(d.Draw, "学校", "学校名称", "单位")), T(Pick(d.Draw, "校长", "负责人")), T(Pick(d.Draw, "联系电话", "电话")))}}
	for _, g := range gs {
		facts := d.enrolled(g)
		t.Rows = append(t.Rows, []Cell{wide(4, words(Say(g.Name, facts...), "（", saying(T(w[0]+"："), facts[0]), Say(g.Lead.Name, facts[0]), "）"))})
		pad := Pick(d.Draw, "", " ", "　")
		for i, s := range append([]*School{g.Lead}, g.Members...) {
			f := facts[i]
			f.F["principal"], f.F["phone"] = s.Principal.Name, s.Principal.Phone
			// Only the title says who leads; that the others are members goes without saying.
			if i > 0 {
				f.F["school_role_alt"] = []string{""}
			}
			t.Rows = append(t.Rows, cells(T(fmt.Sprint(i+1)), Say(s.Name, f), Say(s.Principal.Padded(pad), f), Say(s.Principal.Phone, f)))
		}
	}
	return d.captioned(d.groupCaption(gs[0].Kind), t)
}

func (d eyes) groupsKindergartens() []Block {
	kind := Pick(d.Draw, "学前教育集团", "学前教育联盟", "幼教集团", "幼教联盟", "学前教育共同体", "片区教研共同体")
	hs := d.helping(d.Between(2, 4), 5, "幼儿园")
	w := Pick(d.Draw, [2]string{"总园", "分园"}, [2]string{"核心园", "成员园"}, [2]string{"牵头园", "成员园"}, [2]string{"龙头园", "成员园"}, [2]string{"基地园", "联动园"})
	t := &Table{Head: 1}
	var all []*Fact
	var out []Block
	table := d.Chance(0.6)
	for i, h := range hs {
		g := &Group{Name: "第" + han(i+1) + kind, Kind: kind, Lead: h.from, Members: h.to}
		if w[0] == "总园" {
			g.Name = strings.TrimSuffix(h.from.Name, "幼儿园") + kind
		}
		d.Plan.Groups = append(d.Plan.Groups, g)
		facts := d.enrolled(g)
		all = append(all, facts...)
		if table {
			t.Rows = append(t.Rows, cells(Say(g.Name, facts...), Say(h.from.Name, facts[0]), between("、", listed(g, facts[1:]))))
		} else {
			out = append(out, P(words(Say(g.Name, facts...), "：", saying(T(w[0]), facts[0]), "为", Say(h.from.Name, facts[0]), "，", saying(T(w[1]), facts[1:]...), "为", between("、", listed(g, facts[1:])), "。")))
		}
	}
	if !table {
		return out
	}
	t.Rows = append([][]Cell{cells(T("名称"), Say(w[0], all...), Say(w[1], all...))}, t.Rows...)
	return d.captioned(T(d.District.Name+kind+Pick(d.Draw, "一览表", "名单")), t)
}

// 总校 and 分校 with the way in which they run together.
func (d eyes) groupsBranches() []Block {
	d.Plan.Kind = Pick(d.Draw, "教育集团", "教育集团", "集团")
	hs := d.helping(d.Between(3, 5), 3, Pick(d.Draw, "小学", "初中"))
	t := &Table{Head: 1}
	var all []*Fact
	modes := split("紧密型 融合型 协作型 托管型 松散型 “一校多区”")
	for i, h := range hs {
		g := &Group{Name: h.from.Name + d.Plan.Kind, Kind: d.Plan.Kind, Lead: h.from, Members: h.to}
		d.Plan.Groups = append(d.Plan.Groups, g)
		facts := d.enrolled(g)
		all = append(all, facts...)
		for j, s := range h.to {
			row := cells(Say(s.Name, facts[j+1]), T(Pick(d.Draw, modes...)))
			if j == 0 {
				n := len(h.to)
				row = append([]Cell{tall(n, T(fmt.Sprint(i+1))), tall(n, Say(g.Name, facts...)), tall(n, Say(h.from.Name, facts[0]))}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	w := Pick(d.Draw, [2]string{"总校", "分校"}, [2]string{"龙头校", "成员校"}, [2]string{"集团总校", "集团分校（校区）"}, [2]string{"核心校", "成员校"})
	t.Rows = append([][]Cell{cells(T("序号"), T("集团名称"), Say(w[0], all...), Say(w[1], all...), T(Pick(d.Draw, "办学模式", "类型", "管理模式")))}, t.Rows...)
	return d.captioned(d.groupCaption(d.Plan.Kind), t)
}

// The groups side by side: one column a group, its schools below, the first of
// them marked as lead.
func (d eyes) groupsColumns() []Block {
	gs := d.newGroups(d.Between(3, 4), 5, Pick(d.Draw, "小学", "初中"))
	t := &Table{Head: 1, Rows: [][]Cell{nil}}
	most := 0
	marked := d.Chance(0.5)
	var facts [][]*Fact
	for _, g := range gs {
		if !marked {
			g.Members = append([]*School{g.Lead}, g.Members...)
			g.Lead = nil
		}
		facts = append(facts, d.enrolled(g))
		t.Rows[0] = append(t.Rows[0], C(Say(g.Name, facts[len(facts)-1]...)))
		most = max(most, len(facts[len(facts)-1]))
	}
	for i := range most {
		var row []Cell
		for k, g := range gs {
			schools := g.Members
			if g.Lead != nil {
				schools = append([]*School{g.Lead}, g.Members...)
			}
			switch {
			case i >= len(schools):
				row = append(row, C(nil))
			case i == 0 && marked:
				row = append(row, C(words(Say(schools[i].Name, facts[k][i]), Say("（牵头校）", facts[k][i]))))
			default:
				row = append(row, C(Say(schools[i].Name, facts[k][i])))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if marked {
		for _, fs := range facts {
			for _, f := range fs[1:] {
				f.F["school_role_alt"] = []string{""}
			}
		}
	}
	return d.captioned(d.groupCaption(gs[0].Kind), t)
}

// All groups in one sentence each, as reports tell them.
func (d eyes) groupsOneSentence() []Block {
	gs := d.newGroups(d.Between(2, 4), 3, Pick(d.Draw, "小学", "初中"))
	var out []Block
	lead := Pick(d.Draw, "牵头学校", "龙头学校", "核心校", "牵头校")
	for i, g := range gs {
		facts := d.enrolled(g)
		for _, f := range facts {
			f.F["narrative"] = true
		}
		a, b, name := Say(g.Lead.Name, facts[0]), between("、", listed(g, facts[1:])), Say(g.Name, facts...)
		switch d.IntN(4) {
		case 0:
			out = append(out, P(saying(words("以", a, "为"+lead+"，", b, "为成员校，组建", name, "。"), facts...)))
		case 1:
			out = append(out, P(saying(words(name, "由", a, "牵头，成员校包括", b, "。"), facts...)))
		case 2:
			out = append(out, P(saying(words(Pick(d.Draw, "", fmt.Sprintf("%d.", i+1)), "组建", name, "，", lead, "为", a, "，成员校为", b, "。"), facts...)))
		default:
			count := T("成员校")
			if d.Chance(0.4) { // a number that describes
				s := han2(len(g.Members)) + "所成员校"
				f := d.promised(s, float64(len(g.Members)), 0, "所", "=", "")
				f.Optional = true
				count = Say(s, f)
			}
			out = append(out, P(saying(words(name, "以", a, "为", lead, "，辐射带动", b, count, "。"), facts...)))
		}
	}
	return out
}

// Schools added up: 实验小学+柳溪镇中心小学+石塘小学. Who stands first leads, where the
// page says so.
func (d eyes) groupsPlus() []Block {
	gs := d.newGroups(d.Between(3, 6), 3, Pick(d.Draw, "小学", "初中"))
	said := d.Chance(0.5)
	plus := Pick(d.Draw, "+", "+", "＋", " + ")
	table := d.Chance(0.5)
	t := &Table{Head: 1}
	var lines []Block
	var all []*Fact
	for i, g := range gs {
		facts := d.enrolled(g)
		if !said {
			for _, f := range facts {
				f.F["school_role_alt"] = []string{f.F["school_role"].(string)}
				f.F["school_role"] = ""
			}
		}
		all = append(all, facts...)
		sum := between(plus, append([]Text{Say(g.Lead.Name, facts[0])}, listed(g, facts[1:])...))
		t.Rows = append(t.Rows, cells(T(fmt.Sprint(i+1)), Say(g.Name, facts...), sum))
		lines = append(lines, P(words(fmt.Sprintf("%d.", i+1), Say(g.Name, facts...), "：", sum)))
	}
	note := T("")
	if said {
		note = words("（", Say(Pick(d.Draw, "“+”前为核心校", "排在首位的为牵头学校", "第一所为龙头校"), all...), "）")
	}
	if table {
		t.Rows = append([][]Cell{cells(T("序号"), T(d.groupHeader()), words(Say(Pick(d.Draw, "组成学校", "成员组成", "学校构成"), all...), note))}, t.Rows...)
		return d.captioned(d.groupCaption(gs[0].Kind), t)
	}
	intro := P(words("全", d.District.Unit, Pick(d.Draw, "组建以下", "共设置以下"), gs[0].Kind, note, "："))
	return append([]Block{intro}, lines...)
}

// Areas with the school that leads each; an area that is called after a town has
// the schools of that town.
func (d eyes) groupsAreas() []Block {
	kind := Pick(d.Draw, "片区", "教研片区", "协作片区", "学区")
	lead := Pick(d.Draw, "片区长学校", "牵头学校", "组长学校", "中心学校", "牵头校")
	var gs []*Group
	if d.Chance(0.4) {
		for _, t := range d.District.Towns {
			here := d.District.SchoolsWhere(func(s *School) bool { return s.Seat == t && s.Stage == "小学" && s.Of == nil })
			if len(here) > 1 {
				gs = append(gs, &Group{Name: t.Short + kind, Kind: kind, Lead: here[0], Members: here[1:]})
			}
		}
	} else {
		for i, h := range d.helping(d.Between(3, 5), 5, "小学") {
			gs = append(gs, &Group{Name: "第" + han(i+1) + kind, Kind: kind, Lead: h.from, Members: h.to})
		}
	}
	d.Plan.Groups = append(d.Plan.Groups, gs...)
	head := Pick(d.Draw, "片区长", "负责人")
	t := &Table{Head: 1}
	var out []Block
	var leads, members, people []*Fact
	table := d.Chance(0.5)
	for _, g := range gs {
		facts := d.enrolled(g)
		leads, members = append(leads, facts[0]), append(members, facts[1:]...)
		all := between("、", listed(g, facts[1:]))
		if !table {
			for _, f := range facts[1:] {
				f.F["school_role_alt"] = []string{""} // only the lead has a label
			}
			out = append(out, P(words(Say(g.Name, facts...), "（", saying(T(lead+"："), facts[0]), Say(g.Lead.Name, facts[0]), "）：", all, "。")))
			continue
		}
		f := d.lead(g.Name, head, g.Lead.Principal)
		f.Optional = true // who heads an area may be taken for a leader or not
		people = append(people, f)
		says := append(facts[:len(facts):len(facts)], f)
		who := Say(g.Lead.Principal.Padded("　"), f)
		t.Rows = append(t.Rows, cells(Say(g.Name, says...), Say(g.Lead.Name, facts[0]), all, who))
	}
	if !table {
		return out
	}
	t.Rows = append([][]Cell{cells(T(kind), Say(lead, leads...), Say(Pick(d.Draw, "片区学校", "所辖学校", "成员学校"), members...), Say(head, people...))}, t.Rows...)
	return d.captioned(T(d.District.Name+Pick(d.Draw, "小学", "义务教育学校", "")+kind+"划分一览表"), t)
}

// han2 is han with 两 for 2, as it stands before a measure word.
func han2(n int) string {
	if n == 2 {
		return "两"
	}
	return han(n)
}
