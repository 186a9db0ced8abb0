package diff

import (
	"slices"
	"strconv"
	"strings"

	"jiedui/schema"
)

// likeWords is the likeness from which the words of two promises, or of two
// things that are due, are taken for the same thing.
const likeWords = 600

// compareCommitments compares the promises with a number: those that are equal,
// then those whose words are alike apart from their numbers.
func (w *work) compareCommitments() {
	var lists [2][]*promise
	for i, s := range w.sides {
		for j := range s.doc.Commitments {
			c := &s.doc.Commitments[j]
			lists[i] = append(lists[i], &promise{c: c, words: plain(c.Quote.Value), bare: bare(c.Quote.Value), own: own(bare(c.Quote.Value), words().promises), section: s.section(c.Quote.Evidence)})
		}
	}
	equal := func(x, y *promise) int {
		if x.words != y.words || !sameAmount(x.c, y.c) {
			return 0
		}
		return 1 + boolScore(x.section == y.section, 1)
	}
	pass := func(score func(x, y *promise) int, found func(x, y *promise)) {
		matchUp(&lists, func(p *promise) string { return p.c.ID }, score, found)
	}
	pass(equal, w.comparePromise)
	pass(func(x, y *promise) int {
		s := alike(x.own, y.own)
		if s < likeWords {
			return 0
		}
		ux, _ := unit(x.c.Unit.Value)
		uy, _ := unit(y.c.Unit.Value)
		return s + boolScore(ux == uy, 300) + boolScore(period(valueOf(x.c.Per)) == period(valueOf(y.c.Per)), 100) +
			boolScore(sameAmount(x.c, y.c), 100) + boolScore(x.section == y.section, 150)
	}, w.comparePromise)
	for i, list := range lists {
		for _, p := range list {
			w.tellOne(i, CommitmentAdded, Subject{Name: p.c.Quote.Value}, w.sayPromise(i, p.c))
		}
	}
}

// promise is a commitment with its words as they are compared.
type promise struct {
	c                         *schema.Commitment
	words, bare, own, section string
}

func boolScore(is bool, score int) int {
	if is {
		return score
	}
	return 0
}

func valueOf(v *schema.Value) string {
	if v == nil {
		return ""
	}
	return v.Value
}

func amountOf(c *schema.Commitment) *Amount {
	a := &Amount{Min: c.Amount.Value, Max: c.Amount.Value, Unit: c.Unit.Value, Comparator: c.Comparator, Per: valueOf(c.Per)}
	if c.AmountMax != nil {
		a.Max = c.AmountMax.Value
	}
	return a
}

// scaled is an amount in the unit and the period that amounts are compared in.
func scaled(c *schema.Commitment) Amount {
	a := *amountOf(c)
	name, by := unit(a.Unit)
	a.Unit, a.Min, a.Max, a.Per = name, a.Min*by, a.Max*by, period(a.Per)
	return a
}

func sameAmount(x, y *schema.Commitment) bool { return scaled(x) == scaled(y) }

func (w *work) sayPromise(i int, c *schema.Commitment) *told {
	number := &schema.Value{Value: strconv.FormatFloat(c.Amount.Value, 'g', -1, 64), Evidence: c.Amount.Evidence}
	t := w.say(i, c.ID, c.Quote.Value, &c.Quote, number, &c.Unit)
	// The words of the promise mostly hold its number and unit.
	t.Evidence = slices.DeleteFunc(t.Evidence, func(e schema.Evidence) bool {
		return slices.ContainsFunc(c.Quote.Evidence, func(q schema.Evidence) bool {
			return q.Start <= e.Start && e.End <= q.End && q.End-q.Start > e.End-e.Start
		})
	})
	t.Amount = amountOf(c)
	return t
}

// comparePromise compares two versions of one promise.
func (w *work) comparePromise(x, y *promise) {
	a, b := scaled(x.c), scaled(y.c)
	subject := Subject{Name: y.c.Quote.Value}
	reason := ""
	if x.bare != y.bare {
		reason = ReasonWords
	}
	tell := func(kind, field string) {
		subject.Field = field
		w.tell(kind, subject, w.sayPromise(0, x.c), w.sayPromise(1, y.c), reason)
	}
	switch {
	case a == b && x.words == y.words:
		w.pin(&x.c.Quote, &y.c.Quote)
	case a == b:
		tell(CommitmentReworded, "")
	case a.Unit != b.Unit:
		tell(CommitmentChanged, "unit")
	case a.Per != b.Per:
		tell(CommitmentChanged, "per")
	case a.Min == b.Min && a.Max == b.Max:
		tell(CommitmentChanged, "comparator")
	case a.Min <= b.Min && a.Max <= b.Max:
		tell(CommitmentRaised, "")
	case a.Min >= b.Min && a.Max >= b.Max:
		tell(CommitmentLowered, "")
	default:
		tell(CommitmentChanged, "amount")
	}
}

