// Package jiedui reads Chinese policy pages about how strong schools help weak
// ones and returns what they say as structured documents in which every value
// points at the words it was read from.
//
// The road of one page: bytes are decoded and stripped of markup (corpus/read),
// cleaned without losing the way back (normalize), split into the policy
// documents it holds and read by the extractors (extract), and come out as
// records (schema), which schema/export writes. [Check] also says what is wrong
// with them (internal/check).
//
// What the pages of some place call things, the words of the domain may lack.
// [ReadLexicon] reads words that a user adds, [Options] carry them:
//
//	words, err := jiedui.ReadLexicon(jiedui.LexiconFile{Name: "ours.txt", Text: strings.NewReader(
//		"[headers]\n援建单位  from-help\n[forms]\n连心办学\n")})
//	…
//	opt := jiedui.Options{Lexicon: words}
//	docs, err := jiedui.Process(ctx, page, opt)
//
// Whoever writes the documents takes opt.Generator for their dataset, so that it
// says which words were known.
package jiedui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/extract"
	"jiedui/extract/all"
	"jiedui/internal/check"
	"jiedui/internal/lexicon"
	"jiedui/internal/likeness"
	"jiedui/internal/private"
	"jiedui/internal/search"
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
	// Lexicon are the words that pages are read with; nil: the built-in ones.
	// Pages with the same *Lexicon are worked on at once; a page with another
	// waits until they are done.
	Lexicon *Lexicon
}

// Generator names the program and the versions that decide its output when
// pages are processed with o.
func (o Options) Generator() schema.Generator {
	return schema.Generator{
		Name:    "jiedui",
		Version: Version,
		Rules:   strings.Join([]string{read.Rules, normalize.Rules, extract.Rules}, " "),
		Lexicon: o.Lexicon.in().Digest(),
	}
}

// Generator is that of the zero Options.
func Generator() schema.Generator { return Options{}.Generator() }

// Process turns one page into the policy documents that it holds: at least
// one, so that every page is accounted for. An error means that the page could
// not be read at all; it is a *read.Error with a stable code. Shortcomings of
// the reading and doubts of the extractors stand in the documents. Numbers of
// persons are not masked; schema/export masks what it writes.
//
// Process is safe for use by several goroutines at once.
func Process(ctx context.Context, page corpus.Page, opt Options) ([]schema.Document, error) {
	var out []schema.Document
	err := extracted(ctx, page, opt, func(docs []schema.Document, _ []*extract.Part) { out = docs })
	return out, err
}

// extracted reads a page and hands its documents, and the parts that they were
// made from, to use, while the words of opt are those in use.
func extracted(ctx context.Context, page corpus.Page, opt Options, use func([]schema.Document, []*extract.Part)) error {
	p, err := open(ctx, page, opt)
	if err != nil {
		return err
	}
	done, err := lexicon.Use(ctx, opt.Lexicon.in())
	if err != nil {
		return err
	}
	defer done()
	parts := all.Parts(p)
	docs, err := all.Extract(ctx, p, parts)
	if err != nil {
		return err
	}
	numbers := privateNumbers(p.Doc.Text.String())
	for i := range docs {
		docs[i].Private = numbers
	}
	use(docs, parts)
	return nil
}

// open reads a page and cleans its text.
func open(ctx context.Context, page corpus.Page, opt Options) (*extract.Page, error) {
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
	return p, nil
}

// Check takes a page to its documents as [Process] does, and returns with them
// what is wrong with each, in the order of the documents and of the places in
// them. Numbers of persons are not masked; schema/export masks findings, too.
//
// Check is safe for use by several goroutines at once.
func Check(ctx context.Context, page corpus.Page, opt Options) ([]schema.Document, []schema.Finding, error) {
	var out []schema.Document
	var found []schema.Finding
	err := extracted(ctx, page, opt, func(docs []schema.Document, parts []*extract.Part) {
		out = docs
		for i := range docs {
			found = append(found, check.Document(&docs[i], parts[i])...)
		}
	})
	return out, found, err
}

// Entry is what a corpus keeps of one document.
type Entry struct {
	Document schema.Document
	Findings []schema.Finding
	// Print is what copies of the document on other pages are found by, see
	// internal/likeness; nil when its text is too short for that.
	Print []byte
	// Found is what a search finds the document by.
	Found search.Entry
}

// Entries takes a page to its documents and findings as [Check] does, and adds
// what a corpus needs besides.
func Entries(ctx context.Context, page corpus.Page, opt Options) ([]Entry, error) {
	var out []Entry
	err := extracted(ctx, page, opt, func(docs []schema.Document, parts []*extract.Part) {
		found := entriesOf(docs, parts, opt)
		for i := range docs {
			out = append(out, Entry{docs[i], check.Document(&docs[i], parts[i]), likeness.Print(partText(parts[i])), found[i]})
		}
	})
	return out, err
}

// partText is the clean text of a part without the page's furniture.
func partText(p *extract.Part) string {
	var b strings.Builder
	for _, l := range p.Body {
		b.WriteString(p.Clean.At(l.Span))
		b.WriteByte('\n')
	}
	return b.String()
}

// ErrOtherPage says that documents were not made from the page that they are
// to be checked with, or by other rules of reading.
var ErrOtherPage = errors.New("the documents were made from another page, or by other rules of reading")

// CheckDocuments returns what is wrong with documents that were extracted
// before. page is the page that all of them were made from; without it (nil)
// only those rules apply that do not read the text. With it, the documents'
// Private is filled in.
func CheckDocuments(ctx context.Context, docs []schema.Document, page *corpus.Page, opt Options) ([]schema.Finding, error) {
	var p *extract.Page
	if page != nil {
		var err error
		if p, err = open(ctx, *page, opt); err != nil {
			return nil, err
		}
	}
	done, err := lexicon.Use(ctx, opt.Lexicon.in())
	if err != nil {
		return nil, err
	}
	defer done()
	var parts []*extract.Part
	if p != nil {
		parts = all.Parts(p)
		numbers := privateNumbers(p.Doc.Text.String())
		sum := sha256.Sum256([]byte(p.Doc.Text.String()))
		digest := hex.EncodeToString(sum[:])
		for i := range docs {
			if d := &docs[i]; d.Source.TextSHA256 != digest || d.Parts != len(parts) || d.Part > len(parts) {
				return nil, ErrOtherPage
			}
			docs[i].Private = numbers
		}
	}
	var found []schema.Finding
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var part *extract.Part
		if parts != nil {
			part = parts[docs[i].Part-1]
		}
		found = append(found, check.Document(&docs[i], part)...)
	}
	return found, nil
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
	noted, lossy := false, false
	for _, r := range src.Repairs {
		noted = noted || r.Step == normalize.Pinyin
		lossy = lossy || r.Step == normalize.Losses
	}
	return func(q string) string { return normalize.Fold(q, normalize.Script(src.Script), noted, lossy) }
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
