package diff

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"jiedui/schema"
)

// work is the comparison of two documents.
type work struct {
	sides   [2]*side // the earlier version, the later one
	pins    pins
	changes []*change
	schools []*school // of both, by number
	groups  []pairOf[schema.SchoolGroup]
	alone   [2][]*schema.SchoolGroup // the groups that only one version has
	// What has another name in the later version, the longest old names first.
	renamed []renaming
	hints   []string // texts that speak of other names, plain
	// The words of documents that have no partner, and that the other side has as a
	// part of this one, see strayed.
	strayed [2]map[string]bool
	// The passages beside each other, see stretches, and their plain words.
	beside []stretch
	words  [2][]string
}

// renaming is a school, group or body with another name, both plain.
type renaming struct{ old, new string }

// side is one of the two documents.
type side struct {
	doc      *schema.Document
	texts    []Text
	passages []schema.Value
	school   map[string]*local // by plain name
	heads    []heading
	facts    []schema.Evidence // see tells
}

// heading is a section with the place where it begins.
type heading struct {
	start int
	words string // plain, without the number
}

// pairOf is one thing of both documents.
type pairOf[T any] struct {
	old, new *T
	reason   string
}

// told is what one side says, before it is known to be a change.
type told struct {
	Side
	needs []need
	doubt string // the doubt about it that no place tells, or ""
}

// change is a change before it is known whether a doubt stands in its way.
type change struct {
	kind     string
	subject  Subject
	old, new *told
	reason   string
	// lacks is what each side does not say of what the other says, where both say
	// something: one of two posts.
	lacks [2][]need
}

// say is what side i says: the value shown, and the values that it rests on.
func (w *work) say(i int, fact, value string, values ...*schema.Value) *told {
	t := &told{Side: Side{Document: w.sides[i].doc.ID, Fact: fact, Value: value, Evidence: []schema.Evidence{}}, needs: needs(values)}
	for _, v := range values {
		if v == nil {
			continue
		}
		for _, e := range v.Evidence {
			if !slices.ContainsFunc(t.Evidence, func(h schema.Evidence) bool { return h.Start == e.Start && h.End == e.End }) {
				t.Evidence = append(t.Evidence, e)
			}
		}
	}
	return t
}

// value is what side i says by one value; nil: nothing.
func (w *work) value(i int, fact string, v *schema.Value) *told {
	if v == nil {
		return nil
	}
	return w.say(i, fact, v.Value, v)
}

// tell notes a change.
func (w *work) tell(kind string, subject Subject, old, new *told, reason string) *change {
	if k, _ := KindOf(kind); subject.Type == "" {
		subject.Type = k.Type
	}
	c := &change{kind: kind, subject: subject, old: old, new: new, reason: reason}
	w.changes = append(w.changes, c)
	return c
}

// tellOne notes that side i alone says something; kind is that of the later side.
func (w *work) tellOne(i int, kind string, subject Subject, t *told) {
	if i == 1 {
		w.tell(kind, subject, nil, t, "")
		return
	}
	k, _ := KindOf(kind)
	w.tell(k.Mirror, subject, t, nil, "")
}

// compareValue notes a change of a value, if it is one.
func (w *work) compareValue(kind string, subject Subject, oldFact, newFact string, old, new *schema.Value) {
	switch {
	case old == nil && new == nil:
	case plainOf(old) == plainOf(new):
		w.pin(old, new)
	case old != nil && new != nil && sameMasked(plainOf(old), plainOf(new)):
		w.pin(old, new)
	default:
		w.tell(kind, subject, w.value(0, oldFact, old), w.value(1, newFact, new), "")
	}
}

// pin notes that two values say the same.
func (w *work) pin(old, new *schema.Value) {
	if old != nil && new != nil {
		w.pins.add(old.Evidence, new.Evidence)
	}
}

// sameMasked reports whether two numbers are one when a star stands for a digit.
func sameMasked(a, b string) bool {
	if len(a) != len(b) || !strings.ContainsRune(a+b, '*') {
		return false
	}
	for i := range len(a) {
		digit := func(c byte) bool { return '0' <= c && c <= '9' || c == 'x' || c == '*' }
		if a[i] != b[i] && !((a[i] == '*' || b[i] == '*') && digit(a[i]) && digit(b[i])) {
			return false
		}
	}
	return true
}

