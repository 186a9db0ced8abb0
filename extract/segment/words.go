package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-ego/gse"

	"jiedui/internal/lexicon"
)

// Word is a piece of a sentence and what the domain dictionary says of it.
type Word struct {
	Span Span
	Tag  string // one of the Tag constants
}

// Tags of words. A word of several lists has the tag that stands first here.
const (
	TagPost    = "post"    // 副校长
	TagRole    = "role"    // 组长
	TagSchool  = "school"  // an ending of school names: 中心小学
	TagOffice  = "office"  // an ending of names of offices: 教育局
	TagContext = "context" // a word that stands beside names: 由, 担任
	TagWord    = "word"    // a general word: 均衡发展
	TagGuess   = "guess"   // two characters or more in no list that gse's HMM takes for a word
	TagNumber  = "number"  // digits and letters: 18, QQ
	TagOther   = "other"   // a single character, punctuation, blanks
)

// hmmLongest is the longest stretch of unknown characters, in runes, that the
// HMM is asked about; its work grows with the square of the length.
const hmmLongest = 40

// Words cuts s with gse and the domain dictionary. The spans are in order,
// touch each other and cover all of s. Stretches without any word of the
// dictionary are cut by gse's HMM (TagGuess): a hint, not knowledge. The first
// call builds the dictionary, some 15 ms.
func Words(s string) []Word {
	if s == "" {
		return nil
	}
	g := segmenter()
	var out []Word
	unknown := Span{} // adjacent characters that no word covers
	flush := func() {
		if !unknown.Empty() {
			out = append(out, guess(g, s, unknown)...)
			unknown = Span{}
		}
	}
	for _, seg := range g.Segment([]byte(s)) {
		sp := Span{Start: seg.Start(), End: seg.End()}
		// gse lowers ASCII letters in its own copy; lengths stay.
		r, n := utf8.DecodeRuneInString(s[sp.Start:])
		switch tag := seg.Token().Pos(); {
		case tag != "x":
			flush()
			out = append(out, Word{sp, tag})
		case n == sp.Len() && isHan(r):
			unknown = Span{Start: sp.Start - unknown.Len(), End: sp.End}
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			flush()
			out = append(out, Word{sp, TagNumber})
		default:
			flush()
			out = append(out, Word{sp, TagOther})
		}
	}
	flush()
	return out
}

// All returns every word of the domain dictionary, of two characters or more,
// that stands in s, a stretch of hanzi: also within other words and across their
// borders. Whether a word is among them depends on its own characters alone.
func All(s string) []string {
	var out []string
	for _, w := range segmenter().CutAll(s) {
		if utf8.RuneCountInString(w) > 1 {
			out = append(out, w)
		}
	}
	return out
}

// Known reports whether w is a word of the domain dictionary: one that [All]
// finds wherever it stands.
func Known(w string) bool {
	freq, _, ok := segmenter().Find(w)
	return ok && freq > 0 && utf8.RuneCountInString(w) > 1
}

// guess cuts a stretch of unknown characters with the HMM. What the HMM gives
// must be the stretch again, else the characters stay single.
func guess(g *gse.Segmenter, s string, at Span) []Word {
	w := s[at.Start:at.End]
	var parts []string
	if n := utf8.RuneCountInString(w); n > 1 && n <= hmmLongest {
		parts = g.HMMCut(w)
	}
	if strings.Join(parts, "") != w {
		parts = strings.Split(w, "")
	}
	out := make([]Word, 0, len(parts))
	i := at.Start
	for _, p := range parts {
		tag := TagGuess
		if utf8.RuneCountInString(p) == 1 {
			tag = TagOther
		}
		out = append(out, Word{Span{Start: i, End: i + len(p)}, tag})
		i += len(p)
	}
	return out
}

// segmenter is gse with the domain dictionary. gse's own dictionaries are not
// touched: they would be read from the module cache, and take a second. Nor is
// its global switch ToLower: spans come from lengths, which lowering ASCII
// letters does not change.
var segmenter = lexicon.Of(loadSegmenter)

func loadSegmenter(l *lexicon.Lexicon) *gse.Segmenter {
	var b strings.Builder
	seen := map[string]bool{}
	add := func(w, tag string) {
		if !seen[w] && w != "" {
			seen[w] = true
			// One frequency for all: the cut with the fewest words wins.
			b.WriteString(w + " 100 " + tag + "\n")
		}
	}
	file := func(name, tag string) {
		for _, line := range l.Lines(name) {
			w, _, _ := strings.Cut(line, "\t")
			add(w, tag)
		}
	}
	file("segment-posts.txt", TagPost)
	file("roles.txt", TagRole)
	file("segment-schools.txt", TagSchool)
	file("schools.txt", TagSchool)
	for _, line := range l.Lines("segment-offices.txt") {
		if w, class, _ := strings.Cut(line, "\t"); class == "end" {
			add(w, TagOffice)
		}
	}
	file("orgs.txt", TagOffice)
	file("segment-context.txt", TagContext)
	file("segment-words.txt", TagWord)
	g := &gse.Segmenter{SkipLog: true}
	if err := g.LoadDictStr(b.String()); err != nil {
		panic("segment: " + err.Error()) // the dictionary is part of the program
	}
	return g
}
