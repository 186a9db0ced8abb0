package schools

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Options are what is known about a document beside its names.
type Options struct {
	// Districts are the places that its schools lie in, with their units if they
	// are known: first the document's own (云溪县), then those above it (沧湾市). Before
	// a name the place or its unit may be left out, and a unit alone (县实验小学) is
	// theirs. A name without a place is never one of another district; where the
	// own one is not known, it may be of any.
	Districts []string
	// Apart are names that the document treats as different schools: the members
	// of a group, the two sides of a pair.
	Apart [][]string
	// Marks are what the document says of a school by name, such as its head:
	// names with different marks are different schools.
	Marks map[string]string
}

// School is one school with the names it goes by.
type School struct {
	Name  string   // the fullest one
	Forms []string // all of them, Name among them, sorted
	// Base is the school that a campus or a division belongs to (实验小学 of 实验小学东校区),
	// and the host of an attached one: its fullest name if it is named itself, else
	// the words that name it there.
	Base string
}

// Open is a name that may be short for several schools.
type Open struct {
	Form string
	May  []string // the fullest names of those schools, sorted
}

// Schools are the schools of a document.
type Schools struct {
	List []School // by name
	Open []Open   // by form; each of them is a school of its own in List
	at   map[string]int
}

// Of returns the school that a name belongs to, as an index into List.
func (s *Schools) Of(form string) (int, bool) {
	i, ok := s.at[form]
	return i, ok
}

// Same reports whether two names are one school within a document.
func (s *Schools) Same(a, b string) bool {
	i, ok := s.at[a]
	j, also := s.at[b]
	return ok && also && i == j
}

// Identify sorts names into schools. Every name belongs to exactly one of them,
// and what comes out does not depend on the order of what goes in. A name is
// put to the fuller one that it is short for, when there is only one such
// school in the document: 12小 to 云溪县第十二小学, 城关小学 to 云溪县城关小学, 柳溪中心小学 to
// 柳溪镇中心小学. Names are never put together when they differ in a number, in the
// words that set schools apart, in the stage, in the part of a school, or in a
// place that both name; nor when the document treats them as two.
func Identify(forms []string, opt Options) *Schools {
	forms = slices.Clone(forms)
	slices.Sort(forms)
	forms = slices.Compact(forms)

	d := &document{units: map[string]string{}, glued: map[string][]Place{}}
	seen := map[string]int{}
	add := func(form string, named bool) {
		if at, ok := seen[form]; ok {
			d.names[at].named = d.names[at].named || named
			return
		}
		seen[form] = len(d.names)
		d.names = append(d.names, entry{form: form, name: Parse(form), named: named})
	}
	for _, f := range forms {
		add(f, true)
	}
	for i := 0; i < len(d.names); i++ { // grows: the base of a part may be attached
		if base := d.names[i].name.Base(); base != "" {
			add(base, false)
		}
	}
	d.learn(opt.Districts)
	for i := range d.names {
		d.refine(&d.names[i].name)
	}
	d.classes()
	d.keepApart(opt.Apart, seen)
	d.keepMarked(opt.Marks)
	return d.result(seen)
}

// entry is one name of a document.
type entry struct {
	form  string
	name  Name
	named bool // the document names it; else it is only the base of a part

	above []int // the fullest names that it may be short for; itself if there are none
	class int   // the entry that its class is known by
	open  bool  // it is not known which of them it is
}

type document struct {
	home  Place              // the own district of the document
	own   []Place            // all its districts, the longest first
	units map[string]string  // of the districts and of what names say is one, by stem; "": several
	glued map[string][]Place // by place and stem together: the place
	names []entry
}