// run compares the two documents.
func (w *work) run() (changes, open []Change) {
	for _, s := range w.sides {
		s.outline()
	}
	w.matchSchools()
	w.compareMetadata()
	w.compareGroups()
	w.comparePairings()
	w.compareBodies()
	w.compareMilestones()
	w.compareCommitments()
	w.compareMeasures()
	w.compareCitations()
	w.compareSections()
	w.compareTexts()
	return w.finish()
}

// outline notes the headings and where they begin.
func (s *side) outline() {
	for _, h := range s.doc.Sections {
		if len(h.Evidence) > 0 {
			s.heads = append(s.heads, heading{h.Evidence[0].Start, plain(h.Heading)})
		}
	}
	slices.SortFunc(s.heads, func(a, b heading) int { return cmp.Or(a.start-b.start, strings.Compare(a.words, b.words)) })
}

// section is the heading under which a place stands, plain.
func (s *side) section(ev []schema.Evidence) string {
	if len(ev) == 0 {
		return ""
	}
	out := ""
	for _, h := range s.heads {
		if h.start > ev[0].Start {
			break
		}
		out = h.words
	}
	return out
}

// finish judges the changes, gives them their ids and sentences, and puts them in
// order: by kind, then by place.
func (w *work) finish() (changes, open []Change) {
	changes, open = []Change{}, []Change{}
	for _, c := range w.changes {
		out := Change{Kind: c.kind, Subject: c.subject, Reason: c.reason}
		if c.old != nil {
			out.Old = &c.old.Side
		}
		if c.new != nil {
			out.New = &c.new.Side
		}
		out.Message = sentence(&out)
		code, found := w.open(c)
		if !found {
			code, found = w.sameWords(c)
		}
		if found {
			out.Doubt = code
			open = append(open, out)
		} else {
			changes = append(changes, out)
		}
	}
	for _, list := range [][]Change{changes, open} {
		order(list)
		name(list)
	}
	return changes, open
}

// rank is the place of each kind in Kinds.
var rank = func() map[string]int {
	m := map[string]int{}
	for i, k := range Kinds {
		m[k.Code] = i
	}
	return m
}()

func order(list []Change) {
	place := func(c *Change) int {
		for _, s := range []*Side{c.New, c.Old} {
			if s != nil && len(s.Evidence) > 0 {
				return s.Evidence[0].Start
			}
		}
		return -1
	}
	slices.SortStableFunc(list, func(a, b Change) int {
		return cmp.Or(rank[a.Kind]-rank[b.Kind], place(&a)-place(&b), slices.Compare(a.identity(), b.identity()))
	})
}

// identity is what makes the id of a change.
func (c *Change) identity() []string {
	s := c.Subject
	out := []string{c.Kind, s.Type, s.Name, s.In, s.From, s.To, s.Field}
	for _, x := range []*Side{c.Old, c.New} {
		if x == nil {
			out = append(out, "-")
		} else {
			out = append(out, "+", x.Document, x.Fact, x.Value)
		}
	}
	for i := range out {
		out[i] = starred(plain(out[i]))
	}
	return out
}

// name gives each change of a list its id; those that are alike in everything
// that an id may tell are counted in their order.
func name(list []Change) {
	seen := map[string]int{}
	for i := range list {
		h := sha256.New()
		for _, s := range list[i].identity() {
			h.Write([]byte(strconv.Itoa(len(s)) + ":" + s))
		}
		id := hex.EncodeToString(h.Sum(nil)[:8])
		seen[id]++
		if n := seen[id]; n > 1 {
			h.Write([]byte(strconv.Itoa(n)))
			id = hex.EncodeToString(h.Sum(nil)[:8])
		}
		list[i].ID = "change-" + id
	}
}

// starred is s with stars for the digits of long runs, so that a phone number
// cannot be guessed from an id and a masked one gives the same.
func starred(s string) string {
	digit := func(c byte) bool { return '0' <= c && c <= '9' || c == '*' }
	b := []byte(s)
	for i := 0; i < len(b); {
		j := i
		for j < len(b) && digit(b[j]) {
			j++
		}
		for k := i; k < j && j-i >= 7; k++ {
			b[k] = '*'
		}
		i = max(j, i+1)
	}
	return string(b)
}
