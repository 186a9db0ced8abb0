package milestones

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/extract/dates"
	"jiedui/schema"
	"jiedui/text"
)

// place says how a date stands in its line.
type place int

const (
	sentence place = iota
	bracket        // in brackets of its own
	labelled       // before what is due: 9月:…
	staged         // behind a label: 实施时间:9月
)

// label is a date whose items stand in the lines below it.
type label struct {
	when  schema.When
	style extract.Style // of the line it stands in
	items int           // how many were found
	own   bool          // what is due stands behind it already
}

// line reads a line that is in no table.
func (f *finder) line(i int) {
	l := f.Body[i].Span
	s := f.Str(l)
	style, _, n := extract.Numbering(s)
	if style != extract.NoStyle {
		f.heading(style, text.Span{Start: l.Start + n, End: l.End})
	}
	es := dates.Find(s)
	x := &reading{finder: f, base: l.Start, s: s, style: style, number: n, es: es}
	if len(es) == 0 {
		if style == extract.NoStyle && overSchedule(s) {
			f.over, f.pending = true, nil
			return
		}
		f.item(x, 0, len(s))
		return
	}
	if es[0].From.Day > 0 && es[0].From.Year > 0 && printed(s) {
		if e := es[0]; !f.doc.known() && !e.Blank() {
			f.doc = dated{from: e.From, to: e.From, iso: e.From.String(), places: f.Evidence(x.span(e.Start, e.End))}
		}
		return
	}
	if x.caption() {
		return
	}
	x.below = i + 1
	x.run()
}

// maxCaption is the length in characters of the longest line over a schedule.
const maxCaption = 40

// caption takes a line that says which year or school year the schedule below
// it is of (2012—2013学年第二学期工作安排) for its period.
func (x *reading) caption() bool {
	if len(x.es) != 1 || strings.ContainsAny(x.s, "。;!?") || utf8.RuneCountInString(x.s) > maxCaption {
		return false
	}
	e := x.es[0]
	t := strings.TrimRight(x.s, ":()如下 ")
	only := x.number == e.Start && e.End == len(t) && !e.Whole() // (一)2022年秋季学期
	if !e.YearOnly() || e.NeedsYear() || e.Bound != dates.At || !only && words().schedule.Suffix(t) == "" && words().genres.Suffix(t) == "" {
		return false
	}
	genre, _ := words().genres.Class(words().genres.Suffix(t))
	x.period = period{
		dated: dated{from: e.From, to: e.To, places: x.Evidence(x.span(e.Start, e.End))},
		style: x.style,
		told:  genre == "report",
	}
	x.last, x.year, x.pending = dated{}, dated{}, nil
	return true
}

// overSchedule reports whether a line without a number is the heading of a
// schedule: 活动安排:
func overSchedule(s string) bool {
	return utf8.RuneCountInString(s) <= maxStage && words().schedule.Suffix(strings.TrimRight(s, ": ")) != ""
}

// maxPrinted is the length in bytes of the longest line about the page itself.
const maxPrinted = 240

// printed reports whether a line is about the page or the paper itself: when
// it was published, where it comes from.
func printed(s string) bool {
	return len(s) <= maxPrinted && words().prints.Contained(s)
}

// heading takes note of a numbered line: what stood below a line of its style
// or an inner one is over.
func (f *finder) heading(style extract.Style, words text.Span) {
	for n := len(f.heads) - 1; n >= 0 && f.heads[n].style >= style; n-- {
		f.heads = f.heads[:n]
	}
	words.End = words.Start + headEnd(f.Str(words))
	f.heads = append(f.heads, head{style, f.Trim(words)})
	outer := style <= extract.Han
	if f.period.known() && (outer || f.period.style != extract.NoStyle && style <= f.period.style) {
		f.period = period{}
	}
	if outer {
		f.last, f.year, f.over = dated{}, dated{}, false
	}
	if p := f.pending; p != nil && (style <= extract.HanParen || p.style != extract.NoStyle && style <= p.style) {
		f.pending = nil
	}
}

