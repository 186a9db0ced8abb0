// Package citations finds the policies that a document cites:
// 《关于加强教研工作的意见》(某教发〔2020〕1号) is a title with a number.
//
// A title is cited when it stands in 《》 and is the name of a document (it
// ends with a genre, 意见, 方案, 法 …) or a number follows. The document's own
// title and its attachments are no citations.
package citations

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// Extractor finds citations.
type Extractor struct{}

// Name returns "citations".
func (Extractor) Name() string { return "citations" }

// Wants is true when the part has a title in angle brackets.
func (Extractor) Wants(p *extract.Part) bool { return strings.Contains(p.Str(p.Span), "《") }

// number matches a document number in brackets directly behind a title, or
// without the brackets.
var number = regexp.MustCompile(`^\s*[(\[]?\s*([^\s()《》,。;:、]{1,16}?\s*[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*第?\s*\d{1,4}\s*号)`)

// Extract fills Citations.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	var own []string
	if d.Title != nil {
		own = append(own, fold(d.Title.Value))
	}
	at := map[string]int{}
	str := p.Str(p.Span)
	for i := 0; ; {
		open := strings.Index(str[i:], "《")
		if open < 0 {
			break
		}
		open += i
		close := match(str[open:])
		if close < 0 {
			i = open + len("《")
			continue
		}
		close += open
		inner := text.Span{Start: p.Span.Start + open + len("《"), End: p.Span.Start + close}
		i = close + len("》")
		v := p.Value(inner)
		if !document(v.Value) || p.LineAt(inner.Start) < 0 {
			continue
		}
		f := fold(v.Value)
		if isOwn(f, own, d) {
			continue
		}
		c := schema.Citation{Title: v}
		key := f
		if m := number.FindStringSubmatchIndex(str[i:]); m != nil {
			n := p.Value(text.Span{Start: p.Span.Start + i + m[2], End: p.Span.Start + i + m[3]})
			c.Number = &n
			key += "|" + n.Value
		}
		if k, ok := at[key]; ok {
			old := &d.Citations[k]
			old.Title.Evidence = append(old.Title.Evidence, v.Evidence...)
			continue
		}
		// A later mention without the number is the same citation.
		if c.Number == nil {
			if k, ok := at["n|"+f]; ok {
				d.Citations[k].Title.Evidence = append(d.Citations[k].Title.Evidence, v.Evidence...)
				continue
			}
		} else {
			at["n|"+f] = len(d.Citations)
		}
		at[key] = len(d.Citations)
		d.Citations = append(d.Citations, c)
	}
}

// match returns the place of the 》 that closes the 《 that s starts with, -1
// when none does within 120 characters.
func match(s string) int {
	depth, n := 0, 0
	for i, r := range s {
		switch r {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				return i
			}
		}
		if n++; n > 120 {
			break
		}
	}
	return -1
}

// document reports whether the words between 《 and 》 name a document.
func document(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 3 && !strings.ContainsAny(s, "。|!?") && extract.HasHan(s) && !strings.Contains(s, "__")
}

// isOwn reports whether the title names the document itself: its own title,
// the plan that a notice passes on, or the same in other words.
func isOwn(f string, own []string, d *extract.Draft) bool {
	for _, o := range own {
		if f == o || strings.Contains(o, "《"+f+"》") && strings.HasSuffix(o, "》的通知") {
			return true
		}
	}
	return false
}

func fold(s string) string {
	return strings.NewReplacer("—", "-", "–", "-", "－", "-", "--", "-").Replace(s)
}
