package normalize

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// search reads lines with slips. It keeps its memory from one slip to the next
// and has a budget, so that no page can take forever.
//
// A search goes over the line unit by unit, a unit being one character as it is
// shown. It begins with one guess, that the lead byte of a character is lost,
// and drives all guesses over each unit at once, keeping the best. A guess is
// either in step, and reads units as they stand, or late: then a lead byte waits,
// and takes the first byte of the next unit for its partner; the second byte
// waits in turn.
//
// Guesses in the same state (see [state]) go on alike, so of those the best is
// kept, and it is noted by how much the others were behind and what they said:
// whatever the line is read to say in the end is as sure as the nearest rival is
// far (see [search.agreed]).
type search struct {
	tables *slipTables
	chain  []link
	units  []unit
	left   []unit
	now    []guess
	next   []guess
	order  []int32
	top    float32 // best score among next
	same   map[state]int
	lost   []rival // those that were given up for a better one in the same state
	gap    float32 // by how much the best rival is behind that goes on at the end of the line
	ours   []int32
	theirs []int32
	budget int  // so many searches may still be made
	lossy  bool // the page has so many places that look like slips that all of them are
	// foreign is the side of characters that the page's script has not (see
	// sides); 0: not known.
	foreign uint8
	// known are the slips that were looked at, by the text before them that counts
	// and their first unit; nil: they are not kept. The same slip is searched again
	// and again with more or less of its line around it.
	known map[string][]looked
	kept  int // of them, at most maxKnown
}

// looked is what a search said of a slip.
type looked struct {
	left  []unit // the units before it, their places counted from its start
	units []unit // those from there on that were looked at
	over  bool   // more units behind them change nothing
	slip  slip
	found bool
}

// at is a unit with its places counted from byte i on.
func (u unit) at(i int) unit {
	u.start, u.end, u.body = u.start-i, u.end-i, u.body-i
	return u
}

// recall returns what was said of the slip at list[0] behind the units z.left,
// which end at byte end of their text.
func (z *search) recall(key string, list []unit, end int) (slip, bool, bool) {
	for _, k := range z.known[key] {
		n := len(k.units)
		if len(list) < n || !k.over && len(list) > n || len(k.left) != len(z.left) || !slices.Equal(k.units, list[:n]) {
			continue
		}
		same := true
		for i := range k.left {
			same = same && k.left[i] == z.left[i].at(end)
		}
		if same {
			return k.slip, k.found, true
		}
	}
	return slip{}, false, false
}

// unit is one character as it is shown, with the notes behind it.
type unit struct {
	start, end int
	body       int    // where the notes begin
	r          rune   // the character
	plain      uint16 // as the word list has it
	pair       uint16 // its two bytes in GBK, widened if it is ASCII; 0: none
	note       note   // the note behind it
	torn       note   // of a "?": the note whose bracket it swallowed
	inner      note   // of a character whose second byte is the first letter of a note: that note
}

// trail returns the byte that u is when it stands alone and can be the second
// of a pair, or 0. A byte of 80 alone is shown as €.
func (u *unit) trail() uint8 {
	switch {
	case u.r >= 0x40 && u.r < 0x7F:
		return uint8(u.r)
	case u.r == '€':
		return 0x80
	}
	return 0
}

// guess is one hypothesis about the line up to some unit.
type guess struct {
	reader
	extra    float32 // what its assumptions cost
	text     int32   // its last character, in search.chain
	whole    int32   // the same when the slip was over
	ended    int16   // units read when the slip was over; 0: it is not
	loose    bool    // an end was not at a mark: something else was swallowed there
	lead     uint8   // the byte that waits; 0: none does
	open     uint8   // the byte before the one that waits, which is lost with it; anyByte: not even that is known
	vanished uint8   // pairs
}

func (g *guess) late() bool { return g.lead|g.open != 0 }

func (g *guess) score() float32 { return g.best + g.extra }

// link is one character of a guess and the one before.
type link struct {
	char  uint16
	guess bool // one of its bytes is not on the page
	prev  int32
	// By how much the best rival that says something else here, or says that
	// more stood before it, was behind.
	doubt, gap float32
}

// noRival is the doubt of a link that no rival contradicts.
const noRival = 99

const anyByte = 1 // no byte of GBK beyond ASCII

