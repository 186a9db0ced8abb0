package jiedui_test

import (
	"testing"

	"jiedui"
)

var judgeLink = (*jiedui.Lexicon)(nil).Links()

func TestLink(t *testing.T) {
	likely, column, next, file := jiedui.Link{Likely: true}, jiedui.Link{Column: true}, jiedui.Link{NextPage: true}, jiedui.Link{Attachment: true}
	var nothing jiedui.Link
	for words, want := range map[string]jiedui.Link{
		"关于开展城乡学校结对帮扶工作的通知":        likely,
		"青岚区教育局关于印发《教联体建设实施方案》的通知": likely,
		"青嵐區實驗學校教育集團成員校名單":         likely,
		"關於推進集團化辦學的意見":             likely,
		"义务教育学校对口支援工作方案":           likely,
		"教师交流轮岗实施办法":               likely,
		"关于公布联 研　共同体名单的通知":         likely,
		"［通知］ 校际联盟２０２６年活动安排":       likely,
		"中小学手拉手活动方案":               likely,
		"局机关结对帮扶困难群众走访活动":          nothing,
		"驻村工作队帮扶教育简讯":              nothing,
		"医院对口支援协议":                 nothing,
		"铸牢中华民族共同体意识教育":            nothing,
		"关于规范校外托管机构的通知":            nothing,
		"关于做好校园食品安全工作的通知":          nothing,
		"关于帮扶工作的通知":                nothing, // of whom?
		"2026年公开招聘教师公告":            nothing,
		"学校共建共享体育场馆":               likely, // more cannot be seen from it
		"通知公告":                     column,
		"【政策文件】":                   column,
		"通知公告 >>":                  column,
		"下一页":                      next,
		"下一頁 >":                    next,
		"Next Page":                next,
		"下一篇：关于开学的通知":              nothing,
		"附件1：名单.xls":               file,
		"附件：城乡学校结对安排表.doc":         {Likely: true, Attachment: true},
		"下载中心":                     nothing,
		"":                         nothing,
		"2":                        nothing,
		"\xff\xfe":                 nothing,
	} {
		if got := judgeLink(words); got != want {
			t.Errorf("%q: %+v, want %+v", words, got, want)
		}
	}
	ours := words(t, "[links]\n连心办学 pair\n教育天地 column\n食品安全 not\n往后翻 next").Links()
	for words, want := range map[string]jiedui.Link{"关于連心辦學的通知": likely, "教育天地": column, "往后翻>": next, "结对食品安全": nothing} {
		if got := ours(words); got != want {
			t.Errorf("%q with words of one's own: %+v, want %+v", words, got, want)
		}
	}
}

func FuzzLink(f *testing.F) {
	f.Add("关于开展城乡学校结对帮扶工作的通知")
	f.Add("附件1：下一頁 >")
	f.Add("\xe9")
	f.Fuzz(func(t *testing.T, words string) {
		l := judgeLink(words)
		if l.Column && l.NextPage {
			t.Fatalf("%q: %+v", words, l)
		}
	})
}
