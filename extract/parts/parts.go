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
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/extract"
	"jiedui/internal/lexicon"
)

var words = sync.OnceValue(func() (w struct {
	chrome, openings, genres, heads *lexicon.Terms
}) {
	w.chrome = lexicon.Load("chrome.txt")
	w.openings = lexicon.Load("openings.txt")
	w.genres = lexicon.Load("genres.txt")
	return w
})

// Split returns the parts of the page in reading order; there is always at
// least one, empty when the page has no line of its own.
func Split(p *extract.Page) []*extract.Part {
	markChrome(p)
	var lines []extract.Line
	for _, l := range p.Lines {
		if !l.Chrome && l.Kind != corpus.Title {
			lines = append(lines, l)
		}
	}
	cuts := collection(p, lines)
	headed := len(cuts) > 0
	if !headed {
		cuts = runTogether(p, lines)
		if len(cuts) > 1 && !document(p, lines[:cuts[1]]) {
			first := cuts[1] // above it stand the site's own remarks
			lines, cuts = lines[first:], cuts[1:]
			for i := range cuts {
				cuts[i] -= first
			}
		}
	}
	if len(cuts) == 0 || cuts[0] != 0 {
		// Lines before the first heading are a preamble of the first document
		// of a collection; they start the only document otherwise.
		if headed {
			cuts[0] = 0
		} else {
			cuts = append([]int{0}, cuts...)
		}
	}
	out := make([]*extract.Part, len(cuts))
	for i, c := range cuts {
		end := len(lines)
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		part := &extract.Part{Page: p, N: i + 1, Of: len(cuts), Body: lines[c:end]}
		for _, l := range part.Body {
			part.Span = part.Span.Cover(l.Span)
			if l.Table >= 0 && (len(part.Own) == 0 || part.Own[len(part.Own)-1] != l.Table) {
				part.Own = append(part.Own, l.Table)
			}
		}
		for j, l := range part.Body {
			if j < 6 && headed && collectionNumber(p.Str(l.Span)) > 0 {
				part.Heading = l.Span
				part.Body = append(append([]extract.Line{}, part.Body[:j]...), part.Body[j+1:]...)
				break
			}
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

// collectionNumber returns N of a heading 第N篇, 0 for other lines.
func collectionNumber(s string) int {
	if !strings.HasPrefix(s, "第") || utf8.RuneCountInString(s) > 80 {
		return 0
	}
	n, l := extract.HanOrdinal(s[len("第"):])
	rest := s[len("第")+l:]
	if l == 0 || !strings.HasPrefix(rest, "篇") {
		return 0
	}
	rest = rest[len("篇"):]
	if rest == "" || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "、") {
		return n
	}
	return 0
}

// collection returns the lines at which the documents of a collection begin:
// headings 第一篇, 第二篇 … that count upward.
func collection(p *extract.Page, lines []extract.Line) []int {
	var cuts []int
	next := 1
	for i, l := range lines {
		if l.Table >= 0 {
			continue
		}
		if n := collectionNumber(p.Str(l.Span)); n == next || n > 0 && len(cuts) == 0 {
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
	if n != 1 || o.items < 2 {
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

func runTogether(p *extract.Page, lines []extract.Line) []int {
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
		style, n, length := extract.Numbering(s)
		if style == extract.NoStyle {
			if dateLine(s) && o.items >= 2 {
				o.signed = i + 1
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
				}
			}
		}
		if head != "" {
			o.opened = true
		}
		o.see(style, n)
	}
	return cuts
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
		if title(s) {
			if cited(p, lines[start:i], s) {
				return 0 // a plan that the notice before it passes on
			}
			first = i
			found = true
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
		// Everything after the signature is the new document.
		first, found = o.signed, true
	}
	if !found {
		return 0
	}
	return first
}

// title reports whether a line has the shape of a document's title.
func title(s string) bool {
	s = strings.TrimRight(s, ")")
	n := utf8.RuneCountInString(s)
	return n >= 6 && n <= 60 && !strings.ContainsAny(s, "。;!?") && words().genres.Suffix(s) != ""
}

// cited reports whether an earlier line names the title.
func cited(p *extract.Page, lines []extract.Line, title string) bool {
	for _, l := range lines {
		if s := p.Str(l.Span); strings.Contains(s, title) {
			return true
		}
	}
	return false
}

// dateLine reports whether a line is the date under a signature, alone or
// behind the signing body: 2013年3月25日, 某某教研室 2010年7月, 2007.3.
func dateLine(s string) bool {
	return utf8.RuneCountInString(s) <= 40 && extract.DateAtEnd(extract.Squeeze(s))
}

// attachmentHeading reports whether a line opens an attachment: 附件, 附件1:.
func attachmentHeading(s string) bool {
	for _, w := range []string{"附件", "附表", "附录", "附:"} {
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
	w := words().chrome
	total, before := 0, 0
	for _, l := range p.Lines {
		total += l.Span.Len()
	}
	hits := map[string]bool{}
	for i := range p.Lines {
		l := &p.Lines[i]
		here := before
		before += l.Span.Len()
		if l.Table >= 0 {
			continue
		}
		s := p.Str(l.Span)
		short := utf8.RuneCountInString(s) <= 20
		if t := w.Prefix(s); t != "" {
			switch c, _ := w.Class(t); {
			case c == "start" && short:
				l.Chrome = true
			case c == "tail" && short && here*2 > total:
				for j := i; j < len(p.Lines); j++ {
					p.Lines[j].Chrome = true
				}
				return
			}
		}
		for _, t := range w.OfClass("line") {
			if strings.Contains(s, t) {
				l.Chrome = true
				hits[t] = true
			}
		}
		if fileName(s) {
			l.Chrome = true
		}
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