// wideBracket is （ in GBK. A note behind one that is read late begins within a
// character: 符合（hé） is 希╤é） when a byte before it is lost.
const wideBracket = 0xA3A8

// hole stands in a guess for a character of which nothing is left, and in the
// text for whatever cannot be known.
const hole = '\uFFFD'

// holeLen is its length in bytes.
const holeLen = 3

// maxNote is the length of the longest note, in bytes.
const maxNote = 24

const (
	maxUnits    = 72   // the longest stretch that is looked at
	context     = 6    // units on either side that help to decide
	beam        = 64   // guesses kept at each unit
	near        = 14   // and none that is so much worse than the best
	vanishFrom  = 16   // so many of the best may assume a vanished pair
	againFrom   = 3    // so many of the best may begin another slip
	maxVanished = 12   // pairs in one slip
	maxSearches = 2000 // on one page; no real page has a tenth of it
	maxKnown    = 1000 // slips whose reading is kept

	costStart  = -2   // a slip begins
	costLeast  = -3   // no character costs less
	costPlace  = -3   // a slip begins where mirror sites do not cut
	costVanish = 0    // a pair vanished: one in seven does
	costHole   = -10  // a character of which nothing is left: one in seven, and what it would have cost to read
	costLast   = -5   // the same at the end of a slip
	costLoose  = -4   // back in step at something else than a mark
	costMark   = -1   // the slip passes a mark; all that were seen end at the first one
	costWide   = -3   // a full-width letter or digit
	costScript = -5   // a character of the other script
	costRare   = -4   // the note is that of a rare character
	costTone   = -7   // the note has another tone
	costNote   = -22  // a note that reads nothing
	sureGain   = 28   // over the line as it stands, to be repaired
	markGain   = 16   // the same where the slip begins before a mark that mirror sites cut at
	seenGain   = 14   // the same, to be taken for a slip at all
	minGain    = 8    // the same where half a note stands
	minLead    = 2.75 // over the next best reading
	leadLong   = 2    // the same for a guess in a word of three or four
	leadShort  = 4    // the same for a guess that is a mark, or in a word of two
	leadGap    = 4    // over the next best that says that more stood there
	longSlip   = 10   // characters; in a longer slip what stands in no word and is no name is not sure
	farBehind  = 6    // a rival so far behind is none
)

func newSearch(script Script) *search {
	z := &search{budget: maxSearches, same: map[state]int{}, known: map[string][]looked{}}
	switch script {
	case Hans:
		z.foreign = onlyHant
	case Hant:
		z.foreign = onlyHans
	}
	return z
}

// slip looks at the "?" that rest starts with; before is the line up to there.
// It reports false when the question mark is just that. Else the slip's end is
// that in rest, and need says how many bytes before it are needed to read it.
func (z *search) slip(before, rest string) (slip, bool) {
	if !z.suspect(rest) {
		return slip{}, false
	}
	z.budget--
	z.units = cutUnits(z.units[:0], rest, 0, maxUnits)
	list := z.units
	z.left = lastUnits(z.left[:0], before)
	if z.known == nil {
		out, found, _, _ := z.look(before, list)
		return z.settle(out), found
	}
	key := rest[:list[0].end]
	if len(z.left) > 0 {
		key = before[z.left[0].start:] + key
	}
	if out, found, ok := z.recall(key, list, len(before)); ok {
		return z.settle(out), found
	}
	out, found, n, over := z.look(before, list)
	k := looked{units: slices.Clone(list[:n]), over: over, slip: out, found: found}
	for _, u := range z.left {
		k.left = append(k.left, u.at(len(before)))
	}
	if z.kept++; z.kept > maxKnown {
		clear(z.known)
		z.kept = 1
	}
	z.known[key] = append(z.known[key], k)
	return z.settle(out), found
}

// settle says of a slip that may be a question mark whether it is one, and may be
// repaired.
func (z *search) settle(f slip) slip {
	if f.asks {
		f.certain = f.certain || z.lossy
		f.sure = f.sure && f.certain
	}
	return f
}

