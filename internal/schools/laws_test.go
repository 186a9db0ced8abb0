package schools

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// truth is what an invented name means; its spellings leave out or abbreviate.
type truth struct {
	city, county, town string // with their units; ""
	stem               string // "" where there is a number
	number             int
	stage              string // the ending in full
	part               string
}

var (
	cities   = []string{"沧湾市", "甘宁市"}
	counties = []string{"云溪县", "青澜区", "东川县"}
	towns    = []string{"柳溪镇", "石塘镇", "城东镇", "柳溪乡"}
	stems    = []string{"城东", "城西", "刘庄", "新庄", "薛庄", "王家庄", "实验", "中心", "外国语", "八一", "三里桥", "柳溪"}
	stages   = []string{"小学", "完全小学", "中学", "初级中学", "高级中学", "学校", "九年一贯制学校", "幼儿园"}
	parts    = []string{"东校区", "小学部", "王庄教学点"}
)

func oneOf(t *rapid.T, label string, list []string, none bool) string {
	if none && rapid.Bool().Draw(t, "no "+label) {
		return ""
	}
	return rapid.SampledFrom(list).Draw(t, label)
}

func school(t *rapid.T) truth {
	s := truth{
		city:   oneOf(t, "city", cities, true),
		county: oneOf(t, "county", counties, true),
		town:   oneOf(t, "town", towns, true),
		stage:  oneOf(t, "stage", stages, false),
		part:   "",
	}
	if rapid.IntRange(0, 3).Draw(t, "parts") == 0 {
		s.part = oneOf(t, "part", parts, false)
	}
	if rapid.Bool().Draw(t, "numbered") {
		s.number = rapid.OneOf(rapid.IntRange(1, 12), rapid.IntRange(1, 130)).Draw(t, "number")
	} else {
		s.stem = oneOf(t, "stem", stems, false)
	}
	return s
}

// namesake is a school that differs from s in one thing.
func namesake(t *rapid.T, s truth) truth {
	switch rapid.IntRange(0, 5).Draw(t, "differs") {
	case 0:
		s.city = oneOf(t, "city", cities, true)
	case 1:
		s.county = oneOf(t, "county", counties, true)
	case 2:
		s.town = oneOf(t, "town", towns, true)
	case 3:
		s.stage = oneOf(t, "stage", stages, false)
	case 4:
		s.part = oneOf(t, "part", parts, true)
	default:
		if s.number > 0 {
			s.number += rapid.SampledFrom([]int{1, 10, 20, 100}).Draw(t, "more")
		} else {
			s.stem = oneOf(t, "stem", stems, false)
		}
	}
	return s
}

// han writes a number up to 999 as names of schools do.
func han(n int) string {
	digit := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digit[n]
	case n < 20:
		return "十" + digit[n-10]
	case n < 100:
		return digit[n/10] + "十" + digit[n%10]
	case n%100 == 0:
		return digit[n/100] + "百"
	case n%100 < 10:
		return digit[n/100] + "百零" + digit[n%10]
	}
	return digit[n/100] + "百" + digit[n%100/10] + "十" + digit[n%10]
}

var abbreviated = map[string][]string{
	"小学": {"小学校"}, "完全小学": {"完小"}, "初级中学": {"初中"}, "高级中学": {"高中"},
	"九年一贯制学校": {"九年制学校"}, "中学": {"中学校"},
}

// spelling writes a school in one of the ways in which pages do.
func spelling(t *rapid.T, s truth) string {
	var b strings.Builder
	for _, p := range []string{s.city, s.county, s.town} {
		if p == "" || rapid.Bool().Draw(t, "leave out "+p) {
			continue
		}
		b.WriteString(p)
	}
	stage := s.stage
	if short := abbreviated[stage]; short != nil && rapid.Bool().Draw(t, "short stage") {
		stage = rapid.SampledFrom(short).Draw(t, "stage as")
	}
	if s.number > 0 {
		n := strconv.Itoa(s.number)
		if rapid.Bool().Draw(t, "han") {
			n = han(s.number)
		}
		switch {
		case stage == "小学" && rapid.Bool().Draw(t, "小"):
			stage = "小"
		case stage == "中学" && rapid.Bool().Draw(t, "中"):
			stage = "中"
		}
		if len(stage) > len("小") {
			n = "第" + n
		}
		b.WriteString(n)
	} else {
		b.WriteString(s.stem)
	}
	b.WriteString(stage)
	if s.part != "" && rapid.Bool().Draw(t, "bracket") {
		return b.String() + "(" + s.part + ")"
	}
	return b.String() + s.part
}

