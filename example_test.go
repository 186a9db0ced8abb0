package jiedui_test

import (
	"context"
	"fmt"
	"strings"

	"jiedui"
	"jiedui/corpus"
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
