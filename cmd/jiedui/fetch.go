package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/fetch"
	"jiedui/corpus/store"
	"jiedui/schema"
)

// runInfo is what an archive is told of a run.
type runInfo struct {
	command string
	// key stands for the arguments that decide what the run does: a run that was
	// cut short goes on when it comes again.
	key string
	// fresh begins a new run where one that was cut short could go on.
	fresh bool
	// maxSize limits the bytes of a page that the archive hands back.
	maxSize int64
}

// archiveOpener opens the archive of the corpus in a folder, which it makes
// where there is none, for a run. resumed says that the run began earlier.
// finish must be called with what the run came to, nil when all of it was done.
type archiveOpener func(ctx context.Context, dir string, run runInfo) (archive corpus.Archive, resumed bool, finish func(context.Context, error) error, err error)

// openCorpus is the archiveOpener of the program: a corpus on the disk.
func (e *env) openCorpus(ctx context.Context, dir string, run runInfo) (corpus.Archive, bool, func(context.Context, error) error, error) {
	s, err := e.openStore(ctx, dir, store.Options{Create: true, MaxSize: run.maxSize})
	if err != nil {
		return nil, false, nil, err
	}
	resumed, err := s.Begin(ctx, run.command, run.key, run.fresh)
	if err != nil {
		return nil, false, nil, errors.Join(corpusError(err), corpusError(s.Close()))
	}
	return s, resumed, func(ctx context.Context, came error) error {
		var err error
		if came == nil { // else the run is one that can go on
			if err = s.WriteIndex(ctx); err == nil {
				err = s.End(ctx)
			}
		}
		return errors.Join(corpusError(err), corpusError(s.Close()))
	}, nil
}

// fetching is one run of "jiedui fetch".
type fetching struct {
	*env
	wordFlags
	corpusFlag
	plan    fetch.Plan
	lists   []string
	maxSize size
	delay   time.Duration
	format  string
	fresh   bool
	quiet   bool

	seen  map[corpus.State]int
	files int // attachments
	past  int // of an earlier part of the run
	bad   int // addresses that are none
	torn  error
}

func newFetch(e *env) *cobra.Command {
	x := &fetching{env: e, maxSize: fetch.DefaultMaxSize, seen: map[corpus.State]int{}}
	cmd := &cobra.Command{
		Use:   "fetch --corpus DIR [URL]... [-f FILE]",
		Short: "Fetch pages into a corpus, politely",
		Long: `Fetch pages, and what belongs to them, into a corpus.

A URL is a page, a sitemap (or an index of sitemaps), or, with --follow, a list
of pages, such as the notices of an education bureau. Of a list, the further
pages are followed, and the links whose words make it likely that a plan for
pairing schools is behind them ('jiedui help lexicon', list [links], adds words).
With every page come its attachments and frames. Other sites are not entered but
for attachments and redirects; --other-sites lets them.

Each host is asked one request at a time, with a pause of one second (--delay)
or what its robots.txt asks for (Crawl-delay, a minute at most). What robots.txt
forbids is not fetched. A host that is busy or broken is asked again, ever more
slowly (--tries), and as late as it wishes (Retry-After, ten minutes at most; a
host that asks for more is left alone). Private networks, the metadata services
of clouds and unusual ports are refused on every hop, and proxies are not used.

Pages that are in the corpus already are asked for on condition: what did not
change is not sent again. Every address ends in one outcome: fetched, unchanged,
robots (it may not be fetched), gone, or failed with the reason. A run that was
cut short goes on when the same command comes again.`,
		Example: `  jiedui fetch --corpus district-plans https://school.example/notice.html
  jiedui fetch --corpus district-plans --follow https://bureau.example/tzgg/
  jiedui fetch --corpus district-plans -f addresses.txt --contact mailto:me@school.example
  jiedui fetch --corpus district-plans https://bureau.example/sitemap.xml --max-pages 5000`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && len(x.lists) == 0 {
				return usagef(cmd, "nothing to fetch: name an address, or a file of addresses with -f")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return x.run(cmd, args) },
	}
	fl := cmd.Flags()
	x.corpusFlag.add(cmd, "the corpus to fetch into; made when it does not exist")
	fl.StringArrayVarP(&x.lists, "file", "f", nil, "fetch the addresses in this file, too, one a line; - is standard input (may be repeated)")
	fl.BoolVar(&x.plan.Follow, "follow", false, "the addresses are lists: fetch the likely pages that they lead to")
	fl.IntVar(&x.plan.Depth, "depth", fetch.DefaultDepth, "links from an address to a page: 1 takes the pages on a list, 2 also those on lists that it leads to")
	fl.IntVar(&x.plan.Pages, "max-pages", fetch.DefaultPages, "fetch at most this many addresses that were found by following")
	fl.IntVar(&x.plan.Lists, "max-list-pages", fetch.DefaultLists, "follow at most this many further pages of one list")
	fl.BoolVar(&x.plan.OtherSites, "other-sites", false, "follow links to other sites, too")
	x.wordFlags.add(cmd)
	fl.DurationVar(&x.delay, "delay", fetch.DefaultDelay, "least time between two requests to one host; less only with its keeper's leave")
	fl.IntVar(&x.plan.Tries, "tries", fetch.DefaultTries, "ask a host that is busy or broken this many times")
	fl.IntVar(&x.plan.Hosts, "hosts", fetch.DefaultHosts, "hosts asked at the same time")
	fl.StringVar(&x.plan.Contact, "contact", "", "address or mailbox for the keepers of sites, sent in the User-Agent")
	fl.StringVar(&x.plan.Agent, "user-agent", "", "further words of the User-Agent, behind the program's own, such as survey/2")
	fl.BoolVar(&x.plan.AllowPrivate, "allow-private", false, "fetch from loopback and private networks too")
	fl.Var(&x.maxSize, "max-size", "keep at most this much of a page (64MiB, 10M, 500k); a longer one is kept cut and marked")
	fl.DurationVar(&x.plan.Timeout, "timeout", fetch.DefaultTimeout, "give a request up after this time")
	fl.BoolVar(&x.fresh, "fresh", false, "begin a new run where one that was cut short would go on")
	fl.StringVar(&x.format, "format", "none", "what goes to standard output: none, or jsonl: one outcome a line")
	fl.BoolVarP(&x.quiet, "quiet", "q", false, "no summary; failures are still named")
	complete(cmd, "format", "none", "jsonl")
	return cmd
}

