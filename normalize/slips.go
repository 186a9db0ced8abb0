package normalize

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/text"
)

// slips repairs what mirror sites broke by working on GBK text byte by byte.
//
// Their program searches the bytes for characters and sets a note of the
// reading behind each, and searches for punctuation and cuts there, without
// asking whether the two bytes that it found belong together. So the note, or
// the cut, may come between the two bytes of a character. The byte before it
// then has no partner and is shown as "?" (with the bracket of the note, which
// it swallowed), and the byte behind is read with its neighbour, and so on, one
// byte late, until a character whose second byte is an ASCII letter brings the
// reading back into step, or the next note or cut does:
//
//	學校“結對    is        8C57 D0A3 A1B0 BD59 8CA6
//	cut at A3A1:  8C57 D0|A3A1 B0BD 59 8CA6        reads  學?！敖Y對
//	海域學校      is        BAA3 D3F2 8C57 D0A3
//	F28C is 驅:   BAA3 D3F2 8C(qū)57 D0A3           reads  海域?qū)W校
//
// Pairs that are read late are often in the user-defined areas of GBK, and such
// pairs leave nothing on the page. Dumps have their full-width forms folded,
// which must be undone first (! is ！ again, A3A1).
//
//	學?!敖Y對  ->  學校“結對
//	海域?qū)W校  ->  海域學校
//
// The repair is a search (see [search]). From a "?" on, every lost byte, every
// vanished pair and every way back into step that the bytes allow is a guess;
// guesses are scored by how well they read, with some characters of the line on
// both sides. The best is taken when it beats the line as it stands by far: by
// more than any line does that is not damaged. What it says is taken as far as it
// can be known: where a rival says something else that reads nearly as well, and
// where a byte was guessed and the character stands in no word with others that
// are known, U+FFFD takes its place, which is damage. So the rest of the line is
// repaired, and names are not guessed. A cell that holds nothing but a label is
// too short for this and is looked up instead (see [label]).
//
//	全縣確?!叭壜搫印甭涞綄嵦帯?  ->  全縣確保“\uFFFD聯動”落到實處\uFFFD
//
// On a page that has slips for certain, or many places that look like slips, every
// place that looks like one is one; the step is then called [Losses], so that
// whoever folds a quote can tell. What is left damaged, and every question
// mark that something follows without a blank, is damage too and is marked; the
// page alone knows that, so a quote keeps it. Where a place only looks like one,
// the other question marks are told and left, if they are not [questions].
// Elsewhere all is left alone: a question mark is usually a question mark.
//
// A slip is one edit, with as many neighbours as its reading depends on, so
// whoever quotes a part of it quotes enough to repair it again.
func slips(t text.Text, j *job) text.Text {
	s := t.String()
	at := strings.IndexByte(s, '?')
	if at < 0 {
		return t
	}
	if j.quote {
		if with := likelyLabel(s); with != "" {
			w := t.Rewrite("slips")
			w.Replace(len(s), with)
			return w.Done()
		}
	}
	z := newSearch(j.script)
	z.lossy = j.lossy
	edits, damage, seen, certain := z.scan(s, at)
	if !j.quote && (certain >= slippery || many(s, len(seen))) {
		certain = slippery
		again := newSearch(j.script)
		again.known = z.known
		z = again
		z.lossy, j.lossy = true, true
		edits, damage, seen, _ = z.scan(s, at)
	}
	if certain >= slippery && !j.quote {
		damage = append(damage, suspicious(s, seen)...)
		edits, damage = masked(s, edits, damage)
	} else if !j.quote && len(seen)*questions >= strings.Count(s, "?") {
		damage = append(damage, suspicious(s, seen)...) // told, and left as it is
	}
	if len(edits) > 0 {
		w := t.Rewrite("slips")
		longer := 0 // than s, up to here
		var holes []Damage
		for _, e := range edits {
			w.KeepTo(e.start)
			w.Replace(e.end-e.start, e.with)
			for i, h := range e.holes {
				d := Damage{text.Span{Start: e.start + longer + h, End: e.start + longer + h + holeLen}, lostBytes}
				if e.message != "" && i == 0 {
					d.Message = e.message
				}
				holes = append(holes, d)
			}
			longer += len(e.with) - (e.end - e.start)
		}
		t = w.Done()
		for i := range damage {
			damage[i].Span = t.Forward(damage[i].Span)
		}
		damage = append(damage, holes...)
	}
	slices.SortStableFunc(damage, func(a, b Damage) int { return a.Span.Start - b.Span.Start })
	j.damage = damage
	return t
}

