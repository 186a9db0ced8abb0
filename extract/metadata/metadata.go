// Package metadata finds the elements of a document after GB/T 9704-2012 and
// of the open-government index block: the row 发文字号 | 某教字〔2020〕49号 gives
// metadata.doc_number.
//
// Three sources are asked in this order: the index block (a table, a list or
// label:value lines), the head of the text (title, number, addressees), its
// end (signature). What none of them says is left out.
package metadata

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor finds title and metadata.
type Extractor struct{}

// Name returns "metadata".
func (Extractor) Name() string { return "metadata" }

// Wants is true for every part.
func (Extractor) Wants(*extract.Part) bool { return true }

var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct{ labels, genres, orgs, openings, noDivisions, kinds, joints, seals, addressed, unaddressed *lexicon.Terms }) {
	w.labels = l.Load("index-labels.txt")
	w.genres = l.Load("genres.txt")
	w.orgs = l.Load("orgs.txt")
	w.openings = l.Load("openings.txt")
	w.kinds = l.Load("kinds.txt")
	w.joints = l.Load("title-joints.txt")
	w.seals = l.Load("seals.txt")
	all := l.Load("addressees.txt")
	w.addressed, w.unaddressed = all.Of(""), all.Of("no")
	w.noDivisions = l.Load("no-divisions.txt")
	return w
})

// Extract fills Title and Metadata.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	x := &state{Part: p, d: d}
	x.indexTables()
	x.head()
	x.signature()
	x.region()
	x.regionCode()
	x.contact()
	if d.Metadata.Extra == nil {
		d.Metadata.Extra = []schema.NamedValue{}
	}
}

type state struct {
	*extract.Part
	d    *extract.Draft
	body int // the line of Body at which the text proper begins
	// names are places that name the issuing body, for the region.
	title, signed, issuer []text.Span
	// Where the region's name and the index number stand, if the page has them.
	regionAt, indexAt text.Span
	above             map[string][]string // see parents
}

// indexTables reads index blocks laid out as tables: a cell that is a label is
// followed by its value.
func (x *state) indexTables() {
	for _, ti := range x.Own {
		t := &x.Tables[ti]
		type pair struct {
			field string
			value text.Span
		}
		var pairs []pair
		for r := 0; r < t.Rows && r < 60; r++ {
			row := t.Row(r)
			for k := 0; k < len(row); k++ {
				c := t.Cells[row[k]]
				if c.Row != r {
					continue
				}
				if f, v, ok := x.labelled(c.Span); ok && !v.Empty() {
					pairs = append(pairs, pair{f, v})
					continue
				}
				f, ok := x.label(c.Span)
				if !ok {
					continue
				}
				p := pair{field: f}
				// In a dump the value is the next cell, wherever rows were found to end.
				next := row[k] + 1
				if x.Doc.MediaType != "text/plain" {
					if next = -1; k+1 < len(row) && t.Cells[row[k+1]].Row == r {
						next = row[k+1]
					}
				}
				if next >= 0 && int(next) < len(t.Cells) {
					if _, isLabel := x.label(t.Cells[next].Span); !isLabel {
						p.value = t.Cells[next].Span
						if k+1 < len(row) && row[k+1] == next {
							k++
						}
					}
				}
				pairs = append(pairs, p)
			}
		}
		distinct := map[string]bool{}
		for _, p := range pairs {
			distinct[p.field] = true
		}
		// Three labels make an index block, two where they are all there is; a
		// single one is a word in some other table.
		if len(distinct) < 3 && !(len(distinct) == 2 && t.Rows <= 2) {
			continue
		}
		for _, p := range pairs {
			x.put(p.field, p.value)
		}
	}
}

// label returns the field that a cell or term labels.
func (x *state) label(s text.Span) (string, bool) {
	if s.Len() > maxLabel {
		return "", false
	}
	return labelClass(strings.TrimRight(strings.Trim(extract.Squeeze(x.Str(s)), "[]【】"), ":"))
}

