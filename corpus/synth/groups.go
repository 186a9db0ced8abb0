package synth

import (
	"slices"
	"strings"
)

var groupLayouts = []Layout{
	{Name: "group-spanned", Slot: Groups, Set: groupSpanned, Can: untiered(func(g *given) bool { return !g.led })},
	{Name: "group-cells", Slot: Groups, Set: groupCells, Can: untiered((*given).bareLed)},
	{Name: "group-lead-column", Slot: Groups, Set: groupLeadColumn, Can: untiered((*given).bareLed)},
	{Name: "group-each-a-table", Slot: Groups, Set: groupEachTable, Can: untiered(func(g *given) bool { return g.heads && !g.contacts })},
	{Name: "group-tiers", Slot: Groups, Set: groupTiers, Can: func(g *given) bool { return g.tiered }},
	{Name: "group-paragraphs", Slot: Groups, Set: groupParagraphs, Can: func(g *given) bool { return g.bareLed() && !g.tiered }},
	{Name: "group-lines", Slot: Groups, Set: groupLines, Can: untiered((*given).bare)},
	{Name: "group-short-names", Slot: Groups, Set: groupShortNames},
}

// NewGroups invents n groups of schools of one stage each; with leads, the
// first school in town of each leads. names: 第一组 or 某某小学教育集团.
func (d *Draw) NewGroups(n int, led bool) []*Group {
	if d.given != nil {
		return d.given.handGroups(d)
	}
	var out []*Group
	p := d.Plan
	for _, g := range p.Groups {
		d.grouped[g.Lead] = true
		for _, s := range g.Members {
			d.grouped[s] = true
		}
	}
	style := Pick(d, "ordinal", "ordinal", "own")
	if !led {
		style = "ordinal"
	}
	tail := Pick(d, "组", "组", "小组", p.Kind, "片区", "协作组")
	for _, stage := range Shuffled(d, split("小学 小学 初中"))[:2] {
		in := Shuffled(d, d.District.SchoolsWhere(func(s *School) bool { return s.Town && s.Stage == stage && s.Of == nil && !d.grouped[s] }))
		rural := Shuffled(d, d.District.SchoolsWhere(func(s *School) bool { return !s.Town && s.Stage == stage && !d.grouped[s] }))
		for len(in) > 0 && len(out) < n {
			k := min(d.Between(1, 5), len(rural))
			if k == 0 {
				break
			}
			g := &Group{Kind: p.Kind, Lead: in[0], Members: append([]*School(nil), rural[:k]...)}
			in, rural = in[1:], rural[k:]
			if d.Chance(0.3) && len(in) > 1 {
				g.Members = append(g.Members, in[0])
				in = in[1:]
			}
			if style == "own" {
				g.Name = g.Lead.Name + p.Kind
			} else {
				g.Name = "第" + han(len(out)+1) + tail
			}
			for range d.Between(1, 3) {
				g.Contacts = append(g.Contacts, d.NewPerson())
			}
			d.grouped[g.Lead] = true
			for _, s := range g.Members {
				d.grouped[s] = true
			}
			out = append(out, g)
		}
	}
	p.Groups = append(p.Groups, out...)
	return out
}

// Schools are the lead and the members, the lead first.
func (g *Group) Schools() []*School { return append([]*School{g.Lead}, g.Members...) }

// member registers a school of a group; role is "lead", "member" or "".
func (d *Draw) member(g *Group, s *School, role string) *Fact {
	f := d.Fact("group", F{"group": g.Name, "kind": g.Kind, "school": s.Name, "school_role": role, "principal": "", "phone": ""})
	// 教育集团 is 集团 as well, and a group called 第一协作组 is an 协作组.
	if short := strings.TrimPrefix(g.Kind, "教育"); short != g.Kind {
		f.Alt("kind", short)
	}
	for _, own := range split("片区 协作组") {
		if strings.HasSuffix(g.Name, own) {
			f.Alt("kind", own)
		}
	}
	return f
}

