// Package numeral reads numbers as Chinese official texts write them, from
// normalised text (simplified script, half-width ASCII).
//
// The road of one number: in 每校选派十余名教师, [Next] walks to 十; [Parse]
// reads the numeral 十 and the 余 behind it, and gives 10 as the lower end,
// open upwards. In 资助2-3万元 it gives 2 to 3: the 万 before 元 belongs to the
// unit, whose names are the caller's business.
//
// The grammar, longest match first:
//
//	number   = percent | range | amount
//	percent  = amount "%" [joint amount "%"] | 百分之 range | 百分之 amount | fraction
//	fraction = han 分之 han             三分之二: 66.7 percent, to one decimal
//	range    = amount joint amount      2-3, 1—2, 一至两, 3到5; the second is larger
//	         | approx                   一两, 两三, 三五, 十七八, 二三十
//	amount   = (arabic | han) [over]
//	arabic   = digits, in groups of three or not, with decimals: 12 1,200 66.7;
//	           with 百 千 万 亿 behind it they count: 3.5万 is 35000. Behind a digit
//	           O, o, l, I are what a scanner made of 0 and 1: 30O元 is 300
//	han      = 零 to 九, 两, 十 百 千 万 亿 as they are written out: 一百零五,
//	           三千二百, 一亿二千万; a bare 百, 千, 万 is one of it; 半 is 0.5
//	over     = 余 | 多 | 几 | 来        more than that
//	joint    = one or two of - – — ~ ～, or 至, or 到
//
// None of these is a number: an ordinal (第三), digits glued to letters (3D, A4),
// a run that begins with 0 or has more than twelve digits, dates and version
// numbers with dots (2023.9.1), year digits (二〇二三), numbers said short
// (三千二), and several that nobody counted (数十, 几百).
package numeral

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiedui/text"
)

// Number is one number of a text.
type Number struct {
	// Low and High are the ends of a range; they are equal when there is none.
	Low, High float64
	// LowAt and HighAt are the places of their numerals in the string that was
	// parsed; equal when one numeral says both (两三).
	LowAt, HighAt text.Span
	// Length is how many bytes of the string the number takes.
	Length int
	// Over is true of a number with more behind it: 十余, 100多.
	Over bool
	// Percent is true of 5%, 百分之五 and fractions.
	Percent bool
	// Arabic is true when the number is written in Arabic digits.
	Arabic bool
	// Exact is false where the text does not write the number itself: 十七八, 三分之一, 3O.
	Exact bool
}

// IsRange reports whether the number has two ends.
func (n Number) IsRange() bool { return n.High > n.Low }

// Parse reads the number that s begins with. Where s begins with a numeral that
// is no number of the grammar, ok is false and Length is how many bytes to pass
// over (at least one character when s is not empty).
func Parse(s string) (n Number, ok bool) {
	if s == "" {
		return Number{}, false
	}
	if inner, found := strings.CutPrefix(s, percentWord); found {
		n, ok = plain(inner)
		if !ok {
			return Number{Length: len(percentWord)}, false
		}
		k := len(percentWord)
		n.LowAt, n.HighAt, n.Length = n.LowAt.Shift(k), n.HighAt.Shift(k), n.Length+k
		n.Percent = true
		// 百分之五至百分之十
		if j := joint(s[n.Length:]); j > 0 && !n.IsRange() && strings.HasPrefix(s[n.Length+j:], percentWord) {
			n.second(s, n.Length+j+len(percentWord))
		}
		return n, true
	}
	n, ok = plain(s)
	if !ok {
		return n, false
	}
	if k, found := strings.CutPrefix(s[n.Length:], "分之"); found && !n.Arabic && !n.IsRange() {
		if m, ok := plain(k); ok && !m.Arabic && !m.IsRange() && n.Low > m.Low && m.Low > 0 {
			n.Low = math.Round(m.Low/n.Low*1000) / 10
			n.High = n.Low
			n.Length += len("分之") + m.Length
			n.LowAt.End = n.Length
			n.HighAt = n.LowAt
			n.Percent, n.Exact, n.Over = true, false, m.Over
			return n, true
		}
		return Number{Length: n.Length + len("分之")}, false
	}
	if strings.HasPrefix(s[n.Length:], "%") {
		n.Length++
		n.Percent = true
		if j := joint(s[n.Length:]); j > 0 && !n.IsRange() {
			m := n
			if m.second(s, n.Length+j); m.IsRange() && strings.HasPrefix(s[m.Length:], "%") {
				m.Length++
				n = m
			}
		}
	}
	return n, true
}

const percentWord = "百分之"

// second makes n a range whose upper end stands at byte at of s, if one does.
func (n *Number) second(s string, at int) {
	m, ok := amount(s[at:])
	if !ok || m.High <= n.Low || m.IsRange() {
		return
	}
	n.High, n.HighAt = m.Low, m.LowAt.Shift(at)
	n.Length = at + m.Length
	n.Over = m.Over
}

