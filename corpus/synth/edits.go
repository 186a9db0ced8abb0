package synth

import (
	"slices"
	"strconv"
	"strings"
)

// editor turns a plan into its next version.
type editor struct {
	*Draw
	*given
	// touched are the things that an edit has changed already, by aspect: no other
	// edit changes them in the same respect, so that each change is one to tell.
	touched map[any]bool
}

// edits are the ways in which plans change. do makes one such change, or returns
// false where the plan has nothing to change so.
var edits = []struct {
	name   string
	weight int
	do     func(e *editor) bool
}{
	{"edit-pair-added", 3, (*editor).pairAdded},
	{"edit-pair-ended", 3, (*editor).pairEnded},
	{"edit-pair-other-helper", 3, (*editor).otherHelper},
	{"edit-pair-other-helped", 2, (*editor).otherHelped},
	{"edit-pair-form", 6, (*editor).otherForm},
	{"edit-pair-turned", 2, (*editor).pairTurned},
	{"edit-pair-status", 6, (*editor).pairStatus},
	{"edit-group-added", 2, (*editor).groupAdded},
	{"edit-group-ended", 2, (*editor).groupEnded},
	{"edit-group-renamed", 2, (*editor).groupRenamed},
	{"edit-group-moved", 8, (*editor).groupMoved},
	{"edit-group-stage", 8, (*editor).groupStage},
	{"edit-member-division", 8, (*editor).memberDivision},
	{"edit-member-joined", 2, (*editor).memberJoined},
	{"edit-member-left", 2, (*editor).memberLeft},
	{"edit-member-moved", 3, (*editor).memberMoved},
	{"edit-member-leads", 2, (*editor).memberLeads},
	{"edit-school-renamed", 5, (*editor).schoolRenamed},
	{"edit-principal", 3, (*editor).otherPrincipal},
	{"edit-phone", 2, (*editor).otherPhone},
	{"edit-contact", 4, (*editor).otherContact},
	{"edit-contact-phone", 2, (*editor).contactPhone},
	{"edit-leader-joined", 2, (*editor).leaderJoined},
	{"edit-leader-left", 2, (*editor).leaderLeft},
	{"edit-leader-succeeded", 2, (*editor).leaderSucceeded},
	{"edit-leader-promoted", 2, (*editor).leaderPromoted},
	{"edit-leader-post", 2, (*editor).leaderPost},
	{"edit-expert-subject", 6, (*editor).expertSubject},
	{"edit-expert-joined", 4, (*editor).expertJoined},
	{"edit-expert-left", 4, (*editor).expertLeft},
	{"edit-body-added", 1, (*editor).bodyAdded},
	{"edit-milestone-moved", 3, (*editor).milestoneMoved},
	{"edit-milestone-reworded", 2, (*editor).milestoneReworded},
	{"edit-milestone-added", 2, (*editor).milestoneAdded},
	{"edit-milestone-dropped", 2, (*editor).milestoneDropped},
	{"edit-promise-number", 4, (*editor).promiseNumber},
	{"edit-promise-period", 2, (*editor).promisePeriod},
	{"edit-promise-reworded", 2, (*editor).promiseReworded},
	{"edit-promise-added", 2, (*editor).promiseAdded},
	{"edit-promise-dropped", 2, (*editor).promiseDropped},
	{"edit-sentence-added", 3, (*editor).sentenceAdded},
	{"edit-sentence-dropped", 3, (*editor).sentenceDropped},
	{"edit-sentence-reworded", 2, (*editor).sentenceReworded},
	{"edit-note", 1, (*editor).otherNote},
	{"edit-citation-added", 2, (*editor).citationAdded},
	{"edit-citation-dropped", 2, (*editor).citationDropped},
	{"edit-citation-number", 1, (*editor).citationNumber},
	{"edit-body-renamed", 2, (*editor).bodyRenamed},
	{"edit-body-ended", 1, (*editor).bodyEnded},
	{"edit-chapter-renamed", 2, (*editor).chapterRenamed},
	{"edit-chapter-added", 1, (*editor).chapterAdded},
	{"edit-chapter-dropped", 1, (*editor).chapterDropped},
	{"edit-plan-added", 6, (*editor).planAdded},
	{"edit-plan-dropped", 10, (*editor).planDropped},
}

