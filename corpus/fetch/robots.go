package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/jimsmart/grobotstxt"
)

// After RFC 9309: at least five hops are followed, and at least 500 KiB read.
const (
	robotsHops = 5
	robotsSize = 500 << 10
)

// robots is what one origin says of robots, once done is closed.
type robots struct {
	done chan struct{}
	// One of the three: rules that were read; nobody is kept out; or why the
	// whole origin is closed.
	rules   string
	open    bool
	closed  string
	aborted bool // the asker went away; ask again
}

// mayGet asks the robots.txt of u's origin, or remembers its answer. A 4xx
// answer opens the site; one that cannot be had, a 5xx and a 429 close it.
func (c *Client) mayGet(ctx context.Context, u *url.URL) error {
	r, err := c.robotsOf(ctx, u)
	switch {
	case err != nil:
		return err
	case r.open:
		return nil
	case r.closed != "":
		return &Error{Kind: Robots, Address: u.String(),
			Message: fmt.Sprintf("the site's robots.txt cannot be had (%s), so nothing of it is fetched; try again later, or save the page and pass the file", r.closed)}
	case !grobotstxt.AgentAllowed(r.rules, Product, u.String()):
		return &Error{Kind: Robots, Address: u.String(),
			Message: "the site's robots.txt asks programs not to fetch it; save the page in a browser and pass the file"}
	}
	return nil
}

func (c *Client) robotsOf(ctx context.Context, u *url.URL) (*robots, error) {
	origin := u.Scheme + "://" + u.Host
	for {
		c.mu.Lock()
		r := c.robots[origin]
		mine := r == nil
		if mine {
			r = &robots{done: make(chan struct{})}
			c.robots[origin] = r
		}
		c.mu.Unlock()
		if mine {
			err := c.readRobots(ctx, r, origin)
			if r.aborted {
				c.mu.Lock()
				delete(c.robots, origin)
				c.mu.Unlock()
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

// readRobots fills r; its error is that of ctx, when the asker went away.
func (c *Client) readRobots(ctx context.Context, r *robots, origin string) error {
	u, err := Normalize(origin + "/robots.txt")
	if err != nil {
		return err
	}
	for hop := 0; ; hop++ {
		if err := c.guard.address(u); err != nil {
			r.closed = reason(err)
			return nil
		}
		a, err := c.ask(ctx, u, robotsSize)
		switch {
		case ctx.Err() != nil:
			r.aborted = true
			return ctx.Err()
		case err != nil:
			r.closed = reason(err)
			return refused(err)
		case a.location != "":
			if hop == robotsHops {
				r.open = true // RFC 9309, 2.3.1.2: as if there were none
				return nil
			}
			if u, err = resolve(u, a.location); err != nil {
				r.closed = reason(err)
				return nil
			}
		case a.status == http.StatusOK:
			r.rules = canonicalRules(string(a.body))
			return nil
		case a.status >= 500 || a.status == http.StatusTooManyRequests:
			r.closed = fmt.Sprintf("the server answered %d %s", a.status, http.StatusText(a.status))
			return nil
		default:
			r.open = true
			return nil
		}
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

// refused returns err when the guard gave it: the page would fare no better,
// and the guard's words say more than "robots.txt cannot be had".
func refused(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Kind == Refused {
		return e
	}
	return nil
}

// reason is the message of err in brackets' brevity.
func reason(err error) string {
	var e *Error
	if errors.As(err, &e) {
		switch e.Kind {
		case Network, Timeout:
			return "no answer"
		}
		return e.Message
	}
	return err.Error()
}
