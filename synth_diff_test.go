package jiedui_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"jiedui"
	"jiedui/corpus/synth"
	"jiedui/schema/diff"
)

var synthPairs = flag.Int("synth.pairs", 0, "how many invented plans to compare with their next versions of each seed; 0: a few")

// TestSynthDiff holds the law of versions: what a comparison of two versions of
// an invented plan tells is what its key says, no change more or less, and between
// a plan and its dirty mirror copy nothing changed. One seed stands fast, the
// other is drawn at random; the pages of both are made again with
//
//	jiedui synth --seed SEED --pairs N --out DIR
func TestSynthDiff(t *testing.T) {
	drawn := *synthSeed
	if drawn == 0 {
		drawn = rand.Uint64N(1 << 32)
	}
	n := *synthPairs
	if n == 0 {
		n = 15
		if testing.Short() {
			n = 5
		}
	}
	for _, seed := range slices.Compact([]uint64{20261125, drawn}) {
		var all tally
		var bad []string
		for _, c := range inParallel(n, func(i int) comparison { return compareOne(t, synth.Options{Seed: seed, Pages: n}, i) }) {
			all.add(c.tally)
			if len(c.wrong) > 0 {
				bad = append(bad, fmt.Sprintf("pair %s %v → %v mirror %v\n\t%s", c.name, c.layouts[0], c.layouts[1], c.layouts[2], strings.Join(c.wrong, "\n\t")))
			}
		}
		t.Logf("seed %d: %d pairs of plans; %d changes in the keys, %d told, %d missed, %d invented, %d told that may be told; %d mirror copies with changes (%d changes, %d more left open)",
			seed, n, all.due, all.told, all.missed, all.invented, all.may, all.mirrors, all.mirrored, all.open)
		faults, mirrors := 0, 0
		if seed == drawn {
			faults, mirrors = fewFaults+int(drawnFaults*float64(all.due)), fewMirrors+int(mirrorFaults*float64(n))
		}
		show := *synthShow
		if all.missed > faults || all.invented > faults || all.mirrors > mirrors {
			t.Errorf("seed %d: more than %d changes are missed or invented, or changes are told of more than %d mirror copies", seed, faults, mirrors)
			show = max(show, 10)
		}
		if show = min(show, len(bad)); show > 0 {
			t.Logf("seed %d:\n%s", seed, strings.Join(bad[:show], "\n"))
		}
	}
}

// What may be wrong of a drawn seed; of the fixed one, nothing. drawnFaults is the
// share of changes that may be missed, and invented, mirrorFaults that of mirror
// copies of which a change may be told. A page that is not read right has all its
// faults at once: fewFaults and fewMirrors are let pass besides, as a run of few
// pairs tells no shares. They fall as reading and comparing get better.
const (
	drawnFaults, fewFaults   = 0.002, 12
	mirrorFaults, fewMirrors = 0.002, 1
)

// tally counts changes.
type tally struct{ due, told, missed, invented, may, mirrors, mirrored, open int }

func (t *tally) add(o tally) {
	t.due += o.due
	t.told += o.told
	t.missed += o.missed
	t.invented += o.invented
	t.may += o.may
	t.open += o.open
	t.mirrors += o.mirrors
	t.mirrored += o.mirrored
}

// comparison is what was told of a pair.
type comparison struct {
	name    string
	layouts [3][]string
	tally
	wrong []string
}

func compareOne(t *testing.T, opt synth.Options, i int) comparison {
	v, err := synth.MakeVersions(opt, i)
	if err != nil {
		t.Errorf("pair %d of seed %d: %v", i, opt.Seed, err)
		return comparison{}
	}
	c := comparison{name: v.Name, layouts: [3][]string{v.Before.Layouts, v.After.Layouts, v.Mirror.Layouts}}
	read := func(p synth.Page) []diff.Input {
		out, err := jiedui.Versions(t.Context(), page(p.Name, p.Body), jiedui.Options{})
		if err != nil {
			t.Errorf("pair %d of seed %d: %v", i, opt.Seed, err)
		}
		return out
	}
	before := read(v.Before)
	c.tell(v.Changes, diff.Compare(before, read(v.After)).Changes)
	mirror := diff.Compare(before, read(v.Mirror))
	c.open = len(mirror.Open)
	if len(mirror.Changes) > 0 {
		c.mirrors, c.mirrored = 1, len(mirror.Changes)
		for _, x := range mirror.Changes {
			c.wrong = append(c.wrong, "mirror   "+showChange(&x))
		}
	}
	return c
}

