package lexicon

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// List is a list of words that users may add to.
type List struct {
	Name  string // as files name it: [headers]
	About string // what its terms are, in a few words
	// Classes are what may stand behind a term. The first of them is "" where
	// the class may be left out; there are none where a term has no class.
	Classes []string

	files  []target
	least  int // characters of a term
	most   int
	joints bool // a term may hold 、 and other marks between words
	gaps   bool // a term may hold … between words
}

// target is a data file that the terms of a list are added to.
type target struct {
	name  string
	class string // of the terms there, "" the one that the user gives
	// known: of a term that the file has already, its own line stays.
	known bool
}

// itself is the class of a target whose terms are classes of their own.
const itself = "itself"

func (t target) of(term, class string) string {
	switch t.class {
	case "":
		return class
	case itself:
		return term
	}
	return t.class
}

// PersonNames is a list without data file: names of persons that a user knows.
const PersonNames = "person-names.txt"

// Classes of terms that only users give.
const (
	SchoolName = "name" // in schools.txt: the whole name of a school, whatever it ends with
	ownSurname = "50"   // in surnames.txt: the weight of a surname that somebody found worth adding
)

// Lists returns all lists that users may add to, in the order of their
// documentation.
func Lists() []List { return slices.Clone(lists()) }

var lists = sync.OnceValue(func() []List {
	sides := []string{"from-help", "to-help", "from-lead", "to-member"}
	return []List{
		{
			Name:  "headers",
			About: "cells that head a column of a table, and what the column holds",
			Classes: append([]string{"seq", "group", "tier", "stage", "school", "principal", "phone", "contact", "form", "name", "post", "unit",
				"role", "when", "subject", "place", "remark", "score"}, sides...),
			files: []target{{name: "headers.txt"}}, least: 1, most: 16, joints: true,
		},
		{
			Name:    "sides",
			About:   "words for the sides of a pair or the ranks in a group, which stand before 学校, 校, 单位",
			Classes: sides, files: []target{{name: "sides.txt"}}, least: 1, most: 12,
		},
		{Name: "forms", About: "words for what ties two schools (结对帮扶)", files: []target{{name: "forms.txt"}}, least: 2, most: 16},
		{
			Name: "kinds", About: `words for kinds of groups (共同体); "name": a group's own name may end with it`,
			Classes: []string{"", "name"}, files: []target{{name: "kinds.txt"}}, least: 2, most: 16,
		},
		{
			Name:    "roles",
			About:   `roles in a leading group (副组长); "generic": only where a group is spoken of, "contact", "many": held by those who lead nothing`,
			Classes: []string{"", "generic", "contact", "many"}, files: []target{{name: "roles.txt"}}, least: 2, most: 16,
		},
		{Name: "posts", About: "words that posts end with (副校长)", files: []target{{name: "posts.txt"}, {name: "segment-posts.txt"}}, least: 2, most: 16},
		{
			Name: "school-suffixes", About: `endings of school names (中心小学); "short": only behind a number or 附 (12小, 一中)`,
			Classes: []string{"", "short"},
			// An ending that nobody knows tells no stage that others tell.
			files: []target{{name: "schools.txt"}, {name: "school-endings.txt", class: itself, known: true}}, least: 1, most: 16,
		},
		{
			Name: "school-names", About: "whole names of schools, whatever they end with",
			files: []target{{name: "schools.txt", class: SchoolName}}, least: 2, most: 24,
		},
		{Name: "person-names", About: "names of persons", files: []target{{name: PersonNames}}, least: 2, most: 20},
		{Name: "surnames", About: "surnames", files: []target{{name: "surnames.txt", class: ownSurname, known: true}}, least: 1, most: 2},
		{
			Name: "measures", About: `words of a clause that say that a measure is taken, and which; "…" stands for other words between; "no": words that only look like a measure`,
			Classes: builtIn.classes("measures.txt"), files: []target{{name: "measures.txt"}}, least: 2, most: 24, gaps: true,
		},
		{
			Name: "links",
			About: `words of links, for fetch --follow. A title is likely that of a page about pairing when its words add up to 2: "pair" counts 2, ` +
				`"near" 1, "school" 1, "not" -2. "column": the whole is the name of a list, "next": of its next page; "file": an attachment begins so`,
			Classes: builtIn.classes("links.txt"), files: []target{{name: "links.txt"}}, least: 2, most: 16,
		},
	}
})

