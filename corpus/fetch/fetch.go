// Package fetch is the only room with a window: it asks the web for a page,
// politely, and hands it over as a [corpus.Page].
//
// The road of one address: it is normalised ([Normalize]: Chinese host to
// punycode, Chinese path percent-encoded) → the site's robots.txt is asked,
// once a site, under the product token "jiedui" → the page is requested with
// an honest User-Agent → every redirect walks the same road again, from the
// first step → at the moment of connecting, private, loopback, link-local,
// multicast and reserved addresses are refused, whatever name they hide behind
// → the answer is read up to a limit, counted after decompression → a page,
// with its Content-Type as a label and its Date as the capture time.
//
// Nothing is retried and nothing is remembered but robots.txt: this is the
// client of single addresses that a person names.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"jiedui/corpus"
)

// Product is the token under which robots.txt is read and the first word of
// the User-Agent.
const Product = "jiedui"

// Limits that hold where Options leave them at zero.
const (
	DefaultTimeout      = 60 * time.Second
	DefaultMaxSize      = 64 << 20
	DefaultMaxRedirects = 10
)

// Options of a Client. The zero value is a client that reaches public
// addresses only.
type Options struct {
	// Version is the program's version, the second half of the User-Agent.
	Version string
	// Contact is an address or mailbox where a site's keeper reaches whoever
	// runs the program; it goes into the User-Agent as "(+contact)". Empty: none.
	Contact string
	// Timeout limits one Get, robots.txt and redirects included.
	Timeout time.Duration
	// MaxSize limits the bytes of a page after decompression; a longer page is
	// cut there and marked as truncated.
	MaxSize int64
	// MaxRedirects limits the hops from the address to the page.
	MaxRedirects int
	// AllowPrivate lets the client connect to loopback and private networks,
	// on any port. Link-local (with the metadata services of clouds),
	// multicast and unspecified addresses stay refused.
	AllowPrivate bool
	// Now is the clock; nil is time.Now. It dates pages whose server sends no
	// Date.
	Now func() time.Time
	// Transport replaces the guarded transport, in tests that need no network.
	// What it connects to is not checked; addresses are.
	Transport http.RoundTripper
}

// Client fetches pages. It is safe for concurrent use; one host is asked one
// request at a time.
type Client struct {
	opt   Options
	trip  http.RoundTripper
	guard *guard

	mu     sync.Mutex
	robots map[string]*robots       // by origin
	hosts  map[string]chan struct{} // a token a host
}

// New returns a Client.
func New(opt Options) *Client {
	if opt.Timeout <= 0 {
		opt.Timeout = DefaultTimeout
	}
	if opt.MaxSize <= 0 {
		opt.MaxSize = DefaultMaxSize
	}
	if opt.MaxRedirects <= 0 {
		opt.MaxRedirects = DefaultMaxRedirects
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return newClient(opt, newGuard(opt.AllowPrivate))
}

func newClient(opt Options, g *guard) *Client {
	c := &Client{
		opt:    opt,
		trip:   opt.Transport,
		guard:  g,
		robots: map[string]*robots{},
		hosts:  map[string]chan struct{}{},
	}
	if c.trip == nil {
		dialer := &net.Dialer{Timeout: 15 * time.Second, Control: g.control}
		c.trip = &http.Transport{
			Proxy:                  nil, // a proxy would connect where the guard cannot see
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    15 * time.Second,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			ResponseHeaderTimeout:  30 * time.Second,
			MaxResponseHeaderBytes: 256 << 10,
			IdleConnTimeout:        10 * time.Second,
			ForceAttemptHTTP2:      true,
		}
	}
	return c
}

// UserAgent returns the User-Agent header that every request carries.
func (c *Client) UserAgent() string {
	ua := Product
	if c.opt.Version != "" {
		ua += "/" + token(c.opt.Version)
	}
	if s := strings.Join(strings.Fields(c.opt.Contact), " "); s != "" {
		ua += " (+" + strings.NewReplacer("(", "", ")", "").Replace(s) + ")"
	}
	return ua
}

// token keeps the characters that RFC 9110 allows in a product version.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) {
			return r
		}
		return '-'
	}, s)
}

