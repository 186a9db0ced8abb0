package jiedui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"unicode/utf8"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/synth"
	"jiedui/normalize"
	"jiedui/text"
)

// damages are the kinds of dirt that normalising repairs, each with the shares of
// the text that are damaged.
var damages = []struct {
	kind  string
	rates []float64
}{
	{"notes", []float64{.01, .05, .1, .2}},
	{"lost-byte", []float64{.002, .005, .01, .02}},
	{"note-inside", []float64{.002, .005, .01, .02}},
	{"traditional", []float64{1}},
	{"widths", []float64{.3}},
}

// TestRepairs prints what the repairs are worth: the character error rate of
// invented text before and after them, by kind and rate of damage. It holds that
// no kind leaves a text worse than it was, and that lines which the dirt did not
// touch are not touched by the repairs either.
//
//	go test -v -run TestRepairs .
func TestRepairs(t *testing.T) {
	n := 5_000
	if testing.Short() {
		n = 2_000
	}
	lines := inventedLines(t, n)
	clean := repaired(lines)
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "damage\trate\tbefore\tafter\tuntouched lines changed\t")
	for _, d := range damages {
		for _, rate := range d.rates {
			soiled := synth.Soil(lines, synth.Dial{d.kind: {Pages: 1, Rate: rate}}, 7)
			mended := repaired(soiled)
			var before, after, characters, changed int
			for i := range lines {
				characters += utf8.RuneCountInString(clean[i])
				before += apart(soiled[i], clean[i])
				after += apart(mended[i], clean[i])
				if soiled[i] == lines[i] && mended[i] != clean[i] {
					changed++
				}
			}
			rateOf := func(n int) string { return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(characters)) }
			fmt.Fprintf(w, "%s\t%.1f %%\t%s\t%s\t%d\t\n", d.kind, 100*rate, rateOf(before), rateOf(after), changed)
			if after > before {
				t.Errorf("%s at %g: %d characters are wrong after the repairs, %d before", d.kind, rate, after, before)
			}
			if changed > 0 && d.kind != "traditional" { // there the script of the page is another
				t.Errorf("%s at %g: %d lines without damage were changed", d.kind, rate, changed)
			}
		}
	}
	w.Flush()
	t.Logf("character error rate of %d lines:\n%s", len(lines), out.String())
}

// inventedLines are lines of clean simplified pages, with n characters at least.
func inventedLines(t *testing.T, n int) []string {
	t.Helper()
	var lines []string
	for i := 0; n > 0; i++ {
		p, err := synth.Make(synth.Options{Seed: 3, Clean: true}, i)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(p.Layouts, "traditional") {
			continue
		}
		s, err := jiedui.ReadText(context.Background(), corpus.Page{Name: p.Name, URI: p.Name, Identity: p.Name, Body: p.Body}, jiedui.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(s) {
			// Soil works on the lines of a text, cells are lines of their own.
			for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == '\n' || r == '|' }) {
				if cell = strings.TrimSpace(cell); cell != "" {
					lines = append(lines, cell)
					n -= utf8.RuneCountInString(cell)
				}
			}
		}
	}
	return lines
}

// repaired takes lines through the steps as one page.
func repaired(lines []string) []string {
	s := strings.Join(lines, "\n")
	return strings.Split(normalize.Page(text.Source(s), normalize.Judge(s)).Text.String(), "\n")
}

// apart is the number of characters to insert, delete or replace to make b of a.
func apart(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, q := range y {
			cost := diagonal
			if r != q {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(y)]
}
