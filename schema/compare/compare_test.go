package compare

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
	"jiedui/schema/sheet"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// told writes a text and points into it.
type told struct {
	text strings.Builder
	n    int
}

func (w *told) value(v string) schema.Value {
	w.text.WriteString(v + "\n")
	ev := schema.Evidence{Start: w.n, End: w.n + utf8.RuneCountInString(v), Quote: v}
	w.n = ev.End + 1
	return schema.Value{Value: v, Evidence: []schema.Evidence{ev}}
}

func (w *told) pointer(v string) *schema.Value { x := w.value(v); return &x }

func (w *told) promise(quote string, amount float64, unit, comparator, per string) schema.Commitment {
	q := w.value(quote)
	c := schema.Commitment{Quote: q, Amount: schema.Number{Value: amount, Evidence: q.Evidence}, Unit: schema.Value{Value: unit, Evidence: q.Evidence}, Comparator: comparator}
	if per != "" {
		c.Per = &schema.Value{Value: per, Evidence: q.Evidence}
	}
	return c
}

// other is a plan beside that of package sample: another district, no groups.
func other() *schema.Document {
	var w told
	d := &schema.Document{
		Source: schema.Source{URI: "notices/8.txt", TextSHA256: strings.Repeat("2", 64)},
		Part:   1, Parts: 1, Name: "8",
		Title:    w.pointer("棠溪县2032—2034年城乡学校结对帮扶方案"),
		Metadata: schema.Metadata{Region: w.pointer("棠溪县"), WrittenOn: w.pointer("2032-03-01"), Issuer: w.pointer("棠溪县教育局")},
	}
	pair := func(from, to string) schema.Pairing {
		return schema.Pairing{Form: w.pointer("结对帮扶"), From: w.value(from), To: w.value(to), Directed: true}
	}
	d.Pairings = []schema.Pairing{
		pair("柳溪镇中心小学", "石塘镇小学"), pair("柳溪镇中心小学", "柳溪镇湾头小学"), pair("实验小学", "石塘镇小学"),
		{From: w.value("棠溪教育集团"), To: w.value("石塘镇初级中学"), Directed: true, Status: w.pointer(schema.StatusPlanned)},
	}
	for _, s := range []string{"柳溪镇中心小学", "石塘镇小学", "柳溪镇湾头小学", "实验小学", "石塘镇初级中学", "棠溪教育集团"} {
		d.Schools = append(d.Schools, schema.School{Name: w.value(s)})
	}
	d.LeadingGroups = []schema.LeadingGroup{{
		Body: w.pointer("棠溪县结对帮扶工作领导小组"),
		Members: []schema.Leader{
			{Role: w.value("组长"), Name: w.pointer("沈望舒"), Posts: []schema.Value{w.value("县委常委、副县长")}},
			{Role: w.value("副组长"), Name: w.pointer("邢墨林"), Posts: []schema.Value{w.value("县教育局党组书记、局长")}},
		},
	}}
	d.Commitments = []schema.Commitment{
		w.promise("结对周期为3年", 3, "年", "=", ""),
		w.promise("每学期补助受援学校2万元", 2, "万元", "=", "学期"),
		w.promise("每学期送教不少于2次", 2, "次", ">=", "学期"),
		w.promise("每年轮岗教师比例不低于10%", 10, "%", ">=", "年"),
	}
	d.Measures = []schema.Measure{{Name: w.value("送教")}, {Name: w.value("考核")}}
	schema.Merge(d)
	schema.AssignIDs(d, d.Source.URI)
	return d
}

func two() []Plan {
	return []Plan{{Documents: []*schema.Document{sample.Document()}}, {Documents: []*schema.Document{other()}}}
}

func TestGolden(t *testing.T) {
	m := Compare(two())
	m.Generator = schema.Generator{Name: "jiedui", Version: "0.0.0", Rules: "0", Lexicon: "0"}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(m); err != nil {
		t.Fatal(err)
	}
	golden(t, "matrix.json", b.Bytes())
	compiler := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.AddResource(SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile(SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Error(err)
	}
	for _, lang := range []string{"en", "zh"} {
		b.Reset()
		if err := sheet.Write(&b, "markdown", sheet.Options{Lang: lang}, m.Sheet(Show{Lang: lang})); err != nil {
			t.Fatal(err)
		}
		golden(t, "matrix."+lang+".md", b.Bytes())
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-update rewrites it):\n%s", name, d)
	}
}