// classes returns the classes of a data file in their order.
func (l *Lexicon) classes(name string) []string {
	var out []string
	terms := l.Load(name)
	for _, term := range terms.List() {
		if c, _ := terms.Class(term); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// Examples returns the first built-in term of each class that is no Chinese word
// itself.
func (l *List) Examples() map[string]string {
	out := map[string]string{}
	terms := builtIn.Load(l.files[0].name)
	for _, class := range l.Classes {
		if strings.ContainsFunc(class, func(r rune) bool { return r >= utf8.RuneSelf }) {
			continue // it is a term itself
		}
		for _, term := range terms.List() {
			if c, _ := terms.Class(term); c == class {
				out[class] = term
				break
			}
		}
	}
	if l.Name != "headers" {
		return out
	}
	// The sides are no lines of headers.txt: a side's word and 学校 make one.
	for _, sides := range Lists() {
		if sides.Name == "sides" {
			for class, term := range sides.Examples() {
				out[class] = term + "学校"
			}
		}
	}
	return out
}

// gap stands in a term of measures for other words of the same clause.
const gap = "…"

// entry is a term of a user as it stands behind a data file.
type entry struct {
	term, class string
	at          place
}

func (e entry) line() string {
	if e.class == "" {
		return e.term
	}
	return e.term + "\t" + e.class
}

// Source is a file of a user's words.
type Source struct {
	Name string // for messages
	Text io.Reader
}

// place is a line of a source.
type place struct {
	file string
	line int // from 1; 0: the file as a whole
}

func (p place) String() string {
	if p.line == 0 {
		return p.file
	}
	return fmt.Sprintf("%s:%d", p.file, p.line)
}

// Problem is a line that cannot be used.
type Problem struct {
	File    string
	Line    int    // from 1; 0: the file as a whole
	Message string // what is wrong
	Remedy  string // what to write instead
}

// Error names the file, the line, what is wrong and what to do.
func (p *Problem) Error() string {
	return place{p.File, p.Line}.String() + ": " + p.Message + "; " + p.Remedy
}

// Problems are all lines of all sources that cannot be used, in their order.
type Problems []*Problem

// Error is one line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Error()
	}
	return strings.Join(lines, "\n")
}

// maxSource is the size of a file of words in bytes that is still read.
const maxSource = 8 << 20

// Extend returns a lexicon with the words of the data files and those of the
// sources. Where both have a term, the class of the source counts.
//
// A source is UTF-8 text in the manner of the data files. A line "[headers]"
// begins a list, see [Lists]; below it, each line is a term and, behind a TAB
// or blanks, its class; what follows # is a comment:
//
//	[headers]
//	援建单位   from-help   # the helping side
//	[forms]
//	连心办学
//
// spellings returns the ways in which normalised text may have a term, the
// usual one first; the others count as well.
//
// The error, when there is one, is Problems that name every bad line.
func Extend(spellings func(term string) []string, sources ...Source) (*Lexicon, error) {
	r := &reader{spellings: spellings, own: map[string][]entry{}, seen: map[string]map[string]seen{}}
	for _, s := range sources {
		r.read(s)
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return &Lexicon{own: r.own}, nil
}

// reader collects the words of all sources.
type reader struct {
	spellings func(string) []string
	own       map[string][]entry
	seen      map[string]map[string]seen // by data file and term
	problems  Problems
	at        place
}

// seen is a term that was read already.
type seen struct {
	entry
	list  string
	usual bool // it is the usual spelling of what the line says
}

func (r *reader) bad(message, remedy string) {
	r.problems = append(r.problems, &Problem{r.at.file, r.at.line, message, remedy})
}

func (r *reader) read(s Source) {
	r.at = place{file: s.Name}
	limited := &io.LimitedReader{R: s.Text, N: maxSource + 1}
	in := bufio.NewReader(limited)
	var list *List
	skip := false // the lines of a list that does not exist
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			r.at.line++
			if r.at.line == 1 {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			list, skip = r.line(line, list, skip)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			r.at.line = 0
			r.bad("it cannot be read ("+err.Error()+")", "name a file of words")
			return
		}
	}
	if limited.N == 0 {
		r.at.line = 0
		r.bad(fmt.Sprintf("it is larger than %d MiB", maxSource>>20), "leave out what no page needs")
	}
}

// line reads one line below the header of a list, nil above the first, and
// returns the list that the next line belongs to.
func (r *reader) line(line string, list *List, skip bool) (*List, bool) {
	if !utf8.ValidString(line) {
		r.bad("it is not UTF-8", "save the file as UTF-8")
		return list, skip
	}
	line, _, _ = strings.Cut(line, "#")
	line = strings.TrimSpace(line)
	switch {
	case line == "":
	case line[0] == '[':
		name := strings.TrimSpace(strings.TrimSuffix(line[1:], "]"))
		all := Lists()
		if i := slices.IndexFunc(all, func(l List) bool { return l.Name == name }); i >= 0 && strings.HasSuffix(line, "]") {
			return &all[i], false
		}
		names := make([]string, len(all))
		for i := range all {
			names[i] = "[" + all[i].Name + "]"
		}
		r.bad(fmt.Sprintf("there is no list %s", line), "want "+strings.Join(names, ", "))
		return nil, true
	case skip: // the list was named already
	case list == nil:
		r.bad("it stands in no list", `write the list's name above it, such as "[headers]"`)
	default:
		if err := r.term(line, list); err != nil {
			r.problems = append(r.problems, &Problem{r.at.file, r.at.line, err.message, err.remedy})
		}
	}
	return list, skip
}

// wrong is what is wrong with a term, and what to do.
type wrong struct{ message, remedy string }

