package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus/store"
	"jiedui/internal/search"
	"jiedui/schema"
	"jiedui/schema/export"
)

// searching is one run of "jiedui search".
type searching struct {
	*env
	corpusFlag
	wordFlags
	format                string
	limit, offset         int
	count, history, quiet bool
	exitCode              bool
	phones                string
}

const (
	// searchPool is the number of documents that are weighed against each other;
	// where more match, nobody reads on to their end.
	searchPool = 2000
	// searchPlaces is the number of places of a hit that are listed.
	searchPlaces = 50
)

func newSearch(e *env) *cobra.Command {
	x := &searching{env: e}
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Find documents of a corpus by their words and facts",
		Long: `Find the documents of a corpus that "jiedui build" read: by words of their text,
and by their facts. The best come first: words in the title count most.

  教师交流 送教            both words, wherever they stand, also within longer ones
  "教师 交流"              a phrase: these characters one behind the other
  教师交流 OR 送教         one of them, or both; | is the same
  教师交流 NOT 送教        the first without the second; -送教 is the same, but a
                           command line that begins with it needs -- before it
  (走教 OR 送教) 考核      brackets hold together
  plan*                    words of letters or digits that begin so

A field looks into the facts:
  issuer:教育局            the body that issued or signed it
  district:青岚区          the district that it governs, or its GB/T 2260 code or
                           what that begins with (370405, 3704, 37); provinces and
                           prefectures cover what lies in them (370400 is 3704)
  year:2019, year:2018-2020, year:2018-
                           the year in which it was written, else signed, else
                           published
  school:实验小学          a school, by any form of its name
  measure:联合教研         a measure
  person:周小明            a leader, principal or contact person
  title:实施方案           the title
A field may be a phrase, and stand behind NOT. Traditional and simplified script
find each other; Chinese colons, brackets and quotation marks do as well.

A word stands for its characters as they are. Where no document has them so, and
the word is made of several words of the dictionary (教师交流考核), these are looked
for wherever they stand, and that is said.

Of a text of more than 8 MiB, only the beginning is searched; its facts are all
found. Of every address the page counts that it had last, as of the last build. Copies
of one document on several pages are one hit. Where more than 2,000 documents
match, only those with the words in the title are weighed; behind them, and where
only fields are asked for, the newest come first.

Finding nothing is no failure: the exit code is 0, and 3 with --exit-code.`,
		Example: `  jiedui search --corpus district-plans 教师交流 year:2019-2021
  jiedui search --corpus district-plans --format json 'district:37 "联研共同体"'
  jiedui search --corpus district-plans --count measure:集团化办学 NOT 考核`,
		Args: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return usagef(cmd, "nothing to look for: give a query")
			}
			return nil
		},
		RunE: x.run,
	}
	x.corpusFlag.add(cmd, "the corpus")
	fl := cmd.Flags()
	fl.StringVarP(&x.format, "format", "f", "text", "format of the output: text, "+strings.Join(export.HitFormats(), ", "))
	fl.IntVarP(&x.limit, "limit", "n", 20, "hits to show; 0: all")
	fl.IntVar(&x.offset, "offset", 0, "hits to pass over")
	fl.BoolVar(&x.count, "count", false, "print only how many documents match")
	fl.BoolVar(&x.history, "history", false, "what every address held at any time, not only last")
	fl.StringVar(&x.phones, "phones", string(export.Masked), "phone and identity-card numbers: masked (100****6595), full, or none")
	fl.BoolVar(&x.exitCode, "exit-code", false, "exit with 3 when nothing is found")
	x.wordFlags.add(cmd)
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no summary")
	complete(cmd, "format", append([]string{"text"}, export.HitFormats()...)...)
	complete(cmd, "phones", string(export.Masked), string(export.Full), string(export.None))
	return cmd
}

func (x *searching) run(cmd *cobra.Command, args []string) error {
	dir, err := x.must(x.env, cmd)
	if err != nil {
		return err
	}
	phones, err := export.ParsePhones(x.phones)
	if err != nil {
		return usagef(cmd, "%v", err)
	}
	switch {
	case x.format != "text" && !slices.Contains(export.HitFormats(), x.format):
		return unknownFormat(cmd, x.format, append([]string{"text"}, export.HitFormats()...))
	case x.limit < 0:
		return usagef(cmd, "--limit %d: want 0 or more", x.limit)
	case x.offset < 0:
		return usagef(cmd, "--offset %d: want 0 or more", x.offset)
	}
	if x.limit == 0 {
		x.limit = math.MaxInt32 - x.offset
	}
	words, err := x.words(x.env, cmd)
	if err != nil {
		return err
	}
	opt := jiedui.Options{Lexicon: words}
	ctx := cmd.Context()
	text := strings.Join(args, " ")
	q, err := jiedui.Ask(ctx, text, opt)
	var qe *search.QueryError
	if errors.As(err, &qe) {
		return &usageError{qe.Error() + "\n  " + pointed(text, qe.At), qe.Hint}
	}
	if err != nil {
		return err
	}
	return x.withStore(ctx, dir, store.Options{ReadOnly: true}, func(s *store.Store) error {
		n, err := x.answer(ctx, s, q, maskQuery(text, phones), phones, opt)
		if err == nil && n == 0 && x.exitCode {
			return &findingsError{}
		}
		return err
	})
}

