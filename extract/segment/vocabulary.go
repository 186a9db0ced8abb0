package segment

import (
	"strings"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// vocabulary holds the closed classes of words that stand beside names.
type vocabulary struct {
	post      map[string]bool
	longPost  int // runes of the longest post
	office    map[string]bool
	longOff   int              // runes of the longest office
	closed    map[string]bool  // posts, roles, offices, titles of two characters and more: no names
	words     map[string]class // roles, words of context, general words
	startLong map[rune]int     // runes of the longest of words that begins with a character
}

// class is a set of what a word may be in a sentence.
type class uint8

const (
	isIntro class = 1 << iota
	isAssign
	isAfter
	isHonor
	isStop
	isLink
	isRole
	isWord
)

var classOf = map[string]class{"intro": isIntro, "assign": isAssign, "after": isAfter,
	"honor": isHonor, "stop": isStop, "link": isLink}

var dictionary = lexicon.Of(loadVocabulary)

func loadVocabulary(l *lexicon.Lexicon) *vocabulary {
	v := &vocabulary{post: map[string]bool{}, office: map[string]bool{},
		closed: map[string]bool{}, words: map[string]class{}, startLong: map[rune]int{}}
	terms := func(file string, add func(w string)) {
		for _, line := range l.Lines(file) {
			w, _, _ := strings.Cut(line, "\t")
			add(w)
			if utf8.RuneCountInString(w) >= 2 {
				v.closed[w] = true
			}
		}
	}
	post := func(w string) {
		v.post[w] = true
		v.longPost = max(v.longPost, utf8.RuneCountInString(w))
	}
	office := func(w string) {
		v.office[w] = true
		v.longOff = max(v.longOff, utf8.RuneCountInString(w))
	}
	word := func(w string, c class) {
		v.words[w] |= c
		r, _ := utf8.DecodeRuneInString(w)
		v.startLong[r] = max(v.startLong[r], utf8.RuneCountInString(w))
	}
	terms("segment-posts.txt", post)
	terms("roles.txt", func(w string) {
		if !v.post[w] {
			word(w, isRole)
		}
	})
	terms("orgs.txt", office)
	terms("schools.txt", office)
	for _, line := range l.Lines("segment-offices.txt") {
		w, _, _ := strings.Cut(line, "\t")
		office(w)
	}
	for _, line := range l.Lines("segment-context.txt") {
		w, classes, _ := strings.Cut(line, "\t")
		for name := range strings.SplitSeq(classes, "+") {
			c, ok := classOf[name]
			if !ok {
				panic("segment: segment-context.txt: " + line)
			}
			word(w, c)
			if c == isHonor && utf8.RuneCountInString(w) >= 2 {
				v.closed[w] = true // 李老师 is half a name
			}
		}
	}
	for _, line := range l.Lines("segment-words.txt") {
		w, _, _ := strings.Cut(line, "\t")
		word(w, isWord)
	}
	return v
}
