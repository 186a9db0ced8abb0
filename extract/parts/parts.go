// Package parts finds the policy documents on a page.
//
// A page 第一篇:甲方案 … 第二篇:乙方案 … holds two: its lines are dealt to two
// parts, each with the heading that the collection set over it. A notice with
// its plan and attachments is one. Where documents run together without
// headings, a new one begins where, after a signature or with a new opening
// paragraph (为贯彻…, 根据…), the numbering of headings starts again.
//
// The site's own lines (navigation, footers, a document library's remarks) are
// marked as chrome first; they belong to no part.
package parts

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/text"
)

var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct {
	chrome, openings, genres, labels, orgs, posts *lexicon.Terms
	line, tool                                    *lexicon.Terms // of chrome.txt, by class
}) {
	w.chrome = l.Load("chrome.txt")
	w.openings = l.Load("openings.txt")
	w.genres = l.Load("genres.txt")
	w.labels = l.Load("index-labels.txt")
	w.orgs = l.Load("orgs.txt")
	w.posts = l.Load("posts.txt")
	w.line, w.tool = w.chrome.Of("line"), w.chrome.Of("tool")
	return w
})

// Split returns the parts of the page in reading order; there is always at
// least one, empty when the page has no line of its own.
func Split(p *extract.Page) []*extract.Part {
	markChrome(p)
	lines := make([]extract.Line, 0, len(p.Lines))
	for _, l := range p.Lines {
		if !l.Chrome && l.Kind != corpus.Title {
			lines = append(lines, l)
		}
	}
	heads := collection(p, lines)
	cuts := append([]int{}, heads...)
	if len(heads) > 0 {
		cuts[0] = 0 // a preamble goes with the first document
	} else {
		lines, cuts = runTogether(p, lines)
	}
	out := make([]*extract.Part, len(cuts))
	for i, c := range cuts {
		end := len(lines)
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		part := &extract.Part{Page: p, N: i + 1, Of: len(cuts), Body: lines[c:end:end]}
		for _, l := range part.Body {
			part.Span = part.Span.Cover(l.Span)
			if l.Table >= 0 && (len(part.Own) == 0 || part.Own[len(part.Own)-1] != int(l.Table)) {
				part.Own = append(part.Own, int(l.Table))
			}
		}
		if len(heads) > 0 {
			h := lines[heads[i]].Span
			_, title := collectionHeading(p.Str(h))
			part.Heading = title.Shift(h.Start)
			part.Body = slices.Delete(slices.Clone(part.Body), heads[i]-c, heads[i]-c+1)
		}
		nested(part)
		out[i] = part
	}
	return out
}

// nested adds the tables that stand inside the part's tables, which have no
// lines of their own.
func nested(part *extract.Part) {
	in := map[int]bool{}
	for _, t := range part.Own {
		in[t] = true
	}
	for i := range part.Tables {
		if o := part.Tables[i].Outer; o >= 0 && in[o] && !in[i] {
			in[i] = true
			part.Own = append(part.Own, i)
		}
	}
}

// collectionHeading parses a heading that a collection sets over one of its
// documents: 第2篇:某方案, 篇二:某方案, 【篇二】某方案, 某方案 篇2. n is its number, 0
// for other lines; title is the place of the document's title in s, empty when
// the heading gives none.
func collectionHeading(s string) (n int, title text.Span) {
	const unit = "篇"
	at := strings.Index(s, unit)
	if at < 0 || utf8.RuneCountInString(s) > 80 {
		return 0, title
	}
	rest, from := s, 0
	if r, ok := strings.CutPrefix(s, "第"); ok { // 第二篇
		var l int
		n, l = extract.HanOrdinal(r)
		if !strings.HasPrefix(r[l:], unit) {
			return 0, title
		}
		from = len("第") + l + len(unit)
	} else { // 篇二
		before := strings.TrimRight(s[:at], " ([【")
		var l int
		n, l = extract.HanOrdinal(s[at+len(unit):])
		from = at + len(unit) + l
		if before != "" {
			// Behind the title: a blank or a bracket sets it apart, and no more follows.
			if len(before) == at || l == 0 || strings.Trim(s[from:], " )]】") != "" {
				return 0, title
			}
			return n, text.Span{Start: 0, End: len(before)}
		}
	}
	rest = strings.TrimLeft(s[from:], ":、 )]】.")
	if n == 0 || rest != "" && len(rest) == len(s)-from {
		return 0, title // 第一篇章, 篇一律
	}
	return n, text.Span{Start: len(s) - len(rest), End: len(s)}
}

