package metadata

import "testing"

// The example of the standard, and that a slip in any digit is seen.
func TestCreditCode(t *testing.T) {
	const example = "91350100M000100Y43"
	if !creditCode(example) {
		t.Errorf("%s is refused", example)
	}
	for i := range example {
		for _, c := range creditDigits {
			if s := example[:i] + string(c) + example[i+1:]; s != example && creditCode(s) {
				t.Errorf("%s is taken", s)
			}
		}
	}
	for _, s := range []string{"", "91350100M000100Y4", example + "3", "9135010OM000100Y43"} {
		if creditCode(s) {
			t.Errorf("%q is taken", s)
		}
	}
}
