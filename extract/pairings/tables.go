package pairings

import (
	"strings"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// tables reads the tables with a helping and a helped side.
func (x *state) tables() {
	for _, ti := range x.Own {
		g := extract.NewGrid(x.Page, &x.Tables[ti])
		if x.cross(g) || g.First == 0 {
			continue
		}
		for _, panel := range g.Panels() {
			x.panel(g, panel)
		}
	}
}

func (x *state) panel(g *extract.Grid, panel []int) {
	seq, form, group := -1, -1, -1
	var from, to, school []int
	help := false
	for _, c := range panel {
		switch class := g.Class[c]; class {
		case "seq":
			seq = c
		case "form":
			form = c
		case "group", "tier":
			group = c
		case "school":
			school = append(school, c)
		default:
			switch extract.Side(class) {
			case "from":
				from = append(from, c)
			case "to":
				to = append(to, c)
			}
			help = help || strings.HasSuffix(class, "-help")
		}
	}
	// 学校 | 结对学校: the plain column is the side that is not named.
	switch {
	case len(from) == 0 && len(to) > 0 && len(school) == 1 && school[0] < to[0]:
		from = school
	case len(to) == 0 && len(from) > 0 && len(school) == 1:
		to = school
	}
	if len(from) == 0 || len(to) == 0 || group >= 0 && !help {
		return // a column of groups: package groups reads it
	}
	title := x.tableForm(g, from[0], to[0])
	found := 0
	for r := g.First; r < g.NRows(); r++ {
		if g.IsHeader(r) || g.IsRemark(r) {
			continue
		}
		fs, fresh1 := x.side(g, r, from)
		ts, fresh2 := x.side(g, r, to)
		if !fresh1 && !fresh2 {
			continue // both carried down, or nothing here
		}
		if len(fs) == 0 || len(ts) == 0 {
			if s := x.rowSpan(g, r, panel); !s.Empty() && len(fs)+len(ts) > 0 {
				x.d.Doubt(schema.CodeRow, "the row names only one side of a pair", s)
			}
			continue
		}
		p := pair{form: title}
		if form >= 0 {
			if i := g.Cell(r, form); i >= 0 && !g.Cells[i].Span.Empty() {
				p.form = g.Cells[i].Span
			}
		}
		if seq >= 0 {
			if i := g.Cell(r, seq); i >= 0 {
				p.seq = g.Cells[i].Span
			}
		}
		for _, f := range fs {
			for _, t := range ts {
				p.from, p.to = f, t
				x.pairs = append(x.pairs, p)
				found++
			}
		}
	}
	if found == 0 {
		x.d.Doubt(schema.CodeTableEmpty, "a table of pairs gave none", g.Span)
	}
}

// side returns the schools of one side in a row, and whether any of them
// starts in that row and is not carried down from above.
func (x *state) side(g *extract.Grid, r int, cols []int) (list []text.Span, fresh bool) {
	last := -1
	for _, c := range cols {
		i := g.Cell(r, c)
		if i < 0 || i == last {
			continue
		}
		last = i
		s := g.Cells[i].Span
		str := extract.Squeeze(x.Str(s))
		if str == "" || strings.Trim(str, "/-—_xX、") == "" {
			continue
		}
		fresh = fresh || g.Starts(i, r)
		l, ok := x.schools(s)
		if !ok {
			x.d.Doubt(schema.CodeRow, "the schools of the cell could not be told apart", s)
		}
		list = append(list, l...)
	}
	return
}

func (x *state) rowSpan(g *extract.Grid, r int, panel []int) (out text.Span) {
	for _, c := range panel {
		if i := g.Cell(r, c); i >= 0 && g.Starts(i, r) {
			out = out.Cover(g.Cells[i].Span)
		}
	}
	return
}

// tableForm is the page's word for what ties the pairs of a table: in its
// caption or the lines above it, its headings, the document's title.
func (x *state) tableForm(g *extract.Grid, from, to int) text.Span {
	for _, s := range x.Above(g, 3) {
		if f := x.formIn(s); !f.Empty() {
			return f
		}
	}
	for _, c := range []int{from, to} {
		if h := g.Heading[c]; h >= 0 {
			if f := x.formIn(g.Cells[h].Span); !f.Empty() {
				return f
			}
		}
	}
	return x.docForm()
}

// docForm is the longest form of pairing in the first lines that name one.
func (x *state) docForm() text.Span {
	for _, l := range x.Body {
		if f := x.formIn(l.Span); !f.Empty() {
			return f
		}
	}
	return text.Span{}
}

// cross reads a table with schools on both edges and marks where two are a
// pair. The corner says which edge helps (乡镇学校\城区学校). Only full marks
// count; an open one (○) is a doubt, for its meaning is said elsewhere.
func (x *state) cross(g *extract.Grid) bool {
	t := g.Table
	if t.Rows < 2 || t.Columns < 2 || t.Columns > 60 {
		return false
	}
	school := func(r, c int) text.Span {
		i := t.At(r, c)
		if i < 0 || !x.isSchool(t.Cells[i].Span) {
			return text.Span{}
		}
		return t.Cells[i].Span
	}
	for c := 1; c < t.Columns; c++ {
		if school(0, c).Empty() {
			return false
		}
	}
	type mark struct{ row, col, at text.Span }
	var marks, open []mark
	for r := 1; r < t.Rows; r++ {
		row := school(r, 0)
		if row.Empty() {
			return false
		}
		for c := 1; c < t.Columns; c++ {
			i := t.At(r, c)
			if i < 0 {
				continue
			}
			m := mark{row, school(0, c), t.Cells[i].Span}
			switch s := extract.Squeeze(x.Str(t.Cells[i].Span)); {
			case s == "":
			case strings.Contains("√✓✔●★■▲◆是", s):
				marks = append(marks, m)
			case strings.Contains("○△☆□◇", s):
				open = append(open, m)
			default:
				return false
			}
		}
	}
	if len(marks) == 0 {
		return false
	}
	form := x.tableForm(g, 0, 0)
	cols := true // the upper edge helps
	if i := t.At(0, 0); i >= 0 {
		first, second, ok := strings.Cut(strings.NewReplacer("＼", "\\", "/", "\\", "|", "\\", "、", "\\").Replace(extract.Squeeze(x.Str(t.Cells[i].Span))), "\\")
		if ok && extract.Side(extract.SideClass(first)) == "from" && extract.Side(extract.SideClass(second)) != "from" {
			cols = false
		}
	}
	for _, m := range marks {
		p := pair{form: form, from: m.col, to: m.row}
		if !cols {
			p.from, p.to = p.to, p.from
		}
		x.pairs = append(x.pairs, p)
	}
	for _, m := range open {
		x.d.Doubt(schema.CodeRow, "what this mark says of the two schools is not known", m.at)
	}
	return true
}
