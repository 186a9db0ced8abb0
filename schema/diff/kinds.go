package diff

// Kinds of changes, for [Change.Kind]. A code, once released, keeps its meaning.
const (
	PairingAdded      = "pairing-added"
	PairingEnded      = "pairing-ended"
	PairingReassigned = "pairing-reassigned"
	PairingTurned     = "pairing-turned"
	PairingForm       = "pairing-form"
	PairingStatus     = "pairing-status"

	GroupAdded   = "group-added"
	GroupEnded   = "group-ended"
	GroupRenamed = "group-renamed"
	GroupMoved   = "group-moved"
	GroupChanged = "group-changed"

	MemberJoined  = "member-joined"
	MemberLeft    = "member-left"
	MemberMoved   = "member-moved"
	MemberRole    = "member-role"
	MemberChanged = "member-changed"

	SchoolRenamed    = "school-renamed"
	PrincipalChanged = "principal-changed"
	PhoneChanged     = "phone-changed"

	ContactJoined = "contact-joined"
	ContactLeft   = "contact-left"

	BodyAdded   = "body-added"
	BodyEnded   = "body-ended"
	BodyRenamed = "body-renamed"

	LeaderJoined    = "leader-joined"
	LeaderLeft      = "leader-left"
	LeaderSucceeded = "leader-succeeded"
	LeaderRole      = "leader-role"
	LeaderPost      = "leader-post"
	LeaderChanged   = "leader-changed"

	MilestoneAdded    = "milestone-added"
	MilestoneDropped  = "milestone-dropped"
	MilestoneMoved    = "milestone-moved"
	MilestoneReworded = "milestone-reworded"

	CommitmentAdded    = "commitment-added"
	CommitmentDropped  = "commitment-dropped"
	CommitmentRaised   = "commitment-raised"
	CommitmentLowered  = "commitment-lowered"
	CommitmentChanged  = "commitment-changed"
	CommitmentReworded = "commitment-reworded"

	MeasureTakenUp = "measure-taken-up"
	MeasureDropped = "measure-dropped"

	CitationAdded   = "citation-added"
	CitationDropped = "citation-dropped"
	CitationChanged = "citation-changed"

	MetadataChanged = "metadata-changed"

	SectionAdded   = "section-added"
	SectionRemoved = "section-removed"
	SectionRenamed = "section-renamed"
	SectionText    = "section-text"

	PartAdded   = "part-added"
	PartRemoved = "part-removed"
)

// Types of subjects, for [Subject.Type].
const (
	TypePairing    = "pairing"
	TypeGroup      = "group"
	TypeMember     = "member"
	TypeSchool     = "school"
	TypeContact    = "contact"
	TypeBody       = "body"
	TypeLeader     = "leader"
	TypeMilestone  = "milestone"
	TypeCommitment = "commitment"
	TypeMeasure    = "measure"
	TypeCitation   = "citation"
	TypeMetadata   = "metadata"
	TypeSection    = "section"
	TypeDocument   = "document"
)

// Types lists the types of subjects in the order in which changes are told.
var Types = []string{
	TypeDocument, TypeMetadata, TypePairing, TypeGroup, TypeMember, TypeContact, TypeSchool, TypeBody, TypeLeader,
	TypeMilestone, TypeCommitment, TypeMeasure, TypeCitation, TypeSection,
}

// Kind is a stable code of a kind of change with its meaning.
type Kind struct {
	Code string
	// Type is that of the subject. That of a phone is the school's or, of a contact
	// person's, TypeContact.
	Type    string
	Values  string // what Side.Value is; "": it is empty
	English string
	Chinese string
	// Mirror is the kind that the change has when the two versions change places.
	Mirror string
}

