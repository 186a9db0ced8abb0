package synth

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// spaces spaces out what authors space out so that columns stand in line:
// names of people (王　敏), now and then the name of a school that fills its
// cell, and labels of two characters (校　长, 组　长：).
func (m *mess) spaces(rate float64, blocks []Block) []Block {
	blank := one(m, " ", "　", "  ")
	m.eachLine(blocks, func(t *Text, where place) {
		for i := range *t {
			p := &(*t)[i]
			if len(p.Says) == 0 {
				if s, ok := m.spacedLabel(p.S, i == 0, where, blank); ok && m.chance(rate) {
					p.S = s
				}
				continue
			}
			if where == inSentence || narrowBlank(*t, i-1) || narrowBlank(*t, i+1) {
				continue
			}
			for _, f := range p.Says {
				name, kind := nameIn(p.S, f)
				if name == "" || !m.chance(rate) {
					continue
				}
				with := ""
				n := utf8.RuneCountInString(name)
				switch {
				case kind == ofPerson && n == 2:
					with = spaced(name, 1, blank)
				case kind == ofSchool && where == inCell && name == t.String() && n >= 5 && m.chance(.3):
					with = spaced(name, n-utf8.RuneCountInString(ending(name)), blank)
				}
				if with != "" {
					p.S = strings.Replace(p.S, name, with, 1)
					break
				}
			}
		}
	})
	return blocks
}

// spacedLabel spaces out the label that s is or starts with.
func (m *mess) spacedLabel(s string, first bool, where place, blank string) (string, bool) {
	switch {
	case where == inHeader && allHan(s, 2):
		return spaced(s, 1, blank), true
	case first && where != inCell:
		if a, _, ok := strings.Cut(strings.Replace(s, ":", "：", 1), "："); ok && allHan(a, 2) {
			return spaced(a, 1, blank) + s[len(a):], true
		}
	}
	return s, false
}

// spaced sets a blank behind the first n characters of s.
func spaced(s string, n int, blank string) string {
	for i := range s {
		if n == 0 {
			return s[:i] + blank + s[i:]
		}
		n--
	}
	return s
}

// ending is what a school's name ends with: 小学, 幼儿园.
func ending(name string) string {
	for _, e := range []string{"幼儿园", "完全小学", "完小", "学校", "小学", "中学", "初中", "高中"} {
		if strings.HasSuffix(name, e) {
			return e
		}
	}
	return ""
}

// narrowBlank reports whether piece i of t is nothing but a blank so narrow that
// blanks inside the names beside it would be as wide.
func narrowBlank(t Text, i int) bool {
	return i >= 0 && i < len(t) && t[i].S != "" && strings.Trim(t[i].S, " 　") == "" && len(strings.ReplaceAll(t[i].S, "　", "  ")) < 4
}

// What a name is the name of.
const (
	ofPerson = 1
	ofSchool = 2
)

// nameIn returns the first name of the fact that stands in s.
func nameIn(s string, f *Fact) (name string, of int) {
	for _, field := range []string{"name", "principal"} {
		if v, _ := f.F[field].(string); v != "" && strings.Contains(s, v) {
			return v, ofPerson
		}
	}
	for _, field := range []string{"school", "from", "to"} {
		if v, _ := f.F[field].(string); v != "" && strings.Contains(s, v) {
			return v, ofSchool
		}
	}
	return "", 0
}

// place is where on the page a line stands.
type place int

const (
	onLine     place = iota
	inSentence       // in running text
	inCell
	inHeader // a header cell
)

// eachLine calls visit for every text of the blocks with its place.
func (m *mess) eachLine(blocks []Block, visit func(*Text, place)) {
	for i := range blocks {
		b := &blocks[i]
		if b.Table == nil {
			eachText(blocks[i:i+1], func(t *Text) {
				if strings.Contains(t.String(), "。") {
					visit(t, inSentence)
					return
				}
				visit(t, onLine)
			})
			continue
		}
		if b.Table.Caption != nil {
			visit(&b.Table.Caption, onLine)
		}
		for r, row := range b.Table.Rows {
			for c := range row {
				for l := range row[c].Lines {
					where := inCell
					if r < b.Table.Head {
						where = inHeader
					}
					visit(&row[c].Lines[l], where)
				}
			}
		}
	}
}

