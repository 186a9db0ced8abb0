package segment

import (
	"reflect"
	"slices"
	"testing"
)

// FuzzSegment holds what is true of any string, valid UTF-8 or not: nothing
// panics, spans are in order, disjoint, not empty and inside the string, and
// the answer is the same when asked again.
func FuzzSegment(f *testing.F) {
	for _, s := range []string{
		"", " ", "、、", "((", "))(", "·", "·贺·", "贺云舟祝晓峰 舒 敏", "买合木提·吐尔地、贺云舟", "贺云舟(青石小学校长)祝晓峰(",
		"由校长贺云舟任组长,副校长祝晓峰、舒敏为副组长", "党支部书记、校长兼副书记、主任", "18小19中(小学部)和和平小学等5所学校",
		"1.红星小学2、东风小学", "第一、第二小学", "中小学校长", "\xff\xfe贺云舟\xff小学", "İ校长Kx", "任班主任任班主任", "以及与和及", "等等等校长、、校长",
	} {
		f.Add(s, "贺云舟")
	}
	f.Fuzz(func(t *testing.T, s, known string) {
		if len(s) > 2000 {
			return
		}
		names := map[string]bool{known: true, "": true}
		ordered := func(what string, spans []Span) {
			end := 0
			for _, sp := range spans {
				if sp.Start < end || sp.End <= sp.Start || sp.End > len(s) {
					t.Fatalf("%s(%q): spans %v", what, s, spans)
				}
				end = sp.End
			}
		}
		a, ok := Names(s, names)
		ordered("Names", a)
		if ok && len(a) == 0 {
			t.Fatalf("Names(%q): sure of nothing", s)
		}
		b, ok2 := Names(s, names)
		if !slices.Equal(a, b) || ok != ok2 {
			t.Fatalf("Names(%q): %v, then %v", s, a, b)
		}
		a, ok = Schools(s)
		ordered("Schools", a)
		if ok && len(a) == 0 {
			t.Fatalf("Schools(%q): sure of nothing", s)
		}
		ps := Persons(s, names)
		var spans []Span
		for _, p := range ps {
			spans = append(spans, p.Name)
			ordered("Persons", p.Posts)
			for _, q := range p.Posts {
				if q.Overlaps(p.Name) {
					t.Fatalf("Persons(%q): post %v in name %v", s, q, p.Name)
				}
			}
		}
		ordered("Persons", spans)
		if !reflect.DeepEqual(ps, Persons(s, names)) {
			t.Fatalf("Persons(%q) differ", s)
		}
		end := 0
		for _, w := range Words(s) {
			if w.Span.Start != end || w.Span.Empty() {
				t.Fatalf("Words(%q): gap at %d", s, end)
			}
			end = w.Span.End
		}
		if end != len(s) {
			t.Fatalf("Words(%q): ends at %d", s, end)
		}
		if p := IsName(s); p < 0 || p > 1 || p != p {
			t.Fatalf("IsName(%q) = %v", s, p)
		}
	})
}
