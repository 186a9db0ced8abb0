// Package dates is the grammar of dates in Chinese plans: it finds the time
// expressions of a string and says what each means.
//
// The road of one expression: in 各校于9月底前将方案报区教育局 [Find] meets a 9 that
// 月 follows; 底 makes it the end of the month, 前 a deadline. The [Expr] covers
// the bytes of 9月底前, its point has month 9 and no year, its bound is [By]. The
// caller, who knows the document, gives the year ([Expr.SetYear]), and
// [Expr.Stretch] returns {to 2023-09-30} and the rule month-end: the 30 does not
// stand in the text.
//
// # What is found
//
//	points    2023年9月1日 · 9月1日 · 9月 · 2023年 · 二〇二三年九月 · 2023.9 · 2023-09-01 · 2023 年 9 月
//	parts     初 · 底 · 末 · 上旬 · 中旬 · 下旬 · 上半年 · 下半年 · 第三季度 · 暑假 · 寒假 · 年内
//	school    2023-2024学年 · 2023-2024学年第一学期 · 2023年秋季学期
//	plans     “十四五”末
//	ranges    of any two points with 至, 到 or dashes, the second without what it shares
//	          with the first; 9、10月 and 9月、10月 (next to each other)
//	bounds    前, 之前, 以前, 止 and a leading 到, 至: [By]; 起, 开始, 后 and a leading
//	          自, 从: [Since]; else [At]
//	yearly    每年, 每学年 before a month, a day or 年底
//	lengths   三年内, 2个月内, 未来三年
//	relative  今年, 本年, 当年, 明年, 次年, 翌年, 去年
//	blanks    20__年9月, xx年: found, with [Point.Blank]
//	scans     2O23年l0月: O and o for 0, l and I for 1, beside a digit
//
// Text is expected as normalising leaves it: half-width punctuation, simplified
// script. An expression lies within one line.
package dates

import (
	"fmt"
	"time"
)

// Bound says how an expression bounds what is planned.
type Bound uint8

const (
	At    Bound = iota // at the point, or from the first point to the second
	By                 // at the latest at the point
	Since              // from the point on
)

// Relative says from what a year is counted that is told by a word.
type Relative uint8

const (
	NotRelative Relative = iota // it is written, or left out
	ThisYear                    // 今年, 本年: the document's
	NextYear                    // 明年, 来年: the one after the document's
	LastYear                    // 去年, 上年: the one before the document's
	SameYear                    // 当年, 同年: that of the date before it
	AfterYear                   // 次年, 翌年: the one after that of the date before it
)

// Part is a named part of a year or a month.
type Part uint8

const (
	Whole      Part = iota // all of it
	Early                  // 初: not bounded, the month; of a year its first month
	End                    // 底, 末, 内: the last day
	FirstTen               // 上旬
	MiddleTen              // 中旬
	LastTen                // 下旬
	FirstHalf              // 上半年
	SecondHalf             // 下半年
	Quarter1               // 第一季度
	Quarter2               // 第二季度
	Quarter3               // 第三季度
	Quarter4               // 第四季度
	SpringTerm             // 春季学期 of the calendar year
	AutumnTerm             // 秋季学期 of the calendar year
	Winter                 // 寒假
	Summer                 // 暑假
	SchoolYear             // the school year that begins in the year
	Term1                  // its first term
	Term2                  // its second term
	PlanEnd                // “十四五”末: the end of the five-year plan that ends with the year
)

// Point is a day, a month or a year, or a named part of one, as far as the
// text gives it.
type Point struct {
	Year, Month, Day int // 0: left out
	Relative         Relative
	Part             Part
	Blank            bool // a number of it is left blank
	Counted          bool // its year was counted from another, not read
}

// IsZero reports whether the point says nothing.
func (p Point) IsZero() bool { return p == Point{} }

// Unit is the unit of a length of time.
type Unit uint8

const (
	NoUnit Unit = iota // the expression is no length
	Days               // 天, 日
	Weeks              // 周
	Months             // 个月
	Years              // 年
)

