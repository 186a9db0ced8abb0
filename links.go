package jiedui

import (
	"strings"
	"unicode"

	"jiedui/internal/lexicon"
	"jiedui/normalize"
)

// Link is what the words of a link say about what is behind it; several things
// may hold.
type Link struct {
	Likely     bool // a page about pairing, or a file
	Column     bool // a list in which such pages stand
	NextPage   bool // the next page of the list that it is on
	Attachment bool // an attachment of the page that it is on
}

// Links returns the judge of links by the lexicon; nil is the built-in one. It
// tells from the words of a link, in any script and width, what a fetcher that
// follows the lists of education bureaus takes for likely. The file links.txt of
// internal/lexicon says how the words count, and the list [links] of a user adds
// to it. The judge may be asked by several goroutines at once.
func (l *Lexicon) Links() func(words string) Link {
	terms := l.in().Load("links.txt")
	files := terms.Of("file")
	return func(words string) Link {
		words = strings.ToValidUTF8(words, "\ufffd") // a page may say anything; normalising wants text
		var out Link
		seen := ""
		for _, script := range []normalize.Script{normalize.Hans, normalize.Hant} {
			s := strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return unicode.ToLower(r)
			}, normalize.Fold(words, script, false, false))
			if s == "" || s == seen {
				continue
			}
			seen = s
			j := judge(terms, files, s)
			out.Likely, out.Column = out.Likely || j.Likely, out.Column || j.Column
			out.NextPage, out.Attachment = out.NextPage || j.NextPage, out.Attachment || j.Attachment
		}
		return out
	}
}

// judge judges clean words.
func judge(terms, files *lexicon.Terms, s string) Link {
	var out Link
	bare := strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	switch class, _ := terms.Class(bare); class {
	case "column":
		out.Column = true
	case "next":
		out.NextPage = true
	}
	out.Attachment = files.Prefix(bare) != ""
	counts := map[string]bool{} // terms that were counted
	tie, about, school := 0, 0, 0
	for i := 0; i < len(s); {
		term := terms.Prefix(s[i:])
		if term == "" {
			i++
			for i < len(s) && s[i]&0xc0 == 0x80 {
				i++
			}
			continue
		}
		i += len(term)
		if counts[term] {
			continue
		}
		counts[term] = true
		switch class, _ := terms.Class(term); class {
		case "pair":
			tie, about = tie+2, about+1
		case "near":
			tie, about = tie+1, about+1
		case "not":
			tie -= 2
		case "school":
			school = 1
		}
	}
	out.Likely = about > 0 && tie+school >= 2
	return out
}
