// Package private finds the numbers of a page that belong to a person or a
// desk (phones and identity cards) and masks them.
//
// The road of one number: a run of digits catches the eye ([Find] walks from
// run to run; runs that a hyphen or a blank joins are tried together); its
// shape says what it could be (eleven digits from 1: a mobile; 0, an area code
// and seven or eight digits: a landline; eighteen digits with a date and a
// check digit: an identity card); the characters around it say whether it can
// stand alone (no part of a longer number, of a decimal, of an index number);
// and where the shape is not enough, the label in front, the heading of its
// column or a name glued to it must say "phone". [Mask] then puts stars in
// place of digits, one for one, so that every place in the text stays true.
//
// Found are:
//
//   - mobiles: 1, then 3 to 9, then nine digits; plain, in groups of 3-4-4, or
//     behind +86. Where the page says phone, any eleven digits that start with
//     1, in any usual grouping, and several numbers run together;
//   - landlines with their area code: 0400-2345678, (0400)2345678, +86-400-…;
//     written in one run, and numbers of seven or eight digits without area
//     code, only where the page says phone;
//   - service numbers (400-234-5678), which are phones too; codes of three to
//     six digits (12345) reach no person and are left alone;
//   - identity cards of eighteen digits (GB 11643-1999), with a true check
//     digit or a label that names them; the old ones of fifteen with a label.
//
// Index, document, site and filing numbers, amounts, dates and longer runs are
// none of these. Full-width digits count as digits, and so do the letters O and l
// that were read for 0 and 1 in a mobile or a landline (see scanned).
package private

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"jiedui/text"
)

// Kinds of numbers.
const (
	Phone = "phone"
	ID    = "id" // of an identity card
)

// Number is one number in a text.
type Number struct {
	Span   text.Span // bytes of the text, from the first digit to the last
	Digits string    // its digits in ASCII, with the X that may end an identity-card number
	Kind   string    // Phone or ID
}

// Find returns the private numbers of s by their start. Numbers overlap only
// where one reading leaves digits in sight that make another.
//
// Law: no number is found in s masked by [Mask] or [Hide] with what Find found.
func Find(s string) []Number {
	f := finder{s: scanned(s)}
	f.around(0)
	for ; f.runs[0].n > 0; f.next() {
		f.try()
	}
	return f.found
}

// run is a stretch of digits and stars, with the X that may end an
// identity-card number. A star, the mark of a digit that is
// masked already, counts as one in all questions of shape, so masking one
// number changes no answer about another.
type run struct {
	start, end int // bytes
	n          int // digits and stars; 0: no run, the text is at its end
	star       bool
}

// finder walks over the runs of s. runs[0] is the one to judge, runs[1:] are
// the next ones.
type finder struct {
	s     string
	prev  run
	runs  [4]run
	found []Number
	table table
}

// around fills runs with the runs from byte p on.
func (f *finder) around(p int) {
	for i := range f.runs {
		f.runs[i] = f.scan(p)
		p = f.runs[i].end
	}
}

func (f *finder) next() {
	f.prev = f.runs[0]
	copy(f.runs[:], f.runs[1:])
	last := len(f.runs) - 1
	f.runs[last] = f.scan(f.runs[last-1].end)
}

// scan returns the first run at or after byte p.
func (f *finder) scan(p int) run {
	s := f.s
	for ; p < len(s); p++ {
		c := s[p]
		if c-'0' < 10 || c == '*' || c == 0xEF {
			if n, _ := digitAt(s[p:]); n > 0 {
				break
			}
		}
	}
	r := run{start: p, end: p}
	for r.end < len(s) {
		n, d := digitAt(s[r.end:])
		if n == 0 {
			break
		}
		r.end += n
		r.n++
		r.star = r.star || d == '*'
		if r.end < len(s) && (r.n == 17 || r.n == 3) { // the end of an identity-card number or of its last group
			if n, d := digitOrX(s[r.end:]); d == 'X' {
				r.end += n
				r.n++
			}
		}
	}
	return r
}

