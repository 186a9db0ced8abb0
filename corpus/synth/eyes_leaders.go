package synth

import (
	"strings"
)

// eyesLeaders are layouts of bodies and their members.
var eyesLeaders = []Layout{
	{Name: "eyes/leaders-paragraph", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersParagraph)},
	{Name: "eyes/leaders-table-two", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersTableTwo)},
	{Name: "eyes/leaders-table-three", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersTableThree)},
	{Name: "eyes/leaders-lines", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersLines)},
	{Name: "eyes/leaders-command", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersCommand)},
	{Name: "eyes/leaders-school", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersSchool)},
	{Name: "eyes/leaders-experts", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersExperts)},
	{Name: "eyes/leaders-sentence", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersSentence)},
	{Name: "eyes/leaders-offices", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersOffices)},
	{Name: "eyes/leaders-teams", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersTeams)},
	{Name: "eyes/leaders-deputies-by-post", Slot: Leaders, Set: withCaption(eyes.bodyCaption, eyes.leadersDeputiesByPost)},
}

// bodyName is the name of a body that leads the work.
func (d eyes) bodyName() string {
	x := d.District
	what := Pick(d.Draw, d.Plan.Form, d.Plan.Form, d.Plan.Form, d.Plan.Form, "义务教育优质均衡发展", "城乡教育共同体建设", d.pairForm()+"工作", "教联体建设", "集团化办学", "城乡学校共同体建设")
	if what == "" {
		what = "结对帮扶"
	}
	whose := Pick(d.Draw, x.Name, x.Bureau, x.Unit, "", x.BureauShort)
	if !strings.HasSuffix(what, "工作") {
		what += Pick(d.Draw, "", "工作")
	}
	return whose + what + Pick(d.Draw, "领导小组", "领导小组", "领导小组", "工作领导小组", "推进工作领导小组", "工作专班", "协调小组")
}

// bodyOf trims what a body's name may double: 工作推进工作领导小组.
func bodyOf(name string) string {
	return strings.NewReplacer("工作工作", "工作", "工作推进工作", "推进工作").Replace(name)
}

// orPosts lets posts count one by one as well, where they stand in one bracket
// or line and so are one.
func (f *Fact) orPosts(posts []string) {
	if len(posts) > 1 {
		f.F["posts_alt"] = [][]string{posts}
	}
}

// staff are people of the bureau in their order: the first heads it.
func (d eyes) staff(n int) []*Person {
	o := d.District.Officials
	if len(o) <= n {
		return o
	}
	out := []*Person{o[0]}
	for _, i := range d.numbers(n-1, len(o)-1) {
		out = append(out, o[i])
	}
	return out
}

// principals are heads of schools.
func (d eyes) principals(n int) []*Person {
	var out []*Person
	for _, s := range Shuffled(d.Draw, d.District.SchoolsWhere(func(s *School) bool { return s.Of == nil })) {
		if len(out) < n {
			out = append(out, s.Principal)
		}
	}
	return out
}

// ranks divides people into a head, deputies and members.
func (d eyes) ranks(people []*Person) (head *Person, deputies, members []*Person) {
	k := 1 + min(len(people)-2, d.Between(1, 3))
	return people[0], people[1:k], people[k:]
}

// bodyCaption is the title of an attachment about a body.
func (d eyes) bodyCaption(facts []*Fact) Text {
	body := facts[0].F["body"].(string)
	var here []*Fact
	for _, f := range facts {
		if f.Type == "leader" && f.F["body"] == body {
			here = append(here, f)
		}
	}
	return words(Say(body, here...), Pick(d.Draw, "", "成员名单", "组成人员名单", "组成人员及职责"))
}

// bodyOpens is what stands before the members of a body: a sentence, or the
// title of an attachment.
func (d eyes) bodyOpens(body string, says []*Fact) Block {
	if d.Attached {
		return Block{Kind: Title, Text: words(Say(body, says...), Pick(d.Draw, "", "成员名单", "组成人员名单"))}
	}
	return P(d.bodyOpening(body, says))
}

