package segment

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// told writes persons as "name{post;post} name{}".
func told(s string, ps []Person) string {
	var out []string
	for _, p := range ps {
		var posts []string
		for _, q := range p.Posts {
			posts = append(posts, s[q.Start:q.End])
		}
		out = append(out, strings.Join(strings.Fields(s[p.Name.Start:p.Name.End]), "")+"{"+strings.Join(posts, ";")+"}")
	}
	return strings.Join(out, " ")
}

func TestPersons(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// A post before, behind, in brackets.
		{"校长贺云舟", "贺云舟{校长}"},
		{"贺云舟校长", "贺云舟{校长}"},
		{"贺云舟 校长", "贺云舟{校长}"},
		{"贺云舟(青桥小学校长)", "贺云舟{青桥小学校长}"},
		{"副组长:舒 敏 副校长", "舒敏{副校长}"},
		{"贺云舟(青石小学校长)祝晓峰(临河小学校长) 舒 敏(18小副校长)", "贺云舟{青石小学校长} 祝晓峰{临河小学校长} 舒敏{18小副校长}"},
		// Several names and posts.
		{"副校长贺云舟、祝晓峰", "贺云舟{副校长} 祝晓峰{副校长}"},
		{"副校长贺云舟和祝晓峰", "贺云舟{副校长} 祝晓峰{副校长}"},
		{"副校长甲某、乙某", ""}, // 甲 and 乙 are no surnames
		{"教导主任贺云舟、总务主任祝晓峰", "贺云舟{教导主任} 祝晓峰{总务主任}"},
		{"贺云舟校长祝晓峰副校长", "贺云舟{校长} 祝晓峰{副校长}"},
		{"校长贺云舟副校长祝晓峰", "贺云舟{校长} 祝晓峰{副校长}"},
		{"校长 贺云舟 副校长 祝晓峰 舒敏 教导主任 滕磊", "贺云舟{校长} 祝晓峰{副校长} 舒敏{副校长} 滕磊{教导主任}"},
		{"贺云舟 校长 祝晓峰 副校长 舒敏 教导主任", "贺云舟{校长} 祝晓峰{副校长} 舒敏{教导主任}"},
		{"贺云舟、祝晓峰两位副校长", "贺云舟{副校长} 祝晓峰{副校长}"},
		{"党支部书记、校长贺云舟", "贺云舟{党支部书记、校长}"},
		{"贺云舟书记、校长祝晓峰", "贺云舟{书记} 祝晓峰{校长}"},
		{"贺云舟校长兼书记", "贺云舟{校长兼书记}"},
		{"舒 敏 区教育和体育局党组成员、副局长", "舒敏{区教育和体育局党组成员、副局长}"},
		// In sentences; what 任 and 为 give is not the person's post here.
		{"由校长贺云舟任组长,副校长祝晓峰、柏文涛为副组长", "贺云舟{校长} 祝晓峰{副校长} 柏文涛{副校长}"},
		{"由贺云舟校长任组长,祝晓峰为副组长,教导主任柏文涛、总务主任苗秀兰为组员", "贺云舟{校长} 祝晓峰{} 柏文涛{教导主任} 苗秀兰{总务主任}"},
		{"领导小组下设办公室,由清江区教研室主任贺云舟兼任办公室主任。", "贺云舟{清江区教研室主任}"},
		{"办公室设在基教科,贺云舟、祝晓峰兼办公室主任", "贺云舟{} 祝晓峰{}"},
		{"由局长李大为同志任组长", "李大为{局长}"},
		{"区教育局副局长贺云舟、教研室主任祝晓峰、18小校长舒敏出席", "贺云舟{区教育局副局长} 祝晓峰{教研室主任} 舒敏{18小校长}"},
		{"日常联络由柏文涛具体负责", "柏文涛{}"},
		{"以校长贺云舟为组长的工作小组,成员有祝晓峰、舒敏、柏文涛等", "贺云舟{校长} 祝晓峰{} 舒敏{} 柏文涛{}"},
		{"由副校长滕磊担任组长,具体事务由滕磊办理", "滕磊{副校长} 滕磊{}"},
		{"组员:贺云舟、祝晓峰、借调到青桥中学的管理人员。", "贺云舟{} 祝晓峰{}"},
		{"联系人:舒敏", "舒敏{}"},
		{"贺云舟老师、语文教师祝晓峰", "贺云舟{} 祝晓峰{语文教师}"},
		{"总务主任平川、大队辅导员古月任组员", "平川{总务主任} 古月{大队辅导员}"},
		{"贺云舟", "贺云舟{}"},
		// Nobody.
		{"", ""},
		{"成立由党组书记任组长、分管领导任副组长、相关科室负责人为成员的领导小组", ""},
		{"校长亲自抓,分管校长具体抓", ""},
		{"各校教务处主任", ""},
		{"由班主任和任课教师共同负责", ""},
		{"选派任班主任的教师", ""},
		{"中小学高级教师、骨干教师队伍", ""},
		{"组长:__", ""},
		{prose, ""},
	} {
		if got := told(c.in, Persons(c.in, nil)); got != c.want {
			t.Errorf("Persons(%q)\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// The page's own names are found where nothing else says that a person is
// meant, and decide how long a name is.
func TestPersonsKnown(t *testing.T) {
	in := "具体工作请找平川商量"
	if got := told(in, Persons(in, nil)); got != "" {
		t.Errorf("Persons(%q) = %s", in, got)
	}
	if got := told(in, Persons(in, map[string]bool{"平川": true})); got != "平川{}" {
		t.Errorf("Persons(%q) with 平川 known = %s", in, got)
	}
	in = "由于建华文明任副组长"
	for _, names := range [][2]string{{"于建", "华文明"}, {"于建华", "文明"}} {
		known := map[string]bool{names[0]: true, names[1]: true}
		if got, want := told(in, Persons(in, known)), names[0]+"{} "+names[1]+"{}"; got != want {
			t.Errorf("Persons(%q) with %v known = %s", in, names, got)
		}
	}
}

// Invented names in invented sentences come back with their posts.
func TestPersonsLaw(t *testing.T) {
	post := rapid.SampledFrom([]string{"校长", "副校长", "教导主任", "党支部书记", "教研组长", "总务处副主任", "区教育局副局长", "青桥小学校长"})
	// Each form: how persons are written, and whether the post of the first
	// belongs to all.
	forms := []struct {
		write  func(names, posts []string) string
		shared bool
	}{
		{func(n, p []string) string { return p[0] + strings.Join(n, "、") }, true},
		{func(n, p []string) string { return "由" + p[0] + strings.Join(n, "、") + "任副组长" }, true},
		{func(n, p []string) string { return "领导小组由" + p[0] + strings.Join(n, "和") + "等组成" }, true},
		{func(n, p []string) string {
			return each(n, p, func(n, p string) string { return p + n }, "、") + "为组员"
		}, false},
		{func(n, p []string) string { return each(n, p, func(n, p string) string { return n + p }, "、") }, false},
		{func(n, p []string) string {
			return each(n, p, func(n, p string) string { return n + "(" + p + ")" }, "")
		}, false},
		{func(n, p []string) string {
			return each(n, p, func(n, p string) string { return pad(n) + " " + p }, "\n")
		}, false},
	}
	all, wrong := 0, 0
	var missed []string
	rapid.Check(t, func(t *rapid.T) {
		v := newInventor(rapid.Uint64().Draw(t, "seed"), false, 0.2)
		names := v.names(rapid.IntRange(1, 4).Draw(t, "n"))
		posts := make([]string, len(names))
		for i := range posts {
			posts[i] = post.Draw(t, "post")
		}
		known := map[string]bool{}
		if rapid.Bool().Draw(t, "known") {
			for _, n := range names {
				known[n] = true
			}
		}
		f := rapid.SampledFrom(forms).Draw(t, "form")
		s := f.write(names, posts)
		var want []string
		for i, n := range names {
			p := posts[i]
			if f.shared {
				p = posts[0]
			}
			want = append(want, n+"{"+p+"}")
		}
		all++
		if got := told(s, Persons(s, known)); got != strings.Join(want, " ") {
			wrong++
			if len(known) > 0 {
				t.Fatalf("Persons(%q) = %s, want %s", s, got, strings.Join(want, " "))
			}
			missed = append(missed, s+" = "+got)
		}
	})
	t.Logf("%d of %d sentences wrong: %q", wrong, all, missed)
	if few := 3; wrong*20 > all+20*few { // a share of a few draws says little
		t.Errorf("%d of %d sentences of unknown names came out wrong", wrong, all)
	}
}

func each(names, posts []string, f func(n, p string) string, between string) string {
	out := make([]string, len(names))
	for i := range names {
		out[i] = f(names[i], posts[i])
	}
	return strings.Join(out, between)
}

func TestPersonsSpans(t *testing.T) {
	in := "前缀,副校长舒 敏、祝晓峰(青桥小学校长)"
	want := []Person{
		{Name: at(in, "舒 敏"), Posts: []Span{at(in, "副校长")}},
		{Name: at(in, "祝晓峰"), Posts: []Span{at(in, "副校长"), at(in, "青桥小学校长")}},
	}
	if got := Persons(in, nil); !reflect.DeepEqual(got, want) {
		t.Errorf("Persons(%q) = %v, want %v", in, got, want)
	}
}

func at(s, part string) Span {
	i := strings.Index(s, part)
	return Span{Start: i, End: i + len(part)}
}