// headEnd is where the first sentence of a heading ends.
func headEnd(s string) int {
	if i := strings.IndexAny(s, "。:;!?("); i >= 0 {
		return i
	}
	return len(s)
}

// maxItem is the length in characters of the longest line without a number
// that is taken for an item of the label above it.
const maxItem = 60

// item takes the words from a to b of a line without label for what is due at
// the label above.
func (f *finder) item(x *reading, a, b int) {
	p := f.pending
	if p == nil || p.own {
		return
	}
	s := x.s[a:b]
	if a == 0 {
		s = s[x.number:]
	}
	trimmed := strings.TrimLeft(s, " ")
	at := b - len(trimmed)
	if trimmed == "" || !extract.HasHan(trimmed) || strings.HasPrefix(trimmed, "(") && strings.HasSuffix(strings.TrimRight(trimmed, " 。"), ")") {
		return
	}
	if x.style == extract.NoStyle && utf8.RuneCountInString(trimmed) > maxItem && p.items > 0 || f.signature(x) || attached(trimmed) ||
		x.style == extract.NoStyle && closes(trimmed) {
		f.pending = nil
		return
	}
	p.items++
	from, to := x.clause(at, b)
	f.add(p.when, f.Value(text.Span{Start: x.base + from, End: x.base + to}))
}

// closes reports whether a line closes the text of the document: 请遵照执行。
func closes(s string) bool {
	w := words().closings
	if c, _ := w.Class(w.Prefix(s)); c == "start" {
		return true
	}
	s = strings.TrimRight(s, "。 ")
	c, _ := w.Class(w.Suffix(s))
	return c == "end" && !strings.Contains(s, "。")
}

// signature reports whether a line is one of the signing bodies.
func (f *finder) signature(x *reading) bool {
	v := f.d.Metadata.SignedBy
	if v == nil {
		return false
	}
	for _, e := range f.Evidence(text.Span{Start: x.base, End: x.base + len(x.s)}) {
		for _, o := range v.Evidence {
			if e.Start < o.End && o.Start < e.End {
				return true
			}
		}
	}
	return false
}

// reading is the work on one line.
type reading struct {
	*finder
	base   int // of s in the clean text
	s      string
	style  extract.Style
	number int // the length of its number
	below  int // the index in Body of the line below it
	es     []dates.Expr
	found  bool      // a sentence of it gave a milestone
	said   text.Span // 每年 before an expression that recurs and does not have it
	yearly int       // the expression with 每年 that later ones recur as; -1 if none

	places []standing // of the expressions
	stops  []int      // by expression, where the next label begins, or the line ends
	// By expression, the last of those that are joined to it: 3月10日前、9月10日前分别报…;
	// the words behind that one are those of all.
	lasts []int
}

// standing is how an expression stands in the line; of a staged one name is
// the place of its label.
type standing struct {
	place
	name [2]int
}

func (x *reading) span(a, b int) text.Span { return text.Span{Start: x.base + a, End: x.base + b} }

// run reads the expressions of the line in order.
func (x *reading) run() {
	x.yearly = -1
	x.places = make([]standing, len(x.es))
	x.stops = make([]int, len(x.es))
	x.lasts = make([]int, len(x.es))
	stop := len(x.s)
	for k := len(x.es) - 1; k >= 0; k-- {
		x.stops[k], x.lasts[k] = stop, k
		if k+1 < len(x.es) {
			switch strings.TrimSpace(x.s[x.es[k].End:x.es[k+1].Start]) {
			case "、", "和", "及", "与", "以及":
				x.lasts[k] = x.lasts[k+1]
			}
		}
		x.places[k] = x.stands(k)
		if x.places[k].place == labelled {
			stop = x.es[k].Start
		}
	}
	before := false // what stands before the first label is an item of the one above
	for k := range x.es {
		e := &x.es[k]
		if x.quoted(e.Start) || x.isOwn(x.span(e.Start, e.End)) {
			continue
		}
		if x.yearly >= 0 && x.recurs(*e) {
			e.Yearly = true
		}
		if x.yearly < 0 && x.places[k].place == sentence {
			x.every(k)
		}
		kind := x.places[k].place
		if kind == labelled && !before {
			x.item(x, 0, e.Start)
		}
		before = before || kind != sentence
		switch kind {
		case bracket:
			x.bracketed(k)
		case labelled:
			x.label(k)
		case staged:
			x.stage(k, x.places[k].name)
		default:
			x.told(k)
		}
		if e.Yearly && e.To.Month > 0 && x.yearly < 0 {
			x.yearly = k
		}
	}
	if !before && !x.found {
		x.item(x, 0, len(x.s))
	}
}

