// Package report lays out what one document says, for a person to read.
//
// The road of one fact: [Of] walks the parts of a document in the order of [Parts]
// and makes a row of each fact, with the headings of package schema/tables. A
// column that no row fills is left out. A value that is not in the words of the
// page is marked with °, and the rule that made it stands behind the places in the
// last column, with the quote where that is written otherwise than the value.
// Package schema/sheet then draws the sheets; the cells carry the evidence, so that
// a web page or workbook shows all of it.
//
// Numbers of persons are none of its business: mask the document first
// (schema/export.Mask).
package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jiedui/internal/chinese"
	"jiedui/schema"
	"jiedui/schema/sheet"
	"jiedui/schema/tables"
)

// Options decide what is laid out.
type Options struct {
	Language string   // of headings and words: "zh" or "en"; "": en
	Only     []string // names of parts; nil: all
	// Places adds to every row a column with the places that speak for it.
	Places bool
	// Document names the document in the evidence of cells; "": its id.
	Document string
	// Findings are what a check found in the document.
	Findings []schema.Finding
	// About are lines of the first sheet on how the document is kept: heading and
	// text.
	About [][2]string
}

// Part is one part of a report.
type Part struct {
	Name  string
	Label tables.Words
	make  func(*layout)
}

// parts is the list of all parts, in their order.
var parts = []Part{
	{"metadata", tables.Words{English: "Metadata", Chinese: "元数据"}, (*layout).metadata},
	{"outline", tables.Words{English: "Outline", Chinese: "提纲"}, (*layout).outline},
	{"leaders", tables.Named("leading_groups").Label, (*layout).leaders},
	{"groups", tables.Named("school_groups").Label, (*layout).groups},
	{"contacts", tables.Named("contacts").Label, (*layout).contacts},
	{"pairings", tables.Named("pairings").Label, (*layout).pairings},
	{"schools", tables.Named("schools").Label, (*layout).schools},
	{"milestones", tables.Named("milestones").Label, (*layout).milestones},
	{"commitments", tables.Named("commitments").Label, (*layout).commitments},
	{"measures", tables.Named("measures").Label, (*layout).measures},
	{"citations", tables.Named("citations").Label, (*layout).citations},
	{"doubts", tables.Named("doubts").Label, (*layout).doubts},
	{"findings", tables.Words{English: "Findings", Chinese: "问题"}, (*layout).findings},
}

// Parts returns the parts of a report, in their order.
func Parts() []Part { return slices.Clone(parts) }

// Title is what stands above the report of a document: its title, or words that
// say it has none.
func Title(doc *schema.Document, language string) string {
	if doc.Title != nil {
		return doc.Title.Value
	}
	return tables.Words{English: "(no title)", Chinese: "（无标题）"}.In(language)
}

// Of returns the sheets of a document: one for each part that has something.
func Of(doc *schema.Document, opt Options) []sheet.Sheet {
	l := &layout{doc: doc, opt: opt}
	if l.opt.Document == "" {
		l.opt.Document = doc.ID
	}
	for _, p := range parts {
		if opt.Only == nil || slices.Contains(opt.Only, p.Name) {
			l.part = p
			p.make(l)
		}
	}
	return l.sheets
}

// Legend says how places are written.
func Legend(language string) string {
	return tables.Words{
		English: "Places are code points of the text that “jiedui text” prints, half-open; t2 r3 is row 3 of table 2. Quotes are given where the page has other words than the value; ° marks what a rule made, whose name follows.",
		Chinese: "位置为 jiedui text 所印文本中的码点（左闭右开），“表2行3”指第 2 张表第 3 行；原文写法与取值不同时给出原文；° 表示由规则推得，其后为规则名。",
	}.In(language)
}

// layout is the work on one document.
type layout struct {
	doc    *schema.Document
	opt    Options
	part   Part
	sheets []sheet.Sheet
}

func (l *layout) in(english, chinese string) string {
	return tables.Words{English: english, Chinese: chinese}.In(l.opt.Language)
}

// head is the heading of a column of a table.
func (l *layout) head(table, column string) string {
	t := tables.Named(table)
	return t.Columns[t.Column(column)].Label.In(l.opt.Language)
}

// row is a row of the grid: cells, and what their places say.
type row struct {
	cells []sheet.Cell
	spots []spot
}

// spot is the evidence of one value.
type spot struct {
	evidence []schema.Evidence
	quote    string // where it is written otherwise than the value
	rule     string
}

