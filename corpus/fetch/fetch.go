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
// [Client.Get] takes the single address that a person names along that road,
// once. [Crawl] takes many, and what they lead to, into an archive: each host at
// its own pace (turns.go), again where that helps, with every exchange kept
// (wire.go) and the links read that are wanted (follow.go).
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"

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
	// Agent names further programs behind it, such as "survey/2": words of
	// letters, digits and marks that RFC 9110 allows. It does not replace the
	// honest first word.
	Agent string
	// Timeout limits one Get, robots.txt and redirects included; in a [Crawl] it
	// limits one request.
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
	// Date, and requests, and measures the pauses between them.
	Now func() time.Time
	// Sleep waits, or returns the error of ctx; nil is a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random spreads the pauses before further tries: numbers from 0 to below 1.
	// Nil draws them anew in every run.
	Random func() float64
	// Transport replaces the guarded transport, in tests that need no network.
	// What it connects to is not checked; addresses are.
	Transport http.RoundTripper
}

// Client fetches pages. It is safe for concurrent use; one host is asked one
// request at a time. Cookies that sites set are sent back to them as long as
// the client lives.
type Client struct {
	opt   Options
	trip  http.RoundTripper
	guard *guard
	jar   http.CookieJar
	turns *turns
	tries int // how often an address is asked before it has failed

	mu     sync.Mutex
	robots map[string]*robots // by origin
}

// New returns a Client.
func New(opt Options) *Client {
	return newClient(opt, newGuard(opt.AllowPrivate))
}

func newClient(opt Options, g *guard) *Client {
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
	if opt.Sleep == nil {
		opt.Sleep = sleep
	}
	if opt.Random == nil {
		opt.Random = rand.Float64
	}
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		panic(err) // it has no reason to
	}
	c := &Client{
		opt:    opt,
		trip:   opt.Transport,
		guard:  g,
		jar:    jar,
		turns:  newTurns(opt.Now, opt.Sleep),
		tries:  1,
		robots: map[string]*robots{},
	}
	if c.trip == nil {
		c.trip = newTransport((&net.Dialer{Timeout: 15 * time.Second, Control: g.control}).DialContext)
	}
	return c
}

// errBroke is what a request ends with whose connection was closed instead of
// an answer.
var errBroke = errors.New("the connection was closed before the answer")

// newTransport returns a transport that connects by dial. A request whose
// connection was closed after it went out would be sent once more, at once, on
// a new one; here that is an error, so that every request has its turn.
func newTransport(dial func(ctx context.Context, network, address string) (net.Conn, error)) *http.Transport {
	return &http.Transport{
		Proxy: nil, // a proxy would connect where the guard cannot see
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if s, ok := ctx.Value(sentKey{}).(*sent); ok && s.wentOut() {
				return nil, errBroke
			}
			return dial(ctx, network, address)
		},
		TLSHandshakeTimeout:    15 * time.Second,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ResponseHeaderTimeout:  30 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        10 * time.Second,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // ask names the coding itself and keeps the bytes as they came
	}
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
	for _, word := range strings.Fields(c.opt.Agent) {
		name, version, versioned := strings.Cut(word, "/")
		ua += " " + token(name)
		if versioned {
			ua += "/" + token(version)
		}
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

// Get fetches the page at address, by one try. Its Name and Identity are the
// normalised address that was asked for, its URI is the address that answered.
// Every error is an [*Error], except those of ctx, which are returned wrapped.
func (c *Client) Get(ctx context.Context, address string) (corpus.Page, error) {
	first, err := Normalize(address)
	if err != nil {
		return corpus.Page{}, err
	}
	inner, cancel := context.WithTimeout(ctx, c.opt.Timeout)
	defer cancel()
	page, err := c.page(inner, first)
	switch {
	case err == nil:
		return page, nil
	case ctx.Err() != nil: // the caller's wish, no fault of the page
		return corpus.Page{}, fmt.Errorf("fetch %q: %w", first, ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		return corpus.Page{}, c.late(first, err)
	}
	return corpus.Page{}, err
}

func (c *Client) page(ctx context.Context, first *url.URL) (corpus.Page, error) {
	a, last, err := c.walk(ctx, first, &visit{})
	if err != nil {
		return corpus.Page{}, err
	}
	body, cut, err := c.plain(last, a)
	switch {
	case err != nil:
		return corpus.Page{}, err
	case cut && a.Cut == "" && int64(len(body)) < c.opt.MaxSize: // it broke off inside its coding
		return corpus.Page{}, connectError(last, errors.New("the content coding breaks off"))
	}
	return corpus.Page{
		Name:       first.String(),
		URI:        last.String(),
		Identity:   first.String(),
		Body:       body,
		MediaType:  a.Header.Get("Content-Type"),
		CapturedAt: c.captured(a.Header.Get("Date")),
		Truncated:  cut || a.Cut != "",
	}, nil
}

// walk takes an address along its road once: to the page, or to the answer that
// nothing changed where v asked for that. last is the address that answered.
// With an error that came while a page was read, a is its beginning.
func (c *Client) walk(ctx context.Context, first *url.URL, v *visit) (a answer, last *url.URL, err error) {
	last = first
	for hop := 0; ; hop++ {
		if err := c.guard.address(last); err != nil {
			return answer{}, last, err
		}
		if err := c.mayGet(ctx, last, v); err != nil {
			return answer{}, last, err
		}
		v.first = hop == 0
		a, err = c.ask(ctx, last, c.opt.MaxSize, v)
		switch {
		case err != nil:
			return a, last, err
		case a.Code == http.StatusOK, a.Code == http.StatusNotModified && a.conditional:
			return a, last, nil
		case a.location == "":
			return a, last, c.statusError(last, a)
		case hop == c.opt.MaxRedirects:
			return a, last, &Error{Kind: Redirect, Address: first.String(),
				Message: fmt.Sprintf("more than %d redirects; open the page in a browser and pass the address it ends at", c.opt.MaxRedirects)}
		}
		next, err := resolve(last, a.location)
		if err != nil {
			return a, last, err
		}
		last = next
	}
}

// plain returns the body of a without its content coding, up to the limit.
func (c *Client) plain(u *url.URL, a answer) (body []byte, cut bool, err error) {
	body, cut, err = corpus.Plain(a.Header, a.Body, c.opt.MaxSize)
	if err == nil {
		return body, cut, nil
	}
	if coding := strings.ToLower(a.Header.Get("Content-Encoding")); coding != "gzip" && coding != "x-gzip" {
		return nil, false, &Error{Kind: Encoding, Address: u.String(), Err: err,
			Message: fmt.Sprintf("the server sent the page in the content coding %q, which was not asked for; save the page and pass the file", coding)}
	}
	return nil, false, connectError(u, err)
}

func (c *Client) captured(date string) time.Time {
	if t, err := http.ParseTime(date); err == nil {
		return t.UTC()
	}
	return c.opt.Now().UTC().Truncate(time.Second)
}
