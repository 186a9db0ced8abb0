// Package groups finds groups of schools: 联研共同体, 教联体, 集团, 联盟.
//
// The row 第一组 | 城东小学 | 王 芳 | 100… of a table headed 组别 | 学校 | 校长
// becomes a member of the group 第一组 with its principal and phone (tables.go).
// The lines 第一组 基地校 12小 / 联动校 36小、60小, and 核心校:…;成员校:…, are
// read the same way (lines.go), and so are sentences that form a group or
// speak of one by its name (named.go).
package groups

import (
	"regexp"
	"slices"
	"strings"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor finds school groups.
type Extractor struct{}

// Name returns "groups".
func (Extractor) Name() string { return "groups" }

var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct {
	kinds, stages, schools, sides *lexicon.Terms
}) {
	w.kinds = l.Load("kinds.txt")
	w.stages = l.Load("stages.txt")
	w.schools = l.Load("schools.txt")
	w.sides = l.Load("sides.txt")
	return w
})

// Wants is true when the part names a kind of group or has tables.
func (Extractor) Wants(p *extract.Part) bool {
	return len(p.Own) > 0 || words().kinds.Contained(p.Str(p.Span)) || strings.Contains(p.Str(p.Span), "组")
}

// group is a group before it becomes a record. Groups are told apart by name
// and parent.
type group struct {
	name, kind, parent, stage, level text.Span
	members                          []member
	contacts                         []contact
	narrative                        bool
	joined                           bool // some sentence tells of schools that join it
}

type member struct {
	school, principal, phone text.Span
	role                     string    // "lead", "member" or ""
	cause                    text.Span // the words that give the role
	division                 text.Span
}

type contact struct{ name, phone text.Span }

type state struct {
	*extract.Part
	d      *extract.Draft
	order  []*group
	byName map[string]*group

	kind       text.Span // see docKind
	kindLooked bool
	kinds      map[int]text.Span // of the tables that were read
	aloneBy    map[string]bool   // see alone
}

// Extract fills SchoolGroups.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	x := &state{Part: p, d: d, byName: map[string]*group{}, aloneBy: map[string]bool{}, kinds: map[int]text.Span{}}
	x.tables()
	x.lines()
	x.named()
	x.firstLeads()
	for _, g := range x.order {
		d.SchoolGroups = append(d.SchoolGroups, x.record(g))
	}
}

// firstLead matches what says that of the schools listed the first leads: “+”前为核心
// 校, 排在首位的为牵头学校.
var firstLead = lexicon.Of(func(l *lexicon.Lexicon) *regexp.Regexp {
	return regexp.MustCompile(`(?:[“"]?[+＋][”"]?(?:号)?之?前(?:面|者)?|(?:排|列)(?:在|名)?(?:首位|第一位?|最前面?)|首位|第一所)(?:的)?(?:学校)?(?:[为是系])(` + sideAlternatives(l) + `)(?:学校|校|单位|园)`)
})

// firstLeads deals the ranks of groups whose lists give none, where the part says
// that the first school leads.
func (x *state) firstLeads() {
	str := x.Str(x.Span)
	m := firstLead().FindStringSubmatchIndex(str)
	if m == nil || role(extract.SideClass(str[m[2]:m[3]]+"校")) != "lead" {
		return
	}
	cause := text.Span{Start: x.Span.Start + m[0], End: x.Span.Start + m[1]}
	for _, g := range x.order {
		if len(g.members) < 2 || g.members[0].role == "member" {
			continue
		}
		// A sentence may have named more of them, with their ranks.
		first := extract.Squeeze(x.Str(g.members[0].school))
		led := slices.ContainsFunc(g.members, func(m member) bool {
			return m.role == "lead" && extract.Squeeze(x.Str(m.school)) != first
		})
		for i := range g.members {
			if m := &g.members[i]; m.role == "" {
				m.role, m.cause = "member", cause
				if i == 0 && !led {
					m.role = "lead"
				}
			}
		}
	}
}

// group returns the group of that name and parent, new when there is none.
func (x *state) group(name, parent text.Span) *group {
	k := extract.Squeeze(x.Str(parent)) + "/" + extract.Squeeze(x.Str(name))
	g := x.byName[k]
	if g == nil {
		g = &group{name: name, parent: parent}
		x.byName[k] = g
		x.order = append(x.order, g)
	}
	return g
}

func (x *state) record(g *group) schema.SchoolGroup {
	out := schema.SchoolGroup{
		Name:      x.Value(g.name),
		Kind:      x.opt(g.kind),
		Parent:    x.opt(g.parent),
		Stage:     x.opt(g.stage),
		Level:     x.opt(g.level),
		Members:   []schema.Member{},
		Contacts:  []schema.Contact{},
		Narrative: g.narrative,
	}
	seen := map[string]int{}
	for _, m := range g.members {
		r := schema.Member{
			School:    x.Value(m.school),
			Principal: x.opt(m.principal),
			Phone:     x.opt(m.phone),
			Division:  x.opt(m.division),
		}
		if m.role != "" {
			v := x.Derived(m.role, "side", m.cause)
			for i := range v.Evidence {
				v.Evidence[i].Damaged = false // a rank is known by what is left of its word
			}
			r.Role = &v
		}
		// A lead that stands again among the members is one member of the group.
		if i, ok := seen[r.School.Value]; ok && agree(out.Members[i].Principal, r.Principal) && agree(out.Members[i].Division, r.Division) {
			old := &out.Members[i]
			old.School.Evidence = append(old.School.Evidence, r.School.Evidence...)
			if old.Principal == nil {
				old.Principal, old.Phone = r.Principal, r.Phone
			}
			if old.Role == nil || r.Role != nil && r.Role.Value == schema.RoleLead {
				old.Role = r.Role
			}
			continue
		}
		seen[r.School.Value] = len(out.Members)
		out.Members = append(out.Members, r)
	}
	had := map[string]bool{}
	for _, c := range g.contacts {
		r := schema.Contact{Name: x.Value(c.name), Phone: x.opt(c.phone)}
		k := r.Name.Value
		if r.Phone != nil {
			k += "|" + r.Phone.Value
		}
		if !had[k] {
			had[k] = true
			out.Contacts = append(out.Contacts, r)
		}
	}
	return out
}

// agree reports whether two values can be the same: equal, or one not given.
func agree(a, b *schema.Value) bool { return a == nil || b == nil || a.Value == b.Value }

// opt is the value at s, nil when s is empty.
func (x *state) opt(s text.Span) *schema.Value {
	if s.Empty() {
		return nil
	}
	v := x.Value(s)
	return &v
}

// kindIn returns the place of the longest word for a kind of group in s.
func (x *state) kindIn(s text.Span) text.Span {
	str := x.Str(s)
	var best text.Span
	for at := 0; at < len(str); {
		i, j := kindAfter(str, at)
		if i < 0 {
			break
		}
		if j-i > best.Len() {
			best = text.Span{Start: s.Start + i, End: s.Start + j}
		}
		at = j
	}
	return best
}

// kindAfter returns the place of the first word for a kind of group at byte at
// of s or behind it; i is -1 when there is none. 集团化 is none.
func kindAfter(s string, at int) (i, j int) {
	for {
		i, j = words().kinds.Find(s[at:])
		if i < 0 {
			return -1, -1
		}
		i, j = at+i, at+j
		if c, _ := words().kinds.Class(s[i:j]); c != "no" {
			return i, j
		}
		at = j
	}
}

// role is the rank that a class of sides.txt gives a member.
func role(class string) string {
	switch extract.Side(class) {
	case "from":
		return "lead"
	case "to":
		return "member"
	}
	return ""
}