// bodyOpening is a sentence that sets the body up; it ends before the members.
func (d eyes) bodyOpening(body string, says []*Fact) Text {
	switch d.IntN(5) {
	case 0:
		return words("为加强对此项工作的组织领导，经研究，决定成立", Say(body, says...), Pick(d.Draw, "，组成人员如下：", "，成员如下：", "。"))
	case 1:
		return words("成立", Say(body, says...), "。")
	case 2:
		return words(d.District.BureauShort, "成立", Say(body, says...), "，负责统筹协调和督促检查。")
	case 3:
		return words("成立由", d.District.BureauShort, "主要负责同志任组长的", Say(body, says...), "，人员组成如下：")
	}
	return words("为确保工作顺利开展，特成立", Say(body, says...), "：")
}

// Head, deputies and members in one paragraph.
func (d eyes) leadersParagraph() []Block {
	body := bodyOf(d.bodyName())
	head, deputies, members := d.ranks(d.staff(d.Between(5, 9)))
	style := d.IntN(4)
	var all []*Fact
	one := func(role string, p *Person) Text {
		post := strings.Join(p.Posts, "、")
		if style == 3 { // no posts at all
			f := d.lead(body, role, p)
			all = append(all, f)
			return Say(p.Name, f)
		}
		f := d.lead(body, role, p, post)
		f.orPosts(p.Posts)
		all = append(all, f)
		switch style {
		case 0:
			return words(Say(p.Name, f), Say("（"+post+"）", f))
		case 1:
			return words(Say(p.Name, f), " ", Say(post, f))
		}
		return words(Say(post, f), Say(p.Name, f))
	}
	some := func(role string, ps []*Person) Text {
		var t []Text
		for _, p := range ps {
			t = append(t, one(role, p))
		}
		sep := "、"
		if style == 1 {
			sep = Pick(d.Draw, "，", "；")
		}
		return between(sep, t)
	}
	h, dep, mem := one("组长", head), some("副组长", deputies), some("成员", members)
	t := words(Say("组长：", all[0]), h, Pick(d.Draw, "；", "。", "，"), Say("副组长：", all[1:1+len(deputies)]...), dep, Pick(d.Draw, "；", "。"), Say("成员：", all[1+len(deputies):]...), mem, "。")
	office, chief := d.officeOf(body, append(deputies, members...))
	open := d.bodyOpens(body, append(all, chief...))
	out := []Block{open, P(t)}
	if open.Kind == Paragraph && d.Chance(0.5) { // all in one paragraph
		out = []Block{P(words(open.Text, t))}
	}
	return append(out, office...)
}

// officeOf says where the body's office is and who runs it, or nothing; facts
// are what the body's name says as well.
func (d eyes) officeOf(body string, people []*Person) (blocks []Block, facts []*Fact) {
	if d.Chance(0.3) || len(people) == 0 {
		return nil, nil
	}
	where := d.District.BureauShort + Pick(d.Draw, "基础教育股", "基教科", "教研室", "督导室", "办公室", "义务教育科")
	does := Pick(d.Draw, "负责日常工作", "具体负责组织协调、督促检查等日常工作", "承担领导小组日常工作", "负责方案制定、统筹推进和考核评估")
	p := Pick(d.Draw, people...)
	start := Pick(d.Draw, "领导小组下设办公室，", "领导小组办公室", "下设办公室，办公室", "领导小组下设办公室，办公室")
	if !strings.Contains(body, "领导小组") {
		start = "下设办公室，办公室"
	}
	at := Pick(d.Draw, "设在", "设在", "设于") + where
	if strings.HasSuffix(start, "，") {
		at = "设在" + where
	}
	if d.Chance(0.2) { // nobody is named
		return []Block{P(T(start + at + "，" + does + "。"))}, nil
	}
	f := d.lead(body, "办公室主任", p)
	f.Alt("body", body+"办公室")
	f.Alt("body", "领导小组办公室")
	f.Alt("body", "办公室")
	f.F["role_alt"] = []string{"主任"}
	tail := Pick(d.Draw,
		words("，", Say(p.Name, f), saying(T("同志兼任办公室主任"), f)),
		words("，", saying(T("办公室主任由"), f), Say(p.Name, f), saying(T("同志兼任"), f)),
		words("，", saying(T("办公室主任由"), f), Say(p.Name, f), saying(T("兼任"), f)),
		words("，", saying(T("主任由"), f), Say(p.Name, f), saying(T("同志兼任"), f)),
		words("，由", Say(p.Name, f), saying(T("兼任办公室主任"), f)),
		words("，", saying(T("办公室主任："), f), Say(p.Name, f), saying(T("（兼）"), f)))
	return []Block{P(words(start, at, tail, "，", does, "。"))}, []*Fact{f}
}

