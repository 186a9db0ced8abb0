package segment

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sure is the share of all likelihood that one way to cut must hold before
// Names calls it sure.
const sure = 0.95

// maxRunes is the longest stretch that Names and Persons look at; a cell or a
// line of names is far shorter.
const maxRunes = 20000

// letter is one character of a stretch that may belong to a name, and whether
// blanks stand before it.
type letter struct {
	r          rune
	start, end int
	gap        bool
}

// Names splits a stretch that holds nothing but names of persons, with
// separators or blanks between them or with nothing at all. Blanks inside a
// name (舒 敏) stay in its span. known holds names, without blanks, that the page
// uses elsewhere; they decide where several ways to cut are possible. ok is
// false when the stretch cannot be split surely: several ways are likely, or
// something in it is no name; the spans are then the best guess, or nil.
// Spans are in order and disjoint.
func Names(s string, known map[string]bool) (spans []Span, ok bool) {
	chunks, clean := layout(s)
	if len(chunks) == 0 {
		return nil, false
	}
	m := loaded()
	longest := 0
	for k := range known {
		longest = max(longest, utf8.RuneCountInString(k))
	}
	var lattices []*lattice
	gaps := false
	for _, c := range chunks {
		lt := m.newLattice(c, known, longest)
		if _, z := lt.run(habit{1, 1, 0.5, 0.5, 0.5}); math.IsInf(z, -1) {
			clean = false // no way to read it as names
			continue
		}
		lattices = append(lattices, lt)
		for _, l := range c {
			gaps = gaps || l.gap
		}
	}
	habits := habitsOf(len(chunks) > 1, gaps)
	bestHabit, bestScore := 0, math.Inf(-1)
	total := math.Inf(-1)
	for h, habit := range habits {
		score, all := math.Log(habit.share), math.Log(habit.share)
		for _, lt := range lattices {
			b, z := lt.run(habit)
			score += b
			all += z
		}
		total = logAdd(total, all)
		if score > bestScore {
			bestHabit, bestScore = h, score
		}
	}
	if len(lattices) == 0 {
		return nil, false
	}
	ok = clean
	odds := 3.0          // in favour of names: the caller thinks these are names
	mine := math.Inf(-1) // the weight of the chosen way under all habits
	paths := make([][]step, len(lattices))
	for i, lt := range lattices {
		lt.run(habits[bestHabit])
		paths[i] = lt.path()
		for _, st := range paths[i] {
			c := lt.c[st.from:st.to]
			spans = append(spans, Span{Start: c[0].start, End: c[len(c)-1].end})
			rs := plain(c)
			switch o := m.odds(rs); {
			case known[string(rs)]:
				odds += 5
			case o < -4 || dictionary().notName(rs):
				ok = false
			case m.word[string(rs)]: // a person may be called 高峰; a list of words is no list of names
				odds += min(o, 0) - 2
			default:
				odds += min(o, 5)
			}
		}
	}
	for _, habit := range habits {
		w := math.Log(habit.share)
		for i, lt := range lattices {
			w += lt.weigh(paths[i], habit)
		}
		mine = logAdd(mine, w)
	}
	return spans, ok && odds > 0 && mine-total >= math.Log(sure)
}

// layout cuts s at separators and bracketed remarks into chunks of letters.
// clean is false when s holds something that stands in no list of names.
func layout(s string) (chunks [][]letter, clean bool) {
	clean = true
	var c []letter
	flush := func() {
		if len(c) > 0 {
			chunks = append(chunks, c)
			c = nil
		}
	}
	if utf8.RuneCountInString(s) > maxRunes {
		return nil, false
	}
	gap := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n' || r == '\t' || strings.ContainsRune("、,，;；/|", r):
			flush()
			gap = false
		case unicode.IsSpace(r):
			gap = len(c) > 0
		case r == '(' || r == '（':
			end := closing(s, i)
			if end < 0 {
				clean = false
				break
			}
			if !remarks[strings.TrimSpace(s[i+n:end-1])] {
				clean = false
			}
			flush()
			gap = false
			i = end
			continue
		case r == '·' || r == '•' || r == '・' || r == '‧':
			c = append(c, letter{'·', i, i + n, false})
			gap = false
		case isHan(r):
			c = append(c, letter{r, i, i + n, gap})
			gap = false
		default:
			if !strings.ContainsRune("。.:：", r) {
				clean = false
			}
			flush()
			gap = false
		}
		i += n
	}
	flush()
	// 等 behind the last name belongs to none.
	if k := len(chunks) - 1; k >= 0 {
		c := chunks[k]
		if len(c) > 2 && c[len(c)-1].r == '等' {
			chunks[k] = c[:len(c)-1]
		}
	}
	return chunks, clean
}

// remarks are the bracketed remarks that stand behind names in lists of names.
var remarks = map[string]bool{"女": true, "男": true, "兼": true}

// maxBracket is the length in bytes of the longest remark in brackets: brackets
// that nobody closes must not make a long line slow.
const maxBracket = 600

// closing returns the byte behind the bracket that closes the one at i, -1
// when there is none.
func closing(s string, i int) int {
	depth := 0
	for j, r := range s[i:] {
		if j > maxBracket {
			break
		}
		switch r {
		case '(', '（':
			depth++
		case ')', '）':
			if depth--; depth == 0 {
				return i + j + utf8.RuneLen(r)
			}
		}
	}
	return -1
}

func plain(c []letter) []rune {
	rs := make([]rune, len(c))
	for i, l := range c {
		rs[i] = l.r
	}
	return rs
}

// habit is one way people write lists of names: how likely blanks are at each
// kind of place, and how likely a name follows another without a separator.
type habit struct {
	share    float64
	follow   float64 // weight of a name that follows another in the same chunk
	between  float64 // share of such borders that have blanks
	inSingle float64 // share of two-character names with blanks inside (舒 敏)
	inDouble float64 // share of the inner places of longer names with blanks
}

