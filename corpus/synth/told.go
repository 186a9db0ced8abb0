package synth

var toldLayouts = []Layout{
	{Name: "told-pairs", Slot: Told, Set: toldPairs},
	{Name: "told-groups", Slot: Told, Set: toldGroups},
	{Name: "told-both", Slot: Told, Set: func(d *Draw) []Block { return append(toldGroups(d), toldPairs(d)...) }},
}

// told registers a pair that a sentence tells.
func (d *Draw) told(form string, from, to *School) *Fact {
	f := d.pair(form, 0, from, to)
	f.F["narrative"] = true
	return f
}

// toldPairs tells pairs in sentences; some ended or are planned, and some
// sentences deny.
func toldPairs(d *Draw) []Block {
	var out []Block
	clusters := d.NewClusters(d.Between(2, 7), 1, 3)
	for i := 0; i < len(clusters); i++ {
		c := clusters[i]
		from := c.From
		var facts []*Fact
		names := func(form string) Text {
			facts = nil
			for _, s := range c.To {
				facts = append(facts, d.told(form, from, s))
			}
			return list("、", namesOf(c.To), facts)
		}
		var t Text
		switch d.IntN(7) {
		case 0:
			to := names("对口帮扶")
			t = d.Set("[由|确定由]{1}对口帮扶{2}[，[帮助其提升办学水平|实现优势互补|带动其共同发展]|]。", Say(from.Name, facts...), to)
		case 1:
			to := names("结对帮扶")
			t = d.Set("[安排|组织|由]{1}结对帮扶{2}[，[在管理、教学、教研等方面开展合作|推动两校共同发展]|]。", Say(from.Name, facts...), to)
		case 2:
			to := names("对口支援")
			t = d.Set("{1}对口支援{2}[，[派出骨干教师到校任教|定期送教上门]|]。", Say(from.Name, facts...), to)
		case 3:
			c.To = c.To[:1]
			f := d.told("结对", from, c.To[0])
			d.formElsewhere(f)
			f.F["directed"] = false
			t = d.Set("{1}[与|和]{2}结对[，[共同开展教研活动|携手共进]|]。", Say(from.Name, f), Say(c.To[0].Name, f))
		case 4:
			c.To = c.To[:1]
			to := names("托管")
			t = d.Set("[由|委托]{1}托管{2}[，[实行一体化管理|统一教学、统一考核]|]。", Say(from.Name, facts...), to)
		case 5:
			to := names("帮扶")
			t = d.Set("{1}[负责|承担]帮扶{2}[的任务|][，[做到责任到人|确保取得实效]|]。", Say(from.Name, facts...), to)
		default:
			// Two helpers, each its own: respectively.
			if i+1 >= len(clusters) {
				to := names("结对帮扶")
				t = d.Set("[确定|明确]{1}为{2}的结对帮扶学校。", Say(from.Name, facts...), to)
				break
			}
			i++
			o := clusters[i]
			f1, f2 := d.told("帮扶", from, c.To[0]), d.told("帮扶", o.From, o.To[0])
			t = d.Set("{1}、{2}分别帮扶{3}、{4}。", Say(from.Name, f1), Say(o.From.Name, f2), Say(c.To[0].Name, f1), Say(o.To[0].Name, f2))
		}
		out = append(out, P(t))
	}
	return out
}

// formElsewhere is for a sentence that does not say what two schools are tied
// for: the document says it elsewhere, often in several words, of which none is
// more right than the others.
func (d *Draw) formElsewhere(f *Fact) {
	for _, w := range append(split("结对帮扶 城乡结对帮扶 城乡结对 结对 对口帮扶 对口支援 帮扶 受援 牵手 联盟"), d.Plan.Form) {
		if w != f.F["form"] {
			f.Alt("form", w)
		}
	}
}

// toldGroups tells how groups are formed.
func toldGroups(d *Draw) []Block {
	var out []Block
	for _, g := range d.NewGroups(d.Between(1, 3), true) {
		g.Name = g.Lead.Name + g.Kind
		facts := d.roster(g, true)
		for _, f := range facts {
			f.F["group"], f.F["narrative"] = g.Name, true
		}
		out = append(out, P(d.Set("以{1}为[龙头学校|龙头|牵头学校|牵头校|核心校]，[联合|带动|与]{2}[组建|组成|成立]{3}[，[实行[统一管理、统一教研|一体化办学]|推动[优质资源共享|抱团发展]]|]。",
			Say(g.Lead.Name, facts[0]), list("、", namesOf(g.Members), facts[1:]), Say(g.Name, facts...))))
	}
	return out
}
