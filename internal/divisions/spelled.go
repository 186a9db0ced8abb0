package divisions

import (
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// Spelled reports whether a label of a host's name spells where d lies, as the
// addresses of offices do: the city or province in full (xuzhou), the city and
// the division in full (xuzhougulou), or both by their first letters (xzgl). That
// of the division alone says nothing of where it lies. A character with several
// readings is spelled by any of them. Whether other divisions are spelled so too
// is the caller's to see.
func Spelled(label string, d Division) bool {
	label = strings.ToLower(label)
	own := Stem(d.Name)
	for _, up := range Parents(d.Code) {
		for _, p := range table().byCode[up] {
			stem := Stem(p.Name)
			if spells(label, stem, false) || spells(label, stem+own, false) || spells(label, stem+own, true) {
				return true
			}
		}
	}
	return false
}

// minInitials is how many first letters are no accident.
const minInitials = 4

// spells reports whether s is spelled by label, by first letters or in full.
func spells(label, s string, initials bool) bool {
	args := pinyin.NewArgs()
	args.Heteronym = true
	rests := []string{label} // what is left of the label behind the characters so far
	n := 0
	for _, r := range s {
		n++
		var next []string
		for _, reading := range pinyin.SinglePinyin(r, args) {
			if initials && reading != "" {
				reading = reading[:1]
			}
			for _, rest := range rests {
				if after, ok := strings.CutPrefix(rest, reading); ok && reading != "" {
					next = append(next, after)
				}
			}
		}
		if rests = next; len(rests) == 0 {
			return false
		}
	}
	for _, rest := range rests {
		if rest == "" {
			return !initials || n >= minInitials
		}
	}
	return false
}
