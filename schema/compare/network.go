package compare

import (
	"fmt"
	"math"
	"slices"

	"jiedui/schema"
)

// counted is the item of a number of things; nil where there is none: what the
// plan does not list is not stated, and no zero.
func counted(n int, p []Place) []Item {
	if n == 0 {
		return nil
	}
	x := float64(n)
	return []Item{{Text: both(number(x)), Number: &x, Rule: RuleCounted, Evidence: p}}
}

// spread is the item of several counts.
func spread(counts []int, p []Place) []Item {
	if len(counts) == 0 {
		return nil
	}
	s := spreadOf(counts)
	text := number(s.Min) + " / " + number(s.Median) + " / " + number(s.Max)
	return []Item{{Text: both(text), Spread: s, Rule: RuleSpread, Evidence: p}}
}

// share is the item of a part of a whole; nil where there is no whole.
func share(part, whole int, rule string, p []Place) []Item {
	if whole == 0 {
		return nil
	}
	percent := math.Round(1000*float64(part)/float64(whole)) / 10
	return []Item{{
		Text:     schema.Message{English: fmt.Sprintf("%d of %d (%s%%)", part, whole, number(percent)), Chinese: fmt.Sprintf("%d/%d（%s%%）", part, whole, number(percent))},
		Number:   &percent,
		Share:    &Share{part, whole},
		Rule:     rule,
		Evidence: p,
	}}
}

// listedPairs are the pairs of one status; "": in force.
func (f *facts) listedPairs(status string) []of[schema.Pairing] {
	return slices.DeleteFunc(all(f, func(d *schema.Document) []schema.Pairing { return d.Pairings }), func(p of[schema.Pairing]) bool {
		if p.T.Status == nil {
			return status != ""
		}
		return p.T.Status.Value != status
	})
}

// pairKey is what makes two pairs of a plan one: form and schools, of a pair
// without direction in either order.
type pairKey struct {
	form, from, to string
	directed       bool
}

// distinctPairs are the pairs of one status, each once, with the places of all
// that say it.
func (f *facts) distinctPairs(status string) (keys []pairKey, list map[pairKey]*places) {
	list = map[pairKey]*places{}
	for _, p := range f.listedPairs(status) {
		k := pairKey{from: f.who(&p.T.From), to: f.who(&p.T.To), directed: p.T.Directed}
		if p.T.Form != nil {
			k.form = schema.PlainName(p.T.Form.Value)
		}
		if !k.directed && k.to < k.from {
			k.from, k.to = k.to, k.from
		}
		if list[k] == nil {
			list[k] = &places{}
			keys = append(keys, k)
		}
		list[k].add(p.doc, p.T.From.Evidence...)
		list[k].add(p.doc, p.T.To.Evidence...)
	}
	return keys, list
}

func pairs(f *facts) []Item { return pairsOf("")(f) }

// pairsOf counts the pairs of one status.
func pairsOf(status string) func(*facts) []Item {
	return func(f *facts) []Item {
		keys, list := f.distinctPairs(status)
		var p []Place
		for _, k := range keys {
			p = append(p, list[k].list...)
		}
		return counted(len(keys), once(p))
	}
}

// once drops places that were met before.
func once(list []Place) []Place {
	seen := map[placeKey]bool{}
	return slices.DeleteFunc(list, func(p Place) bool {
		k := placeKey{p.Document, p.Start, p.End}
		known := seen[k]
		seen[k] = true
		return known
	})
}

