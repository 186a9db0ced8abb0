package tables

import (
	"fmt"
	"iter"
	"strconv"

	"jiedui/schema"
)

// Row is one row of a table. It is valid until the next one.
type Row struct {
	Table *Table
	Cells []any  // one a column: nil (null), string, int64, float64 or bool
	Cites []Cite // of the cited columns that are not null, in their order
}

// Cite is where the value of one cell was read from.
type Cite struct {
	Column   int               // of the table
	Evidence []schema.Evidence // may be empty
	Derived  string            // the code of the rule, or ""
}

// Rows gives the rows of doc: that of "documents", then what the document lists,
// in its order, an owner before what it owns, and behind each row its rows of
// "evidence". The order and the cells depend on doc and version alone.
//
// version tells documents of one id apart, which is what a page is at two times:
// 1 for the first, 2 for the next. From 2 on it enters every id (…-v2), so that
// ids stay keys; 0 counts as 1.
//
// Empty strings are null. doc is not changed.
func Rows(doc *schema.Document, version int) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		b := &builder{yield: yield, used: map[string]bool{}}
		if version > 1 {
			b.suffix = "-v" + strconv.Itoa(version)
		}
		b.document(doc)
	}
}

// Head returns the row of the table "dataset".
func Head(g schema.Generator) Row {
	return Row{Table: dataset, Cells: []any{schema.Version, text(g.Name), text(g.Version), text(g.Rules), text(g.Lexicon)}}
}