// digitAt returns the length in bytes of the digit or star that s begins with,
// and its ASCII form; 0 when it begins with neither.
func digitAt(s string) (int, byte) {
	switch c := s[0]; {
	case c-'0' < 10 || c == '*':
		return 1, c
	case c == 0xEF && len(s) >= 3 && s[1] == 0xBC: // ＊ is EF BC 8A, ０ to ９ are EF BC 90 to 99
		if d := s[2]; 0x90 <= d && d <= 0x99 {
			return 3, d - 0x90 + '0'
		} else if d == 0x8A {
			return 3, '*'
		}
	}
	return 0, 0
}

// join is what lies between two runs that may be one number.
type join byte

const (
	apart  join = iota
	blank       // one or two blanks
	hyphen      // a hyphen or dash, blanks around it allowed
	dot
	bracket // a closing bracket
)

// gap returns what lies between runs i and i+1.
func (f *finder) gap(i int) join {
	if f.runs[i+1].n == 0 {
		return apart
	}
	return gap(f.s[f.runs[i].end:f.runs[i+1].start])
}

func gap(s string) join {
	if len(s) > 15 {
		return apart
	}
	blanks, kind := 0, apart
	for _, r := range s {
		switch {
		case isBlank(r):
			if blanks++; blanks > 2 {
				return apart
			}
			continue
		case kind != apart:
			return apart
		case isHyphen(r):
			kind = hyphen
		case r == '.':
			kind = dot
		case r == ')' || r == '）':
			kind = bracket
		default:
			return apart
		}
		blanks = 0
	}
	if kind == apart && blanks > 0 {
		return blank
	}
	return kind
}

func isBlank(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u00ad', '\u200b', '\u3000', '\ufeff':
		return true
	}
	return '\u2000' <= r && r <= '\u200a'
}

func isHyphen(r rune) bool {
	switch r {
	case '-', '－', '‐', '‑', '‒', '–', '—', '−', '―', 'ー', '_':
		return true
	}
	return false
}

// digits returns the digits of the first n runs in ASCII.
func (f *finder) digits(n int) string {
	return asciiDigits(f.s[f.runs[0].start:f.runs[n-1].end])
}

func asciiDigits(s string) string {
	b := make([]byte, 0, 24)
	for i := 0; i < len(s); {
		n, d := digitOrX(s[i:])
		if n == 0 {
			i++
			continue
		}
		b = append(b, d)
		i += n
	}
	return string(b)
}

// try judges the number that could begin with runs[0].
func (f *finder) try() {
	r := f.runs
	if r[0].star {
		return
	}
	switch first := f.first(); {
	case (r[0].n == 15 || r[0].n == 18) && f.identityCard(1):
	case r[0].n == 6 && r[1].n == 8 && r[2].n == 4 && f.gap(0) != apart && f.gap(1) != apart && f.identityCard(3):
	case r[0].n == 11 && first == '1':
		f.mobile(1, 0)
	case r[0].n >= 12 && r[0].n <= 15:
		f.prefixed()
	case r[0].n >= 22 && r[0].n%11 == 0 && first == '1':
		f.runTogether()
	case first == '1' && r[0].n < 11 && f.grouped():
	case first == '0' || f.behindCountryCode() && r[0].n <= 4:
		f.landline(first)
	case r[0].n == 3 && (first == '4' || first == '8'), r[0].n == 10:
		f.service()
	case r[0].n == 7 || r[0].n == 8 || r[0].n == 3 || r[0].n == 4:
		f.local()
	}
}

func (f *finder) first() byte {
	_, d := digitAt(f.s[f.runs[0].start:])
	return d
}

