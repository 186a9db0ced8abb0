package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
)

// leaders looks for persons who do not fit their place: leaders of a group whose
// school is not in it, and holders of one post whose names differ in a character.
func leaders(s *subject) {
	s.outsiders()
	s.nearPersons()
}

// nearPersons looks for a post that one person holds (云岭县教育局局长, 石桥小学校长) and that
// the document gives to two names of the same length that differ in one character.
func (s *subject) nearPersons() {
	holder := map[string]schema.Value{}
	add := func(post string, name *schema.Value) {
		if name == nil {
			return
		}
		o, ok := holder[post]
		if !ok {
			holder[post] = *name
			return
		}
		if apart(o.Value, name.Value) {
			s.find(schema.CodeNearPerson,
				say("%s is %s in one place and %s in another", post, o.Value, name.Value),
				say("%s一处写作%s，另一处写作%s", post, o.Value, name.Value),
				first(name.Evidence), first(o.Evidence))
		}
	}
	for i := range s.LeadingGroups {
		for j := range s.LeadingGroups[i].Members {
			l := &s.LeadingGroups[i].Members[j]
			for _, p := range l.Posts {
				if post := extract.Squeeze(p.Value); sole(post) {
					add(post, l.Name)
				}
			}
		}
	}
}

// sole reports whether a post, with its body, is held by one person at a time.
func sole(post string) bool {
	t := words().sole.Suffix(post)
	body := strings.TrimSuffix(post, t)
	if t == "" || utf8.RuneCountInString(body) < 4 || strings.ContainsAny(post, "、,副") {
		return false
	}
	return words().orgs.Suffix(body) != "" || extract.IsSchool(body)
}

// apart reports whether two names have the same length and differ in one
// character.
func apart(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return false
	}
	n := 0
	for i := range x {
		if x[i] != y[i] {
			n++
		}
	}
	return n == 1
}

// outsiders looks for leaders of a group of schools who lead a school that is not
// in it: 第四组 is led by 方小舟, who is the head of 37中 by another list, and holds
// 81中. A person whose school the document does not give, or who has several, is
// passed over, as is a school that may be one of the group's under another name.
func (s *subject) outsiders() {
	schools := map[string][]schema.Value{} // person → posts and schools
	name := map[string][]string{}          // person → names of schools
	add := func(person *schema.Value, school string, at schema.Value) {
		if person == nil || school == "" {
			return
		}
		schools[person.Value] = append(schools[person.Value], at)
		name[person.Value] = append(name[person.Value], school)
	}
	for i := range s.LeadingGroups {
		for j := range s.LeadingGroups[i].Members {
			l := &s.LeadingGroups[i].Members[j]
			for _, p := range l.Posts {
				add(l.Name, headOf(p.Value), p)
			}
		}
	}
	for i := range s.SchoolGroups {
		for j := range s.SchoolGroups[i].Members {
			m := &s.SchoolGroups[i].Members[j]
			add(m.Principal, full(m), m.School)
		}
	}
	groups := s.groupsByName()
	for i := range s.LeadingGroups {
		body := &s.LeadingGroups[i]
		if body.Body == nil || groups[body.Body.Value] == nil {
			continue
		}
		group := groups[body.Body.Value] // what it leads: the group of the same name
		for j := range body.Members {
			l := &body.Members[j]
			if l.Name == nil || len(l.Posts) > 0 {
				continue // his post in this very list decides
			}
			own := name[l.Name.Value]
			if len(own) == 0 || !oneSchool(own) || inGroup(group, own[0]) {
				continue
			}
			at := schools[l.Name.Value][0]
			s.find(schema.CodeOutsider,
				say("%s, %s of %s, is the head of %s, which is not in the group", l.Name.Value, l.Role.Value, group.Name.Value, own[0]),
				say("%s任%s%s，但其所在学校%s不在该组", l.Name.Value, group.Name.Value, l.Role.Value, own[0]),
				first(l.Name.Evidence), first(at.Evidence), first(group.Name.Evidence))
		}
	}
}

// groupsByName are the groups of schools with two or more members, by name; nil for
// a name that several bear.
func (s *subject) groupsByName() map[string]*schema.SchoolGroup {
	groups := map[string]*schema.SchoolGroup{}
	for i := range s.SchoolGroups {
		g := &s.SchoolGroups[i]
		if len(g.Members) < 2 {
			continue
		}
		if _, twice := groups[g.Name.Value]; twice {
			g = nil
		}
		groups[s.SchoolGroups[i].Name.Value] = g
	}
	return groups
}

// headOf returns the school whose head a post is (石桥小学校长, 石桥小学党支部书记、校长),
// "" for other posts.
func headOf(post string) string {
	post = extract.Squeeze(post)
	if i := strings.IndexAny(post, "、,"); i > 0 {
		post = post[:i]
	}
	best := ""
	for _, t := range words().posts.List() {
		// The shortest word leaves most of the name: 校长 of 石桥小学校长, not 小学校长.
		school, ok := strings.CutSuffix(post, t)
		ok = ok && words().heads.Suffix(t) != ""
		if ok && len(school) > len(best) && extract.IsSchool(school) {
			best = school
		}
	}
	return best
}

func oneSchool(names []string) bool {
	for _, n := range names[1:] {
		if !mayBe(names[0], n) {
			return false
		}
	}
	return true
}

func inGroup(g *schema.SchoolGroup, school string) bool {
	for i := range g.Members {
		m := &g.Members[i]
		if mayBe(m.School.Value, school) || m.Full != nil && mayBe(m.Full.Value, school) {
			return true
		}
	}
	return false
}

// mayBe reports whether two names may mean the same school: one's own words, its
// ending left out, stand in the other (35小 and 某市第35小学). It is generous: what it
// takes for one school is not reported.
func mayBe(a, b string) bool {
	x, y := own(a), own(b)
	if utf8.RuneCountInString(x) > utf8.RuneCountInString(y) {
		x, y = y, x
	}
	if x == "" {
		return true
	}
	for at := 0; ; {
		i := strings.Index(y[at:], x)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(x)
		before, _ := utf8.DecodeLastRuneInString(y[:i])
		after, _ := utf8.DecodeRuneInString(y[at:])
		head, _ := utf8.DecodeRuneInString(x)
		tail, _ := utf8.DecodeLastRuneInString(x)
		if !(unicode.IsDigit(head) && unicode.IsDigit(before)) && !(unicode.IsDigit(tail) && unicode.IsDigit(after)) {
			return true
		}
	}
}

// shortEnding is the shortest ending of a school's name that name has, so that 实验 and
// 中心 stay with it.
func shortEnding(name string) (end string) {
	for _, short := range []bool{false, true} {
		for _, t := range words().schools.List() {
			c, _ := words().schools.Class(t)
			if (c == "short") == short && strings.HasSuffix(name, t) && (end == "" || len(t) < len(end)) {
				end = t
			}
		}
		if end != "" {
			return end
		}
	}
	return ""
}

// own is what is left of a school's name without its endings, with numbers in
// digits.
func own(name string) string {
	name = bare(extract.Squeeze(name))
	for {
		cut := strings.TrimSuffix(name, shortEnding(name))
		cut = strings.TrimSuffix(cut, "校")
		if cut == name || cut == "" {
			break
		}
		name = cut
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		if n, l := extract.HanOrdinal(name[i:]); l > 0 {
			b.WriteString(say("%d", n))
			i += l
			continue
		}
		r, size := utf8.DecodeRuneInString(name[i:])
		if r != '第' {
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}