// A table of two columns: the role, and the people with their posts.
func (d eyes) leadersTableTwo() []Block {
	body := bodyOf(d.bodyName())
	head, deputies, members := d.ranks(d.staff(d.Between(5, 9)))
	t := &Table{}
	var all []*Fact
	names := d.Chance(0.4) // names alone, in one line
	row := func(label, role string, ps []*Person) {
		var lines []Text
		var here []*Fact
		for _, p := range ps {
			if names {
				f := d.lead(body, role, p)
				here = append(here, f)
				lines = append(lines, Say(p.Padded(" "), f))
				continue
			}
			post := Pick(d.Draw, p.Posts...)
			f := d.lead(body, role, p, post)
			here = append(here, f)
			lines = append(lines, words(Say(p.Padded(Pick(d.Draw, " ", "　")), f), " ", Say(post, f)))
		}
		all = append(all, here...)
		c := Cell{Lines: lines}
		if names {
			c = C(between(Pick(d.Draw, " ", "、"), lines))
		}
		t.Rows = append(t.Rows, []Cell{C(Say(label, here...)), c})
	}
	row(Pick(d.Draw, "组长", "组 长", "组　长"), "组长", []*Person{head})
	row("副组长", "副组长", deputies)
	row(Pick(d.Draw, "成员", "成 员", "成　员"), "成员", members)
	office, chief := d.officeOf(body, append(deputies, members...))
	all = append(all, chief...)
	var out []Block
	switch d.IntN(3) {
	case 0:
		out = append(out, d.bodyOpens(body, all))
	case 1:
		out = append(out, Block{Kind: Centred, Text: words(Say(body, all...), Pick(d.Draw, "", "成员名单", "组成人员名单"))})
	default:
		t.Caption = words(Say(body, all...), "成员名单")
	}
	out = append(out, Block{Kind: TableOf, Table: t})
	return append(out, office...)
}

// Three columns or four: role, name, post, telephone.
func (d eyes) leadersTableThree() []Block {
	body := bodyOf(d.bodyName())
	people := d.staff(d.Between(5, 9))
	head, deputies, members := d.ranks(people)
	_ = head
	roleOf := func(i int) string {
		switch {
		case i == 0:
			return "组长"
		case i <= len(deputies):
			return "副组长"
		}
		return "成员"
	}
	merged := d.Chance(0.5) // the role once for its rows
	phones := d.Chance(0.3)
	nameFirst := !merged && d.Chance(0.4)
	heads := Pick(d.Draw, split("职务 姓名 单位及职务"), split("小组职务 姓名 现任职务"), split("组内职务 姓名 工作单位及职务"), split("领导小组职务 姓名 职务"))
	pad := Pick(d.Draw, "", " ", "　")
	var all []*Fact
	var label Text // of the merged cell at hand
	t := &Table{Head: 1}
	for i, p := range people {
		post := p.Posts[0]
		lines := []Text{}
		posts := []string{post}
		if len(p.Posts) > 1 {
			posts = p.Posts
		}
		f := d.lead(body, roleOf(i), p, append([]string(nil), posts...)...)
		all = append(all, f)
		for _, x := range posts {
			lines = append(lines, Say(x, f))
		}
		role := C(Say(roleOf(i), f))
		row := []Cell{C(Say(p.Padded(pad), f)), {Lines: lines}}
		if phones {
			row = append(row, C(T(p.Phone)))
		}
		switch {
		case nameFirst:
			row = append([]Cell{row[0], role}, row[1:]...)
		case !merged:
			row = append([]Cell{role}, row...)
		case i == 0 || roleOf(i) != roleOf(i-1):
			n := 1
			switch roleOf(i) {
			case "副组长":
				n = len(deputies)
			case "成员":
				n = len(members)
			}
			role.RowSpan = n
			label = role.Lines[0]
			row = append([]Cell{role}, row...)
		default:
			label[0].Says = append(label[0].Says, f)
		}
		t.Rows = append(t.Rows, row)
	}
	h := cells(Say(heads[0], all...), T(heads[1]), T(heads[2]))
	if nameFirst {
		h[0], h[1] = h[1], h[0]
	}
	if phones {
		h = append(h, C(T("联系电话")))
	}
	t.Rows = append([][]Cell{h}, t.Rows...)
	if d.Chance(0.5) {
		return []Block{{Kind: Centred, Text: words(Say(body, all...), Pick(d.Draw, "成员名单", "组成人员", "人员名单"))}, {Kind: TableOf, Table: t}}
	}
	return []Block{d.bodyOpens(body, all), {Kind: TableOf, Table: t}}
}

