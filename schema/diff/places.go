package diff

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"jiedui/schema"
)

// What one version does not say may stand in it all the same, in words that
// could not be read. Where that would be is told by what stands before and after
// it in the other version and in both: the pins.

// pin is a value that both versions have: where it stands in each.
type pin struct{ old, new schema.Evidence }

// pins are places of one text with their partners in the other, both ascending.
type pins struct {
	list  []pin
	drawn bool // list is in order and free of crossings
}

// add notes that values say the same. Only places that come in equal number are
// pinned, the first to the first.
func (p *pins) add(old, new []schema.Evidence) {
	if len(old) != len(new) {
		return
	}
	for i := range old {
		p.list = append(p.list, pin{old[i], new[i]})
	}
}

// draw keeps the pins that are in every longest run of pins that do not cross
// each other: what moved to another place of the document tells nothing about
// what is between. Which they are does not depend on which text is the old one.
func (p *pins) draw() {
	if p.drawn {
		return
	}
	p.drawn = true
	slices.SortFunc(p.list, func(a, b pin) int {
		return cmp.Or(a.old.Start-b.old.Start, b.new.Start-a.new.Start)
	})
	n := 0
	for _, x := range p.list {
		if n > 0 && p.list[n-1].old.Start == x.old.Start && p.list[n-1].new.Start == x.new.Start {
			last := &p.list[n-1]
			last.old.End, last.new.End = max(last.old.End, x.old.End), max(last.new.End, x.new.End)
			continue
		}
		p.list[n] = x
		n++
	}
	p.list = p.list[:n]
	// How many pins the longest run has that ends, and that begins, with each.
	ending, beginning := make([]int, n), make([]int, n)
	var tops []int
	for i, x := range p.list {
		k := sort.SearchInts(tops, x.new.Start)
		if k == len(tops) {
			tops = append(tops, 0)
		}
		tops[k], ending[i] = x.new.Start, k+1
	}
	longest := len(tops)
	tops = tops[:0]
	for i := n - 1; i >= 0; i-- {
		at := -p.list[i].new.Start
		k := sort.SearchInts(tops, at)
		if k == len(tops) {
			tops = append(tops, 0)
		}
		tops[k], beginning[i] = at, k+1
	}
	rivals := make([]int, longest+1) // by the place in the run
	for i := range n {
		if ending[i]+beginning[i]-1 == longest {
			rivals[ending[i]]++
		}
	}
	var run []pin
	for i, x := range p.list {
		if ending[i]+beginning[i]-1 == longest && rivals[ending[i]] == 1 {
			run = append(run, x)
		}
	}
	p.list = run
}

// end is a place behind every text.
const end = 1 << 40

// window is the stretch of the old text in which what stands at the place start
// to stop of the new text must stand, if it is there; toNew is true for the
// other way round.
func (p *pins) window(start, stop int, toNew bool) (from, to int) {
	p.draw()
	here := func(x pin) schema.Evidence { return x.new }
	there := func(x pin) schema.Evidence { return x.old }
	if toNew {
		here, there = there, here
	}
	from, to = 0, end
	after := sort.Search(len(p.list), func(i int) bool { return here(p.list[i]).Start >= stop })
	if after < len(p.list) {
		to = there(p.list[after]).Start
	}
	for i := after - 1; i >= 0; i-- {
		if here(p.list[i]).End <= start {
			from = there(p.list[i]).End
			break
		}
	}
	return from, to
}

// unsure are the doubts behind which a value may hide.
var unsure = []string{
	schema.CodeDamage, schema.CodeUndecodable, schema.CodeRow, schema.CodeName, schema.CodeBlank,
	schema.CodeList, schema.CodeTableEmpty, schema.CodeAmount, schema.CodeTable, schema.CodePicture,
}

// broken are the doubts that make what stands there itself unsure.
var broken = []string{schema.CodeDamage, schema.CodeUndecodable, schema.CodeName}

// lost are the doubts of bytes that are gone.
var lost = []string{schema.CodeDamage, schema.CodeUndecodable}

// near is how many code points from a damaged place words may be damaged too: a
// byte slip misreads what stands beside it.
const near = 2

// replacement stands for a byte that could not be decoded.
const replacement = "\uFFFD"

// need is what a fact cannot do without: one of its values with its places.
type need struct {
	places []schema.Evidence
	every  bool // each of the places gives a part of it; else one of them is enough
}

// needs is what a fact consists of, each with the places that speak for it. A
// place that is as long as the value speaks for it alone.
func needs(values []*schema.Value) (out []need) {
	for _, v := range values {
		if v == nil || len(v.Evidence) == 0 {
			continue
		}
		var whole []schema.Evidence
		for _, e := range v.Evidence {
			if e.End-e.Start >= utf8.RuneCountInString(v.Value) {
				whole = append(whole, e)
			}
		}
		if whole != nil {
			out = append(out, need{places: whole})
		} else {
			out = append(out, need{places: v.Evidence, every: true})
		}
	}
	return out
}

