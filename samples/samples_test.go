package samples_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/liuzl/gocc"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/unicode/norm"

	"jiedui/samples"
)

var encodings = map[string]encoding.Encoding{
	"utf-8":   encoding.Nop,
	"gbk":     simplifiedchinese.GBK,
	"gb18030": simplifiedchinese.GB18030,
	"big5":    traditionalchinese.Big5,
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := samples.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// decoded is the page as a string.
func decoded(t *testing.T, p samples.Page) string {
	t.Helper()
	b, err := encodings[p.Charset].NewDecoder().Bytes(read(t, p.File))
	if err != nil {
		t.Fatalf("%s: %v", p.File, err)
	}
	return string(b)
}

func doc(p samples.Page) string {
	base := path.Base(p.File)
	return base[:strings.LastIndex(base, ".")]
}

// visible is the text of a page: of HTML what a reader of the page sees.
func visible(t *testing.T, p samples.Page) string {
	t.Helper()
	s := decoded(t, p)
	if !strings.HasSuffix(p.File, ".html") {
		return s
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && slices.Contains([]string{"head", "script", "style", "noscript"}, n.Data):
			return
		case slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
			return a.Key == "hidden" || a.Key == "style" && strings.Contains(a.Val, "display:none")
		}):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return b.String()
}

// fold makes values and pages comparable: NFKC, blanks off.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// plain is the folded text in simplified script, without noise.
func plain(t *testing.T, p samples.Page) string {
	t.Helper()
	if p.Clean != "" {
		return fold(string(read(t, p.Clean)))
	}
	return fold(visible(t, p))
}

func TestPagesAreTheFiles(t *testing.T) {
	var want, have []string
	for _, p := range samples.Pages {
		have = append(have, p.File)
	}
	for _, glob := range []string{"pages/*.html", "pages/*.txt"} {
		names, err := fs.Glob(samples.FS, glob)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, names...)
	}
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("the list has %v, the folder %v", have, want)
	}
}

// Every page is wholly in the charset that the list gives: it decodes without
// a replacement, and the same text and length come back when it is written again.
func TestCharsets(t *testing.T) {
	for _, p := range samples.Pages {
		s := decoded(t, p)
		if i := strings.IndexRune(s, unicode.ReplacementChar); i >= 0 {
			t.Errorf("%s: cannot be decoded as %s at byte %d of the text", p.File, p.Charset, i)
		}
		back, err := encodings[p.Charset].NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatalf("%s: %v", p.File, err)
		}
		again, err := encodings[p.Charset].NewDecoder().Bytes(back) // not the bytes: Big5 has two codes for some characters
		if err != nil || string(again) != s || len(back) != len(read(t, p.File)) {
			t.Errorf("%s: is not the same when written again in %s (%v)", p.File, p.Charset, err)
		}
	}
}

// The page in GB18030 calls itself gb2312 and holds a character of four bytes.
func TestGB18030NeedsGB18030(t *testing.T) {
	const page = "pages/08-beisu-gb18030.html"
	b := read(t, page)
	if !bytes.Contains(b, []byte("charset=gb2312")) {
		t.Errorf("%s is not labelled gb2312", page)
	}
	s, _ := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if !bytes.ContainsRune(s, unicode.ReplacementChar) {
		t.Errorf("%s can be decoded as GBK", page)
	}
}

var digits = regexp.MustCompile(`\d+`)

// No page holds what could be the number of a mobile phone in use.
func TestPhonesAreInvented(t *testing.T) {
	check := func(name, s string) {
		for _, n := range digits.FindAllString(fold(s), -1) {
			if len(n) == 11 && (n < "100" || n >= "130") {
				t.Errorf("%s: %s", name, n)
			}
		}
	}
	for _, p := range samples.Pages {
		check(p.File, decoded(t, p))
	}
	check(samples.Answers, string(read(t, samples.Answers)))
}

// fact is one line of the answers.
type fact map[string]any

func (f fact) str(key string) string { s, _ := f[key].(string); return s }

func (f fact) strs(key string) []string {
	var out []string
	list, _ := f[key].([]any)
	for _, x := range list {
		out = append(out, x.(string))
	}
	return out
}

// without is the fact's JSON without some keys.
func (f fact) without(keys ...string) string {
	g := maps.Clone(f)
	for _, k := range keys {
		delete(g, k)
	}
	b, err := json.Marshal(g)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func answers(t *testing.T) []fact {
	t.Helper()
	var out []fact
	for line := range bytes.Lines(read(t, samples.Answers)) {
		var f fact
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, f)
	}
	return out
}

