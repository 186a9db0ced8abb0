package normalize

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/liuzl/da"
	"github.com/liuzl/gocc"

	"jiedui/text"
)

// simplify turns traditional characters into simplified ones on pages that
// were judged traditional, one edit for each character that changes, or for
// each phrase whose characters would change otherwise if they stood alone. The
// dictionaries are
// gocc's ("t2s"); what they get wrong is mended by simplify.txt.
//
//	東溪區學校結對幫扶  ->  东溪区学校结对帮扶
//	乾隆年間的乾淨課桌  ->  乾隆年间的干净课桌
func simplify(t text.Text, j *job) text.Text {
	if j.script != Hant {
		return t
	}
	return corrected().rewrite(t)
}

// conversion is a dictionary of characters and phrases: at each place the
// longest phrase wins, then the character.
type conversion struct {
	// char holds, by character of the Basic Multilingual Plane, where in forms
	// its simplified form begins; 0: it stays. leads is added when a phrase
	// starts with it.
	char  []uint32
	forms []byte // what char points into; its first byte is none
	rare  map[rune]rune
	// phrases are by first character, the longest first.
	phrases map[rune][]phrase
	// seconds are the pairs of characters that begin a phrase, by hash.
	seconds [1 << 10]uint64
	// slow are dictionaries whose entries could not be listed. They are asked
	// at every character.
	slow []*da.Dict
}

const leads = 1 << 31

type phrase struct {
	from, to string
	// loose: each character becomes what it would become alone, so the edits
	// can be the characters'. Otherwise the phrase is one edit, and whoever
	// quotes a part of it quotes it all.
	loose bool
}

func (c *conversion) rewrite(t text.Text) text.Text {
	s := t.String()
	w := t.Rewrite("simplify")
	for i := 0; i < len(s); {
		b := s[i]
		if b < 0xE2 || b > 0xEF { // nothing below U+2000 is converted
			if b < 0xF0 {
				i++
				continue
			}
			i += c.astral(w, s, i)
			continue
		}
		v := c.char[uint32(b&0xF)<<12|uint32(s[i+1]&0x3F)<<6|uint32(s[i+2]&0x3F)]
		if v >= leads || c.slow != nil {
			if n := c.phrase(w, s, i); n > 0 {
				i += n
				continue
			}
			v &^= leads
		}
		if v != 0 {
			w.KeepTo(i)
			w.Replace(3, string(c.form(v)))
		}
		i += 3
	}
	return w.Done()
}

// form returns the simplified form that begins at v of forms.
func (c *conversion) form(v uint32) []byte {
	return c.forms[v : v+uint32(size(c.forms[v]))]
}

// astral converts the character of four bytes at byte i of s and returns how
// many bytes are done.
func (c *conversion) astral(w *text.Rewriter, s string, i int) int {
	r, size := utf8.DecodeRuneInString(s[i:])
	if n := c.phrase(w, s, i); n > 0 {
		return n
	}
	if to, ok := c.rare[r]; ok {
		w.KeepTo(i)
		w.Replace(size, string(to))
	}
	return size
}

// phrase converts the phrase that stands at byte i of s and returns its length,
// or 0 when none does.
func (c *conversion) phrase(w *text.Rewriter, s string, i int) int {
	if c.slow == nil && !c.second(s[i:]) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	p := c.look(s[i:], r)
	switch {
	case p.from == "":
		return 0
	case p.loose:
		at := 0
		for _, to := range p.to {
			from, n := utf8.DecodeRuneInString(p.from[at:])
			if from != to {
				w.KeepTo(i + at)
				w.Replace(n, string(to))
			}
			at += n
		}
	default:
		w.KeepTo(i)
		w.Replace(len(p.from), p.to)
	}
	return len(p.from)
}

// second reports whether a phrase may begin with the first two characters of
// s. It says no rightly.
func (c *conversion) second(s string) bool {
	h, ok := pairHash(s)
	return ok && c.seconds[h>>6]>>(h&63)&1 != 0
}

// pairHash hashes the first two characters of s, by the bytes that tell
// Chinese ones apart.
func pairHash(s string) (uint32, bool) {
	n := size(s[0])
	if len(s) < n+3 {
		return 0, len(s) > n
	}
	a := uint32(s[n-1])<<8 | uint32(s[n-2])
	b := uint32(s[n+2])<<8 | uint32(s[n+1])
	return (a<<16 | b) * 0x9E3779B1 >> 16, true
}

// look returns the phrase that s starts with; r is its first character.
func (c *conversion) look(s string, r rune) phrase {
	for _, p := range c.phrases[r] {
		if strings.HasPrefix(s, p.from) {
			return p
		}
	}
	for _, d := range c.slow {
		if p := longest(d, s); utf8.RuneCountInString(p.from) > 1 {
			p.loose = c.loose(p)
			return p
		}
	}
	return phrase{}
}

// convert returns the simplified form of s.
func (c *conversion) convert(s string) string { return c.rewrite(text.Source(s)).String() }

func (c *conversion) addChar(from, to rune) {
	if from >= 0x10000 {
		c.rare[from] = to
		return
	}
	c.char[from] &= leads
	if from != to {
		c.char[from] |= uint32(len(c.forms))
		c.forms = utf8.AppendRune(c.forms, to)
	}
}

