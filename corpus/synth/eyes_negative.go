package synth

import (
	"fmt"
	"strings"
)

// eyesNegative are documents without a pairing or a school group, though they
// are full of schools, persons and the words of helping.
var eyesNegative = []Layout{
	{Name: "eyes/none-recruitment", Set: with(eyes.noneRecruitment)},
	{Name: "eyes/none-awards", Set: with(eyes.noneAwards)},
	{Name: "eyes/none-inspection", Set: with(eyes.noneInspection)},
	{Name: "eyes/none-safety", Set: with(eyes.noneSafety)},
	{Name: "eyes/none-exam-rooms", Set: with(eyes.noneExamRooms)},
	{Name: "eyes/none-zones", Set: with(eyes.noneZones)},
	{Name: "eyes/none-feeder-schools", Set: with(eyes.noneFeederSchools)},
	{Name: "eyes/none-poor-pupils", Set: with(eyes.nonePoorPupils)},
	{Name: "eyes/none-masters", Set: with(eyes.noneMasters)},
	{Name: "eyes/none-mergers", Set: with(eyes.noneMergers)},
	{Name: "eyes/none-sports", Set: with(eyes.noneSports)},
	{Name: "eyes/none-duty", Set: with(eyes.noneDuty)},
}

// about is a document: its title and its body.
func (d eyes) about(title string, body ...Block) []Block {
	d.Plan.Title = title
	return append(d.setTitle(title), body...)
}

// schools are n schools of the district, of any kind.
func (d eyes) schools(n int) []*School {
	s := Shuffled(d.Draw, d.District.SchoolsWhere(func(s *School) bool { return s.Of == nil }))
	return s[:min(n, len(s))]
}

func (d eyes) noneRecruitment() []Block {
	p := d.Plan
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("序号"), T("招聘单位"), T("岗位"), T("人数"), T("学历要求"), T("备注"))}}
	for i, s := range d.schools(d.Between(5, 10)) {
		t.Rows = append(t.Rows, cells(T(fmt.Sprint(i+1)), T(s.Name), T(Pick(d.Draw, "小学语文", "初中数学", "英语", "音乐", "体育", "幼儿教师")), T(fmt.Sprint(d.Between(1, 4))), T(Pick(d.Draw, "本科及以上", "大专及以上", "研究生")), T(Pick(d.Draw, "", "", "农村岗位", "须服务满5年"))))
	}
	title := fmt.Sprintf("%s%d年公开招聘中小学教师公告", d.District.Name, p.Year)
	return d.about(title,
		P(d.Set(`为[补充|优化]教师队伍，[促进城乡教育均衡发展|缓解乡村学校师资紧缺状况]，根据事业单位公开招聘有关规定，[现将招聘事宜|现就有关事项]公告如下。`)),
		P(T("一、招聘岗位")), Block{Kind: TableOf, Table: t},
		P(T("二、报名办法")),
		P(d.Set(`报名采取现场报名方式进行，报名地点：{b}人事股。[新聘教师须服从安排到乡村学校任教|新聘教师由{b}统筹安排到受援学校、薄弱学校任教]。`)))
}

func (d eyes) noneAwards() []Block {
	p, x := d.Plan, d.District
	word := Pick(d.Draw, "结对帮扶工作", "教育教学工作", "教师交流工作", "集团化办学工作")
	var units, persons []Text
	for _, s := range d.schools(d.Between(4, 8)) {
		units = append(units, T(s.Name))
	}
	for _, s := range d.schools(d.Between(4, 8)) {
		persons = append(persons, T(d.NewPerson().Padded(Pick(d.Draw, "", "　", "  "))+Pick(d.Draw, " ", "　")+s.Name))
	}
	title := d.District.Bureau + fmt.Sprintf("关于表彰%d年度%s先进集体和先进个人的决定", p.Year-1, word)
	out := []Block{
		P(words(d.Set(`[过去一年|`+fmt.Sprint(p.Year-1)+`年]，全{u}各学校认真落实结对帮扶、集团化办学等工作部署，涌现出一批先进典型。`), "经研究，决定对下列单位和个人予以表彰：")),
		P(T(Pick(d.Draw, "一、先进集体", "先进单位（排名不分先后）", "一、"+word+"先进学校"))),
	}
	if d.Chance(0.5) {
		out = append(out, P(between(Pick(d.Draw, "、", "　"), units)))
	} else {
		for _, u := range units {
			out = append(out, P(u))
		}
	}
	out = append(out, P(T(Pick(d.Draw, "二、先进个人", "优秀教师"))))
	for _, t := range persons {
		out = append(out, P(t))
	}
	_ = x
	return d.about(title, out...)
}