// Expr is one time expression.
type Expr struct {
	// Start and End are bytes of the string, with the words that bind the points
	// (到, 自, 每年, 前, 起).
	Start, End int
	// From and To are the first and the second point of a range, both the same
	// when there is one point.
	From, To Point
	Bound    Bound
	Yearly   bool // 每年
	AsOf     bool // 截至: how things stood, not what is due
	Past     bool // 以来: what has gone on since
	Attr     bool // the points qualify a noun: 2023年度, 2023-2024学年
	Misread  bool // a letter stands for a digit: 2O23年
	// N and Unit are a length of time from a day that the text does not say
	// (三年内); the points are then zero.
	N    int
	Unit Unit
}

// Range reports whether the expression has two points.
func (e Expr) Range() bool { return e.From != e.To }

// Blank reports whether a number is left blank.
func (e Expr) Blank() bool { return e.From.Blank || e.To.Blank }

// NeedsYear reports whether the year of the (first) point is left out or told
// by a word.
func (e Expr) NeedsYear() bool { return e.Unit == NoUnit && !e.Yearly && e.From.Year == 0 }

// YearOnly reports whether the expression names years or parts of years
// without a month.
func (e Expr) YearOnly() bool {
	return e.Unit == NoUnit && e.From.Month == 0 && e.To.Month == 0
}

// Whole reports whether the expression names whole years or school years.
func (e Expr) Whole() bool {
	return e.YearOnly() && (e.From.Part == Whole || e.From.Part == SchoolYear)
}

// SetYear returns the expression with the year of its first point filled in,
// and that of the second where it is left out: the same year, or the next one
// when the second point would lie before the first or says 次年. counted says
// that the year was counted from one that is written (次年), not read.
func (e Expr) SetYear(year int, counted bool) Expr {
	same := e.From == e.To
	e.From.Year, e.From.Relative, e.From.Counted = year, NotRelative, counted
	if same {
		e.To = e.From
		return e
	}
	if e.To.Year == 0 {
		e.To = after(e.From, e.To)
	}
	return e
}

// after fills in the year of the second point of a range.
func after(from, to Point) Point {
	to.Year, to.Counted = from.Year, from.Counted
	if to.Relative == AfterYear || to.Relative == NextYear || to.Relative == NotRelative && before(to, from) {
		to.Year++
		to.Counted = true
	}
	to.Relative = NotRelative
	return to
}

// before compares month and day of two points in one year.
func before(a, b Point) bool {
	am, ad := a.last()
	bm, bd := b.first()
	return am < bm || am == bm && ad < bd
}

// first and last are the month and day at which a point's part of its year
// begins and ends.
func (p Point) first() (month, day int) {
	if p.Month > 0 {
		return p.Month, max(p.Day, 1)
	}
	if m, ok := months[p.Part]; ok {
		return m.first, 1
	}
	return 1, 1
}

func (p Point) last() (month, day int) {
	if p.Month > 0 {
		if p.Day > 0 {
			return p.Month, p.Day
		}
		return p.Month, 31
	}
	if m, ok := months[p.Part]; ok {
		return m.first + m.n - 1, 31
	}
	return 12, 31
}

// months are the parts of a year that are stretches of months: the first one,
// counted from January of the year, and how many. Terms and holidays are not
// dates anywhere in the law; these are the months that they take in all
// regions, the school year is that of 1 September.
var months = map[Part]struct {
	first, n int
	rule     string
}{
	FirstHalf:  {1, 6, RuleHalfYear},
	SecondHalf: {7, 6, RuleHalfYear},
	Quarter1:   {1, 3, RuleQuarter},
	Quarter2:   {4, 3, RuleQuarter},
	Quarter3:   {7, 3, RuleQuarter},
	Quarter4:   {10, 3, RuleQuarter},
	SpringTerm: {2, 6, RuleTerm},
	AutumnTerm: {9, 5, RuleTerm},
	Winter:     {1, 2, RuleTerm},
	Summer:     {7, 2, RuleTerm},
	SchoolYear: {9, 12, RuleSchoolYear},
	Term1:      {9, 5, RuleSchoolYear},
	Term2:      {14, 6, RuleSchoolYear},
}

