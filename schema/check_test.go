package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jiedui/schema"
	"jiedui/schema/export"
	"jiedui/schema/internal/sample"
)

// complete returns the sample as it would be written.
func complete() *schema.Document { return schema.Clone(sample.Document()) }

func TestSampleIsRight(t *testing.T) {
	for _, p := range schema.Check(complete(), sample.Page, nil) {
		t.Error(p)
	}
	n := 0
	schema.WalkEvidence(complete(), func(schema.Path, *schema.Evidence) { n++ })
	if n < 50 {
		t.Errorf("only %d pieces of evidence were visited", n)
	}
}

// A masked document still proves its places against the page.
func TestMaskedSampleIsRight(t *testing.T) {
	for _, phones := range []export.Phones{export.Masked, export.None} {
		for _, p := range schema.Check(export.Mask(sample.Document(), phones), sample.Page, nil) {
			t.Errorf("%s: %v", phones, p)
		}
	}
}

// TestCheckSees breaks one thing at a time.
func TestCheckSees(t *testing.T) {
	for _, c := range []struct {
		name    string
		destroy func(*schema.Document)
		path    string // of the problem
		message string // a part of it
	}{
		{"shifted", func(d *schema.Document) { d.Title.Evidence[0].Start++; d.Title.Evidence[0].End++ }, "title.evidence[0]", "is \""},
		{"long", func(d *schema.Document) { d.Title.Evidence[0].End++ }, "title.evidence[0]", "code points"},
		{"beyond the text", func(d *schema.Document) {
			e := &d.Doubts[0].Evidence[0]
			e.Start, e.End = e.Start+100000, e.End+100000
		}, "doubts[0].evidence[0]", "outside the read text"},
		{"other quote", func(d *schema.Document) { d.Sections[0].Evidence[0].Quote = "三、空间安排" }, "sections[0].evidence[0]", "not \"三、空间安排\""},
		{"star for a letter", func(d *schema.Document) { d.Sections[0].Evidence[0].Quote = "三、*间安排" }, "sections[0].evidence[0]", "not \"三、*间安排\""},
		{"heading not in its quote", func(d *schema.Document) { d.Sections[0].Heading = "空间安排" }, "sections[0]", "空间安排"},
		{"other value", func(d *schema.Document) { d.Pairings[0].From.Value = "云桥二小" }, "pairings[0].from", "is not in its quotes"},
		{"no evidence", func(d *schema.Document) { d.Measures[0].Name.Evidence = nil }, "measures[0].name", "without citing its cause"},
		{"no evidence for a number", func(d *schema.Document) { d.Commitments[0].Amount.Evidence = nil }, "commitments[0].amount", "without evidence"},
		{"other date", func(d *schema.Document) { d.Metadata.SignedOn.Value = "2031-08-02" }, "metadata.signed_on", "the number 2 is not"},
		{"other number", func(d *schema.Document) { d.Commitments[0].AmountMax.Value = 4 }, "commitments[0].amount_max", "the number 4 is not"},
		{"other day", func(d *schema.Document) { d.Milestones[1].When.Day = 6 }, "milestones[1].when", "the number 6 is not"},
		{"month's end not derived", func(d *schema.Document) { d.Milestones[0].When.Derived = "" }, "milestones[0].when", "the number 30 is not"},
		{"id twice", func(d *schema.Document) { d.Pairings[1].ID = d.Pairings[0].ID }, "pairings[1]", "of pairings[0]"},
		{"id of another kind", func(d *schema.Document) { d.Schools[0].ID = d.Pairings[0].ID }, "schools[0]", "no id of a school"},
		{"no document id", func(d *schema.Document) { d.ID = "doc-1" }, "id", "no id of a document"},
		{"part", func(d *schema.Document) { d.Part = 2 }, "part", "part 2 of 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := complete()
			c.destroy(doc)
			problems := schema.Check(doc, sample.Page, nil)
			if !slices.ContainsFunc(problems, func(p schema.Problem) bool { return p.Path == c.path && strings.Contains(p.Message, c.message) }) {
				t.Errorf("got %v, want %q at %s", problems, c.message, c.path)
			}
		})
	}
}

