package synth

import "fmt"

// Plan is what one document says.
type Plan struct {
	Year, Month, Day int // of the document
	published        int // the day of the month on which it was published
	// Form is the page's word for the tie (结对帮扶), Kind that for a group
	// (联研共同体).
	Form, Kind string
	// Name is what the plan calls its undertaking, marks included: “携手共进”活动.
	Name   string
	Slogan string // “携手共进”
	// School is the school whose plan it is; nil: it is the bureau's.
	School *School
	// Title is the document's title, Number its number, "" where it has none.
	Title, Number string
	tie           tie
	Bodies        []*Body
	Groups        []*Group
	Pairs         []*Pair
}

// tie is how a page speaks of the tie between two schools: its word, and what
// the sides are called in the headers of tables.
type tie struct{ form, from, to string }

var ties = []tie{
	{"结对帮扶", "帮扶学校", "受援学校"},
	{"结对帮扶", "帮扶学校", "被帮扶学校"},
	{"结对帮扶", "支援学校", "受援学校"},
	{"结对帮扶", "优质学校", "薄弱学校"},
	{"结对帮扶", "帮扶校", "受扶校"},
	{"结对帮扶", "城区学校", "农村学校"},
	{"对口帮扶", "帮扶学校", "受帮扶学校"},
	{"对口支援", "支援学校", "受援学校"},
	{"帮联", "帮联学校", "被帮联学校"},
	{"结对共建", "牵头学校", "共建学校"},
	{"城乡共建", "城区学校", "乡村学校"},
	{"城乡结对", "城区学校", "乡村学校"},
	{"托管帮扶", "托管学校", "被托管学校"},
	{"集团化办学", "核心校", "成员校"},
	{"集团化办学", "总校", "分校"},
	{"校际联动", "牵头学校", "成员学校"},
	{"手拉手", "城镇学校", "农村学校"},
	{"对口支教", "派出学校", "受援学校"},
	{"联研", "牵头校", "成员校"},
}

// leads reports whether the words of the tie are those of a group with a lead
// and members.
func (t tie) leads() bool {
	switch t.to {
	case "成员校", "成员学校", "分校", "共建学校":
		return true
	}
	return false
}

// groupKinds are what groups of schools are called.
var groupKinds = split("联研共同体 教研共同体 城乡教育共同体 教联体 教育集团 学校联盟 教育联盟 发展共同体 办学联合体 协作区 学区")

// NewPlan draws what the document at hand is about.
func (d *Draw) NewPlan() *Plan {
	t := Pick(d, ties...)
	p := &Plan{Form: t.form, Kind: Pick(d, groupKinds...), tie: t}
	p.Year, p.Month, p.Day = d.Between(2008, 2024), d.Between(1, 12), d.Between(1, 28)
	p.published = min(28, p.Day+d.IntN(4))
	d.Plan = p
	slogan := d.S("“[携手共进|双百结对|名校引航|同心同行|强校带弱校|牵手|比翼齐飞|青蓝携手|春风化雨|千帆竞发|联盟互助|一校一策]”")
	thing := d.S("[城乡学校|义务教育学校|中小学|城乡中小学|]{form}[工作|活动|]")
	switch d.IntN(3) {
	case 0:
		p.Name = slogan + d.S("[活动|行动|工程]")
	default:
		p.Name = thing
	}
	p.Slogan = slogan
	d.begin()
	return p
}

// begin forgets what the facts of the document before knew.
func (d *Draw) begin() {
	d.once = map[string]*Fact{}
	d.bodies = map[string][]*Fact{}
	d.helping, d.helped, d.grouped = map[*School]bool{}, map[*School]bool{}, map[*School]bool{}
}

// Once registers a fact of a kind unless the document has it under the key
// already, and returns it either way.
func (d *Draw) Once(kind, key string, f F) *Fact {
	k := kind + "|" + key
	if x := d.once[k]; x != nil {
		return x
	}
	x := d.Fact(kind, f)
	d.once[k] = x
	return x
}

// Meta registers a field of the metadata; a second value is another right one.
func (d *Draw) Meta(field, value string) *Fact {
	f := d.Once("meta", field, F{"field": field, "value": value})
	if f.F["value"] != value {
		f.Alt("value", value)
	}
	return f
}