// planAdded sets another plan on the page, where there are several.
func (e *editor) planAdded() bool {
	if !e.several {
		return false
	}
	g := e.Draw.newGiven()
	e.touch("plan", g)
	e.given.further = append(slices.Clone(e.given.further), g)
	e.District, e.Plan = e.given.district, e.given.plan
	return true
}

// planDropped takes the last of the other plans off the page; one stays, for what
// stands alone is no first part (第一篇).
func (e *editor) planDropped() bool {
	n := len(e.given.further)
	if n < 2 || !e.touch("plan", e.given.further[n-1]) {
		return false
	}
	e.given.further = slices.Clone(e.given.further[:n-1])
	return true
}

// maxEdits is how many edits at most are combined on one plan.
const maxEdits = 16

// still is the name of no edit.
const still = "edit-nothing"

// edit makes g, a copy, the next version of its plan: one of the next year, or a
// later one of the same year, or the same plan once more. It returns the names of
// the edits.
func (d *Draw) edit(g *given) []string {
	d.District, d.Plan = g.district, g.plan
	e := &editor{d, g, map[any]bool{}}
	var made []string
	switch k := d.Float64(); {
	case k < 0.12:
		return []string{still}
	case k < 0.7 || !e.laterThisYear():
		e.nextYear()
		made = append(made, "edit-next-year")
	default:
		made = append(made, "edit-same-year")
	}
	if d.Chance(0.12) {
		return made
	}
	sum := 0
	for _, x := range edits {
		sum += x.weight
	}
	for range d.Between(1, maxEdits) {
		k := d.IntN(sum)
		for _, x := range edits {
			if k -= x.weight; k < 0 {
				if x.do(e) {
					made = append(made, x.name)
				}
				break
			}
		}
	}
	return made
}

// touch reports whether the things are as they were in some respect, and notes
// that they are no longer.
func (e *editor) touch(aspect string, things ...any) bool {
	for _, x := range things {
		if e.touched[[2]any{aspect, x}] {
			return false
		}
	}
	for _, x := range things {
		e.touched[[2]any{aspect, x}] = true
	}
	return true
}

// anew gives the plan another number.
func (e *editor) anew() {
	p := e.plan
	if p.Number != "" {
		for old := p.Number; p.Number == old; {
			p.Number = e.Number(e.district.Mark, p.Year)
		}
	}
	if e.given.index != "" {
		for old := e.given.index; e.given.index == old; {
			e.given.index = e.IndexNumber()
		}
	}
	p.published = min(28, p.Day+e.IntN(4))
}

// nextYear makes the plan one of the next year: what is due, is due a year later.
func (e *editor) nextYear() {
	p := e.plan
	years := []string{}
	for i := 2; i >= 0; i-- { // of a plan for three years
		years = append(years, strconv.Itoa(p.Year+i), strconv.Itoa(p.Year+i+1))
	}
	p.Title = strings.NewReplacer(years...).Replace(p.Title)
	p.Year++
	p.Day = e.Between(1, 28)
	if e.Chance(0.5) {
		p.Month = e.Between(max(1, p.Month-3), p.Month)
	}
	for _, m := range e.given.agenda {
		m.when = m.when.later(12)
	}
	e.anew()
}

// laterThisYear makes the plan a later one of the same year.
func (e *editor) laterThisYear() bool {
	p := e.plan
	last := 12
	for _, m := range e.given.agenda { // all of it is still to come
		if m.when.year == p.Year {
			last = min(last, m.when.month-1)
		}
	}
	if last <= p.Month {
		return false
	}
	p.Month = e.Between(p.Month+1, last)
	p.Day = e.Between(1, 28)
	e.anew()
	return true
}

// oneWhere returns one of the values that pass; ok is false when there is none.
func oneWhere[T any](d *Draw, values []T, pass func(T) bool) (x T, ok bool) {
	for _, v := range Shuffled(d, values) {
		if pass(v) {
			return v, true
		}
	}
	return x, false
}
