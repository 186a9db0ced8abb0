package schema

// Codes of failures and doubts. A code, once released, keeps its meaning.
const (
	// Failures: the input gave no document.
	CodeEmpty       = "empty-input"      // no bytes
	CodeUnknownKind = "unknown-kind"     // neither HTML nor text nor a kind that is read
	CodeNoPages     = "no-pages"         // a folder without readable kinds
	CodeUnreadable  = "unreadable-input" // the file or address could not be opened or read
	CodeFetch       = "fetch-failed"     // the address gave no page
	CodeInternal    = "internal-error"   // the program failed on the page

	// Doubts of reading.
	CodeUndecodable = "undecodable-bytes" // bytes shown as U+FFFD
	CodeTooDeep     = "too-deep"          // nested past the parser; read flat
	CodeTruncated   = "truncated-page"    // larger than the limit; read in part
	CodeTable       = "table-clamped"     // absurd spans or unclosed cells
	CodeCharset     = "charset-conflict"  // the label does not fit the bytes
	CodePicture     = "picture-for-text"  // a picture or scan where text was wanted
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
)

// Codes lists every code with its meaning in English and Chinese.
var Codes = []Code{
	{CodeEmpty, "the input is empty", "输入为空"},
	{CodeUnknownKind, "the input is no kind that is read", "不支持的输入类型"},
	{CodeNoPages, "the folder holds no page", "文件夹中没有可读页面"},
	{CodeUnreadable, "the input cannot be opened or read", "输入无法打开或读取"},
	{CodeFetch, "the address gave no page", "网址未能取得页面"},
	{CodeInternal, "the program failed on the page", "程序处理该页面时出错"},
	{CodeUndecodable, "bytes that the charset cannot decode", "存在无法解码的字节"},
	{CodeTooDeep, "nested past what the parser takes; read flat", "嵌套过深，按纯文本读取"},
	{CodeTruncated, "larger than the limit; read in part", "超过大小上限，只读取了一部分"},
	{CodeTable, "a table with absurd spans or unclosed cells was clamped", "表格跨度异常或单元格未闭合，已截断"},
	{CodeCharset, "the charset label does not fit the bytes", "字符集标签与内容不符"},
	{CodePicture, "a picture where text was wanted", "应为文字处是图片"},
	{CodeAttachment, "an attachment is linked and was not read", "链接的附件未读取"},
	{CodeDamage, "damaged text that could not be repaired", "损坏的文字未能修复"},
	{CodeRow, "a row of the table was not understood", "表格中有一行未能识别"},
	{CodeTableEmpty, "a table that should hold records gave none", "应有记录的表格没有得到记录"},
	{CodeName, "names that could not be told apart", "姓名未能拆分"},
	{CodeUnresolved, "a reference that the document does not resolve", "指代对象不明"},
	{CodeBlank, "a blank where a value was wanted", "应填内容为空白"},
	{CodeRegion, "which administrative division the region is, is not sure", "所属行政区划无法确定"},
	{CodeList, "a list that should hold records gave none", "应有记录的名单没有得到记录"},
	{CodeAmount, "a limit before a number that was not understood", "限额后的数量未能识别"},
}

// Code is a stable code of a failure or doubt with its meaning.
type Code struct {
	Code    string
	English string
	Chinese string
}
