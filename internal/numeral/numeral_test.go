package numeral

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// write is n in Chinese characters, as official texts write it.
func write(n int) string {
	if n == 0 {
		return "零"
	}
	section := func(n int) string { // below 10000
		var b strings.Builder
		zero := false
		for _, u := range []struct {
			size int
			name string
		}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
			d := n / u.size % 10
			switch {
			case d == 0:
				zero = zero || b.Len() > 0
				continue
			case zero:
				b.WriteString("零")
			}
			zero = false
			b.WriteString(strings.Split("零一二三四五六七八九", "")[d] + u.name)
		}
		return b.String()
	}
	var b strings.Builder
	for _, u := range []struct {
		size int
		name string
	}{{1e8, "亿"}, {1e4, "万"}, {1, ""}} {
		part := n / u.size % 10000
		if part == 0 {
			continue
		}
		if b.Len() > 0 && part < 1000 {
			b.WriteString("零")
		}
		b.WriteString(section(part) + u.name)
	}
	s := b.String()
	if rest, ok := strings.CutPrefix(s, "一十"); ok {
		s = "十" + rest
	}
	return s
}

// What is written and read again is the same number, whole, in Chinese and in
// Arabic digits.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 999), rapid.IntRange(0, 999_999_999_999)).Draw(t, "n")
		for _, s := range []string{write(n), strconv.Itoa(n), grouped(n)} {
			got, ok := Parse(s + "名")
			if !ok || got.Low != float64(n) || got.High != got.Low || got.Length != len(s) || !got.Exact || got.Over {
				t.Fatalf("%s: %+v, %v", s, got, ok)
			}
		}
	})
}

func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// A range has the numbers it was made of as its ends, at their places; 余
// opens it; a percent sign or 百分之 makes it a percent.
func TestRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.IntRange(1, 999).Draw(t, "a")
		b := rapid.IntRange(a+1, 2000).Draw(t, "b")
		spell := strconv.Itoa
		joints := []string{"-", "—", "–", "~", "～", "--", "——", "至", "到"}
		if rapid.Bool().Draw(t, "han") {
			spell, joints = write, joints[3:]
		}
		j := rapid.SampledFrom(joints).Draw(t, "joint")
		s := spell(a) + j + spell(b)
		check := func(s string, percent bool) {
			got, ok := Parse(s + "次")
			if !ok || got.Low != float64(a) || got.High != float64(b) || got.Length != len(s) || got.Percent != percent || !got.Exact {
				t.Fatalf("%s: %+v, %v", s, got, ok)
			}
			if s[got.LowAt.Start:got.LowAt.End] != spell(a) || s[got.HighAt.Start:got.HighAt.End] != spell(b) {
				t.Fatalf("%s: ends at %v and %v", s, got.LowAt, got.HighAt)
			}
		}
		check(s, false)
		check(percentWord+s, true)
		check(s+"%", true)
		check(spell(a)+"%"+j+spell(b)+"%", true)
		check(percentWord+spell(a)+j+percentWord+spell(b), true)
		if a >= 10 {
			if got, ok := Parse(spell(a) + "余名"); !ok || !got.Over || got.Low != float64(a) || got.IsRange() {
				t.Fatalf("%d余: %+v, %v", a, got, ok)
			}
		}
	})
}

