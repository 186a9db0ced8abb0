package synth

import (
	"iter"
	"strings"
	"time"
)

var calendarLayouts = []Layout{
	{Name: "calendar-phases", Slot: Calendar, Set: calendarPhases, Can: func(g *given) bool { return g.phased }},
	{Name: "calendar-table", Slot: Calendar, Set: calendarTable, Can: func(g *given) bool { return !g.phased }},
	{Name: "calendar-lines", Slot: Calendar, Set: calendarLines, Can: func(g *given) bool { return !g.phased }},
	{Name: "calendar-sentences", Slot: Calendar, Set: calendarSentences, Can: func(g *given) bool { return !g.phased && g.deadlines() }},
}

// stretch is when something is due: a day or month, from, to or both.
type stretch struct {
	written  string
	from, to string // ISO; "" where open
}

// milestone registers what is due when.
func (d *Draw) milestone(w stretch, text string) *Fact {
	return d.Fact("milestone", F{"when": F{"from": w.from, "to": w.to}, "text": text})
}

// recurring registers what is due every year.
func (d *Draw) recurring(month, day int, text string) *Fact {
	return d.Fact("milestone", F{"when": F{"recurs": "yearly", "month": month, "day": day}, "text": text})
}

// lastDay is the last day of a month.
func lastDay(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// clock walks through the time after the document's date.
type clock struct{ year, month int }

func (d *Draw) clock() *clock { return &clock{d.Plan.Year, d.Plan.Month} }

// next moves on by some months.
func (c *clock) next(d *Draw, most int) (year, month int) {
	c.month += d.IntN(most + 1)
	for c.month > 12 {
		c.month -= 12
		c.year++
	}
	return c.year, c.month
}

// due draws a day or month until which something is due, or a stretch of
// time. Where the year is left out, it is that of the document.
func (d *Draw) due(c *clock) stretch {
	y, m := c.next(d, 3)
	year := itoa(y) + "年"
	if y == d.Plan.Year && d.Chance(0.5) {
		year = ""
	}
	month := itoa(m) + "月"
	day := d.Between(5, 28)
	switch d.IntN(8) {
	case 0:
		return stretch{year + month + itoa(day) + "日" + Pick(d, "前", "之前"), "", ISO(y, m, day)}
	case 1:
		return stretch{year + month + Pick(d, "底前", "底前"), "", ISO(y, m, lastDay(y, m))}
	case 2:
		return stretch{year + month, ISO(y, m, 0), ISO(y, m, 0)}
	case 3:
		y2, m2 := c.next(d, 4)
		if y2 == y && m2 == m {
			return stretch{year + month, ISO(y, m, 0), ISO(y, m, 0)}
		}
		to := itoa(m2) + "月"
		if y2 != y {
			if year == "" {
				year = itoa(y) + "年"
			}
			to = itoa(y2) + "年" + to
		} else if year != "" && d.Chance(0.3) {
			to = year + to
		}
		return stretch{year + month + Pick(d, "—", "至", "-", "－", "——") + to, ISO(y, m, 0), ISO(y2, m2, 0)}
	case 4:
		first := d.Between(1, day-3)
		return stretch{year + month + itoa(first) + "日" + Pick(d, "—", "至", "-") + Pick(d, month, "") + itoa(day) + "日", ISO(y, m, first), ISO(y, m, day)}
	case 5:
		return stretch{year + month + itoa(day) + "日" + Pick(d, "开始", "起"), ISO(y, m, day), ""}
	case 6:
		if m < 9 {
			if year == "" {
				year = itoa(y) + "年"
			}
			c.month = 12
			return stretch{year + "底前", "", ISO(y, 12, 31)}
		}
		fallthrough
	default:
		return stretch{year + month + itoa(day) + "日", ISO(y, m, day), ISO(y, m, day)}
	}
}

var phases = split("动员部署 宣传发动 调查摸底 组织实施 全面实施 结对签约 制定方案 中期检查 督导评估 总结提升 总结验收 考核评价 成果展示")

// phase is what is done in a phase.
func (d *Draw) phase(task string) string {
	defer d.steady("phase:" + task)()
	return d.S(Pick(d,
		"[各学校|各单位|双方]结合[实际|自身特点][制定|细化]工作[方案|计划]，[召开动员会|进行广泛宣传|明确责任人]。",
		"[对照|按照]方案[要求|安排]，[扎实|有序]开展[教研联动|教师交流|资源共享|结对互助]等[工作|活动]。",
		"[全面|认真]总结[经验|成果]，[查找问题|梳理不足]，[形成|提交]总结[报告|材料]。",
		"{b}[组织|牵头]对[结对学校|各成员学校]进行[督导|检查|评估]，[通报|反馈]有关情况。",
	))
}

// duty is what is to be done, and when.
type duty struct {
	task string
	when func() stretch
}

// stages are the phases of a plan, in order.
func (d *Draw) stages() []duty {
	var out []duty
	if d.given != nil {
		for w, task := range d.agenda(0, 0) {
			out = append(out, duty{task, func() stretch { return w }})
		}
		return out
	}
	c := d.clock()
	for _, name := range d.some(phases, d.Between(2, 5)) {
		out = append(out, duty{name, func() stretch { return d.due(c) }})
	}
	return out
}

// agenda yields from lo to hi tasks in the order in which they are due.
func (d *Draw) agenda(lo, hi int) iter.Seq2[stretch, string] {
	return func(yield func(stretch, string) bool) {
		if d.given != nil {
			for _, m := range d.given.agenda {
				if !yield(m.when.stretch(d.Plan.Year, d.Plan.Month), m.task) {
					return
				}
			}
			return
		}
		c := d.clock()
		for range d.Between(lo, hi) {
			w, task := d.due(c), d.task()
			if !yield(w, task) {
				return
			}
		}
	}
}

func calendarPhases(d *Draw) []Block {
	var out []Block
	style := Pick(d, "（一）", "1.", "第一阶段：", "1、")
	stage := Pick(d, "", "阶段")
	if d.given != nil {
		style, stage = Pick(d, "（一）", "1.", "1、"), "" // a phase that has no number is no heading
	}
	inline := d.Chance(0.6)
	for i, x := range d.stages() {
		w := x.when()
		f := d.milestone(w, x.task)
		head := Join(T(numberedItem(style, i+1)), Say(x.task+stage, f), T("（"), Say(w.written, f), T("）"))
		if inline {
			out = append(out, P(Join(head, T("。"+d.phase(x.task)))))
			continue
		}
		out = append(out, Block{Kind: Heading, Level: 2, Text: head}, P(T(d.phase(x.task))))
	}
	return out
}

// task draws what is to be done, as a phrase without a stop.
func (d *Draw) task() string {
	return d.S(Pick(d,
		"[召开|组织召开][工作部署会|动员大会|结对签约仪式|工作推进会]",
		"[完成|做好][结对协议签订|摸底调研|教师交流人选推荐|师徒结对]",
		"[开展|组织开展][集体备课|同课异构|教学开放周|联合教研|校长论坛]活动",
		"[报送|上报][工作方案|阶段总结|典型案例|工作计划]",
		"[进行|组织][年度考核|成果展示|总结表彰|中期评估]",
	))
}

func calendarTable(d *Draw) []Block {
	who := d.Chance(0.5)
	tab := &Table{Head: Pick(d, 0, 1)}
	when := Pick(d, "时间", "时间安排", "时间节点", "完成时间")
	head := []Cell{C(T(when)), C(T(Pick(d, "工作内容", "活动内容", "主要工作", "工作任务", "内容")))}
	if who {
		head = append(head, C(T(Pick(d, "责任单位", "责任科室", "承办单位"))))
	}
	tab.Rows = append(tab.Rows, head)
	for w, task := range d.agenda(3, 8) {
		f := d.milestone(w, task)
		if when == "完成时间" && w.from == w.to { // then, or by then
			f.F["when_alt"] = []F{{"from": "", "to": w.to}}
		}
		row := []Cell{C(Say(w.written, f)), C(Say(task, f))}
		if who {
			row = append(row, C(T(d.S("[{institute}|基础教育科|各学校|各中心学校|人事科]"))))
		}
		tab.Rows = append(tab.Rows, row)
	}
	return []Block{{Kind: TableOf, Table: tab}}
}

func calendarLines(d *Draw) []Block {
	var out []Block
	numbered := d.Chance(0.2) && d.given == nil
	for w, task := range d.agenda(3, 7) {
		f := d.milestone(w, task)
		t := Join(Say(w.written, f), T("："), Say(task, f), T(Pick(d, "。", "；")))
		if numbered {
			t = Join(T(itoa(len(out)+1)+"."), t)
		}
		out = append(out, P(t))
	}
	return out
}

func calendarSentences(d *Draw) []Block {
	var out []Block
	deadline := func(w stretch, task string) {
		f := d.milestone(w, task)
		out = append(out, P(Join(T(d.S("[[各学校|各单位|结对双方][要|应|]于|[请|]各学校于]")), Say(w.written, f), Say(task, f), T("。"))))
	}
	if d.given != nil {
		for w, task := range d.agenda(0, 0) {
			deadline(w, task)
		}
		return out
	}
	c := d.clock()
	for range d.Between(1, 3) {
		switch d.IntN(4) {
		case 0: // 每年8月10日前
			m := d.Between(1, 12)
			day := d.Between(5, 28)
			when := itoa(m) + "月" + itoa(day) + "日前"
			if d.Chance(0.4) {
				day = lastDay(2023, m)
				when = itoa(m) + "月底前"
			}
			task := d.S("[将|把][工作总结|交流教师名单|年度工作计划|结对协议]报[送|]{b}[备案|]")
			f := d.recurring(m, day, task)
			out = append(out, P(Join(T(d.S("[{from}|各学校|各中心学校][要|应|须|]于")), Say("每年"+Pick(d, "", "的")+when, f), Say(task, f), T("。"))))
		case 1: // 到2025年
			y := d.Plan.Year + d.Between(1, 5)
			task := d.S("[全{u}|我{u}][基本|全面][实现|形成][城乡教育一体化发展|优质教育资源共享|学校结对帮扶全覆盖]")
			f := d.milestone(stretch{"到" + itoa(y) + "年", "", itoa(y)}, task)
			out = append(out, P(Join(Say("到"+itoa(y)+"年", f), T("，"), Say(task, f), T("。"))))
		default:
			w := d.due(c)
			for !strings.HasSuffix(w.written, "前") {
				w = d.due(c)
			}
			deadline(w, d.task())
		}
	}
	return out
}