// Codes of the rules by which a date is made that the text does not spell out.
const (
	RuleMonthEnd   = "month-end"      // 9月底: the last day of the month
	RuleYearEnd    = "year-end"       // 2023年底, 2023年内: 31 December
	RuleYearStart  = "year-start"     // 2023年初: January
	RuleTenDays    = "ten-days"       // 上旬 1–10, 中旬 11–20, 下旬 21 to the end
	RuleHalfYear   = "half-year"      // 上半年 January–June, 下半年 July–December
	RuleQuarter    = "quarter"        // 第三季度: July–September
	RuleTerm       = "school-term"    // 春季学期 February–July, 秋季学期 September–January, 寒假 January–February, 暑假 July–August
	RuleSchoolYear = "school-year"    // 2023-2024学年: September–August; its terms as RuleTerm
	RuleNextYear   = "next-year"      // 2023年9月至次年1月, 9月至1月: the year after the first point's
	RulePlanEnd    = "five-year-plan" // “十四五”末: 31 December of its last year
	RuleMisread    = "misread-digit"  // 2O23年, 1l月: a letter stands for a digit
	RuleWithin     = "within"         // 三年内: counted from a day that is known from elsewhere
)

// Stretch returns the time that the expression names, in ISO 8601 as far as it
// is given (2006, 2006-01, 2006-01-02), open where it has no bound, and the
// code of the rule by which it was made, "" when the text spells it out. ok is
// false when a year is missing, a number is blank, or the expression recurs or
// is a length. A point in a month or a year that is not bounded is the whole of
// it: 9月 runs from 2023-09 to 2023-09. The end of a month or a year is a bound
// by itself: 9月底 is at the latest 2023-09-30.
func (e Expr) Stretch() (from, to, rule string, ok bool) {
	if e.Unit != NoUnit || e.Yearly || e.Blank() || e.From.Year == 0 || e.To.Year == 0 {
		return "", "", "", false
	}
	if e.Misread {
		rule = RuleMisread
	}
	if e.From.Counted || e.To.Counted {
		rule = RuleNextYear
	}
	use := func(s, r string) string {
		if r != "" {
			rule = r
		}
		return s
	}
	switch {
	case e.Bound == Since && !e.Range():
		from = use(e.From.start())
	case e.Bound == By && !e.Range():
		to = use(e.To.deadline())
	case (e.To.Part == End || e.To.Part == PlanEnd) && !e.Range():
		to = use(e.To.finish())
	default:
		from = use(e.From.start())
		to = use(e.To.finish())
	}
	return from, to, rule, exists(e.From) && exists(e.To) && (from == "" || to == "" || from <= to || from[:len(to)] == to)
}

// exists reports whether the calendar has the day of a point (29 February).
func exists(p Point) bool { return p.Day <= lastDay(p.Year, max(p.Month, 1)) }

// Recurrence returns the month and day of an expression that recurs; of a
// range those of its end, by which what recurs is done. day is 0 when the text
// gives none.
func (e Expr) Recurrence() (month, day int, rule string, ok bool) {
	p := e.To
	if !e.Yearly || e.Blank() {
		return 0, 0, "", false
	}
	if e.Misread {
		rule = RuleMisread
	}
	switch {
	case p.Month > 0 && p.Day > 0:
		return p.Month, p.Day, rule, true
	case p.Month > 0 && p.Part == End:
		return p.Month, lastDay(2001, p.Month), RuleMonthEnd, true
	case p.Month > 0 && (p.Part == FirstTen || p.Part == MiddleTen || p.Part == LastTen):
		_, last := p.tens(2001)
		return p.Month, last, RuleTenDays, true
	case p.Month > 0:
		return p.Month, 0, rule, true
	case p.Part == End:
		return 12, 31, RuleYearEnd, true
	}
	return 0, 0, "", false
}

