package private

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Each line is a text and how it looks masked; a text that masking leaves
// alone stands once.
var cases = []struct{ name, text, masked string }{
	{"glued names", "桑禾12900001111王 敏10012345678", "桑禾129****1111王 敏100****5678"},
	{"glued, pinyin in the name", "桑禾(hé)10012345678", "桑禾(hé)100****5678"},
	{"glued in brackets", "由温岭(10012345678)、穆远（手机：10112345678）负责", "由温岭(100****5678)、穆远（手机：101****5678）负责"},
	{"title and name", "校长温岭10012345678", "校长温岭100****5678"},
	{"label", "联系电话:10012345678", "联系电话:100****5678"},
	{"label, traditional and noisy", "聯系電話(huà) : 100 1234 5678", "聯系電話(huà) : 100 **** 5678"},
	{"label in latin", "Tel: 100-1234-5678", "Tel: 100-****-5678"},
	{"label and name", "联系人:教研室温岭老师10012345678、10112345678。", "联系人:教研室温岭老师100****5678、101****5678。"},
	{"label in the cell before", "联系电话\t10012345678", "联系电话\t100****5678"},
	{"label in the line before", "联系电话\n10012345678", "联系电话\n100****5678"},
	{"label in the cell before, one cell a line", "办公电话 |\n10012345678 |", "办公电话 |\n100****5678 |"},
	{"column", "学校\t校 长\t电 话\n云桥一小\t温岭\t10012345678\n东屏小学\t穆远\t10112345678", "学校\t校 长\t电 话\n云桥一小\t温岭\t100****5678\n东屏小学\t穆远\t101****5678"},
	{"column of a dump", "学校 | 电话 |\n云桥一小 | 10012345678 |\n东屏小学 | 2345678 |", "学校 | 电话 |\n云桥一小 | 100****5678 |\n东屏小学 | ***5678 |"},
	{"column, one cell a line", "电 话 |\n云桥一小 |\n10012345678 |\n东屏小学 |\n10112345678 |", "电 话 |\n云桥一小 |\n100****5678 |\n东屏小学 |\n101****5678 |"},
	{"two in one cell, a line each", "电话 |\n温岭小学 |\n10012345678\n10112345678 |", "电话 |\n温岭小学 |\n100****5678\n101****5678 |"},
	{"two without anything between", "电话:1001234567810112345678", "电话:100****5678101****5678"},
	{"full width", "电话：１００１２３４５６７８", "电话：１００＊＊＊＊５６７８"},
	{"country code", "+86 10012345678, +8610112345678, +86-102-1234-5678", "+86 100****5678, +86101****5678, +86-102-****-5678"},
	{"trunk zero", "电话:010012345678", "电话:0100****5678"},
	{"wechat", "微信同手机10012345678", "微信同手机100****5678"},
	{"in an address of mail", "联系方式:10012345678@mail.invalid", "联系方式:100****5678@mail.invalid"},
	{"landline", "咨询0400-2345678", "咨询0400-***5678"},
	{"landline alone", "云桥小学 0400-2345678 东屏", "云桥小学 0400-***5678 东屏"},
	{"landline, bracket", "(0400)2345678", "(0400)***5678"},
	{"landline, wide bracket", "（0400）2345678", "（0400）***5678"},
	{"landline, eight digits", "029-23456789", "029-****6789"},
	{"landline in groups", "电话 029 2345 6789", "电话 029 **** 6789"},
	{"landline in one run", "电话:04002345678", "电话:0400***5678"},
	{"landline, extension", "0400-2345678-8001", "0400-***5678-8001"},
	{"landline, country code", "+86-400-2345678", "+86-400-***5678"},
	{"landline, second ending", "电话:0400-2345678/79", "电话:0400-***5678/79"},
	{"local", "电话:2345678/2345679", "电话:***5678/***5679"},
	{"service", "客服热线:400-234-5678", "客服热线:400-***-5678"},
	{"service in one run", "热线 4002345678", "热线 400***5678"},
	{"identity card", "身份证号110000190001010017", ""},
	{"identity card, X", "11000019000101008X", ""},
	{"identity card, true check digit", "110000190001010012", ""},
	{"identity card in groups", "身份证 110000 19000101 0012", ""},
	{"several, slash", "电话:10012345678/10112345678", "电话:100****5678/101****5678"},

	{"no label", "合计10012345678元", "合计10012345678元"},
	{"unusual groups", "电话 1001234-5678 100-12345678 1001 234 5678", "电话 100****-5678 100-****5678 100* *** 5678"},
	{"groups that are none", "电话会议 1 20311120 12 150 20311120", "电话会议 1 20311120 12 150 20311120"},
	{"bare", "本系统中的编码10012345678", "本系统中的编码10012345678"},
	{"index number", "索引号 | 990011/2031-19110", "索引号 | 990011/2031-19110"},
	{"index number in parts", "索引号:02425813-3/2031-00060", "索引号:02425813-3/2031-00060"},
	{"index number, long unit code", "索引号\t10012345678/2031-00060", "索引号\t10012345678/2031-00060"},
	{"document number", "云教〔2031〕49号 电话会议", "云教〔2031〕49号 电话会议"},
	{"site code", "网站标识码:9904050008", "网站标识码:9904050008"},
	{"site code with a phone beside", "网站标识码:9904050008 联系电话:10012345678", "网站标识码:9904050008 联系电话:100****5678"},
	{"filing", "京ICP备13812345号-1 公网安备 99040502000123号", "京ICP备13812345号-1 公网安备 99040502000123号"},
	{"date", "电话通知 2031-11-20 20311120 2031 1120", "电话通知 2031-11-20 20311120 2031 1120"},
	{"years", "(2031-2035年)、2031—2035年", "(2031-2035年)、2031—2035年"},
	{"longer run", "100123456789 编号100123456789012345678", "100123456789 编号100123456789012345678"},
	{"decimal", "电费10012345678.50元", "电费10012345678.50元"},
	{"part of a word", "a10012345678 t20311120_10012345678.html", "a10012345678 t20311120_10012345678.html"},
	{"short code", "拨打12345、110", "拨打12345、110"},
	{"masked already", "温岭100****5678", "温岭100****5678"},
	{"account", "账号:10012345678", "账号:10012345678"},
	{"identity card, false check digit", "110000190001010018", "110000190001010018"},
	{"prose ends a table", "姓名\t电话\n" + strings.Repeat("这一段文字与表格没有关系", 5) + "\n编码\t甲10012345678", "姓名\t电话\n" + strings.Repeat("这一段文字与表格没有关系", 5) + "\n编码\t甲10012345678"},
}

