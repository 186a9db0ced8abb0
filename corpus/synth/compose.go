package synth

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// compose makes one page: a district, a plan, layouts for its slots, dirt, and
// bytes.
func compose(r *rand.Rand, name string, opt Options) (Page, error) {
	d := &Draw{Rand: r, seen: map[string]bool{}}
	d.Digits = d.Chance(0.3)
	writer := Pick(d, renderers...)
	if opt.format >= 0 { // the same page, whatever the format
		for dump := formats[opt.format].name == "text"; writer.Dump != dump; {
			writer = Pick(d, renderers...)
		}
	}
	charset := Pick(d, charsets...)
	dial := opt.Dial
	switch {
	case opt.Clean:
		dial = nil
	case dial == nil:
		dial = DefaultDial()
	}
	// Dirt has chance of its own, so that it falls on the page that would be
	// there without it.
	m := newMess(rand.New(rand.NewPCG(r.Uint64(), 0)), dial, !writer.Dump)
	if hant := d.Chance(0.15); charset.Traditional || opt.Clean && hant {
		m.on[dirtTraditional] = 0
	}
	d.RareNames = !m.has(dirtTraditional) && (charset.Name == "utf-8" || charset.Name == "gb18030")
	d.Dump = writer.Dump
	d.Folded = writer.Dump && d.Chance(0.6)

	set := (*Draw).page
	if opt.set != nil {
		set = opt.set
	}
	blocks := set(d)
	d.parents()
	blocks = m.dirty(blocks, d.facts)
	if writer.Dump && d.Chance(0.6) || !writer.Dump && d.Chance(0.05) {
		narrow(blocks)
	}
	d.starts(blocks)
	lines(blocks)
	if opt.format >= 0 && formats[opt.format].write != nil {
		f := formats[opt.format]
		body, err := f.write(d, blocks)
		d.used = append(append(d.used, f.name), m.names()...)
		return Page{Name: name + f.ext, Body: body, Layouts: d.used, Facts: d.facts}, err
	}
	text := writer.Write(d, blocks, m.label(Pick(d, charset.Labels...)))
	ext := ".txt"
	if !writer.Dump {
		ext = ".html"
		text = m.markup(text)
	}
	body, err := encode(text, charset.Name, !writer.Dump)
	if err != nil && writer.Dump { // dirt left what the charset does not hold
		charset = charsets[0]
		body, err = encode(text, charset.Name, false)
	}
	if err != nil {
		return Page{}, err
	}
	d.used = append(append(d.used, writer.Name, charset.Name), m.names()...)
	return Page{Name: name + ext, Body: body, Charset: charset.Name, Layouts: d.used, Facts: d.facts}, nil
}

// parents gives what sentences say of a group the tier that a table sets above it:
// it is one group, and has one place.
func (d *Draw) parents() {
	type key struct {
		part  int
		group any
	}
	above := map[key]any{}
	for _, f := range d.facts {
		if p := f.F["parent"]; f.Type == "group" && p != nil {
			above[key{f.Part, f.F["group"]}] = p
		}
	}
	for _, f := range d.facts {
		if p := above[key{f.Part, f.F["group"]}]; f.Type == "group" && f.F["parent"] == nil && p != nil {
			f.F["parent"] = p
		}
	}
}

// starts tells each part how it starts on the page.
func (d *Draw) starts(blocks []Block) {
	for _, f := range d.facts {
		if f.Type != "part" {
			continue
		}
		i := d.opens[f.Part]
		for i < len(blocks) && blocks[i].first() == "" {
			i++
		}
		if i < len(blocks) {
			r := []rune(strings.TrimSpace(blocks[i].first()))
			f.F["starts"] = string(r[:min(len(r), 20)])
		}
	}
}

// lines tells each destroyed fact where it stood.
func lines(blocks []Block) {
	eachText(blocks, func(t *Text) {
		for _, p := range *t {
			for _, f := range p.Says {
				if s := t.String(); p.Lost && !slices.Contains(f.Lines, s) {
					f.Lines = append(f.Lines, s)
				}
			}
		}
	})
}

