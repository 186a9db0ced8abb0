package extract

import "testing"

func TestNameStart(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"由石桥小学", "石桥小学"},
		{"要求中心小学", "中心小学"},
		{"与向阳小学", "向阳小学"},
		{"将和平小学", "和平小学"},
		{"班主任,并且云峰一中", "云峰一中"},
		{"并对考入云峰一中", "云峰一中"},
		{"确保一中", "一中"},
		{"与和平小学", "和平小学"},
		{"现将城东小学", "城东小学"},
		{"成员作为学校", "学校"},
		{"城关镇中心小学", "城关镇中心小学"},
		{"。区实验初级中学", "区实验初级中学"},
	} {
		if got := c.s[NameStart(c.s, len(c.s)):]; got != c.want {
			t.Errorf("NameStart(%q): %q, want %q", c.s, got, c.want)
		}
	}
}

func TestIsSchool(t *testing.T) {
	for _, s := range []string{"石桥小学", "一中", "12小", "46中(小学部)", "某市第五初级中学", "实验小学", "中心小学", "石桥镇教学点", "师专一附小", "云峰学校", "平等路小学"} {
		if !IsSchool(s) {
			t.Errorf("IsSchool(%q) = false", s)
		}
	}
	for _, s := range []string{"学校", "小学", "各小学", "薄弱学校", "两所学校", "受援学校", "初级中学", "大小", "集中", "进一步提高我镇学校", "全区中小学校", "校", ""} {
		if IsSchool(s) {
			t.Errorf("IsSchool(%q) = true", s)
		}
	}
}

func TestNumbering(t *testing.T) {
	for _, c := range []struct {
		s       string
		style   Style
		n, rest int
	}{
		{"一、指导思想", Han, 1, 6}, {"十二、附则", Han, 12, 9}, {"一.目标", Han, 1, 4},
		{"(三)组织", HanParen, 3, 5}, {"1.活动", Digit, 1, 2}, {"12、活动", Digit, 12, 5},
		{"2.5万元", NoStyle, 0, 0}, {"2013.3.25", NoStyle, 0, 0}, {"⑴幼儿", DigParen, 1, 3}, {"(1)甲", DigParen, 1, 3},
		{"第三条 学校", Article, 3, 10}, {"第一组", NoStyle, 0, 0}, {"a)甲", Circle, 1, 2}, {"①甲", Circle, 1, 3},
		{"一方面要", NoStyle, 0, 0}, {"", NoStyle, 0, 0}, {"2020年", NoStyle, 0, 0},
	} {
		style, n, l := Numbering(c.s)
		if style != c.style || n != c.n || l != c.rest {
			t.Errorf("Numbering(%q) = %d %d %d, want %d %d %d", c.s, style, n, l, c.style, c.n, c.rest)
		}
	}
}
