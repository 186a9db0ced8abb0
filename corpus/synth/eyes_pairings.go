package synth

import (
	"fmt"
	"strings"
)

// eyesPairings are layouts of pairs, written from what bureaus publish and
// without a look at what the reader knows.
var eyesPairings = []Layout{
	{Name: "eyes/pairs-two-columns", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsTwoColumns), Can: (*given).barePairs},
	{Name: "eyes/pairs-two-header-rows", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsTwoHeaderRows), Can: func(g *given) bool { return g.pairHeads }},
	{Name: "eyes/pairs-content-term", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsContentTerm)},
	{Name: "eyes/pairs-stage-rows", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsStageRows)},
	{Name: "eyes/pairs-by-town", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsByTown)},
	{Name: "eyes/pairs-numbered-cell", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsNumberedCell), Can: (*given).barePairs},
	{Name: "eyes/pairs-kindergartens", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsKindergartens)},
	{Name: "eyes/pairs-other-district", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsOtherDistrict)},
	{Name: "eyes/pairs-principals", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsPrincipals)},
	{Name: "eyes/pairs-lines", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsLines)},
	{Name: "eyes/pairs-prose", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsProse)},
	{Name: "eyes/pairs-card", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsCard)},
	{Name: "eyes/pairs-one-column", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsOneColumn), Can: (*given).barePairs},
	{Name: "eyes/pairs-two-helpers", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsTwoHelpers)},
	{Name: "eyes/pairs-helped-first", Slot: Pairings, Set: withCaption(eyes.pairsCaption, eyes.pairsHelpedFirst)},
}

// sides are the two headers of pair tables: who helps, who is helped.
var sides = [][2]string{
	{"支援学校", "受援学校"}, {"优质学校", "薄弱学校"}, {"城区学校", "乡村学校"}, {"帮扶学校", "被帮扶学校"},
	{"帮扶学校", "受帮扶学校"}, {"对口支援学校", "受援学校"}, {"优质校", "薄弱校"}, {"城区学校", "农村学校"},
	{"城镇学校", "乡村学校"}, {"城区优质学校", "乡镇薄弱学校"}, {"支援学校名称", "受援学校名称"}, {"帮扶校", "受扶校"},
	{"牵头学校", "结对学校"}, {"主帮学校", "受帮学校"}, {"支援方", "受援方"}, {"帮扶单位", "被帮扶单位"},
	{"优质学校（支援）", "薄弱学校（受援）"}, {"城区结对学校", "乡村结对学校"}, {"核心学校", "共建学校"}, {"援助学校", "受助学校"},
}

// sides are the headers of the two sides of a table of pairs.
func (d eyes) sides() [2]string {
	t := d.Plan.tie
	switch t.form {
	case "集团化办学", "校际联动", "联研": // who leads there does not help
		return [2]string{t.from, t.to}
	}
	return Pick(d.Draw, sides...)
}

// pairCaption is a line over a table of pairs that says the form.
func (d eyes) pairCaption(form string, says []*Fact) Text {
	whose := Pick(d.Draw, "", d.District.Name, d.District.Name, fmt.Sprintf("%s%d年", d.District.Name, d.Plan.Year), "全"+d.District.Unit)
	what := Pick(d.Draw, "城乡学校", "义务教育学校", "学校", "中小学校", "")
	return words(whose+what, Say(form, says...), Pick(d.Draw, "安排表", "一览表", "名单", "对照表", "学校名单", "情况一览表", "学校安排"))
}

// pairsCaption is the title of an attachment of pairs.
func (d eyes) pairsCaption(facts []*Fact) Text { return d.pairCaption(d.pairForm(), facts) }

// captioned is a table with its caption: in the table, over it as a centred line,
// or as a paragraph.
func (d eyes) captioned(caption Text, t *Table) []Block {
	if d.Attached {
		return []Block{{Kind: Title, Text: caption}, {Kind: TableOf, Table: t}}
	}
	switch d.IntN(4) {
	case 0:
		t.Caption = caption
		return []Block{{Kind: TableOf, Table: t}}
	case 1:
		return []Block{P(caption), {Kind: TableOf, Table: t}}
	}
	return []Block{{Kind: Centred, Text: caption}, {Kind: TableOf, Table: t}}
}

