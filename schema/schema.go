// Package schema is what the world sees: datasets of policy documents in which
// every value carries its evidence. The JSON Schema of these types is printed
// by "jiedui schema"; package schema/export writes them.
//
// It is a leaf: it imports no other package of jiedui.
package schema

// Version is the version of the JSON shape: major for a change that breaks
// readers, minor for an addition, patch for a correction of a description.
const Version = "1.0.0"

// Dataset is the whole output of one run.
type Dataset struct {
	SchemaVersion string     `json:"schema_version"`
	Generator     Generator  `json:"generator"`
	Documents     []Document `json:"documents"`
	Failures      []Failure  `json:"failures"`
}

// Generator names the program and the versions that decide its output.
type Generator struct {
	Name    string `json:"name"`    // always "jiedui"
	Version string `json:"version"` // of the program
	Rules   string `json:"rules"`   // of the reading, normalising and extracting rules
	Lexicon string `json:"lexicon"` // digest of the lexicon's data files
}

// Failure is an input that gave no document.
type Failure struct {
	Input   string `json:"input"`   // as the user named it
	Code    string `json:"code"`    // stable, see Codes
	Message string `json:"message"` // what is wrong and what to do
}

// Document is one policy document: one part of a page. A page without any
// policy document yields one Document with its metadata and no facts.
type Document struct {
	ID            string         `json:"id"`
	Source        Source         `json:"source"`
	Part          int            `json:"part"`     // from 1, in reading order
	Parts         int            `json:"parts"`    // how many the page holds
	Evidence      []Evidence     `json:"evidence"` // where the part begins: its first line
	Title         *Value         `json:"title,omitempty"`
	Metadata      Metadata       `json:"metadata"`
	Sections      []Section      `json:"sections"`
	LeadingGroups []LeadingGroup `json:"leading_groups"`
	SchoolGroups  []SchoolGroup  `json:"school_groups"`
	Pairings      []Pairing      `json:"pairings"`
	Schools       []School       `json:"schools"`
	Citations     []Citation     `json:"citations"`
	Milestones    []Milestone    `json:"milestones"`
	Commitments   []Commitment   `json:"commitments"`
	Measures      []Measure      `json:"measures"`
	Doubts        []Doubt        `json:"doubts"`

	// Name is the page's short name in the facts format.
	Name string `json:"-"`
	// Line is the line of the read text, from 1, at which the part begins.
	Line int `json:"-"`
	// Private are the places of the page that hold phone or identity-card
	// numbers, by Start; what leaves the program is masked there.
	Private []Private `json:"-"`
}

// Source says where a document came from and how it was read.
type Source struct {
	URI        string   `json:"uri"`
	MediaType  string   `json:"media_type"`
	Charset    string   `json:"charset"`
	Script     string   `json:"script"` // ISO 15924: Hans, Hant, or Zyyy when there is no Chinese text to judge
	SHA256     string   `json:"sha256"` // of the page's bytes
	TextSHA256 string   `json:"text_sha256"`
	CapturedAt string   `json:"captured_at,omitempty"` // RFC 3339
	Repairs    []Repair `json:"repairs"`
}

// Repair counts the edits of one normalising step on the page.
type Repair struct {
	Step  string `json:"step"`
	Count int    `json:"count"`
}

// Evidence is a place of the read text: a Text Position Selector (start, end)
// and a Text Quote Selector's exact quote in the words of Web Annotation.
type Evidence struct {
	Start int      `json:"start"` // code points of the read text, from 0
	End   int      `json:"end"`   // exclusive
	Quote string   `json:"quote"` // the read text from start to end
	Cell  *CellRef `json:"cell,omitempty"`
}

// CellRef is the place of a cell in the page's tables; all counts from 1.
type CellRef struct {
	Table  int `json:"table"`
	Row    int `json:"row"`
	Column int `json:"column"`
}

// Value is an extracted value with the places it was read from.
type Value struct {
	Value    string     `json:"value"`
	Evidence []Evidence `json:"evidence"`
	// Derived is the code of the rule that made a value which does not stand
	// in the text; its evidence then cites the cause.
	Derived string `json:"derived,omitempty"`
}

// Number is an extracted number with the places it was read from.
type Number struct {
	Value    float64    `json:"value"`
	Evidence []Evidence `json:"evidence"`
	Derived  string     `json:"derived,omitempty"`
}

// Date is a calendar date with its evidence: 2006, 2006-01 or 2006-01-02.
type Date = Value

// Metadata are the elements of the document after GB/T 9704-2012 and of the
// open-government index block (政府信息公开目录). Absent ones are left out.
type Metadata struct {
	IndexNumber     *Value       `json:"index_number,omitempty"`     // 索引号
	DocNumber       *Value       `json:"doc_number,omitempty"`       // 发文字号
	Issuer          *Value       `json:"issuer,omitempty"`           // 发文机关
	WrittenOn       *Date        `json:"written_on,omitempty"`       // 成文日期
	PublishedOn     *Date        `json:"published_on,omitempty"`     // 发布日期
	SubjectCategory *Value       `json:"subject_category,omitempty"` // 主题分类
	Validity        *Value       `json:"validity,omitempty"`         // 有效性
	Abstract        *Value       `json:"abstract,omitempty"`         // 内容概述
	Region          *Value       `json:"region,omitempty"`           // the district the document governs
	SignedBy        *Value       `json:"signed_by,omitempty"`        // 发文机关署名
	SignedOn        *Date        `json:"signed_on,omitempty"`        // 成文日期 under the text
	Extra           []NamedValue `json:"extra"`                      // addressees, attachments, keywords …
}

