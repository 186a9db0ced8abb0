package all

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/extract"
	"jiedui/normalize"
)

// tablePage is a page with one table of n rows in which a helping school
// spans four helped ones, and with a table of groups of n rows.
func tablePage(n int) string {
	var b strings.Builder
	b.WriteString("<h1>云溪县学校结对帮扶名单</h1><table><tr><th>序号</th><th>帮扶学校</th><th>所在乡镇</th><th>受援学校</th></tr>\n")
	for i := range n {
		fmt.Fprintf(&b, "<tr><td>%d</td>", i+1)
		if i%4 == 0 {
			fmt.Fprintf(&b, "<td rowspan=4>城东第%d小学</td>", i)
		}
		fmt.Fprintf(&b, "<td>石桥镇</td><td>柳湾第%d小学、白沙村小学%d部</td></tr>\n", i, i)
	}
	b.WriteString("</table><p>云溪县教研联盟名单</p><table><tr><th>组别</th><th>学校</th><th>校长</th><th>电话</th></tr>\n")
	for i := range n {
		fmt.Fprintf(&b, "<tr><td>第%d组</td><td>河东第%d小学</td><td>周建平</td><td>10012340001</td></tr>\n", i/5, i)
	}
	b.WriteString("</table>")
	return b.String()
}

// prosePage is a page of about n bytes of running text with pairs, groups and
// leaders told in it, in lines of ordinary length or in one line.
func prosePage(n int, newline string) string {
	var b strings.Builder
	b.WriteString("云溪县学校结对帮扶工作总结\n\n")
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "2023年3月,城东第%d小学与石桥镇第%d小学结对帮扶,双方签订协议。以河东第%d小学为龙头,组建河东第%d小学教育集团。", i, i, i, i)
		b.WriteString("各学校要加强领导,统筹管理,提高教育教学质量,促进义务教育优质均衡发展,与家长、社区共同育人。我校与白沙小学开展交流。" + newline)
	}
	return b.String()
}

func prepare(tb testing.TB, name, body string) *extract.Page {
	tb.Helper()
	doc, err := read.Read(context.Background(), corpus.Page{Name: "page", URI: name, Identity: name, Body: []byte(body)}, read.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	script := normalize.Judge(doc.Text.String())
	return extract.NewPage(doc, normalize.Page(doc.Text, script).Text, string(script))
}

func BenchmarkDocuments(b *testing.B) {
	for _, c := range []struct{ name, file, body string }{
		{"table of 2000 rows", "page.html", tablePage(2_000)},
		{"table of 20000 rows", "page.html", tablePage(20_000)},
		{"prose of 200 KB", "page.txt", prosePage(200<<10, "\n")},
		{"prose of 2 MB", "page.txt", prosePage(2<<20, "\n")},
		{"one line of 200 KB", "page.txt", prosePage(200<<10, "")},
		{"one line of 2 MB", "page.txt", prosePage(2<<20, "")},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := prepare(b, c.file, c.body)
			b.SetBytes(int64(len(c.body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Documents(context.Background(), p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
