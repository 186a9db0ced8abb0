package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jiedui/schema"
	"jiedui/schema/tables"
)

// network is the network of schools that the formats graphml and gexf write.
//
// The road of one document: [Mask] → its schools and groups become records of
// nodes, its pairings, memberships and so on records of edges → two sorters put
// them into the order of their ids and bring together those of one id, whatever
// documents they come from → at the end the format writes first the nodes and
// then the edges. So neither needs memory for all, and the order of the
// documents decides nothing but which of them counts as the first.
//
// What is one node:
//
//   - Within a document a school is one thing (schema.School), however it is
//     written. A name in a pair or group leads to it by its forms; where a form
//     fits several schools, the place decides; a name that leads to none is a
//     node of its own.
//   - Schools of different documents are one node when their names are equal
//     (but for blanks and width of letters) and the documents are about one
//     district: they have the same code, or, without a code, the same name of the
//     district on the same site or in the same file, as many districts of the
//     country have one name. Names that are merely alike are never united, nor is
//     a school whose name the document leaves in doubt, nor anything of documents
//     without a district.
//   - A group is one within its document (and the later captures of it): 第一组
//     begins anew in every plan.
//
// What is an edge: see relations. The edge of one fact of a document that was
// captured several times is one edge, with the evidence of the first capture and
// the dates of all.
type network struct {
	opt       Options
	nodes     sorter
	edges     sorter
	documents int
	dated     bool // a document has a date
	closed    bool
	err       error
}

func newNetwork(opt Options) network {
	return network{opt: opt, nodes: sorter{dir: opt.Temp}, edges: sorter{dir: opt.Temp}}
}

// Relations of edges.
const (
	relationPairing = "pairing" // from the helping school to the helped one
	relationMember  = "member"  // from a school to its group
	relationLead    = "lead"    // from the leading school of a group to each other one of it
	relationPart    = "part"    // from a campus, division or group to what it is a part of
)

// node is a school or a group.
type node struct {
	ID         string   `json:"id"`
	Kind       string   `json:"kind"` // "school" or "group"
	Label      string   `json:"label"`
	Fact       string   `json:"fact"` // its id in the document
	Region     string   `json:"region,omitempty"`
	RegionCode string   `json:"region_code,omitempty"`
	GroupKind  string   `json:"group_kind,omitempty"`
	Stage      string   `json:"stage,omitempty"`
	Level      string   `json:"level,omitempty"`
	Document   string   `json:"document"`        // the first one
	Documents  []string `json:"-"`               // all of them
	Date       string   `json:"date,omitempty"`  // of the document
	Dates      []string `json:"dates,omitempty"` // of all, each once, in order
}

// edge ties two nodes.
type edge struct {
	ID         string   `json:"id"`
	Source     string   `json:"source"`
	Target     string   `json:"target"`
	Relation   string   `json:"relation"`
	Directed   bool     `json:"directed"`
	Label      string   `json:"label,omitempty"` // the page's word for the tie, or the role
	Form       string   `json:"form,omitempty"`
	Status     string   `json:"status,omitempty"`
	Role       string   `json:"role,omitempty"`
	Group      string   `json:"group,omitempty"`
	Division   string   `json:"division,omitempty"`
	Principal  string   `json:"principal,omitempty"`
	Seq        *float64 `json:"seq,omitempty"`
	Narrative  bool     `json:"narrative"`
	Region     string   `json:"region,omitempty"`
	RegionCode string   `json:"region_code,omitempty"`
	Document   string   `json:"document"`
	Title      string   `json:"title,omitempty"`
	URI        string   `json:"uri"`
	Date       string   `json:"date,omitempty"`
	Dates      []string `json:"dates,omitempty"`
	Evidence   []place  `json:"evidence"`
}

// place is a piece of evidence and what it speaks for: source, target, form …
type place struct {
	Of string `json:"of"`
	schema.Evidence
	Derived string `json:"derived,omitempty"`
}

// document adds the nodes and edges of doc.
func (n *network) document(doc *schema.Document) error {
	if n.err != nil {
		return n.err
	}
	x := surveyor{network: n, doc: Mask(doc, n.opt.Phones)}
	x.survey()
	n.documents++
	return n.err
}

