package synth

import (
	"fmt"
	"strings"
)

// eyesFrame are layouts of what stands before and behind the body.
var eyesFrame = []Layout{
	{Name: "eyes/index-box", Slot: Index, Set: with(eyes.indexBox)},
	{Name: "eyes/index-run", Slot: Index, Set: with(eyes.indexRun)},
	{Name: "eyes/closing-hanzi-date", Slot: Closing, Set: with(eyes.closingHanziDate)},
	{Name: "eyes/closing-attachments", Slot: Closing, Set: with(eyes.closingAttachments)},
	{Name: "eyes/closing-imprint", Slot: Closing, Set: with(eyes.closingImprint)},
	{Name: "eyes/closing-one-line", Slot: Closing, Set: with(eyes.closingOneLine)},
}

// A box of labels, among them such as no reader asks for.
func (d eyes) indexBox() []Block {
	x, p := d.District, d.Plan
	meta := func(label, field, value, written string) []Cell {
		return cells(T(label), Say(written, d.Meta(field, value)))
	}
	other := func(label, value string) []Cell { return cells(T(label), T(value)) }
	iso := ISO(p.Year, p.Month, p.Day)
	entries := [][]Cell{
		nil,
		meta(Pick(d.Draw, "发布机构", "发文机关", "制发单位"), "issuer", x.Bureau, x.Bureau),
		other(Pick(d.Draw, "公开方式", "公开形式"), Pick(d.Draw, "主动公开", "政府网站")),
		meta(Pick(d.Draw, "成文日期", "发文日期", "成文时间"), "written_on", iso, Pick(d.Draw, iso, Date(p.Year, p.Month, p.Day), fmt.Sprintf("%d/%d/%d", p.Year, p.Month, p.Day), fmt.Sprintf("%d.%02d.%02d", p.Year, p.Month, p.Day))),
		other("公开范围", Pick(d.Draw, "全社会", "面向社会")),
		other(Pick(d.Draw, "公开时限", "公开期限"), "长期公开"),
	}
	index := d.IndexNumber()
	entries[0] = meta(Pick(d.Draw, "索引号", "索 引 号", "索引号："), "index_number", index, index)
	if p.Number != "" {
		entries = append(entries, meta(Pick(d.Draw, "文号", "发文字号", "文 号"), "doc_number", p.Number, p.Number))
	}
	if d.Chance(0.5) {
		entries = append(entries, meta(Pick(d.Draw, "有效性", "效力状态"), "validity", "有效", "有效"))
	}
	if d.Chance(0.5) {
		s := Pick(d.Draw, "教育", "科技、教育", "基础教育", "教育/学校管理")
		entries = append(entries, meta(Pick(d.Draw, "主题分类", "信息分类"), "subject_category", s, s))
	}
	t := &Table{}
	for i := 0; i < len(entries); i += 2 {
		row := entries[i]
		if i+1 < len(entries) {
			row = append(row, entries[i+1]...)
		} else {
			row = append(row, C(nil), C(nil))
		}
		t.Rows = append(t.Rows, row)
	}
	if d.Chance(0.5) {
		name := Say(p.Title, d.titleFact())
		t.Rows = append(t.Rows, []Cell{C(T(Pick(d.Draw, "名称", "标题", "名 称"))), wide(3, name)})
	}
	return []Block{{Kind: TableOf, Table: t}}
}

// All labels in one line.
func (d eyes) indexRun() []Block {
	x, p := d.District, d.Plan
	index := d.IndexNumber()
	iso := ISO(p.Year, p.Month, p.Day)
	gap := Pick(d.Draw, "　", "　　", "  ", " ")
	t := words("索引号：", Say(index, d.Meta("index_number", index)), gap,
		Pick(d.Draw, "发布机构：", "发文机关："), Say(x.Bureau, d.Meta("issuer", x.Bureau)), gap,
		Pick(d.Draw, "发文日期：", "成文日期："), Say(iso, d.Meta("written_on", iso)))
	if p.Number != "" {
		t = words(t, gap, "文号：", Say(p.Number, d.Meta("doc_number", p.Number)))
	}
	return []Block{P(t)}
}

// signedBy is who signs, and the facts that the name says.
func (d eyes) signedBy() (string, []*Fact) {
	by := d.signer()
	says := []*Fact{d.Meta("signed_by", by)}
	switch {
	case strings.HasPrefix(by, d.District.Name):
		says = append(says, d.Region())
	case strings.HasPrefix(by, d.District.City):
		f := d.Meta("region", d.District.City)
		f.Alt("value", d.District.Name) // it lies there, but the page may not say so
		says = append(says, f)
	}
	return by, says
}

func (d eyes) signedOn() *Fact {
	return d.Meta("signed_on", ISO(d.Plan.Year, d.Plan.Month, d.Plan.Day))
}

func (d eyes) closingHanziDate() []Block {
	by, says := d.signedBy()
	return []Block{
		{Kind: Signature, Text: Say(by, says...)},
		{Kind: Signature, Text: Say(hanDate(d.Plan.Year, d.Plan.Month, d.Plan.Day), d.signedOn())},
	}
}

func (d eyes) closingAttachments() []Block {
	by, says := d.signedBy()
	var out []Block
	names := d.some(split("结对学校名单 帮扶协议书（样本） 工作情况统计表 领导小组成员名单 年度考核评分细则 教师交流登记表"), d.Between(1, 3))
	for i, n := range names {
		s := fmt.Sprintf("%d.%s", i+1, n)
		if len(names) == 1 {
			s = n
		}
		if i == 0 {
			s = "附件：" + s
		} else {
			s = "　　　" + s
		}
		out = append(out, P(T(s)))
	}
	return append(out,
		Block{Kind: Signature, Text: Say(by, says...)},
		Block{Kind: Signature, Text: Say(Date(d.Plan.Year, d.Plan.Month, d.Plan.Day), d.signedOn())})
}

// The imprint below the signature: copies to, printed when.
func (d eyes) closingImprint() []Block {
	by, says := d.signedBy()
	p := d.Plan
	out := []Block{
		{Kind: Signature, Text: Say(by, says...)},
		{Kind: Signature, Text: Say(Date(p.Year, p.Month, p.Day), d.signedOn())},
	}
	if d.Chance(0.5) {
		out = append(out, P(T("（联系人："+d.NewPerson().Name+"，联系电话："+d.Landline()+"）")))
	}
	if d.Plan.School == nil {
		out = append(out,
			P(T("抄送："+d.District.City+"教育局，"+d.District.Unit+"委办公室，"+d.District.Unit+"人民政府办公室。")),
			P(words(d.District.Bureau+"办公室　　　", Say(Date(p.Year, p.Month, p.Day)+"印发", d.signedOn()))))
	}
	return out
}

// Who and when on one line.
func (d eyes) closingOneLine() []Block {
	by, says := d.signedBy()
	return []Block{{Kind: Signature, Text: words(Say(by, says...), Pick(d.Draw, "　", "  ", " "), Say(Date(d.Plan.Year, d.Plan.Month, d.Plan.Day), d.signedOn()))}}
}
