package synth

import (
	"fmt"
	"strings"
)

// eyesCalendar are layouts of what is due when.
var eyesCalendar = []Layout{
	{Name: "eyes/calendar-table", Slot: Calendar, Set: with(eyes.calendarTable)},
	{Name: "eyes/calendar-months", Slot: Calendar, Set: with(eyes.calendarMonths)},
	{Name: "eyes/calendar-stages", Slot: Calendar, Set: with(eyes.calendarStages)},
	{Name: "eyes/calendar-prose", Slot: Calendar, Set: with(eyes.calendarProse)},
	{Name: "eyes/calendar-deadlines", Slot: Calendar, Set: with(eyes.calendarDeadlines)},
	{Name: "eyes/calendar-yearly", Slot: Calendar, Set: with(eyes.calendarYearly)},
	{Name: "eyes/calendar-weeks", Slot: Calendar, Set: with(eyes.calendarWeeks)},
}

// monthWork is work of schools, for calendars.
var monthWork = split("制定共同体工作计划 召开结对学校联席会议 开展教学常规互查 组织青年教师赛课 联合开展同课异构活动 举办班主任经验交流会 开展送教下乡活动 组织期中质量分析 开展校本教研展示活动 进行课题阶段汇报 组织期末工作总结 召开结对帮扶总结会 组织骨干教师跟岗学习 开展读书分享活动 签订结对帮扶协议 开展校园文化互访")

// term are the months of the half-year of school that comes next, with their
// years, and its name.
func (d eyes) term() (name string, years, months []int) {
	y := d.Plan.Year
	if m := d.Plan.Month; m > 2 && m < 10 {
		return fmt.Sprintf("%d—%d学年第一学期", y, y+1), []int{y, y, y, y, y + 1}, []int{9, 10, 11, 12, 1}
	} else if m > 9 {
		y++
	}
	return fmt.Sprintf("%d—%d学年第二学期", y-1, y), []int{y, y, y, y, y}, []int{2, 3, 4, 5, 6}
}

// termCaption is the line over a half-year's calendar. Whether it is itself
// something due, in the whole half-year, may be read either way.
func (d eyes) termCaption(name, what string) Text {
	var first, year int
	fmt.Sscanf(name, "%d—%d", &first, &year)
	from, to := ISO(first, 9, 0), ISO(year, 1, 0)
	if strings.HasSuffix(name, "第二学期") {
		from, to = ISO(year, 2, 0), ISO(year, 7, 0)
	}
	f := d.due(from, to, what)
	f.Optional = true
	return words(Say(name+what, f))
}

// A table by month; the year stands in the caption.
func (d eyes) calendarTable() []Block {
	name, years, months := d.term()
	w := Shuffled(d.Draw, monthWork)
	han0 := d.Chance(0.4)
	t := &Table{Head: 1, Rows: [][]Cell{cells(T(Pick(d.Draw, "时间", "月份", "时间安排")), T(Pick(d.Draw, "活动内容", "工作内容", "主要工作")), T(Pick(d.Draw, "承办学校", "责任单位", "负责人")))}}
	for i, m := range months {
		when := fmt.Sprintf("%d月", m)
		if han0 {
			when = han(m) + "月"
		}
		n := d.Between(1, 2)
		lines := []Text{}
		var fs []*Fact
		for j := range n {
			f := d.due(ISO(years[i], m, 0), ISO(years[i], m, 0), w[2*i+j])
			fs = append(fs, f)
			s := Say(w[2*i+j], f)
			if n > 1 {
				s = words(fmt.Sprintf("%d.", j+1), s)
			}
			lines = append(lines, s)
		}
		third := Pick(d.Draw, d.schoolsOf("小学", true)...).Name
		if t.Rows[0][2].Lines[0].String() == "负责人" {
			third = Pick(d.Draw, d.District.Officials...).Name
		}
		t.Rows = append(t.Rows, []Cell{C(Say(when, fs...)), {Lines: lines}, C(T(third))})
	}
	return d.captioned(d.termCaption(name, Pick(d.Draw, "活动安排表", "工作安排", "结对活动一览表", "工作行事历")), t)
}