// look is slip for the units of rest, behind those of z.left at the end of before.
// It also says how many of the units it looked at, and whether what it says is the
// same whatever more units follow these. What it says does not depend on z.lossy.
func (z *search) look(before string, list []unit) (out slip, found bool, seen int, over bool) {
	if z.tables == nil {
		z.tables = slipData()
	}
	seen = len(list)
	z.lost, z.gap = z.lost[:0], noRival
	z.chain = append(z.chain[:0], link{})
	start := guess{reader: begin()}
	for _, u := range z.left {
		z.say(&start, uint16(u.r), false)
	}
	asIs := start
	asIs.text = 0
	z.keep(&asIs, &list[0])
	asIs.ended, asIs.whole = 1, asIs.text
	z.next = z.next[:0]
	z.top = -1e9
	start.text = 0
	first := 0
	if len(z.left) > 0 {
		first = int(z.left[len(z.left)-1].pair & 0xFF)
		z.chain[0].char = uint16(z.left[len(z.left)-1].r)
	}
	z.begin(&start, &list[0], uint8(first), len(list) > 1 && cutMark(list[1].plain))
	damaged := list[0].torn.tone > 0
	hopeless := slip{end: list[0].body, certain: damaged}
	if len(z.next) == 0 {
		return hopeless, damaged, seen, false
	}
	z.push(&asIs)
	z.prune()
	for n := 1; n < len(list); n++ {
		if over = z.over(n); over {
			seen = n + 1 // one more than was read tells whether a mark comes next
			break
		}
		u := &list[n]
		last := n+1 == len(list) && len(list) < maxUnits
		mark := last || n+1 < len(list) && (cutMark(list[n+1].plain) || list[n+1].r == '、')
		for k := range z.now {
			g := &z.now[k]
			if g.late() {
				z.partner(g, u, n, mark, last)
				continue
			}
			h := *g
			z.keep(&h, u)
			z.push(&h)
			if u.r == '?' && (u.torn.len > 0 || k < againFrom) {
				z.begin(g, u, uint8(z.tables.gbk.encode[z.chain[g.text].char]), !last && n+1 < len(list) && cutMark(list[n+1].plain))
			}
		}
		// Last, when it is known what the other guesses come to.
		for k := range z.now[:min(len(z.now), vanishFrom)] {
			if g := &z.now[k]; g.lead != 0 && g.vanished < maxVanished {
				z.vanish(g, u, n, mark, last)
			}
		}
		z.keep(&asIs, u)
		z.prune()
	}
	var best *guess
	for k := range z.now {
		if g := &z.now[k]; g.ended > 0 && !(g.late() && len(list) < maxUnits && !z.over(len(list))) {
			best = g
			break
		}
	}
	least := float32(minGain)
	if !damaged {
		least = seenGain
	}
	if best == nil || best.ended == 1 || best.score() < asIs.score()+least {
		return hopeless, damaged, seen, over
	}
	out = slip{end: list[best.ended-1].body}
	out.with, out.holes, out.sure = z.agreed(best)
	out.certain = true
	if list[0].torn.len == 0 {
		least = sureGain
		if cutMark(list[1].plain) {
			least = markGain
		}
		out.certain, out.asks = best.score() >= asIs.score()+least, true
	}
	if list[0].torn.len > 0 { // the note takes the character before
		out.need = len(before) - z.left[len(z.left)-1].start
	}
	return out, true, seen, over
}

// state is what decides how a guess goes on. Of guesses in the same state the
// best is kept.
type state struct {
	last       [maxWord - 1]uint16
	lead, open uint8
	ended      int16
}

// rival is a guess that reads nearly as well as another: their last characters,
// and by how much it is behind.
type rival struct {
	kept, given int32
	behind      float32
}

// contest notes at the characters of a guess where a rival that is behind by so
// much says something else; a and b are their last characters.
func (z *search) contest(a, b int32, behind float32) {
	if behind > farBehind {
		return
	}
	own, other := z.ours[:0], z.theirs[:0]
	for a != b {
		if a > b { // the later link cannot be the one they share
			own = append(own, a)
			a = z.chain[a].prev
		} else {
			other = append(other, b)
			b = z.chain[b].prev
		}
	}
	z.ours, z.theirs = own, other
	to, from := 0, 0 // both lists run backwards
	for to < min(len(own), len(other)) && z.alike(own[to], other[to]) {
		to++
	}
	for from < min(len(own), len(other))-to && z.alike(own[len(own)-1-from], other[len(other)-1-from]) {
		from++
	}
	switch {
	case len(own) == len(other):
	case to > 0:
		l := &z.chain[own[to-1]]
		l.gap = min(l.gap, behind)
	default:
		z.gap = min(z.gap, behind)
	}
	for i := to; i < len(own)-from; i++ {
		if len(own) == len(other) && z.alike(own[i], other[i]) {
			continue
		}
		l := &z.chain[own[i]]
		l.doubt = min(l.doubt, behind)
	}
}