func (x *fetching) run(cmd *cobra.Command, args []string) error {
	dir, err := x.must(x.env, cmd)
	if err != nil {
		return err
	}
	switch {
	case x.format != "none" && x.format != "jsonl":
		return usagef(cmd, "--format %s: want none or jsonl", x.format)
	case x.plan.Timeout <= 0:
		return usagef(cmd, "--timeout %v: want a time such as 60s", x.plan.Timeout)
	case x.delay < 0:
		return usagef(cmd, "--delay %v: want a time such as 1s", x.delay)
	}
	for _, n := range []struct {
		flag string
		n    int
	}{{"depth", x.plan.Depth}, {"max-pages", x.plan.Pages}, {"max-list-pages", x.plan.Lists}, {"tries", x.plan.Tries}, {"hosts", x.plan.Hosts}} {
		if n.n < 1 {
			return usagef(cmd, "--%s %d: want at least 1", n.flag, n.n)
		}
	}
	words, err := x.words(x.env, cmd)
	if err != nil {
		return err
	}
	for _, a := range args {
		x.name(a, "")
	}
	for _, name := range x.lists {
		if err := x.read(cmd, name); err != nil {
			return err
		}
	}
	x.complete(words)
	if len(x.plan.Addresses) > 0 {
		if err := x.crawl(cmd.Context(), dir); err != nil {
			return err
		}
	}
	if x.seen[corpus.Failed]+x.bad > 0 {
		return errSomeFailed
	}
	return nil
}

// name takes an address of the command line, or of line where in a file. One
// that cannot be fetched is named, and the rest goes on.
func (x *fetching) name(address, where string) {
	u, err := fetch.Normalize(address)
	var fe *fetch.Error
	if errors.As(err, &fe) {
		x.bad++
		x.ended("failed:", where+fe.Address, fe.Message)
		return
	}
	x.plan.Addresses = append(x.plan.Addresses, u.String())
}

// read takes the addresses of a file: one a line; lines that begin with # are
// comments.
func (x *fetching) read(cmd *cobra.Command, name string) error {
	in := x.streams.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return usagef(cmd, "-f %s: %s", name, openMessage(name, err))
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewReader(in)
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			x.name(line, fmt.Sprintf("%s:%d: ", name, n))
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("-f %s: %w", name, err)
		}
	}
}

// complete fills in what the flags do not hold as they are.
func (x *fetching) complete(words *jiedui.Lexicon) {
	x.plan.Version, x.plan.Now, x.plan.MaxSize = jiedui.Version, x.streams.now, int64(x.maxSize)
	if x.plan.Delay = x.delay; x.delay == 0 {
		x.plan.Delay = -1
	}
	judge := words.Links()
	x.plan.Judge = func(words string) fetch.Verdict {
		var v fetch.Verdict
		link := judge(words)
		for _, says := range []struct {
			so      bool
			verdict fetch.Verdict
		}{{link.Likely, fetch.Likely}, {link.Column, fetch.Column}, {link.NextPage, fetch.NextPage}, {link.Attachment, fetch.Attachment}} {
			if says.so {
				v |= says.verdict
			}
		}
		return v
	}
	x.plan.Report = x.report
}

