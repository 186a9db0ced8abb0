package dates

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// han writes a number below 100 in Chinese numerals.
func han(n int) string {
	digits := []rune(hanDigits)
	out := ""
	if n >= 20 {
		out = string(digits[n/10])
	}
	if n >= 10 {
		out += "十"
	}
	if n%10 > 0 || n == 0 {
		out += string(digits[n%10])
	}
	return out
}

// written draws a writing of a point with the numbers it has.
func written(t *rapid.T, p Point) string {
	gap := rapid.SampledFrom([]string{"", "", " "}).Draw(t, "gap")
	form := rapid.IntRange(0, 3).Draw(t, "form")
	if form == 1 && p.Year > 0 && p.Day > 0 {
		sep := rapid.SampledFrom([]string{"-", ".", "/"}).Draw(t, "separator")
		return fmt.Sprintf("%d%s%02d%s%02d", p.Year, sep, p.Month, sep, p.Day)
	}
	number := func(n int) string { return fmt.Sprint(n) }
	year := fmt.Sprint(p.Year)
	switch form {
	case 2:
		number, gap = han, ""
		year = ""
		for _, r := range fmt.Sprint(p.Year) {
			year += string([]rune(hanDigits)[r-'0'])
		}
	case 3:
		number = func(n int) string { return fmt.Sprintf("%02d", n) }
	}
	var b strings.Builder
	if p.Year > 0 {
		b.WriteString(year + gap + "年" + gap)
	}
	if p.Month > 0 {
		b.WriteString(number(p.Month) + gap + "月")
	}
	if p.Day > 0 {
		b.WriteString(gap + number(p.Day) + gap + rapid.SampledFrom([]string{"日", "号"}).Draw(t, "unit"))
	}
	return strings.TrimSpace(b.String())
}

func anyPoint(t *rapid.T, label string) Point {
	p := Point{Year: rapid.IntRange(1950, 2060).Draw(t, label+" year"), Month: rapid.IntRange(1, 12).Draw(t, label+" month")}
	if rapid.Bool().Draw(t, label+" has day") {
		p.Day = rapid.IntRange(1, lastDay(p.Year, p.Month)).Draw(t, label+" day")
	}
	return p
}

// around are words that may stand before and behind a date without binding it.
var around = []struct{ before, behind string }{
	{"", ""}, {"各校于", "报送方案"}, {"第一步,", "建设试点"}, {"1.宣传发动(", ")。"}, {"一、", ":召开会议"}, {"时间:", ";地点:会议室"},
}

// What is written is read again, whatever stands around it.
func TestWrittenPointsAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyPoint(t, "point")
		if rapid.Bool().Draw(t, "without year") {
			want.Year = 0
		}
		a := rapid.SampledFrom(around).Draw(t, "around")
		bind := rapid.SampledFrom([]struct {
			before, behind string
			bound          Bound
			yearly         bool
		}{
			{"", "", At, false}, {"", "前", By, false}, {"", "之前", By, false}, {"到", "", By, false}, {"至", "", By, false},
			{"", "起", Since, false}, {"自", "起", Since, false}, {"从", "开始", Since, false}, {"", "以后", Since, false},
			{"每年", "前", By, true}, {"每年的", "前", By, true},
		}).Draw(t, "bind")
		if bind.yearly {
			want.Year = 0
		}
		core := bind.before + written(t, want) + bind.behind
		s := a.before + core + a.behind
		es := Find(s)
		if len(es) != 1 {
			t.Fatalf("%q: %d expressions", s, len(es))
		}
		e := es[0]
		if s[e.Start:e.End] != core {
			t.Fatalf("%q: read as %q", s, s[e.Start:e.End])
		}
		if e.From != want || e.To != want || e.Bound != bind.bound || e.Yearly != bind.yearly {
			t.Fatalf("%q: %+v, want %+v", s, e, want)
		}
		if e.Yearly {
			if m, d, _, ok := e.Recurrence(); !ok || m != want.Month || d != want.Day {
				t.Fatalf("%q recurs at %d-%d, %v", s, m, d, ok)
			}
			return
		}
		if e.NeedsYear() != (want.Year == 0) {
			t.Fatalf("%q: NeedsYear is %v", s, e.NeedsYear())
		}
		year := want.Year
		if year == 0 {
			year = 2024 // has every day
			e = e.SetYear(year, false)
		}
		iso := Point{Year: year, Month: want.Month, Day: want.Day}.String()
		from, to, rule, ok := e.Stretch()
		wantFrom, wantTo := iso, iso
		switch bind.bound {
		case By:
			wantFrom = ""
		case Since:
			wantTo = ""
		}
		if !ok || rule != "" || from != wantFrom || to != wantTo {
			t.Fatalf("%q: %s..%s %s %v", s, from, to, rule, ok)
		}
	})
}

