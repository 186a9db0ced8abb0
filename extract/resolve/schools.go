package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/internal/divisions"
	"jiedui/internal/lexicon"
	"jiedui/internal/schools"
	"jiedui/schema"
	"jiedui/text"
)

// names are the names of schools that a document gives.
type names struct {
	forms map[string]*form
	order []string // the keys of forms, as they came
	sets  [][]string
	heads map[string][]schema.School // by name: what tables of pairs say of its head
	owns  map[string]schema.Value    // 我校, by the name of the school that it is
	// known are places that the text shows to be the district of short names.
	known   []string
	schools *schools.Schools // what the names are, once all are gathered
}

// form is one name with all places where facts give it, or the text.
type form struct {
	evidence []schema.Evidence
	fact     bool // a fact of this document gives it, not only the text or another document
	own      bool // it stands in this document
}

// maxOthers is how many other documents of a page are asked for their names.
const maxOthers = 100

// gather collects the names of schools: those of the facts, those that the text
// gives in full, and those of the page's other documents about the same
// district.
func (x *state) gather() {
	x.forms = map[string]*form{}
	x.heads = map[string][]schema.School{}
	x.owns = map[string]schema.Value{}
	for _, s := range x.d.Schools {
		x.heads[s.Name.Value] = append(x.heads[s.Name.Value], s)
	}
	for _, list := range x.heads {
		slices.SortStableFunc(list, func(a, b schema.School) int { return cmp.Compare(headAt(a), headAt(b)) })
	}
	x.facts(x.d, true)
	for _, v := range []*schema.Value{x.d.Metadata.SignedBy, x.d.Metadata.Issuer} {
		if v != nil && extract.IsSchool(v.Value) {
			x.add(*v, true, true)
		}
	}
	for _, v := range x.written() {
		x.add(v, false, true)
	}
	for _, o := range x.d.Others[:min(len(x.d.Others), maxOthers)] {
		if r, mine := o.Metadata.Region, x.d.Metadata.Region; r != nil && mine != nil && r.Value == mine.Value {
			x.facts(o, false)
		}
	}
}

// facts adds the names that the facts of a document give.
func (x *state) facts(d *extract.Draft, own bool) {
	for _, s := range d.Schools {
		x.add(s.Name, own, own)
		for _, f := range s.Forms { // of a document that is resolved already
			x.add(f, own, own)
		}
	}
	for _, g := range d.SchoolGroups {
		var set []string
		for _, m := range g.Members {
			x.add(m.School, own, own)
			set = append(set, m.School.Value)
		}
		x.sets = append(x.sets, set)
	}
	for _, p := range d.Pairings {
		if p.From.Derived == "" && p.To.Derived == "" {
			x.sets = append(x.sets, []string{p.From.Value, p.To.Value})
		}
		x.add(p.From, own, own)
		x.add(p.To, own, own)
	}
	for _, g := range d.LeadingGroups {
		for _, l := range g.Members {
			for _, p := range l.Posts {
				if n := extract.SchoolStarting(p.Value); n > 0 && postsAtSchools().Prefix(p.Value[n:]) != "" {
					x.add(schema.Value{Value: p.Value[:n], Evidence: p.Evidence, Derived: p.Derived}, own, own)
				}
			}
		}
	}
}

var postsAtSchools = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("school-posts.txt") })

// add notes a place of a name. What a rule made is no written form.
func (x *state) add(v schema.Value, fact, own bool) {
	if v.Value == "" || v.Derived != "" || extract.IsOwn(v.Value) {
		return
	}
	f := x.forms[v.Value]
	if f == nil {
		f = &form{}
		x.forms[v.Value] = f
		x.order = append(x.order, v.Value)
	}
	f.fact, f.own = f.fact || fact, f.own || own
	f.evidence = append(f.evidence, v.Evidence...)
}

// ownForm notes that a word for the document's own school stands for a school.
func (x *state) ownForm(word, school schema.Value) {
	x.add(schema.Value{Value: school.Value, Evidence: school.Evidence}, true, true)
	v, ok := x.owns[school.Value]
	if !ok {
		v.Value = word.Value
	}
	v.Evidence = append(v.Evidence, word.Evidence...)
	x.owns[school.Value] = v
}

// maxWritten is the length in bytes within which a name with its remark ends.
const maxWritten = 300

