package normalize

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gb2312 reports whether r is a hanzi of GB 2312.
func gb2312(r rune) bool {
	b := gbkOf(r)
	return b>>8 >= 0xB0 && b>>8 <= 0xF7 && b&0xFF >= 0xA1
}

// level1 reports whether r is one of the 3,755 common hanzi of GB 2312.
func level1(r rune) bool {
	b := gbkOf(r)
	return b>>8 >= 0xB0 && b>>8 <= 0xD7 && b&0xFF >= 0xA1
}

// inGB2312 reports whether r is one of the 6,763 hanzi of GB 2312.
func inGB2312(r rune) bool {
	b := gbkOf(r)
	return b>>8 >= 0xB0 && b>>8 <= 0xF7 && b&0xFF >= 0xA1
}

// gbkOf returns the two bytes of r in GBK, or 0 when it has none there.
func gbkOf(r rune) uint16 {
	if r >= 0x10000 || r < 0x80 {
		return 0
	}
	return gbk().encode[r]
}

// gbkTable is GBK both ways, without the user-defined areas: what has no
// character here shows nothing on a page.
type gbkTable struct {
	decode [0x8000]uint16 // by the pair less 0x8000: the character; 0: none
	encode [0x10000]uint16
}

// char returns the character of two bytes, or 0.
func (t *gbkTable) char(lead, trail uint8) uint16 {
	if lead < 0x81 {
		return 0
	}
	return t.decode[int(lead)<<8|int(trail)-0x8000]
}

var gbk = sync.OnceValue(newGBK)

func newGBK() *gbkTable {
	t := new(gbkTable)
	var pairs []uint16
	var lines []byte
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			if trail != 0x7F {
				pairs = append(pairs, uint16(lead<<8|trail))
				lines = append(lines, byte(lead), byte(trail), '\n')
			}
		}
	}
	out, err := simplifiedchinese.GBK.NewDecoder().Bytes(lines)
	if err != nil {
		panic("normalize: GBK: " + err.Error()) // what it lacks is replaced
	}
	for i, c := range bytes.Split(bytes.TrimSuffix(out, []byte("\n")), []byte("\n")) {
		r, size := utf8.DecodeRune(c)
		if r == utf8.RuneError || size != len(c) || r >= 0xE000 && r <= 0xF8FF || r >= 0x10000 {
			continue // user-defined area, or nothing
		}
		t.decode[pairs[i]-0x8000] = uint16(r)
		if t.encode[r] == 0 {
			t.encode[r] = pairs[i]
		}
	}
	return t
}
