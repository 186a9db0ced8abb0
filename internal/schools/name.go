// Package schools knows when two written names are one school.
//
// The road of one name: [Parse] cuts 云溪县第十二小学 into the place 云溪县, the number
// 12 and the stage 小; 12小 has the same number and stage and no place. [Identify]
// takes all the names of a document: 12小 says no more than 云溪县第十二小学 and
// contradicts it in nothing, so both are one school, unless another full name
// fits as well (青澜市第12小学): then whose 12小 it is stays open, and is said. Names
// that differ in a number, in a stem or in a stage are never one school, however
// alike they look; campuses and divisions are things of their own.
//
// Strings go in and come out; where they stand is the caller's to know.
package schools

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// Name is a written name of a school, taken apart.
type Name struct {
	Places []Place // from the widest, as written
	// Stem is what the school is called by within its place: 城关, 实验, 中心; empty
	// for a school that only has a number. Of a stem that is a place, Unit is the
	// unit that was written (城关镇小学).
	Stem, Unit string
	Number     int    // 第12 → 12; 0: none
	Stage      string // 小, 中, 幼 …; equal for what can be one school
	Kind       string // the finer stage: 初 of 初级中学; "": not said
	Host       *Name  // of an attached school the one that it is attached to; without a stage and a stem where that is left out
	// Part is the campus or division (东校区, 小学部), or the body around the school
	// (教育集团); Group tells that it is the latter.
	Part  string
	Group bool

	alias bool   // the ending has another form that is its full one (完小, 小学校)
	whole string // the name itself where it could not be taken apart
	base  string // without Part
	host  string // of an attached school: the words before 附
}

// Place is a place before a school's name.
type Place struct {
	Stem string // 云溪; empty: 市 or 县 alone, the document's own
	Unit string // 县; empty: not written
}

type ending struct{ stage, kind string }

type words struct {
	endings  *lexicon.Terms
	expanded map[string]ending // by the ending's text
	short    map[string]bool   // by the ending's text: it is an abbreviation
	stem     map[string]string // what an abbreviated ending adds to the stem: 实小 → 实验
	kinds    *lexicon.Terms
	branches *lexicon.Terms
	remarks  *lexicon.Terms
	starts   *lexicon.Terms
	units    *lexicon.Terms
}

var known = lexicon.Of(func(l *lexicon.Lexicon) *words {
	w := &words{
		endings:  l.Load("school-endings.txt"),
		kinds:    l.Load("school-kinds.txt"),
		branches: l.Load("school-branches.txt"),
		remarks:  l.Load("school-remarks.txt"),
		units:    l.Load("place-units.txt"),
		expanded: map[string]ending{},
		short:    map[string]bool{},
		stem:     map[string]string{},
	}
	w.starts = w.remarks.Of("starts")
	for _, text := range w.endings.List() {
		class, _ := w.endings.Class(text)
		canonical, short := strings.CutPrefix(class, "~")
		if short {
			w.short[text] = true
			e := w.endings.Suffix(canonical)
			w.stem[text] = strings.TrimSuffix(canonical, e)
			class, _ = w.endings.Class(e)
		}
		stage, kind, _ := strings.Cut(class, "/")
		w.expanded[text] = ending{stage, kind}
	}
	return w
})

// attached are the words that tie a school to the one before them.
var attached = []string{"附属", "附设", "附"}

// maxName is the length in bytes of the longest name that is taken apart.
const maxName = 200

// Parse takes a name apart. Blanks are not part of it. A name without any
// ending of a school is one whole, the same as nothing else.
func Parse(s string) Name {
	s = strings.Join(strings.Fields(s), "")
	if len(s) > maxName {
		return Name{whole: s, base: s}
	}
	base, part, group := cutPart(s)
	n, ok := parseBase(base)
	if !ok {
		return Name{whole: s, base: s}
	}
	n.Part, n.Group, n.base = part, group, base
	return n
}

// Base returns the words of the school that a campus, a division or a body
// around a school belongs to, and of an attached school those of its host; ""
// of any other name.
func (n Name) Base() string {
	switch {
	case n.Part != "":
		return n.base
	case n.Host != nil && n.Host.Stage != "":
		return n.host
	}
	return ""
}

