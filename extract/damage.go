package extract

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"jiedui/schema"
	"jiedui/text"
)

// IsDamaged reports whether text is damaged in s or so near that s may have lost
// its beginning or its end: 柳溪镇?心小学 holds the mark of what was lost, and
// beside ?中心小学 it stands at the name's start.
func (p *Page) IsDamaged(s text.Span) bool {
	i := sort.Search(len(p.Damage), func(i int) bool { return p.Damage[i].Span.End >= s.Start })
	return i < len(p.Damage) && p.Damage[i].Span.Start <= s.End
}

// withhold takes out of the draft what was read from damaged text: a fact whose
// identifying words are damaged, or a field of one that is identified by others.
// Nothing is lost for the reader: a doubt quotes the whole line or cell.
func (d *Draft) withhold() {
	if len(d.part.Damage) == 0 {
		return
	}
	w := withheld{}
	d.Title = w.field(d.Title, "title")
	m := &d.Metadata
	for _, f := range []struct {
		v    **schema.Value
		name string
	}{
		{&m.IndexNumber, "index number"}, {&m.DocNumber, "document number"}, {&m.Issuer, "issuer"}, {&m.WrittenOn, "date"}, {&m.PublishedOn, "date"},
		{&m.SubjectCategory, "category"}, {&m.Validity, "validity"}, {&m.Abstract, "abstract"}, {&m.Region, "region"}, {&m.RegionCode, "region"},
		{&m.SignedBy, "signature"}, {&m.SignedOn, "date"},
	} {
		*f.v = w.field(*f.v, f.name)
	}
	m.Extra = slices.DeleteFunc(m.Extra, func(x schema.NamedValue) bool { return w.fact("metadata", x.Value.Evidence) })

	for i := range d.Sections {
		if s := &d.Sections[i]; w.fact("heading", s.Evidence) {
			s.Heading = ""
		}
	}
	for i := range d.LeadingGroups {
		g := &d.LeadingGroups[i]
		g.Body = w.field(g.Body, "body")
		g.Members = slices.DeleteFunc(g.Members, func(l schema.Leader) bool {
			if l.Name == nil {
				for _, p := range l.Posts {
					if w.fact("member", p.Evidence) {
						return true
					}
				}
				return w.fact("member", l.Role.Evidence)
			}
			return w.fact("member", l.Role.Evidence, l.Name.Evidence)
		})
		for k := range g.Members {
			l := &g.Members[k]
			l.Posts = slices.DeleteFunc(l.Posts, func(p schema.Value) bool { return w.fact("post", p.Evidence) })
			l.Subject, l.Stage = w.field(l.Subject, "subject"), w.field(l.Stage, "stage")
		}
	}
	d.LeadingGroups = slices.DeleteFunc(d.LeadingGroups, func(g schema.LeadingGroup) bool { return len(g.Members) == 0 && g.Body == nil })

	d.SchoolGroups = slices.DeleteFunc(d.SchoolGroups, func(g schema.SchoolGroup) bool { return w.fact("group", g.Name.Evidence) })
	listed := map[int]bool{} // groups that had schools
	for i := range d.SchoolGroups {
		g := &d.SchoolGroups[i]
		listed[i] = len(g.Members) > 0
		g.Kind, g.Parent, g.Stage, g.Level = w.field(g.Kind, "kind"), w.field(g.Parent, "group"), w.field(g.Stage, "stage"), w.field(g.Level, "level")
		g.Members = slices.DeleteFunc(g.Members, func(m schema.Member) bool { return w.fact("school", m.School.Evidence) })
		for k := range g.Members {
			m := &g.Members[k]
			m.Full, m.Role, m.Division = w.field(m.Full, "school"), w.field(m.Role, "role"), w.field(m.Division, "division")
			m.Principal, m.Phone = w.field(m.Principal, "head"), w.field(m.Phone, "phone")
		}
		g.Contacts = slices.DeleteFunc(g.Contacts, func(c schema.Contact) bool { return w.fact("contact", c.Name.Evidence) })
		for k := range g.Contacts {
			g.Contacts[k].Phone = w.field(g.Contacts[k].Phone, "phone")
		}
	}
	// A group none of whose schools is known any more is no group that names none.
	at := -1
	d.SchoolGroups = slices.DeleteFunc(d.SchoolGroups, func(g schema.SchoolGroup) bool {
		at++
		return listed[at] && len(g.Members) == 0
	})

	d.Pairings = slices.DeleteFunc(d.Pairings, func(p schema.Pairing) bool {
		if p.Status != nil && w.fact("pairing", p.Status.Evidence) {
			return true
		}
		return w.fact("pairing", p.From.Evidence, p.To.Evidence)
	})
	for i := range d.Pairings {
		p := &d.Pairings[i]
		p.Form = w.field(p.Form, "form")
		if p.Seq != nil && Damaged(p.Seq.Evidence) {
			p.Seq = nil
		}
	}
	d.Schools = slices.DeleteFunc(d.Schools, func(s schema.School) bool { return allDamaged(s.Name.Evidence) })
	for i := range d.Schools {
		s := &d.Schools[i]
		s.Forms = slices.DeleteFunc(s.Forms, func(v schema.Value) bool { return allDamaged(v.Evidence) })
		s.Parent, s.Principal, s.Phone = w.field(s.Parent, "school"), w.field(s.Principal, "head"), w.field(s.Phone, "phone")
	}
	d.Citations = slices.DeleteFunc(d.Citations, func(c schema.Citation) bool { return w.fact("citation", c.Title.Evidence) })
	for i := range d.Citations {
		d.Citations[i].Number = w.field(d.Citations[i].Number, "document number")
	}
	d.Milestones = slices.DeleteFunc(d.Milestones, func(m schema.Milestone) bool { return w.fact("milestone", m.When.Evidence, m.Text.Evidence) })
	d.Commitments = slices.DeleteFunc(d.Commitments, func(c schema.Commitment) bool {
		return w.fact("commitment", c.Amount.Evidence, c.Unit.Evidence) // the quote is whatever stands there
	})
	for i := range d.Commitments {
		c := &d.Commitments[i]
		c.Per, c.Actor, c.Action, c.Object = w.field(c.Per, "period"), w.field(c.Actor, "actor"), w.field(c.Action, "action"), w.field(c.Object, "object")
	}
	d.Measures = slices.DeleteFunc(d.Measures, func(m schema.Measure) bool { return w.fact("measure", m.Name.Evidence) })
	w.doubts(d)
}

