package normalize

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"math"
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// wordList is our cut of the simplified dictionary of github.com/go-ego/gse
// (data/dict/zh/s_1.txt, Apache-2.0), much of which is that of
// github.com/fxsjy/jieba (MIT): the words of one to four hanzi of GB 2312, from
// a frequency of 8 on, one a line, "word frequency tag". TestWordList makes it
// again with -update.
//
//go:embed words.txt.gz
var wordList []byte

// domainWords are words of the pages that the general dictionary lacks or
// holds to be rare, in the same form.
//
//go:embed words.txt
var domainWords string

// tagList says how often a word of one tag follows a word of another within a
// clause, and begins a clause: an excerpt of the tagging model in gse (hmm/pos,
// the model of jieba). Each line is "from to cost", the cost in tenths of the
// negative natural logarithm; "-" begins a clause. A tag in upper case stands
// for words of several characters, in lower case for those of one.
// TestTagList makes it again with -update.
//
//go:embed tags.txt.gz
var tagList []byte

// maxWord is the number of characters of the longest word.
const maxWord = 4

// class is what may follow what: the tags of words, once for words of one
// character and once for longer ones, and the kinds of punctuation.
type class uint8

// tagNames are the tags of the dictionary, in gse's order.
var tagNames = strings.Fields("a ad ag an b bg c d df dg e en f g h i in j jn k l ln m mg mq n ng nr nrfg nrt ns nt nz o p q qe qg r rg rr rz s t tg u ud ug uj ul uv uz v vd vg vi vn vq w x y yg z zg")

const (
	manyChars class = 64  // added to the tag of a word of several characters
	clauseEnd class = 128 // 。 , ; :
	opening   class = 129 // “ ( 《
	closing   class = 130 // ” ) 》
	closed    class = 131 // the same after the end of a clause
	pause     class = 132 // 、
	classes         = 133
)

// model scores running text: the words it knows, and which class of word
// follows which.
type model struct {
	key  []uint64 // open hash table of words, sixteen bits a character
	word []known
	next [classes][classes]float32
	// person are the classes of persons' names.
	person [classes]bool
	base   [classes]float32 // logarithm of the share of a class in all words
	char   []float32        // by character: frequency of the words that it stands in; after loading, logarithm of its share
	names  *names
	name   class    // of a name of several characters
	tails  []uint64 // bits of the pairs of characters that end a word, by hash
}

// known is a word: its class and the logarithm of its share in it.
type known struct {
	class class
	log   float32
}

const wordBits = 18 // room for 2^18 words; a little under half are taken

func (m *model) slot(key uint64) int {
	i := int(key * 0x9E3779B97F4A7C15 >> (64 - wordBits))
	for m.key[i] != 0 && m.key[i] != key {
		i = (i + 1) & (1<<wordBits - 1)
	}
	return i
}

// look returns what is known of a word, and whether anything is.
func (m *model) look(key uint64) (known, bool) {
	i := m.slot(key)
	return m.word[i], m.key[i] != 0
}

// tail reports whether a word may end in a, b. It says no rightly, and yes
// nearly always.
func (m *model) tail(a, b uint16) bool {
	h := tailHash(a, b)
	return m.tails[h>>6]>>(h&63)&1 != 0
}

func tailHash(a, b uint16) uint32 { return (uint32(a)<<16 | uint32(b)) * 0x9E3779B1 >> 12 }

// over returns what it costs that a line ends in c.
func (m *model) over(c uint16) float32 {
	w, ok := m.look(uint64(c))
	switch {
	case !ok:
		return -2
	case w.class == clauseEnd || w.class == closing:
		return 0
	case w.class == pause || w.class == opening:
		return -6
	}
	return -2
}

func (m *model) add(lines string, tag map[string]class) {
	for len(lines) > 0 {
		end := strings.IndexByte(lines, '\n')
		line := lines[:end]
		lines = lines[end+1:]
		var key uint64
		i, chars := 0, 0
		for line[i] != ' ' {
			r, size := utf8.DecodeRuneInString(line[i:])
			key = key<<16 | uint64(r)
			i += size
			chars++
		}
		if chars > 1 {
			h := tailHash(uint16(key>>16), uint16(key))
			m.tails[h>>6] |= 1 << (h & 63)
		}
		freq := 0
		for i++; line[i] != ' '; i++ {
			freq = freq*10 + int(line[i]-'0')
		}
		for k := range chars {
			m.char[uint16(key>>(16*k))] += float32(freq)
		}
		c := tag[line[i+1:]]
		if chars > 1 {
			c += manyChars
		}
		m.put(key, known{c, float32(freq)})
	}
}

