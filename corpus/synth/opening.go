package synth

import "strings"

var indexLayouts = []Layout{
	{Name: "index-table-four", Slot: Index, Set: indexTableFour, Can: always},
	{Name: "index-table-two", Slot: Index, Set: indexTableTwo, Can: always},
	{Name: "index-list", Slot: Index, Set: indexList, Can: always},
	{Name: "index-definition", Slot: Index, Set: indexDefinition, NoDump: true, Can: always},
	{Name: "index-lines", Slot: Index, Set: indexLines, Can: always},
}

// entry is one label and value of an index block.
type entry struct {
	field string
	label string
	value Text
}

// index draws the entries of the index block and registers them.
func (d *Draw) index() []entry {
	defer d.steady("index")()
	x, p := d.District, d.Plan
	pad := d.Chance(0.3) // 索 引 号
	label := func(labels ...string) string {
		l := Pick(d, labels...)
		if pad && len([]rune(l)) == 3 {
			l = strings.Join(strings.Split(l, ""), " ")
		}
		if pad && len([]rune(l)) == 2 {
			l = d.spaced(l, Pick(d, "　", " "))
		}
		return l
	}
	var out []entry
	add := func(field, label, value string, written ...string) {
		f := d.Meta(field, value)
		if len(written) == 0 {
			written = []string{value}
		}
		out = append(out, entry{field, label, Say(written[0], f)})
	}
	day := func(year, month, day int) string {
		return Pick(d, ISO(year, month, day), ISO(year, month, day), Date(year, month, day))
	}
	add("index_number", label("索引号", "索引号", "信息索引号"), d.indexNumber())
	add("subject_category", label("主题分类", "分类", "信息分类", "主题类别"), d.S("[教育|其他|科技、教育|科技、教育 / 通知|教育／基础教育|文教、体育|公共服务|其他/其他|教育、科技|重点领域信息公开]"))
	issuer := label("发文机关", "发布机构", "发文单位", "制发机关", "公开责任部门")
	if issuer == "公开责任部门" {
		issuer = "发布机构"
	}
	add("issuer", issuer, Pick(d, x.Bureau, x.Bureau, x.BureauShort))
	written := ISO(p.Year, p.Month, p.Day)
	add("written_on", label("成文日期", "发文日期", "成文时间"), written, day(p.Year, p.Month, p.Day))
	if d.Chance(0.7) {
		add("published_on", label("发布日期", "公开日期", "发布时间"), ISO(p.Year, p.Month, p.published), day(p.Year, p.Month, p.published))
	}
	if p.Number != "" {
		add("doc_number", label("文号", "发文字号", "文件编号", "发文字号"), p.Number)
	}
	if d.Chance(0.6) && p.Title != "" {
		out = append(out, entry{"title", label("标题", "名称", "信息名称", "文件名称"), Say(p.Title, d.titleFact())})
	}
	if d.Chance(0.6) {
		add("validity", label("有效性", "时效", "效力状态", "信息时效性"), d.S("[有效|有效|现行有效|失效|废止|长期有效]"))
	}
	if d.Chance(0.25) {
		s := d.S("[为|为进一步|为全面][推进{form}工作|促进义务教育优质均衡发展|缩小城乡校际差距]，[结合[我{u}|本{u}]实际|根据上级要求]，[就[做好]相关工作|现就有关事项]作出[安排|部署|规定]。")
		f := d.Meta("abstract", s)
		out = append(out, entry{"abstract", label("内容概述", "摘要", "内容摘要"), Say(s, f)})
	}
	if d.Chance(0.4) {
		out = append(out, entry{"", label("主题词", "关键词"), T(d.S("[|教育 {form} 通知|学校 帮扶|]"))})
	}
	return out
}

func indexTableFour(d *Draw) []Block {
	es := d.index()
	tab := &Table{}
	var row []Cell
	for _, e := range es {
		if e.field == "title" || e.field == "abstract" {
			if len(row) > 0 {
				tab.Rows = append(tab.Rows, append(row, C(nil), C(nil)))
				row = nil
			}
			tab.Rows = append(tab.Rows, []Cell{C(T(e.label)), {Lines: []Text{e.value}, ColSpan: 3}})
			continue
		}
		row = append(row, C(T(e.label)), C(e.value))
		if len(row) == 4 {
			tab.Rows = append(tab.Rows, row)
			row = nil
		}
	}
	if len(row) > 0 {
		row[1].ColSpan = 3
		tab.Rows = append(tab.Rows, row)
	}
	return []Block{{Kind: TableOf, Table: tab}}
}

func indexTableTwo(d *Draw) []Block {
	tab := &Table{}
	colon := Pick(d, "", "：")
	for _, e := range d.index() {
		tab.Rows = append(tab.Rows, []Cell{C(T(e.label + colon)), C(e.value)})
	}
	return []Block{{Kind: TableOf, Table: tab}}
}

func indexList(d *Draw) []Block {
	b := Block{Kind: List}
	for _, e := range d.index() {
		b.Items = append(b.Items, Join(T(e.label+"："), e.value))
	}
	return []Block{b}
}

func indexDefinition(d *Draw) []Block {
	b := Block{Kind: Definition}
	for _, e := range d.index() {
		if e.value.String() != "" {
			b.Items = append(b.Items, T(e.label), e.value)
		}
	}
	return []Block{b}
}