// A line each; the label of the members stands once.
func (d eyes) leadersLines() []Block {
	body := bodyOf(d.bodyName())
	people := d.staff(d.Between(5, 9))
	if d.Chance(0.5) {
		people = append(append([]*Person(nil), people...), d.principals(d.Between(2, 4))...)
	}
	head, deputies, members := d.ranks(people)
	pad, gap := Pick(d.Draw, "　", " ", ""), Pick(d.Draw, "　", "  ")
	style := d.IntN(3)
	label := func(s string) string {
		if r := []rune(s); len(r) == 2 && pad != "" {
			return string(r[0]) + "　" + string(r[1])
		}
		return s
	}
	var all []*Fact
	var lines []Block
	rank := func(role string, ps []*Person) {
		var here []*Fact
		first := len(lines)
		for i, p := range ps {
			post := strings.Join(p.Posts, "、")
			if style == 2 {
				post = p.Posts[0]
			}
			f := d.lead(body, role, p, post)
			if style != 2 {
				f.orPosts(p.Posts)
			}
			all, here = append(all, f), append(here, f)
			start := T("")
			if i == 0 {
				start = Say(label(role)+"：", f)
			} else if pad != "" {
				start = T("　　　　")
			}
			if style == 1 {
				lines = append(lines, P(words(start, Say(p.Padded(pad), f), Say("（"+post+"）", f))))
			} else {
				lines = append(lines, P(words(start, Say(p.Padded(pad), f), gap, Say(post, f))))
			}
		}
		lines[first].Text[0].Says = here // the label is that of all
	}
	rank("组长", []*Person{head})
	rank("副组长", deputies)
	rank("成员", members)
	office, chief := d.officeOf(body, append(deputies, members...))
	out := []Block{d.bodyOpens(body, append(all, chief...))}
	out = append(out, lines...)
	return append(out, office...)
}

// A headquarters: 总指挥, 副总指挥, 成员; or roles that are rarer.
func (d eyes) leadersCommand() []Block {
	roles := Pick(d.Draw, split("总指挥 副总指挥 成员"), split("主任 副主任 委员"), split("组长 常务副组长 成员"), split("第一组长 副组长 成员"), split("召集人 副召集人 成员"), split("理事长 副理事长 理事"))
	kind := "领导小组"
	switch roles[0] {
	case "总指挥":
		kind = "指挥部"
	case "主任":
		kind = Pick(d.Draw, "管理委员会", "工作委员会")
	case "召集人":
		kind = "联席会议"
	case "理事长":
		kind = "理事会"
	}
	body := d.District.Name + Pick(d.Draw, d.pairForm(), "城乡学校共同体", "教育集团", "教联体") + Pick(d.Draw, "", "工作") + kind
	people := d.staff(d.Between(4, 8))
	one, table := d.Chance(0.5), d.Chance(0.3)
	n := 1
	if one {
		n = min(2, len(people)-2)
	}
	var all []*Fact
	t := &Table{}
	var lines []Block
	add := func(role string, ps []*Person) {
		var who []Text
		var here []*Fact
		for _, p := range ps {
			post := p.Posts[len(p.Posts)-1]
			f := d.lead(body, role, p, post)
			here = append(here, f)
			who = append(who, words(Say(p.Name, f), Say("（"+post+"）", f)))
		}
		all = append(all, here...)
		if table {
			t.Rows = append(t.Rows, []Cell{C(Say(role, here...)), {Lines: who}})
		} else {
			lines = append(lines, P(words(saying(T(role+"："), here...), between("、", who))))
		}
	}
	add(roles[0], people[:1])
	add(roles[1], people[1:1+n])
	add(roles[2], people[1+n:])
	out := []Block{d.bodyOpens(body, all)}
	if roles[0] != "组长" && strings.Contains(out[0].Text.String(), "任组长") {
		out = []Block{P(words("成立", Say(body, all...), "。"))}
	}
	if table {
		return append(out, Block{Kind: TableOf, Table: t})
	}
	return append(out, lines...)
}

