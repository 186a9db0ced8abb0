package segment

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSchools(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string // joined by |
		ok   bool
	}{
		{"红星小学、东风中学,实验学校;机关幼儿园", "红星小学|东风中学|实验学校|机关幼儿园", true},
		{"青石小学 临河小学 柳湾小学", "青石小学|临河小学|柳湾小学", true},
		{"青石小学临河小学柳湾小学", "青石小学|临河小学|柳湾小学", true},
		{"云岭小学、海角小学 听涛小学(待建)", "云岭小学|海角小学|听涛小学(待建)", true},
		{"18小、19小、21中(小学部)、24中(小学部)", "18小|19小|21中(小学部)|24中(小学部)", true},
		{"18小19小21中", "18小|19小|21中", true},
		{"市一中二中第三中学", "市一中|二中|第三中学", true},
		{"61中 65中 柳堡子校", "61中|65中|柳堡子校", true},
		{"云岭小学教育集团", "云岭小学教育集团", true},
		{"幼师一附小教育集团、幼师二附小", "幼师一附小教育集团|幼师二附小", true},
		{"江畔实验中学银杏校区", "江畔实验中学银杏校区", true},
		{"实验小学城南校区实验小学城北校区", "实验小学城南校区|实验小学城北校区", true},
		{"文汇学校小学部文汇学校初中部", "文汇学校小学部|文汇学校初中部", true},
		{"石桥镇 中心小学", "石桥镇 中心小学", true},
		{"石桥镇中心小学柳湾小学", "石桥镇中心小学|柳湾小学", true},
		{"桐川市第二十八中学桐川市第四中学", "桐川市第二十八中学|桐川市第四中学", true},
		{"市第一中心小学市第二中心小学", "市第一中心小学|市第二中心小学", true},
		{"青山九年一贯制学校白水初级中学", "青山九年一贯制学校|白水初级中学", true},
		{"县特殊教育学校县职教中心", "县特殊教育学校|县职教中心", true},
		{"柳湾小学附属幼儿园", "柳湾小学附属幼儿园", true},
		{"1.红星小学2.东风小学 (3)柳湾小学", "红星小学|东风小学|柳湾小学", true},
		{"1、红星小学2、东风小学", "红星小学|东风小学", true},
		{"红星小学(牵头学校)东风小学(成员校)", "红星小学(牵头学校)|东风小学(成员校)", true},
		{"红星小学(东校区、西校区)、东风小学", "红星小学(东校区、西校区)|东风小学", true},
		{"红星小学和东风小学", "红星小学|东风小学", true},
		{"红星小学与东风小学以及柳湾小学", "红星小学|东风小学|柳湾小学", true},
		{"红星小学和平小学", "红星小学|和平小学", true},
		{"红星小学和和平小学", "红星小学|和平小学", true},
		{"红星小学、东风小学等5所学校", "红星小学|东风小学", true},
		{"红星小学等", "红星小学", true},
		{"白鹿书院街小学临江书院", "白鹿书院街小学|临江书院", true},
		{"回民小学", "回民小学", true},
		{"石桥镇中心小学 柳湾第一小学分校", "石桥镇中心小学|柳湾第一小学分校", true},

		// Not sure: the spans are a guess.
		{"红星小学和平安小学", "红星小学|和平安小学", false},
		{"红星中学实验小学", "红星中学|实验小学", false},
		{"实验小学 城南校区", "实验小学 城南校区", false},
		{"红星小学王庄教学点李庄教学点", "红星小学王庄教学点|李庄教学点", false},
		{"第一、第二小学", "第一|第二小学", false},
		{"青溪邮电、柳河新村等3所学校", "青溪邮电|柳河新村", false},
		{"红星小学校长", "红星小学", false},
		{"结对学校、薄弱学校", "结对学校|薄弱学校", false},
		{"各学校", "各学校", false},
		{"九年一贯制学校", "九年一贯制学校", false},
		{"贺云舟", "贺云舟", false},
		{"", "", false},
		{"、", "", false},
	} {
		spans, ok := Schools(c.in)
		var got []string
		for _, s := range spans {
			got = append(got, c.in[s.Start:s.End])
		}
		if strings.Join(got, "|") != c.want || ok != c.ok {
			t.Errorf("Schools(%q) = %s, %v, want %s, %v", c.in, strings.Join(got, "|"), ok, c.want, c.ok)
		}
	}
}

// Invented schools come back, whatever stands between them.
func TestSchoolsLaw(t *testing.T) {
	place := rapid.SampledFrom([]string{"青石", "临河", "柳湾", "云岭", "石桥镇", "大王庄", "东方红", "文汇", "听涛", "白水", "新丰路", "前进街"})
	kind := rapid.SampledFrom([]string{"小学", "中学", "学校", "初级中学", "中心小学", "中心校", "幼儿园", "完小", "外国语学校", "九年一贯制学校", "第二小学", "第三初级中学", "实验小学", "一小", "十二中"})
	branch := rapid.SampledFrom([]string{"", "", "", "城南校区", "小学部", "(待建)", "(小学部)", "教育集团", "附属幼儿园", "东校区"})
	school := rapid.Custom(func(t *rapid.T) string {
		return place.Draw(t, "place") + kind.Draw(t, "kind") + branch.Draw(t, "branch")
	})
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(school, 1, 9).Draw(t, "schools")
		var b strings.Builder
		for i, s := range want {
			if i > 0 {
				b.WriteString(rapid.SampledFrom([]string{"", "、", " ", ",", ";", "\n", "和", "与", "及"}).Draw(t, "between"))
			}
			b.WriteString(s)
		}
		in := b.String()
		spans, ok := Schools(in)
		var got []string
		for _, s := range spans {
			got = append(got, in[s.Start:s.End])
		}
		if !slices.Equal(got, want) || !ok {
			t.Fatalf("Schools(%q) = %q, %v, want %q", in, got, ok, want)
		}
	})
}
