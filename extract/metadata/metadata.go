// Package metadata finds the elements of a document after GB/T 9704-2012 and
// of the open-government index block: the row 发文字号 | 某教字〔2020〕49号 gives
// metadata.doc_number.
//
// Three sources are asked in this order: the index block (a table, a list or
// label:value lines), the head of the text (title, number, addressees), its
// end (signature). What none of them says is left out.
package metadata

import (
	"strings"
	"sync"
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

var words = sync.OnceValue(func() (w struct{ labels, genres, orgs, openings, noDivisions, kinds *lexicon.Terms }) {
	w.labels = lexicon.Load("index-labels.txt")
	w.genres = lexicon.Load("genres.txt")
	w.orgs = lexicon.Load("orgs.txt")
	w.openings = lexicon.Load("openings.txt")
	w.kinds = lexicon.Load("kinds.txt")
	w.noDivisions = lexicon.Load("no-divisions.txt")
	return w
})

// Extract fills Title and Metadata.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	x := &state{Part: p, d: d, used: map[int]bool{}}
	x.indexTables()
	x.head()
	x.signature()
	x.region()
	if d.Metadata.Extra == nil {
		d.Metadata.Extra = []schema.NamedValue{}
	}
}

type state struct {
	*extract.Part
	d    *extract.Draft
	used map[int]bool // lines of Body that an element was read from
	body int          // the line of Body at which the text proper begins
	// names are places that name the issuing body, for the region.
	title, signed, issuer []text.Span
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
				if f, v, ok := x.labelled(c.Span); ok {
					pairs = append(pairs, pair{f, v})
					continue
				}
				f, ok := x.label(c.Span)
				if !ok {
					continue
				}
				p := pair{field: f}
				if k+1 < len(row) {
					if v := t.Cells[row[k+1]]; v.Row == r {
						if _, isLabel := x.label(v.Span); !isLabel {
							p.value = v.Span
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
		// Two labels make an index block; one is a word in some other table.
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
	if s.Len() > 48 {
		return "", false
	}
	return words().labels.Class(strings.TrimRight(strings.Trim(extract.Squeeze(x.Str(s)), "[]【】"), ":"))
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
		if *v == nil {
			val := x.Value(s)
			*v = &val
		}
	}
	date := func(v **schema.Value) {
		if *v == nil {
			if ds := extract.FindDates(x.Str(s)); len(ds) > 0 {
				val := x.Date(ds[0], s.Start)
				*v = &val
			}
		}
	}
	switch field {
	case "index_number":
		set(&m.IndexNumber)
	case "doc_number":
		if docNumber.MatchString(x.Str(s)) || strings.ContainsAny(x.Str(s), "0123456789") {
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

func (x *state) extra(name string, s text.Span) {
	for _, e := range x.d.Metadata.Extra {
		if e.Name == name {
			return
		}
	}
	x.d.Metadata.Extra = append(x.d.Metadata.Extra, schema.NamedValue{Name: name, Value: x.Value(s)})
}

// labels reads label:value elements of one line; several may share the line,
// and a tab may stand for the colon. It returns how many it found.
func (x *state) labels(l extract.Line) int {
	type place struct {
		field string
		label int // start of the label
		value int // start of the value
	}
	var found []place
	str := x.Str(l.Span)
	if utf8.RuneCountInString(str) > 300 {
		return 0
	}
	for i := 0; i < len(str); {
		_, size := utf8.DecodeRuneInString(str[i:])
		if i == 0 || strings.ContainsRune(" \t|[【(;", rune(str[i-1])) || strings.HasSuffix(str[:i], "【") {
			if f, n := x.labelAt(str[i:]); n > 0 {
				found = append(found, place{f, i, i + n})
				i += n
				continue
			}
		}
		i += size
	}
	for k, f := range found {
		end := len(str)
		if k+1 < len(found) {
			end = found[k+1].label
		}
		v := text.Span{Start: l.Span.Start + f.value, End: l.Span.Start + end}
		v = x.trimAny(v, " \t|[]【】()")
		x.put(f.field, v)
	}
	return len(found)
}

func (x *state) trimAny(s text.Span, _ string) text.Span {
	s = x.Trim(s)
	for {
		str := x.Str(s)
		t := strings.TrimRight(str, "|[【 \t")
		if len(t) == len(str) {
			return s
		}
		s.End = s.Start + len(t)
	}
}

// labelAt matches a label with its colon or tab at the start of s and returns
// its field and the length up to the value. Blanks may pad the label (文 号:).
func (x *state) labelAt(s string) (string, int) {
	i := strings.IndexAny(s, ":\t")
	if i < 0 || i > 48 {
		return "", 0
	}
	f, ok := words().labels.Class(strings.Trim(extract.Squeeze(s[:i]), "[]【】"))
	if !ok {
		return "", 0
	}
	n := i + 1
	for n < len(s) && (s[n] == ':' || s[n] == '\t' || s[n] == ' ') {
		n++
	}
	return f, n
}

// head reads the lines before the text proper: label lines, title, document
// number, addressees.
func (x *state) head() {
	var titles []int
	i := 0
	limit := min(len(x.Body), 60)
	for ; i < limit; i++ {
		l := x.Body[i]
		if l.Kind == corpus.TableBlock {
			continue
		}
		s := x.Str(l.Span)
		if n := x.labels(l); n > 0 {
			x.used[i] = true
			continue
		}
		if style, _, _ := extract.Numbering(s); style != extract.NoStyle {
			break
		}
		if docNumberLine(s) {
			x.put("doc_number", l.Span)
			x.used[i] = true
			continue
		}
		if opening(s) {
			break
		}
		if strings.HasSuffix(s, ":") && len(titles) > 0 && addressees(s) {
			x.extra("addressees", text.Span{Start: l.Span.Start, End: l.Span.End - 1})
			x.used[i] = true
			i++
			break
		}
		if utf8.RuneCountInString(s) > 90 {
			break
		}
		titles = append(titles, i)
	}
	x.body = i
	x.bodyTitle(titles)
	x.attachments()
}

// opening reports whether a line is running text that opens a document.
func opening(s string) bool {
	return words().openings.Prefix(s) != "" && (strings.HasSuffix(s, "。") || strings.HasSuffix(s, ":") || utf8.RuneCountInString(s) > 40) ||
		strings.HasSuffix(s, "。") && utf8.RuneCountInString(s) > 20
}

func addressees(s string) bool {
	for _, w := range []string{"各", "全区", "全县", "全市", "局属", "区属", "县属", "市属", "直属", "有关"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return words().orgs.Suffix(strings.TrimRight(s, ":")) != ""
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
			if strings.ContainsAny(s, "。;!?") || strings.Contains(s, "http") {
				break
			}
			spans = append(spans, l.Span)
			joined += extract.Squeeze(s)
			if utf8.RuneCountInString(joined) > 100 {
				break
			}
			if balanced(joined) && endsTitle(joined) && utf8.RuneCountInString(joined) >= 5 {
				// A line of nothing but a body's name above is its letterhead.
				for len(spans) > 1 && letterhead(x.Str(spans[0])) {
					joined = joined[len(extract.Squeeze(x.Str(spans[0]))):]
					if !strings.HasPrefix(joined, "关于") {
						spans = spans[1:]
						continue
					}
					break
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
		s := x.Str(x.Heading)
		if i := strings.IndexByte(s, ':'); i >= 0 {
			x.setTitle([]text.Span{x.Trim(text.Span{Start: x.Heading.Start + i + 1, End: x.Heading.End})})
			return
		}
	}
	if x.N == 1 && fallback == nil {
		fallback = x.pageTitle()
	}
	if fallback != nil {
		x.setTitle(fallback)
	}
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

func (x *state) setTitle(spans []text.Span) {
	if len(x.title) == 0 {
		x.title = spans
	}
	if x.d.Title == nil {
		v := x.Value(spans...)
		x.d.Title = &v
	}
}

// letterhead reports whether s is the name of a body and no more.
func letterhead(s string) bool {
	s = extract.Squeeze(s)
	return words().orgs.Suffix(strings.TrimSuffix(s, "文件")) != "" && !strings.Contains(s, "关于")
}

// balanced reports whether every bracket that s opens is closed.
func balanced(s string) bool {
	return strings.Count(s, "《") == strings.Count(s, "》") && strings.Count(s, "(") == strings.Count(s, ")") &&
		strings.Count(s, "“") == strings.Count(s, "”")
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

// attachments reads the list of attachments (附件说明) under the text.
func (x *state) attachments() {
	var spans []text.Span
	for i := x.body; i < len(x.Body); i++ {
		l := x.Body[i]
		if l.Kind == corpus.TableBlock {
			continue
		}
		rest, ok := strings.CutPrefix(x.Str(l.Span), "附件")
		if !ok {
			continue
		}
		_, n := extract.HanOrdinal(rest)
		if after := rest[n:]; strings.HasPrefix(after, ":") && len(after) > 1 {
			at := l.Span.Start + len("附件") + n + 1
			spans = append(spans, x.Trim(text.Span{Start: at, End: l.Span.End}))
			if n > 0 {
				continue
			}
			// 附件:1.甲 with 2.乙 … on the lines below.
			for j := i + 1; j < len(x.Body); j++ {
				if style, _, _ := extract.Numbering(x.Str(x.Body[j].Span)); style != extract.Digit {
					break
				}
				spans = append(spans, x.Body[j].Span)
			}
			break
		}
	}
	seen := map[string]bool{}
	for _, s := range spans {
		str := x.Str(s)
		if _, _, n := extract.Numbering(str); n > 0 {
			s = x.Trim(text.Span{Start: s.Start + n, End: s.End})
		}
		if v := x.Value(s); v.Value != "" && !seen[v.Value] {
			seen[v.Value] = true
			x.d.Metadata.Extra = append(x.d.Metadata.Extra, schema.NamedValue{Name: "attachment", Value: v})
		}
	}
}
