package jiedui_test

import (
	"testing"

	"jiedui/corpus/synth"
	"jiedui/schema/diff"
)

// TestKindsOfSynthAreKinds holds that the generator, which imports nothing,
// speaks of changes in the words of schema/diff.
func TestKindsOfSynthAreKinds(t *testing.T) {
	seen := map[string]bool{}
	if err := synth.GenerateVersions(synth.Options{Seed: 5, Pages: 150}, func(v synth.Versions) error {
		for _, c := range v.Changes {
			seen[c.Kind] = true
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for kind := range seen {
		if _, ok := diff.KindOf(kind); !ok {
			t.Errorf("%q is no kind of schema/diff", kind)
		}
	}
	t.Logf("%d of %d kinds", len(seen), len(diff.Kinds))
}
