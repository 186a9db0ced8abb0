package synth

import (
	"fmt"
	"strings"
)

// eyesMeasures are layouts of what a plan does and promises.
var eyesMeasures = []Layout{
	{Name: "eyes/measures-paragraphs", Slot: Measures, Set: with(eyes.measuresParagraphs)},
	{Name: "eyes/measures-numbered", Slot: Measures, Set: with(eyes.measuresNumbered)},
	{Name: "eyes/measures-funds", Slot: Measures, Set: with(eyes.measuresFunds)},
	{Name: "eyes/measures-duties", Slot: Measures, Set: with(eyes.measuresDuties)},
	{Name: "eyes/measures-targets", Slot: Measures, Set: with(eyes.measuresTargets)},
	{Name: "eyes/measures-table", Slot: Measures, Set: with(eyes.measuresTable)},
	{Name: "eyes/measures-idioms", Slot: Measures, Set: with(eyes.measuresIdioms)},
}

// vow is a clause that promises a number; # stands for the number.
type vow struct {
	clause     string
	unit       string
	comparator string // "" is =
	per        string
	pers       []string // what else may be taken for per
	lo, hi     int      // what is drawn
	step       int      // of what is drawn; 0 is 1
	ranged     bool     // may say 2至3
	digits     bool     // never in hanzi
}

// vows are promises of plans, by what they are about.
var vows = map[string][]vow{
	"teachers": {
		{clause: "[帮扶学校|支援学校]每学年选派不少于#名骨干教师到受援学校支教", unit: "名", comparator: ">=", per: "学年", lo: 1, hi: 5},
		{clause: "[受援学校|薄弱学校|乡村学校]每学期选派#名教师到[帮扶学校|优质学校]跟岗学习", unit: "名", per: "学期", lo: 2, hi: 6, ranged: true},
		{clause: "每年交流轮岗教师比例不低于符合条件教师总数的#%", unit: "%", comparator: ">=", per: "年", lo: 10, hi: 20, step: 5, digits: true},
		{clause: "其中骨干教师不少于交流教师总数的#%", unit: "%", comparator: ">=", lo: 20, hi: 30, step: 5, digits: true},
		{clause: "交流轮岗期限不少于#年", unit: "年", comparator: ">=", lo: 1, hi: 3},
		{clause: "每名骨干教师至少结对指导#名青年教师", unit: "名", comparator: ">=", per: "人", pers: []string{"名", "名骨干教师", "骨干教师"}, lo: 1, hi: 3},
		{clause: "教师参加集中培训每学年不少于#学时", unit: "学时", comparator: ">=", per: "学年", lo: 24, hi: 72, step: 12, digits: true},
		{clause: "支教教师每周授课不少于#节", unit: "节", comparator: ">=", per: "周", lo: 4, hi: 12},
		{clause: "支教教师每月听课评课[不少于|不得少于]#节", unit: "节", comparator: ">=", per: "月", lo: 4, hi: 10},
	},
	"lessons": {
		{clause: "每学期[组织送教|送教下乡]不少于#次", unit: "次", comparator: ">=", per: "学期", lo: 1, hi: 4},
		{clause: "每次送教不少于#节课", unit: "节", comparator: ">=", per: "次", lo: 2, hi: 6},
		{clause: "每月[联合开展|共同开展]教研活动#次以上", unit: "次", comparator: ">=", per: "月", lo: 1, hi: 3},
		{clause: "每学期举办#次[教学开放日|同课异构|专题讲座]活动", unit: "次", per: "学期", lo: 1, hi: 3, ranged: true},
		{clause: "每学年至少共同承担#项课题研究", unit: "项", comparator: ">=", per: "学年", lo: 1, hi: 3},
		{clause: "结对教师每学期共同备课不少于#节", unit: "节", comparator: ">=", per: "学期", lo: 4, hi: 10},
		{clause: "每两周组织#次集体备课", unit: "次", per: "两周", pers: []string{"周"}, lo: 1, hi: 1},
	},
	"heads": {
		{clause: "[帮扶学校|支援学校]校长每学期到受援学校指导工作不少于#次", unit: "次", comparator: ">=", per: "学期", lo: 2, hi: 4},
		{clause: "双方每学期召开#次联席会议", unit: "次", per: "学期", lo: 1, hi: 3, ranged: true},
		{clause: "每年选派#名中层以上干部挂职锻炼", unit: "名", per: "年", lo: 1, hi: 3, ranged: true},
		{clause: "挂职时间不少于#个月", unit: "个月", comparator: ">=", lo: 3, hi: 6},
		{clause: "教育局每学期[至少督查|督导检查]#次", unit: "次", per: "学期", lo: 1, hi: 2},
	},
	"funds": {
		{clause: "[区|县]财政每年安排专项经费#万元", unit: "万元", per: "年", lo: 50, hi: 500, step: 50, digits: true},
		{clause: "按每校每年#万元的标准拨付[帮扶|专项]经费", unit: "万元", per: "年", pers: []string{"校", "校年"}, lo: 2, hi: 10, digits: true},
		{clause: "支教教师每月发放生活补助#元", unit: "元", per: "月", lo: 200, hi: 900, step: 100, digits: true},
		{clause: "对考核优秀的学校一次性奖励#万元", unit: "万元", lo: 1, hi: 10, digits: true},
		{clause: "从公用经费中列支不低于#%用于教师培训", unit: "%", comparator: ">=", lo: 5, hi: 10, step: 5, digits: true},
		{clause: "绩效工资向支教教师倾斜，上浮比例不超过#%", unit: "%", comparator: "<=", lo: 5, hi: 20, step: 5, digits: true},
		{clause: "给予每个教联体#万元启动资金", unit: "万元", per: "教联体", pers: []string{"个", "个教联体"}, lo: 5, hi: 20, step: 5, digits: true},
	},
	"targets": {
		{clause: "组建#个[紧密型教联体|教育集团|城乡学校共同体]", unit: "个", lo: 4, hi: 18},
		{clause: "建成#所[优质学校|示范学校|新优质学校]", unit: "所", lo: 3, hi: 20},
		{clause: "遴选#名[学科带头人|教学名师|首席教师]", unit: "名", lo: 20, hi: 100, step: 10, digits: true},
		{clause: "[优质教育资源覆盖率|乡村学校受益面|结对帮扶覆盖面]达到#%以上", unit: "%", comparator: ">=", lo: 80, hi: 95, step: 5, digits: true},
		{clause: "培养[县级以上|区级以上|市级以上]骨干教师不少于#名", unit: "名", comparator: ">=", lo: 20, hi: 90, step: 10, digits: true},
		{clause: "建立#个名师工作室", unit: "个", lo: 5, hi: 15},
		{clause: "起始年级班额不超过#人", unit: "人", comparator: "<=", lo: 45, hi: 50, step: 5, digits: true},
	},
}

