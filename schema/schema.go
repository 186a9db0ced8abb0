// Package schema is what the world sees: datasets of policy documents in which
// every value carries its evidence.
//
// The road of one document: the extractors fill a [Document]; [Merge] unites
// facts that say the same, [AssignIDs] names them, [Complete] leaves no list
// nil; package schema/export writes it; [Validate] holds what was written to
// the JSON Schema of these types (schema/jiedui.schema.json, see [JSONSchema]),
// and [Check] to the laws that a JSON Schema cannot say.
//
// The doc comments and jsonschema tags of the types are the source of that
// schema: after a change run go generate ./schema.
//
// The package is a leaf: it imports no other package of jiedui.
package schema

import "strconv"

// Version is the version of the JSON shape: major for a change that breaks
// readers, minor for an addition, patch for a correction of a description.
const Version = "1.1.0"

// Dataset is the whole output of one run.
type Dataset struct {
	// Version of the JSON shape.
	SchemaVersion string    `json:"schema_version"`
	Generator     Generator `json:"generator"`
	// The documents in the order of the inputs, the parts of a page in reading order.
	Documents []Document `json:"documents"`
	// The inputs that gave no document.
	Failures []Failure `json:"failures"`
}

// Generator names the program and the versions that decide its output.
type Generator struct {
	Name    string `json:"name"`    // always "jiedui"
	Version string `json:"version"` // of the program
	Rules   string `json:"rules"`   // of the reading, normalising and extracting rules
	Lexicon string `json:"lexicon"` // digest of the lexicon's data files; behind a + that of the words that a user added
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
	// Stable: made from where the page came from and the part's number.
	ID     string `json:"id" jsonschema:"pattern=^doc-[0-9a-f]{16}$"`
	Source Source `json:"source"`
	Part   int    `json:"part" jsonschema:"minimum=1"`  // from 1, in reading order
	Parts  int    `json:"parts" jsonschema:"minimum=1"` // how many the page holds
	// Its first and its last line; between them lies the document. Empty on a
	// page without text of its own.
	Evidence []Evidence `json:"evidence"`
	// The title under which it was issued; without line breaks.
	Title    *Value   `json:"title,omitempty"`
	Metadata Metadata `json:"metadata"`
	// The outline.
	Sections []Section `json:"sections"`
	// Bodies (领导小组 …) with their members.
	LeadingGroups []LeadingGroup `json:"leading_groups"`
	// Groups of schools with their schools and contact persons.
	SchoolGroups []SchoolGroup `json:"school_groups"`
	// Which school helps or leads which.
	Pairings []Pairing `json:"pairings"`
	// The schools that the document names.
	Schools []School `json:"schools"`
	// The policies that the text cites.
	Citations []Citation `json:"citations"`
	// What is due when.
	Milestones []Milestone `json:"milestones"`
	// Promises with a number.
	Commitments []Commitment `json:"commitments"`
	// What the plan does.
	Measures []Measure `json:"measures"`
	// What was wanted and not found, not understood, or not surely read.
	Doubts []Doubt `json:"doubts"`

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
	URI        string `json:"uri"`                                                 // address or path, as given
	MediaType  string `json:"media_type"`                                          // what the bytes are, such as text/html
	Charset    string `json:"charset"`                                             // what decoded them, a WHATWG name such as gb18030
	Script     string `json:"script" jsonschema:"enum=Hans,enum=Hant,enum=Zyyy"`   // ISO 15924: Hans, Hant, or Zyyy when there is no Chinese text to judge
	SHA256     string `json:"sha256" jsonschema:"pattern=^[0-9a-f]{64}$"`          // of the page's bytes
	TextSHA256 string `json:"text_sha256" jsonschema:"pattern=^[0-9a-f]{64}$"`     // of the read text, in UTF-8
	CapturedAt string `json:"captured_at,omitempty" jsonschema:"format=date-time"` // RFC 3339
	// What normalising mended on the page, by step.
	Repairs []Repair `json:"repairs"`
}

// Repair counts the edits of one normalising step on the page.
type Repair struct {
	Step  string `json:"step"`                         // the step's name
	Count int    `json:"count" jsonschema:"minimum=0"` // how many places it changed
}