// holds returns what f says of the need: of one of its places, or of all.
func (n need) holds(f func(schema.Evidence) (string, bool)) (code string, found bool) {
	for _, e := range n.places {
		c, ok := f(e)
		if ok && code == "" {
			code = c
		}
		switch {
		case ok && n.every:
			return c, true
		case !ok && !n.every:
			return "", false
		}
	}
	return code, code != ""
}

// garbled returns the doubt about a place itself.
func garbled(doc *schema.Document, e schema.Evidence) (code string, found bool) {
	if e.Damaged || strings.Contains(e.Quote, replacement) || mended(e.Quote) {
		return schema.CodeDamage, true
	}
	return doubtAt(doc, broken, e.Start, e.End)
}

// mended reports whether a quote holds the mark of a lost byte, before other
// words: what is read there was put together from what is left.
func mended(quote string) bool {
	i := strings.IndexByte(quote, '?')
	return i >= 0 && i < len(quote)-1
}

// hidden returns a doubt of doc behind which something may hide that would stand
// between two places of its text.
func hidden(doc *schema.Document, from, to int) (code string, found bool) {
	for _, d := range doc.Doubts {
		if d.Code == schema.CodeTruncated && to == end {
			return d.Code, true
		}
	}
	return doubtAt(doc, unsure, from, to)
}

func doubtAt(doc *schema.Document, codes []string, from, to int) (code string, found bool) {
	for _, d := range doc.Doubts {
		if !slices.Contains(codes, d.Code) {
			continue
		}
		for _, p := range d.Evidence {
			if p.Start < to+near && from < p.End+near {
				return d.Code, true
			}
		}
	}
	return "", false
}

// inTables are the types of subjects that stand in attachments and tables.
var inTables = []string{TypePairing, TypeGroup, TypeMember, TypeContact, TypeSchool, TypeBody, TypeLeader}

// elsewhere returns a doubt of the document as a whole because of which a thing
// of some type may be missing: its page is a scan, or the list is in an
// attachment that was not read.
func elsewhere(doc *schema.Document, kind string) (code string, found bool) {
	for _, d := range doc.Doubts {
		switch d.Code {
		case schema.CodeScan:
			return d.Code, true
		case schema.CodeAttachment, schema.CodePicture, schema.CodeTableEmpty, schema.CodeList:
			if slices.Contains(inTables, kind) && !has(doc, kind) {
				return d.Code, true
			}
		}
	}
	return "", false
}

// has reports whether doc has any thing of a type.
func has(doc *schema.Document, kind string) bool {
	switch kind {
	case TypePairing:
		return len(doc.Pairings) > 0
	case TypeGroup, TypeMember, TypeContact:
		return len(doc.SchoolGroups) > 0
	case TypeBody, TypeLeader:
		return len(doc.LeadingGroups) > 0
	}
	return len(doc.Pairings)+len(doc.SchoolGroups) > 0
}

// open returns the doubt that stands in the way of a change, if there is one.
func (w *work) open(c *change) (code string, found bool) {
	sides := []*told{c.old, c.new}
	for i, s := range sides {
		if s == nil {
			continue
		}
		if s.doubt != "" {
			return s.doubt, true
		}
		for _, n := range s.needs {
			code, found = n.holds(func(e schema.Evidence) (string, bool) {
				if code, found := headless(w.sides[i].doc, e.Cell); found {
					return code, true
				}
				return garbled(w.sides[i].doc, e)
			})
			if found {
				return code, true
			}
		}
	}
	for i, s := range sides {
		lacks := c.lacks[i]
		doc := w.sides[i].doc
		if s == nil {
			if code, found = elsewhere(doc, c.subject.Type); found {
				return code, true
			}
			lacks = sides[1-i].needs
		} else if o := sides[1-i]; o != nil {
			// It says something else, read elsewhere: what the other says may stand
			// there all the same, in words that were lost.
			for _, n := range o.needs {
				code, found = n.holds(func(e schema.Evidence) (string, bool) {
					from, to := w.pins.window(e.Start, e.End, i == 1)
					return doubtAt(doc, lost, from, to)
				})
				if found {
					return code, true
				}
			}
		}
		for _, n := range lacks {
			code, found = n.holds(func(e schema.Evidence) (string, bool) {
				if code, found := headless(doc, e.Cell); found {
					return code, true
				}
				from, to := w.pins.window(e.Start, e.End, i == 1)
				return hidden(doc, from, to)
			})
			if found {
				return code, true
			}
		}
	}
	return "", false
}

// headRows is how many rows of a table may hold the words that say what stands in
// its columns.
const headRows = 2

// headless returns the doubt about the head of the column in which a cell stands:
// what is in the column may not have been known for what it is.
func headless(doc *schema.Document, c *schema.CellRef) (code string, found bool) {
	if c == nil || c.Row <= 1 {
		return "", false
	}
	for _, d := range doc.Doubts {
		if !slices.Contains(broken, d.Code) {
			continue
		}
		for _, p := range d.Evidence {
			if h := p.Cell; h != nil && h.Table == c.Table && h.Column == c.Column && h.Row <= headRows && h.Row < c.Row {
				return d.Code, true
			}
		}
	}
	return "", false
}