func indexLines(d *Draw) []Block {
	var out []Block
	bracketed := d.Chance(0.3)
	two := !bracketed && d.Chance(0.3)
	var line Text
	for _, e := range d.index() {
		t := Join(T(e.label+"："), e.value)
		if bracketed {
			t = Join(T("【"+e.label+"】"), e.value)
		}
		if two && line == nil && e.field != "title" && e.field != "abstract" {
			line = t
			continue
		}
		if line != nil {
			t, line = Join(line, T("　　"), t), nil
		}
		out = append(out, P(t))
	}
	if line != nil {
		out = append(out, P(line))
	}
	return out
}

// titleFact is the fact of the document's title, which the part's fact shares.
func (d *Draw) titleFact() *Fact { return d.Meta("title", d.Plan.Title) }

// setTitle sets a title, perhaps over several lines.
func (d *Draw) setTitle(title string) []Block {
	f := d.titleFact()
	if title != d.Plan.Title {
		f = d.Meta("title", title)
	}
	facts := []*Fact{f}
	if d.Plan.names(title, d) {
		facts = append(facts, d.Region())
	}
	r := []rune(title)
	// Titles break behind the body that issues them, or before 的通知.
	if len(r) > 22 && d.Chance(0.5) {
		for _, at := range Shuffled(d, []string{"关于", "《", "实施方案", "》的"}) {
			if i := strings.Index(title, at); i > 9 && i < len(title)-12 {
				return []Block{
					{Kind: Title, Text: Say(title[:i], facts...)},
					{Kind: Title, Text: Say(title[i:], facts...)},
				}
			}
		}
	}
	return []Block{{Kind: Title, Text: Say(title, facts...)}}
}

// names reports whether a string begins with the district that the document is
// of.
func (p *Plan) names(s string, d *Draw) bool {
	return strings.HasPrefix(s, d.District.Name) || strings.HasPrefix(s, d.District.City+d.District.Name)
}

// centredNumber sets the document's number under its title, or nothing.
func (d *Draw) centredNumber() []Block {
	if d.Plan.Number == "" {
		return nil
	}
	f := d.Meta("doc_number", d.Plan.Number)
	return []Block{{Kind: Centred, Text: Say(d.Plan.Number, f)}}
}

// addressees sets whom the document is sent to.
func (d *Draw) addressees() Block {
	return P(T(d.S("[各[乡镇|镇（街道）|乡镇（街道）][中心学校|教委|学区|教育办公室]，[{u}直各学校|局直各学校|{u}属各学校|全{u}各中小学校]|各中小学校、幼儿园|全{u}各义务教育学校|局属各学校、各乡镇中心校]：")))
}

// cites are the policies that a plan follows, nil for none.
func (d *Draw) cites() Text {
	var out Text
	if g := d.given; g != nil {
		for i, c := range g.cites {
			if i > 0 {
				out = append(out, T("、")...)
			}
			out = append(out, d.Cite(c.title, c.number)...)
		}
		return out
	}
	for i := range d.Between(0, 2) {
		if i > 0 {
			out = append(out, T("、")...)
		}
		if d.Chance(0.7) {
			out = append(out, d.Citation()...)
		} else {
			out = append(out, d.PlainCitation()...)
		}
	}
	return out
}

// purpose is the paragraph that a plan opens with.
func (d *Draw) purpose() Block {
	cites := d.cites()
	first := T("")
	if cites != nil {
		first = d.Set("[贯彻落实|认真落实|深入贯彻|全面落实]{1}[精神|要求|]，", cites)
	}
	return P(d.Set("[为|为了]{1}[进一步|充分|][发挥优质学校的[示范引领|辐射带动]作用|缩小城乡、校际[之间的|]差距|扩大优质教育资源覆盖面|提升[薄弱|农村|乡村]学校办学水平]，[推动|促进][全{u}|我{u}][义务教育|教育][优质均衡|均衡|高质量]发展，[经研究，|结合[我{u}|本{u}]实际，|][现制定[本方案|如下方案|以下方案]|特制定本方案|制定本实施方案]。", first))
}

var openingLayouts = []Layout{
	{Name: "opening-plan", Slot: Opening, Set: openingPlan},
	{Name: "opening-notice", Slot: Opening, Set: openingNotice},
	{Name: "opening-letterhead", Slot: Opening, Set: openingLetterhead},
}

// openingPlan begins with the plan's title.
func openingPlan(d *Draw) []Block {
	out := d.setTitle(d.Plan.Title)
	if d.Chance(0.4) {
		out = append(out, d.centredNumber()...)
	}
	if d.Chance(0.3) && d.Plan.School == nil {
		out = append(out, d.addressees())
	}
	return append(out, d.purpose())
}

// openingNotice begins with title, number and addressees.
func openingNotice(d *Draw) []Block {
	out := d.setTitle(d.Plan.Title)
	out = append(out, d.centredNumber()...)
	return append(out, d.addressees(), d.purpose())
}

// openingLetterhead begins with the letterhead of the bureau.
func openingLetterhead(d *Draw) []Block {
	var out []Block
	f := d.Meta("doc_number", d.Plan.Number)
	out = append(out, Block{Kind: Centred, Text: T(d.District.Bureau + "文件")}, Block{Kind: Centred, Text: Say(d.Plan.Number, f)})
	out = append(out, d.setTitle(d.Plan.Title)...)
	return append(out, d.addressees(), d.purpose())
}
