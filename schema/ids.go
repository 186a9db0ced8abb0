package schema

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Kinds of ids; the kind, a hyphen and sixteen hexadecimal digits make an id.
const (
	kindDocument   = "doc"
	kindBody       = "body"
	kindLeader     = "leader"
	kindGroup      = "group"
	kindMember     = "member"
	kindContact    = "contact"
	kindPairing    = "pairing"
	kindSchool     = "school"
	kindCitation   = "citation"
	kindMilestone  = "milestone"
	kindCommitment = "commitment"
	kindMeasure    = "measure"
	kindMeta       = "meta"
)

// AssignIDs gives doc and every fact in it an id. The id of the document
// depends on identity (where its page came from: an address, or a path below
// the folder that the user named) and on its part number; the id of a fact
// depends on the document's id, its kind and its identity, never on its place
// in a list:
//
//	leading group  the body's name; without one, its first member by name
//	leader         body, role, and name, or the posts of one without name
//	school group   name and parent
//	member         group and school
//	contact        group and name
//	pairing        form and the two schools; undirected: in either order
//	school         name
//	citation       title
//	milestone      time and text
//	commitment     quote, amounts, unit, comparator, per
//	measure        name
//
// Where that leaves facts of one document alike, what else sets them apart
// (stage, subject, division, number …) enters the id as well. Blanks and the
// width of letters do not count. Long runs of digits enter as stars, so that a
// masked phone number cannot be guessed from an id.
//
// Facts that are alike in everything get the same id: call [Merge] first.
func AssignIDs(doc *Document, identity string) {
	doc.ID = newID(kindDocument, identity, strconv.Itoa(doc.Part))
	assign(doc.LeadingGroups, kindBody, doc.ID, bodyIdentity, func(g *LeadingGroup, id string) {
		g.ID = id
		assign(g.Members, kindLeader, id, leaderIdentity, func(l *Leader, id string) { l.ID = id })
	})
	assign(doc.SchoolGroups, kindGroup, doc.ID, groupIdentity, func(g *SchoolGroup, id string) {
		g.ID = id
		assign(g.Members, kindMember, id, memberIdentity, func(m *Member, id string) { m.ID = id })
		assign(g.Contacts, kindContact, id, contactIdentity, func(c *Contact, id string) { c.ID = id })
	})
	assign(doc.Pairings, kindPairing, doc.ID, pairingIdentity, func(p *Pairing, id string) { p.ID = id })
	assign(doc.Schools, kindSchool, doc.ID, schoolIdentity, func(s *School, id string) { s.ID = id })
	assign(doc.Citations, kindCitation, doc.ID, citationIdentity, func(c *Citation, id string) { c.ID = id })
	assign(doc.Milestones, kindMilestone, doc.ID, milestoneIdentity, func(m *Milestone, id string) { m.ID = id })
	assign(doc.Commitments, kindCommitment, doc.ID, commitmentIdentity, func(c *Commitment, id string) { c.ID = id })
	assign(doc.Measures, kindMeasure, doc.ID, measureIdentity, func(m *Measure, id string) { m.ID = id })
}

// MetadataID returns the id under which the facts format names a metadata
// field, which has none in the JSON. For one of several values of an extra
// field, value is the value; else it is empty.
func MetadataID(documentID, field, value string) string {
	return newID(kindMeta, documentID, field, starred(PlainName(value)))
}

