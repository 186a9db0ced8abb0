package check

import (
	"strings"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// sequences reads the column 序号 of every table: 1, 2, 4 leaves 3 out, 1, 2, 2, 3
// has 2 twice. Tables that go on over a page, and columns that stand side by
// side in one, hold one sequence; where the numbers start again with 1 (in each
// part of the list), a new one begins. Numbers that repeat for many rows are the
// numbers of something else.
func sequences(s *subject) {
	var runs [][]place
	var lost []bool // by run: a cell holds something else than a number
	for _, g := range s.part.Grids() {
		places, other := seqPlaces(s.part, g)
		if len(places) == 0 {
			continue
		}
		if g.Continues == nil || len(runs) == 0 {
			runs, lost = append(runs, nil), append(lost, false)
		}
		last := len(runs) - 1
		runs[last] = append(runs[last], places...)
		lost[last] = lost[last] || other
	}
	for i, run := range runs {
		for _, one := range split(run) {
			s.sequence(one, !lost[i])
		}
	}
}

// place is a number and where it stands.
type place struct {
	n  int
	at text.Span
}

// seqPlaces returns the numbers of the sequence columns of a table, one column
// after the other, and whether a cell among them holds something else (1O).
func seqPlaces(p *extract.Part, g *extract.Grid) (out []place, other bool) {
	for c, class := range g.Class {
		if class != "seq" {
			continue
		}
		for row := g.First; row < g.NRows(); row++ {
			if !g.Fresh(row, c) || g.IsHeader(row) || g.IsRemark(row) {
				continue
			}
			at := g.In(row, c)
			n, l := extract.HanOrdinal(p.Str(at))
			if l > 0 && strings.Trim(p.Str(at)[l:], "、.． ") == "" {
				out = append(out, place{n, at})
			} else if !at.Empty() {
				other = true
			}
		}
	}
	return out, other
}

// split cuts a run of numbers where it starts again with 1. Columns side by side
// are read one after the other, but their numbers may go across (1 2 / 3 4): a
// run that is whole when it is sorted stays whole.
func split(run []place) [][]place {
	seen := map[int]bool{}
	again := false
	for _, p := range run {
		again = again || p.n == 1 && seen[1]
		seen[p.n] = true
	}
	if !again {
		return [][]place{run}
	}
	var out [][]place
	for i, p := range run {
		if i == 0 || p.n == 1 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

// leastRun is the number of entries from which numbers make a sequence.
const leastRun = 4

// sequence checks one sequence. What is missing or twice is only reported where
// the rest is in order: at most one in eight; gaps only where all numbers could
// be read.
func (s *subject) sequence(run []place, gaps bool) {
	if len(run) < leastRun {
		return
	}
	at := map[int][]place{}
	low, high := run[0].n, run[0].n
	for _, p := range run {
		at[p.n] = append(at[p.n], p)
		low, high = min(low, p.n), max(high, p.n)
	}
	if high-low+1 > 2*len(run) {
		return // no sequence, or hardly any of it
	}
	var missing, twice []int
	for n := low; n <= high; n++ {
		switch len(at[n]) {
		case 0:
			missing = append(missing, n)
		case 1:
		default:
			twice = append(twice, n)
		}
	}
	limit := max(1, len(run)/8)
	if len(missing) > limit || len(twice) > limit || low > 1 && len(missing) > 0 && len(run) < 2*leastRun {
		return
	}
	if !gaps {
		missing = nil
	}
	for _, n := range missing {
		before, next := n-1, n+1
		for len(at[before]) == 0 && before > low {
			before--
		}
		for len(at[next]) == 0 && next < high {
			next++
		}
		s.find(schema.CodeSeqGap,
			say("number %d is missing between %d and %d", n, before, next),
			say("序号%d和%d之间缺少%d", before, next, n),
			s.part.Evidence(at[next][0].at, at[before][0].at))
	}
	for _, n := range twice {
		if len(at[n]) > 2 {
			continue
		}
		s.find(schema.CodeSeqTwice,
			say("number %d stands twice", n),
			say("序号%d出现两次", n),
			s.part.Evidence(at[n][1].at, at[n][0].at))
	}
}