// first is the first text of a block.
func (b *Block) first() string {
	s := ""
	eachText([]Block{*b}, func(t *Text) {
		if s == "" {
			s = t.String()
		}
	})
	return s
}

// shapes are the kinds of pages.
var shapes = []struct {
	name   string
	weight int
	set    func(d *Draw) []Block
}{
	{"shape-notice-and-plan", 6, noticeAndPlan},
	{"shape-plan", 6, plan},
	{"shape-short-notice", 3, shortNotice},
	{"shape-school-plan", 2, func(d *Draw) []Block { return d.document(schoolPlan) }},
	{"shape-collection", 3, collection},
	{"shape-report", 2, func(d *Draw) []Block { return d.document(report) }},
	{"shape-negative", 3, negative},
}

// page sets all documents of a page and what stands around them.
func (d *Draw) page() []Block {
	sum := 0
	for _, s := range shapes {
		sum += s.weight
	}
	k := d.IntN(sum)
	for _, s := range shapes {
		if k -= s.weight; k < 0 {
			d.used = append(d.used, s.name)
			d.before = d.furnitureAbove()
			blocks := append(d.before, s.set(d)...)
			return append(blocks, d.furnitureBelow()...)
		}
	}
	panic("synth: no shape")
}

// furnitureAbove is the site's navigation; most pages come without.
func (d *Draw) furnitureAbove() []Block {
	if d.Dump || !d.Chance(0.5) {
		return nil
	}
	out := []Block{{Kind: Furniture, Text: T(d.S("首页[ | | > |　]政务公开[ | | > |　][教育动态|政策文件|通知公告]"))}}
	if d.Chance(0.5) {
		out = append(out, Block{Kind: Furniture, Text: T(d.S("[您当前的位置|当前位置|您所在的位置]：首页 > 政务公开 > [政策文件|教育|通知公告]"))})
	}
	return out
}

// furnitureBelow is the site's footer.
func (d *Draw) furnitureBelow() []Block {
	if !d.Chance(0.4) {
		return nil
	}
	out := []Block{}
	if d.Chance(0.5) {
		out = append(out, Block{Kind: Furniture, Text: T(d.S("[【打印本页】【关闭窗口】|打印　关闭|分享到：|上一篇：没有了　下一篇：没有了]"))})
	}
	return append(out, Block{Kind: Furniture, Text: T(d.S("[主办单位|主办|版权所有]：{U}人民政府　网站标识码：" + d.District.Code + "0001　联系电话：" + d.Landline()))})
}

// use sets a slot by one of its layouts.
func (d *Draw) use(slot Slot, attached bool) []Block {
	var of []Layout
	for _, l := range layouts() {
		if d.given != nil && (l.Can == nil || !l.Can(d.given)) {
			continue
		}
		if l.Slot == slot && !(d.Dump && l.NoDump) && !(attached && l.InText) {
			of = append(of, l)
		}
	}
	l := Pick(d, of...)
	d.used = append(d.used, l.Name)
	d.Attached = attached
	defer func() { d.Attached = false }()
	return l.Set(d)
}

// document sets one document: a part of the page.
func (d *Draw) document(set func(d *Draw) []Block) []Block {
	d.Part++
	if d.opens == nil {
		d.opens = map[int]int{}
	}
	part := d.Fact("part", F{"title": "", "starts": ""})
	d.begin()
	blocks := set(d)
	eachText(blocks, func(t *Text) { // who names a body says whose its members are
		for i := range *t {
			for _, name := range slices.Sorted(maps.Keys(d.bodies)) {
				if p := &(*t)[i]; strings.Contains(p.S, name) {
					p.Says = append(append([]*Fact{}, p.Says...), d.bodies[name]...)
				}
			}
		}
	})
	if t := d.once["meta|title"]; t != nil {
		part.F["title"] = t.F["value"]
		if alt, ok := t.F["alt"].([]string); ok {
			for _, a := range alt {
				part.Alt("title", a)
			}
		}
		for i := range blocks { // what says the title says the part's, too
			for k := range blocks[i].Text {
				p := &blocks[i].Text[k]
				for _, f := range p.Says {
					if f == t {
						p.Says = append(p.Says, part)
						break
					}
				}
			}
		}
	}
	return blocks
}

