package read

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"jiedui/corpus"
	"jiedui/schema"
)

var le = binary.LittleEndian

// stream is one of a compound file.
type stream struct {
	name string
	data []byte
}

// compoundOf writes a compound file: its table, its directory, then the
// streams, of which those that are short lie in small sectors.
func compoundOf(streams ...stream) []byte {
	const free, end, ofTable = 0xffffffff, 0xfffffffe, 0xfffffffd
	var fat, minifat []uint32
	var sectors, minis []byte
	put := func(b []byte) (start uint32) {
		start = uint32(len(fat))
		for n := (len(b) + 511) / 512; n > 0; n-- {
			fat = append(fat, uint32(len(fat)+1))
		}
		if len(b) == 0 {
			return end
		}
		fat[len(fat)-1] = end
		sectors = append(sectors, append(b, make([]byte, -len(b)&511)...)...)
		return start
	}
	fat = append(fat, ofTable, end)
	entries := make([]byte, 512)
	sectors = make([]byte, 1024)
	if len(streams) > 3 {
		panic("a directory of one sector")
	}
	entry := func(i int, name string, kind byte, start uint32, size int) {
		e := entries[128*i:][:128]
		for k, u := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*k:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66], e[67] = kind, 1
		le.PutUint32(e[68:], free)
		le.PutUint32(e[72:], free)
		le.PutUint32(e[76:], free)
		if kind == 5 {
			le.PutUint32(e[76:], 1)
		} else if i < len(streams) {
			le.PutUint32(e[72:], uint32(i+1))
		}
		le.PutUint32(e[116:], start)
		le.PutUint32(e[120:], uint32(size))
	}
	starts := make([]uint32, len(streams))
	for i, s := range streams {
		if len(s.data) == 0 {
			starts[i] = end
		} else if len(s.data) < miniCutoff {
			starts[i] = uint32(len(minifat))
			minis = append(append(minis, s.data...), make([]byte, -len(s.data)&63)...)
			for len(minifat) < len(minis)/64 {
				minifat = append(minifat, uint32(len(minifat)+1))
			}
			minifat[len(minifat)-1] = end
		}
	}
	var b []byte
	for _, n := range minifat {
		b = le.AppendUint32(b, n)
	}
	small := put(b)
	entry(0, "Root Entry", 5, put(bytes.Clone(minis)), len(minis))
	for i, s := range streams {
		if len(s.data) >= miniCutoff {
			starts[i] = put(bytes.Clone(s.data))
		}
		entry(i+1, s.name, 2, starts[i], len(s.data))
	}
	if len(fat) > 128 {
		panic("a table of one sector")
	}
	for i := range 128 {
		n := uint32(free)
		if i < len(fat) {
			n = fat[i]
		}
		le.PutUint32(sectors[4*i:], n)
	}
	copy(sectors[512:], entries)
	h := make([]byte, 512)
	copy(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le.PutUint16(h[24:], 0x3e)
	le.PutUint16(h[26:], 3)
	le.PutUint16(h[28:], 0xfffe)
	le.PutUint16(h[30:], 9)
	le.PutUint16(h[32:], 6)
	le.PutUint32(h[44:], 1)
	le.PutUint32(h[48:], 1)
	le.PutUint32(h[56:], miniCutoff)
	le.PutUint32(h[60:], small)
	le.PutUint32(h[64:], uint32((len(minifat)+127)/128))
	le.PutUint32(h[68:], end)
	for i := range 109 {
		le.PutUint32(h[76+4*i:], free)
	}
	le.PutUint32(h[76:], 0)
	return append(h, sectors...)
}

// docParagraph is a paragraph that is to be written.
type docParagraph struct {
	text  string // with its mark
	style uint16
	props []byte // changes
	story int
}

type docOptions struct {
	flags uint16
	chars map[string][]byte // changes of the characters of these words
	bare  bool              // no properties are written
}