// labelClass is the field that a word labels; one that lost bytes does when all
// words that it may have been label the same.
func labelClass(s string) (field string, ok bool) {
	if t := strings.TrimRight(s, string(extract.Lost)); t == s && !strings.ContainsRune(s, extract.Lost) {
		return words().labels.Class(s)
	} else if field, ok = words().labels.Class(t); ok {
		return field, true // its colon was lost
	}
	for _, t := range words().labels.List() {
		if !extract.MayBe(s, t) {
			continue
		}
		c, _ := words().labels.Class(t)
		if ok && c != field {
			return "", false
		}
		field, ok = c, true
	}
	return field, ok
}

// labelled splits 文号:某教字1号.
func (x *state) labelled(s text.Span) (field string, value text.Span, ok bool) {
	str := x.Str(s)
	i := strings.IndexByte(str, ':')
	if i < 0 || i > 60 {
		return
	}
	field, ok = x.label(text.Span{Start: s.Start, End: s.Start + i})
	return field, x.Trim(text.Span{Start: s.Start + i + 1, End: s.End}), ok
}

// put sets a field from its place, when it is not set and the place not empty.
func (x *state) put(field string, s text.Span) {
	s = x.Trim(s)
	if s.Empty() {
		return
	}
	m := &x.d.Metadata
	set := func(v **schema.Value) {
		if *v == nil || extract.Damaged((*v).Evidence) {
			val := x.Value(s)
			*v = &val
		}
	}
	date := func(v **schema.Value) {
		if *v == nil || extract.Damaged((*v).Evidence) {
			ds := extract.FindDates(x.Str(s))
			if day, _, clock := strings.Cut(x.Str(s), " "); len(ds) == 0 && clock {
				ds = extract.FindDates(day) // 2019-04-03 09:12
			}
			if len(ds) > 0 {
				val := x.Date(ds[0], s.Start)
				*v = &val
			}
		}
	}
	switch field {
	case "index_number":
		if m.IndexNumber == nil {
			x.indexAt = s
		}
		set(&m.IndexNumber)
	case "doc_number":
		if strings.ContainsAny(x.Str(s), "0123456789") { // 无 is no number
			set(&m.DocNumber)
		}
	case "issuer":
		if m.Issuer == nil {
			x.issuer = append(x.issuer, s)
		}
		set(&m.Issuer)
	case "written_on":
		date(&m.WrittenOn)
	case "published_on":
		date(&m.PublishedOn)
	case "subject_category":
		if m.SubjectCategory == nil {
			v := x.ValueAs(strings.Join(strings.Fields(x.Str(s)), " "), s)
			m.SubjectCategory = &v
		}
	case "validity":
		set(&m.Validity)
	case "abstract":
		set(&m.Abstract)
	case "title":
		if x.d.Title == nil {
			v := x.Value(s)
			x.d.Title = &v
			x.title = append(x.title, s)
		}
	default:
		if name, ok := strings.CutPrefix(field, "extra:"); ok {
			x.extra(name, s)
		}
	}
}

// contactWords matches whom a notice asks to be called: 联系人:张三,联系电话:100….
var contactWords = regexp.MustCompile(`(联系人|联络人|咨询人|联系电话|咨询电话|监督电话)[: ]+([^,。;:()]{2,30})`)

// contact keeps the notice's own contact persons and numbers.
func (x *state) contact() {
	for _, l := range x.Body {
		if l.Kind == corpus.TableBlock {
			continue
		}
		str := x.Str(l.Span)
		if !strings.Contains(str, "联系") && !strings.Contains(str, "电话") && !strings.Contains(str, "联络") {
			continue
		}
		for _, m := range contactWords.FindAllStringSubmatchIndex(str, -1) {
			name := "contact"
			if strings.HasSuffix(str[m[2]:m[3]], "电话") {
				name = "phone"
			}
			v := x.Trim(text.Span{Start: l.Span.Start + m[4], End: l.Span.Start + m[5]})
			if strings.Trim(x.Str(v), "_ xX×") != "" {
				x.extra(name, v)
			}
		}
	}
}

func (x *state) extra(name string, s text.Span) {
	for _, e := range x.d.Metadata.Extra {
		if e.Name == name {
			return
		}
	}
	x.d.Metadata.Extra = append(x.d.Metadata.Extra, schema.NamedValue{Name: name, Value: x.Value(s)})
}