// The page's steps are applied to each quote, and a value may be put together
// from several.
func TestCheckFolds(t *testing.T) {
	page := "雲橋(qiáo)一　小與東屏"
	fold := strings.NewReplacer("(qiáo)", "", "雲", "云", "橋", "桥").Replace
	ev := func(start, end int) schema.Evidence {
		return schema.Evidence{Start: start, End: end, Quote: string([]rune(page)[start:end])}
	}
	doc := complete()
	doc.Evidence, doc.Private, doc.Doubts = nil, nil, nil
	only := &schema.Document{ID: doc.ID, Part: 1, Parts: 1}
	only.Title = &schema.Value{Value: "云桥一小", Evidence: []schema.Evidence{ev(0, 11)}}
	if p := schema.Check(only, page, fold); p != nil {
		t.Error(p)
	}
	only.Title = &schema.Value{Value: "东屏云桥", Evidence: []schema.Evidence{ev(12, 14), ev(0, 8)}}
	fold2 := func(s string) string { return strings.ReplaceAll(fold(s), "東", "东") }
	if p := schema.Check(only, page, fold2); p != nil {
		t.Error(p)
	}
	slices.Reverse(only.Title.Evidence)
	if p := schema.Check(only, page, fold2); len(p) != 1 {
		t.Errorf("the order of the places does not count: %v", p)
	}
}

func TestNumerals(t *testing.T) {
	for _, c := range []struct {
		quote string
		want  float64
		ok    bool
	}{
		{"三十五所", 35, true}, {"十次", 10, true}, {"二十次", 20, true}, {"一百零五", 105, true}, {"两千三百", 2300, true},
		{"1.5万元", 1.5, true}, {"1.5万元", 15000, true}, {"3,000人", 3000, true}, {"一两次", 2, true}, {"半天", 0.5, true},
		{"二〇三一年", 2031, true}, {"２０３１年", 2031, true}, {"2031.8.1", 8, true}, {"66.7%", 66.7, true}, {"二 十 五", 25, true},
		{"三十五所", 36, false}, {"元旦", 1, false}, {"", 0, false},
	} {
		doc := &schema.Document{ID: complete().ID, Part: 1, Parts: 1}
		doc.Commitments = []schema.Commitment{sample.Document().Commitments[0]}
		cm := &doc.Commitments[0]
		v := schema.Value{Value: "a", Evidence: []schema.Evidence{{Start: 0, End: 1, Quote: "a"}}}
		cm.Quote, cm.Unit, cm.Per, cm.Action, cm.AmountMax = v, v, nil, nil, nil
		cm.Amount = schema.Number{Value: c.want, Evidence: []schema.Evidence{{Start: 1, End: 1 + len([]rune(c.quote)), Quote: c.quote}}}
		problems := schema.Check(doc, "a"+c.quote, nil)
		if got := len(problems) == 0; got != c.ok {
			t.Errorf("%q says %g: %v, want %v (%v)", c.quote, c.want, got, c.ok, problems)
		}
	}
}

