// Package tables is the flat view of the dataset: the tables, their columns and
// keys, and the rows of a document.
//
// The road of one value: a [schema.Value] stands somewhere in a document; the
// column whose Path names that place belongs to a [Table] of [All]; [Rows] puts
// the value into that column of a [Row] and, behind the row, one row of the
// table "evidence" for every place that the value was read from. What knows
// columns (CSV, workbooks, Parquet, SQLite, the data package, the codebook)
// reads All and asks Rows; none of them knows the types of package schema.
//
// A new field of package schema is a red test here until a column has it.
package tables

import "jiedui/schema"

// Type is the type of a column.
type Type string

// The types of columns, with the Go type of a cell.
const (
	Text    Type = "string"  // string, never empty
	Integer Type = "integer" // int64
	Number  Type = "number"  // float64
	Boolean Type = "boolean" // bool
)

// Words say the same in two languages.
type Words struct{ English, Chinese string }

// In returns the words in a language: Chinese for "zh", else English.
func (w Words) In(lang string) string {
	if lang == "zh" {
		return w.Chinese
	}
	return w.English
}

// Column is one column of a table.
type Column struct {
	Name string
	Type Type
	// Path is the place in the JSON of a document that the column holds, such as
	// school_groups[].members[].phone; "*." stands for any place. Columns that are
	// made here (keys, positions, links) have none.
	Path  string
	Label Words // a heading
	About Words // what it holds, in a phrase without a full stop; never empty
	// Required columns are never null.
	Required bool
	// Cited columns have evidence: rows of the table "evidence" that name them.
	Cited bool
	// Refers names the table whose column id the column refers to.
	Refers string
	// Enum lists all values, where the list is closed.
	Enum []string
	// Said are words for values that are codes, for readers and not for programs;
	// a value that is not in it is a word already.
	Said map[string]Words
	// Pattern is a regular expression that all values match, or "".
	Pattern string
}

// Table is one table.
type Table struct {
	Name    string
	Label   Words
	About   Words
	Key     []string // the primary key
	Columns []Column
}