// NamedValue is a value of a kind that has no field of its own.
type NamedValue struct {
	Name  string `json:"name"`
	Value Value  `json:"value"`
}

// Section is one heading of the outline.
type Section struct {
	Number   string     `json:"number"` // as written: 一、 (二) 3.
	Heading  string     `json:"heading"`
	Level    int        `json:"level"` // from 1
	Evidence []Evidence `json:"evidence"`
}

// LeadingGroup is a body (领导小组 …) and its members.
type LeadingGroup struct {
	ID      string   `json:"id"`
	Body    *Value   `json:"body,omitempty"`
	Members []Leader `json:"members"`
}

// Leader is one member of a body. A member that is no person (各校教研室主任)
// has posts and no name.
type Leader struct {
	ID      string  `json:"id"`
	Role    Value   `json:"role"` // 组长, 副组长, 成员 …
	Name    *Value  `json:"name,omitempty"`
	Posts   []Value `json:"posts"`
	Subject *Value  `json:"subject,omitempty"` // of an expert: 语文 …
	Stage   *Value  `json:"stage,omitempty"`   // 小学, 中学 …
}

// SchoolGroup is a group of schools (组, 教联体, 集团, 联盟 …).
type SchoolGroup struct {
	ID       string    `json:"id"`
	Name     Value     `json:"name"`
	Kind     *Value    `json:"kind,omitempty"` // the page's word: 联研共同体, 教联体, 集团 …
	Parent   *Value    `json:"parent,omitempty"`
	Stage    *Value    `json:"stage,omitempty"`
	Level    *Value    `json:"level,omitempty"` // 省级, 市级 …
	Members  []Member  `json:"members"`
	Contacts []Contact `json:"contacts"`
	// Narrative: told in running text, not in a table or list.
	Narrative bool `json:"narrative"`
}

// Member is one school of a group.
type Member struct {
	ID        string `json:"id"`
	School    Value  `json:"school"`
	Full      *Value `json:"school_full,omitempty"` // the full name, where the document gives it elsewhere
	Role      *Value `json:"role,omitempty"`        // "lead" or "member"
	Division  *Value `json:"division,omitempty"`    // 小学部, 初中部 …
	Principal *Value `json:"principal,omitempty"`
	Phone     *Value `json:"phone,omitempty"`
}

// Contact is a contact person of a group (联络人).
type Contact struct {
	ID    string `json:"id"`
	Name  Value  `json:"name"`
	Phone *Value `json:"phone,omitempty"`
}

// Pairing ties a helping or leading school to a helped one.
type Pairing struct {
	ID     string  `json:"id"`
	Form   *Value  `json:"form,omitempty"` // the page's word: 帮联, 区内共建 …
	Seq    *Number `json:"seq,omitempty"`  // 序号
	From   Value   `json:"from"`
	To     Value   `json:"to"`
	Status *Value  `json:"status,omitempty"` // "ended" or "planned"; absent: in force
	// Directed is false where the text names no helping side (A与B互派).
	Directed bool `json:"directed"`
	// Narrative: told in running text, not in a table or list.
	Narrative bool `json:"narrative"`
}

// School is a school that the document names, with its written forms.
type School struct {
	ID    string  `json:"id"`
	Name  Value   `json:"name"`
	Forms []Value `json:"forms"` // other written forms: 35小, 我校 …
}

// Citation is a policy that the text cites.
type Citation struct {
	ID     string `json:"id"`
	Title  Value  `json:"title"`
	Number *Value `json:"number,omitempty"`
}

// Milestone is something due at or by a time.
type Milestone struct {
	ID   string `json:"id"`
	When When   `json:"when"`
	Text Value  `json:"text"`
}

// When is a stretch of time, or a day that recurs.
type When struct {
	From     string     `json:"from,omitempty"` // 2006, 2006-01 or 2006-01-02
	To       string     `json:"to,omitempty"`
	Recurs   string     `json:"recurs,omitempty"` // "yearly"
	Month    int        `json:"month,omitempty"`
	Day      int        `json:"day,omitempty"`
	Evidence []Evidence `json:"evidence"`
	Derived  string     `json:"derived,omitempty"`
}

// Commitment is a promise with a number.
type Commitment struct {
	ID         string  `json:"id"`
	Quote      Value   `json:"quote"`
	Amount     Number  `json:"amount"`
	AmountMax  *Number `json:"amount_max,omitempty"`
	Unit       Value   `json:"unit"`
	Comparator string  `json:"comparator"` // "=", ">=" or "<="
	Per        *Value  `json:"per,omitempty"`
	Actor      *Value  `json:"actor,omitempty"`
	Action     *Value  `json:"action,omitempty"`
	Object     *Value  `json:"object,omitempty"`
}

// Measure is a measure that the plan takes, from a closed vocabulary.
type Measure struct {
	ID   string `json:"id"`
	Name Value  `json:"name"`
}

// Doubt is something that was wanted and not found, or not understood, or not
// surely read. It stands beside the records.
type Doubt struct {
	Code     string     `json:"code"` // stable, see Codes
	Message  string     `json:"message"`
	Evidence []Evidence `json:"evidence"`
}

// Private is a place of the read text that holds a personal number.
type Private struct {
	Start, End int    // code points
	Digits     string // the number's digits, in ASCII and without separators
	Kind       string // "phone" or "id"
	// Shown is what stands there when the number is masked, character for
	// character: 100****6595 for 10012346595.
	Shown string
}
