package synth

import (
	"slices"
	"strings"
)

// doings are the measures that the sentences of this package speak of: a name,
// and the words that say it. A stroke stands for other words of the same clause.
var doings = []struct {
	name  string
	words []string
}{
	{"集团化办学", split("集团化办学 组建-教育集团 成立-教育集团 集团校共建")},
	{"教联体建设", split("教联体建设 组建-教联体 建设-教联体 组建教联体")},
	{"学校联盟", split("学校联盟 教育联盟 发展共同体 教育共同体 组建-联盟 成立-联盟 组建-共同体 成立-共同体")},
	{"托管", split("托管")},
	{"结对帮扶", split("结对帮扶 对口帮扶 对口支援 结对共建 结对互助 城乡结对 城乡共建 市区共建 区内共建 校际结对")},
	{"联合教研", split("联合教研 教研联动 联研 远程教研 主题教研 教研共同体 校际联动 开展-教研活动")},
	{"集体备课", split("集体备课")},
	{"同课异构", split("同课异构")},
	{"公开示范课", split("示范课 教学观摩")},
	{"送教", split("送教")},
	{"支教", split("支教")},
	{"教师交流轮岗", split("教师交流 选派-教师-任教 派出-教师-任教 互派-教师 派驻-教师")},
	{"干部交流挂职", split("挂职 互派-干部 派驻-干部")},
	{"跟岗学习", split("跟岗")},
	{"师徒结对", split("师徒结对")},
	{"教师培训", split("教师培训 业务培训")},
	{"资源共享", split("资源共享 共享-资源 开放-资源")},
	{"校园文化共建", split("文化共建 校园文化建设")},
	{"学生交流", split("手拉手")},
	{"资金支持", split("经费保障 培训经费 安排-经费 资助-元 补助-万元")},
	{"补助津贴", split("交通补贴 生活补助 发放-津贴 发放-补贴 发放-补助 每月-补助 教师-津贴 教师-补助 教师-补贴")},
	{"评优倾斜", split("职称-优先 评优-优先 评先-优先")},
	{"考核", split("考核")},
	{"督导检查", split("督导检查 督导评估")},
	{"表彰奖励", split("表彰")},
	{"签订协议", split("结对协议")},
}

// measureNames are the names of the measures, in order.
func measureNames() []string {
	var out []string
	for _, x := range doings {
		out = append(out, x.name)
	}
	return out
}

// measuresIn are the measures that a text says are taken, titles of other papers
// left out; strictly, also what is only said of money that is set aside (按照公用
// 经费5%的比例安排教师交流经费), or of what is over (不再承担结对帮扶任务).
func measuresIn(text string, strictly bool) map[string]bool {
	for {
		i := strings.Index(text, "《")
		k := strings.Index(text, "》")
		if i < 0 || k < i {
			break
		}
		text = text[:i] + text[k+len("》"):]
	}
	clauses := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，。；：！？,;:\n", r) })
	if strictly {
		clauses = slices.DeleteFunc(clauses, func(c string) bool { return strings.HasPrefix(c, "按照") || strings.Contains(c, "不再") })
	}
	out := map[string]bool{}
	for _, x := range doings {
		for _, w := range x.words {
			pieces := strings.Split(w, "-")
			if strings.Contains(text, pieces[0]) && slices.ContainsFunc(clauses, func(c string) bool { return inOrder(c, pieces) }) {
				out[x.name] = true
				break
			}
		}
	}
	return out
}

// saysMeasure reports whether a text says that a measure is taken.
func saysMeasure(text string) bool { return len(measuresIn(text, false)) > 0 }

// inOrder reports whether a clause holds the pieces one behind the other.
func inOrder(clause string, pieces []string) bool {
	for _, p := range pieces {
		i := strings.Index(clause, p)
		if i < 0 {
			return false
		}
		clause = clause[i+len(p):]
	}
	return true
}
