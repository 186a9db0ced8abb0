package diff_test

import (
	"testing"

	"jiedui/schema"
	"jiedui/schema/diff"
)

// groups is a document with groups of schools; a name and its schools each.
func groups(id string, list ...[]string) *schema.Document {
	p := &page{}
	d := &schema.Document{ID: id, Part: 1, Parts: 1}
	for _, names := range list {
		g := schema.SchoolGroup{Name: p.value(names[0])}
		for _, s := range names[1:] {
			v := p.value(s)
			g.Members = append(g.Members, schema.Member{School: v})
			d.Schools = append(d.Schools, schema.School{Name: v})
		}
		d.SchoolGroups = append(d.SchoolGroups, g)
	}
	schema.AssignIDs(d, id)
	schema.Complete(d)
	return d
}

// A school whose list tells its earlier name in brackets has another name, and
// the bracket is no part of it.
func TestRenamedInBrackets(t *testing.T) {
	for _, written := range []string{"石塘镇明德小学(原石塘镇沙河小学)", "石塘镇明德小学（原沙河小学）"} {
		old := groups("old", []string{"第一组", "东屏小学", "石塘镇沙河小学"})
		if written == "石塘镇明德小学（原沙河小学）" {
			old = groups("old", []string{"第一组", "东屏小学", "沙河小学"})
		}
		r := diff.Documents(old, groups("new", []string{"第一组", "东屏小学", written}))
		if len(r.Changes) != 1 {
			t.Fatal(shown(r.Changes))
		}
		if c := r.Changes[0]; c.Kind != diff.SchoolRenamed || c.Reason != diff.ReasonSaid || c.Subject.Name != "石塘镇明德小学" || c.New.Value != "石塘镇明德小学" {
			t.Error(shown(c))
		}
	}
}

// A group that takes in all schools of a dissolved one is still that group, and
// who left a renamed group left the one of the new name.
func TestGroupsKeepTheirNames(t *testing.T) {
	r := diff.Documents(
		groups("old", []string{"第一组", "甲小学", "乙小学"}, []string{"第二组", "丙小学", "丁小学", "戊小学"}),
		groups("new", []string{"第一组", "甲小学", "乙小学", "丙小学", "丁小学", "戊小学"}))
	kinds := map[string]int{}
	for _, c := range r.Changes {
		kinds[c.Kind]++
	}
	if len(kinds) != 2 || kinds[diff.GroupEnded] != 1 || kinds[diff.MemberMoved] != 3 {
		t.Error(shown(r.Changes))
	}
	r = diff.Documents( // the larger one is dissolved, and one of its schools left
		groups("old", []string{"第一组", "甲小学", "乙小学"}, []string{"第二组", "丙小学", "丁小学", "戊小学", "己小学", "庚小学"}),
		groups("new", []string{"第一组", "甲小学", "乙小学", "丙小学", "丁小学", "戊小学", "己小学"}))
	if len(r.Changes) != 5 || r.Changes[0].Kind != diff.GroupEnded || r.Changes[0].Subject.Name != "第二组" {
		t.Error(shown(r.Changes))
	}
	r = diff.Documents( // the second of three is gone, the third has its number
		groups("old", []string{"第一组", "甲小学", "乙小学"}, []string{"第二组", "丙小学", "丁小学"}, []string{"第三组", "戊小学", "己小学"}),
		groups("new", []string{"第一组", "甲小学", "乙小学"}, []string{"第二组", "戊小学", "己小学"}))
	if len(r.Changes) != 2 || r.Changes[0].Kind != diff.GroupEnded || r.Changes[1].Kind != diff.GroupRenamed {
		t.Error(shown(r.Changes))
	}
	r = diff.Documents(
		groups("old", []string{"第一组", "甲小学", "乙小学", "丙小学"}),
		groups("new", []string{"红枫联盟", "甲小学", "乙小学"}))
	if len(r.Changes) != 2 || r.Changes[1].Kind != diff.MemberLeft || r.Changes[1].Subject.In != "红枫联盟" {
		t.Error(shown(r.Changes))
	}
}

// The central school of another town is another school, though its helper is the
// same.
func TestCentralSchoolsOfTwoTowns(t *testing.T) {
	pair := func(id, to string) *schema.Document {
		p := &page{}
		d := &schema.Document{ID: id, Part: 1, Parts: 1}
		d.Pairings = []schema.Pairing{{From: p.value("文昌街小学"), To: p.value(to), Directed: true}}
		d.Schools = []schema.School{{Name: d.Pairings[0].From}, {Name: d.Pairings[0].To}}
		schema.AssignIDs(d, id)
		return d
	}
	r := diff.Documents(pair("old", "柳溪镇中心完小"), pair("new", "石塘街道中心学校"))
	if len(r.Changes) != 1 || r.Changes[0].Kind != diff.PairingReassigned {
		t.Error(shown(r.Changes))
	}
	r = diff.Documents(pair("old", "柳溪镇中心完小"), pair("new", "柳溪镇中心学校"))
	if len(r.Changes) != 1 || r.Changes[0].Kind != diff.SchoolRenamed {
		t.Error(shown(r.Changes))
	}
}

// Of several plans a side, those of different districts are no versions of each
// other, whatever headings they share: one went, and the other came.
func TestPlansThatCameAndWent(t *testing.T) {
	plan := func(id string, part int, region, school string) diff.Input {
		p := &page{}
		d := &schema.Document{ID: id, Part: part, Parts: 2}
		r := p.value(region)
		d.Metadata.Region = &r
		for _, h := range headings {
			v := p.value(h)
			d.Sections = append(d.Sections, schema.Section{Heading: h, Level: 1, Evidence: v.Evidence})
		}
		for _, place := range []string{"南屏", "北屏", "上河", "下河", "石桥", "柳湾"} {
			d.Schools = append(d.Schools, schema.School{Name: p.value(place + school)})
		}
		schema.AssignIDs(d, id)
		schema.Complete(d)
		return diff.Input{Document: d}
	}
	r := diff.Compare(
		[]diff.Input{plan("a", 1, "云桥区", "小学"), plan("b", 2, "石塘县", "中学")},
		[]diff.Input{plan("c", 1, "云桥区", "小学"), plan("d", 2, "柳溪县", "幼儿园")})
	var kinds []string
	for _, c := range r.Changes {
		kinds = append(kinds, c.Kind)
	}
	if len(r.Pairs) != 1 || len(kinds) != 2 || kinds[0] != diff.PartAdded || kinds[1] != diff.PartRemoved {
		t.Errorf("%d pairs, %v", len(r.Pairs), kinds)
	}
}
