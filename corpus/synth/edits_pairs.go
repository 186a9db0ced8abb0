package synth

import (
	"slices"
)

// helps and helped count the pairs of a school.
func (e *editor) helps(s *School) (n int) {
	for _, p := range e.pairs {
		if p.From == s {
			n++
		}
	}
	for _, t := range e.given.told {
		if t.from == s {
			n++
		}
	}
	return n
}

func (e *editor) helped(s *School) (n int) {
	for _, p := range e.pairs {
		if p.To == s {
			n++
		}
	}
	for _, t := range e.given.told {
		if t.to == s {
			n++
		}
	}
	return n
}

// rePair reports whether the schools' part in pairs, and what they are called, is
// as it was, and notes that it is no longer.
func (e *editor) rePair(schools ...*School) bool {
	things := make([]any, len(schools))
	for i, s := range schools {
		things[i] = s
	}
	return e.touch("pair", things...)
}

func (e *editor) pairAdded() bool {
	if len(e.pairs) == 0 {
		return false
	}
	like := Pick(e.Draw, e.pairs...)
	to, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return !s.Town && s.Stage == like.To.Stage && e.helped(s) == 0 })
	if !ok {
		return false
	}
	from := like.From
	if e.Chance(0.5) {
		if s, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return s.Town && s.Stage == like.From.Stage && e.helps(s) == 0 }); ok {
			from = s
		}
	}
	if !e.rePair(from, to) {
		return false
	}
	e.pairs = append(e.pairs, &Pair{like.Form, from, to})
	return true
}

func (e *editor) pairEnded() bool {
	if len(e.pairs) < 4 {
		return false
	}
	i := e.IntN(len(e.pairs))
	if !e.rePair(e.pairs[i].From, e.pairs[i].To) {
		return false
	}
	e.pairs = slices.Delete(slices.Clone(e.pairs), i, i+1)
	return true
}

// otherHelper gives a helped school another helper.
func (e *editor) otherHelper() bool {
	if len(e.pairs) == 0 {
		return false
	}
	p := Pick(e.Draw, e.pairs...)
	from, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return s.Town && s != p.From && s.Stage == p.From.Stage })
	if !ok || !e.rePair(p.To, p.From, from) {
		return false
	}
	e.exchange(p, &Pair{p.Form, from, p.To})
	return true
}

// otherHelped gives a helper another school to help.
func (e *editor) otherHelped() bool {
	if len(e.pairs) == 0 {
		return false
	}
	p := Pick(e.Draw, e.pairs...)
	to, ok := oneWhere(e.Draw, e.district.Schools, func(s *School) bool { return !s.Town && s.Stage == p.To.Stage && e.helped(s) == 0 })
	if !ok || !e.rePair(p.To, p.From, to) {
		return false
	}
	e.exchange(p, &Pair{p.Form, p.From, to})
	return true
}

func (e *editor) exchange(old, new *Pair) {
	e.pairs = slices.Clone(e.pairs)
	e.pairs[slices.Index(e.pairs, old)] = new
}

func (e *editor) otherForm() bool {
	if !e.forms || len(e.pairs) == 0 {
		return false
	}
	p := Pick(e.Draw, e.pairs...)
	form := Pick(e.Draw, someForms...)
	if form == p.Form || e.was[p] == nil || !e.touch("form", p) || !e.rePair(p.To) {
		return false
	}
	p.Form = form
	return true
}

// pairTurned makes the helped school of a pair the one that helps.
func (e *editor) pairTurned() bool {
	if len(e.pairs) == 0 {
		return false
	}
	p := Pick(e.Draw, e.pairs...)
	if e.was[p] == nil || !e.touch("form", p) || !e.rePair(p.To, p.From) {
		return false
	}
	e.exchange(p, &Pair{p.Form, p.To, p.From})
	return true
}

// pairStatus goes on to what becomes of a pair: from planned to in force, from in
// force to ended.
func (e *editor) pairStatus() bool {
	t, ok := oneWhere(e.Draw, e.given.told, func(t *tale) bool { return t.status != "ended" })
	if !ok || !e.touch("status", t) {
		return false
	}
	if t.status == "planned" {
		t.status = ""
	} else {
		t.status = "ended"
	}
	return true
}
