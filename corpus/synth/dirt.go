package synth

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// Dial says how dirty pages become: how much there is of each kind of dirt, by
// the kind's name. A kind without an entry does not occur.
type Dial map[string]Amount

// Amount is how much there is of one kind of dirt.
type Amount struct {
	Pages float64 // share of the pages that have it, 0 to 1
	// Rate is how much of such a page has it, 0 to 1; what it is a share of,
	// and whether it is heeded at all, the list of kinds says.
	Rate float64
}

// DefaultDial sets each kind on a third of the pages.
func DefaultDial() Dial {
	dial := Dial{}
	for _, k := range dirtKinds() {
		dial[k.name] = Amount{1. / 3, k.rate}
	}
	return dial
}

// dirtKind is one kind of dirt.
type dirtKind struct {
	name string
	rate float64 // the default
	of   string  // what the rate is a share of; "" where it is not heeded
	html bool    // only HTML pages have it
	// What it changes: the blocks before they are rendered, or the markup. A kind
	// with neither changes what stands around the page (see label).
	blocks func(m *mess, rate float64, blocks []Block) []Block
	markup func(m *mess, rate float64, html string) string
}

// dirtKinds are all kinds of dirt in the order in which a page suffers them: what
// its author did, what the site did, what the mirror made of it.
func dirtKinds() []dirtKind {
	return []dirtKind{
		{name: "spaces", rate: .5, of: "the names and labels that can be spaced out", blocks: (*mess).spaces},
		{name: "brackets", rate: .7, of: "the brackets 〔〕", blocks: (*mess).brackets},
		{name: "widths", rate: .3, of: "the lines and cells", blocks: (*mess).widths},
		{name: "ocr", rate: .1, of: "the digits 0 and 1", blocks: (*mess).ocr},
		{name: "boilerplate", blocks: (*mess).boilerplate},
		{name: "hidden", html: true, blocks: (*mess).hidden},
		{name: dirtTraditional, blocks: (*mess).traditional},
		{name: "notes", rate: .1, of: "the hanzi", blocks: (*mess).notes},
		{name: "lost-byte", rate: .002, of: "the hanzi, five at least", blocks: (*mess).lostBytes},
		{name: "note-inside", rate: .002, of: "the hanzi, five at least", blocks: (*mess).notesInside},
		{name: "end-tags", rate: .4, of: "the end tags that can go", html: true, markup: (*mess).endTags},
		{name: dirtLabels, html: true},
	}
}

// dirtTraditional is the kind that compose has to know: only a traditional page can
// be served in Big5.
const dirtTraditional = "traditional"

// dirtLabels is the kind that [mess.label] knows.
const dirtLabels = "labels"

// mess is the dirt of one page.
type mess struct {
	*rand.Rand
	html bool
	on   map[string]float64 // kinds that the page has, with their rates
	// facts are all facts of the page.
	facts []*Fact
}

// newMess draws which kinds of dirt a page has. html tells an HTML page from a
// text dump. A nil dial gives a clean page.
func newMess(r *rand.Rand, dial Dial, html bool) *mess {
	m := &mess{Rand: r, html: html, on: map[string]float64{}}
	for _, k := range dirtKinds() {
		// Chance is drawn for all alike, so that one kind more or less on the dial
		// leaves the others where they are.
		if p := r.Float64(); p < dial[k.name].Pages && (html || !k.html) {
			m.on[k.name] = dial[k.name].Rate
		}
	}
	return m
}

// has reports whether the page has the kind of dirt.
func (m *mess) has(name string) bool { _, ok := m.on[name]; return ok }

// names are the kinds that the page has, for [Page.Layouts].
func (m *mess) names() []string {
	var out []string
	for _, k := range dirtKinds() {
		if m.has(k.name) {
			out = append(out, k.name)
		}
	}
	return out
}

// dirty changes the blocks of a whole page, all its documents one after the
// other, before they are rendered, and before a dump folds their full-width
// punctuation: what slips is the text as its author wrote it. facts are all facts
// of the page: those whose words it destroys become optional and destroyed, those
// whose words the page now plainly says otherwise get the written form as another
// right string.
func (m *mess) dirty(blocks []Block, facts []*Fact) []Block {
	m.facts = facts
	for _, k := range dirtKinds() {
		if rate, ok := m.on[k.name]; ok && k.blocks != nil {
			blocks = k.blocks(m, rate, blocks)
		}
	}
	return blocks
}

// markup changes the rendered HTML.
func (m *mess) markup(html string) string {
	for _, k := range dirtKinds() {
		if rate, ok := m.on[k.name]; ok && k.markup != nil {
			html = k.markup(m, rate, html)
		}
	}
	return html
}

// chance is true with probability p.
func (m *mess) chance(p float64) bool { return m.Float64() < p }

// one returns one of the values.
func one[T any](m *mess, values ...T) T { return values[m.IntN(len(values))] }

// glyph is one character of a text and the index of the piece that it is of.
type glyph struct {
	r     rune
	piece int
}

// glyphs spreads a text out into its characters.
func glyphs(t Text) []glyph {
	out := make([]glyph, 0, len(t)*8)
	for i, p := range t {
		for _, r := range p.S {
			out = append(out, glyph{r, i})
		}
	}
	return out
}

// gather makes a text with the pieces of t and the characters of list.
func gather(t Text, list []glyph) Text {
	s := make([]strings.Builder, len(t))
	for _, g := range list {
		s[g.piece].WriteRune(g.r)
	}
	out := make(Text, len(t))
	for i, p := range t {
		out[i] = Piece{S: s[i].String(), Says: p.Says, Lost: p.Lost}
	}
	return out
}

// destroy notes that bytes of the piece are lost which nothing on the page
// tells. A part is there all the same, without its title, and so is a citation
// whose number is lost: whoever reads its title reads it rightly without.
func destroy(p Piece) {
	for _, f := range p.Says {
		f.Optional, f.Destroyed = true, true
		switch f.Type {
		case "part":
			f.Alt("title", "")
		case "citation":
			if _, numbered := f.F["number"]; numbered {
				f.Alt("number", "")
			}
		}
	}
}

// say adds the string that the page now says for every field of the piece's
// facts that change changes: what a careful reader may give as well.
func say(p Piece, change func(string) string) {
	for _, f := range p.Says {
		for field, v := range f.F {
			if s, ok := v.(string); ok {
				if written := change(s); written != s {
					f.Alt(field, written)
				}
			}
		}
	}
}

// isHan reports whether r is a hanzi.
func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x323AF
}

// allHan reports whether s is n hanzi.
func allHan(s string, n int) bool {
	for _, r := range s {
		if !isHan(r) {
			return false
		}
	}
	return utf8.RuneCountInString(s) == n
}

// Soil makes lines of text dirty as the dial says, as it does with the
// paragraphs of a page, and returns as many. It is for whoever measures what
// dirt does and what is made of it. Kinds that concern a page's markup or add
// lines of their own do nothing here. Equal seeds give equal lines.
func Soil(lines []string, dial Dial, seed uint64) []string {
	blocks := make([]Block, len(lines))
	for i, s := range lines {
		blocks[i] = P(T(s))
	}
	m := newMess(rand.New(rand.NewPCG(seed, 0)), dial, false)
	out := make([]string, 0, len(lines))
	for _, b := range m.dirty(blocks, nil) {
		if b.Kind == Paragraph {
			out = append(out, b.Text.String())
		}
	}
	return out
}

// Kinds are the names of all kinds of dirt, in the order in which a page
// suffers them.
func Kinds() []string {
	var out []string
	for _, k := range dirtKinds() {
		out = append(out, k.name)
	}
	return out
}