// put adds a record to a sorter.
func (n *network) put(s *sorter, key string, v any) {
	if n.err != nil {
		return
	}
	b, err := json.Marshal(v)
	if err == nil {
		err = s.add(key, b)
	}
	n.err = err
}

// eachNode calls use with every node, in the order of their ids.
func (n *network) eachNode(use func(*node) error) error {
	var one node
	return united(&n.nodes, func(first bool, data []byte) error {
		var rec node
		if err := json.Unmarshal(data, &rec); err != nil {
			return err
		}
		if first {
			one = rec
		}
		if !slices.Contains(one.Documents, rec.Document) {
			one.Documents = append(one.Documents, rec.Document)
		}
		one.Dates = withDate(one.Dates, rec.Date)
		return nil
	}, func() error { return use(&one) })
}

// eachEdge calls use with every edge, in the order of their ids.
func (n *network) eachEdge(use func(*edge) error) error {
	var tie edge
	return united(&n.edges, func(first bool, data []byte) error {
		var rec edge
		if err := json.Unmarshal(data, &rec); err != nil {
			return err
		}
		if first {
			tie = rec
		}
		tie.Dates = withDate(tie.Dates, rec.Date)
		return nil
	}, func() error { return use(&tie) })
}

// finish lets a format write the whole, unless something failed before, and
// forgets what was gathered. Again, it returns what it did first.
func (n *network) finish(write func() error) error {
	if n.closed {
		return n.err
	}
	if n.err == nil {
		n.err = write()
	}
	if err := n.forget(); n.err == nil {
		n.err = err
	}
	return n.err
}

// forget frees what was gathered.
func (n *network) forget() error {
	n.closed = true
	return errors.Join(n.nodes.close(), n.edges.close())
}

// united calls take with each record of s, and done behind the last one of each
// key.
func united(s *sorter, take func(first bool, data []byte) error, done func() error) error {
	last, any := "", false
	err := s.each(func(key string, data []byte) error {
		first := !any || key != last
		if first && any {
			if err := done(); err != nil {
				return err
			}
		}
		last, any = key, true
		return take(first, data)
	})
	if err != nil || !any {
		return err
	}
	return done()
}

func withDate(dates []string, d string) []string {
	if d == "" {
		return dates
	}
	at, known := slices.BinarySearch(dates, d)
	if known {
		return dates
	}
	return slices.Insert(dates, at, d)
}

// surveyor finds the nodes and edges of one document.
type surveyor struct {
	*network
	doc    *schema.Document
	date   string
	scope  []string         // what schools of other documents must share to be one with those of this one
	named  map[string][]int // form → the schools that it may be
	groups map[string]string
	seen   map[string]bool // nodes that are put already
}

func (x *surveyor) survey() {
	d := x.doc
	x.date = dateOf(d)
	if x.date != "" {
		x.dated = true
	}
	x.scope = scopeOf(d)
	x.named = map[string][]int{}
	x.seen = map[string]bool{}
	for i := range d.Schools {
		s := &d.Schools[i]
		x.form(s.Name.Value, i)
		for _, f := range s.Forms {
			x.form(f.Value, i)
		}
	}
	x.groups = map[string]string{}
	for i := range d.SchoolGroups {
		g := &d.SchoolGroups[i]
		if _, known := x.groups[schema.PlainName(g.Name.Value)]; !known {
			x.groups[schema.PlainName(g.Name.Value)] = g.ID
		}
		x.node(node{ID: g.ID, Kind: "group", Label: g.Name.Value, Fact: g.ID, GroupKind: text(g.Kind), Stage: text(g.Stage), Level: text(g.Level)})
	}
	for i := range d.Schools {
		x.school(i)
	}
	for i := range d.Pairings {
		x.pairing(&d.Pairings[i])
	}
	for i := range d.SchoolGroups {
		x.group(&d.SchoolGroups[i])
	}
	for i := range d.Schools {
		s := &d.Schools[i]
		if s.Parent == nil {
			continue
		}
		from, to := x.school(i), x.find(s.Parent)
		x.edge(edge{
			ID: factID(relationPart, s.ID, to), Source: from, Target: to, Relation: relationPart, Directed: true,
			Evidence: slices.Concat(places("source", &s.Name), places("target", s.Parent)),
		})
	}
}

