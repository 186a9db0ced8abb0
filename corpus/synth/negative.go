package synth

import "slices"

// negatives are documents on other matters: they list persons and schools and
// have no pairing. Each sets the whole document but its index block.
var negatives = slices.Concat([]Layout{
	{Name: "negative-safety", Set: negativeSafety},
	{Name: "negative-awards", Set: negativeAwards},
	{Name: "negative-games", Set: negativeGames},
	{Name: "negative-zones", Set: negativeZones},
	{Name: "negative-titles", Set: negativeTitles},
	{Name: "negative-training", Set: negativeTraining},
}, eyesNegative)

// otherMatter opens a notice on another matter.
func (d *Draw) otherMatter(title, purpose string) []Block {
	p := d.Plan
	p.Title = title
	out := d.setTitle(title)
	if d.Chance(0.6) {
		p.Number = d.Number(d.District.Mark, p.Year)
		out = append(out, d.centredNumber()...)
	}
	return append(out, d.addressees(), P(T(d.S(purpose))))
}

// negativeSafety has a leading group, and officials who answer for schools.
func negativeSafety(d *Draw) []Block {
	out := d.otherMatter(d.S("{B}关于[开展|做好|加强][校园安全隐患排查|校园食品安全检查|防溺水教育|冬季校园消防安全]工作的通知"), "[为[切实|]保障师生[生命|人身]安全，|根据上级[部署|要求]，|][现将有关事项通知如下|经研究，现就有关工作通知如下]：")
	b := &Body{Name: d.S("{U}校园安全[工作|]领导小组")}
	o := d.District.Officials
	out = append(out, P(T("一、"+d.S("[加强组织领导|成立领导小组]"))), P(T(d.S("成立"+b.Name+"[，成员如下]："))))
	for i, m := range o[:d.Between(3, min(9, len(o)))] {
		role := "成员"
		switch {
		case i == 0:
			role = "组长"
		case i < 3:
			role = "副组长"
		}
		f := d.lead(b, role, m.Name, m.Posts[0])
		out = append(out, P(Join(Say(role+"：", f), Say(m.Name, f), T("　"), Say(m.Posts[0], f))))
	}
	out = append(out, P(T("二、"+d.S("[排查|检查]范围"))), P(T(d.S("[全{u}各级各类学校|全{u}中小学、幼儿园][校舍|食堂|宿舍|校车]及周边环境。"))), P(T("三、包保安排")))
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T(Pick(d, "包保领导", "责任领导", "督查人员"))), C(T(Pick(d, "包保学校", "责任学校", "检查学校")))}}}
	schools := Shuffled(d, d.District.Schools)
	for i := range min(d.Between(3, 8), len(o), len(schools)/2) {
		tab.Rows = append(tab.Rows, []Cell{C(T(o[i].Name)), C(T(schools[2*i].Name + "、" + schools[2*i+1].Name))})
	}
	return append(out, Block{Kind: TableOf, Table: tab})
}

// negativeAwards names schools and persons that are praised.
func negativeAwards(d *Draw) []Block {
	y := itoa(d.Plan.Year)
	out := d.otherMatter(d.S("{B}关于表彰"+y+"年度[教育工作|教学质量|德育工作]先进[单位|集体]和先进[个人|教师]的[通报|决定]"), "[过去一年|一年来]，全{u}各学校[真抓实干|开拓进取|扎实工作]，[涌现出一批先进典型|取得了显著成绩]。为[树立榜样|鼓励先进]，[经研究，|]决定[对以下单位和个人|对下列单位和个人]予以[表彰|通报表扬]：")
	out = append(out, P(T("一、"+d.S("先进[单位|集体]"))))
	s := Shuffled(d, d.District.Schools)
	for _, x := range s[:d.Between(4, 9)] {
		out = append(out, P(T(x.Name)))
	}
	out = append(out, P(T("二、"+d.S("先进[个人|教师]"))))
	var line Text
	for i, x := range s[:d.Between(6, 12)] {
		if i > 0 {
			line = append(line, T("、")...)
		}
		line = append(line, T(d.NewPerson().Name+"（"+x.Name+"）")...)
	}
	return append(out, P(line), P(T(d.S("希望[受表彰的单位和个人|以上单位和个人]珍惜荣誉、再接再厉，[为{u}教育事业作出新的贡献|再创佳绩]。"))))
}