// maxLabelled is the length in characters of the longest line that is looked
// at for labels.
const maxLabelled = 300

// labels reads label:value elements of one line; several may share the line,
// a tab may stand for the colon, and a label may stand in brackets of its own
// (【文号】). It returns how many it found, and the field of a label that ends the
// line, without its value.
func (x *state) labels(l extract.Line) (n int, open string) {
	type place struct {
		field string
		label int // start of the label
		value int // start of the value
	}
	var found []place
	str := x.Str(l.Span)
	if utf8.RuneCountInString(str) > maxLabelled {
		return 0, ""
	}
	starts := true // a label may start here
	for i := 0; i < len(str); {
		r, size := utf8.DecodeRuneInString(str[i:])
		if starts {
			if f, n := labelAt(str[i:]); n > 0 {
				found = append(found, place{f, i, i + n})
				i += n
				continue
			}
		}
		starts = strings.ContainsRune(" \t|[【(;】", r) || r == extract.Lost
		i += size
	}
	for k, f := range found {
		if weak, ok := strings.CutPrefix(f.field, "byline:"); ok {
			// 日期: is the page's date only beside other words of a byline.
			if len(found) < 2 {
				return 0, ""
			}
			f.field = weak
		}
		end := len(str)
		if k+1 < len(found) {
			end = found[k+1].label
		}
		v := x.Trim(text.Span{Start: l.Span.Start + f.value, End: l.Span.Start + end})
		v.End -= len(x.Str(v)) - len(strings.TrimRight(x.Str(v), "|[【( \t"))
		if b := strings.TrimSuffix(x.Str(v), "]"); b != x.Str(v) && !strings.Contains(b, "[") {
			v.End-- // [来源:教育局]
		}
		v = x.beforeLost(v)
		x.put(f.field, x.first(f.field, v))
		if open = ""; v.Empty() {
			open = f.field
		}
	}
	return len(found), open
}

// beforeLost cuts a value at the blank before words that lost bytes: they may be
// another label with its value.
func (x *state) beforeLost(v text.Span) text.Span {
	str := x.Str(v)
	k := strings.IndexRune(str, extract.Lost)
	if k < 0 {
		return v
	}
	if i := strings.LastIndexAny(str[:k], " \t"); i > 0 {
		return x.Trim(text.Span{Start: v.Start, End: v.Start + i})
	}
	return v
}

// first cuts what follows behind the blanks after a source or author: the
// tools of the page share their line.
func (x *state) first(field string, v text.Span) text.Span {
	switch field {
	case "extra:source", "extra:author", "extra:editor":
		if i := strings.IndexAny(x.Str(v), " \t"); i > 0 {
			v.End = v.Start + i
		}
	}
	return v
}

// labelAt matches a label with what ends it at the start of s, a colon, a tab
// or its own closing bracket, and returns its field and the length up to the
// value. Blanks may pad the label (文 号:).
func labelAt(s string) (field string, length int) {
	open := ""
	for _, b := range []string{"【", "["} {
		if strings.HasPrefix(s, b) {
			open = b
		}
	}
	i := strings.IndexAny(s[len(open):], ":\t】]")
	if k := strings.IndexRune(s, extract.Lost); open == "" && k > 0 && (i < 0 || k < i) {
		// The colon was lost: 成文日期�2015-01-26.
		if field, ok := words().labels.Class(extract.Squeeze(s[:k])); ok && extract.FindDates(s[k:]) != nil {
			return field, k + len(string(extract.Lost))
		}
	}
	if i < 0 || i > maxLabel {
		return "", 0
	}
	i += len(open)
	field, ok := labelClass(extract.Squeeze(s[len(open):i]))
	end, size := utf8.DecodeRuneInString(s[i:])
	if !ok || open == "" && (end == '】' || end == ']') {
		return "", 0
	}
	i += size
	return field, len(s) - len(strings.TrimLeft(s[i:], ":\t 】]"))
}

// maxLabel is the length in bytes of the longest label, blanks included.
const maxLabel = 48

// maxHeadLine is the length in characters of the longest line of a title.
const maxHeadLine = 90