func (x *surveyor) form(name string, school int) {
	name = schema.PlainName(name)
	if !slices.Contains(x.named[name], school) {
		x.named[name] = append(x.named[name], school)
	}
}

func (x *surveyor) pairing(p *schema.Pairing) {
	ev := slices.Concat(places("source", &p.From), places("target", &p.To), places("form", p.Form), places("status", p.Status))
	if p.Seq != nil {
		ev = append(ev, places("seq", &schema.Value{Evidence: p.Seq.Evidence, Derived: p.Seq.Derived})...)
	}
	x.edge(edge{
		ID: p.ID, Source: x.side(&p.From), Target: x.side(&p.To), Relation: relationPairing, Directed: p.Directed,
		Label: text(p.Form), Form: text(p.Form), Status: text(p.Status), Seq: number(p.Seq), Narrative: p.Narrative, Evidence: ev,
	})
}

func (x *surveyor) group(g *schema.SchoolGroup) {
	ids := make([]string, len(g.Members))
	for i := range g.Members {
		m := &g.Members[i]
		ids[i] = x.member(m)
		x.edge(edge{
			ID: m.ID, Source: ids[i], Target: g.ID, Relation: relationMember, Directed: true,
			Label: text(m.Role), Role: text(m.Role), Group: g.Name.Value, Division: text(m.Division), Principal: text(m.Principal), Narrative: g.Narrative,
			Evidence: slices.Concat(places("source", &m.School), places("target", &g.Name), places("role", m.Role)),
		})
	}
	leads := func(m *schema.Member) bool { return m.Role != nil && m.Role.Value == schema.RoleLead }
	for i := range g.Members {
		for k := range g.Members {
			from, to := &g.Members[i], &g.Members[k]
			if !leads(from) || leads(to) || ids[i] == ids[k] {
				continue
			}
			x.edge(edge{
				ID: factID(relationLead, from.ID, to.ID), Source: ids[i], Target: ids[k], Relation: relationLead, Directed: true,
				Label: text(g.Kind), Role: schema.RoleLead, Group: g.Name.Value, Narrative: g.Narrative,
				Evidence: slices.Concat(places("source", &from.School), places("target", &to.School), places("role", from.Role)),
			})
		}
	}
	if g.Parent == nil {
		return
	}
	to, known := x.groups[schema.PlainName(g.Parent.Value)]
	if !known || to == g.ID { // a group that only its parts name
		to = "group-" + digest("group", x.doc.ID, schema.PlainName(g.Parent.Value))
		x.node(node{ID: to, Kind: "group", Label: g.Parent.Value})
	}
	x.edge(edge{
		ID: factID(relationPart, g.ID, to), Source: g.ID, Target: to, Relation: relationPart, Directed: true, Narrative: g.Narrative,
		Evidence: slices.Concat(places("source", &g.Name), places("target", g.Parent)),
	})
}

// side is the node of one side of a pairing: a group of the document, or a school.
func (x *surveyor) side(v *schema.Value) string {
	if id, known := x.groups[schema.PlainName(v.Value)]; known {
		return id
	}
	return x.find(v)
}

// member is the node of a member of a group.
func (x *surveyor) member(m *schema.Member) string {
	if len(x.named[schema.PlainName(m.School.Value)]) == 0 && m.Full != nil {
		return x.find(m.Full)
	}
	return x.find(&m.School)
}

// find is the node of the school that v names.
func (x *surveyor) find(v *schema.Value) string {
	name := schema.PlainName(v.Value)
	may := x.named[name]
	if len(may) == 1 {
		return x.school(may[0])
	}
	for _, i := range may { // the one whose form has the place
		s := &x.doc.Schools[i]
		for _, f := range append([]schema.Value{s.Name}, s.Forms...) {
			if schema.PlainName(f.Value) == name && overlap(f.Evidence, v.Evidence) {
				return x.school(i)
			}
		}
	}
	// It leads to no school of the document, or the place does not decide.
	id := "node-" + digest("school", x.doc.ID, name)
	x.node(node{ID: id, Kind: "school", Label: v.Value})
	return id
}

