package compare

import (
	"strings"

	"jiedui/schema"
)

// Dimensions, for [Row.Dimension].
const (
	About      = "about"
	Forms      = "forms"
	Network    = "network"
	Cycle      = "cycle"
	Funding    = "funding"
	Exchange   = "exchange"
	Visits     = "visits"
	Assessment = "assessment"
	Deadlines  = "deadlines"
	Leadership = "leadership"
	Policies   = "policies"
	Other      = "other"
	Reading    = "reading"
)

// Entry is a stable code with what it means.
type Entry struct {
	Code             string
	English, Chinese string
}

// Dimensions lists the dimensions in the order of the rows.
var Dimensions = []Entry{
	{About, "about", "基本信息"},
	{Forms, "forms", "结对形式"},
	{Network, "network", "网络规模"},
	{Cycle, "cycle", "周期"},
	{Funding, "funding", "经费"},
	{Exchange, "exchange", "交流轮岗"},
	{Visits, "visits", "送教与联合活动"},
	{Assessment, "assessment", "考核"},
	{Deadlines, "deadlines", "时限"},
	{Leadership, "leadership", "组织领导"},
	{Policies, "policies", "政策依据"},
	{Other, "other", "其他"},
	{Reading, "reading", "阅读情况"},
}

func dimensionOf(code string) *Entry { return entry(Dimensions, code) }

func entry(list []Entry, code string) *Entry {
	for i := range list {
		if list[i].Code == code {
			return &list[i]
		}
	}
	return nil
}

// How an item was come by, for [Item.Rule].
const (
	RuleRead    = "read"
	RuleCounted = "counted"
	RuleSpread  = "spread"
	RuleShare   = "share"
	RulePromise = "promise"
	RuleTowns   = "towns"
	RuleYears   = "title-years"
	RuleRank    = "rank-of-post"
	RuleDoubts  = "doubts"
)

// Rules lists the rules by which items are come by.
var Rules = []Entry{
	{RuleRead, "stands in the plan, or was read from it by the rules of extraction", "文中写明，或按抽取规则读出"},
	{RuleCounted, "the number of such things in the plan, each counted once however it is written", "计数：同一事物无论写法只计一次"},
	{RuleSpread, "the smallest, the median and the largest of several counts", "若干计数的最小值、中位数、最大值"},
	{RuleShare, "one count divided by another, to one decimal of a per cent", "两个计数之比，百分数保留一位小数"},
	{RulePromise, "a promise with a number; its words decide what it is about (words.txt), each promise stands in one row. In brackets the amount, and behind = the amount in 万元 and of a year where the period has a fixed number in a year (2 terms); a month has not, as there are holidays", "带数字的承诺，按用词归类（words.txt），每条只列一处。方括号内为数量，等号后折算为万元及每学年（年）；按月的不折算，因假期是否计入未写明"},
	{RuleTowns, "pairs whose two schools both begin with the name of a town, and of these those with two different ones; schools without a town in their name are left out", "两校校名均以乡镇（街道）名开头的对子中，跨乡镇的比例；校名不含乡镇的不计"},
	{RuleYears, "the years that stand in the plan's title", "标题中写明的起止年份"},
	{RuleRank, "the rank that the words of a post stand for (words.txt), the highest of a person's posts", "由职务用词判断的级别（words.txt），取其最高者"},
	{RuleDoubts, "what the program wanted and did not find or understand, by code: there \"not stated\" may be \"not read\"", "程序未能读出或存疑之处（代码），该处的“未载明”可能是“未读出”"},
}

// Ranks lists the ranks of posts from the highest.
var Ranks = []Entry{
	{"county-head", "head of county or district", "县（区）主要领导"},
	{"county-deputy", "deputy head of county or district", "县（区）副职领导"},
	{"bureau-head", "head of bureau", "局主要领导"},
	{"bureau-deputy", "deputy head of bureau", "局副职领导"},
	{"township", "leader of a town", "乡镇（街道）领导"},
	{"section-head", "head of section", "科（股、室）负责人"},
	{"section-deputy", "deputy head of section", "科（股、室）副职"},
	{"school-head", "head of school", "校（园）长"},
	{"school-deputy", "deputy head of school", "校（园）副职或中层"},
}

func rankOf(code string) *Entry { return entry(Ranks, code) }

// row is one question to a plan.
type row struct {
	code  string // dimension.name
	label schema.Message
	lines bool // an item takes a line of its own
	items func(*facts) []Item
	// empty is what a cell without items says; nil: not stated.
	empty *schema.Message
}

func (r row) dimension() string {
	d, _, _ := strings.Cut(r.code, ".")
	return d
}

