package diff_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jiedui/schema"
	"jiedui/schema/diff"
	"jiedui/schema/export"
	"jiedui/schema/internal/sample"
)

// page writes the read text of an invented plan, so that every value has a place.
type page struct{ text strings.Builder }

func (p *page) value(s string) schema.Value {
	start := utf8.RuneCountInString(p.text.String())
	p.text.WriteString(s + "\n")
	return schema.Value{Value: s, Evidence: []schema.Evidence{{Start: start, End: start + utf8.RuneCountInString(s), Quote: s}}}
}

func (p *page) maybe(t *rapid.T, of []string, label string) *schema.Value {
	if rapid.IntRange(0, 3).Draw(t, label) == 0 {
		return nil
	}
	v := p.value(rapid.SampledFrom(of).Draw(t, label))
	return &v
}

var (
	schoolNames = []string{"云桥一小", "云桥二小", "东屏小学", "西屏小学", "柳溪镇中心小学", "石塘镇中心小学", "石塘镇沙河小学", "文昌街小学", "滨河路小学", "云桥区第三中学", "云桥区第十三中学", "柳溪镇初级中学"}
	personNames = []string{"柏青岚", "穆远", "蓝田玉", "温岭", "桑禾", "韩冬", "唐若兰", "祁志刚"}
	postNames   = []string{"区教育局局长", "区教育局副局长", "区财政局副局长", "教研室主任", "云桥一小校长"}
	phones      = []string{"10012345678", "10012345679", "11000002222", "0400-2345678"}
	formNames   = []string{"结对帮扶", "区内共建", "集团校共建"}
	groupNames  = []string{"第一组", "第二组", "第三组", "红枫联盟"}
	dueWords    = []string{"动员部署", "对接签约", "总结评估", "组织开展联合教研活动"}
	promised    = []string{"每学期送课%d节", "各组每月集体备课%d次", "区财政每年安排专项经费%d万元", "选派骨干教师%d名"}
	units       = []string{"节", "次", "万元", "名"}
	doings      = []string{"联合教研", "送教", "集体备课", "师徒结对", "考核"}
	cited       = []string{"关于推进校际合作的意见", "义务教育法", "教师交流轮岗办法"}
	headings    = []string{"指导思想", "工作目标", "工作措施", "组织领导", "时间安排"}
)