// learn notes the districts, and the stems of the places that names give with
// the unit of a district.
func (d *document) learn(districts []string) {
	note := func(p Place) bool {
		c, _ := known().units.Class(p.Unit)
		if p.Unit != "" && !strings.HasPrefix(c, "county") || utf8.RuneCountInString(p.Stem) < 2 {
			return false
		}
		if u, ok := d.units[p.Stem]; ok && u != p.Unit {
			d.units[p.Stem] = ""
		} else {
			d.units[p.Stem] = p.Unit
		}
		return true
	}
	for i, s := range districts {
		list, rest := places(s, true)
		if len(list) == 0 {
			list, rest = []Place{{Stem: s}}, ""
		}
		if i == 0 && rest == "" {
			d.home = list[len(list)-1]
		}
		for _, p := range list {
			if rest == "" && note(p) && !slices.Contains(d.own, p) {
				d.own = append(d.own, p)
			}
		}
	}
	slices.SortFunc(d.own, func(a, b Place) int {
		return cmp.Or(cmp.Compare(len(b.Stem), len(a.Stem)), cmp.Compare(a.Stem, b.Stem), cmp.Compare(a.Unit, b.Unit))
	})
	for _, e := range d.names {
		for n := &e.name; n != nil; n = n.Host {
			for _, p := range n.Places {
				if p.Unit != "" {
					note(p)
				}
			}
			if last := len(n.Places) - 1; last >= 0 && n.Stem != "" {
				if p := n.Places[last]; p.Unit != "" && utf8.RuneCountInString(p.Stem) >= 2 {
					d.glued[p.Stem+n.Stem] = append(d.glued[p.Stem+n.Stem], p)
				}
			}
		}
	}
}

// refine says of the places in a name what the document makes plain: 县 alone
// is its county, 云溪 before a number 云溪县, and 云溪城关小学 lies in it too.
func (d *document) refine(n *Name) {
	if n.whole != "" {
		return
	}
	if n.Host != nil {
		h := *n.Host
		d.refine(&h)
		n.Host = &h
	}
	n.Places = slices.Clone(n.Places)
	if _, kind := known().kinds.Class(n.Stem); !kind && n.Stem != "" {
		for _, p := range d.own {
			if rest, ok := strings.CutPrefix(n.Stem, p.Stem); ok && utf8.RuneCountInString(rest) >= 2 {
				n.Places, n.Stem = append(n.Places, p), rest
				break
			}
		}
		if list := d.glued[n.Stem]; len(list) > 0 { // 柳溪王庄 where 柳溪镇王庄 is named too
			p := list[0]
			if slices.ContainsFunc(list, func(o Place) bool { return o != p }) {
				p.Unit = ""
			}
			n.Places, n.Stem = append(n.Places, p), strings.TrimPrefix(n.Stem, p.Stem)
		}
	}
	for i, p := range n.Places {
		switch {
		case p.Unit == "":
			n.Places[i].Unit = d.units[p.Stem]
		case utf8.RuneCountInString(p.Stem) < 2:
			var one []Place
			for _, o := range d.own {
				if fits(p, o) {
					one = append(one, o)
				}
			}
			if len(one) == 1 {
				n.Places[i] = one[0]
			}
		}
	}
}

// maxAlike is how many names of one stem, number and stage are compared with
// each other; of more, each is a school of its own.
const maxAlike = 400

// classes puts each name to the one fullest name above it.
func (d *document) classes() {
	type key struct {
		stem, stage, part string
		number            int
		group, attached   bool
	}
	alike := map[key][]int{}
	for i := range d.names {
		e := &d.names[i]
		e.class, e.above = i, []int{i}
		if n := e.name; n.whole == "" {
			k := key{n.Stem, n.Stage, n.Part, n.Number, n.Group, n.Host != nil}
			alike[k] = append(alike[k], i)
		}
	}
	for _, list := range alike {
		if len(list) > 1 && len(list) <= maxAlike {
			d.compare(list)
		}
	}
}

// compare finds for each of the names of list the fullest ones that it may be
// short for, in this document or another, and its class: that of the only one,
// when it can be short for it in this document.
func (d *document) compare(list []int) {
	n := len(list)
	reach := func(anywhere bool) [][]bool {
		up := make([][]int, n)
		for i := range n {
			for j := range n {
				if i != j && d.short(d.names[list[i]].name, d.names[list[j]].name, anywhere) {
					up[i] = append(up[i], j)
				}
			}
		}
		out := make([][]bool, n)
		for i := range n {
			seen := make([]bool, n)
			stack := []int{i}
			seen[i] = true
			for len(stack) > 0 {
				j := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				for _, k := range up[j] {
					if !seen[k] {
						seen[k] = true
						stack = append(stack, k)
					}
				}
			}
			out[i] = seen
		}
		return out
	}
	may, is := reach(true), reach(false)
	for i := range n {
		e := &d.names[list[i]]
		e.above = nil
		for _, top := range tops(may, i) {
			e.above = append(e.above, list[top])
		}
		own := tops(is, i)
		switch {
		case len(e.above) > 1:
			e.class, e.open = list[first(is, i)], true
		case len(own) == 1:
			e.class = list[own[0]]
		default:
			e.class, e.open = list[first(is, i)], true
		}
	}
}