// pairIntro is a sentence before the pairs that names the form.
func (d eyes) pairIntro(form string, says []*Fact, seeBelow string) Block {
	switch d.IntN(5) {
	case 0:
		return P(words("经学校申报、", d.District.BureauShort, "统筹，确定以下", Say(form, says...), "关系", seeBelow))
	case 1:
		return P(words("为保证", Say(form, says...), "工作落到实处，根据各校办学实际和地理位置，对结对学校作如下安排", seeBelow))
	case 2:
		return P(words("本轮", Say(form, says...), "学校安排如下", seeBelow))
	case 3:
		for _, f := range says {
			f.Alt("form", "结对")
		}
		return P(words("按照自愿申报与统筹安排相结合、就近就便的原则，全", d.District.Unit, "结对学校名单如下", seeBelow))
	}
	return P(words("各校要按照下列安排做好", Say(form, says...), "工作的对接", seeBelow))
}

// flat is the pairs of the schools that help, one after the other.
func flat(hs []helping) []Pair {
	var out []Pair
	for _, h := range hs {
		for _, to := range h.to {
			out = append(out, Pair{From: h.from, To: to})
		}
	}
	return out
}

// ties registers the pairs; numbered gives them their place as number.
func (d eyes) ties(form string, ps []Pair, numbered bool) []*Fact {
	out := make([]*Fact, len(ps))
	for i := range ps {
		seq := 0
		if numbered {
			seq = i + 1
		}
		ps[i].Form = form
		out[i] = d.tie(form, seq, ps[i].From, ps[i].To)
		d.Plan.Pairs = append(d.Plan.Pairs, &ps[i])
	}
	return out
}

func (d eyes) pairsTwoColumns() []Block {
	form, numbered := d.pairForm(), d.Chance(0.7)
	ps := flat(d.helping(d.Between(4, 9), Pick(d.Draw, 1, 1, 2)))
	facts := d.ties(form, ps, numbered)
	side := d.sides()
	remarks := split("新增 续签 省级试点 跨镇结对 小规模学校")
	var cols []column
	if numbered {
		cols = append(cols, counted(Pick(d.Draw, "序号", "序　号", "编号")))
	}
	cols = append(cols,
		column{side[0], true, func(i int) Cell { return C(Say(ps[i].From.Name, facts[i])) }},
		column{side[1], true, func(i int) Cell { return C(Say(ps[i].To.Name, facts[i])) }})
	if d.Chance(0.5) {
		cols = append(cols, column{"备注", false, func(int) Cell {
			if d.Chance(0.7) {
				return C(nil)
			}
			return C(T(Pick(d.Draw, remarks...)))
		}})
	}
	t := columns(len(ps), facts, cols...)
	if d.Chance(0.3) {
		t.Head = 0
	}
	out := []Block{}
	if !d.Attached && d.Chance(0.6) {
		out = append(out, d.pairIntro(form, facts, Pick(d.Draw, "。", "：", "（见下表）。")))
	}
	return append(out, d.captioned(d.pairCaption(form, facts), t)...)
}

