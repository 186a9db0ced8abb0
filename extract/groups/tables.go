package groups

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// tables reads the tables that list groups: those with a column of groups or
// tiers, those whose groups stand in rows across them, and those under a
// heading that names one group.
func (x *state) tables() {
	var last []place
	for _, g := range x.Grids() {
		if x.sideways(g) || x.ofOne(g) || !g.Headed() {
			continue
		}
		panels := g.Panels()
		if g.Continues == nil || len(last) != len(panels) {
			last = make([]place, len(panels))
		}
		for k, panel := range panels {
			last[k] = x.panel(g, panel, last[k])
		}
	}
}

// place is the group that a row of a table stands in; lead is its lead where
// the row that names the group says it: 第一组(牵头校:城东小学).
type place struct{ name, parent, lead text.Span }

// leadIn matches the lead of a group in brackets behind its name.
var leadIn = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(`\(((?:` + sideAlternatives(l) + `)(?:学校|校|单位|园)?)[:为是] *([^()]+)\)$`)
})

// named is the group that the line or row s names.
func (x *state) namedBy(s, name text.Span, at place) place {
	at.name, at.lead = name, text.Span{}
	m := leadIn().FindStringSubmatchIndex(x.Str(s))
	if m != nil && role(rankClass(x.Str(s)[m[2]:m[3]])) == "lead" {
		at.lead = x.Trim(text.Span{Start: s.Start + m[4], End: s.Start + m[5]})
	}
	return at
}

// rank gives the members without a rank theirs where the place says the lead.
func (x *state) rank(members []member, at place) {
	if at.lead.Empty() {
		return
	}
	lead := extract.Squeeze(x.Str(at.lead))
	for i := range members {
		m := &members[i]
		if m.role != "" {
			continue
		}
		m.role, m.cause = "member", at.lead
		if name := extract.Squeeze(x.Str(m.school)); name == lead || extract.MayBe(lead, name) {
			m.role = "lead"
		}
	}
}

// sideways reads a table whose columns are groups, or that is one group: each has
// the group's name at its head and its schools below. It reports whether the table
// is one.
func (x *state) sideways(g *extract.Grid) bool {
	t := g.Table
	if t.Columns < 1 || t.Rows < 2 || t.Columns > maxSideways {
		return false
	}
	names := make([]text.Span, t.Columns)
	for c := range names {
		i := t.At(0, c)
		if i < 0 || t.Cells[i].ColSpan > 1 {
			return false
		}
		s := t.Cells[i].Span
		if names[c] = x.groupName(s); names[c].Empty() {
			return false
		}
	}
	var rows []row
	for c, name := range names {
		out := row{place: x.namedBy(t.Cells[t.At(0, c)].Span, name, place{})}
		for r := 1; r < t.Rows; r++ {
			i := t.At(r, c)
			if i < 0 || t.Cells[i].Row != r || !extract.Filled(x.Str(t.Cells[i].Span)) {
				continue
			}
			list, ok := x.listed(t.Cells[i].Span)
			if !ok && x.IsDamaged(t.Cells[i].Span) {
				list, ok = []text.Span{t.Cells[i].Span}, true // a school whose name is lost
			}
			if !ok {
				return false
			}
			for _, sc := range list {
				m := member{school: sc}
				x.marked(&m)
				x.headIn(&m)
				out.members = append(out.members, m)
			}
		}
		x.rank(out.members, out.place)
		rows = append(rows, out)
	}
	x.commit(g, x.tableKind(g, columns{group: -1}), rows)
	return true
}

