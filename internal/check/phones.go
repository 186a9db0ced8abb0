package check

import (
	"regexp"
	"strings"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// phones compares the principals, contact persons and their numbers wherever
// the document gives them: 范小舟 of 石桥小学 with two numbers, 石桥小学 with two
// principals, one mobile number behind two names, a number that lacks a digit.
//
// Two persons of one name at two schools may be two; a landline belongs to the
// school, may stand behind anybody, and goes together with a mobile number.
func phones(s *subject) {
	type entry struct {
		school, name string
		at, phone    schema.Value // of the person's name; of the number, empty where none is given
	}
	var heads, all []entry
	add := func(school string, name, phone *schema.Value, head bool) {
		if name == nil || extract.IsSchool(name.Value) { // a column that was taken for another
			return
		}
		e := entry{school: school, name: name.Value, at: *name}
		if phone != nil {
			e.phone = *phone
		}
		if head {
			heads = append(heads, e)
		}
		all = append(all, e)
	}
	for i := range s.SchoolGroups {
		g := &s.SchoolGroups[i]
		for j := range g.Members {
			m := &g.Members[j]
			add(full(m), m.Principal, m.Phone, true)
		}
		for j := range g.Contacts {
			add("", &g.Contacts[j].Name, g.Contacts[j].Phone, false)
		}
	}
	for i := range s.Schools {
		add(s.Schools[i].Name.Value, s.Schools[i].Principal, s.Schools[i].Phone, true)
	}

	type head struct {
		school, name string
		mobile       bool
	}
	number := map[head]entry{}      // the first entry that gives a number
	principal := map[string]entry{} // of a school, the first
	told := map[string]bool{}
	for _, e := range heads {
		school := s.school(e.school)
		if p, ok := principal[school]; !ok {
			principal[school] = e
		} else if p.name != e.name && !told[school+" "+e.name] {
			told[school+" "+e.name] = true
			s.find(schema.CodeTwoPrincipals,
				say("the principal of %s is %s in one place and %s in another", e.school, p.name, e.name),
				say("%s的校长一处是%s，另一处是%s", e.school, p.name, e.name),
				first(e.at.Evidence), first(p.at.Evidence))
		}
		if digits(e.phone.Value) == "" {
			continue
		}
		k := head{s.house(e.school), e.name, mobile(e.phone.Value)} // who heads a school and its division is one person
		if o, ok := number[k]; !ok {
			number[k] = e
		} else if !sameNumber(o.phone.Value, e.phone.Value) && !told[school+" "+e.phone.Value] {
			told[school+" "+e.phone.Value] = true
			s.find(schema.CodeTwoPhones,
				say("%s, the principal of %s, has two phone numbers: %s and %s", e.name, e.school, o.phone.Value, e.phone.Value),
				say("%s校长%s有两个电话号码：%s和%s", e.school, e.name, o.phone.Value, e.phone.Value),
				first(e.phone.Evidence), first(o.phone.Evidence))
		}
	}

	contact := map[string][]entry{} // by name, one for each number
	for _, e := range all {
		if e.school != "" || !mobile(e.phone.Value) {
			continue
		}
		known := false
		for _, o := range contact[e.name] {
			known = known || sameNumber(o.phone.Value, e.phone.Value)
		}
		if known {
			continue
		}
		for _, o := range contact[e.name] {
			if slip(digits(o.phone.Value), digits(e.phone.Value)) {
				s.find(schema.CodeContactPhones,
					say("%s has two phone numbers that are nearly the same: %s and %s", e.name, o.phone.Value, e.phone.Value),
					say("%s的两个电话号码仅有细微差别：%s和%s", e.name, o.phone.Value, e.phone.Value),
					first(e.phone.Evidence), first(o.phone.Evidence))
				break
			}
		}
		contact[e.name] = append(contact[e.name], e)
	}

	owner := map[string]entry{}
	for _, e := range all {
		n := digits(e.phone.Value)
		if !mobile(n) || strings.Contains(n, "*") {
			continue
		}
		if o, ok := owner[n]; !ok {
			owner[n] = e
		} else if o.name != e.name && !told[n+e.name] {
			told[n+e.name] = true
			s.find(schema.CodeSharedPhone,
				say("%s and %s have the same mobile number, %s", o.name, e.name, e.phone.Value),
				say("%s和%s的手机号码相同：%s", o.name, e.name, e.phone.Value),
				first(e.phone.Evidence), first(o.phone.Evidence))
		}
	}
	if s.part != nil {
		for _, g := range s.part.Grids() {
			s.lengths(g)
		}
	}
}

// lengths looks in the columns of phone numbers for mobile numbers with a digit
// too few or too many, where most of the column are whole.
func (s *subject) lengths(g *extract.Grid) {
	for c, class := range g.Class {
		if class != "phone" {
			continue
		}
		whole := 0
		var odd []text.Span
		for row := g.First; row < g.NRows(); row++ {
			at := g.In(row, c)
			if at.Empty() || !g.Fresh(row, c) {
				continue
			}
			n := strings.ReplaceAll(extract.Squeeze(s.part.Str(at)), "-", "")
			switch {
			case mobile(n) && digits(n) == n:
				whole++
			case digits(n) == n && n[0] == '1' && (len(n) == 10 || len(n) == 12):
				odd = append(odd, at)
			}
		}
		if whole < leastWhole || len(odd)*4 > whole {
			continue
		}
		for _, at := range odd {
			n := len(digits(s.part.Str(at)))
			s.find(schema.CodeBadPhone,
				say("the mobile number has %d digits, not 11", n),
				say("手机号码有%d位，应为11位", n), s.part.Evidence(at))
		}
	}
}

// leastWhole is the number of whole numbers that make a column one of mobile
// numbers.
const leastWhole = 3

// slip reports whether two numbers of the same length differ in one digit, or in
// two neighbours that changed places.
func slip(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var at []int
	for i := range len(a) {
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	return len(at) == 1 || len(at) == 2 && at[1] == at[0]+1 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]]
}

// mobile reports whether a number, masked or not, is that of a mobile phone.
func mobile(number string) bool {
	n := digits(number)
	return len(n) == 11 && n[0] == '1'
}

// misread matches the letters that a scan sets for digits.
var misread = regexp.MustCompile(`[A-Za-z?]`)

// sameNumber reports whether two numbers are one, perhaps once without its area
// code, or may be one, as one was misread.
func sameNumber(a, b string) bool {
	if misread.MatchString(a + b) {
		return true
	}
	x, y := digits(a), digits(b)
	return strings.HasSuffix(x, y) || strings.HasSuffix(y, x)
}
