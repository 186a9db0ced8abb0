package search

import (
	"slices"
	"sort"
	"unicode/utf8"

	"jiedui/schema"
)

// places finds the free terms of q in a text, in its order, and returns how many
// phrases were looked for.
func (q *Query) places(t *Text) ([]place, int) {
	var phrases [][]string
	var of []int // by phrase, which term it is of; pieces of a word count for themselves
	n := 0
	for _, term := range q.wanted() {
		if term.field != Anywhere {
			continue
		}
		for _, p := range term.patterns {
			phrases, of = append(phrases, p), append(of, n)
		}
		n++
		for _, w := range term.words {
			if !q.loose {
				break
			}
			phrases, of = append(phrases, phrase(w, false)), append(of, n)
			n++
		}
	}
	if len(phrases) == 0 {
		return nil, 0
	}
	// The phrases by their first token, so that a text is gone through once.
	first := map[string][]int{}
	var open []int
	for i, p := range phrases {
		if _, yes := cutPrefix(p[0]); yes {
			open = append(open, i)
		} else {
			first[p[0]] = append(first[p[0]], i)
		}
	}
	var list []token
	var lines []int
	for i := range t.Lines {
		tokens([]rune(t.Lines[i].Clean), func(tok token) {
			list = append(list, tok)
			lines = append(lines, i)
		})
	}
	var out []place
	try := func(i, k int) {
		if !stands(list[i:], phrases[k]) {
			return
		}
		last := i + len(phrases[k]) - 1
		// A phrase with a mark in it may go over the end of a line: a place for each.
		for a := i; a <= last; {
			b := a
			for b < last && lines[b+1] == lines[a] {
				b++
			}
			end := list[b].end
			if w, yes := cutPrefix(phrases[k][b-i]); yes { // one hanzi of a pair, the beginning of a word
				end = list[b].start + utf8.RuneCountInString(w)
			}
			l := &t.Lines[lines[a]]
			if from, to, ok := l.Trace(list[a].start, end); ok {
				out = append(out, place{lines[a], l.Start + from, l.Start + to, from, to, of[k]})
			}
			a = b + 1
		}
	}
	for i := range list {
		for _, k := range first[list[i].text] {
			try(i, k)
		}
		for _, k := range open {
			try(i, k)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].start != out[j].start {
			return out[i].start < out[j].start
		}
		return out[i].end > out[j].end
	})
	// Of places within others (交流 in 教师交流) the wider one stays.
	kept := out[:0]
	for _, p := range out {
		if len(kept) > 0 && p.end <= kept[len(kept)-1].end {
			continue
		}
		kept = append(kept, p)
	}
	return kept, n
}

// at returns the place of a stretch of the read text, cut off at the end of its
// line.
func (t *Text) at(start, end int) (place, bool) {
	i := sort.Search(len(t.Lines), func(i int) bool { return t.Lines[i].Start > start }) - 1
	if i < 0 {
		return place{}, false
	}
	l := &t.Lines[i]
	n := l.Start + utf8.RuneCountInString(l.Read)
	if start >= n {
		return place{}, false
	}
	end = min(end, n)
	return place{line: i, start: start, end: end, from: start - l.Start, to: end - l.Start}, true
}

const (
	snippetLength = 80 // code points
	snippetLead   = 16 // of those, before the first place
	mostSnippets  = 3
)

// show returns the parts of the text that show as many of the phrases as can be.
func (t *Text) show(marks []place) []schema.Snippet {
	out := []schema.Snippet{}
	slices.SortStableFunc(marks, func(a, b place) int { return a.start - b.start })
	shown := map[int]bool{}
	for len(out) < mostSnippets {
		best, most := -1, 0
		for i := range marks {
			fresh := map[int]bool{}
			for j := i; j < len(marks) && marks[j].line == marks[i].line && marks[j].end <= marks[i].start+snippetLength-snippetLead; j++ {
				if !shown[marks[j].term] {
					fresh[marks[j].term] = true
				}
			}
			if len(fresh) == 0 && !shown[marks[i].term] { // one that is longer than a snippet
				fresh[marks[i].term] = true
			}
			if len(fresh) > most {
				best, most = i, len(fresh)
			}
		}
		if best < 0 {
			break
		}
		l := &t.Lines[marks[best].line]
		read := []rune(l.Read)
		from := max(marks[best].from-snippetLead, 0)
		to := min(max(from+snippetLength, marks[best].to), len(read))
		from = max(min(from, to-snippetLength), 0)
		// No word or number is cut: half a number would not be known for one.
		for from > 0 && isWord(read[from-1]) && isWord(read[from]) {
			from--
		}
		for to < len(read) && isWord(read[to-1]) && isWord(read[to]) {
			to++
		}
		s := schema.Snippet{Start: l.Start + from, End: l.Start + to, Quote: string(read[from:to]), Marks: []schema.Mark{}}
		for _, m := range marks {
			if m.line != marks[best].line || m.start < s.Start || m.end > s.End {
				continue
			}
			shown[m.term] = true
			if n := len(s.Marks); n > 0 && m.start <= s.Marks[n-1].End { // marks do not touch
				s.Marks[n-1].End = max(s.Marks[n-1].End, m.end)
				continue
			}
			s.Marks = append(s.Marks, schema.Mark{Start: m.start, End: m.end})
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b schema.Snippet) int { return a.Start - b.Start })
	return out
}