// ofOne reads a table that lists one group, named above it, a side a row: 牵头校 |
// 甲小学, 成员校 | 乙小学、丙小学. It reports whether the table is one.
func (x *state) ofOne(g *extract.Grid) bool {
	t := g.Table
	if t.Columns != 2 || t.Rows < 2 || t.Rows > maxSides {
		return false
	}
	at := x.nameAbove(g, place{})
	if at.name.Empty() {
		return false
	}
	out := row{place: at}
	ranks := map[string]bool{}
	for r := range t.Rows {
		a, b := t.At(r, 0), t.At(r, 1)
		if a < 0 || b < 0 || a == b {
			return false
		}
		label := t.Cells[a].Span
		rank := role(rankClass(x.Str(x.label(label))))
		if rank == "" {
			continue // 联络员 | 张三
		}
		ranks[rank] = true
		list, ok := x.listed(t.Cells[b].Span)
		if !ok && x.IsDamaged(t.Cells[b].Span) {
			continue
		}
		if !ok {
			return false
		}
		for _, sc := range list {
			m := member{school: sc, role: rank, cause: label}
			x.headIn(&m)
			out.members = append(out.members, m)
		}
	}
	if len(ranks) < 2 {
		return false
	}
	x.commit(g, x.tableKind(g, columns{group: -1}), []row{out})
	return true
}

// maxSides is how many rows the table of one group may have.
const maxSides = 8

// maxSideways is the number of groups that one table may set side by side.
const maxSideways = 40

// columns are the columns of one panel by what they hold, -1 where none does.
type columns struct {
	tier, group, stage int
	rank               int // a column that says 牵头 or 成员
	schools            []schoolColumn
	contacts           []contactColumn
}

// schoolColumn is a column of schools with the columns of their heads;
// contactColumn one of contact persons with that of their phones.
type (
	schoolColumn struct {
		col  int
		head extract.Head
	}
	contactColumn struct{ col, phone int }
)

// columns sorts the columns of a panel; ok is false when it lists no groups.
func (x *state) columns(g *extract.Grid, panel []int) (cols columns, ok bool) {
	cols = columns{tier: -1, group: -1, stage: -1, rank: -1}
	heads := g.Heads(panel)
	contact := -1 // the contact column whose phones may follow
	place := -1
	for _, c := range panel {
		switch class := g.Class[c]; class {
		case "tier":
			cols.tier = c
		case "group":
			if cols.group >= 0 && cols.tier < 0 { // 学区 | 组别
				cols.tier = cols.group
			}
			if cols.group < 0 || cols.tier == cols.group {
				cols.group = c
			}
		case "place": // an area above its groups
			if cols.group < 0 && cols.tier < 0 {
				place = c
			}
		case "stage":
			cols.stage = c
		case "contact":
			cols.contacts = append(cols.contacts, contactColumn{c, -1})
			contact = len(cols.contacts) - 1
		case "school", "from-lead", "to-member":
			cols.schools = append(cols.schools, schoolColumn{c, heads[c]})
			contact = -1
		case "principal", "name":
			contact = -1
		case "phone":
			if contact >= 0 && cols.contacts[contact].phone < 0 {
				cols.contacts[contact].phone = c
			}
		case "from-help", "to-help":
			return cols, false // package pairings reads it
		}
	}
	if cols.group < 0 {
		cols.group = x.namesGroups(g, panel)
		cols.schools = slices.DeleteFunc(cols.schools, func(s schoolColumn) bool { return s.col == cols.group })
	}
	leads := len(cols.schools) > 0
	for _, sc := range cols.schools {
		leads = leads && g.Class[sc.col] == "from-lead"
	}
	if leads {
		if c := x.unheadedMembers(g, panel); c >= 0 {
			g.Class[c] = "to-member"
			cols.schools = append(cols.schools, schoolColumn{c, extract.Head{Principal: -1, Phone: -1}})
		}
	}
	if len(cols.schools) == 0 || g.OfPersons(panel) {
		return cols, false
	}
	for _, c := range panel {
		if c != cols.group && c != cols.tier && x.ranks(g, c) {
			cols.rank = c
			if cols.stage == c {
				cols.stage = -1
			}
		}
	}
	if cols.group < 0 && cols.tier >= 0 {
		cols.group, cols.tier = cols.tier, -1
	}
	if cols.tier < 0 && cols.group > place && (x.spansGroups(g, place, cols.group) || x.namesAreas(g, place)) {
		cols.tier = place
	}
	return cols, true
}