// TestOnly: what is asked for is shown, stated or not; what nobody states is
// named.
func TestOnly(t *testing.T) {
	m := Compare(two())
	s := m.Sheet(Show{Only: []string{Network, "funding.promises"}})
	if len(s.Rows) != 15 {
		t.Errorf("%d rows", len(s.Rows))
	}
	for _, r := range s.Rows {
		if r[0].Text != "network" && r[0].Text != "funding" {
			t.Errorf("row %q", r[0].Text)
		}
	}
	if notes := strings.Join(m.Sheet(Show{}).Notes, "\n"); !strings.Contains(notes, "Stated by none") || !strings.Contains(notes, "network: pairs ended") {
		t.Errorf("notes: %s", notes)
	}
}

// TestLists: codes are there once, rows are sorted by dimension, every rank and
// dimension that words.txt or a row names is in the list.
func TestLists(t *testing.T) {
	for name, list := range map[string][]Entry{"dimensions": Dimensions, "rules": Rules, "ranks": Ranks, "questions": Questions()} {
		seen := map[string]bool{}
		for _, e := range list {
			if e.Code == "" || e.English == "" || e.Chinese == "" || seen[e.Code] {
				t.Errorf("%s: %+v", name, e)
			}
			seen[e.Code] = true
		}
	}
	var order []string
	for _, r := range rows {
		if dimensionOf(r.dimension()) == nil {
			t.Errorf("%s: no such dimension", r.code)
		}
		order = append(order, r.dimension())
	}
	var want []string
	for _, d := range Dimensions {
		want = append(want, d.Code)
	}
	if got := slices.Compact(order); !slices.Equal(got, want) {
		t.Errorf("dimensions of the rows %q, of the list %q", got, want)
	}
	if got := words().order; len(got) != len(Ranks) {
		t.Errorf("words.txt has ranks %q", got)
	} else {
		for i := range got {
			if got[i] != Ranks[i].Code {
				t.Errorf("rank %d is %q in words.txt, %q in the list", i, got[i], Ranks[i].Code)
			}
		}
	}
	for _, r := range words().promises {
		if rowOf(r.dimension+".promises") == nil {
			t.Errorf("words.txt puts promises into %s, which has no row for them", r.dimension)
		}
		for _, u := range r.units {
			known := false
			for _, class := range words().units {
				known = known || class == u
			}
			if !known {
				t.Errorf("words.txt: no unit is of the class %s", u)
			}
		}
	}
	for m, d := range words().measures {
		if rowOf(d+".measures") == nil {
			t.Errorf("words.txt puts %s into %s, which has no row for it", m, d)
		}
	}
}