// byline sets when and by whom a page was published, or nothing.
func (d *Draw) byline() []Block {
	if d.Dump || !d.Chance(0.3) {
		return nil
	}
	p := d.Plan
	f := d.Meta("published_on", ISO(p.Year, p.Month, p.published))
	return []Block{{Kind: Centred, Text: Join(
		T(Pick(d, "发布时间：", "发布日期：", "时间：")), Say(ISO(p.Year, p.Month, p.published), f),
		T("　　"+d.S("来源：{b}　　[浏览次数：|点击数：|阅读：]")+itoa(d.Between(3, 4000))))}}
}

// withByline sets the byline below the title's lines.
func (d *Draw) withByline(blocks []Block) []Block {
	line := d.byline()
	if line == nil {
		return blocks
	}
	for i := range blocks {
		if blocks[i].Kind == Title && (i+1 == len(blocks) || blocks[i+1].Kind != Title) {
			return append(append(append([]Block{}, blocks[:i+1]...), line...), blocks[i+1:]...)
		}
	}
	return blocks
}

// planTitle draws the title of a plan.
func (d *Draw) planTitle() string {
	return strings.ReplaceAll(d.anyPlanTitle(), "工作工作", "工作")
}

func (d *Draw) anyPlanTitle() string {
	p := d.Plan
	switch d.IntN(5) {
	case 0:
		return d.S("{U}关于[推进|开展|做好|深化]{name}的[实施意见|实施方案|指导意见|工作方案]")
	case 1:
		return d.S("{U}{name}三年行动计划（" + itoa(p.Year) + "—" + itoa(p.Year+2) + "年）")
	case 2:
		return d.S("{name}[实施方案|工作方案]")
	}
	return d.S("{U}{name}[实施方案|工作方案|实施意见|工作实施方案|行动方案|实施细则]")
}

// section is a chapter of a plan.
type section struct {
	heading string
	blocks  []Block
}

// chapters sets sections under numbered headings.
func (d *Draw) chapters(sections []section) []Block {
	var out []Block
	for i, s := range sections {
		out = append(out, Block{Kind: Heading, Level: 1, Text: T(han(i+1) + "、" + s.heading)})
		out = append(out, s.blocks...)
	}
	return out
}

// body draws the chapters of a plan and its attachments; which slots the page
// has is left to chance.
func (d *Draw) body() (chapters []Block, attachments [][]Block) {
	var sections []section
	add := func(heading string, blocks ...Block) { sections = append(sections, section{d.S(heading), blocks}) }
	filler := func() Block { return P(T(d.filler() + d.S("[|"+escapeTemplate(d.filler())+"]"))) }
	if d.Chance(0.7) {
		add("指导思想", filler())
	}
	if d.Chance(0.5) {
		add("[工作目标|总体目标|目标任务]", filler())
	}
	attach := func(slot Slot) { attachments = append(attachments, d.use(slot, true)) }
	hasGroups, hasPairs := d.Chance(0.45), d.Chance(0.6)
	if hasGroups {
		if d.Chance(0.5) {
			attach(Groups)
		} else {
			add("[组建{kind}|分组安排|{kind}组建]", d.use(Groups, false)...)
		}
	}
	if hasPairs {
		if d.Chance(0.55) {
			attach(Pairings)
		} else {
			heading := d.S("[结对安排|{form}安排|结对学校|工作安排]")
			if strings.HasPrefix(heading, "结对") {
				d.near = "结对"
			}
			add(heading, d.use(Pairings, false)...)
			d.near = ""
		}
	}
	if d.Chance(0.25) || !hasGroups && !hasPairs {
		add("[实施方式|主要形式|结对方式]", d.use(Told, false)...)
	}
	if d.Chance(0.7) {
		add("[主要任务|工作措施|主要内容|重点工作|工作内容]", d.use(Measures, false)...)
	}
	if d.Chance(0.5) {
		add("[实施步骤|时间安排|工作步骤|工作安排]", d.use(Calendar, false)...)
	}
	if d.Chance(0.65) {
		if d.Chance(0.45) {
			blocks := d.use(Leaders, true)
			if d.Chance(0.5) {
				attachments = append([][]Block{blocks}, attachments...)
			} else {
				attachments = append(attachments, blocks)
			}
		} else {
			add("[组织领导|组织机构|组织保障]", d.use(Leaders, false)...)
		}
	}
	if d.Chance(0.5) {
		add("[保障措施|工作要求|有关要求|保障机制]", filler(), filler())
	}
	return d.chapters(sections), attachments
}