// lostHeading reports whether a line is a heading of a collection that lost bytes
// in its number: the title that it gives stands again in a line below, next.
func lostHeading(s, next string) bool {
	k := strings.IndexRune(s, extract.Lost)
	if k < 0 || !strings.HasPrefix(s, "第") || utf8.RuneCountInString(s[:k]) > 3 {
		return false
	}
	a, b := []rune(s), []rune(next)
	same := 0
	for same < len(a) && same < len(b) && a[len(a)-1-same] == b[len(b)-1-same] {
		same++
	}
	return same >= 8 && same*2 >= len(b)
}

// maxAbove is how many lines below the heading of a collection the title of its
// document may stand: an index block, letterhead and number come before it.
const maxAbove = 10

// collection returns the lines at which the documents of a collection begin:
// headings 第一篇, 第二篇 … that count upward.
func collection(p *extract.Page, lines []extract.Line) []int {
	var cuts []int
	next := 1
	for i, l := range lines {
		if l.Table >= 0 {
			continue
		}
		n, _ := collectionHeading(p.Str(l.Span))
		for k := i + 1; n == 0 && k < min(len(lines), i+1+maxAbove); k++ {
			if lostHeading(p.Str(l.Span), p.Str(lines[k].Span)) {
				n = next
			}
		}
		if n > 0 && (n == next || len(cuts) == 0) {
			cuts = append(cuts, i)
			next = n + 1
		}
	}
	if len(cuts) < 2 {
		return nil
	}
	return cuts
}

// outline is what is known of the numbering of the document being walked.
type outline struct {
	last     [extract.Circle + 1]int // last ordinal by style since a shallower heading
	top      extract.Style           // shallowest style seen
	items    int                     // numbered lines seen
	opened   bool                    // a heading of class "head" (指导思想 …) has been seen
	signed   int                     // line after a signature's date, 0 if none yet
	attached bool                    // inside the attachments
}

func (o *outline) see(style extract.Style, n int) {
	if o.top == extract.NoStyle || style < o.top {
		o.top = style
	}
	o.last[style] = n
	for s := style + 1; int(s) < len(o.last); s++ {
		o.last[s] = 0
	}
	o.items++
}

// restarts reports whether a heading of this style and ordinal starts the
// numbering again: at one, at or above the outermost style, or above what the
// current heading has already been divided into.
func (o *outline) restarts(style extract.Style, n int) bool {
	if n != 1 || o.items < 2 && (o.signed == 0 || o.items == 0) {
		return false
	}
	if style <= o.top {
		return o.last[style] >= 1 || style < o.top
	}
	if o.last[style] >= 1 {
		return false // a list counted anew under the same heading
	}
	for s := style + 1; int(s) < len(o.last); s++ {
		if o.last[s] > 0 {
			return true
		}
	}
	return false
}

// runTogether returns the lines at which documents begin that follow each other
// without headings of a collection; the first begins at line 0 of what it
// returns as lines: remarks of the site above the first document are cut off.
func runTogether(p *extract.Page, lines []extract.Line) ([]extract.Line, []int) {
	cuts := []int{0}
	var o outline
	start := 0 // of the current document
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if l.Table >= 0 {
			continue
		}
		s := p.Str(l.Span)
		if attachmentHeading(s) {
			o.attached = true
		}
		if o.attached {
			if c := afresh(p, lines, start, i); c > 0 {
				cuts = append(cuts, c)
				start, o = c, outline{}
			}
		}
		style, n, length := extract.Numbering(s)
		if style == extract.NoStyle {
			if dateLine(s) {
				if c := issued(p, lines, start, i+1, o.opened); c > 0 {
					cuts = append(cuts, c)
					start, o = c, outline{}
					i = c
				} else if o.items > 0 {
					o.signed = i + 1
				}
			}
			continue
		}
		head := ""
		if !o.attached {
			head = words().openings.Prefix(s[length:])
			if c, _ := words().openings.Class(head); c != "head" {
				head = ""
			}
			if o.restarts(style, n) {
				if c := opening(p, lines, start, i, o, head != "" && o.opened); c > start {
					cuts = append(cuts, c)
					start, o = c, outline{}
				} else {
					o.signed = 0 // the plan that a notice passes on stands below it
				}
			}
		}
		if head != "" {
			o.opened = true
		}
		o.see(style, n)
	}
	if len(cuts) > 1 && !document(p, lines[:cuts[1]]) {
		first := cuts[1]
		lines, cuts = lines[first:], cuts[1:]
		for i := range cuts {
			cuts[i] -= first
		}
	}
	return lines, cuts
}

