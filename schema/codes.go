package schema

// Codes of failures, doubts and findings. A code, once released, keeps its
// meaning.
const (
	// Failures: the input gave no document.
	CodeEmpty       = "empty-input"      // no bytes
	CodeUnknownKind = "unknown-kind"     // neither HTML nor text nor a kind that is read
	CodeNoPages     = "no-pages"         // a folder without readable kinds
	CodeUnreadable  = "unreadable-input" // the file or address could not be opened or read
	CodeFetch       = "fetch-failed"     // the address gave no page
	CodeDamaged     = "damaged-input"    // of a known kind, but broken, and nothing in it could be read
	CodeEncrypted   = "encrypted-input"  // it wants a password
	CodeInternal    = "internal-error"   // the program failed on the page

	// Doubts of reading.
	CodeUndecodable = "undecodable-bytes" // bytes shown as U+FFFD
	CodeTooDeep     = "too-deep"          // nested past the parser; read flat
	CodeTruncated   = "truncated-page"    // larger than the limit; read in part
	CodeTable       = "table-clamped"     // absurd spans or unclosed cells
	CodeCharset     = "charset-conflict"  // the label does not fit the bytes
	CodePicture     = "picture-for-text"  // a picture or scan where text was wanted
	CodeScan        = "scan-without-text" // pictures of pages; there is no text to read
	CodeAttachment  = "attachment-unread" // an attachment is linked, not read

	// Doubts of normalising.
	CodeDamage = "damage-unrepaired" // a byte slip whose lost text is not known

	// Doubts of extracting.
	CodeRow        = "row-not-understood"    // a row of a wanted table gave no record
	CodeTableEmpty = "table-without-record"  // a wanted table gave no record at all
	CodeName       = "name-not-split"        // names that could not be told apart
	CodeUnresolved = "unresolved-reference"  // 我校, a short name: whose it is, is not said
	CodeBlank      = "blank-unfilled"        // __ or xx where a value was wanted
	CodeRegion     = "region-unsure"         // the region's name fits several divisions, or none at the time
	CodeList       = "list-not-understood"   // a leadership or pairing list that gave no record
	CodeAmount     = "amount-not-understood" // a limit (不少于) before a number that was not understood

	// Findings of checking what the document says.
	CodeTwoPhones     = "principal-two-phones"   // one principal of one school, two numbers
	CodeSharedPhone   = "phone-two-persons"      // one mobile number, two names
	CodeContactPhones = "contact-two-phones"     // one contact person, two numbers that are nearly the same
	CodeBadPhone      = "phone-malformed"        // a mobile number of ten or twelve digits
	CodeTwoPrincipals = "school-two-principals"  // one school, two names of its principal
	CodeTwoSpellings  = "school-two-spellings"   // one school, written in two ways in two lists
	CodeNearNamesake  = "school-near-namesake"   // two lists, one character between names that each has alone
	CodeUnlisted      = "school-unlisted"        // in one list, and in no other that has all the rest
	CodeSelfPairing   = "self-pairing"           // a school or group paired with itself
	CodeOwnGroup      = "pairing-with-own-group" // a group paired with the school whose name it bears
	CodePairTwice     = "pairing-twice"          // one pair under two numbers
	CodeSeqGap        = "sequence-gap"           // 1, 2, 4
	CodeSeqTwice      = "sequence-duplicate"     // 1, 2, 2
	CodeShare         = "share-mismatch"         // a share that its two numbers do not give
	CodeOverWhole     = "share-over-whole"       // a rate of more than 100 %
	CodeCount         = "count-mismatch"         // a count of the text that the list does not have
	CodeDates         = "dates-disagree"         // signed, written, published: in another order
	CodeImpossible    = "date-impossible"        // 2月30日
	CodeDocYear       = "doc-number-year"        // the year of the document number is not that of its date
	CodeIndexYear     = "index-number-year"      // the year of the index number is that of none of its dates
	CodeIssuer        = "issuer-mismatch"        // signed by another body than the issuer
	CodeNearPerson    = "person-near-namesake"   // one post, two names that differ in one character
	CodeOutsider      = "leader-not-in-group"    // a leader of a group whose school is not in it
	CodeOutlineGap    = "outline-gap"            // 一、二、四
	CodeAttachments   = "attachment-missing"     // an attachment is announced, others are there, it is not
	CodeBrokenOff     = "text-broken-off"        // the text ends in mid-sentence
	CodeRange         = "range-reversed"         // 2020—2017年
	CodeUnit          = "unit-odd"               // 3所所, 45对名
)