// Merge unites the facts of doc that say the same: their evidence is put
// together and the first one stays in place. Facts say the same when their
// identity is equal (see [AssignIDs]) and nothing else they state differs: one
// may leave out what another gives. When several of one identity differ, only
// those that are alike in everything are united, and nothing is lost.
func Merge(doc *Document) {
	doc.Metadata.Extra = merge(doc.Metadata.Extra, extraIdentity, func(a, b *NamedValue) { a.Value.join(b.Value) })
	doc.LeadingGroups = merge(doc.LeadingGroups, bodyIdentity, func(a, b *LeadingGroup) {
		joinValues(&a.Body, b.Body)
		a.Members = slices.Concat(a.Members, b.Members)
	})
	for i := range doc.LeadingGroups {
		g := &doc.LeadingGroups[i]
		g.Members = merge(g.Members, leaderIdentity, func(a, b *Leader) {
			a.Role.join(b.Role)
			joinValues(&a.Name, b.Name)
			a.Posts = joinLists(a.Posts, b.Posts)
			joinValues(&a.Subject, b.Subject)
			joinValues(&a.Stage, b.Stage)
		})
	}
	doc.SchoolGroups = merge(doc.SchoolGroups, groupIdentity, func(a, b *SchoolGroup) {
		a.Name.join(b.Name)
		joinValues(&a.Kind, b.Kind)
		joinValues(&a.Parent, b.Parent)
		joinValues(&a.Stage, b.Stage)
		joinValues(&a.Level, b.Level)
		a.Members = slices.Concat(a.Members, b.Members)
		a.Contacts = slices.Concat(a.Contacts, b.Contacts)
		a.Narrative = a.Narrative && b.Narrative
	})
	for i := range doc.SchoolGroups {
		g := &doc.SchoolGroups[i]
		g.Members = merge(g.Members, memberIdentity, func(a, b *Member) {
			a.School.join(b.School)
			joinValues(&a.Full, b.Full)
			joinValues(&a.Role, b.Role)
			joinValues(&a.Division, b.Division)
			joinValues(&a.Principal, b.Principal)
			joinValues(&a.Phone, b.Phone)
		})
		g.Contacts = merge(g.Contacts, contactIdentity, func(a, b *Contact) {
			a.Name.join(b.Name)
			joinValues(&a.Phone, b.Phone)
		})
	}
	doc.Pairings = merge(doc.Pairings, pairingIdentity, func(a, b *Pairing) {
		joinValues(&a.Form, b.Form)
		joinNumbers(&a.Seq, b.Seq)
		if !a.Directed && PlainName(a.From.Value) != PlainName(b.From.Value) {
			b.From, b.To = b.To, b.From
		}
		a.From.join(b.From)
		a.To.join(b.To)
		joinValues(&a.Status, b.Status)
		a.Narrative = a.Narrative && b.Narrative
	})
	doc.Schools = merge(doc.Schools, schoolIdentity, func(a, b *School) {
		a.Name.join(b.Name)
		a.Forms = joinLists(a.Forms, b.Forms)
		joinValues(&a.Parent, b.Parent)
		joinValues(&a.Principal, b.Principal)
		joinValues(&a.Phone, b.Phone)
	})
	doc.Citations = merge(doc.Citations, citationIdentity, func(a, b *Citation) {
		a.Title.join(b.Title)
		joinValues(&a.Number, b.Number)
	})
	doc.Milestones = merge(doc.Milestones, milestoneIdentity, func(a, b *Milestone) {
		a.When.Evidence, a.When.Derived = joinEvidence(a.When.Evidence, a.When.Derived, b.When.Evidence, b.When.Derived)
		a.Text.join(b.Text)
	})
	doc.Commitments = merge(doc.Commitments, commitmentIdentity, func(a, b *Commitment) {
		a.Quote.join(b.Quote)
		a.Amount.join(b.Amount)
		joinNumbers(&a.AmountMax, b.AmountMax)
		a.Unit.join(b.Unit)
		joinValues(&a.Per, b.Per)
		joinValues(&a.Actor, b.Actor)
		joinValues(&a.Action, b.Action)
		joinValues(&a.Object, b.Object)
	})
	doc.Measures = merge(doc.Measures, measureIdentity, func(a, b *Measure) { a.Name.join(b.Name) })
}

// identity is what a fact is known by. All strings are plain.
type identity struct {
	base    []string // always in the id
	more    []string // in the id of facts whose base is alike; "": not stated
	private []string // sets facts apart, but never enters an id
}

func bodyIdentity(g *LeadingGroup) identity {
	if g.Body != nil {
		return identity{base: []string{"body", PlainName(g.Body.Value)}}
	}
	// Without a name the body is known by one of its members, the first in an
	// order that the page does not decide.
	first := []string{}
	for i := range g.Members {
		if m := leaderIdentity(&g.Members[i]).base; i == 0 || slices.Compare(m, first) < 0 {
			first = m
		}
	}
	return identity{base: append([]string{"member"}, first...)}
}