// A range is read whole, also when its second point leaves out what it shares
// with the first.
func TestWrittenRangesAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyPoint(t, "first")
		b := anyPoint(t, "second")
		b.Year = a.Year + rapid.IntRange(0, 3).Draw(t, "years")
		if a.Day == 0 {
			b.Day = 0
		} else if b.Day == 0 {
			b.Day = 1
		}
		b.Day = min(b.Day, lastDay(b.Year, b.Month))
		if a == b || b.String() < a.String() {
			t.Skip("no range")
		}
		second := b
		if a.Year == b.Year && rapid.Bool().Draw(t, "share the year") {
			second.Year = 0
			if a.Month == b.Month && rapid.Bool().Draw(t, "share the month") {
				second.Month = 0
			}
		}
		dash := rapid.SampledFrom([]string{"至", "到", "-", "--", "----", "—", "——", "~", " 至 ", "－"}).Draw(t, "dash")
		first := strings.ReplaceAll(written(t, a), "号", "日")
		last := written(t, second)
		if second.Month == 0 {
			last = fmt.Sprintf("%d日", second.Day)
		}
		s := "实施阶段(" + first + dash + last + ")"
		es := Find(s)
		if len(es) != 1 || s[es[0].Start:es[0].End] != first+dash+last {
			t.Fatalf("%q: %+v", s, es)
		}
		if from, to, _, ok := es[0].Stretch(); !ok || from != a.String() || to != b.String() {
			t.Fatalf("%q: %s..%s %v", s, from, to, ok)
		}
	})
}

// A second month that is smaller than the first is the next year's.
func TestRangesOverNewYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(2, 12).Draw(t, "first month")
		n := rapid.IntRange(1, m-1).Draw(t, "second month")
		for _, s := range []string{fmt.Sprintf("2023年%d月至%d月", m, n), fmt.Sprintf("2023年%d月至次年%d月", m, n), fmt.Sprintf("%d月—%d月", m, n)} {
			es := Find(s)
			if len(es) != 1 {
				t.Fatalf("%q: %+v", s, es)
			}
			e := es[0]
			if e.NeedsYear() {
				e = e.SetYear(2023, false)
			}
			want := fmt.Sprintf("2024-%02d", n)
			if _, to, rule, ok := e.Stretch(); !ok || to != want || rule != RuleNextYear {
				t.Fatalf("%q: to %s, %s, %v", s, to, rule, ok)
			}
		}
	})
}

