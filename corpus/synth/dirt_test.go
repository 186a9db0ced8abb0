package synth

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

// soiled is a page with one kind of dirt, and the page before.
type soiled struct {
	clean, dirty []Block
	facts        []*Fact
}

// text is all text of blocks, one line or cell a line.
func allText(blocks []Block) string {
	var b strings.Builder
	eachText(blocks, func(t *Text) { b.WriteString(t.String() + "\n") })
	return b.String()
}

// page is an invented page with its facts.
func page() ([]Block, []*Fact) {
	var facts []*Fact
	fact := func(kind string, f F) *Fact {
		x := &Fact{Part: 1, Type: kind, F: f}
		facts = append(facts, x)
		return x
	}
	number := fact("meta", F{"field": "doc_number", "value": "青教体〔2020〕11号"})
	cited := fact("citation", F{"title": "教学工作规程", "number": "云教〔2010〕1号"})
	head := fact("leader", F{"body": "领导小组", "role": "组长", "name": "王敏", "posts": []string{"局长"}})
	vice := fact("leader", F{"body": "领导小组", "role": "副组长", "name": "张乾昇", "posts": []string{"副局长"}})
	pair := fact("pairing", F{"form": "结对帮扶", "from": "文昌街小学", "to": "柳溪镇第10中心小学"})
	contact := fact("contact", F{"group": "第一组", "name": "李岚", "phone": "10200010111"})
	return []Block{
		{Kind: Title, Text: T("青岚区学校结对帮扶实施方案")},
		{Kind: Centred, Text: Say("青教体〔2020〕11号", number)},
		P(Join(T("为贯彻《"), Say("教学工作规程", cited), T("》（"), Say("云教〔2010〕1号", cited), T("），全区200所学校于2020年10月11日前开展联动校“第四组”活动，由中心小学校长负责，反思历程，总结经验。"))),
		{Kind: Heading, Level: 1, Text: T("一、组织领导")},
		P(Join(Say("组长", head), T("："), Say("王敏", head), T("（局长）"))),
		P(Join(Say("副组长", vice), T("："), Say("张乾昇", vice), T("（副局长），办公室设在教研室，落款__年"))),
		{Kind: TableOf, Table: &Table{Head: 1, Rows: [][]Cell{
			{C(T("帮扶学校")), C(T("受援学校")), C(T("校长")), C(T("电话"))},
			{C(Say("文昌街小学", pair)), C(Say("柳溪镇第10中心小学", pair)), C(Say("李岚", contact)), C(Say("10200010111", contact))},
		}}},
	}, facts
}

// soil makes the page dirty with one kind alone.
func soil(t *testing.T, kind string, rate float64, seed uint64) soiled {
	t.Helper()
	clean, _ := page()
	blocks, facts := page()
	m := newMess(rand.New(rand.NewPCG(seed, 0)), Dial{kind: {1, rate}}, true)
	if got := m.names(); len(got) != 1 || got[0] != kind {
		t.Fatalf("the page has %v, want %s", got, kind)
	}
	return soiled{clean, m.dirty(blocks, facts), facts}
}

// each runs check on many pages with one kind of dirt; each of them must be
// another page than the clean one in at least one of the runs.
func each(t *testing.T, kind string, rate float64, check func(*testing.T, soiled)) {
	t.Helper()
	changed := 0
	for seed := range uint64(200) {
		s := soil(t, kind, rate, seed)
		if allText(s.clean) != allText(s.dirty) {
			changed++
		}
		check(t, s)
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, allText(s.dirty))
		}
	}
	if changed < 100 {
		t.Errorf("%d of 200 pages changed", changed)
	}
}