// TownUnits returns the units of the places below a district that stand before
// names of schools (镇, 乡).
func TownUnits() []string { return known().units.OfClass("town") }

// Attached reports whether the name is that of a school attached to another
// (一中附小), and not of a part of it.
func (n Name) Attached() bool { return n.Host != nil && n.Part == "" }

// cutPart cuts the part of a school and remarks off its end.
func cutPart(s string) (base, part string, group bool) {
	w := known()
	for strings.HasSuffix(s, ")") {
		i := strings.LastIndexByte(s, '(')
		if i <= 0 {
			break
		}
		inner := s[i+1 : len(s)-1]
		class, plain := w.remarks.Class(inner)
		switch {
		case plain && class == "", w.starts.Prefix(inner) != "":
		case plain && class != "starts":
			part = class + part
		default:
			part = inner + part
		}
		s = s[:i]
	}
	if part != "" {
		return s, part, false
	}
	b := w.branches.Suffix(s)
	if b == "" {
		return s, "", false
	}
	class, _ := w.branches.Class(b)
	limit := len(s) - len(b)
	at := 0
	for i := range s {
		if i == 0 || i > limit || !endsSchool(s[:i]) {
			continue
		}
		// 一中学东校区: 一中 ends a name as well, but its ending goes on.
		if at > 0 && i-len(known().endings.Suffix(s[:i])) >= at {
			break
		}
		at = i
	}
	if at == 0 {
		return s, "", false
	}
	return s[:at], s[at:], class == "group"
}

// endsSchool reports whether s is a name with the ending of a school.
func endsSchool(s string) bool {
	e := known().endings.Suffix(s)
	if e == "" {
		return false
	}
	if utf8.RuneCountInString(e) > 1 {
		return true
	}
	body := strings.TrimSuffix(s, e)
	_, _, ok := number(body, false)
	return ok && e != "园" || strings.HasSuffix(body, "附")
}

// parseBase takes apart a name without part and remarks.
func parseBase(s string) (n Name, ok bool) {
	w := known()
	e := w.endings.Suffix(s)
	if e == "" {
		return n, false
	}
	body := strings.TrimSuffix(s, e)
	// 附小, 附属小学, 附属实验小学: what stands before is another school or body.
	for _, a := range attached {
		i := strings.LastIndex(body, a)
		if i < 0 {
			continue
		}
		host, rest := body[:i], body[i+len(a):]
		if a == "附" && rest != "" && !strings.HasPrefix(rest, "第") {
			break // 附城小学
		}
		own, ok := parseBody(rest, e, true)
		if !ok || len(own.Places) > 0 && own.Places[0].Stem != "" {
			return n, false
		}
		if rest, num, numbered := number(host, false); numbered && own.Number == 0 {
			own.Number, host = num, rest // 师专一附小
		}
		own.host = host
		if h, ok := parseBase(host); ok {
			own.Host = &h
		} else {
			h := parseHost(host)
			own.Host = &h
		}
		own.Places = nil
		return own, true
	}
	return parseBody(body, e, false)
}

// parseHost takes apart the words before 附 that are no school: 云溪市师范.
func parseHost(s string) (n Name) {
	n.Stem = known().kinds.Suffix(s)
	list, last := places(strings.TrimSuffix(s, n.Stem), n.Stem != "")
	n.Places = list
	switch {
	case n.Stem == "":
		n.Stem = last
	case last != "":
		n.Places = append(n.Places, Place{Stem: last})
	}
	return n
}

// parseBody takes apart what stands before an ending; after 附 nothing needs to.
func parseBody(body, e string, bare bool) (n Name, ok bool) {
	w := known()
	x := w.expanded[e]
	n.Stage, n.Kind, n.alias = x.stage, x.kind, w.short[e]
	add := w.stem[e]
	body += add
	short := utf8.RuneCountInString(e) == 1
	// 第二实验(小学), 实验第二(小学), 第二(小学): a number on either side of the kind.
	rest, num, numbered := number(body, !short && !w.short[e])
	if short && !numbered && !bare && w.units.Suffix(body) == "" {
		return n, false // 城中; but 王庄村小
	}
	if numbered {
		body, n.Number = rest, num
	}
	if k := w.kinds.Suffix(body); k != "" {
		n.Stem, body = k, strings.TrimSuffix(body, k)
		if rest, num, more := number(body, !w.short[e]); more && !numbered {
			body, n.Number, numbered = rest, num, true
		}
	}
	general := numbered || n.Stem != "" || x.stage != "小" && x.stage != "中" && x.stage != "校"
	list, last := places(body, general)
	n.Places = list
	switch {
	case last == "" && !general && len(list) > 0:
		// 柳溪镇小学: the place is the stem.
		p := list[len(list)-1]
		n.Places, n.Stem, n.Unit = list[:len(list)-1], p.Stem, p.Unit
	case last == "":
	case n.Stem == "" && !numbered:
		n.Stem = last
		if u := w.units.Suffix(last); u != "" && utf8.RuneCountInString(last) > utf8.RuneCountInString(u)+1 {
			n.Stem, n.Unit = strings.TrimSuffix(last, u), u
		}
	default:
		n.Places = append(n.Places, Place{Stem: last})
	}
	return n, bare || n.Stem != "" || n.Number > 0 || general
}

// places cuts the places off the beginning of what stands before a stem, a
// number or an ending. general tells that something of the kind follows, so that
// a unit alone (市, 县) is a place too.
func places(s string, general bool) (list []Place, rest string) {
	w := known()
	for s != "" {
		cut := 0
		for i := range s {
			u := w.units.Prefix(s[i:])
			if u == "" {
				continue
			}
			class, _ := w.units.Class(u)
			stem := utf8.RuneCountInString(s[:i])
			left := s[i+len(u):]
			switch {
			case stem >= 2:
			case stem <= 1 && general && left == "" && strings.HasSuffix(class, "bare"):
			default:
				continue
			}
			list = append(list, Place{s[:i], u})
			cut = i + len(u)
			break
		}
		if cut == 0 {
			break
		}
		s = s[cut:]
	}
	return list, s
}

// number cuts the number off the end of s: 第十二, 12, 十二. Without 第 a number must
// be written as one, whole: 八一小学 has none. In strict use a single Chinese
// digit behind other words is none either: 柳三小学 is no third school.
func number(s string, strict bool) (rest string, n int, ok bool) {
	start := len(s)
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !(r >= '0' && r <= '9') && !strings.ContainsRune(numerals, r) {
			break
		}
		start -= size
	}
	if start == len(s) {
		return s, 0, false
	}
	run := s[start:]
	rest, ordinal := strings.CutSuffix(s[:start], "第")
	n, ok = numeral(run, ordinal)
	if !ok || n == 0 || strict && !ordinal && rest != "" && run[0] >= utf8.RuneSelf && known().units.Suffix(rest) == "" {
		return s, 0, false
	}
	return rest, n, true
}

const numerals = "零〇一二三四五六七八九十百"

// numeral reads a number that is nothing else. loose also takes digits in a
// row, two of them (第八一).
func numeral(s string, loose bool) (int, bool) {
	if s[0] < utf8.RuneSelf {
		n, err := strconv.Atoi(s)
		return n, err == nil && len(s) <= 4
	}
	digits := []rune(s)
	value := func(r rune) int { // -1: a ten or a hundred
		if r == '〇' {
			return 0
		}
		for i, d := range []rune("零一二三四五六七八九") {
			if d == r {
				return i
			}
		}
		return -1
	}
	inRow := 0
	for _, r := range digits {
		if value(r) >= 0 {
			inRow++
		}
	}
	if inRow == len(digits) {
		if inRow > 4 || inRow == 2 && !loose && value(digits[1]) != 0 {
			return 0, false
		}
		n := 0
		for _, r := range digits {
			n = 10*n + value(r)
		}
		return n, true
	}
	n, last := 0, -1 // last: a digit that waits for its unit
	unit := 1000
	for _, r := range digits {
		v := value(r)
		switch {
		case v == 0 && last < 0:
		case v >= 0 && last < 0:
			last = v
		case r == '百' && last > 0 && unit > 100:
			n, last, unit = n+last*100, -1, 100
		case r == '十' && unit > 10 && (last > 0 || last < 0):
			if last < 0 {
				last = 1
			}
			n, last, unit = n+last*10, -1, 10
		default:
			return 0, false
		}
	}
	if last > 0 {
		n += last
	}
	return n, true
}
