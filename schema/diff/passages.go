package diff

import (
	"slices"
	"sort"
	"strings"

	"jiedui/schema"
)

// A change of a plan is a change of its words. Where two facts differ and the
// words from the heading above them on are the same in both versions, one of the
// two was not read right: a mirror set a value on a line of its own, or lost the
// bytes of a column's head. That is told as open.

// SameWords stands in the place of the code of a doubt where a change is open
// because the words that it rests on are the same in both versions.
const SameWords = "same-words"

// Doubts are why a change is open, for [Change.Doubt], besides the codes of
// doubts of the dataset.
var Doubts = []Reason{
	{SameWords, "the words are the same in both versions, and were read in two ways", "两个版本文字相同，读出的内容不同"},
}

// stretch is a run of passages of the old text, and those of the new text that
// stand in its place; one of the two may be empty.
type stretch struct {
	from, end [2]int
	how       likewise
}

// likewise is how the passages of a stretch compare.
type likewise int

const (
	otherwise    likewise = iota // other words
	wordForWord                  // the same words
	butForDamage                 // the same words, as far as no bytes were lost
)

// sameWords returns the code with which a change is open because the words it
// rests on are the same in both versions, if they are.
func (w *work) sameWords(c *change) (code string, found bool) {
	if w.sides[0].passages == nil || w.sides[1].passages == nil {
		return "", false
	}
	code = SameWords
	w.stretches()
	for i, t := range []*told{c.old, c.new} {
		if t == nil {
			continue
		}
		from, end, ok := w.sides[i].around(t.Evidence)
		if !ok {
			return "", false
		}
		if w.strayedWords(i, from, end) {
			continue
		}
		for _, s := range w.stretches() {
			inside := s.from[i] < end && s.end[i] > from
			if s.from[i] == s.end[i] { // only the other version has it: it counts between two passages
				inside = from < s.from[i] && s.from[i] < end
			}
			switch {
			case !inside:
			case s.how == otherwise:
				return "", false
			case s.how == butForDamage:
				code = schema.CodeDamage
			}
		}
	}
	return code, true
}

// strayedWords reports whether passages of side i stand in another document of the
// other side, from which they were not divided here.
func (w *work) strayedWords(i, from, end int) bool {
	if w.strayed[1-i] == nil {
		return false
	}
	for j := from; j < end; j++ {
		if !w.strayed[1-i][w.words[i][j]] && w.sides[i].lostIn(&w.sides[i].passages[j]) == 0 {
			return false
		}
	}
	return true
}

// around are the passages from the heading above some places to the last of them;
// without such a heading, from the beginning of the table or the passage before.
func (s *side) around(ev []schema.Evidence) (from, end int, ok bool) {
	if len(ev) == 0 {
		return 0, 0, false
	}
	first, last := ev[0], ev[0].End
	for _, e := range ev {
		if e.Start < first.Start {
			first = e
		}
		last = max(last, e.End)
	}
	at := func(place int) int {
		return sort.Search(len(s.passages), func(i int) bool { return s.passages[i].Evidence[0].End > place })
	}
	from = at(first.Start)
	if h := sort.Search(len(s.heads), func(i int) bool { return s.heads[i].start > first.Start }); h > 0 {
		from = at(s.heads[h-1].start)
	} else {
		for from > 0 && first.Cell != nil && inTable(&s.passages[from-1], first.Cell.Table) {
			from--
		}
		from = max(0, from-1)
	}
	end = min(len(s.passages), at(last-1)+1)
	return from, end, from < end
}

func inTable(v *schema.Value, table int) bool {
	c := v.Evidence[0].Cell
	return c != nil && c.Table == table
}

// stretches sets the passages of the two texts beside each other, in order.
func (w *work) stretches() []stretch {
	if w.beside == nil {
		w.beside = []stretch{}
		for i, s := range w.sides {
			// What has no words stands nowhere.
			s.passages = slices.DeleteFunc(slices.Clone(s.passages), func(v schema.Value) bool { return len(v.Evidence) == 0 || plain(v.Value) == "" })
			slices.SortStableFunc(s.passages, func(a, b schema.Value) int { return a.Evidence[0].Start - b.Evidence[0].Start })
			for j := range s.passages {
				w.words[i] = append(w.words[i], plain(s.passages[j].Value))
			}
		}
		w.align([2]int{}, [2]int{len(w.words[0]), len(w.words[1])})
	}
	return w.beside
}

