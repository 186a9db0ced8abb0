package normalize

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"jiedui/text"
)

// notes removes the notes of the reading that mirror sites set behind hanzi:
// pinyin in brackets, directly after the character that it reads.
//
//	聯(lián)動(dòng)  ->  聯動
//	創(chuàng)建  ->  創建
//
// A note is one lower-case syllable that is a reading of the character (any of
// its readings, as it stands or in its other script). Such a syllable may also
// be the gloss that an author gave to a rare character or to an unusual reading
// (甪(lù), 单(shàn) in names of places), and that stays. The page decides. What
// no author does is to write the usual reading behind a common character (level
// 1 of GB 2312): a page is noisy when such notes, with a tone mark, stand on at
// least three different characters and on one hanzi in fifty, or on eight and on
// one in two hundred; a page of the traditional script, which may be short, also
// when those on at least two characters that only this script has are one hanzi
// in fifty. From a noisy page all notes go, from any other none. A quote is too
// short to decide so: it is told what its page decided.
//
// Words in brackets that read nothing, such as (QQ) and (app), always stay.
func notes(t text.Text, j *job) text.Text {
	s := t.String()
	var found []placedNote
	for f := (finder{s: s, a: "(", b: "（"}); f.next(); {
		n := parseNote(s[f.at:])
		if n.len == 0 {
			continue
		}
		on := noted(s, f.at, found)
		if on == 0 || !n.reads(on) {
			continue
		}
		found = append(found, placedNote{f.at, on, simplified(on), n})
	}
	if len(found) == 0 || j.quote && !j.noted || !j.quote && !noisy(s, found, j.script) {
		return t
	}
	w := t.Rewrite(Pinyin)
	for _, f := range found {
		w.KeepTo(f.at)
		w.Replace(f.note.len, "")
	}
	return w.Done()
}

type placedNote struct {
	at   int
	on   rune
	to   rune // on in simplified
	note note
}

// noted returns the hanzi (or mark of what is lost) that ends at byte i of s, or that the note found last
// stands on when it ends there, or 0 when something else does.
func noted(s string, i int, found []placedNote) rune {
	if n := len(found); n > 0 && found[n-1].at+found[n-1].note.len == i {
		return found[n-1].on
	}
	if r, _ := utf8.DecodeLastRuneInString(s[:i]); han(r) || r == hole {
		return r
	}
	return 0
}

func noisy(s string, found []placedNote, script Script) bool {
	common, hant := map[rune]bool{}, map[rune]bool{}
	nCommon, nHant := 0, 0
	for _, f := range found {
		if f.note.tone == 0 || !level1(f.to) || !f.note.usual(f.on) {
			continue
		}
		common[f.to] = true
		nCommon++
		if f.to != f.on {
			hant[f.on] = true
			nHant++
		}
	}
	switch {
	case len(common) >= 3 && nCommon*50 >= hanzi(s), len(common) >= 8 && nCommon*200 >= hanzi(s):
		return true
	case script == Hant && len(hant) >= 2:
		return nHant*50 >= hanzi(s)
	}
	return false
}

// hanzi counts the hanzi of s.
func hanzi(s string) (n int) {
	for _, r := range s {
		if han(r) {
			n++
		}
	}
	return n
}

// note is a syllable of pinyin in brackets.
type note struct {
	len  int    // bytes, brackets included; 0: no note
	bare string // the syllable without its tone mark; ü is ü
	tone int    // 1 to 4; 0: no mark
}

// parseNote parses the note that s starts with. The bracket may be half or
// full width, each for itself.
func parseNote(s string) note {
	i := 1
	if s[0] != '(' {
		if !strings.HasPrefix(s, "（") {
			return note{}
		}
		i = 3
	}
	n := parseSyllable(s[i:])
	if n.len == 0 {
		return note{}
	}
	switch rest := s[i+n.len:]; {
	case strings.HasPrefix(rest, ")"):
		n.len += i + 1
	case strings.HasPrefix(rest, "）"):
		n.len += i + 3
	default:
		return note{}
	}
	return n
}

