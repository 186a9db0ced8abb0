package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// counts holds the numbers of the text to the lists: 组建6个教联体 to the groups of
// this kind that a table or list holds, 结成45对 to the pairs, 甲小学、乙小学等3所学校 to
// the schools named; in tables, the column 成员校数 to the schools of the row, and the
// row 合计 to the column above it. What is to come (到2025年建成10个) is no count of a list, and a
// text with several counts leaves open which is meant.
func counts(s *subject) {
	if !s.unsure() {
		s.countGroups()
		s.countPairs()
	}
	for _, t := range s.sentences() {
		s.countNames(t)
	}
	for _, g := range s.part.Grids() {
		s.countRows(g)
		s.countTotals(g)
	}
}

// countHeading matches the heading of a column that counts the schools of its row.
var countHeading = regexp.MustCompile(`(?:校|园|单位|成员)(?:个|所)?数量?$`)

// countRows compares the number that a row gives with the schools of the row, or
// of the rows that its cell spans. Whether the number counts the schools of one
// column or of all, most rows tell.
func (s *subject) countRows(g *extract.Grid) {
	col := -1
	var lists []int
	for c := range g.Class {
		heading := bare(extract.Squeeze(s.part.Str(g.HeadingText(c))))
		switch {
		case countHeading.MatchString(heading):
			if col >= 0 {
				return
			}
			col = c
		case g.Class[c] == "school", extract.Side(g.Class[c]) != "":
			lists = append(lists, c)
		}
	}
	if col < 0 || len(lists) == 0 {
		return
	}
	type counted struct {
		n     int
		at    text.Span
		named [][]text.Span // by column of lists, and last all of them
	}
	var rows []counted
	for row := g.First; row < g.NRows(); row++ {
		n, ok := amount(s.part.Str(g.In(row, col)))
		if !ok || !g.Fresh(row, col) || g.IsHeader(row) || g.IsRemark(row) {
			continue
		}
		end := row + 1
		for end < g.NRows() && g.Cell(end, col) == g.Cell(row, col) {
			end++
		}
		one := counted{n: n, at: g.In(row, col)}
		var all []text.Span
		for _, c := range lists {
			found, sure := s.schoolsIn(g, c, row, end)
			ok = ok && sure
			one.named = append(one.named, found)
			all = append(all, found...)
		}
		if one.named = append(one.named, all); ok && len(all) > 0 {
			rows = append(rows, one)
		}
	}
	best, most := -1, 0
	for way := range len(lists) + 1 {
		fit := 0
		for _, r := range rows {
			if r.n == len(r.named[way]) {
				fit += 2
			}
		}
		if way < len(lists) && extract.Side(g.Class[lists[way]]) != "from" {
			fit++ // of two ways that fit as well the one that counts members
		}
		if fit > most {
			best, most = way, fit
		}
	}
	if best < 0 || most < len(rows) {
		return
	}
	for _, r := range rows {
		if len(r.named[best]) == r.n || len(r.named[best]) == 0 {
			continue
		}
		s.find(schema.CodeCount,
			say("the row counts %d schools and names %d", r.n, len(r.named[best])),
			say("该行称%d所，实际列出%d所", r.n, len(r.named[best])),
			s.part.Evidence(append([]text.Span{r.at}, r.named[best]...)...))
	}
}

// countTotals compares the row 合计 of a table with the columns above it: with the
// sum of their numbers, or with how many schools, or different ones, they hold.
func (s *subject) countTotals(g *extract.Grid) {
	if g.Continues != nil {
		return
	}
	total := -1
	for row := g.First; row < g.NRows(); row++ {
		if i := g.Cell(row, 0); i >= 0 && words().totals.Has(extract.Squeeze(s.part.Str(g.Cells[i].Span))) {
			if total >= 0 {
				return // of parts and of all: which is of what, is not said
			}
			total = row
		}
	}
	if total < 0 {
		return
	}
	for c := 1; c < g.NCols(); c++ {
		n, ok := amount(s.part.Str(g.In(total, c)))
		if !ok || !g.Fresh(total, c) || g.Cell(total, c) == g.Cell(total, 0) {
			continue
		}
		is, ok := s.column(g, c, total)
		if !ok || slices.Contains(is, n) {
			continue
		}
		s.find(schema.CodeCount,
			say("the total is given as %d, the column above it comes to %d", n, is[0]),
			say("合计为%d，上方各行实为%d", n, is[0]),
			s.part.Evidence(g.In(total, c)))
	}
}