// headed adds the head of the school, and the number where there is one, to
// the fact of a member.
func headed(f *Fact, principal, phone string) { f.F["principal"], f.F["phone"] = principal, phone }

// roleOf is the role of school k of a group whose lead is marked.
func roleOf(k int) string {
	if k == 0 {
		return "lead"
	}
	return "member"
}

// groupIntro opens a list of groups, naming their kind.
func (d *Draw) groupIntro() []Block {
	if d.Attached {
		return []Block{{Kind: Title, Text: T(d.S("{U}[义务教育|中小学|城乡|]学校{kind}[一览表|分组情况表|分组表|名单|成员校名单|安排表]"))}}
	}
	return []Block{P(T(d.S("[根据[学校分布|办学实际]，|经研究，|][全{u}|{u}内][义务教育|中小学|]学校[组建|划分为|组成][若干|以下]{kind}[，分组情况如下：|，名单如下：|，具体安排如下：|：]")))}
}

// leadWords are what the two sides of a group are called.
type leadWords struct{ lead, member string }

var allLeadWords = []leadWords{
	{"牵头学校", "成员学校"}, {"牵头校", "成员校"}, {"核心校", "成员校"}, {"龙头校", "成员校"}, {"龙头学校", "成员学校"},
	{"总校", "分校"}, {"基地校", "联动校"}, {"核心学校", "成员学校"}, {"领衔学校", "成员学校"}, {"盟主校", "联盟校"},
}

// groupSpanned is a table with a school a row, the group's label and contact
// persons beside all of its rows.
func groupSpanned(d *Draw) []Block {
	groups := d.NewGroups(d.Between(2, 8), true)
	blocks := d.groupIntro()
	principal, phone := d.Chance(0.8), false
	if principal {
		phone = d.Chance(0.8)
	}
	if d.given != nil {
		principal, phone = d.given.heads, d.given.phones
	}
	overTwo := phone && d.Chance(0.3) // 校长 over name and number
	contacts := d.Chance(0.6)
	if d.given != nil {
		contacts = d.given.contacts
	}
	glued := d.Chance(0.5)
	pad := Pick(d, "", "", " ", "　")
	tab := &Table{Head: Pick(d, 0, 1)}
	head := []Cell{C(T(Pick(d, "组别", "组别", "组 别", "分组", "共同体名称"))), C(T(Pick(d, "学校", "学校名称", "成员学校")))}
	if d.given != nil {
		head[1] = C(T("学校")) // 成员学校 says a role
	}
	if principal {
		c := C(T(Pick(d, "校长", "校 长", "校　长", "负责人")))
		if overTwo {
			c.ColSpan = 2
		}
		head = append(head, c)
	}
	if phone && !overTwo {
		head = append(head, C(T(Pick(d, "联系电话", "电话", "手机号码"))))
	}
	if contacts {
		head = append(head, C(T(Pick(d, "联络员", "联系人", "教研室联络人", "联络人及电话", "联系人及联系电话"))))
	}
	tab.Rows = append(tab.Rows, head)
	for _, g := range groups {
		schools := g.Schools()
		var facts []*Fact
		for _, s := range schools {
			f := d.member(g, s, "")
			if strings.Contains(head[1].Lines[0].String(), "成员") {
				f.F["school_role"] = "member"
			}
			if principal {
				headed(f, s.Principal.Name, "")
			}
			if phone {
				headed(f, s.Principal.Name, s.Principal.Phone)
			}
			facts = append(facts, f)
		}
		var lines []Text
		named := facts
		if contacts {
			lines, named = d.contactLines(g, pad, glued)
			named = append(named, facts...)
		}
		for k, s := range schools {
			var row []Cell
			if k == 0 {
				row = append(row, Cell{Lines: []Text{Say(g.Name, named...)}, RowSpan: len(schools)})
			}
			row = append(row, C(Say(s.Name, facts[k])))
			if principal {
				row = append(row, C(Say(s.Principal.Padded(pad), facts[k])))
			}
			if phone {
				row = append(row, C(Say(s.Principal.Phone, facts[k])))
			}
			if contacts && k == 0 {
				row = append(row, Cell{Lines: lines, RowSpan: len(schools)})
			}
			tab.Rows = append(tab.Rows, row)
		}
	}
	return append(blocks, Block{Kind: TableOf, Table: tab})
}

