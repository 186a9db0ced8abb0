package diff

import (
	"cmp"
	"slices"
	"strings"

	"jiedui/schema"
)

// matchGroups finds which groups of schools are one. A group that has its name
// and most of its schools is the same; where name and schools point to different
// groups (the second of six groups is gone, and the others were numbered anew),
// the way with the fewest changes counts.
func (w *work) matchGroups() {
	var lists [2][]*schema.SchoolGroup
	var keys [2][]string
	var members [2][]map[int]bool
	for i, s := range w.sides {
		for j := range s.doc.SchoolGroups {
			g := &s.doc.SchoolGroups[j]
			m := map[int]bool{}
			for k := range g.Members {
				m[w.number(i, &g.Members[k].School)] = true
			}
			lists[i] = append(lists[i], g)
			keys[i] = append(keys[i], g.ID)
			members[i] = append(members[i], m)
		}
	}
	score := func(i, j int) int {
		x, y := lists[0][i], lists[1][j]
		shared := 0
		for n := range members[0][i] {
			if members[1][j][n] {
				shared++
			}
		}
		nx, ny := len(members[0][i]), len(members[1][j])
		named := plain(x.Name.Value) == plain(y.Name.Value)
		switch {
		case !named && shared == 0:
			return 0
		case !named && 2*shared < max(nx, ny): // less than half of the larger one
			return 0
		case plainOf(x.Stage) != plainOf(y.Stage) && x.Stage != nil && y.Stage != nil && shared == 0:
			return 0
		}
		// Every school that is in both saves a change (it moved), and so does the
		// name. A group that kept its name and most of its schools is that group,
		// whatever other groups were merged into it or split off. The fields save a
		// little.
		s := 40 * min(shared, 100)
		switch {
		case named && shared > 0 && 2*shared >= min(nx, ny):
			s += 6000
		case named:
			s += 60
		}
		if plainOf(x.Parent) == plainOf(y.Parent) {
			s += 4
		}
		if plainOf(x.Stage) == plainOf(y.Stage) {
			s += 3
		}
		s += boolScore(plainOf(x.Kind) == plainOf(y.Kind), 2) + boolScore(plainOf(x.Level) == plainOf(y.Level), 1)
		return s
	}
	taken := [2]map[*schema.SchoolGroup]bool{{}, {}}
	for _, m := range assign(keys[0], keys[1], score) {
		x, y := lists[0][m.i], lists[1][m.j]
		taken[0][x], taken[1][y] = true, true
		reason := ""
		if plain(x.Name.Value) != plain(y.Name.Value) {
			reason = ReasonMembers
		}
		w.groups = append(w.groups, pairOf[schema.SchoolGroup]{x, y, reason})
	}
	for i := range lists {
		for _, g := range lists[i] {
			if !taken[i][g] {
				w.alone[i] = append(w.alone[i], g)
			}
		}
	}
}

// compareGroups compares the groups, their schools and their contact persons.
func (w *work) compareGroups() {
	w.matchGroups()
	rename := map[string]string{} // of groups, by the earlier name
	for _, p := range w.groups {
		rename[plain(p.old.Name.Value)] = plain(p.new.Name.Value)
	}
	for _, p := range w.groups {
		x, y := p.old, p.new
		subject := Subject{Name: y.Name.Value}
		if p.reason != "" {
			w.rename(x.Name.Value, y.Name.Value)
			w.tell(GroupRenamed, subject, w.value(0, x.ID, &x.Name), w.value(1, y.ID, &y.Name), p.reason)
		} else {
			w.pin(&x.Name, &y.Name)
		}
		if x.Parent == nil || y.Parent == nil || rename[plainOf(x.Parent)] != plainOf(y.Parent) {
			w.compareValue(GroupMoved, subject, x.ID, y.ID, x.Parent, y.Parent)
		} else {
			w.pin(x.Parent, y.Parent)
		}
		w.compareFields(GroupChanged, subject, x.ID, y.ID,
			fieldOf{"kind", x.Kind, y.Kind}, fieldOf{"stage", x.Stage, y.Stage}, fieldOf{"level", x.Level, y.Level})
	}
	for i, list := range w.alone {
		for _, g := range list {
			var names []string
			for j := range g.Members {
				names = append(names, g.Members[j].School.Value)
			}
			w.tellOne(i, GroupAdded, Subject{Name: g.Name.Value}, w.say(i, g.ID, strings.Join(names, "、"), &g.Name))
		}
	}
	w.compareMembers()
	w.compareContacts()
	w.compareSchools()
}

// fieldOf is a field of one thing in both versions.
type fieldOf struct {
	name     string
	old, new *schema.Value
}