// identityCard takes the first n runs as an identity-card number, if they are one.
func (f *finder) identityCard(n int) bool {
	digits := f.digits(n)
	span := text.Span{Start: f.runs[0].start, End: f.runs[n-1].end}
	if x := strings.IndexByte(digits, 'X'); strings.Contains(digits, "*") || x >= 0 && x != 17 || isWordAt(f.s[span.End:]) {
		return false
	}
	switch len(digits) {
	case 18:
		if !datePlausible(digits[6:10], digits[10:12], digits[12:14]) || !regionPlausible(digits) {
			return false
		}
		if !checkDigit(digits) && f.label(span.Start).kind != "id" {
			return false
		}
	case 15:
		if !datePlausible("19"+digits[6:8], digits[8:10], digits[10:12]) || !regionPlausible(digits) || f.label(span.Start).kind != "id" {
			return false
		}
	default:
		return false
	}
	return f.add(span, digits, ID)
}

// checkDigit applies ISO 7064 MOD 11-2, as GB 11643-1999 does, to eighteen digits.
func checkDigit(d string) bool {
	sum := 0
	for i := range 17 {
		sum = (sum + int(d[i]-'0')) * 2
	}
	return "0123456789X"[(12-sum%11)%11] == d[17]
}

// regionPlausible reports whether d begins with the digit of one of the great
// regions of GB/T 2260 (1 to 8) and does not continue with 0.
func regionPlausible(d string) bool { return '1' <= d[0] && d[0] <= '8' && d[1] != '0' }

func datePlausible(year, month, day string) bool {
	return "1850" <= year && year <= "2099" && "01" <= month && month <= "12" && "01" <= day && day <= "31"
}

// mobile takes the last eleven digits of the first n runs as a mobile number;
// skip bytes of runs[0], a prefix, come before them.
func (f *finder) mobile(n, skip int) bool {
	span := text.Span{Start: f.runs[0].start + skip, End: f.runs[n-1].end}
	digits := asciiDigits(f.s[span.Start:span.End])
	if len(digits) != 11 || digits[0] != '1' || strings.ContainsAny(digits, "*X") {
		return false
	}
	l := f.label(span.Start)
	if l.kind == "other" && l.direct {
		return false
	}
	network := digits[1] >= '3' && skip == 0
	switch {
	case l.kind == "phone":
	case !f.standsAlone(n):
		return false
	case network || f.behindCountryCode() || skip > 0 && f.afterPlus():
	case f.nameBefore(span.Start) || f.columnOfPhones(span.Start):
	default:
		return false
	}
	return f.add(span, digits, Phone)
}

// prefixed takes runs[0] as a mobile number behind 86, 0086 or 0 without a gap.
func (f *finder) prefixed() bool {
	r := f.runs[0]
	digits := f.digits(1)
	skip := r.n - 11
	switch {
	case skip <= 0 || digits[skip] != '1':
		return skip == 1 && digits[0] == '0' && f.landline('0')
	case digits[:skip] != "86" && digits[:skip] != "0086" && digits[:skip] != "0":
		return skip == 1 && digits[0] == '0' && f.landline('0')
	}
	bytes := 0
	for range skip {
		n, _ := digitAt(f.s[r.start+bytes:])
		bytes += n
	}
	return f.mobile(1, bytes) || digits[0] == '0' && f.landline('0')
}

// grouped takes the runs from runs[0] on as a mobile number in groups.
func (f *finder) grouped() bool {
	r := f.runs
	total := r[0].n
	for n := 2; n < len(r) && f.gap(n-2) != apart && f.gap(n-2) != bracket; n++ {
		if total += r[n-1].n; total < 11 {
			continue
		}
		if total > 11 {
			return false
		}
		usual := n == 3 && r[0].n == 3 && r[1].n == 4
		for i := range n {
			if !usual && (r[i].n < 3 || i < n-1 && f.gap(i) == dot || r[i].n == 8 && isDate(asciiDigits(f.s[r[i].start:r[i].end]))) {
				return false
			}
		}
		if !usual && f.label(r[0].start).kind != "phone" && !f.columnOfPhones(r[0].start) {
			return false
		}
		return f.mobile(n, 0)
	}
	return false
}

