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
// the text that are damaged; with says what else the page suffers, each kind at
// its own default.
var damages = []struct {
	kind  string
	with  []string
	rates []float64
}{
	{"notes", nil, []float64{.01, .05, .1, .2}},
	{"lost-byte", nil, []float64{.001, .002, .005, .01, .02}},
	{"lost-byte", []string{"traditional"}, []float64{.001, .002, .005, .01, .02}},
	{"lost-byte", []string{"traditional", "notes"}, []float64{.002, .01}},
	{"note-inside", nil, []float64{.001, .002, .005, .01, .02}},
	{"note-inside", []string{"traditional"}, []float64{.001, .002, .005, .01, .02}},
	{"note-inside", []string{"traditional", "notes"}, []float64{.002, .01}},
	{"ocr", nil, []float64{.05, .1, .2}},
	{"widths", nil, []float64{.1, .3}},
	{"traditional", nil, []float64{1}},
}

// TestRepairs prints what the repairs are worth: the character error rate of
// invented text before and after them, by kind and rate of damage, and beside it
// how many lines the repairs made worse, how many they changed that the dirt had
// not touched, and how many places they report as damaged (what is not known
// stays wrong: one mark for each place). It holds that no kind leaves a text worse
// than it was, and that undamaged lines come out as they were.
//
//	go test -v -run TestRepairs .
func TestRepairs(t *testing.T) {
	if testing.Short() {
		t.Skip("a table of many repairs; they meet nobody else")
	}
	const n = 3_000
	lines := inventedLines(t, n)
	clean, _ := repaired(lines)
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "damage\trate\tbefore\tafter\tworse\tuntouched\tdoubts\t")
	standard := synth.DefaultDial()
	for _, d := range damages {
		for _, rate := range d.rates {
			dial := synth.Dial{d.kind: {Pages: 1, Rate: rate}}
			for _, k := range d.with {
				dial[k] = synth.Amount{Pages: 1, Rate: standard[k].Rate}
			}
			soiled := synth.Soil(lines, dial, 7)
			mended, doubts := repaired(soiled)
			var before, after, characters, worse, changed int
			for i := range lines {
				characters += utf8.RuneCountInString(clean[i])
				b, a := apart(soiled[i], clean[i]), apart(mended[i], clean[i])
				before += b
				after += a
				if a > b {
					worse++
				}
				if soiled[i] == lines[i] && a > 0 {
					changed++
				}
			}
			kinds := strings.Join(append([]string{d.kind}, d.with...), ", ")
			rateOf := func(n int) string { return fmt.Sprintf("%.2f %%", 100*float64(n)/float64(characters)) }
			fmt.Fprintf(w, "%s\t%.1f %%\t%s\t%s\t%d\t%d\t%d\t\n", kinds, 100*rate, rateOf(before), rateOf(after), worse, changed, doubts)
			if after > before {
				t.Errorf("%s at %g: %d characters are wrong after the repairs, %d before", kinds, rate, after, before)
			}
			if changed > 0 {
				t.Errorf("%s at %g: %d lines without damage were changed", kinds, rate, changed)
			}
			if worse*100 > len(lines) {
				t.Errorf("%s at %g: %d of %d lines are worse after the repairs", kinds, rate, worse, len(lines))
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

// repaired takes lines through the steps as one page, and counts what was left
// damaged.
func repaired(lines []string) ([]string, int) {
	s := strings.Join(lines, "\n")
	r := normalize.Page(text.Source(s), normalize.Judge(s))
	return strings.Split(r.Text.String(), "\n"), len(r.Damage)
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
