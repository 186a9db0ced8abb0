package search

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// What queries ask FTS5 for, for an index that has the words of the dictionary.
func TestQueries(t *testing.T) {
	for _, c := range []struct{ query, match string }{
		{"帮扶学校", `(title : "t帮扶 t扶学 t学校" OR body : "帮扶 扶学 学校")`},
		{"教师交流", `(title_words : "t教师交流" OR words : "教师交流")`},
		{"“教师交流”", `(title_words : "t教师交流" OR words : "教师交流")`},
		{"教師交流", `(title : "t教師 t師交 t交流" OR body : "教師 師交 交流" OR title_words : "t教师交流" OR words : "教师交流")`},
		{"关 于", `((title_words : "t关" OR words : "关") AND (title_words : "t于" OR words : "于"))`},
		{`"关 于"`, `(title : "t关于" OR body : "关于")`},
		{"校", `(title_words : "t校" OR words : "校")`},
		{"2019年", `(title : "t2019 t年" * OR body : "2019 年" *)`},
		{"ＱＱ群", `(title : "tqq t群" * OR body : "qq 群" *)`},
		{"plan*", `(title : "tplan" * OR body : "plan" *)`},
		{`"a b"*`, `(title : "ta tb" * OR body : "a b" *)`},
		{"走教 送教", `((title : "t走教" OR body : "走教") AND (title : "t送教" OR body : "送教"))`},
		{"走教 AND 送教", `((title : "t走教" OR body : "走教") AND (title : "t送教" OR body : "送教"))`},
		{"走教 OR 送教", `((title : "t走教" OR body : "走教") OR (title : "t送教" OR body : "送教"))`},
		{"走教｜送教", `((title : "t走教" OR body : "走教") OR (title : "t送教" OR body : "送教"))`},
		{"走教 -送教", `((title : "t走教" OR body : "走教") NOT (title : "t送教" OR body : "送教"))`},
		{"走教 NOT (送教 OR 支教)", `((title : "t走教" OR body : "走教") NOT ((title : "t送教" OR body : "送教") OR (title : "t支教" OR body : "支教")))`},
		{"NOT NOT 走教", `(title : "t走教" OR body : "走教")`},
		{"-走教", `(facets : "all" NOT (title : "t走教" OR body : "走教"))`},
		{"（走教 OR 送教） 考核", `(((title : "t走教" OR body : "走教") OR (title : "t送教" OR body : "送教")) AND (title : "t考核" OR body : "考核"))`},
		{"走教-送教", `(title : "t走教 t教 t送教" OR body : "走教 教 送教")`}, // a hyphen within a word is none of ours
		{"教师交流考核", `(title : "t教师 t师交 t交流 t流考 t考核" OR body : "教师 师交 交流 流考 考核")`},
		{"year:2019", `facets : "y2019"`},
		{"年份：２０１８－２０１９", `(facets : "y2018" OR facets : "y2019")`},
		{"year:2018..2019年", `(facets : "y2018" OR facets : "y2019")`},
		{"year:2098-", `(facets : "y2098" OR facets : "y2099")`},
		{"year:-1949", `facets : "y1949"`},
		{"district:37", `facets : "c37"`},
		{"district:370400", `facets : "c3704"`},
		{"地区:浣陵区", `region : "r浣陵 r陵区"`},
		{"issuer:教育局", `issuer : "i教育 i育局"`},
		{"school:“实验小学”", `schools : "s实验 s验小 s小学"`},
		{"SCHOOL:实验小学", `schools : "s实验 s验小 s小学"`},
		{"measure:送教 person:周 title:方案", `(measures : "m送教" AND persons : "p周" * AND title : "t方案")`},
		{"9:00", `(title : "t9 t00" OR body : "9 00")`},
		{"OR", ""}, {"order", `(title : "torder" OR body : "order")`}, {"ORder", `(title : "torder" OR body : "order")`},
	} {
		q, err := Ask(c.query, "digest")
		if c.match == "" {
			if err == nil {
				t.Errorf("%s: %s, want an error", c.query, q.Match(Cut("digest")).All)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		if got := q.Match(Cut("digest")).All; got != c.match {
			t.Errorf("%s:\n got %s\nwant %s", c.query, got, c.match)
		}
	}
}

// Words that are made of words are taken apart when that is asked for; phrases,
// and words with more to them, are not.
func TestLoosen(t *testing.T) {
	for _, c := range []struct{ query, match string }{
		{"教师交流考核 走教", `((title : "t教师 t师交 t交流 t流考 t考核" OR body : "教师 师交 交流 流考 考核" OR ((title_words : "t教师交流" OR words : "教师交流") AND (title : "t考核" OR body : "考核"))) AND (title : "t走教" OR body : "走教"))`},
		{`"教师交流考核"`, ""},
		{"浣陵区教师交流", ""},
		{"走教 -教师交流考核", ""},
	} {
		q, err := Ask(c.query, "")
		if err != nil {
			t.Fatal(err)
		}
		loose, ok := q.Loosen()
		if ok != (c.match != "") {
			t.Errorf("%s: loosened %v", c.query, ok)
		} else if got := loose.Match(Cut("")).All; ok && got != c.match {
			t.Errorf("%s:\n got %s\nwant %s", c.query, got, c.match)
		}
	}
}

// An index that was made with other words is asked for pairs of hanzi alone.
func TestOtherWords(t *testing.T) {
	q, err := Ask("教师交流", "one")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := q.Match(Cut("another")).All, `(title : "t教师 t师交 t交流" OR body : "教师 师交 交流")`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The match in the title narrows free words, neither fields nor what is left out.
func TestTitleMatch(t *testing.T) {
	for _, c := range []struct{ query, title string }{
		{"帮扶学校 year:2019 -走教", `((title : "t帮扶 t扶学 t学校" AND facets : "y2019") NOT (title : "t走教" OR body : "走教"))`},
		{"year:2019", ""},
	} {
		q, err := Ask(c.query, "")
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Match(Cut("")).Title; got != c.title {
			t.Errorf("%s: got %s, want %s", c.query, got, c.title)
		}
	}
}

// A division that holds others stands for all of them.
func TestDistrictsCover(t *testing.T) {
	q, err := Ask("district:江苏省", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := q.Match(Cut("")).All; !strings.Contains(got, facet("c32")) {
		t.Errorf("%s does not ask for %s", got, facet("c32"))
	}
}

// Bad queries name the place.
func TestBadQueries(t *testing.T) {
	for _, c := range []struct {
		query string
		at    int
		says  string
	}{
		{"教师 “交流", 4, "never closed"},
		{"教师 (交流", 4, "never closed"},
		{"教师 交流)", 6, "not opened"},
		{"()", 2, "nothing to look for"},
		{"OR 教师", 1, "nothing before it"},
		{"教师 OR", 6, "nothing behind it"},
		{"教师 OR OR 交流", 7, "OR has nothing before it"},
		{"AND 教师", 1, "nothing before it"},
		{"教师 AND", 7, "nothing behind it"},
		{"教师 -", 4, "NOT has nothing behind it"},
		{"教师 NOT OR 交流", 4, "NOT has nothing behind it"},
		{"教师 dept:交流", 4, `no field "dept"`},
		{"教师 school:", 11, "nothing behind it"},
		{`""`, 1, "nothing stands between"},
		{"。", 1, "neither hanzi nor letters"},
		{"year:19", 6, "no year"},
		{"year:2020-2019", 6, "end before they begin"},
		{"year:3000", 6, "no year"},
		{"district:3", 10, "no code"},
		{"district:3704051", 10, "no code"},
		{strings.Repeat("教", 1001), 1001, "past 1000"},
		{strings.Repeat("(", 30) + "教" + strings.Repeat(")", 30), 21, "nested"},
		{"\xff", 1, "UTF-8"},
		{"", 1, "nothing to look for"},
		{"*", 1, "nothing to look for"},
	} {
		_, err := Ask(c.query, "")
		var e *QueryError
		if !errors.As(err, &e) {
			t.Errorf("%q: %v, want a QueryError", c.query, err)
			continue
		}
		if e.At != c.at || !strings.Contains(e.Message, c.says) {
			t.Errorf("%q: at %d: %s; want at %d: …%s…", c.query, e.At, e.Message, c.at, c.says)
		}
	}
}

func FuzzAsk(f *testing.F) {
	for _, s := range []string{"教师交流 year:2019", "“教師” OR (a -b*)", "district：37 NOT 学校：「小学」", "((", "a\x00b", "9:00 - |"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := Ask(query, "")
		if err != nil {
			var e *QueryError
			if !errors.As(err, &e) || e.At < 1 || e.At > utf8.RuneCountInString(query)+1 {
				t.Fatalf("%q: %#v", query, err)
			}
			return
		}
		if m := q.Match(Cut("")); m.All == "" || strings.Count(m.All, `"`)%2 != 0 {
			t.Fatalf("%q: %s", query, m.All)
		}
		q.Look(&Text{Lines: []Line{{Clean: query, Read: query}}}, nil, 10)
	})
}