// key stands for what the run does: with other words, limits or addresses it is
// another.
func (x *fetching) key() string {
	b, err := json.Marshal([]any{x.plan.Addresses, x.plan.Follow, x.plan.Depth, x.plan.Pages, x.plan.Lists, x.plan.OtherSites, x.lexicon})
	if err != nil {
		panic(err) // strings and numbers
	}
	return string(b)
}

// crawl fetches all of it.
func (x *fetching) crawl(ctx context.Context, dir string) error {
	archive, resumed, finish, err := x.openArchive(ctx, dir, runInfo{"fetch", x.key(), x.fresh, int64(x.maxSize)})
	if err != nil {
		return err
	}
	if resumed && !x.quiet {
		x.streams.note("going on with the run that was cut short; --fresh begins a new one")
	}
	if x.plan.Contact == "" && !x.quiet {
		x.streams.note("the keepers of sites see no contact; --contact names one")
	}
	inner, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	report := x.plan.Report
	x.plan.Report = func(o corpus.Outcome, before bool) {
		if report(o, before); x.torn != nil {
			stop(x.torn)
		}
	}
	summary, err := fetch.Crawl(inner, archive, x.plan)
	if cause := context.Cause(inner); err != nil && ctx.Err() == nil && cause != nil {
		err = cause
	}
	err = corpusError(err)
	if ferr := finish(context.WithoutCancel(ctx), err); err == nil {
		err = ferr
	}
	if !x.quiet {
		x.summarise(summary)
	}
	if err != nil && ctx.Err() != nil {
		x.streams.note("all outcomes so far are kept; the same command goes on from there")
	}
	return err
}

// report tells of an outcome; one at a time.
func (x *fetching) report(o corpus.Outcome, before bool) {
	x.seen[o.State]++
	if before && o.State != corpus.Forgotten { // that is no matter of this run
		x.past++
	}
	if o.Attached && (o.State == corpus.Fetched || o.State == corpus.Unchanged) {
		x.files++
	}
	switch o.State {
	case corpus.Failed:
		x.ended("failed:", o.Address, o.Reason)
	case corpus.Blocked, corpus.Gone:
		if !x.quiet {
			reason := o.Reason
			if reason == "" {
				reason = fmt.Sprintf("the site says that there is no such page (%d); check the address", o.Code)
			}
			x.ended(string(o.State)+":", o.Address, reason)
		}
	default:
		if !x.quiet && !before && x.streams.progress(x.format == "jsonl") { // somebody watches
			x.streams.row(string(o.State), "%s", o.Address)
		}
	}
	if x.format != "jsonl" || x.torn != nil {
		return
	}
	enc := json.NewEncoder(x.streams.out)
	enc.SetEscapeHTML(false)
	x.torn = enc.Encode(lineOf(&o))
}

func (x *fetching) ended(what, address, reason string) {
	paint, code := x.streams.yellow, ""
	if what == "failed:" {
		paint, code = x.streams.red, schema.CodeFetch
	}
	x.streams.tellOf(x.streams.err, paint, what, address, reason, code)
}

// summarise says how the addresses ended.
func (x *fetching) summarise(s fetch.Summary) {
	row := func(what string, n int, more string) {
		if n > 0 || what == string(corpus.Fetched) {
			x.streams.row(what, "%d%s", n, more)
		}
	}
	for _, address := range s.Barren {
		x.ended("note:", address, "no link on it looks like one to a plan for pairing schools; words of your own make more of them likely ('jiedui help lexicon', list [links]), "+
			"and of a list that a script fills in, the pages must be named one by one")
	}
	row("fetched", x.seen[corpus.Fetched], "")
	row("unchanged", x.seen[corpus.Unchanged], "")
	row("attached", x.files, " of these, to a page")
	row("robots", x.seen[corpus.Blocked], ", kept out by robots.txt")
	row("gone", x.seen[corpus.Gone], "")
	row("forgotten", x.seen[corpus.Forgotten], ", by the corpus's keeper")
	row("failed", x.seen[corpus.Failed]+x.bad, "")
	row("before", x.past, " of all, when the run was cut short")
	row("left out", s.Left, " found and not fetched: a limit was reached (--max-pages, --max-list-pages)")
}
