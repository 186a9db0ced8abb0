package read

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"jiedui/schema"
)

const (
	simplified = "为推进义务教育优质均衡发展，缩小城乡之间的差距，云台区教育局决定在全区开展城乡学校结对共建工作。" +
		"组长：高文博，副组长：杜明礼。第一组牵头学校为云台区实验小学，成员学校为青岚镇中心小学、白石镇中心小学。" +
		"各结对学校每学期互派教师不少于两名，联系电话见附件，二〇二四年三月一日起执行。"
	traditional = "為推進義務教育優質均衡發展，縮小城鄉之間的差距，雲臺區教育局決定在全區開展城鄉學校結對共建工作。" +
		"組長：高文博，副組長：杜明禮。第一組牽頭學校為雲臺區實驗小學，成員學校為青嵐鎮中心小學、白石鎮中心小學。" +
		"各結對學校每學期互派教師不少於兩名，聯繫電話見附件，二〇二四年三月一日起執行。"
)

var testCharsets = []struct {
	name   string
	enc    encoding.Encoding
	labels []string // that stand for it
}{
	{"utf-8", encoding.Nop, []string{"utf-8", "UTF8"}},
	{"gb18030", simplifiedchinese.GB18030, []string{"gb2312", "GBK", "gb18030"}},
	{"big5", traditionalchinese.Big5, []string{"big5", "Big5-HKSCS"}},
	{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), []string{"utf-16"}},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), []string{"utf-16be"}},
}

func encode(t testing.TB, e encoding.Encoding, s string) []byte {
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return b
}

// TestCharsets reads a page in both scripts, in every charset, as HTML and as
// text, with no label, the right ones, and wrong ones.
func TestCharsets(t *testing.T) {
	for script, s := range map[string]string{"simplified": simplified, "traditional": traditional} {
		for _, cs := range testCharsets {
			if cs.name == "big5" && script == "simplified" {
				continue
			}
			for _, html := range []bool{true, false} {
				for _, label := range append(append([]string{""}, cs.labels...), "utf-8", "gb2312", "big5", "iso-8859-1", "windows-1252", "shift_jis", "no-such-charset", "hz-gb-2312") {
					right := charsetFor(label) != nil && charsetFor(label).name == cs.name
					for _, where := range []string{"transport", "meta"} {
						body, mediaType := s, "text/plain"
						if html {
							body, mediaType = "<html><head><title>通知</title></head><body><p>"+s+"</p></body></html>", "text/html"
						}
						switch {
						case label != "" && where == "transport":
							mediaType += "; charset=" + label
						case label != "" && html:
							body = strings.Replace(body, "<head>", `<head><meta http-equiv="Content-Type" content="text/html; charset=`+label+`">`, 1)
						case where == "meta":
							continue
						}
						name := fmt.Sprintf("%s %s html=%v label %q by %s", script, cs.name, html, label, where)
						d := read(t, name, encode(t, cs.enc, body), mediaType)
						if !strings.Contains(d.Text.String(), s) || d.Charset != cs.name {
							t.Errorf("%s: read as %s by %s: %.60q", name, d.Charset, d.CharsetBy, d.Text.String())
							continue
						}
						if got := codes(d)[schema.CodeCharset] == 1; got != (label != "" && !right) {
							t.Errorf("%s: conflict noted: %v", name, got)
						}
						if right && d.CharsetBy != where {
							t.Errorf("%s: decided by %s", name, d.CharsetBy)
						}
					}
				}
			}
		}
	}
}

// TestMarks: a byte-order mark decides, and is not in the text.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ name, body string }{
		{"utf-8", "\xef\xbb\xbf" + simplified},
		{"utf-16le", "\xff\xfe" + string(encode(t, testCharsets[3].enc, simplified))},
		{"utf-16be", "\xfe\xff" + string(encode(t, testCharsets[4].enc, simplified))},
		{"gb18030", "\x84\x31\x95\x33" + string(encode(t, simplifiedchinese.GB18030, simplified))},
	} {
		d := read(t, c.name, []byte(c.body), "text/plain; charset=big5")
		if d.Text.String() != simplified || d.Charset != c.name || d.CharsetBy != "bom" {
			t.Errorf("%s: %s by %s: %.30q", c.name, d.Charset, d.CharsetBy, d.Text.String())
		}
	}
	// A mark that does not fit: the bytes after it are GB18030.
	d := read(t, "mark", []byte("\xef\xbb\xbf"+string(encode(t, simplifiedchinese.GB18030, simplified))), "")
	if d.Charset != "gb18030" || d.Text.String() != simplified {
		t.Errorf("a wrong mark: %s %.30q", d.Charset, d.Text.String())
	}
}