// docStreams writes the streams of a Word document: the paragraphs up to the
// first that is not of cp1252 are a piece of one byte for each character, the
// others one of two.
func docStreams(o docOptions, paragraphs ...docParagraph) (main, table []byte) {
	const begin = 1024
	main = make([]byte, begin)
	type run struct {
		to    int
		props []byte
	}
	var paras, chars []run
	var lengths [docStories]int
	wideAt, cps, wideCP := -1, 0, 0
	for _, p := range paragraphs {
		units := utf16.Encode([]rune(p.text))
		for _, u := range units {
			if u > 0xff && wideAt < 0 {
				panic("the first paragraphs are of one byte each")
			}
			if u == 0xff && wideAt < 0 { // the piece of two bytes begins
				wideAt, wideCP = len(main), cps
				continue
			}
			word := ""
			for w := range o.chars {
				if strings.ContainsRune(w, rune(u)) {
					word = w
				}
			}
			if wideAt < 0 {
				main = append(main, byte(u))
			} else {
				main = le.AppendUint16(main, u)
			}
			cps++
			lengths[p.story]++
			chars = append(chars, run{len(main), o.chars[word]})
		}
		props := le.AppendUint16(nil, p.style)
		paras = append(paras, run{len(main), append(props, p.props...)})
	}
	if wideAt < 0 {
		wideAt, wideCP = len(main), cps
	}
	// pages writes pages of properties, and the list of them.
	pages := func(runs []run, entry, each int) (list []byte) {
		var bounds []uint32
		var numbers []uint32
		from := begin
		for len(runs) > 0 {
			n := min(each, len(runs))
			main = append(main, make([]byte, -len(main)&511)...)
			bounds = append(bounds, uint32(from))
			numbers = append(numbers, uint32(len(main)/512))
			page := make([]byte, 512)
			page[511] = byte(n)
			free := 510
			le.PutUint32(page, uint32(from))
			for k, r := range runs[:n] {
				from = r.to
				le.PutUint32(page[4*k+4:], uint32(from))
				b := append([]byte{byte(len(r.props))}, r.props...)
				if entry > 1 { // counted in twos
					b = append([]byte{byte(len(r.props)/2 + 1)}, r.props...)
					if len(r.props)%2 == 0 {
						b = append([]byte{0, byte(len(r.props) / 2)}, r.props...)
					}
				}
				if len(r.props) == 0 {
					continue
				}
				free = (free - len(b)) &^ 1
				copy(page[free:], b)
				page[4*(n+1)+entry*k] = byte(free / 2)
			}
			main = append(main, page...)
			runs = runs[n:]
		}
		bounds = append(bounds, uint32(from))
		for _, n := range append(bounds, numbers...) {
			list = le.AppendUint32(list, n)
		}
		return list
	}
	var bteChars, bteParas []byte
	if !o.bare {
		bteChars, bteParas = pages(chars, 1, 60), pages(paras, 13, 5)
	}
	clx := []byte{1, 2, 0, 0x35, 8, 2} // properties of pieces stand before the list
	clx = le.AppendUint32(clx, 3*4+2*8)
	for _, n := range []int{0, wideCP, cps} {
		clx = le.AppendUint32(clx, uint32(n))
	}
	for _, fc := range []int{0x40000000 | 2*begin, wideAt} {
		clx = le.AppendUint16(clx, 0)
		clx = le.AppendUint32(clx, uint32(fc))
		clx = le.AppendUint16(clx, 0)
	}
	headings := []byte{}
	for _, n := range []int{0, 0, 0, 0, 0, 0, 0, 0, 0, lengths[docMargins]} {
		headings = le.AppendUint32(headings, uint32(n))
	}
	le.PutUint16(main, 0xa5ec)
	le.PutUint16(main[2:], 193)
	le.PutUint16(main[10:], 0x1200|o.flags)
	le.PutUint16(main[32:], 14)
	le.PutUint16(main[62:], 22)
	for i, n := range lengths {
		le.PutUint32(main[76+4*i:], uint32(n))
	}
	le.PutUint16(main[152:], 93)
	part := func(i int, b []byte) {
		le.PutUint32(main[154+8*i:], uint32(len(table)))
		le.PutUint32(main[154+8*i+4:], uint32(len(b)))
		table = append(table, b...)
	}
	part(11, headings)
	part(12, bteChars)
	part(13, bteParas)
	part(33, clx)
	return main, table
}

func docOf(o docOptions, paragraphs ...docParagraph) []byte {
	main, table := docStreams(o, paragraphs...)
	return compoundOf(stream{"1Table", table}, stream{docMain, main})
}

// change is a change of a property of one byte.
func change(code uint16, v ...byte) []byte { return append(le.AppendUint16(nil, code), v...) }

// docRowEnd is the mark at the end of a row with cells between edges; merged
// says how each is joined.
func docRowEnd(edges []int, merged ...uint16) docParagraph {
	var v []byte
	v = append(v, byte(len(edges)-1))
	for _, e := range edges {
		v = le.AppendUint16(v, uint16(e))
	}
	for _, m := range merged {
		v = append(le.AppendUint16(v, m), make([]byte, 18)...)
	}
	b := append(change(0x2416, 1), change(0x2417, 1)...)
	b = append(b, le.AppendUint16(change(0xd608), uint16(len(v)+1))...)
	return docParagraph{text: "\a", props: append(b, v...)}
}

func docCell(s string) docParagraph {
	return docParagraph{text: s + "\a", props: change(0x2416, 1)}
}

// toWide begins the piece of two bytes for each character.
const toWide = "\u00ff"