// value adds a cell with a value, or an empty one.
func (l *layout) value(r *row, v *schema.Value) { l.said(r, v, "") }

// said adds a cell that shows a value in other words.
func (l *layout) said(r *row, v *schema.Value, words string) {
	if v == nil {
		r.cells = append(r.cells, sheet.Cell{})
		return
	}
	l.cell(r, cmp.Or(words, v.Value), v.Evidence, v.Derived, v.Value)
}

// cell adds a cell with its evidence. spoken is what the quotes are compared with;
// "": nothing.
func (l *layout) cell(r *row, text string, ev []schema.Evidence, rule, spoken string) {
	s := spot{evidence: ev, rule: rule}
	if rule != "" {
		text += "°"
	} else {
		quote := ""
		for _, e := range ev {
			quote += e.Quote
		}
		if !strings.Contains(schema.PlainName(quote), schema.PlainName(spoken)) {
			s.quote = quote
		}
	}
	r.cells = append(r.cells, sheet.Cell{Text: text, Lang: "zh-Hans", Evidence: sheet.Places(l.opt.Document, l.doc.Source.URI, ev)})
	r.spots = append(r.spots, s)
}

// list adds one cell with several values.
func (l *layout) list(r *row, vs []schema.Value) {
	c := sheet.Cell{Lang: "zh-Hans"}
	for i := range vs {
		if i > 0 {
			c.Text += l.in("; ", "；")
		}
		one := row{}
		l.value(&one, &vs[i])
		c.Text += one.cells[0].Text
		c.Evidence = append(c.Evidence, one.cells[0].Evidence...)
		r.spots = append(r.spots, one.spots...)
	}
	r.cells = append(r.cells, c)
}

// text adds a cell without evidence.
func (r *row) text(s string) { r.cells = append(r.cells, sheet.Text(s)) }

// add makes a sheet of rows, unless there are none: without the columns that no
// row fills, and with the column of places.
func (l *layout) add(heads []string, rows []row, notes ...string) {
	if len(rows) == 0 {
		return
	}
	s := sheet.Sheet{Title: l.part.Label.In(l.opt.Language), Notes: notes, Level: 2}
	var keep []int
	for j := range heads {
		if slices.ContainsFunc(rows, func(r row) bool { return j < len(r.cells) && (r.cells[j].Text != "" || r.cells[j].Number != nil) }) {
			keep = append(keep, j)
			s.Heads = append(s.Heads, heads[j])
		}
	}
	if l.opt.Places {
		s.Heads = append(s.Heads, l.in("Evidence", "出处"))
	}
	for _, r := range rows {
		var cells []sheet.Cell
		for _, j := range keep {
			cells = append(cells, r.cells[j])
		}
		if l.opt.Places {
			cells = append(cells, sheet.Cell{Text: l.places(r.spots), Tone: sheet.Faint})
		}
		s.Rows = append(s.Rows, cells)
	}
	l.sheets = append(l.sheets, s)
}

// mostPlaces is how many places of a row are written; of more, the number.
const mostPlaces = 4

// longQuote is from how many code points a quote is cut.
const longQuote = 40

// places writes where the values of a row stand in the read text, each stretch
// once, in the order of the text; places in one row of a table are one stretch.
func (l *layout) places(spots []spot) string {
	var all []schema.Evidence
	var quotes, rules []string
	for _, s := range spots {
		all = append(all, s.evidence...)
		if q := short(s.quote); q != "" && !slices.Contains(quotes, q) {
			quotes = append(quotes, q)
		}
		if s.rule != "" && !slices.Contains(rules, s.rule) {
			rules = append(rules, s.rule)
		}
	}
	slices.SortStableFunc(all, func(a, b schema.Evidence) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	type stretch struct {
		start, end int
		cell       *schema.CellRef
	}
	var out []stretch
	for _, e := range all {
		if n := len(out) - 1; n >= 0 {
			last := &out[n]
			together := last.cell != nil && e.Cell != nil && last.cell.Table == e.Cell.Table && last.cell.Row == e.Cell.Row
			if together || last.cell == nil && e.Cell == nil && e.Start <= last.end {
				last.end = max(last.end, e.End)
				continue
			}
		}
		out = append(out, stretch{e.Start, e.End, e.Cell})
	}
	var b strings.Builder
	for i, s := range out {
		if i > 0 {
			b.WriteString(", ")
		}
		if i == mostPlaces && len(out) > mostPlaces+1 {
			fmt.Fprintf(&b, "+%d", len(out)-mostPlaces)
			break
		}
		fmt.Fprintf(&b, "%d–%d", s.start, s.end)
		if s.cell != nil {
			fmt.Fprintf(&b, l.in(" t%d r%d", " 表%d行%d"), s.cell.Table, s.cell.Row)
		}
	}
	for _, q := range quotes {
		b.WriteString(" “" + q + "”")
	}
	for _, r := range rules {
		b.WriteString(" °" + r)
	}
	return strings.TrimSpace(b.String())
}

// short is a quote in one line that is not too long.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longQuote {
		return string(r[:longQuote-1]) + "…"
	}
	return s
}