// escapeTemplate lets a text stand in a template.
func escapeTemplate(s string) string {
	return strings.NewReplacer("[", "", "]", "", "|", "", "{", "", "}", "").Replace(s)
}

// attach sets attachments below a document.
func (d *Draw) attach(attachments [][]Block) []Block {
	var out []Block
	colon := Pick(d, "", "：", ":")
	pageBreak := d.Chance(0.5)
	for i, a := range attachments {
		n := itoa(i + 1)
		if len(attachments) == 1 {
			n = Pick(d, "", "1")
		}
		if pageBreak {
			out = append(out, Block{Kind: PageBreak})
		}
		out = append(out, P(T("附件"+n+colon)))
		out = append(out, a...)
	}
	return out
}

// captions are the titles of the attachments.
func captions(attachments [][]Block) []string {
	var out []string
	for _, a := range attachments {
		out = append(out, a[0].Text.String())
	}
	return out
}

// noticeAndPlan is a notice with the plan that it sends out, and attachments.
func noticeAndPlan(d *Draw) []Block {
	return d.document(func(d *Draw) []Block {
		d.NewDistrict()
		p := d.NewPlan()
		title := d.planTitle()
		p.Title = d.S("[{B}|]") + "关于印发《" + title + "》的通知"
		if d.Chance(0.85) {
			p.Number = d.Number(d.District.Mark, p.Year)
		}
		var out []Block
		if d.Chance(0.6) {
			out = append(out, d.use(Index, false)...)
		}
		d.opens[d.Part] = len(d.before)
		out = append(out, d.withByline(d.setTitle(p.Title))...)
		if d.Chance(0.7) {
			out = append(out, d.centredNumber()...)
		}
		own := d.Once("citation", title, F{"title": title, "number": ""})
		own.Optional = true
		out = append(out, d.addressees(), P(d.Set("[现将|经研究，现将]《{1}》印发给你们，请[认真|结合实际，认真|遵照]{2}。", Say(title, own), T(d.S("[贯彻执行|组织实施|抓好落实]")))))
		chapters, attachments := d.bodyOnce()
		listFirst := d.Chance(0.3)
		if listFirst {
			out = append(out, d.attachmentList(captions(attachments))...)
		}
		out = append(out, d.use(Closing, false)...)
		out = append(out, d.planHead(title)...)
		out = append(out, d.purpose())
		out = append(out, chapters...)
		if !listFirst {
			out = append(out, d.attachmentList(captions(attachments))...)
		}
		return append(out, d.attach(attachments)...)
	})
}

// bodyOnce is body.
func (d *Draw) bodyOnce() ([]Block, [][]Block) { return d.body() }

// planHead sets the title of a plan that stands below its notice: another right
// title of the document.
func (d *Draw) planHead(title string) []Block {
	f := d.titleFact()
	f.Alt("value", title)
	return []Block{{Kind: Title, Text: Say(title, f)}}
}

