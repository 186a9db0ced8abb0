package jiedui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jiedui"
	"jiedui/schema"
)

// step is one step of an invented plan: how it is written, and what is due.
type step struct {
	when schema.When // without evidence
	text string
}

func (s step) String() string {
	w := s.when
	return fmt.Sprintf("%s..%s %s %d-%d %s", w.From, w.To, w.Recurs, w.Month, w.Day, s.text)
}

var works = strings.Fields("宣传发动 签订结对协议 开展同课异构活动 举办校长论坛 组织中期督查 召开总结表彰会 完成资源库建设 推进教师跟岗学习 汇编典型案例 上报工作方案")

// plan draws a plan whose steps follow each other from the document's date on,
// each written in one of the forms of plans, the year mostly left out.
func plan(t *rapid.T) (page string, want []step) {
	written := time.Date(rapid.IntRange(2005, 2030).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 20).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	b.WriteString("沅浦县教育局关于开展城乡学校携手行动的通知\n\n各中小学:\n\n为推进教育均衡发展,现将有关事项通知如下。\n\n一、实施步骤\n\n")
	at := time.Date(written.Year(), written.Month(), 1, 0, 0, 0, 0, time.UTC)
	last := at.Year() // the year of the date before
	n := rapid.IntRange(1, 6).Draw(t, "steps")
	for i := range n {
		at = at.AddDate(0, rapid.IntRange(1, 5).Draw(t, "later"), 0)
		s := step{text: works[(i*3+written.Year())%len(works)]}
		year := ""
		// The year may be left out where it is the one before or the next one begins.
		if at.Year() > last+1 || rapid.IntRange(0, 3).Draw(t, "with year") == 0 {
			year = fmt.Sprintf("%d年", at.Year())
		}
		last = at.Year()
		m := int(at.Month())
		month, end := at.Format("2006-01"), at.AddDate(0, 1, -1)
		d := rapid.IntRange(1, 28).Draw(t, "day of the step")
		day := fmt.Sprintf("%s-%02d", month, d)
		date := ""
		switch rapid.IntRange(0, 6).Draw(t, "form of the date") {
		case 0:
			date, s.when.To = fmt.Sprintf("%s%d月%d日前", year, m, d), day
		case 1:
			date, s.when.To = fmt.Sprintf("%s%d月底前", year, m), end.Format("2006-01-02")
		case 2:
			date, s.when.From, s.when.To = fmt.Sprintf("%s%d月", year, m), month, month
		case 3:
			date, s.when.From = fmt.Sprintf("%s%d月%d日起", year, m, d), day
		case 4:
			date, s.when.From, s.when.To = fmt.Sprintf("%s%d月1日—%d日", year, m, d+2), month+"-01", fmt.Sprintf("%s-%02d", month, d+2)
			if d+2 > end.Day() {
				date, s.when.To = fmt.Sprintf("%s%d月1日—%d日", year, m, end.Day()), end.Format("2006-01-02")
			}
		case 5:
			date, s.when.From, s.when.To = fmt.Sprintf("%s%d月上旬", year, m), month+"-01", month+"-10"
		default:
			at = at.AddDate(0, 1, 0)
			to := fmt.Sprintf("%d月", int(at.Month()))
			if at.Year() != last {
				to = fmt.Sprintf("%d年", at.Year()) + to
				year = fmt.Sprintf("%d年", last)
				last = at.Year()
			}
			date, s.when.From, s.when.To = fmt.Sprintf("%s%d月至%s", year, m, to), month, at.Format("2006-01")
		}
		switch rapid.IntRange(0, 3).Draw(t, "form of the step") {
		case 0:
			fmt.Fprintf(&b, "%d.%s(%s)。各学校结合实际,认真落实。\n\n", i+1, s.text, date)
		case 1:
			fmt.Fprintf(&b, "(%d)%s:%s。\n\n", i+1, date, s.text)
		case 2:
			fmt.Fprintf(&b, "第%s阶段:%s(%s)。\n\n", []string{"一", "二", "三", "四", "五", "六"}[i], s.text, date)
		default:
			fmt.Fprintf(&b, "%d.%s,%s,确保取得实效。\n\n", i+1, date, s.text)
		}
		want = append(want, s)
	}
	b.WriteString("二、工作要求\n\n")
	if rapid.Bool().Draw(t, "yearly") {
		m, d := rapid.IntRange(1, 12).Draw(t, "month of the report"), rapid.IntRange(1, 28).Draw(t, "day of the report")
		fmt.Fprintf(&b, "各学校应于每年%d月%d日前将工作总结报县教育局。\n\n", m, d)
		want = append(want, step{schema.When{Recurs: "yearly", Month: m, Day: d}, "将工作总结报县教育局"})
	}
	fmt.Fprintf(&b, "各学校要加强领导。\n\n沅浦县教育局\n\n%d年%d月%d日\n", written.Year(), written.Month(), written.Day())
	return b.String(), want
}

// What a plan says in one of the usual forms is read back, with every year that
// it leaves out.
func TestPlansAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, want := plan(t)
		docs, err := jiedui.Process(context.Background(), page("plan.txt", []byte(text)), jiedui.Options{})
		if err != nil || len(docs) != 1 {
			t.Fatalf("%d documents, %v in\n%s", len(docs), err, text)
		}
		var got, wanted []string
		for _, m := range docs[0].Milestones {
			w := m.When
			w.Evidence, w.Derived = nil, ""
			got = append(got, step{w, m.Text.Value}.String())
		}
		for _, s := range want {
			wanted = append(wanted, s.String())
		}
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Fatalf("got\n%s\nwant\n%s\nin\n%s", strings.Join(got, "\n"), strings.Join(wanted, "\n"), text)
		}
	})
}