// docPlan is a document with a table of 2 rows and 3 columns.
func docPlan() []docParagraph {
	edges := []int{0, 1000, 4000, 7000}
	return []docParagraph{
		{text: "No. 7 \u0093plan\u0094\r"},
		{text: toWide + "云岭县城乡学校结对名单\r", style: 1},
		docCell("序号"), docCell("帮扶学校"), docCell("受援学校"), docRowEnd(edges),
		docCell("1"), docCell("青岚小学"), docCell("白石小学"), docRowEnd(edges),
		{text: "以上学校结对三年。\r"},
	}
}

// TestDoc compares what is read of documents.
func TestDoc(t *testing.T) {
	nested := append(change(0x2416, 1), le.AppendUint32(change(0x6649), 2)...)
	join := func(b ...[]byte) []byte { return bytes.Join(b, nil) }
	for _, c := range []struct {
		name       string
		o          docOptions
		paragraphs []docParagraph
		want       string
	}{
		{"plan", docOptions{}, docPlan(), `
"No. 7 “plan”\n"
heading 1 "云岭县城乡学校结对名单\n"
table 1
"以上学校结对三年。\n"

table 1: 2 rows, 3 columns
1,1 序号
1,2 帮扶学校
1,3 受援学校
2,1 1
2,2 青岚小学
2,3 白石小学
`},
		{"fields", docOptions{}, []docParagraph{{text: toWide + "见\x13 HYPERLINK \"http://x.example/\x13 DATE \x14二月\x15\" \x14附件\x13 PAGE \x141\x15\x15。\r"}, {text: "\x13 EMBED Excel.Sheet.8 \x14\x01\x15表\r"}, {text: "\x13 没有结尾\r"}, {text: "下一段\r"}}, `
"见附件1。\n"
"表\n"
"下一段\n"

note attachment-unread: an object that is embedded in the document (Excel.Sheet.8) was not read

note picture-for-text: the page shows 1 pictures and hardly any text
`},
		{"characters", docOptions{chars: map[string][]byte{"密": change(0x083c, 1), "删": change(0x0800, 1), "(": le.AppendUint32(change(0x6a09), 0xf0fe0000)}},
			[]docParagraph{{text: toWide + "甲\u000b乙\x1e丙\x1f丁\u00a0戊\t己\x02\x05密删(𠮷\f次页\r"}}, `
"甲\n乙-丙丁\u00a0戊 己☑𠮷\n"
"次页\n"
`},
		{"stories", docOptions{}, []docParagraph{{text: toWide + "正文\x02\r"}, {text: "\x02 脚注\r", story: docFootnotes}, {text: "页脚\r", story: docMargins}, {text: "批注\r", story: docComments}, {text: "\x02尾注\r", story: docEndnotes}, {text: "文本框\r", story: docBoxes}}, `
"正文\n"
"脚注\n"
"尾注\n"
"文本框\n"
chrome "页脚\n"
`},
		{"merged", docOptions{}, []docParagraph{{text: toWide + "名单\r"},
			docCell("组"), docCell("学校"), docCell(""), docRowEnd([]int{0}),
			docCell("第一组"), docCell("青岚小学"), docCell("白石小学"), docRowEnd([]int{0, 1000, 2500, 4000}, 0x60, 1, 2),
			docCell(""), docCell("柳溪小学"), docRowEnd([]int{10, 1000, 4000}, 0x20, 0)}, `
"名单\n"
table 1

table 1: 3 rows, 3 columns
1,1 组
1,2 学校
1,3
2,1 2x1 第一组
2,2 1x2 青岚小学
3,2 1x2 柳溪小学
`},
		{"nested", docOptions{}, []docParagraph{{text: toWide + "名单\r"},
			docCell("甲"),
			{text: "乙\r", props: change(0x2416, 1)},
			{text: "丙\r", props: join(nested, change(0x244b, 1))}, {text: "丁\r", props: join(nested, change(0x244b, 1))}, {text: "\r", props: join(nested, change(0x244b, 1), change(0x244c, 1))},
			docCell(""), docRowEnd([]int{0, 1000, 2000})}, `
"名单\n"
table 1

table 1: 1 rows, 2 columns
1,1 甲
1,2 乙

table 2: 1 rows, 2 columns, in cell 2 of table 1
1,1 丙
1,2 丁
`},
		{"list and level", docOptions{}, []docParagraph{{text: toWide + "总则\r", props: change(0x2640, 1)}, {text: "一项\r", props: change(0x460b, 1, 0)}, {text: "正文\r", style: 2, props: change(0x2640, 9)}}, `
heading 2 "总则\n"
item "一项\n"
"正文\n"
`},
		{"without properties", docOptions{bare: true}, []docParagraph{{text: toWide + "名单\r"}, docCell("甲"), docCell("乙"), docRowEnd([]int{0, 9, 99})}, `
"名单\n"
"甲\n"
"乙\n"

note truncated-page: the properties of 3 cells are missing; they are read as lines
`},
	} {
		d := read(t, c.name, docOf(c.o, c.paragraphs...), "")
		if got := "\n" + strings.ReplaceAll(outline(d), " \n", "\n"); d.MediaType != docFormat.mediaType || got != c.want {
			t.Errorf("%s: %s, got%s\nwant%s", c.name, d.MediaType, got, c.want)
		}
	}
}

