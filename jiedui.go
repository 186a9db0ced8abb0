// Package jiedui reads Chinese policy pages about how strong schools help weak
// ones and returns what they say as structured documents in which every value
// points at the words it was read from.
//
// The road of one page: bytes are decoded and stripped of markup (corpus/read),
// cleaned without losing the way back (normalize), split into the policy
// documents it holds and read by the extractors (extract), and come out as
// records (schema), which schema/export writes.
package jiedui

import (
	"context"
	"strings"

	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/extract"
	"jiedui/extract/all"
	"jiedui/internal/lexicon"
	"jiedui/internal/private"
	"jiedui/normalize"
	"jiedui/schema"
	"jiedui/text"
)

// Version is the version of the program; it is part of every output.
const Version = "0.1.0"

// Options limit and steer the work on one page. The zero value is the default.
type Options struct {
	// MaxSize is the number of bytes of a page that are read; what lies beyond
	// is cut off and reported as a doubt. 0 means 64 MiB.
	MaxSize int64
}

// Generator names the program and the versions that decide its output.
func Generator() schema.Generator {
	return schema.Generator{
		Name:    "jiedui",
		Version: Version,
		Rules:   strings.Join([]string{read.Rules, normalize.Rules, extract.Rules}, " "),
		Lexicon: lexicon.BuiltIn().Digest(),
	}
}

// Process turns one page into the policy documents that it holds: at least
// one, so that every page is accounted for. An error means that the page could
// not be read at all; it is a *read.Error with a stable code. Shortcomings of
// the reading and doubts of the extractors stand in the documents. Numbers of
// persons are not masked; schema/export masks what it writes.
//
// Process is safe for use by several goroutines at once.
func Process(ctx context.Context, page corpus.Page, opt Options) ([]schema.Document, error) {
	doc, err := read.Read(ctx, page, read.Options{MaxSize: opt.MaxSize})
	if err != nil {
		return nil, err
	}
	script := normalize.Judge(mainText(doc))
	clean := normalize.Page(doc.Text, script)
	p := extract.NewPage(doc, clean.Text, string(script))
	for _, r := range clean.Repairs {
		p.Repairs = append(p.Repairs, schema.Repair{Step: r.Step, Count: r.Count})
	}
	for _, d := range clean.Damage {
		p.Damage = append(p.Damage, extract.Damage{Span: d.Span, Message: d.Message})
	}
	docs, err := all.Documents(ctx, p)
	numbers := privateNumbers(doc.Text.String())
	for i := range docs {
		docs[i].Private = numbers
	}
	return docs, err
}

// privateNumbers finds the phone and identity-card numbers of the read text.
func privateNumbers(read string) []schema.Private {
	places := private.Places(read)
	if len(places) == 0 {
		return nil
	}
	ruler := text.NewRuler(read)
	out := make([]schema.Private, 0, len(places))
	for _, p := range places {
		out = append(out, schema.Private{
			Start:  ruler.CodePoint(p.Span.Start),
			End:    ruler.CodePoint(p.Span.End),
			Digits: p.Digits,
			Kind:   p.Kind,
			Shown:  p.Masked,
		})
	}
	return out
}

// ReadText returns the text that evidence points into: the decoded page
// without markup, nothing masked.
func ReadText(ctx context.Context, page corpus.Page, opt Options) (string, error) {
	doc, err := read.Read(ctx, page, read.Options{MaxSize: opt.MaxSize})
	if err != nil {
		return "", err
	}
	return doc.Text.String(), nil
}

// Fold applies a page's own normalising steps to a quote; src is the source of
// the quote's document, which says what the page was found to be. A value that
// is not derived is contained in the fold of its quotes.
func Fold(src schema.Source) func(quote string) string {
	noted := false
	for _, r := range src.Repairs {
		noted = noted || r.Step == normalize.Pinyin
	}
	return func(q string) string { return normalize.Fold(q, normalize.Script(src.Script), noted) }
}

// mainText is the text that decides the page's script: all but its furniture.
func mainText(doc *corpus.Document) string {
	var b strings.Builder
	for _, bl := range doc.Blocks {
		if !bl.Chrome {
			b.WriteString(doc.Text.At(bl.Span))
			b.WriteByte('\n')
		}
	}
	return b.String()
}
