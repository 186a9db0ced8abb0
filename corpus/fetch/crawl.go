package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"jiedui/corpus"
)

// Limits that hold where a Plan leaves them at zero.
const (
	DefaultDelay    = time.Second
	DefaultTries    = 3
	DefaultHosts    = 8
	DefaultPatience = 10 * time.Minute
	DefaultDepth    = 1
	DefaultPages    = 1000
	DefaultLists    = 200
	DefaultLinks    = 500
)

// Plan says what a Crawl fetches, and how.
type Plan struct {
	Options
	// Addresses are the pages, lists and sitemaps to begin with.
	Addresses []string
	// Delay is the least time from the start of one request to a host to the
	// start of the next; 0 is DefaultDelay, a negative one none. A Crawl-delay
	// of robots.txt that is longer counts instead, up to MaxCrawlDelay.
	Delay time.Duration
	// Tries is how often an address is asked before it has failed: after a break
	// of the connection, no answer in time, 408, 429 and 5xx.
	Tries int
	// Hosts limits the requests under way at once, one to each host.
	Hosts int
	// Patience is the longest time that a host may ask to be left alone, by
	// Retry-After, and still be waited for. A host that asks for more is left
	// alone, and its addresses fail.
	Patience time.Duration

	// Follow makes the addresses lists: links whose words Judge finds likely
	// are fetched, and the further pages of the list. Without it, the addresses
	// are the pages that are wanted; nothing but their attachments, frames and
	// further pages is fetched besides, and what a sitemap names.
	Follow bool
	// Judge says what the words of a link speak for; nil: nothing.
	Judge func(words string) Verdict
	// Depth limits the links from an address to a page. The further pages of a
	// list and the attachments of a page are as near as it.
	Depth int
	// Pages limits the addresses that are found by following, Lists the further
	// pages of one list, Links the links that are followed from one page.
	Pages, Lists, Links int
	// OtherSites lets links lead to other sites. A site is what stands below
	// one registered domain. Attachments and what a page sends its readers to
	// may be anywhere.
	OtherSites bool

	// Report, unless it is nil, is told every outcome, one at a time, when it is
	// kept; before says that it was in an earlier part of this run.
	Report func(o corpus.Outcome, before bool)
}

// Summary is what a Crawl did not do.
type Summary struct {
	// Left is the number of addresses that were found and not fetched because a
	// limit of the plan was reached.
	Left int
	// Barren are the addresses of the plan that were to be followed and have no
	// link that is wanted: because there is none, because no word speaks for it,
	// or because a script writes the list.
	Barren []string
}

// Crawl fetches the addresses of a plan into an archive, politely, and ends
// when every address, those that were found on the way included, has come to
// one outcome that the archive keeps. What ended in the archive's run already
// is not asked for again, but its links are read again: a crawl that was cut
// short goes on when it is called with the same plan.
//
// The road of an address: the archive does not know its end → its host's turn
// comes → the road of [Client.Get], with what the archive has as a condition →
// another try where that may help → the exchanges and the outcome are kept →
// the links of the page are read, and those that are wanted begin their road.
//
// Hosts are asked at the same time, each by one request at once. Its errors
// are the [*Error] of an address of the plan that is none (before anything is
// asked), those of the archive, and that of ctx.
func Crawl(ctx context.Context, archive corpus.Archive, plan Plan) (Summary, error) {
	return newCrawl(newClient(plan.Options, newGuard(plan.AllowPrivate)), archive, plan).run(ctx)
}

// crawl is one call of Crawl.
type crawl struct {
	*Client
	plan    Plan
	archive corpus.Archive

	mu     sync.Mutex // held for what follows
	seen   map[string]bool
	lanes  map[string]*lane
	pages  int             // addresses that were found by following
	left   map[string]bool // those that a limit left out
	barren []string        // see Summary

	report sync.Mutex // held while an outcome is reported

	working sync.WaitGroup
	cancel  context.CancelCauseFunc
}

// lane is the queue of one host.
type lane struct {
	queue   []*item
	running bool
}

