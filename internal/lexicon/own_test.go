package lexicon

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// asItIs is the spelling of tests: full width brackets and 學 are no words of
// clean pages.
func asItIs(term string) []string {
	clean := strings.NewReplacer("（", "(", "）", ")").Replace(term)
	return slices.Compact([]string{clean, strings.ReplaceAll(clean, "學", "学")})
}

func extend(t testing.TB, texts ...string) (*Lexicon, error) {
	t.Helper()
	var sources []Source
	for i, text := range texts {
		sources = append(sources, Source{string(rune('a' + i)), strings.NewReader(text)})
	}
	return Extend(asItIs, sources...)
}

func TestExtend(t *testing.T) {
	l, err := extend(t, "\ufeff# ours\r\n[headers]\r\n援建方   from-help # who helps\r\n牵线学校（甲方）\tfrom-help\r\n學伴\tto-help\n\n[ forms ]\n连心办学\n[headers]\n得益方 to-help\n",
		"[school-names]\n弘毅堂\n[surnames]\n王\n琉\n[roles]\n掌舵人\n班长 many\n[person-names]\n碧落黄泉\n")
	if err != nil {
		t.Fatal(err)
	}
	headers := l.Load("headers.txt")
	for term, want := range map[string]string{"援建方": "from-help", "牵线学校(甲方)": "from-help", "学伴": "to-help", "學伴": "to-help", "得益方": "to-help", "序号": "seq"} {
		if c, ok := headers.Class(term); c != want || !ok {
			t.Errorf("%s: class %q, want %q", term, c, want)
		}
	}
	if c, _ := l.Load("schools.txt").Class("弘毅堂"); c != SchoolName {
		t.Errorf("a school's name has the class %q", c)
	}
	if c, _ := l.Load("roles.txt").Class("班长"); c != "many" || !l.Load("roles.txt").Has("掌舵人") || !l.Load("forms.txt").Has("连心办学") {
		t.Error("roles or forms lack words")
	}
	surnames := l.Load("surnames.txt")
	if c, _ := surnames.Class("王"); c == ownSurname || !surnames.Has("琉") {
		t.Errorf("surnames: 王 weighs %s", c)
	}
	if got := l.Lines(PersonNames); !slices.Equal(got, []string{"碧落黄泉"}) {
		t.Errorf("persons %q", got)
	}
	if BuiltIn().Load("headers.txt").Has("援建方") || len(BuiltIn().Lines(PersonNames)) != 0 {
		t.Error("the built-in lexicon has changed")
	}
}

// A term of the data files that a user classes anew stands once, with the
// user's class.
func TestUsersClassCounts(t *testing.T) {
	if c, _ := BuiltIn().Load("headers.txt").Class("单位"); c != "school" {
		t.Fatalf("单位 is %q", c)
	}
	l, err := extend(t, "[headers]\n单位 unit\n")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range l.Lines("headers.txt") {
		if term, _, _ := strings.Cut(line, "\t"); term == "单位" {
			n++
		}
	}
	if c, _ := l.Load("headers.txt").Class("单位"); c != "unit" || n != 1 {
		t.Errorf("单位 is %q, %d lines", c, n)
	}
}

// The digest tells words and classes, not how they are written down.
func TestDigest(t *testing.T) {
	digest := func(texts ...string) string {
		l, err := extend(t, texts...)
		if err != nil {
			t.Fatal(err)
		}
		return l.Digest()
	}
	want := digest("[forms]\n连心办学\n牵手办学\n[kinds]\n连心圈 name\n")
	for _, same := range [][]string{
		{"# x\n[kinds]\n连心圈\tname\n[forms]\n牵手办学 # y\n连心办学"},
		{"[forms]\n连心办学\n", "[forms]\n牵手办学\n[kinds]\n连心圈 name\n"},
	} {
		if got := digest(same...); got != want {
			t.Errorf("%q: %s, want %s", same, got, want)
		}
	}
	for _, other := range []string{"", "[forms]\n连心办学\n[kinds]\n连心圈 name\n", "[forms]\n连心办学\n牵手办学\n[kinds]\n连心圈\n"} {
		if got := digest(other); got == want {
			t.Errorf("%q has the same digest", other)
		}
	}
	if got := digest("# nothing\n[forms]\n"); got != BuiltIn().Digest() {
		t.Errorf("no words: %s", got)
	}
}