// unheadedMembers returns the column under a heading that is not known, damaged or
// of an unknown word, whose cells list schools beside a column of leads; -1 when
// there is none.
func (x *state) unheadedMembers(g *extract.Grid, panel []int) int {
	for _, c := range panel {
		if g.Class[c] != "" {
			continue
		}
		lists, others := 0, 0
		for r := g.First; r < g.NRows(); r++ {
			s := g.In(r, c)
			if s.Empty() || !g.Fresh(r, c) || g.IsHeader(r) || g.IsRemark(r) || !g.Across(r).Empty() {
				continue
			}
			if list, ok := x.listed(s); ok && len(list) > 0 && extract.IsSchool(extract.Squeeze(x.Str(list[0]))) {
				lists++
			} else {
				others++
			}
		}
		if lists > 4*others {
			return c
		}
	}
	return -1
}

// namesGroups returns the column, headed 名称 or with words that are not known,
// whose cells name groups (第一组, 城东小学教育集团); -1 when there is none.
func (x *state) namesGroups(g *extract.Grid, panel []int) int {
	for _, c := range panel {
		if class := g.Class[c]; class != "" && class != "name" && class != "school" {
			continue
		}
		names, others := 0, 0
		for r := g.First; r < g.NRows(); r++ {
			s := g.In(r, c)
			if s.Empty() || !g.Fresh(r, c) || g.IsHeader(r) || g.IsRemark(r) || !g.Across(r).Empty() {
				continue
			}
			switch {
			case !x.groupName(s).Empty():
				names++
			case !strings.ContainsRune(x.Str(s), extract.Lost): // which may have been one
				others++
			}
		}
		if names > 4*others { // a name may be damaged
			return c
		}
	}
	return -1
}

// spansGroups reports whether a cell of a column stands beside several groups.
func (x *state) spansGroups(g *extract.Grid, col, group int) bool {
	if col < 0 {
		return false
	}
	for r := g.First + 1; r < g.NRows(); r++ {
		if !g.Fresh(r, col) && g.Fresh(r, group) && !g.In(r, col).Empty() {
			return true
		}
	}
	return false
}

// namesAreas reports whether the cells of a column end with a word for groups or
// areas: 南部片区.
func (x *state) namesAreas(g *extract.Grid, col int) bool {
	if col < 0 {
		return false
	}
	n := 0
	for r := g.First; r < g.NRows(); r++ {
		if s := g.In(r, col); !s.Empty() {
			if words().kinds.Suffix(extract.Squeeze(x.Str(s))) == "" {
				return false
			}
			n++
		}
	}
	return n > 0
}

// row is what one row of a table says, before it is known that the table is
// one of groups.
type row struct {
	place
	stage    text.Span
	members  []member
	contacts []contact
	heads    []groupHead
}

// groupHead is a person at the head of a whole group: a column beside several
// schools (集团总校长) names one. role is the column's heading.
type groupHead struct{ role, name text.Span }

