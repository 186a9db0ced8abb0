package search

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf8"

	"jiedui/schema"
)

// Text is the text of a document: its lines as they were cleaned, each with the
// stretch of the read text that it was made from, so that what is found in the
// one can be cited from the other.
type Text struct {
	Lines []Line
	// Private are the numbers of persons in it, by Start.
	Private []schema.Private
	// Phones are further numbers of persons, without places.
	Phones []string
}

// Line is one line of a document.
type Line struct {
	Clean string // simplified, repaired
	Start int    // of Read in the read text, in code points
	Read  string // as the page has it
	// Runs say which stretch of Read each stretch of Clean was made from, in order,
	// and cover both; nil: Clean is Read.
	Runs []Run
}

// Run is a stretch of a line.
type Run struct {
	Clean, Read int // code points of each
	// Each says that the two are as long as each other and every character was
	// made from the one in its place; otherwise the whole stands for the whole.
	Each bool
}

// Trace returns the stretch of Read that the code points from and to of Clean
// stand for; ok is false where they stand for nothing, having been invented.
func (l *Line) Trace(from, to int) (start, end int, ok bool) {
	if l.Runs == nil {
		return from, to, from < to
	}
	c, r := 0, 0
	start = -1
	for _, run := range l.Runs {
		if c >= to {
			break
		}
		if c+run.Clean > from && run.Clean > 0 && run.Read > 0 {
			a, b := r, r+run.Read
			if run.Each {
				a, b = r+max(from-c, 0), r+min(to-c, run.Clean)
			}
			if start < 0 {
				start = a
			}
			end = b
		}
		c += run.Clean
		r += run.Read
	}
	return start, end, start >= 0 && start < end
}

// Encode packs t; [Decode] unpacks it.
func (t *Text) Encode() []byte {
	var b []byte
	num := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	str := func(s string) {
		num(len(s))
		b = append(b, s...)
	}
	num(len(t.Lines))
	for i := range t.Lines {
		l := &t.Lines[i]
		num(l.Start)
		str(l.Clean)
		num(len(l.Runs))
		if l.Runs == nil {
			continue
		}
		str(l.Read)
		for _, r := range l.Runs {
			each := 0
			if r.Each {
				each = 1
			}
			num(r.Clean<<1 | each)
			if !r.Each {
				num(r.Read)
			}
		}
	}
	num(len(t.Private))
	for _, p := range t.Private {
		num(p.Start)
		num(p.End)
		str(p.Digits)
		str(p.Kind)
		str(p.Shown)
	}
	num(len(t.Phones))
	for _, p := range t.Phones {
		str(p)
	}
	return b
}

var errDamaged = errors.New("a text in the search index is damaged; make it anew with: jiedui corpus rebuild, then jiedui build")

// Decode unpacks what [Text.Encode] packed.
func Decode(b []byte) (*Text, error) {
	bad := false
	num := func() int {
		n, k := binary.Uvarint(b)
		if k <= 0 || n > 1<<31 {
			bad = true
			return 0
		}
		b = b[k:]
		return int(n)
	}
	str := func() string {
		n := num()
		if bad || n > len(b) {
			bad = true
			return ""
		}
		s := string(b[:n])
		b = b[n:]
		return s
	}
	t := &Text{}
	for n := num(); n > 0 && !bad; n-- {
		l := Line{Start: num(), Clean: str()}
		l.Read = l.Clean
		if runs := num(); runs > 0 && !bad {
			l.Read = str()
			for ; runs > 0 && !bad; runs-- {
				c := num()
				r := Run{c >> 1, c >> 1, c&1 == 1}
				if !r.Each {
					r.Read = num()
				}
				l.Runs = append(l.Runs, r)
			}
		}
		t.Lines = append(t.Lines, l)
	}
	for n := num(); n > 0 && !bad; n-- {
		t.Private = append(t.Private, schema.Private{Start: num(), End: num(), Digits: str(), Kind: str(), Shown: str()})
	}
	for n := num(); n > 0 && !bad; n-- {
		t.Phones = append(t.Phones, str())
	}
	if bad || len(b) > 0 || !t.whole() {
		return nil, errDamaged
	}
	return t, nil
}

// whole reports whether the runs of each line cover it.
func (t *Text) whole() bool {
	for i := range t.Lines {
		l := &t.Lines[i]
		if l.Runs == nil {
			continue
		}
		c, r := 0, 0
		for _, run := range l.Runs {
			c += run.Clean
			r += run.Read
		}
		if c != utf8.RuneCountInString(l.Clean) || r != utf8.RuneCountInString(l.Read) {
			return false
		}
	}
	return true
}

// String is the clean text.
func (t *Text) String() string {
	var b strings.Builder
	for i := range t.Lines {
		b.WriteString(t.Lines[i].Clean)
		b.WriteByte('\n')
	}
	return b.String()
}
