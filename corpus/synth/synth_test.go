package synth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// pages makes pages of a seed.
func pages(t *testing.T, opt Options) []Page {
	t.Helper()
	var out []Page
	if err := Generate(opt, func(p Page) error { out = append(out, p); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSeedDecidesAll sees to it that a seed decides everything, and that a page does
// not depend on those before it.
func TestSeedDecidesAll(t *testing.T) {
	for _, clean := range []bool{true, false} {
		opt := Options{Seed: 5, Pages: 40, Clean: clean}
		a, b := pages(t, opt), pages(t, opt)
		for i := range a {
			if !bytes.Equal(key(t, a[i]), key(t, b[i])) || !bytes.Equal(a[i].Body, b[i].Body) || a[i].Name != b[i].Name {
				t.Fatalf("clean %v: page %d came out in two ways", clean, i)
			}
		}
		alone, err := Make(opt, 30)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(alone.Body, a[30].Body) {
			t.Error("page 30 alone is another page")
		}
		other := pages(t, Options{Seed: 6, Pages: 1, Clean: clean})
		if bytes.Equal(other[0].Body, a[0].Body) {
			t.Error("another seed gives the same page")
		}
	}
}

func key(t *testing.T, p Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteFacts(&b, p.Name, p.Facts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestEveryLayoutIsDrawn sees to it that every layout, shape, way to write and
// charset comes up.
func TestEveryLayoutIsDrawn(t *testing.T) {
	drawn := map[string]int{}
	for _, p := range pages(t, Options{Seed: 1, Pages: 700, Clean: true}) {
		for _, l := range p.Layouts {
			drawn[l]++
		}
	}
	var want []string
	for _, l := range append(layouts(), negatives...) {
		if slices.Contains(want, l.Name) {
			t.Errorf("two layouts are called %s", l.Name)
		}
		want = append(want, l.Name)
	}
	for _, s := range shapes {
		want = append(want, s.name)
	}
	for _, r := range renderers {
		want = append(want, r.Name)
	}
	for _, c := range charsets {
		want = append(want, c.Name)
	}
	for _, name := range want {
		if drawn[name] == 0 {
			t.Errorf("%s is not drawn", name)
		}
	}
}

// fields are the fields that a fact of each type may have, after the facts
// format; those that must be there stand before the bar.
var fields = map[string]string{
	"part":       "title starts | alt line",
	"meta":       "field value | alt",
	"leader":     "body role name posts | subject stage body_alt name_alt role_alt posts_alt",
	"group":      "group kind school school_role principal phone | school_full stage division level narrative parent group_alt kind_alt school_alt school_role_alt principal_alt phone_alt",
	"contact":    "group name phone | group_alt name_alt phone_alt",
	"pairing":    "form from to | seq narrative directed status form_alt from_alt to_alt",
	"citation":   "title number | alt number_alt",
	"milestone":  "when text | when_alt text_alt",
	"commitment": "quote value value_max unit comparator per | occurrences actor action object per_alt comparator_alt",
}

// TestAnswersHaveTheFieldsOfTheFormat reads answers back and looks at their
// fields.
func TestAnswersHaveTheFieldsOfTheFormat(t *testing.T) {
	for _, p := range pages(t, Options{Seed: 2, Pages: 200, Clean: true}) {
		for line := range bytes.Lines(key(t, p)) {
			var f map[string]any
			if err := json.Unmarshal(line, &f); err != nil {
				t.Fatal(err)
			}
			kind, _ := f["type"].(string)
			must, may, ok := strings.Cut(fields[kind], " | ")
			if !ok {
				t.Fatalf("%s: no type %q: %s", p.Name, kind, line)
			}
			all := append(split(must+" "+may), "doc", "part", "type", "optional")
			for _, k := range split(must) {
				if _, ok := f[k]; !ok {
					t.Errorf("%s: no %q: %s", p.Name, k, line)
				}
			}
			for k := range f {
				if !slices.Contains(all, k) {
					t.Errorf("%s: %q is no field of a %s: %s", p.Name, k, kind, line)
				}
			}
		}
	}
}

// TestPiecesSayTheirFacts sees to it that the text of a clean page holds every
// value of the key, and that the pieces which hold it say the fact.
func TestPiecesSayTheirFacts(t *testing.T) {
	for i := range 200 {
		d, blocks := draft(3, i)
		for _, wrong := range unsaid(d, blocks) {
			t.Errorf("page %d (%v): %s", i, d.used, wrong)
		}
	}
}

// unsaid tells of each fact that no piece of the blocks says, or not all of it.
func unsaid(d *Draw, blocks []Block) []string {
	said := map[*Fact]string{}
	eachText(blocks, func(text *Text) {
		for _, p := range *text {
			for _, f := range p.Says {
				said[f] += p.S + "\n"
			}
		}
	})
	var out []string
	for _, f := range d.facts {
		words, ok := said[f]
		delete(said, f)
		if !ok {
			out = append(out, fmt.Sprintf("nothing says %s %v", f.Type, f.F))
			continue
		}
		for _, field := range split("value title number role name subject group school principal phone from to quote text") {
			s, _ := f.F[field].(string)
			if s == "" || f.Type == "meta" && strings.HasSuffix(f.F["field"].(string), "_on") {
				continue // dates are written in other ways
			}
			if field == "role" && s == "成员" {
				continue // whoever stands without a label is a member
			}
			if !says(words, s, f, field) {
				out = append(out, fmt.Sprintf("%s %v: no piece that says it holds its %s", f.Type, f.F, field))
			}
		}
	}
	for f := range said {
		out = append(out, fmt.Sprintf("a piece says %s %v, which is not in the key", f.Type, f.F))
	}
	return out
}

// says reports whether the pieces hold a value or another right string for it,
// blanks left out, perhaps over several pieces.
func says(words, value string, f *Fact, field string) bool {
	joined := func(s string) string {
		return strings.NewReplacer(" ", "", "　", "", "\n", "", "\u00a0", "").Replace(s)
	}
	values := []string{value}
	for _, k := range []string{field + "_alt", "alt"} {
		if alt, ok := f.F[k].([]string); ok {
			values = append(values, alt...)
		}
	}
	if full, ok := f.F["school_full"].(string); ok && field == "school" {
		values = append(values, full)
	}
	for _, v := range values {
		if strings.Contains(joined(words), joined(v)) {
			return true
		}
	}
	return false
}

// draft makes the blocks of a page before they are written.
func draft(seed uint64, i int) (*Draw, []Block) {
	d := &Draw{Rand: rand.New(rand.NewPCG(seed, uint64(i))), seen: map[string]bool{}, Dump: i%2 == 0}
	return d, d.page()
}
