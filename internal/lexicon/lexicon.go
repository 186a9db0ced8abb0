// Package lexicon holds the words of the domain as data: the header cells of
// tables, the roles in a leading group, forms of pairing, kinds of school
// groups, endings of school names, labels of the index block.
//
// A file is lines of "term" or "term<TAB>class"; what follows # is a comment.
// The line "受援校<TAB>to" in headers.txt is why a column headed 受援校 is read
// as the helped side. Terms are simplified Chinese without blanks, with
// half-width punctuation: they are compared with normalised text.
//
// Users add words in a file of their own (own.go).
package lexicon

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Files are the data files.
//
//go:embed data/*.txt
var Files embed.FS

// A Lexicon is the words that a page is read with: those of the data files, and
// those of a user, see [Extend]. What is made of the words (terms, regular
// expressions, a dictionary) is made once and kept by the lexicon, see [Of]. It
// does not change and may be used by several goroutines at once.
type Lexicon struct {
	own  map[string][]entry // the user's terms, by data file
	made sync.Map           // the values of Of, by its calls
}

// builtIn is the one lexicon of data files alone.
var builtIn = &Lexicon{}

// BuiltIn returns the lexicon of the data files.
func BuiltIn() *Lexicon { return builtIn }

// Lines returns the lines of the data file name (without folder) that hold
// something, comments and surrounding blanks removed, and behind them those of
// the user; of a term of both, the user's line alone. It panics when there is
// no such file: the files are part of the program.
func (l *Lexicon) Lines(name string) []string {
	own := map[string]bool{}
	for _, e := range l.own[name] {
		own[e.term] = true
	}
	var out []string
	if name != PersonNames {
		b, err := Files.ReadFile("data/" + name)
		if err != nil {
			panic("lexicon: " + err.Error())
		}
		for line := range strings.Lines(string(b)) {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if term, _, _ := strings.Cut(line, "\t"); !own[strings.TrimSpace(term)] {
				out = append(out, line)
			}
		}
	}
	for _, e := range l.own[name] {
		out = append(out, e.line())
	}
	return out
}

// Load reads the data file name into Terms.
func (l *Lexicon) Load(name string) *Terms {
	t := newTerms()
	for _, line := range l.Lines(name) {
		term, class, _ := strings.Cut(line, "\t")
		t.add(strings.TrimSpace(term), strings.TrimSpace(class))
	}
	t.sort()
	return t
}

// Digest returns a short digest of all words; it names the version of the
// lexicon in every output. Behind a "+" stands that of the user's words, which
// depends on the words and their classes alone.
func (l *Lexicon) Digest() string {
	if len(l.own) == 0 {
		return dataDigest()
	}
	h := sha256.New()
	for _, file := range slices.Sorted(maps.Keys(l.own)) {
		var lines []string
		for _, e := range l.own[file] {
			lines = append(lines, file+"\t"+e.line()+"\n")
		}
		slices.Sort(lines)
		for _, line := range lines {
			h.Write([]byte(line))
		}
	}
	return dataDigest() + "+" + hex.EncodeToString(h.Sum(nil))[:12]
}

var dataDigest = sync.OnceValue(func() string {
	names, _ := fs.Glob(Files, "data/*.txt")
	h := sha256.New()
	for _, n := range names {
		b, _ := Files.ReadFile(n)
		h.Write([]byte(n))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
})

// Terms is a list of terms, each with its class ("" where the file gives
// none), that can be looked up whole and found at the start or end of a
// string, the longest term first. It is safe for use by several goroutines.
type Terms struct {
	class map[string]string
	list  []string          // in file order
	first map[rune][]string // by first character, longest first
	last  map[rune][]string // by last character, longest first
}

func newTerms() *Terms {
	return &Terms{class: map[string]string{}, first: map[rune][]string{}, last: map[rune][]string{}}
}

func (t *Terms) sort() {
	for _, index := range []map[rune][]string{t.first, t.last} {
		for _, terms := range index {
			sort.SliceStable(terms, func(i, j int) bool { return len(terms[i]) > len(terms[j]) })
		}
	}
}

func (t *Terms) add(term, class string) {
	if _, ok := t.class[term]; !ok {
		t.list = append(t.list, term)
		r, _ := utf8.DecodeRuneInString(term)
		t.first[r] = append(t.first[r], term)
		r, _ = utf8.DecodeLastRuneInString(term)
		t.last[r] = append(t.last[r], term)
	}
	t.class[term] = class
}

// Class returns the class of term and whether the list has it.
func (t *Terms) Class(term string) (string, bool) {
	c, ok := t.class[term]
	return c, ok
}

// Has reports whether the list has term.
func (t *Terms) Has(term string) bool { _, ok := t.class[term]; return ok }

// Prefix returns the longest term that s starts with, "" if none.
func (t *Terms) Prefix(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	for _, term := range t.first[r] {
		if strings.HasPrefix(s, term) {
			return term
		}
	}
	return ""
}

// Suffix returns the longest term that s ends with, "" if none.
func (t *Terms) Suffix(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	for _, term := range t.last[r] {
		if strings.HasSuffix(s, term) {
			return term
		}
	}
	return ""
}

// Find returns the place of the first term in s, the longest where several
// start at the same place; start is -1 when there is none.
func (t *Terms) Find(s string) (start, end int) {
	for i, r := range s {
		for _, term := range t.first[r] {
			if strings.HasPrefix(s[i:], term) {
				return i, i + len(term)
			}
		}
	}
	return -1, -1
}

// Contained reports whether any term stands anywhere in s.
func (t *Terms) Contained(s string) bool { i, _ := t.Find(s); return i >= 0 }

// List returns the terms in the order of the file.
func (t *Terms) List() []string { return t.list }

// Of returns the terms of one class as Terms of their own.
func (t *Terms) Of(class string) *Terms {
	out := newTerms()
	for _, term := range t.list {
		if t.class[term] == class {
			out.add(term, class)
		}
	}
	out.sort()
	return out
}

// OfClass returns the terms of one class, longest first.
func (t *Terms) OfClass(class string) []string {
	var out []string
	for _, term := range t.list {
		if t.class[term] == class {
			out = append(out, term)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i]) > len(out[j]) })
	return out
}
