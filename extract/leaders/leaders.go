// Package leaders finds the bodies that lead a plan and their members.
//
// The line 副组长:王 菁 区教育局副局长 under the heading 某区结对帮扶领导小组
// becomes {"role":"副组长","name":"王菁","posts":["区教育局副局长"]} in the
// leading group of that name. Four shapes are read: a role with a colon and
// whoever follows it, on the same line and the lines below (lines.go); a
// sentence in which somebody is made something (sentences.go); lists of
// experts by stage and subject (lines.go); tables (tables.go).
package leaders

import (
	"sort"
	"strings"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor finds leading groups.
type Extractor struct{}

// Name returns "leaders".
func (Extractor) Name() string { return "leaders" }

var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct {
	roles, bodies, posts, subjects, stages, surnames, sides, offices *lexicon.Terms
	founding, tails, several, duties                                 *lexicon.Terms
}) {
	w.roles = l.Load("roles.txt")
	w.bodies = l.Load("bodies.txt")
	w.offices = l.Load("segment-offices.txt")
	w.posts = l.Load("posts.txt")
	w.subjects = l.Load("subjects.txt")
	w.stages = l.Load("stages.txt")
	w.sides = l.Load("sides.txt")
	w.surnames = l.Load("surnames.txt")
	w.founding = l.Load("founding.txt")
	w.tails = l.Load("body-tails.txt")
	w.several = l.Load("several.txt")
	w.duties = l.Load("duties.txt")
	return w
})

// Wants is true when a role is named, blanks within it or not, or a table has
// names.
func (Extractor) Wants(p *extract.Part) bool {
	s := extract.Squeeze(p.Str(p.Span))
	return words().roles.Contained(s) || words().bodies.Contained(s) || strings.Contains(s, "姓名")
}

// member is one member before it becomes a record.
type member struct {
	role        text.Span
	derivedRole string    // "成员" where the text lists experts without a role
	said        text.Span // a role in brackets behind the name
	name        text.Span
	posts       []text.Span
	subject     text.Span
	stage       text.Span
}

// state collects the members of all bodies of one part.
type state struct {
	*extract.Part
	d      *extract.Draft
	order  []string // keys of bodies in order of appearance
	bodies map[string]*body
	doubt  bool                 // report doubts (second pass only)
	named  map[string]text.Span // bodies whose names the part writes whole; made when first asked
}

type body struct {
	name    text.Span
	members []member
}

// Extract fills LeadingGroups. It reads the part twice: the names that the
// first reading is sure of tell the second where glued names are to be cut.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	first := &state{Part: p, d: d, bodies: map[string]*body{}}
	first.read()
	for _, b := range first.bodies {
		for _, m := range b.members {
			if !m.name.Empty() {
				d.Names[extract.Squeeze(p.Str(m.name))] = true
			}
		}
	}
	x := &state{Part: p, d: d, bodies: map[string]*body{}, doubt: true}
	x.read()
	for _, k := range x.order {
		if b := x.bodies[k]; len(b.members) > 0 {
			d.LeadingGroups = append(d.LeadingGroups, x.record(b))
		}
	}
}

func (x *state) read() {
	x.lines()
	x.tables()
	sort.SliceStable(x.order, func(i, j int) bool {
		return x.bodies[x.order[i]].start() < x.bodies[x.order[j]].start()
	})
}

// start is the place of the body's first member.
func (b *body) start() int {
	if len(b.members) == 0 {
		return b.name.Start
	}
	return b.members[0].role.Start
}

// add puts m into the body called name (empty: none is named).
func (x *state) add(name text.Span, m member) {
	name = x.whole(name)
	k := extract.Squeeze(x.Str(name))
	b := x.bodies[k]
	if b == nil {
		b = &body{name: name}
		x.bodies[k] = b
		x.order = append(x.order, k)
	}
	b.members = append(b.members, m)
}

// place is where m is told: at the name, else at the first post.
func (m *member) place() int {
	if m.name.Empty() && len(m.posts) > 0 {
		return m.posts[0].Start
	}
	return m.name.Start
}

// sound takes back that a value is damaged: what was lost beside it was none of it.
func sound(v *schema.Value) {
	for i := range v.Evidence {
		v.Evidence[i].Damaged = false
	}
}

// record turns b into its record, the members in the order of the page.
func (x *state) record(b *body) schema.LeadingGroup {
	sort.SliceStable(b.members, func(i, j int) bool { return b.members[i].place() < b.members[j].place() })
	g := schema.LeadingGroup{Members: []schema.Leader{}}
	if !b.name.Empty() {
		v := x.Value(b.name)
		if extract.Damaged(v.Evidence) && x.unhurt(b.name) {
			sound(&v)
		}
		g.Body = &v
	}
	type key struct{ role, who, posts string }
	at := map[key]int{}
	for _, m := range b.members {
		l := schema.Leader{Posts: []schema.Value{}}
		if m.derivedRole != "" {
			l.Role = x.Derived(m.derivedRole, "listed", m.role)
		} else {
			l.Role = x.Value(m.role)
			if extract.Damaged(l.Role.Evidence) && x.unhurtRole(m.role) {
				sound(&l.Role)
			}
		}
		k := key{role: l.Role.Value}
		if !m.name.Empty() {
			v := x.Value(m.name)
			l.Name = &v
			k.who = v.Value
		}
		for _, s := range m.posts {
			v := x.Value(s)
			l.Posts = append(l.Posts, v)
			k.posts += v.Value + "|"
		}
		if !m.subject.Empty() {
			v := x.Value(m.subject)
			l.Subject = &v
		}
		if !m.stage.Empty() {
			v := x.Value(m.stage)
			l.Stage = &v
		}
		if i, ok := at[k]; ok && l.Subject == nil {
			if old := &g.Members[i]; old.Name != nil && l.Name != nil {
				old.Name.Evidence = append(old.Name.Evidence, l.Name.Evidence...)
			}
			continue
		}
		at[k] = len(g.Members)
		g.Members = append(g.Members, l)
	}
	return g
}