// issued returns the line at which a new document is issued right below the
// signature's date that stands above line at: a title over up to three lines
// with a number or addressees below it or, where the document before has an
// outline of its own (outlined), a paragraph that opens one. It returns 0 when
// there is none, or when the document that began at start passes that title on (转发).
func issued(p *extract.Page, lines []extract.Line, start, at int, outlined bool) int {
	str := func(i int) string {
		if i >= len(lines) || lines[i].Table >= 0 {
			return ""
		}
		return p.Str(lines[i].Span)
	}
	for at < len(lines) && extract.EndNote(str(at)) {
		at++
	}
	for first := at; first < at+3; first++ { // a letterhead or a seal's note may stand between
		for i := first; i < first+3; i++ {
			s := str(i)
			if attached(s) {
				return 0 // below the signature, as it belongs
			}
			if s == "" || strings.ContainsAny(s, "。;") {
				break
			}
			if dateLine(s) {
				return 0 // a line of a calendar was taken for a signature
			}
			if !title(s) {
				continue
			}
			next := str(i + 1)
			_, end := extract.DocNumber(next)
			if (end == 0 || utf8.RuneCountInString(next) > 40) && !(strings.HasSuffix(next, ":") && utf8.RuneCountInString(next) <= 60) && !(outlined && opens(next)) {
				break
			}
			if !prose(p, lines[start:at]) || cited(p, lines[start:at], s) {
				return 0
			}
			return first
		}
	}
	return 0
}

// afresh returns the line at which a new document begins behind the attachments
// of the one that began at start, whose title ends with line at: a number,
// addressees or an opening paragraph follows it. It returns 0 where line at is no
// such title: an attachment that is a document stands below its heading, or the
// text before named it.
func afresh(p *extract.Page, lines []extract.Line, start, at int) int {
	if s := p.Str(lines[at].Span); !title(s) && !lostTitle(p, lines, at) || strings.HasPrefix(s, "附件") || cited(p, lines[start:at], s) {
		return 0
	}
	next := at + 1
	for ; next < len(lines) && next <= at+2 && lines[next].Table < 0; next++ {
		s := p.Str(lines[next].Span)
		if _, end := extract.DocNumber(s); end > 0 && utf8.RuneCountInString(s) <= 40 || opens(s) ||
			strings.HasSuffix(s, ":") && utf8.RuneCountInString(s) <= 60 && words().openings.Prefix(s) == "" && !attachmentHeading(s) {
			next = -1
			break
		}
	}
	if next != -1 {
		return 0
	}
	first := at
	for ; first > start+1 && at-first < 5; first-- {
		s, above := p.Str(lines[first].Span), lines[first-1]
		joins := shortTitle(s) && words().orgs.Suffix(s) == "" && !letterhead(p, lines[first]) || strings.Count(s, "《") != strings.Count(s, "》")
		if !letterhead(p, above) && !(joins && (titleBegins(p, above) || strings.HasPrefix(s, "关于") && above.Table < 0 && words().orgs.Suffix(p.Str(above.Span)) != "")) {
			break
		}
	}
	for i := first - 1; i >= max(start, first-1); i-- {
		if attachmentHeading(p.Str(lines[i].Span)) {
			return 0
		}
	}
	return first
}

// lostTitle reports whether a line that lost bytes, its genre perhaps, stands where
// a title does: above the addressees and the paragraph that opens a document.
func lostTitle(p *extract.Page, lines []extract.Line, at int) bool {
	if at+2 >= len(lines) || lines[at].Table >= 0 || lines[at+1].Table >= 0 || lines[at+2].Table >= 0 {
		return false
	}
	s, to := p.Str(lines[at].Span), p.Str(lines[at+1].Span)
	n := utf8.RuneCountInString(s)
	return strings.ContainsRune(s, extract.Lost) && n >= 6 && n <= 60 && !strings.ContainsAny(s, "。;:!") &&
		strings.HasSuffix(to, ":") && utf8.RuneCountInString(to) <= 60 && opens(p.Str(lines[at+2].Span))
}

// opens reports whether a line is a paragraph that opens a document.
func opens(s string) bool {
	w := words().openings.Prefix(s)
	c, _ := words().openings.Class(w)
	return w != "" && c != "head" && utf8.RuneCountInString(s) >= 24
}

