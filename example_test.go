package jiedui_test

import (
	"context"
	"fmt"
	"strings"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/schema/compare"
	"jiedui/schema/diff"
)

func ExampleProcess() {
	page := corpus.Page{Name: "plan", Body: []byte("青澜区结对帮扶名单\n1.城东小学—石桥小学\n2.城西中学—柳湾中学\n")}
	docs, err := jiedui.Process(context.Background(), page, jiedui.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range docs[0].Pairings {
		fmt.Println(p.From.Value, "→", p.To.Value, p.From.Evidence[0].Start)
	}
	// Output:
	// 城东小学 → 石桥小学 12
	// 城西中学 → 柳湾中学 24
}

// Plans side by side: what one of them does not say is not stated, and no zero.
func Example_compare() {
	var plans []compare.Plan
	for _, page := range []corpus.Page{
		{Name: "a", Body: []byte("青澜区城乡学校结对帮扶方案\n每学期送教不少于3次。\n1.城东小学—石桥小学\n2.城东小学—柳湾小学\n")},
		{Name: "b", Body: []byte("白露县中小学结对帮扶方案\n县财政每学期补助2万元。\n1.文昌小学—石塘小学\n")},
	} {
		docs, err := jiedui.Process(context.Background(), page, jiedui.Options{})
		if err != nil {
			fmt.Println(err)
			return
		}
		plans = append(plans, compare.Plan{Name: page.Name, Documents: []*schema.Document{&docs[0]}})
	}
	matrix := compare.Compare(plans)
	matrix.Keep([]string{"network.pairs", "funding.promises", "visits.promises"})
	for _, row := range matrix.Rows {
		fmt.Println(row.Label.English)
		for i, cell := range row.Cells {
			if !cell.Stated {
				fmt.Println(" ", matrix.Plans[i].Name, "not stated")
			}
			for _, item := range cell.Items {
				fmt.Println(" ", matrix.Plans[i].Name, item.Text.English, item.Evidence[0].Start)
			}
		}
	}
	// The same as a table of Markdown: sheet.Write(os.Stdout, "markdown", sheet.Options{}, matrix.Sheet(compare.Show{}))

	// Output:
	// pairs
	//   a 2 28
	//   b 1 28
	// money promised
	//   a not stated
	//   b 县财政每学期补助2万元 [2 万元/学期 = 4 万元/学年] 13
	// how often and how much
	//   a 每学期送教不少于3次 [≥3 次/学期 = ≥6 次/学年] 14
	//   b not stated
}

// A page of a place that calls the helping schools 援手方 needs its words.
func ExampleReadLexicon() {
	ours, err := jiedui.ReadLexicon(jiedui.LexiconFile{Name: "ours.txt", Text: strings.NewReader(`
[headers]
援手方  from-help
得益方  to-help
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	page := corpus.Page{Name: "list", Body: []byte("云岭县连心名单\n序号 | 援手方 | 得益方 |\n1 | 云岭县实验小学 | 石桥小学 |\n2 | 云岭县第二小学 | 柳湾小学 |\n")}
	for _, opt := range []jiedui.Options{{}, {Lexicon: ours}} {
		docs, err := jiedui.Process(context.Background(), page, opt)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(len(docs[0].Pairings), "pairs")
	}

	_, err = jiedui.ReadLexicon(jiedui.LexiconFile{Name: "ours.txt", Text: strings.NewReader("[forms]\n连心 办学\n")})
	fmt.Println(err)
	// Output:
	// 0 pairs
	// 2 pairs
	// ours.txt:2: terms of [forms] have no class and no blanks; write 连心办学, or each term on a line of its own
}

// Two versions of a page; the sentences of the running text are compared, too.
func ExampleVersions() {
	read := func(name, text string) []diff.Input {
		in, err := jiedui.Versions(context.Background(), corpus.Page{Name: name, Body: []byte(text)}, jiedui.Options{})
		if err != nil {
			fmt.Println(err)
		}
		return in
	}
	old := read("2031", "青澜区结对帮扶名单\n各校要认真组织，按时总结。\n1.城东小学—石桥小学\n2.城西中学—柳湾中学\n")
	new := read("2032", "青澜区结对帮扶名单\n各校要精心组织，按时总结。\n1.城北小学—石桥小学\n2.城西中学—柳湾中学\n")
	for _, c := range diff.Compare(old, new).Changes {
		fmt.Println(c.Message.English)
	}
	// Output:
	// who helps 石桥小学: 城东小学 → 城北小学
	// text: 各校要认真组织,按时总结。 → 各校要精心组织,按时总结。
}