// contactLines sets the contact persons of a group, each with a number, and
// registers them.
func (d *Draw) contactLines(g *Group, pad string, glued bool) (lines []Text, facts []*Fact) {
	for _, p := range g.Contacts {
		f := d.Fact("contact", F{"group": g.Name, "name": p.Name, "phone": p.Phone})
		gap := " "
		if glued {
			gap = ""
		}
		facts = append(facts, f)
		lines = append(lines, Join(Say(p.Padded(pad), f), T(gap), Say(p.Phone, f)))
	}
	return lines, facts
}

// list sets schools one behind the other with a separator.
func list(sep string, names []string, facts []*Fact) Text {
	var out Text
	for i, n := range names {
		if i > 0 {
			out = append(out, T(sep)...)
		}
		out = append(out, Say(n, facts[i])...)
	}
	return out
}

// roster registers all schools of a group and returns their facts, the lead
// first.
func (d *Draw) roster(g *Group, marked bool) []*Fact {
	var facts []*Fact
	for k, s := range g.Schools() {
		role := ""
		if marked {
			role = roleOf(k)
		}
		facts = append(facts, d.member(g, s, role))
	}
	return facts
}

func namesOf(schools []*School) []string {
	var out []string
	for _, s := range schools {
		out = append(out, s.Name)
	}
	return out
}

// groupCells is a table with a group a row: its name, its lead, all its members
// in a cell.
func groupCells(d *Draw) []Block {
	groups := d.NewGroups(d.Between(2, 8), true)
	blocks := d.groupIntro()
	w := Pick(d, allLeadWords...)
	sep := Pick(d, "、", "、", "，", " ", "；")
	seq := d.Chance(0.4)
	tab := &Table{Head: Pick(d, 0, 1)}
	head := []Cell{C(T(Pick(d, d.Plan.Kind+"名称", "名称", "组别", d.Plan.Kind))), C(T(w.lead)), C(T(w.member))}
	if seq {
		head = append([]Cell{C(T("序号"))}, head...)
	}
	tab.Rows = append(tab.Rows, head)
	for i, g := range groups {
		facts := d.roster(g, true)
		row := []Cell{C(Say(g.Name, facts...)), C(Say(g.Lead.Name, facts[0])), C(list(sep, namesOf(g.Members), facts[1:]))}
		if seq {
			row = append([]Cell{C(T(itoa(i + 1)))}, row...)
		}
		tab.Rows = append(tab.Rows, row)
	}
	return append(blocks, Block{Kind: TableOf, Table: tab})
}

// groupLeadColumn is a table with a member a row, name and lead spanned.
func groupLeadColumn(d *Draw) []Block {
	groups := d.NewGroups(d.Between(2, 6), true)
	blocks := d.groupIntro()
	w := Pick(d, allLeadWords...)
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T(Pick(d, d.Plan.Kind+"名称", "名称", "组别"))), C(T(w.lead)), C(T(w.member))}}}
	principal := d.Chance(0.4) && d.given == nil // which does not say who heads the leads
	if principal {
		tab.Rows[0] = append(tab.Rows[0], C(T("校长")), C(T("联系电话")))
	}
	for _, g := range groups {
		facts := d.roster(g, true)
		for k, s := range g.Members {
			f := facts[k+1]
			var row []Cell
			if k == 0 {
				row = append(row,
					Cell{Lines: []Text{Say(g.Name, facts...)}, RowSpan: len(g.Members)},
					Cell{Lines: []Text{Say(g.Lead.Name, facts[0])}, RowSpan: len(g.Members)})
			}
			row = append(row, C(Say(s.Name, f)))
			if principal {
				headed(f, s.Principal.Name, s.Principal.Phone)
				row = append(row, C(Say(s.Principal.Name, f)), C(Say(s.Principal.Phone, f)))
			}
			tab.Rows = append(tab.Rows, row)
		}
	}
	return append(blocks, Block{Kind: TableOf, Table: tab})
}

