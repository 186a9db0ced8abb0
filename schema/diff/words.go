package diff

import (
	"strconv"
	"strings"
	"unicode"

	"jiedui/internal/lexicon"
	"jiedui/internal/numeral"
	"jiedui/schema"
)

// words is what the domain calls things, as far as it is needed to compare them.
var words = lexicon.Of(func(l *lexicon.Lexicon) (w struct{ own, periods, units, comparators, before, now, headings, promises *lexicon.Terms }) {
	w.own = l.Load("own-schools.txt")
	w.periods = l.Load("periods.txt")
	w.units = l.Load("unit-scales.txt")
	w.comparators = l.Load("comparators.txt")
	general := l.Load("general-words.txt")
	w.headings, w.promises = general.Of("heading"), general.Of("promise")
	renamings := l.Load("renamings.txt")
	w.before, w.now = renamings.Of("old"), renamings.Of("new")
	return w
})

// folded is s without blanks, letters narrow and small, and of marks that are
// written in several ways the usual one.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case '！' <= r && r <= '～':
			r = r - '！' + '!'
		}
		switch r {
		case '[', '【', '〔':
			return '('
		case ']', '】', '〕':
			return ')'
		case '—', '–', '−', '~':
			return '-'
		}
		return unicode.ToLower(r)
	}, s)
}

// plain is s as it is compared: folded, and without the marks between words,
// which sites change and lose. Of those within numbers, they stay: 3.5, 2-3, 100****0001.
func plain(s string) string {
	in := []rune(folded(s))
	out := in[:0:0]
	digit := func(i int) bool { return 0 <= i && i < len(in) && '0' <= in[i] && in[i] <= '9' }
	for i, r := range in {
		switch {
		case (r == 'o' || r == 'l' || r == 'i') && (digit(i-1) || digit(i+1)):
			r = map[rune]rune{'o': '0', 'l': '1', 'i': '1'}[r] // what a scanner made of a digit
			in[i] = r
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '*', r == '%', r == '‰', string(r) == replacement:
		case (r == '.' || r == '-' || r == '/' || r == ':') && digit(i-1) && digit(i+1):
		case unicode.IsSymbol(r): // ○ √ and what else is a value of its own
		default:
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

func plainOf(v *schema.Value) string {
	if v == nil {
		return ""
	}
	return plain(v.Value)
}

// same is the score of words that are equal.
const same = 1000

// alike says how alike two plain texts are, from 0 to same: twice the length of
// their longest common subsequence over both lengths.
func alike(a, b string) int {
	if a == b {
		return same
	}
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	return 2 * same * shared(x, y) / (len(x) + len(y))
}

// shared is the length of the longest common subsequence.
func shared(x, y []rune) int {
	// What they begin and end with alike need not be searched for.
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	mx, my := x[head:len(x)-tail], y[head:len(y)-tail]
	row := make([]int, len(my)+1)
	for _, r := range mx {
		diagonal := 0
		for j, q := range my {
			above := row[j+1]
			if r == q {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return head + tail + row[len(my)]
}

// bare is a plain text without its numbers and the words that limit them: what
// is promised, not how much.
func bare(s string) string {
	var b strings.Builder
	w := words()
	for s = folded(s); s != ""; {
		if n, ok := numeral.Parse(s); ok {
			s = s[n.Length:]
			continue
		}
		if c := w.comparators.Prefix(s); c != "" {
			s = s[len(c):]
			continue
		}
		r := []rune(s[:min(len(s), 4)])[0]
		b.WriteRune(r)
		s = s[len(string(r)):]
	}
	return plain(b.String())
}

// own is a plain text without the general words that any of its kind may have,
// unless it has no other ones.
func own(s string, general *lexicon.Terms) string {
	var rest strings.Builder
	for left := s; left != ""; {
		from, to := general.Find(left)
		if from < 0 {
			from, to = len(left), len(left)
		}
		rest.WriteString(left[:from])
		left = left[to:]
	}
	if rest.Len() == 0 {
		return s
	}
	return rest.String()
}

// period is the name of the period that a promise recurs in.
func period(per string) string {
	per = plain(per)
	if class, ok := words().periods.Class(per); ok {
		per, _, _ = strings.Cut(class, " ")
	}
	return per
}

// unit is the unit that an amount is compared in, and by how much the number is
// to be multiplied.
func unit(u string) (string, float64) {
	u = plain(u)
	class, ok := words().units.Class(u)
	if !ok {
		return u, 1
	}
	name, factor, _ := strings.Cut(class, " ")
	if f, err := strconv.ParseFloat(factor, 64); err == nil {
		return name, f
	}
	return name, 1
}

// phoneKey is as much of a phone number as a masked one shows, so that masking
// decides nothing but whether two numbers are equal.
func phoneKey(v *schema.Value) string {
	var digits []byte
	for _, c := range []byte(plainOf(v)) {
		if '0' <= c && c <= '9' || c == '*' {
			digits = append(digits, c)
		}
	}
	switch n := len(digits); {
	case n >= 10:
		return string(digits[:3]) + "*" + string(digits[n-4:])
	case n >= 7:
		return "*" + string(digits[n-4:])
	}
	return string(digits)
}

// samePhone scores how far two numbers are alike: 4 if masked they are, 1 more if
// they are in full.
func samePhone(a, b *schema.Value) int {
	return boolScore(phoneKey(a) == phoneKey(b), 4) + boolScore(plainOf(a) == plainOf(b), 1)
}
