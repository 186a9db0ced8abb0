// Package compare sets plans of different districts, or of different years,
// beside each other: a matrix whose rows are what one asks of a plan and whose
// columns are the plans.
//
// The road of one cell: plan A pairs 12 schools and says 每学期送教不少于2次, plan B
// has no word on visits → [Compare] gathers the facts of each plan's documents
// ([Plan]) → the row visits.promises asks words.txt what the promise is about,
// finds a visit, and makes an [Item] of it: the plan's words, the amount, the
// amount of a school year (≥4 次/学年) and the places of the document that say so
// → the cell of B stays empty, [Cell.Stated] is false, and every rendering says
// "not stated": it is no zero, as nobody said zero.
//
// A number is only computed of what the plan lists: what was not told or not
// understood is not in it, and [Rules] says how each was computed. Things are
// counted by what they are (a school with its written forms), never by spelling.
// The order of the plans decides the order of the columns and nothing else.
//
// To add a row: write what it asks, and add a line to rows.
package compare

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"jiedui/schema"
)

// Version is the version of the JSON shape of a [Matrix], as [schema.Version] is
// that of a dataset.
const Version = "1.0.0"

// Matrix is what [Compare] gives: plans side by side.
type Matrix struct {
	// Version of the JSON shape.
	SchemaVersion string           `json:"schema_version"`
	Generator     schema.Generator `json:"generator"`
	// The columns, in the order of the inputs.
	Plans []Column `json:"plans"`
	// What is asked of each plan, always in one order: all rows, or those that were
	// chosen.
	Rows []Row `json:"rows"`
	// The inputs that gave no plan.
	Failures []schema.Failure `json:"failures"`
}

// Column is one plan.
type Column struct {
	// What tells it from the others: district and year, and the page's name where
	// that is not enough.
	Name string `json:"name" jsonschema:"minLength=1"`
	// The documents that are taken together.
	Documents []Source `json:"documents" jsonschema:"minItems=1"`
}

// Source is a document of a plan.
type Source struct {
	ID         string `json:"id" jsonschema:"pattern=^doc-[0-9a-f]{16}$"` // the document's id; evidence names it
	URI        string `json:"uri"`                                        // of its page, as given
	Part       int    `json:"part" jsonschema:"minimum=1"`                // its place among the parts of its page
	Parts      int    `json:"parts" jsonschema:"minimum=1"`               // how many the page holds
	TextSHA256 string `json:"text_sha256"`                                // of the read text that evidence points into
}

// Row is one thing that is asked of every plan.
type Row struct {
	Code      string         `json:"code"`      // stable, see Questions
	Dimension string         `json:"dimension"` // the dimension that it belongs to, see Dimensions
	Label     schema.Message `json:"label"`     // what is asked
	// The answers, one for each plan, in the order of the plans.
	Cells []Cell `json:"cells"`
}

// Cell is what one plan says of one thing.
type Cell struct {
	// False: nothing about it was read in the plan. That is no zero and no "no".
	Stated bool `json:"stated"`
	// What it says; of a list in the order of the document.
	Items []Item `json:"items"`
}

// Item is one thing that a plan says, or that was computed of what it says.
type Item struct {
	// The whole as a reader sees it.
	Text schema.Message `json:"text"`
	// The plan's own words (a form, a promise, a title), or a code that stands for
	// them (the rank of a post); absent from what was counted.
	Value string `json:"value,omitempty"`
	// Of a count: the number. Of a share: the percentage, to one decimal.
	Number *float64 `json:"number,omitempty"`
	// Of a share: the two numbers.
	Share *Share `json:"share,omitempty"`
	// Of several counts: how they spread.
	Spread *Spread `json:"spread,omitempty"`
	// Of a promise: the amount as written.
	Amount *Amount `json:"amount,omitempty"`
	// The amount in the common unit and of a year, where there is a fixed way; see
	// the rule "normalised".
	Normalised *Amount `json:"normalised,omitempty"`
	// How it was come by, see Rules.
	Rule string `json:"rule"`
	// The places that say so, or that it was computed of.
	Evidence []Place `json:"evidence" jsonschema:"minItems=1"`
}

// Share is a part of a whole, both counted.
type Share struct {
	Part  int `json:"part"`  // how many it is true of
	Whole int `json:"whole"` // of how many
}

// Spread says how several counts spread.
type Spread struct {
	Min    float64 `json:"min"`    // the smallest
	Median float64 `json:"median"` // the one in the middle; of an even number the mean of the two
	Max    float64 `json:"max"`    // the largest
}