func TestParse(t *testing.T) {
	for s, want := range map[string][4]float64{ // low, high, length in characters, over and percent as bits
		"两次":            {2, 2, 1, 0},
		"半天":            {0.5, 0.5, 1, 0},
		"2.5个":          {2.5, 2.5, 3, 0},
		"1,200元":        {1200, 1200, 5, 0},
		"3.5万":          {35000, 35000, 4, 0},
		"3.5万元":         {3.5, 3.5, 3, 0},
		"2—3万元":         {2, 3, 3, 0},
		"二十万元":          {20, 20, 2, 0},
		"二十余万元":         {20, 20, 3, 1},
		"两万五千元":         {25000, 25000, 4, 0},
		"一亿二千万":         {120000000, 120000000, 5, 0},
		"十余个":           {10, 10, 2, 1},
		"十几名":           {10, 10, 2, 1},
		"100多人":         {100, 100, 4, 1},
		"百名":            {100, 100, 1, 0},
		"十七八名":          {17, 18, 3, 0},
		"两三次":           {2, 3, 2, 0},
		"一两名":           {1, 2, 2, 0},
		"三五名":           {3, 5, 2, 0},
		"二三十人":          {20, 30, 3, 0},
		"三五万元":          {3, 5, 2, 0},
		"三分之二":          {66.7, 66.7, 4, 2},
		"百分之八十以上":       {80, 80, 5, 2},
		"百分之一百":         {100, 100, 5, 2},
		"66.7%":         {66.7, 66.7, 5, 2},
		"5%至10%":        {5, 10, 6, 2},
		"30O元":          {300, 300, 3, 0},
		"2lO名":          {210, 210, 3, 0},
		"3Oth":          {-1, 0, 1, 0},
		"1000M":         {1000, 1000, 4, 0},
		"一一对应":          {-1, 0, 2, 0},
		"二〇二三年":         {-1, 0, 4, 0},
		"三千二":           {-1, 0, 3, 0},
		"三六五":           {-1, 0, 3, 0},
		"万元":            {-1, 0, 1, 0},
		"007":           {-1, 0, 3, 0},
		"3D":            {-1, 0, 1, 0},
		"2023.9.1日":     {-1, 0, 8, 0},
		"100-2345-6789": {-1, 0, 13, 0},
		"名":             {-1, 0, 1, 0},
	} {
		n, ok := Parse(s)
		got := [4]float64{n.Low, n.High, float64(len([]rune(s[:n.Length])))}
		if n.Over {
			got[3]++
		}
		if n.Percent {
			got[3] += 2
		}
		if !ok {
			got[0] = -1
			got[3] = 0
		}
		if got != want {
			t.Errorf("%s: %v, want %v", s, got, want)
		}
	}
}

func TestNext(t *testing.T) {
	for s, want := range map[string]string{
		"各校选派十余名教师":     "十余",
		"第三中学有30名教师":    "30",
		"数十名,几百人,2人":    "2",
		"总数45所":         "45",
		"第一批":           "",
		"A4纸":           "",
		"在2023.9.1印发3份": "3",
	} {
		n, at, ok := Next(s, 0)
		if got := s[at.Start:at.End]; ok != (want != "") || got != want || n.Length != len(want) {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

// FuzzNext holds what is true of any string: numbers come in order, lie inside
// the string, have their places inside themselves and are what Parse says.
func FuzzNext(f *testing.F) {
	for _, s := range []string{"", "每学期2-3万元", "三分之二以上", "百分之八十至百分之九十", "十七八", "一亿二千万", "1,234,567.89", "0.5.6", "〇〇", "半半", "\xff三\xff", "万亿", "九千九百九十九万亿亿"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		from := 0
		for {
			n, at, ok := Next(s, from)
			if !ok {
				break
			}
			if at.Start < from || at.Len() != n.Length || n.Length == 0 || at.End > len(s) {
				t.Fatalf("%q: %v after %d", s, at, from)
			}
			own := s[at.Start:at.End]
			for _, p := range []struct{ a, b int }{{n.LowAt.Start, n.LowAt.End}, {n.HighAt.Start, n.HighAt.End}} {
				if p.a < 0 || p.b <= p.a || p.b > len(own) {
					t.Fatalf("%q: %+v", own, n)
				}
			}
			if n.High < n.Low || math.IsNaN(n.Low) || math.IsInf(n.High, 0) {
				t.Fatalf("%q: %+v", own, n)
			}
			if again, ok := Parse(s[at.Start:]); !ok || again != n {
				t.Fatalf("%q: %+v, then %+v", own, n, again)
			}
			from = at.End
		}
	})
}
