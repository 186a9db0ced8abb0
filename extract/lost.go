package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// A heading that lost bytes is known by what is left of it, by what stands below
// it, and by what the table has besides: 受�校 over schools and beside 帮扶学校 is the
// other side.

// headings are all words that are headings by themselves, with what a column under
// them holds.
var headings = lexicon.Of(func(l *lexicon.Lexicon) (list []heading) {
	add := func(word, class string) { list = append(list, heading{word, class}) }
	headers, sides, kinds := l.Load("headers.txt"), l.Load("sides.txt"), l.Load("kinds.txt")
	for _, t := range headers.List() {
		c, _ := headers.Class(t)
		add(t, c)
	}
	for _, t := range sides.List() {
		c, _ := sides.Class(t)
		for _, e := range sideEnds {
			if e != "" || utf8.RuneCountInString(t) >= 4 {
				add(t+e, c)
			}
		}
	}
	for _, t := range kinds.List() {
		if c, _ := kinds.Class(t); c != "no" {
			add(t, "group")
			add(t+"名称", "group")
		}
	}
	return list
})

type heading struct{ word, class string }

// maxLost is how many characters one mark of what is lost may stand for.
const maxLost = 4

// lostClasses returns the classes that a damaged heading may have by what is left
// of it, in order; none for one that is whole, or of which nothing is left.
func lostClasses(s string) (out []string) {
	if !strings.ContainsRune(s, Lost) || utf8.RuneCountInString(s) > 16 {
		return nil
	}
	s = strings.TrimRight(s, "0123456789:")
	for _, h := range headings() {
		if !slices.Contains(out, h.class) && MayBe(s, h.word) {
			out = append(out, h.class)
		}
	}
	if len(out) == 0 {
		w := tableWords()
		for _, words := range []*lexicon.Terms{w.sides, w.stages, w.kinds} {
			if t := words.Prefix(s); t != "" && t != s { // 乡村|结�校
				out = lostClasses(strings.TrimPrefix(s[len(t):], "的"))
				if c, _ := words.Class(t); words == w.sides && strings.HasSuffix(c, "-help") && len(out) > 0 {
					return []string{c}
				}
			}
			if len(out) > 0 {
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

// LostSide returns the class of sides.txt that the damaged words s name, as a
// heading or a cell does, "" if they may name several.
func LostSide(s string) string { return sideOf(lostClasses(s)) }

// MayBe reports whether the damaged words s may have been word: each [Lost] stands
// for a character or a few.
func MayBe(s, word string) bool {
	if strings.Contains(s, "?") { // where a byte is lost behind another
		s = strings.NewReplacer("?"+string(Lost), string(Lost), string(Lost)+"?", string(Lost)).Replace(s)
	}
	parts := strings.Split(s, string(Lost))
	if len(parts) < 2 || len(strings.Join(parts, "")) == 0 {
		return false
	}
	return mayBe(parts, word)
}

// Resembles reports whether the damaged words s are what is left of whole, a title
// or the like: what they have stands there in order, from the one end to the other,
// and is most of it. A mark may stand where nothing was lost.
func Resembles(s, whole string) bool {
	parts := strings.Split(s, string(Lost))
	left := len(s) - (len(parts)-1)*len(string(Lost))
	if len(parts) < 2 || left*5 < len(whole)*3 || left > len(whole) {
		return false
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(whole, first) || !strings.HasSuffix(whole[len(first):], last) {
		return false
	}
	rest := whole[len(first) : len(whole)-len(last)]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, p)
		if i < 0 {
			return false
		}
		rest = rest[i+len(p):]
	}
	return true
}

// mayBe matches parts with something lost between each two of them.
func mayBe(parts []string, word string) bool {
	rest, ok := strings.CutPrefix(word, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return rest == ""
	}
	for n := 1; n <= maxLost && rest != ""; n++ {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
		if mayBe(parts[1:], rest) {
			return true
		}
	}
	return false
}

// what a column holds, as far as that tells classes apart.
const (
	ofSchools = "schools"
	ofPersons = "persons"
	ofPhones  = "phones"
	ofNumbers = "numbers"
)

// holds says what most of the filled cells of a column are; "" when that is not
// plain.
func (g *Grid) holds(col int) string {
	count := map[string]int{}
	filled := 0
	for r := g.First; r < g.NRows() && filled < 40; r++ {
		s := g.str(g.Cell(r, col))
		if s == "" || !g.Fresh(r, col) || !g.Across(r).Empty() || strings.ContainsRune(s, Lost) || g.IsHeader(r) || g.IsRemark(r) {
			continue
		}
		filled++
		digits := strings.Trim(s, "0123456789-*")
		switch n := utf8.RuneCountInString(s); {
		case digits == "" && n >= 7:
			count[ofPhones]++
		case digits == "":
			count[ofNumbers]++
		case allSchools(s):
			count[ofSchools]++
		case n >= 2 && n <= 4 && IsBody(s):
			count[ofPersons]++
		}
	}
	for what, n := range count {
		if n*4 > filled*3 {
			return what
		}
	}
	return ""
}

// allSchools reports whether s, the squeezed text of a cell, is the name of a
// school or a list of such names.
func allSchools(s string) bool {
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,;", r) }) {
		if !IsSchool(strings.TrimRight(one, marks)) {
			return false
		}
	}
	return s != ""
}

// goesWith reports whether a column of a class can hold that.
func goesWith(class, what string) bool {
	switch what {
	case ofSchools:
		return class == "school" || class == "unit" || Side(class) != ""
	case ofPersons:
		return class == "principal" || class == "contact" || class == "name"
	case ofPhones:
		return class == "phone"
	case ofNumbers:
		return class == "seq"
	}
	return true
}

// damaged finds what the columns under damaged headings hold.
func (g *Grid) damaged() {
	if g.First == 0 {
		return
	}
	for c, class := range g.Class {
		h := Squeeze(g.page.Str(g.headings[c]))
		if class != "" || !strings.ContainsRune(h, Lost) {
			continue
		}
		what := g.holds(c)
		if what == "" && g.First < g.NRows() {
			continue
		}
		may := slices.DeleteFunc(lostClasses(h), func(class string) bool { return !goesWith(class, what) })
		switch {
		case len(may) == 1:
			g.Class[c] = may[0]
		case what == ofSchools && sideOf(may) != "" && tableWords().sides.Has(strings.Trim(h, string(Lost))):
			g.Class[c] = sideOf(may) // 成员�
		case what == ofSchools && len(may) != 0 || what == ofSchools && strings.Trim(h, string(Lost)) == "":
			if side := g.otherSide(c); side != "" && (len(may) == 0 || slices.Contains(may, side)) {
				g.Class[c] = side
			} else if side == "" && (len(may) == 0 || slices.Contains(may, "school")) {
				g.Class[c] = "school"
			}
		case what == ofPersons && strings.Trim(h, string(Lost)) == "" && !slices.Contains(g.Class, "name") && g.sides() == 0 &&
			(slices.Contains(g.Class, "role") || slices.Contains(g.Class, "post")):
			g.Class[c] = "name"
		case what == ofPhones:
			g.Class[c] = "phone"
		case what == ofNumbers && c == 0:
			g.Class[c] = "seq"
		}
	}
}

// sideOf is the one class of a side among classes, "" where there is none, or
// several.
func sideOf(classes []string) (side string) {
	for _, c := range classes {
		if Side(c) == "" {
			continue
		}
		if side != "" {
			return ""
		}
		side = c
	}
	return side
}

// sides is how many columns hold schools, of either side or none.
func (g *Grid) sides() (n int) {
	for _, c := range g.Class {
		if c == "school" || Side(c) != "" {
			n++
		}
	}
	return n
}

// otherSide is the side that a table still wants beside its columns but col: that
// of the helped beside 帮扶学校; "" when none of them is a side, or both are there.
func (g *Grid) otherSide(col int) string {
	has := map[string]bool{}
	for c, class := range g.Class {
		if c != col {
			has[class] = true
		}
	}
	for _, pair := range [][2]string{{"from-help", "to-help"}, {"from-lead", "to-member"}} {
		switch a, b := has[pair[0]], has[pair[1]]; {
		case a && !b:
			return pair[1]
		case b && !a:
			return pair[0]
		}
	}
	return ""
}