// school puts the node of a school of the document and returns its id.
func (x *surveyor) school(i int) string {
	s := &x.doc.Schools[i]
	scope := x.scope
	for k := range x.doc.Doubts {
		if d := &x.doc.Doubts[k]; d.Code == schema.CodeUnresolved && overlap(d.Evidence, s.Name.Evidence) {
			scope = []string{"document", x.doc.ID}
		}
	}
	id := "node-" + digest("school", key(scope), schema.PlainName(s.Name.Value))
	x.node(node{ID: id, Kind: "school", Label: s.Name.Value, Fact: s.ID})
	return id
}

func (x *surveyor) node(n node) {
	if x.seen[n.ID] {
		return
	}
	x.seen[n.ID] = true
	n.Region, n.RegionCode = text(x.doc.Metadata.Region), text(x.doc.Metadata.RegionCode)
	n.Document, n.Date = x.doc.ID, x.date
	x.put(&x.nodes, n.ID, &n)
}

func (x *surveyor) edge(e edge) {
	e.Region, e.RegionCode = text(x.doc.Metadata.Region), text(x.doc.Metadata.RegionCode)
	e.Document, e.Title, e.URI, e.Date = x.doc.ID, text(x.doc.Title), x.doc.Source.URI, x.date
	x.put(&x.edges, e.ID, &e)
}

func places(of string, v *schema.Value) []place {
	if v == nil {
		return nil
	}
	out := make([]place, len(v.Evidence))
	for i, e := range v.Evidence {
		out[i] = place{of, e, v.Derived}
	}
	return out
}

// overlap reports whether a place of a and one of b have a code point in common.
func overlap(a, b []schema.Evidence) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Start < q.End && q.Start < p.End {
				return true
			}
		}
	}
	return false
}

// scopeOf says what a document's schools share with those of others; see network.
func scopeOf(d *schema.Document) []string {
	m := &d.Metadata
	switch {
	case m.RegionCode != nil:
		return []string{"code", m.RegionCode.Value}
	case m.Region != nil:
		site := d.Source.URI
		if u, err := url.Parse(d.Source.URI); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
			site = strings.ToLower(u.Hostname())
		}
		return []string{"region", schema.PlainName(m.Region.Value), site}
	}
	return []string{"document", d.ID}
}

// dateOf is the date of a document, as far as it is known: when it was written,
// else signed, else published.
func dateOf(d *schema.Document) string {
	for _, v := range []*schema.Date{d.Metadata.WrittenOn, d.Metadata.SignedOn, d.Metadata.PublishedOn} {
		if v != nil && len(v.Value) >= len("2006") {
			return v.Value
		}
	}
	return ""
}

// yearOf is the year of a date such as 2006-01-02, or 0.
func yearOf(date string) int {
	if len(date) < 4 {
		return 0
	}
	y, err := strconv.Atoi(date[:4])
	if err != nil {
		return 0
	}
	return y
}

// wholeDate is the first day of a date that may be only a year or month.
func wholeDate(date string) string { return date + "-01-01"[min(len("-01-01"), max(0, len(date)-4)):] }

// key makes one string of several so that different lists give different keys.
func key(parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(strconv.Itoa(len(p)))
		b.WriteByte(':')
		b.WriteString(p)
	}
	return b.String()
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(key(parts)))
	return hex.EncodeToString(sum[:8])
}

// factID is the id of an edge that is no fact of its own.
func factID(relation string, parts ...string) string {
	return relation + "-" + digest(append([]string{relation}, parts...)...)
}

// attribute is an attribute of nodes or edges: its name, its type in the words
// that both formats share, what it says, and its value ("": absent).
type attribute[T any] struct {
	name, kind string
	about      tables.Words
	of         func(*T) string
}

// Attribute is an attribute of the nodes or edges of the network of schools.
type Attribute struct {
	Name  string
	Type  string // as GraphML has it: string, int, double, boolean
	About tables.Words
}

// nodeLabel and edgeLabel are what labels say.
var (
	nodeLabel = tables.Words{English: "the name", Chinese: "名称"}
	edgeLabel = tables.Words{English: "the form of a pairing, the role of a member, the kind of a group that is led", Chinese: "结对的形式、成员的角色或所牵头学校组的类型"}
)