// Two header rows: the sides over name, principal and telephone.
func (d eyes) pairsTwoHeaderRows() []Block {
	form := d.pairForm()
	ps := flat(d.helping(d.Between(4, 8), 1))
	facts := d.ties(form, ps, true)
	side := d.sides()
	sub := Pick(d.Draw, split("学校名称 校长 联系电话"), split("学校 负责人 电话"), split("名称 校长姓名 办公电话"), split("学校全称 联系人 手机号码"))
	if d.given != nil && sub[1] == "联系人" { // who need not head the school
		sub[1] = "负责人"
	}
	t := &Table{Head: 2}
	t.Rows = append(t.Rows,
		[]Cell{tall(2, T("序号")), wide(3, Say(side[0], facts...)), wide(3, Say(side[1], facts...)), tall(2, T("备注"))},
		cells(T(sub[0]), T(sub[1]), T(sub[2]), T(sub[0]), T(sub[1]), T(sub[2])))
	pad := Pick(d.Draw, "", " ", "　")
	for i, p := range ps {
		phone := func(s *School) string {
			if strings.Contains(sub[2], "手机") {
				return s.Principal.Phone
			}
			return s.Phone
		}
		t.Rows = append(t.Rows, cells(T(fmt.Sprint(i+1)),
			Say(p.From.Name, facts[i]), T(p.From.Principal.Padded(pad)), T(phone(p.From)),
			Say(p.To.Name, facts[i]), T(p.To.Principal.Padded(pad)), T(phone(p.To)), T(Pick(d.Draw, "", "", "", "续签"))))
	}
	return d.captioned(d.pairCaption(form, facts), t)
}

// What the help is about, how long it lasts, remarks.
func (d eyes) pairsContentTerm() []Block {
	form := d.pairForm()
	hs := d.helping(d.Between(3, 6), Pick(d.Draw, 1, 2))
	ps := flat(hs)
	facts := d.ties(form, ps, true)
	side := d.sides()
	y := d.Plan.Year
	term := Pick(d.Draw, fmt.Sprintf("%d.09-%d.07", y, y+3), fmt.Sprintf("%d年9月至%d年8月", y, y+Pick(d.Draw, 1, 2, 3)), "三年", fmt.Sprintf("%d—%d学年", y, y+1), "1年", "长期")
	contents := split("教学管理、校本教研、师资培训 学校管理 教研共建、课程共享 音体美教师走教 班主任培训、德育活动 信息化应用、资源共享 集体备课、同课异构 校园文化建设 语文、数学学科教研 办学理念、常规管理、教育科研 留守儿童关爱、家校共育")
	cols := []column{
		counted("序号"),
		{side[0], true, func(i int) Cell { return C(Say(ps[i].From.Name, facts[i])) }},
		{side[1], true, func(i int) Cell { return C(Say(ps[i].To.Name, facts[i])) }},
		{Pick(d.Draw, "帮扶内容", "结对内容", "主要内容", "帮扶重点"), false, func(int) Cell { return C(T(Pick(d.Draw, contents...))) }},
		{Pick(d.Draw, "帮扶期限", "结对期限", "帮扶时间", "起止时间"), false, func(int) Cell { return C(T(term)) }},
	}
	if d.Chance(0.7) {
		cols = append(cols, column{Pick(d.Draw, "备注", "责任人", "责任领导"), false, func(i int) Cell { return C(nil) }})
		if last := &cols[len(cols)-1]; last.head != "备注" {
			last.cell = func(i int) Cell { return C(T(ps[i].From.Principal.Padded(" "))) }
		}
	}
	out := []Block{}
	if !d.Attached && d.Chance(0.5) {
		out = append(out, d.pairIntro(form, facts, "。"))
	}
	return append(out, d.captioned(d.pairCaption(form, facts), columns(len(ps), facts, cols...))...)
}

