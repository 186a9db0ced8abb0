package segment

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// model holds what is known about names: how frequent surnames and the
// characters of given names are, and which words are no names. Weights are
// natural logarithms of probabilities.
type model struct {
	surname  map[string]float64 // one character, or two for compound surnames
	longest  map[rune]int       // runes of the longest surname that begins with a character
	one      map[rune]float64   // surnames of one character
	single   map[rune]float64   // the only character of a given name
	first    map[rune]float64   // the first of two
	second   map[rune]float64   // the second of two
	hidden   map[rune]bool      // characters that hide a given name (某)
	never    map[rune]bool      // characters that stand in no given name
	head     map[rune]bool      // characters that begin transcribed names
	body     map[rune]bool      // characters that transcribed names are made of
	word     map[string]bool    // general words
	asGiven  map[string]bool    // general words that are given names too: so marked, or of frequent characters
	common   map[rune]bool      // characters of general words
	longWord int                // runes of the longest general word
	person   map[string]bool    // names that a user knows
}

// Weights that are choices, not counts. They were set by looking at lists of
// made-up names; the tests measure what they achieve.
const (
	pTwo       = 0.17  // share of two-character names among names of one-character surnames
	pDouble    = 0.003 // share of names with father's and mother's surname before a given name of two
	pForeign   = 0.002 // share of transcribed names
	logUnseen  = -11.2 // a given-name character that is in no list
	logNever   = -17.0 // a character that stands in no given name
	logElse    = -2.5  // added when a character is known in another place only
	logHidden  = -5.0  // 王某
	logSurname = -14.0 // below every surname in the list: 100,000 people would not have one
	impossible = -1e9
)

var loaded = lexicon.Of(loadModel)

func loadModel(l *lexicon.Lexicon) *model {
	m := &model{
		surname: map[string]float64{}, longest: map[rune]int{}, one: map[rune]float64{},
		single: map[rune]float64{}, first: map[rune]float64{}, second: map[rune]float64{},
		hidden: map[rune]bool{}, never: map[rune]bool{},
		head: map[rune]bool{}, body: map[rune]bool{},
		word: map[string]bool{}, asGiven: map[string]bool{}, common: map[rune]bool{},
		person: map[string]bool{},
	}
	for _, name := range l.Lines(lexicon.PersonNames) {
		m.person[name] = true
	}
	total := 0.0
	for _, line := range l.Lines("surnames.txt") {
		name, weight, _ := strings.Cut(line, "\t")
		n, err := strconv.ParseFloat(weight, 64)
		if err != nil || n <= 0 {
			panic("segment: surnames.txt: " + line)
		}
		m.surname[name] = n
		rs := []rune(name)
		m.longest[rs[0]] = max(m.longest[rs[0]], len(rs))
		total += n
	}
	for name, n := range m.surname {
		m.surname[name] = math.Log(n / total)
		if r, size := utf8.DecodeRuneInString(name); size == len(name) {
			m.one[r] = m.surname[name]
		}
	}
	grades := map[string]map[rune]int{"single": {}, "first": {}, "second": {}}
	for _, line := range l.Lines("segment-given.txt") {
		place, chars, _ := strings.Cut(line, "\t")
		switch place {
		case "never":
			addAll(m.never, chars)
			continue
		case "placeholder":
			addAll(m.hidden, chars)
			continue
		}
		of := map[string]map[rune]float64{"single": m.single, "first": m.first, "second": m.second}[place[:len(place)-1]]
		grade := float64(place[len(place)-1] - '0')
		if of == nil || grade < 1 || grade > 6 {
			panic("segment: segment-given.txt: " + line)
		}
		for _, r := range chars {
			of[r] = math.Pow(2.5, grade-6)
			grades[place[:len(place)-1]][r] = int(grade)
		}
	}
	for _, of := range []map[rune]float64{m.single, m.first, m.second} {
		total := 0.0
		for _, w := range of {
			total += w
		}
		for r, w := range of {
			of[r] = math.Log(0.95 * w / total)
		}
	}
	for _, line := range l.Lines("segment-translit.txt") {
		place, chars, _ := strings.Cut(line, "\t")
		switch place {
		case "head":
			addAll(m.head, chars)
		case "body":
			addAll(m.body, chars)
		default:
			panic("segment: segment-translit.txt: " + line)
		}
	}
	for _, line := range l.Lines("segment-words.txt") {
		w, class, _ := strings.Cut(line, "\t")
		m.word[w] = true
		if rs := []rune(w); len(rs) == 2 {
			m.asGiven[w] = class == "given" || grades["first"][rs[0]]+grades["second"][rs[1]] >= 8
		}
		n := 0
		for _, r := range w {
			m.common[r] = true
			n++
		}
		m.longWord = max(m.longWord, n)
	}
	return m
}

func addAll(set map[rune]bool, chars string) {
	for _, r := range chars {
		set[r] = true
	}
}

