package diff

import (
	"fmt"
	"strings"

	"jiedui/schema"
)

// sentence says a change in words.
func sentence(c *Change) schema.Message {
	k, _ := KindOf(c.Kind)
	s := c.Subject
	old, new := "", ""
	if c.Old != nil {
		old = c.Old.Value
	}
	if c.New != nil {
		new = c.New.Value
	}
	say := func(english, chinese string, args ...any) schema.Message {
		return schema.Message{English: fill(english, args), Chinese: fill(chinese, args)}
	}
	// from says what a value was and is, or on which side it is alone.
	from := func(english, chinese string) schema.Message {
		m := schema.Message{}
		switch {
		case c.Old == nil || old == "":
			m = say("now {0}", "现为{0}", new)
		case c.New == nil || new == "":
			m = say("no longer {0}", "不再为{0}", old)
		default:
			m = say("{0} → {1}", "{0} → {1}", old, new)
		}
		return schema.Message{English: english + ": " + m.English, Chinese: chinese + "：" + m.Chinese}
	}
	in := schema.Message{}
	if s.In != "" {
		in = say(" ({0})", "（{0}）", s.In)
	}
	tail := func(v string) schema.Message {
		if v == "" {
			return schema.Message{}
		}
		return say(" ({0})", "（{0}）", v)
	}
	with := func(m schema.Message, more ...schema.Message) schema.Message {
		for _, x := range more {
			m.English += x.English
			m.Chinese += x.Chinese
		}
		return m
	}
	name := s.Name
	switch c.Kind {
	case PartAdded, PartRemoved:
		if name == "" {
			name = s.Field
		}
		return say(k.English+": {0}", k.Chinese+"：{0}", name)
	case MetadataChanged:
		field := fieldNames[s.Field]
		if field == (schema.Message{}) {
			field = schema.Message{English: s.Field, Chinese: s.Field}
		}
		return from(field.English, field.Chinese)
	case PairingAdded:
		return with(say("new pair: {0}", "新增结对：{0}", name), tail(new))
	case PairingEnded:
		return with(say("pair ended: {0}", "不再结对：{0}", name), tail(old))
	case PairingReassigned:
		m := reassigned(s)
		return from(m.English, m.Chinese)
	case PairingTurned:
		return from("who helps whom", "帮扶方向")
	case PairingForm:
		return from("form of "+name, name+"的结对形式")
	case PairingStatus:
		state := func(v string) schema.Message {
			if m, ok := states[v]; ok {
				return m
			}
			return schema.Message{English: v, Chinese: v}
		}
		a, b := state(old), state(new)
		return schema.Message{English: name + ": " + a.English + " → " + b.English, Chinese: name + "：" + a.Chinese + " → " + b.Chinese}
	case GroupAdded, GroupEnded:
		return with(say(map[string]string{GroupAdded: "new group: {0}", GroupEnded: "group ended: {0}"}[c.Kind],
			map[string]string{GroupAdded: "新增学校组：{0}", GroupEnded: "取消学校组：{0}"}[c.Kind], name), tail(old+new))
	case GroupRenamed:
		return from("group renamed", "学校组更名")
	case GroupMoved:
		return from("what "+name+" is part of", name+"的上级组")
	case GroupChanged, MemberChanged, LeaderChanged:
		field := fieldNames[s.Field]
		return from(strings.TrimSpace(field.English+" of "+name+in.English), name+in.Chinese+"的"+field.Chinese)
	case MemberJoined:
		return say("{0} joined {1}", "{0}加入{1}", name, s.In)
	case MemberLeft:
		return say("{0} left {1}", "{0}退出{1}", name, s.In)
	case MemberMoved:
		return from("group of "+name, name+"所在组")
	case MemberRole:
		role := func(v string) schema.Message {
			if m, ok := states[v]; ok && v != "" {
				return m
			}
			return schema.Message{English: "not told", Chinese: "未写明"}
		}
		a, b := role(old), role(new)
		return schema.Message{English: "role of " + name + in.English + ": " + a.English + " → " + b.English, Chinese: name + in.Chinese + "的角色：" + a.Chinese + " → " + b.Chinese}
	case ContactJoined:
		return say("new contact of {1}: {0}", "{1}新增联络人：{0}", name, s.In)
	case ContactLeft:
		return say("no longer contact of {1}: {0}", "{1}不再有联络人：{0}", name, s.In)
	case SchoolRenamed:
		return from("school renamed", "学校更名")
	case PrincipalChanged:
		return from("head of "+name, name+"负责人")
	case PhoneChanged:
		return from("phone of "+name+in.English, name+in.Chinese+"电话")
	case BodyAdded, BodyEnded:
		if name == "" {
			m := say("without a name", "未写明名称")
			return with(say(k.English+", ", k.Chinese+"，"), m, tail(old+new))
		}
		return with(say(map[string]string{BodyAdded: "new body: {0}", BodyEnded: "body ended: {0}"}[c.Kind],
			map[string]string{BodyAdded: "新增机构：{0}", BodyEnded: "取消机构：{0}"}[c.Kind], name), tail(old+new))
	case BodyRenamed:
		return from("body renamed", "机构更名")
	case LeaderJoined:
		return with(say("new in the body: {0}, {1}", "新增人员：{0}，{1}", name, new), in)
	case LeaderLeft:
		return with(say("no longer in the body: {0}, {1}", "不再任职：{0}，{1}", name, old), in)
	case LeaderSucceeded:
		return with(from(name, name), in)
	case LeaderRole:
		return with(from("role of "+name, name+"的角色"), in)
	case LeaderPost:
		return with(from("posts of "+name, name+"的职务"), in)
	case MilestoneAdded:
		return say("due {1}: {0}", "新增时间节点：{1} {0}", name, new)
	case MilestoneDropped:
		return say("no longer due {1}: {0}", "取消时间节点：{1} {0}", name, old)
	case MilestoneMoved:
		return from(name, name)
	case MilestoneReworded:
		return from("what is due", "时间节点表述")
	case CommitmentAdded:
		return say("new promise: {0}", "新增承诺：{0}", new)
	case CommitmentDropped:
		return say("promise dropped: {0}", "取消承诺：{0}", old)
	case CommitmentRaised, CommitmentLowered, CommitmentChanged:
		a, b := c.Old.Amount.String(), c.New.Amount.String()
		what := map[string]schema.Message{
			CommitmentRaised:  {English: "raised", Chinese: "提高"},
			CommitmentLowered: {English: "lowered", Chinese: "降低"},
			CommitmentChanged: {English: "changed", Chinese: "改变"},
		}[c.Kind]
		return schema.Message{English: what.English + ", " + a + " → " + b + ": " + new, Chinese: what.Chinese + "，" + a + " → " + b + "：" + new}
	case CommitmentReworded:
		return from("reworded", "表述调整")
	case MeasureTakenUp:
		return say("new measure: {0}", "新增举措：{0}", name)
	case MeasureDropped:
		return say("measure dropped: {0}", "取消举措：{0}", name)
	case CitationAdded:
		return with(say("now cites 《{0}》", "新增引用《{0}》", name), tail(new))
	case CitationDropped:
		return with(say("no longer cites 《{0}》", "不再引用《{0}》", name), tail(old))
	case CitationChanged:
		return from("《"+name+"》", "《"+name+"》")
	case SectionAdded:
		return say("new heading: {0}", "新增章节：{0}", name)
	case SectionRemoved:
		return say("heading gone: {0}", "删除章节：{0}", name)
	case SectionRenamed:
		return from("heading", "标题")
	case SectionText:
		if name == "" {
			return from("text", "正文")
		}
		return from(name, name)
	}
	return schema.Message{English: k.English + ": " + name, Chinese: k.Chinese + "：" + name}
}