// scan finds the slips of s, none of which starts before byte at: the edits that
// repair some, what is damaged, where all of them are, repaired or not, and how
// many are certain.
func (z *search) scan(s string, at int) (edits []slip, damage []Damage, seen []text.Span, certain int) {
	for {
		lo, hi := segment(s, at)
		found := z.line(s[lo:hi], at-lo)
		for _, e := range z.extents(s[lo:hi], found) {
			e.start, e.end = lo+e.start, lo+e.end
			edits = append(edits, e)
		}
		for _, f := range found {
			d := text.Span{Start: lo + f.start, End: lo + f.end}
			if !f.last {
				seen = append(seen, d)
			}
			if f.certain {
				certain++
			}
			switch {
			case f.last:
				damage = append(damage, Damage{d, tooMany})
			case !f.sure:
				damage = append(damage, Damage{d, lostBytes})
			}
		}
		if at = strings.IndexByte(s[hi:], '?'); at < 0 {
			break
		}
		at += hi
		if z.budget == 0 {
			if len(found) == 0 || !found[len(found)-1].last {
				damage = append(damage, Damage{text.Span{Start: at, End: at + 1}, tooMany})
			}
			break
		}
	}
	return edits, damage, seen, certain
}

// masked turns places of a page with slips that are left damaged into edits: what
// stands there is not what the author wrote, so U+FFFD stands there, or the one
// label that a cell can have been.
func masked(s string, edits []slip, damage []Damage) ([]slip, []Damage) {
	var left []Damage
	done := 0 // the end of the last cell that was taken for a label
	for _, d := range damage {
		edited := func(from, to int) bool {
			return slices.ContainsFunc(edits, func(e slip) bool { return from < e.end && e.start < to })
		}
		if d.Span.Start < done {
			continue
		}
		if lo, hi := segment(s, d.Span.Start); d.Message != tooMany && !edited(lo, hi) {
			if with := likelyLabel(s[lo:hi]); with != "" {
				edits = append(edits, slip{start: lo, end: hi, with: with})
				done = hi
				continue
			}
		}
		if d.Message == tooMany || edited(d.Span.Start, d.Span.End) {
			left = append(left, d)
			continue
		}
		edits = append(edits, slip{start: d.Span.Start, end: d.Span.End, with: string(hole), holes: []int{0}, message: d.Message})
	}
	slices.SortFunc(edits, func(a, b slip) int { return a.start - b.start })
	return edits, left
}

const (
	mayBeLost = "the page lost bytes elsewhere, and this may be a place where it did"
	lostBytes = "bytes of the text were lost here, and what they were is not sure"
	tooMany   = "the page has more places like this than are looked at; from here on they are left as they are"
)

// slippery is the number of slips from which on a page is known to have them.
const slippery = 2

// many reports whether n places of s that look like slips, none of them for
// certain, show together that the page has slips: three at least, half of its
// question marks, and one in a thousand hanzi.
func many(s string, n int) bool {
	return n >= 3 && n*2 >= strings.Count(s, "?") && n*1000 >= hanzi(s)
}

// questions is the number of question marks for each place that looks like a slip,
// none of them for certain, up to which the others are told, too. Where there are
// more, the author asks, and one of the questions looks odd.
const questions = 50

// suspicious returns the places of a page with slips where a question mark stands
// before something in its line, and is hardly one: what follows up to a character
// that brings the reading back into step may be read late. The slips that were
// seen are left out.
func suspicious(s string, seen []text.Span) []Damage {
	var out []Damage
	for i := 0; i < len(s); i++ {
		if s[i] != '?' {
			continue
		}
		for len(seen) > 0 && seen[0].End <= i {
			seen = seen[1:]
		}
		if len(seen) > 0 && seen[0].Start <= i {
			i = seen[0].End - 1
			continue
		}
		_, hi := segment(s, i)
		end := i + 1
		for end < hi {
			r, size := utf8.DecodeRuneInString(s[end:])
			if r < 0x40 && r != '?' {
				break
			}
			end += size
			if r < 0x80 {
				break
			}
		}
		if end > i+1 {
			out = append(out, Damage{text.Span{Start: i, End: end}, mayBeLost})
		}
		i = end - 1
	}
	return out
}

// segment returns the borders of the line or cell that byte i stands in.
func segment(s string, i int) (lo, hi int) {
	lo, hi = i, i
	for lo > 0 && !border(s, lo-1) {
		lo--
	}
	for hi < len(s) && !border(s, hi) {
		hi++
	}
	return lo, hi
}

// slip is what was found at a "?".
type slip struct {
	start, end int    // of the line
	need       int    // the reading takes the line from here on; at most start
	with       string // what stood there, with U+FFFD for what cannot be known
	holes      []int  // the places of these marks in it
	certain    bool   // it is one
	asks       bool   // it may be a question mark, see settle
	sure       bool   // it may be repaired
	last       bool   // no slip: the search gave up here
	message    string // of the damage that a hole is, where it is special
}