func (w *work) compareFields(kind string, subject Subject, oldFact, newFact string, fields ...fieldOf) {
	for _, f := range fields {
		s := subject
		s.Field = f.name
		w.compareValue(kind, s, oldFact, newFact, f.old, f.new)
	}
}

// seat is a school's place in a group.
type seat struct {
	group  *schema.SchoolGroup
	member *schema.Member
	pair   int // the number of the group's pair in w.groups; -1: the group is alone
}

// compareMembers compares who is in which group.
func (w *work) compareMembers() {
	seats := map[int]*[2][]seat{} // by school
	put := func(i, pair int, g *schema.SchoolGroup) {
		for j := range g.Members {
			m := &g.Members[j]
			n := w.number(i, &m.School)
			if seats[n] == nil {
				seats[n] = new([2][]seat)
			}
			seats[n][i] = append(seats[n][i], seat{g, m, pair})
		}
	}
	for n, p := range w.groups {
		put(0, n, p.old)
		put(1, n, p.new)
	}
	for i, list := range w.alone {
		for _, g := range list {
			put(i, -1, g)
		}
	}
	var left [2][]*seatOf
	for n := range w.schools {
		s := seats[n]
		if s == nil {
			continue
		}
		// In the same group, then in another one.
		keys := func(list []seat) (out []string) {
			for _, x := range list {
				out = append(out, x.group.ID+x.member.ID)
			}
			return out
		}
		score := func(i, j int) int {
			x, y := s[0][i], s[1][j]
			a, b := x.member, y.member
			return boolScore(x.pair >= 0 && x.pair == y.pair, 500) +
				boolScore(plainOf(a.Division) == plainOf(b.Division), 100) +
				boolScore(plainOf(a.Principal) == plainOf(b.Principal), 20) +
				boolScore(plainOf(a.Role) == plainOf(b.Role), 10) +
				boolScore(plainOf(&a.School) == plainOf(&b.School), 10) +
				samePhone(a.Phone, b.Phone) + 1
		}
		var taken [2]map[int]bool
		taken[0], taken[1] = map[int]bool{}, map[int]bool{}
		for _, m := range assign(keys(s[0]), keys(s[1]), score) {
			taken[0][m.i], taken[1][m.j] = true, true
			w.compareSeat(n, s[0][m.i], s[1][m.j])
		}
		for i := range s {
			for j, x := range s[i] {
				// That the schools of a new group joined it goes without saying.
				if !taken[i][j] && x.pair >= 0 {
					left[i] = append(left[i], &seatOf{x, n})
				}
			}
		}
	}
	w.compareDivisions(&left)
	for i, list := range left {
		for _, x := range list {
			in := w.groups[x.pair].new.Name.Value
			w.tellOne(i, MemberJoined, Subject{Name: w.schools[x.school].called(), In: in}, w.say(i, x.member.ID, "", &x.member.School))
		}
	}
}

// seatOf is a seat with the number of the school that has it.
type seatOf struct {
	seat
	school int
}

// compareDivisions tells of schools that are in a group with another division than
// before, which their names tell: 甲学校(小学部). Those it leaves are told otherwise.
func (w *work) compareDivisions(left *[2][]*seatOf) {
	whole := func(m *schema.Member) string {
		return strings.TrimSuffix(plain(m.School.Value), plainOf(m.Division))
	}
	matchUp(left, func(x *seatOf) string { return x.group.ID + x.member.ID }, func(x, y *seatOf) int {
		a, b := x.member, y.member
		same := x.pair == y.pair && (a.Division != nil || b.Division != nil) && whole(a) == whole(b)
		return boolScore(same, 1+boolScore(plainOf(a.Role) == plainOf(b.Role), 1))
	}, func(x, y *seatOf) { w.compareSeat(y.school, x.seat, y.seat) })
}

// compareSeat compares what two versions say of a school in its group.
func (w *work) compareSeat(n int, x, y seat) {
	subject := Subject{Name: w.schools[n].called(), In: y.group.Name.Value}
	if x.pair < 0 || x.pair != y.pair {
		w.tell(MemberMoved, subject,
			w.say(0, x.member.ID, x.group.Name.Value, &x.member.School, &x.group.Name),
			w.say(1, y.member.ID, y.group.Name.Value, &y.member.School, &y.group.Name), "")
	} else {
		w.pin(&x.member.School, &y.member.School)
	}
	a, b := x.member, y.member
	w.compareRole(subject, a, b)
	w.compareFields(MemberChanged, subject, a.ID, b.ID, fieldOf{"division", a.Division, b.Division})
	of := Subject{Name: subject.Name}
	if b.Division != nil {
		of.Name += "(" + b.Division.Value + ")"
	}
	s := w.schools[n]
	if !s.toldElsewhere(a.Principal, b.Principal, headsOf) {
		w.compareValue(PrincipalChanged, of, a.ID, b.ID, a.Principal, b.Principal)
	}
	if !s.toldElsewhere(a.Phone, b.Phone, phonesOf) {
		w.compareValue(PhoneChanged, of, a.ID, b.ID, a.Phone, b.Phone)
	}
}

