package normalize

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"jiedui/text"
)

// prose invents sentences: each %s of a pattern is filled from the list of its
// letter.
type prose struct{ rand *rand.Rand }

var (
	patterns = []string{
		"{s}{a}{v}{o}，{v}{o}。", "为{v}{o}，{s}{a}{v}{o}。", "{s}和{s}{a}{v}“{t}”活动，{s}{v}{o}；{s}{v}{o}。",
		"{s}、{s}、{s}{a}参加{o}的{o2}，由{p}负责。", "每学期末，{s}要{a}{v}{o}，把{o}报送{s}。{s}{a}{v}{o}。",
		"“{t}”是{s}{v}{o}的重要途径。各{s2}要{a}{v}{o}。", "一是{v}{o}；二是{v}{o}；三是{a}{v}{o}。",
		"成员：{p}（{s}教师）、{p}、{p}，联络员：{p}。", "{s}{a}{v}{o}，保障“{t}”{a}推进。保证{o}{a}提高。",
		"在{s}的支持下，{s}{a}{v}{o}，学生的{o2}{a}改善。可以通过{o}{v}{o}。", "{s}{v}{o}：{s2}每{n}开展一次，{s2}每{n}开展两次。",
		"我校将{v}{o}，现{a}{v}{o}。基地校要{v}{o}。", "对{o}不到位的，{s}要及时{v}。加强{o}，确保“{t}”取得实效。",
		"学校“{t}”工作由{p}主持，学校可{v}{o}。各校按照{o}{a}{v}{o}。",
	}
	fill = map[string][]string{
		"s":  strings.Fields("各学校 两校 城区学校 农村学校 受援学校 支援学校 牵头学校 中心校 基地校 教研组 备课组 年级组 领导小组 教育局 教研室 全体教师 骨干教师 班主任 家长委员会 图书馆 少先队 学生会 幼儿园 联盟校 乡村小学 实验中学 帮扶学校 分管校长 德育处 总务处"),
		"s2": strings.Fields("学校 年级 班级 学科 学区 教研组 社团 小组"),
		"a":  strings.Fields("积极 认真 共同 定期 充分 逐步 切实 及时 全面 主动 扎实 不断 有效 互相 进一步 有计划地"),
		"v":  strings.Fields("开展 组织 加强 落实 完善 推进 制定 交流 改进 建立 总结 参与 指导 保证 做好 承担 安排 研究 检查 推广 整合 配备 更新 承办 搭建"),
		"o":  strings.Fields("课堂教学 教学研究 校本培训 集体备课 师资队伍 教学资源 管理制度 实验设备 图书资料 信息平台 安全教育 家校联系 学生社团 心理辅导 考核办法 经费保障 听课评课 艺术教育 劳动实践 作业设计 教育质量 校园文化 规章制度 体育活动 教师交流 工作计划 阅读活动 送教下乡 课题研究 科学实验"),
		"o2": strings.Fields("研讨 观摩 比赛 展示 学习 培训 成绩 习惯 环境 条件"),
		"t":  strings.Fields("结对帮扶 手拉手 三级联动 名师课堂 同步教研 书香校园 一对一 共同成长 强校带弱校 青蓝工程 校际联动"),
		"p":  strings.Fields("林晓岚 周远航 郑国栋 许文静 何永昌 陆建平 沈玉兰 吴志强 唐秋月 彭海燕"),
		"n":  strings.Fields("周 月 学期 学年"),
	}
)

func (p prose) sentence() string {
	s := patterns[p.rand.Intn(len(patterns))]
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 {
			return s
		}
		end := i + strings.IndexByte(s[i:], '}')
		list := fill[s[i+1:end]]
		s = s[:i] + list[p.rand.Intn(len(list))] + s[end+1:]
	}
}

// TestSlipsOfTheMirror damages thousands of invented sentences as mirror sites
// do. What the words cannot tell may stay damaged; what is repaired must be
// right.
func TestSlipsOfTheMirror(t *testing.T) {
	pages := 2000
	if testing.Short() {
		pages = 400
	}
	m, p, z := newMirror(1), prose{rand.New(rand.NewSource(2))}, newSearch(Hant)
	var all tally
	for range pages {
		z.budget = maxSearches
		d, ok := m.page(p.sentence() + p.sentence())
		if !ok {
			t.Fatal("GBK lacks a character of the lists")
		}
		if len(d.slips) == 0 {
			continue
		}
		all.add(d.judge(z.line(d.shown, 0), func(f slip) {
			want := "a place that is not in step"
			if a, b := d.step[f.start], d.step[f.end]; a >= 0 && b >= a {
				want = d.clean[a:b]
			}
			t.Logf("wrong: %q -> %q, want %q, in %s", d.shown[f.start:f.end], f.with, want, d.shown)
		}))
	}
	share := func(n int) float64 { return float64(n) / float64(all.slips) }
	t.Logf("%d slips: %.1f %% repaired, %.1f %% in part, %.1f %% left, %.2f %% wrong", all.slips, 100*share(all.repaired), 100*share(all.inPart), 100*share(all.left), 100*share(all.wrong))
	if all.slips < pages/5 {
		t.Errorf("only %d slips on %d pages", all.slips, pages)
	}
	if share(all.repaired) < .65 || share(all.repaired+all.inPart) < .95 {
		t.Errorf("%.1f %% repaired, want 65 %%, with those in part 95 %%", 100*share(all.repaired))
	}
	if share(all.wrong) > .005 {
		t.Errorf("%.2f %% wrong, want 0.5 %% at most", 100*share(all.wrong))
	}
}

