package divisions

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func rows(t *testing.T) []Division {
	t.Helper()
	var all []Division
	for _, list := range table().byCode {
		all = append(all, list...)
	}
	if len(all) < 3900 {
		t.Fatalf("only %d rows", len(all))
	}
	return all
}

func TestRows(t *testing.T) {
	for _, d := range rows(t) {
		if len(d.Code) != 6 || strings.Trim(d.Code, "0123456789") != "" || utf8.RuneCountInString(d.Name) < 2 {
			t.Errorf("%+v is no division", d)
		}
		want := County
		switch {
		case strings.HasSuffix(d.Code, "0000"):
			want = Province
		case strings.HasSuffix(d.Code, "00"):
			want = Prefecture
		}
		if d.Level != want && !(d.Level == Zone && want == County) {
			t.Errorf("%+v: the level of its digits is %s", d, want)
		}
		for _, day := range []string{d.From, d.To} {
			if day != "" && (len(day) != len("2006-01-02") || day < "2002" || day > "2025") {
				t.Errorf("%+v: day %q", d, day)
			}
		}
		if p := Parents(d.Code); d.Level != Province && (len(p) == 0 || p[len(p)-1] != d.Code[:2]+"0000") {
			t.Errorf("%+v has the parents %q", d, p)
		}
		for _, up := range Parents(d.Code) {
			if !Within(d.Code, up) || Within(up, d.Code) {
				t.Errorf("%s and its parent %s", d.Code, up)
			}
		}
	}
}

// In the middle of its days every row is found by its code and by its name,
// and outside of them never.
func TestRowsAreFound(t *testing.T) {
	is := func(list []Division, d Division) bool { return slices.Contains(list, d) }
	for _, d := range rows(t) {
		for when, want := range map[string]bool{d.From: true, d.To: true, "1999": d.From == "", "2099": d.To == ""} {
			if when == "" {
				continue
			}
			if got := is(Named(d.Name, when), d); got != want {
				t.Errorf("%+v by its name at %s: %v", d, when, got)
			}
			if got := d.at(when); got != want {
				t.Errorf("%+v at %s: %v", d, when, got)
			}
		}
		if !is(Of(d.Code), d) || !is(Ever(d.Name), d) {
			t.Errorf("%+v is not found", d)
		}
		for _, w := range append(Parents(d.Code), d.Code) {
			if d.To == "" && !is(Named(d.Name, "", w), d) {
				t.Errorf("%+v is not found within %s", d, w)
			}
		}
	}
}

// A successor is a division that was in use when the old one ended.
func TestNext(t *testing.T) {
	n := 0
	for _, d := range rows(t) {
		for _, code := range Next(d) {
			n++
			if d.To == "" {
				t.Errorf("%+v is in use and has the successor %s", d, code)
			}
			if !slices.ContainsFunc(Of(code), func(o Division) bool { return o.To == "" || o.To > d.To }) {
				t.Errorf("%+v: its successor %s did not outlive it", d, code)
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d successors", n)
	}
	for _, c := range []struct{ code, when, next string }{
		{"110103", "2009", "110101"},
		{"371202", "2015", "370116"},
		{"371203", "2015", "370117"}, // only its number changed
		{"330183", "2012", "330111"}, // a city became a district
		{"420600", "2005", "420600"}, // renamed: no other division
	} {
		d, ok := At(c.code, c.when)
		if !ok {
			t.Errorf("%s is nothing in %s", c.code, c.when)
		}
		got := Next(d)
		if c.code == c.next {
			if len(got) > 0 {
				t.Errorf("%+v → %q", d, got)
			}
		} else if !slices.Equal(got, []string{c.next}) {
			t.Errorf("%+v → %q, want %q", d, got, c.next)
		}
	}
}

func codes(list []Division) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Code)
	}
	return strings.Join(out, " ")
}