// Cite is a title in its marks, with the document's number behind it or
// without (""), as a citation.
func (d *Draw) Cite(title, number string) Text {
	f := d.Once("citation", title, F{"title": title, "number": number})
	if number == "" || f.F["number"] != number {
		return Join(T("《"), Say(title, f), T("》"))
	}
	return Join(T("《"), Say(title, f), T("》（"), Say(number, f), T("）"))
}

// Citation draws a document from above that plans refer to.
func (d *Draw) Citation() Text {
	x, year := d.District, d.Plan.Year-d.IntN(3)
	year = max(year, 2005)
	topic := d.S("[推进|深化|加强|做好][城乡义务教育一体化改革发展|中小学教师队伍建设|基础教育教研工作|义务教育优质均衡发展|乡村学校建设|学校{form}工作|{kind}建设|教师交流轮岗工作]")
	type source struct{ who, mark string }
	s := Pick(d,
		source{"教育部", d.S("[教基|教师|教督|教发]")},
		source{x.Province + "教育厅", string([]rune(x.Province)[0]) + d.S("[教基|教师|教发|教基发|教]")},
		source{d.S("省[教育厅|政府]"), string([]rune(x.Province)[0]) + d.S("[教基|政发|教]")},
		source{x.City + "教育局", string([]rune(x.City)[0]) + d.S("[教发|教字|教]")},
		source{x.City + "人民政府", string([]rune(x.City)[0]) + d.S("[政发|政办发]")},
		source{"市教育局", string([]rune(x.City)[0]) + d.S("[教发|教]")},
	)
	title := s.who + "关于" + topic + d.S("的[意见|实施意见|指导意见|通知|若干意见]")
	number := ""
	if d.Chance(0.6) {
		number = d.Number(s.mark, year)
	}
	return d.Cite(title, number)
}

// PlainCitation draws a plan, law or rule that is cited by its title alone.
func (d *Draw) PlainCitation() Text {
	return d.Cite(d.S("[中华人民共和国义务教育法|中华人民共和国教师法|义务教育学校管理标准|中小学教师专业标准|{p}教育现代化规划（2020—2035年）|{c}义务教育优质均衡发展规划|{U}教育事业发展“十四五”规划|{c}教师交流轮岗管理办法（试行）|教育督导条例]"), "")
}

// Number draws a document number.
func (d *Draw) Number(mark string, year int) string {
	return fmt.Sprintf("%s〔%d〕%d号", mark, year, Pick(d, d.Between(1, 30), d.Between(31, 200)))
}

// Date writes a day: 2021年3月5日.
func Date(year, month, day int) string { return fmt.Sprintf("%d年%d月%d日", year, month, day) }

// ISO writes a day for facts; without a day, a month; without a month, a year.
func ISO(year, month, day int) string {
	switch {
	case month == 0:
		return fmt.Sprintf("%04d", year)
	case day == 0:
		return fmt.Sprintf("%04d-%02d", year, month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// IndexNumber draws an index number; there is no one form.
func (d *Draw) IndexNumber() string {
	x := d.District
	return Pick(d,
		fmt.Sprintf("%s/%d-%05d", x.Code, d.Plan.Year, d.IntN(100000)),
		fmt.Sprintf("11%sMB%06d/%d-%05d", x.Code, d.IntN(1000000), d.Plan.Year, d.IntN(10000)),
		fmt.Sprintf("%08d-%d/%d-%05d", d.IntN(100000000), d.IntN(10), d.Plan.Year, d.IntN(1000)),
		fmt.Sprintf("%s-0304-%d-%04d", x.Code, d.Plan.Year, d.IntN(1000)),
		fmt.Sprintf("K%08d/%d-%06d", d.IntN(100000000), d.Plan.Year, d.IntN(100000)),
	)
}

// Issued registers region and the like for a document that names its district
// in title, issuer or signature.
func (d *Draw) Region() *Fact {
	f := d.Meta("region", d.District.Name)
	f.Alt("value", d.District.City+d.District.Name)
	return f
}
