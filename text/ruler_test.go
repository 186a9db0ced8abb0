package text

import (
	"testing"
	"unicode/utf8"
)

// place is one place of a string in every measure.
type place struct{ b, cp, u16, line, column int }

// places lists the start of every character of s and the end of s, by the
// plainest way to count.
func places(s string) []place {
	at := place{line: 1, column: 1}
	list := []place{at}
	for at.b < len(s) {
		c, n := utf8.DecodeRuneInString(s[at.b:])
		at.b += n
		at.cp++
		at.u16++
		if c >= 0x10000 {
			at.u16++
		}
		at.column++
		if c == '\n' {
			at.line, at.column = at.line+1, 1
		}
		list = append(list, at)
	}
	return list
}

// checkRuler compares a Ruler for s with places at every byte, code point and
// UTF-16 unit of s, those inside a character and those outside s included.
func checkRuler(t testing.TB, s string) {
	r := NewRuler(s)
	list := places(s)
	last := list[len(list)-1]
	// upTo calls f with every n from one before the string to one past it, in
	// the measure of, and the last place that is not past n.
	upTo := func(of func(place) int, f func(n int, p place)) {
		i := 0
		for n := -1; n <= of(last)+1; n++ {
			for i+1 < len(list) && of(list[i+1]) <= n {
				i++
			}
			f(n, list[i])
		}
	}
	upTo(func(p place) int { return p.b }, func(b int, want place) {
		line, column := r.LineColumn(b)
		got := place{want.b, r.CodePoint(b), r.UTF16(b), line, column}
		if got != want {
			t.Fatalf("%q: byte %d is at %+v, want %+v", s, b, got, want)
		}
	})
	upTo(func(p place) int { return p.cp }, func(n int, want place) {
		if got := r.Byte(n); got != want.b {
			t.Fatalf("%q: code point %d is at byte %d, want %d", s, n, got, want.b)
		}
	})
	upTo(func(p place) int { return p.u16 }, func(n int, want place) {
		if got := r.ByteUTF16(n); got != want.b {
			t.Fatalf("%q: UTF-16 unit %d is at byte %d, want %d", s, n, got, want.b)
		}
	})
	// There and back, at every character.
	for _, p := range list {
		if b, c := r.Byte(r.CodePoint(p.b)), r.ByteUTF16(r.UTF16(p.b)); b != p.b || c != p.b {
			t.Fatalf("%q: byte %d comes back as %d by code points, %d by UTF-16", s, p.b, b, c)
		}
	}
	checkLines(t, s, r, last.line)
}

// checkLines checks that the lines, with a break between each two, are s.
func checkLines(t testing.TB, s string, r *Ruler, lines int) {
	if r.Lines() != lines {
		t.Fatalf("%q: %d lines, want %d", s, r.Lines(), lines)
	}
	p := 0
	for n := 1; n <= lines; n++ {
		l := r.Line(n)
		if l.Start != p || l.End < l.Start {
			t.Fatalf("%q: line %d is %v, want it to start at %d", s, n, l, p)
		}
		if line, column := r.LineColumn(l.Start); line != n || column != 1 {
			t.Fatalf("%q: line %d starts at %d:%d", s, n, line, column)
		}
		p = l.End
		if n < lines {
			if s[p] != '\n' {
				t.Fatalf("%q: line %d is %v, which ends before %q", s, n, l, s[p])
			}
			p++
		}
	}
	if p != len(s) {
		t.Fatalf("%q: the lines end at %d", s, p)
	}
}

func TestRuler(t *testing.T) {
	for _, s := range []string{
		"", "\n", "\n\n", "abc", "校", "𠮷", "a𠮷b\n校\xff\xfe\n", "ò", "\xf0\xa0\xae", "\r\n",
	} {
		checkRuler(t, s)
	}
	// Longer than the distance of the marks, of every kind of character.
	for data := range scripts(300) {
		s := (&script{data}).string(255)
		checkRuler(t, s)
		checkRuler(t, s+s+s+s+s)
	}
}

// TestRulerExample gives the measures of one string as other programs count
// them: Python's len counts code points, JavaScript's length UTF-16 units.
func TestRulerExample(t *testing.T) {
	r := NewRuler("𠮷校\nab") // 4 + 3 + 1 + 2 bytes
	for _, c := range []place{
		{0, 0, 0, 1, 1}, {4, 1, 2, 1, 2}, {7, 2, 3, 1, 3}, {8, 3, 4, 2, 1}, {9, 4, 5, 2, 2}, {10, 5, 6, 2, 3},
	} {
		line, column := r.LineColumn(c.b)
		if got := (place{c.b, r.CodePoint(c.b), r.UTF16(c.b), line, column}); got != c {
			t.Errorf("got %+v, want %+v", got, c)
		}
	}
}
