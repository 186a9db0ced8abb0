package read

import "strings"

// What heads a column is known by its words where these are common ones: then the
// number of labels that a table begins with tells how many columns it has, which
// small tables leave open otherwise. The words are those of labels in tables of
// any kind; what is not known is not counted, and its shape must tell.

// inSimplified are characters of labels in traditional script, and in simplified.
var inSimplified = strings.NewReplacer(
	"學", "学", "園", "园", "幫", "帮", "幼兒", "幼儿", "單", "单", "職", "职", "務", "务", "聯", "联", "繫", "系", "係", "系", "電", "电", "話", "话",
	"號", "号", "編", "编", "負", "负", "責", "责", "長", "长", "備", "备", "組", "组", "別", "别", "時", "时", "間", "间", "內", "内", "稱", "称",
	"動", "动", "點", "点", "項", "项", "類", "类", "級", "级", "區", "区", "領", "领", "導", "导", "鄉", "乡", "農", "农", "鎮", "镇", "頭", "头",
	"員", "员", "優", "优", "質", "质", "結", "结", "對", "对", "總", "总", "龍", "龙", "辦", "办", "線", "线", "託", "托", "盤", "盘", "絡", "络", "屬", "属", "計", "计",
)

// labelWords are labels by themselves; labelEnds end them, labelSides stand before
// 学校, 校, 单位, 园 and 幼儿园 in those of the two sides.
var (
	labelWords = wordSet(`序号 编号 序 学校 校名 单位 校长 园长 姓名 性别 电话 手机 手机号码 职务 职称 学段 学科 片区 学区 组别 小组 组名 联盟 集团 教联体 共同体
		备注 时间 日期 阶段 内容 任务 项目 措施 步骤 地点 乡镇 区域 类别 等级 身份 角色 周次 月份 主题 形式 总校 分校 共建形式 帮扶形式 结对形式`)
	labelEnds  = strings.Fields(`姓名 职务 电话 号码 序号 名称 时间 内容 单位 责任人 负责人 联系人 联络员 联络人 主讲人 科室 形式 方式 要求 时限 安排 主题 项目 任务`)
	labelSides = wordSet(`帮扶 被帮扶 受帮扶 帮联 被帮联 支援 受援 被支援 受支援 对口支援 援助 受助 城区 县城 城镇 乡村 农村 乡镇 优质 薄弱 牵头 核心 龙头 领办 基地 成员 共建 联动 联盟
		结对 领衔 主体 托管 被托管 受托管 总 分 强 弱`)
	sideTails = []string{"幼儿园", "学校", "单位", "校", "园"}
)

// maxLabel is the length in characters of the longest label.
const maxLabel = 8

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// isLabel reports whether a text without blanks, of few characters outside
// brackets, is a known label of a column.
func isLabel(s string) bool {
	s = inSimplified.Replace(s)
	if labelWords[s] {
		return true
	}
	for _, t := range sideTails {
		if before, ok := strings.CutSuffix(s, t); ok && labelSides[before] {
			return true
		}
	}
	for _, e := range labelEnds {
		if before, ok := strings.CutSuffix(s, e); ok && before != "" && !strings.ContainsAny(s, "0123456789") {
			return true
		}
	}
	return false
}

// isTotal reports whether a text begins as what counts the rows above does.
func isTotal(s string) bool {
	for _, w := range []string{"合计", "合計", "总计", "總計", "小计", "小計", "共计", "共計"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// labelsAhead is how many cells the table begins with that are known labels.
func (s *solution) labelsAhead() int {
	n := 0
	for k := s.rows[0].from; k < len(s.cells) && s.cells[k].label; k++ {
		n++
	}
	return n
}

// labelBits is what the labels that the table begins with cost the shape: they
// stand in the header, all of them, and not names with them.
func (s *solution) labelBits() float64 {
	ahead := s.labelsAhead()
	if ahead < 2 {
		return 0
	}
	if s.heads == 0 {
		return 20
	}
	own := 0 // cells of the header
	for _, r := range s.rows[:s.heads] {
		own += s.count(r)
	}
	bits := 20 * float64(max(0, ahead-own))
	for k := s.rows[0].from + ahead; k < s.rows[0].from+s.count(s.rows[0]); k++ {
		switch c := s.cells[k]; {
		case c.label:
		case c.school:
			bits += 6
		default:
			bits += 3
		}
	}
	return bits
}

// totalBits is what it costs that sums do not begin their rows.
func (s *solution) totalBits() float64 {
	bits := 0.0
	for _, r := range s.rows {
		for k := r.from + 1; k < r.to; k++ {
			if s.cells[k].total && s.cells[k-1].kind != kindEmpty {
				bits += 15
			}
		}
	}
	return bits
}