// panel reads one half of a table. at is where the page before left off; the
// place of the last row is returned.
func (x *state) panel(g *extract.Grid, panel []int, at place) place {
	cols, ok := x.columns(g, panel)
	if !ok {
		return place{}
	}
	if cols.group < 0 && at.name.Empty() {
		at = x.nameAbove(g, at)
	}
	var rows []row
	var unread []text.Span
	schools := 0
	for r := g.First; r < g.NRows(); r++ {
		if s := g.Across(r); !s.Empty() {
			switch n := x.groupName(s); {
			case !n.Empty() && cols.group < 0:
				at = x.namedBy(s, n, at)
			case !n.Empty():
				at.parent = n
			case cols.group < 0 && !at.name.Empty() && strings.ContainsRune(x.Str(s), extract.Lost):
				at = place{name: s} // a group whose name is lost, not the one above
			}
			continue
		}
		if g.IsHeader(r) || g.IsRemark(r) {
			continue
		}
		if cols.group >= 0 {
			if s := g.In(r, cols.group); !s.Empty() {
				at.name = x.label(s)
			}
		}
		if cols.tier >= 0 {
			if s := g.In(r, cols.tier); !s.Empty() {
				at.parent = s
			}
		}
		out := row{place: at}
		if cols.stage >= 0 {
			out.stage = g.In(r, cols.stage)
		}
		carried := false
		for _, sc := range cols.schools {
			s := g.In(r, sc.col)
			if s.Empty() {
				continue
			}
			if !g.Fresh(r, sc.col) {
				carried = true
				continue
			}
			list, clear := x.listed(s)
			if !clear {
				unread = append(unread, s)
			}
			if len(list) > 1 && sc.head.Principal >= 0 {
				if p, _ := g.Head(r, sc.head); !p.Empty() {
					out.heads = append(out.heads, groupHead{g.HeadingText(sc.head.Principal), p})
				}
			}
			for _, s := range list {
				m := member{school: s, role: role(g.Class[sc.col])}
				if m.role != "" {
					m.cause = g.HeadingText(sc.col)
				}
				x.marked(&m)
				if cols.rank >= 0 {
					if j := g.In(r, cols.rank); !j.Empty() {
						m.role, m.cause = role(rankClass(x.Str(j))), j
					}
				}
				x.headIn(&m)
				if len(list) == 1 && m.principal.Empty() {
					m.principal, m.phone = g.Head(r, sc.head)
				}
				if extract.IsSchool(extract.Squeeze(x.Str(m.school))) {
					schools++
				}
				out.members = append(out.members, m)
			}
		}
		for _, cc := range cols.contacts {
			if g.Fresh(r, cc.col) {
				out.contacts = append(out.contacts, x.contacts(g, r, cc)...)
			}
		}
		x.rank(out.members, at)
		s := g.RowSpan(r, panel)
		switch {
		case s.Empty() && len(out.members)+len(out.contacts) == 0:
			continue // an empty half
		case len(out.members) == 0 && !carried && len(out.contacts) == 0:
			unread = append(unread, s)
		case at.name.Empty():
			unread = append(unread, s)
			continue
		}
		rows = append(rows, out)
	}
	if schools == 0 {
		if cols.group >= 0 && len(unread) > 0 && !x.holdsTables(g) {
			x.d.Doubt(schema.CodeTableEmpty, "a table of groups gave no school", g.Span)
		}
		return at
	}
	if cols.group < 0 && at.name.Empty() {
		return at // a table of schools
	}
	x.commit(g, x.tableKind(g, cols), rows)
	for _, s := range unread {
		x.d.Doubt(schema.CodeRow, "the row gives no school, or no group", s)
	}
	return at
}

// holdsTables reports whether tables stand in cells of the table: they are read
// by themselves.
func (x *state) holdsTables(g *extract.Grid) bool {
	for _, o := range x.Grids() {
		if o.Outer == g.Index {
			return true
		}
	}
	return false
}

// commit makes the rows of a table of groups groups and members.
func (x *state) commit(g *extract.Grid, kind text.Span, rows []row) {
	x.d.Tables[g.Index] = true
	x.kinds[g.Index] = kind
	touched := map[*group]bool{}
	for _, r := range rows {
		grp := x.group(r.name, r.parent)
		touched[grp] = true
		if grp.kind.Empty() {
			grp.kind = kind
		}
		if grp.stage.Empty() {
			grp.stage = r.stage
		}
		grp.members = append(grp.members, r.members...)
		grp.contacts = append(grp.contacts, r.contacts...)
		for _, h := range r.heads {
			x.headOf(grp, h)
		}
	}
	for grp := range touched {
		grp.rankRest()
	}
}

// headOf makes a person leader of a group. A plain 校长 is the head of the
// group's one lead school.
func (x *state) headOf(grp *group, h groupHead) {
	role := extract.Squeeze(x.Str(h.role))
	lead := -1
	for i, m := range grp.members {
		if m.role == "lead" {
			if lead >= 0 {
				lead = -1
				break
			}
			lead = i
		}
	}
	if plain := role == "校长" || role == "园长" || role == "校长姓名"; plain && lead >= 0 && grp.members[lead].principal.Empty() {
		grp.members[lead].principal = h.name
		return
	}
	body, name := x.Value(grp.name), x.Value(h.name)
	x.d.LeadingGroups = append(x.d.LeadingGroups, schema.LeadingGroup{
		Body:    &body,
		Members: []schema.Leader{{Role: x.Value(h.role), Name: &name}},
	})
}