// recurs reports whether an expression without 每年 recurs as the one with it
// does: a deadline behind it in the line, another time in the same sentence.
func (x *reading) recurs(e dates.Expr) bool {
	if !e.NeedsYear() || e.From.Relative != dates.NotRelative || e.From.Month == 0 {
		return false
	}
	between := x.s[x.es[x.yearly].End:e.Start]
	return e.Bound == dates.By || len(between) <= maxBack && !strings.ContainsAny(between, "。!?")
}

// every makes expression k recur when 每年 stands before it in its sentence:
// 每年召开两次会议,分别于3月和9月举行.
func (x *reading) every(k int) {
	e := &x.es[k]
	if !e.NeedsYear() || e.From.Relative != dates.NotRelative || e.From.Month == 0 {
		return
	}
	from := max(x.number, e.Start-maxBack)
	if k > 0 {
		from = max(from, x.es[k-1].End)
	}
	before := x.s[from:e.Start]
	if i := strings.LastIndexAny(before, "。;!?"); i >= 0 {
		from, before = from+i, before[i:]
	}
	if a, b := dates.Every(before); a >= 0 {
		e.Yearly = true
		x.said = x.span(from+a, from+b)
	}
}

// maxBack is how many bytes before a date are looked at.
const maxBack = 360

// quoted reports whether byte i stands in a title.
func (x *reading) quoted(i int) bool {
	back := x.s[max(0, i-maxBack):i]
	return strings.LastIndex(back, "《") > strings.LastIndex(back, "》")
}

// previous is the character before byte i, blanks skipped, and whether there
// were any; it is 0 at the beginning of the line behind its number.
func (x *reading) previous(i int) (r rune, at int, blank bool) {
	t := strings.TrimRight(x.s[:i], " ")
	blank = len(t) < i
	if len(t) <= x.number {
		return 0, x.number, blank
	}
	r, size := utf8.DecodeLastRuneInString(t)
	return r, len(t) - size, blank
}

// next is the character behind byte i, blanks skipped; 0 at the end.
func (x *reading) next(i int) (r rune, at int, blank bool) {
	t := strings.TrimLeft(x.s[i:], " ")
	at = len(x.s) - len(t)
	blank = at > i
	if t == "" {
		return 0, at, blank
	}
	r, _ = utf8.DecodeRuneInString(t)
	return r, at, blank
}

