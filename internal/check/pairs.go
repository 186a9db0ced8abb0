package check

import (
	"slices"
	"strings"

	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/schema"
	"jiedui/text"
)

// pairs looks for pairings that cannot be meant: a school with itself, a group
// with itself or with the school whose name it bears, and for rows of a table of
// pairs that say the same once more. Such rows give no record or none of their
// own, so the tables are looked at, too, where the text is at hand.
func pairs(s *subject) {
	for i := range s.Pairings {
		p := &s.Pairings[i]
		from, to := bare(p.From.Value), bare(p.To.Value)
		if extract.IsOwn(from) || extract.IsOwn(to) {
			continue
		}
		switch {
		case from == to:
			s.selfPairing(p.From.Value, first(p.To.Evidence), first(p.From.Evidence))
		case core(from) == to || core(to) == from:
			group, school := p.From.Value, p.To.Value
			if core(to) == from {
				group, school = school, group
			}
			s.find(schema.CodeOwnGroup,
				say("%s is paired with %s, whose name it bears", group, school),
				say("%s与其冠名学校%s结对", group, school),
				first(p.To.Evidence), first(p.From.Evidence))
		}
	}
	if s.part != nil {
		for _, g := range s.part.Grids() {
			for _, panel := range g.Panels() {
				s.pairRows(g, panel)
			}
			s.formRows(g)
		}
	}
}

func (s *subject) selfPairing(name string, places ...[]schema.Evidence) {
	s.find(schema.CodeSelfPairing, say("%s is paired with itself", name), say("%s与自身结对", name), places...)
}

// pairRows looks at the rows of a table, or of one of the tables that stand side
// by side in it, with one column for each side.
func (s *subject) pairRows(g *extract.Grid, panel []int) {
	from, to, seq := -1, -1, -1
	for _, c := range panel {
		var col *int
		switch {
		case extract.Side(g.Class[c]) == "from":
			col = &from
		case extract.Side(g.Class[c]) == "to":
			col = &to
		case g.Class[c] == "seq":
			col = &seq
		default:
			continue
		}
		if *col >= 0 {
			return
		}
		*col = c
	}
	if from < 0 || to < 0 {
		return
	}
	name := func(s string) bool { return extract.IsSchool(s) || core(s) != "" }
	cell := func(row, col int) string { return extract.Squeeze(s.part.Str(g.In(row, col))) }
	var selves []place // rows that set a school against itself, with its place on the helped side
	rows, single := 0, 0
	seen := map[string]int{} // what a row says but for its number → the row
	for row := g.First; row < g.NRows(); row++ {
		a, b := cell(row, from), cell(row, to)
		if a == "" || b == "" || !g.Fresh(row, to) || g.Cell(row, from) == g.Cell(row, to) || g.IsHeader(row) {
			continue
		}
		if !name(a) || !name(b) {
			helping, helped := s.listed(g.In(row, from)), s.listed(g.In(row, to))
			if len(helping) > 0 && len(helped) > 0 {
				rows++
			}
			for _, at := range helped {
				school := extract.Squeeze(s.part.Str(at))
				if slices.ContainsFunc(helping, func(h text.Span) bool { return extract.Squeeze(s.part.Str(h)) == school }) {
					selves = append(selves, place{row, at})
				}
			}
			continue
		}
		rows++
		single++
		if a == b {
			selves = append(selves, place{row, g.In(row, to)})
			continue
		}
		var all []string
		for _, c := range panel {
			if c != seq {
				all = append(all, cell(row, c))
			}
		}
		k := strings.Join(all, "|")
		before, twice := seen[k]
		if !twice {
			seen[k] = row
			continue
		}
		s.find(schema.CodePairTwice,
			say("%s and %s are paired a second time in the same table", a, b),
			say("%s与%s在同一表中重复结对", a, b),
			s.part.Evidence(g.In(row, to), g.In(row, from), g.In(before, to)))
	}
	// Where a school leads and others are members, it may stand among them itself;
	// not where the members come one by one and no other row does so.
	help := g.Class[from] == "from-help" && g.Class[to] == "to-help"
	if !help && (single*2 < rows || len(selves)*4 > rows) {
		return
	}
	for _, o := range selves {
		at := s.part.Evidence(o.at, g.In(o.n, from))
		if len(at) > 0 && !slices.ContainsFunc(s.found, func(f schema.Finding) bool {
			return f.Code == schema.CodeSelfPairing && start(f) == at[0].Start
		}) {
			s.selfPairing(extract.Squeeze(s.part.Str(o.at)), at)
		}
	}
}

// formRows looks at the rows of a form, whose labels stand beside their values:
// 帮扶学校 | 甲小学 | 受援学校 | 乙小学.
func (s *subject) formRows(g *extract.Grid) {
	for r := range g.Table.Rows {
		sides := map[string]text.Span{}
		row := g.Row(r)
		for i := 0; i+1 < len(row) && len(row) == 4; i += 2 {
			class := extract.SideClass(extract.Squeeze(s.part.Str(g.Cells[row[i]].Span)))
			if strings.HasSuffix(class, "-help") {
				sides[extract.Side(class)] = g.Cells[row[i+1]].Span
			}
		}
		from, to := sides["from"], sides["to"]
		if name := extract.Squeeze(s.part.Str(from)); !from.Empty() && extract.IsSchool(name) && name == extract.Squeeze(s.part.Str(to)) {
			s.selfPairing(name, s.part.Evidence(to, from))
		}
	}
}

// listed returns the schools that a cell lists, without the marks behind them; none
// where it is not sure to hold only schools.
func (s *subject) listed(cell text.Span) []text.Span {
	list, ok := segment.Schools(s.part.Str(cell))
	if !ok {
		return nil
	}
	list = s.part.Spans(list, cell.Start)
	for i := range list {
		list[i] = s.part.TrimMarks(list[i])
	}
	return list
}

// core is the name that a group bears: 石桥小学 of 石桥小学教育集团; "" for a name
// that ends with no word for a group.
func core(name string) string {
	t := words().kinds.Suffix(name)
	if c, _ := words().kinds.Class(t); t == "" || c != "name" {
		return ""
	}
	return strings.TrimSuffix(name, t)
}
