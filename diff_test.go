package jiedui_test

import (
	"fmt"
	"strings"
	"testing"

	"jiedui"
	"jiedui/samples"
	"jiedui/samples/variants"
	"jiedui/schema/diff"
)

func documents(t *testing.T, name string, body []byte) []diff.Input {
	t.Helper()
	in, err := jiedui.Versions(t.Context(), page(name, body), jiedui.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return in
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

// One plan on two pages: as a site has it and as a library or mirror wrote it down.
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
		if r := diff.Compare(docs[0], docs[1]); len(r.Changes)+len(r.Open) > 0 {
			t.Errorf("%s, %s:\n%s", p[0], p[1], changesOf(r))
		}
	}
}