// termFiles are the lists of the lexicon whose terms are words on these pages.
var termFiles = []string{
	"segment-words.txt", "segment-posts.txt", "headers.txt", "sides.txt", "roles.txt", "index-labels.txt", "bodies.txt", "forms.txt",
	"kinds.txt", "posts.txt", "stages.txt", "subjects.txt", "genres.txt", "orgs.txt", "duties.txt", "own-schools.txt", "general-schools.txt", "school-endings.txt", "school-branches.txt",
}

// termFreq is how often each term is said to have been counted, where no list
// says more.
const termFreq = 8000

// addTerms adds the terms of two to four characters that the lexicon has built in.
func (m *model) addTerms(c class) {
	for _, name := range termFiles {
		for _, line := range lexicon.BuiltIn().Lines(name) {
			term, _, _ := strings.Cut(line, "\t")
			var key uint64
			n := 0
			var last [2]uint16
			for _, r := range term {
				if !han(r) || r >= 0x10000 {
					n = maxWord + 1
					break
				}
				key = key<<16 | uint64(r)
				last[0], last[1] = last[1], uint16(r)
				n++
			}
			if n < 2 || n > maxWord {
				continue
			}
			w, ok := m.look(key)
			switch {
			case !ok:
				m.put(key, known{c + manyChars, termFreq})
				h := tailHash(last[0], last[1])
				m.tails[h>>6] |= 1 << (h & 63)
			case w.log < termFreq:
				m.put(key, known{w.class, termFreq})
			}
		}
	}
}

// put sets a word; its log is still its frequency.
func (m *model) put(key uint64, k known) {
	at := m.slot(key)
	m.key[at], m.word[at] = key, k
}

// totals returns the sum of all frequencies in each class.
func (m *model) totals() (total [classes]float64, all float64) {
	for i, key := range m.key {
		if key != 0 {
			total[m.word[i].class] += float64(m.word[i].log)
			all += float64(m.word[i].log)
		}
	}
	return total, all
}

// ends says, by tag, how often a clause ends after a word. The tagging model
// does not know; these are estimates: clauses end in nouns and particles, not
// in prepositions and conjunctions.
var ends = map[string]float64{
	"n": .28, "nr": .25, "nrt": .25, "nrfg": .2, "ns": .18, "nt": .25, "nz": .2, "ng": .25, "v": .15, "vn": .28, "vg": .08, "vd": .02,
	"a": .2, "an": .25, "ad": .02, "ag": .08, "d": .015, "p": .002, "c": .004, "uj": .015, "ul": .2, "uz": .04, "ud": .01, "uv": .003, "ug": .08, "u": .08,
	"r": .04, "m": .06, "mq": .12, "q": .15, "f": .25, "t": .25, "tg": .05, "s": .18, "i": .28, "l": .25, "j": .25, "b": .02, "z": .12, "y": .6, "e": .4, "o": .2,
	"x": .15, "k": .15, "h": .01, "g": .1, "zg": .08,
}

// content are the tags of words that carry the matter of a sentence.
var content = map[string]bool{"n": true, "ng": true, "v": true, "vg": true, "a": true, "ag": true, "nr": true, "zg": true, "g": true, "j": true, "q": true}

// single is what remains of their frequency when they have one character.
const single = .25

// The punctuation of running text, with the share of each mark in its kind.
var marks = []struct {
	kind  class
	chars string
	share []float32
}{
	{clauseEnd, ",。;:!?…", []float32{.58, .29, .04, .06, .004, .006, .002}},
	{pause, "、", []float32{1}},
	{opening, "“(《〔【‘「『", []float32{.40, .39, .16, .01, .01, .01, .01, .005}},
	{closing, "”)》〕】’」』", []float32{.40, .39, .16, .01, .01, .01, .01, .005}},
}