func leaderIdentity(l *Leader) identity {
	base := []string{PlainName(l.Role.Value), valueOf(l.Name)}
	if base[1] == "" {
		posts := make([]string, len(l.Posts))
		for i, p := range l.Posts {
			posts[i] = PlainName(p.Value)
		}
		slices.Sort(posts)
		base = append(base, posts...)
	}
	return identity{base: base, more: []string{valueOf(l.Subject), valueOf(l.Stage)}}
}

func groupIdentity(g *SchoolGroup) identity {
	return identity{
		base: []string{PlainName(g.Name.Value), valueOf(g.Parent)},
		more: []string{valueOf(g.Stage), valueOf(g.Kind), valueOf(g.Level)},
	}
}

func memberIdentity(m *Member) identity {
	return identity{
		base:    []string{PlainName(m.School.Value)},
		more:    []string{valueOf(m.Division), valueOf(m.Role), valueOf(m.Full), valueOf(m.Principal)},
		private: []string{valueOf(m.Phone)},
	}
}

func contactIdentity(c *Contact) identity {
	return identity{base: []string{PlainName(c.Name.Value)}, private: []string{valueOf(c.Phone)}}
}

func pairingIdentity(p *Pairing) identity {
	from, to, direction := PlainName(p.From.Value), PlainName(p.To.Value), "to"
	if !p.Directed {
		from, to, direction = min(from, to), max(from, to), "with"
	}
	return identity{
		base: []string{valueOf(p.Form), from, direction, to},
		more: []string{valueOf(p.Status), numberOf(p.Seq)},
	}
}

func schoolIdentity(s *School) identity { return identity{base: []string{PlainName(s.Name.Value)}} }

func citationIdentity(c *Citation) identity {
	return identity{base: []string{PlainName(c.Title.Value)}, more: []string{valueOf(c.Number)}}
}

func milestoneIdentity(m *Milestone) identity {
	w := m.When
	return identity{base: []string{w.From, w.To, w.Recurs, strconv.Itoa(w.Month), strconv.Itoa(w.Day), PlainName(m.Text.Value)}}
}

func commitmentIdentity(c *Commitment) identity {
	return identity{
		base: []string{PlainName(c.Quote.Value), numberOf(&c.Amount), numberOf(c.AmountMax), PlainName(c.Unit.Value), c.Comparator, valueOf(c.Per)},
		more: []string{valueOf(c.Actor), valueOf(c.Action), valueOf(c.Object)},
	}
}

func measureIdentity(m *Measure) identity { return identity{base: []string{PlainName(m.Name.Value)}} }

func extraIdentity(v *NamedValue) identity {
	return identity{base: []string{PlainName(v.Name), PlainName(v.Value.Value)}}
}

func valueOf(v *Value) string {
	if v == nil {
		return ""
	}
	return PlainName(v.Value)
}

func numberOf(n *Number) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(n.Value, 'g', -1, 64)
}

// PlainName returns s without blanks and with full-width ASCII made narrow: what
// counts of a name when ids are made of it and two names are compared.
func PlainName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case '！' <= r && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
}

// longRun is the number of digits from which a run may be a phone number that
// is worth guessing; a pair of years with a hyphen has eight.
const longRun = 10

// starred is a plain s in which every digit of a run of longRun or more digits
// is a star. Hyphens do not end a run, and a star counts as a digit: a masked
// number and the number itself come to the same.
func starred(s string) string {
	digit := func(c byte) bool { return '0' <= c && c <= '9' || c == '*' }
	b := []byte(s)
	for i := 0; i < len(b); i++ {
		if !digit(b[i]) {
			continue
		}
		end, n := i, 0
		for ; end < len(b) && (digit(b[end]) || b[end] == '-'); end++ {
			if b[end] != '-' {
				n++
			}
		}
		for ; i < end; i++ {
			if n >= longRun && b[i] != '-' {
				b[i] = '*'
			}
		}
	}
	return string(b)
}

// key makes one string of several so that different lists give different keys.
func key(parts ...[]string) string {
	var b strings.Builder
	for _, list := range parts {
		for _, s := range list {
			b.WriteByte(',') // no digits of s before run into the length
			b.WriteString(strconv.Itoa(len(s)))
			b.WriteByte(':')
			b.WriteString(s)
		}
		b.WriteByte(';')
	}
	return b.String()
}

func newID(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(key([]string{kind}, parts)))
	return kind + "-" + hex.EncodeToString(sum[:8])
}