// A school's own committee: posts before several names.
func (d eyes) leadersSchool() []Block {
	s, intro, own := d.Plan.School, "为保证帮扶工作的顺利进行，成立", ""
	if s != nil {
		own = Pick(d.Draw, s.Name, "学校", "")
	} else { // the bureau tells of a school
		s = Pick(d.Draw, d.schoolsOf("小学", true)...)
		intro, own = "各校要成立相应工作机构。试点学校率先成立", s.Name
	}
	body := own + Pick(d.Draw, "结对帮扶", "对口支援", "手拉手", d.pairForm()) + Pick(d.Draw, "工作领导小组", "领导小组", "工作小组")
	head := s.Principal
	a, b := d.NewPerson("副校长"), d.NewPerson("副校长")
	third := Pick(d.Draw, "教导主任", "教务主任", "教科室主任")
	c := d.NewPerson(third)
	var rest []*Person
	for range d.Between(2, 4) {
		rest = append(rest, d.NewPerson())
	}
	post := Pick(d.Draw, "校长", "党支部书记、校长", "校长")
	fh := d.lead(body, "组长", head, post)
	fh.orPosts(strings.Split(post, "、"))
	fa, fb := d.lead(body, "副组长", a, "副校长"), d.lead(body, "副组长", b, "副校长")
	fc := d.lead(body, "成员", c, third)
	common := Pick(d.Draw, "教研组长", "年级组长", "")
	var fr []*Fact
	var names []Text
	for _, p := range rest {
		var f *Fact
		if common == "" {
			f = d.lead(body, "成员", p)
		} else {
			f = d.lead(body, "成员", p, common)
		}
		fr = append(fr, f)
		names = append(names, Say(p.Name, f))
	}
	all := append([]*Fact{fh, fa, fb, fc}, fr...)
	colon := Pick(d.Draw, "：", "：", " ")
	return []Block{
		P(words(intro, Say(body, all...), Pick(d.Draw, "：", "。"))),
		P(words(Say("组长"+colon, fh), Say(post, fh), Pick(d.Draw, "", " "), Say(head.Name, fh))),
		P(words(Say("副组长"+colon, fa, fb), Say("副校长", fa, fb), Pick(d.Draw, "", " "), Say(a.Name, fa), "、", Say(b.Name, fb))),
		P(words(Say("成员"+colon, all[3:]...), Say(third, fc), Pick(d.Draw, "", " "), Say(c.Name, fc), "，", Say(common, fr...), Pick(d.Draw, "", " "), between("、", names))),
	}
}

// A group of experts by subject.
func (d eyes) leadersExperts() []Block {
	body := d.District.Name + Pick(d.Draw, "教研共同体", "结对帮扶", "校本教研") + Pick(d.Draw, "专家指导组", "学科指导组", "专家组", "学科指导团队")
	subjects := d.some(split("语文 数学 英语 物理 化学 道德与法治 科学 音乐 体育 美术 信息科技 心理健康"), d.Between(4, 7))
	institute := d.District.Institutes[0]
	t := &Table{Head: 1}
	var all []*Fact
	for _, s := range subjects {
		a := d.NewPerson(institute + s + "教研员")
		f := d.lead(body, "组长", a, institute+Pick(d.Draw, "", s)+"教研员")
		f.F["subject"] = s
		post := f.F["posts"].([]string)[0]
		members := d.some2(d.Between(2, 3))
		var mt []Text
		here := []*Fact{f}
		for _, m := range members {
			g := d.lead(body, "成员", m.Principal, m.Name)
			g.F["subject"] = s
			here = append(here, g)
			mt = append(mt, words(Say(m.Principal.Name, g), Say("（"+m.Name+"）", g)))
		}
		all = append(all, here...)
		t.Rows = append(t.Rows, []Cell{C(Say(s, here...)), C(words(Say(a.Name, f), Say("（"+post+"）", f))), C(between("、", mt))})
	}
	t.Rows = append([][]Cell{cells(Say("学科", all...), Say("组长", all...), Say("成员", all...))}, t.Rows...)
	return append([]Block{}, d.captioned(words(Say(body, all...), Pick(d.Draw, "名单", "成员名单", "组成人员名单")), t)...)
}

