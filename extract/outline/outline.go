// Package outline finds the headings of a document: the line 二、主要内容
// becomes {"number":"二、","heading":"主要内容","level":1}.
//
// A numbered line is a heading as a whole when it is short; where text runs on
// behind it (1.教学联研。根据…) the heading is the first sentence. The level
// is the depth below the document's outermost numbering. The entries of the
// list of attachments are no headings.
package outline

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor finds the sections.
type Extractor struct{}

// Name returns "outline".
func (Extractor) Name() string { return "outline" }

// Wants is true for every part.
func (Extractor) Wants(*extract.Part) bool { return true }

// maxHeading is the length in characters up to which the first sentence of a
// numbered paragraph counts as its heading.
const maxHeading = 40

// Extract fills Sections.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	var stack []extract.Style // the styles that the current heading stands in
	attached := 0             // the last number of the list of attachments being read
	for _, l := range p.Prose() {
		s := p.Str(l.Span)
		style, ordinal, n := extract.Numbering(s)
		if style == extract.NoStyle {
			attached = attachments(s)
			continue
		}
		if attached > 0 && style == extract.Digit && ordinal == attached+1 {
			attached = ordinal
			continue
		}
		attached = 0
		head, ok := heading(s[n:])
		if !ok {
			continue
		}
		for len(stack) > 0 && stack[len(stack)-1] >= style {
			stack = stack[:len(stack)-1]
		}
		stack = append(stack, style)
		lead := len(s[n:]) - len(strings.TrimLeft(s[n:], " "))
		span := text.Span{Start: l.Span.Start, End: l.Span.Start + n + lead + len(head)}
		d.Sections = append(d.Sections, schema.Section{
			Number:   strings.TrimSpace(s[:n]),
			Heading:  extract.Squeeze(head),
			Level:    len(stack),
			Evidence: p.Evidence(span),
		})
	}
}

// attachments returns the number of the first entry of the list of attachments
// that a line begins (附件:1.甲), 0 for other lines.
func attachments(s string) int {
	rest, ok := extract.CutSpaced(s, "附件")
	if !ok {
		return 0
	}
	rest = strings.TrimLeft(rest, ": ")
	if style, n, _ := extract.Numbering(rest); style == extract.Digit {
		return n
	}
	return 0
}

// heading returns the heading that a numbered line's text begins with.
func heading(s string) (string, bool) {
	s = strings.TrimLeft(s, " ")
	if i := strings.IndexAny(s, "。:;!?"); i >= 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, " ")
	return s, s != "" && utf8.RuneCountInString(s) <= maxHeading
}
