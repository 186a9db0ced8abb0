package synth

import "fmt"

// eyesTold are layouts that tell pairs and groups in sentences, among sentences
// that name schools and tell none.
var eyesTold = []Layout{
	{Name: "eyes/told-news", Slot: Told, Set: with(eyes.toldNews)},
	{Name: "eyes/told-mutual", Slot: Told, Set: with(eyes.toldMutual)},
	{Name: "eyes/told-ended", Slot: Told, Set: with(eyes.toldEnded)},
	{Name: "eyes/told-planned", Slot: Told, Set: with(eyes.toldPlanned)},
	{Name: "eyes/told-none", Slot: Told, Set: with(eyes.toldNone)},
	{Name: "eyes/told-groups", Slot: Told, Set: with(eyes.toldGroups)},
	{Name: "eyes/told-we", Slot: Told, Set: with(eyes.toldWe)},
	{Name: "eyes/told-report", Slot: Told, Set: with(eyes.toldReport)},
}

// apart are a school in town and one outside that the document does not pair
// yet, neither with each other nor with others where that can be helped.
func (d eyes) apart() (from, to *School) {
	for try := range 30 {
		hs := d.helping(1, 1, Pick(d.Draw, "小学", "小学", "初中"))
		if len(hs) == 0 {
			continue
		}
		from, to = hs[0].from, hs[0].to[0]
		free := !d.paired(from, to)
		for _, p := range d.Plan.Pairs {
			if p.From == from && p.To == to || p.From == to && p.To == from || try < 15 && (p.From == from || p.To == to) {
				free = false
			}
		}
		if free {
			break
		}
	}
	return from, to
}

// tell registers a pair told in a sentence; forms are the words of the sentence
// that may be taken for its form, the first before the others.
func (d eyes) tell(from, to *School, forms ...string) *Fact {
	f := d.tie(forms[0], 0, from, to)
	f.F["narrative"] = true
	alt := append(append([]string(nil), forms[1:]...), d.Plan.Form)
	f.F["form_alt"] = alt
	d.Plan.Pairs = append(d.Plan.Pairs, &Pair{forms[0], from, to})
	return f
}

// filler is a sentence of the kind that stands around the telling ones.
func (d eyes) filler() Text {
	return d.Set(`[双方围绕课堂教学、学校管理、教师成长等方面进行了深入交流|活动受到了师生和家长的一致好评|通过一系列活动，教师的专业素养得到了提升|大家纷纷表示受益匪浅|优质资源的辐射作用逐步显现|乡村孩子在家门口就能享受到优质教育资源|下一步，{b}将继续加强过程指导，总结推广经验做法]。`)
}

// before is filler that comes first.
func (d eyes) before() Text {
	return d.Set(`[{b}高度重视此项工作，多次召开专题会议研究部署|各校积极行动，工作有序推进|{form}工作启动以来，各学校迅速行动|结对帮扶搭建了校际交流的平台|今年以来，全{u}着力扩大优质教育资源覆盖面|为推动城乡教育优质均衡发展，{b}[多措并举|精心组织|统筹谋划]]。`)
}

// mentioned is the name of a school as sentences give it: now and then in full.
func (d eyes) mentioned(s *School) string {
	if d.Chance(0.2) {
		return s.Full
	}
	return s.Name
}

// asTold is the text of a pair's sentence: {1} helps {2}.
func (d eyes) asTold(template string, f *Fact, from, to *School, more ...Text) Text {
	a, b := d.mentioned(from), d.mentioned(to)
	f.F["from"], f.F["to"] = a, b
	delete(f.F, "from_alt")
	delete(f.F, "to_alt")
	f.names("from", a, from)
	f.names("to", b, to)
	return saying(d.Set(template, append([]Text{Say(a, f), Say(b, f)}, more...)...), f)
}

