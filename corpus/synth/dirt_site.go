package synth

import (
	"fmt"
	"regexp"
	"strings"
)

// boilerplate sets the lines of a site around the page: of a document library,
// a government portal or a news site.
func (m *mess) boilerplate(_ float64, blocks []Block) []Block {
	site := one(m, m.library, m.portal, m.news)
	before, after := site()
	out := make([]Block, 0, len(before)+len(blocks)+len(after))
	for _, s := range before {
		out = append(out, Block{Kind: Furniture, Text: T(s)})
	}
	out = append(out, blocks...)
	for _, s := range after {
		out = append(out, Block{Kind: Furniture, Text: T(s)})
	}
	return out
}

// library is a site that sells other people's documents.
func (m *mess) library() (before, after []string) {
	pages := 2 + m.IntN(20)
	before = []string{
		one(m, "百川文库", "云端文档网", "学海资料库"),
		fmt.Sprintf("下载地址、上传须知、如何赚取积分？客服QQ：%d", 100000+m.IntN(900000)),
		fmt.Sprintf("文档格式：DOC｜页数：%d页｜大小：%dKB｜积分：%d", pages, 20+m.IntN(400), 5+m.IntN(40)),
		fmt.Sprintf("收藏　分享　举报　上传于：20%02d-%02d-%02d", 10+m.IntN(12), 1+m.IntN(12), 1+m.IntN(28)),
	}
	after = []string{
		"您可能关注的文档",
		one(m, "乡村学校劳动教育的几点想法.doc", "小学三年级语文上册期末复习资料.doc", "某中学食堂管理制度汇编.pdf"),
		one(m, "教师年度考核个人总结范文（十篇）.doc", "2019年消防安全演练方案.doc", "怎样写好一份工作计划.ppt"),
		fmt.Sprintf("下载文档到电脑，查找使用更方便　%d积分　还剩%d页未读，继续阅读", 5+m.IntN(40), pages),
		fmt.Sprintf("客服电话：400-%03d-%04d　工作时间：9:00-18:00", m.IntN(1000), m.IntN(10000)),
		"声明：本站文档均由用户上传，版权归原作者所有，如有侵权请与客服联系。",
	}
	return before, after
}

// portal is the site of a government.
func (m *mess) portal() (before, after []string) {
	before = []string{
		one(m, "设为首页　加入收藏　无障碍阅读", "首页｜走进青川｜新闻中心｜政务公开｜办事服务｜互动交流"),
		"首页　政务公开　政策文件　便民服务　互动交流",
		"当前位置：首页 > 政务公开 > 教育 > 正文",
		"字体：大 中 小　打印　关闭",
	}
	after = []string{
		"扫一扫在手机打开当前页",
		"网站地图　关于我们　联系我们　隐私保护",
		"主办：某某市人民政府办公室　承办：某某市大数据中心",
		fmt.Sprintf("某ICP备%08d号-1　某公网安备 %014d号　网站标识码：%010d", m.IntN(100000000), m.IntN(1000000000), m.IntN(1000000000)),
	}
	return before, after
}

// news is the site of a paper.
func (m *mess) news() (before, after []string) {
	before = []string{
		"首页 要闻 时政 教育 文化 体育 健康 图片",
		fmt.Sprintf("来源：教育在线　编辑：小文　点击数：%d　【字号：大 中 小】", m.IntN(9000)),
	}
	after = []string{
		"上一篇：" + one(m, "冬季流感来了，家长该怎么做？", "我市举行中小学生合唱节", "开学第一课怎么上？"),
		"下一篇：" + one(m, "图书漂流进校园", "食堂开放日，家长看什么？", "他们为什么选择留下来？"),
		"相关阅读", "热点排行", "1 春季运动会今日开幕", "2 高考报名有哪些变化？", "3 名师课堂周六开讲",
		fmt.Sprintf("版权所有 未经授权不得转载　某新网备%06d号", m.IntN(1000000)),
	}
	return before, after
}

// hidden sets text that the page does not show among its blocks: headings for
// search engines, and what a template left behind.
func (m *mess) hidden(_ float64, blocks []Block) []Block {
	for range 1 + m.IntN(3) {
		at := m.IntN(len(blocks) + 1)
		b := Block{Kind: Hidden, Text: T(one(m,
			"结对帮扶名单 结对帮扶方案 结对帮扶总结 免费下载",
			"组长：某某　副组长：某某　帮扶学校：示例小学　受援学校：样例小学",
			"关于做好示例工作的通知（模板）",
			"一、指导思想　二、工作目标　三、组织领导",
			"示例一小—样例一小　示例二小—样例二小"))}
		blocks = append(blocks[:at:at], append([]Block{b}, blocks[at:]...)...)
	}
	return blocks
}

// endTag is an end tag that HTML lets authors leave out, or that browsers miss
// without harm.
var endTag = regexp.MustCompile(`(?i)</(?:p|li|dt|dd|tr|td|th|thead|tbody|option|body|html|span|font)\s*>`)

// follows is what may follow a </p> that is left out: something that ends the
// paragraph by itself.
var follows = regexp.MustCompile(`^(?i)\s*(?:</|<(?:p|div|table|ul|ol|dl|h[1-6]|hr|li|dt|dd|tr|td|th|center|form|section|article|header|footer|nav)\b)`)

// endTags leaves end tags out: as HTML allows, or so that browsers mend it.
func (m *mess) endTags(rate float64, html string) string {
	var out strings.Builder
	done := 0
	for _, at := range endTag.FindAllStringIndex(html, -1) {
		tag := strings.ToLower(html[at[0]+2 : at[1]])
		if strings.HasPrefix(tag, "p") && !follows.MatchString(html[at[1]:]) || !m.chance(rate) {
			continue
		}
		out.WriteString(html[done:at[0]])
		done = at[1]
	}
	out.WriteString(html[done:])
	return out.String()
}

// label returns what the page's head calls the charset that its bytes are
// written in; "" is no label at all.
func (m *mess) label(charset string) string {
	if !m.has(dirtLabels) {
		return charset
	}
	for {
		if l := one(m, "utf-8", "gb2312", "gbk", "big5", "iso-8859-1", ""); l != charset {
			return l
		}
	}
}