// keys of each type of fact: those that every fact has, and those it may have.
var keys = map[string][2][]string{
	"part":       {{"title", "starts"}, {"line", "alt"}},
	"meta":       {{"field", "value"}, {"alt"}},
	"leader":     {{"body", "role", "name", "posts"}, {"subject", "stage", "body_alt"}},
	"group":      {{"group", "kind", "school", "school_role", "principal", "phone"}, {"school_full", "stage", "division", "level", "narrative", "parent"}},
	"contact":    {{"group", "name", "phone"}, nil},
	"pairing":    {{"form", "seq", "from", "to"}, {"narrative", "from_alt", "to_alt", "directed", "status"}},
	"citation":   {{"title", "number"}, nil},
	"milestone":  {{"when", "text"}, nil},
	"commitment": {{"quote", "value", "value_max", "unit", "comparator", "per"}, {"occurrences"}},
	"measure":    {{"name"}, nil},
}

var fields = []string{"title", "index_number", "doc_number", "issuer", "written_on", "published_on", "subject_category",
	"validity", "abstract", "region", "signed_by", "signed_on"}

func TestAnswersAreWellFormed(t *testing.T) {
	docs := map[string]int{} // the last part of each document
	for _, p := range samples.Pages {
		docs[doc(p)] = 0
	}
	seen := map[string]bool{}
	date := regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)
	for _, f := range answers(t) {
		line := f.without()
		if seen[line] {
			t.Errorf("twice: %s", line)
		}
		seen[line] = true
		last, ok := docs[f.str("doc")]
		if !ok {
			t.Errorf("no such page: %s", line)
		}
		part, _ := f["part"].(float64)
		if f.str("type") == "part" {
			last++
			docs[f.str("doc")] = last
		}
		if int(part) != last || last == 0 {
			t.Errorf("part %v after part %d: %s", f["part"], last, line)
		}
		k, ok := keys[f.str("type")]
		if !ok {
			t.Errorf("unknown type: %s", line)
		}
		for _, key := range k[0] {
			if _, ok := f[key]; !ok {
				t.Errorf("no %s: %s", key, line)
			}
		}
		for key := range f {
			if !slices.Contains(slices.Concat(k[0], k[1], []string{"doc", "part", "type", "optional"}), key) {
				t.Errorf("unknown key %s: %s", key, line)
			}
		}
		switch f.str("type") {
		case "meta":
			if !slices.Contains(fields, f.str("field")) {
				t.Errorf("unknown field: %s", line)
			}
			if strings.HasSuffix(f.str("field"), "_on") && !date.MatchString(f.str("value")) {
				t.Errorf("no date: %s", line)
			}
		case "group":
			if !slices.Contains([]string{"", "lead", "member"}, f.str("school_role")) {
				t.Errorf("unknown role: %s", line)
			}
		case "leader":
			if f.str("name") == "" && len(f.strs("posts")) == 0 {
				t.Errorf("neither name nor post: %s", line)
			}
		case "milestone":
			when := f["when"].(map[string]any)
			if when["recurs"] == "yearly" {
				break
			}
			for _, side := range []string{"from", "to"} {
				if s, ok := when[side].(string); !ok || s != "" && !date.MatchString(s) {
					t.Errorf("no date: %s", line)
				}
			}
		case "commitment":
			if !slices.Contains([]string{"=", ">=", "<="}, f.str("comparator")) {
				t.Errorf("unknown comparator: %s", line)
			}
		}
	}
	for d, n := range docs {
		if n == 0 {
			t.Errorf("%s: no facts", d)
		}
	}
}

// What the answers say stands on the page.
func TestAnswersStandOnTheirPages(t *testing.T) {
	text, raw := map[string]string{}, map[string]string{}
	for _, p := range samples.Pages {
		text[doc(p)] = plain(t, p)
		raw[doc(p)] = fold(visible(t, p))
	}
	for _, f := range answers(t) {
		page := text[f.str("doc")]
		var values []string
		switch f.str("type") {
		case "part":
			values = append(f.strs("alt"), f.str("title"))
			if !strings.Contains(raw[f.str("doc")], fold(f.str("starts"))) {
				t.Errorf("%s: the page has no %q", f.str("doc"), f.str("starts"))
			}
		case "meta":
			if strings.HasSuffix(f.str("field"), "_on") {
				if !hasDate(page, f.str("value")) {
					t.Errorf("%s: no date %s", f.str("doc"), f.str("value"))
				}
				break
			}
			values = append(f.strs("alt"), f.str("value"))
		case "leader":
			values = append(f.strs("posts"), f.str("role"), f.str("name"), f.str("body"), f.str("subject"), f.str("stage"))
			values = append(values, f.strs("body_alt")...)
		case "commitment":
			if n, want := strings.Count(page, fold(f.str("quote"))), occurrences(f); n != want {
				t.Errorf("%s: %q stands %d times, want %d", f.str("doc"), f.str("quote"), n, want)
			}
			values = []string{f.str("unit")}
		case "measure": // a word of the vocabulary, not of the page
		default:
			for _, k := range []string{"group", "kind", "parent", "school", "school_full", "stage", "division", "level", "principal", "phone",
				"name", "form", "from", "to", "title", "number", "text"} {
				values = append(values, f.str(k))
			}
			values = append(append(values, f.strs("from_alt")...), f.strs("to_alt")...)
		}
		for _, v := range values {
			if !strings.Contains(page, fold(v)) {
				t.Errorf("%s: the page has no %q: %s", f.str("doc"), v, f.without("doc"))
			}
		}
	}
}