// Amount is the number of a promise.
type Amount struct {
	Number     float64  `json:"number"`                                         // of a range the lower end
	Max        *float64 `json:"max,omitempty"`                                  // of a range the upper end
	Unit       string   `json:"unit"`                                           // 次, 万元, % …
	Comparator string   `json:"comparator" jsonschema:"enum==,enum=>=,enum=<="` // "=", ">=" (至少) or "<=" (不超过)
	Per        string   `json:"per,omitempty"`                                  // the period (学期 …) or what it is for each of (人 …)
}

func (a *Amount) scale(f float64) {
	a.Number = round(a.Number * f)
	if a.Max != nil {
		m := round(*a.Max * f)
		a.Max = &m
	}
}

// String writes the amount: ≥2–3 次/学期.
func (a Amount) String() string {
	s := map[string]string{">=": "≥", "<=": "≤"}[a.Comparator] + number(a.Number)
	if a.Max != nil {
		s += "–" + number(*a.Max)
	}
	if a.Unit != "%" {
		s += " "
	}
	s += a.Unit
	if a.Per != "" {
		s += "/" + a.Per
	}
	return s
}

// Place is a piece of evidence and the document that it lies in.
type Place struct {
	Document string `json:"document" jsonschema:"pattern=^doc-[0-9a-f]{16}$"` // the document's id
	schema.Evidence
}

// Plan is what becomes one column: the documents that make one plan.
//
// A notice with the plan that it issues and its attachments is one document
// already (package schema), so a plan is one document, unless whoever compares
// takes several together: the parts of a page, or all that a district issued.
type Plan struct {
	// Name is the column's head; "": district and year, as far as the documents
	// state them, or the name of the page.
	Name      string
	Documents []*schema.Document
}

// Compare sets plans side by side. Each needs a document with an id, as the
// library and datasets give them. Documents are not changed, and the matrix
// shares nothing with them; numbers of persons are those of the documents: mask
// these first.
func Compare(plans []Plan) *Matrix {
	m := &Matrix{SchemaVersion: Version, Plans: []Column{}, Rows: make([]Row, len(rows)), Failures: []schema.Failure{}}
	for i, r := range rows {
		m.Rows[i] = Row{Code: r.code, Dimension: r.dimension(), Label: r.label, Cells: []Cell{}}
	}
	for i, name := range names(plans) {
		c := Column{Name: name, Documents: []Source{}}
		for _, d := range plans[i].Documents {
			c.Documents = append(c.Documents, Source{d.ID, d.Source.URI, d.Part, d.Parts, d.Source.TextSHA256})
		}
		m.Plans = append(m.Plans, c)
		f := gather(plans[i].Documents)
		for j, r := range rows {
			items := r.items(f)
			if items == nil {
				items = []Item{}
			}
			m.Rows[j].Cells = append(m.Rows[j].Cells, Cell{Stated: len(items) > 0, Items: items})
		}
	}
	return m
}

// Keep leaves in the matrix only the rows of some dimensions, or of these codes;
// with none, all.
func (m *Matrix) Keep(only []string) {
	if len(only) == 0 {
		return
	}
	m.Rows = slices.DeleteFunc(m.Rows, func(r Row) bool {
		return !slices.Contains(only, r.Dimension) && !slices.Contains(only, r.Code)
	})
}

// names gives each plan a name that no other has, as short as can be.
func names(plans []Plan) []string {
	var forms [3][]string
	for _, p := range plans {
		district, year, page := "", 0, ""
		for _, d := range p.Documents {
			if district == "" && d.Metadata.Region != nil {
				district = d.Metadata.Region.Value
			}
			if year == 0 {
				year = d.Year()
			}
			if page == "" {
				page = d.Name
				if page == "" {
					page = d.Source.URI
				}
				if d.Parts > 1 {
					page += "#" + strconv.Itoa(d.Part)
				}
			}
		}
		short := district
		if year != 0 {
			short = strings.TrimSpace(short + " " + strconv.Itoa(year))
		}
		if p.Name != "" {
			short = p.Name
		} else if district == "" { // a year alone names nothing
			short = strings.TrimSpace(page + " " + strings.TrimPrefix(short, page))
		}
		id := ""
		if len(p.Documents) > 0 {
			id = p.Documents[0].ID
		}
		forms[0] = append(forms[0], short)
		forms[1] = append(forms[1], short+" ("+page+")")
		forms[2] = append(forms[2], short+" ("+id+")")
	}
	out := make([]string, len(plans))
	for i := range plans {
		for _, form := range forms {
			out[i] = form[i]
			same := 0
			for _, other := range form {
				if other == form[i] {
					same++
				}
			}
			if same == 1 {
				break
			}
		}
	}
	return out
}

