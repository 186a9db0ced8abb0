package export

import (
	"io"
	"strings"

	"jiedui/schema"
)

// factsWriter writes the flat view for spreadsheets and scoring: one JSON
// object a line for each fact, without its evidence. Failures and doubts have
// no place in it.
//
// Every row begins with doc, part, type and id. Keys that are shown here
// without omitempty are always there; all others only where the document
// states the value.
type factsWriter struct {
	*output
	opt Options
}

func newFacts(w io.Writer, opt Options) Writer { return &factsWriter{newOutput(w), opt} }

// head is how every row begins.
type head struct {
	Doc  string `json:"doc"` // the page's short name
	Part int    `json:"part"`
	Type string `json:"type"`
	ID   string `json:"id"`
}

type partRow struct {
	head
	Title  string `json:"title"`
	Starts string `json:"starts"` // how the part's first line begins, as the page has it
	Line   int    `json:"line"`   // of the read text, from 1
}

type metaRow struct {
	head
	Field string `json:"field"`
	Value string `json:"value"`
}

type leaderRow struct {
	head
	Body    string   `json:"body"`
	Role    string   `json:"role"`
	Name    string   `json:"name"`
	Posts   []string `json:"posts"`
	Subject string   `json:"subject,omitempty"`
	Stage   string   `json:"stage,omitempty"`
}

// groupRow is one school of a group; a group without any is one row with an
// empty school.
type groupRow struct {
	head
	Group      string `json:"group"`
	Kind       string `json:"kind"`
	Parent     string `json:"parent,omitempty"`
	Stage      string `json:"stage,omitempty"`
	Level      string `json:"level,omitempty"`
	School     string `json:"school"`
	SchoolFull string `json:"school_full,omitempty"`
	SchoolRole string `json:"school_role"` // "lead", "member" or ""
	Division   string `json:"division,omitempty"`
	Principal  string `json:"principal"`
	Phone      string `json:"phone"`
	Narrative  bool   `json:"narrative,omitempty"`
}