// Kinds of codes, for [Code.Kind].
const (
	KindFailure = "failure" // the input gave no document
	KindDoubt   = "doubt"   // something was not surely read, or not understood
	KindFinding = "finding" // what was read does not agree with itself
)

// Severities, for [Code.Severity]: the levels of SARIF 2.1.0 (3.27.10).
const (
	// SeverityError is a contradiction: what is said cannot be so.
	SeverityError = "error"
	// SeverityWarning is most likely a mistake, or something missing.
	SeverityWarning = "warning"
	// SeverityNote is worth a look and may well be right.
	SeverityNote = "note"
)

// Severities lists the severities, the gravest first.
var Severities = []string{SeverityError, SeverityWarning, SeverityNote}

// Codes lists every code with its meaning in English and Chinese: failures,
// doubts, findings.
var Codes = []Code{
	{CodeEmpty, KindFailure, SeverityError, "the input is empty", "输入为空"},
	{CodeUnknownKind, KindFailure, SeverityError, "the input is no kind that is read", "不支持的输入类型"},
	{CodeNoPages, KindFailure, SeverityError, "the folder holds no page", "文件夹中没有可读页面"},
	{CodeUnreadable, KindFailure, SeverityError, "the input cannot be opened or read", "输入无法打开或读取"},
	{CodeFetch, KindFailure, SeverityError, "the address gave no page", "网址未能取得页面"},
	{CodeDamaged, KindFailure, SeverityError, "the input is damaged or cut off and could not be read", "输入已损坏或不完整，无法读取"},
	{CodeEncrypted, KindFailure, SeverityError, "the input is encrypted with a password", "输入已加密，需要密码"},
	{CodeInternal, KindFailure, SeverityError, "the program failed on the page", "程序处理该页面时出错"},

	{CodeUndecodable, KindDoubt, SeverityWarning, "bytes that the charset cannot decode", "存在无法解码的字节"},
	{CodeTooDeep, KindDoubt, SeverityWarning, "nested past what the parser takes; read flat", "嵌套过深，按纯文本读取"},
	{CodeTruncated, KindDoubt, SeverityWarning, "larger than the limit; read in part", "超过大小上限，只读取了一部分"},
	{CodeTable, KindDoubt, SeverityWarning, "a table with absurd spans or unclosed cells was clamped", "表格跨度异常或单元格未闭合，已截断"},
	{CodeCharset, KindDoubt, SeverityNote, "the charset label does not fit the bytes", "字符集标签与内容不符"},
	{CodePicture, KindDoubt, SeverityWarning, "a picture where text was wanted", "应为文字处是图片"},
	{CodeScan, KindDoubt, SeverityWarning, "a picture or scan without text; nothing could be read from it", "图片或扫描件没有文字层，未能读取"},
	{CodeAttachment, KindDoubt, SeverityNote, "an attachment is linked and was not read", "链接的附件未读取"},
	{CodeDamage, KindDoubt, SeverityWarning, "damaged text that could not be repaired", "损坏的文字未能修复"},
	{CodeRow, KindDoubt, SeverityWarning, "a row of the table was not understood", "表格中有一行未能识别"},
	{CodeTableEmpty, KindDoubt, SeverityWarning, "a table that should hold records gave none", "应有记录的表格没有得到记录"},
	{CodeName, KindDoubt, SeverityWarning, "names that could not be told apart", "姓名未能拆分"},
	{CodeUnresolved, KindDoubt, SeverityNote, "a reference that the document does not resolve", "指代对象不明"},
	{CodeBlank, KindDoubt, SeverityWarning, "a blank where a value was wanted", "应填内容为空白"},
	{CodeRegion, KindDoubt, SeverityNote, "which administrative division the region is, is not sure", "所属行政区划无法确定"},
	{CodeList, KindDoubt, SeverityWarning, "a list that should hold records gave none", "应有记录的名单没有得到记录"},
	{CodeAmount, KindDoubt, SeverityWarning, "a limit before a number that was not understood", "限额后的数量未能识别"},

	{CodeTwoPhones, KindFinding, SeverityWarning, "one principal of one school has two phone numbers", "同一学校的同一校长有两个电话号码"},
	{CodeSharedPhone, KindFinding, SeverityNote, "two persons have the same mobile number", "两人使用同一手机号码"},
	{CodeContactPhones, KindFinding, SeverityNote, "one contact person has two phone numbers that are nearly the same", "同一联系人的两个电话号码仅有细微差别"},
	{CodeBadPhone, KindFinding, SeverityWarning, "a mobile number has a digit too few or too many", "手机号码位数不对"},
	{CodeTwoPrincipals, KindFinding, SeverityWarning, "one school has two principals", "同一学校有两名校长"},
	{CodeTwoSpellings, KindFinding, SeverityWarning, "one school is spelled in two ways in two lists", "同一学校在两处名单中写法不同"},
	{CodeNearNamesake, KindFinding, SeverityNote, "two schools that differ in one character stand each in only one of two lists", "两所校名仅一字之差，且各自只见于一份名单"},
	{CodeUnlisted, KindFinding, SeverityWarning, "a school that no other list knows, while the other lists know the rest", "名单中其余学校均见于其他名单，唯独该校不见"},
	{CodeSelfPairing, KindFinding, SeverityError, "a school or group is paired with itself", "学校或集团与自身结对"},
	{CodeOwnGroup, KindFinding, SeverityWarning, "a group is paired with the school whose name it bears", "集团与其冠名学校结对"},
	{CodePairTwice, KindFinding, SeverityWarning, "the same pair stands twice in the list", "同一对学校在名单中重复出现"},
	{CodeSeqGap, KindFinding, SeverityWarning, "the numbers of a list leave one out", "序号不连续"},
	{CodeSeqTwice, KindFinding, SeverityWarning, "a number of a list stands twice", "序号重复"},
	{CodeShare, KindFinding, SeverityError, "a share is not what its two numbers give", "占比与所列数字不符"},
	{CodeOverWhole, KindFinding, SeverityError, "a rate is more than all of it", "比率超过百分之百"},
	{CodeCount, KindFinding, SeverityWarning, "a count in the text is not that of the list", "文中数量与名单不符"},
	{CodeDates, KindFinding, SeverityWarning, "the dates of the document contradict each other", "文件的各个日期相互矛盾"},
	{CodeImpossible, KindFinding, SeverityError, "a date that the calendar does not have", "日期不存在"},
	{CodeDocYear, KindFinding, SeverityWarning, "the year of the document number is not that of the document's date", "发文字号的年份与成文日期不符"},
	{CodeIndexYear, KindFinding, SeverityWarning, "the year of the index number is that of none of the document's dates", "索引号的年份与文件的各个日期都不符"},
	{CodeIssuer, KindFinding, SeverityWarning, "the document is signed by a body of another place than its issuer", "署名机关与发文机关不属同一地方"},
	{CodeNearPerson, KindFinding, SeverityNote, "two names for one post differ in one character", "同一职务的两处姓名仅一字之差"},
	{CodeOutsider, KindFinding, SeverityWarning, "a leader of a group is the head of a school outside it", "组内负责人所在学校不在该组"},
	{CodeOutlineGap, KindFinding, SeverityWarning, "the numbers of the headings leave one out", "标题序号不连续"},
	{CodeAttachments, KindFinding, SeverityNote, "an attachment is announced and not there, while others are", "所列附件缺少一份，而其余附件均在"},
	{CodeBrokenOff, KindFinding, SeverityWarning, "the text breaks off in mid-sentence", "正文未完而中断"},
	{CodeRange, KindFinding, SeverityWarning, "a range ends before it begins", "区间的终点早于起点"},
	{CodeUnit, KindFinding, SeverityWarning, "a unit is written twice, or two units for one number", "计量单位重复或矛盾"},
}

// Code is a stable code of a failure, doubt or finding with its meaning.
type Code struct {
	Code     string
	Kind     string // KindFailure …
	Severity string // SeverityError …
	English  string
	Chinese  string
}

// CodeOf returns the entry of [Codes] for a code, and whether there is one.
func CodeOf(code string) (Code, bool) {
	for _, c := range Codes {
		if c.Code == code {
			return c, true
		}
	}
	return Code{}, false
}