// plan is a plan alone, or a notice that is its own plan.
func plan(d *Draw) []Block {
	return d.document(func(d *Draw) []Block {
		d.NewDistrict()
		return planDocument(d)
	})
}

func planDocument(d *Draw) []Block {
	p := d.NewPlan()
	opening := Pick(d, openingLayouts...)
	p.Title = d.planTitle()
	if opening.Name != "opening-plan" {
		p.Title = d.S("{B}关于[开展|做好|推进]{name}的[通知|实施意见]")
		p.Number = d.Number(d.District.Mark, p.Year)
	} else if d.Chance(0.5) {
		p.Number = d.Number(d.District.Mark, p.Year)
	}
	d.used = append(d.used, opening.Name)
	var out []Block
	if d.Part == 1 && d.Chance(0.5) {
		out = append(out, d.use(Index, false)...)
	}
	d.opens[d.Part] = len(d.before)
	out = append(out, d.withByline(opening.Set(d))...)
	chapters, attachments := d.body()
	out = append(out, chapters...)
	out = append(out, d.attachmentList(captions(attachments))...)
	out = append(out, d.use(Closing, false)...)
	return append(out, d.attach(attachments)...)
}

// shortNotice is a notice with one list and nothing else.
func shortNotice(d *Draw) []Block {
	return d.document(func(d *Draw) []Block {
		d.NewDistrict()
		p := d.NewPlan()
		p.Title = d.S("{B}关于[公布|印发|调整]{U}学校{form}[名单|安排]的通知")
		p.Number = d.Number(d.District.Mark, p.Year)
		var out []Block
		if d.Chance(0.4) {
			out = append(out, d.use(Index, false)...)
		}
		out = append(out, d.withByline(openingNotice(d))...)
		list := d.use(Pick(d, Pairings, Pairings, Groups), true)
		if d.Chance(0.5) {
			out = append(out, d.attachmentList(captions([][]Block{list}))...)
			out = append(out, d.use(Closing, false)...)
			return append(out, d.attach([][]Block{list})...)
		}
		out = append(out, d.use(Closing, false)...)
		return append(out, d.attach([][]Block{list})...)
	})
}

// collection is several documents on one page.
func collection(d *Draw) []Block {
	var out []Block
	n := d.Between(2, 4)
	headed := d.Chance(0.6)
	var district *District
	for i := range n {
		out = append(out, d.document(func(d *Draw) []Block {
			d.opens[d.Part] = len(d.before) + len(out)
			if district == nil || d.Chance(0.7) {
				district = d.NewDistrict()
			}
			var blocks []Block
			if d.Chance(0.5) {
				blocks = schoolPlan(d)
			} else {
				blocks = planDocument(d)
			}
			d.opens[d.Part] = len(d.before) + len(out)
			if headed {
				title := d.Plan.Title
				if d.Chance(0.3) {
					title = strings.TrimPrefix(title, d.District.Name)
				}
				f := d.titleFact()
				if title != d.Plan.Title {
					f.Alt("value", title)
				}
				blocks = append([]Block{{Kind: Heading, Level: 1, Text: Join(T("第"+han(i+1)+"篇："), Say(title, f))}}, blocks...)
			}
			return blocks
		})...)
	}
	return out
}