// stands says how expression k stands in the line.
func (x *reading) stands(k int) standing {
	e := x.es[k]
	prev, at, gap := x.previous(e.Start)
	next, nat, blank := x.next(e.End)
	if prev != 0 && strings.ContainsRune("([【〔", prev) {
		if x.closing(e.End) >= 0 {
			return standing{place: bracket}
		}
		return standing{}
	}
	if prev == ':' {
		if a, ok := x.labelBefore(at); ok {
			if x.bracketBefore(a) && x.closing(e.End) >= 0 {
				return standing{place: bracket} // (时间:9月)
			}
			class, _ := timeLabel(extract.Squeeze(x.s[a:at]))
			known := class == "time" || class == "deadline" || class == "print"
			if next == 0 || strings.ContainsRune("。;)", next) || known && (next == ',' || blank) {
				return standing{staged, [2]int{a, at}}
			}
		}
	}
	open := prev == 0 || strings.ContainsRune("。;!?:)】]▲●■◆★·", prev) || gap || prev == ',' && next == ':'
	if !open || e.Attr && next != ':' || e.Unit != dates.NoUnit || e.Yearly && next != ':' {
		return standing{}
	}
	yearOnly := e.From.Month == 0 && e.From.Part == dates.Whole && !e.Range()
	dateLine := e.From.Day > 0 && e.From.Year > 0 && !e.Range() && e.Bound == dates.At
	label := false
	switch {
	case k+1 < len(x.es) && x.es[k+1].Start == nat:
	case next == ':', next == '—' && nat == e.End:
		label = true
	case yearOnly:
	case next == 0:
		label = prev != ',' && !gap && !dateLine
	case blank:
		label = !strings.ContainsRune("(,。;、)", next)
	}
	if label {
		return standing{place: labelled}
	}
	return standing{}
}

// closing returns the place of the bracket that closes behind byte i with no
// more than a few words between, -1 if none.
func (x *reading) closing(i int) int {
	n := 0
	for j, r := range x.s[i:] {
		if strings.ContainsRune(")]】〕", r) {
			return i + j
		}
		if n++; n > 6 || strings.ContainsRune("(。;", r) {
			break
		}
	}
	return -1
}

// bracketBefore reports whether a bracket opens before byte i.
func (x *reading) bracketBefore(i int) bool {
	r, _, _ := x.previous(i)
	return r != 0 && strings.ContainsRune("([【", r)
}

// maxLabel is the length in characters of the longest label before a date.
const maxLabel = 20

// labelBefore returns where the label begins that ends before the colon at
// byte i; ok is false when what stands there is none.
func (x *reading) labelBefore(i int) (start int, ok bool) {
	start = x.clauseStart(i)
	l := strings.TrimSpace(x.s[start:i])
	n := utf8.RuneCountInString(l)
	return start, n >= 2 && n <= maxLabel
}

// clauseStart returns where the clause begins that byte i stands in.
func (x *reading) clauseStart(i int) int {
	floor := max(x.number, i-maxBack)
	for j := i; j > floor; {
		r, size := utf8.DecodeLastRuneInString(x.s[floor:j])
		if strings.ContainsRune(",。;:!?([【\t", r) {
			return j
		}
		j -= size
	}
	for floor < i && !utf8.RuneStart(x.s[floor]) {
		floor++
	}
	return floor
}