func (l *layout) metadata() {
	d, m := l.doc, &l.doc.Metadata
	var rows []row
	add := func(name string, v *schema.Value) {
		if v == nil {
			return
		}
		r := row{}
		r.text(name)
		l.value(&r, v)
		rows = append(rows, r)
	}
	for _, f := range []struct {
		name string
		v    *schema.Value
	}{
		{"title", d.Title}, {"issuer", m.Issuer}, {"doc_number", m.DocNumber}, {"index_number", m.IndexNumber},
		{"written_on", m.WrittenOn}, {"published_on", m.PublishedOn}, {"signed_by", m.SignedBy}, {"signed_on", m.SignedOn},
		{"region", m.Region}, {"region_code", m.RegionCode}, {"subject_category", m.SubjectCategory}, {"validity", m.Validity}, {"abstract", m.Abstract},
	} {
		add(l.head("documents", f.name), f.v)
	}
	for i := range m.Extra {
		name := m.Extra[i].Name
		if w, known := tables.Metadata[name]; known {
			name = w.In(l.opt.Language)
		}
		add(name, &m.Extra[i].Value)
	}
	fact := func(name, text string) {
		if text != "" {
			r := row{}
			r.text(name)
			r.text(text)
			rows = append(rows, r)
		}
	}
	fact(l.in("Page", "页面"), d.Source.URI)
	if d.Parts > 1 {
		fact(l.in("Part", "部分"), fmt.Sprintf(l.in("%d of %d", "第 %d 部分，共 %d 部分"), d.Part, d.Parts))
	}
	fact(l.in("Captured", "采集时间"), d.Source.CapturedAt)
	for _, a := range l.opt.About {
		fact(a[0], a[1])
	}
	fact(l.in("Document", "文件编号"), d.ID)
	l.add([]string{l.in("Field", "项目"), l.in("Value", "内容")}, rows)
	if n := len(l.sheets); n > 0 {
		l.sheets[n-1].RowHeads = true
	}
}

func (l *layout) outline() {
	var rows []row
	for i := range l.doc.Sections {
		s := &l.doc.Sections[i]
		r := row{}
		l.cell(&r, strings.Repeat("　", max(0, s.Level-1))+s.Number+s.Heading, s.Evidence, "", s.Number+s.Heading)
		rows = append(rows, r)
	}
	l.add([]string{l.in("Heading", "标题")}, rows)
}

// once blanks a cell that says what the row above said, but keeps its evidence out
// of the row, too.
type once struct{ last string }

func (o *once) value(l *layout, r *row, key string, v *schema.Value) {
	if key == o.last || v == nil {
		r.cells = append(r.cells, sheet.Cell{})
	} else {
		l.value(r, v)
	}
	o.last = key
}

func (l *layout) leaders() {
	var rows []row
	for i := range l.doc.LeadingGroups {
		g := &l.doc.LeadingGroups[i]
		body := once{}
		for j := range max(1, len(g.Members)) {
			r := row{}
			body.value(l, &r, "body"+strconv.Itoa(i), g.Body)
			if j < len(g.Members) {
				m := &g.Members[j]
				l.value(&r, &m.Role)
				l.value(&r, m.Name)
				l.list(&r, m.Posts)
				l.value(&r, m.Subject)
				l.value(&r, m.Stage)
			} else {
				r.cells = append(r.cells, make([]sheet.Cell, 5)...)
			}
			rows = append(rows, r)
		}
	}
	l.add([]string{
		l.head("leading_groups", "body"), l.head("leaders", "role"), l.head("leaders", "name"), l.head("leader_posts", "post"),
		l.head("leaders", "subject"), l.head("leaders", "stage"),
	}, rows)
}

