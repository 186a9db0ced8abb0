package normalize

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/liuzl/gocc"

	"jiedui/text"
)

// t2s returns gocc's own conversion.
func t2s(tb testing.TB) func(string) string {
	cc, err := gocc.New("t2s")
	if err != nil {
		tb.Fatal(err)
	}
	return func(s string) string {
		out, err := cc.Convert(s)
		if err != nil {
			tb.Fatal(err)
		}
		return out
	}
}

// everyEntry is a text that holds every entry of gocc's dictionaries, next to
// one another and next to characters that begin or end others.
func everyEntry() string {
	c := plain()
	var phrases []string
	for _, list := range c.phrases {
		for _, p := range list {
			phrases = append(phrases, p.from)
		}
	}
	slices.Sort(phrases)
	var s strings.Builder
	for i, p := range phrases {
		s.WriteString(p)
		s.WriteString(phrases[len(phrases)-1-i])
		r, _ := utf8.DecodeRuneInString(p)
		s.WriteRune(r)
	}
	for r := rune(0x80); r < 0x32400; r++ {
		if utf8.ValidRune(r) && c.alone(r) != r {
			s.WriteRune(r)
			s.WriteString("一")
		}
	}
	return s.String()
}

// TestPlainIsGocc: before our corrections the table is gocc, byte for byte; so
// it is when the entries cannot be listed by the ids of the trie.
func TestPlainIsGocc(t *testing.T) {
	if plain().slow != nil {
		t.Error("the entries of gocc's dictionaries could not be listed: is another trie linked?")
	}
	in := everyEntry()
	want := t2s(t)(in)
	if got := plain().convert(in); got != want {
		t.Error("the table differs from gocc on its own entries")
	}
	asked := newConversion(false)
	if asked.slow == nil {
		t.Fatal("the entries were listed")
	}
	if got := asked.convert(in); got != want {
		t.Error("entry by entry, the conversion differs from gocc")
	}
}

func FuzzPlainIsGocc(f *testing.F) {
	convert := t2s(f)
	f.Add("乾隆年間的乾淨課桌,一目瞭然,什麼什么,著名的著作")
	f.Add("乾坤大乾坤大挪移乾乾淨淨反反覆覆\U0002A6D6勣\x00é")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		if got, want := plain().convert(s), convert(s); got != want {
			t.Errorf("%q: got %q, gocc %q", s, got, want)
		}
	})
}

// TestCorrections: every line of simplify.txt has the form that the loader
// reads, changes something, and is what the page becomes; what stands in a
// third column keeps the line from being applied.
func TestCorrections(t *testing.T) {
	c, p := corrected(), plain()
	seen := map[string]bool{}
	lines := 0
	for line := range strings.Lines(corrections) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		lines++
		f := strings.Split(line, "\t")
		if len(f) < 2 || len(f) > 3 || f[0] == "" || f[1] == "" {
			t.Errorf("bad line %q", line)
			continue
		}
		if seen[f[0]] {
			t.Errorf("%s stands twice", f[0])
		}
		seen[f[0]] = true
		if got := c.convert(f[0]); got != f[1] {
			t.Errorf("%s becomes %s, want %s", f[0], got, f[1])
		}
		// A line may repeat gocc only where a shorter line of ours would
		// otherwise win over gocc's characters.
		if p.convert(f[0]) == f[1] && !strings.ContainsAny(f[0], "乾昇甯氾") {
			t.Errorf("%s becomes %s without our help", f[0], f[1])
		}
		if len(f) == 3 {
			for _, r := range f[2] {
				in := f[0] + string(r)
				if got, want := c.convert(in), p.convert(in); got != want {
					t.Errorf("%s becomes %s, want %s", in, got, want)
				}
			}
		}
	}
	if lines < 100 {
		t.Errorf("only %d corrections", lines)
	}
}

// TestSimplifiedWords: what a machine made traditional comes back as it was.
// The sentences are simplified; gocc's own s2t is the machine.
func TestSimplifiedWords(t *testing.T) {
	cc, err := gocc.New("s2t")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"著名学者的著作和显著成绩,看着黑板,沿着道路,随着发展,存在着问题",
		"若干意见,骨干教师,干部,干净的课桌,干燥,乾隆年间,张乾,李永昇,甯静远",
		"什么,怎么,于是,由于,于老师,关于,以后,皇后,云南,人云亦云",
		"设置,位置,配置,计划,规划,划分,了解,明了,瞭望,一目了然",
		"里程,公里,校园里,干事,相干,干预,能干,升学,提升,上升",
		"慰藉,狼藉,借口,凭借,复习,反复,答复,覆盖,重复,系统,联系,关系",
	} {
		hant, err := cc.Convert(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := Page(text.Source(hant), Hant).Text.String(); got != want {
			t.Errorf("%s came back as\n%s through\n%s", want, got, hant)
		}
	}
}

// TestCorrectionsFile: the file explains itself.
func TestCorrectionsFile(t *testing.T) {
	b, err := os.ReadFile("simplify.txt")
	if err != nil {
		t.Fatal(err)
	}
	for group := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n\n") {
		if !strings.HasPrefix(group, "# ") {
			t.Errorf("a group without a reason: %.40q", group)
		}
	}
}
