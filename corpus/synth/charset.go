package synth

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// charsets are what pages are written in, by WHATWG name, with the label that
// their heads give them.
var charsets = []struct {
	Name        string
	Labels      []string
	Encoding    encoding.Encoding
	Traditional bool // holds traditional script only
}{
	{"utf-8", []string{"utf-8", "UTF-8"}, unicode.UTF8, false},
	{"gbk", []string{"gb2312", "gbk", "GBK"}, simplifiedchinese.GBK, false},
	{"gb18030", []string{"gb18030", "GB18030"}, simplifiedchinese.GB18030, false},
	{"big5", []string{"big5", "Big5"}, traditionalchinese.Big5, true},
}

// encode writes a page in a charset. In HTML a character that the charset does
// not hold is written as a reference; a dump that has one is an error.
func encode(page, charset string, html bool) ([]byte, error) {
	for _, c := range charsets {
		if c.Name != charset {
			continue
		}
		e := c.Encoding.NewEncoder()
		if html {
			e = encoding.HTMLEscapeUnsupported(e)
		}
		b, err := e.Bytes([]byte(page))
		if err != nil {
			return nil, fmt.Errorf("in %s: %w", charset, err)
		}
		return b, nil
	}
	return nil, fmt.Errorf("no charset %q", charset)
}

// halfWidth writes the punctuation that dumps write half-width.
var halfWidth = strings.NewReplacer("，", ",", "（", "(", "）", ")", "：", ":", "；", ";", "？", "?", "！", "!", "　", " ")

// narrow turns the punctuation of blocks half-width.
func narrow(blocks []Block) {
	eachText(blocks, func(t *Text) {
		for i := range *t {
			(*t)[i].S = halfWidth.Replace((*t)[i].S)
		}
	})
}