// TestDocDamaged: what can be read is; where nothing can be, the failure says
// what to do.
func TestDocDamaged(t *testing.T) {
	main, table := docStreams(docOptions{}, append(docPlan(), docParagraph{text: strings.Repeat("山", 2000) + "\r"})...)
	whole := compoundOf(stream{"1Table", table}, stream{docMain, main})
	at := bytes.Index(whole, main[:100])
	old := bytes.Clone(main)
	le.PutUint16(old[2:], 100)
	for _, c := range []struct {
		name string
		body []byte
		code string // of the failure; "" for what is read
		note string // the code of the doubt
		says string
	}{
		{"whole", whole, "", "", "以上学校结对三年。"},
		{"cut in the text", whole[:at+3000], "", schema.CodeTruncated, "以上学校结对三年。"},
		{"without its table", compoundOf(stream{docMain, main}), schema.CodeDamaged, "", "list of its pieces"},
		{"without its text", compoundOf(stream{"1Table", table}, stream{docMain, nil}), schema.CodeDamaged, "", "get it again"},
		{"without its directory", append(bytes.Clone(whole[:512]), main...), schema.CodeDamaged, "", "get it again"},
		{"cut in the head", whole[:512+100], schema.CodeUnknownKind, "", ".doc"},
		{"encrypted", docOf(docOptions{flags: 0x100}, docPlan()...), schema.CodeEncrypted, "", "without the password"},
		{"encrypted docx", compoundOf(stream{"EncryptionInfo", []byte("x")}, stream{docLocked, make([]byte, 5000)}), schema.CodeEncrypted, "", "without the password"},
		{"Word 95", compoundOf(stream{docMain, old}), schema.CodeUnknownKind, "", "older than Word 97"},
		{"xls", compoundOf(stream{"Workbook", make([]byte, 5000)}), schema.CodeUnknownKind, "", ".xls"},
		{"xls that speaks of Word", compoundOf(stream{"Workbook", utf16ASCII(docMain)}), schema.CodeUnknownKind, "", ".xls"},
	} {
		d, err := Read(context.Background(), corpus.Page{Body: c.body}, Options{})
		var e *Error
		switch {
		case c.code == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.code == "":
			laws(t, d)
			if s := d.Text.String(); !strings.Contains(s, c.says) || len(d.Notes) != min(len(c.note), 1) || c.note != "" && codes(d)[c.note] != 1 {
				t.Errorf("%s: %q %v", c.name, s, d.Notes)
			}
		case !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.says):
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// Whatever is cut off, and whichever byte is another: no panic, the laws hold.
	for i := range whole {
		for _, b := range [][]byte{whole[:i], append(append(bytes.Clone(whole[:i]), whole[i]^0x55), whole[i+1:]...)} {
			if i%29 == 0 {
				docLaws(t, b)
			}
		}
	}
}

func docLaws(t testing.TB, b []byte) {
	d, err := Read(t.Context(), corpus.Page{Body: b}, Options{})
	if err == nil {
		laws(t, d)
	} else if _, ok := err.(*Error); !ok {
		t.Fatal(err)
	}
}

// TestDocCircles: the lists of a file that turn in circles come to an end.
func TestDocCircles(t *testing.T) {
	whole := docOf(docOptions{}, docPlan()...)
	for i := range 128 { // each sector is followed by itself
		b := bytes.Clone(whole)
		le.PutUint32(b[512+4*i:], uint32(i))
		docLaws(t, b)
	}
	b := bytes.Clone(whole)
	le.PutUint32(b[68:], 0) // the list goes on in the table
	le.PutUint32(b[72:], 1<<31)
	docLaws(t, b)
}

// FuzzDoc reads the streams of any Word document, and any compound file: no
// panic, the laws hold.
func FuzzDoc(f *testing.F) {
	main, table := docStreams(docOptions{chars: map[string][]byte{"以": change(0x083c, 1)}}, docPlan()...)
	f.Add(main, table)
	f.Add(docOf(docOptions{}, docPlan()...), []byte{})
	f.Fuzz(func(t *testing.T, main, table []byte) {
		if isCompound(main) {
			docLaws(t, main)
			return
		}
		if len(main) > 12000 || len(table) > 12000 {
			return
		}
		docLaws(t, compoundOf(stream{"1Table", table}, stream{"Data", table}, stream{docMain, main}))
	})
}
