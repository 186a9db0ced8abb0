package normalize

import "jiedui/text"

// width turns the full-width forms of ASCII (U+FF01 to U+FF5E) into ASCII and
// every Unicode blank into the plain blank. The punctuation that has no ASCII
// twin stays: 。、《》“”—〔〕. So does the full-width bar ｜, which folded would
// pass for the cell bar of a text dump. Runs of blanks stay as long as they
// are: their length tells columns, signatures and padded names apart, and the
// blanks inside names are the extractors' business.
//
//	组长：王　小明（校长）  ->  组长:王 小明(校长)
//	ＱＱ１２３  ->  QQ123
func width(t text.Text, _ *job) text.Text {
	s := t.String()
	var w *text.Rewriter
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			i++
			continue
		}
		if c >= 0xE4 && c <= 0xED {
			i += 3
			continue
		}
		with := ""
		switch c {
		case 0xC2:
			if s[i+1] == 0xA0 {
				with = " "
			}
		case 0xE1:
			if s[i+1] == 0x9A && s[i+2] == 0x80 { // U+1680
				with = " "
			}
		case 0xE2:
			switch s[i+1] {
			case 0x80: // U+2000 to U+200A, U+2028, U+2029, U+202F
				if d := s[i+2]; d <= 0x8A || d == 0xA8 || d == 0xA9 || d == 0xAF {
					with = " "
				}
			case 0x81:
				if s[i+2] == 0x9F { // U+205F
					with = " "
				}
			}
		case 0xE3:
			if s[i+1] == 0x80 && s[i+2] == 0x80 { // U+3000
				with = " "
			}
		case 0xEF:
			var k byte
			switch d := s[i+2]; s[i+1] {
			case 0xBC: // U+FF00 to U+FF3F
				if d > 0x80 {
					k = d - 0x80 + 0x20
				}
			case 0xBD: // U+FF40 to U+FF7F
				if d <= 0x9E && d != 0x9C {
					k = d - 0x80 + 0x60
				}
			}
			if k != 0 {
				with = ascii[k : k+1]
			}
		}
		n := size(c)
		if with != "" {
			if w == nil {
				w = t.Rewrite("width")
			}
			w.KeepTo(i)
			w.Replace(n, with)
		}
		i += n
	}
	if w == nil {
		return t
	}
	return w.Done()
}

// ascii holds each ASCII character at its own index, to cut strings from.
var ascii = func() string {
	var b [0x80]byte
	for i := range b {
		b[i] = byte(i)
	}
	return string(b[:])
}()
