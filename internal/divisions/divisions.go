// Package divisions knows the administrative divisions of China, county level
// and up, with their codes after GB/T 2260 and the days on which these were in
// use.
//
// The road of one name: a notice of 2009 speaks of 崇文区; [Named] finds the one
// division that bore the name then, 110103 below 110000, and [Next] says that
// 110101 took it over. Of a name that several bear (鼓楼区) all are returned: which
// one is meant is the caller's to find out, or to leave open.
//
// The table is divisions.tsv.gz, made by the program in gen from published
// lists (NOTICE says which), and overrides.tsv on top, kept by hand with a
// source for every line. The lists are of certain days, one to three a year
// from 2002 to 2023: between the last list that has a name and the first that
// lacks it, the name counts as in use, and so does its successor.
package divisions

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"embed"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

//go:embed divisions.tsv.gz overrides.tsv
var files embed.FS

// Level is the level of a division.
type Level string

// The levels. A zone is no division of GB/T 2260 but an area that the
// Statistics Bureau counts like a county (高新技术产业开发区); its code stands in no
// other list.
const (
	Province   Level = "province"
	Prefecture Level = "prefecture"
	County     Level = "county"
	Zone       Level = "zone"
)

// Division is a code with the name it stood for.
type Division struct {
	Code  string // six digits
	Name  string // in full: 长阳土家族自治县
	Level Level
	// The first and the last day on which it can have been in use, as
	// 2006-01-02; empty: open.
	From, To string
}

// at reports whether d can have been in use on some day of when: 2006, 2006-01,
// 2006-01-02; "" is today.
func (d Division) at(when string) bool {
	if when == "" {
		return d.To == ""
	}
	// Days compare as strings: "2006-05" lies before "2006-05-01" and, with a
	// letter behind it, after "2006-05-31".
	return (d.From == "" || d.From <= when+"~") && (d.To == "" || d.To >= when)
}

// Parents returns the codes of the prefecture and the province above a code,
// in this order, those that are divisions at all: a district of 北京市 has only a
// province above it.
func Parents(code string) []string {
	t := table()
	var out []string
	if len(code) != 6 {
		return nil
	}
	for _, n := range []int{4, 2} {
		up := code[:n] + "000000"[n:]
		if len(t.byCode[up]) > 0 && up != code && (len(out) == 0 || out[0] != up) {
			out = append(out, up)
		}
	}
	return out
}

// Within reports whether a code lies below another, or is it.
func Within(code, other string) bool {
	return code == other || slices.Contains(Parents(code), other)
}

// Beginning returns what the codes begin with of a division and of all that lies in
// it: of 370400 it is 3704, of 370000 it is 37. Where code is only the beginning of
// one, that is it, without pairs of noughts at its end.
func Beginning(code string) string {
	for len(code) > 2 && len(code)%2 == 0 && strings.HasSuffix(code, "00") {
		code = code[:len(code)-2]
	}
	return code
}

// At returns the division of a code at a time (2006, 2006-01, 2006-01-02; "":
// today), and whether there was exactly one.
func At(code, when string) (Division, bool) {
	var found []Division
	for _, d := range table().byCode[code] {
		if d.at(when) {
			found = append(found, d)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return Division{}, false
}

// Of returns every row of a code, in the order of time: the code's names.
func Of(code string) []Division { return slices.Clone(table().byCode[code]) }

// Named returns the divisions that bore a name at a time (as for [At]), in full
// or in a short form: 长阳土家族自治县 is also 长阳县 and 长阳, 徐州市 also 徐州. They lie
// within one of the codes within, if there are any. A full name goes before a
// short form: 市中区 is never the short form of another. Sorted by code.
func Named(name, when string, within ...string) []Division {
	t := table()
	for _, list := range [][]Division{t.byName[name], t.byShort[name]} {
		var out []Division
		for _, d := range list {
			if d.at(when) && (len(within) == 0 || slices.ContainsFunc(within, func(w string) bool { return Within(d.Code, w) })) {
				out = append(out, d)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// Ever returns the divisions that bear or bore a name in full at any time,
// sorted by code, then by time.
func Ever(name string) []Division { return slices.Clone(table().byName[name]) }

// Next returns the codes that took over the area of a division that ended, the
// largest part first, as far as that is known: of a county that only changed its
// unit or its number, the one of the same name; of a merged one what
// overrides.tsv says.
func Next(d Division) []string {
	if d.To == "" {
		return nil
	}
	return slices.Clone(table().next[d.key()])
}

// Forms returns the forms in which a division's name is written: in full, with
// the plain unit for a long one (长阳县), and without any (长阳); names of one
// character stay whole (万县 is never 万).
func Forms(name string) []string {
	forms := []string{name}
	for _, u := range units() {
		stem, ok := strings.CutSuffix(name, u.long)
		if !ok {
			continue
		}
		stem = withoutPeoples(stem)
		if utf8.RuneCountInString(stem) < 2 {
			return forms
		}
		if plain := stem + u.plain; plain != name {
			forms = append(forms, plain)
		}
		return append(forms, stem)
	}
	return forms
}

// Stem returns a division's name without its unit: the last of its [Forms].
func Stem(name string) string {
	f := Forms(name)
	return f[len(f)-1]
}

type unit struct{ long, plain string }

// units are the units at the end of names, the longest first, each with the
// plain one that stands for it.
var units = sync.OnceValue(func() []unit {
	var out []unit
	for _, line := range lexicon.BuiltIn().Lines("division-units.txt") {
		long, plain, _ := strings.Cut(line, "\t")
		out = append(out, unit{long, cmp.Or(plain, long)})
	}
	slices.SortStableFunc(out, func(a, b unit) int { return cmp.Compare(len(b.long), len(a.long)) })
	return out
})

var peoples = sync.OnceValue(func() *lexicon.Terms { return lexicon.BuiltIn().Load("peoples.txt") })

// withoutPeoples removes the names of peoples at the end of a stem; a stem that
// is nothing else stays.
func withoutPeoples(stem string) string {
	for {
		p := peoples().Suffix(stem)
		rest := strings.TrimSuffix(stem, p)
		if p == "" || utf8.RuneCountInString(rest) < 2 {
			return stem
		}
		stem = rest
	}
}

type tables struct {
	byCode, byName, byShort map[string][]Division
	next                    map[name][]string
}

var table = sync.OnceValue(load)

func load() *tables {
	packed, err := files.ReadFile("divisions.tsv.gz")
	if err != nil {
		panic(err) // it is part of the program
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err)
	}
	lists, err := io.ReadAll(z)
	if err != nil {
		panic(err)
	}
	overrides, err := files.ReadFile("overrides.tsv")
	if err != nil {
		panic(err)
	}
	t, err := build(string(lists), string(overrides))
	if err != nil {
		panic(err)
	}
	return t
}