// item is an address on its way to an outcome.
type item struct {
	u        *url.URL
	role     role
	via      string // where it was found; "": it was named
	viaPage  bool   // and that is a page, no list
	words    string
	attached bool
	depth    int
	list     *list // whose further pages it and its followers are
	parts    int   // frames and the like between it and the page that they belong to
}

func newCrawl(c *Client, archive corpus.Archive, plan Plan) *crawl {
	for limit, standard := range map[*int]int{
		&plan.Tries: DefaultTries, &plan.Hosts: DefaultHosts, &plan.Depth: DefaultDepth,
		&plan.Pages: DefaultPages, &plan.Lists: DefaultLists, &plan.Links: DefaultLinks,
	} {
		if *limit <= 0 {
			*limit = standard
		}
	}
	switch {
	case plan.Delay == 0:
		plan.Delay = DefaultDelay
	case plan.Delay < 0:
		plan.Delay = 0
	}
	if plan.Patience <= 0 {
		plan.Patience = DefaultPatience
	}
	c.tries = plan.Tries
	c.turns.pause = plan.Delay
	c.turns.most = max(plan.Patience, plan.Delay, MaxCrawlDelay, longestPause)
	c.turns.slots = make(chan struct{}, plan.Hosts)
	return &crawl{Client: c, plan: plan, archive: archive, seen: map[string]bool{}, left: map[string]bool{}, lanes: map[string]*lane{}}
}

func (k *crawl) run(ctx context.Context) (Summary, error) {
	var named []*item
	for _, s := range k.plan.Addresses {
		u, err := Normalize(s)
		if err != nil {
			return Summary{}, err
		}
		it := &item{u: u, role: aPage, list: &list{}}
		if k.plan.Follow {
			it.role = aList
		}
		named = append(named, it)
	}
	ctx, k.cancel = context.WithCancelCause(ctx)
	defer k.cancel(nil)
	k.mu.Lock()
	for _, it := range named {
		k.push(ctx, it)
	}
	k.mu.Unlock()
	k.working.Wait()
	for address := range k.left { // found once more where no limit stood in the way
		if k.seen[address] {
			delete(k.left, address)
		}
	}
	slices.Sort(k.barren)
	summary := Summary{Left: len(k.left), Barren: k.barren}
	if ctx.Err() != nil {
		return summary, context.Cause(ctx)
	}
	return summary, nil
}

// push puts an address that was not seen yet into the queue of its host, and
// reports whether it did. k.mu is held.
func (k *crawl) push(ctx context.Context, it *item) bool {
	address := it.u.String()
	if k.seen[address] {
		return false
	}
	k.seen[address] = true
	l := k.lanes[it.u.Host]
	if l == nil {
		l = &lane{}
		k.lanes[it.u.Host] = l
	}
	l.queue = append(l.queue, it)
	if !l.running {
		l.running = true
		k.working.Go(func() { k.drive(ctx, l) })
	}
	return true
}

// drive takes the addresses of a lane one after the other, until there are no more.
func (k *crawl) drive(ctx context.Context, l *lane) {
	for {
		k.mu.Lock()
		if len(l.queue) == 0 || ctx.Err() != nil {
			l.running = false
			k.mu.Unlock()
			return
		}
		it := l.queue[0]
		l.queue[0] = nil
		l.queue = l.queue[1:]
		k.mu.Unlock()
		if err := k.end(ctx, it); err != nil {
			k.cancel(err)
		}
	}
}

// end brings an address to its outcome and follows its links.
func (k *crawl) end(ctx context.Context, it *item) error {
	ended, err := k.archive.Ended(ctx, it.u.String())
	if err != nil {
		return err
	}
	if ended != nil {
		it.attached = ended.Attached
		if err := k.follow(ctx, it, *ended, nil); err != nil {
			return err
		}
		k.tell(*ended, true)
		return nil
	}
	o, exchanges, page, err := k.bring(ctx, it)
	if err != nil {
		return err
	}
	o, err = k.archive.Keep(ctx, exchanges, o)
	if err != nil {
		return err
	}
	if err := k.follow(ctx, it, o, page); err != nil {
		return err
	}
	k.tell(o, false)
	return nil
}

