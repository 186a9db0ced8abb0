package synth

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The mirror works on GBK text byte by byte. What it does to a line is made here
// in the same way, on the bytes:
//
//	聯動校”第四組   is   C298 84D3 D0A3 A1B1 B5DA CBC4 BD4D
//	D0 is lost:          C298 84D3 ? A3A1 B1B5 DACB C4BD 4D   shows   聯動?！钡谒慕M
//	縣域學校        is   BF68 D3F2 8C57 D0A3, and F28C is 驅 (qū):
//	a note on 驅:        BF68 D3F2 8C(qū)57 D0A3              shows   縣域?qū)W校
//
// So a lead byte without its partner shows "?" and swallows the ASCII character
// that came in the partner's place; pairs that GBK leaves to its users show
// nothing at all; and a dump folds the full-width forms among the misread pairs.

// lostBytes loses lead bytes: the first shape of slips.
func (m *mess) lostBytes(rate float64, blocks []Block) []Block {
	m.slip(rate, blocks, func(list []glyph, i int) (slip, bool) {
		return slip{at: i}, len(gbkOf(list[i].r)) == 2
	})
	return blocks
}

// notesInside sets notes on characters that are none, but the end of one and
// the beginning of the next: the second shape.
func (m *mess) notesInside(rate float64, blocks []Block) []Block {
	hant := m.has(dirtTraditional)
	m.slip(rate, blocks, func(list []glyph, i int) (slip, bool) {
		if i == 0 {
			return slip{}, false
		}
		a, b := gbkOf(list[i-1].r), gbkOf(list[i].r)
		if len(a) != 2 || len(b) != 2 || a[1] < 0x81 {
			return slip{}, false
		}
		false_ := gbkChar(a[1], b[0])
		if !commonHan(false_, hant) || readingOf(false_) == "" {
			return slip{}, false
		}
		return slip{at: i, note: readingOf(false_)}, true
	})
	return blocks
}

// slip is one place of a line where the mirror slips: before the second byte of
// the character at, whose lead byte is lost (no note) or swallows the bracket of
// the note that stands there.
type slip struct {
	at   int
	note string
}

// slip damages a share of the hanzi of the page, five of them at least where it
// has as many that fit.
func (m *mess) slip(rate float64, blocks []Block, fits func(list []glyph, i int) (slip, bool)) {
	type place struct {
		t *Text
		s slip
	}
	var places []place
	hanzi := 0
	for b := range blocks {
		if blocks[b].Kind == Furniture || blocks[b].Kind == Hidden {
			continue
		}
		eachText(blocks[b:b+1], func(t *Text) {
			list := glyphs(*t)
			for i, g := range list {
				if !isHan(g.r) || readingOf(g.r) == "" {
					continue
				}
				hanzi++
				if s, ok := fits(list, i); ok {
					places = append(places, place{t, s})
				}
			}
		})
	}
	m.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	want := max(5, int(rate*float64(hanzi)+.5))
	var order []*Text
	slips := map[*Text][]slip{}
	for _, p := range places[:min(want, len(places))] {
		if slips[p.t] == nil {
			order = append(order, p.t)
		}
		slips[p.t] = append(slips[p.t], p.s)
	}
	fold := !m.html || m.chance(.5)
	for _, t := range order {
		list := slips[t]
		slices.SortFunc(list, func(a, b slip) int { return a.at - b.at })
		shown, lost := slipped(*t, list, fold)
		if strings.Contains(shown.String(), " |") {
			continue // no cell ends where none ended
		}
		for i := range lost {
			if lost[i] {
				destroy((*t)[i])
				shown[i].Lost = true
			}
		}
		*t = shown
	}
}

// octet is one byte of a line on its way through the mirror.
type octet struct {
	b     byte
	r     rune // a character that GBK does not have, whole
	glyph int  // the character that it is of; -1: the mirror's own
	piece int
	mark  bool // the "?" of a byte that is lost, not a byte
}

