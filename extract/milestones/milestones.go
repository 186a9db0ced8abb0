// Package milestones finds what a document says is due, and when.
//
// The road of one milestone: in the line 1.宣传发动(11月20日前)。各校制定方案… the
// grammar of extract/dates finds 11月20日前, a deadline without its year. It stands
// in brackets behind words that begin the line, so what is due is the heading
// 宣传发动. The year comes from the document's date, 2020-11-16, whose place is
// cited as well: {"when":{"to":"2020-11-20"},"text":"宣传发动"}.
//
// # What counts
//
// A date is a milestone by the place where it stands:
//
//	bracket   behind words that begin a line, an item or a clause: 宣传发动(9月);
//	          before them when nothing else is there: (9月)宣传发动; with a label of
//	          its own at the end of an item: 1.优化布局。…(完成时限:8月底)
//	label     before a colon, a blank or the end of the line at the beginning of a
//	          line or a sentence: 9月:召开启动会 · 2010年9月  召开启动会. What is due
//	          stands behind it: one thing, several with numbers, or the parts of its
//	          first sentence between semicolons; else in the lines below, each an
//	          item of its own, until the next label or a heading that is not below
//	          this one. A year alone, a weekday's hour and a date line are no labels
//	stage     behind a short label and a colon: 宣传发动阶段:9月1日—15日; a time alone
//	          below the heading 活动时间
//	column    in a table whose headings name a time and what is done
//	          (time-labels.txt), upright or turned, or whose first column holds
//	          nothing but dates; not where the columns name two sides of a pairing
//	sentence  anywhere in a clause when it bounds (前, 到, 底, 三年内) or recurs: 各校于
//	          每年8月10日前将…报区教育局. When it only names a time: at the beginning of
//	          a clause, behind 于 or 在, or a day behind who does it; a year or a term
//	          alone needs a comma or a word of planning behind it. Behind 起 it needs
//	          no such place
//
// A time that a sentence only names, or from which something goes on, must not
// lie before the document's date; below the heading of a schedule (步骤, 安排) or in
// a stretch that one gives, half a year before it. Where the document has no
// date it counts below such a heading, else when the sentence has a word of
// planning (tense.txt) and the title is not that of a report (总结). A stretch or a
// day in brackets, at a label or in a column that ended half a year before the
// document was written or signed is told history; a deadline is not: a report
// tells of the steps of its plan.
//
// Nothing is due where the clause tells what has been done (已, 了, 截至; tense.txt),
// where the date tells people apart (8月31日前出生), a rule comes into force, a
// validity or a term of office ends (due.txt), in titles (《…(2017—2020年)》), in a
// line about the page or the paper itself, at the document's own dates.
//
// # The time
//
// A point that is not bounded is the whole of it: 9月 runs from 2023-09 to 2023-09.
// With 前 or 到 it is the end alone, with 起 the beginning; the end of a month or a
// year (底, 内) is a bound by itself. A column or label that asks by when (时限) makes
// a deadline of its points. A stretch that recurs is known by its end.
//
// # The text
//
// Of a bracket and a stage it is the words before the date without number, colon
// and 第一阶段 where a further name follows; of a name that says only what kind of
// thing it is (第一阶段, 近期目标) the clause behind it; of a label that says only that
// it is a time (完成时限) the heading of its line, or the one above. In a schedule
// the name that a numbered line begins with is taken before the clause (试点先行。
// 2021年3月至8月,选择…), of a deadline only one that names a stage.
//
// Of all others it is the clause behind the date, up to the next comma, without
// what only leads up to it (要, 应, 力争), without a remark in brackets at its end. A
// clause that does not say what is due by itself (结合实际, 各校) brings the next one
// with it; one that says too little (完成) the words before the date. Dates joined
// by 、 share the clause behind the last, and what bounds that one. What is told
// again in other words at the same time (twelve characters or more that stand
// in the other text in the same order) is one milestone.
//
// # Years left out
//
// A date without a year takes it, in this order,
//
//   - from the stretch that the heading or label above it gives (第一阶段(2010年9月—
//     2011年1月)), or the line or caption over the schedule (2012—2013学年第二学期工作
//     安排), when the month lies in it;
//   - from the date before it below the same heading of the outermost style: in a
//     schedule a smaller month is the next year's; in a sentence only when it lies
//     six months back or more, and what does not go on in time in another
//     paragraph asks the document's date instead;
//   - from the title (2023年工作安排, 2023-2024学年), when the month lies in its year or
//     up to two months before its term;
//   - from the date on which the document was written, signed or published: the
//     same year, or the next one when the date then lies more than two months
//     before it.
//
// 今年 and 明年 count from the document's date, 当年 and 次年 from the date before. The
// place that the year was taken from is cited. Where there is none, a schedule
// or a deadline gives a doubt (unresolved-reference) and no milestone; a year
// left blank (20__年) gives one there as well (blank-unfilled).
//
// A deadline behind one with 每年 in the same line recurs as that does, and so does
// any date in the same sentence.
//
// The codes of derived times are the Rule constants of extract/dates.
package milestones

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/dates"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// vocabulary are the lists of words that decide.
type vocabulary struct {
	tense, due, who, event, schedule, labels, prints, genres, policies, closings *lexicon.Terms
}

