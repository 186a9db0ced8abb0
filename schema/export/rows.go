package export

import (
	"errors"
	"strconv"
	"strings"

	"jiedui/schema"
	"jiedui/schema/tables"
)

// sink takes the rows of a format of tables.
type sink interface {
	// row takes one row of the table at place t of the layout.
	row(t int, cells []any) error
	// close ends the output. Nothing is called after it.
	close() error
	// discard frees what close would have freed.
	discard()
}

// rowsWriter is the [Writer] of every format of tables.
type rowsWriter struct {
	sink
	opt      Options
	layout   []laid
	at       map[*tables.Table]int // place in layout
	versions versions
	failures int
	cells    []any // a row, with its evidence beside it
	closed   bool
	err      error
}

// laid is a table as a format has it.
type laid struct {
	*tables.Table
	places []int // of the columns of the table that it was made from
	cited  []int // of the first column of evidence beside a value, or 0
}

// newLayout returns the tables of an output, in the order of [tables.All].
func newLayout(opt Options) []laid {
	var all []laid
	for _, t := range tables.All {
		if t.Name == "evidence" && opt.Evidence != EvidenceTable && opt.Evidence != EvidenceBoth {
			continue
		}
		l := laid{Table: t}
		if opt.Evidence == EvidenceColumns || opt.Evidence == EvidenceBoth {
			l = widen(t)
		} else {
			for i := range t.Columns {
				l.places = append(l.places, i)
			}
			l.cited = make([]int, len(t.Columns))
		}
		all = append(all, l)
	}
	return all
}

// Beside each value: where its first place begins and ends, what stands there,
// and the rule that made it.
var beside = []struct {
	suffix, label string
	typ           tables.Type
	chinese       string
	english       string
}{
	{"_start", "起点", tables.Integer, "首个出处的起点（码点，自 0 起）", "where the first place of evidence begins, in code points from 0"},
	{"_end", "终点", tables.Integer, "首个出处的终点（不含）", "where the first place of evidence ends; excluded"},
	{"_quote", "引文", tables.Text, "首个出处的原文", "what stands in the first place of evidence"},
	{"_derived", "推得规则", tables.Text, "值不见于原文时推得它的规则代码", "the code of the rule that made a value which does not stand in the text"},
}

// widen returns t with the columns of the first piece of evidence beside each
// cited one.
func widen(t *tables.Table) laid {
	wide := *t
	wide.Columns = nil
	l := laid{Table: &wide}
	for _, c := range t.Columns {
		l.places = append(l.places, len(wide.Columns))
		wide.Columns = append(wide.Columns, c)
		if !c.Cited {
			l.cited = append(l.cited, 0)
			continue
		}
		l.cited = append(l.cited, len(wide.Columns))
		for _, b := range beside {
			name := strings.TrimPrefix(b.suffix, "_")
			wide.Columns = append(wide.Columns, tables.Column{
				Name: c.Name + b.suffix, Type: b.typ,
				Label: tables.Words{English: c.Label.English + ": " + name, Chinese: c.Label.Chinese + "·" + b.label},
				About: tables.Words{English: c.Name + ": " + b.english, Chinese: c.Label.Chinese + "：" + b.chinese},
			})
		}
	}
	return l
}

// Makes reports whether a format of several files makes one of that name.
func Makes(name string) bool {
	base, ending, _ := strings.Cut(name, ".")
	return name == descriptorName || name == cardName || name == citationName || tables.Named(base) != nil && (ending == "csv" || ending == "parquet")
}

// descriptorName is the file of a data package that says what is in it.
const descriptorName = "datapackage.json"

// newRows returns a writer of rows to a sink that was made for layout. It writes
// the row of the table "dataset".
func newRows(s sink, layout []laid, opt Options) (Writer, error) {
	w := &rowsWriter{sink: s, opt: opt, layout: layout, at: map[*tables.Table]int{}}
	for i, l := range layout {
		w.at[tables.Named(l.Name)] = i
	}
	w.put(tables.Head(opt.Generator))
	if w.err != nil {
		w.discard()
		return nil, w.err
	}
	return w, nil
}

func (w *rowsWriter) put(row tables.Row) {
	at, ok := w.at[row.Table]
	if !ok || w.err != nil {
		return
	}
	l := &w.layout[at]
	cells := row.Cells
	if len(l.Columns) != len(cells) {
		w.cells = append(w.cells[:0], make([]any, len(l.Columns))...)
		for i, cell := range row.Cells {
			w.cells[l.places[i]] = cell
		}
		for _, c := range row.Cites {
			to := l.cited[c.Column]
			if len(c.Evidence) > 0 {
				e := &c.Evidence[0]
				w.cells[to], w.cells[to+1], w.cells[to+2] = int64(e.Start), int64(e.End), e.Quote
			}
			if c.Derived != "" {
				w.cells[to+3] = c.Derived
			}
		}
		cells = w.cells
	}
	w.err = w.sink.row(at, cells)
}

func (w *rowsWriter) Document(doc *schema.Document) error {
	if w.err != nil {
		return w.err
	}
	version := w.versions.next(doc.ID)
	for row := range tables.Rows(Mask(doc, w.opt.Phones), version) {
		if w.put(row); w.err != nil {
			break
		}
	}
	return w.err
}

func (w *rowsWriter) Failure(f schema.Failure) error {
	w.failures++
	w.put(tables.Failure(w.failures, f))
	return w.err
}

func (w *rowsWriter) Close() error {
	switch {
	case w.closed:
	case w.err != nil:
		w.discard()
	default:
		w.closed = true
		w.err = w.sink.close()
	}
	return w.err
}

func (w *rowsWriter) discard() {
	if !w.closed {
		w.closed = true
		w.sink.discard()
		if w.err == nil {
			w.err = errDiscarded
		}
	}
}

var errDiscarded = errors.New("the export was given up")

// versions counts the documents of one id. It keeps eight bytes of an id: a
// million documents take some twenty megabytes.
type versions struct {
	seen  map[uint64]struct{}
	again map[string]int // ids that came more than once
	odd   map[string]int // what is no id
}

// next returns which version of the document of that id comes now, from 1.
func (v *versions) next(id string) int {
	if v.seen == nil {
		v.seen, v.again, v.odd = map[uint64]struct{}{}, map[string]int{}, map[string]int{}
	}
	hash, ok := strings.CutPrefix(id, "doc-")
	key, err := strconv.ParseUint(hash, 16, 64)
	if !ok || err != nil || len(hash) != 16 {
		v.odd[id]++
		return v.odd[id]
	}
	if _, ok := v.seen[key]; !ok {
		v.seen[key] = struct{}{}
		return 1
	}
	v.again[id]++
	return v.again[id] + 1
}