// rows lists the questions in the order of the matrix.
var rows = []row{
	{"about.title", schema.Message{English: "title", Chinese: "标题"}, true, title, nil},
	{"about.district", schema.Message{English: "district and its code", Chinese: "地区及代码"}, false, district, nil},
	{"about.issuer", schema.Message{English: "issuer", Chinese: "发文机关"}, false, issuer, nil},
	{"about.number", schema.Message{English: "document number", Chinese: "发文字号"}, false, docNumber, nil},
	{"about.date", schema.Message{English: "date written, else signed, else published", Chinese: "成文（署名、发布）日期"}, false, date, nil},

	{"forms.pairs", schema.Message{English: "forms of pairing, with pairs listed", Chinese: "结对形式（对数）"}, false, formsOfPairs, nil},
	{"forms.groups", schema.Message{English: "kinds of groups, with groups named", Chinese: "学校组类型（个数）"}, false, kindsOfGroups, nil},
	{"forms.measures", schema.Message{English: "named in the text", Chinese: "文中提及的形式"}, false, measuresOf(Forms), nil},

	{"network.schools", schema.Message{English: "schools named", Chinese: "列名学校数"}, false, schools, nil},
	{"network.branches", schema.Message{English: "of these campuses and divisions of other schools", Chinese: "其中校区、学部"}, false, branches, nil},
	{"network.groups", schema.Message{English: "groups of schools", Chinese: "学校组数"}, false, groups, nil},
	{"network.group-size", schema.Message{English: "schools a group: min / median / max", Chinese: "每组学校数：最小/中位/最大"}, false, groupSize, nil},
	{"network.pairs", schema.Message{English: "pairs", Chinese: "结对数"}, false, pairs, nil},
	{"network.pairs-planned", schema.Message{English: "pairs planned, not in force", Chinese: "拟结对数"}, false, pairsOf(schema.StatusPlanned), nil},
	{"network.pairs-ended", schema.Message{English: "pairs ended", Chinese: "已结束的对数"}, false, pairsOf(schema.StatusEnded), nil},
	{"network.leads", schema.Message{English: "helping or leading parties", Chinese: "帮扶（牵头）方数"}, false, leads, nil},
	{"network.helped", schema.Message{English: "helped parties", Chinese: "受援（成员）方数"}, false, helped, nil},
	{"network.pairs-a-lead", schema.Message{English: "pairs a lead: min / median / max", Chinese: "每个帮扶方结对数：最小/中位/最大"}, false, pairsALead, nil},
	{"network.group-parties", schema.Message{English: "groups that are a party of pairs", Chinese: "以集团等名义结对的方数"}, false, groupParties, nil},
	{"network.coverage", schema.Message{English: "schools named that are in a pair or group", Chinese: "列名学校中已结对或入组者"}, false, coverage, nil},
	{"network.cross-town", schema.Message{English: "pairs across towns, where both towns are told", Chinese: "跨乡镇结对（两校乡镇均写明者）"}, false, crossTown, nil},
	{"network.promises", schema.Message{English: "promised size and coverage", Chinese: "规模与覆盖承诺"}, true, promisesOf(Network), nil},

	{"cycle.promises", schema.Message{English: "period of the pairing", Chinese: "结对周期"}, true, promisesOf(Cycle), nil},
	{"cycle.title-years", schema.Message{English: "years in the title", Chinese: "标题所含年份"}, false, titleYears, nil},

	{"funding.promises", schema.Message{English: "money promised", Chinese: "经费承诺"}, true, promisesOf(Funding), nil},
	{"funding.measures", schema.Message{English: "measures", Chinese: "举措"}, false, measuresOf(Funding), nil},

	{"exchange.promises", schema.Message{English: "quotas and terms", Chinese: "人数、比例与期限"}, true, promisesOf(Exchange), nil},
	{"exchange.measures", schema.Message{English: "measures", Chinese: "举措"}, false, measuresOf(Exchange), nil},

	{"visits.promises", schema.Message{English: "how often and how much", Chinese: "次数与数量"}, true, promisesOf(Visits), nil},
	{"visits.measures", schema.Message{English: "measures", Chinese: "举措"}, false, measuresOf(Visits), nil},

	{"assessment.promises", schema.Message{English: "how often, and weights", Chinese: "次数与权重"}, true, promisesOf(Assessment), nil},
	{"assessment.measures", schema.Message{English: "measures", Chinese: "举措"}, false, measuresOf(Assessment), nil},

	{"deadlines.dates", schema.Message{English: "dated steps", Chinese: "时间节点"}, true, deadlines, nil},
	{"deadlines.yearly", schema.Message{English: "due every year", Chinese: "每年的时间节点"}, true, yearly, nil},

	{"leadership.bodies", schema.Message{English: "bodies, with their people", Chinese: "领导机构（人数）"}, true, bodies, nil},
	{"leadership.size", schema.Message{English: "people in all bodies", Chinese: "领导机构总人数"}, false, people, nil},
	{"leadership.heads", schema.Message{English: "heads and their posts", Chinese: "组长及职务"}, true, heads, nil},
	{"leadership.rank", schema.Message{English: "highest rank of a head", Chinese: "组长最高级别"}, false, rank, nil},
	{"leadership.promises", schema.Message{English: "people to be put in charge", Chinese: "专人负责"}, true, promisesOf(Leadership), nil},

	{"policies.cited", schema.Message{English: "policies cited", Chinese: "引用的政策"}, true, cited, nil},

	{"other.promises", schema.Message{English: "further promises with a number", Chinese: "其他带数字的承诺"}, true, promisesOf(Other), nil},
	{"other.measures", schema.Message{English: "further measures", Chinese: "其他举措"}, false, measuresOf(Other), nil},

	{"reading.doubts", schema.Message{English: "not understood or in doubt", Chinese: "未读出或存疑"}, false, doubts, &schema.Message{English: "nothing", Chinese: "无"}},
}

// Questions lists the codes of all rows with their labels, in order.
func Questions() []Entry {
	out := make([]Entry, len(rows))
	for i, r := range rows {
		out[i] = Entry{r.code, r.label.English, r.label.Chinese}
	}
	return out
}

func rowOf(code string) *row {
	for i := range rows {
		if rows[i].code == code {
			return &rows[i]
		}
	}
	return nil
}