// slipped is the text of a line as the mirror shows it after the slips, and says
// of each piece whether it holds a character that the bytes do not tell.
func slipped(t Text, slips []slip, fold bool) (Text, []bool) {
	list := glyphs(t)
	var line []octet
	known := make([]bool, len(list)) // the lost lead byte is told by the note
	for i, g := range list {
		b := gbkOf(g.r)
		if len(b) == 0 {
			line = append(line, octet{r: g.r, glyph: i, piece: g.piece})
			continue
		}
		if len(slips) > 0 && slips[0].at == i && len(b) == 2 {
			s := slips[0]
			slips = slips[1:]
			if s.note == "" {
				line = append(line, octet{mark: true, glyph: i, piece: g.piece}, octet{b: b[1], glyph: i, piece: g.piece})
				continue
			}
			known[i] = told(gbkOf(list[i-1].r)[1], b[1], s.note)
			line = append(line, octet{b: b[0], glyph: i, piece: g.piece})
			for _, r := range "(" + s.note + ")" {
				for _, c := range gbkOf(r) {
					line = append(line, octet{b: c, glyph: -1, piece: g.piece})
				}
			}
			line = append(line, octet{b: b[1], glyph: i, piece: g.piece})
			continue
		}
		for _, c := range b {
			line = append(line, octet{b: c, glyph: i, piece: g.piece})
		}
	}

	var out []glyph
	whole := make([]int, len(list)) // bytes of each character that can be seen
	see := func(o octet) {
		if o.glyph >= 0 {
			whole[o.glyph]++
		}
	}
	for i := 0; i < len(line); i++ {
		o := line[i]
		emit := func(r rune) { out = append(out, glyph{r, o.piece}) }
		switch {
		case o.mark:
			emit('?')
		case o.r != 0:
			emit(o.r)
			see(o)
		case o.b < 0x80:
			emit(rune(o.b))
			see(o)
		case o.b == 0x80:
			emit('€')
			see(o)
		case i+1 == len(line) || line[i+1].r != 0 || line[i+1].mark:
			emit('?')
		case line[i+1].b < 0x40:
			emit('?')
			i++
		default:
			n := line[i+1]
			r := gbkChar(o.b, n.b)
			if r != 0 {
				if fold && o.glyph != n.glyph {
					r = folded(r)
				}
				emit(r)
				see(o)
				see(n)
			}
			i++
		}
	}
	lost := make([]bool, len(t))
	for i, g := range list {
		if n := max(1, len(gbkOf(g.r))); whole[i] < n && !(known[i] && whole[i] == 1) {
			lost[g.piece] = true
		}
	}
	return gather(t, out), lost
}

// told reports whether a note tells the lead byte that it swallowed: trail is
// the byte before the lost one, next the byte behind; the note is the reading of
// the character that trail and the lost byte make, and the lost byte and next
// make another.
func told(trail, next byte, note string) bool {
	n := 0
	for lead := byte(0x81); lead < 0xFF; lead++ {
		if isHan(gbkChar(lead, next)) && hasReading(gbkChar(trail, lead), note) {
			n++
		}
	}
	return n == 1
}

// folded is a full-width form as ASCII; other characters are as they are.
func folded(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == '\u3000':
		return ' '
	}
	return r
}

// commonHan reports whether r is one of the common hanzi of GB 2312, or what
// the conversion to traditional script makes of one where hant allows that.
func commonHan(r rune, hant bool) bool {
	if !isHan(r) {
		return false
	}
	level1 := func(r rune) bool {
		b := gbkOf(r)
		return len(b) == 2 && b[0] >= 0xB0 && b[0] <= 0xD7 && b[1] >= 0xA1
	}
	if level1(r) {
		return true
	}
	if !hant {
		return false
	}
	s, _ := utf8.DecodeRuneInString(converted("t2s", string(r)))
	return level1(s)
}

// gbkTables are GBK both ways, without the areas that are left to its users.
var gbkTables = sync.OnceValues(func() (map[rune][]byte, []rune) {
	to, from := map[rune][]byte{}, make([]rune, 0x10000)
	for b := range byte(0x80) {
		to[rune(b)] = []byte{b}
	}
	for lead := 0x81; lead < 0xFF; lead++ {
		for trail := 0x40; trail < 0xFF; trail++ {
			pair := []byte{byte(lead), byte(trail)}
			s, err := simplifiedchinese.GBK.NewDecoder().Bytes(pair)
			if err != nil || trail == 0x7F {
				continue
			}
			r, size := utf8.DecodeRune(s)
			if r == utf8.RuneError || size != len(s) || r >= 0xE000 && r <= 0xF8FF {
				continue
			}
			from[lead<<8|trail] = r
			if to[r] == nil {
				to[r] = pair
			}
		}
	}
	return to, from
})

// gbkOf is r in GBK, nil where GBK lacks it.
func gbkOf(r rune) []byte {
	to, _ := gbkTables()
	return to[r]
}

// gbkChar is the character of a pair, 0 for none.
func gbkChar(lead, trail byte) rune {
	_, from := gbkTables()
	return from[int(lead)<<8|int(trail)]
}