// written finds the names that the text gives in full: the school that the
// title begins with, a school with a number (某市第12小学), one behind the name of
// the district, and a name of a fact behind that of its town.
func (x *state) written() []schema.Value {
	var out []schema.Value
	seen := map[string]bool{}
	add := func(start, end int) {
		s := text.Span{Start: x.Span.Start + start, End: x.Span.Start + end}
		if v := x.Value(s); !seen[v.Value] && len(v.Evidence) > 0 {
			seen[v.Value] = true
			out = append(out, v)
		}
	}
	str := x.Str(x.Span)
	for at := 0; ; {
		i := strings.Index(str[at:], "第")
		if i < 0 {
			break
		}
		i += at
		at = i + len("第")
		_, l := extract.HanOrdinal(str[at:])
		if l == 0 {
			continue
		}
		for _, s := range []string{"小学", "中学", "初级中学", "高级中学"} {
			if end := at + l + len(s); strings.HasPrefix(str[at+l:], s) {
				if start := extract.NameStart(str, end); start < i {
					add(start, end)
				}
				break
			}
		}
	}
	name := func(at int) int { // the length of the name that starts there, remarks left out
		line := str[at:min(len(str), at+maxWritten)]
		if k := strings.IndexAny(line, "\n\t"); k >= 0 {
			line = line[:k]
		}
		n := extract.SchoolStarting(line)
		if k := strings.IndexByte(line[:n], '('); k > 0 {
			n = k
		}
		return n
	}
	each := func(word string, found func(start, end int)) {
		for at := 0; ; {
			i := strings.Index(str[at:], word)
			if i < 0 {
				break
			}
			found(at+i, at+i+len(word))
			at += i + len(word)
		}
	}
	if r := x.d.Metadata.Region; r != nil {
		each(r.Value, func(start, end int) {
			if n := name(start); n > end-start && extract.IsSchool(str[start:start+n]) {
				add(start, start+n)
			}
		})
	}
	for _, unit := range schools.TownUnits() {
		each(unit, func(_, end int) {
			n := name(end)
			if n == 0 || x.forms[str[end:end+n]] == nil {
				return
			}
			if start := extract.NameStart(str, end+n); start < end-len(unit) {
				add(start, end+n)
			}
		})
	}
	if t := x.d.Title; t != nil {
		if n := extract.SchoolStarting(t.Value); n > 0 && extract.IsSchool(t.Value[:n]) {
			out = append(out, schema.Value{Value: t.Value[:n], Evidence: t.Evidence})
		}
	}
	return out
}

// districts are the places in which the document's schools lie: its region,
// what the issuing body or the table of divisions names above it, and what the
// text shows to be the place of short names.
func (x *state) districts() []string {
	var out []string
	m := x.d.Metadata
	if m.Region != nil {
		out = append(out, m.Region.Value)
		for _, v := range []*schema.Value{m.SignedBy, m.Issuer} {
			if v != nil {
				if i := strings.Index(v.Value, m.Region.Value); i > 0 {
					out = append(out, v.Value[:i])
				}
			}
		}
		if m.RegionCode != nil {
			for _, up := range divisions.Parents(m.RegionCode.Value) {
				for _, d := range divisions.Of(up) {
					out = append(out, d.Name)
				}
			}
		}
	}
	return append(out, x.known...)
}

// identify decides which names are one school. Names whose heads are two
// persons are two schools.
func (x *state) identify() {
	for name, l := range x.longer { // 一中, which the text calls 云峰一中
		if l != nil {
			if p, ok := strings.CutSuffix(l.Value, name); ok {
				x.known = append(x.known, p)
			}
		}
	}
	slices.Sort(x.known)
	x.schools = schools.Identify(x.order, schools.Options{Districts: x.districts(), Apart: x.sets, Marks: x.marks()})
	for _, o := range x.schools.Open {
		f := x.forms[o.Form]
		if !f.fact {
			continue
		}
		x.d.Doubts = append(x.d.Doubts, schema.Doubt{
			Code:     schema.CodeUnresolved,
			Message:  fmt.Sprintf("%s may be short for %s", o.Form, strings.Join(o.May, ", ")),
			Evidence: sorted(f.evidence),
		})
	}
}

