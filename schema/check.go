package schema

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is something in a document, or in a file of documents, that is not as
// it must be.
type Problem struct {
	Line     int    // of the file, from 1; 0: not known
	Document string // its id, or ""
	Path     string // the place, as in [Path], or ""
	Message  string // what is wrong
}

// String returns the problem on one line: where it is, then what is wrong.
func (p Problem) String() string {
	var b strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", p.Line)
	}
	if p.Document != "" {
		b.WriteString(p.Document + ": ")
	}
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// Check holds doc to everything that the JSON Schema cannot say: all of
// [CheckShape] and the two laws of evidence.
//
//   - The read text from start to end is the quote, for every piece of evidence.
//     In a masked document a star of the quote stands for one digit of the text.
//   - What is not derived is contained in its quotes when the page's own steps
//     are applied to them. fold applies the steps to one quote (nil: none were
//     taken); blanks and the width of letters do not count. A value that
//     several places make up is contained in their folded quotes put together
//     in order. Of a date or a number, whose written form is another, each
//     number must stand in the quotes, in digits or in Chinese numerals.
//
// It returns nil when all is well.
func Check(doc *Document, readText string, fold func(quote string) string) []Problem {
	c := checker{doc: doc}
	c.shape()
	text := newPoints(readText)
	if fold == nil {
		fold = func(s string) string { return s }
	}
	Walk(doc, func(path Path, node any) {
		switch n := node.(type) {
		case *Evidence:
			if !c.fits(n) {
				return // reported by shape
			}
			got, ok := text.between(n.Start, n.End)
			if !ok {
				c.add(path, "the place %d:%d lies outside the read text of %d code points", n.Start, n.End, text.n)
			} else if !sameMasked(got, n.Quote) {
				c.add(path, "the read text from %d to %d is %q, not %q", n.Start, n.End, got, n.Quote)
			}
		case *Value:
			if n.Derived == "" {
				if isDatePath(path) {
					c.numbers(path, n.Evidence, fold, dateNumbers(n.Value)...)
				} else {
					c.contained(path, n.Value, n.Evidence, fold)
				}
			}
		case *Number:
			if n.Derived == "" {
				c.numbers(path, n.Evidence, fold, n.Value)
			}
		case *When:
			if n.Derived == "" {
				want := append(dateNumbers(n.From), dateNumbers(n.To)...)
				for _, v := range []int{n.Month, n.Day} {
					if v > 0 {
						want = append(want, float64(v))
					}
				}
				c.numbers(path, n.Evidence, fold, want...)
			}
		case *Section:
			c.contained(path, n.Number+n.Heading, n.Evidence, fold)
		}
	})
	return c.problems
}

// CheckShape holds doc to what can be said without its page: its part is one
// of its parts; ids are well-formed and no two facts share one; every value
// cites at least one place, a derived one its cause; every place is as long as
// its quote.
func CheckShape(doc *Document) []Problem {
	c := checker{doc: doc}
	c.shape()
	return c.problems
}

type checker struct {
	doc      *Document
	problems []Problem
}

func (c *checker) add(path Path, format string, args ...any) {
	c.problems = append(c.problems, Problem{Document: c.doc.ID, Path: path.String(), Message: fmt.Sprintf(format, args...)})
}

func (c *checker) shape() {
	if c.doc.Part < 1 || c.doc.Part > c.doc.Parts {
		c.add(Path("part"), "part %d of %d", c.doc.Part, c.doc.Parts)
	}
	if !wellFormed(c.doc.ID, kindDocument) {
		c.add(Path("id"), "%q is no id of a document", c.doc.ID)
	}
	seen := map[string]string{} // id → path
	Walk(c.doc, func(path Path, node any) {
		if id, kind := idOf(node); kind != "" {
			if !wellFormed(id, kind) {
				c.add(path, "%q is no id of a %s", id, kind)
			} else if other, twice := seen[id]; twice {
				c.add(path, "has the id %s of %s", id, other)
			} else {
				seen[id] = path.String()
			}
		}
		switch n := node.(type) {
		case *Evidence:
			if !c.fits(n) {
				c.add(path, "the quote %q has %d code points, the place %d:%d", n.Quote, utf8.RuneCountInString(n.Quote), n.Start, n.End)
			}
		case *Value:
			c.cites(path, n.Evidence, n.Derived)
		case *Number:
			c.cites(path, n.Evidence, n.Derived)
		case *When:
			c.cites(path, n.Evidence, n.Derived)
		case *Section:
			c.cites(path, n.Evidence, "")
		}
	})
}

func (c *checker) fits(e *Evidence) bool {
	return 0 <= e.Start && e.Start < e.End && utf8.RuneCountInString(e.Quote) == e.End-e.Start
}

func (c *checker) cites(path Path, ev []Evidence, derived string) {
	switch {
	case len(ev) > 0:
	case derived != "":
		c.add(path, "derived by %s without citing its cause", derived)
	default:
		c.add(path, "without evidence")
	}
}

func (c *checker) contained(path Path, value string, ev []Evidence, fold func(string) string) {
	var quotes strings.Builder
	for _, e := range ev {
		quotes.WriteString(fold(e.Quote))
	}
	if !strings.Contains(PlainName(quotes.String()), PlainName(value)) {
		c.add(path, "%q is not in its quotes, which fold to %q", value, quotes.String())
	}
}

func (c *checker) numbers(path Path, ev []Evidence, fold func(string) string, want ...float64) {
	have := map[float64]bool{}
	var quotes []string
	for _, e := range ev {
		q := fold(e.Quote)
		quotes = append(quotes, q)
		numerals(have, q)
		numerals(have, PlainName(q))
	}
	for _, n := range want {
		if !have[n] {
			c.add(path, "the number %g is not in its quotes, which fold to %q", n, quotes)
		}
	}
}

// isDatePath reports whether path names a [Date].
func isDatePath(path Path) bool {
	switch string(path) {
	case "metadata.written_on", "metadata.published_on", "metadata.signed_on":
		return true
	}
	return false
}

// dateNumbers returns the numbers of a date: year, month, day as far as given.
func dateNumbers(date string) []float64 {
	var out []float64
	for part := range strings.SplitSeq(date, "-") {
		if n, err := strconv.Atoi(part); err == nil {
			out = append(out, float64(n))
		}
	}
	return out
}

// hanDigits and hanUnits are the Chinese numerals. 元 is the first month of a
// year (元月).
var (
	hanDigits = map[rune]float64{
		'〇': 0, '○': 0, '零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	}
	hanUnits = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '亿': 1e8}
)

// numerals adds to set the numbers that are written in s. Where a writing may
// mean several (一两, 5.12, 二〇二〇) it adds all of them.
func numerals(set map[float64]bool, s string) {
	var digits strings.Builder // a run of ASCII digits and Chinese digits, as ASCII
	var total, section, last float64
	units, inRun := false, false
	flush := func() {
		if inRun && units {
			set[total+section+last] = true
		}
		d := strings.Trim(digits.String(), ".,")
		if n, err := strconv.ParseFloat(strings.ReplaceAll(d, ",", ""), 64); err == nil {
			set[n] = true
		}
		for _, piece := range strings.FieldsFunc(d, func(r rune) bool { return r == '.' || r == ',' }) {
			if n, err := strconv.ParseFloat(piece, 64); err == nil {
				set[n] = true
			}
		}
		digits.Reset()
		total, section, last, units, inRun = 0, 0, 0, false, false
	}
	for i, r := range s {
		if n, ok := hanDigits[r]; ok {
			inRun, last = true, n
			set[n] = true
			digits.WriteByte('0' + byte(n))
			continue
		}
		if n, ok := hanUnits[r]; ok {
			if d := strings.Trim(digits.String(), ".,"); !inRun && d != "" { // 2万: the number before the unit counts too
				if v, err := strconv.ParseFloat(d, 64); err == nil {
					set[v], last = true, v
				}
			}
			inRun, units = true, true
			switch {
			case n >= 1e4:
				total, section, last = (total+section+last)*n, 0, 0
			case last == 0:
				section += n
			default:
				section, last = section+last*n, 0
			}
			digits.Reset()
			continue
		}
		switch {
		case '0' <= r && r <= '9':
			digits.WriteRune(r)
		case (r == '.' || r == ',') && digits.Len() > 0:
			digits.WriteRune(r)
		default:
			flush()
			if r == '半' {
				set[0.5] = true
			}
			if r == '元' && strings.HasPrefix(s[i:], "元月") {
				set[1] = true
			}
		}
	}
	flush()
}

// idOf returns the id of a fact and the kind that the id must name; other
// nodes have none.
func idOf(node any) (id, kind string) {
	switch n := node.(type) {
	case *LeadingGroup:
		return n.ID, kindBody
	case *Leader:
		return n.ID, kindLeader
	case *SchoolGroup:
		return n.ID, kindGroup
	case *Member:
		return n.ID, kindMember
	case *Contact:
		return n.ID, kindContact
	case *Pairing:
		return n.ID, kindPairing
	case *School:
		return n.ID, kindSchool
	case *Citation:
		return n.ID, kindCitation
	case *Milestone:
		return n.ID, kindMilestone
	case *Commitment:
		return n.ID, kindCommitment
	case *Measure:
		return n.ID, kindMeasure
	}
	return "", ""
}

func wellFormed(id, kind string) bool {
	hash, ok := strings.CutPrefix(id, kind+"-")
	return ok && len(hash) == 16 && strings.Trim(hash, "0123456789abcdef") == ""
}

// sameMasked reports whether quote is text, or text with stars for digits.
func sameMasked(text, quote string) bool {
	if text == quote {
		return true
	}
	t, q := []rune(text), []rune(quote)
	if len(t) != len(q) {
		return false
	}
	for i := range t {
		star := q[i] == '*' || q[i] == '＊'
		digit := '0' <= t[i] && t[i] <= '9' || '０' <= t[i] && t[i] <= '９' || strings.ContainsRune("XxＸｘ", t[i])
		if t[i] != q[i] && !(star && digit) {
			return false
		}
	}
	return true
}

// points finds code points in a string. It marks the byte of every 64th.
type points struct {
	s     string
	marks []int
	n     int // code points in s
}

const markEvery = 64

func newPoints(s string) points {
	p := points{s: s}
	for i := range s {
		if p.n%markEvery == 0 {
			p.marks = append(p.marks, i)
		}
		p.n++
	}
	return p
}

func (p points) byteOf(n int) int {
	if n >= p.n {
		return len(p.s)
	}
	at := p.marks[n/markEvery]
	for range n % markEvery {
		_, size := utf8.DecodeRuneInString(p.s[at:])
		at += size
	}
	return at
}

// between returns the text of the code points from start to end, and whether
// they all exist.
func (p points) between(start, end int) (string, bool) {
	if start < 0 || end < start || end > p.n {
		return "", false
	}
	return p.s[p.byteOf(start):p.byteOf(end)], true
}