// A line or two a month.
func (d eyes) calendarMonths() []Block {
	name, years, months := d.term()
	w := Shuffled(d.Draw, monthWork)
	out := []Block{P(words(d.termCaption(name, Pick(d.Draw, "工作安排", "主要工作", "活动安排")), Pick(d.Draw, "如下：", "：")))}
	style := d.IntN(4)
	for i, m := range months {
		f, g := d.due(ISO(years[i], m, 0), ISO(years[i], m, 0), w[2*i]), (*Fact)(nil)
		both := d.Chance(0.5)
		if both {
			g = d.due(ISO(years[i], m, 0), ISO(years[i], m, 0), w[2*i+1])
		}
		says := []*Fact{f}
		if both {
			says = append(says, g)
		}
		switch style {
		case 0: // 九月：1.…；2.…
			t := words(Say(han(m)+"月：", says...), Say(w[2*i], f))
			if both {
				t = words(Say(han(m)+"月：", says...), "1.", Say(w[2*i], f), "；2.", Say(w[2*i+1], g))
			}
			out = append(out, P(words(t, "。")))
		case 1: // 9月份
			t := words(Say(fmt.Sprintf("%d月份：", m), says...), Say(w[2*i], f))
			if both {
				t = words(t, "；", Say(w[2*i+1], g))
				f.Alt("text", w[2*i]+"；"+w[2*i+1])
				g.Optional = true // one item or two
			}
			out = append(out, P(words(t, "。")))
		case 2: // a line for the month
			out = append(out, P(Say(fmt.Sprintf("%d月", m), says...)), P(words("1.", Say(w[2*i], f))))
			if both {
				out = append(out, P(words("2.", Say(w[2*i+1], g))))
			}
		default:
			t := words(Say(fmt.Sprintf("（%s）%d年%d月：", han(i+1), years[i], m), says...), Say(w[2*i], f))
			if both {
				t = words(t, "，", Say(w[2*i+1], g))
				f.Alt("text", w[2*i]+"，"+w[2*i+1])
				g.Optional = true // one item or two
			}
			out = append(out, P(words(t, "。")))
		}
	}
	return out
}

// Stages with their time in brackets or behind a colon.
func (d eyes) calendarStages() []Block {
	y, m := d.Plan.Year, d.Plan.Month
	if m > 9 {
		y, m = y+1, 1
	}
	names := Pick(d.Draw,
		split("动员部署 组织实施 总结评估"), split("宣传发动 全面推进 考核验收"), split("启动筹备 实施推进 总结提升"),
		split("调研摸底 结对签约 深入实施 总结表彰"), split("准备 实施 总结"))
	style := d.IntN(5)
	ordinals := split("第一阶段 第二阶段 第三阶段 第四阶段")
	var out []Block
	for i, n := range names {
		ay, am := y+i, m
		by, bm := ay, am+Pick(d.Draw, 0, 1, 2)
		if i > 0 {
			ay, am = y+i-1, m+3
			by, bm = ay, am+Pick(d.Draw, 3, 2)
		}
		if am > 12 {
			ay, am = ay+1, am-12
		}
		if bm > 12 {
			by, bm = by+1, bm-12
		}
		if by < ay || by == ay && bm < am {
			by, bm = ay, am
		}
		when := fmt.Sprintf("%d年%d月", ay, am)
		switch {
		case ay == by && am == bm:
		case ay == by:
			when += Pick(d.Draw, "-", "—", "至") + fmt.Sprintf("%d月", bm)
		default:
			when += Pick(d.Draw, "-", "—", "至") + fmt.Sprintf("%d年%d月", by, bm)
		}
		f := d.due(ISO(ay, am, 0), ISO(by, bm, 0), n)
		stage := n
		if style != 2 || n == "准备" || n == "实施" || n == "总结" {
			stage = n + "阶段"
		}
		var t Text
		switch style {
		case 0: // 第一阶段：动员部署（2024年3月）
			t = words(ordinals[i], "：", Say(n, f), "（", Say(when, f), "）")
		case 1: // （一）动员部署阶段（2024年3月）。…
			t = words(fmt.Sprintf("（%s）", han(i+1)), Say(stage, f), "（", Say(when, f), "）。", d.plain())
		case 2: // 1.动员部署。2024年3月，…
			what := d.plain()
			first, _, _ := strings.Cut(strings.TrimSuffix(what.String(), "。"), "，")
			f.Alt("text", first) // the stage, or what is done in it
			t = words(fmt.Sprintf("%d.", i+1), Say(n, f), "。", Say(when, f), "，", saying(what, f))
		case 3:
			t = words(ordinals[i], "（", Say(when, f), "）：", Say(stage, f), "。", d.plain())
		default:
			t = words(Say(stage, f), "：", Say(when, f))
		}
		out = append(out, P(t))
	}
	return out
}

// Deadlines within sentences, by day, month and third of the month.
func (d eyes) calendarProse() []Block {
	y, m := d.Plan.Year, d.Plan.Month
	if m > 8 {
		y, m = y+1, 2
	}
	var t Text
	for i := range d.Between(2, 4) {
		mm := m + i
		work := d.S(Pick(d.Draw, "各校[完成|做好]结对协议签订[工作|]", "[组织|开展]中期[评估|检查]", "召开[工作推进会|现场观摩会]", "完成[帮扶方案的制定|学校需求摸底]", "[汇总|整理]帮扶成果"))
		year := fmt.Sprintf("%d年", y)
		if i > 0 && d.Chance(0.7) {
			year = ""
		}
		var f *Fact
		var when string
		switch d.IntN(5) {
		case 0:
			when, f = fmt.Sprintf("%s%d月底前", year, mm), d.due("", ISO(y, mm, monthEnd(y, mm)), work)
		case 1:
			day := d.Between(5, 25)
			when, f = fmt.Sprintf("%s%d月%d日前", year, mm, day), d.due("", ISO(y, mm, day), work)
		case 2:
			when, f = fmt.Sprintf("%s%d月", year, mm), d.due(ISO(y, mm, 0), ISO(y, mm, 0), work)
		case 3:
			third := d.IntN(3)
			from, to := 1+10*third, 10+10*third
			if third == 2 {
				to = monthEnd(y, mm)
			}
			when = fmt.Sprintf("%s%d月%s", year, mm, split("上旬 中旬 下旬")[third])
			f = d.due(ISO(y, mm, from), ISO(y, mm, to), work)
			f.F["when_alt"] = []any{map[string]any{"from": ISO(y, mm, 0), "to": ISO(y, mm, 0)}}
		default:
			day := d.Between(1, 20)
			when, f = fmt.Sprintf("%s%d月%d日至%d日", year, mm, day, day+5), d.due(ISO(y, mm, day), ISO(y, mm, day+5), work)
		}
		t = words(t, Say(when, f), "，", Say(work, f), Pick(d.Draw, "。", "；"))
	}
	if s := t[len(t)-1].S; s == "；" {
		t[len(t)-1].S = "。"
	}
	return []Block{P(words(Pick(d.Draw, "", "时间安排。", "进度要求："), t))}
}

