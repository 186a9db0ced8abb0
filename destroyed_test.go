package jiedui_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"jiedui"
	"jiedui/corpus/synth"
	"jiedui/internal/eval"
	"jiedui/schema"
)

// TestSynthDestroyed holds the law of what dirt destroyed: each fact of a dirty
// page whose bytes are lost is read nonetheless, or a doubt stands where the page
// said it. It counts the places that were destroyed, not their facts: the name of
// a body is one place, and a fact of each of its members. One seed stands fast,
// the other is drawn at random.
func TestSynthDestroyed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many pages")
	}
	drawn := *synthSeed
	if drawn == 0 {
		drawn = rand.Uint64N(1 << 32)
	}
	n := *synthPages
	if n == 0 {
		n = 60
	}
	for _, seed := range []uint64{20261123, drawn} {
		destroyed, silent := 0, 0
		for _, r := range readSynth(t, synth.Options{Seed: seed, Pages: n}) {
			d, s := silence(t, &r)
			destroyed += d
			places := map[string]bool{}
			for _, x := range s {
				places[x.place] = true
				t.Logf("seed %d, page %s: nothing says that this was lost: %s in %q", seed, r.page.Name, x.fact, x.place)
			}
			silent += len(places)
		}
		t.Logf("seed %d: %d places destroyed, %d in silence", seed, destroyed, silent)
		if n >= 10 && destroyed == 0 {
			t.Errorf("seed %d: nothing is destroyed on %d pages", seed, n)
		}
		if float64(silent) > silentShare*float64(destroyed)+3 { // a page may have several
			t.Errorf("seed %d: %d of %d destroyed places are lost in silence", seed, silent, destroyed)
		}
	}
}

// silentShare is the share of the destroyed places that may be lost in silence. It
// cannot be nothing: where a page has one or two slips and they look like the
// questions that clean text may hold (?W校, 10??), a doubt there would be one at
// such questions everywhere; and a word that is whole again by the only reading
// that its bytes allow leaves no doubt, though a name may have been another.
const silentShare = .05

// lost is a fact that was destroyed, and the lines that said it.
type lost struct{ fact, place string }

// silence counts the destroyed places of a page and lists the facts that neither
// were read nor have a doubt at one of their lines.
func silence(t *testing.T, r *reading) (destroyed int, silent []lost) {
	t.Helper()
	facts := slices.DeleteFunc(slices.Clone(r.page.Facts), func(f *synth.Fact) bool { return !f.Destroyed })
	if len(facts) == 0 {
		return 0, nil
	}
	in := page(r.page.Name, r.page.Body)
	docs, err := jiedui.Process(t.Context(), in, jiedui.Options{})
	if err != nil {
		t.Errorf("%s: %v", r.page.Name, err)
		return 0, nil
	}
	text, err := jiedui.ReadText(t.Context(), in, jiedui.Options{})
	if err != nil {
		t.Errorf("%s: %v", r.page.Name, err)
		return 0, nil
	}
	whole := newBare(text)
	var read eval.Facts
	if err := read.Read(bytes.NewReader(r.read)); err != nil {
		t.Error(err)
	}
	places := map[string]bool{}
	for _, f := range facts {
		place := strings.Join(f.Lines, "\n")
		places[place] = true
		if r.has(t, f, &read) || slices.ContainsFunc(f.Lines, func(line string) bool { return doubted(docs, whole.places(line)) }) {
			continue
		}
		silent = append(silent, lost{fmt.Sprint(f.Type, " ", f.F), place})
	}
	return len(places), silent
}

// has reports whether a fact is among those read.
func (r *reading) has(t *testing.T, f *synth.Fact, read *eval.Facts) bool {
	must := *f
	must.Optional = false
	var b bytes.Buffer
	if err := synth.WriteFacts(&b, page(r.page.Name, nil).Name, []*synth.Fact{&must}); err != nil {
		t.Error(err)
	}
	var gold eval.Facts
	if err := gold.Read(&b); err != nil {
		t.Error(err)
	}
	for _, row := range eval.Score(&gold, read, nil).Rows {
		if row.Beside && row.Type != "pairing.status" && row.Type != "group.parent" {
			continue
		}
		if len(row.Missed) > 0 {
			return false
		}
	}
	return true
}

// doubted reports whether a doubt stands at one of the places, which count code
// points.
func doubted(docs []schema.Document, places [][2]int) bool {
	for _, d := range docs {
		for _, q := range d.Doubts {
			for _, e := range q.Evidence {
				for _, p := range places {
					if e.Start < p[1] && p[0] < e.End {
						return true
					}
				}
			}
		}
	}
	return false
}

// bare is a text without blanks and of one width, and where its characters stand
// in the text.
type bare struct {
	text string
	at   []int // by byte: code points of the text
}

func newBare(s string) bare {
	var b bare
	var out strings.Builder
	n := 0
	for _, r := range s {
		for _, x := range norm.NFKC.String(string(r)) {
			if unicode.IsSpace(x) || x == '|' {
				continue
			}
			k, _ := out.WriteRune(x)
			for range k {
				b.at = append(b.at, n)
			}
		}
		n++
	}
	b.text = out.String()
	return b
}

// places returns where a line stands in the text.
func (b *bare) places(line string) (out [][2]int) {
	s := newBare(line).text
	for from := 0; s != ""; {
		i := strings.Index(b.text[from:], s)
		if i < 0 {
			break
		}
		i += from
		from = i + len(s)
		out = append(out, [2]int{b.at[i], b.at[from-1] + 1})
	}
	return out
}
