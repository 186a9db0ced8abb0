package pairings

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// tables reads the tables with a helping and a helped side.
func (x *state) tables() {
	var last []text.Span // the helping schools of the last row
	for _, g := range x.Grids() {
		if x.cross(g) || x.filledForm(g) {
			continue
		}
		if !g.Headed() {
			all := make([]int, g.NCols())
			for c := range all {
				all[c] = c
			}
			if !x.ofPairs(g, all) {
				x.unsided(g, all)
			}
			continue
		}
		if g.Continues == nil {
			last = nil
		}
		for _, panel := range g.Panels() {
			last = x.panel(g, panel, last)
		}
	}
}

// maxForm is how many rows a form with one pair may have.
const maxForm = 40

// filledForm reads a form that has been filled in for one pair: labels stand
// beside their values, 帮扶学校 | 甲小学 | 受援学校 | 乙小学, and below it what else is
// known of the two. It reports whether the table is one.
func (x *state) filledForm(g *extract.Grid) bool {
	if g.Table.Rows > maxForm {
		return false
	}
	var from, to []text.Span
	var forms []pair  // one a row, where each row names both sides
	var seq text.Span // the number of the form
	for r := range g.Table.Rows {
		row := g.Row(r)
		nf, nt := len(from), len(to)
		if len(row)%2 != 0 || g.Table.Columns > 2 && len(row) < 4 {
			continue
		}
		if len(row) > 2 && x.isSchool(g.Cells[row[2]].Span) {
			return false // 帮扶学校 | 甲小学 | 乙小学 …: a table that is turned
		}
		for i := 0; i < len(row); i += 2 {
			label, value := &g.Cells[row[i]], &g.Cells[row[i+1]]
			if label.Row != r || value.Row != r {
				continue
			}
			class := extract.SideClass(extract.Squeeze(x.Str(label.Span)))
			if extract.HeaderClass(x.Str(label.Span)) == "seq" {
				seq = value.Span
			}
			if class == "" && x.isSchool(label.Span) {
				return false // 帮扶学校 | 甲小学 | 乙小学 | 丙小学: a turned table
			}
			if !strings.HasSuffix(class, "-help") {
				continue
			}
			list, ok := x.onlySchools(value.Span)
			if !ok {
				continue
			}
			if extract.Side(class) == "from" {
				from = append(from, list...)
			} else {
				to = append(to, list...)
			}
		}
		if len(from) == nf+1 && len(to) == nt+1 {
			forms = append(forms, pair{from: from[nf], to: to[nt]})
		}
	}
	p := pair{form: x.tableForm(g, 0, 0), seq: seq}
	if len(forms) > 1 && len(forms) == len(from) && len(forms) == len(to) { // several forms in one table
		for _, f := range forms {
			f.form = p.form
			x.add(f)
		}
		return true
	}
	if len(from) != 1 || len(to) == 0 {
		return false
	}
	for _, p.from = range from {
		for _, p.to = range to {
			x.add(p)
		}
	}
	return true
}

// columns are the columns of one panel by what they hold, -1 where none does.
type columns struct {
	seq, form int
	from, to  []int
	help      bool // the sides help each other; else one leads a group
	mutual    bool // neither side helps the other
}

// columns finds the two sides of a panel; ok is false when it has not both, or
// is a table of groups or of persons.
func (x *state) columns(g *extract.Grid, panel []int) (cols columns, ok bool) {
	cols = columns{seq: -1, form: -1}
	var school []int
	group := false
	for _, c := range panel {
		switch class := g.Class[c]; class {
		case "seq":
			cols.seq = c
		case "form":
			cols.form = c
		case "group", "tier":
			group = true
		case "school":
			school = append(school, c)
		default:
			switch extract.Side(class) {
			case "from":
				cols.from = append(cols.from, c)
			case "to":
				cols.to = append(cols.to, c)
			}
			cols.help = cols.help || strings.HasSuffix(class, "-help")
		}
	}
	// 学校 | 结对学校: the plain column is the side that is not named.
	switch {
	case len(cols.from) == 0 && len(cols.to) > 0 && len(school) == 1 && school[0] < cols.to[0]:
		cols.from = school
	case len(cols.to) == 0 && len(cols.from) > 0 && len(school) == 1:
		cols.to = school
	}
	// 结对学校 | 结对学校: paired, and neither helps.
	if len(cols.from) == 0 && len(cols.to) == 2 && extract.Squeeze(x.Str(g.HeadingText(cols.to[0]))) == extract.Squeeze(x.Str(g.HeadingText(cols.to[1]))) && g.Heading[cols.to[0]] != g.Heading[cols.to[1]] {
		cols.from, cols.to, cols.mutual = cols.to[:1], cols.to[1:], true
	}
	ok = len(cols.from) > 0 && len(cols.to) > 0 && (cols.help || !group && !x.d.Tables[g.Index]) && !g.OfPersons(panel)
	return
}

