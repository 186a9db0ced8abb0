package diff

import (
	"cmp"
	"slices"

	"jiedui/schema"
)

// inOrder is doc with its lists in the order of the places, whatever order they
// came in. It shares the facts with doc.
func inOrder(doc *schema.Document) *schema.Document {
	d := *doc
	d.LeadingGroups = sorted(d.LeadingGroups, func(g *schema.LeadingGroup) (string, int) {
		first := end
		for i := range g.Members {
			first = min(first, placeOf(&g.Members[i].Role), placeOf(g.Members[i].Name))
		}
		return g.ID, min(first, placeOf(g.Body))
	})
	for i := range d.LeadingGroups {
		g := &d.LeadingGroups[i]
		g.Members = sorted(g.Members, func(l *schema.Leader) (string, int) {
			if l.Name != nil {
				return l.ID, placeOf(l.Name)
			}
			return l.ID, placeOf(&l.Role)
		})
	}
	d.SchoolGroups = sorted(d.SchoolGroups, func(g *schema.SchoolGroup) (string, int) { return g.ID, placeOf(&g.Name) })
	for i := range d.SchoolGroups {
		g := &d.SchoolGroups[i]
		g.Members = sorted(g.Members, func(m *schema.Member) (string, int) { return m.ID, placeOf(&m.School) })
		g.Contacts = sorted(g.Contacts, func(c *schema.Contact) (string, int) { return c.ID, placeOf(&c.Name) })
	}
	d.Pairings = sorted(d.Pairings, func(p *schema.Pairing) (string, int) { return p.ID, min(placeOf(&p.From), placeOf(&p.To)) })
	d.Schools = sorted(d.Schools, func(s *schema.School) (string, int) { return s.ID, placeOf(&s.Name) })
	d.Citations = sorted(d.Citations, func(c *schema.Citation) (string, int) { return c.ID, placeOf(&c.Title) })
	d.Milestones = sorted(d.Milestones, func(m *schema.Milestone) (string, int) { return m.ID, placeOf(&m.Text) })
	d.Commitments = sorted(d.Commitments, func(c *schema.Commitment) (string, int) { return c.ID, placeOf(&c.Quote) })
	d.Measures = sorted(d.Measures, func(m *schema.Measure) (string, int) { return m.ID, placeOf(&m.Name) })
	d.Metadata.Extra = sorted(d.Metadata.Extra, func(v *schema.NamedValue) (string, int) { return v.Name + v.Value.Value, placeOf(&v.Value) })
	return &d
}

// placeOf is where a value stands first; end without a place.
func placeOf(v *schema.Value) int {
	first := end
	if v != nil {
		for _, e := range v.Evidence {
			first = min(first, e.Start)
		}
	}
	return first
}

func sorted[T any](list []T, key func(*T) (id string, place int)) []T {
	type keyed struct {
		id    string
		place int
		x     T
	}
	all := make([]keyed, len(list))
	for i := range list {
		id, place := key(&list[i])
		all[i] = keyed{id, place, list[i]}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return cmp.Or(a.place-b.place, cmp.Compare(a.id, b.id)) })
	out := make([]T, len(all))
	for i := range all {
		out[i] = all[i].x
	}
	return out
}
