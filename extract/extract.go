package extract

import (
	"sort"

	"jiedui/corpus"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// Rules is the version of the extracting rules.
const Rules = "extract/5"

// Part is one policy document of a page: what one run of extractors sees.
type Part struct {
	*Page
	N, Of int       // 1-based number, and how many the page holds
	Span  text.Span // from the first line to the last
	// Body are the part's lines in order, tables included, chrome left out.
	Body []Line
	// Heading is the title in the line that a collection sets over the part
	// (甲方案 of 第一篇:甲方案); empty if there is none.
	Heading text.Span
	// Own are the indexes of the part's tables in Page.Tables, chrome left out.
	Own []int

	grids []*Grid // see Grids
	prose []Line  // see Prose
}

// Extractor finds one kind of fact. Two questions make one: does it want the
// part, and what is in it.
type Extractor interface {
	// Name is the name of the extractor's folder.
	Name() string
	// Wants reports whether the part may hold what the extractor finds; it is cheap.
	Wants(p *Part) bool
	// Extract adds facts and doubts to the draft. It sees what the extractors
	// before it in the list have found. It never fails: what it does not
	// understand becomes a doubt.
	Extract(p *Part, d *Draft)
}

// Draft is the document of one part while the extractors work on it.
type Draft struct {
	schema.Document
	part *Part

	// Others are the drafts of the page's other parts. Only resolve reads them:
	// the extractors before it have seen all parts by then, those it is among
	// have not.
	Others []*Draft

	// Names are the person names that extractors were sure of, and those that
	// a user knows; they decide where glued names are cut.
	Names map[string]bool
	// Tables are the tables that groups were read from, by index: what leads
	// and follows in them is no pair.
	Tables map[int]bool
}

// knownPersons are the names of persons that a user knows.
var knownPersons = lexicon.Of(func(l *lexicon.Lexicon) []string { return l.Lines(lexicon.PersonNames) })

// NewDraft returns the empty document of a part.
func NewDraft(p *Part) *Draft {
	d := &Draft{part: p, Names: map[string]bool{}, Tables: map[int]bool{}}
	for _, n := range knownPersons() {
		d.Names[n] = true
	}
	d.Part, d.Parts = p.N, p.Of
	d.Name = p.Doc.Name
	return d
}

// Doubt reports something wanted and not found, or not understood.
func (d *Draft) Doubt(code, message string, spans ...text.Span) {
	d.Doubts = append(d.Doubts, schema.Doubt{Code: code, Message: message, Evidence: d.part.Evidence(spans...)})
}

// Prose returns the part's lines that are not in a table; it is the same slice
// at each call, to be read only.
func (p *Part) Prose() []Line {
	if p.prose == nil {
		tables := 0
		for _, l := range p.Body {
			if l.Kind == corpus.TableBlock {
				tables++
			}
		}
		if tables == 0 {
			return p.Body
		}
		p.prose = make([]Line, 0, len(p.Body)-tables)
		for _, l := range p.Body {
			if l.Kind != corpus.TableBlock {
				p.prose = append(p.prose, l)
			}
		}
	}
	return p.prose
}

// LineAt returns the index in Body of the line that holds byte b of the clean
// text, -1 when b stands in none of them (between parts, in the site's own
// lines).
func (p *Part) LineAt(b int) int {
	i := sort.Search(len(p.Body), func(i int) bool { return p.Body[i].Span.End > b })
	if i < len(p.Body) && p.Body[i].Span.Start <= b {
		return i
	}
	return -1
}

// Finish returns the document: what was read from damaged text withheld, equal facts merged, ids assigned, lists never nil.
func (d *Draft) Finish() schema.Document {
	d.withhold()
	doc := d.Document
	if !d.part.Span.Empty() {
		doc.Line, _ = d.part.LineColumn(d.part.Span)
	}
	schema.Merge(&doc)
	schema.AssignIDs(&doc, d.part.Doc.Identity)
	schema.Complete(&doc)
	return doc
}
