package synth

import (
	"slices"
	"strings"
)

// doings are the measures that the sentences of this package speak of: a name,
// and the words that say it. A stroke stands for other words of the same clause.
var doings = []struct{ name, words string }{
	{"集团化办学", "集团化办学 组建-教育集团 成立-教育集团 集团校共建"},
	{"教联体建设", "教联体建设 组建-教联体 建设-教联体 组建教联体"},
	{"学校联盟", "学校联盟 教育联盟 发展共同体 教育共同体 组建-联盟 成立-联盟 组建-共同体 成立-共同体"},
	{"托管", "托管"},
	{"结对帮扶", "结对帮扶 对口帮扶 对口支援 结对共建 结对互助 城乡结对 城乡共建 市区共建 区内共建 校际结对"},
	{"联合教研", "联合教研 教研联动 联研 远程教研 主题教研 教研共同体 校际联动 开展-教研活动"},
	{"集体备课", "集体备课"},
	{"同课异构", "同课异构"},
	{"公开示范课", "示范课 教学观摩"},
	{"送教", "送教"},
	{"支教", "支教"},
	{"教师交流轮岗", "教师交流 选派-教师-任教 派出-教师-任教 互派-教师 派驻-教师"},
	{"干部交流挂职", "挂职 互派-干部 派驻-干部"},
	{"跟岗学习", "跟岗"},
	{"师徒结对", "师徒结对"},
	{"教师培训", "教师培训 业务培训"},
	{"资源共享", "资源共享 共享-资源 开放-资源"},
	{"校园文化共建", "文化共建 校园文化建设"},
	{"学生交流", "手拉手"},
	{"资金支持", "经费保障 培训经费 安排-经费 资助-元 补助-万元"},
	{"补助津贴", "交通补贴 生活补助 发放-津贴 发放-补贴 发放-补助"},
	{"评优倾斜", "职称-优先 评优-优先 评先-优先"},
	{"考核", "考核"},
	{"督导检查", "督导检查 督导评估"},
	{"表彰奖励", "表彰"},
	{"签订协议", "结对协议"},
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
// left out.
func measuresIn(text string) map[string]bool {
	for {
		i := strings.Index(text, "《")
		k := strings.Index(text, "》")
		if i < 0 || k < i {
			break
		}
		text = text[:i] + text[k+len("》"):]
	}
	out := map[string]bool{}
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，。；：！？,;:\n", r) }) {
		for _, x := range doings {
			if slices.ContainsFunc(split(x.words), func(w string) bool { return inOrder(clause, strings.Split(w, "-")) }) {
				out[x.name] = true
			}
		}
	}
	return out
}

// saysMeasure reports whether a text says that a measure is taken.
func saysMeasure(text string) bool { return len(measuresIn(text)) > 0 }

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
