package normalize

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// names scores names of persons that no list of words has: a surname and one or
// two characters of a given name. All scores are logarithms.
type names struct {
	surname               []float32 // by character; 0: none
	single, first, second []float32 // of the given name, by character; 0: never
}

// Shares of the forms that a name may have.
const (
	oneGiven = .17    // of all names, those with one character behind the surname
	rareName = .00004 // of a place in the given name, a character that no list has
	madeUp   = .5     // of all names, those that the dictionary has not
)

// loadNames reads the surnames and the characters of given names that the lexicon
// has.
func loadNames() *names {
	n := &names{make([]float32, 0x10000), make([]float32, 0x10000), make([]float32, 0x10000), make([]float32, 0x10000)}
	sum := 0.0
	lines := lexicon.BuiltIn().Lines("surnames.txt")
	weigh := func(do func(r rune, w float64)) {
		for _, line := range lines {
			s, weight, _ := strings.Cut(line, "\t")
			r, size := utf8.DecodeRuneInString(s)
			if w, err := strconv.ParseFloat(strings.TrimSpace(weight), 64); err == nil && size == len(s) && r < 0x10000 {
				do(r, w)
			}
		}
	}
	weigh(func(_ rune, w float64) { sum += w })
	weigh(func(r rune, w float64) { n.surname[r] = log(w / sum * madeUp) })
	for r := range n.single {
		if han(rune(r)) && inGB2312(rune(r)) {
			n.single[r], n.first[r], n.second[r] = log(rareName), log(rareName), log(rareName)
		}
	}
	// One in so many hundred given names has a character of the grade in the place.
	grades := map[byte]float64{'6': .016, '5': .0064, '4': .0026, '3': .001, '2': .0004, '1': .00016}
	for _, line := range lexicon.BuiltIn().Lines("segment-given.txt") {
		place, chars, _ := strings.Cut(line, "\t")
		for _, r := range chars {
			if r >= 0x10000 {
				continue
			}
			share := log(grades[place[len(place)-1]])
			switch strings.TrimRight(place, "0123456789") {
			case "single":
				n.single[r] = share
			case "first":
				n.first[r] = share
			case "second":
				n.second[r] = share
			case "never":
				n.single[r], n.first[r], n.second[r] = 0, 0, 0
			}
		}
	}
	return n
}

// score returns the logarithm of the share that a name has among all names, and
// whether it can be one: b is 0 in a name of two characters.
func (n *names) score(surname, a, b uint16) (float32, bool) {
	switch {
	case n.surname[surname] == 0:
		return 0, false
	case b == 0:
		return n.surname[surname] + logOneGiven + n.single[a], n.single[a] != 0
	}
	return n.surname[surname] + logTwoGiven + n.first[a] + n.second[b], n.first[a] != 0 && n.second[b] != 0
}

var logOneGiven, logTwoGiven = log(oneGiven), log(1 - oneGiven)

// named says of each character of a line whether it stands in what is surely a
// name: two or three hanzi that can be one, between marks or blanks.
func (m *model) named(line []uint16) []bool {
	out := make([]bool, len(line))
	for i := 0; i < len(line); {
		k := i
		for k < len(line) && han(rune(line[k])) {
			k++
		}
		if n := k - i; n == 2 || n == 3 {
			b := uint16(0)
			if n == 3 {
				b = line[i+2]
			}
			if _, ok := m.names.score(line[i], line[i+1], b); ok {
				for ; i < k; i++ {
					out[i] = true
				}
			}
		}
		i = k + 1
	}
	return out
}
