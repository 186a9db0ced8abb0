// Package all is the list of extractors, and runs them over a page.
package all

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"jiedui/extract"
	"jiedui/extract/citations"
	"jiedui/extract/commitments"
	"jiedui/extract/groups"
	"jiedui/extract/leaders"
	"jiedui/extract/measures"
	"jiedui/extract/metadata"
	"jiedui/extract/milestones"
	"jiedui/extract/outline"
	"jiedui/extract/pairings"
	"jiedui/extract/parts"
	"jiedui/extract/resolve"
	"jiedui/schema"
	"jiedui/text"
)

// Extractors is the list, in the order of their dependencies: each sees the
// draft as the ones before it left it. Resolve comes last: what 我校 or a
// short school name stands for depends on all other facts.
func Extractors() []extract.Extractor {
	return []extract.Extractor{
		outline.Extractor{},
		metadata.Extractor{},
		leaders.Extractor{},
		groups.Extractor{},
		pairings.Extractor{},
		citations.Extractor{},
		commitments.Extractor{},
		measures.Extractor{},
		milestones.Extractor{},
		resolve.Extractor{},
	}
}

// Parts splits the page into the parts that its policy documents are made of.
func Parts(p *extract.Page) []*extract.Part { return parts.Split(p) }

// Attached reports whether a line opens an attachment, and returns its title if
// that stands in the line, too: 附件1, 附件:某名单.
func Attached(line string) (title string, ok bool) { return parts.Attached(line) }

// Documents splits the page into its policy documents and extracts each.
func Documents(ctx context.Context, p *extract.Page) ([]schema.Document, error) {
	return Extract(ctx, p, Parts(p))
}

// Extract makes a document of each of the page's parts.
func Extract(ctx context.Context, p *extract.Page, ps []*extract.Part) ([]schema.Document, error) {
	drafts := make([]*extract.Draft, len(ps))
	for i, part := range ps {
		drafts[i] = extract.NewDraft(part)
	}
	for i, d := range drafts {
		d.Others = slices.Delete(slices.Clone(drafts), i, i+1)
	}
	for _, x := range Extractors() {
		for i, part := range ps {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if x.Wants(part) {
				x.Extract(part, drafts[i])
			}
		}
	}
	out := make([]schema.Document, 0, len(ps))
	source := sourceOf(p)
	for i, part := range ps {
		d := drafts[i]
		d.Source = source
		if n := len(part.Body); n > 0 {
			first := part.Body[0].Span
			if !part.Heading.Empty() && part.Heading.Start < first.Start {
				first = part.Heading
			}
			d.Evidence = p.Evidence(first, part.Body[n-1].Span)
		}
		pageDoubts(part, ps, d)
		out = append(out, d.Finish())
	}
	return out, nil
}

func sourceOf(p *extract.Page) schema.Source {
	read := sha256.Sum256([]byte(p.Doc.Text.String()))
	s := schema.Source{
		URI:        p.Doc.URI,
		MediaType:  p.Doc.MediaType,
		Charset:    p.Doc.Charset,
		Script:     p.Script,
		SHA256:     p.Doc.SHA256,
		TextSHA256: hex.EncodeToString(read[:]),
		Repairs:    append([]schema.Repair{}, p.Repairs...),
	}
	if !p.Doc.CapturedAt.IsZero() {
		s.CapturedAt = p.Doc.CapturedAt.UTC().Format(time.RFC3339)
	}
	return s
}

// pageDoubts hands the doubts of reading and normalising to the part they
// stand in, those that stand in none to the first.
func pageDoubts(part *extract.Part, ps []*extract.Part, d *extract.Draft) {
	mine := func(s text.Span) bool {
		for _, o := range ps {
			if o.Span.Contains(s) && !s.Empty() {
				return o == part
			}
		}
		return part == ps[0]
	}
	for _, n := range part.Doc.Notes {
		clean, _ := part.Clean.ForwardFrom(n.Span, part.Doc.Text)
		if mine(clean) {
			d.Doubt(n.Code, n.Message, clean)
		}
	}
	var last []schema.Evidence
	for _, n := range part.Damage {
		if !mine(n.Span) {
			continue
		}
		// Several marks of one repair come from the same words.
		if e := part.Evidence(n.Span); len(e) == 0 || len(last) == 0 || e[0].Start != last[0].Start || e[0].End != last[0].End {
			d.Doubt(schema.CodeDamage, n.Message, n.Span)
			last = e
		}
	}
}
