package private

import "strings"

// scanned returns s, byte for byte as long, with digits for the letters O, o, l
// and I that a program which read a picture took for 0 and 1, where at least half
// of eleven characters that start with 1, or of an area code with its number, are
// digits: 1O2000l2345.
func scanned(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if !alike(s[i]) || !(i > 0 && s[i-1]-'0' < 10 || i+1 < len(s) && s[i+1]-'0' < 10) {
			continue
		}
		start, end := i, i+1
		for start > 0 && part(s[start-1]) {
			start--
		}
		for end < len(s) && part(s[end]) {
			end++
		}
		if number := digitsOf(s[start:end]); number != "" && !(start > 0 && latin(s[start-1])) && !(end < len(s) && latin(s[end])) {
			if out == nil {
				out = []byte(s)
			}
			copy(out[start:], number)
		}
		i = end - 1
	}
	if out == nil {
		return s
	}
	return string(out)
}

// digitsOf is s with digits for its letters, or "" when it has not the shape of
// a telephone number.
func digitsOf(s string) string {
	s = strings.TrimRight(s, "-")
	if len(s) < 11 || len(s) > 13 {
		return ""
	}
	out := []byte(s)
	letters := 0
	for i, c := range out {
		switch c {
		case 'O', 'o':
			out[i] = '0'
		case 'l', 'I':
			out[i] = '1'
		default:
			continue
		}
		letters++
	}
	if letters*2 > len(s) {
		return ""
	}
	area, number, landline := strings.Cut(string(out), "-")
	switch {
	case landline && area != "" && area[0] == '0' && (len(area) == 3 || len(area) == 4) && (len(number) == 7 || len(number) == 8) && !strings.Contains(number, "-"):
	case !landline && len(out) == 11 && out[0] == '1':
	default:
		return ""
	}
	return string(out)
}

func alike(c byte) bool { return c == 'O' || c == 'o' || c == 'l' || c == 'I' }

func part(c byte) bool { return c-'0' < 10 || alike(c) || c == '-' }

func latin(c byte) bool { return c-'0' < 10 || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }
