package diff

import (
	"cmp"
	"slices"
	"strings"

	"jiedui/internal/schools"
	"jiedui/schema"
)

// Reasons why two things that are not called alike are one, for [Change.Reason].
const (
	ReasonSaid      = "said"       // the text says so: 原甲小学
	ReasonHead      = "same-head"  // the same head, and the same place in the plan or nearly the same name
	ReasonPhone     = "same-phone" // the same phone number, and as same-head
	ReasonContained = "like-name"  // a like name in the same place of the plan, and no other head
	ReasonDamaged   = "damaged"    // bytes of one name were lost, and the rest is the other
	ReasonMembers   = "same-members"
	ReasonPost      = "same-post"  // the same post in the same role of the same body
	ReasonOnly      = "only-one"   // the only one in its role, and no posts are told
	ReasonWords     = "like-words" // like words
	ReasonPartner   = "same-partner"
	ReasonNumber    = "same-number" // the same number: 某政发〔2020〕1号
)

// Reason is a rule by which two things were taken for one.
type Reason struct{ Code, English, Chinese string }

// Reasons lists the rules by which two things that are not called alike were
// taken for one.
var Reasons = []Reason{
	{ReasonSaid, "the text says so", "文中写明"},
	{ReasonHead, "the same head, in the same place of the plan or with a like name", "负责人相同，且位置相同或名称相近"},
	{ReasonPhone, "the same phone number, in the same place of the plan or with a like name", "电话相同，且位置相同或名称相近"},
	{ReasonContained, "a like name in the same place of the plan", "名称相近且位置相同"},
	{ReasonDamaged, "what is left of a damaged name", "名称残缺，其余部分相同"},
	{ReasonMembers, "mostly the same members", "成员大多相同"},
	{ReasonPost, "the same post in the same role", "职务与角色相同"},
	{ReasonOnly, "the only one in its role", "该角色只有一人"},
	{ReasonWords, "like words", "表述相近"},
	{ReasonPartner, "the partner stayed", "结对一方未变"},
	{ReasonNumber, "the same number", "文号相同"},
}

// school is a school of one or both versions.
type school struct {
	names  [2]string // how each version calls it; "": not at all
	known  [2]*local // what each version tells of it
	reason string    // why it is one, where it was renamed
}

// local is a school of one version.
type local struct {
	name  string // the fullest
	value *schema.Value
	id    string // of the fact
	forms []string
	rec   *schema.School
	// What the plan tells of it.
	heads, phones, groups []string
	partners              []partner
	number                int // of the school; -1: not yet known
}

// partner is the other side of a pairing.
type partner struct {
	name string // plain
	to   bool   // it is the helped one
}

// locals are the schools of a side, with what the plan tells of them.
func (s *side) locals() []*local {
	var list []*local
	at := map[string]*local{}
	add := func(l *local, forms ...*schema.Value) {
		for _, f := range forms {
			if p := plainOf(f); p != "" && at[p] == nil {
				at[p] = l
				if !words().own.Has(p) { // 我校 is another school elsewhere
					l.forms = append(l.forms, p)
				}
			}
		}
	}
	// told is a name as written, with what is said behind it of an earlier one.
	told := func(l *local, v *schema.Value) {
		if p := plainOf(v); at[p] == nil {
			at[p] = l
		}
	}
	for i := range s.doc.Schools {
		rec := &s.doc.Schools[i]
		now := nowCalled(&rec.Name)
		l := &local{name: now.Value, value: now, id: rec.ID, rec: rec, number: -1}
		list = append(list, l)
		add(l, now)
		told(l, &rec.Name)
	}
	for _, l := range list {
		for i := range l.rec.Forms {
			add(l, nowCalled(&l.rec.Forms[i]))
			told(l, &l.rec.Forms[i])
		}
	}
	// Names of which the document makes no school: groups that are paired, and
	// data of other programs.
	named := func(v, full *schema.Value) *local {
		if full != nil {
			if l := at[plainOf(full)]; l != nil {
				add(l, v)
				return l
			}
		}
		if l := at[plainOf(v)]; l != nil {
			return l
		}
		now := nowCalled(v)
		if l := at[plain(now.Value)]; l != nil {
			told(l, v)
			return l
		}
		l := &local{name: now.Value, value: now, number: -1}
		list = append(list, l)
		add(l, now, full)
		told(l, v)
		if len(l.forms) == 0 { // 我校 of a document that does not say whose
			l.forms = []string{plainOf(v)}
			at[l.forms[0]] = l
		}
		return l
	}
	for i := range s.doc.SchoolGroups {
		g := &s.doc.SchoolGroups[i]
		for j := range g.Members {
			m := &g.Members[j]
			l := named(&m.School, m.Full)
			note(&l.heads, plainOf(m.Principal))
			note(&l.phones, phoneKey(m.Phone))
			note(&l.groups, plain(g.Name.Value))
		}
	}
	for i := range s.doc.Pairings {
		p := &s.doc.Pairings[i]
		from, to := named(&p.From, nil), named(&p.To, nil)
		from.partners = append(from.partners, partner{to.forms[0], true})
		to.partners = append(to.partners, partner{from.forms[0], !p.Directed})
	}
	for _, l := range list {
		if l.rec != nil {
			note(&l.heads, plainOf(l.rec.Principal))
			note(&l.phones, phoneKey(l.rec.Phone))
		}
	}
	s.school = at
	return list
}