type contactRow struct {
	head
	Group string `json:"group"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

type pairingRow struct {
	head
	Form      string   `json:"form"`
	Seq       *float64 `json:"seq"`
	From      string   `json:"from"`
	To        string   `json:"to"`
	Directed  *bool    `json:"directed,omitempty"` // only false is written
	Status    string   `json:"status,omitempty"`
	Narrative bool     `json:"narrative,omitempty"`
}

type citationRow struct {
	head
	Title  string `json:"title"`
	Number string `json:"number"`
}

type milestoneRow struct {
	head
	When any    `json:"when"` // stretch or recurrence
	Text string `json:"text"`
}

type stretch struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type recurrence struct {
	Recurs string `json:"recurs"`
	Month  int    `json:"month,omitempty"`
	Day    int    `json:"day,omitempty"`
}

type commitmentRow struct {
	head
	Quote      string   `json:"quote"`
	Value      float64  `json:"value"`
	ValueMax   *float64 `json:"value_max"`
	Unit       string   `json:"unit"`
	Comparator string   `json:"comparator"`
	Per        string   `json:"per"`
	Actor      string   `json:"actor,omitempty"`
	Action     string   `json:"action,omitempty"`
	Object     string   `json:"object,omitempty"`
}

type measureRow struct {
	head
	Name string `json:"name"`
}

func (f *factsWriter) Document(doc *schema.Document) error {
	doc = Mask(doc, f.opt.Phones)
	row := func(kind, id string) head { return head{doc.Name, doc.Part, kind, id} }

	f.encode(partRow{row("part", doc.ID), text(doc.Title), starts(doc), doc.Line})
	meta := func(field string, v *schema.Value) {
		if v != nil {
			f.encode(metaRow{row("meta", schema.MetadataID(doc.ID, field, "")), field, v.Value})
		}
	}
	m := &doc.Metadata
	meta("title", doc.Title)
	meta("index_number", m.IndexNumber)
	meta("doc_number", m.DocNumber)
	meta("issuer", m.Issuer)
	meta("written_on", m.WrittenOn)
	meta("published_on", m.PublishedOn)
	meta("subject_category", m.SubjectCategory)
	meta("validity", m.Validity)
	meta("abstract", m.Abstract)
	meta("region", m.Region)
	meta("signed_by", m.SignedBy)
	meta("signed_on", m.SignedOn)
	if c := m.RegionCode; c != nil { // no field of the kind meta
		f.encode(metaRow{row("metadata_extra", schema.MetadataID(doc.ID, "region_code", "")), "region_code", c.Value})
	}
	for _, x := range m.Extra {
		f.encode(metaRow{row("metadata_extra", schema.MetadataID(doc.ID, x.Name, x.Value.Value)), x.Name, x.Value.Value})
	}
	for _, g := range doc.LeadingGroups {
		for _, l := range g.Members {
			posts := make([]string, len(l.Posts))
			for i, p := range l.Posts {
				posts[i] = p.Value
			}
			f.encode(leaderRow{row("leader", l.ID), text(g.Body), l.Role.Value, text(l.Name), posts, text(l.Subject), text(l.Stage)})
		}
	}
	for _, g := range doc.SchoolGroups {
		r := groupRow{
			head: row("group", g.ID), Group: g.Name.Value, Kind: text(g.Kind), Parent: text(g.Parent),
			Stage: text(g.Stage), Level: text(g.Level), Narrative: g.Narrative,
		}
		if len(g.Members) == 0 {
			f.encode(r)
		}
		for _, m := range g.Members {
			r.ID, r.School, r.SchoolFull, r.SchoolRole = m.ID, m.School.Value, text(m.Full), text(m.Role)
			r.Division, r.Principal, r.Phone = text(m.Division), text(m.Principal), text(m.Phone)
			f.encode(r)
		}
		for _, c := range g.Contacts {
			f.encode(contactRow{row("contact", c.ID), g.Name.Value, c.Name.Value, text(c.Phone)})
		}
	}
	for _, p := range doc.Pairings {
		r := pairingRow{
			head: row("pairing", p.ID), Form: text(p.Form), Seq: number(p.Seq), From: p.From.Value, To: p.To.Value,
			Status: text(p.Status), Narrative: p.Narrative,
		}
		if !p.Directed {
			r.Directed = &p.Directed
		}
		f.encode(r)
	}
	for _, c := range doc.Citations {
		f.encode(citationRow{row("citation", c.ID), c.Title.Value, text(c.Number)})
	}
	for _, m := range doc.Milestones {
		r := milestoneRow{row("milestone", m.ID), stretch{m.When.From, m.When.To}, m.Text.Value}
		if m.When.Recurs != "" {
			r.When = recurrence{m.When.Recurs, m.When.Month, m.When.Day}
		}
		f.encode(r)
	}
	for _, c := range doc.Commitments {
		f.encode(commitmentRow{
			row("commitment", c.ID), c.Quote.Value, c.Amount.Value, number(c.AmountMax), c.Unit.Value, c.Comparator,
			text(c.Per), text(c.Actor), text(c.Action), text(c.Object),
		})
	}
	for _, x := range doc.Measures {
		f.encode(measureRow{row("measure", x.ID), x.Name.Value})
	}
	return f.flush()
}

func (f *factsWriter) Failure(schema.Failure) error { return f.err }

func (f *factsWriter) Close() error { return f.err }

func text(v *schema.Value) string {
	if v == nil {
		return ""
	}
	return v.Value
}

func number(n *schema.Number) *float64 {
	if n == nil {
		return nil
	}
	return &n.Value
}

// startsLength is how many code points of a part's first line tell parts apart.
const startsLength = 20

func starts(doc *schema.Document) string {
	if len(doc.Evidence) == 0 {
		return ""
	}
	line, _, _ := strings.Cut(doc.Evidence[0].Quote, "\n")
	if r := []rune(line); len(r) > startsLength {
		return string(r[:startsLength])
	}
	return line
}
