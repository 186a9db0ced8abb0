package jiedui_test

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"jiedui"
	"jiedui/corpus"
)

// What is blotted out can no longer be read, and nothing else is touched.
func TestBlot(t *testing.T) {
	const page = `<meta charset="%"><p>组长:王小明(电话100 1234 5678)</p><p>王　小<b>明</b>校长,&#29579;小明</p><p>王小月</p>`
	gb := func(s string) string {
		s, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	big5 := func(s string) string {
		s, err := traditionalchinese.Big5.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct {
		body  string
		words []string
		found bool
		text  string // what is left, or "" when the page has to go
	}{
		"UTF-8":    {strings.Replace(page, "%", "utf-8", 1), []string{"王小明", "100-12345678"}, true, "组长:□□□(电话□□□ □□□□ □□□□)\n□　□□校长,□□□\n王小月\n"},
		"GBK":      {gb(strings.Replace(page, "%", "gbk", 1)), []string{"王小明"}, true, "组长:□□□(电话100 1234 5678)\n□　□□校长,□□□\n王小月\n"},
		"Big5":     {big5(`<meta charset="big5"><p>組長:陳大文,聯絡人:陳大文、陳大方。這一頁說明學校結對幫扶的安排。</p>`), []string{"陳大文"}, true, "組長:□□□,聯絡人:□□□、陳大方。這一頁說明學校結對幫扶的安排。\n"},
		"none":     {"<p>王小月</p>", []string{"王小明"}, false, "王小月\n"},
		"hidden":   {"<p>王<wbr><span style='color:red' title='" + strings.Repeat("x", 2000) + "'>小明</span></p>", []string{"王小明"}, true, ""},
		"number":   {"<p>电话１００１２３４５６７８</p>", []string{"10012345678"}, true, "电话□□□□□□□□□□□\n"},
		"no words": {"<p>王小月</p>", []string{"  "}, false, "王小月\n"},
	} {
		p := corpus.Page{Body: []byte(c.body)}
		without, found, err := jiedui.Blot(context.Background(), p, c.words)
		if err != nil || found != c.found {
			t.Errorf("%s: found %v, %v", name, found, err)
			continue
		}
		if c.text == "" {
			if without != nil {
				t.Errorf("%s: %q, want that it cannot be done", name, without)
			}
			continue
		}
		p.Body = without
		text, err := jiedui.ReadText(context.Background(), p, jiedui.Options{})
		if err != nil || text != c.text {
			t.Errorf("%s: %q, want %q (%v)", name, text, c.text, err)
		}
	}
}
