package eval

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jiedui/samples"
)

func read(t testing.TB, lines ...string) *Facts {
	t.Helper()
	var f Facts
	if err := f.Read(strings.NewReader(strings.Join(lines, "\n"))); err != nil {
		t.Fatal(err)
	}
	return &f
}

// answers are the lines of the answers to the sample pages.
func answers(t testing.TB) []string {
	t.Helper()
	b, err := samples.FS.ReadFile(samples.Answers)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// Facts are as right as can be when they are compared with themselves.
func TestGoldAgainstItself(t *testing.T) {
	gold := read(t, answers(t)...)
	report := Score(gold, gold, nil)
	if len(report.Rows) < 15 || report.Micro != 1 || report.Core != 1 {
		t.Errorf("%d types, micro %v, core %v", len(report.Rows), report.Micro, report.Core)
	}
	for _, row := range report.Rows {
		if row.F1 != 1 || row.Precision != 1 || row.Recall != 1 || row.Missed != nil || row.Wrong != nil || row.Hit == 0 {
			t.Errorf("%+v", row)
		}
	}
}

// The order of the lines decides nothing, of gold or of the facts.
func TestOrderDecidesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	gold := answers(t)
	facts := mutate(t, r, gold)
	want := Score(read(t, gold...), read(t, facts...), nil)
	for range 5 {
		r.Shuffle(len(gold), func(i, j int) { gold[i], gold[j] = gold[j], gold[i] })
		r.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
		if d := cmp.Diff(want, Score(read(t, gold...), read(t, facts...), nil)); d != "" {
			t.Fatalf("(-first +shuffled)\n%s", d)
		}
	}
}

// mutate makes of gold what an extractor might have found: facts are left out,
// twice there, in another part, with sides changed, with a value of another
// fact, with one of the other spellings, or without a value.
func mutate(t testing.TB, r *rand.Rand, gold []string) []string {
	t.Helper()
	var facts []map[string]any
	for _, line := range gold {
		var f map[string]any
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		facts = append(facts, f)
	}
	var out []string
	for _, f := range facts {
		switch r.IntN(12) {
		case 0:
			continue
		case 1:
			f["part"] = f["part"].(float64) + 1
		case 2:
			if f["from"] != nil {
				f["from"], f["to"] = f["to"], f["from"]
			}
		case 3:
			other := facts[r.IntN(len(facts))]
			for _, k := range []string{"school", "name", "title", "value", "text", "principal", "unit"} {
				if f[k] != nil && other[k] != nil {
					f[k] = other[k]
				}
			}
		case 4:
			for k, base := range map[string]string{"school_full": "school", "from_alt": "from", "to_alt": "to", "body_alt": "body"} {
				switch v := f[k].(type) {
				case string:
					f[base] = v
				case []any:
					f[base] = v[0]
				}
			}
		case 5:
			for _, k := range []string{"form", "school_role", "phone", "body", "posts", "number"} {
				delete(f, k)
			}
		}
		b, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		for range 1 + r.IntN(10)/9 {
			out = append(out, string(b))
		}
	}
	return out
}