// maskQuery masks what may be somebody's number in a query.
func maskQuery(query string, phones export.Phones) string {
	return export.MaskHit(schema.Hit{Title: query}, nil, longNumbers.FindAllString(query, -1), phones).Title
}

var longNumbers = regexp.MustCompile(`[0-9]{7,}`)

// pointed shows a query with the mark ▶ before its character at.
func pointed(query string, at int) string {
	r := []rune(strings.ToValidUTF8(query, "\uFFFD"))
	at = min(at-1, len(r))
	const around = 30
	from, to := max(at-around, 0), min(at+around, len(r))
	return string(r[from:at]) + "▶" + string(r[at:to])
}

// questionOf writes a query for the index of a corpus.
func questionOf(ctx context.Context, s *store.Store, q *search.Query) (store.Query, error) {
	m, err := matchFor(ctx, s, q)
	if err != nil {
		return store.Query{}, err
	}
	out := store.Query{Match: m.All, Title: m.Title, Pool: searchPool}
	for _, c := range search.Columns {
		out.Weights = append(out.Weights, c.Weight)
	}
	return out, nil
}

func matchFor(ctx context.Context, s *store.Store, q *search.Query) (search.Match, error) {
	cut, same, err := s.Cut(ctx)
	if err != nil {
		return search.Match{}, err
	}
	if !same {
		cut = -1 // no dictionary
	}
	return q.Match(cut), nil
}