var words = lexicon.Of(func(l *lexicon.Lexicon) (w vocabulary) {
	w.tense = l.Load("tense.txt")
	w.due = l.Load("due.txt")
	w.who = w.due.Of("who")
	w.event = w.due.Of("event")
	w.schedule = w.due.Of("schedule")
	w.labels = l.Load("time-labels.txt")
	w.prints = w.labels.Of("print")
	w.genres = l.Load("genres.txt")
	w.policies = l.Load("policies.txt")
	w.closings = l.Load("closings.txt")
	return w
})

// Extractor finds milestones.
type Extractor struct{}

// Name returns "milestones".
func (Extractor) Name() string { return "milestones" }

// Wants is true when the part has a character that a time is written with.
func (Extractor) Wants(p *extract.Part) bool {
	return strings.ContainsAny(p.Str(p.Span), "年月日季末周天假.-/")
}

// Extract fills Milestones.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	f := &finder{Part: p, d: d, when: map[string][]int{}, grids: map[int]int{}}
	for i, t := range p.Own {
		f.grids[t] = i
	}
	f.known()
	read := map[int32]bool{} // the tables that were
	for i, l := range p.Body {
		if l.Table < 0 {
			f.line(i)
			continue
		}
		if !read[l.Table] {
			read[l.Table] = true
			f.table(int(l.Table))
		}
	}
	for _, t := range p.Own { // those inside others have no lines of their own
		if !read[int32(t)] {
			f.table(t)
		}
	}
	if len(f.undated) > 0 {
		d.Doubt(schema.CodeUnresolved, "the document does not say in which year this is due", f.undated...)
	}
	if len(f.blank) > 0 {
		d.Doubt(schema.CodeBlank, "a time is not filled in", f.blank...)
	}
}

// finder is the work on one part.
type finder struct {
	*extract.Part
	d *extract.Draft

	doc    dated // when the document was written, signed or published
	issued bool  // doc is when it was written or signed
	title  dated // the year or school year that its title is about
	report bool  // its title calls it a report
	own    []schema.Evidence

	heads   []head // the headings that the current line stands below
	period  period // the stretch that the current line stands in
	last    dated  // the last date with a month of the current schedule
	year    dated  // the last date of it, also a year
	over    bool   // the current line stands below a heading of a schedule without a number
	pending *label // a label whose items may follow

	when           map[string][]int // milestones by time
	grids          map[int]int      // by table, its place in Grids
	undated, blank []text.Span      // dates of schedules without a year, and left blank
}

// dated is a date that years are taken from, with its place.
type dated struct {
	from, to dates.Point
	iso      string
	places   []schema.Evidence
	base     int // where the line begins that it stands in
}

func (d dated) known() bool { return d.from.Year != 0 }

// head is a heading above the current line.
type head struct {
	style extract.Style
	span  text.Span // its words
}

// period is a stretch given by a heading or label, with the style of the line
// that it stands in.
type period struct {
	dated
	style extract.Style
	told  bool // by the caption of a report
}

