package synth

import "strings"

// when is a time at which something is due, as a given plan knows it: written
// anew on each page.
type when struct {
	form                 whenForm
	year, month, day     int
	year2, month2, first int  // of stretches: the end; of days, the first one
	bare                 bool // the year is left out where it is the document's
	dash                 string
}

// whenForm is how a time is put.
type whenForm int

const (
	beforeDay whenForm = iota // 2021年9月10日前
	beforeEnd                 // 2021年9月底前
	inMonth                   // 2021年9月
	months                    // 2021年9月—11月
	days                      // 2021年9月5日—20日
	fromDay                   // 2021年9月10日起
	onDay                     // 2021年9月10日
)

// before reports whether the time is a deadline.
func (w when) before() bool { return w.form == beforeDay || w.form == beforeEnd }

// later is the time some months on.
func (w when) later(months int) when {
	w.year, w.month = addMonths(w.year, w.month, months)
	if w.year2 > 0 {
		w.year2, w.month2 = addMonths(w.year2, w.month2, months)
	}
	return w
}

func addMonths(year, month, n int) (int, int) {
	m := year*12 + month - 1 + n
	return m / 12, m%12 + 1
}

// someday draws a time after the clock.
func (d *Draw) someday(c *clock, deadline bool) when {
	w := when{form: whenForm(d.IntN(7)), bare: d.Chance(0.5), dash: Pick(d, "—", "至", "-")}
	if deadline {
		w.form = Pick(d, beforeDay, beforeEnd)
	}
	w.year, w.month = c.next(d, 3)
	w.day = d.Between(5, 28)
	switch w.form {
	case months:
		c.month++ // so that it is a stretch
		w.year2, w.month2 = c.next(d, 2)
	case days:
		w.first = d.Between(1, w.day-3)
	}
	return w
}

// stretch is the time as written in a document of a month. The year may be left
// out where it is the document's and the time is still to come: else the next
// year could be meant.
func (w when) stretch(documentYear, documentMonth int) stretch {
	year := itoa(w.year) + "年"
	if w.bare && w.year == documentYear && w.month > documentMonth && (w.year2 == 0 || w.year2 == w.year) {
		year = ""
	}
	month := itoa(w.month) + "月"
	day := ISO(w.year, w.month, w.day)
	switch w.form {
	case beforeDay:
		return stretch{year + month + itoa(w.day) + "日前", "", day}
	case beforeEnd:
		return stretch{year + month + "底前", "", ISO(w.year, w.month, lastDay(w.year, w.month))}
	case inMonth:
		return stretch{year + month, ISO(w.year, w.month, 0), ISO(w.year, w.month, 0)}
	case months:
		to := itoa(w.month2) + "月"
		if w.year2 != w.year {
			to = itoa(w.year2) + "年" + to
		}
		return stretch{year + month + w.dash + to, ISO(w.year, w.month, 0), ISO(w.year2, w.month2, 0)}
	case days:
		return stretch{year + month + itoa(w.first) + "日" + w.dash + itoa(w.day) + "日", ISO(w.year, w.month, w.first), day}
	case fromDay:
		return stretch{year + month + itoa(w.day) + "日起", day, ""}
	}
	return stretch{year + month + itoa(w.day) + "日", day, day}
}

// span is the time in ISO: from and to, with a stroke between them unless they
// are one; open where one is absent.
func (w when) span() string {
	s := w.stretch(0, 0)
	if s.from == s.to {
		return s.from
	}
	return strings.Join([]string{s.from, s.to}, "/")
}
