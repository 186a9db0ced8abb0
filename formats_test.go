package jiedui_test

import (
	"fmt"
	"testing"

	"jiedui/corpus/synth"
)

// TestFormatsGiveTheSameFacts renders the same invented districts in every
// format: what is read must be what is read from their HTML.
func TestFormatsGiveTheSameFacts(t *testing.T) {
	seeds, pages := []uint64{1, 20261125, 77}, 8
	if testing.Short() {
		seeds, pages = seeds[:1], 6
	}
	for _, seed := range seeds {
		for i := range pages {
			read := func(format string) (map[string]bool, string) {
				p, err := synth.Make(synth.Options{Seed: seed, Clean: true, Formats: []string{format}}, i)
				if err != nil {
					t.Fatal(err)
				}
				in := page(p.Name, p.Body)
				checkLaws(t, in)
				return facts(t, in), fmt.Sprint(p.Name, " of seed ", seed, p.Layouts)
			}
			want, _ := read("html")
			for _, format := range synth.Formats() {
				if format == "html" || format == "text" { // a dump is another page
					continue
				}
				got, name := read(format)
				for _, d := range difference(want, got) {
					t.Errorf("%s: %s", name, d)
				}
			}
		}
	}
}