// TestWalkSeesEverything compares the walk with what is written.
func TestWalkSeesEverything(t *testing.T) {
	doc := complete()
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	paths := map[string]bool{}
	schema.Walk(doc, func(path schema.Path, node any) {
		count[reflect.TypeOf(node).Elem().Name()]++
		if paths[path.String()] {
			t.Errorf("%s is visited twice", path)
		}
		paths[path.String()] = true
	})
	if got := strings.Count(string(b), `"quote":"`); count["Evidence"] != got {
		t.Errorf("%d pieces of evidence visited, %d written", count["Evidence"], got)
	}
	if !paths["school_groups[0].members[1].phone.evidence[0]"] {
		t.Error("a path is not as documented")
	}
	// Every type that can be written is met in the sample, so the tests above see it.
	var see func(reflect.Type)
	seen := map[reflect.Type]bool{}
	see = func(ty reflect.Type) {
		for ty.Kind() == reflect.Pointer || ty.Kind() == reflect.Slice {
			ty = ty.Elem()
		}
		if ty.Kind() != reflect.Struct || seen[ty] {
			return
		}
		seen[ty] = true
		if ty != reflect.TypeFor[schema.Document]() && count[ty.Name()] == 0 {
			t.Errorf("the sample has no %s", ty.Name())
		}
		for i := range ty.NumField() {
			if f := ty.Field(i); f.Tag.Get("json") != "-" {
				see(f.Type)
			}
		}
	}
	see(reflect.TypeFor[schema.Document]())
}