// brackets loses, doubles and exchanges the brackets of document numbers:
// 〔2020〕 becomes [2020], (2020), 【2020】, 〔〔2020〕〕 or bare 2020.
func (m *mess) brackets(rate float64, blocks []Block) []Block {
	forms := []*strings.Replacer{
		strings.NewReplacer("〔", "[", "〕", "]"),
		strings.NewReplacer("〔", "(", "〕", ")"),
		strings.NewReplacer("〔", "（", "〕", "）"),
		strings.NewReplacer("〔", "【", "〕", "】"),
		strings.NewReplacer("〔", "［", "〕", "］"),
		strings.NewReplacer("〔", "〔〔", "〕", "〕〕"),
		strings.NewReplacer("〔", "", "〕", ""),
	}
	eachText(blocks, func(t *Text) {
		for i := range *t {
			p := &(*t)[i]
			if !strings.Contains(p.S, "〔") || !m.chance(rate) {
				continue
			}
			form := one(m, forms...)
			p.S = form.Replace(p.S)
			say(*p, form.Replace)
		}
	})
	return blocks
}

var (
	toFull = func() *strings.Replacer {
		list := []string{" ", "　"}
		for r := rune('!'); r < 0x7F; r++ {
			list = append(list, string(r), string(r+0xFEE0))
		}
		return strings.NewReplacer(list...)
	}()
	toHalf = func() *strings.Replacer {
		list := []string{"　", " "}
		for r := rune('!'); r < 0x7F; r++ {
			if r != '|' { // would be the bar of a cell
				list = append(list, string(r+0xFEE0), string(r))
			}
		}
		return strings.NewReplacer(list...)
	}()
)

// widths writes lines and cells in the other width: （一）2020年 becomes
// (一)2020年 here and （一）２０２０年 there.
func (m *mess) widths(rate float64, blocks []Block) []Block {
	eachText(blocks, func(t *Text) {
		if !m.chance(rate) {
			return
		}
		form := one(m, toFull, toHalf)
		for i := range *t {
			(*t)[i].S = form.Replace((*t)[i].S)
		}
	})
	return blocks
}

// aNumber is a number that nothing else can be taken for: a date, a telephone
// number, a count with its unit, the year or the ordinal of a document.
var aNumber = regexp.MustCompile(`\d{2,4}年|\d{1,2}月|\d{1,2}日|[〔\[（(【［]\d{4}[〕\]）)】］]|\d{2,}号|1\d{10}|0\d{2,3}-\d{7,8}|\d{2,}(?:人|名|所|个|次|元|万元|节|课时|学时|%|％)`)

// ocr reads 0 as O and 1 as l in numbers, as programs do that read pictures of
// pages: 2O20年, l5日, 1O2000l2345. Less than half of the digits of a number
// turn, and numbers that are part of a name are let alone.
func (m *mess) ocr(rate float64, blocks []Block) []Block {
	eachText(blocks, func(t *Text) {
		for i := range *t {
			p := &(*t)[i]
			names := nameSpans(*p)
			b := []byte(p.S)
			for _, at := range aNumber.FindAllStringIndex(p.S, -1) {
				if within(names, at) || latin(p.S, at[0]-1) {
					continue
				}
				digits, turned := 0, 0
				for _, c := range b[at[0]:at[1]] {
					if c >= '0' && c <= '9' {
						digits++
					}
				}
				for k := at[0]; k < at[1]; k++ {
					if (turned+1)*2 > digits || b[k] != '0' && b[k] != '1' || !m.chance(rate) {
						continue
					}
					turned++
					if b[k] == '0' {
						b[k] = one(m, byte('O'), 'O', 'o')
					} else {
						b[k] = one(m, byte('l'), 'l', 'I')
					}
				}
			}
			p.S = string(b)
		}
	})
	return blocks
}

// nameSpans are the places in the piece of what its facts name.
func nameSpans(p Piece) (out [][]int) {
	for _, f := range p.Says {
		for field, v := range f.F {
			s, _ := v.(string)
			switch field {
			case "school", "from", "to", "group", "name", "body", "title":
				if i := strings.Index(p.S, s); s != "" && i >= 0 {
					out = append(out, []int{i, i + len(s)})
				}
			}
		}
	}
	return out
}

func within(spans [][]int, at []int) bool {
	for _, s := range spans {
		if s[0] < at[1] && at[0] < s[1] {
			return true
		}
	}
	return false
}

// latin reports whether byte i of s is a letter or digit of ASCII.
func latin(s string, i int) bool {
	if i < 0 {
		return false
	}
	c := s[i]
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-'
}
