package synth

import "strings"

var measureLayouts = []Layout{
	{Name: "measures-headed", Slot: Measures, Set: measuresHeaded, Can: func(g *given) bool { return g.headed }},
	{Name: "measures-items", Slot: Measures, Set: measuresItems},
	{Name: "measures-running", Slot: Measures, Set: measuresRunning, Can: func(g *given) bool { return !g.headed }},
}

// amount is a quantity as a promise writes it.
type amount struct {
	value, top float64 // top 0: none
	written    string
	comparator string // = or >=
}

// amount draws from lo to hi in digits or hanzi, now and then as a range.
func (d *Draw) amount(lo, hi int, ranges bool) amount {
	n := d.Between(lo, hi)
	hanzi := d.Chance(0.4)
	write := func(n int) string {
		switch {
		case !hanzi:
			return itoa(n)
		case n == 2:
			return "两"
		case n < 100:
			return han(n)
		}
		return itoa(n)
	}
	if ranges && d.Chance(0.3) {
		m := n + d.Between(1, 2)
		if hanzi && m < 10 {
			// 两至三次; 一至两次
			return amount{float64(n), float64(m), write(n) + "至" + write(m), "="}
		}
		return amount{float64(n), float64(m), itoa(n) + Pick(d, "-", "—", "至", "～") + itoa(m), "="}
	}
	return amount{float64(n), 0, write(n), "="}
}

// commit registers a promise; quote is the clause that says it.
func (d *Draw) commit(quote string, a amount, unit, per string) *Fact {
	f := F{"quote": quote, "value": a.value, "value_max": nil, "unit": unit, "comparator": a.comparator, "per": per}
	if a.top > 0 {
		f["value_max"] = a.top
	}
	return d.Fact("commitment", f)
}

// event is what is done several times.
type event struct{ verb, what string }

func (d *Draw) event() event {
	return Pick(d,
		event{"开展", d.S("[联合教研|集体备课|同课异构|送教下乡|校际交流|课堂观摩|主题研讨|专题教研]活动")},
		event{"组织", d.S("[联合教研|骨干教师送教|教学观摩|师生互访|课题研讨]活动")},
		event{"召开", d.S("[工作推进会|经验交流会|联席会议|工作调度会|校长联席会]")},
		event{"举办", d.S("[教学研讨会|专题讲座|教师论坛|教学开放日活动|业务培训]")},
		event{"举行", d.S("[同课异构|教学比武|主题教研|教学成果展示]活动")},
		event{"进行", d.S("[教学质量分析|工作调研|业务培训|联合检测|教学交流]")},
	)
}