// NetworkAttributes lists the attributes of nodes and of edges in GraphML and
// GEXF, in the order of the files; the label, which GEXF has as such, first.
func NetworkAttributes() (nodes, edges []Attribute) {
	nodes, edges = []Attribute{{"label", "string", nodeLabel}}, []Attribute{{"label", "string", edgeLabel}}
	for _, a := range nodeAttributes {
		nodes = append(nodes, Attribute{a.name, a.kind, a.about})
	}
	for _, a := range edgeAttributes {
		edges = append(edges, Attribute{a.name, a.kind, a.about})
	}
	return nodes, edges
}

func boolean(b bool) string { return strconv.FormatBool(b) }

func integer(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// nodeAttributes are the attributes of nodes, but for the label.
var nodeAttributes = []attribute[node]{
	{"kind", "string", tables.Words{English: "school or group", Chinese: "school 学校，group 学校组"}, func(n *node) string { return n.Kind }},
	{"region", "string", tables.Words{English: "the district that the first document governs", Chinese: "首份文件所辖地区"}, func(n *node) string { return n.Region }},
	{"region_code", "string", tables.Words{English: "its code after GB/T 2260", Chinese: "其 GB/T 2260 代码"}, func(n *node) string { return n.RegionCode }},
	{"group_kind", "string", tables.Words{English: "of a group, the page's word: 教联体, 集团 …", Chinese: "学校组的类型，原文用语：教联体、集团等"}, func(n *node) string { return n.GroupKind }},
	{"stage", "string", tables.Words{English: "of a group: 小学, 中学 …", Chinese: "学校组的学段：小学、中学等"}, func(n *node) string { return n.Stage }},
	{"level", "string", tables.Words{English: "of a group: 省级, 市级 …", Chinese: "学校组的级别：省级、市级等"}, func(n *node) string { return n.Level }},
	{"document", "string", tables.Words{English: "id of the first document that names it", Chinese: "首份提到它的文件的编号"}, func(n *node) string { return n.Document }},
	{"fact", "string", tables.Words{English: "its id in that document; absent where only a name in a pair or group is known", Chinese: "它在该文件中的编号；只见于结对或分组名单的名称没有编号"}, func(n *node) string { return n.Fact }},
	{"documents", "int", tables.Words{English: "how many documents name it", Chinese: "提到它的文件数"}, func(n *node) string { return strconv.Itoa(len(n.Documents)) }},
	{"first_year", "int", tables.Words{English: "of the documents that name it, the first year", Chinese: "提到它的各文件中最早的年份"}, func(n *node) string { return integer(firstYear(n.Dates)) }},
	{"last_year", "int", tables.Words{English: "the last year", Chinese: "最晚的年份"}, func(n *node) string { return integer(lastYear(n.Dates)) }},
}

// edgeAttributes are the attributes of edges, but for the label.
var edgeAttributes = []attribute[edge]{
	{"relation", "string", tables.Words{English: "pairing: the source helps the target; member: of a group; lead: leads in a group; part: is a part of", Chinese: "pairing 起点帮扶终点，member 属于学校组，lead 在组内牵头，part 是其一部分"}, func(e *edge) string { return e.Relation }},
	{"directed", "boolean", tables.Words{English: "false where the text names no helping side; source and target then stand in its order", Chinese: "原文不分帮扶与受援时为 false，起点与终点依原文次序"}, func(e *edge) string { return boolean(e.Directed) }},
	{"form", "string", tables.Words{English: "of a pairing, the page's word: 结对帮扶, 帮联 …", Chinese: "结对的形式，原文用语：结对帮扶、帮联等"}, func(e *edge) string { return e.Form }},
	{"status", "string", tables.Words{English: "of a pairing: ended, planned; absent: in force", Chinese: "结对的状态：ended 已结束、planned 拟结对；缺省为有效"}, func(e *edge) string { return e.Status }},
	{"role", "string", tables.Words{English: "in the group: lead, member", Chinese: "组内角色：lead 牵头、member 成员"}, func(e *edge) string { return e.Role }},
	{"group", "string", tables.Words{English: "name of the group", Chinese: "学校组的名称"}, func(e *edge) string { return e.Group }},
	{"division", "string", tables.Words{English: "of a member: 小学部 …", Chinese: "成员的学部：小学部等"}, func(e *edge) string { return e.Division }},
	{"principal", "string", tables.Words{English: "of a member, the head's name", Chinese: "成员的校长姓名"}, func(e *edge) string { return e.Principal }},
	{"seq", "double", tables.Words{English: "of a pairing, its number in the list", Chinese: "结对在名单中的序号"}, func(e *edge) string { return decimal(e.Seq) }},
	{"narrative", "boolean", tables.Words{English: "told in running text, not in a table or list", Chinese: "出自正文叙述，而非表格或名单"}, func(e *edge) string { return boolean(e.Narrative) }},
	{"year", "int", tables.Words{English: "of the document", Chinese: "文件的年份"}, func(e *edge) string { return integer(yearOf(e.Date)) }},
	{"date", "string", tables.Words{English: "of the document: when it was written, else signed, else published", Chinese: "文件的日期：成文日期，无则取落款、发布日期"}, func(e *edge) string { return e.Date }},
	{"region", "string", tables.Words{English: "the district that the document governs", Chinese: "文件所辖地区"}, func(e *edge) string { return e.Region }},
	{"region_code", "string", tables.Words{English: "its code after GB/T 2260", Chinese: "其 GB/T 2260 代码"}, func(e *edge) string { return e.RegionCode }},
	{"document", "string", tables.Words{English: "id of the document", Chinese: "文件的编号"}, func(e *edge) string { return e.Document }},
	{"document_title", "string", tables.Words{English: "its title", Chinese: "文件的标题"}, func(e *edge) string { return e.Title }},
	{"uri", "string", tables.Words{English: "where it came from", Chinese: "文件的来源"}, func(e *edge) string { return e.URI }},
	{"source_start", "int", tables.Words{English: "place of the source's name in the read text, in code points", Chinese: "起点名称在读取文本中的位置（码点）"}, func(e *edge) string { return placeStart(e, "source") }},
	{"source_end", "int", tables.Words{English: "its end, exclusive", Chinese: "终止位置（不含）"}, func(e *edge) string { return placeEnd(e, "source") }},
	{"source_quote", "string", tables.Words{English: "the words there", Chinese: "该处原文"}, func(e *edge) string { return placeQuote(e, "source") }},
	{"target_start", "int", tables.Words{English: "place of the target's name", Chinese: "终点名称的位置"}, func(e *edge) string { return placeStart(e, "target") }},
	{"target_end", "int", tables.Words{English: "its end, exclusive", Chinese: "终止位置（不含）"}, func(e *edge) string { return placeEnd(e, "target") }},
	{"target_quote", "string", tables.Words{English: "the words there", Chinese: "该处原文"}, func(e *edge) string { return placeQuote(e, "target") }},
	{"evidence", "string", tables.Words{English: "all places, as JSON: of (source, target, form …), start, end, quote, cell, derived", Chinese: "全部出处（JSON）：of（source、target、form 等）、start、end、quote、cell、derived"}, allPlaces},
}

func firstYear(dates []string) int {
	if len(dates) == 0 {
		return 0
	}
	return yearOf(dates[0])
}

func lastYear(dates []string) int {
	if len(dates) == 0 {
		return 0
	}
	return yearOf(dates[len(dates)-1])
}

func decimal(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

// firstPlace is the first place that speaks for a side of the edge, or nil.
func firstPlace(e *edge, of string) *place {
	for i := range e.Evidence {
		if e.Evidence[i].Of == of {
			return &e.Evidence[i]
		}
	}
	return nil
}

func placeStart(e *edge, of string) string {
	if p := firstPlace(e, of); p != nil {
		return strconv.Itoa(p.Start)
	}
	return ""
}

func placeEnd(e *edge, of string) string {
	if p := firstPlace(e, of); p != nil {
		return strconv.Itoa(p.End)
	}
	return ""
}

func placeQuote(e *edge, of string) string {
	if p := firstPlace(e, of); p != nil {
		return p.Quote
	}
	return ""
}

// allPlaces are all places of an edge as a JSON list.
func allPlaces(e *edge) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e.Evidence); err != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// escaped writes s as XML text, or as the value of an attribute that stands in
// quote, which is then escaped, too. What XML cannot say (control characters)
// becomes U+FFFD.
func escaped(b *bytes.Buffer, s string, quote rune) {
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == quote && quote != 0, r == '\r', quote != 0 && (r == '\n' || r == '\t'):
			fmt.Fprintf(b, "&#%d;", r)
		case r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff:
			b.WriteRune('\ufffd')
		default:
			b.WriteRune(r)
		}
	}
}