// Failure returns the nth row, from 1, of the table "failures".
func Failure(n int, f schema.Failure) Row {
	return Row{Table: failures, Cells: []any{int64(n), text(f.Input), text(f.Code), text(f.Message)}}
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// builder makes the rows of one document.
type builder struct {
	yield   func(Row) bool
	stopped bool
	suffix  string          // of every id
	used    map[string]bool // ids given
	doc     string          // the document's id, with its suffix
	row     Row
	schools schoolIndex
	places  []any // cells of a row of evidence
}

// id makes an id of the document's own that no other row has.
func (b *builder) id(id string) string {
	id += b.suffix
	own := id
	for n := 2; b.used[own]; n++ { // facts that schema.Merge would have united
		own = id + "-" + strconv.Itoa(n)
	}
	b.used[own] = true
	return own
}

// begin starts a row of t whose first cells are these.
func (b *builder) begin(t *Table, cells ...any) {
	b.row.Table = t
	b.row.Cells = append(b.row.Cells[:0], cells...)
	b.row.Cites = b.row.Cites[:0]
}

func (b *builder) put(cells ...any) { b.row.Cells = append(b.row.Cells, cells...) }

// cite says where the cell of a column was read from.
func (b *builder) cite(column int, ev []schema.Evidence, derived string) {
	b.row.Cites = append(b.row.Cites, Cite{column, ev, derived})
}

func (b *builder) value(v *schema.Value) {
	if v == nil {
		b.put(nil)
		return
	}
	b.cite(len(b.row.Cells), v.Evidence, v.Derived)
	b.put(text(v.Value))
}

func (b *builder) number(n *schema.Number) {
	if n == nil {
		b.put(nil)
		return
	}
	b.cite(len(b.row.Cells), n.Evidence, n.Derived)
	b.put(n.Value)
}

// end gives the row away, and its evidence.
func (b *builder) end() {
	t := b.row.Table
	if len(b.row.Cells) != len(t.Columns) {
		panic(fmt.Sprintf("tables: %d cells for the %d columns of %s", len(b.row.Cells), len(t.Columns), t.Name))
	}
	if b.stopped = b.stopped || !b.yield(b.row); b.stopped {
		return
	}
	id := b.row.Cells[0]
	for _, c := range b.row.Cites {
		places := max(len(c.Evidence), 1)
		if len(c.Evidence) == 0 && c.Derived == "" {
			continue
		}
		for i := range places {
			b.places = append(b.places[:0], b.doc, t.Name, id, t.Columns[c.Column].Name, int64(i+1))
			if len(c.Evidence) == 0 {
				b.places = append(b.places, nil, nil, nil, nil, nil, nil)
			} else {
				e := &c.Evidence[i]
				b.places = append(b.places, int64(e.Start), int64(e.End), text(e.Quote))
				if e.Cell != nil {
					b.places = append(b.places, int64(e.Cell.Table), int64(e.Cell.Row), int64(e.Cell.Column))
				} else {
					b.places = append(b.places, nil, nil, nil)
				}
			}
			b.places = append(b.places, text(c.Derived))
			if b.stopped = !b.yield(Row{Table: evidence, Cells: b.places}); b.stopped {
				return
			}
		}
	}
}

func (b *builder) document(doc *schema.Document) {
	b.doc = b.id(doc.ID)
	m, s := &doc.Metadata, &doc.Source
	b.begin(documents, b.doc)
	b.cite(0, doc.Evidence, "")
	b.put(int64(doc.Part), int64(doc.Parts))
	for _, v := range []*schema.Value{
		doc.Title, m.Issuer, m.DocNumber, m.IndexNumber, m.WrittenOn, m.PublishedOn, m.SignedBy, m.SignedOn,
	} {
		b.value(v)
	}
	b.put(some(doc.Year()))
	for _, v := range []*schema.Value{m.Region, m.RegionCode, m.SubjectCategory, m.Validity, m.Abstract} {
		b.value(v)
	}
	b.put(text(s.URI), text(s.MediaType), text(s.Charset), text(s.Script), text(s.SHA256), text(s.TextSHA256), text(s.CapturedAt))
	b.end()

	for i := range m.Extra {
		x := &m.Extra[i]
		b.begin(metadataExtra, b.id(schema.MetadataID(doc.ID, x.Name, x.Value.Value)), b.doc, int64(i+1), text(x.Name))
		b.value(&x.Value)
		b.end()
	}
	for i, r := range s.Repairs {
		b.begin(repairs, b.part(b.doc, "repair", i), b.doc, int64(i+1), text(r.Step), int64(r.Count))
		b.end()
	}
	for i := range doc.Sections {
		s := &doc.Sections[i]
		b.begin(sections, b.part(b.doc, "section", i), b.doc, int64(i+1), text(s.Number))
		b.cite(len(b.row.Cells), s.Evidence, "")
		b.put(text(s.Heading), int64(s.Level))
		b.end()
	}
	for i := range doc.LeadingGroups {
		b.leadingGroup(i, &doc.LeadingGroups[i])
	}
	b.listSchools(doc.Schools)
	for i := range doc.SchoolGroups {
		b.schoolGroup(i, &doc.SchoolGroups[i])
	}
	for i := range doc.Pairings {
		p := &doc.Pairings[i]
		b.begin(pairings, b.id(p.ID), b.doc, int64(i+1))
		b.value(p.Form)
		b.number(p.Seq)
		b.value(&p.From)
		b.put(b.schools.of(&p.From))
		b.value(&p.To)
		b.put(b.schools.of(&p.To))
		b.value(p.Status)
		b.put(p.Directed, p.Narrative)
		b.end()
	}
	for i := range doc.Citations {
		c := &doc.Citations[i]
		b.begin(citations, b.id(c.ID), b.doc, int64(i+1))
		b.value(&c.Title)
		b.value(c.Number)
		b.end()
	}
	for i := range doc.Milestones {
		x := &doc.Milestones[i]
		w := &x.When
		b.begin(milestones, b.id(x.ID), b.doc, int64(i+1))
		b.cite(len(b.row.Cells), w.Evidence, w.Derived)
		b.put(due(w), text(w.From), text(w.To), text(w.Recurs), some(w.Month), some(w.Day))
		b.value(&x.Text)
		b.end()
	}
	for i := range doc.Commitments {
		c := &doc.Commitments[i]
		b.begin(commitments, b.id(c.ID), b.doc, int64(i+1))
		b.value(&c.Quote)
		b.put(text(c.Comparator))
		b.number(&c.Amount)
		b.number(c.AmountMax)
		for _, v := range []*schema.Value{&c.Unit, c.Per, c.Actor, c.Action, c.Object} {
			b.value(v)
		}
		b.end()
	}
	for i := range doc.Measures {
		x := &doc.Measures[i]
		b.begin(measures, b.id(x.ID), b.doc, int64(i+1))
		b.value(&x.Name)
		b.end()
	}
	for i := range doc.Doubts {
		d := &doc.Doubts[i]
		b.begin(doubts, b.part(b.doc, "doubt", i))
		b.cite(0, d.Evidence, "")
		b.put(b.doc, int64(i+1), text(d.Code), text(d.Message))
		b.end()
	}
}

// part makes the id of the ith part of what has the id owner, which bears the
// suffix already.
func (b *builder) part(owner, kind string, i int) string {
	return owner + "-" + kind + "-" + strconv.Itoa(i+1)
}

func (b *builder) leadingGroup(i int, g *schema.LeadingGroup) {
	group := b.id(g.ID)
	b.begin(leadingGroups, group, b.doc, int64(i+1))
	b.value(g.Body)
	b.end()
	for i := range g.Members {
		l := &g.Members[i]
		leader := b.id(l.ID)
		b.begin(leaders, leader, b.doc, group, int64(i+1))
		for _, v := range []*schema.Value{&l.Role, l.Name, l.Subject, l.Stage} {
			b.value(v)
		}
		b.end()
		for i := range l.Posts {
			b.begin(leaderPosts, b.part(leader, "post", i), b.doc, leader, int64(i+1))
			b.value(&l.Posts[i])
			b.end()
		}
	}
}

func (b *builder) listSchools(list []schema.School) {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = b.id(list[i].ID)
	}
	b.schools = indexSchools(list, ids)
	for i := range list {
		s := &list[i]
		b.begin(schools, ids[i], b.doc, int64(i+1))
		b.value(&s.Name)
		b.value(s.Parent)
		b.put(b.schools.named(s.Parent))
		b.value(s.Principal)
		b.value(s.Phone)
		b.end()
		for j := range s.Forms {
			b.begin(schoolForms, b.part(ids[i], "form", j), b.doc, ids[i], int64(j+1))
			b.value(&s.Forms[j])
			b.end()
		}
	}
}