// Evidence is a place of the read text: a Text Position Selector (start, end)
// and a Text Quote Selector's exact quote in the words of Web Annotation.
type Evidence struct {
	Start int    `json:"start" jsonschema:"minimum=0"`   // code points of the read text, from 0
	End   int    `json:"end" jsonschema:"minimum=1"`     // exclusive
	Quote string `json:"quote" jsonschema:"minLength=1"` // the read text from start to end
	// The table cell that the place lies in.
	Cell *CellRef `json:"cell,omitempty"`

	// Damaged says that bytes were lost in or just beside the words that were
	// read here; what they said is not known.
	Damaged bool `json:"-"`
}

// CellRef is the place of a cell in the page's tables; all counts from 1.
type CellRef struct {
	Table  int `json:"table" jsonschema:"minimum=1"`  // in document order
	Row    int `json:"row" jsonschema:"minimum=1"`    // header rows counted
	Column int `json:"column" jsonschema:"minimum=1"` // position in the grid
}

// Value is an extracted value with the places it was read from.
type Value struct {
	// Simplified script, repaired, without stray blanks.
	Value string `json:"value" jsonschema:"minLength=1"`
	// All places that speak for the value; of one that is put together, in its order.
	Evidence []Evidence `json:"evidence" jsonschema:"minItems=1"`
	// Derived is the code of the rule that made a value which does not stand
	// in the text; its evidence then cites the cause.
	Derived string `json:"derived,omitempty" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$"`
}

// Number is an extracted number with the places it was read from.
type Number struct {
	Value float64 `json:"value"` // in the unit of the text
	// All places that speak for the number.
	Evidence []Evidence `json:"evidence" jsonschema:"minItems=1"`
	// The code of the rule that made a number which does not stand in the text.
	Derived string `json:"derived,omitempty" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$"`
}

// Date is a calendar date with its evidence: 2006, 2006-01 or 2006-01-02.
type Date = Value

// Metadata are the elements of the document after GB/T 9704-2012 and of the
// open-government index block (政府信息公开目录). Absent ones are left out.
type Metadata struct {
	IndexNumber     *Value       `json:"index_number,omitempty"`     // 索引号, as written
	DocNumber       *Value       `json:"doc_number,omitempty"`       // 发文字号
	Issuer          *Value       `json:"issuer,omitempty"`           // 发文机关
	WrittenOn       *Date        `json:"written_on,omitempty"`       // 成文日期, 发文日期
	PublishedOn     *Date        `json:"published_on,omitempty"`     // 发布日期
	SubjectCategory *Value       `json:"subject_category,omitempty"` // 主题分类
	Validity        *Value       `json:"validity,omitempty"`         // 有效性
	Abstract        *Value       `json:"abstract,omitempty"`         // 内容概述
	Region          *Value       `json:"region,omitempty"`           // the district the document governs
	RegionCode      *Value       `json:"region_code,omitempty"`      // the district's code after GB/T 2260 as of the document's date; always derived
	SignedBy        *Value       `json:"signed_by,omitempty"`        // 发文机关署名, under the text
	SignedOn        *Date        `json:"signed_on,omitempty"`        // 成文日期, under the text
	Extra           []NamedValue `json:"extra"`                      // addressees, attachments, keywords …
}

// NamedValue is a value of a kind that has no field of its own.
type NamedValue struct {
	Name  string `json:"name" jsonschema:"minLength=1"` // the kind
	Value Value  `json:"value"`                         // what it says
}

// Section is one heading of the outline.
type Section struct {
	Number  string `json:"number"`                       // as written: 一、 (二) 3.
	Heading string `json:"heading"`                      // without the number; empty where bytes of it were lost
	Level   int    `json:"level" jsonschema:"minimum=1"` // from 1
	// The heading with its number.
	Evidence []Evidence `json:"evidence" jsonschema:"minItems=1"`
}

// LeadingGroup is a body (领导小组 …) and its members.
type LeadingGroup struct {
	ID      string   `json:"id" jsonschema:"pattern=^body-[0-9a-f]{16}$"` // stable within the document
	Body    *Value   `json:"body,omitempty"`                              // its name
	Members []Leader `json:"members"`                                     // in the order of the page
}

