package normalize

import (
	"slices"
	"strings"
	"testing"

	"jiedui/text"
)

// TestRecall holds searches that remember what they said of a slip to those that
// look at it each time: they say the same, with more or less of the line around it,
// and when the page turns out to have slips for certain.
func TestRecall(t *testing.T) {
	m := newMirror(7)
	var page strings.Builder
	for line := range strings.Lines(cleanPage(4 << 10)) {
		d, ok := m.page(strings.TrimSuffix(line, "\n"))
		if !ok {
			t.Fatal("GBK lacks a character of the lists")
		}
		page.WriteString(d.shown + "\n")
	}
	s := page.String()
	at := strings.IndexByte(s, '?')
	if at < 0 {
		t.Fatal("the page has no slip")
	}
	type said struct {
		edits   []slip
		damage  []Damage
		seen    []text.Span
		certain int
	}
	scan := func(z *search) said {
		var a said
		a.edits, a.damage, a.seen, a.certain = z.scan(s, at)
		return a
	}
	same := func(a, b said) bool {
		return slices.EqualFunc(a.edits, b.edits, func(a, b slip) bool {
			return a.start == b.start && a.end == b.end && a.with == b.with && slices.Equal(a.holes, b.holes)
		}) && slices.Equal(a.damage, b.damage) && slices.Equal(a.seen, b.seen) && a.certain == b.certain
	}
	remembers, forgets := newSearch(Hans), newSearch(Hans)
	forgets.known = nil
	first := scan(forgets)
	if len(first.edits) < 5 {
		t.Fatalf("only %d slips are repaired", len(first.edits))
	}
	if !same(scan(remembers), first) {
		t.Error("the first reading differs")
	}
	again, anew := newSearch(Hans), newSearch(Hans)
	again.known, anew.known = remembers.known, nil
	again.lossy, anew.lossy = true, true
	if !same(scan(again), scan(anew)) {
		t.Error("the reading of a page with slips for certain differs")
	}
}
