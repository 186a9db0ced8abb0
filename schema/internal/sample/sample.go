// Package sample is one invented document that has a fact of each kind, with
// its page, for the tests of package schema and of the packages below it.
package sample

import (
	"strings"
	"unicode/utf8"

	"jiedui/schema"
)

// Page is the read text of an invented notice that has something of each kind.
const Page = `云桥区教育局关于开展结对帮扶工作的通知
云教〔2031〕7号
索引号: 990011/2031-00017
根据《关于推进校际合作的意见》(川陵教发〔2030〕12号)，成立云桥区结对帮扶工作领导小组:
组 长:柏青岚 区教育局局长
成员:各校教务主任
组别	学校	校长	电话	联络员
第一组	云桥一小	穆 远	100 1234 5678	桑禾12900001111温岭0400-2345678
第一组	东屏小学	蓝田玉	１１０００００２２２２
红枫联盟已经成立。
序号	帮扶学校	受援学校
1	云桥一小	东屏小学
云桥二小与东屏小学互派教师。
三、时间安排
2031年9月底前完成对接。每年3月5日开展活动。
每学期至少送教2-3次，约66.7%的教师参加。
咨询电话:0400-2345678。
柏青岚身份证号110000190001010017
云桥区教育局
2031年8月1日
`

// at returns the nth place (from 0) of quote in Page.
func at(nth int, quote string) []schema.Evidence {
	i := 0
	for ; ; nth-- {
		j := strings.Index(Page[i:], quote)
		if j < 0 {
			panic("sample: not in the Page: " + quote)
		}
		if i += j; nth == 0 {
			break
		}
		i += len(quote)
	}
	start := utf8.RuneCountInString(Page[:i])
	return []schema.Evidence{{Start: start, End: start + utf8.RuneCountInString(quote), Quote: quote}}
}

func value(v string, ev ...[]schema.Evidence) *schema.Value {
	out := &schema.Value{Value: v}
	for _, e := range ev {
		out.Evidence = append(out.Evidence, e...)
	}
	if len(ev) == 0 {
		out.Evidence = at(0, v)
	}
	return out
}

func derived(v, rule string, ev []schema.Evidence) *schema.Value {
	return &schema.Value{Value: v, Derived: rule, Evidence: ev}
}

func place(kind, quote, digits, shown string, nth int) schema.Private {
	e := at(nth, quote)[0]
	return schema.Private{Start: e.Start, End: e.End, Digits: digits, Kind: kind, Shown: shown}
}