// plain reads a range or an amount, percents aside.
func plain(s string) (Number, bool) {
	n, ok := amount(s)
	if !ok || n.IsRange() || n.Over {
		return n, ok
	}
	j := joint(s[n.Length:])
	if j == 0 {
		return n, true
	}
	m := n
	m.second(s, n.Length+j)
	if !m.IsRange() {
		return n, true
	}
	// 120-4567-89 is no range.
	if k := joint(s[m.Length:]); k > 0 && m.Arabic && startsDigit(s[m.Length+k:]) && s[m.Length] == '-' {
		return Number{Length: m.Length + k + digits(s[m.Length+k:])}, false
	}
	return m, true
}

// joint returns the length of what joins the two ends of a range.
func joint(s string) int {
	for _, w := range []string{"至", "到"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	at := 0
	for range 2 {
		r, size := utf8.DecodeRuneInString(s[at:])
		if !strings.ContainsRune("-–—~～", r) {
			break
		}
		at += size
	}
	return at
}

func amount(s string) (Number, bool) {
	var n Number
	var ok bool
	if startsDigit(s) {
		n, ok = arabic(s)
	} else if r, size := utf8.DecodeRuneInString(s); units[r] > 10 && strings.HasPrefix(s[size:], "分之") {
		return Number{Length: size}, false // 百分之: no 百 of its own
	} else {
		n, ok = han(s)
	}
	if !ok {
		return n, false
	}
	if n.IsRange() || n.Low == 0.5 {
		return n, true
	}
	for _, w := range []string{"余", "多", "几", "来"} {
		if strings.HasPrefix(s[n.Length:], w) && n.Low >= 10 {
			n.Over = true
			n.Length += len(w)
			break
		}
	}
	return n, true
}

func startsDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func digits(s string) int {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i
}

// maxDigits is the length of the longest run of digits that is a number.
const maxDigits = 12

func arabic(s string) (Number, bool) {
	i := digits(s)
	scanned := false
	if n := scannedDigits(s); n > i {
		// The letters go on to the unit; 3O is no number before other letters.
		if r, _ := utf8.DecodeRuneInString(s[n:]); r >= 0x3400 || r == '%' {
			i, scanned = n, true
		}
	}
	no := func() (Number, bool) { // pass over all that hangs together
		for i < len(s) && (startsDigit(s[i:]) || (s[i] == '.' || s[i] == ',') && startsDigit(s[i+1:])) {
			i++
		}
		return Number{Length: i}, false
	}
	whole := s[:i]
	if scanned {
		whole = scannedAs.Replace(whole)
	}
	if i > maxDigits || i > 1 && s[0] == '0' {
		return no()
	}
	if i <= 3 {
		for i+4 <= len(s) && s[i] == ',' && digits(s[i+1:]) == 3 {
			whole += s[i+1 : i+4]
			i += 4
		}
	}
	if i+1 < len(s) && s[i] == '.' && startsDigit(s[i+1:]) {
		d := digits(s[i+1:])
		whole += s[i : i+1+d]
		i += 1 + d
		if i+1 < len(s) && s[i] == '.' && startsDigit(s[i+1:]) || d > maxDigits {
			return no()
		}
	}
	if r, _ := utf8.DecodeRuneInString(s[i:]); len(whole) > maxDigits+maxDigits || r >= 'A' && r <= 'Z' && unitless(s[i:]) {
		return no()
	}
	v, err := strconv.ParseFloat(whole, 64)
	if err != nil {
		return no()
	}
	n := Number{Low: v, High: v, Length: i, Arabic: true, Exact: !scanned}
	if r, size := utf8.DecodeRuneInString(s[i:]); units[r] > 1 && r != '十' && !beforeYuan(s[i:]) && !hanNumeral(s[i+size:]) {
		n.Low *= units[r]
		n.High = n.Low
		n.Length += size
	}
	n.LowAt = text.Span{Start: 0, End: n.Length}
	n.HighAt = n.LowAt
	return n, true
}

// scannedDigits is digits with the letters that a scanner took for 0 and 1.
func scannedDigits(s string) int {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || i > 0 && strings.IndexByte("OoIl", s[i]) >= 0) {
		i++
	}
	return i
}

var scannedAs = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1")

// unitless reports whether the letters that s begins with make a name of the
// digits before them (3D, 1024A), not a unit of one letter (1000M).
func unitless(s string) bool {
	i := 0
	for i < len(s) && (s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z') {
		i++
	}
	return !(s[:i] == "M" || s[:i] == "G" || s[:i] == "Mbps" || s[:i] == "Gbps" || s[:i] == "MB" || s[:i] == "GB")
}

func hanNumeral(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	_, digit := figures[r]
	return digit && r != '半' || units[r] > 0
}

