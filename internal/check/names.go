package check

import (
	"strings"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
)

var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct {
	schools, kinds, posts, general, orgs, chrome, sole, comparators             *lexicon.Terms
	goals, rates, forms, units, verbs, beginnings, totals, toCome, about, heads *lexicon.Terms // classes of check.txt
}) {
	w.schools = l.Load("schools.txt")
	w.kinds = l.Load("kinds.txt")
	w.posts = l.Load("posts.txt")
	w.orgs = l.Load("orgs.txt")
	w.chrome = l.Load("chrome.txt")
	w.general = l.Load("check-general.txt")
	all := l.Load("check.txt")
	w.goals, w.rates, w.forms, w.units, w.verbs = all.Of("goal"), all.Of("rate"), all.Of("form"), all.Of("unit"), all.Of("verb")
	w.beginnings, w.totals, w.toCome, w.about = all.Of("word"), all.Of("total"), all.Of("to-come"), all.Of("about")
	w.heads = all.Of("head")
	w.comparators = l.Load("comparators.txt")
	w.sole = l.Load("check-sole.txt")
	return w
})

// school is the name under which a document knows a school: of its written
// names the fullest one (see [schema.School]). A name that is not in its list of
// schools stands for itself.
func (s *subject) school(name string) string {
	name = extract.Squeeze(name)
	if i, ok := s.known()[name]; ok {
		return s.Schools[i].Name.Value
	}
	return name
}

// house is the school that a campus or a division belongs to, and else the school
// itself: 云岭学校 of 云岭学校小学部.
func (s *subject) house(name string) string {
	name = extract.Squeeze(name)
	if i, ok := s.known()[name]; ok && s.Schools[i].Parent != nil {
		return s.school(s.Schools[i].Parent.Value)
	}
	return s.school(name)
}

// known are the indexes of the document's schools by each of their names.
func (s *subject) known() map[string]int {
	if s.forms == nil {
		s.forms = map[string]int{}
		for i := range s.Schools {
			for _, f := range s.Schools[i].Forms {
				s.forms[f.Value] = i
			}
			s.forms[s.Schools[i].Name.Value] = i
		}
	}
	return s.forms
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
