package segment

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// inventor makes up names: a surname, then one or two characters. flat takes
// every character of the lists with the same chance, which gives odder names
// than people bear; otherwise the weights of the lists count.
type inventor struct {
	r       *rand.Rand
	flat    bool
	two     float64 // share of two-character names
	surname deck[string]
	single  deck[rune]
	first   deck[rune]
	second  deck[rune]
}

func newInventor(seed uint64, flat bool, two float64) *inventor {
	m := loaded()
	return &inventor{rand.New(rand.NewPCG(seed, 20)), flat, two,
		newDeck(m.surname), newDeck(m.single), newDeck(m.first), newDeck(m.second)}
}

func (v *inventor) name() string {
	s := v.surname.draw(v.r, false)
	if v.r.Float64() < v.two {
		return s + string(v.single.draw(v.r, v.flat))
	}
	return s + string(v.first.draw(v.r, v.flat)) + string(v.second.draw(v.r, v.flat))
}

func (v *inventor) names(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = v.name()
	}
	return out
}

// deck is a list with cumulative weights, in a fixed order.
type deck[T rune | string] struct {
	items []T
	upTo  []float64
}

func newDeck[T rune | string](logs map[T]float64) deck[T] {
	var d deck[T]
	for k := range logs {
		d.items = append(d.items, k)
	}
	slices.Sort(d.items)
	sum := 0.0
	for _, k := range d.items {
		sum += math.Exp(logs[k])
		d.upTo = append(d.upTo, sum)
	}
	return d
}

func (d deck[T]) draw(r *rand.Rand, flat bool) T {
	if flat {
		return d.items[r.IntN(len(d.items))]
	}
	x := r.Float64() * d.upTo[len(d.upTo)-1]
	i, _ := slices.BinarySearch(d.upTo, x)
	return d.items[min(i, len(d.items)-1)]
}

// pad puts a blank into a two-character name (舒 敏).
func pad(name string) string {
	if rs := []rune(name); len(rs) == 2 {
		return string(rs[0]) + " " + string(rs[1])
	}
	return name
}

// cut returns what spans of s hold, without blanks.
func cut(s string, spans []Span) []string {
	out := make([]string, len(spans))
	for i, sp := range spans {
		out[i] = strings.Join(strings.Fields(s[sp.Start:sp.End]), "")
	}
	return out
}
