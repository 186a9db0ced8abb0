package search

import (
	"strings"
	"unicode"
)

// token is a piece of a line that the index knows: two hanzi that stand beside
// each other, the last hanzi of a stretch of them by itself, or a whole word of
// other letters and digits in lower case.
type token struct {
	text       string
	start, end int  // runes of the line
	lone       bool // the last hanzi of its stretch
	alone      bool // and the first
}

// tokens calls emit for each token of a line, in order. Hanzi with nothing but
// blanks between them stand beside each other (关 于); everything else divides.
func tokens(line []rune, emit func(token)) {
	for i := 0; i < len(line); {
		switch r := line[i]; {
		case isHanzi(r):
			first := true
			for {
				next := i + 1
				for next < len(line) && isBlank(line[next]) {
					next++
				}
				if next == len(line) || !isHanzi(line[next]) {
					emit(token{string(line[i]), i, i + 1, true, first})
					i++
					break
				}
				emit(token{string([]rune{line[i], line[next]}), i, next + 1, false, false})
				i, first = next, false
			}
		case isWord(r):
			j := i + 1
			for j < len(line) && isWord(line[j]) {
				j++
			}
			emit(token{strings.Map(unicode.ToLower, string(line[i:j])), i, j, false, false})
			i = j
		default:
			i++
		}
	}
}

// isHanzi reports whether r is written without blanks to its neighbours: hanzi,
// and the private characters that pages write rare ones with.
func isHanzi(r rune) bool {
	return r >= 0x3000 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Co, r))
}

// isWord reports whether r is a part of a word of letters and digits.
func isWord(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)) && !isHanzi(r)
}

// isBlank reports whether r is a blank within a line; a TAB divides cells.
func isBlank(r rune) bool { return r == ' ' || r > 0x7f && unicode.Is(unicode.Zs, r) }

// marked writes the tokens of a line for a column of the index, each behind the
// column's mark.
func marked(b *strings.Builder, mark, line string) {
	tokens([]rune(line), func(t token) {
		b.WriteString(mark)
		b.WriteString(t.text)
		b.WriteByte(' ')
	})
}

func column(mark, line string) string {
	var b strings.Builder
	marked(&b, mark, line)
	return b.String()
}

// stretches calls emit for each stretch of hanzi of a line, without the blanks
// in it.
func stretches(line string, emit func(string)) {
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			emit(b.String())
			b.Reset()
		}
	}
	for _, r := range line {
		switch {
		case isHanzi(r):
			b.WriteRune(r)
		case !isBlank(r):
			flush()
		}
	}
	flush()
}