// first is the first of the names that say the same as i; it stands for them.
func first(reach [][]bool, i int) int {
	for j := range reach {
		if reach[i][j] && reach[j][i] {
			return j
		}
	}
	return i
}

// tops are the fullest names above i, itself if there are none.
func tops(reach [][]bool, i int) (list []int) {
	for j := range reach {
		if !reach[i][j] || first(reach, j) != j {
			continue
		}
		top := true
		for k := range reach {
			if reach[j][k] && !reach[k][j] {
				top = false
			}
		}
		if top {
			list = append(list, j)
		}
	}
	return list
}

// short reports whether a says no more than b and contradicts it in nothing:
// the two are equal in stem, number, stage and part. Unless it may be said
// anywhere, the district that a leaves out must be the document's.
func (d *document) short(a, b Name, anywhere bool) bool {
	switch {
	case a.Unit != "" && a.Unit != b.Unit, a.Kind != "" && a.Kind != b.Kind:
		return false
	case a.Host == nil:
	case a.Host.Stage == "" && a.Host.Stem == "" && a.Host.Number == 0: // 附小
	case a.Host.Stage != b.Host.Stage || a.Host.Stem != b.Host.Stem || a.Host.Number != b.Host.Number || !d.short(*a.Host, *b.Host, anywhere):
		return false
	}
	class, kind := known().kinds.Class(b.Stem)
	general := b.Stem == "" || kind
	// From the finest place on, each place of a is one of b.
	i, j := len(a.Places)-1, len(b.Places)-1
	settled := anywhere // a district is named, or it is the document's
	for ; j >= 0; j-- {
		district := d.wide(b.Places[j])
		switch {
		case i >= 0 && fits(a.Places[i], b.Places[j]):
			settled = settled || district
			i--
		case i >= 0 && general:
			return false // 云溪县第二小学 is not 云溪县城关镇第二小学
		case i == len(a.Places)-1 && general && !district && class != "town":
			return false // 二小 is not 城关镇第二小学, nor 城东第二小学
		case b.Places[j].Unit == "" && !district && class != "town":
			return false
		case district && !settled:
			if !d.local(b.Places[j]) {
				return false // 一中 is not that of another county
			}
			settled = true
		}
	}
	return i < 0
}

// local reports whether a school of the place p can be called by its name alone
// in the document: one of its own district, and where that is part of a city, one
// of the city, whose schools are counted through all its districts.
func (d *document) local(p Place) bool {
	if d.home == (Place{}) || fits(p, d.home) || fits(d.home, p) {
		return true
	}
	city := false
	for _, o := range d.own {
		if o == p && o.Unit == "" {
			return true
		}
		if o.Unit == "市" {
			city = true
			if p.Unit == "市" && fits(p, o) && d.home.Unit == "区" {
				return true
			}
		}
	}
	return p.Unit == "市" && d.home.Unit == "区" && !city
}

// wide reports whether a place is a district or wider, which a name in its own
// document leaves out.
func (d *document) wide(p Place) bool {
	if p.Unit == "" {
		_, ok := d.units[p.Stem]
		return ok
	}
	c, _ := known().units.Class(p.Unit)
	return strings.HasPrefix(c, "county")
}

// fits reports whether the place a can be b, said with as much or less: 云溪 and
// 云溪县, 县 and 云溪县, 甘市 and 甘宁市.
func fits(a, b Place) bool {
	if a.Unit != "" && a.Unit != b.Unit {
		return false
	}
	switch utf8.RuneCountInString(a.Stem) {
	case 0:
		return true
	case 1:
		return a.Unit == "市" && strings.HasPrefix(b.Stem, a.Stem)
	}
	return a.Stem == b.Stem
}