// alike reports whether two characters of guesses are the same when read.
func (z *search) alike(a, b int32) bool {
	return z.tables.plain[z.chain[a].char] == z.tables.plain[z.chain[b].char]
}

// prune makes next the guesses that go on.
func (z *search) prune() {
	z.order = z.order[:0]
	for k := range z.next {
		if z.next[k].score() > z.top-near {
			z.order = append(z.order, int32(k))
		}
	}
	slices.SortFunc(z.order, func(a, b int32) int {
		if c := cmp.Compare(z.next[b].score(), z.next[a].score()); c != 0 {
			return c
		}
		return int(a - b)
	})
	z.now = z.now[:0]
	clear(z.same)
	for _, k := range z.order {
		g := &z.next[k]
		at := state{g.last, g.lead, g.open, g.ended}
		if first, ok := z.same[at]; ok {
			if behind := z.now[first].score() - g.score(); behind <= farBehind {
				z.lost = append(z.lost, rival{z.now[first].text, g.text, behind})
			}
			continue
		}
		if len(z.now) < beam {
			z.same[at] = len(z.now)
			z.now = append(z.now, *g)
		}
	}
	z.next = z.next[:0]
	z.top = -1e9
}

// over reports whether more context cannot change anything: the best guess
// came into step long ago, and all that are near did.
func (z *search) over(n int) bool {
	if len(z.now) == 0 {
		return true
	}
	best := &z.now[0]
	if best.ended == 0 || n-int(best.ended) < context {
		return false
	}
	for k := range z.now {
		g := &z.now[k]
		if g.score() < best.score()-9.5 {
			break
		}
		if g.ended == 0 {
			return false
		}
	}
	return true
}

func (z *search) push(g *guess) {
	if s := g.score(); s > z.top-near {
		z.top = max(z.top, s)
		z.next = append(z.next, *g)
	}
}

// say reads one more character; guessed says that one of its bytes is not on
// the page.
func (z *search) say(g *guess, char uint16, guessed bool) {
	g.read(z.tables.words, z.tables.plain[char])
	if z.foreign != 0 && z.tables.side[char] == z.foreign {
		g.extra += costScript
	}
	if char >= 0xFF10 && word(byte(z.tables.plain[char])) && char <= 0xFF5E {
		g.extra += costWide
	}
	z.chain = append(z.chain, link{char: char, prev: g.text, guess: guessed, doubt: noRival, gap: noRival})
	g.text = int32(len(z.chain) - 1)
}

// keep reads u as it stands.
func (z *search) keep(g *guess, u *unit) {
	g.read(z.tables.words, u.plain)
	z.chain = append(z.chain, link{char: uint16(u.r), prev: g.text, doubt: noRival, gap: noRival})
	g.text = int32(len(z.chain) - 1)
	if u.torn.len > 0 || u.inner.len > 0 || u.note.len > 0 && !(han(u.r) && u.note.reads(u.r)) {
		g.extra += costNote
	}
}

// begin adds the guesses that a slip begins at u, a "?". trail is the second
// byte of the character before; atMark says that what comes next looks like a
// mark that mirror sites cut at.
func (z *search) begin(g *guess, u *unit, trail uint8, atMark bool) {
	if u.torn.len == 0 {
		h := *g
		h.open = anyByte
		h.extra += costStart
		z.push(&h)
		if !atMark {
			// The first pair may have vanished: of one character nothing is left.
			z.hole(&h)
			z.push(&h)
		}
		return
	}
	// The note is that of the character which trail makes with the lost byte.
	for _, r := range z.tables.read[u.torn.bare] {
		if uint8(r.pair>>8) == trail && uint8(r.pair) > 0x80 {
			h := *g
			h.lead = uint8(r.pair)
			if u.torn.tone != 0 && r.tones>>u.torn.tone&1 == 0 {
				h.extra += costTone
			}
			if r.rare {
				h.extra += costRare
			}
			z.push(&h)
		}
	}
}

