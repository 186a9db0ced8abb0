package groups

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/schema"
	"jiedui/text"
)

// tables reads the tables that list groups: those with a column of groups or
// tiers, and those under a heading that names one group.
func (x *state) tables() {
	for _, ti := range x.Own {
		g := extract.NewGrid(x.Page, &x.Tables[ti])
		if g.First == 0 {
			continue
		}
		for _, panel := range g.Panels() {
			x.panel(g, panel)
		}
	}
}

// columns are the columns of one panel by what they hold, -1 where none does.
type columns struct {
	tier, group, stage, contact int
	rank                        int   // a column that says 牵头 or 成员
	schools                     []int // school, lead and member columns
}

func (x *state) panel(g *extract.Grid, panel []int) {
	cols := columns{tier: -1, group: -1, stage: -1, contact: -1, rank: -1}
	help := false
	for _, c := range panel {
		switch class := g.Class[c]; class {
		case "tier":
			cols.tier = c
		case "group":
			if cols.group < 0 {
				cols.group = c
			}
		case "stage":
			cols.stage = c
		case "contact":
			cols.contact = c
		case "school", "from-lead", "to-member":
			cols.schools = append(cols.schools, c)
		case "from-help", "to-help":
			help = true
		}
	}
	if len(cols.schools) == 0 || help {
		return
	}
	for _, c := range panel {
		if x.ranks(g, c) {
			cols.rank = c
			if cols.stage == c {
				cols.stage = -1
			}
		}
	}
	var single text.Span // one table a group: the group is named above
	if cols.group < 0 {
		if cols.tier >= 0 {
			cols.group, cols.tier = cols.tier, -1
		} else if single = x.nameAbove(g); single.Empty() {
			return
		}
	}
	kind := x.tableKind(g, cols)
	found := 0
	x.touched = map[*group]bool{}
	defer x.ranked()
	for r := g.First; r < g.NRows(); r++ {
		if g.IsHeader(r) || g.IsRemark(r) {
			continue
		}
		name, parent := single, text.Span{}
		if cols.group >= 0 {
			i := g.Cell(r, cols.group)
			if i < 0 || g.Cells[i].Span.Empty() {
				x.d.Doubt(schema.CodeRow, "the row stands in no group", x.rowSpan(g, r, panel))
				continue
			}
			name = g.Cells[i].Span
		}
		if cols.tier >= 0 {
			if i := g.Cell(r, cols.tier); i >= 0 {
				parent = g.Cells[i].Span
			}
		}
		grp := x.group(x.label(name), parent)
		x.touched[grp] = true
		if grp.kind.Empty() {
			grp.kind = kind
		}
		if cols.stage >= 0 && grp.stage.Empty() {
			if i := g.Cell(r, cols.stage); i >= 0 {
				grp.stage = g.Cells[i].Span
			}
		}
		n := 0
		for k, c := range cols.schools {
			i := g.Cell(r, c)
			if i < 0 || g.Cells[i].Span.Empty() {
				continue
			}
			if !g.Starts(i, r) {
				n++ // carried down from the row above
				continue
			}
			principal, phone := x.personBeside(g, r, c, next(cols.schools, k, panel))
			list, ok := x.schools(g.Cells[i].Span)
			if !ok {
				x.d.Doubt(schema.CodeRow, "the schools of the cell could not be told apart", g.Cells[i].Span)
			}
			for _, s := range list {
				m := member{school: s, role: role(g.Class[c])}
				if m.role != "" {
					m.cause = g.Cells[g.Heading[c]].Span
				}
				x.marked(&m)
				if cols.rank >= 0 && m.role == "" {
					if j := g.Cell(r, cols.rank); j >= 0 {
						m.role, m.cause = role(rankClass(x.Str(g.Cells[j].Span))), g.Cells[j].Span
					}
				}
				x.headIn(&m)
				if len(list) == 1 {
					m.principal, m.phone = principal, phone
				}
				grp.members = append(grp.members, m)
				n++
			}
		}
		if cols.contact >= 0 {
			if i := g.Cell(r, cols.contact); i >= 0 && g.Starts(i, r) {
				grp.contacts = append(grp.contacts, x.contacts(g, r, i, cols.contact, panel)...)
			}
		}
		if n == 0 {
			if s := x.rowSpan(g, r, panel); !s.Empty() {
				x.d.Doubt(schema.CodeRow, "the row names no school", s)
			}
			continue
		}
		found += n
	}
	if found == 0 {
		x.d.Doubt(schema.CodeTableEmpty, "a table of groups gave no school", g.Span)
	}
}

// next returns the column before which the columns belonging to schools[k] end.
func next(schools []int, k int, panel []int) int {
	if k+1 < len(schools) {
		return schools[k+1]
	}
	return panel[len(panel)-1] + 1
}