// panel reads one half of a table. carried are the helping schools of the page
// before; those of its last row are returned.
func (x *state) panel(g *extract.Grid, panel []int, carried []text.Span) []text.Span {
	cols, ok := x.columns(g, panel)
	if !ok && x.ofPairs(g, panel) {
		return nil
	}
	if !ok {
		if n := len(x.pairs); cols.help && len(cols.from)+len(cols.to) == 1 {
			if x.inCells(g, cols); len(x.pairs) > n {
				return nil
			}
		}
		x.unsided(g, panel)
		return nil
	}
	if x.ofPupils(g) {
		return nil
	}
	title := x.tableForm(g, cols.from[0], cols.to[0])
	heads := g.Heads(panel)
	var schools []schema.School // with their heads
	var pairs []pair
	var unread []text.Span // rows
	filled := false
	var seen [2]struct{ schools, bodies int } // by side
	for r := g.First; r < g.NRows(); r++ {
		if !g.Across(r).Empty() || g.IsHeader(r) || g.IsRemark(r) {
			continue
		}
		from, to := x.side(g, r, cols.from), x.side(g, r, cols.to)
		filled = filled || from.filled || to.filled
		if !from.fresh && !to.fresh {
			continue // both carried down, or nothing here
		}
		for i, list := range [][]text.Span{from.list, to.list} {
			for _, s := range list {
				if x.isSchool(s) {
					seen[i].schools++
				} else if s.Len() <= 3*4 {
					seen[i].bodies++
				}
			}
		}
		if len(from.list) == 0 && !from.filled && len(to.list) > 0 && (cols.seq < 0 || g.In(r, cols.seq).Empty()) {
			from.list = carried // the helping school stands once, above empty cells
		}
		if len(from.list) > 0 {
			carried = from.list
		}
		if len(from.list) == 0 || len(to.list) == 0 {
			if s := g.RowSpan(r, panel); !s.Empty() && len(from.list)+len(to.list) > 0 {
				unread = append(unread, s)
			}
			continue
		}
		unread = append(append(unread, from.unread...), to.unread...)
		schools = append(schools, x.heads(g, r, heads)...)
		p := pair{form: title, undirected: cols.mutual}
		if cols.form >= 0 {
			if f := g.In(r, cols.form); !f.Empty() && !words().stages.Has(extract.Squeeze(x.Str(f))) {
				p.form = f
			}
		}
		if cols.seq >= 0 {
			p.seq = g.In(r, cols.seq)
		}
		for _, p.from = range from.list {
			for _, p.to = range to.list {
				pairs = append(pairs, p)
				if extract.Squeeze(x.Str(p.from)) == extract.Squeeze(x.Str(p.to)) {
					unread = append(unread, g.RowSpan(r, panel))
				}
			}
		}
	}
	if !x.ofSchools(g, cols.from, seen[0].schools) || !x.ofSchools(g, cols.to, seen[1].schools) || seen[0].schools+seen[1].schools == 0 {
		// Figures and tasks stand under the same words; blank cells and short
		// names may be meant for pairs.
		bodies := seen[0].bodies + seen[1].bodies
		beside := panel[0] != g.Panels()[0][0] // the last of several, for which no rows were left
		if rows := g.NRows() - g.First; cols.help && rows > 1 && (!filled && !beside || bodies > 0 && bodies >= 2*rows) {
			x.d.Doubt(schema.CodeTableEmpty, "a table of pairs gave none", g.Span)
		}
		return nil
	}
	x.d.Schools = append(x.d.Schools, schools...)
	found := 0
	for _, p := range pairs {
		if x.add(p) {
			found++
		}
	}
	for _, s := range unread {
		x.d.Doubt(schema.CodeRow, "the row gives no clear pair of schools", s)
	}
	if found == 0 && len(unread) == 0 {
		x.d.Doubt(schema.CodeTableEmpty, "a table of pairs gave none", g.Span)
	}
	return carried
}