func headsOf(l *local) []string  { return l.heads }
func phonesOf(l *local) []string { return l.phones }

// toldElsewhere reports whether only one version gives a value in the list at
// hand, but the other one gives it in another list, or does not list the school
// at all: what a list shows no more has not changed.
func (s *school) toldElsewhere(old, new *schema.Value, all func(*local) []string) bool {
	if (old == nil) == (new == nil) {
		return false
	}
	l := s.known[0]
	if new == nil {
		l = s.known[1]
	}
	return l == nil || len(all(l)) > 0 || len(l.partners)+len(l.groups) == 0
}

// compareRole compares the role of a school in its group; a version that names
// no role says nothing against it.
func (w *work) compareRole(subject Subject, a, b *schema.Member) {
	w.compareValue(MemberRole, subject, a.ID, b.ID, a.Role, b.Role)
}

// compareContacts compares the contact persons of groups that both versions have.
func (w *work) compareContacts() {
	for _, p := range w.groups {
		keys := func(list []schema.Contact) (out []string) {
			for i := range list {
				out = append(out, list[i].ID)
			}
			return out
		}
		score := func(i, j int) int {
			x, y := &p.old.Contacts[i], &p.new.Contacts[j]
			if plain(x.Name.Value) != plain(y.Name.Value) {
				return 0
			}
			return 1 + samePhone(x.Phone, y.Phone)
		}
		taken := [2]map[int]bool{{}, {}}
		for _, m := range assign(keys(p.old.Contacts), keys(p.new.Contacts), score) {
			taken[0][m.i], taken[1][m.j] = true, true
			x, y := &p.old.Contacts[m.i], &p.new.Contacts[m.j]
			w.pin(&x.Name, &y.Name)
			w.compareValue(PhoneChanged, Subject{Type: TypeContact, Name: y.Name.Value, In: p.new.Name.Value}, x.ID, y.ID, x.Phone, y.Phone)
		}
		for i, g := range []*schema.SchoolGroup{p.old, p.new} {
			for j := range g.Contacts {
				if c := &g.Contacts[j]; !taken[i][j] {
					w.tellOne(i, ContactJoined, Subject{Name: c.Name.Value, In: p.new.Name.Value}, w.say(i, c.ID, "", &c.Name))
				}
			}
		}
	}
}

// compareSchools compares what tables of pairs say of schools, and tells once
// what several groups say of one.
func (w *work) compareSchools() {
	for _, s := range w.schools {
		x, y := s.known[0], s.known[1]
		if x == nil || y == nil || x.rec == nil || y.rec == nil {
			continue
		}
		of := Subject{Name: s.called()}
		if !s.toldElsewhere(x.rec.Principal, y.rec.Principal, headsOf) {
			w.compareValue(PrincipalChanged, of, x.id, y.id, x.rec.Principal, y.rec.Principal)
		}
		if !s.toldElsewhere(x.rec.Phone, y.rec.Phone, phonesOf) {
			w.compareValue(PhoneChanged, of, x.id, y.id, x.rec.Phone, y.rec.Phone)
		}
	}
	w.once()
}

// once makes one change of those that several groups tell of the head or phone of
// one school, with the places of all.
func (w *work) once() {
	first := map[string]*change{}
	w.changes = slices.DeleteFunc(w.changes, func(c *change) bool {
		if c.kind != PrincipalChanged && c.kind != PhoneChanged || c.subject.Type != TypeSchool {
			return false
		}
		k := c.kind + "\n" + c.subject.Name
		for _, t := range []*told{c.old, c.new} {
			k += "\n"
			if t != nil {
				k += plain(t.Value)
			}
		}
		f := first[k]
		if f == nil {
			first[k] = c
			return false
		}
		f.old.join(c.old)
		f.new.join(c.new)
		return true
	})
}

// join adds what t says in other places, so that it does not matter which of the
// two came first.
func (s *told) join(t *told) {
	if s == nil || t == nil {
		return
	}
	s.Fact, s.Value = min(s.Fact, t.Fact), min(s.Value, t.Value)
	for _, e := range t.Evidence {
		if !slices.ContainsFunc(s.Evidence, func(h schema.Evidence) bool { return h.Start == e.Start && h.End == e.End }) {
			s.Evidence = append(s.Evidence, e)
		}
	}
	slices.SortFunc(s.Evidence, func(a, b schema.Evidence) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	s.needs = append(s.needs, t.needs...)
}
