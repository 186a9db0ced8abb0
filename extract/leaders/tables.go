package leaders

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// tables reads leadership tables: a column of names beside one of roles or
// posts, with or without a header.
func (x *state) tables() {
	for _, ti := range x.Own {
		x.table(ti)
	}
}

// across reads a table whose first row holds roles, and the cells below each of
// them whoever holds it. A column before them may say the subject, the stage or
// the body of a row (学科 | 组长 | 成员). It reports whether t is one.
func (x *state) across(t *extract.Grid) bool {
	if t.Rows < 2 || t.Columns < 2 || t.Columns > maxAcross {
		return false
	}
	subject, stage, of, roles := -1, -1, -1, 0
	for _, i := range t.Row(0) {
		cell := &t.Cells[i]
		switch class := extract.HeaderClass(x.Str(cell.Span)); {
		case x.isRole(cell.Span):
			roles++
		case class == "subject" && roles == 0:
			subject = cell.Col
		case class == "stage" && roles == 0:
			stage = cell.Col
		case class == "group" && roles == 0:
			of = cell.Col
		case class == "seq" && roles == 0:
		case roles > 1: // what the body does, and where
		default:
			return false
		}
	}
	if roles < 1 || roles < 2 && subject < 0 {
		return false
	}
	body := x.tableBody(t)
	for i := range t.Cells {
		cell := &t.Cells[i]
		head := t.At(0, cell.Col)
		if cell.Row == 0 || head < 0 || !x.isRole(t.Cells[head].Span) {
			continue
		}
		list, ok := x.people(cell.Span)
		if !ok && x.doubt {
			x.d.Doubt(schema.CodeRow, "the names below a role were not understood", cell.Span)
		}
		at := func(col int) text.Span {
			if k := t.At(cell.Row, col); col >= 0 && k >= 0 {
				return t.Cells[k].Span
			}
			return text.Span{}
		}
		body := body
		if s := at(of); !s.Empty() {
			body = s
		}
		for _, m := range list {
			m.role = x.roleIn(t.Cells[head].Span)
			if m.subject.Empty() {
				m.subject = at(subject)
			}
			m.stage = at(stage)
			x.add(body, m)
		}
	}
	return true
}

// alternating reads a table whose cells, one after the other, are a role and
// whoever holds it: 组长 | 张三 | 副组长 | 李四、王五. It reports whether t is one.
func (x *state) alternating(t *extract.Grid) bool {
	var cells []text.Span
	for i := range t.Cells {
		if s := t.Cells[i].Span; !s.Empty() {
			cells = append(cells, s)
		}
	}
	if len(cells) < 4 || len(cells)%2 != 0 || len(cells) > maxAlternating {
		return false
	}
	for i, s := range cells {
		if x.isRole(s) != (i%2 == 0) {
			return false
		}
	}
	body := x.tableBody(t)
	for i := 0; i < len(cells); i += 2 {
		list, ok := x.people(cells[i+1])
		if !ok && x.doubt {
			x.d.Doubt(schema.CodeRow, "the names beside a role were not understood", cells[i+1])
		}
		for _, m := range list {
			m.role = x.roleIn(cells[i])
			x.add(body, m)
		}
	}
	return true
}

// maxAlternating is how many cells such a table has at most.
const maxAlternating = 24

// maxAcross is how many roles stand side by side at most.
const maxAcross = 12

// columns are the columns of a leadership table; -1 where it has none.
type columns struct{ body, role, name, post, subject, stage int }

// columnsOf finds what the columns of t hold; ok is false when t lists no
// members of a body: schools, pairs, teachers who move.
func (x *state) columnsOf(t *extract.Grid) (c columns, ok bool) {
	c = columns{-1, -1, -1, -1, -1, -1}
	if t.First == 0 {
		// Without a header: the first column holds roles, the second names.
		if t.NCols() < 2 || !x.holdsRoles(t, 0) {
			return c, false
		}
		c.role, c.name = 0, 1
		return c, true
	}
	unit := -1
	for i, class := range t.Class {
		switch class {
		case "role":
			c.role = i
		case "name":
			if c.name < 0 {
				c.name = i
			}
		case "post":
			if c.role < 0 && x.holdsRoles(t, i) {
				c.role = i // 职务 in the body: 组长, 组员
			} else {
				c.post = i
			}
		case "unit":
			unit = i
		case "school": // 单位 beside a name is where the person works
			if h := t.Heading[i]; h < 0 || !strings.Contains(x.Str(t.Cells[h].Span), "单位") {
				return c, false
			}
			unit = i
		case "subject":
			c.subject = i
		case "stage":
			c.stage = i
		case "group": // of a table of bodies (综合协调组 | 组长 | …)
			if !x.holdsBodies(t, i) {
				return c, false
			}
			c.body = i
		}
		if extract.Side(class) != "" {
			return c, false
		}
	}
	if c.name < 0 {
		return c, false
	}
	if c.role < 0 && c.name > 0 && x.holdsRoles(t, 0) {
		c.role = 0 // a first column without a heading
	}
	if c.post < 0 {
		c.post = unit
	}
	return c, c.role >= 0 || c.post >= 0
}