// Leader is one member of a body. A member that is no person (各校教研室主任)
// has posts and no name.
type Leader struct {
	ID      string  `json:"id" jsonschema:"pattern=^leader-[0-9a-f]{16}$"` // stable within the document
	Role    Value   `json:"role"`                                          // in the body: 组长, 副组长, 成员 …
	Name    *Value  `json:"name,omitempty"`                                // without inner blanks
	Posts   []Value `json:"posts"`                                         // one stated line or bracket is one post
	Subject *Value  `json:"subject,omitempty"`                             // of an expert: 语文 …
	Stage   *Value  `json:"stage,omitempty"`                               // 小学, 中学 …
}

// SchoolGroup is a group of schools (组, 教联体, 集团, 联盟 …).
type SchoolGroup struct {
	ID       string    `json:"id" jsonschema:"pattern=^group-[0-9a-f]{16}$"` // stable within the document
	Name     Value     `json:"name"`                                         // as the page names it: 第一组, 红枫联盟 …
	Kind     *Value    `json:"kind,omitempty"`                               // the page's word: 联研共同体, 教联体, 集团 …
	Parent   *Value    `json:"parent,omitempty"`                             // the group that this one is a part of
	Stage    *Value    `json:"stage,omitempty"`                              // 小学, 中学 …
	Level    *Value    `json:"level,omitempty"`                              // 省级, 市级 …
	Members  []Member  `json:"members"`                                      // its schools; none when the page only names the group
	Contacts []Contact `json:"contacts"`                                     // 联络人, 联络员 …
	// Narrative: told in running text, not in a table or list.
	Narrative bool `json:"narrative"`
}

// Roles of a school in its group, for [Member.Role]. They are no words of the
// page, so the value is always derived.
const (
	RoleLead   = "lead"
	RoleMember = "member"
)

// Member is one school of a group.
type Member struct {
	ID        string `json:"id" jsonschema:"pattern=^member-[0-9a-f]{16}$"` // stable within the document
	School    Value  `json:"school"`                                        // as the group lists it
	Full      *Value `json:"school_full,omitempty"`                         // the full name, where the document gives it elsewhere
	Role      *Value `json:"role,omitempty"`                                // "lead" or "member"
	Division  *Value `json:"division,omitempty"`                            // 小学部, 初中部 …
	Principal *Value `json:"principal,omitempty"`                           // the head, by name
	Phone     *Value `json:"phone,omitempty"`                               // of the school or its head
}

// Contact is a contact person of a group (联络人).
type Contact struct {
	ID    string `json:"id" jsonschema:"pattern=^contact-[0-9a-f]{16}$"` // stable within the document
	Name  Value  `json:"name"`                                           // without inner blanks
	Phone *Value `json:"phone,omitempty"`                                // as written, without blanks
}

// States of a pairing that is not in force, for [Pairing.Status]. They are no
// words of the page, so the value is always derived.
const (
	StatusEnded   = "ended"
	StatusPlanned = "planned"
)

// Pairing ties a helping or leading school to a helped one.
type Pairing struct {
	ID     string  `json:"id" jsonschema:"pattern=^pairing-[0-9a-f]{16}$"` // stable within the document
	Form   *Value  `json:"form,omitempty"`                                 // the page's word: 帮联, 区内共建 …
	Seq    *Number `json:"seq,omitempty"`                                  // 序号
	From   Value   `json:"from"`                                           // the helping or leading school
	To     Value   `json:"to"`                                             // the helped one
	Status *Value  `json:"status,omitempty"`                               // "ended" or "planned"; absent: in force
	// Directed is false where the text names no helping side (A与B互派); from
	// and to then stand in the order of the text.
	Directed bool `json:"directed"`
	// Narrative: told in running text, not in a table or list.
	Narrative bool `json:"narrative"`
}