// marks are the heads of schools by name, of the names for which the document
// gives one and the same everywhere.
func (x *state) marks() map[string]string {
	heads := map[string]string{}
	mark := func(name string, head *schema.Value) {
		if head == nil {
			return
		}
		if h, ok := heads[name]; ok && h != head.Value {
			heads[name] = "" // two heads: it marks nothing
		} else {
			heads[name] = head.Value
		}
	}
	for name, list := range x.heads {
		for _, s := range list {
			mark(name, s.Principal)
		}
	}
	for _, g := range x.d.SchoolGroups {
		for _, m := range g.Members {
			mark(m.School.Value, m.Principal)
		}
	}
	return heads
}

// full gives the members of groups the full names that the document has for
// them: to 12小 某市第12小学, to a division (12中(小学部)) that of its school.
func (x *state) full() {
	for i := range x.d.SchoolGroups {
		for k := range x.d.SchoolGroups[i].Members {
			m := &x.d.SchoolGroups[i].Members[k]
			at, ok := x.schools.Of(m.School.Value)
			if !ok {
				continue
			}
			s := x.schools.List[at]
			name, written := s.Name, m.School.Value
			if s.Base != "" && !schools.Parse(written).Attached() {
				name, written = s.Base, schools.Parse(written).Base()
			}
			f := x.forms[name]
			if f == nil || utf8.RuneCountInString(name) <= utf8.RuneCountInString(written) {
				continue
			}
			m.Full = &schema.Value{
				Value:    name,
				Evidence: append(append([]schema.Evidence{}, m.School.Evidence...), sorted(f.evidence)[:1]...),
				Derived:  "short-name",
			}
		}
	}
}

// list lists the schools that facts name, in the order of the text.
func (x *state) list() {
	x.d.Schools = nil
	for _, one := range x.schools.List {
		if !slices.ContainsFunc(one.Forms, func(f string) bool { return x.forms[f].fact }) {
			continue
		}
		s := schema.School{Name: x.formOf(one.Name)}
		var own schema.Value
		for _, f := range one.Forms {
			if f != one.Name && x.forms[f].own {
				s.Forms = append(s.Forms, x.formOf(f))
			}
			for _, h := range x.heads[f] {
				if s.Principal == nil && s.Phone == nil {
					s.Principal, s.Phone = h.Principal, h.Phone
				}
			}
			if o, ok := x.owns[f]; ok {
				own.Value = o.Value
				own.Evidence = append(own.Evidence, o.Evidence...)
			}
		}
		slices.SortStableFunc(s.Forms, func(a, b schema.Value) int { return cmp.Compare(start(a), start(b)) })
		if own.Value != "" {
			own.Evidence = sorted(own.Evidence)
			s.Forms = append(s.Forms, own)
		}
		if one.Base != "" {
			s.Parent = x.parent(s, one.Base)
		}
		x.d.Schools = append(x.d.Schools, s)
	}
	slices.SortStableFunc(x.d.Schools, func(a, b schema.School) int {
		return cmp.Or(cmp.Compare(first(a), first(b)), cmp.Compare(a.Name.Value, b.Name.Value))
	})
}

// parent is the school that s belongs to: as its own name says it, or by the
// full name that the document has for it.
func (x *state) parent(s schema.School, base string) *schema.Value {
	v := schema.Value{Value: base, Evidence: slices.Clone(s.Name.Evidence)}
	if !strings.HasPrefix(s.Name.Value, base) {
		v.Derived = "short-name"
		if f := x.forms[base]; f != nil {
			v.Evidence = append(v.Evidence, sorted(f.evidence)[:1]...)
		}
	}
	return &v
}

// formOf is a name with its places, in the order of the text.
func (x *state) formOf(name string) schema.Value {
	return schema.Value{Value: name, Evidence: sorted(x.forms[name].evidence)}
}

// sorted returns places in the order of the text, each once.
func sorted(list []schema.Evidence) []schema.Evidence {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b schema.Evidence) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return slices.CompactFunc(list, func(a, b schema.Evidence) bool { return a.Start == b.Start && a.End == b.End })
}

// headAt is where a table gives the head of a school.
func headAt(s schema.School) int {
	at := start(s.Name)
	for _, v := range []*schema.Value{s.Principal, s.Phone} {
		if v != nil {
			at = max(at, start(*v))
		}
	}
	return at
}

func start(v schema.Value) int {
	at := -1
	for _, e := range v.Evidence {
		if at < 0 || e.Start < at {
			at = e.Start
		}
	}
	return at
}

// first is where the first form of a school stands.
func first(s schema.School) int {
	at := start(s.Name)
	for _, f := range s.Forms {
		at = min(at, start(f))
	}
	return at
}
