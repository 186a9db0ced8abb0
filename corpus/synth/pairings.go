package synth

import (
	"iter"
	"strconv"
	"strings"
)

var pairingLayouts = []Layout{
	{Name: "pair-rows", Slot: Pairings, Set: pairRows, Can: (*given).barePairs},
	{Name: "pair-spanned", Slot: Pairings, Set: pairSpanned, Can: (*given).barePairs},
	{Name: "pair-cells", Slot: Pairings, Set: pairCells, Can: (*given).barePairs},
	{Name: "pair-many-to-many", Slot: Pairings, Set: pairMany},
	{Name: "pair-side-by-side", Slot: Pairings, Set: pairSideBySide, Can: (*given).barePairs},
	{Name: "pair-pages", Slot: Pairings, Set: pairPages, Can: (*given).barePairs},
	{Name: "pair-transposed", Slot: Pairings, Set: pairTransposed, NoDump: true, Can: func(g *given) bool { return g.barePairs() && len(g.pairs) <= 6 }},
	{Name: "pair-forms", Slot: Pairings, Set: pairForms, Can: func(g *given) bool { return g.forms }},
	{Name: "pair-contacts", Slot: Pairings, Set: pairContacts, Can: func(g *given) bool { return g.pairHeads }},
	{Name: "pair-list", Slot: Pairings, Set: pairList, Can: (*given).barePairs},
	{Name: "pair-colon", Slot: Pairings, Set: pairColon, Can: (*given).barePairs},
}

func itoa(n int) string { return strconv.Itoa(n) }

// Cluster is a helper with those that it helps.
type Cluster struct {
	From *School
	To   []*School
}

// NewClusters pairs schools in town with schools in the towns, stage by stage,
// each helped school once; a helper helps from lo to hi.
func (d *Draw) NewClusters(most, lo, hi int) []Cluster {
	if d.given != nil {
		return d.given.handClusters(d, "")
	}
	var out []Cluster
	n := 0
	for _, stage := range Shuffled(d, split("小学 初中 小学 幼儿园"))[:d.Between(1, 2)] {
		from := Shuffled(d, d.District.SchoolsWhere(func(s *School) bool { return s.Town && s.Stage == stage && !d.helping[s] }))
		to := Shuffled(d, d.District.SchoolsWhere(func(s *School) bool { return !s.Town && s.Stage == stage && !d.helped[s] }))
		for _, f := range from {
			k := min(d.Between(lo, hi), len(to), most-n)
			if k <= 0 {
				break
			}
			if k = d.unpaired(f, to, k); k == 0 {
				continue
			}
			d.helping[f] = true
			for _, s := range to[:k] {
				d.helped[s] = true
			}
			out = append(out, Cluster{f, to[:k]})
			to, n = to[k:], n+k
		}
	}
	return out
}

// unpaired moves schools that the document does not pair with f yet to the first k
// of to, and returns how many stand there.
func (d *Draw) unpaired(f *School, to []*School, k int) int {
	n := 0
	for i, s := range to {
		if n < k && !d.paired(f, s) {
			to[n], to[i] = to[i], to[n]
			n++
		}
	}
	return n
}

// pair registers a pairing.
func (d *Draw) pair(form string, seq int, from, to *School) *Fact {
	f := F{"form": form, "seq": nil, "from": from.Name, "to": to.Name}
	if seq > 0 {
		f["seq"] = seq
	}
	return d.Fact("pairing", f)
}

// paired reports whether the document ties the two schools already.
func (d *Draw) paired(a, b *School) bool {
	is := func(v any, s *School) bool { return v == s.Name || v == s.Full }
	for _, f := range d.facts {
		if f.Type == "pairing" && f.Part == d.Part && (is(f.F["from"], a) && is(f.F["to"], b) || is(f.F["from"], b) && is(f.F["to"], a)) {
			return true
		}
	}
	return false
}

// verb is what the header of a side says besides 学校: 帮扶 of 帮扶学校. Where the
// caption has one word for the tie and the header another, either is the form.
func (t tie) verb() string { return strings.TrimSuffix(strings.TrimSuffix(t.from, "学校"), "校") }

// pairTable is the words of this table, and registers pairs under its form.
type pairTable struct {
	*Draw
	tie
	near string // a word for the tie in the heading above
}

