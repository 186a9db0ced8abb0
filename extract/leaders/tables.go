package leaders

import (
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

func (x *state) table(ti int) {
	t := extract.NewGrid(x.Page, &x.Tables[ti])
	header := t.First
	role, name, post, subject, stage := -1, -1, -1, -1, -1
	for c, class := range t.Class {
		switch class {
		case "role":
			role = c
		case "name":
			if name < 0 {
				name = c
			}
		case "post", "unit":
			if post < 0 || class == "post" {
				post = c
			}
		case "subject":
			subject = c
		case "stage":
			stage = c
		case "school", "group":
			return // a table of schools that also names persons
		}
		if extract.Side(class) != "" {
			return
		}
	}
	if header == 0 {
		// Without a header: the first column holds roles, the second names.
		n := 0
		for r := 0; r < t.NRows(); r++ {
			if i := t.Cell(r, 0); i >= 0 && x.isRole(t.Cells[i].Span) {
				n++
			}
		}
		if n == 0 || n*2 < t.NRows() || t.NCols() < 2 {
			return
		}
		role, name, post = 0, 1, 2
	}
	if name < 0 || role < 0 && post < 0 {
		return
	}
	if role < 0 { // a first column without a heading may hold the roles
		if i := t.Cell(header, 0); i >= 0 && name > 0 && x.isRole(t.Cells[i].Span) {
			role = 0
		}
	}
	body := x.tableBody(t)
	found := 0
	for r := header; r < t.NRows(); r++ {
		n := t.Cell(r, name)
		if n < 0 || t.Cells[n].Span.Empty() || !t.Starts(n, r) {
			continue
		}
		var m member
		if role >= 0 {
			if i := t.Cell(r, role); i >= 0 {
				m.role = t.Cells[i].Span
			}
		}
		if m.role.Empty() {
			m.role, m.derivedRole = t.Cells[n].Span, "成员"
		}
		if post >= 0 {
			if i := t.Cell(r, post); i >= 0 && i != n && !t.Cells[i].Span.Empty() {
				m.posts = []text.Span{t.Cells[i].Span}
			}
		}
		if subject >= 0 {
			if i := t.Cell(r, subject); i >= 0 {
				m.subject = t.Cells[i].Span
			}
		}
		if stage >= 0 {
			if i := t.Cell(r, stage); i >= 0 {
				m.stage = t.Cells[i].Span
			}
		}
		cell := t.Cells[n].Span
		if x.isName(cell) || x.mayBe(cell) {
			m.name = cell
			x.add(body, m)
			found++
			continue
		}
		list, ok := x.people(cell)
		if !ok || len(list) == 0 {
			if x.doubt && ok == false {
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
			x.add(body, k)
			found++
		}
	}
	if found == 0 && x.doubt {
		x.d.Doubt(schema.CodeTableEmpty, "a table of members gave none", t.Span)
	}
}

func (x *state) isRole(s text.Span) bool {
	return words().roles.Has(extract.Squeeze(x.Str(s)))
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
