package private

import (
	"strings"

	"jiedui/text"
)

// Mask returns s with the digits of the numbers, which are numbers of s,
// starred as far as nobody needs them: of a mobile the first three and the last
// four digits stay (100****5678), of a landline the area code and the last four
// (0400-***5678), of a number without area code the last four; of an identity
// card, in which every digit tells place, birth or sex, nothing.
//
// A star takes the place of one digit and has its width (＊ for a full-width
// one), so every place in s, in bytes, code points and columns, stays true.
// What lies outside the numbers is not touched.
func Mask(s string, numbers []Number) string { return mask(s, numbers, shown) }

// Hide is Mask that stars every digit.
func Hide(s string, numbers []Number) string {
	return mask(s, numbers, func(digits, _ string) string { return strings.Repeat("*", len(digits)) })
}

func mask(s string, numbers []Number, shown func(digits, kind string) string) string {
	if len(numbers) == 0 {
		return s
	}
	b := []byte(s)
	s = scanned(s)
	for _, n := range numbers {
		stars := shown(n.Digits, n.Kind)
		for k, at := 0, n.Span.Start; at < n.Span.End; {
			size, _ := digitOrX(s[at:])
			switch {
			case size == 0:
				at++
				continue
			case stars[k] != '*':
			case size == 1:
				b[at] = '*'
			default:
				copy(b[at:], "＊")
			}
			k++
			at += size
		}
	}
	return string(b)
}

// Place is a number with what stands in its place when it is masked.
type Place struct {
	Number
	Masked string // as long as the number with its separators, in bytes and code points
}

// Places returns the numbers of s with their masked form.
func Places(s string) []Place {
	numbers := Find(s)
	if len(numbers) == 0 {
		return nil
	}
	masked := text.Source(Mask(s, numbers))
	places := make([]Place, len(numbers))
	for i, n := range numbers {
		places[i] = Place{n, masked.At(n.Span)}
	}
	return places
}

// shown returns the digits of a number with stars for those that are masked.
func shown(digits, kind string) string {
	n := len(digits)
	head, tail := 0, 4
	switch {
	case kind == ID:
		tail = 0
	case n == 11 && digits[0] == '1': // a mobile
		head = 3
	case n >= 10 && digits[0] == '0': // a landline: 010 and 02x are the short area codes
		head = 4
		if digits[1] <= '2' {
			head = 3
		}
	case n >= 10: // a service number; a landline behind the country code
		head = 3
	}
	return digits[:head] + strings.Repeat("*", n-head-tail) + digits[n-tail:]
}

// digitOrX is digitAt that also takes the X of an identity-card number.
func digitOrX(s string) (int, byte) {
	switch {
	case s[0] == 'X' || s[0] == 'x':
		return 1, 'X'
	case strings.HasPrefix(s, "Ｘ") || strings.HasPrefix(s, "ｘ"):
		return len("Ｘ"), 'X'
	}
	return digitAt(s)
}