// runTogether takes runs[0] as several mobile numbers without anything between.
func (f *finder) runTogether() {
	r := f.runs[0]
	digits := f.digits(1)
	for i := 0; i < len(digits); i += 11 {
		if digits[i] != '1' || strings.ContainsAny(digits[i:i+11], "*X") {
			return
		}
	}
	if f.label(r.start).kind != "phone" && !f.columnOfPhones(r.start) && !f.nameBefore(r.start) {
		return
	}
	start := r.start
	for i := 0; i < len(digits); i += 11 {
		end := start
		for range 11 {
			n, _ := digitAt(f.s[end:])
			end += n
		}
		f.add(text.Span{Start: start, End: end}, digits[i:i+11], Phone)
		start = end
	}
}

// landline takes runs[0] as an area code with the number behind it, or as both
// in one run.
func (f *finder) landline(first byte) bool {
	r := f.runs
	if r[0].n >= 10 && r[0].n <= 12 {
		digits := f.digits(1)
		return first == '0' && areaCode(digits) && !strings.Contains(digits, "X") && f.says("phone", r[0].start) && f.add(text.Span{Start: r[0].start, End: r[0].end}, digits, Phone)
	}
	area := r[0].n
	if first != '0' {
		area++ // behind the country code the 0 is left out
	}
	if area < 3 || area > 4 || f.gap(0) == apart || f.gap(0) == dot {
		return false
	}
	n := 2
	if r[1].n <= 4 {
		if !(r[1].n == 3 || r[1].n == 4) || r[2].n != 4 || f.gap(1) != hyphen && f.gap(1) != blank {
			return false
		}
		n = 3
	} else if r[1].n != 7 && r[1].n != 8 {
		return false
	}
	digits := f.digits(n)
	if strings.ContainsAny(digits, "*X") || first == '0' && !areaCode(digits) {
		return false
	}
	l := f.label(r[0].start)
	if l.kind == "other" && l.direct {
		return false
	}
	if l.kind != "phone" {
		local := digits[r[0].n]
		date := r[1].n == 8 && isDate(digits[r[0].n:])
		if local < '2' || date || n == 3 && f.gap(0) != hyphen && f.gap(0) != bracket || !f.standsAlone(n) {
			return false
		}
	}
	return f.add(text.Span{Start: r[0].start, End: r[n-1].end}, digits, Phone)
}

// areaCode reports whether d begins like a trunk code: 010, 02x, or 03xx to 09xx.
func areaCode(d string) bool { return len(d) > 1 && d[0] == '0' && d[1] != '0' }

func isDate(d string) bool {
	return (strings.HasPrefix(d, "19") || strings.HasPrefix(d, "20")) && datePlausible(d[:4], d[4:6], d[6:8])
}

// service takes the runs from runs[0] on as a number that begins with 400 or 800.
func (f *finder) service() bool {
	r := f.runs
	digits, n := "", 1
	if r[0].n == 10 {
		digits = f.digits(1)
		if !f.says("phone", r[0].start) {
			return false
		}
	} else {
		if !(r[1].n == 3 && r[2].n == 4 || r[1].n == 4 && r[2].n == 3) || f.gap(0) != f.gap(1) || f.gap(0) != hyphen && f.gap(0) != blank {
			return f.local()
		}
		n = 3
		digits = f.digits(3)
		if f.gap(0) == blank && f.label(r[0].start).kind != "phone" || !f.standsAlone(3) {
			return f.local()
		}
	}
	if !strings.HasPrefix(digits, "400") && !strings.HasPrefix(digits, "800") || strings.ContainsAny(digits, "*X") {
		return false
	}
	return f.add(text.Span{Start: r[0].start, End: r[n-1].end}, digits, Phone)
}

// local takes the runs from runs[0] on as a number without area code: only
// right behind a label, or alone in a cell of a column of phones.
func (f *finder) local() bool {
	r, n := f.runs, 1
	if r[0].n <= 4 {
		if r[1].n != 4 || f.gap(0) != hyphen && f.gap(0) != blank {
			return false
		}
		n = 2
	}
	digits := f.digits(n)
	if len(digits) < 7 || len(digits) > 8 || strings.ContainsAny(digits, "*X") || !f.standsAlone(n) {
		return false
	}
	span := text.Span{Start: r[0].start, End: r[n-1].end}
	years := len(digits) == 8 && (isDate(digits) || n == 2 && isYear(digits[:4]) && isYear(digits[4:]))
	l := f.label(span.Start)
	switch {
	case l.kind == "phone" && l.direct && !(years && n == 2):
	case l.kind == "" && !years && f.fillsCell(span) && f.columnOfPhones(span.Start):
	default:
		return false
	}
	return f.add(span, digits, Phone)
}

func isYear(d string) bool { return strings.HasPrefix(d, "19") || strings.HasPrefix(d, "20") }

// add takes the number in, unless an earlier one stars one of its digits: it
// is none any more when that one is masked.
func (f *finder) add(span text.Span, digits, kind string) bool {
	for i := len(f.found) - 1; i >= 0 && i >= len(f.found)-4; i-- {
		if have := f.found[i]; have.Span.Overlaps(span) {
			hidden := shown(have.Digits, have.Kind)
			k := 0
			for at := have.Span.Start; at < have.Span.End; {
				n, _ := digitOrX(f.s[at:])
				if n == 0 {
					at++
					continue
				}
				if hidden[k] == '*' && span.Start <= at && at < span.End {
					return false
				}
				k++
				at += n
			}
		}
	}
	f.found = append(f.found, Number{span, digits, kind})
	return true
}

// says reports whether the label in front of byte p, or the column it stands
// in, says kind.
func (f *finder) says(kind string, p int) bool {
	l := f.label(p)
	return l.kind == kind || l.kind == "" && kind == "phone" && f.columnOfPhones(p)
}

// behindCountryCode reports whether runs[0] stands behind +86 or 0086, or
// behind 86 and a hyphen.
func (f *finder) behindCountryCode() bool {
	p := f.prev
	if p.n == 0 || p.n > 4 || p.star {
		return false
	}
	g := gap(f.s[p.end:f.runs[0].start])
	switch asciiDigits(f.s[p.start:p.end]) {
	case "86":
		return g == hyphen || g != apart && g != dot && (strings.HasSuffix(f.s[:p.start], "+") || strings.HasSuffix(f.s[:p.start], "＋"))
	case "0086":
		return g != apart && g != dot
	}
	return false
}

// afterPlus reports whether runs[0] stands behind a plus sign.
func (f *finder) afterPlus() bool {
	before := f.s[:f.runs[0].start]
	return strings.HasSuffix(before, "+") || strings.HasSuffix(before, "＋")
}

// standsAlone reports whether the characters around the first n runs allow
// them to be a number of their own: no part of a word, of a decimal, of a
// number in several parts, of a path, and no count of something.
func (f *finder) standsAlone(n int) bool {
	first, last := f.runs[0], f.runs[n-1]
	before, size := utf8.DecodeLastRuneInString(f.s[:first.start])
	switch {
	case size == 0:
	case isWord(before) || strings.ContainsRune("=#%&第〔[№", before):
		return false
	case f.behindCountryCode():
	case f.prev.n > 0 && gap(f.s[f.prev.end:first.start]) == hyphen:
		return false
	case (before == '/' || before == '.') && f.prev.end == first.start-1 && f.prev.n < 7:
		return false
	}
	rest := f.s[last.end:]
	after, size := utf8.DecodeRuneInString(rest)
	var next run
	if n < len(f.runs) {
		next = f.runs[n]
	} else {
		next = f.scan(last.end)
	}
	switch {
	case size == 0:
	case isWord(after) || isUnit(after):
		return false
	case next.n == 0:
	case gap(f.s[last.end:next.start]) == hyphen:
		// An extension of a landline, or another number.
		landline := first.n <= 4 && n > 1 || first.n == 7 || first.n == 8
		return next.n >= 7 || landline && next.n <= 5
	case (after == '/' || after == '.') && next.start == last.end+1:
		return next.n >= 7 || after == '/' && first.n < 11 && next.n <= 2
	}
	return true
}

// isWord reports whether r belongs to an identifier.
func isWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || 'Ａ' <= r && r <= 'Ｚ' || 'ａ' <= r && r <= 'ｚ'
}

func isWordAt(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size > 0 && isWord(r)
}

// isBorder reports whether r ends a cell or a line.
func isBorder(r rune) bool { return r == '\n' || r == '\t' || r == '|' }

// fillsCell reports whether nothing but blanks stands beside s in its cell.
func (f *finder) fillsCell(s text.Span) bool {
	before := strings.TrimRightFunc(f.s[max(0, s.Start-32):s.Start], isBlank)
	after := strings.TrimLeftFunc(f.s[s.End:min(len(f.s), s.End+32)], isBlank)
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return (before == "" && s.Start == 0 || isBorder(last)) && (after == "" || isBorder(first))
}

// How many hanzi stand in front of a number as a name, or as a short title with
// a name.
const leastName, mostName = 2, 4

// nameBefore reports whether a name is glued to the number at byte p: two to
// four hanzi (a name, or a short title with a name) that begin a cell, a line or
// an item of a list, or follow a number.
func (f *finder) nameBefore(p int) bool {
	hanzi, brackets := 0, 0
	for i := p; ; {
		r, size := utf8.DecodeLastRuneInString(f.s[:i])
		switch {
		case unicode.Is(unicode.Han, r):
			if hanzi++; hanzi > mostName {
				return false
			}
		case isBlank(r) || r == '·' && hanzi > 0:
		case hanzi == 0 && (r == ':' || r == '：' || r == '(' || r == '（'):
			if brackets++; brackets > 2 {
				return false
			}
		case r == ')' || r == '）':
			// A note on the pronunciation belongs to the name; any other bracket
			// ends before it.
			note := noteBefore(f.s[:i])
			if note == 0 {
				return hanzi >= leastName
			}
			size = note
		default:
			d, _ := digitOrX(string(r)) // an X may become a star
			return hanzi >= leastName && (size == 0 || isBorder(r) || d > 0 || strings.ContainsRune("、,，;；/。(（:：", r))
		}
		i -= size
	}
}

// noteBefore returns the length in bytes of the bracket of letters, a note on
// the pronunciation, that s ends with; 0 when it ends with none.
func noteBefore(s string) int {
	i, letters := len(s), 0
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
		switch {
		case i+size == len(s): // the closing bracket
		case unicode.In(r, unicode.Latin, unicode.Mn):
			letters++
		case (r == '(' || r == '（') && letters > 0:
			return len(s) - i
		default:
			return 0
		}
		if letters > 8 {
			return 0
		}
	}
	return 0
}

// label is what stands in front of a number.
type label struct {
	kind   string // "phone", "id", "other", or "": nothing that says
	direct bool   // between label and number stand only signs and numbers
}

// reach is how many bytes before a number its label is looked for; half as
// many hanzi as a line of print holds, three bytes each.
const reach = 180

// label returns the nearest label in front of byte p: in the same sentence of
// the same cell or, when the cell begins with the number, a short cell or line
// before it.
func (f *finder) label(p int) label {
	start := max(0, p-reach)
	for start < p && !utf8.RuneStart(f.s[start]) {
		start++
	}
	window := f.s[start:p]
	sentence := window
	if i := strings.LastIndexAny(sentence, "\n\t|。;；!！?？"); i >= 0 {
		_, size := utf8.DecodeRuneInString(sentence[i:])
		sentence = sentence[i+size:]
	}
	if l := lastLabel(plain(sentence)); l.kind != "" {
		return l
	}
	if strings.TrimFunc(sentence, func(r rune) bool { return isBlank(r) || r == '+' || r == '(' || r == '（' }) != "" {
		return label{}
	}
	before := strings.TrimRightFunc(window[:len(window)-len(sentence)], func(r rune) bool { return isBlank(r) || isBorder(r) })
	if before == "" {
		return label{}
	}
	cell := before[strings.LastIndexAny(before, "\n\t|")+1:]
	if utf8.RuneCountInString(cell) > longestHeading {
		return label{}
	}
	return lastLabel(plain(cell))
}

