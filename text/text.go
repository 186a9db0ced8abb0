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
// Text when one is a copy of the other, not when their strings are equal.
type Text struct{ n *node }

type node struct {
	s    string
	step string
	base *node
	off  int    // slices: s starts at this byte of base
	edit []edit // rewrites: sorted, disjoint; between two edits base and s are equal
	cut  bool   // a slice: off counts, edit does not
}

// edit says that src of the base became dst of the text.
// int32 halves the memory; Source refuses longer strings.
type edit struct{ srcStart, srcEnd, dstStart, dstEnd int32 }

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
func (t Text) String() string {
	if t.n == nil {
		return ""
	}
	return t.n.s
}

// Len returns the length of t in bytes.
func (t Text) Len() int { return len(t.String()) }

// All returns the span of the whole of t.
func (t Text) All() Span { return Span{0, t.Len()} }

// At returns the part of t's string that s names.
func (t Text) At(s Span) string { return t.String()[s.Start:s.End] }

// Base returns the Text that t was made from, and whether there is one.
func (t Text) Base() (Text, bool) {
	if t.n == nil || t.n.base == nil {
		return Text{}, false
	}
	return Text{t.n.base}, true
}

// Step returns the name given to the rewrite that made t, "" for a source and
// "slice" for a slice.
func (t Text) Step() string {
	if t.n == nil {
		return ""
	}
	return t.n.step
}

// Same reports whether t and u are the same Text.
func (t Text) Same(u Text) bool { return t.n == u.n }

// Edits returns the number of edits between t and its base.
func (t Text) Edits() int {
	if t.n == nil {
		return 0
	}
	return len(t.n.edit)
}

// Slice returns the part of t that s names as a Text whose base is t.
// The slice of the whole is t itself.
func (t Text) Slice(s Span) Text {
	if s == t.All() {
		return t
	}
	return Text{&node{s: t.n.s[s.Start:s.End], step: "slice", base: t.n, off: s.Start, cut: true}}
}

// Origin returns the smallest span of t's base that s was made from. The
// origin of text that was invented, and of an empty span, is empty. In a
// source the origin of a span is the span.
func (t Text) Origin(s Span) Span {
	if t.n == nil || t.n.base == nil {
		return s
	}
	if t.n.cut {
		return s.Shift(t.n.off)
	}
	return t.n.origin(s)
}

func (n *node) origin(s Span) Span {
	e := n.edit
	// i is the first edit that ends after s.Start, or an edit that removed text there.
	i := sort.Search(len(e), func(i int) bool { return int(e[i].dstEnd) > s.Start })
	// delta maps kept bytes before edit i: base = text + delta.
	delta := 0
	if i > 0 {
		delta = int(e[i-1].srcEnd) - int(e[i-1].dstEnd)
	}
	if s.Empty() {
		if i < len(e) && int(e[i].dstStart) < s.Start {
			return Span{int(e[i].srcStart), int(e[i].srcStart)}
		}
		return Span{s.Start + delta, s.Start + delta}
	}
	out := Span{-1, -1}
	add := func(a, b int) {
		if a >= b {
			return
		}
		if out.Start < 0 {
			out.Start = a
		}
		out.End = b
	}
	at := s.Start // next byte of s to account for
	for ; i < len(e) && int(e[i].dstStart) < s.End; i++ {
		if d := int(e[i].dstStart); at < d { // kept bytes before the edit
			add(at+delta, d+delta)
			at = d
		}
		if e[i].dstEnd > e[i].dstStart { // removed text counts only between kept bytes
			add(int(e[i].srcStart), int(e[i].srcEnd))
			at = min(int(e[i].dstEnd), s.End)
		}
		delta = int(e[i].srcEnd) - int(e[i].dstEnd)
	}
	if at < s.End {
		add(at+delta, s.End+delta)
	}
	if out.Start < 0 { // all of it invented
		p := s.Start + delta
		if i > 0 {
			p = int(e[i-1].srcEnd)
		}
		return Span{p, p}
	}
	return out
}

// Trace follows s back through the pasts of t until it reaches base, and
// reports false when base is not among t's ancestors (t is its own).
func (t Text) Trace(s Span, base Text) (Span, bool) {
	for n := t.n; n != nil; n = n.base {
		if n == base.n {
			return s, true
		}
		s = Text{n}.Origin(s)
	}
	return Span{}, false
}

// Forward returns the smallest span of t that holds everything made from the
// span s of t's base. It is empty when all of s was removed. In a source the
// span itself comes back; what lies outside a slice is cut off.
func (t Text) Forward(s Span) Span {
	if t.n == nil || t.n.base == nil {
		return s
	}
	if t.n.cut {
		n := len(t.n.s)
		a, b := s.Start-t.n.off, s.End-t.n.off
		return Span{min(max(a, 0), n), min(max(b, 0), n)}
	}
	e := t.n.edit
	i := sort.Search(len(e), func(i int) bool { return int(e[i].srcEnd) > s.Start })
	delta := 0
	if i > 0 {
		delta = int(e[i-1].dstEnd) - int(e[i-1].srcEnd)
	}
	if s.Empty() {
		if i < len(e) && int(e[i].srcStart) < s.Start {
			return Span{int(e[i].dstStart), int(e[i].dstStart)}
		}
		return Span{s.Start + delta, s.Start + delta}
	}
	out := Span{-1, -1}
	add := func(a, b int) {
		if a >= b {
			return
		}
		if out.Start < 0 {
			out.Start = a
		}
		out.End = b
	}
	at := s.Start
	for ; i < len(e) && int(e[i].srcStart) < s.End; i++ {
		if d := int(e[i].srcStart); at < d {
			add(at+delta, d+delta)
			at = d
		}
		if e[i].srcEnd > e[i].srcStart { // invented text belongs to no base byte
			add(int(e[i].dstStart), int(e[i].dstEnd))
			at = min(int(e[i].srcEnd), s.End)
		}
		delta = int(e[i].dstEnd) - int(e[i].srcEnd)
	}
	if at < s.End {
		add(at+delta, s.End+delta)
	}
	if out.Start < 0 {
		p := s.Start + delta
		if i > 0 && int(e[i-1].srcEnd) > s.Start {
			p = int(e[i-1].dstStart)
		}
		return Span{p, p}
	}
	return out
}

// ForwardFrom carries s, a span of the ancestor base, forward through every
// rewrite between base and t. It reports false when base is no ancestor of t.
func (t Text) ForwardFrom(s Span, base Text) (Span, bool) {
	if t.n == base.n {
		return s, true
	}
	if t.n == nil || t.n.base == nil {
		return Span{}, false
	}
	s, ok := Text{t.n.base}.ForwardFrom(s, base)
	if !ok {
		return Span{}, false
	}
	return t.Forward(s), true
}