func (c *conversion) addPhrase(from, to string) {
	r, _ := utf8.DecodeRuneInString(from)
	if r < 0x10000 {
		c.char[r] |= leads
	}
	if h, ok := pairHash(from); ok {
		c.seconds[h>>6] |= 1 << (h & 63)
	}
	p := phrase{from: from, to: to}
	list := c.phrases[r]
	for i := range list {
		if list[i].from == from {
			list[i] = p
			return
		}
	}
	i, _ := slices.BinarySearchFunc(list, p, func(a, b phrase) int { return len(b.from) - len(a.from) })
	c.phrases[r] = slices.Insert(list, i, p)
}

func (c *conversion) add(from, to string) {
	if r, size := utf8.DecodeRuneInString(from); size == len(from) {
		if o, size := utf8.DecodeRuneInString(to); size == len(to) {
			c.addChar(r, o)
			return
		}
	}
	c.addPhrase(from, to)
}

// newConversion returns gocc's own conversion from traditional to simplified.
//
// The entries are listed by the ids of the trie, which our trie counts from 0.
// A program that links the trie which gocc names gets other ids; there, each
// character is looked up by itself and the phrases are asked for one by one,
// with the same result, only slower.
func newConversion(byID bool) *conversion {
	c := &conversion{char: make([]uint32, 0x10000), forms: []byte{0}, rare: map[rune]rune{}, phrases: map[rune][]phrase{}}
	cc, err := gocc.New("t2s")
	if err != nil {
		panic("normalize: gocc: " + err.Error()) // its dictionaries are embedded
	}
	var dicts []*da.Dict
	for _, g := range cc.DictChains {
		dicts = append(dicts, g.Dicts...)
	}
	slices.Reverse(dicts) // the first has the last word
	for _, d := range dicts {
		if byID && c.list(d) {
			continue
		}
		c.slow = append([]*da.Dict{d}, c.slow...)
		for r := rune(0x80); r < 0x32400; r++ {
			if p := longest(d, string(r)); p.from == string(r) {
				c.add(p.from, p.to)
			}
		}
	}
	return c.finish()
}

// list adds every entry of d and reports whether it found them all.
func (c *conversion) list(d *da.Dict) bool {
	n := len(d.Values)
	entries := make([]phrase, 0, n)
	seen := make(map[int]bool, n)
	for id := range n {
		key, err := d.Trie.Key(id)
		if err != nil {
			return false
		}
		v, err := d.Trie.Value(id)
		if err != nil || v < 0 || v >= n || seen[v] || len(d.Values[v]) == 0 {
			return false
		}
		seen[v] = true
		entries = append(entries, phrase{from: string(key), to: d.Values[v][0]})
	}
	for _, e := range entries {
		c.add(e.from, e.to)
	}
	return true
}

// longest returns the longest entry of d that s starts with.
func longest(d *da.Dict, s string) (p phrase) {
	m, err := d.PrefixMatch(s[:min(len(s), longestKey)])
	if err != nil {
		return phrase{}
	}
	for from, to := range m {
		if len(from) > len(p.from) && len(to) > 0 {
			p = phrase{from: from, to: to[0]}
		}
	}
	return p
}

// longestKey is more bytes than any entry of gocc's dictionaries has.
const longestKey = 96

// plain is gocc's own conversion, untouched.
var plain = sync.OnceValue(func() *conversion { return newConversion(true) })

//go:embed simplify.txt
var corrections string

// corrected is gocc's conversion with our corrections on top.
var corrected = sync.OnceValue(func() *conversion {
	p := plain()
	c := &conversion{char: slices.Clone(p.char), forms: slices.Clone(p.forms), rare: p.rare, phrases: make(map[rune][]phrase, len(p.phrases)), seconds: p.seconds, slow: p.slow}
	for r, list := range p.phrases {
		c.phrases[r] = slices.Clone(list)
	}
	for line := range strings.Lines(corrections) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) < 2 || strings.HasPrefix(line, "#") {
			continue
		}
		c.add(f[0], f[1])
		if len(f) > 2 {
			for _, not := range f[2] {
				from := f[0] + string(not)
				c.addPhrase(from, p.convert(from))
			}
		}
	}
	return c.finish()
})

// finish marks the phrases that are loose, when all entries are in.
func (c *conversion) finish() *conversion {
	for _, list := range c.phrases {
		for i := range list {
			list[i].loose = c.loose(list[i])
		}
	}
	return c
}

func (c *conversion) loose(p phrase) bool {
	to := []rune(p.to)
	i := 0
	for _, r := range p.from {
		if i == len(to) || to[i] != c.alone(r) {
			return false
		}
		i++
	}
	return i == len(to)
}

// alone returns what the character r becomes when it stands in no phrase.
func (c *conversion) alone(r rune) rune {
	if r < 0x10000 {
		if v := c.char[r] &^ leads; v != 0 {
			to, _ := utf8.DecodeRune(c.forms[v:])
			return to
		}
	} else if to, ok := c.rare[r]; ok {
		return to
	}
	return r
}

// simplified returns the simplified form of the character r by gocc's table.
func simplified(r rune) rune { return plain().alone(r) }