// personBeside finds principal and phone in the columns right of a school.
func (x *state) personBeside(g *extract.Grid, r, from, to int) (principal, phone text.Span) {
	for c := from + 1; c < to; c++ {
		i := g.Cell(r, c)
		if i < 0 || g.Cells[i].Span.Empty() || g.Heading[c] >= 0 && g.Heading[c] == i {
			continue
		}
		s := g.Cells[i].Span
		if !filled(x.Str(s)) {
			continue
		}
		switch g.Class[c] {
		case "principal", "name":
			if principal.Empty() && x.Str(s) != "" {
				principal = s
				// 王芳100…: name and number in one cell.
				if m := number.FindStringIndex(x.Str(s)); m != nil {
					phone = text.Span{Start: s.Start + m[0], End: s.Start + m[1]}
					principal = x.Trim(text.Span{Start: s.Start, End: phone.Start})
				}
			}
		case "phone":
			if phone.Empty() {
				if m := number.FindStringIndex(x.Str(s)); m != nil {
					phone = text.Span{Start: s.Start + m[0], End: s.Start + m[1]}
				} else if s.Len() >= 7 {
					phone = s
				}
			}
		}
	}
	return
}

// filled reports whether a cell holds a letter or digit: —— and / stand for
// nothing.
func filled(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// number matches a telephone number: a mobile number, or a landline with or
// without its area code.
var number = regexp.MustCompile(`1\d{2}[ -]?\d{4}[ -]?\d{4}|(?:\(0\d{2,3}\)|0\d{2,3}[- ]?)?\d{7,8}`)

// contacts reads the contact persons of a group's cell: 王 敏100…李红101…, or
// a name whose number stands in the next column.
func (x *state) contacts(g *extract.Grid, r, cell, col int, panel []int) []contact {
	s := g.Cells[cell].Span
	str := x.Str(s)
	var out []contact
	at := 0
	for _, m := range number.FindAllStringIndex(str, -1) {
		who := x.trimName(text.Span{Start: s.Start + at, End: s.Start + m[0]})
		if !who.Empty() {
			out = append(out, contact{who, text.Span{Start: s.Start + m[0], End: s.Start + m[1]}})
			x.d.Names[extract.Squeeze(x.Str(who))] = true
		}
		at = m[1]
	}
	if len(out) > 0 {
		return out
	}
	if extract.Squeeze(str) == "" {
		return nil
	}
	names, ok := segment.Names(str, x.d.Names)
	if n := utf8.RuneCountInString(extract.Squeeze(str)); !ok && n >= 2 && n <= 4 && !strings.ContainsAny(str, "、,;/") {
		names, ok = []text.Span{{Start: 0, End: len(str)}}, true // a column of persons holds one
	}
	if !ok {
		x.d.Doubt(schema.CodeName, "the contact persons could not be told apart", s)
		return nil
	}
	var phones []text.Span
	for _, c := range panel {
		if c > col && g.Class[c] == "phone" {
			if i := g.Cell(r, c); i >= 0 {
				p := g.Cells[i].Span
				for _, m := range number.FindAllStringIndex(x.Str(p), -1) {
					phones = append(phones, text.Span{Start: p.Start + m[0], End: p.Start + m[1]})
				}
			}
			break
		}
	}
	for k, n := range names {
		c := contact{name: n.Shift(s.Start)}
		if len(phones) == len(names) {
			c.phone = phones[k]
		}
		out = append(out, c)
	}
	return out
}

// trimName takes separators off a name that stands before its number.
func (x *state) trimName(s text.Span) text.Span {
	str := x.Str(s)
	t := strings.Trim(str, " \t\n、,;:/-()|")
	if t == "" {
		return text.Span{}
	}
	at := strings.Index(str, t)
	return text.Span{Start: s.Start + at, End: s.Start + at + len(t)}
}

// schools splits the schools of one cell or list.
func (x *state) schools(s text.Span) ([]text.Span, bool) {
	list, ok := segment.Schools(x.Str(s))
	out := make([]text.Span, len(list))
	for i, l := range list {
		out[i] = x.Trim(l.Shift(s.Start))
	}
	return out, ok
}

// label takes brackets and colons off a group's name.
func (x *state) label(s text.Span) text.Span {
	str := x.Str(s)
	t := strings.TrimRight(str, ": ")
	return text.Span{Start: s.Start, End: s.Start + len(t)}
}

func (x *state) rowSpan(g *extract.Grid, r int, panel []int) (out text.Span) {
	for _, c := range panel {
		if i := g.Cell(r, c); i >= 0 && g.Starts(i, r) {
			out = out.Cover(g.Cells[i].Span)
		}
	}
	return
}

// tableKind is the page's word for the kind of group that a table lists: in
// its caption or the line above it, its headings, the document's title.
func (x *state) tableKind(g *extract.Grid, cols columns) text.Span {
	for _, s := range x.Above(g, 3) {
		if k := x.kindIn(s); !k.Empty() {
			return k
		}
	}
	if cols.group >= 0 {
		if h := g.Heading[cols.group]; h >= 0 {
			if k := x.kindIn(g.Cells[h].Span); !k.Empty() {
				return k
			}
		}
	}
	return x.docKind()
}

// docKind is the first kind of group that the part's own lines name.
func (x *state) docKind() text.Span {
	for _, l := range x.Body {
		if k := x.kindIn(l.Span); !k.Empty() {
			return k
		}
	}
	return text.Span{}
}

// nameAbove returns the name of the one group that a table lists, from its
// caption, its title row or the line above it: 第一组, 城东小学教育集团.
func (x *state) nameAbove(g *extract.Grid) text.Span {
	if g.Outer >= 0 && g.OuterCell >= 0 { // a table within a cell: its row names it
		outer := extract.NewGrid(x.Page, &x.Tables[g.Outer])
		for c, class := range outer.Class {
			if class == "group" || class == "tier" {
				if i := outer.Cell(outer.Cells[g.OuterCell].Row, c); i >= 0 && i != g.OuterCell {
					return outer.Cells[i].Span
				}
			}
		}
	}
	above := x.Above(g, 1)
	for _, s := range above {
		str := x.Str(s)
		_, _, n := extract.Numbering(str)
		t := x.label(text.Span{Start: s.Start + n, End: s.End})
		if l := groupLabel(x.Str(t)); l > 0 {
			return text.Span{Start: t.Start, End: t.Start + l}
		}
		if i := strings.IndexAny(x.Str(t), "(:,。"); i > 0 {
			t = x.Trim(text.Span{Start: t.Start, End: t.Start + i})
		}
		if k := words().kinds.Suffix(x.Str(t)); k != "" && len(k) < t.Len() && schoolOrPlace(strings.TrimSuffix(x.Str(t), k)) {
			return t
		}
	}
	return text.Span{}
}

// schoolOrPlace reports whether the words before a kind make it a name.
func schoolOrPlace(s string) bool {
	return s != "" && !strings.ContainsAny(s, "。,;:") && !strings.HasSuffix(s, "中小学") && !strings.HasSuffix(s, "义务教育") &&
		!strings.HasSuffix(s, "义务教育学校") && !strings.HasSuffix(s, "中小学校")
}

// groupLabel returns the length of a numbered group's label at the start of s
// (第一组, 第2联盟), 0 if none.
func groupLabel(s string) int {
	rest, ok := strings.CutPrefix(s, "第")
	if !ok {
		return 0
	}
	_, n := extract.HanOrdinal(rest)
	if n == 0 {
		return 0
	}
	after := rest[n:]
	for _, unit := range []string{"小组", "组"} {
		if strings.HasPrefix(after, unit) {
			return len("第") + n + len(unit)
		}
	}
	if k := words().kinds.Prefix(after); k != "" {
		return len("第") + n + len(k)
	}
	return 0
}

// rankClass is the side that a cell or a bracket names: 牵头, 核心校, 成员.
func rankClass(s string) string {
	s = strings.Trim(extract.Squeeze(s), "()")
	if c := extract.SideClass(s); c != "" {
		return c
	}
	return extract.SideClass(s + "校")
}

// ranks reports whether a column holds nothing but ranks.
func (x *state) ranks(g *extract.Grid, c int) bool {
	n := 0
	for r := g.First; r < g.NRows(); r++ {
		i := g.Cell(r, c)
		if i < 0 || !filled(x.Str(g.Cells[i].Span)) || g.IsHeader(r) || g.IsRemark(r) {
			continue
		}
		if role(rankClass(x.Str(g.Cells[i].Span))) == "" {
			return false
		}
		n++
	}
	return n > 0
}

// marked takes the mark of rank off a school's name: 城东小学(牵头), and the
// star that refers to a note.
func (x *state) marked(m *member) {
	str := strings.TrimRight(x.Str(m.school), "*★☆△▲ ")
	m.school.End = m.school.Start + len(str)
	i := strings.LastIndexByte(str, '(')
	if i <= 0 || !strings.HasSuffix(str, ")") {
		return
	}
	if r := role(rankClass(str[i:])); r != "" {
		m.role, m.cause = r, text.Span{Start: m.school.Start + i + 1, End: m.school.End - 1}
		m.school = x.Trim(text.Span{Start: m.school.Start, End: m.school.Start + i})
	}
}

// ranked makes the other schools members in the groups of a table that marks
// its leads and nothing else.
func (x *state) ranked() {
	for g := range x.touched {
		var lead text.Span
		for _, m := range g.members {
			if m.role == "lead" {
				lead = m.cause
			}
		}
		if lead.Empty() {
			continue
		}
		for i := range g.members {
			if g.members[i].role == "" {
				g.members[i].role, g.members[i].cause = "member", lead
			}
		}
	}
}
