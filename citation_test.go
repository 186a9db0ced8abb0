package jiedui_test

import (
	"os"
	"regexp"
	"testing"

	"jiedui"
)

// Whoever cites the program cites the version that it says it is.
func TestCitationIsOfThisVersion(t *testing.T) {
	b, err := os.ReadFile("CITATION.cff")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^version: (.*)$`).FindSubmatch(b)
	if m == nil || string(m[1]) != jiedui.Version {
		t.Errorf("CITATION.cff says %q, the program is %s", m, jiedui.Version)
	}
}
