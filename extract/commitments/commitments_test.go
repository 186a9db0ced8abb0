package commitments

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A promise that is put together of its parts is read as just these parts.
func TestPromisesAreReadAsMade(t *testing.T) {
	pick := func(t *rapid.T, label string, list ...string) string {
		return rapid.SampledFrom(list).Draw(t, label)
	}
	rapid.Check(t, func(t *rapid.T) {
		actor := pick(t, "actor", "", "各成员学校", "受援学校", "帮扶双方", "城东小学", "教研组", "支教教师", "县教育局")
		per := pick(t, "per", "", "学期", "学年", "年", "月", "两周", "季度")
		limit := pick(t, "limit", "=", "=", ">=", "<=")
		what := rapid.SampledFrom([]struct{ action, unit, object string }{
			{"选派", "名", "骨干教师"}, {"开展", "次", "联合教研"}, {"举办", "场", "读书会"}, {"捐赠", "册", "图书"},
			{"投入", "万元", "专项经费"}, {"上传", "节", "优质课例"}, {"建设", "个", "名师工作室"}, {"撰写", "篇", "教学反思"},
		}).Draw(t, "what")
		low := rapid.IntRange(1, 400).Draw(t, "low")
		high := 0
		if rapid.Bool().Draw(t, "range") {
			high = rapid.IntRange(low+1, 500).Draw(t, "high")
		}
		amount := strconv.Itoa(low)
		if high > 0 {
			amount += pick(t, "joint", "-", "—", "~", "至") + strconv.Itoa(high)
		}
		before := map[string]string{">=": pick(t, "least", "至少", "不少于", "不低于"), "<=": pick(t, "most", "至多", "不超过")}[limit]
		behind := ""
		if limit != "=" && rapid.Bool().Draw(t, "behind") {
			behind = map[string]string{">=": pick(t, "up", "以上", "及以上"), "<=": pick(t, "down", "以内", "以下")}[limit]
			before = ""
		}
		s := actor
		if per != "" {
			s += pick(t, "each", "每", "每个", "每一")[:3] + per
		}
		if rapid.Bool().Draw(t, "object first") {
			s += pick(t, "must", "", "要") + what.action + what.object + before + amount + what.unit + behind
		} else {
			s += before + what.action + amount + what.unit + behind + what.object
		}
		lead := pick(t, "lead", "", "全县统筹安排,", "加强组织领导,")
		s = lead + s + pick(t, "tail", "", ",确保工作取得实效", ",提高教学质量")
		c := read(s)
		c.judge(nil)
		if len(c.quantities) != 1 {
			t.Fatalf("%s: %d promises", s, len(c.quantities))
		}
		q := &c.quantities[0]
		got := "="
		if q.sign != "" {
			got = q.sign
		}
		gotPer := ""
		if q.per != nil {
			gotPer = q.per.name
		}
		if int(q.low.n) != low || q.ranged != (high > 0) || high > 0 && int(q.high.n) != high || q.name != what.unit || got != limit || gotPer != per {
			t.Fatalf("%s: %v-%v %s, %s, per %q", s, q.low.n, q.high.n, q.name, got, gotPer)
		}
		a, _ := c.action(q)
		if w := s[a.Start:a.End]; w != what.action {
			t.Fatalf("%s: action %q", s, w)
		}
		if o, _ := c.object(0, a); s[o.Start:o.End] != what.object {
			t.Fatalf("%s: object %q", s, s[o.Start:o.End])
		}
		if who, _ := c.actor(q); s[who.Start:who.End] != actor {
			t.Fatalf("%s: actor %q", s, s[who.Start:who.End])
		}
		if u := s[q.unit.Start:q.unit.End]; u != what.unit || !strings.Contains(s[q.num.Start:q.num.End], strconv.Itoa(low)) {
			t.Fatalf("%s: unit %q", s, u)
		}
	})
}

// FuzzRead holds what is true of any sentence: all places lie inside it and in
// order, and no number is read twice.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "每学期至少选派2-3名教师,每人不少于一节", "一年两次", "两年半", "每3年", "2万余元/人·年", "“每学期两次", "《一次", "(不少于三次)", "1名至3名", "每每每年一一次次",
		"3.2所", "半年一次半天", "至少、一次、两次", ":3年", "每所学校与3所", "二十余万元以上内", "\xff每\xff一\xff次",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\ufffd") // clean text is valid
		if len(s) > 4000 {
			return
		}
		c := read(s)
		c.judge(nil)
		end := 0
		for i := range c.quantities {
			q := &c.quantities[i]
			if q.num.Start < end || q.num.End <= q.num.Start || q.end > len(s) || q.unit.End > len(s) || q.unit.Empty() {
				t.Fatalf("%q: %+v after %d", s, q, end)
			}
			end = q.num.End
			quote := c.quote(i)
			if quote.Start < 0 || quote.End > len(s) || quote.Start > q.num.Start || quote.End < q.end {
				t.Fatalf("%q: the quote %v of %v", s, quote, q.num)
			}
			a, _ := c.action(q)
			o, _ := c.object(i, a)
			who, _ := c.actor(q)
			for _, p := range []struct{ a, b int }{{a.Start, a.End}, {o.Start, o.End}, {who.Start, who.End}} {
				if p.a < 0 || p.b > len(s) || p.b < p.a {
					t.Fatalf("%q: a place %v", s, p)
				}
			}
			if q.per != nil && (q.per.name == "" || q.per.word.Empty() || q.per.word.End > len(s)) {
				t.Fatalf("%q: per %+v", s, q.per)
			}
		}
	})
}