// keepApart takes names out of their class that the document treats as another
// school than one in the same class: all of them but the full name, where that
// is among them. Where it is not, any of them may be it.
func (d *document) keepApart(sets [][]string, at map[string]int) {
	out := map[int]bool{}
	for _, set := range sets {
		same := map[int][]int{} // by class
		for _, form := range set {
			if i, ok := at[form]; ok && !slices.Contains(same[d.names[i].class], i) {
				same[d.names[i].class] = append(same[d.names[i].class], i)
			}
		}
		for class, list := range same {
			for _, i := range list {
				if len(list) > 1 && i != class {
					out[i] = true
					d.names[i].open = d.names[i].open || !slices.Contains(list, class)
				}
			}
		}
	}
	for i := range out {
		d.names[i].class = i
	}
}

// keepMarked takes names out of their class whose mark is another than that of
// the full name, or where that has none, all that are marked differently.
func (d *document) keepMarked(marks map[string]string) {
	if len(marks) == 0 {
		return
	}
	marked := map[int][]int{} // by class
	for i, e := range d.names {
		if marks[e.form] != "" {
			marked[e.class] = append(marked[e.class], i)
		}
	}
	for class, list := range marked {
		full := marks[d.names[class].form]
		differ := slices.ContainsFunc(list, func(i int) bool { return marks[d.names[i].form] != marks[d.names[list[0]].form] })
		for _, i := range list {
			if m := marks[d.names[i].form]; differ && m != full {
				d.names[i].class = i
				d.names[i].open = d.names[i].open || full == ""
			}
		}
	}
}

// result collects the classes.
func (d *document) result(seen map[string]int) *Schools {
	members := map[int][]int{}
	for i, e := range d.names {
		members[e.class] = append(members[e.class], i)
	}
	fullest := map[int]int{} // by class: of the names that the document names
	for class, list := range members {
		best := -1
		for _, i := range list {
			if d.names[i].named && (best < 0 || d.fuller(i, best)) {
				best = i
			}
		}
		if best >= 0 {
			fullest[class] = best
		}
	}
	nameOf := func(class int) string {
		if best, ok := fullest[class]; ok {
			return d.names[best].form
		}
		return d.names[class].form
	}
	out := &Schools{at: map[string]int{}}
	for class, best := range fullest {
		s := School{Name: d.names[best].form}
		for _, i := range members[class] {
			if d.names[i].named {
				s.Forms = append(s.Forms, d.names[i].form)
			}
		}
		slices.Sort(s.Forms)
		if n := d.names[best].name; n.Base() != "" && !n.Group {
			base := n.Base()
			s.Base = nameOf(d.names[seen[base]].class)
			if _, named := fullest[d.names[seen[base]].class]; !named {
				s.Base = base
			}
		}
		out.List = append(out.List, s)
	}
	slices.SortFunc(out.List, func(a, b School) int { return cmp.Compare(a.Name, b.Name) })
	for i, s := range out.List {
		for _, f := range s.Forms {
			out.at[f] = i
		}
	}
	for i, e := range d.names {
		if !e.named || !e.open {
			continue
		}
		var may []string
		for _, top := range e.above {
			if c := d.names[top].class; c != d.names[i].class {
				may = append(may, nameOf(c))
			}
		}
		if len(may) > 0 {
			slices.Sort(may)
			out.Open = append(out.Open, Open{e.form, slices.Compact(may)})
		}
	}
	slices.SortFunc(out.Open, func(a, b Open) int { return cmp.Compare(a.Form, b.Form) })
	return out
}

// fuller reports whether the name i says more than j, or as much and comes
// first.
func (d *document) fuller(i, j int) bool {
	a, b := &d.names[i], &d.names[j]
	units := func(n Name) (c int) {
		for _, p := range n.Places {
			if p.Unit != "" {
				c++
			}
		}
		return c
	}
	brackets := func(e *entry) int { return -strings.Count(e.form, "(") }
	whole := func(n Name) (c int) { // the ending is written out
		if n.Kind != "" {
			c = 2
		}
		if n.alias {
			c--
		}
		return c
	}
	return cmp.Or(
		cmp.Compare(len(a.name.Places), len(b.name.Places)),
		cmp.Compare(units(a.name), units(b.name)),
		cmp.Compare(whole(a.name), whole(b.name)),
		cmp.Compare(brackets(a), brackets(b)),
		cmp.Compare(utf8.RuneCountInString(a.form), utf8.RuneCountInString(b.form)),
		-strings.Compare(a.form, b.form),
	) > 0
}