// newsOf is one sentence that tells one pair.
func (d eyes) newsOf() Text {
	from, to := d.apart()
	switch d.IntN(12) {
	case 0:
		f := d.tell(from, to, "支教")
		return d.asTold(`[本学期，|开学以来，|]{1}选派[骨干教师|优秀教师|学科带头人]到{2}支教[，带动该校教研水平提升|]。`, f, from, to)
	case 1:
		f := d.tell(from, to, "送教", "送教下乡", "送教活动")
		f.Optional = true // one visit of teachers is hardly a tie
		return d.asTold(`[近日，|日前，]{1}[组织名师|教师团队|骨干教师一行]到{2}[开展送教活动|送教下乡|开展送教下乡活动]。`, f, from, to)
	case 2:
		f := d.tell(from, to, "对口帮扶", "帮扶")
		return d.asTold(`{1}对口帮扶{2}，[定期派出教师听课评课|共享教学资源|从管理、教学、教研等方面给予全方位指导]。`, f, from, to)
	case 3:
		f := d.tell(from, to, "帮扶", "结对帮扶")
		return d.asTold(`在{1}的帮扶下，{2}[办学条件明显改善|教学质量稳步提升|的校园面貌焕然一新]。`, f, from, to)
	case 4:
		f := d.tell(from, to, "结对帮扶", "结对")
		f.F["directed"] = false
		return d.asTold(`[日前，|近日，|]{1}与{2}举行[结对帮扶签约仪式|结对帮扶协议签订仪式|结对帮扶启动仪式]。`, f, from, to)
	case 5:
		f := d.tell(from, to, "结对帮扶", "受援", "结对")
		d.formElsewhere(f)
		return d.asTold(`作为{1}[的受援学校|结对帮扶的学校|的结对帮扶对象]，{2}[主动对接|积极争取支持|派出教师跟岗学习]。`, f, from, to)
	case 6:
		f := d.tell(from, to, "托管", "托管帮扶")
		return d.asTold(`由{1}[全面托管|托管|整体托管]{2}，[实行一体化管理|选派管理团队常驻该校]。`, f, from, to)
	case 7:
		f := d.tell(from, to, "结对", "帮扶对子", "帮扶", "帮扶结对", "结对帮扶")
		return d.asTold(`{1}主动与{2}结成[帮扶对子|结对帮扶学校|帮扶结对关系]，[把优质课送到乡村孩子身边|帮助其完善教学常规|]。`, f, from, to)
	case 8: // one school and two
		var other *School
		for range 20 {
			if _, s := d.apart(); s != to && s.Stage == to.Stage && !d.paired(from, s) {
				other = s
				break
			}
		}
		f := d.tell(from, to, "帮扶", "结对帮扶")
		if other == nil {
			return d.asTold(`{1}[承担|负责]{2}的帮扶任务。`, f, from, to)
		}
		g := d.tell(from, other, "帮扶", "结对帮扶")
		return saying(d.Set(`{1}[承担|负责]{2}、{3}两所学校的[帮扶任务|结对帮扶任务]。`, Say(from.Name, f, g), Say(to.Name, f), Say(other.Name, g)), f, g)
	case 9:
		f := d.tell(from, to, "跟岗", "跟岗学习")
		f.Optional = true
		return d.asTold(`{2}[派出教师|选派青年教师]到{1}跟岗学习。`, f, from, to)
	case 10:
		f := d.tell(from, to, "支教", "挂职")
		f.Optional = true // one teacher
		teacher := d.NewPerson()
		return d.asTold(`{1}教师{3}到{2}支教[，担任班主任和语文教学工作|，一干就是一年|，把新的教学理念带进了课堂]。`, f, from, to, T(teacher.Name))
	}
	f := d.tell(from, to, "结对帮扶", "帮扶")
	return d.asTold(`[目前，|]{1}[已与|与]{2}建立[了|]结对帮扶关系，由{1}[选派教学骨干|定期组织名师]到校指导。`, f, from, to)
}

func (d eyes) toldNews() []Block {
	var out []Block
	for range d.Between(1, 3) {
		out = append(out, P(words(Pick(d.Draw, d.before(), T("")), d.newsOf(), d.filler())))
	}
	return out
}

// Schools that exchange or join hands: no side helps.
func (d eyes) toldMutual() []Block {
	var out []Block
	for range d.Between(1, 2) {
		from, to := d.apart()
		switch d.IntN(4) {
		case 0:
			f := d.tell(from, to, "互派", "交流", "交流轮岗", "轮岗交流")
			f.F["directed"] = false
			out = append(out, P(words(d.asTold(`{1}与{2}互派[骨干教师|教师]开展交流轮岗。`, f, from, to), d.filler())))
		case 1:
			f := d.tell(from, to, "手拉手", "“手拉手”")
			f.F["directed"] = false
			out = append(out, P(words(d.before(), d.asTold(`{1}与{2}结为“手拉手”学校，[师生书信往来|共同开展主题活动]。`, f, from, to))))
		case 2:
			f := d.tell(from, to, "共建", "结对共建", "友好学校")
			f.F["directed"] = false
			out = append(out, P(words(d.asTold(`{1}和{2}[结对共建，|签订结对共建协议，]在[党建|德育|教研]方面开展合作。`, f, from, to), d.filler())))
		default:
			f := d.tell(from, to, "同课异构", "联合教研", "结对")
			f.F["directed"] = false
			f.Optional = true // a day of common lessons
			out = append(out, P(words(d.asTold(`{1}与{2}联合开展“同课异构”教研活动。`, f, from, to), d.filler())))
		}
	}
	return out
}