// maxUnsided is how many rows unsided looks at.
const maxUnsided = 20

// unsided reports a table of schools beside schools, in a document about pairs, whose
// headings do not say which side they are on.
func (x *state) unsided(g *extract.Grid, panel []int) {
	if x.docForm().Empty() || x.d.Tables[g.Index] || g.OfPersons(panel) || g.NRows()-g.First < 2 {
		return
	}
	for _, c := range panel {
		if class := g.Class[c]; class == "group" || class == "tier" {
			return
		}
	}
	two, rows := 0, 0 // rows with two cells of schools
	for r := g.First; r < min(g.NRows(), g.First+maxUnsided); r++ {
		n, whose := 0, false // whose: persons stand before their schools
		for _, c := range panel {
			s := g.In(r, c)
			if _, ok := x.onlySchools(s); ok && g.Fresh(r, c) {
				n++
			} else if str := extract.Squeeze(x.Str(s)); n == 0 && utf8.RuneCountInString(str) <= 4 && extract.IsBody(str) {
				whose = true
			}
		}
		if rows++; n >= 2 && !whose {
			two++
		}
	}
	if two >= 2 && two*2 > rows {
		x.d.Doubt(schema.CodeTableEmpty, "schools stand beside schools, and no heading says which side they are on", g.Span)
	}
}

// heads returns the schools of a row whose heads or phones the table gives.
func (x *state) heads(g *extract.Grid, r int, heads map[int]extract.Head) []schema.School {
	var out []schema.School
	for c := 0; c < g.NCols(); c++ {
		h, ok := heads[c]
		if !ok || !g.Fresh(r, c) {
			continue
		}
		list, _ := x.Schools(g.In(r, c))
		principal, phone := g.Head(r, h)
		if len(list) != 1 || principal.Empty() && phone.Empty() {
			continue
		}
		s := schema.School{Name: x.Value(list[0])}
		if !principal.Empty() {
			v := x.Value(principal)
			s.Principal = &v
			x.d.Names[v.Value] = true
		}
		if !phone.Empty() {
			v := x.Value(phone)
			s.Phone = &v
		}
		out = append(out, s)
	}
	return out
}

// ofPupils reports whether the lines above the table, or the document's title,
// say that it deals pupils among schools: 对口小学 are then those whose pupils go
// on to a school.
func (x *state) ofPupils(g *extract.Grid) bool {
	for _, s := range x.Above(g, 3) {
		if words().pupils.Contained(extract.Squeeze(x.Str(s))) {
			return true
		}
	}
	return x.d.Title != nil && words().pupils.Contained(x.d.Title.Value)
}

// ofSchools reports whether the columns of a side hold schools: one of their
// cells has the form of a school's name, or the heading says 学校, 校, 园, and the
// names are short ones.
func (x *state) ofSchools(g *extract.Grid, cols []int, schools int) bool {
	if schools > 0 {
		return true
	}
	for _, c := range cols {
		if strings.ContainsAny(x.Str(g.HeadingText(c)), "校园") {
			return true
		}
	}
	return false
}

// ofPairs reads a panel with a column whose cells hold a pair each, 甲小学—乙小学,
// whatever its heading is. It reports whether the panel is one.
func (x *state) ofPairs(g *extract.Grid, panel []int) bool {
	cols := columns{seq: -1}
	for _, c := range panel {
		if i := g.Cell(0, c); i >= 0 && extract.HeaderClass(x.Str(g.Cells[i].Span)) == "seq" {
			cols.seq = c
		}
	}
	for _, c := range panel {
		if g.Class[c] != "" {
			continue
		}
		heading := x.columnHeading(g, c)
		says := !x.formIn(heading).Empty() || x.sidesLine(inBrackets(x, heading)) != "" // 结对双方, 帮扶校-受援校
		pairs, filled := 0, 0
		first := g.First
		if says && g.HeadingText(c).Empty() {
			first = max(first, 1) // the heading is the first row
		}
		for r := first; r < g.NRows(); r++ {
			s := g.In(r, c)
			if s.Empty() || !g.Fresh(r, c) || g.IsRemark(r) {
				continue
			}
			filled++
			if _, _, sep, ok := x.listed(s, false); ok && (says || arrow.MatchString(x.Str(sep))) {
				pairs++
			}
		}
		if (pairs > 1 || pairs == 1 && says) && pairs*2 > filled {
			cols.from = []int{c}
			x.inCells(g, cols)
			return true
		}
	}
	return false
}