// Kinds lists every kind of change in the order in which changes are told.
// Where the kind is about an old and a new value, one of them may be absent: the
// one version does not say it.
var Kinds = []Kind{
	{PartAdded, TypeDocument, "the title", "the page holds a further plan", "页面新增一份方案", PartRemoved},
	{PartRemoved, TypeDocument, "the title", "a plan is no longer on the page", "页面不再含有该方案", PartAdded},

	{MetadataChanged, TypeMetadata, "the value", "the title, number, issuer, a date or another element differs", "标题或要素改变", MetadataChanged},

	{PairingAdded, TypePairing, "the form (帮联 …), if any", "a pair of schools is new", "新增结对", PairingEnded},
	{PairingEnded, TypePairing, "the form, if any", "a pair of schools is no longer in the plan", "不再结对", PairingAdded},
	{PairingReassigned, TypePairing, "the partner that changed", "a school has another partner: the helped one another helper, or the helper another school to help", "调整结对对象", PairingReassigned},
	{PairingTurned, TypePairing, "A → B or A ↔ B", "the same two schools, but who helps whom differs", "帮扶方向改变", PairingTurned},
	{PairingForm, TypePairing, "the form", "the form of a pairing differs", "结对形式改变", PairingForm},
	{PairingStatus, TypePairing, "ended or planned; in force: empty", "the status of a pairing differs", "结对状态改变", PairingStatus},

	{GroupAdded, TypeGroup, "", "a group of schools is new", "新增学校组", GroupEnded},
	{GroupEnded, TypeGroup, "", "a group of schools is no longer in the plan", "学校组取消", GroupAdded},
	{GroupRenamed, TypeGroup, "the name", "a group of schools has another name", "学校组更名", GroupRenamed},
	{GroupMoved, TypeGroup, "the group above it", "a group belongs to another one", "学校组改变隶属", GroupMoved},
	{GroupChanged, TypeGroup, "the field's value", "the kind, stage or level of a group differs", "学校组的类别、学段或级别改变", GroupChanged},

	{MemberJoined, TypeMember, "", "a school is new in a group", "学校加入该组", MemberLeft},
	{MemberLeft, TypeMember, "", "a school is no longer in a group", "学校退出该组", MemberJoined},
	{MemberMoved, TypeMember, "the group", "a school went from one group to another", "学校调整所在组", MemberMoved},
	{MemberRole, TypeMember, "lead or member", "the role of a school in its group differs", "学校在组内的角色改变", MemberRole},
	{MemberChanged, TypeMember, "the field's value", "the division with which a school is in a group differs", "学校入组的学部改变", MemberChanged},

	{ContactJoined, TypeContact, "", "a contact person of a group is new", "新增联络人", ContactLeft},
	{ContactLeft, TypeContact, "", "a contact person of a group is no longer named", "不再担任联络人", ContactJoined},

	{SchoolRenamed, TypeSchool, "the name", "a school has another name", "学校更名", SchoolRenamed},
	{PrincipalChanged, TypeSchool, "the name of the head", "a school has another head", "学校负责人变更", PrincipalChanged},
	{PhoneChanged, TypeSchool, "the number", "a phone number of a school or contact person differs", "电话号码变更", PhoneChanged},

	{BodyAdded, TypeBody, "", "a leading body is new", "新增领导机构", BodyEnded},
	{BodyEnded, TypeBody, "", "a leading body is no longer in the plan", "领导机构取消", BodyAdded},
	{BodyRenamed, TypeBody, "the name", "a leading body has another name", "领导机构更名", BodyRenamed},

	{LeaderJoined, TypeLeader, "the role", "a member of a body is new", "机构新增人员", LeaderLeft},
	{LeaderLeft, TypeLeader, "the role", "somebody is no longer in a body", "机构人员退出", LeaderJoined},
	{LeaderSucceeded, TypeLeader, "the person", "somebody else has the seat of a post in a body; the subject is the post", "同一职务换人", LeaderSucceeded},
	{LeaderRole, TypeLeader, "the role", "the role of a person in a body differs", "机构内角色改变", LeaderRole},
	{LeaderPost, TypeLeader, "the posts, put together by ;", "the posts of a person in a body differ", "所任职务改变", LeaderPost},
	{LeaderChanged, TypeLeader, "the field's value", "the subject or stage of an expert differs", "专家的学科或学段改变", LeaderChanged},

	{MilestoneAdded, TypeMilestone, "the time", "something new is due", "新增时间节点", MilestoneDropped},
	{MilestoneDropped, TypeMilestone, "the time", "something is no longer due", "取消时间节点", MilestoneAdded},
	{MilestoneMoved, TypeMilestone, "the time", "the same is due at another time", "时间节点调整", MilestoneMoved},
	{MilestoneReworded, TypeMilestone, "the words", "what is due at the same time is worded otherwise", "时间节点内容表述调整", MilestoneReworded},

	{CommitmentAdded, TypeCommitment, "the words", "a promise with a number is new", "新增量化承诺", CommitmentDropped},
	{CommitmentDropped, TypeCommitment, "the words", "a promise with a number is gone", "取消量化承诺", CommitmentAdded},
	{CommitmentRaised, TypeCommitment, "the words", "the number of a promise is higher", "量化承诺提高", CommitmentLowered},
	{CommitmentLowered, TypeCommitment, "the words", "the number of a promise is lower", "量化承诺降低", CommitmentRaised},
	{CommitmentChanged, TypeCommitment, "the words", "the number of a promise has another unit, period or comparator, or a range that is neither higher nor lower", "量化承诺的单位、周期或限定改变", CommitmentChanged},
	{CommitmentReworded, TypeCommitment, "the words", "a promise with the same number is worded otherwise", "量化承诺表述调整", CommitmentReworded},

	{MeasureTakenUp, TypeMeasure, "", "a measure is new", "新增举措", MeasureDropped},
	{MeasureDropped, TypeMeasure, "", "a measure is no longer in the plan", "取消举措", MeasureTakenUp},

	{CitationAdded, TypeCitation, "the number of the policy, if any", "a further policy is cited", "新增引用文件", CitationDropped},
	{CitationDropped, TypeCitation, "the number of the policy, if any", "a policy is no longer cited", "不再引用该文件", CitationAdded},
	{CitationChanged, TypeCitation, "the number of the policy", "a cited policy has another number", "引用文件的文号不同", CitationChanged},

	{SectionAdded, TypeSection, "", "a heading is new", "新增章节", SectionRemoved},
	{SectionRemoved, TypeSection, "", "a heading is gone", "删除章节", SectionAdded},
	{SectionRenamed, TypeSection, "the heading", "a heading is worded otherwise", "章节标题调整", SectionRenamed},
	{SectionText, TypeSection, "the sentence", "a sentence of a section is new, gone or worded otherwise; needs the text of both pages", "章节文字改动", SectionText},
}

// KindOf returns the entry of [Kinds] for a code, and whether there is one.
func KindOf(code string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Code == code {
			return k, true
		}
	}
	return Kind{}, false
}