// parseSyllable reads the letters at the start of s as one syllable; the
// length of the note that it returns is that of the letters, 0 when they are
// none, too many (no syllable has more than six) or bear two tones.
func parseSyllable(s string) note {
	var bare [16]byte
	b, i, letters, tone := bare[:0], 0, 0, 0
	for i < len(s) && letters <= 6 {
		if c := s[i]; c >= 'a' && c <= 'z' {
			if c == 'v' {
				b = append(b, "ü"...)
			} else {
				b = append(b, c)
			}
			i++
			letters++
			continue
		} else if c < 0x80 {
			break
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		p, ok := pinyinLetters[r]
		if !ok || p.tone > 0 && tone > 0 || p.letter == 0 && letters == 0 {
			break
		}
		if p.tone > 0 {
			tone = p.tone
		}
		if p.letter != 0 {
			b = utf8.AppendRune(b, p.letter)
			letters++
		}
		i += size
	}
	if letters == 0 || letters > 6 {
		return note{}
	}
	return note{len: i, bare: string(b), tone: tone}
}

type pinyinLetter struct {
	letter rune // 0: a combining mark for the letter before
	tone   int
}

// pinyinLetters are the letters of pinyin beyond a to z, with the look-alikes
// that pages use: ɡ and ɑ of the phonetic alphabet, letters with a combining
// tone mark, ń and ǹ.
var pinyinLetters = func() map[rune]pinyinLetter {
	m := map[rune]pinyinLetter{'ɡ': {'g', 0}, 'ɑ': {'a', 0}, 'ü': {'ü', 0}, 'ê': {'e', 0}}
	for letter, row := range map[rune]string{
		'a': "āáǎà", 'o': "ōóǒò", 'e': "ēéěè", 'i': "īíǐì", 'u': "ūúǔù", 'ü': "ǖǘǚǜ", 'n': "\x00ńňǹ", 'm': "\x00ḿ", 0: "\u0304\u0301\u030C\u0300",
	} {
		tone := 0
		for _, r := range row {
			if tone++; r != 0 {
				m[r] = pinyinLetter{letter, tone}
			}
		}
	}
	for letter, row := range map[rune]string{'a': "ăă", 'o': "ŏ", 'e': "ĕ", 'i': "ĭ", 'u': "ŭ"} { // breve for caron
		for _, r := range row {
			m[r] = pinyinLetter{letter, 3}
		}
	}
	m['\u0306'] = pinyinLetter{0, 3}
	m['\u0308'] = pinyinLetter{0, 0}
	return m
}()

// reads reports whether the note is a reading of r, as it stands or in its
// simplified form. The tone is not compared: it changes with the neighbours
// (一 yī, yí, yì), and sites differ.
func (n note) reads(r rune) bool {
	if r == hole { // it may be the reading of what is lost
		return n.tone > 0
	}
	if n.isReading(r, false) {
		return true
	}
	to := simplified(r)
	return to != r && n.isReading(to, false)
}

// isReading compares the note with the readings of r, with the tone when
// exact is set and the note has one.
func (n note) isReading(r rune, exact bool) bool {
	for reading := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		p := parseSyllable(reading)
		if p.bare == n.bare && (!exact || n.tone == 0 || p.tone == n.tone) {
			return true
		}
	}
	return false
}

// usual reports whether the note is the usual reading of r: the first that the
// dictionary has, with its tone.
func (n note) usual(r rune) bool {
	first, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
	p := parseSyllable(first)
	return p.bare == n.bare && p.tone == n.tone
}

// finder finds the places of two strings in turn, each looked for once.
type finder struct {
	s, a, b string
	at      int // the place found
	from    int // where to look on
	nextA   int
	nextB   int
	begun   bool
}

// next moves to the next place of either string and reports whether there is one.
func (f *finder) next() bool {
	seek := func(x string) int {
		if i := strings.Index(f.s[f.from:], x); i >= 0 {
			return f.from + i
		}
		return len(f.s)
	}
	if !f.begun || f.nextA < f.from {
		f.nextA = seek(f.a)
	}
	if !f.begun || f.nextB < f.from {
		f.nextB = seek(f.b)
	}
	f.begun = true
	f.at = min(f.nextA, f.nextB)
	f.from = f.at + 1
	return f.at < len(f.s)
}