// vow draws a promise about something; not twice the same on a document.
func (d eyes) vow(about string) Text {
	var v vow
	for range 20 {
		v = Pick(d.Draw, vows[about]...)
		if k := fmt.Sprintf("vow:%d:%s", d.Part, v.clause); !d.seen[k] {
			d.seen[k] = true
			break
		}
	}
	step := max(v.step, 1)
	n := v.lo + step*d.IntN((v.hi-v.lo)/step+1)
	number, top := fmt.Sprint(n), 0
	hanzi := !v.digits && n <= 10 && d.Chance(0.4)
	if hanzi {
		number = han2(n)
		if v.unit == "年" && n == 2 {
			number = "两"
		}
	}
	if v.ranged && d.Chance(0.5) {
		top = n + d.Between(1, 2)
		if hanzi {
			number += "至" + han2(top)
		} else {
			number += Pick(d.Draw, "-", "—", "至", "～") + fmt.Sprint(top)
		}
	}
	if v.comparator == "" {
		v.comparator = "="
	}
	s := strings.Replace(d.S(v.clause), "#", number, 1)
	if strings.Contains(s, "至少") {
		v.comparator = ">="
	}
	f := d.promised(s, float64(n), float64(top), v.unit, v.comparator, v.per)
	if len(v.pers) > 0 {
		f.F["per_alt"] = v.pers
	}
	return Say(s, f)
}

// sentenceOf is a sentence of promises about something.
func (d eyes) sentenceOf(about string, n int) Text {
	var parts []Text
	for range n {
		parts = append(parts, d.vow(about))
	}
	return words(between(Pick(d.Draw, "，", "；", "，"), parts), "。")
}

// plain is a sentence of a plan that promises no number.
func (d eyes) plain() Text {
	return d.Set(`[充分发挥优质学校的示范、引领和辐射作用，促进城乡教育优质均衡发展|建立健全校际协同机制，实现管理互通、师资互派、资源共享、文化共建|把教师交流情况作为评优评先、职称评聘的重要依据|加强过程管理，做好资料收集和整理工作|通过微信公众号、校园网等多种形式宣传典型经验|坚持“一校一案”，因地制宜制定帮扶方案|各校要明确专人负责，做到有计划、有措施、有总结|统筹优质课程资源，推进“三个课堂”建设与应用|以教研共同体为依托，开展主题式、项目式教研]。`)
}