// letterhead reports whether a line stands in the head of a document above its
// title: 某局文件, or its number.
func letterhead(p *extract.Page, l extract.Line) bool {
	s := p.Str(l.Span)
	if _, end := extract.DocNumber(s); end > 0 && utf8.RuneCountInString(s) <= 40 {
		return true
	}
	return l.Table < 0 && strings.HasSuffix(s, "文件") && words().orgs.Suffix(strings.TrimSuffix(s, "文件")) != ""
}

// document reports whether lines can be a policy document: they have a title,
// an opening paragraph, a heading that opens an outline, or a table.
func document(p *extract.Page, lines []extract.Line) bool {
	for _, l := range lines {
		if l.Table >= 0 {
			return true
		}
		s := p.Str(l.Span)
		_, _, n := extract.Numbering(s)
		w := words().openings.Prefix(s[n:])
		if w == "" && !title(s) {
			continue
		}
		if c, _ := words().openings.Class(w); c == "head" || n == 0 {
			return true
		}
	}
	return false
}

// opening returns the line at which a new document begins whose first heading
// is line at, or 0 when the heading belongs to the document that began at
// start.
func opening(p *extract.Page, lines []extract.Line, start, at int, o outline, sameHead bool) int {
	// Walk back over unnumbered lines to the document's first line.
	first, found := at, sameHead
	for i := at - 1; i > start; i-- {
		if lines[i].Table >= 0 {
			break
		}
		s := p.Str(lines[i].Span)
		if st, _, _ := extract.Numbering(s); st != extract.NoStyle {
			break
		}
		if dateLine(s) {
			found = found || i+1 == o.signed
			break
		}
		whole := title(s)
		if n, _ := collectionHeading(s); whole && n > 0 && found {
			break // the document's own title stands below it
		}
		if (whole || strings.ContainsRune(s, extract.Lost)) && cited(p, lines[start:i], s) {
			return 0 // a plan that the notice before it passes on
		}
		if whole {
			for first = i; first > start+1 && i-first < 2 && shortTitle(s) && titleBegins(p, lines[first-1]); first-- {
			}
			for first > start+1 && i-first < 5 && letterhead(p, lines[first-1]) {
				first--
			}
			found = true
			i = first
			continue
		}
		if w := words().openings.Prefix(s); w != "" && utf8.RuneCountInString(s) >= 24 {
			first = i
			found = true
			continue
		}
		if found && first == i+1 && utf8.RuneCountInString(s) > 30 {
			break // the last paragraph of the document before
		}
	}
	if o.signed > start && o.signed < at && o.signed <= first {
		// Everything after the signature and what belongs to it is the new document.
		first, found = o.signed, true
		for first < at && extract.EndNote(p.Str(lines[first].Span)) {
			first++
		}
	}
	if !found {
		return 0
	}
	return first
}

// prose reports whether some line holds a sentence: dates above the text of a
// document are no signature.
func prose(p *extract.Page, lines []extract.Line) bool {
	for _, l := range lines {
		if l.Table < 0 && strings.Contains(p.Str(l.Span), "。") {
			return true
		}
	}
	return false
}

// title reports whether a line has the shape of a document's title.
func title(s string) bool {
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i] // (试行), (二)
	}
	n := utf8.RuneCountInString(s)
	return n >= 6 && n <= 60 && !strings.ContainsAny(s, "。;!?") && words().genres.Suffix(s) != ""
}

// shortTitle reports whether a line is rather the end of a title than all of it:
// 校际联动实施方案, 关于…的通知.
func shortTitle(s string) bool {
	return strings.HasPrefix(s, "关于") || utf8.RuneCountInString(s) <= 10
}

// titleBegins reports whether a line above the last line of a title can be a part
// of it: short, no sentence, no date, no signature, no point of a list, nobody with
// a post.
func titleBegins(p *extract.Page, l extract.Line) bool {
	s := p.Str(l.Span)
	style, _, _ := extract.Numbering(s)
	return l.Table < 0 && style == extract.NoStyle && utf8.RuneCountInString(s) <= 40 && !strings.ContainsAny(s, "。;!?:") &&
		!dateLine(s) && words().orgs.Suffix(s) == "" && words().posts.Suffix(s) == "" && !attachmentHeading(s)
}

// cited reports whether a line of the document before names the title, other than
// as its own: two schools of one district may have plans of the same title. Where
// one of the two lost bytes, the title in 《》 is named that it may have been.
func cited(p *extract.Page, lines []extract.Line, title string) bool {
	for i, l := range lines {
		s := p.Str(l.Span)
		if slices.ContainsFunc(quoted(s), func(q string) bool { return extract.Resembles(title, q) || extract.Resembles(q, title) }) {
			return true
		}
		if !strings.Contains(s, title) || s == title && i < maxOwn {
			continue
		}
		if n, _ := collectionHeading(s); n == 0 { // 第二篇:某方案 stands above it, too
			return true
		}
	}
	return false
}