// nameCell returns the cell of a row that holds the name. Without a header that is
// the first cell behind the role that is a name (委员 | 小学语文 | 张三), else the
// second.
func (x *state) nameCell(t *extract.Grid, r int, c columns) int {
	if t.First == 0 {
		for col := c.name; col < t.NCols(); col++ {
			if i := t.Cell(r, col); i >= 0 && x.mayBe(t.Cells[i].Span) {
				return i
			}
		}
	}
	return t.Cell(r, c.name)
}

// holdsBodies reports whether the cells of a column that hold something are
// names of bodies.
func (x *state) holdsBodies(t *extract.Grid, col int) bool {
	n := 0
	for r := t.First; r < t.NRows(); r++ {
		if i := t.Cell(r, col); i >= 0 && !t.Cells[i].Span.Empty() {
			if words().bodies.Suffix(extract.Squeeze(x.Str(t.Cells[i].Span))) == "" {
				return false
			}
			n++
		}
	}
	return n > 0
}

// holdsRoles reports whether at least half of a column's cells are roles.
func (x *state) holdsRoles(t *extract.Grid, col int) bool {
	n, of := 0, 0
	for r := t.First; r < t.NRows(); r++ {
		if i := t.Cell(r, col); i >= 0 && !t.Cells[i].Span.Empty() {
			of++
			if x.isRole(t.Cells[i].Span) {
				n++
			}
		}
	}
	return n > 0 && n*2 >= of
}

func (x *state) table(ti int) {
	t := extract.NewGrid(x.Page, &x.Tables[ti])
	if x.across(t) {
		return
	}
	if x.alternating(t) {
		return
	}
	c, ok := x.columnsOf(t)
	if !ok {
		return
	}
	body := x.tableBody(t)
	if body.Empty() && c.role < 0 && c.body < 0 {
		return // a list of persons, but of no body
	}
	found := 0
	for r := t.First; r < t.NRows(); r++ {
		n := x.nameCell(t, r, c)
		if n < 0 || t.Cells[n].Span.Empty() || !t.Starts(n, r) {
			continue
		}
		var m member
		at := func(col int) (s text.Span) {
			if i := t.Cell(r, col); col >= 0 && i >= 0 && i != n {
				s = t.Cells[i].Span
			}
			return s
		}
		body := body
		if s := at(c.body); !s.Empty() {
			body = s
		}
		if m.role = x.roleIn(at(c.role)); m.role.Empty() {
			m.role, m.derivedRole = t.Cells[n].Span, "成员"
		}
		post := c.post
		if t.First == 0 {
			post = t.Cells[n].Col + t.Cells[n].ColSpan
		}
		if s := at(post); !s.Empty() {
			m.posts = x.posts(s)
		}
		m.subject, m.stage = at(c.subject), at(c.stage)
		cell := t.Cells[n].Span
		if x.isName(cell) || x.mayBe(cell) {
			m.name = cell
			x.add(body, m)
			found++
			continue
		}
		list, ok := x.people(cell)
		if !ok || len(list) == 0 {
			if x.doubt && !ok {
				x.d.Doubt(schema.CodeRow, "the row's name was not understood", cell)
			}
			continue
		}
		for _, l := range list {
			k := m
			k.name = l.name
			if len(l.posts) > 0 {
				k.posts = l.posts
			}
			if !l.said.Empty() {
				k.posts = append(k.posts[:len(k.posts):len(k.posts)], l.said)
			}
			x.add(body, k)
			found++
		}
	}
	if found == 0 && x.doubt {
		x.d.Doubt(schema.CodeTableEmpty, "a table of members gave none", t.Span)
	}
}

// posts cuts what stands in a cell at blanks where each piece is a post: the
// lines of a cell (区委工委书记 / 区教育局局长) are one post each.
func (x *state) posts(s text.Span) []text.Span {
	toks := x.tokens(s)
	for _, t := range toks {
		if !x.isPost(t) || utf8.RuneCountInString(x.Str(t)) < 4 { // 局长 书记 belong to one unit
			return []text.Span{s}
		}
	}
	return toks
}

// roleIn returns the role of a cell without its colon.
func (x *state) roleIn(s text.Span) text.Span {
	s.End -= len(x.Str(s)) - len(strings.TrimRight(x.Str(s), ": "))
	return s
}

// isRole reports whether s is a role and no more, a colon aside.
func (x *state) isRole(s text.Span) bool {
	return words().roles.Has(extract.Squeeze(x.Str(x.roleIn(s))))
}

// tableBody returns the name of the body that a table lists: in its caption,
// its first row, or the lines above it.
func (x *state) tableBody(g *extract.Grid) text.Span {
	for _, s := range x.Above(g, 6) {
		if b := x.bodyIn(s); !b.Empty() {
			return b
		}
	}
	return text.Span{}
}
