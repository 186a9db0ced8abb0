package text

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
)

// The laws hold for every Text that can be made. They are checked on texts
// made by scripts: byte strings that choose a source and then rewrites and
// slices of it. Here the scripts are drawn at random, the same ones in each
// run; FuzzText and FuzzCells look for worse ones.
func TestLaws(t *testing.T) {
	for data := range scripts(20_000) {
		checkLaws(t, data)
	}
}

// TestCells checks what extractors live by: cells that no edit crosses stay
// apart through every step, and what stands in a cell came out of it.
func TestCells(t *testing.T) {
	for data := range scripts(5_000) {
		checkCells(t, data)
	}
}

// TestEdges shows the rules at the edges of edits, one example each.
func TestEdges(t *testing.T) {
	// (dong) is removed, ? becomes 學期, and ! is invented at the end.
	read := Source("聯動(dong)校?長")
	w := read.Rewrite("example")
	w.KeepTo(len("聯動"))
	w.Replace(len("(dong)"), "")
	w.Keep(len("校"))
	w.Replace(len("?"), "學期")
	w.Keep(len("長"))
	w.Replace(0, "!")
	clean := w.Done()
	if got, want := clean.String(), "聯動校學期長!"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	for _, c := range []struct{ of, want string }{
		{"聯動", "聯動"},       // removed text at the edge is left out
		{"校", "校"},         // on either side
		{"動校", "動(dong)校"}, // but covered from both sides
		{"期", "?"},         // a part of a replaced stretch stands for all of it
		{"校學", "校?"},
		{"期長!", "?長"}, // invented text adds nothing
		{"!", ""},     // and comes from nowhere
		{"", ""},
	} {
		at := strings.Index(clean.String(), c.of)
		o := clean.Origin(Span{at, at + len(c.of)})
		if got := read.At(o); got != c.want {
			t.Errorf("origin of %q is %v %q, want %q", c.of, o, got, c.want)
		}
	}
	for _, c := range []struct{ of, want string }{
		{"聯動(", "聯動"},
		{"(dong)", ""},
		{"ng)校", "校"},
		{"?", "學期"},
		{"校?長", "校學期長"},
		{"長", "長"}, // invented text at the edge is left out
	} {
		at := strings.Index(read.String(), c.of)
		f := clean.Forward(Span{at, at + len(c.of)})
		if got := clean.At(f); got != c.want {
			t.Errorf("%q goes forward to %v %q, want %q", c.of, f, got, c.want)
		}
	}
}

// TestZero shows that the zero Text is an empty source like any other.
func TestZero(t *testing.T) {
	var z, twin Text
	if !z.Same(twin) || z.Same(Source("")) || z.Len() != 0 || z.String() != "" {
		t.Error("the zero Text is not the one empty Text")
	}
	if _, ok := z.Base(); ok {
		t.Error("the zero Text has a base")
	}
	if s, ok := z.Trace(Span{}, twin); !ok || s != (Span{}) {
		t.Error("the zero Text is no ancestor of itself")
	}
	if !z.Slice(Span{}).Same(z) {
		t.Error("the slice of the whole zero Text is another Text")
	}
	w := z.Rewrite("invent")
	w.Replace(0, "校")
	made := w.Done()
	if o := made.Origin(made.All()); !o.Empty() {
		t.Errorf("invented text has the origin %v", o)
	}
	if o, ok := made.Trace(made.All(), z); !ok || !o.Empty() {
		t.Errorf("traced to %v, %v", o, ok)
	}
	if made.Step() != "invent" || z.Step() != "" {
		t.Errorf("steps %q, %q", made.Step(), z.Step())
	}
}

// TestRewriterPanics: a step that reads past its text is a bug in the step,
// named in the message.
func TestRewriterPanics(t *testing.T) {
	for name, f := range map[string]func(*Rewriter){
		"keep":     func(r *Rewriter) { r.Keep(4) },
		"replace":  func(r *Rewriter) { r.Replace(4, "") },
		"back":     func(r *Rewriter) { r.Keep(2); r.KeepTo(1) },
		"negative": func(r *Rewriter) { r.Replace(-1, "") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, `rewrite "thestep"`) {
					t.Errorf("panic %q", got)
				}
			}()
			f(Source("abc").Rewrite("thestep"))
		})
	}
}

// scripts yields n random scripts of up to 300 bytes.
func scripts(n int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		r := rand.New(rand.NewPCG(1, 2))
		for range n {
			data := make([]byte, r.IntN(300))
			for i := range data {
				data[i] = byte(r.Uint32())
			}
			if !yield(data) {
				return
			}
		}
	}
}

