package diff

import (
	"slices"
	"strings"

	"jiedui/schema"
)

// compareBodies compares the leading bodies and who is in them.
func (w *work) compareBodies() {
	var lists [2][]*schema.LeadingGroup
	var keys [2][]string
	var people [2][][]string
	var seats [2][][]string // with the roles
	for i, s := range w.sides {
		seats[i] = make([][]string, len(s.doc.LeadingGroups))
		for j := range s.doc.LeadingGroups {
			g := &s.doc.LeadingGroups[j]
			lists[i] = append(lists[i], g)
			keys[i] = append(keys[i], g.ID)
			var names []string
			for k := range g.Members {
				note(&names, plainOf(g.Members[k].Name))
				note(&seats[i][j], plainOf(g.Members[k].Name)+" "+plain(g.Members[k].Role.Value))
			}
			people[i] = append(people[i], names)
		}
	}
	score := func(i, j int) int {
		x, y := lists[0][i], lists[1][j]
		shared := common(people[0][i], people[1][j])
		more := max(len(people[0][i]), len(people[1][j]))
		likeness := alike(plainOf(x.Body), plainOf(y.Body))
		switch {
		case plainOf(x.Body) == plainOf(y.Body):
			return 3000 + 10*min(shared, 500) + min(common(seats[0][i], seats[1][j]), 9)
		case 2*shared >= more && shared > 0:
			return 1000 + 10*min(shared, 50) + likeness
		case likeness >= 700:
			return likeness
		}
		return 0
	}
	taken := [2]map[*schema.LeadingGroup]bool{{}, {}}
	for _, m := range assign(keys[0], keys[1], score) {
		x, y := lists[0][m.i], lists[1][m.j]
		taken[0][x], taken[1][y] = true, true
		subject := Subject{Name: bodyName(y)}
		if x.Body != nil && y.Body != nil && plainOf(x.Body) != plainOf(y.Body) {
			reason := ReasonWords
			if score(m.i, m.j) >= 1000 {
				reason = ReasonMembers
			}
			w.rename(x.Body.Value, y.Body.Value)
			w.tell(BodyRenamed, subject, w.value(0, x.ID, x.Body), w.value(1, y.ID, y.Body), reason)
		} else {
			w.compareValue(BodyRenamed, subject, x.ID, y.ID, x.Body, y.Body)
		}
		w.compareLeaders(x, y)
	}
	for i, list := range lists {
		for _, g := range list {
			if !taken[i][g] {
				values := []*schema.Value{g.Body}
				if g.Body == nil && len(g.Members) > 0 {
					values = []*schema.Value{g.Members[0].Name, &g.Members[0].Role}
				}
				var names []string
				for k := range g.Members {
					if n := g.Members[k].Name; n != nil {
						names = append(names, n.Value)
					}
				}
				w.tellOne(i, BodyAdded, Subject{Name: bodyName(g)}, w.say(i, g.ID, strings.Join(names, "、"), values...))
			}
		}
	}
}

// common counts the strings that are in both lists, in which each is once.
func common(a, b []string) (n int) {
	for _, s := range a {
		n += boolScore(slices.Contains(b, s), 1)
	}
	return n
}

func bodyName(g *schema.LeadingGroup) string {
	if g.Body == nil {
		return ""
	}
	return g.Body.Value
}