func formsOfPairs(f *facts) []Item {
	keys, list := f.distinctPairs("")
	count := map[string]int{}
	for _, k := range keys {
		count[k.form]++
	}
	where, written, order := map[string]*places{}, map[string]string{}, []string{}
	for _, p := range f.listedPairs("") {
		form := ""
		if p.T.Form != nil {
			form = schema.PlainName(p.T.Form.Value)
		}
		if where[form] == nil {
			where[form] = &places{}
			order = append(order, form)
		}
		if p.T.Form != nil {
			where[form].add(p.doc, p.T.Form.Evidence...)
			if written[form] == "" {
				written[form] = p.T.Form.Value
			}
		}
	}
	var out []Item
	for _, form := range order {
		n := float64(count[form])
		it := Item{Value: written[form], Number: &n, Rule: RuleCounted, Evidence: where[form].list}
		it.Text = both(fmt.Sprintf("%s (%d)", written[form], count[form]))
		if form == "" {
			it.Text = schema.Message{English: fmt.Sprintf("no form said (%d)", count[form]), Chinese: fmt.Sprintf("未写明形式 (%d)", count[form])}
		}
		for _, k := range keys {
			if k.form == form && form == "" {
				it.Evidence = once(append(it.Evidence, list[k].list...))
			}
		}
		out = append(out, it)
	}
	return out
}

// distinctGroups are the groups of a plan: name and parent tell them apart.
func (f *facts) distinctGroups() (keys []string, list map[string][]of[schema.SchoolGroup]) {
	list = map[string][]of[schema.SchoolGroup]{}
	for _, g := range all(f, func(d *schema.Document) []schema.SchoolGroup { return d.SchoolGroups }) {
		k := schema.PlainName(g.T.Name.Value)
		if g.T.Parent != nil {
			k += "\x00" + schema.PlainName(g.T.Parent.Value)
		}
		// Two groups of one name in one document are two (第一组 of primary and of
		// middle schools): there, extraction told them apart.
		if n := len(list[k]); n > 0 && list[k][n-1].doc == g.doc {
			k += "\x00" + g.T.ID
		}
		if list[k] == nil {
			keys = append(keys, k)
		}
		list[k] = append(list[k], g)
	}
	return keys, list
}

func kindsOfGroups(f *facts) []Item {
	keys, list := f.distinctGroups()
	count, where, written, order := map[string]int{}, map[string]*places{}, map[string]string{}, []string{}
	for _, key := range keys {
		kind := ""
		for _, g := range list[key] {
			if g.T.Kind != nil {
				kind = schema.PlainName(g.T.Kind.Value)
				if written[kind] == "" {
					written[kind] = g.T.Kind.Value
				}
				break
			}
		}
		if where[kind] == nil {
			where[kind] = &places{}
			order = append(order, kind)
		}
		count[kind]++
		for _, g := range list[key] {
			if g.T.Kind != nil {
				where[kind].add(g.doc, g.T.Kind.Evidence...)
			} else {
				where[kind].add(g.doc, g.T.Name.Evidence...)
			}
		}
	}
	var out []Item
	for _, kind := range order {
		n := float64(count[kind])
		it := Item{Value: written[kind], Number: &n, Rule: RuleCounted, Evidence: where[kind].list}
		it.Text = both(fmt.Sprintf("%s (%d)", written[kind], count[kind]))
		if kind == "" {
			it.Text = schema.Message{English: fmt.Sprintf("no kind said (%d)", count[kind]), Chinese: fmt.Sprintf("未写明类型 (%d)", count[kind])}
		}
		out = append(out, it)
	}
	return out
}

func groups(f *facts) []Item {
	keys, list := f.distinctGroups()
	var p places
	for _, k := range keys {
		for _, g := range list[k] {
			p.add(g.doc, g.T.Name.Evidence...)
		}
	}
	return counted(len(keys), p.list)
}

func groupSize(f *facts) []Item {
	keys, list := f.distinctGroups()
	var counts []int
	var p places
	for _, k := range keys {
		in := map[string]bool{}
		for _, g := range list[k] {
			for i := range g.T.Members {
				m := &g.T.Members[i]
				in[f.who(&m.School)] = true
				p.add(g.doc, m.School.Evidence...)
			}
		}
		if len(in) > 0 { // a group that is only named says nothing of its size
			counts = append(counts, len(in))
		}
	}
	return spread(counts, p.list)
}

