package text

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Ruler converts places in one string between bytes, code points, UTF-16
// units, and lines with columns. It reads the string once when made and keeps
// one mark for each 256 bytes, so a conversion reads at most that much again.
// A place inside a multi-byte character stands for the character's start, one
// before the string for its start, one past the string for its end.
type Ruler struct {
	s     string
	marks []mark
	lines []int // byte offset of each line's start
}

type mark struct{ b, r, u int } // byte, code point and UTF-16 offsets of one place

const markEvery = 256

// NewRuler returns a ruler for s. Each byte that is not valid UTF-8 counts as
// one code point.
func NewRuler(s string) *Ruler {
	r := &Ruler{s: s, marks: []mark{{}}, lines: []int{0}}
	next, cps, u16 := markEvery, 0, 0
	for i, c := range s {
		if i >= next {
			r.marks = append(r.marks, mark{i, cps, u16})
			next = i + markEvery
		}
		cps++
		u16++
		if c > 0xFFFF {
			u16++
		}
		if c == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	return r
}

func (r *Ruler) walk(m mark, stop func(mark) bool) mark {
	for m.b < len(r.s) {
		c, n := utf8.DecodeRuneInString(r.s[m.b:])
		next := mark{m.b + n, m.r + 1, m.u + 1}
		if c > 0xFFFF {
			next.u++
		}
		if stop(next) {
			break
		}
		m = next
	}
	return m
}

func (r *Ruler) byByte(b int) mark {
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].b > b }) - 1
	return r.walk(r.marks[max(i, 0)], func(m mark) bool { return m.b > b })
}

// CodePoint returns the number of code points before byte b.
func (r *Ruler) CodePoint(b int) int { return r.byByte(b).r }

// UTF16 returns the number of UTF-16 units before byte b.
func (r *Ruler) UTF16(b int) int { return r.byByte(b).u }

// Byte returns the byte offset of code point n.
func (r *Ruler) Byte(n int) int {
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].r > n }) - 1
	return r.walk(r.marks[max(i, 0)], func(m mark) bool { return m.r > n }).b
}

// ByteUTF16 returns the byte offset of UTF-16 unit n.
func (r *Ruler) ByteUTF16(n int) int {
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].u > n }) - 1
	return r.walk(r.marks[max(i, 0)], func(m mark) bool { return m.u > n }).b
}

// LineColumn returns the 1-based line of byte b and the 1-based column in
// code points.
func (r *Ruler) LineColumn(b int) (line, column int) {
	b = max(b, 0)
	line = sort.Search(len(r.lines), func(i int) bool { return r.lines[i] > b })
	start := r.lines[line-1]
	return line, r.CodePoint(b) - r.CodePoint(start) + 1
}

// Lines returns the number of lines; a string that ends with a line break has
// an empty last line.
func (r *Ruler) Lines() int { return len(r.lines) }

// Line returns the bytes of the 1-based line n without its line break.
func (r *Ruler) Line(n int) Span {
	start, end := r.lines[n-1], len(r.s)
	if n < len(r.lines) {
		end = r.lines[n]
	}
	return Span{start, start + len(strings.TrimSuffix(r.s[start:end], "\n"))}
}
