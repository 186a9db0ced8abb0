package resolve

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/schema"
)

// sides finds pairs by what their sides are called, in any form of the same
// schools, without looking at all of them: a page may tell a hundred thousand.
type sides struct {
	x        *state
	pairs    []schema.Pairing
	from, to map[string][]int    // numbers of pairs, by the words of a side
	names    map[string]bool     // the words of all sides
	schools  map[int][]string    // of these, by school
	shorter  map[string][]string // of these, by each shorter form that is alike
}

func (x *state) newSides() *sides {
	return &sides{x: x, from: map[string][]int{}, to: map[string][]int{}, names: map[string]bool{}, schools: map[int][]string{}, shorter: map[string][]string{}}
}

// add enters a pair; its number is how many came before it.
func (s *sides) add(p schema.Pairing) {
	n := len(s.pairs)
	s.pairs = append(s.pairs, p)
	s.from[p.From.Value] = append(s.from[p.From.Value], n)
	s.to[p.To.Value] = append(s.to[p.To.Value], n)
	for _, name := range []string{p.From.Value, p.To.Value} {
		if s.names[name] {
			continue
		}
		s.names[name] = true
		if i, ok := s.school(name); ok {
			s.schools[i] = append(s.schools[i], name)
		}
		for _, f := range shorterForms(name) {
			s.shorter[f] = append(s.shorter[f], name)
		}
	}
}

func (s *sides) school(name string) (int, bool) {
	if s.x.schools == nil {
		return 0, false
	}
	return s.x.schools.Of(name)
}

// forms returns the words of sides that are the same as name.
func (s *sides) forms(name string) map[string]bool {
	out := map[string]bool{}
	try := func(names ...string) {
		for _, n := range names {
			if s.names[n] && s.x.same(n, name) {
				out[n] = true
			}
		}
	}
	try(name)
	if i, ok := s.school(name); ok {
		try(s.schools[i]...)
	}
	try(s.shorter[name]...)
	try(shorterForms(name)...)
	return out
}

// of returns the pairs, in order, whose sides are the same as these.
func (s *sides) of(from, to string) []int {
	froms, tos := s.forms(from), s.forms(to)
	count := func(names map[string]bool, by map[string][]int) (n int) {
		for f := range names {
			n += len(by[f])
		}
		return n
	}
	var out []int
	if count(froms, s.from) <= count(tos, s.to) {
		for f := range froms {
			for _, n := range s.from[f] {
				if tos[s.pairs[n].To.Value] {
					out = append(out, n)
				}
			}
		}
	} else {
		for t := range tos {
			for _, n := range s.to[t] {
				if froms[s.pairs[n].From.Value] {
					out = append(out, n)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// alike returns the pairs whose sides are the same as these in forms with the same
// [tail].
func (s *sides) alike(from, to string) []int {
	f, t := tail(from), tail(to)
	return slices.DeleteFunc(s.of(from, to), func(n int) bool {
		return tail(s.pairs[n].From.Value) != f || tail(s.pairs[n].To.Value) != t
	})
}

// near returns the pairs that p may be told again of, the likeliest first: those
// with sides of the same tails, then those turned round, then those with short
// names. A pair without a helping side is the same either way round.
func (s *sides) near(p *schema.Pairing) []int {
	all := s.of(p.From.Value, p.To.Value)
	if !p.Directed {
		all = append(all, s.of(p.To.Value, p.From.Value)...)
		slices.Sort(all)
		all = slices.Compact(all)
	}
	f, t := tail(p.From.Value), tail(p.To.Value)
	if f == "" || t == "" {
		return all
	}
	var lists [3][]int
	for _, n := range all {
		switch from, to := tail(s.pairs[n].From.Value), tail(s.pairs[n].To.Value); {
		case from == f && to == t:
			lists[0] = append(lists[0], n)
		case from == t && to == f:
			lists[1] = append(lists[1], n)
		case from == "" || to == "":
			lists[2] = append(lists[2], n)
		}
	}
	return slices.Concat(lists[:]...)
}

// shorterForms returns the forms to which a name may be [alike] that are shorter
// than it, and some that are not.
func shorterForms(name string) []string {
	var out []string
	for i := range name {
		b := name[i:]
		if i == 0 || utf8.RuneCountInString(b) < 2 {
			continue
		}
		if placeBefore(name[:i], b) {
			out = append(out, b)
		}
	}
	for _, u := range leftOutUnits {
		if s := strings.Replace(name, u, "", 1); s != name {
			out = append(out, s)
		}
	}
	return out
}
