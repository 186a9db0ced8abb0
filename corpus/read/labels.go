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
	"牽", "牵", "協", "协", "銜", "衔", "團", "团", "體", "体", "師", "师", "週", "周", "題", "题", "強", "强", "帶", "带", "輸", "输", "參", "参", "與", "与", "夥", "伙",
	"縣", "县", "範", "范", "構", "构", "現", "现", "說", "说", "獎", "奖", "課", "课", "績", "绩", "選", "选", "訓", "训", "簡", "简", "資", "资",
)

// labelWords are labels by themselves; labelEnds end them, labelSides stand before
// 学校, 校, 单位, 园 and 幼儿园 in those of the two sides.
var (
	labelWords = wordSet(`序号 编号 序 学校 校名 单位 校长 园长 姓名 性别 电话 手机 职务 职称 学段 学科 片区 学区 组别 小组
		组名 联盟 集团 教联体 共同体 备注 时间 日期 阶段 内容 任务 项目 措施 步骤 地点 乡镇 区域 类别 等级
		身份 角色 周次 月份 主题 形式 总校 分校 组 分组 教育集团 大学区 片 区片 协作区 所属片区 所在片区
		所属学区 所属区域 参与学校 包含学校 所属学校 学校名单 学校校长 法人代表 手机号 联系人 联络人 联络员
		结对类型 帮扶类型 类型 共建类型 名单 人员 职务职称 组内分工 分工 职责 主要职责 说明 任教学科 科目 所在镇
		所在镇街 所属镇街 镇街 镇街道 所在乡镇 地区 周期 期限 帮扶期限 研训员 教研员 联系教研员 责任督学 联系领导
		名称 集团校 教共体 负责人 校园长 园校长 教师 支教教师 交流教师 作者 选手 师傅 徒弟 得分 分数 成绩 总分
		平均分 名次 排名 奖项 奖次 等次 获奖等级 获奖等次 获奖情况 县区 区县 县市区 所在县区 所在区县 所在地
		学校地址 地址 所属乡镇 街道 镇 学校构成 成员组成 组成学校 成员构成 构成学校 组成成员`)
	labelEnds  = strings.Fields(`姓名 职务 电话 号码 序号 名称 时间 内容 单位 责任人 负责人 联系人 联络员 联络人 主讲人 科室 形式 方式 要求 时限 安排 主题 项目 任务`)
	labelSides = wordSet(`帮扶 帮联 帮带 带 带动 帮 主帮 支援 支持 支教 对口支援 对口帮扶 结对帮扶 援助 施援 施帮 派出 输出
		优质 城区 城镇 城市 中心城区 主城区 强 示范 甲方 委托管理 托管 牵手 牵头 核心 龙头 领头 领衔 领航
		引领 主体 主导 盟主 基地 总 集团总 理事长 组长 主 被帮扶 被帮联 被帮带 被帮 被支援 被援助 被结对
		被托管 受援 受扶 受帮扶 受帮 受助 受援助 接受 接收 薄弱 相对薄弱 弱 乡村 农村 乡镇 镇村 结对 对口
		结对对象 帮扶对象 结对帮扶对象 乙方 成员 共建 联动 联盟 分 协作 加盟 参与 伙伴 合作伙伴 一般 集团成员
		联盟成员 共同体成员 片区成员 所辖 片区长
		学区长 盟长 首席 城区公办 优质公办 乡镇民办 乡村民办 农村民办 县城 领办`)
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
	if ahead < 2 || len(s.rows) == 1 { // a header alone is one
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
		case c.school && c.length > 4:
			bits += 14
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
