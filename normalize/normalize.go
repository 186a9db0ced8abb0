// Package normalize cleans the text of a page without losing the way back.
//
// A line of a mirror site on its road, one step after the other:
//
//	海域?qū)W校聯(lián)動(dòng)　_(dá)_小學（一）   read
//	海域學校聯(lián)動(dòng)　_(dá)_小學（一）     slips: a lost byte is found again
//	海域學校聯動　_(dá)_小學（一）               pinyin: notes of the reading go
//	海域學校聯動 _(dá)_小學(一)                 width: full-width forms and blanks become plain
//	海域學校聯動 __小學(一)                     blanks: every blank of a form is two low lines
//	海域学校联动 __小学(一)                     simplify: traditional becomes simplified
//
// (ocr, the last, puts digits for letters in numbers: 2O20年 is 2020年.)
//
// Every step takes a [text.Text] and gives one back whose base it is, so any
// stretch of the clean text can be traced to the words it was read from. A step
// that changes nothing returns its input.
//
// What concerns the page as a whole is decided once and handed in: its script
// by [Judge]. No step has heard of a document. No edit crosses a line break, a
// TAB or the cell bar " |" of a text dump, so lines and cells stay disjoint.
package normalize

import (
	"strings"

	"jiedui/text"
)

// Rules is the version of the steps and their data: it changes when the clean
// text of any page may change.
const Rules = "normalize/4"

// Script is the ISO 15924 code of the script that a page is written in.
type Script string

const (
	Hans Script = "Hans" // simplified
	Hant Script = "Hant" // traditional
	None Script = "Zyyy" // no hanzi to judge
)

// Result is a page after all steps.
type Result struct {
	// Text is the clean text. Its oldest ancestor is the read text; when no
	// step had anything to do, it is the read text itself.
	Text text.Text
	// Repairs counts the edits of each step that made any, in their order.
	Repairs []Repair
	// Damage is what is surely damaged and could not be repaired.
	Damage []Damage
}

// Repair says how many edits a step made.
type Repair struct {
	Step  string
	Count int
}

// Damage is a place that was damaged before the page was read and could not be
// repaired: the text there is not what the author wrote.
type Damage struct {
	Span    text.Span // of Result.Text
	Message string
}

// job is what a step is told, and where it reports.
type job struct {
	script Script
	// quote says that the text is a stretch of a page, not the page: what only
	// the whole page can show (how many notes stand on it) is then not asked.
	quote  bool
	noted  bool     // of a quote: notes of the reading were removed from its page
	lossy  bool     // the page has slips beyond doubt: all that look like slips are
	damage []Damage // spans of the text that the step returns
}

// step is one repair. run returns its input when there is nothing to repair.
type step struct {
	name string
	run  func(text.Text, *job) text.Text
}

// steps are all repairs in their order. Each stands in the file of its name.
var steps = []step{
	// First, because an invisible character inside a note, a slip or a blank
	// would hide it from the steps that look for them.
	{"invisible", invisible},
	// Before pinyin, because a note shows what the lost byte beside it was;
	// before width, because full-width forms are two bytes of GBK and plain
	// ones are one.
	{"slips", slips},
	// After slips, whose half-destroyed notes are whole again or gone.
	{Pinyin, notes},
	// Before blanks, which then meet one kind of low line.
	{"width", width},
	// Before simplify only because it is one kind of noise less.
	{"blanks", blanks},
	// After all that does not depend on the script; slips needs the bytes of the
	// traditional characters.
	{"simplify", simplify},
	// After width, which leaves one kind of digits and letters, and after simplify,
	// because the units that tell a number are simplified.
	{"ocr", ocr},
}

// Page takes the read text through all steps. script is what [Judge] said of
// the page's main text; Hant alone turns the conversion to simplified on.
// The read text must be valid UTF-8.
func Page(read text.Text, script Script) Result {
	return run(read, &job{script: script})
}

// Pinyin is the name of the step that removes notes of the reading; it is in a
// page's repairs when the page was found to be noisy with them.
const Pinyin = "pinyin"

// Losses is the name of the step that repairs byte slips where the page has so
// many of them that there is no doubt. On other pages it is called slips, and
// repairs no slip that might be a question mark.
const Losses = "losses"

// Fold takes a quote of a page through the page's own steps. A value taken from
// the clean text is contained in the fold of the words that it was traced to.
// Fold sees the quote only, so what the page decided as a whole is passed in: its
// script, whether notes of the reading were removed from it (whether its repairs
// list the step [Pinyin]), and whether it had slips beyond doubt ([Losses]).
func Fold(quote string, script Script, noted, lossy bool) string {
	return run(text.Source(quote), &job{script: script, quote: true, noted: noted, lossy: lossy}).Text.String()
}

func run(t text.Text, j *job) Result {
	var out Result
	for _, s := range steps {
		j.damage = nil
		next := s.run(t, j)
		for i := range out.Damage {
			if !next.Same(t) {
				out.Damage[i].Span = next.Forward(out.Damage[i].Span)
			}
		}
		if !next.Same(t) {
			name := s.name
			if name == "slips" && j.lossy {
				name = Losses
			}
			out.Repairs = append(out.Repairs, Repair{name, next.Edits()})
		}
		out.Damage = append(out.Damage, j.damage...)
		t = next
	}
	out.Text = t
	return out
}

// border reports whether a line break, a TAB or the cell bar of a text dump
// stands at byte i of s. No edit may cross one.
func border(s string, i int) bool {
	switch s[i] {
	case '\n', '\t':
		return true
	case ' ':
		return strings.HasPrefix(s[i:], " |")
	case '|':
		return i > 0 && s[i-1] == ' '
	}
	return false
}

// han reports whether r is a hanzi.
func han(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x323AF ||
		r >= 0xF900 && r <= 0xFAFF || r == '〇'
}