// TestSlipsFold: what is cut from a repaired line is contained in the fold of
// the words that it came from, wherever the cut is made.
func TestSlipsFold(t *testing.T) {
	m, p := newMirror(3), prose{rand.New(rand.NewSource(4))}
	cuts := 0
	for range 60 {
		d, ok := m.page(p.sentence() + p.sentence())
		if !ok {
			t.Fatal("GBK lacks a character of the lists")
		}
		read := text.Source(d.shown)
		result := Page(read, Hant)
		clean := result.Text
		s := clean.String()
		for range 40 {
			a := p.rand.Intn(len(s))
			b := min(len(s), a+3+p.rand.Intn(60))
			for a > 0 && s[a]&0xC0 == 0x80 {
				a--
			}
			for b < len(s) && s[b]&0xC0 == 0x80 {
				b++
			}
			if slices.ContainsFunc(result.Damage, func(d Damage) bool { return d.Span.Start <= b && a <= d.Span.End }) {
				continue // nobody takes a value from there
			}
			o, _ := clean.Trace(text.Span{Start: a, End: b}, read)
			cuts++
			if f := Fold(read.At(o), Hant, true, had(result, Losses)); !strings.Contains(f, s[a:b]) {
				t.Errorf("%q comes from %q, whose fold is %q", s[a:b], read.At(o), f)
			}
		}
	}
	if cuts == 0 {
		t.Fatal("nothing was cut")
	}
}

// TestQuestionMarks: a question mark is usually a question mark.
func TestQuestionMarks(t *testing.T) {
	for _, s := range []string{
		"为什么?因为A组和B组结对。", "是吗?B同学说:“好。”", "怎么办?(a)先听课;(b)再评课。", "你知道PPT怎么做吗?用PPT做。",
		"问:哪些学校参加?答:A校、B校。", "http://example.org/list?id=1&name=学校&p=Q", "什么是“三个一”?即一课一研?一师一评?",
		"谁来负责?教务处X老师?还是Y老师?", "[?]号表示不详", "甲?乙?丙?丁?", "这是iPad?不,是Pad。", "单价?20M起,速度?30K。",
		"多少?「=SUM(A1)」", "??!!??", "?", "？？", "何为“联动”？请看A栏。", "教师节(9月10日)快到了?Yes!", "VIP?ATM?怎么读",
		"?，?，?，", "好吗?，行?，走?。", "「?」或「\\*」", "“?”、“!”", "是?《甲》?", "A?B?C?D", "第?组的X老师",
	} {
		for _, script := range []Script{Hans, Hant} {
			read := text.Source(s)
			j := &job{script: script}
			if got := slips(read, j); !got.Same(read) {
				t.Errorf("%q became %q", s, got)
			}
			if len(j.damage) > 0 {
				t.Errorf("%q: damage at %v", s, j.damage)
			}
		}
	}
	// The same questions at the end of sentences that are not damaged.
	p := prose{rand.New(rand.NewSource(5))}
	for i := range 500 {
		s := fmt.Sprintf("%s?%s%c组%s", strings.TrimRight(p.sentence(), "。"), p.sentence(), 'A'+i%26, p.sentence())
		read := text.Source(width(text.Source(s), &job{}).String())
		j := &job{}
		if got := slips(read, j); !got.Same(read) || len(j.damage) > 0 {
			t.Errorf("%q became %q, damage %v", read, got, j.damage)
		}
	}
}

func BenchmarkSlips(b *testing.B) {
	m, p := newMirror(1), prose{rand.New(rand.NewSource(2))}
	var page strings.Builder
	for range 200 {
		d, _ := m.page(p.sentence() + p.sentence())
		page.WriteString(d.shown + "\n")
	}
	read := text.Source(page.String())
	b.SetBytes(int64(read.Len()))
	b.ReportAllocs()
	for b.Loop() {
		slips(read, &job{})
	}
}

// TestSlipsBudget: a page that is full of slips is left alone from some place
// on, and says where.
func TestSlipsBudget(t *testing.T) {
	const one = "學?！敖Y對,"
	z := newSearch(Hant)
	z.budget = 3
	found := z.line(strings.Repeat(one, 5), 0)
	if len(found) != 4 {
		t.Fatalf("%d found, want three slips and the place where it ended", len(found))
	}
	for i, f := range found {
		if last := i == 3; f.last != last || f.sure == last || f.start != i*len(one)+len("學") {
			t.Errorf("%d: %+v", i, f)
		}
	}
}

// TestSlipsPastTheEnd: a line that is read late for longer than a search looks.
func TestSlipsPastTheEnd(t *testing.T) {
	late := []rune("为贯彻落实全市教育大?峋瘢煤谩锻┝胂爻窍缪6钥诎锓龉芾戆旆ǎㄊ孕校罚⒒酉爻茄5拇饔茫谋淝嗍跫吨醒戳魇А⑹ψ世匣⒅柿肯禄淖纯觯N窕崽致劬龆ǎ┝攵杏肭嗍醒Э刮谌甑亩钥诎锓觥?")
	for n := range late[60:] {
		laws(t, string(late[:60+n]), Hans)
	}
}