func TestBadWords(t *testing.T) {
	for _, bad := range []string{"unit", "what\tis this", "rank\tking\t国王", "measure\tnowhere\t送教", "promise\tnowhere\t*\t*", "promise\tvisits\t*", "money\t元\tx", "period\t学期\t2"} {
		if _, err := readWords("# ok\n" + bad + "\n"); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestPromises(t *testing.T) {
	var w told
	for _, c := range []struct {
		promise schema.Commitment
		want    string
	}{
		{w.promise("县财政每年安排专项经费80万元", 80, "万元", "=", "年"), Funding},
		{w.promise("按照不低于公用经费6%的比例安排教师培训经费", 6, "%", ">=", ""), Funding},
		{w.promise("对考核优秀的学校一次性奖励3万元", 3, "万元", "=", ""), Funding},
		{w.promise("每学期送教不少于4次", 4, "次", ">=", "学期"), Visits},
		{w.promise("每次送教不少于2节课", 2, "节", ">=", "次"), Visits},
		{w.promise("参加教师每次不少于3人", 3, "人", ">=", "次"), Visits},
		{w.promise("每学期选派2名骨干教师上示范课", 2, "名", "=", "学期"), Visits},
		{w.promise("每学期到校指导不少于8天", 8, "天", ">=", "学期"), Visits},
		{w.promise("县教育局每学年组织一次综合评估", 1, "次", "=", "学年"), Assessment},
		{w.promise("捆绑考核得分占40%", 40, "%", "=", ""), Assessment},
		{w.promise("每年交流轮岗教师比例不低于12%", 12, "%", ">=", "年"), Exchange},
		{w.promise("交流轮岗期限不少于2年", 2, "年", ">=", ""), Exchange},
		{w.promise("支教时间不少于一学期", 1, "学期", ">=", ""), Exchange},
		{w.promise("支教教师每周授课不少于9节", 9, "节", ">=", "周"), Exchange},
		{w.promise("结对周期为三年", 3, "年", "=", ""), Cycle},
		{w.promise("集团办学以4年为一轮", 4, "年", "=", ""), Cycle},
		{w.promise("组建12个紧密型教联体", 12, "个", "=", ""), Network},
		{w.promise("联盟覆盖全县85%以上的乡村学校", 85, "%", ">=", ""), Network},
		{w.promise("优质教育资源覆盖率达到80%", 80, "%", "=", ""), Other},
		{w.promise("结成师徒对子60对", 60, "对", "=", ""), Other},
		{w.promise("明确两名专职联络员", 2, "名", "=", ""), Leadership},
		{w.promise("专任教师配齐率不低于95%", 95, "%", ">=", ""), Other},
		{w.promise("教师参加集中培训每学年不少于48学时", 48, "学时", ">=", "学年"), Other},
		{w.promise("建成一间图书阅览室", 1, "间", "=", ""), Other},
	} {
		if got := words().dimensionOfPromise(&c.promise); got != c.want {
			t.Errorf("%s: %s, want %s", c.promise.Quote.Value, got, c.want)
		}
	}
}

func TestNormal(t *testing.T) {
	five := 5.0
	for _, c := range []struct {
		in   Amount
		want string // "": nothing to normalise
	}{
		{Amount{Number: 3, Max: &five, Unit: "万元", Comparator: "=", Per: "学期"}, "6–10 万元/学年"},
		{Amount{Number: 450, Unit: "元", Comparator: "=", Per: "月"}, "0.045 万元/月"},
		{Amount{Number: 0.5, Unit: "亿元", Comparator: ">=", Per: ""}, "≥5000 万元"},
		{Amount{Number: 2, Unit: "次", Comparator: ">=", Per: "学期"}, "≥4 次/学年"},
		{Amount{Number: 1, Unit: "次", Comparator: "=", Per: "半年"}, "2 次/年"},
		{Amount{Number: 1, Unit: "次", Comparator: "=", Per: "月"}, ""},
		{Amount{Number: 2, Unit: "名", Comparator: "=", Per: "学期"}, ""},
		{Amount{Number: 3, Unit: "万元", Comparator: "=", Per: "年"}, ""},
		{Amount{Number: 5, Unit: "%", Comparator: "<=", Per: ""}, ""},
	} {
		got := ""
		if n := words().normal(c.in); n != nil {
			got = n.String()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.in, got, c.want)
		}
	}
	if five != 5 {
		t.Error("the amount as written was changed")
	}
}

func TestTowns(t *testing.T) {
	for name, want := range map[string]string{
		"柳溪镇中心小学":       "柳溪镇",
		"云桥区柳溪镇中心小学":    "柳溪镇",
		"川陵市云桥县柳溪镇湾头小学": "柳溪镇",
		"丰台集镇王庄小学":      "丰台集镇",
		"河西街道第二小学":      "河西街道",
		"河西街道办第二小学":     "河西街道",
		"文办西门小学":        "文办",
		"白石乡学校":         "白石乡",
		"实验小学":          "",
		"镇中心小学":         "",
		"城镇小学":          "",
		"民办育才学校":        "",
		"景德镇市第一小学":      "",
		"新乡市第二中学":       "",
		"云桥区第三小学":       "",
		"实验小学城西镇校区":     "",
		"古镇小学":          "",
		"柳溪镇":           "",
		"":              "",
	} {
		if got := words().town(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestRank(t *testing.T) {
	for post, want := range map[string]string{
		"县委常委、副县长":       "county-deputy",
		"县长":             "county-head",
		"区教育局党组书记、局长":    "bureau-head",
		"县教育局党组成员、副局长":   "bureau-deputy",
		"教育局基础教育股股长":     "section-head",
		"教研室副主任":         "section-deputy",
		"柳溪镇中心小学校长":      "school-head",
		"副校长":            "school-deputy",
		"东部片区长":          "",
		"初中部主任":          "",
		"数学教师":           "",
		"":               "",
		"镇党委副书记":         "township",
		"县委教育工委常务副书记":    "bureau-deputy",
		"实验小学党支部书记、副校长":  "school-head",
		"县人大常委会副主任，原副县长": "county-deputy",
	} {
		if got, _ := words().rank([]schema.Value{{Value: post}}); got != want {
			t.Errorf("%q: %q, want %q", post, got, want)
		}
	}
	if code, n := words().rank([]schema.Value{{Value: "股长"}, {Value: "副局长"}, {Value: "教师"}}); code != "bureau-deputy" || n != 1 {
		t.Errorf("of several posts: %s, post %d", code, n)
	}
}

// documents draws plans of an invented district.
var documents = rapid.Custom(func(t *rapid.T) *schema.Document {
	var w told
	names := []string{"柳溪镇中心小学", "石塘镇小学", "柳溪镇湾头小学", "实验小学", "文昌街小学", "第一中学", "东校区", "棠溪教育集团"}
	name := rapid.SampledFrom(names)
	d := &schema.Document{
		Source: schema.Source{URI: rapid.SampledFrom([]string{"a.html", "b.html", "c.html"}).Draw(t, "uri")},
		Part:   rapid.IntRange(1, 3).Draw(t, "part"), Parts: 3, Name: "plan",
	}
	if rapid.Bool().Draw(t, "region") {
		d.Metadata.Region = w.pointer(rapid.SampledFrom([]string{"棠溪县", "云桥区"}).Draw(t, "district"))
	}
	for range rapid.IntRange(0, 6).Draw(t, "pairs") {
		p := schema.Pairing{From: w.value(name.Draw(t, "from")), To: w.value(name.Draw(t, "to")), Directed: rapid.IntRange(0, 3).Draw(t, "directed") > 0}
		if rapid.Bool().Draw(t, "form") {
			p.Form = w.pointer(rapid.SampledFrom([]string{"帮扶", "共建"}).Draw(t, "form"))
		}
		if rapid.IntRange(0, 4).Draw(t, "status") == 0 {
			p.Status = w.pointer(schema.StatusEnded)
		}
		d.Pairings = append(d.Pairings, p)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "groups") {
		g := schema.SchoolGroup{Name: w.value(fmt.Sprintf("第%d组", i+1))}
		for range rapid.IntRange(0, 4).Draw(t, "members") {
			g.Members = append(g.Members, schema.Member{School: w.value(name.Draw(t, "member"))})
		}
		d.SchoolGroups = append(d.SchoolGroups, g)
	}
	for _, n := range names {
		if rapid.Bool().Draw(t, "known") {
			d.Schools = append(d.Schools, schema.School{Name: w.value(n)})
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "promises") {
		q := rapid.SampledFrom([]string{"送教", "轮岗", "考核", "补助", "周期", "图书", "专职", "教联体"}).Draw(t, "quote")
		u := rapid.SampledFrom([]string{"次", "%", "万元", "年", "名", "个", "册"}).Draw(t, "unit")
		d.Commitments = append(d.Commitments, w.promise(q, float64(rapid.IntRange(1, 9).Draw(t, "n")), u, "=", rapid.SampledFrom([]string{"", "学期", "年"}).Draw(t, "per")))
	}
	schema.Merge(d)
	schema.AssignIDs(d, d.Source.URI)
	return d
})

// TestOrderOfInputs: the order of the inputs permutes the columns only.
func TestOrderOfInputs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := rapid.SliceOfN(documents, 1, 4).Draw(t, "documents")
		ps := make([]Plan, len(docs))
		for i, d := range docs {
			ps[i].Documents = []*schema.Document{d}
		}
		order := rapid.Permutation(indexes(len(ps))).Draw(t, "order")
		turned := make([]Plan, len(ps))
		for i, k := range order {
			turned[i] = ps[k]
		}
		a, b := Compare(ps), Compare(turned)
		for i, k := range order {
			if d := cmp.Diff(a.Plans[k], b.Plans[i]); d != "" {
				t.Fatal(d)
			}
			for r := range a.Rows {
				if d := cmp.Diff(a.Rows[r].Cells[k], b.Rows[r].Cells[i]); d != "" {
					t.Fatal(d)
				}
			}
		}
	})
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestCells: every item has evidence out of its documents, every promise stands
// in one row, counts of schools, pairs and groups are those of the document, and
// the documents are left alone.
func TestCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents.Draw(t, "document")
		before := schema.Clone(d)
		m := Compare([]Plan{{Documents: []*schema.Document{d}}})
		if diff := cmp.Diff(before, schema.Clone(d)); diff != "" {
			t.Fatalf("the document was changed: %s", diff)
		}
		known := map[schema.Evidence]bool{}
		schema.WalkEvidence(d, func(_ schema.Path, ev *schema.Evidence) { known[*ev] = true })
		promises := 0
		for _, r := range m.Rows {
			c := r.Cells[0]
			if c.Stated != (len(c.Items) > 0) {
				t.Fatalf("%s: stated %t with %d items", r.Code, c.Stated, len(c.Items))
			}
			if strings.HasSuffix(r.Code, ".promises") {
				for _, it := range c.Items {
					promises += len(it.Evidence) // each says all of itself in one place
				}
			}
			for _, it := range c.Items {
				if len(it.Evidence) == 0 || it.Text.English == "" || it.Text.Chinese == "" || entry(Rules, it.Rule) == nil {
					t.Fatalf("%s: %+v", r.Code, it)
				}
				if it.Number != nil && *it.Number == 0 && it.Share == nil {
					t.Fatalf("%s: a zero that nobody said", r.Code)
				}
				for _, p := range it.Evidence {
					if p.Document != d.ID || !known[p.Evidence] {
						t.Fatalf("%s: %+v is no evidence of the document", r.Code, p)
					}
				}
			}
		}
		total := 0
		for i := range d.Commitments {
			total += len(d.Commitments[i].Quote.Evidence)
		}
		if promises != total {
			t.Fatalf("promises at %d places, %d in the rows", total, promises)
		}
		inForce := 0
		for i := range d.Pairings {
			if d.Pairings[i].Status == nil {
				inForce++
			}
		}
		schools := 0
		for i := range d.Schools {
			if d.Schools[i].Name.Value != "棠溪教育集团" {
				schools++
			}
		}
		for code, want := range map[string]int{"network.pairs": inForce, "network.groups": len(d.SchoolGroups), "network.schools": schools} {
			i := slices.IndexFunc(m.Rows, func(r Row) bool { return r.Code == code })
			c := m.Rows[i].Cells[0]
			switch {
			case want == 0 && c.Stated, want > 0 && (!c.Stated || *c.Items[0].Number != float64(want)):
				t.Fatalf("%s: %+v, want %d", code, c, want)
			}
		}
	})
}