// longestHeading is how many characters the heading of a column, or a label in
// a cell of its own, has at most.
const longestHeading = 14

// plain is s without blanks and notes on pronunciation, letters in lower case,
// with a 0 for each digit, star, and X behind one, which may become a star.
func plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	digit := false // before i
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		d, _ := digitAt(s[i:])
		if digit && d == 0 {
			d, _ = digitOrX(s[i:])
		}
		digit = d > 0
		i += size
		switch {
		case digit:
			b.WriteByte('0')
		case isBlank(r):
		case r == ')' || r == '）':
			if n := noteBefore(b.String() + ")"); n > 0 {
				cut := b.String()[:b.Len()+1-n]
				b.Reset()
				b.WriteString(cut)
			} else {
				b.WriteRune(r)
			}
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// lastLabel returns the label in s, which is plain, that ends last.
func lastLabel(s string) label {
	var kind string
	end := 0
	for i, r := range s {
		for _, w := range words()[r] {
			if w.kind != "unit" && i+len(w.word) >= end && strings.HasPrefix(s[i:], w.word) && !(r < utf8.RuneSelf && i > 0 && isWordEnd(s[:i])) {
				kind, end = w.kind, i+len(w.word)
			}
		}
	}
	if kind == "" {
		return label{}
	}
	for _, r := range s[end:] {
		if !isHyphen(r) && !strings.ContainsRune("0:：号號码碼为為是()（）/、,，.+＋[]〔〕", r) && !(kind == "other" && isWord(r)) {
			return label{kind, false}
		}
	}
	return label{kind, true}
}

func isWordEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWord(r)
}

//go:embed labels.txt
var labelFile string

type word struct{ word, kind string }

// isUnit reports whether a number before r counts something.
func isUnit(r rune) bool {
	for _, w := range words()[r] {
		if w.kind == "unit" {
			return true
		}
	}
	return false
}

// words are the labels by their first character.
var words = sync.OnceValue(func() map[rune][]word {
	m := map[rune][]word{}
	for line := range strings.Lines(labelFile) {
		kind, w, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		r, _ := utf8.DecodeRuneInString(w)
		m[r] = append(m[r], word{w, kind})
	}
	return m
})

// table is the state of a walk over the lines of a text that remembers whether
// the table at hand, as far as it was read, has a heading that says phone.
type table struct {
	pos    int // start of the first line not yet read
	end    int // start of the line after it, when that is past pos
	inside bool
	phones bool
	loose  int // lines without a cell border since the last with one
}

// A line without a cell border still belongs to a table (a cell may hold
// several lines) while it is short and there are few of them.
const (
	looseLines = 8
	looseBytes = 120
)

// columnOfPhones reports whether byte p stands in a table that has, further
// up, a heading that says phone.
func (f *finder) columnOfPhones(p int) bool {
	t := &f.table
	for {
		if t.end <= t.pos { // look for the end of the line once, it may be far
			if n := strings.IndexByte(f.s[t.pos:], '\n'); n >= 0 {
				t.end = t.pos + n + 1
			} else {
				t.end = len(f.s) + 1
			}
		}
		if t.end > p {
			return t.phones
		}
		t.read(f.s[t.pos : t.end-1])
		t.pos = t.end
	}
}

func (t *table) read(line string) {
	if !strings.ContainsAny(line, "\t|") {
		if t.loose++; t.loose > looseLines || len(line) > looseBytes {
			t.inside, t.phones = false, false
		}
		return
	}
	if !t.inside {
		t.inside, t.phones = true, false
	}
	t.loose = 0
	for !t.phones && line != "" {
		end := strings.IndexAny(line, "\t|")
		cell := line
		if end >= 0 {
			cell, line = line[:end], line[end+1:]
		} else {
			line = ""
		}
		if len(cell) <= 3*longestHeading && lastLabel(plain(cell)).kind == "phone" {
			t.phones = true
		}
	}
}