// bracketed reads a date in brackets of its own.
func (x *reading) bracketed(k int) {
	e := x.es[k]
	open := strings.LastIndexAny(x.s[:e.Start], "([【〔")
	a, b := x.nameBefore(open)
	if label := extract.Squeeze(x.s[open+1 : e.Start]); label != "" && a < b {
		class, _ := timeLabel(strings.TrimRight(label, ":"))
		if class == "deadline" && e.Bound == dates.At && !e.Range() {
			x.es[k].Bound = dates.By
		}
		if class != "" && x.style != extract.NoStyle && a > x.number {
			x.emit(k, true, x.itself()) // 1.完善保障。…(完成时间:2024年1月)
			return
		}
	}
	yearOnly := e.From.Month == 0 && e.From.Part == dates.Whole && e.Bound == dates.At && !e.Yearly
	if a == b {
		// (9月)召开启动会; a line of its own below its heading.
		close := x.closing(e.End)
		a, b = x.clause(close+1, len(x.s))
		if _, at, _ := x.next(close + 1); at == len(x.s) || a == b {
			if h := x.head(x.style); !h.Empty() && x.number == 0 {
				x.emit(k, true, h)
			}
			return
		}
	}
	name := x.s[a:b]
	t := strings.TrimRight(name, "》”")
	genre := words().policies.Suffix(t) != "" || words().genres.Suffix(t) != ""
	c, _ := words().due.Class(words().due.Suffix(t))
	if (genre && e.YearOnly() && e.Bound == dates.At || yearOnly) && x.style == extract.NoStyle || c == "term" || strings.HasSuffix(name, "》") {
		return
	}
	if utf8.RuneCountInString(name) < 2 || done(name) {
		return
	}
	stageText := x.span(a, b)
	// 第一阶段(9月):宣传发动 and 近期目标(2021年)。建成… say it behind the bracket,
	// 每学年末(7月10日前)提交总结 as well.
	every := strings.HasPrefix(name, "每年") || strings.HasPrefix(name, "每学年")
	whole := c == "whole" || every
	if close := x.closing(e.End); close >= 0 && (whole || ordinalOnly(name)) {
		if r, at, _ := x.next(close + 1); r == ':' || r == ',' || whole && r != 0 {
			if strings.ContainsRune("。:,", r) {
				at += utf8.RuneLen(r)
			}
			if c, d := x.clause(at, len(x.s)); c < d {
				stageText = x.span(c, d)
			}
		}
	}
	if every && e.NeedsYear() && e.From.Relative == dates.NotRelative {
		x.es[k].Yearly, x.es[k].Start = true, a // 每 is cited as well
	}
	if w, ok := x.emit(k, true, stageText); ok && x.style != extract.NoStyle && a == x.number {
		x.enter(e, w, x.style)
	}
}

// timeHead returns the heading above the line, when that calls it no more than
// a time (活动时间) and nothing else stands below it.
func (x *reading) timeHead() text.Span {
	n := len(x.heads)
	if n == 0 {
		return text.Span{}
	}
	if x.below < len(x.Body) {
		next := x.Body[x.below]
		if style, _, _ := extract.Numbering(x.Str(next.Span)); next.Table >= 0 || style == extract.NoStyle || style > x.heads[n-1].style {
			return text.Span{}
		}
	}
	h := x.heads[n-1].span
	if c, _ := words().labels.Class(extract.Squeeze(x.Str(h))); c == "time" || c == "deadline" {
		return h
	}
	return text.Span{}
}

// itself returns the heading that the line itself begins with, or its first
// clause.
func (x *reading) itself() text.Span {
	if x.style != extract.NoStyle && len(x.heads) > 0 {
		return x.heads[len(x.heads)-1].span
	}
	a, b := x.clause(x.number, len(x.s))
	return x.span(a, b)
}

// enter makes a stretch the period of the lines below, up to a number of style
// or an outer one.
func (x *reading) enter(e dates.Expr, w moment, style extract.Style) {
	if e.Range() && w.From != "" && w.To != "" && (!e.NeedsYear() || !x.period.known()) {
		x.period = period{dated: w.dated, style: style}
	}
}

// nameBefore returns the words that end at byte i and name what the bracket
// there dates.
func (x *reading) nameBefore(i int) (a, b int) {
	b = len(strings.TrimRight(x.s[:i], " "))
	a = x.clauseStart(b)
	for a < b && x.s[a] == ' ' {
		a++
	}
	if a == b && b > x.number { // 宣传发动阶段:(9月), 启动阶段。(9月)
		c := strings.TrimRight(x.s[:b], " :。,")
		if len(c) > x.number && len(c) < b {
			b = len(c)
			a = x.clauseStart(b)
		}
	}
	return a, max(a, b)
}

// ordinalOnly reports whether a name says no more than which stage it is.
func ordinalOnly(s string) bool {
	t := strings.TrimPrefix(extract.Squeeze(s), "第")
	_, l := extract.HanOrdinal(t)
	if l == 0 || len(t) == len(extract.Squeeze(s)) {
		return false
	}
	switch t[l:] {
	case "阶段", "步", "期", "学期", "学年", "年", "周期", "轮", "批":
		return true
	}
	return false
}