func (d eyes) measuresParagraphs() []Block {
	about := Shuffled(d.Draw, split("teachers lessons heads funds"))
	titles := map[string]string{
		"teachers": "[师资互派|教师交流|队伍共建|教师培养]", "lessons": "[教研联动|教学共研|课堂教学帮扶|送教送研]",
		"heads": "[管理互通|干部互派|学校管理帮扶]", "funds": "[经费保障|加大投入|保障机制]",
	}
	var out []Block
	for i, a := range about[:d.Between(2, 4)] {
		out = append(out, P(words(fmt.Sprintf("（%s）", han(i+1)), d.S(titles[a]), "。", d.plain(), d.sentenceOf(a, d.Between(1, 3)))))
	}
	return out
}

// Short numbered lines.
func (d eyes) measuresNumbered() []Block {
	var out []Block
	n := 0
	line := func(t Text) {
		n++
		out = append(out, P(words(fmt.Sprintf(Pick(d.Draw, "%d.", "%d."), n), t)))
	}
	for _, a := range Shuffled(d.Draw, split("teachers lessons heads")) {
		for range d.Between(1, 2) {
			line(words(d.vow(a), "。"))
		}
		if d.Chance(0.4) {
			line(d.plain())
		}
	}
	return out
}

func (d eyes) measuresFunds() []Block {
	return []Block{P(words(Pick(d.Draw, "强化经费保障。", "落实保障措施。", "设立专项资金。"), d.sentenceOf("funds", d.Between(2, 3)), d.plain()))}
}

// What each side has to do.
func (d eyes) measuresDuties() []Block {
	return []Block{
		P(T(Pick(d.Draw, "1.支援学校职责", "（一）帮扶学校主要任务", "帮扶学校职责："))),
		P(words("①", d.vow("lessons"), "；②", d.vow("teachers"), "；③", d.vow("heads"), "。")),
		P(T(Pick(d.Draw, "2.受援学校职责", "（二）受援学校主要任务", "受援学校职责："))),
		P(words(d.plain(), d.sentenceOf("teachers", 1))),
	}
}

// Targets with years.
func (d eyes) measuresTargets() []Block {
	y := d.Plan.Year + d.Between(1, 3)
	by := Pick(d.Draw, fmt.Sprintf("到%d年，", y), fmt.Sprintf("%d年底前，", y), fmt.Sprintf("力争到%d年底，", y), fmt.Sprintf("到%d年底，", y))
	to := fmt.Sprint(y)
	if strings.Contains(by, "底") {
		to += "-12-31"
	}
	target := d.vow("targets")
	f := d.due("", to, target.String())
	out := words(Say(by, f), saying(target, f), "，", d.vow("targets"), "，逐步缩小城乡、校际差距。")
	return []Block{P(words(Pick(d.Draw, "工作目标。", "", "总体目标："), d.plain(), out))}
}

// Tasks in a table: what, how much, who. What stands in cells may be taken for
// data or for promises.
func (d eyes) measuresTable() []Block {
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("序号"), T(Pick(d.Draw, "项目", "任务", "工作任务")), T(Pick(d.Draw, "具体要求", "主要内容", "工作措施")), T(Pick(d.Draw, "责任单位", "责任科室")))}}
	x := d.District
	for i, a := range Shuffled(d.Draw, split("teachers lessons heads funds"))[:d.Between(3, 4)] {
		name := map[string]string{"teachers": "师资交流", "lessons": "教研帮扶", "heads": "管理帮扶", "funds": "经费保障"}[a]
		lines := []Text{words(d.vow(a), "。")}
		if d.Chance(0.5) {
			lines = append(lines, words(d.vow(a), "。"))
			if d.Chance(0.5) {
				lines[0], lines[1] = words("1.", lines[0]), words("2.", lines[1])
			}
		}
		for _, line := range lines {
			for _, p := range line {
				for _, f := range p.Says {
					f.Optional = true
				}
			}
		}
		t.Rows = append(t.Rows, []Cell{C(T(fmt.Sprint(i + 1))), C(T(name)), {Lines: lines}, C(T(Pick(d.Draw, x.Institutes[0], x.BureauShort+"人事股", "各结对学校", "基教科")))})
	}
	return d.captioned(T(Pick(d.Draw, "结对帮扶任务清单", "重点任务分工表", "工作任务分解表")), t)
}

// Idioms with numbers that promise nothing.
func (d eyes) measuresIdioms() []Block {
	return []Block{
		P(words(d.Set(`[坚持“四个一”工作要求|落实“五个一”活动|推进“六个共同”|实行“一对一”帮扶|按照“三步走”的思路]，[形成“双向奔赴”的良好局面|做到“一校一策、一师一案”|把各项任务落到实处]。`), d.vow(Pick(d.Draw, "lessons", "heads")), "。", d.plain())),
		P(d.Set(`[第一批|首批][试点学校|项目学校]要[先行先试|大胆探索]，[第二批|其他]学校要[做好准备|积极跟进]。`)),
	}
}