// answer writes what q finds and returns how many documents match.
func (x *searching) answer(ctx context.Context, s *store.Store, q *search.Query, text string, phones export.Phones, opt jiedui.Options) (int, error) {
	question, err := questionOf(ctx, s, q)
	if err != nil {
		return 0, err
	}
	question.History, question.Offset, question.Limit = x.history, x.offset, x.limit
	if x.count {
		question.Pool, question.Offset, question.Limit = 0, 0, 0
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	found, err := s.Search(ctx, question)
	if err != nil {
		return 0, err
	}
	loosened := false
	if loose, ok := q.Loosen(); ok && found.None() {
		m, err := matchFor(ctx, s, loose)
		if err != nil {
			return 0, err
		}
		question.Match, question.Title = m.All, m.Title
		if found, err = s.Search(ctx, question); err != nil {
			return 0, err
		}
		if q, loosened = loose, !found.None(); loosened && !x.quiet {
			x.streams.note("no document has the words as they are; their parts were looked for")
		}
	}
	if x.count {
		total, err := found.Total()
		if err == nil {
			_, err = fmt.Fprintln(x.streams.out, total)
		}
		return total, err
	}
	w := bufio.NewWriter(x.streams.out)
	out := hitWriter(&hitPrinter{w: w, words: hitWords[x.streams.language()], mark: x.streams.marker()})
	if x.format != "text" {
		total, err := found.Total()
		if err != nil {
			return 0, err
		}
		out = export.NewHits(x.format, w, schema.Hits{Generator: opt.Generator(), Query: text, Loosened: loosened, Total: total, Offset: x.offset})
	}
	shown := 0
	err = found.Each(ctx, func(h *store.Hit) error {
		shown++
		hit, err := hitOf(ctx, s, q, h, x.offset+shown, phones)
		if err != nil {
			return err
		}
		return out.Hit(hit)
	})
	if err == nil {
		err = out.Close()
	}
	if err := errors.Join(err, w.Flush()); err != nil {
		return 0, err
	}
	total, err := found.Total()
	if err == nil && !x.quiet {
		x.summary(ctx, s, total, shown)
	}
	return total, err
}

// hitOf finds the query in a document that matches.
func hitOf(ctx context.Context, s *store.Store, q *search.Query, h *store.Hit, rank int, phones export.Phones) (schema.Hit, error) {
	t, err := search.Decode(h.Text)
	if err != nil {
		return schema.Hit{}, err
	}
	var d *schema.Document
	if needs := q.Needs(); needs != nil {
		if d, err = s.DocumentOf(ctx, h, needs); err != nil {
			return schema.Hit{}, err
		}
	}
	out := schema.Hit{Rank: rank, Document: h.Document, Part: h.Part, URI: h.URI, CapturedAt: h.CapturedAt,
		Title: h.Title, Issuer: h.Issuer, District: h.District, DistrictCode: h.Code, Year: h.Year, AlsoAt: []schema.CopyAt{}}
	out.Places, out.Occurrences, out.Snippets = q.Look(t, d, searchPlaces)
	for _, c := range h.Copies {
		out.AlsoAt = append(out.AlsoAt, schema.CopyAt{Document: c.Document, URI: c.Address})
	}
	return export.MaskHit(out, t.Private, t.Phones, phones), nil
}

// summary says how many documents match, and what to do when none does.
func (x *searching) summary(ctx context.Context, s *store.Store, total, shown int) {
	matches := count(total, "document") + " match"
	if total == 1 {
		matches += "es"
	}
	switch {
	case total == 0:
		x.line("no document matches")
	case shown == 0:
		x.line("%s; there is no hit %d", matches, x.offset+1)
	case shown == total:
		x.line("%s", matches)
	case x.offset == 0 && shown < x.limit:
		x.line("%s; %s, as copies stand together", matches, count(shown, "hit"))
	default:
		x.line("%s; shown: %d to %d (--limit, --offset)", matches, x.offset+1, x.offset+shown)
	}
	if total > 0 {
		return
	}
	if built, err := s.Settled(ctx); err == nil && !built {
		x.streams.note("the corpus has pages that came after its last build: run jiedui build")
	}
}

// line writes a line of the summary.
func (x *searching) line(format string, args ...any) {
	fmt.Fprintln(x.streams.err, x.streams.say(fmt.Sprintf(format, args...)))
}

// marker marks what was found in a text for people: with colour on a terminal,
// with two stars elsewhere.
func (s *streams) marker() [2]string {
	if s.outTTY && !s.noColor && s.getenv("NO_COLOR") == "" && s.getenv("TERM") != "dumb" {
		return [2]string{"\x1b[1;31m", "\x1b[0m"}
	}
	return [2]string{"**", "**"}
}

// hitWriter takes hits, masked already.
type hitWriter interface {
	Hit(schema.Hit) error
	Close() error
}

// hitWords are the words of the text format.
var hitWords = map[string]struct{ untitled, also string }{
	"en": {"(no title)", "also at"},
	"zh": {"（无标题）", "另见"},
}

// hitPrinter writes hits for people.
type hitPrinter struct {
	w     io.Writer
	words struct{ untitled, also string }
	mark  [2]string
	any   bool
}

func (p *hitPrinter) Hit(h schema.Hit) error {
	var b strings.Builder
	if p.any {
		b.WriteByte('\n')
	}
	p.any = true
	title := h.Title
	if title == "" {
		title = p.words.untitled
	}
	fmt.Fprintf(&b, "%d. %s\n", h.Rank, printable(title))
	var about []string
	for _, s := range []string{h.District, h.Issuer, orNothing(h.Year), h.Document} {
		if s != "" {
			about = append(about, printable(s))
		}
	}
	fmt.Fprintf(&b, "   %s\n   %s\n", strings.Join(about, " · "), printable(h.URI))
	for _, s := range h.Snippets {
		fmt.Fprintf(&b, "   %s  [%d-%d]\n", p.marked(s), s.Start, s.End)
	}
	for _, c := range h.AlsoAt {
		fmt.Fprintf(&b, "   %s %s\n", p.words.also, printable(c.URI))
	}
	_, err := io.WriteString(p.w, b.String())
	return err
}

func (p *hitPrinter) Close() error { return nil }

// marked writes a snippet on one line.
func (p *hitPrinter) marked(s schema.Snippet) string {
	quote := []rune(s.Quote)
	var b strings.Builder
	at := 0
	plain := func(to int) {
		b.WriteString(printable(strings.Map(func(r rune) rune {
			if r == '\t' || r == '\n' {
				return ' '
			}
			return r
		}, string(quote[at:to]))))
		at = to
	}
	for _, m := range s.Marks {
		plain(m.Start - s.Start)
		b.WriteString(p.mark[0])
		plain(m.End - s.Start)
		b.WriteString(p.mark[1])
	}
	plain(len(quote))
	return b.String()
}

func orNothing(year int) string {
	if year == 0 {
		return ""
	}
	return fmt.Sprint(year)
}
