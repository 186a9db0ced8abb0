package export

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/schema"
)

// Phones says how phone and identity-card numbers leave the program.
type Phones string

const (
	Masked Phones = "masked" // digit for digit, 100****6595
	Full   Phones = "full"   // as the page has them
	None   Phones = "none"   // every digit a star; phones of schools and contacts left out
)

// ParsePhones returns the way to show numbers that s names; "" is [Masked].
func ParsePhones(s string) (Phones, error) {
	switch p := Phones(s); p {
	case "":
		return Masked, nil
	case Masked, Full, None:
		return p, nil
	}
	return "", fmt.Errorf("unknown way to show phones %q: want masked, full or none", s)
}

// Mask returns a copy of doc, complete as by [schema.Complete], that shows
// private numbers as phones says; doc itself is not changed. Starred are
//
//   - in quotes, the places that doc.Private names, so that a quote stays equal
//     to the page's read text masked in the same way;
//   - in values, names of extra fields, headings and messages of doubts, the
//     digits of the same numbers, with or without separators between them;
//   - the phones of schools and contacts in any case, and their quotes.
//
// A star takes the place of one digit, so no length changes. Identifiers of
// the page (its address, its digests) are not touched.
func Mask(doc *schema.Document, phones Phones) *schema.Document {
	out := schema.Clone(doc)
	if phones == Full {
		return out
	}
	m := newMask(out, phones)
	if phones == None {
		for i := range out.SchoolGroups {
			g := &out.SchoolGroups[i]
			for j := range g.Members {
				g.Members[j].Phone = nil
			}
			for j := range g.Contacts {
				g.Contacts[j].Phone = nil
			}
		}
		for i := range out.Schools {
			out.Schools[i].Phone = nil
		}
	}
	if len(m.places) == 0 && len(m.digits) == 0 {
		return out
	}
	schema.Walk(out, func(_ schema.Path, node any) {
		switch n := node.(type) {
		case *schema.Evidence:
			n.Quote = m.quote(*n)
		case *schema.Value:
			n.Value = m.text(n.Value)
		case *schema.NamedValue:
			n.Name = m.text(n.Name)
		case *schema.Section:
			n.Number, n.Heading = m.text(n.Number), m.text(n.Heading)
		case *schema.Doubt:
			n.Message = m.text(n.Message)
		}
	})
	return out
}

// mask knows the private numbers of one document.
type mask struct {
	places  []schema.Private  // by Start
	longest int               // code points of the longest place
	digits  map[string]string // a number's digits → the same with stars
	lengths []int             // how many digits the numbers have
}

func newMask(doc *schema.Document, phones Phones) *mask {
	m := &mask{places: doc.Private, digits: map[string]string{}}
	for i, p := range m.places {
		if phones == None {
			m.places[i].Shown = star(p.Shown)
		}
		m.learn(p.Digits, digitsAndStars(m.places[i].Shown))
	}
	// A phone that no place names: the extractor saw one where the page's own
	// search did not. It is private all the same.
	for i := range doc.SchoolGroups {
		g := &doc.SchoolGroups[i]
		for j := range g.Members {
			m.phone(g.Members[j].Phone, phones)
		}
		for j := range g.Contacts {
			m.phone(g.Contacts[j].Phone, phones)
		}
	}
	for i := range doc.Schools {
		m.phone(doc.Schools[i].Phone, phones)
	}
	slices.SortStableFunc(m.places, func(a, b schema.Private) int { return a.Start - b.Start })
	for _, p := range m.places {
		m.longest = max(m.longest, p.End-p.Start)
	}
	return m
}

func (m *mask) phone(v *schema.Value, phones Phones) {
	if v == nil {
		return
	}
	digits := digitsAndStars(v.Value)
	if _, known := m.digits[digits]; known || digits == "" || strings.Contains(digits, "*") {
		return
	}
	shown := star(digits)
	if n := len(digits); phones == Masked && n >= 7 {
		head := 0
		if n >= 10 {
			head = 3
		}
		shown = digits[:head] + strings.Repeat("*", n-head-4) + digits[n-4:]
	}
	m.learn(digits, shown)
}

func (m *mask) learn(digits, shown string) {
	if digits == "" || len(digits) != len(shown) {
		return
	}
	m.digits[digits] = shown
	if !slices.Contains(m.lengths, len(digits)) {
		m.lengths = append(m.lengths, len(digits))
	}
}

// quote returns the quote of e with the places in it as they are shown.
func (m *mask) quote(e schema.Evidence) string {
	i, _ := slices.BinarySearchFunc(m.places, e.Start-m.longest, func(p schema.Private, start int) int { return p.Start - start })
	var quote []rune
	for ; i < len(m.places) && m.places[i].Start < e.End; i++ {
		p := m.places[i]
		if p.End <= e.Start {
			continue
		}
		if quote == nil {
			quote = []rune(e.Quote)
		}
		for k, r := range []rune(p.Shown) {
			if at := p.Start + k - e.Start; isStar(r) && 0 <= at && at < len(quote) {
				quote[at] = r
			}
		}
	}
	if quote == nil {
		return m.text(e.Quote)
	}
	return m.text(string(quote))
}

// text returns s with the digits of known numbers starred. Blanks, hyphens and
// brackets between the digits do not hide a number.
func (m *mask) text(s string) string {
	var out []rune // s, once something in it changes
	var run []digit
	n := 0
	flush := func() {
		for i := range run {
			for _, length := range m.lengths {
				if i+length > len(run) {
					continue
				}
				shown, known := m.digits[spell(run[i:i+length])]
				if !known {
					continue
				}
				if out == nil {
					out = []rune(s)
				}
				for k := range length {
					if at := run[i+k].at; shown[k] == '*' {
						out[at] = starFor(out[at])
					}
				}
			}
		}
		run = run[:0]
	}
	for _, r := range s {
		if d, ok := asDigit(r); ok {
			run = append(run, digit{n, d})
		} else if !separates(r) {
			flush()
		}
		n++
	}
	flush()
	if out == nil {
		return s
	}
	return string(out)
}

// digit is one digit of a text: its place in code points and its ASCII form.
type digit struct {
	at int
	d  byte
}

func spell(run []digit) string {
	b := make([]byte, len(run))
	for i, d := range run {
		b[i] = d.d
	}
	return string(b)
}

// asDigit returns the ASCII form of r, a digit or the X that may end an
// identity-card number, narrow or full-width.
func asDigit(r rune) (byte, bool) {
	if '！' <= r && r <= '～' {
		r -= '！' - '!'
	}
	switch {
	case '0' <= r && r <= '9':
		return byte(r), true
	case r == 'X' || r == 'x':
		return 'X', true
	}
	return 0, false
}

func separates(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u3000', '-', '－', '‐', '‑', '–', '—', '−', '(', ')', '（', '）', '.':
		return true
	}
	return false
}

func isStar(r rune) bool { return r == '*' || r == '＊' }

// starFor is the star of the width of r.
func starFor(r rune) rune {
	if utf8.RuneLen(r) == 3 {
		return '＊'
	}
	return '*'
}

// star returns s with every digit starred.
func star(s string) string {
	return strings.Map(func(r rune) rune {
		if _, ok := asDigit(r); ok {
			return starFor(r)
		}
		return r
	}, s)
}

// digitsAndStars returns the digits of s in ASCII, and its stars.
func digitsAndStars(s string) string {
	return strings.Map(func(r rune) rune {
		if d, ok := asDigit(r); ok {
			return rune(d)
		}
		if isStar(r) {
			return '*'
		}
		return -1
	}, s)
}