func TestComplete(t *testing.T) {
	doc := sample.Document()
	schema.Complete(doc)
	if !reflect.DeepEqual(doc, complete()) {
		t.Error("Complete and Clone differ")
	}
	empty := new(schema.Document)
	schema.Complete(empty)
	for _, d := range []*schema.Document{doc, empty} {
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("null")) {
			t.Errorf("a null is written: %s", b)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	doc, before := sample.Document(), sample.Document()
	schema.Walk(schema.Clone(doc), func(_ schema.Path, node any) {
		reflect.ValueOf(node).Elem().SetZero()
	})
	c := schema.Clone(doc)
	c.Private[0].Shown = ""
	if !reflect.DeepEqual(doc, before) {
		t.Error("a change of the copy changed the document")
	}
}

// inOrder returns doc with every list of facts in an order that depends on
// what the facts say, not on where they stand.
func inOrder(doc *schema.Document) *schema.Document {
	doc = schema.Clone(doc)
	for i := range doc.LeadingGroups {
		sortFacts(doc.LeadingGroups[i].Members)
	}
	sortFacts(doc.LeadingGroups)
	for i := range doc.SchoolGroups {
		sortFacts(doc.SchoolGroups[i].Members)
		sortFacts(doc.SchoolGroups[i].Contacts)
	}
	sortFacts(doc.SchoolGroups)
	sortFacts(doc.Pairings)
	sortFacts(doc.Schools)
	sortFacts(doc.Citations)
	sortFacts(doc.Milestones)
	sortFacts(doc.Commitments)
	sortFacts(doc.Measures)
	return doc
}

var idKey = regexp.MustCompile(`"id":"[^"]*"`)

func sortFacts[T any](list []T) {
	slices.SortFunc(list, func(a, b T) int {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return bytes.Compare(idKey.ReplaceAll(x, nil), idKey.ReplaceAll(y, nil))
	})
}

// ids returns all ids of doc.
func ids(doc *schema.Document) map[string]bool {
	out := map[string]bool{doc.ID: true}
	schema.Walk(doc, func(_ schema.Path, node any) {
		if id := reflect.ValueOf(node).Elem().FieldByName("ID"); id.IsValid() {
			out[id.String()] = true
		}
	})
	return out
}

// shuffle puts every list of facts in another order.
func shuffle(doc *schema.Document, r *rand.Rand) {
	swap := func(list any) { r.Shuffle(reflect.ValueOf(list).Len(), reflect.Swapper(list)) }
	swap(doc.LeadingGroups)
	for i := range doc.LeadingGroups {
		swap(doc.LeadingGroups[i].Members)
	}
	swap(doc.SchoolGroups)
	for i := range doc.SchoolGroups {
		swap(doc.SchoolGroups[i].Members)
		swap(doc.SchoolGroups[i].Contacts)
	}
	swap(doc.Pairings)
	swap(doc.Schools)
	swap(doc.Citations)
	swap(doc.Milestones)
	swap(doc.Commitments)
	swap(doc.Measures)
}

// draw makes a document of facts from few words, so that many are alike.
func draw(t *rapid.T) *schema.Document {
	n := 0
	value := func(name string, words ...string) *schema.Value {
		w := rapid.SampledFrom(append(words, "")).Draw(t, name)
		if w == "" {
			return nil
		}
		n++
		return &schema.Value{Value: w, Evidence: []schema.Evidence{{Start: n, End: n + 1, Quote: "q"}}}
	}
	must := func(name string, words ...string) schema.Value {
		if v := value(name, words...); v != nil {
			return *v
		}
		n++
		return schema.Value{Value: words[0], Evidence: []schema.Evidence{{Start: n, End: n + 1, Quote: "q"}}}
	}
	many := func(name string, add func()) {
		for range rapid.IntRange(0, 4).Draw(t, name) {
			add()
		}
	}
	doc := &schema.Document{Part: 1, Parts: 1}
	many("bodies", func() {
		g := schema.LeadingGroup{Body: value("body", "甲组", "乙组")}
		many("leaders", func() {
			l := schema.Leader{Role: must("role", "组长", "成员"), Name: value("name", "王敏", "王 敏", "温岭"), Subject: value("subject", "语文", "数学")}
			many("posts", func() { l.Posts = append(l.Posts, must("post", "校长", "局长")) })
			g.Members = append(g.Members, l)
		})
		doc.LeadingGroups = append(doc.LeadingGroups, g)
	})
	many("groups", func() {
		g := schema.SchoolGroup{Name: must("group", "第一组", "第二组"), Stage: value("stage", "小学", "中学"), Narrative: rapid.Bool().Draw(t, "narrative")}
		many("members", func() {
			g.Members = append(g.Members, schema.Member{School: must("school", "一小", "二小"), Principal: value("principal", "王敏"), Phone: value("phone", "10012345678", "10112345678")})
		})
		many("contacts", func() {
			g.Contacts = append(g.Contacts, schema.Contact{Name: must("contact", "王敏"), Phone: value("phone", "10012345678", "10112345678", "10212345678")})
		})
		doc.SchoolGroups = append(doc.SchoolGroups, g)
	})
	many("pairings", func() {
		p := schema.Pairing{Form: value("form", "帮扶"), From: must("from", "一小", "二小"), To: must("to", "一小", "二小"), Directed: rapid.Bool().Draw(t, "directed")}
		p.Status = value("status", schema.StatusEnded)
		doc.Pairings = append(doc.Pairings, p)
	})
	many("citations", func() {
		doc.Citations = append(doc.Citations, schema.Citation{Title: must("title", "意见", "意见 "), Number: value("number", "〔2031〕1号", "〔2031〕2号")})
	})
	return doc
}

// TestIDLaws: after Merge no two facts share an id, and the ids do not depend
// on the order of the facts.
func TestIDLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := draw(t)
		schema.Merge(doc)
		schema.AssignIDs(doc, "page")
		if p := schema.CheckShape(doc); p != nil {
			t.Fatal(p)
		}
		other := schema.Clone(doc)
		shuffle(other, rand.New(rand.NewPCG(1, uint64(rapid.Int().Draw(t, "order")))))
		schema.AssignIDs(other, "page")
		if want, got := inOrder(doc), inOrder(other); !reflect.DeepEqual(got, want) {
			t.Fatalf("ids depend on the order:\n%+v\n%+v", want, got)
		}
		schema.AssignIDs(other, "another page")
		for id := range ids(other) {
			if ids(doc)[id] {
				t.Fatalf("two pages share the id %s", id)
			}
		}
	})
}

