package leaders_test

import (
	"context"
	"strings"
	"testing"

	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/extract"
	"jiedui/extract/leaders"
	"jiedui/normalize"
)

// part reads body as the one part of a page of text.
func part(tb testing.TB, body string) *extract.Part {
	tb.Helper()
	doc, err := read.Read(context.Background(), corpus.Page{Name: "page", Body: []byte(body)}, read.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	script := normalize.Judge(doc.Text.String())
	p := extract.NewPage(doc, normalize.Page(doc.Text, script).Text, string(script))
	return &extract.Part{Page: p, N: 1, Of: 1, Span: p.Clean.All(), Body: p.Lines}
}

// Each page says its words over and over, in lines of ordinary length or without
// any break: the bytes per second of the two must be of one size.
func BenchmarkExtract(b *testing.B) {
	for _, c := range []struct{ name, unit string }{
		{"lists", "成立云岭区结对工作领导小组。组长:贺明轩(局长),副组长:唐婉清、史磊,成员:邱国栋、郝敏、各校校长。"},
		{"sentences", "领导小组组长由局长贺明轩担任,由郝敏任办公室主任,分管领导任副组长,各组长单位要抓好落实。"},
		{"bodies", "领导小组工作小组专家组组长单位领导小组办公室"},
		{"open brackets", "组长:(贺明轩(唐婉清、史磊"},
	} {
		for _, n := range []struct{ name, end string }{{"lines", "\n"}, {"one line", ""}} {
			b.Run(c.name+" in "+n.name, func(b *testing.B) {
				body := strings.Repeat(c.unit+n.end, 300_000/len(c.unit))
				p := part(b, "关于做好工作的通知\n"+body)
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				for b.Loop() {
					leaders.Extractor{}.Extract(p, extract.NewDraft(p))
				}
			})
		}
	}
}
