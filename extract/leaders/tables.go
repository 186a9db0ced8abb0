package leaders

import (
	"strings"

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

// columns are the columns of a leadership table; -1 where it has none.
type columns struct{ role, name, post, subject, stage int }

// columnsOf finds what the columns of t hold; ok is false when t lists no
// members of a body: schools, pairs, teachers who move.
func (x *state) columnsOf(t *extract.Grid) (c columns, ok bool) {
	c = columns{-1, -1, -1, -1, -1}
	if t.First == 0 {
		// Without a header: the first column holds roles, the second names.
		if t.NCols() < 2 || !x.holdsRoles(t, 0) {
			return c, false
		}
		c.role, c.name = 0, 1
		if t.NCols() > 2 {
			c.post = 2
		}
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
			c.post = i
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
		case "group":
			return c, false
		}
		if extract.Side(class) != "" {
			return c, false
		}
	}
	if c.name < 0 {
		return c, false
	}
	if c.role < 0 && c.post >= 0 && x.holdsRoles(t, c.post) {
		c.role, c.post = c.post, -1 // 职务 in the body: 组长, 组员
	}
	if c.role < 0 && c.name > 0 && x.holdsRoles(t, 0) {
		c.role = 0 // a first column without a heading
	}
	if c.post < 0 {
		c.post = unit
	}
	return c, c.role >= 0 || c.post >= 0
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
	c, ok := x.columnsOf(t)
	if !ok {
		return
	}
	body := x.tableBody(t)
	if body.Empty() && c.role < 0 {
		return // a list of persons, but of no body
	}
	found := 0
	for r := t.First; r < t.NRows(); r++ {
		n := t.Cell(r, c.name)
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
		if m.role = x.roleIn(at(c.role)); m.role.Empty() {
			m.role, m.derivedRole = t.Cells[n].Span, "成员"
		}
		if s := at(c.post); !s.Empty() {
			m.posts = []text.Span{s}
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
			if !l.role.Empty() {
				k.role, k.derivedRole = l.role, ""
			}
			if len(l.posts) > 0 {
				k.posts = l.posts
			}
			x.add(body, k)
			found++
		}
	}
	if found == 0 && x.doubt {
		x.d.Doubt(schema.CodeTableEmpty, "a table of members gave none", t.Span)
	}
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