// term adds the term of a line to its list.
func (r *reader) term(line string, list *List) *wrong {
	term, class, err := list.split(line)
	if err != nil {
		return err
	}
	if err := list.check(term); err != nil {
		return err
	}
	ways := r.spellings(term)
	if len(ways) == 0 || slices.Contains(ways, "") {
		return &wrong{fmt.Sprintf("nothing is left of %q in normalised text", term), "write the words as a clean page has them"}
	}
	for i, way := range ways {
		if err := list.check(way); err != nil {
			return &wrong{fmt.Sprintf("%q reads %q in normalised text: %s", term, way, err.message), err.remedy}
		}
		for _, target := range list.files {
			file, class := target.name, target.of(way, class)
			if old, ok := r.seen[file][way]; ok {
				switch {
				case i == 0 && old.usual && old.list == list.Name && old.class == class:
					return &wrong{fmt.Sprintf("%q stands already at %s", term, old.at), "leave one of the two out"}
				case old.class != class:
					return &wrong{fmt.Sprintf("%q stands already in [%s] at %s, as %s", term, old.list, old.at, orNone(old.class)), "leave one of the two out"}
				}
				if i == 0 {
					old.usual = true
					r.seen[file][way] = old
				}
				continue
			}
			if r.seen[file] == nil {
				r.seen[file] = map[string]seen{}
			}
			e := entry{way, class, r.at}
			r.seen[file][way] = seen{e, list.Name, i == 0}
			if !target.known || !builtIn.has(file, way) {
				r.own[file] = append(r.own[file], e)
			}
		}
	}
	return nil
}

// has reports whether a data file has a line for the term.
func (l *Lexicon) has(file, term string) bool {
	return slices.ContainsFunc(l.Lines(file), func(line string) bool {
		t, _, _ := strings.Cut(line, "\t")
		return t == term
	})
}

func orNone(class string) string {
	if class == "" {
		return "a term without class"
	}
	return class
}

// split takes a line apart into its term and class.
func (l *List) split(line string) (term, class string, err *wrong) {
	fields := strings.Fields(line)
	together := strings.Join(fields, "")
	if len(l.Classes) == 0 {
		if len(fields) > 1 {
			return "", "", &wrong{fmt.Sprintf("terms of [%s] have no class and no blanks", l.Name),
				"write " + together + ", or each term on a line of its own"}
		}
		return fields[0], "", nil
	}
	classes := strings.Join(slices.DeleteFunc(slices.Clone(l.Classes), func(c string) bool { return c == "" }), ", ")
	last := fields[len(fields)-1]
	known := slices.Contains(l.Classes, last)
	switch {
	case len(fields) == 1 && known:
		return "", "", &wrong{"a class without a term", "write the term before " + last}
	case len(fields) == 1 && l.Classes[0] == "":
		return last, "", nil
	case len(fields) == 1:
		return "", "", &wrong{fmt.Sprintf("%q has no class", last), "write one behind it: " + classes}
	case len(fields) == 2 && known:
		return fields[0], last, nil
	case known:
		return "", "", &wrong{"a term has no blanks: pages are compared without", "write " + strings.Join(fields[:len(fields)-1], "") + "\t" + last}
	}
	return "", "", &wrong{fmt.Sprintf("[%s] has no class %q", l.Name, last), "want " + classes}
}

// check says why a term would never be found, or found where nobody means it.
func (l *List) check(term string) *wrong {
	letters := 0
	for _, r := range term {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsSpace(r) || !unicode.IsPrint(r) || r == '|' || r == utf8.RuneError:
			return &wrong{fmt.Sprintf("%q holds %q, which no term does", term, r), "leave it out"}
		case strings.ContainsRune("、,，;；。/", r) && !l.joints:
			return &wrong{fmt.Sprintf("%q holds %q", term, r), "write each term on a line of its own"}
		}
	}
	if l.gaps {
		for _, piece := range strings.Split(term, gap) {
			if piece == "" {
				return &wrong{fmt.Sprintf("%q has nothing on one side of %s", term, gap), "write words on both sides"}
			}
		}
	} else if strings.Contains(term, gap) {
		return &wrong{fmt.Sprintf("%q holds %s, which terms of [%s] do not", term, gap, l.Name), "write the words themselves"}
	}
	n := utf8.RuneCountInString(term)
	bare := strings.TrimRight(term, ":：")
	if l.Name == "headers" {
		bare = strings.TrimRight(bare, "0123456789")
	}
	switch {
	case letters == 0:
		return &wrong{fmt.Sprintf("%q holds no letter", term), "write words"}
	case bare != term:
		return &wrong{fmt.Sprintf("%q ends with what pages are compared without", term), "write " + bare}
	case n < l.least:
		return &wrong{fmt.Sprintf("%q is too short for [%s]: it would be found everywhere", term, l.Name), fmt.Sprintf("write at least %d characters", l.least)}
	case n > l.most:
		return &wrong{fmt.Sprintf("%.60q is too long for [%s]", term, l.Name), fmt.Sprintf("write at most %d characters", l.most)}
	}
	return nil
}
