package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"jiedui/schema"
)

// spellings compares the list of groups with the list of pairs: 柳湾镇木庄小学
// that stands in one alone, and 柳湾镇穆庄小学 in the other, are one school in two
// spellings; a school among the pairs that no group has, while the groups have
// nearly all the others, is reported by itself.
//
// A name that both lists have is nobody's slip, however near another is to it.
func spellings(s *subject) {
	groups, pairs := s.lists()
	if len(groups.names) == 0 || len(pairs.names) == 0 {
		return
	}
	left, right := groups.without(pairs), pairs.without(groups)
	if len(left)*len(right) > mostCompared {
		return
	}
	explained := map[string]bool{}
	heads := s.heads()
	for _, kind := range []struct {
		code string
		same func(a, b string) bool
	}{{schema.CodeTwoSpellings, written}, {schema.CodeNearNamesake, oneApart}} {
		if kind.code == schema.CodeNearNamesake && (s.unsure() || !pairs.covered(right, explained)) {
			break // the lists are not of the same schools, or not all of them are known
		}
		for _, b := range right {
			a, ok := only(left, b, kind.same)
			if !ok || explained[a] || explained[b] {
				continue
			}
			if back, ok := only(right, a, kind.same); !ok || back != b || heads[a] != "" && heads[b] != "" && heads[a] != heads[b] {
				continue
			}
			explained[a], explained[b] = true, true
			x, y := groups.values[a], pairs.values[b]
			if kind.code == schema.CodeTwoSpellings {
				s.find(kind.code,
					say("%s in the list of groups and %s in the list of pairs look like one school in two spellings", x.Value, y.Value),
					say("分组名单中的%s与结对名单中的%s似为同一学校的两种写法", x.Value, y.Value),
					first(y.Evidence), first(x.Evidence))
			} else {
				s.find(kind.code,
					say("%s stands only in the list of groups and %s only in the list of pairs; they differ in one character", x.Value, y.Value),
					say("%s只见于分组名单，%s只见于结对名单，两者仅一字之差", x.Value, y.Value),
					first(y.Evidence), first(x.Evidence))
			}
		}
	}
	if s.unsure() || !pairs.covered(right, explained) {
		return
	}
	for _, b := range right {
		if explained[b] {
			continue
		}
		v := pairs.values[b]
		s.find(schema.CodeUnlisted,
			say("%s stands in the list of pairs and in no group, while the groups have %d of the %d schools of that list", v.Value, len(pairs.names)-len(right), len(pairs.names)),
			say("结对名单中的%s不在任何一组，而该名单的%d所学校中有%d所已分组", v.Value, len(pairs.names), len(pairs.names)-len(right)),
			first(v.Evidence))
	}
}

// list is the schools of one list of a document by the name of subject.school.
type list struct {
	names  []string // in the order of the page
	values map[string]schema.Value
}

func (l *list) add(name string, v schema.Value) {
	if l.values == nil {
		l.values = map[string]schema.Value{}
	}
	if _, ok := l.values[name]; !ok {
		l.names = append(l.names, name)
		l.values[name] = v
	}
}

// without returns the names of l that other does not have.
func (l *list) without(other *list) (out []string) {
	for _, n := range l.names {
		if _, ok := other.values[n]; !ok {
			out = append(out, n)
		}
	}
	return out
}

// mostCompared bounds the comparisons of names; lists of so many schools that are
// all in one of them alone are not of the same schools.
const mostCompared = 1 << 20

// A list is meant to hold the schools of another when at least this many of
// them are in it and at most one in ten is not.
const (
	leastKnown = 8
	mostAbsent = 10
)

// covered reports whether the other lists have nearly all schools of l: all but
// those of absent that are not explained.
func (l *list) covered(absent []string, explained map[string]bool) bool {
	n := 0
	for _, a := range absent {
		if !explained[a] {
			n++
		}
	}
	known := len(l.names) - len(absent)
	return known >= leastKnown && n*mostAbsent <= len(l.names)
}

// lists returns the schools of the document's groups and of its pairs, as far
// as they stand in tables or lists and not in sentences.
func (s *subject) lists() (groups, pairs *list) {
	groups, pairs = &list{}, &list{}
	for i := range s.SchoolGroups {
		g := &s.SchoolGroups[i]
		for j := range g.Members {
			if m := &g.Members[j]; !g.Narrative {
				groups.add(s.school(full(m)), m.School)
			}
		}
	}
	for i := range s.Pairings {
		if p := &s.Pairings[i]; !p.Narrative {
			for _, v := range []schema.Value{p.From, p.To} {
				if core(v.Value) == "" { // a group is no school
					pairs.add(s.school(v.Value), v)
				}
			}
		}
	}
	return groups, pairs
}

// heads are the principals of the schools that the document gives one for.
func (s *subject) heads() map[string]string {
	heads := map[string]string{}
	for i := range s.SchoolGroups {
		for j := range s.SchoolGroups[i].Members {
			if m := &s.SchoolGroups[i].Members[j]; m.Principal != nil {
				heads[s.school(full(m))] = m.Principal.Value
			}
		}
	}
	for i := range s.Schools {
		if p := s.Schools[i].Principal; p != nil {
			heads[s.Schools[i].Name.Value] = p.Value
		}
	}
	return heads
}

// only returns the one name of names that is the same as name, and whether
// there is exactly one.
func only(names []string, name string, same func(a, b string) bool) (found string, ok bool) {
	for _, n := range names {
		if n != name && same(n, name) {
			if ok {
				return "", false
			}
			found, ok = n, true
		}
	}
	return found, ok
}

// written reports whether two names are likely the same in two spellings: they
// differ in a general word (石桥中心小学, 石桥小学), or one character is another of the
// same sound (木庄, 穆庄). One that only leaves its place out is no other spelling.
func written(a, b string) bool {
	x, y := general(a), general(b)
	if x == y && stem(x) >= 2 {
		return true
	}
	i, p, q := differ(x, y)
	return i >= 0 && homophones(p, q)
}

// oneApart reports whether two names differ in one character that is no number
// and no direction: those set schools apart.
func oneApart(a, b string) bool {
	i, p, q := differ(a, b)
	const telling = "一二三四五六七八九十0123456789东西南北中上下前后左右内外大小新老"
	return i >= 0 && !strings.ContainsRune(telling, p) && !strings.ContainsRune(telling, q)
}

// general is a name with its general ending in the plain form.
func general(name string) string {
	t := words().general.Suffix(name)
	if t == "" {
		return name
	}
	c, _ := words().general.Class(t)
	return strings.TrimSuffix(name, t) + c
}

// stem is the number of characters before a name's ending.
func stem(name string) int {
	return utf8.RuneCountInString(strings.TrimSuffix(name, words().schools.Suffix(name)))
}

// differ returns the place, in characters, of the one character in which two
// names of the same length differ, and both characters; -1 if there is not
// exactly one, or it belongs to the ending.
func differ(a, b string) (at int, p, q rune) {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return -1, 0, 0
	}
	at = -1
	for i := range x {
		if x[i] != y[i] {
			if at >= 0 {
				return -1, 0, 0
			}
			at = i
		}
	}
	if at < 0 || at >= stem(a) {
		return -1, 0, 0
	}
	return at, x[at], y[at]
}

var readings = pinyin.Args{Style: pinyin.Tone, Heteronym: true}

// homophones reports whether two characters have a reading in common, the tone
// included.
func homophones(a, b rune) bool {
	for _, r := range pinyin.SinglePinyin(a, readings) {
		if slices.Contains(pinyin.SinglePinyin(b, readings), r) {
			return true
		}
	}
	return false
}
