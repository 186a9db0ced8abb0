package jiedui

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"

	"jiedui/corpus"
	"jiedui/corpus/read"
)

// Blot returns the bytes of a page with every occurrence of words blotted out,
// such as a person's name and number: each character becomes □, blanks and
// markup between the characters stay. Words are taken as they are written, in
// one script; digits count in either width, with or without - between them.
//
// found is false, and the bytes are the page's own, when its read text has none
// of the words. The bytes are nil when the words stand in the page and cannot be
// taken out of its bytes alone: it is of a kind that packs its text, or writes
// them in a way that its bytes do not show. An error is that of ctx.
func Blot(ctx context.Context, page corpus.Page, words []string) (without []byte, found bool, err error) {
	doc, err := read.Read(ctx, page, read.Options{})
	if err != nil {
		return page.Body, false, ctx.Err() // nothing can be read in it
	}
	if !holds(doc.Text.String(), words) {
		return page.Body, false, nil
	}
	enc, err := htmlindex.Get(doc.Charset)
	if err != nil {
		return nil, true, nil
	}
	encode := func(s string) []byte {
		b, err := enc.NewEncoder().Bytes([]byte(s))
		if err != nil {
			return nil
		}
		return b
	}
	box := encode("□")
	if box == nil {
		box = []byte("*")
	}
	body := page.Body
	for _, w := range words {
		body = blot(body, w, box, encode)
	}
	page.Body = body
	doc, err = read.Read(ctx, page, read.Options{})
	if err != nil || holds(doc.Text.String(), words) {
		return nil, true, ctx.Err()
	}
	return body, true, nil
}

// bare is s without what may stand between the characters of a word, its digits
// of one width.
func bare(s string, digits bool) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || digits && r == '-':
			return -1
		case '０' <= r && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, s)
}

// isNumber reports whether a word is a number, with its separators.
func isNumber(w string) bool {
	return strings.IndexFunc(bare(w, true), func(r rune) bool { return r < '0' || r > '9' }) < 0
}

func holds(text string, words []string) bool {
	for _, w := range words {
		n := isNumber(w)
		if w = bare(w, n); w != "" && strings.Contains(bare(text, n), w) {
			return true
		}
	}
	return false
}

// blot takes one word out of the bytes of a page.
func blot(body []byte, word string, box []byte, encode func(string) []byte) []byte {
	number := isNumber(word)
	var forms [][][]byte // of each character
	for _, r := range bare(word, number) {
		one := [][]byte{encode(string(r)), fmt.Appendf(nil, "&#%d;", r), fmt.Appendf(nil, "&#x%x;", r), fmt.Appendf(nil, "&#x%X;", r)}
		if '0' <= r && r <= '9' {
			one = append(one, encode(string(r-'0'+'０')))
		}
		forms = append(forms, one)
	}
	if len(forms) == 0 {
		return body
	}
	between := [][]byte{{' '}, {'\t'}, {'\r'}, {'\n'}, encode("\u3000"), encode("\u00a0"), []byte("&nbsp;"), []byte("&emsp;"), []byte("&ensp;"), []byte("&#160;"), []byte("&#12288;")}
	if number {
		between = append(between, []byte("-"))
	}
	var out []byte
	last := 0
	for i := 0; i < len(body); {
		spans := match(body[i:], forms, between)
		if spans == nil {
			// A step of one byte may look at the second half of a character; what
			// then fits by chance is one more character blotted out.
			i++
			continue
		}
		for _, s := range spans {
			out = append(out, body[last:i+s[0]]...)
			out = append(out, box...)
			last = i + s[1]
		}
		i = last
	}
	if out == nil {
		return body
	}
	return append(out, body[last:]...)
}

// match returns where the characters of a word stand that begins b, or nil.
func match(b []byte, forms [][][]byte, between [][]byte) [][2]int {
	var spans [][2]int
	at := 0
	for n, form := range forms {
		for n > 0 {
			k := gap(b[at:], between)
			if k == 0 {
				break
			}
			at += k
		}
		k := prefixOf(b[at:], form)
		if k == 0 {
			return nil
		}
		spans = append(spans, [2]int{at, at + k})
		at += k
	}
	return spans
}

// gap returns the length of the blank or the tag that begins b, or 0.
func gap(b []byte, between [][]byte) int {
	if k := prefixOf(b, between); k > 0 {
		return k
	}
	const longest = 1000
	if len(b) > 1 && b[0] == '<' && (b[1] == '/' || b[1]|0x20 >= 'a' && b[1]|0x20 <= 'z') {
		return bytes.IndexByte(b[:min(len(b), longest)], '>') + 1
	}
	return 0
}

func prefixOf(b []byte, forms [][]byte) int {
	for _, f := range forms {
		if len(f) > 0 && bytes.HasPrefix(b, f) {
			return len(f)
		}
	}
	return 0
}