// head returns the words of the nearest heading outside style.
func (f *finder) head(style extract.Style) text.Span {
	for n := len(f.heads) - 1; n >= 0; n-- {
		h := f.heads[n]
		if (style == extract.NoStyle || h.style < style) && !h.span.Empty() {
			return h.span
		}
	}
	return text.Span{}
}

// timeLabel returns the class of a label in time-labels.txt that s is or ends
// with, and whether it is no more than that.
func timeLabel(s string) (class string, whole bool) {
	t := words().labels.Suffix(s)
	if utf8.RuneCountInString(t) < 2 {
		return "", false
	}
	class, _ = words().labels.Class(t)
	return class, t == s
}

// stage reads a date behind a label and a colon.
func (x *reading) stage(k int, name [2]int) {
	t := extract.Squeeze(x.s[name[0]:name[1]])
	class, whole := timeLabel(t)
	if c, _ := words().due.Class(words().due.Suffix(t)); class == "print" || c == "term" {
		return
	}
	e := &x.es[k]
	span := x.Trim(x.span(name[0], name[1]))
	if class == "deadline" && e.Bound == dates.At && !e.Range() {
		e.Bound = dates.By
	}
	if whole && (class == "time" || class == "deadline") {
		if strings.TrimSpace(x.s[x.number:name[0]]) != "" {
			span = x.itself() // 1.优化布局。…(完成时限:8月底)
		} else if h := x.head(x.style); !h.Empty() {
			span = h
		}
	}
	if w, ok := x.emit(k, true, span); ok {
		x.enter(*e, w, x.styleAt(name[0]))
	}
}

// label reads a date before what is due.
func (x *reading) label(k int) {
	e := x.es[k]
	x.pending = nil
	end := x.stops[k]
	_, at, _ := x.next(e.End)
	for at < end && strings.ContainsRune(":—-、,. )", rune(x.s[at])) || strings.HasPrefix(x.s[at:end], "—") || strings.HasPrefix(x.s[at:end], "】") || strings.HasPrefix(x.s[at:end], "、") {
		_, size := utf8.DecodeRuneInString(x.s[at:])
		at += size
	}
	w, ok := x.time(e, x.base, true)
	if !ok || x.issued && e.Bound == dates.At && x.past(w, history) {
		return
	}
	x.lead(w)
	x.enter(e, w, x.styleAt(e.Start))
	if strings.TrimSpace(x.s[at:end]) == "" {
		if h := x.timeHead(); !h.Empty() {
			x.add(w.When, x.Value(h)) // 一、活动时间, and the time on a line of its own
		} else if x.below < len(x.Body) && end == len(x.s) {
			x.pending = &label{when: w.When, style: x.styleAt(e.Start)}
		}
		return
	}
	for _, it := range itemsOf(x.s, at, end) {
		a, b := x.clause(it[0], it[1])
		if a < b && !done(x.s[a:b]) {
			x.add(w.When, x.Value(x.span(a, b)))
		}
	}
	x.pending = &label{when: w.When, style: x.styleAt(e.Start), own: true}
}

// styleAt is the style of the line's number for what begins the line, none for
// what stands further inside.
func (x *reading) styleAt(i int) extract.Style {
	if strings.TrimSpace(x.s[x.number:i]) == "" {
		return x.style
	}
	return extract.NoStyle
}

// history is how many months before the document a stretch ended that is no
// plan any more.
const history = 6

// itemsOf cuts the words from a to b into items: at numbers that count from one
// (1.… 2.…; (1)…), else they are one.
func itemsOf(s string, a, b int) [][2]int {
	var out [][2]int
	style, ordinal, n := extract.Numbering(strings.TrimLeft(s[a:b], " "))
	if style < extract.Digit || ordinal != 1 {
		return parted(s, a, b)
	}
	a += len(s[a:b]) - len(strings.TrimLeft(s[a:b], " ")) + n
	start, want := a, 2
	for i := a; i < b; {
		r, size := utf8.DecodeRuneInString(s[i:b])
		prev, _ := utf8.DecodeLastRuneInString(s[a:i])
		if i > a && strings.ContainsRune("。;;, ", prev) || r == '(' || r >= '①' && r <= '⒛' {
			if st, ord, l := extract.Numbering(s[i:min(b, i+24)]); st == style && ord == want {
				out = append(out, [2]int{start, i})
				i += l
				start, want = i, want+1
				continue
			}
		}
		i += size
	}
	return append(out, [2]int{start, b})
}