// named are the schools of the plan, without groups that pairs name like
// schools, in the order of the documents.
func (f *facts) named() (order []string, list map[string]*places, branch map[string]bool) {
	list, branch = map[string]*places{}, map[string]bool{}
	for _, s := range all(f, func(d *schema.Document) []schema.School { return d.Schools }) {
		who := schema.PlainName(s.T.Name.Value)
		if f.isGroup(who) {
			continue
		}
		if list[who] == nil {
			list[who] = &places{}
			order = append(order, who)
		}
		list[who].add(s.doc, s.T.Name.Evidence...)
		if s.T.Parent != nil {
			branch[who] = true
		}
	}
	return order, list, branch
}

func schools(f *facts) []Item {
	order, list, _ := f.named()
	var p []Place
	for _, who := range order {
		p = append(p, list[who].list...)
	}
	return counted(len(order), once(p))
}

func branches(f *facts) []Item {
	order, list, branch := f.named()
	var p []Place
	for _, who := range order {
		if branch[who] {
			p = append(p, list[who].list...)
		}
	}
	return counted(len(branch), once(p))
}

// side counts the parties of one side of the pairs in force.
func (f *facts) side(pick func(*schema.Pairing) (*schema.Value, bool)) (map[string]bool, []Place) {
	who := map[string]bool{}
	var p places
	for _, x := range f.listedPairs("") {
		if v, ok := pick(x.T); ok {
			who[f.who(v)] = true
			p.add(x.doc, v.Evidence...)
		}
	}
	return who, p.list
}

func leads(f *facts) []Item {
	who, p := f.side(func(x *schema.Pairing) (*schema.Value, bool) { return &x.From, x.Directed })
	return counted(len(who), p)
}

func helped(f *facts) []Item {
	who, p := f.side(func(x *schema.Pairing) (*schema.Value, bool) { return &x.To, x.Directed })
	return counted(len(who), p)
}

func pairsALead(f *facts) []Item {
	keys, list := f.distinctPairs("")
	count := map[string]int{}
	var p []Place
	for _, k := range keys {
		if k.directed {
			count[k.from]++
			p = append(p, list[k].list...)
		}
	}
	var counts []int
	for _, n := range count {
		counts = append(counts, n)
	}
	return spread(counts, once(p))
}

func groupParties(f *facts) []Item {
	who := map[string]bool{}
	var p places
	for _, x := range f.listedPairs("") {
		for _, v := range []*schema.Value{&x.T.From, &x.T.To} {
			if w := f.who(v); f.isGroup(w) {
				who[w] = true
				p.add(x.doc, v.Evidence...)
			}
		}
	}
	return counted(len(who), p.list)
}

func coverage(f *facts) []Item {
	in := map[string]bool{}
	for _, x := range f.listedPairs("") {
		in[f.who(&x.T.From)], in[f.who(&x.T.To)] = true, true
	}
	for _, g := range all(f, func(d *schema.Document) []schema.SchoolGroup { return d.SchoolGroups }) {
		for i := range g.T.Members {
			m := &g.T.Members[i]
			in[f.who(&m.School)] = true
			if m.Full != nil {
				in[f.who(m.Full)] = true
			}
		}
	}
	if len(in) == 0 {
		return nil // neither pairs nor members of groups are listed
	}
	order, list, _ := f.named()
	part := 0
	var p []Place
	for _, who := range order {
		if in[who] {
			part++
		}
		p = append(p, list[who].list...)
	}
	return share(part, len(order), RuleShare, once(p))
}

func crossTown(f *facts) []Item {
	keys, list := f.distinctPairs("")
	part, whole := 0, 0
	var p []Place
	for _, k := range keys {
		a, b := words().town(k.from), words().town(k.to)
		if a == "" || b == "" {
			continue
		}
		whole++
		if a != b {
			part++
		}
		p = append(p, list[k].list...)
	}
	out := share(part, whole, RuleTowns, once(p))
	if out != nil && whole < len(keys) {
		out[0].Text.English += fmt.Sprintf("; not told for %d", len(keys)-whole)
		out[0].Text.Chinese += fmt.Sprintf("；未写明%d对", len(keys)-whole)
	}
	return out
}
