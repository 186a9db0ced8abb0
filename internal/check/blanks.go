package check

import (
	"regexp"
	"slices"
	"strings"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// blank matches what stands for a word that was never filled in, or was taken
// out, with the character behind it: 20__年, xx小学, ____.
var blank = regexp.MustCompile(`(?:19|20)?(?:_{2,}|(?:[xX]{2,}|×{2,})(?:年|月|日|省|市|县|区|镇|乡|村|街道|中学|小学|学校|中心校|幼儿园|老师|校长|局长|同志|同学|字))(?:年|月|日)?`)

// blanks looks in the text, and in the tables of schools, for blanks beside those that an extractor already
// wondered about. The blanks of a form, an agreement or an application that is
// only attached as a pattern, are meant to be there.
func blanks(s *subject) {
	known := func(ev []schema.Evidence) bool {
		for _, d := range s.Doubts {
			if d.Code != schema.CodeBlank {
				continue
			}
			for _, e := range d.Evidence {
				for _, p := range ev {
					if p.Start < e.End && e.Start < p.End {
						return true
					}
				}
			}
		}
		return false
	}
	for _, g := range s.part.Grids() {
		for _, panel := range g.Panels() {
			s.blankCells(g, panel, known)
		}
	}
	var order []string
	places := map[string][]schema.Evidence{}
	around := map[string]string{} // the words around the first
	form := false
	for _, l := range s.part.Body {
		str := s.part.Str(l.Span)
		if h := heading(str); h != "" {
			form = isForm(h)
		}
		if form {
			continue
		}
		if !extract.HasHan(str) {
			continue
		}
		for _, m := range blank.FindAllStringIndex(str, -1) {
			if letter(str[:m[0]], str[m[1]:]) {
				continue // __init__: a name of a program
			}
			ev := s.part.Evidence(text.Span{Start: l.Span.Start + m[0], End: l.Span.Start + m[1]})
			if len(ev) == 0 || known(ev) {
				continue
			}
			k := extract.Squeeze(str[m[0]:m[1]])
			if places[k] == nil {
				order = append(order, k)
				around[k] = context(str, m[0], m[1])
			}
			places[k] = append(places[k], ev...)
		}
	}
	for _, k := range order {
		if n := len(places[k]); n > 1 {
			s.find(schema.CodeBlank,
				say("a blank was left unfilled, %d times; the first is in %q", n, around[k]),
				say("留有空白未填，共%d处，首处见“%s”", n, around[k]), places[k])
			continue
		}
		s.find(schema.CodeBlank,
			say("a blank was left unfilled: %q", around[k]),
			say("留有空白未填：“%s”", around[k]), places[k])
	}
}

// blankCells looks in a table of schools for a cell without the name or number
// that the other rows of its column have. A stroke says that there is none.
func (s *subject) blankCells(g *extract.Grid, panel []int, known func([]schema.Evidence) bool) {
	i := slices.IndexFunc(panel, func(c int) bool { return g.Class[c] == "school" || extract.Side(g.Class[c]) != "" })
	if i < 0 {
		return
	}
	school := panel[i]
	for _, c := range panel {
		class := g.Class[c]
		if c == school || class != "principal" && class != "phone" && class != "contact" && !strings.HasSuffix(class, "-help") {
			continue
		}
		filled := 0
		var open []int
		for row := g.First; row < g.NRows(); row++ {
			i := g.Cell(row, c)
			if i < 0 || !g.Fresh(row, c) || !g.Fresh(row, school) || g.In(row, school).Empty() || g.IsHeader(row) || g.IsRemark(row) {
				continue
			}
			switch str := extract.Squeeze(s.part.Str(g.Cells[i].Span)); {
			case str == "", toCome(str):
				open = append(open, row)
			case extract.Filled(str):
				filled++
			}
		}
		if filled < leastFilled || len(open)*leastFilled > filled {
			continue
		}
		for _, row := range open {
			at := s.part.Evidence(g.Cells[g.Cell(row, c)].Span, g.In(row, school))
			if known(at) {
				continue
			}
			heading := extract.Squeeze(s.part.Str(g.HeadingText(c)))
			name := extract.Squeeze(s.part.Str(g.In(row, school)))
			s.find(schema.CodeBlank,
				say("the column %s is blank in the row of %s", heading, name),
				say("%s一行的“%s”一栏为空", name, heading), at)
		}
	}
}

// leastFilled is how many cells of a column must be filled for each blank one.
const leastFilled = 4

// toCome reports whether a cell says that its content is still to come (待定).
func toCome(s string) bool {
	return strings.Trim(s, "_") == "" || words().toCome.Has(strings.Trim(s, "()"))
}

// letter reports whether a Latin letter ends before or begins after:
// then what stands between is a piece of a name.
func letter(before, after string) bool {
	is := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
	}
	return before != "" && is(before[len(before)-1]) || after != "" && is(after[0])
}

// context is the stretch of a line from i to j with the few characters before
// and behind it that belong to the same clause.
func context(line string, i, j int) string {
	const few = 6
	ends := func(r rune) bool { return strings.ContainsRune(",。;:、!?", r) }
	before, after := []rune(line[:i]), []rune(line[j:])
	from := len(before)
	for from > 0 && len(before)-from < few && !ends(before[from-1]) {
		from--
	}
	to := 0
	for to < len(after) && to < few && !ends(after[to]) {
		to++
	}
	return extract.Squeeze(string(before[from:]) + line[i:j] + string(after[:to]))
}

var attachment = regexp.MustCompile(`^附(?:件|表|录)?\s*[\d一二三四五六七八九十]{0,3}\s*[::]?`)

// heading returns a line that may be the title of an attachment: short, without
// a full stop, headed 附件 or ending with the name of a form.
func heading(line string) string {
	h := extract.Squeeze(line)
	if len(h) > 3*40 || strings.ContainsAny(h, "。;,") {
		return ""
	}
	if attachment.MatchString(h) || isForm(h) {
		return h
	}
	return ""
}

// isForm reports whether a title is that of a form.
func isForm(title string) bool {
	title = strings.TrimRight(title, ")")
	return words().forms.Suffix(title) != ""
}
