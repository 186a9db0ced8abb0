package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jimsmart/grobotstxt"

	"jiedui/corpus"
)

// After RFC 9309: at least five hops are followed, at least 500 KiB read, and
// nothing is believed for longer than a day.
const (
	robotsHops = 5
	robotsSize = 500 << 10
	robotsDay  = 24 * time.Hour
	// robotsRetry is how long an origin stays closed whose robots.txt could not
	// be had, before it is asked for again.
	robotsRetry = time.Hour
)

// MaxCrawlDelay is the longest pause between two requests that a robots.txt is
// given; a longer Crawl-delay counts as this.
const MaxCrawlDelay = time.Minute

// robots is what one origin says of robots, once done is closed.
type robots struct {
	done  chan struct{}
	until time.Time // ask again from then on
	// One of the three: rules that were read; nobody is kept out; or why the
	// whole origin is closed.
	rules   string
	open    bool
	closed  string
	cause   error // of closed: what came in place of an answer, or nil
	aborted bool  // the asker went away; ask again
}

// mayGet asks the robots.txt of u's origin, or remembers its answer. A 4xx
// answer opens the site; one that cannot be had, a 5xx and a 429 close it.
func (c *Client) mayGet(ctx context.Context, u *url.URL, v *visit) error {
	r, err := c.robotsOf(ctx, u, v)
	switch {
	case err != nil:
		return err
	case r.open:
		return nil
	case r.closed != "":
		return &Error{Kind: Robots, Address: u.String(), Err: r.cause,
			Message: fmt.Sprintf("the site's robots.txt cannot be had (%s), so nothing of it is fetched; try again later, or save the page and pass the file", r.closed)}
	case !grobotstxt.AgentAllowed(r.rules, Product, u.String()):
		return &Error{Kind: Robots, Address: u.String(),
			Message: "the site's robots.txt asks programs not to fetch it; save the page in a browser and pass the file"}
	}
	return nil
}