func (k *crawl) tell(o corpus.Outcome, before bool) {
	if k.plan.Report == nil {
		return
	}
	k.report.Lock()
	defer k.report.Unlock()
	k.plan.Report(o, before)
}

// bring takes an address along the road of single addresses, as often as it
// takes, and returns how that ended; the page is there when one was fetched.
// The error is none of the address.
func (k *crawl) bring(ctx context.Context, it *item) (o corpus.Outcome, exchanges []corpus.Exchange, page *corpus.Page, err error) {
	address := it.u.String()
	v := &visit{validators: k.archive.Validators}
	var (
		a    answer
		last *url.URL
		e    *Error
	)
	err = k.persist(func() (err error) {
		a, last, err = k.walk(ctx, it.u, v)
		return err
	})
	switch {
	case ctx.Err() != nil:
		return o, nil, nil, ctx.Err()
	case err != nil && !errors.As(err, &e):
		return o, nil, nil, err
	}
	o = corpus.Outcome{
		Address: address, Code: a.Code, Tries: v.tries,
		Via: it.via, Link: it.words, Attached: it.attached, Depth: it.depth,
	}
	if s := last.String(); s != address && a.Code != 0 {
		o.Final = s
	}
	var body []byte
	if e == nil || a.Code == http.StatusOK && a.Cut != "" && len(a.Body) > 0 { // the beginning of a page is better than none
		var perr error
		if body, _, perr = k.plain(last, a); perr != nil && !errors.As(perr, &e) {
			return o, nil, nil, perr
		} else if perr == nil {
			e = nil
		}
	}
	switch {
	case e == nil && a.Code == http.StatusNotModified:
		o.State = corpus.Unchanged
	case e == nil:
		o.State = corpus.Fetched
		if isFileAnswer(a.Header) && it.viaPage {
			it.attached, o.Attached = true, true
		}
		page = &corpus.Page{URI: last.String(), Body: body, MediaType: a.Header.Get("Content-Type")}
	case e.Kind == Status && (e.Status == http.StatusNotFound || e.Status == http.StatusGone):
		o.State = corpus.Gone
	default:
		o.State = corpus.Failed
		if e.Kind == Robots && e.Err == nil { // with a cause, nobody answered at all
			o.State = corpus.Blocked
		}
		o.Reason = e.Message
		if e.Address != address {
			o.Reason = e.Address + ": " + e.Message
		}
	}
	if o.Code == 0 && e != nil {
		o.Code = e.Status
	}
	o.At = k.opt.Now().UTC()
	return o, v.exchanges, page, nil
}

// follow begins the road of what a page leads to; nil stands for the page that
// the archive has.
func (k *crawl) follow(ctx context.Context, it *item, o corpus.Outcome, page *corpus.Page) error {
	if o.State != corpus.Fetched && o.State != corpus.Unchanged || it.attached {
		return nil
	}
	if page == nil {
		at := o.Address
		if o.Final != "" {
			at = o.Final
		}
		kept, err := k.archive.Page(ctx, at)
		if err != nil || kept == nil {
			return err
		}
		copied := *kept
		copied.URI = at
		page = &copied
	}
	links := k.linksOf(it, page)
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(links) == 0 && it.role == aList && it.via == "" {
		k.barren = append(k.barren, o.Address)
	}
	for _, f := range links {
		next := &item{
			u: f.u, role: f.role, via: o.Address, viaPage: it.role == aPage, words: f.words, attached: f.attached,
			depth: it.depth, list: it.list,
		}
		if f.deeper {
			next.depth++
			next.list = &list{}
		}
		if f.part {
			next.parts = it.parts + 1
		}
		if k.seen[next.u.String()] || f.further && k.seen[folder(next.u)] {
			continue // the first page of a list, by its other name
		}
		if k.pages >= k.plan.Pages || f.further && next.list.pages >= k.plan.Lists {
			k.left[next.u.String()] = true
			continue
		}
		if k.push(ctx, next) {
			k.pages++
			if f.further {
				next.list.pages++
			}
		}
	}
	return nil
}

// leave notes an address that a limit leaves out.
func (k *crawl) leave(u *url.URL) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.left[u.String()] = true
}
