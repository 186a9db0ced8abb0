package text

import (
	"fmt"
	"strings"
)

// Rewriter makes a new Text from a base, left to right, with two verbs, Keep
// and Replace. Whatever is left when Done is called is kept; then the Rewriter
// is spent. It panics when asked for more bytes than are left: that is a fault
// of the step, not of the page.
type Rewriter struct {
	base  Text
	step  string
	pos   int             // bytes of base consumed
	out   strings.Builder // the new string up to the last edit
	flush int             // bytes of base already in out, or replaced
	edit  []edit
}

// Rewrite starts a rewrite of t; step names it (see [Text.Step]).
func (t Text) Rewrite(step string) *Rewriter {
	return &Rewriter{base: t, step: step}
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
	s := r.base.String()
	if s[r.pos:r.pos+n] == with {
		r.pos += n
		return
	}
	if len(r.edit) == 0 {
		r.out.Grow(len(s))
	}
	r.out.WriteString(s[r.flush:r.pos])
	d := r.out.Len()
	r.out.WriteString(with)
	r.edit = append(r.edit, edit{
		src: {int32(r.pos), int32(r.pos + n)},
		dst: {int32(d), int32(d + len(with))},
	})
	r.pos += n
	r.flush = r.pos
}

func (r *Rewriter) need(n int) {
	if n < 0 || n > r.base.Len()-r.pos {
		panic(fmt.Sprintf("text: rewrite %q: %d bytes wanted at byte %d of %d", r.step, n, r.pos, r.base.Len()))
	}
}

// Done returns the new Text, which is the base itself when nothing changed.
func (r *Rewriter) Done() Text {
	if len(r.edit) == 0 {
		return r.base
	}
	r.out.WriteString(r.base.String()[r.flush:])
	if r.out.Len() > MaxLen {
		panic(fmt.Sprintf("text: rewrite %q made %d bytes, more than %d", r.step, r.out.Len(), MaxLen))
	}
	return Text{&node{s: r.out.String(), step: r.step, base: r.base.node(), edit: r.edit}}
}