// hole reads a character of which nothing is left.
func (z *search) hole(g *guess) {
	z.chain = append(z.chain, link{char: hole, prev: g.text, guess: true, doubt: noRival, gap: noRival})
	g.text = int32(len(z.chain) - 1)
	g.unread()
	g.extra += costHole
}

// partner adds every way in which the waiting byte of g finds its partner in u.
// mark says whether a mark that mirror sites cut at comes next, or the end of
// the line; last, that it is the end of the line.
func (z *search) partner(g *guess, u *unit, n int, mark, last bool) {
	t := z.tables
	lead := g.lead == wideBracket>>8 || g.lead == 0 && g.open > anyByte && t.gbk.char(g.open, wideBracket>>8) == 0
	if c := z.chain[g.text].char; u.inner.len > 0 && lead && c != hole && u.inner.reads(rune(c)) {
		// The bracket is a wide one, and the note that of the character before: back
		// in step behind it, and the note goes.
		h := *g
		z.ends(&h, n)
		return
	}
	for pair := u.pair; pair != 0 && u.torn.len == 0; pair = otherPair(pair) {
		first, second := uint8(pair>>8), uint8(pair)
		if second < 0x81 {
			continue
		}
		var cost float32
		if u.note.len > 0 && !u.note.reads(u.r) {
			cost = costNote
		}
		z.each(g, first, func(lead uint8) {
			h := *g
			h.lead, h.open = second, 0
			h.extra += cost
			z.say(&h, t.gbk.char(lead, first), g.open != 0)
			if g.open == anyByte {
				if !cutMark(u.plain) {
					h.extra += costPlace
				}
			} else if cutMark(t.plain[t.gbk.char(lead, first)]) {
				h.extra += costMark
			}
			z.push(&h)
		})
	}
	if trail := u.trail(); trail != 0 {
		z.each(g, trail, func(lead uint8) {
			c := t.gbk.char(lead, trail)
			h := *g
			if u.note.len > 0 && !u.note.reads(rune(c)) {
				h.extra += costNote
			}
			z.say(&h, c, g.open != 0)
			z.ends(&h, n)
		})
	}
	if u.r != '?' {
		return
	}
	if u.torn.len > 0 {
		alike := 0
		for _, r := range t.read[u.torn.bare] {
			if uint8(r.pair>>8) == g.lead && !r.rare {
				alike++
			}
		}
		for _, r := range t.read[u.torn.bare] {
			lead := uint8(r.pair >> 8)
			if lead != g.lead && (g.open == 0 || g.open != anyByte && t.gbk.char(g.open, lead) != 0) {
				continue
			}
			h := *g
			if u.torn.tone != 0 && r.tones>>u.torn.tone&1 == 0 {
				h.extra += costTone
			}
			z.say(&h, t.gbk.char(lead, uint8(r.pair)), alike != 1)
			z.ends(&h, n)
		}
		return
	}
	if g.open != 0 {
		// The pair before vanished, and this byte is the end of a character that
		// began in it: nothing is left of that.
		h := *g
		if !mark {
			h.loose = h.loose || h.ended == 0
		}
		z.hole(&h)
		h.extra += costLast - costHole
		z.ends(&h, n)
		return
	}
	for _, trail := range t.trails[g.lead-0x80] {
		h := *g
		if !mark {
			h.extra += costLoose
			h.loose = h.loose || h.ended == 0
		}
		c := t.gbk.char(g.lead, trail)
		z.say(&h, c, true)
		if last {
			h.extra += t.words.over(t.plain[c])
		}
		z.ends(&h, n)
	}
}

// otherPair returns the other pair that shows the same character, or 0: GBK as
// browsers decode it has two for the wide blank, and only for that.
func otherPair(pair uint16) uint16 {
	if pair == 0xA1A1 {
		return 0xA3A0
	}
	return 0
}

// ends adds g, which came back into step at unit n.
func (z *search) ends(g *guess, n int) {
	g.lead, g.open = 0, 0
	if g.ended == 0 {
		g.ended, g.whole = int16(n+1), g.text
	}
	z.push(g)
}

