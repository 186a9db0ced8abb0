// Package commitments finds promises with a number: who does what, how many, of
// what, per what, at least or at most.
//
// The road of one promise: the sentence 帮扶学校每学期至少选派2-3名骨干教师到受援
// 学校支教 is walked for numbers (internal/numeral). Behind 2-3 stands 名, a unit
// of units.txt: a quantity. Before it in its clause stand 每学期, a period, and
// 至少, a limit; 选派 is the verb, 帮扶学校 the subject, 骨干教师 what is counted.
// The record is
//
//	{"quote":"帮扶学校每学期至少选派2-3名骨干教师到受援学校支教","value":2,"value_max":3,
//	 "unit":"名","comparator":">=","per":"学期","actor":"帮扶学校","action":"选派","object":"骨干教师"}
//
// # What is a commitment
//
// Each number of the running text that has a unit of units.txt right behind it
// (个 and a period may stand together: 个学期, 个月), or is a percent. Promised,
// demanded and reported numbers are treated alike. Tables are not read: what
// stands in their cells is data. None is
//
//   - a date, year, school year or month (2023年, 2022—2025学年, 5月3日, 近三年,
//     三年来), a name with a number (三年级, 三年行动计划, 九年一贯制, 第三中学, 第一批,
//     35小, 一中), the number of a heading, an article, a document, a phone;
//   - a number in a title 《》, in an idiom (一对一, 一校一品, 一式三份, 各一份, 三个代表;
//     no-counts.txt), or in a quoted label (“四个一”, “六个共建”, “共读一本书”), unless
//     a limit or period is stated inside the quotes (“每学期两次”);
//   - what is only told over: 三个方面, 四项制度, 5个维度, 两个层次;
//   - 一 as an article: 作为一项任务, 是一个平台, 创建一个基地, 每一次, 统一, 另一个. With
//     个, 所, 项 and the like 一 counts only under a limit or a period of its clause
//     (每学期定一所学校, 至少提供一个案例); with what one can put one's hand on (间, 本,
//     节 …), or is delivered by the piece (deliverables.txt), also right behind a verb
//     (建成一间阅览室, 承担一项课题);
//   - a Chinese numeral with 个, 所, 项 … that nothing is done to: 两所学校的会议, 五个
//     连片学校. It counts under a limit or a period, or when a verb brings it about
//     right before it (组建三个教联体). Arabic digits always count (3所学校);
//   - points (90分) without a limit (不低于90分);
//   - a Chinese numeral with a person's or an event's unit without verb, limit or
//     period before it; with a stretch of time without a verb that lasts (支教一年,
//     为期三年), limit or period.
//
// # What its parts are
//
//   - value, value_max: 2-3, 2—3, 一至两, 1名至3名, 两三, 十七八 are ranges. 半天 is 0.5 天,
//     两年半 2.5 年, 百分之八十 80 %, 三分之二 66.7 % (one decimal), 3.5万名 35000 名,
//     30O元 (a scanner's O) 300 元; the 万 of 万元 belongs to the unit (2万元: 2 万元; 二十余万元: 20 万元).
//   - unit: as written, without 个 before a period (1个学期: 学期; but 个月); 人次, 课时,
//     万元, 分钟 are units of their own.
//   - comparator: ">=" for 不少于, 不低于, 不得少于, 至少, 最少, 超过, 满, 以上, 及以上, 余, 多,
//     几 (十几名) and the like, "<=" for 不超过, 至多, 最多, 不高于, 以内, 内, 以下, 不足 and the like
//     (comparators.txt), else "=". 至少 before a verb holds for the verbs that a 、
//     joins to it: 每学年至少组织一次甲、举办一次乙.
//   - per: the period of the clause (每学期, 每个学年, 每一年, 每两周, 每3年, 一年两次, 全年,
//     按月, 2万元/学期, 学年不少于八次, 支部半年…一次); 期 is 学期, 年度 年, 星期 周. A stretch of
//     time has a period only when it is shorter (每周驻校2天; not 每年…支教一年). Without
//     a period, or after it, what each event or receiver is: 每次, 每场, 每节 (before a
//     period), 每人, 每校, 每个学科, 每所学校; 每名教师, 每位党员 are 人 (shares.txt).
//     每位教师与3名学生结对 has none: 与 ties, it does not deal out.
//     A number without either takes over the period of the last number before it in
//     the sentence that is counted alike (events and things; persons; money:
//     每年2万元,其中1万元…), unless its clause has a subject and a verb of its own
//     (…,结对学校安排1名联络员) or says that it is given once (once.txt); of any number
//     that a 、 joins to it; or that of a clause before it that says only when
//     (每年下半年,…; 每学期:甲3次;乙2次). Percents and stretches of time take over none.
//   - A number alone in its line has the words of the next line, where these state a
//     period or end with a limit (8节 over 每学期送课不少于).
//   - quote: the clause between commas or colons, of a list only the item.
//   - actor: the subject of the clause or of a clause before it in the sentence,
//     when it ends like somebody who can act (actors.txt) or is a school's name.
//     action: the last verb before the number in the clause (doings.txt), else the
//     first behind it. object: the noun behind the unit, else the one between verb
//     and number (募集图书500册). Each may be missing.
//
// A limit before a blank (不少于__次) is a doubt, and so is one before a number
// whose unit is not known.
package commitments

import (
	"jiedui/extract"
)

// Extractor finds commitments.
type Extractor struct{}

// Name returns "commitments".
func (Extractor) Name() string { return "commitments" }

// Wants is true of every part that has text outside tables.
func (Extractor) Wants(p *extract.Part) bool { return len(p.Prose()) > 0 }

// Extract fills Commitments.
func (Extractor) Extract(p *extract.Part, d *extract.Draft) {
	x := &state{Part: p, d: d, at: map[string]int{}}
	lines := p.Prose()
	for i, l := range lines {
		str := p.Str(l.Span)
		x.lead = nil
		if i+1 < len(lines) && x.card(l.Span, lines[i+1].Span) {
			continue
		}
		for _, s := range extract.Sentences(str) {
			at := s.Shift(l.Span.Start)
			x.sentence(at)
			if s.End >= len(str) || str[s.End] != ';' {
				x.lead = nil
			}
		}
	}
}

type state struct {
	*extract.Part
	d *extract.Draft
	// at is the index in the draft of what was recorded, by all that it says.
	at map[string]int
	// lead is the period that a clause with a colon sets for the items behind
	// it: 每学期做到:听课10节;评课5次.
	lead *marker
}