// words is the model, loaded when the first candidate for a slip is met, and
// only then.
var words = sync.OnceValue(loadModel)

func loadModel() *model {
	m := &model{key: make([]uint64, 1<<wordBits), word: make([]known, 1<<wordBits), tails: make([]uint64, 1<<20/64), char: make([]float32, 0x10000)}
	tag := map[string]class{}
	for i, name := range tagNames {
		tag[name] = class(i)
	}
	m.names, m.name = loadNames(), tag["nr"]+manyChars
	for _, name := range []string{"nr", "nrt", "nrfg"} {
		m.person[tag[name]+manyChars] = true
	}
	m.add(unzip(wordList), tag)
	// Most characters are words only now and then (校, 园); the dictionary gives
	// those no frequency, or next to none.
	for r, n := range m.char {
		if n *= .004; n > 0 {
			if w, ok := m.look(uint64(r)); !ok || w.log < n {
				m.put(uint64(r), known{tag["n"], n})
			}
		}
	}
	// A noun, verb or adjective of one character is rarer on these pages than
	// in the novels and newspapers that the dictionary counted.
	for i, key := range m.key {
		if key != 0 && key <= 0xFFFF && content[tagNames[m.word[i].class]] {
			m.word[i].log *= single
		}
	}
	m.add(domainWords, tag)
	m.addTerms(tag["n"])
	_, sum := m.totals()
	all := float32(sum)
	// Digits, letters and other signs, which the dictionary has not.
	for r := rune('!'); r < 0x7F; r++ {
		c, share := tag["x"], float32(.00002)
		if r >= '0' && r <= '9' {
			c, share = tag["m"], .003
		}
		m.put(uint64(r), known{c, share * all})
	}
	for _, r := range "—·～ " {
		m.put(uint64(r), known{tag["x"], .0001 * all})
	}
	for _, p := range marks {
		n := 0
		for _, r := range p.chars {
			m.put(uint64(r), known{p.kind, p.share[n] * 1000})
			n++
		}
	}
	var share [classes]float64
	total, sum := m.totals()
	for c := range share {
		share[c] = total[c] / sum
		m.base[c] = log(share[c])
	}
	for i := range m.key {
		if m.key[i] != 0 {
			m.word[i].log = log(float64(m.word[i].log) / total[m.word[i].class])
		}
	}
	for r, n := range m.char {
		m.char[r] = log(float64(n / all))
	}
	for _, p := range marks {
		for _, r := range p.chars {
			m.char[r] = -4
		}
	}
	m.link(tag, share)
	return m
}

// link fills next: what follows a word is a word, by the tagging model and, in
// part, by how frequent its class is at all, or punctuation.
func (m *model) link(tag map[string]class, share [classes]float64) {
	const trusted = .85 // the part of the tagging model
	var follows [classes][classes]float64
	for line := range strings.Lines(unzip(tagList)) {
		f := strings.Fields(line)
		from, to := clauseEnd, tagClass(tag, f[1])
		if f[0] != "-" {
			from = tagClass(tag, f[0])
		}
		cost := 0.0
		for _, d := range f[2] {
			cost = cost*10 + float64(d-'0')
		}
		follows[from][to] = math.Exp(-cost / 10)
	}
	fill := func(from class, row *[classes]float64, word, clause, open, close, stop float64) {
		sum := 0.0
		for _, p := range row[:clauseEnd] {
			sum += p
		}
		for to := range clauseEnd {
			p := share[to]
			if sum > 0 {
				p = trusted*row[to]/sum + (1-trusted)*p
			}
			m.next[from][to] = log(word * p)
		}
		n := &m.next[from]
		n[clauseEnd], n[opening], n[closing], n[closed], n[pause] = log(clause), log(open), log(close), log(close), log(stop)
	}
	for c := range clauseEnd {
		end := .1
		if e, ok := ends[tagNames[c%manyChars]]; ok {
			end = e
		}
		fill(c, &follows[c], 1-end-.03, end*.68, .03, end*.15, end*.17)
	}
	start := &follows[clauseEnd]
	fill(clauseEnd, start, .905, .004, .065, .025, .001)
	fill(opening, start, .967, .001, .03, .001, .001)
	fill(closing, &[classes]float64{}, .60, .22, .04, .04, .10)
	fill(closed, start, .93, .02, .04, .005, .005)
	// What is listed after 、 is a noun or a verb, hardly ever a new clause.
	list := *start
	for _, name := range []string{"c", "d", "p", "r", "t", "uj", "f", "y"} {
		list[tag[name]] *= .15
		list[tag[name]+manyChars] *= .15
	}
	fill(pause, &list, .945, .001, .05, .003, .001)
}