// withheld is what was taken out of a draft.
type withheld struct {
	kinds  []string
	places []schema.Evidence // one for each kind
}

// field returns v, or nil when it is damaged.
func (w *withheld) field(v *schema.Value, kind string) *schema.Value {
	if v == nil || !w.fact(kind, v.Evidence) {
		return v
	}
	return nil
}

// fact notes a damaged fact and reports whether it is one.
func (w *withheld) fact(kind string, lists ...[]schema.Evidence) bool {
	for _, list := range lists {
		for _, e := range list {
			if e.Damaged {
				w.kinds, w.places = append(w.kinds, kind), append(w.places, e)
				return true
			}
		}
	}
	return false
}

// doubts reports what was withheld, a line or cell at a time.
func (w *withheld) doubts(d *Draft) {
	if len(w.kinds) == 0 {
		return
	}
	done := map[text.Span]bool{}
	for _, n := range d.part.Damage {
		line := d.part.around(n.Span)
		if done[line] {
			continue
		}
		done[line] = true
		whole := d.part.Evidence(line)
		if len(whole) != 1 {
			continue
		}
		var kinds []string
		for i, e := range w.places {
			if e.Start >= whole[0].Start && e.End <= whole[0].End && !slices.Contains(kinds, w.kinds[i]) {
				kinds = append(kinds, w.kinds[i])
			}
		}
		if len(kinds) > 0 {
			d.Doubt(schema.CodeDamage, fmt.Sprintf("left out, because bytes were lost in its words: %s", strings.Join(kinds, ", ")), line)
		}
	}
}

// around returns the cell or line that s stands in.
func (p *Page) around(s text.Span) text.Span {
	for ti := range p.Tables {
		t := &p.Tables[ti]
		if !t.Span.Contains(s) {
			continue
		}
		for _, c := range t.Cells {
			if c.Span.Contains(s) {
				return c.Span
			}
		}
	}
	str := p.Clean.String()
	lo := strings.LastIndexByte(str[:s.Start], '\n') + 1
	hi := len(str)
	if i := strings.IndexByte(str[s.End:], '\n'); i >= 0 {
		hi = s.End + i
	}
	return p.trim(text.Span{Start: lo, End: hi})
}

// Damaged reports whether one of the places that speak for a value is damaged.
func Damaged(list []schema.Evidence) bool {
	return slices.ContainsFunc(list, func(e schema.Evidence) bool { return e.Damaged })
}

func allDamaged(list []schema.Evidence) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(e schema.Evidence) bool { return !e.Damaged })
}
