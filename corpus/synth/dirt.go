package synth

import "math/rand/v2"

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
	for _, k := range kinds {
		dial[k.name] = Amount{1. / 3, k.rate}
	}
	return dial
}

// kind is one kind of dirt.
type kind struct {
	name string
	rate float64 // the default
	of   string  // what the rate is a share of; "" where it says nothing
	html bool    // only HTML pages have it
	// What it changes: the blocks before they are rendered (with all facts of
	// the page, whose says the pieces know), the markup, the bytes.
	blocks func(m *mess, rate float64, blocks []Block) []Block
	markup func(m *mess, rate float64, html string) string
}

// kinds are all kinds of dirt in the order in which a page suffers them.
var kinds = []kind{}

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
	for _, k := range kinds {
		// Chance is drawn for all alike, so that one kind more or less on the dial
		// leaves the others where they are.
		if p := r.Float64(); p < dial[k.name].Pages && (html || !k.html) {
			m.on[k.name] = dial[k.name].Rate
		}
	}
	return m
}

// traditional is the kind that compose has to know: only a traditional page can
// be served in Big5.
const traditional = "traditional"

// has reports whether the page has the kind of dirt.
func (m *mess) has(name string) bool { _, ok := m.on[name]; return ok }

// add gives the page a kind of dirt that was not drawn: a clean page in Big5
// is written in traditional script all the same.
func (m *mess) add(name string, rate float64) { m.on[name] = rate }

// names are the kinds that the page has, for [Page.Layouts].
func (m *mess) names() []string {
	var out []string
	for _, k := range kinds {
		if m.has(k.name) {
			out = append(out, k.name)
		}
	}
	return out
}

// dirty changes the blocks of a whole page, all its documents one after the
// other, before they are rendered. facts are all facts of the page: those whose
// words it destroys become optional and destroyed, those whose words the page
// now plainly says otherwise get the written form as another right string.
func (m *mess) dirty(blocks []Block, facts []*Fact) []Block {
	m.facts = facts
	for _, k := range kinds {
		if rate, ok := m.on[k.name]; ok && k.blocks != nil {
			blocks = k.blocks(m, rate, blocks)
		}
	}
	return blocks
}

// markup changes the rendered HTML.
func (m *mess) markup(html string) string {
	for _, k := range kinds {
		if rate, ok := m.on[k.name]; ok && k.markup != nil {
			html = k.markup(m, rate, html)
		}
	}
	return html
}

// label returns what the page's head calls the charset that its bytes are
// written in ("" for no label at all).
func (m *mess) label(charset string) string { return charset }

// holds reports whether the charset (a WHATWG name) can hold the text: what
// dirt leaves behind is not in every charset, so compose asks before it encodes
// and takes another one.
func holds(charset, text string) bool { return true }