// TestShort: a few hanzi are enough, without any label: every stretch of five
// to ten characters of the texts.
func TestShort(t *testing.T) {
	for script, s := range map[string]string{"simplified": simplified, "traditional": traditional} {
		for _, cs := range testCharsets[:3] {
			if cs.name == "big5" && script == "simplified" {
				continue
			}
			wrong, all := 0, 0
			r := []rune(s)
			for n := 5; n <= 10; n++ {
				for i := 0; i+n <= len(r); i++ {
					part := string(r[i : i+n])
					d := read(t, part, encode(t, cs.enc, part), "")
					all++
					if d.Text.String() != part {
						wrong++
						if wrong <= 3 {
							t.Logf("%s %s: %q is read as %q in %s", script, cs.name, part, d.Text.String(), d.Charset)
						}
					}
				}
			}
			if wrong > 0 {
				t.Errorf("%s in %s: %d of %d wrong", script, cs.name, wrong, all)
			}
		}
	}
}

// TestRare: characters that GBK does not have, under the label gb2312.
func TestRare(t *testing.T) {
	s := "马㛃、梁䶮、刘㙍、陈𠮷四人为成员。"
	for _, label := range []string{"gb2312", "gbk"} {
		body := encode(t, simplifiedchinese.GB18030, `<meta charset="`+label+`"><p>`+s)
		if d := read(t, label, body, ""); d.Text.String() != s+"\n" || len(d.Notes) > 0 {
			t.Errorf("%s: %q %v", label, d.Text.String(), d.Notes)
		}
	}
}

