package export

import (
	"bytes"
	"io"

	"jiedui/schema"
)

// MaskHit returns a copy of a hit that shows private numbers as phones says, in
// the way of [Mask]: places are those of the text that it was found in, others
// further numbers of which no place is known.
func MaskHit(h schema.Hit, places []schema.Private, others []string, phones Phones) schema.Hit {
	if phones == Full {
		return h
	}
	doc := schema.Document{Private: append([]schema.Private(nil), places...)}
	var contacts []schema.Contact
	for _, p := range others {
		contacts = append(contacts, schema.Contact{Phone: &schema.Value{Value: p}})
	}
	doc.SchoolGroups = []schema.SchoolGroup{{Contacts: contacts}}
	m := newMask(&doc, phones)
	h.Title, h.Issuer, h.District = m.text(h.Title), m.text(h.Issuer), m.text(h.District)
	h.Snippets = append([]schema.Snippet{}, h.Snippets...)
	for i := range h.Snippets {
		s := &h.Snippets[i]
		s.Quote = m.quote(schema.Evidence{Start: s.Start, End: s.End, Quote: s.Quote})
	}
	h.Places = append([]schema.HitPlace{}, h.Places...)
	for i := range h.Places {
		p := &h.Places[i]
		p.Value = m.text(p.Value)
		p.Quote = m.quote(schema.Evidence{Start: p.Start, End: p.End, Quote: p.Quote})
	}
	return h
}

// Hits writes what a search found, in the json or the jsonl format.
type Hits struct {
	out   *output
	lines bool
	any   bool
}

// HitFormats are the formats of [NewHits].
func HitFormats() []string { return []string{"json", "jsonl"} }

// NewHits returns a writer of hits to w: json is one [schema.Hits], of which head
// gives all but the hits; jsonl is one hit a line.
func NewHits(format string, w io.Writer, head schema.Hits) *Hits {
	h := &Hits{out: newOutput(w), lines: format == "jsonl"}
	if h.lines {
		return h
	}
	head.SchemaVersion, head.Hits = schema.HitsVersion, []schema.Hit{}
	h.out.enc.SetIndent("", indent)
	h.out.encode(head)
	h.out.buf.Truncate(len(bytes.TrimRight(h.out.buf.Bytes(), "]}\n")))
	return h
}

// Hit writes one hit, masked already.
func (h *Hits) Hit(one schema.Hit) error {
	if h.lines {
		h.out.encode(one)
		return h.out.flush()
	}
	if h.any {
		h.out.buf.WriteByte(',')
	}
	h.any = true
	h.out.buf.WriteString("\n" + indent + indent)
	h.out.enc.SetIndent(indent+indent, indent)
	h.out.encode(one)
	h.out.buf.Truncate(len(bytes.TrimRight(h.out.buf.Bytes(), "\n")))
	return h.out.flush()
}

// Close writes what is left to write; it does not close the output.
func (h *Hits) Close() error {
	if !h.lines {
		if h.any {
			h.out.buf.WriteString("\n" + indent)
		}
		h.out.buf.WriteString("]\n}\n")
	}
	return h.out.flush()
}