func occurrences(f fact) int {
	n, _ := f["occurrences"].(float64)
	return max(int(n), 1)
}

// hasDate looks for a date in the ways that the pages write one.
func hasDate(page, date string) bool {
	var y, m, d int
	n, _ := fmt.Sscanf(date, "%d-%d-%d", &y, &m, &d)
	han := fmt.Sprintf("%d年%d月", y, m)
	if n == 3 {
		han += fmt.Sprintf("%d日", d)
	}
	return strings.Contains(page, date) || strings.Contains(page, han)
}

// A page and its dump, or its other charset, have the same answers.
func TestTwinsHaveTheSameAnswers(t *testing.T) {
	all := answers(t)
	for _, twins := range [][2]string{{"01-qinglan-notice", "02-qinglan-dump"}, {"03-lanyu-dump", "04-lanyu-big5"}} {
		var got [2][]string
		for _, f := range all {
			if i := slices.Index(twins[:], f.str("doc")); i >= 0 {
				got[i] = append(got[i], f.without("doc", "starts", "line"))
			}
		}
		if len(got[0]) == 0 || !slices.Equal(got[0], got[1]) {
			t.Errorf("%v: different answers", twins)
		}
	}
}

var note = regexp.MustCompile(`\([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)`)

// The noisy mirror page is its clean text with noise: line for line the same
// but for pinyin notes and, where a question mark shows it, damage.
func TestMirrorIsTheCleanTextWithNoise(t *testing.T) {
	var page samples.Page
	for _, p := range samples.Pages {
		if strings.Contains(p.File, "mirror") {
			page = p
		}
	}
	t2s, err := gocc.New("t2s")
	if err != nil {
		t.Fatal(err)
	}
	noisy := strings.Split(string(read(t, page.File)), "\n")
	clean := strings.Split(string(read(t, page.Clean)), "\n")
	if len(noisy) != len(clean) {
		t.Fatalf("%d lines, the clean text has %d", len(noisy), len(clean))
	}
	var notes, hanzi, before, within int
	for i, line := range noisy {
		within += len(regexp.MustCompile(`\?[^()]{1,6}\)`).FindAllString(line, -1)) // a note set inside a character
		notes += len(note.FindAllString(line, -1))
		line = note.ReplaceAllString(line, "")
		for _, r := range clean[i] {
			if unicode.Is(unicode.Han, r) {
				hanzi++
			}
		}
		if strings.Contains(line, "?") {
			before += strings.Count(line, "?")
			continue
		}
		got, err := t2s.Convert(line)
		if err != nil {
			t.Fatal(err)
		}
		if got != clean[i] {
			t.Errorf("line %d: %q is not %q", i+1, got, clean[i])
		}
	}
	if share := float64(notes) / float64(hanzi); share < 0.05 || share > 0.2 {
		t.Errorf("%d notes on %d hanzi", notes, hanzi)
	}
	if lost := before - within; within < 5 || lost < 5 {
		t.Errorf("%d notes set inside a character, %d lost bytes; want 5 of each", within, lost)
	}
	t.Logf("%d notes on %d hanzi, %d notes set inside a character, %d lost bytes", notes, hanzi, within, before-within)
}

// The list of pages is in the order of the README's table, and complete there.
func TestREADMEHasEveryPage(t *testing.T) {
	readme := string(read(t, "README.md"))
	at := -1
	for _, p := range samples.Pages {
		i := strings.Index(readme, "| "+path.Base(p.File)+" | ")
		if i < 0 {
			t.Errorf("%s has no row", p.File)
		} else if cmp.Less(i, at) {
			t.Errorf("%s stands too early", p.File)
		}
		at = i
	}
}
