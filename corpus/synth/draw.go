package synth

import "math/rand/v2"

// Slot is the place in a document that a layout fills.
type Slot string

// The slots. A document fills some of them, in this order.
const (
	Index    Slot = "index"    // the open-government index block
	Opening  Slot = "opening"  // title, document number, addressees, first paragraph
	Leaders  Slot = "leaders"  // a body and its members
	Groups   Slot = "groups"   // groups of schools
	Pairings Slot = "pairings" // who helps whom
	Told     Slot = "told"     // pairs and groups told in sentences
	Measures Slot = "measures" // what the plan does, with its promises
	Calendar Slot = "calendar" // what is due when
	Closing  Slot = "closing"  // signature, attachments

	experts Slot = "experts" // of a given plan: a team of experts, set as leaders are
)

// Layout is one way to fill a slot. Set sets what it needs of d.Plan and
// registers every fact that a reader finds in what it sets.
type Layout struct {
	Name string
	Slot Slot
	Set  func(d *Draw) []Block
	// NoDump: a text dump cannot say it (what only spans or cells make clear).
	NoDump bool
	// InText: no attachment of its own can be set so.
	InText bool
	// Can reports whether the layout sets what it is given, all of it and nothing
	// else. nil: it sets only what it invents.
	Can func(*given) bool
}

// Draw is the making of one document: chance, what is invented, and the facts
// registered so far.
type Draw struct {
	*rand.Rand
	District *District
	Plan     *Plan
	Part     int
	// RareNames lets names have characters that GBK cannot hold.
	RareNames bool
	// Digits writes the numbers of schools in digits: 第12小学.
	Digits bool
	// Attached: the slot at hand is an attachment with a title of its own.
	Attached bool
	// Dump: the page will be a text dump. Folded: it folds runs of blanks.
	Dump   bool
	Folded bool
	// given is what the document has to say; nil: whatever its layouts invent.
	given *given
	// near is a word for the tie of pairs that the heading above the slot has.
	near   string
	facts  []*Fact
	used   []string           // layouts and the like, for Page.Layouts
	before []Block            // what the site sets above the documents
	opens  map[int]int        // the block that each part opens with
	once   map[string]*Fact   // of this document, by type and key
	bodies map[string][]*Fact // the members of each body of this document, by its name
	// helping and helped are the schools that the document has paired, grouped those in a group.
	helping, helped, grouped map[*School]bool
	seen                     map[string]bool // what the page has used up, by kind
	names                    []string        // of all persons so far
}

// Fact registers a fact of the document.
func (d *Draw) Fact(kind string, f F) *Fact {
	x := &Fact{Part: d.Part, Type: kind, F: f}
	d.facts = append(d.facts, x)
	return x
}

// Chance is true with probability p.
func (d *Draw) Chance(p float64) bool { return d.Float64() < p }

// Pick returns one of the values.
func Pick[T any](d *Draw, values ...T) T { return values[d.IntN(len(values))] }

// Between returns a number from lo to hi, both included.
func (d *Draw) Between(lo, hi int) int { return lo + d.IntN(hi-lo+1) }