// head reads the lines before the text proper: label lines, title, document
// number, addressees.
func (x *state) head() {
	var titles []int
	i, filled := 0, 0 // filled: lines of labels that have their values beside them
	limit := min(len(x.Body), 60)
	for ; i < limit; i++ {
		l := x.Body[i]
		if l.Kind == corpus.TableBlock {
			continue
		}
		s := x.Str(l.Span)
		if n, open := x.labels(l); n > 0 {
			if open == "" {
				filled++
			}
			if open != "" && filled < 2 && i+1 < limit { // the value stands on the next line
				next := x.Body[i+1]
				if n, _ := x.labels(next); n == 0 && next.Kind != corpus.TableBlock && (open == "title" || !x.titleAt(i+1)) && utf8.RuneCountInString(x.Str(next.Span)) <= maxHeadLine {
					x.put(open, next.Span)
					i++
				}
			}
			continue
		}
		if style, _, _ := extract.Numbering(s); style != extract.NoStyle {
			break
		}
		if n := x.numberLine(l.Span); !n.Empty() {
			x.put("doc_number", n)
			continue
		}
		if len(titles) > 0 && extract.EndNote(s) {
			i = limit // the document is over
			break
		}
		if opening(s) {
			break
		}
		if strings.HasSuffix(s, ":") && len(titles) > 0 && addressees(s) {
			x.extra("addressees", text.Span{Start: l.Span.Start, End: l.Span.End - 1})
			i++
			break
		}
		if utf8.RuneCountInString(s) > maxHeadLine {
			break
		}
		if l.Span.Start >= x.Heading.Start { // not in the preamble of a collection
			titles = append(titles, i)
		}
	}
	x.body = i
	x.bodyTitle(titles)
	if i == limit {
		// Nothing opened the text, as on a page that is a table with a few lines:
		// it begins below the title, or below the line that may have been it.
		if n := len(x.title); n > 0 {
			if k := x.LineAt(x.title[n-1].Start); k >= 0 {
				x.body = k + 1
			}
		} else if len(titles) > 0 && x.IsDamaged(x.Body[titles[0]].Span) {
			x.body = titles[0] + 1
		}
	}
	x.attachments()
}

// minTitle is the length in characters of the shortest title that is known by
// its genre alone.
const minTitle = 10

// titleAt reports whether a title begins at a line of Body: it goes on as titles
// do (关于…), or is a body and the next line goes on so. An empty element of the
// index block has no value there.
func (x *state) titleAt(i int) bool {
	s := extract.Squeeze(x.Str(x.Body[i].Span))
	if words().joints.Prefix(s) != "" || endsTitle(s) && utf8.RuneCountInString(s) >= minTitle {
		return true
	}
	if begun.MatchString(s) || strings.Count(s, "《") > strings.Count(s, "》") {
		return true
	}
	if endsTitle(s) && i+1 < len(x.Body) {
		if next := x.Body[i+1].Span; !x.numberLine(next).Empty() || opening(x.Str(next)) {
			return true // 结对帮扶方案 and a number below it
		}
	}
	return words().orgs.Suffix(s) != "" && i+1 < len(x.Body) && words().joints.Prefix(extract.Squeeze(x.Str(x.Body[i+1].Span))) != ""
}

// begun matches a line of a title that goes on in the next: 某局关于印发.
var begun = regexp.MustCompile(`关于(?:印发|转发|下发|发布|公布)$`)

// opening reports whether a line is running text that opens a document.
func opening(s string) bool {
	return words().openings.Prefix(s) != "" && (strings.HasSuffix(s, "。") || strings.HasSuffix(s, ":") || utf8.RuneCountInString(s) > 40) ||
		strings.HasSuffix(s, "。") && utf8.RuneCountInString(s) > 20
}

// addressees reports whether a line that ends with a colon names those to whom
// the document is sent.
func addressees(s string) bool {
	if strings.Contains(s, "。") || words().unaddressed.Contained(s) {
		return false
	}
	return words().addressed.Contained(s) || words().orgs.Suffix(strings.TrimRight(s, ":")) != ""
}