func TestMask(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := c.masked
			numbers := Find(c.text)
			if want == "" { // an identity card: every digit goes
				want = Hide(c.text, numbers)
				if len(numbers) != 1 || numbers[0].Kind != ID {
					t.Fatalf("found %+v", numbers)
				}
			}
			if got := Mask(c.text, numbers); got != want {
				t.Errorf("%q\n got %q\nwant %q", c.text, got, want)
			}
			checkLaws(t, c.text)
		})
	}
}

func TestDigits(t *testing.T) {
	got := Find("电话：+86 １００-1234 5678；0400-2345678转8001。身份证11000019000101005ｘ")
	want := []Number{
		{Digits: "10012345678", Kind: Phone}, {Digits: "04002345678", Kind: Phone}, {Digits: "11000019000101005X", Kind: ID},
	}
	if len(got) != len(want) {
		t.Fatalf("found %+v", got)
	}
	for i, w := range want {
		if got[i].Digits != w.Digits || got[i].Kind != w.Kind {
			t.Errorf("number %d is %+v, want %+v", i, got[i], w)
		}
	}
}

// Numbers of networks that exist need no label. They are put together here so
// that none stands in the source.
func TestNetworkNumbersNeedNoLabel(t *testing.T) {
	rest := "0" + strings.Repeat("0", 7) + "1"
	for _, prefix := range []string{"13", "14", "15", "16", "17", "18", "19"} {
		n := prefix + rest
		for _, s := range []string{n, "5 " + n, n + "," + n, "/" + n + "/" + n, n[:3] + "-" + n[3:7] + "-" + n[7:], n[:3] + " " + n[3:7] + " " + n[7:], n[:3] + "." + n[3:7] + "." + n[7:]} {
			if found := Find(s); len(found) == 0 || found[0].Digits != n {
				t.Errorf("%q: found %+v", s, found)
			}
		}
		for _, s := range []string{n + "0", "1" + n, n + "元", "第" + n + "号", "x" + n, n + ".5", n + "/2031-5", n + "-2031", "索引号:" + n} {
			if found := Find(s); len(found) != 0 {
				t.Errorf("%q: found %+v", s, found)
			}
		}
	}
}

