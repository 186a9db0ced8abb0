package extract

import (
	"slices"
	"strings"
	"testing"

	"jiedui/text"
)

func strs(s string, list []text.Span) []string {
	var out []string
	for _, l := range list {
		out = append(out, s[l.Start:l.End])
	}
	return out
}

func TestSchoolsEnding(t *testing.T) {
	for in, want := range map[string][]string{
		"由城东小学":           {"城东小学"},
		"2023年3月城东小学":     {"城东小学"},
		"将城东小学、石桥小学和白沙小学": {"城东小学", "石桥小学", "白沙小学"},
		"解除城东小学":          {"城东小学"},
		"我校":              {"我校"},
		"石桥学校(初中部)":       {"石桥学校(初中部)"},
		"和平小学":            {"和平小学"},
		"城东小学、家长":         nil,
		"教师、城东小学":         nil,
		"全县中小学":           nil,
		"每所薄弱学校":          nil,
		"以城东小学为龙头,石桥小学、白沙小学": {"石桥小学", "白沙小学"},
	} {
		if got := strs(in, SchoolsEnding(in, len(in), "和", "及", "与")); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestSchoolsStarting(t *testing.T) {
	for in, want := range map[string]struct {
		list []string
		rest string
	}{
		"石桥小学结对帮扶":         {[]string{"石桥小学"}, "结对帮扶"},
		"石桥小学、白沙小学等3所学校结对": {[]string{"石桥小学", "白沙小学"}, "结对"},
		"石桥小学和白沙小学两所学校":    {[]string{"石桥小学", "白沙小学"}, ""},
		"石桥小学和家长":          {[]string{"石桥小学"}, "和家长"},
		"云溪一中附属小学小学部,":     {[]string{"云溪一中附属小学小学部"}, ","},
		"柳湾学校(初中部)开展":      {[]string{"柳湾学校(初中部)"}, "开展"},
		"石桥村结对":            {nil, ""},
		"石桥小学、石桥村":         {nil, ""},
		"本园与":              {[]string{"本园"}, "与"},
	} {
		list, n := SchoolsStarting(in)
		if got := strs(in, list); !slices.Equal(got, want.list) {
			t.Errorf("%s: %q, want %q", in, got, want.list)
		}
		if n > 0 && in[n:] != want.rest {
			t.Errorf("%s: rest %q, want %q", in, in[n:], want.rest)
		}
	}
}

// Sentences leave out stops and nothing else, and none is long.
func TestSentencesTile(t *testing.T) {
	long := strings.Repeat("城东小学与石桥小学,", 2000)
	for _, s := range []string{"", "。", "甲。乙;丙!丁?戊", "甲。。乙", long, strings.Repeat("学", 9000)} {
		at := 0
		for _, c := range Sentences(s) {
			if c.Start < at || c.Empty() || c.End > len(s) {
				t.Fatalf("%.20q: %v behind %d", s, c, at)
			}
			if gap := strings.Trim(s[at:c.Start], "。;!?,学"); gap != "" {
				t.Errorf("%.20q: %q is left out", s, gap)
			}
			if c.Len() > 2*maxSentence+3 {
				t.Errorf("%.20q: a sentence of %d bytes", s, c.Len())
			}
			at = c.End
		}
	}
}

func TestHeaderClass(t *testing.T) {
	for in, want := range map[string]string{
		"帮扶学校": "from-help", "受援 学校": "to-help", "被帮扶学校(盖章)": "to-help", "帮扶园(校)": "from-help",
		"帮扶学校名称": "from-help", "牵头帮扶学校": "from-help", "教联体成员学校": "to-member", "小学牵头校": "from-lead",
		"成员校2": "to-member", "受援学校校长": "principal", "联络员及电话": "contact", "县教研室联系人": "contact",
		"学校": "school", "所在学校": "", "集团名称": "group", "成立时间": "when", "得分": "score",
		// names and posts are no headings
		"石桥学校": "", "城东教育集团": "", "城东小学": "", "云溪县特殊教育学校(筹建)": "", "城东小学校长": "",
		"填报单位(盖章):云溪县教育局": "", "第一联盟": "", "": "",
	} {
		if got := HeaderClass(in); got != want {
			t.Errorf("HeaderClass(%q) = %q, want %q", in, got, want)
		}
	}
}

// The name of a school is never a heading: a row of names would vanish as a
// repeated header.
func TestSchoolsAreNoHeadings(t *testing.T) {
	for _, place := range []string{"石桥", "云溪县", "柳湾镇", "城东", "朝阳", "第三", "育才"} {
		for _, end := range schools().List() {
			if n := place + end; IsSchool(n) && HeaderClass(n) != "" {
				t.Errorf("HeaderClass(%q) = %q", n, HeaderClass(n))
			}
		}
	}
}