// pairIntro opens a table or list of pairs: what stands above it, and the words.
func (d *Draw) pairIntro() (*pairTable, []Block) {
	t := &pairTable{Draw: d, tie: d.Plan.tie, near: d.near}
	if d.Attached {
		caption := d.S("{U}[城乡|义务教育|中小学|城乡中小学|]学校{form}[一览表|安排表|名单|情况一览表|分组表|对照表]")
		return t, []Block{{Kind: Title, Text: T(caption)}}
	}
	intro := d.S("[{form}[安排|名单|学校|情况]如下：|[具体|{form}|]名单[如下|见下表]：|[经研究，|][{u}|]{form}学校[安排|名单]如下[表|]：]")
	if !strings.Contains(intro+d.Plan.Title, t.form) { // something on the page must say it
		intro = d.S("{form}[安排|名单|学校]如下：")
	}
	return t, []Block{P(T(intro))}
}

// add registers a pair.
func (t *pairTable) add(seq int, from, to *School) *Fact {
	f := t.pair(t.form, seq, from, to)
	if v := t.verb(); v != t.form {
		switch v {
		case "帮扶", "支援", "帮联", "共建", "托管":
			f.Alt("form", v)
		}
	}
	if t.near != "" && t.near != t.form {
		f.Alt("form", t.near)
	}
	return f
}

// note sets what stands below a table, or nothing.
func (d *Draw) note() []Block {
	if d.given != nil { // whose note stands fast
		return nil
	}
	if !d.Chance(0.4) {
		return nil
	}
	return []Block{P(T(d.S("[注|说明|备注]：[有教学点的学校，[组织教学点一并参加|教学点随中心校参加]|{to}含所属教学点|[如有人事变动，由接任者自然递补|未列入的学校由各学区自行安排]|[名单按学校所在乡镇排列|排名不分先后]]。")))}
}

// seqHead is the header of the column of numbers.
func (d *Draw) seqHead() string { return Pick(d, "序号", "序号", "编号") }

// rowPairs are the pairs of clusters one by one.
type rowPair struct{ from, to *School }

func rowPairs(cs []Cluster) []rowPair {
	var out []rowPair
	for _, c := range cs {
		for _, s := range c.To {
			out = append(out, rowPair{c.From, s})
		}
	}
	return out
}

// pairRows is a table with a pair a row.
func pairRows(d *Draw) []Block {
	t, blocks := d.pairIntro()
	pairs := rowPairs(d.NewClusters(d.Between(4, 24), 1, 3))
	seq, stage, remark, total := d.Chance(0.6), d.Chance(0.3), d.Chance(0.2), d.Chance(0.2)
	tab := &Table{Head: Pick(d, 0, 1)}
	var head []Cell
	if seq {
		head = append(head, C(T(d.seqHead())))
	}
	if stage {
		head = append(head, C(T("学段")))
	}
	head = append(head, C(T(t.from)), C(T(t.to)))
	if remark {
		head = append(head, C(T("备注")))
	}
	tab.Rows = append(tab.Rows, head)
	for i, p := range pairs {
		n := 0
		if seq {
			n = i + 1
		}
		f := t.add(n, p.from, p.to)
		var row []Cell
		if seq {
			row = append(row, C(Say(itoa(n), f)))
		}
		if stage {
			row = append(row, C(T(p.to.Stage)))
		}
		row = append(row, C(Say(p.from.Name, f)), C(Say(p.to.Name, f)))
		if remark {
			row = append(row, C(T(Pick(d, "", "", "", "续签", "新增", "寄宿制"))))
		}
		tab.Rows = append(tab.Rows, row)
	}
	if total {
		helpers := map[*School]bool{}
		for _, p := range pairs {
			helpers[p.from] = true
		}
		row := []Cell{C(T("合计：" + itoa(len(helpers)) + "所"))}
		if n := len(head) - 2 - len(opt(remark)); n > 0 {
			row = []Cell{{Lines: []Text{T("合计")}, ColSpan: n}, C(T(itoa(len(helpers)) + "所"))}
		}
		row = append(row, C(T(itoa(len(pairs))+"所")))
		if remark {
			row = append(row, C(nil))
		}
		tab.Rows = append(tab.Rows, row)
	}
	blocks = append(blocks, Block{Kind: TableOf, Table: tab})
	return append(blocks, t.noteBelow()...)
}

// opt is a slice of one for true, so that its length counts.
func opt(b bool) []struct{} {
	if b {
		return make([]struct{}, 1)
	}
	return nil
}

// noteBelow is note with the table's words.
func (t *pairTable) noteBelow() []Block {
	t.Plan.tie = t.tie
	return t.note()
}

