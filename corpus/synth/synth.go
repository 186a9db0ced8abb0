// Package synth invents districts and the pages that they publish, each with
// its answer key: what a reader who makes no mistake would find on it.
//
// The road of one row: [newDistrict] invents 柳溪镇中心小学 with its principal; a
// plan pairs it with a school in town; a layout of the slot Pairings (layouts.go)
// sets the pair as the row of a table and registers the fact with [Draw.Fact],
// so that each [Piece] of the cells knows which facts it says; dirt (dirt.go)
// changes pieces and marks the facts whose bytes it destroys; a renderer
// (render.go) writes the blocks as HTML or text dump in some charset, or a writer
// of [Options.Formats] (office.go) as a document of an office program; the page
// and the facts leave as files of the facts format.
//
// Plans come in two versions, too ([MakeVersions]): what a plan says is settled
// first (given.go), a copy of it is edited (edits.go), both are set by layouts of
// their own, and what became of what is the list of changes (changes.go). As it is
// known of each thing what it was, nothing is matched to find them.
//
// The package may know neither how pages are cleaned nor how they are read: it
// imports nothing of normalize, extract and the lexicon, else it would grade its
// own homework. Everything in it is invented; telephone numbers start with 100
// to 129, which no mobile network uses.
//
// Equal options give equal bytes: all chance comes from the seed.
package synth

import (
	"fmt"
	"math/rand/v2"
)

// Options say what to invent.
type Options struct {
	// Seed decides everything that is left to chance.
	Seed uint64
	// Pages is how many pages to make.
	Pages int
	// Clean leaves all dirt out.
	Clean bool
	// Dial says how dirty the pages are; nil is [DefaultDial].
	Dial Dial
	// Formats are what the pages are written as, in turns: names of [Formats].
	// nil: HTML and text dumps, as chance decides. Page i of a seed says the
	// same in every format but text.
	Formats []string
	format  int // of the page that is being made: index into formats, -1 for none
	// set sets the blocks of the page; nil: what chance decides.
	set func(*Draw) []Block
}

// Page is one page as a site would serve it, with its answer key.
type Page struct {
	Name    string // of its file: 000017.html
	Body    []byte
	Charset string   // what Body is written in, a WHATWG name; "" where a format has none
	Layouts []string // the names of the layouts and kinds of dirt that went into it
	Facts   []*Fact
}

// Generate invents the pages one after the other and hands each to yield,
// until yield returns an error.
func Generate(opt Options, yield func(Page) error) error {
	for i := range opt.Pages {
		p, err := Make(opt, i)
		if err != nil {
			return fmt.Errorf("synth: page %d of seed %d: %w", i, opt.Seed, err)
		}
		if err := yield(p); err != nil {
			return err
		}
	}
	return nil
}

// Make invents page i (from 0) of the options; it is the same page whatever
// the number of pages, so that one page of a large run can be made again alone.
func Make(opt Options, i int) (Page, error) {
	var err error
	if opt.format, err = opt.formatOf(i); err != nil {
		return Page{}, err
	}
	r := rand.New(rand.NewPCG(opt.Seed, uint64(i)))
	return compose(r, fmt.Sprintf("%06d", i), opt)
}