// Pairs that are over.
func (d eyes) toldEnded() []Block {
	from, to := d.apart()
	y := fmt.Sprint(d.Plan.Year - 1)
	f := d.tell(from, to, "结对帮扶", "帮扶", "结对")
	f.F["status"] = "ended"
	var t Text
	switch d.IntN(4) {
	case 0:
		f.F["directed"] = false
		t = d.asTold(`{1}与{2}的结对帮扶[协议|关系]已[于`+y+`年到期|期满]，[不再续签|现予终止|双方不再续签协议]。`, f, from, to)
	case 1:
		t = d.asTold(`原由{1}帮扶的{2}已[撤并|完成改制]，其结对帮扶关系[自然终止|同时解除]。`, f, from, to)
	case 2:
		t = d.asTold(`上一轮结对帮扶中，{1}帮扶{2}，[该轮帮扶已全部结束|现帮扶期已满，任务完成]。`, f, from, to)
	default:
		t = d.asTold(`自本学期起，{1}不再[承担|担负]{2}的结对帮扶任务。`, f, from, to)
	}
	return []Block{P(words(Pick(d.Draw, d.before(), T("")), t, d.newsOf()))}
}

// Pairs that are to come.
func (d eyes) toldPlanned() []Block {
	from, to := d.apart()
	f := d.tell(from, to, "结对帮扶", "结对", "帮扶", "托管")
	f.F["status"] = "planned"
	next := fmt.Sprint(d.Plan.Year + 1)
	var t Text
	switch d.IntN(6) {
	case 0:
		t = d.asTold(`[下一步|下学期|下一阶段]，拟由{1}结对帮扶{2}。`, f, from, to)
	case 1:
		t = d.asTold(`[下学年，|]计划安排{1}对{2}开展结对帮扶。`, f, from, to)
	case 2:
		t = d.asTold(next+`年，计划安排{1}对{2}开展结对帮扶。`, f, from, to)
		due := d.due(next, next, fmt.Sprintf("安排%s对%s开展结对帮扶", f.F["from"], f.F["to"]))
		due.Optional = true // is a plan for a year due in it?
		t = saying(t, due)
	case 3:
		t = d.asTold(`{1}将[于下学期|在下一年度]与{2}结成结对帮扶学校。`, f, from, to)
	case 4:
		t = d.asTold(`[待协议签订后|经双方协商一致后]，{1}将结对帮扶{2}。`, f, from, to)
	default:
		d.formElsewhere(f)
		t = d.asTold(`[拟|计划]将{2}[列为|确定为]{1}的[结对帮扶对象|受援学校]。`, f, from, to)
	}
	before := T("")
	if d.Chance(0.5) {
		before = d.newsOf()
	}
	return []Block{P(words(Pick(d.Draw, d.before(), T("")), before, t))}
}

// Sentences that name schools beside the words of helping, and pair none.
func (d eyes) toldNone() []Block {
	a, b := d.apart()
	c := Pick(d.Draw, d.schoolsOf("小学", true)...)
	none := func(template string) Text { return d.Set(template, T(a.Name), T(b.Name), T(c.Name)) }
	list := Shuffled(d.Draw, []Text{
		none(`[目前，|截至目前，]{2}尚未与[任何|城区]学校结对。`),
		none(`{1}与{2}之间[没有|不存在]结对帮扶关系。`),
		none(`{1}因校舍改造，[本年度|本学年]不承担结对帮扶任务。`),
		none(`{1}、{2}等学校的[代表|校长]参加了[全{u}结对帮扶工作推进会|结对帮扶工作座谈会]。`),
		none(`{1}、{2}被评为[“结对帮扶工作先进单位”|结对帮扶先进学校]。`),
		none(`{1}和{2}分别就[本校|各自]结对帮扶工作[作了经验交流发言|作了汇报]。`),
		none(`未安排{1}帮扶{2}。`),
		none(`{2}[提出|递交]的与{1}结对的申请[未获批准|没有通过审核]。`),
		none(`[检查组|督导组]先后到{1}、{2}[检查|督查]结对帮扶工作开展情况。`),
		none(`{1}不是{2}的帮扶学校。`),
	})
	out := []Block{P(words(d.before(), list[0], list[1]))}
	if d.Chance(0.4) {
		out = append(out, P(words(list[2], d.filler())))
	}
	return out
}

