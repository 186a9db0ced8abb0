package export

import (
	"io"

	"jiedui/schema"
)

// MaskFindings returns a copy of findings about doc, quotes and messages, that
// shows the private numbers of doc as phones says, in the way of [Mask].
func MaskFindings(doc *schema.Document, findings []schema.Finding, phones Phones) []schema.Finding {
	out := make([]schema.Finding, len(findings))
	copy(out, findings)
	var m *mask
	if phones != Full {
		m = newMask(schema.Clone(doc), phones)
		for _, f := range findings { // what is no number by its length is somebody's number all the same
			if f.Code == schema.CodeBadPhone {
				for _, e := range f.Evidence {
					m.phone(&schema.Value{Value: e.Quote}, phones)
				}
			}
		}
	}
	for i := range out {
		f := &out[i]
		f.Evidence = append([]schema.Evidence{}, f.Evidence...)
		if m == nil {
			continue
		}
		f.Message.English, f.Message.Chinese = m.text(f.Message.English), m.text(f.Message.Chinese)
		for j := range f.Evidence {
			f.Evidence[j].Quote = m.quote(f.Evidence[j])
		}
	}
	return out
}

// Findings writes what a check found, in the json or the jsonl format.
type Findings struct {
	out   *output
	lines bool
	all   schema.Findings
}

// FindingFormats are the formats of [NewFindings].
func FindingFormats() []string { return []string{"json", "jsonl"} }

// NewFindings returns a writer of findings to w: json is one
// [schema.Findings], written by Close; jsonl is one finding a line.
func NewFindings(format string, w io.Writer, generator schema.Generator) *Findings {
	f := &Findings{out: newOutput(w), lines: format == "jsonl"}
	f.all = schema.Findings{
		SchemaVersion: schema.FindingsVersion,
		Generator:     generator,
		Findings:      []schema.Finding{},
		Failures:      []schema.Failure{},
	}
	if !f.lines {
		f.out.enc.SetIndent("", "  ")
	}
	return f
}

// Finding takes one finding, masked already.
func (f *Findings) Finding(one schema.Finding) error {
	if f.lines {
		f.out.encode(one)
		return f.out.flush()
	}
	f.all.Findings = append(f.all.Findings, one)
	return nil
}

// Failure takes note of an input that could not be checked; jsonl has no place
// for it.
func (f *Findings) Failure(one schema.Failure) error {
	f.all.Failures = append(f.all.Failures, one)
	return nil
}

// Close writes what is left to write; it does not close the output.
func (f *Findings) Close() error {
	if !f.lines {
		f.out.encode(f.all)
	}
	return f.out.flush()
}