func (l *layout) groups() {
	var rows []row
	for i := range l.doc.SchoolGroups {
		g := &l.doc.SchoolGroups[i]
		of := [5]once{}
		for j := range max(1, len(g.Members)) {
			r := row{}
			for k, v := range []*schema.Value{&g.Name, g.Kind, g.Parent, g.Stage, g.Level} {
				of[k].value(l, &r, "group", v)
			}
			if j < len(g.Members) {
				m := &g.Members[j]
				l.value(&r, &m.School)
				l.value(&r, m.Full)
				l.said(&r, m.Role, l.role(m.Role))
				l.value(&r, m.Division)
				l.value(&r, m.Principal)
				l.value(&r, m.Phone)
			} else {
				r.cells = append(r.cells, make([]sheet.Cell, 6)...)
			}
			rows = append(rows, r)
		}
	}
	l.add([]string{
		l.in("Group", "组"), l.head("school_groups", "kind"), l.head("school_groups", "parent"), l.head("school_groups", "stage"),
		l.head("school_groups", "level"), l.head("members", "school"), l.head("members", "school_full"), l.head("members", "role"),
		l.head("members", "division"), l.head("members", "principal"), l.head("members", "phone"),
	}, rows)
}

// role is the role of a member in words.
func (l *layout) role(v *schema.Value) string {
	if v == nil {
		return ""
	}
	switch v.Value {
	case schema.RoleLead:
		return l.in("lead", "牵头")
	case schema.RoleMember:
		return l.in("member", "成员")
	}
	return v.Value
}

func (l *layout) contacts() {
	var rows []row
	for i := range l.doc.SchoolGroups {
		g := &l.doc.SchoolGroups[i]
		name := once{}
		for j := range g.Contacts {
			r := row{}
			name.value(l, &r, "group", &g.Name)
			l.value(&r, &g.Contacts[j].Name)
			l.value(&r, g.Contacts[j].Phone)
			rows = append(rows, r)
		}
	}
	l.add([]string{l.in("Group", "组"), l.head("contacts", "name"), l.head("contacts", "phone")}, rows)
}

func (l *layout) pairings() {
	var rows []row
	for i := range l.doc.Pairings {
		p := &l.doc.Pairings[i]
		r := row{}
		if p.Seq != nil {
			l.cell(&r, number(p.Seq.Value), p.Seq.Evidence, p.Seq.Derived, "")
		} else {
			r.text("")
		}
		l.value(&r, &p.From)
		if p.Directed {
			r.text("→")
		} else {
			r.text("—")
		}
		l.value(&r, &p.To)
		l.value(&r, p.Form)
		status := ""
		if p.Status != nil {
			switch status = p.Status.Value; status {
			case schema.StatusEnded:
				status = l.in("ended", "已结束")
			case schema.StatusPlanned:
				status = l.in("planned", "拟结对")
			}
		}
		l.said(&r, p.Status, status)
		rows = append(rows, r)
	}
	l.add([]string{
		l.head("pairings", "seq"), l.head("pairings", "from_school"), " ", l.head("pairings", "to_school"), l.head("pairings", "form"), l.head("pairings", "status"),
	}, rows)
}

func (l *layout) schools() {
	var rows []row
	for i := range l.doc.Schools {
		s := &l.doc.Schools[i]
		r := row{}
		l.value(&r, &s.Name)
		l.list(&r, s.Forms)
		l.value(&r, s.Parent)
		l.value(&r, s.Principal)
		l.value(&r, s.Phone)
		rows = append(rows, r)
	}
	l.add([]string{
		l.head("schools", "name"), l.in("Also written", "异称"), l.head("schools", "parent"), l.head("schools", "principal"), l.head("schools", "phone"),
	}, rows)
}

func (l *layout) milestones() {
	var rows []row
	for i := range l.doc.Milestones {
		m := &l.doc.Milestones[i]
		r := row{}
		l.cell(&r, l.when(&m.When), m.When.Evidence, m.When.Derived, m.When.From)
		l.value(&r, &m.Text)
		rows = append(rows, r)
	}
	l.add([]string{l.in("When", "时间"), l.head("milestones", "text")}, rows)
}

// when is a time in words.
func (l *layout) when(w *schema.When) string {
	if w.Recurs != "" {
		s := l.in("every year", "每年")
		if w.Month > 0 && w.Day > 0 {
			return s + fmt.Sprintf(l.in(" %02d-%02d", "%d月%d日"), w.Month, w.Day)
		} else if w.Month > 0 {
			return s + fmt.Sprintf(l.in(" month %d", "%d月"), w.Month)
		}
		return s
	}
	switch {
	case w.From == w.To:
		return w.From
	case w.From == "":
		return l.in("by "+w.To, w.To+" 前")
	case w.To == "":
		return l.in("from "+w.From, w.From+" 起")
	}
	return w.From + " – " + w.To
}