// promise draws a clause that promises something countable, without its stop.
func (d *Draw) promise() Text {
	say := func(quote string, a amount, unit, per string) Text {
		return Say(quote, d.commit(quote, a, unit, per))
	}
	per := Pick(d, "学期", "学期", "学年", "月", "年")
	who := d.S("[|[{from}|{to}|双方|结对学校|各成员学校|牵头学校]]")
	e := d.event()
	switch d.IntN(15) {
	case 0: // 每学期至少开展两次活动
		a := d.amount(1, 6, false)
		a.comparator = ">="
		return say(who+"每"+per+"至少"+e.verb+a.written+"次"+e.what, a, "次", per)
	case 1: // 每学期开展1—2次活动
		a := d.amount(1, 4, true)
		return say(who+"每"+per+e.verb+a.written+"次"+e.what, a, "次", per)
	case 2: // 每学期开展活动不少于四次
		a := d.amount(1, 8, false)
		a.comparator = ">="
		return say(who+"每"+per+e.verb+e.what+Pick(d, "不少于", "不低于", "至少")+a.written+"次", a, "次", per)
	case 3: // 活动每学期不少于四次
		a := d.amount(1, 8, false)
		a.comparator = ">="
		return say(e.what+"每"+per+Pick(d, "不少于", "不得少于")+a.written+"次", a, "次", per)
	case 4: // 每学期选派2名骨干教师到受援学校支教
		a := d.amount(1, 6, true)
		whom := d.S("[骨干教师|优秀教师|学科带头人|中层干部|教学能手]")
		return say(who+"每"+per+Pick(d, "选派", "派出")+a.written+"名"+whom+"到"+d.word("to")+Pick(d, "支教", "任教", "上示范课", "挂职"), a, "名", per)
	case 5: // 选派不少于3名教师
		a := d.amount(2, 9, false)
		a.comparator = ">="
		return say(d.S("[选派|派出|互派]")+Pick(d, "不少于", "至少")+a.written+"名"+d.S("[骨干教师|优秀教师|学科带头人|管理干部]")+d.S("[到{to}[支教|任教|跟岗]|]"), a, "名", "")
	case 6: // 资助2万元
		a := d.amount(1, 8, true)
		return say(d.word("from")+"每"+per+Pick(d, "资助", "支持", "补助")+d.word("to")+a.written+"万元", a, "万元", per)
	case 7: // 每月补助300元
		n := 50 * d.Between(2, 20)
		a := amount{float64(n), 0, itoa(n), "="}
		return say(d.S("[支教教师|交流教师|派出教师]每月[发放|享受][交通补贴|生活补助|专项津贴]")+a.written+"元", a, "元", "月")
	case 8: // 不低于公用经费5%
		n := d.Between(2, 15)
		a := amount{float64(n), 0, itoa(n), ">="}
		return say(d.S("按照不低于[年度|]公用经费")+a.written+"%的比例"+d.S("[安排|落实|列支]教师[培训|交流]经费"), a, "%", "")
	case 9: // 3年为一周期
		a := d.amount(2, 5, false)
		if a.written == "两" || d.Chance(0.5) {
			a.written = itoa(int(a.value))
		}
		return say(d.S("[每轮[结对|帮扶]以|]")+a.written+"年为一"+Pick(d, "周期", "个周期"), a, "年", "")
	case 10: // 每周驻校1天
		a := d.amount(1, 2, false)
		if a.value == 1 && d.Chance(0.3) {
			a = amount{0.5, 0, "半", "="}
		}
		return say(d.S("[校级干部|派驻教师|挂职干部|教研员]每周[驻校|到{to}指导|蹲点]")+a.written+"天", a, "天", "周")
	case 11: // 每次不少于2人
		a := d.amount(2, 9, false)
		a.comparator = ">="
		return say(d.S("[参加教师|派出教师|参训教师|到校指导人员]每次不少于")+a.written+"人", a, "人", "次")
	case 12: // 每名骨干教师结对2名青年教师
		a := d.amount(1, 3, true)
		return say(d.S("每名骨干教师[指导|带教|帮带]")+a.written+"名"+d.S("[青年教师|新入职教师|乡村教师]"), a, "名", "人")
	case 13: // 交流教师比例达到10%以上
		n := 5 * d.Between(1, 18)
		a := amount{float64(n), 0, itoa(n), ">="}
		return say(d.S("[交流教师|参与交流的骨干教师|优质课程资源]")+Pick(d, "比例", "占比")+"达到"+a.written+"%以上", a, "%", "")
	default: // 确定1名专职联络员
		a := d.amount(1, 2, false)
		return say(d.S("[各校|双方|结对学校]")+d.S("[确定|明确|安排]")+a.written+"名"+d.S("[分管领导|专职联络员|中层干部]负责")+d.S("[日常联络|具体工作|对接]"), a, "名", "")
	}
}

// filler is a sentence of a policy that says nothing countable.
func (d *Draw) filler() string {
	return d.S(Pick(d,
		"[坚持|突出|强化][问题导向|目标导向|统筹推进|因地制宜]，[充分|切实]发挥优质学校的[示范|引领|辐射|带动]作用，[促进|推动][城乡学校|结对学校][共同发展|资源共享|优势互补]。",
		"[双方|{from}与{to}][共同|联合][制定|研究][教学计划|发展规划|年度工作计划]，[实现|做到][管理理念|课程资源|教学要求][共享|互通|统一]。",
		"[通过|采取][跟岗学习|专题培训|师徒结对|结对教研|远程教研]等[方式|形式]，[提升|提高][{to}|乡村|薄弱学校]教师的[业务能力|专业水平|课堂教学水平]。",
		"[建立|健全|完善][定期会商|信息通报|教研联动|考核评价|督导检查]机制，[及时|定期][研究|解决][工作中|推进中][出现|存在]的[困难和问题|问题]。",
		"[开放|共享][图书室|实验室|功能教室|体育场馆|网络课堂]等资源，[满足|服务]师生[学习|发展|成长]需要。",
		"[加强|深化][校园文化|德育|家校共育|社团活动|劳动教育]方面的[交流|合作]，[形成|打造]各具特色的[办学品牌|校园文化]。",
		"{b}将[把|将][此项|结对|{form}]工作纳入[学校|年度][综合|目标]考核，[对工作扎实、成效明显的学校|对表现突出的个人]予以[表扬|表彰]，[对推进不力的[单位|学校]|对敷衍应付的][进行约谈|予以通报]。",
		"[各学校|各单位|相关科室]要[高度重视|统一思想|提高认识]，[明确分工|压实责任|密切配合]，[确保|保证]各项[任务|工作|措施][落到实处|取得实效|有序推进]。",
		"[充分利用|运用][网站|公众号|广播电视|宣传栏]等[平台|媒介]，[宣传|推广][典型经验|好的做法|先进事迹]，[营造|形成]良好的[舆论氛围|工作氛围|社会环境]。",
		"[围绕|聚焦][课堂教学|校本教研|学校管理|学生成长|教师发展][中的|][重点|关键]环节，[探索|形成][可复制、可推广的|行之有效的][经验|做法|模式]。",
		"派出教师的[人事关系|编制][保持不变|不变]，[考核|评优][由双方学校共同负责|以受援学校意见为主]，[在职称评聘、评先评优中|同等条件下]优先考虑。",
		"[着力|努力][破解|解决][乡村学校|{to}][师资薄弱|管理粗放|教研乏力]的[难题|瓶颈]，[让更多孩子|让农村学生]享受[优质|公平而有质量的]教育。",
	))
}