// Groups told in sentences.
func (d eyes) toldGroups() []Block {
	a, b := d.apart()
	_, c := d.apart()
	for try := 0; c == b && try < 20; try++ {
		_, c = d.apart()
	}
	kind := Pick(d.Draw, "教育集团", d.groupKind())
	name := a.Name + kind
	if d.Chance(0.4) {
		name = Pick(d.Draw, virtue...) + kind
	}
	ga := d.joined(name, kind, a, "lead")
	gb := d.joined(name, kind, b, "member")
	gc := gb
	if c != b {
		gc = d.joined(name, kind, c, "member")
	}
	all := []*Fact{ga, gb}
	list := Say(b.Name, gb)
	if gc != gb {
		all = append(all, gc)
		list = words(list, Pick(d.Draw, "、", "和"), Say(c.Name, gc))
	}
	for _, f := range all {
		f.F["narrative"] = true
	}
	group, lead := Say(name, all...), Say(a.Name, ga)
	var t Text
	switch d.IntN(5) {
	case 0:
		t = d.Set(`以{1}为[龙头|核心校|牵头校|龙头学校]，联合{2}[组建|成立|组成]{3}。`, lead, list, group)
	case 1:
		t = d.Set(`{3}由{1}[牵头|领衔|担任牵头校]，成员校[包括|有|为]{2}。`, lead, list, group)
	case 2:
		t = d.Set(`[日前|近日]，{3}[揭牌|正式成立]，{1}为[牵头学校|核心校|龙头校]，{2}为成员校。`, lead, list, group)
	case 3:
		// The lead is not said.
		for i, f := range d.facts {
			if f == ga {
				d.facts = append(d.facts[:i:i], d.facts[i+1:]...)
				break
			}
		}
		all = all[1:]
		t = d.Set(`{2}[加入|并入]{3}，[成为成员校|作为成员校参与集团各项活动]。`, lead, list, Say(name, all...))
	default:
		t = d.Set(`{3}（[牵头校|核心校]：{1}，成员校：{2}）[定期开展联合教研|实行统一管理、统一教研、统一考核]。`, lead, list, group)
	}
	return []Block{P(words(Pick(d.Draw, d.before(), T("")), saying(t, all...), d.filler()))}
}

// A school speaks of itself.
func (d eyes) toldWe() []Block {
	us := d.Plan.School
	if us == nil {
		us = Pick(d.Draw, d.schoolsOf("小学", true)...)
	}
	var them *School
	for _, s := range Shuffled(d.Draw, d.schoolsOf("小学", false)) {
		if s != us && !d.paired(us, s) {
			them = s
			break
		}
	}
	how := Pick(d.Draw, [2]string{"结对帮扶", "与{1}结成结对帮扶学校"}, [2]string{"对口帮扶", "对口帮扶{1}"}, [2]string{"结对帮扶", "结对帮扶{1}"}, [2]string{"对口支援", "对口支援{1}"})
	f := d.tell(us, them, how[0], "帮扶", "结对")
	f.F["from_alt"] = []string{"我校", us.Full, us.Name}
	name := us.Name
	if d.Plan.School == nil {
		name = us.Full
	}
	f.F["from"] = name
	return []Block{
		P(saying(d.Set(`{1}（以下简称“我校”）[积极响应|认真落实]{b}关于结对帮扶工作的部署。`, Say(name, f)), f)),
		P(words(saying(d.Set(`[根据安排，|按照统一部署，]我校`+how[1], Say(them.Name, f)), f),
			d.Set(`，[从学校管理、教育教学、教师培养等方面开展合作|共同提高教育教学质量|制定了详细的帮扶计划]。`))),
	}
}

// A report: what was done, with pairs, groups and sentences of neither kind.
func (d eyes) toldReport() []Block {
	var out []Block
	parts := Shuffled(d.Draw, []func(eyes) []Block{eyes.toldNews, eyes.toldMutual, eyes.toldGroups, eyes.toldNone, eyes.toldEnded, eyes.toldPlanned})
	for _, part := range parts[:d.Between(2, 3)] {
		out = append(out, part(d)...)
	}
	return out
}