func TestForms(t *testing.T) {
	show := func(e Expr) string {
		var b strings.Builder
		if e.NeedsYear() && !e.Blank() {
			b.WriteString("in 2023: ")
			e = e.SetYear(2023, false)
		}
		switch {
		case e.Blank():
			b.WriteString("blank")
		case e.Unit != NoUnit:
			to, _ := e.Within("2023-08-31")
			b.WriteString("within 2023-08-31.." + to)
		case e.Yearly:
			m, d, rule, ok := e.Recurrence()
			fmt.Fprintf(&b, "yearly %d-%d %s", m, d, rule)
			if !ok {
				b.WriteString("not ok")
			}
		default:
			from, to, rule, ok := e.Stretch()
			b.WriteString(strings.TrimSpace(from + ".." + to + " " + rule))
			if !ok {
				b.WriteString(" not ok")
			}
		}
		for word, yes := range map[string]bool{" as of": e.AsOf, " past": e.Past, " of a noun": e.Attr} {
			if yes {
				b.WriteString(word)
			}
		}
		return b.String()
	}
	for _, c := range []struct{ in, want string }{
		// What the end of a month or a year is.
		{"11月底前", "11月底前: in 2023: ..2023-11-30 month-end"},
		{"2024年2月底", "2024年2月底: ..2024-02-29 month-end"},
		{"十一月底前", "十一月底前: in 2023: ..2023-11-30 month-end"},
		{"2023年底前", "2023年底前: ..2023-12-31 year-end"},
		{"到2023年年底,", "到2023年年底: ..2023-12-31 year-end"},
		{"2023年内", "2023年内: ..2023-12-31 year-end"},
		{"年底前", "年底前: in 2023: ..2023-12-31 year-end"},
		{"今年底", "今年底: in 2023: ..2023-12-31 year-end"},
		{"12月初", "12月初: in 2023: 2023-12..2023-12"},
		{"2024年初", "2024年初: 2024-01..2024-01 year-start"},
		// Parts.
		{"6月上旬", "6月上旬: in 2023: 2023-06-01..2023-06-10 ten-days"},
		{"6月中旬前", "6月中旬前: in 2023: ..2023-06-20 ten-days"},
		{"2023年2月下旬", "2023年2月下旬: 2023-02-21..2023-02-28 ten-days"},
		{"2023年6月下旬至7月上旬", "2023年6月下旬至7月上旬: 2023-06-21..2023-07-10 ten-days"},
		{"2022年下半年", "2022年下半年: 2022-07..2022-12 half-year"},
		{"第三季度", "第三季度: in 2023: 2023-07..2023-09 quarter"},
		// School years.
		{"2023-2024学年", "2023-2024学年: 2023-09..2024-08 school-year of a noun"},
		{"2023—2024学年度第一学期", "2023—2024学年度第一学期: 2023-09..2024-01 school-year"},
		{"2023-2024学年第二学期", "2023-2024学年第二学期: 2024-02..2024-07 school-year"},
		{"2023年春季学期", "2023年春季学期: 2023-02..2023-07 school-term"},
		{"自2022年秋季学期开始", "自2022年秋季学期开始: 2022-09.. school-term"},
		{"2023年秋季学期前", "2023年秋季学期前: ..2023-08 school-term"},
		{"2022年下学期", "2022年下学期: 2022-09..2023-01 school-term"},
		{"暑假期间", "暑假期间: in 2023: 2023-07..2023-08 school-term"},
		{"寒暑假", ""},
		{"春季运动会", ""},
		{"2023年暑假", "2023年暑假: 2023-07..2023-08 school-term"},
		{"到“十四五”末,", "到“十四五”末: ..2025-12-31 five-year-plan"},
		{"“十四五”期间", ""},
		// What is shared.
		{"9—10月", "9—10月: in 2023: 2023-09..2023-10"},
		{"9、10月份", "9、10月份: in 2023: 2023-09..2023-10"},
		{"9月、10月", "9月、10月: in 2023: 2023-09..2023-10"},
		{"9月、12月", "9月: in 2023: 2023-09..2023-09; 12月: in 2023: 2023-12..2023-12"},
		{"2023年3-5月", "2023年3-5月: 2023-03..2023-05"},
		{"9月1—30日", "9月1—30日: in 2023: 2023-09-01..2023-09-30"},
		{"2010至2012年", "2010至2012年: 2010..2012"},
		{"2017年-2020年", "2017年-2020年: 2017..2020"},
		{"2017.9—2018.1", "2017.9—2018.1: 2017-09..2018-01"},
		{"自2023年9月起至2024年6月止", "自2023年9月起至2024年6月止: 2023-09..2024-06"},
		// Bounds.
		{"9月10日(星期五)下午5时前", "9月10日(星期五)下午5时前: in 2023: ..2023-09-10"},
		{"9月10日17:00前", "9月10日17:00前: in 2023: ..2023-09-10"},
		{"到2020年,", "到2020年: ..2020"},
		{"截至2023年6月底", "截至2023年6月底: ..2023-06-30 month-end as of"},
		{"2019年以来", "2019年以来: 2019.. past"},
		{"2023年度", "2023年度: 2023..2023 of a noun"},
		// Recurring.
		{"于每年的8月10日前", "每年的8月10日前: yearly 8-10 "},
		{"每年11月底前", "每年11月底前: yearly 11-30 month-end"},
		{"每年年底前", "每年年底前: yearly 12-31 year-end"},
		{"每年3月10日前、9月10日前", "每年3月10日前: yearly 3-10 ; 9月10日前: in 2023: ..2023-09-10"},
		{"每年9月", "每年9月: yearly 9-0 "},
		// Lengths.
		{"三年内", "三年内: within 2023-08-31..2026-08-31"},
		{"力争2年之内", "2年之内: within 2023-08-31..2025-08-31"},
		{"半年内", "半年内: within 2023-08-31..2024-02-29"},
		{"6个月内", "6个月内: within 2023-08-31..2024-02-29"},
		{"未来三年", "未来三年: within 2023-08-31..2026-08-31"},
		// Blanks.
		{"20__年8月开始", "20__年8月开始: blank"},
		{"20xx年9月至20xx年1月", "20xx年9月至20xx年1月: blank"},
		{"9月__日前", "9月__日前: blank"},
		// Letters for digits.
		{"2O23年l0月I5日前", "2O23年l0月I5日前: ..2023-10-15 misread-digit"},
		{"每年1l月底前", "每年1l月底前: yearly 11-30 month-end"},
		{"Ol月、I日", ""},
		// No times.
		{"近三年内", ""},
		{"三年行动计划", ""},
		{"一月一主题、每月一次", ""},
		{"2023.5万元", ""},
		{"学年底", ""},
		{"每年组织一次", ""},
		{"达到2020年的水平", "2020年: 2020..2020"},
		{"2022年初中毕业", "2022年: 2022..2022"},
		{"2023年2月30日", ""},
		{"1、9月:", "9月: in 2023: 2023-09..2023-09"},
		{"2、3月:", "3月: in 2023: 2023-03..2023-03"},
		{"1.9月:", "9月: in 2023: 2023-09..2023-09"},
		{"一月一日", "一月一日: in 2023: 2023-01-01..2023-01-01"},
		{"9月10日前来报到", "9月10日: in 2023: 2023-09-10..2023-09-10"},
		{"13月5日", ""},
		{"12345年", ""},
	} {
		var got []string
		for _, e := range Find(c.in) {
			got = append(got, c.in[e.Start:e.End]+": "+show(e))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, s, c.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"各校于每年8月10日前报送", "2010年9月至2011年1月", "20__年 9 月", "三年内", "9、10月", "二〇二三年十一月底前", "2023-2024学年第二学期结束前", "自2023年9月起至次年1月"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, e := range Find(s) {
			if e.Start < end || e.End <= e.Start || e.End > len(s) {
				t.Fatalf("%q: %d:%d behind %d", s, e.Start, e.End, end)
			}
			if strings.ContainsAny(s[e.Start:e.End], "\n") {
				t.Fatalf("%q runs over a line", s[e.Start:e.End])
			}
			end = e.End
			if e.NeedsYear() {
				e = e.SetYear(2023, false)
			}
			from, to, _, ok := e.Stretch()
			if ok {
				for _, iso := range []string{from, to} {
					if iso != "" && (len(iso) != 4 && len(iso) != 7 && len(iso) != 10) {
						t.Fatalf("%q gives %q..%q", s, from, to)
					}
				}
				if from == "" && to == "" {
					t.Fatalf("%q gives nothing", s)
				}
			}
			if m, d, _, ok := e.Recurrence(); ok && (m < 1 || m > 12 || d < 0 || d > 31) {
				t.Fatalf("%q recurs at %d-%d", s, m, d)
			}
			e.Within("2023-08-31")
		}
	})
}
