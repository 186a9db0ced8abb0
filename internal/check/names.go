package check

import (
	"strings"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/internal/schools"
	"jiedui/schema"
)

var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct {
	schools, kinds, posts, general, orgs, chrome  *lexicon.Terms
	goals, rates, forms, units, verbs, beginnings *lexicon.Terms // classes of check.txt
}) {
	w.schools = l.Load("schools.txt")
	w.kinds = l.Load("kinds.txt")
	w.posts = l.Load("posts.txt")
	w.orgs = l.Load("orgs.txt")
	w.chrome = l.Load("chrome.txt")
	w.general = l.Load("check-general.txt")
	all := l.Load("check.txt")
	w.goals, w.rates, w.forms, w.units, w.verbs = all.Of("goal"), all.Of("rate"), all.Of("form"), all.Of("unit"), all.Of("verb")
	w.beginnings = all.Of("word")
	return w
})

// school is the name under which a document knows a school: of its written
// names the fullest one. Names that are not sure to be one school stay apart.
func (s *subject) school(name string) string {
	if s.names == nil {
		s.names = s.identify()
	}
	name = extract.Squeeze(name)
	if i, ok := s.names.Of(name); ok {
		return s.names.List[i].Name
	}
	return name
}

// identify sorts the names of the document into schools.
func (s *subject) identify() *schools.Schools {
	var opt schools.Options
	if r := s.Metadata.Region; r != nil {
		opt.Districts = append(opt.Districts, r.Value)
	}
	var names []string
	add := func(name string) string {
		name = extract.Squeeze(name)
		names = append(names, name)
		return name
	}
	for i := range s.SchoolGroups {
		var apart []string
		for j := range s.SchoolGroups[i].Members {
			apart = append(apart, add(full(&s.SchoolGroups[i].Members[j])))
		}
		opt.Apart = append(opt.Apart, apart)
	}
	for i := range s.Pairings {
		if p := &s.Pairings[i]; p.From.Value != p.To.Value {
			opt.Apart = append(opt.Apart, []string{add(p.From.Value), add(p.To.Value)})
		}
	}
	for i := range s.Schools {
		add(s.Schools[i].Name.Value)
	}
	return schools.Identify(names, opt)
}

// bare is a name without the remark in brackets behind it; a part of the school
// (小学部) is no remark.
func bare(name string) string {
	i := strings.LastIndexByte(name, '(')
	if i <= 0 || !strings.HasSuffix(name, ")") {
		return name
	}
	remark := name[i+1 : len(name)-1]
	if strings.HasSuffix(remark, "部") || strings.HasSuffix(remark, "校区") {
		return name[:i] + remark
	}
	return name[:i]
}

// full is the name under which a group's member is known: its full name where
// the document gives it, with the part of the school (小学部) behind it.
func full(m *schema.Member) string {
	if m.Full == nil {
		return m.School.Value
	}
	name := m.Full.Value
	if m.Division != nil && !strings.HasSuffix(name, m.Division.Value) {
		name += m.Division.Value
	}
	return name
}

// digits is s with nothing but its digits and the stars of a masked number.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '*' {
			return r
		}
		return -1
	}, s)
}