// What counts as right, rule by rule. A case is gold, facts, and the rows
// "type gold pred hit".
func TestRules(t *testing.T) {
	pair := `"doc":"d","part":1,"type":"pairing"`
	for name, c := range map[string]struct {
		gold, facts []string
		want        string
	}{
		"widths, brackets, blanks and punctuation at the edges are no difference": {
			[]string{`{"doc":"d","part":1,"type":"citation","title":"关于结对的通知","number":"青教〔2031〕4号"}`},
			[]string{`{"doc":"d","part":1,"type":"citation","title":"关于结对 的通知。","number":"青教【２０３１】4号"}`},
			"citation 1 1 1",
		},
		"a pair has its own key without its form": {
			[]string{`{` + pair + `,"form":"帮扶","from":"甲小学","to":"乙小学"}`},
			[]string{`{` + pair + `,"form":"共建","from":"甲小学","to":"乙小学"}`},
			"pairing 1 1 1; pairing.form 1 1 0",
		},
		"other spellings are right": {
			[]string{`{` + pair + `,"form":"帮扶","from":"甲小学","from_alt":["我校","甲小"],"to":"乙小学"}`},
			[]string{`{` + pair + `,"form":"帮扶","from":"甲小","to":"乙小学"}`},
			"pairing 1 1 1; pairing.form 1 1 1",
		},
		"a fact found in two spellings is one": {
			[]string{`{` + pair + `,"form":"","from":"甲小学","from_alt":["甲小"],"to":"乙小学"}`},
			[]string{`{` + pair + `,"from":"甲小","to":"乙小学"}`, `{` + pair + `,"from":"甲小学","to":"乙小学"}`},
			"pairing 1 1 1",
		},
		"a spelling that two facts allow stands for one of each": {
			[]string{`{` + pair + `,"from":"甲小学","from_alt":["该校"],"to":"乙小学"}`, `{` + pair + `,"from":"丙小学","from_alt":["该校"],"to":"乙小学"}`},
			[]string{`{` + pair + `,"from":"该校","to":"乙小学"}`, `{` + pair + `,"from":"丙小学","to":"乙小学"}`},
			"pairing 2 2 2",
		},
		"the full name is right, too": {
			[]string{`{"doc":"d","part":1,"type":"group","group":"一组","school":"12小","school_full":"第12小学","school_role":"lead"}`},
			[]string{`{"doc":"d","part":1,"type":"group","group":"一组","school":"第12小学","school_role":"lead"}`},
			"group 1 1 1; group.role 1 1 1",
		},
		"sides may change where there is no direction": {
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学","directed":false}`, `{` + pair + `,"from":"丙小学","to":"丁小学"}`},
			[]string{`{` + pair + `,"from":"乙小学","to":"甲小学"}`, `{` + pair + `,"from":"丁小学","to":"丙小学"}`},
			"pairing 2 2 1",
		},
		"an optional fact that is absent is no miss": {
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学"}`, `{` + pair + `,"from":"丙小学","to":"丁小学","optional":true}`},
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学"}`},
			"pairing 1 1 1",
		},
		"an optional fact that is present is not wrong": {
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学"}`, `{` + pair + `,"from":"丙小学","to":"丁小学","optional":true}`},
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学"}`, `{` + pair + `,"from":"丙小学","to":"丁小学"}`},
			"pairing 2 2 2",
		},
		"what gold does not annotate in a document does not count, pairs always do": {
			[]string{`{"doc":"d","part":1,"type":"part","title":"t"}`, `{"doc":"e","part":1,"type":"citation","title":"x"}`},
			[]string{
				`{"doc":"d","part":1,"type":"part","title":"t"}`, `{"doc":"d","part":1,"type":"citation","title":"y"}`,
				`{"doc":"d","part":1,"type":"pairing","from":"甲小学","to":"乙小学"}`, `{"doc":"e","part":1,"type":"citation","title":"x"}`,
			},
			"citation 1 1 1; pairing 0 1 0; part 1 1 1",
		},
		"documents that gold does not have do not count": {
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学"}`},
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学"}`, `{"doc":"other","part":1,"type":"pairing","from":"丙小学","to":"丁小学"}`},
			"pairing 1 1 1",
		},
		"a heading may be longer or shorter": {
			[]string{
				`{"doc":"d","part":1,"type":"milestone","when":{"from":"","to":"2031-09-30"},"text":"总结阶段"}`,
				`{"doc":"d","part":1,"type":"milestone","when":{"recurs":"yearly","month":6,"day":30},"text":"报送总结"}`,
			},
			[]string{
				`{"doc":"d","part":1,"type":"milestone","when":{"from":"","to":"2031-09-30"},"text":"第三阶段:总结阶段"}`,
				`{"doc":"d","part":1,"type":"milestone","when":{"recurs":"yearly","month":6,"day":30},"text":"报送"}`,
			},
			"milestone 2 2 2; milestone.text 2 2 2",
		},
		"two headings of one day stand for two": {
			[]string{
				`{"doc":"d","part":1,"type":"milestone","when":{"to":"2031-09-30"},"text":"总结"}`,
				`{"doc":"d","part":1,"type":"milestone","when":{"to":"2031-09-30"},"text":"总结上报"}`,
			},
			[]string{
				`{"doc":"d","part":1,"type":"milestone","when":{"to":"2031-09-30"},"text":"总结"}`,
				`{"doc":"d","part":1,"type":"milestone","when":{"to":"2031-09-30"},"text":"做好总结上报"}`,
			},
			"milestone 1 1 1; milestone.text 2 2 2",
		},
		"numbers are compared by value": {
			[]string{`{"doc":"d","part":1,"type":"commitment","value":2,"value_max":3.5,"unit":"次","comparator":"=","per":"学期"}`},
			[]string{`{"doc":"d","part":1,"type":"commitment","value":2.0,"value_max":3.50,"unit":"次","per":"学年"}`},
			"commitment 1 1 1; commitment.terms 1 1 0",
		},
		"of an abstract the beginning counts": {
			[]string{`{"doc":"d","part":1,"type":"meta","field":"abstract","value":"一二三四五六七八九十一二三四五六七八九十甲"}`},
			[]string{`{"doc":"d","part":1,"type":"meta","field":"abstract","value":"一二三四五六七八九十一二三四五六七八九十乙"}`},
			"meta 1 1 1",
		},
		"leaders without a name are known by their posts": {
			[]string{`{"doc":"d","part":1,"type":"leader","body":"领导小组","role":"成员","name":"","posts":["各校校长","教研员"]}`},
			[]string{`{"doc":"d","part":1,"type":"leader","body":"领导小组","role":"成员","posts":["各校校长","教研员"]}`},
			"leader 1 1 1; leader.body 1 1 1",
		},
		"each post counts": {
			[]string{`{"doc":"d","part":1,"type":"leader","role":"组长","name":"方小舟","posts":["局长","书记"],"subject":"数学"}`},
			[]string{`{"doc":"d","part":1,"type":"leader","role":"组长","name":"方 小舟","posts":["局长"]}`},
			"leader 1 1 1; leader.post 2 1 1; leader.subject 1 0 0",
		},
		"measures count where gold has them": {
			[]string{`{"doc":"d","part":1,"type":"measure","name":"送教"}`, `{"doc":"e","part":1,"type":"part","title":"t"}`},
			[]string{`{"doc":"d","part":1,"type":"measure","name":"送教"}`, `{"doc":"d","part":1,"type":"measure","name":"轮岗"}`, `{"doc":"e","part":1,"type":"measure","name":"轮岗"}`},
			"measure 1 2 1; part 1 0 0",
		},
		"further metadata count field by field": {
			[]string{`{"doc":"d","part":1,"type":"metadata_extra","field":"keywords","value":"结对"}`},
			[]string{`{"doc":"d","part":1,"type":"metadata_extra","field":"keywords","value":"帮扶"}`, `{"doc":"d","part":1,"type":"metadata_extra","field":"views","value":"7"}`},
			"metadata_extra 1 1 0",
		},
		"states count everywhere once gold has one": {
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学","status":"ended"}`, `{"doc":"e","part":1,"type":"pairing","from":"丙小学","to":"丁小学"}`},
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学","status":"ended"}`, `{"doc":"e","part":1,"type":"pairing","from":"丙小学","to":"丁小学","status":"planned"}`},
			"pairing 2 2 2; pairing.status 1 2 1",
		},
		"states do not count where gold has none": {
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学"}`},
			[]string{`{` + pair + `,"from":"甲小学","to":"乙小学","status":"ended"}`},
			"pairing 1 1 1",
		},
		"parents of groups": {
			[]string{`{"doc":"d","part":1,"type":"group","group":"一组","school":"甲小学","parent":"东片"}`},
			[]string{`{"doc":"d","part":1,"type":"group","group":"一组","school":"甲小学","parent":"西片"}`},
			"group 1 1 1; group.parent 1 1 0",
		},
		"a document is known by its base name": {
			[]string{`{"doc":"d.txt","part":1,"type":"part","title":"t"}`},
			[]string{`{"doc":"pages/d.html","part":1,"type":"part","title":"t"}`},
			"part 1 1 1",
		},
		"documents of one base name are kept apart": {
			[]string{`{"doc":"a/d","part":1,"type":"part","title":"t"}`, `{"doc":"b/d","part":1,"type":"part","title":"u"}`},
			[]string{`{"doc":"a/d","part":1,"type":"part","title":"u"}`, `{"doc":"b/d","part":1,"type":"part","title":"u"}`},
			"part 2 2 1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			report := Score(read(t, c.gold...), read(t, c.facts...), nil)
			var got []string
			for _, row := range report.Rows {
				b, _ := json.Marshal([]int{row.Gold, row.Pred, row.Hit})
				got = append(got, row.Type+" "+strings.NewReplacer("[", "", "]", "", ",", " ").Replace(string(b)))
				if len(row.Missed) != row.Gold-row.Hit || len(row.Wrong) != row.Pred-row.Hit {
					t.Errorf("%+v: lists and numbers differ", row)
				}
			}
			if d := cmp.Diff(c.want, strings.Join(got, "; ")); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// What stands beside the sums does not change them.
func TestBeside(t *testing.T) {
	gold := []string{`{"doc":"d","part":1,"type":"pairing","from":"甲小学","to":"乙小学","status":"ended"}`}
	facts := []string{`{"doc":"d","part":1,"type":"pairing","from":"甲小学","to":"乙小学","status":"planned"}`}
	report := Score(read(t, gold...), read(t, facts...), nil)
	if report.Micro != 1 || report.Core != 1 || report.Row("pairing.status").F1 != 0 || len(report.Rows) != 2 {
		t.Errorf("%+v", report)
	}
}

func TestOnly(t *testing.T) {
	gold := read(t, answers(t)...)
	report := Score(gold, gold, []string{"01-", "09"})
	for _, row := range report.Rows {
		if row.Type == "part" && row.Gold != 2 {
			t.Errorf("%+v", row)
		}
	}
	if got := Documents(gold, gold, []string{"01-"}); !slices.Equal(got, []string{"01-qinglan-notice"}) {
		t.Errorf("documents %q", got)
	}
	missing, surplus := Unmatched(read(t, `{"doc":"a","type":"part"}`, `{"doc":"b","type":"part"}`), read(t, `{"doc":"b","type":"part"}`, `{"doc":"c","type":"part"}`))
	if !slices.Equal(missing, []string{"a"}) || !slices.Equal(surplus, []string{"c"}) {
		t.Errorf("missing %q, surplus %q", missing, surplus)
	}
}

func TestUnknown(t *testing.T) {
	f := read(t, `{"doc":"d","part":1,"type":"paring"}`, `{"doc":"d","part":1,"type":"paring"}`, `{"doc":"d","part":1,"type":"meta","field":"tittle","value":"x"}`)
	if d := cmp.Diff(map[string]int{"type paring": 2, "meta field tittle": 1}, f.Unknown()); d != "" {
		t.Error(d)
	}
}

// Bad lines are named with their number, each with what is wrong.
func TestBadLines(t *testing.T) {
	var f Facts
	err := f.Read(strings.NewReader("\ufeff" + strings.Join([]string{
		`{"doc":"d","part":1,"type":"part","title":"t"}`,
		`{"doc":"d",`,
		``,
		`["d"]`,
		`{"doc":"d","type":"part"} {"doc":"d","type":"part"}`,
		`{"part":1,"type":"part"}`,
		`{"doc":"d","part":0,"type":"part"}`,
		`{"doc":"d","title":"t"}`,
		`{"doc":"d","type":"group","school":["a"]}`,
		`{"doc":"d","type":"leader","posts":[{}]}`,
		`{"doc":"d","type":"milestone","when":"2031"}`,
		"{\"doc\":\"d\",\"type\":\"part\",\"title\":\"\xd6\xd0\"}",
		`{"doc":"d","type":"pairing","from":"a","from_alt":[true],"to":"b"}`,
		`null`,
	}, "\n")))
	want := []*Problem{
		{2, "it is no JSON object (it ends too early); a fact is one object on one line"},
		{4, "it is no JSON object (found array); a fact is one object on one line"},
		{5, "something stands behind the object; a fact is one object on one line"},
		{6, `it has no "doc"; a fact has doc, part and type (jiedui extract --format facts writes them)`},
		{7, "part is 0; want a number from 1"},
		{8, `it has no "type"; a fact has doc, part and type (jiedui extract --format facts writes them)`},
		{9, `school is ["a"]; want a string`},
		{10, `posts is [{}]; want a list of strings`},
		{11, `when is "2031"; want an object`},
		{12, "it is not UTF-8; write the file anew in UTF-8"},
		{13, `from_alt: from is true; want a string`},
		{14, "it is no JSON object (it is null); a fact is one object on one line"},
	}
	if d := cmp.Diff(want, Problems(err)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if got := len(f.keys["part"]); got != 1 {
		t.Errorf("%d good lines read, want 1", got)
	}
	if err := f.Read(bytes.NewReader(bytes.Repeat([]byte("x"), maxLine+2))); len(Problems(err)) != 1 {
		t.Errorf("a line without end: %v", err)
	}
}

// Whatever is read, it gives facts that are right against themselves, or names
// the lines that are none.
func FuzzRead(f *testing.F) {
	for _, line := range answers(f)[:40] {
		f.Add([]byte(line))
	}
	f.Add([]byte(`{"doc":"d","type":"milestone","when":{"month":6},"text":"x","text_alt":"y"}` + "\n{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var facts Facts
		err := facts.Read(bytes.NewReader(b))
		for _, p := range Problems(err) {
			if p.Line < 1 || p.Line > bytes.Count(b, []byte("\n"))+1 {
				t.Errorf("%v: there is no such line", p)
			}
		}
		if err != nil && Problems(err) == nil {
			t.Error(err)
		}
		for _, row := range Score(&facts, &facts, nil).Rows {
			if row.F1 != 1 {
				t.Errorf("%+v", row)
			}
		}
	})
}