// numbered is a heading of the second or third level.
func numberedItem(style string, i int) string {
	return strings.NewReplacer("一", han(i), "1", itoa(i)).Replace(style)
}

var measureHeads = split("强化组织领导 深化教研联动 推进教师交流 共享优质资源 加强经费保障 完善评价机制 促进管理互通 推动文化共建 开展师徒结对 落实跟踪督导 提升课堂质量 加强队伍建设")

// sentences draws one to three sentences, each of which may promise something.
func (d *Draw) sentences(p float64) Text {
	var out Text
	for range d.Between(1, 3) {
		if d.Chance(p) {
			lead := d.S("[|[坚持|突出]资源共享，|[加强|深化]校际合作，]")
			out = append(out, T(lead)...)
			first := d.promise()
			out = append(out, first...)
			if d.Chance(0.25) {
				second := d.promise()
				out = append(append(out, T("，")...), second...)
				// What follows may be for the same period.
				if a, b := first[0].Says[0].F, second[0].Says[0]; b.F["per"] == "" && a["per"] != "" {
					b.Alt("per", a["per"].(string))
				}
			}
			out = append(out, T(d.S("[，[推动|促进]共同提高|，[不断提升|持续改进]教育教学质量|]。"))...)
			continue
		}
		out = append(out, T(d.filler())...)
	}
	return out
}

// heading is one of the points of a chapter, and the text under it.
type heading struct {
	head string
	text func() Text
}

// points are what a chapter of measures is divided into.
func (d *Draw) points() []heading {
	var out []heading
	if d.given != nil {
		for _, p := range d.given.points {
			out = append(out, heading{p.head, func() Text { return d.say(p.sentences) }})
		}
		return out
	}
	for _, h := range d.some(measureHeads, d.Between(2, 5)) {
		out = append(out, heading{h, func() Text { return d.sentences(0.5) }})
	}
	return out
}

func measuresHeaded(d *Draw) []Block {
	var out []Block
	style := Pick(d, "（一）", "1.", "1、")
	run := d.Chance(0.5) // the heading opens its paragraph
	for i, p := range d.points() {
		head := numberedItem(style, i+1) + p.head
		if run {
			out = append(out, P(Join(T(head+"。"), p.text())))
			continue
		}
		out = append(out, Block{Kind: Heading, Level: 2, Text: T(head)}, P(p.text()))
	}
	return out
}

func measuresItems(d *Draw) []Block {
	var out []Block
	style := Pick(d, "1.", "（1）", "1、", "⑴")
	for i := range d.Between(3, 6) {
		mark := numberedItem(style, i+1)
		if style == "⑴" {
			mark = string(rune('⑴' + i))
		}
		end := Pick(d, "；", "。")
		promise := d.promise()
		if c := promise.String()[0]; style == "1." && c >= '0' && c <= '9' {
			mark = numberedItem("1、", i+1) // 4.2年 would be four years and a bit
		}
		out = append(out, P(Join(T(mark), promise, T(end))))
	}
	return out
}

func measuresRunning(d *Draw) []Block {
	if d.given != nil {
		var text Text
		for i, p := range d.points() {
			text = append(text, Join(T(han(i+1)+"是"+p.head+"。"), p.text())...)
		}
		return []Block{P(text)}
	}
	text := T(d.filler())
	for i := range d.Between(2, 3) {
		text = append(text, T(han(i+1)+"是"+d.S(Pick(d, "[加强|推进|深化]", "[落实|做好]"))+d.S("[教研联动|教师交流|资源共享|管理互通|文化共建]")+"。")...)
		text = append(text, d.sentences(0.5)...)
	}
	return []Block{P(text)}
}