func (l *layout) commitments() {
	var rows []row
	for i := range l.doc.Commitments {
		c := &l.doc.Commitments[i]
		r := row{}
		l.value(&r, &c.Quote)
		amount := number(c.Amount.Value)
		ev := slices.Clone(c.Amount.Evidence)
		if c.AmountMax != nil {
			amount += "–" + number(c.AmountMax.Value)
			ev = append(ev, c.AmountMax.Evidence...)
		}
		switch c.Comparator {
		case ">=":
			amount = "≥ " + amount
		case "<=":
			amount = "≤ " + amount
		}
		amount += " " + c.Unit.Value
		ev = append(ev, c.Unit.Evidence...)
		l.cell(&r, amount, ev, c.Amount.Derived, "")
		for _, v := range []*schema.Value{c.Per, c.Actor, c.Action, c.Object} {
			l.value(&r, v)
		}
		rows = append(rows, r)
	}
	l.add([]string{
		l.head("commitments", "quote"), l.in("Amount", "数量"), l.head("commitments", "per"), l.head("commitments", "actor"), l.head("commitments", "action"), l.head("commitments", "object"),
	}, rows)
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func (l *layout) measures() {
	var rows []row
	for i := range l.doc.Measures {
		r := row{}
		l.value(&r, &l.doc.Measures[i].Name)
		rows = append(rows, r)
	}
	l.add([]string{l.head("measures", "name")}, rows)
}

func (l *layout) citations() {
	var rows []row
	for i := range l.doc.Citations {
		c := &l.doc.Citations[i]
		r := row{}
		l.said(&r, &c.Title, "《"+c.Title.Value+"》")
		l.value(&r, c.Number)
		rows = append(rows, r)
	}
	l.add([]string{l.head("citations", "title"), l.head("citations", "number")}, rows)
}

// meaning is what a code means.
func (l *layout) meaning(code string) string {
	if c, known := schema.CodeOf(code); known {
		return l.in(c.English, c.Chinese)
	}
	return code
}

func (l *layout) doubts() {
	var rows []row
	for i := range l.doc.Doubts {
		d := &l.doc.Doubts[i]
		r := row{}
		r.cells = append(r.cells, sheet.Cell{Text: l.meaning(d.Code), Tone: sheet.Changed})
		if l.opt.Language == "zh" {
			r.text(chinese.Of(d.Message))
		} else {
			r.text(d.Message)
		}
		r.spots = append(r.spots, spot{evidence: d.Evidence, quote: quoteOf(d.Evidence)})
		r.cells[1].Evidence = sheet.Places(l.opt.Document, l.doc.Source.URI, d.Evidence)
		r.text(d.Code)
		rows = append(rows, r)
	}
	l.add([]string{l.in("Doubt", "存疑"), l.in("Particulars", "说明"), l.in("Code", "代码")}, rows)
}

func (l *layout) findings() {
	var rows []row
	severity := map[string]string{
		schema.SeverityError: l.in("error", "错误"), schema.SeverityWarning: l.in("warning", "警告"), schema.SeverityNote: l.in("note", "提示"),
	}
	for i := range l.opt.Findings {
		f := &l.opt.Findings[i]
		if c, known := schema.CodeOf(f.Code); known && c.Kind == schema.KindDoubt {
			continue // it stands among the doubts
		}
		r := row{}
		tone := sheet.Changed
		if f.Severity == schema.SeverityNote {
			tone = sheet.Plain
		} else if f.Severity == schema.SeverityError {
			tone = sheet.Removed
		}
		r.cells = append(r.cells, sheet.Cell{Text: severity[f.Severity], Tone: tone})
		r.text(l.in(f.Message.English, f.Message.Chinese))
		r.spots = append(r.spots, spot{evidence: f.Evidence})
		r.cells[1].Evidence = sheet.Places(l.opt.Document, l.doc.Source.URI, f.Evidence)
		r.text(f.Code)
		rows = append(rows, r)
	}
	l.add([]string{l.in("Severity", "级别"), l.in("Finding", "问题"), l.in("Code", "代码")}, rows)
}

func quoteOf(ev []schema.Evidence) string {
	if len(ev) == 0 {
		return ""
	}
	return ev[0].Quote
}