// monthEnd is the last day of a month.
func monthEnd(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && year%100 != 0 || year%400 == 0 {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// What schools have to send in, and when.
func (d eyes) calendarDeadlines() []Block {
	y, m, day := d.Plan.Year, d.Plan.Month, 28
	if m == 12 {
		y, m = y+1, 0
	}
	m++
	day = d.Between(3, 27)
	date := Pick(d.Draw, fmt.Sprintf("%d年%d月%d日", y, m, day), fmt.Sprintf("%d月%d日", m, day))
	if y != d.Plan.Year {
		date = fmt.Sprintf("%d年%d月%d日", y, m, day)
	}
	what := Pick(d.Draw, "实施方案", "结对协议书", "工作总结", "结对帮扶统计表", "帮扶工作计划", "汇总表（附件2）")
	to := Pick(d.Draw, d.District.BureauShort+"基教科", d.District.Institutes[0], d.District.BureauShort+"基础教育股邮箱")
	work := Pick(d.Draw, "将"+what+"报送至"+to, "将"+what+"电子版和纸质版报"+to, "把"+what+"上报"+to)
	f := d.due("", ISO(y, m, day), work)
	short := strings.TrimPrefix(strings.TrimPrefix(work, "将"), "把")
	f.Alt("text", short)
	return []Block{P(words(Pick(d.Draw, "请各校于", "各学校务必于", "各结对学校要在"), Say(date+Pick(d.Draw, "前", "之前", "前"), f), Say(work, f), Pick(d.Draw, "。", "，逾期不报视为放弃。", "，联系人："+d.NewPerson().Name+"，联系电话："+d.Landline()+"。")))}
}

// What comes back every year.
func (d eyes) calendarYearly() []Block {
	var out []Block
	a, b := d.Between(1, 6), d.Between(8, 12)
	day := d.Between(5, 25)
	works := Shuffled(d.Draw, split("组织年度考核 上报年度帮扶计划 完成教师交流人选申报 召开总结表彰大会 公布结对学校名单 报送工作总结"))
	until, last := fmt.Sprintf("每年%d月底前", a), monthEnd(2023, a)
	if a == 2 || d.Chance(0.3) { // the last day of February is not the same every year
		until, last = fmt.Sprintf("每年%d月%d日前", a, day), day
	}
	f := d.yearly(a, last, works[0])
	out = append(out, P(words(Say(until, f), Pick(d.Draw, "，", "，各校"), Say(works[0], f), "。")))
	g := d.yearly(b, 0, works[1])
	out[0].Text = words(out[0].Text, Say(fmt.Sprintf("每年%d月", b), g), Pick(d.Draw, "", "，"), Say(works[1], g), "。")
	if d.Chance(0.5) {
		h := d.yearly(Pick(d.Draw, 7, 9), day, works[2])
		out = append(out, P(words(Say(fmt.Sprintf("每年的%d月%d日前", h.F["when"].(map[string]any)["month"], day), h), "，", Say(works[2], h), "。")))
	}
	return out
}

// Weeks of a term: no date can be read from them.
func (d eyes) calendarWeeks() []Block {
	t := &Table{Head: 1, Rows: [][]Cell{cells(T("周次"), T(Pick(d.Draw, "活动主题", "教研内容")), T(Pick(d.Draw, "主讲人", "负责人")), T("地点"))}}
	w := Shuffled(d.Draw, monthWork)
	for i := range d.Between(4, 8) {
		t.Rows = append(t.Rows, cells(T(Pick(d.Draw, fmt.Sprintf("第%d周", 2*i+2), fmt.Sprintf("第%d周", 2*i+2))), T(w[i]), T(d.NewPerson().Name), T(Pick(d.Draw, d.schoolsOf("小学", true)...).Name)))
	}
	return d.captioned(T(Pick(d.Draw, "共同体教研活动安排表", "结对学校教研活动安排", "联合教研活动计划表")), t)
}