// compareMilestones compares what is due when.
func (w *work) compareMilestones() {
	var lists [2][]*due
	for i, s := range w.sides {
		for j := range s.doc.Milestones {
			m := &s.doc.Milestones[j]
			lists[i] = append(lists[i], &due{m: m, words: plain(m.Text.Value), when: whenOf(m.When), section: s.section(m.Text.Evidence)})
		}
	}
	pass := func(score func(x, y *due) int, found func(x, y *due)) {
		matchUp(&lists, func(p *due) string { return p.m.ID }, score, found)
	}
	at := func(i int, d *due, value string) *told {
		t := w.say(i, d.m.ID, value, &d.m.Text)
		when := w.say(i, "", "", &schema.Value{Value: d.when, Evidence: d.m.When.Evidence})
		t.Evidence = append(when.Evidence, t.Evidence...)
		t.needs = append(t.needs, need{places: d.m.When.Evidence, every: true})
		return t
	}
	// The same, then the same thing at another time, then other words at the same
	// time, then like words at another.
	pass(func(x, y *due) int { return boolScore(x.words == y.words && x.when == y.when, 1) }, func(x, y *due) {
		w.pin(&x.m.Text, &y.m.Text)
		w.pins.add(x.m.When.Evidence, y.m.When.Evidence)
	})
	moved := func(reason string) func(x, y *due) {
		return func(x, y *due) {
			w.tell(MilestoneMoved, Subject{Name: y.m.Text.Value}, at(0, x, x.when), at(1, y, y.when), reason)
		}
	}
	reworded := func(x, y *due) {
		w.tell(MilestoneReworded, Subject{Name: y.m.Text.Value}, at(0, x, x.m.Text.Value), at(1, y, y.m.Text.Value), ReasonWords)
	}
	pass(func(x, y *due) int {
		if x.words != y.words {
			return 0
		}
		return 1 + boolScore(x.section == y.section, 2000) + max(0, 1000-apart(x.m.When, y.m.When))
	}, moved(""))
	pass(func(x, y *due) int {
		s := alike(x.words, y.words)
		if x.when != y.when || s < likeWords {
			return 0
		}
		return s
	}, reworded)
	pass(func(x, y *due) int {
		s := alike(x.words, y.words)
		if s < 800 {
			return 0
		}
		return s + boolScore(x.section == y.section, 100)
	}, func(x, y *due) {
		moved(ReasonWords)(x, y)
		reworded(x, y)
	})
	for i, list := range lists {
		for _, d := range list {
			w.tellOne(i, MilestoneAdded, Subject{Name: d.m.Text.Value}, at(i, d, d.when))
		}
	}
}

// due is a milestone with its words and time as they are compared.
type due struct {
	m                    *schema.Milestone
	words, when, section string
}

// whenOf writes a time: 2022-09-15, 2022-10/2025-05, /2025-07 (by), --12-20 (every
// year), after ISO 8601.
func whenOf(w schema.When) string {
	if w.Recurs != "" || w.From == "" && w.To == "" {
		out := "--"
		if w.Month > 0 {
			out += two(w.Month)
		}
		if w.Day > 0 {
			out += "-" + two(w.Day)
		}
		return out
	}
	switch {
	case w.From == w.To:
		return w.From
	case w.To == "":
		return w.From + "/"
	}
	return w.From + "/" + w.To
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// apart is about how many days lie between the ends of two times.
func apart(a, b schema.When) int {
	days := func(w schema.When) int {
		s := w.To
		if s == "" {
			s = w.From
		}
		if s == "" {
			return 31*w.Month + w.Day
		}
		n := [3]int{}
		for i, part := range strings.SplitN(s, "-", 3) {
			n[i], _ = strconv.Atoi(part)
		}
		return 372*n[0] + 31*n[1] + n[2]
	}
	return max(days(a)-days(b), days(b)-days(a))
}
