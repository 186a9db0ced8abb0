package read

import (
	"bytes"
	"fmt"
	"math"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"

	"jiedui/corpus"
	"jiedui/schema"
)

// verdict is the charset of a page and how it was found.
type verdict struct {
	charset *charset
	by      string // see corpus.Document.CharsetBy
	// overruled is the label that the bytes contradict, and its source.
	overruled, overruledBy string
	skip                   int // bytes of byte-order mark before the text
}

// note returns the finding about the charset, if there is one.
func (v verdict) note() (corpus.Note, bool) {
	if v.overruled == "" {
		return corpus.Note{}, false
	}
	return corpus.Note{
		Code:    schema.CodeCharset,
		Message: fmt.Sprintf("the %s label says %q, but the bytes are %s", v.overruledBy, v.overruled, v.charset.name),
	}, true
}

const (
	metaLen   = 4 << 10  // a meta label further down is not looked for
	sampleLen = 64 << 10 // how much of a page is judged
)

// decide finds the charset of body: a byte-order mark, UTF-16 by its shape,
// then the labels in the order transport, meta, and at last detection. A label
// is only believed when the bytes allow it, and bytes that are UTF-8 are
// UTF-8 whatever the labels say.
func decide(body []byte, mediaType string, markup bool) verdict {
	type label struct{ name, by string }
	var labels []label
	if _, params, err := mime.ParseMediaType(mediaType); err == nil && params["charset"] != "" {
		labels = append(labels, label{params["charset"], "transport"})
	}
	if markup {
		if s := metaLabel(body); s != "" {
			labels = append(labels, label{s, "meta"})
		}
	}
	// settle makes the verdict and names the first label that it contradicts.
	settle := func(cs *charset, by string, skip int) verdict {
		v := verdict{charset: cs, by: by, skip: skip}
		for _, l := range labels {
			if charsetFor(l.name) != cs && v.overruled == "" {
				v.overruled, v.overruledBy = l.name, l.by
			}
		}
		return v
	}
	agrees := func(cs *charset) string {
		for _, l := range labels {
			if charsetFor(l.name) == cs {
				return l.by
			}
		}
		return ""
	}

	skip := 0
	for _, b := range marks {
		if !bytes.HasPrefix(body, []byte(b.mark)) {
			continue
		}
		if b.charset.fits(body[len(b.mark):]) {
			return settle(b.charset, "bom", len(b.mark))
		}
		// An editor set it before text of another charset.
		skip = len(b.mark)
		body = body[skip:]
		break
	}
	switch utf16Order(body[:min(len(body), sniffLen)]) {
	case "le":
		return settle(utf16le, either(agrees(utf16le), "detected"), skip)
	case "be":
		return settle(utf16be, either(agrees(utf16be), "detected"), skip)
	}

	sample := sampleOf(body)
	if len(sample) == 0 { // ASCII: every label fits that reads ASCII as ASCII
		for _, l := range labels {
			if cs := charsetFor(l.name); cs != nil && cs != utf16le && cs != utf16be {
				return settle(cs, l.by, skip)
			}
		}
		return settle(utf8Charset, "utf-8", skip)
	}
	if isUTF8(body, sample) {
		return settle(utf8Charset, either(agrees(utf8Charset), "utf-8"), skip)
	}

	// The best of the charsets in question, judged by the sample.
	var best *charset
	most := math.Inf(-1)
	score := func(cs *charset) float64 {
		v := cs.score(sample)
		if best == nil || v > most {
			best, most = cs, v
		}
		return v
	}
	scores := map[*charset]float64{gb18030: score(gb18030), big5: score(big5)}
	for _, l := range labels {
		if cs := charsetFor(l.name); cs != nil && cs != utf8Charset && cs != utf16le && cs != utf16be {
			if _, ok := scores[cs]; !ok {
				scores[cs] = score(cs)
			}
		}
	}
	if most < clear {
		if cs := charsetFor(chardet.Detect(sample[:min(len(sample), 16<<10)]).Charset); cs != nil && cs != utf8Charset && cs != utf16le && cs != utf16be {
			if _, ok := scores[cs]; !ok {
				scores[cs] = score(cs)
			}
		}
	}
	for _, l := range labels {
		if v, ok := scores[charsetFor(l.name)]; ok && v >= most-0.1 {
			return settle(charsetFor(l.name), l.by, skip)
		}
	}
	return settle(best, "detected", skip)
}

// clear is the score above which a charset is right without further opinions.
const clear = 0.2

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// marks are the byte-order marks with their charsets.
var marks = []struct {
	mark    string
	charset *charset
}{
	{"\xef\xbb\xbf", utf8Charset},
	{"\xff\xfe", utf16le},
	{"\xfe\xff", utf16be},
	{"\x84\x31\x95\x33", gb18030},
}

// fits reports whether c can be the charset of body, which had c's mark.
func (c *charset) fits(body []byte) bool {
	if c == utf16le || c == utf16be {
		return true
	}
	sample := sampleOf(body)
	if len(sample) == 0 {
		return true
	}
	if c == utf8Charset {
		return isUTF8(body, sample)
	}
	return c.score(sample) > 0
}