func (b *builder) schoolGroup(i int, g *schema.SchoolGroup) {
	group := b.id(g.ID)
	b.begin(schoolGroups, group, b.doc, int64(i+1))
	for _, v := range []*schema.Value{&g.Name, g.Kind, g.Parent, g.Stage, g.Level} {
		b.value(v)
	}
	b.put(g.Narrative)
	b.end()
	for i := range g.Members {
		m := &g.Members[i]
		b.begin(members, b.id(m.ID), b.doc, group, int64(i+1))
		b.value(&m.School)
		b.value(m.Full)
		b.put(b.schools.of(&m.School))
		for _, v := range []*schema.Value{m.Role, m.Division, m.Principal, m.Phone} {
			b.value(v)
		}
		b.end()
	}
	for i := range g.Contacts {
		c := &g.Contacts[i]
		b.begin(contacts, b.id(c.ID), b.doc, group, int64(i+1))
		b.value(&c.Name)
		b.value(c.Phone)
		b.end()
	}
}

func some(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

// due writes a time in one cell: a date, an interval of two (ISO 8601, with ..
// for an open end as in EDTF), or a day of every year.
func due(w *schema.When) any {
	switch {
	case w.Recurs != "" && w.Day != 0:
		return fmt.Sprintf("--%02d-%02d", w.Month, w.Day)
	case w.Recurs != "":
		return fmt.Sprintf("--%02d", w.Month)
	case w.From == w.To:
		return text(w.From)
	case w.From == "":
		return "../" + w.To
	case w.To == "":
		return w.From + "/.."
	}
	return w.From + "/" + w.To
}

// schoolIndex finds a school of the document by where its name stands, and by
// its name.
type schoolIndex struct {
	at   map[[2]int]string // place → id; "": several
	name map[string]string // name or form → id; "": several
}

func indexSchools(list []schema.School, ids []string) schoolIndex {
	x := schoolIndex{map[[2]int]string{}, map[string]string{}}
	for i := range list {
		x.add(&list[i].Name, ids[i])
		for j := range list[i].Forms {
			x.add(&list[i].Forms[j], ids[i])
		}
	}
	return x
}

func (x schoolIndex) add(v *schema.Value, id string) {
	know(x.name, v.Value, id)
	for _, e := range v.Evidence {
		know(x.at, [2]int{e.Start, e.End}, id)
	}
}

// know notes the id of what is known by key, or that it is several.
func know[K comparable](ids map[K]string, key K, id string) {
	if other, ok := ids[key]; ok && other != id {
		id = ""
	}
	ids[key] = id
}

// of returns the id of the school that v names, or nil.
func (x schoolIndex) of(v *schema.Value) any {
	if v == nil {
		return nil
	}
	if len(v.Evidence) > 0 {
		if id := x.at[[2]int{v.Evidence[0].Start, v.Evidence[0].End}]; id != "" {
			return id
		}
	}
	return x.named(v)
}

// named returns the id of the school of that name, or nil.
func (x schoolIndex) named(v *schema.Value) any {
	if v == nil {
		return nil
	}
	return text(x.name[v.Value])
}
