// Package check finds what is wrong with a document: where it does not agree
// with itself, leaves something open, or was not surely read.
//
// The road of one finding: [Document] asks each rule of the list below about a
// document → the rule "phones" sees 石桥小学 in two groups, both times headed by
// 范小舟, with 100…6595 and with 100…6596 → it reports the code
// principal-two-phones with a sentence in English and in Chinese and the places
// of both numbers → the findings of all rules are sorted by place.
//
// A rule reports what the document itself shows and never guesses: schools whose
// names are alike are different schools, unless something else says that one
// name is a slip. What a list leaves out is only missing where the list has all
// the rest.
//
// To add a rule: write its file, with a function of the rule's name, add one
// line to rules and its codes to schema.Codes, and tell in testdata a story that
// raises each code and a near case that must not.
package check

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/schema"
	"jiedui/text"
)

// rule is one rule, or a family of rules that look at the same things. It
// stands in the file of its name.
type rule struct {
	name  string
	codes []string // what it may report; none: the codes of doubts
	// reads says that the rule reads the text: without it, it says nothing.
	reads bool
	check func(*subject)
}

// rules is the list of all rules.
var rules = []rule{
	{name: "doubts", check: doubts},
	{name: "phones", codes: []string{schema.CodeTwoPhones, schema.CodeTwoPrincipals, schema.CodeSharedPhone, schema.CodeContactPhones, schema.CodeBadPhone}, check: phones},
	{name: "spellings", codes: []string{schema.CodeTwoSpellings, schema.CodeNearNamesake, schema.CodeUnlisted}, check: spellings},
	{name: "pairs", codes: []string{schema.CodeSelfPairing, schema.CodeOwnGroup, schema.CodePairTwice}, check: pairs},
	{name: "leaders", codes: []string{schema.CodeOutsider, schema.CodeNearPerson}, check: leaders},
	{name: "dates", codes: []string{schema.CodeDates, schema.CodeDocYear, schema.CodeIndexYear}, check: dates},
	{name: "places", codes: []string{schema.CodeIssuer}, check: places},
	{name: "calendar", codes: []string{schema.CodeImpossible, schema.CodeRange}, reads: true, check: calendar},
	{name: "sequences", codes: []string{schema.CodeSeqGap, schema.CodeSeqTwice}, reads: true, check: sequences},
	{name: "shares", codes: []string{schema.CodeShare, schema.CodeOverWhole}, reads: true, check: shares},
	{name: "counts", codes: []string{schema.CodeCount}, reads: true, check: counts},
	{name: "units", codes: []string{schema.CodeUnit}, reads: true, check: units},
	{name: "outline", codes: []string{schema.CodeOutlineGap}, reads: true, check: outline},
	{name: "attachments", codes: []string{schema.CodeAttachments}, reads: true, check: attachments},
	{name: "ending", codes: []string{schema.CodeBrokenOff}, reads: true, check: ending},
	{name: "blanks", codes: []string{schema.CodeBlank}, reads: true, check: blanks},
}

// Document returns what is wrong with doc, in the order of the places. part is
// the part of the page that doc was made from; without it (nil) the rules that
// read the text say nothing, and findings have no line. Numbers of persons in
// messages and quotes are as doc has them.
func Document(doc *schema.Document, part *extract.Part) []schema.Finding {
	s := &subject{Document: doc, part: part}
	if part != nil {
		s.ruler = text.NewRuler(part.Doc.Text.String())
	}
	for _, r := range rules {
		if !r.reads || part != nil {
			r.check(s)
		}
	}
	slices.SortStableFunc(s.found, func(a, b schema.Finding) int {
		return cmp.Or(cmp.Compare(start(a), start(b)), cmp.Compare(a.Code, b.Code))
	})
	if part != nil {
		for i := range s.found {
			if f := &s.found[i]; len(f.Evidence) > 0 {
				f.Line, f.Column = s.ruler.LineColumn(s.ruler.Byte(f.Evidence[0].Start))
			}
		}
	}
	return s.found
}

// start is the place by which findings are sorted; those of the whole document
// come first.
func start(f schema.Finding) int {
	if len(f.Evidence) == 0 {
		return -1
	}
	return f.Evidence[0].Start
}

// subject is a document while the rules look at it.
type subject struct {
	*schema.Document
	part  *extract.Part  // nil where the text is not at hand
	ruler *text.Ruler    // of the read text; nil with part
	forms map[string]int // see known
	found []schema.Finding
}

// readAfter is the character of the read text at code point n; there must be a
// part.
func (s *subject) readAfter(n int) rune {
	r, _ := utf8.DecodeRuneInString(s.part.Doc.Text.String()[s.ruler.Byte(n):])
	return r
}

// unsure reports whether a list of the document may hold more than was read
// from it.
func (s *subject) unsure() bool {
	return slices.ContainsFunc(s.Doubts, func(d schema.Doubt) bool {
		switch d.Code {
		case schema.CodeDamage, schema.CodeRow, schema.CodeTableEmpty, schema.CodeList, schema.CodeName,
			schema.CodeTruncated, schema.CodeTable, schema.CodeTooDeep, schema.CodePicture, schema.CodeScan, schema.CodeUndecodable:
			return true
		}
		return false
	})
}

// find reports a finding: its code, the sentence in both languages, and the
// places that speak for it, the one to look at first.
func (s *subject) find(code, english, chinese string, places ...[]schema.Evidence) {
	c, ok := schema.CodeOf(code)
	if !ok {
		panic("check: no such code: " + code)
	}
	s.found = append(s.found, schema.Finding{
		Code:     code,
		Severity: c.Severity,
		Message:  schema.Message{English: english, Chinese: chinese},
		URI:      s.Source.URI,
		Document: s.ID,
		Part:     s.Part,
		Evidence: union(places...),
	})
}

// union is the places of all lists, each once, in their order; never nil.
func union(lists ...[]schema.Evidence) []schema.Evidence {
	out := []schema.Evidence{}
	seen := map[[2]int]bool{}
	for _, list := range lists {
		for _, e := range list {
			if at := [2]int{e.Start, e.End}; !seen[at] {
				seen[at] = true
				out = append(out, e)
			}
		}
	}
	return out
}

// first is the first place of a value: of one that several places speak for,
// the one where it was met first.
func first(list []schema.Evidence) []schema.Evidence {
	if len(list) == 0 {
		return nil
	}
	return list[:1]
}

// say is fmt.Sprintf under a shorter name: the rules are full of sentences.
func say(format string, args ...any) string { return fmt.Sprintf(format, args...) }