// metaLabel returns the charset that a meta element near the start of body
// names: charset=… in the element itself or in its content attribute.
func metaLabel(body []byte) string {
	s := ascii(body[:min(len(body), metaLen)])
	for {
		i := strings.Index(s, "<meta")
		if i < 0 {
			break
		}
		s = s[i+len("<meta"):]
		tag, _, _ := strings.Cut(s, ">")
		if v := charsetParam(tag); v != "" {
			return v
		}
	}
	s = ascii(body[:min(len(body), 256)])
	if strings.HasPrefix(s, "<?xml") {
		decl, _, _ := strings.Cut(s, ">")
		if _, rest, ok := strings.Cut(decl, "encoding"); ok {
			return labelValue(rest)
		}
	}
	return ""
}

func charsetParam(tag string) string {
	for {
		i := strings.Index(tag, "charset")
		if i < 0 {
			return ""
		}
		tag = tag[i+len("charset"):]
		if v := labelValue(tag); v != "" {
			return v
		}
	}
}

// labelValue reads ` = "value"` with or without quotes.
func labelValue(s string) string {
	s = strings.TrimLeft(s, " \t\r\n\f")
	s, ok := strings.CutPrefix(s, "=")
	if !ok {
		return ""
	}
	s = strings.TrimLeft(s, " \t\r\n\f\"'")
	if i := strings.IndexAny(s, "\"' \t\r\n\f;/>"); i >= 0 {
		s = s[:i]
	}
	return s
}

// sampleOf returns the parts of body that tell its charset: up to sampleLen
// bytes of lines that are not all ASCII. It is empty when body is all ASCII.
func sampleOf(body []byte) []byte {
	i := firstHigh(body)
	if i < 0 {
		return nil
	}
	if len(body)-i <= sampleLen {
		return body[i:]
	}
	var out []byte
	for len(body) > 0 && len(out) < sampleLen {
		i := firstHigh(body)
		if i < 0 {
			break
		}
		body = body[i:]
		end := bytes.IndexByte(body, '\n') + 1
		if end == 0 || end > sampleLen/4 {
			end = min(len(body), sampleLen/4)
		}
		out = append(out, body[:end]...)
		body = body[end:]
		if end == sampleLen/4 { // the cut may have split a character
			j := bytes.IndexByte(body, '\n')
			body = body[j+1:]
			out = append(out, '\n')
		}
	}
	return out[:min(len(out), sampleLen)]
}

func firstHigh(b []byte) int {
	for i, c := range b {
		if c >= 0x80 {
			return i
		}
	}
	return -1
}

// isUTF8 reports whether body is UTF-8, or UTF-8 but for a few damaged bytes.
// A short text whose bytes are both UTF-8 of Greek or Cyrillic letters and
// Chinese in GB18030 is not: there are two-character words of that kind.
func isUTF8(body, sample []byte) bool {
	wide, narrow, bad := 0, 0, 0
	for i := 0; i < len(sample); {
		if sample[i] < 0x80 {
			i++
			continue
		}
		_, n := utf8.DecodeRune(sample[i:])
		switch {
		case n == 1 && len(sample)-i < utf8.UTFMax && !utf8.FullRune(sample[i:]):
			i = len(sample) // cut in the middle of a character
			continue
		case n == 1:
			bad++
		case n == 2:
			narrow++
		default:
			wide++
		}
		i += n
	}
	switch {
	case bad*4 > wide+narrow/4 || bad > 0 && wide == 0:
		return false
	case wide == 0 && narrow == 0:
		return false
	case wide == 0 && narrow > 0:
		return gb18030.score(sample) < 0.3
	}
	return true
}

// utf16Order returns "le" or "be" when b is UTF-16 without a byte-order mark,
// else "". In Chinese and ASCII text nearly every unit has a high byte of 0,
// 0x30, 0xFF or of the range of hanzi; with the bytes the other way round
// hardly any has.
func utf16Order(b []byte) string {
	if len(b) >= 2 {
		switch string(b[:2]) {
		case "\xff\xfe":
			return "le"
		case "\xfe\xff":
			return "be"
		}
	}
	b = b[:min(len(b), 4<<10)&^1]
	if len(b) < 4 {
		return ""
	}
	units := len(b) / 2
	likely := func(hi, lo byte) bool {
		switch {
		case hi == 0:
			return lo >= ' ' && lo < 0x7f || lo == '\n' || lo == '\r' || lo == '\t' || lo == 0xa0
		case hi == 0x30, hi == 0x20:
			return true
		case hi == 0xff:
			return lo < 0xf0
		}
		return hi >= 0x4e && hi <= 0x9f
	}
	le, be, nulLE, nulBE := 0, 0, 0, 0
	for i := 0; i < len(b); i += 2 {
		if likely(b[i+1], b[i]) {
			le++
		}
		if likely(b[i], b[i+1]) {
			be++
		}
		if b[i+1] == 0 {
			nulLE++
		}
		if b[i] == 0 {
			nulBE++
		}
	}
	order, nul := "", 0
	switch {
	case le*100 >= units*95 && be*100 < units*70:
		order, nul = "le", nulLE
	case be*100 >= units*95 && le*100 < units*70:
		order, nul = "be", nulBE
	default:
		return ""
	}
	// Without a single ASCII character in it, UTF-16 is only taken for what
	// it is when it can be nothing else.
	if nul == 0 && (firstHigh(b) < 0 || utf8.Valid(b) || gb18030.score(b) > 0.1 || big5.score(b) > 0.1) {
		return ""
	}
	return order
}
