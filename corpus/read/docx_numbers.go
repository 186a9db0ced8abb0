package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxListLevels is how many levels a list has.
const maxListLevels = 9

// numbering counts the paragraphs of lists and writes their numbers, which
// stand in no paragraph's text.
type numbering struct {
	lists map[string]*numberedList // by w:numId
}

type numberedList struct {
	levels [maxListLevels]listLevel
	counts *[maxListLevels]int // shared by all lists of one definition
	starts map[int]int         // by level: where this list starts anew
}

type listLevel struct {
	format, text string
	start        int
	restart      int  // the level whose paragraphs start it anew; -1: any higher one
	close        bool // nothing stands between number and text
	legal        bool // all numbers in digits
}

func (x *docx) readNumbering() {
	type definition struct {
		levels [maxListLevels]listLevel
		counts [maxListLevels]int
	}
	abstract := map[string]*definition{}
	x.numbers.lists = map[string]*numberedList{}
	r := x.open(x.target("numbering", "numbering.xml"))
	if r == nil {
		return
	}
	n := newXMLReader(r)
	level := func(l *listLevel) {
		n.each(func(e xml.StartElement) {
			switch v := attribute(e, "val"); e.Name.Local {
			case "start":
				l.start, _ = strconv.Atoi(v)
			case "numFmt":
				l.format = v
			case "lvlText":
				l.text = v
			case "lvlRestart":
				l.restart, _ = strconv.Atoi(v)
			case "suff":
				l.close = v == "nothing"
			case "isLgl":
				l.legal = on(e)
			}
			n.skip()
		})
	}
	number := func(e xml.StartElement, name string) int {
		i, err := strconv.Atoi(attribute(e, name))
		if err != nil || i < 0 || i >= maxListLevels {
			return maxListLevels - 1
		}
		return i
	}
	n.each(func(xml.StartElement) {
		n.each(func(e xml.StartElement) {
			switch e.Name.Local {
			case "abstractNum":
				d := &definition{}
				for i := range d.levels {
					d.levels[i].restart = -1
				}
				abstract[attribute(e, "abstractNumId")] = d
				n.each(func(e xml.StartElement) {
					if e.Name.Local != "lvl" {
						n.skip()
						return
					}
					level(&d.levels[number(e, "ilvl")])
				})
			case "num":
				l := &numberedList{starts: map[int]int{}}
				x.numbers.lists[attribute(e, "numId")] = l
				n.each(func(e xml.StartElement) {
					switch e.Name.Local {
					case "abstractNumId":
						if d := abstract[attribute(e, "val")]; d != nil {
							l.levels, l.counts = d.levels, &d.counts
						}
					case "lvlOverride":
						i := number(e, "ilvl")
						n.each(func(e xml.StartElement) {
							switch e.Name.Local {
							case "startOverride":
								l.starts[i], _ = strconv.Atoi(attribute(e, "val"))
							case "lvl":
								level(&l.levels[i])
								return
							}
							n.skip()
						})
						return
					}
					n.skip()
				})
			default:
				n.skip()
			}
		})
	})
}

// next counts one more paragraph of a list and returns what Word shows before
// it: 一、 or (1), nothing for a bullet.
func (n *numbering) next(id string, level int) string {
	l := n.lists[id]
	if l == nil {
		return ""
	}
	if l.counts == nil {
		l.counts = &[maxListLevels]int{}
	}
	for i := range maxListLevels {
		if s, ok := l.starts[i]; ok && i <= level { // the first paragraph of this list
			l.counts[i] = s - l.levels[i].start
			delete(l.starts, i)
		}
	}
	l.counts[level]++
	for i := level + 1; i < maxListLevels; i++ {
		if r := l.levels[i].restart; r != 0 && (r < 0 || level < r) {
			l.counts[i] = 0
		}
	}
	v := l.levels[level]
	if v.format == "bullet" {
		return ""
	}
	var b strings.Builder
	for s := v.text; s != ""; {
		if s[0] == '%' && len(s) > 1 && s[1] >= '1' && s[1] <= '9' {
			k := int(s[1] - '1')
			u := l.levels[k]
			if v.legal {
				u.format = "decimal"
			}
			b.WriteString(listNumber(u.format, u.start+max(l.counts[k], 1)-1))
			s = s[2:]
			continue
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	mark := b.String()
	if mark == "" || v.close {
		return mark
	}
	// What Word sets between number and text is a gap of no width in
	// characters; between a digit or letter and the text it divides them.
	if c := mark[len(mark)-1]; c < 0x80 && c != ')' && c != '.' {
		mark += " "
	}
	return mark
}

// listNumber writes n as a format of w:numFmt does.
func listNumber(format string, n int) string {
	switch format {
	case "none":
		return ""
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
		"taiwaneseCountingThousand", "japaneseDigitalTenThousand", "koreanDigital2":
		return hanNumber(n)
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return replaceDigits(hanNumber(n), "零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
	case "ideographTraditional":
		return pick("甲乙丙丁戊己庚辛壬癸", n)
	case "ideographZodiac":
		return pick("子丑寅卯辰巳午未申酉戌亥", n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "decimalEnclosedParen":
		if n >= 1 && n <= 20 {
			return string(rune('⑴' + n - 1))
		}
	case "decimalEnclosedFullstop":
		if n >= 1 && n <= 20 {
			return string(rune('⒈' + n - 1))
		}
	case "decimalFullWidth", "decimalFullWidth2":
		return replaceDigits(strconv.Itoa(n), "0123456789", "０１２３４５６７８９")
	case "upperLetter":
		return letters('A', n)
	case "lowerLetter":
		return letters('a', n)
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	}
	return strconv.Itoa(n)
}

func pick(of string, n int) string {
	r := []rune(of)
	if n < 1 || n > len(r) {
		return strconv.Itoa(n)
	}
	return string(r[n-1])
}

func replaceDigits(s, from, to string) string {
	f, t := []rune(from), []rune(to)
	return strings.Map(func(r rune) rune {
		for i := range f {
			if f[i] == r {
				return t[i]
			}
		}
		return r
	}, s)
}

// hanNumber writes a number below ten thousand in Chinese: 十二, 一百零三.
func hanNumber(n int) string {
	if n < 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	digits := []rune("零一二三四五六七八九")
	if n < 10 {
		return string(digits[n])
	}
	var b strings.Builder
	gap := false
	for _, u := range []struct {
		of   int
		name string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.of % 10
		switch {
		case d == 0:
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteString("零")
			}
			gap = false
			if !(u.of == 10 && d == 1 && b.Len() == 0) {
				b.WriteRune(digits[d])
			}
			b.WriteString(u.name)
		}
	}
	return b.String()
}

// letters writes a, b … z, aa, bb …
func letters(first rune, n int) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(first+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, u := range []struct {
		of   int
		name string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= u.of; n -= u.of {
			b.WriteString(u.name)
		}
	}
	return b.String()
}
