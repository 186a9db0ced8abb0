package synth

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// versions makes pairs of a seed.
func versions(t *testing.T, opt Options) []Versions {
	t.Helper()
	var out []Versions
	if err := GenerateVersions(opt, func(v Versions) error { out = append(out, v); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestSeedDecidesVersions sees to it that a seed decides everything about a pair,
// and that a pair does not depend on those before it.
func TestSeedDecidesVersions(t *testing.T) {
	bytesOf := func(v Versions) []byte {
		var b bytes.Buffer
		for _, p := range []Page{v.Before, v.After, v.Mirror} {
			b.WriteString(p.Name + "\n")
			b.Write(p.Body)
		}
		if err := WriteChanges(&b, v.Name, v.Changes); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	opt := Options{Seed: 5, Pages: 15}
	a, b := versions(t, opt), versions(t, opt)
	for i := range a {
		if !bytes.Equal(bytesOf(a[i]), bytesOf(b[i])) {
			t.Fatalf("pair %d came out in two ways", i)
		}
	}
	alone, err := MakeVersions(opt, 10)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytesOf(alone), bytesOf(a[10])) {
		t.Error("pair 10 alone is another pair")
	}
}

// TestEveryEditIsMade sees to it that every edit is made, by itself and with
// others, and every layout that can set a given plan is drawn.
func TestEveryEditIsMade(t *testing.T) {
	made := map[string]int{}
	still := 0
	for _, v := range versions(t, Options{Seed: 1, Pages: 350}) {
		for _, l := range slices.Concat(v.Before.Layouts, v.After.Layouts) {
			made[l]++
		}
		due := slices.ContainsFunc(v.Changes, func(c Change) bool { return !c.Optional && c.Choice == 0 })
		if nothing := slices.Contains(v.After.Layouts, "edit-nothing"); nothing == due {
			t.Errorf("pair %s %v: changes are due: %v", v.Name, v.After.Layouts, due)
		} else if nothing {
			still++
		}
	}
	if still == 0 {
		t.Error("no pair in which nothing changes")
	}
	names := []string{"edit-nothing", "edit-next-year", "edit-same-year"}
	for _, e := range edits {
		names = append(names, e.name)
	}
	for _, l := range layouts() {
		if l.Can != nil {
			names = append(names, l.Name)
		}
	}
	for _, n := range names {
		if made[n] == 0 {
			t.Errorf("%s does not come up", n)
		}
	}
}

// TestGivenPlansSayTheirFacts holds the pages of given plans to the law of all
// invented pages: their text says every fact of the key. Both versions register
// the same facts of what did not change.
func TestGivenPlansSayTheirFacts(t *testing.T) {
	for i := range uint64(150) {
		d := &Draw{Rand: rand.New(rand.NewPCG(i, 0)), seen: map[string]bool{}}
		g := d.newGiven()
		n := map[string]int{}
		for side := range uint64(2) {
			x := &Draw{Rand: rand.New(rand.NewPCG(i, 1+side)), seen: map[string]bool{}, Dump: side == 1}
			blocks := g.set(x)
			for _, wrong := range unsaid(x, blocks) {
				t.Errorf("plan %d (%v): %s", i, x.used, wrong)
			}
			for _, f := range x.facts {
				if f.Type != "meta" && f.Type != "part" {
					n[f.Type] += 1 - 2*int(side)
				}
			}
		}
		for kind, more := range n {
			if more != 0 {
				t.Errorf("plan %d: one page says %d facts more of type %s", i, more, kind)
			}
		}
	}
}

// TestChoicesAreWhole sees to it that lines of a choice have a way each, that
// there are several, and that each is told by itself.
func TestChoicesAreWhole(t *testing.T) {
	for _, v := range versions(t, Options{Seed: 3, Pages: 60}) {
		ways := map[int]map[int]bool{}
		for _, c := range v.Changes {
			if (c.Choice == 0) != (c.Way == 0) || c.Choice > 0 && c.Optional {
				t.Errorf("pair %s: %+v", v.Name, c)
			}
			if c.Choice > 0 {
				if ways[c.Choice] == nil {
					ways[c.Choice] = map[int]bool{}
				}
				ways[c.Choice][c.Way] = true
			}
		}
		for choice, w := range ways {
			if len(w) < 2 || !w[1] {
				t.Errorf("pair %s: choice %d has the ways %v", v.Name, choice, w)
			}
		}
	}
}

// TestRenamesAreTold sees to it that where the later page says what a school was
// called, the key leaves no choice, and that the page does say it.
func TestRenamesAreTold(t *testing.T) {
	told, untold := 0, 0
	for _, v := range versions(t, Options{Seed: 4, Pages: 150}) {
		for _, c := range v.Changes {
			if c.Kind != "school-renamed" || v.After.Charset != "utf-8" || slices.Contains(v.After.Layouts, dirtTraditional) {
				continue
			}
			says := strings.Contains(string(v.After.Body), "原"+c.Old)
			if says != (c.Choice == 0) {
				t.Errorf("pair %s: the page says it: %v, but the choice is %d: %+v", v.Name, says, c.Choice, c)
			}
			if says {
				told++
			} else {
				untold++
			}
		}
	}
	if told == 0 || untold == 0 {
		t.Errorf("%d renames are told, %d are not", told, untold)
	}
}