// negativeGames has an organising committee and groups of schools that compete.
func negativeGames(d *Draw) []Block {
	out := d.otherMatter(d.S("{B}关于举办[中小学生[运动会|篮球赛|合唱节|科技节]|教职工[运动会|羽毛球赛]]的通知"), "[为丰富[校园文化生活|师生文体生活]，|][经研究，|]决定[举办|组织][本次|此次]活动，[现将有关事项通知如下|有关事项通知如下]：")
	b := &Body{Name: "组织委员会"}
	out = append(out, P(T("一、"+b.Name)))
	o := d.District.Officials
	for _, r := range []struct {
		role string
		from int
		to   int
	}{{"主任", 0, 1}, {"副主任", 1, 3}, {"委员", 3, min(8, len(o))}} {
		text := T(r.role + "：")
		for i, m := range o[r.from:r.to] {
			f := d.lead(b, r.role, m.Name)
			if i > 0 {
				text = append(text, T("、")...)
			}
			text = append(text, Say(m.Name, f)...)
			text[0].Says = append(text[0].Says, f)
		}
		out = append(out, P(text))
	}
	out = append(out, P(T("二、"+d.S("[参赛单位|参加学校]"))))
	s := Shuffled(d, d.District.Schools)
	for i, k := 0, 0; i < 2; i++ {
		n := d.Between(3, 5)
		line := T(Pick(d, "甲乙"[3*i:3*i+3]+"组：", "AB"[i:i+1]+"组："))
		for j := range n {
			if j > 0 {
				line = append(line, T("、")...)
			}
			line = append(line, T(s[k+j].Name)...)
		}
		k += n
		out = append(out, P(line))
	}
	return append(out, P(T("三、"+d.S("[报名|有关]要求"))), P(T(d.S("[各单位|各学校]要[高度重视|精心组织]，[确保安全|遵守赛场纪律]，[赛出风格、赛出水平|展现良好风貌]。"))))
}

// negativeZones is a table of schools and the streets they serve.
func negativeZones(d *Draw) []Block {
	out := d.otherMatter(d.S("{B}关于"+itoa(d.Plan.Year)+"年[义务教育学校招生|小学一年级招生|城区学校招生]工作的[通知|公告]"), "[根据|按照][上级有关规定|免试就近入学原则]，结合[我{u}|本{u}]实际，[现将招生范围公布如下|现就有关事项通知如下]：")
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T(Pick(d, "学校", "学校名称"))), C(T(Pick(d, "招生范围", "服务区域", "学区范围")))}}}
	for _, s := range Shuffled(d, d.District.SchoolsWhere(func(s *School) bool { return s.Town && s.Stage == "小学" })) {
		tab.Rows = append(tab.Rows, []Cell{C(T(s.Name)), C(T(d.S("[文昌街|解放路|建设路|滨河路|学府路][以东|以西|以南|以北]、[花园社区|锦绣社区|朝阳社区|新华社区]")))})
	}
	return append(out, Block{Kind: TableOf, Table: tab}, P(T(d.S("[各学校|各中小学]要[严格执行招生纪律|规范招生行为]，[不得[擅自跨学区招生|举行任何形式的选拔考试]|主动接受社会监督]。"))))
}

// negativeTitles is a list of persons with their schools and subjects.
func negativeTitles(d *Draw) []Block {
	out := d.otherMatter(d.S("{B}关于[教师职称评审结果|骨干教师评选结果|优质课评选结果|教师资格认定结果]的[公示|通知]"), "[经[个人申报、学校推荐|学校推荐、专家评审]，|]现将[结果|名单]予以[公示|公布]：")
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T("序号")), C(T("姓名")), C(T(Pick(d, "单位", "所在学校", "工作单位"))), C(T("学科"))}}}
	for i, s := range Shuffled(d, d.District.Schools)[:d.Between(5, 14)] {
		tab.Rows = append(tab.Rows, []Cell{C(T(itoa(i + 1))), C(T(d.NewPerson().Padded(Pick(d, "", "　")))), C(T(s.Name)), C(T(Pick(d, "语文", "数学", "英语", "科学", "体育", "音乐", "美术")))})
	}
	return append(out, Block{Kind: TableOf, Table: tab})
}

// negativeTraining tells which schools lend their rooms for what.
func negativeTraining(d *Draw) []Block {
	out := d.otherMatter(d.S("{B}关于[举办新教师岗前培训|开展教材培训|组织教师信息技术培训]的通知"), "[为[提高教师业务水平|帮助教师用好教材]，|]现将[培训|]有关事项通知如下：")
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T(Pick(d, "学科", "培训学科"))), C(T(Pick(d, "主讲人", "授课教师"))), C(T(Pick(d, "培训地点", "地点", "承办学校")))}}}
	s := Shuffled(d, d.District.SchoolsWhere(func(s *School) bool { return s.Town }))
	for i, subject := range d.some(split("语文 数学 英语 科学 道德与法治 体育 音乐 美术"), d.Between(3, 7)) {
		tab.Rows = append(tab.Rows, []Cell{C(T(subject)), C(T(d.NewPerson().Name)), C(T(s[i%len(s)].Name))})
	}
	return append(out, Block{Kind: TableOf, Table: tab}, P(T(d.S("[请|]各学校[及时通知参训教师|妥善安排好参训教师的课务]，[不得无故缺席|确保按时参加]。"))))
}