// checkLaws holds s to the laws of finding and masking.
func checkLaws(t failer, s string) {
	t.Helper()
	numbers := Find(s)
	read := scanned(s) // letters that stand for digits, as digits
	inside := make([]bool, len(s))
	last := 0
	for _, n := range numbers {
		if n.Span.Start < last || n.Span.Empty() || n.Span.End > len(s) {
			t.Fatalf("%q: span %v after %d", s, n.Span, last)
		}
		last = n.Span.Start
		if got := asciiDigits(read[n.Span.Start:n.Span.End]); got != n.Digits {
			t.Fatalf("%q: %+v stands for %q", s, n, got)
		}
		for i := n.Span.Start; i < n.Span.End; i++ {
			inside[i] = true
		}
	}
	for name, masked := range map[string]string{"masked": Mask(s, numbers), "hidden": Hide(s, numbers)} {
		if len(masked) != len(s) || utf8.RuneCountInString(masked) != utf8.RuneCountInString(s) {
			t.Fatalf("%q: %s %q changes the length", s, name, masked)
		}
		for i := range len(s) {
			if !inside[i] && masked[i] != s[i] {
				t.Fatalf("%q: %s %q changes byte %d outside of numbers", s, name, masked, i)
			}
		}
		if again := Find(masked); len(again) != 0 {
			t.Fatalf("%q: %s %q still has %+v", s, name, masked, again)
		}
		for _, n := range numbers {
			digits := n.Digits
			if strings.Contains(asciiDigits(scanned(masked)[n.Span.Start:n.Span.End]), digits) {
				t.Fatalf("%q: %s %q shows %s", s, name, masked, digits)
			}
		}
	}
	for i, p := range Places(s) {
		if p.Number != numbers[i] || utf8.RuneCountInString(p.Masked) != utf8.RuneCountInString(s[p.Span.Start:p.Span.End]) {
			t.Fatalf("%q: place %+v of %+v", s, p, numbers[i])
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, c := range cases {
		f.Add(c.text)
	}
	f.Add("100-1234-0400 2345678") // one reading leaves in sight what another begins with
	f.Add("电话:0400-2345678 100 1234 5678 0400-234 100 1234 5678")
	f.Add("12O12345623") // a letter that a scanner read for a digit
	f.Add("电话:l2O1234S623 0I00-2345678")
	f.Fuzz(func(t *testing.T, s string) { checkLaws(t, s) })
}

func TestLabelFile(t *testing.T) {
	seen := map[string]bool{}
	n := 0
	for _, list := range words() {
		for _, w := range list {
			n++
			if w.kind != "phone" && w.kind != "id" && w.kind != "other" && (w.kind != "unit" || utf8.RuneCountInString(w.word) != 1) {
				t.Errorf("%q is of the unknown kind %q", w.word, w.kind)
			}
			if w.word != plain(w.word) || seen[w.word] {
				t.Errorf("%q is not plain, or twice there", w.word)
			}
			seen[w.word] = true
		}
	}
	lines := 0
	for line := range strings.Lines(labelFile) {
		if !strings.HasPrefix(line, "#") {
			lines++
		}
	}
	if n != lines {
		t.Errorf("%d labels of %d lines were read", n, lines)
	}
}

func BenchmarkFind(b *testing.B) {
	pages := map[string]string{
		"prose":  strings.Repeat("全区义务教育学校开展结对帮扶活动，各校要高度重视，认真组织实施。\n", 2000),
		"index":  strings.Repeat("索引号:990011/2031-00060，云教〔2031〕49号，2031年11月20日印发，共1200册。\n", 1000),
		"a line": "学校 电话 " + strings.Repeat("12345678901 ", 8000),
		"phones": "组别\t学校\t电话\n" + strings.Repeat("第一组\t云桥一小\t桑禾10012345678温岭0400-2345678\n", 1500),
	}
	for name, page := range pages {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				Find(page)
			}
		})
	}
}

func BenchmarkMask(b *testing.B) {
	page := "组别\t学校\t电话\n" + strings.Repeat("第一组\t云桥一小\t桑禾10012345678温岭0400-2345678\n", 1500)
	numbers := Find(page)
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		Mask(page, numbers)
	}
}

// TestScanned: letters that were read for digits hide no number.
func TestScanned(t *testing.T) {
	for in, want := range map[string]string{
		"电话:1O2000l2345。":   "电话:1O2****2345。",
		"手机l02000l2345":     "手机l02****2345",
		"O312-234567l,":     "O312-***567l,",
		"O2O教学，H2O，VOL12":   "O2O教学，H2O，VOL12",
		"型号A1O2000l2345":    "型号A1O2000l2345",
		"lOlOlOlOlO1":       "lOlOlOlOlO1",
		"l0月l5日，1O1中学，3O0人": "l0月l5日，1O1中学，3O0人",
	} {
		if got := Mask(in, Find(in)); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}