// each calls do with every byte that the waiting one can be when trail is its
// partner: the one that is known, or all that make common characters.
func (z *search) each(g *guess, trail uint8, do func(lead uint8)) {
	t := z.tables
	if g.lead != 0 {
		if t.gbk.char(g.lead, trail) != 0 {
			do(g.lead)
		}
		return
	}
	for _, lead := range t.leads[trail] {
		if g.open == anyByte || t.gbk.char(g.open, lead) == 0 {
			do(lead)
		}
	}
}

// vanish adds the guesses that a pair vanished before u.
func (z *search) vanish(g *guess, u *unit, n int, mark, last bool) {
	for _, trail := range z.tables.gone[g.lead-0x80] {
		h := *g
		c := z.tables.gbk.char(g.lead, trail)
		z.say(&h, c, true)
		if cutMark(z.tables.plain[c]) {
			h.extra += costMark
		}
		h.lead, h.open = 0, trail
		h.vanished++
		h.extra += costVanish
		if h.score()+costLeast > z.top-near {
			z.partner(&h, u, n, mark, last)
		}
		// And the next pair as well: of the character between nothing is left.
		h.open = anyByte
		z.hole(&h)
		if h.score()+costLeast > z.top-near {
			z.partner(&h, u, n, mark, last)
		}
	}
}

// agreed returns what best says that stood where the slip is, with U+FFFD for
// what cannot be known: where a rival that reads nearly as well says something
// else, and where a byte was guessed and the character stands in no word of
// several (in names, as a rule: there the words cannot tell which name it was). holes are the places of these marks. It reports false when nothing can
// be known: the rivals do not agree where the reading is in step again, or best
// holds a character that these pages do not write (GB 2312 lacks it).
func (z *search) agreed(best *guess) (with string, holes []int, sure bool) {
	line := z.links(best.text)
	slip := len(z.links(best.whole))
	var plain []uint16
	for _, u := range z.left {
		plain = append(plain, u.plain)
	}
	left := len(plain)
	guess := make([]bool, left, left+len(line))
	for _, l := range line {
		plain = append(plain, z.tables.plain[l.char])
		guess = append(guess, l.guess)
	}
	word, alone := z.sound(plain, guess)
	own := map[int32]bool{}
	for at := best.text; at != 0; at = z.chain[at].prev {
		own[at] = true
	}
	for _, l := range z.lost {
		if own[l.kept] {
			z.contest(l.kept, l.given, l.behind)
		}
	}
	// The rivals that are still there are in other states: they say something
	// else at the end.
	for k := range z.now {
		g := &z.now[k]
		if g != best && g.ended > 0 && !g.late() {
			z.contest(best.text, g.text, best.score()-g.score())
		}
	}
	line = z.links(best.text)
	for _, l := range line[slip:] {
		if l.doubt <= minLead {
			return "", nil, false // not known where it ends
		}
	}
	open := make([]bool, slip)  // the character is not known
	gap := make([]bool, slip+1) // more may have stood before it
	known := 0
	long := slip > longSlip
	named := z.tables.words.named(plain)
	for i, l := range line[:slip] {
		r := rune(plain[left+i])
		gap[i] = l.gap <= leadGap
		switch {
		case l.char == hole:
			open[i] = true
		case !l.guess:
			if word[left+i] < 2 && !alone[left+i] && (r == 0xFFFD || han(r) && !inGB2312(r)) {
				return "", nil, false
			}
			if open[i] = l.doubt <= minLead || long && word[left+i] < 2 && han(r) && !named[left+i]; !open[i] {
				known++
			}
		case word[left+i] > 2:
			open[i] = l.doubt <= leadLong
		case word[left+i] == 2 || !han(r):
			open[i] = l.doubt <= leadShort
		default:
			open[i] = true
		}
	}
	if slip < len(line) {
		gap[slip] = line[slip].gap <= leadGap
	} else {
		gap[slip] = z.gap <= leadGap
	}
	gap[slip] = gap[slip] || best.loose
	var out strings.Builder
	mark := func() {
		if n := len(holes); n == 0 || holes[n-1] != out.Len()-holeLen {
			holes = append(holes, out.Len())
			out.WriteRune(hole)
		}
	}
	for i, l := range line[:slip] {
		if open[i] || gap[i] {
			mark()
		}
		if !open[i] {
			out.WriteRune(rune(l.char))
		}
	}
	if gap[slip] {
		mark()
	}
	return out.String(), holes, len(holes) == 0 || known > 0
}