var figures = map[rune]float64{'零': 0, '〇': 0, '○': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var units = map[rune]float64{'十': 10, '百': 100, '千': 1000, '万': 1e4, '亿': 1e8}

// beforeYuan reports whether s begins with a 万 or 亿 that belongs to the unit:
// 万元, 亿元, 万余元.
func beforeYuan(s string) bool {
	for _, w := range []string{"万", "亿"} {
		if t, ok := strings.CutPrefix(s, w); ok {
			for _, o := range []string{"余", "多", "几", ""} {
				if strings.HasPrefix(t, o+"元") {
					return true
				}
			}
		}
	}
	return false
}

// han reads a numeral in Chinese characters.
func han(s string) (Number, bool) {
	if strings.HasPrefix(s, "半") {
		at := text.Span{Start: 0, End: len("半")}
		return Number{Low: 0.5, High: 0.5, Length: len("半"), LowAt: at, HighAt: at, Exact: true}, true
	}
	var total, section float64
	cur, next := -1.0, -1.0   // the digit before a unit; a second one behind it (两三)
	below, zero := 1e4, false // units of the section must fall below this
	bigBelow := math.Inf(1)   // the same of 万 and 亿
	first, seen, at := true, false, 0
	bad := false
loop:
	for i, r := range s {
		d, isDigit := figures[r]
		u := units[r]
		switch {
		case isDigit && d == 0:
			if cur > 0 {
				bad = true // 二〇二三
			}
			zero, cur = true, 0
		case isDigit:
			if next >= 0 {
				bad = true
			} else if cur > 0 {
				next = d
			} else {
				if zero && first {
					bad = true
				}
				cur = d
			}
		case u == 0:
			break loop
		case u < 1e4:
			if u >= below || cur == 0 || cur < 0 && u != 10 && !first {
				bad = true
			}
			if next >= 0 { // 二三十
				at = i + utf8.RuneLen(r)
				return approx(0, cur, next, u, at, bad || section+total > 0)
			}
			section += math.Max(cur, 1) * u
			below, cur, zero = u, -1, false
		default: // 万, 亿
			if beforeYuan(s[i:]) && seen {
				break loop
			}
			if next >= 0 { // 三五万
				at = i + utf8.RuneLen(r)
				return approx(0, cur, next, u, at, bad || section+total > 0)
			}
			if beforeYuan(s[i:]) {
				bad = true // 万元 without a number
			}
			v := section + math.Max(cur, 0)
			if v == 0 && first {
				v = 1
			}
			if v == 0 && u != 1e8 || u >= bigBelow && u != 1e8 {
				bad = true
			}
			if u == 1e8 {
				total = (total + v) * u
			} else {
				total += v * u
			}
			section, cur, below, bigBelow, zero = 0, -1, 1e4, u, false
		}
		first, seen = false, true
		at = i + utf8.RuneLen(r)
	}
	if at == 0 {
		_, size := utf8.DecodeRuneInString(s)
		return Number{Length: size}, false
	}
	if next >= 0 {
		if total > 0 || below < 10 || section > 0 && below != 10 && !zero {
			bad = true
		}
		return approx(total+section, cur, next, 1, at, bad)
	}
	// 三千二, 一百二: said short. A zero stands before a lone figure.
	if cur > 0 && !zero && (section > 0 && below > 10 || section == 0 && total > 0) {
		bad = true
	}
	if cur == 0 && (total+section > 0) {
		bad = true // 一百零
	}
	if bad {
		return Number{Length: at}, false
	}
	v := total + section + math.Max(cur, 0)
	span := text.Span{Start: 0, End: at}
	return Number{Low: v, High: v, Length: at, LowAt: span, HighAt: span, Exact: true}, true
}

// approx is the number of two figures side by side, such as 两三: base and
// each of them times the unit. Only neighbours are one, and 三五.
func approx(base, a, b, unit float64, length int, bad bool) (Number, bool) {
	if bad || b != a+1 && !(a == 3 && b == 5) {
		return Number{Length: length}, false
	}
	at := text.Span{Start: 0, End: length}
	return Number{Low: base + a*unit, High: base + b*unit, Length: length, LowAt: at, HighAt: at, Exact: base == 0 && unit == 1}, true
}

// Next returns the first number of s that begins at byte from or behind it, and
// its place; the number's own places are in the string that starts there. ok is
// false when there is none.
func Next(s string, from int) (n Number, at text.Span, ok bool) {
	for i := from; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !(r >= '0' && r <= '9') && r != '半' && units[r] == 0 {
			if _, is := figures[r]; !is {
				i += size
				continue
			}
		}
		n, ok := Parse(s[i:])
		if ok && follows(s, i) {
			return n, text.Span{Start: i, End: i + n.Length}, true
		}
		i += max(n.Length, size)
	}
	return Number{}, text.Span{}, false
}

// follows reports whether a number may begin at byte i of s: what stands before
// it makes no ordinal, no name and no longer numeral of it.
func follows(s string, i int) bool {
	r, size := utf8.DecodeLastRuneInString(s[:i])
	switch {
	case size == 0:
		return true
	case r == '.' && s[i] >= utf8.RuneSelf: // 1.五年: the number of an item, no decimal
		return true
	case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', strings.ContainsRune("第./_", r):
		return false
	case r == '数', r == '几':
		first, _ := utf8.DecodeRuneInString(s[i:])
		return units[first] == 0 // 数十, but 人数30
	}
	return true
}
