// Package text holds text that remembers where it came from.
//
// Normalisation changes lengths, so a place noted on clean text is worthless
// unless the text knows its past. A [Text] is a string together with the base
// it was made from and the edits that lie between the two:
//
//	read := text.Source("聯動(dòng)校")      // the page as it was read
//	w := read.Rewrite("pinyin")
//	w.Keep(len("聯動"))
//	w.Replace(len("(dòng)"), "")
//	clean := w.Done()                       // "聯動校"
//	clean.Origin(text.Span{3, 9})           // 動(dòng)校 in read
//
// Rules: a byte inside a replaced stretch stands for all of it (cover, never
// guess); text removed at the edges of a span is left out of its origin;
// invented text has an empty origin and cannot be cited; a rewrite that
// changes nothing returns its input.
package text

import (
	"fmt"
	"sort"
)

// Span is a half-open range of bytes of one particular [Text].
type Span struct{ Start, End int }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether s holds no byte.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o lies inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Cover returns the smallest span that contains both s and o. An empty span
// adds nothing.
func (s Span) Cover(o Span) Span {
	switch {
	case o.Empty():
		return s
	case s.Empty():
		return o
	}
	return Span{min(s.Start, o.Start), max(s.End, o.End)}
}

// Shift returns s moved by n bytes.
func (s Span) Shift(n int) Span { return Span{s.Start + n, s.End + n} }

// String returns "start:end".
func (s Span) String() string { return fmt.Sprintf("%d:%d", s.Start, s.End) }

// Text is an immutable string that knows its base: the Text it was made from
// by a [Rewriter] or by [Text.Slice]. The zero Text is an empty source.
// Texts are small values; copies share their content. Two Texts are the same
// Text when one is a copy of the other, not when their strings are equal; all
// zero Texts are the same.
type Text struct{ n *node }

type node struct {
	s    string
	step string
	base *node  // nil: a source
	off  int    // slices: s starts at this byte of base
	edit []edit // rewrites: sorted, disjoint; between two edits base and s are equal
	cut  bool   // a slice: off counts, edit does not
}

// zero is the node of the zero Text.
var zero node

func (t Text) node() *node {
	if t.n == nil {
		return &zero
	}
	return t.n
}

// edit says that one stretch of the base became one stretch of the text:
// edit[src] became edit[dst]. Either may be empty, not both.
type edit [2]stretch

// The two sides of an edit.
const (
	src = 0
	dst = 1
)

// stretch is a Span in half the memory; Source refuses strings too long for it.
type stretch struct{ start, end int32 }

func (x stretch) empty() bool { return x.start == x.end }

// MaxLen is the length in bytes of the longest string that a Text can hold.
const MaxLen = 1<<31 - 1

// Source returns s as a Text without a past. It panics if s is longer than
// [MaxLen]; whatever reads pages limits their size far below that.
func Source(s string) Text {
	if len(s) > MaxLen {
		panic(fmt.Sprintf("text: source of %d bytes exceeds %d", len(s), MaxLen))
	}
	return Text{&node{s: s}}
}

// String returns the text itself.
func (t Text) String() string { return t.node().s }

// Len returns the length of t in bytes.
func (t Text) Len() int { return len(t.node().s) }

// All returns the span of the whole of t.
func (t Text) All() Span { return Span{0, t.Len()} }

// At returns the part of t's string that s names.
func (t Text) At(s Span) string { return t.node().s[s.Start:s.End] }

// Base returns the Text that t was made from, and whether there is one.
func (t Text) Base() (Text, bool) {
	b := t.node().base
	return Text{b}, b != nil
}

// Step returns the name given to the rewrite that made t, "" for a source and
// "slice" for a slice.
func (t Text) Step() string { return t.node().step }

// Same reports whether t and u are the same Text.
func (t Text) Same(u Text) bool { return t.node() == u.node() }

// Edits returns the number of edits between t and its base.
func (t Text) Edits() int { return len(t.node().edit) }