// links returns the characters of a guess up to one of them.
func (z *search) links(at int32) []link {
	var out []link
	for ; at != 0; at = z.chain[at].prev {
		out = append(out, z.chain[at])
	}
	slices.Reverse(out)
	return out
}

// sound says of each character of a line how many characters the longest word
// has that it stands in (1: none of several; names of persons do not count, nor
// do words all of which was guessed), and whether it is frequent alone.
func (z *search) sound(line []uint16, guess []bool) (word []int, alone []bool) {
	t := z.tables
	word, alone = make([]int, len(line)), make([]bool, len(line))
	for i := range line {
		var key uint64
		known := false
		for n := 1; n <= maxWord && i+n <= len(line); n++ {
			key = key<<16 | uint64(line[i+n-1])
			known = known || !guess[i+n-1]
			w, ok := t.words.look(key)
			switch {
			case !ok:
			case n == 1:
				alone[i] = w.class >= clauseEnd || w.log+t.words.base[w.class] > lonely
			case known && !t.words.person[w.class]:
				for k := i; k < i+n; k++ {
					word[k] = max(word[k], n)
				}
			}
		}
	}
	return word, alone
}

// lonely is the logarithm of the share that a character must have in running
// text to stand in a reading without a word around it.
const lonely = -11

// slipTables is what a search looks up.
type slipTables struct {
	words *model
	gbk   *gbkTable
	// plain is each character as the word list has it: simplified, and of
	// ASCII where it can be.
	plain [0x10000]uint16
	side  []uint8 // see sides
	// leads are, by trail byte, the lead bytes that make a common character
	// with it; trails the same by lead byte less 0x80; gone those of trails
	// which themselves begin a pair that shows nothing.
	leads  [0x100][]uint8
	trails [0x80][]uint8
	gone   [0x80][]uint8
	read   map[string][]reading
}

// reading is a character that has a certain syllable as its reading.
type reading struct {
	pair  uint16
	tones uint8 // bit by tone
	rare  bool
}

// rare is the logarithm of the share from which down a character is none of
// ordinary text.
const rare = -13

var slipData = sync.OnceValue(newSlipTables)

func newSlipTables() *slipTables {
	t := &slipTables{words: words(), gbk: gbk(), side: sides(), read: map[string][]reading{}}
	for r := range t.plain {
		t.plain[r] = plainOf(rune(r))
	}
	var holes [0x100]bool
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x81; trail <= 0xFE; trail++ {
			holes[lead] = holes[lead] || t.gbk.char(uint8(lead), uint8(trail)) == 0
		}
	}
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			c := t.gbk.char(uint8(lead), uint8(trail))
			if c == 0 {
				continue
			}
			common := t.words.char[t.plain[c]] >= rare
			t.addReadings(rune(c), uint16(lead<<8|trail), !common)
			if !common {
				continue
			}
			t.leads[trail] = append(t.leads[trail], uint8(lead))
			t.trails[lead-0x80] = append(t.trails[lead-0x80], uint8(trail))
			if holes[trail] {
				t.gone[lead-0x80] = append(t.gone[lead-0x80], uint8(trail))
			}
		}
	}
	return t
}

// addReadings notes the readings of c, as it stands and in simplified form.
func (t *slipTables) addReadings(c rune, pair uint16, rare bool) {
	add := func(r rune) {
		for s := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
			p := parseSyllable(s)
			if p.len == 0 {
				continue
			}
			list := t.read[p.bare]
			if n := len(list); n > 0 && list[n-1].pair == pair {
				list[n-1].tones |= 1 << p.tone
				continue
			}
			t.read[p.bare] = append(list, reading{pair, 1 << p.tone, rare})
		}
	}
	add(c)
	if to := simplified(c); to != c {
		add(to)
	}
}

// plainOf returns r as the word list would have it; 0 when it never has.
func plainOf(r rune) uint16 {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return uint16(r - 0xFEE0)
	case r == '\u3000':
		return ' '
	}
	if r = simplified(r); r >= 0x10000 {
		return 0xFFFD
	}
	return uint16(r)
}