// A code stands for all that lies in its division.
func TestBeginning(t *testing.T) {
	for code, want := range map[string]string{"370405": "370405", "370400": "3704", "370000": "37", "3700": "37", "37": "37", "3": "3", "37040": "37040", "100000": "10", "00": "00"} {
		if got := Beginning(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	for _, c := range []struct{ name, when, within, want string }{
		{"崇文区", "2009", "", "110103"},
		{"崇文区", "2015-03", "", ""},
		{"鼓楼区", "2020", "", "320106 320302 350102 410204"},
		{"鼓楼区", "2020", "350000", "350102"},
		{"鼓楼区", "2020", "320300", "320302"},
		{"鼓楼区", "2020", "440000", ""},
		{"长阳土家族自治县", "", "", "420528"},
		{"长阳县", "", "", "420528"},
		{"长阳", "", "", "420528"},
		{"万县", "", "", ""},
		{"万宁", "", "", "469006"},
		{"恩施州", "", "", "422800"},
		{"徐州", "", "", "320300"},
		{"襄樊市", "2008-05-12", "", "420600"},
		{"襄樊市", "2012", "", ""},
		{"襄阳市", "2012", "", "420600"},
		{"广西", "", "", "450000"},
		{"内蒙古", "", "", "150000"},
		{"管城区", "2019", "", "410104"},
		{"埇桥区", "2003", "", "341302"},
		{"和安县", "2024", "", "653229"},
		{"和安县", "2023", "", ""},
		{"西沙区", "2021", "", "460302"},
		{"苏州工业园区", "2020", "", "320571"},
		{"市辖区", "", "", ""},
		{"县", "", "", ""},
		{"", "", "", ""},
	} {
		var within []string
		if c.within != "" {
			within = []string{c.within}
		}
		if got := codes(Named(c.name, c.when, within...)); got != c.want {
			t.Errorf("%s at %q within %q: %q, want %q", c.name, c.when, c.within, got, c.want)
		}
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct{ code, when, want string }{
		{"110105", "", "朝阳区"},
		{"110103", "2005", "崇文区"},
		{"110103", "", ""},
		{"500110", "2009", "万盛区"},
		{"500110", "2020", "綦江区"},
		{"460000", "2020", "海南省"},
		{"810000", "2020", "香港特别行政区"},
		{"110100", "2020", ""},
		{"999999", "2020", ""},
		{"", "2020", ""},
	} {
		if d, ok := At(c.code, c.when); d.Name != c.want || ok != (c.want != "") {
			t.Errorf("%q at %q: %+v, want %q", c.code, c.when, d, c.want)
		}
	}
	if got := Parents("429004"); !slices.Equal(got, []string{"420000"}) {
		t.Errorf("a county directly below its province has the parents %q", got)
	}
	if got := Parents("350102"); !slices.Equal(got, []string{"350100", "350000"}) {
		t.Errorf("parents %q", got)
	}
	if Parents("35") != nil || Within("350102", "320000") {
		t.Error("parents of nothing")
	}
}

func TestOverridesThatAreRefused(t *testing.T) {
	lists := "110000\t北京市\tprovince\t\t\n"
	for _, o := range []string{
		"row\t110101\t东城区\tcounty\t-\t-\n",
		"row\t110101\t东城区\tcounty\t-\t-\t-\n",
		"row\t110101\t东城区\tcounty\t2020-01-01\t2010-01-01\tsource\n",
		"drop\t110101\t东城区\tsource\n",
		"next\t110103\t崇文区\t110101\tsource\n",
		"other\t110103\n",
	} {
		if _, err := build(lists, o); err == nil {
			t.Errorf("%q was taken", o)
		}
	}
	if _, err := build("110000\t北京市\n", ""); err == nil {
		t.Error("a short row was taken")
	}
}

// The number of divisions in use is that which the Ministry of Civil Affairs
// gives for the end of 2024, with the special regions and Taiwan.
func TestCount(t *testing.T) {
	n := map[Level]int{}
	for _, d := range rows(t) {
		if d.To == "" {
			n[d.Level]++
		}
	}
	for level, want := range map[Level]int{Province: 34, Prefecture: 333, County: 2846} {
		if n[level] != want {
			t.Errorf("%d divisions of the level %s, want %d", n[level], level, want)
		}
	}
}

func TestSpelled(t *testing.T) {
	gulou := map[string]Division{}
	for _, d := range Named("鼓楼区", "2020") {
		gulou[d.Code] = d
	}
	for _, c := range []struct{ label, codes string }{
		{"xuzhou", "320302"},
		{"XuZhouGuLou", "320302"},
		{"xzgl", "320302"},
		{"jiangsu", "320106 320302"},
		{"gulou", ""},
		{"gl", ""},
		{"xz", ""},
		{"", ""},
		{"xuzhoujy", ""},
	} {
		var got []string
		for code, d := range gulou {
			if Spelled(c.label, d) {
				got = append(got, code)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.codes {
			t.Errorf("%q spells %q, want %q", c.label, got, c.codes)
		}
	}
	// 重 and 长 have two readings each.
	for name, label := range map[string]string{"渝中区": "chongqing", "宽城区": "changchun"} {
		if !slices.ContainsFunc(Named(name, ""), func(d Division) bool { return Spelled(label, d) }) {
			t.Errorf("%s is not spelled %s", name, label)
		}
	}
}