// Slice returns the part of t that s names as a Text whose base is t.
// The slice of the whole is t itself.
func (t Text) Slice(s Span) Text {
	if s == t.All() {
		return t
	}
	n := t.node()
	return Text{&node{s: n.s[s.Start:s.End], step: "slice", base: n, off: s.Start, cut: true}}
}

// Origin returns the smallest span of t's base that s was made from: a byte
// inside a replaced stretch stands for all of it, and text removed at either
// end of s is left out. The origin of text that was all invented, and of an
// empty span, is empty; where an empty origin lies is only a hint. In a source
// the origin of a span is the span.
func (t Text) Origin(s Span) Span {
	n := t.node()
	switch {
	case n.base == nil:
		return s
	case n.cut:
		return s.Shift(n.off)
	}
	return project(n.edit, s, dst, src)
}

// Forward returns the smallest span of t that holds everything made from the
// span s of t's base; invented text at either end is left out. It is empty
// when all of s was removed, and when s is empty; where it then lies is only a
// hint. In a source the span itself comes back; what lies outside a slice is
// cut off.
func (t Text) Forward(s Span) Span {
	n := t.node()
	switch {
	case n.base == nil:
		return s
	case n.cut:
		end := len(n.s)
		a, b := s.Start-n.off, s.End-n.off
		return Span{min(max(a, 0), end), min(max(b, 0), end)}
	}
	return project(n.edit, s, src, dst)
}

// project carries s from one side of the edits to the other: to the smallest
// span that holds the counterparts of the bytes of s. The counterpart of a kept
// byte is itself, of a byte in an edit the whole other side of the edit.
// It takes time logarithmic in the edits, plus one step for each edit at the
// ends of s that has one side empty.
func project(e []edit, s Span, from, to int) Span {
	// shift is the distance of kept bytes between edits k-1 and k.
	shift := func(k int) int {
		if k == 0 {
			return 0
		}
		return int(e[k-1][to].end) - int(e[k-1][from].end)
	}
	// The edits i ≤ k < j share a byte with s or lie strictly inside it.
	i := sort.Search(len(e), func(k int) bool { return int(e[k][from].end) > s.Start })
	j := i + sort.Search(len(e)-i, func(k int) bool { return int(e[i+k][from].start) >= s.End })
	nowhere := s.Start + shift(i)
	if i < j {
		nowhere = int(e[i][to].start)
	}
	if s.Empty() {
		return Span{nowhere, nowhere}
	}

	// From both ends, pass over the edits that have no counterpart.
	out := s
	for k := i; ; k++ {
		if k == j || out.Start < int(e[k][from].start) { // a kept byte, if any is left
			if out.Start >= s.End {
				return Span{nowhere, nowhere}
			}
			out.Start += shift(k)
			break
		}
		if !e[k][from].empty() && !e[k][to].empty() {
			out.Start = int(e[k][to].start)
			break
		}
		out.Start = int(e[k][from].end)
	}
	for k := j; ; k-- {
		if k == i || out.End > int(e[k-1][from].end) {
			out.End += shift(k)
			break
		}
		if !e[k-1][from].empty() && !e[k-1][to].empty() {
			out.End = int(e[k-1][to].end)
			break
		}
		out.End = int(e[k-1][from].start)
	}
	return out
}

// Trace follows s back through the pasts of t until it reaches base, and
// reports false when base is not among t's ancestors (t is its own).
func (t Text) Trace(s Span, base Text) (Span, bool) {
	for n := t.node(); n != nil; n = n.base {
		if n == base.node() {
			return s, true
		}
		s = Text{n}.Origin(s)
	}
	return Span{}, false
}

// ForwardFrom carries s, a span of the ancestor base, forward through every
// rewrite and slice between base and t. It reports false when base is no
// ancestor of t (t is its own).
func (t Text) ForwardFrom(s Span, base Text) (Span, bool) {
	n := t.node()
	if n == base.node() {
		return s, true
	}
	if n.base == nil {
		return Span{}, false
	}
	s, ok := Text{n.base}.ForwardFrom(s, base)
	if !ok {
		return Span{}, false
	}
	return t.Forward(s), true
}