// Document is what an extractor would make of [Page], lists left nil included.
func Document() *schema.Document {
	cell := func(row, column int, ev []schema.Evidence) []schema.Evidence {
		ev[0].Cell = &schema.CellRef{Table: 1, Row: row, Column: column}
		return ev
	}
	doc := &schema.Document{
		Source: schema.Source{
			URI: "notices/7.txt", MediaType: "text/plain", Charset: "utf-8", Script: "Hans",
			SHA256: strings.Repeat("0", 64), TextSHA256: strings.Repeat("1", 64), CapturedAt: "2031-08-02T09:00:00Z",
			Repairs: []schema.Repair{{Step: "blanks", Count: 2}},
		},
		Part: 1, Parts: 1, Name: "7", Line: 1,
		Evidence: at(0, "云桥区教育局关于开展结对帮扶工作的通知"),
		Title:    value("云桥区教育局关于开展结对帮扶工作的通知"),
		Metadata: schema.Metadata{
			DocNumber:   value("云教〔2031〕7号"),
			IndexNumber: value("990011/2031-00017"),
			SignedBy:    value("云桥区教育局", at(1, "云桥区教育局")),
			SignedOn:    value("2031-08-01", at(0, "2031年8月1日")),
			Region:      value("云桥区"),
			RegionCode:  derived("990011", "region-code-index", at(0, "990011")),
			Extra:       []schema.NamedValue{{Name: "咨询电话", Value: *value("0400-2345678", at(1, "0400-2345678"))}},
		},
		Sections: []schema.Section{{Number: "三、", Heading: "时间安排", Level: 1, Evidence: at(0, "三、时间安排")}},
		LeadingGroups: []schema.LeadingGroup{{
			Body: value("云桥区结对帮扶工作领导小组"),
			Members: []schema.Leader{
				{Role: *value("组长", at(0, "组 长")), Name: value("柏青岚"), Posts: []schema.Value{*value("区教育局局长")}},
				{Role: *value("成员"), Posts: []schema.Value{*value("各校教务主任")}},
			},
		}},
		SchoolGroups: []schema.SchoolGroup{
			{
				Name: *value("第一组", cell(2, 1, at(0, "第一组"))),
				Members: []schema.Member{
					{
						School: *value("云桥一小"), Role: derived(schema.RoleLead, "first-row-leads", at(0, "云桥一小")),
						Principal: value("穆远", at(0, "穆 远")), Phone: value("10012345678", at(0, "100 1234 5678")),
					},
					{School: *value("东屏小学"), Principal: value("蓝田玉"), Phone: value("11000002222", at(0, "１１０００００２２２２"))},
				},
				Contacts: []schema.Contact{
					{Name: *value("桑禾"), Phone: value("12900001111")},
					{Name: *value("温岭"), Phone: value("0400-2345678")},
				},
			},
			{Name: *value("红枫联盟"), Narrative: true},
		},
		Pairings: []schema.Pairing{
			{
				Form: value("帮扶"), Seq: &schema.Number{Value: 1, Evidence: at(0, "1\t云")},
				From: *value("云桥一小", at(1, "云桥一小")), To: *value("东屏小学", at(1, "东屏小学")), Directed: true,
			},
			{From: *value("云桥二小"), To: *value("东屏小学", at(2, "东屏小学")), Narrative: true},
		},
		Schools:   []schema.School{{Name: *value("云桥一小"), Forms: []schema.Value{*value("一小")}}},
		Citations: []schema.Citation{{Title: *value("关于推进校际合作的意见"), Number: value("川陵教发〔2030〕12号")}},
		Milestones: []schema.Milestone{
			{When: schema.When{To: "2031-09-30", Derived: "end-of-month", Evidence: at(0, "2031年9月底前")}, Text: *value("完成对接")},
			{When: schema.When{Recurs: "yearly", Month: 3, Day: 5, Evidence: at(0, "每年3月5日")}, Text: *value("开展活动")},
		},
		Commitments: []schema.Commitment{
			{
				Quote: *value("每学期至少送教2-3次"), Amount: schema.Number{Value: 2, Evidence: at(0, "2-3次")},
				AmountMax: &schema.Number{Value: 3, Evidence: at(0, "2-3次")}, Unit: *value("次"), Comparator: ">=",
				Per: value("学期"), Action: value("送教"),
			},
			{Quote: *value("约66.7%的教师参加"), Amount: schema.Number{Value: 66.7, Evidence: at(0, "66.7%")}, Unit: *value("%"), Comparator: "="},
		},
		Measures: []schema.Measure{{Name: *derived("teacher-exchange", "measure-words", at(0, "互派教师"))}},
		Doubts: []schema.Doubt{{
			Code: schema.CodeName, Message: "names not told apart: 桑禾12900001111温岭 (129-0000-1111)",
			Evidence: at(0, "桑禾12900001111温岭0400-2345678"),
		}},
		Private: []schema.Private{
			place("phone", "100 1234 5678", "10012345678", "100 **** 5678", 0),
			place("phone", "12900001111", "12900001111", "129****1111", 0),
			place("phone", "0400-2345678", "04002345678", "0400-***5678", 0),
			place("phone", "１１０００００２２２２", "11000002222", "１１０＊＊＊＊２２２２", 0),
			place("phone", "0400-2345678", "04002345678", "0400-***5678", 1),
			place("id", "110000190001010017", "110000190001010017", "******************", 0),
		},
	}
	schema.Merge(doc)
	schema.AssignIDs(doc, doc.Source.URI)
	return doc
}