// listed returns the schools of a cell, and whether it holds nothing else.
func (x *state) listed(s text.Span) (list []text.Span, clear bool) {
	if extract.IsBlank(extract.Squeeze(x.Str(s))) {
		return nil, true
	}
	all, clear := x.Schools(s)
	for _, l := range all {
		switch str := extract.Squeeze(x.Str(l)); {
		case extract.IsSchool(extract.Squeeze(x.Str(x.TrimMarks(l)))):
		case extract.IsBody(str), len(all) == 1 && strings.HasSuffix(str, ")"):
			clear = clear || len(all) == 1
		default:
			clear = false
			continue
		}
		list = append(list, l)
	}
	return
}

// contacts reads the contact persons of a group's cell: 王 敏100…李红101…, or
// names whose numbers stand in the column of their phones.
func (x *state) contacts(g *extract.Grid, r int, cc contactColumn) []contact {
	s := g.In(r, cc.col)
	str := x.Str(s)
	if extract.IsBlank(extract.Squeeze(str)) {
		return nil
	}
	var out []contact
	at := 0
	for _, m := range extract.Phone.FindAllStringIndex(str, -1) {
		who := x.TrimName(text.Span{Start: s.Start + at, End: s.Start + m[0]})
		if !who.Empty() {
			out = append(out, contact{who, text.Span{Start: s.Start + m[0], End: s.Start + m[1]}})
			x.d.Names[extract.Squeeze(x.Str(who))] = true
		}
		at = m[1]
	}
	if len(out) > 0 {
		return out
	}
	var phones []text.Span
	if cc.phone >= 0 {
		p := g.In(r, cc.phone)
		for _, m := range extract.Phone.FindAllStringIndex(x.Str(p), -1) {
			phones = append(phones, text.Span{Start: p.Start + m[0], End: p.Start + m[1]})
		}
	}
	names, ok := segment.Names(str, x.d.Names)
	if n := utf8.RuneCountInString(extract.Squeeze(str)); !ok && len(phones) < 2 && n >= 2 && n <= 4 && !strings.ContainsAny(str, "、,;/") {
		names, ok = []text.Span{{Start: 0, End: len(str)}}, true // a column of persons holds one
	}
	if len(phones) > 1 && len(names) == len(phones) {
		ok = true // as many as have a number
	}
	if !ok {
		x.d.Doubt(schema.CodeName, "the contact persons could not be told apart", s)
		return nil
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

// label takes colons and the mark that the table goes on off a group's name.
func (x *state) label(s text.Span) text.Span {
	str := x.Str(s)
	t := strings.TrimRight(strings.TrimSuffix(str, "(续)"), ": ")
	return text.Span{Start: s.Start, End: s.Start + len(t)}
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
		if k := x.kindIn(g.HeadingText(cols.group)); !k.Empty() {
			return k
		}
	}
	if k := x.kindBefore(g); !k.Empty() {
		return k
	}
	return x.docKind()
}

// kindBefore is the kind of the groups of the table right above, where nothing but
// the name of the next group stands between the two.
func (x *state) kindBefore(g *extract.Grid) text.Span {
	for i := x.LineAt(g.Span.Start) - 1; i >= 0; i-- {
		switch l := x.Body[i]; {
		case int(l.Table) == g.Index:
		case l.Table >= 0:
			return x.kinds[int(l.Table)]
		case x.groupName(l.Span).Empty():
			return text.Span{}
		}
	}
	return text.Span{}
}

// docKind is the first kind of group that the part's own lines name.
func (x *state) docKind() text.Span {
	if !x.kindLooked {
		x.kindLooked = true
		for _, l := range x.Body {
			if x.kind = x.kindIn(l.Span); !x.kind.Empty() {
				break
			}
		}
	}
	return x.kind
}

// nameAbove returns the name of the one group that a table lists, from its
// caption, its title row or the line above it: 第一组, 城东小学教育集团.
func (x *state) nameAbove(g *extract.Grid, at place) place {
	if g.Outer >= 0 && g.OuterCell >= 0 { // a table within a cell: its row names it
		outer := extract.NewGrid(x.Page, &x.Tables[g.Outer])
		for c, class := range outer.Class {
			if class == "group" || class == "tier" {
				if i := outer.Cell(outer.Cells[g.OuterCell].Row, c); i >= 0 && i != g.OuterCell {
					at.name = outer.Cells[i].Span
					return at
				}
			}
		}
	}
	for _, s := range x.Above(g, 1) {
		if n := x.groupName(s); !n.Empty() {
			return x.namedBy(s, n, at)
		}
	}
	return at
}

// groupName returns the name of a group that a heading is: 第一组(小学), 一、城东
// 小学教育集团.
func (x *state) groupName(s text.Span) text.Span {
	_, _, n := extract.Numbering(x.Str(s))
	t := x.label(x.Trim(text.Span{Start: s.Start + n, End: s.End}))
	if l := groupLabel(x.Str(t)); l > 0 {
		return text.Span{Start: t.Start, End: t.Start + l}
	}
	if i := strings.IndexAny(x.Str(t), "(:,。"); i > 0 {
		t = x.Trim(text.Span{Start: t.Start, End: t.Start + i})
	}
	str := x.Str(t)
	if k := words().kinds.Suffix(str); k != "" && len(k) < len(str) && schoolOrPlace(strings.TrimSuffix(str, k)) {
		return t
	}
	// 城东小学教育集团成员校名单; 云峰县教育集团名单 lists the groups of a county.
	for at := 0; at < len(str); {
		i, j := kindAfter(str, at)
		if i < 0 {
			break
		}
		if extract.IsSchool(str[:i]) {
			return text.Span{Start: t.Start, End: t.Start + j}
		}
		at = j
	}
	return text.Span{}
}

// schoolOrPlace reports whether the words before a kind make it a name.
func schoolOrPlace(s string) bool {
	return s != "" && !extract.General(s) && !strings.ContainsAny(s, "。,;:") && !strings.HasSuffix(s, "中小学") && !strings.HasSuffix(s, "义务教育") &&
		!strings.HasSuffix(s, "义务教育学校") && !strings.HasSuffix(s, "中小学校")
}

// groupLabel returns the length of a numbered group's label at the start of s
// (第一组, 第2联盟, 第一片区教研共同体), 0 if none.
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
	k := 0
	for w := words().kinds.Prefix(after); w != ""; w = words().kinds.Prefix(after[k:]) {
		k += len(w) // 第一片区教研共同体
	}
	if k == 0 {
		return 0
	}
	return len("第") + n + k
}

