package synth

import "fmt"

// eyes is a document in the making, as the layouts of the files eyes_*.go see
// it. They were written by somebody who had seen neither the reader's rules nor
// its words, and share little with the other layouts, so that the two kinds do
// not err alike.
type eyes struct{ *Draw }

// with is the Set of a layout.
func with(set func(eyes) []Block) func(*Draw) []Block {
	return func(d *Draw) []Block { return set(eyes{d}) }
}

// withCaption is with for slots that may be an attachment: one that does not
// begin with a title gets the caption for its title.
func withCaption(caption func(eyes, []*Fact) Text, set func(eyes) []Block) func(*Draw) []Block {
	return func(d *Draw) []Block {
		n := len(d.facts)
		blocks := set(eyes{d})
		if d.Attached && blocks[0].Kind != Title {
			blocks = append([]Block{{Kind: Title, Text: caption(eyes{d}, d.facts[n:])}}, blocks...)
		}
		return blocks
	}
}

// words is a text of strings and texts.
func words(parts ...any) Text {
	var out Text
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			if p != "" {
				out = append(out, Piece{S: p})
			}
		case Text:
			out = append(out, p...)
		default:
			panic(fmt.Sprintf("synth: words of %T", p))
		}
	}
	return out
}

// saying is a text in which every piece says the facts, whatever it says already:
// a sentence that loses one word loses what it tells.
func saying(t Text, facts ...*Fact) Text {
	out := make(Text, len(t))
	for i, p := range t {
		says := append([]*Fact(nil), p.Says...)
		for _, f := range facts {
			if !has(says, f) {
				says = append(says, f)
			}
		}
		out[i] = Piece{S: p.S, Says: says}
	}
	return out
}

func has(facts []*Fact, f *Fact) bool {
	for _, x := range facts {
		if x == f {
			return true
		}
	}
	return false
}

// between is the texts with a separator between them.
func between(sep string, texts []Text) Text {
	var out Text
	for i, t := range texts {
		if i > 0 {
			out = append(out, Piece{S: sep})
		}
		out = append(out, t...)
	}
	return out
}

// cells is a row of cells of one line each.
func cells(texts ...Text) []Cell {
	row := make([]Cell, len(texts))
	for i, t := range texts {
		row[i] = C(t)
	}
	return row
}

// wide is a cell over n columns, tall one over n rows.
func wide(n int, t Text) Cell { return Cell{Lines: []Text{t}, ColSpan: n} }
func tall(n int, t Text) Cell { return Cell{Lines: []Text{t}, RowSpan: n} }

// column is a column of a table with one header row.
type column struct {
	head string
	key  bool // the header's word decides what the cells mean
	cell func(row int) Cell
}

