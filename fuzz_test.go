package jiedui_test

import (
	"context"
	"testing"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
)

// FuzzProcess feeds any bytes to the whole road: it must not panic, a page
// that is read gives at least one document, and every value keeps the laws of
// evidence.
func FuzzProcess(f *testing.F) {
	for _, p := range samplePages(f) {
		body := p.Body
		if len(body) > 6000 {
			body = body[len(body)-6000:] // the attachments with their tables
		}
		f.Add(body)
	}
	for _, s := range []string{
		"<table><tr><th>帮扶学校<th>受援学校<tr><td rowspan=0>城东小学<td colspan=99>石桥小学、柳湾小学</table>",
		"组别 |\n学校 |\n校 长 |\n第一组 |\n城东小学 |\n王 芳 |\n10000000001 | ||\n",
		"由校长张三任组长,李四、王五为副组长。我校与石桥小学结对。",
		"第一篇:甲方案\n一、目标\n第二篇:乙方案\n一、目标\n",
		"索引号 | 000014/2021-00035 | 成文日期 | 2021-13-32 |\n30所占总数(45所)的67.6%,组建6个教联体,1-0次,3所所\n一、甲\n四、乙\n附件:1.丙\n2.丁\n附件1\n",
		"聯動(dòng)校?！钡谒慕M 思?xì)v程__年__月",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p := corpus.Page{Name: "fuzz", URI: "fuzz", Body: body}
		docs, found, err := jiedui.Check(context.Background(), p, jiedui.Options{MaxSize: 1 << 20})
		if err != nil {
			return
		}
		if len(docs) == 0 {
			t.Fatal("a page that was read gave no document")
		}
		read, err := jiedui.ReadText(context.Background(), p, jiedui.Options{MaxSize: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		for i := range docs {
			for _, problem := range schema.Check(&docs[i], read, jiedui.Fold(docs[i].Source)) {
				t.Error(problem)
			}
		}
		checkFindings(t, p, docs, found, read)
	})
}