// parted cuts the first sentence between a and b at its semicolons.
func parted(s string, a, b int) (out [][2]int) {
	start, end := a, b
	if i := strings.IndexAny(s[a:b], "。\t"); i >= 0 {
		end = a + i
	}
	for _, piece := range strings.Split(s[a:end], ";") {
		if utf8.RuneCountInString(strings.TrimSpace(piece)) > 1 {
			out = append(out, [2]int{a, a + len(piece)})
		}
		a += len(piece) + 1
	}
	if out == nil {
		out = [][2]int{{start, b}}
	}
	return out
}

// told reads a date in a sentence.
func (x *reading) told(k int) {
	if k > 0 && x.lasts[k-1] >= k && x.places[k-1].place == sentence {
		return // read with the one that it is joined to
	}
	e := x.es[k]
	if e.AsOf || e.Past || e.Attr && e.From.Part != dates.Term1 && e.From.Part != dates.Term2 {
		return
	}
	if e.Unit != dates.NoUnit && x.fromElsewhere(k) {
		return
	}
	last := x.lasts[k]
	a, b := x.clause(x.es[last].End, x.stops[last])
	start := x.clauseStart(e.Start)
	lead := strings.TrimSpace(x.s[start:e.Start])
	what := x.s[a:b]
	if done(lead) || done(what) || x.nothingDue(lead, what) {
		return
	}
	by := x.es[last].Bound == dates.By
	bounded := by || e.Yearly || e.Unit != dates.NoUnit
	if !bounded && !x.plans(k, lead, what, x.s[min(x.es[last].End, a):a]) {
		return
	}
	spans := x.say(start, e.Start, a, b)
	if h := x.stageHead(k); !h.Empty() {
		spans = []text.Span{h}
	}
	if len(spans) == 0 {
		return
	}
	scheduled := x.scheduled()
	for j := k; j <= last; j++ {
		e := x.es[j]
		if by && e.Bound == dates.At {
			e.Bound = dates.By // 3月15日、6月15日前
		}
		every := x.yearly
		if j > k && x.es[k].Yearly && e.NeedsYear() && e.From.Month > 0 {
			e.Yearly, every = true, k // 每年6月、12月
		}
		w, ok := x.time(e, x.base, x.number > 0 && k == 0 && scheduled)
		if !ok {
			continue
		}
		if e.Yearly && !x.said.Empty() {
			w.Evidence = join(w.Evidence, x.Evidence(x.said))
		} else if e.Yearly && every >= 0 && every != j {
			w.Evidence = join(w.Evidence, x.Evidence(x.span(x.es[every].Start, x.es[every].End)))
		}
		if !bounded {
			months := 0
			if scheduled {
				months = history
			}
			if x.past(w, months) || !x.doc.known() && !scheduled && (x.report || !words().plans(lead+what)) {
				continue
			}
		}
		if x.period.told && x.past(w, 0) {
			continue
		}
		x.record(w, x.Value(spans...))
		x.found = true
	}
}

// fromElsewhere reports whether a length of time counts from something that the
// sentence names before it (签约后一个月内, 收到通知5日内), not from the document.
func (x *reading) fromElsewhere(k int) bool {
	e := x.es[k]
	from := max(x.number, e.Start-maxBack)
	before := x.s[from:e.Start]
	if i := strings.LastIndexAny(before, "。;!?"); i >= 0 {
		from, before = from+i, before[i:]
	}
	return k > 0 && x.es[k-1].End > from || words().event.Contained(before)
}

