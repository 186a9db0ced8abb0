package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"jiedui/schema"
)

// tally counts what a run brought.
type tally struct {
	pages, datasets, documents, failures, hidden int
	facts                                        map[string]int // by the types of the facts format
	doubts                                       map[string]int // by code
}

func newTally() *tally { return &tally{facts: map[string]int{}, doubts: map[string]int{}} }

// factKinds are the types of the facts format in its order.
var factKinds = []string{"meta", "leader", "group", "contact", "pairing", "citation", "milestone", "commitment", "measure"}

func (t *tally) document(d *schema.Document) {
	t.documents++
	m := &d.Metadata
	for _, v := range []*schema.Value{d.Title, m.IndexNumber, m.DocNumber, m.Issuer, m.WrittenOn, m.PublishedOn,
		m.SubjectCategory, m.Validity, m.Abstract, m.Region, m.SignedBy, m.SignedOn} {
		if v != nil {
			t.facts["meta"]++
		}
	}
	for i := range d.LeadingGroups {
		t.facts["leader"] += len(d.LeadingGroups[i].Members)
	}
	t.facts["group"] += len(d.SchoolGroups)
	for i := range d.SchoolGroups {
		t.facts["contact"] += len(d.SchoolGroups[i].Contacts)
	}
	t.facts["pairing"] += len(d.Pairings)
	t.facts["citation"] += len(d.Citations)
	t.facts["milestone"] += len(d.Milestones)
	t.facts["commitment"] += len(d.Commitments)
	t.facts["measure"] += len(d.Measures)
	for i := range d.Doubts {
		t.doubts[d.Doubts[i].Code]++
	}
}

// write prints the counts; of the kinds of facts and doubts those that there are.
func (t *tally) write(s *streams) {
	t.writeRead(s)
	s.row("facts", "%s", counts(t.facts, factKinds))
	s.row("doubts", "%s", counts(t.doubts, slices.Sorted(maps.Keys(t.doubts))))
}

// writeRead prints what was read.
func (t *tally) writeRead(s *streams) {
	pages := fmt.Sprintf("%d read", t.pages)
	if t.failures > 0 {
		pages += fmt.Sprintf(", %s", count(t.failures, "failure"))
	}
	if t.hidden > 0 {
		pages += fmt.Sprintf(", %d hidden passed over", t.hidden)
	}
	if t.datasets > 0 {
		s.row("datasets", "%d", t.datasets)
	}
	if t.datasets == 0 || t.pages+t.failures+t.hidden > 0 {
		s.row("pages", "%s", pages)
	}
	s.row("documents", "%d", t.documents)
}

// counts is "group 16, leader 20", or "none".
func counts(n map[string]int, order []string) string {
	var parts []string
	for _, k := range order {
		if n[k] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", k, n[k]))
		}
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// count is "1 failure" or "3 failures"; it knows addresses and copies, too.
func count(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "s"):
		what += "e"
	case strings.HasSuffix(what, "y"):
		what = strings.TrimSuffix(what, "y") + "ie"
	}
	return fmt.Sprintf("%d %ss", n, what)
}