// some2 are n schools, or as many as there are, that each send a teacher, who stands as their principal here.
func (d eyes) some2(n int) []*School {
	var out []*School
	schools := Shuffled(d.Draw, d.schoolsOf(Pick(d.Draw, "小学", "初中"), true))
	for _, s := range schools[:min(n, len(schools))] { // a small district has few
		out = append(out, &School{Name: s.Name, Principal: d.NewPerson()})
	}
	return out
}

// The leaders inside sentences.
func (d eyes) leadersSentence() []Block {
	body := bodyOf(d.bodyName())
	people := d.staff(d.Between(4, 6))
	short := func(p *Person) string { return p.Posts[len(p.Posts)-1] }
	fh := d.lead(body, "组长", people[0], short(people[0]))
	fd := d.lead(body, "副组长", people[1], short(people[1]))
	var fm []*Fact
	var names []Text
	bare := d.Chance(0.5)
	for _, p := range people[2:] {
		if bare {
			f := d.lead(body, "成员", p)
			fm, names = append(fm, f), append(names, Say(p.Name, f))
		} else {
			f := d.lead(body, "成员", p, short(p))
			fm, names = append(fm, f), append(names, words(Say(short(p), f), Say(p.Name, f)))
		}
	}
	all := append([]*Fact{fh, fd}, fm...)
	h := words(Say(short(people[0]), fh), Say(people[0].Name, fh), Pick(d.Draw, "", "同志"))
	dep := words(Say(short(people[1]), fd), Say(people[1].Name, fd), Pick(d.Draw, "", "同志"))
	var t Text
	switch d.IntN(3) {
	case 0:
		t = words("成立", Say(body, all...), "，由", h, Say("任组长", fh), "，", dep, Say("任副组长", fd), "，", Say("成员由", fm...), between("、", names), "组成。")
	case 1:
		t = words(d.District.BureauShort, "成立以", h, Say("为组长", fh), "、", dep, Say("为副组长", fd), "，", between("、", names), Say("为成员", fm...), "的", Say(body, all...), "，定期研究解决工作中的问题。")
	default:
		t = words("成立", Say(body, all...), "。", h, Say("担任组长", fh), "，", dep, Say("担任副组长", fd), "，", between("、", names), Say("为成员", fm...), "。")
	}
	return []Block{P(t)}
}

// A leading group, its office with people of its own.
func (d eyes) leadersOffices() []Block {
	body := bodyOf(d.bodyName())
	people := d.staff(d.Between(6, 9))
	head, deputies, members := d.ranks(people)
	var all []*Fact
	line := func(role string, ps []*Person) Block {
		var who []Text
		var here []*Fact
		for _, p := range ps {
			f := d.lead(body, role, p)
			here, who = append(here, f), append(who, Say(p.Padded(" "), f))
		}
		all = append(all, here...)
		return P(words(Say(role+"：", here...), between(Pick(d.Draw, " ", "、", "　"), who)))
	}
	lines := []Block{line("组长", []*Person{head}), line("副组长", deputies), line("成员", members)}
	// 办公室主任 and the office's members belong to the same body's office.
	chief := Pick(d.Draw, deputies...)
	fo := d.lead(body, "办公室主任", chief)
	fo.F["role_alt"] = []string{"主任"}
	a, b := d.NewPerson(), d.NewPerson()
	office := func(p *Person) *Fact {
		f := d.lead(body, "办公室成员", p)
		f.Alt("body", body+"办公室")
		f.Alt("body", "办公室")
		f.Alt("body", "领导小组办公室")
		f.F["role_alt"] = []string{"成员"}
		return f
	}
	fo.Alt("body", body+"办公室")
	fo.Alt("body", "办公室")
	fo.Alt("body", "领导小组办公室")
	fa, fb := office(a), office(b)
	out := append([]Block{d.bodyOpens(body, append(all, fo, fa, fb))}, lines...)
	out = append(out,
		P(words("领导小组下设办公室，办公室设在", d.District.BureauShort, Pick(d.Draw, "基础教育股", "教研室", "人事股"), "。")),
		P(words(Say(Pick(d.Draw, "办公室主任：", "主任："), fo), Say(chief.Name, fo), Pick(d.Draw, "", Pick(d.Draw, "（兼）", "")))),
		P(words(Say(Pick(d.Draw, "成员：", "办公室成员："), fa, fb), Say(a.Name, fa), Pick(d.Draw, "、", " "), Say(b.Name, fb))))
	return out
}