// groupEachTable gives each group a table under its name.
func groupEachTable(d *Draw) []Block {
	groups := d.NewGroups(d.Between(2, 5), true)
	blocks := d.groupIntro()
	phone := d.Chance(0.6)
	w := Pick(d, allLeadWords...)
	marked := d.Chance(0.5)
	numbered := d.Chance(0.3)
	if d.given != nil {
		phone, marked, numbered = d.given.phones, d.given.led, false
	}
	for i, g := range groups {
		tab := &Table{Head: Pick(d, 0, 1)}
		head := []Cell{C(T("序号")), C(T("学校")), C(T("校长"))}
		if phone {
			head = append(head, C(T("联系电话")))
		}
		if marked {
			head = append(head, C(T(Pick(d, "类别", "备注", "身份"))))
		}
		tab.Rows = append(tab.Rows, head)
		facts := d.roster(g, marked)
		for k, s := range g.Schools() {
			f := facts[k]
			headed(f, s.Principal.Name, "")
			row := []Cell{C(T(itoa(k + 1))), C(Say(s.Name, f)), C(Say(s.Principal.Name, f))}
			if phone {
				headed(f, s.Principal.Name, s.Principal.Phone)
				row = append(row, C(Say(s.Principal.Phone, f)))
			}
			if marked {
				role := w.member
				if k == 0 {
					role = w.lead
				}
				row = append(row, C(Say(role, f)))
			}
			tab.Rows = append(tab.Rows, row)
		}
		name := Say(g.Name, facts...)
		if numbered {
			name = Join(T("（"+han(i+1)+"）"), name)
		}
		blocks = append(blocks, P(name), Block{Kind: TableOf, Table: tab})
	}
	return blocks
}

// groupTiers has a tier of districts of schools above the groups.
func groupTiers(d *Draw) []Block {
	groups := d.NewGroups(d.Between(3, 6), true)
	blocks := d.groupIntro()
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T(Pick(d, "片区", "学区", "区域", "所属片区"))), C(T("组别")), C(T("学校"))}}}
	upper := Shuffled(d, split("东部片区 西部片区 南部片区 北部片区 城区片区 山区片区"))
	if tab.Rows[0][0].Lines[0].String() == "学区" {
		upper = Shuffled(d, split("第一学区 第二学区 第三学区 第四学区 第五学区 第六学区"))
	}
	if d.given != nil {
		tab.Rows[0][0] = C(T("片区"))
		slices.SortStableFunc(groups, func(a, b *Group) int { return strings.Compare(a.Parent, b.Parent) })
	}
	for i := 0; i < len(groups); {
		j := min(len(groups), i+d.Between(1, 2))
		if d.given != nil {
			for j = i + 1; j < len(groups) && groups[j].Parent == groups[i].Parent; {
				j++
			}
		}
		rows := 0
		for _, g := range groups[i:j] {
			rows += len(g.Schools())
		}
		parent := groups[i].Parent
		if d.given == nil {
			parent, upper = upper[0], upper[1:]
		}
		var all []*Fact
		var by [][]*Fact
		for _, g := range groups[i:j] {
			facts := d.roster(g, false)
			for _, f := range facts {
				f.F["parent"] = parent
			}
			by, all = append(by, facts), append(all, facts...)
		}
		for gi, g := range groups[i:j] {
			for k, s := range g.Schools() {
				var row []Cell
				if gi == 0 && k == 0 {
					row = append(row, Cell{Lines: []Text{Say(parent, all...)}, RowSpan: rows})
				}
				if k == 0 {
					row = append(row, Cell{Lines: []Text{Say(g.Name, by[gi]...)}, RowSpan: len(g.Schools())})
				}
				tab.Rows = append(tab.Rows, append(row, C(Say(s.Name, by[gi][k]))))
			}
		}
		i = j
	}
	return append(blocks, Block{Kind: TableOf, Table: tab})
}