// schoolPlan is the plan of one school, which is 我校 in it.
func schoolPlan(d *Draw) []Block {
	if d.District == nil || d.Part == 1 {
		d.NewDistrict()
	}
	p := d.NewPlan()
	in := d.District.SchoolsWhere(func(s *School) bool { return s.Town && s.Of == nil && s.Stage != "幼儿园" })
	p.School = Pick(d, in...)
	var partners []*School
	for _, s := range Shuffled(d, d.District.Schools) {
		if !s.Town && s.Stage == p.School.Stage {
			partners = append(partners, s)
		}
	}
	if len(partners) == 0 {
		for _, s := range d.District.Schools {
			if !s.Town && s.Stage == "小学" {
				partners = append(partners, s)
			}
		}
	}
	p.Name = d.S("[{form}|结对帮扶|校际交流]工作")
	p.Title = p.School.Name + p.Name + d.S("[实施方案|计划|工作方案]")
	if d.Chance(0.3) {
		p.Title = p.School.Full + p.Name + d.S("[实施方案|工作方案]")
	}
	out := d.setTitle(p.Title)
	out = append(out, d.purpose())
	var sections []section
	add := func(heading string, blocks ...Block) { sections = append(sections, section{d.S(heading), blocks}) }
	add("指导思想", P(T(d.filler())))
	to := partners[:min(len(partners), d.Between(1, 2))]
	add("[帮扶对象|结对学校|结对安排]", d.ownPairs(to)...)
	if d.Chance(0.7) {
		add("[组织领导|组织机构|成立领导小组]", d.use(Leaders, false)...)
	}
	add("[帮扶措施|主要措施|工作内容]", d.use(Measures, false)...)
	if d.Chance(0.5) {
		add("[时间安排|实施步骤]", d.use(Calendar, false)...)
	}
	out = append(out, d.chapters(sections)...)
	return append(out, d.use(Closing, false)...)
}

// ownPairs tells whom the plan's school helps.
func (d *Draw) ownPairs(to []*School) []Block {
	me := d.Plan.School
	type say struct{ form, template string }
	tell := Pick(d,
		say{"结对帮扶", "[经[上级安排|研究决定]，|]{2}[与|和]{1}[结成|建立]结对帮扶关系[，[共同开展教研活动|实现优势互补]|]。"},
		say{"帮扶", "[经[上级安排|研究决定]，|]{2}[与|和]{1}[结成|建立]帮扶关系[，[共同开展教研活动|实现优势互补]|]。"},
		say{"帮扶", "[根据[上级安排|教育局安排]，|]{2}[负责|承担]帮扶{1}[，[促进其提升办学水平|定期开展活动]|]。"},
		say{"结对帮扶", "[经研究，|]确定{2}[与|和]{1}[进行|开展]结对帮扶[，[双方加强沟通|携手并进]|]。"},
	)
	var facts []*Fact
	for _, s := range to {
		f := d.told(tell.form, me, s)
		f.F["from"] = me.Full
		f.Alt("from", me.Name)
		f.Alt("from", "我校")
		facts = append(facts, f)
	}
	return []Block{P(d.Set(tell.template, list("、", namesOf(to), facts), Say("我校", facts...)))}
}

// report tells what was done.
func report(d *Draw) []Block {
	d.NewDistrict()
	p := d.NewPlan()
	p.Title = d.S("{U}{name}[工作总结|情况汇报|工作汇报|工作情况]")
	p.Title = strings.Replace(p.Title, "工作工作", "工作", 1)
	out := d.setTitle(p.Title)
	out = append(out, d.byline()...)
	out = append(out, P(T(d.S("近年来，[我{u}|{U}][高度重视|认真抓好]{name}，[各项工作取得明显成效|取得了阶段性成果]。[现将有关情况汇报如下|现将工作开展情况总结如下]。"))))
	sections := []section{
		{"基本情况", append([]Block{P(T(d.filler()))}, d.use(Told, false)...)},
		{d.S("[主要做法|工作措施]"), d.use(Measures, false)},
		{d.S("[下一步打算|存在的问题]"), []Block{P(T(d.filler()))}},
	}
	return append(out, d.chapters(sections)...)
}

// negative is a page on another matter.
func negative(d *Draw) []Block {
	return d.document(func(d *Draw) []Block {
		d.NewDistrict()
		d.NewPlan()
		l := Pick(d, negatives...)
		d.used = append(d.used, l.Name)
		d.opens[d.Part] = len(d.before)
		out := l.Set(d)
		return append(out, d.use(Closing, false)...)
	})
}
