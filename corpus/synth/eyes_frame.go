package synth

import (
	"fmt"
)

// eyesFrame are layouts of what stands before and behind the body.
var eyesFrame = []Layout{
	{Name: "eyes/index-box", Slot: Index, Set: with(eyes.indexBox)},
	{Name: "eyes/index-run", Slot: Index, Set: with(eyes.indexRun)},
	{Name: "eyes/closing-hanzi-date", Slot: Closing, Set: with(eyes.closingHanziDate), Can: always},
	{Name: "eyes/closing-formula", Slot: Closing, Set: with(eyes.closingFormula)},
	{Name: "eyes/closing-imprint", Slot: Closing, Set: with(eyes.closingImprint)},
	{Name: "eyes/closing-one-line", Slot: Closing, Set: with(eyes.closingOneLine), Can: always},
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
	if f := d.signedRegion(by); f != nil {
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

// A last sentence, and whom to ask.
func (d eyes) closingFormula() []Block {
	by, says := d.signedBy()
	out := []Block{P(d.Set("[特此通知。|以上通知，请认真贯彻执行。|请遵照执行。|本方案自印发之日起施行。|未尽事宜，另行通知。]"))}
	if d.Chance(0.4) {
		out = append(out, P(d.Set("联系人：{1}，[联系电话|电话]：{2}。", T(d.NewPerson().Name), T(d.Landline()))))
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
