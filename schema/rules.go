package schema

// Derivation is a rule that makes a value which does not stand in the text, and
// what it is called in [Value.Derived].
type Derivation struct {
	Code    string
	English string
	Chinese string
}

// Derivations lists every rule that derives a value. A code, once released, keeps
// its meaning.
var Derivations = []Derivation{
	{"side", "the role in the group follows from the column, label or word that the school stands under", "角色由学校所在的列、标签或用语推定"},
	{"listed", "a list that names no role: its persons are members", "名单未写明角色，按成员记"},
	{"short-name", "the full name of a school that the text calls by a short one", "由简称还原的学校全称"},
	{"own-school-title", "我校: the school that the title names", "“我校”：标题中的学校"},
	{"own-school-signature", "我校: the school that issued or signed the document", "“我校”：发文或署名的学校"},
	{"own-school-called", "我校: the school that the text says is called so", "“我校”：文中注明如此简称的学校"},
	{"own-school-partner", "我校: the other side of the pair that the document is about", "“我校”：文件所述结对的另一方"},
	{"own-school-actor", "我校: the school that acts in the sentences around", "“我校”：上下文中的行为主体"},
	{"ended-words", "the sentence says that the pair is no more", "语句表明结对已解除"},
	{"planned-words", "the sentence says that the pair is planned", "语句表明结对尚属计划"},
	{"measure-words", "the measure of the vocabulary that these words stand for", "举措词表中与原文用语对应的举措"},

	{"date", "a date put together from several places or completed from the document", "由多处拼合、或据文件补全的日期"},
	{"month-end", "9月底: the last day of the month", "“月底”：当月最后一日"},
	{"year-end", "年底, 年内: 31 December", "“年底、年内”：12月31日"},
	{"year-start", "年初: January", "“年初”：1月"},
	{"ten-days", "上旬 1–10, 中旬 11–20, 下旬 21 to the end of the month", "上旬1—10日，中旬11—20日，下旬21日至月末"},
	{"half-year", "上半年 January–June, 下半年 July–December", "上半年1—6月，下半年7—12月"},
	{"quarter", "第三季度: July–September, and so on", "季度，如第三季度为7—9月"},
	{"school-term", "春季学期 February–July, 秋季学期 September–January, 寒假 January–February, 暑假 July–August", "春季学期2—7月，秋季学期9月至次年1月，寒假1—2月，暑假7—8月"},
	{"school-year", "2023-2024学年: September–August", "学年：9月至次年8月"},
	{"next-year", "次年, 9月至1月: the year after that of the first date", "“次年”或跨年区间：前一日期的下一年"},
	{"five-year-plan", "“十四五”末: 31 December of its last year", "五年规划末：末年12月31日"},
	{"misread-digit", "2O23年, 1l月: a letter that a scanner read for a digit", "扫描误识的数字，如2O23年"},
	{"within", "三年内: counted from a day that is known from elsewhere", "“……年内”：自文件他处所载日期起算"},

	{"percent-words", "百分之八十: the unit is %", "“百分之……”：单位为%"},
	{"fraction", "三分之二: as per cent", "分数折为百分数"},
	{"approximate", "十七八: from 17 to 18", "概数，如“十七八”为17至18"},
	{"scanned-digits", "30O元: letters that a scanner read for digits", "扫描误识的数字，如30O元"},
	{"and-a-half", "两年半: 2.5", "“……半”：加0.5"},
	{"period-synonym", "每期: the term", "“每期”：学期"},
	{"share-of-person", "每位教师: for each person", "“每位教师”：每人"},

	{"region-code-name", "one division bore the name at the document's date", "文件日期时仅有一个行政区划使用此名"},
	{"region-code-place", "several did; the page says in which city or province", "同名区划中，页面写明所属省市"},
	{"region-code-site", "several did; the site's number or address says in which", "同名区划中，由网站标识码或网址判定"},
	{"region-code-index", "the index number decides, or is all there is", "由索引号判定"},
}

// DerivationOf returns the entry of [Derivations] for a code, and whether there
// is one.
func DerivationOf(code string) (Derivation, bool) {
	for _, d := range Derivations {
		if d.Code == code {
			return d, true
		}
	}
	return Derivation{}, false
}

// Step is a step of normalising, as [Repair.Step] names it.
type Step struct {
	Code    string
	English string
	Chinese string
}

// Steps lists the steps of normalising in their order.
var Steps = []Step{
	{"invisible", "removes characters that nobody sees: zero-width ones, soft hyphens, marks of direction", "去除不可见字符：零宽字符、软连字符、方向标记"},
	{"slips", "puts back what was lost with a byte of a two-byte charset, where only one reading is possible", "还原双字节编码中丢失字节所损的文字，仅限唯一可能的读法"},
	{"pinyin", "removes readings that a mirror site set behind characters", "去除镜像站点加在汉字之后的拼音"},
	{"width", "makes letters, digits and signs of full width narrow", "全角字母、数字与符号改为半角"},
	{"blanks", "removes blanks between characters and makes the blanks of forms alike", "去除汉字间的空格，统一待填空白"},
	{"simplify", "converts traditional script to simplified, on pages that are judged to be traditional", "判为繁体的页面转为简体"},
	{"ocr", "puts digits in place of letters that a scanner read, inside numbers", "数字中扫描误识的字母改回数字"},
}
