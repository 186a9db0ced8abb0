package synth

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// Change is one line of the list of changes between two versions of a plan.
type Change struct {
	// Kind is the code of the kind of change, in the words of those who compare.
	Kind string `json:"kind"`
	// Name is what the change is about, as the later version calls it if it is there;
	// In the group or body that it belongs to; From and To the schools of a pair, or
	// the one that kept its part in it; Field which element of the metadata.
	Name  string `json:"name,omitempty"`
	In    string `json:"in,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
	Field string `json:"field,omitempty"`
	// Old and New are what the versions say, where the kind has a value.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Optional changes may be told or not, and told more than once where the key
	// does not say what was and is: they are in the pages, but follow from another
	// change or from the way in which a page is set.
	Optional bool `json:"optional,omitempty"`
	// Lines of one Choice, counted from 1, are several ways to tell the same; those
	// of one Way, counted from 1, belong together, and those of one way are due.
	Choice int `json:"choice,omitempty"`
	Way    int `json:"way,omitempty"`
}

// WriteChanges writes the changes of a pair, one JSON object a line, the pair's
// name first.
func WriteChanges(w io.Writer, pair string, changes []Change) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for _, c := range changes {
		if err := enc.Encode(struct {
			Pair string `json:"pair"`
			Change
		}{pair, c}); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// reckoning finds the changes between two versions of what a plan says, of which
// it knows what became of what.
type reckoning struct {
	a, b    *given
	pages   [2]Page
	part    [2]int // which part of each page the plan is
	out     []Change
	choices int
	// unknown is a school taken for another one than it was.
	unknown  *School
	exchange exchange
}

// exchange is how it is told that a helper has another school to help.
type exchange int

const (
	toldEitherWay exchange = iota
	toldAsOne              // pairing-reassigned
	toldAsTwo              // pairing-ended, pairing-added
)

func (r *reckoning) add(c Change) { r.out = append(r.out, c) }

// origin is what a thing of the later version was; the zero value if it was not.
func origin[T any](r *reckoning, x *T) *T {
	if old, ok := r.b.was[x].(*T); ok && any(x) != any(r.unknown) {
		return old
	}
	return nil
}

// heir is what a thing of the earlier version became among those of the later.
func heir[T any](r *reckoning, old *T, now []*T) *T {
	for _, x := range now {
		if origin(r, x) == old {
			return x
		}
	}
	return nil
}

// changes are those from one page to the next: of the plan, of each beside it, and
// of plans that came or went.
func changes(before, after *given, pages [2]Page) []Change {
	r := &reckoning{pages: pages}
	for j, b := range after.plans() {
		i := slices.Index(before.plans(), b.source)
		if i < 0 {
			r.add(Change{Kind: "part-added", Name: b.plan.Title, New: b.plan.Title})
			continue
		}
		r.a, r.b, r.part = b.source, b, [2]int{i + 1, j + 1}
		r.reckon()
	}
	for _, a := range before.plans() {
		if !slices.ContainsFunc(after.plans(), func(b *given) bool { return b.source == a }) {
			r.add(Change{Kind: "part-removed", Name: a.plan.Title, Old: a.plan.Title})
		}
	}
	return r.out
}

// reckon adds the changes of one plan.
func (r *reckoning) reckon() {
	schools := r.listed()
	if s := r.renamed(); s != nil && r.b.former[s] == "" {
		// Nothing says that it is the same school: it may be taken for another.
		r.choices++
		choice := r.choices
		for i, c := range schools {
			if c.Kind == "school-renamed" {
				schools[i].Choice, schools[i].Way = choice, 1
			}
		}
		for i, way := range []exchange{toldAsOne, toldAsTwo} {
			r.exchange = way
			r.unknown = nil
			known := r.listed()
			r.unknown = s
			for _, c := range r.listed() {
				if !slices.Contains(known, c) && c.Choice == 0 {
					c.Choice, c.Way = choice, 2+i
					schools = append(schools, c)
				}
			}
		}
		r.unknown, r.exchange = nil, toldEitherWay
	}
	r.metadata()
	r.out = append(r.out, schools...)
	r.bodies()
	r.experts()
	r.milestones()
	r.promises()
	r.measures()
	r.citations()
	r.sections()
}

// renamed is the school of the later version that has another name, nil for none.
func (r *reckoning) renamed() *School {
	for _, s := range r.b.district.Schools {
		if old := origin(r, s); old != nil && old.Name != s.Name {
			return s
		}
	}
	return nil
}

// listed are the changes of pairs, groups and their schools.
func (r *reckoning) listed() []Change {
	out := r.out
	r.out = nil
	r.pairs()
	r.groups()
	r.schools()
	mine := r.out
	r.out = out
	return mine
}

// ---- metadata ----

func (r *reckoning) metadata() {
	values := func(i int) map[string][]string {
		out := map[string][]string{}
		for _, f := range r.pages[i].Facts {
			if f.Type != "meta" || f.Part != r.part[i] {
				continue
			}
			alt, _ := f.F["alt"].([]string)
			out[f.F["field"].(string)] = append([]string{f.F["value"].(string)}, alt...)
		}
		return out
	}
	a, b := values(0), values(1)
	var fields []string
	for f := range a {
		fields = append(fields, f)
	}
	for f := range b {
		if a[f] == nil {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields)
	for _, f := range fields {
		c := Change{Kind: "metadata-changed", Name: f, Field: f}
		if a[f] != nil {
			c.Old = a[f][0]
		}
		if b[f] != nil {
			c.New = b[f][0]
		}
		if a[f] != nil && b[f] != nil && slices.ContainsFunc(a[f], func(v string) bool { return slices.Contains(b[f], v) }) {
			continue
		}
		r.add(c)
	}
	// The titles of attachments are those of what is in them, put in other words.
	r.add(Change{Kind: "metadata-changed", Field: "attachment", Optional: true})
}

// ---- pairs ----

type tied struct {
	from, to *School // as of the earlier version where they are of it
}

func (r *reckoning) pairs() {
	known := func(s *School) *School {
		if old := origin(r, s); old != nil {
			return old
		}
		return s
	}
	old, now := map[tied]*Pair{}, map[tied]*Pair{}
	var gone, come []*Pair
	for _, p := range r.b.pairs {
		now[tied{known(p.From), known(p.To)}] = p
	}
	for _, p := range r.a.pairs {
		k := tied{p.From, p.To}
		old[k] = p
		q := now[k]
		if q == nil {
			gone = append(gone, p)
		} else if q.Form != p.Form {
			r.add(Change{Kind: "pairing-form", Name: q.From.Name + " → " + q.To.Name, From: q.From.Name, To: q.To.Name, Old: p.Form, New: q.Form})
		}
	}
	for _, p := range r.b.pairs {
		if old[tied{known(p.From), known(p.To)}] == nil {
			come = append(come, p)
		}
	}
	ended := func(p *Pair) Change {
		return Change{Kind: "pairing-ended", Name: p.From.Name + " → " + p.To.Name, From: p.From.Name, To: p.To.Name, Old: p.Form}
	}
	added := func(p *Pair) Change {
		return Change{Kind: "pairing-added", Name: p.From.Name + " → " + p.To.Name, From: p.From.Name, To: p.To.Name, New: p.Form}
	}
	// take matches a pair that is gone with one that has come, by the school that
	// side gives of each.
	take := func(side func(*Pair) *School, found func(old, now *Pair)) {
		for i := 0; i < len(gone); i++ {
			s := side(gone[i])
			same := func(p *Pair) bool { return side(p) == s }
			same2 := func(p *Pair) bool { return known(side(p)) == s }
			if count(gone, same) != 1 || count(come, same2) != 1 {
				continue
			}
			k := slices.IndexFunc(come, same2)
			found(gone[i], come[k])
			gone, come = slices.Delete(gone, i, i+1), slices.Delete(come, k, k+1)
			i--
		}
	}
	for i := 0; i < len(gone); i++ { // the helped one helps
		o := gone[i]
		k := slices.IndexFunc(come, func(n *Pair) bool { return known(n.From) == o.To && known(n.To) == o.From })
		if k < 0 {
			continue
		}
		n := come[k]
		r.add(Change{Kind: "pairing-turned", Name: n.From.Name + " → " + n.To.Name, From: n.From.Name, To: n.To.Name,
			Old: o.From.Name + " → " + o.To.Name, New: n.From.Name + " → " + n.To.Name})
		gone, come = slices.Delete(gone, i, i+1), slices.Delete(come, k, k+1)
		i--
	}
	for _, n := range r.b.told {
		o := origin(r, n)
		if o != nil && o.status != n.status {
			r.add(Change{Kind: "pairing-status", Name: n.from.Name + " → " + n.to.Name, From: n.from.Name, To: n.to.Name, Old: o.status, New: n.status})
		}
		// A sentence that says that it is over may be worded as of another form.
		r.add(Change{Kind: "pairing-form", Name: n.from.Name + " → " + n.to.Name, From: n.from.Name, To: n.to.Name, Optional: true})
	}
	take(func(p *Pair) *School { return p.To }, func(o, n *Pair) {
		r.add(Change{Kind: "pairing-reassigned", Name: n.To.Name, To: n.To.Name, Old: o.From.Name, New: n.From.Name})
	})
	take(func(p *Pair) *School { return p.From }, func(o, n *Pair) {
		// The helper has another school to help, or one pair is gone and one is new.
		other := Change{Kind: "pairing-reassigned", Name: n.From.Name, From: n.From.Name, Old: o.To.Name, New: n.To.Name}
		e, a := ended(o), added(n)
		if r.exchange == toldEitherWay {
			r.choices++
			other.Choice, other.Way = r.choices, 1
			e.Choice, e.Way, a.Choice, a.Way = r.choices, 2, r.choices, 2
		}
		if r.exchange != toldAsTwo {
			r.add(other)
		}
		if r.exchange != toldAsOne {
			r.add(e)
			r.add(a)
		}
	})
	for _, p := range gone {
		r.add(ended(p))
	}
	for _, p := range come {
		r.add(added(p))
	}
}

func count[T any](list []T, pass func(T) bool) (n int) {
	for _, x := range list {
		if pass(x) {
			n++
		}
	}
	return n
}

// ---- groups ----

func (r *reckoning) groups() {
	in := func(groups []*Group) map[*School]*Group {
		out := map[*School]*Group{}
		for _, g := range groups {
			for _, s := range g.Schools() {
				out[s] = g
			}
		}
		return out
	}
	old, now := in(r.a.groups), in(r.b.groups)
	for _, g := range r.b.groups {
		o := origin(r, g)
		switch {
		case o == nil:
			r.add(Change{Kind: "group-added", Name: g.Name})
		case o.Name != g.Name:
			r.add(Change{Kind: "group-renamed", Name: g.Name, Old: o.Name, New: g.Name})
		}
		if o != nil && o.Parent != g.Parent {
			r.add(Change{Kind: "group-moved", Name: g.Name, Old: o.Parent, New: g.Parent})
		}
		if o != nil && o.Stage != g.Stage {
			r.add(Change{Kind: "group-changed", Name: g.Name, Field: "stage", Old: o.Stage, New: g.Stage})
		}
		if o != nil { // 第一协作组 of the 教联体 is of either kind
			r.add(Change{Kind: "group-changed", Name: g.Name, Field: "kind", Optional: true})
		}
		for _, s := range g.Schools() {
			was := origin(r, s)
			from := old[was]
			switch {
			case was == nil || from == nil: // the schools of a new group go with it
				r.add(Change{Kind: "member-joined", Name: r.b.calls(s), In: g.Name, Optional: o == nil})
			case from != o:
				r.add(Change{Kind: "member-moved", Name: r.b.calls(s), Old: from.Name, New: g.Name})
			case r.b.led && (from.Lead == was) != (g.Lead == s):
				c := Change{Kind: "member-role", Name: r.b.calls(s), In: g.Name, Old: "member", New: "lead"}
				if from.Lead == was {
					c.Old, c.New = c.New, c.Old
				}
				r.add(c)
			}
			if from != nil && from != o && r.b.led && (from.Lead == was) != (g.Lead == s) {
				r.add(Change{Kind: "member-role", Name: r.b.calls(s), Optional: true})
			}
			if old, now := r.a.divisions[was], r.b.divisions[s]; from == o && o != nil && old != now {
				r.add(Change{Kind: "member-changed", Name: r.b.calls(s), In: g.Name, Field: "division", Old: old, New: now})
			}
		}
		for _, p := range g.Contacts {
			was := origin(r, p)
			switch {
			case was == nil:
				r.add(Change{Kind: "contact-joined", Name: p.Name, In: g.Name, Optional: o == nil})
			case was.Phone != p.Phone:
				r.add(Change{Kind: "phone-changed", Name: p.Name, In: g.Name, Old: was.Phone, New: p.Phone})
			}
		}
	}
	for _, o := range r.a.groups {
		g := heir(r, o, r.b.groups)
		name := o.Name
		if g == nil {
			r.add(Change{Kind: "group-ended", Name: o.Name})
		} else {
			name = g.Name
		}
		for _, s := range o.Schools() {
			if h := heir(r, s, r.b.district.Schools); h == nil || now[h] == nil {
				r.add(Change{Kind: "member-left", Name: r.a.calls(s), In: name, Optional: g == nil})
			}
		}
		for _, p := range o.Contacts {
			if g == nil || heir(r, p, g.Contacts) == nil {
				r.add(Change{Kind: "contact-left", Name: p.Name, In: name, Optional: g == nil})
			}
		}
	}
}

// schools are what changed about schools that both versions list.
func (r *reckoning) schools() {
	type shown struct{ listed, head, phone bool }
	show := func(g *given) map[*School]shown {
		out := map[*School]shown{}
		for _, x := range g.groups {
			for _, s := range x.Schools() {
				out[s] = shown{true, g.heads, g.phones}
			}
		}
		for _, p := range g.pairs {
			for _, s := range []*School{p.From, p.To} {
				x := out[s]
				out[s] = shown{true, x.head || g.pairHeads, x.phone || g.pairHeads}
			}
		}
		return out
	}
	a, b := show(r.a), show(r.b)
	tells := func(g *given, s *School) bool {
		return slices.ContainsFunc(g.told, func(t *tale) bool { return t.from == s || t.to == s })
	}
	for _, s := range r.b.district.Schools {
		old := origin(r, s)
		if old == nil {
			continue
		}
		if !a[old].listed || !b[s].listed {
			// A sentence has it that is listed now, or was: with the list come heads.
			if tells(r.a, old) && b[s].head || tells(r.b, s) && a[old].head {
				r.add(Change{Kind: "principal-changed", Name: s.Name, Optional: true})
				r.add(Change{Kind: "phone-changed", Name: s.Name, Optional: true})
			}
			continue
		}
		if old.Name != s.Name {
			r.add(Change{Kind: "school-renamed", Name: s.Name, Old: old.Name, New: s.Name})
		}
		// It may be in another list now, which does not show who heads it.
		if a[old].head != b[s].head {
			r.add(Change{Kind: "principal-changed", Name: s.Name, Optional: true})
		}
		if a[old].phone != b[s].phone {
			r.add(Change{Kind: "phone-changed", Name: s.Name, Optional: true})
		}
		if p, q := old.Principal, s.Principal; a[old].head && b[s].head && p.Name != q.Name {
			r.add(Change{Kind: "principal-changed", Name: s.Name, Old: p.Name, New: q.Name})
		}
		if p, q := old.Principal, s.Principal; a[old].phone && b[s].phone && p.Phone != q.Phone {
			r.add(Change{Kind: "phone-changed", Name: s.Name, Old: p.Phone, New: q.Phone})
		}
	}
}

// ---- leaders ----

func (r *reckoning) bodies() {
	for _, b := range r.b.bodies {
		o := origin(r, b)
		if o == nil {
			r.add(Change{Kind: "body-added", Name: b.Name})
			for _, m := range b.Members {
				r.add(Change{Kind: "leader-joined", Name: m.Name, In: b.Name, Optional: true})
			}
			continue
		}
		if o.Name != b.Name {
			r.add(Change{Kind: "body-renamed", Name: b.Name, Old: o.Name, New: b.Name})
		}
		r.members(o, b)
	}
	for _, o := range r.a.bodies {
		if heir(r, o, r.b.bodies) == nil {
			r.add(Change{Kind: "body-ended", Name: o.Name})
			for _, m := range o.Members {
				r.add(Change{Kind: "leader-left", Name: m.Name, In: o.Name, Optional: true})
			}
		}
	}
}

func (r *reckoning) members(o, b *Body) {
	posts := func(m Member) string { return strings.Join(m.Posts, "；") }
	var left, joined []Member
	for _, m := range b.Members {
		i := slices.IndexFunc(o.Members, func(x Member) bool { return x.Person == origin(r, m.Person) })
		if i < 0 {
			joined = append(joined, m)
			continue
		}
		x := o.Members[i]
		if x.Role != m.Role {
			r.add(Change{Kind: "leader-role", Name: m.Name, In: b.Name, Old: x.Role, New: m.Role})
		}
		if r.b.posts && posts(x) != posts(m) {
			r.add(Change{Kind: "leader-post", Name: m.Name, In: b.Name, Old: posts(x), New: posts(m), Optional: r.isHead(m.Person)})
		}
	}
	for _, x := range o.Members {
		if !slices.ContainsFunc(b.Members, func(m Member) bool { return origin(r, m.Person) == x.Person }) {
			left = append(left, x)
		}
	}
	leaves := func(m Member) Change { return Change{Kind: "leader-left", Name: m.Name, In: b.Name, Old: m.Role} }
	joins := func(m Member) Change {
		return Change{Kind: "leader-joined", Name: m.Name, In: b.Name, New: m.Role}
	}
	for _, m := range joined {
		same := func(x Member) bool { return x.Role == m.Role && (!r.b.posts || posts(x) == posts(m)) }
		if count(joined, same) != 1 || count(left, same) != 1 || !r.b.posts && (count(o.Members, same) != 1 || count(b.Members, same) != 1) {
			continue
		}
		x := left[slices.IndexFunc(left, same)]
		c := Change{Kind: "leader-succeeded", In: b.Name, Old: x.Name, New: m.Name}
		left, joined = slices.DeleteFunc(left, same), slices.DeleteFunc(slices.Clone(joined), same)
		if r.b.posts && count(o.Members, same) == 1 {
			r.add(c)
			continue
		}
		// Several had the post, or no posts are told and the role alone is the same:
		// whose seat it is may not be clear.
		r.choices++
		l, j := leaves(x), joins(m)
		c.Choice, c.Way, l.Choice, l.Way, j.Choice, j.Way = r.choices, 1, r.choices, 2, r.choices, 2
		r.add(c)
		r.add(l)
		r.add(j)
	}
	for _, m := range left {
		r.add(leaves(m))
	}
	for _, m := range joined {
		r.add(joins(m))
	}
}

func (r *reckoning) experts() {
	in := "" // the team
	for _, f := range r.pages[1].Facts {
		if f.Type == "leader" && f.Part == r.part[1] && f.F["subject"] != nil {
			in = f.F["body"].(string)
		}
	}
	for _, x := range r.b.experts {
		switch o := origin(r, x); {
		case o == nil:
			r.add(Change{Kind: "leader-joined", Name: x.Name, In: in, New: "成员"})
		case o.subject != x.subject:
			r.add(Change{Kind: "leader-changed", Name: x.Name, In: in, Field: "subject", Old: o.subject, New: x.subject})
		}
	}
	for _, o := range r.a.experts {
		if heir(r, o, r.b.experts) == nil {
			r.add(Change{Kind: "leader-left", Name: o.Name, In: in, Old: "成员"})
		}
	}
}

// isHead reports whether a person heads a school: such a post has another name
// when the school has.
func (r *reckoning) isHead(p *Person) bool {
	return slices.ContainsFunc(r.b.district.Schools, func(s *School) bool { return s.Principal == p })
}

// ---- what is due, promised, done, cited ----

func (r *reckoning) milestones() {
	for _, m := range r.b.agenda {
		switch o := origin(r, m); {
		case o == nil:
			r.add(Change{Kind: "milestone-added", Name: m.task, New: m.when.span()})
		default:
			if o.when.span() != m.when.span() {
				r.add(Change{Kind: "milestone-moved", Name: m.task, Old: o.when.span(), New: m.when.span()})
			}
			if o.task != m.task {
				r.add(Change{Kind: "milestone-reworded", Name: m.task, Old: o.task, New: m.task})
			}
		}
	}
	for _, o := range r.a.agenda {
		if heir(r, o, r.b.agenda) == nil {
			r.add(Change{Kind: "milestone-dropped", Name: o.task, Old: o.when.span()})
		}
	}
}

// sentences are all sentences of a plan, each with the heading it stands under.
func (g *given) sentences() (out []*sentence, under map[*sentence]string) {
	under = map[*sentence]string{}
	main := ""
	for _, c := range g.chapters {
		if c.slot == Measures {
			main = c.heading
		}
		for _, s := range c.text {
			out = append(out, s)
			under[s] = c.heading
		}
	}
	for _, p := range g.points {
		for _, s := range p.sentences {
			out = append(out, s)
			under[s] = main
			if g.headed {
				under[s] = p.head
			}
		}
	}
	return out, under
}

func (r *reckoning) promises() {
	old, _ := r.a.sentences()
	now, _ := r.b.sentences()
	for _, s := range now {
		o := origin(r, s)
		switch {
		case s.promise == nil:
		case o == nil:
			r.add(Change{Kind: "commitment-added", Name: s.promise.quote, New: s.promise.quote})
		case o.promise.quote != s.promise.quote:
			c := Change{Kind: "commitment-changed", Name: s.promise.quote, Old: o.promise.quote, New: s.promise.quote}
			if o.promise.f["value"] == s.promise.f["value"] && o.promise.f["per"] == s.promise.f["per"] {
				c.Kind = "commitment-reworded"
			}
			switch x, y := o.promise.f["value"].(float64), s.promise.f["value"].(float64); {
			case x < y:
				c.Kind = "commitment-raised"
			case x > y:
				c.Kind = "commitment-lowered"
			}
			r.add(c)
		}
	}
	for _, o := range old {
		if o.promise != nil && heir(r, o, now) == nil {
			r.add(Change{Kind: "commitment-dropped", Name: o.promise.quote, Old: o.promise.quote})
		}
	}
}

func (r *reckoning) measures() {
	// What the plan takes up is in what it says; a page may say more, in the words
	// with which it is set, or hide it in a table.
	type sets struct{ said, prose, all [2]map[string]bool }
	var ways [2]sets
	for i, strictly := range []bool{false, true} {
		of := func(a, b string) [2]map[string]bool {
			return [2]map[string]bool{measuresIn(a, strictly), measuresIn(b, strictly)}
		}
		ways[i] = sets{of(r.a.said(), r.b.said()), of(r.a.shown.prose, r.b.shown.prose), of(r.a.shown.all, r.b.shown.all)}
	}
	for _, m := range measureNames() {
		for i, kind := range split("measure-dropped measure-taken-up") { // i is the version that says it
			due, may := true, false
			for _, w := range ways {
				told := w.prose[i][m] && !w.prose[1-i][m]
				may = may || told
				due = due && told && !w.all[1-i][m] && w.said[i][m] != w.said[1-i][m]
			}
			if may {
				r.add(Change{Kind: kind, Name: m, Optional: !due})
			}
		}
	}
}

// said is all that a plan says in sentences and headings, whatever the page.
func (g *given) said() string {
	var b strings.Builder
	for _, s := range append(split(g.plan.Form+" "+g.plan.Kind), g.plan.Title, g.plan.Name) {
		b.WriteString(s + "\n")
	}
	for _, c := range g.chapters {
		b.WriteString(c.heading + "\n")
	}
	for _, p := range g.points {
		b.WriteString(p.head + "\n")
	}
	for _, m := range g.agenda {
		b.WriteString(m.task + "\n")
	}
	list, _ := g.sentences()
	for _, s := range list {
		b.WriteString(s.s + "\n")
	}
	return b.String()
}

func (r *reckoning) citations() {
	for _, c := range r.b.cites {
		switch o := origin(r, c); {
		case o == nil:
			r.add(Change{Kind: "citation-added", Name: c.title, New: c.number})
		case o.number != c.number:
			r.add(Change{Kind: "citation-changed", Name: c.title, Field: "number", Old: o.number, New: c.number})
		}
	}
	for _, c := range r.a.cites {
		if heir(r, c, r.b.cites) == nil {
			r.add(Change{Kind: "citation-dropped", Name: c.title, Old: c.number})
		}
	}
}

// ---- sections ----

func (r *reckoning) sections() {
	for _, c := range r.b.chapters {
		o := origin(r, c)
		switch {
		case o == nil && !c.attached:
			r.add(Change{Kind: "section-added", Name: c.heading})
		case o != nil && o.heading != c.heading:
			// The words may be alike enough to be one heading, or not.
			r.choices++
			r.add(Change{Kind: "section-renamed", Name: c.heading, Old: o.heading, New: c.heading, Choice: r.choices, Way: 1})
			r.add(Change{Kind: "section-removed", Name: o.heading, Choice: r.choices, Way: 2})
			r.add(Change{Kind: "section-added", Name: c.heading, Choice: r.choices, Way: 2})
		}
	}
	for _, c := range r.a.chapters {
		if heir(r, c, r.b.chapters) == nil && !c.attached {
			r.add(Change{Kind: "section-removed", Name: c.heading})
		}
	}
	// A phase is a heading that tells its time.
	if r.b.phased {
		for _, g := range []*given{r.a, r.b} {
			for _, m := range g.agenda {
				for _, kind := range split("section-added section-removed section-renamed") {
					r.add(Change{Kind: kind, Name: m.task, Optional: true})
				}
			}
		}
	}
	r.words()
}

// words are the sentences that changed.
func (r *reckoning) words() {
	old, _ := r.a.sentences()
	now, under := r.b.sentences()
	_, stood := r.a.sentences()
	newHeading := func(h string) bool {
		return slices.ContainsFunc(r.out, func(c Change) bool {
			return (c.Kind == "section-added" || c.Kind == "section-removed") && c.Name == h && !c.Optional
		})
	}
	text := func(heading string, o, n *sentence) {
		c := Change{Kind: "section-text", Name: heading}
		for s, v := range map[*sentence]*string{o: &c.Old, n: &c.New} {
			if s != nil {
				*v = s.s
				// What a sentence promises, or that a measure is taken up, is told as such.
				c.Optional = c.Optional || s.promise != nil || saysMeasure(s.s)
			}
		}
		c.Optional = c.Optional || newHeading(heading)
		r.add(c)
	}
	for _, s := range now {
		if o := origin(r, s); o == nil || o.s != s.s {
			text(under[s], o, s)
		}
	}
	for _, o := range old {
		if heir(r, o, now) == nil {
			text(stood[o], o, nil)
		}
	}
	below := func(g *given) string {
		for _, c := range g.chapters {
			if c.slot == Pairings && c.attached {
				return c.caption
			} else if c.slot == Pairings {
				return c.heading
			}
		}
		return ""
	}
	switch o, n := r.a.note, r.b.note; {
	case o == nil && n != nil:
		text(below(r.b), nil, n)
	case o != nil && n == nil:
		text(below(r.a), o, nil)
	}
	// The text of lists and tables, and what stands before the first heading and
	// behind the last, is told by what it says.
	names := []string{""}
	for _, g := range []*given{r.a, r.b} {
		for i, c := range g.chapters {
			if c.slot != "" && c.slot != Measures || i == len(g.chapters)-1 {
				names = append(names, c.heading)
			}
			if c.caption != "" {
				names = append(names, c.caption)
			}
		}
		if n := len(g.chapters); n > 0 && g.chapters[n-1].slot == Measures && len(g.points) > 0 {
			names = append(names, g.points[len(g.points)-1].head)
		}
		for _, m := range g.agenda {
			if g.phased {
				names = append(names, m.task)
			}
		}
	}
	slices.Sort(names)
	for _, h := range slices.Compact(names) {
		r.add(Change{Kind: "section-text", Name: h, Optional: true})
	}
}