// fill puts the arguments into the places {0}, {1} … of a sentence.
func fill(s string, args []any) string {
	var pairs []string
	for i, a := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), fmt.Sprint(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// states are words of the schema for people.
var states = map[string]schema.Message{
	"":                   {English: "in force", Chinese: "正在结对"},
	schema.StatusEnded:   {English: "ended", Chinese: "已结束"},
	schema.StatusPlanned: {English: "planned", Chinese: "计划中"},
	schema.RoleLead:      {English: "lead", Chinese: "牵头校"},
	schema.RoleMember:    {English: "member", Chinese: "成员校"},
}

// fieldNames are the fields of [Subject.Field] for people.
var fieldNames = map[string]schema.Message{
	"title":            {English: "title", Chinese: "标题"},
	"index_number":     {English: "index number", Chinese: "索引号"},
	"doc_number":       {English: "document number", Chinese: "发文字号"},
	"issuer":           {English: "issuer", Chinese: "发文机关"},
	"written_on":       {English: "written on", Chinese: "成文日期"},
	"published_on":     {English: "published on", Chinese: "发布日期"},
	"subject_category": {English: "subject category", Chinese: "主题分类"},
	"validity":         {English: "validity", Chinese: "有效性"},
	"abstract":         {English: "abstract", Chinese: "内容概述"},
	"region":           {English: "region", Chinese: "地区"},
	"signed_by":        {English: "signed by", Chinese: "署名"},
	"signed_on":        {English: "signed on", Chinese: "落款日期"},
	"kind":             {English: "kind", Chinese: "类别"},
	"stage":            {English: "stage", Chinese: "学段"},
	"level":            {English: "level", Chinese: "级别"},
	"division":         {English: "division", Chinese: "学部"},
	"subject":          {English: "subject", Chinese: "学科"},
	"addressees":       {English: "addressees", Chinese: "主送机关"},
	"attachment":       {English: "attachment", Chinese: "附件"},
	"source":           {English: "source", Chinese: "来源"},
	"keywords":         {English: "keywords", Chinese: "关键词"},
	"number":           {English: "number", Chinese: "文号"},
}

// String writes an amount as a person would: ">= 2 次/学期", "2–3 万元".
func (a *Amount) String() string {
	var b strings.Builder
	if a.Comparator != "=" {
		b.WriteString(a.Comparator + " ")
	}
	fmt.Fprint(&b, a.Min)
	if a.Max != a.Min {
		fmt.Fprint(&b, "–", a.Max)
	}
	b.WriteString(" " + a.Unit)
	if a.Per != "" {
		b.WriteString("/" + a.Per)
	}
	return b.String()
}

// reassigned says which partner of a school changed.
func reassigned(s Subject) schema.Message {
	switch {
	case s.To != "":
		return schema.Message{English: "who helps " + s.Name, Chinese: s.Name + "的帮扶学校"}
	case s.From != "":
		return schema.Message{English: "whom " + s.Name + " helps", Chinese: s.Name + "的受援学校"}
	}
	return schema.Message{English: "the partner of " + s.Name, Chinese: s.Name + "的结对学校"}
}

// Sentence says the change in English and Chinese, made of its subject and values:
// whoever masks numbers in these makes the message anew.
func (c *Change) Sentence() schema.Message { return sentence(c) }

// Shown are what the two versions say as it is shown to people in a language, en
// or zh: a role or status in words; where a value goes without saying, the
// subject's name; "" where a version says nothing.
func (c *Change) Shown(lang string) (old, new string) {
	show := func(s *Side) string {
		if s == nil {
			return ""
		}
		if m, ok := states[s.Value]; ok && (c.Kind == PairingStatus || c.Kind == MemberRole) {
			return in(m, lang)
		}
		if s.Value == "" {
			return c.Subject.Name
		}
		return s.Value
	}
	return show(c.Old), show(c.New)
}

// About is what a change is about as it is shown to people in a language: the
// field, the subject's name, and what it belongs to.
func (c *Change) About(lang string) string {
	s := c.Subject
	out := s.Name
	if c.Kind == PairingReassigned {
		return in(reassigned(s), lang)
	}
	if s.Field != "" {
		field := s.Field
		if m, ok := fieldNames[field]; ok {
			field = in(m, lang)
		}
		switch {
		case out == "":
			out = field
		default:
			out += " · " + field
		}
	}
	if s.In != "" {
		out += " (" + s.In + ")"
	}
	return out
}

// in is the message in a language, en or zh.
func in(m schema.Message, lang string) string {
	if lang == "zh" {
		return m.Chinese
	}
	return m.English
}
