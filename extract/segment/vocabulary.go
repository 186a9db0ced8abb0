package segment

import (
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// vocabulary holds the closed classes of words that stand beside names.
type vocabulary struct {
	post    map[string]bool
	role    map[string]bool
	context map[string]string // classes joined by +
	office  map[string]bool   // endings of offices and schools
	closed  map[string]bool   // posts, roles, endings of two characters and more: no names
	long    int               // runes of the longest of them
}

var dictionary = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{post: map[string]bool{}, role: map[string]bool{}, context: map[string]string{},
		office: map[string]bool{}, closed: map[string]bool{}}
	seen := func(w string) { v.long = max(v.long, utf8.RuneCountInString(w)) }
	terms := func(file string, into map[string]bool) {
		for _, line := range lexicon.Lines(file) {
			w, _, _ := strings.Cut(line, "\t")
			into[w] = true
			seen(w)
			if utf8.RuneCountInString(w) >= 2 {
				v.closed[w] = true
			}
		}
	}
	terms("segment-posts.txt", v.post)
	terms("roles.txt", v.role)
	terms("orgs.txt", v.office)
	terms("schools.txt", v.office)
	for _, line := range lexicon.Lines("segment-offices.txt") {
		w, _, _ := strings.Cut(line, "\t")
		v.office[w] = true
		seen(w)
	}
	for _, line := range lexicon.Lines("segment-context.txt") {
		w, class, _ := strings.Cut(line, "\t")
		v.context[w] = class
		seen(w)
	}
	for w := range v.post {
		delete(v.role, w)
	}
	return v
})

// is reports whether w has a class of segment-context.txt.
func (v *vocabulary) is(w, class string) bool {
	for c := range strings.SplitSeq(v.context[w], "+") {
		if c == class {
			return true
		}
	}
	return false
}
