package diff_test

import (
	"slices"
	"testing"

	"jiedui/schema"
	"jiedui/schema/diff"
)

// written is a version with passages, the first a heading, of which a pair is read from two; -1: none.
func written(id string, from, to int, passages ...string) diff.Input {
	p := &page{}
	in := diff.Input{Document: &schema.Document{ID: id, Part: 1, Parts: 1}}
	for _, s := range passages {
		in.Passages = append(in.Passages, p.value(s))
	}
	in.Document.Sections = []schema.Section{{Heading: passages[0], Level: 1, Evidence: in.Passages[0].Evidence}}
	if from >= 0 {
		in.Document.Pairings = []schema.Pairing{{From: in.Passages[from], To: in.Passages[to], Directed: true}}
		in.Document.Schools = []schema.School{{Name: in.Passages[from]}, {Name: in.Passages[to]}}
	}
	schema.AssignIDs(in.Document, id)
	schema.Complete(in.Document)
	return in
}

// What was read otherwise from the same words is open; where a word of the
// passages on which it rests is another one, it is a change.
func TestSameWords(t *testing.T) {
	list := []string{"结对安排", "帮扶学校", "受援学校", "东屏小学", "沙河小学", "西屏小学", "柳溪小学", "特此通知"}
	with := func(at int, s ...string) []string { return slices.Concat(list[:at], s, list[at+1:]) }
	old := written("old", 3, 4, list...)
	damaged := written("new", -1, -1, with(3, "东屏?学")...)
	damaged.Document.Doubts = []schema.Doubt{{Code: schema.CodeDamage, Evidence: []schema.Evidence{{Start: 18, End: 20, Quote: "?学"}}}}
	for _, c := range []struct {
		name  string
		new   diff.Input
		doubt string // "": a change
	}{
		{"the same words", written("new", -1, -1, list...), diff.SameWords},
		{"other words far below", written("new", -1, -1, with(7, "另行通知")...), diff.SameWords},
		{"more rows below", written("new", -1, -1, with(7, "南屏小学", "石塘小学", "特此通知")...), diff.SameWords},
		{"another school", written("new", -1, -1, with(3, "南屏小学")...), ""},
		{"another head", written("new", -1, -1, with(1, "受援学校")...), ""},
		{"a row between", written("new", -1, -1, with(3, "东屏小学", "石塘小学")...), ""},
		{"read as the one below", written("new", 3, 6, list...), diff.SameWords},
	} {
		r := diff.Compare([]diff.Input{old}, []diff.Input{c.new})
		told := r.Changes
		if c.doubt != "" {
			told = r.Open
		}
		if len(told) == 0 || len(told) != len(r.Changes)+len(r.Open) {
			t.Errorf("%s: changes %s, open %s", c.name, shown(r.Changes), shown(r.Open))
			continue
		}
		for _, x := range told {
			if x.Doubt != c.doubt {
				t.Errorf("%s: %q, want %q", c.name, x.Doubt, c.doubt)
			}
		}
	}
	// And so it is where the words differ by what was lost.
	if r := diff.Compare([]diff.Input{old}, []diff.Input{damaged}); len(r.Changes) > 0 || len(r.Open) != 1 || r.Open[0].Doubt != schema.CodeDamage {
		t.Errorf("changes %s, open %s", shown(r.Changes), shown(r.Open))
	}
	// Without the words, what was read is all there is.
	bare := written("new", -1, -1, list...)
	bare.Passages = nil
	if r := diff.Compare([]diff.Input{old}, []diff.Input{bare}); len(r.Changes) != 1 {
		t.Errorf("changes %s, open %s", shown(r.Changes), shown(r.Open))
	}
}

// Sentences that differ in what a renamed thing was called have not changed.
func TestSentencesOfRenamedThings(t *testing.T) {
	version := func(id, body, sentence string) diff.Input {
		p := &page{}
		in := diff.Input{Document: &schema.Document{ID: id, Part: 1, Parts: 1}}
		name := p.value(body)
		g := schema.LeadingGroup{Body: &name}
		for _, n := range personNames[:4] {
			person := p.value(n)
			g.Members = append(g.Members, schema.Leader{Role: p.value("成员"), Name: &person})
		}
		in.Document.LeadingGroups = []schema.LeadingGroup{g}
		in.Sections = []diff.Text{{Heading: "组织领导", Sentences: []diff.Sentence{{Text: p.value(sentence)}}}}
		schema.AssignIDs(in.Document, id)
		schema.Complete(in.Document)
		return in
	}
	r := diff.Compare(
		[]diff.Input{version("old", "结对帮扶领导小组", "结对帮扶领导小组下设办公室。")},
		[]diff.Input{version("new", "结对帮扶工作专班", "结对帮扶工作专班下设办公室。")})
	if len(r.Changes) != 1 || r.Changes[0].Kind != diff.BodyRenamed {
		t.Error(shown(r.Changes))
	}
}

// General words make neither headings nor promises alike.
func TestGeneralWords(t *testing.T) {
	version := func(id string, headings []string, promise string, n float64) *schema.Document {
		p := &page{}
		d := &schema.Document{ID: id, Part: 1, Parts: 1}
		for _, h := range headings {
			v := p.value(h)
			d.Sections = append(d.Sections, schema.Section{Heading: h, Level: 1, Evidence: v.Evidence})
		}
		q := p.value(promise)
		d.Commitments = []schema.Commitment{{Quote: q, Amount: schema.Number{Value: n, Evidence: q.Evidence}, Unit: p.value("次"), Comparator: ">="}}
		schema.AssignIDs(d, id)
		schema.Complete(d)
		return d
	}
	r := diff.Documents(
		version("old", []string{"工作目标"}, "每学年至少组织3次送教活动", 3),
		version("new", []string{"目标任务", "工作力量"}, "每学期至少组织6次联合教研活动", 6))
	var kinds []string
	for _, c := range r.Changes {
		kinds = append(kinds, c.Kind+" "+c.Subject.Name)
	}
	want := []string{"commitment-added 每学期至少组织6次联合教研活动", "commitment-dropped 每学年至少组织3次送教活动", "section-added 工作力量", "section-renamed 目标任务"}
	if !slices.Equal(kinds, want) {
		t.Errorf("got %q, want %q", kinds, want)
	}
}