// TestNames: columns are told apart, and by district and year where that does.
func TestNames(t *testing.T) {
	plan := func(name, id, district string, year, part int) Plan {
		d := &schema.Document{ID: id, Name: name, Part: part, Parts: part}
		if district != "" {
			d.Metadata.Region = &schema.Value{Value: district}
		}
		if year != 0 {
			d.Metadata.SignedOn = &schema.Value{Value: fmt.Sprintf("%d-05-01", year)}
		}
		return Plan{Documents: []*schema.Document{d}}
	}
	got := names([]Plan{
		plan("a", "1", "棠溪县", 2031, 1), plan("b", "2", "棠溪县", 2032, 1), plan("c", "3", "棠溪县", 2031, 1),
		plan("d", "4", "", 2031, 2), plan("d", "5", "", 0, 1), plan("d", "6", "", 0, 1),
		{Name: "ours", Documents: []*schema.Document{{ID: "7"}}},
	})
	want := []string{"棠溪县 2031 (a)", "棠溪县 2032", "棠溪县 2031 (c)", "d#2 2031", "d (5)", "d (6)", "ours"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestSeveralDocuments: what two documents of a plan both say is said once, at
// the places of both.
func TestSeveralDocuments(t *testing.T) {
	a, b := other(), other()
	b.Part = 2
	schema.AssignIDs(b, b.Source.URI)
	one, both := Compare([]Plan{{Documents: []*schema.Document{a}}}), Compare([]Plan{{Documents: []*schema.Document{a, b}}})
	for i := range one.Rows {
		x, y := one.Rows[i].Cells[0], both.Rows[i].Cells[0]
		for k := range x.Items {
			if d := cmp.Diff(x.Items[k].Text, y.Items[k].Text); d != "" {
				t.Errorf("%s: %s", one.Rows[i].Code, d)
			}
			if len(y.Items[k].Evidence) != 2*len(x.Items[k].Evidence) {
				t.Errorf("%s: %d places, in both %d", one.Rows[i].Code, len(x.Items[k].Evidence), len(y.Items[k].Evidence))
			}
		}
	}
}
