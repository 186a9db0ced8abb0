// Package citations finds the policies that a document cites:
// 《关于加强教研工作的意见》(某教发〔2020〕1号) is a title with a number.
//
// A title is cited when it stands in 《》 and a number follows it, or it ends as
// the names of policies do (policies.txt; a year, an edition or 试行 in brackets
// may stand behind). A book or a lesson (《草原》) is none, nor is a short name
// (《意见》), nor what the document itself is or brings: its own title, the plan
// that it passes on (现将《…》印发), its attachments.
package citations

import (
	"strings"

	"jiedui/extract"
	"jiedui/internal/lexicon"
	"jiedui/schema"
	"jiedui/text"
)

var policies = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("policies.txt") })

// Extractor finds citations.
type Extractor struct{}

// Name returns "citations".
func (Extractor) Name() string { return "citations" }

// Wants is true when the part has a title in angle brackets.
func (Extractor) Wants(p *extract.Part) bool { return strings.Contains(p.Str(p.Span), "《") }

// Extract fills Citations.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	own := ownTitles(d)
	at := map[string]int{}    // citation by title and number
	first := map[string]int{} // by title, the first with a number
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
		i = close + len("》")
		inner := text.Span{Start: p.Span.Start + open + len("《"), End: p.Span.Start + close}
		if p.LineAt(inner.Start) < 0 {
			continue // in the site's own lines
		}
		v := p.Value(inner)
		number := numberBehind(str, i).Shift(p.Span.Start)
		key := fold(v.Value)
		if own[key] || number.Empty() && (!policy(v.Value) || passedOn(str, open, i)) {
			continue
		}
		c := schema.Citation{Title: v}
		k, known := at[key]
		if number.Empty() {
			if !known {
				k, known = first[key] // a later mention without the number
			}
		} else {
			n := p.Value(number)
			c.Number = &n
			full := key + "|" + n.Value
			if k, known = at[full]; !known {
				at[full] = len(d.Citations)
				if _, ok := first[key]; !ok {
					first[key] = len(d.Citations)
				}
			}
		}
		if known {
			old := &d.Citations[k]
			old.Title.Evidence = append(old.Title.Evidence, v.Evidence...)
			continue
		}
		if number.Empty() {
			at[key] = len(d.Citations)
		}
		d.Citations = append(d.Citations, c)
	}
}

// maxTitle is the length in characters of the longest title.
const maxTitle = 120

// match returns the place of the 》 that closes the 《 that s starts with, -1
// when none does within maxTitle characters.
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
		if n++; n > maxTitle {
			break
		}
	}
	return -1
}

// maxNumber is the length in bytes of the stretch behind a title in which its
// number is looked for.
const maxNumber = 80

// numberBehind returns the place of the document number that follows at byte i
// of s, in brackets of any shape or none; empty when there is none.
func numberBehind(s string, i int) text.Span {
	rest := s[i:min(len(s), i+maxNumber)]
	lead := len(rest) - len(strings.TrimLeft(rest, " ([【〔"))
	start, end := extract.DocNumber(rest[lead:])
	if end == 0 || start != 0 {
		return text.Span{}
	}
	return text.Span{Start: i + lead, End: i + lead + end}
}

// policy reports whether the words between 《 and 》 name a policy.
func policy(s string) bool {
	if strings.ContainsAny(s, "。|!?_") || !extract.HasHan(s) {
		return false
	}
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	s = strings.TrimRight(s, "》〉>”")
	end := policies().Suffix(s)
	c, _ := policies().Class(end)
	return end != "" && c != "no" && end != s
}

// passedOn reports whether the words at bytes open:end of s stand between 现将
// and 印发 in one sentence, or before a reference to an attachment.
func passedOn(s string, open, end int) bool {
	behind := s[end:]
	if t := strings.TrimLeft(behind, "(见详"); strings.HasPrefix(t, "附件") && len(t) < len(behind) {
		return true
	}
	i := strings.LastIndexAny(s[:open], "。\n")
	if j := strings.IndexAny(behind, "。;\n"); j >= 0 {
		behind = behind[:j]
	}
	return strings.Contains(s[i+1:open], "现将") && strings.Contains(behind, "印发")
}

// ownTitles are the names of the document itself, of the plan that it passes
// on (关于印发《…》的通知), and of its attachments.
func ownTitles(d *extract.Draft) map[string]bool {
	own := map[string]bool{}
	if d.Title != nil {
		t := fold(d.Title.Value)
		own[t] = true
		if i := strings.Index(t, "《"); i >= 0 && strings.HasSuffix(t, "》的通知") && !strings.Contains(t[:i], "转发") {
			own[strings.TrimSuffix(t[i+len("《"):], "》的通知")] = true
		}
	}
	for _, e := range d.Metadata.Extra {
		if e.Name == "attachment" {
			own[fold(strings.Trim(e.Value.Value, "《》"))] = true
		}
	}
	return own
}

// fold makes dashes of all kinds alike: 2017-2020年 is 2017—2020年.
func fold(s string) string { return dashes.Replace(s) }

var dashes = strings.NewReplacer("—", "-", "–", "-", "－", "-", "--", "-")