// quoted returns what stands in 《》 in s, inside others or not.
func quoted(s string) (out []string) {
	var open []int
	for i, r := range s {
		switch r {
		case '《':
			open = append(open, i+len("《"))
		case '》':
			if n := len(open); n > 0 {
				out = append(out, s[open[n-1]:i])
				open = open[:n-1]
			}
		}
	}
	return out
}

// maxOwn is how many lines at the top of a document may hold its own title.
const maxOwn = 6

// dateLine reports whether a line is the date under a signature, alone or
// behind the signing body: 2013年3月25日, 某某教研室 2010年7月, 2007.3.
func dateLine(s string) bool {
	return utf8.RuneCountInString(s) <= 40 && extract.DateAtEnd(extract.Squeeze(s))
}

// attachmentWords begin the heading of an attachment.
var attachmentWords = []string{"附件", "附表", "附录", "附:"}

// Attached reports whether a line opens an attachment, and returns its title if
// that stands in the line, too: 附件1, 附件:某名单.
func Attached(s string) (title string, ok bool) {
	if attachmentHeading(s) {
		return "", true
	}
	for _, w := range attachmentWords {
		if rest, ok := strings.CutPrefix(s, strings.TrimSuffix(w, ":")+":"); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

// attached is Attached without the title.
func attached(s string) bool {
	_, ok := Attached(s)
	return ok
}

// attachmentHeading reports whether a line opens an attachment: 附件, 附件1:, also
// with a blank inside (附 件:) and where one of the two characters is lost.
func attachmentHeading(s string) bool {
	if rest, ok := strings.CutPrefix(s, "附 "); ok {
		s = "附" + strings.TrimLeft(rest, " ")
	}
	if strings.ContainsRune(s, extract.Lost) {
		return extract.MayBe(strings.TrimRight(s, "0123456789:. "), "附件")
	}
	for _, w := range attachmentWords {
		if rest, ok := strings.CutPrefix(s, w); ok {
			_, l := extract.HanOrdinal(strings.TrimLeft(rest, " "))
			rest = strings.TrimLeft(rest, " ")[l:]
			return rest == "" || l > 0 && (rest[0] == ':' || rest[0] == ' ' || rest[0] == '.') || rest == ":"
		}
	}
	return false
}

// markChrome marks the lines of the site in the page's head and tail.
func markChrome(p *extract.Page) {
	w := words()
	total, before := 0, 0
	for _, l := range p.Lines {
		total += l.Span.Len()
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		here := before
		before += l.Span.Len()
		if l.Table >= 0 {
			continue
		}
		s := p.Str(l.Span)
		short := utf8.RuneCountInString(s) <= 20
		if t := w.chrome.Prefix(s); t != "" {
			switch c, _ := w.chrome.Class(t); {
			case c == "start" && utf8.RuneCountInString(s) <= 60:
				l.Chrome = true
			case c == "tail" && short && here*2 > total:
				for j := i; j < len(p.Lines); j++ {
					p.Lines[j].Chrome = true
				}
				return
			}
		}
		if w.line.Contained(s) || (w.tool.Contained(s) || short && w.tool.Has(extract.Squeeze(s))) && !states(s) {
			l.Chrome = true
		}
		if fileName(s) {
			l.Chrome = true
		}
	}
}

// states reports whether a line of the page's tools (浏览次数, 字体) also states
// an element of the document: 发布时间:2020-01-02 来源:教育局 浏览次数:3.
func states(s string) bool {
	for rest := s; ; {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			return false
		}
		label := extract.Squeeze(rest[:i])
		if c, _ := words().labels.Class(words().labels.Suffix(label)); c != "" && c != "tool" && c != "extra:views" {
			return true
		}
		rest = rest[i+1:]
	}
}

// fileName reports whether a line is nothing but the name of a file.
func fileName(s string) bool {
	if utf8.RuneCountInString(s) > 80 || strings.ContainsAny(s, "。;") {
		return false
	}
	for _, ext := range []string{".doc", ".docx", ".pdf", ".xls", ".xlsx", ".wps", ".txt", ".ppt", ".pptx"} {
		if strings.HasSuffix(strings.ToLower(s), ext) && !strings.HasPrefix(s, "附件") {
			return true
		}
	}
	return false
}