// given returns the weight of r in one place of a given name.
func (m *model) given(place map[rune]float64, r rune) float64 {
	if w, ok := place[r]; ok {
		return w
	}
	if m.never[r] {
		return logNever
	}
	best := logUnseen
	for _, of := range []map[rune]float64{m.single, m.first, m.second} {
		if w, ok := of[r]; ok {
			best = max(best, w+logElse)
		}
	}
	return best
}

// surnameOf returns the weight of a surname that stands in the list.
func (m *model) surnameOf(rs []rune) (float64, bool) {
	if len(rs) == 1 {
		w, ok := m.one[rs[0]]
		return w, ok
	}
	w, ok := m.surname[string(rs)]
	return w, ok
}

// name returns the weight of rs as a person's name, log P(rs | a name). Two or
// three characters are a name even when no listed surname begins them, though a
// most unlikely one.
func (m *model) name(rs []rune) float64 {
	best := m.listed(rs)
	if best <= impossible && (len(rs) == 2 || len(rs) == 3) && onlyHan(rs) {
		best = logSurname + m.givenName(rs[1:])
	}
	return best
}

func onlyHan(rs []rune) bool {
	for _, r := range rs {
		if !isHan(r) {
			return false
		}
	}
	return true
}

// listed is like name for names that begin with a listed surname, or are
// transcribed; everything else is impossible.
func (m *model) listed(rs []rune) float64 {
	if len(rs) == 0 || !m.begins(rs[0]) && !slices.Contains(rs, '·') {
		return impossible
	}
	for _, r := range rs {
		if r == '·' {
			return m.dotted(rs)
		}
		if !isHan(r) {
			return impossible
		}
	}
	best := impossible
	for n := 1; n <= m.longest[rs[0]] && n < len(rs) && len(rs)-n <= 3; n++ {
		if w, ok := m.surnameOf(rs[:n]); ok {
			best = max(best, w+m.givenName(rs[n:]))
		}
	}
	return max(best, m.foreign(rs))
}

// begins reports whether a listed surname or a transcribed name may begin with r.
func (m *model) begins(r rune) bool { return m.longest[r] > 0 || m.head[r] }

func (m *model) givenName(rs []rune) float64 {
	hidden := true
	for _, r := range rs {
		hidden = hidden && m.hidden[r]
	}
	if hidden && len(rs) <= 2 {
		return logHidden
	}
	switch len(rs) {
	case 1:
		return math.Log(pTwo) + m.given(m.single, rs[0])
	case 2:
		return math.Log(1-pTwo-pDouble) + m.given(m.first, rs[0]) + m.given(m.second, rs[1])
	case 3:
		if w, ok := m.surnameOf(rs[:1]); ok {
			return math.Log(pDouble) + w + m.given(m.first, rs[1]) + m.given(m.second, rs[2])
		}
	}
	return impossible
}

// dotted weighs a name with an interpunct (买买提·吐尔逊): its parts are one to
// six characters long, and nothing else looks like that.
func (m *model) dotted(rs []rune) float64 {
	n, w := 0, math.Log(pForeign)
	for i, r := range rs {
		switch {
		case r == '·':
			if n == 0 || i == len(rs)-1 {
				return impossible
			}
			n = 0
			continue
		case !isHan(r), m.never[r]:
			return impossible
		}
		if n++; n > 6 {
			return impossible
		}
		if w -= 4.5; !m.body[r] {
			w -= 3
		}
	}
	return w
}

// foreign weighs a transcribed name without an interpunct (古丽娜尔).
func (m *model) foreign(rs []rune) float64 {
	if len(rs) < 3 || len(rs) > 8 || !m.head[rs[0]] {
		return impossible
	}
	for _, r := range rs {
		if !m.body[r] {
			return impossible
		}
	}
	return math.Log(pForeign) - 4.5*float64(len(rs))
}

// Weights of running text: general words are frequent, and characters that
// form no word with their neighbours are rarer than the same characters in
// words.
const (
	logCommon = -7.0 // a character that general words hold, alone
	logRare   = -9.5 // any other character
	logWord   = -8.5 // a general word of two characters
	logLonger = -0.5 // added for each further character of a word
)

// prose returns the weight of rs as a piece of running text.
func (m *model) prose(rs []rune) float64 {
	best := make([]float64, len(rs)+1)
	for to := 1; to <= len(rs); to++ {
		w := logRare
		if m.common[rs[to-1]] || m.never[rs[to-1]] {
			w = logCommon
		}
		best[to] = best[to-1] + w
		for from := max(0, to-m.longWord); from <= to-2; from++ {
			if w := string(rs[from:to]); m.word[w] && !(from > 0 && m.asGiven[w]) {
				best[to] = max(best[to], best[from]+logWord+logLonger*float64(to-from-2))
			}
		}
	}
	return best[len(rs)]
}