func (c *Client) robotsOf(ctx context.Context, u *url.URL, v *visit) (*robots, error) {
	origin := u.Scheme + "://" + u.Host
	for {
		c.mu.Lock()
		r := c.robots[origin]
		mine := r == nil || r.old(c.opt.Now())
		if mine {
			r = &robots{done: make(chan struct{})}
			c.robots[origin] = r
		}
		c.mu.Unlock()
		if mine {
			err := c.readRobots(ctx, r, origin, v)
			r.until = c.opt.Now().Add(robotsDay)
			if r.closed != "" {
				r.until = c.opt.Now().Add(robotsRetry)
			}
			if r.aborted {
				c.mu.Lock()
				delete(c.robots, origin)
				c.mu.Unlock()
			}
			if d, ok := crawlDelay(r.rules); ok {
				c.turns.slow(u.Host, min(d, MaxCrawlDelay))
			}
			close(r.done)
			return r, err
		}
		select {
		case <-r.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if !r.aborted {
			return r, nil
		}
	}
}

// old reports whether r was read and is not believed any longer.
func (r *robots) old(now time.Time) bool {
	select {
	case <-r.done:
		return !now.Before(r.until)
	default:
		return false
	}
}

// readRobots fills r. Its error is that of ctx, when the asker went away, that
// of the visit's validators, or the guard's, which the page would meet too.
func (c *Client) readRobots(ctx context.Context, r *robots, origin string, v *visit) error {
	first, err := Normalize(origin + "/robots.txt")
	if err != nil {
		return err
	}
	plainly := *v
	// The rules are wanted whatever the archive has, and are no try for the page.
	plainly.validators, plainly.first = nil, false
	err = c.persist(func() error { return c.tryRobots(ctx, r, first, &plainly) })
	v.exchanges = plainly.exchanges
	var e *Error
	switch {
	case ctx.Err() != nil:
		r.aborted = true
		return ctx.Err()
	case err == nil:
		return nil
	case !errors.As(err, &e):
		r.aborted = true
		return err
	}
	r.closed = reason(e)
	switch {
	case e.Kind == Network, e.Kind == Timeout:
		r.cause = err
	case e.Kind == Refused && e.Address == first.String():
		return err // the page would fare no better, and the guard's words say more
	}
	return nil
}

// tryRobots asks for the robots.txt at u once. An error closes the origin.
func (c *Client) tryRobots(ctx context.Context, r *robots, u *url.URL, v *visit) error {
	for hop := 0; ; hop++ {
		if err := c.guard.address(u); err != nil {
			return err
		}
		a, err := c.ask(ctx, u, robotsSize, v)
		switch {
		case err != nil:
			return err
		case a.location != "":
			if hop == robotsHops {
				r.open = true // RFC 9309, 2.3.1.2: as if there were none
				return nil
			}
			if u, err = resolve(u, a.location); err != nil {
				return err
			}
		case a.Code == http.StatusOK:
			body, _, err := corpus.Plain(a.Header, a.Body, robotsSize)
			if err != nil {
				return connectError(u, err)
			}
			r.rules = canonicalRules(string(body))
			return nil
		case a.Code >= 500 || a.Code == http.StatusTooManyRequests:
			return c.statusError(u, a)
		default:
			r.open = true
			return nil
		}
	}
}

// crawlDelay returns the Crawl-delay of the group that speaks to us, or of that
// for all: not in RFC 9309, and yet what sites write and mean.
func crawlDelay(rules string) (time.Duration, bool) {
	d := &delays{}
	grobotstxt.Parse(rules, d)
	switch {
	case d.named:
		return d.ours, d.ours > 0
	default:
		return d.all, d.all > 0
	}
}

// delays reads Crawl-delay in the groups of a robots.txt. Lines of user agents
// in a row head one group.
type delays struct {
	named     bool          // some group speaks to us by name
	ours, all time.Duration // 0: not said
	toUs      bool          // the group that is read speaks to us by name
	toAll     bool          // or to everybody
	inRules   bool          // its rules have begun
}

// HandleRobotsStart is called before the first line.
func (d *delays) HandleRobotsStart() {}

// HandleRobotsEnd is called after the last line.
func (d *delays) HandleRobotsEnd() {}

// HandleUserAgent begins a group, or adds to its head.
func (d *delays) HandleUserAgent(_ int, agent string) {
	if d.inRules {
		d.toUs, d.toAll, d.inRules = false, false, false
	}
	if end := strings.IndexFunc(agent, func(r rune) bool { return !isUnreserved(byte(min(r, 0x7f))) }); end > 0 {
		agent = agent[:end]
	}
	switch {
	case strings.EqualFold(agent, Product):
		d.toUs, d.named = true, true
	case strings.HasPrefix(agent, "*"):
		d.toAll = true
	}
}

// HandleAllow is a rule.
func (d *delays) HandleAllow(int, string) { d.inRules = true }

// HandleDisallow is a rule.
func (d *delays) HandleDisallow(int, string) { d.inRules = true }

// HandleSitemap belongs to no group.
func (d *delays) HandleSitemap(int, string) {}

// HandleUnknownAction is any other line.
func (d *delays) HandleUnknownAction(_ int, action, value string) {
	if !strings.EqualFold(action, "crawl-delay") {
		return
	}
	d.inRules = true
	seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(seconds > 0) {
		return
	}
	delay := time.Duration(min(seconds, maxPatience.Seconds()) * float64(time.Second))
	if d.toUs {
		d.ours = max(d.ours, delay)
	}
	if d.toAll {
		d.all = max(d.all, delay)
	}
}

// canonicalRules brings robots.txt to the form of [Normalize], as RFC 9309,
// 2.2.2, asks before rules are compared: bytes outside ASCII percent-encoded,
// escapes in upper case, those of unreserved characters undone. grobotstxt has
// a step of its own for that, which spoils digits ("%e9%80" becomes "%E9%\x180")
// wherever it changes anything; after this one it finds nothing to change.
func canonicalRules(s string) string {
	s = strings.TrimPrefix(s, "\ufeff")
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			writeEscape(&b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		case c >= 0x80:
			writeEscape(&b, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// reason is the message of err in brackets' brevity.
func reason(err error) string {
	var e *Error
	if errors.As(err, &e) {
		var dns *net.DNSError
		switch {
		case errors.As(e.Err, &dns) && dns.IsNotFound:
			return "the host is not known"
		case e.Kind == Network, e.Kind == Timeout:
			return "no answer"
		case e.Kind == Status && e.Err == nil && e.Status != 0:
			return fmt.Sprintf("the server answered %d %s", e.Status, http.StatusText(e.Status))
		}
		return e.Message
	}
	return err.Error()
}