// School is a school that the document names: one thing, however it is written.
// Near-namesakes, campuses and divisions are schools of their own; a short name
// that fits several is one too, and a doubt.
type School struct {
	ID    string  `json:"id" jsonschema:"pattern=^school-[0-9a-f]{16}$"` // stable within the document
	Name  Value   `json:"name"`                                          // the fullest one that the document, or another of its page about the same district, gives
	Forms []Value `json:"forms"`                                         // its other written forms with all their places: 12小, 我校 …
	// The school that this one is a campus or a division of (东校区, 小学部) or is
	// attached to (附小): a thing of its own.
	Parent *Value `json:"parent,omitempty"`
	// Its head, where a table of pairs gives one; of a group's member it stands there.
	Principal *Value `json:"principal,omitempty"`
	Phone     *Value `json:"phone,omitempty"` // of the head
}

// Citation is a policy that the text cites.
type Citation struct {
	ID     string `json:"id" jsonschema:"pattern=^citation-[0-9a-f]{16}$"` // stable within the document
	Title  Value  `json:"title"`                                           // without 《》
	Number *Value `json:"number,omitempty"`                                // its 发文字号
}

// Milestone is something due at or by a time.
type Milestone struct {
	ID   string `json:"id" jsonschema:"pattern=^milestone-[0-9a-f]{16}$"` // stable within the document
	When When   `json:"when"`
	Text Value  `json:"text"` // what is due
}

// When is a stretch of time, open where from or to is absent, or a day that
// recurs.
type When struct {
	From   string `json:"from,omitempty" jsonschema:"anyof_required=from,pattern=^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"` // 2006, 2006-01 or 2006-01-02
	To     string `json:"to,omitempty" jsonschema:"anyof_required=to,pattern=^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"`     // as from; included
	Recurs string `json:"recurs,omitempty" jsonschema:"anyof_required=recurs,enum=yearly"`                                                   // "yearly"
	Month  int    `json:"month,omitempty" jsonschema:"minimum=1,maximum=12"`                                                                 // of a day that recurs
	Day    int    `json:"day,omitempty" jsonschema:"minimum=1,maximum=31"`                                                                   // of a day that recurs
	// The date as written, and the place that a left-out year was taken from.
	Evidence []Evidence `json:"evidence" jsonschema:"minItems=1"`
	// The code of the rule that made a date which the text does not spell out (底, 次年).
	Derived string `json:"derived,omitempty" jsonschema:"pattern=^[a-z0-9]+(-[a-z0-9]+)*$"`
}

// Commitment is a promise with a number.
type Commitment struct {
	ID         string  `json:"id" jsonschema:"pattern=^commitment-[0-9a-f]{16}$"` // stable within the document
	Quote      Value   `json:"quote"`                                             // the words of the promise
	Amount     Number  `json:"amount"`                                            // of a range the lower end
	AmountMax  *Number `json:"amount_max,omitempty"`                              // of a range the upper end
	Unit       Value   `json:"unit"`                                              // 次, 万元, % …
	Comparator string  `json:"comparator" jsonschema:"enum==,enum=>=,enum=<="`    // "=", ">=" (至少, 以上) or "<=" (不超过)
	Per        *Value  `json:"per,omitempty"`                                     // the period (学期, 年 …) or what it is for each of (人, 学科 …)
	Actor      *Value  `json:"actor,omitempty"`                                   // who promises
	Action     *Value  `json:"action,omitempty"`                                  // what is done
	Object     *Value  `json:"object,omitempty"`                                  // to what or whom
}

// Measure is a measure that the plan takes, from a closed vocabulary.
type Measure struct {
	ID   string `json:"id" jsonschema:"pattern=^measure-[0-9a-f]{16}$"` // stable within the document
	Name Value  `json:"name"`                                           // the word of the vocabulary
}

// Doubt is something that was wanted and not found, or not understood, or not
// surely read. It stands beside the records.
type Doubt struct {
	Code    string `json:"code"`    // stable, see Codes
	Message string `json:"message"` // what is in doubt, in words
	// The place in doubt; empty: the page as a whole.
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

// Year returns the year of the document: that in which it was written, else
// signed under the text, else published; 0 where it states none of these.
func (d *Document) Year() int {
	m := &d.Metadata
	for _, v := range []*Date{m.WrittenOn, m.SignedOn, m.PublishedOn} {
		if v == nil || len(v.Value) < 4 {
			continue
		}
		if y, err := strconv.Atoi(v.Value[:4]); err == nil {
			return y
		}
	}
	return 0
}
