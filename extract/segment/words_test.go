package segment

import (
	"strings"
	"sync"
	"testing"
)

func TestWords(t *testing.T) {
	in := "由清江区教育局副局长任组长,18小QQ群每学期开展结对帮扶 "
	var got []string
	for _, w := range Words(in) {
		got = append(got, in[w.Span.Start:w.Span.End]+"/"+w.Tag)
	}
	want := "由/context 清江/guess 区教育局/word 副局长/post 任/context 组长/role ,/other 18/number 小/school QQ/number 群/other 每学期/word 开展/guess 结对帮扶/word  /other"
	if strings.Join(got, " ") != want {
		t.Errorf("Words(%q)\n got %s\nwant %s", in, strings.Join(got, " "), want)
	}
	if Words("") != nil {
		t.Error("words in nothing")
	}
}

// The tables are built on first use, by whoever comes first.
func TestTogether(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			Words(benchSentence)
			Persons(benchSentence, map[string]bool{"贺云舟": true})
			Schools("青石小学临河小学")
			Names("贺云舟祝晓峰", nil)
		})
	}
	wg.Wait()
}