// rankClass is the side that a cell or a bracket names: 牵头, 核心校, 成员.
func rankClass(s string) string {
	s = strings.Trim(extract.Squeeze(s), "()")
	for _, word := range []string{s, s + "校"} {
		if c := extract.SideClass(word); c != "" {
			return c
		}
	}
	return extract.LostSide(s)
}

// ranks reports whether a column holds nothing but ranks, and cells that lost
// theirs.
func (x *state) ranks(g *extract.Grid, c int) bool {
	n := 0
	for r := g.First; r < g.NRows(); r++ {
		s := g.In(r, c)
		if s.Empty() || g.Fresh(r, c) && (g.IsHeader(r) || g.IsRemark(r) || !g.Across(r).Empty()) {
			continue
		}
		if role(rankClass(x.Str(s))) == "" {
			if x.IsDamaged(s) {
				continue
			}
			return false
		}
		n++
	}
	return n > 0
}

// marked takes the mark of rank off a school's name: 城东小学(牵头), and the
// star that refers to a note.
func (x *state) marked(m *member) {
	m.school = x.TrimPlace(x.TrimMarks(m.school))
	str := x.Str(m.school)
	i := strings.LastIndexByte(str, '(')
	if i <= 0 || !strings.HasSuffix(str, ")") {
		return
	}
	if r := role(rankClass(str[i:])); r != "" {
		m.role, m.cause = r, text.Span{Start: m.school.Start + i + 1, End: m.school.End - 1}
		m.school = x.Trim(text.Span{Start: m.school.Start, End: m.school.Start + i})
	}
}

// rankRest makes the schools without a rank members where the group names its
// lead.
func (g *group) rankRest() {
	var lead text.Span
	for _, m := range g.members {
		if m.role == "lead" {
			lead = m.cause
		}
	}
	if lead.Empty() {
		return
	}
	for i := range g.members {
		if g.members[i].role == "" {
			g.members[i].role, g.members[i].cause = "member", lead
		}
	}
}