// TestMergeLaws: merging twice is merging once, nothing that was stated is
// lost, and all evidence stays.
func TestMergeLaws(t *testing.T) {
	said := func(doc *schema.Document) (values, places map[string]bool) {
		values, places = map[string]bool{}, map[string]bool{}
		schema.Walk(doc, func(path schema.Path, node any) {
			kind := strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return -1
				}
				return r
			}, path.String())
			switch n := node.(type) {
			case *schema.Value:
				values[kind+"="+strings.ReplaceAll(n.Value, " ", "")] = true
			case *schema.Evidence:
				places[fmt.Sprint(n.Start)] = true
			}
		})
		return values, places
	}
	rapid.Check(t, func(t *rapid.T) {
		doc := draw(t)
		before := schema.Clone(doc)
		schema.Merge(doc)
		values, places := said(before)
		gotValues, gotPlaces := said(doc)
		if !reflect.DeepEqual(places, gotPlaces) {
			t.Fatalf("evidence was lost: %v, had %v", gotPlaces, places)
		}
		for v := range values {
			// The two ends of an undirected pairing may have changed places.
			if !gotValues[v] && !strings.HasPrefix(v, "pairings") {
				t.Fatalf("%s was lost", v)
			}
		}
		schema.Complete(doc)
		once := schema.Clone(doc)
		schema.Merge(doc)
		if schema.Complete(doc); !reflect.DeepEqual(doc, once) {
			t.Fatal("merging a second time changes the document")
		}
	})
}

func TestMergeUnites(t *testing.T) {
	v := func(s string, start int) *schema.Value {
		return &schema.Value{Value: s, Evidence: []schema.Evidence{{Start: start, End: start + 1, Quote: "q"}}}
	}
	doc := &schema.Document{Part: 1, Parts: 1, Citations: []schema.Citation{
		{Title: *v("意见", 1)}, {Title: *v("办法", 2)}, {Title: *v("意 见", 3), Number: v("〔2031〕1号", 4)},
	}}
	schema.Merge(doc)
	if len(doc.Citations) != 2 || doc.Citations[0].Number == nil || len(doc.Citations[0].Title.Evidence) != 2 {
		t.Errorf("got %+v", doc.Citations)
	}
	// Two numbers for one title: two policies, and the third mention is a third.
	doc.Citations = []schema.Citation{
		{Title: *v("意见", 1)}, {Title: *v("意见", 2), Number: v("〔2031〕1号", 3)}, {Title: *v("意见", 4), Number: v("〔2031〕2号", 5)},
	}
	schema.Merge(doc)
	if len(doc.Citations) != 3 {
		t.Errorf("got %+v", doc.Citations)
	}
	// What stands in the text decides over what was derived.
	d := v("一小", 1)
	d.Derived = "our-school"
	doc.Schools = []schema.School{{Name: *d}, {Name: *v("一小", 2)}}
	schema.Merge(doc)
	if n := doc.Schools[0].Name; n.Derived != "" || n.Evidence[0].Start != 2 || len(n.Evidence) != 2 {
		t.Errorf("got %+v", n)
	}
}

// TestIDsHideNumbers: who knows the id and all but the digits of a phone number
// cannot find the digits by trying.
func TestIDsHideNumbers(t *testing.T) {
	id := func(phone, quote string) (string, string) {
		doc := sample.Document()
		doc.SchoolGroups[0].Contacts = doc.SchoolGroups[0].Contacts[:1]
		doc.SchoolGroups[0].Contacts[0].Phone.Value = phone
		doc.Commitments[0].Quote.Value = quote
		schema.AssignIDs(doc, "page")
		return doc.SchoolGroups[0].Contacts[0].ID, doc.Commitments[0].ID
	}
	a1, a2 := id("10012345678", "每周一次，电话10012345678")
	b1, b2 := id("10012345679", "每周一次，电话10012345679")
	c1, c2 := id("10012345679", "每周一次，电话100****5679")
	if a1 != b1 || a2 != b2 || c1 != b1 || c2 != b2 {
		t.Errorf("ids tell numbers: %s %s, %s %s, %s %s", a1, a2, b1, b2, c1, c2)
	}
	_, d2 := id("10012345678", "每周二次，电话10012345678")
	if d2 == a2 {
		t.Error("another quote has the same id")
	}
}