// Column returns the place of the named column, or -1.
func (t *Table) Column(name string) int {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// Named returns the table of that name, or nil.
func Named(name string) *Table {
	for _, t := range All {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// All lists every table: what a foreign key refers to stands before it.
var All = []*Table{
	dataset, documents, metadataExtra, repairs, sections,
	leadingGroups, leaders, leaderPosts,
	schools, schoolForms, schoolGroups, members, contacts, pairings,
	citations, milestones, commitments, measures, doubts,
	evidence, failures,
}

const (
	datePattern   = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
	digestPattern = "^[0-9a-f]{64}$"
	rulePattern   = "^[a-z0-9]+(-[a-z0-9]+)*$"
)

// Columns that many tables have.

func id(path string, about Words) Column {
	return Column{Name: "id", Type: Text, Path: path, Label: Words{"Id", "编号"}, About: about, Required: true}
}

// factID is the id of a fact to which package schema gives one.
func factID(path string) Column {
	return id(path, Words{
		"stays the same when the page is read again; behind it -v2, -v3 … when the same document comes again",
		"重新读取同一页面时不变；同一文件再次出现时后加 -v2、-v3……",
	})
}

// rowID is the id of a row to which package schema gives none.
func rowID() Column {
	return id("", Words{"the id of what it belongs to, and its place there", "所属记录的编号加序位"})
}

func ofDocument() Column {
	return Column{Name: "document_id", Type: Text, Label: Words{"Document", "文件"}, Required: true, Refers: "documents",
		About: Words{"the document that says so", "所出自的文件"}}
}

func owner(name, table string, label Words, about Words) Column {
	return Column{Name: name, Type: Text, Label: label, About: about, Required: true, Refers: table}
}

func position() Column {
	return Column{Name: "n", Type: Integer, Label: Words{"Position", "次序"}, Required: true,
		About: Words{"its place in the list of the document, from 1", "在文件所列中的次序，自 1 起"}}
}

// value is a column of a [schema.Value].
func value(name, path string, label, about Words) Column {
	return Column{Name: name, Type: Text, Path: path, Label: label, About: about, Cited: true}
}

func number(name, path string, label, about Words) Column {
	c := value(name, path, label, about)
	c.Type = Number
	return c
}

func date(name, path string, label, about Words) Column {
	c := value(name, path, label, about)
	c.Pattern = datePattern
	return c
}

// plain is a column that has no evidence of its own.
func plain(name string, typ Type, path string, label, about Words) Column {
	return Column{Name: name, Type: typ, Path: path, Label: label, About: about}
}

// link is a column that names a school of the document.
func link(name string, label Words) Column {
	return Column{Name: name, Type: Text, Label: label, Refers: "schools",
		About: Words{
			"the school of the document that stands at the same place of the text or has this name or form; null when none or several do",
			"文中同一位置或同名（含异称）的学校；没有或不止一所时为空",
		}}
}

func required(c Column) Column {
	c.Required = true
	return c
}

func cited(c Column) Column {
	c.Cited = true
	return c
}

func oneOf(c Column, values ...string) Column {
	c.Enum = values
	return c
}

// worded gives the values of a column words.
func worded(c Column, words map[string]Words) Column {
	c.Said = words
	return c
}

func like(c Column, pattern string) Column {
	c.Pattern = pattern
	return c
}

func codesOf(kinds ...string) (all []string) {
	for _, c := range schema.Codes {
		for _, kind := range kinds {
			if c.Kind == kind {
				all = append(all, c.Code)
			}
		}
	}
	return all
}

// Words for values.
var (
	scripts  = map[string]Words{"Hans": {"simplified", "简体"}, "Hant": {"traditional", "繁体"}, "Zyyy": {"none", "无从判断"}}
	roles    = map[string]Words{schema.RoleLead: {"lead", "牵头"}, schema.RoleMember: {"member", "成员"}}
	statuses = map[string]Words{schema.StatusEnded: {"ended", "已结束"}, schema.StatusPlanned: {"planned", "拟结对"}}
	yearly   = map[string]Words{"yearly": {"yearly", "每年"}}
)

// steps are words for the steps of normalising.
func steps() map[string]Words {
	all := map[string]Words{}
	for _, s := range schema.Steps {
		all[s.Code] = Words{s.English, s.Chinese}
	}
	return all
}

// Metadata are words for the usual names of further metadata.
var Metadata = map[string]Words{
	"addressees":          {English: "Addressees", Chinese: "主送机关"},
	"attachment":          {English: "Attachment", Chinese: "附件"},
	"audience":            {English: "Audience", Chinese: "服务对象"},
	"author":              {English: "Author", Chinese: "作者"},
	"catalogue":           {English: "Catalogue", Chinese: "所属目录"},
	"class_number":        {English: "Class number", Chinese: "分类号"},
	"classification":      {English: "Classification", Chinese: "密级"},
	"disclosure":          {English: "Disclosure", Chinese: "公开方式"},
	"disclosure_term":     {English: "Term of disclosure", Chinese: "公开时限"},
	"editor":              {English: "Editor", Chinese: "编辑"},
	"effective_on":        {English: "Effective on", Chinese: "生效日期"},
	"expires_on":          {English: "Expires on", Chinese: "失效日期"},
	"format":              {English: "Format", Chinese: "载体"},
	"genre":               {English: "Genre", Chinese: "体裁"},
	"keywords":            {English: "Keywords", Chinese: "关键词"},
	"language":            {English: "Language", Chinese: "语种"},
	"phone":               {English: "Phone", Chinese: "电话"},
	"provided_on":         {English: "Provided on", Chinese: "提供日期"},
	"registration_number": {English: "Registration number", Chinese: "登记号"},
	"signatory":           {English: "Signatory", Chinese: "签发人"},
	"source":              {English: "Source", Chinese: "信息来源"},
	"urgency":             {English: "Urgency", Chinese: "紧急程度"},
	"valid_for":           {English: "Valid for", Chinese: "有效期"},
	"views":               {English: "Views", Chinese: "浏览次数"},
}

var stage = Words{"小学, 中学 … as the page says", "小学、中学等，依原文"}

var dataset = &Table{
	Name:  "dataset",
	Label: Words{"Dataset", "数据集"},
	About: Words{"One row: the program that wrote the tables; documents taken from a dataset were read by the one that the dataset names", "仅一行：写出各表的程序；取自数据集的文件，由该数据集所载的程序读取"},
	Key:   []string{"schema_version"},
	Columns: []Column{
		required(plain("schema_version", Text, "", Words{"Schema version", "结构版本"}, Words{"version of the JSON shape that the tables are made from", "各表所依据的 JSON 结构的版本"})),
		plain("generator", Text, "", Words{"Program", "程序"}, Words{"the program's name", "程序名称"}),
		plain("version", Text, "", Words{"Version", "程序版本"}, Words{"of the program", "程序的版本"}),
		plain("rules", Text, "", Words{"Rules", "规则版本"}, Words{"version of the reading, normalising and extracting rules", "读取、清理和抽取规则的版本"}),
		plain("lexicon", Text, "", Words{"Lexicon", "词库"}, Words{"digest of the words that were known; behind a + that of a user's own", "所用词库的摘要；+ 之后为用户自备词表的摘要"}),
	},
}

var documents = &Table{
	Name:  "documents",
	Label: Words{"Documents", "文件"},
	About: Words{"Policy documents, with where each came from and its metadata", "政策文件及其来源和元数据"},
	Key:   []string{"id"},
	Columns: []Column{
		cited(id("id", Words{
			"made from where the page came from and the part's number; behind it -v2, -v3 … when the same document comes again. Its evidence: the first and the last line",
			"由页面来源和部分序号生成；同一文件再次出现时后加 -v2、-v3……。其出处为文件首行和末行",
		})),
		required(plain("part", Integer, "part", Words{"Part", "部分"}, Words{"which document of its page, from 1", "页面上的第几份文件，自 1 起"})),
		required(plain("parts", Integer, "parts", Words{"Parts", "部分数"}, Words{"how many documents the page holds", "页面上的文件数"})),
		value("title", "title", Words{"Title", "标题"}, Words{"the title under which it was issued", "发布时的标题"}),
		value("issuer", "metadata.issuer", Words{"Issuer", "发文机关"}, Words{"the body that issued it", "发文机关"}),
		value("doc_number", "metadata.doc_number", Words{"Document number", "发文字号"}, Words{"as written", "依原文"}),
		value("index_number", "metadata.index_number", Words{"Index number", "索引号"}, Words{"of the open-government index, as written", "政府信息公开索引号，依原文"}),
		date("written_on", "metadata.written_on", Words{"Written on", "成文日期"}, Words{"date of writing or issue: 2006, 2006-01 or 2006-01-02", "成文或发文日期：2006、2006-01 或 2006-01-02"}),
		date("published_on", "metadata.published_on", Words{"Published on", "发布日期"}, Words{"date of publishing: 2006, 2006-01 or 2006-01-02", "发布日期：2006、2006-01 或 2006-01-02"}),
		value("signed_by", "metadata.signed_by", Words{"Signed by", "落款机关"}, Words{"the body that signs under the text", "正文之后署名的机关"}),
		date("signed_on", "metadata.signed_on", Words{"Signed on", "落款日期"}, Words{"the date under the text: 2006, 2006-01 or 2006-01-02", "正文之后的日期：2006、2006-01 或 2006-01-02"}),
		plain("year", Integer, "", Words{"Year", "年份"}, Words{"in which it was written, else signed, else published", "成文年份，无则取落款、发布年份"}),
		value("region", "metadata.region", Words{"District", "地区"}, Words{"the district that the document governs", "文件所辖地区"}),
		value("region_code", "metadata.region_code", Words{"District code", "行政区划代码"}, Words{"the district's code after GB/T 2260 as of the document's date; always derived", "成文时该地区的 GB/T 2260 代码，均系推得"}),
		value("subject_category", "metadata.subject_category", Words{"Subject", "主题分类"}, Words{"the subject category of the index block", "公开目录中的主题分类"}),
		value("validity", "metadata.validity", Words{"Validity", "有效性"}, Words{"as the page states it", "依原文"}),
		value("abstract", "metadata.abstract", Words{"Abstract", "内容概述"}, Words{"the abstract of the index block", "公开目录中的内容概述"}),
		plain("uri", Text, "source.uri", Words{"Address", "来源"}, Words{"address or path of the page, as given", "页面的网址或路径"}),
		plain("media_type", Text, "source.media_type", Words{"Media type", "媒体类型"}, Words{"what the bytes are, such as text/html", "字节的类型，如 text/html"}),
		plain("charset", Text, "source.charset", Words{"Charset", "字符集"}, Words{"what decoded the bytes, such as gb18030", "解码所用字符集，如 gb18030"}),
		worded(oneOf(plain("script", Text, "source.script", Words{"Script", "字形"}, Words{"ISO 15924: Hans, Hant, or Zyyy when there is no Chinese text to judge", "ISO 15924：Hans 简体、Hant 繁体、Zyyy 无从判断"}), "Hans", "Hant", "Zyyy"), scripts),
		like(plain("sha256", Text, "source.sha256", Words{"SHA-256", "SHA-256"}, Words{"digest of the page's bytes", "页面字节的摘要"}), digestPattern),
		like(plain("text_sha256", Text, "source.text_sha256", Words{"SHA-256 of the text", "文本 SHA-256"}, Words{"digest of the read text in UTF-8, into which evidence points", "读取文本（UTF-8）的摘要，出处的位置即指该文本"}), digestPattern),
		plain("captured_at", Text, "source.captured_at", Words{"Captured at", "抓取时间"}, Words{"when the page was fetched, after RFC 3339", "页面抓取时间（RFC 3339）"}),
	},
}

var metadataExtra = &Table{
	Name:  "metadata_extra",
	Label: Words{"Further metadata", "其他元数据"},
	About: Words{"Metadata that have no column of their own: addressees, attachments, keywords …", "没有专列的元数据：主送机关、附件、关键词等"},
	Key:   []string{"id"},
	Columns: []Column{
		factID(""), ofDocument(), position(),
		worded(required(plain("name", Text, "metadata.extra[].name", Words{"Name", "项目"}, Words{"the kind of metadata", "元数据的种类"})), Metadata),
		required(value("value", "metadata.extra[].value", Words{"Value", "内容"}, Words{"what it says", "内容"})),
	},
}

var repairs = &Table{
	Name:  "repairs",
	Label: Words{"Repairs", "修复"},
	About: Words{"How many places each normalising step changed on the page of a document", "各清理步骤在文件所在页面上改动的处数"},
	Key:   []string{"id"},
	Columns: []Column{
		rowID(), ofDocument(), position(),
		worded(required(plain("step", Text, "source.repairs[].step", Words{"Step", "步骤"}, Words{"the step's name", "步骤名称"})), steps()),
		required(plain("count", Integer, "source.repairs[].count", Words{"Count", "处数"}, Words{"how many places it changed", "改动的处数"})),
	},
}

var sections = &Table{
	Name:  "sections",
	Label: Words{"Sections", "章节"},
	About: Words{"The headings of the outline", "文件的各级标题"},
	Key:   []string{"id"},
	Columns: []Column{
		rowID(), ofDocument(), position(),
		plain("number", Text, "sections[].number", Words{"Number", "序号"}, Words{"as written: 一、 or (二)", "依原文：一、或（二）"}),
		cited(plain("heading", Text, "sections[].heading", Words{"Heading", "标题"}, Words{"without the number; null where bytes of it were lost", "不含序号；字节缺损时为空"})),
		required(plain("level", Integer, "sections[].level", Words{"Level", "层级"}, Words{"from 1", "自 1 起"})),
	},
}

var leadingGroups = &Table{
	Name:  "leading_groups",
	Label: Words{"Leading groups", "领导机构"},
	About: Words{"Bodies that lead the work (领导小组 …)", "领导小组等机构"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("leading_groups[].id"), ofDocument(), position(),
		value("body", "leading_groups[].body", Words{"Body", "机构"}, Words{"its name", "机构名称"}),
	},
}

var leaders = &Table{
	Name:  "leaders",
	Label: Words{"Leaders", "领导成员"},
	About: Words{"Members of leading groups", "领导机构的成员"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("leading_groups[].members[].id"), ofDocument(),
		owner("leading_group_id", "leading_groups", Words{"Leading group", "领导机构"}, Words{"the body it is a member of", "所属机构"}), position(),
		required(value("role", "leading_groups[].members[].role", Words{"Role", "职责"}, Words{"in the body: 组长, 副组长, 成员 …", "在机构中的职责：组长、副组长、成员等"})),
		value("name", "leading_groups[].members[].name", Words{"Name", "姓名"}, Words{"of the person; null when the member is no person (各校教研室主任)", "姓名；成员并非个人时（各校教研室主任）为空"}),
		value("subject", "leading_groups[].members[].subject", Words{"Subject", "学科"}, Words{"of an expert: 语文 …", "专家的学科：语文等"}),
		value("stage", "leading_groups[].members[].stage", Words{"Stage", "学段"}, stage),
	},
}

var leaderPosts = &Table{
	Name:  "leader_posts",
	Label: Words{"Posts of leaders", "领导成员职务"},
	About: Words{"The posts of each member of a leading group", "领导机构成员的职务"},
	Key:   []string{"id"},
	Columns: []Column{
		rowID(), ofDocument(), owner("leader_id", "leaders", Words{"Leader", "成员"}, Words{"whose post it is", "任此职务的成员"}), position(),
		required(value("post", "leading_groups[].members[].posts[]", Words{"Post", "职务"}, Words{"one stated line or bracket is one post", "原文一行或一个括注为一项"})),
	},
}

var schools = &Table{
	Name:  "schools",
	Label: Words{"Schools", "学校"},
	About: Words{"The schools that a document names, each once, however it is written", "文件提到的学校，每校一行，不论写法"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("schools[].id"), ofDocument(), position(),
		required(value("name", "schools[].name", Words{"Name", "校名"}, Words{"the fullest name that the document gives", "文件给出的最完整名称"})),
		value("parent", "schools[].parent", Words{"Parent", "所属学校"}, Words{"the school that this one is a campus or a division of, or is attached to", "所属的学校（本校为其校区、学部或附校）"}),
		link("parent_id", Words{"Parent (id)", "所属学校编号"}),
		value("principal", "schools[].principal", Words{"Principal", "校长"}, Words{"its head, where a table of pairs gives one", "结对表所列校长"}),
		value("phone", "schools[].phone", Words{"Phone", "电话"}, Words{"of the head", "校长电话"}),
	},
}

var schoolForms = &Table{
	Name:  "school_forms",
	Label: Words{"Names of schools", "学校异称"},
	About: Words{"Other written forms of a school's name: 12小, 我校 …", "校名的其他写法：12小、我校等"},
	Key:   []string{"id"},
	Columns: []Column{
		rowID(), ofDocument(), owner("school_id", "schools", Words{"School", "学校"}, Words{"whose name it is", "所指学校"}), position(),
		required(value("form", "schools[].forms[]", Words{"Form", "写法"}, Words{"as it is written, in simplified script", "原文写法（简体）"})),
	},
}

var schoolGroups = &Table{
	Name:  "school_groups",
	Label: Words{"School groups", "学校组"},
	About: Words{"Groups of schools (组, 教联体, 集团, 联盟 …)", "学校的组、教联体、集团、联盟等"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("school_groups[].id"), ofDocument(), position(),
		required(value("name", "school_groups[].name", Words{"Name", "名称"}, Words{"as the page names it", "依原文"})),
		value("kind", "school_groups[].kind", Words{"Kind", "类型"}, Words{"the page's word: 联研共同体, 教联体, 集团 …", "原文用语：联研共同体、教联体、集团等"}),
		value("parent", "school_groups[].parent", Words{"Parent", "上级组"}, Words{"the group that this one is a part of", "所属的组"}),
		value("stage", "school_groups[].stage", Words{"Stage", "学段"}, stage),
		value("level", "school_groups[].level", Words{"Level", "级别"}, Words{"省级, 市级 … as the page says", "省级、市级等，依原文"}),
		required(plain("narrative", Boolean, "school_groups[].narrative", Words{"In running text", "见于正文"}, Words{"told in running text, not in a table or list", "出自正文叙述，而非表格或名单"})),
	},
}

var members = &Table{
	Name:  "members",
	Label: Words{"Members of groups", "组内学校"},
	About: Words{"The schools of each group", "各组的学校"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("school_groups[].members[].id"), ofDocument(),
		owner("school_group_id", "school_groups", Words{"Group", "所属组"}, Words{"the group it is a member of", "所属的组"}), position(),
		required(value("school", "school_groups[].members[].school", Words{"School", "学校"}, Words{"as the group lists it", "依名单写法"})),
		value("school_full", "school_groups[].members[].school_full", Words{"Full name", "学校全称"}, Words{"where the document gives it elsewhere", "文件他处给出的全称"}),
		link("school_id", Words{"School (id)", "学校编号"}),
		worded(oneOf(value("role", "school_groups[].members[].role", Words{"Role", "角色"}, Words{"lead or member; always derived", "lead 牵头、member 成员，均系推得"}), schema.RoleLead, schema.RoleMember), roles),
		value("division", "school_groups[].members[].division", Words{"Division", "学部"}, Words{"小学部, 初中部 …", "小学部、初中部等"}),
		value("principal", "school_groups[].members[].principal", Words{"Principal", "校长"}, Words{"the head, by name", "校长姓名"}),
		value("phone", "school_groups[].members[].phone", Words{"Phone", "电话"}, Words{"of the school or its head", "学校或校长电话"}),
	},
}

var contacts = &Table{
	Name:  "contacts",
	Label: Words{"Contacts", "联络人"},
	About: Words{"Contact persons of the groups", "各组的联络人"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("school_groups[].contacts[].id"), ofDocument(),
		owner("school_group_id", "school_groups", Words{"Group", "所属组"}, Words{"whose contact it is", "所联络的组"}), position(),
		required(value("name", "school_groups[].contacts[].name", Words{"Name", "姓名"}, Words{"without inner blanks", "不含空格"})),
		value("phone", "school_groups[].contacts[].phone", Words{"Phone", "电话"}, Words{"as written, without blanks", "依原文，不含空格"}),
	},
}

var pairings = &Table{
	Name:  "pairings",
	Label: Words{"Pairings", "结对"},
	About: Words{"Which school helps or leads which", "结对的双方"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("pairings[].id"), ofDocument(), position(),
		value("form", "pairings[].form", Words{"Form", "形式"}, Words{"the page's word: 帮联, 区内共建 …", "原文用语：帮联、区内共建等"}),
		number("seq", "pairings[].seq", Words{"Number", "序号"}, Words{"the pair's number in its list", "名单中的序号"}),
		required(value("from_school", "pairings[].from", Words{"Helping side", "帮扶方"}, Words{"the helping or leading school", "帮扶或牵头的学校"})),
		link("from_school_id", Words{"Helping side (id)", "帮扶方编号"}),
		required(value("to_school", "pairings[].to", Words{"Helped side", "受援方"}, Words{"the helped school", "受援的学校"})),
		link("to_school_id", Words{"Helped side (id)", "受援方编号"}),
		worded(oneOf(value("status", "pairings[].status", Words{"Status", "状态"}, Words{"ended or planned; null: in force; always derived", "ended 已结束、planned 拟结对；空为有效；均系推得"}), schema.StatusEnded, schema.StatusPlanned), statuses),
		required(plain("directed", Boolean, "pairings[].directed", Words{"Directed", "有方向"}, Words{"false where the text names no helping side (A与B互派); the sides then stand in the order of the text", "原文不分帮扶与受援（A与B互派）时为假，双方依原文次序"})),
		required(plain("narrative", Boolean, "pairings[].narrative", Words{"In running text", "见于正文"}, Words{"told in running text, not in a table or list", "出自正文叙述，而非表格或名单"})),
	},
}

var citations = &Table{
	Name:  "citations",
	Label: Words{"Citations", "引用文件"},
	About: Words{"The policies that a document cites", "文件引用的政策"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("citations[].id"), ofDocument(), position(),
		required(value("title", "citations[].title", Words{"Title", "标题"}, Words{"without 《》", "不含书名号"})),
		value("number", "citations[].number", Words{"Document number", "发文字号"}, Words{"of the cited policy", "所引文件的字号"}),
	},
}

var milestones = &Table{
	Name:  "milestones",
	Label: Words{"Milestones", "时间节点"},
	About: Words{"What is due when", "何时应完成何事"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("milestones[].id"), ofDocument(), position(),
		required(cited(plain("due", Text, "", Words{"Due", "时间"}, Words{"the time in one cell: 2031-09-30, 2031-03-01/2031-06-30, ../2031-09 (open), --03-05 (every year)", "以一格表示的时间：2031-09-30、2031-03-01/2031-06-30、../2031-09（起点不限）、--03-05（每年）"}))),
		like(plain("from_date", Text, "milestones[].when.from", Words{"From", "起"}, Words{"2006, 2006-01 or 2006-01-02; null: open", "2006、2006-01 或 2006-01-02；空为不限"}), datePattern),
		like(plain("to_date", Text, "milestones[].when.to", Words{"To", "止"}, Words{"as from_date; included", "同上，含当日"}), datePattern),
		worded(oneOf(plain("recurs", Text, "milestones[].when.recurs", Words{"Recurs", "重复"}, Words{"yearly: a day that comes every year", "yearly：每年同日"}), "yearly"), yearly),
		plain("month", Integer, "milestones[].when.month", Words{"Month", "月"}, Words{"of a day that recurs", "每年重复之日的月份"}),
		plain("day", Integer, "milestones[].when.day", Words{"Day", "日"}, Words{"of a day that recurs", "每年重复之日"}),
		required(value("text", "milestones[].text", Words{"What", "事项"}, Words{"what is due", "应完成的事项"})),
	},
}

var commitments = &Table{
	Name:  "commitments",
	Label: Words{"Commitments", "量化承诺"},
	About: Words{"Promises with a number", "带有数量的承诺"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("commitments[].id"), ofDocument(), position(),
		required(value("quote", "commitments[].quote", Words{"Words", "原文"}, Words{"the words of the promise", "承诺的原话"})),
		required(oneOf(plain("comparator", Text, "commitments[].comparator", Words{"Comparator", "比较"}, Words{"=, >= (至少, 以上) or <= (不超过)", "=、>=（至少、以上）或 <=（不超过）"}), "=", ">=", "<=")),
		required(number("amount", "commitments[].amount", Words{"Amount", "数量"}, Words{"of a range the lower end", "区间取下限"})),
		number("amount_max", "commitments[].amount_max", Words{"Upper end", "数量上限"}, Words{"of a range the upper end", "区间的上限"}),
		required(value("unit", "commitments[].unit", Words{"Unit", "单位"}, Words{"次, 万元, % …", "次、万元、% 等"})),
		value("per", "commitments[].per", Words{"Per", "每"}, Words{"the period (学期, 年 …) or what it is for each of (人, 学科 …)", "周期（学期、年等）或计量对象（人、学科等）"}),
		value("actor", "commitments[].actor", Words{"Actor", "主体"}, Words{"who promises", "承诺的主体"}),
		value("action", "commitments[].action", Words{"Action", "行动"}, Words{"what is done", "所做之事"}),
		value("object", "commitments[].object", Words{"Object", "对象"}, Words{"to what or whom", "行动的对象"}),
	},
}

var measures = &Table{
	Name:  "measures",
	Label: Words{"Measures", "举措"},
	About: Words{"What the plan does, in a closed vocabulary", "方案采取的举措（固定词表）"},
	Key:   []string{"id"},
	Columns: []Column{
		factID("measures[].id"), ofDocument(), position(),
		required(value("name", "measures[].name", Words{"Measure", "举措"}, Words{"the word of the vocabulary", "词表用语"})),
	},
}

var doubts = &Table{
	Name:  "doubts",
	Label: Words{"Doubts", "存疑"},
	About: Words{"What was wanted and not found, not understood, or not surely read", "应有而未见、未能理解或读取不确的内容"},
	Key:   []string{"id"},
	Columns: []Column{
		cited(id("", Words{"the id of the document, and its place there. Its evidence: the place in doubt; none: the page as a whole", "文件编号加序位。其出处为存疑之处；无出处则指整个页面"})),
		ofDocument(), position(),
		required(oneOf(plain("code", Text, "doubts[].code", Words{"Code", "代码"}, Words{"stable", "固定不变"}), codesOf(schema.KindFailure, schema.KindDoubt)...)),
		plain("message", Text, "doubts[].message", Words{"Message", "说明"}, Words{"what is in doubt, in words", "存疑的内容"}),
	},
}

var evidence = &Table{
	Name:  "evidence",
	Label: Words{"Evidence", "出处"},
	About: Words{
		"The places of the read text that each value was read from: one row a place. A derived value that cites no place has one row without",
		"各值所出自的原文位置，一处一行；推得而无出处的值有一行，位置为空",
	},
	Key: []string{"document_id", "table_name", "row_id", "column_name", "n"},
	Columns: []Column{
		ofDocument(),
		required(plain("table_name", Text, "", Words{"Table", "表"}, Words{"the table that the value is in", "值所在的表"})),
		required(plain("row_id", Text, "", Words{"Row", "行"}, Words{"the id of its row there", "值所在行的编号"})),
		required(plain("column_name", Text, "", Words{"Column", "列"}, Words{"its column; id: the row as a whole", "值所在的列；id 指整行"})),
		required(plain("n", Integer, "", Words{"Position", "次序"}, Words{"from 1; of a value that is put together, in its order", "自 1 起；拼合而成的值依其次序"})),
		plain("quote_start", Integer, "*.evidence[].start", Words{"Start", "起点"}, Words{"code points of the read text (jiedui text), from 0", "读取文本（jiedui text）中的码点位置，自 0 起"}),
		plain("quote_end", Integer, "*.evidence[].end", Words{"End", "终点"}, Words{"as quote_start; excluded", "同上，不含"}),
		plain("quote", Text, "*.evidence[].quote", Words{"Quote", "引文"}, Words{"the read text from start to end", "起点至终点的原文"}),
		plain("cell_table", Integer, "*.evidence[].cell.table", Words{"Page table", "页面表格"}, Words{"which table of the page the place lies in, from 1", "位于页面第几个表格，自 1 起"}),
		plain("cell_row", Integer, "*.evidence[].cell.row", Words{"Page row", "表格行"}, Words{"its row, header rows counted, from 1", "行号，计表头，自 1 起"}),
		plain("cell_column", Integer, "*.evidence[].cell.column", Words{"Page column", "表格列"}, Words{"its column of the grid, from 1", "列号，自 1 起"}),
		like(plain("derived", Text, "*.derived", Words{"Derived by", "推得规则"}, Words{"the code of the rule that made a value which does not stand in the text; its places then cite the cause", "值不见于原文时推得它的规则代码，其位置为所据之处"}), rulePattern),
	},
}

var failures = &Table{
	Name:  "failures",
	Label: Words{"Failures", "失败"},
	About: Words{"The inputs that gave no document", "未得到文件的输入"},
	Key:   []string{"n"},
	Columns: []Column{
		required(plain("n", Integer, "", Words{"Position", "次序"}, Words{"from 1", "自 1 起"})),
		required(plain("input", Text, "", Words{"Input", "输入"}, Words{"as the user named it", "用户所给名称"})),
		required(oneOf(plain("code", Text, "", Words{"Code", "代码"}, Words{"stable", "固定不变"}), codesOf(schema.KindFailure, schema.KindDoubt)...)),
		plain("message", Text, "", Words{"Message", "说明"}, Words{"what is wrong and what to do", "问题与处理办法"}),
	},
}
