package commitments

import (
	"strconv"
	"strings"

	"jiedui/internal/lexicon"
)

// unit is what a line of units.txt says.
type unit struct {
	class string // times, person, thing, piece, money, rate or time
	scale int    // of a time
	name  string // the unit's own name: 学期 of 个学期
}

// period is what a line of periods.txt or bare-periods.txt says.
type period struct {
	name  string
	scale int
	where string // adjacent, anywhere, share or ""
}

// share is what a line of shares.txt says.
type share struct {
	name  string
	event bool
}

// doing is what a line of doings.txt says.
type doing struct {
	kind string // make, stay, span, no or ""
	name bool
}

// limit is what a line of comparators.txt says.
type limit struct {
	sign  string
	where string // close, behind, hundreds or ""
}

// vocabulary holds the data files, and what their classes say.
type vocabulary struct {
	units, noUnits, comparators, periods, bare, shares, counters, cycles, once                         *lexicon.Terms
	doings, actors, beforeActors, afterActors, afterNouns, deliverables, idioms, nouns, labels, before *lexicon.Terms

	unit   map[string]unit
	period map[string]period
	alone  map[string]period // of bare
	share  map[string]share
	limit  map[string]limit
	doing  map[string]doing
}

var words = lexicon.Of(func(l *lexicon.Lexicon) *vocabulary {
	v := &vocabulary{
		units: l.Load("units.txt"), noUnits: l.Load("no-units.txt"), once: l.Load("once.txt"), comparators: l.Load("comparators.txt"),
		periods: l.Load("periods.txt"), bare: l.Load("bare-periods.txt"), shares: l.Load("shares.txt"), counters: l.Load("counters.txt"), cycles: l.Load("cycles.txt"),
		doings: l.Load("doings.txt"), actors: l.Load("actors.txt"),
		beforeActors: l.Load("before-actors.txt"), afterActors: l.Load("after-actors.txt"), afterNouns: l.Load("after-nouns.txt"), deliverables: l.Load("deliverables.txt"),
		before: l.Load("before-counts.txt"),
		unit:   map[string]unit{}, period: map[string]period{}, alone: map[string]period{}, share: map[string]share{}, limit: map[string]limit{}, doing: map[string]doing{},
	}
	counts := l.Load("no-counts.txt")
	v.idioms, v.nouns, v.labels = counts.Of("idiom"), counts.Of("noun"), counts.Of("label")
	each(v.units, func(term string, f []string) { v.unit[term] = unit{f[0], number(f[1]), f[2]} })
	each(v.periods, func(term string, f []string) { v.period[term] = period{f[0], number(f[1]), f[2]} })
	each(v.bare, func(term string, f []string) { v.alone[term] = period{f[0], number(f[1]), f[2]} })
	each(v.shares, func(term string, f []string) { v.share[term] = share{f[0], f[1] == "event"} })
	each(v.doings, func(term string, f []string) {
		d := doing{f[0], f[0] == "name" || f[1] == "name"}
		if d.kind == "name" {
			d.kind = ""
		}
		v.doing[term] = d
	})
	each(v.comparators, func(term string, f []string) { v.limit[term] = limit{f[0], f[1]} })
	return v
})

// each calls f with every term of t and the words of its class, three of them
// at least.
func each(t *lexicon.Terms, f func(term string, class []string)) {
	for _, term := range t.List() {
		c, _ := t.Class(term)
		f(term, append(strings.Fields(c), "", "", ""))
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