func tagClass(tag map[string]class, s string) class {
	c := tag[strings.ToLower(s)]
	if s[0] < 'a' {
		c += manyChars
	}
	return c
}

func log(p float64) float32 { return float32(math.Log(max(p, 1e-9))) }

func unzip(z []byte) string {
	r, err := gzip.NewReader(bytes.NewReader(z))
	if err != nil {
		panic("normalize: " + err.Error()) // embedded
	}
	var s strings.Builder
	s.Grow(2 << 20)
	if _, err := io.Copy(&s, r); err != nil {
		panic("normalize: " + err.Error())
	}
	return s.String()
}

// Scores of characters that no list knows.
const (
	unknownHan  = -15
	unknownSign = -17
)

// reader scores a text as words, character by character. It holds, for the
// last characters read, the best way to cut the text up to there into words,
// for each length that the last of these words can have.
type reader struct {
	at   [maxWord]ending     // at[0]: after all that was read; at[k]: after all but the last k
	last [maxWord - 1]uint16 // the characters before, the nearest first; 0: none
	best float32             // of at[0]
}

// ending is the best cut by the length of its last word, less 1.
type ending struct {
	score [maxWord]float32
	class [maxWord]class // none: there is no such cut
}

const none class = 255

var noEnding = ending{class: [maxWord]class{none, none, none, none}}

// begin returns a reader at the beginning of a line.
func begin() reader {
	d := reader{at: [maxWord]ending{noEnding, noEnding, noEnding, noEnding}}
	d.at[0].class[0] = clauseEnd
	return d
}

// read adds one more character, which must be plain: simplified, and of ASCII
// where it can be.
func (d *reader) read(m *model, r uint16) {
	now := noEnding
	best := float32(math.Inf(-1))
	key, shift := uint64(0), 0
	tail := true // a word of the list may end here
	for k := range maxWord {
		c := r
		if k > 0 {
			if c = d.last[k-1]; c == 0 {
				break
			}
			tail = tail && (k > 1 || m.tail(c, r))
			if !tail && m.names.surname[c] == 0 && (k > 1 || d.last[1] == 0 || m.names.surname[d.last[1]] == 0) {
				if k == 1 {
					break
				}
				continue
			}
		}
		key |= uint64(c) << shift
		shift += 16
		w, ok := known{}, false
		if k == 0 || tail {
			w, ok = m.look(key)
		}
		if !ok {
			switch k {
			case 0:
				w, ok = unknown(rune(r)), true
			case 1:
				w.class = m.name
				w.log, ok = m.names.score(c, r, 0)
			case 2:
				w.class = m.name
				w.log, ok = m.names.score(c, d.last[0], r)
			}
			if !ok {
				continue
			}
		}
		from := &d.at[k]
		score := float32(math.Inf(-1))
		for i, c := range from.class {
			if c != none {
				score = max(score, from.score[i]+m.next[c][w.class])
			}
		}
		score += w.log
		if score > math.MaxFloat32*-1 {
			if w.class == closing && from.class[0] == clauseEnd {
				w.class = closed
			}
			now.score[k], now.class[k] = score, w.class
			best = max(best, score)
		}
	}
	d.at[3], d.at[2], d.at[1], d.at[0] = d.at[2], d.at[1], d.at[0], now
	d.last = [maxWord - 1]uint16{r, d.last[0], d.last[1]}
	d.best = best
}

// unread reads a character that is not known: no word reaches across it, and
// anything may follow.
func (d *reader) unread() {
	best := d.best
	*d = begin()
	d.at[0].score[0], d.best = best, best
}

// unknown is the entry of a character that no list has: hanzi as in names.
func unknown(r rune) known {
	if han(r) {
		return known{25, unknownHan + 2}
	}
	return known{59, unknownSign + 4}
}
