package lexicon

import (
	"strings"
	"testing"
	"unicode"
)

// A term with a blank or full-width form would never match normalised text;
// a term given twice with two classes would hide one of them.
func TestFilesHoldNormalisedTerms(t *testing.T) {
	entries, err := Files.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		seen := map[string]bool{}
		for _, line := range BuiltIn().Lines(e.Name()) {
			term, _, _ := strings.Cut(line, "\t")
			for _, r := range term {
				if unicode.IsSpace(r) || r >= 0xFF01 && r <= 0xFF5E {
					t.Errorf("%s: %q holds %q, which normalised text does not", e.Name(), term, r)
				}
			}
			if seen[term] {
				t.Errorf("%s: %q stands twice", e.Name(), term)
			}
			seen[term] = true
		}
		if len(seen) == 0 {
			t.Errorf("%s is empty", e.Name())
		}
	}
}

func TestLongestTermWins(t *testing.T) {
	sides := BuiltIn().Load("sides.txt")
	for in, want := range map[string]string{"被帮扶学校": "被帮扶", "帮扶学校": "帮扶", "学校": ""} {
		if got := sides.Prefix(in); got != want {
			t.Errorf("Prefix(%q) = %q, want %q", in, got, want)
		}
	}
	if got := BuiltIn().Load("roles.txt").Suffix("校务办公室主任"); got != "办公室主任" {
		t.Errorf("Suffix = %q", got)
	}
	if a, b := BuiltIn().Load("kinds.txt").Find("建成联研共同体若干"); a != len("建成") || b != len("建成联研共同体") {
		t.Errorf("Find = %d, %d", a, b)
	}
}
