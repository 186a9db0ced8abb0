package milestones

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/dates"
	"jiedui/text"
)

const (
	maxHeaderRow = 4  // the rows among which the header is looked for
	maxColumns   = 16 // the columns that are looked at
)

// columns says which columns of a table hold the time and what is due.
type columns struct {
	first    int // the first row below the header
	time     int
	deadline bool  // the time is by when
	what     []int // the columns that say what, the one to take first
	stage    int   // the one of them that names the stage, -1 if none
	turned   bool  // rows and columns change places
}

// table reads a table whose columns name a time and what is done.
func (f *finder) table(ti int) {
	t := &f.Tables[ti]
	c, ok := f.columns(t)
	if !ok {
		return
	}
	f.last, f.year, f.pending = dated{}, dated{}, nil
	before := f.period
	defer func() { f.period = before }()
	f.titled(t, c)
	rows := t.Rows
	if c.turned {
		rows = t.Columns
	}
	at := func(row, col int) int {
		if c.turned {
			return t.At(col, row)
		}
		return t.At(row, col)
	}
	// high is how many rows a cell is read in.
	high := func(cell int) int {
		if c.turned {
			return t.Cells[cell].ColSpan
		}
		return t.Cells[cell].RowSpan
	}
	last := [2]int{-1, -1} // the cells of the row before
	for row := c.first; row < rows; row++ {
		i := at(row, c.time)
		if i < 0 {
			continue
		}
		what := -1
		for _, col := range c.what {
			j := at(row, col)
			if j < 0 || j == i || !extract.Filled(f.Str(t.Cells[j].Span)) || col == c.stage && ordinalOnly(f.Str(t.Cells[j].Span)) {
				continue
			}
			// A task over several rows, each with a time and a measure of its own, is
			// said by the measures.
			if what < 0 || high(what) > high(i) && high(j) < high(what) {
				what = j
			}
		}
		if what >= 0 && last != [2]int{i, what} {
			last = [2]int{i, what}
			f.row(t.Cells[i].Span, t.Cells[what].Span, c.deadline)
		}
	}
}

// titled takes the year that the caption of a table gives, or the rows above its
// header, for the period of its rows.
func (f *finder) titled(t *extract.Table, c columns) {
	spans := []text.Span{t.Caption}
	if !c.turned {
		for row := range max(0, c.first-1) {
			for _, i := range t.Row(row) {
				spans = append(spans, t.Cells[i].Span)
			}
		}
	}
	for _, s := range spans {
		for _, e := range dates.Find(f.Str(s)) {
			if e.YearOnly() && !e.NeedsYear() && e.Bound == dates.At && !e.Blank() && !e.Yearly {
				f.period = period{dated: dated{from: e.From, to: e.To, places: f.Evidence(text.Span{Start: s.Start + e.Start, End: s.Start + e.End})}}
				return
			}
		}
	}
}

// row reads one row: a time, and what is due at it.
func (f *finder) row(when, what text.Span, deadline bool) {
	es := dates.Find(f.Str(when))
	s := f.Str(what)
	for k, e := range es {
		if e.AsOf || e.Past {
			continue
		}
		if k > 0 && es[0].Yearly && e.NeedsYear() && e.From.Month > 0 {
			e.Yearly = true // 每年5月、11月
		}
		if deadline && e.Bound == dates.At && !e.Range() {
			e.Bound = dates.By
		}
		w, ok := f.time(e, when.Start, true)
		if !ok || f.issued && e.Bound == dates.At && f.past(w, history) {
			continue
		}
		for _, it := range itemsOf(s, 0, len(s)) {
			a, b := clauseOf(s, it[0], it[1])
			if a < b && !done(s[a:b]) {
				f.record(w, f.Value(text.Span{Start: what.Start + a, End: what.Start + b}))
			}
		}
	}
}

// columns finds the columns of a schedule, ok is false for other tables.
func (f *finder) columns(t *extract.Table) (c columns, ok bool) {
	if i, own := f.grids[t.Index]; own {
		if slices.ContainsFunc(f.Grids()[i].Class, func(c string) bool { return extract.Side(c) != "" }) {
			return c, false // what stands beside two schools is about their bond
		}
	}
	for _, turned := range []bool{false, true} {
		rows, cols := t.Rows, t.Columns
		if turned {
			rows, cols = cols, rows
		}
		for row := 0; row < min(rows, maxHeaderRow); row++ {
			c := columns{first: row + 1, time: -1, stage: -1, turned: turned}
			var topics []int
			for col := 0; col < min(cols, maxColumns); col++ {
				i := t.At(row, col)
				if turned {
					i = t.At(col, row)
				}
				if i < 0 || col > 0 && c.time == col-1 && t.Cells[i].Col+t.Cells[i].ColSpan-1 == col && t.Cells[i].ColSpan > 1 {
					continue
				}
				class, _ := words().labels.Class(bare(f.Str(t.Cells[i].Span)))
				switch class {
				case "time", "deadline":
					if c.time < 0 || class == "deadline" && !c.deadline {
						c.time, c.deadline = col, class == "deadline"
					}
				case "what":
					c.what = append(c.what, col)
				case "stage":
					c.stage = col
				case "topic":
					topics = append(topics, col)
				}
			}
			c.what = append(c.what, topics...)
			if c.stage >= 0 {
				c.what = append([]int{c.stage}, c.what...)
			}
			if c.time >= 0 && len(c.what) > 0 {
				return c, true
			}
		}
	}
	return f.bareColumns(t)
}

// bare is a heading without blanks and the remark in brackets behind it.
func bare(s string) string {
	s = extract.Squeeze(s)
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, ":")
}

// bareColumns finds a schedule without headings: a table of two or three
// columns whose first one holds nothing but dates.
func (f *finder) bareColumns(t *extract.Table) (c columns, ok bool) {
	if t.Rows < 2 || t.Columns < 2 || t.Columns > 3 {
		return c, false
	}
	c.stage = -1
	size := make([]int, t.Columns)
	for row := range t.Rows {
		i := t.At(row, 0)
		if i < 0 || !whole(f.Str(t.Cells[i].Span)) {
			if row == 0 {
				c.first = 1 // a header in other words
				continue
			}
			return c, false
		}
		for col := 1; col < t.Columns; col++ {
			if j := t.At(row, col); j >= 0 && j != i {
				size[col] += t.Cells[j].Span.Len()
			}
		}
	}
	if c.first == t.Rows-1 {
		return c, false
	}
	best := 1
	for col := range size {
		if size[col] > size[best] {
			best = col
		}
	}
	c.what = []int{best}
	return c, true
}

// whole reports whether a cell is a date with its month and nothing else.
func whole(s string) bool {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > 40 {
		return false
	}
	es := dates.Find(s)
	return len(es) == 1 && es[0].Start == 0 && es[0].End == len(s) && es[0].From.Month > 0 && !es[0].Yearly
}