// column returns what the rows of a column above a total may come to; ok is false
// when a row was not understood.
func (s *subject) column(g *extract.Grid, c, total int) (is []int, ok bool) {
	sum, numbers, rows := 0, 0, 0
	for row := g.First; row < total; row++ {
		if g.IsHeader(row) || !g.Fresh(row, c) || g.In(row, c).Empty() {
			continue
		}
		rows++
		if n, ok := amount(s.part.Str(g.In(row, c))); ok {
			sum += n
			numbers++
		}
	}
	switch {
	case rows < 2:
		return nil, false
	case numbers == rows:
		return []int{sum}, true
	case numbers > 0:
		return nil, false
	}
	found, ok := s.schoolsIn(g, c, g.First, total)
	if !ok || len(found) == 0 {
		return nil, false
	}
	distinct := map[string]bool{}
	for _, f := range found {
		distinct[s.school(s.part.Str(f))] = true
	}
	return []int{len(found), len(distinct)}, true
}

// schoolsIn returns the schools in the cells of a column that begin in some rows;
// ok is false when a cell could not be split for sure.
func (s *subject) schoolsIn(g *extract.Grid, c, from, to int) (found []text.Span, ok bool) {
	for row := from; row < to; row++ {
		at := g.In(row, c)
		if at.Empty() || !g.Fresh(row, c) && row > from || g.IsHeader(row) {
			continue
		}
		list := s.listed(at)
		if list == nil {
			return nil, false
		}
		found = append(found, list...)
	}
	return found, true
}

var onlyAmount = regexp.MustCompile(`^(?:共|计)?(\d{1,6})(?:所|个|对|人|名)?$`)

// amount is the number that a cell holds, perhaps with its unit.
func amount(cell string) (int, bool) {
	m := onlyAmount.FindStringSubmatch(extract.Squeeze(cell))
	if m == nil {
		return 0, false
	}
	return number(m[1], 0, len(m[1])), true
}

// stated is a count in the text.
type stated struct {
	n    int
	at   []schema.Evidence
	said string // the number with its unit
	rest string // of the sentence, behind it
}

// countsBefore returns the counts of the text, each behind a verb such as 组建
// and in a clause without a word for the future, whose unit is followed by
// something that what takes.
func (s *subject) countsBefore(unit string, what func(rest string) bool) (out []stated) {
	for _, t := range s.sentences() {
		for _, c := range t.counted() {
			if c.unit != unit || !what(t.str[c.to:]) {
				continue
			}
			from := strings.LastIndexAny(t.str[:c.from], ",:，") + 1
			clause := t.str[from:]
			if i := strings.IndexAny(t.str[c.to:], ","); i >= 0 {
				clause = t.str[from : c.to+i]
			}
			if future(t.str[:c.from]) || words().goals.Contained(clause) || words().about.Contained(clause) || !words().verbs.Contained(t.str[from:c.from]) {
				continue
			}
			out = append(out, stated{int(c.n), s.part.Evidence(t.span(c.from, c.to)), t.str[c.from:c.to], t.str[c.to:]})
		}
	}
	return out
}

// future reports whether a sentence's beginning speaks of a coming time.
func future(before string) bool {
	return words().goals.Contained(before) || strings.Contains(before, "到20") || strings.Contains(before, "年前")
}

// agreed returns the one number that all counts say.
func agreed(list []stated) (stated, bool) {
	if len(list) == 0 {
		return stated{}, false
	}
	for _, c := range list[1:] {
		if c.n != list[0].n {
			return stated{}, false
		}
	}
	return list[0], true
}