// plan draws a document with facts of every kind, all evidence of it true.
func plan(t *rapid.T, id string) *schema.Document {
	p := &page{}
	d := &schema.Document{ID: id, Part: 1, Parts: 1, Source: schema.Source{URI: id + ".html", Script: "Hans"}}
	n := func(most int, label string) int { return rapid.IntRange(0, most).Draw(t, label) }
	d.Title = p.maybe(t, []string{"云桥区结对帮扶工作方案", "云桥区结对帮扶三年行动方案"}, "title")
	d.Metadata.DocNumber = p.maybe(t, []string{"云教〔2031〕7号", "云教〔2032〕9号"}, "number")
	for range n(2, "attachments") {
		v := p.value(rapid.SampledFrom(headings).Draw(t, "attachment"))
		d.Metadata.Extra = append(d.Metadata.Extra, schema.NamedValue{Name: "attachment", Value: v})
	}
	for range n(4, "sections") {
		h := p.value(rapid.SampledFrom(headings).Draw(t, "heading"))
		d.Sections = append(d.Sections, schema.Section{Heading: h.Value, Level: 1 + n(1, "level"), Evidence: h.Evidence})
	}
	for range n(2, "bodies") {
		g := schema.LeadingGroup{Body: p.maybe(t, []string{"结对帮扶领导小组", "工作专班"}, "body")}
		for range n(5, "leaders") {
			l := schema.Leader{Role: p.value(rapid.SampledFrom([]string{"组长", "副组长", "成员"}).Draw(t, "role")), Name: p.maybe(t, personNames, "person")}
			if post := p.maybe(t, postNames, "post"); post != nil {
				l.Posts = append(l.Posts, *post)
			}
			g.Members = append(g.Members, l)
		}
		if g.Body != nil || len(g.Members) > 0 {
			d.LeadingGroups = append(d.LeadingGroups, g)
		}
	}
	for range n(3, "groups") {
		g := schema.SchoolGroup{Name: p.value(rapid.SampledFrom(groupNames).Draw(t, "group")), Kind: p.maybe(t, []string{"共同体", "联盟"}, "kind")}
		for range n(5, "members") {
			m := schema.Member{School: p.value(rapid.SampledFrom(schoolNames).Draw(t, "member")), Principal: p.maybe(t, personNames, "head"), Phone: p.maybe(t, phones, "phone")}
			g.Members = append(g.Members, m)
		}
		for range n(2, "contacts") {
			g.Contacts = append(g.Contacts, schema.Contact{Name: p.value(rapid.SampledFrom(personNames).Draw(t, "contact")), Phone: p.maybe(t, phones, "phone")})
		}
		d.SchoolGroups = append(d.SchoolGroups, g)
	}
	for range n(8, "pairs") {
		from, to := rapid.SampledFrom(schoolNames).Draw(t, "from"), rapid.SampledFrom(schoolNames).Draw(t, "to")
		if from == to {
			continue
		}
		d.Pairings = append(d.Pairings, schema.Pairing{Form: p.maybe(t, formNames, "form"), From: p.value(from), To: p.value(to), Directed: n(3, "directed") > 0})
	}
	named := map[string]bool{}
	note := func(v *schema.Value) {
		if !named[v.Value] {
			named[v.Value] = true
			d.Schools = append(d.Schools, schema.School{Name: *v})
		}
	}
	for i := range d.Pairings {
		note(&d.Pairings[i].From)
		note(&d.Pairings[i].To)
	}
	for i := range d.SchoolGroups {
		for j := range d.SchoolGroups[i].Members {
			note(&d.SchoolGroups[i].Members[j].School)
		}
	}
	for range n(3, "milestones") {
		w := p.value(rapid.SampledFrom([]string{"2031-09", "2031-10-15", "2032-06"}).Draw(t, "when"))
		d.Milestones = append(d.Milestones, schema.Milestone{When: schema.When{To: w.Value, Evidence: w.Evidence}, Text: p.value(rapid.SampledFrom(dueWords).Draw(t, "due"))})
	}
	for range n(4, "promises") {
		k, m := n(len(promised)-1, "promise"), 1+n(4, "amount")
		q := p.value(fmt.Sprintf(promised[k], m))
		c := schema.Commitment{Quote: q, Amount: schema.Number{Value: float64(m), Evidence: q.Evidence}, Unit: schema.Value{Value: units[k], Evidence: q.Evidence},
			Comparator: rapid.SampledFrom([]string{"=", ">=", "<="}).Draw(t, "comparator")}
		if n(3, "range") == 0 {
			c.AmountMax = &schema.Number{Value: float64(m + 1 + n(3, "more")), Evidence: q.Evidence}
		}
		d.Commitments = append(d.Commitments, c)
	}
	for range n(4, "measures") {
		d.Measures = append(d.Measures, schema.Measure{Name: p.value(rapid.SampledFrom(doings).Draw(t, "measure"))})
	}
	for range n(3, "citations") {
		d.Citations = append(d.Citations, schema.Citation{Title: p.value(rapid.SampledFrom(cited).Draw(t, "citation")), Number: p.maybe(t, []string{"云政〔2030〕1号", "云政〔2030〕2号"}, "number")})
	}
	for range n(1, "damage") {
		v := p.value("?")
		if n(1, "where") == 0 { // damage over something that was read
			v.Evidence[0].Start = rapid.IntRange(0, v.Evidence[0].Start).Draw(t, "place")
			v.Evidence[0].End = v.Evidence[0].Start + 1
		}
		d.Doubts = append(d.Doubts, schema.Doubt{Code: schema.CodeDamage, Evidence: v.Evidence})
	}
	schema.Merge(d)
	schema.AssignIDs(d, id)
	schema.Complete(d)
	return d
}

// next is a later version of a plan: some of its facts are left out, some are
// those of another one.
func next(t *rapid.T, d *schema.Document) *schema.Document {
	out := schema.Clone(d)
	other := plan(t, "other")
	out.Pairings = mix(t, out.Pairings, other.Pairings)
	out.SchoolGroups = mix(t, out.SchoolGroups, other.SchoolGroups)
	for i := range out.SchoolGroups {
		if len(other.SchoolGroups) > 0 {
			out.SchoolGroups[i].Members = mix(t, out.SchoolGroups[i].Members, other.SchoolGroups[0].Members)
		}
	}
	out.LeadingGroups = mix(t, out.LeadingGroups, other.LeadingGroups)
	out.Schools = slices.Concat(out.Schools, other.Schools)
	out.Milestones = mix(t, out.Milestones, other.Milestones)
	out.Commitments = mix(t, out.Commitments, other.Commitments)
	out.Measures = mix(t, out.Measures, other.Measures)
	out.Citations = mix(t, out.Citations, other.Citations)
	out.Sections = mix(t, out.Sections, other.Sections)
	schema.Merge(out)
	schema.AssignIDs(out, "next")
	return out
}