// bodyTitle finds the title among the candidate lines of the head: the first
// run of up to five lines that ends with a genre and closes its brackets.
func (x *state) bodyTitle(lines []int) {
	var fallback []text.Span
	for k := 0; k < len(lines); k++ {
		var spans []text.Span
		joined := ""
		for j := k; j < len(lines) && j < k+5 && lines[j] == lines[k]+(j-k); j++ {
			l := x.Body[lines[j]]
			s := x.Str(l.Span)
			if j > k && strings.Trim(x.Str(text.Span{Start: spans[len(spans)-1].End, End: l.Span.Start}), " \t\n") != "" {
				break // lines of the site stand between
			}
			if strings.ContainsAny(s, "。;!?") || strings.HasSuffix(s, ":") || strings.Contains(s, "http") || remark(s) {
				break
			}
			spans = append(spans, l.Span)
			joined += extract.Squeeze(s)
			if utf8.RuneCountInString(joined) > 100 {
				break
			}
			if balanced(joined) && endsTitle(joined) && utf8.RuneCountInString(joined) >= 5 {
				if n := x.letterheads(spans); n > 0 {
					spans = spans[n:]
				} else if k > 0 && lines[k-1] == lines[k]-1 && x.IsDamaged(x.Body[lines[k-1]].Span) && !notOfTitle(x.Str(x.Body[lines[k-1]].Span)) {
					return // its first line may be the one that is damaged
				}
				for len(spans) > 1 && x.stray(spans[0], spans[1]) {
					spans = spans[1:]
				}
				x.setTitle(spans)
				return
			}
		}
		if fallback == nil {
			l := x.Body[lines[k]]
			s := x.Str(l.Span)
			n := utf8.RuneCountInString(s)
			if l.Kind == corpus.Heading && n >= 4 || n >= 8 && n <= 50 && !strings.ContainsAny(s, "。;:!?|") && extract.HasHan(s) {
				fallback = []text.Span{l.Span}
			}
		}
	}
	if !x.Heading.Empty() {
		x.setTitle([]text.Span{x.Heading})
		return
	}
	if x.N == 1 && fallback == nil {
		fallback = x.pageTitle()
	}
	if fallback == nil {
		return
	}
	for _, i := range lines {
		if x.IsDamaged(x.Body[i].Span) {
			return // the title may be what is damaged
		}
	}
	x.setTitle(fallback)
}

// notOfTitle reports whether a line that lost bytes is no part of a title all the
// same: a number stands in it, or a colon, or a blank.
func notOfTitle(s string) bool {
	return strings.HasSuffix(s, "号") || strings.ContainsAny(s, ": ")
}

// pageTitle is the page's <title> up to the site's name (方案_某某区政府).
func (x *state) pageTitle() []text.Span {
	for _, l := range x.Lines {
		if l.Kind == corpus.Title {
			s := x.Str(l.Span)
			if i := strings.IndexAny(s, "_|-"); i > 0 {
				s = s[:i]
			}
			if endsTitle(extract.Squeeze(s)) {
				return []text.Span{x.Trim(text.Span{Start: l.Span.Start, End: l.Span.Start + len(s)})}
			}
		}
	}
	return nil
}

// setTitle sets the title from its lines; a document number in brackets behind it
// is no part of it.
func (x *state) setTitle(spans []text.Span) {
	last := &spans[len(spans)-1]
	if i := strings.LastIndexByte(x.Str(*last), '('); i > 0 {
		if n := x.numberLine(text.Span{Start: last.Start + i, End: last.End}); !n.Empty() {
			x.put("doc_number", n)
			*last = x.Trim(text.Span{Start: last.Start, End: last.Start + i})
		}
	}
	if len(x.title) == 0 {
		x.title = spans
	}
	if x.d.Title == nil || extract.Damaged(x.d.Title.Evidence) {
		v := x.Value(spans...)
		x.d.Title = &v
	}
}

// stray reports whether a short line above a title is no part of it but a word
// of the site (政策文件, 展开全部): the title goes on without it.
func (x *state) stray(s, next text.Span) bool {
	str, n := x.Str(s), x.Str(next)
	return utf8.RuneCountInString(str) <= 6 && balanced(str) && words().orgs.Suffix(str) == "" && !place.MatchString(str) &&
		words().joints.Prefix(str) == "" && words().joints.Prefix(n) == "" && utf8.RuneCountInString(n) > 10
}

