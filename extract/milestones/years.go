package milestones

import (
	"strconv"
	"strings"

	"jiedui/extract/dates"
	"jiedui/schema"
	"jiedui/text"
)

// late is how many months before the document's date a date without a year may
// lie and still be of its year: a plan is often issued after its first step.
const late = 2

// supply fills in the year of an expression that leaves it out, and returns the
// places it was taken from. schedule says that the dates before it in the
// schedule are in order.
func (f *finder) supply(e dates.Expr, base int, schedule bool) (dates.Expr, []schema.Evidence, bool) {
	if !e.NeedsYear() {
		return e, nil, true
	}
	p := e.From
	switch p.Relative {
	case dates.ThisYear, dates.NextYear, dates.LastYear:
		if !f.doc.known() {
			return e, nil, false
		}
		step := map[dates.Relative]int{dates.NextYear: 1, dates.LastYear: -1}[p.Relative]
		return e.SetYear(f.doc.from.Year+step, step != 0), f.doc.places, true
	case dates.SameYear, dates.AfterYear:
		before := f.year
		if !before.known() {
			before = f.doc
		}
		if !before.known() {
			return e, nil, false
		}
		// In 10月, 次年1月, 次年6月 both mean the year after the 10月.
		again := before.from.Counted && month(e.From) > month(before.from)
		if p.Relative == dates.AfterYear && !again {
			return e.SetYear(before.from.Year+1, true), before.places, true
		}
		return e.SetYear(before.from.Year, before.from.Counted), before.places, true
	}
	m := month(e.From)
	if to := e.To; to.Year != 0 { // 9月至2021年1月
		y := to.Year
		if m > month(to) {
			y--
		}
		return e.SetYear(y, y != to.Year), nil, true
	}
	if f.period.known() {
		if y, ok := f.within(f.period.dated, m); ok {
			return e.SetYear(y, f.period.counted(y)), f.period.places, true
		}
	}
	if f.last.known() {
		before := f.last.from
		if f.last.to.Year > before.Year+1 || f.last.to.Year == before.Year+1 && month(f.last.to) >= month(before) {
			before = f.last.to // a schedule goes on behind a stretch of more than a year
		}
		y := before.Year
		back := month(before) - m // how far the month lies before the last one
		if back > 0 && (schedule || back >= 6) {
			y++
		}
		// Outside a schedule another paragraph need not go on in time.
		if schedule || back <= 0 || f.last.base == base || !f.doc.known() {
			return e.SetYear(y, f.last.counted(y)), f.last.places, true
		}
	}
	if f.title.known() {
		if y, ok := f.within(f.title, m); ok {
			return e.SetYear(y, f.title.counted(y)), f.title.places, true
		}
		// What prepares a term lies before it: 8月下旬 of a plan for the autumn.
		if first, _ := bounds(f.title); f.title.from.Part != dates.Whole {
			for ago := 1; ago <= late; ago++ {
				if (first-ago)%12 == m-1 {
					y := (first - ago) / 12
					return e.SetYear(y, f.title.counted(y)), f.title.places, true
				}
			}
		}
	}
	if f.doc.known() {
		y := f.doc.from.Year
		if d := month(f.doc.from); f.doc.from.Month > 0 && m+late < d {
			y++
		}
		return e.SetYear(y, f.doc.counted(y)), f.doc.places, true
	}
	return e, nil, false
}

// counted reports whether a year is none of those that are written.
func (d dated) counted(year int) bool {
	for _, e := range d.places {
		if strings.Contains(e.Quote, strconv.Itoa(year)) {
			return false // the second one of 2023-2024学年
		}
	}
	return (year != d.from.Year || d.from.Counted) && (year != d.to.Year || d.to.Counted)
}

// within returns the year in which month m lies in a stretch: behind the last
// date of the schedule where it lies in several.
func (f *finder) within(d dated, m int) (year int, ok bool) {
	first, last := bounds(d)
	at := first
	if f.last.known() && f.last.from.Year*12+month(f.last.from)-1 > at {
		at = f.last.from.Year*12 + month(f.last.from) - 1
	}
	for _, from := range []int{at, first} {
		y := from / 12
		if y*12+m-1 < from {
			y++
		}
		if y*12+m-1 <= last {
			return y, true
		}
	}
	return 0, false
}