// columns is a table of the columns; the key headers say the facts.
func columns(rows int, says []*Fact, cols ...column) *Table {
	t := &Table{Head: 1}
	var head []Cell
	for _, c := range cols {
		if c.key {
			head = append(head, C(Say(c.head, says...)))
		} else {
			head = append(head, C(T(c.head)))
		}
	}
	t.Rows = append(t.Rows, head)
	for i := range rows {
		var row []Cell
		for _, c := range cols {
			row = append(row, c.cell(i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// counted is the column of the row numbers.
func counted(head string) column {
	return column{head: head, cell: func(i int) Cell { return C(T(fmt.Sprint(i + 1))) }}
}

// helping is a school that helps and those that it helps.
type helping struct {
	from *School
	to   []*School
}

// helping draws up to n schools of the stages that help one to most schools
// each, all different and none that the document has paired before. Stages of
// none are primary and junior schools.
func (d eyes) helping(n, most int, stages ...string) []helping {
	var out []helping
	if d.given != nil {
		for _, c := range d.given.handClusters(d.Draw, "") {
			out = append(out, helping{c.From, c.To})
		}
		return out
	}
	if len(stages) == 0 {
		stages = Pick(d.Draw, split("小学"), split("小学"), split("初中"), split("小学 初中"))
	}
	for _, stage := range stages {
		from := d.free(d.Draw.helping, d.schoolsOf(stage, true))
		to := d.free(d.Draw.helped, d.schoolsOf(stage, false))
		for i := 0; i < n && i < len(from) && len(to) > 0; i++ {
			k := min(d.Between(1, most), len(to))
			if most > 3 && k == 1 { // groups of two schools are rare
				k = min(2, len(to))
			}
			d.Draw.helping = mark(d.Draw.helping, from[i])
			d.Draw.helped = mark(d.Draw.helped, to[:k]...)
			out = append(out, helping{from[i], to[:k]})
			to = to[k:]
		}
	}
	return out
}

// free are the schools that are not taken, in an order that chance gives; all,
// when all are taken.
func (d eyes) free(taken map[*School]bool, schools []*School) []*School {
	var out []*School
	for _, s := range schools {
		if !taken[s] {
			out = append(out, s)
		}
	}
	if out == nil {
		out = schools
	}
	return Shuffled(d.Draw, out)
}

func mark(m map[*School]bool, schools ...*School) map[*School]bool {
	if m == nil {
		m = map[*School]bool{}
	}
	for _, s := range schools {
		m[s] = true
	}
	return m
}

// schoolsOf returns the district's schools of a stage, in town or not. Schools
// of nine years count as junior ones.
func (d eyes) schoolsOf(stage string, town bool) []*School {
	if stage == "幼儿园" {
		d.moreKindergartens()
	}
	return d.District.SchoolsWhere(func(s *School) bool {
		same := s.Stage == stage || stage == "初中" && s.Stage == "九年一贯制"
		return same && s.Town == town && s.Of == nil
	})
}

// moreKindergartens founds kindergartens: pages about them list many.
func (d eyes) moreKindergartens() {
	k := "kindergartens:" + d.District.Name
	if d.seen[k] {
		return
	}
	d.seen[k] = true
	add := func(name string, town bool, seat *Town) {
		if d.seen["school:"+name] {
			return
		}
		d.seen["school:"+name] = true
		d.District.Schools = append(d.District.Schools, &School{
			Name: name, Full: d.District.Name + name, Stage: "幼儿园", Town: town, Seat: seat,
			Principal: d.NewPerson(name + "园长"), Phone: d.Landline(),
		})
	}
	for range d.Between(2, 4) {
		add(Pick(d.Draw, Pick(d.Draw, "第二", "第三", "第四", "第五"), Pick(d.Draw, virtue...), Pick(d.Draw, street...), "县直", "教工", "妇联", "实验")+"幼儿园", true, nil)
	}
	for _, t := range d.District.Towns {
		add(t.Name+Pick(d.Draw, "中心幼儿园", "公办中心园", "第一幼儿园"), false, t)
		if d.Chance(0.6) {
			add(t.Name+Pick(d.Draw, village...)+"幼儿园", false, t)
		}
		if d.Chance(0.3) {
			add(Pick(d.Draw, "小太阳", "金苹果", "童心", "七彩", "蓝天", "阳光宝贝", "小天使")+"幼儿园", false, t)
		}
	}
}

// otherSchool invents a school of another district.
func (d eyes) otherSchool(stage string, town bool) *School {
	name := ""
	switch {
	case stage == "幼儿园":
		name = d.place() + "幼儿园"
	case stage == "初中" && town:
		name = Pick(d.Draw, Pick(d.Draw, virtue...)+"中学", "第"+han(d.Between(2, 30))+"中学", d.place()+"中学")
	case stage == "初中":
		name = d.place() + Pick(d.Draw, "镇", "乡") + Pick(d.Draw, "中学", "初级中学", "九年一贯制学校")
	case town:
		name = Pick(d.Draw, Pick(d.Draw, street...)+"小学", Pick(d.Draw, virtue...)+"实验小学", "第"+han(d.Between(2, 30))+"小学", "师范附属小学")
	default:
		name = d.place() + Pick(d.Draw, "镇", "乡") + Pick(d.Draw, "中心小学", "中心学校", Pick(d.Draw, village...)+"小学", "民族小学")
	}
	d.seen["school:"+name] = true
	return &School{Name: name, Full: name, Stage: stage, Town: town, Principal: d.NewPerson(name + "校长"), Phone: d.Landline()}
}

// tie registers the pair of schools as the page names them; seq 0 is none.
func (d eyes) tie(form string, seq int, from, to *School) *Fact {
	return d.tied(form, seq, from.Name, to.Name, from, to)
}

// tied is tie with the names as written.
func (d eyes) tied(form string, seq int, a, b string, from, to *School) *Fact {
	f := d.Fact("pairing", F{"form": form, "seq": nil, "from": a, "to": b})
	if seq > 0 {
		f.F["seq"] = seq
	}
	f.names("from", a, from)
	f.names("to", b, to)
	return f
}

// names lets the other names of a school count as well.
func (f *Fact) names(field, written string, s *School) {
	for _, n := range []string{s.Name, s.Full} {
		if n != "" && n != written {
			f.Alt(field, n)
		}
	}
}

// lead registers a member of a body.
func (d eyes) lead(body, role string, p *Person, posts ...string) *Fact {
	if posts == nil {
		posts = []string{}
	}
	return d.Fact("leader", F{"body": body, "role": role, "name": p.Name, "posts": posts})
}

// joined registers a school of a group; role is "lead", "member" or "".
func (d eyes) joined(group, kind string, s *School, role string) *Fact {
	f := d.Fact("group", F{"group": group, "kind": kind, "school": "", "school_role": role, "principal": "", "phone": ""})
	if s != nil {
		f.F["school"] = s.Name
		f.names("school", s.Name, s)
	}
	return f
}

// reached registers a contact person of a group.
func (d eyes) reached(group string, p *Person, phone string) *Fact {
	return d.Fact("contact", F{"group": group, "name": p.Name, "phone": phone})
}

// promised registers a promise; max 0 is no range.
func (d eyes) promised(quote string, value, max float64, unit, comparator, per string) *Fact {
	f := d.Fact("commitment", F{"quote": quote, "value": value, "value_max": nil, "unit": unit, "comparator": comparator, "per": per})
	if max != 0 {
		f.F["value_max"] = max
	}
	return f
}

// due registers something due from a time to a time.
func (d eyes) due(from, to, text string) *Fact {
	return d.Fact("milestone", F{"when": map[string]any{"from": from, "to": to}, "text": text})
}

// yearly registers something due on a day or in a month of every year.
func (d eyes) yearly(month, day int, text string) *Fact {
	when := map[string]any{"recurs": "yearly", "month": month}
	if day > 0 {
		when["day"] = day
	}
	return d.Fact("milestone", F{"when": when, "text": text})
}

// pairForm is the page's word for the tie of pairs.
func (d eyes) pairForm() string {
	if f := d.Plan.Form; f != "" {
		return f
	}
	return "结对帮扶"
}