// align adds the stretches of the passages from to end: what both begin and end
// with, and between those what each of them has once.
func (w *work) align(from, end [2]int) {
	add := func(from, end [2]int, how likewise) {
		if from != end {
			w.beside = append(w.beside, stretch{from, end, how})
		}
	}
	next := func(at [2]int, by int) [2]int { return [2]int{at[0] + by, at[1] + by} }
	at, stop := from, end
	for at[0] < end[0] && at[1] < end[1] && w.words[0][at[0]] == w.words[1][at[1]] {
		at = next(at, 1)
	}
	for stop[0] > at[0] && stop[1] > at[1] && w.words[0][stop[0]-1] == w.words[1][stop[1]-1] {
		stop = next(stop, -1)
	}
	add(from, at, wordForWord)
	anchors := w.anchors(at, stop)
	for _, here := range anchors {
		w.align(at, here)
		at = next(here, 1)
		add(here, at, wordForWord)
	}
	switch {
	case anchors != nil:
		w.align(at, stop)
	case stop[0]-at[0] == stop[1]-at[1]:
		for ; at != stop; at = next(at, 1) {
			add(at, next(at, 1), w.differ(at, next(at, 1)))
		}
	default:
		add(at, stop, w.differ(at, stop))
	}
	add(stop, end, wordForWord)
}

// anchors are the places of the words that each text has once between from and
// end, as many as come in the same order.
func (w *work) anchors(from, end [2]int) (out [][2]int) {
	type once struct{ n, at [2]int }
	seen := map[string]*once{}
	for i := range w.words {
		for j := from[i]; j < end[i]; j++ {
			o := seen[w.words[i][j]]
			if o == nil {
				o = &once{}
				seen[w.words[i][j]] = o
			}
			o.n[i]++
			o.at[i] = j
		}
	}
	// The longest run that ascends in the new text, too.
	var all [][2]int
	for j := from[0]; j < end[0]; j++ {
		if o := seen[w.words[0][j]]; o.n == [2]int{1, 1} {
			all = append(all, o.at)
		}
	}
	before := make([]int, len(all))
	var tops []int // by the length of a run, the element that ends it
	for i, p := range all {
		k := sort.Search(len(tops), func(k int) bool { return all[tops[k]][1] > p[1] })
		if before[i] = -1; k > 0 {
			before[i] = tops[k-1]
		}
		if k == len(tops) {
			tops = append(tops, 0)
		}
		tops[k] = i
	}
	if len(tops) > 0 {
		for i := tops[len(tops)-1]; i >= 0; i = before[i] {
			out = append(out, all[i])
		}
	}
	slices.Reverse(out)
	return out
}

// differ tells how the passages of a stretch compare that are not equal: whether
// the bytes that were lost in them account for what differs.
func (w *work) differ(from, end [2]int) likewise {
	var words [2][]rune
	gone := 0
	for i := range w.words {
		for j := from[i]; j < end[i]; j++ {
			words[i] = append(words[i], []rune(w.words[i][j])...)
			gone += w.sides[i].lostIn(&w.sides[i].passages[j])
		}
	}
	n, m := len(words[0]), len(words[1])
	switch {
	case n == m && n > 0 && string(words[0]) == string(words[1]): // cut otherwise
		return wordForWord
	case gone == 0, n == 0, m == 0, n*m > most:
		return otherwise
	case max(n, m)-shared(words[0], words[1]) > gone+near:
		return otherwise
	}
	return butForDamage
}

// most is how much work the comparison of one stretch may be.
const most = 1 << 22

// lostIn counts the code points of a passage that lost bytes.
func (s *side) lostIn(v *schema.Value) (n int) {
	here := v.Evidence[0]
	for _, d := range s.doc.Doubts {
		if !slices.Contains(lost, d.Code) {
			continue
		}
		for _, p := range d.Evidence {
			if from, to := max(p.Start, here.Start), min(p.End, here.End); from < to && p.End-p.Start < here.End-here.Start+near {
				n += to - from
			}
		}
	}
	return max(n, strings.Count(here.Quote, "?")+strings.Count(here.Quote, replacement))
}