// Inspection teams with the schools that each visits.
func (d eyes) noneInspection() []Block {
	people := Shuffled(d.Draw, d.District.Officials)
	topic := Pick(d.Draw, "春季开学", "校园安全", "义务教育阶段作业管理", "秋季开学", "食堂卫生")
	schools := d.schools(12)
	t := &Table{Head: 1}
	var all []*Fact
	for i := range d.Between(3, 4) {
		k := min(3, len(people))
		if k < 2 || len(schools) < 3 {
			break
		}
		here := people[:k]
		people = people[k:]
		name := "第" + han(i+1) + Pick(d.Draw, "组", "组", "检查组")
		if i > 0 { // one word for all
			name = "第" + han(i+1) + strings.TrimPrefix(t.Rows[0][0].Lines[0].String(), "第一")
		}
		fh := d.lead(name, "组长", here[0])
		fh.Alt("body", topic+"检查组")
		fs := []*Fact{fh}
		var members []Text
		for _, p := range here[1:] {
			f := d.lead(name, "成员", p)
			f.F["role_alt"] = []string{"组员"}
			fs, members = append(fs, f), append(members, Say(p.Name, f))
		}
		all = append(all, fs...)
		var visits []Text
		for _, s := range schools[:3] {
			visits = append(visits, T(s.Name))
		}
		schools = schools[3:]
		t.Rows = append(t.Rows, cells(Say(name, fs...), Say(here[0].Name, fh), between("、", members), between("、", visits)))
	}
	t.Rows = append([][]Cell{cells(T("组别"), Say("组长", all...), Say("成员", all...), T(Pick(d.Draw, "检查学校", "负责学校", "督查学校", "包联学校")))}, t.Rows...)
	title := d.District.Bureau + "关于开展" + topic + "专项检查的通知"
	return d.about(title,
		d.addressees(),
		P(d.Set(`为[全面掌握各校工作情况|压实工作责任|消除隐患]，{b}决定组成检查组，对全{u}中小学、幼儿园[开展专项检查|进行检查]。现将有关事项通知如下。`)),
		P(T(Pick(d.Draw, "检查分组及安排见下表。", "一、检查分组"))),
		Block{Kind: TableOf, Table: t},
		P(d.Set(`各检查组要[严格标准|坚持问题导向]，[发现问题及时反馈|现场下达整改通知书]。`)))
}

// A leading group for safety: leaders, and no pairing.
func (d eyes) noneSafety() []Block {
	x := d.District
	topic := Pick(d.Draw, "校园安全工作", "防溺水工作", "控辍保学工作", "教育系统消防安全工作", "创建文明校园工作", "预防校园欺凌工作")
	body := x.Bureau + topic + "领导小组"
	head, deputies, members := d.ranks(d.staff(d.Between(5, 8)))
	var all []*Fact
	line := func(role string, ps []*Person) Block {
		var who []Text
		var here []*Fact
		withPost := role != "成员"
		for _, p := range ps {
			if withPost {
				f := d.lead(body, role, p, p.Posts[0])
				here, who = append(here, f), append(who, words(Say(p.Name, f), "（", Say(p.Posts[0], f), "）"))
			} else {
				f := d.lead(body, role, p)
				here, who = append(here, f), append(who, Say(p.Name, f))
			}
		}
		all = append(all, here...)
		return P(words(Say(role+"：", here...), between("、", who)))
	}
	lines := []Block{line("组长", []*Person{head}), line("副组长", deputies), line("成员", members)}
	office, chief := d.officeOf(body, append(deputies, members...))
	all = append(all, chief...)
	title := x.Bureau + "关于" + Pick(d.Draw, "成立", "调整") + topic + "领导小组的通知"
	out := []Block{d.addressees(), P(words("为加强", topic, "的组织领导，", Pick(d.Draw, "经研究，", "因人事变动，"), "决定", strings.TrimPrefix(strings.TrimSuffix(title, topic+"领导小组的通知"), x.Bureau+"关于"), Say(body, all...), "，组成人员如下："))}
	out = append(out, lines...)
	out = append(out, office...)
	out = append(out, P(d.Set(`各校要成立相应机构，[落实“一岗双责”|实行班子成员包年级、教师包班级制度]，[确保责任到人|层层压实责任]。`)))
	return d.about(title, out...)
}

func (d eyes) noneExamRooms() []Block {
	p := d.Plan
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("考点代码"), T("考点学校"), T("考场数"), T("考生来源学校"), T("主考"), T("联系电话"))}}
	hosts := d.schoolsOf("初中", true)
	rural := Shuffled(d.Draw, d.schoolsOf("初中", false))
	for i, s := range hosts {
		if len(rural) < 2 {
			break
		}
		t.Rows = append(t.Rows, cells(T(fmt.Sprintf("%02d", i+1)), T(s.Name), T(fmt.Sprint(d.Between(10, 40))), T(rural[0].Name+"、"+rural[1].Name), T(s.Principal.Padded("　")), T(s.Phone)))
		rural = rural[2:]
	}
	return d.about(fmt.Sprintf("%s%d年初中学业水平考试考点设置一览表", d.District.Name, p.Year),
		P(d.Set(`根据[上级|市教育局]统一安排，现将我{u}考点设置情况[公布|公示]如下，请各校[做好考生组织工作|提前组织考生熟悉考场]。`)),
		Block{Kind: TableOf, Table: t})
}