// line finds the slips of one line or cell, none of which starts before byte at.
func (z *search) line(s string, at int) []slip {
	if with := label(s); with != "" && at < len(s) {
		return []slip{{end: len(s), with: with, certain: true, sure: true}}
	}
	var found []slip
	before := tail("", s[:at]) // the end of the line up to at, repaired
	lost := -1                 // the end of the last "?" that was not repaired
	for at < len(s) {
		i := strings.IndexByte(s[at:], '?')
		if i < 0 {
			break
		}
		before = tail(before, s[at:at+i])
		at += i
		if z.budget == 0 {
			return append(found, slip{start: at, end: at + 1, need: at, last: true})
		}
		f, ok := z.slip(before, s[at:])
		if !ok {
			before = tail(before, "?")
			at++
			lost = at
			continue
		}
		// So near behind another, who knows what is in step.
		f.sure = f.sure && (lost < 0 || at-lost > 9)
		f.start, f.end, f.need = at, at+f.end, at-f.need
		if n := len(found); n > 0 && f.need < found[n-1].end {
			// What it needs was repaired itself, and has another length.
			f.need = found[n-1].need
		}
		found = append(found, f)
		if f.sure {
			before = tail(before, f.with)
		} else {
			before = tail(before, s[at:f.end])
			lost = f.end
		}
		at = f.end
	}
	return found
}

// tail returns the end of a followed by b that a search may look at.
func tail(a, b string) string {
	if len(b) >= leftBytes {
		return b[len(b)-leftBytes:]
	}
	if n := len(a) + len(b) - leftBytes; n > 0 {
		a = a[n:]
	}
	return a + b
}

// leftBytes holds as many units as context names, with their notes.
const leftBytes = 120

// extents turns the sure slips of a line into edits. Each takes in as many of
// its neighbours as it takes to find the same repair in the edit's own stretch
// alone, up to some fifty on either side; edits that meet are one.
func (z *search) extents(s string, found []slip) []slip {
	budget := z.budget
	defer func() { z.budget = budget }()
	z.budget = maxSearches // for each line anew; these searches follow from those that found something
	var out []slip
	for k := 0; k < len(found); k++ {
		if !found[k].sure {
			continue
		}
		e := slip{start: found[k].need, end: found[k].end}
		for grow := 0; grow < 32; grow = grow*2 + 1 {
			e.start, e.end = back(s, e.start, grow), forth(s, e.end, grow)
			e.start, e.end = whole(e.start, e.end, found)
			if n := len(out); n > 0 && e.start < out[n-1].end {
				e.start, e.end = min(e.start, out[n-1].start), max(e.end, out[n-1].end)
			}
			e.with, e.holes = replace(s, e.start, e.end, found)
			if z.stable(s, e, found) {
				break
			}
		}
		for len(out) > 0 && e.start < out[len(out)-1].end {
			out = out[:len(out)-1]
		}
		out = append(out, e)
		for k+1 < len(found) && found[k+1].start < e.end {
			k++
		}
	}
	return out
}

// whole widens a stretch so that it holds every sure slip that it touches.
func whole(a, b int, found []slip) (int, int) {
	for _, f := range found {
		if f.sure && f.need < b && a < f.end {
			a, b = min(a, f.need), max(b, f.end)
		}
	}
	return a, b
}

// stable reports whether the stretch e of s is repaired in the same way when it
// stands alone, and with some of its neighbours on either side: a quote may
// begin and end with any of them.
func (z *search) stable(s string, e slip, found []slip) bool {
	lastA, lastB := -1, -1
	for _, more := range [][2]int{{0, 0}, {0, 1}, {2, 0}, {0, 3}, {1, 1}, {4, 0}, {4, 4}} {
		a, b := back(s, e.start, more[0]), forth(s, e.end, more[1])
		a, b = whole(a, b, found) // as a quote does
		if a == lastA && b == lastB {
			continue
		}
		lastA, lastB = a, b
		alone, _ := replace(s[a:b], 0, b-a, z.line(s[a:b], 0))
		if here, _ := replace(s, a, b, found); alone != here {
			return false
		}
	}
	return true
}

// replace returns s[start:end] with the sure slips in it repaired, and the places
// of what cannot be known in it.
func replace(s string, start, end int, found []slip) (string, []int) {
	var out strings.Builder
	var holes []int
	for _, f := range found {
		if f.sure && start <= f.start && f.end <= end {
			out.WriteString(s[start:f.start])
			for _, h := range f.holes {
				holes = append(holes, out.Len()+h)
			}
			out.WriteString(f.with)
			start = f.end
		}
	}
	out.WriteString(s[start:end])
	return out.String(), holes
}

// back returns the start of the n-th unit before byte i of s.
func back(s string, i, n int) int {
	if n == 0 {
		return i
	}
	from := max(0, i-(n+2)*20)
	list := cutUnits(nil, s[:i], from, n*20)
	if len(list) <= n {
		return from
	}
	return list[len(list)-n].start
}

// forth returns the end of the n-th unit from byte i of s on.
func forth(s string, i, n int) int {
	list := cutUnits(nil, s, i, n)
	if len(list) == 0 {
		return i
	}
	return list[len(list)-1].end
}