func mix[T any](t *rapid.T, a, b []T) (out []T) {
	for _, list := range [][]T{a, b} {
		for _, x := range list {
			if rapid.IntRange(0, 4).Draw(t, "keep") > 0 {
				out = append(out, x)
			}
		}
	}
	return out
}

func versions(t *rapid.T) (old, new *schema.Document) {
	old = plan(t, "old")
	if rapid.Bool().Draw(t, "next") {
		return old, next(t, old)
	}
	return old, plan(t, "new")
}

func shown(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(b)
}

// A plan has no changes against itself, nor against itself elsewhere.
func TestNoChangesAgainstItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := plan(t, "old")
		same := schema.Clone(d)
		schema.AssignIDs(same, "elsewhere")
		for _, other := range []*schema.Document{d, same} {
			if r := diff.Documents(d, other); len(r.Changes)+len(r.Open) > 0 {
				t.Fatal(shown(r))
			}
		}
	})
}

// said is a change without the words for it.
func said(c diff.Change, mirrored bool) string {
	kind, old, new := c.Kind, c.Old, c.New
	if mirrored {
		k, _ := diff.KindOf(kind)
		kind, old, new = k.Mirror, new, old
	}
	return shown([]any{kind, c.Subject.Type, c.Subject.Field, old, new, c.Reason, c.Doubt})
}

func allSaid(list []diff.Change, mirrored bool) (out []string) {
	for _, c := range list {
		out = append(out, said(c, mirrored))
	}
	slices.Sort(out)
	return out
}

// What changed from A to B changed back from B to A: the sides change places, and
// what was added has ended.
func TestMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := versions(t)
		there, back := diff.Documents(a, b), diff.Documents(b, a)
		if d := cmp.Diff(allSaid(there.Changes, true), allSaid(back.Changes, false)); d != "" {
			t.Fatal(d)
		}
		if d := cmp.Diff(allSaid(there.Open, true), allSaid(back.Open, false)); d != "" {
			t.Fatal("open", d)
		}
	})
}

// The order of lists decides nothing.
func TestOrderDoesNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := versions(t)
		want := shown(diff.Documents(a, b))
		for _, d := range []*schema.Document{a, b} {
			d.Pairings = rapid.Permutation(d.Pairings).Draw(t, "pairings")
			d.Schools = rapid.Permutation(d.Schools).Draw(t, "schools")
			d.SchoolGroups = rapid.Permutation(d.SchoolGroups).Draw(t, "groups")
			for i := range d.SchoolGroups {
				g := &d.SchoolGroups[i]
				g.Members = rapid.Permutation(g.Members).Draw(t, "members")
				g.Contacts = rapid.Permutation(g.Contacts).Draw(t, "contacts")
			}
			d.LeadingGroups = rapid.Permutation(d.LeadingGroups).Draw(t, "bodies")
			for i := range d.LeadingGroups {
				d.LeadingGroups[i].Members = rapid.Permutation(d.LeadingGroups[i].Members).Draw(t, "leaders")
			}
			d.Milestones = rapid.Permutation(d.Milestones).Draw(t, "milestones")
			d.Commitments = rapid.Permutation(d.Commitments).Draw(t, "commitments")
			d.Measures = rapid.Permutation(d.Measures).Draw(t, "measures")
			d.Citations = rapid.Permutation(d.Citations).Draw(t, "citations")
			d.Metadata.Extra = rapid.Permutation(d.Metadata.Extra).Draw(t, "extra")
		}
		if d := cmp.Diff(want, shown(diff.Documents(a, b))); d != "" {
			t.Fatal(d)
		}
	})
}

// Masking both versions changes no kinds and no ids; what differs in hidden
// digits alone is then no longer seen.
func TestMaskedAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := versions(t)
		list := func(r *diff.Result) (out []string) {
			for _, c := range append(r.Changes, r.Open...) {
				if c.Kind == diff.PhoneChanged {
					continue
				}
				out = append(out, c.ID+" "+c.Kind+" "+c.Message.English)
			}
			slices.Sort(out)
			return out
		}
		want := list(diff.Documents(a, b))
		got := list(diff.Documents(export.Mask(a, export.Masked), export.Mask(b, export.Masked)))
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	})
}