func habitsOf(separators, gaps bool) []habit {
	switch {
	case separators: // 、 between names; a border without one is a slip
		return []habit{
			{0.50, 0.004, 0.7, 0.90, 0.004},
			{0.40, 0.004, 0.7, 0.02, 0.004},
			{0.04, 1, 0.95, 0.90, 0.002}, // lines of names, blanks between
			{0.04, 1, 0.95, 0.02, 0.002},
			{0.02, 1, 0.05, 0.90, 0.002}, // lines of names, glued
		}
	case gaps:
		return []habit{
			{0.40, 1, 0.98, 0.90, 0.004}, // blanks between names, short names padded
			{0.30, 1, 0.98, 0.02, 0.004}, // blanks between names
			{0.25, 1, 0.05, 0.95, 0.002}, // glued, short names padded
			{0.05, 1, 0.20, 0.20, 0.01},  // no habit
		}
	}
	return []habit{{1, 1, 0.05, 0.05, 0.002}}
}

// lattice holds every stretch of a chunk that may be a name, with its weight,
// and the state of one run over it.
type lattice struct {
	c    []letter
	cand [][]candidate // by end
	link []int         // by end: runes of a word such as 和 that ends there, 0 if none
	best []float64     // by end: the weight of the best way to cut up to here
	sum  []float64     // by end: the weight of all ways together
	back []step        // by end: the last name of the best way
}

type candidate struct {
	from   int
	weight float64
	inner  int // inner places
	gaps   int // inner places with blanks
}

// step is one name of a way to cut.
type step struct {
	from, to int
	prev     int // where the name before it ends; less than from when 和 stands between
	weight   float64
}

const (
	logKnown = -3.0 // a name that the page uses elsewhere
	logLink  = -4.0 // 和 between two names
)

func (m *model) newLattice(c []letter, known map[string]bool, longestKnown int) *lattice {
	n := len(c)
	lt := &lattice{c: c, cand: make([][]candidate, n+1), link: make([]int, n+1),
		best: make([]float64, n+1), sum: make([]float64, n+1), back: make([]step, n+1)}
	rs := plain(c)
	reach := max(8, longestKnown)
	for to := 1; to <= n; to++ {
		gaps, dots := 0, false
		for from := to - 1; from >= 0; from-- {
			size := to - from
			if dots = dots || rs[from] == '·'; size > reach && (!dots || size > 20) {
				break
			}
			if size >= 2 {
				w := m.name(rs[from:to])
				if len(known) > 0 && known[string(rs[from:to])] {
					w = max(w, logKnown)
				} else if w > impossible/2 && m.word[string(rs[from:to])] {
					w -= 6
				}
				if w > impossible/2 {
					lt.cand[to] = append(lt.cand[to], candidate{from, w, size - 1, gaps})
				}
			}
			if c[from].gap {
				gaps++
			}
		}
		switch {
		case to < 2:
		case strings.ContainsRune("和与及", rs[to-1]):
			lt.link[to] = 1
			if rs[to-1] == '及' && rs[to-2] == '以' {
				lt.link[to] = 2
			}
		}
	}
	return lt
}

// run fills best, sum and back under one habit and returns the weights of the
// best way and of all ways to cut the whole chunk.
func (lt *lattice) run(h habit) (best, sum float64) {
	n := len(lt.c)
	lt.best[0], lt.sum[0] = 0, 0
	for to := 1; to <= n; to++ {
		lt.best[to], lt.sum[to] = math.Inf(-1), math.Inf(-1)
		for _, k := range lt.cand[to] {
			w := k.weight + inner(k, h)
			try := func(prev int, w float64) {
				if prev > 0 {
					w += lt.border(prev, k.from, h)
				}
				if lt.best[prev]+w > lt.best[to] {
					lt.best[to] = lt.best[prev] + w
					lt.back[to] = step{k.from, to, prev, k.weight}
				}
				lt.sum[to] = logAdd(lt.sum[to], lt.sum[prev]+w)
			}
			try(k.from, w)
			if l := lt.link[k.from]; l > 0 && k.from > l {
				try(k.from-l, w)
			}
		}
	}
	return lt.best[n], lt.sum[n]
}

// border weighs what stands between a name that ends at prev and one that
// starts at from.
func (lt *lattice) border(prev, from int, h habit) float64 {
	w := 0.0
	if prev < from {
		w = logLink
	} else {
		w = math.Log(h.follow)
	}
	if lt.c[from].gap || lt.c[prev].gap {
		return w + math.Log(h.between)
	}
	if prev < from {
		return w
	}
	return w + math.Log(1-h.between)
}

// inner weighs the blanks inside a name.
func inner(k candidate, h habit) float64 {
	p := h.inDouble
	if k.inner == 1 {
		p = h.inSingle
	}
	return float64(k.gaps)*math.Log(p) + float64(k.inner-k.gaps)*math.Log(1-p)
}

// path returns the best way of the last run, in order; nil when there is none.
func (lt *lattice) path() []step {
	to := len(lt.c)
	if math.IsInf(lt.best[to], -1) {
		return nil
	}
	var out []step
	for to > 0 {
		out = append(out, lt.back[to])
		to = lt.back[to].prev
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// weigh returns the weight of one way to cut the chunk under a habit.
func (lt *lattice) weigh(path []step, h habit) float64 {
	w := 0.0
	for _, st := range path {
		for _, k := range lt.cand[st.to] {
			if k.from == st.from {
				w += k.weight + inner(k, h)
			}
		}
		if st.prev > 0 {
			w += lt.border(st.prev, st.from, h)
		}
	}
	return w
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