// model is the slow, obviously right Text: for every byte it knows which bytes
// of the other side it stands for.
type model struct {
	t    Text
	base *model
	from []Span // of each byte of t: its counterpart in the base; empty: invented
	into []Span // of each byte of the base: its counterpart in t; empty: removed
}

// hull is the smallest span that holds all non-empty spans of list.
func hull(list []Span) Span {
	var out Span
	for _, s := range list {
		out = out.Cover(s)
	}
	return out
}

func (m *model) origin(s Span) Span {
	if m.base == nil {
		return s
	}
	return hull(m.from[s.Start:s.End])
}

func (m *model) forward(s Span) Span {
	if m.base == nil {
		return s
	}
	return hull(m.into[s.Start:s.End])
}

// script reads choices from bytes; when they are used up it answers 0.
type script struct{ rest []byte }

func (s *script) more() bool { return len(s.rest) > 0 }

// upTo returns a number from 0 to n.
func (s *script) upTo(n int) int {
	if len(s.rest) == 0 || n <= 0 {
		return 0
	}
	b := int(s.rest[0])
	s.rest = s.rest[1:]
	return b % (n + 1)
}

// pieces hold characters of every length, line and cell borders, a combining
// mark, a surrogate pair's worth, and a byte that is no character.
var pieces = []string{"a", "校", "é", "𠮷", "\n", "\t", "ò", "(", "\xff", "聯動", "　"}

func (s *script) string(maxPieces int) string {
	var b strings.Builder
	for range s.upTo(maxPieces) {
		b.WriteString(pieces[s.upTo(len(pieces)-1)])
	}
	return b.String()
}

func (s *script) span(n int) Span {
	a, b := s.upTo(n), s.upTo(n)
	return Span{min(a, b), max(a, b)}
}

// rewrite makes one rewrite of m by script and the model of what it must be.
// An edit reaches at most to fence(p), where p is where it starts.
func (m *model) rewrite(t testing.TB, s *script, fence func(p int) int) *model {
	base := m.t.String()
	next := &model{base: m, into: make([]Span, len(base))}
	var want strings.Builder
	keep := func(p int) {
		next.into[p] = Span{want.Len(), want.Len() + 1}
		next.from = append(next.from, Span{p, p + 1})
		want.WriteByte(base[p])
	}
	r := m.t.Rewrite("step")
	for n := s.upTo(12); n > 0; n-- {
		p := r.Pos()
		switch s.upTo(4) {
		case 0, 1:
			k := s.upTo(min(9, len(base)-p))
			r.Keep(k)
			for q := p; q < p+k; q++ {
				keep(q)
			}
		case 2: // replaced by itself: kept
			k := s.upTo(min(9, len(base)-p))
			r.Replace(k, base[p:p+k])
			for q := p; q < p+k; q++ {
				keep(q)
			}
		default:
			k := s.upTo(min(6, len(base)-p, fence(p)-p))
			with := s.string(3)
			r.Replace(k, with)
			if base[p:p+k] == with {
				for q := p; q < p+k; q++ {
					keep(q)
				}
				break
			}
			dst := Span{want.Len(), want.Len() + len(with)}
			want.WriteString(with)
			for q := p; q < p+k; q++ {
				next.into[q] = dst
			}
			for range len(with) {
				next.from = append(next.from, Span{p, p + k})
			}
		}
	}
	for q := r.Pos(); q < len(base); q++ {
		keep(q)
	}
	next.t = r.Done()
	if got := next.t.String(); got != want.String() {
		t.Fatalf("rewrite of %q gives %q, want %q", base, got, want.String())
	}
	if r.edit == nil {
		if !next.t.Same(m.t) {
			t.Fatalf("a rewrite without an edit returned another Text")
		}
		return m
	}
	if next.t.Same(m.t) {
		t.Fatalf("a rewrite with %d edits returned its input", len(r.edit))
	}
	return next
}

func (m *model) slice(t testing.TB, s Span) *model {
	out := &model{t: m.t.Slice(s), base: m, into: make([]Span, m.t.Len())}
	if s == m.t.All() {
		if !out.t.Same(m.t) {
			t.Fatalf("the slice of the whole is another Text")
		}
		return m
	}
	for p := s.Start; p < s.End; p++ {
		out.into[p] = Span{p - s.Start, p - s.Start + 1}
		out.from = append(out.from, Span{p, p + 1})
	}
	if got, want := out.t.String(), m.t.At(s); got != want {
		t.Fatalf("slice %v of %q is %q, want %q", s, m.t, got, want)
	}
	return out
}

func free(int) int { return MaxLen }