// facts are those of one plan, as the rows ask for them.
type facts struct {
	docs []*schema.Document
	// school tells things apart that documents write in several ways: the plain
	// full name for every plain written form that has one.
	school map[string]string
	// groups are the plain names of groups.
	groups map[string]bool
}

// of is a part of a document and the document.
type of[T any] struct {
	doc *schema.Document
	T   *T
}

func gather(docs []*schema.Document) *facts {
	f := &facts{docs: docs, school: map[string]string{}, groups: map[string]bool{}}
	forms := map[string][]string{}
	for _, d := range docs {
		for i := range d.Schools {
			full := schema.PlainName(d.Schools[i].Name.Value)
			f.school[full] = full
			for _, v := range d.Schools[i].Forms {
				forms[schema.PlainName(v.Value)] = append(forms[schema.PlainName(v.Value)], full)
			}
		}
		for i := range d.SchoolGroups {
			f.groups[schema.PlainName(d.SchoolGroups[i].Name.Value)] = true
		}
	}
	for form, fulls := range forms {
		slices.Sort(fulls)
		if _, name := f.school[form]; !name && len(slices.Compact(fulls)) == 1 {
			f.school[form] = fulls[0]
		}
	}
	return f
}

// who is the identity of a school or group that is written so.
func (f *facts) who(v *schema.Value) string {
	name := schema.PlainName(v.Value)
	if full, ok := f.school[name]; ok {
		return full
	}
	return name
}

// isGroup reports whether a party is a group of schools.
func (f *facts) isGroup(who string) bool { return f.groups[who] || words().isGroup(who) }

// all walks through the parts of the documents that list gives.
func all[T any](f *facts, list func(*schema.Document) []T) []of[T] {
	var out []of[T]
	for _, d := range f.docs {
		part := list(d)
		for i := range part {
			out = append(out, of[T]{d, &part[i]})
		}
	}
	return out
}

// places gathers evidence, each place once.
type places struct {
	list []Place
	seen map[placeKey]bool
}

type placeKey struct {
	document   string
	start, end int
}

func (p *places) add(d *schema.Document, ev ...schema.Evidence) {
	for _, e := range ev {
		key := placeKey{d.ID, e.Start, e.End}
		if p.seen[key] {
			continue
		}
		if p.seen == nil {
			p.seen = map[placeKey]bool{}
		}
		p.seen[key] = true
		if e.Cell != nil {
			c := *e.Cell
			e.Cell = &c
		}
		p.list = append(p.list, Place{d.ID, e})
	}
}

// placesOf is the evidence of values of one document.
func placesOf(d *schema.Document, vs ...*schema.Value) []Place {
	var p places
	for _, v := range vs {
		if v != nil {
			p.add(d, v.Evidence...)
		}
	}
	return p.list
}

// both is a text that is the same in both languages.
func both(s string) schema.Message { return schema.Message{English: s, Chinese: s} }

// number writes a number without needless decimals.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// round undoes the noise of multiplying decimals.
func round(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	return y
}

// spreadOf says how counts spread.
func spreadOf(counts []int) *Spread {
	slices.Sort(counts)
	n := len(counts)
	return &Spread{
		Min:    float64(counts[0]),
		Median: float64(counts[(n-1)/2]+counts[n/2]) / 2,
		Max:    float64(counts[n-1]),
	}
}

// united puts items of one text together, in the order in which they are met.
func united(items []Item) []Item {
	var out []Item
	at := map[schema.Message]int{}
	for _, it := range items {
		i, known := at[it.Text]
		if !known {
			at[it.Text] = len(out)
			out = append(out, it)
			continue
		}
		out[i].Evidence = join(out[i].Evidence, it.Evidence)
	}
	return out
}

// join puts places together, each once.
func join(a, b []Place) []Place {
	out := slices.Clone(a)
	for _, p := range b {
		if !slices.ContainsFunc(out, func(o Place) bool { return o.Document == p.Document && o.Start == p.Start && o.End == p.End }) {
			out = append(out, p)
		}
	}
	return out
}

// sorted are the keys of a map in order.
func sorted[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
