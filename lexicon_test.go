package jiedui_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"jiedui"
	"jiedui/corpus"
	"jiedui/samples"
	"jiedui/schema"
	"jiedui/schema/export"
)

func words(t testing.TB, text string) *jiedui.Lexicon {
	t.Helper()
	l, err := jiedui.ReadLexicon(jiedui.LexiconFile{Name: "words.txt", Text: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// said returns the facts of a page read with a lexicon, a line each without its
// page and id, and checks the laws of evidence on it.
func said(t testing.TB, p corpus.Page, l *jiedui.Lexicon) []string {
	t.Helper()
	opt := jiedui.Options{Lexicon: l}
	docs, err := jiedui.Process(context.Background(), p, opt)
	if err != nil {
		t.Fatal(err)
	}
	read, err := jiedui.ReadText(context.Background(), p, opt)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := export.New("facts", &out, export.Options{Generator: opt.Generator(), Phones: export.Full})
	if err != nil {
		t.Fatal(err)
	}
	for i := range docs {
		for _, problem := range schema.Check(&docs[i], read, jiedui.Fold(docs[i].Source)) {
			t.Errorf("%s: %s", p.URI, problem)
		}
		if err := w.Document(&docs[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		var f map[string]any
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		delete(f, "doc")
		delete(f, "id")
		b, _ := json.Marshal(f)
		lines = append(lines, string(b))
	}
	return lines
}

// wordCases show for each list what a word in it changes: a page, the word, and
// a piece of a fact that is there with it and not without.
var wordCases = []struct{ list, page, word, fact string }{
	{"headers", "云岭县连心名单\n序号 | 援手方 | 得益方 |\n1 | 云岭县实验小学 | 石桥小学 |\n2 | 云岭县第二小学 | 柳湾小学 |\n",
		"援手方 from-help\n得益方 to-help", `"from":"云岭县第二小学"`},
	{"sides", "云岭县结对帮扶名单\n序号 | 暖阳学校 | 幼苗学校 |\n1 | 云岭县实验小学 | 石桥小学 |\n2 | 云岭县第二小学 | 柳湾小学 |\n",
		"暖阳 from-help\n幼苗 to-help", `"to":"柳湾小学"`},
	{"forms", "云岭县学校连心办学名单\n序号 | 牵头学校 | 成员学校 |\n1 | 云岭县实验小学 | 石桥小学 |\n2 | 云岭县第二小学 | 柳湾小学 |\n", "连心办学", `"form":"连心办学"`},
	{"kinds", "云岭县教研分组\n组别 | 学校 |\n连心圈一组 | 云岭县实验小学 |\n连心圈一组 | 石桥小学 |\n", "连心圈 name", `"kind":"连心圈"`},
	{"roles", "云岭县教研工作领导小组\n掌舵人:方小舟 云岭县教育局局长\n成员:于知远 云岭县教育局副局长\n", "掌舵人", `"role":"掌舵人"`},
	{"posts", "云岭县教研工作领导小组\n组长:方小舟(云岭县教育局局长)\n成员:于知远守望使、季长风\n", "守望使", `"posts":["守望使"]`},
	{"school-suffixes", "云岭县结对帮扶名单\n云岭县实验小学帮扶石桥学馆。\n", "学馆", `"to":"石桥学馆"`},
	{"school-names", "云岭县结对帮扶名单\n云岭县实验小学帮扶弘毅堂。\n", "弘毅堂", `"to":"弘毅堂"`},
	{"person-names", "云岭县教研工作领导小组\n组长:方小舟\n成员:碧落黄泉于知远\n", "碧落黄泉", `"name":"碧落黄泉"`},
	{"surnames", "云岭县教研工作领导小组\n组长:琉建国校长\n成员:琉文丽教导主任\n", "琉", `"name":"琉建国"`},
	{"measures", "云岭县结对帮扶方案\n一、主要措施\n各校点亮星光走进山村学校。\n", "点亮…山村 送教", `"name":"送教"`},
}

// Each list of words reaches those who need it.
func TestEveryListCounts(t *testing.T) {
	shown := []string{"links"} // those count before there is a page: TestLink
	for _, c := range wordCases {
		t.Run(c.list, func(t *testing.T) {
			p := page("p.txt", []byte(c.page))
			if without := strings.Join(said(t, p, nil), "\n"); strings.Contains(without, c.fact) {
				t.Errorf("without the word there is already %s in\n%s", c.fact, without)
			}
			if with := strings.Join(said(t, p, words(t, "["+c.list+"]\n"+c.word)), "\n"); !strings.Contains(with, c.fact) {
				t.Errorf("no %s in\n%s", c.fact, with)
			}
		})
		shown = append(shown, c.list)
	}
	for _, l := range jiedui.LexiconLists() {
		if !slices.Contains(shown, l.Name) {
			t.Errorf("no case shows what [%s] is good for", l.Name)
		}
	}
}

// Pages with different words are read at the same time and know nothing of each
// other.
func TestEveryPageHasItsWords(t *testing.T) {
	type run struct {
		page  corpus.Page
		words *jiedui.Lexicon
		want  []string
	}
	var runs []run
	for _, c := range wordCases {
		p := page("p.txt", []byte(c.page))
		l := words(t, "["+c.list+"]\n"+c.word)
		runs = append(runs, run{p, l, said(t, p, l)}, run{p, nil, said(t, p, nil)})
	}
	var group sync.WaitGroup
	for range 4 {
		for _, r := range runs {
			group.Go(func() {
				if got := said(t, r.page, r.words); !slices.Equal(got, r.want) {
					t.Errorf("with others:\n%s\nalone:\n%s", strings.Join(got, "\n"), strings.Join(r.want, "\n"))
				}
			})
		}
	}
	group.Wait()
}

// Words that a page does not hold change nothing on it; only the dataset says
// that they were known.
func TestForeignWordsChangeNothing(t *testing.T) {
	var text strings.Builder
	for _, c := range wordCases {
		fmt.Fprintf(&text, "[%s]\n%s\n", c.list, c.word)
	}
	l := words(t, text.String())
	for _, p := range samplePages(t)[:len(samples.Pages)] {
		if want, got := said(t, p, nil), said(t, p, l); !slices.Equal(got, want) {
			t.Errorf("%s: facts differ", p.URI)
		}
	}
	with, without := jiedui.Options{Lexicon: l}.Generator(), jiedui.Generator()
	if with.Lexicon == without.Lexicon || !strings.HasPrefix(with.Lexicon, without.Lexicon+"+") {
		t.Errorf("lexicon %s with words, %s without", with.Lexicon, without.Lexicon)
	}
	with.Lexicon = without.Lexicon
	if with != without {
		t.Errorf("%v, %v", with, without)
	}
}

// A word may be written in traditional script, and is found on pages in either.
func TestWordsInTraditionalScript(t *testing.T) {
	l := words(t, "[headers]\n援助園方 from-help\n得益園方 to-help\n")
	for name, body := range map[string]string{
		"simplified":  "云岭县连心名单\n序号 | 援助园方 | 得益园方 |\n1 | 云岭县实验小学 | 石桥小学 |\n2 | 云岭县第二小学 | 柳湾小学 |\n",
		"traditional": "雲嶺縣連心名單\n序號 | 援助園方 | 得益園方 |\n1 | 雲嶺縣實驗小學 | 石橋小學 |\n2 | 雲嶺縣第二小學 | 柳灣小學 |\n",
	} {
		if got := strings.Join(said(t, page("p.txt", []byte(body)), l), "\n"); !strings.Contains(got, `"to":"石桥小学"`) {
			t.Errorf("%s: no pair in\n%s", name, got)
		}
	}
}

// The errors name each bad line.
func TestBadLexicon(t *testing.T) {
	_, err := jiedui.ReadLexicon(
		jiedui.LexiconFile{Name: "a", Text: strings.NewReader("[hedders]\n援手方 from-help\n")},
		jiedui.LexiconFile{Name: "b", Text: strings.NewReader("[forms]\n援 手\n")},
	)
	bad, ok := err.(jiedui.LexiconErrors)
	if !ok || len(bad) != 2 || bad[0].File != "a" || bad[0].Line != 1 || bad[1].File != "b" || bad[1].Line != 2 || bad[1].Remedy == "" {
		t.Errorf("%v", err)
	}
}

// An ending that a user adds tells which written names are one school.
func TestSchoolsWithAddedEndings(t *testing.T) {
	p := page("p.txt", []byte("云岭县结对帮扶名单\n序号 | 帮扶学校 | 受援学校 |\n1 | 云岭县实验小学 | 石桥学馆 |\n2 | 云岭县第二小学 | 云岭县石桥学馆 |\n"))
	for text, want := range map[string]int{"": 4, "[school-suffixes]\n学馆\n": 3} {
		docs, err := jiedui.Process(context.Background(), p, jiedui.Options{Lexicon: words(t, text)})
		if err != nil {
			t.Fatal(err)
		}
		if got := docs[0].Schools; len(got) != want {
			t.Errorf("with %q: %d schools, want %d: %+v", text, len(got), want, got)
		}
	}
}