// nowCalled is the name of a school without what a bracket behind it says of an
// earlier one: 甲小学 of 甲小学(原乙小学).
func nowCalled(v *schema.Value) *schema.Value {
	s := strings.TrimRight(v.Value, " ")
	i := strings.LastIndexAny(s, "(（")
	if i <= 0 || !strings.HasSuffix(s, ")") && !strings.HasSuffix(s, "）") || words().before.Prefix(plain(s[i:])) == "" {
		return v
	}
	now := *v
	now.Value = strings.TrimRight(s[:i], " ")
	return &now
}

func note(list *[]string, s string) {
	if s != "" && !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

// matchSchools finds which schools of the two versions are one: by equal names,
// by their forms, by what a name is short for, and last by what shows that a
// school was renamed.
func (w *work) matchSchools() {
	a, b := w.sides[0].locals(), w.sides[1].locals()
	w.hear()
	one := func(x, y *local, reason string) {
		n := len(w.schools)
		x.number, y.number = n, n
		w.schools = append(w.schools, &school{[2]string{x.name, y.name}, [2]*local{x, y}, reason})
	}
	// Equal names, then a form of one that is the name or a form of the other, each
	// as long as there is one such school on both sides.
	keys := []func(*local) []string{
		func(l *local) []string { return []string{plain(l.name)} },
		func(l *local) []string { return l.forms },
	}
	for _, key := range keys {
		index := func(list []*local) map[string][]*local {
			m := map[string][]*local{}
			for _, l := range list {
				if l.number < 0 {
					for _, k := range key(l) {
						m[k] = append(m[k], l)
					}
				}
			}
			return m
		}
		ia, ib := index(a), index(b)
		for _, x := range a {
			if x.number >= 0 {
				continue
			}
			if y := only(key(x), ib); y != nil && only(key(y), ia) == x {
				one(x, y, "")
			}
		}
	}
	w.matchShortNames(a, b, one)
	w.matchRenamed(a, b, one)
	for i, list := range [][]*local{a, b} {
		for _, l := range list {
			if l.number < 0 {
				l.number = len(w.schools)
				s := &school{}
				s.names[i], s.known[i] = l.name, l
				w.schools = append(w.schools, s)
			}
		}
	}
	for _, s := range w.schools {
		x, y := s.known[0], s.known[1]
		if x == nil || y == nil {
			continue
		}
		if s.reason == "" && plain(x.name) != plain(y.name) && w.saysRenamed(x, y) {
			s.reason = ReasonSaid // the earlier name is a form of the later one: 乙小学(原甲小学)
		}
		if s.reason == "" {
			w.pin(x.value, y.value)
			continue
		}
		w.rename(x.name, y.name)
		w.tell(SchoolRenamed, Subject{Name: y.name}, w.value(0, x.id, x.value), w.value(1, y.id, y.value), s.reason)
	}
}

// rename notes that a thing has another name in the later version.
func (w *work) rename(old, new string) {
	w.renamed = append(w.renamed, renaming{plain(old), plain(new)})
	slices.SortStableFunc(w.renamed, func(x, y renaming) int { return cmp.Or(len(y.old)-len(x.old), strings.Compare(x.old, y.old)) })
}

// only is the one school that any of the keys leads to; nil: none or several.
func only(keys []string, index map[string][]*local) *local {
	var found *local
	for _, k := range keys {
		for _, l := range index[k] {
			if found != nil && found != l {
				return nil
			}
			found = l
		}
	}
	return found
}

// matchShortNames takes for one what the rules for the names of one document take
// for one: 实验小学 of one version and 云溪县实验小学 of the other.
func (w *work) matchShortNames(a, b []*local, one func(x, y *local, reason string)) {
	opt := schools.Options{}
	for _, s := range w.sides {
		if r := s.doc.Metadata.Region; r != nil && !slices.Contains(opt.Districts, r.Value) {
			opt.Districts = append(opt.Districts, r.Value)
		}
	}
	of := map[string][2]*local{}
	var forms []string
	left := [2]int{}
	for i, list := range [][]*local{a, b} {
		var names []string
		for _, l := range list {
			if l.number < 0 {
				left[i]++
			}
			for _, f := range l.forms {
				both := of[f]
				both[i] = l
				of[f] = both
				forms = append(forms, f)
			}
			names = append(names, l.forms[0])
		}
		opt.Apart = append(opt.Apart, names)
	}
	if left[0] == 0 || left[1] == 0 {
		return
	}
	for _, s := range schools.Identify(forms, opt).List {
		var found [2]*local
		several := false
		for _, f := range s.Forms {
			for i, l := range of[f] {
				if l != nil && l.number < 0 {
					several = several || found[i] != nil && found[i] != l
					found[i] = l
				}
			}
		}
		if found[0] != nil && found[1] != nil && !several {
			one(found[0], found[1], "")
		}
	}
}

// matchRenamed finds schools that have another name now.
func (w *work) matchRenamed(a, b []*local, one func(x, y *local, reason string)) {
	var lists [2][]*local
	var keys [2][]string
	numbers := [2]map[string]int{{}, {}} // by plain form
	for i, list := range [][]*local{a, b} {
		for _, l := range list {
			if l.number < 0 && len(l.partners)+len(l.groups) > 0 {
				lists[i] = append(lists[i], l)
				keys[i] = append(keys[i], plain(l.name))
			}
			for _, f := range l.forms {
				numbers[i][f] = l.number
			}
		}
	}
	// The partners whose school is known on both sides.
	partners := func(i int, l *local) (known []partnerOf, all bool) {
		all = true
		for _, p := range l.partners {
			n := numbers[i][p.name]
			if n < 0 {
				all = false
				continue
			}
			known = append(known, partnerOf{n, p.to})
		}
		return known, all
	}
	// What each name says is found out once: every school competes with every other.
	type known struct {
		name     schools.Name
		plain    string
		partners []partnerOf
		all      bool
		hurt     bool
	}
	of := map[*local]*known{}
	for i, list := range lists {
		for _, l := range list {
			k := &known{name: schools.Parse(l.name), plain: plain(l.name)}
			k.partners, k.all = partners(i, l)
			_, k.hurt = w.garbledValue(i, l.value)
			of[l] = k
		}
	}
	judge := func(x, y *local) (score int, reason string) {
		if w.saysRenamed(x, y) {
			return 9000, ReasonSaid
		}
		a, b := of[x], of[y]
		slot := len(a.partners) > 0 && a.all && b.all && sameSet(a.partners, b.partners) || meet(x.groups, y.groups)
		kin := related(a.name, b.name, a.plain, b.plain)
		if !slot && !kin && !a.hurt && !b.hurt {
			return 0, ""
		}
		likeness := alike(a.plain, b.plain)
		differ := len(x.heads) > 0 && len(y.heads) > 0 && !meet(x.heads, y.heads)
		switch {
		case (a.hurt || b.hurt) && likeness >= 500 && !differ:
			return 1000 + likeness, ReasonDamaged
		case meet(x.heads, y.heads) && (slot || kin):
			return 5000 + likeness, ReasonHead
		case meet(x.phones, y.phones) && (slot || kin):
			return 4000 + likeness, ReasonPhone
		case kin && slot && !differ:
			return 3000 + likeness, ReasonContained
		}
		return 0, ""
	}
	score := func(i, j int) int { s, _ := judge(lists[0][i], lists[1][j]); return s }
	for _, m := range assign(keys[0], keys[1], score) {
		x, y := lists[0][m.i], lists[1][m.j]
		_, reason := judge(x, y)
		one(x, y, reason)
	}
}

type partnerOf struct {
	number int
	to     bool
}

func sameSet[T comparable](a, b []T) bool {
	in := func(a, b []T) bool {
		return !slices.ContainsFunc(a, func(v T) bool { return !slices.Contains(b, v) })
	}
	return in(a, b) && in(b, a)
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// related reports whether one name, x or plain p, may have been made from the
// other, y or plain q: it is contained in it, or the stem is the same, and number,
// part and place do not differ.
func related(x, y schools.Name, p, q string) bool {
	if x.Number != y.Number || x.Part != y.Part {
		return false
	}
	if n, m := len(x.Places), len(y.Places); n > 0 && m > 0 && x.Places[n-1].Stem != y.Places[m-1].Stem {
		return false // 柳溪镇中心小学, 石塘镇中心小学
	}
	if x.Stem != "" && x.Stem == y.Stem {
		return true
	}
	return strings.Contains(p, q) || strings.Contains(q, p)
}

// saysRenamed reports whether a text says that y had the name of x: 原甲小学 behind
// it, or 更名为 before it.
func (w *work) saysRenamed(x, y *local) bool {
	says := func(text string) bool {
		for _, old := range x.forms {
			i := strings.Index(text, old)
			if i < 0 {
				continue
			}
			for _, now := range y.forms {
				j := strings.Index(text, now)
				switch {
				case j < 0 || now == old || slices.Contains(x.forms, now):
				case j < i && words().before.Suffix(text[:i]) != "" && i-j-len(now) <= gap:
					return true
				case i < j && words().now.Suffix(text[:j]) != "" && j-i-len(old) <= gap:
					return true
				}
			}
		}
		return false
	}
	return slices.ContainsFunc(w.hints, says)
}

// gap is how many bytes may stand between two names of which the text says that
// they are one: 自即日起更名为.
const gap = 24

// hear collects the texts that speak of other names.
func (w *work) hear() {
	listen := func(text string) {
		if text = plain(text); words().before.Contained(text) || words().now.Contained(text) {
			note(&w.hints, text)
		}
	}
	for _, s := range w.sides {
		schema.WalkEvidence(s.doc, func(_ schema.Path, e *schema.Evidence) { listen(e.Quote) })
		for i := range s.doc.Schools { // their quotes may be in the other script
			listen(s.doc.Schools[i].Name.Value)
			for _, f := range s.doc.Schools[i].Forms {
				listen(f.Value)
			}
		}
		for _, t := range s.texts {
			for _, v := range t.Sentences {
				listen(v.Text.Value)
			}
		}
	}
}

// garbledValue returns the doubt about the words of a value.
func (w *work) garbledValue(i int, v *schema.Value) (code string, found bool) {
	for _, n := range needs([]*schema.Value{v}) {
		code, found = n.holds(func(e schema.Evidence) (string, bool) { return garbled(w.sides[i].doc, e) })
		if found {
			break
		}
	}
	return code, found
}

// number is that of the school of a name on side i.
func (w *work) number(i int, v *schema.Value) int { return w.sides[i].school[plain(v.Value)].number }

// of is the school of a name on side i.
func (w *work) of(i int, v *schema.Value) *school { return w.schools[w.number(i, v)] }

// called is how a school is called: in the later version, if it names it.
func (s *school) called() string {
	if s.names[1] != "" {
		return s.names[1]
	}
	return s.names[0]
}