// inCells reads a column whose cells hold whole pairs: 甲小学—乙小学.
func (x *state) inCells(g *extract.Grid, cols columns) {
	col := append(cols.from, cols.to...)[0]
	p := pair{form: x.tableForm(g, col, col)}
	turned := x.sidesLine(inBrackets(x, x.columnHeading(g, col))) == "to" // 结对双方(受援校—支援校)
	for r := g.First; r < g.NRows(); r++ {
		s := g.In(r, col)
		if s.Empty() || !g.Fresh(r, col) || g.IsRemark(r) {
			continue
		}
		from, to, sep, ok := x.listed(s, false)
		if !ok {
			continue
		}
		p.undirected = undirected.MatchString(x.Str(sep))
		if cols.seq >= 0 {
			p.seq = g.In(r, cols.seq)
		}
		if turned {
			from, to = to, from
		}
		for _, p.from = range from {
			for _, p.to = range to {
				x.add(p)
			}
		}
	}
}

// columnHeading is what stands above a column, in its first row where the table
// has no header that is understood.
func (x *state) columnHeading(g *extract.Grid, col int) text.Span {
	if s := g.HeadingText(col); !s.Empty() || g.NRows() == 0 {
		return s
	}
	return g.In(0, col)
}

// inBrackets returns what a heading says in brackets at its end, else all of it.
func inBrackets(x *state, s text.Span) text.Span {
	str := x.Str(s)
	if i := strings.IndexByte(str, '('); i >= 0 && strings.HasSuffix(str, ")") {
		return text.Span{Start: s.Start + i + 1, End: s.End - 1}
	}
	return s
}

// cells are the schools that one row names on one side.
type cells struct {
	list   []text.Span
	unread []text.Span // cells that hold something else
	fresh  bool        // one of the cells starts in the row
	filled bool        // one of the cells says something
}

// side returns the schools of one side in a row.
func (x *state) side(g *extract.Grid, r int, cols []int) (out cells) {
	last := -1
	for _, c := range cols {
		i := g.Cell(r, c)
		if i < 0 || i == last {
			continue
		}
		last = i
		s := g.In(r, c)
		if s.Empty() || extract.IsBlank(extract.Squeeze(x.Str(s))) {
			continue
		}
		out.filled = true
		fresh := g.Starts(i, r)
		out.fresh = out.fresh || fresh
		list, ok := x.Schools(s)
		bad := false
		for _, l := range list {
			l = x.TrimMarks(l)
			switch str := extract.Squeeze(x.Str(l)); {
			case x.isSchool(l):
			case extract.IsBody(str) && words().orgs.Suffix(str) == "":
				ok = ok || len(list) == 1
			default:
				bad = true
				continue
			}
			out.list = append(out.list, l)
		}
		if (bad || !ok) && fresh {
			out.unread = append(out.unread, s)
		}
	}
	return
}

// tableForm is the page's word for what ties the pairs of a table: in its
// caption or the lines above it up to a paragraph or a numbered heading, its own
// headings, the document's title.
func (x *state) tableForm(g *extract.Grid, from, to int) text.Span {
	for i, s := range x.Above(g, 3) {
		if i > 0 && strings.HasSuffix(x.Str(s), "。") {
			break // running text about other things
		}
		if f := x.formIn(s); !f.Empty() {
			return f
		}
		if style, _, _ := extract.Numbering(x.Str(s)); style != extract.NoStyle {
			break // what stands above it is about other things
		}
	}
	for _, c := range []int{from, to} {
		if f := x.formIn(g.HeadingText(c)); !f.Empty() {
			if whole := x.docForm(); strings.HasSuffix(g.Class[c], "-member") && strings.HasSuffix(x.Str(whole), x.Str(f)) {
				return whole // 共建学校 is a member; the document is about 结对共建
			}
			return f
		}
	}
	return x.docForm()
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
		x.add(p)
	}
	for _, m := range open {
		x.d.Doubt(schema.CodeRow, "what this mark says of the two schools is not known", m.at)
	}
	return true
}