func (d eyes) noneZones() []Block {
	p := d.Plan
	table := d.Chance(0.5)
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("学校"), T("招生范围"), T("计划班数"), T("咨询电话"))}}
	var lines []Block
	streets := Shuffled(d.Draw, street)
	k := 0
	for _, s := range d.schoolsOf("小学", true) {
		if k+2 > len(streets) {
			break
		}
		zone := fmt.Sprintf("%s以南、%s以东区域", streets[k], streets[k+1])
		k += 2
		if d.Chance(0.4) {
			zone += "及" + Pick(d.Draw, village...) + "社区"
		}
		t.Rows = append(t.Rows, cells(T(s.Name), T(zone), T(fmt.Sprint(d.Between(2, 10))), T(s.Phone)))
		lines = append(lines, P(T(s.Name+"："+zone+"。")))
	}
	body := []Block{P(d.Set(`为[保障适龄儿童少年就近入学|规范招生行为]，[推进义务教育优质均衡发展|促进教育公平]，现将城区小学招生服务区[划分|范围]公告如下。[教育集团成员校实行单独招生。|]`))}
	if table {
		body = append(body, Block{Kind: TableOf, Table: t})
	} else {
		body = append(body, lines...)
	}
	return d.about(fmt.Sprintf("%s%d年义务教育学校招生服务区划分公告", d.District.Name, p.Year), body...)
}

// Which primary schools go on to which junior school: 对口, but no help.
func (d eyes) noneFeederSchools() []Block {
	p := d.Plan
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("初中学校"), T(Pick(d.Draw, "对口小学", "对口直升小学", "生源小学", "对口招生小学")), T("备注"))}}
	primary := Shuffled(d.Draw, append(d.schoolsOf("小学", true), d.schoolsOf("小学", false)...))
	for _, s := range Shuffled(d.Draw, append(d.schoolsOf("初中", true), d.schoolsOf("初中", false)...)) {
		n := d.Between(1, 3)
		if len(primary) < n {
			break
		}
		var names []Text
		for _, x := range primary[:n] {
			names = append(names, T(x.Name))
		}
		primary = primary[n:]
		t.Rows = append(t.Rows, cells(T(s.Name), between("、", names), T("")))
	}
	return d.about(fmt.Sprintf("%s%d年小学毕业生对口升入初中安排表", d.District.Name, p.Year),
		P(d.Set(`[小学毕业生|全{u}小学毕业生][实行免试就近|按对口学校]升入初中。各小学与对口初中[要做好衔接工作|要认真核对学籍信息]。`)),
		Block{Kind: TableOf, Table: t})
}

// Teachers and the pupils they look after.
func (d eyes) nonePoorPupils() []Block {
	s := Pick(d.Draw, append(d.schoolsOf("小学", false), d.schoolsOf("初中", false)...)...)
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("序号"), T(Pick(d.Draw, "帮扶教师", "帮扶责任人", "结对教师")), T("职务"), T(Pick(d.Draw, "帮扶学生", "帮扶对象", "受助学生")), T("班级"), T("帮扶措施"))}}
	for i := range d.Between(5, 10) {
		t.Rows = append(t.Rows, cells(T(fmt.Sprint(i+1)), T(d.NewPerson().Padded(" ")), T(Pick(d.Draw, "教师", "班主任", "副校长", "教导主任")), T(d.NewPerson().Padded(" ")), T(Pick(d.Draw, "三（1）班", "四（2）班", "五年级", "六（3）班")), T(Pick(d.Draw, "学习辅导", "心理疏导", "生活关爱", "定期家访"))))
	}
	d.Plan.School = s
	title := s.Name + "教师结对帮扶困难学生一览表"
	return d.about(title,
		P(d.Set(`为[关爱留守儿童和家庭经济困难学生|落实控辍保学责任]，我校[组织党员教师|安排全体教师]与困难学生结对帮扶，[具体安排如下|名单如下]：`)),
		Block{Kind: TableOf, Table: t})
}