// tell compares what was told with the key.
func (c *comparison) tell(key []synth.Change, told []diff.Change) {
	used := make([]bool, len(told))
	find := func(k *synth.Change) int {
		for i := range told {
			if !used[i] && isChange(k, &told[i]) {
				return i
			}
		}
		return -1
	}
	expect := func(due []synth.Change) {
		for _, k := range due {
			c.due++
			if i := find(&k); i >= 0 {
				used[i] = true
				c.told++
			} else {
				c.missed++
				c.wrong = append(c.wrong, "missed   "+showKey(&k))
			}
		}
	}
	must, choices := dueOf(key)
	expect(must)
	for _, ways := range choices {
		expect(slices.MinFunc(ways, func(a, b []synth.Change) int { // the first of equals
			missing := func(way []synth.Change) (n int) {
				for _, k := range way {
					if find(&k) < 0 {
						n++
					}
				}
				return n
			}
			return missing(a) - missing(b)
		}))
	}
	for i := range told {
		switch {
		case used[i]:
		case slices.ContainsFunc(key, func(k synth.Change) bool { return k.Optional && isChange(&k, &told[i]) }):
			c.may++
		default:
			c.invented++
			c.wrong = append(c.wrong, "invented "+showChange(&told[i]))
		}
	}
}

// dueOf are the changes of a key that must be told: those that leave no choice, and
// of each choice its ways, of which one is due.
func dueOf(key []synth.Change) (must []synth.Change, choices [][][]synth.Change) {
	for _, k := range key {
		switch {
		case k.Optional:
		case k.Choice == 0:
			must = append(must, k)
		default:
			for len(choices) < k.Choice {
				choices = append(choices, nil)
			}
			ways := &choices[k.Choice-1]
			for len(*ways) < k.Way {
				*ways = append(*ways, nil)
			}
			(*ways)[k.Way-1] = append((*ways)[k.Way-1], k)
		}
	}
	return must, slices.DeleteFunc(choices, func(ways [][]synth.Change) bool { return ways == nil })
}

// isChange reports whether what was told is what the key says.
func isChange(k *synth.Change, c *diff.Change) bool {
	old, new := "", ""
	if c.Old != nil {
		old = c.Old.Value
	}
	if c.New != nil {
		new = c.New.Value
	}
	switch {
	case k.Kind != c.Kind:
		return false
	case k.Kind == diff.LeaderSucceeded, k.Kind == diff.MetadataChanged:
	case k.Kind == diff.SectionText && k.Optional && k.Old+k.New == "":
		return plainly(k.Name) == plainly(c.Subject.Name) || strings.Contains(plainly(c.Subject.Name), plainly(k.Name)) && k.Name != ""
	case k.Optional && strings.HasPrefix(k.Kind, "section-"):
		return strings.Contains(plainly(c.Subject.Name), plainly(k.Name))
	case k.From+k.To != "" && (!alikeName(k.From, c.Subject.From) || !alikeName(k.To, c.Subject.To)):
		return false
	case k.From+k.To == "" && !alikeName(k.Name, c.Subject.Name):
		return false
	}
	if k.In != "" && !alikeName(k.In, c.Subject.In) || k.Field != "" && k.Field != c.Subject.Field {
		return false
	}
	return k.Optional || sayTheSame(k.Old, old) && sayTheSame(k.New, new)
}

// sayTheSame compares values; a key that says none does not mind.
func sayTheSame(want, got string) bool { return want == "" || alikeName(want, got) }

// alikeName compares names; a school may be named with its district.
func alikeName(want, got string) bool {
	w, g := plainly(want), plainly(got)
	return w == g || utf8.RuneCountInString(w) >= 4 && strings.HasSuffix(g, w) || utf8.RuneCountInString(g) >= 4 && strings.HasSuffix(w, g)
}

func plainly(s string) string {
	return strings.Trim(strings.Join(strings.Fields(norm.NFKC.String(s)), ""), "。;.")
}

func showKey(k *synth.Change) string {
	return fmt.Sprintf("%s %s in %q field %q: %q → %q", k.Kind, k.Name, k.In, k.Field, k.Old, k.New)
}

func showChange(c *diff.Change) string {
	old, new := "-", "-"
	if c.Old != nil {
		old = c.Old.Value
	}
	if c.New != nil {
		new = c.New.Value
	}
	return fmt.Sprintf("%s %s in %q field %q: %q → %q", c.Kind, c.Subject.Name, c.Subject.In, c.Subject.Field, old, new)
}

// TestKindsOfSynth holds that the generator, which imports nothing, speaks of
// changes in the words of schema/diff, and that each kind of change is due of
// some pair of plans.
func TestKindsOfSynth(t *testing.T) {
	due := map[string]bool{}
	if err := synth.GenerateVersions(synth.Options{Seed: 5, Pages: 250}, func(v synth.Versions) error {
		for _, c := range v.Changes {
			if _, ok := diff.KindOf(c.Kind); !ok {
				t.Errorf("pair %s: %q is no kind of schema/diff", v.Name, c.Kind)
			}
			due[c.Kind] = due[c.Kind] || !c.Optional
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, k := range diff.Kinds {
		if !due[k.Code] {
			t.Errorf("no change of the kind %s is due", k.Code)
		}
	}
}