// groupParagraphs sets each group as a numbered paragraph: 核心校：…；成员校：…。
func groupParagraphs(d *Draw) []Block {
	groups := d.NewGroups(d.Between(2, 6), true)
	blocks := d.groupIntro()
	w := Pick(d, allLeadWords...)
	number := d.itemNumber("1.", "（一）", "", "1、", "（1）")
	broken := d.Chance(0.4) // the two sides on lines of their own
	stop := Pick(d, "。", "", "；")
	for i, g := range groups {
		facts := d.roster(g, true)
		mark := strings.NewReplacer("一", han(i+1), "1", itoa(i+1)).Replace(number)
		lead := Join(Say(w.lead+"：", facts[0]), Say(g.Lead.Name, facts[0]))
		if g.Stage != "" {
			lead = append(lead, Say("（"+g.Stage+"）", facts...)...)
			for _, f := range facts {
				f.F["stage"] = g.Stage
			}
		}
		members := Join(Say(w.member+"：", facts[1:]...), list("、", namesOf(g.Members), facts[1:]))
		if d.given != nil {
			var names []string
			for k, s := range g.Members {
				names = append(names, d.given.calls(s))
				if in := d.given.divisions[s]; in != "" {
					facts[k+1].F["school"], facts[k+1].F["division"] = names[k], in
				}
			}
			members = Join(Say(w.member+"：", facts[1:]...), list("、", names, facts[1:]))
		}
		name := Join(T(mark), Say(g.Name, facts...))
		if broken {
			blocks = append(blocks, P(name), P(lead), P(members))
			continue
		}
		blocks = append(blocks, P(Join(name, T(Pick(d, "。", "：", "　")), lead, T("；"), members, T(stop))))
	}
	return blocks
}

// groupLines sets a group a line; the lead may be marked in brackets.
func groupLines(d *Draw) []Block {
	groups := d.NewGroups(d.Between(2, 6), true)
	blocks := d.groupIntro()
	marked := d.Chance(0.6)
	if d.given != nil {
		marked = d.given.led
	}
	word := Pick(d, "牵头校", "牵头学校", "组长学校", "核心校", "龙头校")
	for _, g := range groups {
		facts := d.roster(g, marked)
		t := Join(Say(g.Name, facts...), T("："), Say(g.Lead.Name, facts[0]))
		if marked {
			t = append(t, Say("（"+word+"）", facts[0])...)
		}
		t = append(t, T("、")...)
		blocks = append(blocks, P(append(t, list("、", namesOf(g.Members), facts[1:])...)))
	}
	return blocks
}

// groupShortNames sets numbered schools in short form, the bases first; where
// the page has the full names, they are the same schools.
func groupShortNames(d *Draw) []Block {
	numbered := Shuffled(d, d.District.SchoolsWhere(func(s *School) bool { return s.Short != "" && !d.grouped[s] }))
	if len(numbered) < 4 {
		return groupLines(d)
	}
	blocks := d.groupIntro()
	w := Pick(d, leadWords{"基地校", "联动校"}, leadWords{"牵头校", "成员校"}, leadWords{"核心校", "成员校"})
	for i := 0; len(numbered) >= 2; i++ {
		k := min(len(numbered), d.Between(2, 5))
		g := &Group{Kind: d.Plan.Kind, Name: "第" + han(i+1) + "组", Lead: numbered[0], Members: numbered[1:k]}
		numbered = numbered[k:]
		var facts []*Fact
		for m, s := range g.Schools() {
			d.grouped[s] = true
			f := d.member(g, s, roleOf(m))
			f.F["school"] = s.Short
			f.F["school_full"] = s.Name
			facts = append(facts, f)
		}
		var short []string
		for _, s := range g.Members {
			short = append(short, s.Short)
		}
		blocks = append(blocks, P(Join(Say(g.Name, facts...), T("："), Say(w.lead+"：", facts[0]), Say(g.Lead.Short, facts[0]), T("；"), Say(w.member+"：", facts[1:]...), list("、", short, facts[1:]))))
	}
	return blocks
}