// Masters and apprentices within one school or of several.
func (d eyes) noneMasters() []Block {
	across := d.Chance(0.5)
	t := &Table{Head: 1}
	head := cells(T("序号"), T(Pick(d.Draw, "师傅", "指导教师", "导师")), T(Pick(d.Draw, "徒弟", "青年教师", "学员")), T("学科"))
	if across {
		head = append(head, C(T("徒弟所在学校")))
	}
	t.Rows = append(t.Rows, head)
	schools := d.schools(10)
	for i := range d.Between(5, 9) {
		row := cells(T(fmt.Sprint(i+1)), T(d.NewPerson().Padded("　")), T(d.NewPerson().Padded("　")), T(Pick(d.Draw, "语文", "数学", "英语", "物理", "班主任")))
		if across {
			row = append(row, C(T(schools[i%len(schools)].Name)))
		}
		t.Rows = append(t.Rows, row)
	}
	return d.about(fmt.Sprintf("%s%d年青年教师“师徒结对”名单公示", d.District.Name, d.Plan.Year),
		P(d.Set(`为发挥骨干教师的传帮带作用，[促进青年教师成长|加快青年教师培养]，经学校推荐，确定以下师徒结对名单，[现予公示|现公示如下]。`)),
		Block{Kind: TableOf, Table: t})
}

// Schools that are closed and moved together.
func (d eyes) noneMergers() []Block {
	rural := Shuffled(d.Draw, d.schoolsOf("小学", false))
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("序号"), T("撤并学校"), T("并入学校"), T("学生人数"), T("撤并时间"))}}
	var lines []Block
	for i := 0; i+1 < len(rural) && i < 12; i += 2 {
		t.Rows = append(t.Rows, cells(T(fmt.Sprint(i/2+1)), T(rural[i].Name), T(rural[i+1].Name), T(fmt.Sprint(d.Between(5, 60))), T(fmt.Sprintf("%d.8", d.Plan.Year))))
		lines = append(lines, P(T(fmt.Sprintf("%d.撤销%s，学生并入%s就读。", i/2+1, rural[i].Name, rural[i+1].Name))))
	}
	body := []Block{P(d.Set(`为优化教育资源配置，[根据生源变化情况|经征求群众意见]，[报{u}人民政府批准|经研究]，对部分学校布局进行调整，[具体如下|现公告如下]。`))}
	if d.Chance(0.5) {
		body = append(body, Block{Kind: TableOf, Table: t})
	} else {
		body = append(body, lines...)
	}
	return d.about(fmt.Sprintf("%s%d年中小学布局调整公告", d.District.Name, d.Plan.Year), body...)
}

func (d eyes) noneSports() []Block {
	var out []Block
	out = append(out, P(d.Set(`全{u}中小学生[田径运动会|篮球比赛|足球联赛|合唱比赛]已圆满结束，[各代表队发扬团结拼搏精神|各校积极参与]，现将获奖名单[公布|通报]如下。`)))
	for _, group := range split("小学组 初中组") {
		stage := strings.TrimSuffix(group, "组")
		s := Shuffled(d.Draw, append(d.schoolsOf(stage, true), d.schoolsOf(stage, false)...))
		if len(s) < 6 {
			continue
		}
		out = append(out, P(T(group)))
		if d.Chance(0.5) {
			out = append(out, P(T("一等奖："+s[0].Name+"、"+s[1].Name)), P(T("二等奖："+s[2].Name+"、"+s[3].Name)), P(T("三等奖："+s[4].Name+"、"+s[5].Name)))
			continue
		}
		t := &Table{Head: 1, Rows: [][]Cell{cells(T("名次"), T("学校"), T("领队"), T("得分"))}}
		for i, x := range s[:6] {
			t.Rows = append(t.Rows, cells(T("第"+han(i+1)+"名"), T(x.Name), T(d.NewPerson().Name), T(fmt.Sprint(120-7*i-d.IntN(5)))))
		}
		out = append(out, Block{Kind: TableOf, Table: t})
	}
	return d.about(d.District.Bureau+"关于公布全"+d.District.Unit+"中小学生"+Pick(d.Draw, "运动会", "体育艺术节", "合唱比赛")+"成绩的通知", out...)
}

func (d eyes) noneDuty() []Block {
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("日期"), T("带班领导"), T("值班人员"), T("值班电话"))}}
	day := d.Between(1, 20)
	o := Shuffled(d.Draw, d.District.Officials)
	for i := range min(6, len(o)/2) {
		t.Rows = append(t.Rows, cells(T(fmt.Sprintf("%d月%d日", d.Plan.Month, day+i)), T(o[2*i].Padded("　")), T(o[2*i+1].Padded("　")), T(d.Landline())))
	}
	return d.about(d.District.Bureau+fmt.Sprintf("%d年", d.Plan.Year)+Pick(d.Draw, "国庆节", "春节", "暑假", "五一")+"值班安排表",
		Block{Kind: TableOf, Table: t},
		P(d.Set(`值班人员要[坚守岗位|保持通讯畅通]，[遇突发情况及时报告|做好值班记录]。`)))
}