// compareLeaders compares the members of a body: by name, then those who have
// the post of somebody who is gone.
func (w *work) compareLeaders(x, y *schema.LeadingGroup) {
	in := bodyName(y)
	lists := [2][]*schema.Leader{}
	for i, g := range []*schema.LeadingGroup{x, y} {
		for j := range g.Members {
			lists[i] = append(lists[i], &g.Members[j])
		}
	}
	pass := func(score func(a, b *schema.Leader) int, found func(a, b *schema.Leader)) {
		matchUp(&lists, func(l *schema.Leader) string { return l.ID }, score, found)
	}
	// The same person; of those without a name, the same post.
	pass(func(a, b *schema.Leader) int {
		posts := w.samePosts(a, b)
		s := 1
		if plain(a.Role.Value) == plain(b.Role.Value) {
			s += 4
		}
		if posts {
			s += 8
		}
		if plainOf(a.Subject) == plainOf(b.Subject) {
			s += 2
		}
		if plainOf(a.Stage) == plainOf(b.Stage) {
			s += 2
		}
		switch {
		case (a.Name == nil) != (b.Name == nil):
			return 0
		case a.Name == nil && !posts:
			return 0
		case plainOf(a.Name) != plainOf(b.Name):
			return 0
		}
		return s
	}, func(a, b *schema.Leader) { w.compareLeader(in, a, b) })
	// Somebody else on the same post in the same role.
	count := func(list []schema.Leader, role string) (n int) {
		for i := range list {
			if plain(list[i].Role.Value) == role {
				n++
			}
		}
		return n
	}
	succeeded := func(reason string) func(a, b *schema.Leader) {
		return func(a, b *schema.Leader) {
			post := b.Role.Value
			if len(b.Posts) > 0 {
				post = postsOf(b)
			}
			w.tell(LeaderSucceeded, Subject{Name: post, In: in}, w.sayLeader(0, a, a.Name.Value), w.sayLeader(1, b, b.Name.Value), reason)
			w.pin(&a.Role, &b.Role)
			w.compareExpert(in, a, b)
		}
	}
	// Where several came and went with one post, nobody can say who follows whom.
	alone := func(l *schema.Leader) bool {
		for _, list := range lists {
			n := 0
			for _, o := range list {
				if plain(o.Role.Value) == plain(l.Role.Value) && plainOf(o.Subject) == plainOf(l.Subject) && w.samePosts(o, l) {
					n++
				}
			}
			if n > 1 {
				return false
			}
		}
		return true
	}
	pass(func(a, b *schema.Leader) int {
		if a.Name == nil || b.Name == nil || plain(a.Role.Value) != plain(b.Role.Value) || len(a.Posts) == 0 || !w.samePosts(a, b) ||
			!alone(a) || !alone(b) {
			return 0
		}
		s := 1
		if plainOf(a.Subject) == plainOf(b.Subject) {
			s++
		}
		return s
	}, succeeded(ReasonPost))
	pass(func(a, b *schema.Leader) int {
		role := plain(a.Role.Value)
		if a.Name == nil || b.Name == nil || role != plain(b.Role.Value) || len(a.Posts)+len(b.Posts) > 0 ||
			count(x.Members, role) != 1 || count(y.Members, role) != 1 {
			return 0
		}
		return 1
	}, succeeded(ReasonOnly))
	for i, list := range lists {
		for _, l := range list {
			t := w.sayLeader(i, l, l.Role.Value)
			w.tellOne(i, LeaderJoined, Subject{Name: leaderName(l), In: in}, t)
		}
	}
}

// sayLeader is what side i says of a member of a body, its name first.
func (w *work) sayLeader(i int, l *schema.Leader, value string) *told {
	if l.Name != nil {
		return w.say(i, l.ID, value, l.Name, &l.Role)
	}
	values := []*schema.Value{&l.Role}
	for j := range l.Posts {
		values = append(values, &l.Posts[j])
	}
	return w.say(i, l.ID, value, values...)
}

// leaderName is the name of a member, or the posts of one without.
func leaderName(l *schema.Leader) string {
	if l.Name != nil {
		return l.Name.Value
	}
	return postsOf(l)
}

func postsOf(l *schema.Leader) string {
	var out []string
	for _, p := range l.Posts {
		out = append(out, p.Value)
	}
	return strings.Join(out, ";")
}

// compareLeader compares what is said of one person in a body.
func (w *work) compareLeader(in string, a, b *schema.Leader) {
	subject := Subject{Name: leaderName(b), In: in}
	w.pin(a.Name, b.Name)
	w.compareValue(LeaderRole, subject, a.ID, b.ID, &a.Role, &b.Role)
	if a.Name != nil && !w.samePosts(a, b) {
		show := func(i int, l *schema.Leader) *told {
			if len(l.Posts) == 0 {
				return nil
			}
			var values []*schema.Value
			for j := range l.Posts {
				values = append(values, &l.Posts[j])
			}
			return w.say(i, l.ID, postsOf(l), values...)
		}
		c := w.tell(LeaderPost, subject, show(0, a), show(1, b), "")
		for i, both := range [2][2]*schema.Leader{{a, b}, {b, a}} {
			for _, p := range both[1].Posts {
				if !slices.ContainsFunc(both[0].Posts, func(q schema.Value) bool { return plain(q.Value) == plain(p.Value) }) {
					c.lacks[i] = append(c.lacks[i], needs([]*schema.Value{&p})...)
				}
			}
			if len(both[0].Posts) == 0 || len(both[0].Posts) >= len(both[1].Posts) {
				c.lacks[i] = nil // another post, or none: what is there decides
			}
		}
	} else if len(a.Posts) == len(b.Posts) {
		for j := range a.Posts {
			if plain(a.Posts[j].Value) == plain(b.Posts[j].Value) {
				w.pin(&a.Posts[j], &b.Posts[j])
			}
		}
	}
	w.compareExpert(in, a, b)
}

func (w *work) compareExpert(in string, a, b *schema.Leader) {
	w.compareFields(LeaderChanged, Subject{Name: leaderName(b), In: in}, a.ID, b.ID,
		fieldOf{"subject", a.Subject, b.Subject}, fieldOf{"stage", a.Stage, b.Stage})
}

// samePosts reports whether two members have the same posts, in any order, the
// schools in them by their later names.
func (w *work) samePosts(a, b *schema.Leader) bool {
	list := func(l *schema.Leader, earlier bool) []string {
		var out []string
		for _, p := range l.Posts {
			s := plain(p.Value)
			if earlier {
				s = w.later(s)
			}
			out = append(out, s)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(list(a, true), list(b, false))
}