// letterheads returns how many of the first lines of a title are a letterhead
// and no part of it: 某局文件; bodies alone, unless the title goes on from them
// (某局 / 关于…的通知).
func (x *state) letterheads(title []text.Span) int {
	n, files := 0, 0
	for n < len(title)-1 {
		s := extract.Squeeze(x.Str(title[n]))
		t := strings.TrimSuffix(s, "文件")
		if words().orgs.Suffix(t) == "" || strings.Contains(s, "关于") {
			break
		}
		n++
		if t != s {
			files = n
		}
	}
	if words().joints.Prefix(extract.Squeeze(x.Str(title[n]))) != "" {
		return files
	}
	return n
}

// balanced reports whether every bracket that s opens is closed.
func balanced(s string) bool {
	return strings.Count(s, "《") == strings.Count(s, "》") && strings.Count(s, "(") == strings.Count(s, ")") &&
		strings.Count(s, "“") == strings.Count(s, "”")
}

// remark reports whether a line is a remark in brackets that says something of
// its own: (联系人:张三,联系电话:100…).
func remark(s string) bool {
	return strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && strings.Contains(s, ":")
}

// endsTitle reports whether s ends as titles do: with a genre, which a remark
// in brackets (试行) or a closing quotation may follow.
func endsTitle(s string) bool {
	for strings.HasSuffix(s, ")") || strings.HasSuffix(s, "]") {
		i := max(strings.LastIndex(s, "("), strings.LastIndex(s, "["))
		if i <= 0 {
			return false
		}
		s = s[:i]
	}
	return words().genres.Suffix(s) != ""
}

// attachments reads the list of attachments (附件说明) under the text: 附件:甲;
// 附件1:甲; 附件:1.甲 2.乙, on one line or on several.
func (x *state) attachments() {
	var spans []text.Span
	for i := x.body; i < len(x.Body); i++ {
		l := x.Body[i]
		if l.Kind == corpus.TableBlock {
			continue
		}
		rest, ok := extract.CutSpaced(x.Str(l.Span), "附件")
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		_, n := extract.HanOrdinal(rest)
		rest, ok = strings.CutPrefix(strings.TrimLeft(rest[n:], " "), ":")
		if !ok || strings.TrimSpace(rest) == "" {
			continue
		}
		list := x.Trim(text.Span{Start: l.Span.End - len(rest), End: l.Span.End})
		spans = append(spans, x.numbered(list)...)
		if n > 0 {
			continue // 附件2:乙 follows on a line of its own
		}
		next := len(spans) + 1
		for j := i + 1; j < len(x.Body); j++ {
			style, ordinal, _ := extract.Numbering(x.Str(x.Body[j].Span))
			if style != extract.Digit || ordinal != next {
				break
			}
			spans = append(spans, x.numbered(x.Body[j].Span)...)
			next = len(spans) + 1
		}
		break
	}
	seen := map[string]bool{}
	for _, s := range spans {
		if v := x.Value(s); v.Value != "" && !seen[v.Value] {
			seen[v.Value] = true
			x.d.Metadata.Extra = append(x.d.Metadata.Extra, schema.NamedValue{Name: "attachment", Value: v})
		}
	}
}

// numbered cuts 1.甲 2.乙 at numbers that count upward behind a blank or a
// semicolon, and returns the entries without their numbers.
func (x *state) numbered(s text.Span) []text.Span {
	var out []text.Span
	str := x.Str(s)
	_, next, n := extract.Numbering(str)
	from := n
	for i := n; i < len(str); i++ {
		if str[i] != ' ' && str[i] != ';' {
			continue
		}
		at := i + 1 + len(str[i+1:]) - len(strings.TrimLeft(str[i+1:], " ;"))
		if style, ordinal, l := extract.Numbering(str[at:]); n > 0 && style == extract.Digit && ordinal == next+1 {
			out = append(out, x.Trim(text.Span{Start: s.Start + from, End: s.Start + i}))
			from, next = at+l, ordinal
			i = at + l - 1
		}
	}
	return append(out, x.Trim(text.Span{Start: s.Start + from, End: s.End}))
}
