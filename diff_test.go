package jiedui_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"jiedui"
	"jiedui/corpus/synth"
	"jiedui/samples"
	"jiedui/samples/variants"
	"jiedui/schema"
	"jiedui/schema/diff"
)

var (
	diffPages = flag.Int("diff.pages", 0, "how many invented pages to compare with their copies; 0: a few")
	diffSeed  = flag.Uint64("diff.seed", 20261123, "the seed of these pages")
	diffShow  = flag.Int("diff.show", 3, "how many pages with changes to show")
)

func documents(t *testing.T, name string, body []byte) []diff.Input {
	t.Helper()
	docs, err := jiedui.Process(t.Context(), page(name, body), jiedui.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out []diff.Input
	for i := range docs {
		out = append(out, diff.Input{Document: schema.Clone(&docs[i])})
	}
	return out
}

func changesOf(r *diff.Result) string {
	var b strings.Builder
	for _, c := range r.Changes {
		fmt.Fprintf(&b, "\t%s: %s\n", c.Kind, c.Message.English)
	}
	for _, c := range r.Open {
		fmt.Fprintf(&b, "\topen (%s) %s: %s\n", c.Doubt, c.Kind, c.Message.English)
	}
	return b.String()
}

// Pages that say the same in other scripts, charsets and forms have no changes.
func TestDiffVariants(t *testing.T) {
	all, err := variants.All()
	if err != nil {
		t.Fatal(err)
	}
	first := map[string][]diff.Input{}
	for _, v := range all {
		docs := documents(t, v.Name(), v.Body)
		if first[v.Base] == nil {
			first[v.Base] = docs
		}
		r := diff.Compare(first[v.Base], docs)
		if len(r.Changes)+len(r.Open) > 0 {
			t.Errorf("%s:\n%s", v.Name(), changesOf(r))
		}
	}
}

func TestDiffSamples(t *testing.T) {
	for _, p := range [][2]string{{"01-qinglan-notice.html", "02-qinglan-dump.txt"}, {"03-lanyu-dump.txt", "04-lanyu-big5.html"}} {
		var docs [2][]diff.Input
		for i, name := range p {
			b, err := samples.FS.ReadFile("pages/" + name)
			if err != nil {
				t.Fatal(err)
			}
			docs[i] = documents(t, name, b)
		}
		t.Log(p, "\n", changesOf(diff.Compare(docs[0], docs[1])))
	}
}

func TestDiffNoisyCopies(t *testing.T) {
	n := max(*diffPages, 20)
	bad, open, shown := 0, 0, 0
	kinds := map[string]int{}
	for i := range n {
		clean, err := synth.Make(synth.Options{Seed: *diffSeed, Pages: n, Clean: true}, i)
		if err != nil {
			t.Fatal(err)
		}
		dirty, err := synth.Make(synth.Options{Seed: *diffSeed, Pages: n}, i)
		if err != nil {
			t.Fatal(err)
		}
		r := diff.Compare(documents(t, clean.Name, clean.Body), documents(t, dirty.Name, dirty.Body))
		open += len(r.Open)
		if len(r.Changes) > 0 {
			bad++
			for _, c := range r.Changes {
				kinds[c.Kind]++
			}
			if shown < *diffShow {
				shown++
				t.Logf("%s %v\n%s", clean.Name, dirty.Layouts, changesOf(r))
			}
		}
	}
	t.Logf("%d of %d pages with changes, %v; %d open", bad, n, kinds, open)
}