// Sections by stage: a row over all columns, or a first column over the rows.
func (d eyes) pairsStageRows() []Block {
	form := d.pairForm()
	side := d.sides()
	t := &Table{Head: 1}
	var all []*Fact
	spanned := d.Chance(0.5)
	again := d.Chance(0.4) // the numbers start again in each section
	seq := 0
	for _, stage := range split("小学 初中") {
		ps := flat(d.helping(d.Between(2, 5), 1, stage))
		label := Pick(d.Draw, stage+"组", stage+"段", stage)
		if again {
			seq = 0
		}
		for i := range ps {
			seq++
			ps[i].Form = form
			f := d.tie(form, seq, ps[i].From, ps[i].To)
			d.Plan.Pairs = append(d.Plan.Pairs, &ps[i])
			all = append(all, f)
			row := cells(T(fmt.Sprint(seq)), Say(ps[i].From.Name, f), Say(ps[i].To.Name, f))
			if spanned {
				if i == 0 {
					t.Rows = append(t.Rows, []Cell{wide(3, T(label))})
				}
			} else if i == 0 {
				row = append([]Cell{tall(len(ps), T(label))}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	head := cells(T("序号"), Say(side[0], all...), Say(side[1], all...))
	if !spanned {
		head = append([]Cell{C(T(Pick(d.Draw, "学段", "组别", "类别")))}, head...)
	}
	t.Rows = append([][]Cell{head}, t.Rows...)
	return d.captioned(d.pairCaption(form, all), t)
}

// By township: the town over its schools, then who helps each.
func (d eyes) pairsByTown() []Block {
	form := d.pairForm()
	heads := Pick(d.Draw,
		[3]string{"乡镇", "受援学校", "支援学校"},
		[3]string{"乡镇（街道）", "乡村学校", "对口帮扶城区学校"},
		[3]string{"所在乡镇", "薄弱学校", "帮扶学校"},
		[3]string{"乡 镇", "被帮扶学校", "帮扶学校"})
	town := Shuffled(d.Draw, d.schoolsOf("小学", true))
	t := &Table{Head: 1}
	var all []*Fact
	n := 0
	for _, seat := range d.District.Towns {
		var here []*School
		for _, s := range d.schoolsOf("小学", false) {
			if s.Seat == seat {
				here = append(here, s)
			}
		}
		here = here[:min(len(here), d.Between(1, 3))]
		for i, s := range here {
			from := town[n%len(town)]
			n++
			f := d.tie(form, 0, from, s)
			d.Plan.Pairs = append(d.Plan.Pairs, &Pair{form, from, s})
			all = append(all, f)
			row := cells(Say(s.Name, f), Say(from.Name, f), T(from.Principal.Padded(" ")))
			if i == 0 {
				row = append([]Cell{tall(len(here), T(seat.Name))}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	head := cells(T(heads[0]), Say(heads[1], all...), Say(heads[2], all...), T(Pick(d.Draw, "负责人", "联系人", "帮扶责任人")))
	t.Rows = append([][]Cell{head}, t.Rows...)
	return d.captioned(d.pairCaption(form, all), t)
}

// One school helps several, which stand in one cell: in numbered lines, or with
// marks between them.
func (d eyes) pairsNumberedCell() []Block {
	form := d.pairForm()
	hs := d.helping(d.Between(3, 6), 4)
	side := d.sides()
	style := d.IntN(4)
	t := &Table{Head: 1}
	var all []*Fact
	for i, h := range hs {
		var from []*Fact
		var to []Text
		for j, s := range h.to {
			f := d.tie(form, i+1, h.from, s)
			d.Plan.Pairs = append(d.Plan.Pairs, &Pair{form, h.from, s})
			from = append(from, f)
			switch style {
			case 0:
				to = append(to, words(fmt.Sprintf("%d.", j+1), Say(s.Name, f)))
			case 1:
				to = append(to, words(fmt.Sprintf("（%d）", j+1), Say(s.Name, f)))
			default:
				to = append(to, Say(s.Name, f))
			}
		}
		cell := Cell{Lines: to}
		if style == 3 {
			cell = C(between("、", to))
		}
		all = append(all, from...)
		t.Rows = append(t.Rows, []Cell{C(T(fmt.Sprint(i + 1))), C(Say(h.from.Name, from...)), cell})
	}
	t.Rows = append([][]Cell{cells(T("序号"), Say(side[0], all...), Say(side[1], all...))}, t.Rows...)
	return d.captioned(d.pairCaption(form, all), t)
}

func (d eyes) pairsKindergartens() []Block {
	form := d.pairForm()
	hs := d.helping(d.Between(3, 6), 3, "幼儿园")
	side := Pick(d.Draw, [2]string{"帮扶园", "被帮扶园"}, [2]string{"优质园", "薄弱园"}, [2]string{"支援园", "受援园"},
		[2]string{"示范幼儿园", "结对幼儿园"}, [2]string{"城区公办园", "乡镇（民办）园"}, [2]string{"帮扶幼儿园", "受帮扶幼儿园"},
		[2]string{"牵头园", "成员园"})
	ps := flat(hs)
	facts := d.ties(form, ps, false)
	t := &Table{Head: 1, Rows: [][]Cell{cells(Say(side[0], facts...), Say(side[1], facts...), T(Pick(d.Draw, "园长", "联系电话", "等级")))}}
	k := 0
	for _, h := range hs {
		for j, s := range h.to {
			third := T(s.Principal.Padded(" "))
			switch t.Rows[0][2].Lines[0].String() {
			case "联系电话":
				third = T(s.Phone)
			case "等级":
				third = T(Pick(d.Draw, "市一级", "市二级", "合格园", "未评估"))
			}
			row := []Cell{C(Say(s.Name, facts[k+j])), C(third)}
			if j == 0 {
				row = append([]Cell{tall(len(h.to), Say(h.from.Name, facts[k:k+len(h.to)]...))}, row...)
			}
			t.Rows = append(t.Rows, row)
		}
		k += len(h.to)
	}
	for _, f := range facts {
		f.Alt("form", "城乡"+form) // where the caption says so
	}
	caption := words(d.District.Name, Pick(d.Draw, "幼儿园", "学前教育", "幼儿园城乡"), Say(form, facts...), Pick(d.Draw, "安排表", "名单", "一览表"))
	return d.captioned(caption, t)
}

// Schools of two districts, the district in brackets or in a column of its own.
func (d eyes) pairsOtherDistrict() []Block {
	form := d.pairForm()
	other := d.place() + Pick(d.Draw, "县", "自治县", "县", "市", "区")
	away := d.Chance(0.6) // the other district's schools are helped
	own := Shuffled(d.Draw, append(d.schoolsOf("小学", away), d.schoolsOf("初中", away)...))
	n := min(len(own), d.Between(3, 6))
	style := d.IntN(4)
	type row struct{ from, to Text }
	var rows []row
	var all []*Fact
	for i := range n {
		there := d.otherSchool(own[i].Stage, !away)
		if own[i].Stage == "九年一贯制" {
			there = d.otherSchool("初中", !away)
		}
		there.Full = other + there.Name
		from, to := own[i], there
		if !away {
			from, to = there, own[i]
		}
		seq := 0
		if style == 0 || style == 3 {
			seq = i + 1
		}
		// In a list of lines the district stands before the name and belongs to it;
		// in brackets behind it, it does not, though it may be kept.
		a, b := from.Name, to.Name
		if style == 2 {
			a, b = from.Full, to.Full
		}
		f := d.tied(form, seq, a, b, from, to)
		if style == 0 {
			a, b = a+"（"+d.whose(from, there, other)+"）", b+"（"+d.whose(to, there, other)+"）"
			f.Alt("from", a)
			f.Alt("to", b)
		}
		d.Plan.Pairs = append(d.Plan.Pairs, &Pair{form, from, to})
		all = append(all, f)
		rows = append(rows, row{Say(a, f), Say(b, f)})
	}
	here := d.District.Name
	a, b := here, other
	if !away {
		a, b = other, here
	}
	caption := words(a, "与", b, Pick(d.Draw, "学校", "义务教育学校", "中小学"), Say(form, all...), Pick(d.Draw, "名单", "一览表", "安排表"))
	switch style {
	case 0: // the district in brackets
		t := columns(n, all, counted("序号"),
			column{Pick(d.Draw, "支援学校", "帮扶学校"), true, func(i int) Cell { return C(rows[i].from) }},
			column{Pick(d.Draw, "受援学校", "被帮扶学校"), true, func(i int) Cell { return C(rows[i].to) }})
		return d.captioned(caption, t)
	case 1: // the district in the header
		t := columns(n, all,
			column{"支援学校（" + a + "）", true, func(i int) Cell { return C(rows[i].from) }},
			column{"受援学校（" + b + "）", true, func(i int) Cell { return C(rows[i].to) }})
		return d.captioned(caption, t)
	case 2: // lines
		dash := Pick(d.Draw, "——", "—", "——")
		out := []Block{P(words(caption, "（前为", saying(T("支援学校"), all...), "，后为", saying(T("受援学校"), all...), "）："))}
		for i, r := range rows {
			out = append(out, P(words(fmt.Sprintf("%d.", i+1), r.from, dash, r.to)))
		}
		return out
	}
	t := columns(n, all, counted("序号"),
		column{"支援地区", false, func(int) Cell { return C(T(a)) }},
		column{"支援学校", true, func(i int) Cell { return C(rows[i].from) }},
		column{"受援地区", false, func(int) Cell { return C(T(b)) }},
		column{"受援学校", true, func(i int) Cell { return C(rows[i].to) }})
	return d.captioned(caption, t)
}

// whose is the district of a school that pairs with one of another district.
func (d eyes) whose(s, there *School, other string) string {
	if s == there {
		return other
	}
	return d.District.Name
}

// Principals one to one: the schools are tied by their heads.
func (d eyes) pairsPrincipals() []Block {
	form := d.pairForm()
	ps := flat(d.helping(d.Between(4, 8), 1))
	facts := d.ties(form, ps, true)
	// Where the columns speak of persons alone, whether the schools are a pair
	// may be read either way.
	style := d.IntN(3)
	from := func(i int) Cell { return C(Say(ps[i].From.Name, facts[i])) }
	to := func(i int) Cell { return C(Say(ps[i].To.Name, facts[i])) }
	a := func(i int) Cell { return C(T(ps[i].From.Principal.Padded(" "))) }
	b := func(i int) Cell { return C(T(ps[i].To.Principal.Padded(" "))) }
	var cols []column
	switch style {
	case 0:
		cols = []column{counted("序号"), {"帮扶学校", true, from}, {"校长", false, a}, {"被帮扶学校", true, to}, {"校长", false, b}}
	case 1:
		cols = []column{counted("序号"), {"城区学校", true, from}, {"校长姓名", false, a}, {"乡村学校", true, to}, {"校长姓名", false, b}, {"备注", false, func(int) Cell { return C(nil) }}}
	default:
		cols = []column{counted("序号"), {"导师校长", true, a}, {"所在学校", true, from}, {"结对校长", true, b}, {"所在学校", true, to}}
		for _, f := range facts {
			f.Optional = true
		}
	}
	caption := words(Pick(d.Draw, "", d.District.Name), "城乡校长“一对一”", Say(form, facts...), Pick(d.Draw, "名单", "安排表"))
	for _, f := range facts {
		f.F["form_alt"] = []string{"一对一" + form, "“一对一”" + form}
	}
	return d.captioned(caption, columns(len(ps), facts, cols...))
}

// Lines of a list: who, a mark or verb, whom.
func (d eyes) pairsLines() []Block {
	form := d.pairForm()
	hs := d.helping(d.Between(4, 8), Pick(d.Draw, 1, 2, 3))
	var all []*Fact
	style := d.IntN(6)
	number, end := Pick(d.Draw, "%d.", "%d.", "%d、", "（%d）"), Pick(d.Draw, "", "；", "")
	dash := Pick(d.Draw, "——", "——", "—", "--")
	verb := Pick(d.Draw, "结对", "帮扶", "对口支援", "对口帮扶", "结对帮扶")
	var items []Text
	for i, h := range hs {
		var from []*Fact
		var to []Text
		for _, s := range h.to {
			f := d.tie(form, 0, h.from, s)
			d.Plan.Pairs = append(d.Plan.Pairs, &Pair{form, h.from, s})
			from, to = append(from, f), append(to, Say(s.Name, f))
		}
		all = append(all, from...)
		a, b := Say(h.from.Name, from...), between("、", to)
		var line Text
		switch style {
		case 0:
			line = words(a, saying(T(dash), from...), b)
		case 1:
			line = words(a, saying(T(verb), from...), b)
			for _, f := range from {
				f.Alt("form", verb)
			}
		case 2:
			line = words(saying(T("支援学校："), from...), a, "；", saying(T("受援学校："), from...), b)
		case 3:
			line = words(a, "（帮扶学校）", saying(T(dash), from...), b, "（被帮扶学校）")
		case 4:
			line = words(a, saying(T("→"), from...), b)
		default:
			line = words(a, saying(T("："), from...), b)
		}
		if style != 4 {
			line = words(fmt.Sprintf(number, i+1), line)
		}
		if end != "" && i == len(hs)-1 {
			end = "。"
		}
		line = words(line, end)
		items = append(items, line)
	}
	intro := d.pairIntro(form, all, "：")
	switch style {
	case 0, 4, 5: // only the introduction says who helps
		intro = P(words(Say(form, all...), "名单（", saying(T("前为支援学校，后为受援学校"), all...), "）："))
		if style == 5 {
			intro = P(words(Say(form, all...), "安排如下（", saying(T("冒号前为帮扶学校，冒号后为受帮扶学校"), all...), "）："))
		}
	}
	if d.Chance(0.4) {
		return []Block{intro, {Kind: List, Items: items}}
	}
	out := []Block{intro}
	for _, t := range items {
		out = append(out, P(t))
	}
	return out
}

// Sentences, several a paragraph, by stage.
func (d eyes) pairsProse() []Block {
	form := Pick(d.Draw, "对口帮扶", "结对帮扶", "对口支援", "帮扶")
	var out []Block
	n := 0
	for _, stage := range split("小学 初中") {
		hs := d.helping(d.Between(2, 4), 2, stage)
		if len(hs) == 0 {
			continue
		}
		n++
		var sentences []Text
		for _, h := range hs {
			var from []*Fact
			var to []Text
			for _, s := range h.to {
				f := d.tie(form, 0, h.from, s)
				f.F["narrative"] = true
				f.F["form_alt"] = []string{d.pairForm()}
				d.Plan.Pairs = append(d.Plan.Pairs, &Pair{form, h.from, s})
				from, to = append(from, f), append(to, Say(s.Name, f))
			}
			b := between("、", to)
			if len(to) == 2 && d.Chance(0.4) {
				b = between("和", to)
			}
			sentences = append(sentences, saying(words(Pick(d.Draw, "", "由"), Say(h.from.Name, from...), form, b), from...))
		}
		lead := Pick(d.Draw, fmt.Sprintf("（%s）%s学段。", han(n), stage), stage+"段：", fmt.Sprintf("%d.%s。", n, stage))
		out = append(out, P(words(lead, between(Pick(d.Draw, "；", "，"), sentences), "。")))
	}
	return out
}

// A card a pair: labels at the left, what they say at the right.
func (d eyes) pairsCard() []Block {
	form := d.pairForm()
	ps := flat(d.helping(d.Between(2, 4), 1))
	facts := d.ties(form, ps, false)
	side := Pick(d.Draw, sides[0], sides[3], sides[4], sides[6])
	var out []Block
	inside := d.Chance(0.5)
	for i, p := range ps {
		f := facts[i]
		t := &Table{}
		if inside {
			t.Rows = append(t.Rows, []Cell{wide(4, words("学校", Say(form, f), "备案表"))})
		} else {
			out = append(out, Block{Kind: Centred, Text: words("学校", Say(form, f), "备案表")})
		}
		t.Rows = append(t.Rows,
			cells(Say(side[0], f), Say(p.From.Name, f), Say(side[1], f), Say(p.To.Name, f)),
			cells(T("校长"), T(p.From.Principal.Name), T("校长"), T(p.To.Principal.Name)),
			cells(T("联系电话"), T(p.From.Phone), T("联系电话"), T(p.To.Phone)),
			[]Cell{C(T("结对目标")), wide(3, T(Pick(d.Draw, "缩小校际差距，提升受援学校教育教学质量。", "共享优质资源，促进教师专业成长。", "帮助提升管理水平，推动两校协同发展。")))})
		out = append(out, Block{Kind: TableOf, Table: t})
	}
	return out
}

// Both schools in one cell, a dash between them; the header says which is which.
func (d eyes) pairsOneColumn() []Block {
	form := d.pairForm()
	ps := flat(d.helping(d.Between(4, 7), 1))
	facts := d.ties(form, ps, true)
	dash := Pick(d.Draw, "—", "——", "-", "→")
	head := Pick(d.Draw, "结对学校（支援校"+dash+"受援校）", "结对学校（城区"+dash+"乡村）", "结对双方（帮扶校"+dash+"被帮扶校）")
	t := columns(len(ps), facts, counted("序号"),
		column{head, true, func(i int) Cell {
			return C(words(Say(ps[i].From.Name, facts[i]), saying(T(dash), facts[i]), Say(ps[i].To.Name, facts[i])))
		}},
		column{Pick(d.Draw, "联系人", "责任人"), false, func(i int) Cell { return C(T(ps[i].From.Principal.Padded(" "))) }})
	return d.captioned(d.pairCaption(form, facts), t)
}

// Two schools help one together.
func (d eyes) pairsTwoHelpers() []Block {
	form := d.pairForm()
	side := d.sides()
	stage := Pick(d.Draw, "小学", "初中")
	from := d.free(d.Draw.helping, d.schoolsOf(stage, true))
	to := d.free(d.Draw.helped, d.schoolsOf(stage, false))
	t := &Table{Head: 1}
	var all []*Fact
	lines := d.Chance(0.4)
	for i := 0; i < len(to) && 2*i+1 < len(from) && i < 5; i++ {
		both := from[2*i : 2*i+2]
		if d.Chance(0.3) {
			both = both[:1]
		}
		var here []*Fact
		var names []Text
		for _, s := range both {
			f := d.tie(form, i+1, s, to[i])
			d.Plan.Pairs = append(d.Plan.Pairs, &Pair{form, s, to[i]})
			here, names = append(here, f), append(names, Say(s.Name, f))
		}
		d.Draw.helping, d.Draw.helped = mark(d.Draw.helping, both...), mark(d.Draw.helped, to[i])
		all = append(all, here...)
		c := C(between("、", names))
		if lines {
			c = Cell{Lines: names}
		}
		t.Rows = append(t.Rows, []Cell{C(T(fmt.Sprint(i + 1))), c, C(Say(to[i].Name, here...))})
	}
	t.Rows = append([][]Cell{cells(T("序号"), Say(side[0], all...), Say(side[1], all...))}, t.Rows...)
	return d.captioned(d.pairCaption(form, all), t)
}

// The helped school first, and short names in the cells.
func (d eyes) pairsHelpedFirst() []Block {
	form := d.pairForm()
	hs := d.helping(d.Between(4, 8), 1)
	side := Pick(d.Draw, sides[0], sides[1], sides[3], sides[7])
	short := d.Chance(0.5)
	var facts []*Fact
	var from []string
	for i, h := range hs {
		a := h.from.Name
		if short && h.from.Short != "" {
			a = h.from.Short
		}
		facts = append(facts, d.tied(form, i+1, a, h.to[0].Name, h.from, h.to[0]))
		d.Plan.Pairs = append(d.Plan.Pairs, &Pair{form, h.from, h.to[0]})
		from = append(from, a)
	}
	t := columns(len(hs), facts, counted("序号"),
		column{side[1], true, func(i int) Cell { return C(Say(hs[i].to[0].Name, facts[i])) }},
		column{Pick(d.Draw, "学生数", "班级数", "所属乡镇"), false, func(i int) Cell { return C(T(fmt.Sprint(d.Between(60, 900)))) }},
		column{side[0], true, func(i int) Cell { return C(Say(from[i], facts[i])) }})
	switch t.Rows[0][2].Lines[0].String() {
	case "所属乡镇":
		for i, h := range hs {
			t.Rows[i+1][2] = C(nil)
			if h.to[0].Seat != nil {
				t.Rows[i+1][2] = C(T(h.to[0].Seat.Name))
			}
		}
	case "班级数":
		for i := range hs {
			t.Rows[i+1][2] = C(T(fmt.Sprint(d.Between(6, 24))))
		}
	}
	return d.captioned(d.pairCaption(form, facts), t)
}
