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
	char    []int32 // by rune of the BMP: what it becomes, 0: itself; leads: a phrase starts with it
	rare    map[rune]rune
	phrases map[rune][]phrase // by first character, the longest first
	// slow are dictionaries whose entries could not be listed. They are asked
	// at every character.
	slow []*da.Dict
}

const leads = 1 << 30

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
		if s[i] < 0xC0 {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		to, p := c.look(s[i:], r)
		switch {
		case p.from == "":
			if to != r {
				w.KeepTo(i)
				w.Replace(size, string(to))
			}
		case p.loose:
			size = 0
			for _, to := range p.to {
				from, n := utf8.DecodeRuneInString(p.from[size:])
				if from != to {
					w.KeepTo(i + size)
					w.Replace(n, string(to))
				}
				size += n
			}
		default:
			size = len(p.from)
			w.KeepTo(i)
			w.Replace(size, p.to)
		}
		i += size
	}
	return w.Done()
}

// look returns what the character r at the start of s becomes, and the phrase
// that goes before it, if one stands there.
func (c *conversion) look(s string, r rune) (rune, phrase) {
	to := c.alone(r)
	if r < 0x10000 && c.char[r]&leads == 0 && c.slow == nil {
		return to, phrase{}
	}
	for _, p := range c.phrases[r] {
		if strings.HasPrefix(s, p.from) {
			return to, p
		}
	}
	for _, d := range c.slow {
		if p := longest(d, s); utf8.RuneCountInString(p.from) > 1 {
			p.loose = c.loose(p)
			return to, p
		}
	}
	return to, phrase{}
}

// convert returns the simplified form of s.
func (c *conversion) convert(s string) string { return c.rewrite(text.Source(s)).String() }

func (c *conversion) addChar(from, to rune) {
	if from < 0x10000 {
		c.char[from] = c.char[from]&leads | to
	} else {
		c.rare[from] = to
	}
}

func (c *conversion) addPhrase(from, to string) {
	r, _ := utf8.DecodeRuneInString(from)
	if r < 0x10000 {
		c.char[r] |= leads
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
	c := &conversion{char: make([]int32, 0x10000), rare: map[rune]rune{}, phrases: map[rune][]phrase{}}
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
	c := &conversion{char: slices.Clone(p.char), rare: p.rare, phrases: make(map[rune][]phrase, len(p.phrases)), slow: p.slow}
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
		if to := c.char[r] &^ leads; to != 0 {
			return to
		}
	} else if to, ok := c.rare[r]; ok {
		return to
	}
	return r
}

// simplified returns the simplified form of the character r by gocc's table.
func simplified(r rune) rune { return plain().alone(r) }