// Get fetches the page at address. Its Name and Identity are the normalised
// address that was asked for, its URI is the address that answered. Every
// error is an [*Error], except those of ctx, which are returned wrapped.
func (c *Client) Get(ctx context.Context, address string) (corpus.Page, error) {
	first, err := Normalize(address)
	if err != nil {
		return corpus.Page{}, err
	}
	inner, cancel := context.WithTimeout(ctx, c.opt.Timeout)
	defer cancel()
	page, err := c.walk(inner, first)
	switch {
	case err == nil:
		return page, nil
	case ctx.Err() != nil: // the caller's wish, no fault of the page
		return corpus.Page{}, fmt.Errorf("fetch %q: %w", first, ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		return corpus.Page{}, &Error{Kind: Timeout, Address: first.String(), Err: err,
			Message: fmt.Sprintf("no complete answer within %v; try again later, or save the page and pass the file", c.opt.Timeout)}
	}
	return corpus.Page{}, err
}

func (c *Client) walk(ctx context.Context, first *url.URL) (corpus.Page, error) {
	u := first
	for hop := 0; ; hop++ {
		if err := c.guard.address(u); err != nil {
			return corpus.Page{}, err
		}
		if err := c.mayGet(ctx, u); err != nil {
			return corpus.Page{}, err
		}
		a, err := c.ask(ctx, u, c.opt.MaxSize)
		if err != nil {
			return corpus.Page{}, err
		}
		if a.location == "" {
			return c.page(first, u, a)
		}
		if hop == c.opt.MaxRedirects {
			return corpus.Page{}, &Error{Kind: Redirect, Address: first.String(),
				Message: fmt.Sprintf("more than %d redirects; open the page in a browser and pass the address it ends at", c.opt.MaxRedirects)}
		}
		if u, err = resolve(u, a.location); err != nil {
			return corpus.Page{}, err
		}
	}
}

func (c *Client) page(first, last *url.URL, a answer) (corpus.Page, error) {
	if a.status != http.StatusOK {
		return corpus.Page{}, statusError(last, a)
	}
	return corpus.Page{
		Name:       first.String(),
		URI:        last.String(),
		Identity:   first.String(),
		Body:       a.body,
		MediaType:  a.header.Get("Content-Type"),
		CapturedAt: c.captured(a.header.Get("Date")),
		Truncated:  a.cut,
	}, nil
}

func (c *Client) captured(date string) time.Time {
	if t, err := http.ParseTime(date); err == nil {
		return t.UTC()
	}
	return c.opt.Now().UTC().Truncate(time.Second)
}

// answer is what one request brought.
type answer struct {
	status   int
	header   http.Header
	location string // of a redirect, as the server wrote it
	body     []byte // of a 200
	cut      bool   // body is only the beginning
}

// ask sends one GET for u and follows nothing. At most limit bytes of a 200
// are kept; other bodies are not read.
func (c *Client) ask(ctx context.Context, u *url.URL, limit int64) (answer, error) {
	release, err := c.hold(ctx, u.Host)
	if err != nil {
		return answer{}, err
	}
	defer release()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, addressError(u.String(), err)
	}
	req.Header.Set("User-Agent", c.UserAgent())
	req.Header.Set("Accept", "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5")
	req.Header.Set("Accept-Language", "zh-CN,zh;q=0.9,zh-TW;q=0.8")
	// Accept-Encoding is left to the transport, which then decodes gzip itself.
	resp, err := c.trip.RoundTrip(req)
	if err != nil {
		return answer{}, connectError(u, err)
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode, header: resp.Header}
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if a.location = resp.Header.Get("Location"); a.location == "" {
			return answer{}, &Error{Kind: Redirect, Address: u.String(),
				Message: fmt.Sprintf("the server answered %d without saying where to; open the page in a browser and save it", resp.StatusCode)}
		}
		return a, nil
	case http.StatusOK:
	default:
		return a, nil
	}
	if e := strings.ToLower(resp.Header.Get("Content-Encoding")); e != "" && e != "identity" {
		return answer{}, &Error{Kind: Encoding, Address: u.String(),
			Message: fmt.Sprintf("the server sent the page in the content coding %q, which was not asked for; save the page and pass the file", e)}
	}
	a.body, err = io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if int64(len(a.body)) > limit { // the rest, and its faults, do not matter
		a.body, a.cut = a.body[:limit:limit], true
		return a, nil
	}
	if err != nil {
		return answer{}, connectError(u, err)
	}
	return a, nil
}

// hold waits for the turn at host.
func (c *Client) hold(ctx context.Context, host string) (release func(), err error) {
	c.mu.Lock()
	turn := c.hosts[host]
	if turn == nil {
		turn = make(chan struct{}, 1)
		c.hosts[host] = turn
	}
	c.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
