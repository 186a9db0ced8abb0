package jiedui_test

import (
	"context"
	"fmt"

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
