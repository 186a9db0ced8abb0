package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// turns lets the requests to each host come one after the other, and none
// sooner after the start of the one before than the pause.
type turns struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	pause time.Duration // the least time from one request to the next
	// most is how long a host may ask to be left alone and still be waited for;
	// 0: nobody waits at all.
	most time.Duration
	// slots holds a token for each request under way to any host; nil: no limit.
	slots chan struct{}

	mu    sync.Mutex
	hosts map[string]*host
}

// host is what is known about a host's turns.
type host struct {
	turn  chan struct{} // holds the token of who is asking
	pause time.Duration // what its robots.txt asks for
	last  time.Time     // when it was asked
	next  time.Time     // no request before
}

func newTurns(now func() time.Time, sleep func(context.Context, time.Duration) error) *turns {
	return &turns{now: now, sleep: sleep, hosts: map[string]*host{}}
}

// sleep is the Sleep of Options that name none.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// of returns the host of that name; t.mu is held.
func (t *turns) of(name string) *host {
	h := t.hosts[name]
	if h == nil {
		h = &host{turn: make(chan struct{}, 1)}
		t.hosts[name] = h
	}
	return h
}

// hold waits for the turn at u's host. A host that asks for more patience than
// there is gives an [*Error].
func (t *turns) hold(ctx context.Context, u *url.URL) (release func(), err error) {
	t.mu.Lock()
	h := t.of(u.Host)
	t.mu.Unlock()
	select {
	case h.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := t.wait(ctx, u, h); err != nil {
		<-h.turn
		return nil, err
	}
	if t.slots == nil {
		return func() { <-h.turn }, nil
	}
	select {
	case t.slots <- struct{}{}:
	case <-ctx.Done():
		<-h.turn
		return nil, ctx.Err()
	}
	t.mu.Lock()
	h.last = t.now() // now, and not when the wait for a slot began
	h.next = later(h.next, h.last.Add(max(t.pause, h.pause)))
	t.mu.Unlock()
	return func() { <-t.slots; <-h.turn }, nil
}

// wait waits until h may be asked.
func (t *turns) wait(ctx context.Context, u *url.URL, h *host) error {
	if t.slots == nil {
		return nil // single addresses come as their user names them
	}
	for {
		t.mu.Lock()
		left := h.next.Sub(t.now())
		t.mu.Unlock()
		switch {
		case left <= 0:
			return nil
		case left > t.most:
			return &Error{Kind: Status, Address: u.String(), Status: http.StatusTooManyRequests,
				Message: "the site asks not to be asked before " + h.next.UTC().Format(time.RFC3339) + "; try again then"}
		}
		if err := t.sleep(ctx, left); err != nil {
			return err
		}
	}
}

// slow makes the pause of a host at least d.
func (t *turns) slow(name string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.of(name)
	h.pause = d
	h.next = later(h.next, h.last.Add(d))
}

// postpone leaves a host alone for d.
func (t *turns) postpone(name string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := t.of(name)
	h.next = later(h.next, t.now().Add(d))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Pauses before a second try and further ones double up to the longest.
const (
	firstPause   = 2 * time.Second
	longestPause = time.Minute
)

// persist calls once until it succeeds, or fails with an error that no further
// try would mend, or all tries are used up. In between, the host that failed is
// left alone: as long as it asks for, else twice as long each time, spread by
// chance so that many who were turned away do not come back together. The turn
// of the next request waits for that. The error is that of the last try.
func (c *Client) persist(once func() error) error {
	for try := 1; ; try++ {
		err := once()
		var e *Error
		if !errors.As(err, &e) || !e.again {
			return err
		}
		wait := e.wait
		if wait == 0 {
			wait = time.Duration((1 + c.opt.Random()) / 2 * float64(min(firstPause<<min(try-1, 16), longestPause)))
		}
		last := try >= c.tries || wait > c.turns.most
		if last && e.wait == 0 && e.Status != http.StatusTooManyRequests {
			return err
		}
		if u, uerr := url.Parse(e.Address); uerr == nil {
			c.turns.postpone(u.Host, wait)
		}
		if last {
			return err
		}
	}
}

// maxPatience limits what retryAfter returns.
const maxPatience = 365 * 24 * time.Hour

// retryAfter reads a Retry-After header (RFC 9110, 10.2.3): seconds, or a date
// that is counted from now. It reports false where there is none, or one that
// cannot be read.
func retryAfter(header string, now time.Time) (time.Duration, bool) {
	header = strings.TrimSpace(header)
	if n, err := strconv.ParseInt(header, 10, 64); err == nil {
		if n < 0 {
			return 0, false
		}
		return time.Duration(min(n, int64(maxPatience/time.Second))) * time.Second, true
	}
	if header != "" && strings.Trim(header, "0123456789") == "" {
		return maxPatience, true // more seconds than fit
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0, false
	}
	if at.Sub(now) > maxPatience {
		return maxPatience, true
	}
	return max(at.Sub(now), 0), true
}