// undone says that the dirty page without its dirt is the clean page, and that
// no fact is destroyed.
func undone(t *testing.T, s soiled, undo func(string) string) {
	t.Helper()
	if got, want := undo(allText(s.dirty)), undo(allText(s.clean)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, f := range s.facts {
		if f.Destroyed || f.Optional {
			t.Errorf("%v is destroyed", f.F)
		}
	}
}

func TestSpaces(t *testing.T) {
	seen := map[string]bool{}
	each(t, "spaces", .8, func(t *testing.T, s soiled) {
		undone(t, s, strings.NewReplacer(" ", "", "　", "").Replace)
		for _, want := range []string{"王 敏", "王　敏", "李 岚", "校　长", "柳溪镇第10中心 小学"} {
			if strings.Contains(allText(s.dirty), want) {
				seen[want] = true
			}
		}
		if strings.Contains(allText(s.dirty), "中 心小学校长负责") {
			t.Error("a name in a sentence is spaced out")
		}
	})
	if len(seen) != 5 {
		t.Errorf("seen only %v", seen)
	}
}

func TestBrackets(t *testing.T) {
	each(t, "brackets", .7, func(t *testing.T, s soiled) {
		undone(t, s, func(s string) string { return brackets.ReplaceAllString(s, "") })
		for _, f := range s.facts[:2] {
			written := f.F["alt"]
			if f.Type == "citation" {
				written = f.F["number_alt"]
			}
			list, _ := written.([]string)
			for _, w := range list {
				if !strings.Contains(allText(s.dirty), w) {
					t.Errorf("%q is another right string and not on the page", w)
				}
			}
		}
	})
}

var brackets = regexp.MustCompile(`[〔〕\[\]()（）【】［］]`)

func TestWidths(t *testing.T) {
	each(t, "widths", .4, func(t *testing.T, s soiled) { undone(t, s, norm.NFKC.String) })
}

func TestOCR(t *testing.T) {
	back := strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1")
	seen := ""
	each(t, "ocr", .3, func(t *testing.T, s soiled) {
		undone(t, s, back.Replace)
		seen += allText(s.dirty)
		if !strings.Contains(allText(s.dirty), "柳溪镇第10中心小学") {
			t.Error("the number in a school's name is misread")
		}
	})
	for _, want := range []string{"2O20年", "l1日", "1l日", "2O0所", "〔2O20〕", "1O200010111"} {
		if !strings.Contains(seen, want) {
			t.Errorf("no page has %s", want)
		}
	}
}

func TestBoilerplate(t *testing.T) {
	each(t, "boilerplate", 0, func(t *testing.T, s soiled) {
		var own, site []Block
		for _, b := range s.dirty {
			if b.Kind == Furniture {
				site = append(site, b)
			} else {
				own = append(own, b)
			}
		}
		if allText(own) != allText(s.clean) || len(site) < 5 || s.dirty[0].Kind != Furniture || s.dirty[len(s.dirty)-1].Kind != Furniture {
			t.Error("boilerplate does not stand around the page")
		}
	})
}

func TestHidden(t *testing.T) {
	each(t, "hidden", 0, func(t *testing.T, s soiled) {
		var own []Block
		for _, b := range s.dirty {
			if b.Kind != Hidden {
				own = append(own, b)
			}
		}
		if allText(own) != allText(s.clean) {
			t.Error("the page's own text changed")
		}
	})
	if m := newMess(rand.New(rand.NewPCG(1, 1)), Dial{"hidden": {1, 0}}, false); len(m.names()) > 0 {
		t.Error("a dump hides text")
	}
}

func TestTraditional(t *testing.T) {
	each(t, "traditional", 0, func(t *testing.T, s soiled) {
		got := allText(s.dirty)
		for _, want := range []string{"青嵐區學校結對幫扶實施方案", "張乾昇", "聯動校“第四組”活動"} {
			if !strings.Contains(got, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
		// What 乾 and 昇 become when they come back is right as well.
		if alt, _ := s.facts[3].F["name_alt"].([]string); len(alt) != 1 || alt[0] != converted("t2s", "張乾昇") {
			t.Errorf("other right strings of the name: %v", alt)
		}
		for i, f := range s.facts {
			if i != 3 && (f.F["alt"] != nil || f.F["from_alt"] != nil || f.F["to_alt"] != nil) {
				t.Errorf("%v", f.F)
			}
		}
		if !strings.Contains(got, "李嵐\n") {
			t.Error("pieces were cut elsewhere")
		}
	})
}

func TestNotes(t *testing.T) {
	note := regexp.MustCompile(`[(（][\p{Latin}ɡ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿa-z][\p{Latin}ɡ]*[)）]`)
	notes, hanzi, all := 0, 0, ""
	each(t, "notes", .1, func(t *testing.T, s soiled) {
		undone(t, s, func(s string) string { return note.ReplaceAllString(s, "") })
		notes += len(note.FindAllString(allText(s.dirty), -1))
		for _, r := range allText(s.clean) {
			if isHan(r) {
				hanzi++
			}
		}
		all += allText(s.dirty)
	})
	if share := float64(notes) / float64(hanzi); share < .09 || share > .11 {
		t.Errorf("notes on %.1f %% of the hanzi, want 10 %%", 100*share)
	}
	for _, want := range []string{"王(wáng)敏", "（zhǎnɡ）", "_(dá)_", "张(zhānɡ)"} {
		if !strings.Contains(all, want) && !strings.Contains(all, strings.ReplaceAll(want, "ɡ", "g")) {
			t.Errorf("no page has %s", want)
		}
	}
}

// TestSlipsOfTheDomain: what the domain's description shows.
func TestSlipsOfTheDomain(t *testing.T) {
	for _, c := range []struct {
		clean string
		slip  slip
		want  string
		lost  bool
	}{
		{"聯動校”第四組", slip{at: 2}, "聯動?！钡谒慕M", true},
		{"學校“結對", slip{at: 1}, "學?！敖Y對", true},
		{"縣域學校", slip{2, "qū"}, "縣域?qū)W校", true},
		{"反思歷程", slip{2, "xì"}, "反思?xì)v程", true},
	} {
		got, lost := slipped(T(c.clean), []slip{c.slip}, false)
		if got.String() != c.want || lost[0] != c.lost {
			t.Errorf("%s became %s (lost: %v), want %s", c.clean, got, lost[0], c.want)
		}
	}
}

// TestSlipsByDecoding makes the first shape again by taking one byte out of the
// line's GBK and leaving the rest to the decoder.
func TestSlipsByDecoding(t *testing.T) {
	const line = "為貫徹落實縣域學校結對幫扶實施方案，縮小城鄉學校差距，經研究決定開展聯動校“第四組”活動"
	known := regexp.MustCompile(`[\x{E000}-\x{F8FF}\x{FFFD}]`)
	for at := range []rune(line) {
		got, _ := slipped(T(line), []slip{{at: at}}, false)
		runes := []rune(line)
		enc := simplifiedchinese.GBK.NewEncoder()
		before, _ := enc.String(string(runes[:at]))
		behind, _ := enc.String(string(runes[at:]))
		shown, err := simplifiedchinese.GBK.NewDecoder().String(before + "?" + behind[1:])
		if err != nil {
			t.Fatal(err)
		}
		// A byte without partner at the end: nothing here, "?" there.
		shown = known.ReplaceAllString(shown, "")
		if g := strings.TrimSuffix(got.String(), "?"); g != shown {
			t.Errorf("at %d: %s, decoded %s", at, g, shown)
		}
	}
}

// TestWhatSlipsDestroy: a value whose bytes are gone is destroyed; one that is
// only read late is not; neither is one whose lost byte the note tells.
func TestWhatSlipsDestroy(t *testing.T) {
	a, b := &Fact{F: F{}}, &Fact{F: F{}}
	line := Join(Say("聯動校", a), T("”"), Say("第四組", b))
	_, lost := slipped(line, []slip{{at: 2}}, true)
	if !lost[0] || lost[1] || lost[2] {
		t.Errorf("lost: %v", lost)
	}
	known := 0
	for _, s := range []string{"城鄉學校", "優質資源", "帶動發展", "共同進步", "教學研討", "均衡發展", "反思歷程"} {
		list := []rune(s)
		for at := 1; at < len(list); at++ {
			x := gbkChar(gbkOf(list[at-1])[1], gbkOf(list[at])[0])
			if !isHan(x) || readingOf(x) == "" {
				continue
			}
			_, lost := slipped(T(s), []slip{{at, readingOf(x)}}, true)
			n := 0
			for lead := 0x81; lead < 0xFF; lead++ {
				if isHan(gbkChar(byte(lead), gbkOf(list[at])[1])) && hasReading(gbkChar(gbkOf(list[at-1])[1], byte(lead)), readingOf(x)) {
					n++
				}
			}
			shown, _ := slipped(T(s), []slip{{at, readingOf(x)}}, true)
			if n > 1 && !lost[0] {
				t.Errorf("%s at %d: %d characters are read %s, and yet the value is told", s, at, n, readingOf(x))
			}
			if !lost[0] {
				known++
				if !strings.Contains(shown.String(), "?"+readingOf(x)+")") {
					t.Errorf("%s shows %s", s, shown)
				}
			}
		}
	}
	if known == 0 {
		t.Error("no note told the byte")
	}
}

var torn = regexp.MustCompile(`[?(]\p{Latin}+\)`)

func TestSlips(t *testing.T) {
	for _, kind := range []string{"lost-byte", "note-inside"} {
		destroyed := 0
		each(t, kind, .002, func(t *testing.T, s soiled) {
			n := strings.Count(allText(s.dirty), "?")
			if kind == "note-inside" { // some stand where the reading is late already
				n = len(torn.FindAllString(allText(s.dirty), -1))
			}
			if n < 5 {
				t.Errorf("%s: %d slips", kind, n)
			}
			if !utf8.ValidString(allText(s.dirty)) {
				t.Error("not UTF-8")
			}
			for _, f := range s.facts {
				if f.Destroyed != f.Optional {
					t.Errorf("%v: destroyed %v, optional %v", f.F, f.Destroyed, f.Optional)
				}
				if f.Destroyed {
					destroyed++
				}
			}
		})
		if destroyed == 0 {
			t.Errorf("%s destroyed nothing", kind)
		}
	}
}

func TestEndTags(t *testing.T) {
	const html = "<html><body><p>一</p>\n<p>二</p>三<table><tr><td><p>四</p></td><td>五</td></tr></table><ul><li>六</li></ul></body></html>"
	tags := regexp.MustCompile(`</\w+>`)
	seen := map[string]bool{}
	for seed := range uint64(100) {
		m := newMess(rand.New(rand.NewPCG(seed, 0)), Dial{"end-tags": {1, .5}}, true)
		got := m.markup(html)
		if tags.ReplaceAllString(got, "") != tags.ReplaceAllString(html, "") {
			t.Fatalf("more than end tags changed: %s", got)
		}
		if !strings.Contains(got, "二</p>三") || !strings.Contains(got, "</table>") || !strings.Contains(got, "</ul>") {
			t.Fatalf("%s", got)
		}
		seen[got] = true
	}
	if len(seen) < 50 {
		t.Errorf("%d different pages", len(seen))
	}
}

func TestLabel(t *testing.T) {
	right := newMess(rand.New(rand.NewPCG(1, 1)), nil, true)
	if got := right.label("gbk"); got != "gbk" {
		t.Errorf("a clean page in gbk is called %s", got)
	}
	for seed := range uint64(50) {
		m := newMess(rand.New(rand.NewPCG(seed, 0)), Dial{"labels": {1, 0}}, true)
		if got := m.label("gbk"); got == "gbk" {
			t.Error("the label is right")
		}
	}
}

// TestDial: the default has each kind on a third of the pages, a nil dial none.
func TestDial(t *testing.T) {
	dial := DefaultDial()
	const pages = 3000
	n := map[string]int{}
	for seed := range uint64(pages) {
		for _, name := range newMess(rand.New(rand.NewPCG(seed, 0)), dial, true).names() {
			n[name]++
		}
	}
	for _, k := range dirtKinds() {
		if share := float64(n[k.name]) / pages; share < .29 || share > .38 {
			t.Errorf("%s on %.2f of the pages", k.name, share)
		}
		if (k.rate > 0) != (k.of != "") {
			t.Errorf("%s: rate %v of %q", k.name, k.rate, k.of)
		}
	}
	if names := newMess(rand.New(rand.NewPCG(1, 1)), nil, true).names(); len(names) > 0 {
		t.Errorf("clean, and yet %v", names)
	}
}

// TestEqualSeeds: equal seeds give equal dirt.
func TestEqualSeeds(t *testing.T) {
	for seed := range uint64(20) {
		make := func() string {
			blocks, facts := page()
			m := newMess(rand.New(rand.NewPCG(seed, 7)), DefaultDial(), seed%2 == 0)
			return allText(m.dirty(blocks, facts))
		}
		if one, other := make(), make(); one != other {
			t.Fatalf("seed %d gives two pages", seed)
		}
	}
}