// chain makes a source and up to six steps from it, oldest first.
func chain(t testing.TB, s *script) []*model {
	m := &model{t: Source(s.string(14))}
	if s.upTo(15) == 15 {
		m = &model{}
	}
	all := []*model{m}
	for len(all) < 7 && s.more() {
		next := m
		if s.upTo(4) == 4 {
			next = m.slice(t, s.span(m.t.Len()))
		} else {
			next = m.rewrite(t, s, free)
		}
		if next != m {
			all = append(all, next)
		}
		m = next
	}
	return all
}

// spans are spans of a text of n bytes: all of them when they are few.
func spans(s *script, n int) []Span {
	var out []Span
	if n <= 14 {
		for a := 0; a <= n; a++ {
			for b := a; b <= n; b++ {
				out = append(out, Span{a, b})
			}
		}
		return out
	}
	for range 60 {
		out = append(out, s.span(n))
		if !s.more() {
			break
		}
	}
	return append(out, Span{0, n}, Span{0, n / 2}, Span{n / 2, n}, Span{n / 3, n - n/3})
}

func checkLaws(t testing.TB, data []byte) {
	s := &script{data}
	all := chain(t, s)
	source := all[0]
	for _, m := range all {
		checkEdits(t, m.t)
		for _, x := range spans(s, m.t.Len()) {
			checkSpan(t, all, m, x)
		}
		if m.base != nil {
			checkForward(t, m, spans(s, m.base.t.Len()))
		}
	}
	// Source is identity.
	for _, x := range spans(s, source.t.Len()) {
		if o, f := source.t.Origin(x), source.t.Forward(x); o != x || f != x {
			t.Fatalf("source: %v has origin %v and goes to %v", x, o, f)
		}
	}
	// A Text is no ancestor of its base, nor of a twin with the same bytes.
	last := all[len(all)-1].t
	if _, ok := Source(last.String()).Trace(Span{}, last); ok {
		t.Fatalf("a twin was taken for an ancestor")
	}
	if _, ok := last.ForwardFrom(Span{}, Source(source.t.String())); ok {
		t.Fatalf("a twin was taken for an ancestor by ForwardFrom")
	}
}

// checkSpan checks the laws of one span x of m.
func checkSpan(t testing.TB, all []*model, m *model, x Span) {
	o := m.t.Origin(x)
	if m.base == nil {
		return
	}
	base := m.base.t
	fail := func(law string, args ...any) {
		t.Fatalf("%q → %q: span %v %q, origin %v: %s",
			base, m.t, x, m.t.At(x), o, fmt.Sprintf(law, args...))
	}
	if o.Start < 0 || o.Start > o.End || o.End > base.Len() {
		fail("lies outside the base")
	}
	// The model: for bytes there is one answer; for no bytes only emptiness.
	if want := m.origin(x); want.Empty() != o.Empty() || !want.Empty() && want != o {
		fail("the reference says %v", want)
	}
	// A wider span has a wider origin.
	for _, y := range []Span{{x.Start, max(x.Start, x.End-1)}, {min(x.Start+1, x.End), x.End}} {
		if n := m.t.Origin(y); !n.Empty() && !o.Contains(n) {
			fail("narrower %v has origin %v", y, n)
		}
	}
	// Forward(Origin(x)) touches x.
	if f := m.t.Forward(o); !o.Empty() && !f.Overlaps(x) {
		fail("comes forward to %v", f)
	}
	// Trace to each ancestor and on is Trace to the oldest, and is what the
	// model says.
	want := x
	for a := m; ; a = a.base {
		got, ok := m.t.Trace(x, a.t)
		if !ok {
			fail("ancestor %q not found", a.t)
		}
		if got.Empty() != want.Empty() || !got.Empty() && got != want {
			fail("traced to %q is %v, want %v", a.t, got, want)
		}
		on, ok := a.t.Trace(got, all[0].t)
		direct, ok2 := m.t.Trace(x, all[0].t)
		if !ok || !ok2 || on != direct {
			fail("traced by way of %q is %v, directly %v", a.t, on, direct)
		}
		// ForwardFrom finds the same ancestors. Whether it comes back to x is
		// a law of one step only: over two, x may be invented on both sides of
		// a stretch that the second step removed, and is then cited by it.
		if back, ok := m.t.ForwardFrom(got, a.t); !ok {
			fail("ancestor %q not found by ForwardFrom", a.t)
		} else if a == m.base && !got.Empty() && !back.Overlaps(x) {
			fail("traced to %v of %q, which comes forward to %v", got, a.t, back)
		}
		if a.base == nil {
			break
		}
		if _, ok := a.base.t.Trace(Span{}, a.t); ok {
			fail("a base claims its offspring as an ancestor")
		}
		want = a.origin(want)
	}
}