// countGroups compares with the groups that the counted word fits: 6个教联体 with
// those of the kind 教联体, 6个共同体 with 城乡教育共同体, too, 6个小组 with 第一组 and so on.
// Groups that are only told of may be some of many.
func (s *subject) countGroups() {
	fits := func(g *schema.SchoolGroup, word string) bool {
		if strings.HasSuffix(word, "组") {
			return strings.HasSuffix(g.Name.Value, "组")
		}
		if g.Kind != nil && (strings.HasSuffix(g.Kind.Value, word) || strings.HasSuffix(word, g.Kind.Value)) {
			return true
		}
		return strings.HasSuffix(g.Name.Value, word)
	}
	kind := func(rest string) string {
		rest = strings.TrimLeft(rest, " ")
		for _, w := range []string{"小组", "组"} {
			if strings.HasPrefix(rest, w) {
				return w
			}
		}
		return words().kinds.Prefix(rest)
	}
	byWord := map[string][]stated{}
	var order []string
	all := s.countsBefore("个", func(rest string) bool { return kind(rest) != "" })
	for _, c := range s.countsBefore("组", func(rest string) bool { return rest == "" || !extract.HasHan(firstRune(rest)) }) {
		all = append(all, stated{c.n, c.at, strings.TrimSuffix(c.said, "组"), "组"})
	}
	for _, c := range all {
		word := kind(c.rest)
		if byWord[word] == nil {
			order = append(order, word)
		}
		byWord[word] = append(byWord[word], c)
	}
	for _, word := range order {
		c, ok := agreed(byWord[word])
		total, sure := 0, ok
		byKind := map[string]int{}
		var places [][]schema.Evidence
		for i := range s.SchoolGroups {
			g := &s.SchoolGroups[i]
			if !fits(g, word) {
				continue
			}
			sure = sure && !g.Narrative && g.Parent == nil
			total++
			if g.Kind != nil {
				byKind[g.Kind.Value]++
			}
			places = append(places, first(g.Name.Evidence))
		}
		if !sure || total < 2 || total == c.n {
			continue
		}
		for _, n := range byKind {
			sure = sure && n != c.n
		}
		if sure {
			s.find(schema.CodeCount,
				say("the text counts %s%s, the list has %d", c.said, word, total),
				say("文中称%s%s，名单中有%d个", c.said, word, total),
				append([][]schema.Evidence{c.at}, places...)...)
		}
	}
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// countPairs compares with the pairs, all of them or those of one form.
func (s *subject) countPairs() {
	total := 0
	byForm := map[string]int{}
	var at []schema.Evidence
	for i := range s.Pairings {
		p := &s.Pairings[i]
		if p.Narrative || p.Status != nil {
			continue
		}
		if total++; total == 1 {
			at = first(p.From.Evidence)
		}
		if p.Form != nil {
			byForm[p.Form.Value]++
		}
	}
	if total < 3 {
		return
	}
	c, ok := agreed(s.countsBefore("对", func(rest string) bool {
		for _, w := range []string{"学校", "结对", "帮扶", "子", "中小学", "共建", ",", ""} {
			if w == "" && rest == "" || w != "" && strings.HasPrefix(rest, w) {
				return true
			}
		}
		return false
	}))
	if !ok || c.n == total {
		return
	}
	for _, n := range byForm {
		if n == c.n {
			return
		}
	}
	s.find(schema.CodeCount,
		say("the text counts %s of schools, the list has %d", c.said, total),
		say("文中称%s，名单中有%d对", c.said, total), c.at, at)
}

// countNames compares a count with the schools named right before or behind it.
func (s *subject) countNames(t sentence) {
	for _, c := range t.counted() {
		if c.unit != "所" {
			continue
		}
		before := strings.TrimRight(t.str[:c.from], " ")
		open := strings.HasSuffix(before, "等")
		before = strings.TrimSuffix(before, "等")
		list := extract.SchoolsEnding(before, len(before), "和", "及", "以及")
		if n := len(list); n >= 2 && !slices.ContainsFunc(list, func(l text.Span) bool { return core(before[l.Start:l.End]) != "" }) {
			if n == int(c.n) || open && n < int(c.n) {
				continue
			}
			s.find(schema.CodeCount,
				say("the text counts %s and names %d", t.str[c.from:c.to], n),
				say("文中称%s，实际列出%d所", t.str[c.from:c.to], n),
				s.part.Evidence(t.span(c.from, c.to), t.span(list[0].Start, list[n-1].End)))
			continue
		}
		colon := strings.IndexByte(t.str[c.to:], ':')
		if colon < 0 || colon > 30 || strings.ContainsAny(t.str[c.to:c.to+colon], ",、") {
			continue
		}
		rest := t.str[c.to+colon+1:]
		named, length := extract.SchoolsStarting(rest)
		if len(named) >= 2 && length == len(rest) && len(named) != int(c.n) {
			s.find(schema.CodeCount,
				say("the text counts %s and names %d", t.str[c.from:c.to], len(named)),
				say("文中称%s，实际列出%d所", t.str[c.from:c.to], len(named)),
				s.part.Evidence(t.span(c.from, c.to), t.span(c.to+colon+1, c.to+colon+1+length)))
		}
	}
}