// TestDamage: each byte that cannot be decoded is one U+FFFD, and what stands
// around it is kept.
func TestDamage(t *testing.T) {
	gb := func(s string) string { return string(encode(t, simplifiedchinese.GB18030, s)) }
	b5 := func(s string) string { return string(encode(t, traditionalchinese.Big5, s)) }
	long, longT := simplified, traditional
	for _, c := range []struct {
		name, label, body, want string
		bad                     int
	}{
		{"utf-8, a byte", "", long + "甲\xff乙", "甲\ufffd乙", 1},
		{"utf-8, half a character", "", long + "甲\xe4\xb8乙", "甲\ufffd\ufffd乙", 2},
		{"utf-8, a surrogate", "", long + "甲\xed\xa0\x80乙", "甲\ufffd\ufffd\ufffd乙", 3},
		{"utf-8, cut", "", long + "甲\xe4\xb8", "甲\ufffd\ufffd", 2},
		{"utf-8, short and cut", "", "青岚\xe9", "青岚\ufffd", 1},
		{"gb18030, a byte", "", gb(long+"甲") + "\xff" + gb("乙"), "甲\ufffd乙", 1},
		{"gb18030, a lead byte before ASCII", "", gb(long+"甲") + "\xb0\n乙乙"[:2] + gb("乙"), "甲\ufffd\n乙", 1},
		{"gb18030, an unused pair", "gbk", gb(long+"甲") + "\x81\x7f" + gb("乙"), "甲\ufffd 乙", 1},
		{"gb18030, cut", "", gb(long+"甲") + "\xd2", "甲\ufffd", 1},
		{"gb18030, four bytes cut", "gb18030", gb(long+"甲") + "\x81\x30\x81", "甲\ufffd0\ufffd", 2},
		{"big5, a byte", "", b5(longT+"甲") + "\xff" + b5("乙"), "甲\ufffd乙", 1},
		{"big5, cut", "", b5(longT+"甲") + "\xa4", "甲\ufffd", 1},
		{"utf-16, a surrogate", "utf-16le", string(encode(t, testCharsets[3].enc, long+"甲")) + "\x00\xd8" + string(encode(t, testCharsets[3].enc, "乙")), "甲\ufffd\ufffd乙", 2},
		{"utf-16, an odd byte", "utf-16le", string(encode(t, testCharsets[3].enc, long+"甲")) + "\x41", "甲\ufffd", 1},
	} {
		mediaType := "text/plain"
		if c.label != "" {
			mediaType += ";charset=" + c.label
		}
		d := read(t, c.name, []byte(c.body), mediaType)
		got := d.Text.String()
		if !strings.HasSuffix(got, c.want) || strings.Count(got, "\ufffd") != c.bad {
			t.Errorf("%s: read as %s: …%q, want …%q", c.name, d.Charset, got[max(0, len(got)-30):], c.want)
			continue
		}
		n := 0
		for _, note := range d.Notes {
			if note.Code == schema.CodeUndecodable {
				n++
				if !strings.HasPrefix(note.Message, fmt.Sprint(c.bad)+" ") || d.Text.At(note.Span) != "\ufffd" || note.Span.Start != strings.Index(got, "\ufffd") {
					t.Errorf("%s: note %+v", c.name, note)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s: %d notes of damage", c.name, n)
		}
	}
}

// TestPlainBytes: the read text of a text is the file itself, but for line
// ends, marks and control characters.
func TestPlainBytes(t *testing.T) {
	for in, want := range map[string]string{
		"一\r\n二\r三\n\r四\r\r\n五":               "一\n二\n三\n\n四\n\n五",
		"\xef\xbb\xbf\ufeff一\ufeff":           "一\ufeff",
		simplified + "一\t二\x00三\x0b\x1f\x7f四": simplified + "一\t二 三   四",
		"  一\u00a0\u3000 \n\n\n":              "  一\u00a0\u3000 \n\n\n",
	} {
		if got := read(t, in, []byte(in), "").Text.String(); got != want {
			t.Errorf("%q is read as %q, want %q", in, got, want)
		}
	}
}

// TestDecoderPieces: decoding piece by piece gives what decoding at once does.
func TestDecoderPieces(t *testing.T) {
	for _, cs := range testCharsets {
		body := append(encode(t, cs.enc, traditional+"\r\n"+traditional), 0xff, 0xe4, 'a')
		v := verdict{charset: charsetFor(cs.name)}
		all := newDecoder(body, v).all()
		for size := 17; size < 64; size++ {
			d := newDecoder(body, v)
			var out []byte
			buf := make([]byte, size)
			for {
				n, err := d.Read(buf)
				out = append(out, buf[:n]...)
				if err != nil {
					break
				}
			}
			if string(out) != all || !utf8.Valid(out) {
				t.Fatalf("%s, pieces of %d: %q, want %q", cs.name, size, out, all)
			}
		}
	}
}

// TestDecoders: every two-byte sequence is decoded as x/text decodes it.
func TestDecoders(t *testing.T) {
	for _, c := range []struct {
		cs  *charset
		enc encoding.Encoding
	}{{gb18030, simplifiedchinese.GB18030}, {big5, traditionalchinese.Big5}} {
		for lead := 0x80; lead <= 0xff; lead++ {
			for trail := 0x40; trail <= 0xff; trail++ {
				b := []byte{byte(lead), byte(trail)}
				want, _ := c.enc.NewDecoder().Bytes(b)
				got := newDecoder(b, verdict{charset: c.cs}).all()
				if strings.Contains(string(want), "\ufffd") != strings.Contains(got, "\ufffd") ||
					!strings.Contains(got, "\ufffd") && got != strings.ReplaceAll(string(want), "\x7f", " ") {
					t.Fatalf("%s % x: %q, want %q", c.cs.name, b, got, want)
				}
			}
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	body := encode(b, simplifiedchinese.GB18030, strings.Repeat(simplified+"\n", 200))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if decide(body, "", false).charset != gb18030 {
			b.Fatal("wrong charset")
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, cs := range testCharsets {
		b.Run(cs.name, func(b *testing.B) {
			body := encode(b, cs.enc, strings.Repeat(traditional+"\n", 200))
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				newDecoder(body, verdict{charset: charsetFor(cs.name)}).all()
			}
		})
	}
}