// pairSpanned sets a helper once, beside all that it helps.
func pairSpanned(d *Draw) []Block {
	t, blocks := d.pairIntro()
	clusters := d.NewClusters(d.Between(5, 24), 1, 4)
	seq := Pick(d, "", "cluster", "pair")
	tab := &Table{Head: Pick(d, 0, 1)}
	head := []Cell{C(T(t.from)), C(T(t.to))}
	if seq != "" {
		head = append([]Cell{C(T(d.seqHead()))}, head...)
	}
	tab.Rows = append(tab.Rows, head)
	k := 0
	for i, c := range clusters {
		var facts []*Fact
		for j, s := range c.To {
			n := 0
			switch seq {
			case "cluster":
				n = i + 1
			case "pair":
				n = k + j + 1
			}
			facts = append(facts, t.add(n, c.From, s))
		}
		for j, s := range c.To {
			var row []Cell
			k++
			switch {
			case seq == "pair":
				row = append(row, C(Say(itoa(k), facts[j])))
			case seq == "cluster" && j == 0:
				row = append(row, Cell{Lines: []Text{Say(itoa(i+1), facts...)}, RowSpan: len(c.To)})
			}
			if j == 0 {
				row = append(row, Cell{Lines: []Text{Say(c.From.Name, facts...)}, RowSpan: len(c.To)})
			}
			tab.Rows = append(tab.Rows, append(row, C(Say(s.Name, facts[j]))))
		}
	}
	blocks = append(blocks, Block{Kind: TableOf, Table: tab})
	return append(blocks, t.noteBelow()...)
}

// pairCells sets all that a helper helps in one cell.
func pairCells(d *Draw) []Block {
	t, blocks := d.pairIntro()
	clusters := d.NewClusters(d.Between(6, 24), 1, 5)
	seq := d.Chance(0.5)
	sep := Pick(d, "、", "、", "\n", "，", "；", " ")
	tab := &Table{Head: Pick(d, 0, 1)}
	head := []Cell{C(T(t.from)), C(T(t.to))}
	if seq {
		head = append([]Cell{C(T(d.seqHead()))}, head...)
	}
	tab.Rows = append(tab.Rows, head)
	for i, c := range clusters {
		n := 0
		if seq {
			n = i + 1
		}
		var facts []*Fact
		cell := Cell{Lines: []Text{nil}}
		for j, s := range c.To {
			f := t.add(n, c.From, s)
			facts = append(facts, f)
			if j > 0 && sep == "\n" {
				cell.Lines = append(cell.Lines, nil)
			} else if j > 0 {
				cell.Lines[0] = append(cell.Lines[0], T(sep)...)
			}
			last := &cell.Lines[len(cell.Lines)-1]
			*last = append(*last, Say(s.Name, f)...)
		}
		row := []Cell{C(Say(c.From.Name, facts...)), cell}
		if seq {
			row = append([]Cell{C(Say(itoa(n), facts...))}, row...)
		}
		tab.Rows = append(tab.Rows, row)
	}
	blocks = append(blocks, Block{Kind: TableOf, Table: tab})
	return append(blocks, t.noteBelow()...)
}

// pairMany sets several helpers beside several that all of them help together.
func pairMany(d *Draw) []Block {
	if d.Plan.tie.leads() { // a numbered line with a lead and members is a group
		return pairCells(d)
	}
	t, blocks := d.pairIntro()
	type labels struct{ head, tail string }
	label := Pick(d, labels{"组别", "组"}, labels{"批次", "批"}, labels{"片区", "片区"})
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T(label.head)), C(T(t.from)), C(T(t.to))}}}
	for i := range d.Between(2, 4) {
		cs := d.NewClusters(4, 1, 2)
		if len(cs) < 1 {
			break
		}
		if len(cs) > 2 {
			cs = cs[:2]
		}
		var to []*School
		for _, c := range cs {
			to = append(to, c.To...)
		}
		by := map[*School][]*Fact{}
		for _, c := range cs {
			for _, s := range to {
				f := t.add(0, c.From, s)
				by[c.From], by[s] = append(by[c.From], f), append(by[s], f)
			}
		}
		side := func(schools []*School) Cell {
			var text Text
			for k, s := range schools {
				if k > 0 {
					text = append(text, T("、")...)
				}
				text = append(text, Say(s.Name, by[s]...)...)
			}
			return C(text)
		}
		var from []*School
		for _, c := range cs {
			from = append(from, c.From)
		}
		tab.Rows = append(tab.Rows, []Cell{C(T("第" + han(i+1) + label.tail)), side(from), side(to)})
	}
	return append(blocks, Block{Kind: TableOf, Table: tab})
}

