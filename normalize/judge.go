package normalize

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Judge says which script the main text of a page is written in. It counts the
// hanzi that exist in one script only and follows the majority, so a
// simplified page that quotes a few traditional names is Hans, and a traditional
// page on which a converter left 云, 于 and 后 is Hant: those characters exist in
// both scripts and count for neither. Lines of running text count four times as
// much as short ones, so that the site's menu does not outvote the text; what
// follows a question mark may be a byte slip and is not counted.
//
// A text whose hanzi all exist in both scripts reads the same in either and is
// Hans. A text without hanzi is None.
func Judge(s string) Script {
	side := sides()
	any := false
	hans, hant := 0, 0
	for len(s) > 0 {
		n, lineHans, lineHant := 0, 0, 0
		i, skip := 0, 0
		for i < len(s) && s[i] != '\n' && s[i] != '\t' {
			if s[i] < 0xE3 {
				if s[i] == '?' {
					skip = slipped
				}
				i++
				continue
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			i += size
			if !han(r) {
				continue
			}
			n++
			if skip > 0 {
				skip--
				continue
			}
			if int(r) < len(side) {
				switch side[r] {
				case onlyHans:
					lineHans++
				case onlyHant:
					lineHant++
				}
			}
		}
		any = any || n > 0
		weight := 1
		if n >= runningText {
			weight = 4
		}
		hans += lineHans * weight
		hant += lineHant * weight
		s = s[min(i+1, len(s)):]
	}
	switch {
	case hant > hans:
		return Hant
	case any:
		return Hans
	}
	return None
}

// runningText is the number of hanzi from which on a line is no menu entry:
// entries of menus and cells of tables have ten at most in nearly all cases.
const runningText = 16

// slipped is the number of hanzi behind a question mark that are not counted:
// after a byte slip (see slips) they belong to no script.
const slipped = 8

const (
	onlyHans = 1
	onlyHant = 2
)

// sides says of each character of the Basic Multilingual Plane whether it
// exists in one script only. The standards of the two scripts tell: what the
// conversion changes and GB 2312 (simplified) does not have is traditional
// only; what the conversion yields and Big5 (traditional) does not have is
// simplified only.
var sides = sync.OnceValue(newSides)

func newSides() []uint8 {
	side := make([]uint8, 0x10000)
	var yields []rune
	for i := range side {
		from := rune(i)
		to := simplified(from)
		if to == from {
			continue
		}
		if !gb2312(from) {
			side[from] = onlyHant
		}
		if gb2312(to) {
			yields = append(yields, to)
		}
	}
	var lines strings.Builder
	for _, r := range yields {
		lines.WriteRune(r)
		lines.WriteByte('\n')
	}
	big5, err := encoding.ReplaceUnsupported(traditionalchinese.Big5.NewEncoder()).String(lines.String())
	if err != nil {
		panic("normalize: Big5: " + err.Error()) // what it lacks is replaced
	}
	for i, b := range strings.Split(strings.TrimSuffix(big5, "\n"), "\n") {
		// Rows A4 to F9 are Big5 itself; the rest are later additions.
		if len(b) != 2 || b[0] < 0xA4 || b[0] > 0xF9 {
			side[yields[i]] = onlyHans
		}
	}
	return side
}
