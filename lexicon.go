package jiedui

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"jiedui/internal/lexicon"
	"jiedui/normalize"
)

// A Lexicon is the built-in words of the domain and those that a user adds:
// what heads a column, roles, forms of pairing, endings of school names, names.
// It does not change and may be used by several goroutines at once.
//
// Words change what extractors find, not how a page is read and cleaned: read
// text, evidence and [Fold] are the same with any lexicon. A word that a page
// does not hold changes nothing on it.
type Lexicon struct{ words *lexicon.Lexicon }

// in returns the words; of a nil lexicon the built-in ones.
func (l *Lexicon) in() *lexicon.Lexicon {
	if l == nil {
		return lexicon.BuiltIn()
	}
	return l.words
}

// LexiconFile is a file of words.
type LexiconFile struct {
	Name string // for messages
	Text io.Reader
}

// LexiconError is a line of a file of words that cannot be used.
type LexiconError struct {
	File    string
	Line    int    // from 1; 0: the file as a whole
	Message string // what is wrong
	Remedy  string // what to write instead
}

// Error names the file, the line, what is wrong and what to do.
func (e *LexiconError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s; %s", e.File, e.Message, e.Remedy)
	}
	return fmt.Sprintf("%s:%d: %s; %s", e.File, e.Line, e.Message, e.Remedy)
}

// LexiconErrors are all lines that cannot be used, in the order of the files.
type LexiconErrors []*LexiconError

// Error is one line for each.
func (e LexiconErrors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

// ReadLexicon returns the built-in words with those of the files. Where both
// have a term, the class in the file counts.
//
// A file is UTF-8 text. A line such as "[headers]" begins a list; below it, each
// line is a term and, behind a TAB or blanks, its class; what follows # is a
// comment. [LexiconLists] tells the lists. Terms may be written in traditional
// or simplified script and in any width: they are found on pages of both.
//
// The error, when there is one, is a LexiconErrors that names every bad line:
// an unknown list, an unknown or missing class, a class without term, a term
// that would never be found or that stands twice.
func ReadLexicon(files ...LexiconFile) (*Lexicon, error) {
	sources := make([]lexicon.Source, len(files))
	for i, f := range files {
		sources[i] = lexicon.Source(f)
	}
	words, err := lexicon.Extend(spellings, sources...)
	var bad lexicon.Problems
	if errors.As(err, &bad) {
		out := make(LexiconErrors, len(bad))
		for i, p := range bad {
			e := LexiconError(*p)
			out[i] = &e
		}
		return nil, out
	}
	if err != nil {
		return nil, err
	}
	return &Lexicon{words}, nil
}

// spellings returns a term as clean pages have it: those that are simplified,
// and those that were converted.
func spellings(term string) []string {
	ways := []string{normalize.Fold(term, normalize.Hans, false, false), normalize.Fold(term, normalize.Hant, false, false)}
	return slices.Compact(ways)
}

// LexiconList is a list of words that a user may add to.
type LexiconList struct {
	Name  string // as files name it, without the brackets
	About string // what its terms are
	// Classes are what may stand behind a term; the first is "" where it may be
	// left out, and there are none where a term has no class.
	Classes []string
	// Example is a built-in term for each class that is no Chinese word itself.
	Example map[string]string
}

// LexiconLists returns all lists.
func LexiconLists() []LexiconList {
	var out []LexiconList
	for _, l := range lexicon.Lists() {
		out = append(out, LexiconList{l.Name, l.About, l.Classes, l.Examples()})
	}
	return out
}

// Measures returns the closed vocabulary of [schema.Measure], in its order.
func Measures() []string {
	var names []string
	list := lexicon.BuiltIn().Load("measures.txt")
	for _, words := range list.List() {
		if name, _ := list.Class(words); name != "no" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