// Several teams one after the other.
func (d eyes) leadersTeams() []Block {
	names := d.some(split("综合协调组 教研指导组 督导评估组 宣传报道组 师资交流组 后勤保障组"), d.Between(2, 4))
	people := d.District.Officials[1:] // the first heads the whole
	var out []Block
	out = append(out, P(T("为推动各项任务落实，设立"+Pick(d.Draw, "以下工作组", "若干工作组", "专项工作组")+"：")))
	numbered, stop := d.Chance(0.6), Pick(d.Draw, "", "。")
	for i, n := range names {
		k := d.Between(2, 4)
		if len(people) < k {
			break
		}
		here := people[:k]
		people = people[k:]
		var fs []*Fact
		var who []Text
		for j, p := range here {
			role := "成员"
			if j == 0 {
				role = "组长"
			}
			f := d.lead(n, role, p, p.Posts[0])
			fs, who = append(fs, f), append(who, words(Say(p.Name, f), Say("（"+p.Posts[0]+"）", f)))
		}
		if numbered {
			n = "（" + han(i+1) + "）" // the body is called without it
		} else {
			n = ""
		}
		out = append(out, P(words(n, Say(names[i], fs...), stop)))
		out = append(out, P(words(Say("组长：", fs[0]), who[0])), P(words(Say("成员：", fs[1:]...), between("、", who[1:]))))
	}
	return out
}

// Deputies and members named by post: the same post for several, and members
// that are no persons.
func (d eyes) leadersDeputiesByPost() []Block {
	body := bodyOf(d.bodyName())
	x := d.District
	people := d.staff(4)
	fh := d.lead(body, "组长", people[0], people[0].Posts[len(people[0].Posts)-1])
	var fd []*Fact
	var deps []Text
	for _, p := range people[1:] {
		f := d.lead(body, "副组长", p, p.Posts[0])
		fd, deps = append(fd, f), append(deps, words(Say(p.Name, f), " ", Say(p.Posts[0], f)))
	}
	// Nobody is named: the posts stand for the members.
	posts := Pick(d.Draw,
		[]string{x.BureauShort + "各股室负责人", "各中小学校长"},
		[]string{"各教联体牵头学校校长", x.Institutes[0] + "全体教研员"},
		[]string{"局机关各科室负责人", "各乡镇中心学校校长"},
		[]string{"各集团总校校长"})
	var fm []*Fact
	var members []Text
	for _, p := range posts {
		f := d.Fact("leader", F{"body": body, "role": "成员", "name": "", "posts": []string{p}})
		fm, members = append(fm, f), append(members, Say(p, f))
	}
	all := append(append([]*Fact{fh}, fd...), fm...)
	office, chief := d.officeOf(body, people[1:])
	out := []Block{d.bodyOpens(body, append(all, chief...)),
		P(words(Say("组　长：", fh), Say(people[0].Name, fh), " ", Say(people[0].Posts[len(people[0].Posts)-1], fh)))}
	for i, t := range deps {
		if i == 0 {
			t = words(Say("副组长：", fd...), t)
		} else {
			t = words("　　　　", t)
		}
		out = append(out, P(t))
	}
	out = append(out, P(words(Say("成　员：", fm...), between("、", members))))
	return append(out, office...)
}