// pairSideBySide sets the pairs in two or three blocks of columns.
func pairSideBySide(d *Draw) []Block {
	t, blocks := d.pairIntro()
	pairs := rowPairs(d.NewClusters(d.Between(8, 30), 1, 3))
	times := Pick(d, 2, 2, 3)
	if len(pairs) < times {
		times = 1
	}
	seq := d.Chance(0.8)
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{nil}}
	rows := (len(pairs) + times - 1) / times
	across := d.Chance(0.3) // counted across rather than down
	for range times {
		if seq {
			tab.Rows[0] = append(tab.Rows[0], C(T("序号")))
		}
		tab.Rows[0] = append(tab.Rows[0], C(T(t.from)), C(T(t.to)))
	}
	for r := range rows {
		var row []Cell
		for k := range times {
			i := k*rows + r
			if across {
				i = r*times + k
			}
			if i >= len(pairs) {
				for range len(tab.Rows[0]) / times {
					row = append(row, C(nil))
				}
				continue
			}
			n := 0
			if seq {
				n = i + 1
			}
			f := t.add(n, pairs[i].from, pairs[i].to)
			if seq {
				row = append(row, C(Say(itoa(n), f)))
			}
			row = append(row, C(Say(pairs[i].from.Name, f)), C(Say(pairs[i].to.Name, f)))
		}
		tab.Rows = append(tab.Rows, row)
	}
	blocks = append(blocks, Block{Kind: TableOf, Table: tab})
	return append(blocks, t.noteBelow()...)
}

// pairPages goes on over page breaks, with the header again on each page: in
// one table or in several.
func pairPages(d *Draw) []Block {
	t, blocks := d.pairIntro()
	pairs := rowPairs(d.NewClusters(d.Between(10, 30), 1, 3))
	seq, one := d.Chance(0.7), d.Chance(0.4)
	header := func() []Cell {
		head := []Cell{C(T(t.from)), C(T(t.to))}
		if seq {
			head = append([]Cell{C(T("序号"))}, head...)
		}
		return head
	}
	page := max(3, len(pairs)/d.Between(2, 3)+1)
	tab := &Table{Head: 1, Rows: [][]Cell{header()}}
	for i, p := range pairs {
		if i > 0 && i%page == 0 {
			if one {
				tab.Rows = append(tab.Rows, header())
			} else {
				blocks = append(blocks, Block{Kind: TableOf, Table: tab}, Block{Kind: PageBreak})
				tab = &Table{Head: 1, Rows: [][]Cell{header()}}
			}
		}
		n := 0
		if seq {
			n = i + 1
		}
		f := t.add(n, p.from, p.to)
		row := []Cell{C(Say(p.from.Name, f)), C(Say(p.to.Name, f))}
		if seq {
			row = append([]Cell{C(Say(itoa(n), f))}, row...)
		}
		tab.Rows = append(tab.Rows, row)
	}
	blocks = append(blocks, Block{Kind: TableOf, Table: tab})
	return append(blocks, t.noteBelow()...)
}

// pairTransposed has a pair a column.
func pairTransposed(d *Draw) []Block {
	t, blocks := d.pairIntro()
	pairs := rowPairs(d.NewClusters(d.Between(3, 6), 1, 1))
	rows := [][]Cell{{C(T(t.from))}, {C(T(t.to))}}
	seq := d.Chance(0.5)
	if seq {
		rows = append([][]Cell{{C(T("序号"))}}, rows...)
	}
	for i, p := range pairs {
		n := 0
		if seq {
			n = i + 1
		}
		f := t.add(n, p.from, p.to)
		r := 0
		if seq {
			rows[0] = append(rows[0], C(Say(itoa(n), f)))
			r = 1
		}
		rows[r] = append(rows[r], C(Say(p.from.Name, f)))
		rows[r+1] = append(rows[r+1], C(Say(p.to.Name, f)))
	}
	return append(blocks, Block{Kind: TableOf, Table: &Table{Rows: rows}})
}

// someForms are words for the forms of pairs.
var someForms = split("市区共建 区内共建 城乡共建 托管帮扶 校际联动 集团校共建 结对帮扶")

// byForm yields some forms, each with the pairs that have it.
func (d *Draw) byForm() iter.Seq2[string, []Cluster] {
	return func(yield func(string, []Cluster) bool) {
		if d.given != nil {
			for _, form := range Shuffled(d, d.given.allForms()) {
				if !yield(form, d.given.handClusters(d, form)) {
					return
				}
			}
			return
		}
		forms := Shuffled(d, someForms)
		for i := range d.Between(2, 3) {
			if !yield(forms[i], d.NewClusters(d.Between(2, 6), 1, 2)) {
				return
			}
		}
	}
}

