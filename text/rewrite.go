package text

import (
	"fmt"
	"slices"
	"strings"
)

// Rewriter makes a new Text from a base, left to right, with two verbs, Keep
// and Replace. Whatever is left when Done is called is kept; then the Rewriter
// is spent. It panics when asked for more bytes than are left: that is a fault
// of the step, not of the page.
type Rewriter struct {
	base  Text
	s     string // base's string
	step  string
	pos   int             // bytes of base consumed
	out   strings.Builder // the new string up to the last edit
	flush int             // bytes of base already in out, or replaced
	edit  []edit
}

// Rewrite starts a rewrite of t; step names it (see [Text.Step]).
func (t Text) Rewrite(step string) *Rewriter {
	return &Rewriter{base: t, s: t.String(), step: step}
}

// Pos returns how many bytes of the base have been consumed.
func (r *Rewriter) Pos() int { return r.pos }

// Keep takes the next n bytes over as they are.
func (r *Rewriter) Keep(n int) {
	r.need(n)
	r.pos += n
}

// KeepTo keeps everything up to byte p of the base.
func (r *Rewriter) KeepTo(p int) { r.Keep(p - r.pos) }

// Replace puts with in place of the next n bytes; n may be 0 (with is then
// invented text, which cannot be cited) and with may be empty (the bytes are
// removed). Replacing bytes by themselves keeps them.
func (r *Rewriter) Replace(n int, with string) {
	r.need(n)
	if r.s[r.pos:r.pos+n] == with {
		r.pos += n
		return
	}
	if len(r.edit) == cap(r.edit) {
		r.grow()
	}
	r.out.WriteString(r.s[r.flush:r.pos])
	d := r.out.Len()
	r.out.WriteString(with)
	r.edit = append(r.edit, edit{
		src: {int32(r.pos), int32(r.pos + n)},
		dst: {int32(d), int32(d + len(with))},
	})
	r.pos += n
	r.flush = r.pos
}

// grow makes room for as many more edits as the rest of the base will need if
// it is like what lies behind, but for no more than four times as many as there
// are: the beginning may be unlike the rest.
func (r *Rewriter) grow() {
	n := len(r.edit)
	if n == 0 {
		r.out.Grow(len(r.s))
	} else if r.pos > 0 {
		n = min(int(int64(n)*int64(len(r.s)-r.pos)/int64(r.pos)), 3*n)
	}
	r.edit = slices.Grow(r.edit, n+n/16+16)
}

func (r *Rewriter) need(n int) {
	if uint(n) > uint(len(r.s)-r.pos) { // a negative n too
		r.fault(n)
	}
}

func (r *Rewriter) fault(n int) {
	panic(fmt.Sprintf("text: rewrite %q: %d bytes wanted at byte %d of %d", r.step, n, r.pos, len(r.s)))
}

// Done returns the new Text, which is the base itself when nothing changed.
func (r *Rewriter) Done() Text {
	if len(r.edit) == 0 {
		return r.base
	}
	r.out.WriteString(r.s[r.flush:])
	if r.out.Len() > MaxLen {
		panic(fmt.Sprintf("text: rewrite %q made %d bytes, more than %d", r.step, r.out.Len(), MaxLen))
	}
	return Text{&node{s: r.out.String(), step: r.step, base: r.base.node(), edit: r.edit}}
}