// assign gives each fact of list its id within the owner.
func assign[T any](list []T, kind, owner string, of func(*T) identity, set func(*T, string)) {
	type known struct {
		i          int
		base, more string // starred
		full       string // not starred, with what is private
	}
	all := make([]known, len(list))
	bases, mores := map[string]int{}, map[string]int{}
	for i := range list {
		id := of(&list[i])
		base := starred(key(id.base))
		all[i] = known{i, base, base + starred(key(id.more)), key(id.base, id.more, id.private)}
		bases[all[i].base]++
		mores[all[i].more]++
	}
	slices.SortStableFunc(all, func(a, b known) int {
		return cmp.Or(cmp.Compare(a.more, b.more), cmp.Compare(a.full, b.full))
	})
	rank := 0
	for n, k := range all {
		switch {
		case n == 0 || all[n-1].more != k.more:
			rank = 1
		case all[n-1].full != k.full:
			rank++
		}
		switch {
		case bases[k.base] == 1:
			set(&list[k.i], newID(kind, owner, k.base))
		case rank == 1:
			set(&list[k.i], newID(kind, owner, k.more))
		default: // alike but for a long number: counted in its order, which the id does not tell
			set(&list[k.i], newID(kind, owner, k.more, strconv.Itoa(rank)))
		}
	}
}

// merge unites the facts of list that say the same; see [Merge].
func merge[T any](list []T, of func(*T) identity, join func(a, b *T)) []T {
	ids := make([]identity, len(list))
	stated := map[string][]string{} // base → what its facts state beside it
	differing := map[string]bool{}  // base → whether they differ
	for i := range list {
		ids[i] = of(&list[i])
		base, rest := key(ids[i].base), slices.Concat(ids[i].more, ids[i].private)
		known, ok := stated[base]
		if !ok {
			stated[base] = rest
			continue
		}
		for j, v := range rest {
			if known[j] == "" {
				known[j] = v
			} else if v != "" && v != known[j] {
				differing[base] = true
			}
		}
	}
	if len(stated) == len(list) {
		return list
	}
	first := map[string]int{}
	out := list[:0:0]
	for i := range list {
		k := key(ids[i].base)
		if differing[k] {
			k = key(ids[i].base, ids[i].more, ids[i].private)
		}
		if at, ok := first[k]; ok {
			join(&out[at], &list[i])
			continue
		}
		first[k] = len(out)
		out = append(out, list[i])
	}
	return out
}

// join adds the evidence of b, which is the same value, to v. Of a value that
// stands in the text and one that a rule derived the former decides.
func (v *Value) join(b Value) {
	if v.Derived != "" && b.Derived == "" {
		v.Value = b.Value
	}
	v.Evidence, v.Derived = joinEvidence(v.Evidence, v.Derived, b.Evidence, b.Derived)
}

func (n *Number) join(b Number) {
	n.Evidence, n.Derived = joinEvidence(n.Evidence, n.Derived, b.Evidence, b.Derived)
}

func joinValues(a **Value, b *Value) {
	if *a == nil {
		*a = b
	} else if b != nil {
		(*a).join(*b)
	}
}

func joinNumbers(a **Number, b *Number) {
	if *a == nil {
		*a = b
	} else if b != nil {
		(*a).join(*b)
	}
}

// joinLists adds to a the values of b; those that a has already give it their
// evidence.
func joinLists(a, b []Value) []Value {
	a = slices.Clone(a)
	for _, v := range b {
		i := slices.IndexFunc(a, func(have Value) bool { return PlainName(have.Value) == PlainName(v.Value) })
		if i < 0 {
			a = append(a, v)
		} else {
			a[i].join(v)
		}
	}
	return a
}

// joinEvidence puts the places of a and b together, each once, those of the
// text before those of a derived value.
func joinEvidence(a []Evidence, aDerived string, b []Evidence, bDerived string) ([]Evidence, string) {
	derived := aDerived
	if aDerived != "" && bDerived == "" {
		a, b, derived = b, a, ""
	}
	out := slices.Clone(a)
	for _, e := range b {
		if !slices.ContainsFunc(out, func(have Evidence) bool { return have.Start == e.Start && have.End == e.End }) {
			out = append(out, e)
		}
	}
	return out, derived
}