// pairForms has a spanned column that says the form of each stretch of pairs.
func pairForms(d *Draw) []Block {
	t, blocks := d.pairIntro()
	tab := &Table{Head: Pick(d, 0, 1), Rows: [][]Cell{{C(T(Pick(d, "结对形式", "帮扶形式", "共建形式", "形式", "类别"))), C(T(t.from)), C(T(t.to))}}}
	for form, cs := range d.byForm() {
		pairs := rowPairs(cs)
		if len(pairs) == 0 {
			break
		}
		var facts []*Fact
		for _, p := range pairs {
			facts = append(facts, d.pair(form, 0, p.from, p.to))
		}
		for k, p := range pairs {
			var row []Cell
			if k == 0 {
				row = append(row, Cell{Lines: []Text{Say(form, facts...)}, RowSpan: len(pairs)})
			}
			tab.Rows = append(tab.Rows, append(row, C(Say(p.from.Name, facts[k])), C(Say(p.to.Name, facts[k]))))
		}
	}
	return append(blocks, Block{Kind: TableOf, Table: tab})
}

// pairContacts has the heads of both schools and their numbers in columns.
func pairContacts(d *Draw) []Block {
	t, blocks := d.pairIntro()
	pairs := rowPairs(d.NewClusters(d.Between(4, 16), 1, 1))
	two := d.Chance(0.4) // a header over each side
	tab := &Table{Head: Pick(d, 0, 1)}
	who, phone := Pick(d, "校长", "负责人", "联系人"), Pick(d, "联系电话", "电话", "手机")
	if d.given != nil && who == "联系人" { // who need not head the school
		who = "校长"
	}
	if two {
		tab.Head = Pick(d, 0, 2)
		tab.Rows = append(tab.Rows,
			[]Cell{{Lines: []Text{T("序号")}, RowSpan: 2}, {Lines: []Text{T(t.from)}, ColSpan: 3}, {Lines: []Text{T(t.to)}, ColSpan: 3}},
			[]Cell{C(T("学校名称")), C(T(who)), C(T(phone)), C(T("学校名称")), C(T(who)), C(T(phone))})
	} else {
		tab.Rows = append(tab.Rows, []Cell{C(T("序号")), C(T(t.from)), C(T(who)), C(T(phone)), C(T(t.to)), C(T(who)), C(T(phone))})
	}
	for i, p := range pairs {
		f := t.add(i+1, p.from, p.to)
		tab.Rows = append(tab.Rows, []Cell{
			C(Say(itoa(i+1), f)),
			C(Say(p.from.Name, f)), C(T(p.from.Principal.Padded("　"))), C(T(p.from.Principal.Phone)),
			C(Say(p.to.Name, f)), C(T(p.to.Principal.Padded("　"))), C(T(p.to.Principal.Phone)),
		})
	}
	return append(blocks, Block{Kind: TableOf, Table: tab})
}

// pairList sets a pair a line: A—B, A → B.
func pairList(d *Draw) []Block {
	t, blocks := d.pairIntro()
	if !d.Attached || d.Chance(0.5) {
		blocks = append(blocks, P(T(t.from+Pick(d, "——", "—", " → ")+t.to)))
	}
	arrow := Pick(d, "——", "—", " → ", "→", "－", " -- ")
	numbered := d.itemNumber("", "1.", "1、", "（1）")
	for i, p := range rowPairs(d.NewClusters(d.Between(4, 14), 1, 1)) {
		f := t.add(0, p.from, p.to)
		delete(f.F, "seq") // the number of a line is its place, or is none
		blocks = append(blocks, P(Join(T(strings.ReplaceAll(numbered, "1", itoa(i+1))), Say(p.from.Name, f), Say(arrow, f), Say(p.to.Name, f))))
	}
	return blocks
}

// pairColon sets a helper a line, and behind a colon all that it helps.
func pairColon(d *Draw) []Block {
	t, blocks := d.pairIntro()
	blocks = append(blocks, P(T(t.from+"："+t.to)))
	numbered := d.itemNumber("", "1.", "1、", "（1）")
	for i, c := range d.NewClusters(d.Between(5, 16), 1, 4) {
		var facts []*Fact
		var list Text
		for k, s := range c.To {
			f := t.add(0, c.From, s)
			delete(f.F, "seq")
			facts = append(facts, f)
			if k > 0 {
				list = append(list, T("、")...)
			}
			list = append(list, Say(s.Name, f)...)
		}
		blocks = append(blocks, P(Join(T(strings.ReplaceAll(numbered, "1", itoa(i+1))), Say(c.From.Name, facts...), T("："), list)))
	}
	return blocks
}