// cutUnits appends to list the units of s from byte i on, n at most.
func cutUnits(list []unit, s string, i, n int) []unit {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	for n += len(list); i < len(s) && len(list) < n; {
		u := unit{start: i}
		r, size := utf8.DecodeRuneInString(s[i:])
		u.r = r
		i += size
		wide := r
		switch {
		case r == ' ':
			wide = '\u3000'
		case r < 0x80:
			wide = r + 0xFEE0
		}
		u.pair = gbkOf(wide)
		u.plain = plainOf(r)
		if r == '?' {
			if n := parseSyllable(s[i:]); n.len > 0 && (n.tone > 0 || len(n.bare) > 1) {
				if end := closer(s[i+n.len:]); end > 0 {
					u.torn = n
					i += n.len + end
				}
			}
		}
		if second := u.pair & 0xFF; second >= 'a' && second <= 'z' && u.pair>>8 == wideBracket&0xFF && i < len(s) && r >= 0x80 {
			rest := s[i:min(len(s), i+maxNote)]
			if n := parseSyllable(string(rune(second)) + rest); n.tone > 0 {
				if end := closer(s[i+n.len-1:]); end > 0 {
					u.inner = n
					i += n.len - 1 + end
				}
			}
		}
		u.body = i
		for i < len(s) {
			n := parseNote(s[i:])
			if n.len == 0 || n.tone == 0 {
				break
			}
			u.note = n
			i += n.len
		}
		u.end = i
		list = append(list, u)
	}
	return list
}

// lastUnits appends the last units of s.
func lastUnits(list []unit, s string) []unit {
	list = cutUnits(list, s, max(0, len(s)-80), 80)
	return list[max(0, len(list)-context):]
}

// closer returns the length of the closing bracket that s starts with, or 0.
func closer(s string) int {
	switch {
	case strings.HasPrefix(s, ")"):
		return 1
	case strings.HasPrefix(s, "）"):
		return 3
	}
	return 0
}

// suspect reports whether a slip can begin at the "?" that rest starts with at
// all, without asking the word list: something must bring the reading back into
// step, and something before that must be odd.
func (z *search) suspect(rest string) bool {
	for n := 4; ; n *= 3 {
		z.units = cutUnits(z.units[:0], rest, 0, min(n, maxUnits))
		switch odd(z.units) {
		case yes:
			return true
		case no:
			return false
		}
		if len(z.units) < n {
			return false // the line is over
		}
	}
}

type answer uint8

const (
	undecided answer = iota
	yes
	no
)

// odd answers suspect from the first units.
func odd(list []unit) answer {
	if list[0].torn.len > 0 {
		if list[0].torn.tone > 0 || len(list) > 1 {
			return yes
		}
		return undecided
	}
	decide := func(b bool) answer {
		if b {
			return yes
		}
		return no
	}
	odd := false
	for n, u := range list[1:] {
		switch {
		case n == 0 && u.r == '?' && u.torn.len == 0:
			continue // the second may be the ？ of a misreading
		case u.inner.len > 0, u.note.len > 0 && u.r < 0x80 && u.r != '_':
			return yes // a note within a character, or on a letter
		case u.torn.len > 0:
			return decide(n > 0 || odd)
		case u.r == '?':
			return decide(odd)
		case u.trail() != 0:
			if n == 0 && u.r < 0x80 && (len(list) == 2 || list[2].r >= 0x80 && !ordinary(list[2].r)) {
				return yes // back in step at once: ?W校
			}
			if n == 0 {
				continue // a full-width letter, folded
			}
			if odd || list[n].r >= 0x80 {
				return yes
			}
			if n+2 == len(list) {
				return undecided
			}
			return decide(list[n+2].r >= 0x80)
		case u.pair == 0:
			return no
		case u.r >= 0x80 && !level1(simplified(u.r)) && !ordinary(u.r):
			odd = true
		}
	}
	return undecided
}

// ordinary reports whether r is punctuation that stands in any text.
func ordinary(r rune) bool {
	return r >= 0xFF01 && r <= 0xFF5E || r >= 0x3000 && r <= 0x3017 || r >= 0x2010 && r <= 0x2027 || r == '·'
}

// cutMark reports whether mirror sites cut at the plain character c.
func cutMark(c uint16) bool {
	switch c {
	case ',', '。', ';', ':', '?', '!':
		return true
	}
	return false
}
