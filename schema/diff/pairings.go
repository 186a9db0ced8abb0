package diff

import "jiedui/schema"

// comparePairings compares who helps whom.
func (w *work) comparePairings() {
	var lists [2][]*tied
	for i, s := range w.sides {
		for j := range s.doc.Pairings {
			p := &s.doc.Pairings[j]
			lists[i] = append(lists[i], &tied{p: p, from: w.number(i, &p.From), to: w.number(i, &p.To)})
		}
	}
	keys := func(list []*tied) (out []string) {
		for _, t := range list {
			out = append(out, t.p.ID)
		}
		return out
	}
	degree := [2]map[int]int{{}, {}} // in how many pairings a school is
	for i := range lists {
		for _, t := range lists[i] {
			degree[i][t.from]++
			degree[i][t.to]++
		}
	}
	left := func(i int) (out []*tied) {
		for _, t := range lists[i] {
			if !t.taken {
				out = append(out, t)
			}
		}
		return out
	}
	pass := func(score func(x, y *tied) int, found func(x, y *tied)) {
		a, b := left(0), left(1)
		for _, m := range assign(keys(a), keys(b), func(i, j int) int { return score(a[i], b[j]) }) {
			a[m.i].taken, b[m.j].taken = true, true
			found(a[m.i], b[m.j])
		}
	}
	alikeIn := func(x, y *tied) int {
		s := 1
		if plainOf(x.p.Form) == plainOf(y.p.Form) {
			s += 8
		}
		if plainOf(x.p.Status) == plainOf(y.p.Status) {
			s += 4
		}
		if x.p.Directed == y.p.Directed {
			s += 2
		}
		return s
	}
	// The same two schools.
	pass(func(x, y *tied) int {
		switch {
		case x.from == y.from && x.to == y.to && x.p.Directed == y.p.Directed:
			return 100 + alikeIn(x, y)
		case x.from == y.to && x.to == y.from && !x.p.Directed && !y.p.Directed:
			return 100 + alikeIn(x, y)
		case x.from == y.from && x.to == y.to, x.from == y.to && x.to == y.from:
			return 50 + alikeIn(x, y)
		}
		return 0
	}, w.comparePairing)
	// The helped school with another helper; then, of schools that are in one
	// pairing alone, the helper with another school to help, and partners in
	// pairings without direction.
	pass(func(x, y *tied) int {
		if x.p.Directed && y.p.Directed && x.to == y.to {
			return alikeIn(x, y)
		}
		return 0
	}, func(x, y *tied) { w.reassign(x, y, x.to) })
	single := func(n int) bool { return degree[0][n] == 1 && degree[1][n] == 1 }
	pass(func(x, y *tied) int {
		if x.p.Directed != y.p.Directed {
			return 0
		}
		if kept, ok := keptOf(x, y); ok && single(kept) {
			return alikeIn(x, y)
		}
		return 0
	}, func(x, y *tied) {
		kept, _ := keptOf(x, y)
		w.reassign(x, y, kept)
	})
	for i := range lists {
		for _, t := range left(i) {
			w.tellOne(i, PairingAdded, w.pairSubject(i, t.p), w.saysPair(i, t.p, formOf(t.p)))
		}
	}
}

// tied is a pairing with the numbers of its schools.
type tied struct {
	p        *schema.Pairing
	from, to int
	taken    bool
}

// keptOf is the school that two pairings share in the same role.
func keptOf(x, y *tied) (n int, ok bool) {
	if x.p.Directed {
		return x.from, x.from == y.from
	}
	for _, n := range []int{x.from, x.to} {
		if n == y.from || n == y.to {
			return n, true
		}
	}
	return 0, false
}

func formOf(p *schema.Pairing) string {
	if p.Form == nil {
		return ""
	}
	return p.Form.Value
}

// saysPair is what side i says of a pairing.
func (w *work) saysPair(i int, p *schema.Pairing, value string) *told {
	return w.say(i, p.ID, value, &p.From, &p.To)
}

// arrow writes who helps whom.
func arrow(directed bool, from, to string) string {
	if directed {
		return from + " → " + to
	}
	return from + " ↔ " + to
}

// pairSubject is the pairing p of side i.
func (w *work) pairSubject(i int, p *schema.Pairing) Subject {
	from, to := w.of(i, &p.From).called(), w.of(i, &p.To).called()
	return Subject{Name: arrow(p.Directed, from, to), From: from, To: to}
}

// comparePairing compares a pairing of the same two schools.
func (w *work) comparePairing(x, y *tied) {
	a, b := x.p, y.p
	subject := w.pairSubject(1, b)
	switch {
	case a.Directed != b.Directed || x.from != y.from && a.Directed:
		show := func(i int, p *schema.Pairing) *told {
			return w.saysPair(i, p, arrow(p.Directed, w.of(i, &p.From).names[i], w.of(i, &p.To).names[i]))
		}
		w.tell(PairingTurned, subject, show(0, a), show(1, b), "")
	case x.from == y.from:
		w.pin(&a.From, &b.From)
		w.pin(&a.To, &b.To)
	}
	w.compareValue(PairingForm, subject, a.ID, b.ID, a.Form, b.Form)
	if plainOf(a.Status) != plainOf(b.Status) {
		state := func(i int, p *schema.Pairing) *told {
			if p.Status == nil {
				return w.saysPair(i, p, "")
			}
			return w.say(i, p.ID, p.Status.Value, p.Status)
		}
		w.tell(PairingStatus, subject, state(0, a), state(1, b), "")
	}
}

// reassign tells that a school has another partner.
func (w *work) reassign(x, y *tied, kept int) {
	name := w.schools[kept].called()
	subject := Subject{Name: name}
	partner := func(i int, t *tied) *told {
		v := &t.p.To
		if t.to == kept {
			v = &t.p.From
		}
		return w.saysPair(i, t.p, w.of(i, v).names[i])
	}
	switch {
	case !y.p.Directed:
	case y.to == kept:
		subject.To = name
	default:
		subject.From = name
	}
	w.tell(PairingReassigned, subject, partner(0, x), partner(1, y), ReasonPartner)
	if x.to == y.to {
		w.pin(&x.p.To, &y.p.To)
	}
	w.compareValue(PairingForm, w.pairSubject(1, y.p), x.p.ID, y.p.ID, x.p.Form, y.p.Form)
}