// contradict says what keeps two truths from being one school, "" if nothing.
func contradict(a, b truth) string {
	family := func(s string) string {
		switch s {
		case "小学", "完全小学":
			return "小"
		case "中学", "初级中学", "高级中学":
			return "中"
		case "学校", "九年一贯制学校":
			return "校"
		}
		return s
	}
	switch {
	case a.number != b.number:
		return "numbers"
	case a.stem != b.stem:
		return "stems"
	case family(a.stage) != family(b.stage):
		return "stages"
	case a.part != b.part:
		return "parts"
	}
	return ""
}

// written are the names of a document with what each can mean: two schools may
// be spelled alike.
type written struct {
	forms []string
	mean  map[string][]truth
	opt   Options
}

func invented(t *rapid.T) written {
	w := written{mean: map[string][]truth{}}
	var s truth
	for i := range rapid.IntRange(1, 8).Draw(t, "schools") {
		if i == 0 || rapid.Bool().Draw(t, "another") {
			s = school(t)
		} else {
			s = namesake(t, s)
		}
		for range rapid.IntRange(1, 4).Draw(t, "spellings") {
			f := spelling(t, s)
			w.forms = append(w.forms, f)
			w.mean[f] = append(w.mean[f], s)
		}
	}
	for _, d := range append(slices.Clone(counties), cities...) {
		if rapid.IntRange(0, 2).Draw(t, "district "+d) == 0 {
			w.opt.Districts = append(w.opt.Districts, d)
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "sets") {
		// Neighbours in forms are spellings of one school more often than not.
		from := rapid.IntRange(0, len(w.forms)-1).Draw(t, "from")
		w.opt.Apart = append(w.opt.Apart, w.forms[from:min(from+3, len(w.forms))])
	}
	w.opt.Marks = map[string]string{}
	for _, f := range w.forms {
		if m := rapid.SampledFrom([]string{"", "", "", "柏青岚", "穆远"}).Draw(t, "mark"); m != "" {
			w.opt.Marks[f] = m
		}
	}
	return w
}

// Every name is in one school; what differs in number, stem, stage, part or in
// a place that is written is never one; a set that is apart stays apart.
func TestIdentityLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := invented(t)
		got := Identify(w.forms, w.opt)
		seen := map[string]bool{}
		for i, s := range got.List {
			if !slices.IsSorted(s.Forms) || !slices.Contains(s.Forms, s.Name) {
				t.Fatalf("forms of %q: %q", s.Name, s.Forms)
			}
			for _, f := range s.Forms {
				if at, ok := got.Of(f); !ok || at != i || seen[f] {
					t.Fatalf("%q is in %d and in %d", f, i, at)
				}
				seen[f] = true
			}
			for _, a := range s.Forms {
				for _, b := range s.Forms {
					if m, n := w.opt.Marks[a], w.opt.Marks[b]; m != "" && n != "" && m != n {
						t.Fatalf("%q and %q are one, and marked %s and %s", a, b, m, n)
					}
					if why := apart(w, a, b); why != "" {
						t.Fatalf("%q and %q are one, and differ in %s", a, b, why)
					}
				}
			}
		}
		for _, f := range w.forms {
			if !seen[f] {
				t.Fatalf("%q is in no school", f)
			}
		}
		for _, set := range w.opt.Apart {
			for _, a := range set {
				for _, b := range set {
					if a != b && got.Same(a, b) {
						t.Fatalf("%q and %q are one, which the document treats as two", a, b)
					}
				}
			}
		}
	})
}

// apart says why two names cannot be one school by all that they can mean.
func apart(w written, a, b string) string {
	if a == b {
		return ""
	}
	for _, level := range [][]string{cities, counties, towns} {
		in := func(s string) string {
			for _, p := range level {
				if strings.Contains(s, p) {
					return p
				}
			}
			return ""
		}
		if p, q := in(a), in(b); p != "" && q != "" && p != q {
			return "the places " + p + " and " + q
		}
	}
	if home := append(w.opt.Districts, "")[0]; slices.Contains(counties, home) {
		named := func(s string) string {
			for _, p := range append(slices.Clone(counties), cities...) {
				if strings.Contains(s, p) {
					return p
				}
			}
			return ""
		}
		if p := named(b); named(a) == "" && p != "" && slices.Contains(counties, p) && p != home {
			return "the districts " + home + " and " + p
		}
	}
	// 12小 leaves open what kind of school it is, 学校 as well.
	open := func(f string) bool {
		for _, p := range parts {
			f = strings.ReplaceAll(f, p, "")
		}
		return !strings.ContainsAny(f, "学园") && !strings.Contains(f, "完小") && !strings.Contains(f, "初中") && !strings.Contains(f, "高中")
	}
	why := ""
	for _, x := range w.mean[a] {
		for _, y := range w.mean[b] {
			if why = contradict(x, y); why == "" && x.stage != y.stage && x.stage != "学校" && y.stage != "学校" && !open(a) && !open(b) {
				why = "kinds"
			}
			if why == "" {
				return ""
			}
		}
	}
	return why
}