// Every place that a change cites is one of the documents, with its quote; the
// documents are not changed; ids are single; sentences and codes are there.
func TestChangesAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := versions(t)
		before := shown(a) + shown(b)
		places := map[string]map[string]bool{}
		for _, d := range []*schema.Document{a, b} {
			places[d.ID] = map[string]bool{}
			schema.WalkEvidence(d, func(_ schema.Path, e *schema.Evidence) { places[d.ID][shown(e)] = true })
		}
		r := diff.Documents(a, b)
		if before != shown(a)+shown(b) {
			t.Fatal("the documents were changed")
		}
		for _, list := range [][]diff.Change{r.Changes, r.Open} {
			ids := map[string]bool{}
			for _, c := range list {
				k, ok := diff.KindOf(c.Kind)
				switch {
				case !ok:
					t.Fatalf("no kind %q", c.Kind)
				case k.Type != c.Subject.Type && !(c.Kind == diff.PhoneChanged && c.Subject.Type == diff.TypeContact):
					t.Fatalf("%s about a %s", c.Kind, c.Subject.Type)
				case ids[c.ID]:
					t.Fatalf("%s twice", c.ID)
				case c.Message.English == "" || c.Message.Chinese == "" || strings.Contains(c.Message.English+c.Message.Chinese, "{0}"):
					t.Fatalf("%+v", c.Message)
				case c.Old == nil && c.New == nil:
					t.Fatal("a change of nothing")
				case c.Reason != "" && !slices.ContainsFunc(diff.Reasons, func(r diff.Reason) bool { return r.Code == c.Reason }):
					t.Fatalf("no reason %q", c.Reason)
				}
				ids[c.ID] = true
				for i, s := range []*diff.Side{c.Old, c.New} {
					if s == nil {
						continue
					}
					if want := []*schema.Document{a, b}[i].ID; s.Document != want || len(s.Evidence) == 0 {
						t.Fatal(shown(c))
					}
					for _, e := range s.Evidence {
						if !places[s.Document][shown(e)] {
							t.Fatalf("%s: no such place: %s", c.Kind, shown(e))
						}
					}
				}
			}
		}
	})
}

// Whoever applies the changes to the earlier version has the later one: its
// pairs, measures and policies.
func TestChangesApplied(t *testing.T) {
	pairs := func(d *schema.Document) map[string]int {
		out := map[string]int{}
		for i := range d.Pairings {
			p := &d.Pairings[i]
			a, b := p.From.Value, p.To.Value
			if !p.Directed {
				a, b = min(a, b), max(a, b)
			}
			out[fmt.Sprint(a, p.Directed, b)]++
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := versions(t)
		a.Doubts, b.Doubts = nil, nil
		r := diff.Documents(a, b)
		facts := map[string]*schema.Pairing{}
		for _, d := range []*schema.Document{a, b} {
			for i := range d.Pairings {
				facts[d.ID+d.Pairings[i].ID] = &d.Pairings[i]
			}
		}
		have := pairs(a)
		measures := map[string]bool{}
		for _, m := range a.Measures {
			measures[m.Name.Value] = true
		}
		renamed := false
		for _, c := range r.Changes {
			switch c.Kind {
			case diff.PairingAdded, diff.PairingEnded, diff.PairingReassigned, diff.PairingTurned:
				for i, s := range []*diff.Side{c.Old, c.New} {
					if s != nil {
						for k, n := range pairs(&schema.Document{Pairings: []schema.Pairing{*facts[s.Document+s.Fact]}}) {
							have[k] += n * (2*i - 1)
						}
					}
				}
			case diff.MeasureTakenUp:
				measures[c.Subject.Name] = true
			case diff.MeasureDropped:
				delete(measures, c.Subject.Name)
			case diff.SchoolRenamed:
				renamed = true
			}
		}
		if !renamed { // else the names differ
			for k, n := range have {
				if n == 0 {
					delete(have, k)
				}
			}
			if d := cmp.Diff(pairs(b), have); d != "" {
				t.Fatal(d)
			}
		}
		want := map[string]bool{}
		for _, m := range b.Measures {
			want[m.Name.Value] = true
		}
		if d := cmp.Diff(want, measures); d != "" {
			t.Fatal(d)
		}
	})
}

// The sample of package schema has something of each kind.
func TestSample(t *testing.T) {
	d := sample.Document()
	if r := diff.Documents(d, d); len(r.Changes)+len(r.Open) > 0 || r.Pairs[0].Likeness != 1 {
		t.Fatal(shown(r))
	}
}