// scheduled reports whether the line stands in a stretch that is planned, or
// below a heading of a schedule.
func (x *reading) scheduled() bool {
	if x.period.known() {
		return !x.period.told
	}
	if x.over {
		return true
	}
	for _, h := range x.heads {
		if words().schedule.Contained(x.Str(h.span)) {
			return true
		}
	}
	// 时间安排。3月,… without a number.
	first := x.s[:headEnd(x.s[:min(len(x.s), 3*maxStage)])]
	return words().schedule.Suffix(first) != ""
}

// maxStage is the length in characters of the longest name of a stage before
// its time.
const maxStage = 16

// stageHead returns the heading that the line begins with, when expression k
// follows it directly and it is the name of the stage: 1.试点先行。3月至8月,…
func (x *reading) stageHead(k int) text.Span {
	e := x.es[k]
	if k > 0 || x.style == extract.NoStyle || !x.scheduled() {
		return text.Span{}
	}
	h := strings.TrimRight(x.s[x.number:e.Start], " 。:")
	if h == x.s[x.number:e.Start] || strings.ContainsAny(h, "。;:") || utf8.RuneCountInString(h) > maxStage || !extract.HasHan(h) {
		return text.Span{}
	}
	if e.Bound == dates.By && !words().schedule.Contained(h) {
		return text.Span{}
	}
	return x.Trim(x.span(x.number, x.number+len(h)))
}

// nothingDue reports whether the words around a date say that it bounds
// something else than what is to be done.
func (x *reading) nothingDue(lead, what string) bool {
	w := words().due
	if c, ok := w.Class(w.Suffix(strings.TrimRight(lead, "为自从至到于在"))); ok && c == "term" {
		return true
	}
	if words().who.Contained(what[:min(len(what), maxLabel*3)]) {
		return true
	}
	t := w.Prefix(what)
	switch c, _ := w.Class(t); c {
	case "term":
		return true
	case "force":
		return len(t) == len(what) || strings.ContainsAny(what[len(t):len(t)+1], ",;")
	}
	return false
}

// plans reports whether a date that does not bound stands where a plan says
// when something takes place: at the beginning of a clause or behind 于, 在; a
// year alone needs a comma or a word of planning behind it.
func (x *reading) plans(k int, lead, what, joint string) bool {
	e := x.es[k]
	if what == "" || strings.HasPrefix(joint, "的") || strings.HasPrefix(x.s[e.End:], "的") {
		return false
	}
	if e.Bound == dates.Since {
		return true
	}
	at := lead == ""
	for _, p := range []string{"于", "在", "将", "拟", "计划", "力争", "争取", "定于"} {
		at = at || strings.HasSuffix(lead, p)
	}
	if e.From.Day > 0 && x.doc.known() { // 交流教师8月25日到校报到
		c, _ := words().due.Class(words().due.Prefix(lead))
		at = at || c != "open" && utf8.RuneCountInString(lead) <= maxLabel
	}
	if !at {
		return false
	}
	if e.YearOnly() {
		if strings.HasPrefix(strings.TrimSpace(joint), ",") {
			return true
		}
		c, _ := words().tense.Class(words().tense.Prefix(what))
		return c == "plan" || !e.Whole() && words().schedule.Suffix(what) == "" && words().genres.Suffix(what) == ""
	}
	return true
}

// emit records expression k with the words at span.
func (x *reading) emit(k int, schedule bool, span text.Span) (moment, bool) {
	e := x.es[k]
	w, ok := x.time(e, x.base, schedule)
	if !ok || x.issued && e.Bound == dates.At && x.past(w, history) {
		return w, false
	}
	x.record(w, x.Value(span))
	return w, true
}

// attached reports whether a line is of the list of attachments.
func attached(s string) bool {
	_, ok := extract.CutSpaced(s, "附件")
	return ok
}