// What comes out depends on the names alone, not on their order or how often
// they come.
func TestOrderDoesNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := invented(t)
		want := fmt.Sprint(Identify(w.forms, w.opt))
		again := rapid.Permutation(append(slices.Clone(w.forms), w.forms[0])).Draw(t, "again")
		opt := Options{Marks: w.opt.Marks, Districts: w.opt.Districts}
		if n := len(opt.Districts); n > 2 { // the first is the document's own
			opt.Districts = append(slices.Clone(opt.Districts[:1]), rapid.Permutation(opt.Districts[1:]).Draw(t, "districts")...)
		}
		for _, set := range w.opt.Apart {
			opt.Apart = append(opt.Apart, rapid.Permutation(set).Draw(t, "set"))
		}
		if got := fmt.Sprint(Identify(again, opt)); got != want {
			t.Fatalf("in another order: %s\nwant %s", got, want)
		}
	})
}

// A full name and its short form alone are one school.
func TestShortForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := school(t)
		s.city, s.part = "", ""
		if s.town != "" && (s.number > 0 || s.stem == "实验" || s.stem == "外国语") {
			s.town = "" // one of a town is not that of its county
		}
		full := s.county + s.town + s.stem
		if s.number > 0 {
			full = s.county + s.town + "第" + han(s.number)
		}
		full += s.stage
		short := spelling(t, s)
		if strings.Contains(short, s.county) != strings.Contains(short, s.town) && s.stem == "中心" && s.county != "" && s.town != "" && !strings.Contains(short, s.town) {
			return // 云溪县中心小学 is not 云溪县柳溪镇中心小学
		}
		if got := Identify([]string{full, short}, Options{}); !got.Same(full, short) {
			t.Fatalf("%q and %q: %s", full, short, show(got))
		}
	})
}

// What two schools have in common names neither, and that is said.
func TestOpenForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := school(t)
		s.part = ""
		tail := s.stem
		if s.number > 0 {
			tail = "第" + strconv.Itoa(s.number)
		}
		tail += s.stage
		places := rapid.Permutation(counties).Draw(t, "places")[:2]
		if s.stem == "中心" && rapid.Bool().Draw(t, "towns") {
			places = rapid.Permutation([]string{"柳溪镇", "石塘镇", "城东镇"}).Draw(t, "places")[:2]
		}
		full := []string{places[0] + tail, places[1] + tail}
		got := Identify(append(full, tail), Options{Districts: []string{places[0]}})
		if len(got.List) != 3 || len(got.Open) != 1 || got.Open[0].Form != tail || len(got.Open[0].May) != 2 {
			t.Fatalf("%q beside %q: %s", tail, full, show(got))
		}
	})
}

// Numbers are read back as they are written.
func TestNumerals(t *testing.T) {
	for n := 1; n < 1000; n++ {
		for _, s := range []string{han(n) + "小", "第" + han(n) + "小学", strconv.Itoa(n) + "小", "云溪县第" + strconv.Itoa(n) + "小学"} {
			if got := Parse(s); got.Number != n || got.Stage != "小" || got.Stem != "" {
				t.Fatalf("%s: %+v", s, got)
			}
		}
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add("云溪县第十二小学\n12小\n师专一附小\n实验小学(东校区)", "云溪县")
	f.Add("第\n(\n)\n附\n县市区第十百小\n〇〇中", "市")
	f.Fuzz(func(t *testing.T, names, district string) {
		forms := strings.Split(names, "\n")
		got := Identify(forms, Options{Districts: []string{district}})
		slices.Reverse(forms)
		if again := Identify(forms, Options{Districts: []string{district}}); fmt.Sprint(again) != fmt.Sprint(got) {
			t.Errorf("%v, in another order %v", got, again)
		}
		for _, f := range forms {
			if _, ok := got.Of(f); !ok {
				t.Errorf("%q is in no school", f)
			}
		}
	})
}