// checkForward checks the laws of Forward between m and its base on spans of
// the base.
func checkForward(t testing.TB, m *model, list []Span) {
	base := m.base.t
	for _, x := range list {
		f := m.t.Forward(x)
		fail := func(law string, args ...any) {
			t.Fatalf("%q → %q: base span %v %q goes to %v: %s",
				base, m.t, x, base.At(x), f, fmt.Sprintf(law, args...))
		}
		if f.Start < 0 || f.Start > f.End || f.End > m.t.Len() {
			fail("lies outside the text")
		}
		if want := m.forward(x); want.Empty() != f.Empty() || !want.Empty() && want != f {
			fail("the reference says %v", want)
		}
		if !f.Empty() {
			if o := m.t.Origin(f); !o.Overlaps(x) {
				fail("comes back to %v", o)
			}
		}
		// ForwardFrom is Forward composed.
		for a := m.base; a != nil; a = a.base {
			step, ok1 := m.base.t.ForwardFrom(Span{0, min(a.t.Len(), x.End)}, a.t)
			long, ok2 := m.t.ForwardFrom(Span{0, min(a.t.Len(), x.End)}, a.t)
			if short := m.t.Forward(step); !ok1 || !ok2 || short != long {
				fail("forward from %q is %v at once, %v in steps", a.t, long, short)
			}
		}
		// Spans side by side stay disjoint unless one edit covers bytes of both.
		y := Span{x.End, base.Len()}
		shared := false
		for _, e := range m.t.n.edit {
			c := Span{int(e[src].start), int(e[src].end)}
			shared = shared || c.Overlaps(x) && c.Overlaps(y)
		}
		if g := m.t.Forward(y); !shared && f.Overlaps(g) && !f.Empty() && !g.Empty() {
			fail("its neighbour %v goes to %v", y, g)
		}
	}
}

// checkEdits checks that the edits of t and the kept stretches between them
// tile both texts, and that kept stretches are equal byte for byte.
func checkEdits(t testing.TB, m Text) {
	base, ok := m.Base()
	if !ok || m.node().cut {
		if m.Edits() != 0 {
			t.Fatalf("%q: %d edits without a rewrite", m, m.Edits())
		}
		return
	}
	if m.Edits() == 0 {
		t.Fatalf("%q: a rewrite without edits", m)
	}
	p, q := 0, 0 // tiled so far, in the base and in the text
	kept := func(a, b Span) {
		if a.Len() < 0 || a.Len() != b.Len() || base.At(a) != m.At(b) {
			t.Fatalf("%q → %q: %v of the base was kept as %v", base, m, a, b)
		}
	}
	for _, e := range m.n.edit {
		from := Span{int(e[src].start), int(e[src].end)}
		to := Span{int(e[dst].start), int(e[dst].end)}
		kept(Span{p, from.Start}, Span{q, to.Start})
		if from.Len() < 0 || to.Len() < 0 || base.At(from) == m.At(to) {
			t.Fatalf("%q → %q: an edit of %v to %v", base, m, from, to)
		}
		p, q = from.End, to.End
	}
	kept(Span{p, base.Len()}, Span{q, m.Len()})
}

func checkCells(t testing.TB, data []byte) {
	s := &script{data}
	m := &model{t: Source(s.string(14) + "聯動(dòng)校")}
	source := m.t
	// Cells of the source, some touching, some apart.
	var cells []Span
	for p := 0; p < source.Len(); {
		end := min(p+1+s.upTo(8), source.Len())
		cells = append(cells, Span{p, end})
		p = end + s.upTo(3)
	}
	now := cells // the cells in the newest text
	for range 5 {
		borders := now
		m = m.rewrite(t, s, func(p int) int {
			for _, c := range borders {
				if c.Empty() {
					continue
				}
				if p < c.Start {
					return c.Start
				}
				if p < c.End {
					return c.End
				}
			}
			return MaxLen
		})
		now = nil
		var before Span
		for i, c := range cells {
			f, ok := m.t.ForwardFrom(c, source)
			if !ok {
				t.Fatalf("%q is no ancestor of %q", source, m.t)
			}
			now = append(now, f)
			if f.Empty() {
				continue
			}
			if f.Start < before.End {
				t.Fatalf("%q → %q: cells %v and %v became %v and %v", source, m.t, cells[:i], c, before, f)
			}
			before = f
			// Whatever stands in the cell now came out of the cell, or was
			// invented in it.
			clean := m.t.Slice(f)
			for _, x := range spans(&script{}, clean.Len()) {
				o, ok := clean.Trace(x, source)
				if !ok || !o.Empty() && !c.Contains(o) {
					t.Fatalf("%q → %q: %v of cell %v comes from %v", source, m.t, x, c, o)
				}
			}
		}
	}
}