// known reads what the document says about its own time.
func (f *finder) known() {
	m := &f.d.Metadata
	for i, v := range []*schema.Value{m.WrittenOn, m.SignedOn, m.PublishedOn} {
		if v == nil {
			continue
		}
		f.own = append(f.own, v.Evidence...)
		if es := dates.Find(v.Value); !f.doc.known() && len(v.Value) >= 4 {
			p := point(v.Value)
			if p.Year == 0 && len(es) == 1 {
				p = es[0].From
			}
			f.doc = dated{from: p, to: p, iso: v.Value, places: v.Evidence}
			f.issued = i < 2
		}
	}
	for _, v := range []*schema.Value{m.IndexNumber, m.DocNumber, m.Issuer, m.SubjectCategory, m.Validity, m.Abstract, f.d.Title} {
		if v != nil {
			f.own = append(f.own, v.Evidence...)
		}
	}
	for _, x := range m.Extra {
		f.own = append(f.own, x.Value.Evidence...)
	}
	if !f.doc.known() {
		f.dateLine()
	}
	t := f.d.Title
	if t == nil {
		return
	}
	genre := words().genres.Suffix(strings.TrimRight(t.Value, "》)"))
	class, _ := words().genres.Class(genre)
	f.report = class == "report"
	for _, e := range dates.Find(t.Value) {
		if e.NeedsYear() || e.Unit != dates.NoUnit || e.Yearly || e.Blank() {
			continue
		}
		if e.Range() {
			f.title = dated{} // 三年行动计划(2023—2025年): not one year
			return
		}
		f.title = dated{from: e.From, to: e.To, places: t.Evidence}
	}
}

// dateLine takes the first line that is a day and nothing else for the
// document's date.
func (f *finder) dateLine() {
	for _, l := range f.Prose() {
		s := f.Str(l.Span)
		if len(s) > 60 || !strings.HasSuffix(s, "日") && !strings.HasSuffix(s, "号") {
			continue
		}
		es := dates.Find(s)
		if len(es) != 1 || es[0].Start != 0 || es[0].End != len(s) {
			continue
		}
		if p := es[0].From; p.Year > 0 && p.Day > 0 && !es[0].Range() && es[0].Bound == dates.At {
			f.doc = dated{from: p, to: p, iso: p.String(), places: f.Evidence(l.Span)}
			f.issued = true
			f.own = append(f.own, f.doc.places...)
			return
		}
	}
}

// point reads an ISO date.
func point(iso string) (p dates.Point) {
	n := [3]int{}
	for i, s := range strings.SplitN(iso, "-", 3) {
		for _, r := range s {
			if r < '0' || r > '9' {
				return dates.Point{}
			}
			n[i] = n[i]*10 + int(r-'0')
		}
	}
	return dates.Point{Year: n[0], Month: n[1], Day: n[2]}
}

// isOwn reports whether a place belongs to what the document says about
// itself: its dates, title, abstract.
func (f *finder) isOwn(s text.Span) bool {
	ev := f.Evidence(s)
	if len(ev) == 0 {
		return true
	}
	for _, o := range f.own {
		if o.Start < ev[0].End && ev[0].Start < o.End {
			return true
		}
	}
	return false
}

const (
	maxAgain  = 8  // the milestones of one time that a new one is compared with
	maxPlaces = 32 // the places that are kept of what is told again and again, and that a doubt names
)

// add records what is due. What is told again is recorded once.
func (f *finder) add(w schema.When, what schema.Value) {
	if what.Value == "" || len(what.Evidence) == 0 || !extract.HasHan(what.Value) {
		return
	}
	key := w.From + "|" + w.To + "|" + w.Recurs + string(rune('a'+w.Month)) + string(rune('a'+w.Day))
	list := f.when[key]
	for _, i := range list[max(0, len(list)-maxAgain):] {
		old := &f.d.Milestones[i]
		if again(what.Value, old.Text.Value) {
			if len(old.When.Evidence) < maxPlaces {
				old.When.Evidence = join(old.When.Evidence, w.Evidence)
			}
			return
		}
		if again(old.Text.Value, what.Value) {
			w.Evidence = join(w.Evidence, old.When.Evidence)
			old.When, old.Text = w, what
			return
		}
	}
	f.when[key] = append(list, len(f.d.Milestones))
	f.d.Milestones = append(f.d.Milestones, schema.Milestone{When: w, Text: what})
}

// join adds to a the places of b that it does not have.
func join(a, b []schema.Evidence) []schema.Evidence {
	for _, e := range b {
		if !slices.ContainsFunc(a, func(o schema.Evidence) bool { return o.Start == e.Start && o.End == e.End }) {
			a = append(a, e)
		}
	}
	return a
}

// minAgain is the length in characters from which words that stand in others in
// the same order are taken to say the same, and not to be as common as 召开会议.
const minAgain = 12

// again reports whether a says what b says, in fewer words.
func again(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) || utf8.RuneCountInString(a) < minAgain {
		return false
	}
	for _, r := range a {
		i := strings.IndexRune(b, r)
		if i < 0 {
			return false
		}
		b = b[i+utf8.RuneLen(r):]
	}
	return true
}