// Within returns the day by which a length of time has passed from the day,
// month or year in iso, at the grain of iso.
func (e Expr) Within(iso string) (to string, ok bool) {
	layout := ""
	for _, l := range []string{"2006-01-02", "2006-01", "2006"} {
		if len(l) == len(iso) {
			layout = l
		}
	}
	t, err := time.Parse(layout, iso)
	if layout == "" || err != nil || e.Unit == NoUnit {
		return "", false
	}
	switch {
	case e.Unit == Years:
		t = addMonths(t, 12*e.N)
	case e.Unit == Months && layout != "2006":
		t = addMonths(t, e.N)
	case e.Unit == Weeks && layout == "2006-01-02":
		t = t.AddDate(0, 0, 7*e.N)
	case e.Unit == Days && layout == "2006-01-02":
		t = t.AddDate(0, 0, e.N)
	default:
		return "", false
	}
	if t.Year() > maxYear {
		return "", false
	}
	return t.Format(layout), true
}

// addMonths adds months without running over into the one after: a month from
// 31 January ends in February.
func addMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, min(t.Day(), lastDay(first.Year(), int(first.Month())))-1)
}

// tens returns the first and last day of a third of a month.
func (p Point) tens(year int) (first, last int) {
	switch p.Part {
	case FirstTen:
		return 1, 10
	case MiddleTen:
		return 11, 20
	}
	return 21, lastDay(year, p.Month)
}

// start is the first day, month or year of a point.
func (p Point) start() (iso, rule string) {
	if m, ok := months[p.Part]; ok && p.Month == 0 {
		return month(p.Year, m.first), m.rule
	}
	switch p.Part {
	case FirstTen, MiddleTen, LastTen:
		first, _ := p.tens(p.Year)
		return day(p.Year, p.Month, first), RuleTenDays
	case End, PlanEnd:
		return p.finish()
	case Early:
		if p.Month == 0 {
			return month(p.Year, 1), RuleYearStart
		}
	}
	return p.String(), ""
}

// finish is the last day, month or year of a point.
func (p Point) finish() (iso, rule string) {
	if m, ok := months[p.Part]; ok && p.Month == 0 {
		return month(p.Year, m.first+m.n-1), m.rule
	}
	switch p.Part {
	case FirstTen, MiddleTen, LastTen:
		_, last := p.tens(p.Year)
		return day(p.Year, p.Month, last), RuleTenDays
	case PlanEnd:
		return day(p.Year, 12, 31), RulePlanEnd
	case End:
		if p.Month == 0 {
			return day(p.Year, 12, 31), RuleYearEnd
		}
		return day(p.Year, p.Month, lastDay(p.Year, p.Month)), RuleMonthEnd
	case Early:
		if p.Month == 0 {
			return month(p.Year, 1), RuleYearStart
		}
	}
	return p.String(), ""
}

// deadline is the day, month or year before or in which something is due: of
// a term that has a beginning (秋季学期前) the month before it.
func (p Point) deadline() (iso, rule string) {
	switch p.Part {
	case SpringTerm, AutumnTerm, Winter, Summer, SchoolYear, Term1, Term2:
		m := months[p.Part]
		return month(p.Year, m.first-1), m.rule
	}
	return p.finish()
}

// String returns 2006, 2006-01 or 2006-01-02.
func (p Point) String() string {
	switch {
	case p.Month == 0:
		return fmt.Sprintf("%04d", p.Year)
	case p.Day == 0:
		return month(p.Year, p.Month)
	}
	return day(p.Year, p.Month, p.Day)
}

// month writes a month, counted on into the next year.
func month(year, m int) string {
	return fmt.Sprintf("%04d-%02d", year+(m-1)/12, (m-1)%12+1)
}

func day(year, m, d int) string { return fmt.Sprintf("%04d-%02d-%02d", year, m, d) }

func lastDay(year, m int) int {
	return time.Date(year, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