// bounds are the first and last month of a stretch, counted from year 0.
func bounds(d dated) (first, last int) {
	e := dates.Expr{From: d.from, To: d.to}
	from, to, _, _ := e.Stretch()
	a, b := point(from), point(to)
	if from == "" {
		a = b
	}
	if to == "" {
		b = a
	}
	if b.Month == 0 {
		b.Month = 12
	}
	return a.Year*12 + max(a.Month, 1) - 1, b.Year*12 + b.Month - 1
}

// month is the month of a point, of a part of a year its first one.
func month(p dates.Point) int {
	if p.Month > 0 {
		return p.Month
	}
	p.Year, p.Relative = 2001, dates.NotRelative
	e := dates.Expr{From: p, To: p, Bound: dates.Since}
	from, _, _, _ := e.Stretch()
	return max(point(from).Month, 1)
}

// moment is the time of an expression.
type moment struct {
	schema.When
	// dated is the expression with its year and the place of that, for what stands
	// behind it; unknown where it recurs or is a length.
	dated dated
}

// time makes the time of an expression in the line at base. ok is false when it
// cannot be told; a schedule then wants a doubt.
func (f *finder) time(e dates.Expr, base int, schedule bool) (w moment, ok bool) {
	span := text.Span{Start: base + e.Start, End: base + e.End}
	w.Evidence = f.Evidence(span)
	if len(w.Evidence) == 0 {
		return w, false
	}
	wanted := schedule || e.Bound == dates.By
	if e.Blank() {
		if wanted && len(f.blank) < maxPlaces && !f.doubted(w.Evidence[0]) {
			f.blank = append(f.blank, span)
		}
		return w, false
	}
	switch {
	case e.Unit != dates.NoUnit:
		if !f.doc.known() {
			return w, false
		}
		to, ok := e.Within(f.doc.iso)
		w.To, w.Derived = to, dates.RuleWithin
		w.Evidence = join(w.Evidence, f.doc.places)
		return w, ok
	case e.Yearly:
		m, d, rule, ok := e.Recurrence()
		w.Recurs, w.Month, w.Day, w.Derived = "yearly", m, d, rule
		return w, ok
	}
	full, places, ok := f.supply(e, base, schedule)
	if !ok {
		if wanted && len(f.undated) < maxPlaces && e.From.Relative == dates.NotRelative {
			f.undated = append(f.undated, span)
		}
		return w, false
	}
	w.From, w.To, w.Derived, ok = full.Stretch()
	if !ok {
		return w, false
	}
	if places == nil {
		places = w.Evidence // it spells its year itself
	}
	w.Evidence = join(w.Evidence[:1:1], places)
	w.dated = dated{from: full.From, to: full.To, places: places, base: base}
	return w, true
}

// lead remembers a date for those behind it.
func (f *finder) lead(w moment) {
	if !w.dated.known() {
		return
	}
	f.year = w.dated
	if f.period.known() {
		at, _ := bounds(w.dated)
		if _, last := bounds(f.period.dated); at > last {
			f.period = period{} // it has gone by
		}
	}
	if w.dated.from.Month > 0 {
		f.last = w.dated // 到2025年 says nothing about the months behind it
	}
}

// record adds a milestone, and remembers its date for those behind it.
func (f *finder) record(w moment, what schema.Value) {
	f.lead(w)
	f.add(w.When, what)
}

// doubted reports whether a doubt about what is left blank names the place
// already (a signature without its year).
func (f *finder) doubted(e schema.Evidence) bool {
	for _, d := range f.d.Doubts {
		for _, o := range d.Evidence {
			if d.Code == schema.CodeBlank && o.Start <= e.Start && e.End <= o.End {
				return true
			}
		}
	}
	return false
}

// past reports whether a time lay before the document was written: the whole
// of it, by more than months.
func (f *finder) past(w moment, months int) bool {
	if !f.doc.known() || w.Recurs != "" {
		return false
	}
	end := w.To
	if end == "" {
		end = w.From
	}
	p := point(end)
	if p.Year == 0 {
		return false
	}
	if p.Month == 0 || f.doc.from.Month == 0 {
		return p.Year < f.doc.from.Year
	}
	gap := f.doc.from.Year*12 + f.doc.from.Month - p.Year*12 - p.Month
	return gap > months || months == 0 && gap == 0 && p.Day > 0 && p.Day < f.doc.from.Day
}
