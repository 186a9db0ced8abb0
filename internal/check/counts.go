package check

import (
	"slices"
	"strings"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// counts holds the numbers of the text to the lists: 组建6个教联体 to the groups of
// this kind that a table or list holds, 结成45对 to the pairs, 甲小学、乙小学等3所学校 to
// the schools named. What is to come (到2025年建成10个) is no count of a list, and a
// text with several counts leaves open which is meant.
func counts(s *subject) {
	if !s.unsure() {
		s.countGroups()
		s.countPairs()
	}
	for _, t := range s.sentences() {
		s.countNames(t)
	}
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
			if future(t.str[:c.from]) || words().goals.Contained(clause) || !words().verbs.Contained(t.str[from:c.from]) {
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
	for _, c := range s.countsBefore("个", func(rest string) bool { return kind(rest) != "" }) {
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