// Every bad line is named, with a remedy.
func TestBadLines(t *testing.T) {
	for text, want := range map[string]string{
		"援建方 from-help":                         "a:1: it stands in no list; write the list's name above it, such as \"[headers]\"",
		"[hedders]\n援建方 from-help\n得益方 to-help": "a:1: there is no list [hedders]; want [headers], [sides], [forms], [kinds], [roles], [posts], [school-suffixes], [school-names], [person-names], [surnames], [measures], [links]",
		"[headers\n":                                        "a:1: there is no list [headers; want [headers], ",
		"[headers]\n援建方 helper":                             `a:2: [headers] has no class "helper"; want seq, group, `,
		"[headers]\n援建方":                                    `a:2: "援建方" has no class; write one behind it: seq, group, `,
		"[headers]\n\tfrom-help":                            "a:2: a class without a term; write the term before from-help",
		"[headers]\n援 建 方 from-help":                        "a:2: a term has no blanks: pages are compared without; write 援建方\tfrom-help",
		"[headers]\n学校1 school":                             `a:2: "学校1" ends with what pages are compared without; write 学校`,
		"[headers]\n" + strings.Repeat("援", 17) + " school": "a:2: \"" + strings.Repeat("援", 17) + "\" is too long for [headers]; write at most 16 characters",
		"[roles]\n掌舵人 generc":                               `a:2: [roles] has no class "generc"; want generic, contact, many`,
		"[roles]\n掌舵人:":                                     `a:2: "掌舵人:" ends with what pages are compared without; write 掌舵人`,
		"[forms]\n连心 办学":                                    "a:2: terms of [forms] have no class and no blanks; write 连心办学, or each term on a line of its own",
		"[forms]\n连心、牵手":                                    `a:2: "连心、牵手" holds '、'; write each term on a line of its own`,
		"[forms]\n连":                                        `a:2: "连" is too short for [forms]: it would be found everywhere; write at least 2 characters`,
		"[forms]\n——":                                       `a:2: "——" holds no letter; write words`,
		"[forms]\n连心|办学":                                    `a:2: "连心|办学" holds '|', which no term does; leave it out`,
		"[forms]\n连心\xd6\xd0":                               "a:2: it is not UTF-8; save the file as UTF-8",
		"[forms]\n连心办学\n\n连心办学 # again":                     `a:4: "连心办学" stands already at a:2; leave one of the two out`,
		"[headers]\n援建方 from-help\n援建方 to-help":             `a:3: "援建方" stands already in [headers] at a:2, as from-help; leave one of the two out`,
		"[headers]\n學伴 from-help\n学伴 to-help":               `a:3: "学伴" stands already in [headers] at a:2, as from-help; leave one of the two out`,
		"[school-suffixes]\n学馆\n[school-names]\n学馆":         `a:4: "学馆" stands already in [school-suffixes] at a:2, as a term without class; leave one of the two out`,
		"[forms]\n连心…办学":                                    `a:2: "连心…办学" holds …, which terms of [forms] do not; write the words themselves`,
		"[measures]\n连心… 送教":                                `a:2: "连心…" has nothing on one side of …; write words on both sides`,
		"[measures]\n连心 连心":                                 `a:2: [measures] has no class "连心"; want 集团化办学, `,
	} {
		_, err := extend(t, text)
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q:\n%v\nwant\n%s", text, err, want)
		}
	}
	_, err := extend(t, "[forms]\n连\n\n连心|办学\n", "[roles]\n掌舵人 x\n")
	var bad Problems
	if !errors.As(err, &bad) {
		t.Fatal(err)
	}
	var got []string
	for _, p := range bad {
		got = append(got, place{p.File, p.Line}.String())
	}
	if d := cmp.Diff([]string{"a:2", "a:4", "b:2"}, got); d != "" {
		t.Errorf("bad lines (-want +got)\n%s", d)
	}
	if _, err := extend(t, "[forms]\n"+strings.Repeat("#\n", maxSource/2)); err == nil || !strings.HasPrefix(err.Error(), "a: it is larger than 8 MiB") {
		t.Errorf("too large: %v", err)
	}
	// A simplified and a traditional name that read alike when converted are two.
	if _, err := extend(t, "[person-names]\n方学舟\n方學舟\n"); err != nil {
		t.Error(err)
	}
}

// The lists that users may add to are files of the project.
func TestListsHaveFiles(t *testing.T) {
	for _, l := range Lists() {
		for _, f := range l.files {
			for _, line := range BuiltIn().Lines(f.name) {
				term, class, _ := strings.Cut(line, "\t")
				if f.name == "headers.txt" && !slices.Contains(l.Classes, class) {
					t.Errorf("%s: %s has a class that users cannot give", f.name, term)
				}
			}
		}
	}
}

// Whatever a file of words holds, it gives a lexicon whose terms can be looked
// up, or problems on lines that it has.
func FuzzExtend(f *testing.F) {
	for _, s := range []string{
		"\ufeff# ours\r\n[headers]\r\n援建方   from-help # who\n學伴\tto-help\n\n[forms]\n连心办学\n",
		"[hedders]\nx\n[roles]\n掌舵人 generic\n[person-names]\n碧落·黄泉", "[", "]", "[]", "[headers]\n\x00 seq", "[surnames]\n王\n琉\xff",
		"[posts]\n守望使\n[school-suffixes]\n学馆 short\n[school-names]\n学馆\n[kinds]\n连心圈 name\n[sides]\n暖阳 from-help",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := extend(t, text)
		var bad Problems
		if errors.As(err, &bad) {
			for _, p := range bad {
				if p.Line < 0 || p.Line > strings.Count(text, "\n")+1 || p.Message == "" || p.Remedy == "" || !utf8.ValidString(p.Error()) {
					t.Errorf("%#v", p)
				}
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for file, entries := range l.own {
			terms := l.Load(file)
			for _, e := range entries {
				if c, ok := terms.Class(e.term); !ok || c != e.class || terms.Prefix(e.term) == "" {
					t.Errorf("%s: %q has the class %q, want %q", file, e.term, c, e.class)
				}
			}
		}
		again, err := extend(t, text)
		if err != nil || again.Digest() != l.Digest() {
			t.Errorf("another time: %v", err)
		}
	})
}
